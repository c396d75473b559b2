//! How fast issues are read and repaired, beside pulldown-cmark alone on the same text in the same run: MB/s on one
//! thread, the best of several rounds.
//!
//! The issues are the Markdown files named as arguments, by default the bundled example in both languages. They are
//! taken again and again until there are ten megabytes; then once more as they are after repair, and as one file.

use std::hint::black_box;
use std::time::{Duration, Instant};

use duizhao::issue::{Level, Source, read, repair, write};

const ROUNDS: usize = 7;
const BYTES: usize = 10_000_000;

/// Best time of several rounds.
fn time(mut work: impl FnMut()) -> Duration {
    work();
    let round = |_| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    (0..ROUNDS).map(round).min().expect("at least one round")
}

/// Issues, one after the other, until there are enough bytes.
fn enough(issues: &[Source]) -> Vec<Source> {
    let mut left = BYTES;
    issues
        .iter()
        .cycle()
        .take_while(|source| {
            let goes = left > 0;
            left = left.saturating_sub(source.text.len());
            goes
        })
        .cloned()
        .collect()
}

fn parse(text: &str) {
    use pulldown_cmark::{Options, Parser};
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    for event in Parser::new_ext(text, options).into_offset_iter() {
        black_box(event);
    }
}

fn measure(name: &str, issues: &[Source]) {
    let megabytes = issues.iter().map(|source| source.text.len()).sum::<usize>() as f64 / 1e6;
    let rows: [(&str, &dyn Fn(&Source)); 3] = [
        ("pulldown-cmark alone", &|source| parse(&source.text)),
        ("read", &|source| drop(black_box(read(source)))),
        ("read and repaired", &|source| drop(black_box(repair(read(source).0, Level::Safe)))),
    ];
    println!("{name}: {megabytes:.1} MB in {} files", issues.len());
    let mut alone = None;
    for (name, work) in rows {
        let seconds = time(|| issues.iter().for_each(work)).as_secs_f64();
        let alone = *alone.get_or_insert(seconds);
        println!("  {name:<24} {:>8.1} MB/s   {:>5.2} x the parser's time", megabytes / seconds, seconds / alone);
    }
}

fn main() {
    let mut files: Vec<String> = std::env::args().skip(1).collect();
    if files.is_empty() {
        let examples = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../examples/linjiang-2026-03");
        files = ["zh", "en"].map(|language| format!("{examples}.{language}.md")).into();
    }
    let issues: Vec<Source> = files
        .iter()
        .map(|file| Source::new(file.clone(), std::fs::read_to_string(file).expect("a text file")))
        .collect();
    measure("as they are", &enough(&issues));
    let repaired = |source: &Source| {
        Source::new(source.name.clone(), write::markdown(&repair(read(source).0, Level::Safe).0))
    };
    measure("after repair", &enough(&issues.iter().map(repaired).collect::<Vec<_>>()));
    let whole: String = enough(&issues).iter().map(|source| format!("{}\n\n", source.text)).collect();
    measure("as one file", &[Source::new("whole.zh-CN.md", whole)]);
}
