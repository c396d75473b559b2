//! Which articles of two issues belong together, as far as headings say where articles begin.
//!
//! The most alike are paired first, wherever they stand; what is left between pairs is paired by its place. An article
//! that is left then may have been merged with another: with its neighbour (`join`), or with one from elsewhere
//! (`divide`).

use std::ops::Range;

use super::article::{ArticlePair, Articles, Part, in_source_order};
use super::likeness::Likeness;
use super::text::Side;

/// Articles that share less are not the same, whatever their places.
const LEAST: f32 = 0.1;
/// What the same relative place in both issues counts beside the words.
const PLACE: f32 = 0.1;
/// Articles farther apart than this are not compared, in issues with very many.
const FARTHEST: usize = 200;

/// The pairs of all articles of two issues, in the order of the source.
pub(super) fn pair(source: &Articles<'_>, target: &Articles<'_>, likeness: &Likeness) -> Vec<Part> {
    let (n, m) = (source.len(), target.len());
    let whole = |pair: ArticlePair| Part {
        source: source.segments(&pair.source),
        target: target.segments(&pair.target),
        pair,
    };
    if n <= 1 && m <= 1 {
        return if n + m == 0 { Vec::new() } else { vec![whole(ArticlePair { source: 0..n, target: 0..m })] };
    }
    let mut alike = Vec::new();
    for i in 0..n {
        let middle = i * m / n;
        for j in middle.saturating_sub(FARTHEST)..(middle + FARTHEST).min(m) {
            let words = likeness.of(&(i..i + 1), &(j..j + 1));
            if words > LEAST {
                let apart = (i as f32 / n as f32 - j as f32 / m as f32).abs();
                alike.push((words + PLACE * (1.0 - apart), i, j));
            }
        }
    }
    alike.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let (mut partner, mut taken) = (vec![None; n], vec![None; m]);
    for &(_, i, j) in &alike {
        if partner[i].is_none() && taken[j].is_none() {
            partner[i] = Some(j);
            taken[j] = Some(i);
        }
    }
    let mut pairs = by_place(&partner, &taken);
    join(&mut pairs, &alike, likeness);
    let mut parts: Vec<Part> = pairs.into_iter().map(whole).collect();
    let (first, second) = (&likeness.sides.0, &likeness.sides.1);
    let like = |source: &Range<usize>, target: &Range<usize>| likeness.of_segments(source, target);
    divide(&mut parts, &alike.iter().map(|&(_, i, j)| (i, j)), (first, second), like);
    // And the other way round, of one that the translation has in two places.
    let mut parts: Vec<Part> = parts.into_iter().map(Part::turned).collect();
    divide(&mut parts, &alike.iter().map(|&(_, i, j)| (j, i)), (second, first), |target, source| {
        like(source, target)
    });
    in_source_order(parts.into_iter().map(Part::turned).collect())
}

/// The pairs found, and for the articles between them: where as many are left on either side between the same
/// neighbours, they are paired in order; the rest has no partner.
fn by_place(partner: &[Option<usize>], taken: &[Option<usize>]) -> Vec<ArticlePair> {
    let mut pairs: Vec<ArticlePair> = Vec::new();
    let mut free: Vec<bool> = taken.iter().map(Option::is_none).collect();
    let mut i = 0;
    while i < partner.len() {
        if let Some(j) = partner[i] {
            pairs.push(ArticlePair { source: i..i + 1, target: j..j + 1 });
            i += 1;
            continue;
        }
        let end = (i..partner.len()).find(|&i| partner[i].is_some()).unwrap_or(partner.len());
        let from = if i == 0 { 0 } else { partner[i - 1].map_or(0, |j| j + 1) };
        let to = partner.get(end).copied().flatten().unwrap_or(taken.len());
        let gap = from..to.max(from);
        if gap.len() == end - i && gap.clone().all(|j| free[j]) {
            for (i, j) in (i..end).zip(gap) {
                free[j] = false;
                pairs.push(ArticlePair { source: i..i + 1, target: j..j + 1 });
            }
        } else {
            pairs.extend((i..end).map(|i| ArticlePair { source: i..i + 1, target: 0..0 }));
        }
        i = end;
    }
    pairs.extend(
        (0..taken.len()).filter(|&j| free[j]).map(|j| ArticlePair { source: 0..0, target: j..j + 1 }),
    );
    pairs
}

