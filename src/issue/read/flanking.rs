//! Bold beside Chinese marks, as writers mean it: `**小贴士：**汤要滚`, `他说**“你好”**然后走了`.
//!
//! `CommonMark` (0.31, "Left-flanking and right-flanking delimiter runs") asks for a blank or a mark on the other side of
//! signs that stand beside a mark. Chinese has no blanks, so the signs stay text, or the wrong words become bold. Before
//! the text is parsed, such marks are masked by characters that are neither mark nor blank and take as many bytes, so
//! that places in the source stay what they are; they come back with the parser's events.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, OffsetIter, Tag};

use crate::issue::line::is_opener;
use crate::lang::is_han;

/// Marks of three bytes that stand at the edges of what is set in bold. Each has the character of the same place
/// from [`FIRST_MASK`] on.
const MARKS: &str = "：，。、；！？”’」』）》】〉…—“‘「『（《【〈";

/// The first of the characters that mask: for private use, in no text by any agreement.
const FIRST_MASK: char = '\u{F7C0}';

fn mask(mark: char) -> Option<char> {
    let at = MARKS.chars().position(|c| c == mark)?;
    char::from_u32(u32::from(FIRST_MASK) + u32::try_from(at).ok()?)
}

fn unmask(c: char) -> char {
    let at = u32::from(c).checked_sub(u32::from(FIRST_MASK)).and_then(|at| usize::try_from(at).ok());
    at.and_then(|at| MARKS.chars().nth(at)).unwrap_or(c)
}

/// The text with the marks masked that keep signs of bold from being read; none, if there are none.
pub(super) fn masked(text: &str) -> Option<String> {
    let mut out: Option<String> = None;
    let mut copied = 0;
    let mut end = 0;
    for at in memchr::memmem::find_iter(text.as_bytes(), b"**") {
        if at < end {
            continue;
        }
        end = text.len() - text[at..].trim_start_matches('*').len();
        let (Some(before), Some(behind)) = (text[..at].chars().next_back(), text[end..].chars().next())
        else {
            continue;
        };
        let is_word = |c: char| is_han(c) || c.is_alphanumeric();
        let closes = !is_opener(before) && is_word(behind);
        let opens = is_opener(behind) && is_word(before);
        let (place, mark) = if closes {
            (at - before.len_utf8(), before)
        } else if opens {
            (end, behind)
        } else {
            continue;
        };
        if let Some(mask) = mask(mark) {
            let out = out.get_or_insert_with(|| String::with_capacity(text.len()));
            // Two signs may stand beside one mark.
            if place >= copied {
                out.push_str(&text[copied..place]);
                out.push(mask);
                copied = place + mark.len_utf8();
            }
        }
    }
    let mut out = out?;
    out.push_str(&text[copied..]);
    // A text that has such characters of its own is left alone.
    (!text.contains(is_mask)).then_some(out)
}

fn is_mask(c: char) -> bool {
    unmask(c) != c
}

/// The events of a parser over a text, with the marks that were masked.
pub(super) struct Unmasked<'a> {
    pub(super) events: OffsetIter<'a>,
    pub(super) masked: bool,
}

impl<'a> Iterator for Unmasked<'a> {
    type Item = (Event<'a>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        let (event, range) = self.events.next()?;
        Some((if self.masked { unmasked_event(event) } else { event }, range))
    }
}

fn unmasked_event(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Text(text) => Event::Text(unmasked(text)),
        Event::Code(text) => Event::Code(unmasked(text)),
        Event::Html(text) => Event::Html(unmasked(text)),
        Event::InlineHtml(text) => Event::InlineHtml(unmasked(text)),
        Event::FootnoteReference(label) => Event::FootnoteReference(unmasked(label)),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => Event::Start(Tag::Link {
            link_type,
            dest_url: unmasked(dest_url),
            title: unmasked(title),
            id: unmasked(id),
        }),
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => Event::Start(Tag::Image {
            link_type,
            dest_url: unmasked(dest_url),
            title: unmasked(title),
            id: unmasked(id),
        }),
        Event::Start(Tag::FootnoteDefinition(label)) => {
            Event::Start(Tag::FootnoteDefinition(unmasked(label)))
        }
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(kind))) => {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(unmasked(kind))))
        }
        other => other,
    }
}

fn unmasked(text: CowStr<'_>) -> CowStr<'_> {
    match with_marks(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(text) => text.into(),
    }
}

/// A piece of a masked text with its own marks.
pub(super) fn with_marks(text: &str) -> Cow<'_, str> {
    if text.contains(is_mask) { Cow::Owned(text.chars().map(unmask).collect()) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::{MARKS, mask, masked, unmask, with_marks};
    use crate::issue::line::{is_closer, is_opener};

    #[test]
    fn every_mark_has_a_mask_of_its_own_and_as_many_bytes() {
        for c in MARKS.chars() {
            let mask = mask(c).expect("a mask");
            assert_eq!((unmask(mask), mask.len_utf8()), (c, c.len_utf8()));
            assert!(mask.is_alphanumeric() || !mask.is_ascii_punctuation() && !mask.is_whitespace());
            assert!(!is_opener(mask) && !is_closer(mask));
        }
    }

    #[test]
    fn masking_moves_nothing_and_comes_back() {
        for text in
            ["**提示：**先洗手。他说**“好”**就走。**当心！**烫", "`a：**b`**c）**d", "**“甲”**“乙”**丙"]
        {
            let masked = masked(text).expect("something to mask");
            assert_eq!(masked.len(), text.len());
            assert_eq!(with_marks(&masked), text);
        }
        for text in ["**提示** 先洗手。", "没有", "** ： **", "\u{F7C0}**提示：**先", "2**3"] {
            assert_eq!(masked(text), None, "{text}");
        }
    }
}
