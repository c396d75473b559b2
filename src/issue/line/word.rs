//! Words that a line's end divides.

/// Two characters in a row inside common words, as the build script writes them from the list of words.
static PAIRS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/pairs.bin"));

/// Whether two characters stand in a row inside a common word.
pub(crate) fn is_pair(first: char, second: char) -> bool {
    let (Ok(first), Ok(second)) = (u16::try_from(first), u16::try_from(second)) else { return false };
    let pair = u32::from(first) << 16 | u32::from(second);
    PAIRS.as_chunks().0.binary_search_by_key(&pair, |&bytes| u32::from_le_bytes(bytes)).is_ok()
}

/// Whether the end of one text and the beginning of the next are a common word that was cut in two. Where the second
/// begins with a word of its own (街|道路), the one across may be none.
pub(crate) fn divides_word(left: &str, right: &str) -> bool {
    let mut behind = right.chars();
    let (Some(last), Some(first)) = (left.chars().next_back(), behind.next()) else { return false };
    is_pair(last, first) && !behind.next().is_some_and(|second| is_pair(first, second))
}
