//! An issue as every later stage wants it: read, repaired, cut into sentences; and its variants in other scripts.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, OnceLock};

use duizhao::align::Sentence;
use duizhao::issue::check::NO_TEXT;
use duizhao::issue::repair::{Kind, Repair};
use duizhao::issue::{Issue, Level, Source, repair, write};
use duizhao::lang::Language;
use duizhao::memory::Side;
use duizhao::script::{Options, Terms, Vocabulary, convert};
use duizhao::segment::srx::Srx;
use duizhao::segment::{Rules, Segments};

use super::count::{count, number};
use super::source::Parts;
use super::{Failure, Output, files};

/// A source after reading and repairing.
pub(crate) struct Clean {
    /// Its file name.
    pub(crate) name: String,
    /// The folder, or the book, that holds it and its images.
    pub(crate) folder: PathBuf,
    /// The issue with its sentences, and as a file.
    pub(crate) text: Variant,
    /// How often each kind of repair was made.
    repairs: Repaired,
}

/// How often each kind of repair was made; in one line, and empty if there was nothing to repair.
pub(crate) struct Repaired(BTreeMap<Kind, usize>);

impl Repaired {
    pub(crate) fn count(repairs: &[Repair]) -> Self {
        let mut kinds = BTreeMap::new();
        for repair in repairs {
            *kinds.entry(repair.kind).or_default() += 1;
        }
        Self(kinds)
    }

    pub(crate) fn is_nothing(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Repaired {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, (kind, times)) in self.0.iter().enumerate() {
            write!(f, "{}{kind} {}", if n == 0 { "repaired: " } else { ", " }, number(*times as u64))?;
        }
        Ok(())
    }
}

/// What is worked out when it is first asked for.
type Lazy<T> = LazyLock<T, Box<dyn FnOnce() -> T + Send>>;

/// An issue in one language, cut into sentences.
pub(crate) struct Variant {
    pub(crate) issue: Arc<Issue>,
    /// Its sentences; books in one language need none.
    pub(crate) segments: Arc<Lazy<Segments>>,
    /// The issue as clean Markdown, written when it is first asked for: e-books need none.
    markdown: OnceLock<String>,
    /// How many stretches of text were converted, and to where.
    converted: Option<(Language, usize)>,
}

/// How sources are cleaned, and cut into sentences.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Cleaning {
    /// How much is repaired: none, safe (what can hardly be meant otherwise), all (also what is only likely)
    #[arg(long, value_name = "LEVEL", default_value = "safe")]
    repair: Level,

    /// Cut sentences by the rules of an SRX 2.0 file instead of the built-in ones
    #[arg(long, value_name = "FILE")]
    srx: Option<PathBuf>,
}

impl Cleaning {
    /// What does it.
    pub(crate) fn cleaner(&self) -> Result<Cleaner, Failure> {
        let rules = Arc::new(self.srx.as_deref().map(srx_rules).transpose()?.unwrap_or_default());
        Ok(Cleaner { level: self.repair, rules })
    }
}

/// The rules of an SRX file.
pub(crate) fn srx_rules(path: &Path) -> Result<Rules, Failure> {
    let (source, _) = Source::decode(path.display().to_string(), &files::read(path)?);
    Srx::parse(&source.text)
        .map(Rules::Srx)
        .map_err(|error| Failure::input(path.display(), error, "mend the rule, or leave it out"))
}

/// Reads, repairs and cuts sources.
pub(crate) struct Cleaner {
    level: Level,
    rules: Arc<Rules>,
}

impl Cleaner {
    /// Reads and repairs the source at a path: a file, or a folder of articles. Its language is told by itself
    /// where none is named.
    pub(crate) fn load(
        &self,
        path: &Path,
        language: Option<&Language>,
        out: &Output,
    ) -> Result<Clean, Failure> {
        let parts = Parts::read(path)?;
        parts.tell(out);
        let (mut issue, repairs) = repair(parts.issue()?, self.level);
        let repairs = Repaired::count(&repairs);
        if let Some(language) = language {
            issue.language = language.clone();
        }
        let rules = Arc::clone(&self.rules);
        let text = Variant::new(issue, move |issue| Segments::by(&rules, issue));
        if text.issue.is_blank() {
            let [wrong, help] = NO_TEXT;
            return Err(Failure::input(path.display(), wrong, help));
        }
        // Images of a book lie in it.
        let is_book = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("epub"));
        let folder = if path.is_dir() || is_book { path } else { path.parent().unwrap_or(Path::new("")) };
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        Ok(Clean { name, folder: folder.to_owned(), text, repairs })
    }
}

