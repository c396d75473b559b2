//! The text of one variant, with the codes of the format it came from (TMX 1.4b, "Content markup").
//!
//! A segment is text in which inline tags stand. Most of them hold *native codes* (`<ph>`, `<bpt>` …): what they
//! contain is markup of the original file and no text. `<hi>` is the other way round: its content is text. A
//! `<sub>` inside a code is text of its own (an index entry, the `alt` of an image) and counts as neither.

use std::borrow::Cow;

/// The content of a `<seg>`. Texts in it are never empty and never stand side by side.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Seg(Vec<Inline>);

/// A part of a segment.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Inline {
    /// Characters.
    Text(String),
    /// An inline tag with what it holds.
    Tag(Tag, Seg),
}

/// An inline tag.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Tag {
    /// `<bpt>`: a native code that opens something, closed by the `<ept>` with the same `i`.
    Begin {
        /// Pairs it with its `<ept>`.
        i: String,
        /// Matches it with the tag of another variant.
        x: Option<String>,
        /// What the code does: `bold`, `link` …
        kind: Option<String>,
    },
    /// `<ept>`: a native code that closes something.
    End {
        /// Pairs it with its `<bpt>`.
        i: String,
    },
    /// `<ph>`: a native code that stands alone.
    Placeholder {
        /// Matches it with the tag of another variant.
        x: Option<String>,
        /// Which text it belongs to: `p` the one before, `f` the one behind, `b` both.
        assoc: Option<String>,
        /// What the code does.
        kind: Option<String>,
    },
    /// `<it>`: a native code whose other half stands in another segment.
    Isolated {
        /// Which half it is.
        half: Half,
        /// Matches it with the tag of another variant.
        x: Option<String>,
        /// What the code does.
        kind: Option<String>,
    },
    /// `<hi>`: text that a tool has marked.
    Highlight {
        /// Matches it with the tag of another variant.
        x: Option<String>,
        /// Why it is marked.
        kind: Option<String>,
    },
    /// `<ut>`: a native code of which nothing is known.
    Unknown {
        /// Matches it with the tag of another variant.
        x: Option<String>,
    },
    /// `<sub>`: text inside a native code.
    Sub {
        /// Format of the text.
        datatype: Option<String>,
        /// What the text is.
        kind: Option<String>,
    },
}

/// The two halves of a native code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Half {
    /// The opening one.
    Begin,
    /// The closing one.
    End,
}

impl Tag {
    /// The element's name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Begin { .. } => "bpt",
            Self::End { .. } => "ept",
            Self::Placeholder { .. } => "ph",
            Self::Isolated { .. } => "it",
            Self::Highlight { .. } => "hi",
            Self::Unknown { .. } => "ut",
            Self::Sub { .. } => "sub",
        }
    }

    /// The value that matches the tag with one of another variant.
    #[must_use]
    pub fn x(&self) -> Option<&str> {
        match self {
            Self::Begin { x, .. }
            | Self::Placeholder { x, .. }
            | Self::Isolated { x, .. }
            | Self::Highlight { x, .. }
            | Self::Unknown { x } => x.as_deref(),
            Self::End { .. } | Self::Sub { .. } => None,
        }
    }

    /// Whether what the tag holds is text of the segment, and no native code.
    #[must_use]
    pub fn holds_text(&self) -> bool {
        matches!(self, Self::Highlight { .. })
    }
}

impl From<&str> for Seg {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<String> for Seg {
    fn from(text: String) -> Self {
        Self(if text.is_empty() { vec![] } else { vec![Inline::Text(text)] })
    }
}

impl FromIterator<Inline> for Seg {
    fn from_iter<T: IntoIterator<Item = Inline>>(inlines: T) -> Self {
        let mut seg = Self::default();
        inlines.into_iter().for_each(|inline| seg.push(inline));
        seg
    }
}

impl Seg {
    /// The parts, in order.
    #[must_use]
    pub fn inlines(&self) -> &[Inline] {
        &self.0
    }

    /// Appends characters.
    pub fn push_text(&mut self, text: &str) {
        match self.0.last_mut() {
            Some(Inline::Text(last)) => last.push_str(text),
            _ if text.is_empty() => {}
            _ => self.0.push(Inline::Text(text.to_owned())),
        }
    }

