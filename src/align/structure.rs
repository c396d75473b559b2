//! What begins where: headings, lines that stand alone, paragraphs. Headings and lines are kept in translation, so
//! they anchor; how far paragraphs do is asked of the text itself.

use std::ops::Range;

use super::sentence::Opens;
use super::text::Side;

/// How the openings of a bead's two sides go together.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Openings {
    /// Both sides begin with a heading, or both with a line that stands alone.
    pub(super) same: f32,
    /// One side alone begins with a heading or a line, or they begin with different ones.
    pub(super) other: f32,
    /// Headings and lines inside, and whatever follows them inside.
    pub(super) inner: f32,
    /// Both sides begin a paragraph.
    pub(super) paragraphs: f32,
    /// One side alone begins a paragraph.
    pub(super) one_paragraph: f32,
    /// Paragraphs that begin inside.
    pub(super) inner_paragraphs: f32,
}

fn stands_alone(opens: Opens) -> bool {
    matches!(opens, Opens::Heading | Opens::Line)
}

/// Where on one side headings and lines stand: most beads have none, and need not be looked at.
pub(super) struct Alone {
    /// How many stand before each sentence.
    before: Vec<u32>,
}

impl Alone {
    pub(super) fn of(side: &Side) -> Self {
        let mut before = vec![0];
        let mut count = 0;
        for sentence in &side.sentences {
            count += u32::from(stands_alone(sentence.opens));
            before.push(count);
        }
        Self { before }
    }

    /// Whether one stands among some sentences.
    pub(super) fn any(&self, sentences: &Range<usize>) -> bool {
        self.before[sentences.start] < self.before[sentences.end]
    }
}

fn side(side: &Side, range: &Range<usize>, openings: &mut Openings) -> Opens {
    let mut sentences = side.sentences[range.clone()].iter().map(|sentence| sentence.opens);
    let first = sentences.next().unwrap_or_default();
    for opens in sentences {
        if stands_alone(opens) || (stands_alone(first) && opens == Opens::Paragraph) {
            openings.inner += 1.0;
        } else if opens == Opens::Paragraph {
            openings.inner_paragraphs += 1.0;
        }
    }
    first
}

/// The openings of a bead that has both sides.
pub(super) fn openings(
    source: &Side,
    target: &Side,
    sources: &Range<usize>,
    targets: &Range<usize>,
) -> Openings {
    let mut openings = Openings::default();
    let first = side(source, sources, &mut openings);
    let second = side(target, targets, &mut openings);
    if stands_alone(first) || stands_alone(second) {
        let value = if first == second { &mut openings.same } else { &mut openings.other };
        *value = 1.0;
    } else if first == Opens::Paragraph && second == Opens::Paragraph {
        openings.paragraphs = 1.0;
    } else if first != second {
        openings.one_paragraph = 1.0;
    }
    openings
}

/// How far paragraphs begin together on both sides of a path, beyond chance: 0 to 1.
pub(super) fn trust(source: &Side, target: &Side, path: &[(usize, usize)]) -> f32 {
    /// Openings that a text must have seen before it is half believed.
    const HALF: f32 = 4.0;
    let (mut both, mut one, mut beads) = (0.0, 0.0, 0.0f32);
    for step in path.windows(2) {
        let (sources, targets) = (step[0].0..step[1].0, step[0].1..step[1].1);
        if sources.is_empty() || targets.is_empty() {
            continue;
        }
        let openings = openings(source, target, &sources, &targets);
        both += openings.paragraphs;
        one += openings.one_paragraph + openings.inner_paragraphs;
        beads += 1.0;
    }
    let seen = both + one;
    if seen == 0.0 {
        return 0.0;
    }
    // Were the openings thrown down at random, each side as many as it has, so large a share would fall together.
    let rate = ((both + one / 2.0) / beads.max(1.0)).min(1.0);
    let chance = rate / (2.0 - rate).max(1e-3);
    let beyond = ((both / seen - chance) / (1.0 - chance).max(1e-3)).max(0.0);
    beyond * seen / (seen + HALF)
}
