//! The press: editions of one issue, made side by side.

use duizhao::align::Bead;
use duizhao::edition::{self, Bilingual, Edition, Settings, Writing};
use duizhao::lang::Language;
use duizhao::problem::Problem;
use duizhao::script::OPENCC_VERSION;
use rayon::prelude::*;

use super::Options;
use super::materials::{broken_template, cover_image, fonts, images, source_date, templates};
use super::wanted::{Book, Reading, Wanted};
use crate::cli::clean::{Clean, Script, Variant};
use crate::cli::{Failure, Output};

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
        let converted = missing.par_iter().map(|language| self.source.converted(language, self.script));
        let converted: Vec<Variant> = converted.collect::<Result<_, _>>()?;
        self.variants.extend(converted);
        let bar = out.progress(wanted.len() as u64, "editions");
        let made = wanted.par_iter().map(|wanted| self.edition(wanted).inspect(|_| bar.inc(1)));
        let made: Vec<Made> = made.collect::<Result<_, _>>()?;
        bar.finish_and_clear();
        let mut books: Vec<(String, Vec<u8>)> = Vec::new();
        // Each problem with the names of the editions that have it: it is told once.
        let mut told: Vec<(Problem, Vec<String>)> = Vec::new();
        let mut count = 0;
        for Made { name, problems, epub, kepub } in made {
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
        let layout = wanted.layout.unwrap_or(self.options.layout);
        let by = wanted.by.unwrap_or(self.options.by);
        let reading = wanted.ruby.or(self.options.ruby);
        // A book is another one in another layout, and so has another name.
        let ruby = reading.map_or("", Reading::ending);
        let name = format!("{first}_{second}{}{}{ruby}", layout.told(), by.told());
        let settings = Settings {
            name: name.clone(),
            layout: layout.layout(),
            by: by.by(),
            ruby: reading.map(Reading::ruby),
            ..self.settings.clone()
        };
        let source = |language| self.sources().find(|text| fits(text, language));
        let turned: Vec<Bead>;
        let (leading, following, beads) = if let (Some(source), true) = (source(first), fits(target, second))
        {
            (source, target, self.beads)
        } else if let (true, Some(source)) = (fits(target, first), source(second)) {
            turned = self.beads.iter().cloned().map(Bead::mirrored).collect();
            (target, source, &turned[..])
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
