//! `duizhao align`: which sentences of two texts translate which.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use duizhao::align::{Aligner, Bead, Sentence};

use super::{Failure, Output, files};

/// Find which sentences of two texts translate which
#[derive(clap::Args)]
#[command(after_help = "Examples:
  duizhao align --segmented source.txt target.txt --format vecalign")]
pub(crate) struct Args {
    /// The text
    source: PathBuf,

    /// Its translation
    target: PathBuf,

    /// Both files have one sentence a line
    #[arg(long, required = true)]
    segmented: bool,

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

pub(crate) fn run(args: &Args, out: &Output) -> Result<(), Failure> {
    let (source, target) = (lines(&args.source)?, lines(&args.target)?);
    let beads = Aligner::default().align(&sentences(&source), &sentences(&target));
    let text = match args.format {
        Format::Tsv => tsv(&beads, |i| &source[i], |j| &target[j]),
        Format::Vecalign => vecalign(&beads),
        Format::Jsonl => jsonl(&beads, |i| &source[i], |j| &target[j]),
    };
    out.data(text.as_bytes())
}

fn sentences(lines: &[String]) -> Vec<Sentence<'_>> {
    lines.iter().map(|line| line.trim().into()).collect()
}

/// The lines of a file.
fn lines(path: &Path) -> Result<Vec<String>, Failure> {
    let bytes = files::read(path)?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let line = error.as_bytes()[..error.utf8_error().valid_up_to()].split(|&b| b == b'\n').count();
        Failure::input(format_args!("{}:{line}", path.display()), "not UTF-8", "convert the file to UTF-8")
    })?;
    Ok(text.lines().map(str::to_owned).collect())
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

fn joined<'a>(range: &std::ops::Range<usize>, text: impl Fn(usize) -> &'a String) -> String {
    let mut out = String::new();
    for at in range.clone() {
        let sentence = text(at);
        if out.ends_with(|c: char| c.is_ascii()) && sentence.starts_with(|c: char| c.is_ascii()) {
            out.push(' ');
        }
        out.push_str(sentence);
    }
    out.replace(['\t', '\n', '\r'], " ")
}

fn tsv<'a>(
    beads: &[Bead],
    source: impl Fn(usize) -> &'a String,
    target: impl Fn(usize) -> &'a String,
) -> String {
    let mut out = String::new();
    for bead in beads {
        let _ = writeln!(out, "{}\t{}", joined(&bead.source, &source), joined(&bead.target, &target));
    }
    out
}

fn jsonl<'a>(
    beads: &[Bead],
    source: impl Fn(usize) -> &'a String,
    target: impl Fn(usize) -> &'a String,
) -> String {
    let mut out = String::new();
    for bead in beads {
        let line = serde_json::json!({
            "source": bead.source.clone().collect::<Vec<_>>(),
            "target": bead.target.clone().collect::<Vec<_>>(),
            "confidence": (f64::from(bead.confidence) * 1e4).round() / 1e4,
            "source_text": joined(&bead.source, &source),
            "target_text": joined(&bead.target, &target),
        });
        let _ = writeln!(out, "{line}");
    }
    out
}
