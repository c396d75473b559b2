//! From blocks to articles: where each begins, and what each block does in it.
//!
//! Markdown says only *heading of level n*. What a heading is for is told from its company:
//!
//! 1. A heading with nothing but a page marker or one short line between it and a deeper heading is *bare*. When
//!    more than half of the highest headings are bare, these are **sections**: the name of the paper, 国际新闻.
//!    What stands below them is looked at in the same way; the heading right below a section begins an article,
//!    and so does every heading that is no deeper. (A numbered heading, 一、 or 1., makes no heading above it
//!    bare: it is a part of that article.)
//! 2. Otherwise the headings of the highest level are **headlines**: each begins an article.
//! 3. If there is one of them only, the page may be written as `#` for the lead and `##` for the rest, or be one
//!    feature with crossheads. A deeper level begins articles when one of its headings has the marks of an
//!    article: a dateline or a byline below it (decks may stand between), or credits right above.
//! 4. Every other heading is a **crosshead**, and so is a short line wholly set in bold inside an article.
//! 5. Without any heading the first line is the headline, if it is short and no finished sentence.
//!
//! Short unfinished lines right above a headline are its **kickers** (at most two), right below it its **decks**
//! (at most three, and never the last words of an article). Lines of credits, page markers, dates and
//! continuation lines are known by their own words ([`crate::issue::line`]).
//!
//! The written form keeps these answers: sections `#`, headlines one level below them, crossheads one further.

use super::parsed::Parsed;
use super::pull_quotes;
use crate::issue::inline::{Inline, Mark, Text};
use crate::issue::line::{self, Work};
use crate::issue::model::{Article, Block, Body, Role};
use crate::problem::Span;
use crate::words::character::{is_measure, is_unit};

/// Sections inside sections: the paper, its part, a column. Deeper ones are headlines.
const DEEPEST_SECTION: usize = 3;

/// The articles of a page.
pub(super) fn articles(parsed: Vec<Parsed>) -> Vec<Article> {
    let mut parts = Vec::with_capacity(parsed.len());
    for parsed in parsed {
        let known = parts.len();
        pointers(parsed, &mut parts);
        for part in &mut parts[known..] {
            part.block.role = own_role(part);
        }
    }
    let mut parsed = parts;
    captions(&mut parsed);
    headings(&mut parsed);
    surroundings(&mut parsed);
    for parsed in &mut parsed {
        openings(&mut parsed.block);
    }
    split(parsed)
}

/// The articles of a page whose source says what each block is; what it leaves open is told from the words alone.
pub(super) fn told(parsed: Vec<Parsed>) -> Vec<Article> {
    let mut parsed = parsed;
    for parsed in &mut parsed {
        if parsed.heading.is_none() && parsed.block.role == Role::Paragraph {
            parsed.block.role = own_role(parsed);
        }
    }
    split(parsed)
}

/// A paragraph whose first or last words send the reader to another page, with these words as lines of their own:
/// （上接第1版）…, …（下转第4版）.
fn pointers(parsed: Parsed, out: &mut Vec<Parsed>) {
    let Body::Text(text) = &parsed.block.body else { return out.push(parsed) };
    if parsed.block.role != Role::Paragraph || parsed.heading.is_some() || has_weightless(&text.inlines) {
        return lines(parsed, out);
    }
    let plain = text.to_plain();
    // What is left when such words are taken off both ends, and where each of them ends and begins.
    let (mut start, mut end) = (0, plain.len());
    let (mut heads, mut tails) = (Vec::new(), Vec::new());
    loop {
        let (head, tail) = pointer_edges(&plain[start..end]);
        if head == 0 && tail == end - start {
            break;
        }
        if tail < end - start {
            tails.push(start + tail..end);
            end = start + tail;
        }
        if head > 0 {
            heads.push(start..start + head);
            start += head;
        }
    }
    if heads.is_empty() && tails.is_empty() {
        drop(plain);
        return lines(parsed, out);
    }
    let Span { start: from, end: to } = parsed.block.span;
    let ranges = heads.into_iter().chain(std::iter::once(start..end)).chain(tails.into_iter().rev());
    for range in ranges {
        let words = plain[range.clone()].trim();
        if words.is_empty() {
            continue;
        }
        let at = range.start + leading_blanks(&plain[range.clone()]);
        let behind = plain.len() - at - words.len();
        // Only the middle has marks, whose signs make it longer in the source.
        let begin = if at < end { from + at } else { to.saturating_sub(plain.len() - at) };
        let finish = if range.end > start { to.saturating_sub(behind) } else { begin + words.len() };
        let begin = begin.clamp(from, to);
        let span = Span { start: begin, end: finish.clamp(begin, to) };
        let part = text.slice(at..at + words.len());
        lines(Parsed { heading: None, block: Block::text(Role::Paragraph, span, part) }, out);
    }
}

