//! Files that are read, and sizes as people read them.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use duizhao::limits::{LARGEST_FILE, LARGEST_STREAM, PIPE_SECONDS};
use duizhao::pipeline::too_large;

use super::Failure;

/// A file that holds others: its texts and its images.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Container {
    /// An EPUB.
    Book,
    /// A document of a word processor.
    Office,
}

impl Container {
    /// What a file is, by its name; none if it holds no others.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "epub" => Some(Self::Book),
            "docx" | "docm" | "odt" => Some(Self::Office),
            _ => None,
        }
    }
}

/// The bytes of a file, or of standard input for `-`, that is not unreasonably large.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let reading = |error| Failure::reading(path, error);
    if path == Path::new("-") {
        return bytes_of(&mut io::stdin().lock(), path, LARGEST_STREAM);
    }
    let mut file = open(path)?;
    let metadata = file.metadata().map_err(reading)?;
    // Nobody knows before how much a pipe or a device gives: `/dev/zero` has no end.
    let most = if metadata.is_file() { LARGEST_FILE } else { LARGEST_STREAM };
    match usize::try_from(metadata.len()) {
        Ok(size) if size <= most => bytes_of(&mut file, path, most),
        size => Err(too_large(&path.display().to_string(), size.unwrap_or(usize::MAX), most).into()),
    }
}

fn bytes_of(input: &mut dyn Read, path: &Path, most: usize) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = input.take(most as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|error| Failure::reading(path, error))?;
    if bytes.len() > most {
        return Err(too_large(&path.display().to_string(), bytes.len(), most).into());
    }
    Ok(bytes)
}

/// Opens a file to read it. A named pipe that nobody writes into would keep the program waiting for ever.
pub(crate) fn open(path: &Path) -> Result<File, Failure> {
    let reading = |error| Failure::reading(path, error);
    if !is_pipe(path) {
        return File::open(path).map_err(reading);
    }
    let (opened, result) = channel();
    let pipe = path.to_owned();
    // Where nobody comes the thread ends with the program.
    thread::spawn(move || opened.send(File::open(pipe)));
    match result.recv_timeout(Duration::from_secs(PIPE_SECONDS)) {
        Ok(file) => file.map_err(reading),
        Err(_) => Err(Failure::cannot(
            format_args!(
                "{}: it is a pipe, and nobody has written into it for {PIPE_SECONDS} s",
                path.display()
            ),
            "start the program that writes into it first, or name a file",
        )),
    }
}

fn is_pipe(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        fs::metadata(path).is_ok_and(|metadata| metadata.file_type().is_fifo())
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}

/// A number of bytes as people read it: `11.7 KB`.
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{}.{} KB", bytes / 1_000, bytes % 1_000 / 100),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}
