//! Line ends inside a text: which are the layout's, and which are meant.

use std::cell::LazyCell;

use super::{Typed, is_thin_blank, is_wide};
use crate::issue::inline::{Inline, Text};
use crate::issue::line;
use crate::issue::model::Role;
use crate::issue::repair::Kind;
use crate::lang::is_han;

impl Typed<'_> {
    /// Line ends inside a paragraph: nothing between Chinese characters, a blank between words.
    pub(super) fn line_ends(&mut self, text: &Text) {
        if self.verse {
            return;
        }
        let spaced = LazyCell::new({
            let plain = self.plain;
            move || has_blank_between_scripts(plain)
        });
        let mut meant = Vec::new();
        hard_breaks(&text.inlines, &mut 0, &mut meant);
        for (at, _) in self.plain.match_indices('\n') {
            if meant.binary_search(&at).is_ok() {
                continue;
            }
            let start = self.plain[..at].trim_end_matches(is_thin_blank).len();
            let rest = &self.plain[at + 1..];
            let end = at + 1 + (rest.len() - rest.trim_start_matches(is_thin_blank).len());
            let (Some(left), Some(right)) = (self.before(start), self.after(end)) else { continue };
            if left == '\n'
                || right == '\n'
                || self.is_speaker(start, rest)
                || begins_point(&self.plain[end..])
                || self.role == Role::Paragraph
                    && stand_alone(line_before(self.plain, start), line_behind(rest))
            {
                continue;
            }
            let list = matches!(self.role, Role::Credit | Role::Byline | Role::Dateline);
            let wide = |c: char| is_han(c) || is_wide_mark(c) || (self.chinese && is_wide(c));
            let mixed = is_han(left) && right.is_ascii_alphanumeric()
                || left.is_ascii_alphanumeric() && is_han(right);
            if mixed && *spaced {
                self.put(start..end, " ", Kind::LineEnd);
            } else if !list && (wide(left) || wide(right)) {
                self.put(start..end, "", Kind::LineEnd);
            } else if !self.chinese && left == '-' && right.is_lowercase() && start >= 2 {
                let keeps = line::keeps_hyphen(&self.plain[..start], &self.plain[end..])
                    || self.before(start - 1).is_none_or(|c| !c.is_alphabetic());
                if keeps {
                    self.put(start..end, "", Kind::LineEnd);
                } else {
                    self.put(start - 1..end, "", Kind::Hyphen);
                }
            } else {
                self.put(start..end, " ", Kind::LineEnd);
            }
        }
    }

    /// Whether the last line names who said what stands before it.
    fn is_speaker(&self, end: usize, line: &str) -> bool {
        !line.contains('\n')
            && line::names_speaker(line)
            && (self.role == Role::PullQuote || line::ends_sentence(&self.plain[..end]))
    }
}

/// The line that ends at an offset.
fn line_before(plain: &str, end: usize) -> &str {
    plain[..end].rsplit('\n').next().unwrap_or_default()
}

/// The first line of what stands behind a line's end.
fn line_behind(rest: &str) -> &str {
    rest.split('\n').next().unwrap_or_default()
}

/// Whether one of two lines stands for itself: credits, a date, the same in another language.
fn stand_alone(line: &str, next: &str) -> bool {
    /// Fewer letters are a name.
    const LEAST: usize = 12;
    let alone = |line: &str| line::credits(line).is_some() || line::is_date(line);
    let has_han = |line: &str| line.chars().any(is_han);
    let letters = |line: &str| line.chars().filter(|c| c.is_alphabetic()).count();
    let other = if has_han(line) { next } else { line };
    let two_languages = has_han(line) != has_han(next) && letters(other) > LEAST;
    two_languages || alone(line) || alone(next)
}

/// Whether a blank stands between a Chinese character and a letter somewhere in a text.
fn has_blank_between_scripts(plain: &str) -> bool {
    let latin = |c: char| c.is_ascii_alphanumeric();
    plain.match_indices(' ').any(|(at, _)| {
        let before = plain[..at].chars().next_back();
        let behind = plain[at + 1..].chars().next();
        before.zip(behind).is_some_and(|(a, b)| is_han(a) && latin(b) || latin(a) && is_han(b))
    })
}

/// Offsets of line ends that are meant.
fn hard_breaks(inlines: &[Inline], at: &mut usize, out: &mut Vec<usize>) {
    for inline in inlines {
        match inline {
            Inline::Marked(_, inner) => hard_breaks(inner, at, out),
            Inline::Text(text) | Inline::Code(text) => *at += text.len(),
            Inline::SoftBreak => *at += 1,
            Inline::HardBreak => {
                out.push(*at);
                *at += 1;
            }
            Inline::Image { .. } | Inline::Note(_) | Inline::Html(_) => {}
        }
    }
}

/// Whether a line begins with a bullet or a number in a ring: a point of a list that nobody marked as one.
fn begins_point(line: &str) -> bool {
    let mut characters = line.chars();
    match characters.next() {
        Some('●' | '■' | '◆' | '▲' | '○' | '◎' | '□' | '◇' | '★' | '☆' | '•' | '※' | '①'..='⑳') => {
            true
        }
        // Elsewhere this one stands inside foreign names.
        Some('·') => characters.next().is_some_and(is_thin_blank),
        _ => false,
    }
}

/// Whether the lines of a paragraph were ended by its writer.
pub(super) fn is_verse(plain: &str) -> bool {
    line::is_line_by_line(&plain.split('\n').collect::<Vec<_>>())
}

/// Marks at full width that want no blank beside them.
fn is_wide_mark(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '！'
            | '？'
            | '）'
            | '（'
            | '《'
            | '》'
            | '「'
            | '」'
            | '『'
            | '』'
            | '【'
            | '】'
    )
}
