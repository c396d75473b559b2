//! Other formats: what goes out comes back, as far as the format can hold it.

use crate::generate;
use duizhao_tm::exchange::{
    Bilingual, Entry, Format, Given, Imported, Remark, Survey, Tbx, Translated, csv_rows, import, json_line,
    json_unit, po_units, review, tbx_file, xliff_units, xlsx_book, xlsx_rows,
};
use duizhao_tm::markup::{from_markup, to_markup};
use duizhao_tm::merge::Policy;
use duizhao_tm::state::Unfinished;
use duizhao_tm::update::{UpdateError, update};
use duizhao_tm::{Header, Note, Prop, Seg, Unit, Variant};
use proptest::collection::vec;
use proptest::prelude::*;

fn header() -> Header {
    Header::new("t", "1", "zh-CN".parse().unwrap())
}

/// A memory in another format.
fn exported(format: Format, units: &[Unit]) -> Vec<u8> {
    let mut survey = Survey::new("m", header(), None);
    for unit in units {
        survey.take(unit);
    }
    let mut file = format.export(survey).unwrap();
    let mut text = file.begin();
    for (number, unit) in (1..).zip(units) {
        text += &file.unit(number, unit).unwrap();
    }
    [text.into_bytes(), file.end().unwrap().bytes].concat()
}

/// A file of text as it is imported without more being said.
fn imported(format: Format, text: &str) -> Result<Imported, Remark> {
    import(format, text.as_bytes(), &Given::default())
}

fn texts(entry: &Entry) -> Vec<String> {
    let texts = entry.unit.variants.iter();
    texts.map(|variant| format!("{}: {}", variant.language, variant.seg.plain())).collect()
}

/// Units with two texts, a property and a date: what a table can hold.
fn plain_unit() -> impl Strategy<Value = Unit> {
    (generate::seg(), generate::seg(), generate::text(), any::<bool>()).prop_filter_map(
        "says something",
        |(zh, en, value, dated)| {
            if zh.inlines().is_empty() || en.inlines().is_empty() {
                return None;
            }
            let mut unit = Unit::new(vec![
                Variant::new("zh-CN".parse().unwrap(), zh),
                Variant::new("en".parse().unwrap(), en),
            ]);
            if !value.is_empty() {
                unit.props.push(Prop::new("x-article", value));
            }
            unit.origin.created = dated.then(|| "20240101T120000Z".parse().unwrap());
            Some(unit)
        },
    )
}

#[test]
fn properties_of_any_name_are_no_languages() {
    let mut unit = Unit::new(vec![
        Variant::new("zh-CN".parse().unwrap(), "老街"),
        Variant::new("en".parse().unwrap(), "Old street"),
    ]);
    // Names that translation tools give, two of them such that they could be codes of languages.
    unit.props =
        ["client", "cid", "unit", "check", "x-article", "prop:x"].map(|kind| Prop::new(kind, "1")).to_vec();
    let back = import(Format::Csv, &exported(Format::Csv, &[unit.clone()]), &Given::default()).unwrap();
    assert_eq!((back.entries[0].number, &back.entries[0].unit), (Some(1), &unit));

    let read = imported(Format::Csv, "zh-CN,en,client,notes\n老街,Old street,A,a note\n").unwrap();
    let unit = &read.entries[0].unit;
    assert_eq!((unit.variants.len(), unit.prop("client"), &*unit.notes[0].text), (2, Some("A"), "a note"));
}

