//! Shapes of beads: how many sentences of either side, and how often translators make them.

/// The shape of a bead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Shape {
    pub(super) source: usize,
    pub(super) target: usize,
}

/// How often the shapes of beads are expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Shares {
    /// As from Chinese to a language with an alphabet.
    FromChinese,
    /// The same on both sides.
    #[default]
    Even,
}

/// The most sentences that one side of a bead has.
pub(super) const LARGEST: usize = 8;

/// A bead less probable takes more from precision than it gives to recall: half of the F1 that is expected (Lipton,
/// Elkan and Narayanaswamy 2014).
const THRESHOLD: f64 = 0.45;
/// The same of a null bead. Lower: of what was left out the texts learned from have little, and it is worse to drown a
/// sentence in a bead that is not its own than to let it stand alone.
const NULL_THRESHOLD: f64 = 0.25;

/// All shapes that are looked at, the two null shapes first.
///
/// One sentence may become up to eight; where both sides have several, seven are shared out at most, and never
/// three or more against four or more: such beads fall apart into smaller ones.
pub(super) const SHAPES: [Shape; 27] = {
    const fn shape(source: usize, target: usize) -> Shape {
        Shape { source, target }
    }
    [
        shape(0, 1),
        shape(1, 0),
        shape(1, 1),
        shape(1, 2),
        shape(1, 3),
        shape(1, 4),
        shape(1, 5),
        shape(1, 6),
        shape(1, 7),
        shape(1, 8),
        shape(2, 1),
        shape(2, 2),
        shape(2, 3),
        shape(2, 4),
        shape(2, 5),
        shape(3, 1),
        shape(3, 2),
        shape(3, 3),
        shape(4, 1),
        shape(4, 2),
        shape(4, 3),
        shape(5, 1),
        shape(5, 2),
        shape(6, 1),
        shape(7, 1),
        shape(8, 1),
        shape(3, 4),
    ]
};

impl Shape {
    /// Whether one side is empty.
    pub(super) fn is_null(self) -> bool {
        self.source == 0 || self.target == 0
    }

    /// How probable a bead of the shape must be to be worth its place.
    pub(super) fn threshold(self) -> f64 {
        if self.is_null() { NULL_THRESHOLD } else { THRESHOLD }
    }

    /// Log of the share of beads that have the shape.
    pub(super) fn log_prior(self, shares: Shares) -> f32 {
        match shares {
            Shares::FromChinese => self.share(),
            Shares::Even => {
                let turned = Self { source: self.target, target: self.source };
                f32::midpoint(self.share(), turned.share())
            }
        }
        .ln()
    }

    /// The share of beads that have the shape, from Chinese to English: Chinese runs on where English ends a
    /// sentence.
    fn share(self) -> f32 {
        match (self.source, self.target) {
            (1, 1) => 0.6,
            (1, 2) => 0.2,
            (2, 1) => 0.07,
            (1, 3) => 0.06,
            (1, 4) => 0.025,
            (2, 2) => 0.02,
            (2, 3) => 0.012,
            (3, 1) => 0.01,
            (1, 0 | 5) => 0.006,
            (3, 2) | (0, 1) => 0.005,
            (2, 4) => 0.004,
            (3, 3) => 0.003,
            (1, 6) => 0.002,
            _ => 0.0008,
        }
    }
}
