//! Paragraphs that the end of a column or a page cut in two.
//!
//! Whoever copies a newspaper page column by column gets a paragraph end wherever a column ends. Two paragraphs
//! are one again when the first does not end a sentence and something speaks for it that it goes on. Some signs
//! decide alone (a comma at the end, a small letter or a closing mark at the beginning, an open bracket); the
//! others are weighed: running prose before the seam and the rest of a sentence behind it, a word across it, length,
//! words that cannot end a line, words that cannot begin one; and in Chinese a model of what stands beside the seam
//! (`seam`) must agree. A second half that begins as a sentence does, a line of another language
//! and a short line without any mark (a headline, a name, a verse) are never joined. How often the signs hold in a month
//! of a daily paper is counted by `tests/clients/columns.sh`.
//!
//! A column may end at any character, and one time in ten or so that is a comma. An issue whose paragraphs end at
//! commas again and again, and never inside a clause, was broken by somebody who wanted it so (verse, subtitles, a
//! translation set line by line): there a comma is no sign.
//!
//! Nothing is joined over a heading, a list, a table or a finished sentence, nor with a line in bold. Figures, pull
//! quotes, page markers and lines such as 下转第4版 may stand between the halves; they come to stand behind the paragraph.

mod seam;

use super::{Kind, Level, Repair, texts};
use crate::issue::inline::{Inline, Mark, Text};
use crate::issue::line;
use crate::issue::model::{Article, Block, Body, Issue, LeafId, Role};
use crate::lang::is_han;
use crate::problem::Span;
use crate::words::character::{is_clinging, is_measure, is_number, is_open as is_open_character, is_unit};
use crate::words::chinese::{CLOSED, OFFICE, OPEN, ORDINAL, SAYING, SENTENCE_HEAD};
use crate::words::{Ordinal, english};
use seam::is_figure;

/// Joins what belongs together, one pair after the other. `first` is the number of the article's first text.
pub(super) fn join(article: &mut Article, threshold: Threshold, first: LeafId, repairs: &mut Vec<Repair>) {
    let blocks = &mut article.blocks;
    let mut leaf = first.0;
    // Before it stands what was looked at, behind it what is left of the blocks that were joined.
    let mut end = 0;
    for next in 0..blocks.len() {
        blocks.swap(end, next);
        let (done, rest) = blocks.split_at_mut(end);
        let right = &mut rest[0];
        let over = furniture_at_end(done);
        let at = end.checked_sub(over + 1);
        let how =
            at.and_then(|at| seam(&done[at], right, if over == 0 { threshold } else { threshold.across() }));
        let (Some(how), Some(at)) = (how, at) else {
            leaf += texts(&right.body);
            end += 1;
            continue;
        };
        let number = leaf - 1 - done[at + 1..].iter().map(|block| texts(&block.body)).sum::<usize>();
        let left = &mut done[at];
        let (Body::Text(first), Body::Text(second)) = (&mut left.body, &mut right.body) else { continue };
        let at = first.plain_len();
        // Behind a mark or an image a hyphen could not be put back in its place; before a blank it divides no word.
        let drops_hyphen =
            how.drops_hyphen && matches!(first.inlines.last(), Some(Inline::Text(end)) if end.ends_with('-'));
        first.inlines.extend((!how.blank.is_empty()).then(|| Inline::Text(how.blank.into())));
        let seam = first.inlines.len().saturating_sub(1);
        let mut parts = first.inlines.split_off(seam.saturating_sub(1));
        parts.append(&mut second.inlines);
        first.inlines.append(&mut super::joined_parts(Text { inlines: parts }).inlines);
        let gap = Span { start: left.span.end, end: right.span.start };
        left.span.end = right.span.end;
        let told = |kind, at, before: &'static str, after: &'static str, over| Repair {
            kind,
            leaf: LeafId(number),
            at,
            before: before.into(),
            after: after.into(),
            span: gap,
            whole: None,
            over,
            moved: None,
        };
        repairs.push(told(Kind::Join, at, "\n\n", how.blank, over));
        if drops_hyphen {
            *first = first.rewrite(&[(at - 1..at, "")]);
            repairs.push(told(Kind::Hyphen, at - 1, "-", "", 0));
        }
    }
    blocks.truncate(end);
}

