//! An issue, alone or beside its translation, set as the pages of a book.
//!
//! One article is one XHTML file, so that a reader opens it quickly and a printed page's articles can be linked
//! to; an article of more than [`LARGEST_PAGE`] bytes is cut between blocks. What an edition adds to the text
//! (numbers of notes, marks of sentences, page breaks) carries a class or a role of its own.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use minijinja::{Value, context};

use super::image::{Format, objection};
use super::labels::Labels;
use super::metadata::{Contents, Metadata, headline, on_one_line, tag};
use super::parallel::{Bilingual, Piece, Placement, Row, joined, window};
use super::xhtml::{self, Cut, Surroundings, escape, escape_attribute};
use super::{
    By, Edition, Entry, Kind, Layout, Page, Printed, Resource, STYLE_SHEET, Settings, TemplateError, Writing,
    cover,
};
use crate::issue::model::Align;
use crate::issue::{Article, Block, Body, Cell, Inline, Issue, Mark, Role, Text};
use crate::problem::{Problem, Severity, Span};
use crate::segment::Segments;

/// The most bytes of blocks in one XHTML file. Old reading devices refuse files of more than 256 KB.
const LARGEST_PAGE: usize = 200 << 10;
/// The longest plain text that is set as one paragraph.
const LARGEST_PARAGRAPH: usize = 48 << 10;
/// How many characters of an article without a headline stand for it in the contents.
const OPENING: usize = 24;

/// Sets an issue in its own language.
///
/// # Errors
/// If a template cannot be filled in: one that the user changed.
pub fn compose(issue: &Issue, settings: &Settings) -> Result<Edition, TemplateError> {
    Composer::new(issue, None, settings).edition()
}

/// Sets an issue with its translation.
///
/// # Errors
/// If a template cannot be filled in: one that the user changed.
pub fn bilingual(bilingual: &Bilingual<'_>, settings: &Settings) -> Result<Edition, TemplateError> {
    Composer::new(bilingual.source, Some(bilingual), settings).edition()
}

/// The images that an issue names, each once, in reading order.
#[must_use]
pub fn images(issue: &Issue) -> Vec<&str> {
    fn walk<'a>(inlines: &'a [Inline], sources: &mut Vec<&'a str>) {
        for inline in inlines {
            match inline {
                Inline::Image { source, .. } if !sources.contains(&source.as_str()) => sources.push(source),
                Inline::Marked(_, inner) => walk(inner, sources),
                _ => {}
            }
        }
    }
    let mut sources = Vec::new();
    for leaf in issue.leaves() {
        walk(&leaf.text.inlines, &mut sources);
    }
    sources
}

/// A language of the book.
struct Tongue<'a> {
    tag: String,
    labels: &'static Labels,
    issue: &'a Issue,
    /// The running texts of the issue.
    texts: Vec<&'a Text>,
    /// The first leaf of each article.
    first_leaf: Vec<usize>,
}

/// The translation and its places.
struct Parallel<'a> {
    bilingual: &'a Bilingual<'a>,
    tongue: Tongue<'a>,
    placement: Placement,
}

/// A block, set.
struct Set {
    id: String,
    role: Role,
    xhtml: String,
}

/// What the pages of the book share.
#[derive(Default)]
struct Book {
    contents: Contents,
    resources: Vec<Resource>,
    /// File names of images by their paths in the issue; none for those that cannot be shown.
    images: BTreeMap<String, Option<String>>,
    notes: Vec<Note>,
    printed: Vec<Printed>,
    problems: Vec<Problem>,
}

/// A note of the issue.
struct Note {
    chapter: usize,
    label: String,
    /// Its number in its article.
    number: usize,
    /// Whether the text refers to it.
    called: bool,
    /// How many references have been set.
    references: usize,
}

struct Composer<'a> {
    settings: &'a Settings,
    tongue: Tongue<'a>,
    parallel: Option<Parallel<'a>>,
    book: Book,
}

/// The article that is being set.
struct Chapter<'c, 'a> {
    settings: &'a Settings,
    tongue: &'c Tongue<'a>,
    parallel: Option<&'c Parallel<'a>>,
    book: &'c mut Book,
    /// Its number in the book, from 0; articles of the translation alone come behind the issue's.
    number: usize,
    /// The next leaf.
    leaf: usize,
    /// The next note of the book.
    next_note: usize,
    /// Notes with translations, in order.
    popups: Vec<String>,
    has_headline: bool,
}

impl<'a> Tongue<'a> {
    fn new(issue: &'a Issue) -> Self {
        let leaves = issue.leaves();
        let mut first_leaf = Vec::with_capacity(issue.articles.len());
        let mut next = 0;
        for article in 0..issue.articles.len() {
            while leaves.get(next).is_some_and(|leaf| leaf.article < article) {
                next += 1;
            }
            first_leaf.push(next);
        }
        Self {
            tag: tag(&issue.language),
            labels: Labels::of(&issue.language),
            issue,
            texts: leaves.iter().map(|leaf| leaf.text).collect(),
            first_leaf,
        }
    }
}

impl<'a> Composer<'a> {
    fn new(issue: &'a Issue, bilingual: Option<&'a Bilingual<'a>>, settings: &'a Settings) -> Self {
        let parallel = bilingual.map(|bilingual| Parallel {
            bilingual,
            tongue: Tongue::new(bilingual.target),
            placement: Placement::new(bilingual),
        });
        Self { settings, tongue: Tongue::new(issue), parallel, book: Book::default() }
    }

    fn vertical(&self) -> bool {
        self.settings.writing == Writing::Vertical
    }

