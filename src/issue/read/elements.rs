//! Small XML documents as lists of their elements: package documents, metadata, styles, relations.
//!
//! Entities that a document declares are not followed, so that no small document grows large.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

use super::Source;
use super::container::Damage;

/// An element of a small XML document: its local name, its attributes, its own text.
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    pub(super) text: String,
}

impl Element {
    /// The value of an attribute by its name as it is written.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The value of an attribute by its local name, whatever prefix it is written with.
    pub(super) fn local(&self, name: &str) -> Option<&str> {
        let is_it = |known: &str| known.rsplit(':').next() == Some(name);
        self.attributes.iter().find(|(known, _)| is_it(known)).map(|(_, value)| value.as_str())
    }
}

/// The elements of a document, in the order in which they begin.
pub(super) fn elements(source: &Source) -> Result<Vec<Element>, Damage> {
    let malformed = |error: &dyn std::fmt::Display| Damage::Malformed {
        file: source.name.clone(),
        message: error.to_string(),
    };
    let mut reader = quick_xml::Reader::from_str(source.text.trim_start_matches('\u{feff}'));
    let mut out: Vec<Element> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    loop {
        let event = reader.read_event().map_err(|error| malformed(&error))?;
        match &event {
            Event::Start(start) | Event::Empty(start) => {
                let mut attributes = Vec::new();
                for attribute in start.attributes() {
                    let attribute = attribute.map_err(|error| malformed(&error))?;
                    let value = attribute
                        .normalized_value(XmlVersion::Implicit1_0)
                        .map_err(|error| malformed(&error))?
                        .into_owned();
                    attributes.push((attribute.key.as_ref().to_owned(), value));
                }
                if matches!(event, Event::Start(_)) {
                    open.push(out.len());
                }
                out.push(Element {
                    name: start.local_name().as_ref().to_owned(),
                    attributes,
                    text: String::new(),
                });
            }
            Event::End(_) => drop(open.pop()),
            Event::Text(text) => push(&mut out, &open, text),
            Event::CData(text) => push(&mut out, &open, text),
            Event::GeneralRef(reference) => {
                let name = reference.xml10_content();
                let c = reference.resolve_char_ref().map_err(|error| malformed(&error))?;
                let resolved = c
                    .map(String::from)
                    .or_else(|| quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned));
                push(&mut out, &open, &resolved.unwrap_or_else(|| format!("&{name};")));
            }
            Event::Eof => return Ok(out),
            _ => {}
        }
    }
}

fn push(elements: &mut [Element], open: &[usize], text: &str) {
    if let Some(&at) = open.last() {
        elements[at].text.push_str(text);
    }
}

/// A text with its stretches of white space as one blank each.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An attribute of an element of a large document, by its local name.
pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    start
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .and_then(|attribute| Some(attribute.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned()))
}