proptest! {
    #[test]
    fn tables_come_back_as_they_went(units in vec(plain_unit(), 0..5)) {
        // Without any unit the memory has one language, and there is no table to read.
        prop_assume!(!units.is_empty());
        for format in [Format::Tsv, Format::Csv] {
            let read = import(format, &exported(format, &units), &Given::default()).unwrap();
            let read: Vec<(Option<u64>, Unit)> = read.entries.into_iter().map(|entry| (entry.number, entry.unit)).collect();
            let wanted: Vec<(Option<u64>, Unit)> = units.iter().cloned().zip(1..).map(|(unit, n)| (Some(n), unit)).collect();
            prop_assert_eq!(read, wanted);
        }
    }

    #[test]
    fn no_cell_is_a_formula_for_a_spreadsheet(marks in "'{0,2}[=+@-]", rest in "[a-z(]{0,4}") {
        let text = format!("{marks}{rest}");
        let unit = Unit::new(vec![
            Variant::new("zh-CN".parse().unwrap(), text.as_str()),
            Variant::new("en".parse().unwrap(), "a"),
        ]);
        for format in [Format::Tsv, Format::Csv, Format::Xlsx] {
            let file = exported(format, std::slice::from_ref(&unit));
            if format != Format::Xlsx {
                let separator = if format == Format::Csv { ',' } else { '\t' };
                let file = String::from_utf8(file.clone()).unwrap();
                prop_assert!(file.lines().flat_map(|line| line.split(separator)).all(|cell| !cell.starts_with(['=', '+', '-', '@'])));
            }
            let back = import(format, &file, &Given::default()).unwrap();
            prop_assert_eq!(&back.entries[0].unit, &unit);
        }
    }

    #[test]
    fn json_holds_everything(unit in generate::unit()) {
        prop_assert_eq!(json_unit(&json_line(&unit)).unwrap(), unit);
    }

    #[test]
    fn bilingual_files_come_back_as_they_went(units in vec(plain_unit(), 1..5)) {
        let mut units = units;
        for unit in &mut units {
            unit.notes.push(Note::new("look at this"));
        }
        let untold = |unit: &Unit| Unit { props: vec![], origin: duizhao_tm::Origin::default(), ..unit.clone() };
        let (zh, en): (duizhao_tm::Language, duizhao_tm::Language) = ("zh-CN".parse().unwrap(), "en".parse().unwrap());
        for format in [Format::Xliff, Format::Xliff2, Format::Po] {
            let mut file = Bilingual::new(format, header(), zh.clone(), en.clone());
            let mut text = file.begin("a & b");
            for unit in &units {
                text += &file.unit(unit).unwrap();
            }
            text += file.end();
            let read = match format {
                Format::Po => po_units(&text, &zh, &en).units,
                _ => xliff_units(&text).unwrap().units,
            };
            // PO has no place for what is told of a unit.
            let wanted = if format == Format::Po { units.iter().map(untold).collect() } else { units.clone() };
            prop_assert_eq!(read, wanted, "{} {}", format, text);
        }
    }
}

#[test]
fn what_comes_back_from_review_changes_texts_only() {
    let mut unit = Unit::new(vec![
        Variant::new("zh-CN".parse().unwrap(), "老街"),
        Variant::new("en".parse().unwrap(), "Old road"),
    ]);
    unit.notes.push(Note::new("kept"));
    unit.variants[1].origin.usage_count = Some(3);
    let table = imported(Format::Csv, "unit,zh-CN,en\n7,老街,Old street\n").unwrap();
    let Entry { number, unit: reviewed, .. } = &table.entries[0];
    assert_eq!(*number, Some(7));
    assert_eq!(review(&mut unit, reviewed, &[]).changed, [unit.variants[1].language.clone()]);
    assert_eq!(unit.variants[1].seg, Seg::from("Old street"));
    assert_eq!((unit.notes.len(), unit.variants[1].origin.usage_count), (1, Some(3)));
    assert_eq!(review(&mut unit, reviewed, &[]), duizhao_tm::exchange::Reviewed::default());
    assert!(imported(Format::Csv, "a,b\nc,d\n").is_err());
}

#[test]
fn spreadsheets_in_the_european_way_are_read() {
    assert_eq!(
        csv_rows("\u{FEFF}unit;zh-CN;en\r\n1;\"a;\"\"b\"\"\";c\r\n"),
        [["unit", "zh-CN", "en"], ["1", "a;\"b\"", "c"]]
    );
}

#[test]
fn a_memory_grows_and_the_same_again_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("team.tmx");
    let unit = |zh: &str, en: &str| {
        Unit::new(vec![Variant::new("zh-CN".parse().unwrap(), zh), Variant::new("en".parse().unwrap(), en)])
    };
    let tally = update(&path, &header(), &[unit("一", "one")], Policy::Newest).unwrap();
    assert_eq!(tally.written, 1);
    update(&path, &header(), &[unit("二", "two"), unit("一", "one")], Policy::Newest).unwrap();
    let once = std::fs::read(&path).unwrap();
    update(&path, &header(), &[unit("二", "two")], Policy::Newest).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), once);

    std::fs::write(&path, &once[..once.len() - 20]).unwrap();
    let refused = update(&path, &header(), &[unit("三", "three")], Policy::Newest);
    assert!(matches!(refused, Err(UpdateError::Read(_))), "{refused:?}");
    assert_eq!(std::fs::read(&path).unwrap(), &once[..once.len() - 20]);
}

