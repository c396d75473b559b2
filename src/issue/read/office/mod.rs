//! Documents of word processors as sources: DOCX (Word, WPS) and ODT (LibreOffice).
//!
//! Each reader goes through the XML once and hands on the paragraphs with the facts of their styles (`flow`); what is a
//! heading is told for both from these (`look`), and so is all that follows (`blocks`). The text that places are told in
//! has a line for each paragraph, in the order of reading; notes stand behind the text.
//!
//! Tracked changes are taken as accepted. Comments, headers, footers and tables of contents are left out. All of that is
//! reported.

mod blocks;
mod docx;
mod facts;
mod flow;
mod look;
mod numbering;
mod odt;
mod walk;

use std::collections::BTreeMap;

use super::container::{Container, Damage};
use super::elements::{Element, one_line};
use super::front_matter::{self, Field};
use super::parsed::Parsed;
use super::{Source, articles, language, notes, words};
use crate::issue::inline::Inline;
use crate::issue::model::{Article, Block, Body, Issue, Role};
use crate::limits::{LARGEST_BOOK, MOST_SIGNS};
use crate::problem::{Problem, Severity, Span};

/// Lists in lists that are kept apart.
const DEEPEST_LIST: usize = 8;

/// Why a file cannot be read as a document of a word processor.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotADocument {
    /// It is not a ZIP container, or a broken one.
    #[error("this is not a whole document: {0}")]
    Container(String),
    /// A part that the document must have is not there.
    #[error("the document has no `{0}`")]
    Missing(String),
    /// A part of the document is not well-formed XML.
    #[error("`{file}` in the document is broken: {message}")]
    Malformed {
        /// Its path in the container.
        file: String,
        /// What the parser says.
        message: String,
    },
    /// It is protected by a password.
    #[error("the document is protected by a password")]
    Encrypted,
    /// Its text is larger than anything that people read.
    #[error("the text of the document is larger than {} MB, or has more than {MOST_SIGNS} tags and line ends", LARGEST_BOOK >> 20)]
    TooLarge,
}

impl NotADocument {
    /// What its user can do.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::Container(_) => "get the file anew; it may have been cut off on its way",
            Self::Missing(_) | Self::Malformed { .. } => {
                "open the document in a word processor and save it again, as .docx or .odt"
            }
            Self::Encrypted => "open the document in its word processor and save a copy without the password",
            Self::TooLarge => "name the document of one issue",
        }
    }
}

impl From<Damage> for NotADocument {
    fn from(damage: Damage) -> Self {
        match damage {
            Damage::Broken(message) => Self::Container(message),
            Damage::Missing(file) => Self::Missing(file),
            Damage::Malformed { file, message } => Self::Malformed { file, message },
            Damage::TooLarge => Self::TooLarge,
        }
    }
}

/// What a reader found in a file.
struct Document {
    items: Vec<flow::Item>,
    flow: flow::Flow,
    fields: Vec<Field>,
    /// Tags of its language, the surest first.
    languages: Vec<String>,
}

/// What the properties say of the document, as fields of front matter: element and field for each that is looked for.
fn property_fields(properties: &[Element], looked_for: &[(&str, &str)]) -> Vec<Field> {
    let mut fields = Vec::new();
    for (element, name) in looked_for {
        for found in properties.iter().filter(|property| property.name == *element) {
            let value = one_line(&found.text);
            fields.push(Field { name: (*name).to_owned(), value, span: Span::default() });
        }
    }
    fields
}

/// A document of a word processor, by what its container holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfficeFormat {
    /// Office Open XML, of Word and WPS.
    Docx,
    /// OpenDocument, of LibreOffice.
    Odt,
}

impl OfficeFormat {
    /// The format of a file, by its content; none for what is no document of a word processor.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if !bytes.starts_with(b"PK\x03\x04") {
            return None;
        }
        let mut container = Container::open(bytes).ok()?;
        if docx::is_one(&container) {
            return Some(Self::Docx);
        }
        odt::is_one(&mut container).then_some(Self::Odt)
    }
}

