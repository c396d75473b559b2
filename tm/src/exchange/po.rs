//! Reading gettext's PO files: messages, translations and translators' comments.

use super::translated::Said;
use super::{Remark, Translated};
use crate::Language;
use crate::markup::from_markup;
use crate::model::{Note, Prop, Unit, Variant};
use crate::state::Unfinished;
use std::collections::BTreeMap;

/// The strings of a message.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The message.
    Id,
    /// Its translation.
    Translation,
    /// In which of several uses the message stands.
    Context,
    /// What a memory has no place for.
    Other,
}

/// Property of a unit: the context that gettext tells its message from others by.
const CONTEXT: &str = "x-msgctxt";

struct Read {
    source: Language,
    target: Language,
    units: Vec<Unit>,
    unfinished: BTreeMap<usize, Unfinished>,
    remarks: Vec<Remark>,
    notes: Vec<String>,
    context: String,
    fuzzy: bool,
    /// Whether the contexts are numbers that an export made up.
    numbered: bool,
    id: String,
    translation: String,
    /// The string that goes on over the next lines.
    part: Part,
    begun: bool,
}

/// Where the strings of a message begin.
const KEYWORDS: [(&str, Part); 3] =
    [("msgid ", Part::Id), ("msgstr ", Part::Translation), ("msgctxt ", Part::Context)];

/// The encoding that the header of a PO file names.
pub(super) fn charset(bytes: &[u8]) -> Option<String> {
    let head: Vec<u8> = bytes.iter().take(1 << 14).copied().filter(|&b| b != 0).collect();
    let head = String::from_utf8_lossy(&head);
    let named = head.lines().find(|line| line.contains("Content-Type:"))?.split("charset=").nth(1)?;
    let end =
        named.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_')).unwrap_or(named.len());
    // A template says CHARSET.
    Some(named[..end].to_owned()).filter(|name| !name.is_empty() && name != "CHARSET")
}

/// The units of a PO file; what its header says of the languages goes before what is given.
#[must_use]
pub fn po_units(text: &str, source: &Language, target: &Language) -> Translated {
    let mut read = Read {
        source: source.clone(),
        target: target.clone(),
        units: vec![],
        unfinished: BTreeMap::new(),
        remarks: vec![],
        notes: vec![],
        context: String::new(),
        fuzzy: false,
        numbered: false,
        id: String::new(),
        translation: String::new(),
        part: Part::Other,
        begun: false,
    };
    for (line, text) in (1..).zip(text.trim_start_matches('\u{FEFF}').lines()) {
        let string = KEYWORDS.iter().find_map(|(word, part)| Some((text.strip_prefix(word)?, *part)));
        if let Some((string, part)) = string {
            // A message ends where the next begins; its context and its notes stand before it.
            if read.begun && part != Part::Translation {
                read.end();
            }
            read.begun |= part == Part::Id;
            read.part = part;
            read.string(line, string);
        } else if text.starts_with('"') {
            read.string(line, text);
        } else if let Some(comment) = text.strip_prefix('#').filter(|rest| rest.starts_with([' ', ','])) {
            if read.part == Part::Translation {
                read.end();
            }
            match comment.strip_prefix(',') {
                Some(flags) => read.fuzzy |= flags.split(',').any(|flag| flag.trim() == "fuzzy"),
                None => read.notes.push(comment[1..].to_owned()),
            }
        } else if text.starts_with("msgid_plural") || text.starts_with("msgstr[") {
            if text.starts_with("msgid_plural") {
                read.tell(
                    line,
                    "a message with plural forms; a memory has no place for them, it is left out",
                );
            }
            // Nothing of it is kept.
            read.begun = false;
            read.end();
        } else if text.trim().is_empty() {
            read.end();
        } else if !text.starts_with('#') {
            read.tell(line, "neither a message nor a comment; left out");
        }
    }
    read.end();
    let Read { source, units, unfinished, remarks, .. } = read;
    Translated { source, units, unfinished, remarks }
}

impl Read {
    fn tell(&mut self, line: usize, message: impl Into<String>) {
        self.remarks.push(Remark { line, message: message.into() });
    }

    /// Takes a string in quotation marks.
    fn string(&mut self, line: usize, quoted: &str) {
        let quoted = quoted.trim();
        let inner = quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        if inner.is_none() {
            self.tell(line, "a string without quotation marks around it; taken as it stands");
        }
        let mut out = String::new();
        let mut characters = inner.unwrap_or(quoted).chars();
        while let Some(c) = characters.next() {
            if c != '\\' {
                out.push(c);
                continue;
            }
            match characters.next() {
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some('r') => out.push('\r'),
                Some(plain @ ('\\' | '"' | '\'')) => out.push(plain),
                other => {
                    let escape: String = other.into_iter().collect();
                    self.tell(line, format!("`\\{escape}` is no escape of PO; taken as it stands"));
                    out.push('\\');
                    out.extend(other);
                }
            }
        }
        match self.part {
            Part::Id => self.id.push_str(&out),
            Part::Translation => self.translation.push_str(&out),
            Part::Context => self.context.push_str(&out),
            Part::Other => {}
        }
    }

    /// Ends a message.
    fn end(&mut self) {
        let (id, translation) = (std::mem::take(&mut self.id), std::mem::take(&mut self.translation));
        let notes = std::mem::take(&mut self.notes);
        let context = std::mem::take(&mut self.context);
        let said = Said { fuzzy: std::mem::take(&mut self.fuzzy), ..Said::default() };
        if id.is_empty() && self.begun && self.units.is_empty() {
            self.header(&translation);
        } else if self.begun && !id.is_empty() {
            let mut unit = Unit::new(vec![Variant::new(self.source.clone(), from_markup(&id))]);
            if !translation.is_empty() {
                unit.variants.push(Variant::new(self.target.clone(), from_markup(&translation)));
            }
            if !notes.is_empty() {
                unit.notes.push(Note::new(notes.join("\n")));
            }
            if !context.is_empty() && !self.numbered {
                unit.props.push(Prop::new(CONTEXT, context));
            }
            let target = unit.variants.get(1).map(|target| (&target.language, &target.seg));
            if let Some(reason) = said.unfinished(&unit.variants[0].seg, target) {
                self.unfinished.insert(self.units.len(), reason);
            }
            self.units.push(unit);
        }
        (self.part, self.begun) = (Part::Other, false);
    }

    /// Takes the languages from the header, which is the translation of nothing.
    fn header(&mut self, header: &str) {
        let field = |name: &str| {
            let value = header.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?.trim();
            Language::lenient(value).ok()
        };
        if let Some(target) = field("Language") {
            self.target = target;
        }
        if let Some(source) = field("X-Source-Language") {
            self.source = source;
            self.numbered = true;
        }
    }
}
