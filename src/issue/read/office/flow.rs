//! What a document of a word processor says, in its order: paragraphs with the facts of their styles, tables, notes.
//!
//! The readers of DOCX and ODT fill it while they go through their XML, element by element: each container is opened
//! and closed, and what is wrongly nested keeps its text. What the paragraphs mean is told later (`blocks`).

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::issue::model::Align;

/// Containers that lie deeper are read as what stands in them.
const DEEPEST: usize = 48;

/// Bytes of an address, or of the path of an image.
pub(super) const LONGEST_ADDRESS: usize = 4000;

/// How characters are set. Marks are what somebody set beside the paragraph's style; `bold` and `size` are the look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "marks, any of which may lie over the same characters")]
pub(super) struct Format {
    pub(super) strong: bool,
    pub(super) emphasis: bool,
    pub(super) strike: bool,
    pub(super) superscript: bool,
    pub(super) subscript: bool,
    /// The number of a link in [`Flow::links`].
    pub(super) link: Option<usize>,
    /// Whether the characters are bold, by whatever.
    pub(super) bold: bool,
    /// Half points.
    pub(super) size: u32,
}

/// A piece of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Text(String),
    Break,
    Image { source: String, alt: String },
    Note(String),
    Ruby { base: String, reading: String },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) piece: Piece,
    pub(super) format: Format,
}

/// What a paragraph's style says that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Kind {
    #[default]
    Body,
    Title,
    Subtitle,
    /// A heading of a level from 1.
    Heading(u8),
    Caption,
    Quote,
    /// A line of a table of contents.
    Contents,
}

/// A point of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Point {
    /// The list, so that two lists are told apart.
    pub(super) list: String,
    /// From 0.
    pub(super) level: usize,
    /// The number of a numbered point; none for a bullet.
    pub(super) number: Option<u64>,
    /// How the number is written before the words: `一、`, `1.`; empty for a bullet.
    pub(super) label: String,
    /// Whether this is a further paragraph of the point before it.
    pub(super) goes_on: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Paragraph {
    pub(super) parts: Vec<Part>,
    pub(super) kind: Kind,
    pub(super) centred: bool,
    pub(super) point: Option<Point>,
    /// Whether the end of the paragraph was deleted: the next one goes on in it.
    pub(super) end_deleted: bool,
}

impl Paragraph {
    /// Its characters.
    pub(super) fn plain(&self) -> String {
        let mut out = String::new();
        for part in &self.parts {
            match &part.piece {
                Piece::Text(text) | Piece::Ruby { base: text, .. } => out.push_str(text),
                Piece::Break => out.push('\n'),
                Piece::Image { .. } | Piece::Note(_) => {}
            }
        }
        out
    }

    pub(super) fn has_image(&self) -> bool {
        self.parts.iter().any(|part| matches!(part.piece, Piece::Image { .. }))
    }

    /// Whether there are images in it, and no words.
    pub(super) fn is_image(&self) -> bool {
        self.has_image() && self.plain().trim().is_empty()
    }

    /// Whether nothing stands in it.
    pub(super) fn is_blank(&self) -> bool {
        let silent = |part: &Part| match &part.piece {
            Piece::Text(text) => text.trim().is_empty(),
            Piece::Break => true,
            Piece::Image { .. } | Piece::Note(_) | Piece::Ruby { .. } => false,
        };
        self.parts.iter().all(silent)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) items: Vec<Item>,
    /// How many columns it is wide.
    pub(super) columns: usize,
    pub(super) align: Align,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Item {
    Paragraph(Paragraph),
    Table(Vec<Vec<Cell>>),
    /// A row of a table that is being read.
    Row(Vec<Cell>),
    /// A cell of a row that is being read.
    Cell(Cell),
}

/// Something that is open.
enum Open {
    Body,
    Box,
    Table,
    Row { deleted: bool },
    Cell { columns: usize },
    Note { label: String },
    Paragraph(Paragraph),
}

struct Level {
    open: Open,
    items: Vec<Item>,
}

/// A document while it is read.
pub(super) struct Flow {
    levels: Vec<Level>,
    /// Of each container that is open in the file whether it is one of the levels, or was too deep.
    opened: Vec<bool>,
    pub(super) links: Vec<String>,
    known_links: BTreeMap<String, usize>,
    /// Notes by their labels, in the order in which they stand in the file.
    pub(super) notes: Vec<(String, Vec<Item>)>,
    /// What was left out, and how often.
    pub(super) left_out: BTreeMap<&'static str, usize>,
    /// Stretches of text that were put in and not accepted yet.
    pub(super) insertions: usize,
    /// Stretches of text that were deleted, which is not accepted yet.
    pub(super) deletions: usize,
    /// Symbols of fonts that Unicode has no characters for.
    pub(super) symbols: usize,
}

impl Flow {
    pub(super) fn new() -> Self {
        Self {
            levels: vec![Level { open: Open::Body, items: Vec::new() }],
            opened: Vec::new(),
            links: Vec::new(),
            known_links: BTreeMap::new(),
            notes: Vec::new(),
            left_out: BTreeMap::new(),
            insertions: 0,
            deletions: 0,
            symbols: 0,
        }
    }