/// How many blocks at the end stand between two halves without ending a sentence: a figure, a pull quote, the end
/// of a page.
fn furniture_at_end(blocks: &[Block]) -> usize {
    const MOST: usize = 6;
    let furniture = |block: &&Block| {
        matches!(block.role, Role::Figure | Role::Caption | Role::Page | Role::Continuation | Role::PullQuote)
    };
    let count = blocks.iter().rev().take(MOST + 1).take_while(furniture).count();
    if count > MOST { 0 } else { count }
}

/// How two halves go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct How {
    blank: &'static str,
    drops_hyphen: bool,
}

/// Whether two blocks are halves of one paragraph.
pub(super) fn between(left: &Block, right: &Block, level: Level) -> Option<How> {
    seam(left, right, Threshold::of(level))
}

/// What is asked of a seam.
#[derive(Debug, Clone, Copy)]
pub(super) struct Threshold {
    /// How much must speak for a join.
    sum: i32,
    /// The least logarithm of the odds that a Chinese sentence was cut there.
    odds: f32,
    /// What a comma at the end says.
    comma: Comma,
}

/// What a comma at the end of a paragraph says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Comma {
    /// Nothing: the issue's paragraphs end so.
    Nothing,
    /// That the sentence goes on, unless the next paragraph begins with a long sentence of its own: nothing else in
    /// the issue says that columns broke it.
    Something,
    /// That the sentence goes on.
    GoesOn,
}

impl Comma {
    fn is_enough(self, right: &str) -> bool {
        /// Characters of a clause that says something by itself.
        const LONG: usize = 14;
        let sentence = right.split(['。', '！', '？']).next().unwrap_or_default();
        let whole = sentence.len() < right.len()
            && !sentence.contains(['，', ',', '；', '：', ':'])
            && sentence.chars().filter(|&c| is_han(c)).count() >= LONG;
        match self {
            Self::Nothing => false,
            Self::Something => !whole,
            Self::GoesOn => true,
        }
    }
}

impl Threshold {
    pub(super) fn of(level: Level) -> Self {
        let (sum, odds) = match level {
            Level::None => (i32::MAX, f32::INFINITY),
            Level::Safe => (3, -0.7),
            Level::All => (2, -2.0),
        };
        Self { sum, odds, comma: Comma::GoesOn }
    }

    /// Where a figure or the end of a page lies between, it takes more.
    fn across(self) -> Self {
        Self { sum: self.sum.saturating_add(1), odds: self.odds + 1.0, ..self }
    }

    /// The same for all seams of an issue: whether columns broke it is told from where its paragraphs break.
    pub(super) fn in_issue(self, issue: &Issue) -> Self {
        let ends_in_comma = |block: &&Block| match &block.body {
            Body::Text(text) if block.role == Role::Paragraph => {
                matches!(last_character(&text.inlines), Some('，' | ','))
            }
            _ => false,
        };
        let blocks = || issue.articles.iter().flat_map(|article| &article.blocks);
        if !blocks().any(|block| ends_in_comma(&block)) {
            return self;
        }
        let pairs = || issue.articles.iter().flat_map(|article| article.blocks.windows(2));
        let seams = pairs().filter(|pair| seam(&pair[0], &pair[1], self).is_some());
        let mut commas = 0usize;
        for pair in seams {
            // A break inside a clause is a column's, and so are the others then.
            if !ends_in_comma(&&pair[0]) {
                return self;
            }
            commas += 1;
        }
        Self { comma: if commas < 2 { Comma::Something } else { Comma::Nothing }, ..self }
    }

    /// Whether less is enough than for another.
    pub(super) fn is_lower_than(self, other: Self) -> bool {
        self.comma > other.comma
    }
}

