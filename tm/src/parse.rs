//! The careful parser: a header, or a unit, in whatever way tools write it.
//!
//! Everything that can be read in one sense only is read so, and told; see [`crate::plain`] for the units with
//! which nothing is the matter.

use crate::attribute::{TagAttributes, Taken, inline};
use crate::model::{Header, Note, Origin, Prop, Segtype, Source, Unit, UserCharacter, UserEncoding, Variant};
use crate::problem::{Cause, Effect, Problem};
use crate::seg::{Seg, Tag};
use crate::{Language, xml};
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;
use std::collections::HashSet;

/// How deep inline tags may stand inside one another.
pub(crate) const DEEPEST: usize = 64;
/// What pairs the tags of a foreign element is numbered from here: tools number from one.
const FOREIGN: usize = 1000;
/// So many spellings of language codes are remembered: there are never many, unless a file means harm.
const SPELLINGS: usize = 64;

/// What is remembered from one unit to the next.
#[derive(Default)]
pub(crate) struct Context {
    /// Spellings of language codes that were met. A row: nearly always the first or second is asked for.
    languages: Vec<(String, Language)>,
    /// Attributes that were told of: once is enough.
    told: HashSet<(&'static str, String)>,
}

impl Context {
    pub(crate) fn language(&mut self, code: &str) -> Result<Language, Cause> {
        if let Some((_, language)) = self.languages.iter().find(|(spelling, _)| spelling == code) {
            return Ok(language.clone());
        }
        let language = Language::lenient(code).map_err(|_| Cause::BadLanguage(code.to_owned()))?;
        // Equal codes share one allocation.
        let known =
            self.languages.iter().find(|(_, known)| *known == language).map(|(_, known)| known.clone());
        let language = known.unwrap_or(language);
        if self.languages.len() < SPELLINGS {
            self.languages.push((code.to_owned(), language.clone()));
        }
        Ok(language)
    }

    pub(crate) fn source(&mut self, code: &str) -> Result<Source, Cause> {
        if code.eq_ignore_ascii_case("*all*") {
            Ok(Source::All)
        } else {
            self.language(code).map(Source::One)
        }
    }
}

/// Why a unit cannot be read, and where in its text.
pub(crate) struct Fault {
    pub(crate) at: u64,
    pub(crate) cause: Cause,
}

pub(crate) type Parsed<T> = Result<T, Fault>;

/// Reads one piece of markup.
pub(crate) struct Parser<'a> {
    xml: quick_xml::Reader<&'a [u8]>,
    text: &'a str,
    line: u64,
    /// Whether there may be a character in it that XML does not allow.
    suspect: bool,
    context: &'a mut Context,
    /// What was told so far.
    pub(crate) repairs: Vec<Problem>,
}

impl<'a> Parser<'a> {
    pub(crate) fn new(text: &'a str, line: u64, context: &'a mut Context) -> Self {
        let mut xml = quick_xml::Reader::from_str(text);
        xml.config_mut().allow_dangling_amp = true;
        let suspect =
            xml::is_suspect(text.as_bytes()) || memchr::memmem::find(text.as_bytes(), b"&#").is_some();
        Self { xml, text, line, suspect, context, repairs: vec![] }
    }

    /// The line of a place in the text.
    pub(crate) fn line(&self, at: u64) -> u64 {
        let at = usize::try_from(at).unwrap_or(usize::MAX).min(self.text.len());
        self.line + memchr::memchr_iter(b'\n', &self.text.as_bytes()[..at]).count() as u64
    }

    fn fault(&self, cause: Cause) -> Fault {
        Fault { at: self.xml.buffer_position(), cause }
    }

    fn tell(&mut self, effect: Effect, cause: Cause, raw: &[u8]) {
        let line = self.line(self.xml.buffer_position());
        self.repairs.push(Problem { line, effect, cause, raw: raw.to_vec() });
    }

