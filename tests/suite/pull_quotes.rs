//! Pull quotes: sentences of an article that are set off a second time, from the page to the memory and the book.

use duizhao::align::{Aligner, align_issues};
use duizhao::issue::read;
use duizhao::issue::{Issue, Level, Role, Source, repair, write};
use duizhao::memory::{self, Provenance, Side};
use duizhao::segment::Segments;

const CHINESE: &str = "# 渡口要建桥\n\n\
    江上的渡口“老了”，明年要建一座桥，资金已经全部到位。\n\n\
    王秀兰说，她在这条街上卖了三十年早点，从来没有见过这么多人。有人专门从外地赶来，只为尝一口油条。\n\n\
    > 她在这条街上卖了三十年早点，从来没有见过这么多人\n> ——王秀兰\n\n\
    桥建成以后，两岸的人只要五分钟就能过江，这比坐船快\n\n\
    > 江上的渡口“老了”，明年要建一座桥，资金已经全部到位。\n\n\
    了半个小时。孩子们上学不用再等船。\n\n\
    > 过了河，就到家了，家里有热饭热菜，还有等着我的老人。\n\n\
    船工说，最后一班船他要自己开。\n";

const ENGLISH: &str = "# A Bridge for the Ferry\n\n\
    The ferry on the river has “grown old.” A bridge will be built next year, and the money is all there.\n\n\
    Wang Xiulan said she had sold breakfast on this street for 30 years and had never seen so many people. \
    Some came from out of town just to taste the fried dough.\n\n\
    > She had sold breakfast on this street for 30 years and had never seen so many people\n> — Wang Xiulan\n\n\
    Once the bridge is built, people on both banks will cross the river in five minutes, half an hour faster than by \
    boat. Children will no longer wait for a boat to go to school.\n\n\
    > Over the river and you are home, with hot food and the old folks waiting for me.\n\n\
    The boatman said he would steer the last ferry himself.\n";

fn issue(name: &str, text: &str) -> Issue {
    repair(read(&Source::new(name, text)).0, Level::Safe).0
}

fn roles(issue: &Issue) -> Vec<Role> {
    issue.articles.iter().flat_map(|article| &article.blocks).map(|block| block.role).collect()
}

#[test]
fn a_quotation_in_words_of_the_article_is_one() {
    use Role::{Headline, Paragraph, PullQuote, Quote};
    let chinese = issue("a.zh-CN.md", CHINESE);
    // A sentence goes on behind it; somebody's own words are none.
    let expected = [Headline, Paragraph, Paragraph, PullQuote, Paragraph, PullQuote, Quote, Paragraph];
    assert_eq!(roles(&chinese), expected);
    let markdown = write::markdown(&chinese);
    assert!(markdown.contains("这比坐船快了半个小时。"), "{markdown}");
    assert!(
        markdown.contains("\n> 她在这条街上卖了三十年早点，从来没有见过这么多人\n> ——王秀兰\n"),
        "{markdown}"
    );
    let again = issue("a.zh-CN.md", &markdown);
    assert_eq!(roles(&again), expected);
    assert_eq!(write::markdown(&again), markdown);
    assert_eq!(roles(&issue("a.en.md", ENGLISH))[3], PullQuote);
    assert_eq!(read::json(&write::json(&chinese)).unwrap(), chinese);
}

