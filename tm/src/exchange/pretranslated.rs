//! Documents for translation with what a memory has for them, as XLIFF 1.2 or 2.1 (OASIS).
//!
//! The best match that says the same is the target, to be reviewed; all matches stand beside it: `alt-trans` in 1.2,
//! the module Translation Candidates (`mtc:matches`) in 2.1.

use super::codes::{Codes, NAMESPACE, Version, Written, escape};
use crate::Language;
use crate::apply::Match;
use std::fmt::Write;

/// A segment of a document, and its matches, best first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Number of the paragraph it stands in, from 1.
    pub paragraph: usize,
    /// What it says.
    pub text: String,
    /// What the memory has.
    pub matches: Vec<Match>,
}

/// Documents of one language pair.
#[derive(Debug, Clone)]
pub struct Pretranslated<'a> {
    /// Which XLIFF.
    pub version: Version,
    /// The language of the documents.
    pub source: &'a Language,
    /// The language they are translated into.
    pub target: &'a Language,
    /// What the memory is called.
    pub memory: &'a str,
    /// Name and segments of each document.
    pub documents: &'a [(String, Vec<Passage>)],
}

impl Pretranslated<'_> {
    /// The file.
    #[must_use]
    pub fn xliff(&self) -> String {
        match self.version {
            Version::V1_2 => self.version_1(),
            Version::V2_1 => self.version_2(),
        }
    }

    fn version_1(&self) -> String {
        let (source, target, memory) = (self.source, self.target, escape(self.memory));
        let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xliff version=\"1.2\" \
                       xmlns=\"urn:oasis:names:tc:xliff:document:1.2\">\n"
            .to_owned();
        for (name, passages) in self.documents {
            let _ = writeln!(
                out,
                "  <file original=\"{}\" source-language=\"{source}\" target-language=\"{target}\" \
                 datatype=\"plaintext\">\n    <body>",
                escape(name)
            );
            for (number, passage) in (1..).zip(passages) {
                let _ = writeln!(
                    out,
                    "      <trans-unit id=\"{number}\" xml:space=\"preserve\">\n        <source>{}</source>",
                    escape(&passage.text)
                );
                if let Some(best) = passage.matches.first().filter(|best| best.percent >= 100) {
                    let state = if best.percent > 100 { "id-match" } else { "exact-match" };
                    let _ = writeln!(
                        out,
                        "        <target state=\"translated\" state-qualifier=\"{state}\">{}</target>",
                        Codes::new(self.version).seg(&best.target.seg)
                    );
                }
                for one in &passage.matches {
                    let mut codes = Codes::new(self.version);
                    let _ = writeln!(
                        out,
                        "        <alt-trans match-quality=\"{}%\" origin=\"{memory}\">\n          <source \
                         xml:lang=\"{}\">{}</source>\n          <target xml:lang=\"{}\">{}</target>\n        \
                         </alt-trans>",
                        one.percent,
                        one.source.language,
                        codes.seg(&one.source.seg),
                        one.target.language,
                        codes.seg(&one.target.seg),
                    );
                }
                out += "      </trans-unit>\n";
            }
            out += "    </body>\n  </file>\n";
        }
        out + "</xliff>\n"
    }

    fn version_2(&self) -> String {
        let memory = escape(self.memory);
        let mut out = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xliff version=\"2.1\" \
             xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" \
             xmlns:mtc=\"urn:oasis:names:tc:xliff:matches:2.0\" xmlns:tmx=\"{NAMESPACE}\" srcLang=\"{}\" trgLang=\"{}\">\n",
            self.source, self.target
        );
        for (number, (name, passages)) in (1..).zip(self.documents) {
            let _ = writeln!(out, "  <file id=\"f{number}\" original=\"{}\">", escape(name));
            for paragraph in passages.chunk_by(|a, b| a.paragraph == b.paragraph) {
                let of = paragraph.first().map_or(0, |passage| passage.paragraph);
                let _ = writeln!(out, "    <unit id=\"p{of}\" xml:space=\"preserve\">");
                let matched = |passage: &Passage| !passage.matches.is_empty();
                if paragraph.iter().any(matched) {
                    out += "      <mtc:matches>\n";
                    for (at, passage) in (1..).zip(paragraph) {
                        for one in &passage.matches {
                            // The scale ends at 100; a match in its context is told by its type.
                            let (quality, kind) =
                                (one.percent.min(100), if one.percent > 100 { "icm" } else { "tm" });
                            let mut codes = Codes::new(self.version);
                            let (source, target) = (codes.seg(&one.source.seg), codes.seg(&one.target.seg));
                            let _ = writeln!(
                                out,
                                "        <mtc:match ref=\"#m{at}\" type=\"{kind}\" matchQuality=\"{quality}\" \
                                 similarity=\"{quality}\" origin=\"{memory}\">\n{}          \
                                 <source>{source}</source>\n          <target>{target}</target>\n        \
                                 </mtc:match>",
                                codes.original_data("          "),
                            );
                        }
                    }
                    out += "      </mtc:matches>\n";
                }
                let (mut codes, mut written) = (Codes::new(self.version), Written::default());
                let targets: Vec<Option<String>> = paragraph
                    .iter()
                    .map(|passage| {
                        let best = passage.matches.first().filter(|best| best.percent >= 100)?;
                        Some(codes.seg_after(&best.target.seg, &mut written))
                    })
                    .collect();
                out += &codes.original_data("      ");
                for ((at, passage), target) in (1..).zip(paragraph).zip(targets) {
                    let state = if target.is_some() { "translated" } else { "initial" };
                    // What matches refer to is marked in the source.
                    let source = escape(&passage.text);
                    let source = if matched(passage) {
                        format!("<mrk id=\"m{at}\" type=\"mtc:match\">{source}</mrk>")
                    } else {
                        source
                    };
                    let _ = writeln!(
                        out,
                        "      <segment id=\"s{at}\" state=\"{state}\">\n        <source>{source}</source>"
                    );
                    if let Some(target) = target {
                        let _ = writeln!(out, "        <target>{target}</target>");
                    }
                    out += "      </segment>\n";
                }
                out += "    </unit>\n";
            }
            out += "  </file>\n";
        }
        out + "</xliff>\n"
    }
}
