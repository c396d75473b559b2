//! Why the pipeline cannot go on: where, what is wrong, what to do about it.

use std::fmt;

use crate::issue::Source;
use crate::issue::read::Place;
use crate::problem::Problem;

/// What stands in the way of the work.
///
/// [`fmt::Display`] gives the place and what is wrong, on one line; [`Error::help`] says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{message}", self.place())]
pub struct Error {
    file: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    message: String,
    help: String,
}

/// What a user can do about a fault of this library.
pub(super) const REPORT: &str = "this is an internal error; please report it with the file that shows it";

impl Error {
    /// An error of no particular place.
    #[must_use]
    pub fn new(message: impl fmt::Display, help: impl fmt::Display) -> Self {
        Self { file: None, line: None, column: None, message: message.to_string(), help: help.to_string() }
    }

    /// A problem of a source that ends the work, with its place.
    #[must_use]
    pub fn of_problem(source: &Source, problem: &Problem) -> Self {
        let Place { file, line, column } = source.place(problem.span.start);
        Self::new(&problem.message, &problem.help).in_file(file).at(line, column)
    }

    /// The same error, in a file.
    #[must_use]
    pub fn in_file(self, file: impl Into<String>) -> Self {
        Self { file: Some(file.into()), ..self }
    }

    /// The same error, at a line of its file, from 1.
    #[must_use]
    pub fn at_line(self, line: usize) -> Self {
        Self { line: Some(line), ..self }
    }

    /// The same error, at a line and a column of its file, both from 1; columns count characters.
    #[must_use]
    pub fn at(self, line: usize, column: usize) -> Self {
        Self { line: Some(line), column: Some(column), ..self }
    }

    /// What stands before the message: `a.md:3:7: `, as far as it is known.
    fn place(&self) -> String {
        let Some(file) = &self.file else { return String::new() };
        let numbers = [self.line, self.column].into_iter().flatten();
        numbers.fold(file.clone(), |place, number| format!("{place}:{number}")) + ": "
    }

    /// The file that the error is in, by the name that it was opened with.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        self.file.as_deref()
    }

    /// The line in the file, from 1, as far as it is known.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        self.line
    }

    /// The column in the line, from 1 and in characters, as far as it is known.
    #[must_use]
    pub fn column(&self) -> Option<usize> {
        self.column
    }

    /// What is wrong, without the place.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> &str {
        &self.help
    }
}

#[cfg(test)]
mod tests {
    use super::Error;

    #[test]
    fn the_place_stands_first_as_far_as_it_is_known() {
        let error = Error::new("no text", "name another file");
        assert_eq!(error.to_string(), "no text");
        assert_eq!(error.clone().in_file("a.md").to_string(), "a.md: no text");
        assert_eq!(error.clone().in_file("a.md").at_line(3).to_string(), "a.md:3: no text");
        assert_eq!(error.in_file("a.md").at(3, 7).to_string(), "a.md:3:7: no text");
    }
}
