//! Documents as JSON lines: answered in their order as soon as each is done, several at once, however many come.

use std::io::{self, BufRead, Read};
use std::ops::Range;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use duizhao::align::{Aligner, Bead, Sentence};
use serde::Deserialize;
use serde_json::json;

use super::write::rounded;
use crate::cli::encoder::Encoder;
use crate::cli::{Failure, Output};

/// A longer line, in bytes, is answered with an error: nobody means it, and it would fill the memory.
const LONGEST: u64 = 64 << 20;

/// A document to be aligned.
#[derive(Deserialize)]
struct Document {
    #[serde(default)]
    id: serde_json::Value,
    source: Vec<String>,
    target: Vec<String>,
}

/// A line; or why the rest can have none either.
type Answer = Result<String, Failure>;

/// The encoder that all documents share, if there is one, and how long its answers are waited for.
#[derive(Clone)]
struct Shared {
    encoder: Arc<Mutex<Option<Encoder>>>,
    patience: Duration,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Option<Encoder>> {
        self.encoder.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Answers the documents of standard input on standard output.
pub(super) fn answer(
    aligner: &Aligner,
    encoder: Option<Encoder>,
    patience: Duration,
    out: &Output,
) -> Result<(), Failure> {
    let encoder = Shared { encoder: Arc::new(Mutex::new(encoder)), patience };
    // What waits is bounded: who reads our answers slowly slows the reading down.
    let (order, answers) = sync_channel::<Receiver<Answer>>(2 * rayon::current_num_threads());
    let reading = {
        let (aligner, encoder) = (aligner.clone(), encoder.clone());
        thread::spawn(move || read(&aligner, &encoder, &order))
    };
    // Who closes our output may leave our input open: then the reading is not waited for.
    answers.into_iter().flatten().try_for_each(|answer| out.data(answer?.as_bytes()))?;
    reading.join().unwrap_or(Ok(()))?;
    let encoder = encoder.lock().take();
    encoder.map_or(Ok(()), |encoder| encoder.finish(out))
}

/// Deals out the lines of standard input until it ends, or until nobody takes them.
fn read(aligner: &Aligner, encoder: &Shared, order: &SyncSender<Receiver<Answer>>) -> Result<(), Failure> {
    let failure = |error| Failure::reading(Path::new("standard input"), error);
    let mut input = io::stdin().lock();
    for number in 1u64.. {
        let mut line = Vec::new();
        let read = input.by_ref().take(LONGEST).read_until(b'\n', &mut line).map_err(failure)?;
        if read == 0 {
            break;
        }
        let whole = line.ends_with(b"\n") || (line.len() as u64) < LONGEST;
        if number == 1 && line.starts_with("\u{FEFF}".as_bytes()) {
            line.drain(..'\u{FEFF}'.len_utf8());
        }
        if !whole {
            line.clear();
            input.skip_until(b'\n').map_err(failure)?;
        } else if line.trim_ascii().is_empty() {
            continue;
        }
        let (answer, answered) = sync_channel(1);
        if order.send(answered).is_err() {
            break;
        }
        let (aligner, encoder) = (aligner.clone(), encoder.clone());
        rayon::spawn(move || {
            // Nobody waits for the answer when the output was closed.
            let _ = answer.send(reply(&aligner, &encoder, number, whole.then_some(line.as_slice())));
        });
    }
    Ok(())
}

/// The answer to a line; none is one that is too long.
fn reply(aligner: &Aligner, encoder: &Shared, number: u64, line: Option<&[u8]>) -> Answer {
    let wrong = |error: &str| json!({ "line": number, "error": error });
    let reply = match line {
        None => wrong(&format!("the line is longer than {} MB; cut the document into parts", LONGEST >> 20)),
        Some(line) => match document(line) {
            Ok(document) => {
                let (source, target) = (sentences(&document.source), sentences(&document.target));
                let vectors = encoder
                    .lock()
                    .as_mut()
                    .map(|running| {
                        let sentences = source.iter().chain(&target).map(|sentence| sentence.text);
                        running.vectors(sentences, encoder.patience)
                    })
                    .transpose()?;
                let beads = match vectors {
                    Some(vectors) => aligner.clone().with_vectors(Arc::new(vectors)).align(&source, &target),
                    None => aligner.align(&source, &target),
                };
                json!({ "id": document.id, "beads": beads.iter().map(bead).collect::<Vec<_>>() })
            }
            Err(error) => {
                let mut reply = wrong(&error);
                // As far as the line can be read, its sender knows which it was.
                let line: Option<serde_json::Value> = serde_json::from_slice(line).ok();
                if let Some(id) = line.as_ref().and_then(|line| line.get("id")) {
                    reply["id"] = id.clone();
                }
                reply
            }
        },
    };
    Ok(format!("{reply}\n"))
}

/// The document of a line, or what is wrong with it.
fn document(line: &[u8]) -> Result<Document, String> {
    // The parser would take an array for the fields in their order.
    if !line.trim_ascii_start().starts_with(b"{") {
        return Err("a document is an object with `source` and `target`, each a list of sentences".to_owned());
    }
    serde_json::from_slice(line).map_err(|error| error.to_string())
}

fn sentences(lines: &[String]) -> Vec<Sentence<'_>> {
    lines.iter().map(|line| line.as_str().into()).collect()
}

fn bead(bead: &Bead) -> serde_json::Value {
    let indices = |range: &Range<usize>| range.clone().collect::<Vec<_>>();
    json!([indices(&bead.source), indices(&bead.target), rounded(bead.confidence)])
}
