//! Decisions of people about pairs of sentences: they hold, they survive edits, and none is lost in silence.

use duizhao::align::{Aligner, Alignment, Decided, Decision, Verdict, align_decided, align_issues};
use duizhao::issue::{Source, read};
use duizhao::pipeline::Decisions;
use duizhao::segment::Segments;

use crate::command::{duizhao, told};

const SOURCE: &str = "# 渡口\n\n船昨天开了。岸上有二十个人。\n\n风很大。没有人说话。\n\n天黑以后灯亮了。\n";
const TARGET: &str = "# The Ferry\n\nThe boat left yesterday. Twenty people were ashore.\n\nThe wind was strong. Nobody \
                      spoke.\n\nAfter dark the lamp was lit.\n";

fn segments(name: &str, text: &str) -> Segments {
    Segments::of(&read(&Source::new(name, text)).0)
}

fn sides() -> [Segments; 2] {
    [segments("issue.zh.md", SOURCE), segments("issue.en.md", TARGET)]
}

fn decision(verdict: Verdict, source: &str, target: &str) -> Decision {
    Decision { verdict, source: source.to_owned(), target: target.to_owned(), after: None }
}

fn aligned(decisions: &[Decision], [source, target]: &[Segments; 2]) -> Alignment {
    align_decided(&Aligner::default(), source, target, &Decided::new(decisions, source, target))
}

/// Each bead as its texts, null beads left out.
fn pairs(alignment: &Alignment, [source, target]: &[Segments; 2]) -> Vec<(String, String)> {
    let said = |bead: &duizhao::align::Bead| {
        (source.joined(bead.source.clone()), target.joined(bead.target.clone()))
    };
    alignment.beads.iter().filter(|bead| !bead.is_null()).map(said).collect()
}

#[track_caller]
fn assert_covers(alignment: &Alignment, [source, target]: &[Segments; 2]) {
    let mut sources: Vec<usize> = alignment.beads.iter().flat_map(|bead| bead.source.clone()).collect();
    let mut targets: Vec<usize> = alignment.beads.iter().flat_map(|bead| bead.target.clone()).collect();
    sources.sort_unstable();
    targets.sort_unstable();
    assert_eq!(sources, (0..source.len()).collect::<Vec<_>>());
    assert_eq!(targets, (0..target.len()).collect::<Vec<_>>());
}

#[test]
fn no_decision_changes_nothing() {
    let sides = sides();
    assert_eq!(aligned(&[], &sides), align_issues(&Aligner::default(), &sides[0], &sides[1]));
}

#[test]
fn a_pair_decided_to_be_right_is_a_bead_wherever_it_stands() {
    let sides = sides();
    let count = (sides[0].len(), sides[1].len());
    for i in 0..count.0 {
        for j in 0..count.1 {
            let [own, other] = [sides[0].text(i), sides[1].text(j)];
            let alignment = aligned(&[decision(Verdict::Right, own, other)], &sides);
            let bead =
                alignment.beads.iter().find(|bead| bead.source == (i..i + 1) && bead.target == (j..j + 1));
            assert_eq!(bead.map(|bead| bead.confidence), Some(1.0), "{own} {other}");
            assert_covers(&alignment, &sides);
        }
    }
}

#[test]
fn several_sentences_are_one_bead() {
    let sides = sides();
    let both = decision(Verdict::Right, "风很大。没有人说话。", "The wind was strong. Nobody spoke.");
    let alignment = aligned(&[both], &sides);
    assert_covers(&alignment, &sides);
    assert!(alignment.beads.iter().any(|bead| bead.kind() == (2, 2) && bead.confidence >= 1.0));
    assert_eq!(pairs(&alignment, &sides).len(), 5);
}

#[test]
fn a_pair_decided_to_be_wrong_is_parted() {
    let sides = sides();
    let before = pairs(&aligned(&[], &sides), &sides);
    for (own, other) in &before {
        let alignment = aligned(&[decision(Verdict::Wrong, own, other)], &sides);
        let expected: Vec<_> = before.iter().filter(|pair| pair.0 != *own).cloned().collect();
        assert_eq!(pairs(&alignment, &sides), expected);
        assert_covers(&alignment, &sides);
    }
}

#[test]
fn decisions_applied_twice_are_applied_once_and_the_later_one_holds() {
    let sides = sides();
    let right = decision(Verdict::Right, "风很大。", "Nobody spoke.");
    let wrong = decision(Verdict::Wrong, "风很大。", "Nobody spoke.");
    let once = aligned(std::slice::from_ref(&right), &sides);
    assert_eq!(aligned(&[right.clone(), right.clone()], &sides), once);
    assert_eq!(aligned(&[wrong.clone(), right.clone()], &sides), once);
    let parted = pairs(&aligned(&[right, wrong], &sides), &sides);
    assert!(!parted.contains(&("风很大。".to_owned(), "Nobody spoke.".to_owned())), "{parted:?}");
}

#[test]
fn decisions_survive_edits_elsewhere() {
    let decisions = [decision(Verdict::Right, "风很大。", "Nobody spoke.")];
    let edited = SOURCE.replace("岸上有二十个人。", "岸上站着二十多个人。大家都看着江面。");
    let sides = [segments("issue.zh.md", &edited), segments("issue.en.md", TARGET)];
    assert!(
        pairs(&aligned(&decisions, &sides), &sides).contains(&("风很大。".into(), "Nobody spoke.".into()))
    );
}

