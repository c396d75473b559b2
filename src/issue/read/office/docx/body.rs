//! The text of a DOCX file: `document.xml`, `footnotes.xml` and `endnotes.xml`, element by element.
//!
//! Names are taken without their prefixes, so that both conformance classes (transitional and strict) are read. Of
//! content in alternatives the first that a reader may choose is taken, and no other: a text box is read once.

use std::collections::BTreeMap;

use quick_xml::events::{BytesEnd, BytesStart};

use super::styles::{Lists, Styles, is_contents, set};
use super::{Relation, field};
use crate::issue::read::elements::{attribute, one_line};
use crate::issue::read::office::facts::{Facts, symbol};
use crate::issue::read::office::flow::{Flow, Format, Kind, LONGEST_ADDRESS, Paragraph, Piece, Point};
use crate::issue::read::office::numbering::{Counters, Digits};
use crate::issue::read::office::walk::Visitor;

/// What the parts of a document share.
pub(super) struct Shared<'a> {
    pub(super) styles: &'a Styles,
    pub(super) lists: &'a Lists,
    pub(super) counters: Counters,
    /// How many characters are marked as of a language.
    pub(super) languages: BTreeMap<String, usize>,
}

/// A paragraph that is open.
struct Line {
    facts: Facts,
    style: Facts,
    /// The style with what the document says of all paragraphs, for its runs.
    base: Facts,
    in_properties: bool,
    in_mark: bool,
    end_deleted: bool,
}

/// A drawing that is open.
#[derive(Default)]
struct Drawing {
    alt: String,
    beside: bool,
    images: Vec<String>,
}

/// A field that is open.
#[derive(Default)]
struct Field {
    instruction: String,
    in_result: bool,
    /// Where it leads, or the field around it.
    link: Option<usize>,
}

/// Where the characters of a ruby go.
#[derive(Default)]
struct Ruby {
    base: String,
    reading: String,
    in_reading: bool,
}

/// Reads one part of a document.
#[expect(clippy::struct_excessive_bools, reason = "what is open in the XML, each by itself")]
pub(super) struct Body<'a, 'b> {
    flow: &'a mut Flow,
    shared: &'a mut Shared<'b>,
    relations: &'a BTreeMap<String, Relation>,
    lines: Vec<Line>,
    run: Facts,
    run_language: Option<String>,
    /// Whether the run says what stands in the place of a note's number.
    run_is_sign: bool,
    in_run_properties: bool,
    in_row_properties: bool,
    in_text: bool,
    in_instruction: bool,
    /// Links that are open: where each leads, or the one around it.
    links: Vec<Option<usize>>,
    fields: Vec<Field>,
    /// How many of the fields that are open have not come to their result.
    instructing: usize,
    drawings: Vec<Drawing>,
    rubies: Vec<Ruby>,
    /// Whether one of the alternatives that are open was taken.
    alternatives: Vec<bool>,
    /// Content controls that are open: what of them is not text of the document.
    controls: Vec<Option<&'static str>>,
    /// Whether the element that has just begun is left out.
    leaves_out: bool,
}

impl<'a, 'b> Body<'a, 'b> {
    pub(super) fn new(
        flow: &'a mut Flow,
        shared: &'a mut Shared<'b>,
        relations: &'a BTreeMap<String, Relation>,
    ) -> Self {
        Self {
            flow,
            shared,
            relations,
            lines: Vec::new(),
            run: Facts::default(),
            run_language: None,
            run_is_sign: false,
            in_run_properties: false,
            in_row_properties: false,
            in_text: false,
            in_instruction: false,
            links: Vec::new(),
            fields: Vec::new(),
            instructing: 0,
            drawings: Vec::new(),
            rubies: Vec::new(),
            alternatives: Vec::new(),
            controls: Vec::new(),
            leaves_out: false,
        }
    }

    fn in_properties(&self) -> bool {
        self.in_run_properties || self.lines.last().is_some_and(|line| line.in_properties)
    }

    fn each_line(&mut self, change: impl FnOnce(&mut Line)) {
        if let Some(line) = self.lines.last_mut() {
            change(line);
        }
    }

    fn each_ruby(&mut self, change: impl FnOnce(&mut Ruby)) {
        if let Some(ruby) = self.rubies.last_mut() {
            change(ruby);
        }
    }

    fn each_drawing(&mut self, change: impl FnOnce(&mut Drawing)) {
        if let Some(drawing) = self.drawings.last_mut() {
            change(drawing);
        }
    }

    fn alt(&mut self, alt: Option<String>) {
        self.each_drawing(|drawing| {
            if drawing.alt.is_empty() {
                drawing.alt = alt.map(|alt| one_line(&alt)).unwrap_or_default();
            }
        });
    }

