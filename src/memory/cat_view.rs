//! An issue's cleaned file as a CAT tool without a Markdown filter sees it.
//!
//! Such a tool loads the file as plain text: headings come with their `#`, datelines with their `**`, and lines
//! are cut by the tool's own rules. A memory inserts by itself only where its source is what the tool shows, to
//! the letter. This module finds, for each piece that the tool will show, the segments that stand in it.
//!
//! The rules are OmegaT's for Chinese as it comes (version 3.6, measured): it breaks behind `。？！`, but not where
//! a closing mark or another end mark follows, never at `……`, and behind `.?!` only before a blank.

use std::ops::Range;

use crate::issue::{Source, read};
use crate::problem::Span;
use crate::segment::Segments;

/// The cleaned file beside the segments of the issue it was written from.
pub(super) struct CleanFile<'a> {
    text: &'a str,
    /// Of each segment, where it stands in the file: with the markup before it if it is the first of its line,
    /// with what follows if it is the last. None where it was not found.
    places: Vec<Option<Range<usize>>>,
}

impl<'a> CleanFile<'a> {
    pub(super) fn new(text: &'a str, segments: &Segments) -> Self {
        // Read back, each character has its place.
        let (issue, _) = read(&Source::new("", text));
        let leaves = issue.leaves();
        let mut places = vec![None; segments.len()];
        let mut at = 0;
        for of_leaf in segments.segments().chunk_by(|one, other| one.leaf == other.leaf) {
            let number = of_leaf[0].leaf;
            let places = &mut places[at..at + of_leaf.len()];
            at += of_leaf.len();
            let Some(leaf) = leaves.get(number.0) else { break };
            let (plain, written) = (segments.plain(number), leaf.text.to_plain());
            // A file that is not this issue's serves nobody. Blanks around a text are not written.
            if plain.trim() != written.trim() {
                continue;
            }
            let blanks = |text: &str| text.len() - text.trim_start().len();
            let moved = |at: usize| at - blanks(plain) + blanks(&written);
            let map = leaf.text.source_map();
            for (place, segment) in places.iter_mut().zip(of_leaf) {
                *place = map.span(&(moved(segment.range.start)..moved(segment.range.end))).map(Span::range);
            }
        }
        to_line_ends(text, &mut places);
        Self { text, places }
    }

    /// The pieces that the tool will show, each with the consecutive segments that fill it. Lines without an empty
    /// one between them (a list, a table) are one paragraph to it.
    pub(super) fn pieces(&self) -> Vec<(&'a str, Range<usize>)> {
        let mut pieces = Vec::new();
        let mut next = 0;
        let mut paragraph_start = 0;
        for paragraph in self.text.split_inclusive("\n\n") {
            let mut start = 0;
            for end in default_ends(paragraph).into_iter().chain([paragraph.len()]) {
                let piece = &paragraph[start..end];
                let from = paragraph_start + start + (piece.len() - piece.trim_start().len());
                let piece = piece.trim();
                start = end;
                // Segments stand in the file in order, so the next one that begins here or behind is soon found.
                let before = |place: &&Option<Range<usize>>| place.as_ref().is_none_or(|p| p.start < from);
                next += self.places[next..].iter().take_while(before).count();
                let first = next;
                let end = from + piece.len();
                let inside = |place: &&Option<Range<usize>>| place.as_ref().is_some_and(|p| p.end <= end);
                next += self.places[first..].iter().take_while(inside).count();
                let edge = |at: usize| self.places.get(at).and_then(Option::as_ref);
                if next > first
                    && edge(first).is_some_and(|place| place.start == from)
                    && edge(next - 1).is_some_and(|place| place.end == end)
                {
                    pieces.push((piece, first..next));
                }
            }
            paragraph_start += paragraph.len();
        }
        pieces
    }

    /// What consecutive segments look like in the file; parts of different paragraphs are joined by blanks.
    pub(super) fn text_of(&self, segments: Range<usize>) -> Option<String> {
        let places: Option<Vec<&Range<usize>>> = self.places[segments].iter().map(Option::as_ref).collect();
        let places = places?;
        let mut out = String::new();
        let mut end = None;
        for place in places {
            let between = end.and_then(|end| self.text.get(end..place.start)).unwrap_or_default();
            out.push_str(if between.contains("\n\n") { " " } else { between });
            out.push_str(&self.text[place.clone()]);
            end = Some(place.end);
        }
        Some(out)
    }
}

/// Gives the first place of each line the markup before it, and the last what follows. Of a table's line there are
/// several; of most lines, the segments of one leaf.
fn to_line_ends(text: &str, places: &mut [Option<Range<usize>>]) {
    let mut rest = places.iter_mut().flatten().peekable();
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        let end = line_start + line.len();
        let mut last: Option<&mut Range<usize>> = None;
        while let Some(place) = rest.next_if(|place| place.start < end) {
            if last.is_none() {
                place.start = line_start;
            }
            last = Some(place);
        }
        if let Some(last) = last {
            last.end = line_start + line.trim_end().len();
        }
        line_start = end;
    }
}

/// Where `OmegaT` ends a Chinese segment by its default rules: byte offsets inside the paragraph.
fn default_ends(line: &str) -> Vec<usize> {
    let chars: Vec<(usize, char)> = line.trim_end().char_indices().collect();
    let mut ends = Vec::new();
    for two in chars.windows(2) {
        let [(_, before), (at, behind)] = *two else { continue };
        let no_break = matches!(before, '。' | '？' | '！' | '—')
            && matches!(behind, '’' | '”' | '"' | '」' | '）' | '』' | '？' | '—');
        let full_width = matches!(before, '。' | '？' | '！');
        let half_width = matches!(before, '?' | '!') && behind.is_whitespace();
        if behind != '\n' && !no_break && (full_width || half_width) {
            ends.push(at);
        }
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn default_rules_glue_what_follows_a_quotation() {
        let cut = |line: &'static str| {
            let mut ends = default_ends(line);
            ends.push(line.len());
            let mut start = 0;
            ends.into_iter().map(|end| &line[std::mem::replace(&mut start, end)..end]).collect::<Vec<_>>()
        };
        assert_eq!(cut("雨停了。天晴了！走吧"), ["雨停了。", "天晴了！", "走吧"]);
        assert_eq!(cut("他说：“雨停了。”大家都笑了。"), ["他说：“雨停了。”大家都笑了。"]);
        // Of 谁？！ it makes two pieces; such a place can have no unit.
        assert_eq!(cut("谁？！真的……走吧。"), ["谁？", "！", "真的……走吧。"]);
    }

    #[test]
    fn a_sentence_stands_under_its_markup() {
        let issue = |text: &str| read(&Source::new("a.zh-CN.md", text)).0;
        let text = "# 雨停了\n\n**天晴**了。又*下雨*了。\n\n又下雨了。\n";
        let file = CleanFile::new(text, &Segments::of(&issue(text)));
        let shown: Vec<&str> = file.places.iter().flatten().map(|place| &text[place.clone()]).collect();
        assert_eq!(shown, ["# 雨停了", "**天晴**了。", "又*下雨*了。", "又下雨了。"]);
        let other = CleanFile::new(text, &Segments::of(&issue("# 雪停了\n\n天黑了。\n")));
        assert_eq!(other.places, [None, None]);
    }
}
