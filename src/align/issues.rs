//! Two issues: their articles are paired, and the sentences of each pair aligned.

use std::ops::Range;

use rayon::prelude::*;

use super::aligner::Aligner;
use super::article::{ArticlePair, Articles, Part, in_source_order};
use super::bead::Bead;
use super::decision::{Decided, Pair};
use super::likeness::Likeness;
use super::moved::Moved;
use super::sentence::stands_second;
use super::terms::Terms;
use super::{pairing, passage, regroup, set_aside, tables};
use crate::segment::Segments;

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
    align_decided(aligner, source, target, &Decided::default())
}

/// The same around what people decided: pairs that are right are beads with confidence 1, wherever they stand; the rest
/// is aligned between them; pairs that are wrong are parted.
#[must_use]
pub fn align_decided(
    aligner: &Aligner,
    source: &Segments,
    target: &Segments,
    decided: &Decided,
) -> Alignment {
    let (source, target) = (Articles::of(source), Articles::of(target));
    let parts = if stands_second(&source.sentences, &target.sentences) {
        let turned = pair(&target, &source, aligner.turned_terms());
        in_source_order(turned.into_iter().map(Part::turned).collect())
    } else {
        pair(&source, &target, aligner.terms())
    };
    let fixed = Fixed::new(decided, &parts, (source.sentences.len(), target.sentences.len()));
    let done = parts.par_iter().enumerate().map(|(number, part)| {
        let (mut beads, mut moved) = (Vec::new(), Vec::new());
        let (mut i, mut j) = (part.source.start, part.target.start);
        let end = (part.source.end..part.source.end, part.target.end..part.target.end);
        for (own, other) in fixed.inside[number].iter().chain([&end]) {
            let (found, elsewhere) =
                between(aligner, &source, &target, (i..own.start, j..other.start), &fixed.elsewhere);
            beads.extend(found);
            moved.extend(elsewhere);
            if !own.is_empty() {
                beads.push(Bead { source: own.clone(), target: other.clone(), confidence: 1.0 });
            }
            (i, j) = (own.end, other.end);
        }
        (beads, moved)
    });
    let mut alignment = Alignment { crossings: crossings(&parts), ..Alignment::default() };
    let (mut beads, mut far) = (Vec::new(), fixed.far.iter().peekable());
    for (found, moved) in done.collect::<Vec<_>>() {
        alignment.moved.extend(moved);
        for bead in found {
            while let Some((own, other)) = far.next_if(|(own, _)| own.start < bead.source.start) {
                beads.push(Bead { source: own.clone(), target: other.clone(), confidence: 1.0 });
            }
            beads.push(bead);
        }
    }
    beads.extend(far.map(|(own, other)| Bead {
        source: own.clone(),
        target: other.clone(),
        confidence: 1.0,
    }));
    alignment.beads = decided.part(beads);
    alignment.articles = parts.into_iter().map(|part| part.pair).collect();
    alignment
}

/// Decided pairs, as the parts see them.
struct Fixed {
    /// Those that stand in a part, in one order there, by part.
    inside: Vec<Vec<Pair>>,
    /// The others, in the order of the source: the translation has them in another place.
    far: Vec<Pair>,
    /// The sentences of those on either side.
    elsewhere: [Vec<bool>; 2],
}

impl Fixed {
    fn new(decided: &Decided, parts: &[Part], sentences: (usize, usize)) -> Self {
        let mut fixed = Self {
            inside: vec![Vec::new(); parts.len()],
            far: Vec::new(),
            elsewhere: [vec![false; sentences.0], vec![false; sentences.1]],
        };
        let mut part_of = vec![usize::MAX; sentences.0];
        for (number, part) in parts.iter().enumerate() {
            part_of[part.source.clone()].fill(number);
        }
        for (own, other) in decided.right() {
            let number = part_of[own.start];
            let is_in = |part: &Part| {
                own.end <= part.source.end && part.target.start <= other.start && other.end <= part.target.end
            };
            let rises = |inside: &[Pair]| inside.last().is_none_or(|last| last.1.end <= other.start);
            match parts.get(number) {
                Some(part) if is_in(part) && rises(&fixed.inside[number]) => {
                    fixed.inside[number].push((own.clone(), other.clone()));
                }
                _ => {
                    fixed.elsewhere[0][own.clone()].fill(true);
                    fixed.elsewhere[1][other.clone()].fill(true);
                    fixed.far.push((own.clone(), other.clone()));
                }
            }
        }
        fixed
    }
}

/// The beads of a stretch of both sides, without the sentences that were paired elsewhere.
fn between(
    aligner: &Aligner,
    source: &Articles<'_>,
    target: &Articles<'_>,
    (sources, targets): Pair,
    elsewhere: &[Vec<bool>; 2],
) -> (Vec<Bead>, Vec<Moved>) {
    let own = source.stretch(sources.clone()).without(&elsewhere[0][sources.clone()]);
    let other = target.stretch(targets.clone()).without(&elsewhere[1][targets.clone()]);
    let (beads, mut moved) = tables::align(aligner, &own, &other);
    let places = ((own.places.as_slice(), sources.len()), (other.places.as_slice(), targets.len()));
    let mut beads = set_aside::put_back(beads, places.0, places.1, 1.0);
    let shift = |range: &mut Range<usize>, by: usize| *range = range.start + by..range.end + by;
    for bead in &mut beads {
        shift(&mut bead.source, sources.start);
        shift(&mut bead.target, targets.start);
    }
    beads.retain(|bead| {
        let is_elsewhere = |side: usize, range: &Range<usize>| range.clone().all(|at| elsewhere[side][at]);
        !(bead.is_null() && is_elsewhere(0, &bead.source) && is_elsewhere(1, &bead.target))
    });
    for pair in &mut moved {
        pair.source = sources.start + own.places[pair.source];
        pair.target = targets.start + other.places[pair.target];
    }
    (beads, moved)
}

/// What belongs together of two issues, the one with more Chinese first. Headings on both sides decide where they tell
/// the same; else the words do.
fn pair(source: &Articles<'_>, target: &Articles<'_>, terms: &Terms) -> Vec<Part> {
    let likeness = Likeness::new(source, target, terms);
    let parts = pairing::pair(source, target, &likeness);
    let passages = passage::passages(&likeness.sides.0, &likeness.sides.1, &likeness.prior);
    if regroup::explains(&parts, &passages) {
        parts
    } else {
        regroup::by_passages(source, target, &passages, &likeness)
    }
}

fn crossings(parts: &[Part]) -> Vec<Crossing> {
    let placed: Vec<usize> =
        (0..parts.len()).filter(|&at| !parts[at].source.is_empty() && !parts[at].target.is_empty()).collect();
    placed
        .windows(2)
        .filter(|at| parts[at[1]].target.start < parts[at[0]].target.start)
        .map(|at| Crossing { first: at[0], second: at[1] })
        .collect()
}
