//! Alignment as a library: which sentences of two texts translate which.
//!
//! `cargo run --example align -- issue.zh.md issue.en.md`
#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use duizhao::align::{Aligner, align_issues};
use duizhao::issue::{Level, Source, read, repair};
use duizhao::segment::Segments;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let paths = match paths.as_slice() {
        [source, target] => [source.clone(), target.clone()],
        _ => ["zh", "en"]
            .map(|code| format!("{}/examples/linjiang-2026-03.{code}.md", env!("CARGO_MANIFEST_DIR"))),
    };
    let mut sides = Vec::new();
    for path in &paths {
        let (issue, _) = read(&Source::new(path.as_str(), std::fs::read_to_string(path)?));
        let (issue, _) = repair(issue, Level::Safe);
        sides.push(Segments::of(&issue));
    }
    for bead in align_issues(&Aligner::default(), &sides[0], &sides[1]).beads {
        let (source, target) = (sides[0].joined(bead.source), sides[1].joined(bead.target));
        println!("{:.2}\t{source}\t{target}", bead.confidence);
    }
    Ok(())
}
