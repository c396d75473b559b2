//! OpenCC's text dictionaries and JSON configurations, as rules for one step of a conversion.
//!
//! A dictionary has one key a line: the key, a tab, its values apart by blanks, the first of them the default.
//! A configuration names dictionaries in groups. In a `union` the longest key of all members wins; with
//! `short_circuit` the first member that has any key wins, even with a shorter one.

use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// What replaces a key, and which dictionary says so.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rule {
    pub(crate) value: String,
    /// Number of the dictionary, from 1, as [`Library::names`] counts.
    pub(crate) origin: u8,
}

/// One step of a conversion: at each place the longest key wins. Groups of dictionaries come down to this:
/// a key of a later `short_circuit` member that begins with a key of an earlier one can never win, so it is
/// left out.
#[derive(Clone, Default)]
pub(crate) struct Step {
    pub(crate) rules: BTreeMap<String, Rule>,
    /// The longest key in characters, by first character.
    longest: HashMap<char, usize>,
}

/// One of OpenCC's conversions.
pub(crate) struct Conversion {
    /// `s2twp`
    pub(crate) name: String,
    /// Keys that cut the text before it is converted; empty where nothing cuts.
    pub(crate) cut: Step,
    /// What is done to each cut, one after the other: one step or two.
    pub(crate) chain: Vec<Step>,
}

/// All dictionaries and conversions of a folder.
pub(crate) struct Library {
    /// Names of the dictionaries in alphabetical order; number n is `names[n - 1]`.
    pub(crate) names: Vec<String>,
    pub(crate) dictionaries: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    pub(crate) conversions: Vec<Conversion>,
    /// Characters that are replaced before everything else (compatibility ideographs).
    pub(crate) normal: BTreeMap<char, char>,
}

impl Step {
    fn new(rules: BTreeMap<String, Rule>) -> Self {
        let mut longest = HashMap::new();
        for key in rules.keys() {
            if let Some(first) = key.chars().next() {
                let length = longest.entry(first).or_insert(0);
                *length = key.chars().count().max(*length);
            }
        }
        Self { rules, longest }
    }

    /// The longest key with which a text begins.
    pub(crate) fn longest_match<'a>(&self, text: &'a str) -> Option<(&'a str, &Rule)> {
        let first = text.chars().next()?;
        let longest = *self.longest.get(&first)?;
        let mut ends: Vec<usize> =
            text.char_indices().map(|(at, c)| at + c.len_utf8()).take(longest).collect();
        while let Some(end) = ends.pop() {
            if let Some(rule) = self.rules.get(&text[..end]) {
                return Some((&text[..end], rule));
            }
        }
        None
    }

    /// The text with the step done, and the dictionary of the longest key that was met.
    pub(crate) fn apply(&self, text: &str) -> (String, u8) {
        let (mut out, mut origin, mut longest) = (String::new(), 0, 0);
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            if let Some((key, rule)) = self.longest_match(rest) {
                out.push_str(&rule.value);
                if key.len() > longest && key != rule.value {
                    (origin, longest) = (rule.origin, key.len());
                }
                rest = &rest[key.len()..];
            } else {
                out.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
        (out, origin)
    }

    /// Whether what follows a text can change what becomes of it: some key begins in it and ends behind it.
    pub(crate) fn reaches_over(&self, text: &str) -> bool {
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let longer = self.rules.range(rest.to_owned()..).find(|(key, _)| key.as_str() != rest);
            if longer.is_some_and(|(key, _)| key.starts_with(rest)) {
                return true;
            }
            rest = &rest[self.longest_match(rest).map_or(c.len_utf8(), |(key, _)| key.len())..];
        }
        false
    }
}

impl Conversion {
    /// What becomes of a text.
    pub(crate) fn convert(&self, text: &str) -> String {
        let chain = |piece: &str| self.chain.iter().fold(piece.to_owned(), |text, step| step.apply(&text).0);
        let (mut out, mut run, mut rest) = (String::new(), String::new(), text);
        while let Some(c) = rest.chars().next() {
            let width = if let Some((key, _)) = self.cut.longest_match(rest) {
                out.push_str(&chain(&std::mem::take(&mut run)));
                out.push_str(&chain(key));
                key.len()
            } else {
                run.push(c);
                c.len_utf8()
            };
            rest = &rest[width..];
        }
        out + &chain(&run)
    }
}

