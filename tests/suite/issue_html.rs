//! HTML and EPUB as sources: pages as sites and publishers have them.

use std::io::{Cursor, Write};

use duizhao::issue::read::{self, NotABook};
use duizhao::issue::{Issue, Level, Role, Source, repair, write};

fn page(html: &str) -> Issue {
    read::html(&Source::new("page.html", html)).0
}

/// Role and words of each block.
fn lines(issue: &Issue) -> Vec<String> {
    issue.leaves().iter().map(|leaf| format!("{} {}", leaf.role.name(), leaf.text.plain())).collect()
}

#[test]
fn attributes_and_metadata_that_are_not_read_are_told() {
    let told = |html: &str| {
        let (issue, problems) = read::html(&Source::new("page.html", html));
        assert!(!issue.articles.is_empty());
        problems.into_iter().map(|problem| problem.message).collect::<Vec<_>>()
    };
    let read = "<html lang=zh-CN><meta name=date content=2026-03-06><h1 id=a>渡口</h1><p><a href=b.html title=桥>桥</a>。</html>";
    assert_eq!(told(read), [""; 0]);
    let other = "<html lang=zh-CN><meta name=keywords content=桥><h1 onclick=f()>渡口</h1><p data-n=1 class=lead>桥。</html>";
    assert_eq!(told(other), ["left out of the issue: attributes (2), metadata (1)"]);
}

#[test]
fn a_page_of_a_site() {
    let html = "<!DOCTYPE html><html lang=zh-CN><head><meta charset=utf-8><title>渡口要建桥 - 临江晚报</title>\
        <script>var 不是 = '<p>正文</p>';</script><style>p{}</style></head><body>\n\
        <nav><ul><li>首页<li>要闻</ul></nav>\n\
        <h1>渡口要建桥</h1>\n<p>本报记者 王一鸣\n\
        <p>本报讯　江上的渡口&ldquo;老了&rdquo;。\n  明年，<b>这里<i>要</b>建</i>一座桥 &amp; 两条路。\n\
        <p>第二段。<br><br>　　第三段<br>　　第四段<br>还是第四段。\n\
        <h2>百年渡口</h2><div>渡船<a href=\"https://example.org/a?b=1&amp;c=2\">还在</a>走。</div>\
        <ul><li>一条<li>两条<ol start=3><li>里面</ol></ul>\
        <table><tr><th>年份<th>人次<tr><td>2024<td align=right>3万</table>\
        <figure><img src=a.jpg alt=\"渡口\"><figcaption>渡口的早晨。</figcaption></figure>\
        <blockquote><p>过了河，就到家了。</blockquote><hr>\
        <p>m<sup>2</sup>和<ruby>漢<rp>(</rp><rt>hàn</rt><rp>)</rp>字<rt>zì</rt></ruby><!-- 编辑 --></body></html>";
    let (issue, problems) = read::html(&Source::new("page.html", html));
    let markdown = write::markdown(&issue);
    let expected = "# 渡口要建桥\n\n本报记者 王一鸣\n\n本报讯　江上的渡口“老了”。\n明年，<strong>这里<em>要</em></strong><em>建</em>一座桥 & 两条路。\n\n\
        第二段。\n\n　　第三段\n\n　　第四段  \n还是第四段。\n\n## 百年渡口\n\n渡船[还在](<https://example.org/a?b=1\\&c=2>)走。\n\n\
        - 一条\n- 两条\n\n  3. 里面\n\n| 年份 | 人次 |\n| --- | --- |\n| 2024 | 3万 |\n\n![渡口](a.jpg)\n渡口的早晨。\n\n\
        > 过了河，就到家了。\n\n***\n\nm<sup>2</sup>和<ruby>漢<rt>hàn</rt></ruby><ruby>字<rt>zì</rt></ruby>\n";
    assert_eq!(markdown, expected);
    assert_eq!(issue.language.as_str(), "zh-CN");
    let roles: Vec<Role> = issue.articles[0].blocks.iter().map(|block| block.role).collect();
    assert_eq!(roles[..3], [Role::Headline, Role::Byline, Role::Paragraph]);
    let told: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(told, ["left out of the issue: comments (1), navigation (1), scripts (1), styles (1)"]);
}

