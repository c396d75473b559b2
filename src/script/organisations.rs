//! Names of the Mainland's organisations: 国家知识产权局, 上海市数据局. They keep their words in every edition.

use std::ops::Range;

use crate::lang::is_han;

const BEGINNINGS: &[&str] = &["国家", "中国", "中共", "中央", "中华", "全国", "国务院", "最高"];
const PLACES: &[&str] = &["省", "市", "区", "县", "州"];
const ENDINGS: &[&str] = &[
    "局",
    "部",
    "委员会",
    "公司",
    "集团",
    "大学",
    "学院",
    "研究院",
    "研究所",
    "协会",
    "学会",
    "联合会",
    "总会",
    "中心",
    "法院",
    "检察院",
    "银行",
    "办公室",
    "出版社",
    "委",
    "厅",
    "署",
];

/// Small words that are in no name.
const STOPS: &[char] = &['的', '与', '是', '在', '将', '对', '向', '首', '从', '由', '被', '把', '了', '着'];

/// Longest name in characters.
const LONGEST: usize = 18;

/// The names in a text, in order.
pub(super) fn spans(text: &str) -> Vec<Range<usize>> {
    let mut spans: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.char_indices() {
        if spans.last().is_some_and(|last| at < last.end) {
            continue;
        }
        let begins = BEGINNINGS.iter().any(|beginning| text[at..].starts_with(beginning))
            || begins_with_place(text, at);
        if !begins {
            continue;
        }
        let is_part = |c: char| is_han(c) && !STOPS.contains(&c);
        let run: usize =
            text[at..].chars().take_while(|&c| is_part(c)).take(LONGEST).map(char::len_utf8).sum();
        let run = &text[at..at + run];
        let ends = ENDINGS.iter().flat_map(|ending| run.match_indices(ending).map(|(i, _)| i + ending.len()));
        // The first ending that is not the beginning of a word such as 部门, 中心城区.
        let end = ends
            .filter(|&end| end >= 4 * 3)
            .filter(|&end| {
                !["部门", "部署", "委托", "局面", "局部", "市局势"]
                    .iter()
                    .any(|word| run[end - 3..].starts_with(word))
            })
            .min();
        spans.extend(end.map(|end| at..at + end));
    }
    spans
}

/// 上海市…, 浙江省…: a place of two or three characters and what it is.
fn begins_with_place(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    if before.is_some_and(is_han) || text[at..].starts_with(STOPS) {
        return false;
    }
    let mut ends = text[at..].char_indices().take(4).map(|(i, c)| i + c.len_utf8());
    let (_, Some(two), three) = (ends.next(), ends.next(), ends.next()) else { return false };
    PLACES.iter().any(|place| {
        text[at + two..].starts_with(place)
            || three.is_some_and(|three| text[at + three..].starts_with(place))
    })
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
