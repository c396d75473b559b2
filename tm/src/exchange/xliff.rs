//! Reading XLIFF, 1.2 and 2.x: sources, targets and notes.

use crate::Language;
use crate::markup::from_markup;
use crate::model::{Note, Unit, Variant};

/// The units of an XLIFF file, 1.2 or 2.x, and its languages.
///
/// # Errors
/// What is wrong with the file, in words.
pub fn xliff_units(text: &str) -> Result<(Language, Vec<Unit>), String> {
    use quick_xml::events::Event;
    let mut xml = quick_xml::Reader::from_str(text);
    let (mut source_language, mut target_language): (Option<Language>, Option<Language>) = (None, None);
    let mut units: Vec<Unit> = Vec::new();
    let (mut source, mut target) = (None::<String>, None::<String>);
    let mut notes: Vec<Note> = Vec::new();
    loop {
        let event = xml.read_event().map_err(|error| error.to_string())?;
        match &event {
            Event::Start(start) | Event::Empty(start) => {
                let empty = matches!(event, Event::Empty(_));
                for attribute in start.attributes().flatten() {
                    let place = match attribute.key.as_ref() {
                        "source-language" | "srcLang" => &mut source_language,
                        "target-language" | "trgLang" => &mut target_language,
                        _ => continue,
                    };
                    *place = attribute.value.parse().ok();
                }
                match start.name().local_name().as_ref() {
                    name @ ("source" | "target" | "note") if !empty => {
                        let name = name.to_owned();
                        let text = xliff_text(&mut xml)?;
                        match name.as_str() {
                            "source" => source = Some(text),
                            "target" => target = Some(text),
                            _ => notes.push(Note::new(text)),
                        }
                    }
                    _ => {}
                }
            }
            Event::End(end) if matches!(end.name().local_name().as_ref(), "trans-unit" | "segment") => {
                let languages = source_language.clone().zip(target_language.clone());
                let Some((from, to)) = languages else {
                    return Err("it names no source or target language".to_owned());
                };
                if let Some(source) = source.take() {
                    let mut unit = Unit::new(vec![Variant::new(from, from_markup(&source))]);
                    if let Some(target) = target.take().filter(|target| !target.is_empty()) {
                        unit.variants.push(Variant::new(to, from_markup(&target)));
                    }
                    unit.notes = std::mem::take(&mut notes);
                    units.push(unit);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    source_language.map(|language| (language, units)).ok_or_else(|| "it is no XLIFF file".to_owned())
}

/// The text of an element up to its end; what tags in it hold is text too.
fn xliff_text(xml: &mut quick_xml::Reader<&[u8]>) -> Result<String, String> {
    use quick_xml::events::Event;
    let (mut out, mut depth) = (String::new(), 0);
    loop {
        match xml.read_event().map_err(|error| error.to_string())? {
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
                }
            }
            Event::Eof => return Err("it ends inside a segment".to_owned()),
            _ => {}
        }
    }
}
