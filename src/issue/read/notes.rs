//! Notes of HTML pages: an `id` inside a book (`OEBPS/a.xhtml#note-3`) becomes the short label that Markdown has.

use std::collections::{BTreeMap, BTreeSet};

use crate::issue::inline::{Inline, Mark};
use crate::issue::model::{Block, Body};

/// Short labels by the long ones they stand for.
#[derive(Default)]
struct Labels {
    short: BTreeMap<String, String>,
    taken: BTreeSet<String>,
    last: usize,
}

/// Gives notes and references short labels. A reference to a note that is not there is the words it was shown by
/// (`references`: long label, words).
pub(super) fn label<'a>(blocks: impl Iterator<Item = &'a mut Block>, references: &BTreeMap<String, String>) {
    let mut labels = Labels::default();
    let mut blocks: Vec<&mut Block> = blocks.collect();
    for block in &mut blocks {
        labels.notes(block, references);
    }
    for block in blocks {
        block.each_text_mut(&mut |_, text| labels.references(&mut text.inlines, references));
    }
}

impl Labels {
    fn notes(&mut self, block: &mut Block, references: &BTreeMap<String, String>) {
        match &mut block.body {
            Body::Note { label, blocks } => {
                if let (Some(words), Some(first)) = (references.get(label), blocks.first_mut()) {
                    without_number(first, words);
                }
                let short = self.new_label(label);
                self.short.insert(std::mem::replace(label, short.clone()), short);
                for block in blocks {
                    self.notes(block, references);
                }
            }
            Body::Blocks(blocks) => {
                for block in blocks {
                    self.notes(block, references);
                }
            }
            Body::List { points, .. } => {
                for block in points.iter_mut().flatten() {
                    self.notes(block, references);
                }
            }
            _ => {}
        }
    }

    /// What the `id` says behind `note-`, if it is free, else a number.
    fn new_label(&mut self, long: &str) -> String {
        let named = long.rsplit_once("#note-").map(|(_, name)| name);
        if let Some(name) = named
            && !name.is_empty()
            && name.chars().all(|c| c.is_alphanumeric() || c == '-')
            && self.taken.insert(name.to_owned())
        {
            return name.to_owned();
        }
        loop {
            self.last += 1;
            let number = self.last.to_string();
            if self.taken.insert(number.clone()) {
                return number;
            }
        }
    }

    fn references(&self, inlines: &mut [Inline], words: &BTreeMap<String, String>) {
        for inline in inlines {
            match inline {
                Inline::Note(label) => {
                    if let Some(short) = self.short.get(label) {
                        label.clone_from(short);
                    } else {
                        let words = words.get(label).cloned().unwrap_or_default();
                        *inline = Inline::Marked(Mark::Superscript, vec![Inline::Text(words.into())]);
                    }
                }
                Inline::Marked(_, inner) => self.references(inner, words),
                _ => {}
            }
        }
    }
}

/// Takes the number of a note off its text: the reference shows it, and editions set their own.
fn without_number(block: &mut Block, words: &str) {
    let Body::Text(text) = &mut block.body else { return };
    let is_bracket = |c: char| "[]()（）〔〕【】".contains(c);
    let number = words.trim().trim_matches(is_bracket);
    if number.is_empty() {
        return;
    }
    let plain = text.to_plain();
    let head = plain.trim_start_matches(|c: char| is_bracket(c) || c.is_whitespace());
    let Some(rest) = head.strip_prefix(number) else { return };
    let bare = rest.trim_start_matches(|c: char| is_bracket(c) || ".．、:：".contains(c));
    let behind = bare.trim_start();
    // 1998 is not the number of the first note, nor is 1.5.
    let ends = bare.len() < rest.len() && !behind.starts_with(|c: char| c.is_ascii_digit());
    let kept = (ends && !behind.is_empty()).then(|| text.slice(plain.len() - behind.len()..plain.len()));
    drop(plain);
    if let Some(kept) = kept {
        *text = kept;
    }
}
