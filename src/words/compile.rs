//! The build step: lists of words in, Rust tables over them out.
//!
//! A list has a head and one row for each word: the word, its class, a note or nothing. `classes.tsv` says what each
//! class is; `class.kind` is a kind of words in it. Chinese words stand in the Simplified script; the other forms
//! come from OpenCC's dictionaries: what each conversion from Simplified makes of the word, and of a word of one
//! character every form that the character can have and that is not a Simplified character of its own.
//!
//! Written is `words.rs`, with a module for each list. A class of `character.tsv` becomes a function, any other a
//! table (see [`Words`](super::Words)), sorted for one look-up by the first character and one by the last.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;

use crate::compile::Library;

/// The lists, and whether they are Chinese.
const LISTS: [(&str, bool); 3] = [("character", true), ("chinese", true), ("english", false)];

/// Conversions from Simplified Chinese.
const CONVERSIONS: [&str; 5] = ["s2t", "s2tw", "s2twp", "s2hk", "s2hkp"];

/// Bits of the filter that a table has over characters; `Filter` in `mod.rs` reads it.
const FILTER_BITS: u32 = 1024;

/// Words of one class in one list with their kinds.
type Class = BTreeMap<String, Option<String>>;

/// Reads the lists of one folder and writes the tables into another.
pub(crate) fn compile(from: &Path, library: &Library, to: &Path) -> Result<(), Box<dyn Error>> {
    let classes = rows(&from.join("classes.tsv"))?;
    let classes: BTreeMap<&str, &str> =
        classes.iter().map(|row| (row[0].as_str(), row.get(1).map_or("", String::as_str))).collect();
    let mut source = String::new();
    for (class, what) in &classes {
        let kinds: Vec<_> = kinds(class, &classes).collect();
        if !kinds.is_empty() {
            writeln!(source, "/// {what}\n#[derive(Debug, Clone, Copy, PartialEq, Eq)]")?;
            writeln!(source, "pub(crate) enum {} {{", camel(class))?;
            for (kind, what) in kinds {
                writeln!(source, "    /// {what}\n    {},", camel(kind))?;
            }
            writeln!(source, "}}")?;
        }
    }
    for (list, is_chinese) in LISTS {
        let path = from.join(list).with_extension("tsv");
        let mut words: BTreeMap<String, Class> = BTreeMap::new();
        for (number, row) in rows(&path)?.iter().enumerate() {
            let told = |what: &str| format!("{}:{}: {what}", path.display(), number + 2);
            let [word, class, ..] = row.as_slice() else { return Err(told("a word without a class").into()) };
            if !classes.contains_key(class.as_str()) {
                return Err(told(&format!("`{class}` does not stand in classes.tsv")).into());
            }
            let (class, kind) = class.split_once('.').map_or((class.as_str(), None), |(c, k)| (c, Some(k)));
            let forms = if is_chinese { forms(word, library)? } else { BTreeSet::from([word.clone()]) };
            let class = words.entry(class.to_owned()).or_default();
            class.extend(forms.into_iter().map(|form| (form, kind.map(str::to_owned))));
        }
        writeln!(source, "/// Classes of `{list}.tsv`.\npub(crate) mod {list} {{")?;
        for (class, words) in &words {
            writeln!(source, "    /// {}", classes.get(class.as_str()).copied().unwrap_or_default())?;
            if list == "character" {
                write_function(&mut source, class, words)?;
            } else {
                let kinded = kinds(class, &classes).next().is_some();
                write_table(&mut source, class, words, kinded)?;
            }
        }
        writeln!(source, "}}")?;
    }
    std::fs::write(to.join("words.rs"), source)?;
    Ok(())
}

/// The kinds of a class and what they are.
fn kinds<'c>(
    class: &'c str,
    classes: &'c BTreeMap<&str, &str>,
) -> impl Iterator<Item = (&'c str, &'c str)> + 'c {
    let all = classes.iter().filter_map(|(name, what)| Some((name.split_once('.')?, *what)));
    all.filter(move |((of, _), _)| *of == class).map(|((_, kind), what)| (kind, what))
}

/// The rows of a file behind its head.
fn rows(path: &Path) -> Result<Vec<Vec<String>>, Box<dyn Error>> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect())
}

