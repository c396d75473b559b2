//! Chinese scripts: what this crate is told about them, and units in the other script.
//!
//! The tables that tell Simplified from Traditional and convert them are large and belong to converters. A caller
//! who has one passes it in as a function.

use crate::language::{Language, Likeness, Script, is_han};
use crate::model::{Header, Prop, Source, Unit, Variant};

/// Tells the script of a character that the regions of the other script cannot write; none for all others.
pub type ScriptOf<'a> = &'a (dyn Fn(char) -> Option<Script> + Sync);

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
        if self.placing == Placing::Replace
            && header.source.language().is_some_and(|language| is_same(&self.from, language))
        {
            header.source = Source::One(self.to.clone());
        }
        header
    }

    /// The unit with its variant in the other script, and whether it had one to convert.
    #[must_use]
    pub fn convert(&self, mut unit: Unit) -> (Unit, bool) {
        let from = |variant: &Variant| is_same(&self.from, &variant.language);
        let to = |variant: &Variant| is_same(&self.to, &variant.language);
        let Some(at) = unit.variants.iter().position(from) else {
            return (unit, false);
        };
        let seg = unit.variants[at].seg.map_text(&mut |text| (self.convert)(text));
        // What was there in that script before is replaced.
        let old = unit.variants.iter().position(|variant| to(variant) && !is_same(&self.from, &self.to));
        let at = match old {
            Some(_) => {
                unit.variants.retain(|variant| !to(variant));
                unit.variants.iter().position(from).unwrap_or_default()
            }
            None => at,
        };
        match self.placing {
            Placing::Replace => {
                let variant = &mut unit.variants[at];
                variant.language.clone_from(&self.to);
                variant.seg = seg;
                let source = unit.source.as_ref().and_then(Source::language);
                if source.is_some_and(|source| is_same(&self.from, source)) {
                    unit.source = Some(Source::One(self.to.clone()));
                }
            }
            Placing::Add => {
                let made = Variant { language: self.to.clone(), seg, ..unit.variants[at].clone() };
                unit.variants.push(made);
            }
        }
        unit.props.retain(|prop| prop.kind != "x-script-conversion");
        unit.props.push(Prop::new("x-script-conversion", &*self.conversion));
        (unit, true)
    }
}

/// Whether two codes name one language.
fn is_same(one: &Language, other: &Language) -> bool {
    one.likeness(other) == Some(Likeness::Same)
}

/// The letters that a language is written in, as far as they tell it from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Letters {
    Han,
    Japanese,
    Korean,
    Cyrillic,
    CyrillicOrLatin,
    Arabic,
    Hebrew,
    Greek,
    Thai,
    Latin,
    /// Nobody has told.
    Any,
}

impl Letters {
    /// The letters of a language.
    pub(crate) fn of(language: &Language) -> Self {
        match language.primary() {
            "zh" | "cmn" | "yue" | "lzh" => Self::Han,
            "ja" => Self::Japanese,
            "ko" => Self::Korean,
            "ru" | "uk" | "bg" | "be" | "mk" => Self::Cyrillic,
            "sr" | "kk" | "mn" => Self::CyrillicOrLatin,
            "ar" | "fa" | "ur" => Self::Arabic,
            "he" | "yi" => Self::Hebrew,
            "el" => Self::Greek,
            "th" => Self::Thai,
            "en" | "fr" | "de" | "es" | "it" | "pt" | "nl" | "sv" | "da" | "nb" | "no" | "fi" | "pl"
            | "cs" | "sk" | "hu" | "ro" | "tr" | "vi" | "id" | "ms" => Self::Latin,
            _ => Self::Any,
        }
    }

    /// Whether a letter is one of these.
    pub(crate) fn has(self, c: char) -> bool {
        let is_cyrillic = || matches!(c, '\u{400}'..='\u{52F}');
        match self {
            Self::Han => is_han(c),
            Self::Japanese => is_han(c) || matches!(c, '\u{3040}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}'),
            Self::Korean => is_han(c) || matches!(c, '\u{AC00}'..='\u{D7AF}' | '\u{1100}'..='\u{11FF}'),
            Self::Cyrillic => is_cyrillic(),
            Self::CyrillicOrLatin => is_cyrillic() || is_latin(c),
            Self::Arabic => {
                matches!(c, '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{FB50}'..='\u{FEFF}')
            }
            Self::Hebrew => matches!(c, '\u{590}'..='\u{5FF}'),
            Self::Greek => matches!(c, '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}'),
            Self::Thai => matches!(c, '\u{E00}'..='\u{E7F}'),
            Self::Latin => is_latin(c),
            Self::Any => true,
        }
    }

    /// How many of a text's letters are these, and how many letters it has.
    pub(crate) fn share(self, text: &str) -> (usize, usize) {
        // Chinese characters are letters; to look that up is slow.
        text.chars()
            .filter(|&c| is_han(c) || c.is_alphabetic())
            .fold((0, 0), |(own, all), c| (own + usize::from(self.has(c)), all + 1))
    }
}

/// How a language is written, as far as checks depend on it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Writing {
    pub(crate) letters: Letters,
    /// The script, where the code is of Chinese and names one.
    pub(crate) chinese: Option<Script>,
}

impl Writing {
    fn of(language: &Language) -> Self {
        Self { letters: Letters::of(language), chinese: language.named_script() }
    }
}

/// How the languages that were met are written; there are never many.
#[derive(Debug, Default)]
pub(crate) struct Writings(Vec<(Language, Writing)>);

impl Writings {
    pub(crate) fn of(&mut self, language: &Language) -> Writing {
        if let Some((_, writing)) = self.0.iter().find(|(known, _)| known == language) {
            return *writing;
        }
        let writing = Writing::of(language);
        // A file that means harm has no end of languages.
        if self.0.len() < 64 {
            self.0.push((language.clone(), writing));
        }
        writing
    }
}

pub(crate) fn is_latin(c: char) -> bool {
    matches!(c, 'A'..='Z' | 'a'..='z' | '\u{AA}' | '\u{BA}' | '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}'
        | '\u{FF21}'..='\u{FF5A}')
}
