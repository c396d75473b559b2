//! Learns the weights of the model and checks that they carry over:
//!
//! ```text
//! cargo run --release --bin learn -- [--pull P] --encoder COMMAND SET... > ../../../src/align/weights.rs
//! ```
//!
//! Twice: by words and marks alone, and with the vectors of an encoder. The checks are told on standard error; the
//! weights learned from all texts are printed. Without an encoder the first is checked and nothing is printed.

use align_bench::Failure;
use align_bench::check::{Sets, reliability};
use align_bench::crf::Weights;
use duizhao::align::feature::Feature;

/// The features that only an encoder gives.
const VECTORS: [Feature; 3] = [Feature::Margin, Feature::MarginMany, Feature::NullMargin];

fn main() -> Result<(), Failure> {
    let (mut pull, mut encoder, mut folders) = (20.0, None, Vec::new());
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--pull" => pull = arguments.next().ok_or("--pull wants a number")?.parse()?,
            "--encoder" => encoder = Some(arguments.next().ok_or("--encoder wants a command")?),
            _ => folders.push(argument),
        }
    }
    let sets = Sets::read(&folders, encoder.as_deref(), pull)?;
    let (without, deviations) = learn(&sets, "words and marks", &VECTORS);
    if encoder.is_some() {
        let (with, _) = learn(&sets, "vectors too", &[]);
        print_weights(&without, &with, &deviations);
    }
    Ok(())
}

fn learn(sets: &Sets, by: &str, without: &[Feature]) -> (Weights, Weights) {
    eprintln!("by {by}, each text by weights learned without it:");
    let held = sets.held_out(without);
    for set in &held {
        set.tell();
    }
    reliability(&held.into_iter().flat_map(|set| set.told).collect::<Vec<_>>());
    let (weights, deviations) = sets.learned(without);
    for (name, score) in sets.seen(&weights) {
        eprintln!("{name}, learned with it: {score}");
    }
    eprintln!();
    (weights, deviations)
}

#[expect(clippy::print_stdout, reason = "the weights are what the program is for")]
fn print_weights(without: &Weights, with: &Weights, deviations: &Weights) {
    print!("{}", include_str!("weights_head.txt"));
    for (at, feature) in Feature::ALL.iter().enumerate() {
        let (without, with, deviation) = (without[at], with[at], deviations[at]);
        println!(
            "    (Feature::{feature:?}, {without:.4}, {with:.4}), // {:.2}, {:.2}",
            without * deviation,
            with * deviation
        );
    }
    print!("{}", include_str!("weights_foot.txt"));
}
