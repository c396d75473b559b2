//! What people really have: pasted text, pages saved from sites, folders; nothing of it is harmed or passed over in
//! silence.

use duizhao::issue::read::{self, Manifest};
use duizhao::issue::{Issue, Level, Role, Source, repair, write};

use crate::command::{duizhao, told};

fn markdown(text: &str) -> Issue {
    duizhao::issue::read(&Source::new("a.zh-CN.md", text)).0
}

fn text(text: &str) -> Issue {
    read::text(&Source::new("a.zh-CN.txt", text)).0
}

fn page(html: &str) -> Issue {
    read::html(&Source::new("page.html", html)).0
}

/// Role and words of each block, after repair at the level that every command has.
fn lines(issue: Issue) -> Vec<String> {
    let (issue, _) = repair(issue, Level::Safe);
    issue.leaves().iter().map(|leaf| format!("{} {}", leaf.role.name(), leaf.text.plain())).collect()
}

#[test]
fn bold_beside_chinese_marks_is_bold_where_it_was_meant() {
    let html = |text: &str| write::html(&markdown(&format!("# 题\n\n{text}\n")));
    for (text, bold) in [
        ("**提醒：**先关火。", vec!["提醒："]),
        ("她写着**“不卖”**两个字。**小心！**路滑。", vec!["“不卖”", "小心！"]),
        ("《**渡口**》是**（初稿）**不是定稿。", vec!["渡口", "（初稿）"]),
    ] {
        let html = html(text);
        let found: Vec<&str> =
            html.split("<strong>").skip(1).map(|rest| rest.split("</strong>").next().unwrap()).collect();
        assert_eq!(found, bold, "{html}");
        assert!(!html.contains('*'), "{html}");
        // Written and read again it is the same.
        let issue = markdown(&format!("# 题\n\n{text}\n"));
        assert_eq!(write::html(&markdown(&write::markdown(&issue))), html, "{text}");
    }
    assert!(html("`a：**b` 和 `c**`。").contains("<code>a：**b</code>"));
}

#[test]
fn html_in_markdown_is_read_as_html() {
    let issue = markdown(
        "# 茶市\n\n<section class=\"box\">\n\n新茶上市。\n\n</section>\n\n<p>价格<b>不变</b>。</p>\n\n<table><tr><td>春茶<td>60元<tr><td>秋茶<td>45元</table>\n",
    );
    assert_eq!(
        lines(issue),
        [
            "headline 茶市",
            "paragraph 新茶上市。",
            "paragraph 价格不变。",
            "table 春茶",
            "table 60元",
            "table 秋茶",
            "table 45元"
        ]
    );
}

#[test]
fn addresses_and_faces_keep_their_marks() {
    let expected = ["headline 题", "paragraph 投稿请寄：desk@paper.example，谢谢 :)"];
    assert_eq!(lines(markdown("# 题\n\n投稿请寄:desk@paper.example,谢谢 :)\n")), expected);
}

#[test]
fn the_first_short_line_of_a_text_is_its_headline() {
    let report = "Ferry stops at last\n\nBy Ann Carter\n\nRIVERTON, March 6 (Xinhua) -- The ferry made its last crossing on Friday, and hundreds of people came to see it.\n\n\
        The pilots\n\nAll four of them had worked on the river for more than thirty years, and none wants to leave.\n";
    let (issue, _) = read::text(&Source::new("a.en.txt", report));
    let roles: Vec<Role> = issue.articles[0].blocks.iter().map(|block| block.role).collect();
    let expected = [Role::Headline, Role::Byline, Role::Paragraph, Role::Crosshead, Role::Paragraph];
    assert_eq!(roles, expected);
    // A turn of an interview is no headline.
    let interview =
        text("问：渡口什么时候停航？\n\n答：下个月的最后一天，船会照常开到晚上十点，然后就不再开了。\n");
    assert!(interview.articles[0].blocks.iter().all(|block| block.role == Role::Paragraph));
}

