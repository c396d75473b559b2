//! Where the lines of a Chinese headline may end: between words, where a line of text ends after any character.
//!
//! A particle or a word of place stays with the word before it, a word of one character with the one after it: 慢下来的／港口.

use crate::lang::is_han;
use crate::script::word_ends;

/// Particles and words of place, which lean on the word before them.
const PARTICLES: &str = "的地得了着著过過们們吗嗎呢吧上下里裡中内內外";

/// The byte offsets in a headline where a line may end; elsewhere it ends at blanks and after punctuation only.
pub(super) fn line_breaks(headline: &str) -> Vec<usize> {
    let ends = word_ends(headline);
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let nexts = ends.iter().skip(1).copied().chain([headline.len()]);
    let around = starts.zip(ends.iter().copied()).zip(nexts);
    let may_end = |word: &str, next: &str| {
        let leans = PARTICLES.contains(next);
        let alone = word.chars().nth(1).is_none() && !PARTICLES.contains(word);
        word.ends_with(is_han) && next.starts_with(char::is_alphanumeric) && !leans && !alone
    };
    around
        .filter(|((start, end), next)| may_end(&headline[*start..*end], &headline[*end..*next]))
        .map(|((_, end), _)| end)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::line_breaks;

    #[test]
    fn headlines_break_between_words() {
        let cut = |text: &str| {
            let breaks = line_breaks(text);
            let place = |(at, c)| if breaks.contains(&at) { format!("／{c}") } else { String::from(c) };
            text.char_indices().map(place).collect::<String>()
        };
        for headline in
            ["老街的／屋檐／留住了", "老街的／屋簷／留住了", "市民／在大桥上／散步", "创新，发展", "", "A"]
        {
            assert_eq!(cut(&headline.replace('／', "")), headline);
        }
    }
}