/// A paragraph whose every line is a credit of its own, as lines.
fn lines(parsed: Parsed, out: &mut Vec<Parsed>) {
    let Body::Text(text) = &parsed.block.body else { return out.push(parsed) };
    if parsed.block.role != Role::Paragraph
        || parsed.heading.is_some()
        || !text.inlines.contains(&Inline::SoftBreak)
    {
        return out.push(parsed);
    }
    let plain = text.plain();
    if plain.len() > 1000 || !plain.split('\n').all(|line| line::credits(line).is_some()) {
        return out.push(parsed);
    }
    let mut at = 0;
    for line in plain.split('\n') {
        let part = text.slice(at..at + line.len());
        at += line.len() + 1;
        out.push(Parsed { heading: None, block: Block::text(Role::Paragraph, parsed.block.span, part) });
    }
}

/// Whether something stands in the text that is no part of its plain text: where it belongs cannot be told when the
/// text is cut.
fn has_weightless(inlines: &[Inline]) -> bool {
    inlines.iter().any(|inline| match inline {
        Inline::Image { .. } | Inline::Note(_) | Inline::Html(_) => true,
        Inline::Marked(_, inner) => has_weightless(inner),
        _ => false,
    })
}

/// Where the words behind 上接第1版 begin, and where those before 下转第4版 end.
fn pointer_edges(plain: &str) -> (usize, usize) {
    const LONGEST: usize = 60;
    let is_pointer = |words: &str| words.len() <= LONGEST && line::continuation(words).is_some();
    if is_pointer(plain.trim()) {
        return (0, plain.len());
    }
    let head = plain.trim_start();
    let mut start = 0;
    if head.starts_with(['（', '(', '【', '[', '▲', '■', '◀', '上', '緊', '紧', 'C', 'F']) {
        let near = &head[..head.floor_char_boundary(LONGEST)];
        let ends = near.char_indices().filter(|(_, c)| matches!(c, '）' | ')' | '】' | ']' | '\n'));
        let ends = ends.map(|(at, c)| if c == '\n' { at } else { at + c.len_utf8() });
        start = ends
            .into_iter()
            .find(|&end| is_pointer(&head[..end]))
            .map_or(0, |end| plain.len() - head.len() + end);
    }
    let body = plain.trim_end();
    let mut end = plain.len();
    if body.len() > start
        && body.ends_with(['）', ')', '】', ']', '版', '页', '頁', '面', '▶', '→', '▼', '■'])
    {
        let from = body.ceil_char_boundary(body.len().saturating_sub(LONGEST)).max(start);
        let begins = body[from..].char_indices().filter(|(_, c)| matches!(c, '（' | '(' | '【' | '[' | '\n'));
        end = begins.map(|(at, _)| from + at).find(|&at| is_pointer(body[at..].trim())).unwrap_or(end);
    }
    (start, end)
}

