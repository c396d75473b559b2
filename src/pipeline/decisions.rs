//! A decisions file: what people decided about pairs of sentences, kept for the next run.
//!
//! Two forms are read. JSON lines hold one [`Decision`] each. The table that `duizhao align` writes (source, tab,
//! target; with corrections) says of every sentence what it belongs to: a row is a pair that is right, and what stands in
//! no row, or beside an empty cell, has no partner.

use super::Remark;
use crate::align::{Decided, Decision, Verdict};
use crate::issue::read::Place;
use crate::problem::Severity;
use crate::segment::Segments;

/// Decisions, and where each stands in its file.
#[derive(Debug, Clone, Default)]
pub struct Decisions {
    name: String,
    list: Vec<Decision>,
    /// The line of each, from 1.
    lines: Vec<usize>,
    /// Whether they speak of every sentence: what they do not name has no partner.
    is_table: bool,
    remarks: Vec<Remark>,
}

/// What to do about a decision that does not fit.
const NO_SENTENCE: &str = "a decision names whole sentences as they stand in the texts; correct the texts themselves, \
                           and write the decision anew or take it out";

impl Decisions {
    /// Reads a decisions file by its name and its text. Lines that cannot be read are remarked; the others hold.
    #[must_use]
    pub fn read(name: &str, text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut decisions = Self {
            name: name.to_owned(),
            is_table: !text.trim_start().starts_with('{') && !text.trim().is_empty(),
            ..Self::default()
        };
        for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
            let read = if decisions.is_table { row(line) } else { decision(line) };
            match read {
                Ok(Some(decision)) => {
                    decisions.list.push(decision);
                    decisions.lines.push(number);
                }
                Ok(None) => {}
                Err(message) => {
                    decisions.remark(number, message, "the line is passed over; mend it or take it out");
                }
            }
        }
        decisions
    }

    /// Binds the decisions to two issues, and says which lines could not be read or fit nothing.
    #[must_use]
    pub fn bind(&self, source: &Segments, target: &Segments) -> (Decided, Vec<Remark>) {
        let bind = if self.is_table { Decided::of_all } else { Decided::new };
        let decided = bind(&self.list, source, target);
        let mut bound = self.clone();
        for &number in decided.unfit() {
            let Decision { source: own, target: other, .. } = &self.list[number];
            let pair = [own, other].map(|text| text.chars().take(20).collect::<String>()).join(" | ");
            bound.remark(
                self.lines[number],
                format!("no sentences of the texts fit this decision: {pair}"),
                NO_SENTENCE,
            );
        }
        (decided, bound.remarks)
    }

    fn remark(&mut self, line: usize, message: impl Into<String>, help: &str) {
        let place = Place { file: self.name.clone(), line, column: 1 };
        let remark = Remark {
            severity: Severity::Warning,
            place: Some(place),
            message: message.into(),
            help: help.into(),
        };
        self.remarks.push(remark);
    }
}

/// A line of JSON.
fn decision(line: &str) -> Result<Option<Decision>, String> {
    serde_json::from_str(line).map(Some).map_err(|error| format!("this is not a decision: {error}"))
}

/// A row of a table; none where a sentence stands alone.
fn row(line: &str) -> Result<Option<Decision>, String> {
    let (source, target) = line.split_once('\t').ok_or("this row has no tab between source and target")?;
    let [source, target] = [source, target].map(|cell| cell.trim().to_owned());
    if source.is_empty() || target.is_empty() {
        return Ok(None);
    }
    Ok(Some(Decision { verdict: Verdict::Right, source, target, after: None }))
}
