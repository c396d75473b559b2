//! One of the two texts: an issue, or lines that are sentences.

use std::ops::Range;
use std::path::Path;

use duizhao::align::Sentence;
use duizhao::issue::Source;
use duizhao::lang::Language;
use duizhao::pipeline::Prepared;

use crate::cli::{Failure, files};

/// The sentences of one side.
pub(super) enum Side {
    Issue(Box<Prepared>),
    Lines { name: String, language: Language, lines: Vec<String> },
}

impl Side {
    /// Reads a file with one sentence a line. Its language is told by itself where none is named.
    pub(super) fn lines(path: &Path, language: Option<&Language>) -> Result<Self, Failure> {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let (Source { text, .. }, _) = Source::decode(path.display().to_string(), &files::read(path)?);
        let text = text.trim_start_matches('\u{FEFF}');
        let language = language.cloned().unwrap_or_else(|| Language::of_text(text));
        Ok(Self::Lines { name, language, lines: text.lines().map(|line| line.trim().to_owned()).collect() })
    }

    /// The file's name.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Issue(prepared) => prepared.name(),
            Self::Lines { name, .. } => name,
        }
    }

    pub(super) fn language(&self) -> &Language {
        match self {
            Self::Issue(prepared) => prepared.text().language(),
            Self::Lines { language, .. } => language,
        }
    }

    /// The sentences, without what begins with each.
    pub(super) fn sentences(&self) -> Vec<Sentence<'_>> {
        match self {
            Self::Issue(prepared) => prepared.text().sentences(),
            Self::Lines { lines, .. } => lines.iter().map(|line| line.as_str().into()).collect(),
        }
    }

    /// Index of the article that a sentence stands in.
    pub(super) fn article(&self, sentence: usize) -> Option<usize> {
        match self {
            Self::Issue(prepared) => {
                let segments = prepared.text().segments();
                segments.segments().get(sentence).map(|segment| segments.article(segment.leaf))
            }
            Self::Lines { .. } => Some(0),
        }
    }

    /// Consecutive sentences as one text, on one line.
    pub(super) fn joined(&self, range: &Range<usize>) -> String {
        let text = match self {
            Self::Issue(prepared) => prepared.text().segments().joined(range.clone()),
            Self::Lines { lines, .. } => joined(&lines[range.clone()]),
        };
        text.replace(['\t', '\n', '\r'], " ")
    }
}

/// Sentences after one another, with a blank where letters would touch.
fn joined(sentences: &[String]) -> String {
    let mut out = String::new();
    for sentence in sentences {
        if out.ends_with(|c: char| c.is_ascii()) && sentence.starts_with(|c: char| c.is_ascii()) {
            out.push(' ');
        }
        out.push_str(sentence);
    }
    out
}
