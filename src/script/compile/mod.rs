//! The build step: dictionaries and configurations in, tables out that the engine uses as they lie.
//!
//! libopencc cuts a text by the longest phrases of one step, then sends every cut through a chain of steps. So a
//! phrase always becomes the same text, which is worked out here for the whole chain. What lies between two
//! phrases, the *run*, is the exception: the second step may find keys over several of its characters. A key
//! of a run is called open where the second step may reach over its end; of an open key the engine is given what
//! the first step makes of it, and does the second step itself. Where the first step converts runs character by
//! character (from Simplified), the keys of the second step are turned back into keys of the text: none is open.
//!
//! Files written (all numbers little-endian):
//!
//! | file | holds |
//! |---|---|
//! | `codes.bin` | `u16` by code point below U+10000: the code of the character in all tries, 0 for none; characters that are normalized have the code of their normal form; then pages of 256 codes for the planes above |
//! | `pages.bin` | `u8` by code point >> 8 from U+10000: number of the page, 0 for none |
//! | `NAME.trie` | double-array trie (see `automaton`); values are places in the outputs |
//! | `NAME.outputs` | 8 bytes for each value: bytes 0–5 the text, 6 its length, 7 flags; a longer text is told by its offset in the pool (bytes 0–3). The text is the whole chain's, or, of an open key, the first step's |
//! | `NAME.middles` | 12 bytes for each closed key that the first step makes another text of than the chain: value, offset in the pool, length |
//! | `NAME.origins` | 2 bytes for each value: dictionary of the first and of the second step, 0 for none |
//! | `words.trie` | words and single characters; values are what each costs a reading of a text (see `words.rs`) |
//! | `pairs.bin` | two characters in a row inside common words, Simplified and Traditional: `u16` each, as a `u32` with the first above, sorted |
//! | `pool.bin` | all texts that are not in the outputs |
//! | `tables.rs` | names and numbers |

mod automaton;
mod dictionary;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;

use automaton::{End, Key};
pub(crate) use dictionary::Library;
use dictionary::{Conversion, Rule, Step};

/// Output flag: the text is in the pool.
const POOLED: u8 = 1;
/// Output flag: the second step may reach over the end of the key.
const OPEN: u8 = 2;
/// Output flag: an ideographic description character.
const DESCRIPTION: u8 = 4;

/// The engine copies texts in pieces of this size.
const PIECE: usize = 16;

/// Writes the tables of the dictionaries of one folder, which the library holds, into another.
pub(crate) fn compile(library: &Library, from: &Path, words: &Path, to: &Path) -> Result<(), Box<dyn Error>> {
    let mut words = read_words(words)?;
    std::fs::write(to.join("pairs.bin"), pairs(&words, library))?;
    add_phrases(&mut words, library);
    let alphabet = Alphabet::of(library, &words)?;
    std::fs::write(to.join("words.trie"), automaton::double_array(&costs(&alphabet, &words))?)?;
    let mut tables = Tables { alphabet: &alphabet, pool: Pool::default(), tries: Vec::new() };
    let mut source = String::new();
    writeln!(source, "/// OpenCC's version, whose dictionaries these are.")?;
    writeln!(
        source,
        "pub(super) const VERSION: &str = {:?};",
        std::fs::read_to_string(from.join("VERSION"))?.trim()
    )?;
    writeln!(source, "/// Names of the dictionaries; number n of an origin is the nth.")?;
    writeln!(
        source,
        "pub(super) static DICTIONARIES: [&str; {}] = {:?};",
        library.names.len(),
        library.names
    )?;
    writeln!(source, "pub(super) static CONVERSIONS: [Conversion; {}] = [", library.conversions.len())?;
    let mut longest_key = 0;
    for conversion in &library.conversions {
        let name = &conversion.name;
        let first = tables.first(conversion, to)?;
        let second = match conversion.chain.get(1) {
            Some(step) if !single_runs(conversion) => tables.second(&format!("{name}.second"), step, to)?,
            _ => "EMPTY".to_owned(),
        };
        writeln!(source, "    Conversion {{ name: {name:?}, first: {first}, second: {second} }},")?;
        let keys = conversion.chain.iter().chain([&conversion.cut]).flat_map(|step| step.rules.keys());
        longest_key = keys.map(String::len).chain([longest_key]).max().unwrap_or(0);
    }
    writeln!(source, "];")?;
    writeln!(source, "/// Bytes of the longest key.")?;
    writeln!(source, "pub(super) const LONGEST_KEY: usize = {longest_key};")?;

    std::fs::write(to.join("tables.rs"), source)?;
    let (codes, pages) = alphabet.tables()?;
    std::fs::write(to.join("codes.bin"), codes)?;
    std::fs::write(to.join("pages.bin"), pages)?;
    let mut pool = tables.pool.bytes;
    pool.resize(pool.len() + 8 * PIECE, 0);
    std::fs::write(to.join("pool.bin"), pool)?;
    std::fs::write(to.join("choices.bin"), choices(library))?;
    Ok(())
}

