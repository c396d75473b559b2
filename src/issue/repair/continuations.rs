//! 下转第4版 and 上接第1版: the rest of an article, fetched from the page that it goes on to.
//!
//! A page ends with a line that sends the reader on, and another page has the rest below a line that sends him back.
//! The rest is moved behind the first part, with both lines kept between; whether a sentence was cut there is then
//! decided as anywhere else (`joins`). A pair is made only when the pages that the lines name agree with the pages
//! that they stand on, as far as these are known, and when no other pair could be made.

use super::{Kind, Repair, texts};
use crate::issue::line;
use crate::issue::model::{Article, Block, Body, Issue, LeafId, Role};
use crate::problem::Span;
use crate::words::Continuation;

/// More than any newspaper has; each needs a look at the whole issue.
const MOST: usize = 256;

/// Blocks that were moved.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Move {
    /// Article and block where they began.
    pub from: (usize, usize),
    /// Article and block where they begin now.
    pub to: (usize, usize),
    /// How many they are.
    pub blocks: usize,
    /// When an article had nothing else and is gone: the page it began on.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub gone: Option<Gone>,
}

/// An article of which nothing was left.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Gone {
    /// The page it began on.
    pub page: Option<String>,
}

/// A line that sends the reader to another page.
struct Pointer {
    article: usize,
    block: usize,
    goes: Continuation,
    /// The page it names.
    names: Option<String>,
    /// The page it stands on.
    stands: Option<String>,
}

/// Brings the parts of articles together.
pub(super) fn gather(issue: &mut Issue, repairs: &mut Vec<Repair>) {
    for _ in 0..MOST {
        let pointers = pointers(issue);
        let Some((on, back)) = pair(issue, &pointers) else { return };
        let moved = Move {
            from: (back.article, back.block),
            to: (on.article, on.block + 1),
            blocks: rest(&issue.articles[back.article].blocks[back.block..]),
            gone: None,
        };
        repairs.push(carry(issue, moved));
    }
}

fn pointers(issue: &Issue) -> Vec<Pointer> {
    let mut out = Vec::new();
    for (article, of) in issue.articles.iter().enumerate() {
        let mut page = of.page.clone();
        for (block, of) in of.blocks.iter().enumerate() {
            let Body::Text(text) = &of.body else { continue };
            match of.role {
                Role::Page => page = line::page_marker(&text.to_plain()).or(page),
                Role::Continuation => {
                    let plain = text.to_plain();
                    if let Some(goes) = line::continuation(&plain) {
                        let names = line::page_named(&plain);
                        out.push(Pointer { article, block, goes, names, stands: page.clone() });
                    }
                }
                _ => {}
            }
        }
    }
    out
}

/// The first line that sends on and has one line that sends back to it.
fn pair<'a>(issue: &Issue, pointers: &'a [Pointer]) -> Option<(&'a Pointer, &'a Pointer)> {
    let agree =
        |named: &Option<String>, page: &Option<String>| named.is_none() || page.is_none() || named == page;
    // Lines in one article belong together already.
    let alone = |pointer: &&Pointer, other: Continuation| {
        !pointers.iter().any(|near| near.article == pointer.article && near.goes == other)
    };
    let backs = || {
        pointers
            .iter()
            .filter(|pointer| pointer.goes == Continuation::Back)
            .filter(|back| alone(back, Continuation::On))
            .filter(|back| {
                // Below a headline of its own it is another article to its reader.
                let before = &issue.articles[back.article].blocks[..back.block];
                !before.iter().any(|block| block.role == Role::Headline)
                    || before.iter().any(|block| block.role == Role::Paragraph)
            })
    };
    let ons = || {
        pointers
            .iter()
            .filter(|pointer| pointer.goes == Continuation::On)
            .filter(|on| alone(on, Continuation::Back))
    };
    let fits = |on: &Pointer, back: &Pointer| {
        on.article < back.article && agree(&on.names, &back.stands) && agree(&back.names, &on.stands)
    };
    ons().find_map(|on| {
        let mut fitting = backs().filter(|back| fits(on, back));
        let back = fitting.next()?;
        let only = fitting.next().is_none() && ons().filter(|on| fits(on, back)).nth(1).is_none();
        only.then_some((on, back))
    })
}

/// How many blocks belong to the rest: up to a new page, a rule, or the next such line.
fn rest(blocks: &[Block]) -> usize {
    let ends =
        |block: &Block| matches!(block.role, Role::Page | Role::Rule | Role::Continuation | Role::Section);
    blocks.iter().skip(1).position(ends).map_or(blocks.len(), |at| at + 1)
}

/// Moves blocks.
fn carry(issue: &mut Issue, moved: Move) -> Repair {
    let mut moved = moved;
    let article = &mut issue.articles[moved.from.0];
    let blocks: Vec<Block> = article.blocks.drain(moved.from.1..moved.from.1 + moved.blocks).collect();
    if article.blocks.is_empty() {
        let page = issue.articles.remove(moved.from.0).page;
        moved.gone = Some(Gone { page });
    }
    let span = Span {
        start: blocks.first().map_or(0, |first| first.span.start),
        end: blocks.last().map_or(0, |last| last.span.end),
    };
    let before = issue.articles[..moved.to.0].iter().flat_map(|article| &article.blocks);
    let before = before.chain(&issue.articles[moved.to.0].blocks[..moved.to.1]);
    let leaf = LeafId(before.map(|block| texts(&block.body)).sum());
    issue.articles[moved.to.0].blocks.splice(moved.to.1..moved.to.1, blocks);
    Repair {
        kind: Kind::Continuation,
        leaf,
        at: 0,
        before: "".into(),
        after: "".into(),
        span,
        whole: None,
        over: 0,
        moved: Some(Box::new(moved)),
    }
}

/// Takes one move back; whether the blocks were there.
pub(super) fn take_back(issue: &mut Issue, moved: &Move) -> bool {
    let Some(article) = issue.articles.get_mut(moved.to.0) else { return false };
    let Some(end) = moved.to.1.checked_add(moved.blocks).filter(|&end| end <= article.blocks.len()) else {
        return false;
    };
    let fits = match &moved.gone {
        Some(_) => moved.from.0 <= issue.articles.len(),
        None => issue.articles.get(moved.from.0).is_some_and(|from| moved.from.1 <= from.blocks.len()),
    };
    if !fits || moved.from.0 <= moved.to.0 {
        return false;
    }
    let blocks: Vec<Block> = issue.articles[moved.to.0].blocks.drain(moved.to.1..end).collect();
    match &moved.gone {
        Some(gone) => issue.articles.insert(moved.from.0, Article { page: gone.page.clone(), blocks }),
        None => drop(issue.articles[moved.from.0].blocks.splice(moved.from.1..moved.from.1, blocks)),
    }
    true
}
