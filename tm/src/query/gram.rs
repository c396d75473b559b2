//! What texts are found by: words, and characters side by side.
//!
//! A *gram* is a word, a mark, or two ideographs that stand side by side (an edge where a run of them begins or
//! ends). A change of one token destroys few grams, so texts that match share many: the q-gram lemma (Ukkonen, 1992).
//! What follows from it is exact: no match is missed as long as one gram must be shared, and where more than half
//! of the tokens match one always is.
//!
//! Marks are in nearly every text, and lists of nearly every text take long to read. So texts are sought by their
//! marks only where words and ideographs alone would not do (`“A”，“B”`).

use super::fold::Fold;
use super::tokens::{Token, is_ideograph, tokens};

/// A gram as a number. Those of one first ideograph are neighbours.
pub(super) type Gram = u64;

/// What stands beside an ideograph at the end of a run.
const EDGE: u64 = 0;
/// Bits of a character.
const CHARACTER: u32 = 21;
/// The least percentage of texts of which more than half matches.
const JUST_OVER_HALF: u8 = 51;

fn two(first: u64, second: u64) -> Gram {
    first << CHARACTER | second
}

/// The gram of a word.
pub(super) fn word_gram(word: &str) -> Gram {
    Token::Word(word).number()
}

/// The gram of a mark: that of an ideograph at an edge would be its number too, but no character is both.
pub(super) fn mark_gram(c: char) -> Gram {
    Token::Mark(c).number()
}

/// Whether a gram is one of a mark.
fn is_mark(gram: Gram) -> bool {
    u32::try_from(gram).ok().and_then(char::from_u32).is_some_and(|c| !is_ideograph(c))
}

/// The grams that begin with an ideograph.
pub(super) fn beginning_with(c: char) -> std::ops::Range<Gram> {
    let first = u64::from(u32::from(c));
    two(first, 0)..two(first + 1, 0)
}

/// Calls `take` with the grams of a text, with repetitions, and with the word of those that are one. Answers how
/// many tokens the text has.
pub(super) fn grams(
    text: &str,
    fold: Fold<'_>,
    word: &mut String,
    mut take: impl FnMut(Gram, Option<&str>),
) -> usize {
    let (mut count, mut before) = (0, EDGE);
    tokens(text, fold, word, |token| {
        count += 1;
        if let Token::Ideograph(c) = token {
            let number = u64::from(u32::from(c));
            take(two(before, number), None);
            before = number;
            return;
        }
        if before != EDGE {
            take(two(before, EDGE), None);
            before = EDGE;
        }
        match token {
            Token::Word(word) => take(token.number(), Some(word)),
            _ => take(token.number(), None),
        }
    });
    if before != EDGE {
        take(two(before, EDGE), None);
    }
    count
}

/// The grams of a text that matches are sought for, and what changes can do to them.
#[derive(Debug)]
pub(super) struct Wanted {
    /// The grams, each once, in order.
    pub(super) grams: Vec<Gram>,
    /// How many grams so many changes can destroy at most: by number of changes.
    damage: Vec<usize>,
    tokens: usize,
}

impl Wanted {
    pub(super) fn of(text: &str, fold: Fold<'_>) -> Self {
        let words = Self::with(text, fold, false);
        if words.must_share(JUST_OVER_HALF) > 0 { words } else { Self::with(text, fold, true) }
    }

    fn with(text: &str, fold: Fold<'_>, marks: bool) -> Self {
        let mut word = String::new();
        let mut list = Vec::new();
        grams(text, fold, &mut word, |gram, _| {
            if marks || !is_mark(gram) {
                list.push(gram);
            }
        });
        list.sort_unstable();
        list.dedup();
        // What stands around each token tells how many grams go with it.
        let mut kinds = Vec::new();
        tokens(text, fold, &mut word, |token| {
            kinds.push(match token {
                Token::Ideograph(_) => 2,
                Token::Word(_) => 1,
                Token::Mark(_) => usize::from(marks),
            });
        });
        let beside = |at: Option<usize>| usize::from(at.and_then(|at| kinds.get(at)) == Some(&2));
        let mut single: Vec<usize> = (0..kinds.len())
            .map(|at| match kinds[at] {
                2 => 2,
                own => own + beside(at.checked_sub(1)) + beside(at.checked_add(1)),
            })
            .collect();
        single.sort_unstable_by(|a, b| b.cmp(a));
        let mut damage = vec![0];
        damage.extend(single.iter().scan(0, |sum, own| {
            *sum += own;
            Some(*sum)
        }));
        Self { grams: list, damage, tokens: kinds.len() }
    }

    pub(super) fn tokens(&self) -> usize {
        self.tokens
    }

    /// How many grams at least any text must share if it is to match so much.
    pub(super) fn must_share(&self, least: u8) -> usize {
        self.lengths(least).filter_map(|length| self.shared(length, least)).min().unwrap_or(0)
    }

    /// How many grams at least a text of `length` tokens must share if it is to match so much; none if its length
    /// alone rules it out.
    pub(super) fn shared(&self, length: usize, least: u8) -> Option<usize> {
        let longer = self.tokens.max(length);
        let changes = longer * usize::from(100 - least.min(100)) / 100;
        if self.tokens.abs_diff(length) > changes {
            return None;
        }
        // Of the changes so many only put a token in, which parts one gram at most.
        let put_in = length.saturating_sub(self.tokens);
        let others = (changes - put_in).min(self.damage.len() - 1);
        Some(self.grams.len().saturating_sub(self.damage[others] + put_in))
    }

    /// The best percentage that a text of `length` tokens can have if it lacks so many grams.
    pub(super) fn best(&self, length: usize, lacking: usize) -> u8 {
        let longer = self.tokens.max(length);
        if longer == 0 {
            return 100;
        }
        let put_in = length.saturating_sub(self.tokens);
        let others = self.damage.partition_point(|&damage| damage + put_in < lacking);
        let changes = (put_in + others).max(self.tokens.abs_diff(length)).min(longer);
        u8::try_from(100 * (longer - changes) / longer).unwrap_or(100)
    }

    /// The lengths that a match can have.
    fn lengths(&self, least: u8) -> std::ops::RangeInclusive<usize> {
        let least = usize::from(least.max(1));
        (self.tokens * least).div_ceil(100)..=self.tokens * 100 / least
    }
}
