//! Checking a memory: what a reviser would want to look at, unit by unit.
//!
//! Nothing here is certain; every finding names the unit, says what differs, and leaves the unit as it is.

use crate::Language;
use crate::clean::{is_balanced, is_tidy};
use crate::fingerprint::{Fingerprints, HalfMap, half};
use crate::model::{Header, Unit, Variant};
use crate::named::named;
use crate::number::Numbers;
use crate::script::{self, ScriptOf};
use memchr::memchr3;
use std::collections::hash_map::Entry;

named! {
    /// What is looked at.
    pub enum Kind {
        /// Figures by value: numbers, amounts, percentages, dates.
        Numbers = "numbers",
        /// Web and mail addresses.
        Addresses = "addresses",
        /// Brackets that are closed on one side only.
        Brackets = "brackets",
        /// Quotation marks that are closed on one side only.
        Quotes = "quotes",
        /// How the sentence ends: statement, question, exclamation.
        EndPunctuation = "end-punctuation",
        /// Inline tags: paired, and the same in every variant.
        Tags = "tags",
        /// Terms of a list and their translations.
        Terms = "terms",
        /// One source with several translations.
        SameSource = "same-source",
        /// One translation for several sources.
        SameTarget = "same-target",
        /// A translation far longer or shorter than others are for their sources.
        Length = "length",
        /// Both scripts of Chinese in one text, or the other one.
        Script = "script",
        /// Two blanks side by side, or blanks at an edge.
        Blanks = "blanks",
        /// Text of the source left in the translation.
        Untranslated = "untranslated",
    }
}

/// One thing to look at.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// The unit's number in the file, from 1.
    pub unit: u64,
    /// What was looked at.
    pub kind: Kind,
    /// What differs.
    pub message: String,
    /// The source text.
    pub source: String,
    /// The translation it is about.
    pub target: String,
}

/// Checks unit by unit.
pub struct Checker<'a> {
    header: Header,
    script_of: Option<ScriptOf<'a>>,
    terms: Vec<(String, String)>,
    unit: u64,
    fingerprints: Fingerprints,
    /// By half the fingerprint of a source and the target language: the first translation, as a quarter of its
    /// fingerprint, and its unit; and the other way round.
    targets: HalfMap<(u32, u32)>,
    sources: HalfMap<(u32, u32)>,
    /// By source and target language; there are never many.
    lengths: Vec<(Language, Language, Lengths)>,
}

/// How long translations are for their sources: the logarithm of the ratio, its mean and spread so far.
#[derive(Debug, Default)]
struct Lengths {
    count: f64,
    mean: f64,
    squares: f64,
}

/// From so many units on the usual length is known.
const ENOUGH: f64 = 200.0;
/// So many standard deviations are too many.
const FAR: f64 = 4.0;
/// Texts shorter than this have any length.
const SHORT: usize = 12;

impl<'a> Checker<'a> {
    /// A checker for a memory with the given header; terms are pairs of source and target.
    #[must_use]
    pub fn new(header: Header, script_of: Option<ScriptOf<'a>>, terms: Vec<(String, String)>) -> Self {
        Self {
            header,
            script_of,
            terms: terms.into_iter().map(|(source, target)| (source, target.to_lowercase())).collect(),
            unit: 0,
            fingerprints: Fingerprints::default(),
            targets: HalfMap::default(),
            sources: HalfMap::default(),
            lengths: Vec::new(),
        }
    }

    /// Checks the next unit.
    pub fn check(&mut self, unit: &Unit) -> Vec<Finding> {
        self.unit += 1;
        let Some(source) = unit.source_variant(&self.header) else { return vec![] };
        let mut findings = Vec::new();
        let source_text = source.seg.plain();
        self.alone(source, &source_text, "", &mut |kind, message| {
            findings.push((kind, message, String::new()));
        });
        for target in unit.variants.iter().filter(|variant| !std::ptr::eq(*variant, source)) {
            let text = target.seg.plain();
            let mut tell = |kind, message: String| findings.push((kind, message, text.to_string()));
            self.alone(target, &text, &source_text, &mut tell);
            self.pair(source, target, &source_text, &text, &mut tell);
        }
        findings
            .into_iter()
            .map(|(kind, message, target)| Finding {
                unit: self.unit,
                kind,
                message,
                source: source_text.to_string(),
                target,
            })
            .collect()
    }

