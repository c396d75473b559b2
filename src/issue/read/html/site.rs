//! What of a saved web page is the site's and not the text's: menus, crumbs, comments, related articles, ways to share.
//!
//! The page is surveyed once before it is read: how much text each element holds, how much of it in links, and what its
//! class and identifier say. Elements that content systems name as furniture are left out unless they hold a good part
//! of the text; where one element holds the main text (`<article>`, `<main>`, or what content systems call it), so are
//! links outside it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use html5gum::{DefaultEmitter, Token, Tokenizer};

use super::tag::{Tag, attribute, is_void};
use crate::issue::line::is_terminator;

/// What content systems call the element that holds an article's text, without signs and in small letters.
const BODIES: [&str; 15] = [
    "articlebody",
    "articlecontent",
    "articletext",
    "artibody",
    "contentarticle",
    "detailcontent",
    "entrycontent",
    "jscontent",
    "maincontent",
    "newscontent",
    "newstext",
    "postbody",
    "postcontent",
    "storybody",
    "trseditor",
];

static FURNITURE: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let rows = include_str!("furniture.tsv").lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|line| line.split_once('\t')).collect()
});

/// What a survey of a page found.
#[derive(Default)]
pub(super) struct Site {
    /// Elements that are left out, by where their start tags stand, and what is left out with them.
    pub(super) left_out: BTreeMap<usize, &'static str>,
    /// Scripts of linked data (JSON-LD 1.1).
    pub(super) linked_data: Vec<String>,
    /// The `id`s of elements that are notes: a number in the text before them leads there.
    pub(super) notes: BTreeSet<String>,
}

/// What is known of an element.
#[expect(clippy::struct_excessive_bools, reason = "each is a finding of its own; any may hold with any")]
struct Node {
    start: usize,
    end: usize,
    parent: Option<usize>,
    /// What it is left out as, if it is.
    says: Option<&'static str>,
    kind: Kind,
    /// Bytes of its text that stand in no link, and of its links.
    prose: usize,
    links: usize,
    anchors: usize,
    sentences: usize,
    is_title: bool,
    /// A heading of the first level with words of its own.
    has_title: bool,
    /// A heading of the first level that is a link.
    has_linked_title: bool,
    has_heading: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// May hold the main text.
    Body,
    /// The footer of a page.
    Footer,
    /// Of the page itself, or of its head: never left out here.
    Page,
    Other,
}

impl Node {
    /// Whether its text is links and little else.
    fn is_links(&self) -> bool {
        self.anchors >= 1 && self.links > self.prose
    }

    fn is_inside(&self, other: &Self) -> bool {
        other.start <= self.start && self.end <= other.end
    }
}

/// Surveys a page; `whole` if it is one of a site, whose furniture is left out.
pub(super) fn survey(text: &str, xhtml: bool, whole: bool) -> Site {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(!xhtml);
    let mut survey = Survey::default();
    let mut site = Site::default();
    for token in Tokenizer::new_with_emitter(text, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => survey.start(&tag, xhtml),
            Token::EndTag(tag) => {
                if let Some(data) = survey.data.take() {
                    site.linked_data.push(data);
                }
                survey.end(&tag.name, tag.span.end);
            }
            Token::String(text) => survey.text(&String::from_utf8_lossy(&text.value)),
            _ => {}
        }
    }
    let (nodes, ids, inner) = survey.finish(text.len());
    if whole {
        site.left_out = left_out(&nodes);
    }
    notes(&nodes, &ids, &inner, &mut site);
    site
}

/// Finds the notes: short elements that a number in the text before them leads to. What leads back from them is left
/// out.
fn notes(nodes: &[Node], ids: &[(String, usize)], inner: &[Inner], site: &mut Site) {
    /// Bytes of the longest note.
    const LONGEST: usize = 3000;
    /// Bytes of a line that has a note.
    const LEAST: usize = 20;
    let in_text = |link: &Inner| {
        let around = std::iter::successors(Some(link.node), |&at| nodes[at].parent).take(4);
        around.map(|at| nodes[at].prose).max().unwrap_or_default() >= LEAST
    };
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    for link in inner.iter().filter(|link| link.is_number() && in_text(link)) {
        numbers.entry(&link.to).or_insert(link.start);
    }
    // Notes do not lie in each other, and stand in order.
    let mut found: Vec<&Node> = Vec::new();
    for (id, node) in ids.iter().map(|(id, at)| (id, &nodes[*at])) {
        let outside = found.last().is_none_or(|last| last.end <= node.start);
        let referred = numbers.get(id.as_str()).is_some_and(|&at| at < node.start);
        let length = node.prose + node.links;
        if outside && referred && !node.has_heading && (1..=LONGEST).contains(&length) {
            site.notes.insert(id.clone());
            found.push(node);
        }
    }
    for link in inner {
        let after = found.partition_point(|note| note.start <= link.start);
        if after.checked_sub(1).is_some_and(|at| link.start < found[at].end) {
            site.left_out.insert(link.start, "links back");
        }
    }
}

