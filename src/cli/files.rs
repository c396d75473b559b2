//! Files in and out. What is written is written whole or not at all; devices and pipes take it as it comes.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use duizhao_tm::file::{behind_links, is_stream};
use tempfile::NamedTempFile;

use super::Failure;

/// The bytes of a file, or of standard input for `-`.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map_err(|error| Failure::reading(path, error))?;
        return Ok(bytes);
    }
    fs::read(path).map_err(|error| Failure::reading(path, error))
}

/// Writes one file: who reads it finds the old content or the new, never a part.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    let name = path.file_name().ok_or_else(|| {
        Failure::cannot(format_args!("{} names no file", path.display()), "name the file to be written")
    })?;
    let mut outputs = Outputs::new(folder)?;
    outputs.add(name, bytes)?;
    outputs.finish().map(drop)
}

/// Files for one folder that appear together: all are written aside first, then put in their places.
pub(crate) struct Outputs {
    folder: PathBuf,
    files: Vec<(PathBuf, Aside, u64)>,
}

/// What waits for the other files of its folder.
enum Aside {
    /// Beside its place, which is behind the links that lead there.
    File(NamedTempFile, PathBuf),
    /// For a device or a pipe: `/dev/null` must not become a file.
    Stream(Vec<u8>),
}

impl Outputs {
    /// Makes sure that the folder is there.
    pub(crate) fn new(folder: &Path) -> Result<Self, Failure> {
        fs::create_dir_all(folder).map_err(|error| Failure::writing(folder, error))?;
        Ok(Self { folder: folder.to_owned(), files: Vec::new() })
    }

    /// Writes one file aside.
    pub(crate) fn add(&mut self, name: impl AsRef<OsStr>, bytes: &[u8]) -> Result<(), Failure> {
        let path = self.folder.join(name.as_ref());
        if path.is_dir() {
            return Err(Failure::cannot(
                format_args!("{}: a folder of that name is in the way", path.display()),
                "remove it or write somewhere else",
            ));
        }
        let aside = if is_stream(&path) {
            Aside::Stream(bytes.to_owned())
        } else {
            let place = behind_links(&path);
            Aside::File(aside(&place, bytes).map_err(|error| Failure::writing(&path, error))?, place)
        };
        self.files.push((path, aside, bytes.len() as u64));
        Ok(())
    }

    /// Puts all files in their places. Answers with their paths and sizes in bytes.
    pub(crate) fn finish(self) -> Result<Vec<(PathBuf, u64)>, Failure> {
        let mut written = Vec::with_capacity(self.files.len());
        for (path, aside, size) in self.files {
            match aside {
                Aside::File(file, place) => file.persist(place).map(drop).map_err(|error| error.error),
                Aside::Stream(bytes) => fs::OpenOptions::new()
                    .write(true)
                    .open(&path)
                    .and_then(|mut stream| stream.write_all(&bytes)),
            }
            .map_err(|error| Failure::writing(&path, error))?;
            written.push((path, size));
        }
        Ok(written)
    }
}

/// Writes a file beside its place, for only within one file system is a rename whole or not at all.
fn aside(place: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".duizhao-");
    // Temporary files are for their owner only; what a user writes is for whom their umask says.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    // The name of a file that its user never sees helps nobody.
    let nameless = |error: io::Error| io::Error::from(error.kind());
    let mut file = builder.tempfile_in(place.parent().unwrap_or(Path::new("."))).map_err(nameless)?;
    file.write_all(bytes)?;
    // What is replaced stays for whom it was.
    if let Ok(old) = fs::metadata(place) {
        file.as_file().set_permissions(old.permissions())?;
    }
    file.as_file().sync_all()?;
    Ok(file)
}

/// A number of bytes as people read it: `11.7 KB`.
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{}.{} KB", bytes / 1_000, bytes % 1_000 / 100),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}
