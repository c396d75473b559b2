//! `duizhao tm check`: what a reviser would want to look at.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write;
use std::path::PathBuf;

use duizhao::script::OneScript;
use duizhao_tm::check::{Checker, Finding, Kind};

use crate::cli::{Failure, Output, Outputs, resources};

use super::memory::{Reading, Writing, writing};
use super::table::{Table, count, number};

/// Check a memory as a reviser would: figures by value, addresses, brackets, quotes, ends, tags, terms, consistency
#[derive(clap::Args)]
#[command(after_help = "Examples:
  duizhao tm check team.tmx
  duizhao tm check team.tmx --format csv -o report.csv
  duizhao tm check team.tmx --only numbers,terms --terms terms.tsv --format html -o report.html")]
pub(crate) struct Args {
    /// The memory; `-` is standard input
    file: PathBuf,

    /// How the report is written
    #[arg(long, value_enum, default_value = "table")]
    format: Format,

    /// Look at these only, as numbers,tags
    #[arg(long, value_delimiter = ',', value_name = "KIND", value_parser = kind)]
    only: Vec<Kind>,

    /// Terms and their translations: a glossary in TBX, or two columns with a tab between them
    #[arg(long, value_name = "FILE")]
    terms: Option<PathBuf>,

    /// File for the report
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// End with exit code 1 if anything is found
    #[arg(long)]
    strict: bool,

    #[command(flatten)]
    reading: Reading,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    Table,
    /// For programs: one finding a line
    Json,
    /// For spreadsheets
    Csv,
    /// For browsers
    Html,
}

fn kind(name: &str) -> Result<Kind, String> {
    Kind::from_name(name).ok_or_else(|| {
        let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
        format!("there are {}", names.join(", "))
    })
}

pub(crate) fn run(args: &Args, out: &Output) -> Result<(), Failure> {
    let mut files = Outputs::default();
    files.reads_all([args.file.as_path()].into_iter().chain(args.terms.as_deref()))?;
    let target = Writing { output: args.output.clone(), dry_run: false }.target(&mut files)?;
    let terms = args.terms.as_deref().map(|path| resources::glossary(path, out)).transpose()?;
    let terms = terms.map(|glossary| glossary.terms).unwrap_or_default();
    let concepts = terms.len();
    let mut memory = args.reading.open(&args.file, out)?;
    let scripts = OneScript::default();
    let script_of = |c| scripts.of(c);
    let mut checker = Checker::new(memory.header().clone(), Some(&script_of), terms);
    let mut sink = target.sink()?;
    let place = args.output.clone().unwrap_or_else(|| "standard output".into());
    let mut counts: BTreeMap<Kind, u64> = BTreeMap::new();
    let mut units = 0;
    let mut text = head(args.format).to_owned();
    while let Some(unit) = memory.next().transpose()? {
        units += 1;
        for finding in checker.check(&unit) {
            if !args.only.is_empty() && !args.only.contains(&finding.kind) {
                continue;
            }
            *counts.entry(finding.kind).or_default() += 1;
            line(args.format, &finding, &mut text);
        }
        if text.len() > 1 << 16 {
            sink.write_all(text.as_bytes()).map_err(|error| writing(&place, error))?;
            text.clear();
        }
    }
    if args.format == Format::Html {
        text.push_str("</table>\n");
    }
    sink.write_all(text.as_bytes()).map_err(|error| writing(&place, error))?;
    sink.commit(out)?;

    if concepts > 0 && checker.terms_met() == 0 && units > 0 {
        let terms = args.terms.as_deref().unwrap_or(&args.file).display();
        out.warn(format_args!(
            "{terms}: none of its {} occurs in a source text",
            count(concepts as u64, "term")
        ));
    }
    let found: u64 = counts.values().sum();
    let mut table = Table::new(&["looked at", "#findings"]);
    for (kind, count) in &counts {
        table.row([kind.to_string(), number(*count)]);
    }
    table.row([format!("in {}", count(units, "unit")), number(found)]);
    out.tell(table);
    if args.strict && found > 0 {
        return Err(Failure::input(
            args.file.display(),
            count(found, "finding"),
            "look at the report; leave --strict out to have it all the same",
        ));
    }
    Ok(())
}

fn head(format: Format) -> &'static str {
    match format {
        Format::Table | Format::Json => "",
        Format::Csv => "\u{FEFF}unit,kind,message,source,target\r\n",
        Format::Html => {
            "<!DOCTYPE html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Check of a translation memory</title>\n\
             <style>body{font:15px/1.5 sans-serif;margin:2em}table{border-collapse:collapse}\
             td,th{border:1px solid #ccc;padding:.3em .6em;text-align:left;vertical-align:top}</style>\n\
             <h1>Check of a translation memory</h1>\n<table>\n\
             <tr><th>unit<th>looked at<th>what differs<th>source<th>translation\n"
        }
    }
}

/// One finding in the report.
fn line(format: Format, finding: &Finding, out: &mut String) {
    let Finding { unit, kind, message, source, target } = finding;
    let written = match format {
        Format::Table => writeln!(out, "{unit}  {kind}: {message}\n    {source}\n    {target}"),
        Format::Json => writeln!(out, "{}", serde_json::json!(finding)),
        Format::Csv => {
            let cell = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
            write!(out, "{unit},{kind},{},{},{}\r\n", cell(message), cell(source), cell(target))
        }
        Format::Html => {
            let cell = |text: &str| quick_xml::escape::escape(text).into_owned();
            let (message, source, target) = (cell(message), cell(source), cell(target));
            writeln!(out, "<tr><td>{unit}<td>{kind}<td>{message}<td>{source}<td>{target}")
        }
    };
    // Writing to a string does not fail.
    debug_assert!(written.is_ok());
}
