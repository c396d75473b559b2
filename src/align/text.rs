//! A text as the aligner sees it: for each sentence its words, where they stand in it, and its outside.
//!
//! Words are kept as *types*, numbered in the order they come up. A type is a key:
//!
//! | key | what it is |
//! |---|---|
//! | `言论`, `remark` | a Chinese word, a stem |
//! | `@raab` | a word written in letters, or a name read by its sound, inside Chinese |
//! | `#43400` | a number, by its value |
//! | `?`, `!`, `"`, `…` | a mark that translators keep |
//! | `§3` | the sentence is one side of a pair that the user's memory has |

use std::collections::{HashMap, HashSet};

use super::cue::{self, Speech, Surface};
use super::lexicon;
use super::number;
use super::sentence::{Opens, Sentence};
use super::shape::Shares;
use super::stem::Stems;
use super::terms::{Known, Terms};
use crate::lang::{Language, is_han};
use crate::words::english::STOP;

/// A word of a sentence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Word {
    /// Its type.
    pub(super) kind: u32,
    /// Where it stands: the share of the sentence's bytes before its middle, 0 to 1.
    pub(super) at: f32,
}

/// A sentence, analysed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Analysed {
    pub(super) words: Vec<Word>,
    pub(super) surface: Surface,
    /// Its length in bytes; never 0.
    pub(super) bytes: f32,
    /// Bytes of it that are speech.
    pub(super) spoken: f32,
    pub(super) opens: Opens,
}

/// One side of the alignment, analysed.
#[derive(Debug, Default)]
pub(super) struct Side {
    pub(super) sentences: Vec<Analysed>,
    /// The keys of the types, by number.
    pub(super) kinds: Vec<String>,
    /// How often the shapes of beads are expected from this side to the other.
    pub(super) shares: Shares,
}

impl Side {
    /// The length of some sentences in bytes.
    pub(super) fn bytes(&self, sentences: &std::ops::Range<usize>) -> f32 {
        self.sentences[sentences.clone()].iter().map(|sentence| sentence.bytes).sum()
    }

    /// How often each type occurs, as a share of all words, smoothed.
    pub(super) fn frequencies(&self) -> Vec<f32> {
        let mut counts = vec![0u32; self.kinds.len()];
        let mut total = 0u32;
        for word in self.sentences.iter().flat_map(|sentence| &sentence.words) {
            counts[word.kind as usize] += 1;
            total += 1;
        }
        counts.iter().map(|&count| (count as f32 + 0.5) / (total as f32 + 1.0)).collect()
    }
}

/// How a text is written, and so how its words are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Writing {
    Chinese,
    Japanese,
    /// With blanks between words.
    Spaced,
}

