//! Articles that stand in another order, without headings, or on one side only: beads stay inside what belongs
//! together. The issues are made from the articles of the bundled example, whose texts tell which is which.

use duizhao::align::{Aligner, align_issues};
use duizhao::issue::{Source, read};
use duizhao::segment::Segments;

/// An article in both languages: headline, and the rest.
type Pair = [[String; 2]; 2];

/// The articles of the example that have a text of some length.
fn articles() -> Vec<Pair> {
    let texts = [
        include_str!("../../examples/linjiang-2026-03.zh.md"),
        include_str!("../../examples/linjiang-2026-03.en.md"),
    ];
    let [source, target] = texts.map(|text| {
        let (_, text) = text.split_once("\n# ").expect("the example has a headline");
        let articles = text.split("\n## ").map(|article| {
            let (headline, rest) = article.split_once('\n').expect("an article has a text");
            [headline.to_owned(), rest.trim().to_owned()]
        });
        articles.collect::<Vec<_>>()
    });
    assert_eq!(source.len(), target.len());
    source
        .into_iter()
        .zip(target)
        .map(|(own, other)| [own, other])
        .filter(|pair| pair[0][1].len() > 400)
        .collect()
}

/// A side of an issue: some articles, in an order, with headlines or as plain paragraphs.
fn side(articles: &[Pair], language: usize, order: &[usize], headings: bool) -> Segments {
    let sign = if headings { "# " } else { "" };
    let article = |&at: &usize| {
        let [headline, rest] = &articles[at][language];
        format!("{sign}{headline}\n\n{rest}\n\n")
    };
    let name = ["issue.zh.md", "issue.en.md"][language];
    Segments::of(&read(&Source::new(name, order.iter().map(article).collect::<String>())).0)
}

/// The article that a segment is of.
fn article_of(articles: &[Pair], language: usize, segment: &str) -> Option<usize> {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let segment = letters(segment);
    let mut having =
        (0..articles.len()).filter(|&at| letters(&articles[at][language].concat()).contains(&segment));
    having.next().filter(|_| having.next().is_none())
}

/// Beads that join different articles, and beads that do not.
fn across(articles: &[Pair], source: &Segments, target: &Segments) -> (usize, usize) {
    let alignment = align_issues(&Aligner::default(), source, target);
    let (mut across, mut inside) = (0, 0);
    for bead in alignment.beads.iter().filter(|bead| !bead.is_null()) {
        let own = bead.source.clone().filter_map(|at| article_of(articles, 0, source.text(at)));
        let other: Vec<usize> =
            bead.target.clone().filter_map(|at| article_of(articles, 1, target.text(at))).collect();
        let mixed = own.into_iter().any(|article| other.iter().any(|&found| found != article));
        *(if mixed { &mut across } else { &mut inside }) += 1;
    }
    let covered: usize = alignment.beads.iter().map(|bead| bead.source.len()).sum();
    assert_eq!(covered, source.len(), "every segment stands in one bead");
    (across, inside)
}

/// Orders of some articles, the same every time.
fn orders(count: usize) -> impl Iterator<Item = Vec<usize>> {
    let mut state = 1_u64;
    std::iter::repeat_with(move || {
        let mut order: Vec<usize> = (0..count).collect();
        for at in (1..count).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            order.swap(at, (state >> 33) as usize % (at + 1));
        }
        order
    })
}

/// Aligns made issues, and holds the beads across articles to one in 100 and the others to 92 of 100 of those that the
/// undisturbed order has. One of the articles is a list of events, whose lines have few words.
fn hold(made: impl Iterator<Item = (Segments, Segments)>, kept: usize, articles: &[Pair]) {
    let (mut wrong, mut right, mut issues) = (0, 0, 0);
    for (source, target) in made {
        let (across, inside) = across(articles, &source, &target);
        (wrong, right, issues) = (wrong + across, right + inside, issues + 1);
    }
    assert!(wrong * 100 <= right, "{wrong} beads across articles, {right} inside, of {issues} issues");
    assert!(
        right * 100 >= kept * issues * 92,
        "{right} beads of {} are left in {issues} issues",
        kept * issues
    );
}

/// Beads of the undisturbed order.
fn undisturbed(articles: &[Pair]) -> usize {
    let order: Vec<usize> = (0..articles.len()).collect();
    let (across, inside) =
        across(articles, &side(articles, 0, &order, true), &side(articles, 1, &order, true));
    assert_eq!(across, 0);
    inside
}

#[test]
fn reordered_articles_find_each_other_with_headings_and_without() {
    let articles = articles();
    let own: Vec<usize> = (0..articles.len()).collect();
    let kept = undisturbed(&articles);
    for headings in [[true, true], [false, false], [true, false], [false, true]] {
        let made = orders(articles.len())
            .take(8)
            .map(|order| (side(&articles, 0, &own, headings[0]), side(&articles, 1, &order, headings[1])));
        hold(made, kept, &articles);
    }
}

#[test]
fn headings_of_one_side_do_not_disturb() {
    let articles = articles();
    let order: Vec<usize> = (0..articles.len()).collect();
    let kept = undisturbed(&articles);
    for headings in [[true, false], [false, true]] {
        let made = [(side(&articles, 0, &order, headings[0]), side(&articles, 1, &order, headings[1]))];
        hold(made.into_iter(), kept, &articles);
    }
}

#[test]
fn what_one_side_leaves_out_takes_no_partner() {
    let articles = articles();
    let (mut wrong, mut right) = (0, 0);
    for headings in [true, false] {
        for order in orders(articles.len()).take(6) {
            // Each side has an article that the other has not.
            let own: Vec<usize> = order[1..].to_vec();
            let other: Vec<usize> = order[..order.len() - 1].iter().rev().copied().collect();
            let (source, target) = (side(&articles, 0, &own, headings), side(&articles, 1, &other, headings));
            let (across, inside) = across(&articles, &source, &target);
            (wrong, right) = (wrong + across, right + inside);
        }
    }
    assert!(wrong * 40 <= right, "{wrong} beads across articles, {right} inside");
}

#[test]
fn cells_of_a_table_join_no_prose() {
    let segments = |name: &str, text: &str| Segments::of(&read(&Source::new(name, text)).0);
    let rows = (1..=6).map(|n| format!("| 第{n}号泊位 | {}0 | 空 |\n", n + 1)).collect::<Vec<_>>().concat();
    let source = segments(
        "issue.zh.md",
        &format!(
            "# 码头的泊位\n\n码头去年添了六个泊位。每个泊位的长度都写在墙上：\n\n| 泊位 | 长度 | 状态 |\n| --- | --- | --- |\n\
             {rows}\n渔民说，泊位够用了。秋天还要再修两个。\n"
        ),
    );
    let target = segments(
        "issue.en.md",
        "# The Berths of the Quay\n\nThe quay got six more berths last year. The length of each is painted on the wall: \
         all of them are longer than twenty metres and empty.\n\nThe berths are enough, fishermen say. Two more will be \
         built in autumn.\n",
    );
    let alignment = align_issues(&Aligner::default(), &source, &target);
    let pairs: Vec<(usize, usize)> = alignment
        .beads
        .iter()
        .filter(|bead| !bead.is_null())
        .map(|bead| (bead.source.len(), bead.target.len()))
        .collect();
    assert_eq!(pairs, [(1, 1); 5]);
}
