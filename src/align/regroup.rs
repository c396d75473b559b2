//! What belongs together of two issues, by their passages: where headings of both sides do not tell the same.
//!
//! A passage is stretched to where the articles begin and end that it stands in, or up to its neighbour; then it is cut
//! again where both sides begin an article. Whole articles that no passage reaches are compared by themselves.

use std::collections::BTreeMap;
use std::ops::Range;

use super::anchor::Point;
use super::article::{ArticlePair, Articles, Part, in_source_order};
use super::likeness::{self, Likeness};
use super::passage::{self, Passage};
use super::sentence::Opens;

/// Of what the passages weigh, the share that may lie across the pairs that headings make.
const MOST_ACROSS: f32 = 0.03;

/// Whether pairs of articles have the passages inside them, in order, and hold nothing together that shares no words.
pub(super) fn explains(parts: &[Part], passages: &[Passage]) -> bool {
    let density = passage::density(passages);
    let all: f32 = passages.iter().map(Passage::weight).sum();
    let inside: Vec<f32> = parts.iter().map(|part| rising(part, passages)).collect();
    if all - inside.iter().sum::<f32>() > MOST_ACROSS * all {
        return false;
    }
    let foreign = parts.iter().zip(inside).any(|(part, weight)| {
        let shorter = part.source.len().min(part.target.len());
        passage::says_enough(shorter, density) && passage::is_thin(weight, shorter, density)
    });
    !foreign && !parts.iter().any(|part| leaves_out(part, passages, density))
}

/// The passages that have sentences of the source of a part; they stand in the order of the source.
fn of_source<'p>(part: &Part, passages: &'p [Passage]) -> &'p [Passage] {
    let first = passages.partition_point(|passage| passage.source.end <= part.source.start);
    let last = passages.partition_point(|passage| passage.source.start < part.source.end);
    &passages[first.min(last)..last]
}

/// Whether a part has sentences of one side that its passages leave out.
fn leaves_out(part: &Part, passages: &[Passage], density: f32) -> bool {
    let is_inside = |passage: &&Passage| part.target.contains(&passage.target.start);
    let inside: Vec<&Passage> = of_source(part, passages).iter().filter(is_inside).collect();
    let stretches = inside.iter().map(|passage| (passage.source.clone(), passage.target.clone()));
    let ends = (part.source.end..part.source.end, part.target.end..part.target.end);
    let (mut i, mut j) = (part.source.start, part.target.start);
    !inside.is_empty()
        && stretches.chain([ends]).any(|(own, other)| {
            let gaps = (own.start.saturating_sub(i), other.start.saturating_sub(j));
            (i, j) = (own.end, other.end);
            passage::is_silent(gaps, density)
        })
}

/// What the heaviest passages weigh that stand in one order in a part.
fn rising(part: &Part, passages: &[Passage]) -> f32 {
    // Where a row of passages ends in the target, and what it weighs: a row that ends later weighs more.
    let mut rows: BTreeMap<usize, f32> = BTreeMap::new();
    for passage in of_source(part, passages) {
        let is_inside =
            |point: &&Point| part.source.contains(&point.source) && part.target.contains(&point.target);
        let inside: Vec<&Point> = passage.points.iter().filter(is_inside).collect();
        let (Some(first), Some(last)) = (inside.first(), inside.last()) else { continue };
        let before = rows.range(..=first.target).next_back().map_or(0.0, |(_, weight)| *weight);
        let weight = before + inside.iter().map(|point| point.weight).sum::<f32>();
        let end = last.target + 1;
        if rows.range(..=end).next_back().is_none_or(|(_, other)| *other < weight) {
            let lighter = rows.range(end..).take_while(|(_, other)| **other <= weight);
            for end in lighter.map(|(end, _)| *end).collect::<Vec<_>>() {
                rows.remove(&end);
            }
            rows.insert(end, weight);
        }
    }
    rows.into_values().next_back().unwrap_or(0.0)
}

