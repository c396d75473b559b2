//! Editions: an issue, alone or beside its translation, as an e-book (EPUB 3.3).
//!
//! ```text
//! Issue       ─compose────▶ ┐
//!                           ├ Edition ─epub──▶ bytes
//! Bilingual   ─bilingual──▶ ┘
//! ```
//!
//! An [`Edition`] is the book before it is packed: its XHTML pages, style and images, its contents, and what is
//! said of it. Two laws hold for every edition: each block of the issue is in it once, in order; and the text of
//! a page, taken out again without what the edition adds (numbers of notes, marks of sentences), is the issue's.
//!
//! The same issue and settings give the same bytes: identifiers are made from the issue's name and the edition's
//! (UUID version 5), dates come from the issue or the settings.

mod article;
mod book;
mod compose;
mod cover;
mod element;
mod epub;
mod finish;
mod image;
mod kepub;
mod labels;
mod line_breaks;
mod markup;
mod metadata;
mod notes;
mod parallel;
mod people;
mod raster;
mod reading;
mod running_text;
mod svg;
mod templates;
mod vertical;
mod wordless;
mod xhtml;

use std::collections::{BTreeMap, BTreeSet};

pub use compose::{bilingual, compose};
pub use epub::PackError;
pub use image::objection;
pub use metadata::{Metadata, tag};
pub use parallel::Bilingual;
pub use people::Person;
pub use raster::Fonts;
pub use reading::Ruby;
pub use templates::{BUILT_IN, TemplateError, Templates};

use crate::problem::Problem;

/// File name of the style sheet: the one that epub-builder gives it.
const STYLE_SHEET: &str = "stylesheet.css";

/// How lines run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Writing {
    /// From left to right, pages too.
    #[default]
    Horizontal,
    /// From top to bottom, lines and pages from right to left: 直排.
    Vertical,
}

/// Where the translation stands in a bilingual edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[non_exhaustive]
pub enum Layout {
    /// Under each paragraph or sentence.
    #[default]
    Interleaved,
    /// In a second column; under the text where the screen is narrow.
    SideBySide,
    /// In notes that open at a tap.
    Popup,
}

/// How much text stands together before its translation comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum By {
    /// A paragraph.
    #[default]
    Paragraph,
    /// A sentence, or what one bead holds.
    Sentence,
}

/// How sentences and their translations are linked in a bilingual edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[non_exhaustive]
pub enum Links {
    /// Not at all; only the notes of the popup layout keep a sign, by which they open.
    None,
    /// By a small sign.
    Quiet,
    /// By a small sign with a number.
    #[default]
    Numbers,
}

impl Links {
    /// As templates name it.
    fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Quiet => "quiet",
            Self::Numbers => "numbers",
        }
    }
}

/// What an edition is to be like.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Settings {
    /// The edition's name, such as `zh-TW-vertical`: part of the book's identity. Empty: the language's tag.
    pub name: String,
    /// How lines run.
    pub writing: Writing,
    /// Where the translation stands, in a bilingual edition.
    pub layout: Layout,
    /// How much text stands together, in a bilingual edition.
    pub by: By,
    /// How sentences are linked, in a bilingual edition.
    pub links: Links,
    /// Readings over Chinese characters, besides those that the issue has.
    pub ruby: Option<Ruby>,
    /// When the book was last changed. None: the issue's day, at midnight.
    pub modified: Option<jiff::Timestamp>,
    /// The templates of its pages.
    pub templates: Templates,
    /// The files of the images, by the path that the issue names them by.
    pub images: BTreeMap<String, Vec<u8>>,
    /// Names of images that nobody said may be read.
    pub outside: BTreeSet<String>,
    /// A cover image to take the place of the drawn one.
    pub cover: Option<Vec<u8>>,
    /// Fonts to turn a cover that is SVG into a PNG with. None: it stays SVG.
    pub cover_fonts: Option<Fonts>,
    /// What made the book, for its colophon: `duizhao 0.1.0`.
    pub made_with: Vec<String>,
}

