//! Whether sentences in another place are told: `moved SET...` puts a sentence of the translation elsewhere, in one
//! text after the other, and counts what is told: of the texts as they are, and of those.

use std::path::Path;

use align_bench::{Failure, Text, read_set};
use duizhao::align::{Aligner, Moved};

/// Sentences that are moved in each text, one at a time.
const TIMES: usize = 10;
/// Target sentences that it is moved by.
const FAR: usize = 8;

#[expect(clippy::print_stdout, reason = "the table is what the program is for")]
fn main() -> Result<(), Failure> {
    for folder in std::env::args().skip(1) {
        let texts = read_set(Path::new(&folder))?;
        let (mut untouched, mut tried, mut found, mut others) = (0, 0, 0, 0);
        for text in &texts {
            let as_it_is = told(text);
            untouched += as_it_is.len();
            let ones: Vec<_> =
                text.gold.iter().filter(|link| (link.0.len(), link.1.len()) == (1, 1)).collect();
            for time in 0..TIMES {
                let (source, from) = {
                    let link = ones[time * ones.len() / TIMES];
                    (link.0.start, link.1.start)
                };
                let mut text = text.clone();
                let sentence = text.target.remove(from);
                let to = if from + FAR <= text.target.len() { from + FAR } else { from.saturating_sub(FAR) };
                text.target.insert(to, sentence);
                let told = told(&text);
                let pair = Moved { source, target: to };
                tried += 1;
                found += usize::from(told.contains(&pair));
                others += told.iter().filter(|told| **told != pair).count();
            }
        }
        println!(
            "{folder}: {untouched} told in {} texts as they are; of {tried} moved {found} told, and {others} others",
            texts.len()
        );
    }
    Ok(())
}

fn told(text: &Text) -> Vec<Moved> {
    let (source, target) = (text.source(), text.target());
    let beads = Aligner::default().align(&source, &target);
    Aligner::default().moved(&source, &target, &beads)
}
