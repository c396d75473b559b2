//! Beads as text: for programs, evaluations, CAT tools.

use std::fmt::Write;
use std::ops::Range;

use duizhao::align::Bead;
use duizhao_tm::exchange::{Bilingual, Format};
use duizhao_tm::{Header, Language, Note, Prop, Unit, Variant, Writer};
use serde_json::json;

use super::side::Side;
use crate::cli::Failure;

/// A confidence with four digits.
pub(super) fn rounded(confidence: f32) -> f64 {
    (f64::from(confidence) * 1e4).round() / 1e4
}

/// Source sentences, target sentences, confidence: `[0,1]:[0]:0.9876`.
pub(super) fn vecalign(beads: &[Bead]) -> String {
    let side = |range: &Range<usize>| range.clone().map(|at| at.to_string()).collect::<Vec<_>>().join(",");
    let mut out = String::new();
    for bead in beads {
        let (source, target) = (side(&bead.source), side(&bead.target));
        let _ = writeln!(out, "[{source}]:[{target}]:{:.4}", bead.confidence);
    }
    out
}

/// Source text, tab, target text.
pub(super) fn tsv(beads: &[Bead], source: &Side, target: &Side) -> String {
    let mut out = String::new();
    for bead in beads {
        let _ = writeln!(out, "{}\t{}", source.joined(&bead.source), target.joined(&bead.target));
    }
    out
}

/// Numbers of the sentences, confidence, texts.
pub(super) fn jsonl(beads: &[Bead], source: &Side, target: &Side) -> String {
    let mut out = String::new();
    for bead in beads {
        let line = json!({
            "source": bead.source.clone().collect::<Vec<_>>(),
            "target": bead.target.clone().collect::<Vec<_>>(),
            "confidence": rounded(bead.confidence),
            "source_text": source.joined(&bead.source),
            "target_text": target.joined(&bead.target),
        });
        let _ = writeln!(out, "{line}");
    }
    out
}

/// A memory of the beads that have both sides.
pub(super) fn tmx(beads: &[Bead], source: &Side, target: &Side) -> Result<String, Failure> {
    let codes = codes(source, target)?;
    let header = header(&codes);
    let written = || -> Result<Vec<u8>, Box<dyn std::error::Error>> {
        let mut writer = Writer::new(Vec::new(), &header)?;
        for bead in beads.iter().filter(|bead| !bead.is_null()) {
            writer.write(&unit(bead, source, target, &codes))?;
        }
        Ok(writer.finish()?)
    };
    written()
        .and_then(|bytes| Ok(String::from_utf8(bytes)?))
        .map_err(|error| Failure::cannot(error, "this is a fault of the program"))
}

/// An XLIFF 1.2 file. A source sentence without a translation has an empty one.
pub(super) fn xliff(beads: &[Bead], source: &Side, target: &Side) -> Result<String, Failure> {
    let codes = codes(source, target)?;
    let mut file = Bilingual::new(Format::Xliff, header(&codes), codes.0.clone(), codes.1.clone());
    let mut out = file.begin(source.name());
    for bead in beads.iter().filter(|bead| !bead.source.is_empty()) {
        let mut unit = unit(bead, source, target, &codes);
        unit.notes.push(Note::new(format!("confidence {:.2}", bead.confidence)));
        out.extend(file.unit(&unit));
    }
    out.push_str(file.end());
    Ok(out)
}

fn unit(bead: &Bead, source: &Side, target: &Side, codes: &(Language, Language)) -> Unit {
    let (sources, targets) = bead.kind();
    let mut unit = Unit::new(vec![
        Variant::new(codes.0.clone(), source.joined(&bead.source).as_str()),
        Variant::new(codes.1.clone(), target.joined(&bead.target).as_str()),
    ]);
    unit.props = vec![
        Prop::new("x-source-file", source.name()),
        Prop::new("x-target-file", target.name()),
        Prop::new("x-segment", (bead.source.start + 1).to_string()),
        Prop::new("x-bead", format!("{sources}-{targets}")),
        Prop::new("x-confidence", format!("{:.2}", bead.confidence)),
    ];
    unit
}

fn header(codes: &(Language, Language)) -> Header {
    Header::new("duizhao", env!("CARGO_PKG_VERSION"), codes.0.clone())
}

/// The languages as memories name them.
fn codes(source: &Side, target: &Side) -> Result<(Language, Language), Failure> {
    let codes = (source.language().clone(), target.language().clone());
    if codes.0 == codes.1 {
        return Err(Failure::cannot(
            format_args!("both sides are in one language, {}", codes.0),
            "name the languages with --from and --to",
        ));
    }
    Ok(codes)
}
