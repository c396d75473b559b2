//! What is aligned: sentences, each with what begins with it.

use crate::lang::is_han;

/// What begins with a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Opens {
    /// Nothing: it goes on in its paragraph.
    #[default]
    Nothing,
    /// A paragraph.
    Paragraph,
    /// A heading, which is it.
    Heading,
    /// A line that stands alone: a byline, a credit, a caption, a list point, a table cell.
    Line,
}

/// A sentence to align.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence<'a> {
    /// What it says.
    pub text: &'a str,
    /// What begins with it.
    pub opens: Opens,
}

impl<'a> From<&'a str> for Sentence<'a> {
    fn from(text: &'a str) -> Self {
        Self { text, opens: Opens::Nothing }
    }
}

/// Whether the target takes the source's place in the model: the side with the larger share of Chinese stands
/// first, whichever way the texts were given. Where that does not decide, their size and their words do.
pub(super) fn stands_second(source: &[Sentence<'_>], target: &[Sentence<'_>]) -> bool {
    let share = |sentences: &[Sentence<'_>]| {
        let chars = || sentences.iter().take(200).flat_map(|sentence| sentence.text.chars());
        1000 * chars().filter(|&c| is_han(c)).count() / chars().count().max(1)
    };
    let order = share(source).cmp(&share(target)).then_with(|| source.len().cmp(&target.len()));
    order.then_with(|| source.iter().map(|s| s.text).cmp(target.iter().map(|s| s.text))).is_lt()
}
