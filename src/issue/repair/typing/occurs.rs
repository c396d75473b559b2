//! What occurs in a text, by one look at its bytes.

/// What occurs in a text, so that a clean one costs one look at its bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Occurs(pub(super) u16);

impl Occurs {
    pub(super) const POINTS: Self = Self(1);
    pub(super) const BRACKETS: Self = Self(1 << 1);
    pub(super) const QUOTES: Self = Self(1 << 2);
    pub(super) const DOTS: Self = Self(1 << 3);
    pub(super) const DASHES: Self = Self(1 << 4);
    pub(super) const BLANKS: Self = Self(1 << 5);
    pub(super) const LINE_ENDS: Self = Self(1 << 6);
    pub(super) const WIDE_FORMS: Self = Self(1 << 7);
    pub(super) const INVISIBLE: Self = Self(1 << 8);
    pub(super) const UNUSUAL: Self = Self(1 << 9);
    /// Digits, letters and `％` at full width, and other forms beside a digit.
    pub(super) const WIDE_NUMBERS: Self = Self(1 << 10);
    /// `@`, `:/` or `www`.
    pub(super) const ADDRESSES: Self = Self(1 << 11);
    /// Bytes that say something only with those behind them: the first ones of `·` and of `“。，`, `:` and `w`.
    pub(super) const LATIN: Self = Self(1 << 12);
    pub(super) const MARKS: Self = Self(1 << 13);
    pub(super) const HOSTS: Self = Self(1 << 14);

    pub(super) fn any(self, signs: &[Self]) -> bool {
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
    pub(super) fn of(text: &str) -> (Self, bool) {
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
pub(super) fn is_chinese<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> bool {
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