    /// What is wrong with a variant by itself.
    fn alone(&self, variant: &Variant, text: &str, source: &str, tell: &mut impl FnMut(Kind, String)) {
        let language = &variant.language;
        if !is_balanced(&variant.seg) {
            tell(Kind::Tags, format!("{language}: a tag has no counterpart"));
        }
        if !is_tidy(text) {
            tell(Kind::Blanks, format!("{language}: blanks at an edge or side by side"));
        }
        if let (Some(script_of), true) = (self.script_of, language.is_chinese()) {
            let (simplified, traditional) = script::count(text, script_of);
            let wrong = if language.is_traditional() { simplified } else { traditional };
            if wrong > 0 {
                let wrong_script = if language.is_traditional() {
                    script::Script::Simplified
                } else {
                    script::Script::Traditional
                };
                let which: String = text.chars().filter(|&c| script_of(c) == Some(wrong_script)).collect();
                tell(Kind::Script, format!("{language}: characters of the other script: {which}"));
            }
        }
        if !source.is_empty()
            && !text.is_ascii()
            && matches!(language.primary(), "en" | "fr" | "de" | "es" | "it" | "ru")
        {
            let han = text.chars().filter(|&c| script::is_han(c)).count();
            if han > 0 {
                tell(Kind::Untranslated, format!("{language}: {han} Chinese characters"));
            }
        }
    }

    /// What does not go together in a source and a translation.
    fn pair(
        &mut self,
        source: &Variant,
        target: &Variant,
        source_text: &str,
        text: &str,
        tell: &mut impl FnMut(Kind, String),
    ) {
        let (addresses, own) = (addresses(source_text), addresses(text));
        if addresses != own {
            tell(Kind::Addresses, format!("{} / {}", list(&addresses), list(&own)));
        }
        if has_digit(source_text) || has_digit(text) {
            let numbers = Numbers::of(&without(source_text, &addresses));
            let own_numbers = Numbers::of(&without(text, &own));
            let (lost, added) = (numbers.unanswered(&own_numbers), own_numbers.unanswered(&numbers));
            if !lost.is_empty() || !added.is_empty() {
                tell(Kind::Numbers, format!("{} / {}", list(&lost), list(&added)));
            }
        }
        let (here, there) = (Open::of(source_text), Open::of(text));
        for (kind, here, there) in
            [(Kind::Brackets, here.brackets, there.brackets), (Kind::Quotes, here.quotes, there.quotes)]
        {
            if (here == 0) != (there == 0) {
                let which = if here == 0 { &target.language } else { &source.language };
                tell(kind, format!("{which}: not closed, or not opened"));
            }
        }
        let (ends, own_ends) = (end(source_text), end(text));
        if ends != own_ends {
            tell(Kind::EndPunctuation, format!("{} / {}", ends.as_str(), own_ends.as_str()));
        }
        if tags(source) != tags(target) {
            tell(Kind::Tags, format!("{} / {}", list(&tags(source)), list(&tags(target))));
        }
        if !self.terms.is_empty() {
            let lower = text.to_lowercase();
            for (term, translation) in &self.terms {
                if source_text.contains(term.as_str()) && !lower.contains(translation.as_str()) {
                    tell(Kind::Terms, format!("{term} should be {translation}"));
                }
            }
        }
        self.length(source, target, source_text, text, tell);
        self.consistency(source, target, tell);
    }

    fn length(
        &mut self,
        source: &Variant,
        target: &Variant,
        source_text: &str,
        text: &str,
        tell: &mut impl FnMut(Kind, String),
    ) {
        let (length, own) = (source_text.chars().count(), text.chars().count());
        if length < SHORT || own == 0 {
            return;
        }
        #[expect(clippy::cast_precision_loss, reason = "lengths of texts are small")]
        let ratio = own as f64 / length as f64;
        let (from, to) = (&source.language, &target.language);
        let at = self.lengths.iter().position(|(source, target, _)| source == from && target == to);
        let at = at.unwrap_or_else(|| {
            self.lengths.push((from.clone(), to.clone(), Lengths::default()));
            self.lengths.len() - 1
        });
        let lengths = &mut self.lengths[at].2;
        if lengths.far(ratio.ln()) {
            let usual = lengths.mean.exp();
            tell(Kind::Length, format!("{ratio:.1} times as long; {usual:.1} times is usual"));
        } else {
            lengths.learn(ratio.ln());
        }
    }

