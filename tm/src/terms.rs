//! Terms: which translations of a term are allowed, and whether a translation has one of them.
//!
//! Of several allowed translations any one is enough; one that must not be used is a finding where its term stands. Words
//! of languages with an alphabet are compared by their stems (Snowball), so that `communities` is `community`; Chinese
//! is compared by its characters. Where one term is part of a longer one, the longer one counts.

use crate::Language;
use crate::language::is_han;
use crate::script::Letters;
use rust_stemmers::{Algorithm, Stemmer};
use std::collections::{BTreeMap, HashMap};

/// Statuses of terms that must not be used: of TBX (`deprecatedTerm-admn-sts`, `supersededTerm-admn-sts`) and of tools.
const FORBIDDEN: [&str; 6] =
    ["deprecated", "superseded", "forbidden", "obsolete", "notrecommended", "rejected"];

/// One term of a concept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The term.
    pub text: String,
    /// How it may be used, in the word of its glossary: `preferredTerm-admn-sts`.
    pub status: Option<String>,
}

impl Term {
    /// A term of which no status is known: it may be used.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), status: None }
    }

    /// Whether it may be used.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        let status = || self.status.as_deref().unwrap_or_default().to_ascii_lowercase();
        self.status.is_none() || !FORBIDDEN.iter().any(|forbidden| status().starts_with(forbidden))
    }
}

/// The terms of a glossary.
///
/// ```
/// use duizhao_tm::terms::Terms;
///
/// let mut terms = Terms::default();
/// terms.add_pair("社区", "community");
/// assert_eq!(terms.len(), 1);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    concepts: Vec<Vec<(Option<Language>, Term)>>,
}

impl Terms {
    /// Adds a term and its translation; which of them is in which language is told by their letters. Several
    /// translations stand in one cell with `;` or `|` between them.
    pub fn add_pair(&mut self, term: &str, translation: &str) {
        let several = [term, translation].into_iter().map(alternatives);
        let sides: Vec<Vec<Term>> = several.map(|side| side.map(Term::new).collect()).collect();
        if sides.iter().any(Vec::is_empty) {
            return;
        }
        self.concepts.push(sides.into_iter().flatten().map(|term| (None, term)).collect());
    }

    /// Adds what several terms name, each with its language.
    pub fn add_concept(&mut self, terms: impl IntoIterator<Item = (Language, Term)>) {
        self.concepts.push(terms.into_iter().map(|(language, term)| (Some(language), term)).collect());
    }

    /// How many concepts it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.concepts.len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.concepts.is_empty()
    }
}

/// The terms that stand in one cell.
pub fn alternatives(cell: &str) -> impl Iterator<Item = &str> {
    cell.split([';', '；', '|', '｜']).map(str::trim).filter(|term| !term.is_empty())
}

/// A row of tokens, as texts are compared.
type Tokens = Vec<u32>;

/// Cuts texts of one language into tokens.
struct Tokenizer {
    stemmer: Option<Stemmer>,
}

impl Tokenizer {
    fn of(language: &Language) -> Self {
        let algorithm = match language.primary() {
            "en" => Some(Algorithm::English),
            "fr" => Some(Algorithm::French),
            "de" => Some(Algorithm::German),
            "es" => Some(Algorithm::Spanish),
            "it" => Some(Algorithm::Italian),
            "pt" => Some(Algorithm::Portuguese),
            "nl" => Some(Algorithm::Dutch),
            "ru" => Some(Algorithm::Russian),
            "sv" => Some(Algorithm::Swedish),
            _ => None,
        };
        Self { stemmer: algorithm.map(Stemmer::create) }
    }

    /// The tokens of a text: words by their stems, Chinese characters one by one.
    fn tokens(&self, text: &str, mut take: impl FnMut(&str)) {
        let is_word = |c: char| c.is_alphanumeric() && !is_han(c);
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let length =
                if is_word(c) { rest.find(|c| !is_word(c)).unwrap_or(rest.len()) } else { c.len_utf8() };
            let (token, after) = rest.split_at(length);
            rest = after;
            if is_word(c) {
                let lower = token.to_lowercase();
                match &self.stemmer {
                    Some(stemmer) => take(&stemmer.stem(&lower)),
                    None => take(&lower),
                }
            } else if is_han(c) {
                take(token);
            }
        }
    }
}

/// The terms of one pair of languages, ready to be looked for.
pub(crate) struct Lookup {
    from: Tokenizer,
    into: Tokenizer,
    /// The number of each token that a term has.
    numbers: HashMap<String, u32>,
    /// Terms of the source, by their first token, the longest first.
    by_first: HashMap<u32, Vec<Entry>>,
}

