//! A good input of each kind, and the commands that read it.

use std::io::{Cursor, Write as _};

/// A file and the commands that it is given to; `{}` is its name.
pub(crate) struct Seed {
    pub(crate) name: &'static str,
    pub(crate) bytes: Vec<u8>,
    pub(crate) commands: &'static [&'static str],
    /// What else lies in the folder.
    pub(crate) beside: Vec<(String, Vec<u8>)>,
}

const MARKDOWN: &str = "---\npublication: 临江晚报\ndate: 2026-03-06\nlanguage: zh-CN\n---\n\n# 渡口停航一日\n\n记者 王一鸣\n\n\
本报临江3月6日电 昨日大雾，渡口停航一日,旅客改乘汽车[^1]。\n\n> “今天走不了了。”他说...\n\n| 时间 | 班次 |\n|---|---|\n| 8:00 | 停 |\n\n\
- 一\n- 二\n\n![雾](a.png)\n\n图为渡口。 王一鸣 摄\n\n**注意** *安全*，见[这里](https://example.org/)。<ruby>渡<rt>dù</rt></ruby>\n\n\
（下转第2版）\n\n[^1]: 共三百人。\n\n## 灯塔\n\n海边的灯亮了。\n";
const ENGLISH: &str = "# Ferry stops for a day\n\nFog stopped the ferry yesterday; passengers took buses.\n\n\
\"We cannot leave today,\" he said.\n\n# Lighthouse\n\nThe lamp was lit at the sea.\n";
const HTML: &str = "<!DOCTYPE html><html lang=\"zh-CN\"><head><title>临江晚报</title><meta name=\"date\" content=\"2026-03-06\"></head>\
<body><h1>渡口停航</h1><p>昨日<b>大雾</b>，<a href=\"#n\">渡口</a>停航<br>一日。&ldquo;好&rdquo;&#x4e00;</p><table><tr><td>一</td><td>二</td></tr></table>\
<ul><li>灯</li></ul><!-- 注 --><script>x()</script><img src=\"a.png\" alt=\"雾\"></body></html>";
const TMX: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tmx version=\"1.4\"><header creationtool=\"t\" creationtoolversion=\"1\" \
segtype=\"sentence\" o-tmf=\"t\" adminlang=\"en\" srclang=\"zh-CN\" datatype=\"plaintext\"><prop type=\"x-a\">b</prop></header><body>\n\
<tu tuid=\"1\" creationdate=\"20260306T100000Z\"><prop type=\"x-issue\">灯</prop><note>注</note><tuv xml:lang=\"zh-CN\"><seg>灯<bpt i=\"1\">&lt;b></bpt>亮<ept i=\"1\">&lt;/b></ept>了。</seg></tuv>\
<tuv xml:lang=\"en\"><seg>The lamp was lit.</seg></tuv></tu>\n<tu><tuv xml:lang=\"zh-CN\"><seg>渡口停航3日。</seg></tuv><tuv xml:lang=\"en\"><seg>The ferry stopped for 3 days.</seg></tuv></tu>\n</body></tmx>\n";
const XLIFF: &str = "<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\"><file original=\"a\" source-language=\"zh-CN\" target-language=\"en\" datatype=\"plaintext\"><body><trans-unit id=\"1\"><source>灯<g id=\"1\">亮</g></source><target state=\"final\">lamp <g id=\"1\">on</g></target><note>注</note></trans-unit></body></file></xliff>";
const PO: &str = "msgid \"\"\nmsgstr \"Language: en\\n\"\n\n# 注\n#: a:1\n#, fuzzy\nmsgctxt \"x\"\nmsgid \"灯亮了\"\nmsgstr \"The lamp \"\n\"was lit\"\n";
const TBX: &str = "<?xml version=\"1.0\"?><tbx style=\"dct\" type=\"TBX-Basic\" xml:lang=\"en\" xmlns=\"urn:iso:std:iso:30042:ed-2\"><text><body><conceptEntry id=\"c\"><langSec xml:lang=\"zh-CN\"><termSec><term>渡口</term></termSec></langSec><langSec xml:lang=\"en\"><termSec><term>ferry</term></termSec></langSec></conceptEntry></body></text></tbx>";
const TABLE: &str =
    "unit\tzh-CN\ten\tx-a\tcreated\n1\t灯亮了\\n。\tThe lamp was lit.\tb\t2026-03-06\n2\t渡口\tferry\t\t\n";
