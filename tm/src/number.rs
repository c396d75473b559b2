//! Numbers in running text, by value: `4.34万`, `43,400` and `forty-three thousand four hundred` are the same.
//!
//! Figures and fractions (三分之二) are *said*: they must have their counterpart in the translation. Number words are
//! only *heard*: 一 stands in 一些 and 统一, and `second` is not a figure, so they can answer a figure and need no answer.

use crate::numeral::{MONTHS, cardinal, digit, multiplier, unit};

/// The numbers of a text.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Numbers {
    /// What is written in figures, and fractions.
    said: Vec<Said>,
    /// What words may mean.
    heard: Vec<f64>,
}

/// A number that wants an answer.
#[derive(Debug, Clone, Default, PartialEq)]
struct Said {
    value: f64,
    /// What else a translation may say for it: 民國115年 is 2026, 八折 is 20 per cent off.
    or: Vec<f64>,
    /// Numerator and denominator of a fraction, both of which answer it: two in three.
    parts: Option<[f64; 2]>,
}

impl Said {
    fn values(&self) -> impl Iterator<Item = f64> {
        std::iter::once(self.value).chain(self.or.iter().copied())
    }

    fn is_same(&self, other: &Self) -> bool {
        self.values().any(|value| other.values().any(|answer| same(value, answer)))
    }

    /// Whether numbers that are said or heard answer it.
    fn is_answered(&self, by: &Numbers) -> bool {
        let answers = |value: f64| {
            by.said
                .iter()
                .flat_map(Self::values)
                .chain(by.heard.iter().copied())
                .any(|answer| same(value, answer))
        };
        self.values().any(answers) || self.parts.is_some_and(|parts| parts.into_iter().all(answers))
    }
}

impl Numbers {
    /// The numbers that this text says and nothing in the other answers.
    pub(crate) fn unanswered(&self, other: &Self) -> Vec<f64> {
        let mut rest: Vec<&Said> = other.said.iter().collect();
        let mut unanswered: Vec<f64> = Vec::new();
        for said in &self.said {
            if let Some(at) = rest.iter().position(|answer| said.is_same(answer)) {
                rest.swap_remove(at);
            } else if !said.is_answered(other) {
                unanswered.push(said.value);
            }
        }
        unanswered
    }

    /// The numbers of a text in any language; those of English are known by their words too, and those of Chinese if
    /// its language is written with Chinese characters: in an English text 三万一 is not translated.
    pub(crate) fn of(text: &str, has_han: bool) -> Self {
        let characters: Vec<char> = text.chars().map(narrow).collect();
        let mut numbers = Self::default();
        let mut at = 0;
        while at < characters.len() {
            let c = characters[at];
            at = if c.is_ascii_digit() {
                numbers.figures(&characters, at)
            } else if has_han && (chinese_digit(c).or(unit_of(c)).or(tens(c)).is_some()) {
                numbers.chinese(&characters, at)
            } else if let Some(value) = enclosed(c) {
                numbers.heard.push(value);
                at + 1
            } else if c.is_alphabetic() && !is_wide(c) {
                numbers.words(&characters, at)
            } else {
                at + 1
            };
        }
        numbers
    }

