//! What a program has begun and not finished: files that are written aside, and what goes with them if it stops.
//!
//! Everything begun is held in one list, so that a program that is asked to end can take it away. What is killed
//! without being asked leaves its files; each is locked as long as its program runs, so the next one can tell what
//! nobody is writing any more.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::place::{Place, folder_of};
use super::rights::{self, Lost};

/// What the names of files that are written aside begin with.
const PREFIX: &str = ".duizhao-";

/// What this program has begun, oldest first.
static BEGUN: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());
/// Held while several files are put in their places, so that a program is not ended between two of them.
static PUTTING: Mutex<()> = Mutex::new(());

fn begun() -> MutexGuard<'static, Vec<PathBuf>> {
    BEGUN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Does several steps that belong together, without being ended by [`end`] between them. Not to be called inside
/// itself.
pub fn together<T>(steps: impl FnOnce() -> T) -> T {
    let _held = PUTTING.lock().unwrap_or_else(PoisonError::into_inner);
    steps()
}

/// Takes away what this program has begun and not finished, then does what ends it; nothing is begun meanwhile.
pub fn end(last: impl FnOnce()) {
    together(|| {
        let mut begun = begun();
        for path in begun.drain(..).rev() {
            remove(&path);
        }
        last();
    });
}

/// Removes a file, or a folder in which nothing stands.
fn remove(path: &Path) {
    let is_folder = fs::symlink_metadata(path).is_ok_and(|found| found.is_dir());
    // What is gone already, or is used by now, stays so.
    let _ = if is_folder { fs::remove_dir(path) } else { fs::remove_file(path) };
}

/// Something begun: it is taken away when it is dropped before it is finished.
#[derive(Debug)]
pub(super) struct Begun(PathBuf);

