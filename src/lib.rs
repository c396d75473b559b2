//! From one newspaper issue and its translation to every edition.
//!
//! Data flows one way, a verb to an arrow, and no arrow does I/O:
//!
//! ```text
//! bytes       ─issue::read──────▶ Issue + Problems
//! Issue       ─issue::repair────▶ Issue + Repairs
//! Issue       ─script::convert──▶ Issue + Offsets
//! Issue       ─segment──────────▶ Segments
//! Segments×2  ─align────────────▶ Beads
//! Beads       ─memory───────────▶ translation units (crate `duizhao-tm`)
//! Issues      ─edition──────────▶ EPUB bytes
//! ```

pub mod align;
pub mod edition;
pub mod issue;
pub mod lang;
pub mod memory;
pub mod problem;
pub mod script;
pub mod segment;