impl Settings {
    /// Settings that ask for nothing special, with templates of one's own.
    #[must_use]
    pub fn new(templates: Templates) -> Self {
        Self {
            name: String::new(),
            writing: Writing::default(),
            layout: Layout::default(),
            by: By::default(),
            links: Links::default(),
            ruby: None,
            modified: None,
            templates,
            images: BTreeMap::new(),
            outside: BTreeSet::new(),
            cover: None,
            cover_fonts: None,
            made_with: Vec::new(),
        }
    }

    /// The edition's name.
    #[must_use]
    pub fn name(self, name: String) -> Self {
        Self { name, ..self }
    }

    /// How lines run.
    #[must_use]
    pub fn writing(self, writing: Writing) -> Self {
        Self { writing, ..self }
    }

    /// Where the translation stands.
    #[must_use]
    pub fn layout(self, layout: Layout) -> Self {
        Self { layout, ..self }
    }

    /// How much text stands together.
    #[must_use]
    pub fn by(self, by: By) -> Self {
        Self { by, ..self }
    }

    /// How sentences are linked with their translation.
    #[must_use]
    pub fn links(self, links: Links) -> Self {
        Self { links, ..self }
    }

    /// Readings over Chinese characters.
    #[must_use]
    pub fn ruby(self, ruby: Option<Ruby>) -> Self {
        Self { ruby, ..self }
    }

    /// When the book was last changed.
    #[must_use]
    pub fn modified(self, modified: Option<jiff::Timestamp>) -> Self {
        Self { modified, ..self }
    }

    /// The templates of its pages.
    #[must_use]
    pub fn templates(self, templates: Templates) -> Self {
        Self { templates, ..self }
    }

    /// The files of the images.
    #[must_use]
    pub fn images(self, images: BTreeMap<String, Vec<u8>>) -> Self {
        Self { images, ..self }
    }

    /// A cover image.
    #[must_use]
    pub fn cover(self, cover: Option<Vec<u8>>) -> Self {
        Self { cover, ..self }
    }

    /// Fonts to draw the cover with.
    #[must_use]
    pub fn cover_fonts(self, cover_fonts: Option<Fonts>) -> Self {
        Self { cover_fonts, ..self }
    }

    /// What made the book.
    #[must_use]
    pub fn made_with(self, made_with: Vec<String>) -> Self {
        Self { made_with, ..self }
    }
}

/// A book before it is packed.
#[derive(Debug, Clone)]
pub struct Edition {
    /// What is said of it.
    pub metadata: Metadata,
    /// Its XHTML pages in reading order.
    pub pages: Vec<Page>,
    /// Style sheet and images.
    pub resources: Vec<Resource>,
    /// Its table of contents.
    pub contents: Vec<Entry>,
    /// The places where printed pages begin.
    pub printed: Vec<Printed>,
    /// What was found wrong with the issue on the way, such as an image that is missing.
    pub problems: Vec<Problem>,
}

/// An XHTML page of a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Its file name: ASCII, without folders.
    pub file: String,
    /// What it is.
    pub kind: Kind,
    /// Its heading.
    pub title: String,
    /// The document.
    pub xhtml: String,
}

/// What a page of a book is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// The cover.
    Cover,
    /// The title page.
    Title,
    /// An article, or a part of a long one.
    Article,
    /// How the book was made.
    Colophon,
}

/// A file of a book that is no page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    /// Its file name: ASCII, without folders.
    pub file: String,
    /// Its media type.
    pub media_type: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Whether it is the cover image.
    pub cover: bool,
}

/// An article in the table of contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The headline.
    pub title: String,
    /// The headline in the book's other language.
    pub translation: Option<String>,
    /// File and id.
    pub href: String,
    /// The printed page that it begins on, written out: `第3版`.
    pub page: Option<String>,
}

/// The beginning of a printed page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// Its label as printed: `3`, `A3`.
    pub label: String,
    /// File and id.
    pub href: String,
}
