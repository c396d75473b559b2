//! The kinds of characters that stand in a text, found in one look.
//!
//! Nearly all that cleaning and checking ask about a text is whether something stands in it that nearly never does:
//! a blank too many, the other script, letters of another language, a figure. One pass over the characters answers
//! all of it, and only who hears a yes looks closer.

use crate::language::{Script, is_han};
use crate::script::{Letters, ScriptOf, is_latin};
use std::ops::BitOr;

/// Kinds of characters; a character can be of several.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Kinds(u16);

impl Kinds {
    /// White space.
    pub(crate) const BLANK: Self = Self(1);
    /// Anything else.
    pub(crate) const INK: Self = Self(1 << 1);
    /// What nobody sees and what breaks matches: controls, zero-width blanks, byte order marks.
    pub(crate) const INVISIBLE: Self = Self(1 << 2);
    /// Chinese characters.
    pub(crate) const HAN: Self = Self(1 << 3);
    /// Latin letters.
    pub(crate) const LATIN: Self = Self(1 << 4);
    /// Letters that are neither.
    pub(crate) const OTHER_LETTER: Self = Self(1 << 5);
    /// Characters that only Simplified Chinese has.
    pub(crate) const SIMPLIFIED: Self = Self(1 << 6);
    /// Characters that only Traditional Chinese has.
    pub(crate) const TRADITIONAL: Self = Self(1 << 7);
    /// Figures, also in full width.
    pub(crate) const DIGIT: Self = Self(1 << 8);
    /// Brackets that open or close.
    pub(crate) const BRACKET: Self = Self(1 << 9);
    /// Quotation marks that open or close.
    pub(crate) const QUOTE: Self = Self(1 << 10);

    /// Whether any of these is among them.
    pub(crate) const fn any(self, of: Self) -> bool {
        self.0 & of.0 != 0
    }

    /// The kinds of a character.
    fn of(c: char, script_of: Option<ScriptOf<'_>>) -> Self {
        let mut kinds = if c.is_whitespace() { Self::BLANK } else { Self::INK };
        let mut add = |is: bool, kind: Self| {
            if is {
                kinds = kinds | kind;
            }
        };
        add(is_invisible(c), Self::INVISIBLE);
        add(is_han(c), Self::HAN);
        let letter = c.is_alphabetic() && !is_han(c);
        add(letter && is_latin(c), Self::LATIN);
        add(letter && !is_latin(c), Self::OTHER_LETTER);
        let script = script_of.filter(|_| !c.is_ascii()).and_then(|script_of| script_of(c));
        add(script == Some(Script::Simplified), Self::SIMPLIFIED);
        add(script == Some(Script::Traditional), Self::TRADITIONAL);
        add(matches!(c, '0'..='9' | '０'..='９'), Self::DIGIT);
        add(bracket(c) != 0, Self::BRACKET);
        add(quote(c) != 0, Self::QUOTE);
        kinds
    }
}

impl BitOr for Kinds {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// 1 for a bracket that opens, -1 for one that closes.
pub(crate) fn bracket(c: char) -> i32 {
    match c {
        '(' | '（' | '[' | '【' => 1,
        ')' | '）' | ']' | '】' => -1,
        _ => 0,
    }
}

/// 1 for a quotation mark that opens, -1 for one that closes. The straight ones do not tell.
pub(crate) fn quote(c: char) -> i32 {
    match c {
        '“' | '「' | '『' | '«' => 1,
        '”' | '」' | '』' | '»' => -1,
        _ => 0,
    }
}

pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{0}'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{7F}'..='\u{9F}'
        | '\u{200B}' | '\u{2060}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}')
}

/// What one look at a text shows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    /// The kinds of all its characters.
    pub(crate) kinds: Kinds,
    /// How many characters there are.
    pub(crate) length: usize,
    /// No blanks at its edges and only single ones inside.
    pub(crate) tidy: bool,
}

impl Look {
    /// Whether there is nothing to read.
    pub(crate) fn is_blank(&self) -> bool {
        !self.kinds.any(Kinds::INK)
    }

