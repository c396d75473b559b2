//! An article's blocks as XHTML.
//!
//! The element is chosen by role, so that a headline is a heading, a caption stands in its figure, and a note is
//! a note. Blocks that are too long for one file of the book are cut: a list between its points, a paragraph
//! behind a full stop.

use std::fmt::Write as _;
use std::ops::Range;

use super::Layout;
use super::book::{LARGEST_PAGE, Shape, page_label};
use super::markup::Markup;
use super::metadata::on_one_line;
use super::running_text::{Portion, RunningText, Side};
use super::wordless::Thing;
use super::xhtml::{escape, escape_attribute, set_plain};
use crate::issue::model::Align;
use crate::issue::{Article, Block, Body, Cell, Role, Text};
use crate::lang::is_han;

/// A block, set.
pub(super) struct Set {
    pub id: String,
    pub role: Role,
    pub portion: Portion,
}

/// The article that is being set.
pub(super) struct Chapter<'c, 'a> {
    pub running: RunningText<'c, 'a>,
    /// The next note of the book.
    pub next_note: usize,
    pub has_headline: bool,
}

impl Chapter<'_, '_> {
    fn vertical(&self) -> bool {
        self.running.vertical()
    }

    /// The mark of the printed page that the article begins on, unless it is the one before.
    pub(super) fn first_page(&mut self, article: &Article) -> Markup {
        let Some(label) = &article.page else { return Markup::default() };
        let starts_so = article.blocks.first().is_some_and(|block| block.role == Role::Page);
        if starts_so || self.running.book.printed.last().is_some_and(|last| last.label == *label) {
            return Markup::default();
        }
        let spoken = self.running.tongue.labels.page(label);
        self.running.book.page_break(label, &spoken, Markup::default())
    }

    pub(super) fn article(&mut self, article: &Article) -> Vec<Set> {
        let mut set = Vec::with_capacity(article.blocks.len());
        for (index, block) in article.blocks.iter().enumerate() {
            let id = format!("a{}b{}", self.running.number + 1, index + 1);
            let first = self.running.leaf;
            for (part, portion) in self.top_block(block, &id).into_iter().enumerate() {
                let id = if part == 0 { id.clone() } else { format!("{id}-{}", part + 1) };
                set.push(Set { id, role: block.role, portion });
            }
            for markup in self.silent(&(first..self.running.leaf)) {
                let portion = self.running.portion(markup);
                set.push(Set { id: String::new(), role: Role::Other, portion });
            }
        }
        set
    }

    /// What of the translation holds no sentence and follows one of the leaves of a block.
    pub(super) fn silent(&mut self, leaves: &Range<usize>) -> Vec<Markup> {
        let Some(parallel) = self.running.parallel else { return Vec::new() };
        let list = &parallel.placement.silent;
        let start = list.partition_point(|(leaf, _)| leaf.0 < leaves.start);
        let lang = &parallel.tongue.tag;
        let spoken = Some(lang.as_str());
        let mut set = Vec::new();
        for (_, silent) in list[start..].iter().take_while(|(leaf, _)| leaf.0 < leaves.end) {
            let mut out = Markup::default();
            match silent.thing {
                Thing::Images(text) => {
                    let shape = Shape { tag: "figure", class: "" };
                    shape.open(&mut out, "", spoken, "translation");
                    let side = Side::Target { article: silent.article };
                    self.running.write(&mut out, text, &(0..text.plain().len()), &[], side);
                    shape.close(&mut out);
                }
                Thing::Verbatim(block) => {
                    let shape = Shape { tag: "div", class: "" };
                    let mut code = Markup::default();
                    self.block(&mut code, block, "");
                    if !code.is_empty() {
                        shape.open(&mut out, "", spoken, "translation");
                        out.append(code);
                        shape.close(&mut out);
                    }
                }
                Thing::Rule => out.push_str("<hr/>"),
            }
            set.push(out);
        }
        set
    }

    /// A block of the article; in several pieces if it is too long for one file.
    pub(super) fn top_block(&mut self, block: &Block, id: &str) -> Vec<Portion> {
        let alone = self.running.parallel.is_none();
        let one_element = matches!(block.role, Role::Page | Role::Quote | Role::PullQuote | Role::Figure);
        match &block.body {
            Body::Text(text) if alone && text.plain().len() > self.running.longest_paragraph() => {
                self.long_text(block.role, text, id)
            }
            Body::Text(text) if !alone && !one_element => {
                let shape = self.shape(block.role);
                let portions = self.running.portions(shape, text, id, true);
                portions.into_iter().filter(|portion| !portion.markup.is_empty()).collect()
            }
            Body::List { start, points } if points.len() > 1 => self.list(*start, points, id),
            Body::Table { rows } => self.table(rows, id),
            Body::Blocks(blocks) if is_quotation(block.role) => self.quote(block.role, blocks, id),
            _ => {
                let mut out = Markup::default();
                self.block(&mut out, block, id);
                if out.is_empty() { Vec::new() } else { vec![self.running.portion(out)] }
            }
        }
    }