#[test]
fn a_page_may_mark_its_pull_quotes() {
    let words = "江水不会老，船也会老的。";
    for (open, close) in [
        ("<aside class=pullquote><p>", "</p></aside>"),
        ("<aside class='left pull-quote'>", "</aside>"),
        ("<blockquote class=\"pullquote\">", "</blockquote>"),
        ("<div role=doc-pullquote>", "</div>"),
        ("<aside epub:type=\"pullquote\"><p>", "</p></aside>"),
        ("<figure class=\"wp-block-pullquote\"><blockquote><p>", "</p></blockquote></figure>"),
    ] {
        let html = format!("<h1>渡口</h1><p>船走了，天也黑了。</p>{open}{words}{close}<p>第二段。</p>");
        let (page, problems) = read::html(&Source::new("a.zh-CN.html", html));
        assert_eq!(
            roles(&page),
            [Role::Headline, Role::Paragraph, Role::PullQuote, Role::Paragraph],
            "{open}"
        );
        assert!(problems.is_empty(), "{open}: {problems:?}");
        assert!(page.leaves().iter().any(|leaf| leaf.role == Role::PullQuote && leaf.text.plain() == words));
        // Its words do not tell, so Markdown must.
        let markdown = write::markdown(&page);
        let again = issue("a.zh-CN.md", &markdown);
        assert_eq!(roles(&again), roles(&page), "{markdown}");
        assert_eq!(write::markdown(&again), markdown);
        let (html, _) = read::html(&Source::new("a.zh-CN.html", write::html(&page)));
        assert_eq!(roles(&html), roles(&page));
    }
    let inline =
        "# 渡口\n\n船走了。\n\n<aside class=\"pullquote\">江水不会老，船也会老的。</aside>\n\n第二段。\n";
    assert_eq!(roles(&issue("a.zh-CN.md", inline))[2], Role::PullQuote);
    // Without its end tag nobody knows where it ends.
    let open = "# 渡口\n\n船走了。\n\n<aside class=\"pullquote\">\n\n江水不会老。\n";
    assert_eq!(roles(&issue("a.zh-CN.md", open))[2], Role::Paragraph);
}

#[test]
fn they_disturb_no_alignment_and_make_no_unit_twice() {
    let (chinese, english) = (issue("a.zh-CN.md", CHINESE), issue("a.en.md", ENGLISH));
    let beads_without = |text: &str, other: &str| {
        let (text, other) = (issue("a.zh-CN.md", text), issue("a.en.md", other));
        let (own, other) = (Segments::of(&text), Segments::of(&other));
        let beads = align_issues(&Aligner::default(), &own, &other).beads;
        let words = |bead: &duizhao::align::Bead| {
            (own.joined(bead.source.clone()), other.joined(bead.target.clone()))
        };
        beads.iter().map(words).collect::<Vec<_>>()
    };
    let quote = "> 江上的渡口“老了”，明年要建一座桥，资金已经全部到位。\n\n";
    let with = beads_without(CHINESE, ENGLISH);
    let mut without = beads_without(&CHINESE.replace(quote, ""), ENGLISH);
    let at = with.iter().position(|(source, target)| source.starts_with("江上的渡口") && target.is_empty());
    without.insert(at.expect("a pull quote without a partner"), with[at.unwrap()].clone());
    assert_eq!(with, without);
    assert!(with.iter().any(|(source, target)| source == "——王秀兰" && target == "— Wang Xiulan"));
    // Every sentence is in one bead, in both orders.
    let (own, other) = (Segments::of(&chinese), Segments::of(&english));
    let beads = align_issues(&Aligner::default(), &own, &other).beads;
    let (mut i, mut j) = (0, 0);
    for bead in &beads {
        assert_eq!((bead.source.start, bead.target.start), (i, j));
        (i, j) = (bead.source.end, bead.target.end);
    }
    assert_eq!((i, j), (own.len(), other.len()));

    // Translated again, in other words: the memory has the sentence as the article has it.
    let twice = ENGLISH.replace(
        "half an hour faster than by boat.",
        "half an hour faster than by boat.\n\n> The ferry on the river has “grown old.” A bridge will be built next year, \
         and the money is all there.\n\n",
    );
    let twice = Segments::of(&issue("a.en.md", &twice));
    let beads = align_issues(&Aligner::default(), &own, &twice).beads;
    let from = Provenance::new("a", "b");
    let file = write::markdown(&chinese);
    let units = memory::units(
        Side { segments: &own, file: &file },
        Side { segments: &twice, file: ENGLISH },
        &beads,
        &from,
    );
    let sentence = "江上的渡口“老了”，明年要建一座桥，资金已经全部到位。";
    let said = units.iter().filter(|unit| unit.variants[0].seg.plain() == sentence).count();
    assert_eq!(said, 1);
}
