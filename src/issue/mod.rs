//! One issue of a newspaper or magazine: its model, reading, repairing and writing back.

pub mod check;
mod contributor;
pub mod inline;
pub(crate) mod line;
pub mod model;
pub mod read;
pub mod repair;
pub mod source_map;
pub mod write;

pub use check::check;
pub(crate) use contributor::{function, names, relator};
pub use inline::{Inline, Mark, Text};
pub use model::{Article, Block, Body, Cell, Issue, Leaf, LeafId, Masthead, Role};
pub use read::{Manifest, Source, read};
pub use repair::{Level, Repair, repair};
pub use source_map::{Run, SourceMap};
