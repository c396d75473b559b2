//! Reading: from a source text to an issue. Total: whatever stands in the source is in the issue, and what is
//! strange about it is told.

mod articles;
mod encoding;
mod language;
mod markdown;
pub(crate) mod matter;
mod plan;
mod text;

pub(crate) use markdown::without_empty_lines;
pub use plan::Plan;

use crate::issue::inline::Text;
use crate::issue::model::{Body, Issue, Masthead, Role};
use crate::problem::{Problem, Span};

/// A text to be read, and what it is called.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Source {
    /// File name, as far as it tells something: `issue-2024-11.zh-TW.md`.
    pub name: String,
    /// The text.
    pub text: String,
}

impl Source {
    /// A source of the given name and text.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into() }
    }
}

/// Reads an issue from Markdown.
///
/// The language is taken from the front matter, else from the file's name, else from the letters of the text.
#[must_use]
pub fn read(source: &Source) -> (Issue, Vec<Problem>) {
    let mut problems = Vec::new();
    let text = source.text.strip_prefix('\u{feff}').unwrap_or(&source.text);
    let base = source.text.len() - text.len();
    let place = matter::place(text, &mut problems);
    let (begin, fields) = place.map_or((0, None), |place| {
        let fields = matter::fields(
            place.format,
            &text[place.fields.clone()],
            base + place.fields.start,
            &mut problems,
        );
        (if fields.is_some() { place.end } else { 0 }, fields.map(|fields| (fields, place.fields)))
    });
    let matter = fields.map_or_else(matter::Matter::default, |(fields, range)| {
        let span = Span { start: base + range.start, end: base + range.end };
        matter::matter(fields, span, &mut problems)
    });
    let parsed = markdown::blocks(&text[begin..], base + begin, &mut problems);
    let language = matter.language.unwrap_or_else(|| language::of(&source.name, &text[begin..]));
    let issue = Issue { language, masthead: matter.masthead, articles: articles::articles(parsed) };
    (issue, problems)
}

/// Reads an issue from plain text.
#[must_use]
pub fn text(source: &Source) -> (Issue, Vec<Problem>) {
    let body = source.text.strip_prefix('\u{feff}').unwrap_or(&source.text);
    let base = source.text.len() - body.len();
    let articles = articles::articles(text::blocks(body, base));
    let language = language::of(&source.name, body);
    (Issue { language, masthead: Masthead::default(), articles }, Vec::new())
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
    let parsed = markdown::blocks(text, 0, &mut Vec::new());
    let mut parsed = parsed.into_iter();
    let first = parsed.next()?;
    let rest_is_notes = parsed.all(|parsed| parsed.block.role == Role::Note);
    match first.block.body {
        Body::Text(text) if rest_is_notes && first.heading.is_some() == heading => Some(text),
        _ => None,
    }
}
