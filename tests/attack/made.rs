//! Inputs that were made to harm: each with what must come of it.

use crate::run::{Attack, Class};
use crate::seeds::{book_of, workbook};

fn attack(kind: &str, name: &str, files: Vec<(&str, Vec<u8>)>, command: &str, class: Class) -> Attack {
    Attack {
        kind: kind.to_owned(),
        name: name.to_owned(),
        files: files.into_iter().map(|(name, bytes)| (name.to_owned(), bytes)).collect(),
        arguments: command.split(' ').map(str::to_owned).collect(),
        class,
    }
}

/// Those of small files.
#[allow(clippy::too_many_lines, reason = "a table")]
pub(crate) fn small() -> impl Iterator<Item = Attack> {
    use Class::{Answered, Refused};
    let issue = || ("i.md", "# 灯\n\n海边的灯亮了。\n".as_bytes().to_vec());
    let template = |text: &str| vec![issue(), ("t/cover.svg", text.as_bytes().to_vec())];
    let svg = |inside: &str| {
        let text = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:x=\"http://www.w3.org/1999/xlink\">{inside}</svg>"
        );
        vec![issue(), ("c.svg", text.into_bytes())]
    };
    let mut all = Vec::new();
    for command in [
        "read /dev/zero",
        "read --undo /dev/zero i.md",
        "check /dev/zero",
        "convert --to zh-TW /dev/zero",
        "segment /dev/zero",
        "epub /dev/zero -o out",
        "build /dev/zero -o out",
        "align /dev/zero i.md",
        "align i.md i.md --lexicon /dev/zero",
        "align i.md i.md --memory /dev/zero",
        "segment --srx /dev/zero i.md",
        "convert --to zh-TW --terms /dev/zero i.md",
        "epub i.md --cover /dev/zero -o out",
        "epub i.md --cover-font /dev/zero -o out",
        "tm stats /dev/zero",
        "tm query x -m /dev/zero",
        "tm merge /dev/zero -o o.tmx",
        "tm import /dev/zero --from tsv -o o.tmx",
        "tm import /dev/zero --from xlsx -o o.tmx",
        "tm import /dev/zero --from tbx -o o.tmx",
        "tm apply i.md -m /dev/zero -o o.xlf",
    ] {
        all.push(attack("endless device", "zeros", vec![issue()], command, Refused));
    }
    for (name, text) in [
        (
            "loop in a loop",
            "<svg>{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}</svg>"
                .to_owned(),
        ),
        ("width", "{{ '%999999999d'|format(1) }}".to_owned()),
        (
            "text that doubles",
            format!("{{% set x = 'aaaaaaaaaaaaaaaa' %}}{}{{{{ x }}}}", "{% set x = x ~ x %}".repeat(40)),
        ),
        ("text times a number", "{{ ('a' * 90000000) * 9 }}".to_owned()),
        ("macro that calls itself", "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}".to_owned()),
        ("deep expression", format!("{{{{ {}1{} }}}}", "(".repeat(5000), ")".repeat(5000))),
        ("indent", "{{ 'a\nb'|indent(2000000000) }}".to_owned()),
    ] {
        all.push(attack("template", name, template(&text), "epub i.md --templates t -o out", Refused));
    }
    for inside in [
        "<style>@IMPORT 'a.css';</style>",
        "<style>@im\\port 'a';</style>",
        "<style>r{fill:URL(http://e.example/a)}</style>",
        "<style>r{fill:u\\72l(a.svg)}</style>",
        "<a x:href=\"java&#10;script:alert(1)//://\"/>",
        "<foreignObject/>",
        "<ForeignObject/>",
        "<img xmlns=\"http://www.w3.org/1999/xhtml\" src=\"a\"/>",
        "<?xml-stylesheet href='a'?>",
        "<script/>",
        "<set attributeName='href' to='javascript:x'/>",
    ] {
        all.push(attack("SVG as cover", inside, svg(inside), "epub i.md --cover c.svg -o out", Refused));
    }
    let nested = |open: &str, count: usize| open.repeat(count).into_bytes();
    for (name, file, bytes, command) in [
        ("quotations", "n.md", nested("> ", 20_000), "read n.md"),
        ("lists", "n.md", nested("- ", 20_000), "read n.md"),
        ("brackets", "n.md", nested("[", 20_000), "read n.md"),
        ("emphasis", "n.md", nested("*a ", 20_000), "read n.md"),
        ("elements", "n.html", nested("<div>", 20_000), "read n.html"),
        ("marks", "n.html", nested("<b>", 20_000), "read n.html"),
        ("tables", "n.html", nested("<table><tr><td>", 10_000), "read n.html"),
        ("lists of HTML", "n.html", nested("<ul><li>", 10_000), "read n.html"),
        ("converted elements", "n.html", nested("<div>", 20_000), "convert --to zh-TW n.html"),
        ("arrays", "n.json", nested("[", 20_000), "read n.json"),
        ("lines of arrays", "n.jsonl", nested("[", 20_000), "tm import n.jsonl -o o.tmx"),
        ("tables of TOML", "n.toml", nested("a=[", 20_000), "convert --to zh-TW --terms n.toml i.md"),
        ("groups of a rule", "n.srx", nested("<srx>", 20_000), "segment -l zh-CN --srx n.srx i.md"),
        ("elements of XLIFF", "n.xlf", nested("<g>", 20_000), "tm import n.xlf -o o.tmx"),
        ("elements of TBX", "n.tbx", nested("<a>", 20_000), "tm import n.tbx -o o.tmx"),
    ] {
        all.push(attack("nested", name, vec![(file, bytes), issue()], command, Class::Either));
    }
    let unit = |seg: &str| {
        format!("<tmx version=\"1.4\"><header srclang=\"zh-CN\"/><body><tu><tuv xml:lang=\"zh-CN\"><seg>{seg}</seg></tuv></tu></body></tmx>")
            .into_bytes()
    };
    for command in [
        "tm stats n.tmx",
        "tm clean n.tmx -o o.tmx",
        "tm query x -m n.tmx",
        "tm check n.tmx",
        "tm export n.tmx -o o.xlf",
    ] {
        all.push(attack(
            "nested",
            "tags of a segment",
            vec![("n.tmx", unit(&"<hi>".repeat(20_000)))],
            command,
            Class::Either,
        ));
    }
    let row = |cell: &str| format!("<row r=\"1\">{cell}</row>");
    for (name, rows, texts, class) in [
        ("row beyond all", row("<c r=\"A4294967296\"><v>1</v></c>"), "1", Refused),
        ("column beyond all", row("<c r=\"XFE1\"><v>1</v></c>"), "1", Refused),
        ("letters without end", row("<c r=\"ZZZZZZZZZZZZ1\"><v>1</v></c>"), "1", Refused),
        ("row without place", row("<c r=\"A0\"><v>1</v></c>"), "1", Refused),
        ("texts without end", row("<c r=\"A1\"><v>1</v></c>"), "99999999999999999999", Refused),
        ("texts that fill the memory", row("<c r=\"A1\"><v>1</v></c>"), "9999999999", Refused),
    ] {
        all.push(attack(
            "workbook",
            name,
            vec![("b.xlsx", workbook(&rows, texts))],
            "tm import b.xlsx -o o.tmx",
            class,
        ));
    }
    all.push(attack(
        "encoder",
        "silent",
        vec![issue()],
        "align i.md i.md --encoder-timeout 1 --encoder cat>/dev/null;sleep${IFS}30",
        Refused,
    ));
    all.push(attack(
        "encoder",
        "endless line",
        vec![issue()],
        "align i.md i.md --encoder-timeout 5 --encoder cat${IFS}/dev/zero",
        Refused,
    ));
    all.push(attack(
        "image",
        "outside of the folder",
        vec![("a/i.md", "# 灯\n\n![x](../secret.png)\n".into()), ("secret.png", b"no image".to_vec())],
        "epub a/i.md -o out",
        Answered,
    ));
    all.into_iter()
}

