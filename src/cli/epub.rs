//! `duizhao epub`: an issue, alone or beside its translation, as e-books.

use std::path::{Path, PathBuf};

use duizhao::align::Aligner;
use duizhao::edition::{BUILT_IN, By, Layout, Links, Ruby};
use duizhao::limits::LARGEST_IMAGE;
use duizhao::pipeline::{Aligned, Assets, Design, EditionName, Editions, Gate};

use super::output::Bars;
use super::preparation::{ConversionArgs, LanguageArgs, PreparationArgs, confidence};
use super::source::{self, Source};
use super::{Failure, Output, Outputs, files, summary};

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
    edition: Vec<EditionName>,

    /// How sure a pair of sentences must be, 0 to 1, to be linked in bilingual editions; the others are counted
    #[arg(long, value_name = "CONFIDENCE", default_value = "0.6", value_parser = confidence, requires = "translation")]
    least: f32,

    #[command(flatten)]
    options: Options,

    /// Folder to write to; made if it is not there
    #[arg(short, long, value_name = "FOLDER", default_value = ".")]
    out: PathBuf,

    #[command(flatten)]
    preparation: PreparationArgs,

    #[command(flatten)]
    languages: LanguageArgs,

    #[command(flatten)]
    conversion: ConversionArgs,
}

/// What editions are to be like, whichever command makes them.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Options {
    /// Where the translation stands in bilingual editions
    #[arg(long, value_enum, default_value_t = Layout::Interleaved)]
    layout: Layout,

    /// How much text stands together before its translation comes
    #[arg(long, value_enum, default_value_t = By::Paragraph)]
    by: By,

    /// How sentences and their translations are linked: by small numbers that can be tapped, by a small sign, or not
    #[arg(long, value_enum, default_value_t = Links::Numbers)]
    links: Links,

    /// Readings over Chinese characters, for learners: read them over, names may be wrong
    #[arg(long, value_enum)]
    ruby: Option<Ruby>,

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

    /// When the books count as changed, for shops and readers that fetch what is newer: a day (2026-03-06) or a moment
    /// (2026-03-06T09:30:00Z); by default `SOURCE_DATE_EPOCH`, else the day of the issue
    #[arg(long, value_name = "WHEN", value_parser = moment)]
    modified: Option<jiff::Timestamp>,

    /// A folder outside of the issue's own that its text may name images in; as often as needed
    #[arg(long, value_name = "FOLDER")]
    allow_files: Vec<PathBuf>,

    /// Folder with templates of your own; `duizhao init` writes a set to start from
    #[arg(long, value_name = "FOLDER")]
    templates: Option<PathBuf>,
}

impl Options {
    /// How editions are laid out whose names leave it open.
    pub(crate) fn design(&self) -> Design {
        Design::new().layout(self.layout).by(self.by).links(self.links).ruby(self.ruby).kepub(self.kepub)
    }

    /// The files that it names, those of the templates among them.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        let templates = self.templates.iter();
        let templates = templates.flat_map(|folder| BUILT_IN.iter().map(|(name, _)| folder.join(name)));
        templates.chain(self.cover.clone()).chain(self.cover_font.iter().cloned()).collect()
    }

    /// What the books of an issue and its translation need besides the text; the files that the texts name are noted.
    pub(crate) fn assets(
        &self,
        source: &Source,
        translation: Option<&Source>,
        outputs: &mut Outputs,
    ) -> Result<Assets, Failure> {
        let mut assets = match &self.templates {
            Some(folder) => Assets::with_templates(&folder.display().to_string(), templates(folder)?)?,
            None => Assets::new()?,
        };
        // The same path names the same image in both: the issue's own comes first.
        for text in [Some(source), translation].into_iter().flatten() {
            outputs.reads_all(text.files.iter().map(PathBuf::as_path))?;
            assets = text.images(assets, &self.allow_files, outputs)?;
        }
        let cover = match &self.cover {
            Some(cover) => Some(cover.clone()),
            None => source.cover(&self.allow_files)?,
        };
        if let Some(path) = cover {
            outputs.reads(source::file_of(&path))?;
            assets = assets.cover(&path.display().to_string(), source::image(&path, LARGEST_IMAGE)?)?;
        }
        for path in &self.cover_font {
            let bytes = files::read(path)?;
            assets = assets.cover_font(&path.display().to_string(), bytes)?;
        }
        let modified = self.modified.map_or_else(source_date, |modified| Ok(Some(modified)))?;
        Ok(assets.modified(modified))
    }
}

