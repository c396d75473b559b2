//! `duizhao tm stats`: what a memory holds.

use std::path::PathBuf;

use duizhao_tm::stats::{Counter, Stats};

use crate::cli::{Failure, Output};

use super::Format;
use super::memory::Reading;
use super::table::{Table, number};

/// Count what a memory holds: units, duplicates, languages, words and characters, properties, dates
#[derive(clap::Args)]
#[command(after_help = "Examples:
  duizhao tm stats team.tmx
  duizhao tm stats team.tmx --format json")]
pub(crate) struct Args {
    /// The memory; `-` is standard input
    file: PathBuf,

    /// How the report is written
    #[arg(long, value_enum, default_value = "table")]
    format: Format,

    #[command(flatten)]
    reading: Reading,
}

pub(crate) fn run(args: &Args, out: &Output) -> Result<(), Failure> {
    let mut memory = args.reading.open(&args.file, out)?;
    let mut counter = Counter::new(memory.header().clone());
    while let Some(unit) = memory.next().transpose()? {
        counter.count(&unit);
    }
    let stats = counter.finish();
    let text = match args.format {
        Format::Json => serde_json::json!(stats).to_string(),
        Format::Table => table(&stats),
    };
    out.data(format!("{text}\n").as_bytes())
}

/// The day of a date, as 2026-03-06.
fn day(digits: &str) -> String {
    match (digits.get(..4), digits.get(4..6), digits.get(6..8)) {
        (Some(year), Some(month), Some(day)) => format!("{year}-{month}-{day}"),
        _ => digits.to_owned(),
    }
}

fn table(stats: &Stats) -> String {
    let mut languages = Table::new(&["language", "#variants", "#empty", "#characters", "#words"]);
    for (language, of) in &stats.languages {
        languages.row([
            language.clone(),
            number(of.variants),
            number(of.empty),
            number(of.characters),
            number(of.words),
        ]);
    }
    let mut units = Table::new(&["units", "#"]);
    units.row(["all".to_owned(), number(stats.units)]);
    units.row(["sources that differ".to_owned(), number(stats.sources)]);
    units.row(["duplicates".to_owned(), number(stats.duplicates)]);
    units.row(["with inline tags".to_owned(), number(stats.tagged)]);
    let kinds = [("languages", &stats.pairs), ("property", &stats.props), ("made by", &stats.tools)];
    for (heading, counts) in kinds {
        for (what, &count) in counts {
            units.row([format!("{heading} {what}"), number(count)]);
        }
    }
    if let Some((first, last)) = &stats.dates {
        units.row([format!("made or changed from {} to {}", day(first), day(last)), String::new()]);
    }
    format!("{languages}\n\n{units}")
}
