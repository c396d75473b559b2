//! The XML of a part, element by element. What is left out is passed over with all that stands in it.

use quick_xml::events::{BytesEnd, BytesStart, Event};

use crate::issue::read::container::Damage;

/// What a reader makes of the elements of a part.
pub(super) trait Visitor {
    /// An element begins.
    fn start(&mut self, start: &BytesStart<'_>);

    /// An element ends that was not left out.
    fn end(&mut self, end: &BytesEnd<'_>);

    /// Text that stands in no element that is left out.
    fn text(&mut self, text: &str);

    /// Whether the element that has just begun is left out; asked once for each.
    fn leaves_out(&mut self) -> bool;
}

/// Goes through a part. Entities that the document declares are not followed.
pub(super) fn walk(file: &str, text: &str, visitor: &mut impl Visitor) -> Result<(), Damage> {
    let malformed = |error: &dyn std::fmt::Display| Damage::Malformed {
        file: file.to_owned(),
        message: error.to_string(),
    };
    let mut reader = quick_xml::Reader::from_str(text.trim_start_matches('\u{feff}'));
    reader.config_mut().expand_empty_elements = true;
    let mut is_empty = true;
    // Elements that are open, and those of them from the one on that is left out.
    let (mut depth, mut left_out) = (0_usize, 0_usize);
    loop {
        match reader.read_event().map_err(|error| malformed(&error))? {
            Event::Start(start) => {
                depth += 1;
                is_empty = false;
                if left_out > 0 {
                    left_out += 1;
                } else {
                    visitor.start(&start);
                    left_out = usize::from(visitor.leaves_out());
                }
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                if left_out > 0 {
                    left_out -= 1;
                } else {
                    visitor.end(&end);
                }
            }
            Event::Text(text) if left_out == 0 => visitor.text(&text),
            Event::CData(text) if left_out == 0 => visitor.text(&text),
            Event::GeneralRef(reference) => {
                let c = reference.resolve_char_ref().map_err(|error| malformed(&error))?;
                let name = reference.xml10_content();
                if left_out > 0 {
                    continue;
                }
                match c {
                    Some(c) => visitor.text(c.encode_utf8(&mut [0; 4])),
                    None => {
                        if let Some(text) = quick_xml::escape::resolve_predefined_entity(&name) {
                            visitor.text(text);
                        }
                    }
                }
            }
            Event::Eof if is_empty => return Err(malformed(&"nothing stands in it")),
            Event::Eof if depth > 0 => return Err(malformed(&"it ends before its last element")),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}
