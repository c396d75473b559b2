//! Characters of text that is known to be UTF-8, a byte at a time.

/// The character at a place, and its length in bytes. At the end of the text: U+0000 with length 0.
#[inline]
pub(super) fn decode(text: &[u8], at: usize) -> (u32, usize) {
    if let Some(&[a, b, c, _]) = text.get(at..).and_then(|rest| rest.first_chunk::<4>())
        && a & 0xF0 == 0xE0
    {
        // Nearly every character of Chinese text.
        return ((u32::from(a) & 0xF) << 12 | (u32::from(b) & 0x3F) << 6 | u32::from(c) & 0x3F, 3);
    }
    decode_any(text, at)
}

#[inline(never)]
fn decode_any(text: &[u8], at: usize) -> (u32, usize) {
    let Some(rest) = text.get(at..) else { return (0, 0) };
    match *rest {
        [] => (0, 0),
        [a, ..] if a < 0x80 => (u32::from(a), 1),
        [a, b, ..] if a < 0xE0 => ((u32::from(a) & 0x1F) << 6 | u32::from(b) & 0x3F, 2),
        [a, b, c, ..] if a < 0xF0 => {
            ((u32::from(a) & 0xF) << 12 | (u32::from(b) & 0x3F) << 6 | u32::from(c) & 0x3F, 3)
        }
        [a, b, c, d, ..] => {
            let high = (u32::from(a) & 7) << 18 | (u32::from(b) & 0x3F) << 12;
            (high | (u32::from(c) & 0x3F) << 6 | u32::from(d) & 0x3F, 4)
        }
        // Cut off in the middle of a character: no text is.
        _ => (0, rest.len()),
    }
}

/// How many characters an ideographic description character takes; 0 for any other character.
fn operands(c: u32) -> usize {
    match c {
        0x2FF2 | 0x2FF3 => 3,
        0x2FFE | 0x2FFF => 1,
        0x2FF0..=0x2FFD => 2,
        _ => 0,
    }
}

/// Length in bytes of the ideographic description sequence at a place, if there is a whole one of at most
/// 16 levels and 64 characters, as in libopencc.
pub(super) fn description(text: &[u8], at: usize) -> Option<usize> {
    fn sequence(text: &[u8], at: usize, levels: usize, left: &mut usize) -> Option<usize> {
        let (c, mut length) = decode(text, at);
        if length == 0 || levels == 0 || *left == 0 {
            return None;
        }
        *left -= 1;
        for _ in 0..operands(c) {
            length += sequence(text, at + length, levels - 1, left)?;
        }
        Some(length)
    }
    sequence(text, at, 16, &mut 64)
}
