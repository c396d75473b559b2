//! The typing of one running text: widths, quotes, dots and dashes, blanks, line ends, signs nobody sees.
//!
//! Chinese texts follow the national standards for punctuation (GB/T 15834-2011 on the Mainland, the Ministry of
//! Education's handbook in Taiwan): marks at full width, …… and —— over two characters. Which rules a text is
//! under is told from its own letters, so an English sentence in a Chinese issue keeps its commas.
//!
//! Each rule looks at the text as it stands and proposes edits; proposals that overlap wait for the next round.

mod blanks;
mod lines;
mod marks;
mod occurs;
mod quotes;

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;

use super::{Kind, Level};
use crate::issue::inline::{Inline, Mark, Text, plain_len};
use crate::issue::model::Role;
use crate::lang::is_han;
use lines::is_verse;
use occurs::{Occurs, is_chinese};

/// A proposal: put something else in the place of a byte range.
pub(super) struct Edit {
    pub(super) range: Range<usize>,
    pub(super) new: Cow<'static, str>,
    pub(super) kind: Kind,
}

/// How many characters around a place are looked at: more than any row of marks or quotation of a slogan, and a bound
/// for texts that nobody wrote.
const FAR: usize = 240;

/// One running text with what the rules ask about it.
struct Typed<'a> {
    plain: &'a str,
    role: Role,
    level: Level,
    /// More Chinese than other letters.
    chinese: bool,
    /// The document is in Chinese, whatever this text is in.
    in_chinese: bool,
    /// Code, and addresses of web pages and mail.
    kept: Vec<Range<usize>>,
    /// A paragraph of verse: its line ends are meant.
    verse: bool,
    /// Ends of datelines and writers: a blank behind them is meant.
    openings: Vec<usize>,
    /// Where references to notes stand.
    notes: Vec<usize>,
    edits: Vec<Edit>,
}

/// The edits for one running text, in order and without overlap.
pub(super) fn edits(plain: &str, text: &Text, role: Role, level: Level, in_chinese: bool) -> Vec<Edit> {
    let (occurs, chinese) = Occurs::of(plain);
    if occurs.0 == 0 || chinese && occurs == Occurs::WIDE_FORMS {
        return Vec::new();
    }
    let mut kept = if text.inlines.len() > 1 || !matches!(text.inlines.first(), Some(Inline::Text(_))) {
        text.verbatim()
    } else {
        Vec::new()
    };
    if occurs.any(&[Occurs::ADDRESSES]) {
        addresses(plain, &mut kept);
    }
    if occurs.any(&[Occurs::POINTS]) {
        smileys(plain, &mut kept);
    }
    // Code and addresses are of no language.
    let chinese = chinese || !kept.is_empty() && is_chinese(outside(plain, &kept));
    let verse = role == Role::Paragraph && occurs.any(&[Occurs::LINE_ENDS]) && is_verse(plain);
    let openings = openings(text);
    let edits = Vec::with_capacity(16);
    let mut typed =
        Typed { plain, role, level, chinese, in_chinese, kept, verse, openings, notes: notes(text), edits };
    if occurs.any(&[Occurs::INVISIBLE]) {
        typed.invisible();
    }
    if occurs.any(&[Occurs::UNUSUAL, Occurs::INVISIBLE]) {
        typed.normalization();
    }
    if occurs.any(&[Occurs::LINE_ENDS]) {
        typed.line_ends(text);
    }
    if occurs.any(&[Occurs::BLANKS]) {
        typed.blanks();
    }
    // In a document in another language a Chinese line keeps the marks that its neighbours have.
    let widens = typed.chinese && in_chinese;
    if widens && occurs.any(&[Occurs::DOTS]) {
        typed.ellipses();
    }
    if (widens || !typed.chinese && level == Level::All) && occurs.any(&[Occurs::DASHES, Occurs::UNUSUAL]) {
        typed.dashes();
    }
    if widens && occurs.any(&[Occurs::POINTS]) {
        typed.points();
    }
    if widens && occurs.any(&[Occurs::BRACKETS]) {
        typed.brackets();
    }
    if occurs.any(if typed.chinese { &[Occurs::WIDE_NUMBERS] } else { &[Occurs::WIDE_FORMS] }) {
        typed.narrow();
    }
    if occurs.any(&[Occurs::QUOTES]) {
        match (typed.chinese, in_chinese) {
            (true, true) => typed.chinese_quotes(),
            (true, false) => {}
            (false, _) => typed.english_quotes(),
        }
    }
    let mut edits = typed.edits;
    if edits.len() > 1 {
        edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        let mut end = 0;
        edits.retain(|edit| {
            let free = edit.range.start >= end && !edit.range.is_empty();
            if free {
                end = edit.range.end;
            }
            free
        });
    }
    edits
}

