//! What people decided about pairs of sentences: which belong together, and which do not.
//!
//! A decision names sentences by what they say and never by a number, so it holds when the source is edited elsewhere
//! or cut otherwise around them. One that no longer fits is reported, never dropped in silence.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::bead::Bead;
use crate::segment::Segments;

/// Whether two texts translate each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// They do: one bead.
    Right,
    /// They do not: no bead has them together.
    Wrong,
}

/// One decision, a line of a decisions file (JSON lines).
///
/// ```
/// use duizhao::align::Decision;
/// let line = r#"{"verdict":"right","source":"船昨天开了。","target":"The boat left yesterday."}"#;
/// let decision: Decision = serde_json::from_str(line)?;
/// assert_eq!(serde_json::to_string(&decision)?, line);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// What was decided.
    pub verdict: Verdict,
    /// One or more sentences of the source that follow one another, as they are written in a bead.
    pub source: String,
    /// The same of the target.
    pub target: String,
    /// What stands before the two, where the same text stands in several places: source, target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<[String; 2]>,
}

/// A stretch of the source and one of the target.
pub(super) type Pair = (Range<usize>, Range<usize>);

/// Decisions bound to the segments of two issues.
#[derive(Debug, Clone, Default)]
pub struct Decided {
    /// Pairs that are beads, in the order of the source; no segment stands in two of them.
    right: Vec<Pair>,
    /// Pairs that no bead holds together, by the source segments that each has.
    wrong: BTreeMap<usize, Vec<Range<usize>>>,
    /// The decisions that fit nothing, by their place in the list.
    unfit: Vec<usize>,
    /// Segments that a decision names, by side.
    named: [Vec<bool>; 2],
    /// Segments that stand alone, by side; empty where none does.
    alone: [Vec<bool>; 2],
}

impl Decided {
    /// Finds the segments that decisions speak of. Of two decisions about one segment the later one holds.
    #[must_use]
    pub fn new(decisions: &[Decision], source: &Segments, target: &Segments) -> Self {
        Self::bound(decisions, source, target, false)
    }

    /// The same of decisions that speak of every segment, in order: of equal sentences each is spoken of in turn, and one
    /// that none of them names has no partner.
    #[must_use]
    pub fn of_all(decisions: &[Decision], source: &Segments, target: &Segments) -> Self {
        let mut decided = Self::bound(decisions, source, target, true);
        decided.alone = decided.named.clone().map(|named| named.into_iter().map(|named| !named).collect());
        decided
    }

    fn bound(decisions: &[Decision], source: &Segments, target: &Segments, in_turn: bool) -> Self {
        let sides = [Texts::of(source), Texts::of(target)];
        let named = [vec![false; source.len()], vec![false; target.len()]];
        let mut decided = Self { named, ..Self::default() };
        let mut right: Vec<Option<Pair>> = Vec::new();
        // Which pair of `right` each segment stands in.
        let mut standing = [vec![None; source.len()], vec![None; target.len()]];
        for (number, decision) in decisions.iter().enumerate() {
            let after = decision.after.as_ref();
            let find = |side: usize, text: &str| {
                let after = after.map(|after| after[side].as_str());
                let fits = |start: usize| match after {
                    Some(after) => start > 0 && sides[side].segments.text(start - 1) == after.trim(),
                    None => in_turn && !decided.named[side][start],
                };
                sides[side].find(text, fits)
            };
            let (own, other) = (find(0, &decision.source), find(1, &decision.target));
            for (named, range) in decided.named.iter_mut().zip([&own, &other]) {
                if let Some(range) = range {
                    named[range.clone()].fill(true);
                }
            }
            let (Some(own), Some(other)) = (own, other) else {
                decided.unfit.push(number);
                continue;
            };
            match decision.verdict {
                Verdict::Right => {
                    for (_, wrong) in decided.wrong.range_mut(own.clone()) {
                        wrong.retain(|wrong| *wrong != other);
                    }
                    for (standing, range) in standing.iter_mut().zip([&own, &other]) {
                        for earlier in standing[range.clone()].iter().flatten() {
                            right[*earlier] = None;
                        }
                        standing[range.clone()].fill(Some(right.len()));
                    }
                    right.push(Some((own, other)));
                }
                Verdict::Wrong => {
                    let pair = (own, other);
                    let standing = standing[0][pair.0.start];
                    if let Some(earlier) = standing.filter(|&at: &usize| right[at].as_ref() == Some(&pair)) {
                        right[earlier] = None;
                    }
                    let (own, other) = pair;
                    for at in own {
                        decided.wrong.entry(at).or_default().push(other.clone());
                    }
                }
            }
        }
        decided.right = right.into_iter().flatten().collect();
        decided.right.sort_unstable_by_key(|pair| pair.0.start);
        decided
    }

    /// The decisions that fit no segments, by their place in the list.
    #[must_use]
    pub fn unfit(&self) -> &[usize] {
        &self.unfit
    }

    /// The pairs that are beads, in the order of the source.
    pub(super) fn right(&self) -> &[Pair] {
        &self.right
    }

    /// Whether a bead was decided to be wrong.
    fn refuses(&self, bead: &Bead) -> bool {
        let is_alone = |side: usize, at: usize| self.alone[side].get(at) == Some(&true);
        if bead.source.clone().any(|at| is_alone(0, at)) || bead.target.clone().any(|at| is_alone(1, at)) {
            return true;
        }
        let wrong = bead.source.clone().filter_map(|at| self.wrong.get(&at)).flatten();
        wrong.into_iter().any(|other| other.start < bead.target.end && bead.target.start < other.end)
    }

    /// The beads, those that were decided to be wrong parted.
    pub(super) fn part(&self, beads: Vec<Bead>) -> Vec<Bead> {
        if self.wrong.is_empty() && self.alone.iter().all(Vec::is_empty) {
            return beads;
        }
        let part = |bead: Bead| {
            if !bead.is_null() && self.refuses(&bead) { bead.parted().to_vec() } else { vec![bead] }
        };
        beads.into_iter().flat_map(part).collect()
    }
}

/// The segments of one side, to be found by what they say.
struct Texts<'a> {
    segments: &'a Segments,
    /// Where each text stands.
    places: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Texts<'a> {
    fn of(segments: &'a Segments) -> Self {
        let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
        for index in 0..segments.len() {
            places.entry(segments.text(index)).or_default().push(index);
        }
        Self { segments, places }
    }

    /// Segments that follow one another and say a text together: the first whose place fits, else the first.
    fn find(&self, text: &str, fits: impl Fn(usize) -> bool) -> Option<Range<usize>> {
        /// Bytes of a text that somebody decides about.
        const LONGEST: usize = 1 << 13;
        let text = text.trim();
        if text.len() > LONGEST {
            return None;
        }
        // The first segment is a beginning of the text.
        let starts = text.char_indices().map(|(at, c)| at + c.len_utf8());
        let first = starts.filter_map(|end| self.places.get(&text[..end])).flatten().copied();
        let mut found: Vec<Range<usize>> = first.filter_map(|start| self.saying(start, text)).collect();
        found.sort_unstable_by_key(|range| range.start);
        found.iter().find(|range| fits(range.start)).or(found.first()).cloned()
    }

    /// The segments from one on that say a text together.
    fn saying(&self, start: usize, text: &str) -> Option<Range<usize>> {
        let mut length = 0;
        for end in start + 1..=self.segments.len() {
            length += self.segments.text(end - 1).len();
            if length > text.len() {
                return None;
            }
            if self.segments.joined(start..end) == text {
                return Some(start..end);
            }
        }
        None
    }
}