    fn edition(mut self) -> Result<Edition, TemplateError> {
        self.find_notes();
        let mut pages = Vec::new();
        let mut contents = Vec::new();
        for number in 0..self.chapters().len() {
            self.article(number, &mut pages, &mut contents)?;
        }
        land_links(&mut pages);
        self.book.contents.printed_pages = !self.book.printed.is_empty();
        let translation = self.parallel.as_ref().map(|parallel| parallel.bilingual.target);
        let metadata = Metadata::new(self.tongue.issue, translation, self.settings, self.book.contents);
        let mut resources = vec![self.style()?];
        let front = self.front(&metadata, &contents, &mut resources)?;
        pages.splice(0..0, front);
        pages.push(self.colophon(&metadata)?);
        resources.append(&mut self.book.resources);
        let Book { printed, problems, .. } = self.book;
        Ok(Edition { metadata, pages, resources, contents, printed, problems })
    }

    /// The articles of the book: whether of the translation, and which.
    fn chapters(&self) -> Vec<(bool, usize)> {
        let strays = self.parallel.iter().flat_map(|parallel| &parallel.placement.strays);
        (0..self.tongue.issue.articles.len())
            .map(|article| (false, article))
            .chain(strays.map(|&article| (true, article)))
            .collect()
    }

    fn chapter(&self, number: usize) -> (&Tongue<'a>, &'a Article, usize) {
        let (stray, article) = self.chapters()[number];
        let tongue = match &self.parallel {
            Some(parallel) if stray => &parallel.tongue,
            _ => &self.tongue,
        };
        (tongue, &tongue.issue.articles[article], article)
    }

    /// Numbers all notes, and finds out which of them are referred to, before the first reference is set.
    fn find_notes(&mut self) {
        let chapters = self.chapters();
        for number in 0..chapters.len() {
            let (_, article, _) = self.chapter(number);
            let mut labels = Vec::new();
            note_labels(&article.blocks, &mut labels);
            self.book.notes.extend((1..).zip(labels).map(|(in_article, label)| Note {
                chapter: number,
                label,
                number: in_article,
                called: false,
                references: 0,
            }));
        }
        if self.book.notes.is_empty() {
            return;
        }
        for number in 0..chapters.len() {
            let (_, article, _) = self.chapter(number);
            let mut called = Vec::new();
            for block in &article.blocks {
                block.each_text(&mut |_, text| note_references(&text.inlines, &mut called));
            }
            for label in called {
                if let Some(note) = self.book.note(number, &label) {
                    self.book.notes[note].called = true;
                }
            }
        }
    }

    fn article(
        &mut self,
        number: usize,
        pages: &mut Vec<Page>,
        contents: &mut Vec<Entry>,
    ) -> Result<(), TemplateError> {
        let (stray, index) = self.chapters()[number];
        let tongue = match &self.parallel {
            Some(parallel) if stray => &parallel.tongue,
            _ => &self.tongue,
        };
        let article = &tongue.issue.articles[index];
        let id = format!("a{}", number + 1);
        let file = format!("article-{:04}.xhtml", number + 1);
        let printed_before = self.book.printed.len();
        let next_note = self.book.notes.iter().take_while(|note| note.chapter < number).count();
        let mut chapter = Chapter {
            settings: self.settings,
            tongue,
            parallel: self.parallel.as_ref().filter(|_| !stray),
            book: &mut self.book,
            number,
            leaf: tongue.first_leaf[index],
            next_note,
            popups: Vec::new(),
            has_headline: false,
        };
        let page_break = chapter.first_page(article);
        let blocks = chapter.article(article);
        let popups = std::mem::take(&mut chapter.popups);
        let title = title_of(article).unwrap_or_else(|| tongue.labels.untitled.to_owned());
        let translation = match &self.parallel {
            Some(parallel) if !stray => translated_title(parallel, article, tongue.first_leaf[index]),
            _ => None,
        };
        let parts = parts(blocks, &popups);
        let count = parts.len();
        for (part, (blocks, popups)) in parts.into_iter().enumerate() {
            let file = if part == 0 {
                file.clone()
            } else {
                format!("article-{:04}-{}.xhtml", number + 1, part + 1)
            };
            let head = blocks.iter().position(|block| !is_head(block.role)).unwrap_or(blocks.len());
            let head = if part == 0 && blocks[..head].iter().any(|block| block.role == Role::Headline) {
                head
            } else {
                0
            };
            let values: Vec<Value> = blocks.iter().map(block_value).collect();
            let id = if part == 0 { id.clone() } else { format!("{id}-{}", part + 1) };
            let xhtml = self.settings.templates.render(
                "article.xhtml",
                context! {
                    lang => tongue.tag.as_str(),
                    vertical => self.vertical(),
                    layout => layout_name(self.parallel.is_some(), self.settings.layout),
                    title => title.as_str(),
                    id => id,
                    part => part + 1,
                    parts => count,
                    page_break => Value::from_safe_string(if part == 0 { page_break.clone() } else { String::new() }),
                    head => values[..head].to_vec(),
                    blocks => values[head..].to_vec(),
                    translations => popups.iter().map(|note| Value::from_safe_string(note.clone())).collect::<Vec<_>>(),
                    translations_label => tongue.labels.translations,
                },
            )?;
            pages.push(Page { file, kind: Kind::Article, title: title.clone(), xhtml });
        }
        for printed in &mut self.book.printed[printed_before..] {
            let of_page = format!(" id=\"{}\"", printed.href);
            let holder = pages[pages.len() - count..].iter().find(|page| page.xhtml.contains(&of_page));
            printed.href = format!("{}#{}", holder.map_or(&file, |page| &page.file), printed.href);
        }
        let labels = tongue.labels;
        let page = page_of(article).map(|label| labels.page(&label));
        contents.push(Entry { title, translation, href: format!("{file}#{id}"), page });
        Ok(())
    }

