//! Text that comes in portions: what is remembered between them does not grow with the text.

use super::engine::{Converter, Run};
use super::write::Writer;

/// What to do with bytes that are not UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Invalid {
    /// Stop and say where they are.
    #[default]
    Refuse,
    /// Let them through as they are.
    Keep,
}

/// Bytes that are not UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("byte {offset} and what follows it is not UTF-8")]
pub struct NotUtf8 {
    /// Offset of the first of them from the beginning of the text.
    pub offset: u64,
}

/// A conversion of text in portions. However the text is cut, the outputs together are what
/// [`Converter::convert`] makes of the whole.
///
/// ```
/// use duizhao::script::{Config, Converter, Invalid, Stream};
/// let mut stream = Stream::new(Converter::new(Config::S2twp), Invalid::Refuse);
/// let mut out = stream.push("软件".as_bytes())?.to_vec();
/// out.extend(stream.finish()?);
/// assert_eq!(out, "軟體".as_bytes());
/// # Ok::<(), duizhao::script::NotUtf8>(())
/// ```
#[derive(Debug)]
pub struct Stream {
    converter: Converter,
    invalid: Invalid,
    /// Bytes that wait for those that follow them.
    pending: Vec<u8>,
    /// How many of them are known to be UTF-8.
    checked: usize,
    /// Bytes that went before.
    offset: u64,
    run: Run,
    out: Vec<u8>,
}

impl Stream {
    /// A stream at its beginning.
    #[must_use]
    pub fn new(converter: Converter, invalid: Invalid) -> Self {
        Self {
            converter,
            invalid,
            pending: Vec::new(),
            checked: 0,
            offset: 0,
            run: Run::default(),
            out: Vec::new(),
        }
    }

    /// Takes a portion in and gives what can be told of the text so far.
    ///
    /// # Errors
    /// Bytes that are not UTF-8, unless they are kept; the stream is of no use afterwards.
    pub fn push(&mut self, portion: &[u8]) -> Result<&[u8], NotUtf8> {
        self.pending.extend_from_slice(portion);
        self.advance(false)
    }

    /// Ends the text and gives the rest.
    ///
    /// # Errors
    /// As for [`Stream::push`].
    pub fn finish(&mut self) -> Result<&[u8], NotUtf8> {
        self.advance(true)
    }

    fn advance(&mut self, last: bool) -> Result<&[u8], NotUtf8> {
        let mut writer = Writer::new(std::mem::take(&mut self.out), self.pending.len());
        loop {
            let (valid, bad) = match simdutf8::compat::from_utf8(&self.pending[self.checked..]) {
                Ok(text) => (self.checked + text.len(), None),
                Err(error) => {
                    let valid = self.checked + error.valid_up_to();
                    let rest = self.pending.len() - valid;
                    // Half a character at the end may be made whole by the next portion.
                    (valid, error.error_len().or(last.then_some(rest)))
                }
            };
            self.checked = valid;
            let whole = bad.is_some() || (last && valid == self.pending.len());
            let done = self.converter.feed(&self.pending[..valid], whole, &mut self.run, &mut writer);
            let Some(bad) = bad else {
                self.drop(done);
                break;
            };
            if self.invalid == Invalid::Refuse {
                return Err(NotUtf8 { offset: self.offset + valid as u64 });
            }
            writer.push(&self.pending[valid..valid + bad]);
            self.drop(valid + bad);
        }
        self.out = writer.finish();
        Ok(&self.out)
    }

    fn drop(&mut self, bytes: usize) {
        self.pending.drain(..bytes);
        self.checked = self.checked.saturating_sub(bytes);
        self.offset += bytes as u64;
    }
}
