//! Reading: from a source text to an issue. Total: whatever stands in the source is in the issue, and what is
//! strange about it is told.

mod articles;
mod container;
mod elements;
mod encoding;
mod epub;
mod flanking;
pub(crate) mod front_matter;
mod html;
mod html_blocks;
mod language;
mod manifest;
mod markdown;
mod notes;
mod office;
mod page_breaks;
mod parsed;
mod pull_quotes;
mod text;

use std::collections::BTreeMap;

pub use container::Files as ContainerFiles;
pub use epub::NotABook;
pub use manifest::Manifest;
pub(crate) use markdown::without_empty_lines;
pub use office::{NotADocument, OfficeFormat, read as document};
pub(crate) use pull_quotes::repeated;

use parsed::Parsed;

use crate::issue::inline::{Inline, Text};
use crate::issue::model::{Article, Block, Body, Issue, Masthead, Role};
use crate::problem::{Lines, Problem, Severity, Span, line_column};

/// A text to be read, and what it is called.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Source {
    /// File name, as far as it tells something: `issue-2024-11.zh-TW.md`.
    pub name: String,
    /// The text.
    pub text: String,
    /// The files that the text was put together from, as in an EPUB: where each begins, and its name.
    pub files: Vec<(usize, String)>,
}

/// A place in a source, as people name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file, inside its book if it is in one: `issue.md`, `old.epub/OEBPS/lead.xhtml`.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
}

impl Source {
    /// A source of the given name and text.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into(), files: Vec::new() }
    }

    /// The part of the text that an offset stands in: the name of its file, and where it begins.
    #[must_use]
    pub fn part(&self, offset: usize) -> (String, usize) {
        match self.files.iter().rfind(|(start, _)| *start <= offset) {
            Some((start, file)) => (format!("{}/{file}", self.name), *start),
            None => (self.name.clone(), 0),
        }
    }

    /// Where an offset stands.
    #[must_use]
    pub fn place(&self, offset: usize) -> Place {
        let (file, start) = self.part(offset);
        let (line, column) =
            line_column(&self.text[start.min(self.text.len())..], offset.saturating_sub(start));
        Place { file, line, column }
    }

    /// A way to look many places up: see [`Places`].
    #[must_use]
    pub fn places(&self) -> Places<'_> {
        let part = self.part(0);
        Places { source: self, lines: Lines::new(&self.text[part.1.min(self.text.len())..]), part }
    }
}

/// The places of a source, each found from the last one on: what is told of a text stands nearly in order.
#[derive(Debug, Clone)]
pub struct Places<'a> {
    source: &'a Source,
    /// The file, and where it begins in the text.
    part: (String, usize),
    /// The lines from there on.
    lines: Lines<'a>,
}

impl Places<'_> {
    /// Where an offset stands: what [`Source::place`] answers.
    #[must_use]
    pub fn of(&mut self, offset: usize) -> Place {
        let text = &self.source.text;
        let offset = text.floor_char_boundary(offset);
        if !self.source.files.is_empty() {
            let part = self.source.part(offset);
            if part != self.part {
                self.lines = Lines::new(&text[part.1..]);
                self.part = part;
            }
        }
        let (line, column) = self.lines.of(offset.saturating_sub(self.part.1));
        Place { file: self.part.0.clone(), line, column }
    }

    /// Where the line of the last place begins.
    #[must_use]
    pub fn line_start(&self) -> usize {
        self.part.1 + self.lines.line_start()
    }
}

