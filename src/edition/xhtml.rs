//! Running text as XHTML: marks become elements, and sentences and vertical runs get their spans.
//!
//! Every character of the plain text is written once, so that the text of an element, taken out again, is the
//! text of its leaf. Two kinds of characters cannot be: those XML forbids (control characters become U+FFFD),
//! and line ends that mean nothing between Chinese characters, which a browser would show as a blank.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use quick_xml::escape::partial_escape;

use super::markup::Markup;
use super::reading::Readings;
use super::vertical::{self, Run};
use crate::issue::{Inline, Mark, Text};
use crate::lang::is_han;

/// A stretch of the plain text that gets an element of its own: a sentence.
#[derive(Debug, Clone)]
pub(super) struct Cut {
    /// The bytes of the plain text.
    pub range: Range<usize>,
    /// The id of the element.
    pub id: String,
    /// What the element begins with, before the text.
    pub before: Option<Markup>,
    /// What it ends with.
    pub after: Option<Markup>,
}

/// What running text needs of the book around it.
pub(super) trait Surroundings {
    /// Markup of an image.
    fn image(&mut self, out: &mut Markup, source: &str, alt: &str, title: &str);
    /// Markup of a reference to a note.
    fn note(&mut self, out: &mut Markup, label: &str);
    /// Readings to be set over Chinese characters.
    fn readings(&self) -> Option<&Readings> {
        None
    }
    /// Where lines may end, as byte offsets of a text whose lines do not end after every character.
    fn breaks(&self, _text: &str) -> Vec<usize> {
        Vec::new()
    }
}

/// A part of running text in the order of writing.
enum Event<'a> {
    Open(&'a Mark),
    Close,
    Characters { text: &'a str, at: usize, code: bool },
    Break { hard: bool, at: usize },
    Weightless { inline: &'a Inline, at: usize },
}

/// Writes the part of a text that stands in `window`, with the elements that `cuts` asks for.
///
/// `cuts` stand in order and do not overlap. Marks that reach over a cut's edge are closed before it and opened
/// again behind it. Images and references to notes go with the text before them, as in [`Text::slice`].
pub(super) fn write(
    out: &mut Markup,
    text: &Text,
    window: &Range<usize>,
    cuts: &[Cut],
    vertical: bool,
    around: &mut impl Surroundings,
) {
    let plain = text.plain();
    // A long text is written in many windows: each looks at its own characters.
    let end = window.end.min(plain.len());
    let start = window.start.min(end);
    let shown = &plain[start..end];
    let mut runs = if vertical { vertical::runs(shown) } else { vertical::horizontal_runs(shown) };
    for (range, _) in &mut runs {
        *range = range.start + start..range.end + start;
    }
    let mut readings = around.readings().map_or_else(Vec::new, |readings| readings.of(shown));
    for (at, _) in &mut readings {
        *at += start;
    }
    let mut breaks = around.breaks(shown);
    for at in &mut breaks {
        *at += start;
    }
    let mut events = Vec::new();
    flatten(&text.inlines, &mut 0, &mut events);
    let mut writer = Writer {
        out,
        plain: &plain,
        window,
        cuts,
        runs: &runs,
        readings: &readings,
        breaks: &breaks,
        marks: Vec::new(),
        open: 0,
        inside: false,
    };
    for event in events {
        writer.event(&event, around);
    }
    writer.finish();
}

fn flatten<'a>(inlines: &'a [Inline], at: &mut usize, events: &mut Vec<Event<'a>>) {
    for inline in inlines {
        match inline {
            Inline::Marked(mark, inner) => {
                events.push(Event::Open(mark));
                flatten(inner, at, events);
                events.push(Event::Close);
            }
            Inline::Text(text) | Inline::Code(text) => {
                let code = matches!(inline, Inline::Code(_));
                events.push(Event::Characters { text, at: *at, code });
                *at += text.len();
            }
            Inline::SoftBreak | Inline::HardBreak => {
                events.push(Event::Break { hard: matches!(inline, Inline::HardBreak), at: *at });
                *at += 1;
            }
            Inline::Image { .. } | Inline::Note(_) | Inline::Html(_) => {
                events.push(Event::Weightless { inline, at: *at });
            }
        }
    }
}

struct Writer<'a, 'o> {
    out: &'o mut Markup,
    plain: &'a str,
    window: &'a Range<usize>,
    /// The cuts that are not behind us; the first may be the one we are in.
    cuts: &'a [Cut],
    runs: &'a [(Range<usize>, Run)],
    /// Readings by the byte that their character begins with.
    readings: &'a [(usize, Cow<'static, str>)],
    /// Where lines may end.
    breaks: &'a [usize],
    /// The marks over this place, outermost first.
    marks: Vec<&'a Mark>,
    /// How many of them have been written; a mark is written with its first character.
    open: usize,
    /// Whether the element of `cuts[0]` is open.
    inside: bool,
}

