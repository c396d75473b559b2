//! Source files of every kind as issues: which reader a file wants is told by its name.

use std::fs;
use std::path::{Path, PathBuf};

use duizhao::issue::{self, Issue, Plan, Source};
use duizhao::problem::{Problem, Severity, line_column};

use super::{Failure, Output, files};

/// More than any newspaper. What is larger was named by mistake, and would fill the memory.
const LARGEST: u64 = 512 << 20;

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
                return Err(failure(&plan_path, &source, error));
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
                "put the articles there as .md, .txt or .html files",
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

    /// Tells what is strange about the files: warnings always, notes to those who want to know more.
    pub(crate) fn tell(&self, out: &Output) {
        for part in &self.parts {
            for problem in &part.problems {
                let (line, column) = line_column(&part.source.text, problem.span.start);
                let told = format!(
                    "{}:{line}:{column}: {}\n  help: {}",
                    part.path.display(),
                    problem.message,
                    problem.help
                );
                match problem.severity {
                    Severity::Note => out.tell_more(format_args!("note: {told}")),
                    _ => out.warn(told),
                }
            }
        }
    }

    /// The issue that the files are together. Fails where one of them cannot be used.
    pub(crate) fn issue(self) -> Result<Issue, Failure> {
        for part in &self.parts {
            let broken = part.problems.iter().find(|problem| problem.code == "binary");
            if let Some(problem) = broken {
                return Err(failure(&part.path, &part.source, problem));
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

impl Part {
    fn read(path: &Path) -> Result<Self, Failure> {
        let bytes = bytes(path)?;
        let name = path.display().to_string();
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        let path = path.to_owned();
        let (source, mut problems) = Source::decode(name, &bytes);
        if extension.eq_ignore_ascii_case("json") {
            let issue = issue::read::json(&source.text).map_err(|error| {
                let place = format!("{}:{}:{}", path.display(), error.line(), error.column());
                Failure::input(
                    place,
                    format_args!("this is no issue as JSON: {error}"),
                    "write one with `duizhao read --format json`",
                )
            })?;
            return Ok(Self { path, source, issue, problems });
        }
        let (issue, more) = match extension.to_ascii_lowercase().as_str() {
            "txt" | "text" => issue::read::text(&source),
            _ => issue::read(&source),
        };
        problems.extend(more);
        Ok(Self { path, source, issue, problems })
    }
}

/// The bytes of a file that is not unreasonably large.
fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let size = fs::metadata(path).map(|metadata| metadata.len()).unwrap_or_default();
    if size > LARGEST {
        return Err(Failure::cannot(
            format_args!(
                "{}: {} MB are more than an issue can have ({} MB)",
                path.display(),
                size >> 20,
                LARGEST >> 20
            ),
            "name the text of one issue, or cut the file into issues",
        ));
    }
    files::read(path)
}

/// The texts of a folder, by name.
fn texts_of(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| Failure::reading(folder, error))? {
        let path = entry.map_err(|error| Failure::reading(folder, error))?.path();
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        let readme = path.file_stem().is_some_and(|stem| stem.eq_ignore_ascii_case("readme"));
        if matches!(extension, "md" | "markdown" | "txt" | "html" | "htm" | "xhtml") && !hidden && !readme {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn failure(path: &Path, source: &Source, problem: &Problem) -> Failure {
    let (line, column) = line_column(&source.text, problem.span.start);
    Failure::input(format_args!("{}:{line}:{column}", path.display()), &problem.message, &problem.help)
}