/// The parts that passages make of two issues.
pub(super) fn by_passages(
    source: &Articles<'_>,
    target: &Articles<'_>,
    passages: &[Passage],
    likeness: &Likeness,
) -> Vec<Part> {
    let density = passage::density(passages);
    let passages = passage::joined(passage::cut_at(passages, &source.starts, &target.starts), density);
    let stretched = stretched(source, target, &passages, density, likeness);
    let mut parts = Vec::new();
    for (passage, (own, other)) in passages.iter().zip(stretched) {
        cut(source, target, passage, own, other, &mut parts);
    }
    let sources = uncovered(source, parts.iter().map(|part| &part.source));
    let targets = uncovered(target, parts.iter().map(|part| &part.target));
    parts.extend(pair_the_rest(source, target, sources, targets, density, likeness));
    // An article without a sentence is in no part yet.
    let missing = |count: usize, side: fn(&Part) -> &Range<usize>| {
        let mut is_there = vec![false; count];
        for part in &parts {
            is_there[side(part).clone()].fill(true);
        }
        (0..count).filter(move |&article| !is_there[article])
    };
    let alone = |source: Range<usize>, target: Range<usize>| Part {
        pair: ArticlePair { source, target },
        source: 0..0,
        target: 0..0,
    };
    let sources = missing(source.len(), |part| &part.pair.source).map(|i| alone(i..i + 1, 0..0));
    let targets = missing(target.len(), |part| &part.pair.target).map(|j| alone(0..0, j..j + 1));
    let empty: Vec<Part> = sources.chain(targets).collect();
    parts.extend(empty);
    in_source_order(parts)
}

/// The sentences of one side that no part has, article by article.
fn uncovered<'p>(
    articles: &Articles<'_>,
    covered: impl Iterator<Item = &'p Range<usize>>,
) -> Vec<Range<usize>> {
    let mut covered: Vec<&Range<usize>> = covered.filter(|range| !range.is_empty()).collect();
    covered.sort_unstable_by_key(|range| range.start);
    let mut free = Vec::new();
    let mut end = 0;
    for range in covered.into_iter().chain([&(articles.sentences.len()..articles.sentences.len())]) {
        free.push(end..range.start);
        end = range.end;
    }
    let cut = |range: Range<usize>| {
        let inside = articles.starts.iter().copied().filter(move |at| range.start < *at && *at < range.end);
        let mut start = range.start;
        inside.chain([range.end]).map(move |at| std::mem::replace(&mut start, at)..at).collect::<Vec<_>>()
    };
    free.into_iter().flat_map(cut).filter(|range| !range.is_empty()).collect()
}

/// Pairs what no passage reaches, the most alike first; what has no partner stands alone.
fn pair_the_rest(
    source: &Articles<'_>,
    target: &Articles<'_>,
    sources: Vec<Range<usize>>,
    targets: Vec<Range<usize>>,
    density: f32,
    likeness: &Likeness,
) -> Vec<Part> {
    /// Pieces farther apart than this are not compared, where there are very many.
    const FARTHEST: usize = 200;
    /// Short pieces share so much by chance.
    const ALIKE: f32 = 0.2;
    let bags: Vec<_> = targets.iter().map(|other| likeness.of_target(other)).collect();
    let mut alike: Vec<(f32, usize, usize)> = Vec::new();
    for (i, own) in sources.iter().enumerate() {
        let bag = likeness.of_source(own);
        let middle = i * targets.len() / sources.len();
        for j in middle.saturating_sub(FARTHEST)..(middle + FARTHEST).min(targets.len()) {
            // Of long ones that belong together a passage would tell.
            if !passage::says_enough(own.len().min(targets[j].len()), density) {
                alike.push((likeness::cosine(&bag, &bags[j]), i, j));
            }
        }
    }
    alike.retain(|(words, ..)| *words > ALIKE);
    alike.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut sources, mut targets): (Vec<_>, Vec<_>) =
        (sources.into_iter().map(Some).collect(), targets.into_iter().map(Some).collect());
    let part = |own: Range<usize>, other: Range<usize>| Part {
        pair: ArticlePair { source: source.articles(&own), target: target.articles(&other) },
        source: own,
        target: other,
    };
    let mut parts = Vec::new();
    for (_, i, j) in alike {
        if sources[i].is_some() && targets[j].is_some() {
            parts.extend(sources[i].take().zip(targets[j].take()).map(|(own, other)| part(own, other)));
        }
    }
    parts.extend(sources.into_iter().flatten().map(|own| part(own, 0..0)));
    parts.extend(targets.into_iter().flatten().map(|other| part(0..0, other)));
    parts
}

