//! A memory that grows: units are merged into a file, which is replaced whole under a lock.

use std::fmt;
use std::fs::File;
use std::io;
use std::path::Path;

use crate::file::{FileError, Lock, Put, Replacement};
use crate::merge::{Plan, Policy, Tally};
use crate::model::{Header, Unit};
use crate::problem::{Effect, Problem};
use crate::read::Reader;
use crate::write::{WriteError, Writer};

/// Why a memory was not updated. In every case its file is as it was.
#[derive(Debug)]
pub enum UpdateError {
    /// The file cannot be locked or replaced.
    File(FileError),
    /// The file cannot be read whole, and replacing it would lose what cannot.
    Read(Problem),
    /// A unit cannot be written.
    Write(WriteError),
}

impl fmt::Display for UpdateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(error) => error.fmt(f),
            Self::Read(problem) => problem.fmt(f),
            Self::Write(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for UpdateError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::File(error) => Some(error),
            Self::Read(problem) => Some(problem),
            Self::Write(error) => Some(error),
        }
    }
}

impl From<FileError> for UpdateError {
    fn from(error: FileError) -> Self {
        Self::File(error)
    }
}

impl From<WriteError> for UpdateError {
    fn from(error: WriteError) -> Self {
        Self::Write(error)
    }
}

/// A memory with units merged into it, complete beside the old one, which is locked until this is dropped.
#[derive(Debug)]
pub struct Update {
    replacement: Replacement,
    tally: Tally,
}

impl Update {
    /// Puts it in the place of the old one.
    ///
    /// # Errors
    /// If the disk does not take it; the old memory is as it was.
    pub fn commit(self) -> Result<(Tally, Put), FileError> {
        Ok((self.tally, self.replacement.commit()?))
    }
}

/// Merges units, which stand under `header`, into the memory at `path`; begins it if there is none.
///
/// The same units again change nothing, byte for byte.
///
/// # Errors
/// If the file is being written by somebody else, cannot be read whole, or cannot be replaced.
pub fn update(path: &Path, header: &Header, units: &[Unit], policy: Policy) -> Result<Tally, UpdateError> {
    let (tally, _) = prepare(path, header, units, policy)?.commit()?;
    Ok(tally)
}

/// Does all of [`update`] but its last step, so that other files can be put in their places with it.
///
/// # Errors
/// As [`update`].
pub fn prepare(path: &Path, header: &Header, units: &[Unit], policy: Policy) -> Result<Update, UpdateError> {
    let lock = Lock::take(path)?;
    let old = match open(path)? {
        Some(reader) => reader.header().clone(),
        None => header.clone(),
    };
    let new = || units.iter().map(|unit| unit.clone().under(header, &old));
    let mut plan = Plan::new(policy, old.clone());
    plan.begin();
    for unit in open(path)?.into_iter().flatten() {
        if let Some(unit) = whole(unit)? {
            plan.look(&unit.under(&old, &old));
        }
    }
    plan.begin();
    new().for_each(|unit| plan.look(&unit));
    let mut choice = plan.decide();

    let failed = |error| FileError::Io(path.to_owned(), error);
    let mut writer = Writer::new(lock.replace()?, &old).map_err(failed)?;
    for unit in open(path)?.into_iter().flatten() {
        if let Some(unit) = whole(unit)? {
            choice.pass(unit.under(&old, &old), &mut |unit| writer.write(&unit))?;
        }
    }
    for unit in new() {
        choice.pass(unit, &mut |unit| writer.write(&unit))?;
    }
    let mut replacement = writer.finish().map_err(failed)?;
    replacement.complete()?;
    Ok(Update { replacement, tally: choice.tally().clone() })
}

fn open(path: &Path) -> Result<Option<Reader<File>>, UpdateError> {
    match File::open(path) {
        Ok(file) => Reader::new(file).map(Some).map_err(UpdateError::Read),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(FileError::Io(path.to_owned(), error).into()),
    }
}

/// A unit; nothing where something was repaired on the way; an error where something would be lost.
fn whole(unit: Result<Unit, Problem>) -> Result<Option<Unit>, UpdateError> {
    match unit {
        Ok(unit) => Ok(Some(unit)),
        Err(problem) if problem.effect == Effect::Repaired => Ok(None),
        Err(problem) => Err(UpdateError::Read(problem)),
    }
}