    /// Appends a part.
    pub(crate) fn push(&mut self, inline: Inline) {
        match inline {
            Inline::Text(text) => self.push_text(&text),
            tag @ Inline::Tag(..) => self.0.push(tag),
        }
    }

    /// Appends a tag.
    pub fn push_tag(&mut self, tag: Tag, content: Self) {
        self.0.push(Inline::Tag(tag, content));
    }

    /// The text without native codes: what a translator reads.
    #[must_use]
    pub fn plain(&self) -> Cow<'_, str> {
        fn walk(seg: &Seg, out: &mut String) {
            for inline in &seg.0 {
                match inline {
                    Inline::Text(text) => out.push_str(text),
                    Inline::Tag(tag, content) if tag.holds_text() => walk(content, out),
                    Inline::Tag(..) => {}
                }
            }
        }
        match self.0.as_slice() {
            [] => Cow::Borrowed(""),
            [Inline::Text(text)] => Cow::Borrowed(text),
            _ => {
                let mut out = String::new();
                walk(self, &mut out);
                Cow::Owned(out)
            }
        }
    }

    /// Whether there are tags in it.
    #[must_use]
    pub fn has_tags(&self) -> bool {
        self.0.iter().any(|inline| matches!(inline, Inline::Tag(..)))
    }

    /// Whether there is nothing to read.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.plain().trim().is_empty()
    }

    /// The tags, outermost first, in order; those inside native codes are left out.
    #[must_use]
    pub fn tags(&self) -> Vec<&Tag> {
        fn walk<'a>(seg: &'a Seg, out: &mut Vec<&'a Tag>) {
            for inline in &seg.0 {
                if let Inline::Tag(tag, content) = inline {
                    out.push(tag);
                    if tag.holds_text() {
                        walk(content, out);
                    }
                }
            }
        }
        let mut out = Vec::new();
        walk(self, &mut out);
        out
    }

    /// The segment with every half of a pair (of those that `is_meant` picks by their `i`) whose other half stands in
    /// another segment as what it is: isolated.
    pub(crate) fn isolated(&self, is_meant: &impl Fn(&str) -> bool) -> Self {
        fn walk(seg: &Seg, alone: &mut impl Iterator<Item = bool>) -> Seg {
            let inline = |inline: &Inline| {
                let Inline::Tag(tag, content) = inline else { return inline.clone() };
                let is_alone = alone.next().unwrap_or(false);
                match tag {
                    Tag::Begin { x, kind, .. } if is_alone => {
                        let tag = Tag::Isolated { half: Half::Begin, x: x.clone(), kind: kind.clone() };
                        Inline::Tag(tag, content.clone())
                    }
                    Tag::End { .. } if is_alone => {
                        Inline::Tag(Tag::Isolated { half: Half::End, x: None, kind: None }, content.clone())
                    }
                    tag if tag.holds_text() => Inline::Tag(tag.clone(), walk(content, alone)),
                    tag => Inline::Tag(tag.clone(), content.clone()),
                }
            };
            seg.0.iter().map(inline).collect()
        }
        let tags = self.tags();
        let mut alone = vec![false; tags.len()];
        let mut open: Vec<(usize, &str)> = Vec::new();
        for (at, tag) in tags.iter().enumerate() {
            match tag {
                Tag::Begin { i, .. } => open.push((at, i)),
                Tag::End { i } => match open.iter().rposition(|(_, begun)| begun == i) {
                    Some(begun) => _ = open.remove(begun),
                    None => alone[at] = is_meant(i),
                },
                _ => {}
            }
        }
        for (at, i) in open {
            alone[at] = is_meant(i);
        }
        if alone.contains(&true) { walk(self, &mut alone.into_iter()) } else { self.clone() }
    }

    /// The segment with every stretch of its text (not of its codes) changed.
    #[must_use]
    pub fn map_text(&self, change: &mut impl FnMut(&str) -> String) -> Self {
        self.0
            .iter()
            .map(|inline| match inline {
                Inline::Text(text) => Inline::Text(change(text)),
                Inline::Tag(tag, content) if tag.holds_text() => {
                    Inline::Tag(tag.clone(), content.map_text(change))
                }
                tag @ Inline::Tag(..) => tag.clone(),
            })
            .collect()
    }
}
