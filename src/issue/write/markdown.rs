//! Clean Markdown, the form in which an issue goes to translators and back into this program.
//!
//! - One paragraph is one line, one blank line between blocks, `#` for headlines (one deeper below sections),
//!   the next level for crossheads.
//! - A character is escaped only where reading back would change without it. A computer-aided translation tool
//!   loads this text beside the memory, and a needless `\` is a missed match. The writer does not know the
//!   parser's rules: it writes a block plainly, reads it, and escapes only when something else comes back.
//! - A pull quote is a quotation whose words stand in the article too; one that was marked as such and says something
//!   else stands in `<blockquote class="pull-quote">`.
//! - Reading what was written gives the same issue.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::issue::inline::{Inline, Mark, Text};
use crate::issue::model::{Align, Block, Body, Cell, Issue, Role};
use crate::issue::read::{Source, front_matter, paragraph, read, repeated, without_empty_lines};

/// The issue as Markdown.
///
/// What a block does is told from its words, and repairs may have changed them: of two short lines that were joined,
/// a headline may have come. What is written is therefore read and written again until it stays as it is.
#[must_use]
pub fn markdown(issue: &Issue) -> String {
    // Once is enough for what was only read, twice for most that was repaired.
    const ROUNDS: usize = 8;
    let mut written = as_told(issue);
    for _ in 0..ROUNDS {
        let source = Source::new("", written);
        let again = as_told(&read(&source).0);
        written = source.text;
        if again == written {
            break;
        }
        written = again;
    }
    written
}

/// The issue as Markdown, with the roles that its blocks have.
fn as_told(issue: &Issue) -> String {
    let blocks = || issue.articles.iter().flat_map(|article| &article.blocks);
    let mut writer =
        Writer { out: String::new(), notes: BTreeMap::new(), sections: 0, named: BTreeSet::new() };
    for article in &issue.articles {
        let pulled: Vec<&Block> =
            article.blocks.iter().filter(|block| block.role == Role::PullQuote).collect();
        let told = repeated(article, &pulled);
        let named = pulled
            .into_iter()
            .zip(told)
            .filter(|(_, told)| !told)
            .map(|(block, _)| std::ptr::from_ref(block));
        writer.named.extend(named);
    }
    let mut run = 0;
    for block in blocks() {
        labels(block, &mut writer.notes);
        run = match block.role {
            Role::Section => run + 1,
            Role::Kicker | Role::Page => run,
            _ => 0,
        };
        writer.sections = writer.sections.max(run);
    }
    writer.blocks(blocks());
    if !writer.out.is_empty() {
        writer.out.push('\n');
    }
    let mut out = front_matter::written(&issue.masthead, &issue.language);
    if out.is_empty() {
        // At the beginning of a file this sign is no text.
        return if writer.out.starts_with('\u{feff}') { format!("\n{}", writer.out) } else { writer.out };
    }
    out.push_str(&writer.out);
    out
}

fn labels<'a>(block: &'a Block, out: &mut BTreeMap<String, &'a str>) {
    let inner: Vec<&Block> = match &block.body {
        Body::Note { label, blocks } => {
            out.insert(compared(label), label);
            blocks.iter().collect()
        }
        Body::Blocks(blocks) => blocks.iter().collect(),
        Body::List { points, .. } => points.iter().flatten().collect(),
        _ => return,
    };
    for block in inner {
        labels(block, out);
    }
}

/// A label as Markdown compares it: in any case, with one blank for many.
fn compared(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

struct Writer<'a> {
    out: String,
    /// Labels of the issue's notes, as they are compared: a reference is one only where its note exists.
    notes: BTreeMap<String, &'a str>,
    /// How many sections stand inside each other.
    sections: usize,
    /// Pull quotes that their words do not tell.
    named: BTreeSet<*const Block>,
}

/// How much is escaped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Escape {
    /// Nothing.
    Nothing,
    /// The first sign of a line, so that the line stays text.
    LineStart,
    /// Everything that could mean something.
    All,
    /// That, and marks written as HTML tags, which no neighbour can undo.
    AllWithTags,
}

const LADDER: [Escape; 4] = [Escape::Nothing, Escape::LineStart, Escape::All, Escape::AllWithTags];

