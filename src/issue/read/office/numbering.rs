//! Numbers that a program counts: lists, and headings that are numbered (`第一章`, `一、`, `1.2`).

use std::collections::BTreeMap;

/// How numbers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Digits {
    #[default]
    Decimal,
    /// A sign instead of a number.
    Bullet,
    /// Nothing.
    None,
    Chinese,
    UpperRoman,
    LowerRoman,
    UpperLetter,
    LowerLetter,
    Circled,
}

/// A level of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Numbering {
    pub(super) digits: Digits,
    pub(super) start: u64,
    /// What stands before the words, with `%1` for the number of the first level.
    pub(super) pattern: String,
}

/// How far the lists of a document have counted.
#[derive(Debug, Default)]
pub(super) struct Counters {
    counted: BTreeMap<String, Vec<Option<u64>>>,
}

/// Levels of a list that are counted.
const LEVELS: usize = 12;

impl Counters {
    /// The number of the next point of a level, and how it is written before the words.
    pub(super) fn next(
        &mut self,
        list: &str,
        level: usize,
        of_level: impl Fn(usize) -> Option<Numbering>,
    ) -> (u64, String) {
        let level = level.min(LEVELS - 1);
        let numbers = self.counted.entry(list.to_owned()).or_insert_with(|| vec![None; LEVELS]);
        let first = of_level(level).map_or(1, |numbering| numbering.start);
        let number = numbers[level].map_or(first, |number| number.saturating_add(1));
        numbers[level] = Some(number);
        numbers[level + 1..].fill(None);
        let Some(own) = of_level(level) else { return (number, String::new()) };
        let mut label = String::new();
        let mut pattern = own.pattern.chars().peekable();
        while let Some(c) = pattern.next() {
            match pattern.peek().and_then(|digit| digit.to_digit(10)) {
                Some(digit) if c == '%' && digit > 0 => {
                    pattern.next();
                    let at = digit as usize - 1;
                    let of = of_level(at).unwrap_or_default();
                    let counted = numbers.get(at).copied().flatten().unwrap_or(of.start);
                    label.push_str(&written(counted, of.digits));
                }
                _ => label.push(c),
            }
        }
        // Word sets a tab behind the number; Chinese marks bring their own blank.
        if label.ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ')' | ']')) {
            label.push(' ');
        }
        (number, label)
    }
}

/// A number in digits of a kind.
fn written(number: u64, digits: Digits) -> String {
    match digits {
        Digits::Decimal => number.to_string(),
        Digits::Bullet | Digits::None => String::new(),
        Digits::Chinese => chinese(number),
        Digits::UpperRoman => roman(number),
        Digits::LowerRoman => roman(number).to_lowercase(),
        Digits::UpperLetter => letters(number, b'A'),
        Digits::LowerLetter => letters(number, b'a'),
        Digits::Circled => u32::try_from(number)
            .ok()
            .filter(|number| (1..=20).contains(number))
            .and_then(|number| char::from_u32(0x2460 + number - 1))
            .map_or_else(|| number.to_string(), String::from),
    }
}

fn chinese(number: u64) -> String {
    let digit = |n: u64| "〇一二三四五六七八九".chars().nth(usize::try_from(n).unwrap_or(0)).unwrap_or('〇');
    match number {
        0..=9 => digit(number).to_string(),
        10..=99 => {
            let tens = number / 10;
            let mut out = if tens == 1 { String::new() } else { digit(tens).to_string() };
            out.push('十');
            if !number.is_multiple_of(10) {
                out.push(digit(number % 10));
            }
            out
        }
        _ => number.to_string().bytes().map(|b| digit(u64::from(b - b'0'))).collect(),
    }
}

fn roman(number: u64) -> String {
    const SIGNS: [(u64, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number == 0 || number > 3999 {
        return number.to_string();
    }
    let mut left = number;
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while left >= value {
            out.push_str(sign);
            left -= value;
        }
    }
    out
}

/// A, B … Z, AA, BB …
fn letters(number: u64, first: u8) -> String {
    let Some(at) = number.checked_sub(1).filter(|at| *at < 26 * 8) else { return number.to_string() };
    let letter = char::from(first + u8::try_from(at % 26).unwrap_or(0));
    std::iter::repeat_n(letter, usize::try_from(at / 26 + 1).unwrap_or(1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_lists_have_them() {
        let all = [
            (Digits::Chinese, 1, "一"),
            (Digits::Chinese, 10, "十"),
            (Digits::Chinese, 21, "二十一"),
            (Digits::Chinese, 105, "一〇五"),
            (Digits::UpperRoman, 14, "XIV"),
            (Digits::LowerLetter, 27, "aa"),
            (Digits::Circled, 3, "③"),
            (Digits::Circled, 30, "30"),
        ];
        for (digits, number, expected) in all {
            assert_eq!(written(number, digits), expected);
        }
    }

    #[test]
    fn a_higher_level_begins_the_lower_ones_anew() {
        let mut counters = Counters::default();
        let level = |level| {
            let pattern = if level == 0 { "第%1章" } else { "%1.%2" };
            Some(Numbering { digits: Digits::Decimal, start: 1, pattern: pattern.to_owned() })
        };
        let mut next = |at| counters.next("a", at, level).1;
        assert_eq!([next(0), next(1), next(1), next(0), next(1)], ["第1章", "1.1 ", "1.2 ", "第2章", "2.1 "]);
    }
}