    fn say(&mut self, value: f64, or: Vec<f64>) {
        self.said.push(Said { value, or, parts: None });
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
        // 3000多万 is more than thirty million.
        if matches!(
            text.get(at..),
            Some(['多' | '余' | '餘' | '几' | '幾', '百' | '千' | '万' | '萬' | '亿' | '億', ..])
        ) {
            at += 1;
        }
        let mut scale = f64::INFINITY;
        while let Some(unit) = scale_at(text, at) {
            value *= unit;
            scale = if scale.is_finite() { scale * unit } else { unit };
            at += 1;
        }
        // 1亿2000万, 3万5千
        while let Some((more, smaller, end)) = more_at(text, at).filter(|(_, smaller, _)| *smaller < scale) {
            (value, scale, at) = (value + more, smaller, end);
        }
        let (word, end) = word_at(text, at);
        if let Some(unit) = multiplier(word.as_str()) {
            value *= unit;
            at = end;
        }
        let rest = text.get(at..).unwrap_or_default();
        if let (['世', '纪' | '紀', rest @ ..], true) = (rest, plain >= 1.0)
            && let [tens @ '1'..='9', '0', '年', ..] = rest
        {
            // 20世纪80年代 is one number, and so is 1米78.
            let decade = f64::from(u32::from(*tens) - u32::from('0')) * 10.0;
            self.say((plain - 1.0) * 100.0 + decade, vec![]);
            self.heard.extend([plain, decade]);
            return at + 4;
        }
        if let ['米', tenths @ '0'..='9', hundredths @ '0'..='9', ..] = rest {
            let digit = |c: char| f64::from(u32::from(c) - u32::from('0'));
            self.say(plain + digit(*tenths) / 10.0 + digit(*hundredths) / 100.0, vec![]);
            return at + 3;
        }
        self.say(value, alternatives(&text[..from], plain, rest));
        self.clock(text, from, at, plain);
        // `7:30 p.m.` is 19:30, the 1990s are the 90s, and the 24 of 2023-24 is 2024.
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
        if let [.., a @ '1'..='2', b, c, d, '-' | '/' | '–' | '—'] = &text[..from]
            && [b, c, d].into_iter().all(char::is_ascii_digit)
            && plain < 100.0
        {
            let century = 10 * (u32::from(*a) - u32::from('0')) + u32::from(*b) - u32::from('0');
            self.heard.push(f64::from(100 * century) + plain);
        }
        at
    }

    /// What a time of day is on the other clock: 下午3点 is 15:00, 19时 is seven in the evening.
    fn clock(&mut self, text: &[char], from: usize, at: usize, hour: f64) {
        if !matches!(text.get(at), Some('点' | '點' | '时' | '時' | ':')) || hour > 24.0 {
            return;
        }
        let before = &text[from.saturating_sub(2)..from];
        let is_late = matches!(before, ['下' | '中', '午'] | ['晚', '上'] | [_, '晚']);
        if is_late && hour <= 12.0 {
            self.heard.extend([hour + 12.0, 0.0]);
        }
        if hour > 12.0 {
            self.heard.push(hour - 12.0);
        }
        match text.get(at + 1) {
            Some('半') => self.heard.push(30.0),
            Some('整') => self.heard.push(0.0),
            _ => {}
        }
    }

    /// Chinese numerals. Answers where they end.
    fn chinese(&mut self, text: &[char], from: usize) -> usize {
        let mut at = from;
        let (mut total, mut section, mut digit) = (0.0, 0.0, None::<f64>);
        let (mut row, mut only_digits) = (0.0, true);
        // The unit that the last digit stands behind.
        let mut behind = None;
        while at < text.len() {
            let c = text[at];
            if let Some(value) = chinese_digit(c) {
                behind = unit_of(text[at.saturating_sub(1)]).filter(|_| at > from);
                row = row * 10.0 + value;
                if let Some(first) =
                    digit.filter(|_| !only_digits || text.get(at + 1).is_some_and(|&c| is_scale(c)))
                {
                    // 七八百 is 700 or 800; 十四五 is the five of the fourteenth.
                    self.heard.push(total + section + first);
                    let scale = text
                        .get(at + 1)
                        .map_or(1.0, |&c| if c == '成' { 10.0 } else { unit_of(c).unwrap_or(1.0) });
                    self.hear(first * scale, text.get(at + 2..).unwrap_or_default());
                }
                digit = Some(value);
            } else if let Some(tens) = tens(c) {
                (only_digits, section) = (false, section + tens);
            } else if let Some(unit) = unit_of(c).filter(|_| c != '千' || scale_at(text, at).is_some()) {
                only_digits = false;
                if unit < 10_000.0 {
                    section += digit.take().unwrap_or(1.0) * unit;
                } else {
                    let times = total + section + digit.take().unwrap_or(0.0);
                    total = if times == 0.0 { 1.0 } else { times } * unit;
                    section = 0.0;
                }
            } else {
                break;
            }
            at += 1;
        }
        if at == from {
            return from + 1;
        }
        let value = if only_digits { row } else { total + section + digit.unwrap_or(0.0) };
        let rest = text.get(at..).unwrap_or_default();
        self.hear(value, rest);
        self.heard.extend(alternatives(&text[..from], value, rest));
        if let (Some(unit), Some(digit)) =
            (behind.filter(|unit| *unit >= 100.0), digit.filter(|digit| *digit > 0.0))
        {
            // 三万一 is 31,000.
            self.heard.push(value - digit + digit * unit / 10.0);
        }
        if only_digits {
            self.parts_of_dates(&text[from..at]);
        }
        match text.get(at) {
            // 七成 is seventy per cent, 两成半 is twenty-five, 八九成 ends with ninety.
            Some('成') => {
                let last = digit.unwrap_or(value);
                self.heard.extend([value * 10.0, last * 10.0, value * 10.0 + 5.0]);
            }
            Some('点' | '點') if text.get(at + 1) == Some(&'半') => self.heard.push(30.0),
            Some('点') => {
                let fraction: String =
                    text[at + 1..].iter().map_while(|&c| chinese_digit(c)).map(|d| d.to_string()).collect();
                if let Ok(fraction) = format!("0.{fraction}").parse::<f64>() {
                    self.heard.push(value + fraction);
                }
            }
            _ => {}
        }
        at
    }

