//! Every block once, the same text out as in, unique ids, links that land, the same bytes.

use duizhao::align::Bead;
use duizhao::edition::{By, Edition, Layout, Ruby, Writing, compose};
use duizhao::issue::{Article, Block, Body, Inline, Issue, Mark, Masthead, Role, Text};
use duizhao::problem::Span;
use duizhao::segment::Segments;
use proptest::prelude::*;

use super::book::{Book, in_language, spoken, without_blanks};
use super::everything::{Both, block, holder, issue, layouts, settings, translation};

/// The text of an issue as an edition shows it: without blanks, and without characters that XML forbids.
fn text_of(issue: &Issue) -> String {
    let text: String = issue.leaves().iter().map(|leaf| leaf.text.plain()).collect();
    let forbidden =
        |c: char| (c.is_control() && !matches!(c, '\n' | '\t')) || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    without_blanks(&text.replace(forbidden, "\u{FFFD}"))
}

fn check(issue: &Issue, edition: &Edition) {
    let shown: String = spoken(edition).iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(without_blanks(&shown), text_of(issue));
    Book::of(edition).hold_together();
}

#[test]
fn an_issue_with_everything_keeps_its_text_in_both_ways_of_writing() {
    for writing in [Writing::Horizontal, Writing::Vertical] {
        let edition = compose(&issue(), &settings().writing(writing)).unwrap();
        check(&issue(), &edition);
    }
}

#[test]
fn each_layout_holds_both_texts_whole() {
    for (name, edition) in layouts() {
        let spoken = spoken(&edition);
        assert_eq!(in_language(&spoken, "zh-Hant-TW"), text_of(&issue()), "{name}");
        // The article without a partner comes last, the others in the order of the source.
        let mut translated = translation();
        let alone = translated.articles.remove(1);
        translated.articles.push(alone);
        assert_eq!(in_language(&spoken, "en"), text_of(&translated), "{name}");
        Book::of(&edition).hold_together();
    }
}

#[test]
fn the_same_issue_gives_the_same_bytes() {
    let make = || compose(&issue(), &settings()).unwrap().epub().unwrap();
    assert_eq!(make(), make());
    let other = settings().name("other".into());
    let (one, two) = (compose(&issue(), &settings()).unwrap(), compose(&issue(), &other).unwrap());
    assert_ne!(one.metadata.identifier, two.metadata.identifier);
}

fn words() -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop::sample::select(vec![
            "新聞", "。", "，", "24", "2026", "4.5%", "A", "word ", "<", "&", "\"", "」", "\u{1}", "\n", " ",
            "𠮷", "]]>", "!?",
        ]),
        0..8,
    )
    .prop_map(|words| words.concat())
}

fn inline() -> impl Strategy<Value = Inline> {
    let leaf = prop_oneof![
        4 => words().prop_map(|text| Inline::Text(text.into())),
        1 => words().prop_map(|code| Inline::Code(code.into())),
        1 => Just(Inline::SoftBreak),
        1 => Just(Inline::HardBreak),
        1 => prop::sample::select(vec!["1", "2"]).prop_map(|label| Inline::Note(label.into())),
        1 => Just(Inline::Image { source: "images/bridge.png".into(), alt: "a\"b".into(), title: "<".into() }),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        let mark = prop::sample::select(vec![
            Mark::Strong,
            Mark::Emphasis,
            Mark::Dateline,
            Mark::Ruby("xīn".into()),
            Mark::Link { url: "https://example.org/a b".into(), title: "t".into() },
        ]);
        (mark, prop::collection::vec(inner, 0..3)).prop_map(|(mark, inner)| Inline::Marked(mark, inner))
    })
}