#[derive(Default)]
struct Survey {
    nodes: Vec<Node>,
    /// The elements that are open: their names, and their places among the nodes.
    open: Vec<(Vec<u8>, usize)>,
    /// How many of each name are open, so that end tags without a beginning cost nothing.
    names: HashMap<Vec<u8>, usize>,
    /// Links that are open.
    links: usize,
    /// The script of linked data that is open.
    data: Option<String>,
    /// Elements that may be notes: the `id` of each, and its place among the nodes.
    ids: Vec<(String, usize)>,
    /// Links to places of the page.
    inner: Vec<Inner>,
    /// Whether the last of them is open.
    in_inner: bool,
}

/// A link to another place of the page.
struct Inner {
    to: String,
    words: String,
    /// Where its start tag stands, and its place among the nodes.
    start: usize,
    node: usize,
}

impl Inner {
    /// Whether it is shown as the number of a note: `[1]`, `①`, `*`.
    fn is_number(&self) -> bool {
        let bare = self.words.trim().trim_matches(|c: char| "[]()（）〔〕【】注".contains(c));
        let digits = (1..=3).contains(&bare.len()) && bare.bytes().all(|b| b.is_ascii_digit());
        digits || matches!(bare.chars().next(), Some('①'..='⑳' | '*' | '†')) && bare.chars().nth(1).is_none()
    }
}

impl Survey {
    fn start(&mut self, tag: &Tag, xhtml: bool) {
        let name = tag.name.to_ascii_lowercase();
        let plain = String::from_utf8_lossy(&name).into_owned();
        if is_void(&plain) || xhtml && tag.self_closing {
            return;
        }
        if name == b"script"
            && attribute(tag, "type").is_some_and(|kind| kind.trim() == "application/ld+json")
        {
            self.data = Some(String::new());
        }
        let (mut says, mut kind) = named(tag);
        match name.as_slice() {
            b"main" | b"article" => kind = Kind::Body,
            b"footer" => kind = Kind::Footer,
            b"html" | b"head" | b"body" | b"title" | b"script" | b"style" | b"noscript" => kind = Kind::Page,
            b"aside" | b"ul" | b"ol" | b"div" | b"section" | b"p" | b"table" | b"header" | b"form"
            | b"dl" => {}
            // Signs inside a line say nothing of a site.
            _ => says = None,
        }
        let node = Node {
            start: tag.span.start,
            end: tag.span.end,
            parent: self.open.last().map(|(_, at)| *at),
            says,
            kind,
            prose: 0,
            links: 0,
            anchors: 0,
            sentences: 0,
            is_title: name == b"h1",
            has_title: false,
            has_linked_title: false,
            has_heading: matches!(name.as_slice(), [b'h', b'1'..=b'6']),
        };
        if matches!(name.as_slice(), b"li" | b"p" | b"div" | b"dd" | b"aside")
            && let Some(id) = attribute(tag, "id")
        {
            self.ids.push((id.into_owned(), self.nodes.len()));
        }
        if name == b"a" && attribute(tag, "href").is_some_and(|href| !href.starts_with('#')) {
            self.links += 1;
            if let Some((_, at)) = self.open.last() {
                self.nodes[*at].anchors += 1;
            }
        }
        let href = attribute(tag, "href").filter(|_| name == b"a");
        if let Some(to) = href.as_deref().and_then(|href| href.strip_prefix('#')) {
            let (to, node) = (to.to_owned(), self.nodes.len());
            self.inner.push(Inner { to, words: String::new(), start: tag.span.start, node });
            self.in_inner = true;
        }
        *self.names.entry(name.clone()).or_default() += 1;
        self.open.push((name, self.nodes.len()));
        self.nodes.push(node);
    }

