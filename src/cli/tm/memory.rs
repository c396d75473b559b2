//! Memories as the commands read and write them: what is wrong is told, what is written is written whole.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};

use duizhao_tm::file::{Lock, Place, Replacement};
use duizhao_tm::{Cause, Effect, Header, Problem, Reader, Unit, WriteError, Writer};

use crate::cli::output::Stdout;
use crate::cli::outputs::tell_lost;
use crate::cli::{Failure, Output, Outputs, files};

use super::table::count;

/// So many problems of one file are told each for itself.
pub(crate) const TOLD: u64 = 20;

/// How memories are read.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct Reading {
    /// Go on without what cannot be read: a file that was cut off, broken units of a file that is replaced
    #[arg(long)]
    salvage: bool,
}

/// A memory that is read, unit by unit.
pub(crate) struct Memory<'o> {
    path: PathBuf,
    reader: Reader<Box<dyn Read>>,
    reading: Reading,
    out: &'o Output,
    problems: u64,
    units: u64,
    skipped: u64,
    ended: bool,
}

impl Reading {
    /// Whether one goes on without what cannot be read.
    pub(crate) fn salvages(self) -> bool {
        self.salvage
    }

    /// Opens a memory; `-` is standard input.
    pub(crate) fn open<'o>(self, path: &Path, out: &'o Output) -> Result<Memory<'o>, Failure> {
        let input: Box<dyn Read> =
            if path == Path::new("-") { Box::new(io::stdin()) } else { Box::new(files::open(path)?) };
        self.read(path, input, out)
    }

    /// Opens a memory that is read more than once: each time the same file, whatever its name has come to mean.
    pub(crate) fn open_again<'o>(
        self,
        path: &Path,
        file: &File,
        out: &'o Output,
    ) -> Result<Memory<'o>, Failure> {
        let start = || {
            let mut file = file.try_clone()?;
            file.rewind()?;
            Ok(file)
        };
        let file = start().map_err(|error| Failure::reading(path, error))?;
        self.read(path, Box::new(file), out)
    }

    fn read<'o>(self, path: &Path, input: Box<dyn Read>, out: &'o Output) -> Result<Memory<'o>, Failure> {
        let reader = Reader::new(input).map_err(|problem| failure(path, problem))?;
        Ok(Memory {
            path: path.to_owned(),
            reader,
            reading: self,
            out,
            problems: 0,
            units: 0,
            skipped: 0,
            ended: false,
        })
    }

    /// That no file is replaced by one that lacks what could not be read.
    pub(crate) fn may_replace(
        self,
        output: Option<&Path>,
        input: &Path,
        skipped: u64,
    ) -> Result<(), Failure> {
        let place = |path: &Path| Place::of(path).ok();
        let is_replaced = || place(output?)?.meets(&place(input)?);
        if skipped == 0 || self.salvage || is_replaced().is_none() {
            return Ok(());
        }
        Err(Failure::input(
            input.display(),
            format_args!("{} cannot be read and would be lost from it", count(skipped, "place")),
            "write to another file with -o, or give --salvage to lose them",
        ))
    }
}

pub(crate) fn failure(path: &Path, problem: Problem) -> Failure {
    let place = format!("{}:{}", path.display(), problem.line);
    match problem.cause {
        Cause::Io(error) => Failure::reading(path, error),
        Cause::Truncated => Failure::input(
            place,
            problem.cause,
            "get the whole file; or give --salvage to go on with the units that are there",
        ),
        Cause::NotXml => Failure::input(
            place,
            problem.cause,
            "name a TMX file; what is packed (.gz, .zip) must be unpacked first",
        ),
        Cause::WrongRoot(_) => Failure::input(
            place,
            problem.cause,
            "name a TMX file; `duizhao tm import` makes one of XLIFF, TBX and other formats",
        ),
        cause => Failure::input(place, cause, "name a TMX file"),
    }
}

