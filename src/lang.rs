//! Languages, the two scripts of Chinese, and its characters: those of the memory.

pub use duizhao_tm::{Language, NotALanguage, Script, is_han};