    fn control(&mut self, what: &'static str) {
        if let Some(control) = self.controls.last_mut() {
            *control = Some(what);
        }
    }

    fn alternative(&mut self, name: &str, start: &BytesStart<'_>) {
        // Charts of later versions have a picture to fall back to; this reader draws none.
        let drawn =
            name == "Choice" && attribute(start, "Requires").is_some_and(|needs| needs.starts_with("cx"));
        match self.alternatives.last_mut() {
            Some(taken) if !*taken && !drawn => *taken = true,
            _ => self.leaves_out = true,
        }
    }

    /// Something was deleted: text, the end of a paragraph, or a row of a table.
    fn deleted(&mut self) {
        if self.in_row_properties {
            self.flow.delete_row();
        } else if let Some(line) = self.lines.last_mut().filter(|line| line.in_properties) {
            line.end_deleted |= line.in_mark;
        } else if !self.in_run_properties {
            self.flow.deletions += 1;
            self.leaves_out = true;
        }
    }

    fn begin_paragraph(&mut self) {
        self.flow.begin_paragraph();
        let usual = &self.shared.styles.usual;
        self.lines.push(Line {
            facts: Facts::default(),
            style: usual.clone(),
            base: usual.clone(),
            in_properties: false,
            in_mark: false,
            end_deleted: false,
        });
    }

    fn end_paragraph(&mut self) {
        let Some(Line { facts, style, end_deleted, .. }) = self.lines.pop() else { return };
        let facts = facts.over(&style);
        if is_contents(&facts) {
            self.flow.leave_out("lines of tables of contents");
            return self.flow.end_paragraph(|paragraph| *paragraph = Paragraph::default());
        }
        let kind = facts.kind();
        let list = facts.list.as_deref().filter(|list| !list.is_empty());
        let point = list.and_then(|list| self.point(list, facts.list_level.unwrap_or(0), kind));
        self.flow.end_paragraph(|paragraph| {
            paragraph.kind = kind;
            paragraph.centred = facts.centred == Some(true);
            paragraph.end_deleted = end_deleted;
            paragraph.point = point;
        });
    }

    fn point(&mut self, list: &str, level: usize, kind: Kind) -> Option<Point> {
        let lists = self.shared.lists;
        let numbering = lists.level(list, level);
        let digits = numbering.as_ref().map_or(Digits::Bullet, |numbering| numbering.digits);
        let is_heading = matches!(kind, Kind::Heading(_) | Kind::Title);
        let counter = lists.counter(list);
        let (number, label) = self.shared.counters.next(&counter, level, |level| lists.level(list, level));
        let point = |number, label| Point { list: list.to_owned(), level, number, label, goes_on: false };
        match digits {
            Digits::Bullet if is_heading => None,
            Digits::Bullet => Some(point(None, String::new())),
            Digits::None => None,
            _ => Some(point(Some(number), label)),
        }
    }

    fn property(&mut self, name: &str, start: &BytesStart<'_>) {
        let value = |name: &str| attribute(start, name);
        if self.in_run_properties {
            match name {
                "rStyle" => {
                    let style = value("val").map(|id| self.shared.styles.of(&id)).unwrap_or_default();
                    let size = self.run.size.or(style.size);
                    self.run = Facts { size, kind: None, ..self.run.over(&style) };
                }
                "lang" => self.run_language = value("eastAsia"),
                _ => set(name, value, &mut self.run),
            }
            return;
        }
        let Some(line) = self.lines.last_mut() else { return };
        match name {
            "pStyle" => {
                if let Some(id) = value("val") {
                    line.style = self.shared.styles.of(&id);
                    line.base = line.style.clone();
                }
            }
            // How the end of the paragraph is set says nothing of its words.
            _ if line.in_mark => {}
            _ => set(name, value, &mut line.facts),
        }
    }

    fn open_link(&mut self, url: Option<&str>) {
        let around = self.links.last().copied().flatten();
        let link = url.and_then(|url| self.flow.link(url)).or(around);
        self.links.push(link);
    }

    /// How characters at this place are set.
    fn format(&self) -> Format {
        let field = self.fields.last().and_then(|field| field.link);
        let link = field.or_else(|| self.links.last().copied().flatten());
        let base = self.lines.last().map(|line| &line.base);
        base.map(|base| self.run.format(base, link)).unwrap_or_default()
    }

    /// Characters of the text.
    fn character(&mut self, text: &str) {
        if self.is_silent() || self.in_properties() {
            return;
        }
        if let Some(ruby) = self.rubies.last_mut() {
            let to = if ruby.in_reading { &mut ruby.reading } else { &mut ruby.base };
            return to.push_str(text);
        }
        if let Some(language) = &self.run_language {
            match self.shared.languages.get_mut(language) {
                Some(count) => *count += text.len(),
                None => drop(self.shared.languages.insert(language.clone(), text.len())),
            }
        }
        let format = self.format();
        self.flow.text(text, format);
    }

