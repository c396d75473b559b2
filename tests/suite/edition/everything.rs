//! One made-up issue that holds every role, mark and body of the model, and its translation.

use std::collections::BTreeMap;

use duizhao::align::Bead;
use duizhao::edition::{Bilingual, Edition, Layout, Settings, Templates, bilingual};
use duizhao::issue::model::Align;
use duizhao::issue::{Article, Block, Body, Cell, Inline, Issue, Mark, Masthead, Role, Text};
use duizhao::problem::Span;
use duizhao::segment::Segments;

pub(super) fn settings() -> Settings {
    let mut settings = Settings::new(Templates::with::<String>([]).unwrap());
    settings.made_with = vec!["duizhao".into(), "OpenCC 1.4.2".into()];
    settings.images = BTreeMap::from([
        ("images/bridge.png".into(), PIXEL.to_vec()),
        ("images/map.png".into(), PIXEL.to_vec()),
        ("notes.txt".into(), b"no".to_vec()),
    ]);
    settings
}

/// A PNG of one grey pixel.
pub(crate) const PIXEL: &[u8] = &[
    0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0,
    0, 1, 8, 0, 0, 0, 0, 0x3A, 0x7E, 0x9B, 0x55, 0, 0, 0, 0x0A, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9C, 0x63,
    0x68, 0, 0, 0, 0x82, 0, 0x81, 0x77, 0xCD, 0x72, 0xB6, 0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42,
    0x60, 0x82,
];

pub(super) fn block(role: Role, text: &str) -> Block {
    Block::text(role, Span::default(), Text::from(text))
}

pub(super) fn holder(role: Role, body: Body) -> Block {
    Block { role, span: Span::default(), body }
}

fn marked(mark: Mark, text: &str) -> Inline {
    Inline::Marked(mark, vec![Inline::Text(text.into())])
}

pub(super) fn rich(inlines: Vec<Inline>) -> Block {
    Block::text(Role::Paragraph, Span::default(), Text { inlines })
}

fn cell(text: &str, align: Align) -> Cell {
    Cell { align, text: Text::from(text) }
}

fn image(source: &str, alt: &str) -> Inline {
    Inline::Image { source: source.into(), alt: alt.into(), title: String::new() }
}

