//! Checking: what is found, and what is not.

use duizhao_tm::Script;
use duizhao_tm::check::{Checker, Kind};
use duizhao_tm::diff::{Comparison, Difference};
use duizhao_tm::filter::Filter;
use duizhao_tm::markup::{from_markup, to_markup};
use duizhao_tm::script::{Placing, ToScript};
use duizhao_tm::stats::Counter;
use duizhao_tm::terms::Terms;
use duizhao_tm::{Header, Prop, Seg, Source, Unit, Variant};
use proptest::prelude::*;

fn header() -> Header {
    Header::new("t", "1", "zh-CN".parse().unwrap())
}

fn unit(zh: impl Into<Seg>, en: impl Into<Seg>) -> Unit {
    Unit::new(vec![Variant::new("zh-CN".parse().unwrap(), zh), Variant::new("en".parse().unwrap(), en)])
}

fn script_of(c: char) -> Option<Script> {
    "會開論壇".contains(c).then_some(Script::Traditional)
}

fn kinds(units: &[Unit]) -> Vec<Vec<Kind>> {
    let mut terms = Terms::default();
    terms.add_pair("屋檐", "eaves");
    let mut checker = Checker::new(header(), Some(&script_of), terms);
    units.iter().map(|unit| checker.check(unit).into_iter().map(|finding| finding.kind).collect()).collect()
}

#[test]
fn each_fault_is_found_as_what_it_is() {
    for (zh, en, kind) in [
        ("共有120户居民。", "There are 210 households.", Kind::Numbers),
        ("2024年11月8日开幕。", "It opened on Nov. 9, 2024.", Kind::Numbers),
        ("同比增长15%。", "Up 50 percent.", Kind::Numbers),
        ("总投资3.5亿元。", "A total of 35 million yuan.", Kind::Numbers),
        ("见 https://example.org/a。", "See https://example.org/b.", Kind::Addresses),
        ("他来了（昨天。", "He came (yesterday).", Kind::Brackets),
        ("“他来了。", "“He came.”", Kind::Quotes),
        ("他来了吗？", "He came.", Kind::EndPunctuation),
        ("他问：“去哪儿？”", "“There,” he said.", Kind::EndPunctuation),
        ("老街的屋檐。", "The roofs of the old street.", Kind::Terms),
        ("论壇。", "Forum.", Kind::Script),
        ("他来了。", "He  came.", Kind::Blanks),
        ("他来了。", "He 来了.", Kind::Untranslated),
        ("<ph x=\"1\">&lt;br&gt;</ph>他来了。", "He came.", Kind::Tags),
    ] {
        assert_eq!(kinds(&[unit(from_markup(zh), from_markup(en))]), [[kind]], "{zh}");
    }
}

#[test]
fn what_is_right_is_left_alone() {
    for (zh, en) in [
        (
            "发明专利授权量为4.34万件，同比增长超过15%。",
            "It granted 43,400 invention patents, up more than 15 percent.",
        ),
        ("“慢一点不要紧。”他说。", "“Slowly is fine,” he said."),
        ("详见www.example.org（第2页）。", "For more see www.example.org (page 2)."),
        ("老街的屋檐", "Eaves of the old street"),
        ("晚上8点开演", "It starts at 8 p.m."),
        ("他问：“去哪儿？”", "“Where to?” he asked."),
        ("12月17日，收入4.34万元，增长三成。", "On Dec. 17 revenue was 43,400 yuan, up 30 percent."),
    ] {
        assert_eq!(kinds(&[unit(zh, en)]), [[]], "{zh}");
    }
}

#[test]
fn inconsistent_translations_are_found_both_ways() {
    let found = kinds(&[
        unit("论坛", "forum"),
        unit("论坛", "the forum"),
        unit("讲坛", "forum"),
        unit("论坛", "forum"),
    ]);
    assert_eq!(found, [vec![], vec![Kind::SameSource], vec![Kind::SameTarget], vec![]]);
}

