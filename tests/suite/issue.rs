//! Reading, repairing and writing an issue: the laws on the bundled issue and on made-up pages, then the roles.

use duizhao::issue::Role::{Credit, Crosshead, Deck, Headline, Kicker, Paragraph, Section};
use duizhao::issue::{Issue, Level, Role, Source, read, repair, write};

fn page(text: &str) -> Issue {
    read(&Source::new("page.zh.md", text)).0
}

fn roles(issue: &Issue) -> Vec<Vec<Role>> {
    issue.articles.iter().map(|article| article.blocks.iter().map(|block| block.role).collect()).collect()
}

/// Everything but the places in the source.
fn content(issue: &Issue) -> Vec<Vec<(Role, String)>> {
    let text = |block: &duizhao::issue::Block| {
        let mut out = Vec::new();
        block.each_text(&mut |role, text| out.push(format!("{role:?}:{:?}", text.inlines)));
        out.join("\n")
    };
    issue.articles.iter().map(|a| a.blocks.iter().map(|b| (b.role, text(b))).collect()).collect()
}

fn example(language: &str) -> Source {
    let path = format!("{}/examples/linjiang-2026-03.{language}.md", env!("CARGO_MANIFEST_DIR"));
    Source::new(path.clone(), std::fs::read_to_string(path).unwrap())
}

#[test]
fn the_example_has_the_same_articles_in_both_languages() {
    let headlines = |language| {
        let (issue, _) = read(&example(language));
        issue.articles.iter().filter(|article| article.first(Role::Headline).is_some()).count()
    };
    assert_eq!(headlines("zh"), headlines("en"));
    assert_eq!(headlines("zh"), 8);
}

#[test]
fn what_was_written_is_read_as_the_same_issue() {
    for language in ["zh", "en"] {
        for level in [Level::None, Level::Safe, Level::All] {
            let (issue, _) = repair(read(&example(language)).0, level);
            let text = write::markdown(&issue);
            let (back, _) = read(&Source::new(format!("again.{language}.md"), text.clone()));
            assert_eq!(content(&back), content(&issue), "{language} {level:?}");
            assert_eq!(write::markdown(&back), text, "{language} {level:?}");
        }
    }
}

#[test]
fn repairing_twice_is_repairing_once_and_can_be_taken_back() {
    for language in ["zh", "en"] {
        for level in [Level::Safe, Level::All] {
            let (source, _) = read(&example(language));
            let (issue, repairs) = repair(source.clone(), level);
            assert_eq!(repair(issue.clone(), level), (issue.clone(), vec![]), "{language} {level:?}");
            assert_eq!(repair::undo(issue, &repairs).unwrap(), source, "{language} {level:?}");
        }
    }
}

#[test]
fn a_page_with_its_lead_and_the_rest_one_level_deeper_has_an_article_for_each_heading() {
    let issue = page(
        "引题一行\n\n# 头条\n\n副题一行,说得长一点\n\n**本报讯** 昨天下了雨。\n\n## 二条\n\n**本报讯** (记者 甲一乙)今天晴。\n\n\
         ## 三条\n\n明天的天气还不知道。\n\n本报记者 王一鸣 摄影 李二\n",
    );
    assert_eq!(
        roles(&issue),
        [
            vec![Kicker, Headline, Deck, Paragraph],
            vec![Headline, Paragraph],
            vec![Headline, Paragraph, Credit]
        ]
    );
}

#[test]
fn functions_named_together_are_one() {
    for line in [
        "责任编辑：李四 版式设计：赵六",
        "摄影记者 王一鸣",
        "本报记者 王一鸣 摄影报道 李二",
        "图片编辑设计：李二",
    ] {
        let issue = page(&format!("# 头条\n\n昨天下了雨。\n\n{line}\n\n# 二条\n\n今天晴。\n"));
        assert_eq!(roles(&issue), [vec![Headline, Paragraph, Credit], vec![Headline, Paragraph]], "{line}");
    }
    // Words of a heading, whatever they begin with.
    let issue = page("# 头条\n\n昨天下了雨。\n\n编辑设计方案\n\n# 二条\n\n今天晴。\n");
    assert_eq!(roles(&issue), [vec![Headline, Paragraph], vec![Kicker, Headline, Paragraph]]);
}

#[test]
fn a_feature_with_crossheads_is_one_article() {
    let issue =
        page("# 长文\n\n开头是一段。\n\n## 一、起因\n\n起因是这样的。\n\n## 二、经过\n\n经过是那样的。\n");
    assert_eq!(roles(&issue), [[Headline, Paragraph, Crosshead, Paragraph, Crosshead, Paragraph]]);
}

#[test]
fn sections_stand_over_articles() {
    let issue =
        page("# 国际\n\n## 甲国下雪\n\n雪很大。\n\n## 乙国放晴\n\n天很蓝。\n\n# 体育\n\n## 球赛\n\n平局。\n");
    let expected =
        [vec![Section, Headline, Paragraph], vec![Headline, Paragraph], vec![Section, Headline, Paragraph]];
    assert_eq!(roles(&issue), expected);
    assert_eq!(roles(&page(&write::markdown(&issue))), expected);
}

