//! An index as it is kept: its bytes in blocks, and a hash of each block. Whatever is read of it is compared with its
//! hash first, so that damage is an error and never an answer.

use super::store::Store;
use std::io::{self, Write};
use std::ops::Range;
use xxhash_rust::xxh3::{Xxh3Default, xxh3_64};

/// Bytes of a block: what a file system reads at once.
const BLOCK: u64 = 4096;

/// The parts of an index.
#[derive(Debug)]
pub(super) struct Blocks {
    store: Store,
    /// Bytes of all parts; what stands behind them is none of ours.
    length: u64,
    sums: Vec<u64>,
}

/// What an index says when it is not as it was written.
pub(super) fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the index is damaged")
}

impl Blocks {
    /// The first `length` bytes of a store, whose blocks have these hashes.
    pub(super) fn new(store: Store, length: u64, sums: Vec<u64>) -> Self {
        Self { store, length, sums }
    }

    /// Reads so many bytes from a place into a buffer, in the place of what it held.
    pub(super) fn read(&self, at: u64, length: usize, buffer: &mut Vec<u8>) -> io::Result<()> {
        let end = at.checked_add(length as u64).filter(|end| *end <= self.length).ok_or_else(damaged)?;
        let first = at / BLOCK;
        let (from, to) = (first * BLOCK, end.next_multiple_of(BLOCK).min(self.length));
        let number = |value: u64| usize::try_from(value).map_err(|_| damaged());
        self.store.read(from, number(to.saturating_sub(from))?, buffer)?;
        let sums = self.sums.get(number(first)?..).unwrap_or_default();
        let blocks = buffer.chunks(number(BLOCK)?);
        if blocks.len() > sums.len() || blocks.zip(sums).any(|(block, sum)| xxh3_64(block) != *sum) {
            return Err(damaged());
        }
        buffer.drain(..number(at - from)?);
        buffer.truncate(length);
        Ok(())
    }

    /// The bytes of a range.
    pub(super) fn part(&self, range: Range<u64>) -> io::Result<Vec<u8>> {
        let length = usize::try_from(range.end.saturating_sub(range.start)).map_err(|_| damaged())?;
        let mut buffer = Vec::new();
        self.read(range.start, length, &mut buffer)?;
        Ok(buffer)
    }
}

/// How many blocks so many bytes are.
pub(super) fn count(bytes: u64) -> u64 {
    bytes.div_ceil(BLOCK)
}

/// An output of which each block is hashed on its way.
pub(super) struct Summing<W> {
    out: W,
    block: Xxh3Default,
    filled: u64,
    sums: Vec<u64>,
}

impl<W: Write> Summing<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out, block: Xxh3Default::new(), filled: 0, sums: Vec::new() }
    }

    /// The hashes of all blocks, the last of which may be shorter.
    pub(super) fn sums(mut self) -> Vec<u64> {
        if self.filled > 0 {
            self.sums.push(self.block.digest());
        }
        self.sums
    }
}

impl<W: Write> Write for Summing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.out.write(bytes)?;
        let mut rest = &bytes[..count];
        while !rest.is_empty() {
            let left = usize::try_from(BLOCK - self.filled).unwrap_or(rest.len());
            let (now, behind) = rest.split_at(left.min(rest.len()));
            self.block.update(now);
            self.filled += now.len() as u64;
            if self.filled == BLOCK {
                self.sums.push(self.block.digest());
                self.block.reset();
                self.filled = 0;
            }
            rest = behind;
        }
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
