//! Alignment: the laws for any text, then cases.

use std::path::Path;

use duizhao::align::{
    Aligner, Alignment, Bead, Crossing, Doubt, Moved, Opens, Sentence, Terms, align_issues, doubts,
};
use duizhao::issue::{Article, Block, Issue, Masthead, Role, Text};
use duizhao::problem::Span;
use duizhao::segment::Segments;
use proptest::prelude::*;

use crate::command::{duizhao_given, told};

fn sentences(texts: &[impl AsRef<str>]) -> Vec<Sentence<'_>> {
    texts.iter().map(|text| text.as_ref().into()).collect()
}

fn align(source: &[impl AsRef<str>], target: &[impl AsRef<str>]) -> Vec<Bead> {
    Aligner::default().align(&sentences(source), &sentences(target))
}

fn kinds(beads: &[Bead]) -> Vec<(usize, usize)> {
    beads.iter().map(Bead::kind).collect()
}

/// Every sentence of both sides once, in order.
fn assert_covers(beads: &[Bead], source: usize, target: usize) {
    let (mut i, mut j) = (0, 0);
    for bead in beads {
        assert_eq!((bead.source.start, bead.target.start), (i, j), "a gap or an overlap before {bead:?}");
        assert!(bead.source.len() + bead.target.len() > 0);
        assert!((0.0..=1.0).contains(&bead.confidence), "{bead:?}");
        (i, j) = (bead.source.end, bead.target.end);
    }
    assert_eq!((i, j), (source, target));
}

fn chinese() -> impl Strategy<Value = Vec<String>> {
    let word = prop::sample::select(vec![
        "天气",
        "老师",
        "学生",
        "图书馆",
        "河边",
        "昨天",
        "三十",
        "12月17日",
        "他",
        "说",
        "“好。”",
        "，",
        "？",
        "WIPO",
        "",
    ]);
    prop::collection::vec(prop::collection::vec(word, 0..12).prop_map(|words| words.concat() + "。"), 0..30)
}

fn english() -> impl Strategy<Value = Vec<String>> {
    let word = prop::sample::select(vec![
        "weather",
        "teacher",
        "students",
        "library",
        "river",
        "yesterday",
        "thirty",
        "Dec. 17",
        "he",
        "said",
        "“Good.”",
        ",",
        "?",
        "WIPO",
        "Li",
    ]);
    prop::collection::vec(prop::collection::vec(word, 0..12).prop_map(|words| words.join(" ") + "."), 0..30)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_sentence_stands_in_one_bead(source in chinese(), target in english()) {
        assert_covers(&align(&source, &target), source.len(), target.len());
    }

    #[test]
    fn any_characters_are_answered(
        source in prop::collection::vec(".{0,40}", 0..12),
        target in prop::collection::vec(".{0,40}", 0..12),
    ) {
        assert_covers(&align(&source, &target), source.len(), target.len());
    }

    #[test]
    fn sides_may_be_swapped(source in chinese(), target in english()) {
        let there = align(&source, &target);
        let back: Vec<Bead> = align(&target, &source)
            .into_iter()
            .map(|bead| Bead { source: bead.target, target: bead.source, confidence: bead.confidence })
            .collect();
        prop_assert_eq!(there, back);
    }

    #[test]
    fn a_text_aligned_with_itself_is_all_one_to_one(text in chinese()) {
        prop_assert!(align(&text, &text).iter().all(|bead| bead.kind() == (1, 1) && bead.source == bead.target));
    }
}

const SOURCE: &[&str] = &[
    "临江图书馆星期六重新开放。",
    "馆长周敏说，新馆有12万册图书，比旧馆多一倍，还有一个可以看见河的阅览室。",
    "“孩子们等了三年。”",
    "她说。",
    "开馆第一天来了4300人。",
    "图书馆周一闭馆。",
];

