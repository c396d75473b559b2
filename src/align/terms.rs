//! What a user knows beforehand: terms of a glossary, pairs of a translation memory.

use std::collections::{BTreeMap, HashMap};

use super::lexicon;
use super::sentence::Sentence;

/// What is longer, in bytes, is a sentence: it is not looked for inside other sentences.
const LONGEST_TERM: usize = 36;

/// Terms and their translations, sentences and theirs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// By source, in simplified characters and small letters.
    pairs: BTreeMap<String, Vec<String>>,
    /// Length in bytes of the longest source that is a term.
    longest: usize,
}

/// The number of a known pair by one of its sides.
pub(super) type Known = HashMap<String, usize>;

/// Sentences of both sides that are known pairs.
#[derive(Debug, Default)]
pub(super) struct KnownPairs {
    pub(super) source: Known,
    pub(super) target: Known,
}

/// A text as terms are looked up by.
fn folded(text: &str) -> String {
    text.trim().chars().map(lexicon::fold).flat_map(char::to_lowercase).collect()
}

impl Terms {
    /// Adds a term or a sentence, and its translation.
    pub fn add(&mut self, source: &str, target: &str) {
        let (source, target) = (folded(source), target.trim());
        if !source.is_empty() && !target.is_empty() {
            if source.len() <= LONGEST_TERM {
                self.longest = self.longest.max(source.len());
            }
            let targets = self.pairs.entry(source).or_default();
            if !targets.iter().any(|known| known == target) {
                targets.push(target.to_owned());
            }
        }
    }

    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// The same, from target to source.
    pub(super) fn turned(&self) -> Self {
        let mut turned = Self::default();
        for (source, targets) in &self.pairs {
            for target in targets {
                turned.add(target, source);
            }
        }
        turned
    }

    /// The translations of a term.
    pub(super) fn of(&self, source: &str) -> &[String] {
        self.pairs.get(source).map_or(&[], Vec::as_slice)
    }

    /// Length in bytes of the longest headword, of the compiled lexicon or a user's, that a Chinese text begins
    /// with.
    pub(super) fn longest(&self, text: &str) -> Option<usize> {
        let compiled = lexicon::longest(text);
        if self.is_empty() {
            return compiled;
        }
        let ends =
            text.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|&end| end <= self.longest);
        let own = ends.filter(|&end| self.pairs.contains_key(&text[..end])).last();
        own.max(compiled)
    }

    /// Which sentences are sides of known pairs whose other side is there, too.
    pub(super) fn known(&self, source: &[Sentence<'_>], target: &[Sentence<'_>]) -> KnownPairs {
        let mut known = KnownPairs::default();
        if self.is_empty() {
            return known;
        }
        let targets: HashMap<&str, usize> =
            target.iter().enumerate().map(|(number, sentence)| (sentence.text.trim(), number)).collect();
        for sentence in source {
            let translations = self.of(&folded(sentence.text));
            let found = translations.iter().find_map(|text| Some((text, *targets.get(text.as_str())?)));
            if let Some((text, number)) = found {
                known.source.insert(sentence.text.trim().to_owned(), number);
                known.target.insert(text.clone(), number);
            }
        }
        known
    }
}
