//! What editions need besides the text: templates, images, the cover, fonts, the day of the edition.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use duizhao::edition::{self, BUILT_IN, Fonts, LARGEST_IMAGE, Templates};
use duizhao::issue::Issue;
use percent_encoding::percent_decode_str;

use crate::cli::{Failure, source};

/// Tells a template that cannot be used: only those of the user's folder can be so.
pub(super) fn broken_template(error: edition::TemplateError, folder: Option<&Path>) -> Failure {
    let path = folder.unwrap_or(Path::new("")).join(&error.name);
    let line = error.line.map_or_else(String::new, |line| format!(":{line}"));
    let place = format!("{}{line}", path.display());
    Failure::input(place, error.message, error.help)
}

/// The templates, with those of the user's folder in place of the built-in ones.
pub(super) fn templates(folder: Option<&Path>) -> Result<Templates, Failure> {
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
pub(super) fn source_date() -> Result<Option<jiff::Timestamp>, Failure> {
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
pub(super) fn images(issue: &Issue, folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    let mut images = BTreeMap::new();
    for name in edition::images(issue) {
        // Editors write `a%20b.png` for `a b.png`, since Markdown's addresses hold no blank.
        let unescaped = percent_decode_str(name).decode_utf8().ok();
        for name_of_file in [Some(name.into()), unescaped].into_iter().flatten() {
            let path = folder.join(&*name_of_file);
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

/// An image's bytes; one that is too large only as far as it takes to see that.
fn read_image(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = |bytes: &mut Vec<u8>| fs::File::open(path)?.take(LARGEST_IMAGE as u64 + 1).read_to_end(bytes);
    read(&mut bytes).map_err(|error| Failure::reading(path, error))?;
    Ok(bytes)
}

pub(super) fn cover_image(path: &Path) -> Result<Vec<u8>, Failure> {
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
pub(super) fn fonts(paths: &[PathBuf]) -> Result<Option<Fonts>, Failure> {
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
