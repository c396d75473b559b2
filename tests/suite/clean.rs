//! Cleaning with the tables of the library: what is right in a region's writing stays.

use duizhao::script::{Config, Converter, OneScript};
use duizhao_tm::check::{Checker, Kind};
use duizhao_tm::clean::{Cleaner, Reason};
use duizhao_tm::terms::Terms;
use duizhao_tm::{Header, Unit, Variant};

fn unit(language: &str, chinese: &str, other: &str) -> Unit {
    Unit::new(vec![
        Variant::new(language.parse().unwrap(), chinese),
        Variant::new("en".parse().unwrap(), other),
    ])
}

fn header() -> Header {
    Header::new("t", "1", "zh-CN".parse().unwrap())
}

const PLACES: [(&str, &str); 10] = [
    ("北京", "Beijing"),
    ("乾县", "Qianxian"),
    ("台北", "Taipei"),
    ("于都", "Yudu"),
    ("范县", "Fanxian"),
    ("里昂", "Lyon"),
    ("后海", "Houhai"),
    ("沈阳", "Shenyang"),
    ("钟祥", "Zhongxiang"),
    ("余姚", "Yuyao"),
];
const PEOPLE: [(&str, &str); 8] = [
    ("乾隆", "the Qianlong Emperor"),
    ("毕昇", "Bi Sheng"),
    ("范仲淹", "Fan Zhongyan"),
    ("于右任", "Yu Youren"),
    ("钱锺书", "Qian Zhongshu"),
    ("萧红", "Xiao Hong"),
    ("沈从文", "Shen Congwen"),
    ("郁达夫", "Yu Dafu"),
];
const SENTENCES: [(&str, &str); 8] = [
    (
        "第{n}届论坛昨天在{place}开幕，{person}的后人也到了。",
        "Forum {n} opened in {place}; the family of {person} came.",
    ),
    (
        "一群人在{place}的山峰下听他说{person}的故事，共{n}人。",
        "{n} people near {place} heard the story of {person}.",
    ),
    (
        "他坐在床上，神秘地说起{person}，那是{place}第{n}号房间。",
        "On the bed he spoke of {person}, in room {n} in {place}.",
    ),
    (
        "{place}端午吃粽子的有{n}户，{person}也写过。",
        "{n} homes in {place} eat zongzi; {person} wrote of it too.",
    ),
    ("“{person}”号列车{n}次由{place}开出。", "Train {n}, named after {person}, leaves {place}."),
    (
        "{place}税务局公布了{n}项办法，并解释乾坤未定。",
        "The tax office of {place} published {n} rules on {person}.",
    ),
    (
        "社区里的面馆卖了{n}碗面，{person}在{place}住过。",
        "The noodle shop sold {n} bowls; {person} lived in {place}.",
    ),
    (
        "这只表准时，{n}秒也不差，{person}在{place}买的。",
        "The watch, bought in {place} by {person}, keeps time within {n} seconds.",
    ),
];
const KEPT: [(&str, &str); 7] = [
    (
        "Nikon NIKKOR Z {n}mm f/4 S Standard Zoom Lens Black",
        "Nikon NIKKOR Z {n}mm f/4 S Standard Zoom Lens, black",
    ),
    ("{n} Amphitheatre Parkway, Mountain View, California", "{n} Amphitheatre Parkway, Mountain View, CA"),
    (
        "https://www.example.org/{n}/a/long/path/to/something",
        "See https://www.example.org/{n}/a/long/path/to/something",
    ),
    ("ISO/IEC {n}:2024", "ISO/IEC {n}:2024 (E)"),
    ("国家发展和改革委员会第{n}号令", "国家发展和改革委员会第{n}号令"),
    ("北京市朝阳区建国门外大街{n}号新华大厦", "北京市朝阳区建国门外大街{n}号新华大厦, Beijing"),
    ("Владимир Владимирович Маяковский, {n}", "Vladimir Vladimirovich Mayakovsky, {n}"),
];

/// Right units as a newspaper's memory has them: sentences, names, addresses, goods and codes, in each writing. Every
/// one differs from the others.
fn right_units() -> Vec<Unit> {
    let converters = [
        ("zh-CN", None),
        ("zh-Hans", None),
        ("zh-TW", Some(Converter::new(Config::S2twp))),
        ("zh-Hant", Some(Converter::new(Config::S2t))),
        ("zh-HK", Some(Converter::new(Config::S2hk))),
        ("zh", Some(Converter::new(Config::S2tw))),
        ("yue", Some(Converter::new(Config::S2hk))),
    ];
    let mut units = Vec::new();
    for number in 1..=560 {
        for (language, converter) in &converters {
            let mut add = |chinese: String, english: String| {
                let chinese = converter.as_ref().map_or(chinese.clone(), |by| by.convert(&chinese));
                units.push(unit(language, &chinese, &english));
            };
            let n = number.to_string();
            for (at, (chinese, english)) in SENTENCES.iter().enumerate() {
                let place = PLACES[(number + at) % PLACES.len()];
                let person = PEOPLE[(number / 3 + at) % PEOPLE.len()];
                let fill = |text: &str, place: &str, person: &str| {
                    text.replace("{n}", &n).replace("{place}", place).replace("{person}", person)
                };
                add(fill(chinese, place.0, person.0), fill(english, place.1, person.1));
            }
            for (chinese, english) in KEPT {
                add(chinese.replace("{n}", &n), english.replace("{n}", &n));
            }
        }
    }
    units
}