    fn end(&mut self, name: &[u8], at: usize) {
        let name = name.to_ascii_lowercase();
        if self.names.get(&name).copied().unwrap_or_default() == 0 {
            return;
        }
        while let Some((open, node)) = self.open.pop() {
            self.nodes[node].end = at;
            if let Some(count) = self.names.get_mut(&open) {
                *count -= 1;
            }
            if open == b"a" {
                self.links = self.links.saturating_sub(1);
                self.in_inner = false;
            }
            if open == name {
                break;
            }
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(data) = &mut self.data {
            return data.push_str(text);
        }
        let Some((name, at)) = self.open.last() else { return };
        if matches!(name.as_slice(), b"script" | b"style" | b"noscript" | b"title" | b"option" | b"textarea")
        {
            return;
        }
        if let Some(link) = self.inner.last_mut().filter(|_| self.in_inner) {
            // The number of a note is shorter.
            link.words.extend(text.chars().take(16usize.saturating_sub(link.words.len())));
        }
        let node = &mut self.nodes[*at];
        let words = text.trim();
        if self.links > 0 {
            node.links += words.len();
        } else {
            node.prose += words.len();
            node.sentences += usize::from(words.len() >= 30 && words.contains(is_terminator));
        }
    }

    /// The elements, each with what its children hold; those with an `id`, and the links inside the page.
    fn finish(mut self, end: usize) -> (Vec<Node>, Vec<(String, usize)>, Vec<Inner>) {
        for (_, node) in self.open.drain(..) {
            self.nodes[node].end = end;
        }
        // Children stand behind their parents.
        for at in (0..self.nodes.len()).rev() {
            let node = &mut self.nodes[at];
            node.has_title |= node.is_title && node.prose > 0;
            node.has_linked_title |= node.is_title && node.links > 0;
            let Some(parent) = node.parent else { continue };
            let (before, from) = self.nodes.split_at_mut(at);
            let (parent, node) = (&mut before[parent], &from[0]);
            parent.prose += node.prose;
            parent.links += node.links;
            parent.anchors += node.anchors;
            parent.sentences += node.sentences;
            parent.has_title |= node.has_title;
            parent.has_linked_title |= node.has_linked_title;
            parent.has_heading |= node.has_heading;
        }
        (self.nodes, self.ids, self.inner)
    }
}

/// What the class and the identifier of an element say.
fn named(tag: &Tag) -> (Option<&'static str>, Kind) {
    let mut says = None;
    let mut kind = Kind::Other;
    for name in ["class", "id", "itemprop", "role"] {
        let Some(value) = attribute(tag, name) else { continue };
        for value in value.split_ascii_whitespace() {
            let bare: String =
                value.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
            if BODIES.contains(&bare.as_str()) || name == "role" && bare == "main" {
                kind = Kind::Body;
            }
            if matches!(name, "class" | "id") {
                says = says.or_else(|| words(value).find_map(|word| FURNITURE.get(word.as_str()).copied()));
            }
        }
    }
    (says, kind)
}

/// The words of a name: `relatedPosts` and `related-posts` have two.
fn words(name: &str) -> impl Iterator<Item = String> {
    let mut out = vec![String::new()];
    let mut small = false;
    for c in name.chars() {
        if !c.is_ascii_alphanumeric() || small && c.is_ascii_uppercase() {
            out.push(String::new());
        }
        small = c.is_ascii_lowercase();
        if let (true, Some(word)) = (c.is_ascii_alphanumeric(), out.last_mut()) {
            word.push(c.to_ascii_lowercase());
        }
    }
    out.into_iter().filter(|word| !word.is_empty())
}

/// The elements that are left out.
fn left_out(nodes: &[Node]) -> BTreeMap<usize, &'static str> {
    let mut out = BTreeMap::new();
    let roots = || nodes.iter().filter(|node| node.parent.is_none());
    let all = Share {
        prose: roots().map(|node| node.prose).sum(),
        sentences: roots().map(|node| node.sentences).sum(),
    };
    let main = main(nodes, &all);
    // Sites set their names as headings too, with a link; the title of the text has none.
    let titled = roots().any(|root| root.has_title);
    let has_title = |node: &Node| node.has_title || node.has_linked_title && !titled;
    let mut gone = 0;
    for node in nodes {
        let holds_main = main.is_some_and(|main| main.is_inside(node));
        if node.start < gone || node.kind == Kind::Page || holds_main || has_title(node) {
            continue;
        }
        let is_inside_main = main.is_some_and(|main| node.is_inside(main));
        let is_beside_main = || {
            let parent = node.parent.map(|parent| &nodes[parent]);
            main.is_some_and(|main| parent.is_none_or(|parent| main.is_inside(parent)))
        };
        let little = node.prose * 10 <= all.prose * 3;
        let why = match (node.says, node.kind) {
            // Readers may have said more than the writer.
            (Some("readers' comments"), _) if little || main.is_some() && !is_inside_main => {
                Some("readers' comments")
            }
            (Some(what), _) if little && node.sentences <= 2 => Some(what),
            (_, Kind::Footer) if little && !is_inside_main && node.anchors >= 2 => {
                Some("footers of the site")
            }
            _ if !is_inside_main && node.is_links() && is_beside_main() => {
                Some("links outside the main text")
            }
            _ => None,
        };
        if let Some(why) = why.filter(|_| node.prose + node.links > 0) {
            out.insert(node.start, why);
            gone = node.end;
        }
    }
    out
}

