//! CommonMark to blocks: what the markup says, before anybody asks what a block does in a newspaper.
//!
//! The parser is pulldown-cmark with tables, footnotes and strikethrough. Six things differ from CommonMark,
//! because pages of a newspaper are no program documentation:
//!
//! - an indented line is a paragraph with its first line set in, not code;
//! - a line that begins with two ideographic spaces begins a paragraph, blank line before it or not;
//! - bold may begin and end beside Chinese marks (`flanking`);
//! - a single `~` is the sign for *from … to* and never a mark;
//! - `<ruby>`, `<b>`, `<i>`, `<sub>`, `<sup>`, `<br>` and their like are read as the marks they are.

use std::borrow::Cow;
use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::flanking::{self, Unmasked};
use super::parsed::Parsed;
use crate::issue::inline::{Inline, Mark, Text};
use crate::issue::model::{Align, Block, Body, Cell, Role};
use crate::issue::source_map::Run;
use crate::problem::{Problem, Severity, Span};

/// Containers and marks that lie deeper than this are kept as text, so that no input can exhaust the stack, and
/// the JSON of every issue can be read by parsers with a limit (`serde_json` has 128 levels; a list takes five).
const DEEPEST: usize = 12;

/// The blocks of a Markdown text. Spans are offsets in the file, of which `text` is the part from `base` on.
pub(super) fn blocks(text: &str, base: usize, problems: &mut Vec<Problem>) -> Vec<Parsed> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let masked = flanking::masked(text);
    let parser = Parser::new_ext(masked.as_deref().unwrap_or(text), options);
    let unused: Vec<(String, Range<usize>)> = parser
        .reference_definitions()
        .iter()
        .map(|(label, definition)| (flanking::with_marks(label).to_lowercase(), definition.span.clone()))
        .collect();
    let events = Unmasked { events: parser.into_offset_iter(), masked: masked.is_some() }.peekable();
    let mut builder = Builder { text, base, events, open: Vec::new(), unused, problems };
    let blocks = builder.blocks(0);
    let mut unused = builder.unused;
    unused.sort_by_key(|(_, span)| span.start);
    for (_, span) in unused {
        problems.push(Problem {
            severity: Severity::Note,
            code: "unused-link".into(),
            span: Span { start: base + span.start, end: base + span.end },
            message: "the address of a link that is nowhere in the text is left out".to_owned(),
            help: "refer to it as `[words][label]`, or take it out".to_owned(),
        });
    }
    blocks
}

struct Builder<'a, 'p> {
    text: &'a str,
    base: usize,
    events: Peekable<Unmasked<'a>>,
    /// Room for the marks that are open, used again for each text.
    open: Vec<Open>,
    /// Definitions of links, by label, that no link was met for.
    unused: Vec<(String, Range<usize>)>,
    problems: &'p mut Vec<Problem>,
}

/// What the lines of running text are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lines {
    /// One line, wherever it was broken: a heading, a cell.
    One,
    /// A paragraph, or several where lines are set in.
    Paragraphs,
}

/// A mark that is open.
struct Open {
    opener: Opener,
    inner: Vec<Inline>,
}

enum Opener {
    /// The paragraph itself.
    Bottom,
    /// By Markdown's signs.
    Markdown(Mark),
    /// A sign that is text, at both ends of the stretch.
    Literal(&'static str),
    /// By an HTML tag, kept as it stood in case it is never closed.
    Html { name: String, tag: String },
}

impl<'a> Builder<'a, '_> {
    fn span(&self, range: &Range<usize>) -> Span {
        Span { start: self.base + range.start, end: self.base + range.end }
    }

    /// Blocks up to the end of the container, whose end event is taken.
    fn blocks(&mut self, depth: usize) -> Vec<Parsed> {
        let mut out = Vec::new();
        while let Some((event, range)) = self.events.peek() {
            let range = range.clone();
            if is_inline(event) {
                let at = range.start;
                self.paragraphs(at, &mut out);
                continue;
            }
            let event = self.events.next().map(|(event, _)| event);
            match event {
                Some(Event::Start(tag)) => self.block(tag, range, depth, &mut out),
                Some(Event::Rule) => {
                    out.push(plain(Block { role: Role::Rule, span: self.span(&range), body: Body::Empty }));
                }
                Some(Event::Html(html)) => out.push(plain(self.html(&range, html.into_string()))),
                _ => break,
            }
        }
        out
    }

