//! What a page of print has around its end, in plain text with form feeds: page numbers and running heads.
//!
//! They stand on short lines of their own right before or behind a form feed, and often in the middle of a sentence.
//! A number is the page's; other lines are known by standing at several pages' ends, or by a sentence that goes on
//! behind them.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::issue::line;
use crate::lang::is_han;

const FORM_FEED: char = '\u{c}';

/// Weight of the longest running head.
const LONGEST: usize = 75;

/// How many lines of a page's furniture stand together at most.
const MOST: usize = 4;

/// The lines of a text that are furniture of its pages, as byte ranges in order.
pub(super) fn furniture(text: &str) -> Vec<Range<usize>> {
    let breaks: Vec<usize> = text.match_indices(FORM_FEED).map(|(at, _)| at).collect();
    if breaks.is_empty() {
        return Vec::new();
    }
    let ends: Vec<Break> = breaks.iter().map(|&at| Break::at(text, at)).collect();
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for line in ends.iter().flat_map(Break::lines) {
        *times.entry(without_numbers(&text[line.clone()])).or_default() += 1;
    }
    // The page that comes first and the one that comes last have their own.
    let first = lone_lines_from(text, 0);
    let last = lone_lines_before(text, text.len());
    let is_repeated = |line: &Range<usize>| times.get(&without_numbers(&text[line.clone()])) > Some(&1);
    let is_number = |line: &Range<usize>| is_page_number(&text[line.clone()]);
    // A line that names its page says where an article stands, and is read as that.
    let is_marker = |line: &Range<usize>| line::page_marker(&text[line.clone()]).is_some();
    let mut found: Vec<Range<usize>> = Vec::new();
    for end in &ends {
        let is_known = |line: &Range<usize>| is_number(line) || is_marker(line) || is_repeated(line);
        let before = end.before.iter().take_while(|line| is_known(line));
        let start = before.last().map_or(end.at, |line| line.start);
        let goes_on =
            end.lines().any(|line| is_number(line) || is_marker(line)) && end.is_inside_sentence(start, text);
        found.extend(end.lines().filter(|line| is_number(line) || is_repeated(line)).cloned());
        // Before the page's end the short line may be the sentence that goes on.
        found.extend(end.behind.iter().filter(|_| goes_on).cloned());
    }
    let numbers =
        |lines: &[Range<usize>]| lines.iter().filter(|line| is_number(line)).cloned().collect::<Vec<_>>();
    found.extend(numbers(&first));
    found.extend(last.iter().filter(|line| is_number(line) || is_repeated(line)).cloned());
    found.retain(|line| !is_marker(line));
    found.sort_by_key(|line| line.start);
    found.dedup();
    found
}

/// The lines that stand alone on both sides of a form feed.
struct Break {
    before: Vec<Range<usize>>,
    behind: Vec<Range<usize>>,
    at: usize,
}

impl Break {
    fn at(text: &str, at: usize) -> Self {
        Self {
            before: lone_lines_before(text, at),
            behind: lone_lines_from(text, at + FORM_FEED.len_utf8()),
            at,
        }
    }

    fn lines(&self) -> impl Iterator<Item = &Range<usize>> {
        self.before.iter().chain(&self.behind)
    }

    /// Whether the sentence that ends at a place goes on behind the lines.
    fn is_inside_sentence(&self, start: usize, text: &str) -> bool {
        let end = self.behind.iter().map(|line| line.end).max().unwrap_or(self.at);
        let before = text[..start].trim_end();
        let behind = text[end..].trim_start();
        let Some(next) = behind.chars().next() else { return false };
        !line::ends_sentence(before)
            && before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | '，' | '、' | '-'))
            && (next.is_lowercase() || is_han(next))
    }
}