    /// Whether there may be letters that a language is not written in.
    pub(crate) fn may_be_foreign(&self, letters: Letters) -> bool {
        match letters {
            Letters::Any => false,
            Letters::Han => self.kinds.any(Kinds::LATIN | Kinds::OTHER_LETTER),
            Letters::Latin => self.kinds.any(Kinds::HAN | Kinds::OTHER_LETTER),
            _ => true,
        }
    }
}

/// The kinds of all characters.
pub(crate) struct Characters<'a> {
    /// Of those of the Basic Multilingual Plane, by their code.
    table: Box<[Kinds]>,
    script_of: Option<ScriptOf<'a>>,
}

impl<'a> Characters<'a> {
    /// Without tables the scripts of Chinese are not told apart.
    pub(crate) fn new(script_of: Option<ScriptOf<'a>>) -> Self {
        let kinds = |code| char::from_u32(code).map_or(Kinds::default(), |c| Kinds::of(c, script_of));
        Self { table: (0..=0xFFFF).map(kinds).collect(), script_of }
    }

    /// The kinds of one character.
    fn of(&self, c: char) -> Kinds {
        match self.table.get(c as usize) {
            Some(&kinds) => kinds,
            None => Kinds::of(c, self.script_of),
        }
    }

    /// Looks at a text.
    pub(crate) fn look(&self, text: &str) -> Look {
        // As if a blank stood before it: then a blank at the edge is one of two side by side.
        let (mut all, mut before, mut doubled) = (0, Kinds::BLANK.0, 0);
        let mut length = text.len();
        let mut see = |Kinds(kinds): Kinds| {
            all |= kinds;
            doubled |= before & kinds;
            before = kinds;
        };
        if text.is_ascii() {
            text.bytes().for_each(|b| see(self.table[usize::from(b)]));
        } else {
            length = 0;
            for c in text.chars() {
                length += 1;
                see(self.of(c));
            }
        }
        let tidy = text.is_empty() || !Kinds(doubled | before).any(Kinds::BLANK);
        Look { kinds: Kinds(all), length, tidy }
    }

    /// The characters of a text that are of any of these kinds.
    pub(crate) fn only<'t>(&'t self, text: &'t str, kinds: Kinds) -> impl Iterator<Item = char> + 't {
        text.chars().filter(move |&c| self.of(c).any(kinds))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn script_of(c: char) -> Option<Script> {
        match c {
            '论' => Some(Script::Simplified),
            '論' => Some(Script::Traditional),
            _ => None,
        }
    }

    #[test]
    fn one_look_sees_what_many_would() {
        let characters = Characters::new(Some(&script_of));
        for (text, kinds, tidy) in [
            ("", Kinds::default(), true),
            (" ", Kinds::BLANK, false),
            ("a b", Kinds::BLANK | Kinds::INK | Kinds::LATIN, true),
            ("a  b", Kinds::BLANK | Kinds::INK | Kinds::LATIN, false),
            ("a ", Kinds::BLANK | Kinds::INK | Kinds::LATIN, false),
            ("\u{3000}市", Kinds::BLANK | Kinds::INK | Kinds::HAN, false),
            ("论论", Kinds::INK | Kinds::HAN | Kinds::SIMPLIFIED, true),
            ("論", Kinds::INK | Kinds::HAN | Kinds::TRADITIONAL, true),
            ("𠀀я", Kinds::INK | Kinds::HAN | Kinds::OTHER_LETTER, true),
            ("（７”", Kinds::INK | Kinds::DIGIT | Kinds::BRACKET | Kinds::QUOTE, true),
            ("\u{200B}", Kinds::INK | Kinds::INVISIBLE, true),
        ] {
            let look = characters.look(text);
            assert_eq!((look.kinds, look.tidy, look.length), (kinds, tidy, text.chars().count()), "{text:?}");
            assert_eq!(look.is_blank(), text.trim().is_empty(), "{text:?}");
        }
        assert_eq!(
            characters.only("论坛論", Kinds::SIMPLIFIED | Kinds::TRADITIONAL).collect::<String>(),
            "论論"
        );
    }
}