#[test]
fn a_page_set_in_tables_is_read_cell_after_cell() {
    let issue = page(
        "<table><tr><td><table><tr><td><h1>头条</h1></td></tr></table></td><td><p>第一段。</p><p>第二段。</p></td></tr></table>",
    );
    assert_eq!(lines(&issue), ["headline 头条", "paragraph 第一段。", "paragraph 第二段。"]);
}

#[test]
fn the_encoding_that_a_page_names_is_taken() {
    // Too few characters to find it by content.
    let html = "<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=gb2312\"></head><p>镕</p>";
    let (bytes, _, _) = encoding_rs::GB18030.encode(html);
    let (source, problems) = Source::decode("page.html", &bytes);
    assert_eq!(source.text, html);
    assert!(problems[0].message.contains("gb18030, found as it says itself"), "{problems:?}");
    let html = "<html><head><meta charset='big5'></head><p>臺北</p>";
    let (bytes, _, _) = encoding_rs::BIG5.encode(html);
    assert_eq!(Source::decode("page.html", &bytes).0.text, html);
    // A page that names one and is in another.
    let html = "<html><head><meta charset=gb2312></head><p>这一页其实是 UTF-8。</p>";
    assert_eq!(Source::decode("page.html", html.as_bytes()).0.text, html);
}

#[test]
fn the_language_of_a_page_is_that_of_its_words() {
    let html = "<html><head><title>晚报</title><style>p { text-indent: 2em }</style></head><body class=\"front page\">\
                <h1 class=\"headline\">渡口要建桥</h1><p class=\"paragraph first\">这里明年要建桥。</p></body></html>";
    let language = |html: &str| read::html(&Source::new("page.html", html)).0.language.to_string();
    assert_eq!(language(html), "zh-CN");
    assert_eq!(language(&html.replace("这里", "這裡會").replace("晚报", "晚報")), "zh-Hant");
    assert_eq!(language(&html.replace("<html>", "<html lang=zh-HK>")), "zh-HK");
    assert_eq!(language("<h1>Bridge</h1><p>The ferry stops next year.</p>"), "en");
}

#[test]
fn places_are_those_of_the_page() {
    let html = "<h1>标题</h1>\n<p>昨天<b>下雨</b>,今天晴。</p>\n";
    let source = Source::new("page.html", html);
    let (issue, _) = read::html(&source);
    let problems = duizhao::issue::check(&source, &issue);
    let width = problems.iter().find(|problem| problem.code == "width").unwrap();
    assert_eq!(&html[width.span.range()], ",");
    let place = source.place(width.span.start);
    assert_eq!((place.line, place.column), (2, 15));
}

#[test]
fn no_page_is_too_odd_to_be_read() {
    let pages = [
        String::new(),
        "<".to_owned(),
        "<p".to_owned(),
        "</p></div></table></b>".to_owned(),
        "<div>".repeat(100_000) + "深" + &"</div>".repeat(100_000),
        "<b>".repeat(10_000) + "深" + &"<p>段".repeat(2_000),
        "<ul><li>".repeat(1_000) + "深",
        "<table><tr><td>".repeat(1_000) + "深",
        "<ruby><rt>".repeat(1_000) + "深",
        "<script>深".to_owned(),
        "<td>深<li>深<tr><figcaption>深</figure></ul>".to_owned(),
        "<p>&#0;&#x110000;&#xD800;&nosuch;深</p>".to_owned(),
        "<aside class=note id=note-深><aside class=note id=note-深>深".to_owned(),
    ];
    for html in pages {
        let issue = page(&html);
        let text = lines(&issue).concat();
        let inside = !html.contains("<script>") && html.contains('深');
        assert_eq!(text.contains('深'), inside, "{text:.100} of {html:.100}");
        let (repaired, repairs) = repair(issue.clone(), Level::Safe);
        assert_eq!(repair::undo(repaired.clone(), &repairs).unwrap(), issue);
        assert_eq!(read::json(&write::json(&repaired)).unwrap(), repaired);
    }
}

