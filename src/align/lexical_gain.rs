//! How much better the words of sentences are explained by sentences of the other side than by nothing.
//!
//! The gain of a sentence is Σ ln(1 − λ + λ · Σ ratio / (n + 1)) over its words, with the ratios of
//! [`Table`](super::translation::Table) summed over the n words of the sentences that explain it: IBM Model 1
//! against a model of single words, with a share 1 − λ for words that have no counterpart.

use std::ops::Range;

use super::shape::LARGEST;
use super::text::Analysed;
use super::translation::Table;

/// λ: the share of words that come from the other side.
pub(super) const EXPLAINED: f32 = 0.4;

/// Gains of single sentences of one side, each explained by one to eight sentences of the other that follow one
/// another.
pub(super) struct Gains {
    windows: Vec<Range<usize>>,
    /// For every explaining sentence: where its sums begin.
    starts: Vec<usize>,
    /// Running sums over the window, one row for each number of explaining sentences.
    sums: Vec<f32>,
    most: usize,
}

impl Gains {
    /// Gains of `explained`, by `by`; `windows` says which explained sentences are near each explaining one, and
    /// `kinds` is the number of types of the explained side.
    pub(super) fn new(
        by: &[Analysed],
        explained: &[Analysed],
        table: &Table,
        direction: Direction,
        windows: Vec<Range<usize>>,
        kinds: usize,
        most: usize,
    ) -> Self {
        let most = most.min(LARGEST);
        let mut starts = Vec::with_capacity(by.len());
        let mut sums = Vec::new();
        let mut heard = vec![0.0f32; kinds];
        let mut touched = Vec::new();
        for (first, window) in windows.iter().enumerate() {
            starts.push(sums.len());
            let mut words = 1.0;
            for sentence in by.iter().skip(first).take(most) {
                words += sentence.words.len() as f32;
                for word in &sentence.words {
                    for ratio in table.of(word.kind) {
                        let heard = &mut heard[ratio.target as usize];
                        if *heard == 0.0 {
                            touched.push(ratio.target);
                        }
                        *heard += match direction {
                            Direction::Forward => ratio.forward,
                            Direction::Backward => ratio.backward,
                        };
                    }
                }
                let share = EXPLAINED / words;
                let mut sum = 0.0;
                sums.push(sum);
                for sentence in &explained[window.clone()] {
                    let factors =
                        sentence.words.iter().map(|word| 1.0 - EXPLAINED + share * heard[word.kind as usize]);
                    sum += ln_product(factors);
                    sums.push(sum);
                }
            }
            for kind in touched.drain(..) {
                heard[kind as usize] = 0.0;
            }
        }
        Self { windows, starts, sums, most }
    }

    /// Gain of the sentences `explained` by the `count` sentences from `first` on; `None` outside the window.
    pub(super) fn of(&self, first: usize, count: usize, explained: Range<usize>) -> Option<f32> {
        let window = self.windows.get(first)?;
        if count == 0 || count > self.most || explained.start < window.start || explained.end > window.end {
            return None;
        }
        let row = self.starts[first] + (count - 1) * (window.len() + 1);
        let end = *self.sums.get(row + explained.end - window.start)?;
        Some(end - self.sums[row + explained.start - window.start])
    }
}

/// Which of the two ratios of a table counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// Source words explain target words.
    Forward,
    /// Target words explain source words; the table is turned over.
    Backward,
}

/// The logarithm of a product of factors between 1e-12 and 1e12; far fewer logarithms than factors.
pub(super) fn ln_product(factors: impl Iterator<Item = f32>) -> f32 {
    /// So many factors leave a product that was in range within what an f64 holds.
    const UNSEEN: usize = 8;
    let mut factors = factors;
    let (mut sum, mut product) = (0.0f64, 1.0f64);
    while let Some(factor) = factors.next() {
        product *= f64::from(factor);
        for factor in factors.by_ref().take(UNSEEN - 1) {
            product *= f64::from(factor);
        }
        if !(1e-200..1e200).contains(&product) {
            sum += product.ln();
            product = 1.0;
        }
    }
    (sum + product.ln()) as f32
}