fn blocks() -> impl Strategy<Value = Block> {
    let roles = vec![
        Role::Kicker,
        Role::Headline,
        Role::Deck,
        Role::Byline,
        Role::Crosshead,
        Role::Paragraph,
        Role::Quote,
        Role::Caption,
        Role::Continuation,
        Role::Other,
        Role::Figure,
    ];
    let text = prop_oneof![
        5 => (prop::sample::select(roles), prop::collection::vec(inline(), 0..4)).prop_map(|(role, inlines)| Block::text(role, Span::default(), Text { inlines })),
        1 => prop::sample::select(vec!["第1版", "第2版", "A3"]).prop_map(|label| block(Role::Page, label)),
        1 => Just(holder(Role::Rule, Body::Empty)),
    ];
    text.prop_recursive(2, 12, 3, |inner| {
        let some = prop::collection::vec(inner, 0..3);
        prop_oneof![
            (any::<bool>(), prop::collection::vec(some.clone(), 1..3)).prop_map(|(numbered, points)| {
                holder(Role::List, Body::List { start: numbered.then_some(2), points })
            }),
            some.clone().prop_map(|blocks| holder(Role::Quote, Body::Blocks(blocks))),
            some.clone().prop_map(|blocks| holder(Role::PullQuote, Body::Blocks(blocks))),
            some.clone().prop_map(|blocks| holder(Role::Figure, Body::Blocks(blocks))),
            (prop::sample::select(vec!["1", "2", "3"]), some)
                .prop_map(|(label, blocks)| holder(Role::Note, Body::Note { label: label.into(), blocks })),
        ]
    })
}

prop_compose! {
    fn issues()(
        articles in prop::collection::vec((prop::option::of("[1-4]"), prop::collection::vec(blocks(), 0..5)), 0..4),
        language in prop::sample::select(vec!["zh-CN", "zh-TW", "en"]),
        title in prop::option::of(words()),
    ) -> Issue {
        Issue {
            language: language.parse().unwrap(),
            masthead: Masthead { title, ..Masthead::default() },
            articles: articles.into_iter().map(|(page, blocks)| Article { page, blocks }).collect(),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_issue_keeps_its_text_and_holds_together(
        issue in issues(),
        vertical: bool,
        ruby in prop::option::of(prop::sample::select(vec![Ruby::Pinyin, Ruby::Zhuyin])),
    ) {
        let writing = if vertical { Writing::Vertical } else { Writing::Horizontal };
        let edition = compose(&issue, &settings().writing(writing).ruby(ruby)).unwrap();
        check(&issue, &edition);
    }

    #[test]
    fn any_two_issues_stand_whole_in_every_layout(
        source in issues(),
        target in issues(),
        steps in prop::collection::vec((0..3usize, 0..3usize), 0..24),
        layout in prop::sample::select(vec![Layout::Interleaved, Layout::SideBySide, Layout::Popup]),
        by in prop::sample::select(vec![By::Paragraph, By::Sentence]),
    ) {
        let source = Issue { language: "zh-TW".parse().unwrap(), ..source };
        let target = Issue { language: "en".parse().unwrap(), ..target };
        let pair = |source: &Segments, target: &Segments| {
            let (mut from, mut to) = (0, 0);
            let mut beads = Vec::new();
            for (own, other) in steps {
                let (more, many) = ((from + own).min(source.len()), (to + other).min(target.len()));
                beads.push(Bead { source: from..more, target: to..many, confidence: 0.5 });
                (from, to) = (more, many);
            }
            beads
        };
        let both = Both::new(source, target, pair);
        let edition = both.edition(&settings().layout(layout).by(by));
        let Both { source, target, .. } = &both;
        let spoken = spoken(&edition);
        prop_assert_eq!(in_language(&spoken, "zh-Hant-TW"), text_of(source));
        // Sentences of the translation go where their partners are: each is there, the order may be another.
        let sorted = |text: String| {
            let mut characters: Vec<char> = text.chars().collect();
            characters.sort_unstable();
            characters.into_iter().collect::<String>()
        };
        prop_assert_eq!(sorted(in_language(&spoken, "en")), sorted(text_of(target)));
        for image in source.images().into_iter().chain(target.images()) {
            if image == "images/bridge.png" {
                prop_assert!(edition.pages.iter().any(|page| page.xhtml.contains("<img src=\"image-")));
            }
        }
        Book::of(&edition).hold_together();
    }
}
