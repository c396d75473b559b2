//! Reading ahead: the file is parsed on a thread of its own while the units before are worked on.

use crate::model::{Header, Unit};
use crate::problem::Problem;
use crate::read::Reader;
use std::io::Read;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

/// Units that are handed over at a time, and how many such batches may wait.
const BATCH: usize = 256;
const WAITING: usize = 4;

/// Gives what a [`Reader`] gives, in the same order, read on another thread.
#[derive(Debug)]
pub struct Ahead {
    header: Header,
    batches: Receiver<Vec<Result<Unit, Problem>>>,
    batch: std::vec::IntoIter<Result<Unit, Problem>>,
}

impl Ahead {
    /// Reads the head of a memory, and goes on reading. Dropped early, it stops.
    ///
    /// # Errors
    /// As [`Reader::new`].
    pub fn new(input: impl Read + Send + 'static) -> Result<Self, Problem> {
        let mut reader = Reader::new(input)?;
        let header = reader.header().clone();
        let (sender, batches) = sync_channel(WAITING);
        thread::spawn(move || {
            loop {
                let batch: Vec<_> = reader.by_ref().take(BATCH).collect();
                // Nobody listens any more, or nothing is left to be told.
                if batch.is_empty() || sender.send(batch).is_err() {
                    return;
                }
            }
        });
        Ok(Self { header, batches, batch: Vec::new().into_iter() })
    }

    /// What stands at the head of the memory.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }
}

impl Iterator for Ahead {
    type Item = Result<Unit, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(next) = self.batch.next() {
                return Some(next);
            }
            self.batch = self.batches.recv().ok()?.into_iter();
        }
    }
}
