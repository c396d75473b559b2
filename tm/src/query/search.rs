//! Looking into an index.
//!
//! Fuzzy matches: a text that matches shares at least so many grams with the one asked for (see `gram`), so of the
//! lists of texts by gram the longest need not be read: whoever is in none of the others cannot share enough. How
//! many grams a text can share at most bounds its percentage; texts are compared in the order of that bound, until
//! no other can be better than those found.
//!
//! Concordance: texts that have every gram of the words asked for are looked at, the last first.

use super::Found;
use super::content;
use super::distance::Pattern;
use super::fold::Fold;
use super::gram::{Wanted, beginning_with, mark_gram, word_gram};
use super::index::Index;
use super::shard::{LONG, List, Shard};
use super::tokens::{Token, Tokens, tokens};
use crate::Language;
use std::cmp::Reverse;
use std::io;
use std::ops::Range;

/// Lists up to this length are read even where they need not be: they rule texts out.
const SHORT: u64 = 2048;
/// So many texts are compared at most, those that share most first. Only below about 60 percent there are often
/// more that could match.
const COMPARED: usize = 2048;
/// Parts of words that are shorter are in too many words to be asked for beside longer ones.
const PART: usize = 3;
/// The lists that are brought together for concordance; the others are left to the look at the text itself.
const JOINED: usize = 6;

/// A text that may match.
struct Candidate {
    best: u8,
    shard: usize,
    text: u32,
}

/// The candidates of which most can be expected; of equal ones the first that come.
struct Shortlist {
    candidates: Vec<Candidate>,
    /// What is expected less of is not taken.
    least: u8,
    /// How many are held by what is expected of them; below `least` they do not count any more.
    held: [usize; 101],
    all: usize,
}

impl Shortlist {
    fn new(least: u8) -> Self {
        Self { candidates: Vec::new(), least, held: [0; 101], all: 0 }
    }

    fn take(&mut self, candidate: Candidate) {
        let full = self.all >= COMPARED;
        if candidate.best < self.least || (full && candidate.best == self.least) {
            return;
        }
        self.held[usize::from(candidate.best)] += 1;
        self.all += 1;
        self.candidates.push(candidate);
        // As soon as the better ones are enough, the worst are let go.
        while self.all - self.held[usize::from(self.least)] >= COMPARED {
            self.all -= self.held[usize::from(self.least)];
            self.least += 1;
        }
    }

    /// The best first.
    fn in_order(mut self) -> Vec<Candidate> {
        self.candidates.sort_by_key(|candidate| Reverse(candidate.best));
        self.candidates.truncate(COMPARED);
        self.candidates
    }
}

/// A unit that matches, by its place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    percent: u8,
    shard: usize,
    unit: u32,
    variant: usize,
}

/// Buffers that are kept from one text to the next.
#[derive(Default)]
struct Buffers {
    bytes: Vec<u8>,
    markup: Vec<u8>,
}

