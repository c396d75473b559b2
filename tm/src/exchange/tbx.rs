//! Terms as TBX (ISO 30042), the format of glossaries: written as TBX-Basic of 2008 (`martif`), which most tools read, or
//! of 2019; both are read.
//!
//! A concept has a section for each language, and in it the terms that name it, each with its status. A unit is a concept
//! with one term in each language; a concept with more terms in a language becomes as many units.

use super::codes::escape;
use super::export::{End, Export};
use super::import::{Entry, Given, Imported, markup};
use super::limits::XlsxError;
use super::{Remark, Row};
use crate::Language;
use crate::model::{Header, Note, Prop, Unit, Variant};
use crate::terms::Term;
use quick_xml::events::{BytesStart, Event};
use std::fmt::Write;

/// What of a memory a glossary cannot hold.
const LOSES: &str = "properties, dates, identifiers and inline tags, and what is told of single variants: a glossary holds terms";

/// Property of a unit: the status of a term that must not be used.
pub(super) const STATUS: &str = "x-term-status";

pub(super) const TBX: Row = Row {
    endings: &["tbx", "martif"],
    loses: Some(LOSES),
    export: |memory| Some(Box::new(File { tbx: Tbx::default(), header: memory.header, name: memory.name })),
    import: read,
};

pub(super) const TBX3: Row = Row {
    endings: &[],
    loses: Some(LOSES),
    export: |memory| Some(Box::new(File { tbx: Tbx::of_2019(), header: memory.header, name: memory.name })),
    import: read,
};

fn read(bytes: &[u8], given: &Given) -> Result<Imported, Remark> {
    let (text, mut remarks) = markup(bytes);
    let file = tbx_file(&text)?;
    let entries = file.units().into_iter().map(Entry::translated).collect();
    remarks.extend(file.remarks);
    Ok(Imported { source: given.or_usual()[0].clone(), entries, remarks })
}

/// A memory as a glossary.
struct File {
    tbx: Tbx,
    header: Header,
    name: String,
}

impl Export for File {
    fn begin(&mut self) -> String {
        self.tbx.begin(&self.header, &self.name)
    }

    fn unit(&mut self, _: u64, unit: &Unit) -> Option<String> {
        Some(self.tbx.unit(unit))
    }

    fn end(&mut self) -> Result<End, XlsxError> {
        Ok(End::of(self.tbx.end()))
    }
}

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
    /// Whether it is TBX-Basic of 2019.
    is_of_2019: bool,
}

impl Tbx {
    /// A glossary in the form of 2019 (`<tbx>`); the default is that of 2008 (`<martif>`).
    #[must_use]
    pub fn of_2019() -> Self {
        Self { is_of_2019: true, ..Self::default() }
    }

    /// What the file begins with; `name` is what the memory is called.
    #[must_use]
    pub fn begin(&self, header: &Header, name: &str) -> String {
        let (language, name) = (&header.admin_language, escape(name));
        if self.is_of_2019 {
            return format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tbx type=\"TBX-Basic\" style=\"dca\" \
                 xml:lang=\"{language}\" xmlns=\"urn:iso:std:iso:30042:ed-2\">\n  <tbxHeader>\n    <fileDesc>\n      \
                 <sourceDesc>\n        <p>{name}</p>\n      </sourceDesc>\n    </fileDesc>\n  </tbxHeader>\n  \
                 <text>\n    <body>\n"
            );
        }
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE martif SYSTEM \"TBXBasiccoreStructV02.dtd\">\n\
             <martif type=\"TBX-Basic\" xml:lang=\"{language}\">\n  <martifHeader>\n    <fileDesc>\n      \
             <sourceDesc>\n        <p>{name}</p>\n      </sourceDesc>\n    </fileDesc>\n    <encodingDesc>\n      \
             <p type=\"XCSURI\">TBXBasicXCSV02.xcs</p>\n    </encodingDesc>\n  </martifHeader>\n  <text>\n    <body>\n"
        )
    }

    /// A unit.
    #[must_use]
    pub fn unit(&mut self, unit: &Unit) -> String {
        self.number += 1;
        let [entry, section, term] = if self.is_of_2019 {
            ["conceptEntry", "langSec", "termSec"]
        } else {
            ["termEntry", "langSet", "tig"]
        };
        let mut out = format!("      <{entry} id=\"c{}\">\n", self.number);
        for note in &unit.notes {
            let _ = writeln!(out, "        <note>{}</note>", escape(&note.text));
        }
        for variant in &unit.variants {
            let status =
                variant.props.iter().find(|prop| prop.kind == STATUS).map_or(String::new(), |status| {
                    let status = escape(&status.value);
                    format!("            <termNote type=\"administrativeStatus\">{status}</termNote>\n")
                });
            let _ = write!(
                out,
                "        <{section} xml:lang=\"{}\">\n          <{term}>\n            <term>{}</term>\n{status}          \
                 </{term}>\n        </{section}>\n",
                variant.language,
                escape(&variant.seg.plain())
            );
        }
        let _ = writeln!(out, "      </{entry}>");
        out
    }

    /// What the file ends with.
    #[must_use]
    pub fn end(&self) -> &'static str {
        if self.is_of_2019 {
            "    </body>\n  </text>\n</tbx>\n"
        } else {
            "    </body>\n  </text>\n</martif>\n"
        }
    }
}

