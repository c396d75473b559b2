//! Languages as BCP 47 tags (RFC 5646), always in their canonical case.
//!
//! Tools write `zh_CN`, `ZH-cn` and `EN-US`; CAT tools compare by letter. A [`Language`] is brought to canonical
//! case when it is made, so two tags that mean the same are equal.

use std::borrow::Cow;
use std::str::FromStr;
use std::sync::Arc;

use oxilangtag::LanguageTag;

/// The two ways of writing Chinese.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Script {
    /// Hans: the Mainland and Singapore.
    Simplified,
    /// Hant: Taiwan, Hong Kong, Macau.
    Traditional,
}

/// How the code of a text serves the one that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// It names the same language.
    Same,
    /// One of them says more than the other.
    Wider,
    /// Chinese of another region in the same script.
    Script,
}

/// Whether a character is a Chinese character (an ideograph of the Unicode script `Han`).
#[must_use]
#[inline]
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{3007}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{323AF}')
}

/// A language tag in canonical case: `en`, `zh-CN`, `zh-Hant-TW`, `en-u-ca-gregory`, `x-klingon`. Cheap to clone.
///
/// ```
/// use duizhao_tm::{Language, Script};
///
/// let language: Language = "zh_hant_tw".parse()?;
/// assert_eq!(language.as_str(), "zh-Hant-TW");
/// assert_eq!(language.script(), Some(Script::Traditional));
/// assert_eq!(language.region(), Some("TW"));
/// # Ok::<(), duizhao_tm::NotALanguage>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Language(Arc<str>);

/// A text that is not a language tag.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a language code; one looks like zh-CN, zh-TW or en")]
pub struct NotALanguage(pub String);

impl Language {
    /// The language that a file of another tool names. Beside what [`str::parse`] takes, this takes what such files
    /// have: names that no registry knows (`English`), and subtags out of order (`sr-SP-Cyrl`).
    ///
    /// # Errors
    /// If the text is not made of subtags: one to eight letters or digits each, between `-` or `_`.
    pub fn lenient(code: &str) -> Result<Self, NotALanguage> {
        let code = code.trim();
        let tag = if code.contains('_') { Cow::Owned(code.replace('_', "-")) } else { Cow::Borrowed(code) };
        match LanguageTag::parse_and_normalize(&tag) {
            Ok(tag) => Ok(Self(tag.into_inner().into())),
            Err(_) => {
                out_of_order(&tag).map(|tag| Self(tag.into())).ok_or_else(|| NotALanguage(code.to_owned()))
            }
        }
    }

    /// The tag.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first subtag: `zh` of `zh-Hant-TW`; `x` where the whole tag is private.
    #[must_use]
    pub fn primary(&self) -> &str {
        let end = self.0.bytes().position(|b| b == b'-');
        &self.0[..end.unwrap_or(self.0.len())]
    }

    /// The subtags that say more of the language itself: none of an extension (`u-ca-gregory`) and none that is
    /// private (`x-tw`).
    fn subtags(&self) -> impl Iterator<Item = &str> {
        self.0.split('-').take_while(|subtag| subtag.len() > 1).skip(1)
    }

    /// The region: `TW` of `zh-Hant-TW`, `419` of `es-419`.
    #[must_use]
    pub fn region(&self) -> Option<&str> {
        let is_number = |subtag: &str| subtag.len() == 3 && subtag.bytes().all(|b| b.is_ascii_digit());
        self.subtags().find(|subtag| subtag.len() == 2 || is_number(subtag))
    }

    /// Whether the text is Chinese of any kind.
    #[must_use]
    pub fn is_chinese(&self) -> bool {
        matches!(self.primary(), "zh" | "cmn" | "yue" | "lzh")
    }

    /// The script of a Chinese text: that of its subtag, else that of its region; plain `zh` is Simplified.
    #[must_use]
    pub fn script(&self) -> Option<Script> {
        if !self.is_chinese() {
            return None;
        }
        let traditional = !self.subtags().any(|subtag| subtag == "Hans")
            && self.subtags().any(|subtag| matches!(subtag, "Hant" | "TW" | "HK" | "MO"));
        Some(if traditional { Script::Traditional } else { Script::Simplified })
    }

