//! What the variants of a unit say, taken from its markup as quickly as can be.
//!
//! Nearly all units are plain: elements in their usual order, text without inline tags. Those are read here, strictly;
//! for whatever else there is the [`Reader`] is asked, so that both always agree on what is a unit.

use crate::model::Unit;
use crate::read::Reader;
use crate::xml;
use memchr::memchr;
use std::borrow::Cow;

/// Calls `take` with language code and plain text of each variant, in order. False if it is no unit.
pub(super) fn variants(unit: &[u8], mut take: impl FnMut(&str, &str)) -> bool {
    let Ok(text) = std::str::from_utf8(unit) else { return false };
    // Of at most so many variants the quick way is tried.
    let mut quick: [Option<(&str, Cow<'_, str>)>; 4] = Default::default();
    if let Some(count) = plain(text, &mut quick) {
        for (language, text) in quick.iter().take(count).flatten() {
            take(language, text);
        }
        return true;
    }
    let Some(unit) = read(text) else { return false };
    for variant in &unit.variants {
        take(variant.language.as_str(), &variant.seg.plain());
    }
    true
}

/// The unit that some markup is.
pub(super) fn read(unit: &str) -> Option<Unit> {
    let file = format!("<tmx version=\"1.4\"><header srclang=\"*all*\"/><body>{unit}</body></tmx>");
    // The limit to the size of a unit was held when the file was cut.
    let mut units = Reader::with_limit(file.as_bytes(), usize::MAX).ok()?.filter_map(Result::ok);
    units.next()
}

/// Reads a plain unit: how many variants it has; none if it is not plain.
fn plain<'a>(text: &'a str, variants: &mut [Option<(&'a str, Cow<'a, str>)>; 4]) -> Option<usize> {
    let mut rest = Rest(text);
    let attributes = rest.open("tu")?;
    Attributes(attributes).all(|_, _| true)?;
    let mut count = 0;
    loop {
        rest.blanks();
        if rest.literal("</tu>") {
            return (count > 0 && rest.0.is_empty()).then_some(count);
        }
        if rest.told()? {
            continue;
        }
        let attributes = rest.open("tuv")?;
        let mut language = None;
        Attributes(attributes).all(|name, value| {
            if matches!(name, "xml:lang" | "lang") {
                return language.replace(value).is_none();
            }
            true
        })?;
        let language = language?;
        if !is_code(language) {
            return None;
        }
        loop {
            rest.blanks();
            if !rest.told()? {
                break;
            }
        }
        if !rest.literal("<seg>") {
            return None;
        }
        let seg = rest.text();
        if !rest.literal("</seg>") {
            return None;
        }
        rest.blanks();
        if !rest.literal("</tuv>") {
            return None;
        }
        *variants.get_mut(count)? = Some((language, characters(seg)?));
        count += 1;
    }
}

/// Whether something is a language code beyond doubt.
fn is_code(language: &str) -> bool {
    language.split('-').enumerate().all(|(at, part)| {
        let fits = (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
        fits && (at > 0 || (part.len() > 1 && part.bytes().all(|b| b.is_ascii_alphabetic())))
    })
}

/// Character data as the text it is.
fn characters(text: &str) -> Option<Cow<'_, str>> {
    if memchr(b'\r', text.as_bytes()).is_some() || xml::is_suspect(text.as_bytes()) {
        return None;
    }
    if memchr(b'&', text.as_bytes()).is_none() {
        return Some(Cow::Borrowed(text));
    }
    xml::unescaped(text).map(Cow::Owned)
}

/// What is not read yet.
struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    fn blanks(&mut self) {
        self.0 = self.0.trim_ascii_start();
    }

    fn literal(&mut self, text: &str) -> bool {
        match self.0.strip_prefix(text) {
            Some(rest) => {
                self.0 = rest;
                true
            }
            None => false,
        }
    }

    /// Up to the next `<`.
    fn text(&mut self) -> &'a str {
        let end = memchr(b'<', self.0.as_bytes()).unwrap_or(self.0.len());
        let (text, rest) = self.0.split_at(end);
        self.0 = rest;
        text
    }

    /// The attributes of a start tag.
    fn open(&mut self, name: &str) -> Option<&'a str> {
        let rest = self.0.strip_prefix('<')?.strip_prefix(name)?;
        if !rest.starts_with([' ', '\n', '\t', '>']) {
            return None;
        }
        let end = memchr(b'>', rest.as_bytes())?;
        self.0 = &rest[end + 1..];
        Some(&rest[..end])
    }

    /// Steps over a property or a note; false if there is none.
    fn told(&mut self) -> Option<bool> {
        let (name, end) = if self.0.starts_with("<prop") {
            ("prop", "</prop>")
        } else if self.0.starts_with("<note") {
            ("note", "</note>")
        } else {
            return Some(false);
        };
        let mut kind = name == "note";
        Attributes(self.open(name)?).all(|name, _| {
            kind |= name == "type";
            true
        })?;
        self.text();
        (self.literal(end) && kind).then_some(true)
    }
}

/// The attributes of a start tag.
struct Attributes<'a>(&'a str);

impl<'a> Attributes<'a> {
    /// Calls `take` with each name and value; none if something is not as usual, or `take` says so.
    fn all(self, mut take: impl FnMut(&'a str, &'a str) -> bool) -> Option<()> {
        let mut rest = self.0;
        loop {
            let trimmed = rest.trim_ascii_start();
            if trimmed.is_empty() {
                return Some(());
            }
            if trimmed.len() == rest.len() {
                return None;
            }
            let (name, behind) = trimmed.split_once('=')?;
            if name.is_empty()
                || !name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b':' | b'_'))
            {
                return None;
            }
            let (value, behind) = behind.strip_prefix('"')?.split_once('"')?;
            if memchr(b'<', value.as_bytes()).is_some() || !take(name, value) {
                return None;
            }
            rest = behind;
        }
    }
}
