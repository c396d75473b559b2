//! Glossaries of `OmegaT`: a line for each term, with its translation and a comment after tabs.
//!
//! Lines that begin with `#` are comments. The languages stand nowhere in the file: the user names them, or letters tell
//! them.

use super::Row;
use super::export::{End, Export, Survey};
use super::import::decoded;
use super::limits::XlsxError;
use super::table::{csv_rows, from_rows};
use crate::Language;
use crate::model::{Header, Unit};

pub(super) const GLOSSARY: Row = Row {
    endings: &["txt", "utf8", "tab"],
    loses: Some(
        "languages beyond the first two and their codes, properties, dates, identifiers and inline tags: a glossary \
         holds terms",
    ),
    export: |memory: Survey| {
        let (source, target) = memory.pair().cloned()?;
        Some(Box::new(Glossary { header: memory.header, source, target }))
    },
    import: |bytes, given| {
        let (text, remarks) = decoded(bytes, None);
        from_rows(&glossary_rows(&text), 1, given, remarks)
    },
};

/// A memory as a glossary.
struct Glossary {
    header: Header,
    source: Language,
    target: Language,
}

impl Export for Glossary {
    fn begin(&mut self) -> String {
        String::new()
    }

    fn unit(&mut self, _: u64, unit: &Unit) -> Option<String> {
        let source =
            unit.source_variant(&self.header).filter(|variant| self.source.covers(&variant.language))?;
        let others = unit.variants.iter().filter(|variant| !std::ptr::eq(*variant, source));
        let target = others.into_iter().find(|variant| self.target.covers(&variant.language))?;
        let notes: Vec<&str> = unit.notes.iter().map(|note| note.text.as_str()).collect();
        let row = [source.seg.plain().into_owned(), target.seg.plain().into_owned(), notes.join("; ")];
        // A cell is one line, and a line that begins with # is a comment.
        let cell = |cell: &String| cell.split(['\t', '\n', '\r']).collect::<Vec<_>>().join(" ");
        let row: Vec<String> = row.iter().map(cell).collect();
        let lead = if row[0].starts_with('#') { " " } else { "" };
        Some(format!("{lead}{}\n", row.join("\t").trim_end_matches('\t')))
    }

    fn end(&mut self) -> Result<End, XlsxError> {
        Ok(End::default())
    }
}

/// The rows of a glossary: cells with tabs between them, or as spreadsheets write CSV. Comments are empty rows.
#[must_use]
pub fn glossary_rows(text: &str) -> Vec<Vec<String>> {
    let text = text.trim_start_matches('\u{FEFF}');
    let lines = || text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    if lines().next().is_some_and(|line| !line.contains('\t') && line.contains([',', ';'])) {
        return csv_rows(text);
    }
    let row = |line: &str| match line {
        line if line.starts_with('#') => vec![],
        line => line.split('\t').map(|cell| cell.trim().to_owned()).collect(),
    };
    text.lines().map(row).collect()
}
