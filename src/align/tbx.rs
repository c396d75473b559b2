//! Terms from TBX (`TermBase` eXchange, ISO 30042), the format of terminology databases.
//!
//! Of both versions, 2 (`termEntry`, `langSet`) and 3 (`conceptEntry`, `langSec`), one thing is read: which terms of
//! which languages stand in one entry.

use std::fmt;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::Terms;
use crate::problem::line_column;

/// Why a TBX file gave no terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TbxError {
    /// It is not well-formed XML: the line, and what the parser says.
    Xml {
        /// The line, from 1.
        line: usize,
        /// What the parser says.
        message: String,
    },
    /// No entry has terms in two languages.
    Empty,
}

impl fmt::Display for TbxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Xml { line, message } => write!(f, "line {line}: not well-formed XML: {message}"),
            Self::Empty => f.write_str("no entry in it has terms in two languages"),
        }
    }
}

impl std::error::Error for TbxError {}

impl Terms {
    /// Adds the terms of a TBX file: within an entry, those of each language as translations of those of every
    /// other.
    ///
    /// # Errors
    /// If the file is not well-formed, or has no terms in two languages.
    pub fn add_tbx(&mut self, text: &str) -> Result<(), TbxError> {
        let mut xml = Reader::from_str(text);
        let mut entry: Vec<(String, String)> = Vec::new();
        let (mut language, mut term) = (String::new(), None::<String>);
        let mut found = false;
        loop {
            let event = xml.read_event().map_err(|error| {
                let at = usize::try_from(xml.error_position()).unwrap_or(usize::MAX).min(text.len());
                TbxError::Xml { line: line_column(text, at).0, message: error.to_string() }
            })?;
            match event {
                Event::Start(start) => match start.local_name().as_ref() {
                    "langSet" | "langSec" => {
                        let named = start.attributes().flatten().find(|a| a.key.as_ref() == "xml:lang");
                        language = named.map(|named| named.value.to_string()).unwrap_or_default();
                    }
                    "term" => term = Some(String::new()),
                    _ => {}
                },
                Event::Text(text) => term.iter_mut().for_each(|term| term.push_str(&text.xml10_content())),
                Event::CData(text) => term.iter_mut().for_each(|term| term.push_str(&text.xml10_content())),
                Event::GeneralRef(name) => {
                    let character = name.resolve_char_ref().ok().flatten().map(String::from);
                    let resolved = quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned);
                    term.iter_mut().zip(resolved.or(character)).for_each(|(term, text)| term.push_str(&text));
                }
                Event::End(end) => match end.local_name().as_ref() {
                    "term" => entry.extend(term.take().map(|term| (language.clone(), term))),
                    "termEntry" | "conceptEntry" => {
                        for (own, term) in &entry {
                            for (_, translation) in entry.iter().filter(|(other, _)| other != own) {
                                self.add(term, translation);
                                found = true;
                            }
                        }
                        entry.clear();
                    }
                    _ => {}
                },
                Event::Eof => return if found { Ok(()) } else { Err(TbxError::Empty) },
                _ => {}
            }
        }
    }
}
