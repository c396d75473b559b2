//! Inline tags as the inline elements of XLIFF (1.2, "Inline Elements"; 2.1, section 4.2.3).
//!
//! | TMX | XLIFF 1.2 | XLIFF 2.1 |
//! |---|---|---|
//! | `bpt`, `ept` | `bpt`, `ept` | `sc`, `ec` |
//! | `ph`, `ut` | `ph` | `ph` |
//! | `it` | `it` | `sc`, `ec`, isolated |
//! | `hi` | `mrk` | `mrk` |
//! | `sub` | `sub` | markup of TMX in the code's `data` |
//!
//! XLIFF wants an identifier where TMX has none. Who has an `x` is identified by it; one that is made up begins with a
//! point, which [`token`] gives to none, and is forgotten when the file is read.

use crate::markup::to_markup;
use crate::seg::{Half, Inline, Seg, Tag};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Which XLIFF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// 1.2, which every tool reads.
    V1_2,
    /// 2.1.
    V2_1,
}

/// Namespace of what XLIFF 2.1 has no place for.
pub(super) const NAMESPACE: &str = "urn:duizhao:tmx";

/// Text as XML text.
pub(super) fn escape(text: &str) -> String {
    quick_xml::escape::escape(&*crate::xml::allowed(text)).replace('\r', "&#13;")
}

/// A text as a name of XML (`NMTOKEN`): what is no letter, figure or hyphen of ASCII stands as `_`, its number, `.`.
pub(super) fn token(text: &str) -> String {
    if text.is_empty() {
        return "_.".to_owned();
    }
    text.chars().fold(String::new(), |mut out, c| {
        if c.is_ascii_alphanumeric() || c == '-' {
            out.push(c);
        } else {
            let _ = write!(out, "_{:x}.", c as u32);
        }
        out
    })
}

/// The text that a token stands for; what is none stands for itself.
pub(super) fn from_token(token: &str) -> String {
    let text = || {
        let mut parts = token.split('_');
        let mut out = parts.next()?.to_owned();
        for part in parts {
            let (number, rest) = part.split_once('.')?;
            if !number.is_empty() {
                out.push(u32::from_str_radix(number, 16).ok().and_then(char::from_u32)?);
            }
            out.push_str(rest);
        }
        Some(out)
    };
    text().unwrap_or_else(|| token.to_owned())
}

/// A word of TMX as a value of XLIFF 1.2: as it is if that has it, or if it is of the user's kind already.
pub(super) fn value(word: &str, known: &[&str]) -> String {
    let own = word.strip_prefix("x-").is_some_and(|rest| !rest.is_empty() && token(rest) == rest);
    if known.contains(&word) || (own && !word.starts_with("x-tmx")) {
        word.to_owned()
    } else {
        format!("x-tmx-{}", token(word))
    }
}

/// The word of TMX that a value of XLIFF 1.2 is.
pub(super) fn from_value(value: &str) -> String {
    value.strip_prefix("x-tmx-").map_or_else(|| value.to_owned(), from_token)
}

/// What pairs of codes can do, in XLIFF 1.2.
const DELIMITERS: [&str; 4] = ["bold", "italic", "underlined", "link"];
/// What single codes can do, there.
const PLACEHOLDERS: [&str; 3] = ["image", "pb", "lb"];
/// Formats of text, there.
const DATATYPES: [&str; 4] = ["plaintext", "html", "xml", "rtf"];
/// Why text can be marked, there.
const MARKS: [&str; 2] = ["term", "name"];

/// Writes the segments of a unit.
pub(super) struct Codes {
    version: Version,
    /// What codes of the unit hold, for 2.1: whether it is markup of TMX, and the text.
    data: Vec<(bool, String)>,
}

/// The tags that were written, of one segment or of several whose identifiers must differ.
#[derive(Default)]
pub(super) struct Written {
    identifiers: BTreeSet<String>,
    counts: BTreeMap<&'static str, usize>,
    /// Identifiers of the codes that opened something, by what pairs them.
    begun: BTreeMap<String, String>,
    /// What pairs the codes that close something.
    ended: BTreeSet<String>,
}

impl Written {
    /// An identifier that no other tag of the segment has. Those of tags that answer each other in source and
    /// target are the same.
    fn identifier(&mut self, tag: &Tag) -> String {
        let identifier = tag.x().map_or_else(
            || {
                let count = self.counts.entry(tag.name()).or_default();
                *count += 1;
                format!(".{}{count}", tag.name())
            },
            token,
        );
        let again = (2..).map(|number| format!("{identifier}..{number}"));
        let mut free = std::iter::once(identifier.clone()).chain(again);
        let one = free.find(|one| !self.identifiers.contains(one)).unwrap_or(identifier);
        self.identifiers.insert(one.clone());
        one
    }
}