/// Reads an issue from a document: its text, a line for each paragraph, and the issue.
///
/// # Errors
/// When the bytes are not a document of the format, or one that cannot be read.
pub fn read(
    name: &str,
    bytes: &[u8],
    format: OfficeFormat,
) -> Result<(Source, Issue, Vec<Problem>), NotADocument> {
    // A password makes another container of the file.
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Err(NotADocument::Encrypted);
    }
    let mut container = Container::open(bytes)?;
    let mut document = match format {
        OfficeFormat::Docx => docx::read(&mut container)?,
        OfficeFormat::Odt => odt::read(&mut container)?,
    };
    let mut source = Source::new(name, "");
    let items = std::mem::take(&mut document.items);
    let mut parsed = blocks::blocks(items, &mut document.flow, &mut source.text);
    let mut problems = Vec::new();
    tell(&document.flow, &mut problems);
    let references = BTreeMap::new();
    notes::label(parsed.iter_mut().map(|parsed| &mut parsed.block), &references);
    let text = words(&parsed);
    let fields = fields(std::mem::take(&mut document.fields), &parsed);
    let matter = front_matter::matter(fields, &mut problems);
    let language = language::marked(&document.languages, name, &text);
    let mut articles = articles::articles(parsed);
    notes_to_articles(&mut articles);
    Ok((source, Issue { language, masthead: matter.masthead, articles }, problems))
}

/// The fields that somebody wrote. A title that the text says too says nothing new.
fn fields(fields: Vec<Field>, parsed: &[Parsed]) -> Vec<Field> {
    let said = |title: &str| {
        parsed.iter().filter(|parsed| parsed.heading.is_some()).any(|parsed| match &parsed.block.body {
            Body::Text(text) => {
                let heading = text.to_plain();
                let heading = heading.trim();
                !heading.is_empty() && (title.contains(heading) || heading.contains(title))
            }
            _ => false,
        })
    };
    let mut fields = fields;
    let says_nothing = |field: &Field| {
        facts::is_made_up(&field.name, &field.value) || (field.name == "title" && said(field.value.trim()))
    };
    fields.retain(|field| !says_nothing(field));
    for field in &mut fields {
        // Programs give the second as well.
        if matches!(field.name.as_str(), "date" | "created")
            && let Some((day, _)) = field.value.split_once('T')
        {
            field.value = day.to_owned();
        }
    }
    fields
}

/// Tells what was left out, and how tracked changes were read.
fn tell(flow: &flow::Flow, problems: &mut Vec<Problem>) {
    let mut note = |severity, code: &'static str, message: String, help: &str| {
        let help = help.to_owned();
        problems.push(Problem { severity, code: code.into(), span: Span::default(), message, help });
    };
    if flow.insertions + flow.deletions > 0 {
        let (insertions, deletions) = (flow.insertions, flow.deletions);
        note(
            Severity::Warning,
            "tracked-changes",
            format!(
                "tracked changes are read as accepted: {insertions} insertions taken, {deletions} deletions left out"
            ),
            "accept or reject them in the word processor, if some of them are not meant",
        );
    }
    if flow.symbols > 0 {
        note(
            Severity::Warning,
            "symbols",
            format!("{} symbols of a font of their own have no character: they are read as �", flow.symbols),
            "put characters in their place",
        );
    }
    if !flow.left_out.is_empty() {
        let list: Vec<String> =
            flow.left_out.iter().map(|(what, count)| format!("{what} ({count})")).collect();
        note(
            Severity::Note,
            "left-out",
            format!("left out of the issue: {}", list.join(", ")),
            "if text that belongs to the issue is among it, copy it into the body of the document",
        );
    }
}

/// Puts each note at the end of the article that refers to it; a document has them all behind its text.
fn notes_to_articles(articles: &mut [Article]) {
    fn labels(inlines: &[Inline], out: &mut Vec<String>) {
        for inline in inlines {
            match inline {
                Inline::Note(label) => out.push(label.clone()),
                Inline::Marked(_, inner) => labels(inner, out),
                _ => {}
            }
        }
    }
    let mut notes: Vec<Block> = Vec::new();
    for article in articles.iter_mut() {
        notes.extend(article.blocks.extract_if(.., |block| block.role == Role::Note));
    }
    let mut home: BTreeMap<String, usize> = BTreeMap::new();
    for (at, article) in articles.iter().enumerate() {
        let mut found = Vec::new();
        for block in &article.blocks {
            block.each_text(&mut |_, text| labels(&text.inlines, &mut found));
        }
        for label in found {
            home.entry(label).or_insert(at);
        }
    }
    let last = articles.len().saturating_sub(1);
    for note in notes {
        let at = match &note.body {
            Body::Note { label, .. } => home.get(label).copied().unwrap_or(last),
            _ => last,
        };
        if let Some(article) = articles.get_mut(at) {
            article.blocks.push(note);
        }
    }
}
