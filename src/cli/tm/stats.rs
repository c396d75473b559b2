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
    for (heading, counts) in [("in", &stats.pairs), ("with", &stats.props), ("by", &stats.tools)] {
        for (what, &count) in counts {
            units.row([format!("{heading} {what}"), number(count)]);
        }
    }
    if let Some((first, last)) = &stats.dates {
        units.row([format!("from {first} to {last}"), String::new()]);
    }
    format!("{languages}\n\n{units}")
}