#[test]
fn of_equal_sentences_the_one_before_decides() {
    let source = segments("issue.zh.md", "# 灯\n\n开船了。灯亮了。\n\n天黑了。灯亮了。\n");
    let target =
        segments("issue.en.md", "# Lamps\n\nThe boat left. A lamp was lit.\n\nNight fell. A lamp was lit.\n");
    let mut second = decision(Verdict::Right, "灯亮了。", "A lamp was lit.");
    second.after = Some(["天黑了。".to_owned(), "The boat left.".to_owned()]);
    let sides = [source, target];
    let alignment = aligned(&[second], &sides);
    assert!(
        alignment
            .beads
            .iter()
            .any(|bead| bead.source == (4..5) && bead.target == (2..3) && bead.confidence >= 1.0)
    );
}

#[test]
fn a_table_speaks_of_equal_sentences_in_turn() {
    let source = segments("issue.zh.md", "# 灯\n\n开船了。灯亮了。\n\n天黑了。灯亮了。\n");
    let target =
        segments("issue.en.md", "# Lamps\n\nThe boat left. A lamp was lit.\n\nNight fell. A lamp was lit.\n");
    let rows = "灯\tLamps\n开船了。\tThe boat left.\n灯亮了。\tA lamp was lit.\n天黑了。\tNight fell.\n灯亮了。\tA lamp was lit.\n";
    let (decided, remarks) = Decisions::read("beads.tsv", rows).bind(&source, &target);
    assert_eq!(remarks, []);
    let alignment = align_decided(&Aligner::default(), &source, &target, &decided);
    let found: Vec<_> =
        alignment.beads.iter().map(|bead| (bead.source.start, bead.target.start, bead.kind())).collect();
    assert_eq!(found, [(0, 0, (1, 1)), (1, 1, (1, 1)), (2, 2, (1, 1)), (3, 3, (1, 1)), (4, 4, (1, 1))]);
}

#[test]
fn what_fits_nothing_is_reported_with_its_line() {
    let sides = sides();
    let text = "{\"verdict\":\"right\",\"source\":\"风很大。\",\"target\":\"Nobody spoke.\"}\n{\"verdict\":\"rig\n\n\
                {\"verdict\":\"wrong\",\"source\":\"这句话不在文章里。\",\"target\":\"Nobody spoke.\"}\n";
    let (decided, remarks) = Decisions::read("team.jsonl", text).bind(&sides[0], &sides[1]);
    assert_eq!(decided.unfit(), [1]);
    let told: Vec<String> = remarks.iter().map(ToString::to_string).collect();
    assert!(told[0].starts_with("team.jsonl:2:1: this is not a decision"), "{told:?}");
    assert!(told[1].starts_with("team.jsonl:4:1: no sentences of the texts fit this decision"), "{told:?}");
    assert_eq!(told.len(), 2);
}

#[test]
fn hostile_files_are_answered() {
    let sides = sides();
    for text in [
        "\0\0\0",
        "{",
        "\t",
        "a\tb\tc\n\n\t\n",
        "{\"verdict\":1}",
        "[1,2]",
        &"x\t".repeat(10_000),
        &"长".repeat(50_000),
    ] {
        let (decided, _) = Decisions::read("a", text).bind(&sides[0], &sides[1]);
        assert_covers(&align_decided(&Aligner::default(), &sides[0], &sides[1], &decided), &sides);
    }
}

#[test]
fn the_table_of_align_comes_back_as_decisions() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("issue.zh.md", SOURCE);
    write("issue.en.md", TARGET);
    let run = |arguments: &[&str]| {
        let output = duizhao(folder.path(), arguments);
        assert!(output.status.success(), "{}", told(&output));
        (String::from_utf8(output.stdout.clone()).unwrap(), told(&output))
    };
    let (table, _) = run(&["align", "issue.zh.md", "issue.en.md"]);
    write("same.tsv", &table);
    assert_eq!(run(&["align", "issue.zh.md", "issue.en.md", "--decisions", "same.tsv"]).0, table);
    // A row is deleted, two are made one, a cell is emptied.
    let corrected = table
        .replace("船昨天开了。\tThe boat left yesterday.\n", "")
        .replace(
            "风很大。\tThe wind was strong.\n没有人说话。\tNobody spoke.\n",
            "风很大。没有人说话。\tThe wind was strong. Nobody spoke.\n",
        )
        .replace("\tAfter dark the lamp was lit.", "\t");
    write("corrected.tsv", &corrected);
    let (found, said) = run(&["align", "issue.zh.md", "issue.en.md", "--decisions", "corrected.tsv"]);
    assert!(!said.contains("decision"), "{said}");
    assert!(found.contains("风很大。没有人说话。\tThe wind was strong. Nobody spoke.\n"), "{found}");
    assert!(found.contains("船昨天开了。\t\n") && found.contains("\tThe boat left yesterday.\n"), "{found}");
    assert!(found.contains("天黑以后灯亮了。\t\n"), "{found}");
    run(&[
        "build",
        "issue.zh.md",
        "-t",
        "issue.en.md",
        "--decisions",
        "corrected.tsv",
        "--out",
        "dist",
        "--accept-doubt",
    ]);
    let memory = std::fs::read_to_string(folder.path().join("dist/issue.zh-CN_en.tmx")).unwrap();
    assert!(
        memory.contains("风很大。没有人说话。") && !memory.contains("The boat left yesterday."),
        "{memory}"
    );
}
