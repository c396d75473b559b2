//! The Levenshtein distance, 64 cells at a time.
//!
//! The algorithm is that of Myers (A fast bit-vector algorithm for approximate string matching, 1999) as Hyyrö
//! (2003) has it for the distance of two whole texts and for patterns of several machine words: of the matrix only
//! the differences between neighbours in a column are kept, two bits a cell.

use super::tokens::Tokens;
use std::collections::HashMap;

/// A text that is compared with many.
#[derive(Debug, Clone)]
pub struct Pattern {
    length: usize,
    /// By token: where it stands, 64 places a word.
    places: HashMap<u64, Vec<u64>>,
}

impl Pattern {
    /// Prepares a text.
    #[must_use]
    pub fn new(tokens: &Tokens) -> Self {
        let length = tokens.len();
        let mut places: HashMap<u64, Vec<u64>> = HashMap::new();
        for (at, token) in tokens.0.iter().enumerate() {
            places.entry(*token).or_insert_with(|| vec![0; length.div_ceil(64)])[at / 64] |= 1 << (at % 64);
        }
        Self { length, places }
    }

    /// How many tokens it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// How many tokens must be put in, left out or replaced to make one text the other.
    #[must_use]
    pub fn distance(&self, other: &Tokens) -> usize {
        if self.length == 0 {
            return other.len();
        }
        let blocks = self.length.div_ceil(64);
        let last = 1u64 << ((self.length - 1) % 64);
        let none = vec![0u64; blocks];
        // Whether a cell is one more, or one less, than the one above it.
        let mut more = vec![u64::MAX; blocks];
        let mut less = vec![0u64; blocks];
        let mut distance = self.length;
        for token in &other.0 {
            let places = self.places.get(token).unwrap_or(&none);
            // The first row grows by one with each column.
            let (mut carry_more, mut carry_less) = (1u64, 0u64);
            for block in 0..blocks {
                let (up, down) = (more[block], less[block]);
                let equal = places[block] | carry_less;
                let diagonal = ((equal & up).wrapping_add(up) ^ up) | equal | down;
                let mut right_more = down | !(diagonal | up);
                let mut right_less = up & diagonal;
                if block + 1 == blocks {
                    distance += usize::from(right_more & last != 0);
                    distance -= usize::from(right_less & last != 0);
                }
                let (top_more, top_less) = (right_more >> 63, right_less >> 63);
                right_more = (right_more << 1) | carry_more;
                right_less = (right_less << 1) | carry_less;
                let across = places[block] | down;
                more[block] = right_less | !(across | right_more);
                less[block] = right_more & across;
                (carry_more, carry_less) = (top_more, top_less);
            }
        }
        distance
    }

    /// How much a text matches, from 0 to 100; 0 if it would be below `least`.
    ///
    /// The percentage is that of `OmegaT`: `100·(longer − distance)/longer` with the distance after Levenshtein, rounded
    /// down.
    #[must_use]
    pub fn matches(&self, other: &Tokens, least: u8) -> u8 {
        let longer = self.length.max(other.len());
        if longer == 0 {
            return 100;
        }
        // So many may differ; as many do if one is so much longer.
        let limit = longer * usize::from(100 - least.min(100)) / 100;
        if longer - self.length.min(other.len()) > limit {
            return 0;
        }
        let distance = self.distance(other);
        if distance > limit {
            return 0;
        }
        u8::try_from(100 * (longer - distance) / longer).unwrap_or(100)
    }
}
