//! Editions by their names: `zh-TW-vertical`, `bilingual-popup`.

use std::str::FromStr;

use crate::edition::{By, Layout, Ruby, Writing};
use crate::lang::Language;

/// An edition by its name: which texts it holds, and what the name says of their layout. What the name leaves open,
/// the settings say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionName {
    pub(super) texts: Texts,
    pub(super) layout: Option<Layout>,
    pub(super) by: Option<By>,
    pub(super) ruby: Option<Ruby>,
}

/// Which texts an edition holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Texts {
    /// One language: `zh-TW`, `zh-TW-vertical`.
    Alone(Language, Writing),
    /// The issue and its translation as they are.
    Bilingual,
    /// Two languages, the leading one first: `zh-TW_en`.
    Both(Language, Language),
}

/// A text that does not name an edition.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotAnEdition(String);

/// What the name of an edition in vertical lines ends with.
const VERTICAL: &str = "-vertical";

/// Whether an edition can be in a language: a language tag alone, or with script and region. A longer part
/// (`zh-vertikal`) is a slip, though it could be a variant by the form of language tags (BCP 47).
fn is_known(language: &Language) -> bool {
    language.as_str().split('-').skip(1).take_while(|part| part.len() > 1).all(|part| part.len() <= 4)
}

fn unknown(name: &str) -> NotAnEdition {
    let endings = |endings: Vec<&str>| endings.join(", ");
    NotAnEdition(format!(
        "there is no edition `{name}`; in one language there are zh-CN, zh-TW, zh-HK, en and other language tags, \
         with {VERTICAL} for vertical lines; in two there are bilingual and pairs such as zh-TW_en, with {} and {}; \
         both may end with {}",
        endings(LAYOUTS.iter().map(|(ending, _)| *ending).collect()),
        endings(BY.iter().map(|(ending, _)| *ending).collect()),
        endings(RUBY.iter().map(|(ending, _)| *ending).collect()),
    ))
}

fn vertical_holds_one_language(name: &str) -> NotAnEdition {
    NotAnEdition(format!(
        "there is no edition `{name}`: vertical editions hold one language; ask for zh-TW{VERTICAL} and zh-TW_en, \
         a book each"
    ))
}

/// What the names of editions with each layout may end with.
const LAYOUTS: [(&str, Layout); 3] =
    [("-interleaved", Layout::Interleaved), ("-side-by-side", Layout::SideBySide), ("-popup", Layout::Popup)];

/// The same of how much text stands together.
const BY: [(&str, By); 2] = [("-paragraphs", By::Paragraph), ("-sentences", By::Sentence)];

/// The same of readings over characters.
const RUBY: [(&str, Ruby); 2] = [("-pinyin", Ruby::Pinyin), ("-zhuyin", Ruby::Zhuyin)];

/// The ending that stands in a name for a property; the usual one goes without saying.
fn ending<T: PartialEq + Default>(endings: &[(&'static str, T)], value: &T) -> &'static str {
    if *value == T::default() { "" } else { always(endings, value) }
}

fn always<T: PartialEq>(endings: &[(&'static str, T)], value: &T) -> &'static str {
    endings.iter().find(|(_, known)| known == value).map_or("", |(ending, _)| ending)
}

/// Takes the ending of one of some properties off a name; answers which.
fn take_ending<T: Copy>(name: &mut &str, endings: &[(&'static str, T)]) -> Option<T> {
    let (rest, value) =
        endings.iter().find_map(|&(ending, value)| Some((name.strip_suffix(ending)?, value)))?;
    *name = rest;
    Some(value)
}

impl EditionName {
    /// One language, in horizontal lines.
    #[must_use]
    pub fn alone(language: Language) -> Self {
        Self::of(Texts::Alone(language, Writing::Horizontal))
    }

    /// The issue and its translation as they are.
    #[must_use]
    pub fn bilingual() -> Self {
        Self::of(Texts::Bilingual)
    }

    fn of(texts: Texts) -> Self {
        Self { texts, layout: None, by: None, ruby: None }
    }

    /// What an issue is made into if nothing else is asked for: a book in each script, and a bilingual one where there
    /// is a translation.
    #[must_use]
    pub fn usual(own: &Language, other: &Language, translated: bool) -> Vec<Self> {
        let mut usual = Vec::from([own, other].map(|language| Self::alone(language.clone())));
        usual.extend(translated.then(Self::bilingual));
        usual
    }

    /// Whether it holds the issue and its translation, which takes an alignment.
    #[must_use]
    pub fn is_bilingual(&self) -> bool {
        !matches!(self.texts, Texts::Alone(..))
    }

    /// The languages that it names.
    pub(super) fn languages(&self) -> Vec<&Language> {
        match &self.texts {
            Texts::Alone(language, _) => vec![language],
            Texts::Bilingual => vec![],
            Texts::Both(first, second) => vec![first, second],
        }
    }
}

/// The name of a book in one language.
pub(super) fn name_alone(language: &Language, writing: Writing, ruby: Option<Ruby>) -> String {
    let writing = if writing == Writing::Vertical { VERTICAL } else { "" };
    format!("{language}{writing}{}", ruby.map_or("", |ruby| always(&RUBY, &ruby)))
}

/// The name of a book in two languages: a book is another one in another layout, and so has another name.
pub(super) fn name_both(
    [first, second]: [&Language; 2],
    layout: Layout,
    by: By,
    ruby: Option<Ruby>,
) -> String {
    let (layout, by) = (ending(&LAYOUTS, &layout), ending(&BY, &by));
    format!("{first}_{second}{layout}{by}{}", ruby.map_or("", |ruby| always(&RUBY, &ruby)))
}

impl FromStr for EditionName {
    type Err = NotAnEdition;

    fn from_str(name: &str) -> Result<Self, NotAnEdition> {
        let language = |tag: &str| tag.parse::<Language>().ok().filter(is_known).ok_or_else(|| unknown(name));
        let mut rest = name;
        let ruby = take_ending(&mut rest, &RUBY);
        let by = take_ending(&mut rest, &BY);
        let layout = take_ending(&mut rest, &LAYOUTS);
        let texts = if rest == "bilingual" {
            Texts::Bilingual
        } else if let Some((first, second)) = rest.split_once('_') {
            if [first, second].iter().any(|tag| tag.ends_with(VERTICAL)) || rest.contains("_vertical") {
                return Err(vertical_holds_one_language(name));
            }
            Texts::Both(language(first)?, language(second)?)
        } else if layout.is_some() || by.is_some() {
            return Err(NotAnEdition(format!(
                "only bilingual editions have a layout: bilingual{}",
                &name[rest.len()..]
            )));
        } else {
            match rest.strip_suffix(VERTICAL) {
                Some("bilingual") => return Err(vertical_holds_one_language(name)),
                Some(tag) => Texts::Alone(language(tag)?, Writing::Vertical),
                None => Texts::Alone(language(rest)?, Writing::Horizontal),
            }
        };
        Ok(Self { texts, layout, by, ruby })
    }
}
