//! Terms as TBX (ISO 30042), the format of glossaries: written as TBX-Basic of 2019, read as that or as its
//! predecessor of 2008 (`martif`).
//!
//! A concept has a section for each language, and in it the terms that name it. A unit is a concept with one term in
//! each language; a concept with more terms in a language becomes as many units.

use super::Remark;
use super::codes::escape;
use crate::Language;
use crate::model::{Header, Note, Unit, Variant};
use quick_xml::events::{BytesStart, Event};
use std::fmt::Write;

/// What a TBX file holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TbxFile {
    /// Its concepts, in order; each has a term.
    pub concepts: Vec<Concept>,
    /// What is wrong with it, though it can be read.
    pub remarks: Vec<Remark>,
}

/// A glossary that is being written.
#[derive(Debug, Default)]
pub struct Tbx {
    number: u64,
}

impl Tbx {
    /// What the file begins with; `name` is what the memory is called.
    #[must_use]
    pub fn begin(&self, header: &Header, name: &str) -> String {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tbx type=\"TBX-Basic\" style=\"dca\" xml:lang=\"{}\" \
             xmlns=\"urn:iso:std:iso:30042:ed-2\">\n  <tbxHeader>\n    <fileDesc>\n      <sourceDesc>\n        \
             <p>{}</p>\n      </sourceDesc>\n    </fileDesc>\n  </tbxHeader>\n  <text>\n    <body>\n",
            header.admin_language,
            escape(name)
        )
    }

    /// A unit.
    #[must_use]
    pub fn unit(&mut self, unit: &Unit) -> String {
        self.number += 1;
        let mut out = format!("      <conceptEntry id=\"c{}\">\n", self.number);
        for note in &unit.notes {
            let _ = writeln!(out, "        <note>{}</note>", escape(&note.text));
        }
        for variant in &unit.variants {
            let _ = write!(
                out,
                "        <langSec xml:lang=\"{}\">\n          <termSec>\n            <term>{}</term>\n          \
                 </termSec>\n        </langSec>\n",
                variant.language,
                escape(&variant.seg.plain())
            );
        }
        out + "      </conceptEntry>\n"
    }

    /// What the file ends with.
    #[must_use]
    pub fn end(&self) -> &'static str {
        "    </body>\n  </text>\n</tbx>\n"
    }
}

/// What terms of several languages name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Concept {
    /// What is said of it.
    pub notes: Vec<Note>,
    /// The terms of each language; none is empty.
    pub languages: Vec<(Language, Vec<String>)>,
}

impl Concept {
    /// As many units as the language with the most terms has; the last term of the others stands in all of them.
    fn units(&self) -> impl Iterator<Item = Unit> {
        let named = || self.languages.iter().filter(|(_, terms)| !terms.is_empty());
        let most = named().map(|(_, terms)| terms.len()).max().unwrap_or(0);
        (0..most).map(move |at| {
            let variant = |(language, terms): &(Language, Vec<String>)| {
                Variant::new(language.clone(), terms[at.min(terms.len() - 1)].as_str())
            };
            let mut unit = Unit::new(named().map(variant).collect());
            unit.notes.clone_from(&self.notes);
            unit
        })
    }

    /// Each term with each term of a language that stands behind its own.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let sections = self.languages.iter().enumerate();
        sections.flat_map(|(at, (language, terms))| {
            let others = self.languages[at + 1..].iter().filter(move |(other, _)| other != language);
            let others = others.flat_map(|(_, terms)| terms);
            others.flat_map(move |other| terms.iter().map(move |term| (term.as_str(), other.as_str())))
        })
    }
}

impl TbxFile {
    /// Its terms as units.
    #[must_use]
    pub fn units(&self) -> Vec<Unit> {
        self.concepts.iter().flat_map(Concept::units).collect()
    }
}

