//! `duizhao epub`: an issue, alone or beside its translation, as e-books.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use duizhao::align::{Aligner, Bead, align_issues};
use duizhao::edition::{
    self, BUILT_IN, Bilingual, By, Edition, LARGEST_IMAGE, Layout, Settings, Templates, Writing,
};
use duizhao::issue::repair::{Level, repair};
use duizhao::issue::{Issue, Source, read};
use duizhao::lang::Language;
use duizhao::segment::Segments;

use super::{Failure, Output, files};

/// Make e-books (EPUB 3.3) of an issue, alone or with its translation
#[derive(clap::Args)]
#[command(after_help = "Editions:
  zh-CN, zh-TW, zh-HK, en …   the issue or its translation in one language, in horizontal lines
  zh-TW-vertical              in vertical lines, pages from right to left
  bilingual                   the issue with its translation
  zh-TW_en, en_zh-CN          the same, with the language that leads named first

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

    /// How much is repaired before: none, safe (what can hardly be meant otherwise), all (also what is only
    /// likely)
    #[arg(long, value_name = "LEVEL", default_value = "safe")]
    repair: Level,
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

    /// An image to take the place of the drawn cover
    #[arg(long, value_name = "IMAGE")]
    cover: Option<PathBuf>,

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
enum Unit {
    Paragraph,
    Sentence,
}

/// An edition by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// One language: `zh-TW`, `zh-TW-vertical`.
    Alone(Language, Writing),
    /// The issue and its translation as they are.
    Bilingual,
    /// Two languages, the leading one first: `zh-TW_en`.
    Both(Language, Language),
}

impl FromStr for Wanted {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let language = |tag: &str| tag.parse::<Language>().map_err(|error| error.to_string());
        if name == "bilingual" {
            return Ok(Self::Bilingual);
        }
        if let Some((first, second)) = name.split_once('_') {
            return Ok(Self::Both(language(first)?, language(second)?));
        }
        Ok(match name.strip_suffix("-vertical") {
            Some(tag) => Self::Alone(language(tag)?, Writing::Vertical),
            None => Self::Alone(language(name)?, Writing::Horizontal),
        })
    }
}

/// An issue in one language, ready to be set.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Copy<'a> {
    pub(crate) issue: &'a Issue,
    pub(crate) segments: &'a Segments,
}

/// What editions are made from: the issue in each language it is there in.
pub(crate) struct Press<'a> {
    settings: Settings,
    suffix: &'static str,
    source: Copy<'a>,
    target: Option<Copy<'a>>,
    /// Beads between the segments of source and target.
    beads: &'a [Bead],
}

impl<'a> Press<'a> {
    /// Gets ready: reads templates, cover and the images that the issue names. `folder` holds the issue.
    pub(crate) fn new(
        source: Copy<'a>,
        target: Option<Copy<'a>>,
        beads: &'a [Bead],
        folder: &Path,
        options: &Options,
    ) -> Result<Self, Failure> {
        let mut settings = Settings::new(templates(options.templates.as_deref())?);
        settings.layout = match options.layout {
            Place::Interleaved => Layout::Interleaved,
            Place::SideBySide => Layout::SideBySide,
            Place::Popup => Layout::Popup,
        };
        settings.by = match options.by {
            Unit::Paragraph => By::Paragraph,
            Unit::Sentence => By::Sentence,
        };
        settings.modified = source_date()?;
        settings.made_with = vec![concat!("duizhao ", env!("CARGO_PKG_VERSION")).to_owned()];
        settings.images = images(source.issue, folder)?;
        let cover = match (&options.cover, &source.issue.masthead.cover) {
            (Some(given), _) => Some(given.clone()),
            (None, named) => named.as_ref().map(|named| folder.join(named)),
        };
        settings.cover = cover.map(|path| cover_image(&path)).transpose()?;
        let suffix = match options.layout {
            Place::Interleaved => "",
            Place::SideBySide => "-side-by-side",
            Place::Popup => "-popup",
        };
        Ok(Self { settings, suffix, source, target, beads })
    }

    /// Makes an edition: its name, as in `issue.NAME.epub`, and its bytes.
    pub(crate) fn make(&self, wanted: &Wanted, out: &Output) -> Result<(String, Vec<u8>), Failure> {
        let (name, edition) = match wanted {
            Wanted::Alone(language, writing) => self.alone(language, *writing)?,
            Wanted::Bilingual => self.both(&self.source.issue.language, None)?,
            Wanted::Both(first, second) => self.both(first, Some(second))?,
        };
        for problem in &edition.problems {
            out.warn(format_args!("{name}: {}\n  help: {}", problem.message, problem.help));
        }
        let bytes = edition.epub().map_err(|error| Failure::cannot(error, "tell the makers of duizhao"))?;
        Ok((name, bytes))
    }

    fn alone(&self, language: &Language, writing: Writing) -> Result<(String, Edition), Failure> {
        let vertical = writing == Writing::Vertical;
        let name = format!("{language}{}", if vertical { "-vertical" } else { "" });
        let copy = [Some(self.source), self.target].into_iter().flatten().find(|copy| fits(copy, language));
        let copy = copy.ok_or_else(|| no_text(language))?;
        let settings = Settings { name: name.clone(), writing, ..self.settings.clone() };
        Ok((name, edition::compose(copy.issue, &settings).map_err(broken_template)?))
    }

