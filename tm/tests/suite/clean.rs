//! Cleaning: what goes, what is repaired, what stays.

use crate::generate;
use duizhao_tm::Script;
use duizhao_tm::clean::{Cleaned, Cleaner, Flag, REMOVED, Reason, Repair};
use duizhao_tm::{Header, Inline, Seg, Tag, Unit, Variant};
use proptest::collection::vec;
use proptest::prelude::*;

fn header() -> Header {
    Header::new("t", "1", "zh-CN".parse().unwrap())
}

fn unit(zh: impl Into<Seg>, en: impl Into<Seg>) -> Unit {
    Unit::new(vec![Variant::new("zh-CN".parse().unwrap(), zh), Variant::new("en".parse().unwrap(), en)])
}

/// Enough of the tables for these tests.
fn script_of(c: char) -> Option<Script> {
    match c {
        '会' | '开' | '论' | '坛' => Some(Script::Simplified),
        '會' | '開' | '論' | '壇' => Some(Script::Traditional),
        _ => None,
    }
}

fn clean(unit: Unit) -> Cleaned {
    Cleaner::new(header(), Some(&script_of)).clean(unit)
}

#[test]
fn what_is_certainly_wrong_is_taken_out_as_it_was() {
    let tag = |tag: Tag| Inline::Tag(tag, Seg::default());
    let begun: Seg = [tag(Tag::Begin { i: "1".into(), x: None, kind: None }), Inline::Text("开会".into())]
        .into_iter()
        .collect();
    for (wrong, reason) in [
        (unit("", " "), Reason::Empty),
        (unit("开会", ""), Reason::Untranslated),
        (unit("  ", "A meeting"), Reason::Untranslated),
        (unit("開會論壇", "Forum"), Reason::WrongScript),
        (unit("开会", "这里没有翻译成英文的话"), Reason::WrongLanguage),
        (unit("This was never Chinese, not one word of it.", "It was not"), Reason::WrongLanguage),
        (unit(begun, "A meeting"), Reason::BrokenTags),
    ] {
        let cleaned = clean(wrong.clone());
        assert_eq!(cleaned.removed, Some(reason), "{wrong:?}");
        let mut as_it_was = cleaned.unit;
        assert_eq!(as_it_was.props.pop().unwrap().kind, REMOVED);
        assert_eq!(as_it_was, wrong);
    }
}

#[test]
fn what_might_be_meant_stays_and_is_told() {
    for (odd, flags) in [
        (unit("WIPO", "WIPO"), vec![Flag::SameText]),
        (unit("是", "Yes"), vec![Flag::VeryShort]),
        (unit("开会", "x".repeat(2001)), vec![Flag::VeryLong]),
        (unit("开会論坛", "Forum"), vec![Flag::MixedScripts]),
        (unit("WIPO中心", "WIPO centre"), vec![]),
    ] {
        let cleaned = clean(odd.clone());
        assert_eq!((cleaned.removed, cleaned.flags, cleaned.unit), (None, flags, odd));
    }
}

#[test]
fn blanks_and_invisible_characters_are_repaired_around_tags() {
    let hi = |text: &str| Inline::Tag(Tag::Highlight { x: None, kind: None }, text.into());
    let given: Seg = [Inline::Text(" \u{3000}论坛 ".into()), hi(" \u{200B}开幕 "), Inline::Text(" ".into())]
        .into_iter()
        .collect();
    let wanted: Seg = [Inline::Text("论坛 ".into()), hi("开幕")].into_iter().collect();
    let cleaned = clean(unit(given, "The  forum\nopens "));
    assert_eq!(cleaned.repairs, [Repair::Blanks, Repair::Invisible]);
    assert_eq!(cleaned.unit.variants[0].seg, wanted);
    assert_eq!(cleaned.unit.variants[1].seg.plain(), "The forum opens");
}

#[test]
fn duplicates_go_whatever_is_told_about_them() {
    let mut cleaner = Cleaner::new(header(), None);
    let mut second = unit("开会", "A meeting");
    second.notes.push(duizhao_tm::Note::new("again"));
    assert_eq!(cleaner.clean(unit("开会", "A meeting")).removed, None);
    assert_eq!(cleaner.clean(second).removed, Some(Reason::Duplicate));
    assert_eq!(cleaner.clean(unit("开会", "The meeting")).removed, None);
}

proptest! {
    #[test]
    fn what_is_clean_stays_as_it_is(units in vec(generate::unit(), 0..6)) {
        let mut first = Cleaner::new(header(), Some(&script_of));
        let kept: Vec<Unit> = units.into_iter().map(|unit| first.clean(unit))
            .filter(|cleaned| cleaned.removed.is_none()).map(|cleaned| cleaned.unit).collect();
        let mut second = Cleaner::new(header(), Some(&script_of));
        for unit in kept {
            let cleaned = second.clean(unit.clone());
            prop_assert_eq!((cleaned.unit, cleaned.removed, cleaned.repairs), (unit, None, vec![]));
        }
    }
}
