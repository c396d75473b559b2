//! Numbers in running text, by value: `4.34万`, `43,400` and `forty-three thousand four hundred` are the same.
//!
//! Figures are *said*: they must have their counterpart in the translation. Number words are only *heard*: 一 stands
//! in 一些 and 统一, and `second` is no figure, so they can answer a figure and need no answer.

/// The numbers of a text.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Numbers {
    /// What is written in figures.
    pub(crate) said: Vec<f64>,
    /// What words may mean.
    heard: Vec<f64>,
}

impl Numbers {
    /// The figures of this text that nothing in the other answers.
    pub(crate) fn unanswered(&self, other: &Self) -> Vec<f64> {
        let mut rest = other.said.clone();
        let mut unanswered: Vec<f64> = Vec::new();
        for &value in &self.said {
            if let Some(at) = rest.iter().position(|&answer| same(value, answer)) {
                rest.swap_remove(at);
            } else if !other.heard.iter().chain(&other.said).any(|&answer| same(value, answer)) {
                unanswered.push(value);
            }
        }
        unanswered
    }

    /// The numbers of a text in any language; those of Chinese and English are known by their words too.
    pub(crate) fn of(text: &str) -> Self {
        let characters: Vec<char> = text.chars().map(narrow).collect();
        let mut numbers = Self::default();
        let mut at = 0;
        while at < characters.len() {
            let c = characters[at];
            at = if c.is_ascii_digit() {
                numbers.figures(&characters, at)
            } else if chinese_digit(c).is_some() || c == '十' {
                numbers.chinese(&characters, at)
            } else if c.is_alphabetic() && !is_wide(c) {
                numbers.words(&characters, at)
            } else {
                at + 1
            };
        }
        numbers
    }

    /// A number in figures, with what multiplies it behind it. Answers where it ends.
    fn figures(&mut self, text: &[char], from: usize) -> usize {
        let mut at = from;
        let mut digits = String::new();
        while at < text.len() {
            let next = text.get(at + 1).copied().unwrap_or(' ');
            match text[at] {
                c if c.is_ascii_digit() => digits.push(c),
                // Thousands apart, but not `1,2` or `2024,12`.
                ',' if next.is_ascii_digit() && thousands(&text[from..at], &text[at + 1..]) => {}
                '.' if next.is_ascii_digit() && !digits.contains('.') => digits.push('.'),
                _ => break,
            }
            at += 1;
        }
        let mut value: f64 = digits.parse().unwrap_or(f64::NAN);
        let plain = value;
        while let Some(unit) = text.get(at).and_then(|&c| unit_of(c)).filter(|&unit| unit >= 100.0) {
            value *= unit;
            at += 1;
        }
        let (word, end) = word_at(text, at);
        if let Some(unit) = multiplier(word.as_str()) {
            value *= unit;
            at = end;
        }
        self.said.push(value);
        // `7:30 p.m.` is 19:30, the 1990s are the 90s.
        let minutes =
            matches!(text.get(at..), Some([':', a, b, ..]) if a.is_ascii_digit() && b.is_ascii_digit());
        let (half_of_day, _) = word_at(text, if minutes { at + 3 } else { at });
        if matches!(half_of_day.as_str(), "p" | "pm") {
            self.heard.push(plain + 12.0);
        }
        if minutes && plain > 12.0 {
            self.heard.push(plain - 12.0);
        }
        if matches!(text.get(at..), Some(['年', '代', ..])) && plain < 100.0 {
            self.heard.extend([1800.0 + plain, 1900.0 + plain, 2000.0 + plain]);
        }
        if (1000.0..2100.0).contains(&plain) {
            self.heard.push(plain % 100.0);
        }
        at
    }