impl<'a> Writer<'a, '_> {
    fn event(&mut self, event: &Event<'a>, around: &mut impl Surroundings) {
        match event {
            Event::Open(mark) => self.marks.push(mark),
            Event::Close => {
                if self.open == self.marks.len() {
                    self.close_mark(true);
                }
                self.marks.pop();
            }
            Event::Characters { text, at, code } => self.characters(text, *at, *code),
            Event::Break { hard, at } => {
                if self.window.contains(at) {
                    self.enter(*at);
                    self.line_end(*hard, *at);
                }
            }
            Event::Weightless { inline, at } => {
                let first = *at == 0 && self.window.start == 0;
                if first || (self.window.start < *at && *at <= self.window.end) {
                    self.weightless(inline, *at, around);
                }
            }
        }
    }

    /// Goes on to the cut that holds the byte at `at`, or out of all cuts, and opens the marks.
    /// Answers where this state ends.
    fn enter(&mut self, at: usize) -> usize {
        while let Some(cut) = self.cuts.first()
            && cut.range.end <= at
        {
            if self.inside {
                self.leave(cut);
            }
            self.cuts = &self.cuts[1..];
        }
        let end = match self.cuts.first() {
            Some(cut) if cut.range.start <= at => {
                if !self.inside {
                    self.close_marks();
                    self.out.push_str("<span");
                    self.out.id(&cut.id);
                    self.out.push('>');
                    self.out.append(cut.before.clone().unwrap_or_default());
                    self.inside = true;
                }
                cut.range.end
            }
            Some(cut) => cut.range.start,
            None => usize::MAX,
        };
        while let Some(mark) = self.marks.get(self.open) {
            open_mark(self.out, mark);
            self.open += 1;
        }
        end
    }

    /// Closes the element of a cut.
    fn leave(&mut self, cut: &Cut) {
        self.close_marks();
        self.out.append(cut.after.clone().unwrap_or_default());
        self.out.push_str("</span>");
        self.inside = false;
    }

    fn characters(&mut self, text: &str, start: usize, code: bool) {
        let end = (start + text.len()).min(self.window.end);
        let mut at = start.max(self.window.start);
        while at < end {
            let until = self.enter(at).min(end);
            if code {
                self.out.push_str("<code>");
                self.out.push_str(&escape(&text[at - start..until - start]));
                self.out.push_str("</code>");
            } else {
                self.set(&text[at - start..until - start], at);
            }
            at = until;
        }
    }

    /// Writes characters with the spans of vertical runs.
    fn set(&mut self, text: &str, start: usize) {
        let end = start + text.len();
        let mut at = start;
        while let Some((range, run)) = self.runs.first() {
            if range.start >= end {
                break;
            }
            let (from, to) = (range.start.max(at), range.end.min(end));
            if from < to {
                self.words(&text[at - start..from - start], at);
                let class = match run {
                    Run::Together => "tcy",
                    Run::Upright => "upright",
                    Run::Lying => "lying",
                    Run::Address => "address",
                    Run::Telephone => "lying telephone",
                    Run::Connector => "connector",
                };
                self.may_break(from);
                let _ = write!(self.out, "<span class=\"{class}\">");
                self.out.push_str(&escape(&text[from - start..to - start]));
                self.out.push_str("</span>");
                at = to;
            }
            if range.end > end {
                break;
            }
            self.runs = &self.runs[1..];
        }
        self.words(&text[at - start..], at);
    }

    /// Lets the line end before the byte at `at`, if it may.
    fn may_break(&mut self, at: usize) {
        if self.breaks.binary_search(&at).is_ok() {
            self.out.push_str("<wbr/>");
        }
    }

    /// Writes characters and the places between them where lines may end.
    fn words(&mut self, text: &str, start: usize) {
        let end = start + text.len();
        let mut at = start;
        let first = self.breaks.partition_point(|place| *place < start);
        for place in self.breaks[first..].iter().take_while(|place| **place < end) {
            self.read(&text[at - start..place - start], at);
            self.out.push_str("<wbr/>");
            at = *place;
        }
        self.read(&text[at - start..], at);
    }

    /// Writes characters with their readings; none over those that the issue itself gives one.
    fn read(&mut self, text: &str, start: usize) {
        let end = start + text.len();
        let first = self.readings.partition_point(|(at, _)| *at < start);
        let read = self.marks.iter().any(|mark| matches!(mark, Mark::Ruby(_)));
        let mut at = start;
        for (place, reading) in self.readings[first..].iter().take_while(|(at, _)| !read && *at < end) {
            let length = text[place - start..].chars().next().map_or(0, char::len_utf8);
            self.out.push_str(&escape(&text[at - start..place - start]));
            let character = &text[place - start..place - start + length];
            let _ = write!(self.out, "<ruby>{character}<rt>{reading}</rt></ruby>");
            at = place + length;
        }
        self.out.push_str(&escape(&text[at - start..]));
    }

    fn line_end(&mut self, hard: bool, at: usize) {
        if hard {
            self.out.push_str("<br/>\n");
            return;
        }
        let before = self.plain[..at].chars().next_back();
        let behind = self.plain[at + 1..].chars().next();
        let wide = |c: Option<char>| {
            c.is_some_and(|c| is_han(c) || matches!(c, '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FFEF}'))
        };
        if !(wide(before) && wide(behind)) {
            self.out.push('\n');
        }
    }

    fn weightless(&mut self, inline: &Inline, at: usize, around: &mut impl Surroundings) {
        // What stands behind a sentence's last character still belongs to the sentence.
        self.enter(at.saturating_sub(1).max(self.window.start));
        match inline {
            Inline::Image { source, alt, title } => around.image(self.out, source, alt, title),
            Inline::Note(label) => around.note(self.out, label),
            // Only the line break is markup that every reader of the source means the same by.
            Inline::Html(markup) if is_line_break(markup) => self.out.push_str("<br/>"),
            _ => {}
        }
    }

    fn close_mark(&mut self, last: bool) {
        self.open -= 1;
        close_mark(self.out, self.marks[self.open], last);
    }

    fn close_marks(&mut self) {
        while self.open > 0 {
            self.close_mark(false);
        }
    }

    fn finish(mut self) {
        self.close_marks();
        if let (true, Some(cut)) = (self.inside, self.cuts.first()) {
            self.leave(cut);
        }
    }
}