/// How much a page holds.
struct Share {
    prose: usize,
    sentences: usize,
}

/// The element that holds the main text: nearly all sentences but those of comments and the like.
fn main<'n>(nodes: &'n [Node], all: &Share) -> Option<&'n Node> {
    let may_hold = |node: &&Node| {
        node.kind == Kind::Body && node.says.is_none() && node.prose * 2 >= all.prose && node.sentences > 0
    };
    let main = nodes.iter().find(may_hold)?;
    let mut gone = 0;
    let mut furniture = 0;
    for node in
        nodes.iter().filter(|node| node.says.is_some() && !node.is_inside(main) && !main.is_inside(node))
    {
        if node.start >= gone {
            furniture += node.sentences;
            gone = node.end;
        }
    }
    let outside = all.sentences.saturating_sub(main.sentences + furniture);
    (outside * 5 <= main.sentences).then_some(main)
}

#[cfg(test)]
mod tests {
    use super::{survey, words};

    /// What is left out of a page, each by the beginning of its element.
    fn gone(page: &str) -> Vec<&str> {
        survey(page, false, true)
            .left_out
            .into_keys()
            .map(|at| page[at..].split('>').next().unwrap_or_default())
            .collect()
    }

    const TEXT: &str = "<p>渡口的灯整夜亮着，船工们等着最后一班船靠岸。</p><p>雾到天亮才散，第一班船晚了两个小时才开出。</p>";

    #[test]
    fn names_fall_into_words() {
        assert_eq!(
            words("relatedPosts-list js_box2").collect::<Vec<_>>(),
            ["related", "posts", "list", "js", "box2"]
        );
    }

    #[test]
    fn what_is_the_sites_is_left_out() {
        let page = format!(
            "<html><body><div class=\"topNav\"><a href=\"/\">首页</a><a href=\"/n\">新闻</a></div>\
             <h1>渡口夜灯</h1><div id=\"js_content\">{TEXT}</div>\
             <ul><li><a href=\"/1\">另一条新闻</a></li><li><a href=\"/2\">又一条</a></li></ul>\
             <div class=\"comment-list\"><p>写得真好，我小时候就住在那个渡口旁边。</p></div></body></html>"
        );
        assert_eq!(gone(&page), ["<div class=\"topNav\"", "<ul", "<div class=\"comment-list\""]);
    }

    #[test]
    fn what_may_be_the_text_stays() {
        for page in [
            format!("<body><div class=\"has-sidebar\"><h1>渡口</h1>{TEXT}</div></body>"),
            format!("<body><div class=\"share-story\">{TEXT}</div></body>"),
            format!("<body><article><h2>一</h2>{TEXT}</article><article><h2>二</h2>{TEXT}</article></body>"),
            format!("<body><article>{TEXT}</article><p>责任编辑：王可</p></body>"),
            format!(
                "<body><header><h1><a href=\"/x\">渡口</a></h1></header><article>{TEXT}</article></body>"
            ),
            format!(
                "<body>{TEXT}<ul><li><a href=\"/1\">资料一</a></li><li><a href=\"/2\">资料二</a></li></ul></body>"
            ),
        ] {
            assert_eq!(gone(&page), [""; 0], "{page}");
        }
    }
}
