//! The series: what each input is made of, and the command that reads it.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

/// Files by name; one that is called `input` is standard input.
type Files = Vec<(&'static str, Vec<u8>)>;

/// An input that grows.
pub(crate) struct Series {
    pub(crate) name: &'static str,
    pub(crate) arguments: &'static [&'static str],
    /// How many of its parts it has at 1×.
    pub(crate) size: usize,
    /// Its files with so many parts.
    pub(crate) files: fn(usize) -> Files,
    /// The exit code of the command: inputs that end in the middle are refused.
    pub(crate) ends_with: i32,
}

/// The series that run with the suite: the quickest of each kind.
pub(crate) const QUICK: &[&str] = &["read footnotes", "convert dots", "segment dots", "tm open units"];

const READ: &[&str] = &["read", "issue.md", "-q"];
const READ_TEXT: &[&str] = &["read", "issue.txt", "-q"];
const READ_HTML: &[&str] = &["read", "issue.html", "-q"];
const READ_EPUB: &[&str] = &["read", "issue.epub", "-q"];
const CHECK: &[&str] = &["check", "issue.md", "-q", "--fail-on", "never"];
const CONVERT: &[&str] = &["convert", "--to", "zh-TW", "issue.md", "-q"];
const CONVERT_TEXT: &[&str] = &["convert", "--to", "zh-TW", "issue.txt", "-q"];
const CONVERT_HTML: &[&str] = &["convert", "--to", "zh-TW", "issue.html", "-q"];
const CONVERT_WORDS: &[&str] = &["convert", "--to", "zh-TW", "--vocabulary", "issue.txt", "-q"];
const CONVERT_TERMS: &[&str] = &["convert", "--to", "zh-TW", "--terms", "terms.toml", "issue.txt", "-q"];
const SEGMENT: &[&str] = &["segment", "issue.txt", "-q"];
const SEGMENT_ENGLISH: &[&str] = &["segment", "-l", "en", "issue.txt", "-q"];
const SEGMENT_SRX: &[&str] = &["segment", "-l", "zh-CN", "--srx", "own.srx", "issue.txt", "-q"];
const EPUB: &[&str] = &["epub", "issue.md", "-o", "out", "-q"];
const STATS: &[&str] = &["tm", "stats", "memory.tmx", "-q"];

const fn series(
    name: &'static str,
    arguments: &'static [&'static str],
    size: usize,
    files: fn(usize) -> Files,
) -> Series {
    Series { name, arguments, size, files, ends_with: 0 }
}

/// A series that the command may refuse at its end.
const fn refused(
    name: &'static str,
    arguments: &'static [&'static str],
    size: usize,
    files: fn(usize) -> Files,
) -> Series {
    Series { name, arguments, size, files, ends_with: 1 }
}

