//! SVG images as far as a book may have them: they draw. `svg.tsv` lists the elements, attributes and rules that may
//! stand in one; whatever else does is refused, for readers would run it or fetch it (EPUB 3.3, 3.5 and 4.2).
//!
//! Nothing is taken out: who drew the image should know what of it a book does not show.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use cssparser::{Parser, ParserInput, Token};
use roxmltree::{Document, Node, ParsingOptions};

/// The namespace of SVG.
const SVG: &str = "http://www.w3.org/2000/svg";

/// The namespace of links in SVG 1.1.
const XLINK: &str = "http://www.w3.org/1999/xlink";

/// The namespace of what XML itself names.
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// The most elements and texts of an image: more takes a reader's device minutes to draw.
const MOST_NODES: u32 = 500_000;

/// The names that may stand in an image.
struct Allowed {
    elements: BTreeSet<&'static str>,
    attributes: BTreeSet<&'static str>,
    namespaces: Vec<&'static str>,
    rules: BTreeSet<&'static str>,
}

static ALLOWED: LazyLock<Allowed> = LazyLock::new(|| {
    let of = |kind: &'static str| {
        let lines = include_str!("svg.tsv").lines().filter_map(|line| line.split_once('\t'));
        lines.filter(move |(listed, _)| *listed == kind).map(|(_, name)| name)
    };
    Allowed {
        elements: of("element").collect(),
        attributes: of("attribute").collect(),
        namespaces: of("namespace").collect(),
        rules: of("rule").collect(),
    }
});

/// Why an SVG cannot go into a book; none if it can.
pub(super) fn objection(bytes: &[u8]) -> Option<String> {
    let broken = |_| "the SVG is not well-formed".to_owned();
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{feff}'),
        Err(error) => return Some(broken(error.to_string())),
    };
    let options = ParsingOptions { nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    match Document::parse_with_options(text, options) {
        Ok(document) => document.descendants().find_map(objection_to),
        Err(roxmltree::Error::DtdDetected) => Some("the SVG has a document type".to_owned()),
        Err(roxmltree::Error::NodesLimitReached) => {
            Some(format!("the SVG has more than {MOST_NODES} elements"))
        }
        Err(error) => Some(broken(error.to_string())),
    }
}

fn objection_to(node: Node<'_, '_>) -> Option<String> {
    if node.is_pi() {
        return Some("the SVG holds an instruction to programs, `<?…?>`".to_owned());
    }
    if !node.is_element() {
        return None;
    }
    let name = node.tag_name().name();
    let of_svg = match node.tag_name().namespace() {
        Some(SVG) => true,
        Some(other) => {
            if !ALLOWED.namespaces.iter().any(|known| other.starts_with(known)) {
                return Some(format!("the SVG holds foreign content: `{name}` of `{other}`"));
            }
            false
        }
        None => return Some(format!("`{name}` in the SVG is not of the namespace `{SVG}`")),
    };
    if of_svg && !ALLOWED.elements.contains(name) {
        return Some(format!("the SVG holds `{name}`, which no image of a book may have"));
    }
    let styles = node.children().filter(|child| of_svg && name == "style" && child.is_text());
    let style: String = styles.filter_map(|text| text.text()).collect();
    style_objection(&style)
        .or_else(|| node.attributes().find_map(|attribute| attribute_objection(node, attribute)))
}

fn attribute_objection(node: Node<'_, '_>, attribute: roxmltree::Attribute<'_, '_>) -> Option<String> {
    let (name, value) = (attribute.name(), attribute.value());
    match attribute.namespace() {
        Some(XLINK) if name == "href" => return link_objection(node.tag_name().name(), value),
        // How a link looks; nothing is fetched for it.
        Some(XLINK) => return None,
        // `xml:base` would lead all other addresses elsewhere.
        Some(XML) if matches!(name, "space" | "lang" | "id") => return None,
        // What drawing programs note for themselves.
        Some(other) if ALLOWED.namespaces.iter().any(|known| other.starts_with(known)) => return None,
        Some(other) => return Some(format!("the SVG holds foreign content: `{name}` of `{other}`")),
        None => {}
    }
    let is_of_svg = node.tag_name().namespace() == Some(SVG);
    if name == "href" && is_of_svg {
        return link_objection(node.tag_name().name(), value);
    }
    if is_of_svg && !ALLOWED.attributes.contains(name) && !name.starts_with("data-") {
        return Some(format!("the SVG holds the attribute `{name}`, which no image of a book may have"));
    }
    style_objection(value)
}

