//! How long an index takes to make, how large it is, and how long it takes to answer: `duizhao-bench-query [UNITS]`.
//!
//! The memory is made up: Chinese sentences of words of one to three characters and English ones, both with
//! frequencies after Zipf, about 450 bytes a unit with five properties. Queries are sentences of it with a few
//! tokens changed (fuzzy), as they are (exact), and pieces of them (concordance). Every query is asked of an index
//! that is open, and of one that is opened for it, as a command does.

use duizhao_tm::query::{Fold, Index, path_of};
use duizhao_tm::{Header, Prop, Unit, Variant, Writer};
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;
use std::time::{Duration, Instant};

/// Numbers that look random and are the same each time (Marsaglia's xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit
    }

    /// A rank after Zipf: rank r about as often as 1/r.
    fn rank(&mut self, limit: usize) -> usize {
        let unit = self.below(1 << 40) as f64 / (1u64 << 40) as f64;
        ((limit as f64 + 1.0).powf(unit) - 1.0) as usize % limit
    }
}

/// Made-up words by how often they are met.
struct Words {
    chinese: Vec<String>,
    english: Vec<String>,
}

impl Words {
    fn new(random: &mut Random) -> Self {
        let character =
            |random: &mut Random| char::from_u32(0x4E00 + random.rank(6000) as u32 * 3).unwrap_or('一');
        let chinese = (0..40_000)
            .map(|rank| {
                let length = if rank < 60 { 1 } else { 2 + random.below(5) / 4 };
                (0..length).map(|_| character(random)).collect()
            })
            .collect();
        let english = (0..60_000)
            .map(|rank| {
                let length = if rank < 60 { 2 + random.below(2) } else { 3 + random.below(8) };
                (0..length).map(|_| char::from(b"etaoinshrdlucmfwypvbgkjqxz"[random.rank(26)])).collect()
            })
            .collect();
        Self { chinese, english }
    }

    fn sentence(&self, random: &mut Random) -> (String, String) {
        let length = 6 + random.below(22);
        let mut zh: String = String::new();
        for at in 0..length {
            zh.push_str(&self.chinese[random.rank(self.chinese.len())]);
            if at % 9 == 8 {
                zh.push('，');
            }
        }
        zh.push('。');
        let mut en = String::new();
        for _ in 0..length + length / 3 {
            en.push_str(&self.english[random.rank(self.english.len())]);
            en.push(' ');
        }
        en.pop();
        en.push('.');
        (zh, en)
    }
}

fn generate(path: &Path, units: usize) -> Result<(), Box<dyn std::error::Error>> {
    let mut random = Random(88_172_645_463_325_252);
    let words = Words::new(&mut random);
    let header = Header::new("bench", "1", "zh-CN".parse()?);
    let mut writer = Writer::new(BufWriter::with_capacity(1 << 20, File::create(path)?), &header)?;
    for number in 0..units {
        let (zh, en) = words.sentence(&mut random);
        let mut unit = Unit::new(vec![Variant::new("zh-CN".parse()?, zh), Variant::new("en".parse()?, en)]);
        unit.origin.created = Some("20260302T120000Z".parse()?);
        unit.props.push(Prop::new("x-source-file", "issue.zh.md"));
        unit.props.push(Prop::new("x-article", (number / 40).to_string()));
        writer.write(&unit)?;
    }
    writer.finish()?;
    Ok(())
}

/// Simplified for Traditional: the table is the command's.
fn told(name: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100].as_secs_f64() * 1e3;
    println!("{name:28} p50 {:7.2} ms   p95 {:7.2} ms   max {:7.2} ms", at(50), at(95), at(100));
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let units = std::env::args().nth(1).map_or(Ok(1_000_000), |units| units.parse())?;
    let path = std::env::temp_dir().join(format!("duizhao-bench-{units}.tmx"));
    if !path.exists() {
        generate(&path, units)?;
    }
    println!("{units} units, {} MB", path.metadata()?.len() / 1_000_000);
    let table = duizhao::script::SimplifiedForms::default();
    let fold = |c: char| table.of(c);
    let fold = Fold::new(duizhao::script::SimplifiedForms::NAME, &fold);

    let start = Instant::now();
    Index::make(&path, fold)?;
    let made = start.elapsed();
    println!(
        "index made in {:.2} s, {} MB",
        made.as_secs_f64(),
        path_of(&path).metadata()?.len() / 1_000_000
    );

    let mut random = Random(0x2545_F491_4F6C_DD1D);
    let words = Words::new(&mut Random(88_172_645_463_325_252));
    let index = Index::open(&path, fold)?;
    let asked = 300;
    let mut sentences = Vec::new();
    for _ in 0..asked {
        // Any unit, by way of what it contains.
        let (zh, en) = words.sentence(&mut random);
        let piece: String = zh.chars().take(3).collect();
        let found = index.containing(&piece, 1)?;
        let unit = found.first().map(|found| &found.unit);
        let text = |at: usize| unit.map(|unit| unit.variants[at].seg.plain().into_owned());
        sentences.push((text(0).unwrap_or(zh), text(1).unwrap_or(en)));
    }
    let fuzzy: Vec<String> = sentences
        .iter()
        .enumerate()
        .map(|(at, (zh, en))| {
            if at % 2 == 0 {
                let every = 5 + random.below(6);
                zh.chars().enumerate().map(|(at, c)| if at % every == 4 { '龘' } else { c }).collect()
            } else {
                let every = 5 + random.below(6);
                let changed =
                    en.split(' ').enumerate().map(|(at, word)| if at % every == 4 { "zzz" } else { word });
                changed.collect::<Vec<_>>().join(" ")
            }
        })
        .collect();
    let exact: Vec<String> = sentences
        .iter()
        .enumerate()
        .map(|(at, (zh, en))| if at % 2 == 0 { zh.clone() } else { en.clone() })
        .collect();
    let pieces: Vec<String> = sentences
        .iter()
        .enumerate()
        .map(|(at, (zh, en))| match at % 4 {
            0 => zh.chars().skip(at % 7).take(2).collect(),
            1 => zh.chars().skip(at % 7).take(1 + at % 5).collect(),
            2 => en.split(' ').skip(at % 5).take(1).collect(),
            _ => en.split(' ').skip(at % 5).take(2).collect::<Vec<_>>().join(" "),
        })
        .collect();
    for opened in [false, true] {
        let state = if opened { "opened for each" } else { "open" };
        let ask =
            |name: &str, texts: &[String], least: Option<u8>| -> Result<(), Box<dyn std::error::Error>> {
                let (mut times, mut found) = (Vec::new(), 0);
                for text in texts {
                    let start = Instant::now();
                    let own = if opened { Some(Index::open(&path, fold)?) } else { None };
                    let index = own.as_ref().unwrap_or(&index);
                    let units = match least {
                        Some(least) => index.matches(text, least, 10, None)?,
                        None => index.containing(text, 10)?,
                    };
                    times.push(start.elapsed());
                    found += usize::from(!units.is_empty());
                }
                told(&format!("{name}, {state} ({found})"), times);
                Ok(())
            };
        ask("exact", &exact, Some(100))?;
        ask("fuzzy 70", &fuzzy, Some(70))?;
        ask("fuzzy 50", &fuzzy, Some(50))?;
        ask("concordance", &pieces, None)?;
    }
    Ok(())
}
