//! How long it takes from Markdown to e-books, beside pandoc on the same Markdown.
//!
//! ```text
//! cd tests/benches/epub
//! cargo run --release                        this crate alone
//! cargo run --release -- PANDOC              also pandoc (PyPI: pypandoc_binary)
//! cargo run --release -- PANDOC ISSUE.md     an issue of your own instead of the bundled one
//! ```
//!
//! Medians of several runs; what is read, repaired, set and packed is counted, start-up and disk are not. Pandoc
//! is timed as a process.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use duizhao::edition::{Settings, Templates, Writing, compose};
use duizhao::issue::repair::{Level, repair};
use duizhao::issue::{Source, read};

fn median(runs: usize, mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    times.sort();
    times[times.len() / 2]
}

/// Four editions: Mainland, Taiwan, Taiwan in vertical lines, Hong Kong, set from one text.
fn editions(markdown: &str) -> usize {
    let (issue, _) = read(&Source::new("issue.zh-CN.md", markdown));
    let (issue, _) = repair(issue, Level::Safe);
    let settings = Settings::new(Templates::with::<String>([]).expect("built-in templates"));
    let mut bytes = 0;
    for (tag, writing) in [
        ("zh-CN", Writing::Horizontal),
        ("zh-TW", Writing::Horizontal),
        ("zh-TW", Writing::Vertical),
        ("zh-HK", Writing::Horizontal),
    ] {
        let mut issue = issue.clone();
        issue.language = tag.parse().expect("a tag");
        let settings = Settings { writing, ..settings.clone() };
        bytes += compose(&issue, &settings).expect("built-in templates").epub().expect("a book").len();
    }
    bytes
}

fn one(markdown: &str) -> usize {
    let (issue, _) = read(&Source::new("issue.zh-CN.md", markdown));
    let (issue, _) = repair(issue, Level::Safe);
    let settings = Settings::new(Templates::with::<String>([]).expect("built-in templates"));
    compose(&issue, &settings).expect("built-in templates").epub().expect("a book").len()
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let pandoc = arguments.next();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../examples/linjiang-2026-03.zh.md");
    let issue = arguments.next().map_or(example, Into::into);
    let text = std::fs::read_to_string(&issue).expect("an issue");
    let body = text.splitn(3, "---\n").last().unwrap_or(&text).replace("第1版", "").replace("第4版", "");
    println!("{:<28} {:>12} {:>12} {:>12}", "", "one edition", "four", "pandoc");
    for (name, size) in [("the issue", 0), ("1 MB", 1 << 20), ("10 MB", 10 << 20)] {
        let mut markdown = text.clone();
        while markdown.len() < size {
            markdown.push_str("\n\n");
            markdown.push_str(&body);
        }
        let runs = if size > 1 << 20 { 3 } else { 9 };
        let alone = median(runs, || drop(one(&markdown)));
        let four = median(runs, || drop(editions(&markdown)));
        let theirs = pandoc.as_ref().map(|pandoc| {
            let folder = std::env::temp_dir().join("duizhao-bench-epub");
            std::fs::create_dir_all(&folder).expect("a folder");
            let (from, to) = (folder.join("issue.md"), folder.join("issue.epub"));
            std::fs::write(&from, &markdown).expect("a file");
            let runs = if size > 1 << 20 { 1 } else { 3 };
            median(runs, || {
                let done = Command::new(pandoc).args(["-M", "title=issue", "-M", "lang=zh-CN", "-o"]).arg(&to).arg(&from).status();
                assert!(done.is_ok_and(|status| status.success()), "pandoc failed");
            })
        });
        let show = |time: Duration| format!("{:.1} ms", time.as_secs_f64() * 1e3);
        println!("{:<28} {:>12} {:>12} {:>12}", format!("{name}, {} KB", markdown.len() >> 10), show(alone), show(four), theirs.map_or("–".into(), show));
    }
}
