//! Texts as they are compared: rows of tokens.
//!
//! Each Chinese character and each kana is a token, each word of other scripts is one, marks are tokens too, blanks
//! are none. Capital letters do not count. A caller may fold characters before, as Traditional to Simplified.

use super::fold::Fold;
use crate::language::is_han;
use xxhash_rust::xxh3::xxh3_64;

/// The bit that tells words from characters.
const WORD: u64 = 1 << 63;

/// One token of a folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A character that is a word of its own.
    Ideograph(char),
    /// A word, in small letters.
    Word(&'a str),
    /// Any other character that can be seen.
    Mark(char),
}

impl Token<'_> {
    /// The token as a number: different tokens have different ones, as far as 63 bits go.
    pub(super) fn number(self) -> u64 {
        match self {
            Self::Ideograph(c) | Self::Mark(c) => u64::from(u32::from(c)),
            Self::Word(word) => xxh3_64(word.as_bytes()) | WORD,
        }
    }
}

/// Whether a character is a token of its own that is no mark.
pub(crate) fn is_ideograph(c: char) -> bool {
    is_han(c) || matches!(c, '\u{3040}'..='\u{30FF}')
}

/// Calls `take` with every token of a text; `word` is kept from one call to the next, so that nothing is allocated.
pub(super) fn tokens(text: &str, fold: Fold<'_>, word: &mut String, mut take: impl FnMut(Token<'_>)) {
    let end = |word: &mut String, take: &mut dyn FnMut(Token<'_>)| {
        if !word.is_empty() {
            take(Token::Word(word));
            word.clear();
        }
    };
    word.clear();
    for c in text.chars() {
        if c.is_ascii() {
            if c.is_ascii_alphanumeric() {
                word.push(c.to_ascii_lowercase());
                continue;
            }
            end(word, &mut take);
            if !c.is_ascii_whitespace() {
                take(Token::Mark(c));
            }
            continue;
        }
        let c = fold.character(c);
        if is_ideograph(c) {
            end(word, &mut take);
            take(Token::Ideograph(c));
        } else if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        } else {
            end(word, &mut take);
            if !c.is_whitespace() {
                take(Token::Mark(c));
            }
        }
    }
    end(word, &mut take);
}

/// A text as it is compared.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tokens(pub(super) Vec<u64>);

impl Tokens {
    /// The tokens of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self::folded(text, Fold::NONE)
    }

    /// The tokens of a text whose characters are folded.
    #[must_use]
    pub fn folded(text: &str, fold: Fold<'_>) -> Self {
        let mut numbers = Vec::with_capacity(text.len() / 3);
        tokens(text, fold, &mut String::new(), |token| numbers.push(token.number()));
        Self(numbers)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