const COMMA: &str = "unit,zh-CN,en\r\n1,\"灯,\"\"亮\"\"了\",The lamp\r\n2,渡口,ferry\r\n";
const LINES: &str =
    "{\"variants\":[{\"language\":\"zh-CN\",\"seg\":\"灯\"},{\"language\":\"en\",\"seg\":\"lamp\"}]}\n";
const TERMS: &str =
    "[[term]]\ntext = \"渡口\"\nzh-TW = \"渡頭\"\nnote = \"a\"\n\n[[term]]\ntext = \"B站\"\nkeep = true\n";
const FOLDER: &str = "publication = \"临江晚报\"\ndate = 2026-03-06\narticles = [\"01.md\"]\n";
const PIXEL: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc`\0\0\0\x02\0\x01H\xaf\xa4q\0\0\0\0IEND\xaeB`\x82";
const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><defs><g id=\"a\"><path d=\"M0 0L9 9z\"/></g></defs><use href=\"#a\" fill=\"red\"/><style>.b { fill: url(#a) }</style><text class=\"b\">灯</text></svg>";
const TEMPLATE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\">{% for line in name %}<text>{{ line }}</text>{% endfor %}{{ \"%5d\"|format(3) }}</svg>";
const DOCUMENTS: &str = "{\"source\":[\"渡口停航一日。\",\"灯亮了。\"],\"target\":[\"The ferry stopped.\",\"The lamp was lit.\"]}\n";
const GLOSSARY: &str = "渡口\tferry\n灯塔\tlighthouse\n";

/// All seeds.
#[allow(clippy::too_many_lines, reason = "a table")]
pub(crate) fn all() -> Vec<Seed> {
    let issue = || ("issue.md".to_owned(), MARKDOWN.as_bytes().to_vec());
    let translation = || ("issue.en.md".to_owned(), ENGLISH.as_bytes().to_vec());
    let memory = || ("memory.tmx".to_owned(), TMX.as_bytes().to_vec());
    let image = || ("a.png".to_owned(), PIXEL.to_vec());
    let seed = |name, bytes: &[u8], commands, beside| Seed { name, bytes: bytes.to_vec(), commands, beside };
    let rules =
        std::process::Command::new(env!("CARGO_BIN_EXE_duizhao")).args(["segment", "--print-srx"]).output();
    let json = {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("i.md"), MARKDOWN).unwrap();
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_duizhao"));
        command.current_dir(folder.path()).args(["read", "-q", "-f", "json", "i.md"]).output().unwrap().stdout
    };
    vec![
        seed(
            "issue.zh.md",
            MARKDOWN.as_bytes(),
            &[
                "read {}",
                "read --repair all --report r.json -f html {}",
                "check --all {}",
                "convert --to zh-TW --vocabulary {}",
                "epub {} -o out",
                "build {} -t issue.en.md --accept-doubt -o out",
                "segment {}",
                "tm apply {} -m memory.tmx -o o.xlf",
                "align {} issue.en.md",
                "convert -c s2twp {}",
            ],
            vec![translation(), memory(), image()],
        ),
        seed(
            "issue.en2.md",
            ENGLISH.as_bytes(),
            &[
                "build issue.md -t {} -o out",
                "align issue.md {} -f xliff",
                "epub issue.md -t {} -e bilingual -o out",
            ],
            vec![issue()],
        ),
        seed(
            "issue.txt",
            MARKDOWN.as_bytes(),
            &["read {}", "segment -l en {}", "convert --to zh-HK --explain {}"],
            vec![],
        ),
        seed(
            "issue.html",
            HTML.as_bytes(),
            &["read {}", "convert --to zh-TW {}", "check {}", "epub {} -o out"],
            vec![image()],
        ),
        seed("issue.json", &json, &["read {}", "epub {} -o out"], vec![]),
        seed(
            "old.epub",
            &book(),
            &["read {}", "convert --to zh-TW {} -o o.epub", "epub {} -o out", "check {}"],
            vec![],
        ),
        seed(
            "folder/issue.toml",
            FOLDER.as_bytes(),
            &["read folder", "build folder -o out"],
            vec![("folder/01.md".to_owned(), MARKDOWN.into())],
        ),
        seed(
            "team.tmx",
            TMX.as_bytes(),
            &[
                "tm stats {}",
                "tm check {} --format html",
                "tm clean {} -o o.tmx",
                "tm merge {} memory.tmx -o o.tmx",
                "tm cat {} -o o.tmx",
                "tm query 灯亮 -m {}",
                "tm export {} -o o.csv",
                "tm export {} -o o.xlsx",
                "tm export {} -o o.xlf",
                "tm diff {} memory.tmx",
                "tm split {} --by language --out parts",
                "tm languages {} -o o.tmx",
                "tm script {} --to zh-TW -o o.tmx",
                "tm filter {} --containing 灯 -o o.tmx",
                "align issue.md issue.en.md --memory {}",
                "build issue.md -t issue.en.md -o out --memory {}",
                "convert --to zh-TW {}",
            ],
            vec![memory(), issue(), translation()],
        ),
        seed("table.xlf", XLIFF.as_bytes(), &["tm import {} -o o.tmx", "convert --to zh-TW {}"], vec![]),
        seed("table.po", PO.as_bytes(), &["tm import {} -o o.tmx"], vec![]),
        seed(
            "terms.tbx",
            TBX.as_bytes(),
            &[
                "tm import {} -o o.tmx",
                "align issue.md issue.en.md --lexicon {}",
                "tm check memory.tmx --terms {}",
            ],
            vec![issue(), translation(), memory()],
        ),
        seed(
            "table.tsv",
            TABLE.as_bytes(),
            &["tm import {} -o o.tmx", "tm import {} --review memory.tmx -o o.tmx"],
            vec![memory()],
        ),
        seed("table.csv", COMMA.as_bytes(), &["tm import {} -o o.tmx"], vec![]),
        seed("table.jsonl", LINES.as_bytes(), &["tm import {} -o o.tmx"], vec![]),
        seed(
            "table.xlsx",
            &workbook(
                "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>zh-CN</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>en</t></is></c></row><row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>灯</t></is></c><c r=\"B2\" t=\"s\"><v>0</v></c></row>",
                "1",
            ),
            &["tm import {} -o o.tmx"],
            vec![],
        ),
        seed(
            "own.srx",
            &rules.unwrap().stdout,
            &["segment -l zh-CN --srx {} issue.md", "build issue.md -t issue.en.md --srx {} -o out"],
            vec![issue(), translation()],
        ),
        seed(
            "terms.toml",
            TERMS.as_bytes(),
            &["convert --to zh-TW --terms {} issue.md", "epub issue.md -e zh-TW --terms {} -o out"],
            vec![issue()],
        ),
        seed(
            "words.tsv",
            GLOSSARY.as_bytes(),
            &["align issue.md issue.en.md --lexicon {}"],
            vec![issue(), translation()],
        ),
        seed("a.png", PIXEL, &["epub issue.md -o out", "epub issue.md --cover {} -o out"], vec![issue()]),
        seed("cover.svg", SVG.as_bytes(), &["epub issue.md --cover {} -o out"], vec![issue()]),
        seed(
            "templates/cover.svg",
            TEMPLATE.as_bytes(),
            &["epub issue.md --templates templates -o out"],
            vec![issue()],
        ),
        seed("stdin", DOCUMENTS.as_bytes(), &["align --jsonl"], vec![]),
    ]
}

