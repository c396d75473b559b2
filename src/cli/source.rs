//! Sources on the disk, as the pipeline takes them.

use std::cell::RefCell;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use duizhao::lang::Language;
use duizhao::limits::LARGEST_IMAGE;
use duizhao::pipeline::{Assets, Book, Files, MANIFEST, Opened, Preparation, Prepared};
use duizhao::problem::Severity;

use super::files::Container;
use super::{Failure, Output, Outputs, files};

/// Opens a file, or a folder of articles with or without its `issue.toml`.
pub(crate) fn open(path: &Path) -> Result<Opened, Failure> {
    let is_manifest = path.file_name().is_some_and(|name| name == MANIFEST);
    if !path.is_dir() && !is_manifest {
        return Ok(Opened::file(&path.display().to_string(), files::read(path)?)?);
    }
    let folder = if is_manifest { path.parent().unwrap_or(Path::new("")) } else { path };
    let here = if folder == Path::new("") { Path::new(".") } else { folder };
    let mut names = Vec::new();
    for entry in fs::read_dir(here).map_err(|error| Failure::reading(folder, error))? {
        let entry = entry.map_err(|error| Failure::reading(folder, error))?;
        if entry.path().is_file() {
            names.extend(entry.file_name().into_string());
        }
    }
    let opened = Opened::folder(&folder.display().to_string(), names, &Folder::new(folder))?;
    Ok(opened.called(path.display().to_string()))
}

/// The files that a source was read from.
pub(crate) fn files(opened: &Opened) -> impl Iterator<Item = &Path> {
    opened.parts().iter().map(|part| Path::new(&part.source.name))
}

/// Prints what is strange about the files of a source: warnings always, notes to those who want to know more.
pub(crate) fn remark(opened: &Opened, out: &Output) {
    for remark in opened.remarks() {
        if remark.severity != Severity::Note {
            out.remark(&remark);
        } else if out.is_verbose() {
            out.tell_more(format_args!("note: {remark}\n  help: {}", remark.help));
        }
    }
}

/// A source after reading and repairing, and where it lies.
pub(crate) struct Source {
    path: PathBuf,
    /// The files that it was read from.
    pub(crate) files: Vec<PathBuf>,
    pub(crate) prepared: Prepared,
}

impl Source {
    /// Reads and repairs the source at a path: a file, or a folder of articles. Its language is told by itself where
    /// none is named.
    pub(crate) fn load(
        path: &Path,
        preparation: &Preparation,
        language: Option<&Language>,
        out: &Output,
    ) -> Result<Self, Failure> {
        let opened = open(path)?;
        remark(&opened, out);
        let files = files(&opened).map(Path::to_owned).collect();
        let prepared = preparation.clone().language(language.cloned()).prepare(opened)?;
        Ok(Self { path: path.to_owned(), files, prepared })
    }

    /// Adds the images that the issue names: they lie beside it, or in the book that it is.
    pub(crate) fn images(
        &self,
        assets: Assets,
        allowed: &[PathBuf],
        outputs: &mut Outputs,
    ) -> Result<Assets, Failure> {
        if self.is_book() {
            let book = Book::new(files::read(&self.path)?);
            return Ok(assets.images_of(&self.prepared, &book)?);
        }
        let folder = Folder { allowed: Some(allowed), ..Folder::new(self.folder()) };
        let assets = assets.images_of(&self.prepared, &folder)?;
        outputs.reads_all(folder.read.borrow().iter().map(PathBuf::as_path))?;
        Ok(assets)
    }

    /// The cover that the front matter names.
    pub(crate) fn cover(&self, allowed: &[PathBuf]) -> Result<Option<PathBuf>, Failure> {
        let Some(named) = &self.prepared.text().issue().masthead.cover else { return Ok(None) };
        let path = self.folder().join(named);
        if !self.is_book() && is_outside(&path, self.folder(), allowed) {
            return Err(Failure::input(
                self.path.display(),
                format_args!("the cover `{named}` lies outside of the issue's folder"),
                "put it into the folder, or name its own folder with --allow-files",
            ));
        }
        Ok(Some(path))
    }

    /// The folder that holds it and its images; a book holds its own.
    fn folder(&self) -> &Path {
        if self.path.is_dir() || self.is_book() {
            return &self.path;
        }
        self.path.parent().unwrap_or(Path::new(""))
    }

    fn is_book(&self) -> bool {
        Container::of(&self.path).is_some()
    }
}

/// A folder of the disk.
struct Folder<'a> {
    path: &'a Path,
    /// Folders that a text may name files in, besides this one; none where a person named them.
    allowed: Option<&'a [PathBuf]>,
    /// The files that were read so far, a book where one lay in it.
    read: RefCell<Vec<PathBuf>>,
}

impl<'a> Folder<'a> {
    fn new(path: &'a Path) -> Self {
        Self { path, allowed: None, read: RefCell::default() }
    }
}

impl Files for Folder<'_> {
    type Error = Failure;

    fn read(&self, name: &str, at_most: usize) -> Result<Option<Vec<u8>>, Failure> {
        let path = self.path.join(name);
        self.read.borrow_mut().push(file_of(&path).to_owned());
        if path.exists() && !path.is_dir() {
            at_most_of(&path, at_most).map(Some)
        } else {
            Ok(file_in_book(&path))
        }
    }

    fn is_outside(&self, name: &str) -> bool {
        self.allowed.is_some_and(|allowed| is_outside(&self.path.join(name), self.path, allowed))
    }
}

/// Whether a path leads out of a folder and of those that are allowed besides, as it is written or by a link. A text
/// comes from anywhere; what it names goes into books that others read.
fn is_outside(path: &Path, folder: &Path, allowed: &[PathBuf]) -> bool {
    let whole = |path: &Path| fs::canonicalize(if path == Path::new("") { Path::new(".") } else { path });
    // What is not there is not read either.
    let Ok(path) = whole(file_of(path)) else { return false };
    let inside = |folder: &Path| whole(folder).is_ok_and(|folder| path.starts_with(folder));
    !inside(folder) && !allowed.iter().any(|folder| inside(folder))
}

/// The bytes of an image; its path may go on inside a book: `old.epub/OEBPS/cover.jpg`.
pub(crate) fn image(path: &Path, at_most: usize) -> Result<Vec<u8>, Failure> {
    file_in_book(path).map_or_else(|| at_most_of(path, at_most), Ok)
}

/// The file that a path leads to or into: the book of `old.epub/OEBPS/cover.jpg`.
pub(crate) fn file_of(path: &Path) -> &Path {
    path.ancestors().find(|file| file.is_file()).unwrap_or(path)
}

fn file_in_book(path: &Path) -> Option<Vec<u8>> {
    let book = path.ancestors().skip(1).find(|book| book.is_file())?;
    let inside: Vec<&str> =
        path.strip_prefix(book).ok()?.iter().map(|part| part.to_str()).collect::<Option<_>>()?;
    Book::new(files::read(book).ok()?).file(&inside.join("/"), LARGEST_IMAGE)
}

/// The bytes of a file; of one that is too large only as far as it takes to see that.
fn at_most_of(path: &Path, at_most: usize) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let mut file = files::open(path)?;
    let mut read = |bytes: &mut Vec<u8>| (&mut file).take(at_most as u64 + 1).read_to_end(bytes);
    read(&mut bytes).map_err(|error| Failure::reading(path, error))?;
    Ok(bytes)
}