    pub(super) fn leave_out(&mut self, what: &'static str) {
        *self.left_out.entry(what).or_default() += 1;
    }

    fn open(&mut self, open: Open) {
        let depth = self.levels.len();
        let fits = match open {
            // A paragraph in a container that was too deep has its own place below the deepest.
            Open::Paragraph(_) => {
                let in_paragraph = matches!(self.levels.last(), Some(Level { open: Open::Paragraph(_), .. }));
                depth <= DEEPEST || (depth == DEEPEST + 1 && !in_paragraph)
            }
            _ => depth <= DEEPEST,
        };
        self.opened.push(fits);
        if fits {
            self.levels.push(Level { open, items: Vec::new() });
        }
    }

    /// Ends what was opened last; none if that was too deep.
    fn close(&mut self) -> Option<Level> {
        if self.opened.pop() == Some(true) && self.levels.len() > 1 { self.levels.pop() } else { None }
    }

    fn add(&mut self, item: Item) {
        if let Some(level) = self.levels.last_mut() {
            level.items.push(item);
        }
    }

    pub(super) fn begin_paragraph(&mut self) {
        self.open(Open::Paragraph(Paragraph::default()));
    }

    /// Ends a paragraph, of which `describe` says what its style told.
    pub(super) fn end_paragraph(&mut self, describe: impl FnOnce(&mut Paragraph)) {
        let too_deep = self.opened.last() == Some(&false);
        let Some(Level { open, items }) = self.close() else {
            if too_deep {
                // Its words went on in the paragraph around it.
                self.line_break(Format::default());
            }
            return;
        };
        if let Open::Paragraph(mut paragraph) = open {
            describe(&mut paragraph);
            match self.levels.last_mut().map(|level| &mut level.items) {
                Some(before) if matches!(before.last(), Some(Item::Paragraph(last)) if last.end_deleted) => {
                    if let Some(Item::Paragraph(last)) = before.last_mut() {
                        last.parts.append(&mut paragraph.parts);
                        last.end_deleted = paragraph.end_deleted;
                        if last.kind == Kind::Body {
                            last.kind = paragraph.kind;
                        }
                    }
                }
                _ => self.add(Item::Paragraph(paragraph)),
            }
        }
        self.take(items);
    }

    fn take(&mut self, items: Vec<Item>) {
        if let Some(level) = self.levels.last_mut() {
            level.items.extend(items);
        }
    }

    /// A text box: its paragraphs stand after the one that it hangs on.
    pub(super) fn begin_box(&mut self) {
        self.open(Open::Box);
    }

    pub(super) fn end_box(&mut self) {
        if let Some(level) = self.close() {
            self.take(level.items);
        }
    }

    pub(super) fn begin_table(&mut self) {
        self.open(Open::Table);
    }

    pub(super) fn end_table(&mut self) {
        let Some(level) = self.close() else { return };
        let mut rows = Vec::new();
        for item in level.items {
            match item {
                Item::Row(cells) => rows.push(cells),
                Item::Cell(cell) => rows.push(vec![cell]),
                other => rows.push(vec![Cell { items: vec![other], columns: 1, align: Align::Auto }]),
            }
        }
        self.add(Item::Table(rows));
    }