/// A moment: of a day, its first in UTC.
fn moment(text: &str) -> Result<jiff::Timestamp, String> {
    let day = || text.parse::<jiff::civil::Date>().ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok();
    let moment = text.parse::<jiff::Timestamp>().ok().or_else(|| day().map(|day| day.timestamp()));
    moment.ok_or_else(|| "give a day as 2026-03-06 or a moment as 2026-03-06T09:30:00Z".to_owned())
}

/// The templates of a user's folder: name and text of each.
fn templates(folder: &Path) -> Result<Vec<(String, String)>, Failure> {
    if !folder.is_dir() {
        return Err(Failure::cannot(
            format_args!("{}: there is no such folder of templates", folder.display()),
            "`duizhao init` writes one to start from",
        ));
    }
    let mut replaced = Vec::new();
    for (name, _) in BUILT_IN {
        let path = folder.join(name);
        if path.exists() {
            let bytes = files::read(&path)?;
            let text = String::from_utf8(bytes).map_err(|_| {
                Failure::input(path.display(), "the template is not UTF-8 text", "save it as UTF-8")
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
    Ok(replaced)
}

/// When the books count as changed: `SOURCE_DATE_EPOCH`, by which builds are made reproducible, else the day of
/// the issue.
fn source_date() -> Result<Option<jiff::Timestamp>, Failure> {
    let Ok(value) = std::env::var("SOURCE_DATE_EPOCH") else { return Ok(None) };
    let seconds = value.trim().parse::<i64>().ok();
    let date = seconds.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    date.map(Some).ok_or_else(|| {
        Failure::cannot(
            format_args!("SOURCE_DATE_EPOCH is `{value}`, which is not a number of seconds since 1970"),
            "set it to whole seconds, or unset it",
        )
    })
}

/// How another place for books is named.
pub(crate) const ANOTHER_FOLDER: &str = "name another folder with --out, as --out dist";

pub(crate) fn run(args: &Args, out: &Output) -> Result<(), Failure> {
    let mut outputs = Outputs::default();
    let texts = [Some(&*args.issue), args.translation.as_deref()].into_iter().flatten();
    outputs.reads_all(texts.chain(args.preparation.files()).chain(args.conversion.files()))?;
    args.options.files().iter().try_for_each(|file| outputs.reads(source::file_of(file)))?;
    outputs.folder(&args.out)?;
    let preparation = args.preparation.preparation()?;
    let load = |path: &Path, language: &Option<_>| Source::load(path, &preparation, language.as_ref(), out);
    let source = load(&args.issue, &args.languages.language)?;
    let translation = args.translation.as_deref();
    let target = translation.map(|path| load(path, &args.languages.translation_language)).transpose()?;
    let assets = args.options.assets(&source, target.as_ref(), &mut outputs)?;
    let conversion = args.conversion.conversion()?;
    let mut names = args.edition.clone();
    if names.is_empty() {
        names.push(EditionName::alone(source.prepared.text().language().clone()));
        names.extend(target.is_some().then(EditionName::bilingual));
    }
    // Editions in one language need no beads.
    let both = names.iter().any(EditionName::is_bilingual);
    let aligned = target.as_ref().filter(|_| both).map(|target| {
        let aligned = Aligned::new(&Aligner::default(), &source.prepared, &target.prepared);
        aligned.with_gate(Gate::default().least(args.least))
    });
    let beads = aligned.as_ref().map_or(&[][..], Aligned::believed);
    let translation = target.as_ref().map(|target| (&target.prepared, beads));
    let editions =
        Editions::new(&source.prepared, translation, &assets, &conversion).design(args.options.design());
    let made = editions.make(&names, &Bars::new(out))?;
    let of_alignment = aligned.as_ref().map(Aligned::remarks).unwrap_or_default();
    for remark in of_alignment.iter().chain(&made.remarks) {
        out.remark(remark);
    }
    for (name, bytes) in made.books {
        let path = args.out.join(format!("{}.{name}.epub", source.prepared.stem()));
        outputs.add(&path, &bytes, ANOTHER_FOLDER)?;
    }
    for (path, size) in outputs.finish(out)? {
        out.tell(format_args!("{:>9}  {}", files::size(size), path.display()));
    }
    if let Some(unlinked) = aligned.as_ref().and_then(summary::unlinked) {
        out.tell(unlinked);
    }
    Ok(())
}
