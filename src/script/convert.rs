//! Conversion of a whole issue for an edition.
//!
//! OpenCC converts any text; an edition knows more of its own. Before the dictionaries come, in this order: code,
//! addresses and file names, which stay; the user's terms; names of persons; our own corrections. The dictionaries
//! then see a running text as a whole, whatever is marked in it, but no phrase that begins or ends inside
//! a word. With a region's vocabulary, words that mean something else outside texts on computers keep their
//! characters, and so do the Mainland's organisations. Last, punctuation is set the region's way.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use aho_corasick::AhoCorasick;
use rayon::prelude::*;

use crate::issue::inline::{Inline, Mark, Text};
use crate::issue::model::{Issue, Leaf, LeafId, Role};
use crate::issue::relator;
use crate::lang::{Language, Script};

use super::boundaries::Cut;
use super::change::{Change, Rule};
use super::config::Config;
use super::corrections::{corrections, wide_words};
use super::engine::Converter;
use super::measures;
use super::names::{Named, Names};
use super::offsets::Offsets;
use super::organisations;
use super::protect;
use super::terms::Terms;
use super::transliterations;
use super::typography::{self, Typography};

/// Below this many leaves, sharing them out takes longer than it saves.
const FEW: usize = 128;

/// How an issue is to be converted.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Options {
    /// The language of the edition: `zh-TW`, `zh-HK`, `zh-Hant`, `zh-CN`.
    pub to: Language,
    /// The region's own words, not only its characters; none by default.
    pub vocabulary: Option<Vocabulary>,
    /// Punctuation the region's way.
    pub typography: bool,
    /// Person names and our corrections above the dictionaries.
    pub corrections: bool,
    /// The user's terms.
    pub terms: Terms,
}

/// Where a region's words replace the Mainland's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Vocabulary {
    /// In names of the Mainland's organisations too.
    pub organisations: bool,
    /// Not between quotation marks: a quotation keeps its speaker's words.
    pub quotations_kept: bool,
}

impl Vocabulary {
    /// Whether names of the Mainland's organisations get the region's words too.
    #[must_use]
    pub fn organisations(self, organisations: bool) -> Self {
        Self { organisations, ..self }
    }

    /// Whether quotations keep their speaker's words.
    #[must_use]
    pub fn quotations_kept(self, quotations_kept: bool) -> Self {
        Self { quotations_kept, ..self }
    }
}

impl Options {
    /// Characters and punctuation of a region, names and corrections; no vocabulary, no terms.
    #[must_use]
    pub fn new(to: Language) -> Self {
        Self { to, vocabulary: None, typography: true, corrections: true, terms: Terms::default() }
    }

    /// Where the region's words replace the Mainland's.
    #[must_use]
    pub fn vocabulary(self, vocabulary: Option<Vocabulary>) -> Self {
        Self { vocabulary, ..self }
    }

    /// Whether quotation marks and points are set the region's way.
    #[must_use]
    pub fn typography(self, typography: bool) -> Self {
        Self { typography, ..self }
    }

    /// Whether names are kept and known errors of the dictionaries corrected.
    #[must_use]
    pub fn corrections(self, corrections: bool) -> Self {
        Self { corrections, ..self }
    }

    /// The user's terms, which come before every dictionary.
    #[must_use]
    pub fn terms(self, terms: Terms) -> Self {
        Self { terms, ..self }
    }
}

/// A converted issue.
#[derive(Debug, Clone)]
pub struct Converted {
    /// The issue, block by block and leaf by leaf as before.
    pub issue: Issue,
    /// Where each place of a leaf's plain text went, by [`LeafId`].
    pub maps: Vec<Offsets>,
    /// How many stretches of running text were changed; [`changes`] tells which.
    pub places: usize,
}

/// Languages between which there is no conversion of script.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "there is no conversion of script from {from} to {to}; name Chinese ones: zh-CN, zh-TW, zh-HK or zh-Hant"
)]
pub struct NoConversion {
    from: Language,
    to: Language,
}

/// A conversion from one kind of Chinese to another, ready to be used on texts.
#[derive(Debug)]
pub struct Conversion<'a> {
    options: &'a Options,
    from: Script,
    to: Script,
    /// Conversions of OpenCC, one after the other; none between texts of the same kind.
    steps: Vec<Converter>,
    /// The conversion with the region's words.
    with_words: Option<Converter>,
    typography: Typography,
    fixed: Lexicon,
}