impl Memory<'_> {
    pub(crate) fn header(&self) -> &Header {
        self.reader.header()
    }

    /// The next unit as it stands in the file, for who knows from an earlier pass that it stands; see
    /// [`Reader::skim`].
    pub(crate) fn skim(&mut self) -> Option<&[u8]> {
        let bytes = if self.ended { None } else { self.reader.skim() };
        self.units += u64::from(bytes.is_some());
        bytes
    }

    /// Whether the unit that was just read can be written as it stands, under a header that agrees.
    pub(crate) fn stands(&self) -> bool {
        self.reader.as_it_stands().is_some()
    }

    /// Writes the unit that was just read, unchanged, under a header that agrees: as it stands, if that is valid.
    pub(crate) fn write_unchanged(&self, unit: &Unit, writer: &mut Writer<Sink>) -> Result<(), WriteError> {
        match self.reader.as_it_stands() {
            Some(bytes) => writer.write_as_it_stands(bytes),
            None => writer.write(unit),
        }
    }

    /// How many places were skipped so far.
    pub(crate) fn skipped(&self) -> u64 {
        self.skipped
    }

    fn tell(&mut self, problem: &Problem) {
        self.problems += 1;
        let (path, line) = (self.path.display(), problem.line);
        match problem.effect {
            Effect::Repaired if self.problems <= TOLD => {
                self.out.tell(format_args!("{path}:{line}: {}", problem.cause));
            }
            Effect::Skipped if self.problems <= TOLD => {
                self.out.warn(format_args!("{path}:{line}: {}; skipped", problem.cause));
            }
            _ => self.out.tell_more(format_args!("{path}:{line}: {}", problem.cause)),
        }
    }
}

impl Iterator for Memory<'_> {
    type Item = Result<Unit, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            match self.reader.next() {
                Some(Ok(unit)) => {
                    self.units += 1;
                    return Some(Ok(unit));
                }
                Some(Err(problem)) => {
                    if problem.effect == Effect::Skipped {
                        self.skipped += 1;
                    }
                    if problem.effect == Effect::Ended {
                        self.ended = true;
                        if !self.reading.salvage {
                            return Some(Err(failure(&self.path, problem)));
                        }
                        self.skipped += 1;
                        self.out.warn(format_args!(
                            "{}:{}: {}",
                            self.path.display(),
                            problem.line,
                            problem.cause
                        ));
                        break;
                    }
                    self.tell(&problem);
                }
                None => self.ended = true,
            }
        }
        if self.problems > TOLD {
            let more = std::mem::take(&mut self.problems) - TOLD;
            self.out.tell(format_args!(
                "{}: {more} more of the kind; --verbose tells them all",
                self.path.display()
            ));
        }
        if self.units == 0 && self.skipped > 0 && !self.reading.salvage {
            // Once is enough.
            self.units = 1;
            return Some(Err(Failure::input(
                self.path.display(),
                format_args!("none of its units can be read: {} left out", count(self.skipped, "place")),
                "look at what is reported above; --salvage goes on without them",
            )));
        }
        None
    }
}

/// Where a memory is written.
#[derive(Debug, clap::Args)]
pub(crate) struct Writing {
    /// File to write; it is replaced whole or not at all. Without it the memory goes to standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Write nothing, only tell what would be done
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// What takes the bytes.
pub(crate) enum Sink {
    Standard(BufWriter<Stdout>),
    File(Replacement, PathBuf),
    /// A device or a pipe, which takes the bytes as they come.
    Stream(BufWriter<File>, PathBuf),
    Nothing,
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Standard(out) => out.write(bytes),
            Self::File(file, _) => file.write(bytes),
            Self::Stream(stream, _) => stream.write(bytes),
            Self::Nothing => Ok(bytes.len()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Standard(out) => out.flush(),
            Self::File(file, _) => file.flush(),
            Self::Stream(stream, _) => stream.flush(),
            Self::Nothing => Ok(()),
        }
    }
}

/// Where a memory will be written.
pub(crate) enum Target {
    Standard,
    /// Locked from before it is read.
    File(Lock, PathBuf),
    Stream(PathBuf),
    Nothing,
}