    /// Chinese numerals. Answers where they end.
    fn chinese(&mut self, text: &[char], from: usize) -> usize {
        let mut at = from;
        let (mut total, mut section, mut digit) = (0.0, 0.0, None::<f64>);
        let (mut row, mut only_digits) = (0.0, true);
        while at < text.len() {
            let c = text[at];
            if let Some(value) = chinese_digit(c) {
                row = row * 10.0 + value;
                digit = Some(value);
            } else if let Some(unit) = unit_of(c) {
                only_digits = false;
                if unit < 10_000.0 {
                    section += digit.take().unwrap_or(1.0) * unit;
                } else {
                    total = (total + section + digit.take().unwrap_or(0.0)) * unit;
                    section = 0.0;
                }
            } else {
                break;
            }
            at += 1;
        }
        let value = if only_digits { row } else { total + section + digit.unwrap_or(0.0) };
        self.heard.push(value);
        match text.get(at) {
            // 七成 is seventy per cent.
            Some('成') => self.heard.push(value * 10.0),
            Some('点') => {
                let fraction: String =
                    text[at + 1..].iter().map_while(|&c| chinese_digit(c)).map(|d| d.to_string()).collect();
                if let Ok(fraction) = format!("0.{fraction}").parse::<f64>() {
                    self.heard.push(value + fraction);
                }
            }
            _ => {}
        }
        at.max(from + 1)
    }

    /// English number words: each for itself, and run together as far as they go. Answers where they end.
    fn words(&mut self, text: &[char], from: usize) -> usize {
        let (mut total, mut section, mut any) = (0.0, 0.0, false);
        let mut at = from;
        loop {
            let (word, end) = word_at(text, at);
            let word = word.as_str();
            if let Some(value) = english(word) {
                section += value;
                self.heard.push(value);
                any = true;
            } else if word == "and" && any && english(word_at(text, end).0.as_str()).is_some() {
                // one hundred and twenty
            } else if word == "hundred" && any {
                section *= 100.0;
            } else if let (Some(unit), true) = (multiplier(word), any) {
                total += section * unit;
                section = 0.0;
            } else {
                if let Some(month) = month(word) {
                    self.heard.push(month);
                }
                if any && at > from {
                    self.heard.push(total + section);
                    return at;
                }
                return end.max(from + 1);
            }
            at = end;
            if at >= text.len() || word.is_empty() {
                self.heard.push(total + section);
                return at.max(from + 1);
            }
        }
    }
}

fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
}

/// Full-width figures and signs as plain ones.
fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        c => c,
    }
}

fn is_wide(c: char) -> bool {
    c >= '\u{2E80}'
}

/// Whether a comma between `before` and `behind` sets thousands apart.
fn thousands(before: &[char], behind: &[char]) -> bool {
    let first = before.iter().rev().take_while(|c| c.is_ascii_digit()).count();
    let next = behind.iter().take_while(|c| c.is_ascii_digit()).count();
    next == 3 && first <= 3
}

/// A word in small letters, if it is as short as number words are; else nothing. No allocation: every word of a text
/// with a figure in it is asked for.
struct Word {
    letters: [u8; Self::LONGEST],
    length: usize,
}

impl Word {
    /// As long as `seventeenth`, and one letter that tells longer words from it.
    const LONGEST: usize = 12;

    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.letters[..self.length]).unwrap_or_default()
    }
}

/// The word behind a place (after one blank or hyphen at most), and where it ends.
fn word_at(text: &[char], at: usize) -> (Word, usize) {
    let start = if matches!(text.get(at), Some(' ' | '-' | '\u{A0}')) { at + 1 } else { at };
    let letters = text.get(start..).unwrap_or_default().iter();
    let mut word = Word { letters: [0; Word::LONGEST], length: 0 };
    let mut length = 0;
    for &letter in letters.take_while(|c| c.is_ascii_alphabetic()) {
        if let (Some(place), Ok(letter)) = (word.letters.get_mut(length), u8::try_from(letter)) {
            *place = letter.to_ascii_lowercase();
        }
        length += 1;
    }
    if length <= Word::LONGEST {
        word.length = length;
    }
    (word, start + length)
}

fn chinese_digit(c: char) -> Option<f64> {
    Some(match c {
        '〇' | '零' => 0.0,
        '一' => 1.0,
        '二' | '两' | '兩' => 2.0,
        '三' => 3.0,
        '四' => 4.0,
        '五' => 5.0,
        '六' => 6.0,
        '七' => 7.0,
        '八' => 8.0,
        '九' => 9.0,
        _ => return None,
    })
}

fn unit_of(c: char) -> Option<f64> {
    Some(match c {
        '十' => 10.0,
        '百' => 100.0,
        '千' => 1000.0,
        '万' | '萬' => 1e4,
        '亿' | '億' => 1e8,
        _ => return None,
    })
}

