//! Who made an article: lines of names with their functions (本报记者 王一鸣, 责任编辑：李二, *Translated by …*), and
//! writers in brackets inside a paragraph.

use std::ops::Range;

use super::dateline::{HOUSES, begins_source};
use super::{is_blank, is_light, strip_brackets, weight};
use crate::lang::is_han;

/// What the function named in a line of credits is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Work {
    /// Whoever wrote the words.
    Author,
    /// Everybody else.
    Other,
}

const CHINESE_WORK: &[(&str, Work)] = &[
    ("海报设计", Work::Other),
    ("海報設計", Work::Other),
    ("版面设计", Work::Other),
    ("版面設計", Work::Other),
    ("视觉设计", Work::Other),
    ("視覺設計", Work::Other),
    ("美术编辑", Work::Other),
    ("美術編輯", Work::Other),
    ("图片编辑", Work::Other),
    ("圖片編輯", Work::Other),
    ("视觉编辑", Work::Other),
    ("本版编辑", Work::Other),
    ("本版編輯", Work::Other),
    ("责任编辑", Work::Other),
    ("責任編輯", Work::Other),
    ("执行编辑", Work::Other),
    ("值班编辑", Work::Other),
    ("值班主任", Work::Other),
    ("责编", Work::Other),
    ("責編", Work::Other),
    ("编辑部", Work::Author),
    ("編輯部", Work::Author),
    ("编辑", Work::Other),
    ("編輯", Work::Other),
    ("主编", Work::Other),
    ("主編", Work::Other),
    ("编译", Work::Author),
    ("編譯", Work::Author),
    ("翻译", Work::Other),
    ("翻譯", Work::Other),
    ("译者", Work::Other),
    ("譯者", Work::Other),
    ("审校", Work::Other),
    ("校对", Work::Other),
    ("校對", Work::Other),
    ("摄影", Work::Other),
    ("攝影", Work::Other),
    ("摄像", Work::Other),
    ("剪辑", Work::Other),
    ("剪輯", Work::Other),
    ("视频", Work::Other),
    ("制图", Work::Other),
    ("製圖", Work::Other),
    ("绘图", Work::Other),
    ("繪圖", Work::Other),
    ("插图", Work::Other),
    ("插畫", Work::Other),
    ("漫画", Work::Other),
    ("漫畫", Work::Other),
    ("设计", Work::Other),
    ("設計", Work::Other),
    ("美编", Work::Other),
    ("美編", Work::Other),
    ("版式", Work::Other),
    ("策划", Work::Other),
    ("策劃", Work::Other),
    ("统筹", Work::Other),
    ("統籌", Work::Other),
    ("监制", Work::Other),
    ("監製", Work::Other),
    ("图片", Work::Other),
    ("圖片", Work::Other),
    ("供图", Work::Other),
    ("供圖", Work::Other),
    ("实习记者", Work::Author),
    ("见习记者", Work::Author),
    ("首席记者", Work::Author),
    ("特派记者", Work::Author),
    ("特约记者", Work::Author),
    ("全媒体记者", Work::Author),
    ("驻京记者", Work::Author),
    ("记者", Work::Author),
    ("記者", Work::Author),
    ("通讯员", Work::Author),
    ("通訊員", Work::Author),
    ("评论员", Work::Author),
    ("評論員", Work::Author),
    ("特约撰稿人", Work::Author),
    ("特约撰稿", Work::Author),
    ("撰稿", Work::Author),
    ("撰文", Work::Author),
    ("采写", Work::Author),
    ("採寫", Work::Author),
    ("整理", Work::Author),
    ("作者", Work::Author),
    ("读者", Work::Author),
    ("讀者", Work::Author),
    ("来源", Work::Other),
    ("來源", Work::Other),
    ("稿源", Work::Other),
    ("报道", Work::Author),
    ("報導", Work::Author),
    ("報道", Work::Author),
    ("文字", Work::Author),
    ("文", Work::Author),
    ("图", Work::Other),
    ("圖", Work::Other),
    ("摄", Work::Other),
    ("攝", Work::Other),
];

