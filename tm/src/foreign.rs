//! Whether what stands in foreign letters is a sentence, or a name, an address or a line of goods, which every
//! language takes over as they are.

use crate::language::is_han;
use crate::script::Letters;
use std::collections::BTreeSet;

/// Characters of Chinese function words.
const FUNCTION: &str = include_str!("function_characters.txt");

/// So many letters of a script without capitals are more than a name has.
const LONG: usize = 16;

fn is_function(c: char) -> bool {
    FUNCTION.lines().filter(|line| !line.starts_with('#')).any(|line| line.contains(c))
}

/// Whether a text has a sentence in letters that are not a language's own.
///
/// - Chinese: a stop, or two different function words.
/// - Scripts with capitals: three words in small letters that are at least half of all words. Names and goods begin
///   with capitals and have figures in them.
/// - Others: more letters than a name has.
pub(crate) fn is_sentence(text: &str, own: Letters) -> bool {
    let foreign = |c: char| c.is_alphabetic() && !own.has(c);
    let han = text.chars().filter(|&c| is_han(c) && foreign(c)).count();
    let has_cases = |c: char| c.is_lowercase() || c.is_uppercase();
    let (mut small, mut words) = (0, 0);
    for word in text.split_whitespace().filter(|word| !is_address(word)) {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        if !word.chars().any(foreign) {
            continue;
        }
        words += 1;
        let plain = word.chars().all(|c| c.is_lowercase() || matches!(c, '\'' | '’' | '-'));
        small += usize::from(plain && word.chars().count() > 1);
    }
    let others = text.chars().filter(|&c| foreign(c) && !is_han(c) && !has_cases(c)).count();
    let function = || text.chars().filter(|&c| is_han(c) && is_function(c)).collect::<BTreeSet<char>>().len();
    let stops = || text.contains(['。', '！', '？']);
    (han > 0 && (stops() || function() >= 2)) || (small >= 3 && small * 2 >= words) || others >= LONG
}

/// Whether a word is a web or mail address, a path or a piece of code.
fn is_address(word: &str) -> bool {
    word.contains(['/', '@', '_', '\\', '=', '{', '<']) || word.starts_with("www.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_told_from_names_addresses_and_goods() {
        for text in [
            "This was never Chinese, not one word of it.",
            "the committee has not decided yet",
            "Заседание совета прошло вчера вечером",
            "これは翻訳されていない文章でありますから",
        ] {
            assert!(is_sentence(text, Letters::Han), "{text}");
        }
        for text in ["这里没有翻译成英文的话", "会议昨天在北京开幕。", "他们为什么不来"]
        {
            assert!(is_sentence(text, Letters::Latin), "{text}");
        }
        for text in [
            "1600 Amphitheatre Parkway, Mountain View, CA 94043",
            "United Nations Educational, Scientific and Cultural Organization",
            "University of California, Berkeley, Department of Physics",
            "Nikon NIKKOR Z 24-120mm f/4 S Standard Zoom Lens",
            "https://www.example.org/a/very/long/path and mail@example.org",
            "Владимир Владимирович Маяковский",
        ] {
            assert!(!is_sentence(text, Letters::Han), "{text}");
        }
        for text in [
            "北京市朝阳区建国门外大街甲十二号新华保险大厦",
            "中华人民共和国国家发展和改革委员会",
            "格力云佳变频冷暖壁挂式空调",
        ] {
            assert!(!is_sentence(text, Letters::Latin), "{text}");
        }
    }
}
