//! The aligner: both passes over two texts, part by part.

use std::sync::Arc;

use super::anchor;
use super::bead::Bead;
use super::embedding::Vectors;
use super::feature::{Extractor, Features};
use super::first_pass::Scorer;
use super::moved::{self, Moved};
use super::prepared::{Prepared, analyse};
use super::second_pass::Lattice;
use super::sentence::{Sentence, stands_second};
use super::set_aside;
use super::shape::LARGEST;
use super::terms::Terms;
use super::weights;

/// Aligns two texts. One setting for every genre: what differs between them is estimated from the texts.
#[derive(Debug, Clone, Default)]
pub struct Aligner {
    known: Arc<Known>,
    /// What sentences mean, if an encoder was asked.
    vectors: Option<Arc<Vectors>>,
}

/// What is known beforehand.
#[derive(Debug, Default)]
struct Known {
    terms: Terms,
    /// The same from target to source.
    turned: Terms,
}

/// A candidate bead as the model sees it, for learning its weights.
#[cfg(feature = "learn")]
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Source sentences.
    pub source: std::ops::Range<usize>,
    /// Target sentences.
    pub target: std::ops::Range<usize>,
    /// What it looks like.
    pub features: Features,
    /// How probable it must be to be worth its place.
    pub threshold: f64,
}

/// Sentences of both sides together that are aligned at once; longer texts are aligned part by part.
const PART: usize = 3000;
/// Sentences of either side that two parts share, so that no bead is cut.
const BEYOND: usize = 80;
/// A bead this sure may end a part.
const SURE: f32 = 0.95;

/// The lattice of candidates, each scored by `score`.
fn lattice(prepared: &Prepared, score: impl FnMut(&Features) -> f32) -> Lattice {
    let Prepared { source, target, lengths, table, band, .. } = prepared;
    let scorer = Scorer::new(source, target, lengths, table, band, LARGEST);
    let mut extractor = Extractor::new(prepared, &scorer);
    Lattice::new(band, &scorer, &mut extractor, score)
}

impl Aligner {
    /// An aligner that knows terms and sentences beforehand, besides its lexicon.
    #[must_use]
    pub fn with_terms(terms: Terms) -> Self {
        Self { known: Arc::new(Known { turned: terms.turned(), terms }), ..Self::default() }
    }

    /// An aligner that knows what sentences mean, besides their words: where it has vectors for all sentences of both
    /// sides, they count.
    #[must_use]
    pub fn with_vectors(self, vectors: Arc<Vectors>) -> Self {
        Self { vectors: Some(vectors), ..self }
    }

    /// The terms that are known beforehand.
    pub(super) fn terms(&self) -> &Terms {
        &self.known.terms
    }

    /// The same, from target to source.
    pub(super) fn turned_terms(&self) -> &Terms {
        &self.known.turned
    }

    /// Beads over all sentences of both sides: each sentence in exactly one bead, in order.
    #[must_use]
    pub fn align(&self, source: &[Sentence<'_>], target: &[Sentence<'_>]) -> Vec<Bead> {
        if source.iter().map(|sentence| sentence.text).eq(target.iter().map(|sentence| sentence.text)) {
            let own = |i| Bead { source: i..i + 1, target: i..i + 1, confidence: 1.0 };
            return (0..source.len()).map(own).collect();
        }
        if stands_second(source, target) {
            return self
                .align_oriented(target, source, &self.known.turned)
                .into_iter()
                .map(Bead::mirrored)
                .collect();
        }
        self.align_oriented(source, target, &self.known.terms)
    }

    /// Sentences that the beads leave alone on both sides though they translate each other: they stand elsewhere in
    /// the translation.
    #[must_use]
    pub fn moved(&self, source: &[Sentence<'_>], target: &[Sentence<'_>], beads: &[Bead]) -> Vec<Moved> {
        if stands_second(source, target) {
            let turned: Vec<Bead> = beads.iter().cloned().map(Bead::mirrored).collect();
            let moved = moved::moved(target, source, &turned, &self.known.turned);
            let mut moved: Vec<Moved> =
                moved.into_iter().map(|pair| Moved { source: pair.target, target: pair.source }).collect();
            moved.sort_unstable_by_key(|pair| pair.source);
            return moved;
        }
        moved::moved(source, target, beads, &self.known.terms)
    }

