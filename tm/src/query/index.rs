//! The index of a memory, in a file beside it: `team.tmx.idx`.
//!
//! The file can be thrown away at any time: it is made anew from the memory. It is parts (see `shard`), then a hash of
//! each of their blocks (see `blocks`), then what is known of the whole as JSON, then a foot of fixed size. It is
//! written aside and put in its place when it is complete, under a lock. An index that turns out to be damaged while
//! somebody looks into it is made anew, and asked again.
//!
//! An index holds for one state of its memory. That the memory has not changed is told by its length, the time of
//! its last change, and a hash of 32 samples from all over it; where the time differs and the rest does not (the
//! file was copied), a hash of all of it decides. So a memory that was edited is not mistaken for the old one
//! unless somebody edits it at the same length, outside the samples, and sets the time back.

use super::blocks::{Blocks, Summing, count};
use super::content;
use super::fold::Fold;
use super::shard::{self, Batch, Layout, Shard};
use super::store::Store;
use crate::decode::Decode;
use crate::file::{FileError, Lock};
use crate::model::{Header, Unit};
use crate::problem::Problem;
use crate::read::Reader;
use crate::scan::{Piece, Scanner};
use std::ffi::OsString;
use std::fmt;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{channel, sync_channel};
use std::sync::{Mutex, OnceLock};
use std::thread;
use std::time::UNIX_EPOCH;
use xxhash_rust::xxh3::Xxh3Default;

/// What the foot begins with; the last byte is the version of the format.
const MAGIC: [u8; 8] = *b"duizhao\x03";
/// Bytes of the foot: magic, seconds and nanoseconds of the memory's last change, place and length of what is
/// known, its hash.
const FOOT: usize = 48;
/// So many units, or bytes of them, are a part.
const UNITS: usize = 1 << 16;
const BYTES: usize = 64 << 20;
/// Largest unit, as [`Reader`] has it.
const LARGEST: usize = 16 << 20;
/// Samples of a memory, and their size.
const SAMPLES: u64 = 32;
const SAMPLE: u64 = 4096;
/// So many of the places that could not be read are told each.
const TOLD: usize = 20;
/// Each thread that makes parts holds some 100 MB.
const THREADS: usize = 4;

/// What is known of an index and its memory.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
struct Meta {
    fold: String,
    length: u64,
    hash: u64,
    samples: u64,
    faults: Faults,
    shards: Vec<Layout>,
    /// Hash of the hashes of the blocks.
    sums: u64,
}

/// What of a memory could not be read when its index was made.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Faults {
    /// How many places.
    pub count: u64,
    /// The first of them, by line.
    pub lines: Vec<u64>,
    /// The line at which the file was cut off.
    pub cut_off: Option<u64>,
    /// The line at which a second memory begins; its units are read too.
    pub second_root: Option<u64>,
}

/// Why there is no index to look into.
#[derive(Debug)]
pub enum IndexError {
    /// The memory itself cannot be read.
    Memory(Problem),
    /// There is no index yet.
    Missing,
    /// The index is that of another memory, or of another state of it; the reason.
    Outdated(&'static str),
    /// The index is none, or part of it is missing or damaged.
    Damaged,
    /// The index cannot be read.
    Io(PathBuf, io::Error),
    /// The index cannot be written.
    File(FileError),
}

impl fmt::Display for IndexError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Memory(problem) => problem.fmt(f),
            Self::Missing => f.write_str("there is no index"),
            Self::Outdated(reason) => f.write_str(reason),
            Self::Damaged => f.write_str("the index is damaged"),
            Self::Io(path, error) => write!(f, "{}: {error}", path.display()),
            Self::File(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for IndexError {}

/// A memory that can be looked into.
#[derive(Debug)]
pub struct Index<'f> {
    pub(super) fold: Fold<'f>,
    pub(super) memory: Store,
    pub(super) kept: Blocks,
    pub(super) shards: Vec<Shard>,
    header: Header,
    faults: Faults,
    /// The memory, where it is a file.
    path: Option<PathBuf>,
    /// The index that took the place of this one, which turned out to be damaged.
    anew: OnceLock<Box<Self>>,
}

/// Where the index of a memory is kept.
#[must_use]
pub fn path_of(memory: &Path) -> PathBuf {
    let mut name: OsString = memory.as_os_str().to_owned();
    name.push(".idx");
    name.into()
}

impl<'f> Index<'f> {
    /// Opens the index of a memory, if there is one that holds.
    ///
    /// # Errors
    /// If there is none, or the memory cannot be read.
    pub fn open(memory: &Path, fold: Fold<'f>) -> Result<Self, IndexError> {
        let unreadable = |error| IndexError::Io(memory.to_owned(), error);
        let file = File::open(memory).map_err(unreadable)?;
        let path = path_of(memory);
        let index = match File::open(&path) {
            Ok(file) => Store::File(file),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(IndexError::Missing),
            Err(error) => return Err(IndexError::Io(path, error)),
        };
        let (meta, changed, sums) = Meta::read(&index)?;
        if meta.fold != fold.name() {
            return Err(IndexError::Outdated("the index was made with another table of characters"));
        }
        if file.metadata().map_err(unreadable)?.len() != meta.length {
            return Err(IndexError::Outdated("the memory has changed"));
        }
        let now = time_of(&file).map_err(unreadable)?;
        let file = Store::File(file);
        if samples(&file, meta.length).map_err(unreadable)? != meta.samples {
            return Err(IndexError::Outdated("the memory has changed"));
        }
        if now != changed {
            if hash(&file, meta.length).map_err(unreadable)? != meta.hash {
                return Err(IndexError::Outdated("the memory has changed"));
            }
            // Nothing but the time is written, in place; where that fails the next query asks for all again.
            let _ = set_time(&path, &index, now);
        }
        Self::over(file, index, (meta, sums), fold, Some(memory))
    }

