//! Two texts up to the second pass: analysed, their words looked up, a first path found.

use super::anchor;
use super::band::Band;
use super::embedding::{Meaning, Vectors};
use super::first_pass::{self, Lengths};
use super::sentence::Sentence;
use super::stem::Stems;
use super::terms::Terms;
use super::text::{self, Side};
use super::translation::{Prior, Table};

/// Target sentences on either side of the first path that the second may stray.
const STRAY: usize = 7;
/// Target sentences on either side of the chain of anchors that the first path may stray.
const WIDE: usize = 60;
/// Analyses two texts, the one with more Chinese first, and looks their words up.
pub(super) fn analyse(
    source: &[Sentence<'_>],
    target: &[Sentence<'_>],
    terms: &Terms,
) -> (Side, Side, Prior) {
    let stems = Stems::of("en");
    let (source, target) = text::sides(source, target, terms, &stems);
    let prior = Prior::new(&source, &target, terms, &stems);
    (source, target, prior)
}

/// Two texts up to the second pass.
pub(super) struct Prepared {
    pub(super) source: Side,
    pub(super) target: Side,
    pub(super) lengths: Lengths,
    pub(super) band: Band,
    pub(super) table: Table,
    pub(super) path: first_pass::Path,
    pub(super) meaning: Option<Meaning>,
}

impl Prepared {
    pub(super) fn new(
        source: &[Sentence<'_>],
        target: &[Sentence<'_>],
        terms: &Terms,
        vectors: Option<&Vectors>,
    ) -> Self {
        let texts = (source, target);
        let (source, target, prior) = analyse(source, target, terms);
        let lengths = Lengths::new(&source, &target);
        let (n, m) = (source.sentences.len(), target.sentences.len());
        let line = anchor::line(&anchor::chain(&source, &target, &prior), n, m);
        let wide = Band::around(&line, WIDE, n, m);
        let (path, table) = first_pass::align(&source, &target, &lengths, &prior, &wide);
        let band = Band::around(&path, STRAY, n, m);
        let meaning = vectors.and_then(|vectors| Meaning::new(texts.0, texts.1, vectors, &band));
        Self { source, target, lengths, band, table, path, meaning }
    }
}
