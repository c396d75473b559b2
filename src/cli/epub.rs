//! `duizhao epub`: an issue, alone or beside its translation, as e-books.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use duizhao::align::{Aligner, Bead, align_issues};
use duizhao::edition::{
    self, BUILT_IN, Bilingual, By, Edition, Fonts, LARGEST_IMAGE, Layout, Ruby, Settings, Templates, Writing,
};
use duizhao::issue::Issue;
use duizhao::lang::Language;
use duizhao::problem::Problem;
use duizhao::script::OPENCC_VERSION;

use super::clean::{self, Clean, Script, Variant};
use super::{Failure, Output, files, source};

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

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Place {
    /// Under the text
    Interleaved,
    /// In a second column, or under the text on a narrow screen
    SideBySide,
    /// In notes that open at a tap
    Popup,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Reading {
    /// Latin letters
    Pinyin,
    /// The signs of Taiwan's schoolbooks
    Zhuyin,
}

impl Reading {
    const ALL: [Self; 2] = [Self::Pinyin, Self::Zhuyin];

    /// What the names of editions with it end with.
    fn ending(self) -> &'static str {
        match self {
            Self::Pinyin => "-pinyin",
            Self::Zhuyin => "-zhuyin",
        }
    }

    fn ruby(self) -> Ruby {
        match self {
            Self::Pinyin => Ruby::Pinyin,
            Self::Zhuyin => Ruby::Zhuyin,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Unit {
    Paragraph,
    Sentence,
}

/// An edition by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wanted {
    book: Book,
    /// What the name says of the rest; the options say it where the name does not.
    layout: Option<Place>,
    by: Option<Unit>,
    ruby: Option<Reading>,
}

/// Which texts an edition holds.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Book {
    /// One language: `zh-TW`, `zh-TW-vertical`.
    Alone(Language, Writing),
    /// The issue and its translation as they are.
    Bilingual,
    /// Two languages, the leading one first: `zh-TW_en`.
    Both(Language, Language),
}

impl From<Book> for Wanted {
    fn from(book: Book) -> Self {
        Self { book, layout: None, by: None, ruby: None }
    }
}

impl Wanted {
    /// What an issue is built into if nothing else is asked for.
    pub(crate) fn usual(own: &Language, other: &Language, translated: bool) -> Vec<Self> {
        let mut usual: Vec<Self> =
            [own, other].map(|language| Book::Alone(language.clone(), Writing::Horizontal).into()).into();
        usual.extend(translated.then_some(Book::Bilingual.into()));
        usual
    }

    /// The languages that it names.
    fn languages(&self) -> Vec<&Language> {
        match &self.book {
            Book::Alone(language, _) => vec![language],
            Book::Bilingual => vec![],
            Book::Both(first, second) => vec![first, second],
        }
    }
}

impl FromStr for Wanted {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let language = |tag: &str| tag.parse::<Language>().map_err(|error| error.to_string());
        let mut rest = name;
        let ruby = ending(&mut rest, &Reading::ALL.map(|reading| (reading.ending(), reading)));
        let by = ending(&mut rest, &[("-sentences", Unit::Sentence), ("-paragraphs", Unit::Paragraph)]);
        let layout = ending(
            &mut rest,
            &[
                ("-interleaved", Place::Interleaved),
                ("-side-by-side", Place::SideBySide),
                ("-popup", Place::Popup),
            ],
        );
        let book = if rest == "bilingual" {
            Book::Bilingual
        } else if let Some((first, second)) = rest.split_once('_') {
            Book::Both(language(first)?, language(second)?)
        } else if layout.is_some() || by.is_some() {
            return Err(format!("only bilingual editions have a layout: bilingual{}", &name[rest.len()..]));
        } else {
            match rest.strip_suffix("-vertical") {
                Some(tag) => Book::Alone(language(tag)?, Writing::Vertical),
                None => Book::Alone(language(rest)?, Writing::Horizontal),
            }
        };
        Ok(Self { book, layout, by, ruby })
    }
}

/// Takes one of some endings off a name; answers what it stands for.
fn ending<T: Copy>(name: &mut &str, endings: &[(&str, T)]) -> Option<T> {
    let (rest, meaning) =
        endings.iter().find_map(|(ending, meaning)| Some((name.strip_suffix(ending)?, *meaning)))?;
    *name = rest;
    Some(meaning)
}

/// What editions are made from: the issue in each kind of Chinese that is asked for, and its translation.
pub(crate) struct Press<'a> {
    settings: Settings,
    options: Options,
    source: &'a Variant,
    target: Option<&'a Variant>,
    /// Beads between the segments of source and target.
    beads: &'a [Bead],
    /// The issue in other kinds of Chinese; with the source's segments.
    variants: Vec<Variant>,
    script: &'a Script,
}

