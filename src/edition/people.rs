//! Who made an issue, by role: read from bylines and credits, and from the front matter.
//!
//! A byline names a role and then people: `记者 范雨桐`, `本报记者 李若楠 张剑 翻译 林岩`, `By Fan Yutong and Li
//! Yineng`. Only what can hardly be anything else is taken: a known role, then names of two to four Chinese
//! characters, or of two to four capitalised words. Roles are told as MARC relators, as EPUB wants them.

use super::reading::is_pinyin;
use super::xhtml::in_xml;
use crate::issue::{Inline, Issue, Mark, Role, Text, function, names, relator};
use crate::lang::is_han;

/// Somebody who took part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The name.
    pub name: String,
    /// What they did, as a MARC relator code: `rpt` reporter, `pht` photographer, `trl` translator.
    pub role: &'static str,
}

impl Person {
    /// The name as catalogues sort it: the family's first. Chinese names are written so; of others the last word is
    /// the family's. None if that cannot be told, as of a name of one word.
    pub(super) fn filed_as(&self) -> Option<String> {
        let name = self.name.as_str();
        if !name.contains(' ') && name.chars().all(|c| is_han(c) || c == '·') {
            return Some(name.to_owned());
        }
        let (given, family) = name.rsplit_once(' ').filter(|_| is_western_name(name))?;
        Some(if name.split(' ').all(is_pinyin) { name.to_owned() } else { format!("{family}, {given}") })
    }
}

/// The people of an issue in the order in which they are named, each role of each once.
pub(super) fn people(issue: &Issue) -> Vec<Person> {
    let mut people = Vec::new();
    for (field, value) in &issue.masthead.other {
        let Some(role) = relator(field) else { continue };
        people.extend(names(value).into_iter().map(|name| Person { name, role }));
    }
    for leaf in issue.leaves() {
        if matches!(leaf.role, Role::Byline | Role::Credit) {
            named(&leaf.text.to_plain(), &mut people);
        } else {
            if let Some(Inline::Marked(Mark::Strong, opening)) = leaf.text.inlines.first() {
                opening_byline(&plain(opening), &mut people);
            }
            bylines(&leaf.text.inlines, &mut people);
        }
    }
    let mut seen = Vec::with_capacity(people.len());
    for person in people {
        let person = Person { name: person.name.chars().map(in_xml).collect(), ..person };
        if !seen.contains(&person) {
            seen.push(person);
        }
    }
    seen
}

fn bylines(inlines: &[Inline], people: &mut Vec<Person>) {
    for inline in inlines {
        match inline {
            Inline::Marked(Mark::Byline, inner) => named(&plain(inner), people),
            Inline::Marked(_, inner) => bylines(inner, people),
            _ => {}
        }
    }
}

/// The words of marked text, whatever other marks stand in it.
fn plain(inlines: &[Inline]) -> String {
    Text { inlines: inlines.to_vec() }.plain()
}

/// The people that the bold words name with which a paragraph opens, if they are nothing but a function and names:
/// **本报记者 李若楠** 今年……
fn opening_byline(words: &str, people: &mut Vec<Person>) {
    let mut words_of_it = words.split_whitespace();
    let opens = words_of_it.next().is_some_and(|word| function(word).is_some());
    if opens && words_of_it.all(|word| (2..=4).contains(&word.chars().count()) && word.chars().all(is_han)) {
        named(words, people);
    }
}

/// The people that a byline names.
fn named(line: &str, people: &mut Vec<Person>) {
    let line = line.trim_matches(|c: char| c.is_whitespace() || "（）()—".contains(c));
    if let Some(names) = line.strip_prefix("By ").or_else(|| line.strip_prefix("by ")) {
        for name in names.split([',', '&']).flat_map(|names| names.split(" and ")).map(str::trim) {
            if is_western_name(name) {
                people.push(Person { name: name.to_owned(), role: "rpt" });
            }
        }
        return;
    }
    let mut role = None;
    for word in
        line.split(|c: char| c.is_whitespace() || "、，/：:；".contains(c)).filter(|word| !word.is_empty())
    {
        if let Some(function) = function(word) {
            role = function.relator();
        } else if let Some(role) = role
            && (2..=4).contains(&word.chars().count())
            && word.chars().all(is_han)
        {
            people.push(Person { name: word.to_owned(), role });
        }
    }
}

fn is_western_name(name: &str) -> bool {
    let words: Vec<&str> = name.split(' ').collect();
    (2..=4).contains(&words.len())
        && words.iter().all(|word| {
            word.starts_with(char::is_uppercase)
                && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '.' | '\'' | '’'))
        })
}

#[cfg(test)]
mod tests {
    use super::{Person, named, opening_byline};

    #[test]
    fn bold_words_that_open_a_paragraph_name_people_if_they_do_nothing_else() {
        let read = |words: &str| {
            let mut people = Vec::new();
            opening_byline(words, &mut people);
            people.into_iter().map(|person| person.name).collect::<Vec<_>>()
        };
        assert_eq!(read("本报记者 李若楠 张剑"), ["李若楠", "张剑"]);
        assert_eq!(read("记者 昨天从市政府获悉"), Vec::<String>::new());
        assert_eq!(read("大桥 通车"), Vec::<String>::new());
    }

    #[test]
    fn names_are_filed_by_the_family() {
        let filed = |name: &str| Person { name: name.into(), role: "aut" }.filed_as();
        for (name, expected) in [
            ("葉青禾", "葉青禾"),
            ("Fan Yutong", "Fan Yutong"),
            ("Ouyang Xi’an", "Ouyang Xi’an"),
            ("Mary O’Hara", "O’Hara, Mary"),
            ("John F. Miller", "Miller, John F."),
        ] {
            assert_eq!(filed(name).as_deref(), Some(expected));
        }
        assert_eq!(filed("Plato"), None);
        assert_eq!(filed("our own reporters"), None);
    }

    #[test]
    fn names_are_read_with_their_roles() {
        let read = |line: &str| {
            let mut people = Vec::new();
            named(line, &mut people);
            people
                .iter()
                .map(|person| format!("{} {}", person.name, person.role))
                .collect::<Vec<_>>()
                .join(", ")
        };
        assert_eq!(read("（记者 范雨桐）"), "范雨桐 rpt");
        assert_eq!(read("本报记者 李若楠 张剑 翻译 林岩"), "李若楠 rpt, 张剑 rpt, 林岩 trl");
        assert_eq!(read("海報設計　蔣玉濤"), "蔣玉濤 dsr");
        assert_eq!(read("By Fan Yutong and Li Yineng"), "Fan Yutong rpt, Li Yineng rpt");
        assert_eq!(read("By our own reporters"), "");
        assert_eq!(read("新华社供图"), "");
    }
}
