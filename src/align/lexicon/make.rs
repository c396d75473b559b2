//! Makes `cedict.bin`, the Chinese–English lexicon that the aligner has compiled in, from the text form of
//! CC-CEDICT:
//!
//! ```text
//! cargo run --example make-lexicon -- cedict_ts.u8 src/align/lexicon/cedict.bin
//! ```
//!
//! CC-CEDICT (MDBG and its contributors, CC BY-SA 4.0) has one entry a line,
//! `傳統 传统 [chuan2 tong3] /tradition/traditional/`. Kept of it:
//!
//! - every headword in its simplified form, with the content words of its glosses and how many words stand in
//!   the gloss of each (a word alone in its gloss is a better translation than one of six);
//! - the simplified form of each traditional character, as most headwords have it;
//! - the reading of each character, without tone, as most headwords have it.
//!
//! The layout of the file is told in `mod.rs`, which reads it.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

/// The lists of English words; those of the class `stop` translate nothing.
const ENGLISH: &str = include_str!("../../words/english.tsv");

/// Glosses with more content words than this are explanations, not translations.
const LONGEST_GLOSS: usize = 10;

/// How much of a word's weight an entry has that it only borrows: `variant of 裡|里[li3]`.
const BORROWED_LENGTH: u8 = 2;

fn is_stop(word: &str) -> bool {
    ENGLISH.lines().any(|line| line.split('\t').take(2).eq([word, "stop"]))
}

#[derive(Default)]
struct Draft {
    /// Headword → English word → content words in the shortest gloss that holds it.
    heads: BTreeMap<String, BTreeMap<String, u8>>,
    /// Headword → headwords that its glosses only point to.
    pointers: BTreeMap<String, BTreeSet<String>>,
    /// Traditional character → simplified character → number of headwords.
    folds: BTreeMap<char, BTreeMap<char, usize>>,
    /// Simplified character → reading → number of headwords.
    readings: BTreeMap<char, BTreeMap<String, usize>>,
}

impl Draft {
    fn add_line(&mut self, line: &str) -> Option<()> {
        let (traditional, rest) = line.split_once(' ')?;
        let (simplified, rest) = rest.split_once(" [")?;
        let (pinyin, glosses) = rest.split_once("] /")?;
        for (from, to) in traditional.chars().zip(simplified.chars()) {
            *self.folds.entry(from).or_default().entry(to).or_default() += 1;
        }
        let syllables: Vec<String> = pinyin
            .split(' ')
            .map(|s| s.trim_end_matches(|c: char| c.is_ascii_digit()).to_lowercase().replace("u:", "u"))
            .collect();
        if syllables.len() == simplified.chars().count() {
            for (c, syllable) in simplified.chars().zip(syllables) {
                if !c.is_ascii() && syllable.bytes().all(|b| b.is_ascii_lowercase()) && syllable.len() <= 6 {
                    *self.readings.entry(c).or_default().entry(syllable).or_default() += 1;
                }
            }
        }
        let head = self.heads.entry(simplified.to_owned()).or_default();
        for gloss in glosses.trim_end_matches('/').split(['/', ';']) {
            if let Some(target) = pointer(gloss) {
                self.pointers.entry(simplified.to_owned()).or_default().insert(target);
            }
            let gloss = without_brackets(gloss);
            let gloss = gloss.trim();
            if let Some(name) = gloss.strip_prefix("surname ") {
                head.entry(name.trim().to_lowercase()).or_insert(4);
                continue;
            }
            if ["CL:", "variant of", "old variant", "see ", "used in", "also written"]
                .iter()
                .any(|p| gloss.starts_with(p))
            {
                continue;
            }
            let words: Vec<String> = gloss
                .split(|c: char| !c.is_ascii_alphabetic())
                .map(str::to_lowercase)
                .filter(|w| !w.is_empty() && !is_stop(w))
                .filter(|w| {
                    !matches!(
                        w.as_str(),
                        "idiom" | "fig" | "lit" | "abbr" | "esp" | "loanword" | "classifier"
                    )
                })
                .collect();
            if words.len() > LONGEST_GLOSS {
                continue;
            }
            let length = u8::try_from(words.len()).ok()?;
            for word in words {
                let shortest = head.entry(word).or_insert(length);
                *shortest = length.min(*shortest);
            }
        }
        Some(())
    }

    /// Gives entries that only point elsewhere the translations of what they point to.
    fn follow_pointers(&mut self) {
        for (from, targets) in &self.pointers {
            let borrowed: Vec<(String, u8)> = targets
                .iter()
                .filter_map(|target| self.heads.get(target))
                .flatten()
                .map(|(word, &length)| (word.clone(), length.saturating_add(BORROWED_LENGTH)))
                .collect();
            let head = self.heads.entry(from.clone()).or_default();
            for (word, length) in borrowed {
                head.entry(word).or_insert(length);
            }
        }
    }
}

