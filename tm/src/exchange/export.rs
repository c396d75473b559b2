//! Writing a memory in another format: what every format does, and what is known before the first unit.

use super::columns::Columns;
use super::limits::XlsxError;
use crate::Language;
use crate::model::{Header, Unit};
use std::collections::BTreeMap;

/// A memory on its way into another format, unit by unit.
pub trait Export {
    /// What the file begins with.
    fn begin(&mut self) -> String;

    /// A unit, the `number`th of its memory, from 1; none if the format has no place for it.
    fn unit(&mut self, number: u64, unit: &Unit) -> Option<String>;

    /// What the file ends with.
    ///
    /// # Errors
    /// If the format cannot hold what it was given.
    fn end(&mut self) -> Result<End, XlsxError>;
}

/// The end of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct End {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What its user should know of it.
    pub remarks: Vec<String>,
}

impl End {
    pub(super) fn of(bytes: impl Into<Vec<u8>>) -> Self {
        Self { bytes: bytes.into(), remarks: vec![] }
    }

    pub(super) fn remark(mut self, remark: Option<String>) -> Self {
        self.remarks.extend(remark);
        self
    }
}

/// What must be known of a memory before its first unit is written.
#[derive(Debug, Clone)]
pub struct Survey {
    /// What the memory is called.
    pub name: String,
    /// Its header.
    pub header: Header,
    /// The columns of its table.
    pub columns: Columns,
    wanted: Option<Language>,
    /// The source language, and the one that is translated into.
    pair: Option<(Language, Language)>,
    /// How many units have each pair of languages.
    pairs: BTreeMap<(Language, Language), u64>,
}

impl Survey {
    /// Of a memory with that name and header, before its units are seen. Formats of two languages translate into
    /// `target`; by default into the first that is not the source.
    #[must_use]
    pub fn new(name: &str, header: Header, target: Option<Language>) -> Self {
        Self {
            name: name.to_owned(),
            columns: Columns::of(&header, []),
            header,
            wanted: target,
            pair: None,
            pairs: BTreeMap::new(),
        }
    }

    /// Sees one more unit.
    pub fn take(&mut self, unit: &Unit) {
        self.columns.take(unit);
        let Some(source) = unit.source_variant(&self.header) else { return };
        for variant in unit.variants.iter().filter(|variant| variant.language != source.language) {
            let pair = (source.language.clone(), variant.language.clone());
            if self.pair.is_none() && self.wanted.as_ref().is_none_or(|wanted| wanted.covers(&pair.1)) {
                let target = self.wanted.clone().unwrap_or_else(|| pair.1.clone());
                self.pair = Some((pair.0.clone(), target));
            }
            *self.pairs.entry(pair).or_default() += 1;
        }
    }

    /// The source language, and the one that is translated into, if a unit has both.
    #[must_use]
    pub fn pair(&self) -> Option<&(Language, Language)> {
        self.pair.as_ref()
    }

    /// The pairs of languages that a file of one pair leaves out, and how many units have each.
    pub fn left_out(&self) -> impl Iterator<Item = (&(Language, Language), u64)> {
        let is_in = |(source, target): &(Language, Language)| {
            self.pair.as_ref().is_some_and(|(from, to)| from.covers(source) && to.covers(target))
        };
        self.pairs.iter().filter(move |(pair, _)| !is_in(pair)).map(|(pair, count)| (pair, *count))
    }
}
