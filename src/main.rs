//! The `duizhao` command.

fn main() {}
