//! Memories as files: replaced whole, and by one writer at a time.
//!
//! A memory is written aside and put in its place when it is complete. Killed at any moment, a program leaves
//! either the old file or the new one. Beside `team.tmx` there may stand `team.tmx.lock` (empty, held while
//! somebody writes) and `team.tmx.part` (what a killed writer left; the next one overwrites it).

use std::ffi::OsString;
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// The right to replace a file, held until it is dropped.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    beside: PathBuf,
    _file: File,
}

/// Why a file cannot be replaced.
#[derive(Debug)]
pub enum FileError {
    /// Somebody else is writing it.
    Locked(PathBuf),
    /// It could not be written.
    Io(PathBuf, io::Error),
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Locked(path) => {
                write!(f, "{}: another program is writing it; try again when it is done", path.display())
            }
            Self::Io(path, error) => write!(f, "{}: cannot be written: {error}", path.display()),
        }
    }
}

impl std::error::Error for FileError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Locked(_) => None,
            Self::Io(_, error) => Some(error),
        }
    }
}

/// Whether a path leads to what takes bytes as they come: a device, a pipe, a socket. It cannot be replaced.
#[must_use]
pub fn is_stream(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|what| !what.is_file() && !what.is_dir())
}

/// The file that a path leads to. Where that is replaced, links to it stay links.
#[must_use]
pub fn behind_links(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
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
        if is_stream(path) {
            return Err(failed(io::Error::new(io::ErrorKind::Unsupported, "it is a device or a pipe")));
        }
        let path = behind_links(path);
        let lock = beside(&path, ".lock");
        loop {
            let file =
                OpenOptions::new().create(true).truncate(false).write(true).open(&lock).map_err(failed)?;
            match file.try_lock() {
                // Between opening and locking, who had the lock may have removed the file: then it holds nothing.
                Ok(()) if is_still(&lock, &file) => {
                    return Ok(Self { path, beside: lock, _file: file });
                }
                Ok(()) => {}
                Err(fs::TryLockError::WouldBlock) => return Err(FileError::Locked(path)),
                Err(fs::TryLockError::Error(error)) => return Err(failed(error)),
            }
        }
    }

    /// Begins to write the file anew.
    ///
    /// # Errors
    /// If nothing can be written beside it.
    pub fn replace(self) -> Result<Replacement, FileError> {
        let part = beside(&self.path, ".part");
        let file = File::create(&part).map_err(|error| FileError::Io(self.path.clone(), error))?;
        Ok(Replacement { lock: self, part, file: BufWriter::with_capacity(1 << 18, file), done: false })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.beside);
    }
}

/// Whether a path still names the file that was opened by it.
#[cfg(unix)]
fn is_still(path: &Path, file: &File) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (fs::metadata(path), file.metadata()) {
        (Ok(named), Ok(opened)) => (named.dev(), named.ino()) == (opened.dev(), opened.ino()),
        _ => false,
    }
}

/// Elsewhere a file that somebody has open cannot be removed.
#[cfg(not(unix))]
fn is_still(_: &Path, _: &File) -> bool {
    true
}

/// A file that is being written anew. Dropped before [`Replacement::commit`], it leaves the old file as it was.
#[derive(Debug)]
pub struct Replacement {
    lock: Lock,
    part: PathBuf,
    file: BufWriter<File>,
    done: bool,
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
    /// Puts the new file in the place of the old one. Answers with its size in bytes.
    ///
    /// # Errors
    /// If the disk does not take it; the old file is as it was.
    pub fn commit(mut self) -> Result<u64, FileError> {
        let path = &self.lock.path;
        let mut put = || -> io::Result<u64> {
            self.file.flush()?;
            let file = self.file.get_ref();
            if let Ok(old) = fs::metadata(path) {
                file.set_permissions(old.permissions())?;
            }
            file.sync_all()?;
            let size = file.metadata()?.len();
            fs::rename(&self.part, path)?;
            // Only now the new name is sure to survive a power cut; where folders cannot be synced it must do.
            let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
            if let Ok(folder) = File::open(folder) {
                let _ = folder.sync_all();
            }
            Ok(size)
        };
        let size = put().map_err(|error| FileError::Io(path.clone(), error))?;
        self.done = true;
        Ok(size)
    }
}

impl Drop for Replacement {
    fn drop(&mut self) {
        if !self.done {
            let _ = fs::remove_file(&self.part);
        }
    }
}
