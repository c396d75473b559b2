//! The articles of an issue as the aligner sees them, and which of two issues belong together.

use std::ops::Range;

use super::sentence::{Opens, Sentence};
use super::stretch::Stretch;
use crate::issue::Role;
use crate::segment::Segments;

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
pub(super) struct Part {
    pub(super) pair: ArticlePair,
    pub(super) source: Range<usize>,
    pub(super) target: Range<usize>,
}

impl Part {
    pub(super) fn turned(self) -> Self {
        let pair = ArticlePair { source: self.pair.target, target: self.pair.source };
        Self { pair, source: self.target, target: self.source }
    }
}

/// The sentences of an issue, by article.
pub(super) struct Articles<'a> {
    pub(super) sentences: Vec<Sentence<'a>>,
    /// Which of them are pull quotes.
    pulled: Vec<bool>,
    /// Which of them are cells of tables.
    cells: Vec<bool>,
    /// Where each article begins, and the end.
    pub(super) starts: Vec<usize>,
}

impl<'a> Articles<'a> {
    pub(super) fn of(segments: &'a Segments) -> Self {
        let mut sentences = Vec::with_capacity(segments.len());
        let mut pulled = Vec::with_capacity(segments.len());
        let mut cells = Vec::with_capacity(segments.len());
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
            cells.push(segments.role(segment.leaf) == Role::Table);
            sentences.push(Sentence { text: segments.text(index), opens });
        }
        starts.push(sentences.len());
        Self { sentences, pulled, cells, starts }
    }

    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    pub(super) fn segments(&self, articles: &Range<usize>) -> Range<usize> {
        self.starts[articles.start]..self.starts[articles.end]
    }

    /// Where the first and the last article begins of those that begin in a stretch or at its end.
    pub(super) fn starts_in(&self, stretch: Range<usize>) -> Option<(usize, usize)> {
        let first = self.starts.partition_point(|&start| start < stretch.start);
        let last = self.starts.partition_point(|&start| start <= stretch.end);
        let starts = &self.starts[first..last];
        Some((*starts.first()?, *starts.last()?))
    }

    /// The articles that have a sentence among some sentences.
    pub(super) fn articles(&self, segments: &Range<usize>) -> Range<usize> {
        let before = |at: usize| self.starts.partition_point(|&start| start <= at);
        if segments.is_empty() { 0..0 } else { before(segments.start) - 1..before(segments.end - 1) }
    }

    /// The sentences of a stretch.
    pub(super) fn stretch(&self, segments: Range<usize>) -> Stretch<'a> {
        Stretch {
            places: (0..segments.len()).collect(),
            all: self.sentences[segments.clone()].to_vec(),
            pulled: self.pulled[segments.clone()].to_vec(),
            cells: self.cells[segments].to_vec(),
        }
    }
}

/// Sorts pairs by their source; one without a source stands behind the pair whose target it follows.
pub(super) fn in_source_order(parts: Vec<Part>) -> Vec<Part> {
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
