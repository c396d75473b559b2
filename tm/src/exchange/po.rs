//! Reading gettext's PO files: messages, translations and translators' comments.

use crate::Language;
use crate::markup::from_markup;
use crate::model::{Note, Unit, Variant};

/// The units of a PO file; its header may name the source language.
#[must_use]
pub fn po_units(text: &str, source: &Language, target: &Language) -> Vec<Unit> {
    let (mut units, mut notes) = (Vec::new(), Vec::new());
    let (mut id, mut translation, mut in_translation) = (String::new(), String::new(), false);
    let unquote = |line: &str| {
        let inner = line.trim().trim_start_matches('"').strip_suffix('"').unwrap_or_default();
        let mut out = String::new();
        let mut characters = inner.chars();
        while let Some(c) = characters.next() {
            out.push(match c {
                '\\' => match characters.next() {
                    Some('n') => '\n',
                    Some('t') => '\t',
                    Some('r') => '\r',
                    Some(other) => other,
                    None => '\\',
                },
                c => c,
            });
        }
        out
    };
    for line in text.lines().chain([""]) {
        if let Some(rest) = line.strip_prefix("msgid ") {
            (id, translation, in_translation) = (unquote(rest), String::new(), false);
        } else if let Some(rest) = line.strip_prefix("msgstr ") {
            (translation, in_translation) = (unquote(rest), true);
        } else if line.starts_with('"') {
            if in_translation { translation.push_str(&unquote(line)) } else { id.push_str(&unquote(line)) }
        } else if let Some(note) = line.strip_prefix("# ") {
            notes.push(note.to_owned());
        } else if line.trim().is_empty() && in_translation {
            if !id.is_empty() {
                let mut unit = Unit::new(vec![Variant::new(source.clone(), from_markup(&id))]);
                if !translation.is_empty() {
                    unit.variants.push(Variant::new(target.clone(), from_markup(&translation)));
                }
                if !notes.is_empty() {
                    unit.notes.push(Note::new(notes.join("\n")));
                }
                units.push(unit);
            }
            notes.clear();
            in_translation = false;
        }
    }
    units
}
