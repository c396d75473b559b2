//! From bytes to text: the encoding is told by a byte order mark, else found by content.
//!
//! UTF-8 is tried first, for no other text looks like it. Old archives come as GB18030 (with GBK and GB2312 in
//! it) from the Mainland and as Big5 from Taiwan and Hong Kong; which of them, a page of HTML says itself, and else it
//! is found by content. Decoding is `encoding_rs`, so the tables are those of the WHATWG Encoding Standard.

use duizhao_tm::encoding::{found, without_mark};
use encoding_rs::{Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use super::Source;
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
                None => (found(bytes, country(&name)), "by its content"),
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

/// The country that a file's name tells, where it is one of Big5.
fn country(name: &str) -> &'static str {
    if name.contains("TW") {
        "tw"
    } else if name.contains("HK") {
        "hk"
    } else {
        "cn"
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
