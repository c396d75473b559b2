//! Who made an article: lines of names with their functions (本报记者 王一鸣, 责任编辑：李二, *Translated by …*), and
//! writers in brackets inside a paragraph.

use std::ops::Range;

use super::{is_blank, is_light, strip_brackets, weight};
use crate::lang::is_han;
use crate::words::chinese::{COLUMN, FUNCTION, HOUSE, IMAGE, IMAGE_PLACE, IMAGE_SOURCE, REPORTER_PREFIX};
use crate::words::{self, Abbreviation, Function, ImageSource, Staff, english};

/// Whose functions a line of credits names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Work {
    /// Whoever wrote the words.
    Author,
    /// Everybody else.
    Other,
}

impl From<Function> for Work {
    fn from(function: Function) -> Self {
        if function.is_author() { Self::Author } else { Self::Other }
    }
}

fn without_ornament(text: &str) -> &str {
    text.trim_start_matches(|c: char| {
        is_blank(c)
            || matches!(c, '□' | '■' | '○' | '●' | '◎' | '◆' | '◇' | '▲' | '△' | '▶' | '/' | '／' | '|')
    })
}

/// Whether the line is names with their functions and nothing else; whose work is named.
///
/// `本报记者 王一鸣` → author; `海报设计 王一鸣`, `Reporting: A; translation: B` → other.
pub(crate) fn credits(text: &str) -> Option<Work> {
    const LONGEST: usize = 240;
    let text = text.trim();
    // No name ends a sentence, and most paragraphs do.
    let ends = text.trim_end_matches(['”', '"', '’', '」']).ends_with(['。', '！', '？', '.', '?', '!', '…']);
    if text.is_empty() || ends && !text.ends_with("r.") || !is_light(text, LONGEST) || text.contains('。') {
        return None;
    }
    let inner = strip_brackets(text);
    // Lead bytes of Chinese characters.
    let chinese = inner.bytes().any(|b| (0xE4..=0xE9).contains(&b));
    if chinese { chinese_credits(inner).or_else(|| english_credits(inner)) } else { english_credits(inner) }
}

/// Names behind a square and nothing else: □ 王一鸣 李二.
fn is_squared(text: &str) -> bool {
    let is_name = |name: &str| (2..=3).contains(&name.chars().count()) && name.chars().all(is_han);
    text.strip_prefix('□').is_some_and(|names| {
        let mut names =
            names.split(|c: char| is_blank(c) || c == '、').filter(|name| !name.is_empty()).peekable();
        names.peek().is_some() && names.all(is_name)
    })
}

/// Bytes of a name of four characters.
const LONGEST_NAME: usize = 12;

/// Who gave the images, as a sentence: 本文图片由受访者提供.
fn is_source_of_images(text: &str) -> bool {
    let text = IMAGE_PLACE.strip_start(text).unwrap_or(text);
    let giver = IMAGE.strip_start(text);
    giver.and_then(|giver| giver.strip_prefix("均").unwrap_or(giver).strip_prefix('由')).is_some_and(
        |giver| {
            IMAGE_SOURCE.ending(giver).any(|(_, kind)| kind != ImageSource::Archive)
                && !giver.contains(['，', ',', '；'])
        },
    )
}

fn chinese_credits(text: &str) -> Option<Work> {
    if is_squared(text) {
        return Some(Work::Author);
    }
    if is_source_of_images(text) {
        return Some(Work::Other);
    }
    let mut work = None;
    let mut names = 0usize;
    // A function may be named before its people (记者 甲), after a slash (文/甲) or behind them (甲 摄).
    let mut rest = without_ornament(without_time(text));
    let mut leads = false;
    while !rest.is_empty() {
        let mut after = rest;
        while let Some(tail) = HOUSE.strip_start(after).or_else(|| REPORTER_PREFIX.strip_start(after)) {
            after = without_ornament(tail);
        }
        if let Some((word, function)) = FUNCTION.starting(after).next() {
            let mut tail = &after[word.len()..];
            // Of two characters and more: 版式设计, 摄影记者; 文强 is a name.
            while let Some((next, _)) = FUNCTION.starting(tail).find(|(next, _)| next.len() > 3) {
                tail = &tail[next.len()..];
            }
            let bounded = tail.is_empty()
                || tail.starts_with(|c: char| is_blank(c) || "：:/／、|｜丨·，,；;".contains(c));
            if bounded || is_glued_name(function, tail) {
                leads |= names == 0;
                // 本报评论员 names nobody, and says who wrote.
                if after.len() < rest.len() && tail.is_empty() && function.is_author() {
                    names += 1;
                }
                if work != Some(Work::Other) {
                    work = Some(function.into());
                }
                rest = tail.trim_start_matches(|c: char| is_blank(c) || "：:/／、|｜丨·，,；;".contains(c));
                continue;
            }
        }
        let mut end =
            rest.find(|c: char| is_blank(c) || "、/／，,；;|｜丨（(".contains(c)).unwrap_or(rest.len());
        // 记者甲新华社记者乙: too long for a name, and the next begins where a house does.
        if work.is_some()
            && end > LONGEST_NAME
            && let Some(next) = (1..end).find(|&at| rest.is_char_boundary(at) && HOUSE.start(&rest[at..end]))
        {
            end = next;
        }
        let name = &rest[..end];
        let letters = name.chars().count();
        let fits = if name.chars().all(|c| is_han(c) || c == '·') {
            (1..=4).contains(&letters)
                || (name.contains('·') && letters <= 16)
                || names == 0 && letters <= 8 && leads
        } else {
            letters <= 24
                && name.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’' | '·'))
        };
        if !fits {
            return None;
        }
        names += 1;
        let end = end + bracketed(&rest[end..]);
        rest = rest[end..].trim_start_matches(|c: char| is_blank(c) || "、/／，,；;|｜丨".contains(c));
    }
    // `甲 摄` names at least one person; a function alone (`编辑`) is a word like any other.
    let work = work?;
    (names > 0 && (leads || names <= 3)).then_some(work)
}

