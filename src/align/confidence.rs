//! How sure a bead is: of beads given p, a share p should be right.
//!
//! Posteriors of the model are too modest where they are low. They are drawn straight by what held-out texts show:
//! the logit of a confidence is *low* · ln p − *high* · ln(1 − p), with p the posterior; for ones it is p itself
//! (beta calibration, Kull, Silva Filho and Flach 2017, without its offset: 0 and 1 stay what they are). It never
//! changes which of two beads is the surer one.

/// No posterior is taken to be nearer to 0 or 1.
const SUREST: f64 = 1e-4;

/// The two slopes, learned with the weights.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Calibration {
    pub(super) low: f64,
    pub(super) high: f64,
}

impl Calibration {
    /// The confidence of a bead with a posterior.
    pub(super) fn confidence(self, posterior: f64) -> f32 {
        let p = posterior.clamp(SUREST, 1.0 - SUREST);
        let logit = self.low * p.ln() - self.high * (1.0 - p).ln();
        (1.0 / (1.0 + (-logit).exp())) as f32
    }
}
