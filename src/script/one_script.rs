//! Which characters stand in one script of Chinese only: those that the other's regions cannot write.
//!
//! What is only unusual in a region does not count. 群, 峰, 床 are simplified forms for OpenCC's tables, and the usual
//! ones in Taiwan; 乾 becomes 干, and stands in 乾隆 on the Mainland too. So a character counts where a conversion
//! replaces it, no conversion into that script writes it, and the region's character set has no place for it: Big5
//! (with its 5,401 common and 7,652 less common characters) for Taiwan, GB 2312 and the
//! forms in `kept_forms.txt` for the Mainland.

use std::collections::BTreeSet;

use crate::lang::Script;

use super::change::choices;
use super::config::Config;
use super::engine::Converter;
use super::simplified::{FIRST, LAST};

/// Forms that the Mainland keeps in some words.
const KEPT: &str = include_str!("kept_forms.txt");

/// The script of each character that stands in one script only.
#[derive(Debug, Clone)]
pub struct OneScript(Vec<Option<Script>>);

impl Default for OneScript {
    fn default() -> Self {
        let characters: Vec<char> = (FIRST..=LAST).filter_map(char::from_u32).collect();
        // One to a line, so that no phrase is seen in them.
        let lines: String = characters.iter().flat_map(|&c| [c, '\n']).collect();
        let converted = |config| Converter::new(config).convert(&lines);
        let (to_traditional, to_simplified) = (converted(Config::S2t), converted(Config::T2s));
        // The forms that conversions write. What one leaves alone it may just not know.
        let written = |configs: &[Config]| -> BTreeSet<char> {
            let mut forms: BTreeSet<char> = BTreeSet::new();
            for &config in configs {
                let lines = converted(config);
                let changed = characters.iter().zip(lines.lines());
                forms.extend(changed.flat_map(|(&c, line)| line.chars().filter(move |&form| form != c)));
            }
            forms
        };
        let traditional_forms =
            written(&[Config::S2t, Config::S2twp, Config::S2hkp, Config::T2tw, Config::T2hk]);
        let mut simplified_forms = written(&[Config::T2s, Config::Tw2sp, Config::Hk2sp]);
        simplified_forms.extend(kept().map(|(form, _)| form));
        let lines = to_traditional.lines().zip(to_simplified.lines());
        let scripts = characters.iter().zip(lines).map(|(&c, (traditional, simplified))| {
            let own = |line: &str| line.chars().eq([c]);
            // What may also stay as it is (后 in 皇后) is at home in both.
            let stays = || choices(c).any(own);
            match (own(traditional), own(simplified)) {
                (false, true) if !stays() && !traditional_forms.contains(&c) && !is_in_big5(c) => {
                    Some(Script::Simplified)
                }
                (true, false) if !simplified_forms.contains(&c) && !is_in_gb2312(c) => {
                    Some(Script::Traditional)
                }
                _ => None,
            }
        });
        Self(scripts.collect())
    }
}

impl OneScript {
    /// The script of a character, if it stands in one only.
    #[must_use]
    pub fn of(&self, c: char) -> Option<Script> {
        let at = u32::from(c).checked_sub(FIRST)? as usize;
        self.0.get(at).copied().flatten()
    }
}

/// The two bytes of a character in an encoding; none if it has no place there.
fn two_bytes(encoding: &'static encoding_rs::Encoding, c: char) -> Option<[u8; 2]> {
    let mut utf8 = [0; 4];
    let (bytes, _, lost) = encoding.encode(c.encode_utf8(&mut utf8));
    <[u8; 2]>::try_from(&*bytes).ok().filter(|_| !lost)
}

/// Whether Big5 has the character: level 1 is A440–C67E, level 2 is C940–F9D5. What vendors and Hong Kong put around
/// them is not asked: Hong Kong's own forms are what the conversions for it write.
fn is_in_big5(c: char) -> bool {
    two_bytes(encoding_rs::BIG5, c)
        .is_some_and(|bytes| matches!(u16::from_be_bytes(bytes), 0xA440..=0xC67E | 0xC940..=0xF9D5))
}

/// Whether GB 2312 has the character: rows 16 to 87 of its table.
fn is_in_gb2312(c: char) -> bool {
    two_bytes(encoding_rs::GBK, c).is_some_and(|[row, cell]| (0xB0..=0xF7).contains(&row) && cell >= 0xA1)
}

/// The forms that the Mainland keeps, each with a word.
fn kept() -> impl Iterator<Item = (char, &'static str)> {
    let words = KEPT.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(' '));
    words.filter_map(|(form, word)| Some((form.chars().next()?, word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_region_cannot_write_stands_in_one_script() {
        let scripts = OneScript::default();
        for c in "群峰床秘粽听台着里后面税乾隆坤于范沈准余".chars() {
            assert_eq!(scripts.of(c), None, "{c}");
        }
        for c in "论坛这们说".chars() {
            assert_eq!(scripts.of(c), Some(Script::Simplified), "{c}");
        }
        for c in "論壇這們會説裏綫".chars() {
            assert_eq!(scripts.of(c), Some(Script::Traditional), "{c}");
        }
    }

    #[test]
    fn what_the_character_set_of_a_region_has_never_tells_against_it() {
        let scripts = OneScript::default();
        let han = || (FIRST..=LAST).filter_map(char::from_u32);
        // 兀 and 嗀 stand twice in Big5, and encoders write 仝 with its code of Hong Kong.
        assert_eq!(han().filter(|&c| is_in_big5(c)).count(), 13_053 - 3);
        assert_eq!(han().filter(|&c| is_in_gb2312(c)).count(), 6_763);
        assert!(han().filter(|&c| is_in_big5(c)).all(|c| scripts.of(c) != Some(Script::Simplified)));
        assert!(han().filter(|&c| is_in_gb2312(c)).all(|c| scripts.of(c) != Some(Script::Traditional)));
        let count = |script| han().filter(|&c| scripts.of(c) == Some(script)).count();
        assert!(count(Script::Simplified) > 1_500, "{}", count(Script::Simplified));
        assert!(count(Script::Traditional) > 1_500, "{}", count(Script::Traditional));
    }

    #[test]
    fn each_kept_form_stands_in_its_word_and_is_simplified_elsewhere() {
        let converter = Converter::new(Config::T2s);
        for (form, word) in kept() {
            assert!(word.contains(form), "{form}");
            assert_ne!(converter.convert(&form.to_string()), form.to_string(), "{form} needs no line");
        }
    }
}
