//! Column breaks: how often paragraphs are joined that belong together, and how often ones that do not.
//!
//! The cases are made up by hand. In `one-paragraph.txt` each `|` is a place where a column ended; in
//! `two-paragraphs.tsv` each line holds two paragraphs that must stay apart.

use duizhao::issue::{Level, Role, Source, read, repair};

/// Whether two paragraphs in the middle of an article are joined.
fn joined(left: &str, right: &str, level: Level) -> bool {
    let chinese = left.chars().chain(right.chars()).any(|c| ('\u{4e00}'..'\u{9fff}').contains(&c));
    // A finished paragraph on each side, so that neither half can be a deck or the end.
    let (around, name) = if chinese {
        ("这一段是完整的。", "a.zh-CN.md")
    } else {
        ("This paragraph is whole.", "a.en.md")
    };
    let text = format!("# 1\n\n{around}\n\n{left}\n\n{right}\n\n{around}\n");
    let (issue, _) = read(&Source::new(name, text));
    let count = |issue: &duizhao::issue::Issue| {
        issue.articles.iter().map(|article| article.blocks.len()).sum::<usize>()
    };
    let before = count(&issue);
    let (issue, repairs) = repair(issue, level);
    let joins = repairs.iter().filter(|repair| repair.kind.name() == "join").count();
    assert_eq!(before - count(&issue), joins);
    assert!(issue.articles[0].blocks[0].role == Role::Headline);
    joins > 0
}

fn together() -> Vec<(String, String)> {
    let mut cases = Vec::new();
    for line in include_str!("../fixtures/issue/one-paragraph.txt").lines() {
        let parts: Vec<&str> = line.split('|').filter(|part| !part.is_empty()).collect();
        // Between English words there is a blank, except where a number was cut.
        let blank = if line.is_ascii() || line.starts_with('“') && line.contains(' ') { " " } else { "" };
        for at in 1..parts.len() {
            let joined = |parts: &[&str]| parts.join(blank).replace("0. 4", "0.4");
            cases.push((joined(&parts[..at]), joined(&parts[at..])));
        }
    }
    cases
}

fn apart() -> Vec<(String, String)> {
    let lines = include_str!("../fixtures/issue/two-paragraphs.tsv").lines();
    lines.map(|line| line.split_once('\t').unwrap()).map(|(a, b)| (a.to_owned(), b.to_owned())).collect()
}

#[test]
fn columns_are_joined_and_paragraphs_are_not() {
    let (together, apart) = (together(), apart());
    assert!(together.len() + apart.len() >= 200, "{} + {}", together.len(), apart.len());
    for (level, precision_floor, recall_floor) in [(Level::Safe, 0.99, 0.97), (Level::All, 0.97, 0.97)] {
        let missed: Vec<_> = together.iter().filter(|(left, right)| !joined(left, right, level)).collect();
        let wrong: Vec<_> = apart.iter().filter(|(left, right)| joined(left, right, level)).collect();
        let hits = together.len() - missed.len();
        let precision = share(hits, hits + wrong.len());
        let recall = share(hits, together.len());
        assert!(
            precision >= precision_floor && recall >= recall_floor,
            "{level:?}: precision {precision:.3}, recall {recall:.3}; of {} missed {missed:#?}; of {} joined {wrong:#?}",
            together.len(),
            apart.len()
        );
    }
}

fn share(part: usize, whole: usize) -> f64 {
    f64::from(u32::try_from(part).unwrap()) / f64::from(u32::try_from(whole).unwrap())
}
