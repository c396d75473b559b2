//! Sentences: what translators translate and memories hold.
//!
//! A running text is cut into byte ranges of its plain text. The law: the ranges stand in order, and between
//! them (and before the first and behind the last) there is nothing but white space; so segments and the blanks
//! between them give the text back, byte for byte.
//!
//! The rules are kept by language: [`chinese`] (also for Japanese), [`english`], and [`general`] for the rest; a user
//! may bring others as an SRX file ([`srx`]).

pub mod chinese;
pub mod english;
pub mod general;
mod list;
pub mod srx;

use std::ops::Range;

use crate::issue::{Issue, LeafId, Role};
use crate::lang::Language;
use srx::Srx;

/// The rules that texts are cut by.
#[derive(Debug, Clone, Default)]
pub enum Rules {
    /// Those of this crate.
    #[default]
    Own,
    /// Those of an SRX file.
    Srx(Srx),
}

/// A sentence, or what stands for one (a headline, a credit): a byte range of a leaf's plain text without the
/// blanks at its edges; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// The running text it stands in.
    pub leaf: LeafId,
    /// Where in the leaf's plain text.
    pub range: Range<usize>,
}

/// All segments of an issue in reading order, with the plain texts that they are ranges of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segments {
    language: Language,
    leaves: Vec<PlainLeaf>,
    list: Vec<Segment>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct PlainLeaf {
    article: usize,
    role: Role,
    plain: String,
}

impl Segments {
    /// Cuts every running text of an issue by this crate's rules of its language.
    #[must_use]
    pub fn of(issue: &Issue) -> Self {
        Self::by(&Rules::Own, issue)
    }

    /// Cuts every running text of an issue by the rules of its language.
    #[must_use]
    pub fn by(rules: &Rules, issue: &Issue) -> Self {
        let mut leaves = Vec::new();
        let mut segments = Vec::new();
        for leaf in issue.leaves() {
            let plain = leaf.text.plain();
            let ranges = rules.sentences(&plain, &issue.language);
            segments.extend(ranges.into_iter().map(|range| Segment { leaf: leaf.id, range }));
            leaves.push(PlainLeaf { article: leaf.article, role: leaf.role, plain });
        }
        Self { language: issue.language.clone(), leaves, list: segments }
    }

    /// The same segments in another variant of the issue, whose leaves differ in their characters only.
    ///
    /// `offset` says where a place of a leaf's plain text went to. `None` where the variant has other leaves.
    #[must_use]
    pub fn carried(&self, variant: &Issue, offset: impl Fn(LeafId, usize) -> usize) -> Option<Self> {
        let leaves: Vec<PlainLeaf> = variant
            .leaves()
            .into_iter()
            .map(|leaf| PlainLeaf { article: leaf.article, role: leaf.role, plain: leaf.text.plain() })
            .collect();
        if leaves.len() != self.leaves.len() {
            return None;
        }
        let carried = |segment: &Segment| {
            let range = offset(segment.leaf, segment.range.start)..offset(segment.leaf, segment.range.end);
            leaves[segment.leaf.0].plain.get(range.clone())?;
            Some(Segment { leaf: segment.leaf, range })
        };
        let segments = self.list.iter().map(carried).collect::<Option<Vec<_>>>()?;
        Some(Self { language: variant.language.clone(), leaves, list: segments })
    }

    /// The language they were cut in.
    #[must_use]
    pub fn language(&self) -> &Language {
        &self.language
    }

    /// How many segments there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether the issue has no text at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The segments, in order.
    #[must_use]
    pub fn segments(&self) -> &[Segment] {
        &self.list
    }

    /// What the segment says.
    ///
    /// # Panics
    /// If there is no such segment.
    #[must_use]
    pub fn text(&self, index: usize) -> &str {
        let segment = &self.list[index];
        &self.plain(segment.leaf)[segment.range.clone()]
    }

    /// What consecutive segments of one bead say: the sentences with a blank between them where the language
    /// wants one. Sentences of one leaf keep the very blanks that stand between them.
    ///
    /// # Panics
    /// If there are no such segments.
    #[must_use]
    pub fn joined(&self, range: Range<usize>) -> String {
        let mut out = String::new();
        let mut before: Option<&Segment> = None;
        for index in range {
            let segment = &self.list[index];
            match before {
                Some(before) if before.leaf == segment.leaf => {
                    out.push_str(&self.plain(segment.leaf)[before.range.end..segment.range.start]);
                }
                Some(_) if !matches!(self.language.primary(), "zh" | "ja" | "yue" | "lzh" | "cmn") => {
                    out.push(' ');
                }
                _ => {}
            }
            out.push_str(self.text(index));
            before = Some(segment);
        }
        out
    }

    /// The plain text of a leaf.
    ///
    /// # Panics
    /// If there is no such leaf.
    #[must_use]
    pub fn plain(&self, leaf: LeafId) -> &str {
        &self.leaves[leaf.0].plain
    }

    /// The role of a leaf.
    ///
    /// # Panics
    /// If there is no such leaf.
    #[must_use]
    pub fn role(&self, leaf: LeafId) -> Role {
        self.leaves[leaf.0].role
    }

    /// Index of the article that holds a leaf.
    ///
    /// # Panics
    /// If there is no such leaf.
    #[must_use]
    pub fn article(&self, leaf: LeafId) -> usize {
        self.leaves[leaf.0].article
    }
}

impl Rules {
    /// Cuts a running text into sentences by the rules of its language.
    #[must_use]
    pub fn sentences(&self, text: &str, language: &Language) -> Vec<Range<usize>> {
        match self {
            Self::Srx(srx) => cut(text, srx.ends(language)),
            Self::Own => match language.primary() {
                "zh" | "cmn" | "yue" | "lzh" | "ja" => cut(text, chinese::ends),
                "en" => cut(text, english::ends),
                _ => cut(text, general::ends),
            },
        }
    }
}

/// Cuts a running text into sentences by this crate's rules of its language.
///
/// ```
/// use duizhao::segment::sentences;
///
/// let text = "船开了！他问：“还有下一班吗？”没有人回答。";
/// let sentences: Vec<&str> = sentences(text, &"zh".parse()?).into_iter().map(|range| &text[range]).collect();
/// assert_eq!(sentences, ["船开了！", "他问：“还有下一班吗？”", "没有人回答。"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn sentences(text: &str, language: &Language) -> Vec<Range<usize>> {
    Rules::Own.sentences(text, language)
}

/// Cuts at line ends, then each line where `ends` says that a sentence ends, and leaves out blanks.
fn cut(text: &str, ends: impl Fn(&str) -> Vec<usize>) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        let mut start = 0;
        for end in ends(line).into_iter().chain([line.len()]) {
            let piece = &line[start..end];
            let lead = piece.len() - piece.trim_start().len();
            let trimmed = piece.trim();
            if !trimmed.is_empty() {
                let from = line_start + start + lead;
                ranges.push(from..from + trimmed.len());
            }
            start = end;
        }
        line_start += line.len();
    }
    ranges
}
