//! EPUBs, and documents of word processors: every text in the container is converted, everything else stays as it is.

use std::io::{Cursor, Read, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::lang::Language;
use crate::limits::{self, LARGEST_BOOK, MOST_SIGNS};
use crate::script::{NoConversion, Options};

use super::{Document, Format, Telling, convert_document_telling};

/// Why an EPUB could not be converted.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EpubError {
    /// It is not a ZIP container, or a broken one.
    #[error("not a whole EPUB: {0}")]
    Container(String),
    /// A document in it is not UTF-8.
    #[error("{0}: not UTF-8")]
    NotUtf8(String),
    /// Its texts are larger than anything that people read.
    #[error("its documents are larger than {} MB, or have more than {MOST_SIGNS} tags and line ends", LARGEST_BOOK >> 20)]
    TooLarge,
    /// The languages do not go together.
    #[error(transparent)]
    Language(NoConversion),
}

impl From<zip::result::ZipError> for EpubError {
    fn from(error: zip::result::ZipError) -> Self {
        Self::Container(error.to_string())
    }
}

impl From<std::io::Error> for EpubError {
    fn from(error: std::io::Error) -> Self {
        Self::Container(error.to_string())
    }
}

/// The converted documents of a book, by their names in the container, without their texts.
pub type ByDocument = Vec<(String, Document)>;

/// Converts an EPUB: the new container, and its documents.
///
/// # Errors
/// A broken container, documents that are not UTF-8, languages that are not Chinese.
pub fn convert_epub(
    bytes: &[u8],
    from: &Language,
    options: &Options,
    telling: Telling,
) -> Result<(Vec<u8>, ByDocument), EpubError> {
    let format = |name: &str| {
        Some(Format::of(Path::new(name))).filter(|format| matches!(format, Format::Html | Format::Package))
    };
    convert_container(bytes, from, options, telling, format)
}

/// Converts the text of a DOCX or ODT file, which keeps everything else: the new file, and its parts that hold text.
///
/// # Errors
/// A broken container, parts that are not UTF-8, languages that are not Chinese.
pub fn convert_office(
    bytes: &[u8],
    from: &Language,
    options: &Options,
    telling: Telling,
) -> Result<(Vec<u8>, ByDocument), EpubError> {
    let format = |name: &str| match name {
        "content.xml" | "styles.xml" => Some(Format::OpenDocument),
        "meta.xml" | "docProps/core.xml" => Some(Format::Package),
        _ => {
            let part = name.strip_prefix("word/")?.strip_suffix(".xml")?;
            let kinds =
                ["document", "footnotes", "endnotes", "header", "footer", "comments", "styles", "settings"];
            kinds.iter().any(|kind| part.starts_with(kind)).then_some(Format::Word)
        }
    };
    convert_container(bytes, from, options, telling, format)
}

/// Converts those files of a container whose format is known.
fn convert_container(
    bytes: &[u8],
    from: &Language,
    options: &Options,
    telling: Telling,
    format_of: impl Fn(&str) -> Option<Format>,
) -> Result<(Vec<u8>, ByDocument), EpubError> {
    let (mut left, mut signs) = (LARGEST_BOOK, MOST_SIGNS);
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len())));
    let mut changes = Vec::new();
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index)?;
        let name = entry.name().to_owned();
        let Some(format) = format_of(&name).filter(|_| !entry.is_dir()) else {
            writer.raw_copy_file(entry)?;
            continue;
        };
        drop(entry);
        let mut entry = archive.by_index(index)?;
        let mut bytes = Vec::new();
        let modified = entry.last_modified().unwrap_or_default();
        let count = entry.by_ref().take(left + 1).read_to_end(&mut bytes)?;
        drop(entry);
        left = left.checked_sub(count as u64).ok_or(EpubError::TooLarge)?;
        signs = signs.checked_sub(limits::signs(&bytes)).ok_or(EpubError::TooLarge)?;
        let text = String::from_utf8(bytes).map_err(|_| EpubError::NotUtf8(name.clone()))?;
        let mut converted =
            convert_document_telling(&text, format, from, options, telling).map_err(EpubError::Language)?;
        let settings = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(modified);
        writer.start_file(name.as_str(), settings)?;
        writer.write_all(converted.text.as_bytes())?;
        // What was written need not be kept.
        converted.text.clear();
        converted.text.shrink_to_fit();
        changes.push((name, converted));
    }
    Ok((writer.finish()?.into_inner(), changes))
}
