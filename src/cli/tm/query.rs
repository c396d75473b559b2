//! `duizhao tm query`: what a memory has for a text.

use std::path::PathBuf;

use duizhao::script::SimplifiedForms;
use duizhao_tm::Language;
use duizhao_tm::query::{Difference, Fold, Found, differences};

use crate::cli::{Failure, Output};

use super::Format;
use super::index;
use super::memory::Reading;
use super::table::count;

/// Look a text up: exact and fuzzy matches with their percentage, and units that contain it
///
/// Simplified and Traditional Chinese find each other. The percentage is the one that CAT tools show: 100 is the
/// same text, 99 differs in script, capitals or blanks only. What only the found text has stands between [ and ],
/// what only yours has between { and }.
///
/// The first query makes an index beside the memory (team.tmx.idx); it is made anew when the memory changes.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  duizhao tm query 论坛昨天开幕。 -m team.tmx
  duizhao tm query eaves -m team.tmx --least 100 --limit 50
  duizhao tm query -m team.tmx -- \"-5℃\"            a text that begins with a hyphen, after --")]
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

    /// Only variants in this language are searched
    #[arg(short, long, value_name = "CODE", value_parser = Language::lenient)]
    language: Option<Language>,

    /// How the answer is written
    #[arg(long, value_enum, default_value = "table")]
    format: Format,

    #[command(flatten)]
    reading: Reading,
}

pub(crate) fn run(args: &Args, out: &Output) -> Result<(), Failure> {
    let forms = SimplifiedForms::default();
    let form = |c: char| forms.of(c);
    let fold = index::fold(&form);
    let index = index::open(&args.memory, args.reading, fold, out)?;
    let looking = |error| index::looking(&args.memory, error);
    let language = args.language.as_ref();
    let mut found = index.matches(&args.text, args.least, args.limit, language).map_err(looking)?;
    let matched: Vec<u64> = found.iter().map(|one| one.number).collect();
    // Matches contain the text too, often.
    let more = index.containing(&args.text, args.limit.saturating_add(matched.len())).map_err(looking)?;
    let serves = |one: &Found| {
        language.is_none_or(|language| language.covers(&one.unit.variants[one.variant].language))
    };
    found.extend(
        more.into_iter().filter(|one| !matched.contains(&one.number) && serves(one)).take(args.limit),
    );
    let mut text = String::new();
    for one in &found {
        text.push_str(&match args.format {
            Format::Json => json(one, &args.text, fold),
            Format::Table => table(one, &args.text, fold),
        });
        text.push('\n');
    }
    out.data(text.as_bytes())?;
    if args.format == Format::Table
        && found.iter().any(|one| one.percent.is_some_and(|percent| percent < 100))
    {
        out.tell("[ ]: only the memory has it; { }: only your text has it");
    }
    if found.is_empty() {
        out.tell(format_args!("nothing like it in {}", count(index.units(), "unit")));
    }
    Ok(())
}

fn json(one: &Found, query: &str, fold: Fold<'_>) -> String {
    let texts: serde_json::Map<String, serde_json::Value> = one
        .unit
        .variants
        .iter()
        .map(|variant| (variant.language.to_string(), variant.seg.plain().into_owned().into()))
        .collect();
    let variant = &one.unit.variants[one.variant];
    let differing: Vec<serde_json::Value> = match one.percent {
        Some(0..100) => differences(query, &variant.seg.plain(), fold)
            .into_iter()
            .map(|difference| match difference {
                Difference::Same(text) => serde_json::json!({ "same": text }),
                Difference::First(text) => serde_json::json!({ "query": text }),
                Difference::Second(text) => serde_json::json!({ "found": text }),
            })
            .collect(),
        _ => Vec::new(),
    };
    serde_json::json!({
        "unit": one.number,
        "percent": one.percent,
        "language": variant.language.as_str(),
        "texts": texts,
        "differences": differing,
    })
    .to_string()
}

fn table(one: &Found, query: &str, fold: Fold<'_>) -> String {
    let percent = one.percent.map_or("has it".to_owned(), |percent| format!("{percent:3} %"));
    let mut text = format!("{percent:6}  unit {}\n", one.number);
    for (at, variant) in one.unit.variants.iter().enumerate() {
        let mut line = variant.seg.plain().into_owned();
        if at == one.variant && one.percent.is_some_and(|percent| percent < 100) {
            line = marked(query, &line, fold);
        }
        text.extend([&*format!("        {:7} ", variant.language.as_str()), &*line, "\n"]);
    }
    text.pop();
    text
}

/// The found text with what it has more between brackets, and what it lacks between braces.
fn marked(query: &str, found: &str, fold: Fold<'_>) -> String {
    differences(query, found, fold)
        .into_iter()
        .map(|difference| match difference {
            Difference::Same(text) => text,
            Difference::First(text) => format!("{{{text}}}"),
            Difference::Second(text) => format!("[{text}]"),
        })
        .collect()
}
