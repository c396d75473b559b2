//! One issue of a newspaper or magazine: its model, reading, repairing and writing back.

pub mod inline;
pub mod model;

pub use inline::{Inline, Mark, Text};
pub use model::{Article, Block, Body, Cell, Issue, Leaf, LeafId, Masthead, Role};