    /// A number in words, with what stands behind it.
    fn hear(&mut self, value: f64, behind: &[char]) {
        self.heard.push(value);
        if behind.starts_with(&['年', '代']) && value < 100.0 {
            self.heard.extend([1800.0 + value, 1900.0 + value, 2000.0 + value]);
        }
        if let ['分', '之', rest @ ..] = behind {
            let mut parts = Self::default();
            match rest.first() {
                Some(c) if c.is_ascii_digit() => _ = parts.figures(rest, 0),
                Some(&c) if chinese_digit(c).is_some() || c == '十' => _ = parts.chinese(rest, 0),
                _ => {}
            }
            let said = parts.said.first().map(|said| said.value);
            if let Some(part) = said.or(parts.heard.first().copied()) {
                self.fraction(part, value);
            }
        }
    }

    /// A fraction: 三分之二, 千分之三, two-thirds.
    fn fraction(&mut self, part: f64, whole: f64) {
        let share = 100.0 * part / whole;
        let shares = [share.round(), (10.0 * share).round() / 10.0, share / 100.0];
        self.heard.extend([part, share]);
        self.heard.extend(shares);
        // 百分之五 is said in figures or in words, as any number.
        if whole <= 10.0 {
            let or = vec![share, shares[0], shares[2]];
            self.said.push(Said { value: shares[1], or, parts: Some([part, whole]) });
        }
    }

    /// What days that became names say: 九一八 is 18 September, 五四 4 May, 一二九 9 December.
    fn parts_of_dates(&mut self, digits: &[char]) {
        let value = |digits: &[char]| {
            digits.iter().filter_map(|&c| chinese_digit(c)).fold(0.0, |sum, d| sum * 10.0 + d)
        };
        if matches!(digits.len(), 2 | 3) {
            for at in 1..digits.len() {
                let (month, day) = digits.split_at(at);
                self.heard.extend([value(month), value(day)]);
            }
        }
    }