fn seam(left: &Block, right: &Block, threshold: Threshold) -> Option<How> {
    if left.role != Role::Paragraph || right.role != Role::Paragraph {
        return None;
    }
    let (Body::Text(first), Body::Text(second)) = (&left.body, &right.body) else { return None };
    // An image or a note reference at the seam could not be told apart afterwards.
    let no_width =
        |inline: &Inline| matches!(inline, Inline::Image { .. } | Inline::Note(_) | Inline::Html(_));
    if second.inlines.first().is_some_and(no_width) || is_line_of_its_own(first) || is_line_of_its_own(second)
    {
        return None;
    }
    // The writer in brackets ends a report.
    if matches!(first.inlines.last(), Some(Inline::Marked(Mark::Byline | Mark::Continuation, _)))
        || matches!(second.inlines.first(), Some(Inline::Marked(Mark::Dateline | Mark::Byline, _)))
    {
        return None;
    }
    if matches!(last_character(&first.inlines), Some('。' | '！' | '？')) {
        return None;
    }
    halves(&first.plain_end(FAR), &second.to_plain(), threshold)
}

/// How many bytes before a seam are looked at: the paragraphs that a long one was cut into would each be looked at once
/// for every one that follows.
const FAR: usize = 4096;

fn last_character(inlines: &[Inline]) -> Option<char> {
    match inlines.last()? {
        Inline::Text(text) => text.chars().next_back(),
        Inline::Marked(_, inner) => last_character(inner),
        _ => None,
    }
}

