//! Sources of every kind as issues: which reader a file wants is told by its name, else by its first bytes.

use super::{Error, Files, Remark, foreign};
use crate::issue::read::OfficeFormat;
use crate::issue::{self, Issue, Manifest, Source};
use crate::limits::{self, LARGEST_FILE, LARGEST_TEXT, LONGEST_LINE, MOST_SIGNS};
use crate::problem::{Problem, Severity};

/// The file that says what a folder of articles is.
pub const MANIFEST: &str = "issue.toml";

/// The endings of files that are articles of a folder.
const ARTICLES: [&str; 9] = ["md", "markdown", "txt", "html", "htm", "xhtml", "epub", "docx", "odt"];

/// A file that was read.
#[derive(Debug, Clone)]
pub struct Part {
    /// Its text.
    pub source: Source,
    /// What it says.
    pub issue: Issue,
    /// What is strange about it.
    pub problems: Vec<Problem>,
    kind: Kind,
}

/// A source after reading: one file, or those of a folder in their order.
#[derive(Debug, Clone)]
pub struct Opened {
    name: String,
    parts: Vec<Part>,
    manifest: Option<Manifest>,
    /// The files of the folder that are not part of the issue.
    passed_over: Vec<Remark>,
}

impl Opened {
    /// Reads a file. Its name, or its path, tells its kind and stands in all that is said about it.
    ///
    /// # Errors
    /// If the bytes are not those of an issue.
    pub fn file(name: &str, bytes: Vec<u8>) -> Result<Self, Error> {
        Ok(Self {
            name: name.to_owned(),
            parts: vec![Part::read(name, bytes)?],
            manifest: None,
            passed_over: Vec::new(),
        })
    }

    /// Reads a folder of articles, in the order of its `issue.toml`, else of their names.
    ///
    /// `names` are those of the files that lie in the folder.
    ///
    /// # Errors
    /// If a file cannot be read, or is not an article, or if there is none.
    pub fn folder<F: Files>(name: &str, mut names: Vec<String>, files: &F) -> Result<Self, F::Error> {
        let path = |file: &str| match name {
            "" => file.to_owned(),
            name if name.ends_with(['/', '\\']) => format!("{name}{file}"),
            name => format!("{name}/{file}"),
        };
        let mut parts = Vec::new();
        let mut manifest = Manifest::default();
        if let Some(bytes) = files.read(MANIFEST, LARGEST_TEXT)? {
            let (source, mut problems) = Source::decode(path(MANIFEST), &bytes);
            let (read, more) = Manifest::read(&source);
            problems.extend(more);
            if let Some(problem) = problems.iter().find(|problem| problem.severity == Severity::Error) {
                return Err(Error::of_problem(&source, problem).into());
            }
            let issue = Manifest::default().gather(Vec::new());
            parts.push(Part { source, issue, problems, kind: Kind::Manifest });
            manifest = read;
        }
        names.sort();
        let is_part = |file: &str| {
            if manifest.articles.is_empty() {
                is_article(file)
            } else {
                manifest.articles.iter().any(|name| name == file)
            }
        };
        let other = names.iter().filter(|file| !is_part(file) && !is_about_folder(file));
        let passed_over = other.map(|file| passed_over(&path(file), file)).collect();
        if manifest.articles.is_empty() {
            names.retain(|name| is_article(name));
        } else {
            names.clone_from(&manifest.articles);
        }
        if names.is_empty() {
            return Err(Error::new(
                "no article lies in this folder",
                "put the articles there as .md, .txt, .html, .docx, .odt or .epub files",
            )
            .in_file(name)
            .into());
        }
        let mut signs = 0;
        for file in names {
            let bytes = files.read(&file, LARGEST_FILE)?.ok_or_else(|| {
                Error::new(
                    "cannot read it: there is no such file",
                    format_args!("correct its name in {MANIFEST}, or leave it out"),
                )
                .in_file(path(&file))
            })?;
            let part = Part::read(&path(&file), bytes)?;
            // Each file is below the limit; all of them together become one issue.
            signs += limits::signs(part.source.text.as_bytes());
            if signs > MOST_SIGNS {
                return Err(too_many_signs().in_file(name).into());
            }
            parts.push(part);
        }
        Ok(Self { name: name.to_owned(), parts, manifest: Some(manifest), passed_over })
    }

