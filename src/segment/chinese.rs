//! Where sentences end in Chinese and Japanese.
//!
//! A sentence ends behind a run of `。！？!?…` and all closing marks that follow it (`”’」』）】》` …), with
//! these exceptions, each a habit of Chinese newspapers:
//!
//! - inside a title (《你好吗？》) nothing ends;
//! - a bracket or a quotation that is part of a sentence (他喊“加油！”就走) does not end that sentence, unless
//!   the quotation closes behind a full stop; a quotation that is speech (behind a colon, a comma or a dash, or at
//!   the sentence's start) does;
//! - a mark that goes on (，、；：) behind the closing marks shows that the sentence goes on;
//! - `……` ends a sentence only when something was said before it and nothing goes on behind it;
//! - what would be longer than anybody translates at once (a speech inside one sentence, a bracket that is closed pages
//!   later) is cut inside quotations and brackets, too;
//! - half-width `?` `!` `.` count only where Chinese stands before them and no Latin letter or digit behind.
//!
//! The mark set follows GB/T 15834—2011.

use crate::lang::is_han;
use crate::words::character::is_closing_mark;

/// Letters of the longest sentence that quotations and brackets hold together.
const LONGEST: usize = 250;

/// Byte offsets behind each sentence of a line but the last, in order.
#[must_use]
pub fn ends(line: &str) -> Vec<usize> {
    let marks = marks(line);
    let mut ends = Vec::new();
    if !marks.iter().any(|mark| is_end(mark.c)) {
        return ends;
    }
    let closed = closed(&marks);
    // Up to where a bracket or quotation that is part of a sentence reaches, and where such a quotation ended.
    let mut inside_until = 0;
    let mut quotation_end = 0;
    // Where the sentence that is being read begins, and how many letters stand before it.
    let mut start = 0;
    let mut said_before = 0;
    // Where sentences inside the one that is being read end.
    let mut inner = Vec::new();
    let mut next = 0;
    while let Some(mark) = marks.get(next) {
        if let Some(run) = terminators(line, &marks[next..], mark.letters - said_before) {
            let full_stop = marks[next..next + run].iter().any(|mark| mark.c == '。');
            next += run;
            while marks
                .get(next)
                .is_some_and(|mark| is_closing_mark(mark.c) && mark.at == marks[next - 1].end())
            {
                next += 1;
            }
            let end = marks[next - 1].end();
            let part_of_sentence = end < inside_until || (end == quotation_end && !full_stop);
            if line[end..].chars().next().is_some_and(|c| !is_inner(c)) {
                if part_of_sentence {
                    inner.push(end);
                } else {
                    let letters = marks[next - 1].letters;
                    let inner = inner.drain(..);
                    if letters - said_before > LONGEST {
                        ends.extend(inner);
                    }
                    ends.push(end);
                    start = end;
                    said_before = letters;
                }
            }
            continue;
        }
        if let Some(close) = closed[next]
            && !is_whole(mark.c, &line[start..mark.at])
        {
            let close_end = marks[close].end();
            if matches!(mark.c, '“' | '‘' | '「' | '『') {
                inside_until = inside_until.max(close_end);
                quotation_end = close_end;
            } else {
                // Behind a bracket the sentence goes on in any case.
                inside_until = inside_until.max(close_end + 1);
            }
        }
        next += 1;
    }
    let after = marks.last().map_or(0, |mark| mark.letters + line[mark.end()..].chars().count());
    if after - said_before > LONGEST {
        ends.extend(inner);
    }
    ends
}

/// A character that may end, open or close something.
#[derive(Debug, Clone, Copy)]
struct Mark {
    c: char,
    /// Where it stands, in bytes.
    at: usize,
    /// Letters and digits of the line before it.
    letters: usize,
}

impl Mark {
    fn end(self) -> usize {
        self.at + self.c.len_utf8()
    }
}