/// Texts with a fixed form, the longest first.
#[derive(Debug, Default)]
struct Lexicon {
    entries: Vec<Fixed>,
    /// Finds all of them in one look through a text; none if there is nothing to find.
    finder: Option<AhoCorasick>,
}

#[derive(Debug)]
struct Fixed {
    text: String,
    becomes: String,
    rule: Rule,
}

impl Lexicon {
    fn new(mut entries: Vec<Fixed>) -> Self {
        // Terms come before corrections: the sort is stable.
        entries.sort_by_key(|entry| Reverse(entry.text.len()));
        let finder = AhoCorasick::new(entries.iter().map(|entry| &entry.text)).ok();
        Self { finder: finder.filter(|_| !entries.is_empty()), entries }
    }

    /// The entries in a text and where they stand, in the order of the entries.
    fn in_text(&self, text: &str) -> Vec<(&Fixed, usize)> {
        let found = self.finder.iter().flat_map(|finder| finder.find_overlapping_iter(text));
        let mut found: Vec<(usize, usize)> =
            found.map(|found| (found.pattern().as_usize(), found.start())).collect();
        found.sort_unstable();
        found.into_iter().map(|(i, at)| (&self.entries[i], at)).collect()
    }
}

/// Converts an issue.
///
/// # Errors
/// One of the languages is not Chinese.
///
/// ```
/// use duizhao::issue::{Source, read, write};
/// use duizhao::script::{Options, convert};
///
/// let (issue, _) = read(&Source::new("issue.zh.md", "# 理发\n\n他说：“头发太长。”\n"));
/// let converted = convert(&issue, &Options::new("zh-TW".parse()?))?;
/// assert!(write::markdown(&converted.issue).contains("他說：「頭髮太長。」"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn convert(issue: &Issue, options: &Options) -> Result<Converted, NoConversion> {
    let conversion = Conversion::new(&issue.language, options)?;
    // A long issue has a million changes: those of a leaf are carried out at once, and not kept.
    let (leaves, known) = conversion.leaves(issue, |leaf, plain, changes| {
        let edits: Vec<(Range<usize>, &str)> =
            changes.iter().flat_map(|change| edits(plain, change)).collect();
        let map =
            Offsets::new(plain, changes.iter().map(|change| (change.range.clone(), change.text.as_str())));
        (leaf.text.rewrite(&edits), map, changes.len())
    });
    let places = leaves.iter().map(|(.., places)| places).sum();
    let (mut texts, maps): (Vec<Text>, Vec<Offsets>) =
        leaves.into_iter().map(|(text, map, _)| (text, map)).unzip();

    let mut out = issue.clone();
    out.language = options.to.clone();
    out.each_leaf_mut(|LeafId(leaf), _, text| {
        *text = std::mem::take(&mut texts[leaf]);
        conversion.attributes(&mut text.inlines, &known);
    });
    let masthead = &mut out.masthead;
    let fields = [
        &mut masthead.publication,
        &mut masthead.title,
        &mut masthead.number,
        &mut masthead.publisher,
        &mut masthead.rights,
        &mut masthead.description,
    ];
    for text in fields.into_iter().flatten().chain(&mut masthead.subjects) {
        *text = conversion.text(text, &known);
    }
    for (_, people) in masthead.other.iter_mut().filter(|(field, _)| relator(field).is_some()) {
        *people = conversion.people(people, &known);
    }
    Ok(Converted { issue: out, maps, places })
}

/// What [`convert`] changes in each leaf of an issue, by [`LeafId`].
///
/// # Errors
/// One of the languages is not Chinese.
pub fn changes(issue: &Issue, options: &Options) -> Result<Vec<Vec<Change>>, NoConversion> {
    let conversion = Conversion::new(&issue.language, options)?;
    Ok(conversion.leaves(issue, |_, _, changes| changes).0)
}