/// All series.
pub(crate) const ALL: &[Series] = &[
    series("read paragraphs", READ, 4_000, |n| issue(&numbered(n, |i| format!("第{i}盏灯亮了。\n\n")))),
    series("read one paragraph", READ, 20_000, |n| issue(&"海边的灯亮了，".repeat(n))),
    series("read headings", READ, 2_500, |n| issue(&numbered(n, |i| format!("## 第{i}盏灯\n\n亮了。\n\n")))),
    series("read headings alone", READ, 4_000, |n| issue(&"# 灯\n\n".repeat(n))),
    series("read footnotes", READ, 1_000, |n| {
        issue(
            &[numbered(n, |i| format!("灯[^{i}]。\n\n")), numbered(n, |i| format!("[^{i}]: 注{i}。\n\n"))]
                .concat(),
        )
    }),
    series("read notes that nobody calls", READ, 1_500, |n| {
        issue(&numbered(n, |i| format!("[^{i}]: 注{i}。\n\n")))
    }),
    series("read references without notes", READ, 8_000, |n| {
        issue(&numbered(n, |i| format!("灯[^{i}]亮了。")))
    }),
    series("read blanks beside emphasis", READ, 2_000, |n| issue(&"他 *灯* 灯 ".repeat(n))),
    series("read emphasis", READ, 4_000, |n| issue(&"海边*灯*亮了，**都**亮了。".repeat(n))),
    series("read emphasis that never ends", READ, 10_000, |n| issue(&"*灯 **塔 ".repeat(n))),
    series("read lines with bars", READ, 2_500, |n| issue(&"灯|塔\n".repeat(n))),
    series("read lines with stars", READ, 2_500, |n| issue(&"灯*塔\n".repeat(n))),
    series("read rows of a table", READ, 2_500, |n| {
        issue(&format!("| 灯 | 塔 |\n|---|---|\n{}", "| 一 | 二 |\n".repeat(n)))
    }),
    series("read columns of a table", READ, 2_500, |n| {
        issue(&format!("|{}\n|{}\n|{}\n", "灯|".repeat(n), "---|".repeat(n), "塔|".repeat(n)))
    }),
    series("read cells behind a row", READ, 8_000, |n| {
        issue(&format!("|灯|\n|---|\n|{}\n", "塔 , 塔|".repeat(n)))
    }),
    series("read soft lines", READ, 4_000, |n| issue(&"海边的灯亮了\n".repeat(n))),
    series("read hard lines", READ, 4_000, |n| issue(&"海边的灯亮了  \n".repeat(n))),
    series("read byline before a long line", READ, 20_000, |n| issue(&format!("记者 {}", "灯 ".repeat(n)))),
    series("read byline in brackets", READ, 20_000, |n| {
        issue(&format!("海边的灯亮了。（记者 {}）", "灯 ".repeat(n)))
    }),
    series("read datelines", READ, 4_000, |n| issue(&"本报海口3月6日电 灯亮了。\n\n".repeat(n))),
    series("read straight quotes", READ, 8_000, |n| issue(&"他说\"灯亮了\"，".repeat(n))),
    series("read quotes that never end", READ, 8_000, |n| issue(&"他说“灯亮了，".repeat(n))),
    series("read narrow marks", READ, 8_000, |n| issue(&"灯亮了,他说;".repeat(n))),
    series("read brackets", READ, 8_000, |n| issue(&"灯(塔".repeat(n))),
    series("read dots", READ, 20_000, |n| issue(&"...".repeat(n))),
    series("read dashes", READ, 20_000, |n| issue(&format!("灯{}", "--".repeat(n)))),
    series("read English quotes", READ, 8_000, |n| issue(&"\"The lamp,\" he said. ".repeat(n))),
    series("read invisible signs", READ, 8_000, |n| issue(&"灯\u{200b}亮\u{ad}了".repeat(n))),
    series("read combining marks", READ, 10_000, |n| issue(&format!("a{}", "\u{301}".repeat(n)))),
    series("read open links", READ, 8_000, |n| issue(&"[灯".repeat(n))),
    series("read links", READ, 4_000, |n| issue(&"[灯](https://example.org/a)亮了。".repeat(n))),
    series("read addresses of links", READ, 3_000, |n| {
        issue(
            &[
                numbered(n, |i| format!("[灯][n{i}]\n")),
                "\n".to_owned(),
                numbered(n, |i| format!("[n{i}]: a{i}.html\n")),
            ]
            .concat(),
        )
    }),
    series("read addresses of the web", READ, 4_000, |n| issue(&"见 https://example.org/a 。".repeat(n))),
    series("read code", READ, 8_000, |n| issue(&"灯`a`".repeat(n))),
    series("read backticks", READ, 10_000, |n| {
        issue(&numbered(n.min(2_000), |i| format!("灯{}", "`".repeat(i % 50 + 1))))
    }),
    series("read quotations", READ, 3_000, |n| issue(&"> 灯亮了\n\n海边\n\n".repeat(n))),
    series("read lists", READ, 4_000, |n| issue(&"- 灯亮了\n".repeat(n))),
    series("read ruby", READ, 2_000, |n| issue(&"<ruby>灯<rt>dēng</rt></ruby>亮".repeat(n))),
    series("read tags that never end", READ, 8_000, |n| issue(&"<b>灯<i>".repeat(n))),
    series("read images", READ, 3_000, |n| issue(&"![灯](a.png)\n\n图为灯。\n\n".repeat(n))),
    series("read halves of paragraphs", READ, 3_000, |n| {
        issue(&"海边的灯亮了，渔民说这是\n\n今年的第一盏灯。\n\n".repeat(n))
    }),
    series("read continuations", READ, 1_000, |n| {
        issue(&numbered(n, |i| format!("## 第{i}盏灯\n\n灯亮了，渔民说（下转第2版）\n\n")))
    }),
    series("read front matter", READ, 4_000, |n| {
        issue(&format!("---\n{}---\n\n灯\n", numbered(n, |i| format!("field{i}: 灯\n"))))
    }),
    series("read names of people", READ, 8_000, |n| issue(&format!("记者 {}摄", "王一 ".repeat(n)))),
    series("read text", READ_TEXT, 8_000, |n| text(&"　　海边的灯亮了。\n".repeat(n))),
    series("read text of short lines", READ_TEXT, 8_000, |n| text(&"灯\n\n".repeat(n))),
    series("read HTML paragraphs", READ_HTML, 8_000, |n| html(&"<p>灯</p>".repeat(n))),
    series("read HTML that nests", READ_HTML, 8_000, |n| html(&"<div>灯".repeat(n))),
    series("read HTML marks that nest", READ_HTML, 8_000, |n| html(&format!("<p>{}", "<b>灯<i>".repeat(n)))),
    series("read HTML attributes", READ_HTML, 8_000, |n| {
        html(&format!("<p {}>灯</p>", numbered(n, |i| format!("a{i}=b "))))
    }),
    series("read HTML comments that never end", READ_HTML, 20_000, |n| html(&"<!-- 灯 ".repeat(n))),
    series("read HTML tables", READ_HTML, 3_000, |n| {
        html(&format!("<table>{}</table>", "<tr><td>灯</td><td>塔</td></tr>".repeat(n)))
    }),
    series("read HTML notes", READ_HTML, 1_500, |n| {
        html(
            &[
                numbered(n, |i| format!("<p>灯<a epub:type=\"noteref\" href=\"#n{i}\">{i}</a></p>")),
                numbered(n, |i| format!("<aside epub:type=\"footnote\" id=\"n{i}\"><p>注</p></aside>")),
            ]
            .concat(),
        )
    }),
    series("read HTML lines", READ_HTML, 6_000, |n| html(&format!("<p>{}</p>", "海边的灯<br>".repeat(n)))),
    series("read chapters of a book", READ_EPUB, 250, |n| vec![("issue.epub", book(n, 0))]),
    series("check words", CHECK, 4_000, |n| issue(&"海边的灯亮了,他说\"是\"。\n\n".repeat(n))),
    series("convert text", CONVERT_TEXT, 20_000, |n| text(&"海边的灯亮了，干净的头发。".repeat(n))),
    series("convert soft lines", CONVERT, 4_000, |n| issue(&"海边的灯亮了\n".repeat(n))),
    series("convert text of soft lines", CONVERT_TEXT, 8_000, |n| text(&"海边的灯亮了\n".repeat(n))),
    series("convert surnames", CONVERT_TEXT, 20_000, |n| text(&"王".repeat(n))),
    series("convert names", CONVERT_TEXT, 4_000, |n| text(&"范志云说，于是后来，".repeat(n))),
    series("convert many names", CONVERT_TEXT, 1_000, |n| {
        text(&numbered(n, |i| format!("记者范{}说。\n", han(i))))
    }),
    series("convert dots", CONVERT_TEXT, 20_000, |n| text(&".".repeat(n))),
    series("convert quotes", CONVERT_TEXT, 20_000, |n| text(&"“灯".repeat(n))),
    series("convert words of Taiwan", CONVERT_WORDS, 8_000, |n| text(&"软件的默认设置，".repeat(n))),
    series("convert links", CONVERT, 4_000, |n| issue(&"[灯](https://example.org/a)亮了。".repeat(n))),
    series("convert HTML", CONVERT_HTML, 8_000, |n| html(&"<p>灯</p>".repeat(n))),
    series("convert HTML that nests", CONVERT_HTML, 8_000, |n| html(&"<div>灯".repeat(n))),
    series(
        "convert chapters of a book",
        &["convert", "--to", "zh-TW", "issue.epub", "-o", "out.epub", "-q"],
        100,
        |n| vec![("issue.epub", book(n, 0))],
    ),
    series("convert with many terms", CONVERT_TERMS, 3_000, |n| {
        let terms = numbered(n, |i| format!("[[term]]\ntext = \"灯{}\"\nzh-TW = \"塔{}\"\n", han(i), han(i)));
        [text(&numbered(n, |i| format!("灯{}亮。", han(i)))), vec![("terms.toml", terms.into())]].concat()
    }),
    series("convert with a long term", CONVERT_TERMS, 2_000, |n| {
        let terms = format!("[[term]]\ntext = \"{}塔\"\nzh-TW = \"塔\"\n", "灯".repeat(400));
        [text(&"灯".repeat(2 * n)), vec![("terms.toml", terms.into())]].concat()
    }),
    series("convert with a long form", CONVERT_TERMS, 2_000, |n| {
        let terms = format!("[[term]]\ntext = \"灯\"\nzh-TW = \"{}\"\n", "塔".repeat(200));
        [text(&"灯亮。".repeat(n)), vec![("terms.toml", terms.into())]].concat()
    }),
    series("segment dots", SEGMENT, 20_000, |n| text(&".".repeat(n))),
    series("segment dots in English", SEGMENT_ENGLISH, 20_000, |n| text(&"a.".repeat(n))),
    series("segment dots behind blanks", SEGMENT_ENGLISH, 20_000, |n| text(&". ".repeat(n))),
    series("segment Chinese", SEGMENT, 20_000, |n| text(&"海边的灯亮了。“是吗？”".repeat(n))),
    series("segment open quotes", SEGMENT, 20_000, |n| text(&"“海边的灯亮了。".repeat(n))),
    series("segment closers", SEGMENT, 20_000, |n| text(&format!("灯。{}", "”".repeat(n)))),
    series("segment blanks", SEGMENT_ENGLISH, 40_000, |n| {
        text(&format!("The lamp.{}was lit.", " ".repeat(n)))
    }),
    series("segment abbreviations", SEGMENT_ENGLISH, 10_000, |n| text(&"Mr. Lin met Dr. Wu. ".repeat(n))),
    series("segment by rules of our own", SEGMENT_SRX, 400, |n| {
        [text(&"海边的灯亮了。Mr. Lin said. ".repeat(n)), own_rules()].concat()
    }),
    series("segment dots by rules of our own", SEGMENT_SRX, 2_000, |n| {
        [text(&".".repeat(n)), own_rules()].concat()
    }),
    series("align sentences", &["align", "--segmented", "a", "b", "-q"], 250, |n| {
        vec![
            ("a", numbered(n, |i| format!("第{i}盏灯在海边亮了。\n")).into()),
            ("b", numbered(n, |i| format!("Lamp {i} was lit at the sea.\n")).into()),
        ]
    }),
    series("align long sentences", &["align", "--segmented", "a", "b", "-q"], 400, |n| {
        vec![
            ("a", numbered(50, |_| format!("{}。\n", "灯塔".repeat(n))).into()),
            ("b", numbered(50, |_| format!("{}.\n", "lamp tower ".repeat(n))).into()),
        ]
    }),
    series("align words with themselves", &["align", "--jsonl", "-q"], 40, |n| {
        let side = |word: &str| format!("[{}]", vec![format!("\"{}\"", word.repeat(n)); 60].join(","));
        vec![("input", format!("{{\"source\":{},\"target\":{}}}\n", side("灯"), side("lamp ")).into())]
    }),
    series("epub articles", EPUB, 150, |n| issue(&numbered(n, |i| format!("# 第{i}盏灯\n\n亮了。\n\n")))),
    series("epub paragraphs", EPUB, 3_000, |n| issue(&"海边的灯亮了。\n\n".repeat(n))),
    series("epub notes", EPUB, 1_000, |n| {
        issue(
            &[numbered(n, |i| format!("灯[^{i}]。\n\n")), numbered(n, |i| format!("[^{i}]: 注{i}。\n\n"))]
                .concat(),
        )
    }),
    series("epub images of a book", &["epub", "issue.epub", "-o", "out", "-q"], 40, |n| {
        vec![("issue.epub", book(1, n))]
    }),
    refused("tm open units", STATS, 40_000, |n| memory(&"<tu ".repeat(n))),
    refused("tm open sections", STATS, 40_000, |n| memory(&"<tu><![CDATA[".repeat(n))),
    refused("tm open comments", STATS, 40_000, |n| memory(&"<tu><!-- ".repeat(n))),
    refused("tm open instructions", STATS, 40_000, |n| memory(&"<tu><?a ".repeat(n))),
    refused("tm open attributes", STATS, 40_000, |n| memory(&"<tu a=\"".repeat(n))),
    series("tm stats", STATS, 4_000, |n| memory(&units(n))),
    series(
        "tm units of one source",
        &["tm", "merge", "memory.tmx", "-o", "out.tmx", "--policy", "all", "-q"],
        2_500,
        |n| memory(&numbered(n, |i| unit("灯", &format!("lamp {i}")))),
    ),
    series("tm check units of one source", &["tm", "check", "memory.tmx", "-q"], 2_500, |n| {
        memory(&numbered(n, |i| unit("灯", &format!("lamp {i}"))))
    }),
    series("tm clean", &["tm", "clean", "memory.tmx", "-o", "out.tmx", "-q"], 3_000, |n| memory(&units(n))),
    series(
        "tm clean units of one source",
        &["tm", "clean", "memory.tmx", "-o", "out.tmx", "-q"],
        2_500,
        |n| memory(&numbered(n, |i| unit("灯", &format!("lamp {i}")))),
    ),
    series("tm query units of one source", &["tm", "query", "灯", "-m", "memory.tmx", "-q"], 2_500, |n| {
        memory(&numbered(n, |i| unit("灯", &format!("lamp {i}"))))
    }),
    series("tm query", &["tm", "query", "第3盏灯亮了", "-m", "memory.tmx", "-q"], 2_500, |n| {
        memory(&units(n))
    }),
    series("tm diff", &["tm", "diff", "memory.tmx", "memory.tmx", "-q"], 3_000, |n| memory(&units(n))),
    series("tm diff of one source", &["tm", "diff", "memory.tmx", "other.tmx", "-q"], 2_000, |n| {
        let mut files = memory(&numbered(n, |i| unit("灯", &format!("lamp {i}"))));
        files.extend(
            memory(&numbered(n, |i| unit("灯", &format!("light {i}"))))
                .into_iter()
                .map(|(_, bytes)| ("other.tmx", bytes)),
        );
        files
    }),
    series("tm languages of a unit", STATS, 2_500, |n| {
        memory(&format!(
            "<tu>{}</tu>",
            numbered(n, |i| format!("<tuv xml:lang=\"en-x-a{i}\"><seg>lamp</seg></tuv>"))
        ))
    }),
    series("tm properties of a unit", &["tm", "merge", "memory.tmx", "-o", "out.tmx", "-q"], 4_000, |n| {
        let properties = numbered(n, |i| format!("<prop type=\"p{i}\">{i}</prop>"));
        memory(&unit("灯", "lamp").replace("<tu>", &format!("<tu>{properties}")))
    }),
    series("tm marks of a segment", &["tm", "clean", "memory.tmx", "-o", "out.tmx", "-q"], 4_000, |n| {
        memory(&unit(&"灯<bpt i=\"1\"/>塔<ept i=\"1\"/>".repeat(n), "lamp"))
    }),
    series(
        "tm import languages of terms",
        &["tm", "import", "terms.tbx", "-o", "out.tmx", "-q"],
        1_000,
        |n| {
            let sections = numbered(n, |i| {
                format!("<langSec xml:lang=\"en-x-a{i}\"><termSec><term>lamp</term></termSec></langSec>")
            });
            vec![(
                "terms.tbx",
                tbx(&format!(
                    "<conceptEntry id=\"c\"><langSec xml:lang=\"zh-CN\"><termSec><term>灯</term></termSec></langSec>{sections}</conceptEntry>"
                )),
            )]
        },
    ),
    series("tm import terms", &["tm", "import", "terms.tbx", "-o", "out.tmx", "-q"], 1_500, |n| {
        vec![(
            "terms.tbx",
            tbx(&numbered(n, |i| {
                format!(
                    "<conceptEntry id=\"c{i}\"><langSec xml:lang=\"zh-CN\"><termSec><term>灯{i}</term></termSec></langSec><langSec xml:lang=\"en\"><termSec><term>lamp {i}</term></termSec></langSec></conceptEntry>"
                )
            })),
        )]
    }),
    series("tm import a table", &["tm", "import", "table.tsv", "-o", "out.tmx", "-q"], 8_000, |n| {
        vec![("table.tsv", format!("zh-CN\ten\n{}", numbered(n, |i| format!("灯{i}\tlamp {i}\n"))).into())]
    }),
    series(
        "tm import columns of a table",
        &["tm", "import", "table.tsv", "-o", "out.tmx", "-q"],
        8_000,
        |n| {
            let head = numbered(n, |i| format!("\tx{i}"));
            vec![("table.tsv", format!("zh-CN\ten{head}\n灯\tlamp{head}\n").into())]
        },
    ),
    series("tm import quotes", &["tm", "import", "table.csv", "-o", "out.tmx", "-q"], 20_000, |n| {
        vec![("table.csv", format!("zh-CN,en\n灯,\"{}\"\n", "\"\"".repeat(n)).into())]
    }),
    series("tm import PO", &["tm", "import", "table.po", "-o", "out.tmx", "-q"], 3_000, |n| {
        vec![("table.po", numbered(n, |i| format!("msgid \"灯{i}\"\nmsgstr \"lamp {i}\"\n\n")).into())]
    }),
    series("tm import XLIFF", &["tm", "import", "table.xlf", "-o", "out.tmx", "-q"], 2_500, |n| {
        let units = numbered(n, |i| {
            format!("<trans-unit id=\"{i}\"><source>灯{i}</source><target>lamp {i}</target></trans-unit>")
        });
        vec![("table.xlf", format!("<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\"><file original=\"a\" source-language=\"zh-CN\" target-language=\"en\" datatype=\"plaintext\"><body>{units}</body></file></xliff>").into())]
    }),
    series("tm export", &["tm", "export", "memory.tmx", "-o", "out.csv", "-q"], 4_000, |n| memory(&units(n))),
    series("tm export a workbook", &["tm", "export", "memory.tmx", "-o", "out.xlsx", "-q"], 1_000, |n| {
        memory(&units(n))
    }),
    series("tm apply", &["tm", "apply", "issue.md", "-m", "memory.tmx", "-o", "out.xlf", "-q"], 250, |n| {
        [memory(&units(n)), issue(&numbered(n, |i| format!("第{i}盏灯在海边亮了。\n\n")))].concat()
    }),
    series(
        "tm apply against similar units",
        &["tm", "apply", "issue.md", "-m", "memory.tmx", "-o", "out.xlf", "-q"],
        2_000,
        |n| [memory(&units(n)), issue(&numbered(40, |i| format!("第{i}盏灯在海边亮了。\n\n")))].concat(),
    ),
];