    /// The same source by another name: that of the manifest that was opened, for one.
    #[must_use]
    pub fn called(self, name: impl Into<String>) -> Self {
        Self { name: name.into(), ..self }
    }

    /// The name that it was opened with.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The files, in order; of a folder also its `issue.toml`.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The text that the places of the issue are in, if that is one: not of a folder, and not what JSON was made from.
    #[must_use]
    pub fn text(&self) -> Option<&Source> {
        match (&self.manifest, self.parts.as_slice()) {
            (None, [only]) if only.kind != Kind::Json => Some(&only.source),
            _ => None,
        }
    }

    /// What is strange about the files. Of a file that cannot be used, [`Opened::issue`] says so.
    #[must_use]
    pub fn remarks(&self) -> Vec<Remark> {
        let usable = self.parts.iter().filter(|part| !part.problems.iter().any(is_binary));
        let remarks = usable.flat_map(|part| Remark::of_source(&part.source, &part.problems));
        remarks.chain(self.passed_over.iter().cloned()).collect()
    }

    /// The issue that the files are together.
    ///
    /// # Errors
    /// If one of them cannot be used.
    pub fn issue(self) -> Result<Issue, Error> {
        for part in &self.parts {
            if let Some(problem) = part.problems.iter().find(|problem| is_binary(problem)) {
                return Err(Error::of_problem(&part.source, problem));
            }
        }
        let issues = self.parts.into_iter().filter(|part| part.kind != Kind::Manifest);
        let issues = issues.map(|part| part.issue).collect();
        Ok(match self.manifest {
            // What the manifest does not say the first part does: of one file that is all.
            None => Manifest::default().gather(issues),
            Some(manifest) => manifest.gather(issues),
        })
    }
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Markdown,
    Text,
    Html,
    Epub,
    Office(OfficeFormat),
    Json,
    Manifest,
}

impl Kind {
    fn of(name: &str, bytes: &[u8]) -> Self {
        match extension(name).to_ascii_lowercase().as_str() {
            "md" | "markdown" => Self::Markdown,
            "txt" | "text" => Self::Text,
            "html" | "htm" | "xhtml" | "xht" => Self::Html,
            "epub" => Self::Epub,
            "docx" | "docm" | "dotx" => Self::Office(OfficeFormat::Docx),
            "odt" | "ott" => Self::Office(OfficeFormat::Odt),
            "json" => Self::Json,
            _ => Self::by_content(bytes),
        }
    }

    fn by_content(bytes: &[u8]) -> Self {
        // EPUB Open Container Format: the first file is `mimetype`, not packed.
        if bytes.starts_with(b"PK\x03\x04") && bytes.get(30..58) == Some(b"mimetypeapplication/epub+zip") {
            return Self::Epub;
        }
        if let Some(format) = OfficeFormat::of(bytes) {
            return Self::Office(format);
        }
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(256)]).to_ascii_lowercase();
        let head = head.trim_start_matches('\u{feff}').trim_start();
        if ["<!doctype html", "<html", "<?xml"].iter().any(|start| head.starts_with(start)) {
            return Self::Html;
        }
        Self::Markdown
    }
}

impl Part {
    fn read(name: &str, bytes: Vec<u8>) -> Result<Self, Error> {
        if bytes.len() > LARGEST_FILE {
            return Err(too_large(name, bytes.len(), LARGEST_FILE));
        }
        let kind = Kind::of(name, &bytes);
        if kind == Kind::Epub {
            let (source, issue, problems) = issue::read::epub(name, &bytes)
                .map_err(|error| Error::new(&error, error.help()).in_file(name))?;
            return Ok(Self { source, issue, problems, kind });
        }
        if let Kind::Office(format) = kind {
            foreign::refuse_old(name, &bytes)?;
            let (source, issue, problems) = issue::read::document(name, &bytes, format)
                .map_err(|error| Error::new(&error, error.help()).in_file(name))?;
            return Ok(Self { source, issue, problems, kind });
        }
        foreign::refuse(name, &bytes)?;
        if kind != Kind::Json {
            refuse_oversized(name, &bytes)?;
        }
        let (source, mut problems) = Source::decode(name, &bytes);
        drop(bytes);
        let (issue, more) = match kind {
            Kind::Json => {
                let issue = issue::read::json(&source.text).map_err(|error| {
                    Error::new(
                        format_args!("this is not an issue as JSON: {error}"),
                        "write one with `duizhao read --format json`",
                    )
                    .in_file(name)
                    .at(error.line(), error.column())
                })?;
                (issue, Vec::new())
            }
            Kind::Text => issue::read::text(&source),
            Kind::Html => issue::read::html(&source),
            Kind::Markdown | Kind::Epub | Kind::Office(_) | Kind::Manifest => issue::read(&source),
        };
        problems.extend(more);
        Ok(Self { source, issue, problems, kind })
    }
}

