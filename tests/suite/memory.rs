//! Memories: what becomes a unit, and what a CAT tool will show of the file.

use duizhao::align::Bead;
use duizhao::issue::{Source, read, write};
use duizhao::memory::{Provenance, Side, units};
use duizhao::segment::Segments;
use duizhao_tm::Unit;

fn provenance() -> Provenance {
    let mut from = Provenance::new("issue.zh.md", "issue.en.md");
    from.created = Some("2026-03-06".parse().unwrap());
    from
}

fn bead(source: std::ops::Range<usize>, target: std::ops::Range<usize>) -> Bead {
    Bead { source, target, confidence: 0.9 }
}

/// The units of two texts in Markdown under the given beads, as (form, source, target).
fn texts(chinese: &str, english: &str, beads: &[Bead]) -> Vec<(bool, String, String)> {
    let sides = [("issue.zh.md", chinese), ("issue.en.md", english)].map(|(name, text)| {
        let (issue, _) = read(&Source::new(name, text));
        (Segments::of(&issue), write::markdown(&issue))
    });
    let [source, target] = sides.each_ref().map(|(segments, file)| Side { segments, file });
    let units = units(source, target, beads, &provenance());
    let text = |unit: &Unit, index: usize| unit.variants[index].seg.plain().into_owned();
    units.iter().map(|unit| (unit.prop("x-form") == Some("file"), text(unit, 0), text(unit, 1))).collect()
}

#[test]
fn a_bead_becomes_a_unit_and_a_null_bead_none() {
    let units = texts(
        "雨停了。没人知道。天晴了。",
        "The rain stopped. It was sunny.",
        &[bead(0..1, 0..1), bead(1..2, 1..1), bead(2..3, 1..2)],
    );
    assert_eq!(
        units,
        [
            (false, "雨停了。".to_owned(), "The rain stopped.".to_owned()),
            (false, "天晴了。".to_owned(), "It was sunny.".to_owned()),
        ]
    );
}

#[test]
fn what_a_tool_without_markdown_shows_is_in_the_memory_too() {
    let units = texts(
        "# 老街\n\n**本报讯** 雨停了。",
        "# The Old Street\n\n**Staff report** — The rain stopped.",
        &[bead(0..1, 0..1), bead(1..2, 1..2)],
    );
    let forms: Vec<_> =
        units.iter().filter(|unit| unit.0).map(|unit| (unit.1.as_str(), unit.2.as_str())).collect();
    assert_eq!(
        forms,
        [("# 老街", "# The Old Street"), ("**本报讯** 雨停了。", "**Staff report** — The rain stopped."),]
    );
}

#[test]
fn sentences_that_a_tool_leaves_together_are_there_together() {
    let units = texts(
        "他说：“雨停了。”大家都笑了。",
        "“The rain stopped,” he said. Everybody laughed.",
        &[bead(0..1, 0..1), bead(1..2, 1..2)],
    );
    assert_eq!(units.len(), 3);
    assert_eq!(
        units[2],
        (
            true,
            "他说：“雨停了。”大家都笑了。".to_owned(),
            "“The rain stopped,” he said. Everybody laughed.".to_owned()
        )
    );
}

#[test]
fn every_unit_says_where_it_comes_from() {
    let (zh, en) =
        (read(&Source::new("a.zh.md", "雨停了。")).0, read(&Source::new("a.en.md", "It stopped.")).0);
    let (source, target) = (Segments::of(&zh), Segments::of(&en));
    let side = |segments, file| Side { segments, file };
    let units = units(
        side(&source, "雨停了。\n"),
        side(&target, "It stopped.\n"),
        &[bead(0..1, 0..1)],
        &provenance(),
    );
    let [unit] = units.as_slice() else { panic!("one bead, one unit") };
    for (kind, value) in [
        ("x-source-file", "issue.zh.md"),
        ("x-target-file", "issue.en.md"),
        ("x-article", "1"),
        ("x-segment", "1"),
        ("x-bead", "1-1"),
        ("x-confidence", "0.90"),
    ] {
        assert_eq!(unit.prop(kind), Some(value), "{kind}");
    }
    assert_eq!(unit.variants[0].language.as_str(), "zh-CN");
    assert_eq!(unit.origin.created.unwrap().as_str(), "20260306T000000Z");
}

#[test]
fn sentences_that_became_one_have_a_part_of_it_each() {
    let units = texts(
        "雨停了，路也干了。孩子们都出去了。",
        "The rain stopped and the road dried, so the children all went out.",
        &[bead(0..2, 0..1)],
    );
    let parts: Vec<_> = units[1..].iter().map(|unit| (unit.1.as_str(), unit.2.as_str())).collect();
    assert_eq!(
        parts,
        [
            ("雨停了，路也干了。", "The rain stopped and the road dried,"),
            ("孩子们都出去了。", "so the children all went out."),
        ]
    );
}