impl Clean {
    /// The name without its ending and language: `issue-2024-11` of `issue-2024-11.zh.md`.
    pub(crate) fn stem(&self) -> &str {
        let stem = self.name.rsplit_once('.').map_or(self.name.as_str(), |(stem, _)| stem);
        match stem.rsplit_once('.') {
            Some((before, tag)) if tag.parse::<Language>().is_ok() => before,
            _ => stem,
        }
    }

    /// What was read and repaired, in one line.
    pub(crate) fn summary(&self) -> impl fmt::Display {
        fmt::from_fn(|f| {
            let Variant { issue, segments, .. } = &self.text;
            let (articles, segments) = (issue.articles.len() as u64, segments.len() as u64);
            write!(f, "{}: {}, {}", self.name, count(articles, "article"), count(segments, "segment"))?;
            if self.repairs.is_nothing() { Ok(()) } else { write!(f, "; {}", self.repairs) }
        })
    }
}

impl Variant {
    fn new(issue: Issue, cut: impl FnOnce(&Issue) -> Segments + Send + 'static) -> Self {
        let issue = Arc::new(issue);
        let of = Arc::clone(&issue);
        let segments = Arc::new(Lazy::new(Box::new(move || cut(&of))));
        Self { issue, segments, markdown: OnceLock::new(), converted: None }
    }

    /// The language of the text.
    pub(crate) fn language(&self) -> &Language {
        &self.issue.language
    }

    /// The issue as clean Markdown.
    pub(crate) fn markdown(&self) -> &str {
        self.markdown.get_or_init(|| write::markdown(&self.issue))
    }

    /// Its sentences, without what begins with each.
    pub(crate) fn sentences(&self) -> Vec<Sentence<'_>> {
        (0..self.segments.len()).map(|index| self.segments.text(index).into()).collect()
    }

    /// As a side of a memory.
    pub(crate) fn side(&self) -> Side<'_> {
        Side { segments: &self.segments, file: self.markdown() }
    }

    /// The same issue for readers of another kind of Chinese. Its segments are those of this one, so that beads
    /// hold for both.
    pub(crate) fn converted(&self, to: &Language, script: &Script) -> Result<Self, Failure> {
        let options = script.options(to)?;
        let converted = convert(&self.issue, &options)
            .map_err(|error| Failure::cannot(error, "name Chinese editions of a Chinese issue"))?;
        let (maps, segments) = (converted.maps, Arc::clone(&self.segments));
        let variant = Self::new(converted.issue, move |issue| {
            let carried = segments.carried(issue, |leaf, at| maps[leaf.0].to_after(at));
            carried.unwrap_or_else(|| Segments::of(issue))
        });
        Ok(Self { converted: Some((to.clone(), converted.places)), ..variant })
    }

    /// What was converted, in one line; empty for a source.
    pub(crate) fn summary(&self) -> impl fmt::Display {
        fmt::from_fn(|f| match &self.converted {
            Some((to, changes)) => write!(f, "{to}: {} converted", count(*changes as u64, "place")),
            None => Ok(()),
        })
    }
}

/// How the variants of an issue are made.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Script {
    /// Taiwan's own words too (软件 → 軟體), not only its characters
    #[arg(long)]
    vocabulary: bool,

    /// A TOML file of terms with their form in each region; they come before every dictionary
    #[arg(long, value_name = "FILE")]
    terms: Option<PathBuf>,
}

impl Script {
    fn options(&self, to: &Language) -> Result<Options, Failure> {
        let mut options = Options::new(to.clone());
        options.vocabulary = self.vocabulary.then(Vocabulary::default);
        if let Some(path) = &self.terms {
            let bytes = files::read(path)?;
            let text = String::from_utf8(bytes)
                .map_err(|error| Failure::input(path.display(), error, "save the file as UTF-8"))?;
            options.terms = Terms::parse(&text)
                .map_err(|error| Failure::input(path.display(), error, "mend the file, then try again"))?;
        }
        Ok(options)
    }
}