    /// The script that a code of Chinese names, by its script or by its region. `zh`, `yue` and `lzh` name none:
    /// what they stand on is written in both.
    #[must_use]
    pub fn named_script(&self) -> Option<Script> {
        // Scripts have a capital; the regions of older Windows, which BCP 47 does not have, are in small letters.
        let script = |subtag: &str| match subtag {
            "Hans" | "chs" => Some(Script::Simplified),
            "Hant" | "cht" => Some(Script::Traditional),
            _ => None,
        };
        let region = |subtag: &str| match subtag {
            "CN" | "SG" | "MY" => Some(Script::Simplified),
            "TW" | "HK" | "MO" => Some(Script::Traditional),
            _ => None,
        };
        let named = || self.subtags().find_map(script).or_else(|| self.subtags().find_map(region));
        Some(self).filter(|language| language.is_chinese()).and_then(|_| named())
    }

    /// The same, also of the codes for Chinese that are not usual.
    fn script_of_code(&self) -> Option<Script> {
        match self.primary() {
            "cn" => Some(Script::Simplified),
            "zho" | "chi" => {
                let tag = Self(format!("zh{}", &self.0[3..]).into());
                tag.named_script()
            }
            _ => self.named_script(),
        }
    }

    /// The code by which a language is compared: `zh-Hans` for zh-CN, zh-CHS, cmn-Hans and cmn-CN, `zh-Hant` for zh-TW and
    /// zh-CHT, `zh-Hant-HK` for zh-HK; `en` for eng. Every other code stands for itself.
    #[must_use]
    pub fn key(&self) -> Cow<'_, str> {
        let is_plain = || self.0.split('-').all(|subtag| subtag.len() > 1);
        match self.primary() {
            "cn" => "zh-Hans".into(),
            "eng" => self.0.replacen("eng", "en", 1).into(),
            "zh" | "cmn" | "zho" | "chi" if is_plain() => self.chinese_key(),
            _ => (&*self.0).into(),
        }
    }

    fn chinese_key(&self) -> Cow<'_, str> {
        let Some(script) = self.script_of_code() else {
            // zh-yue is another language.
            return if self.subtags().all(|subtag| subtag == "cmn") {
                "zh".into()
            } else {
                (&*self.0).into()
            };
        };
        match (script, self.region()) {
            (Script::Simplified, None | Some("CN")) => "zh-Hans".into(),
            (Script::Traditional, None | Some("TW")) => "zh-Hant".into(),
            (Script::Simplified, Some(region)) => format!("zh-Hans-{region}").into(),
            (Script::Traditional, Some(region)) => format!("zh-Hant-{region}").into(),
        }
    }

    /// How a text in `other` serves a request for `self`, if it does.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> Option<Likeness> {
        if self == other {
            return Some(Likeness::Same);
        }
        let (own, its) = (self.key(), other.key());
        if own == its {
            return Some(Likeness::Same);
        }
        let script = |key: &str| {
            key.get(..7).filter(|script| matches!(*script, "zh-Hans" | "zh-Hant")).map(str::to_owned)
        };
        if let (Some(own), Some(its)) = (script(&own), script(&its)) {
            return (own == its).then_some(Likeness::Script);
        }
        let (short, long) = if own.len() <= its.len() { (own, its) } else { (its, own) };
        let rest = long.strip_prefix(&*short)?;
        rest.starts_with('-').then_some(Likeness::Wider)
    }

    /// Whether a request for `self` is served by a text in `other` as by its own: the same language (`zh-Hans` and
    /// `zh-CN`), or one of them is only the beginning of the other (`zh` and `zh-CN`, `en` and `en-US`, not `zh-CN` and
    /// `zh-TW`).
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        matches!(self.likeness(other), Some(Likeness::Same | Likeness::Wider))
    }

    /// Whether a request for `self` is served by a text in `other` at all, if only by its script (`zh-TW` by `zh-HK`).
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        self.likeness(other).is_some()
    }

    /// The language that most of the letters of a text are written in, as far as letters tell: `zh-CN`, `ja`,
    /// `ko` or `en`. The two scripts of Chinese are not told apart: that takes a converter's tables.
    #[must_use]
    pub fn of_text(text: &str) -> Self {
        /// Letters of a whole issue: what comes after them does not change the answer.
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
        Self(tag.into())
    }
}

