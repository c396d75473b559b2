//! What differs between two memories: units that one has and the other has not, and translations that changed.

use crate::fingerprint::Fingerprints;
use crate::model::{Header, Unit};
use std::collections::HashMap;

/// A unit that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// Only the new memory has it.
    Added(Unit),
    /// The new memory translates the same text otherwise.
    Changed(Unit),
    /// Only the old memory has it, or has it so.
    Removed(Unit),
}

/// Compares an old memory with a new one: first the old one is looked at, then the new one, then the old one again.
///
/// What is told about units (dates, properties) does not count, nor does their order.
pub struct Comparison {
    old_header: Header,
    new_header: Header,
    fingerprints: Fingerprints,
    /// By what is translated into what: the texts of the old memory, and which of them the new one has too.
    old: HashMap<u128, Vec<(u64, bool)>>,
}

impl Comparison {
    /// A comparison of memories with the given headers.
    #[must_use]
    pub fn new(old: Header, new: Header) -> Self {
        Self { old_header: old, new_header: new, fingerprints: Fingerprints::default(), old: HashMap::new() }
    }

    fn key(&mut self, unit: &Unit, new: bool) -> (u128, u64) {
        let header = if new { &self.new_header } else { &self.old_header };
        let source = self.fingerprints.source(unit, header);
        #[expect(
            clippy::cast_possible_truncation,
            reason = "half is enough among the translations of one text"
        )]
        let texts = self.fingerprints.texts(unit) as u64;
        (source, texts)
    }

    /// Looks at a unit of the old memory.
    pub fn look(&mut self, unit: &Unit) {
        let (source, texts) = self.key(unit, false);
        self.old.entry(source).or_default().push((texts, false));
    }

    /// Compares a unit of the new memory.
    pub fn compare(&mut self, unit: Unit) -> Option<Difference> {
        let (source, texts) = self.key(&unit, true);
        let Some(translations) = self.old.get_mut(&source) else { return Some(Difference::Added(unit)) };
        let mut known = false;
        for (_, seen) in translations.iter_mut().filter(|(old, _)| *old == texts) {
            *seen = true;
            known = true;
        }
        (!known).then_some(Difference::Changed(unit))
    }

    /// Looks at a unit of the old memory again, when all of the new one was compared.
    pub fn left(&mut self, unit: Unit) -> Option<Difference> {
        let (source, texts) = self.key(&unit, false);
        let seen = self.old.get(&source).is_some_and(|all| all.contains(&(texts, true)));
        (!seen).then_some(Difference::Removed(unit))
    }
}
