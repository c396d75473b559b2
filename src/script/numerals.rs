//! Numbers written with characters, and the measure words after them.
//!
//! A list of words knows 五十 and 十二, and the dictionaries know 十只 and 二周. A number is not a word that such a
//! phrase would tear: 五十只羊, 连续十二周, 几十里路.

/// Characters that numbers are written with, in either script.
pub(super) fn is_number(c: char) -> bool {
    "〇零一二三四五六七八九十百千万亿两几数萬億兩幾數".contains(c)
}

/// Whether a place (a byte offset, on a character's edge) lies inside a number that is written with characters.
pub(super) fn is_in_number(text: &str, at: usize) -> bool {
    text[..at].ends_with(is_number) && text[at..].starts_with(is_number)
}

/// Whether a phrase is a number and one measure word.
pub(super) fn is_counted(phrase: &str) -> bool {
    let number = phrase.strip_suffix(['只', '里', '周', '斗']);
    number.is_some_and(|number| !number.is_empty() && number.chars().all(is_number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_inside_numbers() {
        assert!(is_in_number("五十只", "五".len()));
        assert!(!is_in_number("五十只", "五十".len()));
        assert!(!is_in_number("五十只", 0));
        assert!(!is_in_number("", 0));
    }

    #[test]
    fn numbers_with_a_measure_word() {
        for phrase in ["二周", "十只", "几十里", "五斗"] {
            assert!(is_counted(phrase), "{phrase}");
        }
        for phrase in ["周二", "里路", "只", "十只羊", ""] {
            assert!(!is_counted(phrase), "{phrase}");
        }
    }
}
