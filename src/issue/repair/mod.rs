//! Repairing: what scanners, columns and careless typing did to a text is put right, and every repair is told.
//!
//! The rest of an article that goes on on another page is fetched (`continuations`). Then two things are done in turn
//! until nothing is left to do, so that repairing twice is repairing once:
//!
//! 1. paragraphs that the end of a column or page cut in two are joined (`joins`);
//! 2. each running text is mended by itself: line ends, widths, quotes, dots and dashes, blanks, signs that
//!    nobody sees (`typing`).
//!
//! A [`Repair`] holds what was there before, so the list of them leads back to the source: [`undo`].

mod continuations;
mod joins;
mod typing;
mod undo;

use std::borrow::Cow;
use std::fmt;

pub use continuations::{Gone, Move};
pub use undo::{NotRepaired, undo};

use super::inline::{Inline, Text};
use super::model::{Article, Block, Body, Issue, LeafId, Role};
use crate::problem::Span;
use joins::Threshold;
use typing::Edit;

/// How much is repaired.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Nothing: the issue stays as it was read.
    None,
    /// What can hardly be meant otherwise.
    #[default]
    Safe,
    /// Also what is only likely: blanks between characters, full-width digits, joins with less evidence.
    All,
}

impl std::str::FromStr for Level {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "none" => Ok(Self::None),
            "safe" => Ok(Self::Safe),
            "all" => Ok(Self::All),
            _ => Err(format!("`{text}` is no level of repair; write none, safe or all")),
        }
    }
}

/// What a repair is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Kind {
    /// The rest of an article, moved to it from another page.
    Continuation,
    /// Two paragraphs that are one.
    Join,
    /// A line end inside a paragraph.
    LineEnd,
    /// A word that was divided at a line's end.
    Hyphen,
    /// A mark at half width between Chinese characters, or at full width among digits and letters.
    Width,
    /// A straight quote.
    Quote,
    /// Three dots for ……
    Ellipsis,
    /// Two hyphens for ——
    Dash,
    /// A blank that does not belong there.
    Blank,
    /// A character that nobody sees.
    Invisible,
    /// A character that Unicode writes another way (Normalization Form C).
    Normalization,
}

impl Kind {
    /// All kinds, in the order in which they are told.
    pub const ALL: [Self; 11] = [
        Self::Continuation,
        Self::Join,
        Self::LineEnd,
        Self::Hyphen,
        Self::Width,
        Self::Quote,
        Self::Ellipsis,
        Self::Dash,
        Self::Blank,
        Self::Invisible,
        Self::Normalization,
    ];

    /// The name in reports: `join`, `line-end`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Continuation => "continuation",
            Self::Join => "join",
            Self::LineEnd => "line-end",
            Self::Hyphen => "hyphen",
            Self::Width => "width",
            Self::Quote => "quote",
            Self::Ellipsis => "ellipsis",
            Self::Dash => "dash",
            Self::Blank => "blank",
            Self::Invisible => "invisible",
            Self::Normalization => "normalization",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One repair. Numbers and offsets are those right after it was made; later ones in the list may shift them.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Repair {
    /// What it is about.
    pub kind: Kind,
    /// The running text that was repaired.
    pub leaf: LeafId,
    /// Byte offset of the repair in the leaf's plain text.
    pub at: usize,
    /// What was there.
    pub before: Cow<'static, str>,
    /// What is there now.
    pub after: Cow<'static, str>,
    /// The block in the source; of a join, the gap between the two paragraphs.
    pub span: Span,
    /// The whole text before the repairs that follow on the same leaf, where they alone would not bring its
    /// marks back.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub whole: Option<Text>,
    /// Of a join: how many blocks (figures, page markers) stood between the halves, and stand behind them now.
    #[serde(skip_serializing_if = "is_zero", default)]
    pub over: usize,
    /// The blocks that were moved, if the repair is about that.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub moved: Option<Box<Move>>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_zero(number: &usize) -> bool {
    *number == 0
}

impl Repair {
    /// Where what is there now stands in the leaf's plain text.
    fn range(&self) -> std::ops::Range<usize> {
        self.at..self.at.saturating_add(self.after.len())
    }

