//! Places travel: what the reader knows of where a text stands reaches the user as line and column.

use std::fs;
use std::path::Path;

use duizhao::issue::{self, Source, read};
use duizhao::problem::Problem;
use proptest::prelude::*;

/// Line, column and text of the problems of a kind, as `check` reports them.
fn places(source: &Source, problems: &[Problem], code: &str) -> Vec<(usize, usize, String)> {
    let place = |problem: &Problem| {
        let place = source.place(problem.span.start);
        (place.line, place.column, source.text[problem.span.range()].to_owned())
    };
    problems.iter().filter(|problem| problem.code == code).map(place).collect()
}

fn checked(name: &str, text: &str, code: &str) -> Vec<(usize, usize, String)> {
    let source = Source::new(name, text);
    let html = Path::new(name).extension().is_some_and(|extension| extension == "html");
    let plain = Path::new(name).extension().is_some_and(|extension| extension == "txt");
    let (issue, _) = match (html, plain) {
        (true, _) => read::html(&source),
        (_, true) => read::text(&source),
        _ => read(&source),
    };
    places(&source, &issue::check(&source, &issue), code)
}

/// Every character of a text stands where its map says.
fn assert_placed(name: &str, source: &Source, issue: &issue::Issue) {
    for leaf in issue.leaves() {
        let plain = leaf.text.plain();
        let map = leaf.text.source_map();
        for (at, c) in plain.char_indices() {
            let span =
                map.span(&(at..at + c.len_utf8())).unwrap_or_else(|| panic!("{name}: {c:?} of {plain}"));
            let stands =
                source.text.get(span.range()).unwrap_or_else(|| panic!("{name}: {span:?} of {plain}"));
            let same = stands.chars().eq([c])
                || stands.starts_with('&')
                || c == '\n'
                || (c == ' ' && stands.trim().is_empty());
            assert!(same, "{name}: {c:?} of {plain} at {span:?} is {stands:?}");
        }
    }
}

#[test]
fn every_character_of_a_page_has_its_place() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    for name in ["linjiang-2026-03.zh.md", "linjiang-2026-03.en.md"] {
        let source = Source::new(name, fs::read_to_string(examples.join(name)).unwrap());
        let (issue, _) = read(&source);
        assert!(issue.leaves().len() > 10);
        assert_placed(name, &source, &issue);
        let page = Source::new("page.html", issue::write::html(&issue));
        assert_placed("page.html", &page, &read::html(&page).0);
        let text = Source::new("page.txt", source.text.clone());
        assert_placed("page.txt", &text, &read::text(&text).0);
    }
}

proptest! {
    #[test]
    fn every_character_has_its_place_whatever_the_markup(
        parts in prop::collection::vec(prop::sample::select(vec![
            "雨停了", "，", "*", "**", "_", "`", "[", "](a.cn)", "|", "\n", "\n\n", "- ", "> ", "# ", "&amp;", "&lt;",
            "\\*", "~", "~~", " ", "\u{3000}\u{3000}", "<b>", "</b>", "<br>", "<ruby>", "<rt>", "</rt>", "</ruby>",
            "| 甲 | 乙 |\n| - | - |\n", "![图](a.png)", "[^1]", "    ", "\t", "A",
        ]), 0..24),
    ) {
        let text = parts.concat();
        let source = Source::new("a.zh.md", text);
        let (issue, _) = read(&source);
        for leaf in issue.leaves() {
            let map = leaf.text.source_map();
            let plain = leaf.text.plain();
            for (at, c) in plain.char_indices() {
                let Some(span) = map.span(&(at..at + c.len_utf8())) else { continue };
                let stands = source.text.get(span.range());
                prop_assert!(stands.is_some(), "{span:?} in {:?}", source.text);
                // What is no markup and no blank stands there to the letter.
                if "雨停了，甲乙A".contains(c) {
                    let letter = c.to_string();
                    prop_assert_eq!(stands, Some(letter.as_str()), "{:?}", source.text);
                }
            }
        }
    }
}

