//! From the flow of a document to blocks: paragraphs that one break after another divides, headings, lists, figures
//! with their captions, tables, notes. The text is put together as the source that places are told in: a line for
//! each paragraph.

use super::flow::{Cell, Flow, Format, Item, Kind, Paragraph, Part, Piece, Point};
use super::look;
use crate::issue::inline::{Inline, Mark, Text};
use crate::issue::line;
use crate::issue::model::{Align, Block, Body, Cell as TableCell, Role};
use crate::issue::read::parsed::Parsed;
use crate::issue::read::without_empty_lines;
use crate::issue::source_map::Run;
use crate::problem::Span;

/// The source text and the blocks of a document.
pub(super) fn blocks(mut items: Vec<Item>, flow: &mut Flow, text: &mut String) -> Vec<Parsed> {
    items = divided(items);
    let notes = std::mem::take(&mut flow.notes);
    let mut writer = Writer { text, links: &flow.links };
    let mut parsed = writer.sequence(items, true);
    for (label, items) in notes {
        let blocks: Vec<Block> =
            writer.sequence(divided(items), false).into_iter().map(|parsed| parsed.block).collect();
        let span = span_of(&blocks);
        let block = Block { role: Role::Note, span, body: Body::Note { label, blocks } };
        parsed.push(Parsed { heading: None, block });
    }
    parsed
}

fn span_of(blocks: &[Block]) -> Span {
    let start = blocks.iter().map(|block| block.span.start).min().unwrap_or_default();
    Span { start, end: blocks.iter().map(|block| block.span.end).max().unwrap_or(start) }
}

/// Paragraphs without what is blank, cut where two breaks, or one before a line that is set in, divide them: so
/// paragraphs end where nobody pressed Enter.
fn divided(items: Vec<Item>) -> Vec<Item> {
    let mut out = Vec::with_capacity(items.len());
    for item in items {
        match item {
            Item::Paragraph(paragraph) => divide(paragraph, &mut out),
            Item::Row(cells) => out.push(Item::Table(vec![cells])),
            Item::Cell(cell) => out.extend(divided(cell.items)),
            table @ Item::Table(_) => out.push(table),
        }
    }
    out
}

fn divide(paragraph: Paragraph, out: &mut Vec<Item>) {
    if paragraph.is_blank() {
        return;
    }
    let has_breaks = paragraph.parts.iter().any(|part| part.piece == Piece::Break);
    if !has_breaks || paragraph.kind != Kind::Body {
        return out.push(Item::Paragraph(paragraph));
    }
    let set_in = |part: &Part| match &part.piece {
        Piece::Text(text) => {
            ["\u{3000}\u{3000}", "\u{2003}\u{2003}", "    "].iter().any(|blanks| text.starts_with(blanks))
        }
        _ => false,
    };
    let empty = Paragraph { parts: Vec::new(), end_deleted: false, ..paragraph.clone() };
    let mut current = empty.clone();
    let mut breaks = 0;
    for part in paragraph.parts {
        if part.piece == Piece::Break {
            breaks += 1;
            continue;
        }
        if breaks > 1 || (breaks == 1 && set_in(&part)) {
            if !current.is_blank() {
                out.push(Item::Paragraph(std::mem::replace(&mut current, empty.clone())));
            }
        } else if breaks == 1 && !current.parts.is_empty() {
            current.parts.push(Part { piece: Piece::Break, format: Format::default() });
        }
        breaks = 0;
        current.parts.push(part);
    }
    if !current.is_blank() {
        out.push(Item::Paragraph(current));
    }
}

struct Writer<'a> {
    text: &'a mut String,
    links: &'a [String],
}

