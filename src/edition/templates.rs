//! The templates of an edition: what users may change.
//!
//! They are written for [minijinja](https://docs.rs/minijinja) (the syntax of Jinja2) and compiled into the
//! program; a file of the same name that the user gives takes the place of the built-in one. A variable that
//! does not exist is an error, so that a slip of the pen does not become a hole in a book.

use std::fmt;

use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};

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
            help: "mend the template, or delete the file to use the built-in one".into(),
        }
    }
}

impl Templates {
    /// The built-in templates, some of them replaced: name and text.
    ///
    /// # Errors
    /// If a template has a name that no template has, or is broken.
    pub fn with<S: Into<String>>(replaced: impl IntoIterator<Item = (S, S)>) -> Result<Self, TemplateError> {
        let mut environment = Environment::new();
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
        }
        Ok(Self { environment })
    }

    /// Fills a template in.
    pub(super) fn render(&self, name: &str, context: Value) -> Result<String, TemplateError> {
        self.environment
            .get_template(name)
            .and_then(|template| template.render(context))
            .map_err(|error| TemplateError::new(name, &error))
    }
}