#[test]
fn a_text_that_was_changed_on_both_sides_is_a_conflict() {
    let unit = |zh: &str, en: &str| {
        Unit::new(vec![Variant::new("zh-CN".parse().unwrap(), zh), Variant::new("en".parse().unwrap(), en)])
    };
    let old = unit("老街", "Old road");
    let table = import(Format::Csv, &exported(Format::Csv, &[old]), &Given::default()).unwrap();
    let checks = &table.entries[0].checks;
    for (memory, edited, wanted, conflicts) in [
        ("Old road", "Old street", "Old street", 0),
        // Nobody edited the table, but the memory has gone on.
        ("Old lane", "Old road", "Old lane", 0),
        ("Old lane", "Old street", "Old lane", 1),
        ("Old street", "Old street", "Old street", 0),
    ] {
        let mut now = unit("老街", memory);
        let told = review(&mut now, &unit("老街", edited), checks);
        assert_eq!(
            (now.variants[1].seg.plain().into_owned(), told.conflicts.len()),
            (wanted.to_owned(), conflicts)
        );
    }
}

#[test]
fn workbooks_have_limits_and_break() {
    assert!(xlsx_book(&[vec!["a".repeat(40_000)]]).unwrap_err().to_string().contains("row 1, column 1"));
    for broken in [&b""[..], b"PK\x03\x04 and no more", b"<html>"] {
        assert!(xlsx_rows(broken).unwrap_err().to_string().contains("not an Excel workbook"));
    }
    let book =
        xlsx_book(&[vec!["unit".to_owned(), "zh-CN".to_owned()], vec!["1".to_owned(), "论坛".to_owned()]])
            .unwrap();
    for length in (0..book.len()).step_by(97) {
        assert!(xlsx_rows(&book[..length]).is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn workbooks_come_back_as_they_went(rows in vec(vec(generate::text(), 3), 0..4)) {
        // The head is never empty; carriage returns become line ends, and that is told.
        let head: Vec<String> = ["unit", "zh-CN", "en"].map(str::to_owned).into();
        let rows: Vec<Vec<String>> = std::iter::once(head)
            .chain(rows.into_iter().map(|row| row.iter().map(|cell| format!("x{}", cell.replace('\r', "\n"))).collect()))
            .collect();
        let book = xlsx_book(&rows).unwrap();
        prop_assert_eq!(&book, &xlsx_book(&rows).unwrap());
        prop_assert_eq!(xlsx_rows(&book).unwrap(), rows);
    }
}

/// A segment with a tag of every kind, one inside another.
fn tagged() -> Seg {
    from_markup(
        "A<bpt i=\"1\" x=\"1\" type=\"bold\">&lt;b title=\"<sub datatype=\"html\" type=\"x-t\">注</sub>\"&gt;</bpt>\
         <hi x=\"5\" type=\"term\">市<ph x=\"2\" assoc=\"p\" type=\"image\">&lt;img/&gt;</ph></hi>\
         <ept i=\"1\">&lt;/b&gt;</ept><it pos=\"end\" x=\"3\">&lt;/i&gt;</it><ut x=\"4\">?</ut>\
         <bpt i=\"a b\"/><hi>&lt;</hi><ph type=\"x-tmx-odd one\"/>",
    )
}

#[test]
fn inline_tags_become_the_inline_elements_of_xliff() {
    let seg = tagged();
    assert_eq!(seg.tags().len(), 9, "{seg:?}");
    let mut unit = Unit::new(vec![
        Variant::new("zh-CN".parse().unwrap(), seg.clone()),
        Variant::new("en".parse().unwrap(), seg),
    ]);
    unit.id = Some("a \"1\"".to_owned());
    unit.props.push(Prop::new("x-article", "3"));
    unit.props.push(Prop::new("Gebiet & mehr", "a\nb"));
    unit.origin.changed = "20240101T120000Z".parse().ok();
    unit.origin.usage_count = Some(7);
    for (format, wanted) in [
        (
            Format::Xliff,
            &[
                r#"<bpt id="1" rid="1" ctype="bold">&lt;b title=&quot;<sub datatype="html" ctype="x-t">注</sub>"#,
                r#"<mrk mtype="term" comment="x=5">市<ph id="2" ctype="image" assoc="preceding">"#,
                r#"<it id="3" pos="close">&lt;/i&gt;</it>"#,
                r#"<context context-type="x-article">3</context>"#,
            ][..],
        ),
        (
            Format::Xliff2,
            &[
                r#"<data id="d2">&lt;img/&gt;</data>"#,
                r#"<mrk id="5" type="term" tmx:hi="yes" tmx:type="term">市<ph id="2""#,
                r#"<ec startRef="1" tmx:i="1" dataRef="d3"/>"#,
                r#"<mda:meta type="x-article">3</mda:meta>"#,
            ],
        ),
    ] {
        let (zh, en) = ("zh-CN".parse().unwrap(), "en".parse().unwrap());
        let mut file = Bilingual::new(format, header(), zh, en);
        let text = format!("{}{}{}", file.begin("m"), file.unit(&unit).unwrap(), file.end());
        for wanted in wanted {
            assert!(text.contains(wanted), "{wanted}\n{text}");
        }
        let read = xliff_units(&text).unwrap();
        assert_eq!((read.units.as_slice(), read.remarks.len()), (&[unit.clone()][..], 0), "{text}");
    }
}

#[test]
fn elements_of_other_tools_become_tags() {
    let file = |version: &str, languages: &str, body: &str| {
        format!("<xliff version=\"{version}\"><file {languages}>{body}</file></xliff>")
    };
    let one = file(
        "1.2",
        "source-language=\"zh-CN\" target-language=\"en\"",
        "<body><trans-unit><source>点<g id=\"1\" ctype=\"bold\">这<x id=\"2\"/></g><mrk mtype=\"seg\" mid=\"1\">里</mrk>\
         </source></trans-unit></body>",
    );
    let read = xliff_units(&one).unwrap();
    assert_eq!(
        to_markup(&read.units[0].variants[0].seg),
        "点<bpt i=\"1\" x=\"1\" type=\"bold\"/>这<ph x=\"2\"/><ept i=\"1\"/>里"
    );
    assert_eq!(
        read.remarks.iter().map(|remark| &*remark.message).collect::<Vec<_>>(),
        ["<trans-unit> has no `id`; XLIFF wants one"]
    );
    let two = file(
        "2.1",
        "",
        "<unit id=\"1\"><originalData><data id=\"d1\">&lt;b&gt;</data><data id=\"d2\">&lt;/b&gt;</data></originalData><segment>\
         <source>点<pc id=\"1\" dataRefStart=\"d1\" dataRefEnd=\"d2\">这里</pc><sc id=\"2\" isolated=\"yes\"/></source>\
         </segment></unit>",
    )
    .replace("version", "srcLang=\"zh-CN\" trgLang=\"en\" version");
    assert_eq!(
        to_markup(&xliff_units(&two).unwrap().units[0].variants[0].seg),
        "点<bpt i=\"1\" x=\"1\">&lt;b&gt;</bpt>这里<ept i=\"1\">&lt;/b&gt;</ept><it pos=\"begin\" x=\"2\"/>"
    );
    let deep = "<g id=\"1\">".repeat(10_000);
    assert!(xliff_units(&one.replace("点", &deep)).unwrap_err().message.contains("inside one another"));
}

#[test]
fn what_is_wrong_with_a_po_file_is_told() {
    let (zh, en): (duizhao_tm::Language, duizhao_tm::Language) =
        ("zh-CN".parse().unwrap(), "en".parse().unwrap());
    let read = po_units(
        "msgid \"\"\nmsgstr \"\"\n\"Language: fr_FR\\n\"\n\nmsgid \"一\\q\"\nmsgstr \"un\nmsgid \"二\"\nmsgid_plural \"二\"\n\
         msgstr[0] \"deux\"\n\n# n\nmsgid \"三\"\nmsgstr \"trois\"\nnonsense",
        &zh,
        &en,
    );
    let told: Vec<String> = read.remarks.iter().map(|remark| format!("{} {remark}", remark.line)).collect();
    assert_eq!(
        told,
        [
            "5 `\\q` is no escape of PO; taken as it stands",
            "6 a string without quotation marks around it; taken as it stands",
            "8 a message with plural forms; a memory has no place for them, it is left out",
            "14 neither a message nor a comment; left out",
        ]
    );
    let texts: Vec<_> = read.units.iter().map(|unit| unit.variants[0].seg.plain().into_owned()).collect();
    assert_eq!((texts, read.units[1].notes.len()), (vec!["一\\q".to_owned(), "三".to_owned()], 1));
    assert_eq!(read.units[1].variants[1].language.as_str(), "fr-FR");
}

#[test]
fn terms_go_to_a_glossary_and_back() {
    let unit = |zh: &str, en: &str| {
        let mut unit = Unit::new(vec![
            Variant::new("zh-CN".parse().unwrap(), zh),
            Variant::new("en".parse().unwrap(), en),
        ]);
        unit.notes.push(Note::new("R&D <only>"));
        unit
    };
    let units = [unit("论坛", "forum"), unit("AT&T", "AT&T")];
    let mut glossary = Tbx::default();
    let mut text = glossary.begin(&header(), "a & b");
    for unit in &units {
        text += &glossary.unit(unit);
    }
    text += glossary.end();
    let read = tbx_file(&text).unwrap();
    assert_eq!((read.units(), read.remarks), (units.into(), vec![]));

    // The old form; two terms for one.
    let read = tbx_file(
        "<martif type=\"TBX\"><text><body><termEntry><langSet xml:lang=\"zh_CN\"><ntig><termGrp><term>论坛</term>\
         </termGrp></ntig></langSet><langSet xml:lang=\"en\"><tig><term>forum</term></tig><tig><term>conference</term></tig>\
         <tig><term> </term></tig></langSet></termEntry></body></text></martif>",
    )
    .unwrap();
    let texts: Vec<Vec<String>> = read
        .units()
        .iter()
        .map(|unit| unit.variants.iter().map(|v| v.seg.plain().into_owned()).collect())
        .collect();
    assert_eq!(texts, [["论坛", "forum"], ["论坛", "conference"]]);
    let pairs: Vec<_> = read.concepts[0].pairs().collect();
    assert_eq!(pairs, [("论坛", "forum"), ("论坛", "conference")]);
    assert_eq!(read.remarks[0].message, "a term is empty; left out");
    for (wrong, what) in [
        ("<tmx/>", "the root element is <tmx>"),
        ("<tbx><text>", "it was cut off"),
        ("<tbx><langSec/><langSec>", "names no language"),
        ("", "it is not a TBX file"),
    ] {
        assert!(tbx_file(wrong).unwrap_err().message.contains(what), "{wrong}");
    }
}

#[test]
fn both_forms_of_a_glossary_hold_statuses() {
    let mut unit = Unit::new(vec![
        Variant::new("zh-CN".parse().unwrap(), "国务院"),
        Variant::new("en".parse().unwrap(), "Cabinet"),
    ]);
    unit.variants[1].props.push(Prop::new("x-term-status", "deprecatedTerm-admn-sts"));
    for (format, root) in [(Format::Tbx, "<martif "), (Format::Tbx3, "<tbx ")] {
        let file = exported(format, std::slice::from_ref(&unit));
        assert!(String::from_utf8_lossy(&file).contains(root), "{format}");
        let back = import(format, &file, &Given::default()).unwrap();
        assert_eq!(back.entries[0].unit, unit, "{format}");
        assert_eq!(tbx_file(&String::from_utf8(file).unwrap()).unwrap().concepts[0].pairs().count(), 0);
    }
}

#[test]
fn glossaries_of_two_or_three_columns_go_out_and_come_in() {
    let file = imported(Format::Glossary, "# ours\n\n论坛\tforum\n屋檐\teaves\tof a roof\n").unwrap();
    assert_eq!(
        file.entries.iter().map(texts).collect::<Vec<_>>(),
        [["zh-CN: 论坛", "en: forum"], ["zh-CN: 屋檐", "en: eaves"]]
    );
    assert_eq!((file.entries[1].line, &*file.entries[1].unit.notes[0].text), (4, "of a roof"));
    let units: Vec<Unit> = file.entries.into_iter().map(|entry| entry.unit).collect();
    assert_eq!(exported(Format::Glossary, &units), "论坛\tforum\n屋檐\teaves\tof a roof\n".as_bytes());
}

#[test]
fn heads_of_tables_are_codes_or_words_or_not_there() {
    let given = |source: &str, target: &str| {
        Given::default().source(Some(source.parse().unwrap())).target(Some(target.parse().unwrap()))
    };
    for (text, given, wanted) in [
        ("中文,英文\n街,street\n", Given::default(), ["zh-CN: 街", "en: street"]),
        ("English,Chinese (Traditional)\nstreet,街\n", Given::default(), ["en: street", "zh-TW: 街"]),
        ("原文（中文）,译文,备注\n街,street,x\n", Given::default(), ["zh-CN: 街", "en: street"]),
        ("no,target,source\n1,street,街\n", Given::default(), ["zh-CN: 街", "en: street"]),
        ("Source,Target\nrue,Straße\n", given("fr", "de"), ["fr: rue", "de: Straße"]),
        ("Chinese,English\n街,street\n", given("zh-TW", "en-GB"), ["zh-TW: 街", "en-GB: street"]),
        ("sep=;\r\nzh-CN;en\r\n街;street\r\n", Given::default(), ["zh-CN: 街", "en: street"]),
        ("street,街\n", Given::default(), ["zh-CN: 街", "en: street"]),
        ("winter,hiver\n", given("en", "fr"), ["en: winter", "fr: hiver"]),
        ("7,街,street\n", Given::default(), ["zh-CN: 街", "en: street"]),
    ] {
        let file = import(Format::Csv, text.as_bytes(), &given).unwrap();
        assert_eq!(file.entries.iter().map(texts).collect::<Vec<_>>(), [wanted], "{text}");
    }
    for text in ["id,date,no\n1,2024,5\n", "no,name,to\n1,a,b\n", "key,en\na,b\n", "winter,hiver\n", ""] {
        let error = imported(Format::Csv, text).unwrap_err();
        assert!(error.message.contains("--source and --target"), "{text}: {error}");
    }
    let guessed = imported(Format::Csv, "street,街\n").unwrap();
    assert_eq!(
        guessed.remarks[0].message.split(';').next(),
        Some("there is no head: read column 2 as zh-CN, column 1 as en")
    );
}

#[test]
fn files_in_other_encodings_are_read() {
    let encode = |label: &str, text: &str| {
        if label == "UTF-16" {
            return [&[0xFF, 0xFE][..], &text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()]
                .concat();
        }
        encoding_rs::Encoding::for_label(label.as_bytes()).unwrap().encode(text).0.into_owned()
    };
    for label in ["UTF-16", "GB18030", "UTF-8"] {
        let xliff = format!(
            "<?xml version=\"1.0\" encoding=\"{label}\"?><xliff version=\"1.2\"><file source-language=\"zh-CN\" \
             target-language=\"en\"><body><trans-unit id=\"1\"><source>论坛昨天开幕。</source><target>It opened.</target>\
             </trans-unit></body></file></xliff>"
        );
        let po = format!(
            "msgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; charset={label}\\n\"\n\nmsgid \"论坛昨天开幕。\"\n\
             msgstr \"It opened.\"\n"
        );
        let table = "zh-CN,en\n论坛昨天开幕。,It opened.\n".to_owned();
        for (format, text) in [(Format::Xliff, xliff), (Format::Po, po), (Format::Csv, table)] {
            let file = import(format, &encode(label, &text), &Given::default()).unwrap();
            assert_eq!(
                texts(&file.entries[0]),
                ["zh-CN: 论坛昨天开幕。", "en: It opened."],
                "{label} {format}"
            );
        }
    }
}

#[test]
fn languages_of_xliff_come_from_the_file_its_elements_or_the_user() {
    let file = |of_file: &str, of_target: &str| {
        let text = format!(
            "<xliff version=\"1.2\"><file source-language=\"en\"{of_file}><body><trans-unit id=\"1\"><source>a</source>\
             <target{of_target}>b</target></trans-unit></body></file></xliff>"
        );
        let given = Given::default().target(Some("fr".parse().unwrap()));
        let file = import(Format::Xliff, text.as_bytes(), &given).unwrap();
        file.entries[0].unit.variants[1].language.to_string()
    };
    assert_eq!(file("", ""), "fr");
    assert_eq!(file(" target-language=\"\"", ""), "fr");
    assert_eq!(file(" target-language=\"de\"", ""), "de");
    assert_eq!(file(" target-language=\"de\"", " xml:lang=\"de-AT\""), "de-AT");
}

#[test]
fn other_codes_of_a_language_go_along() {
    let unit = |from: &str, into: &str| {
        Unit::new(vec![Variant::new(from.parse().unwrap(), "a"), Variant::new(into.parse().unwrap(), "b")])
    };
    let units = [unit("en", "de"), unit("en-GB", "de-DE"), unit("fr", "de")];
    let header = Header::new("t", "1", "en".parse().unwrap());
    let mut survey = Survey::new("m", header, Some("de".parse().unwrap()));
    for unit in &units {
        survey.take(unit);
    }
    let left_out: Vec<String> =
        survey.left_out().map(|((from, into), units)| format!("{from} {into} {units}")).collect();
    assert_eq!(left_out, ["fr de 1"]);
    let mut file = Format::Xliff.export(survey).unwrap();
    let mut text = file.begin();
    let written: Vec<Option<String>> = units.iter().map(|unit| file.unit(1, unit)).collect();
    assert!(written[2].is_none());
    text.extend(written.into_iter().flatten());
    text += &String::from_utf8(file.end().unwrap().bytes).unwrap();
    assert_eq!(xliff_units(&text).unwrap().units, units[..2]);
}

#[test]
fn codes_that_span_segments_are_halves() {
    let text = "<xliff version=\"2.0\" srcLang=\"en\" trgLang=\"zh-CN\"><file id=\"f\"><unit id=\"u\"><originalData><data \
        id=\"d\">&lt;b></data><data id=\"e\">&lt;/b></data></originalData><segment id=\"1\"><source><sc id=\"1\" \
        dataRef=\"d\"/>One. </source><target><sc id=\"1\" dataRef=\"d\"/>一。</target></segment><segment id=\"2\"><source>Two.\
        <ec startRef=\"1\" dataRef=\"e\"/></source><target>二。<ec startRef=\"1\" dataRef=\"e\"/></target></segment></unit>\
        <unit id=\"v\"><segment><source><sc id=\"2\"/>a<ec startRef=\"2\"/></source><target>b</target></segment></unit></file></xliff>";
    let units = xliff_units(text).unwrap().units;
    let segs: Vec<String> = units.iter().map(|unit| to_markup(&unit.variants[0].seg)).collect();
    assert_eq!(
        segs,
        [
            "<it pos=\"begin\" x=\"1\">&lt;b&gt;</it>One. ",
            "Two.<it pos=\"end\">&lt;/b&gt;</it>",
            "<bpt i=\"2\" x=\"2\"/>a<ept i=\"2\"/>"
        ]
    );
    let text = "<xliff version=\"1.2\"><file source-language=\"en\" target-language=\"fr\"><body><trans-unit id=\"1\">\
        <source><bx id=\"1\"/>First.</source><target><bx id=\"1\"/>Un.</target></trans-unit></body></file></xliff>";
    let mut cleaner = duizhao_tm::clean::Cleaner::new(header(), None);
    assert_eq!(cleaner.clean(xliff_units(text).unwrap().units.remove(0)).removed, None);
}

/// The texts of units, and why they are not finished.
fn told(file: &Translated) -> Vec<(Vec<String>, Option<Unfinished>)> {
    let texts = |unit: &Unit| unit.variants.iter().map(|variant| variant.seg.plain().into_owned()).collect();
    let units = file.units.iter().enumerate();
    units.map(|(at, unit)| (texts(unit), file.unfinished.get(&at).copied())).collect()
}

#[test]
fn states_of_xliff_tell_what_is_not_finished() {
    let file = |units: &str| {
        let text = format!(
            "<xliff version=\"1.2\" xmlns:mq=\"MQXliff\"><file source-language=\"zh-CN\" target-language=\"en\">\
             <body>{units}</body></file></xliff>"
        );
        xliff_units(&text).unwrap().unfinished.get(&0).copied()
    };
    let unit = |unit: &str, target: &str, text: &str| {
        file(&format!(
            "<trans-unit id=\"1\"{unit}><source>站台</source><target{target}>{text}</target></trans-unit>"
        ))
    };
    for (about, target, text, wanted) in [
        ("", "", "Platform", None),
        ("", " state=\"translated\"", "Platform", None),
        (" approved=\"yes\"", " state=\"final\"", "Platform", None),
        (" approved=\"yes\"", "", "站台", None),
        ("", " state=\"new\"", "站台", Some(Unfinished::NeedsTranslation)),
        ("", " state=\"needs-review-l10n\"", "Platform", Some(Unfinished::NeedsReview)),
        (
            "",
            " state=\"needs-review-translation\" state-qualifier=\"mt-suggestion\"",
            "Stage",
            Some(Unfinished::MachineTranslated),
        ),
        (" approved=\"no\"", "", "Platform", Some(Unfinished::NeedsReview)),
        (" approved=\"no\"", " state=\"translated\"", "Platform", None),
        ("", "", "站台", Some(Unfinished::SourceCopied)),
        ("", "", "  ", Some(Unfinished::Untranslated)),
        (" translate=\"no\"", "", "Platform", Some(Unfinished::NotTranslatable)),
        (" mq:status=\"ManuallyConfirmed\"", "", "Platform", None),
        (" mq:status=\"PartiallyEdited\"", "", "Platform", Some(Unfinished::Draft)),
        (" mq:status=\"Rejected\"", "", "Platform", Some(Unfinished::Rejected)),
    ] {
        assert_eq!(unit(about, target, text), wanted, "{about} {target} {text}");
    }
    let group = "<group translate=\"no\"><trans-unit id=\"1\"><source>A</source><target>B</target></trans-unit></group>";
    assert_eq!(file(group), Some(Unfinished::NotTranslatable));
    assert_eq!(file(&group.replace("id=", "translate=\"yes\" id=")), None);
}

#[test]
fn a_paragraph_becomes_a_unit_a_segment() {
    let text = "<xliff version=\"1.2\" xmlns:sdl=\"urn:s\"><file source-language=\"zh-CN\" target-language=\"en\"><body>\
        <trans-unit id=\"1\"><source>雨停了。街上有人。灯亮了。</source><seg-source><g id=\"9\"><mrk mtype=\"seg\" mid=\"a\">\
        雨停了。</mrk> <mrk mtype=\"seg\" mid=\"b\">街上有人。</mrk></g><mrk mtype=\"seg\" mid=\"c\">灯亮了。</mrk></seg-source>\
        <target><mrk mtype=\"seg\" mid=\"b\">People are out.</mrk> <mrk mtype=\"seg\" mid=\"a\">The rain stopped.</mrk>\
        </target><sdl:seg-defs><sdl:seg id=\"a\" conf=\"ApprovedSignOff\" origin=\"tm\"/><sdl:seg id=\"b\" conf=\"Draft\" \
        origin=\"mt\"/><sdl:seg id=\"c\"/></sdl:seg-defs></trans-unit></body></file></xliff>";
    let file = xliff_units(text).unwrap();
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        told(&file),
        [
            (texts(&["雨停了。", "The rain stopped."]), None),
            (texts(&["街上有人。", "People are out."]), Some(Unfinished::MachineTranslated)),
            (texts(&["灯亮了。"]), Some(Unfinished::Untranslated)),
        ]
    );
    assert_eq!(file.units[0].prop("x-state"), Some("ApprovedSignOff"));
    assert_eq!(file.units[0].prop("x-origin"), Some("tm"));
    // Segments of one side only are no pairs: the paragraph stays whole.
    let whole = text
        .replace("<target><mrk mtype=\"seg\" mid=\"b\">", "<target>")
        .replace("out.</mrk> <mrk mtype=\"seg\" mid=\"a\">", "out. ")
        .replace("stopped.</mrk>", "stopped.");
    let units = xliff_units(&whole).unwrap().units;
    assert_eq!((units.len(), &*units[0].variants[0].seg.plain()), (1, "雨停了。街上有人。灯亮了。"));
}

#[test]
fn segments_of_xliff_2_have_their_own_states() {
    let text = "<xliff version=\"2.1\" srcLang=\"zh-CN\" trgLang=\"en\"><file id=\"f\"><unit id=\"u\">\
        <segment id=\"1\" state=\"final\"><source>雨停了。</source><target>The rain stopped.</target></segment>\
        <ignorable><source> </source><target> </target></ignorable>\
        <segment id=\"2\" state=\"initial\"><source>灯亮了。</source><target>灯亮了。</target></segment>\
        <segment id=\"3\"><source>人散了。</source></segment></unit></file></xliff>";
    let reasons: Vec<_> = told(&xliff_units(text).unwrap()).into_iter().map(|(_, reason)| reason).collect();
    assert_eq!(reasons, [None, Some(Unfinished::NeedsTranslation), Some(Unfinished::Untranslated)]);
}

#[test]
fn messages_that_gettext_guessed_are_not_finished_and_contexts_are_kept() {
    let (zh, en): (duizhao_tm::Language, duizhao_tm::Language) =
        ("zh-CN".parse().unwrap(), "en".parse().unwrap());
    let text = "msgid \"\"\nmsgstr \"\"\n\"Language: zh_CN\\n\"\n\n#, fuzzy\n#| msgid \"Open\"\nmsgid \"Open all\"\n\
        msgstr \"打开\"\n\n#, c-format\nmsgctxt \"menu\"\nmsgid \"Edit\"\nmsgstr \"编辑\"\n\nmsgid \"Quit\"\nmsgstr \"\"\n\
        #~ msgid \"gone\"\n#~ msgstr \"没了\"\n";
    let file = po_units(text, &en, &zh);
    let reasons: Vec<_> = told(&file).into_iter().map(|(_, reason)| reason).collect();
    assert_eq!(reasons, [Some(Unfinished::Fuzzy), None, Some(Unfinished::Untranslated)]);
    assert_eq!(file.units[1].prop("x-msgctxt"), Some("menu"));
}
