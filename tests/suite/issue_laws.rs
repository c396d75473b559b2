//! Laws of reading, repairing and writing, on pages put together at random from what stands in newspapers and what
//! means something in Markdown.

use duizhao::issue::{Block, Body, Inline, Issue, Level, Source, read, repair, write};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;

/// Pieces of pages: text, furniture, markup, dirt.
const PIECES: &[&str] = &[
    "上海",
    "昨天下雨",
    "的",
    "会议指出,",
    "推动上海社会工作",
    "一段完整的话。",
    "“引号”",
    "《书名》",
    "本报讯 ",
    "**本报讯** ",
    "新华社北京11月22日电 ",
    "(记者 王一鸣)",
    "本报记者 李二",
    "海报设计 张三",
    "责任编辑:李四",
    "第3版",
    "(下转第4版)",
    "上接第1版",
    "2024年11月22日",
    "4.34万",
    "10:30",
    "３．５",
    "43，400",
    "https://a.example/b?c=d&e",
    "WIPO",
    "the quick ",
    "Staff report — ",
    "By Li Ming",
    "Mr.",
    "self-",
    "word",
    ",",
    ";",
    ":",
    "!",
    "?",
    "(",
    ")",
    "“",
    "”",
    "\"",
    "'",
    "...",
    "--",
    "—",
    "……",
    "~",
    "~~",
    "*",
    "**",
    "***",
    "_",
    "__",
    "`",
    "``",
    "#",
    "# ",
    "## ",
    "### ",
    "> ",
    "- ",
    "* ",
    "1. ",
    "2) ",
    "+ ",
    "---",
    "***\n",
    "===",
    "|",
    "| a | b |\n| --- | --- |\n| c | d |\n",
    "[",
    "]",
    "](u)",
    "[链接](http://x.example \"题\")",
    "![图](a.png)",
    "![图](a.png)\n说明",
    "<b>",
    "</b>",
    "<ruby>漢<rt>hàn</rt></ruby>",
    "<br>",
    "<sup>2</sup>",
    "<div>\n",
    "</div>\n",
    "<!-- x -->",
    "\\",
    "\\*",
    "^",
    "[^1]",
    "\n[^1]: 注\n",
    "```\ncode\n```\n",
    "    ",
    "\t",
    " ",
    "  ",
    "\u{3000}",
    "\u{3000}\u{3000}",
    "\u{a0}",
    "\u{200b}",
    "\u{ad}",
    "\u{feff}",
    "e\u{301}",
    "한",
    "か\u{3099}",
    "\u{fa0a}",
    "\n",
    "\n",
    "\n",
    "\n\n",
    "\n\n",
    "\n\n",
    "\n\n\n",
    "  \n",
    "\\\n",
    "\r\n",
    "一、",
    "①",
    "■",
    "&",
    "=",
    "$",
    "%",
    "\u{1f600}",
    "\u{7}",
];

fn page() -> impl Strategy<Value = String> {
    prop::collection::vec(select(PIECES), 0..24).prop_map(|pieces| pieces.concat())
}

/// Several blocks, so that articles take shape.
fn long_page() -> impl Strategy<Value = String> {
    let line = prop::collection::vec(select(PIECES), 1..5).prop_map(|pieces| pieces.concat());
    let start =
        select(&["", "", "", "# ", "## ", "### ", "> ", "- ", "1. ", "**本报讯** ", "\u{3000}\u{3000}"][..]);
    let block = (start, line).prop_map(|(start, line)| format!("{start}{line}"));
    prop::collection::vec(block, 1..14).prop_map(|blocks| blocks.join("\n\n"))
}

fn source(text: &str) -> Source {
    Source::new("page.zh-CN.md", text)
}

/// What an issue says, without places.
fn content(issue: &Issue) -> String {
    fn strip(blocks: &mut [Block]) {
        for block in blocks {
            block.span = duizhao::problem::Span::default();
            match &mut block.body {
                Body::Blocks(inner) | Body::Note { blocks: inner, .. } => strip(inner),
                Body::List { points, .. } => points.iter_mut().for_each(|point| strip(point)),
                _ => {}
            }
        }
    }
    let mut issue = issue.clone();
    for article in &mut issue.articles {
        strip(&mut article.blocks);
    }
    format!("{issue:#?}")
}

/// Everything that an issue holds, in any order.
fn letters(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = text.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).collect();
    letters.sort_unstable();
    letters
}

