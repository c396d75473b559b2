//! Bytes of any encoding to UTF-8, while they are read.
//!
//! A byte order mark decides; without one UTF-16 shows by the zero in its first character; else the XML
//! declaration's word is taken. What is declared UTF-16 and plainly is not (tools convert and forget the
//! declaration) is read as UTF-8.

use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::io::{self, Read};

/// How much is read at a time.
const PART: u64 = 128 * 1024;

/// Input that comes out as UTF-8. Input that is UTF-8 already passes as it is, right or wrong.
pub(crate) struct Decode<R> {
    input: R,
    decoder: Option<Decoder>,
    /// Bytes that were read and not handed on.
    raw: Vec<u8>,
    /// Length of the byte order mark.
    pub(crate) mark: usize,
    /// The encoding the file names and nobody knows.
    pub(crate) unknown: Option<String>,
    /// Whether something was met that is no text in the encoding; it stands as U+FFFD.
    pub(crate) malformed: bool,
}

impl<R: Read> Decode<R> {
    /// Reads the first bytes and finds the encoding.
    pub(crate) fn new(mut input: R) -> io::Result<Self> {
        let mut raw = Vec::new();
        input.by_ref().take(512).read_to_end(&mut raw)?;
        let (encoding, mark, unknown) = match Encoding::for_bom(&raw) {
            Some((encoding, length)) => (encoding, length, None),
            None if raw.starts_with(b"<\0") => (UTF_16LE, 0, None),
            None if raw.starts_with(b"\0<") => (UTF_16BE, 0, None),
            None => match declared(&raw) {
                Some(label) => match Encoding::for_label(label.as_bytes()) {
                    Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => (UTF_8, 0, None),
                    Some(encoding) => (encoding, 0, None),
                    None => (UTF_8, 0, Some(label)),
                },
                None => (UTF_8, 0, None),
            },
        };
        raw.drain(..mark);
        let decoder = (encoding != UTF_8).then(|| encoding.new_decoder_without_bom_handling());
        Ok(Self { input, decoder, raw, mark, unknown, malformed: false })
    }

    /// Whether the input passes as it is.
    pub(crate) fn passes(&self) -> bool {
        self.decoder.is_none()
    }

    /// Appends the next part of the input and answers whether there was one.
    pub(crate) fn append(&mut self, out: &mut Vec<u8>) -> io::Result<bool> {
        let Some(decoder) = &mut self.decoder else {
            if !self.raw.is_empty() {
                out.append(&mut self.raw);
                return Ok(true);
            }
            return Ok(self.input.by_ref().take(PART).read_to_end(out)? > 0);
        };
        let count = self.input.by_ref().take(PART).read_to_end(&mut self.raw)?;
        if count == 0 && self.raw.is_empty() {
            return Ok(false);
        }
        let start = out.len();
        let room = decoder.max_utf8_buffer_length(self.raw.len()).unwrap_or(self.raw.len() * 4 + 16);
        out.resize(start + room, 0);
        let (_, _, written, malformed) = decoder.decode_to_utf8(&self.raw, &mut out[start..], count == 0);
        self.malformed |= malformed;
        out.truncate(start + written);
        self.raw.clear();
        Ok(true)
    }
}

/// The encoding that an XML declaration names.
fn declared(head: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(head);
    let declaration = head.trim_start().strip_prefix("<?xml")?.split("?>").next()?;
    let value = declaration.split("encoding").nth(1)?.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split(quote).next().map(str::to_owned)
}
