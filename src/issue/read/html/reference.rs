//! Where text with character references (`&amp;`, `&#38;`) stands: the tokenizer gives the characters, and the whole
//! stretch that they were read from.

use html5gum::{DefaultEmitter, Token, Tokenizer};

use crate::issue::source_map::SourceMap;
use crate::problem::Span;

/// Where each part of a text stands that was read from a stretch of the source, which begins at `base`.
pub(super) fn places(text: &str, source: &str, base: usize) -> SourceMap {
    let span = |start: usize, end: usize| Span { start: base + start, end: base + end };
    if text.len() == source.len() {
        return SourceMap::of(text.len(), span(0, source.len()));
    }
    let mut map = SourceMap::default();
    let (mut plain, mut at) = (0, 0);
    while at < source.len() && plain < text.len() {
        let same = source[at..].find(['&', '\r', '\0']).unwrap_or(source.len() - at).min(text.len() - plain);
        map.push(plain, same, span(at, at + same));
        (plain, at) = (plain + same, at + same);
        let length = stretch(&source[at..]);
        let read = read(&source[at..at + length]).min(text.len() - plain);
        map.push(plain, read, span(at, at + length));
        (plain, at) = (plain + read, at + length);
    }
    map
}

/// The length of what may be read as something else: a reference, a line end of two characters.
fn stretch(source: &str) -> usize {
    let name = |c: char| c.is_ascii_alphanumeric() || c == '#';
    match source.bytes().next() {
        Some(b'&') => {
            let end = 1 + source[1..].find(|c| !name(c)).unwrap_or(source.len() - 1);
            end + usize::from(source[end..].starts_with(';'))
        }
        Some(b'\r') => 1 + usize::from(source[1..].starts_with('\n')),
        Some(_) => 1,
        None => 0,
    }
}

/// How long a stretch is as it is read.
fn read(stretch: &str) -> usize {
    let tokens = Tokenizer::new_with_emitter(stretch, DefaultEmitter::<usize>::new_with_span());
    tokens
        .map(|token| match token {
            Ok(Token::String(text)) => text.value.len(),
            _ => 0,
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_one_whole() {
        let map = places("一&二\n三<", "一&amp;二\r\n三&lt;", 100);
        let place = |text: &str| {
            let at = "一&二\n三<".find(text).unwrap();
            map.span(&(at..at + text.len())).map(Span::range)
        };
        assert_eq!(place("一"), Some(100..103));
        assert_eq!(place("&"), Some(103..108));
        assert_eq!(place("二"), Some(108..111));
        assert_eq!(place("三"), Some(113..116));
        assert_eq!(place("<"), Some(116..120));
        let map = places("A&B &nope;\u{a0}c", "A&B &nope;&nbsp;c", 0);
        assert_eq!(map.span(&(12..13)).map(Span::range), Some(16..17));
    }
}
