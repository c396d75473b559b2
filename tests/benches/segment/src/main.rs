//! How fast texts are cut into sentences, beside two crates that cut by the rules of Unicode alone (UAX #29), on the
//! same text in the same run: MB/s on one thread, the best of several rounds.
//!
//! `duizhao-bench-segment [--language LANGUAGE FILE...]...`; by default the bundled example in both languages. The lines
//! of the files are taken again and again until there are ten megabytes. The others cut behind every `Mr.`: they do
//! less, and so they should be faster.

use std::hint::black_box;
use std::time::{Duration, Instant};

use duizhao::lang::Language;
use duizhao::segment::sentences;
use icu_segmenter::SentenceSegmenter;
use unicode_segmentation::UnicodeSegmentation;

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

/// Lines, one after the other, until there are enough bytes.
fn enough<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    let mut left = BYTES;
    let goes = |line: &&str| {
        let goes = left > 0;
        left = left.saturating_sub(line.len());
        goes
    };
    lines.iter().copied().cycle().take_while(goes).collect()
}

fn measure(language: &Language, text: &str) {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    if lines.is_empty() {
        return;
    }
    let lines = enough(&lines);
    let megabytes = lines.iter().map(|line| line.len()).sum::<usize>() as f64 / 1e6;
    let icu = SentenceSegmenter::new(Default::default());
    let rows: [(&str, &dyn Fn(&str) -> usize); 3] = [
        ("this crate", &|line| sentences(line, language).len()),
        ("icu_segmenter", &|line| icu.segment_str(line).count() - 1),
        ("unicode-segmentation", &|line| line.split_sentence_bounds().count()),
    ];
    println!("{language}: {megabytes:.1} MB in {} lines", lines.len());
    let mut own = None;
    for (name, cut) in rows {
        let mut count = 0;
        let seconds = time(|| count = black_box(lines.iter().map(|line| cut(line)).sum())).as_secs_f64();
        let own = *own.get_or_insert(seconds);
        println!("  {name:22} {:6.0} MB/s  {:5.2} x  {count} sentences", megabytes / seconds, own / seconds);
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut texts: Vec<(Language, String)> = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        if argument == "--language" {
            texts.push((arguments.next().ok_or("--language wants a language")?.parse()?, String::new()));
        } else if let Some((_, text)) = texts.last_mut() {
            text.push_str(&std::fs::read_to_string(argument)?);
        } else {
            return Err("name a language before the first file".into());
        }
    }
    if texts.is_empty() {
        texts = vec![
            ("zh-CN".parse()?, include_str!("../../../../examples/linjiang-2026-03.zh.md").to_owned()),
            ("en".parse()?, include_str!("../../../../examples/linjiang-2026-03.en.md").to_owned()),
        ];
    }
    for (language, text) in &texts {
        measure(language, text);
    }
    Ok(())
}
