//! Single points of a book.

use std::collections::BTreeMap;

use duizhao::edition::{BUILT_IN, Fonts, Layout, Links, Ruby, Templates, Writing, compose};
use duizhao::issue::model::Align;
use duizhao::issue::{Article, Body, Cell, Inline, Issue, Mark, Masthead, Role};

use super::book::{Book, in_language, spoken, without_blanks};
use super::everything::{
    Both, beside, block, holder, issue, layouts, one_to_one, rich, settings, timetable, translation,
};
use super::font::squares;

#[test]
fn the_package_says_what_the_book_is() {
    let book = Book::of(&compose(&issue(), &settings().writing(Writing::Vertical)).unwrap());
    let package = book.text("content.opf");
    for expected in [
        "xml:lang=\"zh-Hant-TW\"",
        "<dc:language>zh-Hant-TW</dc:language>",
        "<dc:title id=\"title\" xml:lang=\"zh-Hant-TW\">《新河日報》2026年3月6日</dc:title>",
        "<dc:publisher>新河&lt;日報&gt;社</dc:publisher>",
        "<dc:date>2026-03-06</dc:date>",
        "<meta property=\"belongs-to-collection\" id=\"series\">新河日報</meta>",
        "<meta refines=\"#series\" property=\"group-position\">8.412</meta>",
        "<meta property=\"dcterms:modified\">2026-03-06T00:00:00Z</meta>",
        // Who reports a story is its author.
        "<dc:creator id=\"person-3\">葉青禾</dc:creator>",
        "<meta refines=\"#person-3\" property=\"role\" scheme=\"marc:relators\">aut</meta>",
        "<meta refines=\"#person-3\" property=\"role\" scheme=\"marc:relators\">rpt</meta>",
        "<meta refines=\"#person-3\" property=\"file-as\">葉青禾</meta>",
        "<meta refines=\"#person-3\" property=\"display-seq\">1</meta>",
        "<dc:contributor id=\"person-4\">林小滿</dc:contributor>",
        "page-progression-direction=\"rtl\"",
        "<meta name=\"primary-writing-mode\" content=\"vertical-rl\"/>",
        "schema:accessibilityFeature\">pageNavigation<",
    ] {
        assert!(package.contains(expected), "no {expected} in {package}");
    }
    // Both images that are shown say what they show; that they do is told, and no more.
    assert!(package.contains("schema:accessibilityFeature\">alternativeText<"));
    assert!(package.contains("schema:accessModeSufficient\">textual<"));
}

#[test]
fn names_in_bold_bylines_are_creators() {
    let strong = |text: &str| Inline::Marked(Mark::Strong, vec![Inline::Text(text.into())]);
    let blocks = vec![
        rich(vec![
            Inline::Marked(Mark::Byline, vec![strong("（記者　葉青禾）")]),
            Inline::Text("橋通了。".into()),
        ]),
        rich(vec![strong("本報記者 林小滿"), Inline::Text(" 燕子回來了。".into())]),
    ];
    let issue = Issue { articles: vec![Article { page: None, blocks }], ..issue() };
    let book = Book::of(&compose(&issue, &settings()).unwrap());
    let package = book.text("content.opf");
    for name in ["葉青禾", "林小滿"] {
        assert!(package.contains(&format!(">{name}</dc:creator>")), "no {name} in {package}");
    }
}

#[test]
fn facts_for_catalogues_reach_the_package() {
    let mut issue = issue();
    issue.masthead.isbn = Some("978-7-5000-0000-6".into());
    issue.masthead.description = Some("橋 & 燕子".into());
    issue.masthead.subjects = vec!["交通".into(), "自然".into()];
    let book = Book::of(&compose(&issue, &settings()).unwrap());
    let package = book.text("content.opf");
    for expected in [
        "<dc:identifier>urn:isbn:9787500000006</dc:identifier>",
        "<dc:description>橋 &amp; 燕子</dc:description>",
        "<dc:subject>交通</dc:subject>",
        "<dc:subject>自然</dc:subject>",
    ] {
        assert_eq!(package.matches(expected).count(), 1, "{expected} in {package}");
    }
}

