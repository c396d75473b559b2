//! The weights of the model, one for each [`Feature`](super::feature::Feature), in their order.

use super::feature::FEATURES;

/// Learned by `tests/benches/align`.
pub(super) const WEIGHTS: [f32; FEATURES] = [
    1.13996, 1.28552, -0.76892, -0.16331, 4.83199, 1.08102, 1.08819, 0.17328, 0.10619, -0.06237, 0.18098,
    0.11218, -0.06364, 0.59504, 1.29332, -0.76723, 1.4862, -0.19962, -0.61126, 0.21721, -0.62474, -0.03663,
    -0.09042, -0.57633, -0.37035, -0.71585, -1.53737, -0.47027, -0.12109, -0.18418,
];