impl Index<'_> {
    /// The units of which a variant matches a text at least so much, best first, of equal ones the last first; so
    /// many at most. With a language, only variants that it covers are looked at.
    ///
    /// 100 is the same text; what differs in nothing but script, capitals and blanks is 99.
    ///
    /// # Errors
    /// If memory or index cannot be read.
    pub fn matches(
        &self,
        text: &str,
        least: u8,
        limit: usize,
        language: Option<&Language>,
    ) -> io::Result<Vec<Found>> {
        self.ask(|index| index.matches_once(text, least, limit, language))
    }

    fn matches_once(
        &self,
        text: &str,
        least: u8,
        limit: usize,
        language: Option<&Language>,
    ) -> io::Result<Vec<Found>> {
        let least = least.clamp(1, 100);
        let wanted = Wanted::of(text, self.fold);
        if wanted.tokens() == 0 || limit == 0 {
            return Ok(Vec::new());
        }
        let candidates = self.candidates(&wanted, least)?;
        let pattern = Pattern::new(&Tokens::folded(text, self.fold));
        let mut found: Vec<Place> = Vec::new();
        let mut buffers = Buffers::default();
        for candidate in &candidates {
            if let Some(last) = found.get(limit - 1)
                && candidate.best < last.percent
            {
                break;
            }
            let shard = &self.shards[candidate.shard];
            let unit = shard.unit_of(&self.kept, candidate.text, &mut buffers.bytes)?;
            if found.get(limit - 1).is_some_and(|last| {
                (candidate.best, candidate.shard, unit) <= (last.percent, last.shard, last.unit)
            }) {
                continue;
            }
            let first = shard.markup(&self.kept, &self.memory, unit, &mut buffers.markup)?;
            let variant = candidate.text.saturating_sub(first) as usize;
            let mut percent = 0;
            each_text(&buffers.markup, |at, code, other| {
                if at == variant && language.is_none_or(|language| covers(language, code)) {
                    percent = pattern.matches(&Tokens::folded(other, self.fold), least);
                    if percent == 100 && other != text {
                        percent = 99;
                    }
                }
            });
            if percent < least {
                continue;
            }
            let place = Place { percent, shard: candidate.shard, unit, variant };
            match found.iter_mut().find(|other| (other.shard, other.unit) == (place.shard, place.unit)) {
                Some(other) => *other = place.max(*other),
                None => found.push(place),
            }
            found.sort_unstable_by(|a, b| b.cmp(a));
            found.truncate(limit);
        }
        self.take(found, true)
    }

    /// The units of which a variant contains a text, the last first; so many at most. Capitals, script and the
    /// number of blanks do not count. At its ends the text may begin and end within words.
    ///
    /// # Errors
    /// If memory or index cannot be read.
    pub fn containing(&self, text: &str, limit: usize) -> io::Result<Vec<Found>> {
        self.ask(|index| index.containing_once(text, limit))
    }

    fn containing_once(&self, text: &str, limit: usize) -> io::Result<Vec<Found>> {
        let folded = self.fold.text(text.trim());
        if folded.is_empty() || limit == 0 {
            return Ok(Vec::new());
        }
        let needs = Needs::of(text.trim(), self.fold);
        let mut found: Vec<Place> = Vec::new();
        let mut buffers = Buffers::default();
        for (at, shard) in self.shards.iter().enumerate().rev() {
            for candidate in self.having(shard, &needs, &mut buffers.bytes)? {
                let unit = shard.unit_of(&self.kept, candidate, &mut buffers.bytes)?;
                if found.last().is_some_and(|last| (last.shard, last.unit) == (at, unit)) {
                    continue;
                }
                let first = shard.markup(&self.kept, &self.memory, unit, &mut buffers.markup)?;
                let wanted = candidate.saturating_sub(first) as usize;
                let mut has = false;
                each_text(&buffers.markup, |variant, _, other| {
                    has |= variant == wanted && self.fold.text(other).contains(&folded);
                });
                if has {
                    found.push(Place { percent: 0, shard: at, unit, variant: wanted });
                    if found.len() == limit {
                        return self.take(found, false);
                    }
                }
            }
        }
        self.take(found, false)
    }

    /// The texts that may match, in the order they are compared in.
    fn candidates(&self, wanted: &Wanted, least: u8) -> io::Result<Vec<Candidate>> {
        let mut best = Shortlist::new(least);
        let mut buffer = Vec::new();
        let mut counts: Vec<u16> = Vec::new();
        for (at, shard) in self.shards.iter().enumerate().rev() {
            let mut lists: Vec<List> = Vec::with_capacity(wanted.grams.len());
            for gram in &wanted.grams {
                lists.extend(shard.list(&self.kept, *gram, &mut buffer)?);
            }
            let shared = wanted.must_share(best.least).max(1);
            if lists.len() < shared {
                continue;
            }
            lists.sort_unstable_by_key(|list| list.texts);
            let must = lists.len() - shared + 1;
            let read = lists.partition_point(|list| list.texts <= SHORT).max(must);
            // A text may be in every list that is not read.
            let (unread, missing) = (lists.len() - read, wanted.grams.len() - lists.len());
            let length_of = |told: u8| match told {
                LONG => wanted.tokens().max(usize::from(LONG)),
                length => usize::from(length),
            };
            let enough: Vec<u16> = (0..=LONG)
                .map(|told| match wanted.shared(length_of(told), best.least) {
                    Some(shared) => u16::try_from(shared.saturating_sub(unread).max(1)).unwrap_or(u16::MAX),
                    None => u16::MAX,
                })
                .collect();
            // So few may do; where no text has as many, there is nothing to look for.
            let fewest = enough.iter().copied().min().unwrap_or(u16::MAX);
            let mut any = false;
            counts.clear();
            counts.resize(shard.texts() as usize, 0);
            for list in &lists[..read] {
                shard.texts_of(&self.kept, *list, &mut buffer, |text| {
                    let count = &mut counts[text as usize];
                    *count = count.saturating_add(1);
                    any |= *count >= fewest;
                })?;
            }
            if !any {
                continue;
            }
            let lengths = shard.lengths(&self.kept)?;
            for (text, (&told, &count)) in (0..shard.texts()).zip(lengths.iter().zip(&counts)).rev() {
                if count >= enough[usize::from(told)] {
                    let lacking = missing + read - usize::from(count).min(read);
                    best.take(Candidate { best: wanted.best(length_of(told), lacking), shard: at, text });
                }
            }
        }
        Ok(best.in_order())
    }

    /// The texts of a part that may contain what is needed, the last first.
    fn having(&self, shard: &Shard, needs: &Needs, buffer: &mut Vec<u8>) -> io::Result<Vec<u32>> {
        let mut lists: Vec<List> = Vec::new();
        for gram in &needs.grams {
            match shard.list(&self.kept, *gram, buffer)? {
                Some(list) => lists.push(list),
                None => return Ok(Vec::new()),
            }
        }
        let mut texts: Option<Vec<u32>> = None;
        let mut only = |others: Vec<u32>| {
            texts = Some(match texts.take() {
                None => others,
                Some(texts) => both(&texts, &others),
            });
        };
        for any in &needs.any {
            let lists = match any {
                Any::Grams(range) => shard.lists(&self.kept, range.clone(), buffer)?,
                Any::Words { part, place } => {
                    let mut lists = Vec::new();
                    for word in words_with(&shard.words(&self.kept)?, part, *place) {
                        lists.extend(shard.list(&self.kept, word_gram(&word), buffer)?);
                    }
                    lists
                }
            };
            let mut all = Vec::new();
            for list in lists {
                shard.texts_of(&self.kept, list, buffer, |text| all.push(text))?;
            }
            all.sort_unstable_by(|a, b| b.cmp(a));
            all.dedup();
            only(all);
        }
        lists.sort_unstable_by_key(|list| list.texts);
        for list in lists.into_iter().take(JOINED) {
            let mut one = Vec::new();
            shard.texts_of(&self.kept, list, buffer, |text| one.push(text))?;
            only(one);
        }
        Ok(texts.unwrap_or_else(|| (0..shard.texts()).rev().collect()))
    }

    /// The units that were found.
    fn take(&self, found: Vec<Place>, matched: bool) -> io::Result<Vec<Found>> {
        let before: Vec<u64> = self
            .shards
            .iter()
            .scan(0, |sum, shard| Some(std::mem::replace(sum, *sum + u64::from(shard.units()))))
            .collect();
        found
            .into_iter()
            .map(|place| {
                let unit = self.unit(place.shard, place.unit)?;
                let number = before[place.shard] + u64::from(place.unit) + 1;
                Ok(Found { number, variant: place.variant, percent: matched.then_some(place.percent), unit })
            })
            .collect()
    }
}

