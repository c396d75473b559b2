//! The weights of the model. Made by `tests/benches/align`, bin `learn`; not to be edited.

use super::feature::{FEATURES, Feature};

/// Each feature's weight; behind it the weight in standard deviations of the feature.
#[allow(clippy::approx_constant, reason = "what was learned may look like a constant")]
const LEARNED: &[(Feature, f32)] = &[
    (Feature::Null, 1.6776),              // 0.61
    (Feature::NullTarget, 1.6808),        // 0.45
    (Feature::NullLength, -0.1492),       // -0.04
    (Feature::NullGain, -0.0570),         // -0.03
    (Feature::NullGenre, 5.3611),         // 0.36
    (Feature::Shape, 1.2555),             // 2.53
    (Feature::Length, 1.3149),            // 1.75
    (Feature::TargetGain, 0.3628),        // 2.31
    (Feature::TargetOrder, 0.1290),       // 0.66
    (Feature::TargetUncovered, 0.0068),   // 0.04
    (Feature::SourceGain, 0.3011),        // 2.53
    (Feature::SourceOrder, 0.1369),       // 0.80
    (Feature::SourceUncovered, -0.0172),  // -0.13
    (Feature::BothAsk, 2.3990),           // 0.43
    (Feature::BothClose, 1.7876),         // 0.48
    (Feature::OneCloses, -1.0800),        // -0.34
    (Feature::BothOpen, 2.2741),          // 0.34
    (Feature::OneOpens, 0.0193),          // 0.01
    (Feature::QuoteDifference, -0.7199),  // -0.34
    (Feature::SameLead, 0.4470),          // 0.13
    (Feature::OtherLead, -0.1367),        // -0.05
    (Feature::TargetsForCommas, 0.3105),  // 0.34
    (Feature::TargetsForBreaks, -0.1701), // -0.25
    (Feature::TargetsExcess, -1.6965),    // -0.49
    (Feature::SourcesForWords, -0.3422),  // -0.28
    (Feature::InnerConjunction, -0.2412), // -0.10
    (Feature::InnerLower, -4.1666),       // -0.08
    (Feature::InnerOpens, -0.0326),       // -0.02
    (Feature::InnerAsk, -0.3060),         // -0.15
    (Feature::InnerPronoun, -0.6927),     // -0.31
    (Feature::SameOpening, 0.7739),       // 0.05
    (Feature::OtherOpening, -1.5393),     // -0.04
    (Feature::InnerOpening, -1.1658),     // -0.16
    (Feature::BothParagraphs, 1.8857),    // 0.33
    (Feature::OneParagraph, -2.2350),     // -0.37
    (Feature::InnerParagraphs, -1.3430),  // -0.50
];

/// The weights by the place of their feature.
pub(super) const WEIGHTS: [f32; FEATURES] = {
    let mut weights = [0.0; FEATURES];
    let mut at = 0;
    while at < LEARNED.len() {
        weights[LEARNED[at].0 as usize] = LEARNED[at].1;
        at += 1;
    }
    weights
};
