//! Checking a memory: what a reviser would want to look at, unit by unit.
//!
//! Nothing here is certain; every finding names the unit, says what differs, and leaves the unit as it is.

use crate::Language;
use crate::characters::{Characters, Kinds, Look, bracket, quote};
use crate::clean::is_balanced;
use crate::fingerprint::{Fingerprints, HalfMap, half};
use crate::language::Script;
use crate::model::{Header, Unit, Variant};
use crate::named::named;
use crate::number::Numbers;
use crate::script::{Letters, ScriptOf, Writings};
use crate::terms::{Lookup, Terms};
use memchr::memchr3;
use std::borrow::Cow;
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
    characters: Characters<'a>,
    writings: Writings,
    terms: Terms,
    /// The terms by source and target language; there are never many.
    lookups: Vec<(Language, Language, Lookup)>,
    terms_met: u64,
    unit: u64,
    fingerprints: Fingerprints,
    /// By half the fingerprint of a source and the target language: the first translation, as a quarter of its
    /// fingerprint, and its unit; and the other way round.
    targets: HalfMap<(u32, u32)>,
    sources: HalfMap<(u32, u32)>,
    /// By source and target language; there are never many.
    lengths: Vec<(Language, Language, Lengths)>,
}

/// A text of a unit, and what one look at it shows.
struct Side<'u> {
    variant: &'u Variant,
    text: Cow<'u, str>,
    look: Look,
}

