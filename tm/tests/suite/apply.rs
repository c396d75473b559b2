//! Pre-translation: the counting rule on cases counted by hand, match bands, contexts, and the files written.

use duizhao_tm::apply::{Match, Repetitions, Request, Segment};
use duizhao_tm::exchange::{Passage, Pretranslated, Version, xliff_units};
use duizhao_tm::leverage::{Band, Count, Leverage};
use duizhao_tm::markup::from_markup;
use duizhao_tm::query::{Fold, Index};
use duizhao_tm::{Header, Prop, Unit, Variant, Writer};

fn unit(zh: &str, en: &str, props: &[(&str, &str)]) -> Unit {
    let mut unit =
        Unit::new(vec![Variant::new("zh-CN".parse().unwrap(), zh), Variant::new("en".parse().unwrap(), en)]);
    unit.props = props.iter().map(|(kind, value)| Prop::new(*kind, *value)).collect();
    unit
}

fn index(units: &[Unit]) -> Index<'static> {
    let mut writer = Writer::new(vec![], &Header::new("t", "1", "zh-CN".parse().unwrap())).unwrap();
    for unit in units {
        writer.write(unit).unwrap();
    }
    Index::of_bytes(writer.finish().unwrap(), Fold::NONE).unwrap()
}

fn request(source: &str) -> Request {
    Request { source: source.parse().unwrap(), target: "en".parse().unwrap(), least: 50, limit: 3 }
}

fn matches(index: &Index<'_>, before: Option<&str>, text: &str, behind: Option<&str>) -> Vec<Match> {
    request("zh-CN").matches(index, Segment { text, before, behind }).unwrap()
}

#[test]
fn counted_by_hand() {
    // Text; words, characters, ideographs, numbers.
    for (text, words, characters, ideographs, numbers) in [
        ("论坛昨天开幕。", 6, 7, 6, 0),
        ("The forum opened.", 3, 15, 0, 0),
        ("共有120户，占3.5%。", 6, 13, 4, 2),
        ("A股开盘", 4, 4, 3, 0),
        ("don’t e-mail 1,200 people", 4, 22, 0, 1),
        ("2024-11-08 12:30", 2, 15, 0, 2),
        ("COVID-19 and G20", 3, 14, 0, 0),
        ("—— “”…", 0, 5, 0, 0),
        ("end. Next", 2, 8, 0, 0),
        ("カタカナ と ひらがな", 9, 9, 9, 0),
        ("cafe\u{301}", 1, 4, 0, 0),
        ("", 0, 0, 0, 0),
    ] {
        assert_eq!(Count::of(text), Count { segments: 1, words, characters, ideographs, numbers }, "{text}");
    }
}

#[test]
fn percentages_fall_into_their_bands() {
    let bands = [101, 100, 99, 95, 94, 85, 84, 75, 74, 50, 49, 0].map(|percent| Band::of(percent).as_str());
    let wanted =
        ["101", "100", "95-99", "95-99", "85-94", "85-94", "75-84", "75-84", "50-74", "50-74", "new", "new"];
    assert_eq!(bands, wanted);
    let mut repetitions = Repetitions::default();
    assert_eq!(repetitions.band("一", 100), Band::Exact);
    assert_eq!(repetitions.band("一", 100), Band::Repetition);
    assert_eq!(repetitions.band("一", 101), Band::Context);
    repetitions.next_document();
    assert_eq!(repetitions.band("一", 0), Band::CrossFile);
    assert_eq!(repetitions.band("二", 0), Band::New);
    assert_eq!(repetitions.band("二", 0), Band::Repetition);
}

#[test]
fn figures_add_up() {
    let (mut a, mut b) = (Leverage::default(), Leverage::default());
    a.add(Band::New, "论坛 2024");
    a.add(Band::New, "开幕");
    b.add(Band::Exact, "one");
    a.add_all(&b);
    assert_eq!(a.of(Band::New), Count { segments: 2, words: 5, characters: 8, ideographs: 4, numbers: 1 });
    assert_eq!(a.total().words, 6);
    assert_eq!(a.bands().map(|(_, count)| count.words).sum::<u64>(), 6);
}