/// The line without the day and hour before its credits, as web pages have them: `2026-03-06 10:20 来源：…`.
fn without_time(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| {
        c.is_ascii_digit()
            || is_blank(c)
            || matches!(c, '-' | '/' | ':' | '.' | '年' | '月' | '日' | '时' | '分' | '秒')
    });
    let time = &text[..text.len() - rest.len()];
    // A number alone is no day.
    if time.contains(['-', '/', '日', '.']) && time.len() >= 8 { rest } else { text }
}

/// Whether the name stands right behind the function (记者王一鸣), and is none of the words that columns are called by.
fn is_glued_name(function: Function, tail: &str) -> bool {
    let end = tail.find(|c: char| !is_han(c)).unwrap_or(tail.len());
    let name = &tail[..end];
    matches!(function, Function::Reporter | Function::Contributor)
        && (2..=4).contains(&name.chars().count())
        && !COLUMN.start(name)
}

/// The length of what stands in brackets behind a name: whose colleague, from where.
fn bracketed(text: &str) -> usize {
    const LONGEST: usize = 60;
    if !text.starts_with(['（', '(']) {
        return 0;
    }
    text.find(['）', ')'])
        .filter(|end| *end <= LONGEST)
        .map_or(0, |end| end + if text[end..].starts_with(')') { 1 } else { '）'.len_utf8() })
}

/// Lines by people without a name: `Staff Reporter`, `From our correspondent in Paris`; or with it before: `Li Ming,
/// Staff Reporter`.
fn is_staff(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    if lower.starts_with("from our ") && lower.contains("correspondent") {
        return lower.split(' ').count() <= 10;
    }
    let (names, staff) = lower.rsplit_once(", ").unwrap_or(("", &lower));
    english::STAFF.get(staff).is_some_and(|kind| kind == Staff::Alone || !names.is_empty())
        && names.split(' ').count() <= 8
        && text[..names.len()]
            .split(' ')
            .all(|word| word == "and" || !word.starts_with(|c: char| c.is_lowercase()))
}

fn english_credits(text: &str) -> Option<Work> {
    if !text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    if is_staff(text) {
        return Some(Work::Author);
    }
    let mut work = None;
    for (i, part) in text.split([';', '|', '/']).enumerate() {
        let part = part.trim();
        let Some((function, whose)) = english::FUNCTION.starting_in_any_case(part).next() else {
            if i == 0 {
                return None;
            }
            continue;
        };
        let names = part[function.len()..].trim_start_matches(':').trim();
        // A small letter after `by` is a sentence, not a name: “By and large …”.
        let is_names = names.starts_with(|c: char| c.is_uppercase() || is_han(c))
            && !ends_with_stop(names)
            && names
                .split_whitespace()
                .filter(|w| w.starts_with(char::is_lowercase))
                .all(|w| english::NAME_LINK.contains(w))
            && names.split_whitespace().count() <= 24;
        if !is_names {
            return None;
        }
        if work != Some(Work::Other) {
            work = Some(whose.into());
        }
    }
    work
}

/// Whether a stop behind names ends a sentence, and is not part of the last of them: John Lin, Jr.
fn ends_with_stop(names: &str) -> bool {
    let word = names.strip_suffix('.').map(|names| names.rsplit(' ').next().unwrap_or(names));
    word.is_some_and(|word| words::abbreviation(word) != Some(Abbreviation::Maybe))
}

/// A writer in brackets at the head of the text: `(记者 甲)`, `（本报记者 甲 通讯员 乙）`, `(by A B)`.
pub(crate) fn bracketed_writer(text: &str) -> Option<Range<usize>> {
    let start = text.len() - text.trim_start_matches(is_blank).len();
    let open = text[start..].chars().next().filter(|c| matches!(c, '(' | '（'))?;
    let inner = start + open.len_utf8();
    let end = inner + text[inner..].find([')', '）'])?;
    let close = text[end..].chars().next().map_or(0, char::len_utf8);
    let line = &text[inner..end];
    let writer = credits(line).is_some()
        || FUNCTION
            .starting(HOUSE.strip_start(line).unwrap_or(line))
            .any(|(_, function)| function == Function::Reporter)
            && weight(line) < 120;
    writer.then_some(start..end + close)
}

/// A writer in brackets at the end of the text.
pub(crate) fn writer_at_end(text: &str) -> Option<Range<usize>> {
    let end = text.trim_end().len();
    text[..end].chars().next_back().filter(|c| matches!(c, ')' | '）'))?;
    let open = text[..end].rfind(['(', '（'])?;
    let range = bracketed_writer(&text[open..end])?;
    (open > 0 && open + range.end == end).then_some(open..end)
}
