//! `duizhao tm diff`: what is new, changed and gone.

use std::path::{Path, PathBuf};

use duizhao_tm::diff::{Comparison, Difference};
use duizhao_tm::markup::to_markup;

use crate::cli::{Failure, Output};

use super::Format;
use super::memory::Reading;
use super::table::number;

/// Tell what differs between two memories: units that came, went, or are translated otherwise
#[derive(clap::Args)]
#[command(after_help = "Examples:
  duizhao tm diff old.tmx new.tmx
  duizhao tm diff old.tmx new.tmx --format json | jq .kind")]
pub(crate) struct Args {
    /// The old memory
    old: PathBuf,

    /// The new memory
    new: PathBuf,

    /// How the report is written; json is one difference a line
    #[arg(long, value_enum, default_value = "table")]
    format: Format,

    #[command(flatten)]
    reading: Reading,
}

pub(crate) fn run(args: &Args, out: &Output) -> Result<(), Failure> {
    if args.old == Path::new("-") {
        return Err(Failure::cannot(
            "the old memory is read twice and cannot be standard input",
            "save it to a file first",
        ));
    }
    let mut old = args.reading.open(&args.old, out)?;
    let mut new = args.reading.open(&args.new, out)?;
    let mut comparison = Comparison::new(old.header().clone(), new.header().clone());
    while let Some(unit) = old.next().transpose()? {
        comparison.look(&unit);
    }
    let mut counts = [0u64; 3];
    let mut text = String::new();
    let mut tell = |difference: Option<Difference>| -> Result<(), Failure> {
        let (at, mark, kind, unit) = match difference {
            None => return Ok(()),
            Some(Difference::Added(unit)) => (0, '+', "added", unit),
            Some(Difference::Changed(unit)) => (1, '~', "changed", unit),
            Some(Difference::Removed(unit)) => (2, '-', "removed", unit),
        };
        counts[at] += 1;
        let texts = unit.variants.iter().map(|v| (v.language.as_str(), to_markup(&v.seg)));
        match args.format {
            Format::Json => {
                let texts: serde_json::Map<String, serde_json::Value> =
                    texts.map(|(language, text)| (language.to_owned(), text.into())).collect();
                text.push_str(&serde_json::json!({ "kind": kind, "texts": texts }).to_string());
                text.push('\n');
            }
            Format::Table => {
                for (i, (language, line)) in texts.enumerate() {
                    let mark = if i == 0 { mark } else { ' ' };
                    text.extend([mark, ' ']);
                    text.extend([&*format!("{language:7} "), &*line, "\n"]);
                }
            }
        }
        if text.len() > 1 << 16 {
            out.data(text.as_bytes())?;
            text.clear();
        }
        Ok(())
    };
    while let Some(unit) = new.next().transpose()? {
        tell(comparison.compare(unit))?;
    }
    let silent = Output::new(true, 0); // What is wrong was told the first time.
    let mut old = args.reading.open(&args.old, &silent)?;
    while let Some(unit) = old.next().transpose()? {
        tell(comparison.left(unit))?;
    }
    out.data(text.as_bytes())?;
    let [added, changed, removed] = counts.map(number);
    out.tell(format_args!("{added} added, {changed} changed, {removed} removed"));
    Ok(())
}