/// A change as edits of single characters, where it has as many as before: each then stays in its mark.
pub(super) fn edits<'c>(text: &str, change: &'c Change) -> Vec<(Range<usize>, &'c str)> {
    let before = &text[change.range.clone()];
    if before.chars().count() != change.text.chars().count() {
        return vec![(change.range.clone(), change.text.as_str())];
    }
    let pairs = before.char_indices().zip(change.text.char_indices()).filter(|((_, a), (_, b))| a != b);
    pairs
        .map(|((at, c), (there, new))| {
            let at = change.range.start + at;
            (at..at + c.len_utf8(), &change.text[there..there + new.len_utf8()])
        })
        .collect()
}

/// Person names that were met in the texts to be converted.
#[derive(Debug, Clone, Default)]
pub struct Known {
    names: Names,
}

impl<'a> Conversion<'a> {
    /// The conversion from a language by options.
    ///
    /// # Errors
    /// One of the languages is not Chinese.
    pub fn new(from: &Language, options: &'a Options) -> Result<Self, NoConversion> {
        let to = &options.to;
        let (Some(from_script), Some(to_script)) = (from.script(), to.script()) else {
            return Err(NoConversion { from: from.clone(), to: to.clone() });
        };
        let (steps, with_words) = configs(from_script, Region::of(from), to_script, Region::of(to));
        let mut conversion = Self {
            options,
            from: from_script,
            to: to_script,
            steps: steps.iter().map(|&config| Converter::new(config)).collect(),
            with_words: with_words.filter(|_| options.vocabulary.is_some()).map(Converter::new),
            typography: match (to_script, Region::of(to)) {
                (Script::Simplified, _) => Typography::Mainland,
                (Script::Traditional, Region::HongKong) => Typography::HongKong,
                (Script::Traditional, _) => Typography::Taiwan,
            },
            fixed: Lexicon::default(),
        };
        conversion.fix();
        Ok(conversion)
    }

    /// Collects the texts with a fixed form.
    fn fix(&mut self) {
        let mut fixed = Vec::new();
        for term in self.options.terms.all() {
            for text in term.texts() {
                let becomes = term.form(&self.options.to).map_or_else(|| self.by_steps(text), str::to_owned);
                fixed.push(Fixed { text: text.to_owned(), becomes, rule: Rule::Term });
            }
        }
        if self.options.corrections && self.from == Script::Simplified && self.to == Script::Traditional {
            for correction in corrections() {
                fixed.push(Fixed {
                    text: correction.simplified.to_owned(),
                    becomes: self.regional(correction.traditional),
                    rule: Rule::Correction(correction.reason),
                });
            }
        }
        self.fixed = Lexicon::new(fixed);
    }

    /// A text in OpenCC's standard with the region's characters.
    fn regional(&self, text: &str) -> String {
        match Region::of(&self.options.to) {
            Region::Taiwan => Converter::new(Config::T2tw).convert(text),
            Region::HongKong => Converter::new(Config::T2hk).convert(text),
            Region::None => text.to_owned(),
        }
    }

    fn by_steps(&self, text: &str) -> String {
        self.steps.iter().fold(text.to_owned(), |text, step| step.convert(&text))
    }

    fn simplified_to_traditional(&self) -> bool {
        self.from == Script::Simplified && self.to == Script::Traditional
    }

