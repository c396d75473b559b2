//! Which sentences translate which: beads over the segments of two issues.

pub mod bead;

pub use bead::Bead;
