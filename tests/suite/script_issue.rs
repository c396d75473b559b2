//! Conversion of issues: structure and marks stay, names and corrections, places map both ways.

use duizhao::issue::inline::{Inline, Mark, Text};
use duizhao::issue::model::{Article, Block, Issue, Masthead, Role};
use duizhao::problem::Span;
use duizhao::script::{
    Conversion, Correction, Options, Rule, Terms, TermsError, Vocabulary, changes, convert, corrections,
};

fn to(language: &str) -> Options {
    Options::new(language.parse().expect("a language tag"))
}

fn with_words() -> Options {
    to("zh-TW").vocabulary(Some(Vocabulary::default()))
}

/// One text by itself.
fn one(text: &str, options: &Options) -> String {
    from("zh-CN", text, options)
}

fn from(language: &str, text: &str, options: &Options) -> String {
    let conversion = Conversion::new(&language.parse().expect("a tag"), options).expect("Chinese");
    let known = conversion.names([(&Text::from(text), text)].into_iter());
    conversion.text(text, &known)
}

fn issue(blocks: Vec<(Role, Text)>) -> Issue {
    let blocks = blocks.into_iter().map(|(role, text)| Block::text(role, Span::default(), text)).collect();
    Issue {
        language: "zh-CN".parse().unwrap(),
        masthead: Masthead { publication: Some("临江日报".into()), ..Masthead::default() },
        articles: vec![Article { page: None, blocks }],
    }
}

#[test]
fn marks_and_structure_stay() {
    let text = Text {
        inlines: vec![
            Inline::Text("市里把".into()),
            Inline::Marked(Mark::Strong, vec![Inline::Text("头".into())]),
            Inline::Text("发展示给大家，运行".into()),
            Inline::Code("软件 --信息".into()),
            Inline::Image { source: "图.png".into(), alt: "旧书与软件".into(), title: String::new() },
            Inline::Marked(
                Mark::Link { url: "https://x.cn/软件".into(), title: "简体".into() },
                vec![Inline::Text("链接".into())],
            ),
        ],
    };
    let before = issue(vec![(Role::Headline, "后来的“里程”".into()), (Role::Paragraph, text)]);
    let converted = convert(&before, &to("zh-TW")).unwrap();
    let after = &converted.issue;
    assert_eq!(after.language.as_str(), "zh-TW");
    assert_eq!(after.masthead.publication.as_deref(), Some("臨江日報"));
    let leaves = after.leaves();
    assert_eq!(leaves[0].text.plain(), "後來的「里程」");
    // The word over the mark's edge is seen whole.
    assert_eq!(leaves[1].text.plain(), "市裡把頭髮展示給大家，運行软件 --信息鏈接");
    assert_eq!(leaves[1].text.inlines[1], Inline::Marked(Mark::Strong, vec![Inline::Text("頭".into())]));
    assert_eq!(leaves[1].text.inlines[3], Inline::Code("软件 --信息".into()));
    assert!(
        matches!(&leaves[1].text.inlines[4], Inline::Image { source, alt, .. } if source == "图.png" && alt == "舊書與軟件")
    );
    assert!(matches!(&leaves[1].text.inlines[5], Inline::Marked(Mark::Link { url, title }, _)
        if url == "https://x.cn/软件" && title == "簡體"));

    // Every leaf's places go there and back, in order.
    for (leaf, map) in before.leaves().iter().zip(&converted.maps) {
        let (before, after) = (leaf.text.plain(), leaves[leaf.id.0].text.plain());
        let places: Vec<usize> = (0..=before.len()).filter(|&at| before.is_char_boundary(at)).collect();
        let there: Vec<usize> = places.iter().map(|&at| map.to_after(at)).collect();
        assert!(there.is_sorted() && there.iter().all(|&at| after.is_char_boundary(at)));
        assert_eq!((there.first(), there.last()), (Some(&0), Some(&after.len())));
        for (&before, &after) in places.iter().zip(&there) {
            assert!(map.to_before(after) <= before, "places never move on by going there and back");
        }
    }
    let changes = changes(&before, &to("zh-TW")).unwrap();
    assert!(changes[0].iter().any(|change| change.rule == Rule::Typography));
    assert_eq!(changes.iter().map(Vec::len).sum::<usize>(), converted.places);
}

