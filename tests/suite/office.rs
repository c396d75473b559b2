//! Documents of word processors as sources: DOCX and ODT, put together from the XML of their parts.

use std::io::{Cursor, Read, Write};

use duizhao::issue::read::{self, NotADocument, OfficeFormat};
use duizhao::issue::{Issue, Role, Source, write};
use duizhao::problem::Problem;
use duizhao::script::{Options, Telling, convert_office};

use crate::command::{duizhao, told};

/// A container of files.
pub(crate) fn container(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const NAMESPACES: &str = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' \
    xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships' \
    xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' \
    xmlns:wp='http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing' \
    xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main' xmlns:v='urn:schemas-microsoft-com:vml' \
    xmlns:wps='http://schemas.microsoft.com/office/word/2010/wordprocessingShape'";

const STYLES: &str = "<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val='21'/><w:lang w:eastAsia='zh-CN'/></w:rPr></w:rPrDefault></w:docDefaults>\
    <w:style w:type='paragraph' w:default='1' w:styleId='a'><w:name w:val='Normal'/></w:style>\
    <w:style w:type='paragraph' w:styleId='1'><w:name w:val='heading 1'/><w:basedOn w:val='a'/><w:pPr><w:outlineLvl w:val='0'/></w:pPr><w:rPr><w:b/><w:sz w:val='44'/></w:rPr></w:style>\
    <w:style w:type='paragraph' w:styleId='2'><w:name w:val='heading 2'/><w:basedOn w:val='1'/><w:pPr><w:outlineLvl w:val='1'/></w:pPr></w:style>\
    <w:style w:type='paragraph' w:styleId='own'><w:name w:val='版面大题'/><w:basedOn w:val='1'/></w:style>\
    <w:style w:type='paragraph' w:styleId='berschrift1'><w:name w:val='Überschrift 1'/></w:style>\
    <w:style w:type='paragraph' w:styleId='toc1'><w:name w:val='toc 1'/></w:style>\
    <w:style w:type='paragraph' w:styleId='cap'><w:name w:val='caption'/></w:style>\
    <w:style w:type='paragraph' w:styleId='q'><w:name w:val='Quote'/><w:rPr><w:i/></w:rPr></w:style>";

/// A document of the body's XML, and other parts.
pub(crate) fn docx_with(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let document =
        format!("<?xml version='1.0'?><w:document {NAMESPACES}><w:body>{body}</w:body></w:document>");
    let styles = format!("<w:styles {NAMESPACES}>{STYLES}</w:styles>");
    let types = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>";
    let mut files: Vec<(&str, String)> = vec![
        ("[Content_Types].xml", types.to_owned()),
        ("word/document.xml", document),
        ("word/styles.xml", styles),
    ];
    for (name, text) in parts {
        files.push((name, text.replace("NAMESPACES", NAMESPACES)));
    }
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    container(&files)
}

pub(crate) fn docx(body: &str) -> Vec<u8> {
    docx_with(body, &[])
}

/// A paragraph of the properties and the text.
fn p(properties: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>")
}

fn styled(style: &str, text: &str) -> String {
    p(&format!("<w:pStyle w:val='{style}'/>"), text)
}

/// A paragraph whose characters are set in some way.
fn set(properties: &str, run: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>")
}

fn open(bytes: &[u8]) -> (Source, Issue, Vec<Problem>) {
    read::document("issue.docx", bytes, OfficeFormat::Docx).unwrap()
}

fn markdown(bytes: &[u8]) -> String {
    write::markdown(&open(bytes).1)
}

fn roles(issue: &Issue) -> Vec<(Role, String)> {
    issue.leaves().iter().map(|leaf| (leaf.role, leaf.text.plain())).collect()
}

const TEXT: &str = "清晨五点，渡口的灯还亮着，船工老何已经把缆绳解开，等第一班乘客从雾里走来。";

#[test]
fn headings_are_known_by_style_outline_and_base() {
    let body = styled("1", "渡口的最后一班船")
        + &p("", TEXT)
        + &styled("2", "雾里的灯")
        + &p("", TEXT)
        + &styled("own", "新桥年底通车")
        + &p("", TEXT)
        + &p("<w:outlineLvl w:val='0'/>", "菜市场搬到河西")
        + &p("", TEXT)
        + &styled("berschrift1", "车站的钟")
        + &p("", TEXT);
    let (_, issue, problems) = open(&docx(&body));
    let headlines: Vec<String> =
        issue.articles.iter().map(|article| article.first(Role::Headline).unwrap().plain()).collect();
    assert_eq!(headlines, ["渡口的最后一班船", "新桥年底通车", "菜市场搬到河西", "车站的钟"]);
    assert_eq!(issue.articles[0].first(Role::Crosshead).unwrap().plain(), "雾里的灯");
    assert_eq!(issue.language.as_str(), "zh-CN");
    assert!(problems.is_empty(), "{problems:?}");
}

#[test]
fn headings_are_known_by_their_look() {
    let large = "<w:sz w:val='36'/>";
    // Larger than the text, whatever its size is.
    for text in ["<w:sz w:val='21'/>", "<w:sz w:val='28'/>"] {
        let body = set("", large, "渡口的最后一班船")
            + &set("", text, TEXT)
            + &set("", &format!("{text}<w:b/>"), "雾里的灯")
            + &set("", text, TEXT)
            + &set("<w:jc w:val='center'/>", large, "新桥年底通车")
            + &set("", text, TEXT);
        let (_, issue, _) = open(&docx(&body));
        let roles: Vec<Role> = roles(&issue).into_iter().map(|(role, _)| role).collect();
        let expected = [Role::Headline, Role::Paragraph, Role::Crosshead, Role::Paragraph];
        assert_eq!(roles[..4], expected, "{text}");
        assert_eq!(issue.articles.len(), 2, "{text}");
    }
    // Where all of the text is large, a line of its size is no heading.
    let body = set("", large, TEXT) + &set("", large, "何长河") + &set("", large, TEXT);
    assert_eq!(roles(&open(&docx(&body)).1)[1].0, Role::Paragraph);
    // Titles that are centred and bold stand over articles; a deck below one is no headline.
    let title = |text: &str| set("<w:jc w:val='center'/>", "<w:b/>", text);
    let body = title("渡口的最后一班船")
        + &p("<w:jc w:val='center'/>", "一座桥和一条河的告别")
        + &p("", TEXT)
        + &title("新桥年底通车")
        + &p("", TEXT);
    let (_, issue, _) = open(&docx(&body));
    let found: Vec<Role> = roles(&issue).into_iter().map(|(role, _)| role).collect();
    assert_eq!(found, [Role::Headline, Role::Deck, Role::Paragraph, Role::Headline, Role::Paragraph]);
    // A name, a date or a poem in the middle of the line is none.
    let body = title("渡口的最后一班船")
        + &p("<w:jc w:val='center'/>", "本报记者 何长河")
        + &p("", TEXT)
        + &["月光落在水面", "水面落在桨上", "桨声落在岸边", "岸边没有人"]
            .map(|line| p("<w:jc w:val='center'/>", line))
            .concat()
        + &p("", TEXT);
    let (_, issue, _) = open(&docx(&body));
    assert_eq!(issue.articles.len(), 1);
    assert_eq!(roles(&issue)[1].0, Role::Byline);
    assert!(roles(&issue)[3..7].iter().all(|(role, _)| *role == Role::Paragraph));
}

#[test]
fn marks_are_what_stands_beside_the_style() {
    let run = |properties: &str, text: &str| {
        format!("<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>")
    };
    let body = styled("1", "渡口")
        + "<w:p>"
        + &run("", "他说")
        + &run("<w:b/>", "不")
        + &run("<w:b/><w:i/>", "走")
        + &run("<w:b w:val='0'/>", "，")
        + &run("<w:em w:val='dot'/>", "谁也劝不动")
        + &run("<w:strike/>", "旧价")
        + "<w:r><w:t>m</w:t></w:r>"
        + &run("<w:vertAlign w:val='superscript'/>", "2")
        + "<w:r><w:br/><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:noBreakHyphen/><w:softHyphen/><w:sym w:font='Wingdings' w:char='F0FC'/></w:r>"
        + &run("<w:vanish/>", "看不见")
        + "</w:p>"
        + &styled("q", "过了河就到家了。");
    let expected =
        "# 渡口\n\n他说**不*走***，*谁也劝不动*~~旧价~~m<sup>2</sup>  \n甲 乙-✓\n\n> 过了河就到家了。\n";
    let (_, issue, problems) = open(&docx(&body));
    let written = write::markdown(&issue);
    assert_eq!(written, expected);
    assert!(problems.iter().any(|problem| problem.message.contains("hidden text (1)")), "{problems:?}");
}

#[test]
fn lists_count_as_their_definitions_say() {
    let numbering = "<w:numbering NAMESPACES>\
        <w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start w:val='3'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl>\
        <w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='bullet'/><w:lvlText w:val='·'/></w:lvl></w:abstractNum>\
        <w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/><w:lvlText w:val='%1、'/></w:lvl></w:abstractNum>\
        <w:num w:numId='5'><w:abstractNumId w:val='0'/></w:num><w:num w:numId='6'><w:abstractNumId w:val='1'/></w:num></w:numbering>";
    let point = |list: u8, level: u8, text: &str| {
        p(&format!("<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list}'/></w:numPr>"), text)
    };
    let body = styled("1", "渡口")
        + &point(5, 0, "船")
        + &point(5, 1, "桨")
        + &point(5, 1, "缆")
        + &point(5, 0, "桥")
        + &point(6, 0, "先说船")
        + &p("", TEXT)
        + &point(6, 0, "再说桥")
        + &p("", TEXT);
    let written = markdown(&docx_with(&body, &[("word/numbering.xml", numbering)]));
    let expected = format!(
        "# 渡口\n\n3. 船\n\n   - 桨\n   - 缆\n4. 桥\n\n一、先说船\n\n{TEXT}\n\n二、再说桥\n\n{TEXT}\n"
    );
    assert_eq!(written, expected);
}

#[test]
fn tables_are_data_or_layout() {
    let cell = |text: &str| format!("<w:tc><w:tcPr/>{}</w:tc>", p("", text));
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let wide = format!("<w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>{}</w:tc>", p("", "合计"));
    let table = format!(
        "<w:tbl><w:tblPr/><w:tblGrid/>{}{}{}</w:tbl>",
        row(&["年份", "人次", "船"].map(cell)),
        row(&["2024", "3万", "6"].map(cell)),
        row(&[wide, cell("6")])
    );
    let written = markdown(&docx(&(styled("1", "渡口") + &table + &p("", TEXT))));
    let expected = "| 年份 | 人次 | 船 |\n| --- | --- | --- |\n| 2024 | 3万 | 6 |\n| 合计 |  | 6 |\n";
    assert!(written.contains(expected), "{written}");
    // A table of one row is there for the layout.
    let table = format!("<w:tbl>{}</w:tbl>", row(&[cell(TEXT), cell("第二栏。")]));
    let written = markdown(&docx(&(styled("1", "渡口") + &table)));
    assert_eq!(written, format!("# 渡口\n\n{TEXT}\n\n第二栏。\n"));
}

#[test]
fn notes_stand_in_the_article_that_refers_to_them() {
    let notes = "<w:footnotes NAMESPACES><w:footnote w:type='separator' w:id='0'><w:p/></w:footnote>\
        <w:footnote w:id='2'><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space='preserve'> 那年河水很高。</w:t></w:r></w:p></w:footnote>\
        <w:footnote w:id='3'><w:p><w:r><w:t>县志卷四。</w:t></w:r></w:p></w:footnote></w:footnotes>";
    let relations = "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>\
        <Relationship Id='n' Type='http://x/footnotes' Target='footnotes.xml'/>\
        <Relationship Id='l' Type='http://x/hyperlink' Target='https://a.example/' TargetMode='External'/></Relationships>";
    let raised = "<w:rPr><w:vertAlign w:val='superscript'/></w:rPr>";
    let reference = |id: u8| format!("<w:r>{raised}<w:footnoteReference w:id='{id}'/></w:r>");
    let body = styled("1", "渡口")
        + &format!(
            "<w:p><w:r><w:t>一九九八年</w:t></w:r>{}<w:r><w:t>，船停了。</w:t></w:r></w:p>",
            reference(2)
        )
        + &styled("1", "新桥")
        + &format!(
            "<w:p><w:hyperlink r:id='l'><w:r><w:t>县志</w:t></w:r></w:hyperlink><w:r><w:t>说过。</w:t></w:r>{}</w:p>",
            reference(3)
        );
    let parts = [("word/footnotes.xml", notes), ("word/_rels/document.xml.rels", relations)];
    let written = markdown(&docx_with(&body, &parts));
    assert_eq!(
        written,
        "# 渡口\n\n一九九八年[^1]，船停了。\n\n[^1]: 那年河水很高。\n\n# 新桥\n\n[县志](https://a.example/)说过。[^2]\n\n[^2]: 县志卷四。\n"
    );
}

#[test]
fn images_have_alternative_texts_and_captions() {
    let relations = "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>\
        <Relationship Id='i' Type='http://x/image' Target='media/image1.png'/></Relationships>";
    let drawing = |kind: &str| {
        format!(
            "<w:drawing><wp:{kind}><wp:docPr id='1' descr='渡口的早晨'/><a:graphic><a:blip r:embed='i'/></a:graphic></wp:{kind}></w:drawing>"
        )
    };
    let body = styled("1", "渡口")
        + &format!("<w:p><w:r>{}</w:r></w:p>", drawing("inline"))
        + &styled("cap", "雾散的时候。 何长河摄")
        + &format!("<w:p><w:r>{}<w:t>{TEXT}</w:t></w:r></w:p>", drawing("anchor"));
    let parts = [("word/_rels/document.xml.rels", relations)];
    let bytes = docx_with(&body, &parts);
    let written = markdown(&bytes);
    let image = "![渡口的早晨](word/media/image1.png)";
    assert_eq!(written, format!("# 渡口\n\n{image}\n雾散的时候。 何长河摄\n\n{TEXT}\n\n{image}\n"));
    let (_, issue, _) = open(&bytes);
    assert_eq!(issue.images(), ["word/media/image1.png"]);
}

#[test]
fn text_boxes_are_read_once() {
    let inside = p("", "编者按：渡口今年停航。");
    let body = styled("1", "渡口")
        + &format!(
            "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx></w:drawing></mc:Choice>\
             <mc:Fallback><w:pict><v:textbox><w:txbxContent>{inside}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>{TEXT}</w:t></w:r></w:p>"
        );
    assert_eq!(markdown(&docx(&body)), format!("# 渡口\n\n{TEXT}\n\n编者按：渡口今年停航。\n"));
}

#[test]
fn ruby_and_fields_are_read() {
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let field = |instruction: &str, result: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r>\
             <w:r><w:fldChar w:fldCharType='separate'/></w:r>{result}<w:r><w:fldChar w:fldCharType='end'/></w:r>"
        )
    };
    let equation = r"<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>EQ \* jc2 \o\ad(\s\up 9(kǒu),口)</w:instrText></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>";
    let body = styled("1", "渡口")
        + "<w:p><w:r><w:ruby><w:rubyPr/><w:rt>"
        + &run("dù")
        + "</w:rt><w:rubyBase>"
        + &run("渡")
        + "</w:rubyBase></w:ruby></w:r>"
        + equation
        + &run("见")
        + &field("HYPERLINK &quot;https://a.example/b&quot;", &run("县志"))
        + &run("第")
        + &field("PAGEREF _a", &run("12"))
        + &run("页。")
        + "</w:p>";
    let expected = "# 渡口\n\n<ruby>渡<rt>dù</rt></ruby><ruby>口<rt>kǒu</rt></ruby>见[县志](https://a.example/b)第12页。\n";
    assert_eq!(markdown(&docx(&body)), expected);
}

