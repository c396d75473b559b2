//! `duizhao convert`: text from one script of Chinese to another.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use duizhao::lang::Language;
use duizhao::pipeline::{refuse_document, refuse_oversized};
use duizhao::script::{
    ByDocument, Config, Converter, Document, Explained, Format, Invalid, NotUtf8, OPENCC_VERSION, Options,
    Rule, Stream, Telling, Terms, Vocabulary, convert_document_telling, convert_epub, convert_office,
    usual_source,
};

use super::files::Container;
use super::outputs::Slot;
use super::{Failure, Output, Outputs, files};

/// Bytes read at once from a stream.
const PORTION: usize = 1 << 18;

/// Convert Chinese text between scripts and regions
#[derive(clap::Args)]
#[command(after_help = help())]
#[expect(clippy::struct_excessive_bools, reason = "switches of a command line")]
pub(crate) struct Args {
    /// Texts; `-` is standard input
    #[arg(default_value = "-")]
    files: Vec<PathBuf>,

    /// A conversion of OpenCC, to the byte: one of the list below
    #[arg(short, long, value_name = "NAME", required_unless_present = "to", conflicts_with = "to")]
    config: Option<Config>,

    /// Convert a file for a region instead: zh-TW, zh-HK, zh-Hant or zh-CN. Only what people read is
    /// converted, by the file's kind (Markdown, HTML, EPUB, DOCX, ODT, TMX, XLIFF, SRT, plain text), with names, corrections and
    /// punctuation of the region
    #[arg(short, long, value_name = "LANGUAGE")]
    to: Option<Language>,

    /// The language to convert from [default: zh-CN, or zh-TW for --to zh-CN]
    #[arg(long, visible_alias = "language", value_name = "LANGUAGE", requires = "to")]
    from: Option<Language>,

    /// Use the region's words too: 软件 becomes 軟體, not 軟件
    #[arg(long, requires = "to")]
    vocabulary: bool,

    /// With --vocabulary: leave what stands between quotation marks in its words
    #[arg(long, requires = "vocabulary")]
    keep_quotations: bool,

    /// With --vocabulary: names of organisations get the region's words too
    #[arg(long, requires = "vocabulary")]
    organisations: bool,

    /// Leave quotation marks and points as they are
    #[arg(long, requires = "to")]
    no_typography: bool,

    /// Terms with forms of their own, as TOML: `[[term]]`, `text = "…"`, `zh-TW = "…"` or `keep = true`
    #[arg(long, value_name = "FILE", requires = "to")]
    terms: Option<PathBuf>,

    /// Print every change instead that is not one character to its only counterpart: place, before, after, by what,
    /// other forms
    #[arg(long, requires = "to")]
    explain: bool,

    /// Print the doubtful changes only: characters with several forms, taken by themselves
    #[arg(long, requires = "to")]
    ask: bool,

    /// With --explain and --ask: one JSON object a line
    #[arg(long, requires = "to")]
    json: bool,

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
  duizhao convert -c t2s *.txt -o simplified
  duizhao convert --to zh-TW issue.zh-CN.md -o issue.zh-TW.md
  duizhao convert --to zh-TW --vocabulary --terms terms.toml book.epub -o book.zh-TW.epub
  duizhao convert --to zh-TW issue.docx -o issue.zh-TW.docx
  duizhao convert --to zh-HK --ask issue.zh-CN.md"
}

pub(crate) fn run(args: &Args, out: &Output) -> Result<(), Failure> {
    let mut outputs = Outputs::default();
    outputs.reads_all(args.files.iter().chain(&args.terms).map(PathBuf::as_path))?;
    let slots = begin(args, &mut outputs)?;
    if let Some(to) = &args.to {
        convert_for_region(args, to, &mut outputs, &slots, out)?;
    } else {
        let Some(config) = args.config else {
            return Err(Failure::cannot(
                "no conversion is named",
                "name one with -c, or a language with --to",
            ));
        };
        for (file, slot) in args.files.iter().zip(&slots) {
            match slot {
                Some(slot) => outputs.fill(*slot, &convert_file(args, config, file)?)?,
                None => convert_stream(args, config, file, out)?,
            }
        }
    }
    outputs.finish(out).map(drop)
}