/// What a block is by itself, without its neighbours.
fn own_role(parsed: &Parsed) -> Role {
    let Body::Text(text) = &parsed.block.body else { return parsed.block.role };
    if parsed.block.role == Role::Other {
        return Role::Other;
    }
    if !text.inlines.is_empty() && text.inlines.iter().any(is_image) {
        let words = text.inlines.iter().any(|inline| !is_image(inline) && !is_break(inline));
        if !words {
            return Role::Figure;
        }
    }
    // No line that tells of itself is long, or has markup of which nothing is known.
    if text_len_over(text, 800)
        || text.inlines.iter().any(|inline| matches!(inline, Inline::Html(_) | Inline::Image { .. }))
    {
        return parsed.block.role;
    }
    let plain = text.to_plain();
    // A heading is not cut, and would be when it is written without its sign.
    let whole = || parsed.heading.is_none() || pointer_edges(&plain) == (0, plain.len());
    if line::page_marker(&plain).is_some() && whole() {
        return Role::Page;
    }
    if parsed.heading.is_some() {
        return Role::Crosshead;
    }
    if line::continuation(&plain).is_some() {
        return Role::Continuation;
    }
    match line::credits(&plain) {
        Some(Work::Author) => return Role::Byline,
        Some(Work::Other) => return Role::Credit,
        None => {}
    }
    let whole = plain.trim();
    let is_dateline =
        || whole.len() <= 160 && line::dateline(whole).is_some_and(|range| range.end == whole.len());
    if line::is_date(whole) || is_dateline() {
        return Role::Dateline;
    }
    if line::is_caption_alone(whole) {
        return Role::Caption;
    }
    Role::Paragraph
}

fn text_len_over(text: &Text, limit: usize) -> bool {
    let own = |inline: &Inline| match inline {
        Inline::Text(text) => text.len(),
        _ => 0,
    };
    text.inlines.iter().map(own).sum::<usize>() > limit
}

fn is_image(inline: &Inline) -> bool {
    match inline {
        Inline::Image { .. } => true,
        Inline::Marked(Mark::Link { .. }, inner) => !inner.is_empty() && inner.iter().all(is_image),
        _ => false,
    }
}

fn is_blank_text(inline: &Inline) -> bool {
    matches!(inline, Inline::Text(text) if text.trim().is_empty())
}

fn is_break(inline: &Inline) -> bool {
    match inline {
        Inline::SoftBreak | Inline::HardBreak => true,
        inline => is_blank_text(inline),
    }
}

/// Words right below an image, in the same paragraph or the next.
fn captions(parsed: &mut [Parsed]) {
    for i in 0..parsed.len() {
        let block = &mut parsed[i].block;
        if block.role == Role::Paragraph
            && let Body::Text(text) = &block.body
            && text.inlines.first().is_some_and(is_image)
            && let Some(at) =
                text.inlines.iter().position(|inline| !is_image(inline) && !is_blank_text(inline))
            && matches!(text.inlines[at], Inline::SoftBreak | Inline::HardBreak)
            && !matches!(text.inlines.get(at + 1), None | Some(Inline::Html(_)))
        {
            let image = Text { inlines: text.inlines[..at].to_vec() };
            let words = Text { inlines: text.inlines[at + 1..].to_vec() };
            let span = block.span;
            block.role = Role::Figure;
            block.body = Body::Blocks(vec![
                Block::text(Role::Figure, span, image),
                Block::text(Role::Caption, span, words),
            ]);
            continue;
        }
        let below_figure = i > 0 && parsed[i - 1].block.role == Role::Figure;
        let block = &mut parsed[i].block;
        if below_figure
            && matches!(block.role, Role::Paragraph | Role::Credit)
            && let Body::Text(text) = &block.body
            && (line::is_caption(&text.to_plain())
                || (block.role == Role::Paragraph && wholly(text, &Mark::Emphasis)))
        {
            block.role = Role::Caption;
        }
    }
}

/// Whether the whole text stands in one mark, blanks around it aside.
fn wholly(text: &Text, mark: &Mark) -> bool {
    let mut parts = text.inlines.iter().filter(|inline| !is_break(inline));
    matches!((parts.next(), parts.next()), (Some(Inline::Marked(outer, _)), None) if outer == mark)
}

fn plain_of(parsed: &Parsed) -> Option<std::borrow::Cow<'_, str>> {
    match &parsed.block.body {
        Body::Text(text) => Some(text.to_plain()),
        _ => None,
    }
}

fn is_heading(parsed: &Parsed) -> bool {
    parsed.heading.is_some() && parsed.block.role == Role::Crosshead
}

/// A paragraph that could be a kicker or a deck.
fn is_display(parsed: &Parsed) -> bool {
    if parsed.block.role != Role::Paragraph {
        return false;
    }
    let Body::Text(text) = &parsed.block.body else { return false };
    if text_len_over(text, 700) {
        return false;
    }
    let plain = text.to_plain();
    line::is_display(&plain)
        && !plain.contains('\n')
        && line::dateline(&plain).is_none()
        && !line::is_label(&plain)
}

