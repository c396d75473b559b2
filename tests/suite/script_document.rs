//! Conversion of files in place: markup stays to the byte, only what people read is converted.

use std::io::{Cursor, Read, Write};

use duizhao::script::{Format, Options, convert_document, convert_epub};

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
    let (converted, changes) = convert_epub(&book, &"zh-CN".parse().unwrap(), &options).unwrap();
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
    assert!(convert_epub(b"no zip", &"zh-CN".parse().unwrap(), &options).is_err());
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
