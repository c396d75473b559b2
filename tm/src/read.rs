//! Reading TMX 1.1 to 1.4b, as standards and as tools have it.
//!
//! Reading is total: what is wrong with a unit costs that unit at most, never the file, and everything that was
//! repaired or left out is told. Entities that a DOCTYPE declares are not expanded and nothing is fetched.
//!
//! Tolerated without a word: either attribute for the language, codes in any case, any encoding with a byte order
//! mark or a declaration, any line ends, any order of properties and variants, dates in extended form.

use crate::decode::Decode;
use crate::model::{Header, Unit};
use crate::parse::{Context, Fault, Parser};
use crate::plain;
use crate::problem::{Cause, Effect, Problem};
use crate::scan::{Piece, Scanner};
use memchr::memmem::{self, Finder};
use std::collections::VecDeque;
use std::io::Read;
use std::ops::Range;

/// Largest unit that is let in, unless told otherwise.
const LARGEST: usize = 16 << 20;
/// Reads a memory unit by unit.
///
/// As an iterator it gives units in the order of the file, and between them, where it stands, what is wrong.
/// Memory does not grow with the file.
pub struct Reader<R> {
    scanner: Scanner<R>,
    header: Header,
    context: Context,
    waiting: VecDeque<Result<Unit, Problem>>,
    closed: bool,
    second_root: bool,
    done: bool,
    /// Where the unit that was just read stands in the scanner's bytes, if it can be written as it stands.
    stands: Option<Range<usize>>,
    limit: usize,
    /// Looks for the end of a unit.
    end: Finder<'static>,
    /// Up to where no end of a unit is: places in the file.
    endless: u64,
    /// Where a unit ends that was found to be not plain: others that begin before it are not either.
    tried: u64,
}

/// The end tag of a unit.
const END: &[u8] = b"</tu>";

impl<R: Read> Reader<R> {
    /// Reads the head of a memory.
    ///
    /// # Errors
    /// If the input cannot be read at all, or is something else than TMX.
    pub fn new(input: R) -> Result<Self, Problem> {
        Self::with_limit(input, LARGEST)
    }

    /// As [`Reader::new`], with another limit to the size of a unit in bytes.
    ///
    /// # Errors
    /// As there.
    pub fn with_limit(input: R, limit: usize) -> Result<Self, Problem> {
        let ended = |line, cause| Problem { line, effect: Effect::Ended, cause, raw: vec![] };
        let mut decode = Decode::new(input).map_err(|error| ended(1, Cause::Io(error)))?;
        let mut waiting = VecDeque::new();
        if let Some(label) = decode.unknown.take() {
            let cause = Cause::UnknownEncoding(label);
            waiting.push_back(Err(Problem { line: 1, effect: Effect::Repaired, cause, raw: vec![] }));
        }
        if let Some((named, used)) = decode.other.take() {
            let cause = Cause::OtherEncoding(named, used);
            waiting.push_back(Err(Problem { line: 1, effect: Effect::Repaired, cause, raw: vec![] }));
        }
        let mut scanner = Scanner::new(decode, limit);
        let (_, range, line) = scanner.head().map_err(|error| ended(1, Cause::Io(error)))?;
        let mut context = Context::default();
        let head = String::from_utf8_lossy(scanner.bytes(range)).into_owned();
        let mut parser = Parser::new(&head, line, &mut context);
        let header = match parser.head() {
            Ok(header) => header,
            Err(Fault { at, cause }) => return Err(ended(parser.line(at), cause)),
        };
        waiting.extend(parser.repairs.drain(..).map(Err));
        Ok(Self {
            scanner,
            header,
            context,
            waiting,
            closed: false,
            second_root: false,
            done: false,
            stands: None,
            limit,
            end: Finder::new(END),
            endless: 0,
            tried: 0,
        })
    }

    /// What stands at the head of the memory.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The unit that was just read, as it stands in the file (in UTF-8), if it can be written so under a header with
    /// the same source and segmentation.
    #[must_use]
    pub fn as_it_stands(&self) -> Option<&[u8]> {
        self.stands.clone().map(|range| self.scanner.bytes(range))
    }

    /// The next unit as it stands in the file, for a caller who knows from an earlier pass that it stands. Nothing
    /// if it is not at hand: then it must be read.
    pub fn skim(&mut self) -> Option<&[u8]> {
        if !self.waiting.is_empty() || self.done || self.scanner.is_malformed() {
            return None;
        }
        self.stands = None;
        let range = self.scanner.next_plain(|bytes, _| {
            bytes.starts_with(b"<tu").then(|| self.end.find(bytes)).flatten().map(|end| end + END.len())
        })?;
        Some(self.scanner.bytes(range))
    }