#[test]
fn a_context_is_told_by_properties_or_by_the_units_around() {
    let told = index(&[unit("开幕", "Opening", &[("prev", "论坛"), ("next", "闭幕")])]);
    let percent = |index: &Index<'_>, before, behind| matches(index, before, "开幕", behind)[0].percent;
    assert_eq!(percent(&told, Some("论坛"), Some("闭幕")), 101);
    assert_eq!(percent(&told, Some("论坛"), None), 100);
    assert_eq!(percent(&told, None, Some("闭幕")), 100);

    let place = |at: &'static str| [("x-source-file", "a.md"), ("x-segment", at)];
    let around = index(&[
        unit("论坛", "Forum", &place("1")),
        unit("开幕", "Opening", &place("2")),
        unit("闭幕", "End", &place("3")),
    ]);
    assert_eq!(percent(&around, Some("论坛"), Some("闭幕")), 101);
    assert_eq!(percent(&around, Some("别的"), Some("闭幕")), 100);
    assert_eq!(matches(&around, None, "论坛", Some("开幕"))[0].percent, 101);
    assert_eq!(matches(&around, Some("开幕"), "闭幕", None)[0].percent, 101);
    let alone = index(&[unit("开幕", "Opening", &[])]);
    assert_eq!(percent(&alone, None, None), 100);
}

#[test]
fn matches_have_a_translation_and_are_told_once() {
    let index = index(&[
        unit("论坛开幕了", "The forum opened", &[]),
        unit("论坛开幕", "", &[]),
        unit("论坛开幕", "The forum opens", &[]),
        unit("论坛开幕", "The forum opens", &[]),
    ]);
    let found = matches(&index, None, "论坛开幕", None);
    let told: Vec<_> = found.iter().map(|one| (one.number, one.percent)).collect();
    assert_eq!(told, [(4, 100), (1, 80)]);
    // What is in another script or region is the same in sense only.
    let segment = Segment { text: "论坛开幕", before: None, behind: None };
    assert_eq!(request("zh-TW").matches(&index, segment).unwrap()[0].percent, 99);
    assert!(request("ja").matches(&index, segment).unwrap().is_empty());
    // So is what has inline tags that the document lacks.
    let mut tagged = unit("论坛开幕", "", &[]);
    tagged.variants[1].seg = from_markup("<ph x=\"1\">[b]</ph>The forum opens");
    let index = self::index(&[tagged]);
    assert_eq!(request("zh-CN").matches(&index, segment).unwrap()[0].percent, 99);
}

#[test]
fn both_versions_hold_segments_and_translations() {
    let index = index(&[unit("a < b & c", "x < y", &[]), unit("论坛开幕了", "The forum opened", &[])]);
    let passages: Vec<Passage> = [(1, "a < b & c"), (1, "论坛开幕"), (2, "新的")]
        .map(|(paragraph, text)| Passage {
            paragraph,
            text: text.to_owned(),
            matches: matches(&index, Some("nothing"), text, None),
        })
        .to_vec();
    let (source, target) = ("zh-CN".parse().unwrap(), "en".parse().unwrap());
    for version in [Version::V1_2, Version::V2_1] {
        let documents = [("new & old.md".to_owned(), passages.clone())];
        let file = Pretranslated {
            version,
            source: &source,
            target: &target,
            memory: "m.tmx",
            documents: &documents,
        };
        let xliff = file.xliff();
        let file = xliff_units(&xliff).unwrap();
        let (language, units) = (file.source, file.units);
        assert_eq!(language, source);
        let told: Vec<Vec<String>> = units
            .iter()
            .map(|unit| unit.variants.iter().map(|variant| variant.seg.plain().into_owned()).collect())
            .collect();
        assert_eq!(told, [vec!["a < b & c", "x < y"], vec!["论坛开幕"], vec!["新的"]], "{xliff}");
        assert_eq!(xliff.matches("The forum opened").count(), 1, "{xliff}");
        assert!(xliff.contains("80"), "{xliff}");
    }
}
