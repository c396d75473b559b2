//! Where sentences end in languages that have no rules of their own: a run of end marks, closing marks, a blank,
//! and behind it no small letter. End marks of all scripts are those of the Unicode property `STerm`, as far as
//! newspapers use them.

use super::list;
use crate::words::character::is_closing_mark;

/// Byte offsets behind each sentence of a line but the last, in order.
#[must_use]
pub fn ends(line: &str) -> Vec<usize> {
    ends_unless(line, |before, behind| {
        // An initial or an ordinal: `J. Bach`, `3. Oktober`.
        let word: String = before.chars().rev().take_while(|c| c.is_alphanumeric()).collect();
        let number = !word.is_empty() && word.chars().all(|c| c.is_ascii_digit());
        let next_is_letter = behind.trim_start().starts_with(char::is_alphabetic);
        (word.chars().count() == 1 && word.chars().all(char::is_uppercase))
            || (number && word.len() <= 2 && next_is_letter)
    })
}

/// The same with a language's own knowledge: `keeps(before, behind)` tells whether a single full stop between
/// the two ends nothing; `before` is the sentence so far.
pub(super) fn ends_unless(line: &str, keeps: fn(&str, &str) -> bool) -> Vec<usize> {
    let points = list::points(line);
    let mut points = points.iter().peekable();
    let mut ends = Vec::new();
    let (mut start, mut at) = (0, 0);
    while let Some(found) = line.as_bytes()[at..].iter().position(|&b| MAY_END[usize::from(b)]) {
        at += found;
        let mut label_end = None;
        while let Some(point) = points.next_if(|point| point.start <= at) {
            if point.start > 0 {
                if ends.last() != Some(&point.start) {
                    ends.push(point.start);
                }
                start = point.start;
            }
            label_end = Some(point.end).filter(|&end| at < end);
        }
        // The mark behind a list's number ends nothing.
        if let Some(end) = label_end {
            at = end;
            continue;
        }
        let Some(c) = line[at..].chars().next().filter(|&c| is_end(c)) else {
            at += line[at..].chars().next().map_or(1, char::len_utf8);
            continue;
        };
        let run = Run::at(line, at);
        if run.ends_sentence(c, &line[start..at], &line[run.behind..], keeps) {
            ends.push(run.behind);
            start = run.behind;
        }
        at = run.behind;
    }
    ends.extend(points.map(|point| point.start).filter(|&point| point > 0));
    ends
}

/// Bytes that an end mark of any script begins with.
const MAY_END: [bool; 256] = {
    let mut may = [false; 256];
    may[b'.' as usize] = true;
    may[b'!' as usize] = true;
    may[b'?' as usize] = true;
    // Of `।॥`, `؟`, `۔`, `…‼⁇⁈⁉`, `。`, `！？`.
    may[0xE0] = true;
    may[0xD8] = true;
    may[0xDB] = true;
    may[0xE2] = true;
    may[0xE3] = true;
    may[0xEF] = true;
    may
};

/// End marks that stand together, and the closing marks behind them.
struct Run {
    marks: usize,
    /// Whether blanks stand between them, as in `. . .`.
    spaced: bool,
    /// Where the end marks end, and where the closing marks do.
    end: usize,
    behind: usize,
}

impl Run {
    fn at(line: &str, from: usize) -> Self {
        let (mut marks, mut spaced, mut end) = (0, false, from);
        loop {
            let rest = &line[end..];
            if let Some(c) = rest.chars().next().filter(|&c| is_end(c)) {
                end += c.len_utf8();
            } else if let Some(blank) = rest.chars().next().filter(|&c| matches!(c, ' ' | '\u{A0}'))
                && rest[blank.len_utf8()..].starts_with('.')
                && line[..end].ends_with('.')
                && !rest[blank.len_utf8() + 1..].starts_with(|c: char| c.is_alphanumeric())
            {
                spaced = true;
                end += blank.len_utf8() + 1;
            } else {
                break;
            }
            marks += 1;
        }
        let mut behind = end;
        while let Some(c) = line[behind..].chars().next() {
            let rest = &line[behind + c.len_utf8()..];
            // French sets a blank before its closing quote, German opens with the same: « Oui. » and »Ja.«
            let blank_before_quote = matches!(c, ' ' | '\u{A0}' | '\u{202F}')
                && rest
                    .strip_prefix(['»', '›'])
                    .is_some_and(|behind| !behind.starts_with(char::is_alphanumeric));
            let opened_by_it = matches!(c, '«' | '‹') && !rest.starts_with(char::is_alphanumeric);
            if !(is_closing_mark(c) || blank_before_quote || opened_by_it) {
                break;
            }
            behind += c.len_utf8();
        }
        Self { marks, spaced, end, behind }
    }

    /// Whether the sentence `before` ends with this run, the first of which is `c`, and not the text.
    fn ends_sentence(&self, c: char, before: &str, rest: &str, keeps: fn(&str, &str) -> bool) -> bool {
        // Scripts that set no blank between sentences end one by the mark alone.
        let wide = "।॥۔؟。！？".contains(c);
        if !(wide || rest.starts_with(char::is_whitespace)) || rest.trim_start().is_empty() {
            return false;
        }
        let next = rest.trim_start().trim_start_matches(is_opening);
        let ellipsis = c == '…' || (c == '.' && self.marks > 1);
        let small = next.starts_with(char::is_lowercase) && !begins_with_name(next);
        let dash = rest.trim_start().starts_with(['—', '–', '-', ',', ';', ':']);
        if small || dash || (ellipsis && !next.starts_with(|n: char| n.is_uppercase() || n.is_numeric())) {
            return false;
        }
        // `[...]` and `. . .` stand for words left out; a fourth dot is a full stop.
        if ellipsis && ((before.ends_with('[') && self.behind > self.end) || (self.spaced && self.marks < 4))
        {
            return false;
        }
        !(c == '.' && self.marks == 1 && keeps(before, rest))
    }
}

/// Whether a text begins with a name that begins small: `iPhone`, `eBay`.
fn begins_with_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(char::is_lowercase)
        && chars.take_while(|c| c.is_alphabetic()).any(char::is_uppercase)
}

fn is_end(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '‼' | '⁇' | '⁈' | '⁉' | '।' | '॥' | '۔' | '؟' | '。' | '！' | '？')
}

fn is_opening(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '“' | '‘' | '„' | '‚' | '«' | '‹' | '(' | '[' | '{' | '¿' | '¡' | '「' | '『' | '（'
    )
}