    /// Makes the index of a memory, in the place of the one that is there. It holds what the memory says, and so is
    /// for whom the memory is.
    ///
    /// # Errors
    /// If the memory cannot be read, or the index not be written.
    pub fn make(memory: &Path, fold: Fold<'f>) -> Result<Self, IndexError> {
        let unreadable = |error| IndexError::Io(memory.to_owned(), error);
        let path = path_of(memory);
        let mut replacement =
            Lock::take(&path).and_then(|lock| lock.replace_like(memory)).map_err(IndexError::File)?;
        let input = File::open(memory).map_err(unreadable)?;
        let changed = time_of(&input).map_err(unreadable)?;
        // No index is left beside what is no memory.
        let file = Store::File(input);
        head(&file)?;
        let unwritable = |error| IndexError::File(FileError::Io(path.clone(), error));
        let (mut meta, sums) = build(file.reader().map_err(unreadable)?, fold, &mut replacement).map_err(
            |error| match error {
                IndexError::File(FileError::Io(_, error)) => unwritable(error),
                error => error,
            },
        )?;
        meta.samples = samples(&file, meta.length).map_err(unreadable)?;
        replacement.write_all(&meta.written(&sums, changed)).map_err(unwritable)?;
        replacement.commit().map_err(IndexError::File)?;
        let index = Store::File(File::open(&path).map_err(unwritable)?);
        Self::over(file, index, (meta, sums), fold, Some(memory))
    }

    /// Makes the index of a memory and keeps it in this program's memory only.
    ///
    /// # Errors
    /// If the memory cannot be read.
    pub fn in_memory(memory: &Path, fold: Fold<'f>) -> Result<Self, IndexError> {
        let open = || File::open(memory).map_err(|error| IndexError::Io(memory.to_owned(), error));
        let mut index = Vec::new();
        let built = build(open()?, fold, &mut index)?;
        Self::over(Store::File(open()?), Store::Bytes(index), built, fold, Some(memory))
    }

    /// Makes the index of a memory that is no file.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn of_bytes(memory: Vec<u8>, fold: Fold<'f>) -> Result<Self, IndexError> {
        let mut index = Vec::new();
        let built = build(memory.as_slice(), fold, &mut index)?;
        Self::over(Store::Bytes(memory), Store::Bytes(index), built, fold, None)
    }

    fn over(
        memory: Store,
        index: Store,
        (meta, sums): (Meta, Vec<u64>),
        fold: Fold<'f>,
        path: Option<&Path>,
    ) -> Result<Self, IndexError> {
        let header = head(&memory)?;
        let kept = Blocks::new(index, meta.parts(), sums);
        let mut shards = Vec::with_capacity(meta.shards.len());
        let mut base = 0u64;
        for layout in meta.shards {
            let length = layout.length();
            shards.push(Shard::open(&kept, base, layout).map_err(|_| IndexError::Damaged)?);
            base = base.saturating_add(length);
        }
        let path = path.map(Path::to_owned);
        Ok(Self { fold, memory, kept, shards, header, faults: meta.faults, path, anew: OnceLock::new() })
    }

