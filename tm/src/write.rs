//! Writing TMX 1.4.
//!
//! What is written is valid against the DTD and keeps the rules beyond it: properties and notes stand before the
//! variants, every unit names a source language that one of its variants has, and no character is written that
//! XML does not allow. The layout is fixed, so the same units give the same bytes.

use crate::model::{Header, Note, Origin, Prop, Source, Unit, UserEncoding, Variant};
use crate::seg::{Half, Inline, Seg, Tag};
use crate::xml;
use quick_xml::Writer as Xml;
use quick_xml::escape::partial_escape;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use std::fmt;
use std::io::{self, Write};

/// Writes a memory unit by unit.
///
/// Every unit goes out in one piece, so that a unit that cannot be written leaves nothing behind. Give it a
/// buffered output, and call [`Writer::finish`] at the end: without it the file is cut off.
pub struct Writer<W> {
    output: W,
    source: Source,
    buffer: Xml<Vec<u8>>,
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

/// A start tag.
struct Start<'a>(BytesStart<'a>);

impl<'a> Start<'a> {
    fn new(name: &'a str) -> Self {
        Self(BytesStart::new(name))
    }

    fn with(mut self, name: &str, value: &str) -> Self {
        self.0.push_attribute((name, value));
        self
    }

    fn maybe<T: AsRef<str>>(self, name: &str, value: Option<T>) -> Self {
        match value {
            Some(value) => self.with(name, value.as_ref()),
            None => self,
        }
    }

    /// The attributes of an [`Origin`] that the element may have.
    fn origin(self, origin: &Origin) -> Self {
        self.maybe("o-encoding", origin.encoding.as_deref())
            .maybe("datatype", origin.datatype.as_deref())
            .maybe("usagecount", origin.usage_count.map(|count| count.to_string()))
            .maybe("lastusagedate", origin.last_used.as_ref().map(crate::Date::as_str))
            .maybe("creationtool", origin.tool.as_deref())
            .maybe("creationtoolversion", origin.tool_version.as_deref())
            .maybe("creationdate", origin.created.as_ref().map(crate::Date::as_str))
            .maybe("creationid", origin.created_by.as_deref())
            .maybe("changedate", origin.changed.as_ref().map(crate::Date::as_str))
            .maybe("changeid", origin.changed_by.as_deref())
            .maybe("o-tmf", origin.format.as_deref())
    }
}

/// Text of an element, escaped.
fn text(text: &str) -> Event<'_> {
    Event::Text(BytesText::from_escaped(partial_escape(text)))
}

/// Takes characters out that XML does not allow. None of them is markup, so it can be done when all is written.
fn purge(xml: &mut Xml<Vec<u8>>) {
    let bytes = xml.get_mut();
    if xml::is_suspect(bytes) {
        *bytes = xml::allowed(&String::from_utf8_lossy(bytes)).into_owned().into_bytes();
    }
}

/// The elements, each on lines of its own but for what stands in a `<seg>`.
struct Elements<'x>(&'x mut Xml<Vec<u8>>);

