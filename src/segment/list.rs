//! Lists that were run together on one line: `1) Boil the water 2) Add the tea`.
//!
//! A line that begins with a label (a number or a letter, with or without a bullet before it) is such a list where
//! the next label of the same kind follows. Nothing else tells a list from prose, in which a `2)` or `No. 2.` means
//! nothing of the kind.

use std::ops::Range;

/// A point's label as it is written: what stands before the number, and behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Style<'a> {
    bullet: &'a str,
    mark: &'a str,
}

/// Where the labels of a line's list stand; none where it begins with no label. The first may be alone.
pub(super) fn points(line: &str) -> Vec<Range<usize>> {
    let lead = line.len() - line.trim_start().len();
    let Some((style, first, length)) = label(&line[lead..]) else { return Vec::new() };
    let mut points = Vec::new();
    points.push(lead..lead + length);
    let mut number = first;
    let mut behind = lead + length;
    while let Some(next) = number.next() {
        let wanted = format!("{}{next}{}", style.bullet, style.mark);
        let found = line[behind..].match_indices(&wanted).map(|(at, _)| behind + at).find(|&at| {
            let (before, rest) = (&line[..at], &line[at + wanted.len()..]);
            let apart = before.ends_with(char::is_whitespace) && rest.starts_with(char::is_whitespace);
            // `in Room 2. It` goes on; behind a small word, `water 2. Add`, a point begins.
            let word = before.trim_end().rsplit(char::is_whitespace).next().unwrap_or_default();
            apart && (style.mark != "." || !style.bullet.is_empty() || !word.starts_with(char::is_uppercase))
        });
        let Some(at) = found else { break };
        behind = at + wanted.len();
        points.push(at..behind);
        number = next;
    }
    points
}

/// What counts the points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Number {
    Figures(u16),
    Letter(char),
}

impl Number {
    fn next(self) -> Option<Self> {
        match self {
            Self::Figures(number) => Some(Self::Figures(number + 1)),
            Self::Letter('z' | 'Z') => None,
            Self::Letter(letter) => char::from_u32(u32::from(letter) + 1).map(Self::Letter),
        }
    }
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Figures(number) => write!(f, "{number}"),
            Self::Letter(letter) => write!(f, "{letter}"),
        }
    }
}

/// The label that a text begins with, and its length in bytes.
fn label(text: &str) -> Option<(Style<'_>, Number, usize)> {
    const BULLETS: [char; 6] = ['•', '⁃', '‣', '◦', '▪', '·'];
    let bullet_length = text
        .chars()
        .next()
        .filter(|c| BULLETS.contains(c))
        .map_or(0, |c| c.len_utf8() + usize::from(text[c.len_utf8()..].starts_with(' ')));
    let (bullet, rest) = text.split_at(bullet_length);
    let figures = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (number, length) = match (figures, rest.chars().next()?) {
        (1..=3, _) => (Number::Figures(rest[..figures].parse().ok()?), figures),
        // Other letters begin sentences: `I. Newton`.
        (0, letter @ ('a' | 'A')) => (Number::Letter(letter), 1),
        _ => return None,
    };
    let rest = &rest[length..];
    let mark = [".)", ")", "."].into_iter().find(|mark| rest.starts_with(mark))?;
    let behind = &rest[mark.len()..];
    behind
        .starts_with(char::is_whitespace)
        .then(|| (Style { bullet, mark }, number, bullet_length + length + mark.len()))
}
