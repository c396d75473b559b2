//! The lists of words in `src/words`: sorted, without doubles in any script, with known classes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use duizhao::script::{Config, Converter};

const LISTS: [&str; 3] = ["character", "chinese", "english"];

/// Set, the test writes the lists sorted.
const REWRITE: &str = "REWRITE_WORDS";

fn path(list: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/words").join(list).with_extension("tsv")
}

/// The head and the rows of a list.
fn read(list: &str) -> (String, Vec<Vec<String>>) {
    let text = fs::read_to_string(path(list)).unwrap();
    let mut lines = text.lines();
    let head = lines.next().unwrap().to_owned();
    (head, lines.map(|line| line.split('\t').map(str::to_owned).collect()).collect())
}

/// What a list is sorted by: the class, then the word.
fn order(row: &[String]) -> (&str, &str) {
    (row.get(1).map_or("", String::as_str), &row[0])
}

#[test]
fn the_lists_are_sorted_and_say_what_a_word_is() {
    let classes: BTreeMap<String, String> = {
        let (_, rows) = read("classes");
        let names: Vec<&String> = rows.iter().map(|row| &row[0]).collect();
        assert!(names.is_sorted(), "classes.tsv is to be sorted by class");
        rows.iter().map(|row| (row[0].clone(), row[1].clone())).collect()
    };
    let mut used = BTreeSet::new();
    for list in LISTS {
        let (head, mut rows) = read(list);
        assert_eq!(head, "word\tclass\tnote");
        for (number, row) in rows.iter().enumerate() {
            let place = format!("src/words/{list}.tsv:{}: {row:?}", number + 2);
            assert!(
                (2..=3).contains(&row.len()),
                "{place}: write the word, a tab, its class, a tab and a note"
            );
            assert!(row.iter().all(|field| !field.is_empty() && field.trim() == field), "{place}: blanks");
            let class = &row[1];
            assert!(classes.contains_key(class), "{place}: say in src/words/classes.tsv what `{class}` is");
            let has_kinds = classes.keys().any(|name| name.starts_with(&format!("{class}.")));
            assert!(!has_kinds, "{place}: `{class}` has kinds; write one of them");
            used.extend([class.clone(), class.split('.').next().unwrap().to_owned()]);
        }
        if !rows.is_sorted_by(|a, b| order(a) <= order(b)) {
            assert!(
                std::env::var_os(REWRITE).is_some(),
                "src/words/{list}.tsv is not sorted; run `{REWRITE}=1 cargo test --test suite words`"
            );
            rows.sort_by(|a, b| order(a).cmp(&order(b)));
            let lines: String = rows.iter().map(|row| row.join("\t") + "\n").collect();
            fs::write(path(list), format!("{head}\n{lines}")).unwrap();
        }
    }
    let idle: Vec<_> = classes.keys().filter(|class| !used.contains(*class)).collect();
    assert!(idle.is_empty(), "no word is in these classes; take them out of src/words/classes.tsv: {idle:?}");
}

/// The Traditional forms of a word.
fn traditional(word: &str) -> BTreeSet<String> {
    let configs = [Config::S2t, Config::S2tw, Config::S2twp, Config::S2hk, Config::S2hkp];
    configs.map(|config| Converter::new(config).convert(word)).into()
}

#[test]
fn no_word_stands_twice_in_any_script() {
    for list in LISTS {
        let (_, rows) = read(list);
        let mut seen: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for (number, row) in rows.iter().enumerate() {
            let class = row[1].split('.').next().unwrap();
            if let Some(other) = seen.insert((class, &row[0]), number + 2) {
                panic!("src/words/{list}.tsv:{}: `{}` is in line {other} too; leave one", number + 2, row[0]);
            }
        }
        if list == "english" {
            continue;
        }
        for (number, row) in rows.iter().enumerate() {
            let class = row[1].split('.').next().unwrap();
            for form in traditional(&row[0]) {
                if form != row[0]
                    && let Some(other) = seen.get(&(class, form.as_str()))
                {
                    panic!(
                        "src/words/{list}.tsv:{other}: `{form}` is a form of `{}` in line {}; take it out",
                        row[0],
                        number + 2
                    );
                }
            }
        }
    }
}

#[test]
fn chinese_words_are_simplified() {
    let to_simplified = Converter::new(Config::T2s);
    for list in ["character", "chinese"] {
        for (number, row) in read(list).1.iter().enumerate() {
            let simplified = to_simplified.convert(&row[0]);
            assert_eq!(
                simplified,
                row[0],
                "src/words/{list}.tsv:{}: write it in the Simplified script; the build makes the other forms",
                number + 2
            );
        }
    }
}
