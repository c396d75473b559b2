//! Matches: the percentage, what is found, that an index finds what looking at everything finds, and that it is
//! never taken for the index of something else.

use crate::generate;
use duizhao_tm::query::{Difference, Fold, Index, IndexError, Pattern, Tokens, differences, path_of};
use duizhao_tm::{Header, Reader, Unit, Variant, Writer};
use proptest::collection::vec;
use proptest::prelude::*;
use std::fs;

fn matches(a: &str, b: &str) -> u8 {
    Pattern::new(&Tokens::of(a)).matches(&Tokens::of(b), 0)
}

/// The distance as its definition has it.
fn plain_distance<T: PartialEq>(a: &[T], b: &[T]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.iter().enumerate() {
            let cell = (diagonal + usize::from(x != y)).min(row[j] + 1).min(row[j + 1] + 1);
            diagonal = std::mem::replace(&mut row[j + 1], cell);
        }
    }
    row[b.len()]
}

fn memory(texts: &[(String, String)]) -> Vec<u8> {
    let mut writer = Writer::new(vec![], &Header::new("t", "1", "zh-CN".parse().unwrap())).unwrap();
    for (zh, en) in texts {
        let unit = Unit::new(vec![
            Variant::new("zh-CN".parse().unwrap(), &**zh),
            Variant::new("en".parse().unwrap(), &**en),
        ]);
        writer.write(&unit).unwrap();
    }
    writer.finish().unwrap()
}

fn index(texts: &[(&str, &str)]) -> Index<'static> {
    let texts: Vec<_> = texts.iter().map(|(zh, en)| ((*zh).to_owned(), (*en).to_owned())).collect();
    Index::of_bytes(memory(&texts), Fold::NONE).unwrap()
}

/// A stand-in for the conversion tables.
fn simplified(c: char) -> char {
    match c {
        '論' => '论',
        '壇' => '坛',
        '開' => '开',
        _ => c,
    }
}

#[test]
fn the_percentage_is_what_tools_show() {
    assert_eq!(matches("论坛昨天开幕。", "论坛昨天开幕。"), 100);
    assert_eq!(matches("论坛昨天开幕。", "论坛今天开幕。"), 85);
    assert_eq!(matches("The forum opened.", "the  forum opened."), 100);
    assert_eq!(matches("The forum opened.", "The forum closed."), 75);
    assert_eq!(matches("", ""), 100);
    assert_eq!(matches("论坛", ""), 0);
}

#[test]
fn differences_are_marked_on_both_sides() {
    use Difference::{First, Same, Second};
    let told = |text: &str| text.to_owned();
    assert_eq!(
        differences("论坛昨天开幕。", "論坛今天开幕了。", Fold::new("", &simplified)),
        [
            Same(told("論坛")),
            First(told("昨")),
            Second(told("今")),
            Same(told("天开幕")),
            Second(told("了")),
            Same(told("。"))
        ]
    );
    assert_eq!(differences("一", "一", Fold::NONE), [Same(told("一"))]);
    assert_eq!(differences("", "", Fold::NONE), []);
}

#[test]
fn only_the_same_is_a_hundred() {
    let index = index(&[("论坛", "The forum"), ("论坛", "the  forum"), ("老街", "forum")]);
    let found = index.matches("The forum", 50, 10, None).unwrap();
    let told: Vec<_> = found.iter().map(|one| (one.number, one.variant, one.percent)).collect();
    assert_eq!(told, [(1, 1, Some(100)), (2, 1, Some(99)), (3, 1, Some(50))]);
    let chinese = "zh".parse().unwrap();
    assert!(index.matches("The forum", 50, 10, Some(&chinese)).unwrap().is_empty());
    let found = index.matches("论坛", 100, 1, Some(&chinese)).unwrap();
    assert_eq!((found.len(), found[0].number), (1, 2), "the last of equal ones");
}

#[test]
fn either_script_finds_the_other() {
    let fold = Fold::new("test", &simplified);
    let texts = [("論壇開幕".to_owned(), "one".to_owned()), ("论坛开幕".to_owned(), "two".to_owned())];
    let index = Index::of_bytes(memory(&texts), fold).unwrap();
    for (text, percents) in [("论坛开幕", [(2, 100), (1, 99)]), ("論壇開幕", [(1, 100), (2, 99)])] {
        let found = index.matches(text, 70, 10, None).unwrap();
        let told: Vec<_> = found.iter().filter_map(|one| Some((one.number, one.percent?))).collect();
        assert_eq!(told, percents);
        assert_eq!(index.containing(&text[3..], 10).unwrap().len(), 2);
    }
}

