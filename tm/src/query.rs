//! Finding translations: exact and fuzzy matches with the percentage that CAT tools give, and concordance.
//!
//! Texts are compared as rows of tokens: each Chinese character is one, each word of other scripts is one, marks
//! count, blanks do not. The percentage is that of OmegaT: `100·(longer − distance)/longer`, the distance after
//! Levenshtein (1966), rounded down, so that only the same is 100.
//!
//! A caller may fold texts before they are compared, as Traditional to Simplified; what is shown is not folded.

use crate::fingerprint::Fingerprints;
use crate::script::is_han;
use std::collections::HashMap;

/// A text as it is compared.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tokens(Vec<u64>);

impl Tokens {
    /// The tokens of a text; capital letters do not count.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut fingerprints = Fingerprints::default();
        let mut token = |text: &str| {
            #[expect(clippy::cast_possible_truncation, reason = "half is enough to tell words apart")]
            let half = fingerprints.of(text) as u64;
            half
        };
        let mut tokens = Vec::new();
        let mut word = String::new();
        for c in text.chars().chain([' ']) {
            let alone = is_han(c) || matches!(c, '\u{3040}'..='\u{30FF}') || !c.is_alphanumeric();
            if !alone {
                word.extend(c.to_lowercase());
                continue;
            }
            if !word.is_empty() {
                tokens.push(token(&word));
                word.clear();
            }
            if !c.is_whitespace() {
                // Characters are tokens as they are: no word is this short a number.
                tokens.push(u64::from(u32::from(c)));
            }
        }
        Self(tokens)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How much two texts match, from 0 to 100; 0 at once if it would be below `least`.
    #[must_use]
    pub fn matches(&self, other: &Self, least: u8) -> u8 {
        let longer = self.len().max(other.len());
        if longer == 0 {
            return 100;
        }
        // Of `longer` tokens so many may differ.
        let limit = longer * usize::from(100 - least.min(100)) / 100;
        match distance(&self.0, &other.0, limit) {
            Some(distance) => u8::try_from(100 * (longer - distance) / longer).unwrap_or(100),
            None => 0,
        }
    }
}

/// The Levenshtein distance, if it is not above a limit: only the band of cells that can be within it is filled.
fn distance(a: &[u64], b: &[u64], limit: usize) -> Option<usize> {
    let (a, b) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if b.len() - a.len() > limit {
        return None;
    }
    let far = limit + 1;
    let mut row: Vec<usize> = (0..=a.len()).map(|at| at.min(far)).collect();
    for (i, token) in b.iter().enumerate() {
        let from = (i + 1).saturating_sub(limit).max(1);
        let to = (i + 1 + limit).min(a.len());
        let mut diagonal = row[from - 1];
        row[from - 1] = if from == 1 { (i + 1).min(far) } else { far };
        let mut best = row[from - 1];
        for at in from..=to {
            let above = if at == i + 1 + limit { far } else { row[at] };
            let cost = usize::from(a[at - 1] != *token);
            let cell = (diagonal + cost).min(above + 1).min(row[at - 1] + 1).min(far);
            diagonal = row[at];
            row[at] = cell;
            best = best.min(cell);
        }
        if best > limit {
            return None;
        }
    }
    Some(row[a.len()]).filter(|&distance| distance <= limit)
}

/// The parts of two texts that differ, for showing: ranges of characters of the second that the first has not.
#[must_use]
pub fn differences(a: &str, b: &str) -> Vec<std::ops::Range<usize>> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let width = b.len() + 1;
    // The longest common subsequence, from the end, so that walking it goes forward.
    let mut table = vec![0u32; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            table[i * width + j] = if a[i] == b[j] {
                table[(i + 1) * width + j + 1] + 1
            } else {
                table[(i + 1) * width + j].max(table[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut ranges: Vec<std::ops::Range<usize>> = Vec::new();
    while j < b.len() {
        if i < a.len() && a[i] == b[j] {
            (i, j) = (i + 1, j + 1);
        } else if i < a.len() && table[(i + 1) * width + j] >= table[i * width + j + 1] {
            i += 1;
        } else {
            match ranges.last_mut() {
                Some(last) if last.end == j => last.end += 1,
                _ => ranges.push(j..j + 1),
            }
            j += 1;
        }
    }
    ranges
}

/// Texts by what stands in them, for many queries.
#[derive(Debug, Default)]
pub struct Index {
    texts: Vec<Tokens>,
    /// By two tokens side by side (the edges are tokens too): the texts that have them, in order.
    pairs: HashMap<(u64, u64), Vec<u32>>,
}

/// What stands before the first token and behind the last.
const EDGE: u64 = 0;
/// So many candidates are looked at closely.
const CANDIDATES: usize = 100;

fn pairs(tokens: &Tokens) -> impl Iterator<Item = (u64, u64)> {
    let before = std::iter::once(EDGE).chain(tokens.0.iter().copied());
    let behind = tokens.0.iter().copied().chain(std::iter::once(EDGE));
    before.zip(behind)
}

impl Index {
    /// Adds a text; the first is 0, the next 1.
    ///
    /// # Panics
    /// At the 2³²nd text.
    pub fn add(&mut self, tokens: Tokens) {
        let id = u32::try_from(self.texts.len()).expect("fewer than 2^32 texts");
        for pair in pairs(&tokens) {
            let list = self.pairs.entry(pair).or_default();
            if list.last() != Some(&id) {
                list.push(id);
            }
        }
        self.texts.push(tokens);
    }

    /// The texts that match at least so much, best first, of equal ones the last added first.
    #[must_use]
    pub fn find(&self, query: &Tokens, least: u8) -> Vec<(usize, u8)> {
        let mut shared: HashMap<u32, u32> = HashMap::new();
        for id in pairs(query).filter_map(|pair| self.pairs.get(&pair)).flatten() {
            *shared.entry(*id).or_default() += 1;
        }
        let mut candidates: Vec<(u32, u32)> = shared.into_iter().collect();
        candidates.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(b.0.cmp(&a.0)));
        candidates.truncate(CANDIDATES);
        let mut found: Vec<(usize, u8)> = candidates
            .into_iter()
            .map(|(id, _)| (id as usize, query.matches(&self.texts[id as usize], least)))
            .filter(|&(_, percent)| percent >= least.max(1))
            .collect();
        found.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(b.0.cmp(&a.0)));
        found
    }
}
