//! The encoding of bytes, found by their content.
//!
//! Old files come as GB18030 (with GBK and GB2312 in it) from the Mainland and as Big5 from Taiwan and Hong Kong; which
//! of them is guessed by chardetng and by the characters that come out. Spreadsheets write UTF-16.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use crate::language::is_han;

/// The encoding of bytes that are not UTF-8 throughout. The country (`cn`, `tw`, `hk`) they come from weighs where
/// their content says little.
#[must_use]
pub fn found(bytes: &[u8], country: &str) -> &'static Encoding {
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
    let guess = detector.guess(Some(country.as_bytes()), Utf8Detection::Deny);
    if guess != GBK && guess != BIG5 && !guess.is_single_byte() {
        return guess;
    }
    // GB18030 and Big5 share most of their byte pairs, and a short text in one is a text of rare characters in
    // the other. GB18030 holds all of GBK.
    let (gb, big5) = (frequent(GB18030, bytes), frequent(BIG5, bytes));
    if gb == big5 && (guess == GBK || guess == BIG5 || gb > 0) {
        return if usual(bytes, 0xA4..=0xC6, 0x40) > usual(bytes, 0xB0..=0xD7, 0xA1) {
            BIG5
        } else {
            GB18030
        };
    }
    match gb.max(big5) {
        0 => guess,
        _ if big5 > gb => BIG5,
        _ => GB18030,
    }
}

/// How many pairs of bytes stand for usual characters: those of the first level of a character set, by the range of their
/// first bytes and the least second one. Few words have few frequent characters, but mostly usual ones.
fn usual(bytes: &[u8], first: std::ops::RangeInclusive<u8>, least: u8) -> usize {
    let mut bytes = bytes.iter().take(1 << 16);
    let mut count = 0;
    while let Some(lead) = bytes.next() {
        if *lead >= 0x80 {
            let second = bytes.next().copied().unwrap_or_default();
            count += usize::from(first.contains(lead) && second >= least);
        }
    }
    count
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
#[must_use]
pub fn without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
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

/// A file of text as UTF-8.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// Its text, without a byte order mark.
    pub text: String,
    /// What is strange about its encoding, if anything.
    pub remark: Option<String>,
}

impl Decoded {
    /// The text of a file, which may name its encoding. A mark decides; else what is UTF-8 is read so, for no other
    /// text looks like it; else the encoding that is named, if the bytes are text in it; else the one that is found.
    #[must_use]
    pub fn of(bytes: &[u8], named: Option<&str>) -> Self {
        let (encoding, basis) = encoding_of(bytes, named);
        let (text, malformed) = encoding.decode_with_bom_removal(bytes);
        let used = encoding.name();
        let remark = match (basis, named) {
            (Basis::Overruled, Some(named)) => {
                Some(format!("it says that it is in {named}, and is read as {used}"))
            }
            _ if malformed => Some(format!("some bytes are not text in {used}; they stand as `\u{FFFD}`")),
            (Basis::Found, _) => Some(format!("it names no encoding, and is read as {used}")),
            _ => None,
        };
        Self { text: text.into_owned(), remark }
    }
}

/// On what grounds bytes are read in an encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Basis {
    /// They are UTF-8, have a mark, or are in the encoding that they name.
    Certain,
    /// They name none, and it was found.
    Found,
    /// They name another one.
    Overruled,
}

/// The encoding that bytes are read in, and why.
pub(crate) fn encoding_of(bytes: &[u8], named: Option<&str>) -> (&'static Encoding, Basis) {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return (encoding, Basis::Certain);
    }
    let label = named.and_then(|name| Encoding::for_label(name.trim().as_bytes()));
    if let Some(encoding) = without_mark(bytes) {
        return (encoding, if label.is_none_or(is_utf16) { Basis::Certain } else { Basis::Overruled });
    }
    if simdutf8::basic::from_utf8(bytes).is_ok() {
        // Tools convert from UTF-16 and forget the declaration.
        let agrees = bytes.is_ascii() || label.is_none_or(|label| label == UTF_8 || is_utf16(label));
        return (UTF_8, if agrees { Basis::Certain } else { Basis::Overruled });
    }
    // GB18030 holds all of GBK, and files that name GB2312 hold all of it.
    let label = label.map(|label| if label == GBK { GB18030 } else { label });
    if let Some(encoding) = label.filter(|&encoding| encoding != UTF_8 && !is_utf16(encoding))
        && is_mostly(encoding, bytes)
    {
        return (encoding, Basis::Certain);
    }
    if label.is_none_or(|label| label == UTF_8) && is_rather_utf8(bytes) {
        return (UTF_8, Basis::Certain);
    }
    let encoding = found(bytes, "cn");
    let basis = match label {
        None => Basis::Found,
        Some(label) if label == encoding => Basis::Certain,
        Some(_) => Basis::Overruled,
    };
    (encoding, basis)
}

