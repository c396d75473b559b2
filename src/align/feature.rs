//! What a candidate bead looks like, as numbers that the model weighs.

#![cfg_attr(
    not(feature = "learn"),
    allow(dead_code, unreachable_pub, reason = "only who learns the weights looks at features by name")
)]

use std::ops::Range;

use super::cue;
use super::embedding::Meaning;
use super::first_pass::{Lengths, Scorer};
use super::lexical_gain::{EXPLAINED, Gains, ln_product};
use super::prepared::Prepared;
use super::shape::{LARGEST, Shape};
use super::structure::{self, openings};
use super::text::{Analysed, Side};
use super::translation::Table;

/// How fast a word's counterpart loses weight with the distance between the places of the two in their bead.
const NEARNESS: f32 = 8.0;
/// A word whose best ratio is below this has no counterpart in the bead.
const COVERED: f32 = 3.0;
/// Gain of a sentence that no neighbour was looked at for.
const NO_GAIN: f32 = -9.0;
/// No difference of lengths counts more.
const LENGTH_MOST: f32 = 12.0;

macro_rules! features {
    ($($(#[doc = $doc:literal])* $name:ident,)*) => {
        /// The features, by their place.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(usize)]
        pub enum Feature { $($(#[doc = $doc])* $name,)* }

        impl Feature {
            /// All features, in order.
            pub const ALL: &[Self] = &[$(Self::$name,)*];
        }
    };
}

features! {
    /// Null bead.
    Null,
    /// Null bead of the target.
    NullTarget,
    /// Null bead: log of the sentence's words.
    NullLength,
    /// Null bead: how badly the neighbours across explain the sentence.
    NullGain,
    /// Null bead: share of 1-1 beads in the first pass, the genre's signal.
    NullGenre,
    /// Log prior of the shape.
    Shape,
    /// One sentence on each side, by the genre.
    OneGenre,
    /// Several sentences on both sides.
    Many,
    /// Gaussian of the lengths.
    Length,
    /// Gain of the target words.
    TargetGain,
    /// What the gain of the target words wins when places inside the bead count.
    TargetOrder,
    /// Target words without a counterpart.
    TargetUncovered,
    /// Gain of the source words.
    SourceGain,
    /// What the gain of the source words wins when places inside the bead count.
    SourceOrder,
    /// Source words without a counterpart.
    SourceUncovered,
    /// Both sides end with a question.
    BothAsk,
    /// Both sides end with a closing quote.
    BothClose,
    /// One side alone ends with a closing quote.
    OneCloses,
    /// Both sides begin with an opening quote.
    BothOpen,
    /// One side alone begins with an opening quote.
    OneOpens,
    /// Difference in the number of quotes.
    QuoteDifference,
    /// Difference in the share of speech.
    SpeechDifference,
    /// Both sides begin with words of one meaning.
    SameLead,
    /// The target begins with a connective that the source does not begin with.
    OtherLead,
    /// Target sentences beyond one, against the commas of the source.
    TargetsForCommas,
    /// Target sentences beyond one, against the inner full stops of the source.
    TargetsForBreaks,
    /// Target sentences that the breaks of the source do not account for.
    TargetsExcess,
    /// Source sentences beyond one, against the words of the target.
    SourcesForWords,
    /// Inner target sentences that begin with a conjunction.
    InnerConjunction,
    /// Inner target sentences that begin with a small letter.
    InnerLower,
    /// Inner target sentences that begin with an opening quote.
    InnerOpens,
    /// Inner target sentences behind a question or an exclamation.
    InnerAsk,
    /// Inner source sentences that begin with a pronoun.
    InnerPronoun,
    /// Both sides begin with a heading, or with a line that stands alone.
    SameOpening,
    /// One side alone does.
    OtherOpening,
    /// Headings and lines inside.
    InnerOpening,
    /// Both sides begin a paragraph, as far as paragraphs agree in the text.
    BothParagraphs,
    /// One side alone begins a paragraph, likewise.
    OneParagraph,
    /// Paragraphs that begin inside, likewise.
    InnerParagraphs,
    /// How far the cosine of the sides' vectors stands out, where an encoder made some.
    Margin,
    /// The same for each sentence beyond two.
    MarginMany,
    /// Null bead: how far the cosine with a neighbour across stands out.
    NullMargin,
}

/// Number of features.
pub const FEATURES: usize = Feature::ALL.len();

/// The features of one candidate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Features(pub [f32; FEATURES]);

impl Features {
    fn set(&mut self, feature: Feature, value: f32) {
        self.0[feature as usize] = value;
    }
}

/// Two words that may translate one another, in one pair of sentences.
#[derive(Debug, Clone, Copy)]
struct Link {
    source: u16,
    target: u16,
    forward: f32,
    backward: f32,
}

/// A word that a sentence repeats more often than that is linked by its first places only: the links of one that
/// stands there 250 times with its counterpart would be 60,000 for each pair of sentences.
const MOST_OFTEN: usize = 16;

/// Links of each source sentence with the target sentences near it.
struct Links {
    windows: Vec<Range<usize>>,
    starts: Vec<Vec<u32>>,
    list: Vec<Link>,
}

impl Links {
    fn new(source: &Side, target: &Side, table: &Table, windows: &[Range<usize>]) -> Self {
        let mut places: Vec<Vec<(u32, u16)>> = vec![Vec::new(); target.kinds.len()];
        for (number, sentence) in (0u32..).zip(&target.sentences) {
            for (at, word) in (0u16..).zip(&sentence.words) {
                let places = &mut places[word.kind as usize];
                let often =
                    places.len().checked_sub(MOST_OFTEN).is_some_and(|first| places[first].0 == number);
                if !often {
                    places.push((number, at));
                }
            }
        }
        let (mut starts, mut links) = (Vec::with_capacity(windows.len()), Vec::new());
        let mut found: Vec<(u32, Link)> = Vec::new();
        let mut times = vec![0usize; source.kinds.len()];
        for (sentence, window) in source.sentences.iter().zip(windows) {
            found.clear();
            sentence.words.iter().for_each(|word| times[word.kind as usize] = 0);
            for (at, word) in (0u16..).zip(&sentence.words) {
                times[word.kind as usize] += 1;
                if times[word.kind as usize] > MOST_OFTEN {
                    continue;
                }
                for ratio in table.of(word.kind) {
                    let places = &places[ratio.target as usize];
                    let from = places.partition_point(|place| (place.0 as usize) < window.start);
                    found.extend(
                        places[from..].iter().take_while(|place| (place.0 as usize) < window.end).map(
                            |&(number, target)| {
                                let link = Link {
                                    source: at,
                                    target,
                                    forward: ratio.forward,
                                    backward: ratio.backward,
                                };
                                (number, link)
                            },
                        ),
                    );
                }
            }
            found.sort_by_key(|(number, _)| *number);
            let mut row = Vec::with_capacity(window.len() + 1);
            let mut next = 0;
            for number in window.clone() {
                row.push((links.len() + next) as u32);
                next += found[next..].iter().take_while(|(other, _)| *other as usize == number).count();
            }
            row.push((links.len() + next) as u32);
            links.extend(found.iter().map(|(_, link)| *link));
            starts.push(row);
        }
        Self { windows: windows.to_vec(), starts, list: links }
    }

    fn of(&self, source: usize, target: usize) -> &[Link] {
        let (window, row) = (&self.windows[source], &self.starts[source]);
        if !window.contains(&target) {
            return &[];
        }
        let at = target - window.start;
        &self.list[row[at] as usize..row[at + 1] as usize]
    }
}

/// What is known of the text as a whole.
pub(super) struct Extractor<'a> {
    source: &'a Side,
    target: &'a Side,
    lengths: &'a Lengths,
    forward: &'a Gains,
    backward: &'a Gains,
    links: Links,
    /// How far quotes can be trusted, 0 to 1: whether both sides have them as often.
    quotes: f32,
    /// Share of 1-1 beads in the first pass, less what is usual.
    genre: f32,
    /// How far paragraphs begin together on both sides, 0 to 1.
    paragraphs: f32,
    meaning: Option<&'a Meaning>,
    /// exp(−x) at 1/64 steps.
    decay: Vec<f32>,
    source_words: Vec<Heard>,
    target_words: Vec<Heard>,
}

/// A word of the bead at hand.
#[derive(Debug, Clone, Copy, Default)]
struct Heard {
    /// Its place in the bead, 0 to 1.
    at: f32,
    /// Sum of the ratios of its counterparts, weighted by nearness.
    near: f32,
    /// The best of the ratios.
    best: f32,
}

const DECAY_STEPS: f32 = 64.0;

fn decay_table() -> Vec<f32> {
    let most = (NEARNESS * 1.5 * DECAY_STEPS) as usize;
    (0..=most).map(|step| (-(step as f32) / DECAY_STEPS).exp()).collect()
}

/// Σ exp(−κ·|p − q|) over n words spread evenly over a bead, seen from place p.
fn reach(at: f32, words: f32) -> f32 {
    let (left, right) = ((-NEARNESS * at).exp(), (-NEARNESS * (1.0 - at)).exp());
    (words * (2.0 - left - right) / NEARNESS).max(1e-3)
}

fn spread(words: &mut Vec<Heard>, sentences: &[Analysed]) {
    let total: f32 = sentences.iter().map(|sentence| sentence.bytes).sum();
    let mut before = 0.0;
    words.clear();
    for sentence in sentences {
        words.extend(
            sentence
                .words
                .iter()
                .map(|word| Heard { at: (before + word.at * sentence.bytes) / total, ..Heard::default() }),
        );
        before += sentence.bytes;
    }
}

impl<'a> Extractor<'a> {
    pub(super) fn new(text: &'a Prepared, scorer: &'a Scorer<'a>) -> Self {
        let Prepared { source, target, lengths, band, table, path, meaning } = text;
        let quotes = |side: &Side| side.sentences.iter().map(|s| f32::from(s.surface.quotes)).sum::<f32>();
        let (fewer, more) = {
            let (a, b) = (quotes(source), quotes(target));
            (a.min(b), a.max(b))
        };
        let steps = path.windows(2).map(|step| (step[1].0 - step[0].0, step[1].1 - step[0].1));
        let ones = steps.clone().filter(|&step| step == (1, 1)).count() as f32;
        let all = steps.count() as f32;
        Self {
            source,
            target,
            lengths,
            forward: &scorer.forward,
            backward: &scorer.backward,
            links: Links::new(source, target, table, &band.target_windows(LARGEST)),
            quotes: if fewer >= 3.0 { (fewer / more * 1.2).min(1.0) } else { 0.0 },
            paragraphs: structure::trust(source, target, path),
            genre: (ones + 15.0) / (all + 20.0) - 0.75,
            meaning: meaning.as_ref(),
            decay: decay_table(),
            source_words: Vec::new(),
            target_words: Vec::new(),
        }
    }

    /// The features of the bead with the given shape that begins at a node.
    pub(super) fn features(&mut self, i: usize, j: usize, shape: Shape) -> Features {
        let mut features = Features([0.0; FEATURES]);
        features.set(Feature::Shape, shape.log_prior(self.source.shares));
        if shape.is_null() {
            self.null(&mut features, i, j, shape);
        } else {
            let (source, target) = (i..i + shape.source, j..j + shape.target);
            let (one, many) = (shape.source.max(shape.target) == 1, shape.source.min(shape.target) > 1);
            features.set(Feature::OneGenre, self.genre * flag(one));
            features.set(Feature::Many, flag(many));
            features.set(Feature::Length, -self.lengths.cost(&source, &target).min(LENGTH_MOST));
            self.words(&mut features, &source, &target);
            self.surface(&mut features, &source, &target);
            self.openings(&mut features, &source, &target);
            if let Some(meaning) = self.meaning {
                let margin = meaning.margin(&source, &target);
                features.set(Feature::Margin, margin);
                features.set(Feature::MarginMany, margin * (shape.source + shape.target - 2) as f32);
            }
        }
        features
    }

    fn null(&self, features: &mut Features, i: usize, j: usize, shape: Shape) {
        features.set(Feature::Null, 1.0);
        features.set(Feature::NullGenre, self.genre);
        let best = |gains: &Gains, across: usize, here: usize| {
            [across.checked_sub(1), Some(across)]
                .into_iter()
                .flatten()
                .filter_map(|across| gains.of(across, 1, here..here + 1))
                .fold(NO_GAIN, f32::max)
                .min(0.0)
        };
        let (words, usual, gain) = if shape.source == 0 {
            features.set(Feature::NullTarget, 1.0);
            (self.target.sentences[j].surface.words, 2.3, best(self.forward, i, j))
        } else {
            (self.source.sentences[i].surface.words, 2.5, best(self.backward, j, i))
        };
        features.set(Feature::NullLength, f32::from(words).ln_1p() - usual);
        features.set(Feature::NullGain, gain);
        if let Some(meaning) = self.meaning {
            features.set(Feature::NullMargin, meaning.alone(i, j, shape));
        }
    }

    fn words(&mut self, features: &mut Features, source: &Range<usize>, target: &Range<usize>) {
        spread(&mut self.source_words, &self.source.sentences[source.clone()]);
        spread(&mut self.target_words, &self.target.sentences[target.clone()]);
        let mut source_before = 0;
        for i in source.clone() {
            let mut target_before = 0;
            for j in target.clone() {
                for link in self.links.of(i, j) {
                    let from = &mut self.source_words[source_before + usize::from(link.source)];
                    let to = &mut self.target_words[target_before + usize::from(link.target)];
                    let step = (NEARNESS * DECAY_STEPS * (from.at - to.at).abs()) as usize;
                    let near = self.decay[step.min(self.decay.len() - 1)];
                    to.near += near * link.forward;
                    to.best = to.best.max(link.forward);
                    from.near += near * link.backward;
                    from.best = from.best.max(link.backward);
                }
                target_before += self.target.sentences[j].words.len();
            }
            source_before += self.source.sentences[i].words.len();
        }
        let gain = self.forward.of(source.start, source.len(), target.clone()).unwrap_or(0.0);
        let (gain_ordered, uncovered) = ordered(&self.target_words, self.source_words.len());
        features.set(Feature::TargetGain, gain);
        features.set(Feature::TargetOrder, gain_ordered - gain);
        features.set(Feature::TargetUncovered, uncovered);
        let gain = self.backward.of(target.start, target.len(), source.clone()).unwrap_or(0.0);
        let (gain_ordered, uncovered) = ordered(&self.source_words, self.target_words.len());
        features.set(Feature::SourceGain, gain);
        features.set(Feature::SourceOrder, gain_ordered - gain);
        features.set(Feature::SourceUncovered, uncovered);
    }

    fn openings(&self, features: &mut Features, source: &Range<usize>, target: &Range<usize>) {
        let openings = openings(self.source, self.target, source, target);
        features.set(Feature::SameOpening, openings.same);
        features.set(Feature::OtherOpening, openings.other);
        features.set(Feature::InnerOpening, openings.inner);
        features.set(Feature::BothParagraphs, self.paragraphs * openings.paragraphs);
        features.set(Feature::OneParagraph, self.paragraphs * openings.one_paragraph);
        features.set(Feature::InnerParagraphs, self.paragraphs * openings.inner_paragraphs);
    }

    fn surface(&self, features: &mut Features, source: &Range<usize>, target: &Range<usize>) {
        let sources = &self.source.sentences[source.clone()];
        let targets = &self.target.sentences[target.clone()];
        let (Some(source_first), Some(source_last)) = (sources.first(), sources.last()) else { return };
        let (Some(target_first), Some(target_last)) = (targets.first(), targets.last()) else { return };
        let (source_first, source_last) = (source_first.surface, source_last.surface);
        let (target_first, target_last) = (target_first.surface, target_last.surface);
        let (a, b) = (sources.len() as f32, targets.len() as f32);

        features.set(Feature::BothAsk, flag(source_last.asks && target_last.asks));
        features.set(
            Feature::BothClose,
            self.quotes * flag(source_last.closes_quote && target_last.closes_quote),
        );
        features.set(
            Feature::OneCloses,
            self.quotes * flag(source_last.closes_quote != target_last.closes_quote),
        );
        features
            .set(Feature::BothOpen, self.quotes * flag(source_first.opens_quote && target_first.opens_quote));
        features
            .set(Feature::OneOpens, self.quotes * flag(source_first.opens_quote != target_first.opens_quote));
        let quotes =
            |sentences: &[Analysed]| sentences.iter().map(|s| f32::from(s.surface.quotes)).sum::<f32>();
        features
            .set(Feature::QuoteDifference, self.quotes * (quotes(sources) - quotes(targets)).abs().min(3.0));
        features.set(Feature::SpeechDifference, self.quotes * (speech(sources) - speech(targets)).abs());

        let same = source_first.leads & target_first.leads != 0;
        let connective = target_first.leads != 0 && target_first.leads < 1 << cue::PRONOUN_LEADS;
        features.set(Feature::SameLead, flag(same));
        features.set(Feature::OtherLead, flag(!same && connective));

        let commas: f32 = sources.iter().map(|s| f32::from(s.surface.commas)).sum();
        let breaks: f32 = sources.iter().map(|s| f32::from(s.surface.breaks)).sum();
        let words: f32 = targets.iter().map(|s| f32::from(s.surface.words)).sum();
        features.set(Feature::TargetsForCommas, (b - 1.0) * (commas.ln_1p() - 1.0));
        features.set(Feature::TargetsForBreaks, (b - 1.0) * breaks.min(3.0));
        if b > a {
            features.set(Feature::TargetsExcess, (b - a - commas - breaks * 0.5).max(0.0));
        }
        features.set(Feature::SourcesForWords, (a - 1.0) * (words.ln_1p() - 3.0));

        let inner = |counts: fn(&Analysed) -> bool| targets[1..].iter().filter(|s| counts(s)).count() as f32;
        features.set(Feature::InnerConjunction, inner(|s| s.surface.conjunction));
        features.set(Feature::InnerLower, inner(|s| s.surface.lower));
        features.set(Feature::InnerOpens, inner(|s| s.surface.opens_quote));
        let ends =
            targets[..targets.len() - 1].iter().filter(|s| s.surface.asks || s.surface.exclaims).count();
        features.set(Feature::InnerAsk, ends as f32);
        features.set(Feature::InnerPronoun, sources[1..].iter().filter(|s| s.surface.pronoun).count() as f32);
    }
}

fn flag(holds: bool) -> f32 {
    f32::from(u8::from(holds))
}

/// Share of some sentences that is speech.
fn speech(sentences: &[Analysed]) -> f32 {
    let sum = |bytes: fn(&Analysed) -> f32| sentences.iter().map(bytes).sum::<f32>();
    sum(|sentence| sentence.spoken) / sum(|sentence| sentence.bytes)
}

/// Gain of the words of one side of a bead when places count, and how many have no counterpart; the other side
/// has `across` words.
fn ordered(words: &[Heard], across: usize) -> (f32, f32) {
    let across = across as f32;
    let share = EXPLAINED * across / (across + 1.0);
    let factors = words.iter().map(|word| {
        // Words across that are near: those that count for this word.
        1.0 - EXPLAINED + share * word.near / reach(word.at, across)
    });
    let uncovered = words.iter().filter(|word| word.best < COVERED).count();
    (ln_product(factors), uncovered as f32)
}
