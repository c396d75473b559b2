//! Conversion of files of every kind, in place: only what people read is converted, every other byte stays.
//!
//! A file is taken apart into *passages*: running texts such as paragraphs, headings, cells, subtitles. A passage
//! is put together from pieces of the source; the markup between them is not part of it, so a word is seen
//! whole even if half of it is emphasised.

mod epub;
mod markdown;
mod markup;
mod plain;
mod tongue;

use std::ops::Range;
use std::path::Path;

use crate::issue::inline::Text;
use crate::lang::{Language, Script, is_han};
use crate::problem::Lines;

use super::change::{Change, Rule, choices};
use super::convert::{Conversion, NoConversion, Options, edits};

use tongue::{Tongues, is_chinese, is_foreign};

pub use epub::{ByDocument, EpubError, convert_epub, convert_office};

/// What kind of file a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// Plain text; each line is a passage.
    Text,
    /// Markdown.
    Markdown,
    /// HTML or XHTML.
    Html,
    /// The package document of an EPUB, or its NCX.
    Package,
    /// Translation memory.
    Tmx,
    /// XLIFF 1.2 or 2.x.
    Xliff,
    /// Subtitles: SRT or `WebVTT`.
    Subtitles,
    /// A part of a DOCX file that holds text (`WordprocessingML`).
    Word,
    /// A part of an ODT file that holds text.
    OpenDocument,
}

impl Format {
    /// The format that a file's name tells; plain text if none.
    #[must_use]
    pub fn of(path: &Path) -> Self {
        let extension = path.extension().map(std::ffi::OsStr::to_ascii_lowercase);
        match extension.as_ref().and_then(|extension| extension.to_str()).unwrap_or_default() {
            "md" | "markdown" => Self::Markdown,
            "html" | "htm" | "xhtml" => Self::Html,
            "opf" | "ncx" => Self::Package,
            "tmx" => Self::Tmx,
            "xlf" | "xliff" => Self::Xliff,
            "srt" | "vtt" => Self::Subtitles,
            _ => Self::Text,
        }
    }
}

/// A converted file.
#[derive(Debug, Clone)]
pub struct Document {
    /// The file's text.
    pub text: String,
    /// What was changed, in the passages as they stood, where that was asked for.
    pub changes: Vec<Explained>,
    /// How many changes there were.
    pub changed: usize,
    /// How many stretches are in the script that is converted, but stayed: their tags name another language, and
    /// their letters do not say otherwise.
    pub left: usize,
    /// Whether there are Chinese characters in the file.
    pub has_chinese: bool,
}

/// A change and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Explained {
    /// Offset in the source file, in bytes.
    pub offset: usize,
    /// Line in the source file, from 1.
    pub line: usize,
    /// Character in the line, from 1.
    pub column: usize,
    /// What stood there.
    pub before: String,
    /// What stands there now.
    pub after: String,
    /// What says so.
    pub rule: Rule,
    /// The words around it.
    pub context: String,
    /// Other forms that its characters could have had.
    pub others: Vec<&'static str>,
    /// Whether somebody should look: a single character with several forms was taken by itself.
    pub doubtful: bool,
}

/// A running text of a file.
#[derive(Debug, Default)]
struct Passage {
    text: String,
    /// Pieces of the source: where they begin in `text`, and where they stand in the source. One that is longer in
    /// the source is a character reference.
    pieces: Vec<(usize, Range<usize>)>,
    /// Ranges of `text` that stay.
    verbatim: Vec<Range<usize>>,
}

impl Passage {
    fn push(&mut self, source: &str, range: Range<usize>, stays: bool) {
        let start = self.text.len();
        self.text.push_str(&source[range.clone()]);
        if stays {
            self.verbatim.push(start..self.text.len());
        }
        self.pieces.push((start, range));
    }

    /// Takes in a character that the source writes otherwise.
    fn push_character(&mut self, c: char, range: Range<usize>) {
        self.pieces.push((self.text.len(), range));
        self.text.push(c);
    }

    /// Edits of the passage as edits of the source.
    fn place(&self, range: &Range<usize>, new: &str, out: &mut Vec<(Range<usize>, String)>) {
        let mut new = Some(new);
        let first = self.pieces.partition_point(|(start, _)| *start <= range.start).saturating_sub(1);
        for (at, (start, source)) in self.pieces.iter().enumerate().skip(first) {
            let end = self.pieces.get(at + 1).map_or(self.text.len(), |(next, _)| *next);
            if *start >= range.end {
                break;
            }
            if end - start != source.len() {
                if range.start < end {
                    out.push((source.clone(), new.take().unwrap_or_default().to_owned()));
                }
                continue;
            }
            let (from, to) = (range.start.max(*start), range.end.min(end));
            if from < to {
                let text = new.take().unwrap_or_default().to_owned();
                out.push((source.start + (from - start)..source.start + (to - start), text));
            }
        }
    }

    /// Where a place of the passage is in the source.
    fn source(&self, at: usize) -> usize {
        let next = self.pieces.partition_point(|(start, _)| *start <= at);
        let piece = next.checked_sub(1).map(|last| &self.pieces[last]);
        piece.map_or(0, |(start, source)| (source.start + (at - start)).min(source.end))
    }
}

