//! Writing TMX 1.4.
//!
//! What is written is valid against the DTD and keeps the rules beyond it: properties and notes stand before the
//! variants, every unit names a source language that one of its variants has, and no character is written that
//! XML does not allow. The layout is fixed, so the same units give the same bytes.

use crate::model::{Header, Note, Origin, Prop, Source, Unit, UserEncoding, Variant};
use crate::seg::{Half, Inline, Seg, Tag};
use crate::{Date, xml};
use quick_xml::escape::partial_escape;
use quick_xml::events::attributes::Attribute;
use std::borrow::Cow;
use std::fmt;
use std::io::{self, Write};

/// Writes a memory unit by unit.
///
/// Every unit goes out in one piece, so that a unit that cannot be written leaves nothing behind. Give it a
/// buffered output, and call [`Writer::finish`] at the end: without it the file is cut off.
pub struct Writer<W> {
    output: W,
    source: Source,
    buffer: Markup,
    written: u64,
}

/// Why a unit was not written.
#[derive(Debug)]
pub enum WriteError {
    /// The output failed.
    Io(io::Error),
    /// The unit has no variant; TMX has no such units.
    NoVariant,
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "the memory cannot be written: {error}"),
            Self::NoVariant => f.write_str("a unit without variants cannot be written as TMX"),
        }
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            Self::NoVariant => None,
        }
    }
}

impl From<io::Error> for WriteError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// What is written and not handed to the output yet.
#[derive(Default)]
struct Markup(String);

impl Markup {
    fn line(&mut self, indent: usize) {
        const BLANKS: &str = "\n        ";
        self.0.push_str(&BLANKS[..=indent]);
    }

    /// Begins a start tag; [`Markup::close_tag`] or [`Markup::close_empty`] ends it.
    fn open_tag(&mut self, name: &str) -> &mut Self {
        self.0.push('<');
        self.0.push_str(name);
        self
    }

    fn close_tag(&mut self) -> &mut Self {
        self.0.push('>');
        self
    }

    fn close_empty(&mut self) {
        self.0.push_str("/>");
    }

    fn end(&mut self, name: &str) {
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
    }

    fn with(&mut self, name: &str, value: &str) -> &mut Self {
        self.0.push(' ');
        self.0.push_str(name);
        self.0.push_str("=\"");
        // No way out of the loop, so that it goes over many bytes at a time: nearly always there is nothing.
        let special = |b: u8| matches!(b, b'&' | b'<' | b'>' | b'"' | b'\'' | b'\t' | b'\n' | b'\r');
        if value.bytes().fold(false, |found, b| found | special(b)) {
            self.0.push_str(&Attribute::from((name, value)).value);
        } else {
            self.0.push_str(value);
        }
        self.0.push('"');
        self
    }

    fn maybe<T: AsRef<str>>(&mut self, name: &str, value: Option<T>) -> &mut Self {
        match value {
            Some(value) => self.with(name, value.as_ref()),
            None => self,
        }
    }

    /// The attributes of an [`Origin`] that unit and variant may have.
    fn origin(&mut self, origin: &Origin) -> &mut Self {
        self.maybe("o-encoding", origin.encoding.as_deref())
            .maybe("datatype", origin.datatype.as_deref())
            .maybe("usagecount", origin.usage_count.map(|count| count.to_string()))
            .maybe("lastusagedate", origin.last_used.as_ref().map(Date::as_str))
            .maybe("creationtool", origin.tool.as_deref())
            .maybe("creationtoolversion", origin.tool_version.as_deref())
            .maybe("creationdate", origin.created.as_ref().map(Date::as_str))
            .maybe("creationid", origin.created_by.as_deref())
            .maybe("changedate", origin.changed.as_ref().map(Date::as_str))
            .maybe("changeid", origin.changed_by.as_deref())
            .maybe("o-tmf", origin.format.as_deref())
    }

