//! `duizhao tm export`: a memory in another format.

use std::io::Write;
use std::path::{Path, PathBuf};

use duizhao_tm::Language;
use duizhao_tm::exchange::{End, Format, Survey};

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

    /// tsv, csv, xlsx, jsonl, xliff (1.2), xliff2 (2.1), po, tbx (of 2008), tbx3 (of 2019) or glossary (OmegaT); by
    /// default told by the name of the output
    #[arg(long, value_parser = format, value_name = "FORMAT")]
    to: Option<Format>,

    /// Target language of XLIFF, PO and glossaries; by default the first that is not the source
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
    Format::from_name(name).ok_or_else(|| {
        let names: Vec<&str> = Format::ALL.iter().map(|format| format.as_str()).collect();
        format!("there are {}", names.join(", "))
    })
}

/// Goes through a memory once, and tells what is wrong with it.
fn survey(args: &Args, out: &Output) -> Result<Survey, Failure> {
    let mut memory = args.reading.open(&args.file, out)?;
    let name = args.file.file_name().unwrap_or_default().to_string_lossy();
    let mut survey = Survey::new(&name, memory.header().clone(), args.target.clone());
    while let Some(unit) = memory.next().transpose()? {
        survey.take(&unit);
    }
    Ok(survey)
}

pub(crate) fn run(args: &Args, out: &Output) -> Result<(), Failure> {
    let output = args.writing.output.as_deref();
    let format = args.to.or_else(|| Format::of(output?)).ok_or_else(|| {
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

    let survey = survey(args, out)?;
    let left_out: Vec<String> = survey
        .left_out()
        .map(|((from, into), units)| format!("{} of {from} and {into}", count(units, "unit")))
        .collect();
    let mut file = format.export(survey).ok_or_else(|| {
        Failure::input(args.file.display(), "no unit has the target language", "name another with --target")
    })?;
    let silent = Output::new(true, 0); // What is wrong was told the first time.
    let mut memory = args.reading.open(&args.file, &silent)?;
    let mut sink = target.sink()?;
    let mut write = |text: &[u8]| sink.write_all(text).map_err(|error| writing(&place, error));
    let (mut read, mut written) = (0, 0);
    write(file.begin().as_bytes())?;
    while let Some(unit) = memory.next().transpose()? {
        read += 1;
        if let Some(text) = file.unit(read, &unit) {
            write(text.as_bytes())?;
            written += 1;
        }
    }
    let End { bytes, remarks, .. } =
        file.end().map_err(|error| Failure::input(place.display(), error, "write another format"))?;
    write(&bytes)?;
    sink.commit(out)?;
    if args.format == super::Format::Json {
        let summary = serde_json::json!({
            "read": read,
            "written": written,
            "to": format.as_str(),
            "cannot_hold": format.loses(),
            "remarks": remarks,
        });
        return super::report(args.writing.leaves_stdout(), &summary.to_string(), out);
    }
    out.tell(format_args!("{} of {}", number(written), count(read, "unit")));
    if written < read && !left_out.is_empty() {
        out.tell(format_args!("left out: {}", left_out.join(", ")));
    }
    for remark in &remarks {
        out.tell(remark);
    }
    if let Some(lost) = format.loses() {
        out.tell(format_args!("{format} cannot hold {lost}"));
    }
    Ok(())
}
