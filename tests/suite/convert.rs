//! `duizhao convert` as its user runs it.

use std::fs;
use std::path::Path;
use std::process::Output;

use crate::command::{duizhao_given, told};

fn duizhao(folder: &Path, arguments: &[&str], input: &[u8]) -> Output {
    duizhao_given(folder, &[&["convert"], arguments].concat(), input)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The output for a text in a file of a kind.
fn converted(name: &str, source: &str, arguments: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), source).unwrap();
    let output = duizhao(folder.path(), &[arguments, &[name]].concat(), b"");
    assert!(output.status.success(), "{}", told(&output));
    text(&output.stdout)
}

#[test]
fn a_stream_is_converted_as_opencc_does() {
    let folder = tempfile::tempdir().unwrap();
    let output = duizhao(folder.path(), &["-c", "s2twp"], "软件里的“头发”\n".as_bytes());
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(0), "軟體裡的“頭髮”\n".to_owned()));

    let output = duizhao(folder.path(), &["-c", "s2t"], b"a\xE8\xBD\xAF\xFFb");
    assert_eq!(output.status.code(), Some(1));
    assert!(told(&output).contains("byte 4"), "{}", told(&output));
    let output = duizhao(folder.path(), &["-c", "s2t", "--lossy"], b"a\xE8\xBD\xAF\xFFb");
    assert_eq!(output.stdout, b"a\xE8\xBB\x9F\xFFb");

    let output = duizhao(folder.path(), &["-c", "s2x"], b"");
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("s2twp, s2hk, s2hkp"), "{}", told(&output));
}

#[test]
fn only_what_people_read_is_converted() {
    let markdown = "---\npublication: 临江日报\nlanguage: zh-CN\n---\n\n# 头发 `软件`\n\n[后来](https://x.cn/软件 \"简体\")，见a@软件.cn。\
                    ![旧书](图.png '里面')，<b title=\"软件\">发展</b>[注][一]\n\n<p lang=\"zh-CN\" title=\"后面\">简体</p>\n\n[一]: 图.html \"简介\"\n";
    let expected = "---\npublication: 臨江日報\nlanguage: zh-TW\n---\n\n# 頭髮 `软件`\n\n[後來](https://x.cn/软件 \"簡體\")，見a@軟件.cn。\
                    ![舊書](图.png '裡面')，<b title=\"軟件\">發展</b>[注][一]\n\n<p lang=\"zh-TW\" title=\"後面\">簡體</p>\n\n[一]: 图.html \"簡介\"\n";
    assert_eq!(converted("a.md", markdown, &["--to", "zh-TW"]), expected);
    let html = "<html lang=\"zh-CN\"><p title=\"后来\" data-x=\"软件\">头<b>发</b><img alt=\"里面\" src=\"软件.png\"></p><code>软件</code></html>";
    let expected = "<html lang=\"zh-HK\"><p title=\"後來\" data-x=\"软件\">頭<b>髮</b><img alt=\"裏面\" src=\"软件.png\"></p><code>软件</code></html>";
    assert_eq!(converted("a.html", html, &["--to", "zh-HK"]), expected);
    let srt = "1\n00:00:01,000 --> 00:00:02,000\n<i>后来</i>发展\n";
    assert_eq!(
        converted("a.srt", srt, &["--to", "zh-TW"]),
        srt.replace("后来", "後來").replace("发展", "發展")
    );
}

#[test]
fn changes_are_told_with_their_reasons() {
    let source = "于福林说，软件“里面”的头发。";
    let options = ["--to", "zh-TW", "--vocabulary", "--explain"];
    let table = converted("a.txt", source, &options);
    for part in ["于福林", "软件 → 軟體", "TWPhrases", "or 發", "“ → 「", "typography"] {
        assert!(table.contains(part), "{part}: {table}");
    }
    assert!(!table.contains("说 → 說"), "one to one: {table}");
    let lines = converted("a.txt", source, &[&options[..], &["--json"]].concat());
    let values: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let change = values.iter().find(|value| value["before"] == "软件").unwrap();
    assert_eq!((change["after"].as_str(), change["offset"].as_u64()), (Some("軟體"), Some(15)));
    assert_eq!(converted("a.txt", "一头发展", &["--to", "zh-TW", "--ask"]), "");
    let doubtful = converted("a.txt", "他干。", &["--to", "zh-TW", "--ask"]);
    assert!(doubtful.contains("干 → 幹  or 乾"), "{doubtful}");
}

#[test]
fn a_chinese_file_that_stays_as_it_was_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let run = |name: &str, text: &str| {
        std::fs::write(folder.path().join(name), text).unwrap();
        let output = crate::command::duizhao(folder.path(), &["convert", "--to", "zh-TW", name]);
        assert!(output.status.success());
        crate::command::told(&output)
    };
    assert!(run("a.txt", "皇后").contains("a.txt: nothing was converted"));
    assert!(
        run("b.html", "<p lang=\"en\">The word 头发 means hair.</p>")
            .contains("b.html: 1 stretch of Chinese")
    );
    assert!(!run("c.txt", "头发").contains("nothing"));
    assert!(!run("d.txt", "Nothing here.").contains("d.txt"));
}

