//! Where sentences end in languages that have no rules of their own: a run of end marks, closing marks, a blank,
//! and behind it no small letter. End marks of all scripts are those of the Unicode property `STerm`, as far as
//! newspapers use them.

/// Byte offsets behind each sentence of a line but the last, in order.
#[must_use]
pub fn ends(line: &str) -> Vec<usize> {
    ends_unless(line, |before, behind| {
        // An initial or an ordinal: `J. Bach`, `3. Oktober`.
        let word: String = before.chars().rev().take_while(|c| c.is_alphanumeric()).collect();
        let number = !word.is_empty() && word.chars().all(|c| c.is_ascii_digit());
        let next_is_letter = behind.trim_start().starts_with(char::is_alphabetic);
        (word.chars().count() == 1 && word.chars().all(char::is_uppercase))
            || (number && word.len() <= 2 && next_is_letter)
    })
}

/// The same with a language's own knowledge: `keeps(before, behind)` tells whether a single full stop between
/// the two ends nothing.
pub(super) fn ends_unless(line: &str, keeps: fn(&str, &str) -> bool) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut start = 0;
    let mut chars = line.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !is_end(c) {
            continue;
        }
        let mut run = 1;
        while let Some(&(_, next)) = chars.peek() {
            if !is_end(next) {
                break;
            }
            run += 1;
            chars.next();
        }
        let mut behind = line.len();
        while let Some(&(next_at, next)) = chars.peek() {
            if !is_closing(next) {
                behind = next_at;
                break;
            }
            chars.next();
        }
        let rest = &line[behind..];
        // Scripts that set no blank between sentences end one by the mark alone.
        let wide = "।॥۔؟。！？".contains(c);
        if !(wide || rest.starts_with(char::is_whitespace)) || rest.trim().is_empty() {
            continue;
        }
        let next = rest.trim_start().trim_start_matches(is_opening);
        let ellipsis = c == '…' || (c == '.' && run > 1);
        let small = next.starts_with(|n: char| n.is_lowercase());
        let dash = rest.trim_start().starts_with(['—', '–', '-', ',', ';', ':']);
        if small || dash || (ellipsis && !next.starts_with(|n: char| n.is_uppercase() || n.is_numeric())) {
            continue;
        }
        if c == '.' && run == 1 && keeps(&line[start..at], rest) {
            continue;
        }
        // A number at a line's start is a list's, not a sentence: `1. Open the box.`
        let so_far = line[start..at].trim();
        if start == 0
            && c == '.'
            && so_far.len() <= 3
            && !so_far.is_empty()
            && so_far.bytes().all(|b| b.is_ascii_digit())
        {
            continue;
        }
        ends.push(behind);
        start = behind;
    }
    ends
}

fn is_end(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '‼' | '⁇' | '⁈' | '⁉' | '।' | '॥' | '۔' | '؟' | '。' | '！' | '？')
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '»' | '›' | ')' | ']' | '}' | '」' | '』' | '）')
}

fn is_opening(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '“' | '‘' | '„' | '‚' | '«' | '‹' | '(' | '[' | '{' | '¿' | '¡' | '「' | '『' | '（'
    )
}
