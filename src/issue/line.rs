//! What a line of text tells of itself: whether it ends a sentence, names a reporter, opens with a dateline.
//!
//! Newspapers set these things by fixed words (本报讯, 新华社…电, 记者, 摄影, *By*, *Translation:*), and the words
//! are listed here. Nothing in this file looks at markup or at neighbours.

use std::ops::Range;

use crate::lang::is_han;

/// Marks that close a quotation or a bracket.
pub(crate) fn is_closer(c: char) -> bool {
    matches!(c, '”' | '’' | '」' | '』' | '）' | ')' | '】' | '》' | '〉' | '］' | ']' | '〕' | '"' | '\'')
}

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
    matches!(
        word,
        "Mr."
            | "Mrs."
            | "Ms."
            | "Dr."
            | "Prof."
            | "Gov."
            | "Sen."
            | "Rep."
            | "Gen."
            | "Col."
            | "Capt."
            | "Lt."
            | "Sgt."
            | "St."
            | "Rev."
            | "Hon."
            | "Pres."
            | "e.g."
            | "i.e."
            | "cf."
            | "vs."
    )
}

/// Length of a text by what it says: a Chinese character weighs as much as three letters.
pub(crate) fn weight(text: &str) -> usize {
    text.chars().map(|c| if is_han(c) { 3 } else { 1 }).sum()
}

/// Whether a text weighs no more than that. A character never weighs more than it has bytes.
fn is_light(text: &str, most: usize) -> bool {
    text.len() <= most || (text.len() <= 3 * most && weight(text) <= most)
}

/// A line that may stand over or under a headline: short, and no finished sentence.
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
}

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
];

/// Words before a reporter's function: whose reporter, and ornaments.
const WHOSE: &[&str] = &[
    "本报",
    "本報",
    "本刊",
    "本网",
    "本網",
    "本台",
    "本社",
    "晚报",
    "晨报",
    "日报",
    "新华社",
    "新華社",
    "特约",
    "特派",
    "通讯员",
];

fn is_blank(c: char) -> bool {
    c.is_whitespace()
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

fn chinese_credits(text: &str) -> Option<Work> {
    let mut work = None;
    let mut names = 0usize;
    // A function may be named before its people (记者 甲), after a slash (文/甲) or behind them (甲 摄).
    let mut rest = without_ornament(text);
    let mut leads = false;
    while !rest.is_empty() {
        let mut after = rest;
        while after.starts_with(begins_source)
            && let Some(tail) = WHOSE.iter().find_map(|whose| after.strip_prefix(whose))
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
            if bounded {
                leads |= names == 0;
                if work != Some(Work::Other) {
                    work = Some(*kind);
                }
                rest = tail.trim_start_matches(|c: char| is_blank(c) || "：:/／、|｜丨·，,；;".contains(c));
                continue;
            }
        }
        let end = rest.find(|c: char| is_blank(c) || "、/／，,；;|｜丨".contains(c)).unwrap_or(rest.len());
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
        rest = rest[end..].trim_start_matches(|c: char| is_blank(c) || "、/／，,；;|｜丨".contains(c));
    }
    // `甲 摄` names at least one person; a function alone (`编辑`) is a word like any other.
    let work = work?;
    (names > 0 && (leads || names <= 3)).then_some(work)
}

