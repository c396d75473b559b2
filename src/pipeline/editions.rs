//! E-books of one issue, made side by side.

use rayon::prelude::*;

use super::edition_name::{Texts, name_alone, name_both};
use super::error::REPORT;
use super::{Assets, Conversion, EditionName, Error, Prepared, Progress, Remark, Stage, Variant};
use crate::align::Bead;
use crate::edition::{self, Bilingual, By, Edition, Layout, Links, Ruby, Settings, Writing};
use crate::lang::Language;

/// How editions are laid out whose names leave it open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Design {
    layout: Layout,
    by: By,
    links: Links,
    ruby: Option<Ruby>,
    kepub: bool,
}

impl Design {
    /// The translation under each paragraph, no readings.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Where the translation stands in bilingual editions.
    #[must_use]
    pub fn layout(self, layout: Layout) -> Self {
        Self { layout, ..self }
    }

    /// How much text stands together before its translation comes.
    #[must_use]
    pub fn by(self, by: By) -> Self {
        Self { by, ..self }
    }

    /// How sentences are linked with their translation in bilingual editions.
    #[must_use]
    pub fn links(self, links: Links) -> Self {
        Self { links, ..self }
    }

    /// Readings over Chinese characters.
    #[must_use]
    pub fn ruby(self, ruby: Option<Ruby>) -> Self {
        Self { ruby, ..self }
    }

    /// For Kobo readers too: a second file for each edition.
    #[must_use]
    pub fn kepub(self, kepub: bool) -> Self {
        Self { kepub, ..self }
    }
}

/// What editions are made from: the issue in each kind of Chinese that is asked for, and its translation.
#[derive(Debug)]
pub struct Editions<'a> {
    settings: Settings,
    assets: &'a Assets,
    design: Design,
    source: &'a Variant,
    target: Option<&'a Variant>,
    /// Beads between the segments of source and target.
    beads: &'a [Bead],
    /// The issue in other kinds of Chinese, with the source's segments.
    variants: Vec<&'a Variant>,
    conversion: &'a Conversion,
}

/// Books that were made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Books {
    /// The name of each edition, as in `issue.NAME.epub`, and its bytes.
    pub books: Vec<(String, Vec<u8>)>,
    /// What was found wrong on the way, such as an image that is missing.
    pub remarks: Vec<Remark>,
}

impl<'a> Editions<'a> {
    /// Editions of an issue, and of its translation with the beads between their segments that are believed.
    #[must_use]
    pub fn new(
        source: &'a Prepared,
        translation: Option<(&'a Prepared, &'a [Bead])>,
        assets: &'a Assets,
        conversion: &'a Conversion,
    ) -> Self {
        let (target, beads) = translation.unzip();
        Self {
            settings: assets.settings(),
            assets,
            design: Design::default(),
            source: source.text(),
            target: target.map(Prepared::text),
            beads: beads.unwrap_or_default(),
            variants: Vec::new(),
            conversion,
        }
    }

    /// How those are laid out whose names leave it open.
    #[must_use]
    pub fn design(self, design: Design) -> Self {
        Self { design, ..self }
    }

    /// A variant of the issue that is there already.
    #[must_use]
    pub fn variant(mut self, variant: &'a Variant) -> Self {
        self.variants.push(variant);
        self
    }

    /// Makes editions by their names, each once.
    ///
    /// # Errors
    /// If a name asks for a text that is not there, or a template gives pages that no reader opens.
    pub fn make(&self, names: &[EditionName], progress: &dyn Progress) -> Result<Books, Error> {
        let mut missing: Vec<&Language> = Vec::new();
        for language in names.iter().flat_map(EditionName::languages) {
            let chinese = language.is_chinese() && self.source.language().is_chinese();
            let same = |other: &&Language| edition::tag(other) == edition::tag(language);
            if chinese && find(self.texts(&[]), language).is_none() && !missing.iter().any(same) {
                missing.push(language);
            }
        }
        let converted = missing.par_iter().map(|language| self.source.converted(language, self.conversion));
        let converted: Vec<Variant> = converted.collect::<Result<_, _>>()?;
        progress.begin(Stage::Editions, names.len());
        let made = names
            .par_iter()
            .map(|name| self.edition(name, &converted).inspect(|_| progress.step(Stage::Editions)));
        let made: Vec<Made> = made.collect::<Result<_, _>>()?;
        progress.end(Stage::Editions);
        let mut once: Vec<Made> = Vec::new();
        for made in made {
            // `bilingual` and `zh-CN_en` may be the same book.
            if !once.iter().any(|known| known.name == made.name) {
                once.push(made);
            }
        }
        let remarks = Remark::of_editions(once.iter().map(|made| (made.name.as_str(), &made.edition)));
        let mut books = Vec::new();
        for Made { name, epub, kepub, .. } in once {
            let kepub = kepub.map(|kepub| (format!("{name}.kepub"), kepub));
            books.push((name, epub));
            books.extend(kepub);
        }
        Ok(Books { books, remarks })
    }

