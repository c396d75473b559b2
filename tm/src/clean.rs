//! Cleaning a memory: what is certainly wrong is repaired or taken out, what might be meant is only flagged.
//!
//! Nothing is dropped in silence: a unit that is taken out is handed back with the reason, as a property, so that
//! it can be kept in a file of its own and put back.

use crate::characters::{Characters, Kinds, Look, is_invisible};
use crate::fingerprint::{FingerprintSet, Fingerprints};
use crate::foreign::is_sentence;
use crate::language::Script;
use crate::model::{Header, Prop, Unit};
use crate::named::named;
use crate::script::{Letters, ScriptOf, Writings};
use crate::seg::{Seg, Tag};
use std::collections::BTreeMap;

/// Property of a unit that was taken out: the reason.
pub const REMOVED: &str = "x-removed";

named! {
    /// Why a unit is taken out.
    pub enum Reason {
        /// A unit before it says the same in the same languages.
        Duplicate = "duplicate",
        /// No variant says anything.
        Empty = "empty",
        /// There is a source and no translation, or the other way round.
        Untranslated = "untranslated",
        /// A variant is written in letters that its language has not.
        WrongLanguage = "wrong-language",
        /// A variant in Simplified Chinese is written in Traditional, or the other way round.
        WrongScript = "wrong-script",
        /// A tag opens that never closes, or closes that was never opened.
        BrokenTags = "broken-tags",
    }
}

named! {
    /// What is repaired in a unit that stays.
    pub enum Repair {
        /// Blanks at an edge, or several in a row.
        Blanks = "blanks",
        /// Characters that nobody sees and that break matches: controls, zero-width blanks, byte order marks.
        Invisible = "invisible",
        /// An empty variant beside full ones.
        EmptyVariant = "empty-variant",
    }
}

named! {
    /// What might be meant, and is only told.
    pub enum Flag {
        /// Source and translation are the same text.
        SameText = "same-text",
        /// A variant has a single letter or none.
        VeryShort = "very-short",
        /// A variant is longer than what some tools take.
        VeryLong = "very-long",
        /// The variants do not have the same tags.
        DifferentTags = "different-tags",
        /// Both scripts of Chinese in one text.
        MixedScripts = "mixed-scripts",
    }
}

/// Longest segment that all tools take, in characters.
const LONGEST: usize = 2000;

/// Cleans unit by unit.
pub struct Cleaner<'a> {
    header: Header,
    characters: Characters<'a>,
    writings: Writings,
    /// One of each variant of the present unit.
    looks: Vec<Look>,
    fingerprints: Fingerprints,
    seen: FingerprintSet,
    tally: Tally,
}

/// Units that earlier cleanings took out: taken out again, they are there already.
#[derive(Debug, Default)]
pub struct Before {
    fingerprints: Fingerprints,
    units: FingerprintSet,
}

impl Before {
    /// Notes a unit that is there.
    pub fn add(&mut self, unit: &Unit) {
        self.units.insert(self.fingerprints.of(unit));
    }

    /// Whether this very unit is there, with all that is told about it.
    pub fn has(&mut self, unit: &Unit) -> bool {
        self.units.contains(&self.fingerprints.of(unit))
    }
}

/// How a cleaning went.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Tally {
    /// Units that were read.
    pub read: u64,
    /// Units that stay.
    pub kept: u64,
    /// Units that were taken out, by reason.
    pub removed: BTreeMap<Reason, u64>,
    /// Units that were repaired, by repair.
    pub repaired: BTreeMap<Repair, u64>,
    /// Units that were flagged, by flag.
    pub flagged: BTreeMap<Flag, u64>,
}

/// A cleaned unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cleaned {
    /// The unit, repaired; or, if it is taken out, as it was, with the reason in it.
    pub unit: Unit,
    /// Whether it is as it was given.
    pub unchanged: bool,
    /// Why it is taken out, if it is.
    pub removed: Option<Reason>,
    /// What was repaired.
    pub repairs: Vec<Repair>,
    /// What is told of it.
    pub flags: Vec<Flag>,
}