/// Short lines before a place, each with an empty line before it, the nearest first.
fn lone_lines_before(text: &str, at: usize) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut end = at;
    while out.len() < MOST {
        let head = text[..end].trim_end_matches([' ', '\t', '\r', '\n', '\u{3000}']);
        let start = head.rfind(['\n', '\r', FORM_FEED]).map_or(0, |at| at + 1);
        let line = start..head.len();
        let above = text[..start].trim_end_matches([' ', '\t', '\r']);
        let above = above.strip_suffix('\n').map_or(above, |above| above.trim_end_matches([' ', '\t', '\r']));
        let alone = above.is_empty() || above.ends_with(['\n', FORM_FEED]);
        if !is_short(&text[line.clone()]) || !alone && !is_page_number(&text[line.clone()]) {
            break;
        }
        end = line.start;
        out.push(line);
        if text[..end].ends_with(FORM_FEED) {
            break;
        }
    }
    out
}

/// Short lines from a place on, each with an empty line behind it, the nearest first.
fn lone_lines_from(text: &str, at: usize) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = at;
    while out.len() < MOST {
        let rest = text[start..].trim_start_matches([' ', '\t', '\r', '\n', '\u{3000}']);
        start = text.len() - rest.len();
        let length = rest.find(['\n', '\r', FORM_FEED]).unwrap_or(rest.len());
        let line = start..start + rest[..length].trim_end().len();
        let below = rest[length..].trim_start_matches([' ', '\t', '\r']);
        let below = below.strip_prefix('\n').unwrap_or(below).trim_start_matches([' ', '\t', '\r']);
        let alone = below.is_empty() || below.starts_with(['\n', FORM_FEED]);
        if !is_short(&text[line.clone()]) || !alone && !is_page_number(&text[line.clone()]) {
            break;
        }
        start = line.end;
        out.push(line);
        if rest[length..].starts_with(FORM_FEED) {
            break;
        }
    }
    out
}

fn is_short(line: &str) -> bool {
    let line = line.trim();
    // A character never weighs more than it has bytes.
    !line.is_empty()
        && line.len() <= 3 * LONGEST
        && line::weight(line) <= LONGEST
        && !line::ends_sentence(line)
}

/// A page's number and nothing else: `12`, `- 12 -`, `12/40`, `xii`.
fn is_page_number(line: &str) -> bool {
    let bare = line.trim().trim_matches(|c: char| "-–—·•|[]() ".contains(c));
    let digits = |text: &str| (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let roman = |text: &str| (1..=6).contains(&text.len()) && text.bytes().all(|b| b"ivxl".contains(&b));
    let total = bare.split_once('/').is_some_and(|(page, all)| digits(page.trim()) && digits(all.trim()));
    digits(bare) || roman(bare) || total
}

/// A line without its figures: running heads differ in the number of the page alone.
fn without_numbers(line: &str) -> String {
    line.chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace()).collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::furniture;

    fn found(text: &str) -> Vec<&str> {
        furniture(text).into_iter().map(|line| &text[line]).collect()
    }

    #[test]
    fn numbers_and_running_heads_around_a_page_end_are_furniture() {
        let text = "老街的石板路修好了，街坊们都说\n\n3\n\n\u{c}河西日报\n\n走起来比从前稳当。\n";
        assert_eq!(found(text), ["3", "河西日报"]);
        let text = "The lamps were lit.\n\nThe Quay 4\n\n\u{c}Nobody saw the boat.\n\nThe Quay 5\n\n\u{c}It was late.\n\nThe Quay 6\n";
        assert_eq!(found(text), ["The Quay 4", "The Quay 5", "The Quay 6"]);
    }

    #[test]
    fn what_only_looks_like_it_stays() {
        for text in [
            "一段话。\n\n新的标题\n\n又一段话。\n",
            "The lamps were lit.\n\n\u{c}A new headline\n\nIt was late.\n",
            "码头上的人都走了。\n\n\u{c}码头重开\n\n本报讯 码头今天重开。\n",
            "\u{c}\u{c}",
            "",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