/// In Chinese as Taiwan writes it.
#[expect(clippy::too_many_lines, reason = "it is one list")]
pub(super) fn issue() -> Issue {
    let first = Article {
        page: Some("1".into()),
        blocks: vec![
            block(Role::Kicker, "渡口停航三十年後"),
            block(Role::Headline, "大橋<通車>: 兩岸 & 一日"),
            block(Role::Deck, "首日7,300輛車過橋，最快只要4分鐘"),
            block(Role::Byline, "記者　葉青禾"),
            rich(vec![
                marked(Mark::Dateline, "本報訊"),
                Inline::Text(" 2026年3月5日上午9時30分，大橋通車。第1輛車是消防車，第24輛是公車".into()),
                Inline::Note("車".into()),
                Inline::Text("；當天過橋的車比預計多15%，也就是1.5倍。".into()),
                marked(Mark::Emphasis, "沒有人按喇叭!?"),
                Inline::Text("「我只想看看，」一位老先生說，「".into()),
                Inline::Marked(
                    Mark::Strong,
                    vec![Inline::Text("橋下的水".into()), marked(Mark::Ruby("ㄕㄨㄟˇ".into()), "水")],
                ),
                Inline::Text("還在不在。」".into()),
            ]),
            rich(vec![
                Inline::Text("工程師用WIPO的圖、GPS和5G，也用".into()),
                Inline::Code("bridge --fix".into()),
                Inline::Text("。詳見".into()),
                Inline::Marked(
                    Mark::Link { url: "https://example.org/橋?a=1&b=2".into(), title: "大\"橋\"".into() },
                    vec![Inline::Text("網頁".into())],
                ),
                Inline::Text("和".into()),
                Inline::Marked(
                    Mark::Link { url: "../other.md".into(), title: String::new() },
                    vec![Inline::Text("別處".into())],
                ),
                Inline::Text("，H".into()),
                marked(Mark::Subscript, "2"),
                Inline::Text("O，m".into()),
                marked(Mark::Superscript, "2"),
                Inline::Text("，".into()),
                marked(Mark::Strikethrough, "刪去"),
                Inline::SoftBreak,
                Inline::Text("換行".into()),
                Inline::HardBreak,
                Inline::Text("又一行。".into()),
                Inline::Html("<u>".into()),
            ]),
            block(Role::Crosshead, "一座橋的三個數字"),
            holder(
                Role::List,
                Body::List {
                    start: Some(3),
                    points: vec![
                        vec![block(Role::Paragraph, "長1,280公尺。")],
                        vec![
                            block(Role::Paragraph, "高64公尺。"),
                            holder(
                                Role::List,
                                Body::List {
                                    start: None,
                                    points: vec![vec![block(Role::Paragraph, "含燈桿。")]],
                                },
                            ),
                        ],
                    ],
                },
            ),
            holder(
                Role::Table,
                Body::Table {
                    rows: vec![
                        vec![cell("", Align::Auto), cell("輛", Align::Right)],
                        vec![cell("上午", Align::Left), cell("2100", Align::Right)],
                        vec![cell("下午", Align::Center), cell("5200", Align::Right)],
                    ],
                },
            ),
            holder(
                Role::Figure,
                Body::Blocks(vec![
                    Block::text(
                        Role::Figure,
                        Span::default(),
                        Text { inlines: vec![image("images/bridge.png", "晨霧裡的\"大橋\"")] },
                    ),
                    block(Role::Caption, "晨霧裡的大橋。"),
                ]),
            ),
            holder(Role::Quote, Body::Blocks(vec![block(Role::Paragraph, "過橋的人，先讓橋過。")])),
            holder(
                Role::PullQuote,
                Body::Blocks(vec![block(Role::PullQuote, "我只想看看橋下的水還在不在。")]),
            ),
            block(Role::Continuation, "（下轉第3版）"),
            block(Role::Credit, "攝影　林小滿"),
            holder(Role::Rule, Body::Empty),
            holder(
                Role::Note,
                Body::Note {
                    label: "車".into(), blocks: vec![block(Role::Paragraph, "公車是第24號。")]
                },
            ),
            holder(
                Role::Note,
                Body::Note {
                    label: "無".into(), blocks: vec![block(Role::Paragraph, "沒有人提到的註。")]
                },
            ),
        ],
    };
    let second = Article {
        page: None,
        blocks: vec![
            block(Role::Page, "第3版"),
            block(Role::Headline, "燕子回來了"),
            block(Role::Dateline, "新河3月6日電"),
            rich(vec![
                Inline::Text("屋簷下有".into()),
                image("missing.png", ""),
                Inline::Text("十七個窩".into()),
                Inline::Note("車".into()),
                Inline::Text("。比去年多".into()),
                image("notes.txt", "一份清單"),
                Inline::Text("六個。".into()),
                Inline::Note("不存在".into()),
            ]),
            holder(Role::Verbatim, Body::Verbatim { kind: "html".into(), text: "<!-- 備註 -->".into() }),
            holder(Role::Verbatim, Body::Verbatim { kind: "text".into(), text: "窩 = 17 < 20\n".into() }),
            block(Role::Other, "控制字元\u{1}和\u{B}不見了。"),
        ],
    };
    let third = Article {
        page: Some("4".into()),
        blocks: vec![
            block(Role::Section, "副刊"),
            block(Role::Paragraph, "這一篇沒有標題，只有一句很長很長很長很長很長很長的話。"),
        ],
    };
    let empty = Article { page: Some("4".into()), blocks: vec![block(Role::Headline, "")] };
    Issue {
        language: "zh-TW".parse().unwrap(),
        masthead: Masthead {
            publication: Some("新河日報".into()),
            number: Some("第8,412號".into()),
            date: Some(jiff::civil::date(2026, 3, 6)),
            issn: Some("2950-0025".into()),
            publisher: Some("新河<日報>社".into()),
            rights: Some("CC0 & \"自由\"".into()),
            source: Some("新河日報\u{1}紙本".into()),
            other: vec![("translator".into(), "林岩\u{2}、Mary <O’Hara>".into())],
            ..Masthead::default()
        },
        articles: vec![first, second, third, empty],
    }
}

