//! Reading XLIFF, 1.2 and 2.x: sources, targets and notes. Matches from memories that stand beside them
//! (`alt-trans`, `mtc:matches`) are no translations and are left out.

use crate::Language;
use crate::markup::from_markup;
use crate::model::{Note, Unit, Variant};
use quick_xml::events::{BytesStart, Event};
use std::fmt;

/// What is wrong with an XLIFF file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct XliffError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for XliffError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for XliffError {}

struct Read<'a> {
    xml: quick_xml::Reader<&'a [u8]>,
    text: &'a str,
}

impl<'a> Read<'a> {
    fn wrong(&self, message: impl Into<String>) -> XliffError {
        let at =
            usize::try_from(self.xml.buffer_position().max(self.xml.error_position())).unwrap_or(usize::MAX);
        let before = &self.text.as_bytes()[..at.min(self.text.len())];
        let line = memchr::memchr_iter(b'\n', before).count() + 1;
        XliffError { line, message: message.into() }
    }

    fn event(&mut self) -> Result<Event<'a>, XliffError> {
        self.xml.read_event().map_err(|error| self.wrong(error.to_string()))
    }

    /// Steps over an element.
    fn skip(&mut self) -> Result<(), XliffError> {
        self.element_text().map(drop)
    }

    /// The text of an element up to its end; what tags in it hold is text too.
    fn element_text(&mut self) -> Result<String, XliffError> {
        let (mut out, mut depth) = (String::new(), 0);
        loop {
            match self.event()? {
                Event::Start(_) => depth += 1,
                Event::End(_) if depth == 0 => return Ok(out),
                Event::End(_) => depth -= 1,
                Event::Text(text) => out.push_str(&text.xml10_content()),
                Event::CData(text) => out.push_str(&text.xml10_content()),
                Event::GeneralRef(name) => {
                    if let Some(text) = quick_xml::escape::resolve_predefined_entity(&name) {
                        out.push_str(text);
                    } else if let Ok(Some(c)) = name.resolve_char_ref() {
                        out.push(c);
                    } else {
                        return Err(self.wrong(format!("the entity `&{};` is not known", &*name)));
                    }
                }
                Event::Eof => return Err(self.wrong("it ends inside an element: it was cut off")),
                _ => {}
            }
        }
    }

    /// The language that an attribute names.
    fn language(&self, start: &BytesStart<'_>, names: [&str; 2]) -> Result<Option<Language>, XliffError> {
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| self.wrong(error.to_string()))?;
            if names.contains(&attribute.key.as_ref()) {
                let code = attribute.value.parse();
                return code.map(Some).map_err(|error: crate::NotALanguage| self.wrong(error.to_string()));
            }
        }
        Ok(None)
    }
}

/// The units of an XLIFF file, 1.2 or 2.x, and its source language.
///
/// # Errors
/// What is wrong with the file, and on which line.
pub fn xliff_units(text: &str) -> Result<(Language, Vec<Unit>), XliffError> {
    let mut read = Read { xml: quick_xml::Reader::from_str(text), text };
    let (mut source_language, mut target_language): (Option<Language>, Option<Language>) = (None, None);
    let mut units: Vec<Unit> = Vec::new();
    let (mut source, mut target) = (None::<String>, None::<String>);
    let mut notes: Vec<Note> = Vec::new();
    let (mut root, mut closed) = (false, false);
    loop {
        let event = read.event()?;
        match &event {
            Event::Start(start) | Event::Empty(start) => {
                let empty = matches!(event, Event::Empty(_));
                let name = start.name();
                if !root && name.local_name().as_ref() != "xliff" {
                    return Err(read.wrong(format!(
                        "the root element is <{}>; an XLIFF file has <xliff>",
                        name.as_ref()
                    )));
                }
                root = true;
                if let Some(language) = read.language(start, ["source-language", "srcLang"])? {
                    source_language = Some(language);
                }
                if let Some(language) = read.language(start, ["target-language", "trgLang"])? {
                    target_language = Some(language);
                }
                match name.local_name().as_ref() {
                    "alt-trans" | "matches" | "seg-source" | "originalData" if !empty => read.skip()?,
                    "source" if !empty => source = Some(read.element_text()?),
                    "target" if !empty => target = Some(read.element_text()?),
                    "note" if !empty => notes.push(Note::new(read.element_text()?)),
                    _ => {}
                }
            }
            Event::End(end) => match end.name().local_name().as_ref() {
                "trans-unit" | "segment" => {
                    let from = source_language.clone();
                    let from = from.ok_or_else(|| read.wrong("the file names no source language"))?;
                    let Some(source) = source.take() else { continue };
                    let mut unit = Unit::new(vec![Variant::new(from, from_markup(&source))]);
                    if let Some(target) = target.take().filter(|target| !target.is_empty()) {
                        let to = target_language.clone();
                        let to = to.ok_or_else(|| read.wrong("the file names no target language"))?;
                        unit.variants.push(Variant::new(to, from_markup(&target)));
                    }
                    unit.notes = std::mem::take(&mut notes);
                    units.push(unit);
                }
                "xliff" => closed = true,
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    if !root {
        return Err(read.wrong("it is no XLIFF file"));
    }
    if !closed {
        return Err(read.wrong("it ends before </xliff>: it was cut off"));
    }
    let language = source_language.ok_or_else(|| read.wrong("the file names no source language"))?;
    Ok((language, units))
}
