//! Every Chinese character's Simplified form, one for one: what texts of both scripts are compared by.
//!
//! This is no conversion: 乾 is 干 here even in 乾坤, and 后 stays what it is. But what says the same in the two
//! scripts becomes the same, and each character keeps its place.

use super::config::Config;
use super::engine::Converter;
use super::tables;

/// The first and the last character that is looked up: the Basic Multilingual Plane's.
pub(super) const FIRST: u32 = 0x3400;
pub(super) const LAST: u32 = 0x9FFF;

/// A table of characters.
#[derive(Debug, Clone)]
pub struct SimplifiedForms(Vec<char>);

impl Default for SimplifiedForms {
    fn default() -> Self {
        // One to a line, so that no phrase is seen in them.
        let characters = || (FIRST..=LAST).filter_map(char::from_u32);
        let lines: String = characters().flat_map(|c| [c, '\n']).collect();
        let converted = Converter::new(Config::T2s).convert(&lines);
        let forms = characters().zip(converted.lines()).map(|(c, line)| {
            let mut forms = line.chars();
            forms.next().filter(|_| forms.next().is_none()).unwrap_or(c)
        });
        Self(forms.collect())
    }
}

impl SimplifiedForms {
    /// The name of the table with its version, which changes when a form does.
    pub const NAME: &'static str = tables::VERSION;

    /// The form of a character; what is no Chinese character stays as it is.
    #[must_use]
    pub fn of(&self, c: char) -> char {
        let at = u32::from(c).checked_sub(FIRST).map(|at| at as usize);
        at.and_then(|at| self.0.get(at)).copied().unwrap_or(c)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_have_one_form_in_both_scripts() {
        let forms = SimplifiedForms::default();
        for (traditional, simplified) in "論壇開幕頭髮乾后".chars().zip("论坛开幕头发干后".chars())
        {
            assert_eq!(forms.of(traditional), simplified);
            assert_eq!(forms.of(simplified), simplified);
        }
        assert_eq!("aé，あ𠀀".chars().map(|c| forms.of(c)).collect::<String>(), "aé，あ𠀀");
    }
}
