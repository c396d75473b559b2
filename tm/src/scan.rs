//! Cutting a TMX file into its units before anything is parsed.
//!
//! A unit that is broken must not take the file with it, so the file is cut at `<tu …>` and `</tu>` first (with
//! comments, CDATA sections and processing instructions stepped over) and each piece is parsed for itself. Memory
//! is bounded by the largest unit that is let in.

use crate::decode::Decode;
use memchr::{memchr, memchr_iter, memmem};
use std::io::{self, Read};
use std::ops::Range;

/// A piece of the file.
pub(crate) enum Piece {
    /// A whole `<tu>…</tu>` or `<tu/>`.
    Unit,
    /// A unit that has no end before the next one begins, or before the body ends.
    Unclosed,
    /// A unit over the limit; its bytes are gone.
    TooLarge,
    /// Text between units.
    Stray,
    /// An element between units that does not belong there: its name.
    Misplaced(String),
    /// The whole head of the file up to and with `<body>`.
    Head,
    /// `</tmx>`.
    Close,
    /// The end of the file.
    End,
}

/// Cuts a file into pieces.
pub(crate) struct Scanner<R> {
    input: Decode<R>,
    buffer: Vec<u8>,
    /// Where the part that is not handed on yet begins.
    start: usize,
    /// Where scanning goes on.
    at: usize,
    ended: bool,
    /// Where `buffer` begins in the file, as far as its bytes pass as they are.
    dropped: u64,
    /// Up to where no end of a comment, of a CDATA section, of an instruction was found; counted as `dropped` is.
    searched: [u64; 3],
    /// Behind the `>` that was looked for last, counted as `dropped` is: of many tags that do not end, all look for it.
    tag_end: u64,
    /// Whether a DOCTYPE was met that never ends: none behind it does.
    endless_doctype: bool,
    /// The line at `counted`, which is never behind `start`: only who is told of a place asks for its line.
    line: u64,
    counted: usize,
    limit: usize,
}

/// What stands at a `<`.
#[derive(PartialEq)]
enum Markup {
    Open,
    Close,
    Comment,
    Cdata,
    Instruction,
    Other,
}

impl<R: Read> Scanner<R> {
    pub(crate) fn new(input: Decode<R>, limit: usize) -> Self {
        let dropped = input.mark as u64;
        Self {
            input,
            buffer: Vec::new(),
            start: 0,
            at: 0,
            ended: false,
            dropped,
            searched: [0; 3],
            tag_end: 0,
            endless_doctype: false,
            line: 1,
            counted: 0,
            limit,
        }
    }

    pub(crate) fn bytes(&self, range: Range<usize>) -> &[u8] {
        &self.buffer[range]
    }

    /// Whether something in the file is no text in its encoding.
    pub(crate) fn is_malformed(&self) -> bool {
        self.input.malformed
    }

    /// Where a place in the buffer is in the file.
    pub(crate) fn place(&self, at: usize) -> u64 {
        self.dropped + at as u64
    }

    /// Reads more; moves what is still needed to the front first. False at the end of the file.
    fn fill(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        // What is moved is never more than what goes, or a long unit would be moved for each part of it.
        if self.start >= self.buffer.len() / 2 {
            self.line();
            self.counted = 0;
            self.buffer.drain(..self.start);
            self.dropped += self.start as u64;
            self.at -= self.start;
            self.start = 0;
        }
        self.ended = !self.input.append(&mut self.buffer)?;
        Ok(!self.ended)
    }

    /// Makes sure that `count` bytes stand behind `at`, if the file has them.
    fn need(&mut self, count: usize) -> io::Result<()> {
        while self.buffer.len() < self.at + count && self.fill()? {}
        Ok(())
    }

    /// Hands on what lies before `at`: its range, and the line it begins on.
    fn hand_on(&mut self) -> (Range<usize>, u64) {
        let (range, line) = (self.start..self.at, self.line());
        self.start = self.at;
        (range, line)
    }

    /// The line at `start`.
    fn line(&mut self) -> u64 {
        self.line += memchr_iter(b'\n', &self.buffer[self.counted..self.start]).count() as u64;
        self.counted = self.start;
        self.line
    }

    /// Moves to the next `<`; false at the end of the file, or when the limit is passed.
    fn seek_markup(&mut self) -> io::Result<bool> {
        loop {
            if let Some(offset) = memchr(b'<', &self.buffer[self.at..]) {
                self.at += offset;
                self.need(12)?;
                return Ok(true);
            }
            self.at = self.buffer.len();
            if self.over_limit() || !self.fill()? {
                return Ok(false);
            }
        }
    }

    fn over_limit(&self) -> bool {
        self.at - self.start > self.limit
    }

