//! Passages of HTML and of the XML formats.
//!
//! The scanner knows tags, comments, CDATA sections, declarations and character references, no more: it takes
//! broken HTML as it is and never changes a byte that it does not understand.

use std::collections::HashMap;
use std::ops::Range;

use super::tongue::{Tongue, Tongues};
use super::{Format, Parts, Passage};
use crate::lang::is_han;

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
    "w:rt",
    "text:ruby-text",
    "text:note-citation",
    "office:change-info",
];

/// Elements of documents of word processors that are passages of their own, or hold such.
const BLOCKS: &[&str] = &[
    "w:p",
    "w:tc",
    "w:txbxContent",
    "text:p",
    "text:h",
    "text:note-body",
    "table:table-cell",
    "draw:text-box",
    "office:annotation",
];

/// Elements between characters that do not stand side by side.
const BREAKS: &[&str] =
    &["br", "code", "w:br", "w:cr", "w:tab", "text:line-break", "text:tab", "text:s", "text:note"];

/// Attributes that people read.
const READ: &[&str] = &["alt", "title", "aria-label", "placeholder", "summary"];

/// Attributes that name the language of what stands in their element.
const OWN_LANGUAGE: &[&str] = &["lang", "xml:lang"];

/// Attributes that name a language of the file, or of a unit of it.
const LANGUAGE: &[&str] =
    &["srclang", "source-language", "target-language", "srcLang", "trgLang", "w:eastAsia"];

/// Regions that Chinese is written in, as documents of LibreOffice name them beside the language.
const REGIONS: &[&str] = &["CN", "SG", "TW", "HK", "MO"];

/// An element that is open. What is asked of those around it too is known by the innermost, so that depth costs
/// nothing.
struct Open {
    name: String,
    /// Whether its text stays: it says so, or one around it.
    kept: bool,
    /// What the tags say of its language, the nearest first.
    tongue: Option<Tongue>,
    /// Whether it is a segment of a memory, or in one.
    in_segment: bool,
    /// Which side of an XLIFF unit it is in: source, target.
    side: Option<usize>,
    /// What the nearest `mrk` says of its language, itself or around it.
    marked: Option<Tongue>,
}

struct Scanner<'a> {
    source: &'a str,
    format: Format,
    tongues: &'a Tongues<'a>,
    parts: Parts,
    passage: Passage,
    open: Vec<Open>,
    /// How many elements of a name are open.
    names: HashMap<String, usize>,
    /// Programs whose end tag comes nowhere any more.
    endless: Vec<&'static str>,
    /// XLIFF: what sources and targets are in.
    sides: [Option<Tongue>; 2],
}

