//! Script conversion: OpenCC's conversions and their laws. Equality with libopencc is tested in tests/clients.

use duizhao::script::{Config, Converter, Invalid, NotUtf8, Stream};
use proptest::prelude::*;

fn in_portions(config: Config, text: &[u8], sizes: &[usize], invalid: Invalid) -> Result<Vec<u8>, NotUtf8> {
    let mut stream = Stream::new(Converter::new(config), invalid);
    let mut out = Vec::new();
    let mut rest = text;
    for &size in sizes.iter().cycle() {
        if rest.is_empty() {
            break;
        }
        let (portion, next) = rest.split_at(size.clamp(1, rest.len()));
        out.extend_from_slice(stream.push(portion)?);
        rest = next;
    }
    out.extend_from_slice(stream.finish()?);
    Ok(out)
}

/// Text in which tokens reach over each other's ends, and characters of every length.
fn text() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "软件",
        "软",
        "件",
        "信息",
        "头发",
        "发展",
        "里",
        "裏面",
        "面",
        "程序员",
        "U盘",
        "B",
        "超",
        "⿰",
        "⿰氵信",
        "著",
        "着",
        "不\u{F900}",
        "𠮷",
        "，",
        "\n",
        "\0",
        "e",
        "é",
        "计算机网络",
        "硅",
        "宏",
        "干",
        "台湾",
        "臺灣",
        "資訊",
        "網路",
        "列印",
    ]);
    prop::collection::vec(word, 0..400).prop_map(|words| words.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn portions_make_no_difference(
        text in text(),
        sizes in prop::collection::vec(1_usize..900, 1..6),
        config in prop::sample::select(Config::ALL),
    ) {
        let whole = Converter::new(config).convert(&text);
        let parts = in_portions(config, text.as_bytes(), &sizes, Invalid::Refuse).expect("valid text");
        prop_assert_eq!(whole.as_bytes(), parts);
    }

    #[test]
    fn the_changes_are_the_conversion(text in text(), config in prop::sample::select(Config::ALL)) {
        let converter = Converter::new(config);
        let (mut out, mut at) = (String::new(), 0);
        for change in converter.changes(&text) {
            prop_assert!(change.range.start >= at && text[change.range.clone()] != change.text);
            out.push_str(&text[at..change.range.start]);
            out.push_str(&change.text);
            at = change.range.end;
        }
        out.push_str(&text[at..]);
        prop_assert_eq!(converter.convert(&text), out);
    }

    #[test]
    fn what_is_not_utf8_is_kept_or_told(
        before in text(),
        after in text(),
        sizes in prop::collection::vec(1_usize..900, 1..6),
    ) {
        let converter = Converter::new(Config::S2twp);
        let text = [before.as_bytes(), b"\xE8\xBD\xFF", after.as_bytes()].concat();
        let kept = in_portions(Config::S2twp, &text, &sizes, Invalid::Keep).expect("kept");
        let (before_converted, after) = (converter.convert(&before), converter.convert(&after));
        prop_assert_eq!(kept, [before_converted.as_bytes(), b"\xE8\xBD\xFF", after.as_bytes()].concat());
        let told = in_portions(Config::S2twp, &text, &sizes, Invalid::Refuse);
        prop_assert_eq!(told, Err(NotUtf8 { offset: before.len() as u64 }));
    }

    #[test]
    fn anything_is_converted_without_a_panic(text in any::<String>(), config in prop::sample::select(Config::ALL)) {
        let _ = Converter::new(config).convert(&text);
    }
}

#[test]
fn half_a_character_at_the_end_is_told() {
    let told = in_portions(Config::S2t, &"软件".as_bytes()[..5], &[2], Invalid::Refuse);
    assert_eq!(told, Err(NotUtf8 { offset: 3 }));
    assert_eq!(
        in_portions(Config::S2t, &"软件".as_bytes()[..5], &[2], Invalid::Keep).unwrap(),
        b"\xE8\xBB\x9F\xE4\xBB"
    );
}

/// One word or sentence for each conversion, each by a rule that the others do not have.
#[test]
fn each_conversion() {
    for (config, text, expected) in [
        (Config::S2t, "软件里的头发，发展", "軟件裏的頭髮，發展"),
        (Config::S2tw, "软件里的头发，发展", "軟件裡的頭髮，發展"),
        (Config::S2twp, "软件里的头发，发展", "軟體裡的頭髮，發展"),
        (Config::S2hk, "卫生间里的线", "衞生間裏的線"),
        (Config::T2s, "軟體裏的頭髮", "软体里的头发"),
        (Config::Tw2s, "軟體裡的頭髮", "软体里的头发"),
        (Config::Tw2sp, "軟體裡的滑鼠", "软件里的鼠标"),
        (Config::T2tw, "裏面", "裡面"),
        (Config::Tw2t, "裡面", "裏面"),
        (Config::T2jp, "舊字體", "旧字体"),
        (Config::Jp2t, "旧字体", "舊字體"),
        // One unit, however its parts would be converted.
        (Config::S2t, "⿰氵发头", "⿰氵发頭"),
        (Config::S2twp, "SQL注入，U盘", "SQL隱碼攻擊，隨身碟"),
    ] {
        assert_eq!(Converter::new(config).convert(text), expected, "{config}: {text}");
    }
}

#[test]
fn a_config_is_known_by_its_name() {
    for &config in Config::ALL {
        assert_eq!(config.name().parse(), Ok(config));
    }
    assert_eq!("S2TWP.json".parse(), Ok(Config::S2twp));
    let error = "s2x".parse::<Config>().unwrap_err().to_string();
    assert!(error.contains("s2x") && error.contains("s2twp") && error.contains("jp2t"), "{error}");
}

#[test]
fn a_long_text_is_converted_as_its_lines_are() {
    // Phrases lie across every place at which a long text may be parted.
    for lead in ["", "a", "ab", "软", "，软"] {
        let line = "软件和网络，头发，里面，一个台湾人。\n";
        let text = format!("{lead}\n{}", line.repeat(4_000));
        for &config in Config::ALL {
            let converter = Converter::new(config);
            let expected = format!("{}\n{}", converter.convert(lead), converter.convert(line).repeat(4_000));
            assert!(converter.convert(&text) == expected, "{config} behind `{lead}`");
        }
    }
}
