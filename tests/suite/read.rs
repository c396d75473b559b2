//! `duizhao read` and `duizhao check` as their user runs them: sources of every kind, forms of output, and what is
//! told of bad ones.

use std::fs;
use std::process::Output;

use crate::command::{duizhao, told};

use serde_json::Value;

const PAGE: &str = "---\npublication: 临江晚报\ndate: 2026-03-06\n---\n\n第1版\n\n引题一行\n\n# 渡口要建桥\n\n副题说得长一点\n\n\
    **本报讯** (记者 王一鸣)江上的渡口\"老了\",明年要建桥,资金已经\n\n全部到位。[^1]\n\n## 一、起因\n\n- 一条\n- 两条\n\n\
    | 年份 | 人次 |\n| :-- | --: |\n| 2024 | 3万 |\n\n![渡口](a.png)\n图为渡口的早晨。\n\n> 过了河,就到家了。\n\n\
    <ruby>漢<rt>hàn</rt></ruby>和`码`和~~旧~~<sup>2</sup>。\n\n---\n\n<!-- 编辑 -->\n\n责任编辑:李四\n\n[^1]: 注。\n";

fn out(output: &Output) -> String {
    assert!(output.status.success(), "{}", told(output));
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

#[test]
fn every_form_and_the_way_back() {
    let folder = folder(&[("page.zh.md", PAGE.as_bytes())]);
    let at = folder.path();
    let markdown = out(&duizhao(at, &["read", "page.zh.md"]));
    assert!(markdown.contains("江上的渡口“老了”，明年要建桥，资金已经全部到位。[^1]"), "{markdown}");
    let read =
        duizhao(at, &["read", "page.zh.md", "-f", "json", "-o", "page.json", "--report", "repairs.json"]);
    assert!(read.status.success() && read.stdout.is_empty());
    assert_eq!(out(&duizhao(at, &["read", "page.json"])), markdown);
    let undone = out(&duizhao(at, &["read", "page.json", "--undo", "repairs.json", "-f", "json"]));
    assert_eq!(undone, out(&duizhao(at, &["read", "page.zh.md", "--repair", "none", "-f", "json"])));
    let html = out(&duizhao(at, &["read", "page.zh.md", "-f", "html"]));
    fs::write(at.join("page.html"), html).unwrap();
    let back = out(&duizhao(at, &["read", "page.html"]));
    let body = |text: &str| text.split_once("第1版").map(|(_, body)| body.to_owned()).unwrap();
    // A comment is no text of the page.
    let comment = "```\n<!-- 编辑 -->\n```";
    assert_eq!(body(&back), body(&markdown).replace("<!-- 编辑 -->", comment));
    // The report of another issue.
    fs::write(at.join("other.md"), "# 别的\n\n这一篇没有什么要改的。\n").unwrap();
    let failed = duizhao(at, &["read", "other.md", "--undo", "repairs.json"]);
    assert_eq!(failed.status.code(), Some(1));
    assert!(told(&failed).contains("the report is of another issue"), "{}", told(&failed));
}

#[test]
fn repairs_are_counted_and_shown_one_by_one_to_those_who_ask() {
    let page = "# 标题\n\n第一段讲完了。\n\n雨停了,工程队说,整条街要用掉大约三万块青瓦,其中一半是从旧屋顶上\n\n拆下来洗干净的。\n";
    let folder = folder(&[("page.zh.md", page.as_bytes()), ("fine.md", "# 好\n\n没有什么。\n".as_bytes())]);
    let run = |arguments: &[&str]| told(&duizhao(folder.path(), arguments));
    assert_eq!(
        run(&["read", "page.zh.md"]),
        "repaired: join 1, width 3; -v shows them, --report FILE keeps them\n"
    );
    let all = run(&["read", "-v", "page.zh.md", "--report", "repairs.json"]);
    assert!(all.contains("page.zh.md:5: join: \"\\n\\n\" to \"\"\n"), "{all}");
    assert_eq!(all.matches("page.zh.md:5: width: \",\" to \"，\"\n").count(), 3, "{all}");
    assert!(all.ends_with("\nrepaired: join 1, width 3\n"), "{all}");
    assert_eq!(run(&["read", "fine.md"]) + &run(&["read", "-q", "page.zh.md"]), "");
    // From the cleaned Markdown and the report, the source comes back.
    let clean = out(&duizhao(folder.path(), &["read", "page.zh.md"]));
    fs::write(folder.path().join("clean.zh.md"), clean).unwrap();
    assert_eq!(out(&duizhao(folder.path(), &["read", "clean.zh.md", "--undo", "repairs.json"])), page);
}

#[test]
fn a_folder_and_its_plan() {
    let plan = "publication = \"临江晚报\"\nnumber = \"第312期\"\ndate = 2026-03-06\nlanguage = \"zh-CN\"\nissn = \"2950-001X\"\n\
                articles = [\"二.md\", \"一.txt\", \"三.html\"]\n";
    let folder = folder(&[
        ("issue.toml", plan.as_bytes()),
        ("一.txt", "头条\n本报讯 昨天下雨。\n".as_bytes()),
        ("二.md", "# 二条\n\n今天晴。\n".as_bytes()),
        ("三.html", "<h1>三条</h1><p>明天呢？".as_bytes()),
        ("README.md", b"not an article"),
    ]);
    let at = folder.path();
    let expected = "---\npublication: 临江晚报\nnumber: 第312期\ndate: 2026-03-06\nlanguage: zh-CN\nissn: 2950-001X\n---\n\n\
                    # 二条\n\n今天晴。\n\n# 头条\n\n本报讯 昨天下雨。\n\n# 三条\n\n明天呢？\n";
    assert_eq!(out(&duizhao(at, &["read", "."])), expected);
    assert_eq!(out(&duizhao(at, &["read", "issue.toml"])), expected);
    fs::write(at.join("issue.toml"), "articles = [\"../secret.md\"]\n").unwrap();
    assert!(told(&duizhao(at, &["read", "."])).contains("names no file of this folder"));
    fs::remove_file(at.join("issue.toml")).unwrap();
    assert_eq!(out(&duizhao(at, &["read", "."])).matches("# ").count(), 3);
}

#[test]
fn encodings_are_found_and_told() {
    let text = PAGE.repeat(3);
    let utf16 = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let taiwan =
        "# 臺北下雨\n\n本報訊 昨天下了一場大雨，許多地方都淹水了。市政府說，這是今年最大的一場雨。\n";
    let folder = folder(&[
        ("utf8.md", text.as_bytes()),
        ("bom.md", format!("\u{feff}{text}").as_bytes()),
        ("gb.md", &encoding_rs::GB18030.encode(&text).0),
        ("le.md", &[b"\xff\xfe".to_vec(), utf16(u16::to_le_bytes)].concat()),
        ("be.md", &utf16(u16::to_be_bytes)),
        ("taiwan.md", taiwan.as_bytes()),
        ("big5.md", &encoding_rs::BIG5.encode(taiwan).0),
    ]);
    let read = |name: &str| duizhao(folder.path(), &["read", "-v", name]);
    for (name, same, encoding) in [
        ("bom.md", "utf8.md", None),
        ("gb.md", "utf8.md", Some("gb18030")),
        ("le.md", "utf8.md", Some("UTF-16LE")),
        ("be.md", "utf8.md", Some("UTF-16BE")),
        ("big5.md", "taiwan.md", Some("Big5")),
    ] {
        let output = read(name);
        assert_eq!(out(&output), out(&read(same)), "{name}");
        let expected = encoding.map(|encoding| format!("note: {name}:1:1: the file is in {encoding}"));
        assert_eq!(told(&output).contains("the file is in"), encoding.is_some(), "{name}: {}", told(&output));
        assert!(expected.is_none_or(|expected| told(&output).contains(&expected)), "{}", told(&output));
    }
}

/// Zeros in UTF-8 are dirt, however short the text is, and make no UTF-16 of it.
#[test]
fn control_characters_are_told_where_they_stand() {
    let folder = folder(&[("dirty.md", "# 标题\n\n正文\0里有\u{7}控制字符。\n".as_bytes())]);
    let output = duizhao(folder.path(), &["read", "dirty.md"]);
    assert_eq!(out(&output), "# 标题\n\n正文里有控制字符。\n");
    assert!(told(&output).contains("2 control characters stand in the text"), "{}", told(&output));
}

#[test]
fn errors_say_where_and_what_to_do() {
    let folder = folder(&[
        ("binary.md", &(0..=255u8).cycle().take(4000).collect::<Vec<u8>>()),
        ("front.md", b"---\ntitle: [\n---\n\ntext\n"),
        ("issue.json", b"{\"language\": 1}"),
        ("book.epub", b"PK\x03\x04 cut off"),
        ("deep.md", ("> ".repeat(100) + "深\n").as_bytes()),
        ("open.md", "---\ntitle: 未完\n\n乙。\n".as_bytes()),
        ("report.json", b"[1]"),
        ("fine.md", "# 好\n\n没有什么。\n".as_bytes()),
    ]);
    let run = |arguments: &[&str]| duizhao(folder.path(), arguments);
    for (arguments, code, expected) in [
        (&["read", "binary.md"][..], 1, "error: binary.md:1:1: "),
        (&["read", "nowhere.md"], 1, "error: nowhere.md: cannot read it"),
        (&["read", "issue.json"], 1, "error: issue.json:1:14: this is not an issue as JSON"),
        (&["read", "book.epub"], 1, "error: book.epub: this is not a whole EPUB"),
        (
            &["read", "fine.md", "--undo", "report.json"],
            1,
            "error: report.json:1:2: this is no list of repairs",
        ),
        (&["read", "fine.md", "--repair", "some"], 2, "is no level of repair"),
        (&["read", "deep.md"], 0, "warning: deep.md:1:25: more than 12 lists and quotations"),
        (&["read", "open.md"], 0, "warning: open.md:1:1: front matter begins here"),
        (&["read", "front.md"], 0, "warning: front.md:3:1: the front matter cannot be read"),
        (&["check", "nowhere.md"], 1, "error: nowhere.md: cannot read it"),
        (&["segment", "binary.md"], 1, "error: binary.md:1:1: "),
        (&["align", "fine.md", "binary.md"], 1, "error: binary.md:1:1: "),
    ] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", told(&output));
        assert!(told(&output).contains(expected), "{arguments:?}: {}", told(&output));
        assert!(code == 2 || told(&output).contains("help: "), "{arguments:?}: {}", told(&output));
        // What is no text has no encoding to warn of.
        let warned = told(&output).contains("warning: ");
        assert!(code == 0 || !warned, "{arguments:?}: {}", told(&output));
    }
}

