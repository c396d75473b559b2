//! The files of one run: nothing is written over what is read, nor over what else is written, and what is written
//! appears together or not at all.
//!
//! A command names what it reads and what it will write, in any order and before it writes; each name is compared
//! with all others, by where it leads. Devices and pipes take what is written as it comes.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use duizhao_tm::file::{Aside, Batch, Folders, Lost, Meeting, Place, Put, What, sweep, together};

use super::{Failure, Output};

/// The files of a run.
#[derive(Default)]
pub(crate) struct Outputs {
    inputs: Vec<Input>,
    claimed: Vec<Named>,
    /// What was begun, in the order of the slots.
    ready: Vec<Ready>,
    /// Folders that were made for it. Behind the files, for they go first.
    folders: Folders,
    swept: Vec<PathBuf>,
}

/// A file by its name and where that leads.
struct Named {
    path: PathBuf,
    place: Place,
}

/// A file that is read.
struct Input {
    file: Named,
    /// Whether a new version may take its place.
    renewed: bool,
}

/// A file to be filled.
enum Ready {
    File(PathBuf, Aside),
    /// For a device or a pipe: `/dev/null` must not become a file.
    Stream(PathBuf, Vec<u8>),
}

/// The right to write one file.
#[derive(Clone, Copy)]
pub(crate) struct Slot(usize);

impl Outputs {
    /// Notes a file that is read. Standard input, `-`, is none.
    pub(crate) fn reads(&mut self, path: &Path) -> Result<(), Failure> {
        self.input(path, false)
    }

