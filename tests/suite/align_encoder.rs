//! The vectors of an encoder in the alignment, and encoders that do not behave.

use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use duizhao::align::{Aligner, Sentence, VectorError, Vectors};

use crate::command::{duizhao_given, told};

fn sentences<'a>(texts: &[&'a str]) -> Vec<Sentence<'a>> {
    texts.iter().map(|&text| text.into()).collect()
}

const SOURCE: [&str; 5] = ["甲乙丙丁。", "戊己庚辛。", "壬癸子丑。", "寅卯辰巳。", "午未申酉。"];
const TARGET: [&str; 5] = ["Glorp frob.", "Blick toma.", "Wug daxes.", "Zib norp it.", "Fep quum."];

/// The translation lacks a sentence that only the vectors can tell.
#[test]
fn vectors_tell_what_words_cannot() {
    for missing in 0..5 {
        let mut vectors = Vectors::default();
        for at in 0..5 {
            let mut vector = [0.1f32; 5];
            vector[at] = 3.0;
            vectors.add(SOURCE[at], &vector).unwrap();
            vector[at] = 2.0;
            vectors.add(TARGET[at], &vector).unwrap();
        }
        let mut target = TARGET.to_vec();
        target.remove(missing);
        let aligner = Aligner::default().with_vectors(Arc::new(vectors));
        let beads = aligner.align(&sentences(&SOURCE), &sentences(&target));
        for bead in beads.iter().filter(|bead| !bead.is_null()) {
            let expected = bead.target.start + usize::from(bead.target.start >= missing);
            assert!(bead.source.contains(&expected), "without {missing}: {beads:?}");
        }
        let mirrored = aligner.align(&sentences(&target), &sentences(&SOURCE));
        assert!(beads.iter().zip(&mirrored).all(|(a, b)| a.source == b.target && a.target == b.source));
    }
}

#[test]
fn sentences_without_vectors_are_aligned_by_their_words() {
    let mut vectors = Vectors::default();
    vectors.add(SOURCE[0], &[1.0, 0.0]).unwrap();
    let plain = Aligner::default().align(&sentences(&SOURCE), &sentences(&TARGET));
    let aligner = Aligner::default().with_vectors(Arc::new(vectors));
    assert_eq!(aligner.align(&sentences(&SOURCE), &sentences(&TARGET)), plain);
}

#[test]
fn vectors_that_cannot_be_compared_are_refused() {
    let mut vectors = Vectors::default();
    assert_eq!(vectors.add("a", &[]), Err(VectorError::Empty));
    assert_eq!(vectors.add("a", &[f32::NAN, 1.0]), Err(VectorError::NotFinite));
    assert_eq!(vectors.add("a", &[0.0, 0.0]), Ok(()));
    assert_eq!(vectors.add("b", &[1.0]), Err(VectorError::Dimensions { expected: 2, found: 1 }));
}

/// Aligns texts of so many different sentences with an encoder.
#[cfg(unix)]
fn encoded(count: usize, encoder: &str) -> (Option<i32>, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let [mut source, mut target] = [String::new(), String::new()];
    for at in 0..count {
        writeln!(source, "第{at}天下雨了。").unwrap();
        writeln!(target, "It rained on day {at}.").unwrap();
    }
    std::fs::write(folder.path().join("zh.txt"), source).unwrap();
    std::fs::write(folder.path().join("en.txt"), target).unwrap();
    let arguments =
        ["align", "--segmented", "zh.txt", "en.txt", "--format", "vecalign", "--encoder", encoder];
    let output = duizhao_given(folder.path(), &arguments, b"");
    (output.status.code(), String::from_utf8(output.stdout.clone()).unwrap(), told(&output))
}

#[test]
#[cfg(unix)]
fn an_encoder_is_asked_for_every_sentence() {
    // More than pipes hold on either side, by one that answers at once and one that reads everything first.
    for encoder in ["awk '{ print \"[\" NR % 7 \", 1, 0.5]\" }'", "sort -r | sed 's/.*/[1, 2, 3]/'"] {
        let (code, beads, told) = encoded(3000, encoder);
        assert_eq!(code, Some(0), "{told}");
        assert!(beads.lines().count() > 1500);
    }
}

#[test]
#[cfg(unix)]
fn an_encoder_that_fails_ends_the_run_with_a_reason() {
    for (encoder, reason) in [
        ("no-such-encoder-here", "ended (exit status: 127) when it had answered 0 of 6"),
        ("head -n 2 | sed 's/.*/[1]/'; exit 3", "ended (exit status: 3) when it had answered 2 of 6"),
        ("sed 's/.*/[1]\\n[2]/'", "answered more lines than the 6 sentences"),
        ("sed 's/.*/one/'", "not a JSON array of numbers: one"),
        ("awk '{ print NR == 2 ? \"[1]\" : \"[1,2]\" }'", "line 2 of the encoder"),
        ("sed 's/.*/[]/'", "a vector without numbers"),
        ("sed 's/.*/[1e39]/'", "not finite"),
    ] {
        let (code, beads, told) = encoded(3, encoder);
        assert_eq!((code, beads.as_str()), (Some(1), ""), "{encoder}: {told}");
        assert!(told.contains(reason), "{encoder}: {told}");
        assert!(told.contains("help: "), "{encoder}: {told}");
    }
}

#[test]
#[cfg(unix)]
fn documents_share_an_encoder() {
    let lines = "{\"source\": [\"你好。\"], \"target\": [\"Hello.\"]}\n".repeat(50);
    let encoder = "while read -r line; do echo '[1, 0]'; done";
    let run = |encoder: &str| {
        let arguments = ["align", "--jsonl", "--threads", "3", "--encoder", encoder];
        duizhao_given(Path::new("."), &arguments, lines.as_bytes())
    };
    let output = run(encoder);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), 50);
    let output = run("exit 7");
    assert_eq!(output.status.code(), Some(1));
    assert!(told(&output).contains("exit status: 7"), "{}", told(&output));
}

#[test]
#[cfg(unix)]
fn an_encoder_that_keeps_its_answers_is_not_waited_for() {
    // The input stays open, as from a pipe: `sort` answers only at its end.
    let (reader, mut writer) = std::io::pipe().unwrap();
    let document = "{\"source\": [\"你好。\"], \"target\": [\"Hello.\"]}\n";
    std::io::Write::write_all(&mut writer, document.as_bytes()).unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_duizhao"))
        .args(["align", "--jsonl", "--encoder", "sort", "--encoder-timeout", "1"])
        .stdin(reader)
        .output()
        .unwrap();
    drop(writer);
    assert_eq!(output.status.code(), Some(1));
    assert!(told(&output).contains("`sort` has not answered for 1 s"), "{}", told(&output));
    assert!(told(&output).contains("--encoder-timeout"), "{}", told(&output));
}
