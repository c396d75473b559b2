//! An issue as every later stage wants it: read, repaired, cut into sentences; and its variants in other scripts.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, OnceLock};

use super::opened::extension;
use super::{Error, Opened};
use crate::align::Sentence;
use crate::issue::check::NO_TEXT;
use crate::issue::repair::{Kind, Repair};
use crate::issue::{Issue, Level, repair, write};
use crate::lang::Language;
use crate::memory::Side;
use crate::script::{Options, Terms, Vocabulary, convert};
use crate::segment::{Rules, Segments};

/// How a source is prepared.
#[derive(Debug, Clone, Default)]
pub struct Preparation {
    level: Level,
    rules: Arc<Rules>,
    language: Option<Language>,
}

impl Preparation {
    /// Safe repairs, the built-in rules, and the language that the text itself tells.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How much is repaired.
    #[must_use]
    pub fn repair(self, level: Level) -> Self {
        Self { level, ..self }
    }

    /// The rules by which sentences are cut.
    #[must_use]
    pub fn rules(self, rules: Rules) -> Self {
        Self { rules: Arc::new(rules), ..self }
    }

    /// The language of the text, whatever it says of itself.
    #[must_use]
    pub fn language(self, language: Option<Language>) -> Self {
        Self { language, ..self }
    }

    /// Repairs what was opened and makes it ready to be cut into sentences.
    ///
    /// # Errors
    /// If a file of it cannot be used, or there is no text in it.
    pub fn prepare(&self, opened: Opened) -> Result<Prepared, Error> {
        let path = opened.name().to_owned();
        let mut issue = opened.issue()?;
        // Repairs go by the language of the text.
        if let Some(language) = &self.language {
            issue.language = language.clone();
        }
        let (issue, repairs) = repair(issue, self.level);
        let repairs = count_repairs(&repairs);
        if issue.is_blank() {
            let [wrong, help] = NO_TEXT;
            return Err(Error::new(wrong, help).in_file(path));
        }
        let rules = Arc::clone(&self.rules);
        let text = Variant::new(issue, move |issue| Segments::by(&rules, issue));
        let name = path.trim_end_matches(['/', '\\']);
        let name = name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned();
        Ok(Prepared { path, name, text, repairs })
    }
}

/// How often each kind of repair was made.
#[must_use]
pub fn count_repairs(repairs: &[Repair]) -> BTreeMap<Kind, usize> {
    let mut kinds = BTreeMap::new();
    for repair in repairs {
        *kinds.entry(repair.kind).or_default() += 1;
    }
    kinds
}

/// A source after reading and repairing.
#[derive(Debug)]
pub struct Prepared {
    path: String,
    name: String,
    text: Variant,
    repairs: BTreeMap<Kind, usize>,
}

impl Prepared {
    /// The name, or the path, that it was opened with.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Its file name, without folders.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The issue with its sentences, and as a file.
    #[must_use]
    pub fn text(&self) -> &Variant {
        &self.text
    }

    /// How often each kind of repair was made.
    #[must_use]
    pub fn repairs(&self) -> &BTreeMap<Kind, usize> {
        &self.repairs
    }

    /// The name without its ending and language: `issue-2024-11` of `issue-2024-11.zh.md`.
    #[must_use]
    pub fn stem(&self) -> &str {
        let ending = extension(&self.name);
        let stem = self.name.strip_suffix(ending).and_then(|stem| stem.strip_suffix('.'));
        let stem = stem.unwrap_or(&self.name);
        match stem.rsplit_once('.') {
            Some((before, tag)) if tag.parse().is_ok_and(|tag: Language| tag.primary().len() > 1) => before,
            _ => stem,
        }
    }
}

/// What is worked out when it is first asked for.
type Lazy<T> = LazyLock<T, Box<dyn FnOnce() -> T + Send>>;

/// An issue in one language, cut into sentences.
#[derive(Debug)]
pub struct Variant {
    issue: Arc<Issue>,
    /// Books in one language need no sentences.
    segments: Arc<Lazy<Segments>>,
    /// Written when it is first asked for: books need none.
    markdown: OnceLock<String>,
    converted: Option<usize>,
}

impl Variant {
    fn new(issue: Issue, cut: impl FnOnce(&Issue) -> Segments + Send + 'static) -> Self {
        let issue = Arc::new(issue);
        let of = Arc::clone(&issue);
        let segments = Arc::new(Lazy::new(Box::new(move || cut(&of))));
        Self { issue, segments, markdown: OnceLock::new(), converted: None }
    }

    /// The issue.
    #[must_use]
    pub fn issue(&self) -> &Issue {
        &self.issue
    }

    /// The language of the text.
    #[must_use]
    pub fn language(&self) -> &Language {
        &self.issue.language
    }

    /// Its sentences, each with its place in the issue.
    #[must_use]
    pub fn segments(&self) -> &Segments {
        &self.segments
    }

    /// The issue as clean Markdown.
    #[must_use]
    pub fn markdown(&self) -> &str {
        self.markdown.get_or_init(|| write::markdown(&self.issue))
    }

    /// Its sentences, without what begins with each.
    #[must_use]
    pub fn sentences(&self) -> Vec<Sentence<'_>> {
        (0..self.segments.len()).map(|index| self.segments.text(index).into()).collect()
    }

    /// As a side of a memory.
    #[must_use]
    pub fn side(&self) -> Side<'_> {
        Side { segments: &self.segments, file: self.markdown() }
    }

    /// How many stretches of text were converted; none of a source.
    #[must_use]
    pub fn converted_places(&self) -> Option<usize> {
        self.converted
    }

    /// The same issue for readers of another kind of Chinese. Its segments are those of this one, so that beads
    /// hold for both.
    ///
    /// # Errors
    /// If one of the two languages is not Chinese.
    pub fn converted(&self, to: &Language, conversion: &Conversion) -> Result<Self, Error> {
        let converted = convert(&self.issue, &conversion.options(to))
            .map_err(|error| Error::new(error, "name Chinese editions of a Chinese issue"))?;
        let (maps, segments) = (converted.maps, Arc::clone(&self.segments));
        let variant = Self::new(converted.issue, move |issue| {
            let carried = segments.carried(issue, |leaf, at| maps[leaf.0].to_after(at));
            carried.unwrap_or_else(|| Segments::of(issue))
        });
        Ok(Self { converted: Some(converted.places), ..variant })
    }
}

/// How the variants of an issue are made.
#[derive(Debug, Clone, Default)]
pub struct Conversion {
    vocabulary: Option<Vocabulary>,
    terms: Terms,
}

impl Conversion {
    /// Characters only, by the built-in dictionaries.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The words of the region too, not only its characters.
    #[must_use]
    pub fn vocabulary(self, vocabulary: Option<Vocabulary>) -> Self {
        Self { vocabulary, ..self }
    }

    /// Terms that come before every dictionary.
    #[must_use]
    pub fn terms(self, terms: Terms) -> Self {
        Self { terms, ..self }
    }

    fn options(&self, to: &Language) -> Options {
        let mut options = Options::new(to.clone());
        options.vocabulary.clone_from(&self.vocabulary);
        options.terms.clone_from(&self.terms);
        options
    }
}