    /// The person names that show themselves in texts; bylines that are marked in them tell some.
    pub fn names<'t>(&self, texts: impl Iterator<Item = (&'t Text, &'t str)>) -> Known {
        let (texts, cuts): (Vec<_>, Vec<_>) = texts.map(|(text, plain)| (text, self.cut(plain))).unzip();
        self.names_in(texts.into_iter().zip(&cuts))
    }

    pub(super) fn names_in<'t>(&self, texts: impl Iterator<Item = (&'t Text, &'t Named<'t>)>) -> Known {
        fn bylines(inlines: &[Inline], names: &mut Names) {
            for inline in inlines {
                if let Inline::Marked(mark, inner) = inline {
                    if *mark == Mark::Byline {
                        names.add_byline(&Text { inlines: inner.clone() }.plain());
                    } else {
                        bylines(inner, names);
                    }
                }
            }
        }
        let mut known = Known::default();
        if self.options.corrections && self.simplified_to_traditional() {
            for (text, named) in texts {
                bylines(&text.inlines, &mut known.names);
                known.names.add_text(named);
            }
        }
        known
    }

    /// What is to be changed in a text, in order. `verbatim` are ranges that stay.
    #[must_use]
    pub(super) fn changes(&self, named: &Named<'_>, verbatim: &[Range<usize>], known: &Known) -> Vec<Change> {
        let cut = &named.cut;
        let text = cut.text;
        // Stretches whose text is fixed; earlier layers come before later ones.
        let mut settled = Settled::default();
        let mut stay: Vec<Range<usize>> = verbatim.to_vec();
        stay.extend(protect::spans(text));
        for range in stay.iter().filter(|range| !range.is_empty()) {
            settled.add(range.clone(), None);
        }
        let found = self.fixed.in_text(text);
        let fixed = |settled: &mut Settled, is_term: bool| {
            for (entry, at) in found.iter().filter(|(entry, _)| (entry.rule == Rule::Term) == is_term) {
                settled.add(*at..at + entry.text.len(), Some((entry.becomes.clone(), entry.rule)));
            }
        };
        fixed(&mut settled, true);
        if self.options.corrections && self.simplified_to_traditional() {
            for (span, name) in known.names.spans(named) {
                let becomes = self.given(&name);
                settled.add(span, Some((becomes, Rule::Name)));
            }
        }
        fixed(&mut settled, false);
        if self.options.corrections && self.simplified_to_traditional() {
            for (at, form) in measures::forms(cut) {
                settled.add(at..at + form.len(), Some((form.to_owned(), Rule::Correction("數詞之後"))));
            }
            for at in transliterations::li(cut) {
                settled
                    .add(at..at + '里'.len_utf8(), Some(("里".to_owned(), Rule::Correction("外國人名地名"))));
            }
        }

        let characters_only = self.characters_only(text);
        let mut changes = Vec::new();
        let mut at = 0;
        for (start, (end, becomes)) in settled.stretches {
            let range = start..end;
            self.gap(text, at..start, cut, &characters_only, &mut changes);
            at = end;
            if let Some((becomes, rule)) = becomes
                && becomes != text[range.clone()]
            {
                changes.push(Change { range, text: becomes, rule });
            }
        }
        self.gap(text, at..text.len(), cut, &characters_only, &mut changes);
        if self.options.typography {
            self.set(text, &stay, &mut changes);
        }
        changes
    }

    /// Does some work on each leaf of an issue with its plain text and its changes; then the names in the issue.
    fn leaves<R: Send>(
        &self,
        issue: &Issue,
        work: impl Fn(&Leaf<'_>, &str, Vec<Change>) -> R + Sync,
    ) -> (Vec<R>, Known) {
        let leaves = issue.leaves();
        let plain: Vec<Cow<'_, str>> = leaves.iter().map(|leaf| leaf.text.to_plain()).collect();
        let cuts: Vec<Named<'_>> = plain.par_iter().with_min_len(FEW).map(|text| self.cut(text)).collect();
        let mut known = self.names_in(leaves.iter().map(|leaf| leaf.text).zip(&cuts));
        for leaf in leaves.iter().filter(|leaf| matches!(leaf.role, Role::Byline | Role::Credit)) {
            known.names.add_byline(&plain[leaf.id.0]);
        }
        let done = leaves.par_iter().with_min_len(FEW).map(|leaf| {
            let changes = self.changes(&cuts[leaf.id.0], &leaf.text.verbatim(), &known);
            work(leaf, &plain[leaf.id.0], changes)
        });
        (done.collect(), known)
    }

    /// A text converted, without anything that stays.
    #[must_use]
    pub fn text(&self, text: &str, known: &Known) -> String {
        apply(text, &self.changes(&self.cut(text), &[], known))
    }

    /// Names as in a byline, after a word that says that people follow: by themselves 后明 could be 後明.
    fn people(&self, names: &str, known: &Known) -> String {
        const BYLINE: &str = "记者 ";
        let converted = self.text(&format!("{BYLINE}{names}"), known);
        converted.split_once(' ').map_or_else(|| self.text(names, known), |(_, names)| names.to_owned())
    }

    /// A name in the region's characters: what is not settled yet is converted by itself.
    fn given(&self, name: &str) -> String {
        let regional = |c: char| {
            let mut buffer = [0; 4];
            let c: &str = c.encode_utf8(&mut buffer);
            // Characters that a name keeps are traditional ones already, though a word would have another.
            if super::names::is_kept(c) { c.to_owned() } else { self.by_steps(c) }
        };
        name.chars().map(regional).collect()
    }

    /// Converts a stretch without anything settled in it.
    fn gap(
        &self,
        text: &str,
        gap: Range<usize>,
        cut: &Cut<'_>,
        characters_only: &[Range<usize>],
        out: &mut Vec<Change>,
    ) {
        let mut start = gap.start;
        let cuts = &cut.cuts[cut.cuts.partition_point(|&at| at <= gap.start)..];
        let ends = cuts.iter().copied().take_while(|&at| at < gap.end).chain([gap.end]);
        for end in ends {
            let piece = &text[start..end];
            let first = out.len();
            match (&self.with_words, self.steps.as_slice()) {
                (Some(converter), _) => {
                    for change in converter.changes(piece) {
                        let range = start + change.range.start..start + change.range.end;
                        self.with_word(text, Change { range, ..change }, cut, characters_only, out);
                    }
                }
                (None, [converter]) => out.extend(converter.changes(piece)),
                (None, []) => {}
                (None, _) => out.extend(whole(piece, &self.by_steps(piece))),
            }
            if self.with_words.is_none() {
                for change in &mut out[first..] {
                    change.range = start + change.range.start..start + change.range.end;
                }
            }
            start = end;
        }
    }

    /// Takes in a change by the conversion with the region's words, or what its characters alone become.
    fn with_word(
        &self,
        text: &str,
        change: Change,
        cut: &Cut<'_>,
        characters_only: &[Range<usize>],
        out: &mut Vec<Change>,
    ) {
        let before = &text[change.range.clone()];
        let characters = self.by_steps(before);
        if characters == change.text {
            out.push(change);
            return;
        }
        let inside = |range: &Range<usize>| range.start < change.range.end && change.range.start < range.end;
        let wide = || {
            wide_words().any(|word| {
                before.contains(word)
                    && self.with_words.is_some_and(|converter| {
                        characters.replace(&self.by_steps(word), &converter.convert(word)) == change.text
                    })
            })
        };
        // A phrase of three characters is seldom met by chance; a shorter one must not be torn out of its words.
        let (begins, ends) = (cut.words[change.range.start], cut.words[change.range.end]);
        let inner = || (change.range.start + 1..change.range.end).any(|at| cut.words[at]);
        let whole_word = (begins && ends) || ((begins || ends) && !inner()) || before.chars().count() > 2;
        if characters_only.iter().any(inside) || !whole_word || (wide() && !cut.is_on_computers()) {
            let range = change.range;
            for change in self.steps.first().map(|step| step.changes(before)).unwrap_or_default() {
                out.push(Change {
                    range: range.start + change.range.start..range.start + change.range.end,
                    ..change
                });
            }
        } else {
            out.push(change);
        }
    }

    /// Stretches in which the region's words are not wanted.
    fn characters_only(&self, text: &str) -> Vec<Range<usize>> {
        let Some(vocabulary) = self.options.vocabulary.filter(|_| self.with_words.is_some()) else {
            return Vec::new();
        };
        let mut spans = Vec::new();
        if !vocabulary.organisations && self.to == Script::Traditional {
            spans.extend(organisations::spans(text));
        }
        if vocabulary.quotations_kept {
            let mut open = None;
            for (at, c) in text.char_indices() {
                match c {
                    '“' | '「' => open = open.or(Some(at)),
                    '”' | '」' => spans.extend(open.take().map(|start| start..at)),
                    _ => {}
                }
            }
            spans.extend(open.map(|start| start..text.len()));
        }
        spans
    }

    /// Adds the region's punctuation.
    fn set(&self, text: &str, stay: &[Range<usize>], changes: &mut Vec<Change>) {
        let taken =
            |range: &Range<usize>, other: &Range<usize>| other.start < range.end && range.start < other.end;
        let free = |(range, _): &(Range<usize>, &str)| {
            let next = changes.partition_point(|change| change.range.end <= range.start);
            changes.get(next).is_none_or(|change| !taken(range, &change.range))
                && !stay.iter().any(|other| taken(range, other))
        };
        let edits: Vec<_> = typography::edits(text, self.typography).into_iter().filter(free).collect();
        let set = |(range, new): (Range<usize>, &str)| Change {
            range,
            text: new.to_owned(),
            rule: Rule::Typography,
        };
        changes.extend(edits.into_iter().map(set));
        changes.sort_by_key(|change| change.range.start);
    }

    /// What is known of a text before it is converted.
    pub(super) fn cut<'t>(&self, text: &'t str) -> Named<'t> {
        if self.simplified_to_traditional() && self.options.corrections {
            Named::by_words(text)
        } else {
            Named::nowhere(text)
        }
    }

    /// Converts what people read of marks: titles of links, descriptions of images.
    fn attributes(&self, inlines: &mut [Inline], known: &Known) {
        for inline in inlines {
            match inline {
                Inline::Image { alt, title, .. } => {
                    *alt = self.text(alt, known);
                    *title = self.text(title, known);
                }
                Inline::Marked(mark, inner) => {
                    if let Mark::Link { title, .. } = mark {
                        *title = self.text(title, known);
                    }
                    self.attributes(inner, known);
                }
                _ => {}
            }
        }
    }
}

