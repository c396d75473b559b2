//! Passages of Markdown: paragraphs, headings, list points, cells, titles of links and images; in HTML, what HTML's
//! own reader finds. Code and addresses are no part of them.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::tongue::Tongues;
use super::{Format, Parts, Passage, markup};

pub(super) fn parts(source: &str, tongues: &Tongues<'_>) -> Parts {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    let mut parts = Parts::default();
    let mut passage = Passage::default();
    let (mut code, mut metadata) = (false, false);
    let parser = Parser::new_ext(source, options);
    for (_, definition) in parser.reference_definitions().iter() {
        title(source, definition.span.clone(), definition.title.as_deref().unwrap_or_default(), &mut parts);
    }
    for (event, range) in parser.into_offset_iter() {
        match event {
            Event::Text(_) if code => {}
            Event::Text(_) if metadata => front_matter(source, range, tongues, &mut parts),
            Event::Text(text) => passage.push(source, range.clone(), source[range] != *text),
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {
                passage.push(source, range, true);
            }
            Event::SoftBreak | Event::HardBreak => passage.push(source, range, true),
            Event::Start(Tag::CodeBlock(_)) => code = true,
            Event::End(TagEnd::CodeBlock) => code = false,
            Event::Start(Tag::MetadataBlock(_)) => metadata = true,
            Event::End(TagEnd::MetadataBlock(_)) => metadata = false,
            Event::Start(Tag::Link { title: words, .. } | Tag::Image { title: words, .. }) => {
                title(source, range, &words, &mut parts);
            }
            Event::Start(tag) if is_inline(tag.to_end()) => {}
            Event::Start(Tag::HtmlBlock) => {
                end(&mut passage, &mut parts);
                parts.take(markup::parts(&source[range.clone()], Format::Html, tongues), range.start);
            }
            Event::InlineHtml(_) => {
                parts.take(markup::parts(&source[range.clone()], Format::Html, tongues), range.start);
            }
            Event::End(tag) if is_inline(tag) => {}
            Event::Start(_) | Event::End(_) | Event::Rule => end(&mut passage, &mut parts),
            Event::Html(_) | Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }
    end(&mut passage, &mut parts);
    parts
}

fn is_inline(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Link
            | TagEnd::Image
            | TagEnd::Superscript
            | TagEnd::Subscript
    )
}

fn end(passage: &mut Passage, parts: &mut Parts) {
    if !passage.text.is_empty() {
        parts.passages.push(std::mem::take(passage));
    }
}

/// The title of a link, an image or a definition; it is the last thing of them that is quoted. One that is
/// written with escapes stays.
fn title(source: &str, range: Range<usize>, title: &str, parts: &mut Parts) {
    let found = source[range.clone()].rfind(title).filter(|_| !title.is_empty());
    if let Some(at) = found.map(|at| range.start + at)
        && source[..at].ends_with(['"', '\'', '('])
    {
        let mut passage = Passage::default();
        passage.push(source, at..at + title.len(), false);
        end(&mut passage, parts);
    }
}

/// Values of front matter; the field that names the language is one of the tags.
fn front_matter(source: &str, range: Range<usize>, tongues: &Tongues<'_>, parts: &mut Parts) {
    let mut at = range.start;
    for line in source[range].split_inclusive('\n') {
        let colon = line.find([':', '=']).map_or(0, |colon| colon + 1);
        let value = line[colon..].trim_matches([' ', '"', '\'', '\n', '\r']);
        let start = at + colon + line[colon..].find(value).unwrap_or(0);
        let name = line[..colon].trim_end_matches([':', '=']).trim();
        if matches!(name, "language" | "lang") {
            if tongues.is_from(value) {
                parts.languages.push(start..start + value.len());
            }
        } else if !matches!(name, "cover" | "source" | "date" | "id" | "identifier") {
            let mut passage = Passage::default();
            passage.push(source, start..start + value.len(), false);
            end(&mut passage, parts);
        }
        at += line.len();
    }
}
