//! How likely a seam between two Chinese paragraphs lies inside a sentence, by the characters and clauses beside it.
//!
//! A log-linear model: each thing that is seen adds its weight, and the sum is the logarithm of the odds. Weights and
//! characters are data (`seam.tsv`, learned by `tests/clients/seams.py`, which sees the same things).

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::issue::line;
use crate::words::chinese::OPEN;

static DATA: &str = include_str!("seam.tsv");

/// What the data file says.
#[derive(Default)]
struct Model {
    weights: HashMap<&'static str, f32>,
    /// Odds of a character at the head of what was cut, rather than at the head of a sentence.
    begins: HashMap<char, f32>,
    /// Odds of a character at the end of what was cut, rather than at the end of a sentence.
    ends: HashMap<char, f32>,
}

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    let mut model = Model::default();
    for line in DATA.lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let mut cell = || cells.next().unwrap_or_default();
        let (table, second, third) = (cell(), cell(), cell());
        match table {
            "weight" => drop(third.parse().map(|odds| model.weights.insert(second, odds))),
            table => {
                let Ok(odds) = second.parse::<f32>() else { continue };
                let characters = if table == "begins" { &mut model.begins } else { &mut model.ends };
                characters.extend(third.chars().map(|c| (c, odds)));
            }
        }
    }
    model
});

impl Model {
    fn weight(&self, name: &str) -> f32 {
        self.weights.get(name).copied().unwrap_or(0.0)
    }
}

/// Commas, stops and the like, at full and at half width.
fn is_mark(c: char) -> bool {
    is_end_of_clause(c) || c == '、'
}

fn is_end_of_clause(c: char) -> bool {
    matches!(c, '，' | '。' | '；' | '！' | '？' | '：' | ',' | ';' | '!' | '?' | ':')
}

/// Letters, digits and signs of the Latin script, as papers set them: at half or at full width.
fn is_latin(c: char) -> bool {
    c.is_ascii() || matches!(c, '\u{FF01}'..='\u{FF5E}') && !is_mark(c) && !matches!(c, '（' | '）')
}

/// Whether a character is a digit, at half or at full width.
pub(super) fn is_figure(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '０'..='９')
}

/// The logarithm of the odds that one sentence goes on from `left` to `right`. `turns` says that the right half begins
/// as sentences do.
pub(super) fn odds(left: &str, right: &str, turns: bool) -> f32 {
    let model = &*MODEL;
    let mut back = left.chars().rev();
    let mut ahead = right.chars();
    let (Some(last), Some(first)) = (back.next(), ahead.next()) else { return f32::NEG_INFINITY };
    let (before, second) = (back.next().unwrap_or(' '), ahead.next().unwrap_or(' '));
    let character = |table: &HashMap<char, f32>, c: char| table.get(&c).copied().unwrap_or(0.0);
    let mut sum = model.weight("always")
        + model.weight("begins") * character(&model.begins, first)
        + model.weight("ends") * character(&model.ends, last);
    let mut see = |seen: bool, name: &str| sum += if seen { model.weight(name) } else { 0.0 };
    let across = line::is_pair(last, first);
    let behind = line::is_pair(first, second);
    see(across && !behind, "word-across");
    see(across, "pair-across");
    see(behind, "word-behind");
    see(line::is_pair(before, last), "word-before");
    let clause = right.chars().take_while(|&c| !is_end_of_clause(c)).count();
    see(clause == 1, "clause-1");
    see(clause == 2, "clause-2");
    see((3..=4).contains(&clause), "clause-3");
    see((5..=6).contains(&clause), "clause-5");
    see((7..=9).contains(&clause), "clause-7");
    see(clause >= 14, "clause-14");
    let tail = left.chars().rev().take_while(|&c| !is_mark(c)).count();
    let length = left.chars().count();
    let marked = tail < length;
    see(marked && tail <= 3, "tail-3");
    see(marked && (4..=6).contains(&tail), "tail-6");
    see(marked && (7..=10).contains(&tail), "tail-10");
    see(!marked, "no-mark");
    let sentence = left.rsplit(['。', '！', '？', '!', '?']).next().unwrap_or_default();
    let commas = sentence.matches(['，', ',']).count();
    see(commas == 1, "commas-1");
    see(commas == 2, "commas-2");
    see(commas >= 3, "commas-3");
    see(sentence.len() == left.len(), "one-sentence");
    see(length < 20, "short-20");
    see((20..40).contains(&length), "short-40");
    see((40..60).contains(&length), "short-60");
    see(turns, "turn");
    let ended = right.ends_with(['。', '！', '？']);
    see(ended && right.chars().nth(12).is_none(), "short-rest");
    see(!right.ends_with(['。', '！', '？', '”', '…', '）', '」']), "unended");
    see(matches!(first, '“' | '「' | '《' | '（'), "quote");
    see(is_latin(first), "latin-behind");
    see(is_latin(last), "latin-before");
    see(is_figure(last) && is_figure(first), "number");
    see(OPEN.end(left), "open");
    // …是他写的 ends a sentence; elsewhere 的 stands before what it describes, unless it is part of a word: 目的.
    let attributive = last == '的' && !line::is_pair(before, last);
    see(attributive && !sentence.contains(['是', '会', '會']), "attributive");
    sum
}

#[cfg(test)]
mod tests {
    use super::{DATA, MODEL};

    #[test]
    fn every_line_of_the_data_is_read_and_every_weight_is_asked_for() {
        let code = include_str!("seam.rs");
        for line in DATA.lines().filter(|line| !line.starts_with('#')) {
            let cells: Vec<&str> = line.split('\t').collect();
            match cells[..] {
                ["weight", name, odds] => {
                    assert!(odds.parse::<f32>().is_ok_and(f32::is_finite), "{line}");
                    assert!(code.contains(&format!("\"{name}\"")), "{name}");
                }
                ["begins" | "ends", odds, characters] => {
                    assert!(odds.parse::<f32>().is_ok_and(f32::is_finite), "{line}");
                    assert!(!characters.is_empty(), "{line}");
                }
                _ => panic!("{line}"),
            }
        }
        assert!(MODEL.weights.len() > 20 && MODEL.begins.len() > 1000 && MODEL.ends.len() > 1000);
    }
}