/// Reads an issue from Markdown.
///
/// The language is taken from the front matter, else from the file's name, else from the letters of the text.
///
/// ```
/// use duizhao::issue::{Source, read};
///
/// let source = Source::new("issue.zh.md", "---\n日期: 2026-03-15\n---\n\n# 渡口\n\n船昨天开了。\n");
/// let (issue, problems) = read(&source);
/// assert_eq!(issue.language.as_str(), "zh-CN");
/// assert_eq!(issue.articles.len(), 1);
/// assert!(problems.is_empty());
/// ```
#[must_use]
pub fn read(source: &Source) -> (Issue, Vec<Problem>) {
    let mut problems = Vec::new();
    let text = source.text.strip_prefix('\u{feff}').unwrap_or(&source.text);
    let base = source.text.len() - text.len();
    let place = front_matter::place(text, &mut problems);
    let (begin, fields) = place.map_or((0, None), |place| {
        let fields = front_matter::fields(
            place.format,
            &text[place.fields.clone()],
            base + place.fields.start,
            &mut problems,
        );
        (if fields.is_some() { place.end } else { 0 }, fields)
    });
    let matter = front_matter::matter(fields.unwrap_or_default(), &mut problems);
    let parsed = blocks_of_markdown(&text[begin..], base + begin, &mut problems);
    let language = matter.language.unwrap_or_else(|| language::of(&source.name, &text[begin..]));
    let levels: Vec<(Span, u8)> =
        parsed.iter().filter_map(|parsed| Some((parsed.block.span, parsed.heading?))).collect();
    let issue = Issue { language, masthead: matter.masthead, articles: articles::articles(parsed) };
    tell_plain(&issue, &levels, &mut problems);
    (issue, problems)
}

/// The blocks of a Markdown text, and of the HTML in it.
fn blocks_of_markdown(text: &str, base: usize, problems: &mut Vec<Problem>) -> Vec<Parsed> {
    let mut blocks = markdown::blocks(text, base, problems);
    html_blocks::pull_quotes(&mut blocks, problems);
    html_blocks::read(blocks, text, base, problems)
}

/// Tells what is in the issue, but not as it stood: crossheads of several levels, and HTML that is not understood.
fn tell_plain(issue: &Issue, levels: &[(Span, u8)], problems: &mut Vec<Problem>) {
    let mut told = |span, code: &'static str, message: &str, help: &str| {
        let (message, help) = (message.to_owned(), help.to_owned());
        problems.push(Problem { severity: Severity::Note, code: code.into(), span, message, help });
    };
    for article in &issue.articles {
        let mut first = None;
        for block in &article.blocks {
            match (block.role, &block.body) {
                (Role::Verbatim, Body::Verbatim { kind, .. }) if kind == "html" => told(
                    block.span,
                    "not-understood",
                    "HTML that is kept to the letter and not read",
                    "write its text as Markdown, or name the page as an .html file",
                ),
                (Role::Crosshead, _) => {
                    let level = levels.binary_search_by_key(&block.span, |(span, _)| *span).ok();
                    let level = level.map(|at| levels[at].1);
                    if level.is_some() && first.is_some() && level != first {
                        told(
                            block.span,
                            "heading-level",
                            "a heading inside an article of another level than those before it",
                            "headings inside an article are read as of one level; number the lower ones",
                        );
                    }
                    first = first.or(level);
                }
                _ => {}
            }
        }
    }
}

/// Reads an issue from plain text.
#[must_use]
pub fn text(source: &Source) -> (Issue, Vec<Problem>) {
    let body = source.text.strip_prefix('\u{feff}').unwrap_or(&source.text);
    let base = source.text.len() - body.len();
    let mut problems = Vec::new();
    let articles = articles::articles(text::blocks(body, base, &mut problems));
    let language = language::of(&source.name, body);
    (Issue { language, masthead: Masthead::default(), articles }, problems)
}

/// Reads an issue from an HTML page.
///
/// `lang`, `<title>` and `<meta>` say what the issue is; headings and what else stands in the page make its articles.
#[must_use]
pub fn html(source: &Source) -> (Issue, Vec<Problem>) {
    let mut problems = Vec::new();
    let text = source.text.strip_prefix('\u{feff}').unwrap_or(&source.text);
    let base = source.text.len() - text.len();
    let mut page = html::page(text, base, "", html::is_told(text), &mut problems);
    let mut fields = page.meta.clone();
    fields.dedup_by(|again, first| again.name == first.name);
    let title = page.own_title.as_deref().unwrap_or(&page.title);
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    if !page.told && page.own_title.is_some() {
        headline_of_page(&title, &mut page.blocks, base);
    }
    // Most pages are called after their headline.
    let is_headline = |parsed: &Parsed| match &parsed.block.body {
        Body::Text(text) if parsed.heading.is_some() => title.contains(text.to_plain().trim()),
        _ => false,
    };
    if !title.is_empty() && !page.told && !page.blocks.iter().any(is_headline) {
        fields.push(front_matter::Field {
            name: "title".to_owned(),
            value: title,
            span: Span { start: base, end: base },
        });
    }
    let matter = front_matter::matter(fields, &mut problems);
    let language =
        language::tagged(page.language.as_deref(), &source.name, &words(&page.blocks), &mut problems);
    (Issue { language, masthead: matter.masthead, articles: pages(vec![page]) }, problems)
}