#[test]
fn sentences_split_and_joined_are_found() {
    let target = [
        "The Linjiang library opened again on Saturday.",
        "Its director, Zhou Min, said the new building holds 120,000 books, twice as many as the old one.",
        "It also has a reading room from which the river can be seen.",
        "“The children waited three years,” she said.",
        "On its first day 4,300 people came.",
        "The library is closed on Mondays.",
    ];
    assert_eq!(kinds(&align(SOURCE, &target)), [(1, 1), (1, 2), (2, 1), (1, 1), (1, 1)]);
}

#[test]
fn a_sentence_left_out_is_a_null_bead() {
    let target = [
        "The Linjiang library opened again on Saturday.",
        "Its director, Zhou Min, said the new building holds 120,000 books, twice as many as the old one, and a reading room from which the river can be seen.",
        "“The children waited three years,” she said.",
        "The library is closed on Mondays.",
    ];
    let beads = align(SOURCE, &target);
    assert_eq!(kinds(&beads), [(1, 1), (1, 1), (2, 1), (1, 0), (1, 1)]);
}

#[test]
fn a_sentence_in_another_place_is_told() {
    let source = [
        "临江图书馆星期六重新开放。",
        "馆长周敏说，新馆有12万册图书，比旧馆多一倍。",
        "还有一个可以看见河的阅览室。",
        "开馆第一天来了4300人。",
        "读者要先在门口登记姓名。",
        "儿童由父母陪同才能进馆。",
        "昨天下午一百名志愿者打扫了花园,并种了苹果树。",
    ];
    let target = [
        "Yesterday afternoon a hundred volunteers cleaned the garden and planted apple trees.",
        "The Linjiang library opened again on Saturday.",
        "Its director, Zhou Min, said the new building holds 120,000 books, twice as many as the old one.",
        "There is also a reading room from which the river can be seen.",
        "On its first day 4,300 people came.",
        "Readers must first register their names at the door.",
        "Children may enter only with their parents.",
    ];
    let moved = |source: &[&str], target: &[&str]| {
        let (source, target) = (sentences(source), sentences(target));
        let beads = Aligner::default().align(&source, &target);
        assert_covers(&beads, source.len(), target.len());
        Aligner::default().moved(&source, &target, &beads)
    };
    assert_eq!(moved(&source, &target), [Moved { source: 6, target: 0 }]);
    assert_eq!(moved(&target, &source), [Moved { source: 0, target: 6 }]);
    // Sentences that were left out on both sides are not taken for one.
    assert_eq!(moved(&source, &[&["Bread has become dearer since the spring."], &target[1..]].concat()), []);
}

#[test]
fn words_of_the_whole_text_tell_no_move() {
    let alone = |source: [&str; 5], target: [&str; 5]| {
        let bead = |source, target| Bead { source, target, confidence: 1.0 };
        let mut beads = vec![bead(0..1, 0..0)];
        beads.extend((1..5).map(|at| bead(at..at + 1, at - 1..at)));
        beads.push(bead(5..5, 4..5));
        Aligner::default().moved(&sentences(&source), &sentences(&target), &beads)
    };
    let (mut source, mut target) =
        (["老师和学生在学校。"; 5], ["The teacher and the students are at school."; 5]);
    assert_eq!(alone(source, target), []);
    source[0] = "老师和学生在学校看望铁匠。";
    target[4] = "The teacher and the students visit the blacksmith at school.";
    assert_eq!(alone(source, target), [Moved { source: 0, target: 4 }]);
}