fn writing(sentences: &[Sentence<'_>]) -> Writing {
    let sample: String = sentences.iter().take(200).map(|sentence| sentence.text).collect();
    match Language::of_text(&sample).primary() {
        "zh" => Writing::Chinese,
        "ja" => Writing::Japanese,
        _ => Writing::Spaced,
    }
}

/// Analyses two texts, the one with more Chinese first.
pub(super) fn sides(
    source: &[Sentence<'_>],
    target: &[Sentence<'_>],
    terms: &Terms,
    stems: &Stems,
) -> (Side, Side) {
    let known = terms.known(source, target);
    match (writing(source), writing(target)) {
        (Writing::Chinese, Writing::Spaced) => {
            let (target, names) = alphabetic(target, stems, &known.target);
            let source = chinese(source, &names, terms, stems, &known.source);
            (Side { shares: Shares::FromChinese, ..source }, target)
        }
        (first, second) => {
            let side = |writing, sentences, known| match writing {
                Writing::Spaced => alphabetic(sentences, stems, known).0,
                Writing::Chinese | Writing::Japanese => characters(sentences, known),
            };
            (side(first, source, &known.source), side(second, target, &known.target))
        }
    }
}

/// Chinese words too common to tell one sentence from another.
const COMMON: &str =
    "的了是在我你他她它们就也都着和与及吧吗呢啊这那个一不有人上下来去到说把被得地之而其为以于会能要";

/// Words of a sentence that are looked at: a text without full stops is one sentence of any length.
const MOST_WORDS: usize = 1000;

/// Collects the words of one side.
#[derive(Default)]
struct Collector {
    numbers: HashMap<String, u32>,
    kinds: Vec<String>,
    sentences: Vec<Analysed>,
    words: Vec<Word>,
    length: f32,
    speech: Speech,
}

impl Collector {
    fn begin(&mut self, sentence: &Sentence<'_>) {
        self.length = sentence.text.len().max(1) as f32;
    }

    /// Adds a word that stands at a byte range.
    fn add(&mut self, key: &str, from: usize, to: usize) {
        let kind = if let Some(&kind) = self.numbers.get(key) {
            kind
        } else {
            let kind = self.kinds.len() as u32;
            self.numbers.insert(key.to_owned(), kind);
            self.kinds.push(key.to_owned());
            kind
        };
        if self.words.len() >= MOST_WORDS {
            return;
        }
        self.words.push(Word { kind, at: (from + to) as f32 / 2.0 / self.length });
    }

    fn end(&mut self, sentence: &Sentence<'_>, surface: Surface) {
        self.sentences.push(Analysed {
            words: std::mem::take(&mut self.words),
            surface,
            bytes: self.length,
            spoken: self.speech.follow(sentence.text),
            opens: sentence.opens,
        });
    }

    /// The pairs of the user's memory that the sentence is a side of.
    fn known(&mut self, sentence: &Sentence<'_>, known: &Known) {
        /// As many words as a known pair weighs.
        const WEIGHT: usize = 3;
        if let Some(pair) = known.get(sentence.text.trim()) {
            for copy in 0..WEIGHT {
                self.add(&format!("§{pair}.{copy}"), 0, sentence.text.len());
            }
        }
    }

    fn finish(self) -> Side {
        Side { sentences: self.sentences, kinds: self.kinds, shares: Shares::Even }
    }

    /// The marks that translators keep, at most two of a kind.
    fn marks(&mut self, text: &str) {
        let mut seen = [0u8; 4];
        let mut before = None;
        for (at, c) in text.char_indices() {
            let mark = match c {
                '?' | '？' => Some(0),
                '!' | '！' => Some(1),
                '“' | '「' => Some(2),
                '"' | '‘' | '\'' if before.is_none_or(char::is_whitespace) => Some(2),
                '…' | '—' => Some(3),
                '.' if text[at..].starts_with("...") => Some(3),
                _ => None,
            };
            if let Some(mark) = mark {
                let most = if mark == 3 { 1 } else { 2 };
                if seen[mark] < most {
                    seen[mark] += 1;
                    self.add(["?", "!", "\"", "…"][mark], at, at + c.len_utf8());
                }
            }
            before = Some(c);
        }
    }
}

/// A run of letters: byte range, and whether it begins with a capital letter.
struct Letters<'a> {
    text: &'a str,
    at: usize,
    capital: bool,
}

/// The runs of letters outside Chinese, without what follows an apostrophe (`Chen’s`, `don’t`).
fn letters(text: &str) -> Vec<Letters<'_>> {
    let mut runs = Vec::new();
    let mut start = None;
    let mut skip = false;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let is_letter = c.is_alphabetic() && !is_han(c);
        match (start, is_letter) {
            (None, true) if !skip => start = Some(at),
            (Some(from), false) => {
                let run: &str = &text[from..at];
                runs.push(Letters { text: run, at: from, capital: run.starts_with(char::is_uppercase) });
                start = None;
            }
            _ => {}
        }
        skip = if is_letter {
            skip
        } else {
            matches!(c, '\'' | '’') && text[..at].ends_with(char::is_alphabetic)
        };
    }
    runs
}

