//! EPUB as a source: the container, its package document, and the chapters in the order of the spine.
//!
//! EPUB 2.0.1 and 3.3. The chapters are read as XHTML ([`super::html`]) and then seen as one issue, so that a part's
//! title in a file of its own stands over the articles behind it. Cover, table of contents, title page and colophon
//! are furniture of the book: they are left out and told. Images are named by their place in the container.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use std::sync::Arc;

use quick_xml::XmlVersion;
use quick_xml::events::Event;
use zip::ZipArchive;

use super::front_matter::{self, Field};
use super::{Source, html};
use crate::limits::{self, LARGEST_BOOK, MOST_SIGNS};
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

/// A book, unpacked.
pub(super) struct Book {
    pub(super) source: Source,
    pub(super) pages: Vec<html::Page>,
    pub(super) fields: Vec<Field>,
    pub(super) language: Option<String>,
}

struct Container<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Bytes that may still be unpacked, and signs that may still be read.
    left: u64,
    signs: usize,
}

impl Container<'_> {
    fn file(&mut self, name: &str) -> Result<Vec<u8>, NotABook> {
        let broken = |error: &dyn fmt::Display| NotABook::Container(format!("{name}: {error}"));
        let file = match self.archive.by_name(name) {
            Ok(file) => file,
            Err(zip::result::ZipError::FileNotFound) => return Err(NotABook::Missing(name.to_owned())),
            Err(error) => return Err(broken(&error)),
        };
        let mut bytes = Vec::new();
        let count = file.take(self.left + 1).read_to_end(&mut bytes).map_err(|error| broken(&error))?;
        self.left = self.left.checked_sub(count as u64).ok_or(NotABook::TooLarge)?;
        Ok(bytes)
    }

    fn text(&mut self, name: &str) -> Result<Source, NotABook> {
        let bytes = self.file(name)?;
        self.signs = self.signs.checked_sub(limits::signs(&bytes)).ok_or(NotABook::TooLarge)?;
        Ok(Source::decode(name, &bytes).0)
    }
}

/// The files of a book, by their paths in the container: of an image, say. The list of them is read once.
#[derive(Debug, Clone)]
pub struct Files {
    archive: ZipArchive<Cursor<Arc<[u8]>>>,
}

impl Files {
    /// The files of a book.
    ///
    /// # Errors
    /// When the bytes are no EPUB.
    pub fn new(bytes: Vec<u8>) -> Result<Self, NotABook> {
        let archive = ZipArchive::new(Cursor::new(Arc::from(bytes)));
        Ok(Self { archive: archive.map_err(|error| NotABook::Container(error.to_string()))? })
    }

    /// The first bytes of a file, `at_most` of them and one more if there are; none if it is not there or cannot be
    /// unpacked.
    #[must_use]
    pub fn file(&mut self, path: &str, at_most: usize) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let file = self.archive.by_name(path).ok()?;
        file.take(at_most as u64 + 1).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }
}

fn open(bytes: &[u8]) -> Result<Container<'_>, NotABook> {
    let archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|error| NotABook::Container(error.to_string()))?;
    Ok(Container { archive, left: LARGEST_BOOK, signs: MOST_SIGNS })
}

/// Unpacks a book and reads its chapters.
pub(super) fn book(name: &str, bytes: &[u8], problems: &mut Vec<Problem>) -> Result<Book, NotABook> {
    let mut container = open(bytes)?;
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
            Err(NotABook::Missing(_)) => {
                problems.push(Problem {
                    severity: Severity::Warning,
                    code: "missing-chapter".into(),
                    span: Span::default(),
                    message: format!("the book names a chapter `{path}` that is not in it"),
                    help: "look whether another copy of the book is whole".to_owned(),
                });
                continue;
            }
            Err(error) => return Err(error),
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

/// An element of a small XML document: its local name, its attributes, its own text.
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
}

impl Element {
    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The elements of a document, in the order in which they begin.
fn elements(source: &Source) -> Result<Vec<Element>, NotABook> {
    let malformed = |error: &dyn fmt::Display| NotABook::Malformed {
        file: source.name.clone(),
        message: error.to_string(),
    };
    let mut reader = quick_xml::Reader::from_str(source.text.trim_start_matches('\u{feff}'));
    let mut out: Vec<Element> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    loop {
        let event = reader.read_event().map_err(|error| malformed(&error))?;
        match &event {
            Event::Start(start) | Event::Empty(start) => {
                let mut attributes = Vec::new();
                for attribute in start.attributes() {
                    let attribute = attribute.map_err(|error| malformed(&error))?;
                    let value = attribute
                        .normalized_value(XmlVersion::Implicit1_0)
                        .map_err(|error| malformed(&error))?
                        .into_owned();
                    attributes.push((attribute.key.as_ref().to_owned(), value));
                }
                if matches!(event, Event::Start(_)) {
                    open.push(out.len());
                }
                out.push(Element {
                    name: start.local_name().as_ref().to_owned(),
                    attributes,
                    text: String::new(),
                });
            }
            Event::End(_) => drop(open.pop()),
            Event::Text(text) => push(&mut out, &open, text),
            Event::CData(text) => push(&mut out, &open, text),
            Event::GeneralRef(reference) => {
                let name = reference.xml10_content();
                let c = reference.resolve_char_ref().map_err(|error| malformed(&error))?;
                let resolved = c
                    .map(String::from)
                    .or_else(|| quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned));
                push(&mut out, &open, &resolved.unwrap_or_else(|| format!("&{name};")));
            }
            Event::Eof => return Ok(out),
            _ => {}
        }
    }
}

fn push(elements: &mut [Element], open: &[usize], text: &str) {
    if let Some(&at) = open.last() {
        elements[at].text.push_str(text);
    }
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

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
