//! What a file of source and target holds, whatever its format: units, and why some of them are not finished.

use super::Remark;
use crate::Language;
use crate::foreign::is_sentence;
use crate::language::is_han;
use crate::model::{Prop, Unit};
use crate::script::Letters;
use crate::seg::Seg;
use crate::state::{ORIGIN, STATE, Standing, Unfinished};
use std::collections::BTreeMap;

/// What a file of source and target holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Translated {
    /// The language that is translated from.
    pub source: Language,
    /// Its units, in order.
    pub units: Vec<Unit>,
    /// Why units are not finished, by their place in `units`.
    pub unfinished: BTreeMap<usize, Unfinished>,
    /// What is wrong with the file, though it can be read.
    pub remarks: Vec<Remark>,
}

/// What a file says of a translation.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    /// The state, in the word of the tool: `state`, `conf`, `status`.
    pub(super) state: Option<String>,
    /// Where the translation comes from: `state-qualifier`, `origin`.
    pub(super) origin: Option<String>,
    /// Whether a reviewer approved it.
    pub(super) approved: Option<bool>,
    /// Whether the tool has states and gave it none.
    pub(super) unspecified: bool,
    /// Whether it must not be translated.
    pub(super) fixed: bool,
    /// Whether gettext guessed it.
    pub(super) fuzzy: bool,
}

impl Said {
    /// The same with what is said of a segment in it.
    pub(super) fn with(&self, of_segment: Self) -> Self {
        Self {
            state: of_segment.state.or_else(|| self.state.clone()),
            origin: of_segment.origin.or_else(|| self.origin.clone()),
            approved: of_segment.approved.or(self.approved),
            unspecified: of_segment.unspecified,
            fixed: self.fixed || of_segment.fixed,
            fuzzy: self.fuzzy || of_segment.fuzzy,
        }
    }

    /// Why the translation is not finished, if it is not.
    pub(super) fn unfinished(&self, source: &Seg, target: Option<(&Language, &Seg)>) -> Option<Unfinished> {
        if self.fixed {
            return Some(Unfinished::NotTranslatable);
        }
        let Some((language, target)) = target.filter(|(_, target)| !target.is_blank() || target.has_tags())
        else {
            return Some(Unfinished::Untranslated);
        };
        if self.fuzzy {
            return Some(Unfinished::Fuzzy);
        }
        let by_machine = self
            .origin
            .as_deref()
            .is_some_and(|origin| matches!(origin, "mt" | "nmt" | "amt" | "mt-suggestion"));
        match self.state.as_deref().and_then(Standing::of_word) {
            Some(Standing::Finished | Standing::Approved) => return None,
            Some(Standing::Unfinished(_)) if by_machine => return Some(Unfinished::MachineTranslated),
            Some(Standing::Unfinished(reason)) => return Some(reason),
            None if self.approved == Some(true) => return None,
            None if by_machine => return Some(Unfinished::MachineTranslated),
            None if self.approved == Some(false) => return Some(Unfinished::NeedsReview),
            None if self.origin.as_deref() == Some("source") => return Some(Unfinished::SourceCopied),
            None if self.unspecified => return Some(Unfinished::Draft),
            None => {}
        }
        (source.plain() == target.plain() && is_copied(&target.plain(), language))
            .then_some(Unfinished::SourceCopied)
    }

    /// What is kept of it in a unit.
    pub(super) fn props(&self) -> impl Iterator<Item = Prop> + '_ {
        let approved = || self.approved.filter(|approved| *approved).map(|_| "final");
        let state = self.state.as_deref().or_else(approved);
        let told = [(STATE, state), (ORIGIN, self.origin.as_deref())];
        told.into_iter().filter_map(|(kind, value)| Some(Prop::new(kind, value?)))
    }
}

/// Whether a text that is the same in the source is a copy of it. A name, an address or a code is a translation.
fn is_copied(text: &str, language: &Language) -> bool {
    let letters = Letters::of(language);
    (text.chars().any(is_han) && matches!(letters, Letters::Latin | Letters::Cyrillic | Letters::Greek))
        || is_sentence(text, letters)
}
