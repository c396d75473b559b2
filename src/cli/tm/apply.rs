//! `duizhao tm apply`: what a memory has for new documents, for translators and for invoices.

use std::collections::HashSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use duizhao::issue::{self, Level};
use duizhao::script::SimplifiedForms;
use duizhao::segment::Segments;
use duizhao_tm::apply::{Repetitions, Request, Segment};
use duizhao_tm::exchange::{Passage, Pretranslated, Version, csv_line};
use duizhao_tm::leverage::{Count, Leverage};
use duizhao_tm::query::{Index, path_of};
use duizhao_tm::{Language, Source};
use quick_xml::escape::minimal_escape;

use crate::cli::{Failure, Output, Outputs, source};

use super::index;
use super::memory::Reading;
use super::table::{Table, number};

/// Look up every sentence of new documents: matches as XLIFF, and how much work is left
///
/// The report counts segments, words and characters by match band. A Chinese character is one word; a run of other
/// letters and digits is one, with the apostrophe, hyphen, point, comma, colon or slash inside it; characters are
/// counted without blanks. A segment is a context match (101), else a repetition (in its document, or of one
/// before it), else what its best match is. 99 differs in script, inline tags, capitals or
/// blanks only.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  duizhao tm apply new.zh.md -m team.tmx                     the report alone
  duizhao tm apply new.zh.md -m team.tmx -o new.xlf
  duizhao tm apply *.zh.md -m team.tmx --report leverage.html --xliff 2.1 -o new.xlf")]
pub(crate) struct Args {
    /// Markdown, plain text, HTML, EPUB, JSON, or folders of articles
    #[arg(required = true)]
    files: Vec<PathBuf>,

    /// The memory
    #[arg(short, long, value_name = "MEMORY")]
    memory: PathBuf,

    /// XLIFF to write
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Which XLIFF: 1.2 or 2.1
    #[arg(long, value_name = "VERSION", default_value = "1.2", value_parser = version)]
    xliff: Version,

    /// Target language; by default the first in the memory that is not the documents'
    #[arg(long, value_name = "CODE", value_parser = Language::lenient)]
    target: Option<Language>,

    /// Least percentage of a fuzzy match
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u8).range(1..=100))]
    least: u8,

    /// So many matches of one segment
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=100))]
    limit: u16,

    /// How much to repair in the documents first: none, safe or all
    #[arg(long, default_value = "safe", value_name = "LEVEL")]
    repair: Level,

    /// How the report is written
    #[arg(long, value_enum)]
    format: Option<Form>,

    /// Write the report to this file; its ending tells the form: .txt, .csv, .json or .html
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,

    #[command(flatten)]
    reading: Reading,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people
    Table,
    /// For spreadsheets
    Csv,
    /// For programs
    Json,
    /// For a browser
    Html,
}

fn version(name: &str) -> Result<Version, String> {
    match name {
        "1.2" => Ok(Version::V1_2),
        "2.1" | "2.0" | "2" => Ok(Version::V2_1),
        _ => Err("there are 1.2 and 2.1".to_owned()),
    }
}

/// A document and its sentences with their paragraphs.
struct Text {
    name: String,
    sentences: Vec<(usize, String)>,
}