fn each_text(markup: &[u8], mut take: impl FnMut(usize, &str, &str)) {
    let mut at = 0;
    content::variants(markup, |language, text| {
        take(at, language, text);
        at += 1;
    });
}

fn covers(language: &Language, code: &str) -> bool {
    Language::lenient(code).is_ok_and(|code| language.covers(&code))
}

/// What is in both of two descending lists.
fn both(a: &[u32], b: &[u32]) -> Vec<u32> {
    let mut b = b.iter().peekable();
    a.iter()
        .filter(|text| {
            while b.next_if(|other| other > text).is_some() {}
            b.peek() == Some(text)
        })
        .copied()
        .collect()
}

/// What a text must have if it contains another.
#[derive(Debug, Default)]
struct Needs {
    /// Each of these grams.
    grams: Vec<u64>,
    /// For each of these, one that fits.
    any: Vec<Any>,
}

#[derive(Debug)]
enum Any {
    Grams(Range<u64>),
    Words { part: String, place: At },
}

/// Where a part stands in its word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Start,
    End,
    Anywhere,
}

impl Needs {
    fn of(text: &str, fold: Fold<'_>) -> Self {
        enum Piece {
            Ideograph(char),
            Word(String),
            Mark(char),
        }
        let mut pieces = Vec::new();
        tokens(text, fold, &mut String::new(), |token| {
            pieces.push(match token {
                Token::Ideograph(c) => Piece::Ideograph(c),
                Token::Word(word) => Piece::Word(word.to_owned()),
                Token::Mark(c) => Piece::Mark(c),
            });
        });
        let edge = beginning_with('\0').start;
        let two = |first: u64, second: char| first + u64::from(u32::from(second));
        let mut needs = Self::default();
        for (at, piece) in pieces.iter().enumerate() {
            let before = at.checked_sub(1).map(|before| &pieces[before]);
            match piece {
                Piece::Ideograph(c) => {
                    match before {
                        Some(Piece::Ideograph(before)) => {
                            needs.grams.push(two(beginning_with(*before).start, *c));
                        }
                        Some(_) => needs.grams.push(two(edge, *c)),
                        None => {}
                    }
                    if !matches!(pieces.get(at + 1), None | Some(Piece::Ideograph(_))) {
                        needs.grams.push(beginning_with(*c).start);
                    }
                }
                Piece::Word(word) if at > 0 && at + 1 < pieces.len() => needs.grams.push(word_gram(word)),
                Piece::Word(_) | Piece::Mark(_) => {}
            }
        }
        if !needs.grams.is_empty() {
            return needs;
        }
        // Nothing is sure but what stands at the ends.
        let parts = pieces.iter().enumerate().filter_map(|(at, piece)| match piece {
            Piece::Word(word) => {
                let place = match (at == 0, at + 1 == pieces.len()) {
                    (true, true) => At::Anywhere,
                    (true, false) => At::End,
                    _ => At::Start,
                };
                Some((word.clone(), place))
            }
            _ => None,
        });
        let (long, short): (Vec<_>, Vec<_>) = parts.partition(|(word, _)| word.chars().count() >= PART);
        let parts = if long.is_empty() { short } else { long };
        needs.any = parts.into_iter().map(|(part, place)| Any::Words { part, place }).collect();
        if let [Piece::Ideograph(c)] = pieces.as_slice() {
            needs.any.push(Any::Grams(beginning_with(*c)));
        }
        if needs.any.is_empty() {
            needs.grams.extend(pieces.iter().filter_map(|piece| match piece {
                Piece::Mark(c) => Some(mark_gram(*c)),
                _ => None,
            }));
        }
        needs
    }
}

