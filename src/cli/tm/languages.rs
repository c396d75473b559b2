//! `duizhao tm languages`: other codes for the languages of a memory.

use std::collections::BTreeMap;
use std::path::PathBuf;

use duizhao_tm::stats::usual_code;
use duizhao_tm::{Language, Source};

use crate::cli::{Failure, Output, Outputs};

use super::Format;
use super::memory::{Reading, Writing, finish, unit_failure};
use super::table::{Table, number};

/// Rewrite language codes, as zh-Hans to zh-CN, so that every tool finds its units
#[derive(clap::Args)]
#[command(after_help = "Examples:
  duizhao tm languages team.tmx                        tells the codes and what --usual would make of them
  duizhao tm languages team.tmx --usual -o team.tmx
  duizhao tm languages team.tmx --map zh=zh-CN --map en=en-GB -o team.tmx")]
pub(crate) struct Args {
    /// The memory
    file: PathBuf,

    /// One code for another; may be given again
    #[arg(long, value_name = "OLD=NEW", value_parser = map)]
    map: Vec<(Language, Language)>,

    /// The codes that most tools use: zh-CN for zh-Hans and cmn-Hans, zh-TW for zh-Hant, en for eng
    #[arg(long)]
    usual: bool,

    #[command(flatten)]
    writing: Writing,

    #[command(flatten)]
    reading: Reading,

    /// How the report is written
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

fn map(text: &str) -> Result<(Language, Language), String> {
    let (old, new) = text.split_once('=').ok_or("write it as OLD=NEW")?;
    let code = |text: &str| Language::lenient(text).map_err(|error| error.to_string());
    Ok((code(old)?, code(new)?))
}

fn usual(language: &Language) -> Option<Language> {
    usual_code(language).and_then(|code| code.parse().ok())
}

impl Args {
    fn rewrite(&self, language: &Language) -> Language {
        let mapped = self.map.iter().find(|(old, _)| old == language).map(|(_, new)| new.clone());
        mapped.or_else(|| usual(language).filter(|_| self.usual)).unwrap_or_else(|| language.clone())
    }

    fn source(&self, source: &Source) -> Source {
        source.language().map_or(Source::All, |language| Source::One(self.rewrite(language)))
    }
}

pub(crate) fn run(args: &Args, out: &Output) -> Result<(), Failure> {
    let rewrites = args.usual || !args.map.is_empty();
    let writing = Writing { output: args.writing.output.clone(), dry_run: args.writing.dry_run || !rewrites };
    let mut files = Outputs::default();
    files.renews(&args.file)?;
    let target = writing.target(&mut files)?;
    let output = args.writing.output.as_deref();
    let mut memory = args.reading.open(&args.file, out)?;
    let mut header = memory.header().clone();
    header.source = args.source(&header.source);
    let mut writer = target.writer(&header)?;
    let mut counts: BTreeMap<Language, u64> = BTreeMap::new();
    while let Some(mut unit) = memory.next().transpose()? {
        unit.source = unit.source.as_ref().map(|source| args.source(source));
        for variant in &mut unit.variants {
            *counts.entry(variant.language.clone()).or_default() += 1;
            variant.language = args.rewrite(&variant.language);
        }
        writer.write(&unit).map_err(|error| unit_failure(output, error))?;
    }
    args.reading.may_replace(output, &args.file, memory.skipped())?;
    finish(writer, output, out)?;

    let becomes = |language: &Language| {
        if rewrites { args.rewrite(language) } else { usual(language).unwrap_or_else(|| language.clone()) }
    };
    let text = match args.format {
        Format::Json => {
            let codes: Vec<_> = counts
                .iter()
                .map(|(language, count)| {
                    serde_json::json!({
                        "code": language.as_str(),
                        "becomes": becomes(language).as_str(),
                        "variants": count,
                    })
                })
                .collect();
            serde_json::json!(codes).to_string()
        }
        Format::Table => {
            let mut table = Table::new(&["code", "becomes", "#variants"]);
            for (language, count) in &counts {
                let new = becomes(language);
                let new = if new == *language { "stays".to_owned() } else { new.to_string() };
                table.row([language.to_string(), new, number(*count)]);
            }
            table.to_string()
        }
    };
    super::report(writing.leaves_stdout(), &text, out)
}