    /// What the index answers. One that turns out to be damaged is made anew and asked again.
    pub(super) fn ask<T>(&self, question: impl Fn(&Self) -> io::Result<T>) -> io::Result<T> {
        if let Some(anew) = self.anew.get() {
            return question(anew);
        }
        match (question(self), &self.path) {
            (Err(error), Some(memory))
                if matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof) =>
            {
                let made = Self::make(memory, self.fold).or_else(|_| Self::in_memory(memory, self.fold));
                // What keeps it from being made is told by the question as it was answered.
                let Ok(made) = made else { return Err(error) };
                question(self.anew.get_or_init(|| Box::new(made)))
            }
            (answer, _) => answer,
        }
    }

    /// What stands at the head of the memory.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// How many units the memory has.
    #[must_use]
    pub fn units(&self) -> u64 {
        self.shards.iter().map(|shard| u64::from(shard.units())).sum()
    }

    /// What of the memory could not be read.
    #[must_use]
    pub fn faults(&self) -> &Faults {
        &self.faults
    }

    /// The table that texts are compared by.
    #[must_use]
    pub fn fold(&self) -> Fold<'f> {
        self.fold
    }

    /// A unit by its number, from 1; none if there is none.
    ///
    /// # Errors
    /// If memory or index cannot be read.
    pub fn numbered(&self, number: u64) -> io::Result<Option<Unit>> {
        self.ask(|index| index.numbered_once(number))
    }

    fn numbered_once(&self, number: u64) -> io::Result<Option<Unit>> {
        let Some(mut at) = number.checked_sub(1) else { return Ok(None) };
        for (shard, part) in self.shards.iter().enumerate() {
            match u32::try_from(at) {
                Ok(unit) if unit < part.units() => return self.unit(shard, unit).map(Some),
                _ => at -= u64::from(part.units()),
            }
        }
        Ok(None)
    }

    /// A unit by its place.
    pub(super) fn unit(&self, shard: usize, unit: u32) -> io::Result<Unit> {
        let mut markup = Vec::new();
        self.shards[shard].markup(&self.kept, &self.memory, unit, &mut markup)?;
        let unit = std::str::from_utf8(&markup).ok().and_then(content::read);
        unit.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "the memory has changed meanwhile"))
    }
}

/// What stands at the head of a memory.
fn head(memory: &Store) -> Result<Header, IndexError> {
    let input = memory.reader().map_err(|error| IndexError::Memory(Problem::ended(error)))?;
    let reader = Reader::new(input).map_err(IndexError::Memory)?;
    Ok(reader.header().clone())
}

/// What stands at the end of an index: what is known of it, when its memory was changed last (seconds, nanoseconds), and
/// the hashes of its blocks.
type Foot = (Meta, (u64, u32), Vec<u64>);

impl Meta {
    /// How many bytes the parts have.
    fn parts(&self) -> u64 {
        self.shards.iter().fold(0u64, |sum, shard| sum.saturating_add(shard.length()))
    }

    /// What an index ends with: the hashes of its blocks among it.
    fn written(&self, sums: &[u64], changed: (u64, u32)) -> Vec<u8> {
        // Numbers and texts: there is nothing in it that JSON could not hold.
        let json = serde_json::to_vec(self).unwrap_or_default();
        let mut out = bytes_of(sums);
        let at = self.parts() + out.len() as u64;
        out.extend_from_slice(&json);
        out.extend_from_slice(&MAGIC);
        out.extend_from_slice(&changed.0.to_le_bytes());
        out.extend_from_slice(&u64::from(changed.1).to_le_bytes());
        out.extend_from_slice(&at.to_le_bytes());
        out.extend_from_slice(&(json.len() as u64).to_le_bytes());
        out.extend_from_slice(&xxhash_rust::xxh3::xxh3_64(&json).to_le_bytes());
        out
    }

