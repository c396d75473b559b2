//! Language codes as TMX wants them: BCP 47 tags (RFC 5646), always in their canonical case.
//!
//! Tools write `zh_CN`, `ZH-cn` and `EN-US`; CAT tools compare by letter. A [`Language`] is brought to canonical
//! case when it is made, so two codes that mean the same are equal.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// A language code in canonical case: `en`, `zh-CN`, `zh-Hant-TW`. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Language(Arc<str>);

/// A text that is no language code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotALanguage(pub String);

impl fmt::Display for NotALanguage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a language code; one looks like zh-CN, zh-TW or en", self.0)
    }
}

impl std::error::Error for NotALanguage {}

impl Language {
    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first subtag: `zh` of `zh-Hant-TW`.
    #[must_use]
    pub fn primary(&self) -> &str {
        let end = self.0.bytes().position(|b| b == b'-');
        &self.0[..end.unwrap_or(self.0.len())]
    }

    /// Whether the text is Chinese of any kind.
    #[must_use]
    pub fn is_chinese(&self) -> bool {
        matches!(self.primary(), "zh" | "cmn" | "yue" | "lzh")
    }

    /// For Chinese, whether it is written in the Traditional script: told by the script subtag, else by the region.
    #[must_use]
    pub fn is_traditional(&self) -> bool {
        let subtags = || self.0.split('-').skip(1);
        self.is_chinese()
            && !subtags().any(|part| part == "Hans")
            && subtags().any(|part| matches!(part, "Hant" | "TW" | "HK" | "MO"))
    }

    /// Whether a request for `self` is served by a text in `other`: the same code, or one of them is only the
    /// beginning of the other (`zh` and `zh-CN`, not `zh-CN` and `zh-TW`).
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        let (short, long) = if self.0.len() <= other.0.len() { (self, other) } else { (other, self) };
        long.0.strip_prefix(&*short.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    }
}

impl FromStr for Language {
    type Err = NotALanguage;

    fn from_str(text: &str) -> Result<Self, NotALanguage> {
        let mut tag = String::with_capacity(text.len());
        let mut private = false;
        for (i, part) in text.trim().split(['-', '_']).enumerate() {
            let letters = part.bytes().all(|b| b.is_ascii_alphabetic());
            let fits = (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
            let first = letters && (part.len() >= 2 || part.eq_ignore_ascii_case("x"));
            if !fits || (i == 0 && !first) {
                return Err(NotALanguage(text.to_owned()));
            }
            if i > 0 {
                tag.push('-');
            }
            let start = tag.len();
            tag.push_str(part);
            tag[start..].make_ascii_lowercase();
            if i > 0 && !private && letters {
                match part.len() {
                    2 => tag[start..].make_ascii_uppercase(),
                    4 => tag[start..=start].make_ascii_uppercase(),
                    _ => {}
                }
            }
            // Behind `x`, `u` and the like a two-letter subtag is no region.
            private |= part.len() == 1;
        }
        if tag == "x" {
            return Err(NotALanguage(text.to_owned()));
        }
        Ok(Self(tag.into()))
    }
}

impl AsRef<str> for Language {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_come_out_in_canonical_case() {
        for (given, wanted) in [
            ("zh_CN", "zh-CN"),
            ("ZH-cn", "zh-CN"),
            ("EN-US", "en-US"),
            ("zh_hant_tw", "zh-Hant-TW"),
            ("es-419", "es-419"),
            ("en-x-US", "en-x-us"),
            ("CMN-hans-CN", "cmn-Hans-CN"),
        ] {
            assert_eq!(given.parse::<Language>().unwrap().as_str(), wanted);
        }
        for wrong in ["", "x", "1-2", "Chinese (PRC)", "zh-", "zh-CN.UTF-8", "verylonglanguage"] {
            assert!(wrong.parse::<Language>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_shorter_code_covers_the_longer() {
        let code = |text: &str| text.parse::<Language>().unwrap();
        assert!(code("zh").covers(&code("zh-CN")));
        assert!(code("zh-CN").covers(&code("zh")));
        assert!(!code("zh-CN").covers(&code("zh-TW")));
        assert!(!code("en").covers(&code("enm")));
    }
}
