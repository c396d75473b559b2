//! The rules of this crate for Chinese, Japanese and English, for CAT tools: as SRX, and as OmegaT keeps its own.
//!
//! They are written for what ICU, Java and .NET have in common: no named properties, lookahead only.

use quick_xml::escape::partial_escape;

use crate::words::character::is_closing_mark;
use crate::words::english::{ABBREVIATION, COURTESY_TITLE, NUMBER_ABBREVIATION, SENTENCE_HEAD, TIME_LEAD};
use crate::words::{Abbreviation, Words};

/// Characters of Chinese and Japanese.
const CJK: &str = r"\u3041-\u30FF\u3400-\u9FFF";

struct Rule {
    breaks: bool,
    before: String,
    after: String,
}

fn rule(breaks: bool, before: impl Into<String>, after: impl Into<String>) -> Rule {
    Rule { breaks, before: before.into(), after: after.into() }
}

/// Which rules a language is cut by: a pattern of its code, and their name.
const MAPPED: [(&str, &str); 2] = [("(?i)(zh|cmn|yue|lzh|ja).*", "Chinese"), (".*", "English")];

/// The rules of this crate as OmegaT 3 to 5 reads them, which cannot read SRX: its file `segmentation.conf`, in a
/// project's folder `omegat` or among the user's settings. It is what Java's `XMLEncoder` writes of OmegaT's objects.
#[must_use]
pub fn omegat() -> String {
    let property = |name: &str, class: &str, value: &str| {
        format!("<void property=\"{name}\"><{class}>{}</{class}></void>", partial_escape(value))
    };
    let list = |name: &str, objects: Vec<String>| {
        let added = |object: String| format!("<void method=\"add\">{object}</void>\n");
        let objects = objects.into_iter().map(added).collect::<Vec<_>>().concat();
        format!("<void property=\"{name}\"><object class=\"java.util.ArrayList\">\n{objects}</object></void>")
    };
    let object = |class: &str, properties: String| {
        format!("<object class=\"org.omegat.core.segmentation.{class}\">{properties}</object>")
    };
    let rule = |Rule { breaks, before, after }: Rule| {
        let properties = property("breakRule", "boolean", if breaks { "true" } else { "false" })
            + &property("beforebreak", "string", &before)
            + &property("afterbreak", "string", &after);
        object("Rule", properties)
    };
    let language = |((pattern, name), rules): ((&str, &str), Vec<Rule>)| {
        let rules = list("rules", rules.into_iter().map(rule).collect());
        object(
            "MapRule",
            property("language", "string", name) + &property("pattern", "string", pattern) + &rules,
        )
    };
    let languages = MAPPED.into_iter().zip([chinese(), english()]).map(language).collect();
    let all = property("version", "string", "0.2") + &list("mappingRules", languages);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<java version=\"1.8.0\" class=\"java.beans.XMLDecoder\">\n{}\n</java>\n",
        object("SRX", all)
    )
}

/// The rules of this crate for Chinese, Japanese and English as an SRX 2.0 file.
#[must_use]
pub fn rules() -> String {
    let rules = |rules: Vec<Rule>| -> String {
        let one = |Rule { breaks, before, after }: Rule| {
            let (answer, before, after) =
                (if breaks { "yes" } else { "no" }, partial_escape(&before), partial_escape(&after));
            format!(
                "        <rule break=\"{answer}\">\n          <beforebreak>{before}</beforebreak>\n          \
                 <afterbreak>{after}</afterbreak>\n        </rule>\n"
            )
        };
        rules.into_iter().map(one).collect()
    };
    let maps: String = MAPPED
        .map(|(pattern, name)| {
            format!("      <languagemap languagepattern=\"{pattern}\" languagerulename=\"{name}\"/>\n")
        })
        .concat();
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<srx xmlns="http://www.lisa.org/srx20" version="2.0">
  <header segmentsubflows="yes" cascade="no">
    <formathandle type="start" include="no"/>
    <formathandle type="end" include="yes"/>
    <formathandle type="isolated" include="no"/>
  </header>
  <body>
    <languagerules>
      <languagerule languagerulename="Chinese">
{}      </languagerule>
      <languagerule languagerulename="English">
{}      </languagerule>
    </languagerules>
    <maprules>
{}    </maprules>
  </body>
</srx>
"#,
        rules(chinese()),
        rules(english()),
        maps
    )
}

/// Marks that close what a sentence may end in, inside a class of a pattern.
fn closers() -> String {
    let marks = ('!'..='\u{FFFF}').filter(|&c| is_closing_mark(c));
    marks.map(|c| if matches!(c, ']' | '}') { format!(r"\{c}") } else { c.to_string() }).collect()
}

