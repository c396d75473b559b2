//! Other pages: where an article goes on (下转第4版), and where a page begins (第1版).

use super::{ends_sentence, is_blank, is_date, strip_brackets};
use crate::lang::is_han;
use crate::words::character::{is_page, is_paper};
use crate::words::chinese::{CONTINUATION, REFERENCE, WEEK};
use crate::words::{Continuation, english};

/// Whether the line, brackets and ornaments aside, sends the reader to another page.
pub(crate) fn continuation(text: &str) -> Option<Continuation> {
    // Ornaments are short too.
    const LONGEST: usize = 160;
    if text.len() > LONGEST {
        return None;
    }
    let ornament = |c: char| {
        matches!(
            c,
            '▶' | '►'
                | '▷'
                | '→'
                | '↓'
                | '←'
                | '◀'
                | '◁'
                | '▲'
                | '▼'
                | '■'
                | '●'
                | '>'
                | '<'
                | '·'
                | '*'
        )
    };
    let text = strip_brackets(text.trim()).trim_matches(|c: char| ornament(c) || is_blank(c));
    let text = strip_brackets(text);
    if text.len() > 60 {
        return None;
    }
    if let Some((word, goes)) = CONTINUATION.starting(text).next() {
        let rest = text[word.len()..].trim_start_matches(['第', ' ']);
        let tail = rest.trim_start_matches(is_numeral);
        if tail.len() < rest.len() && tail.trim_start().starts_with(is_page) && tail.chars().count() <= 12 {
            return Some(goes);
        }
    }
    english::CONTINUATION.starting_in_any_case(text).find_map(|(word, goes)| {
        let rest = text[word.len()..].trim_start();
        (rest.len() <= 5 && !rest.starts_with('s') && rest.chars().any(|c| c.is_ascii_digit()))
            .then_some(goes)
    })
}

/// Whether a line of its own names a page where more on the matter stands: （相关报道见第4版）, 详见A6版.
pub(super) fn is_reference(text: &str) -> bool {
    const LONGEST: usize = 20;
    if !text.trim_end().ends_with(|c| is_page(c) || matches!(c, '）' | ')' | '】' | ']')) {
        return false;
    }
    let text = strip_brackets(text.trim().trim_matches(['▶', '►', '→', '▲', '■', '●', ' ']));
    let Some(page) = text.strip_suffix(is_page) else { return false };
    let rest = page.trim_end_matches(is_numeral);
    text.chars().nth(LONGEST).is_none()
        && rest.len() < page.len()
        && REFERENCE.end(rest.trim_end_matches(['第', ' ']))
}

/// Whether the character may be part of a page's name.
fn is_numeral(c: char) -> bool {
    c.is_ascii_alphanumeric() || "一二三四五六七八九十０１２３４５６７８９".contains(c)
}

/// The page that such a line sends to: `4` of 下转第4版, as [`page_marker`] names it.
pub(crate) fn page_named(text: &str) -> Option<String> {
    let chinese = CONTINUATION.find(text).map(|word| &text[word.end..]);
    let english = || ["page ", "Page ", "p. ", "p."].iter().find_map(|word| Some(text.split_once(word)?.1));
    let behind = chinese.or_else(english)?.trim_start_matches(['第', ' ']);
    let end = behind.find(|c: char| !is_numeral(c)).unwrap_or(behind.len());
    (end > 0).then(|| behind[..end].to_owned())
}

/// Whether a text can be a running head: it names a page and does not end as sentences do.
fn may_be_running_head(text: &str) -> bool {
    !text.ends_with(['。', '！', '？', '”', '：', '.', ':']) && text.contains(['版', '頁', '页'])
}

/// A running head without the name of the paper and the day, which stand at its ends.
fn without_running_head(text: &str) -> &str {
    let is_name = |word: &str| {
        (2..=10).contains(&word.chars().count()) && word.chars().all(is_han) && word.ends_with(is_paper)
    };
    let is_weekday = |word: &str| word.chars().count() <= 3 && WEEK.start(word);
    let belongs = |word: &str| is_date(word) || is_name(word) || is_weekday(word);
    let mut text = text;
    loop {
        let [first, last] =
            [text.split(is_blank).next(), text.rsplit(is_blank).next()].map(Option::unwrap_or_default);
        let rest = if belongs(first) {
            &text[first.len()..]
        } else if belongs(last) {
            &text[..text.len() - last.len()]
        } else {
            return text;
        };
        text = rest.trim();
        if text.is_empty() {
            return text;
        }
    }
}

/// The page that a marker on a line of its own names: `第1版`, `A3版：要闻`, `Page 3`; also in a running head, `第2版
/// 临江晚报 2026年3月12日 星期四`.
pub(crate) fn page_marker(text: &str) -> Option<String> {
    if text.len() > 160 {
        return None;
    }
    let text = strip_brackets(text.trim().trim_matches(['-', '—', '=', '*', '·', ' ']));
    let text = if may_be_running_head(text) { without_running_head(text) } else { text };
    if text.is_empty() || text.len() > 60 {
        return None;
    }
    if let Some(rest) = text
        .strip_prefix("Page ")
        .or_else(|| text.strip_prefix("PAGE "))
        .or_else(|| text.strip_prefix("page "))
    {
        let number: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
        let tail = &rest[number.len()..];
        let fits = number.chars().any(|c| c.is_ascii_digit()) && number.len() <= 4;
        return (fits && (tail.is_empty() || tail.starts_with([':', ' ', '.']) && tail.len() <= 30))
            .then_some(number);
    }
    let ordinal = text.strip_prefix('第');
    let rest = ordinal.unwrap_or(text).trim_start();
    let number: String = rest
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "一二三四五六七八九十〇零".contains(*c))
        .collect();
    if number.is_empty() || number.chars().count() > 4 {
        return None;
    }
    let digits = number.chars().any(|c| c.is_ascii_digit());
    if ordinal.is_none() && !digits {
        return None;
    }
    let tail = rest[number.len()..].trim_start().strip_prefix(['版', '頁', '页'])?;
    let named = tail.is_empty()
        || tail.starts_with(['：', ':', ' ', '\u{3000}', '·', '｜', '|'])
            && tail.chars().count() <= 12
            && !ends_sentence(tail);
    named.then_some(number)
}
