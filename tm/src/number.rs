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
            } else if chinese_digit(c).is_some()
                || c == '十'
                || (unit_of(c).is_some() && characters[at + 1..].starts_with(&['分', '之']))
            {
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
        // 3000多万 is more than thirty million.
        if matches!(
            text.get(at..),
            Some(['多' | '余' | '餘' | '几' | '幾', '百' | '千' | '万' | '萬' | '亿' | '億', ..])
        ) {
            at += 1;
        }
        while let Some(unit) = scale_at(text, at) {
            value *= unit;
            at += 1;
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
            self.said.push((plain - 1.0) * 100.0 + decade);
            self.heard.extend([plain, decade]);
            return at + 4;
        }
        if let ['米', tenths @ '0'..='9', hundredths @ '0'..='9', ..] = rest {
            let digit = |c: char| f64::from(u32::from(c) - u32::from('0'));
            self.said.push(plain + digit(*tenths) / 10.0 + digit(*hundredths) / 100.0);
            return at + 3;
        }
        self.said.push(value);
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
        while at < text.len() {
            let c = text[at];
            if let Some(value) = chinese_digit(c) {
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
            } else if let Some(unit) = unit_of(c).filter(|_| c != '千' || scale_at(text, at).is_some()) {
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
        self.hear(value, text.get(at..).unwrap_or_default());
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
        at.max(from + 1)
    }

    /// A number in words, with what stands behind it.
    fn hear(&mut self, value: f64, behind: &[char]) {
        self.heard.push(value);
        if behind.starts_with(&['年', '代']) && value < 100.0 {
            self.heard.extend([1800.0 + value, 1900.0 + value, 2000.0 + value]);
        }
        if let ['分', '之', rest @ ..] = behind {
            // 千分之三 is 0.3 per cent.
            let mut parts = Self::default();
            match rest.first() {
                Some(c) if c.is_ascii_digit() => _ = parts.figures(rest, 0),
                Some(&c) if chinese_digit(c).is_some() || c == '十' => _ = parts.chinese(rest, 0),
                _ => {}
            }
            let share = parts.said.first().or(parts.heard.first()).map(|part| 100.0 * part / value);
            self.heard.extend(share.into_iter().flat_map(|share| [share, share.round()]));
        }
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
        "zero" | "zeroth" | "midnight" => 0.0,
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
        "twelve" | "twelfth" | "dozen" | "noon" => 12.0,
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
    }
}
