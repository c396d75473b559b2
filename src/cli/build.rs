//! `duizhao build`: the main job, from one issue and its translation to every edition.

use std::path::{Path, PathBuf};

use duizhao::align::Aligner;
use duizhao::pipeline::{Aligned, Build, EditionName, Prepared};
use duizhao_tm::Unit;
use duizhao_tm::file::Lock;
use duizhao_tm::merge::Policy;
use duizhao_tm::update::{Update, UpdateError, prepare};

use super::count::{count, number};
use super::epub::ANOTHER_FOLDER;
use super::output::Bars;
use super::outputs::tell_lost;
use super::preparation::{ConversionArgs, GateArgs, LanguageArgs, PreparationArgs};
use super::resources::{self, Damage, DecisionsArgs, Known};
use super::source::{self, Source};
use super::{Failure, Output, Outputs, epub, files, summary};

/// Turn an issue and its translation into every edition: clean Markdown, memories (TMX), e-books (EPUB)
#[derive(clap::Args)]
#[command(after_help = "Examples:
  duizhao build issue.zh.md --translation issue.en.md
  duizhao build issue.zh.md --translation issue.en.md --out editions --vocabulary
  duizhao build issue.zh.md -t issue.en.md --edition zh-CN,zh-TW-vertical,bilingual
  duizhao build issue.zh.md -t issue.en.md --memory team.tmx

Writes for an issue in Simplified Chinese and its English translation:
  issue.zh-CN.md, issue.zh-TW.md            the file to load into a CAT tool
  issue.zh-CN_en.tmx, issue.zh-TW_en.tmx    the memory to load beside it
  issue.zh-CN.epub, issue.zh-TW.epub, issue.zh-CN_en.epub
  issue.doubtful.tmx                        pairs that somebody should look at, if there are any

Exit code 3: the texts are hardly translations of each other, and nothing was written.")]
pub(crate) struct Args {
    /// The issue in Chinese: a file, or a folder of articles
    issue: PathBuf,

    /// Its translation
    #[arg(short, long, value_name = "FILE")]
    translation: Option<PathBuf>,

    /// Folder to write to; made if it is not there
    #[arg(short, long, value_name = "FOLDER", default_value = "dist")]
    out: PathBuf,

    /// Which e-books, with commas between them; by default one for each script and a bilingual one
    #[arg(short, long, value_name = "LIST", value_delimiter = ',')]
    edition: Vec<EditionName>,

    /// A memory (TMX) that grows: what it knows helps to align, and the issue is merged into it
    #[arg(short, long, value_name = "FILE", requires = "translation")]
    memory: Option<PathBuf>,

    #[command(flatten)]
    decisions: DecisionsArgs,

    #[command(flatten)]
    gate: GateArgs,

    /// Write everything even where the texts are hardly translations of each other
    #[arg(long, requires = "translation")]
    accept_doubt: bool,

    #[command(flatten)]
    known: Known,

    #[command(flatten)]
    preparation: PreparationArgs,

    #[command(flatten)]
    languages: LanguageArgs,

    #[command(flatten)]
    conversion: ConversionArgs,

    #[command(flatten)]
    options: epub::Options,
}

