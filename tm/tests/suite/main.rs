//! The one test binary of the memory crate: laws first, then cases.

mod generate;
mod read;
mod roundtrip;
