//! Memories in other formats and back: spreadsheets for review, files of other tools, lines for programs.
//!
//! | format | what it holds |
//! |---|---|
//! | TSV, CSV, XLSX | number, texts by language, properties and dates as columns; the texts come back edited |
//! | JSON lines | everything |
//! | XLIFF 1.2, 2.1 | source and one target with their inline tags, properties, dates and notes of units |
//! | PO | source and one target, notes; inline tags as text |
//! | TBX 2, 3 | terms in all languages, notes |
//! | glossary | terms of two languages, notes |
//!
//! What a format cannot hold is told by [`Format::loses`]. A table that comes back from review is put into the
//! memory it came from by the number of each unit, so nothing it could not hold is lost.

mod bilingual;
mod codes;
mod columns;
mod export;
mod formula;
mod glossary;
mod head;
mod import;
mod json;
mod limits;
mod po;
mod pretranslated;
mod table;
mod tbx;
mod translated;
mod xliff;
mod xlsx;

pub use bilingual::Bilingual;
pub use codes::Version;
pub use columns::{Checks, Columns};
pub use export::{End, Export, Survey};
pub use glossary::glossary_rows;
pub use import::{Entry, Given, Imported, import};
pub use json::{NotAUnit, json_line, json_unit};
pub use limits::XlsxError;
pub use po::po_units;
pub use pretranslated::{Passage, Pretranslated};
pub use table::{Reviewed, csv_line, csv_rows, review, tsv_line, tsv_row};
pub use tbx::{Concept, Tbx, TbxFile, tbx_file};
pub use translated::Translated;
pub use xliff::xliff_units;
pub use xlsx::{xlsx_book, xlsx_rows};

use crate::named::named;
use std::path::Path;

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
        /// `TermBase` eXchange, for terms: TBX-Basic of 2008, which most tools read.
        Tbx = "tbx",
        /// TBX-Basic of 2019.
        Tbx3 = "tbx3",
        /// A glossary of `OmegaT`: term, translation, comment.
        Glossary = "glossary",
    }
}

/// What there is to know of a format. A new one is a value of [`Format`], a file that makes its row, and that row in
/// [`Format::row`].
struct Row {
    /// How its files' names end.
    endings: &'static [&'static str],
    /// What of a memory it cannot hold, if anything.
    loses: Option<&'static str>,
    /// Begins a file of it; none if it wants two languages and no unit has them.
    export: fn(Survey) -> Option<Box<dyn Export>>,
    /// Reads a file of it.
    import: fn(&[u8], &Given) -> Result<Imported, Remark>,
}

impl Format {
    fn row(self) -> &'static Row {
        match self {
            Self::Tsv => &table::TSV,
            Self::Csv => &table::CSV,
            Self::Xlsx => &xlsx::XLSX,
            Self::Jsonl => &json::JSONL,
            Self::Xliff => &bilingual::XLIFF,
            Self::Xliff2 => &bilingual::XLIFF2,
            Self::Po => &bilingual::PO,
            Self::Tbx => &tbx::TBX,
            Self::Tbx3 => &tbx::TBX3,
            Self::Glossary => &glossary::GLOSSARY,
        }
    }

    /// What of a memory the format cannot hold, if anything.
    #[must_use]
    pub fn loses(self) -> Option<&'static str> {
        self.row().loses
    }

    /// The format that a file's name tells.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        Self::ALL.iter().copied().find(|format| format.row().endings.contains(&&*ending))
    }

    /// Begins a file of the format; none if it wants two languages and no unit of the memory has them.
    #[must_use]
    pub fn export(self, memory: Survey) -> Option<Box<dyn Export>> {
        (self.row().export)(memory)
    }
}

/// What is wrong with a file of another tool, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Remark {
    /// The line, from 1; 0 where the file has no lines.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}
