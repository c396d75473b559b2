//! Headings that no style names: short lines that are larger than the text of their document, bold or centred.
//!
//! What is large is told against the document itself: the size that most of its characters have is that of its text.
//! Lines of one look are headings of one level, the larger the higher. Of lines right above one another that look like
//! headings, the largest is one; a smaller line that never stands alone is what newspapers set around it (kicker, deck).
//!
//! A document whose headings have styles is read by these; there only a line as large as they are is a heading beside them.

use std::collections::BTreeMap;

use super::flow::{Item, Kind, Paragraph, Piece};
use crate::issue::line;

/// How a line looks, the most striking greatest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Look {
    /// Half points.
    size: u32,
    bold: bool,
    centred: bool,
}

/// Half points by which a line must be larger than the text: one point, and a tenth of it.
fn is_larger(size: u32, text: u32) -> bool {
    size >= text + 2 && size * 10 >= text * 11
}

/// Sizes and bold characters of a paragraph, by their weight.
fn look(paragraph: &Paragraph) -> Option<(Look, usize)> {
    let mut sizes: BTreeMap<u32, usize> = BTreeMap::new();
    let (mut bold, mut all) = (0, 0);
    for part in &paragraph.parts {
        let (Piece::Text(text) | Piece::Ruby { base: text, .. }) = &part.piece else { continue };
        let weight = text.chars().filter(|c| !c.is_whitespace()).count();
        *sizes.entry(part.format.size).or_default() += weight;
        all += weight;
        bold += if part.format.bold { weight } else { 0 };
    }
    let (&size, _) = sizes.iter().max_by_key(|(_, weight)| **weight)?;
    (all > 0).then_some((Look { size, bold: bold == all, centred: paragraph.centred }, all))
}

/// Whether the words may be those of a heading: not those of a caption, a list of names, a date, a page.
fn may_be_heading(paragraph: &Paragraph) -> bool {
    if paragraph.kind != Kind::Body || paragraph.has_image() {
        return false;
    }
    let plain = paragraph.plain();
    let words = plain.trim();
    words.chars().any(char::is_alphanumeric)
        && line::is_display(words)
        && line::weight(words) <= 150
        && words.matches('\n').count() < 3
        && !line::has_speaker(words)
        && line::credits(words).is_none()
        && !line::is_date(words)
        && line::continuation(words).is_none()
        && line::page_marker(words).is_none()
        && !line::is_caption_alone(words)
        && line::dateline(words).is_none_or(|range| range.end < words.len())
}

/// The level of each item that is a heading, from 1: by its style, else by its look.
pub(super) fn levels(items: &[Item]) -> Vec<Option<u8>> {
    let mut levels = by_style(items);
    let looks: Vec<Option<(Look, usize)>> = items
        .iter()
        .map(|item| match item {
            Item::Paragraph(paragraph) => look(paragraph),
            _ => None,
        })
        .collect();
    let Some(text) = look_of_text(&looks) else { return levels };
    // The smallest styled heading, and the level of each size.
    let mut styled: Vec<(u32, u8)> = levels
        .iter()
        .zip(&looks)
        .filter_map(|(level, look)| Some((look.as_ref()?.0.size, (*level)?)))
        .collect();
    styled.sort_unstable();
    let striking: Vec<Option<Look>> = (0..items.len())
        .map(|at| {
            let (look, _) = looks[at]?;
            let Item::Paragraph(paragraph) = &items[at] else { return None };
            let listed = paragraph.point.as_ref().is_some_and(|point| point.label.is_empty());
            let larger = is_larger(look.size, text.size);
            let smaller = look.size + 2 <= text.size;
            let stands_out = if styled.is_empty() {
                larger || (!smaller && ((look.bold && !text.bold) || (look.centred && !text.centred)))
            } else {
                larger && levels[at].is_none() && styled.first().is_some_and(|(size, _)| look.size >= *size)
            };
            (stands_out && !listed && may_be_heading(paragraph)).then_some(look)
        })
        .collect();
    let chosen = chosen(items, &striking, &levels, text);
    if styled.is_empty() {
        number(&chosen, &mut levels, text);
    } else {
        for (at, look) in chosen.iter().enumerate() {
            let Some(look) = look else { continue };
            levels[at] = styled.iter().rfind(|(size, _)| *size <= look.size).map(|(_, level)| *level);
        }
    }
    levels
}

