//! What a line of text tells of itself: whether it ends a sentence, names a reporter, opens with a dateline.
//!
//! Newspapers set these things by fixed words (本报讯, 新华社…电, 记者, 摄影, *By*, *Translation:*), which
//! [`words`] lists: `credits` asks for people and their functions, `dateline` for agencies, `page` for other pages,
//! `word` for words of all kinds. Nothing here looks at markup or at neighbours.

mod credits;
mod dateline;
mod line_by_line;
mod page;
mod word;

pub(crate) use credits::{Work, bracketed_writer, credits, writer_at_end};
pub(crate) use dateline::dateline;
pub(crate) use line_by_line::is_line_by_line;
use page::is_reference;
pub(crate) use page::{continuation, page_marker, page_named};
pub(crate) use word::{divides_word, is_pair};

use crate::lang::is_han;
pub(crate) use crate::words::character::is_closing_mark as is_closer;
use crate::words::character::is_date_character;
use crate::words::chinese::{CAPTION_HEAD, IMAGE_SOURCE, LABEL, PHOTO_CREDIT, TURN, WEB_LINE};
use crate::words::{self, Abbreviation, CaptionHead, Compound, ImageSource, english};

/// Marks that open a quotation or a bracket.
pub(crate) fn is_opener(c: char) -> bool {
    matches!(c, '“' | '‘' | '「' | '『' | '（' | '(' | '【' | '《' | '〈' | '［' | '[' | '〔')
}

/// Marks that end a sentence, at full and at half width.
pub(crate) fn is_terminator(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '…' | '!' | '?' | '.' | '．' | '｡')
}

/// Whether the text ends a sentence, closers behind the stop or not.
pub(crate) fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end().trim_end_matches(|c| is_closer(c) || c == '*');
    match text.chars().next_back() {
        Some('.') => !ends_in_abbreviation(text),
        Some(c) => is_terminator(c),
        None => false,
    }
}

/// Whether an English text ends with a title or the like that never ends a sentence.
pub(crate) fn ends_in_abbreviation(text: &str) -> bool {
    let word = text.rsplit([' ', '\u{a0}', '(', '“']).next().unwrap_or_default();
    word.strip_suffix('.')
        .and_then(words::abbreviation)
        .is_some_and(|kind| matches!(kind, Abbreviation::Never | Abbreviation::Saint))
}

/// Length of a text by what it says: a Chinese character weighs as much as three letters.
pub(crate) fn weight(text: &str) -> usize {
    text.chars().map(|c| if is_han(c) { 3 } else { 1 }).sum()
}

/// Whether a text weighs no more than that. A character never weighs more than it has bytes.
pub(crate) fn is_light(text: &str, most: usize) -> bool {
    text.len() <= most || (text.len() <= 3 * most && weight(text) <= most)
}

fn is_blank(c: char) -> bool {
    c.is_whitespace()
}

/// The inside of `（…）` when the brackets hold the whole.
fn strip_brackets(text: &str) -> &str {
    let open = text.chars().next();
    let close = text.chars().next_back();
    match (open, close) {
        (Some('（' | '('), Some('）' | ')')) | (Some('【'), Some('】')) | (Some('['), Some(']')) => {
            let start = open.map_or(0, char::len_utf8);
            let end = text.len() - close.map_or(0, char::len_utf8);
            let inner = text.get(start..end).unwrap_or(text);
            if inner.contains(['（', '(', '）', ')']) { text } else { inner }
        }
        _ => text,
    }
}

/// A line that may stand over or under a headline: short, no finished sentence, and it sends nobody to another page.
pub(crate) fn is_display(text: &str) -> bool {
    const LONGEST: usize = 220;
    let text = text.trim();
    // The end decides most cases, so that long texts are not counted.
    !text.is_empty()
        && !matches!(
            text.trim_end_matches(is_closer).chars().next_back(),
            Some('。' | '.' | '，' | ',' | '；' | ';' | '、' | '：' | ':' | '…' | '．')
        )
        && is_light(text, LONGEST)
        && !text.contains('。')
        && !is_reference(text)
}

/// Whether the last line of a quotation says who spoke: `——王秀兰`, `— Wang Xiulan, vendor`.
pub(crate) fn names_speaker(line: &str) -> bool {
    const LONGEST: usize = 90;
    let line = line.trim();
    line.starts_with(['—', '–', '-', '―']) && is_light(line, LONGEST) && !ends_sentence(line)
}

/// Whether the line is a date and nothing else, the number of the issue beside it or not: `2024年11月22日 星期五`,
/// `2024-11-22`.
pub(crate) fn is_date(text: &str) -> bool {
    let text = text.trim();
    let mut parts = text.split(['-', '/']);
    let number = |part: Option<&str>, digits: std::ops::RangeInclusive<usize>| {
        part.is_some_and(|part| digits.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()))
    };
    if text.len() <= "2024-11-22".len()
        && number(parts.next(), 4..=4)
        && number(parts.next(), 1..=2)
        && number(parts.next(), 1..=2)
        && parts.next().is_none()
    {
        return true;
    }
    text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '二' | '〇' | '一'))
        && text.chars().nth(40).is_none()
        && ['年', '月', '日'].iter().all(|&unit| text.contains(unit))
        && text.chars().all(|c| c.is_ascii_digit() || is_blank(c) || is_date_character(c))
}