fn everything(issue: &Issue) -> String {
    fn inlines(parts: &[Inline], out: &mut String) {
        for part in parts {
            match part {
                Inline::Text(run) | Inline::Code(run) => out.push_str(run),
                Inline::Html(text) | Inline::Note(text) => out.push_str(text),
                Inline::Image { source, alt, title } => out.extend([source.as_str(), alt, title]),
                Inline::Marked(mark, inner) => {
                    match mark {
                        duizhao::issue::Mark::Link { url, title } => out.extend([url.as_str(), title]),
                        duizhao::issue::Mark::Ruby(words) => out.push_str(words),
                        _ => {}
                    }
                    inlines(inner, out);
                }
                Inline::SoftBreak | Inline::HardBreak => {}
            }
        }
    }
    fn blocks(list: &[Block], out: &mut String) {
        for block in list {
            match &block.body {
                Body::Text(text) => inlines(&text.inlines, out),
                Body::List { points, .. } => points.iter().for_each(|point| blocks(point, out)),
                Body::Table { rows } => {
                    rows.iter().flatten().for_each(|cell| inlines(&cell.text.inlines, out));
                }
                Body::Blocks(inner) => blocks(inner, out),
                Body::Note { label, blocks: inner } => {
                    out.push_str(label);
                    blocks(inner, out);
                }
                Body::Verbatim { kind, text } => out.extend([kind.as_str(), text]),
                Body::Empty => {}
            }
        }
    }
    let mut out = String::new();
    for article in &issue.articles {
        blocks(&article.blocks, &mut out);
    }
    out
}

fn check_page(text: &str) -> Result<(), TestCaseError> {
    let (issue, _) = read(&source(text));
    // Nothing is lost in reading.
    prop_assert_eq!(letters(&everything(&issue)), letters(text));
    for level in [Level::None, Level::Safe, Level::All] {
        let (repaired, repairs) = repair(issue.clone(), level);
        if level == Level::None {
            prop_assert_eq!(&repaired, &issue);
        }
        let (again, more) = repair(repaired.clone(), level);
        prop_assert!(more.is_empty(), "{:?}: repaired again: {:?}", level, more);
        prop_assert_eq!(content(&again), content(&repaired));
        let back = repair::undo(repaired.clone(), &repairs).unwrap();
        prop_assert_eq!(content(&back), content(&issue));
        // What was written is read as the same, and written the same.
        let written = write::markdown(&repaired);
        let (reread, _) = read(&source(&written));
        let rewritten = write::markdown(&reread);
        prop_assert_eq!(letters(&everything(&reread)), letters(&everything(&repaired)));
        prop_assert_eq!(&rewritten, &written, "written twice");
        if level != Level::None {
            continue;
        }
        let roles = |issue: &Issue| {
            let of = |block: &Block| block.role;
            issue.articles.iter().map(|a| a.blocks.iter().map(of).collect::<Vec<_>>()).collect::<Vec<_>>()
        };
        prop_assert_eq!(roles(&reread), roles(&repaired), "roles of {:?}", written);
    }
    let json = duizhao::issue::read::json(&write::json(&issue)).unwrap();
    prop_assert_eq!(json, issue.clone());
    let problems = duizhao::issue::check(&source(text), &issue);
    prop_assert!(problems.iter().all(|problem| problem.span.end <= text.len()));
    Ok(())
}

/// Pages that broke a law once.
#[test]
fn pages_that_were_not_kept_are_kept() {
    // More marks in a row than a text is looked at again.
    let row = format!("昨天a{}一段。", "; ".repeat(200));
    let pages = [
        row.as_str(),
        // A page marker only when both lines of the heading are one.
        "第1版\n6\n---\n\n第1版\n\n引题\n\n# 标题\n",
        "# 上海<br>昨天下雨\n\n正文。\n",
        "# 第3版|(下转第4版)",
        // A headline only when the two lines are joined.
        "上海\n“引号”<div>\n\n4.34万",
        "第3版    “引号”,,昨天下雨",
        // Nothing is left of a paragraph.
        "上海\n\n\u{3000}",
        "\u{3000}\u{3000}\n[^1]: 注\n",
        // A link without words at the seam of a join.
        "上海<div>\n[](u)\n\n,",
        // A tag over two lines, in a list.
        "- 甲\n- 乙<b x\n     y>丙\n- 丁<!-- x\n        y -->\n",
        // Two credits and a line that sends on, in one paragraph.
        "**本报讯** 本报记者 李二\n(记者 王一鸣)(下转第4版)",
        // A blank that only Unicode knows behind the hyphen.
        "---\u{3000}\n\nhttps://a.example/b?c=d&e\n\n### 上海\n\n# (下转第4版)",
    ];
    for text in pages {
        check_page(text).unwrap_or_else(|why| panic!("{text:?}: {why}"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(2024), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pages_are_kept(text in page()) {
        check_page(&text)?;
    }

    #[test]
    fn long_pages_are_kept(text in long_page()) {
        check_page(&text)?;
    }
}