    /// Reads a unit that is written plainly and at hand.
    fn plain(&mut self, unit: &mut Unit) -> bool {
        let mut stands = false;
        let range = self.scanner.next_plain(|bytes, place| {
            if place < self.tried {
                return None;
            }
            // Of many units that never end, each would be looked through to the end of what was read.
            let known = usize::try_from(self.endless.saturating_sub(place)).unwrap_or(0).min(bytes.len());
            let Some(found) = self.end.find(&bytes[known..]) else {
                self.endless = place + bytes.len().saturating_sub(END.len() - 1) as u64;
                return None;
            };
            let length = known + found + END.len();
            let Some(read) = plain::unit(&bytes[..length], &mut self.context, unit) else {
                self.tried = place + length as u64;
                return None;
            };
            stands = read.stands;
            Some(read.length)
        });
        stands &= unit.names_its_source(&self.header);
        self.second_root &= range.is_none();
        let read = range.is_some();
        self.stands = range.filter(|_| stands);
        read
    }

    fn tell(&mut self, line: u64, effect: Effect, cause: Cause, raw: &[u8]) {
        self.waiting.push_back(Err(Problem { line, effect, cause, raw: raw.to_vec() }));
    }

    /// Reads one more piece of the file.
    fn advance(&mut self) {
        let (piece, range, line) = match self.scanner.next() {
            Ok(next) => next,
            Err(error) => {
                self.done = true;
                return self.tell(0, Effect::Ended, Cause::Io(error), &[]);
            }
        };
        let skipped = match piece {
            Piece::Unit => return self.unit(&range, line),
            Piece::Head => return,
            Piece::Close => {
                self.closed = true;
                return;
            }
            Piece::End => {
                self.done = true;
                if !self.closed {
                    self.tell(line, Effect::Ended, Cause::Truncated, &[]);
                }
                return;
            }
            Piece::Misplaced(name) if name == "tmx" => {
                self.second_root = true;
                self.closed = false;
                return self.tell(line, Effect::Repaired, Cause::SecondRoot, &[]);
            }
            // The second root's header.
            Piece::Misplaced(_) | Piece::Stray if self.second_root => return,
            Piece::Unclosed => Cause::UnclosedUnit,
            Piece::TooLarge => Cause::TooLarge(self.limit),
            Piece::Stray => Cause::StrayText,
            Piece::Misplaced(name) => Cause::Misplaced(name, "body"),
        };
        let raw = self.scanner.bytes(range).to_vec();
        self.tell(line, Effect::Skipped, skipped, &raw);
    }

    fn unit(&mut self, range: &Range<usize>, line: u64) {
        self.second_root = false;
        if self.scanner.is_malformed() {
            let replaced = memmem::find(self.scanner.bytes(range.clone()), "\u{FFFD}".as_bytes()).is_some();
            if replaced {
                self.tell(line, Effect::Repaired, Cause::Replaced, &[]);
            }
        }
        let bytes = self.scanner.bytes(range.clone());
        // It was not at hand in one piece, but may be plain all the same: what stands does not depend on how the
        // file comes in.
        let mut unit = Unit::default();
        if let Some(read) = plain::unit(bytes, &mut self.context, &mut unit)
            && read.length == bytes.len()
        {
            let stands = read.stands && unit.names_its_source(&self.header);
            self.stands = stands.then(|| range.clone());
            return self.waiting.push_back(Ok(unit));
        }
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let before = &bytes[..error.valid_up_to()];
                let line = line + memchr::memchr_iter(b'\n', before).count() as u64;
                let raw = bytes.to_vec();
                return self.tell(line, Effect::Skipped, Cause::NotText, &raw);
            }
        };
        let mut parser = Parser::new(text, line, &mut self.context);
        let unit = parser.unit();
        self.waiting.extend(parser.repairs.drain(..).map(Err));
        self.waiting.push_back(unit.map_err(|Fault { at, cause }| Problem {
            line: parser.line(at),
            effect: Effect::Skipped,
            cause,
            raw: bytes.to_vec(),
        }));
    }
}

impl<R: Read> Iterator for Reader<R> {
    type Item = Result<Unit, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.waiting.is_empty() && !self.done {
            let mut unit = Unit::default();
            if !self.scanner.is_malformed() && self.plain(&mut unit) {
                return Some(Ok(unit));
            }
            self.advance();
        }
        self.waiting.pop_front()
    }
}
