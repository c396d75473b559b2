//! Memories in other formats and back: spreadsheets for review, files of other tools, lines for programs.
//!
//! | format | what it holds |
//! |---|---|
//! | TSV, CSV, XLSX | number, texts by language, properties and dates as columns; the texts come back edited |
//! | JSON lines | everything |
//! | XLIFF 1.2, 2.1 | source and one target with their inline tags, properties, dates and notes of units |
//! | PO | source and one target, notes; inline tags as text |
//! | TBX | terms in all languages, notes |
//!
//! What a format cannot hold is told by [`Format::loses`]. A table that comes back from review is put into the
//! memory it came from by the number of each unit, so nothing it could not hold is lost.

mod bilingual;
mod codes;
mod json;
mod po;
mod pretranslated;
mod table;
mod tbx;
mod translated;
mod xliff;
mod xlsx;

pub use bilingual::Bilingual;
pub use codes::Version;
pub use json::{json_line, json_unit};
pub use po::po_units;
pub use pretranslated::{Passage, Pretranslated};
pub use table::{
    Checks, Columns, NoLanguages, Reviewed, Table, csv_line, csv_rows, review, tsv_line, tsv_row,
};
pub use tbx::{Concept, Tbx, TbxFile, tbx_file};
pub use translated::Translated;
pub use xliff::xliff_units;
pub use xlsx::{XlsxError, xlsx_book, xlsx_rows};

use crate::named::named;
use std::fmt;

named! {
    /// A format of exchange.
    pub enum Format {
        /// Columns with tabs between them.
        Tsv = "tsv",
        /// Columns as spreadsheets write them.
        Csv = "csv",
        /// An Excel workbook.
        Xlsx = "xlsx",
        /// A JSON object a line.
        Jsonl = "jsonl",
        /// XLIFF 1.2.
        Xliff = "xliff",
        /// XLIFF 2.1.
        Xliff2 = "xliff2",
        /// GNU gettext.
        Po = "po",
        /// `TermBase` eXchange, for terms.
        Tbx = "tbx",
    }
}

impl Format {
    /// What of a memory the format cannot hold, if anything.
    #[must_use]
    pub fn loses(self) -> Option<&'static str> {
        match self {
            Self::Jsonl => None,
            Self::Tsv | Self::Csv => Some(
                "identifiers, authors, notes, usage counts, second values of a property and what is told of single \
                 variants; inline tags stand as text",
            ),
            Self::Xlsx => Some(
                "identifiers, authors, notes, usage counts, second values of a property and what is told of single \
                 variants; inline tags stand as text, and carriage returns become line ends",
            ),
            Self::Xliff => Some(
                "languages beyond the first two, what is told of single variants, languages and encodings of \
                 properties and notes, and an `assoc` that is none of p, f and b",
            ),
            Self::Xliff2 => Some(
                "languages beyond the first two, what is told of single variants, and languages and encodings of \
                 properties and notes",
            ),
            Self::Po => Some(
                "languages beyond the first two, properties, identifiers, authors and dates; inline tags stand as text",
            ),
            Self::Tbx => Some(
                "properties, dates, identifiers and inline tags, and what is told of single variants: a glossary holds \
                 terms",
            ),
        }
    }
}

/// What is wrong with a file of another tool, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Remark {}
