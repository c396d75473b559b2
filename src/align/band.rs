//! The part of the grid of sentence boundaries that is searched.
//!
//! A *node* (i, j) means: i source sentences and j target sentences are done. A bead is a step from node to node.

/// For every number of source sentences done, the range of target sentences done that is searched: inclusive,
/// never falling, from (0, 0) to the end of both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Band {
    low: Vec<usize>,
    high: Vec<usize>,
    /// Number of nodes before each row.
    starts: Vec<usize>,
}

/// Rows on either side that share the reach of a path point.
const SMEAR: usize = 2;

impl Band {
    fn new(mut low: Vec<usize>, mut high: Vec<usize>, targets: usize) -> Self {
        let last = low.len() - 1;
        low[0] = 0;
        high[last] = targets;
        for i in (0..last).rev() {
            low[i] = low[i].min(low[i + 1]);
        }
        for i in 1..=last {
            high[i] = high[i].max(high[i - 1]);
        }
        // A step down must be possible everywhere: rows touch.
        for i in 0..last {
            high[i] = high[i].max(low[i + 1]);
        }
        let mut starts = vec![0];
        for i in 0..=last {
            starts.push(starts[i] + high[i] - low[i] + 1);
        }
        Self { low, high, starts }
    }

    /// A band around a line through some nodes (from the first to the last of the grid, in order), straight
    /// between them, `width` target sentences to either side.
    pub(super) fn around(line: &[(usize, usize)], width: usize, sources: usize, targets: usize) -> Self {
        let mut low = vec![usize::MAX; sources + 1];
        let mut high = vec![0; sources + 1];
        let mut reach = |i: usize, j: usize| {
            for row in i.saturating_sub(SMEAR)..=(i + SMEAR).min(sources) {
                low[row] = low[row].min(j.saturating_sub(width));
                high[row] = high[row].max((j + width).min(targets));
            }
        };
        for pair in line.windows(2) {
            let ((i0, j0), (i1, j1)) = (pair[0], pair[1]);
            for i in i0..=i1 {
                let j = if i1 > i0 { j0 + (j1 - j0) * (i - i0) / (i1 - i0) } else { j0 };
                reach(i, j);
            }
            reach(i1, j1);
        }
        if line.len() < 2 {
            reach(0, 0);
            reach(sources, targets);
        }
        for (low, high) in low.iter_mut().zip(&mut high) {
            if *low == usize::MAX {
                (*low, *high) = (0, targets);
            }
        }
        Self::new(low, high, targets)
    }

    /// Source sentences of the grid.
    pub(super) fn sources(&self) -> usize {
        self.low.len() - 1
    }

    /// Target sentences of the grid.
    pub(super) fn targets(&self) -> usize {
        self.high[self.sources()]
    }

    /// Number of nodes.
    pub(super) fn len(&self) -> usize {
        self.starts[self.starts.len() - 1]
    }

    /// The numbers of target sentences done that are searched at a row.
    pub(super) fn row(&self, i: usize) -> std::ops::RangeInclusive<usize> {
        self.low[i]..=self.high[i]
    }

    /// The number of a node, if it is in the band.
    pub(super) fn node(&self, i: usize, j: usize) -> Option<usize> {
        (self.low[i] <= j && j <= self.high[i]).then(|| self.starts[i] + j - self.low[i])
    }

    /// For every source sentence, the target sentences that a bead beginning with it can hold; it has
    /// at most so many.
    pub(super) fn target_windows(&self, most: usize) -> Vec<std::ops::Range<usize>> {
        let last = self.sources();
        (0..last).map(|i| self.low[i]..self.high[(i + most).min(last)]).collect()
    }

    /// For every target sentence, the source sentences that a bead beginning with it can hold; it has
    /// at most so many.
    pub(super) fn source_windows(&self, most: usize) -> Vec<std::ops::Range<usize>> {
        let (last, targets) = (self.sources(), self.targets());
        let (mut from, mut to) = (0, 0);
        (0..targets)
            .map(|j| {
                while from < last && self.high[from] < j {
                    from += 1;
                }
                while to < last && self.low[to + 1] <= (j + most).min(targets) {
                    to += 1;
                }
                from..to.max(from)
            })
            .collect()
    }
}
