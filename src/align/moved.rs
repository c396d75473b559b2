//! Sentences that a translation has in another place.
//!
//! Beads keep the order of both sides, so a sentence that was moved is left alone on either side: two null beads.
//! Of all such pairs in a text, those whose words the lexicon has as translations of each other are told.

use std::collections::BTreeSet;
use std::ops::Range;

use super::terms::Terms;
use super::text::{self, Side};
use super::{Bead, Sentence};

/// A sentence and its translation that stand in another order than the beads around them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// The source sentence.
    pub source: usize,
    /// The target sentence.
    pub target: usize,
}

/// Share of the words of both sentences that have a translation in the other, from which on the two are taken for
/// translations.
const SHARED: f32 = 0.4;
/// Fewer words on either side that have one show nothing.
const FEWEST: usize = 2;

/// The moved sentences among those that the beads leave alone.
pub(super) fn moved(
    source: &[Sentence<'_>],
    target: &[Sentence<'_>],
    beads: &[Bead],
    terms: &Terms,
) -> Vec<Moved> {
    let alone = |one: fn(&Bead) -> (&Range<usize>, bool)| -> Vec<usize> {
        let ranges = beads.iter().map(one).filter(|(_, alone)| *alone);
        ranges.flat_map(|(range, _)| range.clone()).collect()
    };
    let sources = alone(|bead| (&bead.source, bead.target.is_empty()));
    let targets = alone(|bead| (&bead.target, bead.source.is_empty()));
    if sources.is_empty() || targets.is_empty() || source.len() < 2 || target.len() < 2 {
        return Vec::new();
    }
    let (source, target, prior) = text::analyse(source, target, terms);
    let kinds = |side: &Side, at: usize| -> BTreeSet<u32> {
        side.sentences[at].words.iter().map(|word| word.kind).collect()
    };
    let mut alike = Vec::new();
    for &i in &sources {
        let own = kinds(&source, i);
        for &j in &targets {
            let other = kinds(&target, j);
            let translated = |kind: &u32| prior.of(*kind).iter().any(|(target, _)| other.contains(target));
            let heard: BTreeSet<u32> = own.iter().flat_map(|&kind| prior.of(kind)).map(|row| row.0).collect();
            let shared =
                (own.iter().filter(|kind| translated(kind)).count(), other.intersection(&heard).count());
            let share = (shared.0 + shared.1) as f32 / (own.len() + other.len()).max(1) as f32;
            if shared.0.min(shared.1) >= FEWEST && share >= SHARED {
                alike.push((share, i, j));
            }
        }
    }
    alike.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut moved: Vec<Moved> = Vec::new();
    for (_, i, j) in alike {
        let pair = Moved { source: i, target: j };
        if moved.iter().all(|other| other.source != pair.source && other.target != pair.target) {
            moved.push(pair);
        }
    }
    moved.sort_unstable_by_key(|pair| pair.source);
    moved
}
