//! Names of persons, whose characters are not converted like other words.
//!
//! Some surnames are also the simplified form of a character that is no surname: 于 is 于 as a name and 於 as a word,
//! and so are 范/範, 余/餘, 郁/鬱, 涂/塗, 后/後 and others. OpenCC knows the words these characters are in, so only one
//! that it takes by itself (a *lone* one) can be a surname; whether it is one is told by what stands around it: a
//! title or a verb of speaking behind, an office before, a row of names, or the same name elsewhere in the issue.

mod lexicon;

use std::collections::BTreeSet;
use std::ops::Range;

use crate::lang::is_han;

use super::boundaries::Cut;
use super::numerals::is_number;
use lexicon::{Needs, given, surname};

use crate::words::character::{
    is_common_surname, is_given, is_homestead, is_name_joint, is_name_particle, is_never_given, is_trade,
};
use crate::words::chinese::{
    ACT, ADDRESS, DATE_UNIT, NAME_LEAD, NOT_GIVEN, NOT_SURNAME, NOT_TRADE, OFFICE, PLACE_KIND, SAYING,
    WHEN_WHERE,
};
use crate::words::{Address, Office};

/// Names that were met in an issue.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    known: BTreeSet<String>,
    /// What they begin with.
    beginnings: BTreeSet<char>,
    /// How many characters the longest has.
    longest: usize,
}

/// Where a name stands and what it becomes.
pub(super) type Name = (Range<usize>, String);

impl Names {
    /// Takes in the names of a line that says who wrote or took part.
    pub(super) fn add_byline(&mut self, text: &str) {
        for part in text.split(|c: char| !is_han(c)) {
            let mut name = part;
            while let Some(rest) = OFFICE.strip_start(name).or_else(|| NAME_LEAD.strip_start(name)) {
                name = rest;
            }
            let count = name.chars().count();
            if (2..=3).contains(&count) && name.starts_with(is_surname) {
                self.add(name);
            }
        }
    }

    fn add(&mut self, name: &str) {
        if name_form(name).is_some() && self.known.insert(name.to_owned()) {
            self.beginnings.extend(name.chars().next());
            self.longest = self.longest.max(name.chars().count());
        }
    }

    /// Takes in the names of a text that show themselves.
    pub(super) fn add_text(&mut self, text: &Named<'_>) {
        for name in text.shown.iter().map(|(span, _)| &text.cut.text[span.clone()]) {
            if name.chars().count() > 1 {
                self.add(name);
            }
        }
    }

    /// The names in a text, in order: those that show themselves, and those that were met elsewhere.
    pub(super) fn spans(&self, text: &Named<'_>) -> Vec<Name> {
        let (cut, mut spans) = (&text.cut, text.shown.clone());
        for (at, c) in cut.text.char_indices() {
            // A name does not begin inside a word.
            if !(cut.words[at] && cut.lone[at] && self.beginnings.contains(&c)) {
                continue;
            }
            let rest = &cut.text[at..];
            let ends = rest.char_indices().map(|(i, c)| i + c.len_utf8()).take(self.longest);
            for name in ends.map(|end| &rest[..end]).filter(|name| self.known.contains(*name)) {
                spans.extend(name_form(name).map(|form| (at..at + name.len(), form)));
            }
        }
        spans.sort_by_key(|(span, _)| (span.start, usize::MAX - span.end));
        let mut kept: Vec<Name> = Vec::new();
        for span in spans {
            if kept.last().is_none_or(|(last, _)| last.end <= span.0.start) {
                kept.push(span);
            }
        }
        kept
    }
}

fn is_surname(c: char) -> bool {
    is_common_surname(c) || surname(c).is_some()
}

/// Whether a character is one that names keep.
pub(super) fn is_kept(c: &str) -> bool {
    c.chars().all(lexicon::is_kept)
}

/// What a name becomes, if that is not what becomes of its characters by themselves. Characters that have one
/// form only are left as they are for the conversion.
fn name_form(name: &str) -> Option<String> {
    let mut special = false;
    let form = name.chars().enumerate().map(|(i, c)| {
        let kept = match surname(c) {
            Some((form, _)) if i == 0 => Some(form),
            _ => given(c).filter(|_| i > 0),
        };
        special |= kept.is_some();
        kept.unwrap_or(c)
    });
    let form = form.collect();
    special.then_some(form)
}

