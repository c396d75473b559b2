//! Why a command could not do its work, told so that its user knows what to do.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use duizhao::align::Doubt;
use duizhao::pipeline;
use duizhao_tm::file::FileError;

/// Why a command stopped.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A file could not be read or written.
    File { path: PathBuf, doing: &'static str, error: io::Error },
    /// The pipeline could not go on.
    Pipeline(pipeline::Error),
    /// Something in an input stands in the way: where (`file:line:col`, as far as it is known), what is wrong,
    /// what to do about it.
    Input { place: String, message: String, help: String },
    /// The arguments do not go together, or the surroundings are not as needed.
    Cannot { message: String, help: String },
    /// The texts are hardly translations of each other: nothing is written unless the user says so.
    Doubt(Vec<Doubt>),
    /// Whoever reads our standard output closed it.
    ReaderGone,
}

impl Failure {
    /// A failure to read a file.
    pub(crate) fn reading(path: &Path, error: io::Error) -> Self {
        Self::File { path: path.to_owned(), doing: "read", error }
    }

    /// A failure to write a file.
    pub(crate) fn writing(path: &Path, error: io::Error) -> Self {
        Self::File { path: path.to_owned(), doing: "write", error }
    }

    /// A failure that lies in an input.
    pub(crate) fn input(
        place: impl fmt::Display,
        message: impl fmt::Display,
        help: impl fmt::Display,
    ) -> Self {
        Self::Input { place: place.to_string(), message: message.to_string(), help: help.to_string() }
    }

    /// A failure that lies in what was asked.
    pub(crate) fn cannot(message: impl fmt::Display, help: impl fmt::Display) -> Self {
        Self::Cannot { message: message.to_string(), help: help.to_string() }
    }
}

impl Failure {
    /// The exit code of the command.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Doubt(_) => 3,
            _ => 1,
        }
    }
}

impl From<pipeline::Error> for Failure {
    fn from(error: pipeline::Error) -> Self {
        Self::Pipeline(error)
    }
}

impl From<FileError> for Failure {
    fn from(error: FileError) -> Self {
        Self::cannot(&error, error.help())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { path, doing, error } => {
                let path = path.display();
                let help = match error.kind() {
                    io::ErrorKind::NotFound if *doing == "read" => {
                        "there is no such file; check its name and the folder you are in"
                    }
                    io::ErrorKind::NotFound => "the folder does not exist; create it or name another",
                    io::ErrorKind::PermissionDenied => {
                        "you have no right to it; name another place or change its rights"
                    }
                    io::ErrorKind::IsADirectory => "it is a folder; name a file",
                    io::ErrorKind::Unsupported => "name a file",
                    io::ErrorKind::ReadOnlyFilesystem => {
                        "nothing can be written on that disk; name another place"
                    }
                    io::ErrorKind::NotADirectory => {
                        "a file stands where a folder is needed; name another place"
                    }
                    io::ErrorKind::StorageFull => "the disk is full; nothing that was there before is lost",
                    _ => "check the disk and try again",
                };
                write!(f, "{path}: cannot {doing} it: {error}\n  help: {help}")
            }
            Self::Pipeline(error) => write!(f, "{error}\n  help: {}", error.help()),
            Self::Input { place, message, help } => write!(f, "{place}: {message}\n  help: {help}"),
            Self::Doubt(doubts) => {
                for doubt in doubts {
                    write!(f, "{doubt}; {}\n  ", doubt.help())?;
                }
                f.write_str("help: nothing was written; if the texts are the right ones, give --accept-doubt")
            }
            Self::Cannot { message, help } => write!(f, "{message}\n  help: {help}"),
            Self::ReaderGone => f.write_str("the output was closed"),
        }
    }
}