fn chinese() -> Vec<Rule> {
    let closers = closers();
    let ends = "[。！？!?…]";
    let letter = format!("[0-9A-Za-z{CJK}]");
    // What stands before a quotation that is speech.
    let before_speech = format!(r"：:，,—–\-“‘「『。！？!?…\s{closers}");
    let not_behind = format!("[^{closers}。！？!?….]");
    vec![
        // The sentence goes on behind its closing marks.
        rule(false, format!("{ends}+[{closers}]*"), "[，、；：,;:]"),
        // Inside a title, or a bracket that is part of a sentence.
        rule(false, format!("《[^《》]*{ends}+[”’」』）]*"), "[^《》]*》"),
        rule(false, format!("《[^《》]*{ends}+》"), "."),
        rule(false, format!(r"[^。！？!?…\s{closers}]（[^（）]*{ends}+[”’」』》]*"), "[^（）]*）"),
        rule(false, format!(r"[^。！？!?…\s{closers}]（[^（）]*{ends}+）"), "."),
        // Inside a quotation that is part of a sentence; behind it, unless a full stop closed it.
        rule(false, format!("[^{before_speech}][“「][^“”「」]*{ends}+[’』]*"), "[^“”「」]*[”」]"),
        rule(false, format!("[^{before_speech}][“「][^“”「」]*[！？!?…]+[”」]"), "."),
        // 我……我不知道: dots behind fewer than four letters.
        rule(
            false,
            format!(
                r"(?:^|[。！？!?{closers}])(?:[^0-9A-Za-z{CJK}。！？!?…]*{letter}){{0,3}}[^0-9A-Za-z{CJK}。！？!?…]*…+"
            ),
            format!("[^{closers}…。！？!?]"),
        ),
        rule(true, format!("[。！？｡‼⁇⁈⁉][。！？!?…]*[{closers}]*"), not_behind.clone()),
        rule(true, format!("…[!?…]*[{closers}]*"), not_behind.clone()),
        rule(
            true,
            format!("[{CJK}”’」』】》〉〕）][!?]+[{closers}]*"),
            format!("(?![A-Za-z0-9/=&#_-]){not_behind}"),
        ),
        rule(true, format!(r"[{CJK}]\."), r"\s"),
    ]
}

/// In one order, whatever the order of the table.
fn sorted(words: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    let mut words: Vec<_> = words.collect();
    words.sort_unstable();
    words
}

fn english() -> Vec<Rule> {
    let closers = format!("[{}]*", closers());
    let opening = r#"["'“‘„‚«‹(\[{]"#;
    let any_case = |words: &[&str]| {
        let words: Vec<String> = words
            .iter()
            .map(|word| {
                let first = &word[..1];
                format!("[{}{first}]{}", first.to_uppercase(), word[1..].replace('.', r"\."))
            })
            .collect();
        words.join("|")
    };
    let capital = |words: &[&str]| {
        let words = words.iter().map(|word| word[..1].to_uppercase() + &word[1..]);
        words.collect::<Vec<_>>().join("|")
    };
    let all = |list: &'static Words| sorted(list.iter().map(|(word, ())| word));
    let abbreviations = |wanted: &[Abbreviation]| {
        sorted(ABBREVIATION.iter().filter(|(_, kind)| wanted.contains(kind)).map(|(word, _)| word))
    };
    let starters = any_case(&all(&SENTENCE_HEAD));
    let titles = all(&COURTESY_TITLE).join("|");
    vec![
        rule(false, r"^\s*\d{1,3}\.", r"\s"),
        rule(false, r"\bN[°º]\.", r"\s+\d"),
        rule(false, r"\[\.\.\.\]".to_owned() + &closers, r"\s"),
        // Words left out: `. . .`, and behind a fourth dot the sentence ends.
        rule(false, r"\.", r"[ \u00A0]\.(?![0-9A-Za-z])"),
        rule(false, r"[^.\s][ \u00A0]\.[ \u00A0]\.[ \u00A0]\.", r"\s"),
        rule(
            false,
            format!(
                r"\b(?:{}|{})\.",
                any_case(&abbreviations(&[Abbreviation::Never])),
                capital(&abbreviations(&[Abbreviation::NeverCapital]))
            ),
            r"\s",
        ),
        rule(false, format!(r"\b(?:{})\.", any_case(&all(&NUMBER_ABBREVIATION))), r"\s+\d"),
        rule(
            false,
            format!(r"(?:^|[.!?…]\s)(?:{})\s(?:\S+\s){{0,2}}[ap]\.m\.", any_case(&all(&TIME_LEAD))),
            format!(r"\s+(?:{titles})\."),
        ),
        rule(
            false,
            format!(
                r"\b(?:{}|[A-HJ-Z]|[A-Z][a-z]\S*\sI|(?:[A-Za-z]{{1,2}}\.)+[A-Za-z]{{1,2}})\.",
                any_case(&abbreviations(&[Abbreviation::Maybe, Abbreviation::Saint]))
            ),
            format!(r"\s+(?!{opening}|(?:{starters})\b|(?:{titles})\.)"),
        ),
        rule(false, format!("[.!?…]+{closers}"), format!(r"\s+{opening}*(?![a-z]+[A-Z])[a-zà-öø-ÿ]")),
        rule(false, format!("[.!?…]+{closers}"), r"\s+[—–,;:-]"),
        rule(true, format!("[.!?…]+{closers}"), r"\s+\S"),
    ]
}
