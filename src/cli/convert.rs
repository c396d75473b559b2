//! `duizhao convert`: text from one script of Chinese to another.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use duizhao::script::{Config, Converter, Invalid, NotUtf8, OPENCC_VERSION, Stream};

use super::{Failure, Output, files};

/// Bytes read at once from a stream.
const PORTION: usize = 1 << 18;

/// Convert Chinese text between scripts and regions
#[derive(clap::Args)]
#[command(after_help = help())]
pub(crate) struct Args {
    /// Texts; `-` is standard input
    #[arg(default_value = "-")]
    files: Vec<PathBuf>,

    /// A conversion of OpenCC, to the byte: one of the list below
    #[arg(short, long, value_name = "NAME")]
    config: Config,

    /// File to write; with several texts, the folder to write them into under their names
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,

    /// Let bytes that are not UTF-8 through as they are
    #[arg(long)]
    lossy: bool,

    /// Who converts
    #[cfg(feature = "libopencc")]
    #[arg(long, value_enum, default_value_t)]
    engine: Engine,

    /// Folder with libopencc's configurations and dictionaries
    #[cfg(feature = "libopencc")]
    #[arg(long, value_name = "FOLDER")]
    opencc_data: Option<PathBuf>,
}

#[cfg(feature = "libopencc")]
#[derive(Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum Engine {
    /// The engine of duizhao
    #[default]
    Own,
    /// The C++ library, for comparison
    Libopencc,
}

fn help() -> String {
    let line = |config: &Config| format!("  {config:<6} {}\n", config.says());
    let conversions: String = Config::ALL.iter().map(line).collect();
    format!("Conversions (OpenCC {OPENCC_VERSION}):\n{conversions}")
        + "
Examples:
  duizhao convert -c s2twp < in.txt > out.txt
  duizhao convert -c s2tw chapter.txt -o chapter.zh-TW.txt
  duizhao convert -c t2s *.txt -o simplified"
}

pub(crate) fn run(args: &Args, out: &Output) -> Result<(), Failure> {
    for file in &args.files {
        match &args.output {
            Some(output) => convert_file(args, file, &destination(args, file, output)?)?,
            None => convert_stream(args, file, out)?,
        }
    }
    Ok(())
}

/// Where the text of a file goes.
fn destination(args: &Args, file: &Path, output: &Path) -> Result<PathBuf, Failure> {
    if args.files.len() == 1 && !output.is_dir() {
        return Ok(output.to_owned());
    }
    let name = file.file_name().filter(|_| file != Path::new("-")).ok_or_else(|| {
        Failure::cannot(
            format_args!("{} has no file name to write under", file.display()),
            "name the output file",
        )
    })?;
    Ok(output.join(name))
}

fn convert_file(args: &Args, file: &Path, to: &Path) -> Result<(), Failure> {
    let bytes = files::read(file)?;
    let mut converted = Vec::with_capacity(bytes.len() + bytes.len() / 16);
    convert(args, file, &mut bytes.as_slice(), &mut |portion| {
        converted.extend_from_slice(portion);
        Ok(())
    })?;
    files::write(to, &converted)
}

/// Converts from a file or standard input to standard output, portion by portion.
fn convert_stream(args: &Args, file: &Path, out: &Output) -> Result<(), Failure> {
    let mut write = |portion: &[u8]| out.data(portion);
    if file == Path::new("-") {
        return convert(args, file, &mut io::stdin().lock(), &mut write);
    }
    let mut opened = std::fs::File::open(file).map_err(|error| Failure::reading(file, error))?;
    convert(args, file, &mut opened, &mut write)
}

fn convert(
    args: &Args,
    file: &Path,
    from: &mut dyn Read,
    write: &mut dyn FnMut(&[u8]) -> Result<(), Failure>,
) -> Result<(), Failure> {
    #[cfg(feature = "libopencc")]
    if args.engine == Engine::Libopencc {
        return convert_by_libopencc(args, file, from, write);
    }
    let invalid = if args.lossy { Invalid::Keep } else { Invalid::Refuse };
    let mut stream = Stream::new(Converter::new(args.config), invalid);
    let not_utf8 = |error: NotUtf8| {
        Failure::input(
            file.display(),
            error,
            "convert the file to UTF-8 first, or keep such bytes with --lossy",
        )
    };
    let mut portion = vec![0; PORTION];
    loop {
        let length = match from.read(&mut portion) {
            Ok(0) => return write(stream.finish().map_err(not_utf8)?),
            Ok(length) => length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(Failure::reading(file, error)),
        };
        write(stream.push(&portion[..length]).map_err(not_utf8)?)?;
    }
}

#[cfg(feature = "libopencc")]
fn convert_by_libopencc(
    args: &Args,
    file: &Path,
    from: &mut dyn Read,
    write: &mut dyn FnMut(&[u8]) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let wrong = |error: &dyn std::fmt::Display| {
        Failure::input(file.display(), error, "name the folder of its dictionaries with --opencc-data")
    };
    let mut text = String::new();
    from.read_to_string(&mut text).map_err(|error| Failure::reading(file, error))?;
    let libopencc = duizhao::script::Libopencc::new(args.config, args.opencc_data.as_deref());
    let converted = libopencc.and_then(|engine| engine.convert(&text)).map_err(|error| wrong(&error))?;
    write(converted.as_bytes())
}
