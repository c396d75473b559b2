//! Pull quotes and the alignment. They repeat a sentence of the article, mostly far from it, and a translation leaves
//! them out or sets others: such a one must not take the partner of the sentence that it repeats, nor lengthen the
//! bead of a neighbour. Those that would are taken out, and the rest is aligned again; then they come back alone.

use std::ops::Range;

use super::aligner::Aligner;
use super::bead::Bead;
use super::moved::Moved;
use super::set_aside;
use super::stretch::Stretch;

/// The beads of two articles, and the sentences that changed their places.
pub(super) fn align(
    aligner: &Aligner,
    source: &Stretch<'_>,
    target: &Stretch<'_>,
) -> (Vec<Bead>, Vec<Moved>) {
    /// Each leaves fewer pull quotes in; after the last none is left.
    const ROUNDS: usize = 4;
    let text = aligned(aligner, source, target, &[source.pulled.clone(), target.pulled.clone()]);
    if !source.pulled.contains(&true) && !target.pulled.contains(&true) {
        return text;
    }
    // What the text leaves alone may be what a pull quote became.
    let has_partner = [
        partners(&text.0, source.all.len(), |bead| (&bead.source, &bead.target)),
        partners(&text.0, target.all.len(), |bead| (&bead.target, &bead.source)),
    ];
    let mut out = [vec![false; source.all.len()], vec![false; target.all.len()]];
    for _ in 0..ROUNDS {
        let (beads, moved) = aligned(aligner, source, target, &out);
        let before = out.clone();
        for bead in &beads {
            let sides = [(&bead.source, &source.pulled), (&bead.target, &target.pulled)];
            for (side, (own, pulled)) in sides.into_iter().enumerate() {
                let (other, also_pulled) = sides[1 - side];
                let disturbs = !own.clone().all(|at| pulled[at])
                    || other.clone().any(|at| !also_pulled[at] && has_partner[1 - side][at]);
                if disturbs {
                    own.clone().filter(|&at| pulled[at]).for_each(|at| out[side][at] = true);
                }
            }
        }
        if out == before {
            return (beads, moved);
        }
    }
    text
}

/// Which sentences of a side have a partner.
fn partners(
    beads: &[Bead],
    count: usize,
    sides: impl Fn(&Bead) -> (&Range<usize>, &Range<usize>),
) -> Vec<bool> {
    let mut has = vec![false; count];
    for (own, other) in beads.iter().map(sides) {
        has[own.clone()].fill(!other.is_empty());
    }
    has
}

/// The beads when some sentences are left out, and these as beads of their own.
fn aligned(
    aligner: &Aligner,
    source: &Stretch<'_>,
    target: &Stretch<'_>,
    out: &[Vec<bool>; 2],
) -> (Vec<Bead>, Vec<Moved>) {
    /// A pull quote has no partner more often than not.
    const CONFIDENCE: f32 = 0.5;
    let stays = |side: usize| (0..out[side].len()).filter(|&at| !out[side][at]).collect::<Vec<_>>();
    let (i, j) = (stays(0), stays(1));
    let (own, other) = (set_aside::at_places(&source.all, &i), set_aside::at_places(&target.all, &j));
    let beads = aligner.align(&own, &other);
    let mut moved = aligner.moved(&own, &other, &beads);
    for Moved { source, target } in &mut moved {
        (*source, *target) = (i[*source], j[*target]);
    }
    (set_aside::put_back(beads, (&i, source.all.len()), (&j, target.all.len()), CONFIDENCE), moved)
}
