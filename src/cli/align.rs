//! `duizhao align`: which sentences of two texts translate which.

use std::fmt::Write;
use std::fs::File;
use std::io::{self, BufRead};
use std::ops::Range;
use std::path::{Path, PathBuf};

use duizhao::align::{Aligner, Bead, Sentence, Terms, align_issues};
use duizhao::issue::repair::{Level, repair};
use duizhao::segment::Segments;
use duizhao_tm::{Reader, Unit};
use serde::Deserialize;
use serde_json::json;

use super::build::tell_what_stands_alone;
use super::source::Parts;
use super::{Failure, Output, files};

/// Find which sentences of two texts translate which
#[derive(clap::Args)]
#[command(after_help = "Examples:
  duizhao align issue.zh.md issue.en.md > beads.tsv
  duizhao align --segmented source.txt target.txt --format vecalign
  duizhao align issue.zh.md issue.en.md --lexicon terms.tsv --memory team.tmx --format jsonl
  duizhao align --jsonl < documents.jsonl > beads.jsonl")]
pub(crate) struct Args {
    /// The issue
    #[arg(required_unless_present = "jsonl")]
    source: Option<PathBuf>,

    /// Its translation
    #[arg(required_unless_present = "jsonl")]
    target: Option<PathBuf>,

    /// Read documents from standard input, one a line: a JSON object with `id`, `source` and `target`, the
    /// sentences of each side. Answer each with a line that has its `id` and `beads`: source sentences, target
    /// sentences, confidence; or `line` and `error` where it is none
    #[arg(long, conflicts_with_all = ["source", "target", "segmented", "format", "repair"])]
    jsonl: bool,

    /// Both files have one sentence a line
    #[arg(long)]
    segmented: bool,

    /// How much is repaired before: none, safe or all
    #[arg(long, default_value = "safe", conflicts_with = "segmented")]
    repair: Level,

    /// Terms that count beside the built-in lexicon: source, tab, translation, one a line
    #[arg(long, value_name = "FILE")]
    lexicon: Option<PathBuf>,

    /// A translation memory: sentences of it that stand in both texts anchor them, its short units are terms
    #[arg(long, value_name = "TMX")]
    memory: Option<PathBuf>,

    /// What to print
    #[arg(short, long, value_enum, default_value_t = Format::Tsv)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Source and target text, one bead a line
    Tsv,
    /// `[0,1]:[0]:confidence`, one bead a line, as vecalign and Bertalign
    Vecalign,
    /// One JSON object a line for each bead
    Jsonl,
}

/// The sentences of one side.
enum Side {
    Issue(Segments),
    Lines(Vec<String>),
}

impl Side {
    fn read(path: &Path, args: &Args, out: &Output) -> Result<Self, Failure> {
        if args.segmented {
            return Ok(Self::Lines(text(path)?.lines().map(|line| line.trim().to_owned()).collect()));
        }
        let parts = Parts::read(path)?;
        parts.tell(out);
        let (issue, _) = repair(parts.issue()?, args.repair);
        Ok(Self::Issue(Segments::of(&issue)))
    }

    fn joined(&self, range: &Range<usize>) -> String {
        let text = match self {
            Self::Issue(segments) => segments.joined(range.clone()),
            Self::Lines(lines) => joined(&lines[range.clone()]),
        };
        text.replace(['\t', '\n', '\r'], " ")
    }
}

pub(crate) fn run(args: &Args, out: &Output) -> Result<(), Failure> {
    let aligner = Aligner::with_terms(terms(args, out)?);
    let (Some(source), Some(target)) = (&args.source, &args.target) else {
        return documents(&aligner, out);
    };
    let (source, target) = (Side::read(source, args, out)?, Side::read(target, args, out)?);
    let beads = match (&source, &target) {
        (Side::Issue(source), Side::Issue(target)) => {
            let alignment = align_issues(&aligner, source, target);
            tell_what_stands_alone(&alignment, out);
            alignment.beads
        }
        (Side::Lines(source), Side::Lines(target)) => aligner.align(&sentences(source), &sentences(target)),
        _ => Vec::new(),
    };
    let text = match args.format {
        Format::Tsv => tsv(&beads, &source, &target),
        Format::Vecalign => vecalign(&beads),
        Format::Jsonl => jsonl(&beads, &source, &target),
    };
    out.data(text.as_bytes())
}

fn sentences(lines: &[String]) -> Vec<Sentence<'_>> {
    lines.iter().map(|line| line.as_str().into()).collect()
}

/// What a file says.
fn text(path: &Path) -> Result<String, Failure> {
    let bytes = files::read(path)?;
    String::from_utf8(bytes).map_err(|error| {
        let line = error.as_bytes()[..error.utf8_error().valid_up_to()].split(|&b| b == b'\n').count();
        Failure::input(format_args!("{}:{line}", path.display()), "not UTF-8", "convert the file to UTF-8")
    })
}

