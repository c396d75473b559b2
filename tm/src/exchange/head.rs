//! What the columns of a table are: by the codes and words at their head, by what the user says, or by their letters.

use super::columns::{CHANGED, CHECK, CREATED, Checks, NUMBER, OWN, PROP};
use super::formula::plain_cell;
use super::import::{Entry, Given};
use crate::Language;
use crate::markup::from_markup;
use crate::model::{Note, Prop, Unit, Variant};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Words at the head of columns, and what they mean.
const WORDS: &str = include_str!("headers.txt");
/// Codes that stand for a language there.
const CODES: &str = include_str!("column_codes.txt");
/// So many rows tell in which letters a column is written.
const ENOUGH: usize = 200;

static KNOWN: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| lines(CODES).flat_map(str::split_whitespace).collect());

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.starts_with('#'))
}

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Column {
    Number,
    Created,
    Changed,
    Check,
    Source,
    Target,
    Note,
    Language(Language),
    Prop(String),
    Nothing,
}

/// The columns of a table.
#[derive(Debug, Clone)]
pub(super) struct Head {
    number: Option<usize>,
    languages: Vec<(usize, Language)>,
    created: Option<usize>,
    changed: Option<usize>,
    check: Option<usize>,
    note: Option<usize>,
    props: Vec<(usize, String)>,
    /// Whether the first row is the head and not a unit.
    is_written: bool,
    /// Whether a language was told by letters.
    is_guessed: bool,
}

impl Head {
    /// The columns of a table.
    ///
    /// # Errors
    /// If fewer than two languages are known.
    pub(super) fn of(rows: &[Vec<String>], given: &Given) -> Result<Self, String> {
        let first = rows.first().map(Vec::as_slice).unwrap_or_default();
        let cells = || first.iter().map(|cell| cell.trim().trim_start_matches('\u{FEFF}').trim());
        // A table that this crate wrote may have any language.
        let is_ours = cells().any(|cell| cell == NUMBER) && cells().any(|cell| cell == CHECK);
        let columns: Vec<Column> = cells().map(|cell| Column::of(cell, is_ours, given)).collect();
        let is_text =
            |column: &&Column| matches!(column, Column::Language(_) | Column::Source | Column::Target);
        match columns.iter().filter(is_text).count() {
            0 => Self::unwritten(rows, given),
            1 => Err(format!("the first row names one language only; {HELP}")),
            _ => Ok(Self::written(columns, &rows[1..], given)),
        }
    }

    fn written(columns: Vec<Column>, rows: &[Vec<String>], given: &Given) -> Self {
        let mut head = Self::empty(true);
        for (at, column) in columns.into_iter().enumerate() {
            match column {
                Column::Number => head.number = Some(at),
                Column::Created => head.created = Some(at),
                Column::Changed => head.changed = Some(at),
                Column::Check => head.check = Some(at),
                Column::Note => head.note = Some(at),
                Column::Prop(kind) => head.props.push((at, kind)),
                Column::Language(language) => head.languages.push((at, language)),
                Column::Source => {
                    let language = given.source.clone().unwrap_or_else(|| head.guess(rows, at));
                    // Who is translated from comes first.
                    head.languages.insert(0, (at, language));
                }
                Column::Target => {
                    let language = given.target.clone().unwrap_or_else(|| head.guess(rows, at));
                    head.languages.push((at, language));
                }
                Column::Nothing => {}
            }
        }
        head
    }

    /// A table without a head: the user names its languages, or their letters tell them.
    fn unwritten(rows: &[Vec<String>], given: &Given) -> Result<Self, String> {
        let mut head = Self::empty(false);
        let width = rows.iter().take(ENOUGH).map(Vec::len).max().unwrap_or(0);
        let texts: Vec<(usize, Language)> =
            (0..width).filter_map(|at| letters(rows, at).map(|language| (at, language))).collect();
        let of = |wanted: &Language| {
            texts.iter().find(|(_, found)| found.primary() == wanted.primary()).map(|(at, _)| *at)
        };
        let [source, target] = given.or_usual();
        head.languages = match (of(&source), of(&target), &texts[..]) {
            (Some(from), Some(into), _) if from != into => vec![(from, source), (into, target)],
            // Letters tell little of French and English.
            (_, _, [(first, _), (second, _), ..]) if given.source.is_some() && given.target.is_some() => {
                vec![(*first, source), (*second, target)]
            }
            _ => return Err(format!("the first row names fewer than two languages; {HELP}")),
        };
        head.is_guessed = given.source.is_none() || given.target.is_none();
        let after = head.languages.iter().map(|(at, _)| at + 1).max();
        head.note = after.filter(|&at| at < width);
        Ok(head)
    }

    fn empty(is_written: bool) -> Self {
        Self {
            number: None,
            languages: vec![],
            created: None,
            changed: None,
            check: None,
            note: None,
            props: vec![],
            is_written,
            is_guessed: false,
        }
    }

    fn guess(&mut self, rows: &[Vec<String>], at: usize) -> Language {
        self.is_guessed = true;
        letters(rows, at).unwrap_or_else(|| Language::of_text(""))
    }