impl<'a> Press<'a> {
    /// Gets ready: reads templates, cover and the images that the issue and its translation name.
    pub(crate) fn new(
        source: &'a Clean,
        target: Option<&'a Clean>,
        beads: &'a [Bead],
        options: &Options,
        script: &'a Script,
    ) -> Result<Self, Failure> {
        let mut settings = Settings::new(templates(options.templates.as_deref())?);
        settings.modified = source_date()?;
        settings.made_with = vec![
            concat!("duizhao ", env!("CARGO_PKG_VERSION")).to_owned(),
            format!("OpenCC dictionaries {OPENCC_VERSION}"),
        ];
        // The same path names the same image in both: the issue's own comes first.
        if let Some(target) = target {
            settings.images = images(&target.text.issue, &target.folder)?;
        }
        settings.images.extend(images(&source.text.issue, &source.folder)?);
        let cover = match (&options.cover, &source.text.issue.masthead.cover) {
            (Some(given), _) => Some(given.clone()),
            (None, named) => named.as_ref().map(|named| source.folder.join(named)),
        };
        settings.cover = cover.map(|path| cover_image(&path)).transpose()?;
        settings.cover_fonts = fonts(&options.cover_font)?;
        Ok(Self {
            settings,
            options: options.clone(),
            source: &source.text,
            target: target.map(|target| &target.text),
            beads,
            variants: Vec::new(),
            script,
        })
    }

    /// The same with a variant of the issue that is there already.
    pub(crate) fn with(mut self, variant: Variant) -> Self {
        self.variants.push(variant);
        self
    }

    /// Makes editions: the name of each, as in `issue.NAME.epub`, and its bytes.
    pub(crate) fn make(mut self, wanted: &[Wanted], out: &Output) -> Result<Vec<(String, Vec<u8>)>, Failure> {
        let mut missing: Vec<&Language> = Vec::new();
        for language in wanted.iter().flat_map(Wanted::languages) {
            let chinese = language.is_chinese() && self.source.language().is_chinese();
            let same = |other: &&Language| edition::tag(other) == edition::tag(language);
            if chinese && self.find(language).is_none() && !missing.iter().any(same) {
                missing.push(language);
            }
        }
        for variant in on_all_cores(&missing, |language| self.source.converted(language, self.script)) {
            self.variants.push(variant?);
        }
        let bar = out.progress(wanted.len() as u64, "editions");
        let made = on_all_cores(wanted, |wanted| {
            let made = self.edition(wanted);
            bar.inc(1);
            made
        });
        bar.finish_and_clear();
        let mut books: Vec<(String, Vec<u8>)> = Vec::new();
        // Each problem with the names of the editions that have it: it is told once.
        let mut told: Vec<(Problem, Vec<String>)> = Vec::new();
        let mut count = 0;
        for made in made {
            let Made { name, problems, epub, kepub } = made?;
            // `bilingual` and `zh-CN_en` may be the same book.
            if books.iter().any(|(known, _)| *known == name) {
                continue;
            }
            count += 1;
            for problem in problems {
                match told.iter_mut().find(|(known, _)| *known == problem) {
                    Some((_, names)) => names.push(name.clone()),
                    None => told.push((problem, vec![name.clone()])),
                }
            }
            let kepub = kepub.map(|kepub| (format!("{name}.kepub"), kepub));
            books.push((name, epub));
            books.extend(kepub);
        }
        for (problem, names) in told {
            let where_it_is =
                if names.len() == count { String::new() } else { format!("{}: ", names.join(", ")) };
            out.warn(format_args!("{where_it_is}{}\n  help: {}", problem.message, problem.help));
        }
        Ok(books)
    }

    fn edition(&self, wanted: &Wanted) -> Result<Made, Failure> {
        let (name, book) = match &wanted.book {
            Book::Alone(language, writing) => self.alone(wanted, language, *writing)?,
            Book::Bilingual => self.both(wanted, self.source.language(), None)?,
            Book::Both(first, second) => self.both(wanted, first, Some(second))?,
        };
        let pack = |book: &Edition| {
            book.epub().map_err(|error| Failure::cannot(error, "tell the makers of duizhao"))
        };
        let epub = pack(&book)?;
        let kepub = if self.options.kepub { Some(pack(&book.kepub())?) } else { None };
        Ok(Made { name, problems: book.problems, epub, kepub })
    }

