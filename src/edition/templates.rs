//! The templates of an edition: what users may change.
//!
//! They are written for [minijinja](https://docs.rs/minijinja) (the syntax of Jinja2) and compiled into the
//! program; a file of the same name that the user gives takes the place of the built-in one. A variable that
//! does not exist is an error, so that a slip of the pen does not become a hole in a book; so is a page of the
//! user's that is not well-formed, which no reader opens, and one without an id that links lead to.

use std::collections::BTreeSet;

use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior, Value};
use roxmltree::{Document, ParsingOptions};

use crate::limits::TEMPLATE_STEPS;

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
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {message}; {help}", self.place())]
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

impl TemplateError {
    /// The template's name, and the line if it is known.
    fn place(&self) -> String {
        self.line.map_or_else(|| self.name.clone(), |line| format!("{}:{line}", self.name))
    }

    fn new(name: &str, error: &minijinja::Error) -> Self {
        if error.kind() == ErrorKind::OutOfFuel {
            return Self {
                name: error.name().filter(|name| !name.is_empty()).unwrap_or(name).to_owned(),
                line: error.line(),
                message: "it takes too many steps, or makes too much".into(),
                help: "look for a loop over a large range, a great width or a text that doubles; or delete the file to \
                       use the built-in one"
                    .into(),
            };
        }
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
        environment.set_fuel(Some(TEMPLATE_STEPS));
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

    /// Fills the template of an article in. `led_to` are the ids in the page that contents and page list lead to: a
    /// user's template may have lost them.
    pub(super) fn article<'a>(
        &self,
        file: &str,
        context: Value,
        mut led_to: impl Iterator<Item = &'a str>,
    ) -> Result<String, TemplateError> {
        const NAME: &str = "article.xhtml";
        let xhtml = self.render(NAME, context)?;
        if self.replaced.contains(NAME) {
            // That it is well-formed has been seen to.
            let document = parsed(&xhtml).ok();
            let elements = document.iter().flat_map(Document::descendants);
            let ids: BTreeSet<&str> = elements.filter_map(|element| element.attribute("id")).collect();
            if let Some(id) = led_to.find(|id| !ids.contains(id)) {
                return Err(TemplateError {
                    name: NAME.into(),
                    line: None,
                    message: format!("its page `{file}` has nothing with the id `{id}`, where a link leads"),
                    help: "write `id` into the article, and `page_break` before its blocks".into(),
                });
            }
        }
        Ok(xhtml)
    }
}

fn parsed(xhtml: &str) -> Result<Document<'_>, roxmltree::Error> {
    Document::parse_with_options(xhtml, ParsingOptions { allow_dtd: true, ..ParsingOptions::default() })
}

/// Whether what a template gives is XML. The error's line is the template's, if it stands there as it is.
fn well_formed(name: &str, template: &str, text: &str) -> Result<(), TemplateError> {
    let Err(error) = parsed(text) else { return Ok(()) };
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
