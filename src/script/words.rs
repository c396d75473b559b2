//! Where words begin and end in Simplified Chinese text.
//!
//! OpenCC takes the longest phrase at each place, even if it begins inside a word: 关|于是|否. Here a text is read
//! as the row of words that is the most probable, each word taken alone (a unigram model, searched by dynamic
//! programming). Phrases that begin or end inside a word of that reading are not to be trusted.

use fixedbitset::FixedBitSet;

use super::config::Config;
use super::engine::Converter;
use super::tables::{self, WORDS};
use super::utf8::decode;

/// What a character costs that is no word of the list; more than any that is.
const UNKNOWN: u32 = 20_000;

/// For each byte offset of a text, the end included: whether a word begins or ends there.
pub(super) fn boundaries(text: &str) -> FixedBitSet {
    let bytes = text.as_bytes();
    let length = bytes.len();
    // The cheapest reading of the text from each place on, from the end backwards: its cost, and where its
    // first word ends.
    let mut cost = vec![0_u32; length + 1];
    let mut next = vec![0_usize; length + 1];
    for at in (0..length).rev().filter(|&at| text.is_char_boundary(at)) {
        let (c, width) = decode(bytes, at);
        let mut end = at + width;
        let mut node = WORDS.root(tables::code(c));
        let single = if node.value() == 0 { UNKNOWN } else { node.value() };
        cost[at] = single.saturating_add(cost[end]);
        next[at] = end;
        while node.goes_on() {
            let (c, width) = decode(bytes, end);
            let Some(child) = WORDS.child(node, tables::code(c)) else { break };
            (node, end) = (child, end + width);
            let whole = node.value().saturating_add(cost[end]);
            if node.value() != 0 && whole <= cost[at] {
                (cost[at], next[at]) = (whole, end);
            }
        }
    }
    let mut boundaries = FixedBitSet::with_capacity(length + 1);
    let mut at = 0;
    while at < length {
        boundaries.insert(at);
        at = next[at];
    }
    boundaries.insert(length);
    boundaries
}

/// The byte offsets inside a Chinese text, of either script, where one word ends and the next begins.
#[must_use]
pub fn word_ends(text: &str) -> Vec<usize> {
    // The list of words is in the Simplified script, which a text has character by character; so has one in Taiwan's
    // forms.
    let simplified = Converter::new(Config::Tw2s).convert(text);
    let same = simplified.chars().count() == text.chars().count();
    let read = if same { &*simplified } else { text };
    let boundaries = boundaries(read);
    let places = text.char_indices().zip(read.char_indices());
    places.filter(|(_, (at, _))| *at > 0 && boundaries[*at]).map(|((at, _), _)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_at_the_same_places_in_both_scripts() {
        let cut = |text: &str| {
            let ends = word_ends(text);
            let place = |(at, c)| if ends.contains(&at) { format!("|{c}") } else { String::from(c) };
            text.char_indices().map(place).collect::<String>()
        };
        assert_eq!(cut("推动创新发展"), "推动|创新|发展");
        assert_eq!(cut("推動創新發展"), "推動|創新|發展");
        assert_eq!(cut(""), "");
    }

    #[test]
    fn words_of_a_sentence() {
        for sentence in ["关于|是否|发展", "一并|成为|现实", "不停|A|B|，|推动|创新"] {
            let text = sentence.replace('|', "");
            let boundaries = boundaries(&text);
            let mut words = String::new();
            for (at, c) in text.char_indices() {
                if at > 0 && boundaries[at] {
                    words.push('|');
                }
                words.push(c);
            }
            assert_eq!(words, sentence);
        }
    }
}
