//! Sentences that a translation has in another place.
//!
//! Beads keep the order of both sides, so a sentence that was moved is left alone on either side, or swallowed by a
//! neighbour's bead. Sentences that share no more than a few words with their own bead are *loose*; of all pairs of
//! loose sentences in a text, those whose words the lexicon has as translations of each other are told.

use std::collections::BTreeSet;
use std::ops::Range;

use super::bead::Bead;
use super::prepared::analyse;
use super::sentence::Sentence;
use super::terms::Terms;
use super::text::Side;
use super::translation::Prior;

/// A sentence and its translation that stand in another order than the beads around them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// The source sentence.
    pub source: usize,
    /// The target sentence.
    pub target: usize,
}

/// Share of the words of both sentences that have a translation in the other, from which on the two are taken for
/// translations.
const SHARED: f32 = 0.4;
/// Share of the words of a sentence that have a translation in its bead, up to which it is loose.
const LOOSE: f32 = 0.2;
/// Fewer words on either side that have one show nothing.
const FEWEST: usize = 3;
/// A word in more of the loose sentences shows nothing.
const COMMON: usize = 50;
/// One word at least must be rare on both sides: in so many sentences at most, or in one of a hundred. Any two sentences
/// of a dialogue share *said*, *go* and *no*.
const RARE: usize = 3;

/// The moved sentences among those that are loose in their beads.
pub(super) fn moved(
    source: &[Sentence<'_>],
    target: &[Sentence<'_>],
    beads: &[Bead],
    terms: &Terms,
) -> Vec<Moved> {
    if source.len() < 2 || target.len() < 2 {
        return Vec::new();
    }
    let (source, target, prior) = analyse(source, target, terms);
    let (sources, targets) = loose(&source, &target, &prior, beads);
    let mut places: Vec<Vec<usize>> = vec![Vec::new(); target.kinds.len()];
    for (place, (_, words)) in targets.iter().enumerate() {
        for &kind in words {
            places[kind as usize].push(place);
        }
    }
    let rare = (rare(&source), rare(&target));
    let mut alike = Vec::new();
    for (i, own) in &sources {
        // Which words meet which in each loose target sentence.
        let mut met: Vec<(usize, u32, u32)> = Vec::new();
        for &kind in own {
            for &(translation, _) in prior.of(kind) {
                let places = &places[translation as usize];
                if places.len() <= COMMON {
                    met.extend(places.iter().map(|&place| (place, kind, translation)));
                }
            }
        }
        met.sort_unstable();
        for met in met.chunk_by(|a, b| a.0 == b.0) {
            let tells = |met: &(usize, u32, u32)| rare.0[met.1 as usize] && rare.1[met.2 as usize];
            let (j, other) = &targets[met[0].0];
            let here = met.chunk_by(|a, b| a.1 == b.1).count();
            let there = met.iter().map(|met| met.2).collect::<BTreeSet<_>>().len();
            let share = (here + there) as f32 / (own.len() + other.len()).max(1) as f32;
            if here.min(there) >= FEWEST && share >= SHARED && met.iter().any(tells) {
                alike.push((share, *i, *j));
            }
        }
    }
    alike.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut moved: Vec<Moved> = Vec::new();
    let (mut seen_sources, mut seen_targets) = (BTreeSet::new(), BTreeSet::new());
    for (_, i, j) in alike {
        if !seen_sources.contains(&i) && !seen_targets.contains(&j) {
            seen_sources.insert(i);
            seen_targets.insert(j);
            moved.push(Moved { source: i, target: j });
        }
    }
    moved.sort_unstable_by_key(|pair| pair.source);
    moved
}

/// Which types are rare in a side.
fn rare(side: &Side) -> Vec<bool> {
    let most = RARE.max(side.sentences.len() / 100);
    let mut counts = vec![0; side.kinds.len()];
    for sentence in &side.sentences {
        for kind in sentence.words.iter().map(|word| word.kind).collect::<BTreeSet<_>>() {
            counts[kind as usize] += 1;
        }
    }
    counts.into_iter().map(|count| count <= most).collect()
}

/// Loose sentences: their index, and the types of their words.
type Loose = Vec<(usize, BTreeSet<u32>)>;

/// The sentences of both sides that share little with the other side of their bead.
fn loose(source: &Side, target: &Side, prior: &Prior, beads: &[Bead]) -> (Loose, Loose) {
    let kinds = |side: &Side, range: Range<usize>| -> BTreeSet<u32> {
        side.sentences[range].iter().flat_map(|sentence| &sentence.words).map(|word| word.kind).collect()
    };
    let is_loose = |words: &BTreeSet<u32>, met: usize| met as f32 <= LOOSE * words.len() as f32;
    let (mut sources, mut targets) = (Vec::new(), Vec::new());
    for bead in beads {
        let theirs = kinds(target, bead.target.clone());
        let ours = kinds(source, bead.source.clone());
        let heard: BTreeSet<u32> = ours.iter().flat_map(|&kind| prior.of(kind)).map(|row| row.0).collect();
        for i in bead.source.clone() {
            let words = kinds(source, i..i + 1);
            let is_met = |kind: &&u32| prior.of(**kind).iter().any(|(target, _)| theirs.contains(target));
            let met = words.iter().filter(is_met).count();
            if is_loose(&words, met) {
                sources.push((i, words));
            }
        }
        for j in bead.target.clone() {
            let words = kinds(target, j..j + 1);
            let met = words.intersection(&heard).count();
            if is_loose(&words, met) {
                targets.push((j, words));
            }
        }
    }
    (sources, targets)
}