pub(super) fn parts(source: &str, format: Format, tongues: &Tongues<'_>) -> Parts {
    let mut scanner = Scanner {
        source,
        format,
        tongues,
        parts: Parts::default(),
        passage: Passage::default(),
        open: Vec::new(),
        names: HashMap::new(),
        endless: Vec::new(),
        sides: [None; 2],
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
            let (tag, behind) = rest.split_at(length);
            length + if format == Format::Html { scanner.program_length(tag, behind) } else { 0 }
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
    // A value is quoted behind a = only.
    let mut before = '<';
    for (at, c) in tag.char_indices() {
        match (quote, c) {
            (None, '>') => return at + 1,
            (None, '"' | '\'') if before == '=' => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            _ => {}
        }
        if !c.is_whitespace() {
            before = c;
        }
    }
    tag.len()
}

/// The character that a reference stands for, where it may be converted: Chinese, or a quotation mark.
fn character(reference: &str) -> Option<char> {
    let name = reference.strip_prefix('&')?.strip_suffix(';')?;
    let c = match name {
        "ldquo" => '“',
        "rdquo" => '”',
        "lsquo" => '‘',
        "rsquo" => '’',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(number) => u32::from_str_radix(number, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    };
    (is_han(c) || matches!(c, '“' | '”' | '‘' | '’' | '「' | '」' | '『' | '』')).then_some(c)
}

impl Scanner<'_> {
    /// Length of the program that follows the tag of a script or style: a < in it begins nothing, up to its end tag.
    fn program_length(&mut self, tag: &str, rest: &str) -> usize {
        let is = |name: &str| {
            let (open, name_and_rest) = (tag.starts_with('<'), tag.get(1..=name.len()).unwrap_or_default());
            let next = tag.as_bytes().get(1 + name.len());
            open && name_and_rest.eq_ignore_ascii_case(name)
                && next.is_none_or(|b| b.is_ascii_whitespace() || *b == b'>')
                && !tag.ends_with("/>")
        };
        let Some(name) = ["script", "style"].into_iter().find(|name| is(name)) else { return 0 };
        if self.endless.contains(&name) {
            return 0;
        }
        let ends = |at: &usize| {
            rest[at + 2..].get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
        };
        let end = rest.match_indices("</").map(|(at, _)| at).find(ends);
        if end.is_none() {
            self.endless.push(name);
        }
        end.unwrap_or(0)
    }

    /// Whether a text that stands here stays.
    fn stays(&mut self, text: &str) -> bool {
        if self.open.last().is_some_and(|open| open.kept) {
            return true;
        }
        let Some(tongue) = self.tongue() else { return true };
        // A memory says of each text what it is; in pages and books, what tags say is often wrong.
        let told = matches!(self.format, Format::Tmx | Format::Xliff) && tongue == Tongue::Foreign;
        if !told && self.tongues.reads(tongue, text) {
            return false;
        }
        self.parts.left += usize::from(!told && tongue == Tongue::Foreign && self.tongues.shows(text));
        true
    }

    /// What the text here is in, as far as tags tell; none where nothing is to be converted.
    fn tongue(&self) -> Option<Tongue> {
        let here = self.open.last();
        let tagged = here.and_then(|open| open.tongue);
        match self.format {
            Format::Tmx => tagged.filter(|_| here.is_some_and(|open| open.in_segment)),
            Format::Xliff => {
                let side = here?.side?;
                here?.marked.or(self.sides[side])
            }
            // Programs write the language of their menus over whatever is typed.
            Format::Word => here.is_some_and(|open| open.name == "w:t").then_some(Tongue::From),
            Format::OpenDocument => {
                let is_text = |open: &Open| matches!(open.name.as_str(), "text:p" | "text:h");
                self.open.iter().any(is_text).then_some(Tongue::From)
            }
            _ => Some(tagged.unwrap_or(Tongue::From)),
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
            let reference = start..start + length + 1;
            at = reference.end;
            let c = character(&self.source[reference.clone()]);
            let mut buffer = [0; 4];
            if self.stays(c.map_or("", |c| c.encode_utf8(&mut buffer))) {
                continue;
            }
            match c {
                Some(c) => self.passage.push_character(c, reference),
                None => self.passage.push(self.source, reference, true),
            }
        }
        self.characters(at..range.end);
    }

    fn characters(&mut self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        if !self.stays(&self.source[range.clone()]) {
            self.passage.push(self.source, range, false);
        } else if self.format == Format::Package
            && self.open.last().is_some_and(|open| open.name == "dc:language")
        {
            let text = self.source[range.clone()].trim();
            if self.tongues.is_from(text) {
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
        let inline = match self.format {
            Format::Word | Format::OpenDocument => !BLOCKS.contains(&name.as_str()),
            _ => INLINE.contains(&name.as_str()) || KEPT.contains(&name.as_str()),
        };
        if closing {
            if !inline {
                self.end_passage();
            }
            self.close(&name);
            return;
        }
        if !inline {
            self.end_passage();
        } else if !self.passage.text.is_empty() && BREAKS.contains(&name.as_str()) {
            // What stands on both sides is not one word.
            self.passage.push(self.source, range.start..range.end, true);
        }
        let (kept, tongue) = self.attributes(range.start + after + length..range.end);
        let empty = tag.ends_with("/>")
            || (self.format == Format::Html
                && matches!(
                    name.as_str(),
                    "br" | "img" | "hr" | "meta" | "link" | "input" | "wbr" | "col" | "source"
                ));
        if !empty {
            let kept = kept || KEPT.contains(&name.as_str());
            self.begin(name, kept, tongue);
        }
    }

    /// Begins an element, of which its tag says whether its text stays and what it is in.
    fn begin(&mut self, name: String, kept: bool, tongue: Option<Tongue>) {
        let around = self.open.last();
        let (own_side, is_marked) = match name.as_str() {
            "source" => (Some(0), false),
            "target" => (Some(1), false),
            other => (None, other == "mrk"),
        };
        let open = Open {
            kept: kept || around.is_some_and(|open| open.kept),
            tongue: tongue.or(around.and_then(|open| open.tongue)),
            in_segment: name == "seg" || around.is_some_and(|open| open.in_segment),
            side: own_side.or(around.and_then(|open| open.side)),
            marked: if is_marked { tongue } else { around.and_then(|open| open.marked) },
            name,
        };
        *self.names.entry(open.name.clone()).or_default() += 1;
        self.open.push(open);
    }

    /// Ends the nearest element of a name, and those that were begun in it.
    fn close(&mut self, name: &str) {
        if self.names.get(name).is_none_or(|&count| count == 0) {
            return;
        }
        while let Some(open) = self.open.pop() {
            if let Some(count) = self.names.get_mut(&open.name) {
                *count -= 1;
            }
            if open.name == name {
                break;
            }
        }
    }

    /// Takes in the attributes of a tag: whether they say that the element's text stays, and what it is in.
    fn attributes(&mut self, range: Range<usize>) -> (bool, Option<Tongue>) {
        let (mut kept, mut tongue) = (false, None);
        let mut at = range.start;
        while let Some(equals) = self.source[at..range.end].find('=') {
            let equals = at + equals;
            let attribute =
                self.source[at..equals].trim().rsplit(char::is_whitespace).next().unwrap_or_default();
            let value = equals + 1 + self.source[equals + 1..range.end].len()
                - self.source[equals + 1..range.end].trim_start().len();
            let quote = self.source[value..range.end].chars().next().filter(|c| matches!(c, '"' | '\''));
            let start = value + usize::from(quote.is_some());
            let ends = |c: char| quote.map_or(c.is_whitespace() || c == '>', |quote| c == quote);
            let Some(length) = self.source[start..range.end].find(ends) else { break };
            let span = start..start + length;
            let text = &self.source[span.clone()];
            if OWN_LANGUAGE.contains(&attribute) || LANGUAGE.contains(&attribute) {
                let named = self.tongues.of(text);
                if named == Some(Tongue::From) {
                    self.parts.languages.push(span);
                }
                match attribute {
                    "source-language" | "srcLang" => self.sides[0] = named,
                    "target-language" | "trgLang" => self.sides[1] = named,
                    "srclang" => {}
                    _ => tongue = named,
                }
            } else if attribute == "translate" && text == "no" {
                kept = true;
            } else if attribute == "style:country-asian" && REGIONS.contains(&text) {
                if self.tongues.is_from(&format!("zh-{text}")) {
                    self.parts.regions.push(span);
                }
            } else if match self.format {
                Format::Html => READ.contains(&attribute) && !self.stays(text),
                Format::Word => attribute == "descr" && text.contains(is_han),
                _ => false,
            } {
                let mut passage = Passage::default();
                passage.push(self.source, span, false);
                if !passage.text.is_empty() {
                    self.parts.passages.push(passage);
                }
            }
            at = start + length + 1;
        }
        (kept, tongue)
    }
}
