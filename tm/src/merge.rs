//! Merging memories, so that doing it twice changes nothing.
//!
//! Two units meet when they translate the same text into the same languages; a [`Policy`] says which of them
//! stays. Merging goes over the inputs twice, unit by unit: a [`Plan`] looks at all of them, the [`Choice`] it
//! makes lets the right ones pass. In between only fingerprints are held.

use crate::fingerprint::{Fingerprint, Fingerprints};
use crate::model::{Header, Unit};
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

/// Which of several translations of the same text stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Policy {
    /// The first one: what is there is never changed.
    Keep,
    /// The one in the last file; within a file the last one.
    Replace,
    /// The one that was made or changed last; of equal dates the first.
    #[default]
    Newest,
    /// All that differ, the newest of them behind the others: of several translations tools take the last.
    All,
}

/// One translation of a text, as it was met.
#[derive(Debug, Clone, Copy)]
struct Met {
    ordinal: u32,
    /// Fingerprint of all of the unit, cut to half its length.
    content: u64,
    /// When it was made or changed, as digits; 0 if nobody says.
    date: u64,
}

/// What is held for one text.
#[derive(Debug)]
struct Group {
    /// The one that stays, of the files before the present one.
    before: Option<Met>,
    /// The one that stays, of the present file (`file`).
    now: Met,
    file: u32,
}

/// Looks at all units of all inputs, in order.
#[derive(Debug)]
pub struct Plan {
    policy: Policy,
    header: Header,
    file: u32,
    next: u32,
    fingerprints: Fingerprints,
    groups: HashMap<Fingerprint, Group>,
    /// For [`Policy::All`]: what was met, by its texts.
    texts: HashSet<Fingerprint>,
    kept: Bits,
    tally: Tally,
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
    /// Newest of their texts that stand before others: by their ordinal, the one they must stand behind.
    held_until: HashMap<u32, u32>,
    held: HashMap<u32, Unit>,
    tally: Tally,
}

#[derive(Debug, Default)]
struct Bits(Vec<u64>);

impl Bits {
    fn set(&mut self, at: u32, value: bool) {
        let (word, bit) = (at as usize / 64, at % 64);
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        self.0[word] = self.0[word] & !(1 << bit) | (u64::from(value) << bit);
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
            file: 0,
            next: 0,
            fingerprints: Fingerprints::default(),
            groups: HashMap::new(),
            texts: HashSet::new(),
            kept: Bits::default(),
            tally: Tally::default(),
        }
    }

    /// Begins an input.
    pub fn begin(&mut self) {
        self.file += 1;
        self.tally.read.push(0);
    }

    /// Looks at a unit of the present input, as it is under the new header ([`Unit::under`]).
    pub fn look(&mut self, unit: &Unit) {
        if let Some(count) = self.tally.read.last_mut() {
            *count += 1;
        }
        let ordinal = self.next;
        self.next = self.next.saturating_add(1);
        let texts = self.fingerprints.texts(unit);
        if self.policy == Policy::All {
            if !self.texts.insert(texts) {
                self.tally.same += 1;
                return;
            }
            self.kept.set(ordinal, true);
        }
        let date = unit.last_touched().map_or(0, |date| digits(date.as_str()));
        let content = match self.policy {
            // Only there it matters that a unit is met again with all that is told about it.
            Policy::Replace => half(self.fingerprints.of(unit)),
            _ => half(texts),
        };
        let met = Met { ordinal, content, date };
        match self.groups.entry(self.fingerprints.source(unit, &self.header)) {
            Entry::Vacant(place) => {
                self.kept.set(ordinal, true);
                place.insert(Group { before: None, now: met, file: self.file });
            }
            Entry::Occupied(mut place) => {
                let group = place.get_mut();
                match self.policy {
                    Policy::Keep => self.tally.leave(group.now.content == met.content),
                    Policy::Newest => {
                        self.tally.leave(group.now.content == met.content);
                        if met.date > group.now.date {
                            self.kept.set(group.now.ordinal, false);
                            self.kept.set(ordinal, true);
                            group.now = met;
                        }
                    }
                    Policy::Replace => {
                        if group.file == self.file {
                            self.tally.leave(group.now.content == met.content);
                            self.kept.set(group.now.ordinal, false);
                        } else {
                            let before = group.resolve(&mut self.kept, &mut self.tally);
                            group.before = Some(before);
                            group.file = self.file;
                        }
                        self.kept.set(ordinal, true);
                        group.now = met;
                    }
                    // `now` is the newest, `before` the last of them.
                    Policy::All => {
                        if met.date >= group.now.date {
                            group.now = met;
                        }
                        group.before = Some(met);
                    }
                }
            }
        }
    }

    /// Decides.
    #[must_use]
    pub fn decide(mut self) -> Choice {
        let mut held_until = HashMap::new();
        let mut groups = std::mem::take(&mut self.groups);
        #[expect(clippy::iter_over_hash_type, reason = "each group is settled for itself, in any order")]
        for group in groups.values_mut() {
            match (self.policy, group.before) {
                (Policy::Replace, _) => _ = group.resolve(&mut self.kept, &mut self.tally),
                (Policy::All, Some(last)) if last.ordinal > group.now.ordinal => {
                    held_until.insert(group.now.ordinal, last.ordinal);
                }
                _ => {}
            }
        }
        self.tally.written = self.tally.read.iter().sum::<u64>() - self.tally.same - self.tally.other;
        Choice { next: 0, kept: self.kept, held_until, held: HashMap::new(), tally: self.tally }
    }
}

impl Group {
    /// Settles between the files before and the present one: the present one wins, unless it says what was there.
    fn resolve(&self, kept: &mut Bits, tally: &mut Tally) -> Met {
        match self.before {
            Some(before) if before.content == self.now.content => {
                tally.same += 1;
                kept.set(self.now.ordinal, false);
                before
            }
            Some(before) => {
                tally.other += 1;
                kept.set(before.ordinal, false);
                self.now
            }
            None => self.now,
        }
    }
}

impl Tally {
    fn leave(&mut self, same: bool) {
        if same {
            self.same += 1;
        } else {
            self.other += 1;
        }
    }
}

impl Choice {
    /// How it goes.
    #[must_use]
    pub fn tally(&self) -> &Tally {
        &self.tally
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

/// A date as a number that compares as it does.
fn digits(date: &str) -> u64 {
    date.bytes().filter(u8::is_ascii_digit).fold(0, |number, digit| number * 10 + u64::from(digit - b'0'))
}

/// Half of a fingerprint: enough to tell apart the few translations of one text.
fn half(fingerprint: Fingerprint) -> u64 {
    #[expect(clippy::cast_possible_truncation, reason = "the low half is what is wanted")]
    let low = fingerprint as u64;
    low
}
