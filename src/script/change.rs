//! What a conversion changes, place by place.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::LazyLock;

use super::engine::{Converter, Run, Sink};
use super::tables::{self, Step, Text};

/// One stretch of text that a conversion changes.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Change {
    /// Bytes of the text before.
    pub range: Range<usize>,
    /// What stands there afterwards.
    pub text: String,
    /// What says so.
    pub rule: Rule,
}

/// What says that a text is to be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case", tag = "by", content = "name")]
#[non_exhaustive]
pub enum Rule {
    /// A dictionary of OpenCC.
    Dictionary(&'static str),
    /// One of our corrections, with its reason.
    Correction(&'static str),
    /// A term of the user.
    Term,
    /// The name of a person.
    Name,
    /// Punctuation set the region's way.
    Typography,
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dictionary(dictionary) => f.write_str(dictionary),
            Self::Correction(reason) => write!(f, "correction: {reason}"),
            Self::Term => f.write_str("term"),
            Self::Name => f.write_str("name"),
            Self::Typography => f.write_str("typography"),
        }
    }
}

/// The counterparts that OpenCC's character dictionary has for a simplified character, the usual one first;
/// none if there is no choice.
///
/// ```
/// let choices: Vec<_> = duizhao::script::choices('发').collect();
/// assert_eq!(choices, ["發", "髮"]);
/// ```
pub fn choices(c: char) -> impl Iterator<Item = &'static str> {
    static CHOICES: LazyLock<BTreeMap<char, &str>> = LazyLock::new(|| {
        let line = |line: &'static str| Some((line.chars().next()?, line.split_once(' ')?.1));
        tables::CHOICES.lines().filter_map(line).collect()
    });
    CHOICES.get(&c).into_iter().flat_map(|forms| forms.split(' '))
}

struct Changes<'a> {
    text: &'a [u8],
    step: Step,
    /// What a key becomes; most become what they are, and nothing is allocated for those.
    becomes: Vec<u8>,
    found: Vec<Change>,
}

impl Changes<'_> {
    fn add(&mut self, from: usize, to: usize, bytes: &[u8], origins: [u8; 2]) {
        // The second step's word is the reason where it has one.
        let origin = origins.into_iter().rev().find(|&origin| origin != 0);
        let name = origin.and_then(|origin| tables::DICTIONARIES.get(usize::from(origin) - 1));
        let normalized = "CJK_Compatibility_Ideographs";
        self.found.push(Change {
            range: from..to,
            text: String::from_utf8_lossy(bytes).into_owned(),
            rule: Rule::Dictionary(name.copied().unwrap_or(normalized)),
        });
    }

    fn stays(&self, from: usize, to: usize, bytes: &[u8]) -> bool {
        self.text.get(from..to) == Some(bytes)
    }
}

impl Sink for Changes<'_> {
    fn keep(&mut self, _: &[u8], _: usize, _: usize) {}

    fn put(&mut self, from: usize, to: usize, text: Text, value: u32) {
        let mut becomes = std::mem::take(&mut self.becomes);
        becomes.clear();
        text.push_to(&mut becomes);
        if !self.stays(from, to, &becomes) {
            self.add(from, to, &becomes, self.step.origins(value));
        }
        self.becomes = becomes;
    }

    fn put_run(&mut self, from: usize, to: usize, bytes: &[u8], origins: [u8; 2]) {
        if !self.stays(from, to, bytes) {
            self.add(from, to, bytes, origins);
        }
    }
}

/// The phrases of several characters that were found, whatever they become.
struct Phrases<'a> {
    text: &'a str,
    found: Vec<Range<usize>>,
}

impl Sink for Phrases<'_> {
    fn keep(&mut self, _: &[u8], _: usize, _: usize) {}

    fn put(&mut self, from: usize, to: usize, _: Text, _: u32) {
        if self.text.get(from..to).is_some_and(|key| key.chars().nth(1).is_some()) {
            self.found.push(from..to);
        }
    }

    fn put_run(&mut self, _: usize, _: usize, _: &[u8], _: [u8; 2]) {}
}

impl Converter {
    /// The phrases that the conversion takes as one.
    pub(super) fn phrases(&self, text: &str) -> Vec<Range<usize>> {
        let mut phrases = Phrases { text, found: Vec::new() };
        self.feed(text.as_bytes(), true, &mut Run::default(), &mut phrases);
        phrases.found
    }

    /// The changes that [`Converter::convert`] makes, in order; between them the text stays as it is.
    #[must_use]
    pub fn changes(&self, text: &str) -> Vec<Change> {
        let mut changes = Changes {
            text: text.as_bytes(),
            step: self.first_step(),
            becomes: Vec::new(),
            found: Vec::new(),
        };
        self.feed(text.as_bytes(), true, &mut Run::default(), &mut changes);
        changes.found
    }
}
