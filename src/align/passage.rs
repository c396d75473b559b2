//! Passages: stretches of two texts that translate each other in one order, wherever either text has them.
//!
//! A heading may be missing on one side, or articles may stand in another order: which sentences share rare words shows
//! it all the same. Points (see [`anchor`]) that rise together and lie near to each other make a passage. This is
//! collinear chaining as genomes are compared by it (Abouelhoda and Ohlebusch 2005): the heaviest chain is taken first,
//! and what it covers on either side belongs to no other.

use std::ops::Range;

use super::anchor::{self, Point};
use super::text::Side;
use super::translation::Prior;

/// Sentences of either side between two points of one passage, at most.
const REACH: usize = 24;
/// Points of one source sentence that are looked at: the heaviest.
const FEW: usize = 4;
/// What it costs a passage that one side has a sentence more than the other between two points.
const SKEW: f32 = 0.4;
/// What it costs a passage that a sentence on either side has no point.
const SILENCE: f32 = 0.15;
/// A passage ends where going on would lose so much: behind the valley another one begins.
const VALLEY: f32 = 3.0;
/// A lighter passage may be chance. A pair of words that stand nowhere else weighs up to 1.
const LIGHTEST: f32 = 3.0;

/// Texts that share less for each sentence than this part of what passages share on the whole are not translations.
const THIN: f32 = 0.3;

/// A stretch of two texts that stands in one order.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Passage {
    /// Sentences of the source.
    pub(super) source: Range<usize>,
    /// Sentences of the target.
    pub(super) target: Range<usize>,
    /// Pairs of sentences that share rare words, rising on both sides, and what each weighs.
    pub(super) points: Vec<Point>,
}

impl Passage {
    fn of(points: Vec<Point>) -> Option<Self> {
        let (first, last) = (points.first()?, points.last()?);
        Some(Self { source: first.source..last.source + 1, target: first.target..last.target + 1, points })
    }

    /// Sentences of either side between it and a later one.
    fn gaps(&self, after: &Self) -> (usize, usize) {
        (after.source.start - self.source.end, after.target.start - self.target.end)
    }

    /// Sentences of the shorter side.
    fn shorter(&self) -> usize {
        self.source.len().min(self.target.len())
    }

    /// What its points weigh.
    pub(super) fn weight(&self) -> f32 {
        self.points.iter().map(|point| point.weight).sum()
    }
}

/// The passages of two texts, in the order of the source. None of them crosses another on either side.
pub(super) fn passages(source: &Side, target: &Side, prior: &Prior) -> Vec<Passage> {
    let points = heaviest_of_rows(&anchor::points(source, target, prior));
    let (scores, before) = chains(&points);
    let mut ends: Vec<usize> = (0..points.len()).collect();
    ends.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]));
    let mut taken =
        Taken { source: vec![false; source.sentences.len()], target: vec![false; target.sentences.len()] };
    let mut passages = Vec::new();
    for end in ends {
        if !taken.is_free(&points[end], &points[end]) {
            continue;
        }
        let mut chain = vec![points[end]];
        // How many points the passage has where it is heaviest, and what it weighs there.
        let (mut best, mut heaviest) = (1, points[end].weight);
        let mut at = end;
        while let Some(earlier) = before[at].filter(|&earlier| taken.is_free(&points[earlier], &points[at])) {
            chain.push(points[earlier]);
            at = earlier;
            let weight = scores[end] - scores[at] + points[at].weight;
            if weight > heaviest {
                (best, heaviest) = (chain.len(), weight);
            } else if heaviest - weight > VALLEY {
                break;
            }
        }
        chain.truncate(best);
        chain.reverse();
        let Some(passage) = Passage::of(chain).filter(|_| heaviest >= LIGHTEST) else {
            continue;
        };
        taken.source[passage.source.clone()].fill(true);
        taken.target[passage.target.clone()].fill(true);
        passages.push(passage);
    }
    passages.sort_unstable_by_key(|passage| passage.source.start);
    dense(passages)
}

/// Which sentences belong to a passage.
struct Taken {
    source: Vec<bool>,
    target: Vec<bool>,
}

impl Taken {
    /// Whether no passage has a sentence from one point to a later one.
    fn is_free(&self, from: &Point, to: &Point) -> bool {
        !self.source[from.source..=to.source].contains(&true)
            && !self.target[from.target..=to.target].contains(&true)
    }
}

/// The heaviest points of each source sentence, in the order of both sides.
fn heaviest_of_rows(points: &[Point]) -> Vec<Point> {
    let mut kept = Vec::with_capacity(points.len());
    for row in points.chunk_by(|a, b| a.source == b.source) {
        let mut row = row.to_vec();
        row.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        row.truncate(FEW);
        row.sort_unstable_by_key(|point| point.target);
        kept.extend(row);
    }
    kept
}

