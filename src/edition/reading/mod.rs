//! How Chinese characters are read: pinyin or zhuyin to be set over them as ruby.
//!
//! A phrase tells how its characters are read (銀行 háng, 行走 xíng); the longest that fits from the left counts. Any
//! other character has its most common reading. Texts in traditional characters are looked up in simplified ones,
//! for the phrases are in those, and in Taiwan some characters are read otherwise than on the Mainland
//! ([`TAIWAN`]). Readings stand as in a dictionary, without the changes of tone that speech makes. Names, and
//! particles that only grammar tells (得, 地), can come out wrong: who publishes for learners reads them over.

mod zhuyin;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use crate::lang::{Language, Script};
use crate::script::{Config, Converter};
use zhuyin::zhuyin;

/// Which readings stand over Chinese characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[non_exhaustive]
pub enum Ruby {
    /// Latin letters: `hàn zì`.
    Pinyin,
    /// The signs of Taiwan's schoolbooks: `ㄏㄢˋ ㄗˋ`.
    Zhuyin,
}

impl Ruby {
    /// As templates name it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Pinyin => "pinyin",
            Self::Zhuyin => "zhuyin",
        }
    }
}

/// Whether a word in Latin letters is made of syllables of pinyin, tones left out: a Chinese name.
pub(super) fn is_pinyin(word: &str) -> bool {
    const LONGEST_SYLLABLE: usize = 6;
    let letters = word.to_lowercase();
    let of_syllables = |part: &str| {
        if !part.is_ascii() {
            return false;
        }
        // By byte: whether the part up to it is made of syllables.
        let mut ends = vec![false; part.len() + 1];
        ends[0] = true;
        for end in 1..=part.len() {
            let starts = end.saturating_sub(LONGEST_SYLLABLE)..end;
            ends[end] = starts.rev().any(|start| ends[start] && zhuyin(&part[start..end]).is_some());
        }
        !part.is_empty() && ends[part.len()]
    };
    letters.split(['\'', '’', '-']).all(of_syllables)
}

/// The readings of characters in texts of one language.
#[derive(Debug)]
pub(super) struct Readings {
    ruby: Ruby,
    /// To the characters that phrases are written in; none if the texts are.
    simplify: Option<Converter>,
    taiwan: bool,
}

/// The most characters of a phrase.
const LONGEST: usize = 8;

/// Characters that are read otherwise in Taiwan: the character, its reading on the Mainland, that in Taiwan. Other
/// readings of the same character stay.
///
/// Each is the first reading of the character in the Ministry of Education's revised dictionary, as moedict hands
/// it on (the data of the Python package hanzi2reading 0.1.1), but for two, which that dictionary reads so in
/// words: 圾 in 垃圾, 頗 in 頗有, 頗佳 (in 偏頗 and 廉頗 it reads pō, as on the Mainland).
const TAIWAN: &str = "
期 qī qí, 質 zhì zhí, 識 shí shì, 究 jiū jiù, 企 qǐ qì, 擊 jī jí, 危 wēi wéi, 微 wēi wéi, 息 xī xí, 惜 xī xí,
夕 xī xì, 突 tū tú, 播 bō bò, 績 jì jī, 跡 jì jī, 攜 xié xī, 叔 shū shú, 淑 shū shú, 築 zhù zhú, 帆 fān fán,
昔 xī xí, 熄 xī xí, 寂 jì jí, 菌 jūn jùn, 擁 yōng yǒng, 暫 zàn zhàn, 髮 fà fǎ, 跌 diē dié, 紊 wěn wèn,
馴 xùn xún, 酵 jiào xiào, 儲 chǔ chú, 綜 zōng zòng, 框 kuàng kuāng, 頗 pō pǒ, 柏 bǎi bó, 血 xuè xiě,
曝 bào pù, 誰 shuí shéi, 垃 lā lè, 圾 jī sè
";

/// The most common reading of each character.
static CHARACTERS: LazyLock<HashMap<char, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("characters.txt").lines().filter_map(|line| line.split_once(' '));
    lines.flat_map(|(reading, characters)| characters.chars().map(move |c| (c, reading))).collect()
});

/// Phrases with the readings of their characters, a blank between them.
static PHRASES: LazyLock<HashMap<&'static str, &'static str>> =
    LazyLock::new(|| include_str!("phrases.txt").lines().filter_map(|line| line.split_once(' ')).collect());

impl Readings {
    /// The readings of texts in a language; none if it is not Chinese.
    pub(super) fn new(ruby: Ruby, language: &Language) -> Option<Self> {
        let traditional = language.script()? == Script::Traditional;
        let other = ["-HK", "-MO", "-CN"].iter().any(|region| language.as_str().ends_with(region));
        Some(Self {
            ruby,
            simplify: traditional.then(|| Converter::new(Config::T2s)),
            taiwan: traditional && !other,
        })
    }

