//! Two issues: their articles are paired, and the sentences of each pair aligned.

use std::ops::Range;

use rayon::prelude::*;

use super::aligner::Aligner;
use super::article::{ArticlePair, Articles, Part, in_source_order};
use super::bead::Bead;
use super::likeness::Likeness;
use super::moved::Moved;
use super::sentence::stands_second;
use super::terms::Terms;
use super::{pairing, passage, pulled, regroup};
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
    let (source, target) = (Articles::of(source), Articles::of(target));
    let parts = if stands_second(&source.sentences, &target.sentences) {
        let turned = pair(&target, &source, aligner.turned_terms());
        in_source_order(turned.into_iter().map(Part::turned).collect())
    } else {
        pair(&source, &target, aligner.terms())
    };
    let pairs: Vec<ArticlePair> = parts.iter().map(|part| part.pair.clone()).collect();
    let mut alignment = Alignment { crossings: crossings(&parts), ..Alignment::default() };
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
