//! How long work shows where it is, whoever watches.

/// A stage of the work that is worth watching.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stage {
    /// Sentences are aligned.
    Alignment,
    /// Books are made; a step is an edition.
    Editions,
}

/// Somebody who watches: a bar on a terminal, a page, a log. Called from several threads at once.
pub trait Progress: Sync {
    /// A stage of so many steps begins.
    fn begin(&self, stage: Stage, steps: usize);
    /// A step of the stage is done.
    fn step(&self, stage: Stage);
    /// The stage is done.
    fn end(&self, stage: Stage);
}

/// Nobody watches.
impl Progress for () {
    fn begin(&self, _: Stage, _: usize) {}
    fn step(&self, _: Stage) {}
    fn end(&self, _: Stage) {}
}