impl Library {
    /// Reads every dictionary and configuration of a folder.
    pub(crate) fn read(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let mut dictionaries = BTreeMap::new();
        for path in files(folder, "txt")? {
            dictionaries.insert(stem(&path), read_dictionary(&path)?);
        }
        let names: Vec<String> = dictionaries.keys().cloned().collect();
        let mut library = Self { names, dictionaries, conversions: Vec::new(), normal: BTreeMap::new() };
        for path in files(folder, "json")? {
            let json: Value = serde_json::from_str(&std::fs::read_to_string(&path)?)?;
            let mut normal = BTreeMap::new();
            for step in json["normalization"].as_array().into_iter().flatten() {
                for (key, rule) in library.step(&step["dict"])?.rules {
                    normal.insert(single(&key)?, single(&rule.value)?);
                }
            }
            if library.conversions.is_empty() {
                library.normal = normal;
            } else if library.normal != normal {
                return Err(format!("{}: another normalization than the others", path.display()).into());
            }
            let cut = match &json["segmentation"] {
                Value::Null => Step::default(),
                segmentation => library.step(&segmentation["dict"])?,
            };
            let chain = json["conversion_chain"].as_array().into_iter().flatten();
            let chain = chain.map(|step| library.step(&step["dict"])).collect::<Result<Vec<_>, _>>()?;
            if chain.is_empty() || chain.len() > 2 || (chain.len() == 2) == cut.rules.is_empty() {
                return Err(format!("{}: one step without cuts or two with cuts", path.display()).into());
            }
            library.conversions.push(Conversion { name: stem(&path), cut, chain });
        }
        Ok(library)
    }

    /// The rules of a dictionary or group in a configuration.
    fn step(&self, dict: &Value) -> Result<Step, Box<dyn Error>> {
        if dict["type"] != "group" {
            let file = dict["file"].as_str().ok_or("a dictionary without `file`")?;
            let name = file.strip_suffix(".ocd2").ok_or("a dictionary that is no .ocd2")?;
            let origin = self.names.iter().position(|n| n == name).ok_or_else(|| format!("no {name}.txt"))?;
            let origin = u8::try_from(origin + 1)?;
            let rules = self.dictionaries[name].iter();
            let rules = rules.map(|(key, values)| (key.clone(), Rule { value: values[0].clone(), origin }));
            return Ok(Step::new(rules.collect()));
        }
        let union = match dict["match_policy"].as_str() {
            Some("union") => true,
            Some("short_circuit") | None => false,
            Some(other) => return Err(format!("unknown match_policy {other}").into()),
        };
        let mut group = Step::default();
        for member in dict["dicts"].as_array().into_iter().flatten() {
            let member = self.step(member)?;
            let mut rules = group.rules.clone();
            for (key, rule) in member.rules {
                if union || group.longest_match(&key).is_none() {
                    rules.entry(key).or_insert(rule);
                }
            }
            group = Step::new(rules);
        }
        Ok(group)
    }
}

fn read_dictionary(path: &Path) -> Result<BTreeMap<String, Vec<String>>, Box<dyn Error>> {
    let mut lines = BTreeMap::new();
    for line in std::fs::read_to_string(path)?.lines() {
        let (key, values) = line.split_once('\t').ok_or_else(|| format!("{}: {line}", path.display()))?;
        let values: Vec<String> = values.split(' ').map(str::to_owned).collect();
        if key.is_empty() || lines.insert(key.to_owned(), values).is_some() {
            return Err(format!("{}: `{key}` is empty or twice", path.display()).into());
        }
    }
    Ok(lines)
}

fn single(text: &str) -> Result<char, Box<dyn Error>> {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => Ok(c),
        _ => Err(format!("`{text}` is not one character").into()),
    }
}

fn files(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == extension) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}