/// Whether every key of a run is a single character that becomes one.
fn single_runs(conversion: &Conversion) -> bool {
    let is_single = |text: &str| text.chars().nth(1).is_none();
    let mut runs =
        conversion.chain[0].rules.iter().filter(|(key, _)| !conversion.cut.rules.contains_key(*key));
    runs.all(|(key, rule)| is_single(key) && is_single(&rule.value))
}

/// Keys of the second step as they stand in a text whose runs the first step converts character by character,
/// so that one look at the text serves for both steps.
fn folded_keys(conversion: &Conversion) -> BTreeMap<String, Rule> {
    let Some(second) = conversion.chain.get(1) else { return BTreeMap::new() };
    let first = &conversion.chain[0];
    let mut sources: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (key, rule) in first.rules.iter().filter(|(key, _)| key.chars().count() == 1) {
        sources.entry(&rule.value).or_default().push(key);
    }
    let mut folded = BTreeMap::new();
    for (key, rule) in second.rules.iter().filter(|(key, _)| key.chars().count() > 1) {
        let mut texts = vec![String::new()];
        for (at, c) in key.char_indices() {
            let c = &key[at..at + c.len_utf8()];
            let stays = (!first.rules.contains_key(c)).then_some(c);
            let before: Vec<&str> = sources.get(c).into_iter().flatten().copied().chain(stays).collect();
            texts = texts.iter().flat_map(|text| before.iter().map(move |c| format!("{text}{c}"))).collect();
        }
        let texts = texts.into_iter().filter(|text| !conversion.cut.rules.contains_key(text));
        folded.extend(texts.map(|text| (text, rule.clone())));
    }
    folded
}

/// Words and how often each was met.
fn read_words(path: &Path) -> Result<Vec<(String, f64)>, Box<dyn Error>> {
    let mut words = Vec::new();
    for line in std::fs::read_to_string(path)?.lines() {
        let (word, count) = line.split_once(' ').ok_or_else(|| format!("{}: {line}", path.display()))?;
        words.push((word.to_owned(), count.parse()?));
    }
    Ok(words)
}

/// Two characters in a row inside words that are common, in both scripts.
fn pairs(words: &[(String, f64)], library: &Library) -> Vec<u8> {
    /// Of pairs that were met so often, a text cut at random has one across the cut 24 times as often as the end of
    /// a paragraph and the beginning of the next (a month of a daily paper).
    const COMMON: f64 = 300.0;
    let characters = library.conversions.iter().find(|conversion| conversion.name == "s2t");
    let traditional = |c: char| {
        let rule = characters.and_then(|s2t| s2t.chain.first()?.rules.get(c.to_string().as_str()));
        rule.and_then(|rule| rule.value.chars().next()).unwrap_or(c)
    };
    let mut pairs = BTreeSet::new();
    for (word, _) in words.iter().filter(|(_, count)| *count >= COMMON) {
        for (first, second) in word.chars().zip(word.chars().skip(1)) {
            for [first, second] in [[first, second], [first, second].map(traditional)] {
                if let (Ok(first), Ok(second)) = (u16::try_from(first), u16::try_from(second)) {
                    pairs.insert(u32::from(first) << 16 | u32::from(second));
                }
            }
        }
    }
    pairs.into_iter().flat_map(u32::to_le_bytes).collect()
}

