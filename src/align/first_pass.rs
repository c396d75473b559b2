//! The first pass: the best path through a band by shape, length and words, and the table that the path teaches.
//!
//! Its weights are set by hand; the last word has [`second_pass`](super::second_pass).

use std::ops::Range;

use super::band::Band;
use super::lexical_gain::{Direction, Gains};
use super::shape::{SHAPES, Shape};
use super::structure::{Alone, openings};
use super::text::Side;
use super::translation::{Prior, Table};

/// Variance of the difference of lengths, for each byte (Gale and Church 1993).
const LENGTH_VARIANCE: f32 = 12.0;
/// No difference of lengths costs more.
const LENGTH_MOST: f32 = 20.0;
/// What a word's gain counts beside shape and length: words of a sentence are not independent.
const WORD_WEIGHT: f32 = 0.35;
/// What a null bead costs beside its share.
const NULL_COST: f32 = 2.0;
/// What a heading or a line costs that stands beside something else, or inside a bead.
const OTHER_OPENING: f32 = 3.0;
/// Times that the table is taught and the path is found anew.
const ROUNDS: usize = 3;
/// Target sentences on either side of a path that the next path may stray.
const STRAY: usize = 10;

/// Sums of bytes before each sentence, and how many target bytes stand for a source byte.
pub(super) struct Lengths {
    source: Vec<f32>,
    target: Vec<f32>,
    scale: f32,
}

impl Lengths {
    pub(super) fn new(source: &Side, target: &Side) -> Self {
        let sums = |side: &Side| {
            let mut sums = vec![0.0f32];
            let mut sum = 0.0f64;
            for sentence in &side.sentences {
                sum += f64::from(sentence.bytes);
                sums.push(sum as f32);
            }
            sums
        };
        let (source, target) = (sums(source), sums(target));
        let scale = target.last().unwrap_or(&1.0).max(1.0) / source.last().unwrap_or(&1.0).max(1.0);
        Self { source, target, scale }
    }

    /// Bytes of the source sentences in target bytes, and bytes of the target sentences.
    pub(super) fn of(&self, source: &Range<usize>, target: &Range<usize>) -> (f32, f32) {
        (
            (self.source[source.end] - self.source[source.start]) * self.scale,
            self.target[target.end] - self.target[target.start],
        )
    }

    /// Cost of a difference of lengths, as a negative logarithm.
    pub(super) fn cost(&self, source: &Range<usize>, target: &Range<usize>) -> f32 {
        let (source, target) = self.of(source, target);
        let z = (target - source) / (LENGTH_VARIANCE * (source + target) / 2.0).sqrt();
        0.5 * z * z
    }
}

/// A bead with more pairs of words than this teaches nothing about any of them.
const MOST_PAIRS: usize = 1 << 18;

/// A path: the nodes that its beads run between, from (0, 0) to the end.
pub(super) type Path = Vec<(usize, usize)>;

/// What a bead is worth by shape, length and words.
pub(super) struct Scorer<'a> {
    pub(super) source: &'a Side,
    target: &'a Side,
    lengths: &'a Lengths,
    alone: (Alone, Alone),
    /// Gains of target sentences by source sentences.
    pub(super) forward: Gains,
    /// Gains of source sentences by target sentences.
    pub(super) backward: Gains,
}

impl<'a> Scorer<'a> {
    /// For beads in a band with at most so many sentences on a side.
    pub(super) fn new(
        source: &'a Side,
        target: &'a Side,
        lengths: &'a Lengths,
        table: &Table,
        band: &Band,
        most: usize,
    ) -> Self {
        let forward = Gains::new(
            &source.sentences,
            &target.sentences,
            table,
            Direction::Forward,
            band.target_windows(most),
            target.kinds.len(),
            most,
        );
        let backward = Gains::new(
            &target.sentences,
            &source.sentences,
            &table.turned(target.kinds.len()),
            Direction::Backward,
            band.source_windows(most),
            source.kinds.len(),
            most,
        );
        Self { source, target, lengths, alone: (Alone::of(source), Alone::of(target)), forward, backward }
    }

