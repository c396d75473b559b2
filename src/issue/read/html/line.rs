//! The running text of an HTML block while it grows: blanks collapse, marks open and close in any order.
//!
//! HTML lets marks overlap (`<b>一<i>二</b>三</i>`) and be open over several blocks; the model has a tree in each
//! block. A mark that ends while others inside it are open takes them with it, and they begin again behind it; a
//! mark that is open when the block ends begins again in the next.

use std::ops::Range;

use crate::issue::inline::{Inline, Mark, Text};
use crate::issue::read::without_empty_lines;
use crate::issue::source_map::{Run, SourceMap};
use crate::problem::Span;

/// What an element inside a line is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Mark(Mark),
    /// Text kept to the letter.
    Code,
    /// A `<ruby>`: what stands in it and is no reading is base text.
    Ruby,
    /// The reading of the base text before it.
    Reading,
    /// The number of a note, with the note's label.
    Reference(String),
    /// Words that are not for the reader: brackets for programs without ruby, a number that leads back.
    Dropped,
}

/// Elements that are open.
struct Level {
    /// None for the line itself.
    kind: Option<Kind>,
    inner: Vec<Inline>,
}

impl Level {
    fn new(kind: Option<Kind>) -> Self {
        Self { kind, inner: Vec::new() }
    }
}

/// White space that was met and not written yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Blank {
    None,
    Space,
    LineEnd,
}

/// A line that grows.
pub(super) struct Line {
    levels: Vec<Level>,
    blank: Blank,
    /// Where it stands.
    blank_at: Span,
    /// Line breaks (`<br>`) that were met and not written yet.
    breaks: usize,
    /// Labels of the notes that were referred to, with the words of the reference.
    pub(super) references: Vec<(String, String)>,
}

impl Line {
    pub(super) fn new() -> Self {
        Self {
            levels: vec![Level::new(None)],
            blank: Blank::None,
            blank_at: Span::default(),
            breaks: 0,
            references: Vec::new(),
        }
    }

    /// How many elements are open in the line.
    pub(super) fn depth(&self) -> usize {
        self.levels.len() - 1
    }

    /// Whether nothing stands in the line.
    pub(super) fn is_empty(&self) -> bool {
        self.levels.iter().all(|level| level.inner.is_empty())
    }

    pub(super) fn open(&mut self, kind: Kind) {
        self.levels.push(Level::new(Some(kind)));
    }

    /// Ends the innermost element of a kind that `is_it` knows; marks inside it begin again behind it.
    pub(super) fn close(&mut self, is_it: impl Fn(&Kind) -> bool) {
        let Some(at) = self.levels.iter().rposition(|level| level.kind.as_ref().is_some_and(&is_it)) else {
            return;
        };
        let inside: Vec<Kind> = self.levels[at + 1..]
            .iter()
            .filter_map(|level| level.kind.clone())
            .filter(begins_again)
            .collect();
        while self.levels.len() > at {
            self.unwind();
        }
        self.levels.extend(inside.into_iter().map(|kind| Level::new(Some(kind))));
    }

    /// Ends the innermost element.
    fn unwind(&mut self) {
        let Some(Level { kind: Some(kind), inner }) = self.levels.pop() else { return };
        if let Kind::Reading = kind
            && let Some(ruby) = self.levels.iter().rposition(|level| level.kind == Some(Kind::Ruby))
        {
            while self.levels.len() > ruby + 1 {
                self.unwind();
            }
            let base = std::mem::take(&mut self.levels[ruby].inner);
            if base.is_empty() {
                for inline in inner {
                    self.put(inline);
                }
            } else {
                let words = Text { inlines: inner }.plain();
                self.put(Inline::Marked(Mark::Ruby(words), base));
            }
            // The marked text is no base of the next reading.
            if let [.., below, ruby] = self.levels.as_mut_slice() {
                below.inner.append(&mut ruby.inner);
            }
            return;
        }
        if inner.is_empty() && !matches!(kind, Kind::Reference(_)) {
            return;
        }
        match kind {
            // Set small, the number of a note is still that and no more.
            Kind::Mark(Mark::Superscript) if matches!(inner.as_slice(), [Inline::Note(_)]) => {
                for inline in inner {
                    self.put(inline);
                }
            }
            Kind::Mark(mark) => self.put(Inline::Marked(mark, inner)),
            Kind::Code => {
                let text = Text { inlines: inner };
                let code = Run::mapped(text.plain().replace('\n', " "), text.source_map());
                self.put(Inline::Code(code));
            }
            Kind::Ruby | Kind::Reading => {
                for inline in inner {
                    self.put(inline);
                }
            }
            Kind::Reference(label) => {
                let words = Text { inlines: inner }.plain();
                let words =
                    words.trim_matches(|c: char| c.is_whitespace() || c == '\u{2060}' || c == '\u{feff}');
                self.references.push((label.clone(), words.to_owned()));
                self.put(Inline::Note(label));
            }
            Kind::Dropped => {}
        }
    }