    fn text(&mut self, text: &str) {
        let special = |b: u8| matches!(b, b'&' | b'<' | b'>' | b'\r');
        if text.bytes().fold(false, |found, b| found | special(b)) {
            self.0.push_str(&partial_escape(text));
        } else {
            self.0.push_str(text);
        }
    }

    fn header(&mut self, header: &Header) {
        let origin = &header.origin;
        let own = |value: &Option<String>| value.clone().unwrap_or_else(|| "unknown".to_owned());
        self.line(2);
        self.open_tag("header")
            .with("creationtool", &own(&origin.tool))
            .with("creationtoolversion", &own(&origin.tool_version))
            .with("segtype", header.segtype.as_str())
            .with("o-tmf", &own(&origin.format))
            .with("adminlang", header.admin_language.as_str())
            .with("srclang", source_code(&header.source))
            .with("datatype", &own(&origin.datatype))
            .maybe("o-encoding", origin.encoding.as_deref())
            .maybe("creationdate", origin.created.as_ref().map(Date::as_str))
            .maybe("creationid", origin.created_by.as_deref())
            .maybe("changedate", origin.changed.as_ref().map(Date::as_str))
            .maybe("changeid", origin.changed_by.as_deref())
            .close_tag();
        self.told(&header.props, &header.notes, 4);
        for encoding in &header.encodings {
            self.encoding(encoding);
        }
        if !(header.props.is_empty() && header.notes.is_empty() && header.encodings.is_empty()) {
            self.line(2);
        }
        self.end("header");
    }

    fn encoding(&mut self, encoding: &UserEncoding) {
        if encoding.maps.is_empty() {
            return; // The DTD wants one at least, and nothing is lost without.
        }
        self.line(4);
        self.open_tag("ude").with("name", &encoding.name).maybe("base", encoding.base.as_deref()).close_tag();
        for map in &encoding.maps {
            self.line(6);
            self.open_tag("map")
                .with("unicode", &map.unicode)
                .maybe("code", map.code.as_deref())
                .maybe("ent", map.entity.as_deref())
                .maybe("subst", map.substitute.as_deref())
                .close_empty();
        }
        self.line(4);
        self.end("ude");
    }

    fn told(&mut self, props: &[Prop], notes: &[Note], indent: usize) {
        for prop in props {
            self.line(indent);
            self.open_tag("prop")
                .with("type", &prop.kind)
                .maybe("xml:lang", prop.language.as_ref())
                .maybe("o-encoding", prop.encoding.as_deref())
                .close_tag()
                .text(&prop.value);
            self.end("prop");
        }
        for note in notes {
            self.line(indent);
            self.open_tag("note")
                .maybe("xml:lang", note.language.as_ref())
                .maybe("o-encoding", note.encoding.as_deref())
                .close_tag()
                .text(&note.text);
            self.end("note");
        }
    }

    fn unit(&mut self, unit: &Unit, source: Option<&Source>) {
        self.line(4);
        self.open_tag("tu")
            .maybe("tuid", unit.id.as_deref())
            .origin(&unit.origin)
            .maybe("segtype", unit.segtype.map(crate::Segtype::as_str))
            .maybe("srclang", source.map(source_code))
            .close_tag();
        self.told(&unit.props, &unit.notes, 6);
        for variant in &unit.variants {
            self.variant(variant);
        }
        self.line(4);
        self.end("tu");
    }

    fn variant(&mut self, variant: &Variant) {
        self.line(6);
        self.open_tag("tuv").with("xml:lang", variant.language.as_str()).origin(&variant.origin).close_tag();
        self.told(&variant.props, &variant.notes, 8);
        let plain = variant.props.is_empty() && variant.notes.is_empty();
        if !plain {
            self.line(8);
        }
        self.open_tag("seg").close_tag();
        self.seg(&variant.seg);
        self.end("seg");
        if !plain {
            self.line(6);
        }
        self.end("tuv");
    }