    fn style(&self) -> Result<Resource, TemplateError> {
        let css = self.settings.templates.render(
            "edition.css",
            context! {
                lang => self.tongue.tag.as_str(),
                vertical => self.vertical(),
                layout => layout_name(self.parallel.is_some(), self.settings.layout),
                bilingual => self.parallel.is_some(),
            },
        )?;
        Ok(Resource {
            file: STYLE_SHEET.into(),
            media_type: "text/css",
            bytes: css.into_bytes(),
            cover: false,
        })
    }

    /// Cover and title page.
    fn front(
        &self,
        metadata: &Metadata,
        contents: &[Entry],
        resources: &mut Vec<Resource>,
    ) -> Result<Vec<Page>, TemplateError> {
        let labels = self.tongue.labels;
        let masthead = &metadata.masthead;
        let (cover_page, cover_image) = cover::cover(metadata, contents, labels, self.settings)?;
        resources.extend(cover_image);
        let set = |text: &str| Value::from_safe_string(self.plain(text));
        let title_page = self.settings.templates.render(
            "title.xhtml",
            context! {
                lang => self.tongue.tag.as_str(),
                vertical => self.vertical(),
                label => labels.title_page,
                title => metadata.title.as_str(),
                heading => set(&masthead.publication.clone().unwrap_or_else(|| metadata.title.clone())),
                subtitle => match (&masthead.publication, &masthead.title) {
                    (Some(_), Some(title)) => set(title),
                    _ => Value::from(()),
                },
                number => masthead.number.as_deref().map(set),
                date => masthead.date.map(|date| set(&labels.date(date))),
                publisher => masthead.publisher.as_deref().map(set),
                translation => metadata.translated_title.as_ref().map(|title| context! {
                    lang => metadata.languages.get(1).map(String::as_str),
                    title => title.as_str(),
                }),
            },
        )?;
        let title = Page {
            file: "title.xhtml".into(),
            kind: Kind::Title,
            title: labels.title_page.into(),
            xhtml: title_page,
        };
        Ok(vec![cover_page, title])
    }

    fn colophon(&self, metadata: &Metadata) -> Result<Page, TemplateError> {
        let labels = self.tongue.labels;
        let names = &labels.facts;
        let masthead = &metadata.masthead;
        let identifier = metadata.identifier.urn().to_string();
        let date = masthead.date.map(|date| labels.date(date));
        let languages = metadata.languages.join(", ");
        let made_with = metadata.made_with.join("; ");
        let facts = [
            (names.publication, masthead.publication.as_deref()),
            (names.number, masthead.number.as_deref()),
            (names.date, date.as_deref()),
            (names.publisher, masthead.publisher.as_deref()),
            (names.issn, masthead.issn.as_deref()),
            (names.source, masthead.source.as_deref()),
            (names.rights, masthead.rights.as_deref()),
            (names.languages, Some(languages.as_str())),
            (names.identifier, Some(identifier.as_str())),
            (names.made_with, Some(made_with.as_str()).filter(|text| !text.is_empty())),
        ];
        let facts: Vec<Value> = facts
            .iter()
            .filter_map(|(name, value)| value.map(|value| (name, value)))
            .map(|(name, value)| {
                context! { name => Value::from_safe_string(self.plain(name)), value => Value::from_safe_string(self.plain(value)) }
            })
            .collect();
        let xhtml = self.settings.templates.render(
            "colophon.xhtml",
            context! {
                lang => self.tongue.tag.as_str(),
                vertical => self.vertical(),
                title => labels.colophon,
                facts => facts,
            },
        )?;
        Ok(Page { file: "colophon.xhtml".into(), kind: Kind::Colophon, title: labels.colophon.into(), xhtml })
    }

    /// Plain text as XHTML in the book's way of writing.
    fn plain(&self, text: &str) -> String {
        set_plain(text, self.vertical())
    }
}

/// Forbids a line's end (U+2060 WORD JOINER): the number of a note stays with the text before it, that of a
/// sentence with its first character.
const JOINER: char = '\u{2060}';

/// A number that the edition adds: it stands upright in vertical lines as the text's own do.
fn numeral(number: usize, vertical: bool) -> String {
    set_plain(&number.to_string(), vertical)
}

/// Plain text as XHTML.
pub(super) fn set_plain(text: &str, vertical: bool) -> String {
    struct Nothing;
    impl Surroundings for Nothing {
        fn image(&mut self, _: &mut String, _: &str, _: &str, _: &str) {}
        fn note(&mut self, _: &mut String, _: &str) {}
    }
    let mut out = String::new();
    xhtml::write(&mut out, &Text::from(text), &(0..text.len()), &[], vertical, &mut Nothing);
    out
}

fn block_value(block: &Set) -> Value {
    context! {
        id => block.id.as_str(),
        role => role_name(block.role),
        xhtml => Value::from_safe_string(block.xhtml.clone()),
    }
}

fn layout_name(bilingual: bool, layout: Layout) -> &'static str {
    match layout {
        _ if !bilingual => "alone",
        Layout::Interleaved => "interleaved",
        Layout::SideBySide => "side-by-side",
        Layout::Popup => "popup",
    }
}

