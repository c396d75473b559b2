//! OpenCC's algorithm over compiled tables.
//!
//! At each place the longest phrase that cuts the text wins, and becomes what the whole chain makes of it. What
//! lies between two phrases is a *run*: its keys become what the chain makes of them too, except where a key is
//! open, that is, where a key of the second step may begin in it and end behind it. From there on the first
//! step's text is put together key by key, and the second step done on it, until both end at the same place.
//! Between tokens the engine remembers nothing, so a text can be converted in portions.

use std::ops::Range;

use super::config::Config;
use super::tables::{self, Conversion, Node, Outcome, Step, Text};
use super::utf8::{decode, description};

/// No token looks further ahead than this, but for a run with open keys.
pub(super) const REACH: usize = 1024;
const _: () = assert!(REACH >= 4 * tables::LONGEST_KEY && REACH >= 64 * 4);

/// Converts text the way OpenCC does.
///
/// ```
/// use duizhao::script::{Config, Converter};
/// assert_eq!(Converter::new(Config::S2twp).convert("软件和网络"), "軟體和網路");
/// ```
#[derive(Clone, Copy)]
pub struct Converter {
    config: Config,
    first: Step,
    second: Step,
}

impl std::fmt::Debug for Converter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Converter({})", self.config)
    }
}

/// Where converted text goes, token by token.
pub(super) trait Sink {
    /// The characters in a range stay as they are.
    fn keep(&mut self, text: &[u8], from: usize, to: usize);
    /// The characters in a range, a key, become a text.
    fn put(&mut self, from: usize, to: usize, text: Text, value: u32);
    /// The characters in a range, a run with open keys, become a text.
    fn put_run(&mut self, from: usize, to: usize, bytes: &[u8], origins: [u8; 2]);
}

/// What the engine needs in a run with open keys; kept so that nothing is allocated for each.
#[derive(Debug, Default)]
pub(super) struct Run {
    /// What the first step made of the keys so far.
    middle: Vec<u8>,
    /// Ends of those keys: in `middle`, in the text.
    ends: Vec<(usize, usize)>,
    /// What the second step made of the part before.
    done: Vec<u8>,
}

impl Converter {
    /// A converter; this costs nothing.
    #[must_use]
    pub fn new(config: Config) -> Self {
        let known = tables::CONVERSIONS.iter().find(|conversion| conversion.name == config.name());
        let Conversion { first, second, .. } = known.unwrap_or(&tables::CONVERSIONS[0]);
        Self { config, first: *first, second: *second }
    }

    /// The conversion.
    #[must_use]
    pub fn config(&self) -> Config {
        self.config
    }

    pub(super) fn first_step(&self) -> Step {
        self.first
    }

    /// Converts as much of a text as can be told without what follows it, into a sink, and returns how many
    /// bytes that was: all of them if the text is the last of a stream.
    pub(super) fn feed(&self, text: &[u8], last: bool, run: &mut Run, sink: &mut impl Sink) -> usize {
        let stop = if last { text.len() } else { text.len().saturating_sub(REACH) };
        self.feed_part(text, 0..stop, last, run, sink)
    }

    /// Converts the tokens that begin in a part of a text and returns where the last of them ends, or where a token
    /// begins that cannot be told yet.
    pub(super) fn feed_part(
        &self,
        text: &[u8],
        part: Range<usize>,
        last: bool,
        run: &mut Run,
        sink: &mut impl Sink,
    ) -> usize {
        let mut at = part.start;
        while at < part.end {
            let (c, length) = decode(text, at);
            let code = tables::code(c);
            if code == 0 {
                sink.keep(text, at, at + length);
                at += length;
                continue;
            }
            let token = self.token(text, at, code, length);
            match self.first.output(token.value).outcome() {
                Outcome::Closed(becomes) => {
                    sink.put(at, token.end, becomes, token.value);
                    at = token.end;
                }
                Outcome::Open(middle) => match self.open(text, at, token.end, middle, last, run, sink) {
                    Some(end) => at = end,
                    None => break,
                },
                Outcome::Description => {
                    let end = at + description(text, at).unwrap_or(length);
                    sink.keep(text, at, end);
                    at = end;
                }
            }
        }
        at
    }

    /// The key that wins at a place whose character has a code.
    #[inline]
    fn token(&self, text: &[u8], at: usize, code: u16, length: usize) -> Token {
        let node = self.first.root(code);
        let end = at + length;
        // Most characters begin no longer key with the one that follows them.
        if !node.goes_on() || self.first.child(node, tables::code(decode(text, end).0)).is_none() {
            return Token { value: node.value(), end };
        }
        self.longer_token(text, at, node, end)
    }

