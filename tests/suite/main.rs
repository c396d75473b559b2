//! The one test binary: laws first, then cases.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what it expects by panicking")]

mod align;
mod align_encoder;
mod align_structure;
mod architecture;
mod bounds;
mod build;
mod clean;
mod command;
mod convert;
mod decisions;
mod edition;
mod gate;
mod glossary;
mod issue;
mod issue_html;
mod issue_laws;
mod joins;
mod layers;
mod memory;
mod office;
mod outputs;
mod places;
mod pull_quotes;
mod quality;
mod read;
mod reading;
mod script;
mod script_document;
mod script_grids;
mod script_issue;
mod scripts;
mod segment;
mod shared;
mod tm;
mod words;
