//! What is wrong with an input, and where: told by every stage, printed by the command.

use std::ops::Range;

/// A range of bytes in a source text.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, serde::Serialize, serde::Deserialize,
)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset behind the last byte.
    pub end: usize,
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self { start: range.start, end: range.end }
    }
}

impl Span {
    /// The same range, for slicing.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing, nothing to do.
    Note,
    /// Probably not what was meant.
    Warning,
    /// The input cannot be used as it is.
    Error,
}

/// One thing that is wrong with a source text.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// A short stable name, for lists and filters: `unclosed-quote`.
    pub code: std::borrow::Cow<'static, str>,
    /// Where in the source it stands.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What the user can do about it.
    pub help: String,
}

/// Line and column of a byte offset, both from 1; the column counts characters.
///
/// An offset behind the end is answered with the end.
#[must_use]
pub fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let mut end = offset.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let before = &text[..end];
    let line = memchr::memchr_iter(b'\n', before.as_bytes()).count() + 1;
    let column = before.chars().rev().take_while(|&c| c != '\n').count() + 1;
    (line, column)
}

/// Lines and columns of many places in one text, each counted from the place before: what is reported of a text
/// stands nearly in order.
#[derive(Debug, Clone)]
pub struct Lines<'a> {
    text: &'a str,
    /// The offset that was looked up last, the number and beginning of its line, and the characters before it.
    at: usize,
    line: usize,
    start: usize,
    before: usize,
}

impl<'a> Lines<'a> {
    /// The lines of a text.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0, line: 1, start: 0, before: 0 }
    }

    /// Line and column of a byte offset: what [`line_column`] answers.
    #[must_use]
    pub fn of(&mut self, offset: usize) -> (usize, usize) {
        let offset = self.text.floor_char_boundary(offset);
        let (between, back) = if offset < self.at {
            (&self.text[offset..self.at], true)
        } else {
            (&self.text[self.at..offset], false)
        };
        match (memchr::memchr_iter(b'\n', between.as_bytes()).count(), back) {
            (0, false) => self.before += between.chars().count(),
            (0, true) => self.before -= between.chars().count(),
            (lines, _) => {
                self.line = if back { self.line - lines } else { self.line + lines };
                self.start = self.text[..offset].rfind('\n').map_or(0, |at| at + 1);
                self.before = self.text[self.start..offset].chars().count();
            }
        }
        self.at = offset;
        (self.line, self.before + 1)
    }

    /// Where the line of the last place begins.
    #[must_use]
    pub fn line_start(&self) -> usize {
        self.start
    }
}
