//! Running text with its marks: what stands inside one paragraph, headline, list line or table cell.
//!
//! A [`Text`] is a tree of inlines over one plain text. Every later stage (conversion, segmentation, alignment)
//! works on the plain text and addresses it by byte ranges; [`Text::slice`] and [`Text::rewrite`] carry the
//! result back into the tree, so that marks survive.

use std::borrow::Cow;
use std::ops::Range;

use super::source_map::{Run, SourceMap};

/// A mark over a stretch of text.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// `*…*`
    Emphasis,
    /// `**…**`
    Strong,
    /// `~~…~~`
    Strikethrough,
    /// `<sup>…</sup>`
    Superscript,
    /// `<sub>…</sub>`; a single `~` stays what it is in Chinese text: from … to.
    Subscript,
    /// A link.
    Link {
        /// Where it leads.
        url: String,
        /// The title shown beside it; often empty.
        title: String,
    },
    /// Reading aid over the text: pinyin or zhuyin.
    Ruby(String),
    /// 本报讯, 新华社北京11月22日电: source, place and date at the head of a report.
    Dateline,
    /// （记者 …）: who wrote it, inside a paragraph.
    Byline,
    /// 下转第4版, 上接第1版: where an article goes on.
    Continuation,
}

/// A part of running text.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Inline {
    /// Plain characters.
    Text(Run),
    /// Code, a file name, a command: text that no stage may change.
    Code(Run),
    /// Marked text.
    Marked(Mark, Vec<Inline>),
    /// An image inside a line. It is no part of the plain text.
    Image {
        /// Where the image is.
        source: String,
        /// What it shows, in words.
        alt: String,
        /// Its title; often empty.
        title: String,
    },
    /// A reference to a note, by its label. No part of the plain text.
    Note(String),
    /// Markup that is kept but not understood. No part of the plain text.
    Html(String),
    /// A line end inside a paragraph that means nothing; plain text `\n`.
    SoftBreak,
    /// A line end that is meant; plain text `\n`.
    HardBreak,
}

/// Running text: what a block says.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Text {
    /// The parts, in order.
    pub inlines: Vec<Inline>,
}

impl Inline {
    /// The plain text of a part without children.
    fn own_text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Code(text) => text,
            Self::SoftBreak | Self::HardBreak => "\n",
            Self::Marked(..) | Self::Image { .. } | Self::Note(_) | Self::Html(_) => "",
        }
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self { inlines: if text.is_empty() { vec![] } else { vec![Inline::Text(text.into())] } }
    }
}

/// Length of the plain text of some parts in bytes.
pub(crate) fn plain_len(inlines: &[Inline]) -> usize {
    let len = |inline: &Inline| match inline {
        Inline::Marked(_, inner) => plain_len(inner),
        other => other.own_text().len(),
    };
    inlines.iter().map(len).sum()
}

impl Text {
    /// The characters without marks. Byte offsets everywhere in this crate are offsets in this string.
    #[must_use]
    pub fn plain(&self) -> String {
        fn walk(inlines: &[Inline], out: &mut String) {
            for inline in inlines {
                match inline {
                    Inline::Marked(_, inner) => walk(inner, out),
                    other => out.push_str(other.own_text()),
                }
            }
        }
        let mut out = String::with_capacity(self.plain_len());
        walk(&self.inlines, &mut out);
        out
    }

