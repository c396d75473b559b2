//! Which sentences translate which: beads over the sentences of two texts.
//!
//! Two passes over a band of the grid of sentence boundaries. The first finds a path by shapes, lengths and the
//! compiled lexicon, and lets it teach a translation table (IBM Model 1) three times over. The second scores every
//! candidate bead near that path by a log-linear model and takes the beads of highest expected F1; their posteriors,
//! calibrated, are the confidences. Background: Gale and Church 1993; Moore 2002; Varga et al. 2005 (hunalign).

#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts of words and sentences become weights here, and places in tables of 32 bits"
)]

mod anchor;
pub mod article;
mod band;
pub mod bead;
mod confidence;
mod cue;
mod doubt;
mod embedding;
pub mod feature;
mod first_pass;
mod lexical_gain;
mod lexicon;
mod moved;
mod number;
mod pulled;
mod second_pass;
mod set_aside;
mod shape;
mod stem;
mod structure;
mod terms;
mod text;
mod translation;
mod weights;

use std::ops::Range;
use std::sync::Arc;

pub use article::{Alignment, ArticlePair, Crossing, align_issues};
pub use bead::Bead;
pub use doubt::{Doubt, doubts};
use embedding::Meaning;
pub use embedding::{VectorError, Vectors};
use feature::{Extractor, Features};
use first_pass::{Lengths, Scorer};
pub use moved::Moved;
use second_pass::Lattice;
use shape::LARGEST;
pub use terms::Terms;
use text::Side;

use crate::lang::is_han;

/// What begins with a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Opens {
    /// Nothing: it goes on in its paragraph.
    #[default]
    Nothing,
    /// A paragraph.
    Paragraph,
    /// A heading, which is it.
    Heading,
    /// A line that stands alone: a byline, a credit, a caption, a list point, a table cell.
    Line,
}

/// A sentence to align.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence<'a> {
    /// What it says.
    pub text: &'a str,
    /// What begins with it.
    pub opens: Opens,
}

impl<'a> From<&'a str> for Sentence<'a> {
    fn from(text: &'a str) -> Self {
        Self { text, opens: Opens::Nothing }
    }
}

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
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Source sentences.
    pub source: Range<usize>,
    /// Target sentences.
    pub target: Range<usize>,
    /// What it looks like.
    pub features: Features,
    /// How probable it must be to be worth its place.
    pub threshold: f64,
}

/// Target sentences on either side of the first path that the second may stray.
const STRAY: usize = 7;
/// Target sentences on either side of the chain of anchors that the first path may stray.
const WIDE: usize = 60;
/// Sentences of both sides together that are aligned at once; longer texts are aligned part by part.
const PART: usize = 3000;
/// Sentences of either side that two parts share, so that no bead is cut.
const BEYOND: usize = 80;
/// A bead this sure may end a part.
const SURE: f32 = 0.95;

/// Two texts up to the second pass.
struct Prepared {
    source: Side,
    target: Side,
    lengths: Lengths,
    band: band::Band,
    table: translation::Table,
    path: first_pass::Path,
    meaning: Option<Meaning>,
}

impl Prepared {
    fn new(
        source: &[Sentence<'_>],
        target: &[Sentence<'_>],
        terms: &Terms,
        vectors: Option<&Vectors>,
    ) -> Self {
        let texts = (source, target);
        let (source, target, prior) = text::analyse(source, target, terms);
        let lengths = Lengths::new(&source, &target);
        let (n, m) = (source.sentences.len(), target.sentences.len());
        let line = anchor::line(&anchor::chain(&source, &target, &prior), n, m);
        let wide = band::Band::around(&line, WIDE, n, m);
        let (path, table) = first_pass::align(&source, &target, &lengths, &prior, &wide);
        let band = band::Band::around(&path, STRAY, n, m);
        let meaning = vectors.and_then(|vectors| Meaning::new(texts.0, texts.1, vectors, &band));
        Self { source, target, lengths, band, table, path, meaning }
    }

    /// The lattice of candidates, each scored by `score`.
    fn lattice(&self, score: impl FnMut(&Features) -> f32) -> Lattice {
        let scorer = Scorer::new(&self.source, &self.target, &self.lengths, &self.table, &self.band, LARGEST);
        let mut extractor = Extractor::new(self, &scorer);
        Lattice::new(&self.band, &scorer, &mut extractor, score)
    }
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
            let (source, target, prior) = text::analyse(source, target, terms);
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
        let lattice = prepared.lattice(|features| {
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
    #[must_use]
    pub fn candidates(&self, source: &[Sentence<'_>], target: &[Sentence<'_>]) -> Vec<Candidate> {
        let mut all = Vec::new();
        let lattice =
            Prepared::new(source, target, &self.known.terms, self.vectors.as_deref()).lattice(|features| {
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

/// Whether the target takes the source's place in the model: the side with the larger share of Chinese stands
/// first, whichever way the texts were given. Where that does not decide, their size and their words do.
fn stands_second(source: &[Sentence<'_>], target: &[Sentence<'_>]) -> bool {
    let share = |sentences: &[Sentence<'_>]| {
        let chars = || sentences.iter().take(200).flat_map(|sentence| sentence.text.chars());
        1000 * chars().filter(|&c| is_han(c)).count() / chars().count().max(1)
    };
    let order = share(source).cmp(&share(target)).then_with(|| source.len().cmp(&target.len()));
    order.then_with(|| source.iter().map(|s| s.text).cmp(target.iter().map(|s| s.text))).is_lt()
}