/// The levels of headings that styles name. A title stands above the first level, where there are both.
fn by_style(items: &[Item]) -> Vec<Option<u8>> {
    let kind = |item: &Item| match item {
        Item::Paragraph(paragraph) if !paragraph.is_image() => paragraph.kind,
        _ => Kind::Body,
    };
    let titled = u8::from(items.iter().any(|item| kind(item) == Kind::Title));
    let level = |item: &Item| match kind(item) {
        Kind::Title => Some(1),
        Kind::Heading(level) => Some(level.saturating_add(titled)),
        _ => None,
    };
    items.iter().map(level).collect()
}

/// The look that most characters have.
fn look_of_text(looks: &[Option<(Look, usize)>]) -> Option<Look> {
    let mut weights: BTreeMap<Look, usize> = BTreeMap::new();
    for (look, weight) in looks.iter().flatten() {
        *weights.entry(*look).or_default() += weight;
    }
    weights.into_iter().max_by_key(|(_, weight)| *weight).map(|(look, _)| look)
}

/// Of the lines that look like headings those that are: no verse, and of lines right above one another the largest.
fn chosen(items: &[Item], striking: &[Option<Look>], levels: &[Option<u8>], text: Look) -> Vec<Option<Look>> {
    /// So many lines of one look, right above one another, are a poem or a list.
    const VERSE: usize = 4;
    let mut chosen = vec![None; striking.len()];
    let mut runs = Vec::new();
    let mut at = 0;
    while at < striking.len() {
        if striking[at].is_none() {
            at += 1;
            continue;
        }
        let start = at;
        while at < striking.len() && striking[at].is_some() {
            at += 1;
        }
        let of_one_look = |start: usize| {
            striking[start..at].iter().take_while(|look| **look == striking[start]).count() >= VERSE
        };
        let beside_styled =
            start > 0 && levels[start - 1].is_some() || levels.get(at).copied().flatten().is_some();
        if !(start..at).any(of_one_look) && !beside_styled {
            runs.push(start..at);
        }
    }
    // The greatest of its run, or alone in it.
    let mut heads: BTreeMap<Look, usize> = BTreeMap::new();
    for run in &runs {
        let greatest = run.clone().rev().max_by_key(|&at| striking[at]);
        if let Some(look) = greatest.and_then(|at| striking[at]) {
            *heads.entry(look).or_default() += 1;
        }
    }
    for run in runs {
        let mut above: Option<Look> = None;
        let greatest = striking[run.clone()].iter().flatten().max().copied();
        for at in run {
            let Some(look) = striking[at] else { continue };
            // A large line below a heading is one too when others of its look stand without one above them. Above
            // the greatest line of its run only a kicker stands.
            let first = above.is_none() && Some(look) == greatest;
            let below = above.is_some_and(|above| look < above)
                && is_larger(look.size, text.size)
                && heads.contains_key(&look);
            if first || below {
                chosen[at] = Some(look);
                above = Some(look);
            }
        }
    }
    only_centred(items, &mut chosen, text);
    chosen
}

/// Lines that are centred and no more are headings where the document has no better ones.
fn only_centred(items: &[Item], chosen: &mut [Option<Look>], text: Look) {
    let strong = |look: &Look| (look.bold && !text.bold) || is_larger(look.size, text.size);
    let better = chosen.iter().flatten().any(strong);
    for at in 0..chosen.len() {
        let below_image = at > 0 && matches!(&items[at - 1], Item::Paragraph(above) if above.is_image());
        if chosen[at].is_some_and(|look| !strong(&look)) && (better || below_image) {
            chosen[at] = None;
        }
    }
}

/// Numbers the looks of headings as levels. Where they are bold and no more, the first is the headline above the others.
fn number(chosen: &[Option<Look>], levels: &mut [Option<u8>], text: Look) {
    // Of large lines the size decides: one paper sets its headlines to the left, the other in the middle, many do both.
    let of_level = |look: Look| {
        if is_larger(look.size, text.size) { Look { bold: false, centred: false, ..look } } else { look }
    };
    let mut looks: Vec<Look> = chosen.iter().flatten().copied().map(of_level).collect();
    looks.sort_unstable();
    looks.dedup();
    looks.reverse();
    let only_bold = matches!(looks[..], [only] if !only.centred && !is_larger(only.size, text.size));
    let mut first = true;
    for (at, look) in chosen.iter().enumerate() {
        let Some(look) = look else { continue };
        let level = looks.iter().position(|known| *known == of_level(*look)).unwrap_or_default();
        let level = u8::try_from(level + 1).unwrap_or(u8::MAX).min(6);
        levels[at] = Some(if only_bold && !first { 2 } else { level });
        first = false;
    }
}