#[test]
fn page_numbers_and_running_heads_are_told_and_left_out() {
    let source = Source::new(
        "a.zh-CN.txt",
        "老街的石板路修好了，街坊们都说\n\n3\n\n\u{c}走起来比从前稳当。下雨天也不怕滑。\n",
    );
    let (issue, problems) = read::text(&source);
    assert_eq!(problems.iter().map(|problem| &*problem.code).collect::<Vec<_>>(), ["page-furniture"]);
    assert!(!write::markdown(&issue).contains('3'));
}

const STORY: &str = "<p>渡口的灯整夜亮着，船工们等着最后一班船靠岸，谁也没有说话。</p>\
    <p>雾到天亮才散，第一班船晚了两个小时才开出，船上只有三个人。</p>";

#[test]
fn of_a_saved_page_the_text_is_read_and_the_site_left_out() {
    let html = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><title>渡口夜灯_河西新闻网</title><meta property=\"og:title\" content=\"渡口夜灯\">\
         <meta property=\"og:site_name\" content=\"河西新闻网\">\
         <script type=\"application/ld+json\">{{\"@type\":\"NewsArticle\",\"author\":{{\"name\":\"林小河\"}},\"datePublished\":\"2026-03-06T08:00:00+08:00\"}}</script></head>\
         <body><div class=\"top-menu\"><a href=\"/\">首页</a> <a href=\"/news\">新闻</a></div>\
         <div id=\"js_content\"><p>渡口夜灯</p>{STORY}<p>阅读原文</p></div>\
         <div class=\"related\"><a href=\"/1\">旧桥拆除</a></div><p>分享 收藏 在看</p></body></html>"
    );
    let (issue, problems) = read::html(&Source::new("page.html", html));
    assert_eq!(issue.language.as_str(), "zh-CN");
    assert_eq!(issue.masthead.publication.as_deref(), Some("河西新闻网"));
    assert_eq!(issue.masthead.date.map(|date| date.to_string()).as_deref(), Some("2026-03-06"));
    assert!(issue.masthead.other.contains(&("author".to_owned(), "林小河".to_owned())));
    let found = lines(issue);
    assert_eq!(found.len(), 3, "{found:?}");
    assert_eq!(found[0], "headline 渡口夜灯");
    let told: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
    assert!(
        told.iter()
            .any(|message| message.contains("related articles (1)")
                && message.contains("lines of the site (2)")),
        "{told:?}"
    );
    assert!(told.iter().any(|message| message.contains("read as `zh-CN`")), "{told:?}");
}

#[test]
fn a_page_that_holds_an_issue_loses_nothing() {
    let html = format!(
        "<html lang=zh-CN><body><h1>渡口夜灯</h1>{STORY}<p>责任编辑：王可</p><h1>旧桥拆除</h1>{STORY}<ul><li><a href=\"http://a.example\">资料</a></ul></body></html>"
    );
    let issue = page(&html);
    assert_eq!(issue.articles.len(), 2);
    let words = write::markdown(&issue);
    assert!(words.contains("责任编辑：王可") && words.contains("资料"), "{words}");
}

#[test]
fn unknown_fields_of_a_manifest_are_errors_with_what_is_meant() {
    let help = |text: &str| {
        let (_, problems) = Manifest::read(&Source::new("issue.toml", text));
        problems.into_iter().map(|problem| problem.help).collect::<Vec<_>>()
    };
    assert_eq!(help("files = [\"a.md\"]\n"), ["write `articles`, or take the field out"]);
    assert_eq!(help("titel = \"河西\"\n"), ["write `title`, or take the field out"]);
    assert!(help("colour = \"red\"\n")[0].starts_with("take it out; the fields are publication, title"));
    assert_eq!(help("title = \"河西\"\nisbn = \"978-7-1111-1111-5\"\narticles = [\"a.md\"]\n"), [""; 0]);
}