/// How often a phrase counts as met that the word list does not have: less often than any word it has.
const PHRASE_COUNT: f64 = 5.0;

/// Adds the phrases that OpenCC knows and the word list does not: they are words too, if rare ones.
fn add_phrases(words: &mut Vec<(String, f64)>, library: &Library) {
    let known: BTreeSet<String> = words.iter().map(|(word, _)| word.clone()).collect();
    for phrase in library.dictionaries.get("STPhrases").into_iter().flat_map(BTreeMap::keys) {
        if phrase.chars().count() <= 4 && !known.contains(phrase) {
            words.push((phrase.clone(), PHRASE_COUNT));
        }
    }
}

/// What each word costs: the negative logarithm of how probable it is, in thousandths.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 20,000")]
fn costs(alphabet: &Alphabet, words: &[(String, f64)]) -> Vec<Key> {
    let all: f64 = words.iter().map(|(_, count)| count).sum();
    let cost = |count: f64| ((all / count).ln() * 1000.0).round().max(1.0) as u32;
    let end = |count| End { value: cost(count), tag: false };
    words.iter().map(|(word, count)| (alphabet.key(word), end(*count))).collect()
}

/// Characters that have more than one counterpart in a character dictionary: lines of the character and its
/// values, apart by blanks, sorted.
fn choices(library: &Library) -> String {
    let mut out = String::new();
    for (key, values) in library.dictionaries.get("STCharacters").into_iter().flatten() {
        if values.len() > 1 {
            out.push_str(key);
            out.push(' ');
            out.push_str(&values.join(" "));
            out.push('\n');
        }
    }
    out
}

/// The characters of all dictionaries, numbered by how often keys use them: near numbers make a dense trie.
struct Alphabet {
    codes: BTreeMap<char, u16>,
    normal: BTreeMap<char, char>,
}

/// Code of the ideographic description characters; none of them is in a key.
const DESCRIPTION_CODE: u16 = 1;

fn is_description(c: char) -> bool {
    matches!(c, '\u{2FF0}'..='\u{2FFF}')
}

impl Alphabet {
    fn of(library: &Library, words: &[(String, f64)]) -> Result<Self, Box<dyn Error>> {
        let mut uses: BTreeMap<char, usize> = library.normal.values().map(|&c| (c, 0)).collect();
        for (name, dictionary) in &library.dictionaries {
            for (key, values) in dictionary {
                for c in key.chars() {
                    *uses.entry(c).or_insert(0) += key.chars().count();
                }
                for c in values.iter().flat_map(|value| value.chars()) {
                    uses.entry(c).or_insert(0);
                }
                let texts = || values.iter().chain([key]).flat_map(|text| text.chars());
                let raw = name != "CJK_Compatibility_Ideographs"
                    && texts().any(|c| library.normal.contains_key(&c));
                if raw || texts().any(is_description) {
                    return Err(format!("{name}: `{key}` has characters that the engine looks past").into());
                }
            }
        }
        for c in words.iter().flat_map(|(word, _)| word.chars()) {
            *uses.entry(c).or_insert(0) += 1;
        }
        for c in library.normal.keys() {
            uses.remove(c);
        }
        let mut order: Vec<char> = uses.keys().copied().collect();
        order.sort_by_key(|c| (usize::MAX - uses[c], *c));
        let mut codes = BTreeMap::new();
        for (c, code) in order.into_iter().zip(DESCRIPTION_CODE + 1..) {
            codes.insert(c, code);
        }
        if codes.len() != uses.len() {
            return Err("more characters than codes".into());
        }
        Ok(Self { codes, normal: library.normal.clone() })
    }