/// Whether the words are a question of an interview, with who asks it.
fn is_question(text: &str) -> bool {
    line::has_speaker(text) && text.trim_end().ends_with(['？', '?'])
}

/// Whether the words are numbered as a part of something: `一、`, `（一）`, `1.`, `第一`.
fn is_numbered(text: &str) -> bool {
    let text = text.trim().trim_start_matches(['（', '(', '第']);
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    let number = text.len() - rest.len();
    // 2020 年的那个夜晚: a year, and 12 米 a measure.
    let counts =
        |behind: &str| number > 3 || behind.trim_start().starts_with(|c| is_unit(c) || is_measure(c));
    number > 0
        && (rest.starts_with(['、', '.', '．', '）', ')', '：', ':', '章', '节'])
            || rest.strip_prefix(' ').is_some_and(|behind| !counts(behind)))
}

/// Tells sections, headlines and crossheads apart.
fn headings(parsed: &mut [Parsed]) {
    let places: Vec<usize> = (0..parsed.len()).filter(|&i| is_heading(&parsed[i])).collect();
    if places.is_empty() {
        first_line(parsed);
        return bold_lines(parsed);
    }
    let outline = Outline {
        levels: places.iter().map(|&i| parsed[i].heading.unwrap_or(6)).collect(),
        bare: places.windows(2).map(|pair| is_bare(parsed, pair[0], pair[1])).chain([false]).collect(),
        marked: places.iter().map(|&i| has_marks_of_article(parsed, i)).collect(),
    };
    for (role, &i) in outline.roles().into_iter().zip(&places) {
        parsed[i].block.role = role;
    }
    bold_lines(parsed);
}

/// Whether next to nothing stands between a heading and the next, which is deeper.
fn is_bare(parsed: &[Parsed], here: usize, next: usize) -> bool {
    let lines = || parsed[here + 1..next].iter().filter(|between| between.block.role != Role::Page);
    parsed[next].heading > parsed[here].heading
        && lines().all(is_display)
        && lines().count() <= 1
        && !plain_of(&parsed[next]).is_some_and(|text| is_numbered(&text))
}

/// The headings of a page, and what is known of each.
struct Outline {
    levels: Vec<u8>,
    bare: Vec<bool>,
    marked: Vec<bool>,
}

impl Outline {
    fn roles(&self) -> Vec<Role> {
        let mut roles = vec![Role::Crosshead; self.levels.len()];
        let mut rest: Vec<usize> = (0..self.levels.len()).collect();
        // The level of the headings right below sections.
        let mut below_sections = None;
        for depth in 0.. {
            let Some(top) = rest.iter().map(|&i| self.levels[i]).min() else { break };
            let mut deepest = below_sections.map_or(top, |below: u8| below.max(top));
            let mut highest = rest.iter().filter(|&&i| self.levels[i] <= deepest);
            if below_sections.is_none()
                && let (Some(&only), None) = (highest.next(), highest.next())
                && !self.bare[only]
            {
                let marked = rest.iter().filter(|&&i| self.marked[i]).map(|&i| self.levels[i]);
                deepest = marked.max().unwrap_or(top).max(top);
            }
            let heads: Vec<usize> = rest.iter().copied().filter(|&i| self.levels[i] <= deepest).collect();
            let sections: Vec<usize> = heads.iter().copied().filter(|&i| self.bare[i]).collect();
            if depth == DEEPEST_SECTION || sections.len() * 2 <= heads.len() {
                for i in heads {
                    roles[i] = Role::Headline;
                }
                break;
            }
            for &i in &sections {
                roles[i] = Role::Section;
            }
            below_sections = sections.iter().filter_map(|&i| self.levels.get(i + 1).copied()).min();
            rest.retain(|i| !sections.contains(i));
        }
        for i in 1..roles.len() {
            if roles[i - 1] == Role::Section && roles[i] == Role::Crosshead {
                roles[i] = Role::Headline;
            }
        }
        roles
    }
}

