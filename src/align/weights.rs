//! The weights of the model. Made by `tests/benches/align`, bin `learn`; not to be edited.

use super::feature::{FEATURES, Feature};

/// Each feature's weight without and with vectors of an encoder; behind it both in standard deviations of the
/// feature.
#[allow(clippy::approx_constant, reason = "what was learned may look like a constant")]
const LEARNED: &[(Feature, f32, f32)] = &[
    (Feature::Null, 1.6776, 0.9633),               // 0.61, 0.35
    (Feature::NullTarget, 1.6808, 1.3574),         // 0.45, 0.36
    (Feature::NullLength, -0.1492, -0.1223),       // -0.04, -0.03
    (Feature::NullGain, -0.0570, -0.0668),         // -0.03, -0.03
    (Feature::NullGenre, 5.3611, 6.0686),          // 0.36, 0.41
    (Feature::Shape, 1.2555, 1.0617),              // 2.53, 2.14
    (Feature::Length, 1.3149, 1.2728),             // 1.75, 1.69
    (Feature::TargetGain, 0.3628, 0.3111),         // 2.31, 1.98
    (Feature::TargetOrder, 0.1290, 0.1344),        // 0.66, 0.69
    (Feature::TargetUncovered, 0.0068, 0.0109),    // 0.04, 0.06
    (Feature::SourceGain, 0.3011, 0.2819),         // 2.53, 2.37
    (Feature::SourceOrder, 0.1369, 0.1414),        // 0.80, 0.83
    (Feature::SourceUncovered, -0.0172, -0.0137),  // -0.13, -0.10
    (Feature::BothAsk, 2.3990, 2.3830),            // 0.43, 0.43
    (Feature::BothClose, 1.7876, 1.6640),          // 0.48, 0.44
    (Feature::OneCloses, -1.0800, -0.9035),        // -0.34, -0.29
    (Feature::BothOpen, 2.2741, 1.8156),           // 0.34, 0.27
    (Feature::OneOpens, 0.0193, 0.1248),           // 0.01, 0.04
    (Feature::QuoteDifference, -0.7199, -0.5643),  // -0.34, -0.27
    (Feature::SameLead, 0.4470, 0.0665),           // 0.13, 0.02
    (Feature::OtherLead, -0.1367, -0.1506),        // -0.05, -0.05
    (Feature::TargetsForCommas, 0.3105, 0.2278),   // 0.34, 0.25
    (Feature::TargetsForBreaks, -0.1701, -0.1835), // -0.25, -0.27
    (Feature::TargetsExcess, -1.6965, -1.7365),    // -0.49, -0.50
    (Feature::SourcesForWords, -0.3422, -0.2580),  // -0.28, -0.21
    (Feature::InnerConjunction, -0.2412, -0.2660), // -0.10, -0.11
    (Feature::InnerLower, -4.1666, -3.0727),       // -0.08, -0.06
    (Feature::InnerOpens, -0.0326, -0.1025),       // -0.02, -0.05
    (Feature::InnerAsk, -0.3060, -0.2504),         // -0.15, -0.12
    (Feature::InnerPronoun, -0.6927, -0.5390),     // -0.31, -0.24
    (Feature::SameOpening, 0.7739, 0.7773),        // 0.05, 0.06
    (Feature::OtherOpening, -1.5393, -1.3314),     // -0.04, -0.04
    (Feature::InnerOpening, -1.1658, -0.9592),     // -0.16, -0.13
    (Feature::BothParagraphs, 1.8857, 1.8191),     // 0.33, 0.32
    (Feature::OneParagraph, -2.2350, -2.0134),     // -0.37, -0.34
    (Feature::InnerParagraphs, -1.3430, -1.2388),  // -0.50, -0.46
    (Feature::Margin, 0.0000, 1.1933),             // 0.00, 0.94
    (Feature::MarginMany, 0.0000, -0.0437),        // 0.00, -0.09
    (Feature::NullMargin, 0.0000, -0.6552),        // 0.00, -0.32
];

/// The weights by the place of their feature, where words and marks are all that is known.
pub(super) const WITHOUT: [f32; FEATURES] = by_place(false);

/// The same where an encoder made vectors.
pub(super) const WITH_VECTORS: [f32; FEATURES] = by_place(true);

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
