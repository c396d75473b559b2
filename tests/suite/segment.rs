//! Sentences: the law of losslessness, then cases by language.

use duizhao::lang::Language;
use duizhao::segment::srx::{self, Srx, SrxError};
use duizhao::segment::{Rules, sentences};
use proptest::prelude::*;

fn cut<'a>(text: &'a str, language: &str) -> Vec<&'a str> {
    let language: Language = language.parse().unwrap();
    sentences(text, &language).into_iter().map(|range| &text[range]).collect()
}

fn is_lossless(text: &str, language: &str) -> bool {
    let language: Language = language.parse().unwrap();
    let mut at = 0;
    for range in sentences(text, &language) {
        let sentence = &text[range.clone()];
        if range.start < at
            || !text[at..range.start].trim().is_empty()
            || sentence.trim() != sentence
            || sentence.is_empty()
        {
            return false;
        }
        at = range.end;
    }
    text[at..].trim().is_empty()
}

proptest! {
    #[test]
    fn segments_and_blanks_give_the_text_back(
        text in r#"([一-龥]|[。！？!?….,:;“”‘’「」《》（）()"' \n]|[A-Z][a-z]{0,5}|[0-9]|Mr\.|U\.S\.|.){0,80}"#,
    ) {
        for language in ["zh-CN", "zh-TW", "ja", "en", "de", "ko"] {
            prop_assert!(is_lossless(&text, language), "{language}: {text:?}");
        }
    }
}

#[track_caller]
fn splits(language: &str, marked: &str) {
    let text = marked.replace('|', "");
    let expected: Vec<&str> = marked.split('|').map(str::trim).collect();
    assert_eq!(cut(&text, language), expected);
}

#[test]
fn chinese_ends_behind_marks_and_all_closers() {
    splits("zh", "雨停了。|天晴了！|谁来了？！|没有人");
    splits("zh", "他说：“雨停了。”|大家都笑了。");
    splits("zh", "（雨停了。）|天晴了。");
    splits("zh-TW", "他說：「雨停了。」|大家都笑了。");
    splits("zh", "“雨停了。|天晴了。|走吧！”|大家都笑了。");
}

#[test]
fn chinese_goes_on_where_the_sentence_does() {
    splits("zh", "他喊“加油！”就走了。");
    splits("zh", "老人问——“谁在敲门？”|屋里没有人回答。");
    splits("zh", "他表示“雨停了。”|大家都笑了。");
    splits("zh", "他喊“加油！”。|大家都笑了。");
    splits("zh", "（雨停了。|天晴了。");
    splits("zh", "《谁在敲门？》是一本书。|我读过。");
    splits("zh", "“雨停了！”，他说。|天晴了。");
    splits("zh", "这座桥（建于何时？）很长。|下雨了。");
    splits("zh", "我……我不知道。|真的。");
    splits("zh", "买了米、面、油……|一家人回去了。");
    splits("zh", "网址是example.com/?a=1!b，请看。|好。");
    splits("zh", "增长3.5%，价格4.2元。|好。");
}

#[test]
fn a_speech_inside_a_sentence_is_cut() {
    let speech = (1..=40).map(|n| format!("第{n}条渔船昨天傍晚已经回到码头。|")).collect::<Vec<_>>().concat();
    splits("zh", &format!("船长“{}”|岸上没有声音。", speech.trim_end_matches('|')));
    splits("zh-TW", &format!("船長（{speech}岸上沒有聲音。）"));
    let brief = speech.split_inclusive('|').take(4).collect::<String>().replace('|', "");
    splits("zh", &format!("船长“{brief}”|岸上没有声音。"));
}

#[test]
fn an_ellipsis_with_a_blank_is_one() {
    splits("zh", "灯亮了一整夜… …|天亮的时候，船来了。");
    splits("zh", "我… …我不知道。|真的。");
}

#[test]
fn chinese_with_half_width_marks() {
    splits("zh", "雨停了!|天晴了?|好的。");
    splits("zh", "图为现场. |记者摄");
}

#[test]
fn lines_that_are_meant_end_segments() {
    splits("zh", "床前明月光\n|疑是地上霜");
    splits("en", "first line\n|second line");
}

