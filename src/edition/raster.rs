//! The cover as a picture of dots (PNG), for shops and old readers that take no SVG.
//!
//! Its characters are drawn with fonts that the user names. None is shipped, for one that has all of Chinese weighs
//! 15 MB; and those that a machine happens to have would make the same issue another book on another machine.

use std::collections::BTreeSet;
use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::filter::Kind;
use resvg::usvg::fontdb::{Database, Source};
use resvg::usvg::{Group, ImageHrefResolver, Node, Options, Tree};

use crate::limits::{COVER_DOTS, COVER_LAYERS};

/// The most dots side by side, and one above the other: what shops ask of a cover.
const LARGEST: (f32, f32) = (1600.0, 2560.0);

/// Fonts to draw a cover with. The first file is for text with serifs (the newspaper's name), the last for text
/// without (headlines); all of them lend each other the characters that one lacks.
#[derive(Debug, Clone, Default)]
pub struct Fonts {
    database: Arc<Database>,
    /// The families of each file.
    families: Vec<Vec<String>>,
}

/// A cover, drawn.
pub(super) struct Raster {
    pub png: Vec<u8>,
    /// The characters that no font has.
    pub missing: BTreeSet<char>,
}

impl Fonts {
    /// Adds the fonts of a file (TTF, OTF, TTC, OTC); answers how many it holds. None: it is no font.
    pub fn add(&mut self, file: Vec<u8>) -> usize {
        let database = Arc::make_mut(&mut self.database);
        let faces = database.load_font_source(Source::Binary(Arc::new(file)));
        let family = |id| database.face(id)?.families.first().map(|(name, _)| name.clone());
        let families: Vec<String> = faces.iter().filter_map(|id| family(*id)).collect();
        if !faces.is_empty() {
            self.families.push(families);
        }
        faces.len()
    }

    /// Draws an SVG that is in a language.
    pub(super) fn draw(&self, svg: &[u8], language: &str) -> Result<Raster, String> {
        let mut database = (*self.database).clone();
        if let Some(family) = self.families.first().and_then(|file| of_language(file, language)) {
            database.set_serif_family(family);
        }
        if let Some(family) = self.families.last().and_then(|file| of_language(file, language)) {
            database.set_sans_serif_family(family);
        }
        let options = Options {
            fontdb: Arc::new(database),
            // A picture in a book draws on no file beside it.
            image_href_resolver: ImageHrefResolver {
                resolve_string: Box::new(|_, _| None),
                ..ImageHrefResolver::default()
            },
            ..Options::default()
        };
        let tree = Tree::from_data(svg, &options).map_err(|error| error.to_string())?;
        let (width, height) = (tree.size().width(), tree.size().height());
        let scale = (LARGEST.0 / width).min(LARGEST.1 / height);
        let work = Work { scale, picture: LARGEST.0 * LARGEST.1, left: COVER_DOTS };
        work.allowed(tree.root()).map_err(str::to_owned)?;
        let size = tree.size().to_int_size().scale_by(scale).ok_or("it has no size")?;
        let mut dots = Pixmap::new(size.width(), size.height()).ok_or("it has no size")?;
        resvg::render(&tree, Transform::from_scale(scale, scale), &mut dots.as_mut());
        let mut missing = BTreeSet::new();
        note_missing(tree.root(), &mut missing);
        Ok(Raster { png: dots.encode_png().map_err(|error| error.to_string())?, missing })
    }
}

/// What it takes to draw a cover, counted before it is drawn: whoever wrote the template may have asked for a
/// lifetime of work in a line.
struct Work {
    /// Dots of the picture to a unit of the drawing.
    scale: f32,
    /// Dots of the whole picture.
    picture: f32,
    /// Dots that may still be looked at.
    left: f64,
}

impl Work {
    const TOO_MUCH: &str = "it would take minutes to draw; take filters, patterns and layers out of it";

