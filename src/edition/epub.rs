//! An edition packed as EPUB 3.3.
//!
//! epub-builder assembles the container: mimetype, container document, manifest, spine and NCX. It is given the
//! names of pages and resources only; their content goes straight into the book. [`finish`](super::finish) puts
//! into package document and navigation what the crate has no call for.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read, Write as _};

use epub_builder::{EpubBuilder, EpubContent, EpubVersion, ReferenceType, TocElement, ZipLibrary};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::finish;
use super::labels::Labels;
use super::{Edition, Entry, Kind, STYLE_SHEET, Writing};
use crate::lang::Language;

/// What the library below says; which library that is may change.
type Cause = Box<dyn std::error::Error + Send + Sync>;

/// An edition that could not be packed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PackError {
    /// The container could not be assembled.
    #[error("the e-book could not be assembled: {0}")]
    Container(#[source] Cause),
    /// The archive could not be rewritten.
    #[error("the e-book could not be packed: {0}")]
    Archive(#[source] Cause),
    /// A document of the container is not the XML that was expected.
    #[error("the e-book's package document could not be read back: {0}")]
    Document(#[source] Cause),
}

impl From<epub_builder::Error> for PackError {
    fn from(error: epub_builder::Error) -> Self {
        Self::Container(error.into())
    }
}

impl From<ZipError> for PackError {
    fn from(error: ZipError) -> Self {
        Self::Archive(error.into())
    }
}

impl From<io::Error> for PackError {
    fn from(error: io::Error) -> Self {
        Self::Archive(error.into())
    }
}

impl From<quick_xml::Error> for PackError {
    fn from(error: quick_xml::Error) -> Self {
        Self::Document(error.into())
    }
}

impl Edition {
    /// Packs the edition: the bytes of an `.epub` file, the same for the same edition.
    ///
    /// # Errors
    /// If the container cannot be assembled; an edition that was composed gives no cause for it.
    pub fn epub(&self) -> Result<Vec<u8>, PackError> {
        let mut shell = Vec::new();
        self.shell()?.generate(&mut shell)?;
        self.fill(&shell)
    }

    /// The words that the edition says of itself.
    pub(super) fn labels(&self) -> &'static Labels {
        let language = self.metadata.language().parse().unwrap_or_else(|_| Language::of_text(""));
        Labels::of(&language)
    }

    /// The container with every file in its place, pages and resources still empty.
    fn shell(&self) -> epub_builder::Result<EpubBuilder<ZipLibrary>> {
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
                book.add_cover_image(&resource.file, io::empty(), resource.media_type)?;
            } else if resource.file == STYLE_SHEET {
                book.stylesheet(io::empty())?;
            } else {
                book.add_resource(&resource.file, io::empty(), resource.media_type)?;
            }
        }
        // The crate takes a page into the landmarks only if it stands in the contents, where cover and colophon
        // do not belong: landmarks are the finishing pass's.
        let mut entries = self.contents.iter().peekable();
        let mut printed: Option<&str> = None;
        for page in &self.pages {
            let mut content = EpubContent::new(&page.file, io::empty());
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

    /// Puts pages and resources into the container, and finishes the documents that epub-builder wrote.
    fn fill(&self, shell: &[u8]) -> Result<Vec<u8>, PackError> {
        let pages = self.pages.iter().map(|page| (page.file.as_str(), page.xhtml.as_bytes()));
        let resources = self.resources.iter().map(|resource| (resource.file.as_str(), &*resource.bytes));
        let content: BTreeMap<&str, &[u8]> = pages.chain(resources).collect();
        let mut shell = ZipArchive::new(Cursor::new(shell))?;
        let mut book = ZipWriter::new(Cursor::new(Vec::new()));
        for index in 0..shell.len() {
            let empty = shell.by_index_raw(index)?;
            let name = empty.name().to_owned();
            let file = name.strip_prefix("OEBPS/").unwrap_or_default();
            if let Some(bytes) = content.get(file) {
                book.start_file(name.as_str(), packing(file))?;
                book.write_all(bytes)?;
                continue;
            }
            let finish = match file {
                "content.opf" => finish::package,
                "nav.xhtml" => finish::navigation,
                "toc.ncx" => finish::ncx,
                _ => {
                    book.raw_copy_file(empty)?;
                    continue;
                }
            };
            drop(empty);
            let mut text = String::new();
            shell.by_index(index)?.read_to_string(&mut text)?;
            book.start_file(name.as_str(), packing(&name))?;
            book.write_all(finish(self, &text)?.as_bytes())?;
        }
        Ok(book.finish()?.into_inner())
    }
}

/// How a file is packed: text is made smaller, images of these kinds are as small as they get.
fn packing(file: &str) -> SimpleFileOptions {
    let packed = [".png", ".jpg", ".gif", ".webp"].iter().any(|ending| file.ends_with(ending));
    let method = if packed { CompressionMethod::Stored } else { CompressionMethod::Deflated };
    SimpleFileOptions::default().compression_method(method)
}