    /// Notes files that are read.
    pub(crate) fn reads_all<'p>(&mut self, paths: impl IntoIterator<Item = &'p Path>) -> Result<(), Failure> {
        paths.into_iter().try_for_each(|path| self.reads(path))
    }

    /// Notes a file that is read and may be replaced by what is made of it, which keeps what it holds.
    pub(crate) fn renews(&mut self, path: &Path) -> Result<(), Failure> {
        self.input(path, true)
    }

    /// From now on nothing that is read may be replaced: what took its place is named.
    pub(crate) fn renew_no_more(&mut self) {
        self.inputs.iter_mut().for_each(|input| input.renewed = false);
    }

    fn input(&mut self, path: &Path, renewed: bool) -> Result<(), Failure> {
        if path == Path::new("-") {
            return Ok(());
        }
        // What cannot be found cannot be read, and who reads it says why.
        let Ok(place) = Place::of(path) else { return Ok(()) };
        let input = Input { file: Named { path: path.to_owned(), place }, renewed };
        self.claimed.iter().try_for_each(|output| apart(output, &input, "name another file to write"))?;
        self.inputs.push(input);
        Ok(())
    }

    /// Notes a file that will be written by other means, such as a memory under its lock. `instead` says how to
    /// name another.
    pub(crate) fn claims(&mut self, path: &Path, instead: &str) -> Result<Place, Failure> {
        let place = Place::of(path).map_err(|error| Failure::writing(path, error))?;
        let output = Named { path: path.to_owned(), place };
        self.inputs.iter().try_for_each(|input| apart(&output, input, instead))?;
        for other in &self.claimed {
            if let Some(meeting) = output.place.meets(&other.place) {
                return Err(lost(&output.path, &other.path, "is written too", meeting, instead));
            }
        }
        if output.place.what() == What::Folder {
            return Err(Failure::cannot(
                format_args!("{}: a folder of that name is in the way", path.display()),
                "remove it or write somewhere else",
            ));
        }
        if !output.place.is_stream() {
            self.sweep(output.place.path());
        }
        let place = output.place.clone();
        self.claimed.push(output);
        Ok(place)
    }

    /// What runs that were killed left where a file will be written.
    fn sweep(&mut self, place: &Path) {
        let folder = place.parent().unwrap_or(place);
        if !self.swept.iter().any(|swept| swept == folder) {
            sweep(folder);
            self.swept.push(folder.to_owned());
        }
    }

    /// Makes sure that a folder is there and takes files, before the work for them is done.
    pub(crate) fn folder(&mut self, folder: &Path) -> Result<(), Failure> {
        self.make(folder)?;
        let failed = |error| Failure::writing(folder, error);
        let nobodys = Place::of(&folder.join(".duizhao")).map_err(failed)?;
        Aside::beside(&nobodys).map(drop).map_err(failed)
    }

    fn make(&mut self, folder: &Path) -> Result<(), Failure> {
        let file = folder.ancestors().find(|above| fs::metadata(above).is_ok_and(|found| !found.is_dir()));
        if let Some(file) = file {
            return Err(Failure::cannot(
                format_args!(
                    "{}: cannot write it: {} is a file, not a folder",
                    folder.display(),
                    file.display()
                ),
                "name a folder, or another name that is free",
            ));
        }
        self.folders.make(folder).map_err(|error| Failure::writing(folder, error))
    }

    /// Begins a file: all that could keep it from being written is known then. `instead` says how to name another.
    pub(crate) fn writes(&mut self, path: &Path, instead: &str) -> Result<Slot, Failure> {
        if path.file_name().is_none() {
            return Err(Failure::cannot(
                format_args!("{} names no file", path.display()),
                "name the file to be written",
            ));
        }
        if let Some(folder) = path.parent() {
            self.make(folder)?;
        }
        let place = self.claims(path, instead)?;
        let path = path.to_owned();
        self.ready.push(if place.is_stream() {
            Ready::Stream(path, Vec::new())
        } else {
            match Aside::beside(&place) {
                Ok(aside) => Ready::File(path, aside),
                Err(error) => return Err(Failure::writing(&path, error)),
            }
        });
        Ok(Slot(self.ready.len() - 1))
    }

    /// Writes a file that was begun; nobody sees it yet.
    pub(crate) fn fill(&mut self, slot: Slot, bytes: &[u8]) -> Result<(), Failure> {
        match &mut self.ready[slot.0] {
            Ready::Stream(_, waiting) => waiting.extend_from_slice(bytes),
            Ready::File(path, aside) => {
                let written = aside.write_all(bytes).and_then(|()| aside.complete());
                written.map_err(|error| Failure::writing(path, error))?;
            }
        }
        Ok(())
    }

    /// Begins and writes a file.
    pub(crate) fn add(&mut self, path: &Path, bytes: &[u8], instead: &str) -> Result<(), Failure> {
        let slot = self.writes(path, instead)?;
        self.fill(slot, bytes)
    }

    /// Puts all files in their places. Answers with their paths and sizes in bytes.
    pub(crate) fn finish(self, out: &Output) -> Result<Vec<(PathBuf, u64)>, Failure> {
        self.finish_with(out, || Ok(()))
    }

    /// Puts all files in their places, if what had to be printed first could be.
    pub(crate) fn finish_after(self, printed: Result<(), Failure>, out: &Output) -> Result<(), Failure> {
        match printed {
            // Who has seen enough of what is printed may want the files all the same.
            Ok(()) | Err(Failure::ReaderGone) => self.finish(out).and(printed),
            failed => failed,
        }
    }

    /// Puts all files in their places, and does what comes with them.
    pub(crate) fn finish_with(
        self,
        out: &Output,
        last: impl FnOnce() -> Result<(), Failure>,
    ) -> Result<Vec<(PathBuf, u64)>, Failure> {
        let mut written = Vec::with_capacity(self.ready.len());
        let mut asides = Vec::with_capacity(self.ready.len());
        // What cannot be taken back goes first: whatever fails, no file is there for it.
        for ready in self.ready {
            match ready {
                Ready::Stream(path, bytes) => {
                    pour(&path, &bytes).map_err(|error| Failure::writing(&path, error))?;
                    written.push((path, bytes.len() as u64));
                }
                Ready::File(path, aside) => asides.push((path, aside)),
            }
        }
        let put = together(|| -> Result<_, Failure> {
            let mut put = Vec::with_capacity(asides.len());
            // Whatever fails before the end, what stood in their places comes back.
            let mut batch = Batch::default();
            for (path, aside) in asides {
                let done = batch.put(aside).map_err(|error| Failure::writing(&path, error))?;
                put.push((path, done));
            }
            last()?;
            batch.keep();
            Ok(put)
        })?;
        self.folders.keep();
        for (path, Put { size, lost }) in put {
            tell_lost(&path, &lost, out);
            written.push((path, size));
        }
        Ok(written)
    }
}

/// Says what of a replaced file's rights could not be kept.
pub(crate) fn tell_lost(path: &Path, lost: &Lost, out: &Output) {
    if !lost.is_nothing() {
        out.warn(format_args!(
            "{}: {lost}\n  help: see that your colleagues can still read and write it, or have its owner give it its \
             rights again",
            path.display()
        ));
    }
}

/// Writes into a device or a pipe, or behind what stands in a file that the program was started with.
fn pour(path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::OpenOptions::new().append(true).open(path)?.write_all(bytes)
}

/// That an output is not an input, but for one that it renews.
fn apart(output: &Named, input: &Input, instead: &str) -> Result<(), Failure> {
    match output.place.meets(&input.file.place) {
        None => Ok(()),
        Some(Meeting::Same) if input.renewed => Ok(()),
        Some(meeting) => Err(lost(&output.path, &input.file.path, "is read", meeting, instead)),
    }
}

fn lost(output: &Path, other: &Path, what: &str, meeting: Meeting, instead: &str) -> Failure {
    let how = match meeting {
        Meeting::Same if output.file_name() == other.file_name() => "has that name and would be lost",
        Meeting::Same => "is the same file and would be lost",
        Meeting::Spelling => {
            "differs from it in capitals or accents only, which many systems take for the same name; it would be lost"
        }
    };
    Failure::cannot(format_args!("{}: {}, which {what}, {how}", output.display(), other.display()), instead)
}
