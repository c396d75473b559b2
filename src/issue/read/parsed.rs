//! What every reader hands on: blocks as the markup has them, before anybody asks what they do in a newspaper.

use crate::issue::model::Block;

/// A block, and the level it had if it was a heading.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Parsed {
    pub(super) heading: Option<u8>,
    pub(super) block: Block,
}
