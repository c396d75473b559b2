//! Reading gettext's PO files: messages, translations and translators' comments.

use super::Remark;
use crate::Language;
use crate::markup::from_markup;
use crate::model::{Note, Unit, Variant};

/// What a PO file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PoFile {
    /// The language that is translated from.
    pub source: Language,
    /// Its messages, in order.
    pub units: Vec<Unit>,
    /// What is wrong with it, though it can be read.
    pub remarks: Vec<Remark>,
}

/// The strings of a message.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The message.
    Id,
    /// Its translation.
    Translation,
    /// What a memory has no place for.
    Other,
}

struct Read {
    source: Language,
    target: Language,
    units: Vec<Unit>,
    remarks: Vec<Remark>,
    notes: Vec<String>,
    id: String,
    translation: String,
    /// The string that goes on over the next lines.
    part: Part,
    begun: bool,
}

/// Where the strings of a message begin.
const KEYWORDS: [(&str, Part); 3] =
    [("msgid ", Part::Id), ("msgstr ", Part::Translation), ("msgctxt ", Part::Other)];

/// The units of a PO file; what its header says of the languages goes before what is given.
#[must_use]
pub fn po_units(text: &str, source: &Language, target: &Language) -> PoFile {
    let mut read = Read {
        source: source.clone(),
        target: target.clone(),
        units: vec![],
        remarks: vec![],
        notes: vec![],
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
        } else if let Some(note) = text.strip_prefix("# ") {
            if read.part == Part::Translation {
                read.end();
            }
            read.notes.push(note.to_owned());
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
    PoFile { source: read.source, units: read.units, remarks: read.remarks }
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
            Part::Other => {}
        }
    }

    /// Ends a message.
    fn end(&mut self) {
        let (id, translation) = (std::mem::take(&mut self.id), std::mem::take(&mut self.translation));
        let notes = std::mem::take(&mut self.notes);
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
        }
    }
}