/// Begins the file that each text is written to; there is none for what is printed.
fn begin(args: &Args, outputs: &mut Outputs) -> Result<Vec<Option<Slot>>, Failure> {
    let printed = args.explain || args.ask;
    let slot = |file: &PathBuf| {
        let Some(output) = args.output.as_ref().filter(|_| !printed) else { return Ok(None) };
        let instead = if args.files.len() > 1 {
            "name another folder with -o, and convert texts of one name into folders of their own"
        } else {
            "name another file with -o"
        };
        outputs.writes(&destination(args, file, output)?, instead).map(Some)
    };
    args.files.iter().map(slot).collect()
}

/// Converts files for a region, each by its kind.
fn convert_for_region(
    args: &Args,
    to: &Language,
    outputs: &mut Outputs,
    slots: &[Option<Slot>],
    out: &Output,
) -> Result<(), Failure> {
    let options = options(args, to)?;
    let from = args.from.clone().unwrap_or_else(|| usual_source(to));
    for (file, slot) in args.files.iter().zip(slots) {
        let bytes = files::read(file)?;
        let telling = if args.explain || args.ask { Telling::Changes } else { Telling::Nothing };
        let (converted, documents) = document(file, bytes, &from, &options, telling)?;
        tell_what_stayed(file, &documents, &from, out);
        if args.explain || args.ask {
            for (name, Document { changes, .. }) in documents {
                let told =
                    |change: &&Explained| if args.ask { change.doubtful } else { !is_one_to_one(change) };
                let changes = changes.iter().filter(told);
                let lines: String = changes.map(|change| explained(&name, change, args.json)).collect();
                out.data(lines.as_bytes())?;
            }
        } else if let Some(slot) = slot {
            outputs.fill(*slot, &converted)?;
        } else {
            out.data(&converted)?;
        }
    }
    Ok(())
}

fn options(args: &Args, to: &Language) -> Result<Options, Failure> {
    let mut options = Options::new(to.clone());
    options.typography = !args.no_typography;
    options.vocabulary = args.vocabulary.then_some(
        Vocabulary::default().organisations(args.organisations).quotations_kept(args.keep_quotations),
    );
    if let Some(path) = &args.terms {
        let bytes = files::read(path)?;
        let text = String::from_utf8_lossy(&bytes);
        options.terms = Terms::parse(&text).map_err(|error| {
            Failure::input(
                path.display(),
                error,
                "a term is `[[term]]` with `text` and `zh-TW`, `zh-HK` … or `keep = true`",
            )
        })?;
    }
    Ok(options)
}

/// Says so where a Chinese file stayed as it was, or parts of it did.
fn tell_what_stayed(file: &Path, documents: &ByDocument, from: &Language, out: &Output) {
    let name = file.display();
    let left: usize = documents.iter().map(|(_, document)| document.left).sum();
    let changed = documents.iter().any(|(_, document)| document.changed > 0);
    if left > 0 {
        let places = if left == 1 { "1 stretch".to_owned() } else { format!("{left} stretches") };
        out.tell(format_args!(
            "{name}: {places} of Chinese in text that is marked as another language stayed as they were; correct its \
             `lang` to have them converted"
        ));
    } else if !changed && documents.iter().any(|(_, document)| document.has_chinese) {
        out.tell(format_args!(
            "{name}: nothing was converted: no text in it reads as {from}; name the language it is in with --from"
        ));
    }
}

/// A converted file, and the documents that it is made of.
type Region = (Vec<u8>, ByDocument);