fn is_line_break(markup: &str) -> bool {
    let name = markup.trim_matches(['<', '>', '/', ' ']);
    name.eq_ignore_ascii_case("br")
}

fn open_mark(out: &mut Markup, mark: &Mark) {
    match mark {
        Mark::Emphasis => out.push_str("<em>"),
        Mark::Strong => out.push_str("<strong>"),
        Mark::Strikethrough => out.push_str("<s>"),
        Mark::Superscript => out.push_str("<sup>"),
        Mark::Subscript => out.push_str("<sub>"),
        Mark::Link { url, title } => match href(url) {
            Some(url) => {
                out.push_str("<a href=\"");
                out.push_str(&escape_attribute(&url));
                out.push('"');
                if !title.is_empty() {
                    out.push_str(" title=\"");
                    out.push_str(&escape_attribute(title));
                    out.push('"');
                }
                out.push('>');
            }
            None => out.push_str("<span>"),
        },
        Mark::Ruby(_) => out.push_str("<ruby>"),
        Mark::Dateline => out.push_str("<b class=\"dateline\">"),
        Mark::Byline => out.push_str("<span class=\"byline\">"),
        Mark::Continuation => out.push_str("<span class=\"continuation\">"),
    }
}

/// `last`: the mark ends here, and is not opened again behind a cut.
fn close_mark(out: &mut Markup, mark: &Mark, last: bool) {
    if let (Mark::Ruby(reading), true) = (mark, last) {
        out.push_str("<rt>");
        out.push_str(&escape(reading));
        out.push_str("</rt>");
    }
    out.push_str(match mark {
        Mark::Emphasis => "</em>",
        Mark::Strong => "</strong>",
        Mark::Strikethrough => "</s>",
        Mark::Superscript => "</sup>",
        Mark::Subscript => "</sub>",
        Mark::Link { url, .. } if href(url).is_some() => "</a>",
        Mark::Ruby(_) => "</ruby>",
        Mark::Dateline => "</b>",
        Mark::Link { .. } | Mark::Byline | Mark::Continuation => "</span>",
    });
}

