//! `duizhao build`: the main job, from one issue and its translation to every edition.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use duizhao::align::{Aligner, Alignment, Moved, align_issues, doubts};
use duizhao::lang::{Language, Script};
use duizhao::memory::{self, Provenance};
use duizhao_tm::file::is_stream;
use duizhao_tm::merge::Policy;
use duizhao_tm::update::{UpdateError, update};
use duizhao_tm::{Date, Unit};

use super::clean::{self, Clean, Variant};
use super::count::{count, number};
use super::epub::{self, Press, Wanted};
use super::resources::{self, Known};
use super::{Failure, Output, files};

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
  issue.zh-CN.epub, issue.zh-TW.epub, issue.zh-CN_en.epub")]
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
    edition: Vec<Wanted>,

    /// A memory (TMX) that grows: what it knows helps to align, and the issue is merged into it
    #[arg(short, long, value_name = "FILE", requires = "translation")]
    memory: Option<PathBuf>,

    #[command(flatten)]
    known: Known,

    #[command(flatten)]
    cleaning: clean::Cleaning,

    #[command(flatten)]
    script: clean::Script,

    #[command(flatten)]
    options: epub::Options,
}

pub(crate) fn run(args: &Args, out: &Output) -> Result<(), Failure> {
    let cleaner = args.cleaning.cleaner()?;
    let source = cleaner.load(&args.issue, None, out)?;
    let other: Language = other_script(&source, args)?;
    let target = match &args.translation {
        Some(path) => Some(cleaner.load(path, None, out)?),
        None => None,
    };
    out.tell(source.summary());
    let variant = source.text.converted(&other, &args.script)?;
    let stem = source.stem();
    let mut outputs = files::Outputs::new(&args.out)?;
    for text in [&source.text, &variant] {
        outputs.add(format!("{stem}.{}.md", text.language()), text.markdown().as_bytes())?;
    }
    let mut aligner = aligner(args, &source, out)?;
    if let Some(target) = &target {
        aligner = args.known.encoded(aligner, [&source.text.sentences(), &target.text.sentences()], out)?;
    }
    let alignment =
        target.as_ref().map(|target| align_issues(&aligner, &source.text.segments, &target.text.segments));
    if let (Some(target), Some(alignment)) = (&target, &alignment) {
        out.tell(target.summary());
        out.tell(Beads(alignment));
        tell_what_stands_alone(alignment, out);
        let (own, other) = (source.text.sentences(), target.text.sentences());
        for doubt in doubts(&own, &other, &alignment.beads) {
            out.warn(doubt);
        }
        for text in [&source.text, &variant] {
            let from = provenance(&source, text, target);
            let tmx =
                memory::tmx(text.side(), target.text.side(), &alignment.beads, &from).map_err(unnamed)?;
            outputs.add(format!("{stem}.{}_{}.tmx", text.language(), target.text.language()), &tmx)?;
        }
    }
    out.tell(variant.summary());
    let beads = alignment.as_ref().map_or(&[][..], |alignment| &alignment.beads);
    let press = Press::new(&source, target.as_ref(), beads, &args.options, &args.script)?;
    let mut wanted = args.edition.clone();
    if wanted.is_empty() {
        wanted = Wanted::usual(source.text.language(), &other, target.is_some());
    }
    for (name, bytes) in press.with(variant).make(&wanted, out)? {
        outputs.add(format!("{stem}.{name}.epub"), &bytes)?;
    }
    for (path, size) in outputs.finish()? {
        out.tell(format_args!("{:>9}  {}", files::size(size), path.display()));
    }
    // Last: a memory that others share changes only for an issue that was built.
    if let (Some(path), Some(target), Some(alignment)) = (&args.memory, &target, &alignment) {
        grow(path, &source, target, alignment, out)?;
    }
    Ok(())
}

/// An aligner that knows what the user does: terms, and the memory but for what it has of this very issue, which
/// must not teach itself.
fn aligner(args: &Args, source: &Clean, out: &Output) -> Result<Aligner, Failure> {
    let mut terms = args.known.terms(out)?;
    if let Some(path) = args.memory.as_ref().filter(|path| path.exists() && !is_stream(path)) {
        let own = |unit: &Unit| unit.prop("x-source-file") == Some(source.name.as_str());
        resources::memory(path, &mut terms, own, out)?;
    }
    Ok(Aligner::with_terms(terms))
}

