//! What a user knows beforehand, as the aligner takes it: glossaries (TBX, or lines of term, tab, translation) and
//! memories.

use duizhao_tm::Unit;
use duizhao_tm::exchange::{Concept, glossary_rows, tbx_file};
use duizhao_tm::terms::{Terms as Checked, alternatives};

use super::{Error, Remark};
use crate::align::Terms;
use crate::issue::Source;
use crate::issue::read::Place;

/// The terms of a glossary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glossary {
    /// Terms with their translations, in the order of the file's languages.
    pub pairs: Vec<(String, String)>,
    /// The same for the check of a memory, with those that must not be used.
    pub terms: Checked,
    /// What is strange about the file.
    pub remarks: Vec<Remark>,
}

const HELP: &str = "name a TBX file, or one of terms with a tab and a translation after each";

impl Glossary {
    /// Reads a glossary from the bytes of a file.
    ///
    /// # Errors
    /// If it is not a glossary, or a term in it has no translation.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, Error> {
        let (Source { text, .. }, _) = Source::decode(name, bytes);
        let text = text.trim_start_matches('\u{FEFF}');
        if text.trim_start().starts_with('<') { Self::termbase(name, text) } else { Self::lines(name, text) }
    }

    fn termbase(name: &str, text: &str) -> Result<Self, Error> {
        let file =
            tbx_file(text).map_err(|error| Error::new(&error, HELP).in_file(name).at_line(error.line))?;
        let remark = |remark: &duizhao_tm::exchange::Remark| Remark {
            place: Some(Place { file: name.to_owned(), line: remark.line, column: 1 }),
            ..Remark::warning(remark.to_string(), "")
        };
        let remarks = file.remarks.iter().map(remark).collect();
        let mut terms = Checked::default();
        for concept in &file.concepts {
            let named = concept.languages.iter();
            terms.add_concept(named.flat_map(|(language, terms)| {
                terms.iter().map(move |term| (language.clone(), term.clone()))
            }));
        }
        let pairs = file.concepts.iter().flat_map(Concept::pairs);
        let pairs: Vec<_> = pairs.map(|(term, other)| (term.to_owned(), other.to_owned())).collect();
        if pairs.is_empty() {
            return Err(Error::new("no concept in it has terms in two languages", HELP).in_file(name));
        }
        Ok(Self { pairs, terms, remarks })
    }

    fn lines(name: &str, text: &str) -> Result<Self, Error> {
        let (mut pairs, mut terms) = (Vec::new(), Checked::default());
        for (number, row) in (1..).zip(glossary_rows(text)) {
            let mut columns = row.iter().map(|cell| cell.trim());
            match (columns.next(), columns.next()) {
                (Some(term), Some(translation)) => {
                    terms.add_pair(term, translation);
                    for term in alternatives(term) {
                        pairs.extend(
                            alternatives(translation).map(|other| (term.to_owned(), other.to_owned())),
                        );
                    }
                }
                (None | Some(""), None) => {}
                _ => {
                    return Err(Error::new(
                        "a term without a translation",
                        "write the term, a tab, its translation",
                    )
                    .in_file(name)
                    .at_line(number));
                }
            }
        }
        Ok(Self { pairs, terms, remarks: Vec::new() })
    }

    /// Adds the terms to what an aligner knows.
    pub fn teach(&self, terms: &mut Terms) {
        for (term, translation) in &self.pairs {
            teach_pair(terms, term, translation);
        }
    }
}

/// Adds every pair of languages of a memory's unit to what an aligner knows.
pub fn teach_unit(terms: &mut Terms, unit: &Unit) {
    if let Some((first, others)) = unit.variants.split_first() {
        for other in others {
            teach_pair(terms, &first.seg.plain(), &other.seg.plain());
        }
    }
}

/// Adds a pair in both directions: which of the two languages is the source is told by the texts.
fn teach_pair(terms: &mut Terms, one: &str, other: &str) {
    terms.add(one, other);
    terms.add(other, one);
}
