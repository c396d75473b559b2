//! What a user knows beforehand, as the aligner takes it: glossaries, translation memories, an encoder.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use duizhao::align::{Aligner, Sentence, Terms};
use duizhao::issue;
use duizhao::pipeline::{Decisions, Glossary, teach_unit};
use duizhao_tm::{Effect, Reader, Unit};

use super::encoder::Encoder;
use super::{Failure, Output, files};

/// What people decided about pairs of sentences.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct DecisionsArgs {
    /// Decisions about pairs of sentences: JSON lines with verdict (right, wrong), source and target; or the table that
    /// `duizhao align` writes, corrected: rows are right, and what stands in no row has no partner
    #[arg(long, value_name = "FILE")]
    decisions: Option<PathBuf>,
}

impl DecisionsArgs {
    /// The file that it names.
    pub(crate) fn files(&self) -> impl Iterator<Item = &Path> {
        self.decisions.as_deref().into_iter()
    }

    /// Whether there is a file.
    pub(crate) fn is_given(&self) -> bool {
        self.decisions.is_some()
    }

    /// What the file says; nothing without one.
    pub(crate) fn read(&self) -> Result<Decisions, Failure> {
        let Some(path) = &self.decisions else { return Ok(Decisions::default()) };
        let name = path.display().to_string();
        let (source, _) = issue::Source::decode(name.clone(), &files::read(path)?);
        Ok(Decisions::read(&name, &source.text))
    }
}

/// What becomes of places in a memory that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Damage {
    /// They are passed over.
    Passed,
    /// They are a failure: the memory will be written anew, and would lose them.
    Refused,
}

/// Adds the units of a memory, except those that `leaves_out` picks.
pub(crate) fn memory(
    path: &Path,
    terms: &mut Terms,
    leaves_out: impl Fn(&Unit) -> bool,
    damage: Damage,
    out: &Output,
) -> Result<(), Failure> {
    let failure = |problem| Failure::input(path.display(), problem, "check it with `duizhao tm check`");
    let file = files::open(path)?;
    for unit in Reader::new(file).map_err(failure)? {
        match unit {
            Ok(unit) if leaves_out(&unit) => {}
            Ok(unit) => teach_unit(terms, &unit),
            Err(problem) if damage == Damage::Refused && problem.effect != Effect::Repaired => {
                return Err(failure(problem));
            }
            Err(problem) => out.warn(format_args!("{}: {problem}", path.display())),
        }
    }
    Ok(())
}

/// A glossary: TBX, or lines of term, tab, translation.
pub(crate) fn glossary(path: &Path, out: &Output) -> Result<Glossary, Failure> {
    let glossary = Glossary::read(&path.display().to_string(), &files::read(path)?)?;
    for remark in &glossary.remarks {
        out.remark(remark);
    }
    Ok(glossary)
}

/// Terms and encoders as arguments.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Known {
    /// Terms that count beside the built-in lexicon: TBX, or lines of source, tab, translation
    #[arg(long, value_name = "FILE")]
    lexicon: Option<PathBuf>,

    /// A command that makes vectors of sentences, which count beside the words: each line of its standard input is
    /// a JSON string, to be answered with a line that is a JSON array of numbers
    #[arg(long, value_name = "COMMAND")]
    encoder: Option<String>,

    /// How many seconds each answer of the encoder is waited for; the first comes when it has loaded its model
    #[arg(long, value_name = "SECONDS", default_value_t = duizhao::limits::ENCODER_SECONDS,
        value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    encoder_timeout: u64,
}

impl Known {
    /// The files that it names.
    pub(crate) fn files(&self) -> impl Iterator<Item = &Path> {
        self.lexicon.as_deref().into_iter()
    }

    /// The terms named.
    pub(crate) fn terms(&self, out: &Output) -> Result<Terms, Failure> {
        let mut terms = Terms::default();
        if let Some(path) = &self.lexicon {
            glossary(path, out)?.teach(&mut terms);
        }
        Ok(terms)
    }

    /// How long each answer of the encoder is waited for.
    pub(crate) fn patience(&self) -> Duration {
        Duration::from_secs(self.encoder_timeout)
    }

    /// The encoder named, started.
    pub(crate) fn encoder(&self) -> Result<Option<Encoder>, Failure> {
        self.encoder.as_deref().map(Encoder::start).transpose()
    }

    /// The aligner, with the vectors of all sentences that it will see where an encoder was named.
    pub(crate) fn encoded(
        &self,
        aligner: Aligner,
        sides: [&[Sentence<'_>]; 2],
        out: &Output,
    ) -> Result<Aligner, Failure> {
        let Some(encoder) = self.encoder()? else { return Ok(aligner) };
        let vectors = encoder.all_vectors(
            sides.into_iter().flatten().map(|sentence| sentence.text),
            self.patience(),
            out,
        )?;
        Ok(aligner.with_vectors(Arc::new(vectors)))
    }
}
