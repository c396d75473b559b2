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
        (utf16("一座桥，一天\n"), "一座桥，一天\n", Some("UTF-16LE")),
        (utf16(&text).chunks(2).flat_map(|pair| [pair[1], pair[0]]).collect(), &text, Some("UTF-16BE")),
        (b"The caf\xe9 on the river".to_vec(), "The café on the river", Some("windows-1252")),
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
fn lines_of_old_files_end_as_they_end() {
    let text = "渡口要建桥\n\n　　本报讯 明年要建桥。\n\n　　船工说，他们等了三十年。\n";
    let read = |text: &str| roles(&read::text(&Source::new("page.txt", text)).0);
    for end in ["\n", "\r\n", "\r"] {
        assert_eq!(read(&text.replace('\n', end)), [[Headline, Paragraph, Paragraph]], "{end:?}");
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

/// The roles and words of a page of one article, without its headline.
fn lines(body: &str) -> Vec<String> {
    let issue = page(&format!("# 标题\n\n{body}\n"));
    assert_eq!(issue.articles.len(), 1, "{body}");
    let line = |block: &duizhao::issue::Block| {
        let mut words = block.role.name().to_owned();
        block.each_text(&mut |_, text| {
            for inline in &text.inlines {
                match inline {
                    duizhao::issue::Inline::Marked(mark, inner) => {
                        let inner = duizhao::issue::Text { inlines: inner.clone() };
                        words.extend([" <", &format!("{mark:?}"), " ", &inner.plain(), ">"]);
                    }
                    _ => words += " …",
                }
            }
        });
        words
    };
    issue.articles[0].blocks[1..].iter().map(line).collect()
}

#[test]
fn who_wrote_is_known_in_every_form() {
    for byline in [
        "本报评论员",
        "本报编辑部",
        "新华社记者王一鸣",
        "記者王一鳴／台北報導",
        "作者：王一鸣（临江大学教授）",
        "本报记者 王一鸣 通讯员 李二 报道",
        "□ 本报记者 王一鸣",
        "□ 王一鸣 李二",
        "Wang Yiming, Staff Reporter",
        "Staff Reporter",
        "From our correspondent in Paris",
        "By WANG YIMING in Beijing",
    ] {
        assert_eq!(lines(&format!("{byline}\n\n江边的柳树绿了。")), ["byline …", "paragraph …"], "{byline}");
    }
    for credit in
        ["来源：新华社", "2026-03-06 10:20 来源：临江晚报 作者：王一鸣", "Source: Xinhua", "译者 李二"]
    {
        assert_eq!(lines(&format!("江边的柳树绿了。\n\n{credit}")), ["paragraph …", "credit …"], "{credit}");
    }
    // What a column is called by, and the words of a sentence.
    assert_eq!(lines("2026-03-06\n\n江边的柳树绿了。"), ["dateline …", "paragraph …"]);
    for other in ["记者手记", "记者调查"] {
        assert_eq!(lines(&format!("{other}\n\n江边的柳树绿了。")), ["deck …", "paragraph …"], "{other}");
    }
}

#[test]
fn datelines_are_known_in_every_form() {
    for (dateline, rest) in [
        ("新华社北京11月22日电", "题：江边的春天"),
        ("中新网北京11月22日电", " 江边的柳树绿了。"),
        ("据新华社电", " 江边的柳树绿了。"),
        ("新华社北京专电", " 江边的柳树绿了。"),
        ("本报综合消息", " 江边的柳树绿了。"),
        ("参考消息网11月22日报道", " 江边的柳树绿了。"),
        ("【路透社东京11月22日电】", "江边的柳树绿了。"),
        ("BEIJING, Nov. 22 (Xinhua)", " -- The willows are green."),
        ("Xinhua, BEIJING", " — The willows are green."),
        ("(Beijing, Nov. 22, Xinhua)", " The willows are green."),
        ("Xinhua News Agency, Beijing, November 22", " -- The willows are green."),
    ] {
        assert_eq!(lines(&format!("{dateline}{rest}")), [format!("paragraph <Dateline {dateline}> …")]);
    }
    for sentence in ["据央视新闻客户端消息，江边的柳树绿了。", "本报昨天收到读者来电 说路灯坏了，没有人修。"]
    {
        assert_eq!(lines(sentence), ["paragraph …"]);
    }
}

#[test]
fn what_repairs_leave_alone() {
    let repaired = |text: &str| write::markdown(&repair(page(text), Level::Safe).0);
    // Points of a list that nobody marked as one, and who spoke.
    for text in ["·  一条\n· 两条\n", "● 一条\n● 两条\n", "> “我们等得起。”\n> ——王秀兰\n"]
    {
        assert_eq!(repaired(text).lines().count(), 2, "{text}");
    }
    let english = |text: &str| {
        let issue = read(&Source::new("page.en.md", format!("# A\n\n{text}\n"))).0;
        write::markdown(&repair(issue, Level::Safe).0).split_once("\n\n").unwrap().1.trim_end().to_owned()
    };
    assert_eq!(english("The govern-\nment said so."), "The government said so.");
    assert_eq!(
        english("The Shang-\nhai office, a Beijing-\nbased firm."),
        "The Shanghai office, a Beijing-based firm."
    );
    assert_eq!(english("A Sino-\nforeign venture, state-\nowned."), "A Sino-foreign venture, state-owned.");
    assert_eq!(english("The UN-\nled talks."), "The UN-led talks.");
}

#[test]
fn several_images_have_one_caption() {
    let body = "正文。\n\n![渡口](a.png \"题\") ![桥](b.png)\n*图为渡口。*";
    assert_eq!(lines(body)[1], "figure … … … <Emphasis 图为渡口。>");
}

#[test]
fn a_page_without_headings_has_crossheads_in_bold() {
    let page =
        page("**渡口要建桥**\n\n江上的渡口老了，明年要建桥。\n\n　　**一、起因**\n\n渡口建于1911年。\n");
    assert_eq!(roles(&page), [[Headline, Paragraph, Crosshead, Paragraph]]);
}

#[test]
fn plain_text_has_headings_between_its_paragraphs() {
    let long = "以前这坡上只长刺，羊都不愿意来，去年冬天合作社请来了种花椒的大户。";
    let text = format!(
        "第 2 版　　清溪县报　　2026年3月12日\n\n春耕会议召开\n\n本报讯（通讯员 赵建国）3月10日，会议召开。\n\n\
         会议要求不误农时。（罗小燕）\n\n石桥镇：荒坡种上花椒\n\n{long}\n\n三年之后\n\n{long}\n\n挂果那年，卖了多少钱算一\n\n算就知道了。{long}\n"
    );
    let (issue, _) = duizhao::issue::read::text(&Source::new("page.zh-CN.txt", text));
    assert_eq!(
        roles(&issue),
        [
            [Role::Page, Headline, Paragraph, Paragraph].as_slice(),
            // What a column cut is no heading.
            &[Headline, Paragraph, Crosshead, Paragraph, Paragraph, Paragraph]
        ]
    );
    assert_eq!(issue.articles[0].page.as_deref(), Some("2"));
}

#[test]
fn running_heads_are_pages_and_references_are_no_headings() {
    for head in ["第2版 临江晚报 2026年3月12日 星期四", "2026年3月12日 临江晚报 2版", "临江晚报 第二版：要闻"]
    {
        assert_eq!(roles(&page(&format!("{head}\n\n# 甲\n\n正文。\n")))[0][0], Role::Page, "{head}");
    }
    let body = "# 甲\n\n正文说完了。\n\n（相关报道见A6版）\n\n# 乙\n\n正文。\n";
    assert_eq!(roles(&page(body)), [[Headline, Paragraph, Paragraph].as_slice(), &[Headline, Paragraph]]);
}

#[test]
fn captions_image_sources_and_questions_are_told_by_their_words() {
    let body = "# 甲\n\n正文说完了。\n\n▲渡口的新码头。（图/交通局提供）\n\n**《晚报》：您修了多少张琴？**\n\n\
                沈师傅：一百多张，都是别人不要的老琴。\n\n*本文图片由受访者提供*\n";
    assert_eq!(roles(&page(body)), [[Headline, Paragraph, Role::Caption, Paragraph, Paragraph, Credit]]);
}

#[test]
fn bars_behind_backslashes_stay_in_their_cells() {
    for count in [0, 1, 2, 3, 8, 42] {
        let text = format!("正文。\n\n{}| a | b |\n| --- | --- |\n| c | d |\n", "\\".repeat(count));
        let once = write::markdown(&page(&text));
        assert_eq!(write::markdown(&page(&once)), once, "{count}");
    }
}
