//! Pull quotes and the alignment. They repeat a sentence of the article, mostly far from it, and a translation leaves
//! them out or sets others: such a one must not take the partner of the sentence that it repeats, nor lengthen the
//! bead of a neighbour. Those that would are taken out, and the rest is aligned again; then they come back alone.

use std::ops::Range;

use super::{Aligner, Bead, Moved, Sentence};

/// The sentences of an article, and which of them are pulled out of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sentences<'s, 'a> {
    pub(super) all: &'s [Sentence<'a>],
    pub(super) pulled: &'s [bool],
}

/// The beads of two articles, and the sentences that changed their places.
pub(super) fn align(
    aligner: &Aligner,
    source: Sentences<'_, '_>,
    target: Sentences<'_, '_>,
) -> (Vec<Bead>, Vec<Moved>) {
    /// Each leaves fewer pull quotes in; after the last none is left.
    const ROUNDS: usize = 4;
    let text = aligned(aligner, source, target, &[source.pulled.to_vec(), target.pulled.to_vec()]);
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
            let sides = [(&bead.source, source.pulled), (&bead.target, target.pulled)];
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
    source: Sentences<'_, '_>,
    target: Sentences<'_, '_>,
    out: &[Vec<bool>; 2],
) -> (Vec<Bead>, Vec<Moved>) {
    if !out.iter().flatten().any(|out| *out) {
        let beads = aligner.align(source.all, target.all);
        let moved = aligner.moved(source.all, target.all, &beads);
        return (beads, moved);
    }
    let places = |side: usize| (0..out[side].len()).filter(|&at| !out[side][at]).collect::<Vec<_>>();
    let places = (places(0), places(1));
    let own: Vec<Sentence<'_>> = places.0.iter().map(|&at| source.all[at]).collect();
    let other: Vec<Sentence<'_>> = places.1.iter().map(|&at| target.all[at]).collect();
    let mut beads = aligner.align(&own, &other);
    let mut moved = aligner.moved(&own, &other, &beads);
    for Moved { source, target } in &mut moved {
        (*source, *target) = (places.0[*source], places.1[*target]);
    }
    let among_all = |places: &[usize], range: &Range<usize>| match range.len() {
        0 => 0..0,
        _ => places[range.start]..places[range.end - 1] + 1,
    };
    for bead in &mut beads {
        bead.source = among_all(&places.0, &bead.source);
        bead.target = among_all(&places.1, &bead.target);
    }
    (with_alone(beads, out), moved)
}

/// The beads, and between them each sentence that was left out, unless a bead reaches over it.
fn with_alone(beads: Vec<Bead>, out: &[Vec<bool>; 2]) -> Vec<Bead> {
    const CONFIDENCE: f32 = 0.5;
    let mut all = Vec::with_capacity(beads.len());
    let (mut i, mut j) = (0, 0);
    let alone = |all: &mut Vec<Bead>, sources: Range<usize>, targets: Range<usize>| {
        let (end, start) = (sources.end, targets.start);
        let own = sources.map(|at| (at..at + 1, start..start));
        let other = targets.map(|at| (end..end, at..at + 1));
        all.extend(own.chain(other).map(|(source, target)| Bead { source, target, confidence: CONFIDENCE }));
    };
    for bead in beads {
        let first = if bead.source.is_empty() { i } else { bead.source.start };
        let second = if bead.target.is_empty() { j } else { bead.target.start };
        alone(&mut all, i..first, j..second);
        (i, j) = (first + bead.source.len(), second + bead.target.len());
        all.push(Bead { source: first..i, target: second..j, ..bead });
    }
    alone(&mut all, i..out[0].len(), j..out[1].len());
    all
}
