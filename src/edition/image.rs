//! Images as far as a book needs to know them: their kind, their size, and whether they may go in.

/// The kinds of images that every reading system shows (EPUB 3.3, core media types).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Png,
    Jpeg,
    Gif,
    WebP,
    Svg,
}

/// The most bytes of an image. Larger ones are left out: shops refuse books with them, and devices run out of memory.
pub const LARGEST: usize = 20 << 20;

impl Format {
    /// Tells the kind by the first bytes.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Some(Self::Png),
            [0xFF, 0xD8, 0xFF, ..] => Some(Self::Jpeg),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(Self::Gif),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::WebP),
            _ => {
                let head = std::str::from_utf8(bytes).ok()?.trim_start_matches('\u{FEFF}').trim_start();
                let svg = head.starts_with("<svg") || (head.starts_with("<?xml") && head.contains("<svg"));
                svg.then_some(Self::Svg)
            }
        }
    }

    /// The media type.
    pub(super) fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
            Self::WebP => "image/webp",
            Self::Svg => "image/svg+xml",
        }
    }

    /// The ending of a file's name.
    pub(super) fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Gif => "gif",
            Self::WebP => "webp",
            Self::Svg => "svg",
        }
    }
}

/// Why a file cannot go into a book as an image; none if it can.
#[must_use]
pub fn objection(bytes: &[u8]) -> Option<&'static str> {
    match Format::of(bytes) {
        None => Some("the file is no PNG, JPEG, GIF, WebP or SVG image"),
        Some(_) if bytes.len() > LARGEST => Some("the image is larger than 20 MB"),
        Some(Format::Svg) => svg_objection(bytes),
        Some(_) => None,
    }
}

/// An SVG that runs scripts or reaches into the network is refused by EPUBCheck or by readers; one that is not
/// well-formed breaks the book.
fn svg_objection(bytes: &[u8]) -> Option<&'static str> {
    use quick_xml::events::Event;

    let mut reader = quick_xml::Reader::from_reader(bytes);
    reader.config_mut().check_end_names = true;
    let mut depth = 0usize;
    loop {
        match reader.read_event() {
            Err(_) => return Some("the SVG is not well-formed"),
            Ok(Event::Eof) if depth > 0 => return Some("the SVG is not well-formed"),
            Ok(Event::Eof) => return None,
            Ok(Event::DocType(_)) => return Some("the SVG has a document type"),
            Ok(Event::End(_)) => depth = depth.saturating_sub(1),
            Ok(event @ (Event::Start(_) | Event::Empty(_))) => {
                depth += usize::from(matches!(event, Event::Start(_)));
                let (Event::Start(element) | Event::Empty(element)) = event else { continue };
                if matches!(element.local_name().as_ref(), "script" | "foreignObject") {
                    return Some("the SVG holds a script or foreign content");
                }
                for attribute in element.attributes() {
                    let Ok(attribute) = attribute else { return Some("the SVG is not well-formed") };
                    let name = attribute.key.local_name();
                    if name.as_ref() == "href" && attribute.value.contains("://") {
                        return Some("the SVG draws on a file in the network");
                    }
                    if name.as_ref().starts_with("on") {
                        return Some("the SVG holds a script or foreign content");
                    }
                }
            }
            Ok(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Format, objection};

    #[test]
    fn images_are_told_by_their_bytes() {
        assert_eq!(Format::of(b"\x89PNG\r\n\x1a\nrest"), Some(Format::Png));
        assert_eq!(
            Format::of(b"<?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg'/>"),
            Some(Format::Svg)
        );
        assert_eq!(Format::of(b"<html/>"), None);
        assert_eq!(objection(b"<svg><g></svg>"), Some("the SVG is not well-formed"));
        assert!(objection(b"<svg onload='x()'/>").is_some());
        assert!(objection(b"<svg><image href='https://example.org/a.png'/></svg>").is_some());
        assert_eq!(objection(b"<svg><path d='M0 0'/></svg>"), None);
    }
}