    /// Whether what stands here is not shown.
    fn is_silent(&mut self) -> bool {
        if self.run.hidden == Some(true) {
            self.flow.leave_out("stretches of hidden text");
            return true;
        }
        self.run_is_sign || self.instructing > 0
    }

    /// A break of the line; where a page or a column ends, the text goes on.
    fn line_break(&mut self, of_page: bool) {
        if self.instructing == 0 && !self.in_properties() && !of_page {
            let format = self.format();
            self.flow.line_break(format);
        }
    }

    fn ruby(&mut self, base: String, reading: &str) {
        let format = self.format();
        if reading.trim().is_empty() {
            self.flow.text(&base, format);
        } else if !base.is_empty() {
            self.flow.piece(Piece::Ruby { base, reading: reading.trim().to_owned() }, format);
        }
    }

    fn field(&mut self, kind: Option<&str>) {
        match kind {
            Some("begin") => {
                let link = self.fields.last().and_then(|around| around.link);
                self.fields.push(Field { link, ..Field::default() });
                self.instructing += 1;
            }
            Some("separate") => {
                let Some(field) = self.fields.last_mut().filter(|field| !field.in_result) else { return };
                field.in_result = true;
                self.instructing -= 1;
                let url = field::link(&field.instruction);
                field.link = url.and_then(|url| self.flow.link(&url)).or(field.link);
            }
            Some("end") => {
                let Some(field) = self.fields.pop() else { return };
                self.instructing -= usize::from(!field.in_result);
                if !field.in_result
                    && let Some((base, reading)) = field::ruby(&field.instruction)
                {
                    self.ruby(base, &reading);
                }
            }
            _ => {}
        }
    }

    fn reference(&mut self, name: &str, start: &BytesStart<'_>) {
        let Some(id) = attribute(start, "id") else { return };
        let kind = name.trim_end_matches("Reference");
        let format = self.format();
        self.flow.piece(Piece::Note(format!("{kind}#{id}")), format);
        // A sign of the writer's own stands behind it, in the place of the number.
        let follows = attribute(start, "customMarkFollows");
        self.run_is_sign = follows.is_some_and(|follows| super::styles::is_on(&follows));
    }

    fn note(&mut self, name: &str, start: &BytesStart<'_>) {
        let is_line = attribute(start, "type").is_some_and(|kind| kind != "normal");
        match attribute(start, "id") {
            Some(id) if !is_line => self.flow.begin_note(format!("{name}#{id}")),
            _ => self.leaves_out = true,
        }
    }
}