/// The changes from a text to another: character by character where both have as many.
fn whole(text: &str, becomes: &str) -> Vec<Change> {
    let rule = Rule::Dictionary("");
    if text == becomes {
        return Vec::new();
    }
    if text.chars().count() != becomes.chars().count() {
        return vec![Change { range: 0..text.len(), text: becomes.to_owned(), rule }];
    }
    let pairs = text.char_indices().zip(becomes.chars()).filter(|((_, before), after)| before != after);
    pairs
        .map(|((at, c), after)| Change { range: at..at + c.len_utf8(), text: after.to_string(), rule })
        .collect()
}

/// A text with changes carried out.
pub(super) fn apply(text: &str, changes: &[Change]) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut at = 0;
    for change in changes {
        out.push_str(&text[at..change.range.start]);
        out.push_str(&change.text);
        at = change.range.end;
    }
    out.push_str(&text[at..]);
    out
}

/// What a stretch becomes and why; nothing if it stays.
type Becomes = Option<(String, Rule)>;

/// Stretches whose text is fixed, none over another: where each begins, where it ends and what it becomes.
#[derive(Default)]
struct Settled {
    stretches: BTreeMap<usize, (usize, Becomes)>,
}

impl Settled {
    /// Takes a stretch in unless it lies over one that is settled already.
    fn add(&mut self, range: Range<usize>, becomes: Becomes) {
        let before = self.stretches.range(..range.end).next_back();
        if before.is_none_or(|(_, (end, _))| *end <= range.start) {
            self.stretches.insert(range.start, (range.end, becomes));
        }
    }
}

