//! Pre-translation: what a memory has for the segments of a new document.
//!
//! A unit that says the same as a segment is a *context match* (101) where it also stood between the same
//! neighbours. Its neighbours are told by properties (`prev` and `next` of `OmegaT`, `x-context-pre` and
//! `x-context-post` of memoQ), or by the units around it if they tell that they were cut from one file in a row
//! (`x-source-file`, `x-segment`, as this project writes them).

use crate::Language;
use crate::leverage::Band;
use crate::model::{Unit, Variant};
use crate::query::{Found, Index};
use std::collections::HashMap;
use std::io;

/// A segment of the document, with those around it.
#[derive(Debug, Clone, Copy)]
pub struct Segment<'a> {
    /// What it says.
    pub text: &'a str,
    /// The segment before it; none at the beginning.
    pub before: Option<&'a str>,
    /// The segment behind it; none at the end.
    pub behind: Option<&'a str>,
}

/// A translation that a memory has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Number of the unit, from 1.
    pub number: u64,
    /// How much it matches; 101 in its context.
    pub percent: u8,
    /// The variant that matches.
    pub source: Variant,
    /// Its translation.
    pub target: Variant,
}

/// What is wanted of a memory.
#[derive(Debug, Clone)]
pub struct Request {
    /// The language of the document. Variants of the same language in another region or script serve as fuzzy
    /// matches.
    pub source: Language,
    /// The language of the translation.
    pub target: Language,
    /// Least percentage.
    pub least: u8,
    /// So many matches of one segment.
    pub limit: usize,
}

impl Request {
    /// The matches for a segment, best first.
    ///
    /// # Errors
    /// If memory or index cannot be read.
    pub fn matches(&self, index: &Index<'_>, segment: Segment<'_>) -> io::Result<Vec<Match>> {
        // Some units have no translation into the language: more are asked for than are wanted.
        let any = Language::lenient(self.source.primary()).unwrap_or_else(|_| self.source.clone());
        let found = index.matches(segment.text, self.least, self.limit * 2 + 4, Some(&any))?;
        let mut matches = Vec::new();
        for found in found {
            let Found { number, variant, percent: Some(percent), unit } = found else { continue };
            // The language itself first; else Chinese of another region in its script.
            let target = [Language::covers, Language::meets].iter().find_map(|serves| {
                let others = unit.variants.iter().enumerate().filter(|(at, _)| *at != variant);
                let mut others = others.map(|(_, other)| other).filter(|other| !other.seg.is_blank());
                others.find(|other| serves(&self.target, &other.language))
            });
            let Some(target) = target else { continue };
            let source = &unit.variants[variant];
            // A document has no inline tags: a match that has some cannot be taken over unseen.
            let tagged = source.seg.has_tags() || target.seg.has_tags();
            let percent = match percent {
                100 if tagged
                    || !self.source.covers(&source.language)
                    || !self.target.covers(&target.language) =>
                {
                    99
                }
                100 if in_context(index, number, variant, &unit, segment)? => 101,
                percent => percent,
            };
            matches.push(Match { number, percent, source: source.clone(), target: target.clone() });
        }
        matches.sort_by(|a, b| b.percent.cmp(&a.percent).then(b.number.cmp(&a.number)));
        // Two units that say the same are one match.
        let mut seen: Vec<(String, String)> = Vec::new();
        matches.retain(|one| {
            let says = (one.source.seg.plain().into_owned(), one.target.seg.plain().into_owned());
            let new = !seen.contains(&says);
            seen.push(says);
            new
        });
        matches.truncate(self.limit);
        Ok(matches)
    }
}

/// Whether a unit stood between the same neighbours as a segment.
fn in_context(
    index: &Index<'_>,
    number: u64,
    variant: usize,
    unit: &Unit,
    segment: Segment<'_>,
) -> io::Result<bool> {
    let props = |unit: &Unit, kind: &str| {
        let own = unit
            .variants
            .get(variant)
            .and_then(|variant| variant.props.iter().find(|prop| prop.kind == kind));
        own.map(|prop| prop.value.clone()).or_else(|| unit.prop(kind).map(str::to_owned))
    };
    let told = |kinds: [&str; 3]| kinds.iter().find_map(|kind| props(unit, kind));
    let same = |told: &str, text: Option<&str>| {
        // memoQ writes its neighbours as segments of markup.
        let told = told.trim_start_matches("<seg>").trim_end_matches("</seg>");
        told.trim() == text.unwrap_or_default().trim()
    };
    let before = told(["prev", "x-prev", "x-context-pre"]);
    let behind = told(["next", "x-next", "x-context-post"]);
    if before.is_some() || behind.is_some() {
        let holds = |told: Option<String>, text| told.is_none_or(|told| same(&told, text));
        return Ok(holds(before, segment.before) && holds(behind, segment.behind));
    }
    let place = |unit: &Unit| {
        Some((unit.prop("x-source-file")?.to_owned(), unit.prop("x-segment")?.parse::<u64>().ok()?))
    };
    let Some((file, at)) = place(unit) else { return Ok(false) };
    // Units of several segments, and those of the file's own forms, are one step or more apart.
    let neighbour = |number: u64, text: Option<&str>, follows: &dyn Fn(u64) -> bool| -> io::Result<bool> {
        let other = if number == 0 { None } else { index.numbered(number)? };
        let other =
            other.filter(|other| place(other).is_some_and(|(other, at)| other == file && follows(at)));
        Ok(match (other, text) {
            (Some(other), Some(text)) => {
                other.variants.get(variant).is_some_and(|variant| variant.seg.plain().trim() == text.trim())
            }
            (None, None) => true,
            _ => false,
        })
    };
    Ok(neighbour(number - 1, segment.before, &|other| other < at)?
        && neighbour(number + 1, segment.behind, &|other| other > at)?)
}

/// Which segments stood before, in this document or in one that came before it.
#[derive(Debug, Default)]
pub struct Repetitions {
    /// By text: the document it first stood in.
    seen: HashMap<String, usize>,
    document: usize,
}

impl Repetitions {
    /// Another document begins.
    pub fn next_document(&mut self) {
        self.document += 1;
    }

    /// The band of a segment, the best match of which has some percentage.
    pub fn band(&mut self, text: &str, percent: u8) -> Band {
        let first = *self.seen.entry(text.to_owned()).or_insert(usize::MAX);
        if first == usize::MAX {
            self.seen.insert(text.to_owned(), self.document);
        }
        match Band::of(percent) {
            Band::Context => Band::Context,
            _ if first == self.document => Band::Repetition,
            _ if first != usize::MAX => Band::CrossFile,
            band => band,
        }
    }
}