/// The words of a list, between line ends, that have a part at a place.
fn words_with(words: &[u8], part: &str, place: At) -> Vec<String> {
    let mut sought = Vec::with_capacity(part.len() + 2);
    if place == At::Start {
        sought.push(b'\n');
    }
    sought.extend_from_slice(part.as_bytes());
    if place == At::End {
        sought.push(b'\n');
    }
    let mut found = Vec::new();
    let mut after = 0;
    for at in memchr::memmem::find_iter(words, &sought) {
        // Of a word that has the part twice, the first time.
        if at < after {
            continue;
        }
        let inside = at + usize::from(place == At::Start);
        let start = words[..inside].iter().rposition(|b| *b == b'\n').map_or(0, |line| line + 1);
        let end = words[inside..].iter().position(|b| *b == b'\n').map_or(words.len(), |line| inside + line);
        after = end;
        found.extend(std::str::from_utf8(&words[start..end]).ok().map(str::to_owned));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_their_parts() {
        let words = b"\neaves\nleaves\nleaf\nbanana\n";
        assert_eq!(words_with(words, "eaves", At::Anywhere), ["eaves", "leaves"]);
        assert_eq!(words_with(words, "ea", At::Start), ["eaves"]);
        assert_eq!(words_with(words, "leaves", At::End), ["leaves"]);
        assert_eq!(words_with(words, "an", At::Anywhere), ["banana"]);
    }

    #[test]
    fn lists_are_brought_together() {
        assert_eq!(both(&[9, 7, 4, 1], &[10, 9, 4, 2, 1]), [9, 4, 1]);
        assert!(both(&[], &[1]).is_empty());
    }

    #[test]
    fn what_a_text_needs() {
        let needs = Needs::of("在A股开盘", Fold::NONE);
        // 在 before a word, the word, 股 behind it, 股开, 开盘.
        assert_eq!(needs.grams.len(), 5);
        assert!(matches!(Needs::of("盘", Fold::NONE).any.as_slice(), [Any::Grams(_)]));
        assert_eq!(Needs::of("，", Fold::NONE).grams, [mark_gram('，')]);
    }
}
