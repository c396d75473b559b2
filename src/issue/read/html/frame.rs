//! Elements that hold blocks: quotations, figures, lists, tables.

use crate::issue::inline::Inline;
use crate::issue::model::{Align, Block, Body, Cell, Role};
use crate::issue::read::parsed::Parsed;
use crate::problem::Span;

pub(super) enum Container {
    Page,
    Quote,
    PullQuote,
    Figure,
    Note(String),
    List { start: Option<u64>, points: Vec<Vec<Block>> },
    Point,
    Table { rows: Vec<Vec<(Align, Vec<Parsed>)>> },
    Cell { align: Align, columns: usize },
}

/// A container that is open, and the blocks in it.
pub(super) struct Frame {
    pub(super) container: Container,
    pub(super) start: usize,
    pub(super) blocks: Vec<Parsed>,
}

impl Frame {
    pub(super) fn new(container: Container, start: usize) -> Self {
        Self { container, start, blocks: Vec::new() }
    }

    pub(super) fn is_pull_quote(&self) -> bool {
        matches!(self.container, Container::PullQuote)
    }
}

/// A figure: images and the words below them. Blocks that are neither stand by themselves.
pub(super) fn figure(blocks: Vec<Parsed>, span: Span) -> Vec<Parsed> {
    let is_image =
        |inline: &Inline| matches!(inline, Inline::Image { .. } | Inline::SoftBreak | Inline::HardBreak);
    let is_text = |parsed: &Parsed| matches!(parsed.block.body, Body::Text(_));
    let has_image = |parsed: &Parsed| match &parsed.block.body {
        Body::Text(text) => text.inlines.iter().any(|inline| matches!(inline, Inline::Image { .. })),
        _ => false,
    };
    if !blocks.iter().all(is_text) || !blocks.iter().any(has_image) {
        return blocks;
    }
    let mut parts: Vec<Block> = Vec::with_capacity(blocks.len());
    for mut parsed in blocks {
        let images = match &parsed.block.body {
            Body::Text(text) => text.inlines.iter().all(is_image),
            _ => false,
        };
        parsed.block.role = if images { Role::Figure } else { Role::Caption };
        parts.push(parsed.block);
    }
    let block = match parts.as_mut_slice() {
        [only] if only.role == Role::Figure => parts.remove(0),
        _ => Block { role: Role::Figure, span, body: Body::Blocks(parts) },
    };
    vec![Parsed { heading: None, block }]
}

/// A table; when its cells hold blocks it is layout, and they stand one after the other.
pub(super) fn table(rows: Vec<Vec<(Align, Vec<Parsed>)>>, span: Span) -> Vec<Parsed> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let is_cell = |blocks: &[Parsed]| match blocks {
        [] => true,
        [only] => only.heading.is_none() && matches!(only.block.body, Body::Text(_)),
        _ => false,
    };
    let cells = || rows.iter().flatten();
    let layout = columns < 2 || rows.len() < 2 || !cells().all(|(_, blocks)| is_cell(blocks));
    if layout {
        return rows.into_iter().flatten().flat_map(|(_, blocks)| blocks).collect();
    }
    let end = cells().flat_map(|(_, blocks)| blocks).map(|parsed| parsed.block.span.end).max();
    let rows = rows.into_iter().filter(|row| !row.is_empty()).map(|row| {
        let mut cells: Vec<Cell> = row
            .into_iter()
            .map(|(align, blocks)| {
                let text = blocks.into_iter().find_map(|parsed| match parsed.block.body {
                    Body::Text(text) => Some(text),
                    _ => None,
                });
                Cell { align, text: text.unwrap_or_default() }
            })
            .collect();
        cells.resize_with(columns, Cell::default);
        cells
    });
    let body = Body::Table { rows: rows.collect() };
    let span = Span { start: span.start, end: end.unwrap_or(span.end) };
    vec![Parsed { heading: None, block: Block { role: Role::Table, span, body } }]
}