/// Sentences of the other side that a sentence beside a passage may have its translation among.
const NEAR: usize = 8;

/// A stretch of either side.
type Stretch = (Range<usize>, Range<usize>);

/// The passages with what stands around them on either side, up to the ends of their articles or to one another.
fn stretched(
    source: &Articles<'_>,
    target: &Articles<'_>,
    passages: &[Passage],
    density: f32,
    likeness: &Likeness,
) -> Vec<Stretch> {
    let sources: Vec<Range<usize>> = passages.iter().map(|passage| passage.source.clone()).collect();
    let targets: Vec<Range<usize>> = passages.iter().map(|passage| passage.target.clone()).collect();
    let own = Side {
        articles: source,
        own: &sources,
        other: &targets,
        others: target.sentences.len(),
        density,
        share: |at, there: &Range<usize>| likeness.share_of_source(at, there),
    };
    let other = Side {
        articles: target,
        own: &targets,
        other: &sources,
        others: source.sentences.len(),
        density,
        share: |at, there: &Range<usize>| likeness.share_of_target(at, there),
    };
    own.stretches().into_iter().zip(other.stretches()).collect()
}

/// One side of the passages, to be stretched.
struct Side<'a, S> {
    articles: &'a Articles<'a>,
    /// The passages on this side and on the other, and how many sentences that has.
    own: &'a [Range<usize>],
    other: &'a [Range<usize>],
    others: usize,
    density: f32,
    /// Which share of the words of a sentence some sentences of the other side have.
    share: S,
}

