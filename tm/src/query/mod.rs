//! Finding translations: exact and fuzzy matches with the percentage that CAT tools give, and concordance.
//!
//! Texts are compared as rows of [`Tokens`]: each Chinese character is one, each word of other scripts is one, marks
//! count, blanks do not. The percentage is that of `OmegaT`, `100·(longer − distance)/longer`, the distance after
//! Levenshtein (1966), rounded down.
//!
//! An [`Index`] answers from a million units in milliseconds. It is made from the memory, kept beside it, and can be
//! thrown away. A caller may [`Fold`] characters before they are compared, as Traditional to Simplified; what is
//! shown is not folded.
//!
//! ```
//! use duizhao_tm::query::{Fold, Index};
//!
//! let memory = br#"<tmx version="1.4"><header srclang="fr"/><body>
//! <tu><tuv xml:lang="fr"><seg>En route</seg></tuv><tuv xml:lang="en"><seg>On the road</seg></tuv></tu>
//! </body></tmx>"#;
//! let index = Index::of_bytes(memory.to_vec(), Fold::NONE)?;
//! let found = index.matches("on a road", 60, 10, None)?;
//! assert_eq!((found[0].number, found[0].percent), (1, Some(66)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod blocks;
mod content;
mod difference;
mod distance;
mod fold;
mod gram;
mod index;
mod search;
mod shard;
mod store;
mod tokens;
mod varint;

pub use difference::{Difference, differences};
pub use distance::Pattern;
pub use fold::Fold;
pub use index::{Faults, Index, IndexError, path_of};
pub use tokens::Tokens;
pub(crate) use tokens::is_ideograph;

use crate::model::Unit;

/// A unit that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its number in the memory, from 1; what cannot be read does not count.
    pub number: u64,
    /// Which of its variants was found.
    pub variant: usize,
    /// How much that variant matches; none where it was found because it contains the text.
    pub percent: Option<u8>,
    /// The unit.
    pub unit: Unit,
}
