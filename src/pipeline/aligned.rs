//! An issue and its translation, aligned; and the memories that come of it.

use duizhao_tm::{Date, Header, Unit};

use super::{Error, Prepared, Remark, Variant};
use crate::align::{Aligner, Alignment, Bead, align_issues, doubts};
use crate::memory::{self, Provenance};

/// An issue and its translation, and which sentences translate which.
#[derive(Debug)]
pub struct Aligned<'a> {
    source: &'a Prepared,
    target: &'a Prepared,
    alignment: Alignment,
}

/// What to do about a language that a memory cannot name.
const UNNAMED: &str = "name another language in the front matter";

impl<'a> Aligned<'a> {
    /// Aligns the two.
    #[must_use]
    pub fn new(aligner: &Aligner, source: &'a Prepared, target: &'a Prepared) -> Self {
        let alignment = align_issues(aligner, source.text().segments(), target.text().segments());
        Self { source, target, alignment }
    }

    /// What was found.
    #[must_use]
    pub fn alignment(&self) -> &Alignment {
        &self.alignment
    }

    /// The beads, over all segments of both.
    #[must_use]
    pub fn beads(&self) -> &[Bead] {
        &self.alignment.beads
    }

    /// What changed its place, what stands alone, and whether the texts are translations at all.
    #[must_use]
    pub fn remarks(&self) -> Vec<Remark> {
        let mut remarks = Remark::of_alignment(&self.alignment);
        let (own, other) = (self.source.text().sentences(), self.target.text().sentences());
        remarks.extend(doubts(&own, &other, self.beads()).into_iter().map(Remark::of_doubt));
        remarks
    }

    /// The memory (TMX 1.4) of the issue, or of a variant of it.
    ///
    /// # Errors
    /// If TMX cannot name one of the languages.
    pub fn memory(&self, text: &Variant) -> Result<Vec<u8>, Error> {
        let from = self.provenance(text);
        memory::tmx(text.side(), self.target.text().side(), self.beads(), &from)
            .map_err(|error| Error::new(error, UNNAMED))
    }

    /// The units of the issue itself and the header that they stand under, for a memory that grows.
    ///
    /// # Errors
    /// If TMX cannot name one of the languages.
    pub fn units(&self) -> Result<(Header, Vec<Unit>), Error> {
        let text = self.source.text();
        let from = self.provenance(text);
        let unnamed = |error| Error::new(error, UNNAMED);
        let header = memory::header(text.side(), &from).map_err(unnamed)?;
        let units = memory::units(text.side(), self.target.text().side(), self.beads(), &from);
        Ok((header, units.map_err(unnamed)?))
    }

    /// Where the units of a text come from.
    fn provenance(&self, text: &Variant) -> Provenance {
        let own = self.source.text();
        let date = own.issue().masthead.date.map(|date| date.to_string());
        let converted = text.language() != own.language();
        Provenance {
            source: self.source.name().to_owned(),
            target: self.target.name().to_owned(),
            conversion: converted.then(|| format!("{} to {}", own.language(), text.language())),
            // The day of the issue, never of the run: the same input gives the same bytes.
            created: date.and_then(|date| date.parse::<Date>().ok()),
        }
    }
}