#[test]
fn tracked_changes_are_taken_as_accepted_and_reported() {
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let body = styled("1", "渡口")
        + "<w:p><w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>"
        + &run("船在")
        + "<w:del w:id='2'><w:r><w:delText>昨天</w:delText></w:r></w:del><w:ins w:id='3'>"
        + &run("今天")
        + "</w:ins></w:p><w:p>"
        + &run("停航。")
        + "<w:r><w:commentReference w:id='0'/></w:r></w:p>";
    let (_, issue, problems) = open(&docx(&body));
    assert_eq!(write::markdown(&issue), "# 渡口\n\n船在今天停航。\n");
    let told: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(
        told,
        [
            "tracked changes are read as accepted: 1 insertions taken, 1 deletions left out",
            "left out of the issue: comments (1)"
        ]
    );
}

#[test]
fn properties_say_what_the_issue_is_unless_a_program_made_them_up() {
    let core = |title: &str, creator: &str| {
        format!(
            "<cp:coreProperties xmlns:cp='c' xmlns:dc='d' xmlns:dcterms='t'><dc:title>{title}</dc:title><dc:creator>{creator}</dc:creator>\
             <dcterms:created>2026-03-06T08:00:00Z</dcterms:created><dc:language>zh-TW</dc:language></cp:coreProperties>"
        )
    };
    let package = "<Relationships><Relationship Id='a' Type='http://x/officeDocument' Target='word/document.xml'/>\
        <Relationship Id='b' Type='http://x/core-properties' Target='docProps/core.xml'/></Relationships>";
    let body =
        styled("1", "渡口停航") + &p("", "這條河上最後的渡船今天停了，橋還沒有開，兩岸的人們要繞很遠的路。");
    let read = |title, creator| {
        let core = core(title, creator);
        open(&docx_with(&body, &[("_rels/.rels", package), ("docProps/core.xml", &core)])).1
    };
    let issue = read("河岸月刊", "何長河");
    assert_eq!(issue.masthead.title.as_deref(), Some("河岸月刊"));
    assert_eq!(issue.language.as_str(), "zh-TW");
    let other = |name: &str| {
        issue.masthead.other.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    };
    assert_eq!(other("creator"), Some("何長河"));
    assert_eq!((other("created"), issue.masthead.date), (Some("2026-03-06"), None));
    let issue = read("Document1", "Windows 用户");
    assert_eq!(issue.masthead.title, None);
    assert!(issue.masthead.other.iter().all(|(name, _)| name != "creator"));
}

