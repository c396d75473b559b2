//! The bead: the unit of an alignment (Brown, Lai and Mercer 1991).

use std::ops::Range;

/// Consecutive segments of one side and the segments that translate them, as indices into the two
/// [`Segments`](crate::segment::Segments). One of the ranges may be empty: a null bead.
#[derive(Debug, Clone, PartialEq)]
pub struct Bead {
    /// Segments of the source.
    pub source: Range<usize>,
    /// Segments of the target.
    pub target: Range<usize>,
    /// How sure the aligner is that just these belong together, 0 to 1.
    pub confidence: f32,
}

impl Bead {
    /// Of beads less sure than this, two in five are wrong: they are worth a look.
    const DOUBTFUL: f32 = 0.7;

    /// The bead's kind: how many segments stand on each side, `(1, 2)` for one sentence translated by two.
    #[must_use]
    pub fn kind(&self) -> (usize, usize) {
        (self.source.len(), self.target.len())
    }

    /// Whether one side has no partner.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.source.is_empty() || self.target.is_empty()
    }

    /// The same bead with its sides changed.
    #[must_use]
    pub fn mirrored(self) -> Self {
        Self { source: self.target, target: self.source, confidence: self.confidence }
    }

    /// The two sides without each other, as null beads, the source first: what is left of a bead that is not believed.
    #[must_use]
    pub fn parted(&self) -> [Self; 2] {
        let (source, target) = (self.source.clone(), self.target.clone());
        [
            Self { target: target.start..target.start, source, confidence: self.confidence },
            Self { source: self.source.end..self.source.end, target, confidence: self.confidence },
        ]
    }

    /// Whether somebody should look at it.
    #[must_use]
    pub fn is_doubtful(&self) -> bool {
        self.confidence < Self::DOUBTFUL
    }
}