    /// English number words: each for itself, and run together as far as they go. Answers where they end.
    fn words(&mut self, text: &[char], from: usize) -> usize {
        let (mut total, mut section, mut any) = (0.0, 0.0, false);
        let mut at = from;
        loop {
            let (word, end) = word_at(text, at);
            let word = word.as_str();
            let parts = (if any { section } else { 1.0 }, any || follows_article(text, at));
            if let (Some(whole), (part, true)) = (denominator(word, parts.0), parts) {
                // two-thirds, three quarters, a fifth
                self.heard.extend([part, 100.0 * part / whole, part / whole]);
                self.heard.extend(ordinal(word));
                return end;
            }
            if let Some(value) = english(word) {
                section += value;
                self.heard.push(value);
                if word == "half" {
                    // half an hour, and an hour and a half
                    self.heard.extend([0.5, 1.5, 30.0]);
                }
                any = true;
            } else if word == "and" && any && english(word_at(text, end).0.as_str()).is_some() {
                // one hundred and twenty
            } else if word == "hundred" && any {
                section *= 100.0;
            } else if let (Some(unit), true) = (multiplier(word), any) {
                total += section * unit;
                section = 0.0;
            } else {
                self.heard.extend(month(word));
                self.heard.extend(times(word));
                if at == from {
                    self.heard.extend(roman(&text[from..end]));
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

/// What else figures may mean, by what stands around them.
fn alternatives(before: &[char], value: f64, behind: &[char]) -> Vec<f64> {
    /// Years of an era, and the year before its first.
    const ERAS: [([char; 2], f64); 6] = [
        (['民', '国'], 1911.0),
        (['民', '國'], 1911.0),
        (['令', '和'], 2018.0),
        (['平', '成'], 1988.0),
        (['昭', '和'], 1925.0),
        (['大', '正'], 1911.0),
    ];
    let before = before.strip_suffix(&[' ']).unwrap_or(before);
    let era = ERAS.iter().find(|(era, _)| before.ends_with(era)).map(|(_, first)| *first);
    // Taiwan's papers leave out the era of these years.
    let is_recent = || (90.0..=130.0).contains(&value) && behind.starts_with(&['年']);
    let mut or: Vec<f64> =
        era.or_else(|| is_recent().then_some(1911.0)).map(|first| value + first).into_iter().collect();
    match behind {
        // 八折, 七五折 and 9.5折 are what is paid; English says what is taken off.
        ['折', ..] => {
            let paid = if value < 10.0 { 10.0 * value } else { value };
            or.extend([paid, 100.0 - paid]);
        }
        // Grown by 2倍 is tripled.
        ['倍', ..] => or.push(value + 1.0),
        // 3.5兆 is 3.5 trillion in Taiwan, and a million bytes on the Mainland.
        ['兆', ..] => or.extend([value * 1e12, value * 1e6]),
        ['半', ..] | [_, '半', ..] | ['小', '时' | '時', '半', ..] | ['个' | '個', _, '半', ..] => {
            or.push(value + 0.5);
        }
        _ => {}
    }
    or
}

/// A number in figures with a unit behind another unit (2000万 in 1亿2000万): its value, its unit, and where it ends.
fn more_at(text: &[char], from: usize) -> Option<(f64, f64, usize)> {
    let rest = text.get(from..)?;
    // More digits than these are a number of their own.
    let length = rest.iter().take(5).take_while(|c| c.is_ascii_digit()).count();
    let value: f64 = rest[..length].iter().collect::<String>().parse().ok().filter(|_| length <= 4)?;
    let mut at = from + length;
    let mut scale = 1.0;
    while let Some(unit) = scale_at(text, at) {
        scale *= unit;
        at += 1;
    }
    (scale > 1.0).then_some((value * scale, scale, at))
}

/// The number of a character that holds one: ①, ⒈, ⑴, ㈠, Ⅱ.
fn enclosed(c: char) -> Option<f64> {
    /// The first of each row, the last, and what the first counts for.
    const ROWS: [(char, char, u32); 13] = [
        ('①', '⑳', 1),
        ('⑴', '⒇', 1),
        ('⒈', '⒛', 1),
        ('⓪', '⓪', 0),
        ('⓵', '⓾', 1),
        ('❶', '❿', 1),
        ('➀', '➉', 1),
        ('➊', '➓', 1),
        ('㈠', '㈩', 1),
        ('㊀', '㊉', 1),
        ('㉑', '㉟', 21),
        ('Ⅰ', 'Ⅻ', 1),
        ('ⅰ', 'ⅻ', 1),
    ];
    let row = ROWS.iter().find(|(first, last, _)| (*first..=*last).contains(&c))?;
    Some(f64::from(u32::from(c) - u32::from(row.0) + row.2))
}

/// A Roman numeral in capitals: `Phase II`, `Article XIV`. Up to 39, as chapters and kings have them.
fn roman(word: &[char]) -> Option<f64> {
    if word.is_empty() || word.len() > 7 {
        return None;
    }
    let values: Option<Vec<u32>> = word
        .iter()
        .map(|c| match c {
            'I' => Some(1),
            'V' => Some(5),
            'X' => Some(10),
            _ => None,
        })
        .collect();
    let values = values?;
    let below = |at: usize| values.get(at + 1).is_some_and(|next| values[at] < *next);
    let sum =
        |less: bool| (0..values.len()).filter(|&at| below(at) == less).map(|at| values[at]).sum::<u32>();
    sum(false).checked_sub(sum(true)).map(f64::from)
}

fn chinese_digit(c: char) -> Option<f64> {
    digit(c).map(f64::from)
}

/// The tens of a character that holds some: 廿四 is 24.
fn tens(c: char) -> Option<f64> {
    match c {
        '廿' => Some(20.0),
        '卅' => Some(30.0),
        _ => None,
    }
}

/// What a number is multiplied by at a place: not the 千 of 千克 and 千瓦.
fn scale_at(text: &[char], at: usize) -> Option<f64> {
    const KILO: [char; 8] = ['克', '瓦', '米', '卡', '赫', '伏', '帕', '焦'];
    let c = *text.get(at)?;
    let is_kilo = c == '千' && text.get(at + 1).is_some_and(|next| KILO.contains(next));
    unit_of(c).filter(|&unit| unit >= 100.0 && !is_kilo)
}

/// Whether a character tells the size of the number before it.
fn is_scale(c: char) -> bool {
    unit_of(c).is_some() || c == '成'
}

fn unit_of(c: char) -> Option<f64> {
    unit(c)
}

fn english(word: &str) -> Option<f64> {
    Some(match word {
        "zeroth" | "midnight" => 0.0,
        "once" | "single" => 1.0,
        "both" | "twice" | "double" | "pair" | "couple" => 2.0,
        "triple" | "thrice" => 3.0,
        "decade" => 10.0,
        "dozen" | "noon" => 12.0,
        "half" => 50.0,
        "quarter" => 25.0,
        "century" => 100.0,
        word => return cardinal(word).or_else(|| ordinal(word)),
    })
}

fn ordinal(word: &str) -> Option<f64> {
    Some(match word {
        "first" => 1.0,
        "second" => 2.0,
        "third" => 3.0,
        "fourth" => 4.0,
        "fifth" => 5.0,
        "sixth" => 6.0,
        "seventh" => 7.0,
        "eighth" => 8.0,
        "ninth" => 9.0,
        "tenth" => 10.0,
        "eleventh" => 11.0,
        "twelfth" => 12.0,
        "thirteenth" => 13.0,
        "fourteenth" => 14.0,
        "fifteenth" => 15.0,
        "sixteenth" => 16.0,
        "seventeenth" => 17.0,
        "eighteenth" => 18.0,
        "nineteenth" => 19.0,
        "twentieth" => 20.0,
        "thirtieth" => 30.0,
        "fortieth" => 40.0,
        "fiftieth" => 50.0,
        "sixtieth" => 60.0,
        "seventieth" => 70.0,
        "eightieth" => 80.0,
        "ninetieth" => 90.0,
        _ => return None,
    })
}

/// What so many parts of a fraction are called: `thirds`, `quarters`, one `tenth`. Twenty-third is not a fraction.
fn denominator(word: &str, parts: f64) -> Option<f64> {
    let singular = word.strip_suffix('s');
    let whole = match singular.unwrap_or(word) {
        "quarter" => Some(4.0),
        word => ordinal(word).filter(|whole| *whole > 2.0),
    };
    whole.filter(|_| singular.is_some() || same(parts, 1.0))
}

/// Whether `a` stands before a place: a third, but not the third.
fn follows_article(text: &[char], at: usize) -> bool {
    matches!(text[..at], ['a' | 'A', ' '] | [.., ' ', 'a', ' '])
}

/// What words of growth count for.
fn times(word: &str) -> Option<f64> {
    Some(match word {
        "doubled" | "doubles" | "doubling" | "twofold" => 2.0,
        "tripled" | "triples" | "tripling" | "trebled" | "threefold" => 3.0,
        "quadrupled" | "fourfold" => 4.0,
        "fivefold" | "quintupled" => 5.0,
        "tenfold" => 10.0,
        _ => return None,
    })
}

fn month(word: &str) -> Option<f64> {
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
        let (a, b) = (Numbers::of(a, true), Numbers::of(b, false));
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
            ("投资3000多万元", "more than 30 million yuan"),
            ("装机500万千瓦，重3千克", "5 million kilowatts, 3 kg"),
            ("20世纪80年代", "the 1980s"),
            ("上世纪五六十年代", "the 1950s and 1960s"),
            ("七八百人，八九成", "700 or 800 people, 80 to 90 percent"),
            ("“十四五”规划", "the 14th Five-Year Plan"),
            ("降了两成半", "down 25%"),
            ("千分之三，三分之一", "0.3 percent, 33 percent"),
            ("2023—2024年", "2023-24"),
            ("下午3点，晚上8点", "at 15:00 and at 20:00"),
            ("19时，上午10点半", "at 7 p.m., at 10:30 a.m."),
            ("身高1米78", "1.78 meters tall"),
            ("1.5小时", "an hour and a half"),
            ("0时", "at midnight"),
            ("三点五万块", "35,000 pieces"),
            ("1亿2000万人，3万5千户", "120 million people in 35,000 households"),
            ("2亿3千万元", "230 million yuan"),
            ("3.5兆元，8兆瓦", "3.5 trillion yuan, 8 megawatts"),
            ("民國115年，113年度", "in 2026, fiscal 2024"),
            ("打八折，打7.5折，再打九五折", "20% off, 25% off, then 5% off"),
            ("①总则 ⑵附则 Ⅲ期", "1. General 2. Supplement, phase 3"),
            ("第2期工程，第14条", "Phase II, Article XIV"),
            ("九一八、七七、一二九", "September 18, July 7, December 9"),
            ("三分之二的人，五分之一的地", "two-thirds of the people, a fifth of the land"),
            ("三分之二，十分之九", "two out of three, 90 percent"),
            ("四分之三同意", "Three quarters agreed."),
            ("二分之一以上", "more than half"),
            ("三万一，两百五，三亿五", "31,000, 250 and 350 million"),
            ("百万吨，千万人", "1 million tons, 10 million people"),
            ("两年半，3个半小时", "2.5 years, 3.5 hours"),
            ("增长2倍，3倍于去年", "It tripled; three times last year's."),
            ("廿四节气", "the 24 solar terms"),
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
        assert_eq!(unanswered("20世纪80年代", "the 1990s"), (vec![1980.0], vec![1990.0]));
        assert_eq!(unanswered("下午3点", "at 16:00"), (vec![3.0], vec![16.0]));
        assert_eq!(unanswered("重3千克", "3,000 kg"), (vec![3.0], vec![3000.0]));
        assert_eq!(unanswered("四分之一", "three-quarters"), (vec![25.0], vec![]));
        assert_eq!(unanswered("三分之二的人", "Three-quarters of them").0.len(), 1);
        assert_eq!(unanswered("1亿2000万", "102 million"), (vec![1.2e8], vec![1.02e8]));
        assert_eq!(unanswered("打八折", "30% off"), (vec![], vec![30.0]));
        assert_eq!(unanswered("民國115年", "2025"), (vec![115.0], vec![2025.0]));
        assert_eq!(unanswered("第2期", "Phase III"), (vec![2.0], vec![]));
        assert_eq!(unanswered("三万一", "30,100"), (vec![], vec![30_100.0]));
    }
}