/// A term of the source and its translations.
struct Entry {
    text: String,
    tokens: Tokens,
    is_allowed: bool,
    allowed: Vec<(String, Tokens)>,
    forbidden: Vec<(String, Tokens)>,
}

/// A token that no term has.
const OTHER: u32 = u32::MAX;

impl Lookup {
    /// The terms that stand for the languages of a source and its translation.
    pub(crate) fn new(terms: &Terms, from: &Language, into: &Language) -> Self {
        let mut lookup = Self {
            from: Tokenizer::of(from),
            into: Tokenizer::of(into),
            numbers: HashMap::new(),
            by_first: HashMap::new(),
        };
        let mut entries: BTreeMap<String, Entry> = BTreeMap::new();
        for concept in &terms.concepts {
            let (sources, targets) = sides(concept, from, into);
            for source in sources {
                let tokens = lookup.numbered(&source.text, true);
                if tokens.is_empty() {
                    continue;
                }
                let entry = entries.entry(source.text.clone()).or_insert_with(|| Entry {
                    text: source.text.clone(),
                    tokens,
                    is_allowed: source.is_allowed(),
                    allowed: vec![],
                    forbidden: vec![],
                });
                for target in &targets {
                    let tokens = lookup.numbered(&target.text, false);
                    let list = if target.is_allowed() { &mut entry.allowed } else { &mut entry.forbidden };
                    if !tokens.is_empty() && list.iter().all(|(_, known)| *known != tokens) {
                        list.push((target.text.clone(), tokens));
                    }
                }
            }
        }
        let mut entries: Vec<Entry> = entries.into_values().collect();
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.tokens.len()));
        for entry in entries {
            lookup.by_first.entry(entry.tokens[0]).or_default().push(entry);
        }
        lookup
    }

    /// The tokens of a term, each with a number of its own.
    fn numbered(&mut self, term: &str, is_source: bool) -> Tokens {
        let numbers = &mut self.numbers;
        let mut tokens = Tokens::new();
        let tokenizer = if is_source { &self.from } else { &self.into };
        tokenizer.tokens(term, |token| {
            let next = u32::try_from(numbers.len()).unwrap_or(OTHER);
            tokens.push(*numbers.entry(token.to_owned()).or_insert(next));
        });
        tokens
    }

    /// The tokens of a text.
    fn tokens(&self, text: &str, tokenizer: &Tokenizer) -> Tokens {
        let mut tokens = Tokens::new();
        tokenizer.tokens(text, |token| tokens.push(self.numbers.get(token).copied().unwrap_or(OTHER)));
        tokens
    }

    /// What is wrong with a translation, and how many terms its source has.
    pub(crate) fn check(&self, source: &str, target: &str) -> (Vec<String>, usize) {
        let from = self.tokens(source, &self.from);
        let (mut found, mut at): (Vec<&Entry>, usize) = (Vec::new(), 0);
        while at < from.len() {
            let candidates = self.by_first.get(&from[at]).into_iter().flatten();
            match candidates.into_iter().find(|entry| from[at..].starts_with(&entry.tokens)) {
                Some(entry) => {
                    found.push(entry);
                    at += entry.tokens.len();
                }
                None => at += 1,
            }
        }
        let count = found.len();
        if found.is_empty() {
            return (vec![], 0);
        }
        found.sort_by(|a, b| a.text.cmp(&b.text));
        found.dedup_by(|a, b| a.text == b.text);
        let into = self.tokens(target, &self.into);
        (found.into_iter().filter_map(|entry| entry.fault(&into)).collect(), count)
    }
}

impl Entry {
    /// What is wrong with a translation of a text that has this term.
    fn fault(&self, target: &[u32]) -> Option<String> {
        let has = |tokens: &Tokens| target.windows(tokens.len()).any(|window| window == tokens);
        let is_translated = self.allowed.iter().any(|(_, tokens)| has(tokens));
        let names = |list: &[(String, Tokens)]| {
            list.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>().join(" or ")
        };
        // One that is part of an allowed one that stands there is not meant.
        let within = |tokens: &Tokens| {
            self.allowed.iter().any(|(_, longer)| {
                has(longer)
                    && longer.len() > tokens.len()
                    && longer.windows(tokens.len()).any(|part| part == tokens)
            })
        };
        if let Some((forbidden, _)) = self.forbidden.iter().find(|(_, tokens)| has(tokens) && !within(tokens))
        {
            let instead = if self.allowed.is_empty() {
                String::new()
            } else {
                format!("; use {}", names(&self.allowed))
            };
            return Some(format!("{}: {forbidden} must not be used{instead}", self.text));
        }
        if !self.is_allowed {
            return None;
        }
        (!self.allowed.is_empty() && !is_translated)
            .then(|| format!("{} should be {}", self.text, names(&self.allowed)))
    }
}