#[test]
fn facts_of_the_front_matter_are_converted_names_as_names() {
    let mut before = issue(vec![(Role::Paragraph, Text::from("一段。"))]);
    before.masthead.description = Some("后来的桥".into());
    before.masthead.subjects = vec!["台风".into(), "后勤".into()];
    before.masthead.other = vec![
        ("editor".into(), "后明、余晓岚".into()),
        ("摄影".into(), "范云".into()),
        ("price".into(), "三里".into()),
    ];
    let after = convert(&before, &to("zh-TW")).unwrap().issue.masthead;
    assert_eq!(after.description.as_deref(), Some("後來的橋"));
    assert_eq!(after.subjects, ["颱風", "後勤"]);
    // 后 余 范 云 are surnames and names, and stay; what is not a name of people is left as it is.
    let other: Vec<&str> = after.other.iter().map(|(_, value)| value.as_str()).collect();
    assert_eq!(other, ["后明、余曉嵐", "范雲", "三里"]);
}

#[test]
fn the_edition_of_the_same_kind_is_only_set() {
    assert_eq!(one("软件“新”", &to("zh-CN")), "软件“新”");
    assert_eq!(from("zh-TW", "軟體「新」", &to("zh-TW")), "軟體「新」");
    assert_eq!(from("zh-TW", "這裡的「軟體」", &to("zh-CN")), "这里的“软体”");
    assert_eq!(from("zh-TW", "裡面的衛生", &to("zh-HK")), "裏面的衞生");
    assert_eq!(one("卫生间里", &to("zh-HK")), "衞生間裏");
    assert!(convert(&issue(vec![]), &to("en")).is_err());
}

#[test]
fn characters_by_the_words_they_are_in() {
    for (text, expected) in [
        ("两地试行互免签证和免签入境", "兩地試行互免簽證和免簽入境"),
        ("港区一并成为示范点", "港區一併成為示範點"),
        ("它日渐并成为中心之一", "它日漸並成為中心之一"),
        ("请讨论关于是否延期的事", "請討論關於是否延期的事"),
        ("踏上新征程", "踏上新征程"),
        ("老胡同里的茶馆", "老胡同裡的茶館"),
        ("这块展板把长发展示给游客", "這塊展板把長髮展示給遊客"),
    ] {
        assert_eq!(one(text, &to("zh-TW")), expected);
    }
}

#[test]
fn surnames_that_are_words_too() {
    for (text, expected) in [
        ("于某说，范先生、余某和郁某在场", "于某說，范先生、余某和郁某在場"),
        ("涂某赔了钱，后某没有", "涂某賠了錢，后某沒有"),
        ("本报记者 于洋 范晓", "本報記者 于洋 范曉"),
        ("于福林表示，此事于今年办结", "于福林表示，此事於今年辦結"),
        ("赵建国、于福林、余晓明出席", "趙建國、于福林、余曉明出席"),
        ("三十余人，于是后来又在会后书记室等", "三十餘人，於是後來又在會後書記室等"),
        ("钟先生听见钟声", "鍾先生聽見鐘聲"),
        ("谷先生种谷子", "谷先生種穀子"),
        ("这位姓钟的大夫，老百姓余下的钱", "這位姓鍾的大夫，老百姓餘下的錢"),
        ("本报记者涂铭、于佳欣报道", "本報記者涂銘、于佳欣報道"),
    ] {
        assert_eq!(one(text, &to("zh-TW")), expected);
    }
}

