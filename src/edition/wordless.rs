//! What of a translation holds no sentence: images, code, rules. Beads do not place it, so it goes with the sentence
//! before it.
//!
//! What the source has too is not shown twice: an image of the same path, code of the same letters. Rules carry
//! no words: those of the translation are set only if the source has none at all.

use std::collections::BTreeSet;

use crate::issue::{Block, Body, Inline, Issue, LeafId, Text};

/// Something of the translation without a sentence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Silent<'a> {
    /// Index of its article.
    pub article: usize,
    /// The first leaf of the translation that stands behind it.
    pub leaf: LeafId,
    /// What it is.
    pub thing: Thing<'a>,
}

/// What has no sentence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Thing<'a> {
    /// Images without a word between them.
    Images(&'a Text),
    /// Code or other text that is kept to the letter.
    Verbatim(&'a Block),
    /// A rule.
    Rule,
}

/// All that has no sentence in the translation and is not in the source, in reading order.
pub(super) fn silent<'a>(source: &'a Issue, translation: &'a Issue) -> Vec<Silent<'a>> {
    let mut finder = Finder {
        shown: source.images().into_iter().collect(),
        code: BTreeSet::new(),
        rules: false,
        article: 0,
        leaf: 0,
        found: Vec::new(),
    };
    for block in source.articles.iter().flat_map(|article| &article.blocks) {
        finder.know(block);
    }
    for (index, article) in translation.articles.iter().enumerate() {
        finder.article = index;
        for block in &article.blocks {
            finder.find(block);
        }
    }
    finder.found
}

struct Finder<'a> {
    /// Images of the source.
    shown: BTreeSet<&'a str>,
    /// Code of the source.
    code: BTreeSet<&'a str>,
    /// Whether the source sets rules.
    rules: bool,
    article: usize,
    leaf: usize,
    found: Vec<Silent<'a>>,
}

impl<'a> Finder<'a> {
    fn know(&mut self, block: &'a Block) {
        match &block.body {
            Body::Verbatim { text, .. } => drop(self.code.insert(text)),
            Body::Empty => self.rules = true,
            Body::Blocks(blocks) | Body::Note { blocks, .. } => {
                for block in blocks {
                    self.know(block);
                }
            }
            Body::List { points, .. } => points.iter().flatten().for_each(|block| self.know(block)),
            Body::Text(_) | Body::Table { .. } => {}
        }
    }

    fn find(&mut self, block: &'a Block) {
        match &block.body {
            Body::Text(text) => self.text(text),
            Body::Table { rows } => rows.iter().flatten().for_each(|cell| self.text(&cell.text)),
            Body::Verbatim { text, .. } if !self.code.contains(text.as_str()) => {
                self.add(Thing::Verbatim(block));
            }
            Body::Empty if !self.rules => self.add(Thing::Rule),
            Body::Verbatim { .. } | Body::Empty => {}
            Body::Blocks(blocks) | Body::Note { blocks, .. } => {
                for block in blocks {
                    self.find(block);
                }
            }
            Body::List { points, .. } => points.iter().flatten().for_each(|block| self.find(block)),
        }
    }

    fn text(&mut self, text: &'a Text) {
        if text.is_blank() && self.holds_new_image(&text.inlines) {
            self.add(Thing::Images(text));
        }
        self.leaf += 1;
    }

    fn holds_new_image(&self, inlines: &[Inline]) -> bool {
        inlines.iter().any(|inline| match inline {
            Inline::Image { source, .. } => !self.shown.contains(source.as_str()),
            Inline::Marked(_, inner) => self.holds_new_image(inner),
            _ => false,
        })
    }

    fn add(&mut self, thing: Thing<'a>) {
        self.found.push(Silent { article: self.article, leaf: LeafId(self.leaf), thing });
    }
}
