//! How much two articles have in common.
//!
//! Articles are compared as bags of words: those of the source are carried over by the lexicon, each word is
//! weighted by its rarity, and the cosine says how much two articles share.

use std::collections::BTreeSet;
use std::ops::Range;

use super::article::Articles;
use super::prepared::analyse;
use super::terms::Terms;
use super::text::Side;
use super::translation::Prior;

/// How much two articles share, 0 to 1.
pub(super) struct Likeness {
    source: Vec<Bag>,
    target: Vec<Bag>,
    pub(super) sides: (Side, Side),
    pub(super) prior: Prior,
    rarity: Vec<f32>,
}

/// Words and their weights, sorted by word.
pub(super) type Bag = Vec<(u32, f32)>;

/// The types of the words of some sentences, sorted.
fn bag(side: &Side, sentences: Range<usize>) -> Bag {
    let sentences = &side.sentences[sentences];
    let mut kinds: Vec<u32> = sentences.iter().flat_map(|s| &s.words).map(|word| word.kind).collect();
    kinds.sort_unstable();
    kinds.chunk_by(|a, b| a == b).map(|same| (same[0], (same.len() as f32).ln_1p())).collect()
}

/// The types of the words of each article, sorted.
fn bags(articles: &Articles<'_>, side: &Side) -> Vec<Bag> {
    articles.starts.windows(2).map(|article| bag(side, article[0]..article[1])).collect()
}

fn length(bag: &Bag) -> f32 {
    bag.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt().max(1e-9)
}

/// The bags of several articles as one.
fn together(bags: &[Bag]) -> Bag {
    let mut all = bags.concat();
    all.sort_by_key(|(kind, _)| *kind);
    all.chunk_by(|a, b| a.0 == b.0)
        .map(|same| (same[0].0, same.iter().map(|(_, weight)| weight).sum()))
        .collect()
}

/// How much two bags share, 0 to 1.
pub(super) fn cosine(a: &Bag, b: &Bag) -> f32 {
    let mut sum = 0.0;
    let (mut i, mut j) = (0, 0);
    while let (Some(&(x, v)), Some(&(y, w))) = (a.get(i), b.get(j)) {
        sum += if x == y { v * w } else { 0.0 };
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    sum / (length(a) * length(b))
}

impl Likeness {
    pub(super) fn new(source: &Articles<'_>, target: &Articles<'_>, terms: &Terms) -> Self {
        let (source_side, target_side, prior) = analyse(&source.sentences, &target.sentences, terms);
        let rarity: Vec<f32> = target_side.frequencies().iter().map(|share| -share.ln()).collect();
        let carried = |bag: Bag| Self::carried(&bag, &prior, &rarity);
        Self {
            source: bags(source, &source_side).into_iter().map(carried).collect(),
            target: bags(target, &target_side).into_iter().map(|bag| Self::weighed(bag, &rarity)).collect(),
            sides: (source_side, target_side),
            prior,
            rarity,
        }
    }

    /// A bag of target words by their rarity.
    fn weighed(bag: Bag, rarity: &[f32]) -> Bag {
        bag.into_iter().map(|(kind, count)| (kind, count * rarity[kind as usize])).collect()
    }

    /// A bag of source words as one of target words.
    fn carried(bag: &Bag, prior: &Prior, rarity: &[f32]) -> Bag {
        let mut carried = Bag::new();
        for &(kind, count) in bag {
            let row = prior.of(kind);
            let whole: f32 = row.iter().map(|(_, weight)| weight).sum();
            carried.extend(
                row.iter()
                    .map(|&(target, weight)| (target, count * weight / whole * rarity[target as usize])),
            );
        }
        together(&[carried])
    }

    pub(super) fn of(&self, source: &Range<usize>, target: &Range<usize>) -> f32 {
        match (&self.source[source.clone()], &self.target[target.clone()]) {
            ([source], [target]) => cosine(source, target),
            (source, target) => cosine(&together(source), &together(target)),
        }
    }

    /// The words of some segments of the source, as words of the target.
    pub(super) fn of_source(&self, segments: &Range<usize>) -> Bag {
        Self::carried(&bag(&self.sides.0, segments.clone()), &self.prior, &self.rarity)
    }

    /// The words of some segments of the target.
    pub(super) fn of_target(&self, segments: &Range<usize>) -> Bag {
        Self::weighed(bag(&self.sides.1, segments.clone()), &self.rarity)
    }

    /// How much some segments share, as [`of`](Self::of) says it of articles.
    pub(super) fn of_segments(&self, source: &Range<usize>, target: &Range<usize>) -> f32 {
        cosine(&self.of_source(source), &self.of_target(target))
    }

    fn kinds(side: &Side, sentences: Range<usize>) -> BTreeSet<u32> {
        side.sentences[sentences].iter().flat_map(|sentence| &sentence.words).map(|word| word.kind).collect()
    }

    /// The share of the words of a source sentence that have a translation in some target sentences.
    pub(super) fn share_of_source(&self, at: usize, there: &Range<usize>) -> f32 {
        let (source, target) = &self.sides;
        let theirs = Self::kinds(target, there.clone());
        let ours = Self::kinds(source, at..at + 1);
        let is_met = |kind: &&u32| self.prior.of(**kind).iter().any(|(kind, _)| theirs.contains(kind));
        ours.iter().filter(is_met).count() as f32 / ours.len().max(1) as f32
    }

    /// The share of the words of a target sentence that translate one of some source sentences.
    pub(super) fn share_of_target(&self, at: usize, there: &Range<usize>) -> f32 {
        let (source, target) = &self.sides;
        let heard: BTreeSet<u32> = Self::kinds(source, there.clone())
            .iter()
            .flat_map(|&kind| self.prior.of(kind))
            .map(|(kind, _)| *kind)
            .collect();
        let ours = Self::kinds(target, at..at + 1);
        ours.intersection(&heard).count() as f32 / ours.len().max(1) as f32
    }
}
