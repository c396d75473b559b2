//! The second pass: a log-linear model of beads, a semi-Markov conditional random field (Sarawagi and Cohen 2004).
//!
//! Every candidate bead in a band around the first path gets a score, the weighted sum of its features. The forward
//! and backward sums give each candidate its posterior, which is the confidence told; of all paths that one is
//! taken whose sum of (posterior − [threshold](Shape::threshold)) is largest.

use super::band::Band;
use super::feature::{Extractor, Features};
use super::first_pass::Scorer;
use super::shape::{SHAPES, Shape};

/// How much worse than the best path by the first pass a path may be and still be looked at.
const MARGIN: f32 = 14.0;

/// A candidate bead.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    from: u32,
    to: u32,
    /// The node it begins at.
    pub(super) source: u32,
    pub(super) target: u32,
    pub(super) shape: Shape,
    score: f32,
}

/// All candidates in a band, in the order of the nodes that they end at.
pub(super) struct Lattice {
    edges: Vec<Edge>,
    nodes: usize,
}

impl Lattice {
    /// Scores every candidate that is on a path nearly as good as the best by the first pass.
    pub(super) fn new(
        band: &Band,
        scorer: &Scorer<'_>,
        extractor: &mut Extractor<'_>,
        mut score: impl FnMut(&Features) -> f32,
    ) -> Self {
        let mut lattice = Self::rough(band, scorer);
        lattice.prune();
        for edge in &mut lattice.edges {
            edge.score = score(&extractor.features(edge.source as usize, edge.target as usize, edge.shape));
        }
        lattice
    }

    /// All candidates, scored as in the first pass.
    fn rough(band: &Band, scorer: &Scorer<'_>) -> Self {
        let shapes = SHAPES.map(|shape| (shape, shape.log_prior(scorer.source.shares)));
        let mut edges = Vec::with_capacity(band.len() * shapes.len());
        for i in 0..=band.sources() {
            for j in band.row(i) {
                let Some(to) = band.node(i, j) else { continue };
                for (shape, prior) in shapes {
                    if shape.source > i || shape.target > j {
                        continue;
                    }
                    let (i0, j0) = (i - shape.source, j - shape.target);
                    let Some(from) = band.node(i0, j0) else { continue };
                    edges.push(Edge {
                        from: from as u32,
                        to: to as u32,
                        source: i0 as u32,
                        target: j0 as u32,
                        shape,
                        score: scorer.score(i0, j0, shape, prior),
                    });
                }
            }
        }
        Self { edges, nodes: band.len() }
    }

    /// Leaves out what stands on no path within [`MARGIN`] of the best.
    fn prune(&mut self) {
        let mut forward = vec![f32::NEG_INFINITY; self.nodes];
        let mut backward = vec![f32::NEG_INFINITY; self.nodes];
        let (Some(first), Some(last)) = (forward.first_mut(), backward.last_mut()) else { return };
        (*first, *last) = (0.0, 0.0);
        for edge in &self.edges {
            let through = forward[edge.from as usize] + edge.score;
            let best = &mut forward[edge.to as usize];
            *best = best.max(through);
        }
        for edge in self.edges.iter().rev() {
            let through = backward[edge.to as usize] + edge.score;
            let best = &mut backward[edge.from as usize];
            *best = best.max(through);
        }
        let bound = forward[self.nodes - 1] - MARGIN;
        self.edges
            .retain(|edge| forward[edge.from as usize] + edge.score + backward[edge.to as usize] >= bound);
    }

    pub(super) fn edges(&self) -> &[Edge] {
        &self.edges
    }

    /// The posterior of every candidate, in their order.
    pub(super) fn posteriors(&self) -> Vec<f64> {
        let mut forward = vec![f64::NEG_INFINITY; self.nodes];
        let mut backward = vec![f64::NEG_INFINITY; self.nodes];
        let (Some(first), Some(last)) = (forward.first_mut(), backward.last_mut()) else { return Vec::new() };
        (*first, *last) = (0.0, 0.0);
        for edge in &self.edges {
            let through = forward[edge.from as usize] + f64::from(edge.score);
            let sum = &mut forward[edge.to as usize];
            *sum = ln_add(*sum, through);
        }
        for edge in self.edges.iter().rev() {
            let through = backward[edge.to as usize] + f64::from(edge.score);
            let sum = &mut backward[edge.from as usize];
            *sum = ln_add(*sum, through);
        }
        let whole = forward[self.nodes - 1];
        self.edges
            .iter()
            .map(|edge| {
                (forward[edge.from as usize] + f64::from(edge.score) + backward[edge.to as usize] - whole)
                    .exp()
            })
            .collect()
    }

    /// The candidates on the path with the largest sum of a value for each.
    pub(super) fn best(&self, value: impl Fn(usize) -> f64) -> Vec<usize> {
        let mut best = vec![f64::NEG_INFINITY; self.nodes];
        let mut back = vec![None; self.nodes];
        if let Some(first) = best.first_mut() {
            *first = 0.0;
        }
        for (number, edge) in self.edges.iter().enumerate() {
            let through = best[edge.from as usize] + value(number);
            if through > best[edge.to as usize] {
                best[edge.to as usize] = through;
                back[edge.to as usize] = Some(number);
            }
        }
        let mut path = Vec::new();
        let mut at = self.nodes.saturating_sub(1);
        while at > 0 {
            let Some(number) = back[at] else { break };
            path.push(number);
            at = self.edges[number].from as usize;
        }
        path.reverse();
        path
    }
}

/// ln(eᵃ + eᵇ).
fn ln_add(a: f64, b: f64) -> f64 {
    let (small, large) = if a < b { (a, b) } else { (b, a) };
    if small <= large - 40.0 { large } else { large + (small - large).exp().ln_1p() }
}
