//! ZIP containers that hold a document: books (EPUB) and documents of word processors (DOCX, ODT).
//!
//! What is unpacked of one container is limited, so that no small file fills the memory.

use std::io::{Cursor, Read};
use std::sync::Arc;

use zip::ZipArchive;
use zip::result::ZipError;

use super::Source;
use crate::limits::{self, LARGEST_BOOK, MOST_SIGNS};

/// Why a document in a container cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Damage {
    /// The container is not a ZIP archive, or a broken one.
    Broken(String),
    /// A file is not in it.
    Missing(String),
    /// A file in it is not well-formed XML.
    Malformed {
        /// Its path in the container.
        file: String,
        /// What the parser says.
        message: String,
    },
    /// Unpacked, its files are larger than the limit.
    TooLarge,
}

/// A container.
pub(super) struct Container<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Bytes that may still be unpacked, and signs that may still be read.
    left: u64,
    signs: usize,
}

impl<'a> Container<'a> {
    /// Opens a container.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Damage> {
        let archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|error| Damage::Broken(error.to_string()))?;
        Ok(Self { archive, left: LARGEST_BOOK, signs: MOST_SIGNS })
    }

    /// Whether a file is in the container.
    pub(super) fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// The bytes of a file.
    pub(super) fn file(&mut self, name: &str) -> Result<Vec<u8>, Damage> {
        let broken = |error: &dyn std::fmt::Display| Damage::Broken(format!("{name}: {error}"));
        let file = match self.archive.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Err(Damage::Missing(name.to_owned())),
            Err(error) => return Err(broken(&error)),
        };
        let mut bytes = Vec::new();
        let count = file.take(self.left + 1).read_to_end(&mut bytes).map_err(|error| broken(&error))?;
        self.left = self.left.checked_sub(count as u64).ok_or(Damage::TooLarge)?;
        Ok(bytes)
    }

    /// A file as text, in whatever encoding it is.
    pub(super) fn text(&mut self, name: &str) -> Result<Source, Damage> {
        let bytes = self.file(name)?;
        self.signs = self.signs.checked_sub(limits::signs(&bytes)).ok_or(Damage::TooLarge)?;
        Ok(Source::decode(name, &bytes).0)
    }
}

/// The files of a container, by their paths in it: of an image, say. The list of them is read once.
#[derive(Debug, Clone)]
pub struct Files {
    archive: ZipArchive<Cursor<Arc<[u8]>>>,
}

impl Files {
    /// The files of a container; none if the bytes are not one.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Option<Self> {
        ZipArchive::new(Cursor::new(Arc::from(bytes))).ok().map(|archive| Self { archive })
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
