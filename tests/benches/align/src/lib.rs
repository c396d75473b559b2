//! Sets of texts with known beads, and the measures of the field.
//!
//! Two kinds of folders are read: `NNN.zh`, `NNN.en` with one sentence a line and `NNN.gold` with one bead a line
//! (`[0,1]:[0]`); and `NNN.gold.json`, an array of [source, target] sentences, `null` where one side has none.

pub mod check;
pub mod crf;
mod disturb;
pub mod encoder;
pub mod reliability;

use std::collections::HashSet;
use std::ops::Range;
use std::path::Path;

use duizhao::align::{Opens, Sentence};

/// Sentences of the source, sentences of the target: ranges, one of which may be empty.
pub type Link = (Range<usize>, Range<usize>);

/// One text of a set.
#[derive(Debug, Clone)]
pub struct Text {
    /// Folder and number.
    pub name: String,
    /// Chinese sentences.
    pub source: Vec<String>,
    /// English sentences.
    pub target: Vec<String>,
    /// The known beads; crossed ones are left out.
    pub gold: Vec<Link>,
    /// What begins with each sentence of either side.
    pub opens: [Vec<Opens>; 2],
}

impl Text {
    /// The sentences of the source.
    pub fn source(&self) -> Vec<Sentence<'_>> {
        sentences(&self.source, &self.opens[0])
    }

    /// The sentences of the target.
    pub fn target(&self) -> Vec<Sentence<'_>> {
        sentences(&self.target, &self.opens[1])
    }

    /// The same text as a page would have it: paragraphs that mostly begin together, here and there a heading. The
    /// sets have no paragraphs, or have them at random; real pages have them, and their weight must come from
    /// somewhere.
    pub fn laid_out(mut self, seed: u64) -> Self {
        let mut chance = Chance(seed);
        let mut heading_before = true;
        for (source, target) in &self.gold {
            let heading = source.len() == 1 && target.len() == 1 && chance.holds(0.04);
            let both = heading_before || chance.holds(0.3);
            for (side, range) in self.opens.iter_mut().zip([source, target]) {
                for at in range.clone() {
                    let first = at == range.start;
                    side[at] = match () {
                        () if heading && first => Opens::Heading,
                        () if (first && both) || chance.holds(0.03) => Opens::Paragraph,
                        () => Opens::Nothing,
                    };
                }
            }
            heading_before = heading;
        }
        self
    }
}

fn sentences<'a>(texts: &'a [String], opens: &[Opens]) -> Vec<Sentence<'a>> {
    texts.iter().zip(opens).map(|(text, &opens)| Sentence { text, opens }).collect()
}

/// Chance that falls the same way every time (SplitMix64).
struct Chance(u64);

impl Chance {
    fn holds(&mut self, share: f64) -> bool {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64 <= share
    }
}

/// Whatever went wrong.
pub type Failure = Box<dyn std::error::Error>;

/// Reads a set folder of either kind.
pub fn read_set(folder: &Path) -> Result<Vec<Text>, Failure> {
    let mut files: Vec<_> = std::fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    files.sort_by_key(std::fs::DirEntry::file_name);
    let mut texts = Vec::new();
    for file in files {
        let path = file.path();
        let file_name = file.file_name().to_string_lossy().into_owned();
        let name = format!("{}/{file_name}", folder.file_name().unwrap_or_default().to_string_lossy());
        if file_name.ends_with(".gold.json") {
            texts.push(read_rows(name, &std::fs::read_to_string(path)?)?);
        } else if file_name.ends_with(".gold") {
            let side = |extension: &str| -> Result<Vec<String>, Failure> {
                let text = std::fs::read_to_string(path.with_extension(extension))?;
                Ok(text.lines().map(str::to_owned).collect())
            };
            let gold = std::fs::read_to_string(&path)?.lines().filter_map(read_bead).collect();
            let (source, target) = (side("zh")?, side("en")?);
            let opens = [vec![Opens::Nothing; source.len()], vec![Opens::Nothing; target.len()]];
            texts.push(Text { name, source, target, gold, opens });
        }
    }
    Ok(texts)
}

fn read_rows(name: String, json: &str) -> Result<Text, Failure> {
    let rows: Vec<[Option<String>; 2]> = serde_json::from_str(json)?;
    let mut text = Text {
        name,
        source: Vec::new(),
        target: Vec::new(),
        gold: Vec::new(),
        opens: [Vec::new(), Vec::new()],
    };
    for [source, target] in rows {
        let (i, j) = (text.source.len(), text.target.len());
        text.source.extend(source);
        text.target.extend(target);
        text.opens = [vec![Opens::Nothing; text.source.len()], vec![Opens::Nothing; text.target.len()]];
        text.gold.push((i..text.source.len(), j..text.target.len()));
    }
    Ok(text)
}

