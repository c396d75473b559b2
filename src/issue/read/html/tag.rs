//! What a tag says of its element: by its name, its attributes, and the names that books and content systems give.

use std::borrow::Cow;

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use super::line::Kind;
use crate::issue::inline::Mark;
use crate::issue::model::{Align, Role};

pub(super) type Tag = StartTag<usize>;

pub(super) fn attribute<'t>(tag: &'t Tag, name: &str) -> Option<Cow<'t, str>> {
    tag.attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(&value.value))
}

/// Whether an attribute of an element is looked at.
pub(super) fn is_read(element: &str, attribute: &[u8], told: bool) -> bool {
    match attribute {
        b"href" | b"src" | b"xlink:href" | b"id" | b"epub:type" | b"role" | b"aria-label" => true,
        b"class" => told,
        b"title" | b"alt" => matches!(element, "a" | "img" | "image"),
        b"lang" | b"xml:lang" => matches!(element, "html" | "body"),
        b"charset" | b"http-equiv" | b"name" | b"property" | b"content" => element == "meta",
        b"style" | b"align" | b"colspan" => matches!(element, "td" | "th"),
        b"start" => element == "ol",
        _ => attribute.starts_with(b"xmlns"),
    }
}

/// The field of the front matter that a name of `<meta>` stands for, as web sites and Dublin Core name them.
pub(super) fn field(name: &str) -> Option<&'static str> {
    Some(match name {
        "author" | "article:author" | "dc.creator" => "author",
        "date"
        | "pubdate"
        | "publishdate"
        | "dc.date"
        | "article:published_time"
        | "og:published_time"
        | "datepublished" => "date",
        "og:site_name" => "publication",
        "publisher" | "dc.publisher" => "publisher",
        "source" | "dc.source" => "source",
        "rights" | "copyright" | "dc.rights" => "rights",
        _ => return None,
    })
}

/// Whether one of the words of an attribute is `word`.
pub(super) fn says(tag: &Tag, name: &str, word: &str) -> bool {
    attribute(tag, name).is_some_and(|value| value.split_ascii_whitespace().any(|part| part == word))
}

/// What an element is in a book, by the vocabularies of EPUB 3 and DPUB-ARIA.
pub(super) fn is_part(tag: &Tag, names: &[&str]) -> bool {
    names.iter().any(|name| says(tag, "epub:type", name) || says(tag, "role", &format!("doc-{name}")))
}

/// Whether an element holds a pull quote, by the vocabularies of books or by its class, as content systems name it.
pub(super) fn is_pull_quote(name: &str, tag: &Tag) -> bool {
    matches!(name, "aside" | "blockquote" | "div" | "figure" | "section")
        && (is_part(tag, &["pullquote"])
            || ["pullquote", "pull-quote", "wp-block-pullquote"]
                .iter()
                .any(|class| says(tag, "class", class)))
}

/// The name of the element, if a text is the start tag of a pull quote and nothing else.
pub(in crate::issue::read) fn opens_pull_quote(text: &str) -> Option<String> {
    let mut tokens = Tokenizer::new_with_emitter(text, DefaultEmitter::<usize>::new_with_span());
    let Some(Ok(Token::StartTag(tag))) = tokens.next() else { return None };
    let name = String::from_utf8_lossy(&tag.name).into_owned();
    (tokens.next().is_none() && is_pull_quote(&name, &tag)).then_some(name)
}

/// Whether a text is tags of parts of a page and nothing else: `<aside class="ad">`, `</div>`.
pub(in crate::issue::read) fn is_frame(text: &str) -> bool {
    let is_part = |name: &[u8]| {
        const PARTS: [&[u8]; 13] = [
            b"a", b"article", b"aside", b"center", b"details", b"div", b"figure", b"font", b"footer",
            b"header", b"main", b"section", b"span",
        ];
        PARTS.contains(&name)
    };
    let mut tokens = Tokenizer::new_with_emitter(text, DefaultEmitter::<usize>::new_with_span());
    tokens.all(|token| match token {
        Ok(Token::StartTag(tag)) => is_part(&tag.name),
        Ok(Token::EndTag(tag)) => is_part(&tag.name),
        Ok(Token::String(text)) => text.value.iter().all(u8::is_ascii_whitespace),
        _ => false,
    })
}

/// The role that a page of this program names.
pub(super) fn told_role(tag: &Tag) -> Option<Role> {
    let class = attribute(tag, "class")?;
    class.split_ascii_whitespace().find_map(|name| Role::ALL.into_iter().find(|role| role.name() == name))
}

/// What content systems call the ways to other pages.
pub(super) const NAVIGATION: &[&str] =
    &["nav", "navbar", "breadcrumb", "breadcrumbs", "crumbs", "pagination"];

/// Why an element is left out, as it is told.
pub(super) fn left_out(name: &str, tag: &Tag) -> Option<&'static str> {
    Some(match name {
        "script" | "noscript" | "template" => "scripts",
        "style" => "styles",
        "nav" => "navigation",
        "div" | "ul" | "ol" | "p" if NAVIGATION.iter().any(|class| says(tag, "class", class)) => "navigation",
        "button" | "select" | "textarea" | "datalist" | "option" => "form fields",
        "svg" | "math" | "canvas" | "map" => "drawings and formulas",
        "audio" | "video" | "iframe" | "object" | "frameset" | "applet" => "media",
        "p" | "div" | "span" | "section"
            if says(tag, "class", "translation") || says(tag, "class", "translations") =>
        {
            "translations"
        }
        "a" if says(tag, "class", "mark")
            && attribute(tag, "href").is_some_and(|href| href.starts_with('#')) =>
        {
            "numbers of sentences"
        }
        "a" if is_part(tag, &["backlink"]) => "links back",
        "span" | "a" if says(tag, "class", "note-number") => "links back",
        _ if attribute(tag, "hidden").is_some() => "hidden parts",
        _ => return None,
    })
}

pub(super) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "image"
            | "input"
            | "link"
            | "meta"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Elements that hold lines of their own.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "legend"
            | "main"
            | "p"
            | "section"
            | "summary"
            | "title"
    )
}

pub(super) fn heading(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}

pub(super) fn inline_kind(name: &str) -> Option<Kind> {
    Some(match name {
        "b" | "strong" => Kind::Mark(Mark::Strong),
        "i" | "em" | "cite" | "dfn" => Kind::Mark(Mark::Emphasis),
        "s" | "del" | "strike" => Kind::Mark(Mark::Strikethrough),
        "sup" => Kind::Mark(Mark::Superscript),
        "sub" => Kind::Mark(Mark::Subscript),
        "code" | "kbd" | "samp" | "tt" => Kind::Code,
        "ruby" => Kind::Ruby,
        "rt" => Kind::Reading,
        "rp" => Kind::Dropped,
        _ => return None,
    })
}

pub(super) fn align(tag: &Tag) -> Align {
    let style = attribute(tag, "style").unwrap_or_default().replace(' ', "").to_ascii_lowercase();
    let named = |name: &str| {
        says(tag, "class", name) || says(tag, "align", name) || style.contains(&format!("text-align:{name}"))
    };
    match () {
        () if named("left") => Align::Left,
        () if named("center") => Align::Center,
        () if named("right") => Align::Right,
        () => Align::Auto,
    }
}
