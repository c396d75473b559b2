//! A stretch of one side: sentences that follow one another, some of which may be set aside.

use super::sentence::Sentence;

/// Some sentences of a stretch, with what they are.
#[derive(Debug, Clone)]
pub(super) struct Stretch<'a> {
    /// Where each stands in the whole stretch.
    pub(super) places: Vec<usize>,
    /// The sentences.
    pub(super) all: Vec<Sentence<'a>>,
    /// Which of them are pull quotes.
    pub(super) pulled: Vec<bool>,
    /// Which of them are cells of tables.
    pub(super) cells: Vec<bool>,
}

impl Stretch<'_> {
    /// The same without some of its sentences.
    pub(super) fn without(self, out: &[bool]) -> Self {
        if !out.contains(&true) {
            return self;
        }
        Self {
            places: left(self.places, out),
            all: left(self.all, out),
            pulled: left(self.pulled, out),
            cells: left(self.cells, out),
        }
    }
}

fn left<T>(list: Vec<T>, out: &[bool]) -> Vec<T> {
    list.into_iter().zip(out).filter(|(_, out)| !**out).map(|(item, _)| item).collect()
}
