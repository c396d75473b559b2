//! The weights of the model, made by `tests/benches/align/renew`; not to be edited.
//!
//! Learned from the development set of MAC (six chapters of Chinese novels with their published translations, gold beads
//! by hand) and from 46 articles made of the English–Chinese references of the WMT21 news test
//! set. Of chapters of MAC that learning did not see the beads have a strict F1 of .934, without an encoder.

use super::confidence::Calibration;
use super::feature::{FEATURES, Feature};

/// What was learned.
pub(super) struct Model {
    /// By the place of their feature.
    pub(super) weights: [f32; FEATURES],
    pub(super) calibration: Calibration,
}

/// Each feature's weight without and with vectors of an encoder; behind it both in standard deviations of the
/// feature.
#[allow(clippy::approx_constant, reason = "what was learned may look like a constant")]
const LEARNED: &[(Feature, f32, f32)] = &[
    (Feature::Null, 1.8049, 1.4383),               // 0.65, 0.52
    (Feature::NullTarget, 1.2436, 1.0409),         // 0.33, 0.28
    (Feature::NullLength, -0.2479, -0.2522),       // -0.06, -0.06
    (Feature::NullGain, -0.0254, -0.0029),         // -0.01, -0.00
    (Feature::NullGenre, 4.9617, 6.2024),          // 0.33, 0.42
    (Feature::Shape, 1.1888, 1.0690),              // 2.40, 2.16
    (Feature::OneGenre, 1.9848, 0.9279),           // 0.13, 0.06
    (Feature::Many, -0.9916, -0.8787),             // -0.49, -0.43
    (Feature::Length, 1.2683, 1.2641),             // 1.69, 1.68
    (Feature::TargetGain, 0.3432, 0.3024),         // 2.19, 1.93
    (Feature::TargetOrder, 0.1380, 0.1398),        // 0.71, 0.72
    (Feature::TargetUncovered, -0.0094, -0.0016),  // -0.05, -0.01
    (Feature::SourceGain, 0.2999, 0.2846),         // 2.52, 2.39
    (Feature::SourceOrder, 0.1455, 0.1401),        // 0.85, 0.82
    (Feature::SourceUncovered, -0.0057, -0.0060),  // -0.04, -0.05
    (Feature::BothAsk, 2.2160, 2.2254),            // 0.40, 0.40
    (Feature::BothClose, 1.6149, 1.4738),          // 0.43, 0.39
    (Feature::OneCloses, -0.9491, -0.8569),        // -0.30, -0.27
    (Feature::BothOpen, 2.0757, 1.7932),           // 0.31, 0.27
    (Feature::OneOpens, 0.3604, 0.3600),           // 0.11, 0.11
    (Feature::QuoteDifference, -0.6762, -0.5111),  // -0.32, -0.24
    (Feature::SpeechDifference, -1.7292, -1.8928), // -0.27, -0.30
    (Feature::SameLead, 0.3431, 0.0360),           // 0.10, 0.01
    (Feature::OtherLead, -0.1726, -0.1658),        // -0.06, -0.06
    (Feature::TargetsForCommas, 0.3507, 0.2827),   // 0.39, 0.31
    (Feature::TargetsForBreaks, -0.1859, -0.1967), // -0.28, -0.29
    (Feature::TargetsExcess, -1.7501, -1.7401),    // -0.51, -0.50
    (Feature::SourcesForWords, -0.1791, -0.1027),  // -0.15, -0.08
    (Feature::InnerConjunction, -0.2536, -0.2179), // -0.10, -0.09
    (Feature::InnerLower, -3.7403, -3.0729),       // -0.07, -0.06
    (Feature::InnerOpens, -0.1120, -0.1419),       // -0.05, -0.07
    (Feature::InnerAsk, -0.3968, -0.3311),         // -0.19, -0.16
    (Feature::InnerPronoun, -0.5544, -0.4142),     // -0.25, -0.18
    (Feature::SameOpening, 0.9165, 0.8732),        // 0.07, 0.06
    (Feature::OtherOpening, -1.9381, -1.4076),     // -0.05, -0.04
    (Feature::InnerOpening, -1.1171, -0.9116),     // -0.15, -0.12
    (Feature::BothParagraphs, 1.7469, 1.6687),     // 0.31, 0.29
    (Feature::OneParagraph, -2.1844, -1.9438),     // -0.36, -0.32
    (Feature::InnerParagraphs, -1.2070, -1.1399),  // -0.45, -0.42
    (Feature::Margin, 0.0000, 1.0882),             // 0.00, 0.86
    (Feature::MarginMany, 0.0000, 0.0376),         // 0.00, 0.08
    (Feature::NullMargin, 0.0000, -0.5922),        // 0.00, -0.29
];

/// The model where words and marks are all that is known.
pub(super) const WITHOUT: Model =
    Model { weights: by_place(false), calibration: Calibration { low: 0.245, high: 1.003 } };

/// The model where an encoder made vectors.
pub(super) const WITH_VECTORS: Model =
    Model { weights: by_place(true), calibration: Calibration { low: 0.104, high: 0.999 } };

const fn by_place(vectors: bool) -> [f32; FEATURES] {
    let mut weights = [0.0; FEATURES];
    let mut at = 0;
    while at < LEARNED.len() {
        let (feature, without, with) = LEARNED[at];
        weights[feature as usize] = if vectors { with } else { without };
        at += 1;
    }
    weights
}