impl<'a> Writer<'a> {
    /// Blocks with blank lines between them, the last line without its end.
    fn blocks(&mut self, blocks: impl Iterator<Item = &'a Block>) {
        let mut before: Option<&Block> = None;
        let mut alternate = false;
        let mut bullet_before = None;
        let mut run = 0;
        for block in blocks.filter(|block| !is_empty(block)) {
            if before.is_some() {
                self.out.push_str("\n\n");
            }
            let list_again =
                block.role == Role::List && before.is_some_and(|before| before.role == Role::List);
            alternate = list_again && !alternate;
            run = match block.role {
                Role::Section => run + 1,
                Role::Kicker | Role::Page => run,
                _ => 0,
            };
            // A list right behind another has its own sign, or they would be one.
            let bullet = match &block.body {
                Body::List { points, .. } => Some(bullet(points, bullet_before.filter(|_| list_again))),
                _ => None,
            };
            self.block(block, alternate, bullet.unwrap_or('-'), run);
            bullet_before = bullet;
            before = Some(block);
        }
    }

    fn block(&mut self, block: &'a Block, alternate: bool, bullet: char, run: usize) {
        match &block.body {
            Body::Text(text) => {
                let level = match block.role {
                    Role::Section => run,
                    Role::Headline => self.sections + 1,
                    Role::Crosshead => self.sections + 2,
                    _ => 0,
                };
                self.line(text, level.min(6));
                // A heading without words.
                if self.out.ends_with("# ") {
                    self.out.pop();
                }
            }
            Body::Blocks(blocks) if block.role == Role::Figure => {
                for (i, part) in blocks.iter().enumerate() {
                    if i > 0 {
                        self.out.push('\n');
                    }
                    if let Body::Text(text) = &part.body {
                        self.line(text, 0);
                    }
                }
            }
            Body::Blocks(blocks) if self.named.contains(&std::ptr::from_ref(block)) => {
                let _ = write!(self.out, "<blockquote class=\"{}\">\n\n", block.role.name());
                self.blocks(blocks.iter());
                self.out.push_str("\n\n</blockquote>");
            }
            Body::Blocks(blocks) => self.inside(blocks, "> ", "> "),
            Body::List { start, points } => {
                let mut number = *start;
                // One line a point, as long as no point has blocks of its own.
                let between = if points.iter().all(|point| is_tight(point)) { "\n" } else { "\n\n" };
                for (i, point) in points.iter().enumerate() {
                    if i > 0 {
                        self.out.push_str(between);
                    }
                    let marker = match &mut number {
                        Some(n) => {
                            let marker = format!("{n}{} ", if alternate { ')' } else { '.' });
                            *n = n.saturating_add(1);
                            marker
                        }
                        None => format!("{bullet} "),
                    };
                    let indent = " ".repeat(marker.len());
                    self.inside(point, &marker, &indent);
                }
            }
            Body::Table { rows } => self.table(rows),
            Body::Note { label, blocks } => {
                let marker = format!("[^{label}]: ");
                self.inside(blocks, &marker, "    ");
            }
            Body::Verbatim { kind, text } if kind == "html" => self.out.push_str(text.trim_end_matches('\n')),
            Body::Verbatim { kind, text } => {
                // The word behind a fence of backticks may hold none.
                let sign = if kind.contains('`') { '~' } else { '`' };
                let longest = text.split(|c| c != sign).map(str::len).max().unwrap_or(0);
                let fence = sign.to_string().repeat(longest.max(2) + 1);
                let _ = write!(self.out, "{fence}{kind}\n{text}");
                if !text.ends_with('\n') && !text.is_empty() {
                    self.out.push('\n');
                }
                self.out.push_str(&fence);
            }
            Body::Empty => self.out.push_str("***"),
        }
    }

    /// Blocks with something before each of their lines.
    fn inside(&mut self, blocks: &'a [Block], first: &str, rest: &str) {
        let start = self.out.len();
        self.blocks(blocks.iter());
        let inner = self.out.split_off(start);
        for (i, line) in inner.split('\n').enumerate() {
            if i > 0 {
                self.out.push('\n');
            }
            let before = if i == 0 { first } else { rest };
            self.out.push_str(if line.is_empty() { before.trim_end() } else { before });
            self.out.push_str(line);
        }
    }

    /// Running text as a paragraph, or as a heading of the given level.
    fn line(&mut self, text: &Text, level: usize) {
        if level > 0 {
            self.out.extend(std::iter::repeat_n('#', level));
            self.out.push(' ');
        }
        let words = self.words(text, level > 0);
        self.out.push_str(&words);
    }

