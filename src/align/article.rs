//! Which articles of two issues belong together, and the beads of each pair.
//!
//! Articles are compared as bags of words: those of the source are carried over by the lexicon, each word is
//! weighted by its rarity, and the cosine says how much two articles share. The most alike are paired first,
//! wherever they stand; what is left between pairs is paired by its place. An article that is left then may have been
//! merged with another: with its neighbour (`join`), or with one from elsewhere (`divide`).

use std::ops::Range;

use rayon::prelude::*;

use super::aligner::Aligner;
use super::bead::Bead;
use super::moved::Moved;
use super::prepared::analyse;
use super::pulled;
use super::sentence::{Opens, Sentence, stands_second};
use super::terms::Terms;
use super::text::Side;
use super::translation::Prior;
use crate::issue::Role;
use crate::segment::Segments;

/// Articles that share less are not the same, whatever their places.
const LEAST: f32 = 0.1;
/// What the same relative place in both issues counts beside the words.
const PLACE: f32 = 0.1;
/// Articles farther apart than this are not compared, in issues with very many.
const FARTHEST: usize = 200;

/// Articles that were translated as one: mostly one and one; one side empty where there is no partner. An article that
/// has the text of two that are no neighbours is in a pair with each of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticlePair {
    /// Articles of the source.
    pub source: Range<usize>,
    /// Articles of the target.
    pub target: Range<usize>,
}

/// A pair of articles and its segments: all of them, or of an article that has something of two others a part.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    pair: ArticlePair,
    source: Range<usize>,
    target: Range<usize>,
}

impl Part {
    fn turned(self) -> Self {
        let pair = ArticlePair { source: self.pair.target, target: self.pair.source };
        Self { pair, source: self.target, target: self.source }
    }
}

/// What stands in one order in the source and in another in the target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crossing {
    /// The pair whose source comes first, as an index into [`Alignment::articles`].
    pub first: usize,
    /// A pair whose source comes later, but whose target comes before that of the first.
    pub second: usize,
}

/// Two issues, aligned.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Alignment {
    /// Beads over all segments of both issues: in the order of the source, in each pair of articles also in that
    /// of the target.
    pub beads: Vec<Bead>,
    /// The pairs of articles, in the order of their beads.
    pub articles: Vec<ArticlePair>,
    /// Neighbouring pairs that changed their order.
    pub crossings: Vec<Crossing>,
    /// Segments that changed their place inside a pair of articles.
    pub moved: Vec<Moved>,
}

/// Pairs the articles of two issues and aligns the sentences of each pair.
///
/// ```
/// use duizhao::align::{Aligner, align_issues};
/// use duizhao::issue::{Source, read};
/// use duizhao::segment::Segments;
///
/// let segments = |name: &str, text: &str| Segments::of(&read(&Source::new(name, text)).0);
/// let source = segments("issue.zh.md", "# 渡口\n\n船昨天开了。岸上有二十个人。\n");
/// let target = segments("issue.en.md", "# The Ferry\n\nThe boat left yesterday. Twenty people were ashore.\n");
/// let alignment = align_issues(&Aligner::default(), &source, &target);
/// let pairs: Vec<_> = alignment.beads.iter().map(|bead| (bead.source.clone(), bead.target.clone())).collect();
/// assert_eq!(pairs, [(0..1, 0..1), (1..2, 1..2), (2..3, 2..3)]);
/// ```
#[must_use]
pub fn align_issues(aligner: &Aligner, source: &Segments, target: &Segments) -> Alignment {
    let (source, target) = (Articles::of(source), Articles::of(target));
    let parts = if stands_second(&source.sentences, &target.sentences) {
        let turned = pair(&target, &source, aligner.turned_terms());
        in_source_order(turned.into_iter().map(Part::turned).collect())
    } else {
        pair(&source, &target, aligner.terms())
    };
    let pairs: Vec<ArticlePair> = parts.iter().map(|part| part.pair.clone()).collect();
    let mut alignment = Alignment { crossings: crossings(&pairs), ..Alignment::default() };
    let done = parts.par_iter().map(|part| {
        let (sources, targets) = (part.source.clone(), part.target.clone());
        let (own, other) = (source.sentences(sources.clone()), target.sentences(targets.clone()));
        let (mut beads, mut moved) = pulled::align(aligner, own, other);
        let shift = |range: &mut Range<usize>, by: usize| *range = range.start + by..range.end + by;
        for bead in &mut beads {
            shift(&mut bead.source, sources.start);
            shift(&mut bead.target, targets.start);
        }
        for pair in &mut moved {
            pair.source += sources.start;
            pair.target += targets.start;
        }
        (beads, moved)
    });
    for (beads, moved) in done.collect::<Vec<_>>() {
        alignment.beads.extend(beads);
        alignment.moved.extend(moved);
    }
    alignment.articles = pairs;
    alignment
}