    /// Whether the first row is the head.
    pub(super) fn is_written(&self) -> bool {
        self.is_written
    }

    /// What its user should know of how the columns were taken.
    pub(super) fn remark(&self) -> Option<String> {
        let columns: Vec<String> =
            self.languages.iter().map(|(at, language)| format!("column {} as {language}", at + 1)).collect();
        let why = if self.is_written { "the head names no languages" } else { "there is no head" };
        self.is_guessed
            .then(|| format!("{why}: read {}; --source and --target name others", columns.join(", ")))
    }

    /// The unit of a row; none for a row without texts.
    pub(super) fn entry(&self, line: usize, row: &[String]) -> Option<Entry> {
        let cell = |at: usize| plain_cell(row.get(at).map_or("", String::as_str));
        let texts = self.languages.iter().filter(|(at, _)| !cell(*at).is_empty());
        let variants: Vec<Variant> =
            texts.map(|(at, language)| Variant::new(language.clone(), from_markup(cell(*at)))).collect();
        if variants.is_empty() {
            return None;
        }
        let mut unit = Unit::new(variants);
        unit.origin.created = self.created.and_then(|at| cell(at).parse().ok());
        unit.origin.changed = self.changed.and_then(|at| cell(at).parse().ok());
        let said = self.props.iter().filter(|(at, _)| !cell(*at).is_empty());
        unit.props = said.map(|(at, kind)| Prop::new(&**kind, cell(*at))).collect();
        let note = self.note.map(cell).filter(|note| !note.trim().is_empty());
        unit.notes.extend(note.map(Note::new));
        let number = self.number.and_then(|at| cell(at).trim().parse().ok());
        Some(Entry { line, number, checks: self.checks(row), ..Entry::translated(unit) })
    }

    /// What the texts of a row were when the table was made, as far as it says.
    fn checks(&self, row: &[String]) -> Checks {
        let said = self.check.and_then(|at| row.get(at)).map_or("", String::as_str);
        said.split_whitespace()
            .filter_map(|one| {
                let (language, hash) = one.rsplit_once(':')?;
                Some((Language::lenient(language).ok()?, u32::from_str_radix(hash, 16).ok()?))
            })
            .collect()
    }
}

const HELP: &str =
    "head the columns with codes, as `zh-CN` and `en`, or name both with --source and --target";

impl Column {
    fn of(name: &str, is_ours: bool, given: &Given) -> Self {
        match name {
            "" => return Self::Nothing,
            NUMBER => return Self::Number,
            CREATED => return Self::Created,
            CHANGED => return Self::Changed,
            CHECK => return Self::Check,
            _ => {}
        }
        if let Some(kind) = name.strip_prefix(PROP) {
            return Self::Prop(kind.to_owned());
        }
        if name.starts_with(OWN) {
            return Self::Prop(name.to_owned());
        }
        let named = [&given.source, &given.target].into_iter().flatten();
        if let Ok(language) = name.parse::<Language>() {
            let is_known = KNOWN.contains(language.primary()) || language.as_str().contains('-');
            if is_ours || is_known || named.clone().any(|given| *given == language) {
                return Self::Language(language);
            }
        }
        match word(name) {
            Some("source") => Self::Source,
            Some("target") => Self::Target,
            Some("note") => Self::Note,
            Some(code) => match Language::lenient(code) {
                Ok(language) => {
                    let usual = given.or_usual();
                    let wanted = named.chain(&usual).find(|given| language.covers(given)).cloned();
                    Self::Language(wanted.unwrap_or(language))
                }
                Err(_) => Self::Prop(name.to_owned()),
            },
            None => Self::Prop(name.to_owned()),
        }
    }
}

/// What a head means: the whole of it, or what stands before or in its brackets (`原文（中文）`, `English (en-US)`).
fn word(name: &str) -> Option<&'static str> {
    let of = |name: &str| {
        let name = name.trim().to_lowercase();
        lines(WORDS)
            .filter_map(|line| line.split_once('\t'))
            .find(|(word, _)| *word == name)
            .map(|(_, meaning)| meaning)
    };
    let (before, within) = name.split_once(['(', '（']).unwrap_or((name, ""));
    of(name).or_else(|| of(before)).or_else(|| of(within.trim_end_matches([')', '）'])))
}

/// The language that the letters of a column tell; none if there are no letters in it.
fn letters(rows: &[Vec<String>], at: usize) -> Option<Language> {
    let cells = rows.iter().take(ENOUGH).filter_map(|row| row.get(at));
    let text: String = cells.flat_map(|cell| [cell.as_str(), " "]).collect();
    text.chars().any(char::is_alphabetic).then(|| Language::of_text(&text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_head_means_one_thing_and_each_code_is_one() {
        let mut words = BTreeSet::new();
        for line in lines(WORDS) {
            let (word, meaning) = line.split_once('\t').unwrap();
            assert!(words.insert(word), "{word} stands twice");
            assert_eq!(word.to_lowercase(), word);
            assert!(
                matches!(meaning, "source" | "target" | "note") || meaning.parse::<Language>().is_ok(),
                "{line}"
            );
        }
        assert!(KNOWN.iter().all(|code| code.parse::<Language>().is_ok()));
    }
}