#[test]
fn a_folder_tells_what_it_passes_over() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in
        [("01.md", "# 渡口\n\n渡口停航。\n"), ("02.pages", "x"), ("map.png", "x"), (".hidden", "x")]
    {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let plain = told(&duizhao(folder.path(), &["read", "."]));
    assert!(plain.contains("02.pages is passed over") && !plain.contains("map.png"), "{plain}");
    let more = told(&duizhao(folder.path(), &["read", "-v", "."]));
    assert!(more.contains("map.png is passed over") && !more.contains("hidden"), "{more}");
}

#[test]
fn who_did_what_is_told_by_the_words_of_both_scripts() {
    let role = |line: &str| {
        let issue = markdown(&format!("# 渡口停航\n\n{line}\n\n渡口昨天停航，街坊们都来送行。\n"));
        issue.articles[0].blocks[1].role
    };
    for line in [
        "文/林小河",
        "採訪/林小河",
        "采访撰文／林小河",
        "口述：王可 整理：林小河",
        "實習記者 林小河",
        "主笔 林小河",
    ] {
        assert_eq!(role(line), Role::Byline, "{line}");
    }
    for line in ["攝影/陳大文", "核稿編輯：林小河", "終審：王可"] {
        assert_eq!(role(line), Role::Credit, "{line}");
    }
    for line in ["编者按", "編者按：", "（廣告）", "Editor’s note", "Advertisement"] {
        assert_eq!(role(line), Role::Paragraph, "{line}");
    }
}

#[test]
fn the_articles_that_were_found_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let text =
        "# 渡口停航\n\n渡口昨天停航。\n\n# 新桥通车\n\n桥上的灯都亮了。\n\n# 茶市开张\n\n新茶上市了。\n";
    std::fs::write(folder.path().join("a.zh.md"), text).unwrap();
    let joined = "# Ferry stops\n\nThe ferry stopped yesterday.\n\nThe lamps on the bridge were lit.\n\nNew tea is on sale.\n";
    std::fs::write(folder.path().join("a.en.md"), joined).unwrap();
    let read = told(&duizhao(folder.path(), &["read", "a.zh.md"]));
    assert_eq!(read, "3 articles: 渡口停航; 新桥通车; 茶市开张\n");
    let aligned = told(&duizhao(folder.path(), &["align", "a.zh.md", "a.en.md"]));
    assert!(aligned.contains("3 articles were found in the source and 1 in the translation"), "{aligned}");
}

#[test]
fn the_language_that_is_named_is_the_texts() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.md"), "# 老街\n\n老街的人,都走了。\n").unwrap();
    let language = |arguments: &[&str]| {
        let output = duizhao(folder.path(), arguments);
        let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        json["language"].as_str().unwrap().to_owned()
    };
    assert_eq!(language(&["read", "a.md", "-f", "json"]), "zh-CN");
    assert_eq!(language(&["read", "a.md", "-f", "json", "--language", "zh-HK"]), "zh-HK");
}

#[test]
fn notes_are_known_by_the_numbers_that_lead_to_them() {
    let html = "<html lang=zh-CN><body><h1>渡口</h1><p>船在雾里开走了<a href=\"#fn1\" id=\"r1\">[1]</a>，没有人看见<a href=\"#fn2\"><sup>2</sup></a>。</p>\
        <ol><li id=\"fn1\">那天的雾下了一夜。<a href=\"#r1\">↩</a></li><li id=\"fn2\">2. 也可能更久。</li></ol></body></html>";
    let expected =
        "# 渡口\n\n船在雾里开走了[^1]，没有人看见[^2]。\n\n[^1]: 那天的雾下了一夜。\n\n[^2]: 也可能更久。\n";
    assert_eq!(write::markdown(&page(html)), expected);
    // The contents of a page lead to its parts.
    let contents = "<html lang=zh-CN><body><p>目录在这里，一共只有一章：<a href=\"#c1\">1</a></p><div id=\"c1\"><h1>渡口</h1><p>船开走了。</p></div></body></html>";
    assert!(!write::markdown(&page(contents)).contains("[^"));
}
