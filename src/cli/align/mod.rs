//! `duizhao align`: which sentences of two texts translate which.

mod documents;
mod page;
mod side;
mod write;

use std::path::PathBuf;

use duizhao::align::{Aligner, Bead, doubts};
use duizhao::lang::Language;
use duizhao::pipeline::{Aligned, Decisions, Remark};

use super::preparation::PreparationArgs;
use super::resources::{self, Damage, DecisionsArgs, Known};
use super::source::Source;
use super::{Failure, Output};
use side::Side;

/// Find which sentences of two texts translate which
#[derive(clap::Args)]
#[command(after_help = "Examples:
  duizhao align issue.zh.md issue.en.md > beads.tsv
  duizhao align issue.zh.md issue.en.md --format html > beads.html
  duizhao align issue.zh.md issue.en.md --decisions beads.tsv --format html > beads.html
  duizhao align --segmented source.txt target.txt --format vecalign
  duizhao align issue.zh.md issue.en.md --lexicon terms.tbx --memory team.tmx --format jsonl
  duizhao align --jsonl < documents.jsonl > beads.jsonl

A memory for CAT tools is better made by `duizhao build`: it also holds what they will show of the cleaned file.")]
pub(crate) struct Args {
    /// The issue: a file, or a folder of articles
    #[arg(required_unless_present = "jsonl")]
    source: Option<PathBuf>,

    /// Its translation
    #[arg(required_unless_present = "jsonl")]
    target: Option<PathBuf>,

    /// Read documents from standard input, one a line: a JSON object with `id`, `source` and `target`, the
    /// sentences of each side. Answer each with a line that has its `id` and `beads`: source sentences, target
    /// sentences, confidence; or `line` and `error` where it is none
    #[arg(
        long,
        conflicts_with_all = ["source", "target", "segmented", "format", "from", "to", "repair", "srx"],
    )]
    jsonl: bool,

    /// Both files have one sentence a line
    #[arg(long, conflicts_with_all = ["repair", "srx"])]
    segmented: bool,

    #[command(flatten)]
    preparation: PreparationArgs,

    /// Language of the source, as zh-CN; by default told by the text itself
    #[arg(long, visible_alias = "language", value_name = "LANGUAGE")]
    from: Option<Language>,

    /// Language of the translation
    #[arg(long, visible_alias = "translation-language", value_name = "LANGUAGE")]
    to: Option<Language>,

    #[command(flatten)]
    known: Known,

    #[command(flatten)]
    decisions: DecisionsArgs,

    /// A translation memory: sentences of it that stand in both texts anchor them, its short units are terms
    #[arg(long, value_name = "TMX")]
    memory: Option<PathBuf>,

    /// What to print
    #[arg(short, long, value_enum, default_value_t = Format::Tsv)]
    format: Format,

    /// How many articles, or documents, are aligned at once; by default as many as the machine has cores
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Source and target text, one bead a line
    Tsv,
    /// `[0,1]:[0]:confidence`, one bead a line, as vecalign and Bertalign
    Vecalign,
    /// One JSON object a line for each bead
    Jsonl,
    /// A translation memory, TMX 1.4
    Tmx,
    /// XLIFF 1.2, for an editor
    Xliff,
    /// A page to read: beads side by side, the doubtful ones marked
    Html,
}

pub(crate) fn run(args: &Args, out: &Output) -> Result<(), Failure> {
    if args.decisions.is_given() && (args.segmented || args.jsonl) {
        return Err(Failure::cannot("--decisions speaks of two issues", "leave out --segmented or --jsonl"));
    }
    let mut terms = args.known.terms(out)?;
    if let Some(path) = &args.memory {
        resources::memory(path, &mut terms, |_| false, Damage::Passed, out)?;
    }
    if let Some(threads) = args.threads {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.into()).build_global();
        pool.map_err(|error| Failure::cannot(error, "name fewer with --threads"))?;
    }
    let aligner = Aligner::with_terms(terms);
    let (Some(source), Some(target)) = (&args.source, &args.target) else {
        let patience = args.known.patience();
        return documents::answer(&aligner, args.known.encoder()?, patience, out);
    };
    let (source, target) = if args.segmented {
        (Side::lines(source, args.from.as_ref())?, Side::lines(target, args.to.as_ref())?)
    } else {
        let preparation = args.preparation.preparation()?;
        let load = |path, language: &Option<Language>| {
            let loaded = Source::load(path, &preparation, language.as_ref(), out);
            loaded.map(|source| Side::Issue(Box::new(source.prepared)))
        };
        (load(source, &args.from)?, load(target, &args.to)?)
    };
    let aligner = args.known.encoded(aligner, [&source.sentences(), &target.sentences()], out)?;
    let beads = align(&aligner, &source, &target, &args.decisions.read()?, out);
    let written = match args.format {
        Format::Tsv => write::tsv(&beads, &source, &target),
        Format::Vecalign => write::vecalign(&beads),
        Format::Jsonl => write::jsonl(&beads, &source, &target),
        Format::Tmx => write::tmx(&beads, &source, &target)?,
        Format::Xliff => write::xliff(&beads, &source, &target)?,
        Format::Html => page::html(&beads, &source, &target)?,
    };
    out.data(written.as_bytes())
}

fn align(aligner: &Aligner, source: &Side, target: &Side, decisions: &Decisions, out: &Output) -> Vec<Bead> {
    let (beads, remarks) = if let (Side::Issue(source), Side::Issue(target)) = (source, target) {
        let both = Aligned::around(aligner, source, target, decisions);
        (both.alignment().beads.clone(), both.remarks())
    } else {
        let (source, target) = (source.sentences(), target.sentences());
        let beads = aligner.align(&source, &target);
        let moved = aligner.moved(&source, &target, &beads);
        let doubts = doubts(&source, &target, &beads).into_iter().map(Remark::of_doubt);
        let remarks = Remark::of_moved(&moved).chain(doubts).collect();
        (beads, remarks)
    };
    for remark in &remarks {
        out.remark(remark);
    }
    beads
}