    /// Running text with no more signs taken out of their meaning than must be; on one line where it has to be.
    fn words(&self, text: &Text, one_line: bool) -> String {
        if let [Inline::Text(only)] = text.inlines.as_slice()
            && is_safe(only)
        {
            return only.trim_matches([' ', '\t', '\n']).to_owned();
        }
        let mut expected = normal(text);
        if one_line {
            expected.iter_mut().for_each(soft_breaks_to_blanks);
            expected = normal(&Text { inlines: expected });
        }
        let head = if one_line { "# " } else { "" };
        let reads_back = |writer: &Self, tried: &str| {
            let source = writer.with_notes(&format!("{head}{tried}"));
            paragraph(&source, one_line).is_some_and(|back| normal(&back) == expected)
        };
        let mut source = Text { inlines: expected.clone() };
        if one_line {
            source.inlines.iter_mut().for_each(hard_breaks_to_tags);
        }
        let mut written = String::new();
        for escape in LADDER {
            written = inlines(&source, escape);
            if reads_back(self, &written) {
                if matches!(escape, Escape::All | Escape::AllWithTags) {
                    written = self.without_needless(written, &reads_back);
                }
                break;
            }
        }
        written
    }

    fn table(&mut self, rows: &[Vec<Cell>]) {
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        for (i, row) in rows.iter().enumerate() {
            self.out.push_str(if i > 0 { "\n|" } else { "|" });
            for column in 0..columns {
                let words = row.get(column).map(|cell| self.words(&cell.text, true)).unwrap_or_default();
                let _ = write!(self.out, " {} |", cell_with_bars(&words));
            }
            if i > 0 {
                continue;
            }
            self.out.push_str("\n|");
            for column in 0..columns {
                self.out.push_str(match row.get(column).map(|cell| cell.align).unwrap_or_default() {
                    Align::Auto => " --- |",
                    Align::Left => " :-- |",
                    Align::Center => " :-: |",
                    Align::Right => " --: |",
                });
            }
        }
    }

    /// Takes out one `\` after the other, as long as the same text is read back.
    fn without_needless(&self, written: String, reads_back: &impl Fn(&Self, &str) -> bool) -> String {
        // Each try reads the block anew.
        const MOST: usize = 64;
        let places: Vec<usize> = written.match_indices('\\').map(|(at, _)| at).collect();
        if places.len() > MOST || written.len() > 100_000 {
            return written;
        }
        let mut written = written;
        for at in places.into_iter().rev() {
            let mut tried = written.clone();
            tried.remove(at);
            if reads_back(self, &tried) {
                written = tried;
            }
        }
        written
    }

    /// The text with the notes that it may refer to.
    fn with_notes(&self, text: &str) -> String {
        let mut out = text.to_owned();
        if text.contains("[^") {
            let named = text.split("[^").skip(1).filter_map(|rest| rest.split_once(']'));
            let named: BTreeSet<String> = named.map(|(label, _)| compared(label)).collect();
            for label in named.iter().filter_map(|label| self.notes.get(label)) {
                let _ = write!(out, "\n\n[^{label}]: x");
            }
        }
        out
    }
}

/// Whether nothing is left of a block: it was characters that nobody sees.
fn is_empty(block: &Block) -> bool {
    matches!(block.role, Role::Paragraph | Role::Caption | Role::Other)
        && matches!(&block.body, Body::Text(text) if text.inlines.is_empty())
}

/// The first bullet that makes no rule with what stands behind it: `- --`, `- - -`.
fn bullet(points: &[Vec<Block>], taken: Option<char>) -> char {
    let clashes = |bullet: char| {
        points.iter().any(|point| match point.first().map(|block| &block.body) {
            Some(Body::Text(text)) => text.plain().trim_start().starts_with(bullet),
            Some(Body::List { .. }) => bullet == '-',
            Some(Body::Empty) => bullet == '*',
            _ => false,
        })
    };
    let free = ['-', '+', '*'].into_iter().filter(|&bullet| Some(bullet) != taken);
    free.clone().find(|&bullet| !clashes(bullet)).or_else(|| free.clone().next()).unwrap_or('-')
}

fn is_tight(point: &[Block]) -> bool {
    match point {
        [] => true,
        [only] => matches!(only.body, Body::Text(_)),
        [first, second] => {
            matches!(first.body, Body::Text(_))
                && matches!(&second.body, Body::List { points, .. } if points.iter().all(|point| is_tight(point)))
        }
        _ => false,
    }
}

/// Whether a text can mean nothing but itself, wherever its line begins.
fn is_safe(text: &str) -> bool {
    let special =
        |b: u8| matches!(b, b'\\' | b'*' | b'_' | b'[' | b'<' | b'&' | b'`' | b'~' | b'|' | b'\n' | b'\r');
    let first = text.trim_start().bytes().next().unwrap_or(b' ');
    let starts = matches!(first, b'#' | b'>' | b'+' | b'-' | b'=' | b':' | b'!' | b' ' | b'\t')
        || first.is_ascii_digit();
    !starts && !text.bytes().any(special) && !text.ends_with('#') && !text.starts_with("\u{3000}")
}