/// Whether the whole text stands in bold or italics.
fn is_line_of_its_own(text: &Text) -> bool {
    matches!(text.inlines.as_slice(), [Inline::Marked(Mark::Strong | Mark::Emphasis, _)])
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

fn halves(left: &str, right: &str, threshold: Threshold) -> Option<How> {
    let (left, right) = (left.trim_end(), right.trim_start());
    let (last, first) = (left.chars().next_back()?, right.chars().next()?);
    // 3.|4 亿元: the stop is a decimal point; 8,|000 yuan: the comma stands in a number.
    let before = left.trim_end_matches(['.', ',']);
    let thousands = (1..=3).contains(&(before.len() - before.trim_end_matches(is_digit).len()));
    let digits = right.len() - right.trim_start_matches(is_digit).len();
    let number = left.len() == before.len() + 1
        && before.ends_with(is_digit)
        && (last == '.' && digits > 0 || last == ',' && thousands && digits == 3)
        && !right[digits..].starts_with(['.', '、', ')']);
    if number && left.len() > 12 {
        return Some(How { blank: "", drops_hyphen: false });
    }
    if line::ends_sentence(left) || ends_in_aside(left) || matches!(last, '：' | ':') || begins_anew(right) {
        return None;
    }
    let before_last = left[..left.len() - last.len_utf8()].chars().next_back();
    // A quotation that was closed by the wrong mark: 不卖了。“
    if line::is_opener(last) && before_last.is_some_and(line::is_terminator) {
        return None;
    }
    // 他说，“…” on a line of its own is a paragraph, as behind a colon.
    if matches!(last, '，' | ',')
        && matches!(first, '“' | '「' | '"')
        && SAYING.end(&left[..left.len() - last.len_utf8()])
    {
        return None;
    }
    if are_two_languages(left, right) {
        return None;
    }
    let han = |text: &mut dyn Iterator<Item = char>| text.take(12).any(is_han);
    let chinese = han(&mut left.chars().rev()) || han(&mut right.chars());
    let joined = if chinese {
        chinese_halves(left, right, last, first)
    } else {
        english_halves(left, right, last, first)
    };
    let speaks = match joined {
        Evidence::Certain => !matches!(last, '，' | ',') || threshold.comma.is_enough(right),
        Evidence::Sum(sum) => sum >= threshold.sum,
        Evidence::Weighed { sum, odds } => sum >= threshold.sum && odds >= threshold.odds,
        Evidence::Never => false,
    };
    if !speaks {
        return None;
    }
    let drops_hyphen = !chinese && last == '-' && !line::keeps_hyphen(left, right) && first.is_lowercase();
    let words = |c: char| c.is_alphabetic() && !is_han(c);
    let blank = if chinese {
        words(last) && words(first)
    } else {
        !matches!(last, '-' | '—' | '(' | '“' | '‘' | '/')
    };
    // A straight quote may open as well as close.
    let closes = line::is_closer(first) && !matches!(first, '"' | '\'')
        || matches!(first, ',' | ';' | ':' | '!' | '?' | '.');
    Some(How { blank: if blank && !closes { " " } else { "" }, drops_hyphen })
}

/// Whether brackets behind a finished sentence end the text: …好评。（林勇）
fn ends_in_aside(text: &str) -> bool {
    text.ends_with(['）', ')'])
        && text.rfind(['（', '(']).is_some_and(|open| line::ends_sentence(&text[..open]))
}

/// Whether one text has no Chinese character and the other is Chinese: a line and its translation, a caption that
/// nobody translated.
fn are_two_languages(left: &str, right: &str) -> bool {
    /// Fewer letters are a name.
    const LEAST: usize = 12;
    let (first, second) = (left.chars().any(is_han), right.chars().any(is_han));
    let other = if first { right } else { left };
    first != second && other.chars().filter(|c| c.is_alphabetic()).nth(LEAST).is_some()
}

/// What speaks for a join.
enum Evidence {
    /// Enough by itself.
    Certain,
    /// The sum of what speaks for it and against it.
    Sum(i32),
    /// The same, and the logarithm of the odds by what stands beside the seam.
    Weighed { sum: i32, odds: f32 },
    /// What stands there is a line of its own.
    Never,
}

/// Whether a paragraph begins with a number, a bullet, a speaker or the like.
fn begins_anew(text: &str) -> bool {
    let first = text.chars().next().unwrap_or(' ');
    if "●■◆▲▼△▽○◎□◇★☆①②③④⑤⑥⑦⑧⑨⑩•·【※→▶►–-*#".contains(first) && !text.starts_with("...")
    {
        return true;
    }
    if text.starts_with("——") || text.starts_with("--") {
        return true;
    }
    let pauses = |rest: &str| rest.starts_with(['，', ',']);
    if ORDINAL.starting(text).any(|(word, kind)| kind == Ordinal::Any || pauses(&text[word.len()..]))
        || is_numbered(text)
    {
        return true;
    }
    // The end of a letter.
    if text.starts_with("此致") {
        return true;
    }
    // A speaker, unless words are said: 他说：
    let verb = || text.split_once(['：', ':']).is_some_and(|(who, _)| SAYING.end(who));
    line::has_speaker(text) && !verb()
}

/// Whether a paragraph begins with a number of its own: `一、`, `（一）`, `1.`, `第三，`.
fn is_numbered(text: &str) -> bool {
    let bare = text.trim_start_matches(['（', '(', '第']);
    let rest = bare.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    if rest.len() == bare.len() {
        return false;
    }
    let bracketed = bare.len() < text.len() && !text.starts_with('第');
    let mut after = rest.chars();
    match after.next() {
        Some('、') => true,
        Some('）' | ')') => bracketed || bare.len() == text.len(),
        Some('.' | '．') => !after.next().is_some_and(|c| c.is_ascii_digit()),
        Some('，' | ',' | '条' | '章' | '节') => text.starts_with('第'),
        _ => false,
    }
}

/// Marks that cannot begin a paragraph.
fn only_follows(first: char) -> bool {
    let wide = matches!(
        first,
        '，' | '。' | '、' | '；' | '：' | '！' | '？' | '）' | '》' | '”' | '」' | '』' | '…'
    );
    wide || matches!(first, ',' | ';' | ':' | '!' | '?' | ')')
}

/// How much the end of a Chinese line wants something behind it.
fn end_is_open(left: &str, last: char) -> i32 {
    let mut back = left.chars().rev();
    let counted = back.next().is_some_and(is_measure) && back.next().is_some_and(is_number);
    if OPEN.end(left) {
        3
    } else if counted || is_open_character(last) && !CLOSED.end(left) {
        2
    } else {
        0
    }
}

fn chinese_halves(left: &str, right: &str, last: char, first: char) -> Evidence {
    let weight = line::weight(left);
    // Two short lines with a comma between are verse.
    let verse = weight <= 37 && line::weight(right) <= 45;
    let lists = last == '、' || matches!(last, '，' | ',') && !begins_as_sentence(right);
    let goes_on = lists && !verse || line::is_opener(last) && last != '[';
    if goes_on || only_follows(first) || is_open(left, right) {
        return Evidence::Certain;
    }
    // Rows of figures end and begin with digits as well.
    let counts = is_figure(last) && is_figure(first) && (last.is_ascii_digit() || is_rest(right))
        || "十百千万萬亿億".contains(last) && "二三四五六七八九零".contains(first) && weight >= 24
        || "二三四五六七八九".contains(last) && first == '十' && weight >= 24;
    // 25|比19
    let score = is_figure(last) && right.strip_prefix('比').is_some_and(|rest| rest.starts_with(is_figure));
    if counts || score || (is_number(last) && is_unit(first) && weight >= 24) {
        return Evidence::Certain;
    }
    // What the seam itself shows; without any of it, a line without an end mark is a heading in its own right.
    let mut seam = end_is_open(left, last);
    if is_clinging(first) {
        seam += 2;
    }
    let rest = ends_within(last) && is_rest(right);
    let begins = begins_as_sentence(right);
    if rest && !begins && line::divides_word(left, right) {
        seam += 4;
    }
    // A few characters up to the first mark are the end of a sentence rather than its beginning.
    let clause =
        right.chars().take_while(|c| !matches!(c, '，' | '。' | ',' | '；' | '！' | '？' | '：')).count();
    let short = match clause {
        // Half a word, unless it is an answer: 好，…
        1 if !"好对對是不嗯唉啊哦哎看听".contains(first) => 5,
        0..=2 if weight >= 48 => 4,
        0..=2 => 3,
        3..=4 => 2,
        5..=6 => 1,
        _ => 0,
    };
    if short > 0 && !line::is_opener(first) && !begins {
        seam += short;
    }
    // No heading ends in a clause of three characters.
    let last_clause = left.chars().rev().take_while(|c| is_han(*c)).count();
    let behind_mark = left.chars().rev().nth(last_clause).is_some_and(|c| "，、；。！？：,;!?:".contains(c));
    if (1..=3).contains(&last_clause) && behind_mark && weight >= 60 && rest {
        seam += 3;
    }
    if rest && !begins && !line::is_opener(first) && is_prose(left) {
        seam += 3;
    }
    // A paragraph of a dozen characters is the rest of one.
    if right.chars().count() <= 12 && line::ends_sentence(right) {
        seam += 1;
    }
    if weight >= 48 && is_name_cut(left, right) {
        seam += 5;
    }
    // Behind a bracket, a semicolon and a dash columns end no more often than lines do, and a few characters without
    // a mark are a name.
    let name = weight <= 12 || !line::ends_sentence(right) && line::weight(right) <= 12;
    let ended = matches!(last, '）' | ')' | '；' | ';' | '—' | '－' | '―')
        || is_numbered(left) && !left.contains('。');
    if name || ended {
        return Evidence::Never;
    }
    let odds = seam::odds(left, right, begins);
    // Half a page of a report is no headline.
    if odds >= SURE && rest && (weight > LONGEST_LINE || left.contains('。')) {
        return Evidence::Certain;
    }
    if seam == 0 {
        return Evidence::Never;
    }
    let mut sum = seam;
    let inside = &left[..left.len() - last.len_utf8()];
    if inside.contains(['。', '！', '？', '；', '!', '?', ';']) {
        sum += 3;
    }
    sum += match inside.matches(['，', ',', '、', '：', ':']).count() {
        0 => 0,
        1 if weight < 45 => 1,
        1 => 2,
        _ => 3,
    };
    sum += match weight {
        0..36 => -3,
        36..60 => -1,
        60..120 => 0,
        120..180 => 1,
        _ => 2,
    };
    let head: String = left.chars().take(24).collect();
    if SAYING.find(&head).is_some() {
        sum += 1;
    }
    if matches!(first, '“' | '「') {
        sum -= 1;
    }
    if !line::ends_sentence(right) && line::weight(right) < 60 {
        sum -= 2;
    }
    Evidence::Weighed { sum, odds }
}

/// Odds that are enough by themselves, as a logarithm.
const SURE: f32 = 1.5;

/// Weight of the longest line that may be a headline: 30 characters.
const LONGEST_LINE: usize = 90;

/// Whether what a Chinese text ends in is running prose rather than a line of its own: several clauses, or the one
/// sentence of a report so far. A headline may stand behind a finished sentence when a page was copied without care.
fn is_prose(text: &str) -> bool {
    let last = text.rsplit(['。', '！', '？']).next().unwrap_or_default();
    let clauses = last.matches('，').count() + last.matches(',').count();
    let opens = last.len() == text.len() && line::dateline(text).is_some();
    // …。——临江电视台: a source behind the last sentence.
    let weight = line::weight(last);
    !last.contains("——") && (clauses >= 2 && weight >= 60 || clauses == 1 && weight >= 110 || opens)
}

/// Whether a character is one that lines end with only where they are cut or have no end mark.
fn ends_within(last: char) -> bool {
    is_han(last) || last.is_alphanumeric()
}

/// Whether a Chinese text reads as the rest of a paragraph: a finished sentence that no dateline begins, or so long
/// that it was cut as well.
fn is_rest(text: &str) -> bool {
    const LONG: usize = 90;
    (line::ends_sentence(text) || line::weight(text) >= LONG && text.contains(['，', ',', '。']))
        && line::dateline(text).is_none()
}

/// Whether a name was cut: behind an office one or two characters of it, and the rest before a verb of saying
/// (…，研究员戴|青说).
fn is_name_cut(left: &str, right: &str) -> bool {
    let says =
        right.split(['，', ',', '：', ':']).next().filter(|who| who.len() < right.len()).is_some_and(|who| {
            SAYING.strip_end(who).is_some_and(|rest| (1..=4).contains(&rest.chars().count()))
        });
    let mut name = left.char_indices().rev().map(|(at, _)| &left[..at]).take(2);
    says && name.any(|before| OFFICE.end(before))
}

/// Whether a Chinese text begins as sentences do: with a time or a turn (昨天, 不过), or with who says what follows
/// (报告称，). A comma before it may have been meant for a stop.
fn begins_as_sentence(text: &str) -> bool {
    const LONGEST: usize = 8;
    if text.starts_with('在') || SENTENCE_HEAD.start(text) {
        return true;
    }
    let Some((clause, _)) = text.split_once(['，', ',', '：', ':']) else { return false };
    // 当人们说起此事时，
    if clause.starts_with(['当', '當']) && clause.ends_with(['时', '時', '候']) {
        return true;
    }
    clause.chars().count() <= LONGEST
        && !clause.contains('。')
        && SAYING.ending(clause).any(|(verb, ())| verb.len() < clause.len())
}

/// Whether a bracket or quotation is open at the end of the left half and closed in the right one.
fn is_open(left: &str, right: &str) -> bool {
    const PAIRS: &[(char, char)] =
        &[('“', '”'), ('《', '》'), ('（', '）'), ('「', '」'), ('『', '』'), ('【', '】'), ('(', ')')];
    PAIRS.iter().any(|&(open, close)| {
        if !left.contains(open) {
            return false;
        }
        let depth = left.chars().fold(0i32, |depth, c| {
            if c == open {
                depth + 1
            } else if c == close {
                (depth - 1).max(0)
            } else {
                depth
            }
        });
        depth > 0 && right.chars().find(|&c| c == open || c == close) == Some(close)
    })
}

/// Length of the longest line of a poem, a list or an address, in bytes.
const SHORT_LINE: usize = 60;

fn english_halves(left: &str, right: &str, last: char, first: char) -> Evidence {
    let words = left.split_whitespace().count();
    let last_word = left.rsplit(char::is_whitespace).next().unwrap_or_default();
    let first_word =
        right.trim_start_matches(['“', '"', '‘', '(']).split(|c: char| !c.is_alphanumeric()).next();
    let first_word = first_word.unwrap_or_default();
    // A small letter goes on with a sentence; iPhone and eBay are names.
    let small = first_word.starts_with(char::is_lowercase) && !first_word.contains(char::is_uppercase);
    // `Dear editor,` and `Yours sincerely,` are lines of their own.
    let greeting = last == ',' && words <= 4;
    // Lines of a poem, a list or an address.
    let lines = left.len() < SHORT_LINE && right.len() < SHORT_LINE && !line::ends_sentence(right);
    // A word that names nothing has a capital at the head of a sentence alone, and a quotation begins with one.
    let lower = first_word.to_ascii_lowercase();
    let begins = !small
        && first_word != "I"
        && (english::OPEN.contains(&lower)
            || english::SENTENCE_HEAD.contains(&lower)
            || line::is_opener(first)
            || first == '"');
    if begins || lines && last != '-' {
        return Evidence::Never;
    }
    if last == ',' && !greeting && (small || left.len() >= SHORT_LINE)
        || line::ends_in_abbreviation(left)
        || matches!(first, ',' | ';' | ')' | '”')
    {
        return Evidence::Certain;
    }
    if small && (words >= 4 || last == '-') {
        return Evidence::Certain;
    }
    if words >= 4 && english::OPEN.contains(last_word) || is_open(left, right) {
        return Evidence::Certain;
    }
    // A title without an article wants its name: which Mayor|Chen reopened.
    let mut back = left.split_whitespace().rev().skip(1);
    let before = back.next().filter(|word| !["the", "a", "our", "new", "former"].contains(word));
    if words >= 10
        && english::OFFICE.contains(last_word)
        && first_word.starts_with(char::is_uppercase)
        && before.is_some_and(|word| word.starts_with(char::is_lowercase))
    {
        return Evidence::Certain;
    }
    if greeting && !small {
        return Evidence::Sum(-3);
    }
    let mut sum = 0;
    let stops = left
        .as_bytes()
        .windows(3)
        .any(|w| matches!(w[0], b'.' | b'?' | b'!') && w[1] == b' ' && w[2].is_ascii_uppercase());
    if stops {
        sum += 3;
    }
    sum += match left.matches(", ").count() {
        0 => 0,
        1 => 1,
        _ => 2,
    };
    let clause = right.split(['.', ',', ';', '?', '!']).next().unwrap_or_default();
    // A capital begins a sentence, unless it begins a name that ends one.
    let capital = first_word.contains(char::is_uppercase);
    let year = first_word.len() == 4 && first_word.bytes().all(|b| b.is_ascii_digit());
    let length = clause.split_whitespace().count();
    if capital && (length > 2 || !right[clause.len()..].starts_with('.')) || year && length > 2 {
        return Evidence::Never;
    }
    sum += match clause.split_whitespace().count() {
        0..=1 if !line::is_opener(first) => 2,
        2 => 1,
        _ => 0,
    };
    sum += match left.len() {
        0..60 => -3,
        60..120 => 0,
        120..180 => 1,
        _ => 2,
    };
    let long_words = || left.split_whitespace().filter(|word| word.len() > 3);
    let capital = long_words().filter(|word| word.starts_with(char::is_uppercase)).count();
    if capital * 10 > long_words().count() * 6 {
        sum -= 3;
    } else if words >= 10 && capital * 10 < long_words().count() * 3 {
        sum += 1;
    }
    if matches!(first, '“' | '"') {
        sum -= 1;
    }
    if !line::ends_sentence(right) && right.len() < 80 {
        sum -= 2;
    }
    Evidence::Sum(sum)
}
