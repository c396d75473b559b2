//! Hostile inputs for every reader and every command: damaged, cut off, endless, nested, made to fill a machine.
//!
//! Each run must end by itself with an answer or an error (never a panic or a signal), within its processor time and
//! memory, with a word where it fails, without a raw control character on the terminal, and with its inputs as they
//! were.
//!
//! `cargo test --test attack` runs some ten seconds, as the suite does; `-- --seconds 60` a minute, `-- all` all of
//! them. The order is the same every time.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test prints what it found")]

#[cfg(unix)]
mod damage;
#[cfg(unix)]
mod made;
#[cfg(unix)]
mod seeds;

#[cfg(unix)]
fn main() -> std::process::ExitCode {
    run::main()
}

#[cfg(not(unix))]
fn main() {}

#[cfg(unix)]
mod run {
    use std::collections::BTreeMap;
    use std::fs;
    use std::process::{Command, ExitCode, Stdio};
    use std::time::{Duration, Instant};

    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike;

    use crate::{damage, made, seeds};

    /// What must come of an input.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum Class {
        /// An answer, or an error that says what is wrong.
        Either,
        /// An answer.
        Answered,
        /// An error that says what is wrong.
        Refused,
    }

    /// A command on some files.
    pub(crate) struct Attack {
        /// What the table counts it under.
        pub(crate) kind: String,
        /// What it is, for who looks for it.
        pub(crate) name: String,
        pub(crate) files: Vec<(String, Vec<u8>)>,
        pub(crate) arguments: Vec<String>,
        pub(crate) class: Class,
    }

    /// Seconds of processor time.
    const SECONDS: i64 = 10;
    /// Bytes of memory beside four times the input.
    const MEMORY: usize = 512 << 20;

    #[derive(Default)]
    struct Tally {
        answered: usize,
        refused: usize,
        failed: usize,
        slowest: i64,
    }

    pub(crate) fn main() -> ExitCode {
        let arguments: Vec<String> = std::env::args().skip(1).collect();
        let seconds = match arguments.iter().position(|word| word == "--seconds") {
            Some(at) => arguments.get(at + 1).and_then(|seconds| seconds.parse().ok()).unwrap_or(60),
            None if arguments.iter().any(|word| word == "all") => u64::MAX / 2,
            None => 10,
        };
        let only = arguments
            .iter()
            .find(|word| !word.starts_with('-') && *word != "all" && word.parse::<u64>().is_err());
        let end = Instant::now() + Duration::from_secs(seconds.min(86_400));
        let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
        let mut failures = Vec::new();
        let mut ran = 0;
        // The smallest inputs first: the system tells the most memory of all runs so far.
        let seeds = seeds::all();
        let attacks = made::small().chain(damage::of(&seeds)).chain(made::large().map(|make| make()));
        for attack in attacks {
            if only.is_some_and(|only| {
                !attack.kind.contains(only.as_str()) && !attack.name.contains(only.as_str())
            }) {
                continue;
            }
            if Instant::now() > end {
                break;
            }
            ran += 1;
            let tally = tallies.entry(attack.kind.clone()).or_default();
            match run(&attack) {
                Ok((answered, millis)) => {
                    tally.answered += usize::from(answered);
                    tally.refused += usize::from(!answered);
                    tally.slowest = tally.slowest.max(millis);
                }
                Err(what) => {
                    tally.failed += 1;
                    failures.push(format!("{} ({}): {what}", attack.name, attack.arguments.join(" ")));
                }
            }
        }
        println!("{:<34} {:>8} {:>8} {:>8} {:>10}", "", "answered", "refused", "failed", "slowest ms");
        for (kind, tally) in &tallies {
            println!(
                "{kind:<34} {:8} {:8} {:8} {:10}",
                tally.answered, tally.refused, tally.failed, tally.slowest
            );
        }
        for failure in &failures {
            println!("FAILED {failure}");
        }
        println!("test result: {} passed; {} failed", ran - failures.len(), failures.len());
        if ran > 0 && failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    /// Runs one; whether it was answered, and its milliseconds. An error says what of the law does not hold.
    fn run(attack: &Attack) -> Result<(bool, i64), String> {
        let folder = tempfile::tempdir().unwrap();
        let mut input = 0;
        for (name, bytes) in &attack.files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
            input += bytes.len();
        }
        let most = MEMORY + 4 * input;
        let before = used();
        let stdin = fs::File::open(folder.path().join("stdin")).map_or(Stdio::null(), Stdio::from);
        // What runs away is stopped, some way behind its ceilings.
        let limits =
            format!("ulimit -t {}; ulimit -v {}; exec \"$@\"", 2 * SECONDS, (3 * most + (1 << 30)) >> 10);
        let ended = Command::new("sh")
            .args(["-c", &limits, "sh", env!("CARGO_BIN_EXE_duizhao")])
            .args(&attack.arguments)
            .current_dir(folder.path())
            .env("RUST_BACKTRACE", "0")
            .stdin(stdin)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .and_then(std::process::Child::wait_with_output)
            .unwrap();
        let after = used();
        let (millis, memory) = (after.0 - before.0, after.1);
        let told = String::from_utf8_lossy(&ended.stderr).into_owned();
        let shown: String = told.chars().take(300).collect();
        let Some(code) = ended.status.code() else { return Err(format!("{}: {shown}", ended.status)) };
        if !(0..=3).contains(&code) || told.contains("panicked") {
            return Err(format!("ends with {code}: {shown}"));
        }
        if code != 0 && told.trim().is_empty() {
            return Err(format!("ends with {code} and says nothing"));
        }
        if told.chars().any(|c| c.is_control() && c != '\n') {
            return Err(format!("a raw control character reaches the terminal: {told:?}"));
        }
        if millis > SECONDS * 1000 {
            return Err(format!("{millis} ms"));
        }
        // A run begins as a copy of this program, whose memory counts as the run's.
        if memory > before.1.max(own_memory()) && memory > most {
            return Err(format!("{} MB for an input of {input} bytes", memory >> 20));
        }
        let wanted = match attack.class {
            Class::Either => true,
            Class::Answered => code == 0,
            Class::Refused => code != 0,
        };
        if !wanted {
            return Err(format!("ends with {code}, expected: {:?}; {shown}", attack.class));
        }
        for (name, bytes) in &attack.files {
            if fs::read(folder.path().join(name)).ok().as_ref() != Some(bytes) {
                return Err(format!("the input {name} is not what it was"));
            }
        }
        Ok((code == 0, millis))
    }

    /// Bytes that this program has taken at most.
    fn own_memory() -> usize {
        let usage = getrusage(UsageWho::RUSAGE_SELF).unwrap();
        usize::try_from(usage.max_rss()).unwrap_or_default() << 10
    }

    /// Milliseconds of processor time of all runs so far, and bytes of the one that took most.
    fn used() -> (i64, usize) {
        let usage = getrusage(UsageWho::RUSAGE_CHILDREN).unwrap();
        let millis = usage.user_time().num_milliseconds() + usage.system_time().num_milliseconds();
        (millis, usize::try_from(usage.max_rss()).unwrap_or_default() << 10)
    }
}