    /// The characters of a text that have a reading: where each begins, and the reading.
    pub(super) fn of(&self, text: &str) -> Vec<(usize, Cow<'static, str>)> {
        let places: Vec<(usize, char)> = text.char_indices().collect();
        let simplified = self.simplify.as_ref().map(|converter| converter.convert(text));
        let simplified = simplified
            .map(|text| text.chars().collect::<Vec<_>>())
            .filter(|simplified| simplified.len() == places.len())
            .unwrap_or_else(|| places.iter().map(|&(_, c)| c).collect());
        let mut readings = Vec::new();
        let mut at = 0;
        while at < places.len() {
            if !CHARACTERS.contains_key(&places[at].1) {
                at += 1;
                continue;
            }
            let most = LONGEST.min(places.len() - at);
            let phrase = (2..=most).rev().find_map(|length| {
                let phrase: String = simplified[at..at + length].iter().collect();
                PHRASES.get(phrase.as_str()).map(|readings| readings.split(' '))
            });
            if let Some(of_phrase) = phrase {
                for reading in of_phrase {
                    readings.extend(self.written(places[at], reading));
                    at += 1;
                }
            } else {
                let (_, c) = places[at];
                readings.extend(CHARACTERS.get(&c).and_then(|reading| self.written(places[at], reading)));
                at += 1;
            }
        }
        readings
    }

    /// A reading as it is set over its character.
    fn written(&self, (at, c): (usize, char), reading: &'static str) -> Option<(usize, Cow<'static, str>)> {
        let reading = if self.taiwan { in_taiwan(c, reading) } else { reading };
        match self.ruby {
            Ruby::Pinyin => Some((at, Cow::Borrowed(reading))),
            Ruby::Zhuyin => zhuyin(reading).map(|signs| (at, Cow::Owned(signs))),
        }
    }
}

fn in_taiwan(c: char, reading: &'static str) -> &'static str {
    static OTHERWISE: LazyLock<HashMap<char, (&str, &str)>> = LazyLock::new(|| {
        let lines = TAIWAN.split(',').filter_map(|line| {
            let mut words = line.split_whitespace();
            Some((words.next()?.chars().next()?, (words.next()?, words.next()?)))
        });
        lines.collect()
    });
    match OTHERWISE.get(&c) {
        Some(&(mainland, taiwan)) if mainland == reading => taiwan,
        _ => reading,
    }
}

#[cfg(test)]
mod tests {
    use super::{CHARACTERS, PHRASES, Readings, Ruby, zhuyin};

    fn read(ruby: Ruby, language: &str, text: &str) -> String {
        let readings = Readings::new(ruby, &language.parse().unwrap()).unwrap().of(text);
        readings.iter().map(|(_, reading)| reading.as_ref()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn phrases_tell_how_characters_are_read() {
        for (text, expected) in [
            ("银行行长重庆长江", "yín háng háng zhǎng chóng qìng cháng jiāng"),
            ("音乐快乐", "yīn yuè kuài lè"),
            ("因为2024年成为5G、不为", "yīn wèi nián chéng wéi bù wéi"),
            ("会计得到了", "kuài jì dé dào le"),
            ("A，。", ""),
        ] {
            assert_eq!(read(Ruby::Pinyin, "zh-CN", text), expected, "{text}");
        }
    }

    #[test]
    fn traditional_texts_are_read_by_the_same_phrases_and_as_taiwan_does() {
        assert_eq!(read(Ruby::Pinyin, "zh-TW", "銀行因為音樂"), "yín háng yīn wèi yīn yuè");
        assert_eq!(read(Ruby::Zhuyin, "zh-TW", "期刊、垃圾"), "ㄑㄧˊ ㄎㄢ ㄌㄜˋ ㄙㄜˋ");
        assert_eq!(read(Ruby::Pinyin, "zh-HK", "期刊"), "qī kān");
        assert_eq!(read(Ruby::Zhuyin, "zh-CN", "我们"), "ㄨㄛˇ ˙ㄇㄣ");
    }

    #[test]
    fn every_reading_of_the_data_can_be_written_in_zhuyin_but_for_interjections() {
        let of_phrases = PHRASES.iter().flat_map(|(phrase, readings)| {
            assert_eq!(phrase.chars().count(), readings.split(' ').count(), "{phrase}");
            readings.split(' ')
        });
        let mut without: Vec<&str> = CHARACTERS
            .values()
            .copied()
            .chain(of_phrases)
            .filter(|reading| zhuyin(reading).is_none())
            .collect();
        without.sort_unstable();
        without.dedup();
        assert_eq!(without, ["hm", "ń", "ň", "ḿ"]);
    }
}
