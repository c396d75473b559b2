//! `duizhao tm`: translation memories on their own, with no newspaper in sight.

mod apply;
mod cat;
mod check;
mod clean;
mod diff;
mod export;
mod filter;
mod import;
mod index;
mod languages;
mod memory;
mod merge;
mod query;
mod script;
mod split;
mod stats;
mod table;

use clap::{Subcommand, ValueEnum};

use super::{Failure, Output};

/// Work on translation memories (TMX): merge, clean, check, search, convert
#[derive(clap::Args)]
#[command(after_help = "Examples:
  duizhao tm merge team.tmx new.tmx -o team.tmx
  duizhao tm clean team.tmx -o clean.tmx --removed removed.tmx
  duizhao tm check team.tmx --format csv > report.csv")]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Apply(apply::Args),
    Cat(cat::Args),
    Check(check::Args),
    Clean(clean::Args),
    Diff(diff::Args),
    Export(export::Args),
    Filter(filter::Args),
    Import(import::Args),
    Languages(languages::Args),
    Merge(merge::Args),
    Query(query::Args),
    Script(script::Args),
    Split(split::Args),
    Stats(stats::Args),
}

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Table,
    /// For programs
    Json,
}

pub(crate) fn run(args: &Args, out: &Output) -> Result<(), Failure> {
    match &args.command {
        Command::Apply(args) => apply::run(args, out),
        Command::Cat(args) => cat::run(args, out),
        Command::Check(args) => check::run(args, out),
        Command::Clean(args) => clean::run(args, out),
        Command::Diff(args) => diff::run(args, out),
        Command::Export(args) => export::run(args, out),
        Command::Filter(args) => filter::run(args, out),
        Command::Import(args) => import::run(args, out),
        Command::Languages(args) => languages::run(args, out),
        Command::Merge(args) => merge::run(args, out),
        Command::Query(args) => query::run(args, out),
        Command::Script(args) => script::run(args, out),
        Command::Split(args) => split::run(args, out),
        Command::Stats(args) => stats::run(args, out),
    }
}

/// Writes a report: to standard output if nothing else goes there.
fn report(stdout: bool, text: &str, out: &Output) -> Result<(), Failure> {
    if stdout {
        out.data(format!("{text}\n").as_bytes())
    } else {
        out.tell(text);
        Ok(())
    }
}
