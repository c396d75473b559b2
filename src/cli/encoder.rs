//! An encoder: a process of the user's that makes vectors of sentences.
//!
//! It reads sentences from its standard input, each a JSON string on a line, and answers each with its vector, a JSON
//! array of numbers on a line of its standard output, in the same order; when its input ends, it ends. For documents
//! that come one by one it must write each answer at once, as their alignment waits for it. What it writes to
//! standard error is shown as it is. One thread writes and one reads, so that neither process waits for the other
//! with a full pipe before it.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::thread;
use std::time::Duration;

use duizhao::align::Vectors;

use super::{Failure, Output};

/// No vector is a longer line, in bytes.
const LONGEST: u64 = 16 << 20;
/// Answers that wait to be taken.
const WAITING: usize = 256;
/// How long the encoder may take to end once its input has ended.
const PATIENCE: Duration = Duration::from_secs(5);
/// Characters of a wrong answer that are shown.
const SHOWN: usize = 60;

/// A running encoder.
pub(crate) struct Encoder {
    command: String,
    child: Child,
    /// None once its input has ended.
    sentences: Option<Sender<String>>,
    answers: Receiver<Vec<u8>>,
    /// Sentences sent, and answers taken, so far.
    sent: usize,
    taken: usize,
}

impl Encoder {
    /// Starts it by the shell.
    pub(crate) fn start(command: &str) -> Result<Self, Failure> {
        let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
        let start = |error: &dyn std::fmt::Display| {
            Failure::cannot(
                format_args!("cannot start the encoder `{command}`: {error}"),
                "name a command as you would type it into a terminal",
            )
        };
        let mut child = Command::new(shell)
            .args([flag, command])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| start(&error))?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(start(&"it has no input and output"));
        };
        let (sentences, to_write) = channel();
        let (read, answers) = sync_channel(WAITING);
        // Neither is waited for: an encoder that hangs must not keep this program from ending.
        thread::spawn(move || write(&to_write, input));
        thread::spawn(move || read_lines(&read, output));
        Ok(Self {
            command: command.to_owned(),
            child,
            sentences: Some(sentences),
            answers,
            sent: 0,
            taken: 0,
        })
    }

    /// The vectors of sentences; there may be more to come. No answer is waited for longer than `patience`: an encoder
    /// that keeps its answers until its input ends would never give them.
    pub(crate) fn vectors<'a>(
        &mut self,
        sentences: impl IntoIterator<Item = &'a str>,
        patience: Duration,
    ) -> Result<Vectors, Failure> {
        let sent = self.send(sentences);
        self.take(sent, patience)
    }

    /// The vectors of all sentences there are. The encoder may wait for the end of its input.
    pub(crate) fn all_vectors<'a>(
        mut self,
        sentences: impl IntoIterator<Item = &'a str>,
        patience: Duration,
        out: &Output,
    ) -> Result<Vectors, Failure> {
        let sent = self.send(sentences);
        self.sentences = None;
        let vectors = self.take(sent, patience)?;
        self.finish(out)?;
        Ok(vectors)
    }

    /// Sends the sentences that differ: of those that stand more than once the encoder is asked once.
    fn send<'a>(&mut self, sentences: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
        let mut seen = HashSet::new();
        let distinct: Vec<&str> = sentences.into_iter().filter(|sentence| seen.insert(*sentence)).collect();
        for sentence in &distinct {
            if let Some(sentences) = &self.sentences {
                // When it has ended, that is told where its answers are missing.
                let _ = sentences.send(format!("{}\n", serde_json::Value::from(*sentence)));
            }
        }
        self.sent += distinct.len();
        distinct
    }

    /// Takes the answers to sentences, each waited for as long as that.
    fn take(&mut self, sentences: Vec<&str>, patience: Duration) -> Result<Vectors, Failure> {
        let mut vectors = Vectors::default();
        for sentence in sentences {
            let answer = match self.answers.recv_timeout(patience) {
                Ok(answer) => answer,
                Err(RecvTimeoutError::Disconnected) => return Err(self.ended()),
                Err(RecvTimeoutError::Timeout) => return Err(self.silent(patience)),
            };
            self.taken += 1;
            let wrong = |what: &dyn std::fmt::Display| {
                let answer = String::from_utf8_lossy(&answer);
                let shown: String = answer.trim_end().chars().take(SHOWN).collect();
                Failure::input(
                    format_args!("line {} of the encoder `{}`", self.taken, self.command),
                    format_args!("{what}: {shown}"),
                    "each sentence must be answered with one line, a JSON array of as many numbers as all others",
                )
            };
            let vector: Vec<f32> =
                serde_json::from_slice(&answer).map_err(|_| wrong(&"not a JSON array of numbers"))?;
            vectors.add(sentence, &vector).map_err(|error| wrong(&error))?;
        }
        Ok(vectors)
    }

    /// Ends it, and looks whether it has answered more than it was asked.
    pub(crate) fn finish(mut self, out: &Output) -> Result<(), Failure> {
        self.sentences = None;
        match self.answers.recv_timeout(PATIENCE) {
            Ok(_) => Err(Failure::cannot(
                format_args!(
                    "the encoder `{}` answered more lines than the {} sentences it was given",
                    self.command, self.sent
                ),
                "each sentence must be answered with one line",
            )),
            Err(RecvTimeoutError::Timeout) => {
                out.warn(format_args!("the encoder `{}` does not end when its input ends", self.command));
                Ok(())
            }
            Err(RecvTimeoutError::Disconnected) => Ok(()),
        }
    }

    /// What to tell when the encoder runs on without an answer.
    fn silent(&self, patience: Duration) -> Failure {
        Failure::cannot(
            format_args!(
                "the encoder `{}` has not answered for {} s; so far it has answered {} of {} sentences",
                self.command,
                patience.as_secs(),
                self.taken,
                self.sent
            ),
            "let it write each answer at once, as by flushing its output after each line (`python3 -u`, `sed -u`); if \
             it only takes longer, allow more with --encoder-timeout",
        )
    }

    /// What to tell when the encoder has ended before its time.
    fn ended(&mut self) -> Failure {
        // Its output may be closed a moment before it has ended.
        let status = (0..50).find_map(|_| {
            let status = self.child.try_wait().ok().flatten();
            if status.is_none() {
                thread::sleep(Duration::from_millis(20));
            }
            status
        });
        let how = status.map_or_else(String::new, |status| format!(" ({status})"));
        Failure::cannot(
            format_args!(
                "the encoder `{}` ended{how} when it had answered {} of {} sentences",
                self.command, self.taken, self.sent
            ),
            "see what it wrote above; each line it is given must be answered with one line",
        )
    }
}

/// Writes what comes until nothing does, or nobody reads it.
fn write(sentences: &Receiver<String>, mut input: ChildStdin) {
    for sentence in sentences {
        if input.write_all(sentence.as_bytes()).is_err() {
            break;
        }
    }
}

/// Reads lines until there are none, or nobody takes them.
fn read_lines(answers: &SyncSender<Vec<u8>>, output: ChildStdout) {
    let mut output = BufReader::new(output);
    loop {
        let mut line = Vec::new();
        match output.by_ref().take(LONGEST).read_until(b'\n', &mut line) {
            Ok(1..) if answers.send(line).is_ok() => {}
            _ => break,
        }
    }
}