/// Short lines in bold inside articles are crossheads.
fn bold_lines(parsed: &mut [Parsed]) {
    let Some(first) = parsed.iter().position(|parsed| parsed.block.role == Role::Headline) else { return };
    for i in first + 2..parsed.len() {
        let above_text =
            || parsed.get(i + 1).is_some_and(|next| next.block.role == Role::Paragraph && !is_display(next));
        if matches!(&parsed[i].block.body, Body::Text(text) if wholly(text, &Mark::Strong))
            && is_display(&parsed[i])
            && above_text()
            && plain_of(&parsed[i]).is_some_and(|text| line::weight(&text) <= 90 && !is_question(&text))
            && matches!(
                parsed[i - 1].block.role,
                Role::Paragraph
                    | Role::Figure
                    | Role::Caption
                    | Role::List
                    | Role::Quote
                    | Role::PullQuote
                    | Role::Table
            )
            && !is_display(&parsed[i - 1])
            && !has_marks_of_article(parsed, i)
        {
            parsed[i].block.role = Role::Crosshead;
        }
    }
}

/// A page without headings: its first line, if it is one.
fn first_line(parsed: &mut [Parsed]) {
    let Some(first) = parsed.iter().position(|parsed| parsed.block.role != Role::Page) else { return };
    let followed = parsed[first + 1..].iter().any(|next| next.block.role == Role::Paragraph);
    let is_turn = plain_of(&parsed[first]).is_some_and(|text| line::is_turn(&text));
    if followed && is_display(&parsed[first]) && !is_turn {
        parsed[first].block.role = Role::Headline;
    }
}

/// Whether the heading at `i` has a dateline or a byline below it, or credits right above.
fn has_marks_of_article(parsed: &[Parsed], i: usize) -> bool {
    let above = parsed[..i].iter().rev().find(|above| !is_display(above));
    if above.is_some_and(|above| matches!(above.block.role, Role::Credit | Role::Byline | Role::Continuation))
    {
        return true;
    }
    for below in parsed[i + 1..].iter().take(4) {
        match below.block.role {
            Role::Byline | Role::Dateline => return true,
            Role::Paragraph if is_display(below) => {}
            Role::Paragraph => return opens_report(below),
            Role::Figure | Role::Caption | Role::Page => {}
            _ => return false,
        }
    }
    false
}

/// Kickers above headlines and decks below them.
fn surroundings(parsed: &mut [Parsed]) {
    let headlines: Vec<usize> =
        (0..parsed.len()).filter(|&i| parsed[i].block.role == Role::Headline).collect();
    for &headline in &headlines {
        let mut i = headline;
        let mut left = 2;
        while left > 0 && i > 0 && (is_display(&parsed[i - 1]) || parsed[i - 1].block.role == Role::Section) {
            i -= 1;
            if parsed[i].block.role != Role::Section {
                // The words below a headline are its deck, not the kicker of the next.
                if i > 0 && matches!(parsed[i - 1].block.role, Role::Headline | Role::Deck) {
                    break;
                }
                parsed[i].block.role = Role::Kicker;
                left -= 1;
            }
        }
        let mut i = headline + 1;
        for _ in 0..3 {
            // Byline and dateline may stand between headline and deck.
            while parsed.get(i).is_some_and(|p| matches!(p.block.role, Role::Byline | Role::Dateline)) {
                i += 1;
            }
            let Some(here) = parsed.get(i) else { break };
            let emphasised = here.block.role == Role::Paragraph
                && matches!(&here.block.body, Body::Text(text) if wholly(text, &Mark::Emphasis) && !text_len_over(text, 700));
            let text_follows = parsed[i + 1..]
                .iter()
                .take_while(|next| !matches!(next.block.role, Role::Headline | Role::Section | Role::Kicker))
                .any(|next| {
                    matches!(
                        next.block.role,
                        Role::Paragraph | Role::List | Role::Quote | Role::Table | Role::Crosshead
                    )
                });
            if !(text_follows && (is_display(here) || emphasised)) || is_cut(here, parsed.get(i + 1)) {
                break;
            }
            parsed[i].block.role = Role::Deck;
            i += 1;
        }
    }
}

/// Whether a report begins here: with a dateline, or with its writer in brackets.
fn opens_report(parsed: &Parsed) -> bool {
    plain_of(parsed)
        .is_some_and(|text| line::dateline(&text).is_some() || line::bracketed_writer(&text).is_some())
}