    fn repaired(&mut self, cause: Cause) {
        self.tell(Effect::Repaired, cause, &[]);
    }

    fn event(&mut self) -> Parsed<Event<'a>> {
        self.xml
            .read_event()
            .map_err(|error| Fault { at: self.xml.error_position(), cause: Cause::Syntax(error.to_string()) })
    }

    /// The next element inside one that holds elements only, and whether it is empty; none at the end.
    fn child(&mut self, empty: bool, parent: &'static str) -> Parsed<Option<(BytesStart<'a>, bool)>> {
        if empty {
            return Ok(None);
        }
        loop {
            let event = self.event()?;
            match event {
                Event::Start(start) => return Ok(Some((start, false))),
                Event::Empty(start) => return Ok(Some((start, true))),
                Event::End(_) => return Ok(None),
                Event::Eof if parent == "header" => return Err(self.fault(Cause::Truncated)),
                Event::Eof => return Err(self.fault(Cause::UnclosedUnit)),
                Event::Comment(_) | Event::PI(_) => {}
                Event::Text(text) if text.trim().is_empty() => {}
                stray => self.tell(Effect::Skipped, Cause::StrayText, stray.as_bytes()),
            }
        }
    }

    /// The name and value of every attribute.
    fn attributes<'s>(&mut self, start: &'s BytesStart<'_>) -> Parsed<Vec<(Cow<'s, str>, Cow<'s, str>)>> {
        let mut out = Vec::new();
        // Of two of one name the last is taken: no reason to lose a unit.
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| self.fault(Cause::Syntax(error.to_string())))?;
            let mut value = if let Ok(value) = attribute.normalized_value(XmlVersion::Explicit1_0) {
                value
            } else {
                self.repaired(Cause::UnknownEntity(attribute.value.to_string()));
                attribute.value.clone()
            };
            let mut name = Cow::Borrowed(attribute.key.into_inner());
            if self.suspect {
                value = Cow::Owned(self.allowed(&value).into_owned());
                // A name can become the name of a property.
                name = Cow::Owned(xml::allowed(&name).into_owned());
            }
            out.push((name, value));
        }
        Ok(out)
    }

    fn allowed<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        if !self.suspect {
            return Cow::Borrowed(text);
        }
        if let Some(c) = xml::first_forbidden(text) {
            self.repaired(Cause::ControlCharacter(c));
        }
        xml::allowed(text)
    }

    fn unknown_attribute(&mut self, element: &'static str, name: &str) {
        if self.context.told.len() < 1000 && self.context.told.insert((element, name.to_owned())) {
            self.repaired(Cause::UnknownAttribute(element, name.to_owned()));
        }
    }

    /// Takes an attribute that belongs to an [`Origin`]; what cannot be taken becomes a property.
    fn origin(
        &mut self,
        (element, name, value): (&'static str, &str, Cow<'_, str>),
        origin: &mut Origin,
        props: &mut Vec<Prop>,
    ) {
        match origin.take(name, &value) {
            Taken::Yes | Taken::Again | Taken::Ignored => {}
            Taken::BadValue(name) => self.bad_value(name, value, props),
            Taken::Unknown => {
                self.unknown_attribute(element, name);
                props.push(Prop::new(format!("x-{name}"), value));
            }
        }
    }

    fn bad_value(&mut self, name: &'static str, value: Cow<'_, str>, props: &mut Vec<Prop>) {
        self.repaired(Cause::BadValue(name, value.to_string()));
        props.push(Prop::new(format!("x-{name}"), value));
    }

    /// Everything before the first unit.
    pub(crate) fn head(&mut self) -> Parsed<Header> {
        let mut root = false;
        loop {
            let event = self.event()?;
            let empty = matches!(event, Event::Empty(_));
            match event {
                Event::Start(start) | Event::Empty(start) => match start.name().as_ref() {
                    "tmx" => root = true,
                    "header" if root => return self.header(&start, empty),
                    "body" if root => break,
                    name if root => {
                        let name = name.to_owned();
                        self.tell(Effect::Skipped, Cause::Misplaced(name, "tmx"), &[]);
                    }
                    name => {
                        let name = name.to_owned();
                        return Err(self.fault(Cause::WrongRoot(name)));
                    }
                },
                Event::Text(text) if !root && !text.trim().is_empty() => {
                    return Err(Fault { at: 0, cause: Cause::NotXml });
                }
                Event::Eof => break,
                _ => {}
            }
        }
        if !root {
            let cause = if self.text.trim().is_empty() { Cause::Empty } else { Cause::NotXml };
            return Err(Fault { at: 0, cause });
        }
        self.repaired(Cause::NoHeader);
        Ok(Header {
            source: Source::All,
            admin_language: self.fallback_language(),
            segtype: Segtype::Sentence,
            origin: Origin {
                datatype: Some("unknown".to_owned()),
                tool: Some("unknown".to_owned()),
                tool_version: Some("unknown".to_owned()),
                format: Some("unknown".to_owned()),
                ..Origin::default()
            },
            props: vec![],
            notes: vec![],
            encodings: vec![],
        })
    }

    fn fallback_language(&mut self) -> Language {
        self.context.language("en").unwrap_or_else(|_| unreachable!("`en` is a language code"))
    }

    fn header(&mut self, start: &BytesStart<'_>, empty: bool) -> Parsed<Header> {
        let (mut source, mut admin, mut segtype) = (None, None, None);
        let mut header = Header {
            source: Source::All,
            admin_language: self.fallback_language(),
            segtype: Segtype::Sentence,
            origin: Origin::default(),
            props: vec![],
            notes: vec![],
            encodings: vec![],
        };
        for (name, value) in self.attributes(start)? {
            match &*name {
                "srclang" => source = self.context.source(&value).ok(),
                "adminlang" => admin = self.context.language(&value).ok(),
                "segtype" => segtype = Segtype::from_name(&value),
                _ => self.origin(("header", &name, value), &mut header.origin, &mut header.props),
            }
        }
        let mut lacks = |name, value: &str| self.repaired(Cause::HeaderLacks(name, value.to_owned()));
        match source {
            Some(source) => header.source = source,
            None => lacks("srclang", "*all*"),
        }
        match admin {
            Some(admin) => header.admin_language = admin,
            None => lacks("adminlang", "en"),
        }
        match segtype {
            Some(segtype) => header.segtype = segtype,
            None => lacks("segtype", "sentence"),
        }
        for (name, place) in [
            ("datatype", &mut header.origin.datatype),
            ("creationtool", &mut header.origin.tool),
            ("creationtoolversion", &mut header.origin.tool_version),
            ("o-tmf", &mut header.origin.format),
        ] {
            if place.is_none() {
                lacks(name, "unknown");
                *place = Some("unknown".to_owned());
            }
        }
        while let Some((start, empty)) = self.child(empty, "header")? {
            match start.name().as_ref() {
                "prop" => header.props.push(self.prop(&start, empty)?),
                "note" => header.notes.push(self.note(&start, empty)?),
                "ude" => {
                    let encoding = self.encoding(&start, empty)?;
                    // Without characters it says nothing, and cannot be written.
                    header.encodings.extend(Some(encoding).filter(|encoding| !encoding.maps.is_empty()));
                }
                _ => self.left_out(&start, empty, "header")?,
            }
        }
        Ok(header)
    }

    fn encoding(&mut self, start: &BytesStart<'_>, empty: bool) -> Parsed<UserEncoding> {
        let mut encoding = UserEncoding { name: String::new(), base: None, maps: vec![] };
        for (name, value) in self.attributes(start)? {
            match &*name {
                "name" => encoding.name = value.into_owned(),
                "base" => encoding.base = Some(value.into_owned()),
                _ => self.unknown_attribute("ude", &name),
            }
        }
        while let Some((start, empty)) = self.child(empty, "ude")? {
            if start.name().as_ref() != "map" {
                self.left_out(&start, empty, "ude")?;
                continue;
            }
            let mut map =
                UserCharacter { unicode: String::new(), code: None, entity: None, substitute: None };
            for (name, value) in self.attributes(&start)? {
                match &*name {
                    "unicode" => map.unicode = value.into_owned(),
                    "code" => map.code = Some(value.into_owned()),
                    "ent" => map.entity = Some(value.into_owned()),
                    "subst" => map.substitute = Some(value.into_owned()),
                    _ => self.unknown_attribute("map", &name),
                }
            }
            encoding.maps.push(map);
            while let Some((start, empty)) = self.child(empty, "map")? {
                self.left_out(&start, empty, "map")?;
            }
        }
        if encoding.maps.is_empty() {
            self.repaired(Cause::TagLacks("ude", "map"));
        }
        Ok(encoding)
    }

    /// Steps over an element that does not belong where it stands, and tells.
    fn left_out(&mut self, start: &BytesStart<'_>, empty: bool, parent: &'static str) -> Parsed<()> {
        let name = start.name().as_ref().to_owned();
        let begin = usize::try_from(self.xml.buffer_position()).unwrap_or(usize::MAX);
        let begin = begin.saturating_sub(start.len() + if empty { 3 } else { 2 });
        if !empty {
            self.xml.read_to_end(start.name()).map_err(|error| Fault {
                at: self.xml.error_position(),
                cause: Cause::Syntax(error.to_string()),
            })?;
        }
        let end = usize::try_from(self.xml.buffer_position()).unwrap_or(usize::MAX);
        let raw = self.text.as_bytes().get(begin..end).unwrap_or_default();
        self.tell(Effect::Skipped, Cause::Misplaced(name, parent), raw);
        Ok(())
    }

    pub(crate) fn unit(&mut self) -> Parsed<Unit> {
        let event = self.event()?;
        let (Event::Start(start) | Event::Empty(start)) = &event else {
            return Err(self.fault(Cause::Syntax("no <tu>".to_owned())));
        };
        let mut unit = Unit::default();
        for (name, value) in self.attributes(start)? {
            match &*name {
                "tuid" => unit.id = Some(value.into_owned()),
                "segtype" => match Segtype::from_name(&value) {
                    Some(segtype) => unit.segtype = Some(segtype),
                    None => self.bad_value("segtype", value, &mut unit.props),
                },
                "srclang" => match self.context.source(&value) {
                    Ok(source) => unit.source = Some(source),
                    Err(_) => self.bad_value("srclang", value, &mut unit.props),
                },
                _ => self.origin(("tu", &name, value), &mut unit.origin, &mut unit.props),
            }
        }
        while let Some((start, empty)) = self.child(matches!(event, Event::Empty(_)), "tu")? {
            match start.name().as_ref() {
                "tuv" => unit.variants.push(self.variant(&start, empty)?),
                "prop" => unit.props.push(self.prop(&start, empty)?),
                "note" => unit.notes.push(self.note(&start, empty)?),
                _ => self.left_out(&start, empty, "tu")?,
            }
        }
        if unit.variants.is_empty() { Err(self.fault(Cause::NoVariant)) } else { Ok(unit) }
    }

    fn variant(&mut self, start: &BytesStart<'_>, empty: bool) -> Parsed<Variant> {
        let (mut language, mut origin) = (None, Origin::default());
        let (mut props, mut notes, mut seg) = (vec![], vec![], None);
        for (name, value) in self.attributes(start)? {
            match &*name {
                "xml:lang" => language = Some(value),
                "lang" => language = language.or(Some(value)),
                _ => self.origin(("tuv", &name, value), &mut origin, &mut props),
            }
        }
        let language = language.ok_or_else(|| self.fault(Cause::NoLanguage))?;
        let language = self.context.language(&language).map_err(|cause| self.fault(cause))?;
        while let Some((start, empty)) = self.child(empty, "tuv")? {
            match start.name().as_ref() {
                "seg" if seg.is_none() => {
                    seg = Some(if empty { Seg::default() } else { self.seg("seg", true, 0)? });
                }
                "prop" => props.push(self.prop(&start, empty)?),
                "note" => notes.push(self.note(&start, empty)?),
                _ => self.left_out(&start, empty, "tuv")?,
            }
        }
        let seg = seg.ok_or_else(|| self.fault(Cause::NoSeg))?;
        Ok(Variant { language, origin, props, notes, seg })
    }

    /// The language and the encoding of a note or property, and its type.
    fn told(
        &mut self,
        start: &BytesStart<'_>,
        element: &'static str,
    ) -> Parsed<(Option<String>, Option<Language>, Option<String>)> {
        let (mut kind, mut language, mut encoding) = (None, None, None);
        for (name, value) in self.attributes(start)? {
            match &*name {
                "type" if element == "prop" => kind = Some(value.into_owned()),
                "xml:lang" | "lang" => match self.context.language(&value) {
                    Ok(known) => language = Some(known),
                    Err(cause) => self.repaired(cause),
                },
                "o-encoding" => encoding = Some(value.into_owned()),
                _ => self.unknown_attribute(element, &name),
            }
        }
        Ok((kind, language, encoding))
    }

    fn prop(&mut self, start: &BytesStart<'_>, empty: bool) -> Parsed<Prop> {
        let (kind, language, encoding) = self.told(start, "prop")?;
        let value = if empty { String::new() } else { self.characters("prop")? };
        if kind.is_none() {
            self.repaired(Cause::TagLacks("prop", "type"));
        }
        Ok(Prop { kind: kind.unwrap_or_else(|| "x-unknown".to_owned()), value, language, encoding })
    }

    fn note(&mut self, start: &BytesStart<'_>, empty: bool) -> Parsed<Note> {
        let (_, language, encoding) = self.told(start, "note")?;
        let text = if empty { String::new() } else { self.characters("note")? };
        Ok(Note { text, language, encoding })
    }

    /// The text of an element that holds nothing else.
    fn characters(&mut self, element: &'static str) -> Parsed<String> {
        let mut out = String::new();
        loop {
            let event = self.event()?;
            let empty = matches!(event, Event::Empty(_));
            match event {
                Event::Start(start) | Event::Empty(start) => self.left_out(&start, empty, element)?,
                Event::End(_) => return Ok(out),
                Event::Eof => return Err(self.fault(Cause::UnclosedUnit)),
                event => self.text(&event, &mut |text| out.push_str(text)),
            }
        }
    }

    /// The text of an event that is text in one of XML's ways.
    fn text(&mut self, event: &Event<'_>, out: &mut impl FnMut(&str)) {
        match event {
            Event::Text(text) => {
                let text = text.xml10_content();
                if text.starts_with('&') {
                    self.repaired(Cause::BareAmpersand);
                }
                out(&self.allowed(&text));
            }
            Event::CData(text) => out(&self.allowed(&text.xml10_content())),
            Event::GeneralRef(name) => {
                let mut bytes = [0; 4];
                if let Some(text) = resolve_predefined_entity(name) {
                    out(text);
                } else if let Ok(Some(c)) = name.resolve_char_ref() {
                    out(&self.allowed(c.encode_utf8(&mut bytes)));
                } else {
                    self.repaired(Cause::UnknownEntity(name.to_string()));
                    out(&self.allowed(&format!("&{};", &**name)));
                }
            }
            _ => {}
        }
    }

    /// The content of a `<seg>` or of an inline tag, up to its end.
    fn seg(&mut self, element: &'static str, holds_text: bool, depth: usize) -> Parsed<Seg> {
        if depth > DEEPEST {
            return Err(self.fault(Cause::TooDeep(DEEPEST)));
        }
        let mut seg = Seg::default();
        loop {
            let event = self.event()?;
            let empty = matches!(event, Event::Empty(_));
            match event {
                Event::Start(start) | Event::Empty(start)
                    if inline(start.name().as_ref().as_bytes()).is_none() =>
                {
                    self.foreign(&start, empty, &mut seg, holds_text, depth)?;
                }
                Event::Start(start) | Event::Empty(start) => {
                    let tag = self.tag(&start, element)?;
                    // Text holds codes, codes hold `<sub>`, and a `<sub>` is text again.
                    if matches!(tag, Tag::Sub { .. }) == holds_text {
                        return Err(self.fault(Cause::Misplaced(tag.name().to_owned(), element)));
                    }
                    let inner = matches!(tag, Tag::Sub { .. } | Tag::Highlight { .. });
                    let content =
                        if empty { Seg::default() } else { self.seg(tag.name(), inner, depth + 1)? };
                    seg.push_tag(tag, content);
                }
                Event::End(_) => return Ok(seg),
                Event::Eof => return Err(self.fault(Cause::UnclosedUnit)),
                event => self.text(&event, &mut |text| seg.push_text(text)),
            }
        }
    }

    /// An inline element that TMX does not have (`<g>`, `<br/>`) becomes the code that it is: its tags are what a
    /// `<bpt>` and an `<ept>`, or a `<ph>`, hold. Inside a code it is part of the code.
    fn foreign(
        &mut self,
        start: &BytesStart<'_>,
        empty: bool,
        seg: &mut Seg,
        holds_text: bool,
        depth: usize,
    ) -> Parsed<()> {
        let name = start.name().as_ref().to_owned();
        // `a < b` begins no element.
        if !name.starts_with(|c: char| c.is_alphabetic() || c == '_') {
            return Err(self.fault(Cause::Misplaced(name, "seg")));
        }
        if self.context.told.insert(("seg", name.clone())) {
            self.repaired(Cause::ForeignTag(name.clone()));
        }
        let code = |code: String| Seg::from(code);
        let (begin, end) = (format!("<{}{}>", &**start, if empty { "/" } else { "" }), format!("</{name}>"));
        if !holds_text {
            seg.push_text(&self.allowed(&begin));
            if !empty {
                let content = self.seg("ph", false, depth + 1)?;
                content.inlines().iter().for_each(|inline| seg.push(inline.clone()));
                seg.push_text(&end);
            }
            return Ok(());
        }
        let id =
            self.attributes(start)?.into_iter().find(|(name, _)| name == "id").map(|(_, id)| id.into_owned());
        let x = id.filter(|id| !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit()));
        let begin = code(self.allowed(&begin).into_owned());
        if empty {
            seg.push_tag(Tag::Placeholder { x, assoc: None, kind: None }, begin);
            return Ok(());
        }
        let i = (FOREIGN + seg.tags().len()).to_string();
        let content = self.seg("seg", true, depth + 1)?;
        seg.push_tag(Tag::Begin { i: i.clone(), x, kind: None }, begin);
        content.inlines().iter().for_each(|inline| seg.push(inline.clone()));
        seg.push_tag(Tag::End { i }, code(end));
        Ok(())
    }

    fn tag(&mut self, start: &BytesStart<'_>, parent: &'static str) -> Parsed<Tag> {
        let Some(element) = inline(start.name().as_ref().as_bytes()) else {
            let name = start.name().as_ref().to_owned();
            return Err(self.fault(Cause::Misplaced(name, parent)));
        };
        let mut attributes = TagAttributes::of(element);
        for (name, value) in self.attributes(start)? {
            if let Taken::Unknown = attributes.take(&name, &value) {
                self.unknown_attribute(element, &name);
            }
        }
        attributes.tag().map_err(|name| self.fault(Cause::TagLacks(element, name)))
    }
}