    pub(super) fn begin_row(&mut self) {
        self.open(Open::Row { deleted: false });
    }

    /// The row that is open was deleted.
    pub(super) fn delete_row(&mut self) {
        if let Some(Level { open: Open::Row { deleted }, .. }) = self.levels.last_mut() {
            *deleted = true;
        }
    }

    pub(super) fn end_row(&mut self) {
        let Some(Level { open, items }) = self.close() else { return };
        if matches!(open, Open::Row { deleted: true }) {
            self.deletions += 1;
            return;
        }
        let mut cells = Vec::new();
        for item in items {
            match item {
                Item::Cell(cell) => cells.push(cell),
                other => cells.push(Cell { items: vec![other], columns: 1, align: Align::Auto }),
            }
        }
        self.add(Item::Row(cells));
    }

    pub(super) fn begin_cell(&mut self) {
        self.open(Open::Cell { columns: 1 });
    }

    /// How many columns the open cell is wide.
    pub(super) fn cell_columns(&mut self, wide: usize) {
        if let Some(Level { open: Open::Cell { columns }, .. }) = self.levels.last_mut() {
            *columns = wide.clamp(1, 64);
        }
    }

    pub(super) fn end_cell(&mut self) {
        let Some(Level { open, items }) = self.close() else { return };
        let columns = if let Open::Cell { columns } = open { columns } else { 1 };
        let centred = |item: &Item| matches!(item, Item::Paragraph(paragraph) if paragraph.centred);
        let align = if !items.is_empty() && items.iter().all(centred) { Align::Center } else { Align::Auto };
        self.add(Item::Cell(Cell { items, columns, align }));
    }

    pub(super) fn begin_note(&mut self, label: String) {
        self.open(Open::Note { label });
    }

    pub(super) fn end_note(&mut self) {
        if let Some(Level { open: Open::Note { label }, items }) = self.close() {
            self.notes.push((label, items));
        }
    }

    /// The paragraph that is being read; outside of any, text is not part of the document.
    fn paragraph(&mut self) -> Option<&mut Paragraph> {
        self.levels.iter_mut().rev().find_map(|level| match &mut level.open {
            Open::Paragraph(paragraph) => Some(paragraph),
            _ => None,
        })
    }

    pub(super) fn text(&mut self, text: &str, format: Format) {
        // Line ends and tabs in the file are blanks.
        let is_blank = ['\n', '\r', '\t'];
        let text = if text.contains(is_blank) { text.replace(is_blank, " ").into() } else { Cow::from(text) };
        let Some(paragraph) = self.paragraph() else { return };
        match paragraph.parts.last_mut() {
            Some(Part { piece: Piece::Text(last), format: known }) if *known == format => {
                last.push_str(&text);
            }
            _ => paragraph.parts.push(Part { piece: Piece::Text(text.into_owned()), format }),
        }
    }

    pub(super) fn piece(&mut self, piece: Piece, format: Format) {
        if let Some(paragraph) = self.paragraph() {
            paragraph.parts.push(Part { piece, format });
        }
    }

    pub(super) fn line_break(&mut self, format: Format) {
        self.piece(Piece::Break, format);
    }

    /// An image beside the text: it stands after the paragraph that it hangs on.
    pub(super) fn image_beside(&mut self, source: String, alt: String) {
        let part = Part { piece: Piece::Image { source, alt }, format: Format::default() };
        let image = Paragraph { parts: vec![part], ..Paragraph::default() };
        self.add(Item::Paragraph(image));
    }

    /// The number of a link; none for one that is longer than addresses are, which a small file could repeat without
    /// end.
    pub(super) fn link(&mut self, url: &str) -> Option<usize> {
        if url.len() > LONGEST_ADDRESS {
            return None;
        }
        if let Some(known) = self.known_links.get(url) {
            return Some(*known);
        }
        self.known_links.insert(url.to_owned(), self.links.len());
        self.links.push(url.to_owned());
        Some(self.links.len() - 1)
    }

    /// What was read: everything that is still open ends.
    pub(super) fn finish(&mut self) -> Vec<Item> {
        while !self.opened.is_empty() {
            self.end_box();
        }
        self.levels.first_mut().map(|level| std::mem::take(&mut level.items)).unwrap_or_default()
    }
}