    /// Whether it changed where blocks stand, and so how running texts are numbered.
    fn is_structural(&self) -> bool {
        matches!(self.kind, Kind::Join | Kind::Continuation)
    }
}

/// Repairs an issue, and tells what was done.
///
/// ```
/// use duizhao::issue::{Level, Source, read, repair, write};
///
/// let (issue, _) = read(&Source::new("issue.zh.md", "# 渡口\n\n船昨天开了,岸上的人都在挥手。\n"));
/// let (issue, repairs) = repair(issue, Level::Safe);
/// assert_eq!(repairs.len(), 1);
/// assert!(write::markdown(&issue).contains("船昨天开了，岸上的人都在挥手。"));
/// ```
#[must_use]
pub fn repair(issue: Issue, level: Level) -> (Issue, Vec<Repair>) {
    let mut issue = issue;
    let mut repairs = Vec::new();
    if level == Level::None {
        return (issue, repairs);
    }
    continuations::gather(&mut issue, &mut repairs);
    let typing = (level, issue.language.is_chinese());
    let mut threshold = Threshold::of(level).in_issue(&issue);
    loop {
        let mut first = LeafId(0);
        for article in &mut issue.articles {
            settle(article, typing, threshold, first, &mut repairs);
            first.0 += article.blocks.iter().map(|block| texts(&block.body)).sum::<usize>();
        }
        // What was repaired may show that columns ended at the commas after all.
        let next = Threshold::of(level).in_issue(&issue);
        if !next.is_lower_than(threshold) {
            break;
        }
        threshold = next;
    }
    (issue, repairs)
}

/// Joins and mends in turn until nothing is left to do. `typing` is how much is repaired and whether the document is
/// in Chinese; `first` is the number of the article's first text.
fn settle(
    article: &mut Article,
    typing: (Level, bool),
    threshold: Threshold,
    first: LeafId,
    repairs: &mut Vec<Repair>,
) {
    // Each round leaves fewer characters or fewer odd ones; the bound is for what nobody thought of.
    const ROUNDS: usize = 16;
    for round in 0..ROUNDS {
        let before = repairs.len();
        joins::join(article, threshold, first, repairs);
        let joined: Vec<LeafId> = repairs[before..].iter().map(|repair| repair.leaf).collect();
        if round > 0 && joined.is_empty() {
            break;
        }
        let mut next = first;
        for block in &mut article.blocks {
            let span = block.span;
            block.each_text_mut(&mut |role, text| {
                // What was mended before and not joined since is as good as it gets.
                if round == 0 || joined.binary_search(&next).is_ok() {
                    mend(text, role, typing, &mut |repair| {
                        repairs.push(Repair { leaf: next, span, ..repair });
                    });
                }
                next.0 += 1;
            });
        }
        if repairs.len() == before {
            break;
        }
    }
}

/// What would be repaired in one running text as it stands, in a document that is in Chinese or not: byte ranges of its plain text and what belongs there.
pub(crate) fn proposals(
    text: &Text,
    role: Role,
    level: Level,
    in_chinese: bool,
) -> Vec<(Kind, std::ops::Range<usize>, String)> {
    let edits = typing::edits(&text.to_plain(), text, role, level, in_chinese);
    edits.into_iter().map(|edit| (edit.kind, edit.range, edit.new.into_owned())).collect()
}

/// Whether two blocks that follow each other would be joined.
pub(crate) fn joins(left: &Block, right: &Block, level: Level) -> bool {
    joins::between(left, right, level).is_some()
}

/// Mends one running text.
fn mend(text: &mut Text, role: Role, (level, in_chinese): (Level, bool), tell: &mut impl FnMut(Repair)) {
    const ROUNDS: usize = 128;
    for _ in 0..ROUNDS {
        let plain = text.to_plain();
        let edits = typing::edits(&plain, text, role, level, in_chinese);
        if edits.is_empty() {
            return;
        }
        let within = is_within_parts(text, &edits);
        let new = if let [Inline::Text(_)] = text.inlines.as_slice() {
            // No marks, nothing to lose.
            let mut out = String::with_capacity(plain.len() + edits.len() * 2);
            let mut copied = 0;
            for edit in &edits {
                out.push_str(&plain[copied..edit.range.start]);
                out.push_str(&edit.new);
                copied = edit.range.end;
            }
            out.push_str(&plain[copied..]);
            Text { inlines: if out.is_empty() { Vec::new() } else { vec![Inline::Text(out.into())] } }
        } else {
            let pairs: Vec<_> = edits.iter().map(|edit| (edit.range.clone(), &*edit.new)).collect();
            let new = text.rewrite(&pairs);
            if within { new } else { joined_parts(new) }
        };
        let mut shift = 0isize;
        let made = edits.into_iter().map(|Edit { range, new, kind }| {
            let at = range.start.saturating_add_signed(shift);
            shift += new.len().cast_signed() - range.len().cast_signed();
            Repair {
                kind,
                leaf: LeafId(0),
                at,
                before: kept(&plain[range]),
                after: new,
                span: Span::default(),
                whole: None,
                over: 0,
                moved: None,
            }
        });
        if within || matches!(text.inlines.as_slice(), [Inline::Text(_)]) {
            made.for_each(&mut *tell);
        } else {
            let mut made: Vec<Repair> = made.collect();
            if unmend(&new, made.iter()) != *text
                && let Some(first) = made.first_mut()
            {
                first.whole = Some(text.clone());
            }
            made.into_iter().for_each(&mut *tell);
        }
        drop(plain);
        *text = new;
    }
}

/// A copy of a few characters; the signs that are mended most need no place of their own.
fn kept(text: &str) -> Cow<'static, str> {
    const SIGNS: &str = ",;:!?()\"'-. ";
    let sign = if let [sign] = text.as_bytes() { memchr::memchr(*sign, SIGNS.as_bytes()) } else { None };
    match sign {
        Some(at) => Cow::Borrowed(&SIGNS[at..=at]),
        None => Cow::Owned(text.to_owned()),
    }
}

