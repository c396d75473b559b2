//! Images as far as a book needs to know them: their kind, their size, and whether they may go in.

use super::svg;
use crate::limits::{LARGEST_IMAGE, MOST_DOTS};

/// The kinds of images that every reading system shows (EPUB 3.3, core media types).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Png,
    Jpeg,
    Gif,
    WebP,
    Svg,
}

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

/// Why a file cannot go into a book as an image; none if it can.
#[must_use]
pub fn objection(bytes: &[u8]) -> Option<String> {
    let Some(format) = Format::of(bytes) else {
        return Some("the file is not a PNG, JPEG, GIF, WebP or SVG image".to_owned());
    };
    if bytes.len() > LARGEST_IMAGE {
        return Some(format!("the image is larger than {} MB", LARGEST_IMAGE >> 20));
    }
    if format == Format::Svg {
        return svg::objection(bytes);
    }
    let wrong = match imagesize::blob_size(bytes) {
        Err(_) => "the image is broken: its size cannot be read",
        Ok(size) if size.width == 0 || size.height == 0 => "the image has no dots: it is 0 wide or 0 high",
        Ok(size) if size.width.saturating_mul(size.height) > MOST_DOTS => {
            "the image has more than 50 million dots"
        }
        Ok(_) if ends(format, bytes).is_none() => "the image is cut off: its end is missing",
        Ok(_) => return None,
    };
    Some(wrong.to_owned())
}

/// Steps through an image to its end; none if the bytes end before.
fn ends(format: Format, bytes: &[u8]) -> Option<()> {
    match format {
        Format::Png => png_ends(bytes),
        Format::Jpeg => jpeg_ends(bytes),
        Format::Gif => gif_ends(bytes),
        Format::WebP => {
            // RIFF: four letters, then how many bytes follow.
            let follow = u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?);
            bytes.get(8..8usize.checked_add(follow as usize)?).map(drop)
        }
        Format::Svg => Some(()),
    }
}

/// Chunks up to `IEND` (PNG, third edition, 5.3).
fn png_ends(bytes: &[u8]) -> Option<()> {
    let mut rest = bytes.get(8..)?;
    loop {
        let length = u32::from_be_bytes(rest.get(..4)?.try_into().ok()?) as usize;
        let chunk = rest.get(..length.checked_add(12)?)?;
        if &chunk[4..8] == b"IEND" {
            return Some(());
        }
        rest = &rest[chunk.len()..];
    }
}

/// Segments up to the end of the image (ITU-T T.81, annex B).
fn jpeg_ends(bytes: &[u8]) -> Option<()> {
    let mut at = 2;
    loop {
        // A marker; between segments, and in the data of a scan, anything may stand before it.
        at += memchr::memchr(0xFF, bytes.get(at..)?)? + 1;
        match *bytes.get(at)? {
            0xD9 => return Some(()),
            // Fill bytes, a value in the data, marks of a scan and without length.
            0xFF => {}
            0x00 | 0x01 | 0xD0..=0xD8 => at += 1,
            _ => {
                let length = u16::from_be_bytes(bytes.get(at + 1..at + 3)?.try_into().ok()?);
                at = at.checked_add(1 + usize::from(length))?;
            }
        }
    }
}

/// Blocks up to the trailer (`GIF89a`).
fn gif_ends(bytes: &[u8]) -> Option<()> {
    let table = |packed: u8| if packed & 0x80 == 0 { 0 } else { 3usize << ((packed & 7) + 1) };
    let mut at = 13 + table(*bytes.get(10)?);
    loop {
        at = match *bytes.get(at)? {
            0x3B => return Some(()),
            // An image: its table of colours, then the size of its codes.
            0x2C => at + 11 + table(*bytes.get(at + 9)?),
            // An extension: its kind.
            _ => at + 2,
        };
        // Data in parts, each behind its length; an empty one is the last.
        loop {
            let length = usize::from(*bytes.get(at)?);
            at += length + 1;
            if length == 0 {
                break;
            }
        }
    }
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
        let broken = objection(b"\x89PNG\r\n\x1a\nrest");
        assert_eq!(broken.as_deref(), Some("the image is broken: its size cannot be read"));
    }

    const END: [u8; 12] = *b"\0\0\0\0IEND\xaeB`\x82";

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\x0DIHDR".to_vec();
        png.extend([width.to_be_bytes(), height.to_be_bytes()].concat());
        png.extend([8, 0, 0, 0, 0, 0, 0, 0, 0]);
        png.extend(END);
        png
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
        assert_eq!(objection(&png(7000, 7000)), None);
        let large = objection(&png(8000, 8000));
        assert_eq!(large.as_deref(), Some("the image has more than 50 million dots"));
    }

    #[test]
    fn an_image_without_dots_or_without_its_end_is_told() {
        for (width, height) in [(0, 0), (0, 5), (5, 0)] {
            assert!(objection(&png(width, height)).unwrap().contains("no dots"), "{width} {height}");
        }
        // A JPEG of a thumbnail, which has an end of its own, and one scan.
        let jpeg = [
            b"\xFF\xD8\xFF\xE1\x00\x08\xFF\xD8\xFF\xD9AB".as_slice(),
            b"\xFF\xC0\x00\x0B\x08\x00\x05\x00\x05\x01\x01\x11\x00",
            b"\xFF\xDA\x00\x08\x01\x01\x00\x00\x3F\x00\x12\xFF\x00\x34\xFF\xD0\x56\xFF\xD9",
        ]
        .concat();
        let gif = [
            b"GIF89a\x05\x00\x05\x00\x80\x00\x00\0\0\0\xFF\xFF\xFF".as_slice(),
            b"\x21\xF9\x04\x00\x00\x00\x00\x00\x2C\0\0\0\0\x05\0\x05\0\x00\x02\x02\x8C\x01\x00\x3B",
        ]
        .concat();
        let webp = b"RIFF\x16\0\0\0WEBPVP8L\x09\0\0\0\x2f\x04\0\x01\0\0\0\0\0\0".to_vec();
        for whole in [png(5, 5), jpeg, gif, webp] {
            assert_eq!(objection(&whole), None, "{whole:?}");
            for length in 40..whole.len() {
                let told = objection(&whole[..length]).unwrap_or_default();
                assert!(told.contains("cut off") || told.contains("broken"), "{length}: {told}");
            }
        }
    }
}