impl Visitor for Body<'_, '_> {
    fn start(&mut self, start: &BytesStart<'_>) {
        let name = start.local_name();
        let name = name.as_ref();
        match name {
            "p" => self.begin_paragraph(),
            "pPr" => self.each_line(|line| line.in_properties = true),
            "rPr" => match self.lines.last_mut() {
                Some(line) if line.in_properties => line.in_mark = true,
                _ => self.in_run_properties = true,
            },
            "trPr" => self.in_row_properties = true,
            "r" => {
                self.run = Facts::default();
                self.run_language = None;
                self.run_is_sign = false;
            }
            "t" => self.in_text = true,
            "instrText" => self.in_instruction = true,
            "del" | "moveFrom" => self.deleted(),
            "ins" | "moveTo" => {
                let is_text = !self.in_properties() && !self.in_row_properties;
                self.flow.insertions += usize::from(is_text);
            }
            "rPrChange" | "pPrChange" | "tblPrChange" | "tcPrChange" | "trPrChange" | "sectPrChange"
            | "tblGridChange" | "numberingChange" | "sectPr" | "tblGrid" | "rubyPr" | "tblPr" | "tblPrEx"
            | "annotationRef" | "tabs" => self.leaves_out = true,
            _ if self.in_properties() => self.property(name, start),
            "tbl" => self.flow.begin_table(),
            "tr" => self.flow.begin_row(),
            "tc" => self.flow.begin_cell(),
            "gridSpan" => {
                let wide = attribute(start, "val").and_then(|wide| wide.parse().ok()).unwrap_or(1);
                self.flow.cell_columns(wide);
            }
            "sdt" => self.controls.push(None),
            "docPartGallery" if attribute(start, "val").is_some_and(|part| part == "Table of Contents") => {
                self.control("tables of contents");
            }
            "showingPlcHdr" => self.control("placeholders"),
            "sdtContent" => {
                if let Some(Some(what)) = self.controls.last() {
                    self.flow.leave_out(what);
                    self.leaves_out = true;
                }
            }
            "AlternateContent" => self.alternatives.push(false),
            "Choice" | "Fallback" => self.alternative(name, start),
            "hyperlink" => {
                let relations = self.relations;
                let url = attribute(start, "id").and_then(|id| relations.get(&id));
                self.open_link(url.filter(|url| url.is_outside).map(|url| url.target.as_str()));
            }
            "fldSimple" => {
                let url = attribute(start, "instr").and_then(|instruction| field::link(&instruction));
                self.open_link(url.as_deref());
            }
            "fldChar" => self.field(attribute(start, "fldCharType").as_deref()),
            "ruby" => self.rubies.push(Ruby::default()),
            "rt" => self.each_ruby(|ruby| ruby.in_reading = true),
            "tab" | "ptab" => self.character(" "),
            "br" => {
                let kind = attribute(start, "type").unwrap_or_default();
                self.line_break(matches!(kind.as_str(), "page" | "column"));
            }
            "cr" => self.line_break(false),
            "noBreakHyphen" => self.character("-"),
            "sym" => {
                let code = attribute(start, "char").and_then(|code| u32::from_str_radix(&code, 16).ok());
                let font = attribute(start, "font").unwrap_or_default();
                let c = code.and_then(|code| symbol(&font, code));
                self.flow.symbols += usize::from(c.is_none());
                self.character(c.unwrap_or('\u{fffd}').encode_utf8(&mut [0; 4]));
            }
            "footnoteReference" | "endnoteReference" => self.reference(name, start),
            "footnote" | "endnote" => self.note(name, start),
            "txbxContent" => self.flow.begin_box(),
            "commentReference" => self.flow.leave_out("comments"),
            "oMath" => self.flow.leave_out("the layout of formulas"),
            "altChunk" => self.flow.leave_out("documents inside the document"),
            "chart" => self.flow.leave_out("charts"),
            "relIds" => self.flow.leave_out("diagrams"),
            "drawing" | "pict" | "object" => self.drawings.push(Drawing::default()),
            "anchor" => self.each_drawing(|drawing| drawing.beside = true),
            "docPr" | "cNvPr" => {
                let alt = attribute(start, "descr").or_else(|| attribute(start, "title"));
                self.alt(alt);
            }
            "shape" => self.alt(attribute(start, "alt")),
            "blip" | "imagedata" => {
                let id = attribute(start, "embed").or_else(|| attribute(start, "id"));
                let id = id.or_else(|| attribute(start, "link"));
                let target = id.and_then(|id| self.relations.get(&id)).map(|image| image.target.clone());
                let target = target.filter(|target| target.len() <= LONGEST_ADDRESS);
                self.each_drawing(|drawing| drawing.images.extend(target));
            }
            _ => {}
        }
    }

    fn end(&mut self, end: &BytesEnd<'_>) {
        match end.local_name().as_ref() {
            "p" => self.end_paragraph(),
            "pPr" => self.each_line(|line| line.in_properties = false),
            "rPr" => match self.lines.last_mut() {
                Some(line) if line.in_mark => line.in_mark = false,
                _ => self.in_run_properties = false,
            },
            "trPr" => self.in_row_properties = false,
            "t" => self.in_text = false,
            "instrText" => self.in_instruction = false,
            "tbl" => self.flow.end_table(),
            "tr" => self.flow.end_row(),
            "tc" => self.flow.end_cell(),
            "sdt" => drop(self.controls.pop()),
            "AlternateContent" => drop(self.alternatives.pop()),
            "hyperlink" | "fldSimple" => drop(self.links.pop()),
            "rt" => self.each_ruby(|ruby| ruby.in_reading = false),
            "ruby" => {
                if let Some(Ruby { base, reading, .. }) = self.rubies.pop() {
                    self.ruby(base, &reading);
                }
            }
            "footnote" | "endnote" => self.flow.end_note(),
            "txbxContent" => self.flow.end_box(),
            "drawing" | "pict" | "object" => {
                let Some(Drawing { alt, beside, images }) = self.drawings.pop() else { return };
                let format = self.format();
                for source in images {
                    let alt = alt.clone();
                    if beside {
                        self.flow.image_beside(source, alt);
                    } else {
                        self.flow.piece(Piece::Image { source, alt }, format);
                    }
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_instruction {
            if let Some(field) = self.fields.last_mut().filter(|field| !field.in_result) {
                field.instruction.push_str(text);
            }
        } else if self.in_text {
            self.character(text);
        }
    }

    fn leaves_out(&mut self) -> bool {
        std::mem::take(&mut self.leaves_out)
    }
}