fn english_credits(text: &str) -> Option<Work> {
    if !text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
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

/// Agencies and papers whose name opens a dateline.
const SOURCES: &[&str] = &[
    "本报",
    "本報",
    "本刊",
    "本网",
    "本網",
    "本台",
    "本社",
    "晚报",
    "晨报",
    "新华社",
    "新華社",
    "新华网",
    "中新社",
    "中新网",
    "中新網",
    "中央社",
    "央视新闻",
    "央視新聞",
    "人民网",
    "人民日报",
    "澎湃新闻",
    "法新社",
    "路透社",
    "美联社",
    "美聯社",
    "共同社",
    "塔斯社",
    "俄新社",
    "韩联社",
    "韓聯社",
    "综合新华社",
    "綜合新華社",
    "台新社",
    "香港中通社",
    "中通社",
];

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

/// Whether a name in [`SOURCES`] or [`WHOSE`] begins with the character.
fn begins_source(first: char) -> bool {
    matches!(
        first,
        '日' | '特'
            | '通'
            | '本'
            | '晚'
            | '晨'
            | '新'
            | '中'
            | '央'
            | '人'
            | '澎'
            | '法'
            | '路'
            | '美'
            | '共'
            | '塔'
            | '俄'
            | '韩'
            | '韓'
            | '综'
            | '綜'
            | '台'
            | '香'
    )
}

/// The dateline at the head of a report: its byte range in the text, from the first character on.
///
/// 本报讯, 新华社北京11月22日电, （中央社记者…台北22日电）, `SHANGHAI, Nov. 22 (Xinhua)`; `staff` says that the
/// text stands out by type, which is enough for an English one that ends before a dash.
pub(crate) fn dateline(text: &str) -> Option<Range<usize>> {
    chinese_dateline(text).or_else(|| english_dateline(text))
}

fn chinese_dateline(text: &str) -> Option<Range<usize>> {
    const LONGEST: usize = 40;
    let start = text.len() - text.trim_start_matches(is_blank).len();
    let line = &text[start..];
    let (bracket, line_inner) = match line.chars().next() {
        Some(c @ ('【' | '［' | '〔' | '（' | '(' | '[')) => (Some(c), &line[c.len_utf8()..]),
        _ => (None, line),
    };
    let named = line_inner.strip_prefix(['据', '據']).unwrap_or(line_inner);
    if bracket.is_none() && !named.starts_with(begins_source) {
        return None;
    }
    let source =
        SOURCES.iter().filter(|source| named.starts_with(**source)).max_by_key(|source| source.len());
    // 【記者王一鳴／台北報導】 names no paper; the brackets and the last word tell.
    let reporter = bracket.is_some() && (named.starts_with("記者") || named.starts_with("记者"));
    if source.is_none() && !reporter {
        return None;
    }
    let offset = line.len() - named.len() + source.map_or(0, |source| source.len());
    for (i, (at, c)) in line[offset..].char_indices().enumerate() {
        let end = offset + at + c.len_utf8();
        let closes = matches!(c, '】' | '］' | '〕' | '）' | ')' | ']');
        if i > LONGEST || matches!(c, '。' | '，' | ',' | '！' | '？' | '：' | ':' | '\n') {
            return None;
        }
        let before = &line[..end];
        let last_word = ["讯", "訊", "电", "電", "消息"].iter().any(|word| before.ends_with(word))
            || (bracket.is_some() && ["报道", "報導", "報道"].iter().any(|word| before.ends_with(word)));
        if !last_word {
            if closes {
                return None;
            }
            continue;
        }
        let rest = &line[end..];
        let close = rest.chars().next().filter(|&c| matches!(c, '】' | '］' | '〕' | '）' | ')' | ']'));
        match (bracket, close) {
            (Some(_), Some(close)) => return Some(start..start + end + close.len_utf8()),
            (Some(_), None) => {}
            // 新华社电讯 and 本报电视 go on; a dateline is followed by a blank, a bracket, or the report.
            (None, _) => {
                let goes_on = rest.starts_with(|c: char| "讯訊视視影话話台臺脑腦力子商动動".contains(c));
                if !goes_on {
                    return Some(start..start + end);
                }
            }
        }
    }
    None
}

fn english_dateline(text: &str) -> Option<Range<usize>> {
    const LONGEST: usize = 90;
    if !text.starts_with(|c: char| c == '(' || c.is_uppercase()) {
        return None;
    }
    // The head of a report goes to a dash.
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = &text[..end];
    let dash = first_dash(head);
    let head = match dash {
        Some(at) => head[..at].trim_end(),
        None if text.len() <= LONGEST => text.trim_end(),
        None => return None,
    };
    let head = match head.find(" (") {
        // `SHANGHAI, Nov. 22 (Xinhua)`: the agency belongs to it; `Staff report (by …)`: the writer does not.
        Some(at) if head[at..].starts_with(" (by ") => &head[..at],
        _ => head,
    };
    let staff = ["Staff report", "Staff Report", "STAFF REPORT", "Our report"].contains(&head);
    let first = head.split([',', ' ', '(']).next().unwrap_or_default();
    let place = first.len() >= 3 && first.chars().all(|c| c.is_uppercase() || c == '-');
    let agency = (head.starts_with('(') && head.ends_with(')') && head.len() < 30 && dash.is_some())
        || ["(Xinhua)", "(Reuters)", "(AP)", "(AFP)"].iter().any(|agency| head.ends_with(agency));
    let placed = place && dash.is_some() && head.split_whitespace().count() <= 8 && !head.contains(". ");
    (staff || agency || placed).then_some(0..head.len())
}

/// Where the first dash stands, with the blank before it; a hyphen or short dash is one between blanks only.
fn first_dash(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let blank = |at: usize| bytes.get(at) == Some(&b' ');
    memchr::memchr2_iter(b'-', 0xE2, bytes).find_map(|at| {
        let before = at.checked_sub(1).filter(|&before| blank(before));
        match bytes[at..] {
            [0xE2, 0x80, 0x94, ..] => before.or(Some(at)),
            [0xE2, 0x80, 0x93, ..] if blank(at + 3) => before,
            [b'-', b'-', ..] if blank(at + 2) => before,
            [b'-', ..] if blank(at + 1) => before,
            _ => None,
        }
    })
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

/// Whether the last line of a quotation says who spoke: `——王秀兰`, `— Wang Xiulan, vendor`.
pub(crate) fn names_speaker(line: &str) -> bool {
    const LONGEST: usize = 90;
    let line = line.trim();
    line.starts_with(['—', '–', '-', '―']) && is_light(line, LONGEST) && !ends_sentence(line)
}

/// Words that send the reader to another page, and whether they send him on or back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Goes {
    /// 下转第4版
    On,
    /// 上接第1版
    Back,
}

/// Whether the line, brackets and ornaments aside, sends the reader to another page.
pub(crate) fn continuation(text: &str) -> Option<Goes> {
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
    let chinese = [
        ("下转", Goes::On),
        ("下轉", Goes::On),
        ("紧转", Goes::On),
        ("转第", Goes::On),
        ("上接", Goes::Back),
        ("緊接", Goes::Back),
        ("紧接", Goes::Back),
    ];
    for (word, goes) in chinese {
        if let Some(rest) = text.strip_prefix(word) {
            let rest = rest.trim_start_matches(['第', ' ']);
            let digits = rest.starts_with(|c: char| {
                c.is_ascii_alphanumeric() || "一二三四五六七八九十０１２３４５６７８９".contains(c)
            });
            let tail = rest.trim_start_matches(|c: char| {
                c.is_ascii_alphanumeric() || "一二三四五六七八九十０１２３４５６７８９".contains(c)
            });
            let ends = ["版", "页", "頁", "面"].iter().any(|w| tail.trim_start().starts_with(w))
                && tail.chars().count() <= 12;
            if digits && ends {
                return Some(goes);
            }
        }
    }
    let lower = text.to_ascii_lowercase();
    let english = [
        ("continued on page ", Goes::On),
        ("continued on p", Goes::On),
        ("turn to page ", Goes::On),
        ("see page ", Goes::On),
        ("continued from page ", Goes::Back),
        ("continued from p", Goes::Back),
        ("from page ", Goes::Back),
    ];
    english.iter().find_map(|(word, goes)| {
        let rest = lower.strip_prefix(word)?;
        (rest.len() <= 5 && rest.chars().any(|c| c.is_ascii_digit())).then_some(*goes)
    })
}

/// The page that such a line sends to: `4` of 下转第4版, as [`page_marker`] names it.
pub(crate) fn page_named(text: &str) -> Option<String> {
    let is_numeral =
        |c: char| c.is_ascii_alphanumeric() || "一二三四五六七八九十０１２３４５６７８９".contains(c);
    let behind = ["下转", "下轉", "紧转", "转第", "上接", "緊接", "紧接", "page ", "Page ", "p. ", "p."]
        .iter()
        .find_map(|word| text.split_once(word))
        .map(|(_, rest)| rest.trim_start_matches(['第', ' ']))?;
    let end = behind.find(|c| !is_numeral(c)).unwrap_or(behind.len());
    (end > 0).then(|| behind[..end].to_owned())
}

/// The page that a marker on a line of its own names: `第1版`, `A3版：要闻`, `Page 3`.
pub(crate) fn page_marker(text: &str) -> Option<String> {
    if text.len() > 160 {
        return None;
    }
    let text = strip_brackets(text.trim().trim_matches(['-', '—', '=', '*', '·', ' ']));
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

/// Whether the line is a date and nothing else: `2024年11月22日 星期五`.
pub(crate) fn is_date(text: &str) -> bool {
    let text = text.trim();
    text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '二' | '〇' | '一'))
        && text.chars().nth(24).is_none()
        && ['年', '月', '日'].iter().all(|&unit| text.contains(unit))
        && text.chars().all(|c| {
            c.is_ascii_digit()
                || is_blank(c)
                || "年月日号星期周礼拜禮週一二三四五六七八九十〇零天".contains(c)
        })
}

