//! Script conversion as a library: a text exactly as OpenCC has it, an issue as an edition wants it.
//!
//! `cargo run --example convert`
#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use duizhao::issue::{Source, read};
use duizhao::script::{Config, Converter, Options, convert};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("{}", Converter::new(Config::S2twp).convert("他用软件发送了信息。"));

    let (issue, _) = read(&Source::new("letter.zh-CN.md", "# 来信\n\n局长于建国说：“范先生来过。”\n"));
    let taiwan = convert(&issue, &Options::new("zh-TW".parse()?))?;
    for leaf in taiwan.issue.leaves() {
        println!("{}", leaf.text.plain());
    }
    Ok(())
}
