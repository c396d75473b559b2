//! The notes of a text: which of them a label means, who refers to them, and the ids by which both are found.
//!
//! A label means the note of its own article, else the first of the issue. The notes of a translation stand where
//! their first sentence does; one without any has no place that a reference could lead to.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::markup::Markup;
use super::xhtml::{JOINER, numeral};
use crate::issue::{Article, Block, Body, Inline, LeafId};

/// The notes of a text in reading order.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// What their ids begin with: a book may hold the notes of two texts.
    prefix: &'static str,
    list: Vec<Note>,
    /// Notes by article and label, and the first of each label.
    by_label: BTreeMap<(usize, String), usize>,
    first_of_label: BTreeMap<String, usize>,
    /// Notes by the leaf that they stand at, where leaves tell it.
    by_leaf: BTreeMap<LeafId, usize>,
}

/// A note.
#[derive(Debug)]
struct Note {
    article: usize,
    /// Its number in its article.
    number: usize,
    /// Whether the text refers to it.
    called: bool,
    /// How many references have been set.
    references: usize,
}

/// What is set of a note where it stands.
#[derive(Debug)]
pub(super) struct Place {
    /// The id that references lead to.
    pub id: String,
    /// Markup of its number, which leads back to the first reference.
    pub number: Markup,
}

impl Notes {
    /// The notes of articles, each given with the number that it has in the book.
    pub(super) fn of<'a>(articles: impl Iterator<Item = (usize, &'a Article)> + Clone) -> Self {
        let mut notes = Self::default();
        for (index, article) in articles.clone() {
            let mut labels = Vec::new();
            labelled(&article.blocks, &mut 0, &mut |label, _| labels.push(label.to_owned()));
            for (number, label) in (1..).zip(labels) {
                notes.add(index, number, label);
            }
        }
        for (index, article) in articles {
            let mut called = Vec::new();
            for block in &article.blocks {
                block.each_text(&mut |_, text| references(&text.inlines, &mut called));
            }
            notes.call(index, &called);
        }
        notes
    }

    /// The notes of a translation: of its articles with their first leaves. `speaks` tells which leaves hold a
    /// sentence, and so have a place in the book.
    pub(super) fn of_translation<'a>(
        articles: impl Iterator<Item = (usize, &'a Article, LeafId)> + Clone,
        speaks: &BTreeSet<LeafId>,
    ) -> Self {
        let mut notes = Self { prefix: "t", ..Self::default() };
        for (index, article, first) in articles.clone() {
            let mut leaf = first.0;
            let mut found = Vec::new();
            labelled(&article.blocks, &mut leaf, &mut |label, leaves| {
                let place = speaks.range(LeafId(leaves.start)..LeafId(leaves.end)).next();
                found.push((label.to_owned(), place.copied()));
            });
            for (number, (label, place)) in (1..).zip(found) {
                if let Some(place) = place.filter(|place| !notes.by_leaf.contains_key(place)) {
                    notes.by_leaf.insert(place, notes.list.len());
                    notes.add(index, number, label);
                }
            }
        }
        for (index, article, first) in articles {
            let mut called = Vec::new();
            let mut leaf = first;
            for block in &article.blocks {
                block.each_text(&mut |_, text| {
                    if speaks.contains(&leaf) {
                        references(&text.inlines, &mut called);
                    }
                    leaf.0 += 1;
                });
            }
            notes.call(index, &called);
        }
        notes
    }

    fn add(&mut self, article: usize, number: usize, label: String) {
        let index = self.list.len();
        self.by_label.entry((article, label.clone())).or_insert(index);
        self.first_of_label.entry(label).or_insert(index);
        self.list.push(Note { article, number, called: false, references: 0 });
    }

    fn call(&mut self, article: usize, labels: &[String]) {
        for label in labels {
            if let Some(note) = self.meant(article, label) {
                self.list[note].called = true;
            }
        }
    }

    fn meant(&self, article: usize, label: &str) -> Option<usize> {
        let own = self.by_label.get(&(article, label.to_owned()));
        own.or_else(|| self.first_of_label.get(label)).copied()
    }

    /// The first note of an article or of those behind it.
    pub(super) fn first(&self, article: usize) -> usize {
        self.list.partition_point(|note| note.article < article)
    }

    /// The note that stands at a leaf.
    pub(super) fn at(&self, leaf: LeafId) -> Option<usize> {
        self.by_leaf.get(&leaf).copied()
    }

    /// Where a note stands: its id and number. `back` says where the number leads.
    pub(super) fn place(&self, index: usize, back: &str, vertical: bool) -> Option<Place> {
        let note = self.list.get(index)?;
        let (prefix, id, number) = (self.prefix, index + 1, note.number);
        let set = numeral(number, vertical);
        let mut out = Markup::default();
        if note.called {
            out.push_str("<a class=\"note-number\" role=\"doc-backlink\"");
            out.link(&format!("{prefix}ref-{id}-1"));
            let _ = write!(out, " aria-label=\"{back} {number}\">{set}</a>");
        } else {
            let _ = write!(out, "<span class=\"note-number\">{set}</span>");
        }
        Some(Place { id: format!("{prefix}note-{id}"), number: out })
    }

    /// Writes a reference to the note that a label means in an article; answers whether there is one.
    pub(super) fn refer(&mut self, out: &mut Markup, article: usize, label: &str, vertical: bool) -> bool {
        let Some(index) = self.meant(article, label) else { return false };
        let note = &mut self.list[index];
        note.references += 1;
        let (prefix, id) = (self.prefix, index + 1);
        out.push_str("<a epub:type=\"noteref\" role=\"doc-noteref\" class=\"noteref\"");
        out.id(&format!("{prefix}ref-{id}-{}", note.references));
        out.link(&format!("{prefix}note-{id}"));
        let _ = write!(out, ">{JOINER}{}</a>", numeral(note.number, vertical));
        true
    }
}

/// Calls `found` with the label of each note and the numbers of its leaves, in reading order; `leaf` is the number
/// of the first leaf.
fn labelled<'a>(
    blocks: &'a [Block],
    leaf: &mut usize,
    found: &mut impl FnMut(&'a str, std::ops::Range<usize>),
) {
    for block in blocks {
        match &block.body {
            Body::Note { label, blocks } => {
                let first = *leaf;
                let mut count = 0;
                block.each_text(&mut |_, _| count += 1);
                found(label, first..first + count);
                labelled(blocks, leaf, found);
                *leaf = first + count;
            }
            Body::Blocks(blocks) => labelled(blocks, leaf, found),
            Body::List { points, .. } => points.iter().for_each(|point| labelled(point, leaf, found)),
            _ => block.each_text(&mut |_, _| *leaf += 1),
        }
    }
}

fn references(inlines: &[Inline], labels: &mut Vec<String>) {
    for inline in inlines {
        match inline {
            Inline::Note(label) => labels.push(label.clone()),
            Inline::Marked(_, inner) => references(inner, labels),
            _ => {}
        }
    }
}
