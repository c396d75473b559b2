//! The text of an ODT file: `content.xml`, element by element.

use quick_xml::events::{BytesEnd, BytesStart};

use super::styles::Styles;
use crate::issue::read::elements::{attribute, one_line};
use crate::issue::read::html::resolved;
use crate::issue::read::office::facts::Facts;
use crate::issue::read::office::flow::{Flow, Format, Kind, LONGEST_ADDRESS, Paragraph, Piece, Point};
use crate::issue::read::office::numbering::{Counters, Digits};
use crate::issue::read::office::walk::Visitor;

/// A paragraph or a heading that is open.
struct Line {
    facts: Facts,
    /// Spans and links in it that are open: how what stands in them is set, and where it leads.
    spans: Vec<(Facts, Option<usize>)>,
    /// Whether the last character was a blank, so that the next one is dropped.
    blank: bool,
}

/// A list that is open.
struct List {
    style: String,
    /// Whether a paragraph of the open point was read.
    has_point: bool,
}

#[derive(Default)]
struct Frame {
    images: Vec<String>,
    alt: String,
    /// Whether it stands in the line as a character does.
    in_line: bool,
}

/// Reads the text.
#[expect(clippy::struct_field_names, reason = "the body is the element of that name")]
pub(super) struct Body<'a> {
    flow: &'a mut Flow,
    styles: &'a Styles,
    counters: Counters,
    in_body: bool,
    lines: Vec<Line>,
    lists: Vec<List>,
    frames: Vec<Frame>,
    /// Base and reading of the ruby that is open, and whether the reading is being read.
    ruby: Option<(String, String, bool)>,
    /// The title or description of a frame that is being read.
    in_alt: bool,
    notes: usize,
    /// Whether the element that has just begun is left out.
    leaves_out: bool,
}

impl<'a> Body<'a> {
    pub(super) fn new(flow: &'a mut Flow, styles: &'a Styles) -> Self {
        Self {
            flow,
            styles,
            counters: Counters::default(),
            in_body: false,
            lines: Vec::new(),
            lists: Vec::new(),
            frames: Vec::new(),
            ruby: None,
            in_alt: false,
            notes: 0,
            leaves_out: false,
        }
    }

    fn leave_out(&mut self, what: &'static str) {
        self.flow.leave_out(what);
        self.leaves_out = true;
    }

    fn each_line(&mut self, change: impl FnOnce(&mut Line)) {
        if let Some(line) = self.lines.last_mut() {
            change(line);
        }
    }

    fn begin_paragraph(&mut self, start: &BytesStart<'_>) {
        self.flow.begin_paragraph();
        let name = attribute(start, "style-name").unwrap_or_default();
        let mut facts = self.styles.paragraph(&name);
        if start.name().as_ref() == "text:h" {
            let level = attribute(start, "outline-level").and_then(|level| level.parse().ok()).unwrap_or(1);
            facts.outline = Some(level);
            if facts.kind.is_none_or(|kind| !matches!(kind, Kind::Title | Kind::Subtitle)) {
                facts.kind = Some(Kind::Heading(level));
            }
        } else if !matches!(facts.kind, Some(Kind::Heading(_))) {
            // A paragraph that is based on a heading's style is one only if it says so itself.
            facts.outline = None;
        }
        self.lines.push(Line { facts, spans: Vec::new(), blank: true });
    }

    fn end_paragraph(&mut self) {
        let Some(Line { facts, .. }) = self.lines.pop() else { return };
        let kind = facts.kind();
        if kind == Kind::Contents {
            self.flow.leave_out("lines of tables of contents");
            return self.flow.end_paragraph(|paragraph| *paragraph = Paragraph::default());
        }
        let point = match kind {
            Kind::Heading(level) => self.heading_number(level),
            _ => self.point(),
        };
        self.flow.end_paragraph(|paragraph| {
            paragraph.kind = kind;
            paragraph.centred = facts.centred == Some(true);
            paragraph.point = point;
        });
    }

    /// The number of a heading, where the outline counts them.
    fn heading_number(&mut self, level: u8) -> Option<Point> {
        let level = usize::from(level.saturating_sub(1));
        let styles = self.styles;
        let own = styles.outline(level)?;
        if matches!(own.digits, Digits::None | Digits::Bullet) {
            return None;
        }
        let (number, label) = self.counters.next("outline", level, |level| styles.outline(level));
        let list = "outline".to_owned();
        Some(Point { list, level, number: Some(number), label, goes_on: false })
    }

