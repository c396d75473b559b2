//! Learns the weights of the model and checks that they carry over:
//!
//! ```text
//! cargo run --release --bin learn -- [--pull P] SET... > ../../../src/align/weights.rs
//! ```
//!
//! Every text is scored by weights that were learned without it: the texts of each set are dealt into six folds.
//! The check is told on standard error; the weights learned from all texts are printed.

use std::path::Path;

use align_bench::crf::{Sample, Weights, deviations, learn};
use align_bench::{Link, Score, Text, read_set};
use duizhao::align::Aligner;
use duizhao::align::feature::{FEATURES, Feature};

const FOLDS: usize = 6;
const STEPS: usize = 60;
const THRESHOLD: f64 = 0.35;

/// Where learning starts and what it is pulled to: what the first pass weighs by hand, and nothing for the rest.
fn start() -> Weights {
    let mut weights = [0.0; FEATURES];
    for (feature, weight) in [
        (Feature::Null, -2.0),
        (Feature::Shape, 1.0),
        (Feature::Length, 1.0),
        (Feature::TargetGain, 0.3),
        (Feature::SourceGain, 0.3),
    ] {
        weights[feature as usize] = weight;
    }
    weights
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut pull = 20.0;
    let mut folders = Vec::new();
    let mut drop: Vec<String> = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--pull" => pull = arguments.next().ok_or("--pull wants a number")?.parse()?,
            "--without" => drop.push(arguments.next().ok_or("--without wants a feature")?),
            _ => folders.push(argument),
        }
    }
    let mut sets: Vec<Vec<Sample>> = Vec::new();
    // The same texts, laid out as pages.
    let mut pages: Vec<Vec<Sample>> = Vec::new();
    for folder in &folders {
        let texts: Vec<Text> = read_set(Path::new(folder))?;
        let aligner = Aligner::default();
        let laid_out = texts.iter().zip(0..).map(|(text, seed)| text.clone().laid_out(seed));
        pages.push(laid_out.map(|text| Sample::new(text, &aligner)).collect());
        sets.push(texts.into_iter().map(|text| Sample::new(text, &aligner)).collect());
    }
    for sample in sets.iter_mut().chain(&mut pages).flatten() {
        for name in &drop {
            for feature in Feature::ALL.iter().filter(|feature| format!("{feature:?}") == *name) {
                sample.silence(*feature);
            }
        }
    }
    let mut scores = vec![Score::default(); sets.len()];
    let mut likelihoods = vec![0.0; sets.len()];
    let mut page_scores = scores.clone();
    let mut page_likelihoods = likelihoods.clone();
    // (posterior, whether the bead was right)
    let mut told: Vec<(f64, bool)> = Vec::new();
    for fold in 0..FOLDS {
        let held = |at: usize| at % FOLDS == fold;
        let training: Vec<&Sample> = sets
            .iter()
            .chain(&pages)
            .flat_map(|set| set.iter().enumerate().filter(|(at, _)| !held(*at)).map(|(_, sample)| sample))
            .collect();
        let weights = learn(&training, &start(), pull, STEPS);
        for ((set, score), likelihood) in pages.iter().zip(&mut page_scores).zip(&mut page_likelihoods) {
            for (_, sample) in set.iter().enumerate().filter(|(at, _)| held(*at)) {
                *likelihood += sample.likelihood(&weights, &mut [0.0; FEATURES]);
                let links: Vec<Link> =
                    sample.decode(&weights, THRESHOLD).into_iter().map(|(link, _)| link).collect();
                score.add(&links, &sample.text.gold);
            }
        }
        for ((set, score), likelihood) in sets.iter().zip(&mut scores).zip(&mut likelihoods) {
            for (_, sample) in set.iter().enumerate().filter(|(at, _)| held(*at)) {
                *likelihood += sample.likelihood(&weights, &mut [0.0; FEATURES]);
                let beads = sample.decode(&weights, THRESHOLD);
                let links: Vec<Link> = beads.iter().map(|(link, _)| link.clone()).collect();
                score.add(&links, &sample.text.gold);
                if set.len() < 10 {
                    let mut own = Score::default();
                    own.add(&links, &sample.text.gold);
                    eprintln!("  {} {own}", sample.text.name);
                }
                told.extend(
                    beads.iter().map(|(link, posterior)| (*posterior, sample.text.gold.contains(link))),
                );
            }
        }
    }
    for ((folder, score), likelihood) in folders.iter().zip(&scores).zip(&likelihoods) {
        eprintln!(
            "{folder}, each text by weights learned without it: {score} | log-likelihood {likelihood:.1}"
        );
    }
    for ((folder, score), likelihood) in folders.iter().zip(&page_scores).zip(&page_likelihoods) {
        eprintln!("{folder}, laid out as pages, likewise: {score} | log-likelihood {likelihood:.1}");
    }
    reliability(&told);

    let all: Vec<&Sample> = sets.iter().chain(&pages).flatten().collect();
    let weights = learn(&all, &start(), pull, STEPS);
    for (folder, set) in folders.iter().zip(&sets) {
        let mut score = Score::default();
        for sample in set {
            let links: Vec<Link> =
                sample.decode(&weights, THRESHOLD).into_iter().map(|(link, _)| link).collect();
            score.add(&links, &sample.text.gold);
        }
        eprintln!("{folder}, learned with it: {score}");
    }
    print_weights(&weights, &deviations(&all));
    Ok(())
}

/// Of the beads given about p, how many are right?
fn reliability(told: &[(f64, bool)]) {
    eprintln!("given      beads  right");
    let bounds = [0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 1.001];
    for bound in bounds.windows(2) {
        let inside: Vec<_> = told.iter().filter(|(p, _)| (bound[0]..bound[1]).contains(p)).collect();
        if inside.is_empty() {
            continue;
        }
        let given: f64 = inside.iter().map(|(p, _)| p).sum::<f64>() / inside.len() as f64;
        let right = inside.iter().filter(|(_, right)| *right).count() as f64 / inside.len() as f64;
        eprintln!("{given:.3}  {:8}  {right:.3}", inside.len());
    }
}

#[expect(clippy::print_stdout, reason = "the weights are what the program is for")]
fn print_weights(weights: &Weights, deviations: &Weights) {
    println!("//! The weights of the model. Made by `tests/benches/align`, bin `learn`; not to be edited.\n");
    println!("use super::feature::{{FEATURES, Feature}};\n");
    println!("/// Each feature's weight; behind it the weight in standard deviations of the feature.");
    println!("#[allow(clippy::approx_constant, reason = \"what was learned may look like a constant\")]");
    println!("const LEARNED: &[(Feature, f32)] = &[");
    for (feature, (weight, deviation)) in Feature::ALL.iter().zip(weights.iter().zip(deviations)) {
        println!("    (Feature::{feature:?}, {weight:.4}), // {:.2}", weight * deviation);
    }
    println!("];\n");
    println!("/// The weights by the place of their feature.");
    println!("pub(super) const WEIGHTS: [f32; FEATURES] = {{");
    println!("    let mut weights = [0.0; FEATURES];");
    println!("    let mut at = 0;");
    println!("    while at < LEARNED.len() {{");
    println!("        weights[LEARNED[at].0 as usize] = LEARNED[at].1;");
    println!("        at += 1;");
    println!("    }}");
    println!("    weights");
    println!("}};");
}
