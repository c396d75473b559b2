//! `duizhao tm clean`: what is certainly wrong goes, what might be meant is told.

use std::path::{Path, PathBuf};

use duizhao_tm::clean::{Cleaner, Tally};

use crate::cli::{Failure, Output};

use super::Format;
use super::memory::{Reading, Target, Writing, apart, complete, unit_failure};
use super::scripts::Scripts;
use super::table::{Table, number};

/// Clean a memory: duplicates, empty and untranslated units, wrong language or script, broken tags, stray blanks
///
/// What is taken out goes to a memory of its own, each unit with the reason as its property `x-removed`. What might
/// be meant (the same text on both sides, very short or long texts) is counted and stays.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  duizhao tm clean team.tmx -o clean.tmx        takes out to clean.removed.tmx
  duizhao tm clean team.tmx --dry-run           tells what would be done
  duizhao tm clean - --removed out.tmx < in.tmx > clean.tmx")]
pub(crate) struct Args {
    /// The memory; `-` is standard input
    file: PathBuf,

    #[command(flatten)]
    writing: Writing,

    /// Memory for what is taken out; by default beside the output, as NAME.removed.tmx
    #[arg(long, value_name = "FILE")]
    removed: Option<PathBuf>,

    #[command(flatten)]
    reading: Reading,

    /// How the report is written
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

pub(crate) fn run(args: &Args, out: &Output) -> Result<(), Failure> {
    let target = args.writing.target()?;
    let output = args.writing.output.as_deref();
    let removed = match (&args.removed, output) {
        (Some(path), _) => Some(path.clone()),
        (None, Some(output)) => Some(output.with_extension("removed.tmx")),
        (None, None) if args.writing.dry_run => None,
        (None, None) => {
            return Err(Failure::cannot(
                "what is taken out needs a place",
                "name one with --removed, or write to a file with -o",
            ));
        }
    };
    apart(removed.as_deref(), [args.file.as_path()].into_iter().chain(output))?;
    let mut memory = args.reading.open(&args.file, out)?;
    let header = memory.header().clone();
    let scripts = Scripts::new();
    let script_of = |c| scripts.of(c);
    let mut cleaner = Cleaner::new(header.clone(), Some(&script_of));
    let mut kept = target.writer(&header)?;
    let mut taken_out = removed_target(args, removed.as_deref())?.writer(&header)?;
    while let Some(unit) = memory.next().transpose()? {
        let done = cleaner.clean(unit);
        let (writer, path) = match done.removed {
            None => (&mut kept, output),
            Some(_) => (&mut taken_out, removed.as_deref()),
        };
        let written = if done.unchanged {
            memory.write_unchanged(&done.unit, writer)
        } else {
            writer.write(&done.unit)
        };
        written.map_err(|error| unit_failure(path, error))?;
    }
    args.reading.may_replace(output, &args.file, memory.skipped())?;
    let any = taken_out.written() > 0;
    let (taken_out, kept) = (complete(taken_out, removed.as_deref())?, complete(kept, output)?);
    // What is taken out comes first: killed in between, it stands in both files and not in neither.
    if any {
        taken_out.commit()?;
    }
    kept.commit()?;
    report(args, cleaner.tally(), out)?;
    if let (Some(path), true, Format::Table) = (&removed, any, args.format) {
        let done = if args.writing.dry_run { "would be" } else { "is" };
        out.tell(format_args!("what was taken out {done} in {}, each unit with the reason", path.display()));
    }
    Ok(())
}

fn removed_target(args: &Args, removed: Option<&Path>) -> Result<Target, Failure> {
    Writing { output: removed.map(Path::to_owned), dry_run: args.writing.dry_run }.target()
}

fn report(args: &Args, tally: &Tally, out: &Output) -> Result<(), Failure> {
    let text = match args.format {
        Format::Json => serde_json::json!(tally).to_string(),
        Format::Table => {
            let mut table = Table::new(&["", "why", "#units"]);
            let mut row = |what: &str, which: &str, count: u64| {
                table.row([what.to_owned(), which.to_owned(), number(count)]);
            };
            row("read", "", tally.read);
            for (reason, &count) in &tally.removed {
                row("taken out", reason.as_str(), count);
            }
            row("kept", "", tally.kept);
            for (repair, &count) in &tally.repaired {
                row("repaired", repair.as_str(), count);
            }
            for (flag, &count) in &tally.flagged {
                row("look at", flag.as_str(), count);
            }
            table.to_string()
        }
    };
    super::report(args.writing.leaves_stdout(), &text, out)
}