    fn inner(&mut self, depth: usize) -> Vec<Block> {
        self.blocks(depth + 1).into_iter().map(|parsed| parsed.block).collect()
    }

    fn block(&mut self, tag: Tag<'a>, range: Range<usize>, depth: usize, out: &mut Vec<Parsed>) {
        let span = self.span(&range);
        if depth >= DEEPEST && matches!(tag, Tag::BlockQuote(_) | Tag::List(_) | Tag::FootnoteDefinition(_)) {
            self.skip();
            self.problems.push(Problem {
                severity: Severity::Warning,
                code: "too-deep".into(),
                span,
                message: format!("more than {DEEPEST} lists and quotations inside each other"),
                help: "kept as plain text; take the needless levels out".to_owned(),
            });
            let text = Run::read(one_line(&self.text[range]), span);
            let text = Text { inlines: vec![Inline::Text(text)] };
            out.push(plain(Block::text(Role::Other, span, text)));
            return;
        }
        match tag {
            Tag::Paragraph => {
                let at = range.start;
                self.paragraphs(at, out);
                self.events.next();
            }
            Tag::Heading { level, .. } => {
                let text = Text { inlines: self.inlines(Lines::One).0 };
                self.events.next();
                // What a heading is for is told from its company; inside a quotation it can only be one thing.
                let block = Block::text(Role::Crosshead, span, text);
                out.push(Parsed { heading: Some(number(level)), block });
            }
            Tag::BlockQuote(_) => {
                let blocks = self.inner(depth);
                out.push(plain(Block { role: Role::Quote, span, body: Body::Blocks(blocks) }));
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(kind)) => {
                let text = self.verbatim();
                let kind = kind.into_string();
                out.push(plain(Block { role: Role::Verbatim, span, body: Body::Verbatim { kind, text } }));
            }
            Tag::CodeBlock(CodeBlockKind::Indented) => self.indented(out),
            Tag::HtmlBlock => {
                let html = self.verbatim();
                out.push(plain(self.html(&range, html)));
            }
            Tag::List(start) => {
                let mut points = Vec::new();
                while let Some((Event::Start(Tag::Item), _)) = self.events.peek() {
                    self.events.next();
                    points.push(self.inner(depth));
                }
                self.events.next();
                out.push(plain(Block { role: Role::List, span, body: Body::List { start, points } }));
            }
            Tag::FootnoteDefinition(label) => {
                let (label, blocks) = (label.into_string(), self.inner(depth));
                out.push(plain(Block { role: Role::Note, span, body: Body::Note { label, blocks } }));
            }
            Tag::Table(aligns) => {
                let rows = self.table(&aligns);
                out.push(plain(Block { role: Role::Table, span, body: Body::Table { rows } }));
            }
            // No other container is asked for.
            _ => {
                let blocks = self.inner(depth);
                out.push(plain(Block { role: Role::Other, span, body: Body::Blocks(blocks) }));
            }
        }
    }

    fn html(&self, range: &Range<usize>, text: String) -> Block {
        let body = Body::Verbatim { kind: "html".to_owned(), text };
        Block { role: Role::Verbatim, span: self.span(range), body }
    }

