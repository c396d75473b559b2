//! Units that are written plainly: nearly all units of nearly all files.
//!
//! A careful parser looks at everything that tools ever got wrong, and takes its time. Here a unit is read in one
//! pass over its bytes, from tag to tag, and at the first thing out of the ordinary (a comment, CDATA, an unknown
//! attribute or element, a reference beyond XML's five, a character that needs repair, a piece that is not there
//! yet) it is left to the careful parser. Law: what is read here is read as there, and nothing is to be told.
//!
//! A plain unit that also keeps the DTD and spells codes and dates as the writer does *stands*: it can be written
//! by copying its bytes.

use crate::attribute::{TagAttributes, Taken, inline};
use crate::model::{Note, Origin, Prop, Segtype, Unit, Variant};
use crate::parse::{Context, DEEPEST};
use crate::seg::{Seg, Tag};
use crate::{Date, Language, xml};
use memchr::{memchr, memchr3};
use std::borrow::Cow;

/// A unit that was read plainly.
pub(crate) struct Read {
    /// How many bytes it takes.
    pub(crate) length: usize,
    /// Whether its bytes are as valid as what the writer writes.
    pub(crate) stands: bool,
}

/// Reads the unit that a text is, or nearly, into an empty one; if it is not plain, what that holds is of no use.
pub(crate) fn unit(bytes: &[u8], context: &mut Context, unit: &mut Unit) -> Option<Read> {
    let met = Met::in_unit(bytes)?;
    let text = simdutf8::basic::from_utf8(bytes).ok()?;
    let mut plain = Plain { text, at: 0, met, stands: true, context };
    plain.unit(unit)?;
    Some(Read { length: plain.at, stands: plain.stands })
}

/// What must be looked for in the texts of a unit, as it stands somewhere in it: one look instead of many.
#[derive(Clone, Copy)]
struct Met {
    /// A reference, `&`.
    reference: bool,
    /// A carriage return.
    carriage: bool,
    /// The `]` of `]]>`, which everybody reads, and which is not allowed.
    bracket: bool,
}

impl Met {
    /// Nothing if there may be a character that needs repair.
    fn in_unit(bytes: &[u8]) -> Option<Self> {
        if xml::is_suspect(bytes) {
            return None;
        }
        // Nearly always there is none of them.
        let any = memchr3(b'&', b'\r', b']', bytes).is_some();
        let has = |b| any && memchr(b, bytes).is_some();
        Some(Self { reference: has(b'&'), carriage: has(b'\r'), bracket: has(b']') })
    }
}

/// Bytes that end the value of an attribute, or have a meaning in it.
const MEANT: [bool; 256] = {
    let mut meant = [false; 256];
    let mut control = 0;
    while control < 0x20 {
        meant[control] = true;
        control += 1;
    }
    meant[b'"' as usize] = true;
    meant[b'\'' as usize] = true;
    meant[b'&' as usize] = true;
    meant[b'<' as usize] = true;
    meant[b'>' as usize] = true;
    meant
};

/// Bytes of the names that attributes have here.
const NAME: [bool; 256] = {
    let mut name = [false; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        name[byte as usize] = byte.is_ascii_alphanumeric() || byte == b':' || byte == b'-';
        byte += 1;
    }
    name
};

/// A place in the text. Whatever answers with nothing has met something that is not plain.
struct Plain<'a> {
    text: &'a str,
    at: usize,
    met: Met,
    stands: bool,
    context: &'a mut Context,
}