/// The `x` that an identifier stands for.
pub(super) fn x_of(identifier: &str) -> Option<String> {
    let identifier = identifier.rsplit_once("..").map_or(identifier, |(identifier, _)| identifier);
    Some(identifier).filter(|identifier| !identifier.starts_with('.')).map(from_token)
}

fn attribute(out: &mut String, name: &str, value: Option<&str>) {
    if let Some(value) = value {
        // Blanks of other kinds would come back as plain ones.
        let value = escape(value).replace('\n', "&#10;").replace('\t', "&#9;");
        let _ = write!(out, " {name}=\"{value}\"");
    }
}

impl Codes {
    /// Of a new unit.
    pub(super) fn new(version: Version) -> Self {
        Self { version, data: Vec::new() }
    }

    /// The content of a `<source>` or `<target>`.
    pub(super) fn seg(&mut self, seg: &Seg) -> String {
        self.seg_after(seg, &mut Written::default())
    }

    /// The same, behind others of the same side of the unit.
    pub(super) fn seg_after(&mut self, seg: &Seg, written: &mut Written) -> String {
        let ends = seg.tags().into_iter().filter_map(|tag| match tag {
            Tag::End { i } => Some(i.clone()),
            _ => None,
        });
        written.ended = ends.collect();
        written.begun.clear();
        let mut out = String::new();
        self.content(seg, written, &mut out);
        out
    }

    /// The element that holds what the codes hold, on a line of its own; nothing if they hold nothing.
    pub(super) fn original_data(&self, indent: &str) -> String {
        if self.data.is_empty() {
            return String::new();
        }
        let data = (1..).zip(&self.data).map(|(number, (marked, text))| {
            let kind = if *marked { 'm' } else { 'd' };
            format!("<data id=\"{kind}{number}\">{}</data>", escape(text))
        });
        format!("{indent}<originalData>{}</originalData>\n", data.collect::<String>())
    }

    fn content(&mut self, seg: &Seg, written: &mut Written, out: &mut String) {
        for inline in seg.inlines() {
            match (inline, self.version) {
                (Inline::Text(text), _) => out.push_str(&escape(text)),
                (Inline::Tag(tag, content), Version::V1_2) => self.version_1(tag, content, written, out),
                (Inline::Tag(tag, content), Version::V2_1) => self.version_2(tag, content, written, out),
            }
        }
    }

    fn version_1(&mut self, tag: &Tag, content: &Seg, written: &mut Written, out: &mut String) {
        let name = match tag {
            Tag::Unknown { .. } => "ph",
            Tag::Highlight { .. } => "mrk",
            tag => tag.name(),
        };
        let _ = write!(out, "<{name}");
        if !matches!(tag, Tag::Highlight { .. } | Tag::Sub { .. }) {
            attribute(out, "id", Some(&written.identifier(tag)));
        }
        let known = |kind: &Option<String>, known: &[&str]| kind.as_deref().map(|kind| value(kind, known));
        match tag {
            Tag::Begin { i, kind, .. } => {
                attribute(out, "rid", Some(&token(i)));
                attribute(out, "ctype", known(kind, &DELIMITERS).as_deref());
            }
            Tag::End { i } => attribute(out, "rid", Some(&token(i))),
            Tag::Placeholder { assoc, kind, .. } => {
                attribute(out, "ctype", known(kind, &PLACEHOLDERS).as_deref());
                attribute(out, "assoc", assoc.as_deref().and_then(belonging));
            }
            Tag::Isolated { half, kind, .. } => {
                attribute(out, "pos", Some(if *half == Half::Begin { "open" } else { "close" }));
                attribute(out, "ctype", known(kind, &DELIMITERS).as_deref());
            }
            Tag::Unknown { .. } => attribute(out, "ctype", Some("x-tmx.ut")),
            Tag::Highlight { x, kind } => {
                attribute(out, "mtype", Some(known(kind, &MARKS).as_deref().unwrap_or("x-tmx")));
                // Its own `mid` would have to be that of a segment.
                attribute(out, "comment", x.as_ref().map(|x| format!("x={x}")).as_deref());
            }
            Tag::Sub { datatype, kind } => {
                attribute(out, "datatype", known(datatype, &DATATYPES).as_deref());
                attribute(out, "ctype", known(kind, &DELIMITERS).as_deref());
            }
        }
        out.push('>');
        self.content(content, written, out);
        let _ = write!(out, "</{name}>");
    }