#[test]
fn a_source_without_text_is_told() {
    let folder = folder(&[("empty.md", b""), ("blank.md", b"---\ndate: 2026-03-06\n---\n\n  \n")]);
    for name in ["empty.md", "blank.md"] {
        for command in ["read", "check"] {
            let output = duizhao(folder.path(), &[command, name]);
            let all = told(&output) + &String::from_utf8_lossy(&output.stdout);
            assert!(all.contains("there is no text in it"), "{command} {name}: {all}");
        }
    }
}

#[test]
fn files_of_another_kind_are_named() {
    let utf16: Vec<u8> = "\u{feff}<?xml version=\"1.0\"?>\n<tmx version=\"1.4\"/>"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let files: [(&str, &[u8], &str); 7] = [
        ("a.pdf", b"%PDF-1.7\n1 0 obj\n", "a PDF"),
        ("b.rtf", b"{\\rtf1 text}", "a document in RTF"),
        ("c.docx", b"PK\x03\x04\x14\0\x06\0\x08\0[Content_Types].xml", "not a whole document"),
        (
            "d.tmx",
            b"<?xml version=\"1.0\"?>\n<!DOCTYPE tmx SYSTEM \"tmx14.dtd\">\n<tmx version=\"1.4\"/>",
            "a translation memory",
        ),
        ("e.md", &utf16, "a translation memory"),
        ("f.txt", b"<xliff version=\"1.2\"/>", "a file for translation"),
        ("g.html", b"\xff\xd8\xff\xe0\0\x10JFIF", "an image"),
    ];
    let at = folder(&files.map(|(name, bytes, _)| (name, bytes)));
    for (name, _, what) in files {
        let output = duizhao(at.path(), &["read", name]);
        let told = told(&output);
        assert_eq!(output.status.code(), Some(1), "{name}: {told}");
        assert!(told.starts_with(&format!("error: {name}: this is {what}")), "{told}");
        assert!(told.contains("help: ") && output.stdout.is_empty(), "{told}");
    }
    // A page that tells of such files is none.
    let page = folder(&[("page.md", "# 什么是TMX\n\n记忆库的文件以<tmx>开头。\n".as_bytes())]);
    assert!(duizhao(page.path(), &["read", "page.md"]).status.success());
}