#[test]
fn contents_go_by_page_and_name_both_languages() {
    let book = Book::of(&beside(&settings()));
    let nav = book.text("nav.xhtml");
    assert!(nav.contains(">第1版</a>"), "{nav}");
    assert!(nav.contains("大橋&lt;通車&gt;: 兩岸 &amp; 一日 <span class=\"translation\" lang=\"en\" xml:lang=\"en\">Bridge &lt;opens&gt;"), "{nav}");
    assert!(nav.contains("epub:type=\"page-list\""), "{nav}");
    assert!(book.text("toc.ncx").contains("dtb:uid"));
}

#[test]
fn sentences_are_linked_with_their_partners_both_ways() {
    for (name, edition) in layouts().into_iter().filter(|(name, _)| !name.starts_with("popup")) {
        let page = edition.pages.iter().find(|page| page.file == "article-0001.xhtml").unwrap();
        let after = |words: &str| {
            let at = page.xhtml.find(words).unwrap_or_else(|| panic!("{name}: no {words}"));
            let start = page.xhtml[..at].rfind("href=\"#").unwrap() + 7;
            let link = page.xhtml[start..].split('"').next().unwrap();
            let id = page.xhtml[..at].rfind("<span id=\"").unwrap() + 10;
            (link.to_owned(), page.xhtml[id..].split('"').next().unwrap().to_owned())
        };
        let (chinese_leads, chinese) = after("只想看看");
        let (english_leads, english) = after("I only came");
        assert_eq!((chinese_leads, english_leads), (english, chinese), "{name}");
    }
}

#[test]
fn the_signs_of_sentences_are_named_and_are_not_text() {
    for (name, edition) in layouts() {
        let mut signs = 0;
        for page in &edition.pages {
            for sign in page.xhtml.split("<a class=\"mark\" ").skip(1) {
                let (attributes, rest) = sign.split_once('>').unwrap();
                assert!(rest.starts_with("</a>"), "{name}: {sign}");
                let label = attributes
                    .split("aria-label=\"")
                    .nth(1)
                    .unwrap_or_else(|| panic!("{name}: {attributes}"));
                let number = attributes.split("data-number=\"").nth(1).unwrap().split('"').next().unwrap();
                assert!(
                    label.split('"').next().unwrap().ends_with(&format!(" {number}")),
                    "{name}: {attributes}"
                );
                signs += 1;
            }
        }
        assert!(signs > 4, "{name}: {signs} signs");
    }
}

#[test]
fn links_are_numbered_quiet_or_not_there() {
    let page = |links: Links, layout: Layout| {
        let edition = beside(&settings().links(links).layout(layout));
        Book::of(&edition).hold_together();
        let style = String::from_utf8(edition.resources[0].bytes.clone()).unwrap();
        let page = edition.pages.iter().find(|page| page.file == "article-0001.xhtml").unwrap().xhtml.clone();
        (page.matches("class=\"mark\"").count(), page.matches("class=\"partner\"").count(), style)
    };
    let (numbered, partners, style) = page(Links::Numbers, Layout::Interleaved);
    assert!(
        numbered > 0 && partners > 0 && style.contains("content: \"‹\" attr(data-number) \"›\\2060\""),
        "{style}"
    );
    let (quiet, partners_too, style) = page(Links::Quiet, Layout::Interleaved);
    assert_eq!((quiet, partners_too), (numbered, partners));
    assert!(style.contains("content: \"°\\2060\"") && !style.contains("attr(data-number)"), "{style}");
    let (none, no_partners, _) = page(Links::None, Layout::Interleaved);
    assert_eq!((none, no_partners), (0, 0));
    // Notes open by their signs alone.
    assert!(page(Links::None, Layout::Popup).0 > 0);
}