impl Writing {
    /// Takes the right to write, if nothing that `files` has is lost by it. Do so before reading what will be
    /// replaced.
    pub(crate) fn target(&self, files: &mut Outputs) -> Result<Target, Failure> {
        self.target_instead(files, "name another file with -o")
    }

    /// The same; `instead` says how to name another file.
    pub(crate) fn target_instead(&self, files: &mut Outputs, instead: &str) -> Result<Target, Failure> {
        let place = self.output.as_deref().map(|path| files.claims(path, instead)).transpose()?;
        match (&self.output, place) {
            _ if self.dry_run => Ok(Target::Nothing),
            (Some(path), Some(place)) if place.is_stream() => Ok(Target::Stream(path.clone())),
            (Some(path), _) => Ok(Target::File(Lock::take(path)?, path.clone())),
            (None, _) => Ok(Target::Standard),
        }
    }

    /// Whether standard output is free for a report.
    pub(crate) fn leaves_stdout(&self) -> bool {
        self.output.is_some() || self.dry_run
    }
}

impl Target {
    /// Begins to write.
    pub(crate) fn sink(self) -> Result<Sink, Failure> {
        const BUFFER: usize = 1 << 18;
        match self {
            Self::Standard => Ok(Sink::Standard(BufWriter::with_capacity(BUFFER, Stdout::new()))),
            Self::File(lock, path) => Ok(Sink::File(lock.replace()?, path)),
            Self::Stream(path) => {
                let stream = File::options().append(true).open(&path);
                let stream = stream.map_err(|error| Failure::writing(&path, error))?;
                Ok(Sink::Stream(BufWriter::with_capacity(BUFFER, stream), path))
            }
            Self::Nothing => Ok(Sink::Nothing),
        }
    }

    /// Begins to write a memory.
    pub(crate) fn writer(self, header: &Header) -> Result<Writer<Sink>, Failure> {
        let sink = self.sink()?;
        let place = sink.place();
        Writer::new(sink, header).map_err(|error| writing(&place, error))
    }
}

impl Sink {
    fn place(&self) -> PathBuf {
        match self {
            Self::File(_, path) | Self::Stream(_, path) => path.clone(),
            Self::Standard(_) | Self::Nothing => "standard output".into(),
        }
    }

    /// Puts what was written in its place.
    pub(crate) fn commit(mut self, out: &Output) -> Result<(), Failure> {
        let place = self.place();
        self.flush().map_err(|error| writing(&place, error))?;
        if let Self::File(file, path) = self {
            tell_lost(&path, &file.commit()?.lost, out);
        }
        Ok(())
    }
}

/// A failure to write.
pub(crate) fn writing(path: &Path, error: io::Error) -> Failure {
    if error.kind() == io::ErrorKind::BrokenPipe {
        Failure::ReaderGone
    } else {
        Failure::writing(path, error)
    }
}

/// A failure to write a unit.
pub(crate) fn unit_failure(path: Option<&Path>, error: WriteError) -> Failure {
    match error {
        WriteError::Io(error) => writing(path.unwrap_or(Path::new("standard output")), error),
        WriteError::NoVariant => Failure::cannot(error, "this is a fault of the program"),
    }
}

/// Closes a memory and puts it in its place.
pub(crate) fn finish(writer: Writer<Sink>, output: Option<&Path>, out: &Output) -> Result<(), Failure> {
    complete(writer, output)?.commit(out)
}

/// Closes a memory. Who writes several completes them all before the first is put in its place, so that a full
/// disk leaves none of them.
pub(crate) fn complete(writer: Writer<Sink>, output: Option<&Path>) -> Result<Sink, Failure> {
    let failed = |error| unit_failure(output, WriteError::Io(error));
    let mut sink = writer.finish().map_err(failed)?;
    sink.flush().map_err(failed)?;
    if let Sink::File(file, _) = &mut sink {
        file.complete()?;
    }
    Ok(sink)
}