#[test]
fn what_no_newspaper_has_is_refused_before_it_fills_the_memory() {
    let line = "昨天下雨。".repeat(1_200_000);
    let text = "昨天下雨。\n".repeat(4_400_000);
    let folder = folder(&[("line.md", line.as_bytes()), ("text.md", text.as_bytes())]);
    for (name, why) in [
        ("line.md", "line.md: a line of 17 MB is not a paragraph (the longest may have 16 MB)"),
        ("text.md", "text.md: 67 MB are more than an issue can have (64 MB)"),
    ] {
        for arguments in [&["read", name][..], &["check", name], &["convert", "--to", "zh-TW", name]] {
            let failed = duizhao(folder.path(), arguments);
            assert_eq!(failed.status.code(), Some(1));
            assert!(told(&failed).contains(why) && failed.stdout.is_empty(), "{}", told(&failed));
        }
    }
}

#[test]
fn a_date_that_is_none_is_told_and_kept() {
    for date in ["憫2026-03-06", "2026-13-01", "昨天", "2026", "२०२६-03-06"] {
        let page = format!("---\ndate: {date}\n---\n\n# 标题\n\n一段。\n");
        let folder = folder(&[("page.md", page.as_bytes())]);
        let output = duizhao(folder.path(), &["read", "page.md"]);
        assert!(output.status.success());
        assert!(told(&output).contains("warning: page.md:2:1: "), "{}", told(&output));
        assert!(String::from_utf8(output.stdout).unwrap().contains(date), "{date}");
    }
    let page = "---\ntitle: 好\ndate: 昨天\nissn: 12\n---\n\n# 标题\n\n一段。\n";
    let folder = folder(&[("page.md", page.as_bytes())]);
    let told = told(&duizhao(folder.path(), &["read", "page.md"]));
    assert!(told.contains("page.md:3:1: `昨天`") && told.contains("page.md:4:1: `12`"), "{told}");
}

