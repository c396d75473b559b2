//! HTML and XHTML to blocks, as publishers keep old issues: pages of a web site, chapters of an EPUB.
//!
//! The tokenizer is html5gum, which follows the HTML standard and tells where each token stands. What the standard
//! calls tree construction is done here as far as a newspaper needs it, in one pass and without a tree: elements that
//! end by themselves (`<p>`, `<li>`, `<td>`), end tags that match nothing, marks that overlap.
//!
//! What is for programs or for moving about (scripts, navigation, forms, drawings), and attributes and metadata that say
//! nothing of the text, are left out and told. A table that
//! holds blocks is layout, and its cells are read one after the other. Pages that this program wrote say by `class`
//! what each block is ([`Role::name`]), and are read by that.

mod address;
mod frame;
mod line;
mod linked_data;
mod reference;
mod site;
mod tag;

use std::borrow::Cow;
use std::collections::BTreeMap;

use html5gum::{DefaultEmitter, EndTag, Token, Tokenizer};

use super::front_matter::Field;
use super::parsed::Parsed;
use super::pull_quotes;
use crate::issue::inline::{Inline, Mark, Text};
use crate::issue::line::line_of_site;
use crate::issue::model::{Block, Body, Role};
use crate::issue::source_map::SourceMap;
use crate::problem::{Problem, Severity, Span};
pub(in crate::issue::read) use address::resolved;
use frame::{Container, Frame, figure, table};
use line::{Kind, Line};
use site::Site;
use tag::{
    Tag, align, attribute, field, heading, inline_kind, is_block, is_part, is_pull_quote, is_read, is_void,
    left_out, says, told_role,
};
pub(in crate::issue::read) use tag::{is_frame, opens_pull_quote};

/// Containers and marks that lie deeper than this are read as what stands in them; see the same in `markdown`.
const DEEPEST: usize = 12;

/// Elements that are open at once. What is deeper is read as if its tags were not there.
const MOST_OPEN: usize = 256;

/// What a page says.
#[derive(Default)]
pub(super) struct Page {
    pub(super) blocks: Vec<Parsed>,
    /// Whether the page says by `class` what each block is.
    pub(super) told: bool,
    pub(super) title: String,
    /// What the page is called without the name of its site, if it says so (Open Graph).
    pub(super) own_title: Option<String>,
    /// `lang` of the page.
    pub(super) language: Option<String>,
    /// What `<meta>` says of the issue, by the fields of the front matter.
    pub(super) meta: Vec<Field>,
    /// What the body is in the book: `cover`, `toc`, `bodymatter`.
    pub(super) part: String,
    /// Labels of the notes that the page refers to, with the words of the reference.
    pub(super) references: Vec<(String, String)>,
}

/// Whether a page says by `class` what each block is.
pub(super) fn is_told(text: &str) -> bool {
    text.contains("class=\"headline\"")
}

/// Reads one page. `file` is its path inside its book, to which addresses are relative; empty for a page by itself.
/// `told` says that its blocks are named by `class`.
pub(super) fn page(text: &str, base: usize, file: &str, told: bool, problems: &mut Vec<Problem>) -> Page {
    let head = &text[..text.floor_char_boundary(1024)];
    let xhtml = head.trim_start().starts_with("<?xml") || head.contains("http://www.w3.org/1999/xhtml");
    // A page of a site, not one of a book or of this program, nor a piece of HTML in a text.
    let whole = file.is_empty()
        && !told
        && memchr::memmem::find(head.to_ascii_lowercase().as_bytes(), b"<html").is_some();
    let has_inner_links = !told && memchr::memmem::find(text.as_bytes(), b"href=\"#").is_some();
    let site = if whole || has_inner_links { site::survey(text, xhtml, whole) } else { Site::default() };
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    // In XHTML an empty `<title/>` has no end tag to wait for.
    emitter.naively_switch_states(!xhtml);
    let mut builder = Builder {
        source: text,
        base,
        xhtml,
        file,
        elements: Vec::new(),
        ignored: BTreeMap::new(),
        frames: vec![Frame::new(Container::Page, 0)],
        line: Line::new(),
        range: None,
        skip: None,
        in_title: false,
        verbatim: None,
        left_out: BTreeMap::new(),
        site,
        whole,
        part_left_out: None,
        unseen: None,
        page: Page { told, ..Page::default() },
    };
    for token in Tokenizer::new_with_emitter(text, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => builder.start(&tag),
            Token::EndTag(tag) => builder.end(&tag),
            Token::String(text) => {
                builder.text(&String::from_utf8_lossy(&text.value), text.span.start..text.span.end);
            }
            // What XML says of itself (`<?xml …?>`, `<![CDATA[`) is a comment to HTML.
            Token::Comment(comment) if comment.value.starts_with(b"?") => {}
            Token::Comment(comment) => builder.leave_out("comments", comment.span.start),
            Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    builder.finish(problems)
}

/// What an element that is open does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Does {
    Nothing,
    /// Opens something in the line.
    Inline,
    /// Holds lines of a shape.
    Block(Shape),
    /// Is a container.
    Frame,
}