    fn point(&mut self) -> Option<Point> {
        let level = self.lists.len().checked_sub(1)?;
        let styles = self.styles;
        let list = self.lists.last_mut()?;
        let goes_on = std::mem::replace(&mut list.has_point, true);
        let style = list.style.clone();
        let digits = styles.level(&style, level).map_or(Digits::Bullet, |numbering| numbering.digits);
        let (number, label) = match digits {
            Digits::Bullet | Digits::None => (None, String::new()),
            _ if goes_on => (Some(0), String::new()),
            _ => {
                let (number, label) = self.counters.next(&style, level, |level| styles.level(&style, level));
                (Some(number), label)
            }
        };
        Some(Point { list: style, level, number, label, goes_on })
    }

    fn format(&self) -> Format {
        let Some(line) = self.lines.last() else { return Format::default() };
        match line.spans.last() {
            Some((run, target)) => run.format(&line.facts, *target),
            None => Facts::default().format(&line.facts, None),
        }
    }

    fn open_span(&mut self, facts: &Facts, link: Option<usize>) {
        self.each_line(|line| {
            let span = match line.spans.last() {
                Some((around, outer)) => (facts.over(around), link.or(*outer)),
                None => (facts.clone(), link),
            };
            line.spans.push(span);
        });
    }

    /// Characters that are meant as they are.
    fn verbatim(&mut self, text: &str) {
        self.each_line(|line| line.blank = false);
        self.put(text);
    }

    fn put(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if let Some((base, reading, in_reading)) = &mut self.ruby {
            let to = if *in_reading { reading } else { base };
            return to.push_str(text);
        }
        let span = self.lines.last().and_then(|line| line.spans.last());
        if span.is_some_and(|(facts, _)| facts.hidden == Some(true)) {
            return self.flow.leave_out("stretches of hidden text");
        }
        let format = self.format();
        self.flow.text(text, format);
    }
}

