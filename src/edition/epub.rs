//! An edition packed as EPUB 3.3.
//!
//! epub-builder assembles the container: mimetype, container document, manifest, spine, NCX and zip archive.
//! [`finish`](super::finish) then puts into package document and navigation what it has no call for. Only these
//! small documents are unpacked for that; all others are copied as they were compressed.

use std::fmt;
use std::io::{self, Cursor, Read, Write as _};

use epub_builder::{EpubBuilder, EpubContent, EpubVersion, ReferenceType, TocElement, ZipLibrary};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::finish;
use super::labels::Labels;
use super::{Edition, Entry, Kind, STYLE_SHEET, Writing};
use crate::lang::Language;

/// An edition that could not be packed.
#[derive(Debug)]
pub enum PackError {
    /// The container could not be assembled.
    Container(epub_builder::Error),
    /// The archive could not be rewritten.
    Archive(ZipError),
    /// A document of the container is not the XML that was expected.
    Document(quick_xml::Error),
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Container(error) => write!(f, "the e-book could not be assembled: {error}"),
            Self::Archive(error) => write!(f, "the e-book could not be packed: {error}"),
            Self::Document(error) => {
                write!(f, "the e-book's package document could not be read back: {error}")
            }
        }
    }
}

impl std::error::Error for PackError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Container(error) => Some(error),
            Self::Archive(error) => Some(error),
            Self::Document(error) => Some(error),
        }
    }
}

impl From<epub_builder::Error> for PackError {
    fn from(error: epub_builder::Error) -> Self {
        Self::Container(error)
    }
}

impl From<ZipError> for PackError {
    fn from(error: ZipError) -> Self {
        Self::Archive(error)
    }
}

impl From<io::Error> for PackError {
    fn from(error: io::Error) -> Self {
        Self::Archive(ZipError::Io(error))
    }
}

impl From<quick_xml::Error> for PackError {
    fn from(error: quick_xml::Error) -> Self {
        Self::Document(error)
    }
}

impl Edition {
    /// Packs the edition: the bytes of an `.epub` file, the same for the same edition.
    ///
    /// # Errors
    /// If the container cannot be assembled; an edition that was composed gives no cause for it.
    pub fn epub(&self) -> Result<Vec<u8>, PackError> {
        let mut assembled = Vec::new();
        self.assemble()?.generate(&mut assembled)?;
        self.rewrite(assembled)
    }

    /// The words that the edition says of itself.
    pub(super) fn labels(&self) -> &'static Labels {
        let language = self.metadata.language().parse().unwrap_or_else(|_| Language::of_text(""));
        Labels::of(&language)
    }

    fn assemble(&self) -> epub_builder::Result<EpubBuilder<ZipLibrary>> {
        let labels = self.labels();
        let mut book = EpubBuilder::new(ZipLibrary::new()?)?;
        book.epub_version(EpubVersion::V33);
        book.metadata("title", &self.metadata.title)?;
        book.metadata("toc_name", labels.contents)?;
        book.metadata("generator", self.metadata.made_with.first().map_or("duizhao", String::as_str))?;
        book.metadata("direction", if self.metadata.writing == Writing::Vertical { "rtl" } else { "ltr" })?;
        for language in &self.metadata.languages {
            book.add_language(language);
        }
        if let Some(rights) = &self.metadata.masthead.rights {
            book.metadata("license", rights)?;
        }
        book.set_uuid(self.metadata.identifier);
        for resource in &self.resources {
            if resource.cover {
                book.add_cover_image(&resource.file, &*resource.bytes, resource.media_type)?;
            } else if resource.file == STYLE_SHEET {
                book.stylesheet(&*resource.bytes)?;
            } else {
                book.add_resource(&resource.file, &*resource.bytes, resource.media_type)?;
            }
        }
        // The crate takes a page into the landmarks only if it stands in the contents, where cover and colophon
        // do not belong: landmarks are the finishing pass's.
        let mut entries = self.contents.iter().peekable();
        let mut printed: Option<&str> = None;
        for page in &self.pages {
            let mut content = EpubContent::new(&page.file, page.xhtml.as_bytes());
            content = match page.kind {
                Kind::Cover => content.reftype(ReferenceType::Cover),
                // Contents must not be empty, even of an issue that is.
                Kind::Title if self.contents.is_empty() => {
                    content.reftype(ReferenceType::TitlePage).title(labels.title_page)
                }
                Kind::Title => content.reftype(ReferenceType::TitlePage),
                Kind::Colophon => content.reftype(ReferenceType::Colophon),
                Kind::Article => content,
            };
            let of_page = |entry: &&Entry| entry.href.split('#').next() == Some(&page.file);
            if let Some(entry) = entries.next_if(of_page) {
                if std::ptr::eq(entry, &raw const self.contents[0]) {
                    content = content.reftype(ReferenceType::Text);
                }
                let title = match &entry.translation {
                    Some(translation) => format!("{} {translation}", entry.title),
                    None => entry.title.clone(),
                };
                // The crate writes the page to the file that its entry leads to: only a child may name an id.
                let file = page.file.as_str();
                content.toc = match entry.page.as_deref() {
                    Some(page) if printed != Some(page) => {
                        TocElement::new(file, page).child(TocElement::new(&entry.href, title))
                    }
                    Some(_) => TocElement::new(file, title).level(2),
                    None => TocElement::new(file, title),
                };
                printed = entry.page.as_deref();
            }
            book.add_content(content)?;
        }
        Ok(book)
    }

    /// Whether the contents go by printed page.
    pub(super) fn by_page(&self) -> bool {
        self.contents.iter().any(|entry| entry.page.is_some())
    }

    /// Finishes the documents that epub-builder wrote, and copies the rest.
    fn rewrite(&self, assembled: Vec<u8>) -> Result<Vec<u8>, PackError> {
        let mut archive = ZipArchive::new(Cursor::new(assembled))?;
        let mut finished = ZipWriter::new(Cursor::new(Vec::new()));
        for index in 0..archive.len() {
            let compressed = archive.by_index_raw(index)?;
            let finish = match compressed.name() {
                "OEBPS/content.opf" => finish::package,
                "OEBPS/nav.xhtml" => finish::navigation,
                "OEBPS/toc.ncx" => finish::ncx,
                _ => {
                    finished.raw_copy_file(compressed)?;
                    continue;
                }
            };
            drop(compressed);
            let mut file = archive.by_index(index)?;
            let mut text = String::new();
            file.read_to_string(&mut text)?;
            finished.start_file(file.name(), SimpleFileOptions::default())?;
            finished.write_all(finish(self, &text)?.as_bytes())?;
        }
        Ok(finished.finish()?.into_inner())
    }
}
