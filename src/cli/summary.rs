//! What was done, in one line each.

use std::collections::BTreeMap;
use std::fmt::{self, Display};

use duizhao::align::Alignment;
use duizhao::issue::repair::Kind;
use duizhao::issue::{Article, Body, Issue, Role};
use duizhao::pipeline::{Aligned, Prepared, Variant};

use super::count::{count, number};

/// What was read and repaired.
pub(crate) fn prepared(prepared: &Prepared) -> impl Display {
    fmt::from_fn(|f| {
        let text = prepared.text();
        let (articles, segments) = (text.issue().articles.len() as u64, text.segments().len() as u64);
        write!(f, "{}: {}, {}", prepared.name(), count(articles, "article"), count(segments, "segment"))?;
        if prepared.repairs().is_empty() { Ok(()) } else { write!(f, "; {}", repairs(prepared.repairs())) }
    })
}

/// The articles that were found, by their headlines; none if there is one only.
pub(crate) fn articles(issue: &Issue) -> Option<String> {
    /// What a person looks through.
    const MOST: usize = 12;
    /// Characters of a headline.
    const LONGEST: usize = 40;
    let headline = |article: &Article| {
        let found = article.blocks.iter().find_map(|block| match &block.body {
            Body::Text(text) if block.role == Role::Headline => Some(text.to_plain().into_owned()),
            _ => None,
        });
        let line = found.unwrap_or_else(|| "(no headline)".to_owned()).replace('\n', " ");
        let head: String = line.chars().take(LONGEST).collect();
        if head.len() < line.len() { format!("{head}…") } else { head }
    };
    let number = issue.articles.len();
    let mut names: Vec<String> = issue.articles.iter().take(MOST).map(headline).collect();
    names.extend((number > MOST).then(|| format!("{} more", number - MOST)));
    (number > 1).then(|| format!("{}: {}", count(number as u64, "article"), names.join("; ")))
}

/// How often each kind of repair was made; empty if there was nothing to repair.
pub(crate) fn repairs(kinds: &BTreeMap<Kind, usize>) -> impl Display {
    fmt::from_fn(|f| {
        for (n, (kind, times)) in kinds.iter().enumerate() {
            write!(f, "{}{kind} {}", if n == 0 { "repaired: " } else { ", " }, number(*times as u64))?;
        }
        Ok(())
    })
}

/// What was converted; empty for a source.
pub(crate) fn converted(variant: &Variant) -> impl Display {
    fmt::from_fn(|f| match variant.converted_places() {
        Some(places) => write!(f, "{}: {} converted", variant.language(), count(places as u64, "place")),
        None => Ok(()),
    })
}

/// The beads of an alignment by their kinds.
pub(crate) fn beads(alignment: &Alignment) -> impl Display {
    fmt::from_fn(|f| {
        let beads = &alignment.beads;
        let mut kinds: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for bead in beads {
            *kinds.entry(bead.kind()).or_default() += 1;
        }
        let mut kinds: Vec<_> = kinds.into_iter().collect();
        kinds.sort_by_key(|&(kind, count)| (std::cmp::Reverse(count), kind));
        let kinds: Vec<String> = kinds.iter().map(|((a, b), count)| format!("{a}-{b} {count}")).collect();
        let doubtful = beads.iter().filter(|bead| bead.is_doubtful()).count();
        write!(f, "{} beads: {}; {doubtful} of low confidence", beads.len(), kinds.join(", "))
    })
}

/// How many beads are not believed, and so not linked in books; none if all are.
pub(crate) fn unlinked(aligned: &Aligned<'_>) -> Option<String> {
    let doubtful = aligned.doubtful().len() as u64;
    (doubtful > 0).then(|| {
        let pairs = count(doubtful, "doubtful pair");
        format!("{pairs} not linked with each other: look at them with `duizhao align`")
    })
}

/// How many beads are not believed, and where they went; none if all are.
pub(crate) fn doubtful(aligned: &Aligned<'_>, stem: &str) -> Option<String> {
    let pairs = count(aligned.doubtful().len() as u64, "doubtful pair");
    match aligned.gate().is_marking() {
        _ if aligned.doubtful().is_empty() => None,
        true => Some(format!("{pairs} marked in the memories: look at them")),
        false => Some(format!("{pairs} in {stem}.doubtful.tmx, not in the memories: look at them")),
    }
}
