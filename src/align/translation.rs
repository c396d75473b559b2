//! How well words translate one another: the lexicon first, then what the text itself teaches.
//!
//! For a pair of types *z*, *e* the table keeps two ratios, t(e|z) / p(e) and t(z|e) / p(z): how much likelier a
//! word is beside the other than anywhere. Division by p is what lets a rare word weigh more than a common one.
//! The text teaches by IBM Model 1 (Brown et al. 1993) over beads, with the lexicon as prior; what was seen by
//! chance is discounted.

use std::collections::HashMap;

use super::lexicon;
use super::shape::Shares;
use super::stem::Stems;
use super::terms::Terms;
use super::text::Side;

/// Weight of a lexicon entry before the text has been heard.
const LEXICON_WEIGHT: f32 = 0.3;
/// Weight of a single character's translations for the word it stands in, and of a shorter word's.
const CHARACTER_SHARE: f32 = 0.25;
const PART_SHARE: f32 = 0.6;
/// No ratio is larger: a word seen once must not decide alone.
const LARGEST_RATIO: f32 = 400.0;
/// Ratios below are kept as 0.
const SMALLEST_RATIO: f32 = 0.05;
/// Iterations of Model 1 in one estimate.
const ITERATIONS: usize = 3;
/// Expected counts below are taken for chance.
const DISCOUNT: f32 = 0.3;
/// Pseudo-counts: of a lexicon entry, and of everything unseen.
const LEXICON_COUNT: f32 = 0.6;
const UNSEEN_COUNT: f32 = 1.5;
/// What a pair that the lexicon does not have begins with.
const FLOOR: f32 = 1e-3;

/// A type of the other side, and both ratios.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ratio {
    /// The target type.
    pub(super) target: u32,
    /// t(target | source) / p(target).
    pub(super) forward: f32,
    /// t(source | target) / p(source).
    pub(super) backward: f32,
}

/// Ratios by source type.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    starts: Vec<u32>,
    ratios: Vec<Ratio>,
}

impl Table {
    /// The translations of a source type.
    pub(super) fn of(&self, source: u32) -> &[Ratio] {
        let source = source as usize;
        &self.ratios[self.starts[source] as usize..self.starts[source + 1] as usize]
    }

    /// The same ratios by target type: `target` of each is then a source type.
    pub(super) fn turned(&self, targets: usize) -> Self {
        let mut starts = vec![0u32; targets + 1];
        for ratio in &self.ratios {
            starts[ratio.target as usize + 1] += 1;
        }
        for target in 0..targets {
            starts[target + 1] += starts[target];
        }
        let mut next = starts.clone();
        let mut ratios = self.ratios.clone();
        for (source, range) in (0u32..).zip(self.starts.windows(2)) {
            for ratio in &self.ratios[range[0] as usize..range[1] as usize] {
                let at = &mut next[ratio.target as usize];
                ratios[*at as usize] = Ratio { target: source, ..*ratio };
                *at += 1;
            }
        }
        Self { starts, ratios }
    }
}

/// What the lexicon knows of the types of two sides: for each source type, target types and weights, sorted.
pub(super) struct Prior {
    rows: Vec<Vec<(u32, f32)>>,
    source_frequency: Vec<f32>,
    target_frequency: Vec<f32>,
}

/// Whether an English word of the compiled lexicon occurs in the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    NotYet,
    Absent,
    Type(u32),
}

/// Collects the translations of one source type, the largest weight of each.
struct Row<'a> {
    targets: &'a HashMap<&'a str, u32>,
    stems: &'a Stems,
    /// By number of an English word.
    cache: Vec<Known>,
    found: Vec<(u32, f32)>,
}

impl Row<'_> {
    fn word(&mut self, index: usize) -> Option<u32> {
        if self.cache[index] == Known::NotYet {
            let target = self.targets.get(self.stems.stem(lexicon::english_word(index)).as_str());
            self.cache[index] = target.map_or(Known::Absent, |&target| Known::Type(target));
        }
        match self.cache[index] {
            Known::Type(target) => Some(target),
            Known::Absent | Known::NotYet => None,
        }
    }

    fn head(&mut self, head: &str, share: f32) {
        let Some(glosses) = lexicon::glosses(head) else { return };
        for (word, length) in glosses {
            if let Some(target) = self.word(word) {
                self.found.push((target, share / f32::from(length.max(1)).sqrt()));
            }
        }
    }

    /// A word, and the shorter words inside it.
    fn chinese(&mut self, word: &str) {
        self.head(word, 1.0);
        let ends: Vec<usize> = word.char_indices().map(|(at, _)| at).chain([word.len()]).collect();
        let whole = ends.len() - 1;
        for length in 1..=3.min(whole.saturating_sub(1)) {
            for from in 0..=whole - length {
                let share = if length == 1 { CHARACTER_SHARE } else { PART_SHARE };
                self.head(&word[ends[from]..ends[from + length]], share);
            }
        }
    }

    /// A translation that the user gave: all its words.
    fn term(&mut self, translation: &str) {
        let words = translation.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let found: Vec<u32> = words
            .filter_map(|word| {
                let lower = word.to_lowercase();
                self.targets
                    .get(self.stems.stem(&lower).as_str())
                    .or_else(|| self.targets.get(lower.as_str()))
                    .copied()
            })
            .collect();
        let share = (found.len().max(1) as f32).sqrt();
        self.found.extend(found.into_iter().map(|target| (target, 1.0 / share)));
    }

    fn finish(&mut self) -> Vec<(u32, f32)> {
        let mut row = std::mem::take(&mut self.found);
        row.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        row.dedup_by_key(|(target, _)| *target);
        row
    }
}

