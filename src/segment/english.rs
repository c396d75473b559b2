//! Where sentences end in English.
//!
//! A sentence ends behind a run of `.` `!` `?` `…` and the closing quotes and brackets that follow it, when a
//! blank comes next and what follows can begin a sentence (a capital, a digit, an opening mark). The full stop
//! of an abbreviation is the hard part; abbreviations are told apart by what they ask for behind them:
//!
//! - **titles and lead-ins** (Mr. Dr. Gov. Fig. e.g. vs.) never end a sentence;
//! - **before a number** (No. p. Dec. Nov.) they do not end one when a digit follows;
//! - **others** (U.S. p.m. Inc. etc. St. and initials) end one only when the next word is one that begins
//!   sentences and cannot be part of a name: *The*, *He*, *In* …
//!
//! The abbreviations (`src/words/english.tsv`) are those of the Associated Press and Chicago
//! stylebooks' lists, in our own choice.

use crate::words::english::{COURTESY_TITLE, NUMBER_ABBREVIATION, SENTENCE_HEAD, TIME_LEAD};
use crate::words::{self, Abbreviation};

/// Byte offsets behind each sentence of a line but the last, in order.
#[must_use]
pub fn ends(line: &str) -> Vec<usize> {
    super::general::ends_unless(line, is_abbreviation)
}

/// Whether the full stop between `before` and `behind` belongs to an abbreviation and ends no sentence.
fn is_abbreviation(before: &str, behind: &str) -> bool {
    let word_start = before
        .char_indices()
        .rev()
        .take_while(|&(_, c)| c.is_alphanumeric() || c == '.')
        .last()
        .map_or(before.len(), |(at, _)| at);
    let word = &before[word_start..];
    if word.is_empty() {
        // `N°. 5`.
        return before.ends_with(['°', 'º']) && behind.trim_start().starts_with(|c: char| c.is_ascii_digit());
    }
    let lower = word.to_lowercase();
    let next = behind.trim_start().trim_start_matches(['"', '“', '‘', '\'', '(', '[']);
    let next_word: String = next.chars().take_while(|c| c.is_alphabetic()).collect::<String>().to_lowercase();
    let next_is_number = next.starts_with(|c: char| c.is_ascii_digit());
    let title = COURTESY_TITLE.starting(next).any(|(title, ())| next[title.len()..].starts_with('.'));
    let starts = next.len() < behind.trim_start().len()
        || SENTENCE_HEAD.contains(&next_word)
        || (title && !is_time_at_beginning(before, &lower));
    // `no` and `art` are words too: as abbreviations they stand before a number.
    if next_is_number && NUMBER_ABBREVIATION.contains(&lower) {
        return true;
    }
    let kind = words::abbreviation(word);
    if kind == Some(Abbreviation::Never) {
        return true;
    }
    let initial = word.len() == 1 && word.starts_with(|c: char| c.is_ascii_uppercase());
    // `you and I.` ends a sentence, `Carl I. Berg` does not.
    let pronoun = word == "I" && !before[..word_start].trim_end().rsplit(' ').next().is_some_and(is_name);
    let dotted = word.contains('.')
        && word.split('.').all(|part| part.chars().count() <= 2 && part.chars().all(char::is_alphabetic));
    ((initial && !pronoun) || dotted || kind.is_some()) && !starts
}

fn is_name(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_some_and(char::is_lowercase)
}

/// Whether a sentence so far is a time alone, of which the abbreviation is the last word.
fn is_time_at_beginning(before: &str, abbreviation: &str) -> bool {
    let mut words = before.split_whitespace();
    let lead = words.next().unwrap_or_default().to_lowercase();
    matches!(abbreviation, "a.m" | "p.m") && TIME_LEAD.contains(&lead) && words.count() <= 3
}
