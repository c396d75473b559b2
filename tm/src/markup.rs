//! Segments as one line of markup, for formats that hold plain text: the `<seg>` as TMX has it, without its tags.
//!
//! Text without inline tags is itself; only where there are tags, or something that looks like markup, text is
//! escaped as in XML. So a spreadsheet shows what a reviser expects, and what comes back is what went out.

use crate::model::Variant;
use crate::seg::Seg;
use crate::{Cause, Header, Reader, Unit, Writer};

/// A segment as text.
#[must_use]
pub fn to_markup(seg: &Seg) -> String {
    let plain = seg.plain();
    if seg.tags().is_empty() && !looks_marked(&plain) {
        return plain.into_owned();
    }
    let Some(written) = written(seg) else { return plain.into_owned() };
    written
}

/// A segment from text. Markup that cannot be read stands for itself.
#[must_use]
pub fn from_markup(text: &str) -> Seg {
    if !looks_marked(text) {
        return text.into();
    }
    read(text).unwrap_or_else(|| text.into())
}

/// Whether a text could be taken for markup.
fn looks_marked(text: &str) -> bool {
    text.contains('<') || text.contains('&')
}

/// The segment as the writer writes it.
fn written(seg: &Seg) -> Option<String> {
    let language: crate::Language = "und".parse().ok()?;
    let header = Header::new("", "", language.clone());
    let mut writer = Writer::new(Vec::new(), &header).ok()?;
    writer.write(&Unit::new(vec![Variant::new(language, seg.clone())])).ok()?;
    let file = String::from_utf8(writer.finish().ok()?).ok()?;
    let (_, behind) = file.split_once("<seg>")?;
    behind.rsplit_once("</seg>").map(|(seg, _)| seg.to_owned())
}

/// The segment as the reader reads it.
fn read(text: &str) -> Option<Seg> {
    let file = format!(
        "<tmx version=\"1.4\"><header srclang=\"*all*\"/><body><tu><tuv xml:lang=\"und\"><seg>{text}</seg></tuv></tu></body></tmx>"
    );
    let mut units = Vec::new();
    for unit in Reader::new(file.as_bytes()).ok()? {
        match unit {
            Ok(unit) => units.push(unit),
            // Text of a table or a message may hold HTML, which is text there.
            Err(problem) if matches!(problem.cause, Cause::ForeignTag(_)) => return None,
            Err(_) => {}
        }
    }
    let unit = units.pop().filter(|unit| units.is_empty() && unit.variants.len() == 1)?;
    unit.variants.into_iter().next().map(|variant| variant.seg)
}
