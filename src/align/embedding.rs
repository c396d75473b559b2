//! What sentences mean, as vectors of an encoder that stands outside: texts that mean the same point the same way.
//!
//! A bead is as likely as the cosine of its sides stands out among their neighbours: some texts are near to
//! everything, so what counts is the *margin*, the cosine less the mean of the nearest sentences around
//! (Artetxe and Schwenk 2019). Encoders spread their cosines differently; margins are measured in the standard
//! deviation of the cosines at hand.

use std::collections::HashMap;
use std::ops::Range;

use super::band::Band;
use super::sentence::Sentence;
use super::shape::{LARGEST, Shape};

/// The nearest sentences that a margin is measured over.
const NEAREST: usize = 4;

/// Margin of a sentence that no neighbour was looked at for.
const NO_MARGIN: f32 = -4.0;

/// Vectors of sentences, by their text.
#[derive(Debug, Clone, Default)]
pub struct Vectors {
    places: HashMap<String, usize>,
    dimensions: usize,
    values: Vec<f32>,
}

/// Why a vector was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VectorError {
    /// It has no numbers.
    #[error("a vector without numbers")]
    Empty,
    /// It has another number of dimensions than those before it.
    #[error("a vector of {found} dimensions among vectors of {expected}")]
    Dimensions {
        /// The dimensions of the others.
        expected: usize,
        /// Its own.
        found: usize,
    },
    /// One of its numbers is too large, or none.
    #[error("a vector with a number that is not finite")]
    NotFinite,
}