#[test]
fn facts_for_catalogues_are_kept_and_an_isbn_is_checked() {
    // By their Chinese names too, in one line or as a list; written as they are read.
    let page =
        "---\n书号: 7-5000-0000-6\n简介: 一座桥，两岸。\n关键词: 桥梁、渡口\n---\n\n# 标题\n\n一段。\n";
    let folder = folder(&[("page.md", page.as_bytes())]);
    let output = duizhao(folder.path(), &["read", "page.md"]);
    assert!(!told(&output).contains("ISBN"), "{}", told(&output));
    let clean = out(&output);
    assert!(
        clean.contains("isbn: 7-5000-0000-6\ndescription: 一座桥，两岸。\nsubjects: [桥梁, 渡口]\n"),
        "{clean}"
    );
    fs::write(folder.path().join("clean.md"), &clean).unwrap();
    assert_eq!(out(&duizhao(folder.path(), &["read", "clean.md"])), clean);
    for wrong in ["7-5000-0000-3", "978-7-5000-0000-1", "978750000000X", "12"] {
        fs::write(folder.path().join("wrong.md"), page.replace("7-5000-0000-6", wrong)).unwrap();
        let told = told(&duizhao(folder.path(), &["read", "wrong.md"]));
        assert!(told.contains(&format!("wrong.md:2:1: `{wrong}` is not an ISBN")), "{told}");
    }
}

