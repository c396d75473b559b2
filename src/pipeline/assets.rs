//! What editions need besides the text: templates, images, the cover, fonts, the day of the edition.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::percent_decode_str;

use super::{Error, Files, Prepared};
use crate::edition::{self, Fonts, Settings, TemplateError, Templates};
use crate::limits::LARGEST_IMAGE;
use crate::script::OPENCC_VERSION;

/// Templates, images, cover and fonts of editions.
#[derive(Debug, Clone)]
pub struct Assets {
    /// Where the templates come from, as errors name it.
    place: String,
    templates: Templates,
    images: BTreeMap<String, Vec<u8>>,
    /// Images that were not read, for they lie outside of the issue's folder.
    outside: BTreeSet<String>,
    cover: Option<Vec<u8>>,
    cover_fonts: Option<Fonts>,
    modified: Option<jiff::Timestamp>,
}

impl Assets {
    /// The built-in templates, a drawn cover, no images.
    ///
    /// # Errors
    /// If the built-in templates are broken, which a test excludes.
    pub fn new() -> Result<Self, Error> {
        Self::with_templates("", Vec::new())
    }

    /// The built-in templates, some of them replaced: name and text of each. `place` names the folder that they come
    /// from; errors begin with it.
    ///
    /// # Errors
    /// If a template is broken, or has a name that no template has.
    pub fn with_templates(place: &str, replaced: Vec<(String, String)>) -> Result<Self, Error> {
        let templates = Templates::with(replaced).map_err(|error| broken_template(place, &error))?;
        Ok(Self {
            place: place.to_owned(),
            templates,
            images: BTreeMap::new(),
            outside: BTreeSet::new(),
            cover: None,
            cover_fonts: None,
            modified: None,
        })
    }

    /// The images that an issue names, as far as they are there. An image that two issues name comes from the first.
    ///
    /// # Errors
    /// If a file is there but cannot be read.
    pub fn images_of<F: Files>(mut self, text: &Prepared, files: &F) -> Result<Self, F::Error> {
        for name in text.text().issue().images() {
            if self.images.contains_key(name) {
                continue;
            }
            // Editors write `a%20b.png` for `a b.png`, since Markdown's addresses hold no blank.
            let unescaped = percent_decode_str(name).decode_utf8().ok();
            for of_file in [Some(name.into()), unescaped].into_iter().flatten() {
                if files.is_outside(&of_file) {
                    self.outside.insert(name.to_owned());
                    break;
                }
                if let Some(bytes) = files.read(&of_file, LARGEST_IMAGE)? {
                    self.images.insert(name.to_owned(), bytes);
                    break;
                }
            }
        }
        Ok(self)
    }

    /// An image to take the place of the drawn cover; `name` stands in errors.
    ///
    /// # Errors
    /// If the bytes are not those of an image that books may have.
    pub fn cover(self, name: &str, bytes: Vec<u8>) -> Result<Self, Error> {
        match edition::objection(&bytes) {
            Some(wrong) => Err(Error::new(wrong, "name another image with --cover").in_file(name)),
            None => Ok(Self { cover: Some(bytes), ..self }),
        }
    }

    /// A font to draw the cover with, as a PNG for shops and readers that take no SVG. Of several, the first is for the
    /// newspaper's name, the last for headlines.
    ///
    /// # Errors
    /// If the file holds no font that can be drawn with.
    pub fn cover_font(mut self, name: &str, bytes: Vec<u8>) -> Result<Self, Error> {
        let fonts = self.cover_fonts.get_or_insert_default();
        if fonts.add(bytes) == 0 {
            return Err(Error::new(
                "the file holds no font that can be drawn with",
                "name a TTF, OTF, TTC or OTC file with --cover-font",
            )
            .in_file(name));
        }
        Ok(self)
    }

    /// When the books count as changed; by default on the day of the issue.
    #[must_use]
    pub fn modified(self, modified: Option<jiff::Timestamp>) -> Self {
        Self { modified, ..self }
    }

    /// What editions with these assets are like, with nothing else asked for.
    pub(super) fn settings(&self) -> Settings {
        let mut settings = Settings::new(self.templates.clone());
        settings.images.clone_from(&self.images);
        settings.outside.clone_from(&self.outside);
        settings.cover.clone_from(&self.cover);
        settings.cover_fonts.clone_from(&self.cover_fonts);
        settings.modified = self.modified;
        settings.made_with = vec![
            concat!("duizhao ", env!("CARGO_PKG_VERSION")).to_owned(),
            format!("OpenCC dictionaries {OPENCC_VERSION}"),
        ];
        settings
    }

    /// A template that cannot be used, with its place.
    pub(super) fn broken(&self, error: &TemplateError) -> Error {
        broken_template(&self.place, error)
    }
}

fn broken_template(place: &str, error: &TemplateError) -> Error {
    let separator = if place.is_empty() || place.ends_with(['/', '\\']) { "" } else { "/" };
    let wrong = Error::new(&error.message, &error.help).in_file(format!("{place}{separator}{}", error.name));
    match error.line {
        Some(line) => wrong.at_line(line),
        None => wrong,
    }
}
