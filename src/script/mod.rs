//! Conversion between the scripts of Chinese.
//!
//! - [`Converter`]: OpenCC's conversions, to the byte; [`Stream`] for text that comes in portions.
//!
//! The dictionaries are OpenCC's, in `opencc/`, as libopencc loads them by its C interface: with
//! `TSCharactersExt`, whose simplified characters few fonts have.

mod change;
mod config;
mod engine;
#[cfg(feature = "libopencc")]
mod libopencc;
mod stream;
mod tables;
mod utf8;
mod write;

pub use change::{Change, Rule, choices};
pub use config::{Config, UnknownConfig};
pub use engine::Converter;
#[cfg(feature = "libopencc")]
pub use libopencc::{Libopencc, LibopenccError};
pub use stream::{Invalid, NotUtf8, Stream};

/// The version of OpenCC whose dictionaries are compiled in.
pub const OPENCC_VERSION: &str = tables::VERSION;