    /// The key that wins at a place where several begin; `node` is the one of the first character.
    #[inline(never)]
    fn longer_token(&self, text: &[u8], at: usize, mut node: Node, mut end: usize) -> Token {
        let single = Token { value: node.value(), end };
        let mut cut = Token { value: 0, end };
        let mut run = single;
        if !node.is_run() {
            cut = single;
        }
        while node.goes_on() {
            let (c, length) = decode(text, end);
            let code = tables::code(c);
            let Some(child) = self.first.child(node, code) else { break };
            end += length;
            node = child;
            if node.value() != 0 {
                let token = if node.is_run() { &mut run } else { &mut cut };
                *token = Token { value: node.value(), end };
            }
        }
        if cut.value != 0 {
            return cut;
        }
        if run.end > single.end {
            return self.run_token(text, at, single.end, run);
        }
        run
    }

    /// The key of a run of several characters, or a shorter one if the run ends within it.
    #[cold]
    fn run_token(&self, text: &[u8], at: usize, second: usize, longest: Token) -> Token {
        let mut limit = second;
        while limit < longest.end && !self.is_cut(text, limit) {
            limit += decode(text, limit).1;
        }
        if limit >= longest.end {
            return longest;
        }
        let (c, length) = decode(text, at);
        let mut node = self.first.root(tables::code(c));
        let mut end = at + length;
        let mut best = Token { value: node.value(), end };
        while end < limit {
            let (c, length) = decode(text, end);
            let Some(child) = self.first.child(node, tables::code(c)) else { break };
            end += length;
            node = child;
            if node.value() != 0 {
                best = Token { value: node.value(), end };
            }
        }
        best
    }

    /// Whether a phrase that cuts the text begins at a place.
    fn is_cut(&self, text: &[u8], at: usize) -> bool {
        let (c, length) = decode(text, at);
        let mut node = self.first.root(tables::code(c));
        let mut end = at + length;
        loop {
            if node.value() != 0 && !node.is_run() {
                return true;
            }
            if !node.goes_on() {
                return false;
            }
            let (c, length) = decode(text, end);
            let Some(child) = self.first.child(node, tables::code(c)) else { return false };
            end += length;
            node = child;
        }
    }

    /// Converts a run from an open key on, as far as the second step reaches over keys' ends. Returns where
    /// that is, or nothing if the text ends too soon to tell.
    #[allow(clippy::too_many_arguments, reason = "the loop's state, which is nowhere else")]
    fn open(
        &self,
        text: &[u8],
        at: usize,
        end: usize,
        middle: Text,
        last: bool,
        run: &mut Run,
        sink: &mut impl Sink,
    ) -> Option<usize> {
        run.middle.clear();
        run.ends.clear();
        run.done.clear();
        middle.push_to(&mut run.middle);
        run.ends.push((run.middle.len(), end));
        let mut from = 0;
        let mut origins = [0; 2];
        loop {
            // The longest key of the second step at this place.
            let (c, length) = decode(&run.middle, from);
            let mut node = self.second.root(tables::code(c));
            let mut to = from + length;
            let mut best = Token { value: node.value(), end: to };
            while node.goes_on() {
                if to == run.middle.len() && !self.pull(text, run) {
                    if !last && run.ends.last().is_some_and(|&(_, end)| end + REACH > text.len()) {
                        return None;
                    }
                    break;
                }
                let (c, length) = decode(&run.middle, to);
                let Some(child) = self.second.child(node, tables::code(c)) else { break };
                to += length;
                node = child;
                if node.value() != 0 {
                    best = Token { value: node.value(), end: to };
                }
            }
            if best.value == 0 {
                run.done.extend_from_slice(&run.middle[from..best.end]);
            } else {
                origins = self.second.origins(best.value);
                if let Outcome::Closed(becomes) = self.second.output(best.value).outcome() {
                    becomes.push_to(&mut run.done);
                }
            }
            from = best.end;
            if let Some(&(_, end)) = run.ends.iter().find(|&&(middle, _)| middle == from) {
                sink.put_run(at, end, &run.done, origins);
                return Some(end);
            }
        }
    }

    /// Takes the next key of the run into `middle`; false if the run ends.
    fn pull(&self, text: &[u8], run: &mut Run) -> bool {
        let Some(&(_, at)) = run.ends.last() else { return false };
        let (c, length) = decode(text, at);
        let code = tables::code(c);
        // A character without a code is in no key: for the second step, the run ends here.
        if code == 0 || self.is_cut(text, at) {
            return false;
        }
        let token = self.token(text, at, code, length);
        match self.first.output(token.value).outcome() {
            Outcome::Closed(text) => self.first.middle(token.value).unwrap_or(text).push_to(&mut run.middle),
            Outcome::Open(middle) => middle.push_to(&mut run.middle),
            Outcome::Description => return false,
        }
        run.ends.push((run.middle.len(), token.end));
        true
    }
}

/// A key and where it ends.
#[derive(Clone, Copy)]
struct Token {
    value: u32,
    end: usize,
}
