//! Reading XLIFF, 1.2 and 2.x: sources, targets and notes, inline elements, and the properties that
//! [`Bilingual`](super::Bilingual) writes. Matches from memories that stand beside them (`alt-trans`, `mtc:matches`)
//! are no translations and are left out.

use super::codes::{from_belonging, from_token, from_value, x_of};
use super::translated::Said;
use super::{Given, Remark, Translated, json};
use crate::Language;
use crate::markup::from_markup;
use crate::model::{Note, Prop, Unit, Variant};
use crate::parse::DEEPEST;
use crate::seg::{Half, Seg, Tag};
use crate::state::Unfinished;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

/// What a unit, and its segment, have told so far.
#[derive(Default)]
struct Told {
    source: Option<Seg>,
    target: Option<Seg>,
    /// The segments of a paragraph, by the identifier that pairs them (1.2).
    source_segments: Segments,
    target_segments: Segments,
    said: Said,
    /// What SDL says of each segment, by its identifier.
    said_of: BTreeMap<String, Said>,
    notes: Vec<Note>,
    props: Vec<Prop>,
    attributes: BTreeMap<String, String>,
    id: Option<String>,
    /// What codes hold, by what they call it (2.x).
    data: BTreeMap<String, Seg>,
}

/// Segments of a paragraph with their identifiers, in order.
type Segments = Vec<(String, Seg)>;

struct Read<'a> {
    xml: quick_xml::Reader<&'a [u8]>,
    text: &'a str,
    remarks: Vec<Remark>,
    /// The segments of the paragraph that is being read.
    segments: Segments,
    /// A place and its line, from which the next are counted.
    counted: Cell<(usize, usize)>,
    /// What pairs the codes whose halves may stand in two segments (`<bx>`, `<sc>`).
    halves: BTreeSet<String>,
    /// Whether this crate wrote the file: then codes are halves only where it says so.
    is_ours: bool,
}

/// The value of an attribute, by its local name where that has no colon.
fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    start.attributes().with_checks(false).filter_map(Result::ok).find_map(|attribute| {
        let found = if name.contains(':') {
            attribute.key.as_ref() == name
        } else {
            attribute.key.as_ref() == name || attribute.key.as_ref() == format!("xml:{name}")
        };
        let value = || match attribute.normalized_value(XmlVersion::Explicit1_0) {
            Ok(value) => value.into_owned(),
            Err(_) => attribute.value.to_string(),
        };
        found.then(value)
    })
}

impl<'a> Read<'a> {
    fn wrong(&self, message: impl Into<String>) -> Remark {
        let at =
            usize::try_from(self.xml.buffer_position().max(self.xml.error_position())).unwrap_or(usize::MAX);
        let (from, line) = self.counted.get();
        let at = at.min(self.text.len()).max(from);
        let line = line + memchr::memchr_iter(b'\n', &self.text.as_bytes()[from..at]).count();
        self.counted.set((at, line));
        Remark { line, message: message.into() }
    }

    fn tell(&mut self, message: impl Into<String>) {
        let remark = self.wrong(message);
        self.remarks.push(remark);
    }