/// Weight of the longest caption.
const LONGEST_CAPTION: usize = 400;

/// Whether the words stand below an image: they begin with 图, a triangle, or end with who took it.
pub(crate) fn is_caption(text: &str) -> bool {
    let text = text.trim();
    if weight(text) > LONGEST_CAPTION {
        return false;
    }
    let first = text.trim_start_matches(['*', ' ']);
    let marked = first.starts_with(['▲', '△', '▼', '▽', '◀', '▶'])
        || CAPTION_HEAD.start(first)
        || english::CAPTION_HEAD.start(first);
    let end = text.trim_end_matches(['*', ')', '）', ' ', '。', '.']);
    marked || IMAGE_SOURCE.ending(end).any(|(_, kind)| kind != ImageSource::Provided)
}

/// Whether the words are a caption even where the image did not come along: they begin as captions do and end with who
/// took the image or gave it: 图为…… 王一鸣 摄, ▲……（图/交通局提供）.
pub(crate) fn is_caption_alone(text: &str) -> bool {
    let text = text.trim();
    if text.starts_with(['▲', '△', '▼', '▽']) {
        let inner = text.trim_end_matches(['。', '.']).strip_suffix(['）', ')']);
        let credit = inner.and_then(|inner| inner.rsplit_once(['（', '(']));
        return weight(text) <= LONGEST_CAPTION
            && credit.is_some_and(|(_, credit)| {
                PHOTO_CREDIT.find(credit).is_some()
                    || IMAGE_SOURCE.ending(credit).any(|(_, kind)| kind != ImageSource::Archive)
            });
    }
    CAPTION_HEAD.starting(text).any(|(_, kind)| kind == CaptionHead::Alone)
        && weight(text) <= LONGEST_CAPTION
        && IMAGE_SOURCE
            .ending(text.trim_end_matches([')', '）', ' ', '。']))
            .any(|(_, kind)| kind == ImageSource::Took)
}

/// Whether a line begins with who says the rest, in a few characters: `问：`, `王一鸣：`, `《晚报》：`, `Q:`.
pub(crate) fn has_speaker(text: &str) -> bool {
    const LONGEST: usize = 9;
    let head = text.char_indices().nth(LONGEST).map_or(text, |(end, _)| &text[..end]);
    head.split_once(['：', ':']).is_some_and(|(name, _)| {
        !name.is_empty()
            && name.chars().all(|c| is_han(c) || c.is_ascii_uppercase() || matches!(c, '《' | '》'))
    })
}

/// Whether a line says what follows it and nothing else: 编者按, 广告, `Editor's note`.
pub(crate) fn is_label(text: &str) -> bool {
    let text = strip_brackets(text.trim()).trim_end_matches(['：', ':']);
    LABEL.contains(text) || english::LABEL.contains(&text.to_ascii_lowercase().replace('’', "'"))
}

/// Whether a line is somebody's turn in an interview: `问：`, `记者：`, `Q:`.
pub(crate) fn is_turn(text: &str) -> bool {
    let Some((who, _)) = text.trim_start().split_once(['：', ':']) else { return false };
    TURN.contains(who.trim_end()) || english::TURN.contains(who)
}

/// Whether a line is what web sites write around every text: 阅读原文, 分享 收藏 在看, 阅读 1.2万, Share, © 2026 ….
pub(crate) fn line_of_site(text: &str) -> bool {
    let text = text.trim();
    let counts = |c: char| {
        c.is_ascii_digit() || is_blank(c) || matches!(c, '.' | '+' | '万' | '(' | ')' | '（' | '）')
    };
    let known = |words: &str| {
        let bare =
            words.trim().trim_matches(|c: char| matches!(c, '▲' | '▼' | '↑' | '↓' | '>' | '»' | ':' | '：'));
        let bare = bare.trim_end_matches(counts).trim();
        WEB_LINE.contains(bare) || english::WEB_LINE.contains(&bare.to_ascii_lowercase())
    };
    if text.starts_with('©') || known(text) {
        return true;
    }
    let mut parts = text
        .split(|c: char| is_blank(c) || matches!(c, '|' | '｜' | '·' | '/'))
        .filter(|part| !part.is_empty());
    parts.clone().nth(1).is_some() && parts.all(known)
}

/// Whether the hyphen at the end of a line belongs to the word that goes on in the next: `self-`, `state-|owned`,
/// `Sino-|foreign`.
pub(crate) fn keeps_hyphen(text: &str, next: &str) -> bool {
    let word = text.trim_end_matches('-').rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let next = next.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    // A word with a hyphen already in it keeps the next (state-of-the-), and so does one of capitals (UN-).
    let before = &text[..text.trim_end_matches('-').len() - word.len()];
    let lower = word.to_ascii_lowercase();
    word.starts_with(|c: char| c.is_ascii_digit())
        || word.len() > 1 && word.chars().all(char::is_uppercase)
        || before.ends_with('-')
        || english::COMPOUND_HEAD.contains(&lower)
        || english::COMPOUND
            .get(next)
            .is_some_and(|kind| kind == Compound::Any || word.starts_with(char::is_uppercase))
}
