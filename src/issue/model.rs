//! The model of an issue: articles, and blocks with their roles. It keeps everything that stood in the source.
//!
//! The running texts of an issue (a headline, a paragraph, a table cell) are its *leaves*. They are numbered in
//! reading order, and those numbers are how later stages speak of a place: structure stays as it is from the
//! repaired issue to its editions, so a leaf has the same [`LeafId`] in every variant.

use super::inline::{Inline, Text};
use crate::lang::Language;
use crate::problem::Span;

/// One issue in one language.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Issue {
    /// The language of the text.
    pub language: Language,
    /// What the front page says of the issue.
    pub masthead: Masthead,
    /// The articles, in order.
    pub articles: Vec<Article>,
}

/// What is known of the issue as a publication. All of it is optional: a page from a scanner has none.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Masthead {
    /// Name of the newspaper or magazine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publication: Option<String>,
    /// Title of this issue, where it has one of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Number of the issue: `2024-11`, `总第312期`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Day of publication.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<jiff::civil::Date>,
    /// International Standard Serial Number, `1234-5678`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issn: Option<String>,
    /// International Standard Book Number, `978-7-5000-0000-6`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub isbn: Option<String>,
    /// What it is about, in a sentence or two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its subjects, for catalogues.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<String>,
    /// Who publishes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Who may do what with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rights: Option<String>,
    /// Where the text was taken from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Path of a cover image, relative to the source file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cover: Option<String>,
    /// Every other field of the front matter, kept as it stood: name and value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub other: Vec<(String, String)>,
}

/// One article: all blocks from its kicker to its last credit.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Article {
    /// The page it begins on, as printed: `1`, `A3`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub page: Option<String>,
    /// Its blocks, in order.
    pub blocks: Vec<Block>,
}

/// One block: a headline, a paragraph, a list.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Block {
    /// What the block does in its article.
    pub role: Role,
    /// Where it stands in the source.
    pub span: Span,
    /// What it says.
    pub body: Body,
}

/// What a block does in its article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Role {
    /// A heading over several articles: the name of the paper, 国际新闻.
    Section,
    /// The line above a headline.
    Kicker,
    /// The headline of an article.
    Headline,
    /// The line below a headline that sums the article up.
    Deck,
    /// A line of its own that names source, place and date.
    Dateline,
    /// Who wrote it.
    Byline,
    /// Who took part otherwise: editor, translator, designer, photographer.
    Credit,
    /// A heading inside an article.
    Crosshead,
    /// A paragraph.
    Paragraph,
    /// Somebody's words, set off.
    Quote,
    /// A sentence of the article once more, set off to catch the eye; the running texts inside have this role too.
    PullQuote,
    /// A list.
    List,
    /// A table.
    Table,
    /// An image or several: a text of images alone, or blocks, when words of a caption stand with them.
    Figure,
    /// The words below an image.
    Caption,
    /// A footnote or endnote.
    Note,
    /// 第1版: a new page begins.
    Page,
    /// 下转第4版, 上接第1版: where an article goes on.
    Continuation,
    /// Code or other text that is kept to the letter.
    Verbatim,
    /// A rule between parts.
    Rule,
    /// Something that was not recognised; kept.
    Other,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 21] = [
        Self::Section,
        Self::Kicker,
        Self::Headline,
        Self::Deck,
        Self::Dateline,
        Self::Byline,
        Self::Credit,
        Self::Crosshead,
        Self::Paragraph,
        Self::Quote,
        Self::PullQuote,
        Self::List,
        Self::Table,
        Self::Figure,
        Self::Caption,
        Self::Note,
        Self::Page,
        Self::Continuation,
        Self::Verbatim,
        Self::Rule,
        Self::Other,
    ];

    /// The name, as in JSON and as a class in HTML: `headline`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Section => "section",
            Self::Kicker => "kicker",
            Self::Headline => "headline",
            Self::Deck => "deck",
            Self::Dateline => "dateline",
            Self::Byline => "byline",
            Self::Credit => "credit",
            Self::Crosshead => "crosshead",
            Self::Paragraph => "paragraph",
            Self::Quote => "quote",
            Self::PullQuote => "pull-quote",
            Self::List => "list",
            Self::Table => "table",
            Self::Figure => "figure",
            Self::Caption => "caption",
            Self::Note => "note",
            Self::Page => "page",
            Self::Continuation => "continuation",
            Self::Verbatim => "verbatim",
            Self::Rule => "rule",
            Self::Other => "other",
        }
    }
}