    fn code(&self, c: char) -> u16 {
        if is_description(c) {
            return DESCRIPTION_CODE;
        }
        let c = self.normal.get(&c).copied().unwrap_or(c);
        self.codes.get(&c).copied().unwrap_or(0)
    }

    fn key(&self, text: &str) -> Vec<u16> {
        text.chars().map(|c| self.code(c)).collect()
    }

    fn tables(&self) -> Result<(Vec<u8>, Vec<u8>), Box<dyn Error>> {
        let mut codes = vec![0; 0x10000];
        let mut pages = vec![0_u8; (0x11_0000 - 0x1_0000) >> 8];
        codes.resize(0x10000 + 256, 0);
        let mut page_count: u8 = 0;
        let described = ('\u{2FF0}'..='\u{2FFF}').map(|c| (c, DESCRIPTION_CODE));
        let normal = self.normal.keys().map(|&c| (c, self.code(c)));
        for (c, code) in self.codes.iter().map(|(&c, &code)| (c, code)).chain(described).chain(normal) {
            let point = usize::try_from(u32::from(c))?;
            if point < 0x10000 {
                codes[point] = code;
                continue;
            }
            let page = &mut pages[(point >> 8) - 0x100];
            if *page == 0 {
                page_count = page_count.checked_add(1).ok_or("more pages than a byte counts")?;
                *page = page_count;
                codes.resize(codes.len() + 256, 0);
            }
            codes[0x10000 + usize::from(*page) * 256 + (point & 0xFF)] = code;
        }
        Ok((codes.into_iter().flat_map(u16::to_le_bytes).collect(), pages))
    }
}

/// Texts in one piece of memory, each once.
#[derive(Default)]
struct Pool {
    bytes: Vec<u8>,
    offsets: HashMap<String, u32>,
}

impl Pool {
    fn offset(&mut self, text: &str) -> Result<u32, Box<dyn Error>> {
        if let Some(&offset) = self.offsets.get(text) {
            return Ok(offset);
        }
        let offset = u32::try_from(self.bytes.len())?;
        self.bytes.extend_from_slice(text.as_bytes());
        self.offsets.insert(text.to_owned(), offset);
        Ok(offset)
    }
}

/// The tables as they grow.
struct Tables<'a> {
    alphabet: &'a Alphabet,
    pool: Pool,
    /// Keys of the tries written so far and their names, so that conversions over the same keys share one.
    tries: Vec<(Vec<Key>, String)>,
}

