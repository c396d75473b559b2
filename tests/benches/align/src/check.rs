//! Whether what was learned carries over: every text is scored by weights that were learned without it.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use duizhao::align::Aligner;
use duizhao::align::feature::{FEATURES, Feature};

use crate::crf::{Sample, Weights, deviations, learn};
use crate::encoder::encode;
use crate::reliability::Told;
use crate::{Failure, Link, Score, Text, key, read_set};

/// The texts of each set are dealt into so many folds.
pub const FOLDS: usize = 6;
/// Steps of learning.
const STEPS: usize = 60;
/// Times that every text is disturbed.
const DISTURBED: u64 = 5;
/// Sets of fewer texts are told text by text.
const FEW: usize = 10;

/// Where learning starts and what it is pulled to: what the first pass weighs by hand, and nothing for the rest. A null
/// bead begins at nothing, too: what it costs differs most from genre to genre.
fn start() -> Weights {
    let mut weights = [0.0; FEATURES];
    for (feature, weight) in [
        (Feature::Shape, 1.0),
        (Feature::Length, 1.0),
        (Feature::TargetGain, 0.3),
        (Feature::SourceGain, 0.3),
    ] {
        weights[feature as usize] = weight;
    }
    weights
}

/// One set: its texts as they are, laid out as pages, and disturbed. Nothing is learned from the last.
struct Set {
    name: String,
    plain: Vec<Sample>,
    pages: Vec<Sample>,
    disturbed: Vec<Vec<Sample>>,
    /// Sentences of the texts as they are, on both sides, and how long it took to find what may be a bead.
    sentences: usize,
    found_in: Duration,
}

/// Sets to learn from.
pub struct Sets {
    sets: Vec<Set>,
    /// How strongly weights are pulled to where they started.
    pull: f64,
}

/// A set, scored text by text by weights that were learned without the text.
pub struct Held {
    /// The set's folder.
    pub name: String,
    /// Its texts as they are, and the whole.
    pub texts: Vec<(String, Score)>,
    /// The whole.
    pub plain: Score,
    /// The whole, laid out as pages.
    pub pages: Score,
    /// The whole, disturbed.
    pub disturbed: Score,
    /// Sentences of both sides that were aligned in a second, as they are.
    pub speed: f64,
    /// Of the texts as they are.
    pub likelihood: f64,
    /// The beads told for the texts as they are, and disturbed.
    pub told: Vec<Told>,
    pub told_disturbed: Vec<Told>,
}

fn links(sample: &Sample, weights: &Weights) -> (Vec<Link>, Vec<f64>) {
    sample.decode(weights).into_iter().unzip()
}

/// Which of the beads told are right.
fn judged(fold: usize, sample: &Sample, (told, posteriors): (Vec<Link>, Vec<f64>)) -> Vec<Told> {
    let is_right = |link: &Link| sample.text.gold.iter().any(|gold| key(gold) == key(link));
    let told = told.iter().zip(posteriors);
    told.map(|(link, given)| Told { fold, given, right: is_right(link) }).collect()
}

impl Sets {
    /// Reads the folders of sets; an encoder makes vectors of their sentences, if one is named.
    pub fn read(folders: &[String], encoder: Option<&str>, pull: f64) -> Result<Self, Failure> {
        let mut sets = Vec::new();
        for folder in folders {
            let texts: Vec<Text> = read_set(Path::new(folder))?;
            let disturbed = |(text, seed): (&Text, u64)| -> Vec<Text> {
                (0..DISTURBED).map(|time| text.disturbed(seed << 8 | time)).collect()
            };
            let disturbed: Vec<Vec<Text>> = texts.iter().zip(0..).map(disturbed).collect();
            let mut aligner = Aligner::default();
            if let Some(command) = encoder {
                let all = texts.iter().chain(disturbed.iter().flatten());
                aligner = aligner.with_vectors(Arc::new(encode(command, all)?));
            }
            let laid_out = texts.iter().zip(0..).map(|(text, seed)| text.clone().laid_out(seed));
            let pages = laid_out.map(|text| Sample::new(text, &aligner)).collect();
            let sample =
                |texts: Vec<Text>| texts.into_iter().map(|text| Sample::new(text, &aligner)).collect();
            let disturbed = disturbed.into_iter().map(sample).collect();
            let sentences = texts.iter().map(|text| text.source().len() + text.target().len()).sum();
            let start = Instant::now();
            let plain = texts.into_iter().map(|text| Sample::new(text, &aligner)).collect();
            let found_in = start.elapsed();
            sets.push(Set { name: folder.clone(), plain, pages, disturbed, sentences, found_in });
        }
        Ok(Self { sets, pull })
    }