/// A text cut into words, with the names that show themselves in it by what stands around them.
pub(super) struct Named<'a> {
    pub(super) cut: Cut<'a>,
    shown: Vec<Name>,
}

impl<'a> Named<'a> {
    /// A text in Simplified Chinese.
    pub(super) fn by_words(text: &'a str) -> Self {
        let cut = Cut::by_words(text);
        Self { shown: shown(&cut), cut }
    }

    /// A text in which no name is looked for.
    pub(super) fn nowhere(text: &'a str) -> Self {
        Self { cut: Cut::nowhere(text), shown: Vec::new() }
    }
}

/// Names that show themselves by what stands around them.
fn shown(cut: &Cut<'_>) -> Vec<Name> {
    let text = cut.text;
    let mut spans = Vec::new();
    for (at, c) in text.char_indices() {
        let Some((_, needs)) = surname(c) else { continue };
        let behind = at + c.len_utf8();
        let (before, after) = (&text[..at], &text[behind..]);
        // Of the surnames only this one is a word for when and where.
        if NOT_SURNAME.start(&text[at..]) || c == '于' && is_when_or_where(cut, behind) {
            continue;
        }
        // No name follows a number: 十三余万人, 二十余家大商场.
        if before.ends_with(|c: char| c.is_numeric() || "一二三四五六七八九十百千万亿多".contains(c))
        {
            continue;
        }
        let listed = listed(before, after);
        let certain = || listed.is_some_and(|length| is_usual_given(&after[..length]));
        // OpenCC has phrases such as 的钟: what a title follows is no part of them.
        let titled = || is_told(before, after) || before.ends_with(['的', '了', '是']) && is_addressed(after);
        if !(cut.lone[at] || certain() || titled()) {
            continue;
        }
        let length = given_behind_surname(cut, before, after)
            .or_else(|| surname_length(cut, behind, needs, before, listed));
        if let Some(span) = length.map(|length| at..behind + length)
            && let Some(form) = name_form(&text[span.clone()])
        {
            spans.push((span, form));
        }
    }
    spans
}

/// The length in bytes of what follows a surname in its name, if it is a surname: 0 where it stands by itself.
fn surname_length(
    cut: &Cut<'_>,
    behind: usize,
    needs: Needs,
    before: &str,
    listed: Option<usize>,
) -> Option<usize> {
    let after = &cut.text[behind..];
    let place = Place::of(before);
    if let Some(length) = given_length(cut, behind, needs, &place).or(listed) {
        return (needs != Needs::Beginning || place.begins).then_some(length);
    }
    let house = after.strip_prefix('家').is_some_and(|rest| rest.starts_with(is_homestead))
        || after.starts_with('氏');
    let addressed = || house || is_addressed(after) || ADDRESS.start(after);
    let alone = needs == Needs::Nothing
        || place.familiar(after)
        || is_told(before, after)
        || row(before, after)
        || ((needs == Needs::Sign || place.begins) && addressed());
    alone.then_some(0)
}

/// Whether the text behind 于 says when or where, so that it is no surname: 于|美国, 于|清晨, 于|2024年, 于|清华大学.
fn is_when_or_where(cut: &Cut<'_>, at: usize) -> bool {
    let after = &cut.text[at..];
    let date = after.trim_start_matches(|c: char| c.is_ascii_digit() || is_number(c));
    let is_date = || date.len() < after.len() && DATE_UNIT.start(date.trim_start());
    // 清华大学, 长江大桥: names of persons have two characters here at most.
    let mut ends =
        after.char_indices().map(|(i, c)| (at + i + c.len_utf8(), c)).take_while(|&(_, c)| is_han(c));
    let inside = |end: Option<(usize, char)>| end.is_some_and(|(end, _)| !cut.words[end]);
    let mut is_long_word = || cut.words[at] && inside(ends.next()) && inside(ends.next());
    WHEN_WHERE.start(after) || is_date() || is_long_word() || is_named_place(after)
}

/// Whether a text begins with a name of two or three characters and what it is the name of: 朝阳区. 馆长 is an office.
fn is_named_place(text: &str) -> bool {
    let mut places = text.char_indices().take_while(|&(_, c)| is_han(c)).map(|(at, _)| at).skip(2).take(2);
    places.any(|at| {
        let kind = PLACE_KIND.starting(&text[at..]).next().map(|(kind, ())| kind);
        kind.is_some_and(|kind| !text[at + kind.len()..].starts_with('长'))
    })
}

