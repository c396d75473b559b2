//! Plain text and subtitles, line by line.

use super::{Parts, Passage};

/// Lines of plain text.
pub(super) fn lines(source: &str) -> Parts {
    passages(source, |_| true)
}

/// Lines of SRT and `WebVTT` that are spoken: not the numbers, not the times.
pub(super) fn subtitles(source: &str) -> Parts {
    passages(source, |line| {
        let line = line.trim();
        !(line.contains("-->") || line.starts_with("WEBVTT") || line.bytes().all(|b| b.is_ascii_digit()))
    })
}

fn passages(source: &str, is_text: impl Fn(&str) -> bool) -> Parts {
    let mut parts = Parts::default();
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        if is_text(line) {
            let mut passage = Passage::default();
            // Subtitles may be marked: <i>…</i>.
            let mut rest = at;
            while let Some(open) = source[rest..at + line.len()].find('<') {
                let tag = rest + open;
                let Some(length) = source[tag..at + line.len()].find('>') else { break };
                passage.push(source, rest..tag, false);
                passage.push(source, tag..tag + length + 1, true);
                rest = tag + length + 1;
            }
            passage.push(source, rest..at + line.len(), false);
            parts.passages.push(passage);
        }
        at += line.len();
    }
    parts
}
