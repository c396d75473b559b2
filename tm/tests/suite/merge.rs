//! Laws of merging, and which translation stays.

use crate::generate;
use crate::roundtrip::{read, write};
use duizhao_tm::merge::{Plan, Policy};
use duizhao_tm::{Header, Prop, Seg, Unit, Variant};
use proptest::collection::vec;
use proptest::prelude::*;

/// What the command does, on files in memory.
fn merge(policy: Policy, files: &[&[u8]]) -> Vec<u8> {
    let files: Vec<(Header, Vec<Unit>)> = files
        .iter()
        .map(|file| {
            let (header, units, _) = read(file).expect("it is TMX");
            (header, units)
        })
        .collect();
    let header = files[0].0.clone();
    let mut plan = Plan::new(policy, header.clone());
    for (own, units) in &files {
        plan.begin();
        for unit in units {
            plan.look(&unit.clone().under(own, &header));
        }
    }
    let mut choice = plan.decide();
    let mut out = vec![];
    for (own, units) in &files {
        for unit in units {
            let passed = choice.pass(unit.clone().under(own, &header), &mut |unit| {
                out.push(unit);
                Ok::<(), ()>(())
            });
            passed.expect("nothing fails");
        }
    }
    assert_eq!(choice.tally().written, out.len() as u64);
    write(&header, &out)
}

fn unit(zh: &str, en: &str, date: &str) -> Unit {
    let mut unit =
        Unit::new(vec![Variant::new("zh-CN".parse().unwrap(), zh), Variant::new("en".parse().unwrap(), en)]);
    unit.origin.created = date.parse().ok();
    unit
}

fn file(units: &[Unit]) -> Vec<u8> {
    write(&Header::new("t", "1", "zh-CN".parse().unwrap()), units)
}

fn translations(file: &[u8]) -> Vec<String> {
    let (_, units, _) = read(file).unwrap();
    units.iter().map(|unit| unit.variants[1].seg.plain().into_owned()).collect()
}

/// Units that meet each other often.
fn few() -> impl Strategy<Value = Vec<Unit>> {
    let one = (generate::unit(), 0..3usize, 0..3usize, 0..3usize).prop_map(|(base, zh, en, day)| {
        let mut unit =
            unit(["一", "二", "三"][zh], ["one", "two", "three"][en], ["", "20240101", "20240202"][day]);
        if en == 2 {
            unit.props = base.props;
            unit.source = base.source;
            unit.variants[1].seg = Seg::from(["three", "four"][day % 2]);
        }
        unit
    });
    vec(one, 0..8)
}

proptest! {
    #[test]
    fn merging_twice_changes_nothing(
        header in generate::header(),
        a in few(),
        b in few(),
        c in few(),
        policy in proptest::sample::select(vec![Policy::Keep, Policy::Replace, Policy::Newest, Policy::All]),
    ) {
        let (a, b, c) = (file(&a), write(&header, &b), file(&c));
        let once = merge(policy, &[&a, &b, &c]);
        prop_assert_eq!(merge(policy, &[&once]), once.clone(), "with nothing");
        prop_assert_eq!(merge(policy, &[&once, &c]), once.clone(), "with the last");
        prop_assert_eq!(merge(policy, &[&once, &once]), once.clone(), "with itself");
        let two = merge(policy, &[&a, &b]);
        prop_assert_eq!(merge(policy, &[&two, &b]), two, "with the second");
    }

    #[test]
    fn no_text_is_lost_that_nothing_stands_for(a in few(), b in few()) {
        let header = Header::new("t", "1", "zh-CN".parse().unwrap());
        let source = |unit: &Unit| unit.source_variant(&header).map(|variant| variant.seg.clone());
        let texts = |unit: &Unit| unit.variants.iter().map(|variant| variant.seg.clone()).collect::<Vec<_>>();
        for policy in [Policy::Keep, Policy::Replace, Policy::Newest, Policy::All] {
            let (_, merged, _) = read(&merge(policy, &[&file(&a), &file(&b)])).unwrap();
            for unit in a.iter().chain(&b) {
                prop_assert!(merged.iter().any(|kept| source(kept) == source(unit)));
                if policy == Policy::All {
                    prop_assert!(merged.iter().any(|kept| texts(kept) == texts(unit)));
                }
            }
        }
    }
}

