//! Who took part in an issue, as fields of the front matter and words of a byline name it.

use super::read::front_matter::list;
use crate::words::Function;
use crate::words::chinese::FUNCTION;

/// Fields of the front matter that name people, with MARC relator codes.
const FIELDS: [(&str, &str); 5] = [
    ("author", "aut"),
    ("editor", "edt"),
    ("translator", "trl"),
    ("photographer", "pht"),
    ("illustrator", "ill"),
];

/// What those did whom a field of the front matter names, as a MARC relator code; none if it does not name people.
pub(crate) fn relator(field: &str) -> Option<&'static str> {
    let known = FIELDS.iter().find(|(name, _)| field.eq_ignore_ascii_case(name)).map(|(_, role)| *role);
    known.or_else(|| function(field)?.relator())
}

/// The names in the value of such a field.
pub(crate) fn names(value: &str) -> Vec<String> {
    list(value)
}

/// The function that a word names, with words before it or not: 本报记者, 海报设计. A single character is one by itself
/// only (文/王一鸣): names end in them too.
pub(crate) fn function(word: &str) -> Option<Function> {
    let found =
        FUNCTION.ending(word).find(|(name, _)| name.len() == word.len() || name.chars().nth(1).is_some());
    found.map(|(_, function)| function)
}
