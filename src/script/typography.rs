//! Punctuation as each region sets it.
//!
//! The Mainland quotes with “ ” and, inside them, ‘ ’; Taiwan and Hong Kong with 「 」 and 『 』. A speech that goes on
//! over several paragraphs opens each with a quote and closes only the last, so marks are changed one by one and
//! never counted. A ’ that is an apostrophe stays. Between the parts of a foreign name the Mainland sets · (U+00B7),
//! Taiwan ‧ (U+2027). 《》〈〉, …… and —— are the same everywhere.

use std::ops::Range;

use crate::lang::is_han;

/// A region's way with punctuation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Typography {
    Mainland,
    Taiwan,
    HongKong,
}

/// What is to be changed in a text so that it is set the region's way.
pub(super) fn edits(text: &str, to: Typography) -> Vec<(Range<usize>, &'static str)> {
    let mut edits = Vec::new();
    let mut before = None;
    let mut chars = text.char_indices().peekable();
    // Whether a single quote was opened that a ’ may close.
    let mut inner = false;
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map(|&(_, c)| c);
        let new = match to {
            Typography::Mainland => match c {
                '「' => "“",
                '」' => "”",
                '『' => "‘",
                '』' => "’",
                '‧' if between_words(before, after) => "·",
                _ => "",
            },
            Typography::Taiwan | Typography::HongKong => match c {
                '“' => "「",
                '”' => "」",
                '‘' if !opens_short_form(after) => {
                    inner = true;
                    "『"
                }
                '’' if !is_apostrophe(before, after, inner) => {
                    inner = false;
                    "』"
                }
                '·' if to == Typography::Taiwan && between_words(before, after) => "‧",
                _ => "",
            },
        };
        if !new.is_empty() {
            edits.push((at..at + c.len_utf8(), new));
        }
        before = Some(c);
    }
    edits
}

/// ‘90s: the mark stands for digits that are left out.
fn opens_short_form(after: Option<char>) -> bool {
    after.is_some_and(|c| c.is_ascii_digit())
}

/// it’s, rock ’n’ roll, the students’: a ’ after a letter that no ‘ has opened, or between two letters.
fn is_apostrophe(before: Option<char>, after: Option<char>, inner: bool) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_han(c));
    is_letter(before) && (is_letter(after) || !inner)
}

fn between_words(before: Option<char>, after: Option<char>) -> bool {
    let is_part = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    is_part(before) && is_part(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(text: &str, to: Typography) -> String {
        let (mut out, mut at) = (String::new(), 0);
        for (range, new) in edits(text, to) {
            out += &text[at..range.start];
            out += new;
            at = range.end;
        }
        out + &text[at..]
    }

    #[test]
    fn quotes_both_ways() {
        for (mainland, taiwan) in [
            ("他说：“这是‘新’词。”", "他說：「這是『新』詞。」"),
            // Paragraphs of one speech, each by itself.
            ("“第一段，", "「第一段，"),
            ("“末段。”", "「末段。」"),
            ("卡尔·马克思", "卡尔‧马克思"),
            ("《书》〈篇〉……——", "《书》〈篇〉……——"),
        ] {
            let taiwan = taiwan.replace('說', "说").replace('這', "这").replace('詞', "词");
            assert_eq!(set(mainland, Typography::Taiwan), taiwan);
            assert_eq!(set(&taiwan, Typography::Mainland), mainland);
        }
        assert_eq!(set("卡尔·马克思", Typography::HongKong), "卡尔·马克思");
    }

    #[test]
    fn apostrophes_stay() {
        for text in ["it’s 新的", "the students’ 书", "rock’n’roll", "‘90s"] {
            assert_eq!(set(text, Typography::Taiwan), text);
        }
        assert_eq!(set("“‘It’s OK’”", Typography::Taiwan), "「『It’s OK』」");
    }
}