    /// What is known of an index, when its memory was changed last, and the hashes of its blocks.
    fn read(index: &Store) -> Result<Foot, IndexError> {
        let damaged = |_| IndexError::Damaged;
        let length = index.len().map_err(damaged)?;
        let foot_at = length.checked_sub(FOOT as u64).ok_or(IndexError::Damaged)?;
        let foot = index.part(foot_at..length).map_err(damaged)?;
        if foot[..7] == MAGIC[..7] && foot[7] != MAGIC[7] {
            return Err(IndexError::Outdated("the index was made by another version of this program"));
        }
        if foot[..8] != MAGIC {
            return Err(IndexError::Damaged);
        }
        let word = |at: usize| foot[at..at + 8].try_into().map_or(0, u64::from_le_bytes);
        let (at, size, hash) = (word(24), word(32), word(40));
        if at.checked_add(size) != Some(foot_at) {
            return Err(IndexError::Damaged);
        }
        let json = index.part(at..foot_at).map_err(damaged)?;
        if xxhash_rust::xxh3::xxh3_64(&json) != hash {
            return Err(IndexError::Damaged);
        }
        let meta: Self = serde_json::from_slice(&json).map_err(|_| IndexError::Damaged)?;
        let parts = meta.parts();
        if count(parts).checked_mul(8).and_then(|sums| sums.checked_add(parts)) != Some(at) {
            return Err(IndexError::Damaged);
        }
        let sums = index.part(parts..at).map_err(damaged)?;
        if xxhash_rust::xxh3::xxh3_64(&sums) != meta.sums {
            return Err(IndexError::Damaged);
        }
        let sums = sums.chunks_exact(8).map(|sum| sum.try_into().map_or(0, u64::from_le_bytes)).collect();
        Ok((meta, (word(8), u32::try_from(word(16)).unwrap_or_default()), sums))
    }
}

fn bytes_of(sums: &[u64]) -> Vec<u8> {
    sums.iter().flat_map(|sum| sum.to_le_bytes()).collect()
}

/// When a file was changed last: seconds and nanoseconds since 1970; zero where the system does not tell.
fn time_of(file: &File) -> io::Result<(u64, u32)> {
    let modified = file.metadata()?.modified().ok();
    let since = modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
    Ok((since.as_secs(), since.subsec_nanos()))
}

/// Writes when the memory was changed into the index, in place.
fn set_time(path: &Path, index: &Store, changed: (u64, u32)) -> io::Result<()> {
    let mut file = File::options().write(true).open(path)?;
    let at = index.len()? - FOOT as u64 + 8;
    file.seek(SeekFrom::Start(at))?;
    let mut time = [0; 16];
    time[..8].copy_from_slice(&changed.0.to_le_bytes());
    time[8..].copy_from_slice(&u64::from(changed.1).to_le_bytes());
    file.write_all(&time)
}

/// The hash of samples of a memory.
fn samples(memory: &Store, length: u64) -> io::Result<u64> {
    let mut hash = Xxh3Default::new();
    if length <= SAMPLES * SAMPLE {
        hash.update(&memory.part(0..length)?);
        return Ok(hash.digest());
    }
    for sample in 0..SAMPLES {
        let at = (length - SAMPLE) / (SAMPLES - 1) * sample;
        hash.update(&memory.part(at..at + SAMPLE)?);
    }
    hash.update(&memory.part(length - SAMPLE..length)?);
    Ok(hash.digest())
}

/// The hash of a whole memory.
fn hash(memory: &Store, length: u64) -> io::Result<u64> {
    let mut hash = Xxh3Default::new();
    let mut at = 0;
    while at < length {
        let end = (at + (1 << 20)).min(length);
        hash.update(&memory.part(at..end)?);
        at = end;
    }
    Ok(hash.digest())
}

/// Input that is hashed while it is read.
struct Hashing<R> {
    input: R,
    hash: Xxh3Default,
    length: u64,
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        self.hash.update(&buffer[..count]);
        self.length += count as u64;
        Ok(count)
    }
}

/// Cuts a memory into batches of units.
struct Batches<'r, R> {
    scanner: Scanner<&'r mut Hashing<R>>,
    in_file: bool,
    faults: Faults,
    place: At,
    ended: bool,
}

/// Where in the file one is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Body,
    /// Behind `</tmx>`.
    Behind,
    /// In the head of a second memory.
    SecondHead,
}