impl<'a> Cleaner<'a> {
    /// A cleaner for a memory with the given header. Without tables the scripts of Chinese are not looked at.
    #[must_use]
    pub fn new(header: Header, script_of: Option<ScriptOf<'a>>) -> Self {
        Self {
            header,
            characters: Characters::new(script_of),
            writings: Writings::default(),
            looks: Vec::new(),
            fingerprints: Fingerprints::default(),
            seen: FingerprintSet::default(),
            tally: Tally::default(),
        }
    }

    /// Units that say the same are duplicates whatever their contexts are.
    #[must_use]
    pub fn ignoring_context(mut self) -> Self {
        self.fingerprints.ignore_context();
        self
    }

    /// How it went so far.
    #[must_use]
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Cleans the next unit.
    pub fn clean(&mut self, unit: Unit) -> Cleaned {
        self.tally.read += 1;
        self.look(&unit);
        let (repaired, repairs) = if self.looks.iter().all(Look::is_sound) {
            (None, vec![])
        } else {
            repair(&unit, &self.characters)
        };
        if let Some(repaired) = &repaired {
            self.look(repaired);
        }
        let removed = self.reason(repaired.as_ref().unwrap_or(&unit));
        if let Some(reason) = removed {
            *self.tally.removed.entry(reason).or_default() += 1;
            let mut unit = unit;
            unit.props.push(Prop::new(REMOVED, reason.as_str()));
            return Cleaned { unit, unchanged: false, removed, repairs: vec![], flags: vec![] };
        }
        let mut unit = repaired.unwrap_or(unit);
        let props = unit.props.len();
        unit.props.retain(|prop| prop.kind != REMOVED);
        let unchanged = repairs.is_empty() && unit.props.len() == props;
        let flags = self.flags(&unit);
        self.tally.kept += 1;
        for repair in &repairs {
            *self.tally.repaired.entry(*repair).or_default() += 1;
        }
        for flag in &flags {
            *self.tally.flagged.entry(*flag).or_default() += 1;
        }
        Cleaned { unit, unchanged, removed, repairs, flags }
    }

    fn look(&mut self, unit: &Unit) {
        self.looks.clear();
        self.looks.extend(unit.variants.iter().map(|variant| self.characters.look(&variant.seg.plain())));
    }

    fn reason(&mut self, unit: &Unit) -> Option<Reason> {
        let full = self.looks.iter().filter(|look| !look.is_blank()).count();
        if full == 0 {
            return Some(Reason::Empty);
        }
        if full < 2 {
            return Some(Reason::Untranslated);
        }
        if unit.variants.iter().any(|variant| !is_balanced(&variant.seg)) {
            return Some(Reason::BrokenTags);
        }
        for (variant, look) in unit.variants.iter().zip(&self.looks) {
            // A name or a formula in foreign letters is not a wrong language; a sentence of them is.
            let writing = self.writings.of(&variant.language);
            if look.may_be_foreign(writing.letters) {
                let text = variant.seg.plain();
                let (own, all) = writing.letters.share(&text);
                let longer_than_a_name = all >= 8 && (writing.letters != Letters::Han || all >= 24);
                if longer_than_a_name && own * 10 < all && is_sentence(&text, writing.letters) {
                    return Some(Reason::WrongLanguage);
                }
            }
            let (right, wrong) = match writing.chinese {
                None => continue,
                Some(Script::Simplified) => (Kinds::SIMPLIFIED, Kinds::TRADITIONAL),
                Some(Script::Traditional) => (Kinds::TRADITIONAL, Kinds::SIMPLIFIED),
            };
            if look.kinds.any(wrong) {
                let text = variant.seg.plain();
                let count = |kinds| self.characters.only(&text, kinds).count();
                let (right, wrong) = (count(right), count(wrong));
                if wrong >= 2 && wrong > right * 4 {
                    return Some(Reason::WrongScript);
                }
            }
        }
        let texts = self.fingerprints.coded_texts(unit);
        if self.seen.insert(texts) { None } else { Some(Reason::Duplicate) }
    }