pub(crate) fn run(args: &Args, out: &Output) -> Result<(), Failure> {
    let mut outputs = begin(args)?;
    let preparation = args.preparation.preparation()?;
    let load = |path: &Path, language: &Option<_>| Source::load(path, &preparation, language.as_ref(), out);
    let source = load(&args.issue, &args.languages.language)?;
    let translation = args.translation.as_deref();
    let target = translation.map(|path| load(path, &args.languages.translation_language)).transpose()?;
    let prepared = target.as_ref().map(|target| &target.prepared);
    let mut aligner = aligner(args, &source, out)?;
    if let Some(target) = prepared {
        let sides = [&source.prepared, target].map(|side| side.text().sentences());
        aligner = args.known.encoded(aligner, [&sides[0], &sides[1]], out)?;
    }
    let assets = args.options.assets(&source, target.as_ref(), &mut outputs)?;
    let built = Build::new(&source.prepared, prepared, assets)
        .aligner(aligner)
        .decisions(args.decisions.read()?)
        .gate(args.gate.gate())
        .conversion(args.conversion.conversion()?)
        .design(args.options.design())
        .editions(args.edition.clone())
        .run(&Bars::new(out))?;

    let tell = |side: &Prepared| {
        out.tell(summary::prepared(side));
        if let Some(articles) = summary::articles(side.text().issue()) {
            out.tell(format_args!("  {articles}"));
        }
    };
    tell(&source.prepared);
    if let (Some(target), Some(aligned)) = (prepared, &built.aligned) {
        tell(target);
        out.tell(summary::beads(aligned.alignment()));
    }
    if let Some(aligned) = built.aligned.as_ref().filter(|_| !args.accept_doubt) {
        let doubts = aligned.doubts();
        if !doubts.is_empty() {
            return Err(Failure::Doubt(doubts.to_vec()));
        }
    }
    for remark in &built.remarks {
        out.remark(remark);
    }
    out.tell(summary::converted(&built.variant));
    for file in &built.files {
        outputs.add(&args.out.join(&file.name), &file.bytes, ANOTHER_FOLDER)?;
    }
    let memory = args.memory.as_deref().zip(built.aligned.as_ref());
    let memory = memory.map(|(path, aligned)| Ok::<_, Failure>((path, grown(path, aligned)?))).transpose()?;
    let mut grown = None;
    let written = outputs.finish_with(out, || {
        // Last: a memory that others share changes only for an issue that was built.
        grown = memory.map(|(path, update)| Ok::<_, Failure>((path, update.commit()?))).transpose()?;
        Ok(())
    })?;
    for (path, size) in written {
        out.tell(format_args!("{:>9}  {}", files::size(size), path.display()));
    }
    if let Some((path, (tally, put))) = grown {
        tell_lost(path, &put.lost, out);
        out.tell(format_args!(
            "{}: {}, {} of them were there",
            path.display(),
            count(tally.written, "unit"),
            number(tally.same)
        ));
    }
    let doubtful =
        built.aligned.as_ref().and_then(|aligned| summary::doubtful(aligned, source.prepared.stem()));
    if let Some(doubtful) = doubtful {
        out.tell(doubtful);
    }
    Ok(())
}

/// The files that are known beforehand; what keeps the rest from being written is reported before the work is done.
fn begin(args: &Args) -> Result<Outputs, Failure> {
    let mut outputs = Outputs::default();
    let texts = [Some(&*args.issue), args.translation.as_deref()].into_iter().flatten();
    outputs.reads_all(texts.chain(args.known.files()).chain(args.decisions.files()))?;
    outputs.reads_all(args.preparation.files().chain(args.conversion.files()))?;
    args.options.files().iter().try_for_each(|file| outputs.reads(source::file_of(file)))?;
    if let Some(memory) = &args.memory {
        outputs.claims(memory, "name another memory with --memory")?;
    }
    outputs.folder(&args.out)?;
    if let Some(memory) = &args.memory {
        // It is taken again when the memory is written: colleagues need not wait meanwhile.
        Lock::take(memory)?;
    }
    Ok(outputs)
}

/// An aligner that knows what the user does: terms, and the memory except for what it has of this very issue, which
/// must not teach itself.
fn aligner(args: &Args, source: &Source, out: &Output) -> Result<Aligner, Failure> {
    let mut terms = args.known.terms(out)?;
    if let Some(path) = args.memory.as_ref().filter(|path| path.exists()) {
        let own = |unit: &Unit| unit.prop("x-source-file") == Some(source.prepared.name());
        resources::memory(path, &mut terms, own, Damage::Refused, out)?;
    }
    Ok(Aligner::with_terms(terms))
}

/// A memory with the units of the issue merged into it.
fn grown(path: &Path, aligned: &Aligned<'_>) -> Result<Update, Failure> {
    let (header, units) = aligned.units();
    prepare(path, &header, &units, Policy::Newest).map_err(|error| match error {
        UpdateError::File(error) => error.into(),
        error => {
            Failure::input(path.display(), error, "the memory is as it was; check it with `duizhao tm check`")
        }
    })
}
