//! Memories that are looked into: the index beside the file is taken, or made, or done without.

use std::io;
use std::path::Path;

use duizhao::script::SimplifiedForms;
use duizhao_tm::Cause;
use duizhao_tm::query::{Fold, Index, IndexError, path_of};

use crate::cli::{Failure, Output, files};

use super::memory::{Reading, failure};
use super::table::{count, number};

/// The name of the table by which texts of both scripts are compared.
const FOLD: &str = SimplifiedForms::NAME;

/// How characters of both scripts are compared.
pub(crate) fn fold(forms: &(dyn Fn(char) -> char + Sync)) -> Fold<'_> {
    Fold::new(FOLD, forms)
}

/// A memory to look into; `-` is standard input.
pub(crate) fn open<'f>(
    memory: &Path,
    reading: Reading,
    fold: Fold<'f>,
    out: &Output,
) -> Result<Index<'f>, Failure> {
    let told = |error| told(memory, error);
    if memory == Path::new("-") {
        return checked(Index::of_bytes(files::read(memory)?, fold).map_err(told)?, memory, reading, out);
    }
    let beside = path_of(memory);
    let index = match Index::open(memory, fold) {
        Ok(index) => index,
        Err(error @ (IndexError::Memory(_) | IndexError::File(_))) => return Err(told(error)),
        Err(IndexError::Io(path, error)) if path == memory => return Err(Failure::reading(&path, error)),
        Err(reason) => {
            match &reason {
                IndexError::Missing => {}
                reason => out.tell_more(format_args!("{}: {reason}; it is made anew", beside.display())),
            }
            match Index::make(memory, fold) {
                Ok(index) => {
                    out.tell_more(format_args!(
                        "{}: index of {}",
                        beside.display(),
                        count(index.units(), "unit")
                    ));
                    index
                }
                Err(IndexError::File(error)) => {
                    // It answers all the same; only not as quickly the next time.
                    out.tell(format_args!("the index is not kept: {error}"));
                    Index::in_memory(memory, fold).map_err(told)?
                }
                Err(error) => return Err(told(error)),
            }
        }
    };
    checked(index, memory, reading, out)
}

/// The index, if nothing of its memory is missing without its user knowing.
fn checked<'f>(
    index: Index<'f>,
    memory: &Path,
    reading: Reading,
    out: &Output,
) -> Result<Index<'f>, Failure> {
    let faults = index.faults();
    if let Some(line) = faults.cut_off {
        let place = format!("{}:{line}", memory.display());
        if !reading.salvages() {
            return Err(Failure::input(
                place,
                "the file ends before </tmx>: it was cut off",
                "get it again, or give --salvage to look into what is there",
            ));
        }
        out.warn(format_args!("{place}: the file was cut off here"));
    }
    if let Some(line) = faults.second_root {
        out.tell(format_args!("{}:{line}: {}", memory.display(), Cause::SecondRoot));
    }
    if let Some(line) = faults.lines.first() {
        let what = match faults.count {
            1 => "what stands here cannot be read; `duizhao tm stats` tells why".to_owned(),
            more => format!(
                "{} places cannot be read, this is the first; `duizhao tm stats` tells them all",
                number(more)
            ),
        };
        out.warn(format_args!("{}:{line}: {what}", memory.display()));
    }
    Ok(index)
}

fn told(memory: &Path, error: IndexError) -> Failure {
    match error {
        IndexError::Memory(problem) => failure(memory, problem),
        IndexError::Io(path, error) => Failure::reading(&path, error),
        error => Failure::cannot(
            format_args!("{}: {error}", memory.display()),
            "remove the file beside the memory that ends in .idx",
        ),
    }
}

/// A failure while one looks.
pub(crate) fn looking(memory: &Path, error: io::Error) -> Failure {
    if error.kind() == io::ErrorKind::InvalidData || error.kind() == io::ErrorKind::UnexpectedEof {
        return Failure::cannot(
            format_args!("{}: {error}", memory.display()),
            format_args!("remove {}; it will be made anew", path_of(memory).display()),
        );
    }
    Failure::reading(memory, error)
}