#[test]
fn a_moved_sentence_that_neighbours_swallow_is_told() {
    let own = [
        ("临江图书馆星期六重新开放。", "The Linjiang library opened again on Saturday."),
        (
            "馆长周敏说，新馆有12万册图书，比旧馆多一倍，还有一个可以看见河的阅览室。",
            "Its director, Zhou Min, said the new building holds 120,000 books and has a room.",
        ),
        ("开馆第一天来了4300人。", "On its first day 4,300 people came."),
        (
            "读者要先在门口登记姓名，领一张卡和一把钥匙，把外衣和书包放在柜子里。",
            "Readers must first register their names at the door and get a card and a key.",
        ),
        ("儿童由父母陪同才能进馆。", "Children may enter only with their parents."),
        ("图书馆周一闭馆。", "The library is closed on Mondays."),
    ];
    let mut swallowed = 0;
    for (here, there) in [(0, 2), (0, 4), (4, 1), (5, 2), (6, 1), (6, 2)] {
        let (mut source, mut target) = (own.map(|pair| pair.0).to_vec(), own.map(|pair| pair.1).to_vec());
        source.insert(here, "志愿者打扫了花园。");
        target.insert(there, "Volunteers cleaned the garden.");
        let (source, target) = (sentences(&source), sentences(&target));
        let aligner = Aligner::default();
        let beads = aligner.align(&source, &target);
        let holds = |bead: &&Bead| bead.source.contains(&here) || bead.target.contains(&there);
        swallowed += beads.iter().filter(holds).filter(|bead| !bead.is_null()).count();
        assert_eq!(
            aligner.moved(&source, &target, &beads),
            [Moved { source: here, target: there }],
            "{beads:?}"
        );
        let beads = aligner.align(&target, &source);
        assert_eq!(aligner.moved(&target, &source, &beads), [Moved { source: there, target: here }]);
    }
    assert!(swallowed >= 10, "only {swallowed} beads hold a moved sentence beside another");
}

#[test]
fn of_beads_given_a_confidence_that_share_is_right() {
    let text = |extension: &str| {
        let path = format!("{}/tests/fixtures/align/ferry.{extension}", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_to_string(path).unwrap()
    };
    let (source, target, gold) = (text("zh"), text("en"), text("gold"));
    let (source, target): (Vec<&str>, Vec<&str>) = (source.lines().collect(), target.lines().collect());
    let index =
        |range: &std::ops::Range<usize>| range.clone().map(|at| at.to_string()).collect::<Vec<_>>().join(",");
    let gold: Vec<String> = gold.lines().map(|line| line.replace(' ', "")).collect();
    // The more is missing, the less is right, and the less sure are the beads.
    let (mut given, mut right, mut count) = (0.0, 0.0, 0.0);
    for missing in 0..target.len() {
        let mut without = target.clone();
        without.remove(missing);
        for bead in align(&source, &without) {
            let there = |at: usize| at + usize::from(at >= missing);
            let told = there(bead.target.start)..bead.target.len() + there(bead.target.start);
            if told.contains(&missing) || bead.is_null() {
                continue;
            }
            given += bead.confidence;
            count += 1.0;
            let line = format!("[{}]:[{}]", index(&bead.source), index(&told));
            right += f32::from(u8::from(gold.contains(&line)));
        }
    }
    let (given, right) = (given / count, right / count);
    assert!((given - right).abs() < 0.05, "given {given}, right {right}");
}

#[test]
fn an_article_left_out_leaves_the_beads_of_the_others() {
    let whole = align_articles(&[LIBRARY, FERRY, MARKET], &[LIBRARY, FERRY, MARKET]);
    let without = align_articles(&[LIBRARY, FERRY, MARKET], &[LIBRARY, MARKET]);
    let of = |alignment: &Alignment, sources: [usize; 2]| -> Vec<(std::ops::Range<usize>, usize, f32)> {
        let inside = alignment.beads.iter().filter(|bead| sources.iter().any(|at| bead.source.contains(at)));
        inside.map(|bead| (bead.source.clone(), bead.target.len(), bead.confidence)).collect()
    };
    // Segments 0 to 2 are the library's, 6 to 8 the market's.
    for sources in [[0, 1], [2, 6], [7, 8]] {
        assert_eq!(of(&whole, sources), of(&without, sources));
    }
}

#[test]
fn an_empty_side_leaves_null_beads() {
    assert_eq!(kinds(&align(&["一。", "二。"], &[] as &[&str])), [(1, 0), (1, 0)]);
    assert_eq!(kinds(&align(&[] as &[&str], &["One."])), [(0, 1)]);
    assert!(align(&[] as &[&str], &[] as &[&str]).is_empty());
}

/// An issue of articles with a headline and one paragraph each.
fn issue(language: &str, articles: &[(&str, &str)]) -> Issue {
    let block = |role, text: &str| Block::text(role, Span::default(), Text::from(text));
    Issue {
        language: language.parse().unwrap(),
        masthead: Masthead::default(),
        articles: articles
            .iter()
            .map(|(headline, paragraph)| Article {
                page: None,
                blocks: vec![block(Role::Headline, headline), block(Role::Paragraph, paragraph)],
            })
            .collect(),
    }
}

const LIBRARY: [(&str, &str); 2] = [
    ("图书馆重新开放", "临江图书馆星期六重新开放。馆长周敏说,新馆有12万册图书。"),
    (
        "Library opens again",
        "The Linjiang library opened again on Saturday. It has 120,000 books, its director, Zhou Min, said.",
    ),
];
const FERRY: [(&str, &str); 2] = [
    ("渡轮停航", "因为大雾,江上的渡轮昨天停航。船长说，能见度不到50米。"),
    (
        "Fog stops the ferry",
        "Fog kept the ferry off the river yesterday. The captain said he could see less than 50 meters.",
    ),
];
const MARKET: [(&str, &str); 2] = [
    ("菜价下降", "本月蔬菜价格下降百分之八。农民希望雨停。"),
    (
        "Vegetables get cheaper",
        "The price of vegetables fell 8 percent this month. Farmers hope that the rain will stop.",
    ),
];

fn align_articles(source: &[[(&str, &str); 2]], target: &[[(&str, &str); 2]]) -> Alignment {
    let source: Vec<_> = source.iter().map(|article| article[0]).collect();
    let target: Vec<_> = target.iter().map(|article| article[1]).collect();
    let source = Segments::of(&issue("zh-CN", &source));
    let target = Segments::of(&issue("en", &target));
    let alignment = align_issues(&Aligner::default(), &source, &target);
    for threads in [1, 2, 7] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        assert_eq!(pool.install(|| align_issues(&Aligner::default(), &source, &target)), alignment);
    }
    let mirrored = align_issues(&Aligner::default(), &target, &source);
    assert_eq!(mirrored.beads.len(), alignment.beads.len());
    for side in [|bead: &Bead| bead.source.clone(), |bead: &Bead| bead.target.clone()] {
        let mut held: Vec<usize> = alignment.beads.iter().flat_map(side).collect();
        held.sort_unstable();
        let all = if held.len() == source.len() { source.len() } else { target.len() };
        assert_eq!(held, (0..all).collect::<Vec<_>>());
    }
    alignment
}

