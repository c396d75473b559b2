//! Places in a text before and after it was changed.

use std::ops::Range;

/// Where each place of one text is in another that was made from it by replacing stretches. Both directions are
/// monotone. A place inside a replaced stretch goes to the character of the same number in what replaced it,
/// or to its end.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Offsets {
    /// Replaced stretches in order: where they stood, and where what replaced them stands; without those whose
    /// characters all keep their places.
    replaced: Vec<Replaced>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Replaced {
    before: Range<usize>,
    after: Range<usize>,
    /// Ends of characters, from the stretch's beginning.
    before_ends: Vec<usize>,
    after_ends: Vec<usize>,
}

impl Offsets {
    /// The offsets of `text` after `edits`, which stand in order and do not overlap.
    pub(super) fn new<'a>(text: &str, edits: impl IntoIterator<Item = (Range<usize>, &'a str)>) -> Self {
        let (mut before, mut after) = (0, 0);
        let mut replaced = Vec::new();
        for (range, new) in edits {
            let start = after + (range.start - before);
            (before, after) = (range.end, start + new.len());
            let old = &text[range.clone()];
            // Character for character of the same width, as most are, every place stays where it was.
            if !ends(old).eq(ends(new)) {
                replaced.push(Replaced {
                    before_ends: ends(old).collect(),
                    after_ends: ends(new).collect(),
                    before: range,
                    after: start..after,
                });
            }
        }
        Self { replaced }
    }

    /// Where a place of the text before is in the text after.
    #[must_use]
    pub fn to_after(&self, at: usize) -> usize {
        let next = self.replaced.partition_point(|stretch| stretch.before.start <= at);
        let Some(stretch) = next.checked_sub(1).and_then(|last| self.replaced.get(last)) else { return at };
        if at >= stretch.before.end {
            return stretch.after.end + (at - stretch.before.end);
        }
        stretch.after.start + along(at - stretch.before.start, &stretch.before_ends, &stretch.after_ends)
    }

    /// Where a place of the text after was in the text before.
    #[must_use]
    pub fn to_before(&self, at: usize) -> usize {
        let next = self.replaced.partition_point(|stretch| stretch.after.start <= at);
        let Some(stretch) = next.checked_sub(1).and_then(|last| self.replaced.get(last)) else { return at };
        if at >= stretch.after.end {
            return stretch.before.end + (at - stretch.after.end);
        }
        stretch.before.start + along(at - stretch.after.start, &stretch.after_ends, &stretch.before_ends)
    }
}

/// The ends of the characters of a text.
fn ends(text: &str) -> impl Iterator<Item = usize> {
    text.char_indices().map(|(at, c)| at + c.len_utf8())
}

/// The end of the character in `there` that has the number of the one in `here` that ends at or before a place.
fn along(at: usize, here: &[usize], there: &[usize]) -> usize {
    let characters = here.partition_point(|&end| end <= at);
    match characters.checked_sub(1) {
        None => 0,
        Some(number) => there.get(number).or(there.last()).copied().unwrap_or(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_go_both_ways() {
        // 软件 → 軟體 (same length), U盘 → 隨身碟, 好 → nothing.
        let text = "a软件bU盘c好d";
        let at = |part: &str| text.find(part).unwrap();
        let edits = [(at("软件")..at("b"), "軟體"), (at("U")..at("c"), "隨身碟"), (at("好")..at("d"), "")];
        let offsets = Offsets::new(text, edits);
        let after = "a軟體b隨身碟cd";
        for (before_part, after_part) in [
            ("a", "a"),
            ("软", "軟"),
            ("件", "體"),
            ("b", "b"),
            ("U", "隨"),
            ("盘", "身"),
            ("c", "c"),
            ("d", "d"),
        ] {
            let (before, after) = (at(before_part), after.find(after_part).unwrap());
            assert_eq!(offsets.to_after(before), after, "{before_part}");
        }
        for part in ["a", "軟", "體", "b", "隨", "c"] {
            let place = after.find(part).unwrap();
            assert_eq!(offsets.to_after(offsets.to_before(place)), place, "{part}");
        }
        assert_eq!(offsets.to_after(text.len()), after.len());
        assert_eq!(offsets.to_before(after.len()), text.len());
    }
}