impl<S: Fn(usize, &Range<usize>) -> f32> Side<'_, S> {
    /// The stretches, by passage.
    fn stretches(&self) -> Vec<Range<usize>> {
        let order = in_order(self.own);
        let free = self.free_there();
        let mut stretches = self.own.to_vec();
        for place in 0..=order.len() {
            let (before, after) =
                (place.checked_sub(1).map(|before| order[before]), order.get(place).copied());
            let start = before.map_or(0, |number| self.own[number].end);
            let end = after.map_or(self.articles.sentences.len(), |number| self.own[number].start);
            let (first, last) = self.articles.starts_in(start..end).unzip();
            if let Some(before) = before {
                let room = start..first.unwrap_or(end);
                let shares = room.clone().map(|at| self.share_after(at, before));
                stretches[before].end = start + self.reach(room.len(), free[before].1, shares);
            }
            if let Some(after) = after {
                let room = last.unwrap_or(start)..end;
                let shares = room.clone().rev().map(|at| self.share_before(at, after));
                stretches[after].start = end - self.reach(room.len(), free[after].0, shares);
            }
            if let (Some(before), Some(after), None) = (before, after, first) {
                // The two meet in one article.
                if stretches[before].end > stretches[after].start {
                    let at = self.border(start..end, before, after);
                    (stretches[before].end, stretches[after].start) = (at, at);
                }
            }
        }
        stretches
    }

    /// How many sentences of the other side stand free before and after each passage.
    fn free_there(&self) -> Vec<(usize, usize)> {
        let mut free = vec![(0, 0); self.other.len()];
        let (mut end, mut before) = (0, None::<usize>);
        for number in in_order(self.other) {
            let gap = self.other[number].start - end;
            free[number].0 = gap;
            if let Some(before) = before {
                free[before].1 = gap;
            }
            (end, before) = (self.other[number].end, Some(number));
        }
        if let Some(before) = before {
            free[before].1 = self.others - end;
        }
        free
    }

    /// How many sentences of the room beside it a passage is stretched by, given how many stand free on the other side
    /// and which share of the words of each the other side has there. All of them, if they can be translations; of what
    /// was left out a few that had no rare word.
    fn reach(&self, room: usize, there: usize, shares: impl Iterator<Item = f32>) -> usize {
        const FEW: usize = 3;
        const ENOUGH: f32 = 0.5;
        let most = if passage::says_enough(room.min(there), self.density) { FEW } else { FEW * (there + 1) };
        if room <= most { room } else { shares.take(most).take_while(|share| *share > ENOUGH).count() }
    }

    /// The share of a sentence's words that the other side has where a passage ends.
    fn share_after(&self, at: usize, passage: usize) -> f32 {
        let end = self.other[passage].end;
        (self.share)(at, &(end.saturating_sub(NEAR / 2)..(end + NEAR).min(self.others)))
    }

    /// The same where a passage begins.
    fn share_before(&self, at: usize, passage: usize) -> f32 {
        let start = self.other[passage].start;
        (self.share)(at, &(start.saturating_sub(NEAR)..(start + NEAR / 2).min(self.others)))
    }

    /// Where in a gap between two passages the first ends and the second begins: so that the sentences on either side
    /// share most words with what goes on there; rather at the beginning of a paragraph.
    fn border(&self, gap: Range<usize>, before: usize, after: usize) -> usize {
        let opens = |at: usize| match self.articles.sentences.get(at).map(|sentence| sentence.opens) {
            Some(Opens::Heading) => 0.6,
            Some(Opens::Paragraph | Opens::Line) => 0.3,
            Some(Opens::Nothing) | None => 0.0,
        };
        let mut sum: f32 = gap.clone().map(|at| self.share_before(at, after)).sum();
        let mut best = (sum + opens(gap.start), gap.start);
        for at in gap {
            sum += self.share_after(at, before) - self.share_before(at, after);
            let score = sum + opens(at + 1);
            if score > best.0 {
                best = (score, at + 1);
            }
        }
        best.1
    }
}

/// The numbers of stretches in the order in which they stand.
fn in_order(stretches: &[Range<usize>]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..stretches.len()).collect();
    order.sort_unstable_by_key(|&number| stretches[number].start);
    order
}

/// Cuts a stretch where both sides begin an article, and no point of the passage says otherwise.
fn cut(
    source: &Articles<'_>,
    target: &Articles<'_>,
    passage: &Passage,
    own: Range<usize>,
    other: Range<usize>,
    parts: &mut Vec<Part>,
) {
    let part = |own: Range<usize>, other: Range<usize>| Part {
        pair: ArticlePair { source: source.articles(&own), target: target.articles(&other) },
        source: own,
        target: other,
    };
    let (mut i, mut j) = (own.start, other.start);
    for &start in source.starts.iter().filter(|&&start| own.start < start && start < own.end) {
        let after = passage.points.partition_point(|point| point.source < start);
        let low = passage.points[..after].iter().map(|point| point.target + 1).max().unwrap_or(j).max(j + 1);
        let high = passage.points[after..].iter().map(|point| point.target).min().unwrap_or(other.end);
        let mut starts =
            target.starts.iter().copied().filter(|at| (low..=high).contains(at) && *at < other.end);
        if let Some(at) = starts.next_back().filter(|_| start > i) {
            parts.push(part(i..start, j..at));
            (i, j) = (start, at);
        }
    }
    parts.push(part(i..own.end, j..other.end));
}