#[test]
fn each_policy_has_its_choice() {
    let a = file(&[unit("一", "one", "2024-02-01"), unit("二", "two", "2024-01-01")]);
    let b =
        file(&[unit("一", "ONE", "2024-01-01"), unit("二", "TWO", "2024-02-01"), unit("三", "three", "")]);
    for (policy, wanted) in [
        (Policy::Keep, vec!["one", "two", "three"]),
        (Policy::Replace, vec!["ONE", "TWO", "three"]),
        (Policy::Newest, vec!["one", "TWO", "three"]),
        // Of each text the newest stands last.
        (Policy::All, vec!["two", "ONE", "one", "TWO", "three"]),
    ] {
        assert_eq!(translations(&merge(policy, &[&a, &b])), wanted, "{policy:?}");
    }
}

#[test]
fn simplified_and_traditional_do_not_meet() {
    let mut other = unit("一", "one (TW)", "");
    other.variants[0].language = "zh-TW".parse().unwrap();
    let merged = merge(Policy::Newest, &[&file(&[unit("一", "one", "")]), &file(&[other])]);
    assert_eq!(translations(&merged), ["one", "one (TW)"]);
}

#[test]
fn the_same_text_in_another_context_stays() {
    let bound = |en: &str, kind: &str, value: &str| {
        let mut unit = unit("编辑", en, "20240101");
        unit.props.push(Prop::new(kind, value));
        unit
    };
    let mut in_variant = unit("编辑", "edit", "20240401");
    in_variant.variants[0].props.push(Prop::new("x-context-pre", "<seg>打开</seg>"));
    let files = [file(&[
        unit("编辑", "editor", "20240301"),
        bound("Edit", "prev", "打开"),
        bound("Editing", "prev", "关闭"),
        bound("Compile", "x-msgctxt", "book"),
        in_variant,
    ])];
    for policy in [Policy::Keep, Policy::Replace, Policy::Newest, Policy::All] {
        let merged = merge(policy, &[&files[0], &files[0]]);
        assert_eq!(translations(&merged), ["editor", "Edit", "Editing", "Compile", "edit"], "{policy:?}");
    }
}

#[test]
fn without_contexts_one_translation_stays_and_the_others_are_handed_out() {
    let mut bound = unit("编辑", "Edit", "20240401");
    bound.props.push(Prop::new("prev", "打开"));
    let units = [unit("编辑", "editor", "20240301"), bound, unit("编辑", "Edit", "20240201")];
    let header = Header::new("t", "1", "zh-CN".parse().unwrap());
    let mut plan = Plan::new(Policy::Newest, header).ignoring_context();
    plan.begin();
    for unit in &units {
        plan.look(unit);
    }
    let mut choice = plan.decide();
    let replaced: Vec<bool> = units
        .iter()
        .map(|_| {
            let replaced = choice.replaces_next();
            choice.pass_unread();
            replaced
        })
        .collect();
    // The third says the same as the one that stays.
    assert_eq!((choice.tally().written, replaced), (1, vec![true, false, false]));
}

#[test]
fn a_finished_translation_stays_before_a_newer_draft() {
    let with = |en: &str, date: &str, kind: &str, value: &str| {
        let mut unit = unit("老街", en, date);
        unit.props.push(Prop::new(kind, value));
        unit
    };
    for (kind, draft) in [
        ("x-state", "Draft"),
        ("x-ConfirmationLevel", "Draft"),
        ("x-unfinished", "fuzzy"),
        ("x-state", "new"),
    ] {
        let old = file(&[with("Old Street", "20240101", "x-state", "ApprovedSignOff")]);
        let new = file(&[with("Street", "20240601", kind, draft)]);
        assert_eq!(translations(&merge(Policy::Newest, &[&old, &new])), ["Old Street"], "{kind} {draft}");
        assert_eq!(translations(&merge(Policy::Newest, &[&new, &old])), ["Old Street"], "{kind} {draft}");
    }
    let old = file(&[unit("老街", "Old Street", "20240101")]);
    let new = file(&[with("Laojie", "20240601", "x-state", "translated")]);
    assert_eq!(translations(&merge(Policy::Newest, &[&old, &new])), ["Laojie"]);
}