const ENGLISH_WORK: &[(&str, Work)] = &[
    ("by", Work::Author),
    ("written by", Work::Author),
    ("words by", Work::Author),
    ("text by", Work::Author),
    ("story by", Work::Author),
    ("reported by", Work::Author),
    ("reporting by", Work::Author),
    ("reporting:", Work::Author),
    ("reporter:", Work::Author),
    ("reporters:", Work::Author),
    ("author:", Work::Author),
    ("text:", Work::Author),
    ("words:", Work::Author),
    ("translated by", Work::Other),
    ("translation by", Work::Other),
    ("translation:", Work::Other),
    ("translator:", Work::Other),
    ("translators:", Work::Other),
    ("edited by", Work::Other),
    ("editing by", Work::Other),
    ("editing:", Work::Other),
    ("editor:", Work::Other),
    ("editors:", Work::Other),
    ("managing editor:", Work::Other),
    ("photo by", Work::Other),
    ("photos by", Work::Other),
    ("photo:", Work::Other),
    ("photos:", Work::Other),
    ("photography by", Work::Other),
    ("photography:", Work::Other),
    ("video by", Work::Other),
    ("video:", Work::Other),
    ("graphic by", Work::Other),
    ("graphics by", Work::Other),
    ("graphics:", Work::Other),
    ("illustration by", Work::Other),
    ("illustration:", Work::Other),
    ("poster design:", Work::Other),
    ("poster:", Work::Other),
    ("design by", Work::Other),
    ("design:", Work::Other),
    ("layout:", Work::Other),
    ("proofreading:", Work::Other),
    ("produced by", Work::Other),
    ("source:", Work::Other),
    ("sources:", Work::Other),
];