    /// The issue and its variants.
    fn sources(&self) -> impl Iterator<Item = &Variant> {
        std::iter::once(self.source).chain(&self.variants)
    }

    /// The text in a language.
    fn find(&self, language: &Language) -> Option<&Variant> {
        self.sources().chain(self.target).find(|text| fits(text, language))
    }

    fn broken(&self, error: edition::TemplateError) -> Failure {
        broken_template(error, self.options.templates.as_deref())
    }

    fn alone(
        &self,
        wanted: &Wanted,
        language: &Language,
        writing: Writing,
    ) -> Result<(String, Edition), Failure> {
        let vertical = writing == Writing::Vertical;
        let reading = wanted.ruby.or(self.options.ruby).filter(|_| language.is_chinese());
        let ruby = reading.map_or("", Reading::ending);
        let name = format!("{language}{}{ruby}", if vertical { "-vertical" } else { "" });
        let text = self.find(language).ok_or_else(|| no_text(language))?;
        let ruby = reading.map(Reading::ruby);
        let settings = Settings { name: name.clone(), writing, ruby, ..self.settings.clone() };
        Ok((name, edition::compose(&text.issue, &settings).map_err(|error| self.broken(error))?))
    }

    fn both(
        &self,
        wanted: &Wanted,
        first: &Language,
        second: Option<&Language>,
    ) -> Result<(String, Edition), Failure> {
        let target = self.target.ok_or_else(|| {
            Failure::cannot("a bilingual edition needs a translation", "name it with --translation FILE")
        })?;
        let second = second.unwrap_or(target.language());
        let (layout, by) =
            (wanted.layout.unwrap_or(self.options.layout), wanted.by.unwrap_or(self.options.by));
        let reading = wanted.ruby.or(self.options.ruby);
        let (of_layout, layout) = match layout {
            Place::Interleaved => ("", Layout::Interleaved),
            Place::SideBySide => ("-side-by-side", Layout::SideBySide),
            Place::Popup => ("-popup", Layout::Popup),
        };
        let (of_unit, by) = match by {
            Unit::Paragraph => ("", By::Paragraph),
            Unit::Sentence => ("-sentences", By::Sentence),
        };
        // A book is another one in another layout, and so has another name.
        let name = format!("{first}_{second}{of_layout}{of_unit}{}", reading.map_or("", Reading::ending));
        let ruby = reading.map(Reading::ruby);
        let settings = Settings { name: name.clone(), layout, by, ruby, ..self.settings.clone() };
        let source = |language| self.sources().find(|text| fits(text, language));
        let turned: Vec<Bead>;
        let (leading, following, beads) = if let (Some(source), true) = (source(first), fits(target, second))
        {
            (source, target, self.beads)
        } else if let (true, Some(source)) = (fits(target, first), source(second)) {
            turned = turn(self.beads);
            (target, source, turned.as_slice())
        } else {
            return Err(no_text(if self.find(first).is_some() { second } else { first }));
        };
        let both = Bilingual {
            source: &leading.issue,
            source_segments: &leading.segments,
            target: &following.issue,
            target_segments: &following.segments,
            beads,
        };
        Ok((name, edition::bilingual(&both, &settings).map_err(|error| self.broken(error))?))
    }
}

/// An edition, packed.
struct Made {
    name: String,
    problems: Vec<Problem>,
    epub: Vec<u8>,
    kepub: Option<Vec<u8>>,
}

