//! How time grows with the input. Each series is one input at 1, 2, 4 and 8 times its size; where twice the input takes
//! more than 2.4 times the processor's time, a cost is hidden in it that somebody's file will meet.
//!
//! `cargo test --test growth` runs a few series, as the suite does. `cargo test --test growth -- all` runs all of them,
//! `-- list` names them, `-- NAME…` runs those that begin with a name.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test prints what it found")]

#[cfg(unix)]
mod series;

#[cfg(unix)]
fn main() -> std::process::ExitCode {
    measure::main()
}

#[cfg(not(unix))]
fn main() {}

#[cfg(unix)]
mod measure {
    use std::process::{Command, ExitCode, Stdio};
    use std::time::Duration;
    use std::{fs, io};

    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike;

    use crate::series::{self, Series};

    /// The most that twice the input may take, as a ratio: linear work and a logarithm on it stay below, a square is 4.
    const MOST: f64 = 2.4;

    /// The sizes of a series, in multiples of its own.
    const SIZES: [usize; 4] = [1, 2, 4, 8];

    /// How often a size is measured before its best time counts as too long.
    const TRIES: usize = 3;

    /// Processor time that a run may take; then it is ended. No series of linear cost comes near it.
    const LIMIT_SECONDS: u32 = 5;

    /// Growth that no disturbance of the machine explains: it need not be measured again.
    const HOPELESS: f64 = 3.2;

    /// Times below this say more about the machine than about the series.
    const SMALLEST: Duration = Duration::from_millis(30);

    pub(crate) fn main() -> ExitCode {
        let asked: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
        if asked.iter().any(|word| word == "list") {
            for series in series::ALL {
                println!("{}", series.name);
            }
            return ExitCode::SUCCESS;
        }
        let chosen: Vec<&Series> = match asked.as_slice() {
            [] => series::ALL.iter().filter(|series| series::QUICK.contains(&series.name)).collect(),
            [word] if word == "all" => series::ALL.iter().collect(),
            names => series::ALL
                .iter()
                .filter(|series| names.iter().any(|name| series.name.starts_with(name.as_str())))
                .collect(),
        };
        let mut failed = Vec::new();
        println!(
            "{:<34} {:>8} {:>8} {:>8} {:>8}   most for a doubling",
            "milliseconds", "1x", "2x", "4x", "8x"
        );
        for series in &chosen {
            if !passes(series) {
                failed.push(series.name);
            }
        }
        if !failed.is_empty() {
            println!("grow too fast: {}", failed.join(", "));
        }
        let (passed, failures) = (chosen.len() - failed.len(), failed.len());
        println!("test result: {passed} passed; {failures} failed");
        if chosen.is_empty() || failures > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
    }

    /// Measures a series and prints what it took.
    fn passes(series: &Series) -> bool {
        // What the command takes for next to nothing is no part of the growth.
        let idle = time(series, 0);
        let mut times = SIZES.map(|_| Duration::MAX);
        let mut growth = f64::INFINITY;
        for _ in 0..TRIES {
            for (best, size) in times.iter_mut().zip(SIZES) {
                *best = (*best).min(time(series, size));
                if best.as_secs() >= LIMIT_SECONDS.into() {
                    // What is larger takes longer.
                    break;
                }
            }
            growth = steepest(&times, idle);
            if growth <= MOST || growth > HOPELESS {
                break;
            }
        }
        let [one, two, four, eight] = times.map(|time| time.as_secs_f64() * 1000.0);
        let verdict = if growth <= MOST { "" } else { "   TOO FAST" };
        println!("{:<34} {one:8.0} {two:8.0} {four:8.0} {eight:8.0}   {growth:.2}{verdict}", series.name);
        growth <= MOST
    }

    /// The most that one doubling took, as a ratio.
    fn steepest(times: &[Duration], idle: Duration) -> f64 {
        let own = |time: &Duration| time.saturating_sub(idle).max(SMALLEST).as_secs_f64();
        let known = |time: &Duration| if *time == Duration::MAX { f64::INFINITY } else { own(time) };
        times.windows(2).map(|pair| known(&pair[1]) / own(&pair[0])).fold(0.0, f64::max)
    }

    /// Processor time of one run, in the system too.
    fn time(series: &Series, times: usize) -> Duration {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in (series.files)(series.size * times + 1) {
            fs::write(folder.path().join(name), bytes).unwrap();
        }
        let input = fs::File::open(folder.path().join("input")).map_or(Stdio::null(), Stdio::from);
        let before = used();
        // The limit makes a series of square cost fail in seconds.
        let status = Command::new("sh")
            .args(["-c", &format!("ulimit -t {LIMIT_SECONDS}; exec \"$@\""), "sh"])
            .arg(env!("CARGO_BIN_EXE_duizhao"))
            .args(series.arguments)
            .current_dir(folder.path())
            .env("RAYON_NUM_THREADS", "1")
            .stdin(input)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .and_then(std::process::Child::wait_with_output)
            .unwrap();
        let told = String::from_utf8_lossy(&status.stderr);
        // Not to read an input at all takes no time either.
        let wanted = if times == 0 { status.status.code() } else { Some(series.ends_with) };
        assert!(
            status.status.code().is_none_or(|code| code == 0) || status.status.code() == wanted,
            "{}: ends with {:?}: {told}",
            series.name,
            status.status
        );
        used().saturating_sub(before)
    }

    /// Processor time of all runs so far.
    fn used() -> Duration {
        let usage = getrusage(UsageWho::RUSAGE_CHILDREN).map_err(io::Error::from).unwrap();
        let micros = usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
        Duration::from_micros(micros.unsigned_abs())
    }
}
