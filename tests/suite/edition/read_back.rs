//! An edition read as a source says what the issue says, and so does a page of HTML.

use duizhao::edition::compose;
use duizhao::issue::{Issue, Level, Role, Source, read, repair, write};

use super::everything::{beside, issue, layouts, settings};

/// The running texts with their roles. Blanks and line ends are layout in HTML, a control character cannot be in it,
/// and a page's name is shown or not.
fn texts(issue: &Issue) -> Vec<(Role, String)> {
    let shown = |c: char| !c.is_whitespace() && !c.is_control() && c != '\u{fffd}';
    let leaves = issue.leaves();
    let texts = leaves.iter().filter(|leaf| leaf.role != Role::Page);
    let texts =
        texts.map(|leaf| (leaf.role, leaf.text.plain().chars().filter(|&c| shown(c)).collect::<String>()));
    texts.filter(|(_, text)| !text.is_empty()).collect()
}

fn examples() -> Vec<Issue> {
    let example = |language: &str| {
        let path = format!("{}/examples/linjiang-2026-03.{language}.md", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(&path).unwrap();
        repair(read(&Source::new(path, text)).0, Level::Safe).0
    };
    vec![example("zh"), example("en"), whole()]
}

/// The issue that holds everything, without what an edition shows by words: images and notes that are not there.
fn whole() -> Issue {
    let mut issue = issue();
    issue.articles[1].blocks.remove(3);
    issue
}

#[test]
fn a_book_is_read_as_the_issue_it_was_made_of() {
    for issue in examples() {
        let bytes = compose(&issue, &settings()).unwrap().epub().unwrap();
        let (source, back, problems) = read::epub("book.epub", &bytes).unwrap();
        assert_eq!(texts(&back), texts(&issue));
        assert_eq!(back.language, issue.language);
        assert_eq!(back.masthead.publication, issue.masthead.publication);
        assert_eq!(back.masthead.date, issue.masthead.date);
        assert_eq!(back.masthead.issn, issue.masthead.issn);
        let pages =
            |issue: &Issue| issue.articles.iter().map(|article| article.page.clone()).collect::<Vec<_>>();
        assert_eq!(pages(&back)[0], pages(&issue)[0]);
        for problem in problems {
            assert!(["left-out", "issn"].contains(&&*problem.code), "{problem:?}");
        }
        for block in back.articles.iter().flat_map(|article| &article.blocks) {
            assert!(block.span.end <= source.text.len());
        }
    }
}

#[test]
fn marks_notes_and_structure_come_back() {
    let bytes = compose(&issue(), &settings()).unwrap().epub().unwrap();
    let (_, back, _) = read::epub("book.epub", &bytes).unwrap();
    let markdown = write::markdown(&back);
    for expected in [
        "# 大橋<通車>: 兩岸 & 一日",
        "<ruby>水<rt>ㄕㄨㄟˇ</rt></ruby>",
        "`bridge --fix`",
        "H<sub>2</sub>O，m<sup>2</sup>，~~刪去~~",
        "第24輛是公車[^1]；",
        "[^1]: 公車是第24號。",
        "[^2]: 沒有人提到的註。",
        "3. 長1,280公尺。\n4. 高64公尺。\n\n   - 含燈桿。",
        "| 上午 | 2100 |",
        "](OEBPS/",
        "> 過橋的人，先讓橋過。",
        "（下轉第3版）",
        "***",
        "窩 = 17 < 20",
    ] {
        assert!(markdown.contains(expected), "no {expected} in {markdown}");
    }
}

#[test]
fn of_a_bilingual_book_the_issue_is_read() {
    let alone = texts(&whole());
    for (name, edition) in [("interleaved", beside(&settings()))].into_iter().chain(layouts()) {
        let (_, back, _) = read::epub("book.epub", &edition.epub().unwrap()).unwrap();
        let back = texts(&back);
        for text in &alone {
            assert!(back.contains(text), "{name}: {text:?} is not in {back:?}");
        }
    }
}

#[test]
fn a_page_of_html_is_read_as_the_issue_it_was_made_of() {
    for issue in examples() {
        let (back, _) = read::html(&Source::new("page.html", write::html(&issue)));
        // Markup that nobody understands is shown.
        let shown: Vec<_> =
            texts(&back).into_iter().map(|(role, text)| (role, text.replace("<u>", ""))).collect();
        assert_eq!(shown, texts(&issue));
        assert_eq!(back.language, issue.language);
    }
}
