//! Files by name, wherever they lie: on a disk, in a page's memory, inside a book.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::Error;
use crate::issue::read::ContainerFiles;

/// A place that has files. The pipeline asks it for articles and images; whoever opens a door implements it.
pub trait Files {
    /// Why a file cannot be read, and whatever else the pipeline says.
    type Error: From<Error>;

    /// The bytes of a file by its name relative to this place, with `/` between folders. Of a file that is larger
    /// than `at_most` bytes the first `at_most + 1` are enough: they say that it is. None: there is no such file.
    ///
    /// # Errors
    /// If the file is there but cannot be read.
    fn read(&self, name: &str, at_most: usize) -> Result<Option<Vec<u8>>, Self::Error>;

    /// Whether a name leads out of this place, to what nobody said may be read. Nothing is read there.
    fn is_outside(&self, _name: &str) -> bool {
        false
    }
}

/// Files that were brought together beforehand.
impl Files for BTreeMap<String, Vec<u8>> {
    type Error = Error;

    fn read(&self, name: &str, at_most: usize) -> Result<Option<Vec<u8>>, Error> {
        Ok(self.get(name).map(|bytes| bytes[..bytes.len().min(at_most.saturating_add(1))].to_vec()))
    }
}

/// The files inside an EPUB or a document of a word processor, which the issue that is read from it names its images by.
#[derive(Debug, Clone)]
pub struct Book(RefCell<Option<ContainerFiles>>);

impl Book {
    /// The files of a book.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(RefCell::new(ContainerFiles::new(bytes)))
    }

    /// The first bytes of a file by its path in the container, `at_most` and one more, if it is there and can be
    /// unpacked.
    #[must_use]
    pub fn file(&self, name: &str, at_most: usize) -> Option<Vec<u8>> {
        self.0.borrow_mut().as_mut()?.file(name, at_most)
    }
}

impl Files for Book {
    type Error = Error;

    fn read(&self, name: &str, at_most: usize) -> Result<Option<Vec<u8>>, Error> {
        Ok(self.file(name, at_most))
    }
}
