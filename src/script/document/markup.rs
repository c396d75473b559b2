//! Passages of HTML and of the XML formats.
//!
//! The scanner knows tags, comments, CDATA sections, declarations and character references, no more: it takes
//! broken HTML as it is and never changes a byte that it does not understand.

use std::ops::Range;

use super::{Format, Parts, Passage};

/// Elements of HTML that stand inside a running text.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "cite", "del", "dfn", "em", "font", "i", "ins", "mark", "q", "rb",
    "ruby", "s", "small", "span", "strong", "sub", "sup", "time", "u", "wbr", "g", "x", "bx", "ex", "mrk",
    "pc", "sc", "ec", "hi", "sub", "br", "img",
];

/// Elements whose text is not for reading.
const KEPT: &[&str] = &[
    "script",
    "style",
    "code",
    "pre",
    "kbd",
    "samp",
    "var",
    "textarea",
    "math",
    "svg",
    "rt",
    "rp",
    "bpt",
    "ept",
    "ph",
    "it",
    "ut",
    "prop",
    "dc:identifier",
    "dc:date",
    "dc:language",
    "skeleton",
    "internal-file",
];

/// Attributes that people read.
const READ: &[&str] = &["alt", "title", "aria-label", "placeholder", "summary"];

/// Attributes that name a language.
const LANGUAGE: &[&str] =
    &["lang", "xml:lang", "srclang", "source-language", "target-language", "srcLang", "trgLang"];

struct Open {
    name: String,
    /// Whether its text stays.
    kept: bool,
}

struct Scanner<'a> {
    source: &'a str,
    format: Format,
    is_from: &'a dyn Fn(&str) -> bool,
    parts: Parts,
    passage: Passage,
    open: Vec<Open>,
    /// XLIFF: whether sources and targets are in the language to be converted.
    sides: [bool; 2],
}

pub(super) fn parts(source: &str, format: Format, is_from: &dyn Fn(&str) -> bool) -> Parts {
    let mut scanner = Scanner {
        source,
        format,
        is_from,
        parts: Parts::default(),
        passage: Passage::default(),
        open: Vec::new(),
        sides: [false; 2],
    };
    let mut at = 0;
    while let Some(found) = source[at..].find('<') {
        scanner.text(at..at + found);
        at += found;
        let rest = &source[at..];
        let through = |mark: &str| rest.find(mark).map_or(rest.len(), |end| end + mark.len());
        at += if rest.starts_with("<!--") {
            through("-->")
        } else if rest.starts_with("<![CDATA[") {
            let length = through("]]>");
            let inner = at + 9..(at + length).saturating_sub(3).max(at + 9);
            scanner.characters(inner);
            length
        } else if rest.starts_with("<!") || rest.starts_with("<?") {
            through(">")
        } else if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
            let length = tag_length(rest);
            scanner.tag(at..at + length);
            length
        } else {
            scanner.text(at..at + 1);
            1
        };
    }
    scanner.text(at..source.len());
    scanner.end_passage();
    scanner.parts
}

/// Length of a tag; a > in a quoted value does not end it.
fn tag_length(tag: &str) -> usize {
    let mut quote = None;
    for (at, c) in tag.char_indices() {
        match (quote, c) {
            (None, '>') => return at + 1,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            _ => {}
        }
    }
    tag.len()
}

