//! Blanks: those that stray between Chinese characters, and those that are meant.

use std::ops::Range;

use super::{Typed, is_thin_blank, runs};
use crate::issue::line;
use crate::issue::model::Role;
use crate::issue::repair::{Kind, Level};
use crate::lang::is_han;

/// Weight of the longest line that may be a heading, in which blanks set names and parts apart.
const LONGEST_HEADING: usize = 60;

impl Typed<'_> {
    /// Blanks at the ends, in rows, beside full-width marks, between the letters of a spread-out word.
    pub(super) fn blanks(&mut self) {
        let plain = self.plain;
        let is_sentence =
            self.level == Level::All && line::ends_sentence(plain) && !line::is_light(plain, LONGEST_HEADING);
        for Range { start, end } in runs(plain, is_thin_blank) {
            let run = &plain[start..end];
            let (left, right) = (self.before(start), self.after(end));
            let (Some(left), Some(right)) = (left, right) else {
                self.put(start..end, "", Kind::Blank);
                continue;
            };
            if left == '\n' || right == '\n' {
                // The line end takes them along.
                if self.verse {
                    self.put(start..end, "", Kind::Blank);
                }
                continue;
            }
            // A blank beside the number of a note is the writer's.
            let note = self.notes.partition_point(|note| *note < start);
            if self.notes.get(note).is_some_and(|note| *note <= end) {
                continue;
            }
            if self.openings.binary_search(&start).is_ok() {
                self.one_blank(start..end, run);
                continue;
            }
            if self.chinese && self.is_stray(start..end, [left, right], is_sentence) {
                self.put(start..end, "", Kind::Blank);
            } else {
                self.one_blank(start..end, run);
            }
        }
    }

    /// A run of blanks as one; a single ideographic blank in Chinese text is a way of setting names and titles.
    fn one_blank(&mut self, range: Range<usize>, run: &str) {
        if run != " " && !(self.chinese && run == "\u{3000}") {
            self.put(
                range,
                if self.chinese && run.contains('\u{3000}') { "\u{3000}" } else { " " },
                Kind::Blank,
            );
        }
    }

    /// Whether a run of blanks between two characters is nothing's. `is_sentence` says that the text is more than a
    /// heading, and that all such blanks are to go.
    fn is_stray(&self, run: Range<usize>, [left, right]: [char; 2], is_sentence: bool) -> bool {
        let Range { start, end } = run;
        let text = matches!(
            self.role,
            Role::Paragraph
                | Role::Quote
                | Role::PullQuote
                | Role::Deck
                | Role::List
                | Role::Note
                | Role::Other
        );
        // Full-width marks bring their own room. Behind a closing bracket a new part may begin.
        let pause = |c: char| matches!(c, '，' | '。' | '、' | '；' | '：' | '！' | '？');
        if pause(right) || (text && pause(left)) {
            return true;
        }
        if matches!(right, '）' | '》' | '」' | '』' | '】')
            || matches!(left, '（' | '《' | '「' | '『' | '【')
        {
            return true;
        }
        if !text || !is_han(left) || !is_han(right) {
            return false;
        }
        // 上 海 市: single characters with blanks between.
        let alone_before = {
            let mut back = self.plain[..start].chars().rev().skip(1);
            back.next().is_some_and(is_thin_blank)
        };
        let alone_after = {
            let mut on = self.plain[end..].chars().skip(1);
            on.next().is_some_and(is_thin_blank)
        };
        let spread = |from: &str| from.chars().nth(2).is_some();
        if alone_before && alone_after && spread(self.plain)
            || alone_before && self.is_end_of_spread(start)
            || alone_after && self.is_start_of_spread(end)
        {
            return true;
        }
        is_sentence && !self.is_quoted(start)
    }

    /// Whether at least two single characters with a blank before each stand before the offset.
    fn is_end_of_spread(&self, start: usize) -> bool {
        is_spread(self.plain[..start].chars().rev())
    }

    /// Whether at least two single characters with a blank behind each stand behind the offset.
    fn is_start_of_spread(&self, end: usize) -> bool {
        is_spread(self.plain[end..].chars())
    }
}

/// Whether two single characters come first, each with a blank behind it.
fn is_spread(mut chars: impl Iterator<Item = char>) -> bool {
    (0..2).all(|_| chars.next().is_some_and(is_han) && chars.next().is_some_and(is_thin_blank))
}