    /// Counts a drawing; an error if it is too much.
    fn allowed(mut self, root: &Group) -> Result<(), &'static str> {
        self.group(root, 0)
    }

    /// Takes a number of dots from what is left.
    fn take(&mut self, dots: f32) -> Result<(), &'static str> {
        // What is asked for costs something, however small it is.
        self.left -= f64::from(dots.max(0.0)) + 1000.0;
        if self.left > 0.0 { Ok(()) } else { Err(Self::TOO_MUCH) }
    }

    fn area(&self, width: f32, height: f32) -> f32 {
        (width * height * self.scale * self.scale).min(self.picture)
    }

    #[expect(clippy::cast_precision_loss, reason = "an estimate")]
    fn group(&mut self, group: &Group, layers: usize) -> Result<(), &'static str> {
        let layers = layers + usize::from(group.should_isolate());
        if layers > COVER_LAYERS {
            return Err(Self::TOO_MUCH);
        }
        if group.should_isolate() {
            self.take(2.0 * self.picture)?;
        }
        for filter in group.filters() {
            for primitive in filter.primitives() {
                self.filter(primitive.kind())?;
            }
        }
        for node in group.children() {
            let mut inner = Ok(());
            node.subroots(|root| {
                if inner.is_ok() {
                    inner = self.group(root, layers + 1);
                }
            });
            inner?;
            match node {
                Node::Group(group) => self.group(group, layers)?,
                Node::Text(text) => self.group(text.flattened(), layers)?,
                Node::Path(path) => {
                    let bounds = path.abs_stroke_bounding_box();
                    self.take(self.area(bounds.width(), bounds.height()) + path.data().len() as f32)?;
                }
                Node::Image(image) => {
                    let bounds = image.abs_bounding_box();
                    self.take(self.area(bounds.width(), bounds.height()))?;
                }
            }
        }
        Ok(())
    }

    /// A filter looks at so many dots for each of the picture's.
    #[expect(clippy::cast_precision_loss, reason = "an estimate")]
    fn filter(&mut self, kind: &Kind) -> Result<(), &'static str> {
        let looks = match kind {
            Kind::Morphology(morphology) => {
                let side = |radius: f32| (2.0 * radius * self.scale).ceil() + 1.0;
                side(morphology.radius_x().get()) * side(morphology.radius_y().get())
            }
            Kind::ConvolveMatrix(convolve) => (convolve.matrix().columns() * convolve.matrix().rows()) as f32,
            Kind::Turbulence(turbulence) => 20.0 * turbulence.num_octaves() as f32,
            Kind::GaussianBlur(_) | Kind::DropShadow(_) => 10.0,
            Kind::DiffuseLighting(_) | Kind::SpecularLighting(_) => 20.0,
            _ => 4.0,
        };
        self.take(looks * self.picture)
    }
}

/// The family of a file that draws Chinese characters as they are written where the language is: collections have
/// one for each place, told by the end of its name.
fn of_language<'f>(families: &'f [String], language: &str) -> Option<&'f String> {
    let place = match language {
        tag if tag.starts_with("zh-Hant-HK") || tag.starts_with("zh-Hant-MO") => " HK",
        tag if tag.starts_with("zh-Hant") => " TC",
        tag if tag.starts_with("zh") => " SC",
        tag if tag.starts_with("ja") => " JP",
        tag if tag.starts_with("ko") => " KR",
        _ => "",
    };
    families.iter().find(|family| family.ends_with(place)).or(families.first())
}

/// Notes the characters that were drawn as the empty box.
fn note_missing(group: &Group, missing: &mut BTreeSet<char>) {
    for node in group.children() {
        match node {
            Node::Group(group) => note_missing(group, missing),
            Node::Text(text) => {
                let glyphs = text.layouted().iter().flat_map(|span| &span.positioned_glyphs);
                missing.extend(glyphs.filter(|glyph| glyph.id.0 == 0).flat_map(|glyph| glyph.text.chars()));
            }
            Node::Path(_) | Node::Image(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::of_language;

    #[test]
    fn of_a_collection_the_font_of_the_place_is_taken() {
        let families = ["Song JP", "Song KR", "Song SC", "Song TC", "Song HK"].map(str::to_owned);
        for (language, family) in [
            ("zh-Hans-CN", "Song SC"),
            ("zh-Hant-TW", "Song TC"),
            ("zh-Hant-HK", "Song HK"),
            ("zh-Hant", "Song TC"),
            ("en", "Song JP"),
        ] {
            assert_eq!(of_language(&families, language).unwrap(), family, "{language}");
        }
        let one = ["Ming".to_owned()];
        assert_eq!(of_language(&one, "zh-Hant-TW").unwrap(), "Ming");
    }
}