/// Whether more characters beyond ASCII are right in UTF-8 than broken.
fn is_rather_utf8(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let broken = text.matches('\u{FFFD}').count();
    text.chars().filter(|c| !c.is_ascii()).count() > 2 * broken
}

/// Whether bytes are text in an encoding, but for a few broken characters.
fn is_mostly(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    let (text, malformed) = encoding.decode_without_bom_handling(bytes);
    let all = || text.chars().filter(|c| !c.is_ascii()).count();
    !malformed || text.matches('\u{FFFD}').count() * 20 < all()
}

fn is_utf16(encoding: &'static Encoding) -> bool {
    encoding == UTF_16LE || encoding == UTF_16BE
}

/// The encoding that an XML declaration names.
pub(crate) fn xml_declaration(head: &[u8]) -> Option<String> {
    // A declaration in UTF-16 has a zero beside each of its letters.
    let head: Vec<u8> = head.iter().take(512).copied().filter(|&b| b != 0).collect();
    let head = String::from_utf8_lossy(&head);
    let declaration = head.trim_start_matches(['\u{FEFF}', '\u{FFFD}']).trim_start().strip_prefix("<?xml")?;
    let value = declaration.split("?>").next()?.split("encoding").nth(1)?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split(quote).next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "论坛昨天在临江开幕，来自十二个城市的代表参加了会议。";

    #[test]
    fn what_is_named_is_believed_where_it_can_be() {
        let encode = |encoding: &'static Encoding, text: &str| encoding.encode(text).0.into_owned();
        let latin = encode(encoding_rs::WINDOWS_1252, "Le café est fermé.");
        assert_eq!(
            Decoded::of(&latin, Some("ISO-8859-1")),
            Decoded { text: "Le café est fermé.".to_owned(), remark: None }
        );
        for (encoding, named) in [(GB18030, Some("gb2312")), (GB18030, None), (BIG5, Some("Big5"))] {
            let text = if encoding == BIG5 { "論壇昨天在臨江開幕" } else { TEXT };
            let decoded = Decoded::of(&encode(encoding, text), named);
            assert_eq!(
                (decoded.text.as_str(), decoded.remark.is_some()),
                (text, named.is_none()),
                "{named:?}"
            );
        }
    }

    #[test]
    fn a_few_words_tell_their_encoding() {
        for (encoding, words) in
            [(BIG5, "屋簷\t街"), (BIG5, "咖啡"), (GB18030, "屋檐\t街"), (GB18030, "论坛")]
        {
            let bytes = encoding.encode(words).0.into_owned();
            assert_eq!(Decoded::of(&bytes, None).text, words);
        }
    }

    #[test]
    fn a_wrong_name_is_overruled_and_reported() {
        let gb = GB18030.encode(TEXT).0.into_owned();
        for (bytes, named, used) in
            [(gb.as_slice(), "UTF-8", "gb18030"), (TEXT.as_bytes(), "us-ascii", "UTF-8")]
        {
            let decoded = Decoded::of(bytes, Some(named));
            assert_eq!(decoded.text, TEXT);
            assert!(decoded.remark.unwrap().contains(used));
        }
    }

    #[test]
    fn utf_16_is_read_with_a_mark_and_without() {
        let little: Vec<u8> =
            format!("zh-CN\ten\r\n{TEXT}\tThe forum\r\n").encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked = [&[0xFF, 0xFE], little.as_slice()].concat();
        for bytes in [&little, &marked] {
            let decoded = Decoded::of(bytes, None);
            assert!(decoded.text.starts_with("zh-CN\ten") && decoded.text.contains(TEXT), "{decoded:?}");
        }
    }

    #[test]
    fn a_declaration_names_an_encoding() {
        assert_eq!(xml_declaration(b"<?xml version='1.0' encoding='GBK'?><a/>").as_deref(), Some("GBK"));
        assert_eq!(xml_declaration(b"<?xml version='1.0'?><a encoding='x'/>"), None);
    }
}
