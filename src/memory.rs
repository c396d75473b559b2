//! From beads to translation units: the only place where an issue meets a translation memory.
//!
//! One bilingual memory for each script, never Simplified and Traditional in one unit: CAT tools look at the
//! language of a variant only, and of two Chinese variants the wrong one may win.

use std::fmt;

use duizhao_tm::{Date, Header, Language as Code, NotALanguage, Prop, Unit, Variant, WriteError, Writer};

use crate::align::Bead;
use crate::segment::Segments;

/// Where the units of a memory come from; written with each of them.
#[derive(Debug, Clone)]
pub struct Provenance {
    /// Name of the source file.
    pub source: String,
    /// Name of the translation's file.
    pub target: String,
    /// The conversion that the source went through after it was aligned: `s2tw`.
    pub conversion: Option<String>,
    /// When the units were made.
    pub created: Option<Date>,
}

/// Why an alignment could not be written as a memory.
#[derive(Debug)]
pub enum MemoryError {
    /// TMX cannot name the language.
    Language(NotALanguage),
    /// A unit could not be written.
    Write(WriteError),
}

impl fmt::Display for MemoryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Language(error) => error.fmt(f),
            Self::Write(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for MemoryError {}

impl From<NotALanguage> for MemoryError {
    fn from(error: NotALanguage) -> Self {
        Self::Language(error)
    }
}

impl From<WriteError> for MemoryError {
    fn from(error: WriteError) -> Self {
        Self::Write(error)
    }
}

/// The units of an alignment, in the order of the beads. Null beads give none: a unit without a translation
/// would blank the translator's text.
///
/// # Errors
/// If a language of the segments is none that TMX can name.
pub fn units(
    source: &Segments,
    target: &Segments,
    beads: &[Bead],
    from: &Provenance,
) -> Result<Vec<Unit>, NotALanguage> {
    let languages = (code(source)?, code(target)?);
    let units = beads
        .iter()
        .filter(|bead| !bead.is_null())
        .map(|bead| {
            let article = source.article(source.segments()[bead.source.start].leaf) + 1;
            let (of_source, of_target) = bead.kind();
            let prop = |kind: &str, value: String| Prop::new(format!("x-{kind}"), value);
            let mut props = vec![
                prop("source-file", from.source.clone()),
                prop("target-file", from.target.clone()),
                prop("article", article.to_string()),
                prop("segment", (bead.source.start + 1).to_string()),
                prop("bead", format!("{of_source}-{of_target}")),
                prop("confidence", format!("{:.2}", bead.confidence)),
            ];
            if let Some(conversion) = &from.conversion {
                props.push(prop("conversion", conversion.clone()));
            }
            let mut unit = Unit::new(vec![
                Variant::new(languages.0.clone(), source.joined(bead.source.clone()).as_str()),
                Variant::new(languages.1.clone(), target.joined(bead.target.clone()).as_str()),
            ]);
            unit.props = props;
            unit.origin.created = from.created;
            unit
        })
        .collect();
    Ok(units)
}

/// The same units as a TMX file.
///
/// # Errors
/// As [`units`].
pub fn tmx(
    source: &Segments,
    target: &Segments,
    beads: &[Bead],
    from: &Provenance,
) -> Result<Vec<u8>, MemoryError> {
    let mut header = Header::new("duizhao", env!("CARGO_PKG_VERSION"), code(source)?);
    header.origin.created = from.created;
    let mut writer = Writer::new(Vec::new(), &header).map_err(WriteError::Io)?;
    for unit in units(source, target, beads, from)? {
        writer.write(&unit)?;
    }
    Ok(writer.finish().map_err(WriteError::Io)?)
}

fn code(segments: &Segments) -> Result<Code, NotALanguage> {
    segments.language().as_str().parse()
}