/// Words that look alike in two languages: the same, or the same at the beginning.
struct Cognates<'a> {
    /// Target types by their first characters.
    beginnings: HashMap<String, Vec<(&'a str, u32)>>,
}

impl<'a> Cognates<'a> {
    /// Characters that cognates have in common.
    const COMMON: usize = 4;
    /// What a pair of cognates weighs that are not the same.
    const WEIGHT: f32 = 0.5;

    fn beginning(word: &str) -> String {
        word.chars().take(Self::COMMON).collect()
    }

    fn new(kinds: &'a [String]) -> Self {
        let mut beginnings: HashMap<String, Vec<(&str, u32)>> = HashMap::new();
        for (kind, number) in kinds.iter().zip(0..) {
            beginnings.entry(Self::beginning(kind)).or_default().push((kind, number));
        }
        Self { beginnings }
    }

    fn of(&self, word: &str, found: &mut Vec<(u32, f32)>) {
        let beginning = Self::beginning(word);
        let long = beginning.chars().count() == Self::COMMON;
        for &(target, number) in self.beginnings.get(&beginning).into_iter().flatten() {
            if target == word {
                found.push((number, 1.0));
            } else if long {
                let longer = target.chars().count().max(word.chars().count()) as f32;
                let same = target.chars().zip(word.chars()).take_while(|(a, b)| a == b).count() as f32;
                found.push((number, Self::WEIGHT * same / longer));
            }
        }
    }
}

impl Prior {
    /// Looks every type of the source up.
    pub(super) fn new(source: &Side, target: &Side, terms: &Terms, stems: &Stems) -> Self {
        let targets: HashMap<&str, u32> = target.kinds.iter().map(String::as_str).zip(0..).collect();
        let cache = vec![Known::NotYet; lexicon::english_words()];
        let mut row = Row { targets: &targets, stems, cache, found: Vec::new() };
        let cognates = (source.shares == Shares::Even).then(|| Cognates::new(&target.kinds));
        let rows = source
            .kinds
            .iter()
            .map(|key| {
                match key.chars().next() {
                    Some('@') => row.found.extend(targets.get(&key[1..]).map(|&target| (target, 1.0))),
                    Some('#' | '§') => {
                        row.found.extend(targets.get(key.as_str()).map(|&target| (target, 1.0)));
                    }
                    Some('?' | '!' | '"' | '…') => {
                        row.found.extend(targets.get(key.as_str()).map(|&target| (target, 0.5)));
                    }
                    _ => match &cognates {
                        Some(cognates) => cognates.of(key, &mut row.found),
                        None => row.chinese(key),
                    },
                }
                for translation in terms.of(key.trim_start_matches('@')) {
                    row.term(translation);
                }
                row.finish()
            })
            .collect();
        Self { rows, source_frequency: source.frequencies(), target_frequency: target.frequencies() }
    }

    /// What the lexicon has for a source type: target types and weights.
    pub(super) fn of(&self, source: u32) -> &[(u32, f32)] {
        &self.rows[source as usize]
    }

    fn ratio(&self, source: usize, target: u32, forward: f32, backward: f32) -> Ratio {
        Ratio {
            target,
            forward: (forward / self.target_frequency[target as usize]).min(LARGEST_RATIO),
            backward: (backward / self.source_frequency[source]).min(LARGEST_RATIO),
        }
    }

    /// The table before the text has been heard.
    pub(super) fn table(&self) -> Table {
        let mut table = Table { starts: vec![0], ratios: Vec::new() };
        for (source, row) in self.rows.iter().enumerate() {
            table.ratios.extend(row.iter().map(|&(target, weight)| {
                let t = weight * LEXICON_WEIGHT;
                self.ratio(source, target, t, t)
            }));
            table.starts.push(table.ratios.len() as u32);
        }
        table
    }

    /// The table that the words of some beads teach: for each bead the source types and the target types in it.
    pub(super) fn learn(&self, beads: &[(Vec<u32>, Vec<u32>)]) -> Table {
        let seen = Seen::new(self, beads);
        let (mut forward, mut backward) = (seen.start.clone(), seen.start.clone());
        for _ in 0..ITERATIONS {
            seen.iterate(self, beads, &mut forward, &mut backward);
        }
        let mut table = Table { starts: vec![0], ratios: Vec::new() };
        for source in 0..self.rows.len() {
            for pair in seen.row(source) {
                let ratio = self.ratio(source, seen.targets[pair], forward[pair], backward[pair]);
                if ratio.forward > SMALLEST_RATIO || ratio.backward > SMALLEST_RATIO {
                    table.ratios.push(ratio);
                }
            }
            table.starts.push(table.ratios.len() as u32);
        }
        table
    }
}