/// In English; one article has no partner, one sentence too.
pub(super) fn translation() -> Issue {
    let first = Article {
        page: None,
        blocks: vec![
            block(Role::Kicker, "Thirty years after the ferry stopped"),
            block(Role::Headline, "Bridge <opens>: two banks & one day"),
            block(Role::Deck, "7,300 cars cross on the first day"),
            block(Role::Byline, "By Ye Qinghe"),
            rich(vec![
                Inline::Text("The bridge opened at 9:30 on the morning of March 5. ".into()),
                marked(Mark::Strong, "The first car"),
                Inline::Text(" was a fire engine, the 24th a bus.".into()),
                Inline::Note("車".into()),
                Inline::Text(" Nobody honked.".into()),
            ]),
            holder(Role::Verbatim, Body::Verbatim { kind: "text".into(), text: "bridge = 1\n".into() }),
            block(Role::Paragraph, "“I only came to see whether the water is still there,” an old man said."),
            Block::text(
                Role::Figure,
                Span::default(),
                Text { inlines: vec![image("images/map.png", "A map for readers abroad")] },
            ),
            Block::text(
                Role::Figure,
                Span::default(),
                Text { inlines: vec![image("images/bridge.png", "The bridge in the morning mist")] },
            ),
        ],
    };
    let second = Article {
        page: None,
        blocks: vec![
            block(Role::Paragraph, "A sentence of the editors."),
            block(Role::Headline, "The swallows are back"),
            block(Role::Paragraph, "Seventeen nests. Six more than last year."),
        ],
    };
    let alone = Article {
        page: None,
        blocks: vec![block(Role::Headline, "A letter"), block(Role::Paragraph, "To the reader.")],
    };
    Issue {
        language: "en".parse().unwrap(),
        masthead: Masthead {
            publication: Some("The Xinhe Daily".into()),
            date: Some(jiff::civil::date(2026, 3, 6)),
            ..Masthead::default()
        },
        articles: vec![first, alone, second],
    }
}

/// A short issue with a table of six columns, some of whose cells are the same in both languages.
pub(super) fn timetable(language: &str) -> Issue {
    let chinese = language.starts_with("zh");
    let rows = if chinese {
        [
            ["航線", "首班", "末班", "準點率", "人次", "備註"],
            ["渡口—北岸", "6:10", "22:40", "98.2%", "1,680", "颱風期間停航，復航另行公告"],
            ["南岸環線", "7:00", "19:30", "91.5%", "305", "週末加開"],
        ]
    } else {
        [
            ["Line", "First boat", "Last boat", "Punctuality", "Passengers", "Remarks"],
            [
                "Ferry pier to north bank",
                "6:10",
                "22:40",
                "98.2%",
                "1,680",
                "Suspended during typhoons until further notice",
            ],
            ["South bank circle", "7:00", "19:30", "91.5%", "305", "Additional boats at weekends"],
        ]
    };
    let aligned = |column: usize| if column == 4 { Align::Right } else { Align::Auto };
    let row =
        |row: [&str; 6]| row.iter().enumerate().map(|(column, text)| cell(text, aligned(column))).collect();
    let rows = rows.into_iter().map(row).collect();
    let headline = if chinese { "渡輪時刻" } else { "Ferry Timetable" };
    let blocks = vec![block(Role::Headline, headline), holder(Role::Table, Body::Table { rows })];
    Issue {
        language: language.parse().unwrap(),
        masthead: Masthead { title: Some(headline.into()), ..Masthead::default() },
        articles: vec![Article { page: None, blocks }],
    }
}

/// Two issues with the beads between their sentences.
pub(super) struct Both {
    pub source: Issue,
    pub target: Issue,
    segments: [Segments; 2],
    beads: Vec<Bead>,
}