    fn both(&self, first: &Language, second: Option<&Language>) -> Result<(String, Edition), Failure> {
        let target = self.target.ok_or_else(|| {
            Failure::cannot("a bilingual edition needs a translation", "name it with --translation FILE")
        })?;
        let second = second.unwrap_or(&target.issue.language);
        let name = format!("{first}_{second}{}", self.suffix);
        let settings = Settings { name: name.clone(), ..self.settings.clone() };
        let turned: Vec<Bead>;
        let (leading, following, beads) = if fits(&self.source, first) && fits(&target, second) {
            (self.source, target, self.beads)
        } else if fits(&target, first) && fits(&self.source, second) {
            turned = turn(self.beads);
            (target, self.source, turned.as_slice())
        } else {
            return Err(no_text(if fits(&self.source, first) || fits(&target, first) {
                second
            } else {
                first
            }));
        };
        let both = Bilingual {
            source: leading.issue,
            source_segments: leading.segments,
            target: following.issue,
            target_segments: following.segments,
            beads,
        };
        Ok((name, edition::bilingual(&both, &settings).map_err(broken_template)?))
    }
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

/// Whether a copy is in the language that is wanted.
fn fits(copy: &Copy<'_>, language: &Language) -> bool {
    edition::tag(&copy.issue.language) == edition::tag(language)
}

fn no_text(language: &Language) -> Failure {
    Failure::cannot(
        format_args!("there is no text in {language}"),
        "name an edition in a language of the issue or its translation",
    )
}

fn broken_template(error: edition::TemplateError) -> Failure {
    let place = error.line.map_or_else(|| error.name.clone(), |line| format!("{}:{line}", error.name));
    Failure::input(place, error.message, "")
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
                let text = fs::read_to_string(&path).map_err(|error| Failure::reading(&path, error))?;
                replaced.push((name.to_owned(), text));
            }
        }
    }
    Templates::with(replaced).map_err(broken_template)
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
        let path = folder.join(name);
        if !path.is_file() {
            continue;
        }
        images.insert(name.to_owned(), read_image(&path)?);
    }
    Ok(images)
}

/// An image's bytes; one that is too large only as far as it takes to see that.
fn read_image(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = |bytes: &mut Vec<u8>| fs::File::open(path)?.take(LARGEST_IMAGE as u64 + 1).read_to_end(bytes);
    read(&mut bytes).map_err(|error| Failure::reading(path, error))?;
    Ok(bytes)
}

fn cover_image(path: &Path) -> Result<Vec<u8>, Failure> {
    let bytes = read_image(path)?;
    match edition::objection(&bytes) {
        Some(wrong) => Err(Failure::input(path.display(), wrong, "name another image with --cover")),
        None => Ok(bytes),
    }
}

pub(crate) fn run(args: &Args, out: &Output) -> Result<(), Failure> {
    let source = load(&args.issue, args.repair)?;
    let target = args.translation.as_deref().map(|path| load(path, args.repair)).transpose()?;
    let source_segments = Segments::of(&source);
    let target_segments = target.as_ref().map(Segments::of);
    let beads = match &target_segments {
        Some(target) => align_issues(&Aligner::default(), &source_segments, target).beads,
        None => Vec::new(),
    };
    let copies =
        target.as_ref().zip(target_segments.as_ref()).map(|(issue, segments)| Copy { issue, segments });
    let folder = args.issue.parent().unwrap_or(Path::new(""));
    let press = Press::new(
        Copy { issue: &source, segments: &source_segments },
        copies,
        &beads,
        folder,
        &args.options,
    )?;
    let mut wanted = args.edition.clone();
    if wanted.is_empty() {
        wanted.push(Wanted::Alone(source.language.clone(), Writing::Horizontal));
        wanted.extend(target.is_some().then_some(Wanted::Bilingual));
    }
    let name = args.issue.file_name().unwrap_or_default().to_string_lossy();
    let stem = stem(&name);
    let mut outputs = files::Outputs::new(&args.out)?;
    for wanted in &wanted {
        let (name, bytes) = press.make(wanted, out)?;
        outputs.add(format!("{stem}.{name}.epub"), &bytes)?;
    }
    for (path, size) in outputs.finish()? {
        out.tell(format_args!("{:>10}  {}", size, path.display()));
    }
    Ok(())
}

fn load(path: &Path, level: Level) -> Result<Issue, Failure> {
    let bytes = files::read(path)?;
    let text = String::from_utf8(bytes)
        .map_err(|error| Failure::input(path.display(), error, "save the file as UTF-8 and try again"))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let (issue, _) = read(&Source::new(name, text));
    if issue.articles.is_empty() {
        return Err(Failure::input(
            path.display(),
            "there is no text in it",
            "name the file that holds the issue",
        ));
    }
    Ok(repair(issue, level).0)
}

/// The name without its ending and language: `issue-2024-11` of `issue-2024-11.zh.md`.
fn stem(name: &str) -> &str {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    match stem.rsplit_once('.') {
        Some((before, tag)) if tag.parse::<Language>().is_ok() => before,
        _ => stem,
    }
}
