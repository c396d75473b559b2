//! HTML in Markdown: blocks of it are read as pages are, and what stands in `<aside class="pullquote">` is a pull quote.

use super::html;
use super::parsed::Parsed;
use super::pull_quotes::block;
use crate::issue::model::{Block, Body, Role};
use crate::problem::{Problem, Severity, Span};

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

/// Puts the blocks that a reader of HTML finds in the place of the HTML. Tags that open or close a part of the page
/// around Markdown are left out and reported; HTML that says nothing to readers of text stays as it is.
pub(super) fn read(
    parsed: Vec<Parsed>,
    source: &str,
    base: usize,
    problems: &mut Vec<Problem>,
) -> Vec<Parsed> {
    let is_html =
        |parsed: &Parsed| matches!(&parsed.block.body, Body::Verbatim { kind, .. } if kind == "html");
    if !parsed.iter().any(is_html) {
        return parsed;
    }
    let mut out = Vec::with_capacity(parsed.len());
    for parsed in parsed {
        let span = parsed.block.span;
        let html = span.start.checked_sub(base).zip(span.end.checked_sub(base));
        let html = html.and_then(|(start, end)| source.get(start..end)).filter(|_| is_html(&parsed));
        let Some(html) = html.filter(|html| !html.trim_start().starts_with("<!")) else {
            out.push(parsed);
            continue;
        };
        let mut found = Vec::new();
        let page = html::page(html, span.start, "", false, &mut found);
        if !page.blocks.is_empty() {
            problems.append(&mut found);
            out.extend(page.blocks);
        } else if html::is_frame(html) {
            problems.push(Problem {
                severity: Severity::Note,
                code: "html-tags".into(),
                span,
                message: format!("the HTML tags `{}` are left out", html.trim()),
                help: "what stands between them is read as Markdown".to_owned(),
            });
        } else {
            out.push(parsed);
        }
    }
    out
}