    /// Adds characters as they stand in the source; stretches of white space become one blank.
    pub(super) fn text(&mut self, text: &str, source: &SourceMap) {
        let is_blank = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c');
        let mut at = 0;
        while at < text.len() {
            let word = text[at..].find(is_blank).map_or(text.len(), |length| at + length);
            if word > at {
                self.separate();
                self.mapped(text, source, at..word);
            }
            let blank = text[word..].find(|c| !is_blank(c)).map_or(text.len(), |length| word + length);
            if blank > word {
                let kind = if text[word..blank].contains('\n') { Blank::LineEnd } else { Blank::Space };
                self.blank = self.blank.max(kind);
                self.blank_at = source.span(&(word..blank)).unwrap_or_default();
            }
            at = blank;
        }
    }

    /// Adds something that is no text.
    pub(super) fn push(&mut self, inline: Inline) {
        self.separate();
        self.put(inline);
    }

    pub(super) fn line_break(&mut self) {
        self.breaks += 1;
        self.blank = Blank::None;
    }

    /// How many line breaks stand between the text so far and what comes.
    pub(super) fn breaks(&self) -> usize {
        self.breaks
    }

    /// Writes the white space that was met. It belongs to the outermost element that it is at the edge of.
    fn separate(&mut self) {
        let blank = std::mem::replace(&mut self.blank, Blank::None);
        let breaks = std::mem::take(&mut self.breaks);
        let inline = match blank {
            _ if breaks > 0 => Inline::HardBreak,
            Blank::None => return,
            Blank::Space => Inline::Text(Run::read(" ", self.blank_at)),
            Blank::LineEnd => Inline::SoftBreak,
        };
        let mut at = self.levels.len() - 1;
        while at > 0 && self.levels[at].inner.is_empty() {
            at -= 1;
        }
        // Blanks around the parts of a ruby are layout.
        let beside = self.levels.last().is_some_and(|top| {
            top.inner.is_empty() && matches!(top.kind, Some(Kind::Reading | Kind::Dropped))
        });
        let level = &mut self.levels[at];
        if level.inner.is_empty() || beside {
            return;
        }
        match (level.inner.last_mut(), inline) {
            (Some(Inline::Text(last)), Inline::Text(blank)) => last.append(&blank),
            (_, inline) => level.inner.push(inline),
        }
    }

    fn mapped(&mut self, text: &str, source: &SourceMap, range: Range<usize>) {
        if let Some(Level { inner, .. }) = self.levels.last_mut() {
            if !matches!(inner.last(), Some(Inline::Text(_))) {
                inner.push(Inline::Text(Run::default()));
            }
            if let Some(Inline::Text(last)) = inner.last_mut() {
                last.push_mapped(text, source, range);
            }
        }
    }

    fn put(&mut self, inline: Inline) {
        match inline {
            Inline::Text(run) => self.mapped(&run, run.source(), 0..run.len()),
            inline => {
                if let Some(level) = self.levels.last_mut() {
                    level.inner.push(inline);
                }
            }
        }
    }

    /// Ends the line and answers with what stood in it.
    pub(super) fn finish(&mut self) -> Vec<Inline> {
        let open: Vec<Kind> =
            self.levels.iter().filter_map(|level| level.kind.clone()).filter(begins_again).collect();
        while self.levels.len() > 1 {
            self.unwind();
        }
        let inlines = self.levels.pop().map(|level| level.inner).unwrap_or_default();
        self.levels.push(Level::new(None));
        self.levels.extend(open.into_iter().map(|kind| Level::new(Some(kind))));
        self.blank = Blank::None;
        self.breaks = 0;
        without_empty_lines(inlines)
    }
}

fn begins_again(kind: &Kind) -> bool {
    matches!(kind, Kind::Mark(_) | Kind::Code | Kind::Dropped)
}
