//! An issue and its translation, aligned; and the memories that come of it.

use duizhao_tm::{Date, Header, Unit};

use super::error::REPORT;
use super::{Decisions, Error, Prepared, Remark, Variant};
use crate::align::{Aligner, Alignment, Bead, Doubt, align_decided, doubts};
use crate::memory::{self, Provenance};

/// An issue and its translation, and which sentences translate which.
#[derive(Debug)]
pub struct Aligned<'a> {
    source: &'a Prepared,
    target: &'a Prepared,
    alignment: Alignment,
    /// On decisions that do not fit.
    unfit: Vec<Remark>,
    doubts: Vec<Doubt>,
    /// The beads, those that are not believed parted.
    believed: Vec<Bead>,
    gate: Gate,
}

/// Which beads are believed: only they enter memories and books as true.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gate {
    least: f32,
    marks: bool,
}

impl Default for Gate {
    /// Measured on texts with known beads: of the right ones, 1 of 200 in novels and 1 of 900 in news are less sure.
    fn default() -> Self {
        Self { least: 0.6, marks: false }
    }
}

impl Gate {
    /// Beads of at least this confidence, 0 to 1, are believed.
    #[must_use]
    pub fn least(self, least: f32) -> Self {
        Self { least, ..self }
    }

    /// Memories hold the others too, with the property `x-doubtful` and a note; by default they are left out.
    #[must_use]
    pub fn marks(self, marks: bool) -> Self {
        Self { marks, ..self }
    }

    /// Whether memories hold doubtful beads, with a mark.
    #[must_use]
    pub fn is_marking(self) -> bool {
        self.marks
    }

    fn believes(self, bead: &Bead) -> bool {
        bead.is_null() || bead.confidence >= self.least
    }
}

impl<'a> Aligned<'a> {
    /// Aligns the two.
    #[must_use]
    pub fn new(aligner: &Aligner, source: &'a Prepared, target: &'a Prepared) -> Self {
        Self::around(aligner, source, target, &Decisions::default())
    }

    /// Aligns the two around what people decided.
    #[must_use]
    pub fn around(
        aligner: &Aligner,
        source: &'a Prepared,
        target: &'a Prepared,
        decisions: &Decisions,
    ) -> Self {
        let sides = (source.text().segments(), target.text().segments());
        let (decided, unfit) = decisions.bind(sides.0, sides.1);
        let alignment = align_decided(aligner, sides.0, sides.1, &decided);
        let doubts = doubts(&source.text().sentences(), &target.text().sentences(), &alignment.beads);
        Self { source, target, alignment, unfit, doubts, believed: Vec::new(), gate: Gate::default() }
            .with_gate(Gate::default())
    }

    /// Which beads are believed.
    #[must_use]
    pub fn gate(&self) -> Gate {
        self.gate
    }

    /// The same alignment with another gate.
    #[must_use]
    pub fn with_gate(mut self, gate: Gate) -> Self {
        self.gate = gate;
        self.believed.clear();
        for bead in &self.alignment.beads {
            if gate.believes(bead) {
                self.believed.push(bead.clone());
            } else {
                self.believed.extend(bead.parted());
            }
        }
        self
    }

    /// What was found.
    #[must_use]
    pub fn alignment(&self) -> &Alignment {
        &self.alignment
    }

    /// The beads over all segments of both, for books: a bead that is not believed stands as two null beads.
    #[must_use]
    pub fn believed(&self) -> &[Bead] {
        &self.believed
    }

    /// The beads that are not believed.
    #[must_use]
    pub fn doubtful(&self) -> Vec<&Bead> {
        self.alignment.beads.iter().filter(|bead| !self.gate.believes(bead)).collect()
    }

    /// What makes one doubt that the two translate each other at all.
    #[must_use]
    pub fn doubts(&self) -> &[Doubt] {
        &self.doubts
    }

    /// Decisions that do not fit, what changed its place, what stands alone, and whether the texts are translations at all.
    #[must_use]
    pub fn remarks(&self) -> Vec<Remark> {
        let mut remarks = self.unfit.clone();
        remarks.extend(Remark::of_structure(self.source.text().issue(), self.target.text().issue()));
        remarks.extend(Remark::of_alignment(&self.alignment));
        remarks.extend(self.doubts.iter().copied().map(Remark::of_doubt));
        remarks
    }

    /// The memory (TMX 1.4) of the issue, or of a variant of it: the beads that are believed, and the others where the
    /// gate marks them.
    ///
    /// # Errors
    /// If a unit cannot be written as XML.
    pub fn memory(&self, text: &Variant) -> Result<Vec<u8>, Error> {
        let beads = if self.gate.marks { &self.alignment.beads } else { &self.believed };
        self.tmx(text, beads)
    }

    /// The memory of the beads that are not believed, to be looked at; none if there is no such bead, or the gate marks
    /// them.
    ///
    /// # Errors
    /// If a unit cannot be written as XML.
    pub fn doubtful_memory(&self, text: &Variant) -> Result<Option<Vec<u8>>, Error> {
        let beads: Vec<Bead> = self.doubtful().into_iter().cloned().collect();
        if beads.is_empty() || self.gate.marks { Ok(None) } else { self.tmx(text, &beads).map(Some) }
    }

    fn tmx(&self, text: &Variant, beads: &[Bead]) -> Result<Vec<u8>, Error> {
        let from = self.provenance(text);
        memory::tmx(text.side(), self.target.text().side(), beads, &from)
            .map_err(|error| Error::new(error, REPORT))
    }

    /// The units of the issue itself that are believed, and the header that they stand under, for a memory that grows.
    #[must_use]
    pub fn units(&self) -> (Header, Vec<Unit>) {
        let text = self.source.text();
        let from = self.provenance(text);
        let header = memory::header(text.side(), &from);
        let units = memory::units(text.side(), self.target.text().side(), &self.believed, &from);
        (header, units)
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
            doubtful_below: self.gate.least,
        }
    }
}
