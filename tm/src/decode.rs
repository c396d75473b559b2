//! Bytes of any encoding to UTF-8, while they are read.
//!
//! A byte order mark decides; without one UTF-16 shows by the zero in its first character; else what is UTF-8 is read
//! so whatever the XML declaration says (tools convert and forget the declaration); else the declaration's word is
//! taken if the text is in that encoding; else the encoding is found by content.

use crate::encoding::{Basis, encoding_of, xml_declaration};
use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::io::{self, Read};

/// How much is read at a time.
const PART: u64 = 128 * 1024;
/// So many bytes beyond ASCII tell an encoding, if they come within so many parts.
const ENOUGH: usize = 1024;
const PARTS: usize = 16;

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
    /// The encoding that is used although the file names another or none: that name, and the one that is used.
    pub(crate) other: Option<(Option<String>, &'static str)>,
    /// Whether something was met that is no text in the encoding; it stands as U+FFFD.
    pub(crate) malformed: bool,
}

impl<R: Read> Decode<R> {
    /// Reads the first bytes and finds the encoding.
    pub(crate) fn new(mut input: R) -> io::Result<Self> {
        let (mut raw, ended) = sample(&mut input)?;
        let declared = xml_declaration(&raw);
        let (encoding, mark, basis) = match Encoding::for_bom(&raw) {
            Some((encoding, length)) => (encoding, length, Basis::Certain),
            None if raw.starts_with(b"<\0") => (UTF_16LE, 0, Basis::Certain),
            None if raw.starts_with(b"\0<") => (UTF_16BE, 0, Basis::Certain),
            None => {
                // The last character may be cut in two; behind a tag it is not.
                let end = if ended { None } else { memchr::memrchr(b'>', &raw) };
                let (encoding, basis) =
                    encoding_of(&raw[..end.map_or(raw.len(), |at| at + 1)], declared.as_deref());
                (encoding, 0, basis)
            }
        };
        let is_known = |label: &String| Encoding::for_label(label.as_bytes()).is_some();
        let (known, unknown) = match declared {
            Some(label) if is_known(&label) => (Some(label), None),
            label => (None, label.filter(|_| mark == 0)),
        };
        let other = (basis != Basis::Certain && unknown.is_none()).then(|| (known, encoding.name()));
        raw.drain(..mark);
        let decoder = (encoding != UTF_8).then(|| encoding.new_decoder_without_bom_handling());
        Ok(Self { input, decoder, raw, mark, unknown, other, malformed: false })
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

/// The first bytes of an input, as many as tell its encoding, and whether they are all.
fn sample(input: &mut impl Read) -> io::Result<(Vec<u8>, bool)> {
    let mut raw = Vec::new();
    let mut beyond = 0;
    for _ in 0..PARTS {
        let start = raw.len();
        if input.by_ref().take(PART).read_to_end(&mut raw)? == 0 {
            return Ok((raw, true));
        }
        beyond += raw[start..].iter().filter(|b| !b.is_ascii()).count();
        if beyond >= ENOUGH {
            break;
        }
    }
    Ok((raw, false))
}
