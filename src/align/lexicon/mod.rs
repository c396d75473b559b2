//! Translations of words: CC-CEDICT compiled in, and what the user adds.
//!
//! The compiled file, `cedict.bin`, is read in place: nothing is parsed at the start. It is made by `make.rs`
//! beside it, and holds eleven sections, whose lengths in bytes stand at its head (all numbers little-endian
//! `u32`):
//!
//! | section | what it holds |
//! |---|---|
//! | folds | (traditional character, simplified character), sorted |
//! | readings | (character, index of a syllable), sorted |
//! | syllables: offsets, bytes | pinyin without tone, sorted |
//! | firsts | (first character, index of the first headword that begins with it), sorted |
//! | headwords: offsets, bytes | in simplified characters, sorted |
//! | glosses: offsets, bytes | for each headword: (LEB128 index of an English word, content words in its gloss) |
//! | words: offsets, bytes | English, lower case, sorted |

use std::sync::LazyLock;

/// The longest headword that is looked for, in characters.
const LONGEST: usize = 8;

static CEDICT: LazyLock<Sections> = LazyLock::new(|| Sections::cut(include_bytes!("cedict.bin")));

struct Sections {
    folds: &'static [u8],
    readings: &'static [u8],
    syllables: Strings,
    firsts: &'static [u8],
    heads: Strings,
    glosses: Strings,
    words: Strings,
}

/// A list of byte strings: where each begins, and all of them one after the other.
struct Strings {
    offsets: &'static [u8],
    bytes: &'static [u8],
}

fn number(bytes: &[u8], index: usize) -> u32 {
    bytes.get(index * 4..index * 4 + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes)
}

impl Strings {
    fn get(&self, index: usize) -> &'static [u8] {
        let (from, to) = (number(self.offsets, index) as usize, number(self.offsets, index + 1) as usize);
        self.bytes.get(from..to).unwrap_or_default()
    }

    fn str(&self, index: usize) -> &'static str {
        std::str::from_utf8(self.get(index)).unwrap_or_default()
    }
}

/// The value beside a key in a sorted section of (key, value).
fn look_up(section: &[u8], key: u32) -> Result<usize, usize> {
    let (mut low, mut high) = (0, section.len() / 8);
    while low < high {
        let middle = usize::midpoint(low, high);
        match number(section, middle * 2).cmp(&key) {
            std::cmp::Ordering::Equal => return Ok(middle),
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    Err(low)
}

impl Sections {
    fn cut(bytes: &'static [u8]) -> Self {
        const SECTIONS: usize = 11;
        let mut at = SECTIONS * 4;
        let mut cut = |section: usize| {
            let end = at + number(bytes, section) as usize;
            let part = bytes.get(at..end).unwrap_or_default();
            at = end;
            part
        };
        let [folds, readings, s0, s1, firsts, h0, h1, g0, g1, w0, w1] = std::array::from_fn(&mut cut);
        Self {
            folds,
            readings,
            syllables: Strings { offsets: s0, bytes: s1 },
            firsts,
            heads: Strings { offsets: h0, bytes: h1 },
            glosses: Strings { offsets: g0, bytes: g1 },
            words: Strings { offsets: w0, bytes: w1 },
        }
    }

    /// The headwords that begin with a character, as a range of indices.
    fn beginning(&self, first: char) -> (usize, usize) {
        match look_up(self.firsts, u32::from(first)) {
            Ok(at) => {
                let end = (at + 1) * 8;
                let high = if end < self.firsts.len() {
                    number(self.firsts, at * 2 + 3) as usize
                } else {
                    self.len()
                };
                (number(self.firsts, at * 2 + 1) as usize, high)
            }
            Err(_) => (0, 0),
        }
    }

    fn len(&self) -> usize {
        (self.heads.offsets.len() / 4).saturating_sub(1)
    }

    /// Length in bytes of the longest headword that the text begins with.
    fn longest(&self, text: &str) -> Option<usize> {
        let mut chars = text.char_indices();
        let (_, first) = chars.next()?;
        let (mut low, mut high) = self.beginning(first);
        let mut found = None;
        for length in 1..=LONGEST {
            let next = chars.next().map_or(text.len(), |(at, _)| at);
            let prefix = text.as_bytes().get(..next)?;
            low += partition(low, high, |i| self.heads.get(i) < prefix);
            high = low + partition(low, high, |i| self.heads.get(i).starts_with(prefix));
            if low >= high {
                break;
            }
            if self.heads.get(low) == prefix {
                found = Some(next);
            }
            if next == text.len() || length == LONGEST {
                break;
            }
        }
        found
    }

    fn find(&self, head: &str) -> Option<usize> {
        let (low, high) = self.beginning(head.chars().next()?);
        let at = low + partition(low, high, |i| self.heads.get(i) < head.as_bytes());
        (at < high && self.heads.get(at) == head.as_bytes()).then_some(at)
    }
}

/// How many of the indices `low..high` come before the first that `holds` is false for.
fn partition(low: usize, high: usize, holds: impl Fn(usize) -> bool) -> usize {
    let (mut from, mut to) = (low, high);
    while from < to {
        let middle = usize::midpoint(from, to);
        if holds(middle) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    from - low
}

/// The simplified form of a character, or the character itself.
pub(super) fn fold(c: char) -> char {
    if c < '\u{3400}' {
        return c;
    }
    let folds = CEDICT.folds;
    look_up(folds, u32::from(c)).ok().and_then(|at| char::from_u32(number(folds, at * 2 + 1))).unwrap_or(c)
}

/// The usual reading of a simplified character, in pinyin without tone.
pub(super) fn reading(c: char) -> Option<&'static str> {
    let at = look_up(CEDICT.readings, u32::from(c)).ok()?;
    Some(CEDICT.syllables.str(number(CEDICT.readings, at * 2 + 1) as usize))
}

/// Number of English words in the compiled lexicon; their indices are below it.
pub(super) fn english_words() -> usize {
    (CEDICT.words.offsets.len() / 4).saturating_sub(1)
}

/// An English word of the compiled lexicon.
pub(super) fn english_word(index: usize) -> &'static str {
    CEDICT.words.str(index)
}

/// Length in bytes of the longest Chinese headword, in simplified characters, that the text begins with.
pub(super) fn longest(text: &str) -> Option<usize> {
    CEDICT.longest(text)
}

/// The English words in the glosses of a headword, as indices, with the number of content words in the gloss.
pub(super) fn glosses(head: &str) -> Option<impl Iterator<Item = (usize, u8)>> {
    let at = CEDICT.find(head)?;
    let mut bytes = CEDICT.glosses.get(at).iter().copied();
    Some(std::iter::from_fn(move || {
        let (mut value, mut shift) = (0usize, 0);
        loop {
            let byte = bytes.next()?;
            value |= usize::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                break;
            }
            shift += 7;
        }
        Some((value, bytes.next()?))
    }))
}
