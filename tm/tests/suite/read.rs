//! Cases: what tools write, and what goes wrong on the way.

use crate::roundtrip::read;
use duizhao_tm::{Cause, Effect, Header, Inline, Problem, Reader, Unit, Writer};

/// A file with the given body.
fn file(body: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4">
<header creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="t" adminlang="en" srclang="zh-CN" datatype="plaintext"/>
<body>
{body}
</body>
</tmx>
"#
    )
}

fn tu(zh: &str, en: &str) -> String {
    format!(r#"<tu><tuv xml:lang="zh-CN"><seg>{zh}</seg></tuv><tuv xml:lang="en"><seg>{en}</seg></tuv></tu>"#)
}

fn read_body(body: &str) -> (Vec<Unit>, Vec<Problem>) {
    let (_, units, problems) = read(file(body).as_bytes()).expect("it is TMX");
    (units, problems)
}

fn texts(units: &[Unit]) -> Vec<Vec<String>> {
    units.iter().map(|unit| unit.variants.iter().map(|v| v.seg.plain().into_owned()).collect()).collect()
}

#[test]
fn entities_cdata_and_comments_lose_nothing() {
    let (units, problems) = read_body(&tu("A &amp; B&#x3002;<!-- so -->&lt;<![CDATA[<b> & ]]>&#19978;", "x"));
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(texts(&units)[0][0], "A & B。<<b> & 上");
}

#[test]
fn what_stands_does_not_depend_on_where_the_file_is_cut_into_parts() {
    // Longer than several of the parts in which it is read.
    let unit =
        tu("一", &"one ".repeat(40)).replace("><tuv", ">\n\t\t<tuv").replace("<tu>", "<tu\n tuid=\"1\">");
    let file = file(&format!("{unit}\n\t").repeat(4000));
    let mut reader = Reader::new(file.as_bytes()).unwrap();
    let mut count = 0;
    while let Some(read) = reader.next() {
        assert!(read.is_ok());
        assert_eq!(reader.as_it_stands(), Some(unit.as_bytes()), "{count}");
        count += 1;
    }
    assert_eq!(count, 4000);
}

#[test]
fn a_broken_unit_costs_itself_only() {
    let good = tu("一", "one");
    for (broken, what) in [
        (r#"<tu><tuv xml:lang="zh-CN"><seg>二</tuv></tu>"#, "broken markup"),
        ("<tu></tu>", "no <tuv>"),
        ("<tu/>", "no <tuv>"),
        (r#"<tu><tuv xml:lang="zh-CN"></tuv></tu>"#, "no <seg>"),
        ("<tu><tuv><seg>二</seg></tuv></tu>", "no xml:lang"),
        (r#"<tu><tuv xml:lang="Chinese (PRC)"><seg>二</seg></tuv></tu>"#, "not a language code"),
        (r#"<tu><tuv xml:lang="zh-CN"><seg>二<sub>三</sub></seg></tuv></tu>"#, "<sub> cannot stand in <seg>"),
        (r#"<tu><tuv xml:lang="zh-CN"><seg>二<bpt>三</bpt></seg></tuv></tu>"#, "<bpt> has no `i`"),
        (r#"<tu><tuv xml:lang="zh-CN"><seg>二</seg></tuv>"#, "no </tu>"),
        (r#"<tu><tuv xml:lang="zh-CN"><seg>二 <!-- </seg></tuv></tu>"#, "broken markup"),
    ] {
        let (units, problems) = read_body(&format!("{good}\n{broken}\n{good}"));
        assert_eq!(texts(&units), [["一", "one"], ["一", "one"]], "{broken}");
        assert_eq!(problems.len(), 1, "{broken}: {problems:?}");
        assert_eq!((problems[0].line, problems[0].effect), (6, Effect::Skipped), "{broken}");
        assert!(problems[0].to_string().contains(what), "{broken}: {}", problems[0]);
        assert!(String::from_utf8_lossy(&problems[0].raw).trim_end() == broken, "{broken}");
    }
}

#[test]
fn bytes_that_are_no_text_in_another_encoding_are_told() {
    let head = r#"<?xml version="1.0" encoding="gb2312"?><tmx version="1.4"><header srclang="en"/><body>"#;
    let unit = |zh: &[u8]| {
        [b"\n<tu><tuv xml:lang=\"en\"><seg>x</seg></tuv><tuv xml:lang=\"zh\"><seg>", zh, b"</seg></tuv></tu>"]
            .concat()
    };
    let file =
        [head.as_bytes(), &unit(b"\xC0\xCF\xBD\xD6"), &unit(b"\xC0\xCF\xFF"), b"</body></tmx>"].concat();
    let (_, units, problems) = read(&file).expect("it is TMX");
    assert_eq!(texts(&units), [["x", "老街"], ["x", "老\u{FFFD}"]]);
    let told: Vec<_> = problems.iter().filter(|one| matches!(one.cause, Cause::Replaced)).collect();
    assert_eq!(told.iter().map(|one| (one.line, one.effect)).collect::<Vec<_>>(), [(3, Effect::Repaired)]);
}

#[test]
fn bytes_that_are_no_text_cost_one_unit() {
    let body = format!("{}\n{}\n{}", tu("一", "one"), tu("二@", "two"), tu("三", "three"));
    let bytes: Vec<u8> = file(&body).bytes().map(|b| if b == b'@' { 0xFF } else { b }).collect();
    let (_, units, problems) = read(&bytes).unwrap();
    assert_eq!(texts(&units), [["一", "one"], ["三", "three"]]);
    assert!(matches!(problems[..], [Problem { line: 6, cause: Cause::NotText, .. }]), "{problems:?}");
}

#[test]
fn every_encoding_that_is_marked_is_read() {
    let text = file(&tu("上海“细胞”", "Shanghai"));
    let wanted = [["上海“细胞”", "Shanghai"]];
    let utf16 = |to: fn(u16) -> [u8; 2], mark: bool| -> Vec<u8> {
        let text = text.replace("UTF-8", "UTF-16").replace('\n', "\r\n");
        mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16()).flat_map(to).collect()
    };
    let (gb18030, _, _) = encoding_rs::GB18030.encode(&text);
    for bytes in [
        [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        utf16(u16::to_le_bytes, true),
        utf16(u16::to_be_bytes, true),
        utf16(u16::to_le_bytes, false),
        utf16(u16::to_be_bytes, false),
        text.replace("UTF-8", "utf-16").into_bytes(),
        String::from_utf8_lossy(&gb18030).is_empty().then(Vec::new).unwrap_or_else(|| {
            let at = gb18030.windows(5).position(|w| w == b"UTF-8").unwrap();
            [&gb18030[..at], b"GB18030", &gb18030[at + 5..]].concat()
        }),
    ] {
        let (_, units, problems) = read(&bytes).unwrap();
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(texts(&units), wanted);
    }
}

/// What stands in it is what a reader of any version makes of it, whatever the version's own elements and marks.
#[test]
fn every_version_is_read() {
    for (version, doctype) in [
        ("1.1", "<!DOCTYPE tmx SYSTEM \"tmx11.dtd\">"),
        (
            "1.2",
            "<!DOCTYPE tmx PUBLIC \"-//LISA OSCAR:1998//DTD for Translation Memory eXchange//EN\" \"tmx12.dtd\">",
        ),
        ("1.3", "<!DOCTYPE tmx SYSTEM \"tmx13.dtd\" [\n<!ENTITY x \"<tu/><body/>\">\n]>"),
        ("1.4", ""),
        ("1.4b", "<!-- <tu> --><?app <tmx> ?>"),
    ] {
        let text = file(
            "<tu><tuv lang=\"EN-us\"><seg>A<ut>{\\b </ut>B</seg></tuv><tuv xml:lang=\"zh_CN\"><seg>甲</seg></tuv></tu>",
        )
        .replace("version=\"1.4\"", &format!("version=\"{version}\""))
        .replace("<tmx", &format!("{doctype}\n<tmx"));
        for text in [text.clone(), text.replace('\n', "\r\n"), text.replace('\n', "")] {
            let (header, units, problems) = read(text.as_bytes()).unwrap();
            assert!(problems.is_empty(), "{version}: {problems:?}");
            assert_eq!(
                (header.source.language().unwrap().as_str(), texts(&units)),
                ("zh-CN", vec![vec!["AB".to_owned(), "甲".to_owned()]])
            );
            let codes: Vec<&str> =
                units[0].variants.iter().map(|variant| variant.language.as_str()).collect();
            assert_eq!(codes, ["en-US", "zh-CN"]);
        }
    }
}

#[test]
fn old_and_sloppy_files_are_read_and_their_own_ways_kept() {
    let (units, problems) = read_body(
        r#"<tu tuid="7" changedate="yesterday" status="approved">
             <tuv lang="ZH_cn" creationdate="2024-11-08"><seg>一</seg><prop type="x-a">b</prop></tuv>
             <note>n</note>
             <tuv lang="EN-US"><seg>AT&T &nbsp;one&#1;</seg></tuv>
           </tu>"#,
    );
    let unit = &units[0];
    assert_eq!(unit.variants[0].language.as_str(), "zh-CN");
    assert_eq!(unit.variants[0].origin.created.unwrap().as_str(), "20241108T000000Z");
    assert_eq!(unit.variants[0].props[0].value, "b");
    assert_eq!(unit.variants[1].language.as_str(), "en-US");
    assert_eq!(unit.variants[1].seg.plain(), "AT&T &nbsp;one");
    assert_eq!(unit.prop("x-changedate"), Some("yesterday"));
    assert_eq!(unit.prop("x-status"), Some("approved"));
    assert_eq!(unit.notes[0].text, "n");
    let told: Vec<String> = problems.iter().map(|problem| problem.cause.to_string()).collect();
    assert_eq!(told.len(), 5, "{told:?}");
    assert!(problems.iter().all(|problem| problem.effect == Effect::Repaired));
}

#[test]
fn inline_tags_are_kept_and_are_no_text() {
    let (units, problems) = read_body(&tu(
        r#"<bpt i="1" x="1" type="bold">&lt;b&gt;</bpt>上<hi type="term">海</hi><ept i="1">&lt;/b&gt;</ept><ph x="2">&lt;img alt="<sub>照片</sub>"&gt;</ph>"#,
        "Shanghai",
    ));
    assert!(problems.is_empty(), "{problems:?}");
    let seg = &units[0].variants[0].seg;
    assert_eq!(seg.plain(), "上海");
    assert_eq!(seg.tags().iter().map(|tag| tag.name()).collect::<Vec<_>>(), ["bpt", "hi", "ept", "ph"]);
    let Some(Inline::Tag(_, code)) = seg.inlines().last() else { panic!("a tag") };
    assert_eq!(code.inlines().len(), 3);
}

#[test]
fn what_is_no_memory_is_refused_with_its_line() {
    for (bytes, what) in [
        ("", "line 1: the file is empty"),
        (" \n", "line 1: the file is empty"),
        ("tuid\tzh\ten\n", "line 1: this is no XML file"),
        ("<?xml version='1.0'?>\n<html><body>x</body></html>", "line 2: the root element is <html>"),
        ("\u{1}PK binary", "this is no XML file"),
    ] {
        let problem = read(bytes.as_bytes()).expect_err(bytes);
        assert_eq!(problem.effect, Effect::Ended);
        assert!(problem.to_string().contains(what), "{problem}");
    }
}

#[test]
fn a_file_that_was_cut_off_gives_what_it_has() {
    let whole = file(&format!("{}\n{}", tu("一", "one"), tu("二", "two")));
    let (_, units, problems) = read(&whole.as_bytes()[..whole.find("two").unwrap()]).unwrap();
    assert_eq!(texts(&units), [["一", "one"]]);
    let causes: Vec<_> = problems.iter().map(|problem| (problem.effect, problem.line)).collect();
    assert_eq!(causes, [(Effect::Skipped, 6), (Effect::Ended, 6)]);
}

#[test]
fn two_files_put_together_are_read_and_told() {
    let twice = file(&tu("一", "one")) + &file(&tu("二", "two"));
    let (_, units, problems) = read(twice.as_bytes()).unwrap();
    assert_eq!(texts(&units), [["一", "one"], ["二", "two"]]);
    assert!(matches!(problems[..], [Problem { cause: Cause::SecondRoot, .. }]), "{problems:?}");
}

#[test]
fn nothing_is_expanded_or_fetched() {
    let bomb = file(&tu("&lol9;", "x")).replace(
        "<tmx",
        r#"<!DOCTYPE tmx SYSTEM "http://127.0.0.1:1/tmx14.dtd" [
<!ENTITY lol "lol"><!ENTITY lol9 "&lol;&lol;&lol;"><!ENTITY file SYSTEM "file:///etc/passwd">
]>
<tmx"#,
    );
    let (_, units, problems) = read(bomb.as_bytes()).unwrap();
    assert_eq!(texts(&units)[0][0], "&lol9;");
    assert!(matches!(problems[..], [Problem { cause: Cause::UnknownEntity(_), .. }]), "{problems:?}");
}

#[test]
fn depth_and_size_are_bounded() {
    let deep = tu(&("<hi>".repeat(10_000) + &"</hi>".repeat(10_000)), "x");
    let large = tu(&"字".repeat(1 << 20), "large");
    let body = format!("{deep}\n{large}\n{}", tu("一", "one"));
    let reader =
        duizhao_tm::Reader::with_limit(file(&body).as_bytes().to_vec().leak() as &[u8], 1 << 20).unwrap();
    let (units, problems): (Vec<_>, Vec<_>) = reader.partition(Result::is_ok);
    assert_eq!(units.len(), 1);
    let causes: Vec<_> = problems.into_iter().filter_map(Result::err).map(|p| (p.line, p.cause)).collect();
    assert!(matches!(causes[..], [(5, Cause::TooDeep(_)), (6, Cause::TooLarge(_))]), "{causes:?}");
}

/// In time that grows with the file: done the slow way, this takes minutes.
#[test]
fn comments_that_never_end_cost_their_units_and_no_time() {
    for open in ["<!-- x", "<![CDATA[ x", "<? x"] {
        let unit = format!("{}\n", tu(&format!("雨{open}"), "rain"));
        let (units, problems) = read_body(&format!("{}{}", unit.repeat(40_000), tu("风", "wind")));
        assert_eq!(texts(&units), [["风", "wind"]], "{open}");
        assert_eq!(problems.len(), 40_000, "{open}");
    }
}

#[test]
fn a_day_that_the_calendar_does_not_have_is_reported_and_kept() {
    let unit = tu("昨天涨潮。", "The tide rose yesterday.");
    for (date, real) in [("20230229T081500Z", false), ("20240431T000000Z", false), ("20240229T081500Z", true)]
    {
        let (units, problems) = read_body(&unit.replace("<tu>", &format!("<tu creationdate=\"{date}\">")));
        assert_eq!(units[0].origin.created.is_some(), real, "{date}");
        let reported = |problem: &Problem| matches!(&problem.cause, Cause::BadValue("creationdate", value) if value == date);
        assert_eq!(
            problems.iter().filter(|problem| reported(problem)).count(),
            usize::from(!real),
            "{problems:?}"
        );
        assert_eq!(units[0].props.iter().any(|prop| prop.value == date), !real, "{date}");
    }
}

#[test]
fn languages_are_taken_as_tools_write_them() {
    for (written, canonical) in [
        ("ZH_hant_tw", "zh-Hant-TW"),
        ("zh-x-Foo", "zh-x-foo"),
        ("en-u-ca-gregory", "en-u-ca-gregory"),
        ("x-klingon", "x-klingon"),
        ("i-KLINGON", "i-klingon"),
        ("sr_SP_Cyrl", "sr-SP-Cyrl"),
        ("Chinese", "chinese"),
    ] {
        let (units, problems) = read_body(&tu("一", "one").replace("zh-CN", written));
        assert_eq!(units[0].variants[0].language.as_str(), canonical, "{problems:?}");
    }
}

#[test]
fn foreign_inline_elements_are_kept_as_codes() {
    let file = |seg: &str| {
        format!(
            "<tmx version=\"1.4\"><header srclang=\"en\"/><body><tu><tuv xml:lang=\"en\"><seg>{seg}</seg></tuv></tu></body></tmx>"
        )
    };
    for (seg, plain, tags) in [
        ("Hello <g id=\"1\">big <x id=\"2\"/></g> world", "Hello big  world", &["bpt", "ph", "ept"][..]),
        ("Line<br/>two", "Linetwo", &["ph"]),
        ("<mrk mtype=\"term\">d</mrk>", "d", &["bpt", "ept"]),
        ("a<ph x=\"1\"><br class=\"x\"/></ph>b", "ab", &["ph"]),
        ("<hi>a<b>c</b></hi>", "ac", &["hi", "bpt", "ept"]),
    ] {
        let read: Vec<_> = Reader::new(file(seg).as_bytes()).unwrap().collect();
        let unit = read.iter().find_map(|read| read.as_ref().ok()).unwrap();
        let found = &unit.variants[0].seg;
        assert_eq!(found.plain(), plain, "{seg}");
        assert_eq!(found.tags().iter().map(|tag| tag.name()).collect::<Vec<_>>(), tags, "{seg}");
        let wrong = read.iter().filter_map(|read| read.as_ref().err());
        assert!(wrong.filter(|problem| matches!(problem.cause, Cause::ForeignTag(_))).count() > 0, "{seg}");
        // What is written is valid, and means the same.
        let mut writer = Writer::new(Vec::new(), &Header::new("t", "1", "en".parse().unwrap())).unwrap();
        writer.write(unit).unwrap();
        let again: Vec<_> =
            Reader::new(writer.finish().unwrap().as_slice()).unwrap().map(Result::unwrap).collect();
        assert_eq!(&again[0], unit, "{seg}");
    }
}

#[test]
fn the_encoding_is_the_one_that_the_bytes_are_in() {
    let file = |label: &str| {
        let text = "论坛昨天在临江开幕，来自十二个城市的代表参加了会议。";
        format!(
            "<?xml version=\"1.0\" encoding=\"{label}\"?><tmx version=\"1.4\"><header srclang=\"zh\"/><body><tu><tuv \
             xml:lang=\"zh\"><seg>{text}</seg></tuv></tu></body></tmx>"
        )
    };
    for (label, bytes) in [
        ("us-ascii", file("us-ascii").into_bytes()),
        ("UTF-8", encoding_rs::GB18030.encode(&file("UTF-8")).0.into_owned()),
        ("ISO-8859-1", file("ISO-8859-1").into_bytes()),
    ] {
        let read: Vec<_> = Reader::new(bytes.as_slice()).unwrap().collect();
        let wrong: Vec<_> = read.iter().filter_map(|read| read.as_ref().err()).collect();
        assert!(
            wrong
                .iter()
                .any(|wrong| matches!(&wrong.cause, Cause::OtherEncoding(Some(named), _) if named == label)),
            "{label}"
        );
        let unit = read.iter().find_map(|read| read.as_ref().ok()).unwrap();
        assert!(unit.variants[0].seg.plain().starts_with("论坛"), "{label}");
    }
}
