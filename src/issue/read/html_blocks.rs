//! HTML in Markdown that says what a block is: what stands in `<aside class="pullquote">` is a pull quote.

use super::html;
use super::parsed::Parsed;
use super::pull_quotes::block;
use crate::issue::model::{Block, Body, Role};
use crate::problem::{Problem, Span};

/// Makes pull quotes of what stands between HTML tags that say so, in Markdown.
pub(super) fn pull_quotes(parsed: &mut Vec<Parsed>, problems: &mut Vec<Problem>) {
    let html = |parsed: &Parsed| match &parsed.block.body {
        Body::Verbatim { kind, text } if kind == "html" => Some(text.trim().to_owned()),
        _ => None,
    };
    let mut at = 0;
    while at < parsed.len() {
        let opening = html(&parsed[at]).filter(|text| text.contains("pull"));
        if let Some(name) = opening.as_deref().and_then(html::opens_pull_quote) {
            let close = format!("</{name}>");
            let end =
                (at + 1..parsed.len()).find(|&end| html(&parsed[end]).is_some_and(|text| text == close));
            if let Some(end) = end {
                let span = Span { start: parsed[at].block.span.start, end: parsed[end].block.span.end };
                let inner = parsed.drain(at + 1..=end).map(|parsed| parsed.block);
                let mut inner: Vec<Block> = inner.collect();
                inner.pop();
                parsed[at].block = block(inner, span);
            }
        } else if let Some(text) = opening {
            let page = html::page(&text, parsed[at].block.span.start, "", false, problems);
            if let [only] = page.blocks.as_slice()
                && only.block.role == Role::PullQuote
            {
                parsed[at] = only.clone();
            }
        }
        at += 1;
    }
}