/// A container of files.
pub(crate) fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        out.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// A book of one chapter.
pub(crate) fn book_of(chapter: &[u8]) -> Vec<u8> {
    zip(&[
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", b"<container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\"><rootfiles><rootfile full-path=\"package.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>"),
        ("package.opf", b"<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"i\"><metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:identifier id=\"i\">urn:x:1</dc:identifier><dc:title>x</dc:title><dc:language>zh-CN</dc:language></metadata><manifest><item id=\"c\" href=\"c.xhtml\" media-type=\"application/xhtml+xml\"/></manifest><spine><itemref idref=\"c\"/></spine></package>"),
        ("c.xhtml", chapter),
        ("a.png", PIXEL),
    ])
}

fn book() -> Vec<u8> {
    book_of("<html xmlns=\"http://www.w3.org/1999/xhtml\"><body><h1>渡口</h1><p>昨日大雾<img src=\"a.png\" alt=\"雾\"/>。</p></body></html>".as_bytes())
}

/// A workbook with rows on its first sheet, and a number of texts that it says to have.
pub(crate) fn workbook(rows: &str, texts: &str) -> Vec<u8> {
    let sheet = format!(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData></worksheet>"
    );
    let strings = format!(
        "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" count=\"1\" uniqueCount=\"{texts}\"><si><t>lamp</t></si></sst>"
    );
    zip(&[
        ("[Content_Types].xml", b"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>"),
        ("_rels/.rels", b"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"),
        ("xl/workbook.xml", b"<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels", b"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
    ])
}