impl<R: Read> Batches<'_, R> {
    fn fault(&mut self, line: u64) {
        self.faults.count += 1;
        self.faults.lines.push(line);
    }

    /// The next batch; none at the end.
    fn next(&mut self) -> io::Result<Option<Batch>> {
        let mut batch = Batch { in_file: self.in_file, ..Batch::default() };
        while !self.ended && batch.units.len() < UNITS && batch.markup.len() < BYTES {
            let (piece, range, line) = self.scanner.next()?;
            match piece {
                Piece::Unit => {
                    if self.place == At::SecondHead {
                        self.place = At::Body;
                    }
                    let start = batch.markup.len();
                    let at = self.scanner.place(range.start);
                    batch.markup.extend_from_slice(self.scanner.bytes(range));
                    batch.units.push((at, start..batch.markup.len(), line));
                }
                Piece::Head => {}
                Piece::Close => self.place = At::Behind,
                Piece::End => {
                    self.ended = true;
                    if self.place != At::Behind {
                        self.faults.cut_off = Some(line);
                    }
                }
                // As the reader has it: the units of a second memory in the file are read too.
                Piece::Misplaced(name) if name == "tmx" => {
                    self.place = At::SecondHead;
                    self.faults.second_root.get_or_insert(line);
                }
                Piece::Misplaced(_) | Piece::Stray if self.place == At::SecondHead => {}
                Piece::Unclosed | Piece::TooLarge | Piece::Stray | Piece::Misplaced(_) => self.fault(line),
            }
        }
        Ok((!batch.units.is_empty() || !self.ended).then_some(batch))
    }
}

/// Writes the parts of an index, made on several threads; their order is that of the units. Answers also with the hashes
/// of their blocks.
fn build(input: impl Read, fold: Fold<'_>, out: &mut impl Write) -> Result<(Meta, Vec<u64>), IndexError> {
    let mut out = Summing::new(out);
    let unreadable = |error| IndexError::Memory(Problem::ended(error));
    let mut input = Hashing { input, hash: Xxh3Default::new(), length: 0 };
    let decode = Decode::new(&mut input).map_err(unreadable)?;
    let in_file = decode.passes();
    let mut scanner = Scanner::new(decode, LARGEST);
    scanner.head().map_err(unreadable)?;
    let faults = Faults::default();
    let mut batches = Batches { scanner, in_file, faults, place: At::Body, ended: false };

    let threads = thread::available_parallelism().map_or(1, usize::from).min(THREADS);
    let (give, work) = sync_channel::<(usize, Batch)>(1);
    let (done, made) = channel();
    let work = Mutex::new(work);
    let mut layouts = Vec::new();
    let mut wrong_lines = Vec::new();
    thread::scope(|scope| {
        for _ in 0..threads {
            let (work, done) = (&work, done.clone());
            scope.spawn(move || {
                loop {
                    // The lock is held while one waits, and let go before one works.
                    let next = work.lock().ok().and_then(|work| work.recv().ok());
                    let Some((number, batch)) = next else { return };
                    if done.send((number, shard::make(&batch, fold))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(done);
        let mut waiting = std::collections::BTreeMap::new();
        let mut next = 0;
        let mut write = |(number, part): (usize, (Layout, Vec<u8>, Vec<u64>))| -> io::Result<()> {
            waiting.insert(number, part);
            while let Some((layout, bytes, wrong)) = waiting.remove(&next) {
                out.write_all(&bytes)?;
                layouts.push(layout);
                wrong_lines.extend(wrong);
                next += 1;
            }
            Ok(())
        };
        let unwritable = |error| IndexError::File(FileError::Io(PathBuf::from("index"), error));
        let mut given = 0;
        let outcome = loop {
            match batches.next() {
                Ok(Some(batch)) => {
                    if give.send((given, batch)).is_err() {
                        break Ok(());
                    }
                    given += 1;
                }
                Ok(None) => break Ok(()),
                Err(error) => break Err(unreadable(error)),
            }
            if let Err(error) = made.try_iter().try_for_each(&mut write) {
                break Err(unwritable(error));
            }
        };
        drop(give);
        outcome?;
        made.iter().try_for_each(&mut write).map_err(unwritable)
    })?;
    let mut faults = batches.faults;
    drop(batches.scanner);
    faults.count += wrong_lines.len() as u64;
    faults.lines.extend(wrong_lines);
    faults.lines.sort_unstable();
    faults.lines.truncate(TOLD);
    let (length, hash) = (input.length, input.hash.digest());
    let sums = out.sums();
    let sum = xxhash_rust::xxh3::xxh3_64(&bytes_of(&sums));
    let fold = fold.name().to_owned();
    Ok((Meta { fold, length, hash, samples: 0, faults, shards: layouts, sums: sum }, sums))
}
