//! EPUB as a source: the container, its package document, and the chapters in the order of the spine.
//!
//! EPUB 2.0.1 and 3.3. The chapters are read as XHTML ([`super::html`]) and then seen as one issue, so that a part's
//! title in a file of its own stands over the articles behind it. Cover, table of contents, title page and colophon
//! are furniture of the book: they are left out and told. Images are named by their place in the container.

use std::collections::{BTreeMap, BTreeSet};

use super::container::{Container, Damage};
use super::elements::{Element, elements, one_line};
use super::front_matter::{self, Field};
use super::{Source, html};
use crate::limits::{LARGEST_BOOK, MOST_SIGNS};
use crate::problem::{Problem, Severity, Span};

/// Why a file cannot be read as a book.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotABook {
    /// It is not a ZIP container, or a broken one.
    #[error("this is not a whole EPUB: {0}")]
    Container(String),
    /// A file that the book must have is not there.
    #[error("the EPUB has no `{0}`")]
    Missing(String),
    /// A document of the book is not XML.
    #[error("`{file}` in the EPUB is broken: {message}")]
    Malformed {
        /// Its path in the container.
        file: String,
        /// What the parser says.
        message: String,
    },
    /// Its chapters are encrypted.
    #[error("the chapters of the EPUB are encrypted")]
    Encrypted,
    /// Its chapters are larger than anything that people read.
    #[error("the chapters of the EPUB are larger than {} MB, or have more than {MOST_SIGNS} tags and line ends", LARGEST_BOOK >> 20)]
    TooLarge,
}

impl NotABook {
    /// What its user can do.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::Container(_) => "get the file anew; it may have been cut off on its way",
            Self::Missing(_) | Self::Malformed { .. } => {
                "open the book in an e-book editor and save it again, or take the text out of it as HTML"
            }
            Self::Encrypted => "ask its publisher for a copy without protection",
            Self::TooLarge => "name the EPUB of one issue",
        }
    }
}

impl From<Damage> for NotABook {
    fn from(damage: Damage) -> Self {
        match damage {
            Damage::Broken(message) => Self::Container(message),
            Damage::Missing(file) => Self::Missing(file),
            Damage::Malformed { file, message } => Self::Malformed { file, message },
            Damage::TooLarge => Self::TooLarge,
        }
    }
}

/// A book, unpacked.
pub(super) struct Book {
    pub(super) source: Source,
    pub(super) pages: Vec<html::Page>,
    pub(super) fields: Vec<Field>,
    pub(super) language: Option<String>,
}

