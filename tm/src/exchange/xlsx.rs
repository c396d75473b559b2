//! Tables as Excel workbooks (Office Open XML): the first sheet, a row for each unit, everything as text.

use super::columns::Columns;
use super::export::{End, Export};
use super::formula::{neutralise, neutralised};
use super::limits::{LARGEST, LONGEST, MOST, MOST_CELLS, MOST_COLUMNS, XlsxError};
use super::table::from_rows;
use super::{Remark, Row};
use crate::model::Unit;
use calamine::{Data, DataRef, Reader, Xlsx};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook};
use std::collections::HashMap;
use std::fmt;
use std::io::{BufRead, BufReader, Cursor, Read};

pub(super) const XLSX: Row = Row {
    endings: &["xlsx", "xlsm"],
    loses: Some(
        "identifiers, authors, notes, usage counts, second values of a property and what is told of single variants; \
         inline tags stand as text, and carriage returns become line ends",
    ),
    export: |memory| Some(Box::new(Book { columns: memory.columns, rows: vec![], neutralised: 0 })),
    import: |bytes, given| {
        let rows = xlsx_rows(bytes).map_err(|error| Remark { line: 0, message: error.to_string() })?;
        from_rows(&rows, 1, given, vec![])
    },
};

/// A workbook that is being filled: it is written at its end.
struct Book {
    columns: Columns,
    rows: Vec<Vec<String>>,
    /// Cells that a spreadsheet would have taken for formulas.
    neutralised: u64,
}

impl Export for Book {
    fn begin(&mut self) -> String {
        self.rows = vec![self.columns.head()];
        String::new()
    }

    fn unit(&mut self, number: u64, unit: &Unit) -> Option<String> {
        let mut row = self.columns.row(number, unit);
        self.neutralised += neutralise(&mut row);
        self.rows.push(row);
        Some(String::new())
    }

    fn end(&mut self) -> Result<End, XlsxError> {
        Ok(End::of(xlsx_book(&self.rows)?).remark(neutralised(self.neutralised)))
    }
}

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

/// The rows of a workbook's first sheet, as text, from the first that holds anything. That row names the columns: what
/// stands in a column without a name is left out.
///
/// # Errors
/// If the file is no workbook, or larger than a workbook can be.
pub fn xlsx_rows(bytes: &[u8]) -> Result<Vec<Vec<String>>, XlsxError> {
    look_through(bytes)?;
    let broken = |error: calamine::XlsxError| XlsxError::NotAWorkbook(error.to_string());
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let first = book.sheet_names().into_iter().next();
    let first = first.ok_or_else(|| XlsxError::NotAWorkbook("it has no sheet".to_owned()))?;
    let mut cells = book.worksheet_cells_reader(&first).map_err(broken)?;
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut columns: HashMap<u32, usize> = HashMap::new();
    let (mut top, mut count) = (0, 0usize);
    // Cells stand in the order of rows; a sheet that does otherwise is none that a program wrote.
    while let Some(cell) = cells.next_cell().map_err(broken)? {
        let (row, column) = cell.get_position();
        if row as usize >= MOST || column >= MOST_COLUMNS {
            return Err(XlsxError::Outside);
        }
        let text = match cell.get_value() {
            DataRef::Empty => continue,
            DataRef::String(text) => text.clone(),
            DataRef::SharedString(text) => (*text).to_owned(),
            other => Data::from(other.clone()).to_string(),
        };
        if text.is_empty() {
            continue;
        }
        if rows.is_empty() {
            top = row;
        }
        let at = row.checked_sub(top).ok_or(XlsxError::Outside)? as usize;
        let named = columns.len();
        let column = match columns.get(&column) {
            Some(&column) => column,
            // A column without a name.
            None if at > 0 => continue,
            None => *columns.entry(column).or_insert(named),
        };
        if at >= rows.len() {
            rows.resize(at + 1, Vec::new());
        }
        let cells = &mut rows[at];
        count += (column + 1).saturating_sub(cells.len());
        if count > MOST_CELLS {
            return Err(XlsxError::TooLarge);
        }
        cells.resize(cells.len().max(column + 1), String::new());
        cells[column] = text;
    }
    Ok(rows)
}

/// Unpacks a workbook once and keeps nothing of it: its real size, and numbers in it that no workbook has. The reader
/// would make room for what they say.
fn look_through(bytes: &[u8]) -> Result<(), XlsxError> {
    /// Digits and letters of the last cell of all, `XFD1048576`.
    const LONGEST_PLACE: usize = 10;
    let broken = |error: &dyn fmt::Display| XlsxError::NotAWorkbook(error.to_string());
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let mut left = LARGEST;
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(|error| broken(&error))?;
        let mut file = BufReader::new(file.take(left + 1));
        let (mut before, mut part) = (Vec::new(), Vec::new());
        loop {
            part.clear();
            // From one quotation mark to the next: a value is what stands behind the name of its attribute.
            // A part that is longer than any value is looked at in pieces.
            let read = file.by_ref().take(1 << 16).read_until(b'"', &mut part);
            let length = read.map_err(|error| broken(&error))?;
            left = left.checked_sub(length as u64).ok_or(XlsxError::TooLarge)?;
            if length == 0 {
                break;
            }
            let value = part.strip_suffix(b"\"").unwrap_or(&part);
            let is_place = before.ends_with(b" r=\"") && value.len() > LONGEST_PLACE;
            let strings = || std::str::from_utf8(value).ok()?.trim().parse::<u64>().ok();
            // A text takes some bytes.
            let is_count = before.ends_with(b"ount=\"") && strings().is_none_or(|count| count > LARGEST / 8);
            if is_place || is_count {
                return Err(XlsxError::Outside);
            }
            // No name of an attribute is longer.
            before.clear();
            before.extend_from_slice(&part[part.len().saturating_sub(16)..]);
        }
    }
    Ok(())
}
