//! What the pages of a book share: its notes, its images, the printed pages that begin in it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::image::{Format, objection};
use super::metadata::{Contents, on_one_line};
use super::reading::Readings;
use super::xhtml::{JOINER, Surroundings, escape, escape_attribute, numeral, set_plain};
use super::{Printed, Resource, Settings, Writing};
use crate::issue::{Article, Block, Body, Inline, Role};
use crate::problem::{Problem, Severity, Span};

/// What the pages of the book share.
#[derive(Default)]
pub(super) struct Book {
    pub contents: Contents,
    pub resources: Vec<Resource>,
    /// File names of images by their paths in the issue; none for those that cannot be shown.
    pub images: BTreeMap<String, Option<String>>,
    pub notes: Vec<Note>,
    /// Notes by article and label, and the first of each label.
    by_label: BTreeMap<(usize, String), usize>,
    first_of_label: BTreeMap<String, usize>,
    pub printed: Vec<Printed>,
    pub problems: Vec<Problem>,
}

/// A note of the issue.
pub(super) struct Note {
    pub chapter: usize,
    /// Its number in its article.
    pub number: usize,
    /// Whether the text refers to it.
    pub called: bool,
    /// How many references have been set.
    pub references: usize,
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
    /// Numbers the notes of all articles, and finds out which of them are referred to, before the first
    /// reference is set.
    pub(super) fn find_notes<'a>(&mut self, articles: impl Iterator<Item = &'a Article> + Clone) {
        for (chapter, article) in articles.clone().enumerate() {
            let mut labels = Vec::new();
            note_labels(&article.blocks, &mut labels);
            for (number, label) in (1..).zip(labels) {
                let index = self.notes.len();
                self.by_label.entry((chapter, label.clone())).or_insert(index);
                self.first_of_label.entry(label).or_insert(index);
                self.notes.push(Note { chapter, number, called: false, references: 0 });
            }
        }
        if self.notes.is_empty() {
            return;
        }
        for (chapter, article) in articles.enumerate() {
            let mut called = Vec::new();
            for block in &article.blocks {
                block.each_text(&mut |_, text| note_references(&text.inlines, &mut called));
            }
            for label in called {
                if let Some(note) = self.note(chapter, &label) {
                    self.notes[note].called = true;
                }
            }
        }
    }

    /// The first note of an article or of those behind it.
    pub(super) fn first_note(&self, chapter: usize) -> usize {
        self.notes.partition_point(|note| note.chapter < chapter)
    }

    /// The note that a label means in an article: its own, else the first of the issue.
    pub(super) fn note(&self, chapter: usize, label: &str) -> Option<usize> {
        let own = self.by_label.get(&(chapter, label.to_owned()));
        own.or_else(|| self.first_of_label.get(label)).copied()
    }

    /// The file of an image, taken into the book at its first use.
    pub(super) fn image(&mut self, source: &str, settings: &Settings) -> Option<String> {
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
    pub(super) fn page_break(&mut self, label: &str, spoken: &str, words: &str) -> String {
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
pub(super) fn page_of(article: &Article) -> Option<String> {
    article.page.clone().or_else(|| Some(page_label(&article.first(Role::Page)?.plain())))
}

/// The label in a page marker: `3` of `第3版`, `A3` of `A3版`.
pub(super) fn page_label(marker: &str) -> String {
    let marker = on_one_line(marker);
    let label = marker.trim_start_matches('第').trim_end_matches(['版', '頁', '页']).trim();
    let label = label.strip_prefix("Page ").unwrap_or(label);
    if label.is_empty() { marker.clone() } else { label.to_owned() }
}

/// What stands around running text: images and notes of the book.
pub(super) struct Around<'b> {
    pub book: &'b mut Book,
    pub settings: &'b Settings,
    pub chapter: usize,
    /// Images that the other language shows: the translation does not show them a second time.
    pub shown: Option<&'b BTreeSet<&'b str>>,
    /// Readings over characters.
    pub readings: Option<&'b Readings>,
}

impl Surroundings for Around<'_> {
    fn readings(&self) -> Option<&Readings> {
        self.readings
    }

    fn image(&mut self, out: &mut String, source: &str, alt: &str, title: &str) {
        if self.shown.is_some_and(|shown| shown.contains(source)) {
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