/// Makes the title that a page names for itself its headline, where it has no heading: of the line that says the same,
/// or of a line of its own.
fn headline_of_page(title: &str, blocks: &mut Vec<Parsed>, base: usize) {
    if title.is_empty() || blocks.is_empty() || blocks.iter().any(|parsed| parsed.heading.is_some()) {
        return;
    }
    let is_title = |parsed: &Parsed| match &parsed.block.body {
        Body::Text(text) => text.to_plain().trim() == title,
        _ => false,
    };
    if let Some(line) = blocks.iter_mut().take(5).find(|parsed| is_title(parsed)) {
        line.heading = Some(1);
        line.block.role = Role::Crosshead;
        return;
    }
    let span = Span { start: base, end: base };
    let text = Text { inlines: vec![Inline::Text(title.into())] };
    blocks.insert(0, Parsed { heading: Some(1), block: Block::text(Role::Crosshead, span, text) });
}

/// Reads an issue from an EPUB: its text, put together from the chapters, and the issue.
///
/// # Errors
/// When the bytes are no EPUB, or one that cannot be read.
pub fn epub(name: &str, bytes: &[u8]) -> Result<(Source, Issue, Vec<Problem>), NotABook> {
    let mut problems = Vec::new();
    let book = epub::book(name, bytes, &mut problems)?;
    let matter = front_matter::matter(book.fields, &mut problems);
    let tag = book.language.or_else(|| book.pages.iter().find_map(|page| page.language.clone()));
    let words: String = book.pages.iter().map(|page| words(&page.blocks)).collect();
    let language = language::tagged(tag.as_deref(), name, &words, &mut problems);
    Ok((book.source, Issue { language, masthead: matter.masthead, articles: pages(book.pages) }, problems))
}

/// What is written in a page: the letters of its tags are of no language.
fn words(parsed: &[Parsed]) -> String {
    let mut out = String::new();
    for parsed in parsed {
        parsed.block.each_text(&mut |_, text| out.push_str(&text.to_plain()));
    }
    out
}

/// The articles of pages that are one issue.
fn pages(pages: Vec<html::Page>) -> Vec<Article> {
    let told = pages.iter().any(|page| page.told);
    let mut references = BTreeMap::new();
    let mut parsed = Vec::new();
    for page in pages {
        references.extend(page.references);
        parsed.extend(page.blocks);
    }
    notes::label(parsed.iter_mut().map(|parsed| &mut parsed.block), &references);
    if told { articles::told(parsed) } else { articles::articles(parsed) }
}

/// Reads an issue from its JSON form, as [`crate::issue::write::json`] writes it.
///
/// # Errors
/// When the text is no JSON, or JSON of something else.
pub fn json(text: &str) -> Result<Issue, serde_json::Error> {
    serde_json::from_str(text)
}

/// The one paragraph or heading that a text is read as; none, if it is read as anything else.
pub(super) fn paragraph(text: &str, heading: bool) -> Option<Text> {
    let parsed = blocks_of_markdown(text, 0, &mut Vec::new());
    let mut parsed = parsed.into_iter();
    let first = parsed.next()?;
    let rest_is_notes = parsed.all(|parsed| parsed.block.role == Role::Note);
    match first.block.body {
        Body::Text(text) if rest_is_notes && first.heading.is_some() == heading => Some(text),
        _ => None,
    }
}