fn soft_breaks_to_blanks(inline: &mut Inline) {
    match inline {
        Inline::SoftBreak => *inline = Inline::Text(" ".into()),
        Inline::Marked(_, inner) => inner.iter_mut().for_each(soft_breaks_to_blanks),
        _ => {}
    }
}

fn hard_breaks_to_tags(inline: &mut Inline) {
    match inline {
        Inline::HardBreak => *inline = Inline::Html("<br>".to_owned()),
        Inline::Marked(_, inner) => inner.iter_mut().for_each(hard_breaks_to_tags),
        _ => {}
    }
}

/// The text as Markdown can say it: roles that have no sign of their own taken off, neighbours joined, blanks at
/// the ends of lines left out.
fn normal(text: &Text) -> Vec<Inline> {
    fn walk(inlines: &[Inline], out: &mut Vec<Inline>) {
        for inline in inlines {
            match inline {
                Inline::Marked(Mark::Dateline | Mark::Byline | Mark::Continuation, inner) => walk(inner, out),
                Inline::Marked(mark, inner) => {
                    let mut kept = Vec::new();
                    walk(inner, &mut kept);
                    match out.last_mut() {
                        _ if kept.is_empty() && !matches!(mark, Mark::Link { .. }) => {}
                        // A mark that was cut in two is one again.
                        Some(Inline::Marked(last, before))
                            if last == mark && !matches!(mark, Mark::Link { .. } | Mark::Ruby(_)) =>
                        {
                            walk(&kept, before);
                        }
                        _ => out.push(Inline::Marked(mark.clone(), kept)),
                    }
                }
                Inline::Text(text) => match out.last_mut() {
                    Some(Inline::Text(last)) => last.push_str(text),
                    _ if text.is_empty() => {}
                    _ => out.push(Inline::Text(text.clone())),
                },
                other => out.push(other.clone()),
            }
        }
    }
    let mut out = Vec::new();
    walk(&text.inlines, &mut out);
    let mut out = without_empty_lines(out);
    // Blanks at both ends of a line are no part of it.
    let is_break = |inline: &Inline| matches!(inline, Inline::SoftBreak | Inline::HardBreak);
    for i in 0..out.len() {
        let starts = i == 0 || is_break(&out[i - 1]);
        let ends = i + 1 == out.len() || is_break(&out[i + 1]);
        if let Inline::Text(text) = &mut out[i] {
            if starts {
                *text = text.trim_start_matches([' ', '\t']).into();
            }
            if ends {
                *text = text.trim_end_matches([' ', '\t']).into();
            }
        }
    }
    out.retain(|inline| !matches!(inline, Inline::Text(text) if text.is_empty()));
    without_empty_lines(out)
}

fn inlines(text: &Text, escape: Escape) -> String {
    let mut out = String::new();
    write_inlines(&text.inlines, escape, &mut out);
    out
}

fn write_inlines(parts: &[Inline], escape: Escape, out: &mut String) {
    for (i, part) in parts.iter().enumerate() {
        let beside = |inline: Option<&Inline>| matches!(inline, Some(Inline::Html(_)));
        match part {
            Inline::Text(text) => write_text(text, escape, out),
            Inline::Code(code) => {
                let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
                let fence = "`".repeat(longest + 1);
                let pad =
                    code.starts_with(['`', ' ']) && code.ends_with(['`', ' ']) && !code.trim().is_empty()
                        || code.starts_with('`')
                        || code.ends_with('`');
                let pad = if pad { " " } else { "" };
                let _ = write!(out, "{fence}{pad}{code}{pad}{fence}");
            }
            Inline::Marked(mark, inner) => write_marked(mark, inner, escape, out),
            Inline::Image { source, alt, title } => {
                out.push_str("![");
                write_text(alt, escape, out);
                out.push(']');
                write_target(source, title, out);
            }
            Inline::Note(label) => {
                let _ = write!(out, "[^{label}]");
            }
            Inline::Html(tag) => out.push_str(tag),
            // So far to the right, a tag begins no block.
            Inline::SoftBreak if beside(parts.get(i + 1)) => out.push_str("\n    "),
            Inline::SoftBreak => out.push('\n'),
            // A tag alone on its line would be a block.
            Inline::HardBreak
                if out.is_empty()
                    || beside(parts.get(i + 1))
                    || beside(i.checked_sub(1).and_then(|i| parts.get(i))) =>
            {
                out.push_str("<br>");
            }
            // The one place where blanks end a line: a `\` would stand in the translator's text.
            Inline::HardBreak => out.push_str("  \n"),
        }
    }
}

