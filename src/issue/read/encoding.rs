//! From bytes to text: the encoding is told by a byte order mark, else found by content.
//!
//! UTF-8 is tried first, for no other text looks like it. Old archives come as GB18030 (with GBK and GB2312 in
//! it) from the Mainland and as Big5 from Taiwan and Hong Kong; which of them, a page of HTML says itself, and else it
//! is guessed by chardetng. Decoding is `encoding_rs`, so the tables are those of the WHATWG Encoding Standard.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use super::Source;
use crate::lang::is_han;
use crate::problem::{Problem, Severity, Span};

impl Source {
    /// A source from the bytes of a file, and what had to be done to read them.
    #[must_use]
    pub fn decode(name: impl Into<String>, bytes: &[u8]) -> (Self, Vec<Problem>) {
        let name = name.into();
        let mut problems = Vec::new();
        let marked = Encoding::for_bom(bytes);
        // UTF-16 without a mark may be ASCII with zeros between, byte by byte, but hardly UTF-8 of other characters.
        let is_utf8 = |text: &str| {
            marked.map_or_else(
                || !text.is_ascii() || without_mark(bytes).is_none(),
                |(encoding, _)| encoding == UTF_8,
            )
        };
        if let Ok(text) = std::str::from_utf8(bytes)
            && is_utf8(text)
        {
            tell_controls(text, &mut problems);
            return (Self::new(name, text), problems);
        }
        let (encoding, told) = match marked {
            Some((encoding, _)) => (encoding, "by its byte order mark"),
            None => match declared(bytes) {
                Some(encoding) => (encoding, "as it says itself"),
                None => (found(bytes, &name), "by its content"),
            },
        };
        let (text, _, malformed) = encoding.decode(bytes);
        let text = text.into_owned();
        if encoding != UTF_8 {
            problems.push(Problem {
                severity: Severity::Note,
                code: "encoding".into(),
                span: Span::default(),
                message: format!("the file is in {}, found {told}", encoding.name()),
                help: "save it as UTF-8, so that no program has to guess".to_owned(),
            });
        }
        if malformed {
            let places: Vec<usize> = text.match_indices('\u{fffd}').map(|(at, _)| at).collect();
            let first = places.first().copied().unwrap_or_default();
            problems.push(Problem {
                severity: Severity::Warning,
                code: "undecodable".into(),
                span: Span { start: first, end: first + '\u{fffd}'.len_utf8() },
                message: format!(
                    "{} places are no {}; they are shown as \u{fffd}",
                    places.len(),
                    encoding.name()
                ),
                help: "convert the file from the encoding it was written in, or type these characters anew"
                    .to_owned(),
            });
        }
        tell_controls(&text, &mut problems);
        (Self::new(name, text), problems)
    }
}

/// The encoding that a page names itself: `<meta charset>`, `<meta http-equiv content>`, `<?xml encoding>`.
///
/// GB2312 and GBK are parts of GB18030, and pages that name them hold all of it.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    // The HTML standard looks at as many bytes.
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_ascii_lowercase();
    if !head.trim_start().starts_with('<') {
        return None;
    }
    let label =
        head.match_indices("charset").chain(head.match_indices("encoding")).find_map(|(at, word)| {
            let value = head[at + word.len()..].trim_start().strip_prefix('=')?;
            let value = value.trim_start_matches([' ', '"', '\'']);
            let end = value.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_'));
            Encoding::for_label(&value.as_bytes()[..end.unwrap_or(value.len())])
        })?;
    // A page that is not UTF-8 may say so all the same, by mistake.
    match label {
        _ if label == UTF_8 || label == UTF_16LE || label == UTF_16BE => None,
        _ if label == GBK => Some(GB18030),
        label => (!label.decode_without_bom_handling(bytes).1).then_some(label),
    }
}

