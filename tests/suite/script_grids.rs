//! Grids of words: every combination is converted, and what OpenCC has right this crate has right too.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use duizhao::script::{Config, Converter, Format, Options, convert_document};

/// The phrases of each grid, Simplified and Traditional.
fn grids() -> BTreeMap<String, Vec<(String, String)>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/script/grids.tsv");
    let mut slots: BTreeMap<(String, u8), Vec<(String, String)>> = BTreeMap::new();
    for line in fs::read_to_string(path).unwrap().lines().filter(|line| !line.starts_with('#')) {
        let [grid, slot, simplified, traditional] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let words = (simplified.to_owned(), traditional.to_owned());
        slots.entry((grid.to_owned(), slot.parse().unwrap())).or_default().push(words);
    }
    let mut grids: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for ((grid, _), words) in slots {
        let phrases = grids.entry(grid).or_insert_with(|| vec![Default::default()]);
        let longer = phrases.iter().flat_map(|(simplified, traditional)| {
            words.iter().map(move |(s, t)| (format!("{simplified}{s}"), format!("{traditional}{t}")))
        });
        *phrases = longer.collect();
    }
    grids
}

fn taiwan(text: &str) -> String {
    let options = Options::new("zh-TW".parse().unwrap());
    convert_document(text, Format::Text, &"zh-CN".parse().unwrap(), &options).unwrap().text
}

#[test]
fn never_worse_than_opencc() {
    let opencc = Converter::new(Config::S2tw);
    let grids = grids();
    assert!(grids.values().map(Vec::len).sum::<usize>() >= 5_000);
    for (grid, phrases) in grids {
        // Each is a file of its own, so that no name is known from another.
        let ours: Vec<String> = phrases.iter().map(|(simplified, _)| taiwan(simplified)).collect();
        let (mut theirs_right, mut right, mut worse) = (0, 0, Vec::new());
        for ((simplified, expected), ours) in phrases.iter().zip(&ours) {
            let theirs = opencc.convert(simplified) == *expected;
            theirs_right += usize::from(theirs);
            right += usize::from(ours == expected);
            if theirs && ours != expected {
                worse.push(format!("{simplified}: {ours}"));
            }
        }
        assert!(
            worse.len() * 1000 <= theirs_right * 5,
            "{grid}: {} of {theirs_right} that OpenCC has right are wrong: {:?}",
            worse.len(),
            &worse[..worse.len().min(20)]
        );
        assert!(right >= theirs_right, "{grid}: {right} right, OpenCC {theirs_right} of {}", phrases.len());
    }
}

#[test]
fn no_phrase_makes_a_name_for_the_file() {
    let text = "总统于美国演说。\n他于美国出生，于美国去世。\n";
    assert_eq!(taiwan(text), "總統於美國演說。\n他於美國出生，於美國去世。\n");
    let text = "由玛丽接手后命名。\n后命名为新城。\n";
    assert_eq!(taiwan(text), "由瑪麗接手後命名。\n後命名為新城。\n");
}

#[test]
fn converting_twice_changes_nothing() {
    let text: Vec<String> = grids().into_values().flatten().map(|(simplified, _)| simplified).collect();
    let once = taiwan(&text.join("\n"));
    let twice = taiwan(&once);
    let lines = once.lines().zip(twice.lines());
    let changed: Vec<_> = lines.filter(|(once, twice)| once != twice).collect();
    assert!(changed.len() * 1000 <= text.len(), "{}: {:?}", changed.len(), &changed[..changed.len().min(10)]);
}