/// Cuts an article that is too long for one file; notes with translations go with the block that calls them.
fn parts(blocks: Vec<Set>, popups: &[String]) -> Vec<(Vec<Set>, Vec<String>)> {
    let mut parts: Vec<(Vec<Set>, Vec<String>)> = vec![(Vec::new(), Vec::new())];
    let mut size = 0;
    let mut popups = popups.iter();
    for block in blocks {
        let calls = block.xhtml.matches("epub:type=\"noteref\" class=\"mark\"").count();
        let notes: Vec<String> = popups.by_ref().take(calls).cloned().collect();
        let bytes = block.xhtml.len() + notes.iter().map(String::len).sum::<usize>();
        if size > 0 && size + bytes > LARGEST_PAGE {
            parts.push((Vec::new(), Vec::new()));
            size = 0;
        }
        size += bytes;
        if let Some((blocks, of_part)) = parts.last_mut() {
            blocks.push(block);
            of_part.extend(notes);
        }
    }
    parts
}

/// The headline, or the opening words.
fn title_of(article: &Article) -> Option<String> {
    headline(article).or_else(|| {
        let mut opening = String::new();
        for block in &article.blocks {
            block.each_text(&mut |_, text| {
                if opening.is_empty() {
                    opening = on_one_line(&text.plain());
                }
            });
        }
        let cut = opening.char_indices().nth(OPENING).map(|(at, _)| at);
        match cut {
            _ if opening.is_empty() => None,
            Some(at) => Some(format!("{}…", &opening[..at])),
            None => Some(opening),
        }
    })
}

/// The headline of an article in the other language: what stands beside its own.
fn translated_title(parallel: &Parallel<'_>, article: &Article, first_leaf: usize) -> Option<String> {
    let mut leaf = first_leaf;
    let mut found = None;
    for block in &article.blocks {
        block.each_text(&mut |_, _| {
            if block.role == Role::Headline && found.is_none() {
                found = Some(leaf);
            }
            leaf += 1;
        });
    }
    let pieces = joined(parallel.placement.rows.get(found?)?);
    let segments = parallel.bilingual.target_segments;
    let words: Vec<String> =
        pieces.iter().map(|piece| on_one_line(&segments.joined(piece.segments.clone()))).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

fn note_labels(blocks: &[Block], labels: &mut Vec<String>) {
    for block in blocks {
        match &block.body {
            Body::Note { label, blocks } => {
                labels.push(label.clone());
                note_labels(blocks, labels);
            }
            Body::Blocks(blocks) => note_labels(blocks, labels),
            Body::List { points, .. } => points.iter().for_each(|point| note_labels(point, labels)),
            _ => {}
        }
    }
}

fn note_references(inlines: &[Inline], labels: &mut Vec<String>) {
    for inline in inlines {
        match inline {
            Inline::Note(label) => labels.push(label.clone()),
            Inline::Marked(_, inner) => note_references(inner, labels),
            _ => {}
        }
    }
}

impl Book {
    /// The note that a label means in an article: its own, else the first of the issue.
    fn note(&self, chapter: usize, label: &str) -> Option<usize> {
        let named = |note: &Note| note.label == label;
        (self.notes.iter().position(|note| note.chapter == chapter && named(note)))
            .or_else(|| self.notes.iter().position(named))
    }

    /// The file of an image, taken into the book at its first use.
    fn image(&mut self, source: &str, settings: &Settings) -> Option<String> {
        if let Some(file) = self.images.get(source) {
            return file.clone();
        }
        let bytes = settings.images.get(source);
        let wrong = match bytes {
            None if source.contains("://") => Some("it is in the network"),
            None => Some("there is no such file"),
            Some(bytes) => objection(bytes),
        };
        let file = match (bytes, wrong, bytes.and_then(|bytes| Format::of(bytes))) {
            (Some(bytes), None, Some(format)) => {
                self.contents.moving |= format == Format::Gif || format == Format::WebP;
                let file = format!("image-{:03}.{}", self.resources.len() + 1, format.extension());
                let media_type = format.media_type();
                self.resources.push(Resource {
                    file: file.clone(),
                    media_type,
                    bytes: bytes.clone(),
                    cover: false,
                });
                Some(file)
            }
            _ => None,
        };
        if let Some(wrong) = wrong {
            self.problems.push(Problem {
                severity: Severity::Warning,
                code: "image-left-out".into(),
                span: Span::default(),
                message: format!("the image `{source}` is left out: {wrong}"),
                help: "put the image beside the issue under this name; its description stands in its place"
                    .into(),
            });
        }
        self.images.insert(source.to_owned(), file.clone());
        file
    }

    /// Notes the beginning of a printed page; answers its markup.
    fn page_break(&mut self, label: &str, spoken: &str, words: &str) -> String {
        let id = format!("page-{}", self.printed.len() + 1);
        let mut out = String::new();
        let tag = if words.is_empty() { "span" } else { "div" };
        let _ =
            write!(out, "<{tag} epub:type=\"pagebreak\" role=\"doc-pagebreak\" id=\"{id}\" aria-label=\"");
        escape_attribute(&mut out, spoken);
        let _ = write!(out, "\">{words}</{tag}>");
        self.printed.push(Printed { label: label.to_owned(), href: id });
        out
    }
}

/// The printed page that an article begins on.
fn page_of(article: &Article) -> Option<String> {
    article.page.clone().or_else(|| Some(page_label(&article.first(Role::Page)?.plain())))
}

/// The label in a page marker: `3` of `第3版`, `A3` of `A3版`.
fn page_label(marker: &str) -> String {
    let marker = on_one_line(marker);
    let label = marker.trim_start_matches('第').trim_end_matches(['版', '頁', '页']).trim();
    let label = label.strip_prefix("Page ").unwrap_or(label);
    if label.is_empty() { marker.clone() } else { label.to_owned() }
}

/// Roles of the blocks at the head of an article.
fn is_head(role: Role) -> bool {
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

fn role_name(role: Role) -> &'static str {
    match role {
        Role::Section => "section",
        Role::Kicker => "kicker",
        Role::Headline => "headline",
        Role::Deck => "deck",
        Role::Dateline => "dateline",
        Role::Byline => "byline",
        Role::Credit => "credit",
        Role::Crosshead => "crosshead",
        Role::Paragraph => "paragraph",
        Role::Quote => "quote",
        Role::List => "list",
        Role::Table => "table",
        Role::Figure => "figure",
        Role::Caption => "caption",
        Role::Note => "note",
        Role::Page => "page",
        Role::Continuation => "continuation",
        Role::Verbatim => "verbatim",
        Role::Rule => "rule",
        Role::Other => "other",
    }
}

/// The element and class of a running text.
#[derive(Clone, Copy)]
struct Shape {
    tag: &'static str,
    class: &'static str,
}

impl Shape {
    fn open(self, out: &mut String, id: &str, lang: Option<&str>, more: &str) {
        out.push('<');
        out.push_str(self.tag);
        if !id.is_empty() {
            let _ = write!(out, " id=\"{id}\"");
        }
        let class = [self.class, more];
        let class: Vec<&str> = class.into_iter().filter(|class| !class.is_empty()).collect();
        if !class.is_empty() {
            let _ = write!(out, " class=\"{}\"", class.join(" "));
        }
        if let Some(lang) = lang {
            let _ = write!(out, " lang=\"{lang}\" xml:lang=\"{lang}\"");
        }
        out.push('>');
    }

    fn close(self, out: &mut String) {
        let _ = write!(out, "</{}>", self.tag);
    }
}

/// What stands around running text: images and notes of the book.
struct Around<'b> {
    book: &'b mut Book,
    settings: &'b Settings,
    chapter: usize,
    /// The translation shows no image a second time.
    images: bool,
}