/// Whether running text holds something that must not stand inside a link: a link or a reference to a note.
pub(super) fn holds_links(inlines: &[Inline]) -> bool {
    inlines.iter().any(|inline| match inline {
        Inline::Marked(Mark::Link { .. }, _) | Inline::Note(_) => true,
        Inline::Marked(_, inner) => holds_links(inner),
        _ => false,
    })
}

/// A link's address, made a valid one; none if it leads into files that the book does not have.
fn href(url: &str) -> Option<Cow<'_, str>> {
    let (scheme, rest) = url.split_once(':')?;
    let known = ["http", "https", "mailto", "tel"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    let web = scheme.to_ascii_lowercase().starts_with("http");
    let host = if web { rest.strip_prefix("//")? } else { rest };
    if !known || host.is_empty() || host.starts_with(['/', '?', '#', ':']) {
        return None;
    }
    let valid = |b: u8| b.is_ascii_alphanumeric() || b"-._~:/?#@!$&'()*+,;=%".contains(&b);
    // A host cannot carry an escape, nor can a second `#` stand in an address.
    let name = host.split(['/', '?', '#']).next().unwrap_or_default();
    if web && !name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~:@".contains(&b)) {
        return None;
    }
    let broken =
        |bytes: &[u8]| !(bytes.len() > 2 && bytes[1].is_ascii_hexdigit() && bytes[2].is_ascii_hexdigit());
    let mut out = String::with_capacity(url.len());
    let mut fragment = false;
    for (at, b) in url.bytes().enumerate() {
        let escaped = match b {
            b'%' => broken(&url.as_bytes()[at..]),
            b'#' => std::mem::replace(&mut fragment, true),
            _ => !valid(b),
        };
        if escaped {
            let _ = write!(out, "%{b:02X}");
        } else {
            out.push(char::from(b));
        }
    }
    Some(if out == url { Cow::Borrowed(url) } else { Cow::Owned(out) })
}

/// Forbids a line's end (U+2060 WORD JOINER): the number of a note stays with the text before it.
pub(super) const JOINER: char = '\u{2060}';

/// A number that the edition adds: it stands upright in vertical lines as the text's own do.
pub(super) fn numeral(number: usize, vertical: bool) -> String {
    set_plain(&number.to_string(), vertical)
}

/// Plain text as XHTML.
pub(super) fn set_plain(text: &str, vertical: bool) -> String {
    struct Nothing;
    impl Surroundings for Nothing {
        fn image(&mut self, _: &mut Markup, _: &str, _: &str, _: &str) {}
        fn note(&mut self, _: &mut Markup, _: &str) {}
    }
    let mut out = Markup::default();
    write(&mut out, &Text::from(text), &(0..text.len()), &[], vertical, &mut Nothing);
    out.into_string()
}

