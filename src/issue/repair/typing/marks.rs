//! Marks at full and at half width: points, brackets, dots and dashes.

use std::ops::Range;

use super::{Typed, is_thin_blank, is_wide, runs};
use crate::issue::line;
use crate::issue::repair::{Kind, Level};
use crate::lang::is_han;

impl Typed<'_> {
    /// Three dots and more.
    pub(super) fn ellipses(&mut self) {
        let plain = self.plain;
        let mut at = 0;
        while let Some(found) = plain[at..].find(['.', '。', '…']) {
            let start = at + found;
            let sign = self.after(start).unwrap_or('.');
            let rest = &plain[start..];
            let end = start + (rest.len() - rest.trim_start_matches(sign).len());
            at = end;
            let count = plain[start..end].chars().count();
            let (left, right) = (self.before(start), self.after(end));
            let beside = left.is_some_and(is_wide) || left.is_none() && right.is_some_and(is_wide);
            match sign {
                '.' | '。' if count >= 3 && self.chinese && beside => {
                    self.put(start..end, "……", Kind::Ellipsis);
                }
                '…' if self.chinese && beside && count > 2 => self.put(start..end, "……", Kind::Ellipsis),
                '…' if self.chinese && beside && count == 1 && self.level == Level::All => {
                    self.put(start..end, "……", Kind::Ellipsis);
                }
                '.' if count == 1 && self.chinese && self.level == Level::All => {
                    let ends = right.is_none_or(|c| is_wide(c) || c == '\n');
                    let numeral = plain[..start].chars().count() <= 3;
                    if ends && left.is_some_and(|c| is_han(c) || line::is_closer(c)) && !numeral {
                        self.put(start..end, "。", Kind::Width);
                    }
                }
                _ => {}
            }
        }
    }

    /// Hyphens and lines in a row.
    pub(super) fn dashes(&mut self) {
        let plain = self.plain;
        let is_dash =
            |c: char| matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2500}' | '\u{2501}' | '\u{FF0D}');
        for Range { start, end } in runs(plain, is_dash) {
            let run = &plain[start..end];
            let count = run.chars().count();
            let (left, right) = (self.before(start), self.after(end));
            if self.chinese {
                let beside =
                    left.is_some_and(is_wide) || right.is_some_and(is_wide) && left.is_none_or(is_wide);
                let likely = count == 1
                    && self.level == Level::All
                    && matches!(run, "—" | "―" | "─")
                    && left.is_some_and(is_han)
                    && right.is_some_and(is_han);
                if (count >= 2 && beside && run != "——") || likely {
                    self.put(start..end, "——", Kind::Dash);
                }
            } else if run == "--" && self.level == Level::All {
                let word =
                    |c: Option<char>| c.is_none_or(|c| c.is_alphanumeric() || c == ' ' || line::is_closer(c));
                if word(left) && word(right) && left.is_some() {
                    self.put(start..end, "—", Kind::Dash);
                }
            }
        }
    }

    /// `, ; : ! ?` between Chinese characters. Those in a row, with blanks between them or not, are of one kind.
    pub(super) fn points(&mut self) {
        let plain = self.plain;
        // No byte of a longer character is one of these.
        let bytes = plain.as_bytes();
        let pauses = memchr::memchr3_iter(b',', b';', b':', bytes);
        let mut points: Vec<usize> = pauses.chain(memchr::memchr2_iter(b'!', b'?', bytes)).collect();
        points.sort_unstable();
        let is_row = |before: &usize, next: &usize| plain[before + 1..*next].chars().all(is_thin_blank);
        for row in points.chunk_by(is_row) {
            let (first, end) = (row[0], row[row.len() - 1] + 1);
            let Some(before) = plain[..first].chars().rev().find(|&c| !is_thin_blank(c)) else { continue };
            let behind = plain[end..].chars().find(|&c| !is_thin_blank(c));
            let chinese_before = is_wide(before) && before != '\'';
            let chinese_behind = behind.is_some_and(|c| is_han(c) || is_wide(c));
            for &at in row {
                let wide = match bytes[at] {
                    b',' => "，",
                    b';' => "；",
                    b':' => "：",
                    b'!' => "！",
                    _ => "？",
                };
                let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
                if digit(self.before(at)) && digit(self.after(at + 1)) {
                    continue;
                }
                let ends = behind.is_none() && matches!(bytes[at], b'!' | b'?');
                if chinese_before || chinese_behind || ends {
                    self.put(at..at + 1, wide, Kind::Width);
                }
            }
        }
    }

    /// Round brackets that hold Chinese text or stand in it.
    pub(super) fn brackets(&mut self) {
        let mut open: Vec<(usize, char)> = Vec::new();
        let mut pairs = Vec::new();
        let signs = self.plain.match_indices(['(', ')', '（', '）']);
        for (at, c) in signs.filter_map(|(at, sign)| Some((at, sign.chars().next()?))) {
            if self.is_kept(at) {
                continue;
            }
            match c {
                '(' | '（' => open.push((at, c)),
                ')' | '）' => {
                    if let Some((from, opened)) = open.pop() {
                        pairs.push((from, opened, at, c));
                    }
                }
                _ => {}
            }
        }
        for (from, opened, to, closed) in pairs {
            if opened == '(' || closed == ')' {
                let inside = &self.plain[from + opened.len_utf8()..to];
                let before = self.plain[..from].chars().rev().find(|&c| !is_thin_blank(c));
                let in_chinese = before.is_some_and(is_wide) || opened == '（' || closed == '）';
                if self.is_dialling_code(inside, to + closed.len_utf8()) {
                    continue;
                }
                if inside.chars().any(is_han) || (in_chinese && !inside.is_empty()) {
                    if opened == '(' {
                        let start = self.plain[..from].trim_end_matches(is_thin_blank).len();
                        // Between a dateline and its writer the blank is neither's.
                        let apart = start == 0 || self.openings.contains(&start);
                        let start = if !apart && before.is_some_and(is_wide) { start } else { from };
                        self.put(start..from + 1, "（", Kind::Width);
                    }
                    if closed == ')' {
                        let behind = self.plain[to + 1..].trim_start_matches(is_thin_blank);
                        let next = behind.chars().next().filter(|&c| is_wide(c));
                        let end = next.map_or(to + 1, |_| self.plain.len() - behind.len());
                        self.put(to..end, "）", Kind::Width);
                    }
                }
            }
        }
    }

    /// Whether brackets hold the first digits of a telephone number: (02) 2345-6789.
    fn is_dialling_code(&self, inside: &str, end: usize) -> bool {
        let dials = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | ' ');
        !inside.is_empty()
            && inside.chars().all(dials)
            && self.plain[end..].trim_start_matches(is_thin_blank).starts_with(|c: char| c.is_ascii_digit())
    }

    /// Full-width forms where they belong to numbers, times and foreign words.
    pub(super) fn narrow(&mut self) {
        for (at, c) in self.plain.char_indices() {
            let Some(half) = half_width(c) else { continue };
            let end = at + c.len_utf8();
            let (left, right) = (self.before(at), self.after(end));
            let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || ('０'..='９').contains(&c));
            let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() && !is_han(c) && !is_wide(c));
            let new = match half {
                '.' if digit(left) && digit(right) => ".".to_owned(),
                ':' if digit(left) && digit(right) && self.is_time(at, end) => ":".to_owned(),
                ',' if digit(left)
                    && digit(right)
                    && (self.level == Level::All || !self.chinese && !self.in_chinese)
                    && self.is_grouped(at, end) =>
                {
                    ",".to_owned()
                }
                ',' | ';' | ':' | '!' | '?'
                    if !self.chinese
                        && !self.in_chinese
                        && (letter(left) || digit(left) || left.is_some_and(line::is_closer)) =>
                {
                    let blank = right.is_some_and(|c| c.is_alphanumeric() || line::is_opener(c));
                    format!("{half}{}", if blank { " " } else { "" })
                }
                '(' if !self.chinese && !self.in_chinese => {
                    let blank = left.is_some_and(char::is_alphanumeric);
                    format!("{}(", if blank { " " } else { "" })
                }
                ')' if !self.chinese && !self.in_chinese => {
                    let blank = right.is_some_and(char::is_alphanumeric);
                    format!("){}", if blank { " " } else { "" })
                }
                '0'..='9' | 'a'..='z' | 'A'..='Z' | '%' if self.level == Level::All => half.to_string(),
                _ => continue,
            };
            self.put(at..end, new, Kind::Width);
        }
    }

    /// Whether the digits on both sides of a colon are a time of day.
    fn is_time(&self, at: usize, end: usize) -> bool {
        let hours: Vec<char> = self.plain[..at].chars().rev().take_while(char::is_ascii_digit).collect();
        let minutes: Vec<char> = self.plain[end..].chars().take_while(char::is_ascii_digit).collect();
        let hour = hours.iter().rev().collect::<String>().parse::<u8>().is_ok_and(|h| h < 25);
        (1..=2).contains(&hours.len()) && hour && minutes.len() == 2 && matches!(minutes[0], '0'..='5')
    }

    /// Whether a comma stands before exactly three digits, as in a large number.
    fn is_grouped(&self, at: usize, end: usize) -> bool {
        let before = self.plain[..at].chars().rev().take_while(char::is_ascii_digit).count();
        let behind = self.plain[end..].chars().take_while(char::is_ascii_digit).count();
        (1..=3).contains(&before) && behind == 3
    }
}

/// The ASCII character of a full-width one.
fn half_width(c: char) -> Option<char> {
    matches!(c, '\u{FF01}'..='\u{FF5E}').then(|| char::from_u32(u32::from(c) - 0xFEE0)).flatten()
}
