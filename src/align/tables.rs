//! Tables that one side has and the other tells in prose or leaves out. Their cells are many short texts: one of the
//! other side's sentences would draw them all into its bead. They are set aside while the prose is aligned, and stand
//! alone then.

use super::aligner::Aligner;
use super::bead::Bead;
use super::moved::Moved;
use super::stretch::Stretch;
use super::{pulled, set_aside};

/// The beads of two stretches that belong together, and the sentences that changed their places.
pub(super) fn align(
    aligner: &Aligner,
    source: &Stretch<'_>,
    target: &Stretch<'_>,
) -> (Vec<Bead>, Vec<Moved>) {
    /// The prose may have what the cells say.
    const CONFIDENCE: f32 = 0.5;
    let has_table = [source, target].map(|side| side.cells.contains(&true));
    if has_table[0] == has_table[1] {
        return pulled::align(aligner, source, target);
    }
    let prose =
        |side: &Stretch<'_>| -> Vec<usize> { (0..side.all.len()).filter(|&at| !side.cells[at]).collect() };
    let (own, other) = (prose(source), prose(target));
    let (beads, mut moved) = pulled::align(
        aligner,
        &source.clone().without(&source.cells),
        &target.clone().without(&target.cells),
    );
    for Moved { source, target } in &mut moved {
        (*source, *target) = (own[*source], other[*target]);
    }
    (set_aside::put_back(beads, (&own, source.all.len()), (&other, target.all.len()), CONFIDENCE), moved)
}