/// The sentences of an issue, by article.
struct Articles<'a> {
    sentences: Vec<Sentence<'a>>,
    /// Which of them are pull quotes.
    pulled: Vec<bool>,
    /// Where each article begins, and the end.
    starts: Vec<usize>,
}

impl<'a> Articles<'a> {
    fn of(segments: &'a Segments) -> Self {
        let mut sentences = Vec::with_capacity(segments.len());
        let mut pulled = Vec::with_capacity(segments.len());
        let mut starts = Vec::new();
        let mut before = None;
        for (index, segment) in segments.segments().iter().enumerate() {
            let article = segments.article(segment.leaf);
            // An article without a sentence begins where the next one does.
            while starts.len() <= article {
                starts.push(index);
            }
            let opens = if before == Some(segment.leaf) {
                Opens::Nothing
            } else {
                match segments.role(segment.leaf) {
                    Role::Kicker | Role::Headline | Role::Deck | Role::Crosshead => Opens::Heading,
                    Role::Paragraph | Role::Quote | Role::PullQuote => Opens::Paragraph,
                    _ => Opens::Line,
                }
            };
            before = Some(segment.leaf);
            pulled.push(segments.role(segment.leaf) == Role::PullQuote);
            sentences.push(Sentence { text: segments.text(index), opens });
        }
        starts.push(sentences.len());
        Self { sentences, pulled, starts }
    }

    fn len(&self) -> usize {
        self.starts.len() - 1
    }

    fn segments(&self, articles: &Range<usize>) -> Range<usize> {
        self.starts[articles.start]..self.starts[articles.end]
    }

    fn sentences(&self, segments: Range<usize>) -> pulled::Sentences<'_, 'a> {
        pulled::Sentences { all: &self.sentences[segments.clone()], pulled: &self.pulled[segments] }
    }

    /// The types of the words of each article, sorted.
    fn bags(&self, side: &Side) -> Vec<Bag> {
        self.starts.windows(2).map(|article| bag(side, article[0]..article[1])).collect()
    }
}

/// How much two articles share, 0 to 1.
struct Likeness {
    source: Vec<Bag>,
    target: Vec<Bag>,
    sides: (Side, Side),
    prior: Prior,
    rarity: Vec<f32>,
}

/// Words and their weights, sorted by word.
type Bag = Vec<(u32, f32)>;

