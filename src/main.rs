//! The `duizhao` command: arguments, files, clock and terminal meet the library here and nowhere else.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
