//! Words that newspapers set things by, by class: houses, functions, offices, verbs of saying, abbreviations.
//!
//! The lists are the TSV files of this folder, one row for each word, with one list for each class, which every stage
//! uses that asks for the class. Chinese words stand there in the Simplified script; the build adds the forms of the
//! other scripts (see `compile.rs`), so a Traditional page is read as its Simplified twin is. `classes.tsv` says what
//! each class is.

use std::ops::Range;

include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// The words of a class, each with its kind.
#[derive(Debug)]
pub(crate) struct Words<K: 'static = ()> {
    /// Sorted by first character; of those with the same one the longest first.
    by_first: &'static [(&'static str, K)],
    firsts: Filter,
    /// Sorted by last character; of those with the same one the longest first.
    by_last: &'static [(&'static str, K)],
    lasts: Filter,
}

/// Characters that may begin or end a word: a bit for each code point modulo 1,024, so that most texts are passed
/// over after one look.
#[derive(Debug)]
struct Filter([u64; 16]);

impl Filter {
    fn may_hold(&self, c: char) -> bool {
        let bit = u32::from(c) % 1024;
        self.0[bit as usize / 64] >> (bit % 64) & 1 == 1
    }
}

impl<K: Copy> Words<K> {
    /// The words that a text begins with, the longest first.
    pub(crate) fn starting(&self, text: &str) -> impl Iterator<Item = (&'static str, K)> {
        self.starting_by(text, |text, word| text.starts_with(word))
    }

    /// The same for a list in small letters, where the text may have capitals.
    pub(crate) fn starting_in_any_case(&self, text: &str) -> impl Iterator<Item = (&'static str, K)> {
        self.starting_by(text, |text, word| {
            text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
        })
    }

    fn starting_by(
        &self,
        text: &str,
        begins: fn(&str, &str) -> bool,
    ) -> impl Iterator<Item = (&'static str, K)> {
        let own = text.chars().next().map(small).filter(|&c| self.firsts.may_hold(c));
        let first = |word: &str| word.chars().next().map(small);
        run(self.by_first, own, first).filter(move |(word, _)| begins(text, word))
    }

    /// The words that a text ends with, the longest first.
    pub(crate) fn ending(&self, text: &str) -> impl Iterator<Item = (&'static str, K)> {
        let own = text.chars().next_back().map(small).filter(|&c| self.lasts.may_hold(c));
        let last = |word: &str| word.chars().next_back().map(small);
        run(self.by_last, own, last).filter(move |(word, _)| text.ends_with(word))
    }

    /// Whether a text begins with one of the words.
    pub(crate) fn start(&self, text: &str) -> bool {
        self.starting(text).next().is_some()
    }

    /// Whether a text ends with one of the words.
    pub(crate) fn end(&self, text: &str) -> bool {
        self.ending(text).next().is_some()
    }

    /// The kind of a word of the class.
    pub(crate) fn get(&self, word: &str) -> Option<K> {
        self.starting(word).find(|(found, _)| *found == word).map(|(_, kind)| kind)
    }

    /// Whether a word is one of the class.
    pub(crate) fn contains(&self, word: &str) -> bool {
        self.get(word).is_some()
    }

    /// The text behind the longest word that it begins with.
    pub(crate) fn strip_start<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.starting(text).next().map(|(word, _)| &text[word.len()..])
    }

    /// The text before the longest word that it ends with.
    pub(crate) fn strip_end<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.ending(text).next().map(|(word, _)| &text[..text.len() - word.len()])
    }

    /// Where the first word of the class stands in a text; of several that begin there the longest.
    pub(crate) fn find(&self, text: &str) -> Option<Range<usize>> {
        text.char_indices()
            .find_map(|(at, _)| self.starting(&text[at..]).next().map(|(word, _)| at..at + word.len()))
    }

    /// All words of the class.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static str, K)> {
        self.by_first.iter().copied()
    }
}

/// As the tables are sorted: English words may be looked up in capitals.
fn small(c: char) -> char {
    c.to_ascii_lowercase()
}