/// Joins articles without a partner to the neighbour that their counterpart was paired with: two articles that the
/// translation has as one, or one that it has as two. Together they must be more alike than the pair was.
fn join(pairs: &mut Vec<ArticlePair>, alike: &[(f32, usize, usize)], likeness: &Likeness) {
    for &(_, i, j) in alike {
        let position = |pairs: &[ArticlePair], source: bool| {
            pairs
                .iter()
                .position(|pair| if source { pair.source.contains(&i) } else { pair.target.contains(&j) })
        };
        let (Some(a), Some(b)) = (position(pairs, true), position(pairs, false)) else { continue };
        if a == b {
            continue;
        }
        let touches = |x: &Range<usize>, y: &Range<usize>| x.end == y.start || y.end == x.start;
        let both = |x: &Range<usize>, y: &Range<usize>| x.start.min(y.start)..x.end.max(y.end);
        let (x, y) = (&pairs[a], &pairs[b]);
        let (joined, alone) = if x.target.is_empty() && !y.source.is_empty() && touches(&x.source, &y.source)
        {
            (ArticlePair { source: both(&x.source, &y.source), target: y.target.clone() }, b)
        } else if y.source.is_empty() && !x.target.is_empty() && touches(&x.target, &y.target) {
            (ArticlePair { source: x.source.clone(), target: both(&x.target, &y.target) }, a)
        } else {
            continue;
        };
        let before = likeness.of(&pairs[alone].source, &pairs[alone].target);
        // What does not belong there makes them less alike, mostly by a tenth and more.
        if likeness.of(&joined.source, &joined.target) > before {
            pairs[alone] = joined;
            pairs.remove(a + b - alone);
        }
    }
}

/// Gives an article without a partner what belongs to it of an article that was paired with another: of two that the
/// translation has as one, though they are no neighbours.
fn divide(
    parts: &mut [Part],
    alike: &(impl Iterator<Item = (usize, usize)> + Clone),
    sides: (&Side, &Side),
    likeness: impl Fn(&Range<usize>, &Range<usize>) -> f32,
) {
    /// Articles that are tried as the one that holds the other.
    const TRIED: usize = 3;
    for alone in 0..parts.len() {
        let article = parts[alone].pair.source.clone();
        if !parts[alone].pair.target.is_empty() || article.is_empty() {
            continue;
        }
        let mut likely = alike.clone().filter(|(i, _)| article.contains(i)).map(|(_, j)| j).take(TRIED);
        let found = likely.find_map(|j| {
            let holds = |part: &Part| part.pair.target == (j..j + 1) && !part.pair.source.is_empty();
            let held = parts.iter().position(holds)?;
            let (own, other) = (&parts[alone].source, &parts[held].source);
            let size = sides.0.bytes(own) / sides.0.bytes(other);
            let fits = |own: &Range<usize>, rest: &Range<usize>| {
                let share = sides.1.bytes(own) / sides.1.bytes(rest) / size;
                (0.4..2.5).contains(&share)
            };
            cut(&parts[held].target, |part| likeness(own, part), |part| likeness(other, part), fits)
                .map(|cut| (held, cut))
        });
        if let Some((held, (own, rest))) = found {
            parts[alone].pair.target = parts[held].pair.target.clone();
            (parts[alone].target, parts[held].target) = (own, rest);
        }
    }
}

/// Where segments that belong to two articles are cut: what is the one's, and the rest. Each must be more like its own
/// article than like the other, and the rest hardly less like its own than the whole was: a short rest has few words.
fn cut(
    whole: &Range<usize>,
    one: impl Fn(&Range<usize>) -> f32,
    other: impl Fn(&Range<usize>) -> f32,
    fits: impl Fn(&Range<usize>, &Range<usize>) -> bool,
) -> Option<(Range<usize>, Range<usize>)> {
    /// Longer articles are cut at some of their sentences only.
    const MOST: usize = 200;
    let mut best: Option<(f32, f32, Range<usize>, Range<usize>)> = None;
    let step = whole.len() / MOST + 1;
    for at in (whole.start + 1..whole.end).step_by(step) {
        let (head, tail) = (whole.start..at, at..whole.end);
        for (own, rest) in [(head.clone(), tail.clone()), (tail, head)] {
            if !fits(&own, &rest) {
                continue;
            }
            let (like_one, like_other) = (one(&own), other(&rest));
            let sum = like_one + like_other;
            if best.as_ref().is_none_or(|(most, ..)| sum > *most)
                && like_one > LEAST.max(other(&own))
                && like_other > one(&rest)
            {
                best = Some((sum, like_other, own, rest));
            }
        }
    }
    best.filter(|(_, like_other, ..)| *like_other > 0.9 * other(whole)).map(|(_, _, own, rest)| (own, rest))
}
