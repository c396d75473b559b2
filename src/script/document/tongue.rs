//! Which texts of a file are to be converted: what its tags say of them, and what their characters say.
//!
//! Tags are often wrong. Programs that make books write `lang="en"` around Chinese text, and a page that was copied says
//! `zh-TW` of Simplified text. So a text is judged by its characters wherever its tag names something else than the
//! language that is converted.

use std::cell::OnceCell;
use std::cmp::Ordering;
use std::sync::LazyLock;

use crate::lang::{Language, Script, is_han};
use crate::script::change::choices;
use crate::script::config::Config;
use crate::script::engine::Converter;

/// What a tag says of the text below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tongue {
    /// The language that is converted.
    From,
    /// Chinese of another script or region.
    Chinese,
    /// A language that writes Chinese characters of its own.
    Kanji,
    /// Any other.
    Foreign,
}

/// The language that a file is converted from, and the file.
#[derive(Debug)]
pub(super) struct Tongues<'a> {
    from: &'a Language,
    source: &'a str,
    /// Whether most of the file is in the script that is converted.
    shown: OnceCell<bool>,
}

impl<'a> Tongues<'a> {
    pub(super) fn new(from: &'a Language, source: &'a str) -> Self {
        Self { from, source, shown: OnceCell::new() }
    }

    /// What a tag says; none where it says nothing.
    pub(super) fn of(&self, tag: &str) -> Option<Tongue> {
        let tag = tag.trim();
        if tag.is_empty() {
            return None;
        }
        // The codes of three letters (ISO 639-2), as programs for libraries write them.
        if ["zho", "chi"].iter().any(|code| tag.eq_ignore_ascii_case(code)) {
            return Some(if self.from.script() == Some(Script::Simplified) {
                Tongue::From
            } else {
                Tongue::Chinese
            });
        }
        let Ok(language) = tag.parse::<Language>() else { return Some(Tongue::Foreign) };
        Some(match language.script() {
            Some(script) if Some(script) == self.from.script() => Tongue::From,
            Some(_) => Tongue::Chinese,
            None if matches!(language.primary(), "ja" | "jpn" | "ko" | "kor" | "vi" | "vie") => Tongue::Kanji,
            None => Tongue::Foreign,
        })
    }

    pub(super) fn is_from(&self, tag: &str) -> bool {
        self.of(tag) == Some(Tongue::From)
    }

    /// Whether a text is converted, given what its tag says.
    pub(super) fn reads(&self, tongue: Tongue, text: &str) -> bool {
        match tongue {
            Tongue::From => true,
            Tongue::Chinese => self.shows(text),
            Tongue::Kanji => false,
            Tongue::Foreign => is_chinese(text) && self.shows(text),
        }
    }

    /// Whether a text is in the script that is converted: by itself, or where its characters do not tell, because the
    /// file is.
    pub(super) fn shows(&self, text: &str) -> bool {
        match self.weighed(text) {
            Ordering::Greater => true,
            Ordering::Less => false,
            Ordering::Equal => {
                text.contains(is_han)
                    && *self.shown.get_or_init(|| self.weighed(self.source) == Ordering::Greater)
            }
        }
    }

    /// Whether more characters of a text are of the script that is converted alone than of the other.
    fn weighed(&self, text: &str) -> Ordering {
        let (mut simplified, mut traditional) = (0usize, 0usize);
        for c in text.chars().filter(|&c| is_han(c)) {
            match SCRIPTS.of(c) {
                Some(Script::Simplified) => simplified += 1,
                Some(Script::Traditional) => traditional += 1,
                None => {}
            }
        }
        match self.from.script() {
            Some(Script::Traditional) => traditional.cmp(&simplified),
            _ => simplified.cmp(&traditional),
        }
    }
}

/// Whether a text is Chinese by its letters.
pub(super) fn is_chinese(text: &str) -> bool {
    text.contains(is_han) && Language::of_text(text).is_chinese()
}

/// Whether a text is of another language as far as its marks go: in a Chinese file a sentence without any Chinese
/// character, in another file whatever is not Chinese.
pub(super) fn is_foreign(text: &str, file_is_chinese: bool) -> bool {
    const SENTENCE: usize = 4;
    let latin = || text.chars().any(|c| c.is_alphabetic() && !is_han(c));
    let marks =
        |c: char| matches!(c, '，' | '。' | '！' | '？' | '：' | '；' | '、' | '「' | '」' | '《' | '》');
    if file_is_chinese {
        return !text.contains(is_han)
            && !text.contains(marks)
            && latin()
            && text.split_whitespace().count() >= SENTENCE;
    }
    latin() && !is_chinese(text)
}

/// Characters of the Basic Multilingual Plane that are written in one script only, by code point from [`FIRST`] on.
struct Scripts(Vec<Option<Script>>);

const FIRST: u32 = 0x3400;
const LAST: u32 = 0x9FFF;

static SCRIPTS: LazyLock<Scripts> = LazyLock::new(|| {
    // One to a line, so that no phrase is seen in them.
    let characters = || (FIRST..=LAST).filter_map(char::from_u32);
    let lines: String = characters().flat_map(|c| [c, '\n']).collect();
    let there = Converter::new(Config::S2t).convert(&lines);
    let back = Converter::new(Config::T2s).convert(&lines);
    let script = |((c, there), back): ((char, &str), &str)| {
        let stays = |line: &str| line.chars().eq([c]);
        match (stays(there), stays(back)) {
            (false, true) if !choices(c).any(stays) => Some(Script::Simplified),
            (true, false) => Some(Script::Traditional),
            _ => None,
        }
    };
    Scripts(characters().zip(there.lines()).zip(back.lines()).map(script).collect())
});

impl Scripts {
    fn of(&self, c: char) -> Option<Script> {
        let at = u32::from(c).checked_sub(FIRST)?;
        self.0.get(at as usize).copied().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_tell_their_script() {
        let of = |text: &str| text.chars().map(|c| SCRIPTS.of(c)).collect::<Vec<_>>();
        assert_eq!(of("头发"), [Some(Script::Simplified); 2]);
        assert_eq!(of("頭髮"), [Some(Script::Traditional); 2]);
        assert_eq!(of("后里云人"), [None; 4]);
    }

    #[test]
    fn characters_outweigh_tags() {
        let from = "zh-CN".parse().unwrap();
        let tongues = Tongues::new(&from, "頭髮");
        for (tag, text, reads) in [
            ("zh-CN", "后", true),
            ("zh-TW", "头发", true),
            ("zh-TW", "頭髮", false),
            ("zh-TW", "皇后", false),
            ("en", "头发", true),
            ("en-US", "The word 头发 means hair", false),
            ("zho", "后街", true),
            ("ja", "発売国", false),
            ("x-unknown", "大桥开放", true),
        ] {
            assert_eq!(tongues.reads(tongues.of(tag).unwrap(), text), reads, "{tag}: {text}");
        }
        assert_eq!(tongues.of(""), None);
        let simplified = Tongues::new(&from, "头发，皇后");
        assert!(simplified.reads(Tongue::Foreign, "皇后") && !simplified.reads(Tongue::Foreign, "Queen"));
    }
}