    fn flags(&mut self, unit: &Unit) -> Vec<Flag> {
        let mut flags = Vec::new();
        let Some(source) = unit.source_variant(&self.header) else { return flags };
        let source_text = source.seg.plain();
        let mut tags: Option<Vec<&str>> = None;
        for (variant, look) in unit.variants.iter().zip(&self.looks) {
            let text = variant.seg.plain();
            if !std::ptr::eq(variant, source) && text == source_text {
                flags.push(Flag::SameText);
            }
            if text.chars().filter(|c| c.is_alphanumeric()).take(2).count() < 2 {
                flags.push(Flag::VeryShort);
            }
            if look.length > LONGEST {
                flags.push(Flag::VeryLong);
            }
            if variant.seg.has_tags() || tags.as_ref().is_some_and(|tags| !tags.is_empty()) {
                let mut own: Vec<&str> = variant.seg.tags().iter().map(|tag| tag.name()).collect();
                own.sort_unstable();
                if tags.get_or_insert_with(|| own.clone()) != &own {
                    flags.push(Flag::DifferentTags);
                }
            } else {
                tags = Some(vec![]);
            }
            let both = look.kinds.any(Kinds::SIMPLIFIED) && look.kinds.any(Kinds::TRADITIONAL);
            if both && self.writings.of(&variant.language).chinese.is_some() {
                flags.push(Flag::MixedScripts);
            }
        }
        flags.sort_unstable();
        flags.dedup();
        flags
    }
}

impl Look {
    /// Whether there is nothing to repair.
    fn is_sound(&self) -> bool {
        self.tidy && !self.kinds.any(Kinds::INVISIBLE) && !self.is_blank()
    }
}

/// The unit repaired, if there is anything to repair, and what was.
fn repair(unit: &Unit, characters: &Characters<'_>) -> (Option<Unit>, Vec<Repair>) {
    let mut repaired: Option<Unit> = None;
    let mut repairs = Vec::new();
    for (at, variant) in unit.variants.iter().enumerate() {
        let invisible = characters.look(&variant.seg.plain()).kinds.any(Kinds::INVISIBLE);
        let seen = invisible.then(|| {
            repairs.push(Repair::Invisible);
            variant.seg.map_text(&mut |text| text.chars().filter(|&c| !is_invisible(c)).collect())
        });
        let seg = seen.as_ref().unwrap_or(&variant.seg);
        let tidy = (!characters.look(&seg.plain()).tidy).then(|| without_blanks(seg));
        if tidy.is_some() {
            repairs.push(Repair::Blanks);
        }
        if let Some(seg) = tidy.or(seen) {
            repaired.get_or_insert_with(|| unit.clone()).variants[at].seg = seg;
        }
    }
    // A variant may have become empty only now.
    let now = repaired.as_ref().unwrap_or(unit);
    let full = now.variants.iter().filter(|variant| !variant.seg.is_blank()).count();
    if full >= 2 && full < unit.variants.len() {
        let repaired = repaired.get_or_insert_with(|| unit.clone());
        repaired.variants.retain(|variant| !variant.seg.is_blank());
        repairs.push(Repair::EmptyVariant);
    }
    repairs.sort_unstable();
    repairs.dedup();
    (repaired, repairs)
}

/// The segment without blanks at its edges and with single ones inside.
fn without_blanks(seg: &Seg) -> Seg {
    let is_blank = |c: char| c.is_whitespace();
    let plain = seg.plain();
    // Over all texts of the segment, as if no tag stood between them: of a run of blanks the first stays (a plain
    // one for a line end), unless it stands at an edge.
    let mut left = plain.trim_end().chars().count();
    let mut after_blank = true;
    seg.map_text(&mut |text| {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            let inside = left > 0;
            left = left.saturating_sub(1);
            if !is_blank(c) {
                out.push(c);
            } else if inside && !after_blank {
                out.push(if c.is_control() { ' ' } else { c });
            }
            after_blank = is_blank(c);
        }
        out
    })
}

/// Whether every tag that opens is closed, in the same segment and behind it, and the other way round.
pub(crate) fn is_balanced(seg: &Seg) -> bool {
    if !seg.has_tags() {
        return true;
    }
    let mut open: Vec<&str> = Vec::new();
    for tag in seg.tags() {
        match tag {
            Tag::Begin { i, .. } => open.push(i),
            Tag::End { i } => match open.iter().rposition(|begun| begun == i) {
                Some(at) => _ = open.remove(at),
                None => return false,
            },
            _ => {}
        }
    }
    open.is_empty()
}
