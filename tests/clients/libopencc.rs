//! The engine and libopencc give the same bytes. `libopencc.sh` beside this file builds and runs it.
#![expect(clippy::print_stdout, reason = "how much was compared is told to who runs it")]
#![expect(clippy::panic, reason = "a test fails so")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use duizhao::script::{Config, Converter, Libopencc};

fn dictionaries() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/script/opencc")
}

fn libopencc(config: Config) -> Libopencc {
    let folder =
        std::env::var_os("DUIZHAO_OPENCC").map(PathBuf::from).expect("libopencc.sh sets DUIZHAO_OPENCC");
    Libopencc::new(config, Some(&folder)).expect("libopencc's own configurations load")
}

/// Keys and values of all dictionaries.
fn words() -> Vec<String> {
    let mut words = BTreeSet::new();
    for entry in std::fs::read_dir(dictionaries()).expect("the dictionaries are there") {
        let path = entry.expect("a readable folder").path();
        if path.extension().is_some_and(|e| e == "txt") {
            let text = std::fs::read_to_string(&path).expect("a dictionary is text");
            for part in text.lines().flat_map(|line| line.split(['\t', ' '])) {
                words.insert(part.to_owned());
            }
        }
    }
    words.into_iter().collect()
}

/// Marsaglia's xorshift: the same numbers every time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).expect("64-bit") % n
    }
}

/// Compares line by line, so that a difference is told by the line it is in.
fn compare(config: Config, lines: &[String]) -> usize {
    let (ours, theirs) = (Converter::new(config), libopencc(config));
    let mut bytes = 0;
    for portion in lines.chunks(2000) {
        let text = portion.join("\n");
        let expected = theirs.convert(&text).expect("libopencc converts");
        bytes += text.len();
        if ours.convert(&text) != expected {
            for line in portion {
                assert_eq!(
                    ours.convert(line),
                    theirs.convert(line).expect("libopencc converts"),
                    "{config}: {line}"
                );
            }
            panic!("{config}: lines that are the same alone differ together");
        }
    }
    bytes
}

fn each_config(what: &str, lines: impl Fn(Config) -> Vec<String>) {
    let mut bytes = 0;
    for &config in Config::ALL {
        bytes += compare(config, &lines(config));
    }
    println!("libopencc: {what}: {} configurations, {bytes} bytes, no difference", Config::ALL.len());
}

#[test]
fn every_word_of_the_dictionaries_alone() {
    let words = words();
    each_config("words alone", |_| words.clone());
}

#[test]
fn words_in_random_rows() {
    let words = words();
    let rows = |seed, most: usize| {
        let mut numbers = Numbers(seed);
        (0..60_000)
            .map(|_| {
                let count = 2 + numbers.below(most - 1);
                (0..count).map(|_| words[numbers.below(words.len())].as_str()).collect::<String>()
            })
            .collect::<Vec<_>>()
    };
    each_config("pairs of words", |_| rows(0x9E37_79B9_7F4A_7C15, 2));
    each_config("rows of words", |_| rows(0xD1B5_4A32_D192_ED03, 6));
}

/// Words cut at any character and put together again: keys that begin and do not end.
#[test]
fn words_in_pieces() {
    let words = words();
    let all: Vec<char> = words.iter().flat_map(|word| word.chars()).collect();
    each_config("pieces of words", |config| {
        let mut numbers = Numbers(0xA076_1D64_78BD_642F ^ config as u64);
        (0..40_000)
            .map(|_| {
                let mut line = String::new();
                for _ in 0..=numbers.below(8) {
                    let from = numbers.below(all.len());
                    let to = (from + 1 + numbers.below(4)).min(all.len());
                    line.extend(&all[from..to]);
                }
                line
            })
            .collect()
    });
}

/// Characters that libopencc treats apart: description sequences, whole, broken and too deep; compatibility
/// ideographs; every plane; ASCII that begins a key.
#[test]
fn odd_characters() {
    let odd: Vec<char> = "⿰⿱⿲⿳⿴⿾⿿⿻氵信亻壬丽艹後后面里裏着著软件U盘B超SQL注入PN结𠮷𱊜𪈼你\u{FE00}\u{E0100}\u{2F8A6}\u{F900}不\u{10FFFF}é漢字头发\
                          \u{7F}\u{1}\r\t ,.。“”\u{FEFF}".chars().collect();
    each_config("odd characters", |config| {
        let mut numbers = Numbers(0xE703_7ED1_A0B4_28DB ^ config as u64);
        let mut lines: Vec<String> = (0..40_000)
            .map(|_| (0..=numbers.below(24)).map(|_| odd[numbers.below(odd.len())]).collect())
            .collect();
        for depth in [14, 15, 16, 17, 63, 64, 65, 200] {
            lines.push(format!("{}软件里面", "⿰".repeat(depth)));
            lines.push(format!("{}{}里面", "⿰".repeat(depth), "软".repeat(depth + 1)));
            lines.push(format!("⿰{}软件{}", "⿾".repeat(depth), "里".repeat(depth)));
        }
        lines
    });
    // Every character there is.
    each_config("all characters", |_| {
        (1..=0x0010_FFFF)
            .filter_map(char::from_u32)
            .filter(|&c| c != '\n')
            .map(String::from)
            .collect::<Vec<_>>()
            .chunks(64)
            .map(<[String]>::concat)
            .collect()
    });
}

/// The running text of the repository: fixtures, examples and the dictionaries themselves.
#[test]
fn running_text() {
    fn texts(folder: &Path, out: &mut Vec<String>) {
        let mut paths: Vec<_> = std::fs::read_dir(folder)
            .expect("a folder")
            .map(|entry| entry.expect("readable").path())
            .collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                texts(&path, out);
            } else if let Ok(text) = std::fs::read_to_string(&path)
                && !text.contains('\0')
            {
                out.push(text);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Vec::new();
    for folder in ["tests/fixtures", "examples", "src/script"] {
        if root.join(folder).exists() {
            texts(&root.join(folder), &mut all);
        }
    }
    // What was asked for in a variable is compared as well: a file or folder of any text.
    if let Some(more) = std::env::var_os("DUIZHAO_TEXTS") {
        let more = PathBuf::from(more);
        if more.is_dir() {
            texts(&more, &mut all);
        } else {
            all.push(std::fs::read_to_string(more).expect("readable text"));
        }
    }
    each_config("running text", |_| all.clone());
}

/// libopencc ends at U+0000; we go on, and the character parts the text like any other that is in no key.
#[test]
fn a_nul_is_a_character() {
    for &config in Config::ALL {
        let (ours, theirs) = (Converter::new(config), libopencc(config));
        let parts = ["软件头", "发信息\n", "裏面的", ""].map(|part| theirs.convert(part).expect("converts"));
        assert_eq!(ours.convert("软件头\0发信息\n\0裏面的\0"), parts.join("\0"), "{config}");
        assert!(theirs.convert("软件\0").is_err());
    }
}
