//! The terminal: standard output for data, standard error for people, progress for those who watch.

use std::borrow::Cow;
use std::fmt::Display;
use std::io::{self, IsTerminal, Write};
use std::sync::Mutex;
use std::time::Duration;

use duizhao::pipeline::{Progress, Remark, Stage};
use indicatif::{ProgressBar, ProgressStyle};

use super::Failure;

/// Where a command tells things, and how much of them.
pub(crate) struct Output {
    quiet: bool,
    verbose: u8,
}

impl Output {
    pub(crate) fn new(quiet: bool, verbose: u8) -> Self {
        Self { quiet, verbose }
    }

    /// Writes data to standard output.
    #[expect(clippy::unused_self, reason = "commands write through what they were given")]
    pub(crate) fn data(&self, bytes: &[u8]) -> Result<(), Failure> {
        let mut out = Stdout::new();
        out.write_all(bytes).and_then(|()| out.flush()).map_err(closed)
    }

    /// Tells a person something, unless they asked for quiet.
    pub(crate) fn tell(&self, text: impl Display) {
        if !self.quiet {
            line(text);
        }
    }

    /// Whether what only some want to know is told.
    pub(crate) fn is_verbose(&self) -> bool {
        self.verbose > 0
    }

    /// Tells a person something that only some want to know.
    pub(crate) fn tell_more(&self, text: impl Display) {
        if self.is_verbose() {
            line(text);
        }
    }

    /// Warns: the work goes on, but somebody should look.
    pub(crate) fn warn(&self, text: impl Display) {
        if !self.quiet {
            line(format_args!("warning: {text}"));
        }
    }

    /// Warns of what the pipeline remarks.
    pub(crate) fn remark(&self, remark: &Remark) {
        if remark.help.is_empty() {
            self.warn(remark);
        } else {
            self.warn(format_args!("{remark}\n  help: {}", remark.help));
        }
    }

    /// Tells why the work could not be done.
    #[expect(clippy::unused_self, reason = "commands tell through what they were given")]
    pub(crate) fn failure(&self, failure: &Failure) {
        line(format_args!("error: {failure}"));
    }

    /// A bar for `steps` steps of long work; shown on a terminal only.
    pub(crate) fn progress(&self, steps: u64, doing: &'static str) -> ProgressBar {
        if self.quiet || !io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let bar = ProgressBar::new(steps).with_message(doing);
        if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        bar
    }
}

/// The stages of the pipeline as bars, one after another.
pub(crate) struct Bars<'a> {
    out: &'a Output,
    bar: Mutex<ProgressBar>,
}

impl<'a> Bars<'a> {
    pub(crate) fn new(out: &'a Output) -> Self {
        Self { out, bar: Mutex::new(ProgressBar::hidden()) }
    }

    fn with(&self, act: impl FnOnce(&mut ProgressBar)) {
        // A thread that panicked has spoiled no bar.
        act(&mut self.bar.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
    }
}

impl Progress for Bars<'_> {
    fn begin(&self, stage: Stage, steps: usize) {
        let doing = match stage {
            Stage::Alignment => "alignment",
            Stage::Editions => "editions",
            _ => "work",
        };
        self.with(|bar| *bar = self.out.progress(steps as u64, doing));
    }

    fn step(&self, _: Stage) {
        self.with(|bar| bar.inc(1));
    }

    fn end(&self, _: Stage) {
        self.with(|bar| bar.finish_and_clear());
    }
}

fn line(text: impl Display) {
    let text = text.to_string();
    // Nobody is left to be told that standard error is closed.
    let _ = writeln!(io::stderr().lock(), "{}", visible(&text));
}

/// A text as it may be shown on a terminal: what would move the cursor, change colours or titles, or turn the
/// direction of writing becomes a sign that stands for it (Unicode, Control Pictures).
fn visible(text: &str) -> Cow<'_, str> {
    let sign = |c: char| match c {
        '\n' | '\t' => None,
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)),
        '\u{7f}' => Some('\u{2421}'),
        '\u{80}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            Some(char::REPLACEMENT_CHARACTER)
        }
        _ => None,
    };
    if text.chars().all(|c| sign(c).is_none()) {
        return Cow::Borrowed(text);
    }
    text.chars().map(|c| sign(c).unwrap_or(c)).collect()
}

/// Standard output: to the byte for files and programs; for a terminal, with what would control it made visible.
pub(crate) struct Stdout {
    out: io::Stdout,
    terminal: bool,
    /// The beginning of a character whose end is to come.
    begun: Vec<u8>,
}

impl Stdout {
    pub(crate) fn new() -> Self {
        let out = io::stdout();
        Self { terminal: out.is_terminal(), out, begun: Vec::new() }
    }
}

impl Write for Stdout {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.terminal {
            return self.out.write(bytes);
        }
        self.begun.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&self.begun) {
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            _ => self.begun.len(),
        };
        let text: Vec<u8> = self.begun.drain(..whole).collect();
        self.out.write_all(visible(&String::from_utf8_lossy(&text)).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A closed pipe is no error of ours; everything else is told.
pub(crate) fn closed(error: io::Error) -> Failure {
    if error.kind() == io::ErrorKind::BrokenPipe {
        Failure::ReaderGone
    } else {
        Failure::File { path: "standard output".into(), doing: "write", error }
    }
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn what_would_control_a_terminal_is_a_sign() {
        assert_eq!(visible("第一行\n\t“好”"), "第一行\n\t“好”");
        assert_eq!(visible("\u{1b}]0;P\u{7}\r\u{7f}\u{9b}31m\u{202e}"), "␛]0;P␇␍␡\u{fffd}31m\u{fffd}");
        for c in ('\0'..='\u{ffff}').filter(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
            assert!(!visible(&c.to_string()).contains(char::is_control), "{c:?}");
        }
    }
}
