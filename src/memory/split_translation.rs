//! One translation of several pieces, cut into a translation for each.
//!
//! Where two sentences became one, a CAT tool still asks for the translation of each by itself. The translation is
//! cut where a clause ends, in the order of the sentences, so that the pieces together say what it says, to the
//! letter: by the words that they share, or, where those do not tell, by their lengths.

use crate::align::{Aligner, Sentence};
use crate::lang::Language;
use crate::segment::sentences;
use crate::words::character::is_closing_mark;

/// More sentences than this did not become one.
const MOST: usize = 8;

/// The translation in as many parts as there are sources, cut between sentences if there are enough of them, else
/// between clauses; none if it has too few of those.
pub(super) fn split<'a>(
    aligner: &Aligner,
    sources: &[&str],
    translation: &'a str,
    language: &Language,
) -> Option<Vec<&'a str>> {
    let mut clauses: Vec<&str> =
        sentences(translation, language).into_iter().map(|range| &translation[range]).collect();
    if clauses.len() < sources.len() {
        clauses = self::clauses(translation);
    }
    if sources.len() > MOST || clauses.len() < sources.len() {
        return None;
    }
    let counts = by_words(aligner, sources, &clauses).unwrap_or_else(|| by_lengths(sources, &clauses));
    let mut parts = Vec::with_capacity(counts.len());
    let mut rest = clauses.as_slice();
    for count in counts {
        let (own, others) = rest.split_at(count);
        rest = others;
        let start = own.first()?.as_ptr() as usize - translation.as_ptr() as usize;
        let last = own.last()?;
        let end = last.as_ptr() as usize - translation.as_ptr() as usize + last.len();
        parts.push(&translation[start..end]);
    }
    Some(parts)
}

/// The clauses of a text, without the blanks between them.
fn clauses(text: &str) -> Vec<&str> {
    let mut clauses = Vec::new();
    let mut start = 0;
    let mut ended = false;
    for (at, c) in text.char_indices() {
        let closing = is_closing_mark(c) || c == '*';
        let blank = c.is_whitespace();
        // Latin marks end a clause before a blank only (43,400 is one word), Chinese ones at once.
        if ended && !closing && (blank || text[..at].ends_with(is_full_width)) {
            clauses.push(text[start..at].trim());
            start = at;
        }
        ended = (ended && closing) || ",;:.!?—–".contains(c) || is_full_width(c);
    }
    clauses.push(text[start..].trim());
    clauses.retain(|clause| clause.chars().any(char::is_alphanumeric));
    clauses
}

fn is_full_width(c: char) -> bool {
    matches!(c, '，' | '；' | '：' | '。' | '！' | '？')
}

/// How many clauses go to each source, by their words; none if these do not say.
fn by_words<'a>(aligner: &Aligner, sources: &[&'a str], clauses: &[&'a str]) -> Option<Vec<usize>> {
    let sentences = |texts: &[&'a str]| texts.iter().map(|&text| Sentence::from(text)).collect::<Vec<_>>();
    let mut counts: Vec<usize> = Vec::with_capacity(sources.len());
    let mut before = 0;
    for bead in aligner.align(&sentences(sources), &sentences(clauses)) {
        match (bead.source.len(), bead.target.len()) {
            (1, 1..) => counts.push(bead.target.len()),
            (0, lone) => match counts.last_mut() {
                Some(count) => *count += lone,
                None => before += lone,
            },
            _ => return None,
        }
    }
    *counts.first_mut()? += before;
    (counts.len() == sources.len()).then_some(counts)
}

/// How many clauses go to each source, so that the shares of characters are as like as can be.
fn by_lengths(sources: &[&str], clauses: &[&str]) -> Vec<usize> {
    let characters = |texts: &[&str]| texts.iter().map(|text| text.chars().count()).sum::<usize>();
    let (source_all, target_all) = (characters(sources), characters(clauses));
    let mut counts = Vec::with_capacity(sources.len());
    let mut used = 0;
    for done in 1..sources.len() {
        // Each source behind this one needs a clause too.
        let most = clauses.len() - (sources.len() - done);
        let wanted = characters(&sources[..done]) * target_all;
        let off = |end: &usize| (characters(&clauses[..*end]) * source_all).abs_diff(wanted);
        let end = (used + 1..=most).min_by_key(off).unwrap_or(used + 1);
        counts.push(end - used);
        used = end;
    }
    counts.push(clauses.len() - used);
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts<'a>(sources: &[&str], translation: &'a str) -> Option<Vec<&'a str>> {
        split(&Aligner::default(), sources, translation, &"en".parse().unwrap())
    }

    #[test]
    fn a_clause_ends_before_a_blank() {
        assert_eq!(
            clauses("In 2024, 43,400 came; “all,” he said."),
            ["In 2024,", "43,400 came;", "“all,”", "he said."]
        );
        assert_eq!(clauses("雨停了，天晴了。"), ["雨停了，", "天晴了。"]);
    }

    #[test]
    fn each_sentence_gets_its_clauses_and_nothing_is_lost() {
        let translation =
            "With the mayor in the chair, the reporter told the meeting about the library and its books.";
        let sources = ["市长主持会议。", "记者在会上介绍了图书馆和馆里的书。"];
        let parts = parts(&sources, translation).unwrap();
        assert_eq!(
            parts,
            [
                "With the mayor in the chair,",
                "the reporter told the meeting about the library and its books."
            ]
        );
        assert_eq!(parts.join(" "), translation);
    }

    #[test]
    fn what_cannot_be_cut_is_not() {
        assert_eq!(parts(&["雨停了。", "天晴了。"], "The rain gave way to sunshine."), None);
    }
}