/// Whether a text says that a surname comes: 一位姓钟的大夫.
fn is_told(before: &str, after: &str) -> bool {
    before.ends_with('姓') && !before.ends_with("百姓") && !after.starts_with('名')
}

/// Whether a text begins with what somebody is addressed by behind a name, whole or surname alone.
fn is_addressed(text: &str) -> bool {
    OFFICE.starting(text).any(|(_, kind)| kind == Office::Address)
        || ADDRESS.starting(text).any(|(_, kind)| kind == Address::BehindName)
}

/// Whether a text begins with what stands behind a whole name: what its bearer does, or an address.
fn is_acting(text: &str) -> bool {
    SAYING.start(text) || ACT.start(text) || is_addressed(text)
}

/// Whether a text is made of characters that given names are made of.
fn is_usual_given(text: &str) -> bool {
    text.chars().all(is_given)
}

/// The length in bytes of the rest of a name, where a character is the first of a given one: 高占祥, 罗干.
fn given_behind_surname(cut: &Cut<'_>, before: &str, after: &str) -> Option<usize> {
    let (start, family) = before.char_indices().next_back()?;
    if !is_common_surname(family) || !cut.words[start] {
        return None;
    }
    let earlier = before[..start].chars().next_back();
    let mut behind = after.chars().take_while(|&c| is_han(c));
    let (next, then) = (behind.next(), behind.next());
    // An item of a row: 、罗干、
    let item = |c: Option<char>| c.is_none_or(|c| matches!(c, '、' | '（' | ' ' | '\u{3000}'));
    if next.is_none() && item(earlier) && item(after.chars().next()) {
        return Some(0);
    }
    let length = next.filter(|&c| is_given(c)).map(char::len_utf8)?;
    let ends = cut.words[cut.text.len() - after.len() + length];
    let told = then.is_none_or(is_name_particle) || is_acting(&after[length..]);
    (ends
        && told
        && earlier.is_none_or(|c| !is_han(c) || is_name_joint(c) || Place::of(&before[..start]).office))
    .then_some(length)
}

/// What stands before a character that may be a surname.
struct Place<'t> {
    before: &'t str,
    /// An office or a trade.
    office: bool,
    /// Whether a name may well begin here.
    begins: bool,
}

impl<'t> Place<'t> {
    fn of(before: &'t str) -> Self {
        let trimmed = before.trim_end();
        // Where a surname stands before it the office is that person's: 谷先生种谷子.
        let taken = |rest: &str| {
            let mut back = rest.chars().rev();
            back.next().is_some_and(is_surname) && back.next().is_none_or(|c| !is_han(c))
        };
        let offices = OFFICE.ending(trimmed).map(|(office, _)| office);
        let mut before_name = offices.chain(NAME_LEAD.ending(trimmed).map(|(word, ())| word));
        let office = before_name.any(|word| !taken(&trimmed[..trimmed.len() - word.len()]))
            // A trade is a word of two characters or more.
            || trimmed.strip_suffix(is_trade).is_some_and(|rest| rest.ends_with(is_han)) && !NOT_TRADE.end(trimmed);
        let begins = office
            || before.chars().next_back().is_none_or(|b| !is_han(b) || is_name_joint(b))
                // Of a book something else is told than who stands behind it: 《天师》后.
                && !before.ends_with(['》', '〉'])
            || before.ends_with('老');
        Self { before, office, begins }
    }

    /// Whether a surname is told familiarly: 小于，老范说，阿余的.
    fn familiar(&self, after: &str) -> bool {
        let Some(rest) = self.before.strip_suffix(['小', '老', '阿']) else { return false };
        let begins = Place::of(rest).begins;
        let next = after.chars().next();
        // 小于5 is no person.
        let number = next.is_some_and(|c| c.is_alphanumeric() && !is_han(c));
        begins && !number && next.is_none_or(|c| !is_han(c) || is_name_particle(c) || "说笑问答".contains(c))
    }
}