    /// Aligns with Chinese as the source, lines with nothing in them aside.
    fn align_oriented(&self, source: &[Sentence<'_>], target: &[Sentence<'_>], terms: &Terms) -> Vec<Bead> {
        let (i, j) = (set_aside::written(source), set_aside::written(target));
        if (i.len(), j.len()) == (source.len(), target.len()) {
            return self.align_written(source, target, terms);
        }
        let beads =
            self.align_written(&set_aside::at_places(source, &i), &set_aside::at_places(target, &j), terms);
        set_aside::put_back(beads, (&i, source.len()), (&j, target.len()), 1.0)
    }

    /// Aligns part by part.
    fn align_written(&self, source: &[Sentence<'_>], target: &[Sentence<'_>], terms: &Terms) -> Vec<Bead> {
        let whole = (source.len(), target.len());
        if whole.0 + whole.1 <= 2 * PART {
            return self.align_part(source, target, terms);
        }
        let chain = {
            let (source, target, prior) = analyse(source, target, terms);
            anchor::chain(&source, &target, &prior)
        };
        let mut beads = Vec::new();
        let (mut i, mut j) = (0, 0);
        while (i, j) != whole {
            let (sources, targets) = anchor::part(&chain, (i, j), whole, PART, BEYOND);
            let mut part = self.align_part(&source[sources.clone()], &target[targets.clone()], terms);
            part.truncate(sure_beads(&part, sources.end == whole.0, targets.end == whole.1));
            for bead in &mut part {
                bead.source = bead.source.start + i..bead.source.end + i;
                bead.target = bead.target.start + j..bead.target.end + j;
            }
            let Some(last) = part.last() else { break };
            (i, j) = (last.source.end, last.target.end);
            beads.extend(part);
        }
        beads
    }

    fn align_part(&self, source: &[Sentence<'_>], target: &[Sentence<'_>], terms: &Terms) -> Vec<Bead> {
        if source.is_empty() || target.is_empty() {
            return set_aside::nulls(0..source.len(), 0..target.len(), 1.0).collect();
        }
        let prepared = Prepared::new(source, target, terms, self.vectors.as_deref());
        let model = if prepared.meaning.is_some() { &weights::WITH_VECTORS } else { &weights::WITHOUT };
        let lattice = lattice(&prepared, |features| {
            features.0.iter().zip(&model.weights).map(|(value, weight)| value * weight).sum()
        });
        let posteriors = lattice.posteriors();
        let path = lattice.best(|number| posteriors[number] - lattice.edges()[number].shape.threshold());
        path.into_iter()
            .map(|number| {
                let edge = lattice.edges()[number];
                let (i, j) = (edge.source as usize, edge.target as usize);
                Bead {
                    source: i..i + edge.shape.source,
                    target: j..j + edge.shape.target,
                    confidence: model.calibration.confidence(posteriors[number]),
                }
            })
            .collect()
    }

    /// The candidates of the second pass with their features, in an order in which every candidate stands behind
    /// those that end where it begins. For learning the weights; Chinese is the source.
    #[cfg(feature = "learn")]
    #[must_use]
    pub fn candidates(&self, source: &[Sentence<'_>], target: &[Sentence<'_>]) -> Vec<Candidate> {
        let mut all = Vec::new();
        let lattice =
            lattice(&Prepared::new(source, target, &self.known.terms, self.vectors.as_deref()), |features| {
                all.push(*features);
                0.0
            });
        lattice
            .edges()
            .iter()
            .zip(all)
            .map(|(edge, features)| {
                let (i, j) = (edge.source as usize, edge.target as usize);
                Candidate {
                    source: i..i + edge.shape.source,
                    target: j..j + edge.shape.target,
                    features,
                    threshold: edge.shape.threshold(),
                }
            })
            .collect()
    }
}

/// How many beads of a part are kept: up to the last sure one that is not near an end where the text goes on.
fn sure_beads(beads: &[Bead], source_ends: bool, target_ends: bool) -> usize {
    if source_ends && target_ends {
        return beads.len();
    }
    let Some(last) = beads.last() else { return 0 };
    let (sources, targets) = (last.source.end, last.target.end);
    if sources == 0 || targets == 0 {
        return beads.len();
    }
    let is_safe = |bead: &Bead| {
        !bead.is_null()
            && bead.confidence >= SURE
            && (source_ends || bead.source.end + BEYOND / 2 <= sources)
            && (target_ends || bead.target.end + BEYOND / 2 <= targets)
    };
    let half = beads.len().div_ceil(2);
    beads.iter().rposition(is_safe).map_or(half, |at| (at + 1).max(half))
}