/// Characters beside which a mark is set at full width.
fn is_wide(c: char) -> bool {
    is_han(c)
        || matches!(c,
            '\u{3001}'..='\u{303F}' | '\u{3040}'..='\u{30FF}' | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}'
            | '\u{FF3B}'..='\u{FF40}' | '\u{FF5B}'..='\u{FF65}' | '“' | '”' | '‘' | '’' | '…' | '—')
}

fn is_thin_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{a0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{3000}')
}

/// Byte ranges of characters of a kind in a row, as many together as stand there.
fn runs(plain: &str, is: impl Fn(char) -> bool + Copy) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + plain[at..].find(is)?;
        let rest = &plain[start..];
        at = start + (rest.len() - rest.trim_start_matches(is).len());
        Some(start..at)
    })
}

/// Byte ranges of web and mail addresses.
fn addresses(plain: &str, out: &mut Vec<Range<usize>>) {
    if !plain.contains("://") && !plain.contains("www.") && !plain.contains('@') {
        return;
    }
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c);
    let mut start = None;
    for (at, c) in plain.char_indices().chain([(plain.len(), ' ')]) {
        match (start, is_part(c)) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                // 来信请寄:a@b.c: the colon is the sentence's.
                let word = plain[from..at].trim_start_matches([',', ';', ':', '!', '?', '(']);
                let from = at - word.len();
                let word = word.trim_end_matches(|c: char| ".,;:!?)'".contains(c));
                let mail =
                    word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
                if word.contains("://") || word.starts_with("www.") || mail {
                    out.push(from..from + word.len());
                }
                start = None;
            }
            _ => {}
        }
    }
    // An address inside code is a part of it.
    outermost(out);
}

/// Ranges in order, without those that begin inside others.
fn outermost(ranges: &mut Vec<Range<usize>>) {
    ranges.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut end = 0;
    ranges.retain(|range| {
        let free = range.start >= end;
        end = end.max(range.end);
        free
    });
}

/// Byte ranges of faces made of marks: `:)`, `;-)`, `:D`.
fn smileys(plain: &str, out: &mut Vec<Range<usize>>) {
    let known = out.len();
    for at in memchr::memchr2_iter(b':', b';', plain.as_bytes()) {
        let eyes = at + 1;
        let nose = usize::from(plain[eyes..].starts_with(['-', '^']));
        let Some(mouth) = plain[eyes + nose..].chars().next() else { continue };
        let end = eyes + nose + mouth.len_utf8();
        let alone = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric());
        let before = plain[..at].chars().next_back();
        let behind = plain[end..].chars().next();
        let face = match mouth {
            // Behind brackets that are open, this closes them.
            ')' => {
                let head = &plain[plain.floor_char_boundary(at.saturating_sub(FAR))..at];
                !head.contains(['(', '（']) || head.rfind([')', '）']) > head.rfind(['(', '（'])
            }
            '(' => {
                let rest = &plain[end..plain.floor_char_boundary((end + FAR).min(plain.len()))];
                !rest.contains([')', '）'])
            }
            'D' | 'P' | 'p' | 'o' | 'O' => alone(before) && alone(behind),
            _ => false,
        };
        if face && (nose == 1 || alone(behind)) && !before.is_some_and(|c| c.is_ascii_digit()) {
            out.push(at..end);
        }
    }
    if out.len() > known {
        outermost(out);
    }
}

/// What of a text lies outside some ranges of it, which are in order.
fn outside<'a>(plain: &'a str, ranges: &'a [Range<usize>]) -> impl Iterator<Item = &'a [u8]> {
    let starts = std::iter::once(0).chain(ranges.iter().map(|range| range.end));
    let ends = ranges.iter().map(|range| range.start).chain([plain.len()]);
    starts.zip(ends).map(|(start, end)| &plain.as_bytes()[start..end.max(start)])
}

