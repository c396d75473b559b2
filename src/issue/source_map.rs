//! Where plain text stands in the source that it was read from.
//!
//! A reader knows the place of every stretch of characters that it takes over. It records them as it goes: one
//! piece for a paragraph that stands in the source as it reads, one more wherever markup, an entity or a collapsed
//! blank lies between. A place in the plain text is then looked up, never searched for.

use std::fmt;
use std::ops::{Deref, Range};

use smallvec::SmallVec;

use crate::problem::Span;

/// A stretch of plain text and the stretch of the source that it was read from. Equally long stretches are the same
/// byte for byte; others (an entity, a collapsed blank) are one whole.
#[derive(Debug, Clone, Copy)]
struct Piece {
    plain: Span,
    source: Span,
}

impl Piece {
    fn is_verbatim(&self) -> bool {
        self.plain.end - self.plain.start == self.source.end - self.source.start
    }

    /// The part of the piece that lies in a range of the plain text.
    fn within(&self, range: &Range<usize>) -> Option<Self> {
        let plain = Span { start: self.plain.start.max(range.start), end: self.plain.end.min(range.end) };
        if plain.start >= plain.end {
            return None;
        }
        let source = if self.is_verbatim() {
            let moved = |at: usize| self.source.start + (at - self.plain.start);
            Span { start: moved(plain.start), end: moved(plain.end) }
        } else {
            self.source
        };
        Some(Self { plain, source })
    }
}

/// Where the parts of a plain text stand in its source. Of parts that no source has, nothing is recorded.
#[derive(Debug, Clone, Default)]
pub struct SourceMap {
    /// In the order of the plain text.
    pieces: SmallVec<[Piece; 1]>,
}

impl SourceMap {
    /// A text of so many bytes that stands in one place.
    #[must_use]
    pub fn of(length: usize, source: Span) -> Self {
        let mut map = Self::default();
        map.push(0, length, source);
        map
    }

    /// Takes in the next `length` bytes of plain text, from `at` on.
    pub fn push(&mut self, at: usize, length: usize, source: Span) {
        if length > 0 {
            self.add(Piece { plain: Span { start: at, end: at + length }, source });
        }
    }

    fn add(&mut self, piece: Piece) {
        if let Some(last) = self.pieces.last_mut()
            && last.plain.end == piece.plain.start
            && last.source.end == piece.source.start
            && last.is_verbatim()
            && piece.is_verbatim()
        {
            last.plain.end = piece.plain.end;
            last.source.end = piece.source.end;
        } else {
            self.pieces.push(piece);
        }
    }

    /// Takes in what another map says of a range of its plain text, which from now on begins at `at` in this one.
    pub fn extend(&mut self, at: usize, other: &Self, range: &Range<usize>) {
        let first = other.pieces.partition_point(|piece| piece.plain.end <= range.start);
        for piece in other.pieces[first..].iter().map_while(|piece| piece.within(range)) {
            let moved = |place: usize| place - range.start + at;
            let plain = Span { start: moved(piece.plain.start), end: moved(piece.plain.end) };
            self.add(Piece { plain, source: piece.source });
        }
    }

    /// Forgets what lies at or after a place in the plain text.
    fn truncate(&mut self, at: usize) {
        while let Some(last) = self.pieces.pop() {
            if let Some(kept) = last.within(&(0..at)) {
                self.pieces.push(kept);
                break;
            }
        }
    }

    /// Where a range of the plain text stands in the source: from its first character to the end of its last.
    /// Nothing if nothing is known of the text.
    ///
    /// What has no place of its own (a blank that a reader set) stands after what comes before it.
    #[must_use]
    pub fn span(&self, range: &Range<usize>) -> Option<Span> {
        let after = |last: &Piece, at: usize| last.source.end + (at - last.plain.end);
        let next = self.pieces.partition_point(|piece| piece.plain.end <= range.start);
        let before = next.checked_sub(1).map(|at| &self.pieces[at]);
        let start = match (self.pieces.get(next), before) {
            (Some(piece), _) if piece.plain.start <= range.start => {
                piece.within(&(range.start..piece.plain.end))?.source.start
            }
            (Some(piece), Some(before)) => {
                after(before, range.start).min(piece.source.start.max(before.source.end))
            }
            (Some(piece), None) => piece.source.start,
            (None, before) => before?.source.end,
        };
        let next = self.pieces.partition_point(|piece| piece.plain.start < range.end);
        let end = match (next.checked_sub(1).map(|at| &self.pieces[at]), self.pieces.get(next)) {
            (Some(last), _) if last.plain.end >= range.end => {
                last.within(&(last.plain.start..range.end))?.source.end
            }
            (Some(last), Some(behind)) => after(last, range.end).min(behind.source.start),
            (Some(last), None) => last.source.end,
            (None, _) => start,
        };
        Some(Span { start, end: end.max(start) })
    }
}