#[test]
fn cells_that_say_the_same_in_both_languages_stand_once() {
    let both = Both::new(timetable("zh-TW"), timetable("en"), one_to_one);
    for layout in [Layout::Interleaved, Layout::SideBySide, Layout::Popup] {
        let edition = both.edition(&settings().layout(layout));
        Book::of(&edition).hold_together();
        let page = &edition.pages.iter().find(|page| page.file == "article-0001.xhtml").unwrap().xhtml;
        assert_eq!(page.matches("1,680").count(), 1, "{layout:?}: {page}");
        assert_eq!(page.matches("Ferry pier").count(), 1, "{layout:?}: {page}");
        // The numbers of those that stand twice go on without a gap.
        let numbers: Vec<usize> = page
            .split("data-number=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next().unwrap().parse().ok())
            .collect();
        let last = *numbers.iter().max().unwrap();
        assert!((1..=last).all(|number| numbers.contains(&number)), "{layout:?}: {numbers:?}");
    }
    let edition = both.edition(&settings());
    let page = &edition.pages.iter().find(|page| page.file == "article-0001.xhtml").unwrap().xhtml;
    assert!(page.contains("<td class=\"right whole\" data-head=\"人次 Passengers\">"), "{page}");
}

#[test]
fn notes_of_the_translation_are_linked_both_ways() {
    let one = |language: &str, text: &str, note: &str| Issue {
        language: language.parse().unwrap(),
        masthead: Masthead::default(),
        articles: vec![Article {
            page: None,
            blocks: vec![
                rich(vec![Inline::Text(text.into()), Inline::Note("a".into())]),
                holder(
                    Role::Note,
                    Body::Note { label: "a".into(), blocks: vec![block(Role::Paragraph, note)] },
                ),
            ],
        }],
    };
    let source = one("zh-TW", "橋通了。", "三月五日。");
    let target = one("en", "The bridge is open.", "On March 5.");
    let without = Issue {
        articles: vec![Article { page: None, blocks: source.articles[0].blocks[..1].into() }],
        ..source.clone()
    };
    for source in [source, without] {
        let both = Both::new(source, target.clone(), one_to_one);
        for layout in [Layout::Interleaved, Layout::SideBySide, Layout::Popup] {
            let edition = both.edition(&settings().layout(layout));
            Book::of(&edition).hold_together();
            let page = &edition.pages.iter().find(|page| page.file == "article-0001.xhtml").unwrap().xhtml;
            for expected in [
                "id=\"tref-1-1\" href=\"#tnote-1\">",
                "id=\"tnote-1\"",
                "role=\"doc-backlink\" href=\"#tref-1-1\"",
            ] {
                assert_eq!(page.matches(expected).count(), 1, "{layout:?}: {expected} in {page}");
            }
            let note = page.find("id=\"tnote-1\"").unwrap();
            assert!(page.find("On March 5.").unwrap() > note, "{layout:?}: {page}");
        }
    }
}

#[test]
fn images_that_cannot_be_shown_are_told() {
    let edition = compose(&issue(), &settings()).unwrap();
    let messages: Vec<_> = edition.problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "the image `missing.png` is left out: there is no such file",
            "the image `notes.txt` is left out: the file is not a PNG, JPEG, GIF, WebP or SVG image",
        ]
    );
}

#[test]
fn long_articles_are_cut_below_the_limit_of_old_readers() {
    let long = "這是一句話。".repeat(40_000);
    let paragraphs =
        (0..3000).map(|n| block(Role::Paragraph, &format!("第{n}段，{}", "再寫一點。".repeat(8))));
    let blocks =
        [block(Role::Headline, "長"), block(Role::Paragraph, &long)].into_iter().chain(paragraphs).collect();
    let issue = Issue {
        language: "zh-TW".parse().unwrap(),
        masthead: Masthead::default(),
        articles: vec![Article { page: None, blocks }],
    };
    let edition = compose(&issue, &settings()).unwrap();
    assert!(edition.pages.len() > 5);
    for page in &edition.pages {
        assert!(page.xhtml.len() <= 256 << 10, "{} has {} bytes", page.file, page.xhtml.len());
    }
    Book::of(&edition).hold_together();
}

#[test]
fn what_the_translation_has_beside_sentences_stands_in_bilingual_books_once() {
    for (name, edition) in layouts() {
        let page = edition.pages.iter().find(|page| page.file == "article-0001.xhtml").unwrap();
        let count = |words: &str| page.xhtml.matches(words).count();
        // Code and an image that the source has not; the image that both have, with the source's words for it.
        assert_eq!(count("bridge = 1"), 1, "{name}");
        assert_eq!(count("alt=\"A map for readers abroad\""), 1, "{name}");
        assert_eq!(
            (count("晨霧裡的&quot;大橋&quot;"), count("The bridge in the morning mist")),
            (1, 0),
            "{name}"
        );
        let (before, behind) = page.xhtml.split_once("bridge = 1").unwrap();
        assert!(before.contains("lang=\"en\"") && behind.contains("A map for"), "{name}");
    }
}

