//! A page in the Traditional script is read and repaired as its Simplified twin is: roles, marks, joins.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use duizhao::issue::{Inline, Issue, Level, Mark, Source, read, repair};
use duizhao::script::{Config, Converter};

/// A page in every Traditional script, and once more with the quotation marks of Taiwan.
fn twins(page: &str) -> Vec<(&'static str, String)> {
    let configs = [
        ("zh-Hant", Config::S2t),
        ("zh-TW", Config::S2tw),
        ("zh-Hant-TW", Config::S2twp),
        ("zh-HK", Config::S2hk),
        ("zh-Hant-HK", Config::S2hkp),
    ];
    let converted = configs.map(|(tag, config)| (tag, Converter::new(config).convert(page)));
    let quoted = converted[1].1.replace('“', "「").replace('”', "」");
    converted.into_iter().chain([("zh-TW", quoted)]).collect()
}

/// What reading and repairing say of a page, without its words: the role and marks of each text, and each repair.
fn findings(tag: &str, page: &str) -> String {
    fn marks(inlines: &[Inline], out: &mut String) {
        for inline in inlines {
            if let Inline::Marked(mark, inner) = inline {
                out.push_str(match mark {
                    Mark::Dateline => "<dateline>",
                    Mark::Byline => "<byline>",
                    Mark::Continuation => "<continuation>",
                    _ => "<mark>",
                });
                marks(inner, out);
            }
        }
    }
    let roles = |issue: &Issue| {
        let mut out = String::new();
        for leaf in issue.leaves() {
            let _ = write!(out, "{}:{:?} ", leaf.article, leaf.role);
            marks(&leaf.text.inlines, &mut out);
            out.push('\n');
        }
        out
    };
    let (issue, _) = read(&Source::new(format!("page.{tag}.md"), page));
    let before = roles(&issue);
    let (issue, repairs) = repair(issue, Level::All);
    let repairs: Vec<_> = repairs.iter().map(|repair| (repair.kind.name(), repair.leaf)).collect();
    format!("{before}{repairs:?}\n{}", roles(&issue))
}

/// Pages of the fixtures and examples.
fn pages() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages = vec![
        fs::read_to_string(root.join("examples/linjiang-2026-03.zh.md")).unwrap(),
        fs::read_to_string(root.join("tests/fixtures/issue/page.zh-CN.md")).unwrap(),
    ];
    let paragraphs = |list: &str| {
        let text = fs::read_to_string(root.join("tests/fixtures/issue").join(list)).unwrap();
        text.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let around = |text: &str| format!("# 题\n\n这一段是完整的。\n\n{text}\n\n这一段是完整的。\n");
    for line in paragraphs("one-paragraph.txt") {
        let parts: Vec<&str> = line.split('|').collect();
        pages.extend(
            (1..parts.len())
                .map(|at| around(&format!("{}\n\n{}", parts[..at].concat(), parts[at..].concat()))),
        );
    }
    pages.extend(paragraphs("two-paragraphs.tsv").iter().map(|line| around(&line.replace('\t', "\n\n"))));
    pages
}

#[test]
fn pages_are_read_alike_in_all_scripts() {
    let mut wrong = Vec::new();
    for page in pages() {
        let expected = findings("zh-CN", &page);
        for (tag, twin) in twins(&page) {
            let found = findings(tag, &twin);
            if found != expected {
                wrong.push(format!("{tag}:\n{twin}\n{found}\ninstead of\n{expected}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}\n{} wrong", wrong[..wrong.len().min(5)].join("\n\n"), wrong.len());
}

/// Pages in which a word of the lists tells what a line is, or whether two paragraphs are one.
fn pages_around(word: &str) -> [String; 5] {
    [
        format!("# 渡口要建桥\n\n{word}　王一鸣\n\n{word}：王一鸣\n\n昨天下雨，渡口停航。\n"),
        format!("# 渡口要建桥\n\n{word}讯　江上的渡口老了。（{word}王一鸣）\n\n（{word}第4版）\n"),
        format!(
            "# 渡口要建桥\n\n记者{word}\n\n![](a.png)\n\n{word}江边的渡口\n\n江边的渡口{word}\n\n完了。\n"
        ),
        format!(
            "# 渡口要建桥\n\n城里的人昨天又在河边看了一整天的热闹，今年秋天这里要办{word}\n\n桥也修好了，孩子们上学不用再绕路。\n"
        ),
        format!(
            "# 渡口要建桥\n\n城里的人昨天又在河边看了一整天的热闹，今年秋天这里要办\n\n{word}桥也修好了，孩子们不用再绕路。\n"
        ),
    ]
}

#[test]
fn words_of_the_lists_tell_the_same_in_all_scripts() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/words");
    let mut wrong = Vec::new();
    for list in ["chinese.tsv", "character.tsv"] {
        for line in fs::read_to_string(root.join(list)).unwrap().lines().skip(1) {
            let (word, _) = line.split_once('\t').unwrap();
            for page in pages_around(word) {
                let expected = findings("zh-CN", &page);
                // Of 程序员 Taiwan makes a word of five characters, which is too long for a name.
                let same_length = |twin: &str| twin.chars().count() == page.chars().count();
                for (tag, twin) in twins(&page).into_iter().filter(|(_, twin)| same_length(twin)) {
                    let found = findings(tag, &twin);
                    if found != expected {
                        wrong.push(format!("{line} {tag}:\n{twin}\n{found}\ninstead of\n{expected}"));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}\n{} wrong", wrong[..wrong.len().min(12)].join("\n\n"), wrong.len());
}
