//! Sentences that are set aside while the others are aligned: lines with nothing in them, pull quotes that disturb.
//!
//! They are put back where they stood: inside a bead they are part of it, everywhere else each is a null bead.

use std::ops::Range;

use super::bead::Bead;
use super::sentence::Sentence;

/// The sentences that say something, by their places. The others translate nothing.
pub(super) fn written(sentences: &[Sentence<'_>]) -> Vec<usize> {
    (0..sentences.len()).filter(|&at| !sentences[at].text.trim().is_empty()).collect()
}

/// The sentences at some places.
pub(super) fn at_places<'a>(sentences: &[Sentence<'a>], places: &[usize]) -> Vec<Sentence<'a>> {
    places.iter().map(|&at| sentences[at]).collect()
}

/// Beads over all sentences, given those over the ones that stayed, by their places, and how many there are in all;
/// and how sure it is that the others stand alone.
pub(super) fn put_back(
    beads: Vec<Bead>,
    source: (&[usize], usize),
    target: (&[usize], usize),
    confidence: f32,
) -> Vec<Bead> {
    let mut all = Vec::with_capacity(beads.len());
    let (mut i, mut j) = (0, 0);
    for bead in beads {
        let sources = placed(&bead.source, source.0, i);
        let targets = placed(&bead.target, target.0, j);
        all.extend(nulls(i..sources.start, j..targets.start, confidence));
        (i, j) = (sources.end, targets.end);
        all.push(Bead { source: sources, target: targets, confidence: bead.confidence });
    }
    all.extend(nulls(i..source.1, j..target.1, confidence));
    all
}

/// Where a range of the sentences that stayed stands among all; an empty one stands at `here`.
fn placed(range: &Range<usize>, places: &[usize], here: usize) -> Range<usize> {
    match places[range.clone()] {
        [first, .., last] => first..last + 1,
        [only] => only..only + 1,
        [] => here..here,
    }
}

/// A null bead for each sentence: those of the source, then those of the target.
pub(super) fn nulls(
    source: Range<usize>,
    target: Range<usize>,
    confidence: f32,
) -> impl Iterator<Item = Bead> {
    let (i, j) = (source.end, target.start);
    let sources = source.map(move |at| Bead { source: at..at + 1, target: j..j, confidence });
    let targets = target.map(move |at| Bead { source: i..i, target: at..at + 1, confidence });
    sources.chain(targets)
}
