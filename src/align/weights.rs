//! The weights of the model. Made by `tests/benches/align`, bin `learn`; not to be edited.

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
    (Feature::Null, 1.1135, 0.6415),               // 0.40, 0.23
    (Feature::NullTarget, 1.5175, 1.3225),         // 0.40, 0.35
    (Feature::NullLength, -0.2380, -0.2185),       // -0.06, -0.05
    (Feature::NullGain, -0.0486, -0.0358),         // -0.02, -0.02
    (Feature::NullGenre, 4.9806, 6.1260),          // 0.34, 0.41
    (Feature::Shape, 1.0981, 0.9704),              // 2.22, 1.96
    (Feature::OneGenre, 1.9183, 0.8002),           // 0.12, 0.05
    (Feature::Many, -1.1590, -1.0187),             // -0.57, -0.50
    (Feature::Length, 1.2881, 1.2854),             // 1.71, 1.71
    (Feature::TargetGain, 0.3470, 0.3045),         // 2.21, 1.94
    (Feature::TargetOrder, 0.1366, 0.1385),        // 0.70, 0.71
    (Feature::TargetUncovered, -0.0036, 0.0019),   // -0.02, 0.01
    (Feature::SourceGain, 0.2989, 0.2832),         // 2.51, 2.38
    (Feature::SourceOrder, 0.1478, 0.1428),        // 0.87, 0.84
    (Feature::SourceUncovered, -0.0134, -0.0145),  // -0.10, -0.11
    (Feature::BothAsk, 2.2530, 2.2556),            // 0.41, 0.41
    (Feature::BothClose, 1.6255, 1.4805),          // 0.43, 0.39
    (Feature::OneCloses, -0.9523, -0.8722),        // -0.30, -0.28
    (Feature::BothOpen, 2.0920, 1.7764),           // 0.31, 0.26
    (Feature::OneOpens, 0.3516, 0.3475),           // 0.11, 0.11
    (Feature::QuoteDifference, -0.6998, -0.5287),  // -0.33, -0.25
    (Feature::SpeechDifference, -1.6850, -1.8624), // -0.27, -0.30
    (Feature::SameLead, 0.3413, 0.0182),           // 0.10, 0.01
    (Feature::OtherLead, -0.1670, -0.1611),        // -0.06, -0.06
    (Feature::TargetsForCommas, 0.3389, 0.2726),   // 0.37, 0.30
    (Feature::TargetsForBreaks, -0.1918, -0.2050), // -0.28, -0.30
    (Feature::TargetsExcess, -1.7805, -1.7701),    // -0.52, -0.51
    (Feature::SourcesForWords, -0.2094, -0.1303),  // -0.17, -0.11
    (Feature::InnerConjunction, -0.2797, -0.2401), // -0.11, -0.10
    (Feature::InnerLower, -3.6722, -2.9678),       // -0.07, -0.06
    (Feature::InnerOpens, -0.1192, -0.1451),       // -0.06, -0.07
    (Feature::InnerAsk, -0.4083, -0.3345),         // -0.20, -0.16
    (Feature::InnerPronoun, -0.6581, -0.5111),     // -0.29, -0.23
    (Feature::SameOpening, 0.9017, 0.8498),        // 0.06, 0.06
    (Feature::OtherOpening, -2.0807, -1.5480),     // -0.06, -0.04
    (Feature::InnerOpening, -1.1415, -0.9404),     // -0.15, -0.13
    (Feature::BothParagraphs, 1.7332, 1.6574),     // 0.30, 0.29
    (Feature::OneParagraph, -2.2010, -1.9476),     // -0.37, -0.33
    (Feature::InnerParagraphs, -1.2546, -1.1750),  // -0.47, -0.44
    (Feature::Margin, 0.0000, 1.1143),             // 0.00, 0.88
    (Feature::MarginMany, 0.0000, 0.0091),         // 0.00, 0.02
    (Feature::NullMargin, 0.0000, -0.6547),        // 0.00, -0.32
];

/// The model where words and marks are all that is known.
pub(super) const WITHOUT: Model =
    Model { weights: by_place(false), calibration: Calibration { low: 0.432, high: 1.005 } };

/// The model where an encoder made vectors.
pub(super) const WITH_VECTORS: Model =
    Model { weights: by_place(true), calibration: Calibration { low: 0.277, high: 0.997 } };

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
