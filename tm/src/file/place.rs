//! Where paths lead: two paths may name one file through links, or through capitals on systems that do not tell
//! them apart.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

/// More links in a row than any system follows (POSIX asks for 8, Linux follows 40).
const LINKS: usize = 40;

/// What stands at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// A file, which can be replaced.
    File,
    /// A folder.
    Folder,
    /// A device such as `/dev/null` or a terminal: it takes bytes as they come, from whoever writes them.
    Device,
    /// A pipe, a socket, or a file that this program was started with (`/dev/stdout`): it takes bytes as they come,
    /// but those of two writers would mix.
    Pipe,
    /// Nothing yet.
    Nothing,
}

/// How two places meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meeting {
    /// They are one file.
    Same,
    /// Their names differ in capitals, or in how an accent is encoded, and in nothing else: many systems take them
    /// for one file.
    Spelling,
}

/// Number of the device and of the file on it.
type FileId = (u64, u64);

/// Where a path leads, also when nothing is there yet.
#[derive(Debug, Clone)]
pub struct Place {
    path: PathBuf,
    what: What,
    id: Option<FileId>,
    /// The deepest folder above the file that is there, and the names that lead on from it as the least
    /// particular of systems would compare them.
    above: Option<FileId>,
    names: String,
}

impl Place {
    /// Follows a path. A link is followed also where nothing stands at its end: who writes through it makes that.
    ///
    /// # Errors
    /// If a folder on the way may not be looked into, is a file, or if links lead in a circle.
    pub fn of(path: &Path) -> io::Result<Self> {
        let mut path = path.to_owned();
        for _ in 0..LINKS {
            let linked = match fs::symlink_metadata(&path) {
                Ok(found) => found,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    return Ok(Self::at(missing(&path)?, What::Nothing, None));
                }
                Err(error) => return Err(error),
            };
            if is_descriptor(&path) {
                // What it was opened on cannot be replaced by its name: that may lead nowhere by now.
                let id = fs::metadata(&path).ok().and_then(|found| file_id(&found));
                let what = fs::metadata(&path).map_or(What::Pipe, |found| what(&found));
                let what = if what == What::File { What::Pipe } else { what };
                return Ok(Self::at(path, what, id));
            }
            if linked.is_symlink() {
                path = folder_of(&path).join(fs::read_link(&path)?);
                continue;
            }
            let whole = fs::canonicalize(&path)?;
            return Ok(Self::at(whole, what(&linked), file_id(&linked)));
        }
        Err(io::Error::other("its links lead in a circle"))
    }

    fn at(path: PathBuf, what: What, id: Option<FileId>) -> Self {
        let mut names = Vec::new();
        let mut above = None;
        for folder in path.ancestors() {
            if !names.is_empty()
                && let Ok(found) = fs::metadata(folder)
            {
                above = file_id(&found);
                // Where files have no numbers the folder's name has to do.
                if above.is_none() {
                    names.push(folder.to_string_lossy().into_owned());
                }
                break;
            }
            names.push(spelling(&folder.file_name().unwrap_or_default().to_string_lossy()));
        }
        names.reverse();
        Self { path, what, id, above, names: names.join("/") }
    }

    /// The path without links.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What stands there.
    #[must_use]
    pub fn what(&self) -> What {
        self.what
    }

    /// Whether it takes bytes as they come, and cannot be replaced.
    #[must_use]
    pub fn is_stream(&self) -> bool {
        matches!(self.what, What::Device | What::Pipe)
    }

    /// Whether two places are one, so that what is written to one is lost in the other. A device loses nothing.
    #[must_use]
    pub fn meets(&self, other: &Self) -> Option<Meeting> {
        if self.what == What::Device && other.what == What::Device {
            return None;
        }
        let same_file = self.id.is_some() && self.id == other.id;
        if same_file || self.path == other.path {
            Some(Meeting::Same)
        } else {
            (self.above == other.above && self.names == other.names).then_some(Meeting::Spelling)
        }
    }
}

/// The folder of a path; that of a bare name is where the program runs.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."))
}

/// The path of what is not there: the folders that are there without links, then the names that are missing.
fn missing(path: &Path) -> io::Result<PathBuf> {
    let mut rest: Vec<OsString> = Vec::new();
    let mut folder = path;
    loop {
        match fs::canonicalize(folder) {
            Ok(mut whole) => {
                rest.iter().rev().for_each(|name| whole.push(name));
                return Ok(whole);
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        match folder.components().next_back() {
            Some(Component::Normal(name)) => rest.push(name.to_owned()),
            // `new/..` is where `new` will be.
            Some(Component::ParentDir) => return Ok(path.to_owned()),
            _ => {}
        }
        folder = folder_of(folder);
    }
}

/// Whether a path names what a program has open, as `/dev/stdout` does in the end.
fn is_descriptor(path: &Path) -> bool {
    let Ok(folder) = fs::canonicalize(folder_of(path)) else { return false };
    folder == Path::new("/dev/fd") || (folder.starts_with("/proc") && folder.ends_with("fd"))
}

#[cfg(unix)]
fn what(found: &fs::Metadata) -> What {
    use std::os::unix::fs::FileTypeExt;
    match found.file_type() {
        kind if kind.is_file() => What::File,
        kind if kind.is_dir() => What::Folder,
        kind if kind.is_char_device() => What::Device,
        _ => What::Pipe,
    }
}

#[cfg(not(unix))]
fn what(found: &fs::Metadata) -> What {
    match found.file_type() {
        kind if kind.is_file() => What::File,
        kind if kind.is_dir() => What::Folder,
        _ => What::Device,
    }
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems have none")]
fn file_id(found: &fs::Metadata) -> Option<FileId> {
    use std::os::unix::fs::MetadataExt;
    Some((found.dev(), found.ino()))
}

#[cfg(not(unix))]
fn file_id(_: &fs::Metadata) -> Option<FileId> {
    None
}

/// A name without what some systems do not tell apart: capitals, and whether an accent is a character of its own.
fn spelling(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let folded = name.nfc().flat_map(char::to_uppercase).flat_map(char::to_lowercase);
    folded.nfc().collect()
}
