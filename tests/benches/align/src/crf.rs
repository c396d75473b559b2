//! Learning the weights: log-likelihood of the known beads, an L2 penalty on the distance from where the weights
//! started (each feature measured in its standard deviations), L-BFGS.

use duizhao::align::feature::{FEATURES, Feature};

use crate::{Link, Text};

/// A weight for each feature.
pub type Weights = [f64; FEATURES];

/// A text with its candidates, ready for learning.
pub struct Sample {
    pub text: Text,
    edges: Vec<Edge>,
    features: Vec<[f32; FEATURES]>,
    nodes: usize,
    /// Candidates that do not contradict the gold beads.
    allowed: Vec<bool>,
}

struct Edge {
    from: u32,
    to: u32,
    link: Link,
    threshold: f64,
}

fn ln_add(a: f64, b: f64) -> f64 {
    let (small, large) = if a < b { (a, b) } else { (b, a) };
    if small < large - 40.0 { large } else { large + (small - large).exp().ln_1p() }
}

impl Sample {
    /// Builds the lattice of a text.
    pub fn new(text: Text, aligner: &duizhao::align::Aligner) -> Self {
        let candidates = aligner.candidates(&text.source(), &text.target());
        let mut numbers = std::collections::HashMap::from([((0usize, 0usize), 0u32)]);
        // Nodes are numbered as they come up as ends, which is their order.
        for candidate in &candidates {
            let next = numbers.len() as u32;
            numbers.entry((candidate.source.end, candidate.target.end)).or_insert(next);
        }
        let mut edges = Vec::new();
        let mut features = Vec::new();
        for candidate in candidates {
            let Some(&from) = numbers.get(&(candidate.source.start, candidate.target.start)) else {
                continue;
            };
            let to = numbers[&(candidate.source.end, candidate.target.end)];
            features.push(candidate.features.0);
            let link = (candidate.source, candidate.target);
            edges.push(Edge { from, to, link, threshold: candidate.threshold });
        }
        let mut sample = Self { edges, features, nodes: numbers.len(), allowed: Vec::new(), text };
        sample.allowed = sample.consistent();
        sample
    }

    /// The candidates that are gold beads, or that hold only sentences of which nothing is known: where gold beads
    /// cross or leave the band, no path has all of them, and what the model does there must not be learned from.
    fn consistent(&self) -> Vec<bool> {
        let gold: std::collections::HashSet<_> = self.text.gold.iter().map(crate::key).collect();
        let is_gold = |edge: &Edge| gold.contains(&crate::key(&edge.link));
        let value = |edge: &Edge| {
            let size = (edge.link.0.len() + edge.link.1.len()) as f64;
            if is_gold(edge) { size } else { -0.01 * size }
        };
        let mut known = [vec![false; self.text.source.len()], vec![false; self.text.target.len()]];
        let mut on_path = vec![false; self.edges.len()];
        for number in self.best(|edge| value(&self.edges[edge])) {
            let edge = &self.edges[number];
            if is_gold(edge) {
                on_path[number] = true;
                known[0][edge.link.0.clone()].fill(true);
                known[1][edge.link.1.clone()].fill(true);
            }
        }
        let unknown = |edge: &Edge| {
            !known[0][edge.link.0.clone()].contains(&true) && !known[1][edge.link.1.clone()].contains(&true)
        };
        self.edges.iter().zip(on_path).map(|(edge, gold)| gold || unknown(edge)).collect()
    }

    fn best(&self, value: impl Fn(usize) -> f64) -> Vec<usize> {
        let mut best = vec![f64::NEG_INFINITY; self.nodes];
        let mut back = vec![usize::MAX; self.nodes];
        best[0] = 0.0;
        for (number, edge) in self.edges.iter().enumerate() {
            let through = best[edge.from as usize] + value(number);
            if through > best[edge.to as usize] {
                best[edge.to as usize] = through;
                back[edge.to as usize] = number;
            }
        }
        let mut path = Vec::new();
        let mut at = self.nodes - 1;
        while at > 0 {
            path.push(back[at]);
            at = self.edges[back[at]].from as usize;
        }
        path.reverse();
        path
    }

    fn scores(&self, weights: &Weights) -> Vec<f64> {
        self.features.iter().map(|f| f.iter().zip(weights).map(|(&f, w)| f64::from(f) * w).sum()).collect()
    }

    /// Posteriors of the candidates with these scores, and the log of the sum over all paths, of all candidates or
    /// the allowed ones alone.
    fn posteriors(&self, scores: &[f64], allowed: impl Fn(usize) -> bool) -> (Vec<f64>, f64) {
        let mut forward = vec![f64::NEG_INFINITY; self.nodes];
        let mut backward = vec![f64::NEG_INFINITY; self.nodes];
        forward[0] = 0.0;
        backward[self.nodes - 1] = 0.0;
        for (number, edge) in self.edges.iter().enumerate().filter(|(number, _)| allowed(*number)) {
            let through = forward[edge.from as usize] + scores[number];
            if through > f64::NEG_INFINITY {
                forward[edge.to as usize] = ln_add(forward[edge.to as usize], through);
            }
        }
        for (number, edge) in self.edges.iter().enumerate().rev().filter(|(number, _)| allowed(*number)) {
            let through = backward[edge.to as usize] + scores[number];
            if through > f64::NEG_INFINITY {
                backward[edge.from as usize] = ln_add(backward[edge.from as usize], through);
            }
        }
        let whole = forward[self.nodes - 1];
        let posterior = |(number, edge): (usize, &Edge)| {
            if allowed(number) {
                (forward[edge.from as usize] + scores[number] + backward[edge.to as usize] - whole).exp()
            } else {
                0.0
            }
        };
        (self.edges.iter().enumerate().map(posterior).collect(), whole)
    }