/// The encoding of bytes that are not UTF-8 throughout.
fn found(bytes: &[u8], name: &str) -> &'static Encoding {
    if let Some(encoding) = without_mark(bytes).or_else(|| chinese_without_mark(bytes)) {
        return encoding;
    }
    // A few broken characters make no other encoding of UTF-8.
    let broken = String::from_utf8_lossy(bytes).matches('\u{fffd}').count();
    let multibyte = bytes.iter().filter(|&&b| b >= 0x80).count();
    if broken * 20 < multibyte {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let country =
        name.contains("TW").then_some(&b"tw"[..]).or(name.contains("HK").then_some(b"hk")).unwrap_or(b"cn");
    let guess = detector.guess(Some(country), Utf8Detection::Deny);
    if guess != GBK && guess != BIG5 && !guess.is_single_byte() {
        return guess;
    }
    // GB18030 and Big5 share most of their byte pairs, and a short text in one is a text of rare characters in
    // the other. GB18030 holds all of GBK.
    let (gb, big5) = (frequent(GB18030, bytes), frequent(BIG5, bytes));
    match gb.max(big5) {
        0 => {
            if guess == GBK {
                GB18030
            } else {
                guess
            }
        }
        _ if big5 > gb => BIG5,
        _ => GB18030,
    }
}

/// How many of a text's characters are among the most frequent ones, if it is in the given encoding; characters that
/// it does not have count against.
fn frequent(encoding: &'static Encoding, bytes: &[u8]) -> usize {
    // A page is enough.
    let (text, _) = encoding.decode_without_bom_handling(&bytes[..bytes.len().min(1 << 16)]);
    let known = text.chars().filter(|&c| MOST.contains(c)).count();
    known.saturating_sub(text.matches('\u{fffd}').count() * 4)
}

/// The most frequent characters of Chinese, in both scripts, and its marks.
const MOST: &str = "的一是在不了有人中大上到和地出年就那要下以生之家多天好日起小自能可都而也本方行前看同文用主公力民市政府月日工分成高法明\
        这来国个说们为时会过学对后么发经现进实动长问机业间报电开场东\
        這來國個說們為時會過學對後麼發經現進實動長問機業間報電開場東，。、";

/// UTF-16 of Chinese text without a mark: on the right side of each pair stands the byte that makes it a character of
/// the basic block, and a sixth of the characters and more are frequent ones.
fn chinese_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(1 << 12) & !1];
    [UTF_16LE, UTF_16BE].into_iter().find(|encoding| {
        let (text, malformed) = encoding.decode_without_bom_handling(head);
        let count = text.chars().count();
        let usual = |c: &char| {
            is_han(*c)
                || matches!(c, '\n' | '\r' | ' '..='~' | '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FFEF}')
        };
        !malformed
            && bytes.len().is_multiple_of(2)
            && text.chars().filter(usual).count() * 20 >= count * 19
            && text.chars().filter(|&c| MOST.contains(c)).count() * 6 >= count
    })
}

/// UTF-16 without a mark: every line end and Latin letter has a zero beside it, on one side; 一 (U+4E00) has one on the
/// other.
fn without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096)];
    let zeros = |parity: usize| head.iter().skip(parity).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if bytes.len() < 4 || even.min(odd) * 2 >= even.max(odd) || (even + odd) * 100 <= head.len() {
        return None;
    }
    let encoding = if even > odd { UTF_16BE } else { UTF_16LE };
    let (text, malformed) = encoding.decode_without_bom_handling(bytes);
    (!malformed && !text.contains('\0')).then_some(encoding)
}

/// Tells of control characters: some are dirt, many are no text at all.
fn tell_controls(text: &str, problems: &mut Vec<Problem>) {
    let is_odd = |b: u8| matches!(b, 0..=8 | 0x0B | 0x0E..=0x1F | 0x7F);
    // Most texts have none: to the end, for an exit would make the compiler look at one byte at a time.
    if !text.bytes().fold(false, |found, b| found | is_odd(b)) {
        return;
    }
    let count = text.bytes().filter(|&b| is_odd(b)).count();
    let first = text.bytes().position(is_odd).unwrap_or_default();
    let binary = count * 20 > text.len();
    problems.push(Problem {
        severity: if binary { Severity::Error } else { Severity::Warning },
        code: if binary { "binary" } else { "control-characters" }.into(),
        span: Span { start: first, end: first + 1 },
        message: if binary {
            format!("{count} of {} bytes are control characters: this is no text", text.len())
        } else {
            format!("{count} control characters stand in the text")
        },
        help: if binary {
            "name the text of the issue: Markdown, plain text, HTML or EPUB"
        } else {
            "they are taken out when the text is repaired"
        }
        .to_owned(),
    });
}