    fn consistency(&mut self, source: &Variant, target: &Variant, tell: &mut impl FnMut(Kind, String)) {
        let mut of = |variant: &Variant, other: &Language| {
            half(self.fingerprints.of((&variant.language, &variant.seg, other)))
        };
        let (from, to) = (of(source, &target.language), of(target, &source.language));
        #[expect(clippy::cast_possible_truncation, reason = "a quarter is enough to tell one from another")]
        let (source, target) = (from as u32, to as u32);
        let unit = u32::try_from(self.unit).unwrap_or(u32::MAX);
        for (kind, map, key, value) in [
            (Kind::SameSource, &mut self.targets, from, target),
            (Kind::SameTarget, &mut self.sources, to, source),
        ] {
            match map.entry(key) {
                Entry::Vacant(place) => _ = place.insert((value, unit)),
                Entry::Occupied(place) if place.get().0 != value => {
                    let (what, other) = if kind == Kind::SameSource {
                        ("source", "translated")
                    } else {
                        ("translation", "meant")
                    };
                    tell(kind, format!("the {what} of unit {} is {other} otherwise there", place.get().1));
                }
                Entry::Occupied(_) => {}
            }
        }
    }
}

impl Lengths {
    /// Whether a ratio is far from the usual.
    fn far(&self, ratio: f64) -> bool {
        // A spread below a fifth is luck, not a rule.
        let spread = (self.squares / self.count.max(1.0)).sqrt().max(0.2);
        self.count >= ENOUGH && (ratio - self.mean).abs() > FAR * spread
    }

    /// Welford's way to the mean and the sum of squares in one pass.
    fn learn(&mut self, ratio: f64) {
        self.count += 1.0;
        let before = ratio - self.mean;
        self.mean += before / self.count;
        self.squares += before * (ratio - self.mean);
    }
}

/// How a sentence ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Nothing,
    Statement,
    Question,
    Exclamation,
    Colon,
    Ellipsis,
}

impl End {
    fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Statement => "statement",
            Self::Question => "question",
            Self::Exclamation => "exclamation",
            Self::Colon => "colon",
            Self::Ellipsis => "ellipsis",
        }
    }
}

fn end(text: &str) -> End {
    let closers = |c: char| c.is_whitespace() || "”’」』）)】]》〉\"'*_".contains(c);
    let text = text.trim_end_matches(closers);
    if text.ends_with("...") {
        return End::Ellipsis;
    }
    match text.chars().next_back() {
        Some('。' | '.' | '．') => End::Statement,
        Some('？' | '?') => End::Question,
        Some('！' | '!') => End::Exclamation,
        Some('：' | ':') => End::Colon,
        Some('…') => End::Ellipsis,
        _ => End::Nothing,
    }
}

fn has_digit(text: &str) -> bool {
    text.bytes().fold(false, |found, b| found | b.is_ascii_digit())
        || (!text.is_ascii() && text.chars().any(|c| ('０'..='９').contains(&c)))
}

/// Web and mail addresses, sorted.
fn addresses(text: &str) -> Vec<&str> {
    // An address has a point inside, or the marks of one.
    let inside = text.len().saturating_sub(1);
    if memchr3(b'.', b'@', b'/', &text.as_bytes()[..inside]).is_none()
        || (!text.contains("://") && !text.contains("www.") && !text.contains('@'))
    {
        return vec![];
    }
    let outside = |c: char| c.is_whitespace() || !c.is_ascii() || matches!(c, '"' | '<' | '>' | '(' | ')');
    let mut found: Vec<&str> = text
        .split(outside)
        .map(|word| word.trim_matches(|c: char| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '\'')))
        .filter(|word| {
            let mail =
                word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
            word.contains("://") || word.starts_with("www.") || mail
        })
        .collect();
    found.sort_unstable();
    found
}

/// The text without some parts of it.
fn without(text: &str, parts: &[&str]) -> String {
    parts.iter().fold(text.to_owned(), |text, part| text.replace(part, " "))
}

/// How many more marks are opened than closed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Open {
    brackets: i32,
    quotes: i32,
}

impl Open {
    fn of(text: &str) -> Self {
        let mut open = Self::default();
        if text.is_ascii() {
            open.brackets = text
                .bytes()
                .map(|b| i32::from(matches!(b, b'(' | b'[')) - i32::from(matches!(b, b')' | b']')))
                .sum();
            return open;
        }
        for c in text.chars() {
            match c {
                '(' | '（' | '[' | '【' => open.brackets += 1,
                ')' | '）' | ']' | '】' => open.brackets -= 1,
                '“' | '「' | '『' | '«' => open.quotes += 1,
                '”' | '」' | '』' | '»' => open.quotes -= 1,
                _ => {}
            }
        }
        open
    }
}

fn tags(variant: &Variant) -> Vec<String> {
    let mut tags: Vec<String> = variant
        .seg
        .tags()
        .iter()
        .map(|tag| tag.x().map_or_else(|| tag.name().to_owned(), |x| format!("{} {x}", tag.name())))
        .collect();
    tags.sort_unstable();
    tags
}

fn list<T: std::fmt::Display>(of: &[T]) -> String {
    if of.is_empty() {
        return "nothing".to_owned();
    }
    of.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