    /// Moves behind the next `end`; false if there is none before the end of the file or the limit.
    fn behind(&mut self, end: &[u8]) -> io::Result<bool> {
        loop {
            if let Some(offset) = memmem::find(&self.buffer[self.at..], end) {
                self.at += offset + end.len();
                return Ok(true);
            }
            self.at = self.buffer.len().saturating_sub(end.len() - 1).max(self.at);
            if self.over_limit() || !self.fill()? {
                return Ok(false);
            }
        }
    }

    /// Moves behind the next `>`, from a place that no earlier call began behind; false if there is none before the end
    /// of the file or the limit.
    fn behind_tag(&mut self) -> io::Result<bool> {
        if self.tag_end > self.place(self.at) {
            // Found or searched in vain for a tag before this one.
            self.at = usize::try_from(self.tag_end - self.dropped).unwrap_or(self.at);
            if self.buffer[..self.at].ends_with(b">") {
                return Ok(true);
            }
        }
        let found = self.behind(b">")?;
        self.tag_end = self.place(self.at);
        Ok(found)
    }

    /// What stands at `at`, where there is a `<`; with `name`, for the element of that name.
    fn markup(&self, name: &str) -> Markup {
        let rest = &self.buffer[self.at + 1..];
        let ends =
            |rest: &[u8]| matches!(rest.first(), None | Some(b' ' | b'\t' | b'\r' | b'\n' | b'>' | b'/'));
        if rest.starts_with(b"!--") {
            Markup::Comment
        } else if rest.starts_with(b"![CDATA[") {
            Markup::Cdata
        } else if rest.starts_with(b"?") {
            Markup::Instruction
        } else if rest.strip_prefix(name.as_bytes()).is_some_and(ends) {
            Markup::Open
        } else if rest
            .strip_prefix(b"/")
            .and_then(|rest| rest.strip_prefix(name.as_bytes()))
            .is_some_and(ends)
        {
            Markup::Close
        } else {
            Markup::Other
        }
    }

    /// Whether `</body>` or `</tmx>` stands at `at`.
    fn ends_body(&self) -> bool {
        self.markup("body") == Markup::Close || self.markup("tmx") == Markup::Close
    }

    /// Steps over a comment, CDATA section or instruction; one that never ends is stepped into instead.
    fn step_over(&mut self, markup: &Markup) -> io::Result<()> {
        let (kind, end): (usize, &[u8]) = match markup {
            Markup::Comment => (0, b"-->"),
            Markup::Cdata => (1, b"]]>"),
            _ => (2, b"?>"),
        };
        let offset = self.at - self.start;
        // What was searched in vain is not searched again, or many that never end would take for ever.
        let known = usize::try_from(self.searched[kind].saturating_sub(self.dropped)).unwrap_or(0);
        self.at = known.clamp(self.at, self.buffer.len());
        if !self.behind(end)? {
            self.searched[kind] = self.place(self.at);
            self.at = self.start + offset + 1;
        }
        Ok(())
    }

    /// Steps over a DOCTYPE with what it declares: in an entity's text anything may stand. One that never ends is
    /// stepped into instead.
    fn step_over_doctype(&mut self) -> io::Result<()> {
        let offset = self.at - self.start;
        let (mut quote, mut open) = (None, 0);
        loop {
            self.need(1)?;
            let Some(&b) = self.buffer.get(self.at).filter(|_| !self.over_limit()) else {
                self.endless_doctype = true;
                self.at = self.start + offset + 1;
                return Ok(());
            };
            self.at += 1;
            match (quote, b) {
                (Some(closing), b) if b == closing => quote = None,
                (None, b'"' | b'\'') => quote = Some(b),
                (None, b'<') => open += 1,
                (None, b'>') if open == 1 => return Ok(()),
                (None, b'>') => open -= 1,
                _ => {}
            }
        }
    }

    /// The head of the file: everything before the first unit.
    pub(crate) fn head(&mut self) -> io::Result<(Piece, Range<usize>, u64)> {
        while self.seek_markup()? {
            match self.markup("body") {
                Markup::Open => {
                    self.behind(b">")?;
                    break;
                }
                Markup::Other => {
                    if self.markup("tu") == Markup::Open || self.markup("tmx") == Markup::Close {
                        break;
                    }
                    if !self.endless_doctype && self.buffer[self.at..].starts_with(b"<!DOCTYPE") {
                        self.step_over_doctype()?;
                    } else {
                        self.at += 1;
                    }
                }
                Markup::Close => self.at += 1,
                inert => self.step_over(&inert)?,
            }
        }
        let (range, line) = self.hand_on();
        Ok((Piece::Head, range, line))
    }

