//! Plain text as a source: lines and blank lines are all there is.
//!
//! Between blank lines, a run of lines is one paragraph when it was wrapped at a width (all lines but the last
//! about as long as the longest, and not each a finished sentence); otherwise every line is a paragraph, which is
//! how Chinese texts are mostly kept. A headline is known by the dateline below it; of three short lines above a
//! dateline the second is the headline, between kicker and deck. A short line alone between paragraphs is a heading
//! too, of a lower level: its company tells whether an article begins there. `#` before a line makes a heading of it
//! as in Markdown, and then no other line is one. Rows whose cells stand apart by tabs are a table, and what all lines
//! of a paragraph are set in by is the page's margin.

use std::ops::Range;

use super::page_breaks;
use super::parsed::Parsed;
use crate::issue::inline::{Inline, Text};
use crate::issue::line;
use crate::issue::model::{Align, Block, Body, Cell, Role};
use crate::issue::source_map::Run;
use crate::lang::is_han;
use crate::problem::{Problem, Severity, Span};

const FORM_FEED: char = '\x0c';

/// Weight of the longest heading that stands between paragraphs: 25 characters.
const LONGEST_HEADING: usize = 75;

/// The blocks of a plain text.
pub(super) fn blocks(text: &str, base: usize, problems: &mut Vec<Problem>) -> Vec<Parsed> {
    let mut out = Vec::new();
    let mut run: Vec<(usize, &str)> = Vec::new();
    let mut at = 0;
    // Old files end their lines in this alone.
    let end = if text.contains('\n') { '\n' } else { '\r' };
    let mut furniture = page_breaks::furniture(text).into_iter().peekable();
    for line in text.split_inclusive([end, FORM_FEED]).chain(["\n"]) {
        let words = line.trim_end_matches(['\n', '\r', FORM_FEED]);
        if let Some(gone) = furniture.next_if(|gone| gone.start < at + line.len()) {
            paragraphs(&run, base, &mut out);
            run.clear();
            problems.push(left_out(text, base, gone));
        } else if let Some(heading) = heading(words, base + at) {
            paragraphs(&run, base, &mut out);
            run.clear();
            out.push(heading);
        } else if words.trim().is_empty() {
            paragraphs(&run, base, &mut out);
            run.clear();
        } else {
            run.push((at, words));
        }
        at += line.len();
    }
    // Whoever marks one headline marks them all.
    if out.iter().all(|parsed| parsed.heading.is_none()) {
        headlines(&mut out);
    }
    out
}

fn left_out(text: &str, base: usize, line: Range<usize>) -> Problem {
    Problem {
        severity: Severity::Note,
        code: "page-furniture".into(),
        span: Span { start: base + line.start, end: base + line.end },
        message: format!("`{}` at the end of a page is left out", &text[line]),
        help: "it is taken for a page number or running head; take the form feed out of the text to keep it"
            .to_owned(),
    }
}

/// A heading as Markdown marks it: `# 标题`.
fn heading(line: &str, at: usize) -> Option<Parsed> {
    const DEEPEST: usize = 6;
    let words = line.trim_start_matches('#');
    let level = u8::try_from(line.len() - words.len())
        .ok()
        .filter(|level| (1..=DEEPEST).contains(&usize::from(*level)))?;
    let title = words.strip_prefix(' ')?.trim();
    if title.is_empty() {
        return None;
    }
    let start = at + line.find(title)?;
    let text = running(title, start);
    let block =
        Block::text(Role::Crosshead, Span { start: at, end: at + line.len() }, Text { inlines: vec![text] });
    Some(Parsed { heading: Some(level), block })
}

/// Rows whose cells stand apart by tabs, as a spreadsheet is pasted.
fn table(run: &[(usize, &str)], base: usize) -> Option<Parsed> {
    let cells = |line: &str| line.trim_matches(' ').split('\t').count();
    let (first, last) = (run.first()?, run.last()?);
    let columns = cells(first.1);
    if columns < 2
        || run.len() < 2
        || run.iter().any(|(_, line)| line.starts_with('\t') || cells(line) != columns)
    {
        return None;
    }
    let row = |(at, line): &(usize, &str)| {
        let mut start = base + at;
        let cell = |cell: &str| {
            let words = cell.trim();
            let at = start + cell.find(words).unwrap_or(0);
            start += cell.len() + 1;
            let inlines = if words.is_empty() { Vec::new() } else { vec![running(words, at)] };
            Cell { align: Align::Auto, text: Text { inlines } }
        };
        line.split('\t').map(cell).collect()
    };
    let body = Body::Table { rows: run.iter().map(row).collect() };
    let span = Span { start: base + first.0, end: base + last.0 + last.1.len() };
    Some(Parsed { heading: None, block: Block { role: Role::Table, span, body } })
}

/// Characters as they stand in the source.
fn running(words: &str, start: usize) -> Inline {
    Inline::Text(Run::read(words, Span { start, end: start + words.len() }))
}

fn paragraphs(run: &[(usize, &str)], base: usize, out: &mut Vec<Parsed>) {
    if let Some(table) = table(run, base) {
        return out.push(table);
    }
    // What all lines are set in by is the page's margin.
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let margin = run.iter().map(|(_, line)| indent(line)).min().unwrap_or(0);
    let set_in = |line: &str| {
        let line = &line[margin..];
        line.starts_with("\u{3000}\u{3000}") || line.starts_with("    ") || line.starts_with('\t')
    };
    // A point of a list begins where it begins, however the lines fill.
    let is_point = |line: &str| {
        let line = line.trim_start();
        line.starts_with(['●', '■', '◆', '•', '★', '※']) || line.starts_with("- ") || line.starts_with("* ")
    };
    if !is_wrapped(run) {
        for line in run {
            push(std::slice::from_ref(line), base, out);
        }
        return;
    }
    let mut start = 0;
    for i in 1..=run.len() {
        if i == run.len() || set_in(run[i].1) || is_point(run[i].1) {
            push(&run[start..i], base, out);
            start = i;
        }
    }
}

