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
/// What the name of a property begins with that its user invented, and what it is given if it does not.
const OWN: &str = "x-";
const PROP: &str = "prop:";
/// What the texts were when the table was made: a hash by language.
const CHECK: &str = "check";

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
        // What is no user's own kind could be taken for a language, or for another column.
        let prop = |kind: &String| if kind.starts_with(OWN) { kind.clone() } else { format!("{PROP}{kind}") };
        let rest = [CREATED, CHANGED].map(str::to_owned).into_iter().chain(self.props.iter().map(prop));
        let check = [CHECK.to_owned()];
        std::iter::once(NUMBER.to_owned()).chain(languages).chain(rest).chain(check).collect()
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
        let checks: Vec<String> = self
            .languages
            .iter()
            .filter_map(|language| {
                let variant = unit.variants.iter().find(|variant| variant.language == *language)?;
                Some(format!("{language}:{:08x}", check(&to_markup(&variant.seg))))
            })
            .collect();
        std::iter::once(number.to_string())
            .chain(self.languages.iter().map(text))
            .chain([date(unit.origin.created), date(unit.origin.changed)])
            .chain(self.props.iter().map(prop))
            .chain([checks.join(" ")])
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
    check: Option<usize>,
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
        let mut table = Self {
            number: None,
            languages: vec![],
            created: None,
            changed: None,
            check: None,
            props: vec![],
        };
        for (at, name) in head.iter().enumerate() {
            let name = name.trim().trim_start_matches('\u{FEFF}');
            match name {
                NUMBER => table.number = Some(at),
                CREATED => table.created = Some(at),
                CHANGED => table.changed = Some(at),
                CHECK => table.check = Some(at),
                "" => {}
                _ if name.starts_with(OWN) => table.props.push((at, name.to_owned())),
                _ => match (name.strip_prefix(PROP), name.parse::<Language>()) {
                    (Some(kind), _) => table.props.push((at, kind.to_owned())),
                    (None, Ok(language)) => table.languages.push((at, language)),
                    _ => table.props.push((at, name.to_owned())),
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

/// What the texts of a unit were when its table was made, by language.
pub type Checks = Vec<(Language, u32)>;

/// A short hash of a text. Spreadsheets write line ends as they like.
fn check(text: &str) -> u32 {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    #[expect(clippy::cast_possible_truncation, reason = "half is enough to tell an edited text")]
    let half = xxhash_rust::xxh3::xxh3_64(text.as_bytes()) as u32;
    half
}

impl Table {
    /// What the texts of a row were when the table was made, as far as it tells.
    #[must_use]
    pub fn checks(&self, row: &[String]) -> Checks {
        let told = self.check.and_then(|at| row.get(at)).map_or("", String::as_str);
        told.split_whitespace()
            .filter_map(|one| {
                let (language, hash) = one.rsplit_once(':')?;
                Some((Language::lenient(language).ok()?, u32::from_str_radix(hash, 16).ok()?))
            })
            .collect()
    }
}

/// What a review did to a unit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reviewed {
    /// The languages whose text was changed.
    pub changed: Vec<Language>,
    /// The languages whose text was edited in the table, and in the memory too since the table was made; the
    /// memory's stays.
    pub conflicts: Vec<Language>,
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

/// The rows of a CSV text. The mark that separates columns is the comma, or what the first line has more of.
pub fn csv_rows(text: &str) -> impl Iterator<Item = Vec<String>> {
    let text = text.trim_start_matches('\u{FEFF}');
    let first = text.lines().next().unwrap_or_default();
    let separator = [',', ';', '\t']
        .into_iter()
        .max_by_key(|&mark| (first.matches(mark).count(), mark == ','))
        .unwrap_or(',');
    let mut characters = text.chars().peekable();
    std::iter::from_fn(move || {
        characters.peek()?;
        let (mut row, mut cell, mut quoted) = (Vec::new(), String::new(), false);
        while let Some(c) = characters.next() {
            match c {
                '"' if quoted && characters.peek() == Some(&'"') => {
                    characters.next();
                    cell.push('"');
                }
                '"' if quoted || cell.is_empty() => quoted = !quoted,
                c if c == separator && !quoted => row.push(std::mem::take(&mut cell)),
                '\r' if !quoted && characters.peek() == Some(&'\n') => {}
                '\n' if !quoted => break,
                c => cell.push(c),
            }
        }
        row.push(cell);
        Some(row)
    })
}