/// Does some work on each of a list, as many at a time as there are cores; results in the order of the list.
fn on_all_cores<T: Sync, R: Send>(list: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut done = Vec::new();
        while let index = next.fetch_add(1, Ordering::Relaxed)
            && let Some(wanted) = list.get(index)
        {
            done.push((index, work(wanted)));
        }
        done
    };
    let mut done = thread::scope(|scope| {
        let others: Vec<_> = (1..cores.min(list.len())).map(|_| scope.spawn(worker)).collect();
        let mut done = worker();
        for other in others {
            done.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        done
    });
    done.sort_by_key(|&(index, _)| index);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Beads with their sides changed.
fn turn(beads: &[Bead]) -> Vec<Bead> {
    let turned = |bead: &Bead| Bead {
        source: bead.target.clone(),
        target: bead.source.clone(),
        confidence: bead.confidence,
    };
    beads.iter().map(turned).collect()
}

/// Whether a text is in the language that is wanted.
fn fits(text: &Variant, language: &Language) -> bool {
    edition::tag(text.language()) == edition::tag(language)
}

fn no_text(language: &Language) -> Failure {
    Failure::cannot(
        format_args!("there is no text in {language}"),
        "name an edition in a language of the issue or its translation",
    )
}

/// Tells a template that cannot be used: only those of the user's folder can be so.
fn broken_template(error: edition::TemplateError, folder: Option<&Path>) -> Failure {
    let path = folder.unwrap_or(Path::new("")).join(&error.name);
    let line = error.line.map_or_else(String::new, |line| format!(":{line}"));
    let place = format!("{}{line}", path.display());
    Failure::input(place, error.message, error.help)
}

/// The templates, with those of the user's folder in place of the built-in ones.
fn templates(folder: Option<&Path>) -> Result<Templates, Failure> {
    let mut replaced = Vec::new();
    if let Some(folder) = folder {
        if !folder.is_dir() {
            return Err(Failure::cannot(
                format_args!("{}: there is no such folder of templates", folder.display()),
                "`duizhao init` writes one to start from",
            ));
        }
        for (name, _) in BUILT_IN {
            let path = folder.join(name);
            if path.exists() {
                let bytes = fs::read(&path).map_err(|error| Failure::reading(&path, error))?;
                let text = String::from_utf8(bytes).map_err(|_| {
                    Failure::input(path.display(), "the template is no UTF-8 text", "save it as UTF-8")
                })?;
                replaced.push((name.to_owned(), text));
            }
        }
        if replaced.is_empty() {
            let names: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
            return Err(Failure::cannot(
                format_args!("{}: there is no template in this folder", folder.display()),
                format_args!("the names are {}; `duizhao init` writes a set to start from", names.join(", ")),
            ));
        }
    }
    Templates::with(replaced).map_err(|error| broken_template(error, folder))
}

/// When the books count as changed: `SOURCE_DATE_EPOCH`, by which builds are made reproducible, else the day of
/// the issue.
fn source_date() -> Result<Option<jiff::Timestamp>, Failure> {
    let Ok(value) = std::env::var("SOURCE_DATE_EPOCH") else { return Ok(None) };
    let seconds = value.trim().parse::<i64>().ok();
    let date = seconds.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    date.map(Some).ok_or_else(|| {
        Failure::cannot(
            format_args!("SOURCE_DATE_EPOCH is `{value}`, which is no number of seconds since 1970"),
            "set it to whole seconds, or unset it",
        )
    })
}

/// The files of the images that the issue names, as far as they are there.
fn images(issue: &Issue, folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    let mut images = BTreeMap::new();
    for name in edition::images(issue) {
        // Editors write `a%20b.png` for `a b.png`, since Markdown's addresses hold no blank.
        for name_of_file in [Some(name.to_owned()), unescaped(name)].into_iter().flatten() {
            let path = folder.join(name_of_file);
            if path.is_file() {
                images.insert(name.to_owned(), read_image(&path)?);
                break;
            } else if let Some(bytes) = source::file_in_book(&path) {
                images.insert(name.to_owned(), bytes);
                break;
            }
        }
    }
    Ok(images)
}

/// An address without its percent escapes; none if it has none, or they are no UTF-8.
fn unescaped(address: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        let escape = address.get(address.len() - behind.len()..).and_then(|behind| behind.get(..2));
        let byte = escape.filter(|_| first == b'%').and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(byte.unwrap_or(first));
        rest = if byte.is_some() { &behind[2..] } else { behind };
    }
    String::from_utf8(bytes).ok().filter(|name| name != address)
}

/// An image's bytes; one that is too large only as far as it takes to see that.
fn read_image(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = |bytes: &mut Vec<u8>| fs::File::open(path)?.take(LARGEST_IMAGE as u64 + 1).read_to_end(bytes);
    read(&mut bytes).map_err(|error| Failure::reading(path, error))?;
    Ok(bytes)
}

fn cover_image(path: &Path) -> Result<Vec<u8>, Failure> {
    let bytes = match source::file_in_book(path) {
        Some(bytes) => bytes,
        None => read_image(path)?,
    };
    match edition::objection(&bytes) {
        Some(wrong) => Err(Failure::input(path.display(), wrong, "name another image with --cover")),
        None => Ok(bytes),
    }
}

/// The fonts to draw the cover with; none if none is named.
fn fonts(paths: &[PathBuf]) -> Result<Option<Fonts>, Failure> {
    let mut fonts = Fonts::default();
    for path in paths {
        let bytes = fs::read(path).map_err(|error| Failure::reading(path, error))?;
        if fonts.add(bytes) == 0 {
            return Err(Failure::input(
                path.display(),
                "the file holds no font that can be drawn with",
                "name a TTF, OTF, TTC or OTC file with --cover-font",
            ));
        }
    }
    Ok((!paths.is_empty()).then_some(fonts))
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