#[test]
fn an_unusual_length_is_found_once_the_usual_is_known() {
    let mut checker = Checker::new(header(), None, Terms::default());
    let mut found = vec![];
    for i in 0..300usize {
        let zh = "字".repeat(12 + i % 7);
        let en = "word ".repeat(8 + i % 5);
        found.extend(checker.check(&unit(format!("{zh}{i}"), format!("{en}{i}"))));
    }
    assert!(found.is_empty(), "{found:?}");
    let found = checker.check(&unit("字".repeat(14), "far too long ".repeat(40).trim_end()));
    assert_eq!(found.iter().map(|finding| finding.kind).collect::<Vec<_>>(), [Kind::Length]);
}

#[test]
fn a_comparison_tells_what_came_changed_and_went() {
    let (old, new) = (
        [unit("一", "one"), unit("二", "two"), unit("三", "three")],
        [unit("三", "three"), unit("二", "TWO"), unit("四", "four")],
    );
    let mut comparison = Comparison::new(header(), header());
    for unit in &old {
        comparison.look(unit);
    }
    let mut differences: Vec<Difference> =
        new.iter().filter_map(|unit| comparison.compare(unit.clone())).collect();
    differences.extend(old.iter().filter_map(|unit| comparison.left(unit.clone())));
    assert_eq!(
        differences,
        [
            Difference::Changed(unit("二", "TWO")),
            Difference::Added(unit("四", "four")),
            Difference::Removed(unit("一", "one")),
            Difference::Removed(unit("二", "two")),
        ]
    );
}

#[test]
fn a_filter_takes_all_its_conditions() {
    let mut sure = unit("老街的屋檐", "Eaves of the old street");
    sure.props = vec![Prop::new("x-confidence", "0.97"), Prop::new("x-article", "3")];
    sure.origin.created = "20260306T000000Z".parse().ok();
    let mut filter = Filter {
        since: "2026-01-01".parse().ok(),
        props: vec![("x-article".to_owned(), Some("3".to_owned()))],
        languages: vec!["zh".parse().unwrap()],
        containing: vec!["EAVES".to_owned()],
        confidence: Some(0.9),
        ..Filter::default()
    };
    assert!(filter.chooses(&sure));
    filter.confidence = Some(0.98);
    assert!(!filter.chooses(&sure));
}

#[test]
fn the_other_script_takes_the_place_or_stands_last() {
    let convert = |text: &str| text.replace("论坛", "論壇");
    let codes = |unit: &Unit| unit.variants.iter().map(|v| v.language.to_string()).collect::<Vec<_>>();
    let (from, to) = ("zh-CN".parse().unwrap(), "zh-TW".parse().unwrap());
    let replace = ToScript::new(from, to, Placing::Replace, "s2t", convert);
    assert_eq!(replace.header(&header()).source, Source::One("zh-TW".parse().unwrap()));
    let (made, had) = replace.convert(unit("论坛", "forum"));
    assert!(had);
    assert_eq!(
        (codes(&made), made.variants[0].seg.plain().into_owned()),
        (vec!["zh-TW".into(), "en".into()], "論壇".into())
    );

    let (from, to) = ("zh-CN".parse().unwrap(), "zh-TW".parse().unwrap());
    let add = ToScript::new(from, to, Placing::Add, "s2t", convert);
    let (once, _) = add.convert(unit("论坛", "forum"));
    assert_eq!(codes(&once), ["zh-CN", "en", "zh-TW"]);
    assert_eq!(add.convert(once.clone()).0, once, "twice is once");
}

#[test]
fn words_are_counted_as_word_processors_do() {
    let mut counter = Counter::new(header());
    counter.count(&unit("WIPO仲裁中心", "WIPO's arbitration centre, 2.5 years"));
    counter.count(&unit("WIPO仲裁中心", "WIPO's arbitration centre, 2.5 years"));
    let stats = counter.finish();
    assert_eq!((stats.units, stats.sources, stats.duplicates), (2, 1, 1));
    assert_eq!((stats.languages["zh-CN"].words, stats.languages["zh-CN"].characters), (10, 16));
    assert_eq!(stats.languages["en"].words, 10);
}

proptest! {
    #[test]
    fn markup_is_lossless(seg in crate::generate::seg()) {
        prop_assert_eq!(from_markup(&to_markup(&seg)), seg);
    }
}
