//! Conversion between the scripts of Chinese.
//!
//! - [`Converter`]: OpenCC's conversions, to the byte; [`Stream`] for text that comes in portions.
//! - [`convert`]: a whole issue for an edition, with names, terms, corrections and punctuation.
//! - [`convert_document`]: a file of any kind, in place.
//!
//! The dictionaries are OpenCC's, in `opencc/`, as libopencc loads them by its C interface: with
//! `TSCharactersExt`, whose simplified characters few fonts have.

mod boundaries;
mod change;
mod config;
mod convert;
mod corrections;
mod document;
mod engine;
#[cfg(feature = "libopencc")]
mod libopencc;
mod measures;
mod names;
mod numerals;
mod offsets;
mod one_script;
mod organisations;
mod protect;
mod simplified;
mod stream;
mod tables;
mod terms;
mod transliterations;
mod typography;
mod utf8;
mod words;
mod write;

pub use change::{Change, Rule, choices};
pub use config::{Config, UnknownConfig};
pub use convert::{Conversion, Converted, Known, NoConversion, Options, Vocabulary, changes, convert};
pub use corrections::{Correction, corrections};
pub use document::{
    ByDocument, Document, EpubError, Explained, Format, Telling, convert_document, convert_document_telling,
    convert_epub, convert_office, usual_source,
};
pub use engine::Converter;
#[cfg(feature = "libopencc")]
pub use libopencc::{Libopencc, LibopenccError};
pub use offsets::Offsets;
pub use one_script::OneScript;
pub use simplified::SimplifiedForms;
pub use stream::{Invalid, NotUtf8, Stream};
pub use terms::{Term, Terms, TermsError};
pub use words::word_ends;

/// The version of OpenCC whose dictionaries are compiled in.
pub const OPENCC_VERSION: &str = tables::VERSION;
