//! Learns the weights of the model and checks that they carry over:
//!
//! ```text
//! cargo run --release --bin learn -- [--pull P] --encoder COMMAND SET...
//! ```
//!
//! Twice: by words and marks alone, and with the vectors of an encoder. The checks are told on standard error: each
//! text scored by weights learned without it, as it is, laid out as a page, and disturbed; and whether confidences are
//! what they say. The weights learned from all texts, and the calibration, are printed. Without an encoder the first
//! is checked and nothing is printed.

use align_bench::Failure;
use align_bench::check::Sets;
use align_bench::crf::Weights;
use align_bench::reliability::{self, Calibration, Told};
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
    let without = learn(&sets, "words and marks", &VECTORS);
    if encoder.is_some() {
        let with = learn(&sets, "vectors too", &[]);
        print_weights(&without, &with);
    }
    Ok(())
}

/// A model, and the standard deviations of its features.
struct Learned {
    /// Each set, and how its texts were scored by weights learned without them.
    held: Vec<String>,
    weights: Weights,
    deviations: Weights,
    calibration: Calibration,
}

fn learn(sets: &Sets, by: &str, without: &[Feature]) -> Learned {
    eprintln!("by {by}, each text by weights learned without it:");
    let held = sets.held_out(without);
    for set in &held {
        set.tell();
    }
    let scores = held.iter().map(|set| format!("{}: {}", set.folder(), set.plain)).collect();
    let told: Vec<Told> = held.iter().flat_map(|set| &set.told).copied().collect();
    let disturbed: Vec<Told> = held.iter().flat_map(|set| &set.told_disturbed).copied().collect();
    let calibration = reliability::tell(&told, &disturbed);
    let (weights, deviations) = sets.learned(without);
    for (name, score) in sets.seen(&weights) {
        eprintln!("{name}, learned with it: {score}");
    }
    eprintln!();
    Learned { held: scores, weights, deviations, calibration }
}

#[expect(clippy::print_stdout, reason = "the weights are what the program is for")]
fn print_weights(without: &Learned, with: &Learned) {
    println!("//! The weights of the model, made by `tests/benches/align/renew`; not to be edited.");
    for (learned, by) in [(without, "words and marks"), (with, "vectors too")] {
        println!("//!\n//! By {by}, each text of a set scored by weights that were learned without it:\n//!");
        for set in &learned.held {
            println!("//! - {set}");
        }
    }
    print!("{}", include_str!("weights_head.txt"));
    for (at, feature) in Feature::ALL.iter().enumerate() {
        let (words, vectors, deviation) = (without.weights[at], with.weights[at], with.deviations[at]);
        println!(
            "    (Feature::{feature:?}, {words:.4}, {vectors:.4}), // {:.2}, {:.2}",
            words * deviation,
            vectors * deviation
        );
    }
    println!("];");
    for (name, doc, vectors, learned) in [
        ("WITHOUT", "The model where words and marks are all that is known.", false, without),
        ("WITH_VECTORS", "The model where an encoder made vectors.", true, with),
    ] {
        let Calibration { low, high } = learned.calibration;
        println!(
            "\n/// {doc}\npub(super) const {name}: Model = Model {{\n    weights: by_place({vectors}),\n    calibration: \
             Calibration {{ low: {low:.3}, high: {high:.3} }},\n}};"
        );
    }
    print!("{}", include_str!("weights_foot.txt"));
}