fn pairs(alignment: &Alignment) -> Vec<(Vec<usize>, Vec<usize>)> {
    alignment
        .articles
        .iter()
        .map(|pair| (pair.source.clone().collect(), pair.target.clone().collect()))
        .collect()
}

#[test]
fn articles_in_another_order_find_each_other() {
    let alignment = align_articles(&[LIBRARY, FERRY, MARKET], &[MARKET, LIBRARY, FERRY]);
    assert_eq!(pairs(&alignment), [(vec![0], vec![1]), (vec![1], vec![2]), (vec![2], vec![0])]);
    assert_eq!(alignment.crossings, [Crossing { first: 1, second: 2 }]);
    assert!(alignment.beads.iter().all(|bead| bead.kind() == (1, 1)), "{:?}", alignment.beads);
}

#[test]
fn an_article_left_out_disturbs_no_other() {
    let alignment = align_articles(&[LIBRARY, FERRY, MARKET], &[LIBRARY, MARKET]);
    assert_eq!(pairs(&alignment), [(vec![0], vec![0]), (vec![1], vec![]), (vec![2], vec![1])]);
    assert!(alignment.crossings.is_empty());
    let alignment = align_articles(&[FERRY, MARKET], &[LIBRARY, FERRY, MARKET]);
    assert_eq!(pairs(&alignment), [(vec![], vec![0]), (vec![0], vec![1]), (vec![1], vec![2])]);
}