/// The word in every script.
fn forms(word: &str, library: &Library) -> Result<BTreeSet<String>, Box<dyn Error>> {
    let mut forms = BTreeSet::from([word.to_owned()]);
    if word.chars().nth(1).is_none() {
        let values = |dictionary: &str, key: &str| {
            library.dictionaries.get(dictionary).and_then(|lines| lines.get(key)).cloned().unwrap_or_default()
        };
        // 像 is a form of 象, but also a Simplified character of its own.
        let is_simplified =
            |form: &String| values("TSCharacters", form).first().is_none_or(|own| own == form);
        let mut traditional = values("STCharacters", word);
        let mut is_default = true;
        traditional.retain(|form| std::mem::take(&mut is_default) || !is_simplified(form));
        for character in traditional.iter().map(String::as_str).chain([word]) {
            forms.extend(values("TWVariants", character));
            forms.extend(values("HKVariants", character));
        }
        forms.extend(traditional);
        return Ok(forms);
    }
    for name in CONVERSIONS {
        let conversion = library.conversions.iter().find(|conversion| conversion.name == name);
        forms.insert(conversion.ok_or_else(|| format!("no conversion {name}"))?.convert(word));
    }
    Ok(forms)
}

fn write_function(source: &mut String, class: &str, words: &Class) -> Result<(), Box<dyn Error>> {
    let characters: Vec<String> = words
        .keys()
        .map(|word| {
            let mut chars = word.chars();
            match (chars.next(), chars.next()) {
                (Some(c), None) => Ok(format!("{c:?}")),
                _ => Err(format!("character.tsv: `{word}` is not one character; it belongs in chinese.tsv")),
            }
        })
        .collect::<Result<_, _>>()?;
    writeln!(source, "    pub(crate) fn is_{}(c: char) -> bool {{", class.replace('-', "_"))?;
    writeln!(source, "        matches!(c, {})\n    }}", characters.join(" | "))?;
    Ok(())
}

fn write_table(source: &mut String, class: &str, words: &Class, kinded: bool) -> Result<(), Box<dyn Error>> {
    let name = class.replace('-', "_").to_uppercase();
    let of = if kinded { format!("<super::{}>", camel(class)) } else { String::new() };
    writeln!(source, "    pub(crate) static {name}: super::Words{of} = super::Words {{")?;
    let first = |word: &str| word.chars().next().unwrap_or_default().to_ascii_lowercase();
    let last = |word: &str| word.chars().next_back().unwrap_or_default().to_ascii_lowercase();
    write_sorted(source, "first", class, words, first)?;
    write_sorted(source, "last", class, words, last)?;
    writeln!(source, "    }};")?;
    Ok(())
}

/// The words sorted by one of their characters, of those with the same character the longest first.
fn write_sorted(
    source: &mut String,
    name: &str,
    class: &str,
    words: &Class,
    character: impl Fn(&str) -> char,
) -> Result<(), Box<dyn Error>> {
    let mut sorted: Vec<(&String, &Option<String>)> = words.iter().collect();
    sorted.sort_by_key(|(word, _)| (character(word), usize::MAX - word.len(), word.as_str()));
    write!(source, "        by_{name}: &[")?;
    let mut filter = [0_u64; FILTER_BITS as usize / 64];
    for (word, kind) in sorted {
        let bit = u32::from(character(word)) % FILTER_BITS;
        filter[bit as usize / 64] |= 1 << (bit % 64);
        let kind =
            kind.as_ref().map_or("()".to_owned(), |kind| format!("super::{}::{}", camel(class), camel(kind)));
        write!(source, "({word:?}, {kind}), ")?;
    }
    let groups = |bits: u64| [48, 32, 16, 0].map(|shift| format!("{:04x}", bits >> shift & 0xFFFF)).join("_");
    let filter = filter.map(|bits| format!("0x{}", groups(bits))).join(", ");
    writeln!(source, "],\n        {name}s: super::Filter([{filter}]),")?;
    Ok(())
}

/// `image-source` → `ImageSource`
fn camel(name: &str) -> String {
    name.split('-').map(|part| part[..1].to_uppercase() + &part[1..]).collect()
}
