//! Units as rows of a table, for spreadsheets and for review, and the rows that come back.

use super::columns::{Columns, check};
use super::export::{End, Export};
use super::formula::{neutralise, neutralised};
use super::head::Head;
use super::import::{Given, Imported, decoded};
use super::limits::XlsxError;
use super::{Remark, Row};
use crate::Language;
use crate::markup::to_markup;
use crate::model::Unit;

/// What a table of text cannot hold.
const LOSES: &str = "identifiers, authors, notes, usage counts, second values of a property and what is told of single \
                     variants; inline tags stand as text";

pub(super) const TSV: Row = Row {
    endings: &["tsv"],
    loses: Some(LOSES),
    export: |memory| {
        Some(Box::new(Lines { columns: memory.columns, start: "", line: tsv_line, neutralised: 0 }))
    },
    import: |bytes, given| {
        let (text, remarks) = decoded(bytes, None);
        let rows: Vec<Vec<String>> = text.lines().map(tsv_row).collect();
        from_rows(&rows, 1, given, remarks)
    },
};

pub(super) const CSV: Row = Row {
    endings: &["csv"],
    loses: Some(LOSES),
    export: |memory| {
        // The mark tells spreadsheets that it is UTF-8.
        Some(Box::new(Lines { columns: memory.columns, start: "\u{FEFF}", line: csv_line, neutralised: 0 }))
    },
    import: |bytes, given| {
        let (text, remarks) = decoded(bytes, None);
        let first = if separator_line(&text).is_some() { 2 } else { 1 };
        from_rows(&csv_rows(&text), first, given, remarks)
    },
};

/// A table that is written line by line.
struct Lines {
    columns: Columns,
    start: &'static str,
    line: fn(&[String]) -> String,
    /// Cells that a spreadsheet would have taken for formulas.
    neutralised: u64,
}

impl Export for Lines {
    fn begin(&mut self) -> String {
        format!("{}{}", self.start, (self.line)(&self.columns.head()))
    }

    fn unit(&mut self, number: u64, unit: &Unit) -> Option<String> {
        let mut row = self.columns.row(number, unit);
        self.neutralised += neutralise(&mut row);
        Some((self.line)(&row))
    }

    fn end(&mut self) -> Result<End, XlsxError> {
        Ok(End::default().remark(neutralised(self.neutralised)))
    }
}

/// The units of a table; its first row stands in the given line.
pub(super) fn from_rows(
    rows: &[Vec<String>],
    first: usize,
    given: &Given,
    mut remarks: Vec<Remark>,
) -> Result<Imported, Remark> {
    let head = Head::of(rows, given).map_err(|message| Remark { line: first, message })?;
    remarks.extend(head.remark().map(|message| Remark { line: first, message }));
    let rows = (first..).zip(rows).skip(usize::from(head.is_written()));
    let entries: Vec<_> = rows.filter_map(|(line, row)| head.entry(line, row)).collect();
    let source = entries.first().and_then(|entry| entry.unit.variants.first());
    let source = source.map_or_else(|| given.or_usual()[0].clone(), |variant| variant.language.clone());
    Ok(Imported { source, entries, remarks })
}

/// What a review did to a unit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reviewed {
    /// The languages whose text was changed.
    pub changed: Vec<Language>,
    /// The languages whose text was edited in the table, and in the memory too since the table was made; the
    /// memory's stays.
    pub conflicts: Vec<Language>,
    /// The languages whose cell was emptied; their text is taken out.
    pub emptied: Vec<Language>,
}