    /// A running text that is too long for one file, cut behind full stops where there are any.
    pub(super) fn long_text(&mut self, role: Role, text: &Text, id: &str) -> Vec<Portion> {
        let plain = text.plain();
        let shape = self.shape(role);
        self.running.headline = false;
        self.running.leaf += 1;
        let mut pieces = Vec::new();
        let mut start = 0;
        while start < plain.len() {
            let mut end = (start + self.running.longest_paragraph()).min(plain.len());
            while !plain.is_char_boundary(end) {
                end -= 1;
            }
            if end < plain.len()
                && let Some((stop, c)) =
                    plain[start..end].char_indices().rfind(|(_, c)| "。！？.\n".contains(*c))
            {
                end = start + stop + c.len_utf8();
            }
            let mut out = Markup::default();
            let id = if start == 0 { id.to_owned() } else { format!("{id}-{}", pieces.len() + 1) };
            shape.open(&mut out, &id, None, if start == 0 { "" } else { "continued" });
            self.running.write(&mut out, text, &(start..end), &[], Side::Source);
            shape.close(&mut out);
            pieces.push(self.running.portion(out));
            start = end;
        }
        pieces
    }

    /// A list; a very long one in several, numbered on.
    pub(super) fn list(&mut self, start: Option<u64>, points: &[Vec<Block>], id: &str) -> Vec<Portion> {
        let mut lists = Vec::new();
        let mut out = Markup::default();
        let tag = if start.is_some() { "ol" } else { "ul" };
        for (index, point) in points.iter().enumerate() {
            if out.len() > LARGEST_PAGE / 2 {
                let _ = write!(out, "</{tag}>");
                lists.push(self.running.portion(std::mem::take(&mut out)));
            }
            if out.is_empty() {
                let _ = write!(out, "<{tag}");
                out.id(&numbered(id, lists.len()));
                if let Some(first) =
                    start.map(|start| start.saturating_add(index as u64)).filter(|first| *first != 1)
                {
                    let _ = write!(out, " start=\"{first}\"");
                }
                out.push('>');
            }
            out.push_str("<li>");
            self.blocks(&mut out, point);
            out.push_str("</li>");
        }
        if !out.is_empty() {
            let _ = write!(out, "</{tag}>");
            lists.push(self.running.portion(out));
        }
        lists
    }

    pub(super) fn blocks(&mut self, out: &mut Markup, blocks: &[Block]) {
        for block in blocks {
            self.block(out, block, "");
        }
    }

    pub(super) fn block(&mut self, out: &mut Markup, block: &Block, id: &str) {
        let open = |out: &mut Markup, tag: &str, end: &str| {
            let _ = write!(out, "<{tag}");
            out.id(id);
            out.push_str(end);
        };
        match &block.body {
            Body::Text(text) if block.role == Role::Page => self.printed_page(out, text),
            Body::Text(text) if block.role == Role::Quote => {
                open(out, "blockquote", ">");
                self.running.text(out, Shape { tag: "p", class: "" }, text, "", false);
                out.push_str("</blockquote>");
            }
            Body::Text(text) if block.role == Role::Figure => {
                open(out, "figure", ">");
                self.running.text(out, Shape { tag: "div", class: "" }, text, "", false);
                out.push_str("</figure>");
            }
            Body::Text(text) => {
                let shape = self.shape(block.role);
                self.running.text(out, shape, text, id, true);
            }
            Body::List { start, points } => {
                let lists = self.list(*start, points, id);
                out.append(self.running.together(lists));
            }
            Body::Table { rows } => {
                let tables = self.table(rows, id);
                out.append(self.running.together(tables));
            }
            Body::Blocks(blocks) if is_quotation(block.role) => {
                let quotes = self.quote(block.role, blocks, id);
                out.append(self.running.together(quotes));
            }
            Body::Blocks(blocks) if block.role == Role::Figure => {
                open(out, "figure", ">");
                self.figure(out, blocks);
            }
            Body::Blocks(blocks) => {
                open(out, "div", ">");
                self.blocks(out, blocks);
                out.push_str("</div>");
            }
            Body::Note { blocks, .. } => self.note(out, blocks),
            Body::Verbatim { kind, text } => {
                // A comment in the source's markup is not for readers.
                if !(kind == "html" && text.trim_start().starts_with("<!--")) {
                    open(out, "pre", "><code>");
                    out.push_str(&escape(text));
                    out.push_str("</code></pre>");
                }
            }
            Body::Empty => open(out, "hr", "/>"),
        }
    }

