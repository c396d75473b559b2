//! Characters whose form the number before them decides.
//!
//! The dictionaries hold the small numbers written with characters (三只); a number can have any length and be written
//! with digits.

use super::boundaries::Cut;
use super::numerals::is_number;
use crate::words::character::{is_behind_only, is_side};
use crate::words::chinese::{COUNTED_PLAINLY, NUMBERED_DAY};

/// The number that a text ends in, and what stands before it: 放了|120, 两百|多. Nothing if there is none.
fn number(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_end_matches([' ', '\u{a0}']);
    let text = text.strip_suffix(['多', '余', '来']).unwrap_or(text).trim_end_matches([' ', '\u{a0}']);
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let before = text.trim_end_matches(|c| is_number(c) || is_digit(c) || matches!(c, ',' | '.'));
    let number = &text[before.len()..];
    number.starts_with(|c| is_number(c) || is_digit(c)).then_some((before, number))
}

/// Places (byte offsets) of characters whose form the number before them decides, each with that form, in order:
/// 120|只 藏羚羊 are 隻, 11 天|后 is 後.
pub(super) fn forms(cut: &Cut<'_>) -> Vec<(usize, &'static str)> {
    let text = cut.text;
    let measures = text.match_indices('只').filter_map(|(at, found)| {
        let behind = at + found.len();
        let (before, number) = number(&text[..at])?;
        // 周五只, 初十只: a day, not a number. 一只 and 数只 are in the dictionaries, 统一只 and 无数只 are not numbers.
        let counts = !NUMBERED_DAY.end(before) && !matches!(number, "一" | "数" | "万一");
        // 三十人中 20 只会; 五只要.
        let is_adverb = text[behind..].starts_with(is_behind_only) || cut.words[at] && !cut.words[behind];
        let form = if COUNTED_PLAINLY.start(&text[behind..]) { "只" } else { "隻" };
        (counts && !is_adverb).then_some((at, form))
    });
    // 几十里路 is a distance, 三里面 is not.
    let distances = text.match_indices('里').filter_map(|(at, found)| {
        let (before, number) = number(&text[..at])?;
        let inside = text[at + found.len()..].starts_with(is_side);
        (!inside && !NUMBERED_DAY.end(before) && number != "万一").then_some((at, "里"))
    });
    let later = text.match_indices("天后").filter_map(|(at, _)| {
        number(&text[..at])?;
        Some((at + "天".len(), "後"))
    });
    let mut forms: Vec<_> = measures.chain(distances).chain(later).collect();
    forms.sort_unstable();
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_that_numbers_decide() {
        for (text, expected) in [
            ("放了120只藏羚羊", "隻"),
            ("三百五十只羊", "隻"),
            ("两百多只鸡和30 余只鸭", "隻隻"),
            ("第五只脚", "隻"),
            ("三十多只新股", "只"),
            ("周五只开半天", ""),
            ("三十人只有一只碗", ""),
            ("这五十只是开头", ""),
            ("只看", ""),
            ("11天后和 4 天后", "後後"),
            ("走了几十里路，一萬里山路", "里里"),
            ("這三里面", ""),
            ("歌坛天后", ""),
        ] {
            let found: String = forms(&Cut::by_words(text)).into_iter().map(|(_, form)| form).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