/// The pairs of types that stand together in a bead or in the lexicon, numbered by source type.
struct Seen {
    starts: Vec<u32>,
    targets: Vec<u32>,
    /// Weight in the lexicon, 0 for most.
    prior: Vec<f32>,
    /// Where the estimate begins.
    start: Vec<f32>,
    /// For every bead the numbers of its pairs, source by source.
    pairs: Vec<u32>,
    bead_starts: Vec<usize>,
}

/// A pair that has no number yet.
const UNNUMBERED: u32 = u32::MAX;

impl Seen {
    fn new(prior: &Prior, beads: &[(Vec<u32>, Vec<u32>)]) -> Self {
        let mut bead_starts = vec![0];
        for (source, target) in beads {
            bead_starts.push(bead_starts[bead_starts.len() - 1] + source.len() * target.len());
        }
        // Where each source type occurs: bead, and place of its first pair there.
        let mut occurrences: Vec<Vec<(u32, usize)>> = vec![Vec::new(); prior.rows.len()];
        for (bead, (source, target)) in beads.iter().enumerate() {
            for (index, &kind) in source.iter().enumerate() {
                occurrences[kind as usize].push((bead as u32, bead_starts[bead] + index * target.len()));
            }
        }
        let mut seen = Self {
            starts: vec![0],
            targets: Vec::new(),
            prior: Vec::new(),
            start: Vec::new(),
            pairs: vec![0; bead_starts[beads.len()]],
            bead_starts,
        };
        let mut number = vec![UNNUMBERED; prior.target_frequency.len()];
        for (source, row) in prior.rows.iter().enumerate() {
            let begin = seen.targets.len();
            for &(target, weight) in row {
                number[target as usize] = seen.targets.len() as u32;
                seen.targets.push(target);
                seen.prior.push(weight);
            }
            for &(bead, at) in &occurrences[source] {
                for (offset, &target) in beads[bead as usize].1.iter().enumerate() {
                    if number[target as usize] == UNNUMBERED {
                        number[target as usize] = seen.targets.len() as u32;
                        seen.targets.push(target);
                        seen.prior.push(0.0);
                    }
                    seen.pairs[at + offset] = number[target as usize];
                }
            }
            for &target in &seen.targets[begin..] {
                number[target as usize] = UNNUMBERED;
            }
            seen.starts.push(seen.targets.len() as u32);
        }
        seen.start = seen.prior.iter().map(|weight| weight * LEXICON_WEIGHT + FLOOR).collect();
        seen
    }

    fn row(&self, source: usize) -> std::ops::Range<usize> {
        self.starts[source] as usize..self.starts[source + 1] as usize
    }

    /// One iteration of Model 1 in both directions.
    fn iterate(
        &self,
        prior: &Prior,
        beads: &[(Vec<u32>, Vec<u32>)],
        forward: &mut [f32],
        backward: &mut [f32],
    ) {
        let (mut forward_counts, mut backward_counts) = (vec![0.0; forward.len()], vec![0.0; backward.len()]);
        let mut sums = Vec::new();
        for ((source, target), pairs) in
            beads.iter().zip(self.bead_starts.windows(2).map(|w| &self.pairs[w[0]..w[1]]))
        {
            if target.is_empty() {
                continue;
            }
            sums.clear();
            sums.extend(target.iter().map(|&kind| prior.target_frequency[kind as usize]));
            for pairs in pairs.chunks_exact(target.len()) {
                for (sum, &pair) in sums.iter_mut().zip(pairs) {
                    *sum += forward[pair as usize];
                }
            }
            for (pairs, &kind) in pairs.chunks_exact(target.len()).zip(source) {
                let whole: f32 = pairs.iter().map(|&pair| backward[pair as usize]).sum();
                let whole = whole + prior.source_frequency[kind as usize];
                for (sum, &pair) in sums.iter().zip(pairs) {
                    forward_counts[pair as usize] += forward[pair as usize] / sum;
                    backward_counts[pair as usize] += backward[pair as usize] / whole;
                }
            }
        }
        let mut target_totals = vec![0.0; prior.target_frequency.len()];
        for (&target, count) in self.targets.iter().zip(&backward_counts) {
            target_totals[target as usize] += count;
        }
        for source in 0..prior.rows.len() {
            let total: f32 = forward_counts[self.row(source)].iter().sum();
            for pair in self.row(source) {
                let known = self.prior[pair] * LEXICON_COUNT;
                forward[pair] = ((forward_counts[pair] - DISCOUNT).max(0.0) + known) / (total + UNSEEN_COUNT);
                backward[pair] = ((backward_counts[pair] - DISCOUNT).max(0.0) + known)
                    / (target_totals[self.targets[pair] as usize] + UNSEEN_COUNT);
            }
        }
    }
}
