//! What is known of a text before it is converted: its words, and where phrases may not reach over.

use std::ops::Range;

use fixedbitset::FixedBitSet;

use super::config::Config;
use super::engine::Converter;
use super::numerals;
use super::words;
use crate::words::chinese::{COMPUTING, LOOSE_PHRASE};

/// What is known of a text before it is converted. All of a long issue are there at once: places are bits.
pub(super) struct Cut<'a> {
    pub(super) text: &'a str,
    /// By byte offset: whether a word begins or ends there.
    pub(super) words: FixedBitSet,
    /// Places that no phrase may reach over, in order.
    pub(super) cuts: Vec<usize>,
    /// By byte offset: whether the character there is taken by itself.
    pub(super) lone: FixedBitSet,
}

impl<'a> Cut<'a> {
    /// A text whose words are not asked for: phrases may stand anywhere.
    pub(super) fn nowhere(text: &'a str) -> Self {
        let mut words = FixedBitSet::with_capacity(text.len() + 1);
        words.insert_range(..);
        Self { text, words, cuts: Vec::new(), lone: FixedBitSet::new() }
    }

    /// A text in Simplified Chinese, cut where phrases of the dictionaries would tear words.
    pub(super) fn by_words(text: &'a str) -> Self {
        let words = words::boundaries(text);
        let converter = Converter::new(Config::S2t);
        let mut cuts: Vec<usize> = Vec::new();
        let mut tokens = phrases(converter, text, &cuts);
        // A cut can let other phrases in, which may be no better; a few rounds settle nearly all.
        for _ in 0..3 {
            // A number is not a word: its last digit goes with the measure word after it.
            let inside = |at: usize| !words[at] && !numerals::is_in_number(text, at);
            // The words that a phrase begins or ends in are set apart.
            // A phrase of four characters is a saying more often than words that meet by chance.
            // Nor does a number with its measure word tear anything.
            let short = tokens.iter().filter(|token| {
                let phrase = &text[(*token).clone()];
                token.len() < 4 * '一'.len_utf8()
                    && !numerals::is_counted(phrase)
                    && !LOOSE_PHRASE.contains(phrase)
            });
            let ends = short.flat_map(|token| [token.start, token.end]).filter(|&at| inside(at));
            let found: Vec<usize> = ends
                .flat_map(|at| {
                    let start = (0..at).rev().find(|&at| words[at]).unwrap_or(0);
                    let end = (at..text.len()).find(|&at| words[at]).unwrap_or(text.len());
                    [start, end]
                })
                .collect();
            if found.is_empty() {
                break;
            }
            let known = cuts.len();
            cuts.extend(found);
            cuts.sort_unstable();
            cuts.dedup();
            if cuts.len() == known {
                break;
            }
            tokens = phrases(converter, text, &cuts);
        }
        let mut lone = FixedBitSet::with_capacity(text.len() + 1);
        lone.insert_range(..);
        for token in tokens {
            lone.remove_range(token);
        }
        Self { text, words, cuts, lone }
    }

    pub(super) fn is_on_computers(&self) -> bool {
        COMPUTING.find(self.text).is_some()
    }
}

/// The phrases that a converter finds in a text that is cut at places.
fn phrases(converter: Converter, text: &str, cuts: &[usize]) -> Vec<Range<usize>> {
    let mut phrases = Vec::new();
    let mut start = 0;
    for end in cuts.iter().copied().chain([text.len()]) {
        let found = converter.phrases(&text[start..end]);
        phrases.extend(found.into_iter().map(|range| start + range.start..start + range.end));
        start = end;
    }
    phrases
}