    /// The beads that these weights tell, with their posteriors.
    pub fn decode(&self, weights: &Weights) -> Vec<(Link, f64)> {
        let (posteriors, _) = self.posteriors(&self.scores(weights), |_| true);
        let path = self.best(|edge| posteriors[edge] - self.edges[edge].threshold);
        path.into_iter().map(|edge| (self.edges[edge].link.clone(), posteriors[edge])).collect()
    }

    /// Log-likelihood of the gold beads; adds its gradient.
    pub fn likelihood(&self, weights: &Weights, gradient: &mut Weights) -> f64 {
        let scores = self.scores(weights);
        let (posteriors, whole) = self.posteriors(&scores, |_| true);
        let (known, within) = self.posteriors(&scores, |number| self.allowed[number]);
        if !within.is_finite() {
            return 0.0;
        }
        for (features, (posterior, known)) in self.features.iter().zip(posteriors.iter().zip(&known)) {
            let missing = known - posterior;
            if missing.abs() > 1e-9 {
                for (g, &f) in gradient.iter_mut().zip(features) {
                    *g += missing * f64::from(f);
                }
            }
        }
        within - whole
    }
}

/// Standard deviation of every feature over all candidates.
pub fn deviations(samples: &[&Sample]) -> Weights {
    let (mut sums, mut squares, mut count) = ([0.0; FEATURES], [0.0; FEATURES], 0.0);
    for features in samples.iter().flat_map(|sample| &sample.features) {
        count += 1.0;
        for (at, &f) in features.iter().enumerate() {
            sums[at] += f64::from(f);
            squares[at] += f64::from(f) * f64::from(f);
        }
    }
    std::array::from_fn(|at| {
        let mean: f64 = sums[at] / count;
        (squares[at] / count - mean * mean).max(1e-8).sqrt()
    })
}

/// Learns weights by L-BFGS; `pull` is the weight of the penalty, `start` where it pulls to. Some features may be left
/// out.
pub fn learn(samples: &[&Sample], start: &Weights, pull: f64, steps: usize, without: &[Feature]) -> Weights {
    let deviation = deviations(samples);
    let mut start = *start;
    for &feature in without {
        start[feature as usize] = 0.0;
    }
    // The search runs over weights in units of 1 / deviation.
    let objective = |x: &Weights| -> (f64, Weights) {
        let weights: Weights = std::array::from_fn(|at| x[at] / deviation[at]);
        let mut gradient = [0.0; FEATURES];
        let mut value = 0.0;
        let halves = samples.split_at(samples.len() / 2);
        let run = |part: &[&Sample]| {
            let mut gradient = [0.0; FEATURES];
            let sum: f64 = part.iter().map(|sample| sample.likelihood(&weights, &mut gradient)).sum();
            (sum, gradient)
        };
        let (a, b) = std::thread::scope(|scope| {
            let other = scope.spawn(|| run(halves.1));
            (run(halves.0), other.join().expect("no panic in the sums"))
        });
        for (sum, part) in [a, b] {
            value -= sum;
            for at in 0..FEATURES {
                gradient[at] -= part[at] / deviation[at];
            }
        }
        for at in 0..FEATURES {
            let away = x[at] - start[at] * deviation[at];
            value += 0.5 * pull * away * away;
            gradient[at] += pull * away;
        }
        for &feature in without {
            gradient[feature as usize] = 0.0;
        }
        (value, gradient)
    };
    let x = minimise(objective, std::array::from_fn(|at| start[at] * deviation[at]), steps);
    std::array::from_fn(|at| x[at] / deviation[at])
}

fn dot(a: &Weights, b: &Weights) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// L-BFGS with a backtracking line search (Nocedal 1980).
fn minimise(objective: impl Fn(&Weights) -> (f64, Weights), mut x: Weights, steps: usize) -> Weights {
    const MEMORY: usize = 8;
    let (mut value, mut gradient) = objective(&x);
    let mut history: Vec<(Weights, Weights)> = Vec::new();
    for _ in 0..steps {
        let mut direction = gradient;
        let mut alphas = Vec::new();
        for (s, y) in history.iter().rev() {
            let alpha = dot(s, &direction) / dot(s, y);
            direction = std::array::from_fn(|at| direction[at] - alpha * y[at]);
            alphas.push(alpha);
        }
        let scale = history
            .last()
            .map_or(1.0 / dot(&gradient, &gradient).sqrt().max(1.0), |(s, y)| dot(s, y) / dot(y, y));
        direction = direction.map(|d| d * scale);
        for ((s, y), alpha) in history.iter().zip(alphas.iter().rev()) {
            let beta = dot(y, &direction) / dot(s, y);
            direction = std::array::from_fn(|at| direction[at] + (alpha - beta) * s[at]);
        }
        let slope = -dot(&gradient, &direction);
        let mut step = 1.0;
        let (next, next_value, next_gradient) = loop {
            let next: Weights = std::array::from_fn(|at| x[at] - step * direction[at]);
            let (next_value, next_gradient) = objective(&next);
            if next_value <= value + 1e-4 * step * slope || step < 1e-6 {
                break (next, next_value, next_gradient);
            }
            step *= 0.5;
        };
        let s: Weights = std::array::from_fn(|at| next[at] - x[at]);
        let y: Weights = std::array::from_fn(|at| next_gradient[at] - gradient[at]);
        let done = (value - next_value).abs() < 1e-6 * value.abs();
        if dot(&s, &y) > 1e-10 {
            history.push((s, y));
            if history.len() > MEMORY {
                history.remove(0);
            }
        }
        (x, value, gradient) = (next, next_value, next_gradient);
        if done {
            break;
        }
    }
    x
}