/// The user's terms and known sentences.
fn terms(args: &Args, out: &Output) -> Result<Terms, Failure> {
    let mut terms = Terms::default();
    if let Some(path) = &args.lexicon {
        for (number, line) in (1..).zip(text(path)?.lines()) {
            let mut columns = line.split('\t');
            match (columns.next(), columns.next()) {
                (Some(source), Some(target)) => terms.add(source, target),
                _ if line.trim().is_empty() => {}
                _ => {
                    return Err(Failure::input(
                        format_args!("{}:{number}", path.display()),
                        "a term without a translation",
                        "write the term, a tab, its translation",
                    ));
                }
            }
        }
    }
    if let Some(path) = &args.memory {
        let failure = |problem| Failure::input(path.display(), problem, "check it with `duizhao tm check`");
        let file = File::open(path).map_err(|error| Failure::reading(path, error))?;
        for unit in Reader::new(file).map_err(failure)? {
            match unit {
                Ok(unit) => add_unit(&mut terms, &unit),
                Err(problem) => out.warn(format_args!("{}: {problem}", path.display())),
            }
        }
    }
    Ok(terms)
}

/// Adds every pair of languages of a unit, in the order that they stand in it: which of them is the source is told
/// by the texts.
fn add_unit(terms: &mut Terms, unit: &Unit) {
    if let Some((first, others)) = unit.variants.split_first() {
        for other in others {
            let (first, other) = (first.seg.plain(), other.seg.plain());
            terms.add(&first, &other);
            terms.add(&other, &first);
        }
    }
}

/// A document to be aligned.
#[derive(Deserialize)]
struct Document {
    #[serde(default)]
    id: serde_json::Value,
    source: Vec<String>,
    target: Vec<String>,
}

/// Answers documents line by line.
fn documents(aligner: &Aligner, out: &Output) -> Result<(), Failure> {
    let input = Path::new("standard input");
    let mut lines = io::stdin().lock();
    let mut line = Vec::new();
    for number in 1u64.. {
        line.clear();
        let read = lines.read_until(b'\n', &mut line).map_err(|error| Failure::reading(input, error))?;
        if read == 0 {
            break;
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let answer = match serde_json::from_slice::<Document>(&line) {
            Ok(document) => {
                let beads = aligner.align(&sentences(&document.source), &sentences(&document.target));
                let indices = |range: &Range<usize>| range.clone().collect::<Vec<_>>();
                let bead = |bead: &Bead| {
                    json!([indices(&bead.source), indices(&bead.target), rounded(bead.confidence)])
                };
                json!({ "id": document.id, "beads": beads.iter().map(bead).collect::<Vec<_>>() })
            }
            Err(error) => json!({ "line": number, "error": error.to_string() }),
        };
        out.data(format!("{answer}\n").as_bytes())?;
    }
    Ok(())
}

/// A confidence with four digits.
fn rounded(confidence: f32) -> f64 {
    (f64::from(confidence) * 1e4).round() / 1e4
}

fn vecalign(beads: &[Bead]) -> String {
    let mut out = String::new();
    let side =
        |range: &std::ops::Range<usize>| range.clone().map(|at| at.to_string()).collect::<Vec<_>>().join(",");
    for bead in beads {
        let (source, target) = (side(&bead.source), side(&bead.target));
        let _ = writeln!(out, "[{source}]:[{target}]:{:.4}", bead.confidence);
    }
    out
}

/// Sentences after one another, with a blank where letters would touch.
fn joined(sentences: &[String]) -> String {
    let mut out = String::new();
    for sentence in sentences {
        if out.ends_with(|c: char| c.is_ascii()) && sentence.starts_with(|c: char| c.is_ascii()) {
            out.push(' ');
        }
        out.push_str(sentence);
    }
    out
}

fn tsv(beads: &[Bead], source: &Side, target: &Side) -> String {
    let mut out = String::new();
    for bead in beads {
        let _ = writeln!(out, "{}\t{}", source.joined(&bead.source), target.joined(&bead.target));
    }
    out
}

fn jsonl(beads: &[Bead], source: &Side, target: &Side) -> String {
    let mut out = String::new();
    for bead in beads {
        let line = json!({
            "source": bead.source.clone().collect::<Vec<_>>(),
            "target": bead.target.clone().collect::<Vec<_>>(),
            "confidence": rounded(bead.confidence),
            "source_text": source.joined(&bead.source),
            "target_text": target.joined(&bead.target),
        });
        let _ = writeln!(out, "{line}");
    }
    out
}