fn numbered(count: usize, part: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut out, i| {
        let _ = write!(out, "{}", part(i));
        out
    })
}

/// Two Chinese characters for each number.
fn han(number: usize) -> String {
    let sign = |of: usize| char::from_u32(0x4E00 + u32::try_from(of).unwrap()).unwrap();
    [sign(number / 500 % 5_000), sign(5_000 + number % 500)].iter().collect()
}

fn issue(text: &str) -> Files {
    vec![("issue.md", text.into())]
}

fn text(text: &str) -> Files {
    vec![("issue.txt", text.into())]
}

fn html(body: &str) -> Files {
    vec![("issue.html", format!("<!DOCTYPE html><html lang=\"zh-CN\"><body>{body}").into())]
}

fn memory(units: &str) -> Files {
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tmx version=\"1.4\"><header creationtool=\"t\" \
                creationtoolversion=\"1\" segtype=\"sentence\" o-tmf=\"t\" adminlang=\"en\" srclang=\"zh-CN\" \
                datatype=\"plaintext\"/><body>";
    vec![("memory.tmx", format!("{head}{units}</body></tmx>\n").into())]
}

fn unit(source: &str, target: &str) -> String {
    format!(
        "<tu><tuv xml:lang=\"zh-CN\"><seg>{source}</seg></tuv><tuv xml:lang=\"en\"><seg>{target}</seg></tuv></tu>\n"
    )
}

