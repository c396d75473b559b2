//! The user's terms: names of places and organisations, words with a form of their own in each region.
//!
//! A terms file is TOML, one table for each term:
//!
//! ```toml
//! [[term]]
//! text = "国家知识产权局"        # as it stands in the issue
//! zh-TW = "國家知識產權局"       # what it becomes, by region: zh-TW, zh-HK, zh-Hant, zh-CN
//! note = "a Mainland office keeps its own name"
//!
//! [[term]]
//! text = "B站"
//! keep = true                   # stays as it is everywhere
//! ```
//!
//! Terms come before every dictionary. Where a region has no form, the text is converted, but as one word.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::lang::{Language, Script};
use crate::limits::LONGEST_TERM;
use crate::problem::Lines;

/// One term.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// As it stands in the issue.
    pub text: String,
    /// It stays as it is everywhere.
    #[serde(default)]
    pub keep: bool,
    /// Form in Taiwan.
    #[serde(rename = "zh-TW")]
    pub taiwan: Option<String>,
    /// Form in Hong Kong.
    #[serde(rename = "zh-HK")]
    pub hong_kong: Option<String>,
    /// Traditional form of no region.
    #[serde(rename = "zh-Hant")]
    pub traditional: Option<String>,
    /// Form in the Mainland.
    #[serde(rename = "zh-CN")]
    pub mainland: Option<String>,
    /// Why, for people.
    pub note: Option<String>,
}

/// The terms of a user.
#[derive(Debug, Clone, Default)]
pub struct Terms {
    terms: Vec<Term>,
}

/// What is wrong with a terms file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TermsError {
    /// It is not TOML, or not of this form.
    #[error("line {line}: {message}")]
    Syntax {
        /// Line, from 1.
        line: usize,
        /// What the reader says.
        message: String,
    },
    /// One text is given twice, with different forms.
    #[error("line {}: `{text}` has other forms in line {}; keep one of the two", lines[1], lines[0])]
    Conflict {
        /// The text.
        text: String,
        /// Lines of the two, from 1.
        lines: [usize; 2],
    },
    /// A term, or what it becomes, is longer than a term can be.
    #[error("line {line}: the term has more than {LONGEST_TERM} characters, which is a text")]
    TooLong {
        /// Line, from 1.
        line: usize,
    },
    /// A term without text.
    #[error("line {line}: a term needs a text")]
    Empty {
        /// Line, from 1.
        line: usize,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    term: Vec<Spanned<Term>>,
}

impl Terms {
    /// Reads a terms file.
    ///
    /// # Errors
    /// A text that is no terms file, or whose terms contradict each other.
    pub fn parse(text: &str) -> Result<Self, TermsError> {
        let mut lines = Lines::new(text);
        let file: File = toml::from_str(text).map_err(|error| TermsError::Syntax {
            line: lines.of(error.span().map_or(0, |span| span.start)).0,
            message: error.message().to_owned(),
        })?;
        let mut seen: BTreeMap<String, (usize, Term)> = BTreeMap::new();
        for term in file.term {
            let line = lines.of(term.span().start).0;
            let term = term.into_inner();
            if term.text.trim().is_empty() {
                return Err(TermsError::Empty { line });
            }
            if term.texts().any(|text| text.chars().nth(LONGEST_TERM).is_some()) {
                return Err(TermsError::TooLong { line });
            }
            if let Some((first, known)) = seen.get(&term.text) {
                let forms = |term: &Term| Term { note: None, ..term.clone() };
                if forms(known) != forms(&term) {
                    return Err(TermsError::Conflict { text: term.text, lines: [*first, line] });
                }
                continue;
            }
            seen.insert(term.text.clone(), (line, term));
        }
        Ok(Self { terms: seen.into_values().map(|(_, term)| term).collect() })
    }

    /// The terms, by text.
    #[must_use]
    pub fn all(&self) -> &[Term] {
        &self.terms
    }
}

impl Term {
    /// What the term becomes in a language; none where it has no form of its own there.
    #[must_use]
    pub fn form(&self, to: &Language) -> Option<&str> {
        if self.keep {
            return Some(&self.text);
        }
        match (to.script(), to.region()) {
            (Some(Script::Simplified), _) => self.mainland.as_deref(),
            (Some(Script::Traditional), Some("TW")) => self.taiwan.as_deref().or(self.traditional.as_deref()),
            (Some(Script::Traditional), Some("HK" | "MO")) => {
                self.hong_kong.as_deref().or(self.traditional.as_deref())
            }
            (Some(Script::Traditional), _) => self.traditional.as_deref(),
            (None, _) => None,
        }
    }

    /// All texts that stand for the term.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let forms = [&self.mainland, &self.taiwan, &self.hong_kong, &self.traditional];
        std::iter::once(self.text.as_str()).chain(forms.into_iter().filter_map(Option::as_deref))
    }
}