/// What terms of several languages name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Concept {
    /// What is said of it.
    pub notes: Vec<Note>,
    /// The terms of each language; none is empty.
    pub languages: Vec<(Language, Vec<Term>)>,
}

impl Concept {
    /// As many units as the language with the most terms has; the last term of the others stands in all of them.
    fn units(&self) -> impl Iterator<Item = Unit> {
        let named = || self.languages.iter().filter(|(_, terms)| !terms.is_empty());
        let most = named().map(|(_, terms)| terms.len()).max().unwrap_or(0);
        (0..most).map(move |at| {
            let variant = |(language, terms): &(Language, Vec<Term>)| {
                let term = &terms[at.min(terms.len() - 1)];
                let mut variant = Variant::new(language.clone(), term.text.as_str());
                variant.props.extend(term.status.as_ref().map(|status| Prop::new(STATUS, status)));
                variant
            };
            let mut unit = Unit::new(named().map(variant).collect());
            unit.notes.clone_from(&self.notes);
            unit
        })
    }

    /// Each term with each term of a language that stands after its own; without those that must not be used.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        fn allowed(terms: &[Term]) -> impl Iterator<Item = &str> + Clone {
            terms.iter().filter(|term| term.is_allowed()).map(|term| term.text.as_str())
        }
        let sections = self.languages.iter().enumerate();
        sections.flat_map(move |(at, (language, terms))| {
            let others = self.languages[at + 1..].iter().filter(move |(other, _)| other != language);
            let others = others.flat_map(move |(_, terms)| allowed(terms));
            let terms = allowed(terms);
            others.flat_map(move |other| terms.clone().map(move |term| (term, other)))
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
                    "term" | "note" | "adminStatus" | "administrativeStatus" if !in_header => {
                        content = Some(String::new());
                    }
                    "termNote" if !in_header && is_status(&start) => content = Some(String::new()),
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
                        Some((_, terms)) => terms.push(Term::new(term.trim())),
                        None => {
                            file.remarks.push(wrong(format!("the term {term} has no language; left out")));
                        }
                    }
                }
                "termNote" | "adminStatus" | "administrativeStatus" => {
                    // Of the term before it.
                    let term = concept.languages.last_mut().and_then(|(_, terms)| terms.last_mut());
                    if let (Some(term), Some(status)) = (term, content.take()) {
                        term.status = Some(status.trim().to_owned()).filter(|status| !status.is_empty());
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
            Event::Eof if !root => return Err(wrong("it is not a TBX file".to_owned())),
            Event::Eof if !closed => {
                return Err(wrong("it ends before its root element does: it was cut off".to_owned()));
            }
            Event::Eof => return Ok(file),
            _ => {}
        }
    }
}

/// Whether an element says how a term may be used.
fn is_status(start: &BytesStart<'_>) -> bool {
    let kind = start
        .attributes()
        .with_checks(false)
        .filter_map(Result::ok)
        .find(|attribute| attribute.key.as_ref() == "type");
    kind.is_some_and(|kind| matches!(&*kind.value, "administrativeStatus" | "normativeAuthorization"))
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
