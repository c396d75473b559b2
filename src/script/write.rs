//! Converted text in memory.

use super::engine::{Converter, Run, Sink};
use super::tables::Text;

/// Texts are copied in pieces of fixed length, which costs a few instructions, where the length allows.
const PIECE: usize = 16;

/// Room that is always kept behind the end: a piece, or the longest text of a key.
const ROOM: usize = 256;

/// A growing text. Its length is kept apart from the buffer's, which is ahead of it and filled with zeros.
pub(super) struct Writer {
    buffer: Vec<u8>,
    length: usize,
}

impl Writer {
    pub(super) fn new(mut buffer: Vec<u8>, expected: usize) -> Self {
        buffer.clear();
        // Nearly every character becomes one of the same length.
        buffer.resize(expected + expected / 16 + ROOM, 0);
        Self { buffer, length: 0 }
    }

    pub(super) fn finish(mut self) -> Vec<u8> {
        self.buffer.truncate(self.length);
        self.buffer
    }

    /// Adds bytes as they are.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.slow(bytes);
    }

    #[inline]
    fn piece<const N: usize>(&mut self, piece: &[u8; N], length: usize) {
        if let Some(room) = self.buffer.get_mut(self.length..).and_then(|rest| rest.first_chunk_mut::<N>()) {
            *room = *piece;
            self.length += length;
        } else {
            self.slow(&piece[..length]);
        }
    }

    #[cold]
    #[inline(never)]
    fn slow(&mut self, bytes: &[u8]) {
        let end = self.length + bytes.len();
        if end + ROOM > self.buffer.len() {
            self.buffer.resize((end + ROOM) * 3 / 2, 0);
        }
        self.buffer[self.length..end].copy_from_slice(bytes);
        self.length = end;
    }
}

impl Sink for Writer {
    #[inline]
    fn keep(&mut self, text: &[u8], from: usize, to: usize) {
        match text.get(from..).and_then(|rest| rest.first_chunk::<4>()) {
            Some(piece) if to - from <= 4 => self.piece(piece, to - from),
            _ => self.slow(text.get(from..to).unwrap_or_default()),
        }
    }

    #[inline]
    fn put(&mut self, _: usize, _: usize, text: Text, _: u32) {
        match text {
            Text::Short { bits, length } => self.piece(&bits.to_le_bytes(), length),
            Text::Pooled(pooled) => match pooled.piece::<PIECE>() {
                Some((piece, length)) => self.piece(piece, length),
                None => self.slow(pooled.bytes()),
            },
        }
    }

    fn put_run(&mut self, _: usize, _: usize, bytes: &[u8], _: [u8; 2]) {
        self.slow(bytes);
    }
}

/// A text is converted in parts of so many bytes, which stay in a processor's cache until they are checked and copied.
const PART: usize = 32 * 1024;

impl Converter {
    /// Converts a text.
    #[must_use]
    pub fn convert(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + text.len() / 16);
        let mut run = Run::default();
        let mut buffer = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let end = text.len().min(at + PART);
            let mut writer = Writer::new(buffer, end - at);
            at = self.feed_part(text.as_bytes(), at..end, true, &mut run, &mut writer);
            buffer = writer.finish();
            // The tables hold UTF-8 only and tokens end between characters: the second arm is never taken.
            match simdutf8::basic::from_utf8(&buffer) {
                Ok(part) => out.push_str(part),
                Err(_) => out.push_str(&String::from_utf8_lossy(&buffer)),
            }
        }
        out
    }
}
