//! Editions by their names: `zh-TW-vertical`, `bilingual-popup`.

use std::str::FromStr;

use clap::ValueEnum;
use duizhao::edition::{By, Layout, Ruby, Writing};
use duizhao::lang::Language;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Place {
    /// Under the text
    Interleaved,
    /// In a second column, or under the text on a narrow screen
    SideBySide,
    /// In notes that open at a tap
    Popup,
}

impl Place {
    /// What names of editions with it may end with.
    fn ending(self) -> &'static str {
        match self {
            Self::Interleaved => "-interleaved",
            Self::SideBySide => "-side-by-side",
            Self::Popup => "-popup",
        }
    }

    /// What names of editions with it do end with: the usual goes without saying.
    pub(super) fn told(self) -> &'static str {
        if self == Self::Interleaved { "" } else { self.ending() }
    }

    pub(super) fn layout(self) -> Layout {
        match self {
            Self::Interleaved => Layout::Interleaved,
            Self::SideBySide => Layout::SideBySide,
            Self::Popup => Layout::Popup,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Reading {
    /// Latin letters
    Pinyin,
    /// The signs of Taiwan's schoolbooks
    Zhuyin,
}

impl Reading {
    /// What names of editions with it end with.
    pub(super) fn ending(self) -> &'static str {
        match self {
            Self::Pinyin => "-pinyin",
            Self::Zhuyin => "-zhuyin",
        }
    }

    pub(super) fn ruby(self) -> Ruby {
        match self {
            Self::Pinyin => Ruby::Pinyin,
            Self::Zhuyin => Ruby::Zhuyin,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Unit {
    Paragraph,
    Sentence,
}

impl Unit {
    /// What names of editions with it may end with.
    fn ending(self) -> &'static str {
        match self {
            Self::Paragraph => "-paragraphs",
            Self::Sentence => "-sentences",
        }
    }

    /// What names of editions with it do end with: the usual goes without saying.
    pub(super) fn told(self) -> &'static str {
        if self == Self::Paragraph { "" } else { self.ending() }
    }

    pub(super) fn by(self) -> By {
        match self {
            Self::Paragraph => By::Paragraph,
            Self::Sentence => By::Sentence,
        }
    }
}

/// An edition by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(super) book: Book,
    /// What the name says of the rest; the options say it where the name does not.
    pub(super) layout: Option<Place>,
    pub(super) by: Option<Unit>,
    pub(super) ruby: Option<Reading>,
}

/// Which texts an edition holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Book {
    /// One language: `zh-TW`, `zh-TW-vertical`.
    Alone(Language, Writing),
    /// The issue and its translation as they are.
    Bilingual,
    /// Two languages, the leading one first: `zh-TW_en`.
    Both(Language, Language),
}

impl From<Book> for Wanted {
    fn from(book: Book) -> Self {
        Self { book, layout: None, by: None, ruby: None }
    }
}

impl Wanted {
    /// What an issue is built into if nothing else is asked for.
    pub(crate) fn usual(own: &Language, other: &Language, translated: bool) -> Vec<Self> {
        let mut usual: Vec<Self> =
            [own, other].map(|language| Book::Alone(language.clone(), Writing::Horizontal).into()).into();
        usual.extend(translated.then_some(Book::Bilingual.into()));
        usual
    }

    /// The languages that it names.
    pub(super) fn languages(&self) -> Vec<&Language> {
        match &self.book {
            Book::Alone(language, _) => vec![language],
            Book::Bilingual => vec![],
            Book::Both(first, second) => vec![first, second],
        }
    }
}

impl FromStr for Wanted {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let language = |tag: &str| tag.parse::<Language>().map_err(|error| error.to_string());
        let mut rest = name;
        let ruby = take_ending(&mut rest, Reading::ending);
        let by = take_ending(&mut rest, Unit::ending);
        let layout = take_ending(&mut rest, Place::ending);
        let book = if rest == "bilingual" {
            Book::Bilingual
        } else if let Some((first, second)) = rest.split_once('_') {
            Book::Both(language(first)?, language(second)?)
        } else if layout.is_some() || by.is_some() {
            return Err(format!("only bilingual editions have a layout: bilingual{}", &name[rest.len()..]));
        } else {
            match rest.strip_suffix("-vertical") {
                Some(tag) => Book::Alone(language(tag)?, Writing::Vertical),
                None => Book::Alone(language(rest)?, Writing::Horizontal),
            }
        };
        Ok(Self { book, layout, by, ruby })
    }
}

/// Takes the ending of one of some meanings off a name; answers which.
fn take_ending<T: ValueEnum + Copy>(name: &mut &str, ending: fn(T) -> &'static str) -> Option<T> {
    let (rest, meaning) = T::value_variants()
        .iter()
        .find_map(|&meaning| Some((name.strip_suffix(ending(meaning))?, meaning)))?;
    *name = rest;
    Some(meaning)
}
