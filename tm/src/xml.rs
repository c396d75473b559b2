//! Which characters XML 1.0 allows (its production `Char`), and leaving out the others; the entities of its own.

use std::borrow::Cow;

/// Whether a character may stand in an XML 1.0 document, written or as a reference.
pub(crate) fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..)
}

/// Whether UTF-8 text may hold a character that XML does not allow: quick to ask, and `false` is certain.
pub(crate) fn is_suspect(text: &[u8]) -> bool {
    // No way out of the loops, so that they go over many bytes at a time.
    let control = |b: u8| b < b' ' && b != b'\t' && b != b'\n' && b != b'\r';
    let controls = text.iter().fold(false, |found, &b| found | control(b));
    // U+FFFE and U+FFFF begin so, and not much else does.
    let pairs = text.iter().zip(text.get(1..).unwrap_or_default());
    controls || pairs.fold(0, |found, (&a, &b)| found | (u8::from(a == 0xEF) & u8::from(b == 0xBF))) > 0
}

/// The text that stands behind XML's five entities; nothing if there are others.
pub(crate) fn unescaped(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut parts = text.split('&');
    out.push_str(parts.next()?);
    for part in parts {
        let (name, rest) = part.split_once(';')?;
        out.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            _ => return None,
        });
        out.push_str(rest);
    }
    Some(out)
}

/// The first character that XML does not allow.
pub(crate) fn first_forbidden(text: &str) -> Option<char> {
    if is_suspect(text.as_bytes()) { text.chars().find(|&c| !is_allowed(c)) } else { None }
}

/// The text without the characters that XML does not allow.
pub(crate) fn allowed(text: &str) -> Cow<'_, str> {
    if first_forbidden(text).is_none() {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().filter(|&c| is_allowed(c)).collect())
    }
}
