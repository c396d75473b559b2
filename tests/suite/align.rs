//! Alignment: the laws for any text, then cases.

use duizhao::align::{Aligner, Alignment, Bead, Crossing, Sentence, align_issues};
use duizhao::issue::{Article, Block, Issue, Masthead, Role, Text};
use duizhao::problem::Span;
use duizhao::segment::Segments;
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

/// An issue of articles with a headline and one paragraph each.
fn issue(language: &str, articles: &[(&str, &str)]) -> Issue {
    let block = |role, text: &str| Block::text(role, Span::default(), Text::from(text));
    Issue {
        language: language.parse().unwrap(),
        masthead: Masthead::default(),
        articles: articles
            .iter()
            .map(|(headline, paragraph)| Article {
                page: None,
                blocks: vec![block(Role::Headline, headline), block(Role::Paragraph, paragraph)],
            })
            .collect(),
    }
}

const LIBRARY: [(&str, &str); 2] = [
    ("图书馆重新开放", "临江图书馆星期六重新开放。馆长周敏说,新馆有12万册图书。"),
    (
        "Library opens again",
        "The Linjiang library opened again on Saturday. It has 120,000 books, its director, Zhou Min, said.",
    ),
];
const FERRY: [(&str, &str); 2] = [
    ("渡轮停航", "因为大雾,江上的渡轮昨天停航。船长说，能见度不到50米。"),
    (
        "Fog stops the ferry",
        "Fog kept the ferry off the river yesterday. The captain said he could see less than 50 meters.",
    ),
];
const MARKET: [(&str, &str); 2] = [
    ("菜价下降", "本月蔬菜价格下降百分之八。农民希望雨停。"),
    (
        "Vegetables get cheaper",
        "The price of vegetables fell 8 percent this month. Farmers hope that the rain will stop.",
    ),
];

fn align_articles(source: &[[(&str, &str); 2]], target: &[[(&str, &str); 2]]) -> Alignment {
    let source: Vec<_> = source.iter().map(|article| article[0]).collect();
    let target: Vec<_> = target.iter().map(|article| article[1]).collect();
    let source = Segments::of(&issue("zh-CN", &source));
    let target = Segments::of(&issue("en", &target));
    let alignment = align_issues(&Aligner::default(), &source, &target);
    let mirrored = align_issues(&Aligner::default(), &target, &source);
    assert_eq!(mirrored.beads.len(), alignment.beads.len());
    for side in [|bead: &Bead| bead.source.clone(), |bead: &Bead| bead.target.clone()] {
        let mut held: Vec<usize> = alignment.beads.iter().flat_map(side).collect();
        held.sort_unstable();
        let all = if held.len() == source.len() { source.len() } else { target.len() };
        assert_eq!(held, (0..all).collect::<Vec<_>>());
    }
    alignment
}

fn pairs(alignment: &Alignment) -> Vec<(Vec<usize>, Vec<usize>)> {
    alignment
        .articles
        .iter()
        .map(|pair| (pair.source.clone().collect(), pair.target.clone().collect()))
        .collect()
}

#[test]
fn articles_in_another_order_find_each_other() {
    let alignment = align_articles(&[LIBRARY, FERRY, MARKET], &[MARKET, LIBRARY, FERRY]);
    assert_eq!(pairs(&alignment), [(vec![0], vec![1]), (vec![1], vec![2]), (vec![2], vec![0])]);
    assert_eq!(alignment.crossings, [Crossing { first: 1, second: 2 }]);
    assert!(alignment.beads.iter().all(|bead| bead.kind() == (1, 1)), "{:?}", alignment.beads);
}

#[test]
fn an_article_left_out_disturbs_no_other() {
    let alignment = align_articles(&[LIBRARY, FERRY, MARKET], &[LIBRARY, MARKET]);
    assert_eq!(pairs(&alignment), [(vec![0], vec![0]), (vec![1], vec![]), (vec![2], vec![1])]);
    assert!(alignment.crossings.is_empty());
    let alignment = align_articles(&[FERRY, MARKET], &[LIBRARY, FERRY, MARKET]);
    assert_eq!(pairs(&alignment), [(vec![], vec![0]), (vec![0], vec![1]), (vec![1], vec![2])]);
}

#[test]
fn articles_that_were_merged_are_aligned_together() {
    let both = [
        ("", ""),
        (
            "Library and ferry",
            "The Linjiang library opened again on Saturday. It has 120,000 books, its director, Zhou Min, said. Fog kept the ferry off the river yesterday. The captain said he could see less than 50 meters.",
        ),
    ];
    let alignment = align_articles(&[LIBRARY, FERRY, MARKET], &[both, MARKET]);
    assert_eq!(pairs(&alignment), [(vec![0, 1], vec![0]), (vec![2], vec![1])]);
}
