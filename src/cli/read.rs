//! `duizhao read`: an issue as this program understands it, repaired, in another form.

use std::path::PathBuf;

use duizhao::issue::check::NO_TEXT;
use duizhao::issue::read::Place;
use duizhao::issue::repair::Repair;
use duizhao::issue::{self, Issue, Level, Source, repair, write};
use duizhao::lang::Language;
use duizhao::pipeline::count_repairs;

use super::{Failure, Output, Outputs, files, source, summary};

/// Read an issue, repair it, and print it as Markdown, JSON or HTML
#[derive(clap::Args)]
#[command(after_help = "Examples:
  duizhao read issue.zh.md                            the cleaned Markdown
  duizhao read issue.docx                             a document of Word, its notes and images
  duizhao read issue.zh.md --repair none --format json
  duizhao read articles/ -o issue.zh.md               a folder with its issue.toml
  duizhao read issue.zh.md --format json -o issue.json --report repairs.json
  duizhao read issue.json --undo repairs.json         the source again")]
pub(crate) struct Args {
    /// Word (.docx), LibreOffice (.odt), Markdown, plain text, HTML, EPUB, the JSON of this command, or a folder of
    /// articles
    file: PathBuf,

    /// What to print
    #[arg(short, long, value_enum, default_value_t = Format::Markdown)]
    format: Format,

    /// How much to repair: none, safe (what can hardly be meant otherwise) or all (also what is only likely)
    #[arg(long, default_value = "safe", value_name = "LEVEL")]
    repair: Level,

    /// Language of the text, as zh-TW; by default told by the file and its text
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<Language>,

    /// Write the list of repairs to this file, as JSON
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,

    /// Take back the repairs that such a list holds
    #[arg(long, value_name = "FILE", conflicts_with_all = ["repair", "report"])]
    undo: Option<PathBuf>,

    /// Write to this file, not to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Markdown,
    Json,
    Html,
}

pub(crate) fn run(args: &Args, out: &Output) -> Result<(), Failure> {
    let mut outputs = Outputs::default();
    outputs.reads_all([Some(&*args.file), args.undo.as_deref()].into_iter().flatten())?;
    let mut begin = |path: &Option<PathBuf>, option: &str| {
        let instead = format!("name another file with {option}");
        path.as_deref().map(|path| outputs.writes(path, &instead)).transpose()
    };
    let (report, output) = (begin(&args.report, "--report")?, begin(&args.output, "--output")?);
    let opened = source::open(&args.file)?;
    outputs.reads_all(source::files(&opened))?;
    source::remark(&opened, out);
    let text = opened.text().filter(|_| out.is_verbose()).cloned();
    let mut issue = opened.issue()?;
    if let Some(language) = &args.language {
        issue.language = language.clone();
    }
    if issue.is_blank() {
        let [wrong, help] = NO_TEXT;
        out.warn(format_args!("{}: {wrong}\n  help: {help}", args.file.display()));
    }
    let issue = if let Some(report) = &args.undo {
        undone(issue, report)?
    } else {
        let (issue, repairs) = repair(issue, args.repair);
        tell(&repairs, text.as_ref(), args, out);
        if let Some(report) = report {
            let mut json = serde_json::to_string_pretty(&repairs).map_err(unwritable)?;
            json.push('\n');
            outputs.fill(report, json.as_bytes())?;
        }
        issue
    };
    if let Some(articles) = summary::articles(&issue) {
        out.tell(articles);
    }
    let text = match args.format {
        Format::Markdown => write::markdown(&issue),
        Format::Json => write::json(&issue),
        Format::Html => write::html(&issue),
    };
    let printed = match output {
        Some(output) => outputs.fill(output, text.as_bytes()),
        None => out.data(text.as_bytes()),
    };
    outputs.finish_after(printed, out)
}

fn undone(issue: Issue, report: &std::path::Path) -> Result<Issue, Failure> {
    let text = String::from_utf8_lossy(&files::read(report)?).into_owned();
    let repairs: Vec<Repair> = serde_json::from_str(&text).map_err(|error| {
        Failure::input(
            format_args!("{}:{}:{}", report.display(), error.line(), error.column()),
            format_args!("this is no list of repairs: {error}"),
            "name the file that `duizhao read --report` wrote",
        )
    })?;
    issue::repair::undo(issue, &repairs)
        .map_err(|error| Failure::input(report.display(), error, "name the report of this very file"))
}

/// What was repaired: in one line, and one by one to those who want to know more.
fn tell(repairs: &[Repair], text: Option<&Source>, args: &Args, out: &Output) {
    let repaired = count_repairs(repairs);
    if out.is_verbose() {
        let mut places = text.map(Source::places);
        for Repair { kind, span, before, after, .. } in repairs {
            let line = places.as_mut().map(|places| places.of(span.start));
            let place = line.map(|Place { file, line, .. }| format!("{file}:{line}: ")).unwrap_or_default();
            out.tell(format_args!("{place}{kind}: {before:?} to {after:?}"));
        }
        if repaired.is_empty() {
            out.tell("nothing to repair");
        }
    }
    if !repaired.is_empty() {
        let more = match (&args.report, out.is_verbose()) {
            (Some(_), _) => String::new(),
            (None, true) => "; --report FILE keeps them".to_owned(),
            (None, false) => "; -v shows them, --report FILE keeps them".to_owned(),
        };
        out.tell(format_args!("{}{more}", summary::repairs(&repaired)));
    }
}

#[expect(clippy::needless_pass_by_value, reason = "a mapping for errors")]
fn unwritable(error: serde_json::Error) -> Failure {
    Failure::cannot(format_args!("the report cannot be written as JSON: {error}"), "leave `--report` out")
}