impl Writer<'_> {
    /// The blocks of a run of items. Only the body of a document has headings.
    fn sequence(&mut self, items: Vec<Item>, is_body: bool) -> Vec<Parsed> {
        let levels = if is_body { look::levels(&items) } else { vec![None; items.len()] };
        let alone: Vec<bool> = (0..items.len()).map(|at| is_alone(&items, at)).collect();
        let mut out: Vec<Parsed> = Vec::with_capacity(items.len());
        let mut items = items.into_iter().zip(levels).zip(alone).peekable();
        while let Some(((item, level), alone)) = items.next() {
            let mut paragraph = match item {
                Item::Paragraph(paragraph) => paragraph,
                Item::Table(rows) => {
                    self.table(rows, &mut out);
                    continue;
                }
                Item::Row(_) | Item::Cell(_) => continue,
            };
            if let Some(level) = level {
                self.heading(paragraph, level, &mut out);
            } else if paragraph.point.is_some() && !alone {
                let mut points = vec![paragraph];
                while let Some(((Item::Paragraph(next), None), _)) = items.peek()
                    && goes_on(&points[0], next)
                {
                    let Some(((Item::Paragraph(next), _), _)) = items.next() else { break };
                    points.push(next);
                }
                let block = self.list(points.into(), 0);
                out.push(Parsed { heading: None, block });
            } else if paragraph.kind == Kind::Quote {
                let mut blocks = vec![self.block(&paragraph, Role::Paragraph)];
                while let Some(((Item::Paragraph(next), None), _)) = items.peek()
                    && next.kind == Kind::Quote
                {
                    let Some(((Item::Paragraph(next), _), _)) = items.next() else { break };
                    blocks.push(self.block(&next, Role::Paragraph));
                }
                let block = Block { role: Role::Quote, span: span_of(&blocks), body: Body::Blocks(blocks) };
                out.push(Parsed { heading: None, block });
            } else if paragraph.is_image() {
                let mut blocks = vec![self.block(&paragraph, Role::Figure)];
                while let Some(((Item::Paragraph(next), None), _)) = items.peek()
                    && is_caption(next)
                    && blocks.len() < 3
                {
                    let Some(((Item::Paragraph(next), _), _)) = items.next() else { break };
                    blocks.push(self.block(&next, Role::Caption));
                }
                let block = if let [_] = blocks[..] {
                    blocks.remove(0)
                } else {
                    Block { role: Role::Figure, span: span_of(&blocks), body: Body::Blocks(blocks) }
                };
                out.push(Parsed { heading: None, block });
            } else {
                label(&mut paragraph);
                let block = self.block(&paragraph, Role::Paragraph);
                out.push(Parsed { heading: None, block });
            }
        }
        out
    }

    fn heading(&mut self, mut paragraph: Paragraph, level: u8, out: &mut Vec<Parsed>) {
        label(&mut paragraph);
        // What the whole heading is set in is its look. An image beside its words is a figure.
        let (images, parts): (Vec<Part>, Vec<Part>) =
            paragraph.parts.into_iter().partition(|part| matches!(part.piece, Piece::Image { .. }));
        paragraph.parts = parts;
        let says = |part: &Part| !matches!(&part.piece, Piece::Text(text) if text.trim().is_empty());
        let all = |is_set: fn(&Format) -> bool| {
            paragraph
                .parts
                .iter()
                .filter(|part| says(part) && !matches!(part.piece, Piece::Break | Piece::Note(_)))
                .all(|part| is_set(&part.format))
        };
        let (strong, emphasis) = (all(|format| format.strong), all(|format| format.emphasis));
        for part in &mut paragraph.parts {
            part.format.strong &= !strong;
            part.format.emphasis &= !emphasis;
            if part.piece == Piece::Break {
                part.piece = Piece::Text(" ".to_owned());
            }
        }
        let block = self.block(&paragraph, Role::Crosshead);
        out.push(Parsed { heading: Some(level.clamp(1, 6)), block });
        if !images.is_empty() {
            let figure = Paragraph { parts: images, ..Paragraph::default() };
            let block = self.block(&figure, Role::Figure);
            out.push(Parsed { heading: None, block });
        }
    }

    /// A list of paragraphs that are points of this level or a deeper one.
    fn list(&mut self, mut paragraphs: std::collections::VecDeque<Paragraph>, depth: usize) -> Block {
        let level_of = |paragraph: &Paragraph| paragraph.point.as_ref().map_or(0, |point| point.level);
        let level = paragraphs.front().map_or(0, level_of);
        let start = paragraphs.front().and_then(|first| first.point.as_ref()?.number);
        let mut points: Vec<Vec<Block>> = Vec::new();
        while let Some(paragraph) = paragraphs.pop_front() {
            let deeper = level_of(&paragraph) > level && depth < super::DEEPEST_LIST;
            if deeper && !points.is_empty() {
                let mut inner = std::collections::VecDeque::from([paragraph]);
                while paragraphs.front().is_some_and(|next| level_of(next) > level) {
                    inner.extend(paragraphs.pop_front());
                }
                let list = self.list(inner, depth + 1);
                if let Some(point) = points.last_mut() {
                    point.push(list);
                }
                continue;
            }
            let goes_on = paragraph.point.as_ref().is_some_and(|point| point.goes_on);
            let block = self.block(&paragraph, Role::Paragraph);
            match points.last_mut() {
                Some(point) if goes_on => point.push(block),
                _ => points.push(vec![block]),
            }
        }
        let span = Span {
            start: points.iter().flatten().map(|block| block.span.start).min().unwrap_or_default(),
            end: points.iter().flatten().map(|block| block.span.end).max().unwrap_or_default(),
        };
        Block { role: Role::List, span, body: Body::List { start, points } }
    }

    /// A table, or what stands in it if its cells are there for the layout.
    fn table(&mut self, rows: Vec<Vec<Cell>>, out: &mut Vec<Parsed>) {
        /// Paragraphs of a cell that are still lines of it.
        const LINES: usize = 4;
        let rows: Vec<Vec<(Cell, usize)>> = rows
            .into_iter()
            .map(|row| {
                let cell = |cell: Cell| {
                    let columns = cell.columns;
                    (Cell { items: divided(cell.items), ..cell }, columns)
                };
                row.into_iter().map(cell).collect::<Vec<_>>()
            })
            .filter(|row: &Vec<_>| !row.is_empty())
            .collect();
        let is_line = |item: &Item| match item {
            Item::Paragraph(paragraph) => {
                paragraph.point.is_none()
                    && !paragraph.is_image()
                    && matches!(paragraph.kind, Kind::Body | Kind::Subtitle)
            }
            _ => false,
        };
        let is_data = |(cell, _): &(Cell, usize)| cell.items.len() <= LINES && cell.items.iter().all(is_line);
        let wide = rows.iter().map(|row| row.iter().map(|(_, columns)| columns).sum::<usize>()).max();
        let columns = wide.unwrap_or_default();
        if columns < 2 || rows.len() < 2 || !rows.iter().flatten().all(is_data) {
            let cells = rows.into_iter().flatten();
            let items: Vec<Item> = cells.flat_map(|(cell, _)| cell.items).collect();
            out.append(&mut self.sequence(items, false));
            return;
        }
        let begin = self.text.len();
        let rows: Vec<Vec<TableCell>> = rows
            .into_iter()
            .map(|row| {
                let mut cells: Vec<TableCell> = Vec::with_capacity(columns);
                for (cell, wide) in row {
                    cells.push(self.cell(cell));
                    cells.extend((1..wide).map(|_| TableCell::default()));
                }
                cells.resize_with(columns, TableCell::default);
                cells
            })
            .collect();
        let span = Span { start: begin, end: self.text.trim_end().len().max(begin) };
        let block = Block { role: Role::Table, span, body: Body::Table { rows } };
        out.push(Parsed { heading: None, block });
    }

    /// A cell; its paragraphs are its lines.
    fn cell(&mut self, cell: Cell) -> TableCell {
        let mut whole = Paragraph::default();
        for item in cell.items {
            let Item::Paragraph(paragraph) = item else { continue };
            if !whole.parts.is_empty() {
                whole.parts.push(Part { piece: Piece::Break, format: Format::default() });
            }
            whole.parts.extend(paragraph.parts);
        }
        let align = if cell.align == Align::Center { Align::Center } else { Align::Auto };
        TableCell { align, text: self.line(&whole).0 }
    }

    fn block(&mut self, paragraph: &Paragraph, role: Role) -> Block {
        let (text, span) = self.line(paragraph);
        Block::text(role, span, text)
    }

    /// The running text of a paragraph, which becomes a line of the source.
    fn line(&mut self, paragraph: &Paragraph) -> (Text, Span) {
        let begin = self.text.len();
        let first = paragraph.parts.iter().position(says).unwrap_or(paragraph.parts.len());
        let last = paragraph.parts.iter().rposition(says).map_or(first, |last| last + 1);
        let mut inlines = Vec::with_capacity(last - first);
        for (at, part) in paragraph.parts.iter().enumerate().take(last).skip(first) {
            let start = self.text.len();
            let inline = match &part.piece {
                Piece::Text(text) => {
                    let text = if at == first { text.trim_start() } else { text };
                    let text = if at + 1 == last { text.trim_end() } else { text };
                    self.text.push_str(text);
                    Inline::Text(Run::read(text, Span { start, end: self.text.len() }))
                }
                Piece::Break => {
                    self.text.push('\n');
                    Inline::HardBreak
                }
                Piece::Image { source, alt } => {
                    Inline::Image { source: source.clone(), alt: alt.clone(), title: String::new() }
                }
                Piece::Note(label) => Inline::Note(label.clone()),
                Piece::Ruby { base, reading } => {
                    self.text.push_str(base);
                    let base = Run::read(base.as_str(), Span { start, end: self.text.len() });
                    Inline::Marked(Mark::Ruby(reading.clone()), vec![Inline::Text(base)])
                }
            };
            // The number of a note is set high by its style; it is still that and no more.
            let format = match inline {
                Inline::Note(_) => Format { superscript: false, subscript: false, ..part.format },
                _ => part.format,
            };
            inlines.push((self.marks(&format), inline));
        }
        let span = Span { start: begin, end: self.text.len() };
        self.text.push('\n');
        (Text { inlines: without_empty_lines(nested(inlines, 0)) }, span)
    }

    /// The marks of a format, the outermost first.
    fn marks(&self, format: &Format) -> Vec<Mark> {
        let mut marks = Vec::new();
        if let Some(url) = format.link.and_then(|link| self.links.get(link)) {
            marks.push(Mark::Link { url: url.clone(), title: String::new() });
        }
        let plain = [
            (format.strong, Mark::Strong),
            (format.emphasis, Mark::Emphasis),
            (format.strike, Mark::Strikethrough),
            (format.superscript, Mark::Superscript),
            (format.subscript, Mark::Subscript),
        ];
        marks.extend(plain.into_iter().filter(|(is_set, _)| *is_set).map(|(_, mark)| mark));
        marks
    }
}

