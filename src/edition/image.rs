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

/// The most bytes of an image that Kindle takes (Kindle Publishing Guidelines, 4.3).
const KINDLE: usize = 5 << 20;
/// The most dots of an image in a book that Apple takes (Apple Books Asset Guide, interior images).
const APPLE_DOTS: usize = 5_600_000;
/// The fewest dots along the shorter side of a cover that Apple takes (Apple Books Asset Guide, cover art).
const COVER: usize = 1400;

/// What shops or readers will not like of an image that may go into a book: what it is, and what to do.
pub(super) fn reservation(bytes: &[u8]) -> Option<(String, &'static str)> {
    let format = Format::of(bytes)?;
    let size = imagesize::blob_size(bytes).ok().filter(|_| format != Format::Svg);
    let dots = size.map_or(0, |size| size.width.saturating_mul(size.height));
    if format == Format::WebP {
        return Some((
            "is WebP, which Kindle and older readers do not show".into(),
            "save it as JPEG or PNG",
        ));
    }
    if bytes.len() > KINDLE {
        return Some((format!("has {} MB; Kindle takes up to 5", bytes.len() >> 20), "save it smaller"));
    }
    (dots > APPLE_DOTS).then(|| {
        let (millions, tenths) = (dots / 1_000_000, dots / 100_000 % 10);
        (format!("has {millions}.{tenths} million dots; Apple Books takes up to 5.6"), "save it smaller")
    })
}

/// What shops will not like of a cover, likewise.
pub(super) fn cover_reservation(bytes: &[u8]) -> Option<(String, &'static str)> {
    if Format::of(bytes)? == Format::Svg {
        return Some((
            "is SVG, which shops do not take".into(),
            "name a font with --cover-font, or an image with --cover",
        ));
    }
    let size = imagesize::blob_size(bytes).ok()?;
    if size.width.min(size.height) < COVER {
        let dots = format!(
            "has {} × {} dots; shops want {COVER} or more along the shorter side",
            size.width, size.height
        );
        return Some((dots, "name a larger image with --cover"));
    }
    reservation(bytes).filter(|_| Format::of(bytes) == Some(Format::WebP))
}

/// The most dots of an image: unpacked, it takes four bytes for each on a device that has little memory.
const MOST_DOTS: usize = 50_000_000;

/// Why a file cannot go into a book as an image; none if it can.
#[must_use]
pub fn objection(bytes: &[u8]) -> Option<&'static str> {
    match Format::of(bytes) {
        None => Some("the file is no PNG, JPEG, GIF, WebP or SVG image"),
        Some(_) if bytes.len() > LARGEST => Some("the image is larger than 20 MB"),
        Some(Format::Svg) => svg_objection(bytes),
        Some(_) => match imagesize::blob_size(bytes) {
            Err(_) => Some("the image is broken: its size cannot be read"),
            Ok(size) if size.width.saturating_mul(size.height) > MOST_DOTS => {
                Some("the image has more than 50 million dots")
            }
            Ok(_) => None,
        },
    }
}

/// An SVG that runs scripts or draws on other files is refused by EPUBCheck or by readers; one that is not
/// well-formed breaks the book.
fn svg_objection(bytes: &[u8]) -> Option<&'static str> {
    const BROKEN: &str = "the SVG is not well-formed";
    const SCRIPTED: &str = "the SVG holds a script or foreign content";
    const DRAWS: &str = "the SVG draws on another file";
    let Ok(text) = std::str::from_utf8(bytes) else { return Some(BROKEN) };
    let document = match roxmltree::Document::parse(text) {
        Ok(document) => document,
        Err(roxmltree::Error::DtdDetected) => return Some("the SVG has a document type"),
        Err(_) => return Some(BROKEN),
    };
    for node in document.descendants() {
        if matches!(node.tag_name().name(), "script" | "foreignObject") {
            return Some(SCRIPTED);
        }
        if node.tag_name().name() == "style" && draws_on_a_file(node.text().unwrap_or_default()) {
            return Some(DRAWS);
        }
        for attribute in node.attributes() {
            let value = attribute.value().trim();
            if attribute.name().starts_with("on") || value.to_ascii_lowercase().starts_with("javascript:") {
                return Some(SCRIPTED);
            }
            let inside = value.starts_with('#') || value.starts_with("data:image/");
            // A link is followed by a reader who wants to; all else is fetched.
            let link = node.tag_name().name() == "a" && value.contains("://");
            if attribute.name() == "href" && !inside && !link || draws_on_a_file(value) {
                return Some(DRAWS);
            }
        }
    }
    None
}

/// Whether a style asks for a file: an import, or an address that is neither a place in the same image nor written
/// out.
fn draws_on_a_file(style: &str) -> bool {
    let address = |rest: &str| {
        let rest = rest.trim_start_matches([' ', '\'', '"']);
        rest.starts_with('#') || rest.starts_with("data:")
    };
    style.contains("@import") || style.split("url(").skip(1).any(|rest| !address(rest))
}

#[cfg(test)]
mod tests {
    use super::{Format, cover_reservation, objection, reservation};

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
        assert_eq!(objection(b"<svg><path d='M0 0'/></svg>"), None);
        assert_eq!(objection(b"\x89PNG\r\n\x1a\nrest"), Some("the image is broken: its size cannot be read"));
    }

    #[test]
    fn an_svg_draws_on_no_other_file() {
        for outside in [
            "<image href='https://example.org/a.png'/>",
            "<image href='//example.org/a.png'/>",
            "<image href='a.png'/>",
            "<style>@import 'a.css';</style>",
            "<style>rect { fill: url( \"https://example.org/a.png\" ) }</style>",
            "<rect style='fill: url(a.svg#b)'/>",
            "<a href='javascript:x()'/>",
        ] {
            assert!(objection(format!("<svg>{outside}</svg>").as_bytes()).is_some(), "{outside}");
        }
        for inside in [
            "<use href='#a'/>",
            "<image href='data:image/png;base64,'/>",
            "<rect fill='url(#b)' style=\"fill: url('#b')\"/>",
            "<a href='https://example.org/'/>",
        ] {
            assert_eq!(objection(format!("<svg>{inside}</svg>").as_bytes()), None, "{inside}");
        }
    }

    /// The head of a PNG of some size.
    fn of_size(side: u32) -> Vec<u8> {
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\x0DIHDR".to_vec();
        png.extend([side.to_be_bytes(), side.to_be_bytes()].concat());
        png.extend([8, 0, 0, 0, 0, 0, 0, 0, 0]);
        png
    }

    #[test]
    fn what_shops_do_not_take_is_told() {
        let told = |found: Option<(String, &str)>| found.map(|(what, _)| what).unwrap_or_default();
        assert_eq!(reservation(&of_size(2000)), None);
        assert!(told(reservation(&of_size(2400))).contains("5.7 million dots"));
        let heavy = [of_size(100), vec![0; 6 << 20]].concat();
        assert!(told(reservation(&heavy)).contains("6 MB"));
        let webp = b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\0\0\0\x10\x07\x10\x11\x11\x88\x88\xfe\x07\0";
        assert!(told(reservation(webp)).contains("WebP"));
        assert_eq!(cover_reservation(&of_size(1400)), None);
        assert!(told(cover_reservation(&of_size(1399))).contains("1399 × 1399 dots"));
        assert!(told(cover_reservation(b"<svg/>")).contains("SVG"));
    }

    #[test]
    fn an_image_that_no_device_unpacks_is_refused() {
        assert_eq!(objection(&of_size(7000)), None);
        assert_eq!(objection(&of_size(8000)), Some("the image has more than 50 million dots"));
    }
}