fn units(count: usize) -> String {
    numbered(count, |i| unit(&format!("第{i}盏灯在海边亮了"), &format!("Lamp {i} was lit at the sea")))
}

fn tbx(entries: &str) -> Vec<u8> {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tbx style=\"dct\" type=\"TBX-Basic\" xml:lang=\"en\" \
         xmlns=\"urn:iso:std:iso:30042:ed-2\"><text><body>{entries}</body></text></tbx>"
    )
    .into()
}

/// The rules that the command cuts by, as it writes them for other tools.
fn own_rules() -> Files {
    let printed =
        std::process::Command::new(env!("CARGO_BIN_EXE_duizhao")).args(["segment", "--print-srx"]).output();
    vec![("own.srx", printed.unwrap().stdout)]
}

/// An EPUB of so many chapters and images.
fn book(chapters: usize, images: usize) -> Vec<u8> {
    const PIXEL: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc`\0\0\0\x02\0\x01H\xaf\xa4q\0\0\0\0IEND\xaeB`\x82";
    let mut book = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, bytes: &[u8]| {
        book.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        book.write_all(bytes).unwrap();
    };
    add("mimetype", b"application/epub+zip");
    add(
        "META-INF/container.xml",
        b"<container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\"><rootfiles><rootfile full-path=\"package.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>",
    );
    let items = numbered(chapters, |i| {
        format!("<item id=\"c{i}\" href=\"c{i}.xhtml\" media-type=\"application/xhtml+xml\"/>")
    });
    let spine = numbered(chapters, |i| format!("<itemref idref=\"c{i}\"/>"));
    add(
        "package.opf",
        format!("<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"i\"><metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:identifier id=\"i\">urn:x:1</dc:identifier><dc:title>灯</dc:title><dc:language>zh-CN</dc:language></metadata><manifest>{items}</manifest><spine>{spine}</spine></package>").as_bytes(),
    );
    let pictures = numbered(images, |i| format!("<p><img src=\"p{i}.png\" alt=\"灯\"/></p>"));
    for i in 0..chapters {
        add(
            &format!("c{i}.xhtml"),
            format!("<html xmlns=\"http://www.w3.org/1999/xhtml\"><body><h1>第{i}盏灯</h1><p>亮了。</p>{pictures}</body></html>").as_bytes(),
        );
    }
    for i in 0..images {
        // Of some size, as photographs have.
        add(&format!("p{i}.png"), &[PIXEL, &noise(20_000)].concat());
    }
    book.finish().unwrap().into_inner()
}

/// Bytes that no packer makes smaller.
fn noise(count: usize) -> Vec<u8> {
    let mut state = 1u32;
    std::iter::repeat_with(|| {
        // Numerical Recipes, a linear congruential generator.
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    })
    .take(count)
    .collect()
}
