//! Editions for Kobo readers (KEPUB).
//!
//! A Kobo shows plain EPUB with a slower engine that turns pages by chapter, keeps no exact place and draws no
//! statistics. It takes its own engine for files named `.kepub.epub` in which every sentence stands in a
//! `<span class="koboSpan" id="kobo.P.S">`, P counting blocks and S sentences in a block, and the body in two
//! `div`s that it makes its columns of. The markup is otherwise the same, and valid EPUB.

use std::fmt::Write as _;

use super::{Edition, Kind};
use crate::lang::Language;
use crate::segment::sentences;

/// Elements that begin a new count of sentences.
const BLOCKS: [&str; 12] =
    ["p", "h1", "h2", "li", "td", "th", "dt", "dd", "figcaption", "blockquote", "div", "aside"];
/// Elements whose text stays as it is: readings over characters, code that is kept to the letter.
const UNTOUCHED: [&str; 2] = ["rt", "pre"];

impl Edition {
    /// The edition as a Kobo wants it, to be packed into a file named `.kepub.epub`.
    #[must_use]
    pub fn kepub(&self) -> Self {
        let mut edition = self.clone();
        let language = self.metadata.language().parse().unwrap_or_else(|_| Language::of_text(""));
        for page in edition.pages.iter_mut().filter(|page| page.kind != Kind::Cover) {
            page.xhtml = with_spans(&page.xhtml, &language);
        }
        edition
    }
}

/// Puts every sentence of a page's body into its span. `xhtml` is well-formed.
fn with_spans(xhtml: &str, language: &Language) -> String {
    let Some(body) = xhtml.find("<body").and_then(|at| Some(at + xhtml[at..].find('>')? + 1)) else {
        return xhtml.to_owned();
    };
    let Some(end) = xhtml.rfind("</body>") else { return xhtml.to_owned() };
    let mut out = String::with_capacity(xhtml.len() * 3 / 2);
    out.push_str(&xhtml[..body]);
    out.push_str("\n<div id=\"book-columns\"><div id=\"book-inner\">");
    let mut rest = &xhtml[body..end];
    let (mut block, mut sentence, mut untouched) = (0, 0, 0usize);
    while !rest.is_empty() {
        let text_end = rest.find('<').unwrap_or(rest.len());
        let (text, behind) = rest.split_at(text_end);
        if untouched > 0 || text.trim().is_empty() {
            out.push_str(text);
        } else {
            let mut start = 0;
            let ends =
                sentences(text, language).into_iter().skip(1).map(|range| range.start).chain([text.len()]);
            for end in ends {
                sentence += 1;
                let piece = &text[start..end];
                let _ = write!(
                    out,
                    "<span class=\"koboSpan\" id=\"kobo.{}.{sentence}\">{piece}</span>",
                    block.max(1)
                );
                start = end;
            }
        }
        let tag_end = behind.find('>').map_or(behind.len(), |at| at + 1);
        let (tag, behind) = behind.split_at(tag_end);
        let name = tag.trim_start_matches(['<', '/']).split([' ', '>', '/', '\n']).next().unwrap_or_default();
        if BLOCKS.contains(&name) && !tag.starts_with("</") {
            block += 1;
            sentence = 0;
        }
        if UNTOUCHED.contains(&name) && !tag.ends_with("/>") {
            untouched = if tag.starts_with("</") { untouched.saturating_sub(1) } else { untouched + 1 };
        }
        out.push_str(tag);
        rest = behind;
    }
    out.push_str("</div></div>\n");
    out.push_str(&xhtml[end..]);
    out
}

#[cfg(test)]
mod tests {
    use super::with_spans;

    #[test]
    fn every_sentence_gets_its_span_and_nothing_else_changes() {
        let page =
            "<html><body class=\"a\"><p>一。二<ruby>三<rt>san</rt></ruby>。</p>\n<p>&lt;四</p></body></html>";
        let spans = with_spans(page, &"zh-CN".parse().unwrap());
        assert_eq!(
            spans,
            "<html><body class=\"a\">\n<div id=\"book-columns\"><div id=\"book-inner\"><p>\
             <span class=\"koboSpan\" id=\"kobo.1.1\">一。</span><span class=\"koboSpan\" id=\"kobo.1.2\">二</span>\
             <ruby><span class=\"koboSpan\" id=\"kobo.1.3\">三</span><rt>san</rt></ruby>\
             <span class=\"koboSpan\" id=\"kobo.1.4\">。</span></p>\n\
             <p><span class=\"koboSpan\" id=\"kobo.2.1\">&lt;四</span></p></div></div>\n</body></html>"
        );
    }
}