#[test]
fn english_knows_its_abbreviations() {
    splits("en", "Mr. Lin met Dr. Ho. |They talked.");
    splits("en", "It opened on Dec. 17 in Room No. 5. |He came.");
    splits("en", "It closes in December. |He came on Nov. 3.");
    splits("en", "He left at 5 p.m. |The shop had closed.");
    splits("en", "He left at 5 p.m. Friday.");
    splits("en", "She lives in the U.S. |She likes it.");
    splits("en", "The U.S. Senate met.");
    splits("en", "He works for Lark Inc. |It pays well. |Lark Inc. Chairman Ho said so.");
    splits("en", "Bring fruit, e.g. Fuji apples. |Thank you.");
    splits("en", "J. K. Marlow wrote it. |I read it.");
    splits("en", "On Yueyang Rd. they stopped. |Tea came.");
    splits("en", "They met in Quay St. |The shop was shut in St. Anne's Lane.");
    splits("en", "There was no. |Nobody knew.");
}

#[test]
fn english_closes_quotes_and_goes_on_with_small_letters() {
    splits("en", "“It rained,” he said. |“It stopped.” |She laughed.");
    splits("en", "“Who is it?” she asked. |Nobody.");
    splits("en", "(It rained.) |She laughed.");
    splits("en", "It cost 3.50 yuan... and he paid. |Really?! |Yes!");
    splits("en", "He waited… |Nobody came.");
    splits("en", "See example.com. |It has more.");
    splits("en", "Prices fell. |iPhone sales rose. |eBay said so at noon. so did others.");
    splits("en", "1. Open the box. |Look inside.");
}

/// Cuts by the rules of an SRX file.
fn cut_by<'a>(srx: &Srx, text: &'a str, language: &str) -> Vec<&'a str> {
    let rules = Rules::Srx(srx.clone());
    rules.sentences(text, &language.parse().unwrap()).into_iter().map(|range| &text[range]).collect()
}

#[test]
fn srx_cuts_as_the_tool_does() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/linjiang-2026-03");
    let own = Srx::parse(&srx::rules()).unwrap();
    for code in ["zh", "en"] {
        let text = std::fs::read_to_string(format!("{root}.{code}.md")).unwrap();
        let fixture = include_str!("../fixtures/segment/sentences.txt");
        let fixture = fixture.lines().filter_map(|line| line.strip_prefix(code)?.strip_prefix('\t'));
        let more = [
            "Smith vs. No. 6 was on. No. 5 vs. Smith ended.",
            "The beam is 10 ft. The bridge is on Mt. Hood. Dr. Lin et al. wrote it.",
        ];
        for line in text.lines().filter(|line| !line.is_empty()).chain(fixture).chain(more) {
            assert_eq!(cut_by(&own, line, code), cut(line, code));
        }
    }
}

/// An SRX file with the given header attributes, rules by name, and maps.
fn srx_file(cascade: &str, rules: &[(&str, &str)], maps: &[(&str, &str)]) -> String {
    let rule = |(name, rules): &(&str, &str)| {
        format!("<languagerule languagerulename=\"{name}\">{rules}</languagerule>")
    };
    let map = |(languages, name): &(&str, &str)| {
        format!("<languagemap languagepattern=\"{languages}\" languagerulename=\"{name}\"/>")
    };
    let rules = rules.iter().map(rule).collect::<Vec<_>>().concat();
    let maps = maps.iter().map(map).collect::<Vec<_>>().concat();
    format!(
        "<srx version=\"2.0\" xmlns=\"http://www.lisa.org/srx20\"><header cascade=\"{cascade}\"/><body>\
         <languagerules>{rules}</languagerules><maprules>{maps}</maprules></body></srx>"
    )
}

const ENDS: &str = "<rule break=\"yes\"><beforebreak>[.?!]+</beforebreak><afterbreak>\\s</afterbreak></rule>";
const CIRCA: &str =
    "<rule break=\"no\"><beforebreak>\\b(?i:ca)\\.</beforebreak><afterbreak>\\h+\\p{Nd}</afterbreak></rule>";
const SEMICOLON: &str = "<rule><beforebreak>;</beforebreak><afterbreak/></rule>";

#[test]
fn rules_of_users_decide_in_their_order() {
    let text = "Built ca. 1900. It stands; nobody knows why. Ca. five.";
    let maps = [("DE.*", "german"), (".*", "all")];
    let parse = |cascade, rules: &[(&str, &str)]| Srx::parse(&srx_file(cascade, rules, &maps)).unwrap();
    let german = format!("{CIRCA}{SEMICOLON}");
    let files = [("german", german.as_str()), ("all", ENDS)];
    let all = ["Built ca.", "1900.", "It stands; nobody knows why.", "Ca.", "five."];
    assert_eq!(cut_by(&parse("no", &files), text, "fr"), all);
    let semicolon = ["Built ca. 1900. It stands;", "nobody knows why. Ca. five."];
    assert_eq!(cut_by(&parse("no", &files), text, "de"), semicolon);
    let both = ["Built ca. 1900.", "It stands;", "nobody knows why.", "Ca.", "five."];
    assert_eq!(cut_by(&parse("yes", &files), text, "de-AT"), both);
    // What decides first is asked first: behind the rule that breaks, the exception comes too late.
    let late = format!("{ENDS}{CIRCA}");
    assert_eq!(cut_by(&parse("no", &[("german", ""), ("all", &late)]), text, "fr"), all);
}

