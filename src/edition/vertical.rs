//! Digits and Latin letters in vertical lines: which of them stand upright, and which lie.
//!
//! In vertical text every character of another script lies on its side unless it is told to stand. The rules
//! here follow the *Requirements for Chinese Text Layout* (W3C CLREQ) and the habit of newspapers in Taiwan:
//!
//! | in the text | set as |
//! |---|---|
//! | `7`, `24`, `5G`, `3D`, `!?` | one or two characters together in one cell ([`Run::Together`]) |
//! | `15%` | the number in one cell, the percent sign in the next |
//! | `365`, `2024` | digit under digit, upright ([`Run::Upright`]), up to four: years, hundreds |
//! | `A`, `WIPO`, `GDP` | letter under letter, upright: capital initials, up to five |
//! | `https://example.org/a` | it lies, and breaks wherever the line ends ([`Run::Address`]); so it does in horizontal lines |
//! | `4.34`, `43,400`, `18:30`, `PM2.5`, `Shanghai`, `user@mail.tw` | the whole run lies, unbroken ([`Run::Lying`]) |
//! | `+886 2 2345 6789` | a telephone number lies in one piece, with its blanks ([`Run::Telephone`]) |
//! | the dash of `118—119`, `周一～周五` | it never begins a line ([`Run::Connector`]); nor does it in horizontal lines |
//!
//! So nothing lies by accident: what lies is a figure or a word that falls apart when it is stacked.

use std::ops::Range;

use crate::lang::is_han;

/// How a run of digits or Latin letters is set in a vertical line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Run {
    /// In one cell, side by side (tate-chu-yoko; 縱中橫).
    Together,
    /// Character under character.
    Upright,
    /// On its side, as one piece.
    Lying,
    /// An address of the web, which lies and may break anywhere: it is longer than a line.
    Address,
    /// On its side, as one piece that no line end may tear at its blanks.
    Telephone,
    /// The sign between the ends of a range, which stays with the first of them.
    Connector,
}

/// Digits of an international telephone number, with those of its country (ITU-T E.164); fewer are a rise or a score.
const TELEPHONE_DIGITS: std::ops::RangeInclusive<usize> = 7..=15;
/// The longest such number as people write it, with blanks and brackets.
const LONGEST_TELEPHONE: usize = 32;

/// Signs that join the ends of a range (連接號), of those that Unicode lets begin a line.
const CONNECTORS: [char; 4] = ['—', '―', '～', '〜'];

/// The longest number that is stacked digit by digit.
const STACKED_DIGITS: usize = 4;
/// The longest initials that are stacked letter by letter.
const STACKED_INITIALS: usize = 5;

/// The runs of a text in order. What stands between them needs nothing: Chinese characters and punctuation.
pub(super) fn runs(text: &str) -> Vec<(Range<usize>, Run)> {
    let mut runs = Vec::new();
    let mut addresses = addresses(text).into_iter().peekable();
    let mut at = 0;
    while at < text.len() {
        if let Some(address) = addresses.next_if(|(range, _)| range.start <= at) {
            at = address.0.end;
            runs.push(address);
            continue;
        }
        if let Some(end) = connector(text, at) {
            runs.push((at..end, Run::Connector));
            at = end;
            continue;
        }
        if let Some(end) = telephone(text, at) {
            runs.push((at..end, Run::Telephone));
            at = end;
            continue;
        }
        if !opens(text, at) {
            at += 1;
            continue;
        }
        let end = at + length(&text[at..]);
        set(&text[at..end], at, &mut runs);
        at = end;
    }
    runs
}

/// What horizontal lines must be told of as well: where addresses may break, and ranges may not.
pub(super) fn horizontal_runs(text: &str) -> Vec<(Range<usize>, Run)> {
    let mut runs = addresses(text);
    let connectors = text.match_indices(CONNECTORS).filter_map(|(at, _)| Some(at..connector(text, at)?));
    runs.extend(connectors.map(|range| (range, Run::Connector)));
    runs.sort_by_key(|(range, _)| range.start);
    runs
}

/// The addresses of the web in a text: no blank stands in them.
fn addresses(text: &str) -> Vec<(Range<usize>, Run)> {
    let mut addresses: Vec<(Range<usize>, Run)> = Vec::new();
    for (colon, _) in text.match_indices("://") {
        let scheme = text[..colon].bytes().rev().take_while(u8::is_ascii_alphabetic).count();
        let rest = text[colon..].bytes().take_while(u8::is_ascii_graphic).count();
        let address =
            text[..colon + rest].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '"', '\'', '>']);
        let start = colon - scheme;
        let apart = addresses.last().is_none_or(|(last, _)| last.end <= start);
        if scheme > 0 && apart && address.len() > colon + 3 {
            addresses.push((start..address.len(), Run::Address));
        }
    }
    addresses
}

/// Where the connector that begins here ends: one dash, not two, between letters or digits. Between words of Latin
/// letters it is a dash of theirs.
fn connector(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let sign = rest.chars().next().filter(|c| CONNECTORS.contains(c))?;
    let end = at + sign.len_utf8();
    let ends = [text[..at].chars().next_back()?, text[end..].chars().next()?];
    let held = |c: char| c.is_alphanumeric() || matches!(c, '%' | '‰' | '℃' | '°' | '+' | '$');
    let of_range = |c: char| c.is_ascii_digit() || is_han(c);
    (ends.into_iter().all(held) && ends.into_iter().any(of_range)).then_some(end)
}