fn says(part: &Part) -> bool {
    match &part.piece {
        Piece::Text(text) => !text.trim().is_empty(),
        Piece::Break => false,
        _ => true,
    }
}

/// Parts with the same mark side by side under one mark.
fn nested(parts: Vec<(Vec<Mark>, Inline)>, depth: usize) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::with_capacity(parts.len());
    let mut parts = parts.into_iter().peekable();
    while let Some((marks, inline)) = parts.next() {
        let Some(mark) = marks.get(depth).cloned() else {
            match (out.last_mut(), inline) {
                (Some(Inline::Text(last)), Inline::Text(next)) => last.append(&next),
                (_, Inline::Text(empty)) if empty.is_empty() => {}
                (_, inline) => out.push(inline),
            }
            continue;
        };
        let mut inner = vec![(marks, inline)];
        while let Some((marks, _)) = parts.peek()
            && marks.get(depth) == Some(&mark)
        {
            inner.extend(parts.next());
        }
        let inner = nested(inner, depth + 1);
        if !inner.is_empty() {
            out.push(Inline::Marked(mark, inner));
        }
    }
    out
}

/// Puts the number that the program counts before the words that it stands before.
fn label(paragraph: &mut Paragraph) {
    let Some(Point { label, .. }) = paragraph.point.take() else { return };
    if !label.is_empty() {
        let format = paragraph.parts.first().map(|part| part.format).unwrap_or_default();
        paragraph.parts.insert(0, Part { piece: Piece::Text(label), format });
    }
}

