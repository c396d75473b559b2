//! What the pages of a book share: its languages, its notes, its images, the printed pages that begin in it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::image::{Format, objection, reservation};
use super::labels::Labels;
use super::line_breaks::line_breaks;
use super::markup::Markup;
use super::metadata::{Contents, on_one_line, tag};
use super::notes::Notes;
use super::reading::{Readings, Ruby};
use super::xhtml::{Surroundings, escape, escape_attribute, set_plain};
use super::{Printed, Resource, Settings, Writing};
use crate::issue::{Article, Issue, Role, Text};
use crate::problem::{Problem, Severity, Span};

/// The most bytes of blocks in one XHTML file. Old reading devices refuse files of more than 256 KB.
pub(super) const LARGEST_PAGE: usize = 200 << 10;
/// A language of the book.
pub(super) struct Tongue<'a> {
    pub tag: String,
    pub labels: &'static Labels,
    pub issue: &'a Issue,
    /// The running texts of the issue.
    pub texts: Vec<&'a Text>,
    /// Readings that stand over its characters.
    pub readings: Option<Readings>,
    /// The first leaf of each article.
    pub first_leaf: Vec<usize>,
}

impl<'a> Tongue<'a> {
    pub(super) fn new(issue: &'a Issue, ruby: Option<Ruby>) -> Self {
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
            readings: ruby.and_then(|ruby| Readings::new(ruby, &issue.language)),
            issue,
            texts: leaves.iter().map(|leaf| leaf.text).collect(),
            first_leaf,
        }
    }
}

/// The element and class of a running text.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    pub tag: &'static str,
    pub class: &'static str,
}

impl Shape {
    pub(super) fn open(self, out: &mut Markup, id: &str, lang: Option<&str>, more: &str) {
        out.push('<');
        out.push_str(self.tag);
        out.id(id);
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

    pub(super) fn close(self, out: &mut Markup) {
        let _ = write!(out, "</{}>", self.tag);
    }
}

/// What the pages of the book share.
#[derive(Default)]
pub(super) struct Book {
    pub contents: Contents,
    pub resources: Vec<Resource>,
    /// File names of images by their paths in the issue; none for those that cannot be shown.
    pub images: BTreeMap<String, Option<String>>,
    /// The notes of the book's chapters, and those of the translation beside them.
    pub notes: Notes,
    pub translated: Notes,
    /// The beginnings of printed pages, with their ids.
    pub printed: Vec<Printed>,
    pub problems: Vec<Problem>,
}

impl Book {
    /// The file of an image, taken into the book at its first use.
    pub(super) fn image(&mut self, source: &str, settings: &Settings) -> Option<String> {
        if let Some(file) = self.images.get(source) {
            return file.clone();
        }
        let bytes = settings.images.get(source);
        let wrong = match bytes {
            None if source.contains("://") || source.starts_with("//") => Some("it is in the network".to_owned()),
            None if source.starts_with("data:") => Some("it is written into the text".to_owned()),
            None if settings.outside.contains(source) => Some(
                "it lies outside of the issue's folder; if it may be read, name its folder with --allow-files"
                    .to_owned(),
            ),
            None => Some("there is no such file".to_owned()),
            Some(bytes) => objection(bytes),
        };
        let file = match (bytes, &wrong, bytes.and_then(|bytes| Format::of(bytes))) {
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
        let of_shops = bytes.and_then(|bytes| reservation(bytes)).filter(|_| file.is_some());
        if let Some((what, help)) = of_shops {
            self.problems.push(Problem {
                severity: Severity::Warning,
                code: "image-for-shops".into(),
                span: Span::default(),
                message: format!("the image `{}` {what}", shortened(source)),
                help: help.into(),
            });
        }
        if let Some(wrong) = wrong {
            let what = if bytes.is_some() { "mend it or put another" } else { "put the image" };
            self.problems.push(Problem {
                severity: Severity::Warning,
                code: "image-left-out".into(),
                span: Span::default(),
                message: format!("the image `{}` is left out: {wrong}", shortened(source)),
                help: format!(
                    "{what} beside the issue under a name of its own; its description stands in its place"
                ),
            });
        }
        self.images.insert(source.to_owned(), file.clone());
        file
    }

    /// Notes the beginning of a printed page; answers its markup.
    pub(super) fn page_break(&mut self, label: &str, spoken: &str, words: Markup) -> Markup {
        let id = format!("page-{}", self.printed.len() + 1);
        let mut out = Markup::default();
        let tag = if words.is_empty() { "span" } else { "div" };
        let _ = write!(out, "<{tag} epub:type=\"pagebreak\" role=\"doc-pagebreak\"");
        out.id(&id);
        let _ = write!(out, " aria-label=\"{}\">", escape_attribute(spoken));
        out.append(words);
        let _ = write!(out, "</{tag}>");
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

/// The name of an image, which may be a whole image written out.
fn shortened(source: &str) -> Cow<'_, str> {
    match source.char_indices().nth(80) {
        Some((at, _)) => Cow::Owned(format!("{}…", &source[..at])),
        None => Cow::Borrowed(source),
    }
}

/// What stands around running text: images and notes of the book.
pub(super) struct Around<'b> {
    pub book: &'b mut Book,
    pub settings: &'b Settings,
    pub chapter: usize,
    /// The article of the translation that the text stands in; none if it is the book's own text.
    pub translated: Option<usize>,
    /// Images that the other language shows: the translation does not show them a second time.
    pub shown: Option<&'b BTreeSet<&'b str>>,
    /// Readings over characters.
    pub readings: Option<&'b Readings>,
    /// Whether it is a headline in Chinese.
    pub headline: bool,
}

impl Surroundings for Around<'_> {
    fn breaks(&self, text: &str) -> Vec<usize> {
        if self.headline { line_breaks(text) } else { Vec::new() }
    }

    fn readings(&self) -> Option<&Readings> {
        self.readings
    }

    fn image(&mut self, out: &mut Markup, source: &str, alt: &str, title: &str) {
        if self.shown.is_some_and(|shown| shown.contains(source)) {
            return;
        }
        let Some(file) = self.book.image(source, self.settings) else {
            let vertical = self.settings.writing == Writing::Vertical;
            let named = shortened(source);
            let words = set_plain(if alt.is_empty() { &named } else { alt }, vertical);
            let _ = write!(out, "<span class=\"missing-image\">{words}</span>");
            return;
        };
        self.book.contents.images += 1;
        self.book.contents.described += usize::from(!alt.is_empty());
        let _ = write!(out, "<img src=\"{file}\" alt=\"{}\"", escape_attribute(alt));
        if !title.is_empty() {
            let _ = write!(out, " title=\"{}\"", escape_attribute(title));
        }
        out.push_str("/>");
    }

    fn note(&mut self, out: &mut Markup, label: &str) {
        let vertical = self.settings.writing == Writing::Vertical;
        let (notes, article) = match self.translated {
            Some(article) => (&mut self.book.translated, article),
            None => (&mut self.book.notes, self.chapter),
        };
        if !notes.refer(out, article, label, vertical) {
            let _ = write!(out, "<sup class=\"noteref\">{}</sup>", escape(label));
        }
    }
}