/// The marks of a line. Most of a text is Chinese characters: they are passed over by their first byte.
fn marks(line: &str) -> Vec<Mark> {
    let bytes = line.as_bytes();
    let (mut marks, mut letters, mut at) = (Vec::new(), 0, 0);
    while at < bytes.len() {
        let lead = bytes[at];
        // From U+3400 to U+9FFF.
        if matches!(lead, 0xE4..=0xE9) || (lead == 0xE3 && bytes[at + 1] >= 0x90) {
            letters += 1;
            at += 3;
        } else if lead.is_ascii_alphanumeric() {
            letters += 1;
            at += 1;
        } else {
            let Some(c) = line[at..].chars().next() else { break };
            if is_end(c) || is_closing_mark(c) || closer_of(c).is_some() {
                marks.push(Mark { c, at, letters });
            } else if c.is_alphanumeric() {
                letters += 1;
            }
            at += c.len_utf8();
        }
    }
    marks
}

/// For each mark that opens, which one closes it; none for one that is never closed.
fn closed(marks: &[Mark]) -> Vec<Option<usize>> {
    // Nothing that opens in a sane text is deeper: bounds the search below on texts that are not.
    const DEEPEST: usize = 30;
    let mut closed = vec![None; marks.len()];
    let mut open: Vec<(usize, char)> = Vec::new();
    for (number, mark) in marks.iter().enumerate() {
        if let Some(closer) = closer_of(mark.c) {
            if open.len() == DEEPEST {
                open.remove(0);
            }
            open.push((number, closer));
        } else if let Some(depth) = open.iter().rposition(|&(_, closer)| closer == mark.c) {
            closed[open[depth].0] = Some(number);
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
fn is_whole(opener: char, before: &str) -> bool {
    let last = before.trim_end().chars().next_back();
    match opener {
        '“' | '‘' | '「' | '『' => last.is_none_or(|c| {
            matches!(c, '：' | ':' | '，' | ',' | '—' | '–' | '-' | '“' | '‘' | '「' | '『')
                || is_closing_mark(c)
        }),
        '（' | '(' | '【' | '〔' | '[' => last.is_none(),
        _ => false,
    }
}

fn is_end(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '!' | '?' | '…' | '｡' | '‼' | '⁇' | '⁈' | '⁉' | '.')
}

/// How many marks from the first on are a run of end marks that ends something, if it does; `said` letters stand
/// before it in its sentence.
fn terminators(line: &str, marks: &[Mark], said: usize) -> Option<usize> {
    let first = marks.first().filter(|mark| is_end(mark.c))?;
    let mut run = 1;
    while marks.get(run).is_some_and(|mark| is_end(mark.c) && goes_on(line, marks[run - 1], *mark)) {
        run += 1;
    }
    let before = line[..first.at].chars().next_back();
    let behind = line[marks[run - 1].end()..].chars().next();
    let (first, marks) = (first.c, &marks[..run]);
    let follows_chinese = before.is_some_and(|b| is_han(b) || is_kana(b) || (is_closing_mark(b) && b != ')'));
    let ends = if marks.iter().any(|mark| !matches!(mark.c, '!' | '?' | '…' | '.')) {
        true
    } else if marks.iter().all(|mark| mark.c == '…') {
        // 我……我不知道 goes on; a clause of four characters may end.
        said >= 4 || (said > 0 && behind.is_none_or(is_closing_mark))
    } else if first == '.' {
        // A full stop typed for 。 stands before a blank or at the end; dots in a row are an ellipsis.
        run == 1 && follows_chinese && behind.is_none_or(char::is_whitespace)
    } else {
        follows_chinese && !behind.is_some_and(|b| b.is_ascii_alphanumeric() || "/=&#_-".contains(b))
    };
    ends.then_some(run)
}

/// Whether a mark belongs to the run that another ends: directly, or as the second half of an ellipsis that was set with
/// a blank (… …).
fn goes_on(line: &str, last: Mark, mark: Mark) -> bool {
    let between = &line[last.end()..mark.at];
    between.is_empty()
        || (last.c == '…' && mark.c == '…' && matches!(between, " " | "\u{3000}" | "\u{a0}" | "\u{2009}"))
}

fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30FF}')
}

fn is_inner(c: char) -> bool {
    matches!(c, '，' | '、' | '；' | '：' | ',' | ';' | ':')
}