#[test]
fn what_stands_in_a_text_is_found() {
    let index = index(&[
        ("在A股开盘。", "Under the eaves"),
        ("盘", "Green leaves, 20 of them"),
        ("开 盘", "EAVES"),
        ("……", "of"),
    ]);
    let found = |text: &str| {
        let units = index.containing(text, 10).unwrap();
        units.iter().map(|one| one.number).collect::<Vec<_>>()
    };
    assert_eq!(found("开盘"), [1]);
    assert_eq!(found("盘"), [3, 2, 1]);
    assert_eq!(found("A股"), [1]);
    assert_eq!(found("a股开"), [1]);
    assert_eq!(found("eaves"), [3, 2, 1]);
    assert_eq!(found("r the ea"), [1]);
    assert_eq!(found("the  eaves"), [1]);
    assert_eq!(found("of"), [4, 2]);
    assert_eq!(found("……"), [4]);
    assert_eq!(found("0 o"), [2]);
    assert_eq!(found("nothing"), [0; 0]);
    assert_eq!(found(" "), [0; 0]);
    assert_eq!(index.containing("eaves", 2).unwrap().len(), 2);
    let found = index.matches("……", 100, 10, None).unwrap();
    assert_eq!((found.len(), found[0].number), (1, 4));
}

#[test]
fn an_index_is_kept_and_holds_for_one_state_of_its_memory() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.tmx");
    let texts = |word: &str| memory(&[("论坛".to_owned(), word.to_owned())]);
    fs::write(&path, texts("forum")).unwrap();
    assert!(matches!(Index::open(&path, Fold::NONE), Err(IndexError::Missing)));
    Index::make(&path, Fold::NONE).unwrap();
    let first = fs::read(path_of(&path)).unwrap();
    assert_eq!(Index::open(&path, Fold::NONE).unwrap().containing("forum", 9).unwrap().len(), 1);

    // The same content at another time is the same memory, and from then on quickly.
    let later = std::time::SystemTime::now() + std::time::Duration::from_secs(100);
    fs::File::options().write(true).open(&path).unwrap().set_modified(later).unwrap();
    assert_eq!(Index::open(&path, Fold::NONE).unwrap().units(), 1);
    assert_ne!(fs::read(path_of(&path)).unwrap(), first, "the time was written");
    assert_eq!(Index::open(&path, Fold::NONE).unwrap().units(), 1);

    // Another table, another text of the same length, another length.
    let fold = Fold::new("test", &simplified);
    assert!(matches!(Index::open(&path, fold), Err(IndexError::Outdated(_))));
    fs::write(&path, texts("tower")).unwrap();
    assert!(matches!(Index::open(&path, Fold::NONE), Err(IndexError::Outdated(_))));
    fs::write(&path, texts("towers")).unwrap();
    assert!(matches!(Index::open(&path, Fold::NONE), Err(IndexError::Outdated(_))));
    Index::make(&path, Fold::NONE).unwrap();
    assert_eq!(Index::open(&path, Fold::NONE).unwrap().containing("towers", 9).unwrap().len(), 1);
    let mut left: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["m.tmx", "m.tmx.idx"], "no lock and no part is left");
}

#[test]
fn a_damaged_index_never_answers_wrongly() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.tmx");
    let texts: Vec<_> = (0..200).map(|i| (format!("第{i}句话"), format!("Sentence {i} of all"))).collect();
    fs::write(&path, memory(&texts)).unwrap();
    let ask = |index: &Index<'_>| {
        (
            index.matches("第7句话", 50, 5, None).unwrap(),
            index.containing("sentence 7 of", 5).unwrap(),
            index.containing("句", 5).unwrap(),
            index.numbered(3).unwrap(),
        )
    };
    let right = ask(&Index::make(&path, Fold::NONE).unwrap());
    let whole = fs::read(path_of(&path)).unwrap();
    for length in (0..whole.len()).step_by(37) {
        fs::write(path_of(&path), &whole[..length]).unwrap();
        assert!(matches!(Index::open(&path, Fold::NONE), Err(IndexError::Damaged)), "{length}");
    }
    // Each time another bit, in a sequence that is the same in every run.
    let mut state = 7_u32;
    for _ in 0..1000 {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let mut broken = whole.clone();
        let at = state as usize % broken.len();
        broken[at] ^= 1 << (state >> 29);
        fs::write(path_of(&path), &broken).unwrap();
        let index = Index::open(&path, Fold::NONE).or_else(|error| {
            assert!(matches!(error, IndexError::Damaged | IndexError::Outdated(_)), "{at}: {error}");
            Index::make(&path, Fold::NONE)
        });
        assert_eq!(ask(&index.unwrap()), right, "{at}");
    }
}

#[test]
fn an_index_that_turns_out_to_be_damaged_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.tmx");
    let texts: Vec<_> = (0..200).map(|i| (format!("第{i}句话"), format!("Sentence {i} of all"))).collect();
    fs::write(&path, memory(&texts)).unwrap();
    Index::make(&path, Fold::NONE).unwrap();
    let whole = fs::read(path_of(&path)).unwrap();
    let index = Index::open(&path, Fold::NONE).unwrap();
    // While it is open: zeros over all that it has not read yet.
    fs::write(path_of(&path), vec![0; whole.len()]).unwrap();
    assert_eq!(index.matches("第7句话", 100, 5, None).unwrap()[0].number, 8);
    assert_eq!(fs::read(path_of(&path)).unwrap(), whole, "it was made anew");
}