/// Unpacks a book and reads its chapters.
pub(super) fn book(name: &str, bytes: &[u8], problems: &mut Vec<Problem>) -> Result<Book, NotABook> {
    let mut container = Container::open(bytes)?;
    let inside = container.text("META-INF/container.xml")?;
    let root = elements(&inside)?.into_iter().find(|element| element.name == "rootfile");
    let root = root.and_then(|element| element.attribute("full-path").map(str::to_owned));
    let root = root.ok_or_else(|| NotABook::Missing("rootfile".to_owned()))?;
    let package = Package::read(&container.text(&root)?)?;
    let encrypted = match container.text("META-INF/encryption.xml") {
        Ok(list) => elements(&list)?
            .iter()
            .filter_map(|element| element.attribute("URI"))
            .map(|address| html::resolved("", address))
            .collect(),
        Err(_) => BTreeSet::new(),
    };
    let mut book = Book {
        source: Source::new(name, ""),
        pages: Vec::new(),
        fields: package.fields(&root),
        language: package.text("language"),
    };
    let mut left_out = Vec::new();
    let furniture_of_guide = package.furniture(&root);
    for path in package.chapters(&root) {
        if encrypted.contains(&path) {
            return Err(NotABook::Encrypted);
        }
        let chapter = match container.text(&path) {
            Ok(chapter) => chapter,
            Err(Damage::Missing(_)) => {
                problems.push(Problem {
                    severity: Severity::Warning,
                    code: "missing-chapter".into(),
                    span: Span::default(),
                    message: format!("the book names a chapter `{path}` that is not in it"),
                    help: "look whether another copy of the book is whole".to_owned(),
                });
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        let base = book.source.text.len();
        let mut strange = Vec::new();
        // An article without a headline is told as those before it.
        let told = html::is_told(&chapter.text) || book.pages.last().is_some_and(|page| page.told);
        let page = html::page(&chapter.text, base, &path, told, &mut strange);
        let furniture = ["cover", "toc", "titlepage", "colophon", "landmarks"];
        if page.part.split_ascii_whitespace().any(|part| furniture.contains(&part))
            || furniture_of_guide.contains(&path)
        {
            left_out.push(path);
            continue;
        }
        problems.append(&mut strange);
        book.source.files.push((base, path));
        book.source.text.push_str(&chapter.text);
        book.source.text.push('\n');
        book.pages.push(page);
    }
    if !left_out.is_empty() {
        problems.push(Problem {
            severity: Severity::Note,
            code: "left-out".into(),
            span: Span::default(),
            message: format!("left out of the issue, as pages about the book: {}", left_out.join(", ")),
            help: "if text that belongs to the issue is among it, copy it into a chapter".to_owned(),
        });
    }
    Ok(book)
}

/// The package document.
struct Package {
    elements: Vec<Element>,
}

impl Package {
    fn read(source: &Source) -> Result<Self, NotABook> {
        Ok(Self { elements: elements(source)? })
    }

    fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements.iter().filter(move |element| element.name == name)
    }

    /// What the first element of a name says.
    fn text(&self, name: &str) -> Option<String> {
        self.named(name).map(|element| one_line(&element.text)).find(|text| !text.is_empty())
    }

    fn meta(&self, property: &str) -> Option<String> {
        let new = |element: &&Element| element.attribute("property") == Some(property);
        let old = |element: &&Element| element.attribute("name") == Some(property);
        self.named("meta")
            .find(new)
            .map(|element| one_line(&element.text))
            .or_else(|| self.named("meta").find(old)?.attribute("content").map(one_line))
            .filter(|text| !text.is_empty())
    }

    fn item(&self, id: &str) -> Option<&Element> {
        self.named("item").find(|item| item.attribute("id") == Some(id))
    }

    /// Paths of the chapters in the order of reading.
    fn chapters(&self, root: &str) -> Vec<String> {
        let mut paths = Vec::new();
        let mut seen = BTreeSet::new();
        let mut items: BTreeMap<&str, &Element> = BTreeMap::new();
        for item in self.named("item") {
            items.extend(item.attribute("id").filter(|id| !items.contains_key(id)).map(|id| (id, item)));
        }
        for itemref in self.named("itemref") {
            let Some(item) = itemref.attribute("idref").and_then(|id| items.get(id)) else { continue };
            let is_page = item.attribute("media-type").is_none_or(|kind| {
                matches!(kind, "application/xhtml+xml" | "text/html" | "text/x-oeb1-document")
            });
            let is_navigation =
                item.attribute("properties").is_some_and(|list| list.split(' ').any(|word| word == "nav"));
            let Some(href) = item.attribute("href").filter(|_| is_page && !is_navigation) else { continue };
            let path = html::resolved(root, href);
            if seen.insert(path.clone()) {
                paths.push(path);
            }
        }
        paths
    }

    /// The pages that are about the book, as the guide of an EPUB 2 says.
    fn furniture(&self, root: &str) -> BTreeSet<String> {
        let about = |reference: &&Element| {
            matches!(reference.attribute("type"), Some("cover" | "toc" | "title-page" | "colophon"))
        };
        let references = self.named("reference").filter(about);
        let targets = references.filter_map(|reference| reference.attribute("href"));
        targets
            .map(|href| html::resolved(root, href).split('#').next().unwrap_or_default().to_owned())
            .collect()
    }

    /// What the metadata says of the issue, as fields of front matter.
    fn fields(&self, root: &str) -> Vec<Field> {
        let mut fields: Vec<Field> = Vec::new();
        let mut say = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                // The package document is no part of the text.
                fields.push(Field { name: name.to_owned(), value, span: Span::default() });
            }
        };
        let publication = self.meta("belongs-to-collection").or_else(|| self.meta("calibre:series"));
        // A title that is made of the publication's name and the date says nothing new.
        let title = self
            .text("title")
            .filter(|title| publication.as_deref().is_none_or(|publication| !title.contains(publication)));
        say("publication", publication);
        say("title", title);
        say("number", self.meta("group-position").or_else(|| self.meta("calibre:series_index")));
        say("date", self.text("date"));
        let numbers = self.named("identifier").chain(self.named("meta")).map(|element| element.text.trim());
        let issn = numbers.filter_map(|number| {
            let lower = number.to_ascii_lowercase();
            let issn = lower.strip_prefix("urn:issn:").or_else(|| lower.strip_prefix("issn"))?;
            Some(issn.trim_start_matches([':', ' ']).to_ascii_uppercase())
        });
        say("issn", issn.into_iter().next());
        say("publisher", self.text("publisher"));
        say("rights", self.text("rights"));
        say("source", self.text("source"));
        let cover = self
            .named("item")
            .find(|item| {
                item.attribute("properties")
                    .is_some_and(|list| list.split(' ').any(|word| word == "cover-image"))
            })
            .or_else(|| self.item(&self.meta("cover")?));
        say("cover", cover.and_then(|item| item.attribute("href")).map(|href| html::resolved(root, href)));
        for creator in self.named("creator") {
            say("creator", Some(one_line(&creator.text)));
        }
        say("isbn", self.named("identifier").find_map(|element| isbn(&element.text)));
        say("description", self.text("description"));
        let mut subjects = String::new();
        for subject in self.named("subject") {
            subjects.push_str(if subjects.is_empty() { "[" } else { ", " });
            front_matter::push_flow(&one_line(&subject.text), &mut subjects);
        }
        say("subjects", Some(subjects + "]").filter(|subjects| subjects.len() > 1));
        fields
    }
}

/// The number in an identifier that is an ISBN by its name.
fn isbn(identifier: &str) -> Option<String> {
    let number = identifier.trim();
    let name = number.get(..9).filter(|name| name.eq_ignore_ascii_case("urn:isbn:"))?;
    Some(number[name.len()..].to_owned())
}
