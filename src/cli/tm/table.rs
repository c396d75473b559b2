//! Tables for people: columns side by side, as wide as what stands in them.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

pub(crate) use crate::cli::count::{count, number};

/// A table that is printed when it is complete.
pub(crate) struct Table {
    rows: Vec<Vec<String>>,
    /// Columns of numbers stand to the right.
    right: Vec<bool>,
}

impl Table {
    /// A table with the given heads; one that begins with `#` is a column of numbers.
    pub(crate) fn new(heads: &[&str]) -> Self {
        let right = heads.iter().map(|head| head.starts_with('#')).collect();
        let heads = heads.iter().map(|head| head.trim_start_matches('#').to_owned()).collect();
        Self { rows: vec![heads], right }
    }

    pub(crate) fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.into());
    }
}

impl std::fmt::Display for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let columns = self.right.len();
        let width = |column: usize| self.rows.iter().map(|row| row[column].width()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..columns).map(width).collect();
        for (i, row) in self.rows.iter().enumerate() {
            let mut line = String::new();
            for (column, cell) in row.iter().enumerate() {
                let blanks = " ".repeat(widths[column] - cell.width());
                let (before, behind) = if self.right[column] { (&*blanks, "") } else { ("", &*blanks) };
                write!(line, "{before}{cell}{behind}  ")?;
            }
            if i > 0 {
                f.write_char('\n')?;
            }
            f.write_str(line.trim_end())?;
        }
        Ok(())
    }
}