impl Visitor for Body<'_> {
    fn start(&mut self, start: &BytesStart<'_>) {
        if !self.in_body {
            self.in_body = start.name().as_ref() == "office:body";
            return;
        }
        let name = start.name();
        match name.as_ref() {
            "text:p" | "text:h" => self.begin_paragraph(start),
            "text:span" => {
                let facts = attribute(start, "style-name").map(|name| self.styles.text(&name));
                self.open_span(&facts.unwrap_or_default(), None);
            }
            "text:a" | "draw:a" => {
                let url = attribute(start, "href").filter(|url| !url.starts_with('#'));
                let link = url.and_then(|url| self.flow.link(&url));
                self.open_span(&Facts::default(), link);
            }
            "text:s" => {
                let count = attribute(start, "c").and_then(|count| count.parse().ok()).unwrap_or(1usize);
                self.verbatim(&" ".repeat(count.min(80)));
            }
            "text:tab" => self.verbatim(" "),
            "text:line-break" => {
                let format = self.format();
                self.each_line(|line| line.blank = true);
                self.flow.line_break(format);
            }
            "text:list" => {
                let around = self.lists.last().map(|list| list.style.clone());
                let style = attribute(start, "style-name").filter(|name| name.len() <= 200);
                let style = style.or(around).unwrap_or_default();
                self.lists.push(List { style, has_point: false });
            }
            "text:list-item" | "text:list-header" => {
                if let Some(list) = self.lists.last_mut() {
                    list.has_point = false;
                }
            }
            "table:table" => self.flow.begin_table(),
            "table:table-row" => self.flow.begin_row(),
            "table:table-cell" => {
                self.flow.begin_cell();
                let wide = attribute(start, "number-columns-spanned").and_then(|wide| wide.parse().ok());
                self.flow.cell_columns(wide.unwrap_or(1));
            }
            "text:note" => self.notes += 1,
            "text:note-body" => {
                let label = format!("note#{}", self.notes);
                let format = self.format();
                self.flow.piece(Piece::Note(label.clone()), format);
                self.flow.begin_note(label);
            }
            "draw:frame" => {
                let in_line = attribute(start, "anchor-type").is_some_and(|anchor| anchor == "as-char");
                self.frames.push(Frame { in_line, ..Frame::default() });
            }
            "draw:image" => {
                if let (Some(frame), Some(image)) = (self.frames.last_mut(), attribute(start, "href")) {
                    let outside = image.contains(':');
                    frame.images.extend(
                        Some(image)
                            .filter(|image| image.len() <= LONGEST_ADDRESS)
                            .map(|image| if outside { image } else { resolved("", &image) }),
                    );
                }
            }
            "svg:title" | "svg:desc" => self.in_alt = true,
            "draw:text-box" => self.flow.begin_box(),
            "text:ruby" => self.ruby = Some((String::new(), String::new(), false)),
            "text:ruby-text" => {
                if let Some((.., in_reading)) = &mut self.ruby {
                    *in_reading = true;
                }
            }
            "text:insertion" => self.flow.insertions += 1,
            "text:deletion" => {
                self.flow.deletions += 1;
                self.leaves_out = true;
            }
            "office:annotation" => self.leave_out("comments"),
            "text:table-of-content" => self.leave_out("tables of contents"),
            "text:alphabetical-index"
            | "text:bibliography"
            | "text:illustration-index"
            | "text:user-index" => {
                self.leave_out("indexes");
            }
            "draw:object" | "draw:object-ole" => {
                self.flow.leave_out("objects of other programs");
                self.leaves_out = true;
            }
            "text:hidden-text" | "text:hidden-paragraph" => self.leave_out("stretches of hidden text"),
            "office:forms"
            | "text:sequence-decls"
            | "text:variable-decls"
            | "text:user-field-decls"
            | "office:change-info"
            | "text:note-citation"
            | "table:covered-table-cell" => self.leaves_out = true,
            _ => {}
        }
    }

    fn end(&mut self, end: &BytesEnd<'_>) {
        if !self.in_body {
            return;
        }
        match end.name().as_ref() {
            "office:body" => self.in_body = false,
            "text:p" | "text:h" => self.end_paragraph(),
            "text:span" | "text:a" | "draw:a" => self.each_line(|line| drop(line.spans.pop())),
            "text:list" => drop(self.lists.pop()),
            "table:table" => self.flow.end_table(),
            "table:table-row" => self.flow.end_row(),
            "table:table-cell" => self.flow.end_cell(),
            "text:note-body" => self.flow.end_note(),
            "draw:text-box" => self.flow.end_box(),
            "svg:title" | "svg:desc" => self.in_alt = false,
            "text:ruby-text" => {
                if let Some((.., in_reading)) = &mut self.ruby {
                    *in_reading = false;
                }
            }
            "text:ruby" => {
                let Some((base, reading, _)) = self.ruby.take() else { return };
                let format = self.format();
                if reading.trim().is_empty() {
                    self.flow.text(&base, format);
                } else if !base.is_empty() {
                    self.flow.piece(Piece::Ruby { base, reading: reading.trim().to_owned() }, format);
                }
            }
            "draw:frame" => {
                let Some(Frame { images, alt, in_line }) = self.frames.pop() else { return };
                // Of several images in a frame the first is the best; the others are for programs that cannot show it.
                let Some(source) = images.into_iter().next() else { return };
                let alt = one_line(&alt);
                if in_line {
                    let format = self.format();
                    self.flow.piece(Piece::Image { source, alt }, format);
                } else {
                    self.flow.image_beside(source, alt);
                }
            }
            _ => {}
        }
    }

    /// Characters as they stand in the file: stretches of white space are one blank.
    fn text(&mut self, text: &str) {
        if !self.in_body {
            return;
        }
        if self.in_alt {
            if let Some(frame) = self.frames.last_mut() {
                frame.alt.push_str(text);
                frame.alt.push(' ');
            }
            return;
        }
        let Some(line) = self.lines.last_mut() else { return };
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            let is_blank = matches!(c, ' ' | '\t' | '\n' | '\r');
            if !is_blank {
                out.push(c);
            } else if !line.blank {
                out.push(' ');
            }
            line.blank = is_blank;
        }
        self.put(&out);
    }

    fn leaves_out(&mut self) -> bool {
        std::mem::take(&mut self.leaves_out)
    }
}