    fn seg(&mut self, seg: &Seg) {
        for inline in seg.inlines() {
            match inline {
                Inline::Text(plain) => self.text(plain),
                Inline::Tag(tag, content) => {
                    self.tag(tag);
                    if content.inlines().is_empty() {
                        self.close_empty();
                    } else {
                        self.close_tag();
                        self.seg(content);
                        self.end(tag.name());
                    }
                }
            }
        }
    }

    fn tag(&mut self, tag: &Tag) {
        let start = self.open_tag(tag.name());
        match tag {
            Tag::Begin { i, x, kind } => {
                start.with("i", i).maybe("x", x.as_deref()).maybe("type", kind.as_deref())
            }
            Tag::End { i } => start.with("i", i),
            Tag::Placeholder { x, assoc, kind } => {
                start.maybe("x", x.as_deref()).maybe("assoc", assoc.as_deref()).maybe("type", kind.as_deref())
            }
            Tag::Isolated { half, x, kind } => start
                .with("pos", if *half == Half::Begin { "begin" } else { "end" })
                .maybe("x", x.as_deref())
                .maybe("type", kind.as_deref()),
            Tag::Highlight { x, kind } => start.maybe("x", x.as_deref()).maybe("type", kind.as_deref()),
            Tag::Unknown { x } => start.maybe("x", x.as_deref()),
            Tag::Sub { datatype, kind } => {
                start.maybe("datatype", datatype.as_deref()).maybe("type", kind.as_deref())
            }
        };
    }

    /// Takes characters out that XML does not allow. None of them is markup, so it can be done when all is written.
    fn purge(&mut self) {
        if xml::is_suspect(self.0.as_bytes())
            && let Cow::Owned(allowed) = xml::allowed(&self.0)
        {
            self.0 = allowed;
        }
    }
}

fn source_code(source: &Source) -> &str {
    source.language().map_or("*all*", crate::Language::as_str)
}

impl<W: Write> Writer<W> {
    /// Writes the header.
    ///
    /// # Errors
    /// If the output fails.
    pub fn new(mut output: W, header: &Header) -> io::Result<Self> {
        let mut buffer = Markup(String::with_capacity(4096));
        // No DOCTYPE: readers that are careful refuse files with one, and none asks for it.
        buffer.0.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tmx version=\"1.4\">");
        buffer.header(header);
        buffer.line(2);
        buffer.open_tag("body").close_tag();
        buffer.purge();
        output.write_all(buffer.0.as_bytes())?;
        Ok(Self { output, source: header.source.clone(), buffer, written: 0 })
    }

    /// Writes a unit.
    ///
    /// A unit that has no variant in the source language gets its first variant's language for its own source.
    ///
    /// # Errors
    /// If the output fails, or the unit has no variant.
    pub fn write(&mut self, unit: &Unit) -> Result<(), WriteError> {
        if unit.variants.is_empty() {
            return Err(WriteError::NoVariant);
        }
        let source = unit.real_source(&self.source);
        self.buffer.0.clear();
        self.buffer.unit(unit, source.as_ref());
        self.buffer.purge();
        self.output.write_all(self.buffer.0.as_bytes())?;
        self.written += 1;
        Ok(())
    }

    /// Writes a unit as it stands in a file whose header [agrees](Header::agrees) with this one's; see
    /// [`Reader::as_it_stands`](crate::Reader::as_it_stands).
    ///
    /// # Errors
    /// If the output fails.
    pub fn write_as_it_stands(&mut self, unit: &[u8]) -> Result<(), WriteError> {
        self.output.write_all(b"\n    ")?;
        self.output.write_all(unit)?;
        self.written += 1;
        Ok(())
    }

    /// How many units were written.
    #[must_use]
    pub fn written(&self) -> u64 {
        self.written
    }

    /// Closes the file and hands the output back, flushed.
    ///
    /// # Errors
    /// If the output fails.
    pub fn finish(mut self) -> io::Result<W> {
        self.output.write_all(b"\n  </body>\n</tmx>\n")?;
        self.output.flush()?;
        Ok(self.output)
    }
}