    /// The element of a running text by its role.
    pub(super) fn shape(&mut self, role: Role) -> Shape {
        match role {
            Role::Headline if !self.has_headline => {
                self.has_headline = true;
                Shape { tag: "h1", class: "headline" }
            }
            Role::Headline | Role::Crosshead => Shape { tag: "h2", class: role.name() },
            // The element around a pull quote has its name.
            Role::Paragraph | Role::PullQuote => Shape { tag: "p", class: "" },
            role => Shape { tag: "p", class: role.name() },
        }
    }

    pub(super) fn printed_page(&mut self, out: &mut Markup, text: &Text) {
        let plain = text.plain();
        let label = page_label(&plain);
        let spoken = self.running.tongue.labels.page(&label);
        let mut words = Markup::default();
        self.running.text(&mut words, Shape { tag: "span", class: "page" }, text, "", false);
        let marker = self.running.book.page_break(&label, &spoken, words);
        out.append(marker);
    }

    /// A quotation of several blocks; a very long one in several.
    fn quote(&mut self, role: Role, blocks: &[Block], id: &str) -> Vec<Portion> {
        let (open, close) = match role {
            Role::PullQuote => {
                ("<aside epub:type=\"pullquote\" role=\"doc-pullquote\" class=\"pull-quote\"", "</aside>")
            }
            _ => ("<blockquote", "</blockquote>"),
        };
        let mut quotes = Vec::new();
        let mut out = Markup::default();
        for block in blocks {
            if out.len() > LARGEST_PAGE / 2 {
                out.push_str(close);
                quotes.push(self.running.portion(std::mem::take(&mut out)));
            }
            if out.is_empty() {
                out.push_str(open);
                out.id(&numbered(id, quotes.len()));
                out.push('>');
            }
            self.block(&mut out, block, "");
        }
        if !out.is_empty() {
            out.push_str(close);
            quotes.push(self.running.portion(out));
        }
        quotes
    }

    /// A table; a very long one in several, each with the head.
    fn table(&mut self, rows: &[Vec<Cell>], id: &str) -> Vec<Portion> {
        let mut tables = Vec::new();
        let listed = columns(rows) * if self.running.parallel.is_some() { 2 } else { 1 } >= LISTED;
        let labels = if listed { self.labels(&rows[0]) } else { Vec::new() };
        let class = class_of(columns(rows), listed);
        let open = |tables: usize| {
            let mut out = Markup::default();
            out.push_str("<table");
            out.id(&numbered(id, tables));
            let _ = write!(out, "{class}>");
            out
        };
        let mut out = open(0);
        for (index, row) in rows.iter().enumerate() {
            if out.len() > LARGEST_PAGE / 2 && index > 1 {
                out.push_str("</tbody></table>");
                tables.push(self.running.portion(out));
                out = open(tables.len());
                self.repeated_head(&mut out, &rows[0]);
                out.push_str("<tbody>");
            }
            out.push_str(match index {
                0 => "<thead><tr>",
                1 => "<tbody><tr>",
                _ => "<tr>",
            });
            for (column, cell) in row.iter().enumerate() {
                let label = labels.get(column).filter(|_| index > 0);
                let tag = open_cell(&mut out, cell, index == 0, label.map_or("", String::as_str));
                self.running.text(&mut out, Shape { tag: "span", class: "" }, &cell.text, "", false);
                let _ = write!(out, "</{tag}>");
            }
            out.push_str(if index == 0 { "</tr></thead>" } else { "</tr>" });
        }
        out.push_str(if rows.len() > 1 { "</tbody></table>" } else { "</table>" });
        tables.push(self.running.portion(out));
        tables
    }

    /// What the columns are, in each language that stands in the cells; the head's leaves are the next to be set.
    fn labels(&self, head: &[Cell]) -> Vec<String> {
        let beside = self.running.parallel.filter(|_| self.running.settings.layout != Layout::Popup);
        let label = |(column, cell): (usize, &Cell)| {
            let own = on_one_line(&cell.text.plain());
            let other = beside.and_then(|parallel| parallel.words_beside(self.running.leaf + column));
            match other.filter(|other| *other != own) {
                Some(other) => format!("{own} {other}"),
                None => own,
            }
        };
        head.iter().enumerate().map(label).collect()
    }

