//! Which characters XML 1.0 allows (its production `Char`), and leaving out the others.

use std::borrow::Cow;

/// Whether a character may stand in an XML 1.0 document, written or as a reference.
#[must_use]
pub(crate) fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..)
}

/// The first character that XML does not allow.
pub(crate) fn first_forbidden(text: &str) -> Option<char> {
    // Most texts have none, and the bytes tell: a control below blank, or the first byte of U+FFFE and U+FFFF.
    let suspect = |&b: &u8| (b < b' ' && !matches!(b, b'\t' | b'\n' | b'\r')) || b == 0xEF;
    if text.as_bytes().iter().any(suspect) { text.chars().find(|&c| !is_allowed(c)) } else { None }
}

/// The text without the characters that XML does not allow.
pub(crate) fn allowed(text: &str) -> Cow<'_, str> {
    if first_forbidden(text).is_none() {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().filter(|&c| is_allowed(c)).collect())
    }
}