/// Refuses a text that no newspaper has.
///
/// # Errors
/// If it is larger than the text of an issue can be, or has a line that is not a paragraph.
pub fn refuse_oversized(name: &str, text: &[u8]) -> Result<(), Error> {
    if text.len() > LARGEST_TEXT {
        return Err(too_large(name, text.len(), LARGEST_TEXT));
    }
    if limits::signs(text) > MOST_SIGNS {
        return Err(too_many_signs().in_file(name));
    }
    let line_end = |b: &u8| matches!(b, b'\n' | b'\r');
    let longest = || text.split(line_end).map(<[u8]>::len).max().unwrap_or_default();
    if text.len() > LONGEST_LINE && longest() > LONGEST_LINE {
        return Err(Error::new(
            format_args!(
                "a line of {} MB is not a paragraph (the longest may have {} MB)",
                longest() >> 20,
                LONGEST_LINE >> 20
            ),
            "put a line end after each paragraph",
        )
        .in_file(name));
    }
    Ok(())
}

fn too_many_signs() -> Error {
    Error::new(
        format_args!("it has more than {MOST_SIGNS} line ends and signs of markup, which no issue has"),
        "name the text of one issue, or cut the file into issues",
    )
}

/// A file that is larger than what is read: sizes in bytes.
#[must_use]
pub fn too_large(name: &str, size: usize, most: usize) -> Error {
    Error::new(
        format_args!("{} MB are more than an issue can have ({} MB)", size >> 20, most >> 20),
        "name the text of one issue, or cut the file into issues",
    )
    .in_file(name)
}

/// The ending of a file's name: `md` of `issue.zh.md`.
pub(super) fn extension(name: &str) -> &str {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map_or("", |(_, extension)| extension)
}

/// Whether a file of a folder is one of its articles.
fn is_article(name: &str) -> bool {
    ARTICLES.contains(&extension(name).to_ascii_lowercase().as_str()) && !is_about_folder(name)
}

/// Whether a file says something about the folder, or is hidden in it.
fn is_about_folder(name: &str) -> bool {
    let readme = name.rsplit_once('.').is_some_and(|(stem, _)| stem.eq_ignore_ascii_case("readme"));
    name.starts_with('.') || readme || name == MANIFEST
}

/// What is said of a file that lies in the folder of an issue and is not a part of it. Images are seen where an article
/// names them, and what this program wrote is no surprise: they are noted for those who want to know more.
fn passed_over(path: &str, name: &str) -> Remark {
    const EXPECTED: [&str; 14] = [
        "jpg", "jpeg", "png", "gif", "webp", "svg", "avif", "css", "json", "tmx", "idx", "xlf", "tsv", "ttf",
    ];
    let extension = extension(name).to_ascii_lowercase();
    let expected = EXPECTED.contains(&extension.as_str());
    let help = if ARTICLES.contains(&extension.as_str()) {
        format!("add it to `articles` in {MANIFEST} if it belongs to the issue")
    } else {
        "save it as .md, .txt, .html or .epub if it belongs to the issue".to_owned()
    };
    Remark {
        severity: if expected { Severity::Note } else { Severity::Warning },
        place: None,
        message: format!("{path} is passed over: it is not an article of this folder"),
        help,
    }
}

/// Whether a problem says that the source is not a text.
fn is_binary(problem: &Problem) -> bool {
    problem.code == "binary"
}

#[cfg(test)]
mod tests {
    use super::{extension, is_article};

    #[test]
    fn a_name_has_the_ending_behind_its_last_point() {
        let names = ["issue.zh.md", "a.b/issue", ".profile", "folder.d\\x.TXT", "no"];
        assert_eq!(names.map(extension), ["md", "", "", "TXT", ""]);
    }

    #[test]
    fn hidden_files_and_the_read_me_are_not_articles() {
        let names = ["01.md", "02.TXT", "a.epub", "README.md", ".swp.txt", "photo.jpg", "issue.toml"];
        assert_eq!(names.map(is_article), [true, true, true, false, false, false, false]);
    }
}