/// Whether a paragraph belongs to the same list as the first of its points.
fn goes_on(first: &Paragraph, next: &Paragraph) -> bool {
    match (&first.point, &next.point) {
        (Some(first), Some(next)) => first.list == next.list || next.level > first.level,
        _ => false,
    }
}

/// Whether a numbered line has no other of its list beside it: it is a heading or a numbered paragraph of the text.
fn is_alone(items: &[Item], at: usize) -> bool {
    let Item::Paragraph(paragraph) = &items[at] else { return false };
    let Some(point) = &paragraph.point else { return false };
    let same = |other: Option<&Item>| matches!(other, Some(Item::Paragraph(other)) if other.point.as_ref().is_some_and(|other| other.list == point.list));
    !point.label.is_empty()
        && !same(items.get(at + 1))
        && !same(at.checked_sub(1).and_then(|at| items.get(at)))
}

/// Whether a paragraph right below an image says what the image shows: by its style, its own words, or because it is
/// short and centred as the image is.
fn is_caption(paragraph: &Paragraph) -> bool {
    if paragraph.has_image() || paragraph.point.is_some() {
        return false;
    }
    let plain = paragraph.plain();
    paragraph.kind == Kind::Caption
        || (paragraph.kind == Kind::Body
            && (line::is_caption(&plain) || (paragraph.centred && line::weight(&plain) <= 150)))
}