/// Reads `[0,1]:[2]`; none where a side is not consecutive.
fn read_bead(line: &str) -> Option<Link> {
    let (source, target) = line.trim().split_once("]:[")?;
    let side = |text: &str| -> Option<Range<usize>> {
        let numbers: Vec<usize> = text
            .split(',')
            .map(str::trim)
            .filter(|n| !n.is_empty())
            .map(|n| n.parse().ok())
            .collect::<Option<_>>()?;
        let (Some(&first), Some(&last)) = (numbers.first(), numbers.last()) else { return Some(0..0) };
        (last + 1 - first == numbers.len()).then_some(first..last + 1)
    };
    Some((side(source.trim_start_matches('['))?, side(target.trim_end_matches(']'))?))
}

/// Counts of right beads, as vecalign and Bertalign score: a null bead counts in precision only.
#[derive(Debug, Clone, Copy, Default)]
pub struct Score {
    strict: usize,
    lax: usize,
    told: usize,
    strict_found: usize,
    lax_found: usize,
    known: usize,
    links: [usize; 3],
}

fn is_null(link: &Link) -> bool {
    link.0.is_empty() || link.1.is_empty()
}

/// A null bead is known by its sentence alone.
fn key(link: &Link) -> [usize; 4] {
    let side = |range: &Range<usize>| if range.is_empty() { (0, 0) } else { (range.start, range.end) };
    let ((a, b), (c, d)) = (side(&link.0), side(&link.1));
    [a, b, c, d]
}

/// The pairs of sentences that a bead holds.
fn pairs(link: &Link) -> Vec<(usize, usize)> {
    link.0.clone().flat_map(|i| link.1.clone().map(move |j| (i, j))).collect()
}

fn right(beads: &[Link], others: &[Link]) -> (usize, usize) {
    let exact: HashSet<_> = others.iter().map(key).collect();
    let links: HashSet<_> = others.iter().flat_map(pairs).collect();
    let strict = beads.iter().filter(|bead| exact.contains(&key(bead))).count();
    let lax = beads
        .iter()
        .filter(|bead| exact.contains(&key(bead)) || pairs(bead).iter().any(|pair| links.contains(pair)))
        .count();
    (strict, lax)
}

impl Score {
    /// Adds the beads told for a text.
    pub fn add(&mut self, told: &[Link], gold: &[Link]) {
        let (strict, lax) = right(told, gold);
        self.strict += strict;
        self.lax += lax;
        self.told += told.len();
        let [told_links, known_links] =
            [told, gold].map(|beads| beads.iter().flat_map(pairs).collect::<HashSet<_>>());
        let right_links = told_links.intersection(&known_links).count();
        for (sum, count) in self.links.iter_mut().zip([right_links, told_links.len(), known_links.len()]) {
            *sum += count;
        }
        let full: Vec<Link> = gold.iter().filter(|link| !is_null(link)).cloned().collect();
        let told: Vec<Link> = told.iter().filter(|link| !is_null(link)).cloned().collect();
        let (strict, lax) = right(&full, &told);
        self.strict_found += strict;
        self.lax_found += lax;
        self.known += full.len();
    }

    fn measure(right: usize, told: usize, found: usize, known: usize) -> [f64; 3] {
        let (p, r) = (right as f64 / told.max(1) as f64, found as f64 / known.max(1) as f64);
        [p, r, if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }]
    }

    /// Precision, recall, F1 of whole beads.
    pub fn strict(&self) -> [f64; 3] {
        Self::measure(self.strict, self.told, self.strict_found, self.known)
    }

    /// Precision, recall, F1 of the pairs of sentences that beads hold.
    pub fn links(&self) -> [f64; 3] {
        let [right, told, known] = self.links;
        Self::measure(right, told, right, known)
    }

    /// Precision, recall, F1 of beads that share a link.
    pub fn lax(&self) -> [f64; 3] {
        Self::measure(self.lax, self.told, self.lax_found, self.known)
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let ([p, r, f1], [lp, lr, lf1]) = (self.strict(), self.lax());
        let [.., links] = self.links();
        write!(
            f,
            "strict P {p:.3} R {r:.3} F1 {f1:.4} | lax P {lp:.3} R {lr:.3} F1 {lf1:.4} | links F1 {links:.4}"
        )
    }
}