/// The words of a sorted table with one character at the place by which it is sorted.
fn run<K: Copy>(
    table: &'static [(&'static str, K)],
    own: Option<char>,
    character: fn(&str) -> Option<char>,
) -> impl Iterator<Item = (&'static str, K)> {
    let from = own.map_or(table.len(), |c| table.partition_point(|(word, _)| character(word) < Some(c)));
    table[from..].iter().take_while(move |(word, _)| character(word) == own).copied()
}

/// How a full stop behind an English word, given without the stop, is to be read: [`Abbreviation::Never`] ends no
/// sentence; `None` is not an abbreviation. Before numbers, ask [`english::NUMBER_ABBREVIATION`] first.
pub(crate) fn abbreviation(word: &str) -> Option<Abbreviation> {
    let (_, kind) =
        english::ABBREVIATION.starting_in_any_case(word).find(|(found, _)| found.len() == word.len())?;
    match kind {
        Abbreviation::NeverCapital => word.starts_with(char::is_uppercase).then_some(Abbreviation::Never),
        kind => Some(kind),
    }
}

impl Function {
    /// Whether whoever did it wrote the words.
    pub(crate) fn is_author(self) -> bool {
        matches!(
            self,
            Self::Adapter | Self::Contributor | Self::Reporter | Self::Reporting | Self::Text | Self::Writer
        )
    }

    /// The function as a MARC relator code (Library of Congress, MARC Code List for Relators), if it has one.
    pub(crate) fn relator(self) -> Option<&'static str> {
        Some(match self {
            Self::Reporter | Self::Reporting => "rpt",
            Self::Contributor => "ctb",
            Self::Writer => "aut",
            Self::Adapter | Self::Translator => "trl",
            Self::Photographer => "pht",
            Self::Editor => "edt",
            Self::Designer => "dsr",
            Self::Illustrator => "ill",
            Self::Proofreader => "pfr",
            Self::Text | Self::Other => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use super::*;

    #[test]
    fn words_are_found_at_both_ends_in_every_script() {
        let starting = |text| chinese::FUNCTION.starting(text).map(|(word, _)| word).collect::<Vec<_>>();
        assert_eq!(starting("编辑部来信"), ["编辑部", "编辑"]);
        assert_eq!(starting("編輯部來信"), ["編輯部", "編輯"]);
        assert_eq!(starting("部来信"), [""; 0]);
        assert_eq!(starting(""), [""; 0]);
        for text in ["他告诉", "他告訴", "他説", "他說", "他说"] {
            assert!(chinese::SAYING.end(text), "{text}");
        }
        assert_eq!(chinese::HOUSE.find("记者甲晚報记者乙"), Some(9..15));
        assert_eq!(chinese::FUNCTION.get("插圖"), Some(Function::Illustrator));
        assert_eq!(chinese::FUNCTION.get("插"), None);
        assert!(character::is_open('為') && character::is_open('爲') && character::is_open('为'));
    }

    #[test]
    fn english_words_are_found_in_any_case_where_asked() {
        let function = |text| english::FUNCTION.starting_in_any_case(text).next();
        assert_eq!(function("PHOTOS BY Lin"), Some(("photos by", Function::Photographer)));
        assert_eq!(function("bye"), Some(("by", Function::Writer)));
        assert!(english::AGENCY.contains("AP") && !english::AGENCY.contains("ap"));
    }

    #[test]
    fn every_word_is_found_by_its_own_look_up() {
        fn check<K: Copy + Debug + PartialEq>(words: &Words<K>) {
            for (word, kind) in words.iter() {
                assert_eq!(words.get(word), Some(kind), "{word}");
                assert!(words.ending(word).any(|(found, _)| found == word), "{word}");
            }
        }
        check(&chinese::FUNCTION);
        check(&chinese::SAYING);
        check(&chinese::CLOSED);
        check(&english::FUNCTION);
        check(&english::ABBREVIATION);
    }
}