pub(crate) fn run(args: &Args, out: &Output) -> Result<(), Failure> {
    let form = form(args)?;
    let mut files = Outputs::default();
    files.reads_all(args.files.iter().map(PathBuf::as_path).chain([args.memory.as_path()]))?;
    // The index beside the memory is read, or made first.
    files.reads(&path_of(&args.memory))?;
    let mut begin = |path: &Option<PathBuf>, instead: &str| {
        path.as_deref().map(|path| files.writes(path, instead)).transpose()
    };
    let output = begin(&args.output, "name another file to write with -o")?;
    let report = begin(&args.report, "name another file to write with --report")?;
    let (source, texts) = texts(args, &mut files, out)?;
    let forms = SimplifiedForms::default();
    let form_of = |c: char| forms.of(c);
    let index = index::open(&args.memory, args.reading, index::fold(&form_of), out)?;
    let target = match &args.target {
        Some(target) => target.clone(),
        None => other_language(args, &index, &source)?,
    };
    let request = Request { source, target, least: args.least, limit: usize::from(args.limit) };
    let mut repetitions = Repetitions::default();
    let (mut reports, mut documents) = (Vec::new(), Vec::new());
    let bar = out.progress(texts.iter().map(|text| text.sentences.len() as u64).sum(), "looking up");
    for text in texts {
        let mut leverage = Leverage::default();
        let mut passages = Vec::with_capacity(text.sentences.len());
        let sentence = |at: Option<usize>| Some(text.sentences.get(at?)?.1.as_str());
        for (at, (paragraph, says)) in text.sentences.iter().enumerate() {
            let segment = Segment {
                text: says,
                before: sentence(at.checked_sub(1)),
                behind: sentence(at.checked_add(1)),
            };
            let matches =
                request.matches(&index, segment).map_err(|error| index::looking(&args.memory, error))?;
            let best = matches.first().map_or(0, |best| best.percent);
            leverage.add(repetitions.band(says, best), says);
            passages.push(Passage { paragraph: *paragraph, text: says.clone(), matches });
            bar.inc(1);
        }
        repetitions.next_document();
        reports.push((text.name.clone(), leverage));
        documents.push((text.name, passages));
    }
    bar.finish_and_clear();
    if let Some(output) = output {
        let memory = name_of(&args.memory);
        let file = Pretranslated {
            version: args.xliff,
            source: &request.source,
            target: &request.target,
            memory: &memory,
            documents: &documents,
        };
        files.fill(output, file.xliff().as_bytes())?;
    }
    let text = match form {
        Form::Table => table(&reports),
        Form::Csv => csv(&reports),
        Form::Json => json(&reports)?,
        Form::Html => html(&reports, &name_of(&args.memory)),
    };
    let printed = match report {
        Some(report) => files.fill(report, text.as_bytes()),
        None => out.data(text.as_bytes()),
    };
    files.finish_after(printed, out)
}

/// The form of the report.
fn form(args: &Args) -> Result<Form, Failure> {
    let ending = args.report.as_ref().and_then(|path| path.extension()?.to_str());
    match (args.format, ending) {
        (Some(form), _) => Ok(form),
        (None, None | Some("txt")) => Ok(Form::Table),
        (None, Some("csv")) => Ok(Form::Csv),
        (None, Some("json")) => Ok(Form::Json),
        (None, Some("html" | "htm")) => Ok(Form::Html),
        (None, Some(other)) => Err(Failure::cannot(
            format_args!("`.{other}` tells no form of a report"),
            "end its name in .txt, .csv, .json or .html, or give --format",
        )),
    }
}

/// The sentences of the documents, and their language.
fn texts(args: &Args, files: &mut Outputs, out: &Output) -> Result<(Language, Vec<Text>), Failure> {
    let mut texts = Vec::new();
    let mut language: Option<Language> = None;
    for path in &args.files {
        let opened = source::open(path)?;
        files.reads_all(source::files(&opened))?;
        source::remark(&opened, out);
        let (issue, _) = issue::repair(opened.issue()?, args.repair);
        match &language {
            Some(language) if *language != issue.language => {
                return Err(Failure::cannot(
                    format_args!(
                        "{} is in {}, the documents before it in {language}",
                        path.display(),
                        issue.language
                    ),
                    "apply the memory to the documents of one language at a time",
                ));
            }
            _ => language = Some(issue.language.clone()),
        }
        let segments = Segments::of(&issue);
        let sentences = segments
            .segments()
            .iter()
            .enumerate()
            .map(|(at, segment)| (segment.leaf.0 + 1, segments.text(at).to_owned()))
            .collect();
        texts.push(Text { name: name_of(path), sentences });
    }
    let language = language.ok_or_else(|| Failure::cannot("no document", "name a file"))?;
    Ok((language, texts))
}