/// The canonical case of a tag that is not well-formed although its subtags are: by their length, as far as an
/// extension or a private part does not begin.
fn out_of_order(tag: &str) -> Option<String> {
    let mut canonical = String::with_capacity(tag.len());
    let mut language_only = true;
    for (i, subtag) in tag.split('-').enumerate() {
        let letters = subtag.bytes().all(|b| b.is_ascii_alphabetic());
        let fits = (1..=8).contains(&subtag.len()) && subtag.bytes().all(|b| b.is_ascii_alphanumeric());
        if !fits || (i == 0 && !(letters && subtag.len() > 1)) {
            return None;
        }
        language_only &= subtag.len() > 1;
        if i > 0 {
            canonical.push('-');
        }
        let start = canonical.len();
        canonical.push_str(subtag);
        canonical[start..].make_ascii_lowercase();
        match subtag.len() {
            2 if i > 0 && letters && language_only => canonical[start..].make_ascii_uppercase(),
            4 if i > 0 && letters && language_only => canonical[start..=start].make_ascii_uppercase(),
            _ => {}
        }
    }
    Some(canonical)
}

/// Reads a tag that a person writes, with `-` or `_`. The standard would let any word of up to eight letters name a
/// language, but none does that is longer than three: `English` is an error here.
impl FromStr for Language {
    type Err = NotALanguage;

    fn from_str(text: &str) -> Result<Self, NotALanguage> {
        Self::lenient(text)
            .ok()
            .filter(|language| language.primary().len() <= 3)
            .ok_or_else(|| NotALanguage(text.to_owned()))
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
        language.as_str().to_owned()
    }
}

impl AsRef<str> for Language {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Language {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(text: &str) -> Language {
        text.parse().unwrap()
    }

