//! Conversion of files in place: markup stays to the byte, only what people read is converted.

use std::io::{Cursor, Read, Write};

use duizhao::script::{Format, Options, Telling, convert_document, convert_epub};

fn taiwan(text: &str, format: Format) -> String {
    let options = Options::new("zh-TW".parse().unwrap());
    convert_document(text, format, &"zh-CN".parse().unwrap(), &options).unwrap().text
}

#[test]
fn markdown() {
    let source = "---\ntitle: 后来的里程\nlanguage: zh-CN\n---\n\n# “新”**里**程\n\n头**发**展示 `软件` [链接](https://x.cn/软件 \"题\")\n\n\
                  ```\n软件\n```\n\n| 这里 | 面条 |\n|--|--|\n| 后 | &amp;发 |\n";
    let expected = "---\ntitle: 後來的里程\nlanguage: zh-TW\n---\n\n# 「新」**里**程\n\n頭**髮**展示 `软件` [鏈接](https://x.cn/软件 \"題\")\n\n\
                  ```\n软件\n```\n\n| 這裡 | 麵條 |\n|--|--|\n| 後 | &amp;發 |\n";
    assert_eq!(taiwan(source, Format::Markdown), expected);
}

#[test]
fn html() {
    let source = "<html lang=\"zh-CN\"><head><title>简体</title><style>p::before{content:'里'}</style></head><body class='后'>\
                  <p title=\"里面\">头<em>发</em>&nbsp;<code>软件</code><br>里<!-- 里 --></p><p lang=en>后</p><p lang=\"ja\">発売国</p>\
                  <span translate=\"no\">里</span><img alt='后面' src='后.png'>1 < 2 后</body></html>";
    let expected = "<html lang=\"zh-TW\"><head><title>簡體</title><style>p::before{content:'里'}</style></head><body class='后'>\
                  <p title=\"裡面\">頭<em>髮</em>&nbsp;<code>软件</code><br>裡<!-- 里 --></p><p lang=en>後</p><p lang=\"ja\">発売国</p>\
                  <span translate=\"no\">里</span><img alt='後面' src='后.png'>1 < 2 後</body></html>";
    assert_eq!(taiwan(source, Format::Html), expected);
}

#[test]
fn a_memory_s_right_variants() {
    let unit = |language: &str, text: &str, english: &str| {
        format!(
            "<tmx version=\"1.4\"><header srclang=\"{language}\" adminlang=\"en\"><note>里</note></header><body><tu><prop type=\"x\">后</prop>\
             <tuv xml:lang=\"{language}\"><seg>{text}<bpt i=\"1\">里</bpt></seg></tuv>\
             <tuv xml:lang=\"en\"><seg>{english}</seg></tuv></tu></body></tmx>"
        )
    };
    assert_eq!(taiwan(&unit("zh-CN", "“里面”", "里"), Format::Tmx), unit("zh-TW", "「裡面」", "里"));
}

#[test]
fn xliff_and_subtitles() {
    let file = |language: &str, text: &str| {
        format!(
            "<xliff version=\"1.2\"><file source-language=\"{language}\" target-language=\"en\"><body><trans-unit id=\"里\">\
             <source>{text}</source><target>in 里</target><note>里</note></trans-unit></body></file></xliff>"
        )
    };
    assert_eq!(
        taiwan(&file("zh-CN", "<g id=\"1\">头</g>发"), Format::Xliff),
        file("zh-TW", "<g id=\"1\">頭</g>髮")
    );
    let source = "1\n00:00:01,000 --> 00:00:02,000\n<i>头发</i>，后来\n";
    assert_eq!(taiwan(source, Format::Subtitles), "1\n00:00:01,000 --> 00:00:02,000\n<i>頭髮</i>，後來\n");
}

