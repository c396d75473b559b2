//! Memories as files: replaced whole, and by one writer at a time.
//!
//! A memory is written aside and put in its place when it is complete. Killed at any moment, a program leaves
//! either the old file or the new one. Beside `team.tmx` there may stand `team.tmx.lock` (empty, held while
//! somebody writes) and `team.tmx.part` (what a killed writer left; the next one overwrites it). Either may have been
//! left by a colleague: what nobody holds stops nobody. The new file belongs to whom the old one did.

mod aside;
mod place;
mod rights;

use std::ffi::OsString;
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

pub use aside::{Aside, Batch, Folders, Put, end, sweep, together};
pub use place::{Meeting, Place, What};
pub use rights::Lost;

use aside::{Begun, is_still};

/// The right to replace a file, held until it is dropped.
#[derive(Debug)]
pub struct Lock {
    /// As it was named.
    path: PathBuf,
    place: PathBuf,
    /// Removes the lock file; nothing where that is not ours.
    _begun: Option<Begun>,
    _file: File,
}

/// Why a file cannot be replaced.
#[derive(Debug)]
pub enum FileError {
    /// Somebody else is writing it.
    Locked(PathBuf),
    /// It could not be written.
    Io(PathBuf, io::Error),
    /// What is needed beside it (`.lock`, `.part`) could not be written.
    Beside {
        /// The file that is to be replaced.
        path: PathBuf,
        /// The one beside it.
        beside: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}

impl FileError {
    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::Locked(_) => "try again when it is done".to_owned(),
            Self::Beside { beside, .. } if fs::symlink_metadata(beside).is_ok() => format!(
                "somebody left {} there; when nobody is writing the memory, remove it, or ask its owner to",
                beside.display()
            ),
            Self::Beside { error, .. } if error.kind() == io::ErrorKind::NotFound => {
                "the folder does not exist; create it or name another".to_owned()
            }
            Self::Beside { beside, .. } => format!(
                "the file is replaced whole, which needs the right to write in its folder, {}; ask for it, or name \
                 another place",
                place::folder_of(beside).display()
            ),
            Self::Io(_, error) => match error.kind() {
                io::ErrorKind::PermissionDenied => {
                    "you have no right to it; name another place or change its rights"
                }
                io::ErrorKind::Unsupported | io::ErrorKind::IsADirectory => "name a file",
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
                    "the folder does not exist; create it or name another"
                }
                io::ErrorKind::ReadOnlyFilesystem => {
                    "nothing can be written on that disk; name another place"
                }
                io::ErrorKind::StorageFull => "the disk is full; nothing that was there before is lost",
                _ => "check the disk and try again",
            }
            .to_owned(),
        }
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Locked(path) => write!(f, "{}: another program is writing it", path.display()),
            Self::Io(path, error) => write!(f, "{}: cannot write it: {error}", path.display()),
            Self::Beside { path, beside, error } => {
                let name = beside.file_name().unwrap_or_default();
                write!(f, "{}: cannot write {} beside it: {error}", path.display(), name.display())
            }
        }
    }
}

impl std::error::Error for FileError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Locked(_) => None,
            Self::Io(_, error) | Self::Beside { error, .. } => Some(error),
        }
    }
}

/// The path with an ending added to its name.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

impl Lock {
    /// Takes the lock of a file, or tells that somebody else has it.
    ///
    /// # Errors
    /// If somebody else has it, the folder cannot be written, or the path leads to no file but a device or a pipe.
    pub fn take(path: &Path) -> Result<Self, FileError> {
        let failed = |error| FileError::Io(path.to_owned(), error);
        let place = Place::of(path).map_err(failed)?;
        if place.is_stream() {
            return Err(failed(io::Error::new(io::ErrorKind::Unsupported, "it is a device or a pipe")));
        }
        let place = place.path().to_owned();
        if place.is_dir() {
            return Err(failed(io::Error::from(io::ErrorKind::IsADirectory)));
        }
        rights::may_replace(&place).map_err(failed)?;
        let lock = beside(&place, ".lock");
        let beside = |error| FileError::Beside { path: path.to_owned(), beside: lock.clone(), error };
        loop {
            let file = open_lock(&lock).map_err(beside)?;
            match file.try_lock() {
                // Between opening and locking, who had the lock may have removed the file: then it holds nothing.
                Ok(()) if is_still(&lock, &file) => {
                    // One that holds something was not made by us.
                    let ours = file.metadata().is_ok_and(|found| found.len() == 0);
                    let begun = ours.then(|| Begun::make(&lock, |_| Ok(()))).transpose().map_err(beside)?;
                    // Colleagues see that it is held, and can tell when it is not.
                    let _ = rights::keep(&place, &file);
                    return Ok(Self {
                        path: path.to_owned(),
                        place,
                        _begun: begun.map(|(begun, ())| begun),
                        _file: file,
                    });
                }
                Ok(()) => {}
                Err(fs::TryLockError::WouldBlock) => return Err(FileError::Locked(path.to_owned())),
                Err(fs::TryLockError::Error(error)) => return Err(beside(error)),
            }
        }
    }

    /// Begins to write the file anew.
    ///
    /// # Errors
    /// If nothing can be written beside it, or its rights forbid to write it.
    pub fn replace(self) -> Result<Replacement, FileError> {
        let like = self.place.clone();
        self.replace_like(&like)
    }

    /// Begins to write the file anew, with the rights of another that it is made from.
    ///
    /// # Errors
    /// As [`Lock::replace`].
    pub fn replace_like(self, like: &Path) -> Result<Replacement, FileError> {
        let part = beside(&self.place, ".part");
        // A colleague's cannot be written, but it can be removed.
        let _ = fs::remove_file(&part);
        let like = if self.place.exists() { &self.place } else { like };
        let aside = Aside::at(&part, &self.place, like).map_err(|error| {
            if fs::symlink_metadata(&part).is_ok() || error.kind() != io::ErrorKind::PermissionDenied {
                FileError::Beside { path: self.path.clone(), beside: part, error }
            } else {
                FileError::Io(self.path.clone(), error)
            }
        })?;
        Ok(Replacement { file: BufWriter::with_capacity(1 << 18, aside), lock: self })
    }
}

/// Opens a lock file, and makes it if there is none. What a colleague left may be there to be read only, which is
/// enough to lock it.
fn open_lock(lock: &Path) -> io::Result<File> {
    match OpenOptions::new().create(true).truncate(false).write(true).open(lock) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => File::open(lock).map_err(|_| error),
        opened => opened,
    }
}

/// A file that is being written anew. Dropped before [`Replacement::commit`], it leaves the old file as it was.
#[derive(Debug)]
pub struct Replacement {
    // First, for it goes before the lock does.
    file: BufWriter<Aside>,
    lock: Lock,
}

impl Write for Replacement {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Replacement {
    /// Waits until the disk has all of the new file, which is not in its place yet.
    ///
    /// # Errors
    /// If the disk does not take it.
    pub fn complete(&mut self) -> Result<(), FileError> {
        let done = self.file.flush().and_then(|()| self.file.get_mut().complete());
        done.map_err(|error| FileError::Io(self.lock.path.clone(), error))
    }

    /// Puts the new file in the place of the old one.
    ///
    /// # Errors
    /// If the disk does not take it; the old file is as it was.
    pub fn commit(self) -> Result<Put, FileError> {
        let Self { file, lock } = self;
        let put = file.into_inner().map_err(io::IntoInnerError::into_error).and_then(Aside::put);
        put.map_err(|error| FileError::Io(lock.path.clone(), error))
    }
}