#[test]
fn giant_tables_quotations_and_bilingual_paragraphs_are_cut() {
    let row = |n: usize| -> Vec<Cell> {
        ["時", "車"]
            .iter()
            .map(|word| Cell { align: Align::Auto, text: format!("{word}{n}，").repeat(9).as_str().into() })
            .collect()
    };
    let head = || -> Vec<Cell> {
        ["時刻<一>", "車次"].iter().map(|word| Cell { align: Align::Auto, text: (*word).into() }).collect()
    };
    let rows = std::iter::once(head()).chain((0..3000).map(row)).collect();
    let quotation =
        (0..3000).map(|n| block(Role::Paragraph, &format!("第{n}句，{}", "再說一點。".repeat(12))));
    let long = "這是一句話，說的是橋。".repeat(9000);
    let english = "This is a sentence about a bridge. ".repeat(9000);
    let one = |language: &str, blocks| Issue {
        language: language.parse().unwrap(),
        masthead: Masthead::default(),
        articles: vec![Article { page: None, blocks }],
    };
    let source = one(
        "zh-TW",
        vec![
            block(Role::Paragraph, &long),
            holder(Role::Table, Body::Table { rows }),
            holder(Role::Quote, Body::Blocks(quotation.collect())),
        ],
    );
    let target = one("en", vec![block(Role::Paragraph, &english)]);
    let both = Both::new(source, target, one_to_one);
    let source = &both.source;
    let mut editions = vec![compose(source, &settings()).unwrap()];
    for layout in [Layout::Interleaved, Layout::SideBySide, Layout::Popup] {
        editions.push(both.edition(&settings().layout(layout)));
    }
    for edition in editions {
        assert!(edition.problems.is_empty(), "{:?}", edition.problems);
        for page in &edition.pages {
            assert!(page.xhtml.len() <= 256 << 10, "{} has {} bytes", page.file, page.xhtml.len());
            // Every part of the table has its head.
            let tables = page.xhtml.matches("<table").count();
            assert_eq!(page.xhtml.matches("時刻&lt;一&gt;").count(), tables);
        }
        let spoken = spoken(&edition);
        let text: String = source.leaves().iter().map(|leaf| leaf.text.plain()).collect();
        assert!(in_language(&spoken, "zh-Hant-TW") == without_blanks(&text), "the text has changed");
        Book::of(&edition).hold_together();
    }
}

#[test]
fn readings_stand_over_chinese_characters_once() {
    let edition = compose(&issue(), &settings().ruby(Some(Ruby::Zhuyin))).unwrap();
    let page = &edition.pages.iter().find(|page| page.file == "article-0001.xhtml").unwrap().xhtml;
    assert!(page.contains("<ruby>橋<rt>ㄑㄧㄠˊ</rt></ruby>"), "{page}");
    // What the issue reads itself is left to it: no ruby stands in another.
    for ruby in page.split("<ruby>").skip(1) {
        assert!(ruby.split("</ruby>").next().unwrap().matches("<rt>").count() == 1, "{ruby}");
    }
    assert!(edition.metadata.accessibility.contains(&("schema:accessibilityFeature", "rubyAnnotations")));
    let long = "這是一句話。".repeat(40_000);
    let articles = vec![Article { page: None, blocks: vec![block(Role::Paragraph, &long)] }];
    let settings = settings().ruby(Some(Ruby::Pinyin));
    let edition = compose(&Issue { articles, ..issue() }, &settings).unwrap();
    assert!(edition.pages.iter().all(|page| page.xhtml.len() <= 256 << 10));
}

#[test]
fn a_title_with_the_end_of_a_cdata_section_breaks_no_page() {
    let mut issue = issue();
    issue.masthead.title = Some("甲 & < \" ]]> 乙".into());
    for page in compose(&issue, &settings()).unwrap().pages {
        assert!(!page.xhtml.contains("]]>"), "{}", page.xhtml);
    }
}

#[test]
fn a_file_that_cannot_be_cut_is_told() {
    let endless = "a".repeat(300 << 10);
    let cell = Cell { align: Align::Auto, text: endless.as_str().into() };
    let blocks = vec![holder(Role::Table, Body::Table { rows: vec![vec![cell]] })];
    let issue = Issue { articles: vec![Article { page: None, blocks }], ..issue() };
    let edition = compose(&issue, &settings()).unwrap();
    assert!(
        edition.problems[0].message.starts_with("`article-0001.xhtml` has 300 KB"),
        "{:?}",
        edition.problems
    );
}