/// What a reader of a format finds: passages, and tags that name the language.
#[derive(Debug, Default)]
struct Parts {
    passages: Vec<Passage>,
    languages: Vec<Range<usize>>,
    /// Regions of the language that are named by themselves.
    regions: Vec<Range<usize>>,
    /// How many stretches in the script that is converted are no passages.
    left: usize,
}

impl Parts {
    /// Takes in the parts of a stretch of the source that begins at a place.
    fn take(&mut self, stretch: Self, start: usize) {
        let shift = |range: &mut Range<usize>| *range = range.start + start..range.end + start;
        self.left += stretch.left;
        for mut passage in stretch.passages {
            passage.pieces.iter_mut().for_each(|(_, range)| shift(range));
            self.passages.push(passage);
        }
        for mut range in stretch.languages {
            shift(&mut range);
            self.languages.push(range);
        }
        for mut range in stretch.regions {
            shift(&mut range);
            self.regions.push(range);
        }
    }
}

/// Converts the text of a file, and says what was changed.
///
/// # Errors
/// One of the languages is not Chinese.
pub fn convert_document(
    source: &str,
    format: Format,
    from: &Language,
    options: &Options,
) -> Result<Document, NoConversion> {
    convert_document_telling(source, format, from, options, Telling::Changes)
}

/// Whether changes are kept for who wants to see them: each takes more room than a page of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Telling {
    /// They are counted.
    Nothing,
    /// They are kept.
    Changes,
}

/// Converts the text of a file.
///
/// # Errors
/// One of the languages is not Chinese.
pub fn convert_document_telling(
    source: &str,
    format: Format,
    from: &Language,
    options: &Options,
    telling: Telling,
) -> Result<Document, NoConversion> {
    let conversion = Conversion::new(from, options)?;
    let tongues = Tongues::new(from, source);
    let parts = match format {
        Format::Text => plain::lines(source),
        Format::Subtitles => plain::subtitles(source),
        Format::Markdown => markdown::parts(source, &tongues),
        Format::Html
        | Format::Package
        | Format::Tmx
        | Format::Xliff
        | Format::Word
        | Format::OpenDocument => markup::parts(source, format, &tongues),
    };
    let all = || parts.passages.iter().map(|passage| passage.text.as_str());
    let is_chinese = is_chinese(&all().collect::<String>());
    let texts: Vec<Text> = parts.passages.iter().map(|passage| passage.text.as_str().into()).collect();
    let cuts: Vec<_> = parts.passages.iter().map(|passage| conversion.cut(&passage.text)).collect();
    let known = conversion.names_in(texts.iter().zip(&cuts));
    let mut all: Vec<(Range<usize>, String)> =
        parts.languages.into_iter().map(|range| (range, options.to.to_string())).collect();
    if let Some(region) = options.to.region() {
        all.extend(parts.regions.into_iter().map(|range| (range, region.to_owned())));
    }
    let mut explained = Vec::new();
    let mut changed = 0;
    let mut lines = Lines::new(source);
    for (passage, cut) in parts.passages.iter().zip(&cuts) {
        let foreign = is_foreign(&passage.text, is_chinese);
        for change in conversion.changes(cut, &passage.verbatim, &known) {
            if foreign && change.rule == Rule::Typography {
                continue;
            }
            for (range, new) in edits(&passage.text, &change) {
                passage.place(&range, new, &mut all);
            }
            changed += 1;
            if telling == Telling::Changes {
                explained.push(explain(passage, change, &mut lines));
            }
        }
    }
    all.sort_by_key(|(range, _)| range.start);
    let mut text = String::with_capacity(source.len() + source.len() / 16);
    let mut at = 0;
    for (range, new) in all.into_iter().filter(|(range, _)| !range.is_empty()) {
        text.push_str(&source[at..range.start]);
        text.push_str(&new);
        at = range.end;
    }
    text.push_str(&source[at..]);
    let has_chinese = source.contains(is_han);
    Ok(Document { text, changes: explained, changed, left: parts.left, has_chinese })
}

/// The language that a conversion into another starts from, if nothing tells it.
#[must_use]
pub fn usual_source(to: &Language) -> Language {
    let tag = if to.script() == Some(Script::Simplified) { "zh-TW" } else { "zh-CN" };
    tag.parse().unwrap_or_else(|_| to.clone())
}

/// How many characters of context a change is told with, on each side.
const CONTEXT: usize = 8;

fn explain(passage: &Passage, change: Change, lines: &mut Lines<'_>) -> Explained {
    let text = &passage.text;
    let before = &text[change.range.clone()];
    let start = text[..change.range.start].char_indices().rev().nth(CONTEXT - 1).map_or(0, |(at, _)| at);
    let end = text[change.range.end..]
        .char_indices()
        .nth(CONTEXT)
        .map_or(text.len(), |(at, _)| change.range.end + at);
    let others: Vec<&'static str> =
        before.chars().flat_map(choices).filter(|form| !change.text.contains(form)).collect();
    let alone = before.chars().nth(1).is_none();
    let offset = passage.source(change.range.start);
    let (line, column) = lines.of(offset);
    Explained {
        offset,
        line,
        column,
        before: before.to_owned(),
        context: text[start..end].replace('\n', " "),
        doubtful: alone && !others.is_empty() && matches!(change.rule, Rule::Dictionary(_)),
        others,
        after: change.text,
        rule: change.rule,
    }
}