/// The types of the words of some sentences, sorted.
fn bag(side: &Side, sentences: Range<usize>) -> Bag {
    let sentences = &side.sentences[sentences];
    let mut kinds: Vec<u32> = sentences.iter().flat_map(|s| &s.words).map(|word| word.kind).collect();
    kinds.sort_unstable();
    kinds.chunk_by(|a, b| a == b).map(|same| (same[0], (same.len() as f32).ln_1p())).collect()
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

fn cosine(a: &Bag, b: &Bag) -> f32 {
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
    fn new(source: &Articles<'_>, target: &Articles<'_>, terms: &Terms) -> Self {
        let (source_side, target_side, prior) = analyse(&source.sentences, &target.sentences, terms);
        let rarity: Vec<f32> = target_side.frequencies().iter().map(|share| -share.ln()).collect();
        let carried = |bag: Bag| Self::carried(&bag, &prior, &rarity);
        Self {
            source: source.bags(&source_side).into_iter().map(carried).collect(),
            target: target.bags(&target_side).into_iter().map(|bag| Self::weighed(bag, &rarity)).collect(),
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

    fn of(&self, source: &Range<usize>, target: &Range<usize>) -> f32 {
        match (&self.source[source.clone()], &self.target[target.clone()]) {
            ([source], [target]) => cosine(source, target),
            (source, target) => cosine(&together(source), &together(target)),
        }
    }

    /// The same of segments.
    fn of_segments(&self, source: &Range<usize>, target: &Range<usize>) -> f32 {
        let source = Self::carried(&bag(&self.sides.0, source.clone()), &self.prior, &self.rarity);
        cosine(&source, &Self::weighed(bag(&self.sides.1, target.clone()), &self.rarity))
    }
}

fn pair(source: &Articles<'_>, target: &Articles<'_>, terms: &Terms) -> Vec<Part> {
    let (n, m) = (source.len(), target.len());
    let whole = |pair: ArticlePair| Part {
        source: source.segments(&pair.source),
        target: target.segments(&pair.target),
        pair,
    };
    if n <= 1 && m <= 1 {
        return if n + m == 0 { Vec::new() } else { vec![whole(ArticlePair { source: 0..n, target: 0..m })] };
    }
    let likeness = Likeness::new(source, target, terms);
    let mut alike = Vec::new();
    for i in 0..n {
        let middle = i * m / n;
        for j in middle.saturating_sub(FARTHEST)..(middle + FARTHEST).min(m) {
            let words = likeness.of(&(i..i + 1), &(j..j + 1));
            if words > LEAST {
                let apart = (i as f32 / n as f32 - j as f32 / m as f32).abs();
                alike.push((words + PLACE * (1.0 - apart), i, j));
            }
        }
    }
    alike.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let (mut partner, mut taken) = (vec![None; n], vec![None; m]);
    for &(_, i, j) in &alike {
        if partner[i].is_none() && taken[j].is_none() {
            partner[i] = Some(j);
            taken[j] = Some(i);
        }
    }
    let mut pairs = by_place(&partner, &taken);
    join(&mut pairs, &alike, &likeness);
    let mut parts: Vec<Part> = pairs.into_iter().map(whole).collect();
    let (first, second) = (&likeness.sides.0, &likeness.sides.1);
    let like = |source: &Range<usize>, target: &Range<usize>| likeness.of_segments(source, target);
    divide(&mut parts, &alike.iter().map(|&(_, i, j)| (i, j)), (first, second), like);
    // And the other way round, of one that the translation has in two places.
    let mut parts: Vec<Part> = parts.into_iter().map(Part::turned).collect();
    divide(&mut parts, &alike.iter().map(|&(_, i, j)| (j, i)), (second, first), |target, source| {
        like(source, target)
    });
    in_source_order(parts.into_iter().map(Part::turned).collect())
}

/// The pairs found, and for the articles between them: where as many are left on either side between the same
/// neighbours, they are paired in order; the rest has no partner.
fn by_place(partner: &[Option<usize>], taken: &[Option<usize>]) -> Vec<ArticlePair> {
    let mut pairs: Vec<ArticlePair> = Vec::new();
    let mut free: Vec<bool> = taken.iter().map(Option::is_none).collect();
    let mut i = 0;
    while i < partner.len() {
        if let Some(j) = partner[i] {
            pairs.push(ArticlePair { source: i..i + 1, target: j..j + 1 });
            i += 1;
            continue;
        }
        let end = (i..partner.len()).find(|&i| partner[i].is_some()).unwrap_or(partner.len());
        let from = if i == 0 { 0 } else { partner[i - 1].map_or(0, |j| j + 1) };
        let to = partner.get(end).copied().flatten().unwrap_or(taken.len());
        let gap = from..to.max(from);
        if gap.len() == end - i && gap.clone().all(|j| free[j]) {
            for (i, j) in (i..end).zip(gap) {
                free[j] = false;
                pairs.push(ArticlePair { source: i..i + 1, target: j..j + 1 });
            }
        } else {
            pairs.extend((i..end).map(|i| ArticlePair { source: i..i + 1, target: 0..0 }));
        }
        i = end;
    }
    pairs.extend(
        (0..taken.len()).filter(|&j| free[j]).map(|j| ArticlePair { source: 0..0, target: j..j + 1 }),
    );
    pairs
}

/// Joins articles without a partner to the neighbour that their counterpart was paired with: two articles that the
/// translation has as one, or one that it has as two. Together they must be more alike than the pair was.
fn join(pairs: &mut Vec<ArticlePair>, alike: &[(f32, usize, usize)], likeness: &Likeness) {
    for &(_, i, j) in alike {
        let position = |pairs: &[ArticlePair], source: bool| {
            pairs
                .iter()
                .position(|pair| if source { pair.source.contains(&i) } else { pair.target.contains(&j) })
        };
        let (Some(a), Some(b)) = (position(pairs, true), position(pairs, false)) else { continue };
        if a == b {
            continue;
        }
        let touches = |x: &Range<usize>, y: &Range<usize>| x.end == y.start || y.end == x.start;
        let both = |x: &Range<usize>, y: &Range<usize>| x.start.min(y.start)..x.end.max(y.end);
        let (x, y) = (&pairs[a], &pairs[b]);
        let (joined, alone) = if x.target.is_empty() && !y.source.is_empty() && touches(&x.source, &y.source)
        {
            (ArticlePair { source: both(&x.source, &y.source), target: y.target.clone() }, b)
        } else if y.source.is_empty() && !x.target.is_empty() && touches(&x.target, &y.target) {
            (ArticlePair { source: x.source.clone(), target: both(&x.target, &y.target) }, a)
        } else {
            continue;
        };
        let before = likeness.of(&pairs[alone].source, &pairs[alone].target);
        // What does not belong there makes them less alike, mostly by a tenth and more.
        if likeness.of(&joined.source, &joined.target) > before {
            pairs[alone] = joined;
            pairs.remove(a + b - alone);
        }
    }
}

/// Gives an article without a partner what belongs to it of an article that was paired with another: of two that the
/// translation has as one, though they are no neighbours.
fn divide(
    parts: &mut [Part],
    alike: &(impl Iterator<Item = (usize, usize)> + Clone),
    sides: (&Side, &Side),
    likeness: impl Fn(&Range<usize>, &Range<usize>) -> f32,
) {
    /// Articles that are tried as the one that holds the other.
    const TRIED: usize = 3;
    for alone in 0..parts.len() {
        let article = parts[alone].pair.source.clone();
        if !parts[alone].pair.target.is_empty() || article.is_empty() {
            continue;
        }
        let mut likely = alike.clone().filter(|(i, _)| article.contains(i)).map(|(_, j)| j).take(TRIED);
        let found = likely.find_map(|j| {
            let holds = |part: &Part| part.pair.target == (j..j + 1) && !part.pair.source.is_empty();
            let held = parts.iter().position(holds)?;
            let (own, other) = (&parts[alone].source, &parts[held].source);
            let size = sides.0.bytes(own) / sides.0.bytes(other);
            let fits = |own: &Range<usize>, rest: &Range<usize>| {
                let share = sides.1.bytes(own) / sides.1.bytes(rest) / size;
                (0.4..2.5).contains(&share)
            };
            cut(&parts[held].target, |part| likeness(own, part), |part| likeness(other, part), fits)
                .map(|cut| (held, cut))
        });
        if let Some((held, (own, rest))) = found {
            parts[alone].pair.target = parts[held].pair.target.clone();
            (parts[alone].target, parts[held].target) = (own, rest);
        }
    }
}

/// Where segments that belong to two articles are cut: what is the one's, and the rest. Each must be more like its own
/// article than like the other, and the rest hardly less like its own than the whole was: a short rest has few words.
fn cut(
    whole: &Range<usize>,
    one: impl Fn(&Range<usize>) -> f32,
    other: impl Fn(&Range<usize>) -> f32,
    fits: impl Fn(&Range<usize>, &Range<usize>) -> bool,
) -> Option<(Range<usize>, Range<usize>)> {
    /// Longer articles are cut at some of their sentences only.
    const MOST: usize = 200;
    let mut best: Option<(f32, f32, Range<usize>, Range<usize>)> = None;
    let step = whole.len() / MOST + 1;
    for at in (whole.start + 1..whole.end).step_by(step) {
        let (head, tail) = (whole.start..at, at..whole.end);
        for (own, rest) in [(head.clone(), tail.clone()), (tail, head)] {
            if !fits(&own, &rest) {
                continue;
            }
            let (like_one, like_other) = (one(&own), other(&rest));
            let sum = like_one + like_other;
            if best.as_ref().is_none_or(|(most, ..)| sum > *most)
                && like_one > LEAST.max(other(&own))
                && like_other > one(&rest)
            {
                best = Some((sum, like_other, own, rest));
            }
        }
    }
    best.filter(|(_, like_other, ..)| *like_other > 0.9 * other(whole)).map(|(_, _, own, rest)| (own, rest))
}

/// Sorts pairs by their source; one without a source stands behind the pair whose target it follows.
fn in_source_order(parts: Vec<Part>) -> Vec<Part> {
    let (mut sorted, mut orphans): (Vec<Part>, Vec<Part>) =
        parts.into_iter().partition(|part| !part.pair.source.is_empty());
    sorted.sort_by_key(|part| (part.pair.source.start, part.source.start));
    orphans.sort_by_key(|part| part.pair.target.start);
    for orphan in orphans {
        let start = orphan.pair.target.start;
        let has_target = |part: &Part| !part.pair.target.is_empty();
        let before = sorted.iter().rposition(|part| has_target(part) && part.pair.target.end <= start);
        let before =
            sorted.iter().position(|part| has_target(part) && part.pair.target.end == start).or(before);
        sorted.insert(before.map_or(0, |at| at + 1), orphan);
    }
    // What is missing on one side stands behind what came last there.
    let (mut i, mut j) = ((0, 0), (0, 0));
    for Part { pair, source, target } in &mut sorted {
        if pair.source.is_empty() {
            (pair.source, *source) = (i.0..i.0, i.1..i.1);
        }
        if pair.target.is_empty() {
            (pair.target, *target) = (j.0..j.0, j.1..j.1);
        }
        (i, j) = ((pair.source.end, source.end), (pair.target.end, target.end));
    }
    sorted
}

fn crossings(pairs: &[ArticlePair]) -> Vec<Crossing> {
    let placed: Vec<usize> =
        (0..pairs.len()).filter(|&at| !pairs[at].source.is_empty() && !pairs[at].target.is_empty()).collect();
    placed
        .windows(2)
        .filter(|at| pairs[at[1]].target.start < pairs[at[0]].target.start)
        .map(|at| Crossing { first: at[0], second: at[1] })
        .collect()
}