#[test]
fn the_same_words_twice_are_two_places() {
    let text = "# 题\n\n他说,雨停了。又说,雨停了。\n\n**他说,**[再说,](a.cn,b)`,`完了,好。\n";
    let found = checked("a.zh.md", text, "width");
    let at: Vec<(usize, usize)> = found.iter().map(|&(line, column, _)| (line, column)).collect();
    assert_eq!(at, [(3, 3), (3, 10), (5, 5), (5, 11), (5, 26)]);
    assert!(found.iter().all(|(.., stands)| stands == ","), "{found:?}");
}

#[test]
fn places_in_lists_quotations_and_tables() {
    let text = "# 题\n\n- 一,二\n- 一,二\n\n> 一,二\n> 一,二\n\n| 甲,乙 | 甲,乙 |\n| - | - |\n| 甲,乙 | 甲,乙 | 甲,乙 |\n";
    let found = checked("a.zh.md", text, "width");
    let at: Vec<(usize, usize)> = found.iter().map(|&(line, column, _)| (line, column)).collect();
    assert_eq!(at, [(3, 4), (4, 4), (6, 4), (7, 4), (9, 4), (9, 10), (11, 4), (11, 10), (11, 16)]);
}

#[test]
fn places_after_entities() {
    let found = checked("a.zh.md", "# 题\n\n甲&amp;乙&nbsp;&#20029;,丁。\n", "width");
    assert_eq!(found, [(3, 22, ",".to_owned())]);
    let page =
        "<html lang=\"zh-CN\"><body><h1>题</h1>\r\n<p>甲&amp;乙\r\n  &lt;丙<b>,</b>丁,</p></body></html>";
    let at: Vec<_> =
        checked("a.html", page, "width").into_iter().map(|(line, column, _)| (line, column)).collect();
    assert_eq!(at, [(3, 11), (3, 17)]);
    let lines = "题\n\n　　甲,乙。\n　　甲,乙。\n";
    let at: Vec<_> =
        checked("a.txt", lines, "width").into_iter().map(|(line, column, _)| (line, column)).collect();
    assert_eq!(at, [(3, 4), (4, 4)]);
}

#[test]
fn a_field_is_reported_where_it_stands() {
    let dates = |text: &str| {
        let source = Source::new("a.zh.md", text);
        let (_, problems) = read(&source);
        places(&source, &problems, "date")
    };
    assert_eq!(dates("---\npublication: 报\n日期: 昨天\n---\n\n# 题\n"), [(3, 1, "日期: 昨天".to_owned())]);
    assert_eq!(
        dates("---\ntitle: date\n\"date\" : '昨天' # 待定\n---\n"),
        [(3, 1, "\"date\" : '昨天' # 待定".to_owned())]
    );
    assert_eq!(dates("---\n{title: 题, date: 昨天}\n---\n"), [(2, 12, "date: 昨天".to_owned())]);
    assert_eq!(
        dates("+++\ntitle = \"\"\"\ndate\n\"\"\"\n\"日期\" = \"昨天\"\n+++\n"),
        [(5, 1, "\"日期\" = \"昨天\"".to_owned())]
    );
    let fields = |text: &str, code: &str| {
        let source = Source::new("a.zh.md", text);
        let (_, problems) = read(&source);
        places(&source, &problems, code)
    };
    let text = "---\n语言: 火星文字\nnumber: 3\nissn: 1234-5678\n---\n";
    assert_eq!(fields(text, "language"), [(2, 1, "语言: 火星文字".to_owned())]);
    assert_eq!(fields(text, "issn"), [(4, 1, "issn: 1234-5678".to_owned())]);
    let source =
        Source::new("issue.toml", "publication = \"报\"\n\n日期 = \"昨天\"\narticles = [\"a.md\", 3]\n");
    let source = Source { text: source.text.replace("日期 ", "\"日期\" "), ..source };
    let (_, problems) = issue::Manifest::read(&source);
    assert_eq!(places(&source, &problems, "date"), [(3, 1, "\"日期\" = \"昨天\"".to_owned())]);
    assert_eq!(places(&source, &problems, "plan"), [(4, 1, "articles = [\"a.md\", 3]".to_owned())]);
    let page = "<html lang=\"zh\">\n<head><meta name=\"date\" content=\"昨天\"></head><p>文。</p></html>";
    let source = Source::new("a.html", page);
    let (_, problems) = read::html(&source);
    assert_eq!(places(&source, &problems, "date")[0].0, 2);
}
