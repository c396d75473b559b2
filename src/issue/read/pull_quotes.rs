//! Pull quotes: sentences of an article that are set off a second time, to catch the eye.
//!
//! HTML and EPUB name them (`<aside class="pullquote">`, `role="doc-pullquote"`), and so may HTML in Markdown.
//! Markdown has no sign of its own: there a quotation is a pull quote when its words stand in a paragraph of the
//! article too. Editors shorten what they pull out, so most of the words are enough.

use std::collections::HashMap;

use crate::issue::line;
use crate::issue::model::{Article, Block, Body, Role};
use crate::problem::Span;

/// A pull quote of the blocks that were found in it.
pub(super) fn block(blocks: Vec<Block>, span: Span) -> Block {
    // Content systems set a figure or an aside around a quotation.
    let mut blocks = match <[Block; 1]>::try_from(blocks) {
        Ok([Block { role: Role::Quote, body: Body::Blocks(inner), .. }]) => inner,
        Ok([only]) => vec![only],
        Err(blocks) => blocks,
    };
    for block in &mut blocks {
        if block.role == Role::Paragraph {
            block.role = Role::PullQuote;
        }
    }
    Block { role: Role::PullQuote, span, body: Body::Blocks(blocks) }
}

/// Makes pull quotes of an article's quotations that say what a paragraph of it says.
pub(super) fn mark(article: &mut Article) {
    let quotes: Vec<usize> =
        (0..article.blocks.len()).filter(|&at| article.blocks[at].role == Role::Quote).collect();
    if quotes.is_empty() {
        return;
    }
    let blocks: Vec<&Block> = quotes.iter().map(|&at| &article.blocks[at]).collect();
    let repeated = repeated(article, &blocks);
    for (at, _) in quotes.into_iter().zip(repeated).filter(|(_, repeated)| *repeated) {
        let quote = &mut article.blocks[at];
        if let Body::Blocks(blocks) = &mut quote.body {
            *quote = block(std::mem::take(blocks), quote.span);
        }
    }
}

/// Which of some quotations of an article say what a paragraph of it says.
pub(crate) fn repeated(article: &Article, quotes: &[&Block]) -> Vec<bool> {
    /// More than any article has; each is a bit.
    const MOST: usize = 64;
    let mut found = vec![false; quotes.len()];
    // Which quotations have three characters in a row, and the paragraph in which these were met last.
    let mut places: HashMap<[char; 3], (u64, usize)> = HashMap::new();
    let mut counts = [0usize; MOST];
    for (at, quote) in quotes.iter().enumerate().take(MOST) {
        for three in words_of(quote).map(|words| threes(&words)).unwrap_or_default() {
            let (of, _) = places.entry(three).or_insert((0, 0));
            counts[at] += usize::from(*of & (1 << at) == 0);
            *of |= 1 << at;
        }
    }
    if places.is_empty() {
        return found;
    }
    let paragraphs = article.blocks.iter().filter(|block| block.role == Role::Paragraph);
    for (number, paragraph) in paragraphs.enumerate() {
        let Body::Text(text) = &paragraph.body else { continue };
        let mut met = [0usize; MOST];
        for three in threes(&text.to_plain()) {
            let Some((of, last)) = places.get_mut(&three).filter(|(_, last)| *last != number + 1) else {
                continue;
            };
            *last = number + 1;
            let mut left = *of;
            while left != 0 {
                met[left.trailing_zeros() as usize] += 1;
                left &= left - 1;
            }
        }
        for (at, found) in found.iter_mut().enumerate().take(MOST) {
            *found |= counts[at] > 0 && met[at] * 5 >= counts[at] * 4;
        }
    }
    found
}

/// The words of a short quotation, without the line that names who said them.
fn words_of(quote: &Block) -> Option<String> {
    const LEAST: usize = 24;
    const LONGEST: usize = 450;
    let Body::Blocks(blocks) = &quote.body else { return None };
    let plain = |block: &Block| match &block.body {
        Body::Text(text) => Some(text.plain()),
        _ => None,
    };
    let [first, rest @ ..] = blocks.as_slice() else { return None };
    let named = |block: &Block| plain(block).is_some_and(|line| line::names_speaker(&line));
    let words = plain(first).filter(|_| rest.len() < 2 && rest.iter().all(named))?;
    let words = match words.rsplit_once('\n') {
        Some((words, speaker)) if line::names_speaker(speaker) => words.to_owned(),
        _ => words,
    };
    (LEAST..=LONGEST).contains(&line::weight(&words)).then_some(words)
}

/// Each three letters in a row, whatever marks and blanks stand between them.
fn threes(text: &str) -> Vec<[char; 3]> {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    letters.windows(3).map(|three| [three[0], three[1], three[2]]).collect()
}
