//! `duizhao align`: which sentences of two texts translate which.

use std::fmt::Write;
use std::ops::Range;
use std::path::{Path, PathBuf};

use duizhao::align::{Aligner, Bead, Sentence, align_issues};
use duizhao::issue::read::{Source, read};
use duizhao::issue::repair::{Level, repair};
use duizhao::segment::Segments;

use super::{Failure, Output, files};

/// Find which sentences of two texts translate which
#[derive(clap::Args)]
#[command(after_help = "Examples:
  duizhao align issue.zh.md issue.en.md > beads.tsv
  duizhao align --segmented source.txt target.txt --format vecalign")]
pub(crate) struct Args {
    /// The issue
    source: PathBuf,

    /// Its translation
    target: PathBuf,

    /// Both files have one sentence a line
    #[arg(long)]
    segmented: bool,

    /// How much is repaired before: none, safe or all
    #[arg(long, default_value = "safe", conflicts_with = "segmented")]
    repair: Level,

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
    fn read(path: &Path, args: &Args) -> Result<Self, Failure> {
        let text = text(path)?;
        if args.segmented {
            return Ok(Self::Lines(text.lines().map(|line| line.trim().to_owned()).collect()));
        }
        let (issue, _) = read(&Source::new(path.display().to_string(), text));
        let (issue, _) = repair(issue, args.repair);
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
    let (source, target) = (Side::read(&args.source, args)?, Side::read(&args.target, args)?);
    let aligner = Aligner::default();
    let beads = match (&source, &target) {
        (Side::Issue(source), Side::Issue(target)) => {
            let alignment = align_issues(&aligner, source, target);
            for crossing in &alignment.crossings {
                let [first, second] =
                    [crossing.first, crossing.second].map(|at| alignment.articles[at].source.start + 1);
                out.warn(format_args!("articles {first} and {second} changed places in the translation"));
            }
            for pair in &alignment.articles {
                for (articles, across, side) in
                    [(&pair.source, &pair.target, "translation"), (&pair.target, &pair.source, "source")]
                {
                    if across.is_empty() {
                        out.warn(format_args!("article {} has no partner in the {side}", articles.start + 1));
                    }
                }
            }
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
        let line = serde_json::json!({
            "source": bead.source.clone().collect::<Vec<_>>(),
            "target": bead.target.clone().collect::<Vec<_>>(),
            "confidence": (f64::from(bead.confidence) * 1e4).round() / 1e4,
            "source_text": source.joined(&bead.source),
            "target_text": target.joined(&bead.target),
        });
        let _ = writeln!(out, "{line}");
    }
    out
}