    /// The issue and its variants, those that were converted just now the last.
    fn sources<'b>(&'b self, converted: &'b [Variant]) -> impl Iterator<Item = &'b Variant> {
        std::iter::once(self.source).chain(self.variants.iter().copied()).chain(converted)
    }

    /// The same, and the translation.
    fn texts<'b>(&'b self, converted: &'b [Variant]) -> impl Iterator<Item = &'b Variant> {
        self.sources(converted).chain(self.target)
    }

    fn edition(&self, name: &EditionName, converted: &[Variant]) -> Result<Made, Error> {
        let (name, edition) = match &name.texts {
            Texts::Alone(language, writing) => self.alone(name, language, *writing, converted)?,
            Texts::Bilingual => self.both(name, self.source.language(), None, converted)?,
            Texts::Both(first, second) => self.both(name, first, Some(second), converted)?,
        };
        let pack = |edition: &Edition| edition.epub().map_err(|error| Error::new(error, REPORT));
        let epub = pack(&edition)?;
        let kepub = if self.design.kepub { Some(pack(&edition.kepub())?) } else { None };
        // What was packed takes as much room as the book.
        let edition = Edition { pages: Vec::new(), resources: Vec::new(), ..edition };
        Ok(Made { name, edition, epub, kepub })
    }

    fn alone(
        &self,
        name: &EditionName,
        language: &Language,
        writing: Writing,
        converted: &[Variant],
    ) -> Result<(String, Edition), Error> {
        let ruby = name.ruby.or(self.design.ruby).filter(|_| language.is_chinese());
        let name = name_alone(language, writing, ruby);
        let text = find(self.texts(converted), language).ok_or_else(|| no_text(language))?;
        let settings = Settings { name: name.clone(), writing, ruby, ..self.settings.clone() };
        let composed = edition::compose(text.issue(), &settings);
        Ok((name, composed.map_err(|error| self.assets.broken(&error))?))
    }

    fn both(
        &self,
        name: &EditionName,
        first: &Language,
        second: Option<&Language>,
        converted: &[Variant],
    ) -> Result<(String, Edition), Error> {
        let target = self.target.ok_or_else(|| {
            Error::new("a bilingual edition needs a translation", "name it with --translation FILE")
        })?;
        let second = second.unwrap_or(target.language());
        let layout = name.layout.unwrap_or(self.design.layout);
        let by = name.by.unwrap_or(self.design.by);
        let ruby = name.ruby.or(self.design.ruby);
        let name = name_both([first, second], layout, by, ruby);
        let links = self.design.links;
        let settings = Settings { name: name.clone(), layout, by, links, ruby, ..self.settings.clone() };
        let source = |language| find(self.sources(converted), language);
        let turned: Vec<Bead>;
        let (leading, following, beads) = if let (Some(source), true) = (source(first), fits(target, second))
        {
            (source, target, self.beads)
        } else if let (true, Some(source)) = (fits(target, first), source(second)) {
            turned = self.beads.iter().cloned().map(Bead::mirrored).collect();
            (target, source, &turned[..])
        } else {
            let first_is_there = find(self.texts(converted), first).is_some();
            return Err(no_text(if first_is_there { second } else { first }));
        };
        let both = Bilingual {
            source: leading.issue(),
            source_segments: leading.segments(),
            target: following.issue(),
            target_segments: following.segments(),
            beads,
        };
        let composed = edition::bilingual(&both, &settings);
        Ok((name, composed.map_err(|error| self.assets.broken(&error))?))
    }
}

/// An edition, packed.
struct Made {
    name: String,
    edition: Edition,
    epub: Vec<u8>,
    kepub: Option<Vec<u8>>,
}

/// The first text in a language.
fn find<'a>(mut texts: impl Iterator<Item = &'a Variant>, language: &Language) -> Option<&'a Variant> {
    texts.find(|text| fits(text, language))
}

/// Whether a text is in the language that is wanted.
fn fits(text: &Variant, language: &Language) -> bool {
    edition::tag(text.language()) == edition::tag(language)
}

fn no_text(language: &Language) -> Error {
    Error::new(
        format_args!("there is no text in {language}"),
        "name an edition in a language of the issue or its translation",
    )
}
