//! `duizhao build`: the main job, from one issue and its translation to every edition.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use duizhao::align::{Aligner, Alignment, Bead, align_issues};
use duizhao::issue::repair::{Kind, Level, Repair, repair};
use duizhao::issue::{Issue, Source, read, write};
use duizhao::lang::Language;
use duizhao::memory::{self, Provenance, Side};
use duizhao::segment::Segments;

use super::{Failure, Output, files};

/// Turn an issue and its translation into every edition: clean Markdown, TMX, EPUB
#[derive(clap::Args)]
#[command(after_help = "Examples:
  duizhao build issue.zh.md --translation issue.en.md
  duizhao build issue.zh.md --translation issue.en.md --out editions")]
pub(crate) struct Args {
    /// The issue in Chinese, as Markdown
    issue: PathBuf,

    /// Its translation
    #[arg(short, long, value_name = "FILE")]
    translation: Option<PathBuf>,

    /// Folder to write to; made if it is not there
    #[arg(short, long, value_name = "FOLDER", default_value = "dist")]
    out: PathBuf,

    /// How much is repaired: none, safe (what can hardly be meant otherwise), all (also what is only likely)
    #[arg(long, value_name = "LEVEL", default_value = "safe")]
    repair: Level,
}

/// Below this a bead is worth a look.
const LOW: f32 = 0.5;

/// An issue as it was read and repaired.
struct Clean {
    name: String,
    issue: Issue,
    markdown: String,
    segments: Segments,
    repairs: Vec<Repair>,
}

impl Clean {
    fn load(path: &Path, level: Level, out: &Output) -> Result<Self, Failure> {
        let bytes = files::read(path)?;
        let text = String::from_utf8(bytes)
            .map_err(|error| Failure::input(path.display(), error, "save the file as UTF-8 and try again"))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (issue, _problems) = read(&Source::new(name.as_str(), text));
        let (issue, repairs) = repair(issue, level);
        let segments = Segments::of(&issue);
        if segments.is_empty() {
            return Err(Failure::input(
                path.display(),
                "there is no text in it",
                "name the file that holds the issue",
            ));
        }
        let markdown = write::markdown(&issue);
        out.tell_more(format_args!("{name}: {} articles, {} segments", issue.articles.len(), segments.len()));
        Ok(Self { name, issue, markdown, segments, repairs })
    }

    fn side(&self) -> Side<'_> {
        Side { segments: &self.segments, file: &self.markdown }
    }
}

pub(crate) fn run(args: &Args, out: &Output) -> Result<(), Failure> {
    let source = Clean::load(&args.issue, args.repair, out)?;
    let target = args.translation.as_deref().map(|path| Clean::load(path, args.repair, out)).transpose()?;
    let stem = stem(&source.name);
    let mut outputs = files::Outputs::new(&args.out)?;
    let language = &source.issue.language;
    outputs.add(format!("{stem}.{language}.md"), source.markdown.as_bytes())?;
    if let Some(target) = &target {
        let alignment = align_issues(&Aligner::default(), &source.segments, &target.segments);
        let from = Provenance {
            source: source.name.clone(),
            target: target.name.clone(),
            conversion: None,
            created: None,
        };
        let tmx = memory::tmx(source.side(), target.side(), &alignment.beads, &from)
            .map_err(|error| Failure::cannot(error, "name another language in the front matter"))?;
        outputs.add(format!("{stem}.{language}_{}.tmx", target.issue.language), &tmx)?;
        out.tell(Summary { source: &source, target, alignment: &alignment });
    }
    for (path, size) in outputs.finish()? {
        out.tell(format_args!("{:>10}  {}", size, path.display()));
    }
    Ok(())
}

/// The name without its ending and language: `issue-2024-11` of `issue-2024-11.zh.md`.
fn stem(name: &str) -> &str {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    match stem.rsplit_once('.') {
        Some((before, tag)) if tag.parse::<Language>().is_ok() => before,
        _ => stem,
    }
}

struct Summary<'a> {
    source: &'a Clean,
    target: &'a Clean,
    alignment: &'a Alignment,
}

impl std::fmt::Display for Summary<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for side in [self.source, self.target] {
            let Clean { name, issue, segments, repairs, .. } = side;
            write!(f, "{name}: {} articles, {} segments", issue.articles.len(), segments.len())?;
            let mut kinds: BTreeMap<Kind, usize> = BTreeMap::new();
            for repair in repairs {
                *kinds.entry(repair.kind).or_default() += 1;
            }
            for (n, (kind, count)) in kinds.into_iter().enumerate() {
                write!(f, "{}{kind} {count}", if n == 0 { "; repaired: " } else { ", " })?;
            }
            writeln!(f)?;
        }
        let mut kinds: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for bead in &self.alignment.beads {
            *kinds.entry(bead.kind()).or_default() += 1;
        }
        let mut kinds: Vec<_> = kinds.into_iter().collect();
        kinds.sort_by_key(|&(kind, count)| (std::cmp::Reverse(count), kind));
        let kinds: Vec<String> = kinds.iter().map(|((a, b), count)| format!("{a}-{b} {count}")).collect();
        let low = self.alignment.beads.iter().filter(|bead: &&Bead| bead.confidence < LOW).count();
        write!(f, "{} beads: {}; {low} of low confidence", self.alignment.beads.len(), kinds.join(", "))
    }
}