/// Reads a TBX file.
///
/// # Errors
/// What is wrong with the file, and on which line.
pub fn tbx_file(text: &str) -> Result<TbxFile, Remark> {
    let mut xml = quick_xml::Reader::from_str(text);
    let mut file = TbxFile::default();
    let mut concept = Concept::default();
    // The text of the element that is being read, where it counts.
    let mut content: Option<String> = None;
    let (mut root, mut closed, mut in_header) = (false, false, false);
    let (mut counted, mut line) = (0, 1);
    loop {
        let event = xml.read_event();
        let at = usize::try_from(xml.buffer_position().max(xml.error_position())).unwrap_or(usize::MAX);
        let at = at.min(text.len()).max(counted);
        line += memchr::memchr_iter(b'\n', &text.as_bytes()[counted..at]).count();
        counted = at;
        let wrong = |message: String| Remark { line, message };
        match event.map_err(|error| wrong(error.to_string()))? {
            Event::Empty(start) if root => {
                if matches!(start.name().local_name().as_ref(), "term") {
                    file.remarks.push(wrong("a term is empty; left out".to_owned()));
                }
            }
            Event::Start(start) | Event::Empty(start) => {
                let name = start.name().local_name().as_ref().to_owned();
                if !root && !matches!(name.as_str(), "tbx" | "martif") {
                    return Err(wrong(format!(
                        "the root element is <{name}>; a TBX file has <tbx> or <martif>"
                    )));
                }
                root = true;
                match name.as_str() {
                    "tbxHeader" | "martifHeader" => in_header = true,
                    "conceptEntry" | "termEntry" => concept = Concept::default(),
                    "langSec" | "langSet" => match language(&start) {
                        Some(Ok(language)) => concept.languages.push((language, vec![])),
                        Some(Err(error)) => return Err(wrong(error.to_string())),
                        None => return Err(wrong(format!("<{name}> names no language"))),
                    },
                    "term" | "note" if !in_header => content = Some(String::new()),
                    _ => {}
                }
            }
            Event::Text(part) => content.iter_mut().for_each(|text| text.push_str(&part.xml10_content())),
            Event::CData(part) => content.iter_mut().for_each(|text| text.push_str(&part.xml10_content())),
            Event::GeneralRef(name) => {
                let Some(content) = &mut content else { continue };
                match (quick_xml::escape::resolve_predefined_entity(&name), name.resolve_char_ref()) {
                    (Some(text), _) => content.push_str(text),
                    (None, Ok(Some(c))) => content.push(c),
                    _ => return Err(wrong(format!("the entity `&{};` is not known", &*name))),
                }
            }
            Event::End(end) => match end.name().local_name().as_ref() {
                "tbxHeader" | "martifHeader" => in_header = false,
                "term" => {
                    let term = content.take().unwrap_or_default();
                    match concept.languages.last_mut() {
                        _ if term.trim().is_empty() => {
                            file.remarks.push(wrong("a term is empty; left out".to_owned()));
                        }
                        Some((_, terms)) => terms.push(term.trim().to_owned()),
                        None => {
                            file.remarks.push(wrong(format!("the term {term} has no language; left out")));
                        }
                    }
                }
                "note" => {
                    let note = content.take().filter(|note| !note.trim().is_empty());
                    concept.notes.extend(note.map(Note::new));
                }
                "conceptEntry" | "termEntry" => {
                    if concept.languages.iter().all(|(_, terms)| terms.is_empty()) {
                        file.remarks.push(wrong("a concept without terms; left out".to_owned()));
                    } else {
                        file.concepts.push(std::mem::take(&mut concept));
                    }
                }
                "tbx" | "martif" => closed = true,
                _ => {}
            },
            Event::Eof if !root => return Err(wrong("it is no TBX file".to_owned())),
            Event::Eof if !closed => {
                return Err(wrong("it ends before its root element does: it was cut off".to_owned()));
            }
            Event::Eof => return Ok(file),
            _ => {}
        }
    }
}

/// The language that a section names.
fn language(start: &BytesStart<'_>) -> Option<Result<Language, crate::NotALanguage>> {
    let attribute = start
        .attributes()
        .with_checks(false)
        .filter_map(Result::ok)
        .find(|attribute| matches!(attribute.key.as_ref(), "xml:lang" | "lang"))?;
    Some(Language::lenient(&attribute.value))
}
