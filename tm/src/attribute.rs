//! Which attribute says what (TMX 1.4b, "Attributes"): one table for every way to read a unit.

use crate::model::Origin;
use crate::seg::{Half, Tag};

/// What became of an attribute.
pub(crate) enum Taken {
    /// It says something the model has a place for.
    Yes,
    /// So, but it was named before: of two of one name the last is taken.
    Again,
    /// It belongs to XML and says nothing about the unit.
    Ignored,
    /// The standard has it, and not with this value.
    BadValue(&'static str),
    /// The standard does not have it.
    Unknown,
}

/// Puts a value in its place.
fn put<T>(place: &mut Option<T>, value: T) -> Taken {
    if place.replace(value).is_none() { Taken::Yes } else { Taken::Again }
}

impl Origin {
    /// Takes an attribute that header, unit and variant share.
    pub(crate) fn take(&mut self, name: &str, value: &str) -> Taken {
        let place = match name {
            "o-encoding" => &mut self.encoding,
            "datatype" => &mut self.datatype,
            "creationtool" => &mut self.tool,
            "creationtoolversion" => &mut self.tool_version,
            "creationid" => &mut self.created_by,
            "changeid" => &mut self.changed_by,
            "o-tmf" => &mut self.format,
            "usagecount" => {
                let count = value.trim().parse();
                return count
                    .map_or(Taken::BadValue("usagecount"), |count| put(&mut self.usage_count, count));
            }
            "lastusagedate" | "creationdate" | "changedate" => {
                let (name, place) = match name {
                    "lastusagedate" => ("lastusagedate", &mut self.last_used),
                    "creationdate" => ("creationdate", &mut self.created),
                    _ => ("changedate", &mut self.changed),
                };
                return value.parse().map_or(Taken::BadValue(name), |date| put(place, date));
            }
            _ if name.starts_with("xmlns") => return Taken::Ignored,
            _ => return Taken::Unknown,
        };
        put(place, value.to_owned())
    }
}

/// The elements that stand in a segment.
const INLINE: [&str; 7] = ["bpt", "ept", "ph", "it", "hi", "ut", "sub"];

/// The name of an inline element, if it is one.
pub(crate) fn inline(name: &[u8]) -> Option<&'static str> {
    INLINE.into_iter().find(|inline| inline.as_bytes() == name)
}

/// The attributes of an inline tag, as they come.
pub(crate) struct TagAttributes {
    element: &'static str,
    i: Option<String>,
    x: Option<String>,
    kind: Option<String>,
    pos: Option<String>,
    assoc: Option<String>,
    datatype: Option<String>,
}

impl TagAttributes {
    /// No attributes yet, of the given element ([`inline`]).
    pub(crate) fn of(element: &'static str) -> Self {
        Self { element, i: None, x: None, kind: None, pos: None, assoc: None, datatype: None }
    }

    /// Takes an attribute.
    pub(crate) fn take(&mut self, name: &str, value: &str) -> Taken {
        let place = match (self.element, name) {
            ("bpt" | "ept", "i") => &mut self.i,
            ("bpt" | "ph" | "it" | "hi" | "ut", "x") => &mut self.x,
            ("bpt" | "ph" | "it" | "hi" | "sub", "type") => &mut self.kind,
            ("it", "pos") => &mut self.pos,
            ("ph", "assoc") => &mut self.assoc,
            ("sub", "datatype") => &mut self.datatype,
            _ => return Taken::Unknown,
        };
        put(place, value.to_owned())
    }

    /// The tag, or the attribute that it lacks.
    pub(crate) fn tag(self) -> Result<Tag, &'static str> {
        let Self { i, x, kind, pos, assoc, datatype, .. } = self;
        Ok(match self.element {
            "bpt" => Tag::Begin { i: i.ok_or("i")?, x, kind },
            "ept" => Tag::End { i: i.ok_or("i")? },
            "ph" => Tag::Placeholder { x, assoc, kind },
            "it" => {
                let half = match pos {
                    Some(pos) if pos.eq_ignore_ascii_case("begin") => Half::Begin,
                    Some(pos) if pos.eq_ignore_ascii_case("end") => Half::End,
                    _ => return Err("pos"),
                };
                Tag::Isolated { half, x, kind }
            }
            "hi" => Tag::Highlight { x, kind },
            "ut" => Tag::Unknown { x },
            _ => Tag::Sub { datatype, kind },
        })
    }
}