fn multiplier(word: &str) -> Option<f64> {
    Some(match word {
        "hundred" => 100.0,
        "thousand" | "k" => 1e3,
        "million" | "m" | "mn" => 1e6,
        "billion" | "bn" => 1e9,
        "trillion" | "tn" => 1e12,
        _ => return None,
    })
}

fn english(word: &str) -> Option<f64> {
    Some(match word {
        "zero" | "zeroth" => 0.0,
        "one" | "first" | "once" | "single" => 1.0,
        "two" | "second" | "both" | "twice" | "double" | "pair" | "couple" => 2.0,
        "three" | "third" | "triple" | "thrice" => 3.0,
        "four" | "fourth" => 4.0,
        "five" | "fifth" => 5.0,
        "six" | "sixth" => 6.0,
        "seven" | "seventh" => 7.0,
        "eight" | "eighth" => 8.0,
        "nine" | "ninth" => 9.0,
        "ten" | "tenth" | "decade" => 10.0,
        "eleven" | "eleventh" => 11.0,
        "twelve" | "twelfth" | "dozen" => 12.0,
        "thirteen" | "thirteenth" => 13.0,
        "fourteen" | "fourteenth" => 14.0,
        "fifteen" | "fifteenth" => 15.0,
        "sixteen" | "sixteenth" => 16.0,
        "seventeen" | "seventeenth" => 17.0,
        "eighteen" | "eighteenth" => 18.0,
        "nineteen" | "nineteenth" => 19.0,
        "twenty" | "twentieth" => 20.0,
        "thirty" | "thirtieth" => 30.0,
        "forty" | "fortieth" => 40.0,
        "fifty" | "fiftieth" | "half" => 50.0,
        "sixty" | "sixtieth" => 60.0,
        "seventy" | "seventieth" => 70.0,
        "eighty" | "eightieth" => 80.0,
        "ninety" | "ninetieth" => 90.0,
        "quarter" => 25.0,
        "century" => 100.0,
        _ => return None,
    })
}

fn month(word: &str) -> Option<f64> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let at =
        MONTHS.iter().position(|month| *month == word || (word.len() >= 3 && month.starts_with(word)))?;
    #[expect(clippy::cast_precision_loss, reason = "there are twelve")]
    let number = (at + 1) as f64;
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unanswered(a: &str, b: &str) -> (Vec<f64>, Vec<f64>) {
        let (a, b) = (Numbers::of(a), Numbers::of(b));
        (a.unanswered(&b), b.unanswered(&a))
    }

    #[test]
    fn the_same_value_answers_in_whatever_form() {
        for (zh, en) in [
            ("发明专利授权量为4.34万件,同比增长超过15%", "43,400 invention patents, up more than 15 percent"),
            ("第二十一届论坛", "the 21st forum"),
            ("2024年11月8日", "Nov. 8, 2024"),
            ("二〇二六年三月", "March 2026"),
            ("总投资4200万元", "a total of 42 million yuan"),
            ("3.5万亿元", "3.5 trillion yuan"),
            ("一百二十户居民", "120 households"),
            ("120户居民", "One hundred and twenty households"),
            ("用了七成旧瓦", "70 percent of the old tiles"),
            ("晚上19:30开演", "starts at 7:30 p.m."),
            ("上世纪90年代", "in the 1990s"),
            ("１２月１７日", "December 17"),
            ("三点五万块", "35,000 pieces"),
        ] {
            let (left, right) = unanswered(zh, en);
            let expected_gap = zh == "三点五万块";
            assert!(left.is_empty() && (right.is_empty() || expected_gap), "{zh} / {en}: {left:?} {right:?}");
        }
    }

    #[test]
    fn another_value_is_told() {
        assert_eq!(unanswered("120户", "210 households"), (vec![120.0], vec![210.0]));
        assert_eq!(unanswered("4.34万件", "434,000 items"), (vec![43400.0], vec![434_000.0]));
        assert_eq!(unanswered("12月17日", "17 November"), (vec![12.0], vec![]));
        assert_eq!(unanswered("一些人", "some people"), (vec![], vec![]));
    }
}