    /// Steps over the next unit behind the head, if `length` knows its length from the bytes that it begins with
    /// and that are in the buffer, and from where those are in the file. Answers with its place in the buffer.
    pub(crate) fn next_plain(
        &mut self,
        length: impl FnOnce(&[u8], u64) -> Option<usize>,
    ) -> Option<Range<usize>> {
        let rest = &self.buffer[self.start..];
        let blanks = rest.iter().position(|b| !b.is_ascii_whitespace())?;
        let place = self.place(self.start + blanks);
        let length = length(&rest[blanks..], place).filter(|&length| length <= self.limit)?;
        let begin = self.start + blanks;
        self.at = begin + length;
        self.start = self.at;
        Some(begin..self.at)
    }

    /// The next piece behind the head.
    pub(crate) fn next(&mut self) -> io::Result<(Piece, Range<usize>, u64)> {
        loop {
            // Between units: only blanks, comments and instructions are in order.
            let found = self.seek_markup()?;
            if !self.buffer[self.start..self.at].iter().all(u8::is_ascii_whitespace) {
                let (range, line) = self.hand_on();
                return Ok((Piece::Stray, range, line));
            }
            let (range, line) = self.hand_on();
            if !found {
                if self.ended {
                    return Ok((Piece::End, range, line));
                }
                continue;
            }
            match self.markup("tu") {
                Markup::Open => return self.unit(),
                Markup::Close => {
                    self.behind(b">")?;
                    let (range, line) = self.hand_on();
                    return Ok((Piece::Misplaced("/tu".to_owned()), range, line));
                }
                Markup::Other => {
                    let name = self.name();
                    if !self.behind(b">")? {
                        self.at += 1;
                    }
                    self.at = self.at.min(self.buffer.len());
                    let (range, line) = self.hand_on();
                    match name.as_str() {
                        "/body" | "body" => {}
                        "/tmx" => return Ok((Piece::Close, range, line)),
                        _ => return Ok((Piece::Misplaced(name), range, line)),
                    }
                }
                inert => {
                    self.step_over(&inert)?;
                    self.hand_on();
                }
            }
        }
    }

    /// The name at a `<`, with its slash.
    fn name(&self) -> String {
        let rest = &self.buffer[self.at + 1..];
        let end = rest
            .iter()
            .enumerate()
            .position(|(i, b)| b.is_ascii_whitespace() || *b == b'>' || (*b == b'/' && i > 0) || i == 40)
            .unwrap_or(rest.len());
        String::from_utf8_lossy(&rest[..end]).into_owned()
    }

    /// The unit that begins at `at`.
    fn unit(&mut self) -> io::Result<(Piece, Range<usize>, u64)> {
        self.at += 1;
        // `<tu/>` and `<tu …/>` end where they begin.
        let offset = self.at - self.start;
        if self.behind_tag()? && self.buffer[..self.at].ends_with(b"/>") {
            let (range, line) = self.hand_on();
            return Ok((Piece::Unit, range, line));
        }
        self.at = self.start + offset;
        loop {
            if !self.seek_markup()? {
                if self.ended {
                    let (range, line) = self.hand_on();
                    return Ok((Piece::Unclosed, range, line));
                }
                return self.too_large();
            }
            if self.over_limit() {
                return self.too_large();
            }
            let piece = match self.markup("tu") {
                Markup::Close => {
                    self.behind(b">")?;
                    Piece::Unit
                }
                Markup::Open => Piece::Unclosed,
                Markup::Other => {
                    // Looked at for every tag of the file: the slash and one letter rule out nearly all.
                    let may_end = matches!(self.buffer[self.at + 1..], [b'/', b'b' | b't', ..]);
                    if !(may_end && self.ends_body()) {
                        self.at += 1;
                        continue;
                    }
                    Piece::Unclosed
                }
                inert => {
                    self.step_over(&inert)?;
                    continue;
                }
            };
            let (range, line) = self.hand_on();
            return Ok((piece, range, line));
        }
    }

    /// Drops everything up to the end of a unit that is over the limit.
    fn too_large(&mut self) -> io::Result<(Piece, Range<usize>, u64)> {
        let line = self.line();
        loop {
            self.hand_on();
            // From here on only the end tag counts, or what must stand behind it.
            if self.seek_markup()? {
                if self.markup("tu") == Markup::Close {
                    self.behind(b">")?;
                    self.hand_on();
                    break;
                }
                if self.markup("tu") == Markup::Open || self.ends_body() {
                    self.hand_on();
                    break;
                }
                self.at += 1;
            } else if self.ended {
                self.hand_on();
                break;
            }
        }
        Ok((Piece::TooLarge, 0..0, line))
    }
}