#[test]
fn of_a_right_memory_at_most_one_unit_in_ten_thousand_is_taken_out() {
    let units = right_units();
    assert!(units.len() >= 50_000, "{}", units.len());
    let scripts = OneScript::default();
    let script_of = |c| scripts.of(c);
    let mut cleaner = Cleaner::new(header(), Some(&script_of));
    let mut taken_out = Vec::new();
    for unit in &units {
        let reason = cleaner.clean(unit.clone()).removed;
        taken_out.extend(reason.map(|reason| (reason, unit.variants[0].seg.plain().into_owned())));
    }
    for reason in Reason::ALL {
        let found: Vec<_> = taken_out.iter().filter(|(found, _)| found == reason).take(5).collect();
        let count = taken_out.iter().filter(|(found, _)| found == reason).count();
        assert!(count * 10_000 <= units.len(), "{count} by {reason}: {found:?}");
    }
}

#[test]
fn check_flags_no_script_in_a_right_memory_and_finds_the_other_script() {
    let scripts = OneScript::default();
    let script_of = |c| scripts.of(c);
    let flags = |unit: &Unit| {
        let findings = Checker::new(header(), Some(&script_of), Terms::default()).check(unit);
        findings.iter().any(|finding| finding.kind == Kind::Script)
    };
    for unit in right_units().iter().take(2_000) {
        assert!(!flags(unit), "{unit:?}");
    }
    assert!(flags(&unit("zh-TW", "论坛昨天开幕。", "The forum opened yesterday.")));
    assert!(flags(&unit("zh-CN", "論壇昨天開幕。", "The forum opened yesterday.")));
    assert!(!flags(&unit("zh", "論壇昨天開幕。", "The forum opened yesterday.")));
}

#[test]
fn units_in_the_other_script_are_taken_out_where_the_code_names_a_script() {
    let scripts = OneScript::default();
    let script_of = |c| scripts.of(c);
    let clean = |language: &str, text: &str| {
        Cleaner::new(header(), Some(&script_of)).clean(unit(language, text, "The forum opened.")).removed
    };
    for code in ["zh-TW", "zh-Hant", "zh-HK", "zh-CHT", "cmn-Hant"] {
        assert_eq!(clean(code, "论坛昨天开幕。"), Some(Reason::WrongScript), "{code}");
        assert_eq!(clean(code, "論壇昨天開幕。"), None, "{code}");
    }
    for code in ["zh-CN", "zh-Hans", "zh-SG", "zh-CHS", "cmn-Hans"] {
        assert_eq!(clean(code, "論壇昨天開幕。"), Some(Reason::WrongScript), "{code}");
        assert_eq!(clean(code, "论坛昨天开幕。"), None, "{code}");
    }
    for code in ["zh", "yue", "lzh", "cmn", "zh-yue"] {
        assert_eq!(clean(code, "論壇昨天開幕。"), None, "{code}");
        assert_eq!(clean(code, "论坛昨天开幕。"), None, "{code}");
    }
}

#[test]
fn what_a_conversion_writes_stays() {
    let words = |name: &str| {
        let path = format!("{}/src/script/opencc/{name}.txt", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).unwrap();
        let words = text.lines().filter_map(|line| Some(line.split_once('\t')?.0.to_owned()));
        words.collect::<Vec<String>>()
    };
    let scripts = OneScript::default();
    let script_of = |c| scripts.of(c);
    let simplified = [words("STPhrases"), words("STCharacters"), words("TWPhrases")].concat();
    let traditional = [words("TSPhrases"), words("TSCharacters"), words("TWPhrasesRev")].concat();
    for (config, to, words) in [
        (Config::S2t, "zh-Hant", &simplified),
        (Config::S2tw, "zh-TW", &simplified),
        (Config::S2twp, "zh-TW", &simplified),
        (Config::S2hk, "zh-HK", &simplified),
        (Config::T2s, "zh-CN", &traditional),
        (Config::Tw2sp, "zh-CN", &traditional),
        (Config::Hk2s, "zh-CN", &traditional),
    ] {
        let converter = Converter::new(config);
        let mut cleaner = Cleaner::new(header(), Some(&script_of));
        for word in words {
            let form = converter.convert(word);
            let reason = cleaner.clean(unit(to, &form, "a word")).removed;
            assert_ne!(reason, Some(Reason::WrongScript), "{config}: {word} → {form}");
        }
    }
}
