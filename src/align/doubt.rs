//! What makes one doubt that two texts translate each other.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::bead::Bead;
use super::sentence::Sentence;
use crate::lang::{Language, is_han};

/// A reason to look whether the right texts were named.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Doubt {
    /// There is nothing in one of the texts, or in both.
    Empty {
        /// Whether it is the source.
        source: bool,
        /// Whether it is the target.
        target: bool,
    },
    /// Both sides seem to be in one language.
    OneLanguage,
    /// Most sentences found no counterpart, or one that hardly fits.
    LittleInCommon {
        /// The share of sentences that did, 0 to 1.
        aligned: f32,
    },
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty { source, target } => write!(
                f,
                "there is nothing in {}: no sentence has a counterpart",
                match (source, target) {
                    (true, true) => "either text",
                    (true, false) => "the first text",
                    _ => "the second text",
                }
            ),
            Self::OneLanguage => f.write_str("both sides seem to be in one language"),
            Self::LittleInCommon { aligned } => {
                write!(f, "only {:.0} % of the sentences found a counterpart that fits", aligned * 100.0)
            }
        }
    }
}

impl Doubt {
    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::Empty { .. } => "check the names of the two files",
            Self::OneLanguage => "name the text first, then its translation",
            Self::LittleInCommon { .. } => "check that the second text is a translation of the first",
        }
    }
}

/// Words of a side that are looked at; from these on frequent words tell a language.
const WORDS: usize = 200;
/// The most frequent words of either side: in any text mostly those that hold sentences together.
const FREQUENT: usize = 40;
/// Sides that share so many of them are in one language; names and numbers make up less, even in two languages as
/// close as Spanish and Portuguese.
const SHARED: f32 = 0.4;
/// A sentence in a less sure bead has no counterpart that fits.
const FITS: f32 = 0.75;
/// A smaller share of sentences with a counterpart is strange: of translations nine in ten have one, of texts that
/// are none hardly one in two.
const ALIGNED: f32 = 0.6;
/// Texts of fewer sentences tell nothing.
const FEWEST: usize = 6;

/// What is doubtful about two texts and their beads.
#[must_use]
pub fn doubts(source: &[Sentence<'_>], target: &[Sentence<'_>], beads: &[Bead]) -> Vec<Doubt> {
    let is_empty = |side: &[Sentence<'_>]| side.iter().all(|sentence| sentence.text.trim().is_empty());
    let empty = (is_empty(source), is_empty(target));
    if empty.0 || empty.1 {
        return vec![Doubt::Empty { source: empty.0, target: empty.1 }];
    }
    let mut doubts = Vec::new();
    if in_one_language(source, target) {
        doubts.push(Doubt::OneLanguage);
    }
    let all = source.len() + target.len();
    let fits = |bead: &&Bead| !bead.is_null() && bead.confidence >= FITS;
    let aligned: usize = beads.iter().filter(fits).map(|bead| bead.source.len() + bead.target.len()).sum();
    let aligned = aligned as f32 / all as f32;
    if all >= FEWEST && aligned < ALIGNED {
        doubts.push(Doubt::LittleInCommon { aligned });
    }
    doubts
}

fn in_one_language(source: &[Sentence<'_>], target: &[Sentence<'_>]) -> bool {
    let (a, b) = (Sample::of(source), Sample::of(target));
    // Chinese, Japanese and Korean are told by their letters; what has an alphabet, by its words.
    match (a.language.primary(), b.language.primary()) {
        (first, second) if first != second => false,
        ("zh" | "ja" | "ko", _) => a.letters.min(b.letters) > 0,
        _ => {
            let fewer = a.frequent.len().min(b.frequent.len());
            let shared = a.frequent.intersection(&b.frequent).count();
            a.words.min(b.words) >= WORDS && shared as f32 >= SHARED * fewer as f32
        }
    }
}

/// The beginning of a side.
struct Sample {
    language: Language,
    letters: usize,
    words: usize,
    frequent: BTreeSet<String>,
}

impl Sample {
    fn of(sentences: &[Sentence<'_>]) -> Self {
        /// Sentences are looked at until so many bytes were seen.
        const BYTES: usize = 20_000;
        let mut text = String::new();
        for sentence in sentences.iter().take_while({
            let mut seen = 0;
            move |sentence| {
                seen += sentence.text.len();
                seen < BYTES
            }
        }) {
            text.push_str(sentence.text);
            text.push(' ');
        }
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for word in text.split(|c: char| !c.is_alphabetic() || is_han(c)).filter(|word| !word.is_empty()) {
            *counts.entry(word.to_lowercase()).or_default() += 1;
        }
        let words = counts.values().sum();
        let mut frequent: Vec<(String, usize)> = counts.into_iter().collect();
        frequent.sort_by_key(|(_, count)| Reverse(*count));
        Self {
            language: Language::of_text(&text),
            letters: text.chars().filter(|c| c.is_alphabetic()).count(),
            words,
            frequent: frequent.into_iter().take(FREQUENT).map(|(word, _)| word).collect(),
        }
    }
}
