//! Where each sentence of the translation stands beside the source: beads turned into places.
//!
//! The book keeps the structure of its first language. Each sentence of the other language goes to the leaf
//! that holds the last sentence of its bead; one without a partner goes with the sentence before it in its own
//! text (or the one behind it, at the head of an article); an article without any partner stays whole. So each
//! sentence of both languages has one place, and the translation's own order is kept wherever the beads keep it.

use std::collections::BTreeSet;
use std::ops::Range;

use super::wordless::{Silent, silent};
use crate::align::Bead;
use crate::issue::{Inline, Issue, LeafId, Role};
use crate::segment::Segments;

/// An issue, its translation, and the beads between their segments.
#[derive(Debug, Clone, Copy)]
pub struct Bilingual<'a> {
    /// The issue in the language that leads: its structure is the book's.
    pub source: &'a Issue,
    /// Its segments.
    pub source_segments: &'a Segments,
    /// The issue in the other language.
    pub target: &'a Issue,
    /// Its segments.
    pub target_segments: &'a Segments,
    /// Which segments translate which: indices into the two.
    pub beads: &'a [Bead],
}

/// A run of sentences of one leaf of the translation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// The leaf of the translation.
    pub leaf: LeafId,
    /// Indices of its segments.
    pub segments: Range<usize>,
}

/// Consecutive sentences of a leaf, and the translation that follows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// Indices of the source's segments.
    pub source: Range<usize>,
    /// Their translation; empty if it comes with a later row, or is missing.
    pub pieces: Vec<Piece>,
}

/// A bead with two sides: where a tap leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    /// First segment of the source side.
    pub source: usize,
    /// First segment of the target side.
    pub target: usize,
    /// The number that both sides show, counted in the article; none if the whole line is the link.
    pub number: Option<usize>,
}

/// Where everything stands.
#[derive(Debug)]
pub(super) struct Placement<'a> {
    /// The rows of each leaf of the source, by `LeafId`.
    pub rows: Vec<Vec<Row>>,
    /// Leaves of the source that are cells of tables, and whose translation says the very same, such as a figure: they
    /// are set once.
    pub shared: BTreeSet<usize>,
    /// What of the translation holds no sentence, with the source's leaf that it follows; in order of leaves.
    pub silent: Vec<(LeafId, Silent<'a>)>,
    /// Articles of the translation that have no place beside the source.
    pub strays: Vec<usize>,
    links: Vec<Link>,
    by_source: Vec<Option<usize>>,
    by_target: Vec<Option<usize>>,
}

impl<'a> Placement<'a> {
    /// Finds a place for each sentence.
    pub(super) fn new(bilingual: &Bilingual<'a>) -> Self {
        let (source, target) = (bilingual.source_segments, bilingual.target_segments);
        let mut links = Vec::new();
        let mut by_source = vec![None; source.len()];
        let mut by_target = vec![None; target.len()];
        for bead in bilingual.beads.iter().filter(|bead| !bead.is_null()) {
            let (from, to) = (bead.source.clone(), bead.target.clone());
            if from.end > source.len() || to.end > target.len() {
                continue;
            }
            by_source[from.clone()].fill(Some(links.len()));
            by_target[to.clone()].fill(Some(links.len()));
            links.push((Link { source: from.start, target: to.start, number: None }, from.end - 1));
        }
        let (after, strays) = anchors(bilingual.target, target, &by_target, &links);
        let mut followers: Vec<Vec<usize>> = vec![Vec::new(); source.len()];
        for (segment, place) in after.iter().enumerate() {
            if let Some(place) = place {
                followers[*place].push(segment);
            }
        }
        let mut links: Vec<Link> = links.into_iter().map(|(link, _)| link).collect();
        let rows = rows(bilingual.source.leaves().len(), source, target, &by_source, &followers);
        let shared = shared(bilingual, &rows);
        number(&mut links, source, &by_source, &rows, &shared);
        let silent = silent(bilingual.source, bilingual.target)
            .into_iter()
            .filter_map(|silent| Some((follows(&silent, source, target, &after)?, silent)));
        let mut silent: Vec<_> = silent.collect();
        silent.sort_by_key(|&(leaf, _)| leaf);
        Self { rows, shared, silent, strays, links, by_source, by_target }
    }

    /// The link of a segment of the source.
    pub(super) fn of_source(&self, segment: usize) -> Option<&Link> {
        self.by_source[segment].map(|link| &self.links[link])
    }

    /// The link of a segment of the translation.
    pub(super) fn of_target(&self, segment: usize) -> Option<&Link> {
        self.by_target[segment].map(|link| &self.links[link])
    }
}

/// The cells whose translation is the same.
fn shared(bilingual: &Bilingual<'_>, rows: &[Vec<Row>]) -> BTreeSet<usize> {
    let Bilingual { source, target, target_segments, .. } = bilingual;
    let leaves = target.leaves();
    let is_shared = |plain: &str, rows: &[Row]| match joined(rows).as_slice() {
        [piece] => {
            let text = leaves[piece.leaf.0].text;
            let whole =
                window(target_segments, &piece.segments) == (0..target_segments.plain(piece.leaf).len());
            // A note or an image in it is not in the other.
            let words_alone = text.inlines.iter().all(|inline| matches!(inline, Inline::Text(_)));
            whole && words_alone && text.plain().trim() == plain.trim()
        }
        _ => false,
    };
    let cells = source
        .leaves()
        .into_iter()
        .filter(|leaf| leaf.role == Role::Table)
        .map(|leaf| (leaf.id.0, leaf.text));
    cells.filter(|(leaf, text)| is_shared(&text.plain(), &rows[*leaf])).map(|(leaf, _)| leaf).collect()
}

