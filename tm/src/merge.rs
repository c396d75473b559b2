//! Merging memories, so that doing it twice changes nothing.
//!
//! Two units meet when they translate the same text into the same languages in the same context; a [`Policy`] says
//! which of them stays. Merging goes over the inputs twice, unit by unit: a [`Plan`] looks at all of them, the
//! [`Choice`] it makes lets the right ones pass. In between 40 bytes of each unit are held.

use crate::fingerprint::{Fingerprint, Fingerprints};
use crate::model::{Header, Unit};
use crate::state::Standing;
use std::collections::{HashMap, HashSet};

/// Which of several translations of the same text stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Policy {
    /// The first one: what is there is never changed.
    Keep,
    /// The one in the last file; within a file the last one.
    Replace,
    /// The one that was made or changed last, a finished one before any that is not; of equal dates the first.
    #[default]
    Newest,
    /// All that differ, the newest of them behind the others: of several translations tools take the last.
    All,
}

/// A unit as it was met: all that is held of it.
#[derive(Debug, Clone, Copy)]
struct Met {
    /// Fingerprint of what is translated into what. Two halves, so that no room is lost to alignment.
    source: [u64; 2],
    /// Half a fingerprint of what is compared, enough for the few translations of one text: of the whole unit for
    /// [`Policy::Replace`], where it matters that a unit is met again as it is; else of its texts.
    content: u64,
    /// When it was made or changed, as digits; 0 if nobody says. Finished units come after all that are not.
    date: u64,
    ordinal: u32,
    file: u32,
}

/// Looks at all units of all inputs, in order.
#[derive(Debug)]
pub struct Plan {
    policy: Policy,
    header: Header,
    fingerprints: Fingerprints,
    met: Vec<Met>,
    stands: Bits,
    read: Vec<u64>,
}

/// How a merge went.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Tally {
    /// Units in each input.
    pub read: Vec<u64>,
    /// Units that are written.
    pub written: u64,
    /// Units left out because the same is there.
    pub same: u64,
    /// Units left out because another translation of the same text stays.
    pub other: u64,
}

/// Says of each unit, in the same order, whether it stays.
#[derive(Debug)]
pub struct Choice {
    next: u32,
    kept: Bits,
    /// Units in whose place another translation of the same text stays.
    replaced: Bits,
    /// Units that can be written as they stand.
    stands: Bits,
    /// Newest of their texts that stand before others: by their ordinal, the one they must stand behind.
    held_until: HashMap<u32, u32>,
    held: HashMap<u32, Unit>,
    tally: Tally,
}

#[derive(Debug, Default)]
struct Bits(Vec<u64>);

impl Bits {
    fn set(&mut self, at: u32) {
        let (word, bit) = (at as usize / 64, at % 64);
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << bit;
    }

    fn get(&self, at: u32) -> bool {
        self.0.get(at as usize / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
    }
}

impl Plan {
    /// A plan for inputs that are looked at in order and become a memory with the given header.
    #[must_use]
    pub fn new(policy: Policy, header: Header) -> Self {
        Self {
            policy,
            header,
            fingerprints: Fingerprints::default(),
            met: Vec::new(),
            stands: Bits::default(),
            read: Vec::new(),
        }
    }

    /// Units of the same text meet whatever their contexts are.
    #[must_use]
    pub fn ignoring_context(mut self) -> Self {
        self.fingerprints.ignore_context();
        self
    }

    /// Begins an input.
    pub fn begin(&mut self) {
        self.read.push(0);
    }

    /// Looks at a unit of the present input, as it is under the new header ([`Unit::under`]).
    ///
    /// # Panics
    /// At the 2³²nd unit.
    pub fn look(&mut self, unit: &Unit) {
        let source = self.fingerprints.source(unit, &self.header);
        let content = match self.policy {
            Policy::Replace => self.fingerprints.of(unit),
            _ => self.fingerprints.texts(unit),
        };
        self.met.push(Met {
            source: [low(source >> 64), low(source)],
            content: low(content),
            date: unit.last_touched().map_or(0, |date| digits(date.as_str()))
                | if Standing::of(unit) >= Standing::Finished { FINISHED } else { 0 },
            ordinal: u32::try_from(self.met.len()).expect("fewer than 2^32 units"),
            file: u32::try_from(self.read.len()).expect("fewer than 2^32 files"),
        });
        if let Some(count) = self.read.last_mut() {
            *count += 1;
        }
    }

    /// The unit that was looked at last stands: written as it stands in its file, it is what it was looked at.
    pub fn stands(&mut self) {
        if let Some(met) = self.met.last() {
            self.stands.set(met.ordinal);
        }
    }