#[test]
fn places_are_told_by_paragraphs() {
    let (source, issue, _) = open(&docx(&(styled("1", "渡口") + &p("", "船停了。") + &p("", TEXT))));
    assert_eq!(source.text, format!("渡口\n船停了。\n{TEXT}\n"));
    for leaf in issue.leaves() {
        let plain = leaf.text.plain();
        let span = leaf.text.source_map().span(&(0..plain.len())).unwrap();
        assert_eq!(source.text[span.range()], plain);
    }
    assert_eq!(source.place(source.text.find("停了").unwrap()).line, 2);
}

#[test]
fn what_cannot_be_read_is_told() {
    let error = |bytes: &[u8]| read::document("a.docx", bytes, OfficeFormat::Docx).unwrap_err();
    assert!(matches!(error(b"PK\x03\x04 cut off"), NotADocument::Container(_)));
    assert_eq!(error(&container(&[])), NotADocument::Missing("word/document.xml".into()));
    assert_eq!(error(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 ..."), NotADocument::Encrypted);
    let broken = |text: &str| error(&container(&[("word/document.xml", text.as_bytes())]));
    for text in ["<w:document><w:body></w:document>", "<w:document><w:body>", "<w:p"] {
        assert!(matches!(broken(text), NotADocument::Malformed { .. }), "{text}");
    }
    for error in [broken("<a>"), NotADocument::Encrypted, NotADocument::TooLarge] {
        assert!(!error.to_string().is_empty() && !error.help().is_empty());
    }
    // Entities that a document declares are not followed.
    let bomb = format!(
        "<!DOCTYPE w:document [<!ENTITY a '{}'><!ENTITY b '&a;&a;&a;&a;'>]><w:document><w:body><w:p><w:r><w:t>船&b;</w:t></w:r></w:p></w:body></w:document>",
        "渡".repeat(1000)
    );
    let (_, issue, _) = open(&container(&[("word/document.xml", bomb.as_bytes())]));
    assert_eq!(write::markdown(&issue), "船\n");
    // Deep nesting ends in a flat text.
    let deep = "<w:tbl><w:tr><w:tc>".repeat(3000) + &p("", "底") + &"</w:tc></w:tr></w:tbl>".repeat(3000);
    assert_eq!(markdown(&docx(&deep)), "底\n");
}

#[test]
fn damaged_files_never_panic() {
    let body = styled("1", "渡口") + &p("", TEXT) + "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>";
    let whole = docx(&body);
    for length in (0..whole.len()).step_by(7) {
        let _ = read::document("a.docx", &whole[..length], OfficeFormat::Docx);
    }
    for at in (0..whole.len() * 8).step_by(11) {
        let mut bytes = whole.clone();
        bytes[at / 8] ^= 1 << (at % 8);
        let _ = OfficeFormat::of(&bytes);
        let _ = read::document("a.docx", &bytes, OfficeFormat::Docx);
    }
    // The same on the XML itself, where a checksum keeps nothing out.
    let document = format!("<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>");
    for at in (0..document.len()).step_by(3) {
        let cut = &document.as_bytes()[..at];
        assert!(
            read::document("a.docx", &container(&[("word/document.xml", cut)]), OfficeFormat::Docx).is_err()
        );
        let mut bytes = document.clone().into_bytes();
        bytes[at] ^= 1 << (at % 7);
        let _ = read::document("a.docx", &container(&[("word/document.xml", &bytes)]), OfficeFormat::Docx);
    }
}

const ODF: &str = "xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0' \
    xmlns:style='urn:oasis:names:tc:opendocument:xmlns:style:1.0' xmlns:fo='urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0' \
    xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0' xmlns:draw='urn:oasis:names:tc:opendocument:xmlns:drawing:1.0' \
    xmlns:svg='urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0' xmlns:xlink='http://www.w3.org/1999/xlink'";

/// A document of the text's XML, in a file with a few styles.
fn odt(body: &str) -> Vec<u8> {
    let automatic = "<style:style style:name='P1' style:family='paragraph' style:parent-style-name='Standard'><style:paragraph-properties fo:text-align='center'/><style:text-properties style:font-size-asian='18pt'/></style:style>\
        <style:style style:name='T1' style:family='text'><style:text-properties style:font-weight-asian='bold'/></style:style>\
        <style:style style:name='T2' style:family='text'><style:text-properties style:text-position='super 58%'/></style:style>\
        <text:list-style style:name='L1'><text:list-level-style-number text:level='1' style:num-suffix='.' style:num-format='1' text:start-value='3'/><text:list-level-style-bullet text:level='2' text:bullet-char='•'/></text:list-style>";
    let content = format!(
        "<?xml version='1.0'?><office:document-content {ODF}><office:automatic-styles>{automatic}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    let styles = format!(
        "<office:document-styles {ODF}><office:styles><style:default-style style:family='paragraph'><style:text-properties style:font-size-asian='10.5pt' style:language-asian='zh' style:country-asian='CN'/></style:default-style>\
         <style:style style:name='Standard' style:family='paragraph'/><style:style style:name='Quotations' style:family='paragraph'/></office:styles></office:document-styles>"
    );
    container(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", content.as_bytes()),
        ("styles.xml", styles.as_bytes()),
    ])
}

fn open_odt(bytes: &[u8]) -> (Source, Issue, Vec<Problem>) {
    assert_eq!(OfficeFormat::of(bytes), Some(OfficeFormat::Odt));
    read::document("issue.odt", bytes, OfficeFormat::Odt).unwrap()
}

#[test]
fn open_documents_are_read_as_those_of_word_are() {
    let body = format!(
        "<text:tracked-changes><text:changed-region><text:insertion/></text:changed-region><text:changed-region><text:deletion><text:p>旧话</text:p></text:deletion></text:changed-region></text:tracked-changes>\
         <text:h text:outline-level='1'>渡口的最后一班船</text:h>\
         <text:p text:style-name='Standard'>船工<text:span text:style-name='T1'>老何</text:span>说<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation><text:note-body><text:p>何长河，县志有传。</text:p></text:note-body></text:note>：<text:s text:c='1'/>今天\n  停航<office:annotation><text:p>核实</text:p></office:annotation>，m<text:span text:style-name='T2'>2</text:span>。</text:p>\
         <text:p>第一行<text:line-break/><text:ruby><text:ruby-base>渡</text:ruby-base><text:ruby-text>dù</text:ruby-text></text:ruby>口<text:a xlink:href='https://a.example/'>见此</text:a></text:p>\
         <text:list text:style-name='L1'><text:list-item><text:p>船</text:p><text:list><text:list-item><text:p>桨</text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>桥</text:p><text:p>新桥年底通车。</text:p></text:list-item></text:list>\
         <table:table><table:table-row><table:table-cell><text:p>年份</text:p></table:table-cell><table:table-cell><text:p>人次</text:p></table:table-cell></table:table-row>\
         <table:table-row><table:table-cell><text:p>2024</text:p></table:table-cell><table:table-cell><text:p>3万</text:p></table:table-cell></table:table-row></table:table>\
         <text:p><draw:frame><draw:image xlink:href='Pictures/a.png'/><svg:title>渡口的早晨</svg:title></draw:frame></text:p><text:p text:style-name='Illustration'>图：雾散的时候</text:p>\
         <text:p text:style-name='Quotations'>过了河就到家了。</text:p>\
         <text:p><draw:frame><draw:text-box><text:p>编者按：渡口今年停航。</text:p></draw:text-box></draw:frame>{TEXT}</text:p>"
    );
    let (source, issue, problems) = open_odt(&odt(&body));
    let expected = format!(
        "# 渡口的最后一班船\n\n船工**老何**说[^1]： 今天 停航，m<sup>2</sup>。\n\n第一行  \n<ruby>渡<rt>dù</rt></ruby>口[见此](https://a.example/)\n\n\
         3. 船\n\n   - 桨\n\n4. 桥\n\n   新桥年底通车。\n\n| 年份 | 人次 |\n| --- | --- |\n| 2024 | 3万 |\n\n\
         ![渡口的早晨](Pictures/a.png)\n图：雾散的时候\n\n> 过了河就到家了。\n\n{TEXT}\n\n编者按：渡口今年停航。\n\n[^1]: 何长河，县志有传。\n"
    );
    assert_eq!(write::markdown(&issue), expected);
    assert!(source.text.starts_with("渡口的最后一班船\n船工老何说： 今天 停航，m2。\n"), "{}", source.text);
    let told: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(
        told,
        [
            "tracked changes are read as accepted: 1 insertions taken, 1 deletions left out",
            "left out of the issue: comments (1)"
        ]
    );
}

#[test]
fn open_documents_have_headings_by_look_too() {
    let body = format!(
        "<text:p text:style-name='P1'>渡口的最后一班船</text:p><text:p>{TEXT}</text:p><text:p text:style-name='P1'>新桥年底通车</text:p><text:p>{TEXT}</text:p>"
    );
    let (_, issue, _) = open_odt(&odt(&body));
    assert_eq!(issue.articles.len(), 2);
    assert_eq!(issue.language.as_str(), "zh-CN");
}

#[test]
fn damaged_open_documents_never_panic() {
    let whole = odt(
        "<text:h text:outline-level='1'>渡口</text:h><text:list><text:list-item><text:p>船</text:p></text:list-item></text:list>",
    );
    for at in (0..whole.len() * 8).step_by(13) {
        let mut bytes = whole.clone();
        bytes[at / 8] ^= 1 << (at % 8);
        let _ = OfficeFormat::of(&bytes);
        let _ = read::document("a.odt", &bytes, OfficeFormat::Odt);
        let _ = read::document("a.odt", &whole[..at / 8], OfficeFormat::Odt);
    }
    let locked = container(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", b"..."),
        ("META-INF/manifest.xml", b"<manifest><file-entry><encryption-data/></file-entry></manifest>"),
    ]);
    assert_eq!(read::document("a.odt", &locked, OfficeFormat::Odt).unwrap_err(), NotADocument::Encrypted);
}