#[test]
fn what_is_not_understood_is_told_to_those_who_ask() {
    let page = "# 标题\n\n一段。\n\n## 小\n\n二段。\n\n### 更小\n\n三段。\n\n<iframe src=\"b\">\n</iframe>\n\n[无人]: http://a.example\n";
    let folder = folder(&[("page.md", page.as_bytes())]);
    assert_eq!(told(&duizhao(folder.path(), &["read", "page.md"])), "");
    let told = told(&duizhao(folder.path(), &["read", "-v", "page.md"]));
    for expected in [
        "note: page.md:9:1: a heading inside an article of another level",
        "note: page.md:13:1: HTML that is kept to the letter",
        "note: page.md:16:1: the address of a link that is nowhere in the text",
    ] {
        assert!(told.contains(expected), "{told}");
    }
}

#[test]
fn problems_are_shown_under_their_columns() {
    let folder = folder(&[("page.zh.md", "# 题\n\n雨停了,天晴。\n".as_bytes())]);
    let output = duizhao(folder.path(), &["check", "page.zh.md"]);
    let expected = "warning[width]: `,` for `，`\n --> page.zh.md:3:4\n  |\n3 | 雨停了,天晴。\n  |       ^\n  |\n  \
                    = help: repaired by every command, unless told `--repair none`\n\n1 place looks wrong\n";
    assert_eq!(out(&output), expected);
    assert_eq!(
        duizhao(folder.path(), &["check", "--fail-on", "warning", "page.zh.md"]).status.code(),
        Some(1)
    );
    let only = out(&duizhao(folder.path(), &["check", "--only", "unpaired", "page.zh.md"]));
    assert_eq!(only, "nothing looks wrong\n");
}

#[test]
fn marks_stand_under_what_they_mean() {
    // Wide, narrow and combining characters, an emoji, a tab.
    let page = "# 题\n\n他🙂说\t好,e\u{301}的;对。\n";
    let folder = folder(&[("page.zh.md", page.as_bytes())]);
    let shown = out(&duizhao(folder.path(), &["check", "page.zh.md"]));
    let columns: Vec<usize> = shown
        .lines()
        .filter(|line| line.trim_start().starts_with('|') && line.ends_with('^'))
        .map(|line| line.find('^').unwrap() - line.find('|').unwrap() - 2)
        .collect();
    assert_eq!(columns, [6, 9, 10, 13], "{shown}");
    assert!(shown.contains("| 他🙂说 好,e\u{301}的;对。\n"), "{shown}");
}

/// The Rust files of a folder, one after the other.
fn sources(folder: &std::path::Path) -> String {
    let mut out = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            out.push_str(&sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            out.push_str(&fs::read_to_string(path).unwrap());
        }
    }
    out
}