/// Offsets of references to notes.
fn notes(text: &Text) -> Vec<usize> {
    fn walk(inlines: &[Inline], at: &mut usize, out: &mut Vec<usize>) {
        for inline in inlines {
            match inline {
                Inline::Text(text) | Inline::Code(text) => *at += text.len(),
                Inline::SoftBreak | Inline::HardBreak => *at += 1,
                Inline::Marked(_, inner) => walk(inner, at, out),
                Inline::Note(_) => out.push(*at),
                Inline::Image { .. } | Inline::Html(_) => {}
            }
        }
    }
    let mut out = Vec::new();
    walk(&text.inlines, &mut 0, &mut out);
    out
}

/// Offsets behind datelines and writers.
fn openings(text: &Text) -> Vec<usize> {
    let mut at = 0;
    let mut out = Vec::new();
    if text.inlines.len() < 2 {
        return out;
    }
    for inline in &text.inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => at += text.len(),
            Inline::SoftBreak | Inline::HardBreak => at += 1,
            Inline::Marked(mark, inner) => {
                at += plain_len(inner);
                if matches!(mark, Mark::Dateline | Mark::Byline) {
                    out.push(at);
                }
            }
            _ => {}
        }
    }
    out
}

impl Typed<'_> {
    fn is_kept(&self, at: usize) -> bool {
        let next = self.kept.partition_point(|range| range.start <= at);
        next.checked_sub(1).is_some_and(|before| self.kept[before].contains(&at))
    }

    fn put(&mut self, range: Range<usize>, new: impl Into<Cow<'static, str>>, kind: Kind) {
        let new = new.into();
        if self.is_kept(range.start) || self.plain[range.clone()] == *new {
            return;
        }
        self.edits.push(Edit { range, new, kind });
    }

    fn before(&self, at: usize) -> Option<char> {
        self.plain[..at].chars().next_back()
    }

    fn after(&self, at: usize) -> Option<char> {
        self.plain[at..].chars().next()
    }

    /// Soft hyphens, joiners, directions, controls. A joiner inside an emoji or between letters that need it
    /// stays.
    fn invisible(&mut self) {
        for (at, c) in self.plain.char_indices() {
            let end = at + c.len_utf8();
            let gone = match c {
                '\u{200C}' | '\u{200D}' => {
                    let plain_letter =
                        |c: Option<char>| c.is_none_or(|c| is_wide(c) || c.is_ascii() || c.is_whitespace());
                    plain_letter(self.before(at)) && plain_letter(self.after(end))
                }
                '\u{AD}'
                | '\u{200B}'
                | '\u{200E}'
                | '\u{200F}'
                | '\u{202A}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{FEFF}'
                | '\u{80}'..='\u{9F}'
                | '\u{7F}' => true,
                '\t' | '\n' => false,
                c => c.is_control(),
            };
            if gone {
                self.put(at..end, "", Kind::Invisible);
            }
        }
    }

    /// Characters that Normalization Form C writes another way, with the marks that belong to them.
    fn normalization(&mut self) {
        use unicode_normalization::{IsNormalized, is_nfc_quick};
        if is_nfc_quick(self.plain.chars()) == IsNormalized::Yes || self.plain.nfc().eq(self.plain.chars()) {
            return;
        }
        let mut start = 0;
        let mut found = Vec::new();
        let starts = |c: char| {
            unicode_normalization::char::canonical_combining_class(c) == 0
            && !unicode_normalization::char::is_combining_mark(c)
            // Hangul vowels and finals compose with the letter before them.
            && !matches!(c, '\u{1160}'..='\u{11FF}')
        };
        for (at, c) in self.plain.char_indices().chain([(self.plain.len(), 'a')]) {
            if at == 0 || !starts(c) {
                continue;
            }
            let part = &self.plain[start..at];
            if !part.nfc().eq(part.chars()) {
                found.push((start..at, part.nfc().collect::<String>()));
            }
            start = at;
        }
        for (range, new) in found {
            self.put(range, new, Kind::Normalization);
        }
    }
}