    fn version_2(&mut self, tag: &Tag, content: &Seg, written: &mut Written, out: &mut String) {
        let identifier = written.identifier(tag);
        let is_code = !matches!(tag, Tag::Highlight { .. });
        let held = (is_code && !content.inlines().is_empty()).then(|| self.held(content));
        let name = match tag {
            Tag::Begin { .. } | Tag::Isolated { half: Half::Begin, .. } => "sc",
            Tag::End { .. } | Tag::Isolated { half: Half::End, .. } => "ec",
            Tag::Highlight { .. } => "mrk",
            _ => "ph",
        };
        let _ = write!(out, "<{name}");
        let (mut kind, mut assoc) = (None, None);
        match tag {
            Tag::Begin { i, kind: its, .. } => {
                attribute(out, "id", Some(&identifier));
                // What is closed in another segment is told to be.
                attribute(out, "isolated", Some("yes").filter(|_| !written.ended.contains(i)));
                attribute(out, "tmx:i", Some(i));
                written.begun.insert(i.clone(), identifier);
                kind = its.as_deref();
            }
            Tag::End { i } => {
                if let Some(begun) = written.begun.remove(i) {
                    attribute(out, "startRef", Some(&begun));
                } else {
                    attribute(out, "id", Some(&identifier));
                    attribute(out, "isolated", Some("yes"));
                }
                attribute(out, "tmx:i", Some(i));
            }
            Tag::Isolated { kind: its, .. } => {
                attribute(out, "id", Some(&identifier));
                attribute(out, "isolated", Some("yes"));
                kind = its.as_deref();
            }
            Tag::Placeholder { assoc: its, kind: what, .. } => {
                attribute(out, "id", Some(&identifier));
                (kind, assoc) = (what.as_deref(), its.as_deref());
            }
            Tag::Highlight { kind: its, .. } => {
                attribute(out, "id", Some(&identifier));
                attribute(out, "type", Some(if its.as_deref() == Some("term") { "term" } else { "generic" }));
                attribute(out, "tmx:hi", Some("yes"));
                kind = its.as_deref();
            }
            Tag::Unknown { .. } => {
                attribute(out, "id", Some(&identifier));
                attribute(out, "tmx:ut", Some("yes"));
            }
            Tag::Sub { .. } => attribute(out, "id", Some(&identifier)),
        }
        attribute(out, "tmx:type", kind);
        attribute(out, "tmx:assoc", assoc);
        if matches!(tag, Tag::Highlight { .. }) {
            out.push('>');
            self.content(content, written, out);
            out.push_str("</mrk>");
        } else {
            attribute(out, "dataRef", held.as_deref());
            out.push_str("/>");
        }
    }

    /// Keeps what a code holds; answers with what to call it by.
    fn held(&mut self, content: &Seg) -> String {
        let marked = content.has_tags();
        let text = if marked { to_markup(content) } else { content.plain().into_owned() };
        let held = (marked, text);
        let at = self.data.iter().position(|data| *data == held).unwrap_or_else(|| {
            self.data.push(held);
            self.data.len() - 1
        });
        format!("{}{}", if marked { 'm' } else { 'd' }, at + 1)
    }
}

/// The text that a single code belongs to, in the words of XLIFF 1.2.
fn belonging(assoc: &str) -> Option<&'static str> {
    match assoc {
        "p" => Some("preceding"),
        "f" => Some("following"),
        "b" => Some("both"),
        _ => None,
    }
}

/// The same in the words of TMX.
pub(super) fn from_belonging(assoc: &str) -> String {
    match assoc {
        "preceding" => "p",
        "following" => "f",
        "both" => "b",
        other => other,
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_is_a_token_and_comes_back() {
        for text in ["", "1", "a b", "_", ".", "..2", "x_20.y", "书名", "x-y", "\u{1}"] {
            let token = token(text);
            assert!(
                !token.starts_with('.')
                    && token.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
            );
            assert_eq!(from_token(&token), text);
            assert_eq!(from_value(&value(text, &DELIMITERS)), text);
            assert_eq!(x_of(&token).as_deref(), Some(text));
        }
        assert_eq!(from_token("a_b"), "a_b");
        assert_eq!(value("bold", &DELIMITERS), "bold");
        assert_eq!(value("x-red", &DELIMITERS), "x-red");
        assert_eq!((x_of(".ph1"), x_of("7..2").as_deref()), (None, Some("7")));
    }
}
