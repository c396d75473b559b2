//! Bytes that are read in parts, wherever they are kept.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::ops::Range;

/// A file, or bytes in memory.
#[derive(Debug)]
pub(super) enum Store {
    File(File),
    Bytes(Vec<u8>),
}

impl Store {
    pub(super) fn len(&self) -> io::Result<u64> {
        match self {
            Self::File(file) => Ok(file.metadata()?.len()),
            Self::Bytes(bytes) => Ok(bytes.len() as u64),
        }
    }

    /// Reads them from the beginning.
    pub(super) fn reader(&self) -> io::Result<Box<dyn Read + '_>> {
        match self {
            Self::File(file) => {
                let mut file = BufReader::with_capacity(1 << 16, file);
                file.rewind()?;
                Ok(Box::new(file))
            }
            Self::Bytes(bytes) => Ok(Box::new(bytes.as_slice())),
        }
    }

    /// Reads so many bytes from a place into a buffer, in the place of what it held.
    pub(super) fn read(&self, at: u64, length: usize, buffer: &mut Vec<u8>) -> io::Result<()> {
        match self {
            Self::File(file) => {
                // What a damaged index asks for is not worth the memory: the file ends before.
                if length > 1 << 16 && at.saturating_add(length as u64) > file.metadata()?.len() {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                buffer.resize(length, 0);
                read_at(file, buffer, at)
            }
            Self::Bytes(bytes) => {
                buffer.clear();
                let part = usize::try_from(at)
                    .ok()
                    .and_then(|at| bytes.get(at..at.checked_add(length)?))
                    .ok_or(io::ErrorKind::UnexpectedEof)?;
                buffer.extend_from_slice(part);
                Ok(())
            }
        }
    }

    /// The bytes of a range.
    pub(super) fn part(&self, range: Range<u64>) -> io::Result<Vec<u8>> {
        let length = usize::try_from(range.end.saturating_sub(range.start))
            .map_err(|_| io::Error::from(io::ErrorKind::UnexpectedEof))?;
        let mut buffer = Vec::new();
        self.read(range.start, length, &mut buffer)?;
        Ok(buffer)
    }
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, buffer, at)
}

#[cfg(windows)]
fn read_at(file: &File, mut buffer: &mut [u8], mut at: u64) -> io::Result<()> {
    while !buffer.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, buffer, at)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            count => {
                buffer = &mut buffer[count..];
                at += count as u64;
            }
        }
    }
    Ok(())
}