/// Characters, and where they stand in the source. Two runs are equal when their characters are.
#[derive(Clone, Default)]
pub struct Run {
    text: String,
    source: SourceMap,
}

impl Run {
    /// Characters that were read from a place.
    pub(crate) fn read(text: impl Into<String>, source: Span) -> Self {
        let text = text.into();
        Self { source: SourceMap::of(text.len(), source), text }
    }

    /// Characters whose places are known.
    pub(crate) fn mapped(text: String, source: SourceMap) -> Self {
        Self { text, source }
    }

    /// The characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Where the characters stand in the source.
    #[must_use]
    pub fn source(&self) -> &SourceMap {
        &self.source
    }

    /// Adds characters that no source has.
    pub(crate) fn push_str(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds characters that were read from a place.
    pub(crate) fn push_read(&mut self, text: &str, source: Span) {
        self.source.push(self.text.len(), text.len(), source);
        self.text.push_str(text);
    }

    /// Adds a range of a text whose places are known.
    pub(crate) fn push_mapped(&mut self, text: &str, source: &SourceMap, range: Range<usize>) {
        self.source.extend(self.text.len(), source, &range);
        self.text.push_str(&text[range]);
    }

    /// Adds another run.
    pub(crate) fn append(&mut self, other: &Self) {
        self.push_mapped(&other.text, &other.source, 0..other.text.len());
    }

    /// The part in a range.
    #[must_use]
    pub(crate) fn slice(&self, range: Range<usize>) -> Self {
        let mut part = Self { text: String::with_capacity(range.len()), source: SourceMap::default() };
        part.push_mapped(&self.text, &self.source, range);
        part
    }

    /// Keeps the first bytes only.
    pub(crate) fn truncate(&mut self, length: usize) {
        if length < self.text.len() {
            self.text.truncate(length);
            self.source.truncate(length);
        }
    }
}

impl Deref for Run {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl From<&str> for Run {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<String> for Run {
    fn from(text: String) -> Self {
        Self { text, source: SourceMap::default() }
    }
}

impl PartialEq for Run {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Run {}

impl PartialEq<str> for Run {
    fn eq(&self, other: &str) -> bool {
        self.text == other
    }
}

impl PartialEq<String> for Run {
    fn eq(&self, other: &String) -> bool {
        self.text == *other
    }
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

impl serde::Serialize for Run {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> serde::Deserialize<'de> for Run {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: usize, end: usize) -> Span {
        Span { start, end }
    }

    /// `ab&amp;**cd**`, read as `ab&cd`.
    fn run() -> Run {
        let mut run = Run::read("ab", span(10, 12));
        run.push_read("&", span(12, 17));
        run.push_read("c", span(19, 20));
        run.push_read("d", span(20, 21));
        run
    }

    #[test]
    fn each_character_has_its_place() {
        let run = run();
        let places: Vec<_> = (0..run.len()).map(|at| run.source().span(&(at..at + 1)).unwrap()).collect();
        assert_eq!(places, [span(10, 11), span(11, 12), span(12, 17), span(19, 20), span(20, 21)]);
        assert_eq!(run.source().span(&(1..4)), Some(span(11, 20)));
        assert_eq!(run.source().span(&(5..5)), Some(span(21, 21)));
        assert_eq!(Run::from("ab").source().span(&(0..1)), None);
    }

    #[test]
    fn parts_keep_their_places() {
        let whole = run();
        for start in 0..whole.len() {
            for end in start + 1..=whole.len() {
                let mut part = whole.slice(start..end);
                for at in start..end {
                    let place = whole.source().span(&(at..at + 1));
                    assert_eq!(
                        part.source().span(&(at - start..at - start + 1)),
                        place,
                        "{at} in {start}..{end}"
                    );
                }
                part.truncate(1);
                assert_eq!(part.source().span(&(0..1)), whole.source().span(&(start..start + 1)));
                let mut joined = whole.slice(0..start);
                joined.append(&whole.slice(start..end));
                assert_eq!(joined.source().span(&(0..end)), whole.source().span(&(0..end)));
            }
        }
    }

    #[test]
    fn what_a_reader_set_stands_after_what_comes_before() {
        let mut run = Run::read("ab", span(3, 5));
        run.push_str("\n");
        run.push_read("c", span(9, 10));
        assert_eq!(run.source().span(&(2..3)), Some(span(5, 6)));
        assert_eq!(run.source().span(&(2..4)), Some(span(5, 10)));
    }
}
