//! Files that are read, and sizes as people read them.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

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

/// A number of bytes as people read it: `11.7 KB`.
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{}.{} KB", bytes / 1_000, bytes % 1_000 / 100),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}