/// What the lines in an element are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Shape {
    heading: Option<u8>,
    role: Option<Role>,
    /// The line goes on with the paragraph before it.
    continued: bool,
}

struct Element {
    name: String,
    does: Does,
    kind: Option<Kind>,
}

struct Builder<'a> {
    source: &'a str,
    base: usize,
    xhtml: bool,
    file: &'a str,
    elements: Vec<Element>,
    /// Start tags that were too deep, by name, so that their end tags end nothing else.
    ignored: BTreeMap<String, usize>,
    frames: Vec<Frame>,
    line: Line,
    /// Where the line stands.
    range: Option<(usize, usize)>,
    /// The element that is being left out, and how many of its name are open.
    skip: Option<(String, usize)>,
    in_title: bool,
    /// The text of a `<pre>`, and where it begins.
    verbatim: Option<(String, usize)>,
    left_out: BTreeMap<&'static str, (usize, usize)>,
    /// Whether this is a page of a site.
    whole: bool,
    /// What belongs to the site that the page was saved from.
    site: Site,
    /// What a section says it is in the book that is left out: a cover, a title page.
    part_left_out: Option<String>,
    /// The name of the printed page that begins, in case that no words tell it; and where.
    unseen: Option<(String, usize)>,
    page: Page,
}

impl Builder<'_> {
    fn start(&mut self, tag: &Tag) {
        let name = String::from_utf8_lossy(&tag.name).to_ascii_lowercase();
        let empty = is_void(&name) || (self.xhtml && tag.self_closing);
        if let Some((skipped, depth)) = &mut self.skip {
            *depth += usize::from(*skipped == name && !empty);
            return;
        }
        let is_part_of_book = !self.file.is_empty()
            && name == "section"
            && is_part(tag, &["cover", "titlepage", "toc", "colophon"]);
        if is_part_of_book && self.page.part.is_empty() {
            self.part_left_out = attribute(tag, "epub:type").map(Cow::into_owned);
        }
        let why = left_out(&name, tag)
            .or_else(|| self.site.left_out.get(&tag.span.start).copied())
            .or(is_part_of_book.then_some("title pages"));
        if let Some(why) = why {
            self.leave_out(why, tag.span.start);
            if !empty {
                self.skip = Some((name, 1));
            }
            return;
        }
        let told = self.page.told || is_pull_quote(&name, tag);
        let read = |attribute: &[u8]| is_read(&name, attribute, told);
        if !tag.attributes.keys().all(|attribute| read(attribute)) {
            self.leave_out("attributes", tag.span.start);
        }
        match name.as_str() {
            "html" | "body" | "head" => return self.frame_of_page(tag),
            "title" => {
                self.in_title = !empty;
                return;
            }
            "meta" => {
                let named = attribute(tag, "name").or_else(|| attribute(tag, "property"));
                if let (Some(name), Some(content)) = (named, attribute(tag, "content")) {
                    let name = name.to_ascii_lowercase();
                    match field(&name) {
                        _ if matches!(name.as_str(), "og:title" | "twitter:title" | "dc.title") => {
                            self.page.own_title.get_or_insert(content.into_owned());
                        }
                        // Some sites name the writer's page instead.
                        Some("author") if content.contains("://") => {
                            self.leave_out("metadata", tag.span.start);
                        }
                        Some(field) => {
                            let span = self.span(tag.span.start, tag.span.end);
                            let (name, value) = (field.to_owned(), content.into_owned());
                            self.page.meta.push(Field { name, value, span });
                        }
                        None => self.leave_out("metadata", tag.span.start),
                    }
                }
                return;
            }
            "br" => return self.line.line_break(),
            "img" | "image" => return self.image(tag),
            "hr" => {
                self.flush();
                let block = Block {
                    role: Role::Rule,
                    span: self.span(tag.span.start, tag.span.end),
                    body: Body::Empty,
                };
                return self.add(Parsed { heading: None, block });
            }
            "embed" => return self.leave_out("media", tag.span.start),
            "input" => return self.leave_out("form fields", tag.span.start),
            _ if is_void(&name) => return,
            _ => {}
        }
        self.end_implied(&name);
        if self.elements.len() >= MOST_OPEN {
            if !empty {
                *self.ignored.entry(name).or_default() += 1;
            }
            return;
        }
        let (does, kind) = self.effect(&name, tag);
        if let Some(kind) = &kind {
            self.line.open(kind.clone());
            self.touch(tag.span.start, tag.span.end);
        }
        self.elements.push(Element { name, does, kind });
        if empty {
            self.end_last();
        }
    }

    fn frame_of_page(&mut self, tag: &Tag) {
        if let Some(language) = attribute(tag, "xml:lang").or_else(|| attribute(tag, "lang")) {
            self.page.language = Some(language.into_owned());
        }
        if let Some(part) = attribute(tag, "epub:type") {
            self.page.part = part.into_owned();
        }
    }

    /// What an element does, and what it opens in the line.
    fn effect(&mut self, name: &str, tag: &Tag) -> (Does, Option<Kind>) {
        let start = tag.span.start;
        if is_part(tag, &["pagebreak"]) {
            return (self.page_break(tag), None);
        }
        let note = is_part(tag, &["footnote", "endnote", "rearnote"])
            || (name == "aside" && says(tag, "class", "note"))
            || attribute(tag, "id").is_some_and(|id| self.site.notes.contains(&*id));
        if note && let Some(id) = attribute(tag, "id") {
            let label = format!("{}#{id}", self.file);
            return (self.frame(Container::Note(label), start), None);
        }
        if is_pull_quote(name, tag) && !self.frames.iter().any(Frame::is_pull_quote) {
            return (self.frame(Container::PullQuote, start), None);
        }
        match name {
            "blockquote" => (self.frame(Container::Quote, start), None),
            "figure" => (self.frame(Container::Figure, start), None),
            "ul" | "ol" | "menu" | "dir" => {
                let first = attribute(tag, "start").and_then(|start| start.trim().parse().ok()).unwrap_or(1);
                let list = Container::List { start: (name == "ol").then_some(first), points: Vec::new() };
                (self.frame(list, start), None)
            }
            "li" if matches!(self.top(), Container::List { .. }) => {
                (self.frame(Container::Point, start), None)
            }
            "table" => (self.frame(Container::Table { rows: Vec::new() }, start), None),
            "tr" => {
                if let Some(Frame { container: Container::Table { rows }, .. }) = self.frames.last_mut() {
                    rows.push(Vec::new());
                }
                (Does::Nothing, None)
            }
            "td" | "th" if matches!(self.top(), Container::Table { .. }) => {
                let columns = attribute(tag, "colspan").and_then(|n| n.trim().parse().ok()).unwrap_or(1);
                let cell = Container::Cell { align: align(tag), columns: columns.clamp(1, 64) };
                (self.frame(cell, start), None)
            }
            "pre" => {
                self.flush();
                self.verbatim = Some((String::new(), start));
                (Does::Nothing, None)
            }
            "li" => (self.block(name, tag), None),
            _ if is_block(name) => (self.block(name, tag), None),
            "a" => match self.link(tag) {
                Some(kind) if self.line.depth() < DEEPEST => (Does::Inline, Some(kind)),
                _ => (Does::Nothing, None),
            },
            _ => match self.told_mark(tag).or_else(|| inline_kind(name)) {
                Some(kind) if self.line.depth() < DEEPEST && self.verbatim.is_none() => {
                    (Does::Inline, Some(kind))
                }
                _ => (Does::Nothing, None),
            },
        }
    }

    fn told_mark(&self, tag: &Tag) -> Option<Kind> {
        if !self.page.told {
            return None;
        }
        let mark = match told_role(tag)? {
            Role::Dateline => Mark::Dateline,
            Role::Byline => Mark::Byline,
            Role::Continuation => Mark::Continuation,
            _ => return None,
        };
        Some(Kind::Mark(mark))
    }

    fn link(&self, tag: &Tag) -> Option<Kind> {
        let href = attribute(tag, "href")?;
        let inside = href.starts_with('#') || (!self.file.is_empty() && !href.contains(':'));
        let fragment = href.rsplit_once('#').map(|(_, fragment)| fragment);
        if is_part(tag, &["noteref"]) || fragment.is_some_and(|fragment| fragment.starts_with("note-")) {
            let label = resolved(self.file, &href);
            return fragment.map(|_| Kind::Reference(label));
        }
        if fragment.is_some_and(|fragment| href.starts_with('#') && self.site.notes.contains(fragment)) {
            return Some(Kind::Reference(resolved(self.file, &href)));
        }
        // A raised number that leads to another place of the page: a note, if one is there.
        let raised = self.elements.iter().rev().take(3).any(|element| element.name == "sup");
        if raised && inside && fragment.is_some_and(|fragment| !fragment.is_empty()) {
            return Some(Kind::Reference(resolved(self.file, &href)));
        }
        // Where it leads to is not in the issue.
        if inside {
            return None;
        }
        let title = attribute(tag, "title").unwrap_or_default().into_owned();
        Some(Kind::Mark(Mark::Link { url: href.into_owned(), title }))
    }

    /// The beginning of a printed page: words of its own, or a name that is not shown.
    fn page_break(&mut self, tag: &Tag) -> Does {
        let name = attribute(tag, "aria-label").or_else(|| attribute(tag, "title"));
        let in_line = !self.line.is_empty();
        if in_line {
            self.leave_out("page numbers inside paragraphs", tag.span.start);
            return Does::Nothing;
        }
        let shape = Shape { role: Some(Role::Page), ..Shape::default() };
        self.unseen = name.map(|name| (name.into_owned(), tag.span.start));
        Does::Block(shape)
    }

    fn block(&mut self, name: &str, tag: &Tag) -> Does {
        self.flush();
        let around = self.shape();
        let told = if self.page.told { told_role(tag) } else { None };
        let role = told.or((name == "figcaption").then_some(Role::Caption)).or(around.role);
        let continued = self.page.told && says(tag, "class", "continued");
        Does::Block(Shape { heading: heading(name).or(around.heading), role, continued })
    }

    fn frame(&mut self, container: Container, start: usize) -> Does {
        self.flush();
        let nested = matches!(
            container,
            Container::Quote | Container::PullQuote | Container::List { .. } | Container::Note(_)
        );
        let depth = self
            .frames
            .iter()
            .filter(|frame| {
                matches!(
                    frame.container,
                    Container::Quote
                        | Container::PullQuote
                        | Container::List { .. }
                        | Container::Note(_)
                        | Container::Table { .. }
                )
            })
            .count();
        if depth >= DEEPEST && (nested || matches!(container, Container::Table { .. })) {
            self.leave_out("levels of lists, tables and quotations", start);
            return Does::Block(Shape::default());
        }
        self.frames.push(Frame::new(container, start));
        Does::Frame
    }

    fn top(&self) -> &Container {
        self.frames.last().map_or(&Container::Page, |frame| &frame.container)
    }

    /// What lines are at this place.
    fn shape(&self) -> Shape {
        self.elements
            .iter()
            .rev()
            .take_while(|element| element.does != Does::Frame)
            .find_map(|element| match element.does {
                Does::Block(shape) => Some(shape),
                _ => None,
            })
            .unwrap_or_default()
    }

    /// Ends the elements that cannot hold one of the given name.
    fn end_implied(&mut self, name: &str) {
        let ends: &[&str] = match name {
            "li" => &["li"],
            "dt" | "dd" => &["dt", "dd"],
            "td" | "th" => &["td", "th"],
            "tr" => &["tr", "td", "th", "caption"],
            "tbody" | "thead" | "tfoot" => &["tbody", "thead", "tfoot", "tr", "td", "th", "caption"],
            "rt" | "rp" | "rb" => &["rt", "rp", "rb"],
            _ => &[],
        };
        if !ends.is_empty() {
            let bound: &[&str] = match name {
                "li" => &["ul", "ol", "menu", "dir", "td", "th", "table"],
                "dt" | "dd" => &["dl", "td", "th", "table"],
                "rt" | "rp" | "rb" => &["ruby"],
                _ => &["table"],
            };
            while let Some(at) = self.nearest(ends, bound) {
                self.end_from(at);
            }
        }
        let opens = is_block(name)
            || matches!(
                name,
                "ul" | "ol" | "menu" | "dir" | "table" | "blockquote" | "figure" | "pre" | "hr" | "li"
            );
        if opens {
            let paragraph: &[&str] =
                if heading(name).is_some() { &["p", "h1", "h2", "h3", "h4", "h5", "h6"] } else { &["p"] };
            let at = (0..self.elements.len())
                .rev()
                .take_while(|&at| self.elements[at].does != Does::Frame)
                .find(|&at| paragraph.contains(&self.elements[at].name.as_str()));
            if let Some(at) = at {
                self.end_from(at);
            }
        }
    }

    /// The innermost open element of one of the names, if no element of `bound` is open inside it.
    fn nearest(&self, names: &[&str], bound: &[&str]) -> Option<usize> {
        for (at, element) in self.elements.iter().enumerate().rev() {
            if names.contains(&element.name.as_str()) {
                return Some(at);
            }
            if bound.contains(&element.name.as_str()) {
                return None;
            }
        }
        None
    }

    fn end(&mut self, tag: &EndTag<usize>) {
        let name = String::from_utf8_lossy(&tag.name).to_ascii_lowercase();
        if let Some((skipped, depth)) = &mut self.skip {
            if *skipped == name {
                *depth -= 1;
                if *depth == 0 {
                    self.skip = None;
                }
            }
            return;
        }
        if let Some((_, end)) = &mut self.range {
            *end = tag.span.start.max(*end);
        }
        match name.as_str() {
            "title" => {
                self.in_title = false;
                return;
            }
            // An end tag without a beginning is a break in browsers.
            "br" => return self.line.line_break(),
            _ => {}
        }
        if let Some(count) = self.ignored.get_mut(&name).filter(|count| **count > 0) {
            *count -= 1;
            return;
        }
        let bound: &[&str] = match name.as_str() {
            "table" => &[],
            "td" | "th" | "tr" | "tbody" | "thead" | "tfoot" | "caption" => &["table"],
            "li" => &["ul", "ol", "menu", "dir", "td", "th", "table"],
            _ => &["td", "th", "table"],
        };
        let names = if heading(&name).is_some() {
            &["h1", "h2", "h3", "h4", "h5", "h6"][..]
        } else {
            &[name.as_str()][..]
        };
        let Some(at) = self.nearest(names, bound) else { return };
        // A mark that ends inside a block that began in it.
        let over_block = self.elements[at + 1..]
            .iter()
            .any(|element| matches!(element.does, Does::Block(_) | Does::Frame));
        if over_block && matches!(self.elements[at].does, Does::Inline | Does::Nothing) && name != "pre" {
            let element = &mut self.elements[at];
            element.does = Does::Nothing;
            if let Some(kind) = element.kind.take() {
                self.line.close(|open| *open == kind);
            }
            return;
        }
        if matches!(self.elements[at].does, Does::Inline) {
            // Marks inside it are still open and go on behind it.
            let element = self.elements.remove(at);
            if let Some(kind) = element.kind {
                self.line.close(|open| *open == kind);
            }
            return;
        }
        self.end_from(at);
    }

    fn end_from(&mut self, at: usize) {
        while self.elements.len() > at {
            self.end_last();
        }
    }

    fn end_last(&mut self) {
        let Some(element) = self.elements.last() else { return };
        match element.does {
            Does::Block(_) | Does::Frame => self.flush(),
            _ => {}
        }
        let Some(element) = self.elements.pop() else { return };
        if let Some(kind) = element.kind {
            self.line.close(|open| *open == kind);
        }
        if element.does == Does::Frame {
            self.end_frame();
        }
        if element.name == "pre"
            && let Some((text, start)) = self.verbatim.take()
        {
            let text = text.strip_prefix('\n').map_or(text.as_str(), |rest| rest).to_owned();
            let span = self.span(start, start + text.len());
            let body = Body::Verbatim { kind: String::new(), text };
            self.add(Parsed { heading: None, block: Block { role: Role::Verbatim, span, body } });
        }
    }

    fn text(&mut self, text: &str, range: std::ops::Range<usize>) {
        if self.skip.is_some() {
            return;
        }
        if self.in_title {
            self.page.title.push_str(text);
            return;
        }
        if let Some((verbatim, _)) = &mut self.verbatim {
            verbatim.push_str(text);
            return;
        }
        let words = text.trim_start_matches(|c: char| c.is_ascii_whitespace());
        if words.is_empty() {
            self.line.text(text, &SourceMap::of(text.len(), self.span(range.start, range.end)));
            return;
        }
        if self.line.breaks() > 0
            && self.shape().heading.is_none()
            && !matches!(self.top(), Container::Cell { .. })
        {
            // Two breaks, or one before a line that is set in, are how a paragraph ends where nobody wrote `<p>`.
            let set_in = ["\u{3000}\u{3000}", "\u{2003}\u{2003}", "\u{a0}\u{a0}\u{a0}\u{a0}"];
            if self.line.breaks() > 1 || set_in.iter().any(|blanks| words.starts_with(blanks)) {
                self.flush();
            }
        }
        self.touch(range.start, range.end);
        let source = reference::places(text, &self.source[range.clone()], self.base + range.start);
        self.line.text(text, &source);
    }

    fn touch(&mut self, start: usize, end: usize) {
        let (from, to) = self.range.unwrap_or((start, end));
        self.range = Some((from, to.max(end)));
    }

    fn image(&mut self, tag: &Tag) {
        let source = ["src", "xlink:href", "href"].into_iter().find_map(|name| attribute(tag, name));
        let Some(source) = source.filter(|source| !source.trim().is_empty()) else {
            return self.leave_out("images without a file", tag.span.start);
        };
        let read = |name| attribute(tag, name).unwrap_or_default().into_owned();
        let source = if self.file.is_empty() || source.contains(':') {
            source.into_owned()
        } else {
            resolved(self.file, &source)
        };
        if self.line.breaks() > 1 {
            self.flush();
        }
        self.touch(tag.span.start, tag.span.end);
        self.line.push(Inline::Image { source, alt: read("alt"), title: read("title") });
    }

    fn leave_out(&mut self, why: &'static str, at: usize) {
        self.left_out.entry(why).or_insert((0, at)).0 += 1;
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span { start: self.base + start, end: self.base + end.max(start) }
    }

    /// Ends the line; what stood in it is a block.
    fn flush(&mut self) {
        if let Some((name, start)) = self.unseen.take()
            && self.line.is_empty()
        {
            self.line.text(&name, &SourceMap::of(name.len(), self.span(start, start)));
            self.touch(start, start);
        }
        let range = self.range.take();
        let inlines = self.line.finish();
        let Some((start, end)) = range else { return };
        let is_blank = |inline: &Inline| match inline {
            Inline::Text(text) => text.trim().is_empty(),
            Inline::SoftBreak | Inline::HardBreak => true,
            _ => false,
        };
        if inlines.iter().all(is_blank) {
            return;
        }
        let Shape { heading, role, continued } = self.shape();
        let span = self.span(start, end);
        if self.whole && heading.is_none() && is_line_of_site(&inlines) {
            return self.leave_out("lines of the site", start);
        }
        if continued
            && let Some(Parsed { block: Block { body: Body::Text(before), span: whole, .. }, .. }) =
                self.frames.last_mut().and_then(|frame| frame.blocks.last_mut())
        {
            before.inlines.extend(inlines);
            whole.end = span.end;
            return;
        }
        let role = role.unwrap_or(if heading.is_some() { Role::Crosshead } else { Role::Paragraph });
        self.add(Parsed { heading, block: Block::text(role, span, Text { inlines }) });
    }

    fn add(&mut self, parsed: Parsed) {
        if let Some(frame) = self.frames.last_mut() {
            frame.blocks.push(parsed);
        }
    }

    fn end_frame(&mut self) {
        if self.frames.len() < 2 {
            return;
        }
        let Some(Frame { container, start, blocks }) = self.frames.pop() else { return };
        let end = blocks.last().map_or(start, |last| last.block.span.end - self.base);
        let span = self.span(start, end);
        let block = |role, body| Parsed { heading: None, block: Block { role, span, body } };
        let inner = |blocks: Vec<Parsed>| blocks.into_iter().map(|parsed| parsed.block).collect::<Vec<_>>();
        match container {
            Container::Page => {}
            Container::Quote | Container::PullQuote if blocks.is_empty() => {}
            Container::Quote => self.add(block(Role::Quote, Body::Blocks(inner(blocks)))),
            Container::PullQuote => {
                self.add(Parsed { heading: None, block: pull_quotes::block(inner(blocks), span) });
            }
            Container::Note(label) => {
                self.add(block(Role::Note, Body::Note { label, blocks: inner(blocks) }));
            }
            Container::Figure => {
                for parsed in figure(blocks, span) {
                    self.add(parsed);
                }
            }
            Container::Point => match self.frames.last_mut() {
                Some(Frame { container: Container::List { points, .. }, .. }) => points.push(inner(blocks)),
                _ => blocks.into_iter().for_each(|parsed| self.add(parsed)),
            },
            Container::List { start, mut points } => {
                // Notes are not points of the list that they are kept in.
                let (notes, blocks): (Vec<_>, Vec<_>) =
                    blocks.into_iter().partition(|parsed| parsed.block.role == Role::Note);
                // What stands in a list and in no point of it.
                points.extend(blocks.into_iter().map(|parsed| vec![parsed.block]));
                if !points.is_empty() {
                    let end = points.iter().flatten().map(|block| block.span.end).max().unwrap_or(span.end);
                    let span = Span { start: span.start, end };
                    let body = Body::List { start, points };
                    self.add(Parsed { heading: None, block: Block { role: Role::List, span, body } });
                }
                for note in notes {
                    self.add(note);
                }
            }
            Container::Cell { align, columns } => match self.frames.last_mut() {
                Some(Frame { container: Container::Table { rows }, .. }) => {
                    if rows.is_empty() {
                        rows.push(Vec::new());
                    }
                    if let Some(row) = rows.last_mut() {
                        row.push((align, blocks));
                        row.extend((1..columns).map(|_| (align, Vec::new())));
                    }
                }
                _ => blocks.into_iter().for_each(|parsed| self.add(parsed)),
            },
            Container::Table { rows } => {
                for parsed in blocks {
                    self.add(parsed);
                }
                for parsed in table(rows, span) {
                    self.add(parsed);
                }
            }
        }
    }

    fn finish(mut self, problems: &mut Vec<Problem>) -> Page {
        self.end_from(0);
        self.flush();
        while self.frames.len() > 1 {
            self.end_frame();
        }
        self.left_out.remove("numbers of sentences");
        self.left_out.remove("links back");
        if let Some(&(_, first)) = self.left_out.values().min_by_key(|(_, at)| *at) {
            let list: Vec<String> =
                self.left_out.iter().map(|(what, (count, _))| format!("{what} ({count})")).collect();
            problems.push(Problem {
                severity: Severity::Note,
                code: "left-out".into(),
                span: self.span(first, first),
                message: format!("left out of the issue: {}", list.join(", ")),
                help: "if text that belongs to the issue is among it, copy it into the body of the page"
                    .to_owned(),
            });
        }
        for data in std::mem::take(&mut self.site.linked_data) {
            linked_data::fields(&data, self.base, &mut self.page.meta);
        }
        let mut page = self.page;
        page.references = self.line.references;
        page.blocks = self.frames.pop().map(|frame| frame.blocks).unwrap_or_default();
        if let Some(part) = self.part_left_out.filter(|_| page.blocks.is_empty()) {
            page.part = part;
        }
        page
    }
}

/// Whether a line is what sites write below every text: 阅读原文, Share.
fn is_line_of_site(inlines: &[Inline]) -> bool {
    const LONGEST: usize = 120;
    let mut plain = String::new();
    let mut walk: Vec<&Inline> = inlines.iter().rev().collect();
    while let Some(inline) = walk.pop() {
        match inline {
            Inline::Text(text) => plain.push_str(text),
            Inline::Marked(_, inner) => walk.extend(inner.iter().rev()),
            Inline::SoftBreak | Inline::HardBreak => plain.push(' '),
            Inline::Image { .. } | Inline::Note(_) | Inline::Html(_) | Inline::Code(_) => return false,
        }
        if plain.len() > LONGEST {
            return false;
        }
    }
    line_of_site(&plain)
}