/// Whether a surname stands in a row of surnames: 于、范两位师傅.
fn row(before: &str, after: &str) -> bool {
    let counted = |rest: &str| rest.starts_with(['两', '二', '三', '四', '五', '几']);
    let goes_on = |rest: &str| counted(rest) || rest.starts_with('、');
    let mut ahead = after.strip_prefix('、').unwrap_or_default().chars();
    let first = ahead.next().is_some_and(is_surname) && goes_on(ahead.as_str());
    let mut back = before.strip_suffix('、').into_iter().flat_map(|rest| rest.chars().rev());
    let last = back.next().is_some_and(is_surname)
        && back.next().is_none_or(|c| !is_han(c) || is_name_joint(c) || c == '了')
        && goes_on(after);
    first || last
}

/// Length in bytes of the given name of one or two characters at a place, if it is one by its characters or by
/// what follows it.
fn given_length(cut: &Cut<'_>, at: usize, needs: Needs, place: &Place<'_>) -> Option<usize> {
    let rest = &cut.text[at..];
    let mut chars = rest.char_indices().take_while(|&(_, c)| is_han(c)).map(|(i, c)| i + c.len_utf8());
    let (one, two) = (chars.next()?, chars.next());
    let acts = |length: usize| is_acting(&rest[length..]);
    let ends =
        |length: usize| rest[length..].chars().next().is_none_or(|c| !is_han(c) || is_name_particle(c));
    let is_word = |length: usize| cut.words[at] && !cut.words[at + one] && cut.words[at + length];
    let usual = |length: usize| is_usual_given(&rest[..length]);
    // 党支部 is one word and no name; a name's surname is read as a word by itself.
    let apart = |length: usize| needs != Needs::Beginning || cut.words[at] || usual(length);
    let can_be = |length: usize| !rest[..length].contains(is_never_given);
    if !can_be(one) {
        return None;
    }
    if let Some(two) = two.filter(|&two| apart(two) && can_be(two) && !NOT_GIVEN.contains(&rest[..two])) {
        let word = needs == Needs::Beginning && is_word(two);
        let by_sign = (acts(two) || (place.office && ends(two))) && (place.office || !word || usual(two));
        let by_form = usual(two)
            && (place.office || (place.begins && (needs != Needs::Beginning || ends(two))))
            && (cut.words[at + two] || !word);
        if by_sign || by_form {
            return Some(two);
        }
    }
    let plain = needs != Needs::Beginning || (place.office && cut.words[at]);
    let alone = place.office && usual(one) && cut.words[at] && cut.words[at + one];
    // The list of words has names of players and actors: 于洋.
    let listed = || place.office && usual(one) && !cut.words[at] && cut.words[at + one];
    let by_sign = (plain || listed()) && (acts(one) || (place.office && ends(one)));
    (by_sign || alone).then_some(one)
}

/// Length of the given name of an item in a row of names: A、B、C, or apart by blanks.
fn listed(before: &str, after: &str) -> Option<usize> {
    /// No item of a row is longer, with what is told of all of them behind the last.
    const LONGEST: usize = 24;
    let between = ['、', ' ', '\u{3000}'];
    let item = after.char_indices().take(LONGEST).find(|(_, c)| !is_han(*c)).map(|(end, _)| end);
    let item = item.or((after.chars().nth(LONGEST - 1).is_none()).then_some(after.len()))?;
    if !before.ends_with(between) && !after[item..].starts_with(between) {
        return None;
    }
    // What is told of all of them follows the last: 三人获奖.
    let acting = after[..item].char_indices().find(|&(at, _)| is_acting(&after[at..item]));
    let item = acting.map_or(item, |(at, _)| at);
    let count = after[..item].chars().count();
    let is_name = |item: &str| {
        (2..=3).contains(&item.chars().count())
            && item.starts_with(is_common_surname)
            && item.chars().all(is_han)
    };
    let neighbour_before = before
        .strip_suffix(between)
        .and_then(|rest| rest.rsplit(|c| !is_han(c)).next())
        .is_some_and(|item| {
            is_name(item)
                || item.chars().count() > 3 && (OFFICE.find(item).is_some() || NAME_LEAD.find(item).is_some())
        });
    let neighbour_after = after[item..]
        .strip_prefix(between)
        .and_then(|rest| rest.split(|c| !is_han(c)).next())
        .is_some_and(is_name);
    let is_item = (1..=2).contains(&count)
        && !after[..item].contains(is_never_given)
        && !NOT_GIVEN.contains(&after[..item]);
    let begins = || !before.ends_with(is_name_joint) && Place::of(before).begins;
    (is_item && (neighbour_before || neighbour_after) && begins()).then_some(item)
}
