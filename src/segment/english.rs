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
//! The abbreviations are those of the Associated Press and Chicago stylebooks' lists, in our own choice.

/// Byte offsets behind each sentence of a line but the last, in order.
#[must_use]
pub fn ends(line: &str) -> Vec<usize> {
    super::general::ends_unless(line, is_abbreviation)
}

pub(super) const NEVER: &[&str] = &[
    "mrs", "messrs", "mmes", "drs", "prof", "profs", "gov", "govs", "sen", "sens", "rep", "reps", "gen",
    "col", "capt", "cmdr", "sgt", "maj", "adm", "rev", "hon", "pres", "supt", "det", "insp", "amb", "msgr",
    "e.g", "i.e", "viz", "cf", "vs", "v", "fig", "figs", "eq", "approx", "ca", "ste",
];

/// The same, with a capital only: in small letters they are words and units (10 ft.).
pub(super) const NEVER_CAPITAL: &[&str] = &["mr", "ms", "mx", "dr", "lt", "fr", "mt", "ft", "al"];

pub(super) const BEFORE_NUMBERS: &[&str] = &[
    "no", "nos", "p", "pp", "vol", "vols", "ch", "chap", "sec", "art", "para", "jan", "feb", "mar", "apr",
    "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "op", "ed",
];

pub(super) const MAYBE: &[&str] = &[
    "inc", "co", "corp", "ltd", "llc", "plc", "bros", "jr", "sr", "esq", "etc", "st", "rd", "ave", "av",
    "blvd", "ln", "sq", "dept", "dist", "div", "est", "univ", "assn", "intl", "natl", "govt", "mfg", "min",
    "max", "hr", "hrs", "sec", "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun",
    "ph.d", "m.d", "b.a", "m.a", "b.sc", "m.sc", "d.c", "a.m", "p.m", "a.d", "b.c", "u.s", "u.k", "u.n",
    "e.u", "u.s.a", "p.r.c", "r.o.c", "u.s.s.r",
];

/// Words that begin sentences and hardly ever names.
pub(super) const STARTERS: &[&str] = &[
    "a",
    "after",
    "all",
    "also",
    "although",
    "an",
    "and",
    "another",
    "are",
    "as",
    "at",
    "because",
    "before",
    "both",
    "but",
    "by",
    "can",
    "could",
    "did",
    "do",
    "does",
    "during",
    "each",
    "for",
    "from",
    "had",
    "has",
    "have",
    "he",
    "her",
    "here",
    "his",
    "how",
    "however",
    "i",
    "if",
    "in",
    "is",
    "it",
    "its",
    "last",
    "let",
    "many",
    "meanwhile",
    "most",
    "my",
    "no",
    "not",
    "now",
    "of",
    "on",
    "one",
    "only",
    "or",
    "our",
    "please",
    "she",
    "should",
    "since",
    "so",
    "some",
    "still",
    "such",
    "that",
    "the",
    "their",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "though",
    "thus",
    "to",
    "under",
    "until",
    "was",
    "we",
    "were",
    "what",
    "when",
    "where",
    "while",
    "who",
    "why",
    "with",
    "would",
    "yes",
    "yet",
    "you",
    "your",
];

/// Titles that a sentence may begin with, behind an abbreviation that ended the last one.
pub(super) const TITLES: &[&str] = &["Mr", "Mrs", "Ms"];

/// Words that a time at a sentence's beginning stands behind: `At 5 a.m. Mr. Lin left.`
pub(super) const TIME_LEADS: &[&str] =
    &["about", "after", "around", "at", "before", "by", "from", "on", "since", "until"];

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
    let title = TITLES.iter().any(|title| next.strip_prefix(title).is_some_and(|rest| rest.starts_with('.')));
    let starts = next.len() < behind.trim_start().len()
        || STARTERS.contains(&next_word.as_str())
        || (title && !is_time_at_beginning(before, &lower));
    // `no` and `art` are words too: as abbreviations they stand before a number.
    if BEFORE_NUMBERS.contains(&lower.as_str()) && next_is_number {
        return true;
    }
    let capital = word.starts_with(char::is_uppercase);
    if NEVER.contains(&lower.as_str()) || capital && NEVER_CAPITAL.contains(&lower.as_str()) {
        return true;
    }
    let initial = word.len() == 1 && word.starts_with(|c: char| c.is_ascii_uppercase());
    // `you and I.` ends a sentence, `Carl I. Berg` does not.
    let pronoun = word == "I" && !before[..word_start].trim_end().rsplit(' ').next().is_some_and(is_name);
    let dotted = word.contains('.')
        && word.split('.').all(|part| part.chars().count() <= 2 && part.chars().all(char::is_alphabetic));
    ((initial && !pronoun) || dotted || MAYBE.contains(&lower.as_str())) && !starts
}

fn is_name(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_some_and(char::is_lowercase)
}

/// Whether a sentence so far is a time alone, of which the abbreviation is the last word.
fn is_time_at_beginning(before: &str, abbreviation: &str) -> bool {
    let mut words = before.split_whitespace();
    let lead = words.next().unwrap_or_default().to_lowercase();
    matches!(abbreviation, "a.m" | "p.m") && TIME_LEADS.contains(&lead.as_str()) && words.count() <= 3
}
