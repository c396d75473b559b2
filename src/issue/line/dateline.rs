//! The head of a report: source, place and date (本报讯, 新华社北京11月22日电, `SHANGHAI, Nov. 22 (Xinhua)`).

use std::ops::Range;

use super::is_blank;
use crate::words::character::{is_compound_head, is_compound_tail};
use crate::words::chinese::{AGENCY, DISPATCH, FUNCTION, HOUSE, REPORT};
use crate::words::{Function, english};

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
    let source = HOUSE.starting(named).chain(AGENCY.starting(named)).map(|(name, ())| name.len()).max();
    // 【記者王一鳴／台北報導】 names no paper; the brackets and the last word tell.
    let reporter =
        bracket.is_some() && FUNCTION.starting(named).any(|(_, function)| function == Function::Reporter);
    if source.is_none() && !reporter {
        return None;
    }
    let offset = line.len() - named.len() + source.unwrap_or(0);
    for (i, (at, c)) in line[offset..].char_indices().enumerate() {
        let end = offset + at + c.len_utf8();
        let closes = matches!(c, '】' | '］' | '〕' | '）' | ')' | ']');
        if i > LONGEST || matches!(c, '。' | '，' | ',' | '！' | '？' | '：' | ':' | '\n') {
            return None;
        }
        let before = &line[..end];
        let place = REPORT.strip_end(&before[offset..]);
        let last_word = match place {
            // 参考消息网11月22日报道 外媒称…
            Some(middle) => bracket.is_some() || middle.ends_with('日') && line[end..].starts_with(is_blank),
            None => DISPATCH.end(&before[offset..]),
        };
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
                let goes_on = rest.starts_with(is_compound_tail);
                // 据…消息，… is a sentence.
                let is_clause = before.ends_with("消息") && rest.starts_with(['，', ',']);
                if !goes_on {
                    return (!is_clause && is_place(&before[offset..])).then_some(start..start + end);
                }
            }
        }
    }
    None
}

/// Whether what stands behind a paper's name is a place, a date or both, and no sentence: 北京11月22日电, not
/// 昨天收到读者来电.
fn is_place(text: &str) -> bool {
    const LONGEST: usize = 8;
    let middle = DISPATCH.strip_end(text).unwrap_or(text);
    let middle = middle.trim_end_matches(['专', '專']);
    middle.ends_with(['日', '合', '者', ' '])
        || REPORT.end(middle)
        || middle.chars().count() <= LONGEST && !middle.ends_with(is_compound_head)
}

fn english_dateline(text: &str) -> Option<Range<usize>> {
    const LONGEST: usize = 90;
    if !text.starts_with(|c: char| c == '(' || c.is_uppercase()) {
        return None;
    }
    let named = |text: &str| text.split(", ").any(|part| english::AGENCY.contains(part));
    // (Beijing, Nov. 22, Xinhua) …
    if let Some(close) = text.strip_prefix('(').and_then(|inner| inner.find(')'))
        && close < LONGEST
        && named(&text[1..=close])
    {
        return Some(0..close + 2);
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
    let staff = english::STAFF_REPORT.contains(head);
    let first = head.split([',', ' ', '(']).next().unwrap_or_default();
    let place = first.len() >= 3 && first.chars().all(|c| c.is_uppercase() || c == '-');
    let agency = (head.starts_with('(') && head.ends_with(')') && head.len() < 30 && dash.is_some())
        || head
            .strip_suffix(')')
            .and_then(|head| head.rsplit_once('('))
            .is_some_and(|(_, agency)| english::AGENCY.contains(agency));
    let first_agency = dash.is_some()
        && head.split_once(", ").is_some_and(|(first, _)| named(first.trim_end_matches(" News Agency")));
    let placed = place && dash.is_some() && head.split_whitespace().count() <= 8 && !head.contains(". ");
    (staff || agency || first_agency || placed).then_some(0..head.len())
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
