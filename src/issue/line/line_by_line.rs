//! Texts that were set line by line: verse, prices, contacts. Their line ends are the writer's, not the layout's.
//!
//! Lines that a width broke are full: the next word had no room any more. Short lines that had room, and of which
//! none ends in the middle of something, were ended by somebody.

use super::{divides_word, ends_sentence, is_closer, weight};
use crate::lang::is_han;
use crate::words::chinese::OPEN;
use crate::words::english;

/// Weight of the longest line: 24 Chinese characters. No column of a page is set to less than a third of it.
const LONGEST: usize = 72;
/// Weight of the longest line where nothing else speaks, in Latin letters.
const LONGEST_LATIN: usize = 45;
const NARROWEST_COLUMN: usize = 24;

/// Whether every line of a paragraph stands by itself.
pub(crate) fn is_line_by_line(lines: &[&str]) -> bool {
    let [first, _, ..] = lines else { return false };
    // A byte never weighs more than one.
    let is_long = |line: &&str| line.len() > LONGEST * 3 || weight(line.trim()) > LONGEST;
    if lines.iter().any(is_long) {
        return false;
    }
    let lines: Vec<&str> = lines.iter().map(|line| line.trim()).collect();
    if is_marked_verse(&lines) {
        return true;
    }
    if first.chars().any(is_han)
        || lines.iter().filter(|line| line.chars().any(is_han)).count() * 2 > lines.len()
    {
        chinese(&lines)
    } else {
        latin(&lines)
    }
}

/// Three short lines and more, nearly all of which end with a mark.
fn is_marked_verse(lines: &[&str]) -> bool {
    const MARKS: [char; 11] = ['，', '。', '！', '？', '；', ',', '.', '!', '?', ';', '…'];
    let marked = lines.iter().filter(|line| line.ends_with(MARKS)).count();
    lines.len() >= 3 && marked * 4 >= lines.len() * 3
}

/// Whether the lines before the last are as full as the longest lets them be, each up to what the next line begins
/// with.
fn are_full(lines: &[&str], widest: usize) -> bool {
    lines.windows(2).all(|pair| {
        let next = pair[1].chars().next().unwrap_or(' ');
        // A mark may not begin a line, and takes a character along.
        let word = if is_han(next) { 6 } else { 1 + weight(pair[1].split(' ').next().unwrap_or_default()) };
        weight(pair[0]) + word > widest
    })
}

fn chinese(lines: &[&str]) -> bool {
    let widest = lines.iter().map(|line| weight(line)).max().unwrap_or(0);
    let goes_on = |pair: &[&str]| {
        let [line, next] = pair else { return true };
        line.ends_with(['，', '、', '；', ',', ';', '（', '《', '“', '「'])
            || next.starts_with(|c: char| is_closer(c) || "，。、；：！？".contains(c))
            || OPEN.end(line)
            || divides_word(line, next)
    };
    let is_sentence = |line: &&str| ends_sentence(line) || line.contains('。');
    // A sentence that goes over all the lines is one paragraph.
    !lines.iter().any(is_sentence)
        && !lines.windows(2).any(goes_on)
        && (widest <= NARROWEST_COLUMN || !are_full(lines, widest))
}

fn latin(lines: &[&str]) -> bool {
    let widest = lines.iter().map(|line| weight(line)).max().unwrap_or(0);
    if widest > LONGEST_LATIN {
        return false;
    }
    let capital = |line: &&str| line.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let is_open = |line: &&str| {
        let word = line.rsplit(' ').next().unwrap_or_default();
        line.ends_with([',', '-', '(']) || english::OPEN.contains(&word.to_ascii_lowercase())
    };
    let inner = |line: &&str| line.contains(". ");
    let [before @ .., last] = lines else { return false };
    if before.iter().any(is_open) || lines.iter().any(inner) {
        return false;
    }
    // Every line with a capital: verse, names, prices.
    let capitals = lines.iter().all(capital);
    if capitals && (lines.len() >= 3 || !ends_sentence(last)) {
        return true;
    }
    !ends_sentence(last) && (lines.len() >= 4 || widest <= NARROWEST_COLUMN || !are_full(lines, widest))
}

#[cfg(test)]
mod tests {
    use super::is_line_by_line;

    fn is(text: &str) -> bool {
        is_line_by_line(&text.split('\n').collect::<Vec<_>>())
    }

    #[test]
    fn verse_prices_and_contacts_are_line_by_line() {
        for text in [
            "小船靠着老码头\n灯火两三点\n撑伞的人还没走\n雨下了一天",
            "门票价格\n成人每位60元\n学生每位30元",
            "联系我们\n电话：010-5550123\n地址：河西路9号",
            "河西中学\n三年级二班\n周小禾",
            "雨停了，\n船开了，\n人都走了。",
            "Down the lane the lanterns go\nover water soft and slow\ncarry home what you can hold\ncarry home the summer gold",
            "Adults 60 yuan\nStudents 30 yuan",
            "Adults 60 yuan\nStudents 30 yuan\nChildren under six free",
            "Opening hours:\nMonday to Friday 9-5\nclosed on Sundays",
        ] {
            assert!(is(text), "{text}");
        }
    }

    #[test]
    fn what_a_width_broke_is_not() {
        for text in [
            "河上的雾到中午还没有散，渡船停了\n一整个上午，等船的人越来越多，站\n满了码头。",
            "他卖了三十年船票\n今年退休了。",
            "这条老街的修缮已经进行了半\n年，还要再等三个月才能完工",
            "大家用 Git\n管理文字，也用 Linux\n的工具。",
            "The ferry had not come and the people who were\nwaiting on the bank had gone home long before the\nfog lifted",
            "He sold tickets for thirty\nyears and never once saw the\nother bank.",
            "He sold the\nTickets",
            "一行",
        ] {
            assert!(!is(text), "{text}");
        }
    }
}
