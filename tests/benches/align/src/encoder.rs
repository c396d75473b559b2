//! Vectors of an encoder for the texts of a set.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead, BufReader, Seek, Write};
use std::process::{Command, Stdio};

use duizhao::align::Vectors;

use crate::{Failure, Text};

/// Lets a command make vectors of all sentences: JSON strings on its standard input, a JSON array for each on its
/// standard output. The input stands in a file, so that neither side waits for the other.
pub fn encode<'a>(command: &str, texts: impl Iterator<Item = &'a Text>) -> Result<Vectors, Failure> {
    let sentences: BTreeSet<&String> =
        texts.flat_map(|text| text.source.iter().chain(&text.target)).collect();
    let path = std::env::temp_dir().join(format!("align-bench-{}.jsonl", std::process::id()));
    let mut input = File::options().create(true).truncate(true).read(true).write(true).open(&path)?;
    for sentence in &sentences {
        writeln!(input, "{}", serde_json::to_string(sentence)?)?;
    }
    input.rewind()?;
    std::fs::remove_file(&path)?;
    let mut encoder = Command::new("sh").args(["-c", command]).stdin(input).stdout(Stdio::piped()).spawn()?;
    let mut vectors = Vectors::default();
    let answers = BufReader::new(encoder.stdout.take().ok_or("the encoder has no output")?).lines();
    let mut count = 0;
    for (sentence, answer) in sentences.iter().zip(answers) {
        vectors.add(sentence, &serde_json::from_str::<Vec<f32>>(&answer?)?)?;
        count += 1;
    }
    encoder.wait()?;
    if count != sentences.len() {
        return Err("the encoder answered too few sentences".into());
    }
    Ok(vectors)
}
