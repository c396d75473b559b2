//! Beads as a page to read.

use duizhao::align::Bead;
use minijinja::{AutoEscape, Environment, context};

use super::side::Side;
use crate::cli::Failure;

/// An HTML page with the beads side by side, the doubtful ones and those with one side marked.
pub(super) fn html(beads: &[Bead], source: &Side, target: &Side) -> Result<String, Failure> {
    let mut article = None;
    let rows: Vec<_> = beads
        .iter()
        .map(|bead| {
            let own = if bead.source.is_empty() { article } else { source.article(bead.source.start) };
            let begins = own != article;
            article = own;
            let (sources, targets) = bead.kind();
            context! {
                source => source.joined(&bead.source),
                target => target.joined(&bead.target),
                kind => format!("{sources}-{targets}"),
                first => bead.source.start.min(bead.source.end) + 1,
                confidence => format!("{:.2}", bead.confidence),
                alone => bead.is_null(),
                doubtful => bead.is_doubtful(),
                begins => begins,
            }
        })
        .collect();
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    let page = context! {
        rows => rows,
        source_name => source.name(),
        target_name => target.name(),
        source_language => source.language().as_str(),
        target_language => target.language().as_str(),
        doubtful => beads.iter().filter(|bead| bead.is_doubtful()).count(),
        alone => beads.iter().filter(|bead| bead.is_null()).count(),
        beads => beads.len(),
    };
    environment
        .render_named_str("page.html", include_str!("page.html"), page)
        .map_err(|error| Failure::cannot(error, "this is a fault of the program"))
}
