//! The templates of an edition: what users may change.
//!
//! They are written for [minijinja](https://docs.rs/minijinja) (the syntax of Jinja2) and compiled into the
//! program; a file of the same name that the user gives takes the place of the built-in one. A variable that
//! does not exist is an error, so that a slip of the pen does not become a hole in a book; so is a page of the
//! user's that is not well-formed, which no reader opens, and one without an id that links lead to.

use std::collections::BTreeSet;
use std::fmt;

use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};

use super::Page;

/// The built-in templates by name.
pub const BUILT_IN: [(&str, &str); 5] = [
    ("article.xhtml", include_str!("../../templates/article.xhtml")),
    ("cover.svg", include_str!("../../templates/cover.svg")),
    ("title.xhtml", include_str!("../../templates/title.xhtml")),
    ("colophon.xhtml", include_str!("../../templates/colophon.xhtml")),
    ("edition.css", include_str!("../../templates/edition.css")),
];

/// A set of templates, checked for their syntax.
#[derive(Debug, Clone)]
pub struct Templates {
    environment: Environment<'static>,
    /// The names of those that are the user's.
    replaced: BTreeSet<String>,
}

/// A template that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateError {
    /// The template's name: `article.xhtml`.
    pub name: String,
    /// The line in it, from 1.
    pub line: Option<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}; {}", self.message, self.help)
    }
}

impl std::error::Error for TemplateError {}

impl TemplateError {
    fn new(name: &str, error: &minijinja::Error) -> Self {
        let message = error
            .detail()
            .map_or_else(|| error.kind().to_string(), |detail| format!("{}: {detail}", error.kind()));
        Self {
            name: error.name().filter(|name| !name.is_empty()).unwrap_or(name).to_owned(),
            line: error.line(),
            message,
            help: MEND.into(),
        }
    }
}

const MEND: &str = "mend the template, or delete the file to use the built-in one";

impl Templates {
    /// The built-in templates, some of them replaced: name and text.
    ///
    /// # Errors
    /// If a template has a name that no template has, or is broken.
    pub fn with<S: Into<String>>(replaced: impl IntoIterator<Item = (S, S)>) -> Result<Self, TemplateError> {
        let mut environment = Environment::new();
        let mut names = BTreeSet::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|name| match name.rsplit('.').next() {
            Some("css") => AutoEscape::None,
            _ => AutoEscape::Html,
        });
        for (name, text) in BUILT_IN {
            environment.add_template(name, text).map_err(|error| TemplateError::new(name, &error))?;
        }
        for (name, text) in replaced {
            let name = name.into();
            if !BUILT_IN.iter().any(|(known, _)| *known == name) {
                let known: Vec<_> = BUILT_IN.iter().map(|(known, _)| *known).collect();
                return Err(TemplateError {
                    name,
                    line: None,
                    message: "no template has this name".into(),
                    help: format!("the names are {}", known.join(", ")),
                });
            }
            environment
                .add_template_owned(name.clone(), text.into())
                .map_err(|error| TemplateError::new(&name, &error))?;
            names.insert(name);
        }
        Ok(Self { environment, replaced: names })
    }

    /// Fills a template in.
    pub(super) fn render(&self, name: &str, context: Value) -> Result<String, TemplateError> {
        let template =
            self.environment.get_template(name).map_err(|error| TemplateError::new(name, &error))?;
        let text = template.render(context).map_err(|error| TemplateError::new(name, &error))?;
        if self.replaced.contains(name) && name != "edition.css" {
            well_formed(name, template.source(), &text)?;
        }
        Ok(text)
    }

    /// Holds the articles of a user's template to the ids that contents and page list lead to: `file#id` each.
    pub(super) fn hold_ids<'a>(
        &self,
        pages: &[Page],
        places: impl Iterator<Item = &'a str>,
    ) -> Result<(), TemplateError> {
        const NAME: &str = "article.xhtml";
        if !self.replaced.contains(NAME) {
            return Ok(());
        }
        let ids: BTreeSet<(&str, &str)> =
            pages.iter().flat_map(|page| ids(&page.xhtml).map(|id| (page.file.as_str(), id))).collect();
        for (file, id) in places.filter_map(|place| place.split_once('#')) {
            if !ids.contains(&(file, id)) {
                return Err(TemplateError {
                    name: NAME.into(),
                    line: None,
                    message: format!("its page `{file}` has nothing with the id `{id}`, where a link leads"),
                    help: "write `id` into the article, and `page_break` before its blocks".into(),
                });
            }
        }
        Ok(())
    }
}

/// The values of the attribute `id` in markup.
fn ids(xhtml: &str) -> impl Iterator<Item = &str> {
    xhtml.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next())
}

/// Whether what a template gives is XML. The error's line is the template's, if it stands there as it is.
fn well_formed(name: &str, template: &str, text: &str) -> Result<(), TemplateError> {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..roxmltree::ParsingOptions::default() };
    let Err(error) = roxmltree::Document::parse_with_options(text, options) else { return Ok(()) };
    let wrong = text.lines().nth((error.pos().row as usize).saturating_sub(1)).unwrap_or_default().trim();
    let line = template.lines().position(|line| line.trim() == wrong).map(|before| before + 1);
    let excerpt: String = wrong.chars().take(60).collect();
    Err(TemplateError {
        name: name.into(),
        line,
        message: format!("the page that it gives is not well-formed: {error}, in `{excerpt}`"),
        help: MEND.into(),
    })
}