impl Vectors {
    /// Adds the vector of a sentence. Of two for one text the first is kept. Only its direction counts.
    ///
    /// # Errors
    /// Where it cannot be compared with those before it.
    pub fn add(&mut self, text: &str, vector: &[f32]) -> Result<(), VectorError> {
        if vector.is_empty() {
            return Err(VectorError::Empty);
        }
        if self.dimensions == 0 {
            self.dimensions = vector.len();
        }
        if vector.len() != self.dimensions {
            return Err(VectorError::Dimensions { expected: self.dimensions, found: vector.len() });
        }
        let length = vector.iter().map(|v| f64::from(*v).powi(2)).sum::<f64>().sqrt();
        if !length.is_finite() {
            return Err(VectorError::NotFinite);
        }
        if !self.places.contains_key(text) {
            self.places.insert(text.to_owned(), self.values.len());
            let scale = if length > 0.0 { 1.0 / length } else { 0.0 };
            self.values.extend(vector.iter().map(|v| (f64::from(*v) * scale) as f32));
        }
        Ok(())
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The vector of a text, of length 1.
    fn of(&self, text: &str) -> Option<&[f32]> {
        let at = *self.places.get(text)?;
        Some(&self.values[at..at + self.dimensions])
    }
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The mean of the largest of some values.
fn mean_of_nearest(values: &mut [f32]) -> f32 {
    values.sort_unstable_by(|a, b| b.total_cmp(a));
    let nearest = &values[..values.len().min(NEAREST)];
    nearest.iter().sum::<f32>() / nearest.len().max(1) as f32
}

/// For every sentence of a side, and one to eight from it on, the mean cosine of the nearest sentences in its window
/// across.
fn nearest_across(
    windows: &[Range<usize>],
    cosine: impl Fn(&Range<usize>, &Range<usize>) -> f32,
) -> Vec<Vec<f32>> {
    let mut near = Vec::new();
    let mut mean = |run: Range<usize>| {
        near.clear();
        near.extend(windows[run.start].clone().map(|other| cosine(&run, &(other..other + 1))));
        mean_of_nearest(&mut near)
    };
    let count = windows.len();
    (0..count).map(|at| (1..=LARGEST.min(count - at)).map(|n| mean(at..at + n)).collect()).collect()
}

/// The sentences of one side, and how near they are to each other.
struct Neighbours {
    /// A sentence's share in the vector of a text of several.
    weights: Vec<f32>,
    /// For every sentence its cosine with itself and the next ones.
    cosines: Vec<Vec<f32>>,
    /// For every sentence, and one to eight from it on, the mean cosine of the nearest sentences across.
    nearest: Vec<Vec<f32>>,
}

impl Neighbours {
    fn new(sentences: &[Sentence<'_>], vectors: &[&[f32]]) -> Self {
        let cosines = (0..vectors.len())
            .map(|i| vectors[i..].iter().take(LARGEST).map(|next| dot(vectors[i], next)).collect())
            .collect();
        let weights = sentences.iter().map(|sentence| (sentence.text.len().max(1) as f32).sqrt()).collect();
        Self { weights, cosines, nearest: Vec::new() }
    }

    /// Length of the weighted sum of the vectors of sentences.
    fn length(&self, range: &Range<usize>) -> f32 {
        let mut sum = 0.0;
        for i in range.clone() {
            for j in i..range.end {
                let twice = if i == j { 1.0 } else { 2.0 };
                sum += twice * self.weights[i] * self.weights[j] * self.cosines[i][j - i];
            }
        }
        sum.max(1e-6).sqrt()
    }
}

/// How near the sentences of two texts are in their meaning.
pub(super) struct Meaning {
    source: Neighbours,
    target: Neighbours,
    /// For every source sentence the target sentences around, and its cosines with them.
    windows: Vec<Range<usize>>,
    cosines: Vec<Vec<f32>>,
    /// Standard deviation of these cosines.
    deviation: f32,
}

impl Meaning {
    /// Of two texts in a band; none where a sentence has no vector.
    pub(super) fn new(
        source: &[Sentence<'_>],
        target: &[Sentence<'_>],
        vectors: &Vectors,
        band: &Band,
    ) -> Option<Self> {
        let vectors = |sentences: &[Sentence<'_>]| {
            sentences.iter().map(|sentence| vectors.of(sentence.text)).collect::<Option<Vec<_>>>()
        };
        let (sources, targets) = (vectors(source)?, vectors(target)?);
        let windows = band.target_windows(LARGEST);
        let cosines: Vec<Vec<f32>> = sources
            .iter()
            .zip(&windows)
            .map(|(vector, window)| targets[window.clone()].iter().map(|other| dot(vector, other)).collect())
            .collect();
        let (source, target) = (Neighbours::new(source, &sources), Neighbours::new(target, &targets));
        let mut meaning = Self { deviation: deviation(&cosines), source, target, windows, cosines };
        let (windows, across) = (&meaning.windows, band.source_windows(LARGEST));
        let nearest = nearest_across(windows, |run, other| meaning.cosine(run, other));
        let turned = nearest_across(&across, |run, other| meaning.cosine(other, run));
        meaning.source.nearest = nearest;
        meaning.target.nearest = turned;
        Some(meaning)
    }

    /// Cosine of the sums of the vectors of either side.
    fn cosine(&self, source: &Range<usize>, target: &Range<usize>) -> f32 {
        let mut sum = 0.0;
        for i in source.clone() {
            let (window, cosines) = (&self.windows[i], &self.cosines[i]);
            for j in target.clone().filter(|j| window.contains(j)) {
                sum += self.source.weights[i] * self.target.weights[j] * cosines[j - window.start];
            }
        }
        sum / (self.source.length(source) * self.target.length(target))
    }

    /// How far the cosine of two sides stands out among their neighbours.
    pub(super) fn margin(&self, source: &Range<usize>, target: &Range<usize>) -> f32 {
        let around = self.source.nearest[source.start][source.len() - 1]
            + self.target.nearest[target.start][target.len() - 1];
        (self.cosine(source, target) - around / 2.0) / self.deviation
    }

    /// The same for the sentence of a null bead at a node and the nearer of its neighbours across.
    pub(super) fn alone(&self, i: usize, j: usize, null: Shape) -> f32 {
        let one = |at: usize| at..at + 1;
        let margin = |i: usize, j: usize| self.margin(&one(i), &one(j));
        let margins = if null.source == 0 {
            [i.checked_sub(1), (i < self.windows.len()).then_some(i)].map(|i| i.map(|i| margin(i, j)))
        } else {
            let targets = self.target.weights.len();
            [j.checked_sub(1), (j < targets).then_some(j)].map(|j| j.map(|j| margin(i, j)))
        };
        margins.into_iter().flatten().fold(f32::NEG_INFINITY, f32::max).max(NO_MARGIN)
    }
}

/// Standard deviation of all values; never 0.
fn deviation(rows: &[Vec<f32>]) -> f32 {
    let (mut count, mut sum, mut squares) = (0.0f64, 0.0, 0.0);
    for value in rows.iter().flatten().map(|value| f64::from(*value)) {
        count += 1.0;
        sum += value;
        squares += value * value;
    }
    let mean = sum / count.max(1.0);
    (squares / count.max(1.0) - mean * mean).max(1e-6).sqrt() as f32
}
