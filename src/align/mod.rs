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

mod aligner;
mod anchor;
mod article;
mod band;
pub mod bead;
mod confidence;
mod cue;
mod decision;
mod doubt;
mod embedding;
#[cfg(feature = "learn")]
pub mod feature;
#[cfg(not(feature = "learn"))]
mod feature;
mod first_pass;
mod issues;
mod lexical_gain;
mod lexicon;
mod likeness;
mod moved;
mod number;
mod pairing;
mod passage;
mod prepared;
mod pulled;
mod regroup;
mod second_pass;
mod sentence;
mod set_aside;
mod shape;
mod stem;
mod stretch;
mod structure;
mod tables;
mod terms;
mod text;
mod translation;
mod weights;

pub use aligner::Aligner;
#[cfg(feature = "learn")]
pub use aligner::Candidate;
pub use article::ArticlePair;
pub use bead::Bead;
pub use decision::{Decided, Decision, Verdict};
pub use doubt::{Doubt, doubts};
pub use embedding::{VectorError, Vectors};
pub use issues::{Alignment, Crossing, align_decided, align_issues};
pub use moved::Moved;
pub use sentence::{Opens, Sentence};
pub use terms::Terms;
