//! `duizhao tm merge`: memories into one, so that doing it twice changes nothing.

use std::path::{Path, PathBuf};

use duizhao_tm::Prop;
use duizhao_tm::clean::REMOVED;
use duizhao_tm::file::together;
use duizhao_tm::merge::{Plan, Policy, Tally};

use crate::cli::{Failure, Output, Outputs, files};

use super::Format;
use super::memory::{Reading, Writing, complete, unit_failure};
use super::table::{Table, number};

/// Merge memories into one; merging the same again changes nothing
///
/// Two units meet when they translate the same text (inline tags and all) between the same languages, in the same
/// context where a tool bound them to one. Simplified and Traditional Chinese are two languages here.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  duizhao tm merge team.tmx issue.tmx -o team.tmx
  duizhao tm merge a.tmx b.tmx --policy all -o both.tmx
  duizhao tm merge team.tmx issue.tmx --dry-run --format json")]
pub(crate) struct Args {
    /// Memories, in order; the first one's header is kept
    #[arg(required = true)]
    files: Vec<PathBuf>,

    /// Which of several translations of the same text stays
    #[arg(long, value_enum, default_value = "newest")]
    policy: Which,

    /// Let units meet whatever their contexts are
    #[arg(long)]
    ignore_context: bool,

    /// Memory for the translations that others replace, each with `replaced` as its property `x-removed`
    #[arg(long, value_name = "FILE")]
    replaced: Option<PathBuf>,

    #[command(flatten)]
    writing: Writing,

    #[command(flatten)]
    reading: Reading,

    /// How the report is written
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Which {
    /// The first one
    Keep,
    /// The one in the last file
    Replace,
    /// The one that was made or changed last
    Newest,
    /// All that differ, the newest behind the others
    All,
}

pub(crate) fn run(args: &Args, out: &Output) -> Result<(), Failure> {
    if args.files.iter().any(|path| path == Path::new("-")) {
        return Err(Failure::cannot(
            "standard input cannot be merged: merging reads every memory twice",
            "save it to a file first",
        ));
    }
    let mut inputs = Outputs::default();
    args.files.iter().try_for_each(|file| inputs.renews(file))?;
    let target = args.writing.target(&mut inputs)?;
    inputs.renew_no_more();
    let replaced = Writing { output: args.replaced.clone(), dry_run: args.writing.dry_run };
    let replaced = args.replaced.is_some().then(|| {
        replaced.target_instead(&mut inputs, "name another file for what is replaced with --replaced")
    });
    let replaced = replaced.transpose()?;
    let output = args.writing.output.as_deref();
    let silent = Output::new(true, 0); // What is wrong is told once.
    let files = args.files.iter().map(PathBuf::as_path).map(files::open).collect::<Result<Vec<_>, _>>()?;
    let header = args.reading.open_again(&args.files[0], &files[0], &silent)?.header().clone();

    let mut plan = Plan::new(
        match args.policy {
            Which::Keep => Policy::Keep,
            Which::Replace => Policy::Replace,
            Which::Newest => Policy::Newest,
            Which::All => Policy::All,
        },
        header.clone(),
    );
    if args.ignore_context {
        plan = plan.ignoring_context();
    }
    for (path, file) in args.files.iter().zip(&files) {
        plan.begin();
        let mut memory = args.reading.open_again(path, file, out)?;
        let own = memory.header().clone();
        while let Some(unit) = memory.next().transpose()? {
            plan.look(&unit.under(&own, &header));
            if memory.stands() && own.agrees(&header) {
                plan.stands();
            }
        }
        args.reading.may_replace(output, path, memory.skipped())?;
    }
    let mut choice = plan.decide();

    if !args.writing.dry_run {
        let mut writer = target.writer(&header)?;
        let mut replaced = replaced.map(|place| place.writer(&header)).transpose()?;
        for (path, file) in args.files.iter().zip(&files) {
            let mut memory = args.reading.open_again(path, file, &silent)?;
            let own = memory.header().clone();
            loop {
                if let Some(replaced) = replaced.as_mut().filter(|_| choice.replaces_next()) {
                    let Some(unit) = memory.next().transpose()? else { break };
                    let mut unit = unit.under(&own, &header);
                    unit.props.push(Prop::new(REMOVED, "replaced"));
                    let written = replaced.write(&unit);
                    written.map_err(|error| unit_failure(args.replaced.as_deref(), error))?;
                    choice.pass_unread();
                    continue;
                }
                let unread = choice.may_pass_unread();
                if unread && let Some(bytes) = memory.skim() {
                    if choice.pass_unread() {
                        writer.write_as_it_stands(bytes).map_err(|error| unit_failure(output, error))?;
                    }
                    continue;
                }
                let Some(unit) = memory.next().transpose()? else { break };
                let written = if !unread {
                    choice.pass(unit.under(&own, &header), &mut |unit| writer.write(&unit))
                } else if choice.pass_unread() {
                    memory.write_unchanged(&unit, &mut writer)
                } else {
                    Ok(())
                };
                written.map_err(|error| unit_failure(output, error))?;
            }
        }
        let merged = complete(writer, output)?;
        let replaced = replaced.map(|writer| complete(writer, args.replaced.as_deref())).transpose()?;
        together(|| {
            // What is replaced comes first: killed in between, it stands in both files and not in neither.
            if let Some(replaced) = replaced {
                replaced.commit(out)?;
            }
            merged.commit(out)
        })?;
    }
    report(args, choice.tally(), out)
}

fn report(args: &Args, tally: &Tally, out: &Output) -> Result<(), Failure> {
    let text = match args.format {
        Format::Json => serde_json::json!(tally).to_string(),
        Format::Table => {
            let mut table = Table::new(&["memory", "#units"]);
            for (path, &count) in args.files.iter().zip(&tally.read) {
                table.row([path.display().to_string(), number(count)]);
            }
            table.row(["already there".to_owned(), format!("-{}", number(tally.same))]);
            table
                .row(["other translations of the same text".to_owned(), format!("-{}", number(tally.other))]);
            let output =
                args.writing.output.as_ref().map_or("together".to_owned(), |path| path.display().to_string());
            table.row([output, number(tally.written)]);
            table.to_string()
        }
    };
    super::report(args.writing.leaves_stdout(), &text, out)
}
