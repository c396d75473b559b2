//! Alignment: the laws for any text, then cases.

use duizhao::align::{Aligner, Bead, Sentence};
use proptest::prelude::*;

fn sentences(texts: &[impl AsRef<str>]) -> Vec<Sentence<'_>> {
    texts.iter().map(|text| text.as_ref().into()).collect()
}

fn align(source: &[impl AsRef<str>], target: &[impl AsRef<str>]) -> Vec<Bead> {
    Aligner::default().align(&sentences(source), &sentences(target))
}

fn kinds(beads: &[Bead]) -> Vec<(usize, usize)> {
    beads.iter().map(Bead::kind).collect()
}

/// Every sentence of both sides once, in order.
fn assert_covers(beads: &[Bead], source: usize, target: usize) {
    let (mut i, mut j) = (0, 0);
    for bead in beads {
        assert_eq!((bead.source.start, bead.target.start), (i, j), "a gap or an overlap before {bead:?}");
        assert!(bead.source.len() + bead.target.len() > 0);
        assert!((0.0..=1.0).contains(&bead.confidence), "{bead:?}");
        (i, j) = (bead.source.end, bead.target.end);
    }
    assert_eq!((i, j), (source, target));
}

fn chinese() -> impl Strategy<Value = Vec<String>> {
    let word = prop::sample::select(vec![
        "天气",
        "老师",
        "学生",
        "图书馆",
        "河边",
        "昨天",
        "三十",
        "12月17日",
        "他",
        "说",
        "“好。”",
        "，",
        "？",
        "WIPO",
        "",
    ]);
    prop::collection::vec(prop::collection::vec(word, 0..12).prop_map(|words| words.concat() + "。"), 0..30)
}

fn english() -> impl Strategy<Value = Vec<String>> {
    let word = prop::sample::select(vec![
        "weather",
        "teacher",
        "students",
        "library",
        "river",
        "yesterday",
        "thirty",
        "Dec. 17",
        "he",
        "said",
        "“Good.”",
        ",",
        "?",
        "WIPO",
        "Li",
    ]);
    prop::collection::vec(prop::collection::vec(word, 0..12).prop_map(|words| words.join(" ") + "."), 0..30)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_sentence_stands_in_one_bead(source in chinese(), target in english()) {
        assert_covers(&align(&source, &target), source.len(), target.len());
    }

    #[test]
    fn any_characters_are_answered(
        source in prop::collection::vec(".{0,40}", 0..12),
        target in prop::collection::vec(".{0,40}", 0..12),
    ) {
        assert_covers(&align(&source, &target), source.len(), target.len());
    }

    #[test]
    fn sides_may_be_swapped(source in chinese(), target in english()) {
        let there = align(&source, &target);
        let back: Vec<Bead> = align(&target, &source)
            .into_iter()
            .map(|bead| Bead { source: bead.target, target: bead.source, confidence: bead.confidence })
            .collect();
        prop_assert_eq!(there, back);
    }

    #[test]
    fn a_text_aligned_with_itself_is_all_one_to_one(text in chinese()) {
        prop_assert!(align(&text, &text).iter().all(|bead| bead.kind() == (1, 1) && bead.source == bead.target));
    }
}

const SOURCE: &[&str] = &[
    "临江图书馆星期六重新开放。",
    "馆长周敏说，新馆有12万册图书，比旧馆多一倍，还有一个可以看见河的阅览室。",
    "“孩子们等了三年。”",
    "她说。",
    "开馆第一天来了4300人。",
    "图书馆周一闭馆。",
];

#[test]
fn sentences_split_and_joined_are_found() {
    let target = [
        "The Linjiang library opened again on Saturday.",
        "Its director, Zhou Min, said the new building holds 120,000 books, twice as many as the old one.",
        "It also has a reading room from which the river can be seen.",
        "“The children waited three years,” she said.",
        "On its first day 4,300 people came.",
        "The library is closed on Mondays.",
    ];
    assert_eq!(kinds(&align(SOURCE, &target)), [(1, 1), (1, 2), (2, 1), (1, 1), (1, 1)]);
}

#[test]
fn a_sentence_left_out_is_a_null_bead() {
    let target = [
        "The Linjiang library opened again on Saturday.",
        "Its director, Zhou Min, said the new building holds 120,000 books, twice as many as the old one, and a reading room from which the river can be seen.",
        "“The children waited three years,” she said.",
        "The library is closed on Mondays.",
    ];
    let beads = align(SOURCE, &target);
    assert_eq!(kinds(&beads), [(1, 1), (1, 1), (2, 1), (1, 0), (1, 1)]);
}

#[test]
fn an_empty_side_leaves_null_beads() {
    assert_eq!(kinds(&align(&["一。", "二。"], &[] as &[&str])), [(1, 0), (1, 0)]);
    assert_eq!(kinds(&align(&[] as &[&str], &["One."])), [(0, 1)]);
    assert!(align(&[] as &[&str], &[] as &[&str]).is_empty());
}
