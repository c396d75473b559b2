//! Numbers by value: 4.34万, 43,400 and forty-three thousand four hundred tell two sentences apart only when they
//! are read as what they mean.

#![expect(clippy::float_cmp, reason = "small whole numbers are exact")]

use duizhao_tm::numeral::{MONTHS, cardinal, chinese as han_value, digit, multiplier, unit};

/// A number found in a text: where it begins (bytes), and its value written out.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Number {
    pub(super) at: usize,
    pub(super) value: String,
}

/// The month with a number, as English writes it: 12 is `december`.
fn month(value: f64) -> Option<String> {
    let number = (value.fract() == 0.0 && (1.0..=12.0).contains(&value)).then_some(value as usize)?;
    Some(MONTHS[number - 1].to_owned())
}

/// A value as text: whole numbers without a fraction, others with four digits behind the point.
fn written(value: f64) -> String {
    if (value - value.round()).abs() < 1e-6 {
        format!("{value:.0}")
    } else {
        format!("{value:.4}").trim_end_matches('0').to_owned()
    }
}

/// Digits with thousands separators and a decimal point: the value, and the length in bytes.
fn digits(text: &str) -> Option<(f64, usize)> {
    let bytes = text.as_bytes();
    let run = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut end = run(0);
    if end == 0 {
        return None;
    }
    while bytes.get(end) == Some(&b',') && run(end + 1) == 3 {
        end += 4;
    }
    if bytes.get(end) == Some(&b'.') && run(end + 1) > 0 {
        end += 1 + run(end + 1);
    }
    text[..end].replace(',', "").parse().ok().map(|value| (value, end))
}

/// Whether a run of number characters is a number rather than part of a word (一下, 千万别, 十分).
fn is_han_number(text: &str) -> bool {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => digit(c).is_some_and(|value| value > 1),
        (Some(_), Some(_)) => text.chars().any(|c| digit(c).is_some() || c == '十'),
        _ => false,
    }
}

/// Numbers of a Chinese text; months are told as their English names.
pub(super) fn chinese(text: &str) -> Vec<Number> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        if let Some((value, length)) = digits(rest) {
            let mut end = length;
            let after = rest[end..].trim_start_matches([' ', '多', '余', '餘', '几', '幾']);
            let mut scaled = value;
            let mut behind = after;
            while let Some(c) = behind.chars().next() {
                let Some(unit) = unit(c).filter(|unit| *unit >= 1e2) else { break };
                scaled *= unit;
                behind = &behind[c.len_utf8()..];
                end = rest.len() - behind.len();
            }
            let month = month(value);
            if let Some(month) = month.filter(|_| rest[end..].starts_with('月')) {
                found.push(Number { at, value: month });
            }
            found.push(Number { at, value: written(scaled) });
            at += end;
        } else if digit(c).is_some() || unit(c).is_some() {
            let length = rest.find(|c| digit(c).is_none() && unit(c).is_none()).unwrap_or(rest.len());
            let run = &rest[..length];
            if is_han_number(run) {
                let value = han_value(run);
                if let Some(month) = month(value).filter(|_| rest[length..].starts_with('月')) {
                    found.push(Number { at, value: month });
                }
                found.push(Number { at, value: written(value) });
            }
            at += length;
        } else {
            at += c.len_utf8();
        }
    }
    found
}

/// The value of an English number word.
fn english_word(word: &str) -> Option<f64> {
    match word {
        "twice" => Some(2.0),
        "dozen" => Some(12.0),
        word => cardinal(word),
    }
}

/// Numbers of a text in a language with an alphabet: digits anywhere, words as English has them.
pub(super) fn alphabetic(text: &str) -> Vec<Number> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let before = text[..at].chars().next_back();
        if let Some((value, length)) = digits(rest) {
            let (scale, unit_length) = scale_behind(&rest[length..]);
            found.push(Number { at, value: written(value * scale) });
            at += length + unit_length;
        } else if c.is_ascii_alphabetic() && !before.is_some_and(char::is_alphanumeric) {
            let (value, length) = spelled(rest);
            if let Some(value) = value {
                found.push(Number { at, value: written(value) });
            }
            at += length;
        } else {
            at += c.len_utf8();
        }
    }
    found
}

fn word_length(text: &str) -> usize {
    text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len())
}

/// A unit word behind digits (`4.3 million`, `5bn`): its value, and the bytes up to its end.
fn scale_behind(text: &str) -> (f64, usize) {
    let lead = usize::from(text.starts_with([' ', '-']));
    let length = word_length(&text[lead..]);
    match multiplier(&text[lead..lead + length].to_ascii_lowercase()) {
        Some(scale) if length > 1 || lead == 0 => (scale, lead + length),
        _ => (1.0, 0),
    }
}

/// A number in words at the start of a text (`twenty-one`, `three hundred thousand`): its value if it is one
/// (`one` alone is not: it is mostly a pronoun), and the bytes read.
fn spelled(text: &str) -> (Option<f64>, usize) {
    let (mut total, mut current, mut seen) = (0.0, 0.0, false);
    let (mut end, mut at, mut words) = (0, 0, 0);
    loop {
        let length = word_length(&text[at..]);
        let word = text[at..at + length].to_ascii_lowercase();
        if let Some(value) = english_word(&word) {
            current += value;
            seen = true;
        } else if let Some(unit) = multiplier(&word).filter(|_| length > 2 && seen) {
            if unit == 1e2 {
                current *= unit;
            } else {
                total += current * unit;
                current = 0.0;
            }
        } else {
            break;
        }
        words += 1;
        end = at + length;
        if !text[end..].starts_with([' ', '-']) {
            break;
        }
        at = end + 1;
    }
    let alone = words == 1 && current == 1.0;
    (Some(total + current).filter(|_| seen && !alone), end.max(word_length(text)).max(1))
}

#[cfg(test)]
mod tests {
    use super::{alphabetic, chinese};

    fn values(numbers: Vec<super::Number>) -> Vec<String> {
        numbers.into_iter().map(|number| number.value).collect()
    }

    #[test]
    fn chinese_numbers_are_read_as_they_are_meant() {
        assert_eq!(values(chinese("授权量为4.34万件,增长超过15%")), ["43400", "15"]);
        assert_eq!(values(chinese("12月17日")), ["december", "12", "17"]);
        assert_eq!(values(chinese("一百二十三人,二〇二四年,三千五百万")), ["123", "2024", "35000000"]);
        assert_eq!(values(chinese("等一下,三个")), ["3"]);
        assert_eq!(values(chinese("1,234.5公里和3000多万元")), ["1234.5", "30000000"]);
    }

    #[test]
    fn english_numbers_are_read_as_they_are_meant() {
        assert_eq!(values(alphabetic("43,400 patents, up 4.3 million")), ["43400", "4300000"]);
        assert_eq!(values(alphabetic("Twenty-one of three hundred thousand; one of them")), ["21", "300000"]);
        assert_eq!(values(alphabetic("on December 17, 2024")), ["17", "2024"]);
        assert_eq!(values(alphabetic("a £5bn plan")), ["5000000000"]);
    }
}