impl Surroundings for Around<'_> {
    fn image(&mut self, out: &mut String, source: &str, alt: &str, title: &str) {
        if !self.images {
            return;
        }
        let Some(file) = self.book.image(source, self.settings) else {
            let vertical = self.settings.writing == Writing::Vertical;
            let words = set_plain(if alt.is_empty() { source } else { alt }, vertical);
            let _ = write!(out, "<span class=\"missing-image\">{words}</span>");
            return;
        };
        self.book.contents.images += 1;
        self.book.contents.described += usize::from(!alt.is_empty());
        let _ = write!(out, "<img src=\"{file}\" alt=\"");
        escape_attribute(out, alt);
        out.push('"');
        if !title.is_empty() {
            out.push_str(" title=\"");
            escape_attribute(out, title);
            out.push('"');
        }
        out.push_str("/>");
    }

    fn note(&mut self, out: &mut String, label: &str) {
        let Some(index) = self.book.note(self.chapter, label) else {
            out.push_str("<sup class=\"noteref\">");
            escape(out, label);
            out.push_str("</sup>");
            return;
        };
        let note = &mut self.book.notes[index];
        note.references += 1;
        let _ = write!(
            out,
            "<a epub:type=\"noteref\" role=\"doc-noteref\" class=\"noteref\" id=\"ref-{n}-{k}\" href=\"#note-{n}\">{JOINER}{}</a>",
            numeral(note.number, self.settings.writing == Writing::Vertical),
            n = index + 1,
            k = note.references,
        );
    }
}

impl Chapter<'_, '_> {
    fn vertical(&self) -> bool {
        self.settings.writing == Writing::Vertical
    }

    /// The mark of the printed page that the article begins on, unless it is the one before.
    fn first_page(&mut self, article: &Article) -> String {
        let Some(label) = &article.page else { return String::new() };
        let starts_so = article.blocks.first().is_some_and(|block| block.role == Role::Page);
        if starts_so || self.book.printed.last().is_some_and(|last| last.label == *label) {
            return String::new();
        }
        self.book.page_break(label, &self.tongue.labels.page(label), "")
    }

    fn article(&mut self, article: &Article) -> Vec<Set> {
        let mut set = Vec::with_capacity(article.blocks.len());
        for (index, block) in article.blocks.iter().enumerate() {
            let id = format!("a{}b{}", self.number + 1, index + 1);
            for (part, xhtml) in self.top_block(block, &id).into_iter().enumerate() {
                let id = if part == 0 { id.clone() } else { format!("{id}-{}", part + 1) };
                set.push(Set { id, role: block.role, xhtml });
            }
        }
        set
    }

    /// A block of the article; in several pieces if it is too long for one file.
    fn top_block(&mut self, block: &Block, id: &str) -> Vec<String> {
        let alone = self.parallel.is_none();
        match &block.body {
            Body::Text(text) if alone && text.plain().len() > LARGEST_PARAGRAPH => {
                self.long_text(block.role, text, id)
            }
            Body::List { start, points } if points.len() > 1 => self.list(*start, points, id),
            _ => {
                let mut out = String::new();
                self.block(&mut out, block, id);
                if out.is_empty() { Vec::new() } else { vec![out] }
            }
        }
    }

    /// A running text that is too long for one file, cut behind full stops where there are any.
    fn long_text(&mut self, role: Role, text: &Text, id: &str) -> Vec<String> {
        let plain = text.plain();
        let shape = self.shape(role);
        self.leaf += 1;
        let mut pieces = Vec::new();
        let mut start = 0;
        while start < plain.len() {
            let mut end = (start + LARGEST_PARAGRAPH).min(plain.len());
            while !plain.is_char_boundary(end) {
                end -= 1;
            }
            if end < plain.len()
                && let Some((stop, c)) =
                    plain[start..end].char_indices().rfind(|(_, c)| "。！？.\n".contains(*c))
            {
                end = start + stop + c.len_utf8();
            }
            let mut out = String::new();
            let id = if start == 0 { id.to_owned() } else { format!("{id}-{}", pieces.len() + 1) };
            shape.open(&mut out, &id, None, if start == 0 { "" } else { "continued" });
            self.write(&mut out, text, &(start..end), &[], true);
            shape.close(&mut out);
            pieces.push(out);
            start = end;
        }
        pieces
    }