#[test]
fn rules_that_cannot_be_used_are_told() {
    let map = [(".*", "all")];
    let broken = "<rule>\n<beforebreak>[a</beforebreak></rule>";
    assert!(matches!(
        Srx::parse(&srx_file("no", &[("all", broken)], &map)),
        Err(SrxError::Expression { line: 2, .. })
    ));
    assert!(matches!(
        Srx::parse(&srx_file("no", &[("other", ENDS)], &map)),
        Err(SrxError::Unknown { name }) if name == "all"
    ));
    assert_eq!(Srx::parse("<html/>").unwrap_err(), SrxError::Empty);
    assert!(matches!(Srx::parse("<srx>\n</sr>"), Err(SrxError::Xml { line: 2, .. })));
}

/// Golden Rules that are not held, with the reason.
const NOT_HELD: &[&str] = &[
    // A line that ends inside a paragraph is joined by the reader, which knows the page; here lines are meant.
    "en 40", "en 41",
];

/// Golden Rules that the rules as SRX do not hold: they cannot count the points of a list.
const NOT_HELD_AS_SRX: &[&str] =
    &["en 31", "en 32", "en 33", "en 35", "en 36", "en 37", "en 38", "en 39", "en 40", "en 41"];

#[test]
fn golden_rules() {
    let own = Srx::parse(&srx::rules()).unwrap();
    let cases = include_str!("../fixtures/segment/golden.txt").lines().filter(|line| !line.starts_with('#'));
    let (mut missed, mut missed_as_srx) = (Vec::new(), Vec::new());
    let (mut english, mut chinese) = (0, 0);
    for case in cases {
        let (name, marked) = case.split_once('\t').unwrap();
        let language = name.split(' ').next().unwrap();
        *(if language == "en" { &mut english } else { &mut chinese }) += 1;
        let marked = marked.replace("\\n", "\n");
        let expected: Vec<&str> =
            marked.split('|').map(str::trim).filter(|piece| !piece.is_empty()).collect();
        let text = marked.replace('|', "");
        for (found, missed) in
            [(cut(&text, language), &mut missed), (cut_by(&own, &text, language), &mut missed_as_srx)]
        {
            if found != expected {
                missed.push(name);
            }
        }
    }
    assert_eq!(missed, NOT_HELD);
    assert_eq!(missed_as_srx, NOT_HELD_AS_SRX);
    // Few may be given up: two of English, none of Chinese.
    assert!(english >= 48 && chinese >= 6, "{english} English cases, {chinese} Chinese");
    assert!(NOT_HELD.len() <= 2 && NOT_HELD.iter().all(|name| name.starts_with("en ")));
}

#[test]
fn languages_without_rules_of_their_own_have_general_ones() {
    splits("de", "Am 3. Oktober kam J. Braun. |Er blieb lange.");
    splits("de", "Er kam. |»Ja.« |Sie auch.");
    splits("fr", "« Il pleut. » |Elle rit… |Puis elle partit !");
    splits("es", "¿Quién es? |¡Nadie! |Pasa.");
    splits("hi", "वर्षा रुकी। |सब हँसे।");
    splits("ko", "비가 그쳤다. |모두 웃었다.");
    splits("ru", "Дождь кончился. |Все смеялись?! |Да.");
    splits("ar", "هل جاء؟ |نعم.");
}

#[test]
fn rules_for_omegat_are_those_of_the_srx() {
    let (srx, own) = (duizhao::segment::srx::rules(), duizhao::segment::srx::omegat());
    let patterns = |text: &str, from: &str, to: &str| -> Vec<String> {
        text.split(from).skip(1).map(|rest| rest.split(to).next().unwrap().to_owned()).collect()
    };
    for (element, property) in [("beforebreak", "beforebreak"), ("afterbreak", "afterbreak")] {
        let expected = patterns(&srx, &format!("<{element}>"), &format!("</{element}>"));
        assert!(expected.len() > 20);
        let written = patterns(&own, &format!("<void property=\"{property}\"><string>"), "</string>");
        assert_eq!(written, expected);
    }
    let answers = |text: &str, yes: &str, no: &str| (text.matches(yes).count(), text.matches(no).count());
    assert_eq!(
        answers(&own, "<boolean>true</boolean>", "<boolean>false</boolean>"),
        answers(&srx, "break=\"yes\"", "break=\"no\"")
    );
}
