//! What characters and words count for in numbers: digits and units of Chinese, number words and months of English.
//!
//! Who reads running text builds on these tables: the check of numbers in this crate, and alignment.

/// The months, as English writes them.
pub const MONTHS: [&str; 12] = [
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

/// The value of a Chinese digit.
#[must_use]
pub fn digit(c: char) -> Option<u32> {
    let value = match c {
        '零' | '〇' => 0,
        '一' => 1,
        '二' | '两' | '兩' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    };
    Some(value)
}

/// What a Chinese unit multiplies by, from 十 to 亿. 兆 is not one: it is 10¹² in Taiwan and 10⁶ in physics.
#[must_use]
pub fn unit(c: char) -> Option<f64> {
    match c {
        '十' => Some(10.0),
        '百' => Some(100.0),
        '千' => Some(1e3),
        '万' | '萬' => Some(1e4),
        '亿' | '億' => Some(1e8),
        _ => None,
    }
}

/// The value of a number in Chinese characters: 一百二十三, 二〇二四, 三千五百万. Other characters do not count.
///
/// ```
/// assert_eq!(duizhao_tm::numeral::chinese("三千五百万"), 35_000_000.0);
/// ```
#[must_use]
pub fn chinese(text: &str) -> f64 {
    if text.chars().all(|c| digit(c).is_some()) {
        return text.chars().filter_map(digit).fold(0.0, |value, d| value * 10.0 + f64::from(d));
    }
    let (mut total, mut section, mut pending) = (0.0, 0.0, 0.0);
    for c in text.chars() {
        if let Some(value) = digit(c) {
            pending = f64::from(value);
        } else if let Some(unit) = unit(c) {
            if unit < 1e4 {
                let times = if pending == 0.0 && c == '十' { 1.0 } else { pending };
                section += times * unit;
            } else {
                total = (total + section + pending) * unit;
                section = 0.0;
            }
            pending = 0.0;
        }
    }
    total + section + pending
}

/// The value of an English cardinal below one hundred, in small letters.
#[must_use]
pub fn cardinal(word: &str) -> Option<f64> {
    let value = match word {
        "zero" => 0,
        "one" => 1,
        "two" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        "seven" => 7,
        "eight" => 8,
        "nine" => 9,
        "ten" => 10,
        "eleven" => 11,
        "twelve" => 12,
        "thirteen" => 13,
        "fourteen" => 14,
        "fifteen" => 15,
        "sixteen" => 16,
        "seventeen" => 17,
        "eighteen" => 18,
        "nineteen" => 19,
        "twenty" => 20,
        "thirty" => 30,
        "forty" => 40,
        "fifty" => 50,
        "sixty" => 60,
        "seventy" => 70,
        "eighty" => 80,
        "ninety" => 90,
        _ => return None,
    };
    Some(f64::from(value))
}

/// What an English unit word multiplies by, in small letters.
#[must_use]
pub fn multiplier(word: &str) -> Option<f64> {
    match word {
        "hundred" => Some(1e2),
        "thousand" | "k" => Some(1e3),
        "million" | "m" | "mn" => Some(1e6),
        "billion" | "bn" => Some(1e9),
        "trillion" | "tn" => Some(1e12),
        _ => None,
    }
}
