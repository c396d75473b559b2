//! EPUBs: every document in the container is converted, everything else stays as it is.

use std::fmt;
use std::io::{Cursor, Read, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::lang::Language;
use crate::script::{NoConversion, Options};

use super::{Document, Format, convert_document};

/// Why an EPUB could not be converted.
#[derive(Debug)]
#[non_exhaustive]
pub enum EpubError {
    /// It is no ZIP container, or a broken one.
    Container(String),
    /// A document in it is not UTF-8.
    NotUtf8(String),
    /// The languages do not go together.
    Language(NoConversion),
}

impl fmt::Display for EpubError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Container(error) => write!(f, "not a whole EPUB: {error}"),
            Self::NotUtf8(name) => write!(f, "{name}: not UTF-8"),
            Self::Language(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for EpubError {}

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

/// The converted documents of a book, by their names in the container.
pub type ByDocument = Vec<(String, Document)>;

/// Converts an EPUB: the new container, and its documents.
///
/// # Errors
/// A broken container, documents that are not UTF-8, languages that are not Chinese.
pub fn convert_epub(
    bytes: &[u8],
    from: &Language,
    options: &Options,
) -> Result<(Vec<u8>, ByDocument), EpubError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len())));
    let mut changes = Vec::new();
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index)?;
        let name = entry.name().to_owned();
        let format = Format::of(Path::new(&name));
        if entry.is_dir() || !matches!(format, Format::Html | Format::Package) {
            writer.raw_copy_file(entry)?;
            continue;
        }
        drop(entry);
        let mut entry = archive.by_index(index)?;
        let mut text = String::new();
        let modified = entry.last_modified().unwrap_or_default();
        entry.read_to_string(&mut text).map_err(|_| EpubError::NotUtf8(name.clone()))?;
        let converted = convert_document(&text, format, from, options).map_err(EpubError::Language)?;
        let settings = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(modified);
        writer.start_file(name.as_str(), settings)?;
        writer.write_all(converted.text.as_bytes())?;
        changes.push((name, converted));
    }
    Ok((writer.finish()?.into_inner(), changes))
}