    /// The head of a table once more, where the table goes on: its plain text, for ids and notes stand in the
    /// first.
    fn repeated_head(&self, out: &mut Markup, head: &[Cell]) {
        out.push_str("<thead class=\"repeated\"><tr>");
        for cell in head {
            let tag = open_cell(out, cell, true, "");
            let _ = write!(out, "<span>{}</span></{tag}>", set_plain(&cell.text.plain(), self.vertical()));
        }
        out.push_str("</tr></thead>");
    }

    /// What stands in a figure whose element is open, and its end.
    pub(super) fn figure(&mut self, out: &mut Markup, blocks: &[Block]) {
        let captions = blocks.iter().rev().take_while(|block| block.role == Role::Caption).count();
        let (images, captions) = blocks.split_at(blocks.len() - captions);
        for block in images {
            match &block.body {
                Body::Text(text) if matches!(block.role, Role::Figure | Role::Paragraph) => {
                    self.running.text(out, Shape { tag: "div", class: "" }, text, "", false);
                }
                _ => self.block(out, block, ""),
            }
        }
        if !captions.is_empty() {
            out.push_str("<figcaption>");
            self.blocks(out, captions);
            out.push_str("</figcaption>");
        }
        out.push_str("</figure>");
    }

    pub(super) fn note(&mut self, out: &mut Markup, blocks: &[Block]) {
        // Notes are set in the order in which they were numbered.
        let index = self.next_note;
        self.next_note += 1;
        let Some(place) =
            self.running.book.notes.place(index, self.running.tongue.labels.back, self.vertical())
        else {
            return self.blocks(out, blocks);
        };
        out.push_str("<aside epub:type=\"footnote\" role=\"doc-footnote\" class=\"note\"");
        out.id(&place.id);
        out.push('>');
        out.append(place.number);
        self.blocks(out, blocks);
        out.push_str("</aside>");
    }
}

fn is_quotation(role: Role) -> bool {
    matches!(role, Role::Quote | Role::PullQuote)
}

/// The id of a part of a block, by the number of parts before it; empty if the block has none.
fn numbered(id: &str, before: usize) -> String {
    match (id, before) {
        ("", _) | (_, 0) => id.to_owned(),
        (id, before) => format!("{id}-{}", before + 1),
    }
}

/// The longest figure in a table that is not broken, in characters: `1,234,567`.
const LONGEST_FIGURE: usize = 9;

/// So many columns, those of both languages counted, become a list of rows where the screen is as narrow as a phone's.
const LISTED: usize = 8;

fn columns(rows: &[Vec<Cell>]) -> usize {
    rows.iter().map(Vec::len).max().unwrap_or_default()
}

/// The classes of a table: the more columns there are, the smaller they are set, to stay on a narrow page.
fn class_of(columns: usize, listed: bool) -> &'static str {
    match (columns, listed) {
        (0..=4, false) => "",
        (0..=4, true) => " class=\"listed\"",
        (5..=7, false) => " class=\"wide\"",
        (5..=7, true) => " class=\"wide listed\"",
        _ => " class=\"widest listed\"",
    }
}

/// Whether a cell is not broken: a word of at most three characters, or a figure.
fn is_whole(text: &str) -> bool {
    let characters = text.chars().count();
    let figure = || text.contains(|c: char| c.is_ascii_digit()) && !text.contains(is_han);
    characters <= 3 || (characters <= LONGEST_FIGURE && figure())
}

/// Opens a table's cell, with what its column is if the rows may be listed; answers its element.
fn open_cell(out: &mut Markup, cell: &Cell, head: bool, label: &str) -> &'static str {
    let align = match cell.align {
        Align::Auto => "",
        Align::Left => "left",
        Align::Center => "center",
        Align::Right => "right",
    };
    let whole = if is_whole(&cell.text.plain()) { "whole" } else { "" };
    let classes: Vec<&str> = [align, whole].into_iter().filter(|class| !class.is_empty()).collect();
    let class = if classes.is_empty() { String::new() } else { format!(" class=\"{}\"", classes.join(" ")) };
    // An empty head cell heads nothing.
    let (tag, scope) = if head && !cell.text.is_blank() { ("th", " scope=\"col\"") } else { ("td", "") };
    let _ = write!(out, "<{tag}{scope}{class}");
    if !label.is_empty() {
        let _ = write!(out, " data-head=\"{}\"", escape_attribute(label));
    }
    out.push('>');
    tag
}

/// Roles of the blocks at the head of an article.
pub(super) fn is_head(role: Role) -> bool {
    matches!(
        role,
        Role::Section
            | Role::Kicker
            | Role::Headline
            | Role::Deck
            | Role::Byline
            | Role::Dateline
            | Role::Page
    )
}