/// Whether each edit stays inside one part of a text and leaves something of it, so that the same edit the other way
/// round brings the text back.
fn is_within_parts(text: &Text, edits: &[Edit]) -> bool {
    fn walk(inlines: &[Inline], at: &mut usize, edits: &mut &[Edit]) -> bool {
        let mut text_before = false;
        for inline in inlines {
            let is_text = matches!(inline, Inline::Text(_));
            match inline {
                Inline::Text(text) => {
                    let end = *at + text.len();
                    if text_before || text.is_empty() || text.contains('\n') {
                        return false;
                    }
                    while let [edit, rest @ ..] = *edits
                        && edit.range.start < end
                    {
                        let stays =
                            *at <= edit.range.start && edit.range.end <= end && !edit.range.is_empty();
                        if !stays || edit.new.is_empty() || edit.new.contains('\n') {
                            return false;
                        }
                        *edits = rest;
                    }
                    *at = end;
                }
                Inline::Marked(_, inner) => {
                    if inner.is_empty() || !walk(inner, at, edits) {
                        return false;
                    }
                }
                Inline::Code(code) => *at += code.len(),
                Inline::SoftBreak | Inline::HardBreak => *at += 1,
                Inline::Image { .. } | Inline::Note(_) | Inline::Html(_) => {}
            }
            text_before = is_text;
        }
        true
    }
    let mut left = edits;
    walk(&text.inlines, &mut 0, &mut left) && left.is_empty()
}

/// The text as it was before repairs that follow each other in it and in the list: each begins where the one before it
/// ends, or behind that. None of them shifts another, so that all are taken back at once.
fn unmend<'r>(text: &Text, repairs: impl Iterator<Item = &'r Repair>) -> Text {
    let edits: Vec<_> = repairs.map(|repair| (repair.range(), &*repair.before)).collect();
    joined_parts(with_line_ends(text.rewrite(&edits)))
}

/// Characters side by side are one part.
fn joined_parts(text: Text) -> Text {
    fn walk(inlines: Vec<Inline>) -> Vec<Inline> {
        let mut out: Vec<Inline> = Vec::with_capacity(inlines.len());
        for inline in inlines {
            match (out.last_mut(), inline) {
                (Some(Inline::Text(last)), Inline::Text(next)) => last.append(&next),
                (_, Inline::Marked(mark, inner)) => out.push(Inline::Marked(mark, walk(inner))),
                (_, other) => out.push(other),
            }
        }
        out
    }
    Text { inlines: walk(text.inlines) }
}

/// Line ends inside characters become the parts that they are.
fn with_line_ends(text: Text) -> Text {
    fn walk(inlines: Vec<Inline>) -> Vec<Inline> {
        let mut out = Vec::with_capacity(inlines.len());
        for inline in inlines {
            match inline {
                Inline::Text(text) if text.contains('\n') => {
                    for (i, line) in text.split('\n').enumerate() {
                        if i > 0 {
                            out.push(Inline::SoftBreak);
                        }
                        if !line.is_empty() {
                            out.push(Inline::Text(line.into()));
                        }
                    }
                }
                Inline::Marked(mark, inner) => out.push(Inline::Marked(mark, walk(inner))),
                other => out.push(other),
            }
        }
        out
    }
    Text { inlines: walk(text.inlines) }
}

/// How many running texts a block holds.
fn texts(body: &Body) -> usize {
    match body {
        Body::Text(_) => 1,
        Body::List { points, .. } => points.iter().flatten().map(|block| texts(&block.body)).sum(),
        Body::Table { rows } => rows.iter().map(Vec::len).sum(),
        Body::Blocks(blocks) | Body::Note { blocks, .. } => {
            blocks.iter().map(|block| texts(&block.body)).sum()
        }
        Body::Verbatim { .. } | Body::Empty => 0,
    }
}
