//! Whether confidences are what they say: of beads given p, a share p should be right.

use crate::check::FOLDS;

/// A bead that was told for a text in a fold.
#[derive(Debug, Clone, Copy)]
pub struct Told {
    /// The fold that its text is in.
    pub fold: usize,
    /// Its posterior.
    pub given: f64,
    /// Whether it is a known bead.
    pub right: bool,
}

/// How posteriors become confidences: the logit of a confidence is `low` · ln p − `high` · ln(1 − p), which for ones
/// is p itself (beta calibration, Kull, Silva Filho and Flach 2017, without its offset: 0 and 1 stay).
#[derive(Debug, Clone, Copy)]
pub struct Calibration {
    pub low: f64,
    pub high: f64,
}

/// No posterior is taken to be nearer to 0 or 1.
const SUREST: f64 = 1e-4;

fn terms(posterior: f64) -> [f64; 2] {
    let p = posterior.clamp(SUREST, 1.0 - SUREST);
    [p.ln(), -(1.0 - p).ln()]
}

impl Calibration {
    fn of(self, posterior: f64) -> f64 {
        let [low, high] = terms(posterior);
        1.0 / (1.0 + (-(self.low * low + self.high * high)).exp())
    }

    /// The likeliest for some beads, by Newton's method.
    pub fn learned<'a>(told: impl Iterator<Item = &'a Told> + Clone) -> Self {
        const STEPS: usize = 30;
        let mut learned = Self { low: 1.0, high: 1.0 };
        for _ in 0..STEPS {
            let (mut g, mut h) = ([0.0; 2], [1e-9, 0.0, 1e-9]);
            for told in told.clone() {
                let ([x, y], p) = (terms(told.given), learned.of(told.given));
                let missing = f64::from(u8::from(told.right)) - p;
                g = [g[0] + missing * x, g[1] + missing * y];
                let v = p * (1.0 - p);
                h = [h[0] + v * x * x, h[1] + v * x * y, h[2] + v * y * y];
            }
            let determinant = h[0] * h[2] - h[1] * h[1];
            learned.low += (h[2] * g[0] - h[1] * g[1]) / determinant;
            learned.high += (h[0] * g[1] - h[1] * g[0]) / determinant;
        }
        learned
    }
}

/// Tells how many of the beads given about p are right, as the model gives p and as it is calibrated on the other
/// folds; answers with what all folds teach. Texts as they are have few doubtful beads: the disturbed ones teach, too.
pub fn tell(told: &[Told], disturbed: &[Told]) -> Calibration {
    let all = || told.iter().chain(disturbed);
    let folds: Vec<Calibration> =
        (0..FOLDS).map(|fold| Calibration::learned(all().filter(move |told| told.fold != fold))).collect();
    for (name, told) in [("", told), (", disturbed", disturbed)] {
        if !told.is_empty() {
            table(&format!("as the model has them{name}"), told, |_, posterior| posterior);
            let calibrated = |fold: usize, posterior| folds[fold].of(posterior);
            table(&format!("calibrated, each fold by the others{name}"), told, calibrated);
        }
    }
    Calibration::learned(all())
}

fn table(name: &str, told: &[Told], calibrated: impl Fn(usize, f64) -> f64) {
    eprintln!("confidences {name}:\n  given      beads  right");
    let given = |told: &Told| calibrated(told.fold, told.given);
    let bounds = [0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 1.001];
    let mut apart = 0.0;
    for bound in bounds.windows(2) {
        let inside: Vec<_> = told.iter().filter(|told| (bound[0]..bound[1]).contains(&given(told))).collect();
        if inside.is_empty() {
            continue;
        }
        let count = inside.len() as f64;
        let mean: f64 = inside.iter().map(|told| given(told)).sum::<f64>() / count;
        let right = inside.iter().filter(|told| told.right).count() as f64 / count;
        apart += (mean - right).abs() * count / told.len() as f64;
        eprintln!("  {mean:.3}  {:8}  {right:.3}", inside.len());
    }
    eprintln!("  expected calibration error {apart:.4}");
}
