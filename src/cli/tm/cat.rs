//! `duizhao tm cat`: memories one behind the other, written as they should be.

use std::path::PathBuf;

use crate::cli::{Failure, Output, Outputs};

use super::Format;
use super::memory::{Reading, Writing, finish, unit_failure};
use super::table::count;

/// Put memories together as they are: any TMX in, valid TMX 1.4 in UTF-8 out
#[derive(clap::Args)]
#[command(after_help = "Examples:
  duizhao tm cat old.tmx -o valid.tmx
  duizhao tm cat part1.tmx part2.tmx | duizhao tm stats -")]
pub(crate) struct Args {
    /// Memories, in order; `-` is standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,

    #[command(flatten)]
    writing: Writing,

    #[command(flatten)]
    reading: Reading,

    /// How the report is written; the table is told with --verbose only
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

pub(crate) fn run(args: &Args, out: &Output) -> Result<(), Failure> {
    let mut files = Outputs::default();
    args.files.iter().try_for_each(|file| files.renews(file))?;
    let target = args.writing.target(&mut files)?;
    let output = args.writing.output.as_deref();
    let first = args.reading.open(&args.files[0], out)?;
    let header = first.header().clone();
    let mut first = Some(first);
    let mut writer = target.writer(&header)?;
    for path in &args.files {
        // Standard input can be opened once only.
        let mut memory = first.take().map_or_else(|| args.reading.open(path, out), Ok)?;
        let own = memory.header().clone();
        while let Some(unit) = memory.next().transpose()? {
            let written = if own.agrees(&header) {
                memory.write_unchanged(&unit, &mut writer)
            } else {
                writer.write(&unit.under(&own, &header))
            };
            written.map_err(|error| unit_failure(output, error))?;
        }
        args.reading.may_replace(output, path, memory.skipped())?;
    }
    let written = writer.written();
    finish(writer, output, out)?;
    match args.format {
        Format::Json => {
            let report = serde_json::json!({ "written": written }).to_string();
            super::report(args.writing.leaves_stdout(), &report, out)
        }
        Format::Table => {
            out.tell_more(count(written, "unit"));
            Ok(())
        }
    }
}
