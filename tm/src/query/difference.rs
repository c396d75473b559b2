//! What differs between a text and the one that was found for it, for showing.

use super::Fold;

/// A stretch of the comparison of two texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// Both have it; as the second has it.
    Same(String),
    /// Only the first has it.
    First(String),
    /// Only the second has it.
    Second(String),
}

/// More cells than this are not filled: texts so long are not compared by eye.
const LARGEST: usize = 1 << 24;

/// Two texts side by side, character for character, along their longest common subsequence.
#[must_use]
pub fn differences(first: &str, second: &str, fold: Fold<'_>) -> Vec<Difference> {
    let (a, b): (Vec<char>, Vec<char>) = (first.chars().collect(), second.chars().collect());
    let same = |i: usize, j: usize| {
        a[i] == b[j] || fold.character(a[i]).to_lowercase().eq(fold.character(b[j]).to_lowercase())
    };
    let width = b.len() + 1;
    if (a.len() + 1).saturating_mul(width) > LARGEST {
        return vec![Difference::First(first.to_owned()), Difference::Second(second.to_owned())];
    }
    // From the end, so that walking it goes forward.
    let mut table = vec![0u32; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            table[i * width + j] = if same(i, j) {
                table[(i + 1) * width + j + 1] + 1
            } else {
                table[(i + 1) * width + j].max(table[i * width + j + 1])
            };
        }
    }
    let mut out: Vec<Difference> = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && same(i, j) {
            match out.last_mut() {
                Some(Difference::Same(text)) => text.push(b[j]),
                _ => out.push(Difference::Same(b[j].into())),
            }
            (i, j) = (i + 1, j + 1);
        } else if j == b.len() || (i < a.len() && table[(i + 1) * width + j] >= table[i * width + j + 1]) {
            match out.last_mut() {
                Some(Difference::First(text)) => text.push(a[i]),
                _ => out.push(Difference::First(a[i].into())),
            }
            i += 1;
        } else {
            match out.last_mut() {
                Some(Difference::Second(text)) => text.push(b[j]),
                _ => out.push(Difference::Second(b[j].into())),
            }
            j += 1;
        }
    }
    out
}