#[test]
fn every_document_of_a_book() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, text) in [
        ("mimetype", "application/epub+zip"),
        (
            "a.opf",
            "<package xml:lang=\"zh-CN\"><metadata><dc:title>后来</dc:title><dc:language>zh-CN</dc:language><dc:identifier>里</dc:identifier></metadata></package>",
        ),
        ("后.xhtml", "<html lang=\"zh-CN\"><p>里面</p></html>"),
        ("里.css", "/* 里 */"),
    ] {
        zip.start_file(name, stored).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    let book = zip.finish().unwrap().into_inner();
    let options = Options::new("zh-TW".parse().unwrap());
    let (converted, changes) =
        convert_epub(&book, &"zh-CN".parse().unwrap(), &options, Telling::Changes).unwrap();
    let mut zip = zip::ZipArchive::new(Cursor::new(converted)).unwrap();
    let mut read = |index: usize| {
        let mut text = String::new();
        let mut entry = zip.by_index(index).unwrap();
        entry.read_to_string(&mut text).unwrap();
        (entry.name().to_owned(), entry.compression(), text)
    };
    assert_eq!(read(0), ("mimetype".into(), zip::CompressionMethod::Stored, "application/epub+zip".into()));
    assert!(read(1).2.contains("<package xml:lang=\"zh-TW\"><metadata><dc:title>後來</dc:title><dc:language>zh-TW</dc:language><dc:identifier>里<"));
    assert_eq!(read(2).2, "<html lang=\"zh-TW\"><p>裡面</p></html>");
    assert_eq!(read(3).2, "/* 里 */");
    assert_eq!(changes.len(), 2);
    assert!(convert_epub(b"no zip", &"zh-CN".parse().unwrap(), &options, Telling::Nothing).is_err());
}

#[test]
fn characters_outweigh_what_tags_say() {
    for (source, expected) in [
        (
            "<html lang=\"en\"><body><p>头发</p></body></html>",
            "<html lang=\"en\"><body><p>頭髮</p></body></html>",
        ),
        (
            "<html lang=en><p>后来，天黑了。</p><p>“Later.”</p></html>",
            "<html lang=en><p>後來，天黑了。</p><p>“Later.”</p></html>",
        ),
        (
            "<html lang=\"zh-TW\"><p>头发</p><p>皇后</p></html>",
            "<html lang=\"zh-TW\"><p>頭髮</p><p>皇后</p></html>",
        ),
        (
            "<html lang=\"zh-Hant\"><p>理髮後</p><p>皇后“里”</p></html>",
            "<html lang=\"zh-Hant\"><p>理髮後</p><p>皇后“里”</p></html>",
        ),
        (
            "<p>他说<span lang=\"EN-US\">：“里面”</span>。</p>",
            "<p>他說<span lang=\"EN-US\">：「裡面」</span>。</p>",
        ),
        ("<p lang=\"ja\">発売国</p><p>后</p>", "<p lang=\"ja\">発売国</p><p>後</p>"),
    ] {
        assert_eq!(taiwan(source, Format::Html), expected);
    }
    let table = "<ncx xml:lang=\"zho\"><text>第一章 后街</text></ncx>";
    assert_eq!(taiwan(table, Format::Package), "<ncx xml:lang=\"zh-TW\"><text>第一章 後街</text></ncx>");
    let table = "<ncx xml:lang=\"en-US\"><text>第一章 后街</text><text>目录</text></ncx>";
    assert_eq!(
        taiwan(table, Format::Package),
        "<ncx xml:lang=\"en-US\"><text>第一章 後街</text><text>目錄</text></ncx>"
    );
    let memory = "<tmx><tu srclang=\"en\"><tuv xml:lang=\"en\"><seg>“里”面</seg></tuv><tuv xml:lang=\"zh-TW\"><seg>头发</seg></tuv></tu></tmx>";
    assert_eq!(taiwan(memory, Format::Tmx), memory.replace("头发", "頭髮"));
}

#[test]
fn what_stays_in_another_language_is_counted() {
    let options = Options::new("zh-TW".parse().unwrap());
    let convert =
        |text: &str| convert_document(text, Format::Html, &"zh-CN".parse().unwrap(), &options).unwrap();
    let page = convert("<html lang=\"en\"><p>The word 头发 means hair.</p><p>Queen</p></html>");
    assert_eq!((page.left, page.changes.len(), page.has_chinese), (1, 0, true));
    let page = convert("<html lang=\"en\"><p>Queen</p></html>");
    assert_eq!((page.left, page.changes.len(), page.has_chinese), (0, 0, false));
}