/// The language of the memory that the documents are translated into.
fn other_language(args: &Args, index: &Index<'_>, source: &Language) -> Result<Language, Failure> {
    let looking = |error| index::looking(&args.memory, error);
    let mut seen = HashSet::new();
    // Which languages a memory has shows in its first units.
    for number in 1..=index.units().min(1000) {
        let unit = index.numbered(number).map_err(looking)?;
        for variant in unit.iter().flat_map(|unit| &unit.variants) {
            if seen.insert(variant.language.clone()) && variant.language.primary() != source.primary() {
                return Ok(variant.language.clone());
            }
        }
    }
    if let Source::One(language) = &index.header().source
        && language.primary() != source.primary()
    {
        return Ok(language.clone());
    }
    Err(Failure::input(
        args.memory.display(),
        format_args!("it has no other language than {source}"),
        "name another with --target, or name another memory",
    ))
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// Every report, and their sum where there are several.
fn with_total(reports: &[(String, Leverage)]) -> Vec<(String, Leverage)> {
    let mut all = reports.to_vec();
    if reports.len() > 1 {
        let mut total = Leverage::default();
        for (_, leverage) in reports {
            total.add_all(leverage);
        }
        all.push(("total".to_owned(), total));
    }
    all
}

/// The rows of a report: band, figures, and the share of the words.
fn rows(leverage: &Leverage) -> Vec<(String, Count, String)> {
    let total = leverage.total();
    let bands = leverage.bands().map(|(band, count)| (band.to_string(), count));
    bands
        .chain([("all".to_owned(), total)])
        .map(|(band, count)| {
            let share = (1000 * count.words).checked_div(total.words).unwrap_or_default();
            (band, count, format!("{}.{}", share / 10, share % 10))
        })
        .collect()
}

fn table(reports: &[(String, Leverage)]) -> String {
    let mut text = String::new();
    for (name, leverage) in with_total(reports) {
        let mut table =
            Table::new(&["match", "#segments", "#words", "#%", "#characters", "#Han", "#numbers"]);
        for (band, count, share) in rows(&leverage) {
            table.row([
                band,
                number(count.segments),
                number(count.words),
                share,
                number(count.characters),
                number(count.ideographs),
                number(count.numbers),
            ]);
        }
        let _ = write!(text, "{name}\n{table}\n\n");
    }
    text.pop();
    text
}

fn csv(reports: &[(String, Leverage)]) -> String {
    let head = ["document", "match", "segments", "words", "percent", "characters", "han", "numbers"];
    let mut text = format!("\u{FEFF}{}", csv_line(&head.map(str::to_owned)));
    for (name, leverage) in with_total(reports) {
        for (band, count, share) in rows(&leverage) {
            let figures = [count.segments, count.words].map(|figure| figure.to_string());
            let more = [count.characters, count.ideographs, count.numbers].map(|figure| figure.to_string());
            let row: Vec<String> =
                [name.clone(), band].into_iter().chain(figures).chain([share]).chain(more).collect();
            text.push_str(&csv_line(&row));
        }
    }
    text
}

fn json(reports: &[(String, Leverage)]) -> Result<String, Failure> {
    let documents: Vec<serde_json::Value> = with_total(reports)
        .iter()
        .map(|(name, leverage)| {
            let bands: Vec<serde_json::Value> = leverage
                .bands()
                .map(|(band, count)| serde_json::json!({ "match": band, "count": count }))
                .collect();
            serde_json::json!({ "document": name, "bands": bands, "all": leverage.total() })
        })
        .collect();
    serde_json::to_string_pretty(&documents)
        .map(|text| text + "\n")
        .map_err(|error| Failure::cannot(error, "this is a fault of the program"))
}

fn html(reports: &[(String, Leverage)], memory: &str) -> String {
    let escape = |text: &str| minimal_escape(text).into_owned();
    let mut text = format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Leverage from {0}</title>\n<style>\n\
         body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem }}\n\
         table {{ border-collapse: collapse; width: 100% }}\n\
         th, td {{ padding: .25rem .5rem; border-bottom: 1px solid #8886; text-align: right }}\n\
         th:first-child, td:first-child {{ text-align: left }}\ntr:last-child {{ font-weight: bold }}\n\
         @media (prefers-color-scheme: dark) {{ body {{ background: #111; color: #eee }} }}\n</style>\n\
         <h1>Leverage from {0}</h1>\n",
        escape(memory)
    );
    for (name, leverage) in with_total(reports) {
        let _ = write!(
            text,
            "<h2>{}</h2>\n<table>\n<tr><th>match<th>segments<th>words<th>%<th>characters<th>Han<th>numbers\n",
            escape(&name)
        );
        for (band, count, share) in rows(&leverage) {
            let _ = writeln!(
                text,
                "<tr><td>{band}<td>{}<td>{}<td>{share}<td>{}<td>{}<td>{}",
                number(count.segments),
                number(count.words),
                number(count.characters),
                number(count.ideographs),
                number(count.numbers)
            );
        }
        text.push_str("</table>\n");
    }
    text + "<p>A Chinese character is one word; characters are counted without blanks. 99 differs in script, \
            inline tags, capitals or blanks only.\n"
}