    /// The score of the bead with the given shape that begins at a node; `prior` is the shape's.
    pub(super) fn score(&self, i: usize, j: usize, shape: Shape, prior: f32) -> f32 {
        if shape.is_null() {
            return prior - NULL_COST;
        }
        let (source, target) = (i..i + shape.source, j..j + shape.target);
        let length = self.lengths.cost(&source, &target).min(LENGTH_MOST);
        let anchors = if self.alone.0.any(&source) || self.alone.1.any(&target) {
            let openings = openings(self.source, self.target, &source, &target);
            openings.same - OTHER_OPENING * (openings.other + openings.inner)
        } else {
            0.0
        };
        let words = self.forward.of(i, shape.source, target).unwrap_or(0.0)
            + self.backward.of(j, shape.target, source).unwrap_or(0.0);
        prior - length + anchors + WORD_WEIGHT * words
    }
}

/// The best path through a band by the table.
fn search(
    source: &Side,
    target: &Side,
    lengths: &Lengths,
    table: &Table,
    band: &Band,
    shapes: impl Fn(Shape) -> bool,
) -> Path {
    let shapes: Vec<(Shape, f32)> = SHAPES
        .into_iter()
        .filter(|&shape| shapes(shape))
        .map(|shape| (shape, shape.log_prior(source.shares)))
        .collect();
    let most = shapes.iter().map(|(shape, _)| shape.source.max(shape.target)).max().unwrap_or(1);
    let scorer = Scorer::new(source, target, lengths, table, band, most);
    let mut best = vec![f32::NEG_INFINITY; band.len()];
    let mut back = vec![u8::MAX; band.len()];
    if let Some(first) = best.first_mut() {
        *first = 0.0;
    }
    for i in 0..=band.sources() {
        for j in band.row(i) {
            let Some(here) = band.node(i, j) else { continue };
            for (number, &(shape, prior)) in (0u8..).zip(&shapes) {
                if shape.source > i || shape.target > j {
                    continue;
                }
                let (i0, j0) = (i - shape.source, j - shape.target);
                let Some(before) = band.node(i0, j0).map(|node| best[node]) else { continue };
                let score = before + scorer.score(i0, j0, shape, prior);
                if score > best[here] {
                    best[here] = score;
                    back[here] = number;
                }
            }
        }
    }
    let (mut i, mut j) = (band.sources(), band.targets());
    let mut path = vec![(i, j)];
    while (i, j) != (0, 0) {
        let shape = band.node(i, j).and_then(|node| shapes.get(usize::from(back[node])));
        // Rows of a band touch, so single steps always lead back.
        let shape = shape
            .map_or(Shape { source: usize::from(i > 0), target: usize::from(i == 0) }, |(shape, _)| *shape);
        (i, j) = (i - shape.source, j - shape.target);
        path.push((i, j));
    }
    path.reverse();
    path
}

/// The words of every bead of a path that has both sides: source types, target types.
fn words(source: &Side, target: &Side, path: &Path) -> Vec<(Vec<u32>, Vec<u32>)> {
    let kinds = |side: &Side, range: Range<usize>| -> Vec<u32> {
        side.sentences[range].iter().flat_map(|sentence| &sentence.words).map(|word| word.kind).collect()
    };
    path.windows(2)
        .filter(|step| step[0].0 < step[1].0 && step[0].1 < step[1].1)
        .map(|step| (kinds(source, step[0].0..step[1].0), kinds(target, step[0].1..step[1].1)))
        .filter(|(source, target)| source.len() * target.len() <= MOST_PAIRS)
        .collect()
}

/// A path, and the table that its beads teach.
pub(super) fn align(
    source: &Side,
    target: &Side,
    lengths: &Lengths,
    prior: &Prior,
    band: &Band,
) -> (Path, Table) {
    let few = |shape: Shape| shape.source <= 3 && shape.target <= 4 && shape.source + shape.target <= 5;
    let mut path = search(source, target, lengths, &prior.table(), band, few);
    for _ in 0..ROUNDS {
        let table = prior.learn(&words(source, target, &path));
        let band = Band::around(&path, STRAY, band.sources(), band.targets());
        path = search(source, target, lengths, &table, &band, |_| true);
    }
    let table = prior.learn(&words(source, target, &path));
    (path, table)
}
