//! Chinese scripts: what this crate is told about them, and units in the other script.
//!
//! The tables that tell Simplified from Traditional and convert them are large and belong to converters. A caller
//! who has one passes it in as a function.

use crate::model::{Header, Prop, Unit, Variant};
use crate::{Language, Source};

/// The two ways of writing Chinese.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Script {
    /// Hans: the Mainland and Singapore.
    Simplified,
    /// Hant: Taiwan, Hong Kong, Macau.
    Traditional,
}

/// Tells the script of a character that stands in one script only; none for all others.
pub type ScriptOf<'a> = &'a (dyn Fn(char) -> Option<Script> + Sync);

/// How many characters of a text stand in only one of the scripts: Simplified, Traditional.
pub(crate) fn count(text: &str, script_of: ScriptOf<'_>) -> (usize, usize) {
    text.chars().filter(|c| !c.is_ascii()).fold((0, 0), |(simplified, traditional), c| match script_of(c) {
        Some(Script::Simplified) => (simplified + 1, traditional),
        Some(Script::Traditional) => (simplified, traditional + 1),
        None => (simplified, traditional),
    })
}

/// How the variant in the other script goes into a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placing {
    /// In the place of the one it is made from: a memory for that script alone, which every client reads right.
    Replace,
    /// Behind the others. Clients that take the last Chinese variant as the source read it right only in the
    /// order Simplified, translation, Traditional.
    Add,
}

/// Puts units into another script.
pub struct ToScript<F> {
    from: Language,
    to: Language,
    placing: Placing,
    convert: F,
    conversion: String,
}

impl<F: Fn(&str) -> String> ToScript<F> {
    /// Makes variants in `to` from those in `from`; `conversion` names the way, for the unit's properties.
    pub fn new(from: Language, to: Language, placing: Placing, conversion: &str, convert: F) -> Self {
        Self { from, to, placing, convert, conversion: conversion.to_owned() }
    }

    /// The header of the converted memory.
    #[must_use]
    pub fn header(&self, header: &Header) -> Header {
        let mut header = header.clone();
        if self.placing == Placing::Replace && header.source == Source::One(self.from.clone()) {
            header.source = Source::One(self.to.clone());
        }
        header
    }

    /// The unit with its variant in the other script, and whether it had one to convert.
    #[must_use]
    pub fn convert(&self, mut unit: Unit) -> (Unit, bool) {
        let Some(at) = unit.variants.iter().position(|variant| variant.language == self.from) else {
            return (unit, false);
        };
        let mut made = unit.variants[at].clone();
        made.language = self.to.clone();
        made.seg = made.seg.map_text(&mut |text| (self.convert)(text));
        // What was there in that script before is replaced.
        unit.variants.retain(|variant| variant.language != self.to);
        let at = unit.variants.iter().position(|variant| variant.language == self.from).unwrap_or(at);
        match self.placing {
            Placing::Replace => {
                unit.variants[at] = made;
                if unit.source == Some(Source::One(self.from.clone())) {
                    unit.source = Some(Source::One(self.to.clone()));
                }
            }
            Placing::Add => unit.variants.push(made),
        }
        unit.props.retain(|prop| prop.kind != "x-script-conversion");
        unit.props.push(Prop::new("x-script-conversion", &*self.conversion));
        (unit, true)
    }
}

impl Variant {
    /// The share of letters that belong to a script the language is written in, and how many letters there are.
    pub(crate) fn letters(&self) -> (usize, usize) {
        letters(&self.seg.plain(), &self.language)
    }
}

/// Letters of a text that belong to a script the language is written in, and all letters.
fn letters(text: &str, language: &Language) -> (usize, usize) {
    let (mut own, mut all) = (0, 0);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        let fits = match language.primary() {
            "zh" | "cmn" | "yue" | "lzh" => is_han(c),
            "ja" => is_han(c) || matches!(c, '\u{3040}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}'),
            "ko" => is_han(c) || matches!(c, '\u{AC00}'..='\u{D7AF}' | '\u{1100}'..='\u{11FF}'),
            "ru" | "uk" | "bg" | "be" | "mk" => matches!(c, '\u{400}'..='\u{52F}'),
            "sr" | "kk" | "mn" => matches!(c, '\u{400}'..='\u{52F}') || is_latin(c),
            "ar" | "fa" | "ur" => {
                matches!(c, '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{FB50}'..='\u{FEFF}')
            }
            "he" | "yi" => matches!(c, '\u{590}'..='\u{5FF}'),
            "el" => matches!(c, '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}'),
            "th" => matches!(c, '\u{E00}'..='\u{E7F}'),
            "en" | "fr" | "de" | "es" | "it" | "pt" | "nl" | "sv" | "da" | "nb" | "no" | "fi" | "pl"
            | "cs" | "sk" | "hu" | "ro" | "tr" | "vi" | "id" | "ms" => is_latin(c),
            _ => true,
        };
        all += 1;
        own += usize::from(fits);
    }
    (own, all)
}

fn is_latin(c: char) -> bool {
    matches!(c, 'A'..='Z' | 'a'..='z' | '\u{AA}' | '\u{BA}' | '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}'
        | '\u{FF21}'..='\u{FF5A}')
}

/// Whether a character is a Chinese character.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{3007}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{323AF}')
}
