//! Texts in a worse state than they were published in: what was learned must not lean on how the sets were made.

use std::ops::Range;

use duizhao::align::Opens;

use crate::{Chance, Link, Text, is_null};

/// Share of the beads of which one side is left out.
const LEFT_OUT: f64 = 0.1;
/// Share of the sentences that are cut at their first comma.
const CUT: f64 = 0.05;
/// Share of the neighbouring beads of which two translated sentences are written as one.
const JOINED: f64 = 0.05;
/// Bytes that either half of a cut sentence has at least.
const HALF: usize = 24;

impl Text {
    /// The same text with sentences left out, cut and joined, and the beads that it then has.
    pub fn disturbed(&self, seed: u64) -> Self {
        let mut chance = Chance(!seed);
        let whole = |texts: &[String]| texts.iter().map(|text| vec![text.clone()]).collect::<Vec<_>>();
        let (mut source, mut target) = (whole(&self.source), whole(&self.target));
        for (sources, targets) in self.gold.iter().filter(|link| !is_null(link)) {
            if chance.holds(LEFT_OUT) {
                let left_out = if chance.holds(0.5) {
                    &mut source[sources.clone()]
                } else {
                    &mut target[targets.clone()]
                };
                left_out.fill(Vec::new());
            }
        }
        for sentence in &mut source {
            let halves =
                sentence.first().and_then(|text| text.split_at_checked(text.find('，')? + '，'.len_utf8()));
            let halves = halves.map(|(a, b)| [a.to_owned(), b.to_owned()]);
            if let Some(halves) = halves.filter(|[a, b]| a.len().min(b.len()) >= HALF)
                && chance.holds(CUT)
            {
                *sentence = halves.into();
            }
        }
        let (sources, targets) = (starts(&source), starts(&target));
        let mut gold = Vec::new();
        for link in &self.gold {
            let link = (moved(&link.0, &sources), moved(&link.1, &targets));
            if is_null(&link) {
                gold.extend(link.0.map(|i| (i..i + 1, 0..0)));
                gold.extend(link.1.map(|j| (0..0, j..j + 1)));
            } else {
                gold.push(link);
            }
        }
        let (target, gold) = joined(target.concat(), gold, &mut chance);
        let source = source.concat();
        let opens = [vec![Opens::Nothing; source.len()], vec![Opens::Nothing; target.len()]];
        Self { name: self.name.clone(), source, target, gold, opens }
    }
}

/// Where the pieces of each sentence begin, and the end.
fn starts(pieces: &[Vec<String>]) -> Vec<usize> {
    let mut starts = vec![0];
    starts.extend(pieces.iter().scan(0, |sum, pieces| {
        *sum += pieces.len();
        Some(*sum)
    }));
    starts
}

fn moved(range: &Range<usize>, starts: &[usize]) -> Range<usize> {
    starts[range.start]..starts[range.end]
}

/// Writes the last sentence of some beads and the first one of the next as one.
fn joined(target: Vec<String>, gold: Vec<Link>, chance: &mut Chance) -> (Vec<String>, Vec<Link>) {
    let mut joins = vec![false; target.len()];
    let mut beads: Vec<Link> = Vec::new();
    for link in gold {
        if let Some(last) = beads.last_mut()
            && !is_null(last)
            && !is_null(&link)
            && (last.0.end, last.1.end) == (link.0.start, link.1.start)
            && chance.holds(JOINED)
        {
            joins[link.1.start] = true;
            *last = (last.0.start..link.0.end, last.1.start..link.1.end);
        } else {
            beads.push(link);
        }
    }
    let mut texts: Vec<String> = Vec::new();
    let mut starts = vec![0];
    for (text, joins) in target.into_iter().zip(joins) {
        match texts.last_mut() {
            Some(last) if joins => *last = format!("{last} {text}"),
            _ => texts.push(text),
        }
        starts.push(texts.len());
    }
    // A joined sentence belongs to the bead that the one before it is in, which both now are.
    let gold = beads.into_iter().map(|(source, target)| (source, moved(&target, &starts))).collect();
    (texts, gold)
}
