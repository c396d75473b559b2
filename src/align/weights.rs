//! The weights of the model. Made by `tests/benches/align`, bin `learn`; not to be edited.

use super::feature::{FEATURES, Feature};

/// Each feature's weight; behind it the weight in standard deviations of the feature.
#[allow(clippy::approx_constant, reason = "what was learned may look like a constant")]
const LEARNED: [(Feature, f32); FEATURES] = [
    (Feature::Null, 1.8639),              // 0.67
    (Feature::NullTarget, 1.6692),        // 0.44
    (Feature::NullLength, -0.1764),       // -0.04
    (Feature::NullGain, -0.0526),         // -0.02
    (Feature::NullGenre, 5.3644),         // 0.36
    (Feature::Shape, 1.2899),             // 2.60
    (Feature::Length, 1.2877),            // 1.72
    (Feature::TargetGain, 0.3711),        // 2.36
    (Feature::TargetOrder, 0.1289),       // 0.66
    (Feature::TargetUncovered, -0.0030),  // -0.02
    (Feature::SourceGain, 0.3012),        // 2.53
    (Feature::SourceOrder, 0.1446),       // 0.85
    (Feature::SourceUncovered, -0.0155),  // -0.12
    (Feature::BothAsk, 2.4455),           // 0.44
    (Feature::BothClose, 1.8718),         // 0.50
    (Feature::OneCloses, -0.9871),        // -0.31
    (Feature::BothOpen, 2.5818),          // 0.38
    (Feature::OneOpens, 0.0219),          // 0.01
    (Feature::QuoteDifference, -0.8219),  // -0.39
    (Feature::SameLead, 0.5645),          // 0.17
    (Feature::OtherLead, -0.0869),        // -0.03
    (Feature::TargetsForCommas, 0.3399),  // 0.37
    (Feature::TargetsForBreaks, -0.1593), // -0.24
    (Feature::TargetsExcess, -1.7262),    // -0.50
    (Feature::SourcesForWords, -0.3749),  // -0.31
    (Feature::InnerConjunction, -0.2151), // -0.09
    (Feature::InnerLower, -3.9047),       // -0.08
    (Feature::InnerOpens, -0.0929),       // -0.04
    (Feature::InnerAsk, -0.4104),         // -0.20
    (Feature::InnerPronoun, -0.6975),     // -0.31
];

/// The weights by the place of their feature.
pub(super) const WEIGHTS: [f32; FEATURES] = {
    let mut weights = [0.0; FEATURES];
    let mut at = 0;
    while at < FEATURES {
        weights[LEARNED[at].0 as usize] = LEARNED[at].1;
        at += 1;
    }
    weights
};
