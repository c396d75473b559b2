//! Sentences: the law of losslessness, then cases by language.

use duizhao::lang::Language;
use duizhao::segment::sentences;
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
    splits("en", "1. Open the box. |Look inside.");
}

/// A reader of SRX files: at each place the first rule that fits decides.
struct Srx(Vec<(bool, fancy_regex::Regex, fancy_regex::Regex)>);

impl Srx {
    fn of(language_rule: &str) -> Self {
        let file = duizhao::segment::srx::rules();
        let start = file.find(&format!("languagerulename=\"{language_rule}\"")).unwrap();
        let block = &file[start..start + file[start..].find("</languagerule>").unwrap()];
        let tag = |text: &str, tag: &str| {
            let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
            let inner = &text[text.find(&open).unwrap() + open.len()..text.find(&close).unwrap()];
            quick_xml::escape::unescape(inner).unwrap().into_owned()
        };
        let rules = block.split("<rule ").skip(1).map(|rule| {
            let before = fancy_regex::Regex::new(&format!("(?:{})$", tag(rule, "beforebreak"))).unwrap();
            let after = fancy_regex::Regex::new(&format!("^(?:{})", tag(rule, "afterbreak"))).unwrap();
            (rule.starts_with("break=\"yes\""), before, after)
        });
        Self(rules.collect())
    }

    fn cut<'a>(&self, text: &'a str) -> Vec<&'a str> {
        let mut places = vec![0];
        for (at, _) in text.char_indices().skip(1) {
            let deciding = self.0.iter().find(|(_, before, after)| {
                after.is_match(&text[at..]).unwrap() && before.is_match(&text[..at]).unwrap()
            });
            if deciding.is_some_and(|rule| rule.0) {
                places.push(at);
            }
        }
        places.push(text.len());
        places.windows(2).map(|two| text[two[0]..two[1]].trim()).filter(|piece| !piece.is_empty()).collect()
    }
}

#[test]
fn srx_cuts_as_the_tool_does() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/linjiang-2026-03");
    for (code, rules) in [("zh", "Chinese"), ("en", "English")] {
        let srx = Srx::of(rules);
        let text = std::fs::read_to_string(format!("{root}.{code}.md")).unwrap();
        let fixture = include_str!("../fixtures/segment/sentences.txt");
        let fixture = fixture.lines().filter_map(|line| line.strip_prefix(code)?.strip_prefix('\t'));
        for line in text.lines().filter(|line| !line.is_empty()).chain(fixture) {
            assert_eq!(srx.cut(line), cut(line, code));
        }
    }
}
