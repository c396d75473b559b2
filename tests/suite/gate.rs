//! The gate: what is doubtful enters no memory and no book as true, and is never dropped in silence.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use duizhao::align::Aligner;
use duizhao::pipeline::{Aligned, Gate, Opened, Preparation, Prepared};
use duizhao_tm::{Reader, Unit};

use crate::command::{duizhao, told};

const ISSUE: &str = include_str!("../../examples/linjiang-2026-03.zh.md");
const TRANSLATION: &str = include_str!("../../examples/linjiang-2026-03.en.md");

/// An English text about something else, as long as an article.
const OTHER: &str = "# The Lighthouse\n\nNobody has kept the lamp since my uncle left the island. A storm took the \
    jetty. The gulls came back first, and then the painters with their folding stools.\n\nWe sold the boat in May. \
    My aunt kept the oars and hung them over the stove, where they turned black.\n\nThe museum wants the lens. It \
    weighs as much as a cow, the keeper used to say, and eats less.\n";

fn prepared(name: &str, text: &str) -> Prepared {
    Preparation::new().prepare(Opened::file(name, text.as_bytes().to_vec()).unwrap()).unwrap()
}

fn units(tmx: &[u8]) -> Vec<Unit> {
    Reader::new(tmx).unwrap().map(Result::unwrap).collect()
}

/// The pairs of a memory that are beads, not forms of the file.
fn pairs(tmx: &[u8]) -> BTreeSet<(String, String)> {
    let beads = units(tmx).into_iter().filter(|unit| unit.prop("x-form").is_none());
    beads
        .map(|unit| {
            let [own, other] = [0, 1].map(|side| unit.variants[side].seg.plain().into_owned());
            (own, other)
        })
        .collect()
}

#[test]
fn every_pair_is_in_the_memory_or_in_the_doubtful_one() {
    let (source, target) = (prepared("a.zh.md", ISSUE), prepared("a.en.md", TRANSLATION));
    let all = |least: f32| {
        let aligned =
            Aligned::new(&Aligner::default(), &source, &target).with_gate(Gate::default().least(least));
        let doubtful = aligned.doubtful_memory(source.text()).unwrap();
        (pairs(&aligned.memory(source.text()).unwrap()), doubtful.map(|tmx| pairs(&tmx)).unwrap_or_default())
    };
    let (everything, nothing) = all(0.0);
    assert!(nothing.is_empty() && everything.len() > 100);
    for least in [0.98, 0.99, 0.995, 1.0] {
        let (believed, doubtful) = all(least);
        assert!(!doubtful.is_empty() && believed.is_disjoint(&doubtful), "{least}");
        assert_eq!(&believed | &doubtful, everything, "{least}");
    }
}

#[test]
fn a_clean_issue_has_no_doubtful_pairs() {
    let (source, target) = (prepared("a.zh.md", ISSUE), prepared("a.en.md", TRANSLATION));
    let aligned = Aligned::new(&Aligner::default(), &source, &target);
    assert_eq!(aligned.doubtful(), Vec::<&duizhao::align::Bead>::new());
    assert_eq!(aligned.believed(), aligned.alignment().beads);
}

#[test]
fn marked_pairs_say_so_in_the_memory() {
    let (source, target) = (prepared("a.zh.md", ISSUE), prepared("a.en.md", TRANSLATION));
    let gate = Gate::default().least(0.99).marks(true);
    let aligned = Aligned::new(&Aligner::default(), &source, &target).with_gate(gate);
    let units = units(&aligned.memory(source.text()).unwrap());
    let confidence = |unit: &Unit| unit.prop("x-confidence").unwrap().parse::<f32>().unwrap();
    let marked: Vec<&Unit> = units.iter().filter(|unit| unit.prop("x-doubtful").is_some()).collect();
    assert!(
        !marked.is_empty() && marked.iter().all(|unit| confidence(unit) < 0.995 && !unit.notes.is_empty())
    );
    assert!(
        units.iter().filter(|unit| confidence(unit) < 0.985).all(|unit| unit.prop("x-doubtful").is_some())
    );
    assert_eq!(aligned.doubtful_memory(source.text()).unwrap(), None);
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn texts_that_are_no_translations_are_refused_before_anything_is_written() {
    let at = folder(&[("a.zh.md", ISSUE), ("b.en.md", OTHER)]);
    let build = |more: &[&str]| {
        duizhao(at.path(), &[&["build", "a.zh.md", "-t", "b.en.md", "-m", "team.tmx"], more].concat())
    };
    let refused = build(&[]);
    assert_eq!(refused.status.code(), Some(3), "{}", told(&refused));
    assert!(told(&refused).contains("give --accept-doubt"), "{}", told(&refused));
    assert_eq!(names(at.path()), ["a.zh.md", "b.en.md"]);

    let accepted = build(&["--accept-doubt"]);
    assert_eq!(accepted.status.code(), Some(0), "{}", told(&accepted));
    assert!(told(&accepted).trim_end().ends_with("look at them"), "{}", told(&accepted));
    assert!(at.path().join("dist/a.doubtful.tmx").exists());
    // What is doubtful teaches no memory.
    let learned = pairs(&fs::read(at.path().join("team.tmx")).unwrap());
    let doubtful = pairs(&fs::read(at.path().join("dist/a.doubtful.tmx")).unwrap());
    assert!(!doubtful.is_empty() && learned.is_disjoint(&doubtful));
}

#[test]
fn a_book_says_how_many_pairs_it_does_not_link() {
    let at = folder(&[("a.zh.md", ISSUE), ("a.en.md", TRANSLATION)]);
    let epub = |least: &str| {
        let output =
            duizhao(at.path(), &["epub", "a.zh.md", "-t", "a.en.md", "-e", "bilingual", "--least", least]);
        assert!(output.status.success(), "{}", told(&output));
        let name = at.path().join("a.zh-CN_en.epub");
        let mut book = zip::ZipArchive::new(fs::File::open(name).unwrap()).unwrap();
        let pages: Vec<String> =
            book.file_names().filter(|name| name.contains("article")).map(Into::into).collect();
        let signs = pages.iter().map(|name| {
            let mut page = String::new();
            std::io::Read::read_to_string(&mut book.by_name(name).unwrap(), &mut page).unwrap();
            page.matches("class=\"mark\"").count()
        });
        (told(&output), signs.sum::<usize>())
    };
    let (told, all) = epub("0.6");
    assert!(!told.contains("doubtful"), "{told}");
    let (told, fewer) = epub("0.99");
    assert!(told.contains("doubtful pairs not linked with each other"), "{told}");
    assert!(0 < fewer && fewer < all, "{fewer} of {all}");
}

#[test]
fn a_confidence_is_a_number_from_nothing_to_one() {
    let at = folder(&[("a.zh.md", ISSUE), ("a.en.md", TRANSLATION)]);
    for wrong in ["2", "-0.1", "sure", "NaN"] {
        for command in ["build", "epub"] {
            let output =
                duizhao(at.path(), &[command, "a.zh.md", "-t", "a.en.md", &format!("--least={wrong}")]);
            assert_eq!(output.status.code(), Some(2), "{wrong}: {}", told(&output));
            assert!(told(&output).contains("a number from 0 to 1"), "{wrong}: {}", told(&output));
        }
    }
}