/// For each segment of the translation, the source's segment that it follows; and the articles without any.
fn anchors(
    issue: &Issue,
    target: &Segments,
    by_target: &[Option<usize>],
    links: &[(Link, usize)],
) -> (Vec<Option<usize>>, Vec<usize>) {
    let article = |segment: usize| target.article(target.segments()[segment].leaf);
    let mut after: Vec<Option<usize>> = by_target.iter().map(|link| link.map(|link| links[link].1)).collect();
    for segment in 1..after.len() {
        if after[segment].is_none() && article(segment) == article(segment - 1) {
            after[segment] = after[segment - 1];
        }
    }
    for segment in (1..after.len()).rev() {
        if after[segment - 1].is_none() && article(segment) == article(segment - 1) {
            after[segment - 1] = after[segment];
        }
    }
    let mut placed = vec![false; issue.articles.len()];
    for segment in (0..after.len()).filter(|&segment| after[segment].is_some()) {
        placed[article(segment)] = true;
    }
    (after, (0..placed.len()).filter(|&article| !placed[article]).collect())
}

/// The source's leaf that something without a sentence follows: the one that the sentence before it in its own
/// article stands beside, or the one behind it; none in an article without a place.
fn follows(
    silent: &Silent<'_>,
    source: &Segments,
    target: &Segments,
    after: &[Option<usize>],
) -> Option<LeafId> {
    let list = target.segments();
    let next = list.partition_point(|segment| segment.leaf < silent.leaf);
    let of_article = |segment: &usize| {
        list.get(*segment).is_some_and(|segment| target.article(segment.leaf) == silent.article)
    };
    let neighbour = next.checked_sub(1).filter(of_article).or(Some(next).filter(of_article))?;
    Some(source.segments()[after[neighbour]?].leaf)
}

/// The rows of each leaf: the sentences of a bead, and what follows them.
fn rows(
    leaves: usize,
    source: &Segments,
    target: &Segments,
    by_source: &[Option<usize>],
    followers: &[Vec<usize>],
) -> Vec<Vec<Row>> {
    let mut rows: Vec<Vec<Row>> = vec![Vec::new(); leaves];
    for (index, segment) in source.segments().iter().enumerate() {
        let leaf = &mut rows[segment.leaf.0];
        let same_bead =
            |row: &Row| by_source[index].is_some() && by_source[row.source.start] == by_source[index];
        match leaf.last_mut() {
            Some(row) if same_bead(row) => row.source.end = index + 1,
            _ => leaf.push(Row { source: index..index + 1, pieces: Vec::new() }),
        }
        if let Some(row) = leaf.last_mut() {
            row.pieces.extend(pieces(target, &followers[index]));
        }
    }
    rows
}

/// Segments of the translation as runs of one leaf.
pub(super) fn pieces(target: &Segments, segments: &[usize]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for &segment in segments {
        let leaf = target.segments()[segment].leaf;
        match pieces.last_mut() {
            Some(piece) if piece.leaf == leaf && piece.segments.end == segment => piece.segments.end += 1,
            _ => pieces.push(Piece { leaf, segments: segment..segment + 1 }),
        }
    }
    pieces
}

/// Joins the runs of several rows where they go on in the same leaf.
pub(super) fn joined<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::new();
    for piece in rows.into_iter().flat_map(|row| &row.pieces) {
        match joined.last_mut() {
            Some(last) if last.leaf == piece.leaf && last.segments.end == piece.segments.start => {
                last.segments.end = piece.segments.end;
            }
            _ => joined.push(piece.clone()),
        }
    }
    joined
}

/// Numbers the links of each article. A headline and its like, one bead long, need no number: they are links.
fn number(
    links: &mut [Link],
    source: &Segments,
    by_source: &[Option<usize>],
    rows: &[Vec<Row>],
    shared: &BTreeSet<usize>,
) {
    let mut article = usize::MAX;
    let mut last = 0;
    for (index, segment) in source.segments().iter().enumerate() {
        let Some(link) = by_source[index].map(|link| &mut links[link]) else { continue };
        if link.source != index || shared.contains(&segment.leaf.0) {
            continue;
        }
        if source.article(segment.leaf) != article {
            article = source.article(segment.leaf);
            last = 0;
        }
        if !(is_line(source.role(segment.leaf)) && rows[segment.leaf.0].len() == 1) {
            last += 1;
            link.number = Some(last);
        }
    }
}

/// Roles of a line by itself.
fn is_line(role: Role) -> bool {
    matches!(
        role,
        Role::Section
            | Role::Kicker
            | Role::Headline
            | Role::Deck
            | Role::Crosshead
            | Role::Byline
            | Role::Credit
            | Role::Dateline
            | Role::Caption
            | Role::PullQuote
            | Role::Continuation
            | Role::Page
    )
}

/// The bytes of a leaf that a run of its segments stands for: up to where the next segment begins, from the
/// start of the leaf for its first segment. Consecutive runs give the leaf's text back whole.
pub(super) fn window(segments: &Segments, run: &Range<usize>) -> Range<usize> {
    let list = segments.segments();
    let leaf = list[run.start].leaf;
    let first = run.start == 0 || list[run.start - 1].leaf != leaf;
    let start = if first { 0 } else { list[run.start].range.start };
    match list.get(run.end) {
        Some(next) if next.leaf == leaf => start..next.range.start,
        _ => start..segments.plain(leaf).len(),
    }
}
