//! Where sentences end in Chinese and Japanese.
//!
//! A sentence ends behind a run of `。！？!?…` and all closing marks that follow it (`”’」』）】》` …), with
//! these exceptions, each a habit of Chinese newspapers:
//!
//! - inside a title (《你好吗？》) nothing ends;
//! - a bracket or a quotation that is part of a sentence (他喊“加油！”就走) does not end that sentence, unless
//!   the quotation closes behind a full stop; a quotation that is speech (behind a colon or a comma, or at the
//!   sentence's start) does;
//! - a mark that goes on (，、；：) behind the closing marks shows that the sentence goes on;
//! - `……` ends a sentence only when something was said before it and nothing goes on behind it;
//! - half-width `?` `!` `.` count only where Chinese stands before them and no Latin letter or digit behind.
//!
//! The mark set follows GB/T 15834—2011.

use crate::lang::is_han;

/// Byte offsets behind each sentence of a line but the last, in order.
#[must_use]
pub fn ends(line: &str) -> Vec<usize> {
    let chars: Vec<(usize, char)> = line.char_indices().collect();
    let closed = closed(&chars);
    let mut ends = Vec::new();
    // Up to where a bracket or quotation that is part of a sentence reaches, and where such a quotation ended.
    let mut inside_until = 0;
    let mut quotation_end = 0;
    // First character of the sentence that is being read, and how many letters it has so far.
    let mut start = 0;
    let mut said = 0;
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at].1;
        if let Some(run_end) = terminators(&chars, at, said) {
            let full_stop = chars[at..run_end].iter().any(|&(_, c)| c == '。');
            at = run_end;
            at += chars[at..].iter().take_while(|&&(_, c)| is_closing(c)).count();
            let part_of_sentence = at < inside_until || (at == quotation_end && !full_stop);
            if !part_of_sentence && at < chars.len() && !is_inner(chars[at].1) {
                ends.push(chars[at].0);
                start = at;
                said = 0;
            }
            continue;
        }
        if let Some(close) = closed[at] {
            if !is_whole(c, &chars[start..at]) {
                let quotation = matches!(c, '“' | '‘' | '「' | '『');
                inside_until = inside_until.max(if quotation { close + 1 } else { close + 2 });
                quotation_end = if quotation { close + 1 } else { quotation_end };
            }
        } else if c.is_alphanumeric() {
            said += 1;
        }
        at += 1;
    }
    ends
}

/// For each opening mark, where the mark that closes it stands; none for one that is never closed.
fn closed(chars: &[(usize, char)]) -> Vec<Option<usize>> {
    // Nothing that opens in a sane text is deeper: bounds the search below on texts that are not.
    const DEEPEST: usize = 30;
    let mut closed = vec![None; chars.len()];
    let mut open: Vec<(usize, char)> = Vec::new();
    for (at, &(_, c)) in chars.iter().enumerate() {
        if let Some(closer) = closer_of(c) {
            if open.len() == DEEPEST {
                open.remove(0);
            }
            open.push((at, closer));
        } else if let Some(depth) = open.iter().rposition(|&(_, closer)| closer == c) {
            closed[open[depth].0] = Some(at);
            open.truncate(depth);
        }
    }
    closed
}

fn closer_of(opener: char) -> Option<char> {
    Some(match opener {
        '“' => '”',
        '‘' => '’',
        '「' => '」',
        '『' => '』',
        '《' => '》',
        '〈' => '〉',
        '（' => '）',
        '(' => ')',
        '【' => '】',
        '〔' => '〕',
        '[' => ']',
        _ => return None,
    })
}

/// Whether what `opener` opens behind `before` (the sentence so far) can hold whole sentences: a quotation that
/// is speech, a bracket that is a remark of its own.
fn is_whole(opener: char, before: &[(usize, char)]) -> bool {
    let last = before.iter().rev().map(|&(_, c)| c).find(|c| !c.is_whitespace());
    match opener {
        '“' | '‘' | '「' | '『' => last
            .is_none_or(|c| matches!(c, '：' | ':' | '，' | ',' | '“' | '‘' | '「' | '『') || is_closing(c)),
        '（' | '(' | '【' | '〔' | '[' => last.is_none(),
        _ => false,
    }
}

fn is_closing(c: char) -> bool {
    matches!(c, '”' | '’' | '」' | '』' | '）' | ')' | '】' | '》' | '〉' | '〕' | ']' | '"' | '\'')
}

/// The end of the run of end marks that begins at `at`, if one does; `said` letters stand before it in its
/// sentence.
fn terminators(chars: &[(usize, char)], at: usize, said: usize) -> Option<usize> {
    let run = chars[at..].iter().take_while(|&&(_, c)| "。！？!?…｡‼⁇⁈⁉.".contains(c)).count();
    let marks = &chars[at..at + run];
    let before = at.checked_sub(1).map(|index| chars[index].1);
    let behind = chars.get(at + run).map(|&(_, c)| c);
    let (_, first) = *marks.first()?;
    let follows_chinese = before.is_some_and(|b| is_han(b) || is_kana(b) || (is_closing(b) && b != ')'));
    let ends = if marks.iter().any(|&(_, c)| "。！？｡‼⁇⁈⁉".contains(c)) {
        true
    } else if marks.iter().all(|&(_, c)| "…".contains(c)) {
        // 我……我不知道 goes on; a clause of four characters may end.
        said >= 4 || (said > 0 && behind.is_none_or(is_closing))
    } else if first == '.' {
        // A full stop typed for 。 stands before a blank or at the end; dots in a row are an ellipsis.
        run == 1 && follows_chinese && behind.is_none_or(char::is_whitespace)
    } else {
        follows_chinese && !behind.is_some_and(|b| b.is_ascii_alphanumeric() || "/=&#_-".contains(b))
    };
    ends.then_some(at + run)
}

fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30FF}')
}

fn is_inner(c: char) -> bool {
    matches!(c, '，' | '、' | '；' | '：' | ',' | ';' | ':')
}
