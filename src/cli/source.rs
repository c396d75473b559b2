//! Source files of every kind as issues: which reader a file wants is told by its name, else by its first bytes.

use std::fs;
use std::path::{Path, PathBuf};

use duizhao::issue::read::Place;
use duizhao::issue::{self, Issue, Plan, Source};
use duizhao::problem::{Problem, Severity};

use super::{Failure, Output, files, foreign};

/// More than any book with its images. What is larger was named by mistake, and would fill the memory.
const LARGEST: u64 = 512 << 20;

/// More text than a newspaper has in a year.
const LARGEST_TEXT: usize = 64 << 20;

/// No paragraph is as long, nor is a page of HTML that was written on one line.
const LONGEST_LINE: usize = 16 << 20;

/// A file that was read.
pub(crate) struct Part {
    /// Where it lies.
    pub(crate) path: PathBuf,
    /// Its text.
    pub(crate) source: Source,
    /// What it says.
    pub(crate) issue: Issue,
    /// What is strange about it.
    pub(crate) problems: Vec<Problem>,
}

/// The files of an issue: one, or those of a folder in their order.
pub(crate) struct Parts {
    parts: Vec<Part>,
    plan: Option<Plan>,
}

impl Parts {
    /// Reads a file, or a folder of articles with or without its `issue.toml`.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let is_plan = path.file_name().is_some_and(|name| name == "issue.toml");
        if !path.is_dir() && !is_plan {
            return Ok(Self { parts: vec![Part::read(path)?], plan: None });
        }
        let folder = if is_plan { path.parent().unwrap_or(Path::new("")) } else { path };
        let plan_path = folder.join("issue.toml");
        let mut plan_part = None;
        let mut plan = None;
        if plan_path.exists() {
            let (source, mut problems) = Source::decode(plan_path.display().to_string(), &bytes(&plan_path)?);
            let (read, more) = Plan::read(&source);
            problems.extend(more);
            if let Some(error) = problems.iter().find(|problem| problem.severity == Severity::Error) {
                return Err(failure(&source, error));
            }
            let issue = Plan::default().gather(Vec::new());
            plan_part = Some(Part { path: plan_path, source, issue, problems });
            plan = Some(read);
        }
        let listed =
            plan.iter().flat_map(|plan| &plan.articles).map(|name| folder.join(name)).collect::<Vec<_>>();
        let paths = if listed.is_empty() { texts_of(folder)? } else { listed };
        if paths.is_empty() {
            return Err(Failure::cannot(
                format_args!("{}: no article lies in this folder", folder.display()),
                "put the articles there as .md, .txt, .html or .epub files",
            ));
        }
        let mut parts: Vec<Part> = plan_part.into_iter().collect();
        for path in paths {
            parts.push(Part::read(&path)?);
        }
        Ok(Self { parts, plan: Some(plan.unwrap_or_default()) })
    }

    /// The files, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter()
    }

    /// The text that the places of the issue are in, if that is one: not of a folder, and not what JSON was made from.
    pub(crate) fn text(&self) -> Option<&Source> {
        match self.parts.as_slice() {
            [only] if only.path.extension().is_none_or(|extension| extension != "json") => Some(&only.source),
            _ => None,
        }
    }

    /// Tells what is strange about the files: warnings always, notes to those who want to know more.
    pub(crate) fn tell(&self, out: &Output) {
        // What cannot be used fails, and only that is told then.
        for part in self.parts.iter().filter(|part| !part.problems.iter().any(is_binary)) {
            let mut places = part.source.places();
            let mut told = |problem: &Problem| {
                let Place { file, line, column } = places.of(problem.span.start);
                format!("{file}:{line}:{column}: {}\n  help: {}", problem.message, problem.help)
            };
            for problem in &part.problems {
                if problem.severity != Severity::Note {
                    out.warn(told(problem));
                } else if out.is_verbose() {
                    out.tell_more(format_args!("note: {}", told(problem)));
                }
            }
        }
    }

    /// The issue that the files are together. Fails where one of them cannot be used.
    pub(crate) fn issue(self) -> Result<Issue, Failure> {
        for part in &self.parts {
            if let Some(problem) = part.problems.iter().find(|problem| is_binary(problem)) {
                return Err(failure(&part.source, problem));
            }
        }
        let mut parts = self.parts.into_iter();
        match self.plan {
            None => {
                parts.next().map(|part| part.issue).ok_or_else(|| Failure::cannot("no source", "name a file"))
            }
            Some(plan) => {
                let issues = parts
                    .filter(|part| part.path.file_name().is_none_or(|name| name != "issue.toml"))
                    .map(|part| part.issue)
                    .collect();
                Ok(plan.gather(issues))
            }
        }
    }
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Markdown,
    Text,
    Html,
    Epub,
    Json,
}

