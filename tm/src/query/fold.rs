//! What does not count when texts are compared, beside capital letters: a table that the caller brings.

use std::fmt;

/// Makes characters equal that should find each other, as Traditional and Simplified ones: one for one, so that
/// places in the folded text are places in the text.
#[derive(Clone, Copy)]
pub struct Fold<'a> {
    name: &'a str,
    character: Option<&'a (dyn Fn(char) -> char + Sync)>,
}

impl<'a> Fold<'a> {
    /// Every character stands for itself.
    pub const NONE: Self = Self { name: "", character: None };

    /// A table with its name and version: an index made with another one is made anew.
    #[must_use]
    pub fn new(name: &'a str, character: &'a (dyn Fn(char) -> char + Sync)) -> Self {
        Self { name, character: Some(character) }
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// What stands for a character.
    #[must_use]
    pub fn character(&self, c: char) -> char {
        match self.character {
            Some(character) if !c.is_ascii() => character(c),
            _ => c,
        }
    }

    /// A text in small letters, folded, with one blank for every run of them: what is looked for in it and what
    /// is looked for must both be made so.
    #[must_use]
    pub fn text(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            if c.is_whitespace() {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            } else if c.is_ascii() {
                out.push(c.to_ascii_lowercase());
            } else {
                out.extend(self.character(c).to_lowercase());
            }
        }
        out
    }
}

impl fmt::Debug for Fold<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fold({})", self.name)
    }
}
