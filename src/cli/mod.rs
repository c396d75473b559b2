//! The command line: one file for each command, and what they share.
//!
//! Data goes to stdout, everything told to a person to stderr. Exit codes: 0 done, 1 could not, 2 wrong usage,
//! 3 the texts are hardly translations of each other.

mod align;
mod build;
mod check;
mod convert;
mod count;
mod encoder;
mod epub;
mod failure;
mod files;
mod init;
#[allow(dead_code, reason = "the commands that use all of it come one by one")]
mod output;
mod outputs;
mod preparation;
mod read;
mod resources;
mod segment;
mod source;
mod summary;
mod tm;

use std::process::ExitCode;
use std::sync::LazyLock;

use clap::{Parser, Subcommand};

pub(crate) use failure::Failure;
pub(crate) use output::Output;
pub(crate) use outputs::Outputs;

/// From one Chinese newspaper issue and its translation to every edition: script variants, translation memory,
/// e-books.
#[derive(Parser)]
#[command(name = "duizhao", version = version(), max_term_width = 100, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,

    /// Tell more: what was not recognised, which files were read
    #[arg(short, long, global = true, help_heading = "For every command", action = clap::ArgAction::Count)]
    verbose: u8,

    /// Tell nothing but errors
    #[arg(short, long, global = true, help_heading = "For every command", conflicts_with = "verbose")]
    quiet: bool,
}

/// The version of the tool, and of the dictionaries that are compiled in.
fn version() -> &'static str {
    static VERSION: LazyLock<String> = LazyLock::new(|| {
        format!("{} (OpenCC dictionaries {})", env!("CARGO_PKG_VERSION"), duizhao::script::OPENCC_VERSION)
    });
    &VERSION
}

#[derive(Subcommand)]
enum Command {
    Build(build::Args),
    Align(align::Args),
    Check(check::Args),
    Read(read::Args),
    Epub(epub::Args),
    Init(init::Args),
    Convert(convert::Args),
    Segment(segment::Args),
    Tm(tm::Args),
}

/// Lets a write over the system's limit on the size of files fail like any other, instead of ending the process
/// without a word, and opens as many files as the system allows (`setrlimit`, POSIX.1-2017).
fn survive_limits() {
    #[cfg(unix)]
    {
        use nix::sys::resource::{Resource, getrlimit, setrlimit};
        let seen = std::sync::Arc::default();
        // Where the handler cannot be set the limit ends the process, as it would without it.
        let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, seen);
        // Each file that is written is open until all are complete: a memory may be split into thousands.
        if let Ok((soft, hard)) = getrlimit(Resource::RLIMIT_NOFILE)
            && soft < hard
        {
            let _ = setrlimit(Resource::RLIMIT_NOFILE, hard, hard);
        }
    }
}

/// Takes away what is being written aside when the program is asked to end, and then ends it as it would have ended.
fn leave_nothing_behind() {
    #[cfg(unix)]
    {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
        use signal_hook::{iterator::Signals, low_level::emulate_default_handler};
        // What was started to outlive its terminal (`nohup`, a job in the background) does.
        let heard = [SIGHUP, SIGINT, SIGTERM].into_iter().filter(|&signal| !is_ignored(signal));
        // Where no handler can be set the next run clears away what this one leaves.
        let Ok(mut signals) = Signals::new(heard) else { return };
        std::thread::spawn(move || {
            for signal in &mut signals {
                duizhao_tm::file::end(|| {
                    let _ = emulate_default_handler(signal);
                });
            }
        });
    }
}

/// Whether whoever started the program had a signal ignored, as far as the system says it (Linux, `proc(5)`).
#[cfg(unix)]
fn is_ignored(signal: i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default();
    ignored >> (signal - 1) & 1 == 1
}

/// Parses the arguments, runs the command, tells what went wrong.
pub(crate) fn main() -> ExitCode {
    let cli = Cli::parse();
    let out = Output::new(cli.quiet, cli.verbose);
    survive_limits();
    leave_nothing_behind();
    let done = match &cli.command {
        Command::Align(args) => align::run(args, &out),
        Command::Build(args) => build::run(args, &out),
        Command::Check(args) => check::run(args, &out),
        Command::Read(args) => read::run(args, &out),
        Command::Epub(args) => epub::run(args, &out),
        Command::Init(args) => init::run(args, &out),
        Command::Convert(args) => convert::run(args, &out),
        Command::Segment(args) => segment::run(args, &out),
        Command::Tm(args) => tm::run(args, &out),
    };
    match done {
        // Who reads our output may have seen enough: no fault of anyone.
        Ok(()) | Err(Failure::ReaderGone) => ExitCode::SUCCESS,
        Err(failure) => {
            out.failure(&failure);
            failure.exit_code().into()
        }
    }
}
