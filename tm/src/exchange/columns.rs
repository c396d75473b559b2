//! The columns of a memory's table: its languages, dates and properties, and what the texts were when it was made.

use crate::markup::to_markup;
use crate::model::{Header, Unit};
use crate::{Date, Language};

/// A table: one row for each unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    languages: Vec<Language>,
    props: Vec<String>,
}

pub(super) const NUMBER: &str = "unit";
pub(super) const CREATED: &str = "created";
pub(super) const CHANGED: &str = "changed";
/// What the name of a property begins with that its user invented, and what it is given if it does not.
pub(super) const OWN: &str = "x-";
pub(super) const PROP: &str = "prop:";
/// What the texts were when the table was made: a hash by language.
pub(super) const CHECK: &str = "check";

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

/// What the texts of a unit were when its table was made, by language.
pub type Checks = Vec<(Language, u32)>;

/// A short hash of a text. Spreadsheets write line ends as they like.
pub(super) fn check(text: &str) -> u32 {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    #[expect(clippy::cast_possible_truncation, reason = "half is enough to tell an edited text")]
    let half = xxhash_rust::xxh3::xxh3_64(text.as_bytes()) as u32;
    half
}