    fn event(&mut self) -> Result<Event<'a>, Remark> {
        self.xml.read_event().map_err(|error| self.wrong(error.to_string()))
    }

    /// Steps over an element.
    fn skip(&mut self) -> Result<(), Remark> {
        self.element_text().map(drop)
    }

    /// The text of an event that is text; what is none is no text.
    fn text(&self, event: &Event<'_>, out: &mut impl FnMut(&str)) -> Result<(), Remark> {
        match event {
            Event::Text(text) => out(&text.xml10_content()),
            Event::CData(text) => out(&text.xml10_content()),
            Event::GeneralRef(name) => {
                let mut bytes = [0; 4];
                if let Some(text) = quick_xml::escape::resolve_predefined_entity(name) {
                    out(text);
                } else if let Ok(Some(c)) = name.resolve_char_ref() {
                    out(c.encode_utf8(&mut bytes));
                } else {
                    return Err(self.wrong(format!("the entity `&{};` is not known", &**name)));
                }
            }
            Event::Eof => return Err(self.wrong("it ends inside an element: it was cut off")),
            _ => {}
        }
        Ok(())
    }

    /// The text of an element up to its end; what tags in it hold is text too.
    fn element_text(&mut self) -> Result<String, Remark> {
        let (mut out, mut depth) = (String::new(), 0);
        loop {
            match self.event()? {
                Event::Start(_) => depth += 1,
                Event::End(_) if depth == 0 => return Ok(out),
                Event::End(_) => depth -= 1,
                event => self.text(&event, &mut |text| out.push_str(text))?,
            }
        }
    }

    /// The language that an attribute names.
    fn language(&self, start: &BytesStart<'_>, names: [&str; 2]) -> Result<Option<Language>, Remark> {
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| self.wrong(error.to_string()))?;
            if names.contains(&attribute.key.as_ref()) && !attribute.value.trim().is_empty() {
                return Language::lenient(&attribute.value)
                    .map(Some)
                    .map_err(|error| self.wrong(error.to_string()));
            }
        }
        Ok(None)
    }

    /// The content of a `<source>` or `<target>`, or of an element in it, up to its end.
    fn seg(&mut self, data: &BTreeMap<String, Seg>, in_code: bool, depth: usize) -> Result<Seg, Remark> {
        if depth > DEEPEST {
            return Err(self.wrong(format!("more than {DEEPEST} elements inside one another")));
        }
        let mut seg = Seg::default();
        loop {
            let event = self.event()?;
            let (start, empty) = match &event {
                Event::Start(start) => (start, false),
                Event::Empty(start) => (start, true),
                Event::End(_) => return Ok(seg),
                event => {
                    self.text(event, &mut |text| seg.push_text(text))?;
                    continue;
                }
            };
            let local = start.name().local_name();
            let tag = self.tag(local.as_ref(), start, in_code);
            let inner_code = tag.as_ref().map_or(in_code, |tag| {
                !matches!(tag, Tag::Highlight { .. } | Tag::Sub { .. })
                    && !matches!(local.as_ref(), "g" | "pc")
            });
            let mut content = if empty { Seg::default() } else { self.seg(data, inner_code, depth + 1)? };
            if local.as_ref() == "mrk" && attribute(start, "mtype").as_deref() == Some("seg") {
                self.segments.push((attribute(start, "mid").unwrap_or_default(), content.clone()));
            }
            let held = |name| attribute(start, name).and_then(|held| data.get(&held).cloned());
            match (local.as_ref(), tag) {
                // What has no place in a memory leaves its text.
                (_, None) => content.inlines().iter().for_each(|inline| seg.push(inline.clone())),
                ("g" | "pc", Some(tag @ Tag::Begin { .. })) => {
                    let Tag::Begin { i, .. } = &tag else { continue };
                    let end = Tag::End { i: i.clone() };
                    seg.push_tag(tag, held("dataRefStart").unwrap_or_default());
                    content.inlines().iter().for_each(|inline| seg.push(inline.clone()));
                    seg.push_tag(end, held("dataRefEnd").unwrap_or_default());
                }
                (_, Some(tag)) => {
                    if let Some(held) = held("dataRef") {
                        content = held;
                    }
                    seg.push_tag(tag, content);
                }
            }
        }
    }

    /// A whole `<source>`, `<seg-source>` or `<target>`, and the segments that are marked in it: none if text
    /// stands outside them, which would be lost.
    fn paragraph(&mut self, data: &BTreeMap<String, Seg>) -> Result<(Seg, Segments), Remark> {
        let seg = self.seg(data, false, 0)?;
        let mut segments = std::mem::take(&mut self.segments);
        let ink = |seg: &Seg| seg.plain().chars().filter(|c| !c.is_whitespace()).count();
        if segments.iter().map(|(_, segment)| ink(segment)).sum::<usize>() != ink(&seg) {
            segments.clear();
        }
        Ok((seg, segments))
    }

    /// The inline tag that an element is, if it is one.
    fn tag(&mut self, name: &str, start: &BytesStart<'_>, in_code: bool) -> Option<Tag> {
        let own = |name: &str| attribute(start, name);
        if in_code {
            let sub = || Tag::Sub {
                datatype: own("datatype").as_deref().map(from_value),
                kind: own("ctype").as_deref().map(from_value),
            };
            return (name == "sub").then(sub);
        }
        let id = own("id");
        let x = || id.as_deref().and_then(x_of);
        let kind = || own("tmx:type").or_else(|| own("ctype").as_deref().map(from_value));
        let isolated = || own("isolated").as_deref() == Some("yes");
        let wants_id = matches!(name, "bpt" | "ept" | "ph" | "it" | "g" | "x" | "bx" | "ex" | "sc" | "pc");
        if wants_id && id.is_none() {
            self.tell(format!("<{name}> has no `id`; XLIFF wants one"));
        }
        // What pairs two codes: our own word for it, the reference of one to the other, or the code's name.
        let pair = |reference: &str| {
            own("tmx:i").or_else(|| own(reference).or_else(|| id.clone()).as_deref().map(from_token))
        };
        if !self.is_ours {
            let reference = match name {
                "bx" | "ex" => Some("rid"),
                "sc" => Some("id"),
                "ec" => Some("startRef"),
                _ => None,
            };
            self.halves.extend(reference.and_then(pair));
        }
        match name {
            "bpt" | "bx" | "g" | "pc" => {
                Some(Tag::Begin { i: pair("rid").unwrap_or_default(), x: x(), kind: kind() })
            }
            "ept" | "ex" => Some(Tag::End { i: pair("rid").unwrap_or_default() }),
            "sc" if isolated() && own("tmx:i").is_none() => {
                Some(Tag::Isolated { half: Half::Begin, x: x(), kind: kind() })
            }
            "sc" => Some(Tag::Begin { i: pair("id").unwrap_or_default(), x: x(), kind: kind() }),
            "ec" if isolated() && own("tmx:i").is_none() => {
                Some(Tag::Isolated { half: Half::End, x: x(), kind: kind() })
            }
            "ec" => Some(Tag::End { i: pair("startRef").unwrap_or_default() }),
            "it" => {
                let half = if own("pos").as_deref() == Some("close") { Half::End } else { Half::Begin };
                Some(Tag::Isolated { half, x: x(), kind: kind() })
            }
            "ph" if own("tmx:ut").is_some() || own("ctype").as_deref() == Some("x-tmx.ut") => {
                Some(Tag::Unknown { x: x() })
            }
            "ph" | "x" => {
                let assoc = own("tmx:assoc").or_else(|| own("assoc").as_deref().map(from_belonging));
                Some(Tag::Placeholder { x: x(), assoc, kind: kind() })
            }
            "mrk" => match (own("mtype"), own("type")) {
                (Some(mark), _) if mark == "x-tmx" => Some(Tag::Highlight { x: marked(start), kind: None }),
                (Some(mark), _) if mark.starts_with("x-") || mark == "term" || mark == "name" => {
                    Some(Tag::Highlight { x: marked(start), kind: Some(from_value(&mark)) })
                }
                _ if own("tmx:hi").is_some() => Some(Tag::Highlight { x: x(), kind: own("tmx:type") }),
                (None, Some(mark)) if mark == "term" => {
                    Some(Tag::Highlight { x: None, kind: Some("term".to_owned()) })
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// What codes of a unit hold (`<originalData>`, 2.x).
    fn data(&mut self, data: &mut BTreeMap<String, Seg>) -> Result<(), Remark> {
        loop {
            match self.event()? {
                Event::Start(start) => {
                    let text = self.element_text()?;
                    let Some(id) = attribute(&start, "id") else { continue };
                    // Ours, with markup of TMX in it.
                    let held = if id.starts_with('m') { held_markup(&text) } else { text.into() };
                    data.insert(id, held);
                }
                Event::End(_) => return Ok(()),
                Event::Eof => return Err(self.wrong("it ends inside an element: it was cut off")),
                _ => {}
            }
        }
    }
}

/// The `x` of marked text in XLIFF 1.2.
fn marked(start: &BytesStart<'_>) -> Option<String> {
    attribute(start, "comment").and_then(|comment| comment.strip_prefix("x=").map(str::to_owned))
}

/// What a code holds, from markup: read inside a code, where a `<sub>` can stand.
fn held_markup(text: &str) -> Seg {
    match from_markup(&format!("<ph>{text}</ph>")).inlines() {
        [crate::Inline::Tag(_, held)] => held.clone(),
        _ => text.into(),
    }
}

/// Properties that stand for what a unit's attributes tell.
pub(super) const ATTRIBUTE: &str = "tmx.";

impl Told {
    /// What is translated into what, and what is said of it: the segments of a paragraph if both sides have them,
    /// else the whole.
    fn pairs(&mut self) -> Vec<(Seg, Option<Seg>, Said)> {
        let (source, target) = (self.source.take(), self.target.take());
        let mut targets = std::mem::take(&mut self.target_segments);
        let sources = std::mem::take(&mut self.source_segments);
        let mut said_of = std::mem::take(&mut self.said_of);
        let whole = target.as_ref().is_some_and(|target| targets.is_empty() && !target.is_blank());
        if sources.is_empty() || (whole && sources.len() > 1) {
            let said =
                said_of.pop_first().map_or_else(|| self.said.clone(), |(_, said)| self.said.with(said));
            return source.map(|source| (source, target, said)).into_iter().collect();
        }
        let pairs = sources.into_iter().map(|(mid, source)| {
            let own = targets.iter().position(|(of, _)| *of == mid).map(|at| targets.remove(at).1);
            let own = own.or_else(|| target.clone().filter(|_| whole));
            let said = said_of.remove(&mid).map_or_else(|| self.said.clone(), |said| self.said.with(said));
            (source, own, said)
        });
        pairs.collect()
    }

    fn property(&mut self, kind: &str, value: String) {
        match kind.strip_prefix(ATTRIBUTE) {
            Some(name) => _ = self.attributes.insert(name.to_owned(), value),
            None => self.props.push(Prop::new(kind, value)),
        }
    }
}

/// What the attributes of an element say of the translations in it.
fn say(start: &BytesStart<'_>, said: &mut Said) {
    said.state = attribute(start, "state").or_else(|| attribute(start, "mq:status")).or(said.state.take());
    said.origin = attribute(start, "state-qualifier").or(said.origin.take());
    said.approved = attribute(start, "approved").map(|approved| approved == "yes").or(said.approved);
}

/// What SDL says of a segment.
fn said_by_sdl(start: &BytesStart<'_>) -> Said {
    let state = attribute(start, "conf");
    Said { unspecified: state.is_none(), state, origin: attribute(start, "origin"), ..Said::default() }
}

/// What a file has told so far.
#[derive(Default)]
struct File {
    source: Option<Language>,
    target: Option<Language>,
    units: Vec<Unit>,
    unfinished: BTreeMap<usize, Unfinished>,
    /// Of the unit that is being read.
    told: Told,
    /// The languages that its source and its target name themselves.
    told_languages: [Option<Language>; 2],
    /// Whether the contexts that are being read are properties that [`Bilingual`](super::Bilingual) wrote.
    own_group: bool,
}

impl File {
    /// Takes the languages that an element names, for all that is in it.
    fn take_languages(
        &mut self,
        read: &Read<'_>,
        start: &BytesStart<'_>,
        given: &Given,
    ) -> Result<(), Remark> {
        if let Some(language) = read.language(start, ["source-language", "srcLang"])? {
            self.source = Some(language);
        }
        if let Some(language) = read.language(start, ["target-language", "trgLang"])? {
            self.target = Some(language);
        }
        self.source = self.source.take().or_else(|| given.source.clone());
        self.target = self.target.take().or_else(|| given.target.clone());
        match start.name().local_name().as_ref() {
            "trans-unit" | "segment" => self.told_languages = [None, None],
            "source" => self.told_languages[0] = read.language(start, ["xml:lang"; 2])?,
            "target" => self.told_languages[1] = read.language(start, ["xml:lang"; 2])?,
            _ => {}
        }
        Ok(())
    }

    /// Takes an element that begins, and says whether its end is still to come. `fixed` says that what is in it must
    /// not be translated.
    fn begin(
        &mut self,
        read: &mut Read<'_>,
        start: &BytesStart<'_>,
        empty: bool,
        fixed: bool,
    ) -> Result<bool, Remark> {
        let told = &mut self.told;
        let name = start.name();
        match name.local_name().as_ref() {
            local @ ("trans-unit" | "unit") => {
                *told = Told {
                    id: attribute(start, "resname").or(attribute(start, "name")),
                    said: Said { fixed, ..Said::default() },
                    ..Told::default()
                };
                say(start, &mut told.said);
                if attribute(start, "id").is_none() {
                    read.tell(format!("<{local}> has no `id`; XLIFF wants one"));
                }
                return Ok(!empty);
            }
            "segment" => {
                told.said = Said { fixed, ..Said::default() };
                say(start, &mut told.said);
                return Ok(!empty);
            }
            "seg" if name.as_ref() != "seg" => {
                told.said_of.insert(attribute(start, "id").unwrap_or_default(), said_by_sdl(start));
                return Ok(!empty);
            }
            "context-group" => {
                self.own_group = attribute(start, "purpose").as_deref() == Some("x-tmx");
                return Ok(!empty);
            }
            "target" => {
                say(start, &mut told.said);
                if !empty {
                    let (target, segments) = read.paragraph(&told.data)?;
                    told.target = Some(target);
                    told.target_segments = segments;
                }
            }
            "context" if self.own_group => {
                let kind = attribute(start, "context-type").unwrap_or_default();
                let kind = match kind.strip_prefix("x-tmx.") {
                    Some(name) => format!("{ATTRIBUTE}{name}"),
                    None => from_value(&kind),
                };
                let value = if empty { String::new() } else { read.element_text()? };
                told.property(&kind, value);
            }
            "meta" => {
                let kind = attribute(start, "type").unwrap_or_default();
                let value = if empty { String::new() } else { read.element_text()? };
                told.property(&kind, value);
            }
            _ if empty => {}
            "alt-trans" | "matches" | "ignorable" => read.skip()?,
            "originalData" => read.data(&mut told.data)?,
            "source" => {
                let (source, segments) = read.paragraph(&told.data)?;
                told.source = Some(source);
                if told.source_segments.is_empty() {
                    told.source_segments = segments;
                }
            }
            "seg-source" => told.source_segments = read.paragraph(&told.data)?.1,
            "note" => told.notes.push(Note::new(read.element_text()?)),
            _ => return Ok(true),
        }
        Ok(false)
    }

    /// Takes the end of a unit of XLIFF 1.2, or of a segment of 2.x.
    fn end(&mut self, read: &Read<'_>) -> Result<(), Remark> {
        let is_half = |i: &str| read.halves.contains(i);
        for (source, target, said) in self.told.pairs() {
            let (source, target) =
                (source.isolated(&is_half), target.map(|target| target.isolated(&is_half)));
            let [own_source, own_target] = &self.told_languages;
            let from = own_source.clone().or_else(|| self.source.clone());
            let from = from.ok_or_else(|| read.wrong("the file names no source language; --source does"))?;
            let mut unit = Unit::new(vec![Variant::new(from, source)]);
            if let Some(target) = target.filter(|target| *target != Seg::default()) {
                let to = own_target.clone().or_else(|| self.target.clone());
                let to = to.ok_or_else(|| read.wrong("the file names no target language; --target does"))?;
                unit.variants.push(Variant::new(to, target));
            }
            let target = unit.variants.get(1).map(|target| (&target.language, &target.seg));
            if let Some(reason) = said.unfinished(&unit.variants[0].seg, target) {
                self.unfinished.insert(self.units.len(), reason);
            }
            // Of several segments the first has what is told of them all.
            unit.notes = std::mem::take(&mut self.told.notes);
            unit.props = std::mem::take(&mut self.told.props);
            for prop in said.props() {
                unit.props.retain(|old| old.kind != prop.kind);
                unit.props.push(prop);
            }
            unit.origin = json::origin(std::mem::take(&mut self.told.attributes));
            unit.id = self.told.id.take();
            self.units.push(unit);
        }
        Ok(())
    }
}

/// The units of an XLIFF file, 1.2 or 2.x: one for each segment, and its source language.
///
/// # Errors
/// What is wrong with the file, and on which line.
pub fn xliff_units(text: &str) -> Result<Translated, Remark> {
    read_xliff(text, &Given::default())
}

/// The same; what is given counts where the file names no language.
pub(super) fn read_xliff(text: &str, given: &Given) -> Result<Translated, Remark> {
    let mut read = Read {
        xml: quick_xml::Reader::from_str(text),
        text,
        remarks: vec![],
        segments: Segments::default(),
        counted: Cell::new((0, 1)),
        halves: BTreeSet::new(),
        is_ours: false,
    };
    let mut file = File::default();
    let (mut root, mut closed) = (false, false);
    // Of the elements that are open: whether what is in them must not be translated.
    let mut fixed: Vec<bool> = vec![];
    loop {
        let event = read.event()?;
        match &event {
            Event::Start(start) | Event::Empty(start) => {
                let name = start.name();
                if !root && name.local_name().as_ref() != "xliff" {
                    return Err(read.wrong(format!(
                        "the root element is <{}>; an XLIFF file has <xliff>",
                        name.as_ref()
                    )));
                }
                read.is_ours |= !root && attribute(start, "xmlns:tmx").is_some();
                root = true;
                file.take_languages(&read, start, given)?;
                let inherited = fixed.last().copied().unwrap_or(false);
                let is_fixed = attribute(start, "translate").map_or(inherited, |value| value == "no");
                if file.begin(&mut read, start, matches!(event, Event::Empty(_)), is_fixed)? {
                    fixed.push(is_fixed);
                }
            }
            Event::End(end) => {
                fixed.pop();
                match end.name().local_name().as_ref() {
                    "trans-unit" | "segment" => file.end(&read)?,
                    "xliff" => closed = true,
                    _ => {}
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if !root {
        return Err(read.wrong("it is not an XLIFF file"));
    }
    if !closed {
        return Err(read.wrong("it ends before </xliff>: it was cut off"));
    }
    let source = file.source.ok_or_else(|| read.wrong("the file names no source language; --source does"))?;
    Ok(Translated { source, units: file.units, unfinished: file.unfinished, remarks: read.remarks })
}