/// Analyses a text in a language with an alphabet, and finds its names: words that begin with a capital letter
/// inside sentences and nowhere with a small one.
fn alphabetic(sentences: &[Sentence<'_>], stems: &Stems, known: &Known) -> (Side, HashSet<String>) {
    let mut side = Collector::default();
    let (mut capital, mut small) = (HashSet::new(), HashSet::new());
    let mut cache: HashMap<String, String> = HashMap::new();
    for sentence in sentences {
        side.begin(sentence);
        let runs = letters(sentence.text);
        for (index, run) in runs.iter().enumerate() {
            let lower = run.text.to_lowercase();
            if !run.capital {
                small.insert(lower.clone());
            } else if index > 0 && run.text.len() > 1 {
                capital.insert(lower.clone());
            }
            if STOP.contains(&lower) {
                continue;
            }
            let stem = cache.entry(lower).or_insert_with_key(|lower| stems.stem(lower));
            let month = run.capital.then(|| cue::month(&run.text.to_lowercase())).flatten();
            side.add(month.unwrap_or(stem), run.at, run.at + run.text.len());
        }
        for found in number::alphabetic(sentence.text) {
            side.add(&format!("#{}", found.value), found.at, found.at);
        }
        side.marks(sentence.text);
        side.known(sentence, known);
        side.end(sentence, cue::alphabetic(sentence.text));
    }
    (side.finish(), capital.difference(&small).cloned().collect())
}

/// Analyses a Chinese text. The names of the other side, in lower case, are looked for by their sound.
fn chinese(
    sentences: &[Sentence<'_>],
    names: &HashSet<String>,
    terms: &Terms,
    stems: &Stems,
    known: &Known,
) -> Side {
    let mut side = Collector::default();
    let mut sounds: Vec<(&str, usize)> = Vec::new();
    for sentence in sentences {
        side.begin(sentence);
        let folded: String = sentence.text.chars().map(lexicon::fold).collect();
        // A character and its simplified form may differ in length; places are then told in the folded text.
        let mut at = 0;
        while let Some(c) = folded[at..].chars().next() {
            let length =
                if is_han(c) { terms.longest(&folded[at..]).unwrap_or(c.len_utf8()) } else { c.len_utf8() };
            let word = &folded[at..at + length];
            if is_han(c) && !(length == c.len_utf8() && COMMON.contains(c)) {
                side.add(word, at, at + length);
            }
            at += length;
        }
        if !names.is_empty() {
            sounds.clear();
            sounds.extend(
                folded
                    .char_indices()
                    .filter(|(_, c)| is_han(*c))
                    .map(|(at, c)| (lexicon::reading(c).unwrap_or("?"), at)),
            );
            let mut name = String::new();
            for from in 0..sounds.len() {
                name.clear();
                for (sound, at) in sounds[from..].iter().take(3) {
                    name.push_str(sound);
                    if name.len() > 1 && names.contains(&name) {
                        side.add(&format!("@{}", stems.stem(&name)), sounds[from].1, at + 3);
                    }
                }
            }
        }
        for run in letters(&folded) {
            let lower = run.text.to_lowercase();
            if run.text.len() > 1 && !STOP.contains(&lower) {
                side.add(&format!("@{}", stems.stem(&lower)), run.at, run.at + run.text.len());
            }
        }
        for found in number::chinese(&folded) {
            let lead = if found.value.starts_with(|c: char| c.is_ascii_digit()) { '#' } else { '@' };
            side.add(&format!("{lead}{}", found.value), found.at, found.at);
        }
        side.marks(&folded);
        side.known(sentence, known);
        side.end(sentence, cue::chinese(sentence.text));
    }
    side.finish()
}

/// Analyses a Chinese or Japanese text for a language that no lexicon leads to: every Chinese character is a word,
/// and every run of katakana or of letters.
fn characters(sentences: &[Sentence<'_>], known: &Known) -> Side {
    let mut side = Collector::default();
    let is_katakana = |c: char| ('\u{30A1}'..='\u{30FC}').contains(&c);
    for sentence in sentences {
        side.begin(sentence);
        let folded: String = sentence.text.chars().map(lexicon::fold).collect();
        let mut at = 0;
        while let Some(c) = folded[at..].chars().next() {
            let rest = &folded[at..];
            let length = if is_katakana(c) {
                rest.find(|c| !is_katakana(c)).unwrap_or(rest.len())
            } else {
                c.len_utf8()
            };
            if is_han(c) && !COMMON.contains(c) || is_katakana(c) {
                side.add(&rest[..length], at, at + length);
            }
            at += length;
        }
        for run in letters(&folded).iter().filter(|run| run.text.is_ascii() && run.text.len() > 1) {
            side.add(&run.text.to_lowercase(), run.at, run.at + run.text.len());
        }
        for found in number::chinese(&folded) {
            side.add(&format!("#{}", found.value), found.at, found.at);
        }
        side.marks(&folded);
        side.known(sentence, known);
        side.end(sentence, cue::chinese(sentence.text));
    }
    side.finish()
}
