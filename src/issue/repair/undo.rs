//! Taking repairs back, the last one first: the list of them leads from the repaired issue to the source.

use std::collections::BTreeMap;

use super::{Repair, continuations, texts, unmend};
use crate::issue::inline::Text;
use crate::issue::model::{Block, Body, Issue};
use crate::problem::Span;

/// A list of repairs that does not belong to the issue it was to be taken from.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "text {} has no repair of kind {} at byte {} (`{}`); the report is of another issue, or the issue was changed since",
    repair.leaf.0, repair.kind, repair.at, repair.after
)]
pub struct NotRepaired {
    /// The repair that was not found.
    pub repair: Box<Repair>,
}

/// Takes repairs back, the last one first.
///
/// # Errors
/// When a repair of the list is not in the issue: the report belongs to another one.
pub fn undo(issue: Issue, repairs: &[Repair]) -> Result<Issue, NotRepaired> {
    let mut issue = issue;
    let mut place = Place::default();
    let mut rest = repairs;
    while let [before @ .., last] = rest {
        if let Some(moved) = &last.moved {
            if !continuations::take_back(&mut issue, moved) {
                return Err(NotRepaired { repair: Box::new(last.clone()) });
            }
            place = Place::default();
            rest = before;
        } else if last.is_structural() {
            if !unjoin(&mut issue, &mut place, last) {
                return Err(NotRepaired { repair: Box::new(last.clone()) });
            }
            rest = before;
        } else {
            let start = rest.iter().rposition(Repair::is_structural).map_or(0, |at| at + 1);
            unmend_all(&mut issue, &mut place, &rest[start..])?;
            rest = &rest[..start];
        }
    }
    Ok(issue)
}

/// A block of an issue, and the number of its first running text. Repairs stand nearly in order, so that each is found
/// from the one before it.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    article: usize,
    block: usize,
    leaf: usize,
}

impl Place {
    /// Goes to the block that holds a running text; whether there is one.
    fn seek(&mut self, issue: &Issue, leaf: usize) -> bool {
        while leaf < self.leaf {
            if self.block == 0 {
                self.article -= 1;
                self.block = issue.articles[self.article].blocks.len();
                continue;
            }
            self.block -= 1;
            self.leaf -= texts(&issue.articles[self.article].blocks[self.block].body);
        }
        while let Some(article) = issue.articles.get(self.article) {
            let Some(block) = article.blocks.get(self.block) else {
                (self.article, self.block) = (self.article + 1, 0);
                continue;
            };
            let count = texts(&block.body);
            if leaf < self.leaf + count {
                return true;
            }
            (self.block, self.leaf) = (self.block + 1, self.leaf + count);
        }
        false
    }
}

/// Takes one join back; whether it was there.
fn unjoin(issue: &mut Issue, place: &mut Place, repair: &Repair) -> bool {
    if !place.seek(issue, repair.leaf.0) {
        return false;
    }
    let blocks = &mut issue.articles[place.article].blocks;
    if blocks.len() - place.block <= repair.over {
        return false;
    }
    let block = &mut blocks[place.block];
    let Body::Text(text) = &mut block.body else { return false };
    let behind = repair.at + repair.after.len();
    if text.to_plain().get(repair.at..behind) != Some(&*repair.after) {
        return false;
    }
    let second = text.slice(behind..text.plain_len());
    *text = text.slice(0..repair.at);
    let span = Span { start: repair.span.end, end: block.span.end };
    block.span.end = repair.span.start;
    let role = block.role;
    blocks.insert(place.block + 1 + repair.over, Block::text(role, span, second));
    true
}

/// Takes repairs back between which no text changed its number.
fn unmend_all(issue: &mut Issue, place: &mut Place, repairs: &[Repair]) -> Result<(), NotRepaired> {
    let mut by_leaf: BTreeMap<usize, Vec<&Repair>> = BTreeMap::new();
    for repair in repairs {
        by_leaf.entry(repair.leaf.0).or_default().push(repair);
    }
    let mut missing = None;
    while let Some((&leaf, first)) = by_leaf.first_key_value() {
        if !place.seek(issue, leaf) {
            missing = first.last().copied();
            break;
        }
        let mut leaf = place.leaf;
        issue.articles[place.article].blocks[place.block].each_text_mut(&mut |_, text| {
            let made = by_leaf.remove(&leaf).unwrap_or_default();
            if let Err(repair) = unmend_text(text, &made) {
                missing.get_or_insert(repair);
            }
            leaf += 1;
        });
    }
    missing.map_or(Ok(()), |repair| Err(NotRepaired { repair: Box::new(repair.clone()) }))
}

/// Takes the repairs of one text back, which stand in the order in which they were made; an error is the one that is
/// not there.
fn unmend_text<'r>(text: &mut Text, repairs: &[&'r Repair]) -> Result<(), &'r Repair> {
    let mut rest = repairs;
    while let Some((last, before)) = rest.split_last() {
        // All that none of the later ones shifts, back to one that knows the whole text before it.
        let follow = |pair: &&[&Repair]| pair[1].whole.is_none() && pair[0].range().end <= pair[1].at;
        let run = rest.windows(2).rev().take_while(follow).count();
        let (earlier, run) = rest.split_at(before.len() - run);
        let plain = text.to_plain();
        if let Some(missing) = run.iter().rev().find(|made| plain.get(made.range()) != Some(&*made.after)) {
            return Err(missing);
        }
        drop(plain);
        *text = match run.first().unwrap_or(last).whole.clone() {
            Some(whole) => whole,
            None => unmend(text, run.iter().copied()),
        };
        rest = earlier;
    }
    Ok(())
}