#[test]
fn a_broken_template_is_told_with_its_line() {
    let unknown = Templates::with([("article.xhtml", "<p>\n{{ tittle }}</p>")]).unwrap();
    let error = compose(&issue(), &settings().templates(unknown)).unwrap_err();
    assert_eq!((error.name.as_str(), error.line), ("article.xhtml", Some(2)));
    let error = Templates::with([("edition.css", "p {}\n{% if %}")]).unwrap_err();
    assert_eq!((error.name.as_str(), error.line), ("edition.css", Some(2)));
    assert!(Templates::with([("artikel.xhtml", "")]).unwrap_err().to_string().contains("article.xhtml"));
}

#[test]
fn a_template_that_gives_no_page_of_a_book_is_told() {
    let with = |name: &str, change: (&str, &str)| {
        let (_, text) = BUILT_IN.into_iter().find(|(known, _)| *known == name).unwrap();
        assert!(text.contains(change.0));
        let templates = Templates::with([(name.to_owned(), text.replace(change.0, change.1))]).unwrap();
        compose(&issue(), &settings().templates(templates))
    };
    // As it stands, and with something of the user's, it is fine.
    assert!(with("article.xhtml", ("</article>", "<hr class=\"end\"/></article>")).is_ok());
    let line = |name: &str, words: &str| {
        let (_, text) = BUILT_IN.into_iter().find(|(known, _)| *known == name).unwrap();
        text.lines().position(|line| line.contains(words)).map(|before| before + 1)
    };
    for (name, change, at) in [
        ("title.xhtml", ("</section>", "</div>"), "</section>"),
        ("colophon.xhtml", ("<dl>", "<dl>&nbsp;"), "<dl>"),
        ("article.xhtml", ("<header>", "<header id=a>"), "<header>"),
        ("cover.svg", ("role=\"img\">", "role=\"img\" role=\"img\">"), "nowhere"),
    ] {
        let error = with(name, change).unwrap_err();
        assert_eq!((error.name.as_str(), error.line), (name, line(name, at)), "{error}");
        assert!(error.message.contains("is not well-formed"), "{error}");
    }
    for (lost, id) in [(" id=\"{{ id }}\"", "`a1`"), ("{{ page_break }}", "`page-1`")] {
        let error = with("article.xhtml", (lost, "")).unwrap_err();
        assert!(error.message.contains(id), "{error}");
    }
}

#[test]
fn with_a_font_the_cover_is_a_png() {
    let drawn = compose(&issue(), &settings()).unwrap();
    let svg = drawn.resources.iter().find(|resource| resource.cover).unwrap();
    let characters = String::from_utf8(svg.bytes.clone()).unwrap();
    let cover = |characters: &str| {
        let mut fonts = Fonts::default();
        assert_eq!(fonts.add(squares("Squares", characters)), 1);
        let edition = compose(&issue(), &settings().cover_fonts(Some(fonts))).unwrap();
        Book::of(&edition).hold_together();
        let cover = edition.resources.iter().find(|resource| resource.cover).unwrap().clone();
        (cover, edition.problems)
    };
    let (whole, problems) = cover(&characters);
    assert_eq!((whole.file.as_str(), whole.media_type), ("cover.png", "image/png"));
    assert_eq!(whole.bytes[16..24], [1600u32.to_be_bytes(), 2133u32.to_be_bytes()].concat());
    assert_eq!(problems, drawn.problems);
    assert_eq!(whole, cover(&characters).0);

    let (lacking, problems) = cover(&characters.replace('河', ""));
    assert_ne!(whole.bytes, lacking.bytes);
    let told = &problems.last().unwrap().message;
    assert!(told.contains("no character for `河`"), "{told}");
    assert_eq!(Fonts::default().add(b"no font".to_vec()), 0);
}