#[test]
fn articles_that_were_merged_are_aligned_together() {
    let both = [
        ("", ""),
        (
            "Library and ferry",
            "The Linjiang library opened again on Saturday. It has 120,000 books, its director, Zhou Min, said. Fog kept the ferry off the river yesterday. The captain said he could see less than 50 meters.",
        ),
    ];
    let alignment = align_articles(&[LIBRARY, FERRY, MARKET], &[both, MARKET]);
    assert_eq!(pairs(&alignment), [(vec![0, 1], vec![0]), (vec![2], vec![1])]);
}

#[test]
fn articles_that_were_merged_from_two_places_have_a_part_each() {
    let both = [
        ("", ""),
        (
            "Library and vegetables",
            "The Linjiang library opened again on Saturday. It has 120,000 books, its director, Zhou Min, said. The price of vegetables fell 8 percent this month. Farmers hope that the rain will stop.",
        ),
    ];
    let alignment = align_articles(&[LIBRARY, FERRY, MARKET], &[both, FERRY]);
    assert_eq!(pairs(&alignment), [(vec![0], vec![0]), (vec![1], vec![1]), (vec![2], vec![0])]);
    let with_partner = |bead: &&Bead| bead.kind() == (1, 1);
    assert_eq!(alignment.beads.iter().filter(with_partner).count(), 8, "{:?}", alignment.beads);
    // One that the translation has in two places.
    let (head, rest) = (
        [("", ""), (LIBRARY[1].0, "The Linjiang library opened again on Saturday.")],
        [("", ""), ("Books", "It has 120,000 books, its director, Zhou Min, said.")],
    );
    let alignment = align_articles(&[LIBRARY, FERRY, MARKET], &[head, FERRY, rest, MARKET]);
    assert_eq!(
        pairs(&alignment),
        [(vec![0], vec![0]), (vec![0], vec![2]), (vec![1], vec![1]), (vec![2], vec![3])]
    );
    // An article on a thing that another names too was left out, and takes nothing of it.
    let more = [("雨后的渡口", "昨天的大雾散了。渡口又有船了，船长说这是好天气。"), ("", "")];
    let alignment = align_articles(&[LIBRARY, FERRY, MARKET, more], &[LIBRARY, FERRY, MARKET]);
    assert_eq!(pairs(&alignment)[3], (vec![3], vec![]));
}

#[test]
fn other_languages_align_by_what_they_share() {
    let english = [
        "The museum opened in Berlin on 3 May 1998.",
        "Director Anna Kowalski showed 240 photographs and 12 films.",
        "The president of the university praised the architecture.",
        "Tickets cost 15 euros.",
    ];
    let german = [
        "Das Museum wurde am 3. Mai 1998 in Berlin eröffnet.",
        "Direktorin Anna Kowalski zeigte 240 Fotografien.",
        "Hinzu kamen 12 Filme.",
        "Der Präsident der Universität lobte die Architektur.",
        "Karten kosten 15 Euro.",
    ];
    assert_eq!(kinds(&align(&english, &german)), [(1, 1), (1, 2), (1, 1), (1, 1)]);
    let japanese = ["図書館は12月に開館した。", "館長は周敏氏。", "蔵書は12万冊。"];
    let chinese = ["图书馆12月开馆。", "馆长是周敏。", "藏书12万册。"];
    assert_eq!(kinds(&align(&japanese, &chinese)), [(1, 1), (1, 1), (1, 1)]);
}

#[test]
fn pairs_without_a_lexicon_align_by_names_numbers_and_lengths() {
    let french = [
        "Le pont fut inauguré le 4 juin 1931 par le ministre Laurent Dubois.",
        "Il mesure 312 mètres.",
        "En 1944, il fut détruit.",
        "L’architecte Marie Keller présenta un nouveau projet en 1951, et la construction dura trois ans.",
    ];
    let german = [
        "Die Brücke wurde am 4. Juni 1931 von Minister Laurent Dubois eingeweiht.",
        "Sie ist 312 Meter lang.",
        "1944 wurde sie zerstört.",
        "Die Architektin Marie Keller legte 1951 ein neues Projekt vor.",
        "Der Bau dauerte drei Jahre.",
    ];
    assert_eq!(kinds(&align(&french, &german)), [(1, 1), (1, 1), (1, 1), (1, 2)]);
    let chinese = ["大桥于1931年6月4日通车。", "桥长312米。", "1944年被毁。", "1951年重建。"];
    let korean = [
        "다리는 1931년 6월 4일에 개통되었다.",
        "길이는 312미터이다.",
        "1944년에 파괴되었다.",
        "1951년에 다시 세워졌다.",
    ];
    assert_eq!(kinds(&align(&chinese, &korean)), [(1, 1); 4]);
}

