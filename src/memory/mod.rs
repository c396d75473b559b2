//! From beads to translation units: the only place where an issue meets a translation memory.
//!
//! One bilingual memory for each script, never Simplified and Traditional in one unit: CAT tools look at the
//! language of a variant only, and of two Chinese variants the wrong one may win.
//!
//! Beside the sentences themselves, a memory holds what a CAT tool without a Markdown filter will show of the
//! cleaned file where that is something else (`# ` before a headline, two sentences that the tool does not cut):
//! units with the property `x-form` = `file`. Where several sentences became one, the tool asks for each by itself:
//! the translation is cut at its clauses, units with `x-form` = `part`. Without them the exact match is lost.

mod cat_view;
mod split_translation;

use std::collections::BTreeSet;
use std::ops::Range;

use duizhao_tm::{Date, Header, Language, Note, Prop, Unit, Variant, WriteError, Writer};

use crate::align::{Aligner, Bead};
use crate::issue::Role;
use crate::segment::Segments;
use cat_view::CleanFile;

/// The note of a unit that is doubtful.
const DOUBTFUL: &str = "duizhao is not sure that these belong together";

/// Where the units of a memory come from; written with each of them.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Provenance {
    /// Name of the source file.
    pub source: String,
    /// Name of the translation's file.
    pub target: String,
    /// The conversion that the source went through after it was aligned: `s2tw`.
    pub conversion: Option<String>,
    /// When the units were made.
    pub created: Option<Date>,
    /// Units of beads less sure than this, 0 to 1, say that they are doubtful.
    pub doubtful_below: f32,
}

impl Provenance {
    /// Units of a source and its translation, by the names of their files; no day, nothing doubtful.
    #[must_use]
    pub fn new(source: impl Into<String>, target: impl Into<String>) -> Self {
        Self { source: source.into(), target: target.into(), ..Self::default() }
    }
}

/// One side of an alignment: its segments, and the cleaned file that translators load.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// The segments.
    pub segments: &'a Segments,
    /// The cleaned issue as Markdown.
    pub file: &'a str,
}

/// The units of an alignment: those of the beads, in their order, then those of the file's own forms. Null beads
/// give none: a unit without a translation would blank the translator's text. Nor does a pull quote that repeats a
/// sentence to the letter.
///
/// ```
/// use duizhao::align::{Aligner, align_issues};
/// use duizhao::issue::{Source, read};
/// use duizhao::memory::{Provenance, Side, units};
/// use duizhao::segment::Segments;
///
/// let (zh, en) = ("# 渡口\n\n船昨天开了。\n", "# The Ferry\n\nThe boat left yesterday.\n");
/// let segments = |name: &str, text: &str| Segments::of(&read(&Source::new(name, text)).0);
/// let (source, target) = (segments("issue.zh.md", zh), segments("issue.en.md", en));
/// let beads = align_issues(&Aligner::default(), &source, &target).beads;
/// let (source, target) = (Side { segments: &source, file: zh }, Side { segments: &target, file: en });
/// let units = units(source, target, &beads, &Provenance::new("issue.zh.md", "issue.en.md"));
/// assert_eq!(units[1].variants[0].seg.plain(), "船昨天开了。");
/// assert_eq!(units[1].variants[1].seg.plain(), "The boat left yesterday.");
/// ```
#[must_use]
pub fn units(source: Side<'_>, target: Side<'_>, beads: &[Bead], from: &Provenance) -> Vec<Unit> {
    let languages = (source.segments.language(), target.segments.language());
    let maker = Maker { source: source.segments, languages, from };
    let mut units = Vec::with_capacity(beads.len());
    // A pull quote in the very words of the article says what has its unit already.
    let (pulled, others): (Vec<&Bead>, Vec<&Bead>) =
        beads.iter().filter(|bead| !bead.is_null()).partition(|bead| is_pulled(source.segments, bead));
    let words = |bead: &Bead| source.segments.joined(bead.source.clone());
    let mut again: BTreeSet<String> = pulled.into_iter().map(words).collect();
    if !again.is_empty() {
        let said: BTreeSet<String> = others.into_iter().map(words).collect();
        again.retain(|words| said.contains(words));
    }
    for bead in beads.iter().filter(|bead| !bead.is_null()) {
        if !again.is_empty() && is_pulled(source.segments, bead) && again.contains(&words(bead)) {
            continue;
        }
        let texts =
            (source.segments.joined(bead.source.clone()), target.segments.joined(bead.target.clone()));
        units.push(maker.unit(bead, texts, None));
    }
    let files = (CleanFile::new(source.file, source.segments), CleanFile::new(target.file, target.segments));
    let aligner = Aligner::default();
    let mut bead_of = vec![None; source.segments.len()];
    for (index, bead) in beads.iter().enumerate() {
        bead_of[bead.source.clone()].fill(Some(index));
    }
    let pieces = files.0.pieces();
    let mut rest = pieces.as_slice();
    while let [(_, segments), ..] = rest {
        let first = bead_of[segments.start];
        let (count, whole) = first.and_then(|first| covering(&beads[first..], rest)).unzip();
        let (own, others) = rest.split_at(count.unwrap_or(1));
        rest = others;
        let (Some(first), Some(whole)) = (first, whole) else { continue };
        let Some(translation) = files.1.text_of(whole.target.clone()) else { continue };
        if let [(piece, segments)] = own {
            if whole.source != beads[first].source || *piece != source.segments.joined(segments.clone()) {
                let translation = with_markup_of(piece, &translation);
                units.push(maker.unit(&whole, ((*piece).to_owned(), translation), Some("file")));
            }
            continue;
        }
        let texts: Vec<&str> = own.iter().map(|(piece, _)| *piece).collect();
        for (piece, part) in texts.iter().zip(
            split_translation::split(&aligner, &texts, &translation, target.segments.language())
                .unwrap_or_default(),
        ) {
            units.push(maker.unit(&whole, ((*piece).to_owned(), with_markup_of(piece, part)), Some("part")));
        }
    }
    units
}