#[test]
fn changes_are_placed_by_line_and_column() {
    let ask = ["--to", "zh-TW", "--ask"];
    let place = |name: &str, text: &str| {
        let line = converted(name, text, &ask);
        let (file, rest) = line.split_once(':').unwrap();
        assert!(file.ends_with(name), "{line}");
        rest.split_once("  ").unwrap().0.to_owned()
    };
    assert_eq!(place("a.txt", "他来了。\n雨天，他干。\n"), "2:5");
    assert_eq!(place("a.md", "# 题\n\n- 一\n- **他**_干_。\n"), "4:9");
    assert_eq!(place("a.html", "<p>一</p>\r\n<p>&amp;他<b>干</b>。</p>"), "2:13");
    let lines = converted("a.txt", "一\n他干。", &["--to", "zh-TW", "--ask", "--json"]);
    let value: serde_json::Value = serde_json::from_str(&lines).unwrap();
    let number = |name: &str| value[name].as_u64();
    assert_eq!((number("line"), number("column"), number("offset")), (Some(2), Some(2), Some(7)));
}

#[test]
fn options_of_an_edition() {
    let source = "国家知识产权局的“软件”";
    let words = ["--to", "zh-TW", "--vocabulary"];
    assert_eq!(converted("a.txt", source, &words), "國家知識產權局的「軟體」");
    assert_eq!(
        converted("a.txt", source, &[&words[..], &["--organisations"]].concat()),
        "國家智慧財產權局的「軟體」"
    );
    assert_eq!(
        converted("a.txt", source, &[&words[..], &["--keep-quotations"]].concat()),
        "國家知識產權局的「軟件」"
    );
    assert_eq!(
        converted("a.txt", source, &[&words[..], &["--no-typography"]].concat()),
        "國家知識產權局的“軟體”"
    );
}

#[test]
fn terms_come_first_and_contradictions_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let term = |form: &str| format!("[[term]]\ntext = \"软件园\"\nzh-TW = \"{form}\"\n");
    fs::write(folder.path().join("terms.toml"), term("軟體園區")).unwrap();
    fs::write(folder.path().join("twice.toml"), term("軟體園區") + &term("軟件園")).unwrap();
    fs::write(folder.path().join("a.txt"), "软件园").unwrap();
    let run = |terms| duizhao(folder.path(), &["--to", "zh-TW", "--terms", terms, "a.txt"], b"");
    assert_eq!(text(&run("terms.toml").stdout), "軟體園區");
    let output = run("twice.toml");
    assert_eq!(output.status.code(), Some(1));
    let told = told(&output);
    assert!(told.contains("twice.toml") && told.contains("line 4") && told.contains("line 1"), "{told}");
}

/// What a text is after it went to Taiwan and came back; with the vocabulary too.
fn there_and_back(source: &str, vocabulary: &[&str]) -> String {
    let there = converted("a.md", source, &[&["--to", "zh-TW"], vocabulary].concat());
    converted("a.md", &there, &[&["--to", "zh-CN", "--from", "zh-TW"], vocabulary].concat())
}

#[test]
fn what_does_not_come_back() {
    let source = include_str!("../../examples/linjiang-2026-03.zh.md");
    assert_eq!(there_and_back(source, &[]), source);
    let back = there_and_back(source, &["--vocabulary"]);
    // One word there, and another of its words here.
    let lost = [("档案", "文件"), ("扩音", "免提"), ("通讯员", "通信员")];
    let expected = lost.iter().fold(source.to_owned(), |text, (before, after)| text.replace(before, after));
    let differs = expected.lines().zip(back.lines()).find(|(expected, back)| expected != back);
    assert_eq!((differs, expected.len()), (None, back.len()));
    // Other words of one region that are one word of the other.
    let lost = [
        ("整合", "集成"),
        ("金钥匙", "密钥匙"),
        ("智慧", "智能"),
        ("建立", "创建"),
        ("互动", "交互"),
        ("开启", "打开"),
    ];
    for (word, comes_back_as) in lost {
        assert_eq!(there_and_back(word, &["--vocabulary"]).trim_end(), comes_back_as);
    }
}

#[cfg(unix)]
#[test]
fn a_limit_on_the_size_of_files_is_told_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("in.txt"), "软件里面的网络。\n".repeat(2_000)).unwrap();
    let output = std::process::Command::new("bash")
        .current_dir(folder.path())
        .args(["-c", "ulimit -f 4; exec \"$0\" convert -c s2t in.txt -o out.txt"])
        .arg(env!("CARGO_BIN_EXE_duizhao"))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    assert!(told(&output).contains("out.txt") && told(&output).contains("help: "), "{}", told(&output));
    let left: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["in.txt"]);
}
