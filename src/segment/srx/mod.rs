//! SRX 2.0 (Segmentation Rules eXchange, GALA/LISA OSCAR): the rules of this crate for CAT tools, and the rules of
//! users for this crate.
//!
//! A CAT tool cuts a file by itself, and a memory serves only where both cut alike. An SRX rule is two regular
//! expressions, what stands before a place and what stands behind it, and whether a sentence ends there; of the
//! rules of a language the first that fits decides, and where none fits nothing ends.

mod own;
mod read;

pub use own::{omegat, rules};
pub use read::{Srx, SrxError};