/// What is wrong with where an element leads, or what it takes in.
fn link_objection(element: &str, address: &str) -> Option<String> {
    let address = address.trim();
    let inside = address.starts_with('#');
    let starts = |beginnings: &[&str]| {
        let known =
            |start: &&str| address.get(..start.len()).is_some_and(|is| is.eq_ignore_ascii_case(start));
        beginnings.iter().any(known)
    };
    let allowed = match element {
        // Readers follow it when they want to.
        "a" => inside || starts(&["https://", "http://", "mailto:"]),
        "image" | "feImage" => inside || starts(&IMAGES),
        _ => inside,
    };
    (!allowed).then(|| format!("the SVG draws on another file or runs one: `{}`", shown(address)))
}

/// Beginnings of images that are written out in their place.
const IMAGES: [&str; 4] = ["data:image/png", "data:image/jpeg", "data:image/gif", "data:image/webp"];

/// Functions of style sheets that fetch what they name.
const FETCHES: [&str; 6] = ["url", "src", "image", "image-set", "-webkit-image-set", "cross-fade"];

/// What is wrong with a style sheet, or with the value of a property: it asks for a file. Escapes and capitals are read
/// as readers read them (CSS Syntax Module Level 3).
fn style_objection(style: &str) -> Option<String> {
    // Nearly all values are numbers and names.
    if !style.contains(['(', '@', '\\']) {
        return None;
    }
    let mut input = ParserInput::new(style);
    block_objection(&mut Parser::new(&mut input), 0, false)
}

/// Blocks inside each other; a style sheet has three at most.
const DEEPEST: usize = 32;

/// Looks through a block; in the arguments of a function that fetches, a text is an address.
fn block_objection(parser: &mut Parser<'_, '_>, depth: usize, fetches: bool) -> Option<String> {
    let foreign = |address: &str| {
        let beginning =
            |start: &&str| address.trim().get(..start.len()).is_some_and(|is| is.eq_ignore_ascii_case(start));
        let allowed = address.trim().starts_with('#') || IMAGES.iter().chain(&FONTS).any(beginning);
        (!allowed).then(|| format!("the SVG draws on another file: `{}`", shown(address)))
    };
    if depth > DEEPEST {
        return Some("the style sheet of the SVG is too deep".to_owned());
    }
    while let Ok(token) = parser.next_including_whitespace_and_comments().cloned() {
        let fetches_inside = match &token {
            Token::AtKeyword(rule) if !ALLOWED.rules.contains(rule.to_ascii_lowercase().as_str()) => {
                return Some(format!("the style sheet of the SVG has the rule `@{rule}`"));
            }
            Token::UnquotedUrl(address) | Token::BadUrl(address) => match foreign(address) {
                None => continue,
                objection => return objection,
            },
            Token::QuotedString(address) if fetches => match foreign(address) {
                None => continue,
                objection => return objection,
            },
            Token::Function(name) => FETCHES.iter().any(|fetch| name.eq_ignore_ascii_case(fetch)),
            Token::ParenthesisBlock | Token::SquareBracketBlock | Token::CurlyBracketBlock => false,
            _ => continue,
        };
        // A block that is not read to its end is an error to the parser: what was found in it is kept aside.
        let mut found = None;
        let _ = parser.parse_nested_block(|inner| {
            found = block_objection(inner, depth + 1, fetches_inside);
            Ok::<_, cssparser::ParseError<'_, ()>>(())
        });
        if found.is_some() {
            return found;
        }
    }
    None
}

/// Beginnings of fonts that are written out in their place.
const FONTS: [&str; 4] =
    ["data:font/", "data:application/font-", "data:application/x-font-", "data:application/vnd.ms-opentype"];

