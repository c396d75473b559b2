//! A glossary is the same in each of its forms, for each command that takes one.

use std::fs;

use super::command::{duizhao, told};

const SOURCE: &str = "甲方签字。\n乙方付款。\n丙方见证。\n";
const TARGET: &str = "Glorp & Co frobs the wug.\nBlick dax the toma.\n";
const TERMS: [(&str, &str); 2] = [("甲方", "Glorp & Co"), ("丙方", "toma")];

/// The terms as TBX of 2008 or 2019.
fn termbase([root, entry, language, group]: [&str; 4]) -> String {
    let section = |code: &str, term: &str| {
        let term = term.replace('&', "&amp;");
        format!(
            "<{language} xml:lang=\"{code}\"><{group}><term><hi>{term}</hi></term></{group}></{language}>"
        )
    };
    // The order of languages in a concept says nothing.
    let concept =
        |(zh, en): (&str, &str)| format!("<{entry}>{}{}</{entry}>", section("en", en), section("zh-CN", zh));
    format!("<{root}><text><body>{}</body></text></{root}>", TERMS.map(concept).concat())
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("zh.txt", SOURCE);
    write("en.txt", TARGET);
    write("terms.tsv", "甲方\tGlorp & Co\n\n乙方\t\n丙方\ttoma\n");
    write("old.tbx", &termbase(["martif", "termEntry", "langSet", "tig"]));
    write("new.tbx", &termbase(["tbx", "conceptEntry", "langSec", "termSec"]));
    folder
}

#[test]
fn every_form_aligns_the_same_and_better_than_none() {
    let folder = folder();
    let beads = |sides: [&str; 2], lexicon: Option<&str>| {
        let lexicon = lexicon.map_or(vec![], |lexicon| vec!["--lexicon", lexicon]);
        let given = [&["align", "--segmented"][..], &sides, &["--format", "vecalign"], &lexicon].concat();
        let output = duizhao(folder.path(), &given);
        assert_eq!(output.status.code(), Some(0), "{}", told(&output));
        String::from_utf8(output.stdout).unwrap()
    };
    for sides in [["zh.txt", "en.txt"], ["en.txt", "zh.txt"]] {
        let by_table = beads(sides, Some("terms.tsv"));
        assert_ne!(by_table, beads(sides, None), "the terms do not count");
        for form in ["old.tbx", "new.tbx"] {
            assert_eq!(beads(sides, Some(form)), by_table, "{form}");
        }
    }
}

#[test]
fn a_broken_glossary_is_told_with_its_line() {
    let folder = folder();
    let memory = "<tmx version=\"1.4\"><header creationtool=\"t\" creationtoolversion=\"1\" segtype=\"sentence\" o-tmf=\"t\" \
         adminlang=\"en\" srclang=\"zh-CN\" datatype=\"plaintext\"/><body/></tmx>";
    fs::write(folder.path().join("empty.tmx"), memory).unwrap();
    for (broken, expected) in [
        ("甲方\tGlorp\n乙方\n", "terms:2: a term without a translation"),
        ("<tbx>\n</a>", "terms:2: "),
        ("<tbx></tbx>", "terms: no concept in it has terms in two languages"),
        ("<tmx></tmx>", "terms:1: the root element is <tmx>"),
    ] {
        fs::write(folder.path().join("terms"), broken).unwrap();
        for command in [
            &["align", "--segmented", "zh.txt", "en.txt", "--format", "vecalign", "--lexicon", "terms"][..],
            &["tm", "check", "empty.tmx", "--terms", "terms"],
        ] {
            let output = duizhao(folder.path(), command);
            assert_eq!(output.status.code(), Some(1), "{command:?} {broken}");
            let told = told(&output);
            assert!(told.contains(expected) && told.contains("help: "), "{command:?} {broken}: {told}");
        }
    }
}
