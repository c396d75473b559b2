//! The typing of one running text: widths, quotes, dots and dashes, blanks, line ends, signs nobody sees.
//!
//! Chinese texts follow the national standards for punctuation (GB/T 15834-2011 on the Mainland, the Ministry of
//! Education's handbook in Taiwan): marks at full width, …… and —— over two characters. Which rules a text is
//! under is told from its own letters, so an English sentence in a Chinese issue keeps its commas.
//!
//! Each rule looks at the text as it stands and proposes edits; proposals that overlap wait for the next round.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;

use super::{Kind, Level};
use crate::issue::inline::{Inline, Mark, Text, plain_len};
use crate::issue::line;
use crate::issue::model::Role;
use crate::lang::is_han;

/// A proposal: put something else in the place of a byte range.
pub(super) struct Edit {
    pub(super) range: Range<usize>,
    pub(super) new: Cow<'static, str>,
    pub(super) kind: Kind,
}

/// What occurs in a text, so that a clean one costs one look at its bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Occurs(u16);

impl Occurs {
    const POINTS: Self = Self(1);
    const BRACKETS: Self = Self(1 << 1);
    const QUOTES: Self = Self(1 << 2);
    const DOTS: Self = Self(1 << 3);
    const DASHES: Self = Self(1 << 4);
    const BLANKS: Self = Self(1 << 5);
    const LINE_ENDS: Self = Self(1 << 6);
    const WIDE_FORMS: Self = Self(1 << 7);
    const INVISIBLE: Self = Self(1 << 8);
    const UNUSUAL: Self = Self(1 << 9);
    /// Digits, letters and `％` at full width, and other forms beside a digit.
    const WIDE_NUMBERS: Self = Self(1 << 10);
    /// `@`, `:/` or `www`.
    const ADDRESSES: Self = Self(1 << 11);
    /// Bytes that say something only with those behind them: the first ones of `·` and of `“。，`, `:` and `w`.
    const LATIN: Self = Self(1 << 12);
    const MARKS: Self = Self(1 << 13);
    const HOSTS: Self = Self(1 << 14);

    fn any(self, signs: &[Self]) -> bool {
        signs.iter().any(|sign| self.0 & sign.0 != 0)
    }

    /// What a byte is. Continuations and the lead bytes of Chinese characters of the basic block say nothing; blanks,
    /// the most of all, are looked at by themselves.
    const BYTES: [Self; 256] = {
        let mut table = [Self(0); 256];
        let mut b = 0;
        loop {
            table[b as usize] = match b {
                b':' => Self(Self::POINTS.0 | Self::HOSTS.0),
                b',' | b';' | b'!' | b'?' => Self::POINTS,
                b'(' | b')' => Self::BRACKETS,
                b'"' | b'\'' => Self::QUOTES,
                b'.' => Self::DOTS,
                b'-' => Self::DASHES,
                b'@' => Self::ADDRESSES,
                b'w' => Self::HOSTS,
                b'\t' => Self::BLANKS,
                b'\n' => Self::LINE_ENDS,
                0..=0x1F | 0x7F => Self::INVISIBLE,
                0xC2 => Self::LATIN,
                0xE2 | 0xE3 | 0xEF => Self::MARKS,
                0xC3..=0xE1 | 0xEA..=0xFF => Self::UNUSUAL,
                _ => Self(0),
            };
            if b == 0xFF {
                break table;
            }
            b += 1;
        }
    };

