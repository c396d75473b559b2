//! Writing an issue back, as text that people and tools read.

mod markdown;

pub use markdown::markdown;
