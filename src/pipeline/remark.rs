//! What a person should know about the work, although it goes on.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;

use crate::align::{Alignment, ArticlePair, Doubt, Moved};
use crate::edition::Edition;
use crate::issue::read::Place;
use crate::issue::{Issue, Source};
use crate::problem::{Problem, Severity};

/// A remark on a source, an alignment or an edition.
///
/// [`fmt::Display`] gives the place and what is remarked, on one line; the help stands beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Remark {
    /// How bad it is.
    pub severity: Severity,
    /// Where it is, if it is in a file.
    pub place: Option<Place>,
    /// What is remarked.
    pub message: String,
    /// What to do about it; empty where there is nothing to do.
    pub help: String,
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(Place { file, line, column }) = &self.place {
            write!(f, "{file}:{line}:{column}: ")?;
        }
        f.write_str(&self.message)
    }
}

impl Remark {
    /// A warning of no particular place.
    #[must_use]
    pub fn warning(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, place: None, message: message.into(), help: help.into() }
    }

    /// The problems of a source, each with its place.
    pub(super) fn of_source(source: &Source, problems: &[Problem]) -> Vec<Self> {
        let mut places = source.places();
        let remarks = problems.iter().map(|problem| Self {
            severity: problem.severity,
            place: Some(places.of(problem.span.start)),
            message: problem.message.clone(),
            help: problem.help.clone(),
        });
        remarks.collect()
    }

    /// Whether one side has far fewer articles than the other: its headlines were hardly found, and what is aligned by
    /// articles pays for it.
    #[must_use]
    pub fn of_structure(source: &Issue, target: &Issue) -> Option<Self> {
        /// Of two articles and one nothing can be said.
        const LEAST: usize = 3;
        let [own, other] = [source, target].map(|issue| issue.articles.len());
        let (fewer, more) = (own.min(other), own.max(other));
        (more >= LEAST && fewer * 2 <= more).then(|| {
            let side = if own < other { "source" } else { "translation" };
            Self::warning(
                format!("{own} articles were found in the source and {other} in the translation"),
                format!("mark the headlines of the {side} with `# `, if they are in it"),
            )
        })
    }

    /// Articles that have no partner, those that changed their order, and sentences that changed their place.
    #[must_use]
    pub fn of_alignment(alignment: &Alignment) -> Vec<Self> {
        type Sides = fn(&ArticlePair) -> [&Range<usize>; 2];
        let mut messages = Vec::new();
        let sides: [(Sides, &str); 2] = [
            (|pair| [&pair.source, &pair.target], "translation"),
            (|pair| [&pair.target, &pair.source], "source"),
        ];
        let has_partner = sides.map(|(side, _)| -> BTreeSet<usize> {
            let paired = alignment.articles.iter().map(side).filter(|[_, across]| !across.is_empty());
            paired.flat_map(|[articles, _]| articles.clone()).collect()
        });
        for pair in &alignment.articles {
            for ((side, other), has_partner) in sides.iter().zip(&has_partner) {
                let [articles, across] = side(pair);
                if across.is_empty() {
                    let what =
                        if has_partner.contains(&articles.start) { "part of article" } else { "article" };
                    messages.push(format!("{what} {} has no partner in the {other}", articles.start + 1));
                }
            }
        }
        for crossing in &alignment.crossings {
            let [first, second] =
                [crossing.first, crossing.second].map(|at| alignment.articles[at].source.start + 1);
            messages.push(if first == second {
                format!("passages of article {first} changed places in the translation")
            } else {
                format!("articles {first} and {second} changed places in the translation")
            });
        }
        messages.dedup();
        let mut remarks: Vec<Self> = messages.into_iter().map(|message| Self::warning(message, "")).collect();
        remarks.extend(Self::of_moved(&alignment.moved));
        remarks
    }

    /// Sentences that changed their place.
    pub fn of_moved(moved: &[Moved]) -> impl Iterator<Item = Self> {
        moved.iter().map(|Moved { source, target }| {
            Self::warning(
                format!(
                    "segment {} stands in another place in the translation: there it is segment {}",
                    source + 1,
                    target + 1
                ),
                "no bead holds the two together; pair them by hand if the memory should have them",
            )
        })
    }

    /// A reason to look whether the right texts were named.
    #[must_use]
    pub fn of_doubt(doubt: Doubt) -> Self {
        Self::warning(doubt.to_string(), doubt.help())
    }

    /// The problems of editions, each once, with the names of the editions that have it unless all have it.
    pub(super) fn of_editions<'a>(editions: impl Iterator<Item = (&'a str, &'a Edition)>) -> Vec<Self> {
        let mut found: Vec<(&Problem, Vec<&str>)> = Vec::new();
        let mut count = 0;
        for (name, edition) in editions {
            count += 1;
            for problem in &edition.problems {
                match found.iter_mut().find(|(known, _)| *known == problem) {
                    Some((_, names)) => names.push(name),
                    None => found.push((problem, vec![name])),
                }
            }
        }
        let remark = |(problem, names): (&Problem, Vec<&str>)| {
            let whose = if names.len() == count { String::new() } else { format!("{}: ", names.join(", ")) };
            Self {
                severity: problem.severity,
                place: None,
                message: format!("{whose}{}", problem.message),
                help: problem.help.clone(),
            }
        };
        found.into_iter().map(remark).collect()
    }
}