#[test]
fn addresses_and_code_make_no_text_english() {
    let repaired = |text: &str| write::markdown(&repair(page(text), Level::Safe).0);
    assert_eq!(
        repaired(
            "访问 www.example.com,或写信到 editor@example.com,下载见 https://example.com/a,b(1)?c=d,谢谢."
        ),
        "访问 www.example.com，或写信到 editor@example.com，下载见 https://example.com/a,b(1)?c=d，谢谢.\n"
    );
    assert_eq!(
        repaired("运行 `duizhao build issue.md --out dist`,等着."),
        "运行 `duizhao build issue.md --out dist`，等着.\n"
    );
    // A sentence in letters stays under the rules of its own.
    let english = "He wrote to editor@example.com, then waited, in 上海, for an answer.\n";
    assert_eq!(repaired(english), english);
}

#[test]
fn nothing_is_escaped_without_need() {
    let plain = "价格是5*3元,约10~20%,见[注]和 a_b 与 <甲>。";
    let text = write::markdown(&page(plain));
    assert!(!text.contains('\\'), "{text}");
    // Here the stars would become a mark.
    let text = write::markdown(&page(r"从 \*甲* 到乙"));
    assert_eq!(text.matches('\\').count(), 1, "{text}");
}

#[test]
fn the_encoding_is_found_by_content_and_told() {
    let text = example("zh").text;
    let big5 = "# 臺北下雨\n\n本報訊 昨天下了一場大雨，許多地方都淹水了。市政府說，這是今年最大的一場雨。\n";
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let cases = [
        (text.as_bytes().to_vec(), text.as_str(), None),
        (encoding_rs::GB18030.encode(&text).0.into_owned(), &text, Some("gb18030")),
        (encoding_rs::BIG5.encode(big5).0.into_owned(), big5, Some("Big5")),
        (utf16(&text), &text, Some("UTF-16LE")),
        (utf16("Plain English, in UTF-16.\n"), "Plain English, in UTF-16.\n", Some("UTF-16LE")),
    ];
    for (bytes, expected, encoding) in cases {
        let (source, problems) = Source::decode("page.md", &bytes);
        assert_eq!(source.text, expected);
        let told: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
        match encoding {
            None => assert!(told.is_empty(), "{told:?}"),
            Some(name) => assert!(told.len() == 1 && told[0].contains(name), "{told:?}"),
        }
    }
}

#[test]
fn json_holds_the_whole_issue() {
    for language in ["zh", "en"] {
        let (issue, _) = read(&example(language));
        assert_eq!(duizhao::issue::read::json(&write::json(&issue)).unwrap(), issue);
    }
}

#[test]
fn no_input_is_too_odd_to_be_read() {
    let deep: String = (0..1000).fold(String::new(), |text, depth| text + &"  ".repeat(depth) + "- 层\n");
    let pages = [
        String::new(),
        "\0\u{1}\u{feff}\n".to_owned(),
        "---\ntitle: 未完\n\n# 甲\n\n乙。\n".to_owned(),
        "---\n: [\n---\n\n乙。\n".to_owned(),
        "> ".repeat(1000) + "深",
        deep,
        "[".repeat(20_000) + &"*".repeat(20_000) + &"<b>".repeat(5_000),
        "昨天下雨,今天晴。".repeat(40_000),
        (0..10_000).fold(String::new(), |text, n| text + "# 标题\n\n本报讯 第" + &n.to_string() + "篇。\n\n"),
    ];
    for text in pages {
        let (issue, problems) = read(&Source::new("page.md", text.clone()));
        assert!(problems.iter().all(|problem| problem.span.end <= text.len()));
        let (repaired, repairs) = repair(issue.clone(), Level::All);
        assert_eq!(repair::undo(repaired.clone(), &repairs).unwrap(), issue);
        let json = write::json(&repaired);
        assert_eq!(duizhao::issue::read::json(&json).unwrap(), repaired);
        assert!(write::html(&repaired).ends_with("</html>\n"));
    }
    let told = |text: &str| {
        let (_, problems) = read(&Source::new("page.md", text));
        problems.iter().map(|problem| problem.code.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(told("---\ntitle: 未完\n\n乙。\n"), ["unclosed-front-matter"]);
    assert_eq!(told("---\na: [\n---\n\n乙。\n"), ["front-matter"]);
    assert_eq!(told(&("> ".repeat(100) + "深")), ["too-deep"]);
}

#[test]
fn the_schema_names_every_role() {
    let schema: serde_json::Value =
        serde_json::from_str(include_str!("../../docs/issue.schema.json")).unwrap();
    let roles = schema["$defs"]["block"]["properties"]["role"]["enum"].as_array().unwrap().clone();
    for name in &roles {
        let role: Role = serde_json::from_value(name.clone()).unwrap();
        assert_eq!(name, role.name());
    }
    assert_eq!(roles.len(), Role::ALL.len());
}

#[test]
fn places_looked_up_together_are_those_looked_up_one_by_one() {
    let mut source = Source::new("book.epub", "一行\n\n二<行\n第三行");
    source.files = vec![(0, "a.xhtml".into()), (8, "b.xhtml".into())];
    let mut places = source.places();
    for offset in 0..source.text.len() + 3 {
        assert_eq!(places.of(offset), source.place(offset), "at {offset}");
    }
}