/// Characters as XML text.
pub(super) fn escape(text: &str) -> Cow<'_, str> {
    partial_escape(printable(text))
}

/// Characters as the value of an attribute in double quotes: on one line. `>` is escaped too, for titles go into text,
/// where `]]>` must not stand.
pub(super) fn escape_attribute(text: &str) -> Cow<'_, str> {
    if !text.contains(['"', '\n', '\t', '\r']) {
        return escape(text);
    }
    let line = text.replace(['\n', '\t', '\r'], " ");
    Cow::Owned(escape(&line).replace('"', "&quot;"))
}

/// The text with characters that XML has.
fn printable(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| in_xml(c) == c) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().map(in_xml).collect())
    }
}

/// The character, if XML 1.0 has it (its production `Char`), else the replacement character.
pub(super) fn in_xml(c: char) -> char {
    match c {
        '\t' | '\n' | ' '..='\u{7E}' | '\u{A0}'..='\u{FFFD}' | '\u{10000}'.. => c,
        // C1 controls are allowed, and never meant; a carriage return would come back as a line end.
        _ => '\u{FFFD}',
    }
}

#[cfg(test)]
mod tests {
    use super::{Cut, Markup, Surroundings, href, write};
    use crate::issue::{Inline, Mark, Text};
    use std::ops::Range;

    struct Nothing;

    impl Surroundings for Nothing {
        fn image(&mut self, out: &mut Markup, source: &str, _: &str, _: &str) {
            out.push_str(&format!("[{source}]"));
        }
        fn note(&mut self, out: &mut Markup, label: &str) {
            out.push_str(&format!("[^{label}]"));
        }
    }

    fn text(parts: Vec<Inline>) -> Text {
        Text { inlines: parts }
    }

    #[test]
    fn marks_over_the_edge_of_a_sentence_are_closed_and_opened_again() {
        let text = text(vec![
            Inline::Text("一".into()),
            Inline::Marked(Mark::Strong, vec![Inline::Text("二。三".into()), Inline::Note("n".into())]),
            Inline::Text("。".into()),
        ]);
        let cut = |range, id: &str| Cut { range, id: id.into(), before: None, after: None };
        let cuts = [cut(0..9, "a"), cut(9..15, "b")];
        let written = |window: &Range<usize>, cuts: &[Cut], vertical| {
            let mut out = Markup::default();
            write(&mut out, &text, window, cuts, vertical, &mut Nothing);
            out.into_string()
        };
        assert_eq!(
            written(&(0..15), &cuts, false),
            "<span id=\"a\">一<strong>二。</strong></span><span id=\"b\"><strong>三[^n]</strong>。</span>"
        );
        assert_eq!(written(&(9..15), &cuts[1..], false), "<span id=\"b\"><strong>三[^n]</strong>。</span>");
    }

    #[test]
    fn vertical_runs_stand_inside_their_marks() {
        let text = text(vec![
            Inline::Text("共2".into()),
            Inline::Marked(Mark::Emphasis, vec![Inline::Text("4人".into())]),
            Inline::Text("<5%>".into()),
        ]);
        let mut out = Markup::default();
        write(&mut out, &text, &(0..usize::MAX), &[], true, &mut Nothing);
        assert_eq!(
            out.into_string(),
            "共<span class=\"tcy\">2</span><em><span class=\"tcy\">4</span>人</em>&lt;<span class=\"tcy\">5</span>\
             <span class=\"upright\">%</span>&gt;"
        );
    }

    #[test]
    fn addresses_are_made_valid_or_left_out() {
        assert_eq!(
            href("https://example.org/新聞?a=1#b#c").as_deref(),
            Some("https://example.org/%E6%96%B0%E8%81%9E?a=1#b%23c")
        );
        assert_eq!(href("https://example.org/100%").as_deref(), Some("https://example.org/100%25"));
        for broken in
            ["other.md", "javascript:alert(1)", "http://", "https:///x", "https://a b/", "file:///etc/passwd"]
        {
            assert_eq!(href(broken), None, "{broken}");
        }
    }
}
