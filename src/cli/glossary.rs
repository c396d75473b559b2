//! A user's glossary, wherever a command takes one: TBX, or lines of term, tab, translation.

use std::path::Path;

use duizhao::issue::Source;
use duizhao_tm::exchange::{Concept, tbx_file};

use super::{Failure, Output, files};

/// The terms of a glossary with their translations, in the order of the file's languages.
pub(crate) fn read(path: &Path, out: &Output) -> Result<Vec<(String, String)>, Failure> {
    let (Source { text, .. }, _) = Source::decode(path.display().to_string(), &files::read(path)?);
    let text = text.trim_start_matches('\u{FEFF}');
    if text.trim_start().starts_with('<') { termbase(path, text, out) } else { lines(path, text) }
}

fn termbase(path: &Path, text: &str, out: &Output) -> Result<Vec<(String, String)>, Failure> {
    const HELP: &str = "name a TBX file, or one of terms with a tab and a translation behind each";
    let place = |line: usize| format!("{}:{line}", path.display());
    let file = tbx_file(text).map_err(|error| Failure::input(place(error.line), &error, HELP))?;
    for remark in &file.remarks {
        out.warn(format_args!("{}: {remark}", place(remark.line)));
    }
    let pairs = file.concepts.iter().flat_map(Concept::pairs);
    let pairs: Vec<_> = pairs.map(|(term, other)| (term.to_owned(), other.to_owned())).collect();
    if pairs.is_empty() {
        let empty = "no concept in it has terms in two languages";
        return Err(Failure::input(path.display(), empty, HELP));
    }
    Ok(pairs)
}

fn lines(path: &Path, text: &str) -> Result<Vec<(String, String)>, Failure> {
    let mut pairs = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let mut columns = line.split('\t').map(str::trim);
        match (columns.next(), columns.next()) {
            (Some(term), Some(translation)) => pairs.push((term.to_owned(), translation.to_owned())),
            _ if line.trim().is_empty() => {}
            _ => {
                return Err(Failure::input(
                    format_args!("{}:{number}", path.display()),
                    "a term without a translation",
                    "write the term, a tab, its translation",
                ));
            }
        }
    }
    // Tables have cells that nobody has filled yet.
    pairs.retain(|(term, translation)| !term.is_empty() && !translation.is_empty());
    Ok(pairs)
}
