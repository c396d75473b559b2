//! `duizhao tm query`: what a memory has for a text.

use std::path::PathBuf;

use duizhao::script::{Config, Converter};
use duizhao_tm::query::{Tokens, differences};
use duizhao_tm::{Language, Unit};

use crate::cli::{Failure, Output};

use super::Format;
use super::memory::Reading;

/// Look a text up: exact and fuzzy matches with their percentage, and units that contain it
///
/// Simplified and Traditional Chinese find each other. The percentage is the one that CAT tools show; what the
/// found text has and the query has not stands between [ and ].
#[derive(clap::Args)]
#[command(after_help = "Examples:
  duizhao tm query 论坛昨天开幕。 -m team.tmx
  duizhao tm query eaves -m team.tmx --least 100 --limit 50")]
pub(crate) struct Args {
    /// The text
    text: String,

    /// The memory; `-` is standard input
    #[arg(short, long, value_name = "MEMORY")]
    memory: PathBuf,

    /// Least percentage of a fuzzy match
    #[arg(long, default_value_t = 70, value_parser = clap::value_parser!(u8).range(1..=100))]
    least: u8,

    /// So many matches, and so many units that contain the text
    #[arg(long, default_value_t = 10)]
    limit: usize,

    /// How the answer is written
    #[arg(long, value_enum, default_value = "table")]
    format: Format,

    #[command(flatten)]
    reading: Reading,
}

/// A unit that was found.
struct Found {
    number: u64,
    /// The percentage; none where the unit only contains the text.
    percent: Option<u8>,
    language: Language,
    unit: Unit,
}

pub(crate) fn run(args: &Args, out: &Output) -> Result<(), Failure> {
    let simplified = Converter::new(Config::T2s);
    let fold = |text: &str| simplified.convert(text).to_lowercase();
    let wanted = fold(&args.text);
    let tokens = Tokens::of(&wanted);
    let mut memory = args.reading.open(&args.memory, out)?;
    let (mut number, mut found) = (0, Vec::new());
    while let Some(unit) = memory.next().transpose()? {
        number += 1;
        let best = unit
            .variants
            .iter()
            .filter_map(|variant| {
                let text = fold(&variant.seg.plain());
                let percent = tokens.matches(&Tokens::of(&text), args.least);
                let percent = Some(percent).filter(|&percent| percent >= args.least);
                (percent.is_some() || text.contains(&wanted)).then(|| (percent, variant.language.clone()))
            })
            .max_by_key(|(percent, _)| *percent);
        if let Some((percent, language)) = best {
            found.push(Found { number, percent, language, unit });
            // Of very many only the best are held.
            if found.len() > 100 * args.limit.max(1) {
                choose(&mut found, args.limit);
            }
        }
    }
    choose(&mut found, args.limit);
    let mut text = String::new();
    for one in &found {
        text.push_str(&match args.format {
            Format::Json => json(one),
            Format::Table => table(one, args, &simplified),
        });
        text.push('\n');
    }
    out.data(text.as_bytes())?;
    if found.is_empty() {
        out.tell(format_args!("nothing like it in {} units", super::table::number(number)));
    }
    Ok(())
}

/// Leaves the best matches, and the last of those that contain the text.
fn choose(found: &mut Vec<Found>, limit: usize) {
    found.sort_by(|a, b| b.percent.cmp(&a.percent).then(b.number.cmp(&a.number)));
    let matches = found.iter().filter(|one| one.percent.is_some()).count();
    let mut at = 0;
    found.retain(|_| {
        at += 1;
        at <= matches.min(limit) || (at > matches && at <= matches + limit)
    });
}

fn json(one: &Found) -> String {
    let texts: serde_json::Map<String, serde_json::Value> = one
        .unit
        .variants
        .iter()
        .map(|variant| (variant.language.to_string(), variant.seg.plain().into_owned().into()))
        .collect();
    serde_json::json!({
        "unit": one.number,
        "percent": one.percent,
        "language": one.language.as_str(),
        "texts": texts,
    })
    .to_string()
}

fn table(one: &Found, args: &Args, simplified: &Converter) -> String {
    let percent = one.percent.map_or("has it".to_owned(), |percent| format!("{percent:3} %"));
    let mut text = format!("{percent:6}  unit {}\n", one.number);
    for variant in &one.unit.variants {
        let mut line = variant.seg.plain().into_owned();
        if variant.language == one.language && one.percent.is_some_and(|percent| percent < 100) {
            line = marked(&args.text, &line, simplified);
        }
        text.extend([&*format!("        {:7} ", variant.language.as_str()), &*line, "\n"]);
    }
    text.pop();
    text
}

/// The found text with what the query has not between brackets.
fn marked(query: &str, found: &str, simplified: &Converter) -> String {
    let folded = simplified.convert(found);
    // A conversion that changes how many characters there are would put the marks in wrong places.
    let ranges = if folded.chars().count() == found.chars().count() {
        differences(&simplified.convert(query), &folded)
    } else {
        differences(query, found)
    };
    let mut out = String::with_capacity(found.len() + ranges.len() * 2);
    for (at, c) in found.chars().enumerate() {
        if ranges.iter().any(|range| range.start == at) {
            out.push('[');
        }
        out.push(c);
        if ranges.iter().any(|range| range.end == at + 1) {
            out.push(']');
        }
    }
    out
}
