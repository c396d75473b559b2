//! `duizhao tm filter`: the units that somebody wants.

use std::path::PathBuf;

use duizhao_tm::filter::Filter;
use duizhao_tm::{Date, Language};

use crate::cli::{Failure, Output, Outputs};

use super::Format;
use super::memory::{Reading, Writing, finish, unit_failure};
use super::table::{count, number};

/// Choose units by date, property, language, text, confidence or author
#[derive(clap::Args)]
#[command(after_help = "Examples:
  duizhao tm filter team.tmx --since 2026-01-01 -o this-year.tmx
  duizhao tm filter team.tmx --confidence 0.9 --prop x-article=3 -o sure.tmx
  duizhao tm filter team.tmx --containing 屋檐 --not -o rest.tmx")]
pub(crate) struct Args {
    /// The memory; `-` is standard input
    file: PathBuf,

    /// Made or changed on this day or later, as 2026-03-06
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,

    /// Made or changed before this day
    #[arg(long, value_name = "DATE")]
    before: Option<Date>,

    /// With a property, or with a property of this value; may be given again
    #[arg(long, value_name = "KIND[=VALUE]")]
    prop: Vec<String>,

    /// With a text in this language; may be given again
    #[arg(long, value_name = "CODE", value_parser = Language::lenient)]
    language: Vec<Language>,

    /// With these words in one of its texts; may be given again
    #[arg(long, value_name = "TEXT")]
    containing: Vec<String>,

    /// Aligned with at least this confidence (property x-confidence), or by people
    #[arg(long, value_name = "0..1", value_parser = confidence)]
    confidence: Option<f32>,

    /// Made or last changed by this person
    #[arg(long, value_name = "ID")]
    by: Option<String>,

    /// The others instead
    #[arg(long)]
    not: bool,

    #[command(flatten)]
    writing: Writing,

    #[command(flatten)]
    reading: Reading,

    /// How the report is written
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

fn confidence(text: &str) -> Result<f32, String> {
    let value = text.parse().ok().filter(|value| (0.0..=1.0).contains(value));
    value.ok_or_else(|| "write a number from 0 to 1, as 0.9".to_owned())
}

pub(crate) fn run(args: &Args, out: &Output) -> Result<(), Failure> {
    let prop = |prop: &String| match prop.split_once('=') {
        Some((kind, value)) => (kind.to_owned(), Some(value.to_owned())),
        None => (prop.clone(), None),
    };
    let filter = Filter {
        since: args.since,
        before: args.before,
        props: args.prop.iter().map(prop).collect(),
        languages: args.language.clone(),
        containing: args.containing.clone(),
        confidence: args.confidence,
        by: args.by.clone(),
    };
    let mut files = Outputs::default();
    files.reads(&args.file)?;
    let target = args.writing.target(&mut files)?;
    let output = args.writing.output.as_deref();
    let mut memory = args.reading.open(&args.file, out)?;
    let mut writer = target.writer(&memory.header().clone())?;
    let mut read: u64 = 0;
    while let Some(unit) = memory.next().transpose()? {
        read += 1;
        if filter.chooses(&unit) != args.not {
            memory.write_unchanged(&unit, &mut writer).map_err(|error| unit_failure(output, error))?;
        }
    }
    args.reading.may_replace(output, &args.file, memory.skipped())?;
    let written = writer.written();
    finish(writer, output, out)?;
    match args.format {
        Format::Json => {
            let report = serde_json::json!({ "read": read, "written": written }).to_string();
            super::report(args.writing.leaves_stdout(), &report, out)
        }
        Format::Table => {
            out.tell(format_args!("{} of {}", number(written), count(read, "unit")));
            Ok(())
        }
    }
}