impl Kind {
    fn of(path: &Path, bytes: &[u8]) -> Self {
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        match extension.to_ascii_lowercase().as_str() {
            "md" | "markdown" => Self::Markdown,
            "txt" | "text" => Self::Text,
            "html" | "htm" | "xhtml" | "xht" => Self::Html,
            "epub" => Self::Epub,
            "json" => Self::Json,
            _ => Self::by_content(bytes),
        }
    }

    fn by_content(bytes: &[u8]) -> Self {
        // EPUB Open Container Format: the first file is `mimetype`, not packed.
        if bytes.starts_with(b"PK\x03\x04") && bytes.get(30..58) == Some(b"mimetypeapplication/epub+zip") {
            return Self::Epub;
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
    fn read(path: &Path) -> Result<Self, Failure> {
        let bytes = bytes(path)?;
        let name = path.display().to_string();
        let kind = Kind::of(path, &bytes);
        let path = path.to_owned();
        if kind == Kind::Epub {
            let (source, issue, problems) = issue::read::epub(&name, &bytes)
                .map_err(|error| Failure::input(path.display(), &error, error.help()))?;
            return Ok(Self { path, source, issue, problems });
        }
        foreign::refuse(&path, &bytes)?;
        if kind != Kind::Json {
            reasonable(&path, &bytes)?;
        }
        let (source, mut problems) = Source::decode(name, &bytes);
        drop(bytes);
        let (issue, more) = match kind {
            Kind::Json => {
                let issue = issue::read::json(&source.text).map_err(|error| {
                    let place = format!("{}:{}:{}", path.display(), error.line(), error.column());
                    Failure::input(
                        place,
                        format_args!("this is no issue as JSON: {error}"),
                        "write one with `duizhao read --format json`",
                    )
                })?;
                (issue, Vec::new())
            }
            Kind::Text => issue::read::text(&source),
            Kind::Html => issue::read::html(&source),
            Kind::Markdown | Kind::Epub => issue::read(&source),
        };
        problems.extend(more);
        Ok(Self { path, source, issue, problems })
    }
}

/// The bytes of a file; its path may go on inside a book: `old.epub/OEBPS/cover.jpg`.
pub(crate) fn file_in_book(path: &Path) -> Option<Vec<u8>> {
    let book = path.ancestors().skip(1).find(|book| book.is_file())?;
    let inside: Vec<&str> =
        path.strip_prefix(book).ok()?.iter().map(|part| part.to_str()).collect::<Option<_>>()?;
    issue::read::file_of_epub(&fs::read(book).ok()?, &inside.join("/")).ok()
}

/// The bytes of a file that is not unreasonably large.
pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let size = fs::metadata(path).map(|metadata| metadata.len()).unwrap_or_default();
    if size > LARGEST {
        return Err(too_large(path, size, LARGEST));
    }
    files::read(path)
}

/// Refuses a text that no newspaper has; the model of it would take several times its size.
pub(crate) fn reasonable(path: &Path, text: &[u8]) -> Result<(), Failure> {
    if text.len() > LARGEST_TEXT {
        return Err(too_large(path, text.len() as u64, LARGEST_TEXT as u64));
    }
    let line_end = |b: &u8| matches!(b, b'\n' | b'\r');
    let longest = || text.split(line_end).map(<[u8]>::len).max().unwrap_or_default();
    if text.len() > LONGEST_LINE && longest() > LONGEST_LINE {
        return Err(Failure::cannot(
            format_args!(
                "{}: a line of {} MB is no paragraph (the longest may have {} MB)",
                path.display(),
                longest() >> 20,
                LONGEST_LINE >> 20
            ),
            "put a line end behind each paragraph",
        ));
    }
    Ok(())
}

fn too_large(path: &Path, size: u64, most: u64) -> Failure {
    Failure::cannot(
        format_args!(
            "{}: {} MB are more than an issue can have ({} MB)",
            path.display(),
            size >> 20,
            most >> 20
        ),
        "name the text of one issue, or cut the file into issues",
    )
}

/// The texts of a folder, by name.
fn texts_of(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| Failure::reading(folder, error))? {
        let path = entry.map_err(|error| Failure::reading(folder, error))?.path();
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        let readme = path.file_stem().is_some_and(|stem| stem.eq_ignore_ascii_case("readme"));
        if matches!(extension, "md" | "markdown" | "txt" | "html" | "htm" | "xhtml" | "epub")
            && !hidden
            && !readme
        {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// Whether a problem says that the source is no text.
fn is_binary(problem: &Problem) -> bool {
    problem.code == "binary"
}

/// A problem that ends the work, told where it stands.
pub(crate) fn failure(source: &Source, problem: &Problem) -> Failure {
    let Place { file, line, column } = source.place(problem.span.start);
    Failure::input(format_args!("{file}:{line}:{column}"), &problem.message, &problem.help)
}