/// Where the telephone number that begins here with a plus sign ends.
fn telephone(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?.strip_prefix('+')?;
    let written = rest
        .bytes()
        .take(LONGEST_TELEPHONE)
        .take_while(|b| b.is_ascii_digit() || matches!(b, b' ' | b'-' | b'(' | b')'))
        .count();
    let number = rest[..written].trim_end_matches([' ', '-', '(', ')']);
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let follows = rest[number.len()..].chars().next().is_some_and(is_of_run);
    let opens = number.starts_with(|c: char| c.is_ascii_digit());
    (opens && !follows && TELEPHONE_DIGITS.contains(&digits)).then_some(at + 1 + number.len())
}

/// Whether a run begins here: a digit or letter, a sign before a number, or paired marks such as `!?`.
fn opens(text: &str, at: usize) -> bool {
    if !text.is_char_boundary(at) {
        return false;
    }
    let rest = &text[at..];
    rest.chars().next().is_some_and(is_of_run) || paired_marks(rest).is_some()
}

/// Letters and digits that lie unless told to stand: ASCII, and the Latin, Greek and Cyrillic blocks.
fn is_of_run(c: char) -> bool {
    c.is_ascii_alphanumeric() || (('\u{C0}'..='\u{52F}').contains(&c) && c.is_alphabetic())
}

/// `!!`, `!?`, `?!`, `??` at the start of a text.
fn paired_marks(text: &str) -> Option<usize> {
    let marks = text.bytes().take_while(|b| matches!(b, b'!' | b'?')).count();
    (marks == 2).then_some(2)
}

/// Length of the run at the start of a text: letters and digits with the signs that hold them together.
fn length(text: &str) -> usize {
    if let Some(length) = paired_marks(text) {
        return length;
    }
    let mut end = 0;
    for (at, c) in text.char_indices() {
        if is_of_run(c) {
            end = at + c.len_utf8();
            continue;
        }
        let next = text[at + c.len_utf8()..].chars().next();
        let holds = match c {
            '.' | ',' | ':' | '/' | '-' | '\'' | '’' | '@' | '_' | '&' | '+' | '#' | '=' | '?' | '~' => {
                next.is_some_and(is_of_run)
            }
            // A word's own blank: `New York` lies as one piece. Numbers are not joined to their neighbours.
            ' ' => {
                next.is_some_and(char::is_alphabetic)
                    && next.is_some_and(is_of_run)
                    && text[..at].chars().next_back().is_some_and(char::is_alphabetic)
            }
            _ => false,
        };
        if !holds {
            // A percent sign goes with its number.
            return if matches!(c, '%' | '‰' | '℃') && at == end && end > 0 {
                at + c.len_utf8()
            } else {
                end
            };
        }
    }
    end
}

/// Says how one run is set.
fn set(run: &str, start: usize, out: &mut Vec<(Range<usize>, Run)>) {
    let number = run.trim_end_matches(['%', '‰', '℃']);
    let whole = start..start + run.len();
    let digits = number.bytes().all(|b| b.is_ascii_digit());
    let sign = start + number.len()..start + run.len();
    if digits && number.len() <= STACKED_DIGITS {
        let how = if number.len() <= 2 { Run::Together } else { Run::Upright };
        out.push((start..start + number.len(), how));
        if !sign.is_empty() {
            out.push((sign, Run::Upright));
        }
    } else if run.len() == 2
        && run.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase() || b == b'!' || b == b'?')
    {
        let letters = run.bytes().all(|b| b.is_ascii_uppercase());
        out.push((whole, if letters { Run::Upright } else { Run::Together }));
    } else if run.chars().count() <= STACKED_INITIALS && run.chars().all(char::is_uppercase) || run.len() == 1
    {
        out.push((whole, Run::Upright));
    } else {
        out.push((whole, Run::Lying));
    }
}

#[cfg(test)]
mod tests {
    use super::{Run, runs};

    #[test]
    fn each_kind_of_run_is_set_as_the_table_says() {
        use Run::{Address, Connector, Lying, Telephone, Together, Upright};
        let cases: &[(&str, &[(&str, Run)])] = &[
            ("11月24日", &[("11", Together), ("24", Together)]),
            ("增長15%以上", &[("15", Together), ("%", Upright)]),
            ("增長0.5%以上", &[("0.5%", Lying)]),
            ("在2024年", &[("2024", Upright)]),
            ("共43,400件", &[("43,400", Lying)]),
            ("電話28850000", &[("28850000", Lying)]),
            ("世界WIPO總部", &[("WIPO", Upright)]),
            ("用5G和AI", &[("5G", Together), ("AI", Upright)]),
            ("在New York City開會", &[("New York City", Lying)]),
            ("T恤", &[("T", Upright)]),
            ("PM2.5下降", &[("PM2.5", Lying)]),
            ("18:30開始", &[("18:30", Lying)]),
            ("第36—41頁", &[("36", Together), ("—", Connector), ("41", Together)]),
            ("8:30—17:00開放", &[("8:30", Lying), ("—", Connector), ("17:00", Lying)]),
            ("周二～周日，甲——乙，A—B", &[("～", Connector), ("A", Upright), ("B", Upright)]),
            ("請撥+44 20 7946 0958。", &[("+44 20 7946 0958", Telephone)]),
            ("請撥+81-3-5555-0123（日）", &[("+81-3-5555-0123", Telephone)]),
            ("上升+12", &[("12", Together)]),
            ("什麼!?", &[("!?", Together)]),
            ("只有漢字。", &[]),
            ("éa", &[("éa", Lying)]),
            (
                "見https://example.org/a?b=1。共3篇(http://a.tw).",
                &[("https://example.org/a?b=1", Address), ("3", Together), ("http://a.tw", Address)],
            ),
            ("a://, ://b", &[("a", Upright), ("b", Upright)]),
        ];
        for (text, expected) in cases {
            let found: Vec<_> = runs(text).into_iter().map(|(range, run)| (&text[range], run)).collect();
            assert_eq!(&found, expected, "{text}");
        }
    }
}