    /// What occurs in a text; and whether it is under the rules of Chinese typing.
    fn of(text: &str) -> (Self, bool) {
        let bytes = text.as_bytes();
        let mut it = bytes.iter().fold(0, |seen, &b| seen | Self::BYTES[usize::from(b)].0);
        if Self(it).any(&[Self::LATIN]) {
            it |= memchr::memchr_iter(0xC2, bytes).fold(0, |seen, at| seen | Self::at(bytes, at).0);
        }
        if Self(it).any(&[Self::MARKS]) {
            it |= memchr::memchr3_iter(0xE2, 0xE3, 0xEF, bytes)
                .fold(0, |seen, at| seen | Self::at(bytes, at).0);
        }
        if Self(it).any(&[Self::HOSTS]) && (text.contains(":/") || text.contains("www.")) {
            it |= Self::ADDRESSES.0;
        }
        it &= !(Self::LATIN.0 | Self::MARKS.0 | Self::HOSTS.0);
        if has_odd_blank(bytes) && memchr::memchr_iter(b' ', bytes).any(|at| !is_between_words(bytes, at)) {
            it |= Self::BLANKS.0;
        }
        (Self(it), is_chinese([bytes]))
    }

    /// What a character of several bytes is that begins at an offset.
    fn at(bytes: &[u8], at: usize) -> Self {
        let next = |ahead: usize| bytes.get(at + ahead).copied();
        let digit = |b: Option<u8>| b.is_some_and(|b| b.is_ascii_digit());
        match bytes[at] {
            0xC2 => match next(1) {
                Some(0xA0) => Self::BLANKS,
                Some(0x80..=0x9F | 0xAD) => Self::INVISIBLE,
                _ => Self(0),
            },
            0xE2 => match (next(1), next(2)) {
                (Some(0x80), Some(0x8B..=0x8F | 0xAA..=0xAE)) | (Some(0x81), Some(0xA0..=0xAF)) => {
                    Self::INVISIBLE
                }
                (Some(0x80), Some(0x80..=0x8A | 0xAF)) => Self::BLANKS,
                (Some(0x80), Some(0x90..=0x95)) | (Some(0x94), _) => Self::DASHES,
                (Some(0x80), Some(0xA6)) => Self::DOTS,
                (Some(0x80), _) => Self(0),
                _ => Self::UNUSUAL,
            },
            0xE3 => match (next(1), next(2)) {
                (Some(0x80), Some(0x80)) => Self::BLANKS,
                // A stop ends every sentence; several in a row are dots.
                (Some(0x80), Some(0x82)) if bytes[at + 3..].starts_with("。".as_bytes()) => Self::DOTS,
                (Some(0x80), _) => Self(0),
                _ => Self::UNUSUAL,
            },
            0xEF => match next(1) {
                Some(0xBB) => Self::INVISIBLE,
                Some(0xBC | 0xBD) => {
                    let marks =
                        matches!(bytes[at + 1..], [0xBC, 0x81 | 0x88 | 0x89 | 0x8C | 0x9A | 0x9B | 0x9F, ..]);
                    let beside_digit =
                        || digit(at.checked_sub(1).map(|before| bytes[before])) || digit(next(3));
                    let numbers = if !marks || beside_digit() { Self::WIDE_NUMBERS.0 } else { 0 };
                    Self(Self::WIDE_FORMS.0 | numbers)
                }
                _ => Self::UNUSUAL,
            },
            _ => Self::UNUSUAL,
        }
    }
}

/// Whether a blank stands between words, quotes around them or not.
fn is_between_words(bytes: &[u8], at: usize) -> bool {
    let before = bytes[..at].iter().rev().find(|&&b| !(0x80..0xC0).contains(&b));
    let word = |b: &u8| b.is_ascii_graphic() || *b == 0xE2;
    before.is_some_and(word) && bytes.get(at + 1).is_some_and(word)
}

/// Whether a blank may stand elsewhere than between words; looks at the bytes beside it alone, many at a time.
#[expect(
    clippy::needless_bitwise_bool,
    reason = "a branch would make the compiler look at one byte at a time"
)]
fn has_odd_blank(bytes: &[u8]) -> bool {
    let [first, .., last] = bytes else { return bytes.contains(&b' ') };
    let odd = |before: u8, b: u8, behind: u8| {
        (b == b' ') & !(before.is_ascii_graphic() & (behind.is_ascii_graphic() | (behind == 0xE2)))
    };
    let inside = bytes.iter().zip(&bytes[1..]).zip(&bytes[2..]);
    *first == b' '
        || *last == b' '
        || inside.fold(false, |found, ((&before, &b), &behind)| found | odd(before, b, behind))
}