/// For each point the weight of the heaviest chain that ends there, and the point before it in that chain.
fn chains(points: &[Point]) -> (Vec<f32>, Vec<Option<usize>>) {
    let mut scores = Vec::with_capacity(points.len());
    let mut before = Vec::with_capacity(points.len());
    for (number, point) in points.iter().enumerate() {
        let mut best = (0.0, None);
        for (earlier, from) in points[..number].iter().enumerate().rev() {
            if point.source - from.source > REACH {
                break;
            }
            let Some(down) = point.target.checked_sub(from.target).filter(|&down| down <= REACH) else {
                continue;
            };
            let across = point.source - from.source;
            let cost = SKEW * down.abs_diff(across) as f32 + SILENCE * (down.max(across) - 1) as f32;
            let score: f32 = scores[earlier] - cost;
            if score > best.0 {
                best = (score, Some(earlier));
            }
        }
        scores.push(best.0 + point.weight);
        before.push(best.1);
    }
    (scores, before)
}

/// The same passages cut where either side begins an article, without what is then too light: a passage that runs on
/// into the next article runs on by chance, unless the other side does the same.
pub(super) fn cut_at(passages: &[Passage], sources: &[usize], targets: &[usize]) -> Vec<Passage> {
    let density = density(passages);
    let article = |starts: &[usize], at: usize| starts.partition_point(|&start| start <= at);
    let place = |point: &Point| (article(sources, point.source), article(targets, point.target));
    let length = |starts: &[usize], article: usize| match starts[article - 1..] {
        [start, end, ..] => end - start,
        _ => 0,
    };
    let mut pieces: Vec<Passage> = Vec::new();
    for passage in passages {
        if place(&passage.points[0]) == place(&passage.points[passage.points.len() - 1]) {
            pieces.push(passage.clone());
            continue;
        }
        // One sentence may have points on both sides of a cut; it belongs to one piece only.
        let (mut i, mut j) = (0, 0);
        for points in passage.points.chunk_by(|a, b| place(a) == place(b)) {
            let (own, other) = place(&points[0]);
            let shorter = length(sources, own).min(length(targets, other));
            let points =
                points.iter().copied().filter(|point| point.source >= i && point.target >= j).collect();
            let Some(piece) = Passage::of(points)
                .filter(|piece| piece.weight() >= LIGHTEST && !is_thin(piece.weight(), shorter, density))
            else {
                continue;
            };
            (i, j) = (piece.source.end, piece.target.end);
            pieces.push(piece);
        }
    }
    dense(pieces)
}

/// The passages without those that have far fewer words in common than the others have: they are chance.
fn dense(passages: Vec<Passage>) -> Vec<Passage> {
    let density = density(&passages);
    let is_dense = |passage: &Passage| !is_thin(passage.weight(), passage.shorter(), density);
    passages.into_iter().filter(is_dense).collect()
}

/// Passages that follow one another on both sides as one, unless one text is silent between them.
pub(super) fn joined(passages: Vec<Passage>, density: f32) -> Vec<Passage> {
    let follows = follows(&passages);
    let mut joined: Vec<Passage> = Vec::new();
    for (passage, follows) in passages.into_iter().zip(follows) {
        match joined.last_mut() {
            Some(last) if follows && !is_silent(last.gaps(&passage), density) => {
                last.source.end = passage.source.end;
                last.target.end = passage.target.end;
                last.points.extend(passage.points);
            }
            _ => joined.push(passage),
        }
    }
    joined
}

/// Whether each passage follows the one before it on both sides.
fn follows(passages: &[Passage]) -> Vec<bool> {
    let mut by_target: Vec<usize> = (0..passages.len()).collect();
    by_target.sort_unstable_by_key(|&number| passages[number].target.start);
    let mut rank = vec![0; passages.len()];
    for (place, &number) in by_target.iter().enumerate() {
        rank[number] = place;
    }
    (0..passages.len()).map(|number| number > 0 && rank[number - 1] + 1 == rank[number]).collect()
}

/// What passages weigh for each sentence of the shorter side.
pub(super) fn density(passages: &[Passage]) -> f32 {
    let sentences: usize = passages.iter().map(Passage::shorter).sum();
    passages.iter().map(Passage::weight).sum::<f32>() / sentences.max(1) as f32
}

/// Sentences without a partner of which a stretch may be left out; fewer are found by beads.
pub(super) const LONG: usize = 8;

/// Whether of so many sentences between two passages some have no partner, on one side or on both.
pub(super) fn is_silent(gaps: (usize, usize), density: f32) -> bool {
    is_left_out(gaps.0, gaps.1, density) || is_left_out(gaps.1, gaps.0, density)
}

/// Whether sentences beside a passage have no partner: the other side has hardly any there, or both have so many that
/// translations of each other would share words.
pub(super) fn is_left_out(sentences: usize, there: usize, density: f32) -> bool {
    sentences >= LONG && (there <= sentences / LONG || says_enough(sentences.min(there), density))
}

/// Whether so many sentences and their translation would share words for certain.
pub(super) fn says_enough(sentences: usize, density: f32) -> bool {
    sentences >= LONG && sentences as f32 * density >= 3.0 * LIGHTEST
}

/// Whether so many sentences share far less than passages share on the whole, given what they share weighs.
pub(super) fn is_thin(weight: f32, sentences: usize, density: f32) -> bool {
    weight < THIN * density * sentences as f32
}