    /// Passes over everything up to the end of the container that was just begun.
    fn skip(&mut self) {
        let mut depth = 1usize;
        for (event, _) in self.events.by_ref() {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }

    /// The text of a code or HTML block, to its end event.
    fn verbatim(&mut self) -> String {
        let mut out = String::new();
        for (event, _) in self.events.by_ref() {
            match event {
                Event::Text(text) | Event::Html(text) => out.push_str(&text),
                _ => break,
            }
        }
        out
    }

    /// Lines that are set in by four blanks or a tab: a paragraph each.
    fn indented(&mut self, out: &mut Vec<Parsed>) {
        let mut lines: Vec<Range<usize>> = Vec::new();
        for (event, range) in self.events.by_ref() {
            match event {
                // An event is a line, or the part of one behind a tab.
                Event::Text(_) => match lines.last_mut() {
                    Some(last) if last.end == range.start && !self.text[last.clone()].ends_with('\n') => {
                        last.end = range.end;
                    }
                    _ => lines.push(range),
                },
                _ => break,
            }
        }
        for line in lines {
            let whole = &self.text[line.clone()];
            let text = whole.trim();
            if text.is_empty() {
                continue;
            }
            let at = self.base + line.start + (whole.len() - whole.trim_start().len());
            // Markup inside the line counts; a line that is set in any deeper can only be a paragraph.
            out.extend(blocks(text, at, self.problems));
        }
    }

    /// Rows of cells. Cells that a row has more than the head are dropped by the parser, and taken from the source
    /// here; then all rows are filled up to the same length.
    fn table(&mut self, aligns: &[Alignment]) -> Vec<Vec<Cell>> {
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        let mut row: Vec<Cell> = Vec::new();
        let mut cell_end = 0;
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::Start(Tag::TableHead | Tag::TableRow) => {
                    row = Vec::new();
                    cell_end = range.start;
                }
                Event::Start(Tag::TableCell) => {
                    let align = match aligns.get(row.len()) {
                        Some(Alignment::Left) => Align::Left,
                        Some(Alignment::Center) => Align::Center,
                        Some(Alignment::Right) => Align::Right,
                        _ => Align::Auto,
                    };
                    cell_end = range.end;
                    row.push(Cell { align, text: Text { inlines: self.inlines(Lines::One).0 } });
                }
                Event::End(TagEnd::TableHead | TagEnd::TableRow) => {
                    let rest = self
                        .text
                        .get(cell_end..range.end)
                        .unwrap_or_default()
                        .lines()
                        .next()
                        .unwrap_or_default();
                    let cells = rest.trim_start().trim_start_matches('|');
                    let mut at = self.base + cell_end + (rest.len() - cells.len());
                    let cells = cells.trim_end().trim_end_matches('|');
                    if row.len() == aligns.len() && !cells.trim().is_empty() {
                        row.extend(cells.split('|').map(|cell| {
                            let start = at + (cell.len() - cell.trim_start().len());
                            at += cell.len() + 1;
                            read_cell(cell.trim(), start)
                        }));
                    }
                    rows.push(std::mem::take(&mut row));
                }
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let head: Vec<Align> = rows.first().into_iter().flatten().map(|cell| cell.align).collect();
        for row in &mut rows {
            while row.len() < columns {
                let align = head.get(row.len()).copied().unwrap_or_default();
                row.push(Cell { align, text: Text::default() });
            }
        }
        rows
    }

    /// Running text from `start` on, as one paragraph or, where lines are set in, several.
    fn paragraphs(&mut self, start: usize, out: &mut Vec<Parsed>) {
        let mut start = start;
        loop {
            let (inlines, end, more) = self.inlines(Lines::Paragraphs);
            if !inlines.is_empty() {
                let span = self.span(&(start..end.max(start)));
                out.push(plain(paragraph(span, inlines)));
            }
            if !more {
                break;
            }
            start = self.events.peek().map_or(end, |(_, range)| range.start);
        }
    }

    /// Inlines up to the end of the block, where they end, and whether the block goes on with a new paragraph.
    fn inlines(&mut self, lines: Lines) -> (Vec<Inline>, usize, bool) {
        let mut open = std::mem::take(&mut self.open);
        open.push(Open { opener: Opener::Bottom, inner: Vec::new() });
        let mut end = 0;
        let mut more = false;
        while let Some((event, range)) = self.events.next_if(|(event, _)| is_inline(event)) {
            end = end.max(range.end);
            match event {
                Event::Start(tag) => self.start(tag, &range, &mut open),
                Event::End(_) => close_markdown(&mut open),
                Event::Text(text) => push_text(&mut open, &text, self.span(&range)),
                Event::Code(code) => {
                    // Its signs are as long on both sides.
                    let signs = range.len().saturating_sub(code.len()) / 2;
                    let span = self.span(&(range.start + signs..range.end - signs));
                    push(&mut open, Inline::Code(Run::read(code, span)));
                }
                // A tag over several lines would gather the indents of the list it stands in.
                Event::InlineHtml(tag) => inline_html(&mut open, one_line(&tag).into_owned()),
                Event::FootnoteReference(label) => push(&mut open, Inline::Note(label.into_string())),
                Event::HardBreak => push(&mut open, Inline::HardBreak),
                Event::SoftBreak => {
                    if lines == Lines::Paragraphs && open.len() == 1 && self.is_set_in() {
                        more = true;
                        break;
                    }
                    match lines {
                        Lines::One => push_text(&mut open, " ", self.span(&range)),
                        Lines::Paragraphs => push(&mut open, Inline::SoftBreak),
                    }
                }
                _ => {}
            }
        }
        while open.len() > 1 {
            unwind(&mut open);
        }
        let inlines = open.pop().map(|open| open.inner).unwrap_or_default();
        self.open = open;
        (without_empty_lines(inlines), end, more)
    }

    /// Whether the next line begins with two ideographic spaces.
    fn is_set_in(&mut self) -> bool {
        matches!(self.events.peek(), Some((Event::Text(text), _)) if text.starts_with("\u{3000}\u{3000}"))
    }

    fn start(&mut self, tag: Tag<'a>, range: &Range<usize>, open: &mut Vec<Open>) {
        if let Tag::Link { id, .. } | Tag::Image { id, .. } = &tag
            && !self.unused.is_empty()
        {
            let label = id.to_lowercase();
            self.unused.retain(|(unused, _)| *unused != label);
        }
        if let Tag::Image { dest_url, title, .. } = tag {
            let alt = self.alternative();
            push(open, Inline::Image { source: dest_url.into_string(), alt, title: title.into_string() });
            return;
        }
        if open.len() > DEEPEST {
            self.skip();
            push_text(open, &one_line(&self.text[range.clone()]), self.span(range));
            return;
        }
        let opener = match tag {
            Tag::Emphasis => Opener::Markdown(Mark::Emphasis),
            Tag::Strong => Opener::Markdown(Mark::Strong),
            Tag::Strikethrough if self.text[range.start..].starts_with("~~") => {
                Opener::Markdown(Mark::Strikethrough)
            }
            Tag::Link { dest_url, title, .. } => {
                Opener::Markdown(Mark::Link { url: dest_url.into_string(), title: title.into_string() })
            }
            _ => {
                push_text(open, "~", self.span(&(range.start..range.start + 1)));
                Opener::Literal("~")
            }
        };
        open.push(Open { opener, inner: Vec::new() });
    }

    /// The words of an image, to its end event.
    fn alternative(&mut self) -> String {
        let mut out = String::new();
        let mut depth = 1usize;
        for (event, _) in self.events.by_ref() {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                Event::Text(text) | Event::Code(text) => out.push_str(&text),
                Event::SoftBreak | Event::HardBreak => out.push(' '),
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
        out
    }
}

/// Breaks at the ends break nothing, and of several in a row one is enough. A break at the edge of a mark stands
/// outside it.
pub(crate) fn without_empty_lines(inlines: Vec<Inline>) -> Vec<Inline> {
    fn has_break(inline: &Inline) -> bool {
        match inline {
            Inline::Marked(_, inner) => inner.iter().any(has_break),
            other => is_break(other),
        }
    }
    if !inlines.iter().any(has_break) {
        return inlines;
    }
    let mut out: Vec<Inline> = Vec::with_capacity(inlines.len());
    for inline in inlines {
        push_line_part(inline, &mut out);
    }
    while out.last().is_some_and(is_break) {
        out.pop();
    }
    // A tag at the beginning of a line would begin a block of HTML.
    let leading = out.iter().take_while(|inline| is_break(inline)).count();
    if !matches!(out.get(leading), Some(Inline::Html(_))) {
        out.drain(..leading);
    }
    out
}

fn is_break(inline: &Inline) -> bool {
    matches!(inline, Inline::SoftBreak | Inline::HardBreak)
}

fn push_line_part(inline: Inline, out: &mut Vec<Inline>) {
    match inline {
        Inline::Marked(mark, inner) => {
            let mut kept = Vec::with_capacity(inner.len());
            for part in inner {
                push_line_part(part, &mut kept);
            }
            let leading = kept.iter().take_while(|part| is_break(part)).count();
            for part in kept.drain(..leading) {
                push_line_part(part, out);
            }
            let trailing = kept.iter().rev().take_while(|part| is_break(part)).count();
            let behind = kept.split_off(kept.len() - trailing);
            if !kept.is_empty() || matches!(mark, Mark::Link { .. }) {
                out.push(Inline::Marked(mark, kept));
            }
            for part in behind {
                push_line_part(part, out);
            }
        }
        inline if is_break(&inline) => {
            if let Some(Inline::Text(text)) = out.last_mut() {
                text.truncate(text.trim_end_matches([' ', '\t']).len());
                if text.is_empty() {
                    out.pop();
                }
            }
            match out.last_mut() {
                Some(last) if is_break(last) => {
                    if inline == Inline::HardBreak {
                        *last = inline;
                    }
                }
                _ => out.push(inline),
            }
        }
        Inline::Text(text) if out.last().is_some_and(is_break) => {
            let words = text.trim_start_matches([' ', '\t']);
            if !words.is_empty() {
                out.push(Inline::Text(text.slice(text.len() - words.len()..text.len())));
            }
        }
        other => out.push(other),
    }
}

/// A cell whose text stands at a place.
fn read_cell(text: &str, start: usize) -> Cell {
    let run = Run::read(text, Span { start, end: start + text.len() });
    let inlines = if text.is_empty() { Vec::new() } else { vec![Inline::Text(run)] };
    Cell { align: Align::Auto, text: Text { inlines } }
}

/// A paragraph, or HTML when there is nothing else in it.
fn paragraph(span: Span, inlines: Vec<Inline>) -> Block {
    let is_blank = |inline: &Inline| match inline {
        Inline::Text(text) => text.trim_matches([' ', '\t']).is_empty(),
        other => is_break(other),
    };
    if !inlines.iter().any(|inline| matches!(inline, Inline::Html(_)))
        || !inlines.iter().all(|inline| matches!(inline, Inline::Html(_)) || is_blank(inline))
    {
        return Block::text(Role::Paragraph, span, Text { inlines });
    }
    let tags = inlines.iter().filter_map(|inline| match inline {
        Inline::Html(tag) => Some(tag.as_str()),
        _ => None,
    });
    let body = Body::Verbatim { kind: "html".to_owned(), text: tags.collect() };
    Block { role: Role::Verbatim, span, body }
}

fn plain(block: Block) -> Parsed {
    Parsed { heading: None, block }
}

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// Source text as one line.
fn one_line(text: &str) -> Cow<'_, str> {
    if text.contains(['\n', '\r']) {
        Cow::Owned(
            text.split(['\n', '\r']).map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>().join(" "),
        )
    } else {
        Cow::Borrowed(text.trim())
    }
}

fn is_inline(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::Text(_)
            | Event::Code(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::SoftBreak
            | Event::HardBreak
            | Event::Start(
                Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
            )
            | Event::End(
                TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
            )
    )
}

fn push(open: &mut [Open], inline: Inline) {
    if let Some(top) = open.last_mut() {
        top.inner.push(inline);
    }
}

fn push_text(open: &mut [Open], text: &str, source: Span) {
    match open.last_mut().and_then(|top| top.inner.last_mut()) {
        Some(Inline::Text(last)) => last.push_read(text, source),
        _ => push_run(open, Run::read(text, source)),
    }
}

fn push_run(open: &mut [Open], run: Run) {
    if run.is_empty() {
        return;
    }
    if let Some(top) = open.last_mut() {
        match top.inner.last_mut() {
            Some(Inline::Text(last)) => last.append(&run),
            before => {
                // Most paragraphs are one text and nothing else: room for more would double the model.
                if before.is_none() {
                    top.inner.reserve_exact(1);
                }
                top.inner.push(Inline::Text(run));
            }
        }
    }
}

fn append(open: &mut [Open], inlines: Vec<Inline>) {
    for inline in inlines {
        match inline {
            Inline::Text(run) => push_run(open, run),
            other => push(open, other),
        }
    }
}

/// Ends the innermost mark without its closing sign.
fn unwind(open: &mut Vec<Open>) {
    let Some(top) = open.pop() else { return };
    match top.opener {
        Opener::Bottom => open.push(top),
        Opener::Markdown(mark) => push(open, Inline::Marked(mark, top.inner)),
        Opener::Literal(sign) => {
            append(open, top.inner);
            push_run(open, sign.into());
        }
        Opener::Html { tag, .. } => {
            push(open, Inline::Html(tag));
            append(open, top.inner);
        }
    }
}

/// Ends the innermost mark that was opened by a sign of Markdown; HTML tags inside it were never closed.
fn close_markdown(open: &mut Vec<Open>) {
    while matches!(open.last(), Some(Open { opener: Opener::Html { .. }, .. })) {
        unwind(open);
    }
    if open.len() > 1 {
        unwind(open);
    }
}

/// A tag inside a line: opens or closes a mark, breaks the line, or is kept.
fn inline_html(open: &mut Vec<Open>, tag: String) {
    let (name, closes) = tag_name(&tag);
    if name == "br" && !closes {
        return push(open, Inline::HardBreak);
    }
    let bare = tag.len() == name.len() + if closes { 3 } else { 2 };
    let known = bare
        && matches!(
            name.as_str(),
            "b" | "strong" | "i" | "em" | "s" | "del" | "sub" | "sup" | "ruby" | "rb" | "rt" | "rp"
        );
    if !known || (!closes && open.len() > DEEPEST) {
        return push(open, Inline::Html(tag));
    }
    if !closes {
        return open.push(Open { opener: Opener::Html { name, tag }, inner: Vec::new() });
    }
    let matches_top = matches!(open.last(), Some(Open { opener: Opener::Html { name: opened, .. }, .. }) if *opened == name);
    if !matches_top {
        return push(open, Inline::Html(tag));
    }
    let Some(Open { opener: Opener::Html { tag: opening, .. }, inner }) = open.pop() else { return };
    let mark = match name.as_str() {
        "b" | "strong" => Mark::Strong,
        "i" | "em" => Mark::Emphasis,
        "s" | "del" => Mark::Strikethrough,
        "sub" => Mark::Subscript,
        "sup" => Mark::Superscript,
        "ruby" => return close_ruby(open, inner),
        // Parts of a ruby wait for its end; elsewhere they mean nothing and stay tags.
        _ => {
            push(open, Inline::Html(opening));
            append(open, inner);
            return push(open, Inline::Html(tag));
        }
    };
    if !inner.is_empty() {
        push(open, Inline::Marked(mark, inner));
    }
}

/// Ends a `<ruby>`: each `<rt>` belongs to the text before it, `<rp>` is for programs that know no ruby.
fn close_ruby(open: &mut [Open], inner: Vec<Inline>) {
    let mut base: Vec<Inline> = Vec::new();
    let mut parts = inner.into_iter().peekable();
    while let Some(part) = parts.next() {
        match &part {
            Inline::Html(tag) if tag == "<rt>" || tag == "<rp>" => {
                let end = if tag == "<rt>" { "</rt>" } else { "</rp>" };
                let mut words = String::new();
                for inner in parts.by_ref() {
                    match inner {
                        Inline::Html(tag) if tag == end => break,
                        Inline::Text(text) | Inline::Code(text) => words.push_str(&text),
                        _ => {}
                    }
                }
                match (end, base.is_empty()) {
                    ("</rt>", false) => {
                        push(open, Inline::Marked(Mark::Ruby(words), std::mem::take(&mut base)));
                    }
                    // The reading of nothing is text like any other.
                    ("</rt>", true) => push_run(open, words.into()),
                    _ => {}
                }
            }
            Inline::Html(tag) if tag == "<rb>" || tag == "</rb>" => {}
            _ => base.push(part),
        }
    }
    append(open, base);
}

/// The name of a tag in small letters, and whether it is a closing one.
fn tag_name(tag: &str) -> (String, bool) {
    let rest = tag.trim_start_matches('<');
    let closes = rest.starts_with('/');
    let name = rest.trim_start_matches('/');
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    (name[..end].to_ascii_lowercase(), closes)
}
