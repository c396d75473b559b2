//! Pinyin as zhuyin (注音符號): a sign for the initial, one to three for the final, a mark for the tone.
//!
//! Pinyin hides some finals behind its spelling: `yu` is `ü`, `jiu` is `ji` + `ou`, `zhi` has none. They are brought
//! to light before the signs are looked up.

use unicode_normalization::UnicodeNormalization as _;

const INITIALS: [(&str, char); 21] = [
    ("zh", 'ㄓ'),
    ("ch", 'ㄔ'),
    ("sh", 'ㄕ'),
    ("b", 'ㄅ'),
    ("p", 'ㄆ'),
    ("m", 'ㄇ'),
    ("f", 'ㄈ'),
    ("d", 'ㄉ'),
    ("t", 'ㄊ'),
    ("n", 'ㄋ'),
    ("l", 'ㄌ'),
    ("g", 'ㄍ'),
    ("k", 'ㄎ'),
    ("h", 'ㄏ'),
    ("j", 'ㄐ'),
    ("q", 'ㄑ'),
    ("x", 'ㄒ'),
    ("r", 'ㄖ'),
    ("z", 'ㄗ'),
    ("c", 'ㄘ'),
    ("s", 'ㄙ'),
];

/// Finals as sounds: `iou` for what is spelt `iu` or `you`.
const FINALS: [(&str, &str); 39] = [
    ("a", "ㄚ"),
    ("o", "ㄛ"),
    ("e", "ㄜ"),
    ("ê", "ㄝ"),
    ("ai", "ㄞ"),
    ("ei", "ㄟ"),
    ("ao", "ㄠ"),
    ("ou", "ㄡ"),
    ("an", "ㄢ"),
    ("en", "ㄣ"),
    ("ang", "ㄤ"),
    ("eng", "ㄥ"),
    ("er", "ㄦ"),
    ("i", "ㄧ"),
    ("ia", "ㄧㄚ"),
    ("io", "ㄧㄛ"),
    ("ie", "ㄧㄝ"),
    ("iai", "ㄧㄞ"),
    ("iao", "ㄧㄠ"),
    ("iou", "ㄧㄡ"),
    ("ian", "ㄧㄢ"),
    ("in", "ㄧㄣ"),
    ("iang", "ㄧㄤ"),
    ("ing", "ㄧㄥ"),
    ("iong", "ㄩㄥ"),
    ("u", "ㄨ"),
    ("ua", "ㄨㄚ"),
    ("uo", "ㄨㄛ"),
    ("uai", "ㄨㄞ"),
    ("uei", "ㄨㄟ"),
    ("uan", "ㄨㄢ"),
    ("uen", "ㄨㄣ"),
    ("uang", "ㄨㄤ"),
    ("ueng", "ㄨㄥ"),
    ("ong", "ㄨㄥ"),
    ("ü", "ㄩ"),
    ("üe", "ㄩㄝ"),
    ("üan", "ㄩㄢ"),
    ("ün", "ㄩㄣ"),
];

/// A syllable in zhuyin; none if it is no syllable of Mandarin, such as `hm`.
pub(super) fn zhuyin(pinyin: &str) -> Option<String> {
    let (syllable, tone) = without_tone(pinyin);
    let (initial, rest) = INITIALS
        .iter()
        .find_map(|(letters, sign)| Some((*sign, syllable.strip_prefix(letters)?)))
        .map_or((None, syllable.as_str()), |(sign, rest)| (Some(sign), rest));
    let sound = final_sound(initial, rest);
    let signs = match (initial, sound.as_str()) {
        (Some('ㄓ' | 'ㄔ' | 'ㄕ' | 'ㄖ' | 'ㄗ' | 'ㄘ' | 'ㄙ'), "i") => "",
        (_, sound) => FINALS.iter().find(|(known, _)| *known == sound)?.1,
    };
    let mut out = String::new();
    // The mark of the light tone stands first, those of the others last; the first tone has none.
    out.extend((tone == 5).then_some('˙'));
    out.extend(initial);
    out.push_str(signs);
    out.extend(match tone {
        2 => Some('ˊ'),
        3 => Some('ˇ'),
        4 => Some('ˋ'),
        _ => None,
    });
    Some(out)
}

/// A syllable's letters, and its tone: 5 if it is light.
fn without_tone(pinyin: &str) -> (String, u8) {
    let mut tone = 5;
    let letters: String = pinyin
        .nfd()
        .filter(|c| {
            let of_mark = match c {
                '\u{304}' => 1,
                '\u{301}' => 2,
                '\u{30C}' => 3,
                '\u{300}' => 4,
                _ => return true,
            };
            tone = of_mark;
            false
        })
        .collect();
    (letters.nfc().collect(), tone)
}

/// The final that a spelling stands for.
fn final_sound(initial: Option<char>, spelt: &str) -> String {
    match (initial, spelt) {
        (None, "yi" | "yin" | "ying") => spelt[1..].to_owned(),
        (None, "wu") => "u".to_owned(),
        (None, _) if spelt.starts_with("yu") => format!("ü{}", &spelt[2..]),
        (None, _) if spelt.starts_with('y') => format!("i{}", &spelt[1..]),
        (None, _) if spelt.starts_with('w') => format!("u{}", &spelt[1..]),
        (Some('ㄐ' | 'ㄑ' | 'ㄒ'), _) if spelt.starts_with('u') => format!("ü{}", &spelt[1..]),
        (Some(_), "iu") => "iou".to_owned(),
        (Some(_), "ui") => "uei".to_owned(),
        (Some(_), "un") => "uen".to_owned(),
        _ => spelt.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::zhuyin;

    #[test]
    fn spellings_that_hide_a_sound_are_seen_through() {
        for (pinyin, signs) in [
            ("hàn", "ㄏㄢˋ"),
            ("zì", "ㄗˋ"),
            ("shī", "ㄕ"),
            ("yuán", "ㄩㄢˊ"),
            ("xué", "ㄒㄩㄝˊ"),
            ("jiǔ", "ㄐㄧㄡˇ"),
            ("guì", "ㄍㄨㄟˋ"),
            ("lún", "ㄌㄨㄣˊ"),
            ("jūn", "ㄐㄩㄣ"),
            ("nǚ", "ㄋㄩˇ"),
            ("lüè", "ㄌㄩㄝˋ"),
            ("wēng", "ㄨㄥ"),
            ("yòng", "ㄩㄥˋ"),
            ("yě", "ㄧㄝˇ"),
            ("wǒ", "ㄨㄛˇ"),
            ("de", "˙ㄉㄜ"),
            ("ér", "ㄦˊ"),
        ] {
            assert_eq!(zhuyin(pinyin).as_deref(), Some(signs), "{pinyin}");
        }
        assert_eq!(zhuyin("hm"), None);
    }
}