#[test]
fn memories_in_any_encoding_and_shape_are_indexed() {
    let text = String::from_utf8(memory(&[("论坛".to_owned(), "forum & co".to_owned())])).unwrap();
    let wide: Vec<u8> = std::iter::once(0xFEFF)
        .chain(text.replace("UTF-8", "UTF-16").encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let marked = format!("\u{FEFF}{text}").into_bytes();
    for bytes in [wide, marked, text.replace('\n', "\r\n").into_bytes()] {
        let index = Index::of_bytes(bytes, Fold::NONE).unwrap();
        let found = index.matches("forum & co", 100, 1, None).unwrap();
        assert_eq!(found[0].unit.variants[0].seg.plain(), "论坛");
    }
    let cut = &text.as_bytes()[..text.len() - 12];
    assert!(Index::of_bytes(cut.to_vec(), Fold::NONE).unwrap().faults().cut_off.is_some());
    assert!(matches!(Index::of_bytes(b"<a/>".to_vec(), Fold::NONE), Err(IndexError::Memory(_))));
}

/// Sentences of few characters and words, so that many are alike.
fn sentence() -> impl Strategy<Value = String> {
    vec("[论坛昨天开]|[论坛昨]{1,3}| the| forum |a|，|20|A股| ", 1..14).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn the_distance_is_that_of_levenshtein(a in "[一二三]{0,150}", b in "[一二三]{0,150}", least in 0u8..=100) {
        let of = |text: &str| text.chars().collect::<Vec<char>>();
        let longer = a.chars().count().max(b.chars().count());
        let same = longer - plain_distance(&of(&a), &of(&b));
        let percent = (100 * same).checked_div(longer).unwrap_or(100);
        let found = usize::from(Pattern::new(&Tokens::of(&a)).matches(&Tokens::of(&b), least));
        prop_assert!(found == percent || (found == 0 && percent < usize::from(least)), "{found} {percent}");
    }

    #[test]
    fn the_index_finds_what_there_is(
        texts in vec((sentence(), sentence()), 1..40), query in sentence(), least in 51u8..=100
    ) {
        let index = Index::of_bytes(memory(&texts), Fold::NONE).unwrap();
        let found = index.matches(&query, least, 100, None).unwrap();
        let percent = |text: &str| {
            let percent = Pattern::new(&Tokens::of(&query)).matches(&Tokens::of(text), least);
            if percent == 100 && text != query { 99 } else { percent }
        };
        let mut wanted: Vec<(u8, u64)> = (1..)
            .zip(&texts)
            .map(|(number, (zh, en))| (percent(zh).max(percent(en)), number))
            .filter(|(percent, _)| *percent >= least)
            .collect();
        wanted.sort_unstable_by(|a, b| b.cmp(a));
        let found: Vec<(u8, u64)> = found.iter().map(|one| (one.percent.unwrap(), one.number)).collect();
        // Texts that share neither a word nor two characters side by side are not looked for.
        let marks = Tokens::of(&query).is_empty();
        prop_assert_eq!(found, if marks { vec![] } else { wanted });
    }

    #[test]
    fn the_index_finds_what_contains_a_text(texts in vec((sentence(), sentence()), 1..40), query in sentence()) {
        let index = Index::of_bytes(memory(&texts), Fold::NONE).unwrap();
        let found: Vec<u64> = index.containing(&query, 100).unwrap().iter().map(|one| one.number).collect();
        let folded = Fold::NONE.text(query.trim());
        let has = |text: &str| !folded.is_empty() && Fold::NONE.text(text).contains(&folded);
        let mut wanted: Vec<u64> = (1..)
            .zip(&texts)
            .filter(|(_, (zh, en))| has(zh) || has(en))
            .map(|(number, _)| number)
            .collect();
        wanted.reverse();
        prop_assert_eq!(found, wanted);
    }

    #[test]
    fn index_and_reader_agree_on_what_a_unit_is(
        header in generate::header(), units in vec(generate::unit(), 1..6), at in any::<prop::sample::Index>(), byte in any::<u8>()
    ) {
        let mut writer = Writer::new(vec![], &header).unwrap();
        for unit in &units {
            writer.write(unit).unwrap();
        }
        let whole = writer.finish().unwrap();
        let mut broken = whole.clone();
        broken[at.index(whole.len())] = byte;
        for bytes in [whole, broken] {
            let Ok(reader) = Reader::new(bytes.as_slice()) else { continue };
            let read: Vec<Unit> = reader.filter_map(Result::ok).collect();
            let index = Index::of_bytes(bytes.clone(), Fold::NONE).unwrap();
            prop_assert_eq!(index.units(), read.len() as u64);
            for (number, unit) in (1..).zip(&read) {
                for variant in &unit.variants {
                    let text = variant.seg.plain();
                    if Tokens::of(&text).is_empty() {
                        continue;
                    }
                    let found = index.matches(&text, 100, 100, None).unwrap();
                    prop_assert!(found.iter().any(|one| one.number == number && one.unit.variants == unit.variants));
                }
            }
        }
    }
}
