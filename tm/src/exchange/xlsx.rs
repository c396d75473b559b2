//! Tables as Excel workbooks (Office Open XML): the first sheet, a row for each unit, everything as text.

use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook};
use std::fmt;
use std::io::Cursor;

/// Why a workbook cannot be written or read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum XlsxError {
    /// A cell has more characters than a workbook holds: its row and column, from 1.
    TooLong(usize, usize),
    /// There are more rows than a sheet holds.
    TooMany,
    /// The file is no workbook, or a broken one.
    NotAWorkbook(String),
}

impl fmt::Display for XlsxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong(row, column) => {
                write!(
                    f,
                    "row {row}, column {column}: a cell holds {LONGEST} characters; export to csv or tsv"
                )
            }
            Self::TooMany => {
                write!(f, "a sheet holds {MOST} rows; split the memory, or export to csv or tsv")
            }
            Self::NotAWorkbook(message) => write!(f, "it is no Excel workbook, or a broken one: {message}"),
        }
    }
}

impl std::error::Error for XlsxError {}

/// Characters (UTF-16 units) of a cell, and rows of a sheet.
const LONGEST: usize = 32_767;
const MOST: usize = 1_048_576;

/// Rows as a workbook; the first is the head. The same rows give the same bytes.
///
/// # Errors
/// If the rows are more, or a cell longer, than a workbook holds.
pub fn xlsx_book(rows: &[Vec<String>]) -> Result<Vec<u8>, XlsxError> {
    if rows.len() > MOST {
        return Err(XlsxError::TooMany);
    }
    let unwritable = |error: rust_xlsxwriter::XlsxError| XlsxError::NotAWorkbook(error.to_string());
    let mut book = Workbook::new();
    // A workbook tells when it was made; ours is made of its rows alone.
    let made = ExcelDateTime::from_ymd(2000, 1, 1).map_err(unwritable)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let bold = Format::new().set_bold();
    let text = Format::new().set_text_wrap().set_align(FormatAlign::Top).set_num_format("@");
    let sheet = book.add_worksheet();
    sheet.set_freeze_panes(1, 0).map_err(unwritable)?;
    for (row, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            if cell.encode_utf16().count() > LONGEST {
                return Err(XlsxError::TooLong(row + 1, column + 1));
            }
            let (Ok(at), Ok(across)) = (u32::try_from(row), u16::try_from(column)) else {
                return Err(XlsxError::TooMany);
            };
            if !cell.is_empty() {
                let format = if row == 0 { &bold } else { &text };
                sheet.write_string_with_format(at, across, cell, format).map_err(unwritable)?;
            }
        }
    }
    // Wide where sentences stand.
    for (column, name) in rows.first().into_iter().flatten().enumerate() {
        if let (Ok(column), true) = (u16::try_from(column), name.parse::<crate::Language>().is_ok()) {
            let wide = if name.len() > 3 && !name.contains('-') { 12 } else { 60 };
            sheet.set_column_width(column, wide).map_err(unwritable)?;
        }
    }
    book.save_to_buffer().map_err(unwritable)
}

/// The rows of a workbook's first sheet, as text.
///
/// # Errors
/// If the file is no workbook.
pub fn xlsx_rows(bytes: &[u8]) -> Result<Vec<Vec<String>>, XlsxError> {
    let broken = |error: calamine::XlsxError| XlsxError::NotAWorkbook(error.to_string());
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let sheet =
        book.worksheet_range_at(0).ok_or_else(|| XlsxError::NotAWorkbook("it has no sheet".to_owned()))?;
    let cell = |cell: &Data| match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        other => other.to_string(),
    };
    Ok(sheet.map_err(broken)?.rows().map(|row| row.iter().map(cell).collect()).collect())
}