#[test]
fn a_cover_of_ones_own_that_is_svg_is_drawn_too_or_stays() {
    let cover = |svg: &str| {
        let mut cover_fonts = Fonts::default();
        cover_fonts.add(squares("Squares", "a"));
        let settings = settings()
            .cover(Some(svg.as_bytes().to_vec()))
            .cover_fonts(Some(cover_fonts))
            .images(BTreeMap::new());
        let issue = Issue { articles: Vec::new(), ..issue() };
        let edition = compose(&issue, &settings).unwrap();
        Book::of(&edition).hold_together();
        let file = edition.resources.iter().find(|resource| resource.cover).unwrap().file.clone();
        (file, edition.problems.into_iter().map(|problem| problem.message).collect::<Vec<_>>())
    };
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='3' height='4'><text y='3'>a</text></svg>";
    assert_eq!(cover(svg), ("cover.png".into(), Vec::new()));
    let (file, told) = cover(&svg.replace("width='3'", "width='0'"));
    assert_eq!(file, "cover.svg");
    assert!(told[0].starts_with("the cover stays SVG"), "{told:?}");
}

#[test]
fn a_book_of_five_thousand_articles_holds_together() {
    let article = |n: usize| Article {
        page: Some((n / 10).to_string()),
        blocks: vec![block(Role::Headline, &format!("第{n}篇")), block(Role::Paragraph, "一句話。")],
    };
    let issue = Issue {
        language: "zh-CN".parse().unwrap(),
        masthead: Masthead::default(),
        articles: (0..5000).map(article).collect(),
    };
    let edition = compose(&issue, &settings()).unwrap();
    assert_eq!((edition.contents.len(), edition.printed.len()), (5000, 500));
    Book::of(&edition).hold_together();
}

#[test]
fn an_issue_without_articles_is_a_book_of_its_front_matter() {
    let issue =
        Issue { language: "zh-CN".parse().unwrap(), masthead: Masthead::default(), articles: Vec::new() };
    let edition = compose(&issue, &settings()).unwrap();
    assert_eq!(edition.metadata.title, "报纸");
    Book::of(&edition).hold_together();
}

#[test]
fn a_kepub_has_every_sentence_in_a_span_and_the_same_text() {
    let edition = compose(&issue(), &settings()).unwrap();
    let kepub = edition.kepub();
    let text = |edition| spoken(edition).into_iter().map(|(_, text)| text).collect::<String>();
    assert_eq!(without_blanks(&text(&kepub)), without_blanks(&text(&edition)));
    assert!(kepub.pages.iter().any(|page| page.xhtml.contains("<span class=\"koboSpan\" id=\"kobo.")));
    Book::of(&kepub).hold_together();
}

#[test]
fn the_colophon_names_each_language_in_itself() {
    let edition = Both::new(translation(), issue(), one_to_one).edition(&settings());
    let colophon = &edition.pages.last().unwrap().xhtml;
    let names = "English · <span lang=\"zh-Hant-TW\" xml:lang=\"zh-Hant-TW\">正體中文</span>";
    assert!(colophon.contains(names), "{colophon}");
}

#[test]
fn headlines_may_break_between_words_and_paragraphs_anywhere() {
    let text = "老街的屋簷留住了記憶";
    let blocks = vec![block(Role::Headline, text), block(Role::Paragraph, text)];
    let issue = Issue { articles: vec![Article { page: None, blocks }], ..issue() };
    for ruby in [None, Some(Ruby::Pinyin)] {
        let edition = compose(&issue, &settings().ruby(ruby)).unwrap();
        let page = &edition.pages.iter().find(|page| page.file == "article-0001.xhtml").unwrap().xhtml;
        let (head, body) = page.split_once("</h1>").unwrap();
        assert!(head.matches("<wbr/>").count() > 1 && !body.contains("<wbr/>"), "{page}");
    }
    let edition = compose(&issue, &settings()).unwrap();
    let page = &edition.pages.iter().find(|page| page.file == "article-0001.xhtml").unwrap().xhtml;
    assert!(page.contains("老街的<wbr/>屋簷<wbr/>留住了<wbr/>記憶</h1>"), "{page}");
}

#[test]
fn an_address_may_break_anywhere() {
    let paragraph = block(Role::Paragraph, "報告見https://example.org/a?b=1，共2頁。");
    let article = Article { page: None, blocks: vec![paragraph] };
    let issue = Issue { articles: vec![article], ..issue() };
    for writing in [Writing::Horizontal, Writing::Vertical] {
        let edition = compose(&issue, &settings().writing(writing)).unwrap();
        let page = edition.pages.iter().find(|page| page.file == "article-0001.xhtml").unwrap();
        let set = "報告見<span class=\"address\">https://example.org/a?b=1</span>，共";
        assert!(page.xhtml.contains(set), "{}", page.xhtml);
    }
}