    /// Decides.
    #[must_use]
    pub fn decide(mut self) -> Choice {
        let mut choice = Choice {
            next: 0,
            kept: Bits::default(),
            replaced: Bits::default(),
            stands: self.stands,
            held_until: HashMap::new(),
            held: HashMap::new(),
            tally: Tally { read: self.read, ..Tally::default() },
        };
        // All translations of one text side by side, in the order they were met.
        self.met.sort_unstable_by_key(|met| (met.source, met.ordinal));
        for group in self.met.chunk_by(|a, b| a.source == b.source) {
            let stays = match self.policy {
                Policy::Keep => group[0],
                Policy::Newest => newest(group, |date, best| date > best),
                Policy::Replace => last(group),
                Policy::All => {
                    choice.keep_all(group);
                    continue;
                }
            };
            choice.keep(stays);
            for met in group.iter().filter(|met| met.ordinal != stays.ordinal) {
                if met.content == stays.content {
                    choice.tally.same += 1;
                } else {
                    choice.tally.other += 1;
                    choice.replaced.set(met.ordinal);
                }
            }
        }
        choice
    }
}

/// The newest of a group; `later` says whether a date comes before the best so far.
fn newest(group: &[Met], later: impl Fn(u64, u64) -> bool) -> Met {
    group[1..].iter().fold(group[0], |best, met| if later(met.date, best.date) { *met } else { best })
}

/// What stands when each file replaces what the files before it had: where it says the same, that stays.
fn last(group: &[Met]) -> Met {
    let mut files = group.chunk_by(|a, b| a.file == b.file).map(|file| file[file.len() - 1]);
    let first = files.next().unwrap_or(group[0]);
    files.fold(first, |before, now| if now.content == before.content { before } else { now })
}

impl Choice {
    fn keep(&mut self, met: Met) {
        self.kept.set(met.ordinal);
        self.tally.written += 1;
    }

    /// Keeps all of a group that differ, and holds the newest back until the last of them has passed.
    fn keep_all(&mut self, group: &[Met]) {
        let mut differ: Vec<Met> = Vec::with_capacity(group.len());
        let mut contents = HashSet::new();
        for met in group {
            if contents.insert(met.content) {
                differ.push(*met);
                self.keep(*met);
            } else {
                self.tally.same += 1;
            }
        }
        let newest = newest(&differ, |date, best| date >= best);
        let last = differ[differ.len() - 1];
        if newest.ordinal != last.ordinal {
            self.held_until.insert(newest.ordinal, last.ordinal);
        }
    }

    /// How it goes.
    #[must_use]
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Whether another translation of its text stays in the place of the next unit.
    #[must_use]
    pub fn replaces_next(&self) -> bool {
        self.replaced.get(self.next)
    }

    /// Whether the next unit can pass unread ([`Choice::pass_unread`]): it stands, and no order is to be kept.
    #[must_use]
    pub fn may_pass_unread(&self) -> bool {
        self.stands.get(self.next)
            && !self.held_until.contains_key(&self.next)
            && !self.held.contains_key(&self.next)
    }

    /// Lets the next unit pass, and says whether it is to be written, as it stands.
    pub fn pass_unread(&mut self) -> bool {
        let kept = self.kept.get(self.next);
        self.next = self.next.saturating_add(1);
        kept
    }

    /// Takes the next unit and hands on what is to be written now: it, others that waited for it, or nothing.
    ///
    /// # Errors
    /// What `write` says.
    pub fn pass<E>(&mut self, unit: Unit, write: &mut impl FnMut(Unit) -> Result<(), E>) -> Result<(), E> {
        let ordinal = self.next;
        self.next = self.next.saturating_add(1);
        if !self.kept.get(ordinal) {
            return Ok(());
        }
        if let Some(&last) = self.held_until.get(&ordinal) {
            self.held.insert(last, unit);
            return Ok(());
        }
        write(unit)?;
        self.held.remove(&ordinal).map_or(Ok(()), write)
    }
}

/// Above all dates.
const FINISHED: u64 = 1 << 60;

/// A date as a number that compares as it does.
fn digits(date: &str) -> u64 {
    date.bytes().filter(u8::is_ascii_digit).fold(0, |number, digit| number * 10 + u64::from(digit - b'0'))
}

/// The low half of a fingerprint.
fn low(fingerprint: Fingerprint) -> u64 {
    #[expect(clippy::cast_possible_truncation, reason = "the low half is what is wanted")]
    let low = fingerprint as u64;
    low
}