#[test]
fn english_keeps_its_marks() {
    // No tag says that this is English.
    let english = "<html><body><p>“No.”</p><p>“It is late,” he said.</p></body></html>";
    assert_eq!(taiwan(english, Format::Html), english);
    let text = "他走到门口，回头说：“好，我知道了。”\n“To be, or not to be”\n“OK！”\n";
    assert_eq!(
        taiwan(text, Format::Text),
        "他走到門口，回頭說：「好，我知道了。」\n“To be, or not to be”\n「OK！」\n"
    );
}

#[test]
fn programs_and_references_in_pages() {
    for (source, expected) in [
        ("<script>if(a<b){}</script><p>头发</p>", "<script>if(a<b){}</script><p>頭髮</p>"),
        ("<STYLE>a<b{content:'里'}</STYLE><p>里面</p>", "<STYLE>a<b{content:'里'}</STYLE><p>裡面</p>"),
        ("<script src=\"a.js\"/><p>里面</p>", "<script src=\"a.js\"/><p>裡面</p>"),
        ("<script>document.write(\"<b>\")</script >里面", "<script>document.write(\"<b>\")</script >裡面"),
        ("<p title=don't>里面</p><p>it's</p>", "<p title=don't>裡面</p><p>it's</p>"),
        ("<p>&#22836;&#21457;&ldquo;好&rdquo;</p>", "<p>頭髮「好」</p>"),
        ("<p>&#x5934;<b>发</b>&nbsp;&#20154;&amp;里</p>", "<p>頭<b>髮</b>&nbsp;&#20154;&amp;裡</p>"),
    ] {
        assert_eq!(taiwan(source, Format::Html), expected);
        assert_eq!(taiwan(expected, Format::Html), expected);
    }
}

#[test]
fn addresses_swallow_no_running_text() {
    for (source, expected) in [
        ("请登录http://www.a.cn/查询录取结果。", "請登錄http://www.a.cn/查詢錄取結果。"),
        ("详情见附件报名须知.docx，逾期不候。", "詳情見附件報名須知.docx，逾期不候。"),
        ("学习Node.js与后端。", "學習Node.js與後端。"),
        (
            "见“软件说明.pdf”和https://a.cn/软件?信息=1。后来",
            "見「软件说明.pdf」和https://a.cn/软件?信息=1。後來",
        ),
    ] {
        assert_eq!(taiwan(source, Format::Text), expected);
    }
}

#[test]
fn a_change_is_explained() {
    let options = Options::new("zh-TW".parse().unwrap());
    let document =
        convert_document("一干人等，头发", Format::Text, &"zh-CN".parse().unwrap(), &options).unwrap();
    let told: Vec<_> = document
        .changes
        .iter()
        .map(|c| (c.offset, c.before.as_str(), c.after.as_str(), c.doubtful))
        .collect();
    assert!(told.contains(&(15, "头发", "頭髮", false)), "{told:?}");
    assert_eq!(duizhao::script::choices('干').collect::<Vec<_>>(), ["幹", "乾", "干", "榦"]);
}

#[test]
fn there_and_back() {
    // What does not come back from Taiwan's characters, as an exact list.
    let text = "这里的头发后来发展了，软件的里程，面条和表面，著名的看着，干燥的树干，钟表和钟情，回复与复杂，台风和电台，\
                制造制度，系统联系关系，余额，准备批准，周末周围，咸菜，云彩，斗争北斗，划船计划，游泳旅游，注意注释，志愿标志，“引‘用’”";
    let there = taiwan(text, Format::Text);
    let options = Options::new("zh-CN".parse().unwrap());
    let back = convert_document(&there, Format::Text, &"zh-TW".parse().unwrap(), &options).unwrap().text;
    let lost: Vec<(char, char)> = text.chars().zip(back.chars()).filter(|(a, b)| a != b).collect();
    assert_eq!(lost, []);
    assert_eq!(text.chars().count(), back.chars().count());
}