/// Whether the lines of a run were wrapped at a width.
fn is_wrapped(run: &[(usize, &str)]) -> bool {
    let [body @ .., _] = run else { return false };
    if line::is_line_by_line(&run.iter().map(|(_, line)| *line).collect::<Vec<_>>()) {
        return false;
    }
    let longest = run.iter().map(|(_, line)| line::weight(line)).max().unwrap_or(0);
    let full = body.iter().filter(|(_, line)| line::weight(line) * 10 >= longest * 7).count();
    let ended = body.iter().filter(|(_, line)| line::ends_sentence(line)).count();
    !body.is_empty() && full * 10 >= body.len() * 8 && ended * 2 <= body.len()
}

fn push(lines: &[(usize, &str)], base: usize, out: &mut Vec<Parsed>) {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return };
    let span = Span { start: base + first.0, end: base + last.0 + last.1.len() };
    let rule =
        lines.len() == 1 && first.1.trim().len() >= 3 && first.1.trim().chars().all(|c| "-=*_—─".contains(c));
    let block = if rule {
        Block { role: Role::Rule, span, body: Body::Empty }
    } else {
        let mut inlines = Vec::new();
        for (i, (at, line)) in lines.iter().enumerate() {
            if i > 0 {
                inlines.push(Inline::SoftBreak);
            }
            let words = line.trim_start_matches([' ', '\t', FORM_FEED]);
            let start = base + at + (line.len() - words.len());
            let words = words.trim_end_matches([' ', '\t']);
            inlines.push(running(words, start));
        }
        Block::text(Role::Paragraph, span, Text { inlines })
    };
    out.push(Parsed { heading: None, block });
}

/// Makes headings of the lines that stand where headlines stand.
fn headlines(parsed: &mut [Parsed]) {
    let line = |parsed: &Parsed| match &parsed.block.body {
        Body::Text(text) if parsed.block.role == Role::Paragraph => Some(text.plain()),
        _ => None,
    };
    // Who wrote a report, and when, may stand between its headline and its dateline.
    let is_between = |parsed: &Parsed| {
        line(parsed).is_some_and(|text| line::credits(&text).is_some() || line::is_date(&text))
    };
    let is_display = |parsed: &Parsed| {
        line(parsed).is_some_and(|text| {
            line::is_display(&text)
                && line::credits(&text).is_none()
                && line::page_marker(&text).is_none()
                && !line::is_date(&text)
                && !line::is_turn(&text)
                && !line::is_label(&text)
        })
    };
    for i in 0..parsed.len() {
        let Some(text) = line(&parsed[i]) else { continue };
        if line::dateline(&text).is_none() && line::bracketed_writer(&text).is_none() {
            continue;
        }
        let between = (0..i).rev().take(3).take_while(|&j| is_between(&parsed[j])).count();
        let end = i - between;
        let above = (0..end).rev().take(3).take_while(|&j| is_display(&parsed[j])).count();
        let headline = match above {
            0 => continue,
            3 => end - 2,
            above => end - above,
        };
        parsed[headline].heading = Some(1);
    }
    // A name in brackets ends an article.
    let ends_article = |text: &str| {
        text.strip_suffix('）').and_then(|rest| rest.rsplit_once('（')).is_some_and(|(body, name)| {
            line::ends_sentence(body) && (2..=4).contains(&name.chars().count()) && name.chars().all(is_han)
        })
    };
    let is_prose = |text: &str| {
        ends_article(text)
            || line::ends_sentence(text) && (text.contains('。') || text.split_whitespace().count() >= 12)
    };
    // The beginning of a sentence that a column cut off is no heading: those have no commas, and end with a word.
    let is_heading = |text: &str, behind: &str| {
        line::weight(text) <= LONGEST_HEADING
            && !text.contains(['，', ','])
            && !line::divides_word(text, behind)
    };
    for i in 1..parsed.len().saturating_sub(1) {
        let [before, here, behind] = [i - 1, i, i + 1].map(|at| line(&parsed[at]));
        if parsed[i].heading.is_none()
            && is_display(&parsed[i])
            && let (Some(before), Some(here), Some(behind)) = (before, here, behind)
            && is_prose(&before)
            && is_prose(&behind)
            && line::weight(&behind) > LONGEST_HEADING
            && is_heading(&here, &behind)
        {
            parsed[i].heading = Some(if ends_article(&before) { 1 } else { 2 });
        }
    }
    // The first short line of a text that has prose below it is what the text is called.
    let is_running = |parsed: &Parsed| {
        line(parsed).is_some_and(|text| is_prose(&text) || line::weight(&text) > LONGEST_HEADING)
    };
    if let Some(first) = (0..parsed.len()).find(|&i| !is_between(&parsed[i]))
        && is_display(&parsed[first])
        && line(&parsed[first]).is_some_and(|text| !text.contains('\n'))
        && parsed.iter().any(|parsed| parsed.heading.is_some())
        && parsed[first + 1..].iter().take_while(|below| below.heading != Some(1)).any(is_running)
    {
        parsed[first].heading = Some(1);
    }
}