    /// A list; a very long one in several, numbered on.
    fn list(&mut self, start: Option<u64>, points: &[Vec<Block>], id: &str) -> Vec<String> {
        let mut lists = Vec::new();
        let mut out = String::new();
        let tag = if start.is_some() { "ol" } else { "ul" };
        for (index, point) in points.iter().enumerate() {
            if out.len() > LARGEST_PAGE / 2 {
                let _ = write!(out, "</{tag}>");
                lists.push(std::mem::take(&mut out));
            }
            if out.is_empty() {
                let _ = write!(out, "<{tag}");
                match (id, lists.len()) {
                    ("", _) => {}
                    (id, 0) => write!(out, " id=\"{id}\"").unwrap_or_default(),
                    (id, before) => write!(out, " id=\"{id}-{}\"", before + 1).unwrap_or_default(),
                }
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
            lists.push(out);
        }
        lists
    }

    fn blocks(&mut self, out: &mut String, blocks: &[Block]) {
        for block in blocks {
            self.block(out, block, "");
        }
    }

    fn block(&mut self, out: &mut String, block: &Block, id: &str) {
        let attribute = if id.is_empty() { String::new() } else { format!(" id=\"{id}\"") };
        match &block.body {
            Body::Text(text) if block.role == Role::Page => self.printed_page(out, text),
            Body::Text(text) if block.role == Role::Quote => {
                let _ = write!(out, "<blockquote{attribute}>");
                self.text(out, Shape { tag: "p", class: "" }, text, "", false);
                out.push_str("</blockquote>");
            }
            Body::Text(text) if block.role == Role::Figure => {
                let _ = write!(out, "<figure{attribute}>");
                self.text(out, Shape { tag: "div", class: "" }, text, "", false);
                out.push_str("</figure>");
            }
            Body::Text(text) => {
                let shape = self.shape(block.role);
                self.text(out, shape, text, id, true);
            }
            Body::List { start, points } => {
                out.push_str(&self.list(*start, points, id).concat());
            }
            Body::Table { rows } => self.table(out, rows, &attribute),
            Body::Blocks(blocks) if block.role == Role::Figure => self.figure(out, blocks, &attribute),
            Body::Blocks(blocks) => {
                let tag = if block.role == Role::Quote { "blockquote" } else { "div" };
                let _ = write!(out, "<{tag}{attribute}>");
                self.blocks(out, blocks);
                let _ = write!(out, "</{tag}>");
            }
            Body::Note { blocks, .. } => self.note(out, blocks),
            Body::Verbatim { kind, text } => {
                // A comment in the source's markup is not for readers.
                if !(kind == "html" && text.trim_start().starts_with("<!--")) {
                    let _ = write!(out, "<pre{attribute}><code>");
                    escape(out, text);
                    out.push_str("</code></pre>");
                }
            }
            Body::Empty => {
                let _ = write!(out, "<hr{attribute}/>");
            }
        }
    }

    /// The element of a running text by its role.
    fn shape(&mut self, role: Role) -> Shape {
        match role {
            Role::Headline if !self.has_headline => {
                self.has_headline = true;
                Shape { tag: "h1", class: "headline" }
            }
            Role::Headline | Role::Crosshead => Shape { tag: "h2", class: role_name(role) },
            Role::Paragraph => Shape { tag: "p", class: "" },
            role => Shape { tag: "p", class: role_name(role) },
        }
    }

    fn printed_page(&mut self, out: &mut String, text: &Text) {
        let plain = text.plain();
        let label = page_label(&plain);
        let spoken = self.tongue.labels.page(&label);
        let mut words = String::new();
        self.text(&mut words, Shape { tag: "span", class: "page" }, text, "", false);
        let marker = self.book.page_break(&label, &spoken, &words);
        out.push_str(&marker);
    }

    fn table(&mut self, out: &mut String, rows: &[Vec<Cell>], attribute: &str) {
        let _ = write!(out, "<table{attribute}>");
        for (index, row) in rows.iter().enumerate() {
            let tag = if index == 0 { "th" } else { "td" };
            out.push_str(match index {
                0 => "<thead>",
                1 => "<tbody>",
                _ => "",
            });
            out.push_str("<tr>");
            for cell in row {
                let class = match cell.align {
                    Align::Auto => "",
                    Align::Left => " class=\"left\"",
                    Align::Center => " class=\"center\"",
                    Align::Right => " class=\"right\"",
                };
                let scope = if index == 0 && !cell.text.is_blank() { " scope=\"col\"" } else { "" };
                // An empty head cell heads nothing.
                let tag = if cell.text.is_blank() { "td" } else { tag };
                let _ = write!(out, "<{tag}{scope}{class}>");
                self.text(out, Shape { tag: "span", class: "" }, &cell.text, "", false);
                let _ = write!(out, "</{tag}>");
            }
            out.push_str("</tr>");
            if index == 0 {
                out.push_str("</thead>");
            }
        }
        out.push_str(if rows.len() > 1 { "</tbody></table>" } else { "</table>" });
    }

    fn figure(&mut self, out: &mut String, blocks: &[Block], attribute: &str) {
        let captions = blocks.iter().rev().take_while(|block| block.role == Role::Caption).count();
        let (images, captions) = blocks.split_at(blocks.len() - captions);
        let _ = write!(out, "<figure{attribute}>");
        for block in images {
            match &block.body {
                Body::Text(text) if matches!(block.role, Role::Figure | Role::Paragraph) => {
                    self.text(out, Shape { tag: "div", class: "" }, text, "", false);
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

    fn note(&mut self, out: &mut String, blocks: &[Block]) {
        // Notes are set in the order in which they were numbered.
        let index = self.next_note;
        self.next_note += 1;
        let Some(note) = self.book.notes.get(index) else { return self.blocks(out, blocks) };
        let (number, called) = (note.number, note.called);
        let _ = write!(
            out,
            "<aside epub:type=\"footnote\" role=\"doc-footnote\" class=\"note\" id=\"note-{}\">",
            index + 1
        );
        let set = numeral(number, self.vertical());
        let mark = if called {
            let back = self.tongue.labels.back;
            format!(
                "<a class=\"note-number\" role=\"doc-backlink\" href=\"#ref-{}-1\" aria-label=\"{back} {number}\">{set}</a>",
                index + 1
            )
        } else {
            format!("<span class=\"note-number\">{set}</span>")
        };
        out.push_str(&mark);
        self.blocks(out, blocks);
        out.push_str("</aside>");
    }

    /// Running text in its element, with what the layout puts beside it.
    fn text(&mut self, out: &mut String, shape: Shape, text: &Text, id: &str, top: bool) {
        let leaf = self.leaf;
        self.leaf += 1;
        let rows: &[Row] = self.parallel.map_or(&[], |parallel| &parallel.placement.rows[leaf]);
        let whole = 0..text.plain().len();
        if rows.is_empty() {
            if !text.inlines.is_empty() {
                shape.open(out, id, None, "");
                self.write(out, text, &whole, &[], true);
                shape.close(out);
            }
            return;
        }
        let by_sentence = self.settings.by == By::Sentence && shape.tag != "h1" && shape.tag != "h2";
        let groups: Vec<&[Row]> = if by_sentence && self.settings.layout != Layout::Popup {
            rows.iter().map(std::slice::from_ref).collect()
        } else {
            vec![rows]
        };
        for (index, group) in groups.into_iter().enumerate() {
            let id = if index == 0 { id } else { "" };
            let continued = if index == 0 { "" } else { "continued" };
            self.group(out, shape, text, group, (id, continued), top);
        }
    }

    /// Consecutive rows of a leaf, and their translation.
    fn group(
        &mut self,
        out: &mut String,
        shape: Shape,
        text: &Text,
        rows: &[Row],
        (id, more): (&str, &str),
        top: bool,
    ) {
        let Some(parallel) = self.parallel else { return };
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return };
        let run = first.source.start..last.source.end;
        let source = parallel.bilingual.source_segments;
        let bytes = window(source, &run);
        match self.settings.layout {
            Layout::Popup => {
                let cuts = self.popup_cuts(parallel, rows);
                shape.open(out, id, None, more);
                self.write(out, text, &bytes, &cuts, true);
                shape.close(out);
            }
            layout => {
                let columns = layout == Layout::SideBySide && top;
                if columns {
                    out.push_str("<div class=\"row\"><div class=\"column\">");
                }
                shape.open(out, id, None, more);
                self.sentences(out, text, source, &run, &bytes, Side::Source);
                shape.close(out);
                if columns {
                    out.push_str("</div><div class=\"column\">");
                }
                for piece in joined(rows) {
                    self.translation(out, shape, &piece);
                }
                if columns {
                    out.push_str("</div></div>");
                }
            }
        }
    }

    /// A run of the translation in an element of its own.
    fn translation(&mut self, out: &mut String, shape: Shape, piece: &Piece) {
        let Some(parallel) = self.parallel else { return };
        let segments = parallel.bilingual.target_segments;
        let bytes = window(segments, &piece.segments);
        let tag = match shape.tag {
            "span" => "span",
            "div" => "div",
            _ => "p",
        };
        let shape = Shape { tag, class: shape.class };
        let more = if bytes.start > 0 { "translation continued" } else { "translation" };
        shape.open(out, "", Some(&parallel.tongue.tag), more);
        let text = parallel.tongue.texts[piece.leaf.0];
        self.sentences(out, text, segments, &piece.segments, &bytes, Side::Target);
        shape.close(out);
    }

    /// Sentences with their ids, each linked with its partner.
    fn sentences(
        &mut self,
        out: &mut String,
        text: &Text,
        segments: &Segments,
        run: &Range<usize>,
        bytes: &Range<usize>,
        side: Side,
    ) {
        let Some(parallel) = self.parallel else { return };
        let links = xhtml::holds_links(&text.inlines);
        let mut whole = None;
        let mut cuts = Vec::with_capacity(run.len());
        for segment in run.clone() {
            let (letter, link) = match side {
                Side::Source => ('s', parallel.placement.of_source(segment)),
                Side::Target => ('t', parallel.placement.of_target(segment)),
            };
            let mut open = format!("<span id=\"{letter}{segment}\">");
            if let Some(link) = link {
                let (first, partner) = match side {
                    Side::Source => (link.source, format!("t{}", link.target)),
                    Side::Target => (link.target, format!("s{}", link.source)),
                };
                match link.number {
                    Some(number) if first == segment => {
                        let number = numeral(number, self.vertical());
                        let _ = write!(open, "<a class=\"mark\" href=\"#{partner}\">{number}{JOINER}</a>");
                    }
                    None => whole = Some(partner),
                    Some(_) => {}
                }
            }
            cuts.push(Cut {
                range: segments.segments()[segment].range.clone(),
                open,
                close: Cow::Borrowed("</span>"),
            });
        }
        let whole = whole.filter(|_| !links);
        if let Some(partner) = &whole {
            let _ = write!(out, "<a class=\"partner\" href=\"#{partner}\">");
        }
        self.write(out, text, bytes, &cuts, side == Side::Source);
        if whole.is_some() {
            out.push_str("</a>");
        }
    }

    /// Sentences with the marks that open their translation, which is set as notes on the way.
    fn popup_cuts(&mut self, parallel: &Parallel<'_>, rows: &[Row]) -> Vec<Cut> {
        let source = parallel.bilingual.source_segments;
        let mut cuts = Vec::new();
        let mut waiting: Vec<Piece> = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            for piece in &row.pieces {
                match waiting.last_mut() {
                    Some(last) if last.leaf == piece.leaf && last.segments.end == piece.segments.start => {
                        last.segments.end = piece.segments.end;
                    }
                    _ => waiting.push(piece.clone()),
                }
            }
            let due = self.settings.by == By::Sentence || index + 1 == rows.len();
            for segment in row.source.clone() {
                let mut close = Cow::Borrowed("</span>");
                if due && segment + 1 == row.source.end && !waiting.is_empty() {
                    let number = self.popups.len() + 1;
                    let id = format!("{}-{number}", self.number + 1);
                    let set = numeral(number, self.vertical());
                    close = Cow::Owned(format!(
                        "<a epub:type=\"noteref\" class=\"mark\" role=\"doc-noteref\" id=\"r{id}\" href=\"#n{id}\">{JOINER}{set}</a></span>"
                    ));
                    let note = self.popup(&id, number, &std::mem::take(&mut waiting));
                    self.popups.push(note);
                }
                let range = source.segments()[segment].range.clone();
                cuts.push(Cut { range, open: format!("<span id=\"s{segment}\">"), close });
            }
        }
        cuts
    }

    fn popup(&mut self, id: &str, number: usize, pieces: &[Piece]) -> String {
        let Some(parallel) = self.parallel else { return String::new() };
        let lang = &parallel.tongue.tag;
        let segments = parallel.bilingual.target_segments;
        let mut out = format!(
            "<aside epub:type=\"footnote\" role=\"doc-footnote\" class=\"popup\" id=\"n{id}\" lang=\"{lang}\" xml:lang=\"{lang}\">"
        );
        for (index, piece) in pieces.iter().enumerate() {
            out.push_str("<p>");
            if index == 0 {
                let set = numeral(number, self.vertical());
                let _ =
                    write!(out, "<a class=\"mark\" role=\"doc-backlink\" href=\"#r{id}\">{set}{JOINER}</a>");
            }
            let cuts: Vec<Cut> = piece
                .segments
                .clone()
                .map(|segment| Cut {
                    range: segments.segments()[segment].range.clone(),
                    open: format!("<span id=\"t{segment}\">"),
                    close: Cow::Borrowed("</span>"),
                })
                .collect();
            let text = parallel.tongue.texts[piece.leaf.0];
            self.write(&mut out, text, &window(segments, &piece.segments), &cuts, false);
            out.push_str("</p>");
        }
        out.push_str("</aside>");
        out
    }

    fn write(&mut self, out: &mut String, text: &Text, bytes: &Range<usize>, cuts: &[Cut], images: bool) {
        let vertical = self.vertical();
        self.book.contents.ruby |= holds_ruby(&text.inlines);
        let mut around = Around { book: self.book, settings: self.settings, chapter: self.number, images };
        xhtml::write(out, text, bytes, cuts, vertical, &mut around);
    }
}

/// A side of a bilingual edition.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Source,
    Target,
}

fn holds_ruby(inlines: &[Inline]) -> bool {
    inlines.iter().any(|inline| match inline {
        Inline::Marked(mark, inner) => matches!(mark, Mark::Ruby(_)) || holds_ruby(inner),
        _ => false,
    })
}

/// Makes each link to an id find the file that holds it: an article may have been cut, and a note may stand in
/// another article than its reference.
fn land_links(pages: &mut [Page]) {
    let mut homes: BTreeMap<String, usize> = BTreeMap::new();
    let mut strangers = false;
    for (index, page) in pages.iter().enumerate() {
        if page.xhtml.contains("href=\"#") {
            for id in values(&page.xhtml, " id=\"") {
                homes.insert(id.to_owned(), index);
            }
        }
    }
    // Ids of pages without links matter only if some link leads to one of them.
    for page in &*pages {
        strangers |= values(&page.xhtml, "href=\"#").any(|id| !homes.contains_key(id));
    }
    if strangers {
        for (index, page) in pages.iter().enumerate() {
            for id in values(&page.xhtml, " id=\"") {
                homes.insert(id.to_owned(), index);
            }
        }
    }
    let files: Vec<String> = pages.iter().map(|page| page.file.clone()).collect();
    for (index, page) in pages.iter_mut().enumerate() {
        let away = |id: &str| homes.get(id).filter(|home| **home != index);
        if !values(&page.xhtml, "href=\"#").any(|id| away(id).is_some()) {
            continue;
        }
        let mut out = String::with_capacity(page.xhtml.len() + 256);
        let mut rest = page.xhtml.as_str();
        while let Some(at) = rest.find("href=\"#") {
            let (before, behind) = rest.split_at(at + "href=\"".len());
            out.push_str(before);
            let id = behind[1..].split('"').next().unwrap_or_default();
            if let Some(home) = away(id) {
                out.push_str(&files[*home]);
            }
            rest = behind;
        }
        out.push_str(rest);
        page.xhtml = out;
    }
}

/// The values of an attribute in markup that this crate wrote.
fn values<'a>(xhtml: &'a str, attribute: &'a str) -> impl Iterator<Item = &'a str> {
    xhtml.split(attribute).skip(1).map(|rest| rest.split('"').next().unwrap_or_default())
}