/// The places whose way of writing OpenCC knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Region {
    Taiwan,
    HongKong,
    None,
}

impl Region {
    fn of(language: &Language) -> Self {
        match language.region() {
            Some("TW") => Self::Taiwan,
            Some("HK" | "MO") => Self::HongKong,
            _ => Self::None,
        }
    }
}

/// OpenCC's conversions between two kinds of Chinese: characters only, and with words.
fn configs(
    from: Script,
    from_region: Region,
    to: Script,
    to_region: Region,
) -> (Vec<Config>, Option<Config>) {
    use Region::{HongKong, None as Nowhere, Taiwan};
    use Script::{Simplified, Traditional};
    match (from, to) {
        (Simplified, Simplified) => (vec![], None),
        (Simplified, Traditional) => match to_region {
            Taiwan => (vec![Config::S2tw], Some(Config::S2twp)),
            HongKong => (vec![Config::S2hk], Some(Config::S2hkp)),
            Nowhere => (vec![Config::S2t], None),
        },
        (Traditional, Simplified) => match from_region {
            Taiwan => (vec![Config::Tw2s], Some(Config::Tw2sp)),
            HongKong => (vec![Config::Hk2s], Some(Config::Hk2sp)),
            Nowhere => (vec![Config::T2s], None),
        },
        (Traditional, Traditional) => {
            if from_region == to_region {
                return (vec![], None);
            }
            let back = match from_region {
                Taiwan => Some(Config::Tw2t),
                HongKong => Some(Config::Hk2t),
                Nowhere => None,
            };
            let forth = match to_region {
                Taiwan => Some(Config::T2tw),
                HongKong => Some(Config::T2hk),
                Nowhere => None,
            };
            (back.into_iter().chain(forth).collect(), None)
        }
    }
}