impl<'u> Side<'u> {
    fn of(variant: &'u Variant, characters: &Characters<'_>) -> Self {
        let text = variant.seg.plain();
        let look = characters.look(&text);
        Self { variant, text, look }
    }
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
    /// A checker for a memory with the given header.
    #[must_use]
    pub fn new(header: Header, script_of: Option<ScriptOf<'a>>, terms: Terms) -> Self {
        Self {
            header,
            characters: Characters::new(script_of),
            writings: Writings::default(),
            terms,
            lookups: Vec::new(),
            terms_met: 0,
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
        let source = Side::of(source, &self.characters);
        self.alone(&source, true, &mut |kind, message| findings.push((kind, message, String::new())));
        for target in unit.variants.iter().filter(|variant| !std::ptr::eq(*variant, source.variant)) {
            let target = Side::of(target, &self.characters);
            let mut tell = |kind, message: String| findings.push((kind, message, target.text.to_string()));
            self.alone(&target, false, &mut tell);
            self.pair(&source, &target, &mut tell);
        }
        if findings.is_empty() {
            return vec![];
        }
        findings
            .into_iter()
            .map(|(kind, message, target)| Finding {
                unit: self.unit,
                kind,
                message,
                source: source.text.to_string(),
                target,
            })
            .collect()
    }

    /// What is wrong with a variant by itself.
    fn alone(&mut self, side: &Side<'_>, is_source: bool, tell: &mut impl FnMut(Kind, String)) {
        let Side { variant, text, look } = side;
        let language = &variant.language;
        if !is_balanced(&variant.seg) {
            tell(Kind::Tags, format!("{language}: a tag has no counterpart"));
        }
        if !look.tidy {
            tell(Kind::Blanks, format!("{language}: blanks at an edge or side by side"));
        }
        if look.kinds.any(Kinds::SIMPLIFIED | Kinds::TRADITIONAL)
            && let Some(script) = self.writings.of(language).chinese
        {
            let wrong = if script == Script::Traditional { Kinds::SIMPLIFIED } else { Kinds::TRADITIONAL };
            let which: String = self.characters.only(text, wrong).collect();
            if !which.is_empty() {
                tell(Kind::Script, format!("{language}: characters of the other script: {which}"));
            }
        }
        if !is_source
            && look.kinds.any(Kinds::HAN)
            && matches!(language.primary(), "en" | "fr" | "de" | "es" | "it" | "ru")
        {
            let han = self.characters.only(text, Kinds::HAN).count();
            tell(Kind::Untranslated, format!("{language}: {han} Chinese characters"));
        }
    }

    /// What does not go together in a source and a translation.
    fn pair(&mut self, source: &Side<'_>, target: &Side<'_>, tell: &mut impl FnMut(Kind, String)) {
        let kinds = source.look.kinds | target.look.kinds;
        let (addresses, own) = (addresses(&source.text), addresses(&target.text));
        if addresses != own {
            tell(Kind::Addresses, only(&without_those(&addresses, &own), &without_those(&own, &addresses)));
        }
        let has_fraction = |side: &Side<'_>| side.look.kinds.any(Kinds::HAN) && side.text.contains("分之");
        if kinds.any(Kinds::DIGIT) || has_fraction(source) || has_fraction(target) {
            let mut of = |side: &Side<'_>, addresses: &[&str]| {
                let letters = self.writings.of(&side.variant.language).letters;
                let has_han = !matches!(letters, Letters::Latin | Letters::Cyrillic | Letters::Greek);
                Numbers::of(&without(&side.text, addresses), has_han)
            };
            let (numbers, own_numbers) = (of(source, &addresses), of(target, &own));
            let (lost, added) = (numbers.unanswered(&own_numbers), own_numbers.unanswered(&numbers));
            if !lost.is_empty() || !added.is_empty() {
                tell(Kind::Numbers, only(&lost, &added));
            }
        }
        for (kind, marks, sign) in [
            (Kind::Brackets, Kinds::BRACKET, bracket as fn(char) -> i32),
            (Kind::Quotes, Kinds::QUOTE, quote),
        ] {
            if !kinds.any(marks) {
                continue;
            }
            // How many more are opened than closed.
            let open = |text: &str| text.chars().map(sign).sum::<i32>();
            let (here, there) = (open(&source.text), open(&target.text));
            if (here == 0) != (there == 0) {
                let which = if here == 0 { target.variant } else { source.variant };
                tell(
                    kind,
                    format!("{}: one is opened and not closed, or closed and not opened", which.language),
                );
            }
        }
        let (ends, own_ends) = (end(&source.text), end(&target.text));
        let quoted = || ends_a_quote(&target.text, ends) || ends_a_quote(&source.text, own_ends);
        if !ends.agrees(own_ends) && !quoted() {
            let (ends, own) = (ends.as_str(), own_ends.as_str());
            tell(Kind::EndPunctuation, format!("the source ends with {ends}, the translation with {own}"));
        }
        if source.variant.seg.has_tags() || target.variant.seg.has_tags() {
            let (tags, own) = (tags(source.variant), tags(target.variant));
            if tags != own {
                tell(Kind::Tags, only(&without_those(&tags, &own), &without_those(&own, &tags)));
            }
        }
        if !self.terms.is_empty() {
            self.terms(source, target, tell);
        }
        self.length(source, target, tell);
        self.consistency(source.variant, target.variant, tell);
    }

    /// How many times terms stood in sources so far.
    #[must_use]
    pub fn terms_met(&self) -> u64 {
        self.terms_met
    }

    fn terms(&mut self, source: &Side<'_>, target: &Side<'_>, tell: &mut impl FnMut(Kind, String)) {
        let (from, into) = (&source.variant.language, &target.variant.language);
        let at = self.lookups.iter().position(|(source, target, _)| source == from && target == into);
        let at = at.unwrap_or_else(|| {
            self.lookups.push((from.clone(), into.clone(), Lookup::new(&self.terms, from, into)));
            self.lookups.len() - 1
        });
        let (faults, met) = self.lookups[at].2.check(&source.text, &target.text);
        self.terms_met += met as u64;
        for fault in faults {
            tell(Kind::Terms, fault);
        }
    }