/// Whether the words stand below an image: they begin with 图, a triangle, or end with who took it.
pub(crate) fn is_caption(text: &str) -> bool {
    let text = text.trim();
    if weight(text) > 400 {
        return false;
    }
    let first = text.trim_start_matches(['*', ' ']);
    let marked = [
        "▲",
        "△",
        "▼",
        "▽",
        "◀",
        "▶",
        "图：",
        "图:",
        "图为",
        "圖為",
        "圖：",
        "图/",
        "图片说明",
        "圖說",
        "上图",
        "下图",
        "左图",
        "右图",
        "图①",
        "图②",
        "图1",
        "图2",
        "Photo:",
        "Pictured",
        "Above:",
        "Left:",
        "Right:",
    ]
    .iter()
    .any(|word| first.starts_with(word));
    let end = text.trim_end_matches(['*', ')', '）', ' ', '。', '.']);
    marked
        || ["摄", "攝", " 供图", "供图", "供圖", "资料图", "资料照片"].iter().any(|word| end.ends_with(word))
}

/// Whether the hyphen at the end of a line belongs to the word: `self-`, `high-`, `Sino-`.
pub(crate) fn keeps_hyphen(text: &str) -> bool {
    const COMPOUNDING: &[&str] = &[
        "self", "well", "non", "all", "half", "high", "low", "long", "short", "mid", "cross", "full", "part",
        "large", "small", "first", "second", "third", "two", "three", "four", "five", "six", "seven",
        "eight", "nine", "ten", "one", "year", "old", "new", "so", "state", "city", "world", "follow",
        "decision", "policy", "vice", "ex", "anti", "pro", "post", "pre", "multi", "co", "people", "face",
        "far", "fast", "slow", "hard", "soft", "open", "deep", "green", "job", "time", "good", "best",
    ];
    let word = text.trim_end_matches('-').rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    // A name keeps it (Sino-), and so does a word with a hyphen already in it (state-of-the-).
    let before = &text[..text.trim_end_matches('-').len() - word.len()];
    word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        || before.ends_with('-')
        || COMPOUNDING.contains(&word.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::{CHINESE_WORK, SOURCES, WHOSE, begins_source, begins_work};

    #[test]
    fn no_word_is_passed_over() {
        for word in SOURCES.iter().chain(WHOSE) {
            assert!(word.starts_with(begins_source), "{word}");
        }
        for (word, _) in CHINESE_WORK {
            assert!(word.starts_with(begins_work), "{word}");
        }
    }
}
