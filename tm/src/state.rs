//! How far a translation is: what tools say of it (`states.txt`), and what follows for a memory.

use crate::model::Unit;
use crate::named::named;

/// Property of a unit that is not finished: why.
pub const UNFINISHED: &str = "x-unfinished";
/// Property of a unit: the state that a tool gave it, in that tool's word.
pub const STATE: &str = "x-state";
/// Property of a unit: where a tool has the translation from, in that tool's word.
pub const ORIGIN: &str = "x-origin";
/// The properties in which memories of tools say how far a unit is.
const TOLD_IN: [&str; 3] = [STATE, "x-ConfirmationLevel", "x-status"];

const STATES: &str = include_str!("states.txt");

named! {
    /// Why a unit is not finished.
    pub enum Unfinished {
        /// It has no translation.
        Untranslated = "untranslated",
        /// Its tool wants it translated; what stands there is a placeholder.
        NeedsTranslation = "needs-translation",
        /// Gettext guessed it from a message like it.
        Fuzzy = "fuzzy",
        /// Its tool wants it reviewed.
        NeedsReview = "needs-review",
        /// Nobody has confirmed it yet.
        Draft = "draft",
        /// A reviewer rejected it.
        Rejected = "rejected",
        /// A machine translated it, and nobody has confirmed it.
        MachineTranslated = "machine-translated",
        /// The source was copied into the translation.
        SourceCopied = "source-copied",
        /// It must not be translated.
        NotTranslatable = "not-translatable",
    }
}

/// How far a translation is, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Not finished.
    Unfinished(Unfinished),
    /// Finished, as far as anybody says.
    Finished,
    /// A reviewer approved it.
    Approved,
}

impl Standing {
    /// What a tool's word for a state means; none for words that no tool here has.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        let lines = STATES.lines().filter(|line| !line.starts_with('#'));
        let meaning = lines.filter_map(|line| line.split_once(' ')).find(|(known, _)| *known == word)?.1;
        match meaning {
            "approved" => Some(Self::Approved),
            "finished" => Some(Self::Finished),
            reason => Unfinished::from_name(reason).map(Self::Unfinished),
        }
    }

    /// How far a unit is, by its properties.
    #[must_use]
    pub fn of(unit: &Unit) -> Self {
        if let Some(reason) = unit.prop(UNFINISHED) {
            return Self::Unfinished(Unfinished::from_name(reason).unwrap_or(Unfinished::Draft));
        }
        TOLD_IN.iter().filter_map(|kind| unit.prop(kind)).find_map(Self::of_word).unwrap_or(Self::Finished)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_has_a_meaning() {
        for line in STATES.lines().filter(|line| !line.starts_with('#')) {
            let (word, meaning) = line.split_once(' ').unwrap();
            let standing = Standing::of_word(word).unwrap();
            let name = match standing {
                Standing::Unfinished(reason) => reason.as_str(),
                Standing::Finished => "finished",
                Standing::Approved => "approved",
            };
            assert_eq!(name, meaning, "{word}");
            assert_eq!(STATES.lines().filter(|other| other.split(' ').next() == Some(word)).count(), 1);
        }
    }
}