/// Whether a line is the beginning of a report that the end of a column cut inside a word.
fn is_cut(here: &Parsed, next: Option<&Parsed>) -> bool {
    const SHORT: usize = 45;
    let next = next.filter(|next| next.block.role == Role::Paragraph).and_then(plain_of);
    plain_of(here).zip(next).is_some_and(|(here, next)| {
        let (here, next) = (here.trim_end(), next.trim_start());
        line::weight(here) > SHORT && here.contains(['，', ',', '。']) && line::divides_word(here, next)
    })
}

/// Marks dateline and writer inside a paragraph.
fn openings(block: &mut Block) {
    const HEAD: usize = 240;
    if block.role != Role::Paragraph {
        return;
    }
    let Body::Text(text) = &mut block.body else { return };
    let plain = text.to_plain();
    let mut marks: Vec<(std::ops::Range<usize>, Mark)> = Vec::new();
    let mut at = 0;
    if let Some(range) = line::dateline(&plain) {
        at = range.end;
        marks.push((range, Mark::Dateline));
    }
    let head = plain.len().min(at + HEAD);
    let head = (at..=head).rev().find(|&end| plain.is_char_boundary(end)).unwrap_or(at);
    if let Some(range) = line::bracketed_writer(&plain[at..head]) {
        let start = at + range.start;
        marks.push((start + leading_blanks(&plain[start..])..at + range.end, Mark::Byline));
        at += range.end;
    }
    if plain.trim_end().ends_with([')', '）']) {
        let tail =
            (plain.len().saturating_sub(HEAD)..=plain.len()).find(|&start| plain.is_char_boundary(start));
        let tail = tail.unwrap_or(plain.len()).max(at);
        let end = plain.trim_end().len();
        if end > tail
            && let Some(range) = line::writer_at_end(&plain[tail..end])
        {
            marks.push((tail + range.start..tail + range.end, Mark::Byline));
        }
    }
    if !marks.is_empty() {
        drop(plain);
        // Code is never cut.
        let code = text.verbatim();
        marks.retain(|(range, _)| code.iter().all(|code| code.end <= range.start || range.end <= code.start));
        for (range, mark) in marks {
            *text = text.marked(range, mark);
        }
    }
}

fn leading_blanks(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

/// Cuts the page into articles. An article begins with its first page marker, section or kicker.
fn split(parsed: Vec<Parsed>) -> Vec<Article> {
    let mut articles: Vec<Article> = Vec::new();
    let mut page = None;
    // Blocks that belong to the next headline, if one follows.
    let mut waiting: Vec<Block> = Vec::new();
    let mut current = Article::default();
    for parsed in parsed {
        let block = parsed.block;
        match block.role {
            Role::Page | Role::Section | Role::Kicker => waiting.push(block),
            Role::Headline => {
                if !current.blocks.is_empty() {
                    articles.push(std::mem::take(&mut current));
                }
                page = waiting.iter().filter_map(page_of).next_back().or(page);
                current.page.clone_from(&page);
                current.blocks.append(&mut waiting);
                current.blocks.push(block);
            }
            _ => {
                if current.blocks.is_empty() {
                    page = waiting.iter().filter_map(page_of).next_back().or(page);
                    current.page.clone_from(&page);
                } else {
                    // The article goes on over the page's end; what follows begins on the new page. A marker right
                    // below the headline is the article's own.
                    let marked = waiting.iter().filter_map(page_of).next_back();
                    let head = |block: &Block| {
                        matches!(block.role, Role::Section | Role::Kicker | Role::Headline | Role::Page)
                    };
                    if marked.is_some() && current.blocks.iter().all(head) {
                        current.page.clone_from(&marked);
                    }
                    page = marked.or(page);
                }
                current.blocks.append(&mut waiting);
                current.blocks.push(block);
            }
        }
    }
    current.blocks.append(&mut waiting);
    if !current.blocks.is_empty() {
        articles.push(current);
    }
    articles.iter_mut().for_each(pull_quotes::mark);
    articles
}

fn page_of(block: &Block) -> Option<String> {
    match (&block.role, &block.body) {
        (Role::Page, Body::Text(text)) => line::page_marker(&text.to_plain()),
        _ => None,
    }
}