    fn samples(&self, keeps: impl Fn(usize) -> bool) -> Vec<&Sample> {
        let kept =
            |samples: &'_ Vec<Sample>| -> Vec<usize> { (0..samples.len()).filter(|&at| keeps(at)).collect() };
        let plain = self.sets.iter().flat_map(|set| kept(&set.plain).into_iter().map(|at| &set.plain[at]));
        let pages = self.sets.iter().flat_map(|set| kept(&set.pages).into_iter().map(|at| &set.pages[at]));
        plain.chain(pages).collect()
    }

    /// The weights learned from all texts without some features, and the deviations of the features.
    pub fn learned(&self, without: &[Feature]) -> (Weights, Weights) {
        let all = self.samples(|_| true);
        (learn(&all, &start(), self.pull, STEPS, without), deviations(&all))
    }

    /// Scores every set by weights that were learned without the text at hand, and without some features.
    pub fn held_out(&self, without: &[Feature]) -> Vec<Held> {
        let mut all: Vec<Held> = self
            .sets
            .iter()
            .map(|set| Held {
                name: set.name.clone(),
                texts: Vec::new(),
                plain: Score::default(),
                pages: Score::default(),
                disturbed: Score::default(),
                speed: 0.0,
                likelihood: 0.0,
                told: Vec::new(),
                told_disturbed: Vec::new(),
            })
            .collect();
        let mut took: Vec<Duration> = self.sets.iter().map(|set| set.found_in).collect();
        for fold in 0..FOLDS {
            let held = |at: usize| at % FOLDS == fold;
            let weights = learn(&self.samples(|at| !held(at)), &start(), self.pull, STEPS, without);
            for ((set, scored), took) in self.sets.iter().zip(&mut all).zip(&mut took) {
                for at in (0..set.plain.len()).filter(|&at| held(at)) {
                    let start = Instant::now();
                    let told = links(&set.plain[at], &weights);
                    *took += start.elapsed();
                    scored.add(fold, &set.plain[at], told, &set.pages[at], &weights);
                    for sample in &set.disturbed[at] {
                        let told = links(sample, &weights);
                        scored.disturbed.add(&told.0, &sample.text.gold);
                        scored.told_disturbed.extend(judged(fold, sample, told));
                    }
                }
            }
        }
        for ((set, scored), took) in self.sets.iter().zip(&mut all).zip(took) {
            scored.speed = set.sentences as f64 / took.as_secs_f64();
        }
        all
    }

    /// Scores a set by weights that were learned from it, which flatters them.
    pub fn seen(&self, weights: &Weights) -> Vec<(&str, Score)> {
        let scored = |set: &Set| {
            let mut score = Score::default();
            for sample in &set.plain {
                score.add(&links(sample, weights).0, &sample.text.gold);
            }
            score
        };
        self.sets.iter().map(|set| (set.name.as_str(), scored(set))).collect()
    }
}

impl Held {
    fn add(
        &mut self,
        fold: usize,
        plain: &Sample,
        told: (Vec<Link>, Vec<f64>),
        page: &Sample,
        weights: &Weights,
    ) {
        let mut own = Score::default();
        own.add(&told.0, &plain.text.gold);
        self.plain.add(&told.0, &plain.text.gold);
        self.texts.push((plain.text.name.clone(), own));
        self.told.extend(judged(fold, plain, told));
        self.likelihood += plain.likelihood(weights, &mut [0.0; FEATURES]);
        self.pages.add(&links(page, weights).0, &page.text.gold);
    }

    /// The name of the set's folder, wherever it stands.
    pub fn folder(&self) -> &str {
        self.name.trim_end_matches('/').rsplit('/').next().unwrap_or(&self.name)
    }

    /// The scores, for a person.
    pub fn tell(&self) {
        if self.texts.len() < FEW {
            for (name, score) in &self.texts {
                eprintln!("  {name} {score}");
            }
        }
        eprintln!("{}: {} | log-likelihood {:.1}", self.name, self.plain, self.likelihood);
        eprintln!("{}, laid out as pages: {}", self.name, self.pages);
        eprintln!("{}, disturbed {DISTURBED} times: {}", self.name, self.disturbed);
    }
}