/// A container with the given files.
fn container(files: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const INSIDE: (&str, &str) = (
    "META-INF/container.xml",
    "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles>\
     <rootfile full-path='ops/book.opf'/></rootfiles></container>",
);

const PACKAGE: (&str, &str) = (
    "ops/book.opf",
    "<?xml version='1.0'?><package xmlns='http://www.idpf.org/2007/opf' version='2.0'>\
     <metadata xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>临江晚报&amp;周末</dc:title><dc:language>zh</dc:language>\
     <dc:date>2009-05-01</dc:date><dc:creator>临江晚报社</dc:creator><meta name='cover' content='c'/></metadata>\
     <manifest><item id='c' href='img/%E5%B0%81%E9%9D%A2.png' media-type='image/png'/>\
     <item id='t' href='title.html' media-type='application/xhtml+xml'/>\
     <item id='a' href='text/a.html' media-type='application/xhtml+xml'/>\
     <item id='b' href='text/b.html' media-type='application/xhtml+xml'/>\
     <item id='n' href='text/lost.html' media-type='application/xhtml+xml'/></manifest>\
     <spine toc='ncx'><itemref idref='t'/><itemref idref='a'/><itemref idref='b'/><itemref idref='n'/></spine>\
     <guide><reference type='title-page' href='title.html'/></guide></package>",
);

#[test]
fn an_old_book() {
    let bytes = container(&[
        INSIDE,
        PACKAGE,
        (
            "ops/title.html",
            "<html xmlns='http://www.w3.org/1999/xhtml'><body><h1>临江晚报</h1></body></html>",
        ),
        (
            "ops/text/a.html",
            "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><head><title/></head><body>\n<h1>頭條</h1>\
             <p>本報訊 這裡來了一隊人，從前沒有<a epub:type='noteref' href='b.html#f1'>①</a>。<a id='x'/></p>\
             <p>見<a href='b.html'>二版</a><a epub:type='noteref' href='#gone'>②</a><img src='../img/圖.png' alt='圖'/></p></body></html>",
        ),
        (
            "ops/text/b.html",
            "<html xmlns='http://www.w3.org/1999/xhtml'><body><h1>二條</h1><p>時間過得快。</p>\
             <aside epub:type='footnote' id='f1'><p>一九九九年。</p></aside></body></html>",
        ),
        ("ops/img/封面.png", "png"),
    ]);
    let (source, issue, problems) = read::epub("old.epub", &bytes).unwrap();
    assert_eq!(
        write::markdown(&issue),
        "---\ntitle: 临江晚报&周末\ndate: 2009-05-01\nlanguage: zh-Hant\ncover: ops/img/封面.png\ncreator: 临江晚报社\n---\n\n\
         # 頭條\n\n本報訊 這裡來了一隊人，從前沒有[^1]。\n\n見二版<sup>②</sup>![圖](ops/img/圖.png)\n\n# 二條\n\n時間過得快。\n\n\
         [^1]: 一九九九年。\n"
    );
    let told: Vec<&str> = problems.iter().map(|problem| &*problem.code).collect();
    assert_eq!(told, ["missing-chapter", "left-out"]);
    let block = &issue.articles[1].blocks[1];
    let place = source.place(block.span.start);
    assert_eq!((place.file.as_str(), place.line), ("old.epub/ops/text/b.html", 1));
    let mut files = read::ContainerFiles::new(bytes).unwrap();
    assert_eq!(files.file("ops/img/封面.png", 100).unwrap(), b"png");
    assert_eq!(
        files.file("ops/img/封面.png", 1).unwrap(),
        b"pn",
        "one more than asked says that there is more"
    );
    assert!(files.file("nowhere.png", 100).is_none());
}

#[test]
fn what_is_no_book_is_told() {
    let error = |bytes: &[u8]| read::epub("old.epub", bytes).unwrap_err();
    assert!(matches!(error(b"PK\x03\x04 cut off"), NotABook::Container(_)));
    assert!(matches!(error(&container(&[])), NotABook::Missing(_)));
    assert!(matches!(error(&container(&[INSIDE])), NotABook::Missing(_)));
    assert!(matches!(
        error(&container(&[INSIDE, ("ops/book.opf", "<package><metadata")])),
        NotABook::Malformed { .. }
    ));
    let protected =
        ("META-INF/encryption.xml", "<encryption><CipherReference URI='ops/text/a.html'/></encryption>");
    let title = ("ops/title.html", "<p>1</p>");
    assert_eq!(error(&container(&[INSIDE, PACKAGE, title, protected])), NotABook::Encrypted);
    for error in [NotABook::Encrypted, NotABook::TooLarge, NotABook::Missing("a".into())] {
        assert!(!error.to_string().is_empty() && !error.help().is_empty());
    }
}