impl Begun {
    /// Makes something at a path. The program is not ended between making and noting it.
    pub(super) fn make<T>(path: &Path, step: impl FnOnce(&Path) -> io::Result<T>) -> io::Result<(Self, T)> {
        let mut begun = begun();
        let made = step(path)?;
        begun.push(path.to_owned());
        Ok((Self(path.to_owned()), made))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// Takes the last step. From then on it stays.
    pub(super) fn finish(self, last: impl FnOnce(&Path) -> io::Result<()>) -> io::Result<()> {
        let mut begun = begun();
        last(&self.0)?;
        begun.retain(|path| *path != self.0);
        Ok(())
    }
}

impl Drop for Begun {
    fn drop(&mut self) {
        let mut begun = begun();
        // What was finished is not in the list any more, and its path may be another's by now.
        if let Some(at) = begun.iter().position(|path| *path == self.0) {
            begun.remove(at);
            remove(&self.0);
        }
    }
}

/// Folders that were made for files that will stand in them. They go with [`Folders`], unless it is kept.
#[derive(Debug, Default)]
pub struct Folders(Vec<Begun>);

impl Folders {
    /// Makes a folder, and those above it, where they are missing.
    ///
    /// # Errors
    /// If one cannot be made.
    pub fn make(&mut self, folder: &Path) -> io::Result<()> {
        let folder = if folder == Path::new("") { Path::new(".") } else { folder };
        let missing: Vec<&Path> =
            folder.ancestors().take_while(|folder| *folder != Path::new("") && !folder.is_dir()).collect();
        for folder in missing.into_iter().rev() {
            match Begun::make(folder, |folder| fs::create_dir(folder)) {
                Ok((begun, ())) => self.0.push(begun),
                // Another program was quicker, or it is `.` or `..`.
                Err(_) if folder.is_dir() => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Lets the folders stay.
    pub fn keep(mut self) {
        for folder in std::mem::take(&mut self.0) {
            // Nothing is done that could fail.
            let _ = folder.finish(|_| Ok(()));
        }
    }
}

impl Drop for Folders {
    fn drop(&mut self) {
        // The deepest first: only what is empty can be removed.
        while self.0.pop().is_some() {}
    }
}

/// A file that is written beside its place, for only within one file system is a rename whole or not at all.
/// Dropped before it is put there, it leaves everything as it was.
#[derive(Debug)]
pub struct Aside {
    begun: Begun,
    file: File,
    place: PathBuf,
    lost: Lost,
}

/// What was put in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Put {
    /// Its size in bytes.
    pub size: u64,
    /// What of the old file's rights it could not be given.
    pub lost: Lost,
}

impl Aside {
    /// Begins a file under a name that nobody uses. It has the rights of what it will replace.
    ///
    /// # Errors
    /// If nothing can be written there, or what is there must not be replaced.
    pub fn beside(place: &Place) -> io::Result<Self> {
        loop {
            match Self::at(&free_name(place.path()), place.path(), place.path()) {
                Ok(aside) if is_still(aside.begun.path(), &aside.file) => return Ok(aside),
                // Between its making and its locking somebody took it for one that is left.
                Ok(_) => {}
                // A program on another machine may have our number, and the same folder.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Begins a file under a name of its own, with the rights of `like`.
    pub(super) fn at(path: &Path, place: &Path, like: &Path) -> io::Result<Self> {
        rights::may_replace(place)?;
        let (begun, file) = Begun::make(path, |path| {
            let mut options = OpenOptions::new();
            options.read(true).write(true).create_new(true);
            // What replaces a file of few is not open to all before it has that file's rights.
            #[cfg(unix)]
            if like.exists() {
                std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            }
            options.open(path)
        })?;
        // Where files cannot be locked nobody takes this one for left, either.
        let _ = file.lock();
        let lost = rights::keep(like, &file)?;
        let aside = Self { begun, file, place: place.to_owned(), lost };
        aside.may_take_the_place()?;
        Ok(aside)
    }

    /// In folders where everybody may write, as `/tmp`, a file is taken away by its owner only.
    #[cfg(unix)]
    fn may_take_the_place(&self) -> io::Result<()> {
        use std::os::unix::fs::MetadataExt;
        let Ok(old) = fs::metadata(&self.place) else { return Ok(()) };
        let (folder, own) = (fs::metadata(folder_of(&self.place))?, self.file.metadata()?.uid());
        let sticky = folder.mode() & 0o1000 != 0;
        // The file aside has the owner of the old one where that can be given, which root alone can.
        if sticky && old.uid() != own && folder.uid() != own {
            return Err(io::Error::from(io::ErrorKind::PermissionDenied));
        }
        Ok(())
    }

    #[cfg(not(unix))]
    #[expect(clippy::unused_self, reason = "as on other systems")]
    fn may_take_the_place(&self) -> io::Result<()> {
        Ok(())
    }

    /// Where it will stand.
    #[must_use]
    pub fn place(&self) -> &Path {
        &self.place
    }

    /// Waits until the disk has all of it.
    ///
    /// # Errors
    /// If the disk does not take it.
    pub fn complete(&mut self) -> io::Result<()> {
        self.file.flush()?;
        self.file.sync_all()
    }

    /// Puts it in its place.
    ///
    /// # Errors
    /// If the disk does not take it; the old file is as it was.
    pub fn put(mut self) -> io::Result<Put> {
        self.complete()?;
        let Self { begun, file, place, lost } = self;
        let size = file.metadata()?.len();
        begun.finish(|path| fs::rename(path, &place))?;
        sync(folder_of(&place));
        Ok(Put { size, lost })
    }
}

impl Write for Aside {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// A name beside a file that this program has not used yet.
fn free_name(place: &Path) -> PathBuf {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    folder_of(place).join(format!("{PREFIX}{}-{number}", process::id()))
}

/// Files that are put in their places together. Dropped before they are kept, all are as they were before.
#[derive(Debug, Default)]
pub struct Batch(Vec<Replaced>);

/// A place that has a new file, and what stood there before.
#[derive(Debug)]
struct Replaced {
    place: PathBuf,
    old: Option<Old>,
}

/// The file that stood in a place, under another name.
#[derive(Debug)]
struct Old {
    begun: Begun,
    /// Whether it has both names.
    linked: bool,
    /// Held, so that no other program takes it for one that is left.
    _file: Option<File>,
}

impl Old {
    /// Gives the file in a place another name, and lets it stand there too where the system can.
    fn keep(place: &Path) -> io::Result<Option<Self>> {
        if !fs::symlink_metadata(place).is_ok_and(|found| found.is_file()) {
            return Ok(None);
        }
        let name = free_name(place);
        let (begun, linked) = Begun::make(&name, |name| match fs::hard_link(place, name) {
            Ok(()) => Ok(true),
            // Not every file system has links, and others' files may not be linked everywhere.
            Err(_) => fs::rename(place, name).map(|()| false),
        })?;
        let file = File::open(&name).ok();
        if let Some(file) = &file {
            // Where files cannot be locked nobody takes this one for left, either.
            let _ = file.try_lock();
        }
        Ok(Some(Self { begun, linked, _file: file }))
    }

    /// Puts it back in its place.
    fn put_back(self, place: &Path) {
        // If it cannot be put back it stays under its other name: what is lost is its name and not what it holds.
        let _ = self.begun.finish(|name| fs::rename(name, place));
    }
}

impl Batch {
    /// Puts one more file in its place.
    ///
    /// # Errors
    /// If the disk does not take it; the old file is as it was.
    pub fn put(&mut self, mut aside: Aside) -> io::Result<Put> {
        aside.complete()?;
        let Aside { begun, file, place, lost } = aside;
        let size = file.metadata()?.len();
        let old = Old::keep(&place)?;
        if let Err(error) = begun.finish(|path| fs::rename(path, &place)) {
            if let Some(old) = old.filter(|old| !old.linked) {
                old.put_back(&place);
            }
            return Err(error);
        }
        self.0.push(Replaced { place, old });
        Ok(Put { size, lost })
    }

    /// Lets the new files stay, and removes the old ones.
    pub fn keep(mut self) {
        let mut folders: Vec<PathBuf> =
            self.0.drain(..).map(|replaced| folder_of(&replaced.place).to_owned()).collect();
        folders.sort();
        folders.dedup();
        for folder in &folders {
            sync(folder);
        }
    }
}

impl Drop for Batch {
    fn drop(&mut self) {
        for Replaced { place, old } in self.0.drain(..).rev() {
            match old {
                Some(old) => old.put_back(&place),
                None => remove(&place),
            }
        }
    }
}

/// Removes from a folder what programs that were killed left there: files with our prefix that nobody holds.
pub fn sweep(folder: &Path) {
    let folder = if folder == Path::new("") { Path::new(".") } else { folder };
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let ours = entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX));
        if !ours || !entry.file_type().is_ok_and(|kind| kind.is_file()) {
            continue;
        }
        let path = entry.path();
        let Ok(file) = File::open(&path) else { continue };
        // Where files cannot be locked, what is left cannot be told from what is being written.
        if file.try_lock().is_ok() && is_still(&path, &file) {
            // Where others' files may not be removed their owner's next run does it.
            let _ = fs::remove_file(&path);
        }
    }
}

/// Waits until a folder's names are sure to survive a power cut; where folders cannot be synced it must do.
fn sync(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

/// Whether a path still names the file that was opened by it.
#[cfg(unix)]
pub(super) fn is_still(path: &Path, file: &File) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (fs::metadata(path), file.metadata()) {
        (Ok(named), Ok(opened)) => (named.dev(), named.ino()) == (opened.dev(), opened.ino()),
        _ => false,
    }
}

/// Elsewhere a file that somebody has open cannot be removed.
#[cfg(not(unix))]
pub(super) fn is_still(_: &Path, _: &File) -> bool {
    true
}
