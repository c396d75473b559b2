//! `duizhao tm clean`: what is certainly wrong goes, what might be meant is told.

use std::path::PathBuf;

use duizhao::script::OneScript;
use duizhao_tm::clean::{Before, Cleaner, Tally};
use duizhao_tm::file::together;
use duizhao_tm::{Header, Unit, WriteError, Writer};

use crate::cli::{Failure, Output, Outputs};

use super::Format;
use super::memory::{Reading, Sink, Target, Writing, complete, unit_failure};
use super::table::{Table, number};

/// Clean a memory: duplicates, empty and untranslated units, wrong language or script, broken tags, stray blanks
///
/// What is taken out goes to a memory of its own, each unit with the reason as its property `x-removed`; what that
/// memory holds already stays in it. What might be meant (the same text on both sides, very short or long texts) is counted and stays.
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

    /// Memory that what is taken out is added to; by default beside the output, as NAME.removed.tmx
    #[arg(long, value_name = "FILE")]
    removed: Option<PathBuf>,

    /// Take units that say the same as duplicates whatever their contexts are
    #[arg(long)]
    ignore_context: bool,

    #[command(flatten)]
    reading: Reading,

    /// How the report is written
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

pub(crate) fn run(args: &Args, out: &Output) -> Result<(), Failure> {
    let mut files = Outputs::default();
    files.renews(&args.file)?;
    let target = args.writing.target(&mut files)?;
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
    files.renew_no_more();
    let place = Writing { output: removed.clone(), dry_run: args.writing.dry_run };
    let place = place.target_instead(&mut files, "name another file for what is taken out with --removed")?;
    let mut memory = args.reading.open(&args.file, out)?;
    let header = memory.header().clone();
    let scripts = OneScript::default();
    let script_of = |c| scripts.of(c);
    let mut cleaner = Cleaner::new(header.clone(), Some(&script_of));
    if args.ignore_context {
        cleaner = cleaner.ignoring_context();
    }
    let mut kept = target.writer(&header)?;
    let mut taken_out = TakenOut::begin(args, place, &header, out)?;
    while let Some(unit) = memory.next().transpose()? {
        let done = cleaner.clean(unit);
        if done.removed.is_some() {
            taken_out.add(done.unit).map_err(|error| unit_failure(removed.as_deref(), error))?;
            continue;
        }
        let written = if done.unchanged {
            memory.write_unchanged(&done.unit, &mut kept)
        } else {
            kept.write(&done.unit)
        };
        written.map_err(|error| unit_failure(output, error))?;
    }
    args.reading.may_replace(output, &args.file, memory.skipped())?;
    let any = !cleaner.tally().removed.is_empty();
    let new = taken_out.new > 0;
    let (taken_out, kept) = (complete(taken_out.writer, removed.as_deref())?, complete(kept, output)?);
    together(|| {
        // What is taken out comes first: killed in between, it stands in both files and not in neither.
        if new {
            taken_out.commit(out)?;
        }
        kept.commit(out)
    })?;
    report(args, cleaner.tally(), out)?;
    if let (Some(path), true, Format::Table) = (&removed, any, args.format) {
        let done = if args.writing.dry_run { "would be" } else { "is" };
        out.tell(format_args!("what was taken out {done} in {}, each unit with the reason", path.display()));
    }
    Ok(())
}

/// The memory of what was taken out, which grows.
struct TakenOut {
    writer: Writer<Sink>,
    /// The header of the file that is cleaned, and that of the memory.
    headers: [Header; 2],
    before: Before,
    /// How many units were added.
    new: u64,
}

impl TakenOut {
    /// Begins it with what is in it.
    fn begin(args: &Args, place: Target, header: &Header, out: &Output) -> Result<Self, Failure> {
        let old = match &place {
            Target::File(_, path) if std::fs::metadata(path).is_ok_and(|old| old.len() > 0) => {
                Some(path.clone())
            }
            _ => None,
        };
        let Some(path) = old else {
            let headers = [header.clone(), header.clone()];
            let writer = place.writer(header)?;
            return Ok(Self { writer, headers, before: Before::default(), new: 0 });
        };
        let mut memory = args.reading.open(&path, out)?;
        let own = memory.header().clone();
        let mut writer = place.writer(&own)?;
        let mut before = Before::default();
        while let Some(unit) = memory.next().transpose()? {
            memory.write_unchanged(&unit, &mut writer).map_err(|error| unit_failure(Some(&path), error))?;
            before.add(&unit.under(&own, &own));
        }
        args.reading.may_replace(Some(&path), &path, memory.skipped())?;
        Ok(Self { writer, headers: [header.clone(), own], before, new: 0 })
    }

    /// Adds a unit that was taken out just now.
    fn add(&mut self, unit: Unit) -> Result<(), WriteError> {
        let [from, to] = &self.headers;
        let unit = unit.under(from, to);
        if self.before.has(&unit) {
            return Ok(());
        }
        self.new += 1;
        self.writer.write(&unit)
    }
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
