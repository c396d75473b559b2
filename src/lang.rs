//! Languages as BCP 47 tags (RFC 5646), as far as this crate needs them: language, script, region.

use std::fmt;
use std::str::FromStr;

/// A language tag in its canonical case: `zh-Hant-TW`, `en`, `zh-CN`.
///
/// Only the language, script and region subtags are looked at; further subtags are kept as they came.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Language {
    tag: String,
}

/// The two ways of writing Chinese.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Script {
    /// Hans: the Mainland and Singapore.
    Simplified,
    /// Hant: Taiwan, Hong Kong, Macau.
    Traditional,
}

/// A text that is no language tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotALanguage(String);

impl fmt::Display for NotALanguage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a language tag; write one such as zh-CN, zh-TW or en", self.0)
    }
}

impl std::error::Error for NotALanguage {}

impl Language {
    /// The tag in canonical case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.tag
    }

    /// The first subtag: `zh` of `zh-Hant-TW`.
    #[must_use]
    pub fn primary(&self) -> &str {
        self.tag.split('-').next().unwrap_or_default()
    }

    /// The region subtag: `TW` of `zh-Hant-TW`.
    #[must_use]
    pub fn region(&self) -> Option<&str> {
        self.tag.split('-').skip(1).find(|part| part.len() == 2)
    }

    /// Whether the text is Chinese of any kind.
    #[must_use]
    pub fn is_chinese(&self) -> bool {
        matches!(self.primary(), "zh" | "cmn" | "yue" | "lzh")
    }

    /// The script of a Chinese text: told by its subtag, else by its region; plain `zh` is Simplified.
    #[must_use]
    pub fn script(&self) -> Option<Script> {
        if !self.is_chinese() {
            return None;
        }
        let subtags = || self.tag.split('-').skip(1);
        let traditional = if subtags().any(|part| part == "Hans") {
            false
        } else {
            subtags().any(|part| matches!(part, "Hant" | "TW" | "HK" | "MO"))
        };
        Some(if traditional { Script::Traditional } else { Script::Simplified })
    }

    /// The language that most of the letters of a text are written in, as far as letters tell: `zh-CN`, `ja`,
    /// `ko` or `en`. Scripts are not told apart here: that takes the conversion tables.
    #[must_use]
    pub fn of_text(text: &str) -> Self {
        /// Letters of a whole issue: what comes behind them does not change the answer.
        const ENOUGH: usize = 100_000;
        let (mut han, mut kana, mut hangul, mut latin) = (0usize, 0usize, 0usize, 0usize);
        for c in text.chars().take(ENOUGH) {
            match c {
                '\u{3040}'..='\u{30FF}' => kana += 1,
                '\u{AC00}'..='\u{D7AF}' => hangul += 1,
                c if is_han(c) => han += 1,
                c if c.is_alphabetic() => latin += 1,
                _ => {}
            }
        }
        // A Chinese character weighs about as much as three letters.
        let tag = if kana * 5 > han + kana && kana > 0 {
            "ja"
        } else if hangul > han {
            "ko"
        } else if han * 3 > latin {
            "zh-CN"
        } else {
            "en"
        };
        Self { tag: tag.to_owned() }
    }
}

impl FromStr for Language {
    type Err = NotALanguage;

    fn from_str(text: &str) -> Result<Self, NotALanguage> {
        let mut parts = Vec::new();
        for (i, part) in text.trim().split(['-', '_']).enumerate() {
            let letters = part.bytes().all(|b| b.is_ascii_alphabetic());
            let fits = part.len() <= 8 && !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric());
            if !fits || (i == 0 && !(letters && (2..=3).contains(&part.len()))) {
                return Err(NotALanguage(text.to_owned()));
            }
            let lower = part.to_ascii_lowercase();
            parts.push(match (i, part.len()) {
                (1.., 2) if letters => part.to_ascii_uppercase(),
                (1.., 4) if letters => lower[..1].to_ascii_uppercase() + &lower[1..],
                _ => lower,
            });
        }
        Ok(Self { tag: parts.join("-") })
    }
}

impl TryFrom<String> for Language {
    type Error = NotALanguage;

    fn try_from(text: String) -> Result<Self, NotALanguage> {
        text.parse()
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        language.tag
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.tag)
    }
}

/// Whether a character is a Chinese character (Unicode property `Han`, ideographs only).
#[must_use]
pub fn is_han(c: char) -> bool {
    matches!(c,
        '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{3007}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{323AF}')
}
