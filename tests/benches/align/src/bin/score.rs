//! Scores the aligner as it is: `score SET...`.

use std::path::Path;
use std::time::Instant;

use align_bench::{Score, read_set};
use duizhao::align::Aligner;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for folder in std::env::args().skip(1) {
        let texts = read_set(Path::new(&folder))?;
        let aligner = Aligner::default();
        let mut all = Score::default();
        let start = Instant::now();
        let mut sentences = 0;
        for text in &texts {
            let (source, target) = (text.source(), text.target());
            sentences += source.len() + target.len();
            let beads = aligner.align(&source, &target);
            let told: Vec<_> = beads.into_iter().map(|bead| (bead.source, bead.target)).collect();
            all.add(&told, &text.gold);
            if texts.len() < 10 {
                let mut score = Score::default();
                score.add(&told, &text.gold);
                println!("{} {score}", text.name);
            }
        }
        let seconds = start.elapsed().as_secs_f64();
        let speed = sentences as f64 / seconds;
        println!("{folder}: {all} | {sentences} sentences in {seconds:.3} s, {speed:.0} a second");
    }
    Ok(())
}