#[test]
fn a_name_is_known_by_its_other_places() {
    let byline = Inline::Marked(Mark::Byline, vec![Inline::Text("（记者 于海波）".into())]);
    let first = Text { inlines: vec![byline, Inline::Text("渔港开了。".into())] };
    let converted = convert(
        &issue(vec![(Role::Paragraph, first), (Role::Paragraph, "于海波在船上".into())]),
        &to("zh-TW"),
    )
    .unwrap();
    let plain: Vec<String> = converted.issue.leaves().iter().map(|leaf| leaf.text.plain()).collect();
    assert_eq!(plain, ["（記者 于海波）漁港開了。", "于海波在船上"]);
    assert_eq!(one("于海运业不利", &to("zh-TW")), "於海運業不利", "nothing tells that it is a name");
}

#[test]
fn a_region_s_words_where_they_belong() {
    for (text, expected) in [
        ("这款软件的程序优化了视频", "這款軟體的程式最佳化了影片"),
        ("优化营商环境，加强社区治理", "優化營商環境，加強社區治理"),
        ("胸怀全局，支持两市", "胸懷全局，支持兩市"),
        ("他以视频方式致辞，项目加速", "他以視頻方式致辭，項目加速"),
        ("历史进程中的法律程序文件", "歷史進程中的法律程序文件"),
        ("国家知识产权局和世界知识产权组织", "國家知識產權局和世界智慧財產權組織"),
        ("出租车和自行车", "計程車和腳踏車"),
        ("安全局部署了人手", "安全局部署了人手"),
    ] {
        assert_eq!(one(text, &with_words()), expected);
    }
    let kept = to("zh-TW").vocabulary(Some(Vocabulary::default().quotations_kept(true)));
    assert_eq!(one("他说“坐出租车”，坐了出租车", &kept), "他說「坐出租車」，坐了計程車");
}

#[test]
fn addresses_and_file_names_stay() {
    assert_eq!(
        one("见https://a.cn/软件?信息=1，写信给li@x.cn，打开“软件说明.pdf”", &with_words()),
        "見https://a.cn/软件?信息=1，寫信給li@x.cn，開啟「软件说明.pdf」"
    );
}

#[test]
fn terms_come_first() {
    let terms = "
        [[term]]
        text = \"临江里\"
        zh-TW = \"臨江里\"
        note = \"a neighbourhood\"

        [[term]]
        text = \"干记\"
        keep = true
    ";
    let options = to("zh-TW").terms(Terms::parse(terms).unwrap());
    assert_eq!(one("临江里的干记茶馆里", &options), "臨江里的干记茶館裡");

    let twice = "[[term]]\ntext = \"里\"\nzh-TW = \"里\"\n\n[[term]]\ntext = \"里\"\nzh-TW = \"裡\"\n";
    let error = Terms::parse(twice).unwrap_err();
    assert_eq!(error, TermsError::Conflict { text: "里".into(), lines: [1, 5] });
    assert!(matches!(Terms::parse("[[term]]\ntxt = 1"), Err(TermsError::Syntax { line: 2, .. })));
    assert_eq!(Terms::parse("[[term]]\ntext = \"\"").unwrap_err(), TermsError::Empty { line: 1 });
}

/// Each correction does what it says, and is needed: OpenCC alone gives something else, or a shorter correction would.
#[test]
fn corrections_one_by_one() {
    let hant = to("zh-Hant");
    let mut before = "";
    let opencc = duizhao::script::Converter::new(duizhao::script::Config::S2t);
    for correction in corrections() {
        assert!(!correction.reason.is_empty() && correction.simplified != before, "{correction:?}");
        assert_eq!(one(correction.simplified, &hant), correction.traditional);
        let shorter = |other: &Correction| {
            other.simplified != correction.simplified && correction.simplified.contains(other.simplified)
        };
        let needed = opencc.convert(correction.simplified) != correction.traditional;
        assert!(needed || corrections().any(|other| shorter(&other)), "not needed: {correction:?}");
        before = correction.simplified;
    }
}
