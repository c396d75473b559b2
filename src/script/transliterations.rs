//! Foreign names written with Chinese characters: 埃里克, 弗里茨, 坎特伯里.
//!
//! 里 is in many of them, and there it is never 裡 (inside). The characters of such names are few, and most of them
//! are seldom words by themselves.

use super::boundaries::Cut;
use crate::lang::is_han;
use crate::words::character::{is_locative_lead, is_transliteration};

/// Places (byte offsets) of the 里 that stand in foreign names, in order. One that a phrase of the dictionaries takes in
/// is not asked for.
pub(super) fn li(cut: &Cut<'_>) -> Vec<usize> {
    let places = cut.text.match_indices('里').map(|(at, _)| at);
    places.filter(|&at| cut.lone[at] && is_in_name(cut, at)).collect()
}

fn is_in_name(cut: &Cut<'_>, at: usize) -> bool {
    let behind = at + '里'.len_utf8();
    let (before, after) = (&cut.text[..at], &cut.text[behind..]);
    let head = before.trim_end_matches(is_transliteration);
    let tail = after.trim_start_matches(is_transliteration);
    let (front, back) =
        (before[head.len()..].chars().count(), after[..after.len() - tail.len()].chars().count());
    // Characters of a name that the list of words does not have are words by themselves: 坎|特|伯|里.
    let alone = |around: Option<(usize, usize)>| {
        around.is_some_and(|(start, end)| cut.words[start] && cut.words[end])
    };
    let last = before.char_indices().next_back().map(|(start, _)| (start, at));
    let next = after.chars().next().map(|c| (behind, behind + c.len_utf8()));
    // The list of words may have the name or a part of it: 伯里, 里希.
    let front_is_name = alone(last) || !cut.words[at];
    let back_is_name = alone(next) || !cut.words[behind];
    match (front, back) {
        (2.., 0) => front_is_name && cut.words[behind] && !head.ends_with(is_locative_lead),
        (0, 2..) => !head.ends_with(is_han) && alone(next),
        (_, 0) | (0, _) => false,
        _ => front_is_name && back_is_name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_names_and_not_inside_things() {
        for (text, expected) in [
            ("导演弗里茨出席", 1),
            ("他住在埃默里希城", 1),
            ("担任坎特伯里大主教", 1),
            ("，里瑟尔说", 1),
            ("坦克里德国士兵", 0),
            ("巧克力里有榛子", 0),
            ("卡里特别多", 0),
            ("乌苏里路段", 1),
            ("在屋里说", 0),
            ("里面", 0),
        ] {
            assert_eq!(li(&Cut::by_words(text)).len(), expected, "{text}");
        }
    }
}
