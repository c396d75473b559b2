//! The one test binary of the memory crate: laws first, then cases.

#![expect(clippy::unwrap_used, reason = "a test that panics has failed, and says where")]

mod apply;
mod check;
mod clean;
mod exchange;
mod file;
mod generate;
mod merge;
mod query;
mod read;
mod roundtrip;