/// Words before a reporter's function: whose reporter.
fn whose() -> impl Iterator<Item = &'static str> {
    HOUSES.iter().chain(&["日报", "特约", "特派", "通讯员"]).copied()
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
    let text = ["本文", "本版", "文中"].iter().find_map(|place| text.strip_prefix(place)).unwrap_or(text);
    let images = ["图片", "圖片", "配图", "配圖", "照片", "供图", "图", "圖"];
    let giver = images.iter().find_map(|images| text.strip_prefix(images));
    giver.and_then(|giver| giver.strip_prefix("均").unwrap_or(giver).strip_prefix('由')).is_some_and(
        |giver| {
            ["提供", "摄", "攝", "拍摄", "拍攝"].iter().any(|word| giver.ends_with(word))
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
        while after.starts_with(begins_source)
            && let Some(tail) = whose().find_map(|whose| after.strip_prefix(whose))
        {
            after = without_ornament(tail);
        }
        if after.starts_with(begins_work)
            && let Some((word, kind)) = CHINESE_WORK.iter().find(|(word, _)| after.starts_with(word))
        {
            let mut tail = &after[word.len()..];
            // Of two characters and more: 版式设计, 摄影记者; 文强 is a name.
            while let Some((next, _)) =
                CHINESE_WORK.iter().find(|(next, _)| next.len() > 3 && tail.starts_with(next))
            {
                tail = &tail[next.len()..];
            }
            let bounded = tail.is_empty()
                || tail.starts_with(|c: char| is_blank(c) || "：:/／、|｜丨·，,；;".contains(c));
            if bounded || is_glued_name(word, tail) {
                leads |= names == 0;
                // 本报评论员 names nobody, and says who wrote.
                if after.len() < rest.len() && tail.is_empty() && *kind == Work::Author {
                    names += 1;
                }
                if work != Some(Work::Other) {
                    work = Some(*kind);
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
            && let Some(next) =
                HOUSES.iter().filter_map(|house| rest[..end].find(house)).filter(|&at| at > 0).min()
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
fn is_glued_name(function: &str, tail: &str) -> bool {
    const COLUMNS: &[&str] = &[
        "手记",
        "手記",
        "观察",
        "觀察",
        "调查",
        "調查",
        "日记",
        "日記",
        "探访",
        "探訪",
        "体验",
        "體驗",
        "视线",
        "笔记",
        "札记",
        "来信",
        "连线",
        "连线",
        "专访",
        "專訪",
        "述评",
        "走基层",
        "之家",
        "节",
        "站",
        "会",
        "证",
    ];
    let end = tail.find(|c: char| !is_han(c)).unwrap_or(tail.len());
    let name = &tail[..end];
    matches!(function, "记者" | "記者" | "通讯员" | "通訊員")
        && (2..=4).contains(&name.chars().count())
        && !COLUMNS.iter().any(|column| name.starts_with(column))
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
    const STAFF: &[&str] = &[
        "staff reporter",
        "staff reporters",
        "staff writer",
        "staff writers",
        "correspondent",
        "our correspondent",
    ];
    let lower = text.to_ascii_lowercase();
    if lower.starts_with("from our ") && lower.contains("correspondent") {
        return lower.split(' ').count() <= 10;
    }
    let (names, staff) = lower.rsplit_once(", ").unwrap_or(("", &lower));
    STAFF[..STAFF.len() - usize::from(names.is_empty()) * 2].contains(&staff)
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
        let begins = |word: &str| part.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
        let found = ENGLISH_WORK.iter().filter(|(word, _)| begins(word)).max_by_key(|(word, _)| word.len());
        let Some((function, whose)) = found else {
            if i == 0 {
                return None;
            }
            continue;
        };
        let names = part[function.len()..].trim_start_matches(':').trim();
        // A small letter after `by` is a sentence, not a name: “By and large …”.
        let is_names = names.starts_with(|c: char| c.is_uppercase() || is_han(c))
            && !ends_with_stop(names)
            && names.split_whitespace().filter(|w| w.starts_with(|c: char| c.is_lowercase())).all(|w| {
                matches!(w, "and" | "of" | "the" | "in" | "de" | "van" | "von" | "der" | "for" | "by")
            })
            && names.split_whitespace().count() <= 24;
        if !is_names {
            return None;
        }
        if work != Some(Work::Other) {
            work = Some(*whose);
        }
    }
    work
}

fn ends_with_stop(names: &str) -> bool {
    names.ends_with('.') && !names.ends_with("Jr.") && !names.ends_with("Sr.")
}

/// Whether a word in [`CHINESE_WORK`] begins with the character.
fn begins_work(first: char) -> bool {
    matches!(
        first,
        '海' | '版'
            | '视'
            | '視'
            | '美'
            | '图'
            | '圖'
            | '本'
            | '责'
            | '責'
            | '执'
            | '值'
            | '编'
            | '編'
            | '主'
            | '翻'
            | '译'
            | '譯'
            | '审'
            | '校'
            | '摄'
            | '攝'
            | '剪'
            | '制'
            | '製'
            | '绘'
            | '繪'
            | '插'
            | '漫'
            | '设'
            | '設'
            | '策'
            | '统'
            | '統'
            | '监'
            | '監'
            | '供'
            | '实'
            | '见'
            | '首'
            | '特'
            | '全'
            | '驻'
            | '记'
            | '記'
            | '通'
            | '评'
            | '評'
            | '撰'
            | '采'
            | '来'
            | '來'
            | '稿'
            | '採'
            | '整'
            | '作'
            | '读'
            | '讀'
            | '报'
            | '報'
            | '文'
    )
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
        || ["记者", "記者", "本报记者", "本報記者"].iter().any(|word| line.starts_with(word))
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

#[cfg(test)]
mod tests {
    use super::{CHINESE_WORK, begins_source, begins_work, whose};

    #[test]
    fn no_word_is_passed_over() {
        for word in whose() {
            assert!(word.starts_with(begins_source), "{word}");
        }
        for (word, _) in CHINESE_WORK {
            assert!(word.starts_with(begins_work), "{word}");
        }
    }
}
