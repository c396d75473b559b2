//! Units as rows of a table, for spreadsheets and for review, and the rows that come back.

use crate::markup::{from_markup, to_markup};
use crate::model::{Header, Prop, Unit, Variant};
use crate::{Date, Language};
use std::fmt;

/// A table: one row for each unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    languages: Vec<Language>,
    props: Vec<String>,
}

const NUMBER: &str = "unit";
const CREATED: &str = "created";
const CHANGED: &str = "changed";

impl Columns {
    /// The columns that a memory needs: its languages in the order they are met, source first, and the kinds of
    /// its properties.
    #[must_use]
    pub fn of<'u>(header: &Header, units: impl IntoIterator<Item = &'u Unit>) -> Self {
        let mut columns =
            Self { languages: header.source.language().cloned().into_iter().collect(), props: vec![] };
        for unit in units {
            columns.take(unit);
        }
        columns
    }

    /// The columns with those that one more unit needs.
    pub fn take(&mut self, unit: &Unit) {
        for variant in &unit.variants {
            if !self.languages.contains(&variant.language) {
                self.languages.push(variant.language.clone());
            }
        }
        for prop in &unit.props {
            if !self.props.contains(&prop.kind) {
                self.props.push(prop.kind.clone());
            }
        }
    }

    /// The head of the table.
    #[must_use]
    pub fn head(&self) -> Vec<String> {
        let languages = self.languages.iter().map(ToString::to_string);
        let rest = [CREATED, CHANGED].map(str::to_owned).into_iter().chain(self.props.iter().cloned());
        std::iter::once(NUMBER.to_owned()).chain(languages).chain(rest).collect()
    }

    /// The row of a unit, which is the `number`th of its memory, from 1.
    #[must_use]
    pub fn row(&self, number: u64, unit: &Unit) -> Vec<String> {
        let text = |language: &Language| {
            let variant = unit.variants.iter().find(|variant| variant.language == *language);
            variant.map(|variant| to_markup(&variant.seg)).unwrap_or_default()
        };
        let date = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
        let prop = |kind: &String| unit.prop(kind).unwrap_or_default().to_owned();
        std::iter::once(number.to_string())
            .chain(self.languages.iter().map(text))
            .chain([date(unit.origin.created), date(unit.origin.changed)])
            .chain(self.props.iter().map(prop))
            .collect()
    }
}

/// A table that comes back: which column is what.
#[derive(Debug, Clone)]
pub struct Table {
    number: Option<usize>,
    languages: Vec<(usize, Language)>,
    created: Option<usize>,
    changed: Option<usize>,
    props: Vec<(usize, String)>,
}

/// A table that is none of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoLanguages;

impl fmt::Display for NoLanguages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the first row names fewer than two languages; it should be as `unit, zh-CN, en`")
    }
}

impl std::error::Error for NoLanguages {}

impl Table {
    /// A table with the given head.
    ///
    /// # Errors
    /// If the head names fewer than two languages.
    pub fn new(head: &[String]) -> Result<Self, NoLanguages> {
        let mut table = Self { number: None, languages: vec![], created: None, changed: None, props: vec![] };
        for (at, name) in head.iter().enumerate() {
            let name = name.trim().trim_start_matches('\u{FEFF}');
            match name {
                NUMBER => table.number = Some(at),
                CREATED => table.created = Some(at),
                CHANGED => table.changed = Some(at),
                _ if name.starts_with("x-") => table.props.push((at, name.to_owned())),
                _ => match name.parse::<Language>() {
                    Ok(language) => table.languages.push((at, language)),
                    Err(_) if name.is_empty() => {}
                    Err(_) => table.props.push((at, name.to_owned())),
                },
            }
        }
        if table.languages.len() < 2 { Err(NoLanguages) } else { Ok(table) }
    }

    /// The unit of a row, and its number in the memory it came from. None for a row without texts.
    #[must_use]
    pub fn unit(&self, row: &[String]) -> Option<(Option<u64>, Unit)> {
        let cell = |at: usize| row.get(at).map_or("", String::as_str);
        let variants: Vec<Variant> = self
            .languages
            .iter()
            .filter(|(at, _)| !cell(*at).is_empty())
            .map(|(at, language)| Variant::new(language.clone(), from_markup(cell(*at))))
            .collect();
        if variants.is_empty() {
            return None;
        }
        let mut unit = Unit::new(variants);
        unit.origin.created = self.created.and_then(|at| cell(at).parse().ok());
        unit.origin.changed = self.changed.and_then(|at| cell(at).parse().ok());
        let told = self.props.iter().filter(|(at, _)| !cell(*at).is_empty());
        unit.props = told.map(|(at, kind)| Prop::new(&**kind, cell(*at))).collect();
        Some((self.number.and_then(|at| cell(at).trim().parse().ok()), unit))
    }
}

/// Puts the texts of a reviewed unit into the unit it came from. Answers whether anything changed.
pub fn review(unit: &mut Unit, reviewed: &Unit) -> bool {
    let mut changed = false;
    for new in &reviewed.variants {
        match unit.variants.iter_mut().find(|variant| variant.language == new.language) {
            Some(old) if old.seg != new.seg => old.seg.clone_from(&new.seg),
            Some(_) => continue,
            None => unit.variants.push(new.clone()),
        }
        changed = true;
    }
    changed
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

/// The rows of a CSV text. The mark that separates columns is the comma, or what the first line has more of.
#[must_use]
pub fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let text = text.trim_start_matches('\u{FEFF}');
    let first = text.lines().next().unwrap_or_default();
    let separator = [',', ';', '\t']
        .into_iter()
        .max_by_key(|&mark| (first.matches(mark).count(), mark == ','))
        .unwrap_or(',');
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