/// The terms of a concept in the language of the source, and in that of the translation.
fn sides<'t>(
    concept: &'t [(Option<Language>, Term)],
    from: &Language,
    into: &Language,
) -> (Vec<&'t Term>, Vec<&'t Term>) {
    if concept.iter().all(|(language, _)| language.is_some()) {
        let of = |wanted: &Language| {
            let meets = |language: &Option<Language>| {
                language.as_ref().is_some_and(|language| wanted.meets(language))
            };
            concept.iter().filter(|(language, _)| meets(language)).map(|(_, term)| term).collect()
        };
        return (of(from), of(into));
    }
    let fits = |term: &Term, language: &Language| {
        let letters = Letters::of(language);
        let (own, all) = letters.share(&term.text);
        letters == Letters::Any || own * 2 >= all
    };
    let is_source = |term: &Term| fits(term, from) && !fits(term, into);
    let is_target = |term: &Term| fits(term, into) && !fits(term, from);
    let terms = || concept.iter().map(|(_, term)| term);
    if terms().any(is_source) || terms().any(is_target) {
        return (
            terms().filter(|term| fits(term, from)).collect(),
            terms().filter(|term| fits(term, into)).collect(),
        );
    }
    // Letters tell nothing of French and English: the order does.
    let mut terms = terms();
    (terms.next().into_iter().collect(), terms.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lookup(pairs: &[(&str, &str)]) -> Lookup {
        let mut terms = Terms::default();
        for (term, translation) in pairs {
            terms.add_pair(term, translation);
        }
        Lookup::new(&terms, &"zh-CN".parse().unwrap(), &"en".parse().unwrap())
    }

    fn faults(lookup: &Lookup, zh: &str, en: &str) -> Vec<String> {
        lookup.check(zh, en).0
    }

    #[test]
    fn any_allowed_translation_is_enough_in_any_form() {
        let lookup = lookup(&[
            ("社区", "community"),
            ("研究", "study; research"),
            ("出版社", "publisher | publishing house"),
            ("国务院", "State Council"),
            ("国务院", "Cabinet"),
        ]);
        for (zh, en) in [
            ("社区里的研究", "Studies in the communities"),
            ("研究", "He researched it."),
            ("出版社", "two publishing houses"),
            ("国务院", "The cabinet met."),
        ] {
            assert_eq!(faults(&lookup, zh, en), [""; 0], "{zh}");
        }
        assert_eq!(
            faults(&lookup, "国务院", "The council met."),
            ["国务院 should be State Council or Cabinet"]
        );
    }

    #[test]
    fn columns_are_found_by_their_language_and_longer_terms_count() {
        let lookup =
            lookup(&[("State Council", "国务院"), ("premier", "总理"), ("国务院总理", "Premier of China")]);
        assert_eq!(faults(&lookup, "国务院开会", "It met."), ["国务院 should be State Council"]);
        assert_eq!(faults(&lookup, "国务院总理到会", "The Premier of China came."), [""; 0]);
    }

    #[test]
    fn forbidden_translations_are_the_finding() {
        let zh: Language = "zh-CN".parse().unwrap();
        let en: Language = "en-US".parse().unwrap();
        let status =
            |text: &str, status: &str| Term { text: text.to_owned(), status: Some(status.to_owned()) };
        let mut terms = Terms::default();
        terms.add_concept([
            (zh.clone(), Term::new("国务院")),
            (en.clone(), status("State Council", "preferredTerm-admn-sts")),
            (en, status("Cabinet", "deprecatedTerm-admn-sts")),
        ]);
        let lookup = Lookup::new(&terms, &zh, &"en".parse().unwrap());
        assert_eq!(faults(&lookup, "国务院", "The State Council"), [""; 0]);
        assert_eq!(
            faults(&lookup, "国务院", "The Cabinet"),
            ["国务院: Cabinet must not be used; use State Council"]
        );
        assert_eq!(faults(&lookup, "国务院", "It"), ["国务院 should be State Council"]);
        assert!(Lookup::new(&terms, &zh, &"fr".parse().unwrap()).check("国务院", "x").0.is_empty());
    }
}
