//! `duizhao check`: what looks wrong in a source, each thing shown in its line.
//!
//! For people with the line and marks under the right columns (a Chinese character is two cells wide, which
//! annotate-snippets knows), for programs as JSON, one object a line, or as SARIF 2.1.0, which code hosts and editors
//! show beside the file.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;
use std::path::{Path, PathBuf};

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use duizhao::issue::read::{Place, Places};
use duizhao::issue::{self, Source};
use duizhao::problem::{Problem, Severity};
use serde_json::json;

use super::{Failure, Output, source};

/// List what looks wrong in a source: half-width marks, column breaks, quotes without partners
#[derive(clap::Args)]
#[command(after_help = "Examples:
  duizhao check issue.zh.md
  duizhao check --all issue.zh.md issue.en.md
  duizhao check --format sarif issue.zh.md > issue.sarif

Exit code 1 when something is at least as bad as --fail-on says. The codes are listed in docs/checks.md.")]
pub(crate) struct Args {
    /// The sources
    #[arg(required = true)]
    files: Vec<PathBuf>,

    /// How to tell
    #[arg(short, long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// Show every place, not only the first five of a kind
    #[arg(short, long)]
    all: bool,

    /// Only these kinds, by their codes, with commas between
    #[arg(long, value_delimiter = ',', value_name = "CODE", value_parser = code)]
    only: Vec<String>,

    /// From which severity on the command fails
    #[arg(long, value_enum, default_value_t = FailOn::Error)]
    fail_on: FailOn,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
    Sarif,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Never,
}

/// The codes that problems have, as their table lists them.
fn codes() -> impl Iterator<Item = &'static str> {
    let rows = include_str!("../../docs/checks.md").lines().filter(|line| line.starts_with("| `"));
    let cells = rows.filter_map(|row| row.split('|').nth(1));
    cells.flat_map(|cell| cell.split('`').skip(1).step_by(2))
}

fn code(name: &str) -> Result<String, String> {
    if codes().any(|code| code == name) {
        return Ok(name.to_owned());
    }
    Err(format!("there are {}", codes().collect::<Vec<_>>().join(", ")))
}

/// What was found in one file.
struct Checked {
    path: String,
    source: Source,
    problems: Vec<Problem>,
}

pub(crate) fn run(args: &Args, out: &Output) -> Result<(), Failure> {
    let mut checked = Vec::new();
    for file in &args.files {
        for part in source::open(file)?.parts() {
            let mut problems = part.problems.clone();
            problems.extend(issue::check(&part.source, &part.issue));
            problems.sort_by_key(|problem| problem.span.start);
            problems
                .retain(|problem| args.only.is_empty() || args.only.iter().any(|code| *code == problem.code));
            checked.push(Checked { path: part.source.name.clone(), source: part.source.clone(), problems });
        }
    }
    match args.format {
        Format::Text => out.data(text(&checked, args.all).as_bytes())?,
        Format::Json => out.data(lines(&checked).as_bytes())?,
        Format::Sarif => out.data(sarif(&checked).as_bytes())?,
    }
    let bad = match args.fail_on {
        FailOn::Never => return Ok(()),
        FailOn::Error => Severity::Error,
        FailOn::Warning => Severity::Warning,
    };
    let count = checked
        .iter()
        .flat_map(|checked| &checked.problems)
        .filter(|problem| problem.severity >= bad)
        .count();
    if count == 0 {
        return Ok(());
    }
    let places = if count == 1 { "1 place is".to_owned() } else { format!("{count} places are") };
    Err(Failure::cannot(
        format_args!("{places} wrong enough to fail"),
        "correct them in the source, or choose another `--fail-on`",
    ))
}

fn text(checked: &[Checked], all: bool) -> String {
    const SHOWN: usize = 5;
    let mut out = String::new();
    let renderer = Renderer::plain();
    let mut total = 0;
    for Checked { path, source, problems } in checked {
        let mut counts: Vec<(&str, usize)> = Vec::new();
        let mut places = source.places();
        for problem in problems {
            total += 1;
            let known = counts.iter().position(|(code, _)| *code == problem.code);
            let known = known.unwrap_or_else(|| {
                counts.push((&problem.code, 0));
                counts.len() - 1
            });
            let count = &mut counts[known].1;
            *count += 1;
            if *count > SHOWN && !all {
                continue;
            }
            out.push_str(&shown(&renderer, source, &mut places, problem));
            out.push_str("\n\n");
        }
        for (code, count) in counts {
            if count > SHOWN && !all {
                let _ = writeln!(out, "{path}: {} more of {code}; --all shows them", count - SHOWN);
            }
        }
    }
    let _ = match total {
        0 => writeln!(out, "nothing looks wrong"),
        1 => writeln!(out, "1 place looks wrong"),
        _ => writeln!(out, "{total} places look wrong"),
    };
    out
}

