//! `duizhao tm script`: a memory in the other script of Chinese.

use std::path::PathBuf;

use duizhao::script::{Config, Converter};
use duizhao_tm::Language;
use duizhao_tm::script::{Placing, ToScript};

use crate::cli::{Failure, Output, Outputs};

use super::Format;
use super::memory::{Reading, Writing, finish, unit_failure};
use super::table::{count, number};

/// Put the Chinese of a memory into another script
///
/// The new variant takes the place of the old one: one bilingual memory for each script, which every tool reads
/// right. With --add it stands behind the others, in the order that the fewest tools misread: Simplified,
/// translation, Traditional.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  duizhao tm script team.zh-CN_en.tmx -c s2twp --from zh-CN --to zh-TW -o team.zh-TW_en.tmx
  duizhao tm script team.tmx --add -o three.tmx")]
pub(crate) struct Args {
    /// The memory; `-` is standard input
    file: PathBuf,

    /// The conversion, by its name in OpenCC
    #[arg(short, long, default_value = "s2twp", value_name = "CONFIG")]
    config: Config,

    /// Code of the variants that are converted
    #[arg(long, default_value = "zh-CN", value_name = "CODE", value_parser = Language::lenient)]
    from: Language,

    /// Code of what they become
    #[arg(long, default_value = "zh-TW", value_name = "CODE", value_parser = Language::lenient)]
    to: Language,

    /// Keep the old variant and add the new one
    #[arg(long)]
    add: bool,

    #[command(flatten)]
    writing: Writing,

    #[command(flatten)]
    reading: Reading,

    /// How the report is written
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

pub(crate) fn run(args: &Args, out: &Output) -> Result<(), Failure> {
    let mut files = Outputs::default();
    // With the old variants beside the new ones nothing is lost.
    if args.add {
        files.renews(&args.file)?;
    } else {
        files.reads(&args.file)?;
    }
    let target = args.writing.target(&mut files)?;
    let output = args.writing.output.as_deref();
    let mut memory = args.reading.open(&args.file, out)?;
    let converter = Converter::new(args.config);
    let placing = if args.add { Placing::Add } else { Placing::Replace };
    let to_script =
        ToScript::new(args.from.clone(), args.to.clone(), placing, args.config.name(), |text: &str| {
            converter.convert(text)
        });
    let mut writer = target.writer(&to_script.header(memory.header()))?;
    let (mut read, mut done) = (0, 0);
    while let Some(unit) = memory.next().transpose()? {
        let (unit, had) = to_script.convert(unit);
        read += 1;
        done += u64::from(had);
        writer.write(&unit).map_err(|error| unit_failure(output, error))?;
    }
    args.reading.may_replace(output, &args.file, memory.skipped())?;
    finish(writer, output, out)?;
    match args.format {
        Format::Json => {
            let report = serde_json::json!({ "read": read, "converted": done }).to_string();
            super::report(args.writing.leaves_stdout(), &report, out)
        }
        Format::Table => {
            out.tell(format_args!("{} of {} had {}", number(done), count(read, "unit"), args.from));
            Ok(())
        }
    }
}