impl<'a> Plain<'a> {
    #[inline]
    fn rest(&self) -> &'a [u8] {
        &self.text.as_bytes()[self.at..]
    }

    #[inline]
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Steps over these bytes, if they stand here.
    #[inline]
    fn takes(&mut self, bytes: &[u8]) -> bool {
        let found = self.rest().starts_with(bytes);
        if found {
            self.at += bytes.len();
        }
        found
    }

    #[inline]
    fn expect(&mut self, bytes: &[u8]) -> Option<()> {
        self.takes(bytes).then_some(())
    }

    /// Steps over blanks, and tells whether there were any.
    #[inline]
    fn blanks(&mut self) -> bool {
        let from = self.at;
        while let Some(b' ' | b'\n' | b'\t' | b'\r') = self.peek() {
            self.at += 1;
        }
        self.at > from
    }

    /// The next attribute of a start tag; at the end of the tag, which is not stepped over, nothing inside.
    #[expect(clippy::option_option, reason = "the outer one says whether it is plain, as everywhere here")]
    fn attribute(&mut self) -> Option<Option<(&'a str, &'a str)>> {
        let apart = self.blanks();
        if matches!(self.peek()?, b'>' | b'/') {
            return Some(None);
        }
        let name = self.at;
        self.at += self.rest().iter().position(|&b| !NAME[usize::from(b)])?;
        let name = &self.text[name..self.at];
        self.expect(b"=")?;
        let quote = self.peek().filter(|quote| apart && matches!(quote, b'"' | b'\''))?;
        self.at += 1;
        let value = self.at;
        loop {
            // Values are short: this is quicker than looking for the quote first.
            self.at += self.rest().iter().position(|&b| MEANT[usize::from(b)])?;
            match self.peek()? {
                b if b == quote => break,
                b'"' | b'\'' => self.at += 1,
                _ => return None,
            }
        }
        let value = &self.text[value..self.at];
        self.at += 1;
        Some(Some((name, value)))
    }

    /// The text up to the next tag.
    fn text(&mut self) -> Option<Cow<'a, str>> {
        let from = self.at;
        self.at += memchr(b'<', self.rest())?;
        let text = &self.text[from..self.at];
        if self.met.carriage && text.contains('\r') {
            return None;
        }
        self.stands &= !(self.met.bracket && text.contains("]]>"));
        if self.met.reference && text.contains('&') {
            xml::unescaped(text).map(Cow::Owned)
        } else {
            Some(Cow::Borrowed(text))
        }
    }

    fn unit(&mut self, unit: &mut Unit) -> Option<()> {
        self.expect(b"<tu")?;
        while let Some((name, value)) = self.attribute()? {
            match name {
                "tuid" => once(&mut unit.id, value.to_owned())?,
                "segtype" => {
                    let segtype = Segtype::from_name(value)?;
                    self.stands &= value == segtype.as_str();
                    once(&mut unit.segtype, segtype)?;
                }
                "srclang" => {
                    let source = self.context.source(value).ok()?;
                    self.stands &= value == source.language().map_or("*all*", Language::as_str);
                    once(&mut unit.source, source)?;
                }
                _ => self.origin(&mut unit.origin, name, value)?,
            }
        }
        self.expect(b">")?;
        loop {
            self.blanks();
            if self.takes(b"<tuv") {
                if unit.variants.is_empty() {
                    unit.variants.reserve_exact(2);
                }
                self.variant(&mut unit.variants)?;
            } else if self.takes(b"<prop") {
                self.stands &= unit.variants.is_empty();
                unit.props.push(self.prop()?);
            } else if self.takes(b"<note") {
                self.stands &= unit.variants.is_empty();
                unit.notes.push(self.note()?);
            } else {
                self.expect(b"</tu>")?;
                return (!unit.variants.is_empty()).then_some(());
            }
        }
    }

    fn origin(&mut self, origin: &mut Origin, name: &str, value: &str) -> Option<()> {
        let Taken::Yes = origin.take(name, value) else { return None };
        if name.ends_with("date") {
            self.stands &= Date::is_basic(value);
        }
        Some(())
    }

    fn language(&mut self, code: &str) -> Option<Language> {
        let language = self.context.language(code).ok()?;
        self.stands &= language.as_str() == code;
        Some(language)
    }

    fn variant(&mut self, variants: &mut Vec<Variant>) -> Option<()> {
        let (mut language, mut origin) = (None, Origin::default());
        while let Some((name, value)) = self.attribute()? {
            match name {
                "xml:lang" => once(&mut language, self.language(value)?)?,
                _ => self.origin(&mut origin, name, value)?,
            }
        }
        self.expect(b">")?;
        let (mut props, mut notes, mut seg) = (vec![], vec![], None);
        loop {
            self.blanks();
            if self.takes(b"<seg>") {
                once(&mut seg, self.seg(true, 0)?)?;
                self.expect(b"</seg>")?;
            } else if self.takes(b"<seg/>") {
                once(&mut seg, Seg::default())?;
            } else if self.takes(b"<prop") {
                self.stands &= seg.is_none();
                props.push(self.prop()?);
            } else if self.takes(b"<note") {
                self.stands &= seg.is_none();
                notes.push(self.note()?);
            } else {
                self.expect(b"</tuv>")?;
                let (language, seg) = (language?, seg?);
                variants.push(Variant { language, origin, props, notes, seg });
                return Some(());
            }
        }
    }

    fn prop(&mut self) -> Option<Prop> {
        let (mut kind, mut language, mut encoding) = (None, None, None);
        while let Some((name, value)) = self.attribute()? {
            match name {
                "type" => once(&mut kind, value.to_owned())?,
                "xml:lang" => once(&mut language, self.language(value)?)?,
                "o-encoding" => once(&mut encoding, value.to_owned())?,
                _ => return None,
            }
        }
        self.expect(b">")?;
        let value = self.text()?.into_owned();
        self.expect(b"</prop>")?;
        Some(Prop { kind: kind?, value, language, encoding })
    }

    fn note(&mut self) -> Option<Note> {
        let (mut language, mut encoding) = (None, None);
        while let Some((name, value)) = self.attribute()? {
            match name {
                "xml:lang" => once(&mut language, self.language(value)?)?,
                "o-encoding" => once(&mut encoding, value.to_owned())?,
                _ => return None,
            }
        }
        self.expect(b">")?;
        let text = self.text()?.into_owned();
        self.expect(b"</note>")?;
        Some(Note { text, language, encoding })
    }

    /// The content of a `<seg>` or of an inline tag, up to its end tag.
    fn seg(&mut self, holds_text: bool, depth: usize) -> Option<Seg> {
        if depth > DEEPEST {
            return None;
        }
        let mut seg = Seg::from(self.text()?.into_owned());
        while !self.rest().starts_with(b"</") {
            self.at += 1;
            let length = self.rest().iter().position(|b| !b.is_ascii_lowercase())?;
            let mut attributes = TagAttributes::of(inline(&self.rest()[..length])?);
            self.at += length;
            while let Some((name, value)) = self.attribute()? {
                let Taken::Yes = attributes.take(name, value) else { return None };
                self.stands &= name != "pos" || matches!(value, "begin" | "end");
            }
            let tag = attributes.tag().ok()?;
            // Text holds codes, codes hold `<sub>`, and a `<sub>` is text again.
            if matches!(tag, Tag::Sub { .. }) == holds_text {
                return None;
            }
            let content = if self.takes(b"/>") {
                Seg::default()
            } else {
                self.expect(b">")?;
                let content = self.seg(matches!(tag, Tag::Sub { .. } | Tag::Highlight { .. }), depth + 1)?;
                self.expect(b"</")?;
                self.expect(tag.name().as_bytes())?;
                self.expect(b">")?;
                content
            };
            seg.push_tag(tag, content);
            seg.push_text(&self.text()?);
        }
        Some(seg)
    }
}

/// Puts a value in its place, if that is empty.
fn once<T>(place: &mut Option<T>, value: T) -> Option<()> {
    place.replace(value).is_none().then_some(())
}