/// The simplified form of the headword that a gloss points to: `里` of `variant of 裡|里[li3]`.
fn pointer(gloss: &str) -> Option<String> {
    let rest = ["variant of ", "see ", "abbr. for ", "also written ", "same as "]
        .iter()
        .find_map(|lead| gloss.trim().trim_start_matches("old ").strip_prefix(lead))?;
    let target = rest.split(['[', ',', ' ', '(']).next()?;
    let target = target.rsplit('|').next()?;
    (!target.is_empty() && !target.is_ascii()).then(|| target.to_owned())
}

fn without_brackets(gloss: &str) -> String {
    let mut out = String::new();
    let mut depth = 0usize;
    for c in gloss.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// A section that grows, and the offsets of its parts.
#[derive(Default)]
struct Parts {
    offsets: Vec<u8>,
    bytes: Vec<u8>,
}

impl Parts {
    fn push(&mut self, part: &[u8]) -> Result<(), Box<dyn Error>> {
        self.offsets.extend(u32::try_from(self.bytes.len())?.to_le_bytes());
        self.bytes.extend(part);
        Ok(())
    }

    fn finish(mut self) -> Result<[Vec<u8>; 2], Box<dyn Error>> {
        self.push(&[])?;
        Ok([self.offsets, self.bytes])
    }
}

fn varint(mut value: u32, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push((value & 0x7F) as u8 | 0x80);
        value >>= 7;
    }
    out.push((value & 0x7F) as u8);
}

/// The most frequent of several, the first among equals.
fn majority<T: Clone>(counts: &BTreeMap<T, usize>) -> Option<T> {
    let most = counts.values().max()?;
    counts.iter().find(|(_, count)| *count == most).map(|(value, _)| value.clone())
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(from), Some(to)) = (arguments.next(), arguments.next()) else {
        return Err("usage: make-lexicon CC-CEDICT OUT".into());
    };
    let mut draft = Draft::default();
    for line in std::fs::read_to_string(from)?.lines().filter(|line| !line.starts_with('#')) {
        draft.add_line(line).ok_or_else(|| format!("not an entry: {line}"))?;
    }
    draft.follow_pointers();

    let mut folds = Vec::new();
    for (from, counts) in &draft.folds {
        let to = majority(counts).unwrap_or(*from);
        if to != *from {
            folds.extend(u32::from(*from).to_le_bytes());
            folds.extend(u32::from(to).to_le_bytes());
        }
    }

    let readings: BTreeMap<char, String> =
        draft.readings.iter().filter_map(|(c, counts)| Some((*c, majority(counts)?))).collect();
    let syllables: BTreeSet<&String> = readings.values().collect();
    let syllable_at: BTreeMap<&String, u32> = syllables.iter().copied().zip(0..).collect();
    let mut reading_bytes = Vec::new();
    for (c, syllable) in &readings {
        reading_bytes.extend(u32::from(*c).to_le_bytes());
        reading_bytes.extend(syllable_at[syllable].to_le_bytes());
    }

    let words: BTreeSet<&String> = draft.heads.values().flat_map(BTreeMap::keys).collect();
    let word_at: BTreeMap<&String, u32> = words.iter().copied().zip(0..).collect();

    let (mut firsts, mut heads, mut glosses) = (Vec::new(), Parts::default(), Parts::default());
    let mut last = None;
    for (index, (head, translations)) in (0u32..).zip(&draft.heads) {
        let first = head.chars().next();
        if first != last {
            firsts.extend(first.map_or(0, u32::from).to_le_bytes());
            firsts.extend(index.to_le_bytes());
            last = first;
        }
        heads.push(head.as_bytes())?;
        let mut gloss = Vec::new();
        for (word, length) in translations {
            varint(word_at[word], &mut gloss);
            gloss.push(*length);
        }
        glosses.push(&gloss)?;
    }

    let strings = |strings: &BTreeSet<&String>| -> Result<[Vec<u8>; 2], Box<dyn Error>> {
        let mut parts = Parts::default();
        for string in strings {
            parts.push(string.as_bytes())?;
        }
        parts.finish()
    };
    let [word_offsets, word_bytes] = strings(&words)?;
    let [syllable_offsets, syllable_bytes] = strings(&syllables)?;
    let [head_offsets, head_bytes] = heads.finish()?;
    let [gloss_offsets, gloss_bytes] = glosses.finish()?;
    let sections = [
        folds,
        reading_bytes,
        syllable_offsets,
        syllable_bytes,
        firsts,
        head_offsets,
        head_bytes,
        gloss_offsets,
        gloss_bytes,
        word_offsets,
        word_bytes,
    ];
    let mut out = Vec::new();
    for section in &sections {
        out.extend(u32::try_from(section.len())?.to_le_bytes());
    }
    out.extend(sections.concat());
    std::fs::write(to, out)?;
    Ok(())
}