fn document(
    file: &Path,
    bytes: Vec<u8>,
    from: &Language,
    options: &Options,
    telling: Telling,
) -> Result<Region, Failure> {
    let name = file.display().to_string();
    let in_container = match Container::of(file) {
        Some(Container::Book) => {
            let help = "check the book with EPUBCheck, and the languages";
            Some((convert_epub(&bytes, from, options, telling), help))
        }
        Some(Container::Office) => {
            let help = "open the document in a word processor and save it again, without a password";
            Some((convert_office(&bytes, from, options, telling), help))
        }
        None => None,
    };
    if let Some((converted, help)) = in_container {
        let (converted, documents) = converted.map_err(|error| Failure::input(&name, error, help))?;
        let inside = |(path, document)| (format!("{name}/{path}"), document);
        return Ok((converted, documents.into_iter().map(inside).collect()));
    }
    refuse_document(&name, &bytes)?;
    refuse_oversized(&name, &bytes)?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to() as u64;
        Failure::input(&name, NotUtf8 { offset }, "convert the file to UTF-8 first")
    })?;
    let mut converted = convert_document_telling(&text, Format::of(file), from, options, telling)
        .map_err(|error| Failure::cannot(error, "name the languages with --from and --to"))?;
    Ok((std::mem::take(&mut converted.text).into_bytes(), vec![(name, converted)]))
}

/// Whether a change is that of a character that has one counterpart only.
fn is_one_to_one(change: &Explained) -> bool {
    let single = |text: &str| text.chars().nth(1).is_none();
    let by_dictionary = matches!(change.rule, Rule::Dictionary(_));
    by_dictionary && change.others.is_empty() && single(&change.before) && single(&change.after)
}

/// A line that tells a change.
fn explained(name: &str, change: &Explained, json: bool) -> String {
    if json {
        let mut value = serde_json::json!(change);
        value["file"] = name.into();
        return format!("{value}\n");
    }
    let rule = &change.rule;
    let others =
        if change.others.is_empty() { String::new() } else { format!("  or {}", change.others.join(" ")) };
    let Explained { line, column, before, after, context, .. } = change;
    format!("{name}:{line}:{column}  {before} → {after}{others}  ({rule})  …{context}…\n")
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

fn convert_file(args: &Args, config: Config, file: &Path) -> Result<Vec<u8>, Failure> {
    let bytes = files::read(file)?;
    let mut converted = Vec::with_capacity(bytes.len() + bytes.len() / 16);
    convert(args, config, file, &mut bytes.as_slice(), &mut |portion| {
        converted.extend_from_slice(portion);
        Ok(())
    })?;
    Ok(converted)
}

/// Converts from a file or standard input to standard output, portion by portion.
fn convert_stream(args: &Args, config: Config, file: &Path, out: &Output) -> Result<(), Failure> {
    let mut write = |portion: &[u8]| out.data(portion);
    if file == Path::new("-") {
        return convert(args, config, file, &mut io::stdin().lock(), &mut write);
    }
    let mut opened = files::open(file)?;
    convert(args, config, file, &mut opened, &mut write)
}

fn convert(
    args: &Args,
    config: Config,
    file: &Path,
    from: &mut dyn Read,
    write: &mut dyn FnMut(&[u8]) -> Result<(), Failure>,
) -> Result<(), Failure> {
    #[cfg(feature = "libopencc")]
    if args.engine == Engine::Libopencc {
        return convert_by_libopencc(args, config, file, from, write);
    }
    let invalid = if args.lossy { Invalid::Keep } else { Invalid::Refuse };
    let mut stream = Stream::new(Converter::new(config), invalid);
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
    config: Config,
    file: &Path,
    from: &mut dyn Read,
    write: &mut dyn FnMut(&[u8]) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let wrong = |error: &dyn std::fmt::Display| {
        Failure::input(file.display(), error, "name the folder of its dictionaries with --opencc-data")
    };
    let mut text = String::new();
    from.read_to_string(&mut text).map_err(|error| Failure::reading(file, error))?;
    let libopencc = duizhao::script::Libopencc::new(config, args.opencc_data.as_deref());
    let converted = libopencc.and_then(|engine| engine.convert(&text)).map_err(|error| wrong(&error))?;
    write(converted.as_bytes())
}
