//! Leverage: how much of a document a memory has already, by match band, in the figures that are invoiced by.
//!
//! The counting rule:
//!
//! - a *word* is an ideograph or kana (each is one, as in Word and Trados), or a run of other letters and digits; an
//!   apostrophe, hyphen, point, comma, colon or slash that stands between two of them belongs to the run (`don't`,
//!   `well-known`, `3.5`, `1,200`, `12:30` are one word each), any other character ends it;
//! - a *number* is a word of digits and the marks inside it only; it counts as a word too;
//! - a *character* is whatever is no blank: letters, ideographs, digits and marks. A letter with its accents is one.
//!
//! The bands, by what is asked first: a segment in its context (101), one that stood in the same document before
//! (repetition) or in one before it (cross-file), the same text (100), fuzzy matches by percentage, the rest.

use crate::named::named;
use crate::query::is_ideograph;

named! {
    /// What a segment needs of its translator.
    pub enum Band {
        /// The same text between the same neighbours.
        Context = "101",
        /// The same text stood before in the document.
        Repetition = "repetition",
        /// The same text stood in another document that was counted before.
        CrossFile = "cross-file",
        /// The same text.
        Exact = "100",
        /// 95 to 99 percent.
        From95 = "95-99",
        /// 85 to 94 percent.
        From85 = "85-94",
        /// 75 to 84 percent.
        From75 = "75-84",
        /// 50 to 74 percent.
        From50 = "50-74",
        /// Nothing like it is known.
        New = "new",
    }
}

impl Band {
    /// The band of a percentage.
    #[must_use]
    pub fn of(percent: u8) -> Self {
        match percent {
            101.. => Self::Context,
            100 => Self::Exact,
            95.. => Self::From95,
            85.. => Self::From85,
            75.. => Self::From75,
            50.. => Self::From50,
            _ => Self::New,
        }
    }
}

/// How long some text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Count {
    /// Segments.
    pub segments: u64,
    /// Words, ideographs among them.
    pub words: u64,
    /// Characters without blanks.
    pub characters: u64,
    /// Ideographs and kana.
    pub ideographs: u64,
    /// Words that are numbers.
    pub numbers: u64,
}

impl Count {
    /// Counts one segment.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut count = Self { segments: 1, ..Self::default() };
        let characters: Vec<char> = text.chars().collect();
        let runs = |c: char| c.is_alphanumeric() && !is_ideograph(c);
        // Whether one is in a word, and whether it has digits only.
        let mut word: Option<bool> = None;
        let mut end = |word: &mut Option<bool>| {
            if let Some(digits) = word.take() {
                count.words += 1;
                count.numbers += u64::from(digits);
            }
        };
        let (mut seen, mut ideographs) = (0, 0);
        for (at, &c) in characters.iter().enumerate() {
            let mark = is_combining(c);
            seen += u64::from(!c.is_whitespace() && !mark);
            if is_ideograph(c) {
                end(&mut word);
                ideographs += 1;
            } else if runs(c) || (mark && word.is_some()) {
                word = Some(word.unwrap_or(true) && c.is_numeric());
            } else {
                let inside = matches!(c, '\'' | '’' | '-' | '‐' | '.' | ',' | ':' | '/')
                    && word.is_some()
                    && characters.get(at + 1).is_some_and(|&next| runs(next));
                if !inside {
                    end(&mut word);
                }
            }
        }
        end(&mut word);
        count.words += ideographs;
        (count.characters, count.ideographs) = (seen, ideographs);
        count
    }

    /// Adds another text's figures.
    pub fn add(&mut self, other: Self) {
        self.segments += other.segments;
        self.words += other.words;
        self.characters += other.characters;
        self.ideographs += other.ideographs;
        self.numbers += other.numbers;
    }
}

/// Whether a character is an accent of the one before it (the blocks of combining marks).
fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}')
}

/// Figures by band.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Leverage {
    counts: Vec<(Band, Count)>,
}

impl Leverage {
    /// Adds a segment.
    pub fn add(&mut self, band: Band, text: &str) {
        self.put(band, Count::of(text));
    }

    /// Adds another document's figures.
    pub fn add_all(&mut self, other: &Self) {
        for (band, count) in &other.counts {
            self.put(*band, *count);
        }
    }

    fn put(&mut self, band: Band, count: Count) {
        match self.counts.iter_mut().find(|(own, _)| *own == band) {
            Some((_, sum)) => sum.add(count),
            None => self.counts.push((band, count)),
        }
    }

    /// The figures of a band.
    #[must_use]
    pub fn of(&self, band: Band) -> Count {
        self.counts.iter().find(|(own, _)| *own == band).map(|(_, count)| *count).unwrap_or_default()
    }

    /// The figures of every band, in the order of [`Band::ALL`].
    pub fn bands(&self) -> impl Iterator<Item = (Band, Count)> {
        Band::ALL.iter().map(|band| (*band, self.of(*band)))
    }

    /// The figures of the whole document.
    #[must_use]
    pub fn total(&self) -> Count {
        let mut total = Count::default();
        self.counts.iter().for_each(|(_, count)| total.add(*count));
        total
    }
}
