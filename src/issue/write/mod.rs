//! Writing an issue back, as text that people and tools read.

mod html;
mod markdown;

pub use html::html;
pub use markdown::markdown;

use super::model::Issue;

/// The issue as JSON, whole: structure, marks, places in the source. The schema is `docs/issue.schema.json`.
#[must_use]
pub fn json(issue: &Issue) -> String {
    // Nothing in the model can fail to be written: its maps have names for keys, and its numbers are finite.
    let mut out = serde_json::to_string_pretty(issue).unwrap_or_default();
    out.push('\n');
    out
}
