//! Our own corrections to OpenCC's dictionaries, and the words that Taiwan's vocabulary takes too widely.
//!
//! Both lists are plain text beside this file, a line for each, made to be added to. They are for editions:
//! [`Converter`](super::Converter) knows nothing of them.

/// A correction: simplified text, traditional text (OpenCC's standard), reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Correction {
    /// As it stands in Simplified Chinese.
    pub simplified: &'static str,
    /// What it becomes in traditional characters, before regional variants.
    pub traditional: &'static str,
    /// Why.
    pub reason: &'static str,
}

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// All corrections, by their text.
pub fn corrections() -> impl Iterator<Item = Correction> {
    lines(include_str!("corrections.txt")).map(|line| {
        let mut fields = line.split('\t');
        let mut field = || fields.next().unwrap_or_default();
        Correction { simplified: field(), traditional: field(), reason: field() }
    })
}

/// Words that Taiwan's or Hong Kong's vocabulary replaces in texts on computers, but that mean something else
/// elsewhere: they keep their characters unless the text around them is on computers.
pub(super) fn wide_words() -> impl Iterator<Item = &'static str> {
    lines(include_str!("wide.txt"))
}