/// Whether parts of a text are together under the rules of Chinese typing: a Chinese character weighs as much as three
/// letters.
fn is_chinese<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> bool {
    let (mut han, mut letters) = (0, 0);
    for part in parts {
        han += count(part, |b| (0xE4..=0xE9).contains(&b));
        letters += count(part, |b| b.is_ascii_alphabetic());
    }
    han > 0 && 3 * han >= letters
}

/// How many bytes are of a kind.
fn count(bytes: &[u8], is: impl Fn(u8) -> bool) -> usize {
    // Small counts side by side in one register.
    let in_some = |some: &[u8]| usize::from(some.iter().map(|&b| u8::from(is(b))).sum::<u8>());
    bytes.chunks(255).map(in_some).sum()
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
    /// Code, and addresses of web pages and mail.
    kept: Vec<Range<usize>>,
    /// A paragraph of verse: its line ends are meant.
    verse: bool,
    /// Ends of datelines and writers: a blank behind them is meant.
    openings: Vec<usize>,
    edits: Vec<Edit>,
}

/// The edits for one running text, in order and without overlap.
pub(super) fn edits(plain: &str, text: &Text, role: Role, level: Level) -> Vec<Edit> {
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
    // Code and addresses are of no language.
    let chinese = chinese || !kept.is_empty() && is_chinese(outside(plain, &kept));
    let verse = role == Role::Paragraph && occurs.any(&[Occurs::LINE_ENDS]) && is_verse(plain);
    let openings = openings(text);
    let edits = Vec::with_capacity(16);
    let mut typed = Typed { plain, role, level, chinese, kept, verse, openings, edits };
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
    if typed.chinese && occurs.any(&[Occurs::DOTS]) {
        typed.ellipses();
    }
    if (typed.chinese || level == Level::All) && occurs.any(&[Occurs::DASHES, Occurs::UNUSUAL]) {
        typed.dashes();
    }
    if typed.chinese && occurs.any(&[Occurs::POINTS]) {
        typed.points();
    }
    if typed.chinese && occurs.any(&[Occurs::BRACKETS]) {
        typed.brackets();
    }
    if occurs.any(if typed.chinese { &[Occurs::WIDE_NUMBERS] } else { &[Occurs::WIDE_FORMS] }) {
        typed.narrow();
    }
    if occurs.any(&[Occurs::QUOTES]) {
        if typed.chinese { typed.chinese_quotes() } else { typed.english_quotes() }
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

/// Marks at full width that want no blank beside them.
fn is_wide_mark(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '！'
            | '？'
            | '）'
            | '（'
            | '《'
            | '》'
            | '「'
            | '」'
            | '『'
            | '』'
            | '【'
            | '】'
    )
}

fn is_thin_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{a0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{3000}')
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
                let word = plain[from..at].trim_end_matches(|c: char| ".,;:!?)'".contains(c));
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
    out.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut end = 0;
    out.retain(|range| {
        let free = range.start >= end;
        end = end.max(range.end);
        free
    });
}

/// What of a text lies outside some ranges of it, which are in order.
fn outside<'a>(plain: &'a str, ranges: &'a [Range<usize>]) -> impl Iterator<Item = &'a [u8]> {
    let starts = std::iter::once(0).chain(ranges.iter().map(|range| range.end));
    let ends = ranges.iter().map(|range| range.start).chain([plain.len()]);
    starts.zip(ends).map(|(start, end)| &plain.as_bytes()[start..end.max(start)])
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

    /// Line ends inside a paragraph: nothing between Chinese characters, a blank between words.
    fn line_ends(&mut self, text: &Text) {
        if self.verse {
            return;
        }
        let mut meant = Vec::new();
        hard_breaks(&text.inlines, &mut 0, &mut meant);
        for (at, _) in self.plain.match_indices('\n') {
            if meant.binary_search(&at).is_ok() {
                continue;
            }
            let start = self.plain[..at].trim_end_matches(is_thin_blank).len();
            let rest = &self.plain[at + 1..];
            let end = at + 1 + (rest.len() - rest.trim_start_matches(is_thin_blank).len());
            let (Some(left), Some(right)) = (self.before(start), self.after(end)) else { continue };
            if left == '\n'
                || right == '\n'
                || self.is_speaker(start, rest)
                || begins_point(&self.plain[end..])
            {
                continue;
            }
            let list = matches!(self.role, Role::Credit | Role::Byline | Role::Dateline);
            let wide = |c: char| is_han(c) || is_wide_mark(c) || (self.chinese && is_wide(c));
            if !list && (wide(left) || wide(right)) {
                self.put(start..end, "", Kind::LineEnd);
            } else if !self.chinese && left == '-' && right.is_lowercase() && start >= 2 {
                let keeps = line::keeps_hyphen(&self.plain[..start], &self.plain[end..])
                    || self.before(start - 1).is_none_or(|c| !c.is_alphabetic());
                if keeps {
                    self.put(start..end, "", Kind::LineEnd);
                } else {
                    self.put(start - 1..end, "", Kind::Hyphen);
                }
            } else {
                self.put(start..end, " ", Kind::LineEnd);
            }
        }
    }

    /// Whether the last line names who said what stands before it.
    fn is_speaker(&self, end: usize, line: &str) -> bool {
        !line.contains('\n')
            && line::names_speaker(line)
            && (self.role == Role::PullQuote || line::ends_sentence(&self.plain[..end]))
    }

    /// Blanks at the ends, in rows, beside full-width marks, between the letters of a spread-out word.
    fn blanks(&mut self) {
        let plain = self.plain;
        let mut at = 0;
        while let Some(found) = plain[at..].find(is_thin_blank) {
            let start = at + found;
            let rest = &plain[start..];
            let end = start + (rest.len() - rest.trim_start_matches(is_thin_blank).len());
            at = end;
            let run = &plain[start..end];
            let (left, right) = (self.before(start), self.after(end));
            let (Some(left), Some(right)) = (left, right) else {
                self.put(start..end, "", Kind::Blank);
                continue;
            };
            if left == '\n' || right == '\n' {
                // The line end takes them along.
                if self.verse {
                    self.put(start..end, "", Kind::Blank);
                }
                continue;
            }
            if self.openings.contains(&start) {
                self.one_blank(start..end, run);
                continue;
            }
            if self.chinese && self.is_stray(start, end, left, right) {
                self.put(start..end, "", Kind::Blank);
            } else {
                self.one_blank(start..end, run);
            }
        }
    }

    /// A run of blanks as one; a single ideographic blank in Chinese text is a way of setting names and titles.
    fn one_blank(&mut self, range: Range<usize>, run: &str) {
        if run != " " && !(self.chinese && run == "\u{3000}") {
            self.put(
                range,
                if self.chinese && run.contains('\u{3000}') { "\u{3000}" } else { " " },
                Kind::Blank,
            );
        }
    }

    fn is_stray(&self, start: usize, end: usize, left: char, right: char) -> bool {
        let text = matches!(
            self.role,
            Role::Paragraph
                | Role::Quote
                | Role::PullQuote
                | Role::Deck
                | Role::List
                | Role::Note
                | Role::Other
        );
        // Full-width marks bring their own room. Behind a closing bracket a new part may begin.
        let pause = |c: char| matches!(c, '，' | '。' | '、' | '；' | '：' | '！' | '？');
        if pause(right) || (text && pause(left)) {
            return true;
        }
        if matches!(right, '）' | '》' | '」' | '』' | '】')
            || matches!(left, '（' | '《' | '「' | '『' | '【')
        {
            return true;
        }
        if !text || !is_han(left) || !is_han(right) {
            return false;
        }
        // 上 海 市: single characters with blanks between.
        let alone_before = {
            let mut back = self.plain[..start].chars().rev().skip(1);
            back.next().is_none_or(is_thin_blank)
                && self.plain[..start].chars().filter(|c| is_thin_blank(*c)).count() > 0
        };
        let alone_after = {
            let mut on = self.plain[end..].chars().skip(1);
            on.next().is_some_and(is_thin_blank)
        };
        let spread = |from: &str| from.chars().count() >= 3;
        if alone_before && alone_after && spread(self.plain)
            || alone_before && self.is_end_of_spread(start)
            || alone_after && self.is_start_of_spread(end)
        {
            return true;
        }
        self.level == Level::All
            && line::ends_sentence(self.plain)
            && line::weight(self.plain) > 60
            && !self.is_quoted(start)
    }

    /// Whether at least two single characters with a blank before each stand before the offset.
    fn is_end_of_spread(&self, start: usize) -> bool {
        let mut back = self.plain[..start].chars().rev();
        let mut single = 0;
        while let (Some(c), Some(blank)) = (back.next(), back.next()) {
            if !is_han(c) || !is_thin_blank(blank) {
                break;
            }
            single += 1;
        }
        single >= 2
    }

    /// Whether at least two single characters with a blank behind each stand behind the offset.
    fn is_start_of_spread(&self, end: usize) -> bool {
        let mut on = self.plain[end..].chars();
        let mut single = 0;
        while let (Some(c), Some(blank)) = (on.next(), on.next()) {
            if !is_han(c) || !is_thin_blank(blank) {
                break;
            }
            single += 1;
        }
        single >= 2
    }

    /// Whether a place lies in a short quotation or title, where a blank divides two lines of a slogan.
    fn is_quoted(&self, at: usize) -> bool {
        let before = &self.plain[self.plain.ceil_char_boundary(at.saturating_sub(3 * FAR))..at];
        let open = before.rfind(['“', '《', '「', '『', '（', '(']);
        let close = before.rfind(['”', '》', '」', '』', '）', ')']);
        open.is_some_and(|open| close.is_none_or(|close| close < open))
    }

    /// Three dots and more.
    fn ellipses(&mut self) {
        let plain = self.plain;
        let mut at = 0;
        while let Some(found) = plain[at..].find(['.', '。', '…']) {
            let start = at + found;
            let sign = self.after(start).unwrap_or('.');
            let rest = &plain[start..];
            let end = start + (rest.len() - rest.trim_start_matches(sign).len());
            at = end;
            let count = plain[start..end].chars().count();
            let (left, right) = (self.before(start), self.after(end));
            let beside = left.is_some_and(is_wide) || left.is_none() && right.is_some_and(is_wide);
            match sign {
                '.' | '。' if count >= 3 && self.chinese && beside => {
                    self.put(start..end, "……", Kind::Ellipsis);
                }
                '…' if self.chinese && beside && count > 2 => self.put(start..end, "……", Kind::Ellipsis),
                '…' if self.chinese && beside && count == 1 && self.level == Level::All => {
                    self.put(start..end, "……", Kind::Ellipsis);
                }
                '.' if count == 1 && self.chinese && self.level == Level::All => {
                    let ends = right.is_none_or(|c| is_wide(c) || c == '\n');
                    let numeral = plain[..start].chars().count() <= 3;
                    if ends && left.is_some_and(|c| is_han(c) || line::is_closer(c)) && !numeral {
                        self.put(start..end, "。", Kind::Width);
                    }
                }
                _ => {}
            }
        }
    }

    /// Hyphens and lines in a row.
    fn dashes(&mut self) {
        let plain = self.plain;
        let is_dash =
            |c: char| matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2500}' | '\u{2501}' | '\u{FF0D}');
        let mut at = 0;
        while let Some(found) = plain[at..].find(is_dash) {
            let start = at + found;
            let rest = &plain[start..];
            let end = start + (rest.len() - rest.trim_start_matches(is_dash).len());
            at = end;
            let run = &plain[start..end];
            let count = run.chars().count();
            let (left, right) = (self.before(start), self.after(end));
            if self.chinese {
                let beside =
                    left.is_some_and(is_wide) || right.is_some_and(is_wide) && left.is_none_or(is_wide);
                let likely = count == 1
                    && self.level == Level::All
                    && matches!(run, "—" | "―" | "─")
                    && left.is_some_and(is_han)
                    && right.is_some_and(is_han);
                if (count >= 2 && beside && run != "——") || likely {
                    self.put(start..end, "——", Kind::Dash);
                }
            } else if run == "--" && self.level == Level::All {
                let word =
                    |c: Option<char>| c.is_none_or(|c| c.is_alphanumeric() || c == ' ' || line::is_closer(c));
                if word(left) && word(right) && left.is_some() {
                    self.put(start..end, "—", Kind::Dash);
                }
            }
        }
    }

    /// `, ; : ! ?` between Chinese characters. Those in a row, with blanks between them or not, are of one kind.
    fn points(&mut self) {
        let plain = self.plain;
        // No byte of a longer character is one of these.
        let bytes = plain.as_bytes();
        let pauses = memchr::memchr3_iter(b',', b';', b':', bytes);
        let mut points: Vec<usize> = pauses.chain(memchr::memchr2_iter(b'!', b'?', bytes)).collect();
        points.sort_unstable();
        let is_row = |before: &usize, next: &usize| plain[before + 1..*next].chars().all(is_thin_blank);
        for row in points.chunk_by(is_row) {
            let (first, end) = (row[0], row[row.len() - 1] + 1);
            let Some(before) = plain[..first].chars().rev().find(|&c| !is_thin_blank(c)) else { continue };
            let behind = plain[end..].chars().find(|&c| !is_thin_blank(c));
            let chinese_before = is_wide(before) && before != '\'';
            let chinese_behind = behind.is_some_and(|c| is_han(c) || is_wide(c));
            for &at in row {
                let wide = match bytes[at] {
                    b',' => "，",
                    b';' => "；",
                    b':' => "：",
                    b'!' => "！",
                    _ => "？",
                };
                let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
                if digit(self.before(at)) && digit(self.after(at + 1)) {
                    continue;
                }
                let ends = behind.is_none() && matches!(bytes[at], b'!' | b'?');
                if chinese_before || chinese_behind || ends {
                    self.put(at..at + 1, wide, Kind::Width);
                }
            }
        }
    }

    /// Round brackets that hold Chinese text or stand in it.
    fn brackets(&mut self) {
        let mut open: Vec<(usize, char)> = Vec::new();
        let mut pairs = Vec::new();
        let signs = self.plain.match_indices(['(', ')', '（', '）']);
        for (at, c) in signs.filter_map(|(at, sign)| Some((at, sign.chars().next()?))) {
            if self.is_kept(at) {
                continue;
            }
            match c {
                '(' | '（' => open.push((at, c)),
                ')' | '）' => {
                    if let Some((from, opened)) = open.pop() {
                        pairs.push((from, opened, at, c));
                    }
                }
                _ => {}
            }
        }
        for (from, opened, to, closed) in pairs {
            if opened == '(' || closed == ')' {
                let inside = &self.plain[from + opened.len_utf8()..to];
                let before = self.plain[..from].chars().rev().find(|&c| !is_thin_blank(c));
                let in_chinese = before.is_some_and(is_wide) || opened == '（' || closed == '）';
                if inside.chars().any(is_han) || (in_chinese && !inside.is_empty()) {
                    if opened == '(' {
                        self.put(from..from + 1, "（", Kind::Width);
                    }
                    if closed == ')' {
                        self.put(to..to + 1, "）", Kind::Width);
                    }
                }
            }
        }
    }

    /// Full-width forms where they belong to numbers, times and foreign words.
    fn narrow(&mut self) {
        for (at, c) in self.plain.char_indices() {
            let Some(half) = half_width(c) else { continue };
            let end = at + c.len_utf8();
            let (left, right) = (self.before(at), self.after(end));
            let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || ('０'..='９').contains(&c));
            let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() && !is_han(c) && !is_wide(c));
            let new = match half {
                '.' if digit(left) && digit(right) => ".".to_owned(),
                ':' if digit(left) && digit(right) && self.is_time(at, end) => ":".to_owned(),
                ',' if digit(left)
                    && digit(right)
                    && (self.level == Level::All || !self.chinese)
                    && self.is_grouped(at, end) =>
                {
                    ",".to_owned()
                }
                ',' | ';' | ':' | '!' | '?'
                    if !self.chinese
                        && (letter(left) || digit(left) || left.is_some_and(line::is_closer)) =>
                {
                    let blank = right.is_some_and(|c| c.is_alphanumeric() || line::is_opener(c));
                    format!("{half}{}", if blank { " " } else { "" })
                }
                '(' if !self.chinese => {
                    let blank = left.is_some_and(char::is_alphanumeric);
                    format!("{}(", if blank { " " } else { "" })
                }
                ')' if !self.chinese => {
                    let blank = right.is_some_and(char::is_alphanumeric);
                    format!("){}", if blank { " " } else { "" })
                }
                '0'..='9' | 'a'..='z' | 'A'..='Z' | '%' if self.level == Level::All => half.to_string(),
                _ => continue,
            };
            self.put(at..end, new, Kind::Width);
        }
    }

    /// Whether the digits on both sides of a colon are a time of day.
    fn is_time(&self, at: usize, end: usize) -> bool {
        let hours: Vec<char> = self.plain[..at].chars().rev().take_while(char::is_ascii_digit).collect();
        let minutes: Vec<char> = self.plain[end..].chars().take_while(char::is_ascii_digit).collect();
        let hour = hours.iter().rev().collect::<String>().parse::<u8>().is_ok_and(|h| h < 25);
        (1..=2).contains(&hours.len()) && hour && minutes.len() == 2 && matches!(minutes[0], '0'..='5')
    }

    /// Whether a comma stands before exactly three digits, as in a large number.
    fn is_grouped(&self, at: usize, end: usize) -> bool {
        let before = self.plain[..at].chars().rev().take_while(char::is_ascii_digit).count();
        let behind = self.plain[end..].chars().take_while(char::is_ascii_digit).count();
        (1..=3).contains(&before) && behind == 3
    }

    /// Straight quotes in Chinese text, by turns, when the turns come out even.
    fn chinese_quotes(&mut self) {
        let apostrophe = |at: usize, c: char| {
            c == '\''
                && self.before(at).is_some_and(|c| c.is_ascii_alphanumeric())
                && self.after(at + 1).is_some_and(|c| c.is_ascii_alphanumeric())
        };
        let inch = |at: usize| self.before(at).is_some_and(|c| c.is_ascii_digit());
        let (mut double, mut single) = (false, false);
        let mut found: Vec<(usize, &'static str)> = Vec::new();
        for (at, c) in self.plain.char_indices() {
            match c {
                '“' => double = true,
                '”' => double = false,
                '‘' => single = true,
                '’' => single = false,
                '"' if !self.is_kept(at) => {
                    if inch(at) && !double {
                        return;
                    }
                    found.push((at, if double { "”" } else { "“" }));
                    double = !double;
                }
                '\'' if apostrophe(at, c) => found.push((at, "’")),
                '\'' if !self.is_kept(at) => {
                    if inch(at) && !single {
                        return;
                    }
                    found.push((at, if single { "’" } else { "‘" }));
                    single = !single;
                }
                _ => {}
            }
        }
        if !double && !single {
            for (at, new) in found {
                self.put(at..at + 1, new, Kind::Quote);
            }
        }
    }

    /// Straight quotes in English text, by what stands beside them.
    fn english_quotes(&mut self) {
        let opens = |before: Option<char>| {
            before.is_none_or(|c| c.is_whitespace() || line::is_opener(c) || "—–-/".contains(c))
        };
        let mut found: Vec<(usize, &'static str)> = Vec::new();
        let mut double = false;
        for (at, sign) in self.plain.match_indices(['“', '”', '"', '\'']) {
            if self.is_kept(at) {
                continue;
            }
            let (left, right) = (self.before(at), self.after(at + sign.len()));
            match sign {
                "“" => double = true,
                "”" => double = false,
                "\"" => {
                    let opening = opens(left) && right.is_some_and(|c| !c.is_whitespace());
                    // Two signs that disagree: inches, or a quote that was lost.
                    if opening == double {
                        return;
                    }
                    found.push((at, if opening { "“" } else { "”" }));
                    double = opening;
                }
                _ => {
                    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
                    if digit(left) && !right.is_some_and(char::is_alphanumeric) {
                        continue;
                    }
                    let opening = opens(left) && right.is_some_and(char::is_alphanumeric) && !digit(right);
                    let closed = opening
                        && self.plain[at + 1..self.plain.floor_char_boundary(at + 1 + 3 * FAR)]
                            .match_indices('\'')
                            .any(|(behind, _)| {
                                let behind = at + 1 + behind;
                                self.before(behind).is_some_and(|c| !c.is_whitespace())
                                    && !self.after(behind + 1).is_some_and(char::is_alphanumeric)
                            });
                    found.push((at, if closed { "‘" } else { "’" }));
                }
            }
        }
        for (at, new) in found {
            self.put(at..at + 1, new, Kind::Quote);
        }
    }
}

/// The ASCII character of a full-width one.
fn half_width(c: char) -> Option<char> {
    matches!(c, '\u{FF01}'..='\u{FF5E}').then(|| char::from_u32(u32::from(c) - 0xFEE0)).flatten()
}

/// Offsets of line ends that are meant.
fn hard_breaks(inlines: &[Inline], at: &mut usize, out: &mut Vec<usize>) {
    for inline in inlines {
        match inline {
            Inline::Marked(_, inner) => hard_breaks(inner, at, out),
            Inline::Text(text) | Inline::Code(text) => *at += text.len(),
            Inline::SoftBreak => *at += 1,
            Inline::HardBreak => {
                out.push(*at);
                *at += 1;
            }
            Inline::Image { .. } | Inline::Note(_) | Inline::Html(_) => {}
        }
    }
}

/// Whether a line begins with a bullet or a number in a ring: a point of a list that nobody marked as one.
fn begins_point(line: &str) -> bool {
    let mut characters = line.chars();
    match characters.next() {
        Some('●' | '■' | '◆' | '▲' | '○' | '◎' | '□' | '◇' | '★' | '☆' | '•' | '※' | '①'..='⑳') => {
            true
        }
        // Elsewhere this one stands inside foreign names.
        Some('·') => characters.next().is_some_and(is_thin_blank),
        _ => false,
    }
}

/// Whether a paragraph is verse: three short lines and more, nearly all of which end with a mark.
fn is_verse(plain: &str) -> bool {
    const LONGEST: usize = 72;
    let (mut lines, mut marked) = (0usize, 0usize);
    for line in plain.split('\n') {
        if line::weight(line) > LONGEST {
            return false;
        }
        lines += 1;
        marked += usize::from(
            line.trim_end().ends_with(['，', '。', '！', '？', '；', ',', '.', '!', '?', ';', '…']),
        );
    }
    lines >= 3 && marked * 4 >= lines * 3
}