    /// The plain text, borrowed where the text has no marks.
    #[must_use]
    pub fn to_plain(&self) -> Cow<'_, str> {
        match self.inlines.as_slice() {
            [] => Cow::Borrowed(""),
            [Inline::Text(text)] => Cow::Borrowed(text),
            _ => Cow::Owned(self.plain()),
        }
    }

    /// The end of the plain text, of about so many bytes: whole parts, the last of them no longer than that.
    pub(crate) fn plain_end(&self, length: usize) -> Cow<'_, str> {
        if let [Inline::Text(text)] = self.inlines.as_slice() {
            return Cow::Borrowed(&text[text.ceil_char_boundary(text.len().saturating_sub(length))..]);
        }
        let mut sum = 0;
        let parts = self.inlines.iter().rev().take_while(|inline| {
            let goes_on = sum < length;
            sum += plain_len(std::slice::from_ref(inline));
            goes_on
        });
        let first = self.inlines.len() - parts.count();
        let end = Self { inlines: self.inlines[first..].to_vec() }.plain();
        Cow::Owned(end[end.ceil_char_boundary(end.len().saturating_sub(length))..].to_owned())
    }

    /// The part of the text that stands in a byte range of the plain text, with its marks.
    ///
    /// Parts without width (images, note references, links without words) go with the text before them; at offset 0, with the text
    /// behind. Cutting a text into consecutive ranges therefore keeps each of them once.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> Self {
        fn walk(inlines: &[Inline], at: &mut usize, range: &Range<usize>, out: &mut Vec<Inline>) {
            for inline in inlines {
                if let Inline::Marked(mark, inner) = inline
                    && !inner.is_empty()
                {
                    let mut kept = Vec::new();
                    walk(inner, at, range, &mut kept);
                    if !kept.is_empty() {
                        out.push(Inline::Marked(mark.clone(), kept));
                    }
                    continue;
                }
                let text = inline.own_text();
                let start = *at;
                *at += text.len();
                if text.is_empty() {
                    if (range.start < start && start <= range.end) || (start == 0 && range.start == 0) {
                        out.push(inline.clone());
                    }
                    continue;
                }
                let (from, to) = (range.start.max(start), range.end.min(*at));
                if from >= to {
                    continue;
                }
                let part = from - start..to - start;
                out.push(match inline {
                    Inline::Text(text) => Inline::Text(text.slice(part)),
                    Inline::Code(code) => Inline::Code(code.slice(part)),
                    whole => whole.clone(),
                });
            }
        }
        let mut out = Vec::new();
        walk(&self.inlines, &mut 0, &range, &mut out);
        Self { inlines: out }
    }

    /// The text with byte ranges of its plain text replaced. `edits` stand in order and do not overlap.
    ///
    /// A replacement that reaches over a mark's edge goes to the part in which it begins.
    #[must_use]
    pub fn rewrite(&self, edits: &[(Range<usize>, &str)]) -> Self {
        struct Rewriter<'a> {
            edits: &'a [(Range<usize>, &'a str)],
            next: usize,
            at: usize,
        }
        impl Rewriter<'_> {
            /// The part's text with the edits that begin in it carried out, and the rest of an edit that began
            /// before it left out.
            fn text(&mut self, text: &str) -> String {
                let (start, end) = (self.at, self.at + text.len());
                let mut out = String::with_capacity(text.len());
                let mut copied = start;
                // The last edit that was begun may reach into this part.
                if let Some((range, _)) = self.next.checked_sub(1).and_then(|i| self.edits.get(i)) {
                    copied = range.end.clamp(start, end);
                }
                while let Some((range, new)) = self.edits.get(self.next) {
                    if range.start >= end {
                        break;
                    }
                    out.push_str(&text[copied - start..range.start.max(copied) - start]);
                    out.push_str(new);
                    copied = range.end.min(end).max(copied);
                    self.next += 1;
                }
                out.push_str(&text[copied - start..]);
                self.at = end;
                out
            }

            fn walk(&mut self, inlines: &[Inline]) -> Vec<Inline> {
                let mut out = Vec::with_capacity(inlines.len());
                for inline in inlines {
                    match inline {
                        Inline::Marked(mark, inner) => {
                            let kept = self.walk(inner);
                            if inner.is_empty() || !kept.is_empty() {
                                out.push(Inline::Marked(mark.clone(), kept));
                            }
                        }
                        Inline::Text(text) => {
                            let new = self.text(text);
                            if !new.is_empty() {
                                out.push(Inline::Text(new.into()));
                            }
                        }
                        Inline::Code(text) => {
                            let new = self.text(text);
                            if !new.is_empty() {
                                out.push(Inline::Code(new.into()));
                            }
                        }
                        Inline::SoftBreak | Inline::HardBreak => match self.text("\n").as_str() {
                            "\n" => out.push(inline.clone()),
                            "" => {}
                            other => out.push(Inline::Text(other.into())),
                        },
                        Inline::Image { .. } | Inline::Note(_) | Inline::Html(_) => out.push(inline.clone()),
                    }
                }
                out
            }
        }
        let mut rewriter = Rewriter { edits, next: 0, at: 0 };
        let mut inlines = rewriter.walk(&self.inlines);
        for (_, new) in &edits[rewriter.next..] {
            inlines.push(Inline::Text((*new).into()));
        }
        Self { inlines }
    }

    /// The text with a mark laid over a byte range of its plain text; marks that reach over an edge are cut there.
    #[must_use]
    pub fn marked(&self, range: Range<usize>, mark: Mark) -> Self {
        let end = self.plain_len();
        let mut inlines = if range.start > 0 { self.slice(0..range.start).inlines } else { Vec::new() };
        let inner = self.slice(range.clone()).inlines;
        if inner.is_empty() {
            return self.clone();
        }
        inlines.push(Inline::Marked(mark, inner));
        if range.end < end {
            inlines.extend(self.slice(range.end..end).inlines);
        }
        Self { inlines }
    }

    /// Where the plain text stands in the source that it was read from.
    #[must_use]
    pub fn source_map(&self) -> SourceMap {
        fn walk(inlines: &[Inline], at: &mut usize, out: &mut SourceMap) {
            for inline in inlines {
                match inline {
                    Inline::Marked(_, inner) => walk(inner, at, out),
                    Inline::Text(run) | Inline::Code(run) => {
                        out.extend(*at, run.source(), &(0..run.len()));
                        *at += run.len();
                    }
                    other => *at += other.own_text().len(),
                }
            }
        }
        let mut out = SourceMap::default();
        walk(&self.inlines, &mut 0, &mut out);
        out
    }

    /// Length of the plain text in bytes.
    #[must_use]
    pub fn plain_len(&self) -> usize {
        plain_len(&self.inlines)
    }

    /// The byte ranges of the plain text that no stage may change: code.
    #[must_use]
    pub fn verbatim(&self) -> Vec<Range<usize>> {
        fn walk(inlines: &[Inline], at: &mut usize, out: &mut Vec<Range<usize>>) {
            for inline in inlines {
                if let Inline::Marked(_, inner) = inline {
                    walk(inner, at, out);
                    continue;
                }
                let start = *at;
                *at += inline.own_text().len();
                if matches!(inline, Inline::Code(_)) {
                    out.push(start..*at);
                }
            }
        }
        let mut out = Vec::new();
        walk(&self.inlines, &mut 0, &mut out);
        out
    }

    /// Whether nothing is there to be read.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.to_plain().trim().is_empty()
    }
}