impl Scanner<'_> {
    fn kept(&self) -> bool {
        self.open.iter().any(|open| open.kept) || !self.is_side()
    }

    /// Whether the text here is on the side of the file that is converted.
    fn is_side(&self) -> bool {
        match self.format {
            Format::Tmx => self.open.iter().any(|open| open.name == "seg"),
            Format::Xliff => {
                let side = self.open.iter().rev().find_map(|open| match open.name.as_str() {
                    "source" => Some(0),
                    "target" => Some(1),
                    _ => None,
                });
                side.is_some_and(|side: usize| self.sides[side])
            }
            _ => true,
        }
    }

    /// Text with character references, which stay.
    fn text(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while let Some(found) = self.source[at..range.end].find('&') {
            let start = at + found;
            let length = self.source[start..range.end].find(';').filter(|&length| length < 12);
            let Some(length) = length else { break };
            self.characters(at..start);
            if !self.kept() {
                self.passage.push(self.source, start..start + length + 1, true);
            }
            at = start + length + 1;
        }
        self.characters(at..range.end);
    }

    fn characters(&mut self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        if !self.kept() {
            self.passage.push(self.source, range, false);
        } else if self.format == Format::Package
            && self.open.last().is_some_and(|open| open.name == "dc:language")
        {
            let text = self.source[range.clone()].trim();
            if (self.is_from)(text) {
                let start = range.start + self.source[range].find(text).unwrap_or(0);
                self.parts.languages.push(start..start + text.len());
            }
        }
    }

    fn end_passage(&mut self) {
        if !self.passage.text.is_empty() {
            self.parts.passages.push(std::mem::take(&mut self.passage));
        }
    }

    fn tag(&mut self, range: Range<usize>) {
        let tag = &self.source[range.clone()];
        let closing = tag.starts_with("</");
        let after = if closing { 2 } else { 1 };
        let length = tag[after..]
            .find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))
            .unwrap_or(tag.len() - after);
        let written = &tag[after..after + length];
        let name =
            if self.format == Format::Html { written.to_ascii_lowercase() } else { written.to_owned() };
        let inline = INLINE.contains(&name.as_str()) || KEPT.contains(&name.as_str());
        if closing {
            if !inline {
                self.end_passage();
            }
            if let Some(open) = self.open.iter().rposition(|open| open.name == name) {
                self.open.truncate(open);
            }
            return;
        }
        if !inline {
            self.end_passage();
        } else if !self.kept() && matches!(name.as_str(), "br" | "code") {
            // What stands on both sides is not one word.
            self.passage.push(self.source, range.start..range.end, true);
        }
        let kept = self.attributes(&name, range.start + after + length..range.end);
        let empty = tag.ends_with("/>")
            || (self.format == Format::Html
                && matches!(
                    name.as_str(),
                    "br" | "img" | "hr" | "meta" | "link" | "input" | "wbr" | "col" | "source"
                ));
        if !empty {
            let kept = kept || KEPT.contains(&name.as_str());
            self.open.push(Open { name, kept });
        }
    }

    /// Takes in the attributes of a tag; whether they say that the element's text stays.
    fn attributes(&mut self, name: &str, range: Range<usize>) -> bool {
        let mut kept = false;
        let mut at = range.start;
        while let Some(equals) = self.source[at..range.end].find('=') {
            let equals = at + equals;
            let attribute =
                self.source[at..equals].trim().rsplit(char::is_whitespace).next().unwrap_or_default();
            let value = equals + 1 + self.source[equals + 1..range.end].len()
                - self.source[equals + 1..range.end].trim_start().len();
            let Some(quote) =
                self.source[value..range.end].chars().next().filter(|c| matches!(c, '"' | '\''))
            else {
                at = equals + 1;
                continue;
            };
            let start = value + 1;
            let Some(length) = self.source[start..range.end].find(quote) else { break };
            let span = start..start + length;
            let text = &self.source[span.clone()];
            if LANGUAGE.contains(&attribute) {
                let is_from = (self.is_from)(text);
                if is_from {
                    self.parts.languages.push(span);
                } else if text != "*all*"
                    && (self.format != Format::Xliff || name == "mrk")
                    && name != "header"
                {
                    kept = true;
                }
                match attribute {
                    "source-language" | "srcLang" => self.sides[0] = is_from,
                    "target-language" | "trgLang" => self.sides[1] = is_from,
                    _ => {}
                }
            } else if attribute == "translate" && text == "no" {
                kept = true;
            } else if READ.contains(&attribute) && self.format == Format::Html && !self.kept() {
                let mut passage = Passage::default();
                passage.push(self.source, span, false);
                if !passage.text.is_empty() {
                    self.parts.passages.push(passage);
                }
            }
            at = start + length + 1;
        }
        kept
    }
}