/// Puts the texts of a reviewed unit into the unit it came from. With checks, only texts that were edited.
pub fn review(unit: &mut Unit, reviewed: &Unit, checks: &[(Language, u32)]) -> Reviewed {
    let mut told = Reviewed::default();
    for new in &reviewed.variants {
        let was = checks.iter().find(|(language, _)| *language == new.language).map(|(_, hash)| *hash);
        let text = to_markup(&new.seg);
        if was == Some(check(&text)) {
            continue;
        }
        match unit.variants.iter_mut().find(|variant| variant.language == new.language) {
            Some(old) if old.seg == new.seg => continue,
            Some(old) if was.is_some_and(|was| was != check(&to_markup(&old.seg))) => {
                told.conflicts.push(new.language.clone());
                continue;
            }
            Some(old) => old.seg.clone_from(&new.seg),
            None => unit.variants.push(new.clone()),
        }
        told.changed.push(new.language.clone());
    }
    for (language, was) in checks {
        let is_emptied = reviewed.variants.iter().all(|new| new.language != *language);
        let old = unit.variants.iter().position(|variant| variant.language == *language);
        match old.filter(|_| is_emptied) {
            Some(old) if *was == check(&to_markup(&unit.variants[old].seg)) => {
                unit.variants.remove(old);
                told.emptied.push(language.clone());
            }
            Some(_) => told.conflicts.push(language.clone()),
            None => {}
        }
    }
    told
}

/// A row as a line of TSV: tabs, line ends and backslashes are written `\t`, `\n`, `\\`.
#[must_use]
pub fn tsv_line(row: &[String]) -> String {
    let cell = |cell: &String| {
        cell.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n").replace('\r', "\\r")
    };
    row.iter().map(cell).collect::<Vec<_>>().join("\t") + "\n"
}

/// A line of TSV as a row.
#[must_use]
pub fn tsv_row(line: &str) -> Vec<String> {
    let cell = |cell: &str| {
        let mut out = String::with_capacity(cell.len());
        let mut characters = cell.chars();
        while let Some(c) = characters.next() {
            let escaped = if c == '\\' { characters.next() } else { None };
            match (c, escaped) {
                ('\\', Some('t')) => out.push('\t'),
                ('\\', Some('n')) => out.push('\n'),
                ('\\', Some('r')) => out.push('\r'),
                ('\\', Some('\\') | None) => out.push('\\'),
                ('\\', Some(other)) => out.extend(['\\', other]),
                (c, _) => out.push(c),
            }
        }
        out
    };
    line.trim_end_matches(['\n', '\r']).split('\t').map(cell).collect()
}

/// A row as a line of CSV (RFC 4180).
#[must_use]
pub fn csv_line(row: &[String]) -> String {
    let cell = |cell: &String| {
        // A blank at an edge would be lost in some spreadsheets without quotes.
        if cell.contains(['"', ',', '\n', '\r', ';', '\t']) || cell.trim() != cell {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.clone()
        }
    };
    row.iter().map(cell).collect::<Vec<_>>().join(",") + "\r\n"
}

/// The mark that a first line of its own names, as spreadsheets write it: `sep=;`.
fn separator_line(text: &str) -> Option<(char, &str)> {
    let rest = text.trim_start_matches('\u{FEFF}').strip_prefix("sep=")?;
    let mark = rest.chars().next()?;
    let rest = &rest[mark.len_utf8()..];
    rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n')).map(|rest| (mark, rest))
}

/// The rows of a CSV text. The mark that separates columns is the one that `sep=` names, else the comma, or what the
/// first line has more of.
#[must_use]
pub fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let text = text.trim_start_matches('\u{FEFF}');
    let first = text.lines().next().unwrap_or_default();
    let most = || {
        let marks = [',', ';', '\t'].into_iter();
        marks.max_by_key(|&mark| (first.matches(mark).count(), mark == ',')).unwrap_or(',')
    };
    let (separator, text) = separator_line(text).unwrap_or_else(|| (most(), text));
    let mut rows = Vec::new();
    let (mut row, mut cell, mut quoted, mut any) = (Vec::new(), String::new(), false, false);
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        any = true;
        match c {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            '"' if quoted || cell.is_empty() => quoted = !quoted,
            c if c == separator && !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted && characters.peek() == Some(&'\n') => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
                any = false;
            }
            c => cell.push(c),
        }
    }
    if any {
        row.push(cell);
        rows.push(row);
    }
    rows
}