/// Merges the units of the issue into a memory.
fn grow(
    path: &Path,
    source: &Clean,
    target: &Clean,
    alignment: &Alignment,
    out: &Output,
) -> Result<(), Failure> {
    let from = provenance(source, &source.text, target);
    let side = source.text.side();
    let header = memory::header(side, &from).map_err(unnamed)?;
    let units = memory::units(side, target.text.side(), &alignment.beads, &from).map_err(unnamed)?;
    let tally = update(path, &header, &units, Policy::Newest).map_err(|error| match error {
        UpdateError::File(error) => error.into(),
        error => {
            Failure::input(path.display(), error, "the memory is as it was; check it with `duizhao tm check`")
        }
    })?;
    out.tell(format_args!(
        "{}: {}, {} of them were there",
        path.display(),
        count(tally.written, "unit"),
        number(tally.same)
    ));
    Ok(())
}

/// The language of the edition in the other script: Taiwan's for a Simplified issue, the Mainland's for others.
fn other_script(source: &Clean, args: &Args) -> Result<Language, Failure> {
    let other = match source.text.language().script() {
        Some(Script::Simplified) => "zh-TW",
        Some(Script::Traditional) => "zh-CN",
        None => {
            return Err(Failure::input(
                args.issue.display(),
                format_args!("its language is {}, not Chinese", source.text.language()),
                "name the Chinese issue first and the other text with --translation; a wrong guess is put right by \
                 a line `language: zh-CN` in the front matter",
            ));
        }
    };
    other.parse().map_err(|error| Failure::cannot(error, "tell the makers of duizhao"))
}

/// Where the units of a text come from.
fn provenance(source: &Clean, text: &Variant, target: &Clean) -> Provenance {
    let date = source.text.issue.masthead.date.map(|date| date.to_string());
    let converted = text.language() != source.text.language();
    Provenance {
        source: source.name.clone(),
        target: target.name.clone(),
        conversion: converted.then(|| format!("{} to {}", source.text.language(), text.language())),
        // The day of the issue, never of the run: the same input gives the same bytes.
        created: date.and_then(|date| date.parse::<Date>().ok()),
    }
}

/// What to do about a language that a memory cannot name.
fn unnamed(error: impl fmt::Display) -> Failure {
    Failure::cannot(error, "name another language in the front matter")
}

/// Tells of articles that have no partner, and of those that changed their order.
pub(crate) fn tell_what_stands_alone(alignment: &Alignment, out: &Output) {
    for pair in &alignment.articles {
        for (articles, across, side) in
            [(&pair.source, &pair.target, "translation"), (&pair.target, &pair.source, "source")]
        {
            if across.is_empty() {
                out.warn(format_args!("article {} has no partner in the {side}", articles.start + 1));
            }
        }
    }
    for crossing in &alignment.crossings {
        let [first, second] =
            [crossing.first, crossing.second].map(|at| alignment.articles[at].source.start + 1);
        out.warn(format_args!("articles {first} and {second} changed places in the translation"));
    }
    tell_moved(&alignment.moved, out);
}

/// Tells of sentences that changed their place.
pub(crate) fn tell_moved(moved: &[Moved], out: &Output) {
    for Moved { source, target } in moved {
        out.warn(format_args!(
            "segment {} stands in another place in the translation: there it is segment {}\n  help: no bead holds \
             the two together; pair them by hand if the memory should have them",
            source + 1,
            target + 1
        ));
    }
}

/// The beads of an alignment in one line.
struct Beads<'a>(&'a Alignment);

impl fmt::Display for Beads<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let beads = &self.0.beads;
        let mut kinds: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for bead in beads {
            *kinds.entry(bead.kind()).or_default() += 1;
        }
        let mut kinds: Vec<_> = kinds.into_iter().collect();
        kinds.sort_by_key(|&(kind, count)| (std::cmp::Reverse(count), kind));
        let kinds: Vec<String> = kinds.iter().map(|((a, b), count)| format!("{a}-{b} {count}")).collect();
        let doubtful = beads.iter().filter(|bead| bead.is_doubtful()).count();
        write!(f, "{} beads: {}; {doubtful} of low confidence", beads.len(), kinds.join(", "))
    }
}