    fn length(&mut self, source: &Side<'_>, target: &Side<'_>, tell: &mut impl FnMut(Kind, String)) {
        let (length, own) = (source.look.length, target.look.length);
        if length < SHORT || own == 0 {
            return;
        }
        #[expect(clippy::cast_precision_loss, reason = "lengths of texts are small")]
        let ratio = own as f64 / length as f64;
        let (from, to) = (&source.variant.language, &target.variant.language);
        let at = self.lengths.iter().position(|(source, target, _)| source == from && target == to);
        let at = at.unwrap_or_else(|| {
            self.lengths.push((from.clone(), to.clone(), Lengths::default()));
            self.lengths.len() - 1
        });
        let lengths = &mut self.lengths[at].2;
        let logarithm = ratio.ln();
        if lengths.far(logarithm) {
            let usual = lengths.mean.exp();
            tell(Kind::Length, format!("{ratio:.1} times as long; {usual:.1} times is usual"));
        } else {
            lengths.learn(logarithm);
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
                        ("source", "translation")
                    } else {
                        ("translation", "source")
                    };
                    tell(kind, format!("unit {} has the same {what} and another {other}", place.get().1));
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
    /// The point of `p.m.` and `U.S.`, which also ends a sentence or does not.
    Abbreviation,
}

impl End {
    fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "no mark",
            Self::Statement => "a full stop",
            Self::Question => "a question mark",
            Self::Exclamation => "an exclamation mark",
            Self::Colon => "a colon",
            Self::Ellipsis => "an ellipsis",
            Self::Abbreviation => "an abbreviation",
        }
    }

    /// Whether one can translate the other.
    fn agrees(self, other: Self) -> bool {
        let may_end = |end| matches!(end, Self::Nothing | Self::Statement | Self::Abbreviation);
        self == other
            || (self == Self::Abbreviation && may_end(other))
            || (other == Self::Abbreviation && may_end(self))
    }

    fn of(mark: char) -> Self {
        match mark {
            '。' | '.' | '．' => Self::Statement,
            '？' | '?' => Self::Question,
            '！' | '!' => Self::Exclamation,
            '：' | ':' => Self::Colon,
            '…' => Self::Ellipsis,
            _ => Self::Nothing,
        }
    }
}

/// Whether something is said in a text that ends so: 他问：“去哪儿？” is `“Where to?” he asked.`
fn ends_a_quote(text: &str, end: End) -> bool {
    let mut before = End::Nothing;
    text.chars().any(|c| {
        let ends = before == end && matches!(c, '”' | '’' | '」' | '』' | '"');
        before = End::of(c);
        ends && end != End::Nothing
    })
}

fn end(text: &str) -> End {
    let closers = |c: char| {
        matches!(c, '”' | '’' | '」' | '』' | '）' | ')' | '】' | ']' | '》' | '〉' | '"' | '\'' | '*' | '_')
            || c.is_whitespace()
    };
    let text = text.trim_end_matches(closers);
    if text.ends_with("...") {
        return End::Ellipsis;
    }
    // `p.m.`, and any other letters with a point behind each.
    if matches!(text.as_bytes(), [.., b'.', letter, b'.'] if letter.is_ascii_alphabetic()) {
        return End::Abbreviation;
    }
    text.chars().next_back().map_or(End::Nothing, End::of)
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

/// What of a list has no counterpart in another.
fn without_those<T: PartialEq + Clone>(list: &[T], others: &[T]) -> Vec<T> {
    let mut others = others.to_vec();
    let mut left = list.to_vec();
    left.retain(|one| match others.iter().position(|other| other == one) {
        Some(at) => {
            others.swap_remove(at);
            false
        }
        None => true,
    });
    left
}

/// What stands on one side only.
fn only<T: std::fmt::Display>(source: &[T], target: &[T]) -> String {
    let sides =
        [("source", source), ("translation", target)].into_iter().filter(|(_, list)| !list.is_empty());
    let told = sides.map(|(side, list)| {
        let list: Vec<String> = list.iter().map(ToString::to_string).collect();
        format!("only in the {side}: {}", list.join(", "))
    });
    told.collect::<Vec<_>>().join("; ")
}
