//! Characters that have another form in a name than in words: surnames, and characters of given names.
//!
//! They stand in `forms.tsv`: a Simplified character, its place in the name, and the Traditional form that it has there.
//! Sorted by character and place.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// How much it takes to read a lone character as a surname.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Needs {
    /// Nothing: by itself it is nearly always a name.
    Nothing,
    /// A sign of a name on one side.
    Sign,
    /// A sign of a name, and a beginning before it: by itself it is mostly a word.
    Beginning,
}

/// A row of the file: the character, its place, its form; nothing if it says something else.
fn rows() -> impl Iterator<Item = Option<(char, Option<Needs>, char)>> {
    include_str!("forms.tsv").lines().skip(1).map(|line| {
        let mut fields = line.split('\t');
        let character = fields.next()?.chars().next()?;
        let needs = match fields.next()? {
            "surname.alone" => Some(Needs::Nothing),
            "surname.sign" => Some(Needs::Sign),
            "surname.beginning" => Some(Needs::Beginning),
            "given" => None,
            _ => return None,
        };
        Some((character, needs, fields.next()?.chars().next()?))
    })
}

/// The file, by place.
struct Forms {
    surnames: BTreeMap<char, (char, Needs)>,
    given: BTreeMap<char, char>,
    /// All forms.
    kept: BTreeSet<char>,
}

static FORMS: LazyLock<Forms> = LazyLock::new(|| Forms {
    surnames: rows().flatten().filter_map(|(c, needs, form)| Some((c, (form, needs?)))).collect(),
    given: rows().flatten().filter(|(_, needs, _)| needs.is_none()).map(|(c, _, form)| (c, form)).collect(),
    kept: rows().flatten().map(|(_, _, form)| form).collect(),
});

/// The form of a surname that is not what its character becomes as a word, and how much it takes to read it so.
pub(super) fn surname(c: char) -> Option<(char, Needs)> {
    FORMS.surnames.get(&c).copied()
}

/// The form that a character has in a given name, where a name has another than a word.
pub(super) fn given(c: char) -> Option<char> {
    FORMS.given.get(&c).copied()
}

/// Whether a character is one that names keep.
pub(super) fn is_kept(form: char) -> bool {
    FORMS.kept.contains(&form)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_sorted_and_every_row_is_understood() {
        let mut before = String::new();
        for (row, line) in rows().zip(include_str!("forms.tsv").lines().skip(1)) {
            assert!(row.is_some(), "{line}: want a character, a place and a form");
            let key = line.rsplit_once('\t').map(|(key, _)| key.to_owned()).unwrap();
            assert!(before < key, "{line} stands twice or in the wrong place");
            before = key;
        }
        assert_eq!(surname('钟'), Some(('鍾', Needs::Sign)));
        assert_eq!(given('冲'), Some('沖'));
        assert!(is_kept('余') && !is_kept('餘'));
    }
}