/// The text of a file in a container.
fn inside(bytes: &[u8], name: &str) -> String {
    let mut text = String::new();
    zip::ZipArchive::new(Cursor::new(bytes))
        .unwrap()
        .by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

#[test]
fn documents_are_converted_in_place() {
    let run =
        |properties: &str, text: &str| format!("<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>");
    let paragraph = |first: &str, second: &str, language: &str, deleted: &str| {
        let marks =
            format!("<w:b/><w:rFonts w:eastAsia='宋体'/><w:lang w:val='en-US' w:eastAsia='{language}'/>");
        format!(
            "<w:p w:rsidR='后'>{}{}<w:del><w:r><w:delText>{deleted}</w:delText></w:r></w:del></w:p>",
            run(&marks, first),
            run("", second)
        )
    };
    let from = "zh-CN".parse().unwrap();
    let options = Options::new("zh-TW".parse().unwrap());
    let image = [0u8, 159, 146, 150];
    let file = |body: &str| {
        let document = format!("<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>");
        container(&[("word/document.xml", document.as_bytes()), ("word/media/后.png", &image)])
    };
    // A word that two runs divide is one word.
    let whole = file(&paragraph("他的头", "发白了，皇后在里面。", "zh-CN", "后来"));
    let (converted, documents) = convert_office(&whole, &from, &options, Telling::Changes).unwrap();
    let expected = file(&paragraph("他的頭", "髮白了，皇后在裡面。", "zh-TW", "后来"));
    assert_eq!(inside(&converted, "word/document.xml"), inside(&expected, "word/document.xml"));
    assert_eq!(documents.len(), 1);
    let mut archive = zip::ZipArchive::new(Cursor::new(converted.as_slice())).unwrap();
    let mut kept = Vec::new();
    archive.by_name("word/media/后.png").unwrap().read_to_end(&mut kept).unwrap();
    assert_eq!(kept, image);
    // Twice is once, and the same bytes come out of the same file.
    let (again, _) = convert_office(&converted, &from, &options, Telling::Changes).unwrap();
    assert_eq!(inside(&again, "word/document.xml"), inside(&converted, "word/document.xml"));
    assert!(convert_office(&whole, &from, &options, Telling::Changes).unwrap().0 == converted);
    assert!(convert_office(b"PK", &from, &options, Telling::Changes).is_err());

    let open = odt("<text:p>他的<text:span text:style-name='T1'>头</text:span>发<text:tab/>后来</text:p>");
    let (converted, _) = convert_office(&open, &from, &options, Telling::Changes).unwrap();
    let expected = "<text:p>他的<text:span text:style-name='T1'>頭</text:span>髮<text:tab/>後來</text:p>";
    assert!(inside(&converted, "content.xml").contains(expected), "{}", inside(&converted, "content.xml"));
    let styles = inside(&converted, "styles.xml");
    assert!(styles.contains("style:language-asian='zh' style:country-asian='TW'"), "{styles}");
}

/// Every command takes documents, beside a translation that is one too.
#[test]
fn every_command_reads_documents() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    write("ferry.zh-CN.docx", &docx(&(styled("1", "渡口停航") + &p("", "船昨天停了。头发被河风吹乱。"))));
    let english = styled("1", "The Ferry Stops")
        + &p("", "The boat stopped yesterday. The river wind ruffled our hair.");
    write("ferry.en.docx", &docx(&english));
    write("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 Word");
    let locked: Vec<u8> = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        .iter()
        .copied()
        .chain("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    write("locked.docx", &locked);
    let run = |line: &str| {
        let arguments: Vec<&str> = line.split(' ').collect();
        let output = duizhao(folder.path(), &arguments);
        (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned(), told(&output))
    };
    for (line, expected) in [
        ("read ferry.zh-CN.docx", "# 渡口停航"),
        ("check ferry.zh-CN.docx", ""),
        ("align ferry.zh-CN.docx ferry.en.docx", "The boat stopped yesterday."),
        ("build ferry.zh-CN.docx --translation ferry.en.docx --out dist", ""),
        ("epub ferry.zh-CN.docx --out dist2", ""),
        ("convert --to zh-TW ferry.zh-CN.docx -o taiwan.docx", ""),
        ("read taiwan.docx", "頭髮被河風吹亂。"),
    ] {
        let (success, out, told) = run(line);
        assert!(success && out.contains(expected), "{line}: {out}{told}");
    }
    for (line, wrong, help) in [
        ("read old.doc", "an old word processor", "save it as .docx"),
        ("read locked.docx", "protected by a password", "without the password"),
    ] {
        let (success, _, told) = run(line);
        assert!(!success && told.contains(wrong) && told.contains(help), "{line}: {told}");
    }
}
