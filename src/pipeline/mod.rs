//! The whole way of an issue, from bytes to every edition, for every door: the command line, a page, Python.
//!
//! ```text
//! bytes         ─Opened──────▶ issue + remarks        any kind of file, or a folder
//! Opened        ─Preparation─▶ Prepared               repaired, ready to be cut into sentences
//! Prepared      ─Conversion──▶ Variant                the same issue in another script
//! Prepared×2    ─Aligned─────▶ beads, memories (TMX)
//! Prepared(s)   ─Editions────▶ Books (EPUB)
//! ```
//!
//! [`Build`] goes the whole way at once. Nothing here opens a file, reads a clock or prints: a door hands in
//! bytes, or [`Files`] to fetch them from, watches by [`Progress`], and gets values: bytes, [`Remark`]s, an [`Error`].
//!
//! ```
//! use duizhao::pipeline::{Assets, Build, Opened, Preparation};
//!
//! let prepared = |name: &str, text: &str| {
//!     Preparation::new().prepare(Opened::file(name, text.as_bytes().to_vec())?)
//! };
//! let issue = prepared("issue.zh.md", "# 渡口\n\n船昨天开了。\n")?;
//! let translation = prepared("issue.en.md", "# The Ferry\n\nThe boat left yesterday.\n")?;
//! let built = Build::new(&issue, Some(&translation), Assets::new()?).run(&())?;
//! let names: Vec<&str> = built.files.iter().map(|file| file.name.as_str()).collect();
//! assert_eq!(names[..4], ["issue.zh-CN.md", "issue.zh-TW.md", "issue.zh-CN_en.tmx", "issue.zh-TW_en.tmx"]);
//! assert_eq!(names[4..], ["issue.zh-CN.epub", "issue.zh-TW.epub", "issue.zh-CN_en.epub"]);
//! # Ok::<(), duizhao::pipeline::Error>(())
//! ```

mod aligned;
mod assets;
mod build;
mod decisions;
mod edition_name;
mod editions;
mod error;
mod files;
mod foreign;
mod glossary;
mod opened;
mod prepared;
mod progress;
mod remark;

pub use aligned::{Aligned, Gate};
pub use assets::Assets;
pub use build::{Build, Built, OutputFile};
pub use decisions::Decisions;
pub use edition_name::{EditionName, NotAnEdition};
pub use editions::{Books, Design, Editions};
pub use error::Error;
pub use files::{Book, Files};
pub use foreign::refuse_document;
pub use glossary::{Glossary, teach_unit};
pub use opened::{MANIFEST, Opened, Part, refuse_oversized, too_large};
pub use prepared::{Conversion, Preparation, Prepared, Variant, count_repairs};
pub use progress::{Progress, Stage};
pub use remark::Remark;
