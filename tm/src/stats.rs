//! Counting what a memory holds.

use crate::fingerprint::{Fingerprints, HalfSet, half};
use crate::language::is_han;
use crate::model::{Header, Unit};
use crate::{Date, Language};
use std::collections::BTreeMap;

/// What a memory holds.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct Stats {
    /// Units.
    pub units: u64,
    /// Sources that differ.
    pub sources: u64,
    /// Units that say what one before them says.
    pub duplicates: u64,
    /// Units with inline tags.
    pub tagged: u64,
    /// By language.
    pub languages: BTreeMap<String, LanguageStats>,
    /// Units by which languages they have, in the order they have them.
    pub pairs: BTreeMap<String, u64>,
    /// Units by the kind of properties they have.
    pub props: BTreeMap<String, u64>,
    /// Units by the tool that made them.
    pub tools: BTreeMap<String, u64>,
    /// The first and the last date.
    pub dates: Option<(String, String)>,
}

/// What a memory holds in one language.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct LanguageStats {
    /// Variants.
    pub variants: u64,
    /// Variants that say nothing.
    pub empty: u64,
    /// Characters, blanks left out.
    pub characters: u64,
    /// Words: each Chinese character is one, as word processors have it.
    pub words: u64,
}

/// Counts unit by unit.
pub struct Counter {
    header: Header,
    stats: Stats,
    fingerprints: Fingerprints,
    sources: HalfSet,
    texts: HalfSet,
    dates: Option<(Date, Date)>,
}

/// Words of a text: runs of letters and figures, and every Chinese character for itself.
#[must_use]
pub fn words(text: &str) -> u64 {
    let (mut words, mut inside) = (0, false);
    for c in text.chars() {
        let wide = is_han(c) || matches!(c, '\u{3040}'..='\u{30FF}');
        let letter = c.is_alphanumeric() || (inside && matches!(c, '\'' | '’' | '-' | '.' | ','));
        if wide || (letter && !inside) {
            words += 1;
        }
        inside = letter && !wide;
    }
    words
}

impl Counter {
    /// A counter for a memory with the given header.
    #[must_use]
    pub fn new(header: Header) -> Self {
        Self {
            header,
            stats: Stats::default(),
            fingerprints: Fingerprints::default(),
            sources: HalfSet::default(),
            texts: HalfSet::default(),
            dates: None,
        }
    }

    /// Counts a unit.
    pub fn count(&mut self, unit: &Unit) {
        let stats = &mut self.stats;
        stats.units += 1;
        if self.sources.insert(half(self.fingerprints.source(unit, &self.header))) {
            stats.sources += 1;
        }
        if !self.texts.insert(half(self.fingerprints.texts(unit))) {
            stats.duplicates += 1;
        }
        let mut pair = String::new();
        for variant in &unit.variants {
            let text = variant.seg.plain();
            let of = stats.languages.entry(variant.language.to_string()).or_default();
            of.variants += 1;
            of.empty += u64::from(text.trim().is_empty());
            of.characters += text.chars().filter(|c| !c.is_whitespace()).count() as u64;
            of.words += words(&text);
            if !pair.is_empty() {
                pair.push(' ');
            }
            pair.push_str(variant.language.as_str());
        }
        *stats.pairs.entry(pair).or_default() += 1;
        stats.tagged += u64::from(unit.variants.iter().any(|variant| !variant.seg.tags().is_empty()));
        let mut kinds: Vec<&str> = unit.props.iter().map(|prop| prop.kind.as_str()).collect();
        kinds.sort_unstable();
        kinds.dedup();
        for kind in kinds {
            *stats.props.entry(kind.to_owned()).or_default() += 1;
        }
        if let Some(tool) = unit.origin.tool.as_ref().or(self.header.origin.tool.as_ref()) {
            *stats.tools.entry(tool.clone()).or_default() += 1;
        }
        if let Some(date) = unit.last_touched() {
            let (first, last) = self.dates.unwrap_or((date, date));
            self.dates = Some((first.min(date), last.max(date)));
        }
    }

    /// What was counted.
    #[must_use]
    pub fn finish(mut self) -> Stats {
        self.stats.dates = self.dates.map(|(first, last)| (first.to_string(), last.to_string()));
        self.stats
    }
}

/// Which of the codes a memory uses stand for the same language, and which are the usual ones.
#[must_use]
pub fn usual_code(language: &Language) -> Option<&'static str> {
    Some(match language.as_str() {
        "zh" | "cmn" | "zho" | "chi" => "zh-CN",
        "eng" => "en",
        "jpn" => "ja",
        "kor" => "ko",
        "fra" | "fre" => "fr",
        "deu" | "ger" => "de",
        "spa" => "es",
        "rus" => "ru",
        code => {
            let usual = match &*language.key() {
                "zh-Hans" => "zh-CN",
                "zh-Hant" => "zh-TW",
                "zh-Hans-SG" => "zh-SG",
                "zh-Hant-HK" => "zh-HK",
                "zh-Hant-MO" => "zh-MO",
                _ => return None,
            };
            return Some(usual).filter(|usual| *usual != code);
        }
    })
}
