//! One HTML page of an issue, for looking at it: every block with its role as its class, and no style of its own.
//! Editions for readers are made elsewhere.

use std::fmt::Write as _;

use quick_xml::escape::partial_escape;

use crate::issue::inline::{Inline, Mark};
use crate::issue::model::{Align, Block, Body, Issue, Role};

/// The issue as HTML5.
#[must_use]
pub fn html(issue: &Issue) -> String {
    let mut out = String::new();
    let title = [&issue.masthead.publication, &issue.masthead.number, &issue.masthead.title];
    let title: Vec<&str> = title.into_iter().flatten().map(String::as_str).collect();
    let title = if title.is_empty() { "Issue".to_owned() } else { title.join(" ") };
    let language = issue.language.as_str();
    let _ =
        write!(out, "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n<title>");
    escape(&title, &mut out);
    out.push_str("</title>\n</head>\n<body>\n");
    for article in &issue.articles {
        out.push_str("<article>\n");
        for block in &article.blocks {
            write_block(block, &mut out);
        }
        out.push_str("</article>\n");
    }
    out.push_str("</body>\n</html>\n");
    out
}

fn write_block(block: &Block, out: &mut String) {
    let class = block.role.name();
    match &block.body {
        Body::Text(text) => {
            let tag = match block.role {
                Role::Section | Role::Headline => "h1",
                Role::Crosshead => "h2",
                Role::Figure => "figure",
                _ => "p",
            };
            let _ = write!(out, "<{tag} class=\"{class}\">");
            write_inlines(&text.inlines, out);
            let _ = writeln!(out, "</{tag}>");
        }
        Body::Blocks(blocks) if block.role == Role::Figure => {
            let _ = writeln!(out, "<figure class=\"{class}\">");
            for part in blocks {
                let Body::Text(text) = &part.body else { continue };
                let caption = part.role == Role::Caption;
                out.push_str(if caption { "<figcaption>" } else { "" });
                write_inlines(&text.inlines, out);
                out.push_str(if caption { "</figcaption>\n" } else { "\n" });
            }
            out.push_str("</figure>\n");
        }
        Body::Blocks(blocks) => {
            let tag = match block.role {
                Role::Quote => "blockquote",
                Role::PullQuote => "aside",
                _ => "div",
            };
            let _ = writeln!(out, "<{tag} class=\"{class}\">");
            write_blocks(blocks, out);
            let _ = writeln!(out, "</{tag}>");
        }
        Body::List { start, points } => {
            let tag = if start.is_some() { "ol" } else { "ul" };
            let from = start.filter(|&n| n != 1).map_or(String::new(), |n| format!(" start=\"{n}\""));
            let _ = writeln!(out, "<{tag} class=\"{class}\"{from}>");
            for point in points {
                out.push_str("<li>");
                if let [Block { body: Body::Text(text), .. }] = point.as_slice() {
                    write_inlines(&text.inlines, out);
                } else {
                    out.push('\n');
                    write_blocks(point, out);
                }
                out.push_str("</li>\n");
            }
            let _ = writeln!(out, "</{tag}>");
        }
        Body::Table { rows } => {
            let _ = writeln!(out, "<table class=\"{class}\">");
            for (i, row) in rows.iter().enumerate() {
                let tag = if i == 0 { "th" } else { "td" };
                out.push_str("<tr>");
                for cell in row {
                    let style = match cell.align {
                        Align::Auto => "",
                        Align::Left => " style=\"text-align: left\"",
                        Align::Center => " style=\"text-align: center\"",
                        Align::Right => " style=\"text-align: right\"",
                    };
                    let _ = write!(out, "<{tag}{style}>");
                    write_inlines(&cell.text.inlines, out);
                    let _ = write!(out, "</{tag}>");
                }
                out.push_str("</tr>\n");
            }
            out.push_str("</table>\n");
        }
        Body::Note { label, blocks } => {
            out.push_str("<aside class=\"note\" id=\"note-");
            escape(label, out);
            out.push_str("\">\n");
            write_blocks(blocks, out);
            out.push_str("</aside>\n");
        }
        // What was HTML is shown, not run: it may be anything.
        Body::Verbatim { text, .. } => {
            let _ = write!(out, "<pre class=\"{class}\">");
            escape(text, out);
            out.push_str("</pre>\n");
        }
        Body::Empty => out.push_str("<hr>\n"),
    }
}

fn write_blocks(blocks: &[Block], out: &mut String) {
    for block in blocks {
        write_block(block, out);
    }
}

fn write_inlines(parts: &[Inline], out: &mut String) {
    for part in parts {
        match part {
            Inline::Text(text) => escape(text, out),
            Inline::Code(code) => {
                out.push_str("<code>");
                escape(code, out);
                out.push_str("</code>");
            }
            Inline::Marked(mark, inner) => write_marked(mark, inner, out),
            Inline::Image { source, alt, title } => {
                out.push_str("<img src=\"");
                escape(address(source), out);
                out.push_str("\" alt=\"");
                escape(alt, out);
                if !title.is_empty() {
                    out.push_str("\" title=\"");
                    escape(title, out);
                }
                out.push_str("\">");
            }
            Inline::Note(label) => {
                out.push_str("<sup><a href=\"#note-");
                escape(label, out);
                out.push_str("\">");
                escape(label, out);
                out.push_str("</a></sup>");
            }
            Inline::Html(tag) => escape(tag, out),
            Inline::SoftBreak => out.push('\n'),
            Inline::HardBreak => out.push_str("<br>\n"),
        }
    }
}

fn write_marked(mark: &Mark, inner: &[Inline], out: &mut String) {
    let (open, close) = match mark {
        Mark::Emphasis => ("<em>", "</em>"),
        Mark::Strong => ("<strong>", "</strong>"),
        Mark::Strikethrough => ("<del>", "</del>"),
        Mark::Superscript => ("<sup>", "</sup>"),
        Mark::Subscript => ("<sub>", "</sub>"),
        Mark::Dateline => ("<span class=\"dateline\">", "</span>"),
        Mark::Byline => ("<span class=\"byline\">", "</span>"),
        Mark::Continuation => ("<span class=\"continuation\">", "</span>"),
        Mark::Link { url, title } => {
            out.push_str("<a href=\"");
            escape(address(url), out);
            if !title.is_empty() {
                out.push_str("\" title=\"");
                escape(title, out);
            }
            out.push_str("\">");
            ("", "</a>")
        }
        Mark::Ruby(words) => {
            out.push_str("<ruby>");
            write_inlines(inner, out);
            out.push_str("<rt>");
            escape(words, out);
            out.push_str("</rt></ruby>");
            return;
        }
    };
    out.push_str(open);
    write_inlines(inner, out);
    out.push_str(close);
}

/// An address that a page may hold; scripts are none.
fn address(url: &str) -> &str {
    let visible = url.chars().filter(|c| !c.is_whitespace() && !c.is_control());
    let scheme: String = visible.take(12).flat_map(char::to_lowercase).collect();
    let runs = ["javascript:", "vbscript:", "data:text/"].iter().any(|bad| scheme.starts_with(bad));
    if runs { "#" } else { url }
}

fn escape(text: &str, out: &mut String) {
    out.push_str(&partial_escape(text).replace('"', "&quot;"));
}