impl Tables<'_> {
    /// Keys of the text itself: cuts, keys of the first step, and every single character of the alphabet.
    fn first(&mut self, conversion: &Conversion, to: &Path) -> Result<String, Box<dyn Error>> {
        let (cut, step) = (&conversion.cut, &conversion.chain[0]);
        let folded = single_runs(conversion);
        let folded_keys = if folded { folded_keys(conversion) } else { BTreeMap::new() };
        let mut keys: BTreeSet<&str> =
            cut.rules.keys().chain(step.rules.keys()).map(String::as_str).collect();
        let letters: Vec<String> = self.alphabet.codes.keys().map(char::to_string).collect();
        keys.extend(letters.iter().map(String::as_str));

        let mut table = Table::default();
        // Single characters first, in the order of their codes: those of running text lie together.
        let mut keys: Vec<(Vec<u16>, &str)> =
            keys.into_iter().map(|key| (self.alphabet.key(key), key)).collect();
        keys.sort_by_key(|(codes, key)| (codes.len() > 1, if codes.len() > 1 { 0 } else { codes[0] }, *key));
        for (codes, key) in keys {
            let (middle, first) = step.apply(key);
            let Some(second) = conversion.chain.get(1) else {
                table.add(&mut self.pool, &middle, 0, [first, 0])?;
                table.end(codes, key.chars().count() == 1);
                continue;
            };
            let (text, origin) = second.apply(&middle);
            let is_cut = cut.rules.contains_key(key);
            if !is_cut && !folded && second.reaches_over(&middle) {
                table.add(&mut self.pool, &middle, OPEN, [first, origin])?;
            } else {
                table.add(&mut self.pool, &text, 0, [first, origin])?;
                if !is_cut && !folded && middle != text {
                    table.middle(&mut self.pool, &middle)?;
                }
            }
            table.end(codes, !is_cut);
        }
        for (key, rule) in folded_keys {
            table.add(&mut self.pool, &rule.value, 0, [0, rule.origin])?;
            table.end(self.alphabet.key(&key), true);
        }
        table.add(&mut self.pool, "", DESCRIPTION, [0; 2])?;
        table.end(vec![DESCRIPTION_CODE], true);
        self.write(&conversion.name, table, to)
    }

    /// Keys of a run after the first step.
    fn second(&mut self, name: &str, step: &Step, to: &Path) -> Result<String, Box<dyn Error>> {
        let mut table = Table::default();
        for (key, rule) in &step.rules {
            table.add(&mut self.pool, &rule.value, 0, [0, rule.origin])?;
            table.end(self.alphabet.key(key), false);
        }
        self.write(name, table, to)
    }

    /// Writes the tables of one step and returns the Rust expression that takes them in.
    fn write(&mut self, name: &str, table: Table, to: &Path) -> Result<String, Box<dyn Error>> {
        let trie_name = if let Some((_, known)) = self.tries.iter().find(|(known, _)| *known == table.keys) {
            known.clone()
        } else {
            std::fs::write(to.join(format!("{name}.trie")), automaton::double_array(&table.keys)?)?;
            self.tries.push((table.keys, name.to_owned()));
            name.to_owned()
        };
        let mut fields = vec![format!("trie: {}", take(&trie_name, "trie"))];
        for (field, bytes) in
            [("outputs", table.outputs), ("middles", table.middles), ("origins", table.origins)]
        {
            std::fs::write(to.join(format!("{name}.{field}")), bytes)?;
            fields.push(format!("{field}: {}", take(name, field)));
        }
        Ok(format!("Step {{ {} }}", fields.join(", ")))
    }
}

fn take(name: &str, extension: &str) -> String {
    format!("include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{name}.{extension}\"))")
}

/// The tables of one step as they grow, value by value.
struct Table {
    keys: Vec<Key>,
    outputs: Vec<u8>,
    middles: Vec<u8>,
    origins: Vec<u8>,
    /// Number of the last value.
    value: u32,
}

impl Default for Table {
    fn default() -> Self {
        Self { keys: Vec::new(), outputs: vec![0; 8], middles: Vec::new(), origins: vec![0; 2], value: 0 }
    }
}

impl Table {
    /// A new value.
    fn add(&mut self, pool: &mut Pool, text: &str, flag: u8, origins: [u8; 2]) -> Result<(), Box<dyn Error>> {
        let mut bytes = [0; 8];
        bytes[6] = u8::try_from(text.len())?;
        bytes[7] = flag;
        if text.len() <= 6 {
            bytes[..text.len()].copy_from_slice(text.as_bytes());
        } else {
            bytes[..4].copy_from_slice(&pool.offset(text)?.to_le_bytes());
            bytes[7] |= POOLED;
        }
        self.outputs.extend(bytes);
        self.origins.extend(origins);
        self.value += 1;
        Ok(())
    }

    /// What the first step makes of the key of the last value.
    fn middle(&mut self, pool: &mut Pool, text: &str) -> Result<(), Box<dyn Error>> {
        for number in [self.value, pool.offset(text)?, u32::try_from(text.len())?] {
            self.middles.extend(number.to_le_bytes());
        }
        Ok(())
    }

    /// The key of the last value.
    fn end(&mut self, key: Vec<u16>, is_run: bool) {
        self.keys.push((key, End { value: self.value, tag: is_run }));
    }
}