impl Both {
    /// `pair` finds the beads.
    pub(super) fn new(
        source: Issue,
        target: Issue,
        pair: impl FnOnce(&Segments, &Segments) -> Vec<Bead>,
    ) -> Self {
        let segments = [&source, &target].map(Segments::of);
        let beads = pair(&segments[0], &segments[1]);
        Self { source, target, segments, beads }
    }

    /// The book of both.
    pub(super) fn edition(&self, settings: &Settings) -> Edition {
        let [source_segments, target_segments] = &self.segments;
        let Self { source, target, beads, .. } = self;
        let both = Bilingual { source, source_segments, target, target_segments, beads };
        bilingual(&both, settings).unwrap()
    }
}

/// Each sentence with that of the same number.
pub(super) fn one_to_one(source: &Segments, target: &Segments) -> Vec<Bead> {
    let bead = |n| Bead { source: n..n + 1, target: n..n + 1, confidence: 1.0 };
    (0..source.len().min(target.len())).map(bead).collect()
}

/// The issue beside its translation in a layout; beads made by hand for the blocks named here.
pub(super) fn beside(settings: &Settings) -> Edition {
    Both::new(issue(), translation(), by_hand).edition(settings)
}

fn by_hand(source: &Segments, target: &Segments) -> Vec<Bead> {
    let find = |segments: &Segments, words: &str| {
        (0..segments.len())
            .find(|&index| segments.text(index).contains(words))
            .unwrap_or_else(|| panic!("no {words}"))
    };
    let pairs = [
        ("渡口停航", "Thirty years", 1, 1),
        ("大橋<通車>", "Bridge <opens>", 1, 1),
        ("首日7,300", "7,300 cars", 1, 1),
        ("記者", "By Ye", 1, 1),
        ("本報訊", "The bridge opened", 1, 1),
        ("第1輛車", "The first car", 1, 1),
        ("沒有人按", "Nobody", 1, 1),
        ("我只想", "I only", 1, 1),
        ("燕子回來了", "The swallows", 1, 1),
        ("十七個窩", "Seventeen", 1, 1),
        ("比去年多", "Six more", 1, 1),
    ];
    let mut beads: Vec<Bead> = pairs
        .iter()
        .map(|(from, to, more, many)| {
            let (from, to) = (find(source, from), find(target, to));
            Bead { source: from..from + more, target: to..to + many, confidence: 0.9 }
        })
        .collect();
    let lone = find(target, "A sentence of");
    beads.push(Bead { source: 0..0, target: lone..lone + 1, confidence: 0.5 });
    beads
}

/// Every layout of the bilingual edition, by name.
pub(super) fn layouts() -> Vec<(&'static str, Edition)> {
    use duizhao::edition::By;
    [
        ("interleaved", Layout::Interleaved, By::Paragraph),
        ("interleaved-sentences", Layout::Interleaved, By::Sentence),
        ("side-by-side", Layout::SideBySide, By::Paragraph),
        ("popup", Layout::Popup, By::Paragraph),
        ("popup-sentences", Layout::Popup, By::Sentence),
    ]
    .into_iter()
    .map(|(name, layout, by)| {
        let settings = settings().name(name.into()).layout(layout).by(by);
        (name, beside(&settings))
    })
    .collect()
}

#[test]
fn it_holds_every_role() {
    fn roles(block: &Block, out: &mut Vec<Role>) {
        out.push(block.role);
        let inside: Vec<&Block> = match &block.body {
            Body::Blocks(blocks) | Body::Note { blocks, .. } => blocks.iter().collect(),
            Body::List { points, .. } => points.iter().flatten().collect(),
            Body::Text(_) | Body::Table { .. } | Body::Verbatim { .. } | Body::Empty => Vec::new(),
        };
        for block in inside {
            roles(block, out);
        }
    }
    let mut held = Vec::new();
    for block in issue().articles.iter().flat_map(|article| &article.blocks) {
        roles(block, &mut held);
    }
    let missing: Vec<&Role> = Role::ALL.iter().filter(|role| !held.contains(role)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
