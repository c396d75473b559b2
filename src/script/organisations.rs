//! Names of the Mainland's organisations: 国家知识产权局, 上海市数据局. They keep their words in every edition.

use std::ops::Range;

use crate::lang::is_han;
use crate::words::character::{is_administrative, is_not_in_organisation};
use crate::words::chinese::{ORGANISATION_HEAD, ORGANISATION_NOT_TAIL, ORGANISATION_TAIL};

/// Longest name in characters.
const LONGEST: usize = 18;

/// The names in a text, in order.
pub(super) fn spans(text: &str) -> Vec<Range<usize>> {
    let mut spans: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.char_indices() {
        if spans.last().is_some_and(|last| at < last.end) {
            continue;
        }
        let begins = ORGANISATION_HEAD.start(&text[at..]) || begins_with_place(text, at);
        if !begins {
            continue;
        }
        let is_part = |c: char| is_han(c) && !is_not_in_organisation(c);
        let run: usize =
            text[at..].chars().take_while(|&c| is_part(c)).take(LONGEST).map(char::len_utf8).sum();
        let run = &text[at..at + run];
        let ends = run
            .char_indices()
            .flat_map(|(i, _)| ORGANISATION_TAIL.starting(&run[i..]).map(move |(tail, ())| i + tail.len()));
        // The first ending that is not the beginning of a word such as 部门, 中心城区.
        let end = ends
            .filter(|&end| end >= 4 * 3)
            .filter(|&end| {
                // Every ending ends in the character that such a word begins with.
                !ORGANISATION_NOT_TAIL.start(&run[end - 3..])
            })
            .min();
        spans.extend(end.map(|end| at..at + end));
    }
    spans
}

/// 上海市…, 浙江省…: a place of two or three characters and what it is.
fn begins_with_place(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    if before.is_some_and(is_han) || text[at..].starts_with(is_not_in_organisation) {
        return false;
    }
    let mut ends = text[at..].char_indices().take(4).map(|(i, c)| i + c.len_utf8());
    let (_, Some(two), three) = (ends.next(), ends.next(), ends.next()) else { return false };
    text[at + two..].starts_with(is_administrative)
        || three.is_some_and(|three| text[at + three..].starts_with(is_administrative))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_organisations() {
        for (text, expected) in [
            ("国家知识产权局局长", vec!["国家知识产权局"]),
            ("世界知识产权组织", vec![]),
            ("由上海市数据局、中国移动通信集团举办", vec!["中国移动通信集团"]),
            ("，上海市数据局表示", vec!["上海市数据局"]),
            ("全国各部门", vec![]),
            ("中国首个与组织签署协议的部", vec![]),
        ] {
            let found: Vec<&str> = spans(text).into_iter().map(|span| &text[span]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