/// Those of large files, each made when its turn comes.
#[allow(clippy::too_many_lines, reason = "a table")]
pub(crate) fn large() -> impl Iterator<Item = Box<dyn Fn() -> Attack>> {
    use Class::{Answered, Either, Refused};
    let repeated = |part: &'static str, count: usize| move || part.repeat(count).into_bytes();
    let mut all: Vec<Box<dyn Fn() -> Attack>> = Vec::new();
    let sentences = || {
        let side = |word: &str| format!("[{}]", vec![format!("\"{}\"", word.repeat(250)); 100].join(","));
        format!("{{\"source\":{},\"target\":{}}}\n", side("灯"), side("lamp ")).into_bytes()
    };
    all.push(Box::new(move || {
        attack("words", "one word 250 times", vec![("stdin", sentences())], "align --jsonl", Answered)
    }));
    all.push(Box::new(|| {
        let cells = (2..5000).map(|i| format!("<row r=\"{i}\"><c r=\"A{i}\" t=\"inlineStr\"><is><t>灯</t></is></c><c r=\"B{i}\" t=\"inlineStr\"><is><t>lamp</t></is></c></row>"));
        let head = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>zh-CN</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>en</t></is></c><c r=\"XFD1\" t=\"inlineStr\"><is><t>x</t></is></c></row>";
        let rows = format!("{head}{}", cells.collect::<String>());
        attack("workbook", "stray cell", vec![("b.xlsx", workbook(&rows, "1"))], "tm import b.xlsx -o o.tmx", Answered)
    }));
    all.push(Box::new(|| {
        let rows = " ".repeat(300 << 20);
        attack(
            "workbook",
            "bomb",
            vec![("b.xlsx", workbook(&rows, "1"))],
            "tm import b.xlsx -o o.tmx",
            Refused,
        )
    }));
    for command in ["read b.epub", "convert --to zh-TW b.epub -o o.epub"] {
        all.push(Box::new(move || {
            let chapter = b"<p>a</p>".repeat(6 << 20);
            attack("book", "chapter of tags", vec![("b.epub", book_of(&chapter))], command, Refused)
        }));
        all.push(Box::new(move || {
            let chapter = vec![b' '; 300 << 20];
            attack("book", "bomb", vec![("b.epub", book_of(&chapter))], command, Refused)
        }));
    }
    for (name, file, bytes, command, class) in [
        ("headings", "i.md", repeated("# 灯\n\n", 1_000_000), "read i.md", Refused),
        ("many headings", "i.md", repeated("# 灯\n\n", 100_000), "read i.md -q", Answered),
        ("emphasis", "i.md", repeated("*a* ", 500_000), "read i.md -q", Either),
        ("one line", "i.md", repeated("灯亮了，", 1_000_000), "read i.md -q", Either),
    ] {
        all.push(Box::new(move || attack("text", name, vec![(file, bytes())], command, class)));
    }
    all.into_iter()
}