    #[test]
    fn tags_come_out_in_canonical_case() {
        for (given, wanted) in [
            ("zh_CN", "zh-CN"),
            ("ZH-cn", "zh-CN"),
            (" EN-US ", "en-US"),
            ("zh_hant_tw", "zh-Hant-TW"),
            ("es-419", "es-419"),
            ("CMN-hans-CN", "cmn-Hans-CN"),
            ("de-ch-1996", "de-CH-1996"),
            ("ca_es_VALENCIA", "ca-ES-valencia"),
            ("zh-CHS", "zh-chs"),
            // What is private or an extension has no regions and no scripts.
            ("en-x-US", "en-x-us"),
            ("zh-X-Foo", "zh-x-foo"),
            ("X-Klingon", "x-klingon"),
            ("x-ab-TW", "x-ab-tw"),
            ("EN-U-CA-Gregory", "en-u-ca-gregory"),
            ("zh-hans-t-EN-hant", "zh-Hans-t-en-hant"),
            // Grandfathered tags are as the registry writes them.
            ("I-KLINGON", "i-klingon"),
            ("en-gb-OED", "en-GB-oed"),
            ("zh-MIN-nan", "zh-min-nan"),
            // Older tools put the script last.
            ("sr_sp_cyrl", "sr-SP-Cyrl"),
        ] {
            assert_eq!(tag(given).as_str(), wanted);
            assert_eq!(tag(wanted).as_str(), wanted, "canonical tags stay");
        }
        for wrong in
            ["", "x", "i", "i-nowhere", "1-2", "Chinese (PRC)", "zh-", "zh-CN.UTF-8", "verylonglanguage"]
        {
            assert!(Language::lenient(wrong).is_err(), "{wrong}");
            assert!(wrong.parse::<Language>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_word_is_a_language_in_other_tools_files_only() {
        assert_eq!(Language::lenient("English").unwrap().as_str(), "english");
        assert_eq!("English".parse::<Language>(), Err(NotALanguage("English".to_owned())));
    }

    #[test]
    fn script_and_region_are_those_of_the_language_itself() {
        assert_eq!(tag("zh-Hant-TW").region(), Some("TW"));
        assert_eq!(tag("es-419").region(), Some("419"));
        assert_eq!(tag("zh-CHS").region(), None);
        for none in ["zh-x-tw", "en-u-ca-gregory", "x-tw", "zh-Hans-t-en-tw"] {
            assert_eq!(tag(none).region(), None, "{none}");
        }
        for (text, script) in [
            ("zh", Some(Script::Simplified)),
            ("zh-TW", Some(Script::Traditional)),
            ("zh-Hans-TW", Some(Script::Simplified)),
            ("zh-TW-Hans", Some(Script::Simplified)),
            ("yue-HK", Some(Script::Traditional)),
            ("zh-x-hant", Some(Script::Simplified)),
            ("zh-u-rg-twzzzz", Some(Script::Simplified)),
            ("en-TW", None),
            ("x-zh-tw", None),
        ] {
            assert_eq!(tag(text).script(), script, "{text}");
        }
    }

    #[test]
    fn a_shorter_code_covers_the_longer() {
        assert!(tag("zh").covers(&tag("zh-CN")));
        assert!(tag("zh-CN").covers(&tag("zh")));
        assert!(!tag("zh-CN").covers(&tag("zh-TW")));
        assert!(!tag("en").covers(&tag("enm")));
    }

    #[test]
    fn codes_of_one_language_serve_one_another() {
        let same =
            ["zh-CN", "zh-Hans", "zh_CN", "zh-CHS", "cmn-Hans", "cmn-Hans-CN", "zh-Hans-CN", "cmn-CN", "cn"];
        for (one, other) in same.iter().flat_map(|one| same.iter().map(move |other| (one, other))) {
            assert_eq!(tag(one).likeness(&tag(other)), Some(Likeness::Same), "{one} {other}");
        }
        for (one, other, likeness) in [
            ("zh-Hant", "zh-TW", Some(Likeness::Same)),
            ("zh-CHT", "zh-TW", Some(Likeness::Same)),
            ("zh-TW", "zh-HK", Some(Likeness::Script)),
            ("zh-Hant", "zh-HK", Some(Likeness::Script)),
            ("zh-CN", "zh-SG", Some(Likeness::Script)),
            ("zh-Hans", "zh-Hant", None),
            ("zh-CN", "zh-TW", None),
            ("zh-TW", "yue-HK", None),
            ("zh", "zh-TW", Some(Likeness::Wider)),
            ("zh", "cmn-Hans", Some(Likeness::Wider)),
            ("yue", "yue-HK", Some(Likeness::Wider)),
            ("en", "en-US", Some(Likeness::Wider)),
            ("eng", "en", Some(Likeness::Same)),
            ("en-GB", "en-US", None),
            ("zh-x-a", "zh-CN", None),
            ("zh", "zh-x-a", Some(Likeness::Wider)),
        ] {
            assert_eq!(tag(one).likeness(&tag(other)), likeness, "{one} {other}");
            assert_eq!(tag(other).likeness(&tag(one)), likeness, "{other} {one}");
        }
    }

    #[test]
    fn letters_tell_the_language() {
        for (text, wanted) in [
            ("昨天下了雪。", "zh-CN"),
            ("It snowed.", "en"),
            ("ゆきがふりました。", "ja"),
            ("눈이 왔다", "ko"),
            ("", "en"),
        ] {
            assert_eq!(Language::of_text(text).as_str(), wanted, "{text}");
        }
    }
}