fn write_marked(mark: &Mark, inner: &[Inline], escape: Escape, out: &mut String) {
    let tags = escape == Escape::AllWithTags;
    let (open, close) = match mark {
        Mark::Emphasis if tags => ("<em>", "</em>"),
        Mark::Emphasis => ("*", "*"),
        Mark::Strong if tags => ("<strong>", "</strong>"),
        Mark::Strong => ("**", "**"),
        Mark::Strikethrough if tags => ("<del>", "</del>"),
        Mark::Strikethrough => ("~~", "~~"),
        Mark::Superscript => ("<sup>", "</sup>"),
        Mark::Subscript => ("<sub>", "</sub>"),
        Mark::Dateline | Mark::Byline | Mark::Continuation => ("", ""),
        Mark::Ruby(words) => {
            out.push_str("<ruby>");
            write_inlines(inner, escape, out);
            out.push_str("<rt>");
            write_text(words, escape, out);
            out.push_str("</rt></ruby>");
            return;
        }
        Mark::Link { url, title } => {
            if title.is_empty() && matches!(inner, [Inline::Text(text)] if text == url) && is_bare(url) {
                let _ = write!(out, "<{url}>");
                return;
            }
            out.push('[');
            write_inlines(inner, escape, out);
            out.push(']');
            write_target(url, title, out);
            return;
        }
    };
    out.push_str(open);
    write_inlines(inner, escape, out);
    out.push_str(close);
}

/// Whether an address can stand in angle brackets.
fn is_bare(url: &str) -> bool {
    let scheme = url.split(':').next().unwrap_or_default();
    scheme.len() >= 2
        && scheme.len() < url.len()
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric())
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && !url.contains(|c: char| {
            c.is_whitespace() || c.is_control() || c == '<' || c == '>' || c == '&' || c == '\\'
        })
}

fn write_target(url: &str, title: &str, out: &mut String) {
    out.push('(');
    let plain = !url.is_empty()
        && !url.starts_with('<')
        && !url.contains(|c: char| {
            c.is_whitespace() || c.is_control() || matches!(c, '(' | ')' | '\\' | '&' | '*' | '_' | '`')
        });
    if plain {
        out.push_str(url);
    } else {
        out.push('<');
        for c in url.chars() {
            match c {
                '<' | '>' | '\\' | '&' => {
                    out.push('\\');
                    out.push(c);
                }
                '\n' | '\r' => out.push_str("%0A"),
                c => out.push(c),
            }
        }
        out.push('>');
    }
    if !title.is_empty() {
        out.push_str(" \"");
        for c in title.chars() {
            if matches!(c, '"' | '\\' | '&' | '`' | '<') {
                out.push('\\');
            }
            out.push(if c == '\n' || c == '\r' { ' ' } else { c });
        }
        out.push('"');
    }
    out.push(')');
}

fn write_text(text: &str, escape: Escape, out: &mut String) {
    match escape {
        Escape::Nothing => out.push_str(text),
        Escape::LineStart => {
            if out.is_empty() || out.ends_with('\n') {
                let digits = text.bytes().take_while(u8::is_ascii_digit).count();
                let at = if digits > 0 && text[digits..].starts_with(['.', ')']) { digits } else { 0 };
                out.push_str(&text[..at]);
                if text[at..].starts_with(|c: char| c.is_ascii_punctuation()) {
                    out.push('\\');
                }
                out.push_str(&text[at..]);
            } else {
                out.push_str(text);
            }
        }
        Escape::All | Escape::AllWithTags => {
            for c in text.chars() {
                if c.is_ascii_punctuation()
                    && !matches!(c, ',' | ';' | '?' | '%' | '/' | '@' | '$' | '"' | '\'')
                {
                    out.push('\\');
                }
                out.push(c);
            }
        }
    }
}

/// A cell's words with its bars escaped, for a bar ends the cell, even inside code. Behind backslashes it is a character
/// reference: how many of them belong to it, readers of tables do not agree.
fn cell_with_bars(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for part in words.split_inclusive('|') {
        let Some(before) = part.strip_suffix('|') else {
            out.push_str(part);
            break;
        };
        let backslashes = before.len() - before.trim_end_matches('\\').len();
        out.push_str(&before[..before.len() - backslashes % 2]);
        out.push_str(if backslashes < 2 { "\\|" } else { "&#124;" });
    }
    out
}