/// The table in the documents names the codes that the program has, and each tells what to do.
#[test]
fn every_code_is_listed() {
    let listed: Vec<&str> = include_str!("../../docs/checks.md")
        .lines()
        .filter(|line| line.starts_with("| `"))
        .flat_map(|line| line.split('|').nth(1).unwrap().split('`').skip(1).step_by(2))
        .collect();
    let source = sources(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/issue"));
    for code in &listed {
        assert!(source.contains(&format!("\"{code}\"")), "{code}");
    }
    let told: Vec<&str> =
        source.split("code: \"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert!(told.len() >= 9 && told.iter().all(|code| listed.contains(code)), "{told:?}");
    let dirty = "---\ndate: 昨天\nissn: 1\n---\n\n前言。\n\n# 题\n\n“雨 停了,天\"晴\"...--\u{200b}e\u{301}\u{fffd}。会议指出,要推动各项任务进一步\n\n\
                 落到实处。\n\n(下转第4版)\n\n<iframe src=\"b\">\n</iframe>\n\n[无人]: http://a.example\n\n# 空\n";
    let folder =
        folder(&[("page.zh.md", dirty.as_bytes()), ("deep.md", ("> ".repeat(100) + "深\n").as_bytes())]);
    let lines = out(&duizhao(folder.path(), &["check", "-f", "json", "page.zh.md", "deep.md"]));
    let problems: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut codes: Vec<&str> = problems.iter().map(|problem| problem["code"].as_str().unwrap()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert!(codes.len() >= 13, "{codes:?}");
    for problem in &problems {
        assert!(listed.contains(&problem["code"].as_str().unwrap()), "{problem}");
        assert!(problem["help"].as_str().unwrap().len() > 10, "{problem}");
    }
}

#[test]
fn a_code_that_is_none_is_wrong_usage() {
    let folder = folder(&[("page.zh.md", "# 题\n\n好,的。\n".as_bytes())]);
    let check = |only: &str| duizhao(folder.path(), &["check", "--only", only, "page.zh.md"]);
    for wrong in ["nope", "width,nope", ""] {
        let output = check(wrong);
        assert_eq!(output.status.code(), Some(2), "{wrong}");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(told.contains("there are width, straight-quote") && told.contains("issn"), "{told}");
    }
    assert!(check("width").status.success() && check("date,issn").status.success());
}

#[test]
fn lines_cut_from_a_paragraph_with_marks_keep_their_places() {
    let page = "# 题\n\n(上接第1版)雨停了,<ruby>漢<rt>hàn</rt></ruby>江的水&amp;**河边**的路都干了(下转第4版)\n\n二段。\n";
    let folder = folder(&[("page.zh.md", page.as_bytes())]);
    let lines = out(&duizhao(folder.path(), &["check", "--only", "width", "-f", "json", "page.zh.md"]));
    let places: Vec<(String, u64)> = lines
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .map(|problem| (problem["message"].as_str().unwrap().to_owned(), problem["start"].as_u64().unwrap()))
        .collect();
    assert_eq!(places.len(), 5);
    for (message, start) in places {
        let sign = &page[usize::try_from(start).unwrap()..][..1];
        assert!(message.starts_with(&format!("`{sign}` for")), "{message}: {sign}");
    }
}

#[test]
fn problems_for_programs() {
    let text = "# 题\n\n雨停了,天“晴。\n";
    let folder = folder(&[("a b.zh.md", text.as_bytes()), ("第1版%20.zh.md", text.as_bytes())]);
    let lines = out(&duizhao(folder.path(), &["check", "-f", "json", "a b.zh.md"]));
    let problems: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(problems.len(), 2);
    for problem in &problems {
        let offset = |name: &str| usize::try_from(problem[name].as_u64().unwrap()).unwrap();
        let shown = &text[offset("start")..offset("end")];
        assert!(problem["message"].as_str().unwrap().contains(&format!("`{shown}`")), "{problem}");
        assert_eq!(problem["line"], 3);
        assert!(
            ["severity", "code", "help", "file"].iter().all(|name| problem[name].is_string()),
            "{problem}"
        );
    }
    // SARIF 2.1.0: what the standard requires of a log, a run, a tool and a result (3.13, 3.14, 3.18, 3.27).
    let log: Value =
        serde_json::from_str(&out(&duizhao(folder.path(), &["check", "-f", "sarif", "a b.zh.md"]))).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["tool"]["driver"]["name"], "duizhao");
    let rules: Vec<&str> = run["tool"]["driver"]["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| rule["id"].as_str().unwrap())
        .collect();
    assert_eq!(rules, ["unpaired", "width"]);
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 2);
    for (result, problem) in results.iter().zip(&problems) {
        assert!(rules.contains(&result["ruleId"].as_str().unwrap()));
        assert!(["note", "warning", "error"].contains(&result["level"].as_str().unwrap()));
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "a%20b.zh.md");
        assert_eq!(place["region"]["startColumn"], problem["column"]);
        assert_eq!(place["region"]["endColumn"], problem["end_column"]);
    }
    // The file is named by a URI, and no other file than this one.
    let uri = |file: &str| {
        let log: Value =
            serde_json::from_str(&out(&duizhao(folder.path(), &["check", "-f", "sarif", file]))).unwrap();
        let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        place["artifactLocation"]["uri"].as_str().unwrap().to_owned()
    };
    assert_eq!(uri("第1版%20.zh.md"), "%E7%AC%AC1%E7%89%88%2520.zh.md");
    let whole = uri(folder.path().join("a b.zh.md").to_str().unwrap());
    assert!(whole.starts_with("file:///") && whole.ends_with("/a%20b.zh.md"), "{whole}");
}

/// Whether a value is as a schema says, as far as our schema goes; else where it is not.
fn holds(schema: &Value, value: &Value, root: &Value) -> Result<(), String> {
    let schema = match schema["$ref"].as_str() {
        Some(name) => root.pointer(name.trim_start_matches('#')).unwrap(),
        None => schema,
    };
    let wrong = |what: &str| Err(format!("{what}: {value:.200} is not {schema:.200}"));
    if let Some(list) = schema["oneOf"].as_array() {
        let fitting = list.iter().filter(|schema| holds(schema, value, root).is_ok()).count();
        return if fitting == 1 { Ok(()) } else { wrong("oneOf") };
    }
    if schema.get("const").is_some_and(|only| only != value)
        || schema["enum"].as_array().is_some_and(|list| !list.contains(value))
    {
        return wrong("value");
    }
    let is = |kind: &str| match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_u64() || value.is_i64(),
        "null" => value.is_null(),
        _ => false,
    };
    let kinds = match &schema["type"] {
        Value::String(kind) => vec![kind.as_str()],
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
        _ => vec![],
    };
    if !kinds.is_empty() && !kinds.iter().any(|kind| is(kind)) {
        return wrong("type");
    }
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if value.get(name).is_none() {
            return wrong(name);
        }
    }
    for (name, part) in value.as_object().into_iter().flatten() {
        match schema["properties"].get(name) {
            Some(schema) => holds(schema, part, root)?,
            None if schema["additionalProperties"] == false => return wrong(name),
            None => {}
        }
    }
    let items = value.as_array().map_or(&[][..], Vec::as_slice);
    let (least, most) = (schema["minItems"].as_u64(), schema["maxItems"].as_u64());
    if least.is_some_and(|least| (items.len() as u64) < least)
        || most.is_some_and(|most| items.len() as u64 > most)
    {
        return wrong("length");
    }
    for (index, item) in items.iter().enumerate() {
        let of_place = schema["prefixItems"].get(index).or_else(|| schema.get("items"));
        if let Some(schema) = of_place {
            holds(schema, item, root)?;
        }
    }
    Ok(())
}

#[test]
fn json_is_as_its_schema_says() {
    let schema: Value = serde_json::from_str(include_str!("../../docs/issue.schema.json")).unwrap();
    let folder = folder(&[("page.zh.md", PAGE.as_bytes())]);
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/linjiang-2026-03.zh.md");
    for source in ["page.zh.md", example] {
        for level in ["none", "all"] {
            let json = out(&duizhao(folder.path(), &["read", source, "-f", "json", "--repair", level]));
            let mut issue: Value = serde_json::from_str(&json).unwrap();
            holds(&schema, &issue, &schema).unwrap();
            issue["articles"][0]["blocks"][0]["role"] = "nothing".into();
            assert!(holds(&schema, &issue, &schema).is_err());
        }
    }
}
