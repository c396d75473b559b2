//! Matches: the percentage, what is found, and that the index finds what looking at everything finds.

use duizhao_tm::query::{Index, Tokens, differences};
use proptest::collection::vec;
use proptest::prelude::*;

fn matches(a: &str, b: &str) -> u8 {
    Tokens::of(a).matches(&Tokens::of(b), 0)
}

/// The distance as its definition has it.
fn plain_distance(a: &[u8], b: &[u8]) -> usize {
    match (a, b) {
        ([], rest) | (rest, []) => rest.len(),
        ([x, a_rest @ ..], [y, b_rest @ ..]) => {
            let change = plain_distance(a_rest, b_rest) + usize::from(x != y);
            change.min(plain_distance(a_rest, b) + 1).min(plain_distance(a, b_rest) + 1)
        }
    }
}

#[test]
fn the_percentage_is_what_tools_show() {
    assert_eq!(matches("论坛昨天开幕。", "论坛昨天开幕。"), 100);
    assert_eq!(matches("论坛昨天开幕。", "论坛今天开幕。"), 85);
    assert_eq!(matches("The forum opened.", "the  forum opened."), 100);
    assert_eq!(matches("The forum opened.", "The forum closed."), 75);
    assert_eq!(matches("", ""), 100);
    assert_eq!(matches("论坛", ""), 0);
}

#[test]
fn differences_are_marked_in_the_found_text() {
    assert_eq!(differences("论坛昨天开幕。", "论坛今天开幕了。"), [2..3, 6..7]);
    assert_eq!(differences("一", "一"), []);
}

fn sentences() -> impl Strategy<Value = Vec<String>> {
    vec("[论坛昨天开]{1,6}", 1..20)
}

proptest! {
    #[test]
    fn the_distance_is_that_of_levenshtein(a in "[一二三]{0,6}", b in "[一二三]{0,6}", least in 0u8..=100) {
        let of = |text: &str| text.chars().map(|c| c as u8).collect::<Vec<u8>>();
        let longer = a.chars().count().max(b.chars().count());
        let same = longer - plain_distance(&of(&a), &of(&b));
        let percent = (100 * same).checked_div(longer).unwrap_or(100);
        let found = usize::from(Tokens::of(&a).matches(&Tokens::of(&b), least));
        prop_assert!(found == percent || (found == 0 && percent < usize::from(least)), "{found} {percent}");
    }

    #[test]
    fn the_index_finds_what_there_is(texts in sentences(), query in "[论坛昨天开]{3,6}") {
        let mut index = Index::default();
        for text in &texts {
            index.add(Tokens::of(text));
        }
        let query = Tokens::of(&query);
        let found = index.find(&query, 60);
        let mut wanted: Vec<(usize, u8)> = texts.iter().enumerate()
            .map(|(at, text)| (at, query.matches(&Tokens::of(text), 60)))
            .filter(|&(_, percent)| percent >= 60)
            .collect();
        wanted.sort_by(|a, b| b.1.cmp(&a.1).then(b.0.cmp(&a.0)));
        // What matches so much shares two neighbours, but for the shortest texts.
        prop_assert!(found.iter().all(|one| wanted.contains(one)));
        if query.len() >= 5 {
            prop_assert_eq!(found, wanted);
        }
    }
}
