//! Reading files of other formats: what every format gives.

use super::columns::Checks;
use super::{Format, Remark};
use crate::Language;
use crate::encoding::{Decoded, xml_declaration};
use crate::model::Unit;
use crate::state::Unfinished;

/// What the user says of a file's languages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Given {
    /// The language that is translated from, where the file does not tell it.
    pub source: Option<Language>,
    /// The one that is translated into, where the file does not tell it.
    pub target: Option<Language>,
}

impl Given {
    /// That language is translated from, where the file does not tell it.
    #[must_use]
    pub fn source(mut self, language: Option<Language>) -> Self {
        self.source = language;
        self
    }

    /// That language is translated into, where the file does not tell it.
    #[must_use]
    pub fn target(mut self, language: Option<Language>) -> Self {
        self.target = language;
        self
    }

    /// Both languages: what the user says, or Chinese and English.
    #[must_use]
    pub fn or_usual(&self) -> [Language; 2] {
        let usual = |given: &Option<Language>, code: &str| {
            given
                .clone()
                .unwrap_or_else(|| Language::lenient(code).unwrap_or_else(|_| unreachable!("{code}")))
        };
        [usual(&self.source, "zh-CN"), usual(&self.target, "en")]
    }
}

/// What a file of another format holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The language that is translated from.
    pub source: Language,
    /// Its units, in order.
    pub entries: Vec<Entry>,
    /// What is strange about the file, though it can be read.
    pub remarks: Vec<Remark>,
}

/// A unit of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The line or row it stands in; 0 where that is not known.
    pub line: usize,
    /// Its number in the memory that a table came from.
    pub number: Option<u64>,
    /// The unit.
    pub unit: Unit,
    /// Why it is not finished, if it is not.
    pub unfinished: Option<Unfinished>,
    /// What its texts were when the table was made.
    pub checks: Checks,
}

impl Entry {
    /// A unit of a format that has neither rows nor numbers.
    pub(super) fn new(unit: Unit, unfinished: Option<Unfinished>) -> Self {
        Self { line: 0, number: None, unit, unfinished, checks: vec![] }
    }

    /// A unit of a format that has no states: it is finished if it has a translation.
    pub(super) fn translated(unit: Unit) -> Self {
        let full = unit.variants.iter().filter(|variant| !variant.seg.is_blank()).count();
        Self::new(unit, (full < 2).then_some(Unfinished::Untranslated))
    }
}

/// Reads a file of another format.
///
/// # Errors
/// What is wrong with the file, and on which line.
///
/// ```
/// use duizhao_tm::exchange::{Format, Given, import};
///
/// let file = import(Format::Csv, "中文,英文\n论坛,forum\n".as_bytes(), &Given::default())?;
/// assert_eq!(file.entries[0].unit.variants[1].seg.plain(), "forum");
/// # Ok::<(), duizhao_tm::exchange::Remark>(())
/// ```
pub fn import(format: Format, bytes: &[u8], given: &Given) -> Result<Imported, Remark> {
    (format.row().import)(bytes, given)
}

/// The text of a file in markup, and what is strange about its encoding.
pub(super) fn markup(bytes: &[u8]) -> (String, Vec<Remark>) {
    decoded(bytes, xml_declaration(bytes).as_deref())
}

/// The text of a file that may name its encoding.
pub(super) fn decoded(bytes: &[u8], named: Option<&str>) -> (String, Vec<Remark>) {
    let Decoded { text, remark } = Decoded::of(bytes, named);
    (text, remark.into_iter().map(|message| Remark { line: 1, message }).collect())
}
