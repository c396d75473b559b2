//! Any row of characters of the dictionaries: the engine and libopencc give the same bytes, and so does the
//! engine's stream, wherever the text is cut.
#![no_main]

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use duizhao::script::{Config, Converter, Invalid, Libopencc, Stream};
use libfuzzer_sys::fuzz_target;

/// Characters of the dictionaries, and those that OpenCC treats apart.
static CHARACTERS: LazyLock<Vec<char>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../src/script/opencc");
    let mut characters = BTreeSet::new();
    for entry in std::fs::read_dir(folder).expect("the dictionaries are there") {
        let path = entry.expect("a readable folder").path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            characters.extend(std::fs::read_to_string(path).expect("a dictionary is text").chars());
        }
    }
    characters.extend("⿰⿱⿲⿳⿴⿾⿿⿻U盘B超SQL\u{FE00}\u{E0100}\u{F900}\u{10FFFF}é,.。“”\u{FEFF}".chars());
    characters.into_iter().collect()
});

thread_local! {
    static ENGINES: RefCell<BTreeMap<u8, (Converter, Libopencc)>> = const { RefCell::new(BTreeMap::new()) };
}

fuzz_target!(|bytes: &[u8]| {
    let [config, cut, bytes @ ..] = bytes else { return };
    let number = config % u8::try_from(Config::ALL.len()).expect("few");
    let config = Config::ALL[usize::from(number)];
    let text: String = bytes
        .chunks_exact(2)
        .map(|pair| CHARACTERS[usize::from(u16::from_le_bytes([pair[0], pair[1]])) % CHARACTERS.len()])
        .collect();
    ENGINES.with_borrow_mut(|engines| {
        let (ours, theirs) = engines.entry(number).or_insert_with(|| {
            let folder = std::env::var_os("DUIZHAO_OPENCC").map(PathBuf::from);
            let theirs = Libopencc::new(config, folder.as_deref()).expect("libopencc loads");
            (Converter::new(config), theirs)
        });
        let expected = theirs.convert(&text).expect("libopencc converts");
        assert_eq!(ours.convert(&text), expected, "{config}: {text}");

        let (before, after) = text.as_bytes().split_at(usize::from(*cut).min(text.len()));
        let mut stream = Stream::new(Converter::new(config), Invalid::Refuse);
        let mut streamed = stream.push(before).expect("part of UTF-8").to_vec();
        streamed.extend(stream.push(after).expect("the rest of it"));
        streamed.extend(stream.finish().expect("a whole text"));
        assert_eq!(streamed, expected.as_bytes(), "{config}: {text} cut at {cut}");
    });
});