/// What a block says.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Body {
    /// Running text.
    Text(Text),
    /// A list.
    List {
        /// The first number of a numbered list; none for bullets.
        start: Option<u64>,
        /// The points; each is a run of blocks.
        points: Vec<Vec<Block>>,
    },
    /// A table; the first row is its head.
    Table {
        /// Rows of cells.
        rows: Vec<Vec<Cell>>,
    },
    /// Blocks inside: a quotation, a figure with its caption.
    Blocks(Vec<Block>),
    /// A note, with the label that references name.
    Note {
        /// The label.
        label: String,
        /// What it says.
        blocks: Vec<Block>,
    },
    /// Text kept to the letter: code, HTML.
    Verbatim {
        /// The fence's info string, or `html`.
        kind: String,
        /// The text.
        text: String,
    },
    /// Nothing: a rule.
    Empty,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Cell {
    /// How the column is set.
    pub align: Align,
    /// What it says.
    pub text: Text,
}

/// How a table's column is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Align {
    /// As the reader likes.
    #[default]
    Auto,
    /// To the left.
    Left,
    /// In the middle.
    Center,
    /// To the right.
    Right,
}

/// The number of a running text in its issue, from 0, in reading order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct LeafId(pub usize);

/// A running text of an issue, with its place.
#[derive(Debug, Clone, Copy)]
pub struct Leaf<'a> {
    /// Its number.
    pub id: LeafId,
    /// Index of its article.
    pub article: usize,
    /// Role of the block that holds it (the innermost one).
    pub role: Role,
    /// What it says.
    pub text: &'a Text,
}

impl Block {
    /// A block of running text.
    #[must_use]
    pub fn text(role: Role, span: Span, text: Text) -> Self {
        Self { role, span, body: Body::Text(text) }
    }

    /// Calls `visit` with every running text in the block, in reading order.
    pub fn each_text<'a>(&'a self, visit: &mut impl FnMut(Role, &'a Text)) {
        match &self.body {
            Body::Text(text) => visit(self.role, text),
            Body::List { points, .. } => {
                points.iter().flatten().for_each(|block| block.each_text(visit));
            }
            Body::Table { rows } => rows.iter().flatten().for_each(|cell| visit(self.role, &cell.text)),
            Body::Blocks(blocks) | Body::Note { blocks, .. } => {
                for block in blocks {
                    block.each_text(visit);
                }
            }
            Body::Verbatim { .. } | Body::Empty => {}
        }
    }

    /// Calls `change` with every running text in the block, in the same order as [`Block::each_text`].
    pub fn each_text_mut(&mut self, change: &mut impl FnMut(Role, &mut Text)) {
        match &mut self.body {
            Body::Text(text) => change(self.role, text),
            Body::List { points, .. } => {
                points.iter_mut().flatten().for_each(|block| block.each_text_mut(change));
            }
            Body::Table { rows } => {
                rows.iter_mut().flatten().for_each(|cell| change(self.role, &mut cell.text));
            }
            Body::Blocks(blocks) | Body::Note { blocks, .. } => {
                for block in blocks {
                    block.each_text_mut(change);
                }
            }
            Body::Verbatim { .. } | Body::Empty => {}
        }
    }
}

impl Issue {
    /// The running texts of the issue, in reading order; `leaves()[n].id` is `LeafId(n)`.
    #[must_use]
    pub fn leaves(&self) -> Vec<Leaf<'_>> {
        let mut leaves = Vec::new();
        for (article, blocks) in self.articles.iter().map(|article| &article.blocks).enumerate() {
            for block in blocks {
                block.each_text(&mut |role, text| {
                    leaves.push(Leaf { id: LeafId(leaves.len()), article, role, text });
                });
            }
        }
        leaves
    }

    /// Whether nothing is said in it.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.leaves().iter().all(|leaf| leaf.text.is_blank())
    }

    /// The images that the issue names, each once, in reading order.
    #[must_use]
    pub fn images(&self) -> Vec<&str> {
        fn walk<'a>(inlines: &'a [Inline], sources: &mut Vec<&'a str>) {
            for inline in inlines {
                match inline {
                    Inline::Image { source, .. } if !sources.contains(&source.as_str()) => {
                        sources.push(source);
                    }
                    Inline::Marked(_, inner) => walk(inner, sources),
                    _ => {}
                }
            }
        }
        let mut sources = Vec::new();
        for leaf in self.leaves() {
            walk(&leaf.text.inlines, &mut sources);
        }
        sources
    }

    /// Calls `change` with every running text of the issue, in reading order.
    pub fn each_leaf_mut(&mut self, mut change: impl FnMut(LeafId, Role, &mut Text)) {
        let mut next = 0;
        for block in self.articles.iter_mut().flat_map(|article| &mut article.blocks) {
            block.each_text_mut(&mut |role, text| {
                change(LeafId(next), role, text);
                next += 1;
            });
        }
    }
}

impl Article {
    /// The text of the article's first block with the given role.
    #[must_use]
    pub fn first(&self, role: Role) -> Option<&Text> {
        self.blocks.iter().find(|block| block.role == role).and_then(|block| match &block.body {
            Body::Text(text) => Some(text),
            _ => None,
        })
    }
}
