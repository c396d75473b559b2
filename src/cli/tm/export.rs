//! `duizhao tm export`: a memory in another format.

use std::io::Write;
use std::path::{Path, PathBuf};

use duizhao_tm::exchange::{Bilingual, Columns, Format, Tbx, csv_line, json_line, tsv_line, xlsx_book};
use duizhao_tm::{Header, Language};

use crate::cli::{Failure, Output, Outputs};

use super::memory::{Reading, Writing, writing};
use super::table::{count, number};

/// Write a memory as a table for review, as lines of JSON, or as files of other tools
#[derive(clap::Args)]
#[command(after_help = "Examples:
  duizhao tm export team.tmx -o review.xlsx           a sheet for review; `tm import --review` takes it back
  duizhao tm export team.tmx --to xliff --target en -o team.xlf
  duizhao tm export team.tmx --to jsonl | jq .variants[0].seg")]
pub(crate) struct Args {
    /// The memory
    file: PathBuf,

    /// tsv, csv, xlsx, jsonl, xliff (1.2), xliff2 (2.1), po or tbx; by default told by the name of the output
    #[arg(long, value_parser = format, value_name = "FORMAT")]
    to: Option<Format>,

    /// Target language of XLIFF and PO; by default the first that is not the source
    #[arg(long, value_name = "CODE", value_parser = Language::lenient)]
    target: Option<Language>,

    /// How the summary is written
    #[arg(long, value_enum, default_value = "table")]
    format: super::Format,

    #[command(flatten)]
    writing: Writing,

    #[command(flatten)]
    reading: Reading,
}

/// A format by its name.
pub(crate) fn format(name: &str) -> Result<Format, String> {
    Format::from_name(name)
        .ok_or_else(|| "there are tsv, csv, xlsx, jsonl, xliff, xliff2, po and tbx".to_owned())
}

/// The format that a file's name tells.
pub(crate) fn format_of(path: &Path) -> Option<Format> {
    match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "xlf" => Some(Format::Xliff),
        "json" => Some(Format::Jsonl),
        "tbx" | "martif" => Some(Format::Tbx),
        "pot" => Some(Format::Po),
        name => Format::from_name(name),
    }
}

/// What must be known of a memory before its first unit is written.
struct Seen {
    header: Header,
    /// The columns of a table.
    columns: Columns,
    /// The source language, and the one that is translated into.
    pair: Option<(Language, Language)>,
}

/// Goes through a memory once, and tells what is wrong with it.
fn survey(args: &Args, out: &Output) -> Result<Seen, Failure> {
    let mut memory = args.reading.open(&args.file, out)?;
    let header = memory.header().clone();
    let mut columns = Columns::of(&header, []);
    let mut pair = None;
    while let Some(unit) = memory.next().transpose()? {
        columns.take(&unit);
        if pair.is_none() {
            pair = unit.source_variant(&header).and_then(|source| {
                let wanted = |language: &Language| match &args.target {
                    Some(target) => language == target,
                    None => *language != source.language,
                };
                let other = unit.variants.iter().find(|variant| wanted(&variant.language))?;
                Some((source.language.clone(), other.language.clone()))
            });
        }
    }
    Ok(Seen { header, columns, pair })
}

pub(crate) fn run(args: &Args, out: &Output) -> Result<(), Failure> {
    let output = args.writing.output.as_deref();
    let format = args.to.or_else(|| format_of(output?)).ok_or_else(|| {
        Failure::cannot("the format is not told", "name it with --to, or write to a file with its ending")
    })?;
    if args.file == Path::new("-") {
        return Err(Failure::cannot(
            "standard input cannot be exported: exporting reads the memory twice",
            "save it to a file first",
        ));
    }
    let mut files = Outputs::default();
    files.reads(&args.file)?;
    let place = output.unwrap_or(Path::new("standard output")).to_owned();
    let target = args.writing.target(&mut files)?;

    let Seen { header, columns, pair } = survey(args, out)?;
    let silent = Output::new(true, 0); // What is wrong was told the first time.
    let mut memory = args.reading.open(&args.file, &silent)?;
    let mut sink = target.sink()?;
    let mut write = |text: &[u8]| sink.write_all(text).map_err(|error| writing(&place, error));
    let mut rows = vec![columns.head()];
    let (mut read, mut written) = (0, 0);
    let pair = || {
        pair.clone().ok_or_else(|| {
            Failure::input(
                args.file.display(),
                "no unit has the target language",
                "name another with --target",
            )
        })
    };
    let mut bilingual = match format {
        Format::Xliff | Format::Xliff2 | Format::Po => {
            let (source, target) = pair()?;
            Some(Bilingual::new(format, header.clone(), source, target))
        }
        Format::Tsv | Format::Csv | Format::Xlsx | Format::Jsonl | Format::Tbx => None,
    };
    let mut glossary = Tbx::default();
    let name = args.file.file_name().unwrap_or_default().to_string_lossy();
    match format {
        Format::Tsv => write(tsv_line(&columns.head()).as_bytes())?,
        // The mark tells spreadsheets that it is UTF-8.
        Format::Csv => write(format!("\u{FEFF}{}", csv_line(&columns.head())).as_bytes())?,
        Format::Tbx => write(glossary.begin(&header, &name).as_bytes())?,
        _ => {}
    }
    if let Some(file) = &bilingual {
        write(file.begin(&name).as_bytes())?;
    }
    while let Some(unit) = memory.next().transpose()? {
        read += 1;
        let text = match (format, &mut bilingual) {
            (Format::Tsv, _) => Some(tsv_line(&columns.row(read, &unit))),
            (Format::Csv, _) => Some(csv_line(&columns.row(read, &unit))),
            (Format::Xlsx, _) => {
                rows.push(columns.row(read, &unit));
                Some(String::new())
            }
            (Format::Tbx, _) => Some(glossary.unit(&unit)),
            (_, Some(file)) => file.unit(&unit),
            (_, None) => Some(
                json_line(&unit).map_err(|error| Failure::cannot(error, "this is a fault of the program"))?,
            ),
        };
        if let Some(text) = text {
            write(text.as_bytes())?;
            written += 1;
        }
    }
    if let Some(file) = &bilingual {
        write(file.end().as_bytes())?;
    }
    if format == Format::Tbx {
        write(glossary.end().as_bytes())?;
    }
    if format == Format::Xlsx {
        let book = xlsx_book(&rows)
            .map_err(|error| Failure::input(place.display(), error, "write another format"))?;
        write(&book)?;
    }
    sink.commit(out)?;
    if args.format == super::Format::Json {
        let summary = serde_json::json!({
            "read": read, "written": written, "to": format.as_str(), "cannot_hold": format.loses(),
        });
        return super::report(args.writing.leaves_stdout(), &summary.to_string(), out);
    }
    out.tell(format_args!("{} of {}", number(written), count(read, "unit")));
    if let Some(lost) = format.loses() {
        out.tell(format_args!("{format} cannot hold {lost}"));
    }
    Ok(())
}