/// Whether the segments of a bead are those of a pull quote.
fn is_pulled(segments: &Segments, bead: &Bead) -> bool {
    bead.source.clone().all(|index| segments.role(segments.segments()[index].leaf) == Role::PullQuote)
}

/// The header that the units stand under.
#[must_use]
pub fn header(source: Side<'_>, from: &Provenance) -> Header {
    let mut header = Header::new("duizhao", env!("CARGO_PKG_VERSION"), source.segments.language().clone());
    header.origin.created = from.created;
    header
}

/// The same units as a TMX file.
///
/// # Errors
/// If a unit cannot be written as XML.
pub fn tmx(
    source: Side<'_>,
    target: Side<'_>,
    beads: &[Bead],
    from: &Provenance,
) -> Result<Vec<u8>, WriteError> {
    let mut writer = Writer::new(Vec::new(), &header(source, from)).map_err(WriteError::Io)?;
    for unit in units(source, target, beads, from) {
        writer.write(&unit)?;
    }
    writer.finish().map_err(WriteError::Io)
}

struct Maker<'a> {
    source: &'a Segments,
    languages: (&'a Language, &'a Language),
    from: &'a Provenance,
}

impl Maker<'_> {
    fn unit(&self, bead: &Bead, (source, target): (String, String), form: Option<&str>) -> Unit {
        let article = self.source.article(self.source.segments()[bead.source.start].leaf) + 1;
        let (of_source, of_target) = bead.kind();
        let prop = |kind: &str, value: String| Prop::new(format!("x-{kind}"), value);
        let mut props = vec![
            prop("source-file", self.from.source.clone()),
            prop("target-file", self.from.target.clone()),
            prop("article", article.to_string()),
            prop("segment", (bead.source.start + 1).to_string()),
            prop("bead", format!("{of_source}-{of_target}")),
            prop("confidence", format!("{:.2}", bead.confidence)),
        ];
        props.extend(self.from.conversion.iter().map(|conversion| prop("conversion", conversion.clone())));
        props.extend(form.map(|form| prop("form", form.to_owned())));
        let mut unit = Unit::new(vec![
            Variant::new(self.languages.0.clone(), source.as_str()),
            Variant::new(self.languages.1.clone(), target.as_str()),
        ]);
        if bead.confidence < self.from.doubtful_below {
            props.push(prop("doubtful", format!("{:.2}", bead.confidence)));
            unit.notes.push(Note::new(DOUBTFUL));
        }
        unit.props = props;
        unit.origin.created = self.from.created;
        unit
    }
}

/// The shortest run of pieces that holds whole beads, the first of `beads` on: how many pieces, and the beads as
/// one. Its confidence is the lowest of theirs. None where a bead is null, or its translation stands elsewhere.
fn covering(beads: &[Bead], pieces: &[(&str, Range<usize>)]) -> Option<(usize, Bead)> {
    let mut whole = beads.first()?.clone();
    let mut beads = beads.iter();
    let (_, first) = pieces.first()?;
    if whole.source.start != first.start {
        return None;
    }
    whole.source.end = first.start;
    let mut end = first.start;
    for (count, (_, segments)) in pieces.iter().enumerate() {
        if segments.start != end {
            return None;
        }
        end = segments.end;
        while whole.source.end < end {
            let bead = beads.next()?;
            let follows = bead.target.start == whole.target.end || bead.source.start == whole.source.start;
            if bead.is_null() || !follows {
                return None;
            }
            whole.source.end = bead.source.end;
            whole.target.end = bead.target.end;
            whole.confidence = whole.confidence.min(bead.confidence);
        }
        if whole.source.end == end {
            return Some((count + 1, whole));
        }
    }
    None
}

/// The translation behind the block markup of its source: a heading stays one of its level.
fn with_markup_of(piece: &str, translation: &str) -> String {
    let (markup, _) = split_markup(piece);
    let (_, text) = split_markup(translation);
    format!("{markup}{text}")
}

/// The markup at a block's start (`## `, `- `, `> `, `1. `) and what stands behind it.
fn split_markup(line: &str) -> (&str, &str) {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit() || "#->*+.) ".contains(c));
    let markup = &line[..line.len() - rest.len()];
    // `**` opens strong text and `2024` a sentence: markup of a block ends in a blank.
    let end = markup.rfind(' ').map_or(0, |at| at + 1);
    let is_markup = matches!(markup[..end].trim_end(), "-" | "*" | "+" | ">")
        || markup[..end].trim_end().chars().all(|c| c == '#')
        || markup[..end]
            .trim_end()
            .strip_suffix(['.', ')'])
            .is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()));
    line.split_at(if is_markup { end } else { 0 })
}
