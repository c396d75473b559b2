//! Where two long texts are, before anything is searched: a chain of sentence pairs that share rare words.
//!
//! A word that stands in few sentences of one text, and its translation in few of the other, makes a point. Points
//! that are chance lie anywhere; the true ones lie on a line that rises on both sides. The heaviest rising chain of
//! points follows that line, and between two points of a chain a third can be wrong only by as much as they leave
//! room for.

use std::ops::Range;

use super::text::Side;
use super::translation::Prior;

/// A rare word stands in at most so many sentences.
const RARE: usize = 4;
/// A translation in the lexicon must have at least this weight.
const LEAST_WEIGHT: f32 = 0.4;

/// A pair of sentences that share rare words, and how much that says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Point {
    pub(super) source: usize,
    pub(super) target: usize,
    pub(super) weight: f32,
}

/// For each type the sentences that it stands in, up to one more than is rare.
fn places(side: &Side) -> Vec<Vec<usize>> {
    let mut places: Vec<Vec<usize>> = vec![Vec::new(); side.kinds.len()];
    for (number, sentence) in side.sentences.iter().enumerate() {
        for word in &sentence.words {
            let places = &mut places[word.kind as usize];
            if places.len() <= RARE && places.last() != Some(&number) {
                places.push(number);
            }
        }
    }
    places
}

/// The points of two texts, in the order of both sides; one for each pair of sentences.
pub(super) fn points(source: &Side, target: &Side, prior: &Prior) -> Vec<Point> {
    let target_places = places(target);
    let mut points = Vec::new();
    for (kind, sources) in (0u32..).zip(places(source)) {
        if sources.len() > RARE {
            continue;
        }
        for &(translation, weight) in prior.of(kind) {
            let targets = &target_places[translation as usize];
            if weight < LEAST_WEIGHT || targets.len() > RARE {
                continue;
            }
            let weight = weight / (sources.len() * targets.len()) as f32;
            let pairs =
                sources.iter().flat_map(|&source| targets.iter().map(move |&target| (source, target)));
            points.extend(pairs.map(|(source, target)| Point { source, target, weight }));
        }
    }
    points.sort_unstable_by(|a, b| {
        (a.source, a.target).cmp(&(b.source, b.target)).then(a.weight.total_cmp(&b.weight))
    });
    points
        .chunk_by(|a, b| (a.source, a.target) == (b.source, b.target))
        .map(|same| Point { weight: same.iter().map(|point| point.weight).sum(), ..same[0] })
        .collect()
}

/// The heaviest chain that rises on both sides: pairs of sentences.
pub(super) fn chain(source: &Side, target: &Side, prior: &Prior) -> Vec<(usize, usize)> {
    let points = points(source, target, prior);
    // The heaviest chain that ends before each target sentence, in a Fenwick tree.
    let mut tree: Vec<(f32, Option<usize>)> = vec![(0.0, None); target.sentences.len() + 1];
    let mut before = vec![None; points.len()];
    let (mut heaviest, mut last) = (0.0, None);
    let numbers: Vec<usize> = (0..points.len()).collect();
    for row in numbers.chunk_by(|&a, &b| points[a].source == points[b].source) {
        // Points of one row must not follow one another: all are weighed before one is entered.
        let weights: Vec<f32> = row
            .iter()
            .map(|&number| {
                let mut best = (0.0, None);
                let mut at = points[number].target;
                while at > 0 {
                    if tree[at].0 > best.0 {
                        best = tree[at];
                    }
                    at &= at - 1;
                }
                before[number] = best.1;
                best.0 + points[number].weight
            })
            .collect();
        for (&number, weight) in row.iter().zip(weights) {
            if weight > heaviest {
                (heaviest, last) = (weight, Some(number));
            }
            let mut at = points[number].target + 1;
            while at < tree.len() {
                if weight > tree[at].0 {
                    tree[at] = (weight, Some(number));
                }
                at += at & at.wrapping_neg();
            }
        }
    }
    let mut chain = Vec::new();
    while let Some(number) = last {
        chain.push((points[number].source, points[number].target));
        last = before[number];
    }
    chain.reverse();
    chain
}

/// A line through the grid along a chain, from corner to corner.
pub(super) fn line(chain: &[(usize, usize)], sources: usize, targets: usize) -> Vec<(usize, usize)> {
    let mut line = vec![(0, 0)];
    line.extend(chain.iter().copied().filter(|&point| point != (0, 0)));
    line.push((sources, targets));
    line
}

/// The next part of two long texts to be aligned: from where the last one was left to where the chain is about
/// `size` sentences on, and `beyond` more on either side, so that the end of the part can be thrown away.
pub(super) fn part(
    chain: &[(usize, usize)],
    (i, j): (usize, usize),
    (sources, targets): (usize, usize),
    size: usize,
    beyond: usize,
) -> (Range<usize>, Range<usize>) {
    let far = chain
        .iter()
        .copied()
        .skip_while(|point| point.0 < i || point.1 < j)
        .find(|point| point.0 - i + point.1 - j >= size)
        .filter(|point| point.0 - i + point.1 - j <= 2 * size);
    // Without a chain to go by, both sides are taken to run on evenly.
    let (to_source, to_target) = far.unwrap_or_else(|| {
        let (left, right) = (sources - i, targets - j);
        let whole = left + right;
        (i + left * size.min(whole) / whole.max(1), j + right * size.min(whole) / whole.max(1))
    });
    (i..(to_source + beyond).min(sources), j..(to_target + beyond).min(targets))
}
