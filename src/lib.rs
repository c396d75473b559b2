//! From one newspaper issue and its translation to every edition.
//!
//! Three ways in:
//!
//! - [`pipeline`] does the whole job: any file in, every edition out.
//! - Each stage stands by itself and takes and gives values: [`issue`] reads and repairs, [`script`] converts,
//!   [`segment`] cuts sentences, [`align`] pairs them, [`memory`] makes translation units, [`edition`] makes books.
//! - `duizhao-tm` works on translation memories (TMX) alone and knows no newspapers.
//!
//! The main job, as in `examples/build.rs`:
//!
//! ```no_run
#![doc = include_str!("../examples/build.rs")]
//! ```
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
pub mod limits;
pub mod memory;
pub mod pipeline;
pub mod problem;
pub mod script;
pub mod segment;
mod words;
