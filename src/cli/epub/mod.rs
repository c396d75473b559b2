//! `duizhao epub`: an issue, alone or beside its translation, as e-books.

mod materials;
mod press;
mod wanted;

use std::path::PathBuf;

use duizhao::align::{Aligner, align_issues};
use duizhao::edition::Writing;

use super::clean::{self, Script};
use super::{Failure, Output, files};
pub(crate) use press::Press;
pub(crate) use wanted::Wanted;
use wanted::{Book, Place, Reading, Unit};

/// Make e-books (EPUB 3.3) of an issue, alone or with its translation
#[derive(clap::Args)]
#[command(after_help = "Editions:
  zh-CN, zh-TW, zh-HK, en …   the issue or its translation in one language, in horizontal lines
  zh-TW-vertical              in vertical lines, pages from right to left
  bilingual                   the issue with its translation
  zh-TW_en, en_zh-CN          the same, with the language that leads named first
  bilingual-popup, zh-TW_en-side-by-side-sentences, zh-TW-vertical-zhuyin …
                              layout (-interleaved, -side-by-side, -popup), -sentences or -paragraphs, and
                              readings (-pinyin, -zhuyin) by name, whatever the options say for the others

Examples:
  duizhao epub issue.zh.md
  duizhao epub issue.zh.md --edition zh-CN,zh-TW-vertical --out books
  duizhao epub issue.zh.md --translation issue.en.md --edition bilingual --layout side-by-side")]
pub(crate) struct Args {
    /// The issue, as Markdown
    issue: PathBuf,

    /// Its translation
    #[arg(short, long, value_name = "FILE")]
    translation: Option<PathBuf>,

    /// Which editions, with commas between them; by default the issue as it is, and bilingual if there is a
    /// translation
    #[arg(short, long, value_name = "LIST", value_delimiter = ',')]
    edition: Vec<Wanted>,

    #[command(flatten)]
    options: Options,

    /// Folder to write to; made if it is not there
    #[arg(short, long, value_name = "FOLDER", default_value = ".")]
    out: PathBuf,

    #[command(flatten)]
    cleaning: clean::Cleaning,

    #[command(flatten)]
    script: Script,
}

/// What editions are to be like, whichever command makes them.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Options {
    /// Where the translation stands in bilingual editions
    #[arg(long, value_enum, default_value_t = Place::Interleaved)]
    layout: Place,

    /// How much text stands together before its translation comes
    #[arg(long, value_enum, default_value_t = Unit::Paragraph)]
    by: Unit,

    /// Readings over Chinese characters, for learners: read them over, names may be wrong
    #[arg(long, value_enum)]
    ruby: Option<Reading>,

    /// An image to take the place of the drawn cover
    #[arg(long, value_name = "IMAGE")]
    cover: Option<PathBuf>,

    /// A font (TTF, OTF, TTC) to draw the cover with, as a PNG for shops and readers that take no SVG. More than
    /// one: the first for the newspaper's name, the last for headlines
    #[arg(long, value_name = "FONT")]
    cover_font: Vec<PathBuf>,

    /// Also for Kobo readers: a `.kepub.epub` beside each edition
    #[arg(long)]
    kepub: bool,

    /// Folder with templates of your own; `duizhao init` writes a set to start from
    #[arg(long, value_name = "FOLDER")]
    templates: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, out: &Output) -> Result<(), Failure> {
    let cleaner = args.cleaning.cleaner()?;
    let source = cleaner.load(&args.issue, None, out)?;
    let target = match &args.translation {
        Some(path) => Some(cleaner.load(path, None, out)?),
        None => None,
    };
    // Editions in one language need no beads.
    let both =
        args.edition.is_empty() || args.edition.iter().any(|wanted| !matches!(wanted.book, Book::Alone(..)));
    let beads = target.as_ref().filter(|_| both).map_or_else(Vec::new, |target| {
        align_issues(&Aligner::default(), &source.text.segments, &target.text.segments).beads
    });
    let press = Press::new(&source, target.as_ref(), &beads, &args.options, &args.script)?;
    let mut wanted = args.edition.clone();
    if wanted.is_empty() {
        wanted.push(Book::Alone(source.text.language().clone(), Writing::Horizontal).into());
        wanted.extend(target.is_some().then_some(Book::Bilingual.into()));
    }
    let mut outputs = files::Outputs::new(&args.out)?;
    for (name, bytes) in press.make(&wanted, out)? {
        outputs.add(format!("{}.{name}.epub", source.stem()), &bytes)?;
    }
    for (path, size) in outputs.finish()? {
        out.tell(format_args!("{:>9}  {}", files::size(size), path.display()));
    }
    Ok(())
}