/// The beginning of an address, as it is shown.
fn shown(address: &str) -> String {
    address.chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::objection;

    fn svg(inside: &str) -> Option<String> {
        let document = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'>{inside}</svg>"
        );
        objection(document.as_bytes())
    }

    #[test]
    fn an_svg_draws_on_no_other_file() {
        for outside in [
            "<image href='https://example.org/a.png'/>",
            "<image href='//example.org/a.png'/>",
            "<image xlink:href='a.png'/>",
            "<image href='data:image/svg+xml,a'/>",
            "<feImage href='a.png'/>",
            "<use href='a.svg#b'/>",
            "<style>@import 'a.css';</style>",
            "<style>@IMPORT 'a.css';</style>",
            "<style>@\\69mport 'a.css';</style>",
            "<style>@/**/import 'a.css'; @namespace x 'y'; @import url(a.css);</style>",
            "<style><![CDATA[@import 'a.css';]]></style>",
            "<style>rect { fill: url( \"https://example.org/a.png\" ) }</style>",
            "<style>rect { fill: URL(a.svg) }</style>",
            "<style>rect { fill: u\\72l(a.svg#b) }</style>",
            "<style>rect { fill: u\\000072 l('a.svg') }</style>",
            "<style>@media print { rect { fill: image-set('#a' 1x, 'a.png' 2x) } }</style>",
            "<rect style='fill: url(a.svg#b)'/>",
            "<rect fill='url(a.svg#b)'/>",
            "<rect fill='ur&#108;(a.svg#b)'/>",
            "<g xml:base='https://example.org/'><use href='#a'/></g>",
        ] {
            assert!(svg(outside).is_some(), "{outside}");
        }
    }

    #[test]
    fn an_svg_runs_nothing() {
        for program in [
            "<script>x()</script>",
            "<x:script xmlns:x='http://www.w3.org/2000/svg'>x()</x:script>",
            "<foreignObject/>",
            "<ForeignObject/>",
            "<iframe xmlns='http://www.w3.org/1999/xhtml'/>",
            "<img xmlns='http://www.w3.org/1999/xhtml' src='a.png'/>",
            "<set attributeName='href' to='javascript:x()'/>",
            "<animate attributeName='x' values='javascript:x()'/>",
            "<rect onclick='x()'/>",
            "<rect OnClick='x()'/>",
            "<a href='javascript:x()'/>",
            "<a href='java&#10;script:x()//://'/>",
            "<a xlink:href='JavaScript:x()'/>",
            "<a href='data:text/html,x'/>",
            "<?xml-stylesheet href='a.css'?>",
            "<ev:listener xmlns:ev='http://www.w3.org/2001/xml-events'/>",
        ] {
            assert!(svg(program).is_some(), "{program}");
        }
        assert!(
            objection(b"<?xml-stylesheet href='a.css'?><svg xmlns='http://www.w3.org/2000/svg'/>").is_some()
        );
        assert!(
            objection(b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg xmlns='http://www.w3.org/2000/svg'/>").is_some()
        );
        assert_eq!(objection(b"<svg><g></svg>").unwrap(), "the SVG is not well-formed");
        assert!(
            objection(b"<svg><path d='M0 0'/></svg>").is_some(),
            "it is of no namespace, and nothing is drawn"
        );
    }

    #[test]
    fn what_draws_may_go_in() {
        for inside in [
            "<path d='M0 0'/>",
            "<use href='#a'/>",
            "<image href='data:image/png;base64,'/>",
            "<rect fill='url(#b)' style=\"fill: url('#b'); transform: rotate(3deg)\"/>",
            "<style>@media print { .a { fill: url(#b) } }</style>",
            "<style><![CDATA[.a > .b { fill: red }]]></style>",
            "<a href='https://example.org/'><text>灯</text></a>",
            "<g xmlns:i='http://www.inkscape.org/namespaces/inkscape' i:label='a'><i:path-effect/></g>",
            "<metadata><r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/></metadata>",
        ] {
            assert_eq!(svg(inside), None, "{inside}");
        }
    }
}