#[test]
fn headings_anchor() {
    let sentence = |(text, opens): (&'static str, Opens)| Sentence { text, opens };
    let source = [
        ("天气", Opens::Heading),
        ("雨停了。", Opens::Paragraph),
        ("体育", Opens::Heading),
        ("临江队赢了。", Opens::Paragraph),
    ]
    .map(sentence);
    let target = [
        ("Skies", Opens::Heading),
        ("At last.", Opens::Paragraph),
        ("No more drops fell after noon.", Opens::Nothing),
        ("In the stadium", Opens::Heading),
        ("A victory for the home side.", Opens::Paragraph),
    ]
    .map(sentence);
    let beads = Aligner::default().align(&source, &target);
    for (heading, translated) in [(0, 0), (2, 3)] {
        assert!(
            beads
                .iter()
                .any(|b| b.source == (heading..heading + 1) && b.target == (translated..translated + 1)),
            "{beads:?}"
        );
    }
}

#[test]
fn known_pairs_and_terms_outweigh_the_rest() {
    let source = ["甲方签字。", "乙方付款。", "丙方见证。"];
    let target = ["Glorp frobs the wug.", "Blick dax the toma."];
    let mut terms = Terms::default();
    terms.add("丙方见证。", "Blick dax the toma.");
    terms.add("甲方", "Glorp");
    for turned in [false, true] {
        let aligner = Aligner::with_terms(terms.clone());
        let mut beads = if turned {
            let mut terms = Terms::default();
            terms.add("Blick dax the toma.", "丙方见证。");
            terms.add("Glorp", "甲方");
            Aligner::with_terms(terms).align(&sentences(&target), &sentences(&source))
        } else {
            aligner.align(&sentences(&source), &sentences(&target))
        };
        if turned {
            for bead in &mut beads {
                std::mem::swap(&mut bead.source, &mut bead.target);
            }
        }
        let partner = beads.iter().find(|bead| bead.target.contains(&1)).unwrap();
        assert!(partner.source.contains(&2) && !partner.source.contains(&0), "{beads:?}");
    }
}

#[test]
fn long_texts_are_aligned_part_by_part() {
    let places = ["河边", "山上", "学校", "图书馆", "车站", "市场", "医院"];
    let translated = ["river", "mountain", "school", "library", "station", "market", "hospital"];
    let (mut source, mut target) = (Vec::new(), Vec::new());
    for n in 0..4000 {
        let place = n * 7919 / 13 % places.len();
        source.push(format!("第{n}天，老师在{}。", places[place]));
        // Every tenth day is missing.
        if n % 10 != 0 {
            target.push(format!("On day {n} the teacher was at the {}.", translated[place]));
        }
    }
    let beads = align(&source, &target);
    assert_covers(&beads, source.len(), target.len());
    let right = beads.iter().filter(|bead| {
        let day = bead.source.start;
        bead.kind() == (1, 1) && day % 10 != 0 && bead.target.start == day - day / 10 - 1
    });
    assert!(right.count() > 3500);
}

#[test]
fn unlike_sizes_are_answered() {
    let many: Vec<String> = (0..10_000).map(|n| format!("第{n}句。")).collect();
    let few: Vec<String> = (0..10).map(|n| format!("Sentence {n}.")).collect();
    assert_covers(&align(&many, &few), many.len(), few.len());
    let long = ["字".repeat(300_000) + "。", "word ".repeat(100_000)];
    assert_covers(&align(&long[..1], &long[1..]), 1, 1);
    assert_covers(&align(&long, &few), 2, few.len());
    // A million characters in one sentence, among others.
    let million = ["开始。".to_owned(), "很长的句子，".repeat(170_000) + "。", "结束。".to_owned()];
    let short = ["It begins.", "A long sentence.", "It ends."];
    assert_covers(&align(&million, &short), 3, 3);
}

#[test]
fn texts_that_are_no_translations_are_doubted() {
    let library: Vec<String> = SOURCE.iter().map(|&sentence| sentence.to_owned()).collect();
    let translation = [
        "The Linjiang library opened again on Saturday.",
        "Its director, Zhou Min, said the new building holds 120,000 books, twice as many as the old one, and a reading room from which the river can be seen.",
        "“The children waited three years,” she said.",
        "On its first day 4,300 people came.",
        "The library is closed on Mondays.",
    ];
    let unrelated = [
        "Bake the dough until it is brown.",
        "Mix flour with butter!",
        "Salt?",
        "Grease a tin, heat the oven well before, and put some sugar over the apples once they are cut.",
        "Eat warm.",
    ];
    let told = |source: &[String], target: &[&str]| {
        let beads = align(source, target);
        doubts(&sentences(source), &sentences(target), &beads)
    };
    assert_eq!(told(&library, &translation), []);
    assert!(matches!(told(&library, &unrelated)[..], [Doubt::LittleInCommon { .. }]));
    assert!(told(&library, &["图书馆开放了。", "孩子们来了。"]).contains(&Doubt::OneLanguage));
    assert_eq!(told(&library, &["", "  "]), [Doubt::Empty { source: false, target: true }]);
    assert_eq!(told(&[], &translation), [Doubt::Empty { source: true, target: false }]);
    assert_eq!(told(&[], &[]), [Doubt::Empty { source: true, target: true }]);
}

#[test]
fn blank_lines_are_beads_of_their_own() {
    let with_blanks = ["", SOURCE[0], " ", "\u{3000}", SOURCE[1], SOURCE[2], ""];
    let translation = ["The Linjiang library opened again on Saturday.", "", "“The children waited.”"];
    let beads = align(&with_blanks, &translation);
    assert_covers(&beads, with_blanks.len(), translation.len());
    let is_blank = |text: &str| text.trim().is_empty();
    for bead in beads {
        let (source, target) = (&with_blanks[bead.source.clone()], &translation[bead.target.clone()]);
        for side in [source, target] {
            let blank = side.iter().filter(|text| is_blank(text)).count();
            assert!(blank == 0 || (bead.is_null() && side.len() == 1), "{bead:?}");
        }
    }
    // Inside a bead there is no other place for one.
    let cut_up = [
        "The Linjiang library opened again on Saturday.",
        "Its director, Zhou Min, said the new building holds 120,000 books, twice as many as the old one.",
        "",
        "It also has a reading room from which the river can be seen.",
        "“The children waited three years,” she said.",
    ];
    assert_eq!(kinds(&align(&SOURCE[..4], &cut_up)), [(1, 1), (1, 3), (2, 1)]);
}

/// The command with a text on its standard input: its exit code, standard output, standard error.
fn duizhao(arguments: &[&str], input: &str) -> (Option<i32>, String, String) {
    let output = duizhao_given(Path::new("."), arguments, input.as_bytes());
    (output.status.code(), String::from_utf8(output.stdout.clone()).unwrap(), told(&output))
}

#[test]
fn beads_are_written_for_each_kind_of_reader() {
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/linjiang-2026-03");
    let (source, target) = (format!("{example}.zh.md"), format!("{example}.en.md"));
    let written = |format| {
        let (code, out, told) = duizhao(&["align", &source, &target, "--format", format], "");
        assert_eq!(code, Some(0), "{told}");
        out
    };
    let beads: Vec<serde_json::Value> =
        written("jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let text = |bead: &serde_json::Value, side: &str| bead[side].as_str().unwrap().to_owned();
    let pairs: Vec<(String, String)> =
        beads.iter().map(|bead| (text(bead, "source_text"), text(bead, "target_text"))).collect();
    let rows: Vec<(String, String)> = written("tsv")
        .lines()
        .map(|line| line.split_once('\t').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap())
        .collect();
    assert_eq!(rows, pairs);
    assert_eq!(written("vecalign").lines().count(), pairs.len());
    let full: Vec<&(String, String)> = pairs.iter().filter(|(a, b)| !a.is_empty() && !b.is_empty()).collect();
    let units: Vec<duizhao_tm::Unit> =
        duizhao_tm::Reader::new(written("tmx").as_bytes()).unwrap().map(Result::unwrap).collect();
    let texts = |units: &[duizhao_tm::Unit]| -> Vec<(String, String)> {
        units.iter().map(|unit| [0, 1].map(|at| unit.variants[at].seg.plain().into_owned()).into()).collect()
    };
    assert_eq!(texts(&units).iter().collect::<Vec<_>>(), full);
    let file = duizhao_tm::exchange::xliff_units(&written("xliff")).unwrap();
    let (language, units) = (file.source, file.units);
    assert_eq!(language.as_str(), "zh-CN");
    let translated: Vec<_> = units.into_iter().filter(|unit| unit.variants.len() == 2).collect();
    assert_eq!(texts(&translated).iter().collect::<Vec<_>>(), full);
    let page = written("html");
    assert_eq!(page.matches("<tr class=\"bead").count(), pairs.len());
}

#[test]
fn lines_in_any_encoding_are_aligned() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let utf16: Vec<u8> =
        "\u{FEFF}图书馆星期六开放。\n孩子们来了。\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    std::fs::write(path("zh.txt"), utf16).unwrap();
    std::fs::write(path("en.txt"), "The library opens on Saturday.\nThe children came.\n").unwrap();
    let (code, out, _) = duizhao(&["align", "--segmented", &path("zh.txt"), &path("en.txt")], "");
    assert_eq!(code, Some(0));
    assert_eq!(out, "图书馆星期六开放。\tThe library opens on Saturday.\n孩子们来了。\tThe children came.\n");
    let same = duizhao(&["align", "--segmented", &path("zh.txt"), &path("zh.txt"), "--format", "tmx"], "");
    assert_eq!(same.0, Some(1));
    assert!(same.2.contains("--from"), "{}", same.2);
    std::fs::write(path("empty.txt"), "").unwrap();
    let (code, out, told) = duizhao(&["align", "--segmented", &path("zh.txt"), &path("empty.txt")], "");
    assert_eq!((code, out.lines().count()), (Some(0), 2));
    assert!(told.contains("nothing in the second text"), "{told}");
}

#[test]
fn documents_are_answered_line_by_line() {
    let lines = r#"{"id": "a", "source": ["你好。"], "target": ["Hello."]}
not json
{"id": 2, "source": ["你好。"], "target": []}
"#;
    for threads in ["1", "3"] {
        let (code, out, _) = duizhao(&["align", "--jsonl", "--threads", threads], lines);
        assert_eq!(code, Some(0));
        let answers: Vec<serde_json::Value> =
            out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(answers.len(), 3);
        assert_eq!((&answers[0]["id"], &answers[0]["beads"][0][1]), (&"a".into(), &serde_json::json!([0])));
        assert_eq!(answers[1]["line"], 2);
        assert_eq!(answers[2]["beads"], serde_json::json!([[[0], [], 1.0]]));
    }
    // A mark of UTF-8 is no part of the first document; an error names the document that it is about.
    let lines = "\u{feff}{\"id\": 1, \"source\": [\"你好。\"], \"target\": [\"Hello.\"]}\n{\"id\": \"b\", \"source\": []}\n\
                 [null, [\"你好。\"], [\"Hello.\"]]\n";
    let (_, out, _) = duizhao(&["align", "--jsonl"], lines);
    let answers: Vec<serde_json::Value> =
        out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&answers[0]["id"], answers[0]["beads"].is_array()), (&1.into(), true));
    assert_eq!((&answers[1]["id"], answers[1]["error"].is_string()), (&"b".into(), true));
    assert!(answers[2]["error"].as_str().unwrap().contains("an object"), "{out}");
    assert_eq!(duizhao(&["align", "--jsonl", "--threads", "20000"], "").0, Some(2));
}