impl Elements<'_> {
    fn line(&mut self, indent: usize) {
        self.0.get_mut().extend(std::iter::once(b'\n').chain(std::iter::repeat_n(b' ', indent)));
    }

    fn open(&mut self, start: Start<'_>) -> io::Result<()> {
        self.0.write_event(Event::Start(start.0))
    }

    fn close(&mut self, name: &str) -> io::Result<()> {
        self.0.write_event(Event::End(BytesEnd::new(name)))
    }

    fn header(&mut self, header: &Header) -> io::Result<()> {
        let origin = &header.origin;
        let own = |value: &Option<String>, instead: &str| value.clone().unwrap_or_else(|| instead.to_owned());
        self.line(2);
        self.open(
            Start::new("header")
                .with("creationtool", &own(&origin.tool, "unknown"))
                .with("creationtoolversion", &own(&origin.tool_version, "unknown"))
                .with("segtype", header.segtype.as_str())
                .with("o-tmf", &own(&origin.format, "unknown"))
                .with("adminlang", header.admin_language.as_str())
                .with("srclang", source_code(&header.source))
                .with("datatype", &own(&origin.datatype, "unknown"))
                .maybe("o-encoding", origin.encoding.as_deref())
                .maybe("creationdate", origin.created.as_ref().map(crate::Date::as_str))
                .maybe("creationid", origin.created_by.as_deref())
                .maybe("changedate", origin.changed.as_ref().map(crate::Date::as_str))
                .maybe("changeid", origin.changed_by.as_deref()),
        )?;
        self.told(&header.props, &header.notes, 4)?;
        for encoding in &header.encodings {
            self.encoding(encoding)?;
        }
        if !(header.props.is_empty() && header.notes.is_empty() && header.encodings.is_empty()) {
            self.line(2);
        }
        self.close("header")
    }

    fn encoding(&mut self, encoding: &UserEncoding) -> io::Result<()> {
        if encoding.maps.is_empty() {
            return Ok(()); // The DTD wants one at least, and nothing is lost without.
        }
        self.line(4);
        self.open(Start::new("ude").with("name", &encoding.name).maybe("base", encoding.base.as_deref()))?;
        for map in &encoding.maps {
            self.line(6);
            let start = Start::new("map")
                .with("unicode", &map.unicode)
                .maybe("code", map.code.as_deref())
                .maybe("ent", map.entity.as_deref())
                .maybe("subst", map.substitute.as_deref());
            self.0.write_event(Event::Empty(start.0))?;
        }
        self.line(4);
        self.close("ude")
    }

    fn told(&mut self, props: &[Prop], notes: &[Note], indent: usize) -> io::Result<()> {
        for prop in props {
            self.line(indent);
            self.open(
                Start::new("prop")
                    .with("type", &prop.kind)
                    .maybe("xml:lang", prop.language.as_ref())
                    .maybe("o-encoding", prop.encoding.as_deref()),
            )?;
            self.0.write_event(text(&prop.value))?;
            self.close("prop")?;
        }
        for note in notes {
            self.line(indent);
            self.open(
                Start::new("note")
                    .maybe("xml:lang", note.language.as_ref())
                    .maybe("o-encoding", note.encoding.as_deref()),
            )?;
            self.0.write_event(text(&note.text))?;
            self.close("note")?;
        }
        Ok(())
    }

    fn unit(&mut self, unit: &Unit, source: Option<&Source>) -> io::Result<()> {
        self.line(4);
        self.open(
            Start::new("tu")
                .maybe("tuid", unit.id.as_deref())
                .origin(&unit.origin)
                .maybe("segtype", unit.segtype.map(crate::Segtype::as_str))
                .maybe("srclang", source.map(source_code)),
        )?;
        self.told(&unit.props, &unit.notes, 6)?;
        for variant in &unit.variants {
            self.variant(variant)?;
        }
        self.line(4);
        self.close("tu")
    }

    fn variant(&mut self, variant: &Variant) -> io::Result<()> {
        self.line(6);
        self.open(Start::new("tuv").with("xml:lang", variant.language.as_str()).origin(&variant.origin))?;
        self.told(&variant.props, &variant.notes, 8)?;
        let plain = variant.props.is_empty() && variant.notes.is_empty();
        if !plain {
            self.line(8);
        }
        self.open(Start::new("seg"))?;
        self.seg(&variant.seg)?;
        self.close("seg")?;
        if !plain {
            self.line(6);
        }
        self.close("tuv")
    }

    fn seg(&mut self, seg: &Seg) -> io::Result<()> {
        for inline in seg.inlines() {
            match inline {
                Inline::Text(plain) => self.0.write_event(text(plain))?,
                Inline::Tag(tag, content) => {
                    let start = tag_start(tag);
                    if content.inlines().is_empty() {
                        self.0.write_event(Event::Empty(start.0))?;
                    } else {
                        self.open(start)?;
                        self.seg(content)?;
                        self.close(tag.name())?;
                    }
                }
            }
        }
        Ok(())
    }
}

fn source_code(source: &Source) -> &str {
    source.language().map_or("*all*", crate::Language::as_str)
}

fn tag_start(tag: &Tag) -> Start<'_> {
    let start = Start::new(tag.name());
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
    }
}

impl<W: Write> Writer<W> {
    /// Writes the header.
    ///
    /// # Errors
    /// If the output fails.
    pub fn new(mut output: W, header: &Header) -> io::Result<Self> {
        let mut buffer = Xml::new(Vec::with_capacity(4096));
        buffer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        let mut elements = Elements(&mut buffer);
        // No DOCTYPE: readers that are careful refuse files with one, and none asks for it.
        elements.line(0);
        elements.open(Start::new("tmx").with("version", "1.4"))?;
        elements.header(header)?;
        elements.line(2);
        elements.open(Start::new("body"))?;
        purge(&mut buffer);
        output.write_all(buffer.get_ref())?;
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
        self.buffer.get_mut().clear();
        Elements(&mut self.buffer).unit(unit, source.as_ref())?;
        purge(&mut self.buffer);
        self.output.write_all(self.buffer.get_ref())?;
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
