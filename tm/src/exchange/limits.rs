//! What a workbook holds, and why one cannot be written or read.

/// Why a workbook cannot be written or read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum XlsxError {
    /// A cell has more characters than a workbook holds: its row and column, from 1.
    #[error("row {0}, column {1}: a cell holds {LONGEST} characters; export to csv or tsv")]
    TooLong(usize, usize),
    /// There are more rows than a sheet holds.
    #[error("a sheet holds {MOST} rows; split the memory, or export to csv or tsv")]
    TooMany,
    /// A cell stands in a row or column that no sheet has, or more texts are announced than it can hold.
    #[error(
        "it names rows, columns or texts that no sheet can have; open it in a spreadsheet program and save it again"
    )]
    Outside,
    /// Unpacked, it is larger than what is read.
    #[error("unpacked, it is larger than what is read ({} MB, {MOST_CELLS} cells); save the rows as csv", LARGEST >> 20)]
    TooLarge,
    /// The file is not a workbook, or a broken one.
    #[error("it is not an Excel workbook, or a broken one: {0}")]
    NotAWorkbook(String),
}

/// Characters (UTF-16 units) of a cell, and rows of a sheet.
pub(super) const LONGEST: usize = 32_767;
pub(super) const MOST: usize = 1_048_576;

/// Bytes of a workbook, unpacked: a packed one may be a thousand times smaller. A sheet of a million rows has less.
pub(super) const LARGEST: u64 = 256 << 20;
/// Cells of a sheet that are read, as many as a million rows of eight columns have.
pub(super) const MOST_CELLS: usize = 8 << 20;
/// Columns of a sheet.
pub(super) const MOST_COLUMNS: u32 = 16_384;