/// One problem with its line; of a long line the part around the place.
fn shown(renderer: &Renderer, source: &Source, places: &mut Places<'_>, problem: &Problem) -> String {
    // Characters on each side: with two cells each this fits a terminal.
    const AROUND: usize = 16;
    let text = &source.text;
    let start = text.floor_char_boundary(problem.span.start);
    let end = text.floor_char_boundary(problem.span.end).max(start);
    let Place { file, line: number, column } = places.of(start);
    let line_start = places.line_start();
    // As far as it can be shown.
    let far = text.floor_char_boundary(start + 4 * 4 * AROUND);
    let line = line_start..text[start..far].find('\n').map_or(far, |at| start + at);
    let end = end.min(line.end).max(start);
    let long = text[start..end].char_indices().nth(2 * AROUND).map_or(end, |(at, _)| start + at);
    let end = end.min(long);
    let from = text[line.start..start]
        .char_indices()
        .rev()
        .nth(AROUND - 1)
        .map_or(line.start, |(at, _)| line.start + at);
    let to = text[end..line.end].char_indices().nth(AROUND).map_or(line.end, |(at, _)| end + at);
    let (lead, tail) = (if from > line.start { "…" } else { "" }, if to < line.end { "…" } else { "" });
    // A control character would move the terminal's cursor.
    let visible = |c: char| match c {
        '\t' => ' ',
        c if c.is_control() => '\u{fffd}',
        c => c,
    };
    let shown: String = text[from..to].chars().map(visible).collect();
    let width = |range: Range<usize>| text[range].chars().map(|c| visible(c).len_utf8()).sum::<usize>();
    let mark_start = lead.len() + width(from..start);
    let mark = mark_start..mark_start + width(start..end);
    let excerpt = format!("{lead}{shown}{tail}");
    let level = match problem.severity {
        Severity::Note => Level::NOTE,
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    };
    let group = level
        .primary_title(&*problem.message)
        .id(&*problem.code)
        .element(Origin::path(&*file).line(number).char_column(column))
        .element(
            Snippet::source(excerpt.as_str())
                .line_start(number)
                .annotation(AnnotationKind::Primary.span(mark)),
        )
        .element(Level::HELP.message(&*problem.help));
    let report = renderer.render(&[group]);
    // A snippet that does not begin its file is set off by this sign; here it follows its own place.
    let lines: Vec<&str> = report.lines().filter(|line| line.trim() != ":::").collect();
    lines.join("\n")
}

fn lines(checked: &[Checked]) -> String {
    let mut out = String::new();
    for Checked { source, problems, .. } in checked {
        let (mut starts, mut ends) = (source.places(), source.places());
        for problem in problems {
            let Place { file, line, column } = starts.of(problem.span.start);
            let Place { line: end_line, column: end_column, .. } = ends.of(problem.span.end);
            let object = json!({
                "file": file,
                "line": line,
                "column": column,
                "end_line": end_line,
                "end_column": end_column,
                "start": problem.span.start,
                "end": problem.span.end,
                "severity": problem.severity,
                "code": problem.code,
                "message": problem.message,
                "help": problem.help,
            });
            out.push_str(&object.to_string());
            out.push('\n');
        }
    }
    out
}

fn sarif(checked: &[Checked]) -> String {
    let mut helps: BTreeMap<&str, &str> = BTreeMap::new();
    for problem in checked.iter().flat_map(|checked| &checked.problems) {
        helps.entry(&problem.code).or_insert(&problem.help);
    }
    let rules: Vec<_> =
        helps.iter().map(|(code, help)| json!({ "id": code, "help": { "text": help } })).collect();
    let mut results = Vec::new();
    for Checked { source, problems, .. } in checked {
        let (mut starts, mut ends) = (source.places(), source.places());
        for problem in problems {
            let Place { file, line, column } = starts.of(problem.span.start);
            let Place { line: end_line, column: end_column, .. } = ends.of(problem.span.end);
            results.push(json!({
                "ruleId": problem.code,
                "level": problem.severity,
                "message": { "text": format!("{}. {}.", problem.message, problem.help) },
                "locations": [{
                    "physicalLocation": {
                        "artifactLocation": { "uri": uri(&file) },
                        "region": {
                            "startLine": line,
                            "startColumn": column,
                            "endLine": end_line,
                            "endColumn": end_column,
                        },
                    },
                }],
            }));
        }
    }
    let report = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "duizhao",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{report:#}\n")
}

/// A path as a URI reference (RFC 3986); a whole path names its scheme.
fn uri(path: &str) -> String {
    let whole = Path::new(path).is_absolute();
    let path = path.replace('\\', "/");
    let mut out = String::from(match whole {
        true if path.starts_with('/') => "file://",
        true => "file:///",
        false => "",
    });
    for b in path.bytes() {
        if b.is_ascii_alphanumeric() || b"/-._~".contains(&b) {
            out.push(char::from(b));
        } else {
            let _ = write!(out, "%{b:02X}");
        }
    }
    out
}
