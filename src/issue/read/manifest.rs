//! An issue in several files: `issue.toml` says what the issue is and in which order its articles stand.
//!
//! ```toml
//! publication = "临江晚报"
//! number = "第312期"
//! date = 2026-03-06
//! language = "zh-CN"
//! articles = ["lead.md", "porpoises.md"]    # without it: all texts of the folder, by name
//! ```

use super::{Source, front_matter, language};
use crate::issue::model::{Issue, Masthead};
use crate::issue::relator;
use crate::lang::Language;
use crate::problem::{Problem, Severity, Span};

/// What `issue.toml` says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Manifest {
    /// The issue as a publication.
    pub masthead: Masthead,
    /// The language of its text.
    pub language: Option<Language>,
    /// The files of its articles, in order, relative to the file itself.
    pub articles: Vec<String>,
}

impl Manifest {
    /// Reads the manifest.
    #[must_use]
    pub fn read(source: &Source) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let text = source.text.strip_prefix('\u{feff}').unwrap_or(&source.text);
        let base = source.text.len() - text.len();
        let mut fields =
            front_matter::fields(front_matter::Format::Toml, text, base, &mut problems).unwrap_or_default();
        let mut articles = Vec::new();
        let list = fields
            .iter()
            .find(|field| field.name == "articles")
            .map_or(Span { start: base, end: base }, |field| field.span);
        fields.retain(|field| field.name != "articles");
        problems.extend(fields.iter().filter(|field| !is_known(&field.name)).map(unknown));
        match text.parse::<toml::Table>().ok().and_then(|mut table| table.remove("articles")) {
            Some(toml::Value::Array(names)) => {
                for name in names {
                    match name {
                        toml::Value::String(name) if is_inside(&name) => articles.push(name),
                        other => problems.push(Problem {
                            severity: Severity::Error,
                            code: "plan".into(),
                            span: list,
                            message: format!(
                                "`articles` names no file of this folder: {}",
                                other
                                    .as_str()
                                    .map_or_else(|| format!("{other:?}"), |name| format!("`{name}`"))
                            ),
                            help: "name files of the folder, as `articles = [\"lead.md\", \"letters.md\"]`"
                                .to_owned(),
                        }),
                    }
                }
            }
            Some(_) => problems.push(Problem {
                severity: Severity::Error,
                code: "plan".into(),
                span: list,
                message: "`articles` is no list".to_owned(),
                help: "write `articles = [\"lead.md\", \"letters.md\"]`".to_owned(),
            }),
            None => {}
        }
        let matter = front_matter::matter(fields, &mut problems);
        (Self { masthead: matter.masthead, language: matter.language, articles }, problems)
    }

    /// The issue that the parts are together.
    ///
    /// Where the manifest does not say what the issue is called or which language it is in, the first part does.
    #[must_use]
    pub fn gather(self, parts: Vec<Issue>) -> Issue {
        let mut masthead = self.masthead;
        let mut language = self.language;
        let mut articles = Vec::new();
        for part in parts {
            if masthead == Masthead::default() {
                masthead = part.masthead;
            }
            language.get_or_insert(part.language);
            articles.extend(part.articles);
        }
        Issue { language: language.unwrap_or_else(|| language::of("", "")), masthead, articles }
    }
}

fn is_known(name: &str) -> bool {
    front_matter::is_known(name) || relator(name).is_some()
}

/// A field that means nothing here: in a file that says what an issue is, hardly meant.
fn unknown(field: &front_matter::Field) -> Problem {
    let name = field.name.as_str();
    let meant = if ["files", "file", "chapters", "contents", "order", "texts", "sources"].contains(&name) {
        Some("articles")
    } else {
        front_matter::nearest(name).or_else(|| front_matter::is_near(name, "articles").then_some("articles"))
    };
    Problem {
        severity: Severity::Error,
        code: "plan".into(),
        span: field.span,
        message: format!("`{name}` is not a field of issue.toml"),
        help: match meant {
            Some(meant) => format!("write `{meant}`, or take the field out"),
            None => format!("take it out; the fields are {}, articles", front_matter::NAMES.join(", ")),
        },
    }
}

/// Whether a name stays inside the folder.
fn is_inside(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(['/', '\\'])
        && !name.contains(':')
        && !name.split(['/', '\\']).any(|part| part == "..")
}
