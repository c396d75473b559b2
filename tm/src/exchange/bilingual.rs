//! Files of one source and one target language, as other tools take them: XLIFF 1.2 and 2.1, and gettext's PO.

use super::codes::{Codes, NAMESPACE, escape, value};
use super::xliff::ATTRIBUTE;
use super::{Format, Version, json};
use crate::Language;
use crate::markup::to_markup;
use crate::model::{Header, Prop, Unit};
use std::fmt::Write;

/// What stands before the units of a file, what each unit is, and what stands behind, for the formats that are
/// files of source and target.
pub struct Bilingual {
    format: Format,
    header: Header,
    target: Language,
    source: Language,
    number: u64,
}

impl Bilingual {
    /// A file of one language pair; `name` is what the memory is called.
    #[must_use]
    pub fn new(format: Format, header: Header, source: Language, target: Language) -> Self {
        Self { format, header, target, source, number: 0 }
    }

    /// What the file begins with.
    #[must_use]
    pub fn begin(&self, name: &str) -> String {
        let (source, target, name) = (&self.source, &self.target, escape(name));
        match self.format {
            Format::Xliff => format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xliff version=\"1.2\" \
                 xmlns=\"urn:oasis:names:tc:xliff:document:1.2\">\n  <file original=\"{name}\" \
                 source-language=\"{source}\" target-language=\"{target}\" datatype=\"plaintext\">\n    <body>\n"
            ),
            Format::Xliff2 => format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xliff version=\"2.1\" \
                 xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" \
                 xmlns:mda=\"urn:oasis:names:tc:xliff:metadata:2.0\" xmlns:tmx=\"{NAMESPACE}\" srcLang=\"{source}\" trgLang=\"{target}\">\n  \
                 <file id=\"f1\" original=\"{name}\">\n"
            ),
            Format::Po => format!(
                "msgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n\
                 \"Content-Transfer-Encoding: 8bit\\n\"\n\"Language: {}\\n\"\n\"X-Source-Language: {source}\\n\"\n",
                target.as_str().replace('-', "_")
            ),
            Format::Tsv | Format::Csv | Format::Xlsx | Format::Jsonl | Format::Tbx => String::new(),
        }
    }

    /// A unit; none if it lacks one of the languages.
    #[must_use]
    pub fn unit(&mut self, unit: &Unit) -> Option<String> {
        let source = unit.source_variant(&self.header).filter(|variant| variant.language == self.source)?;
        let target = unit.variants.iter().find(|variant| variant.language == self.target)?;
        self.number += 1;
        let number = self.number;
        Some(match self.format {
            Format::Xliff => {
                let mut codes = Codes::new(Version::V1_2);
                let (source, target) = (codes.seg(&source.seg), codes.seg(&target.seg));
                format!(
                    "      <trans-unit id=\"{number}\"{} xml:space=\"preserve\">\n        \
                     <source>{source}</source>\n        <target>{target}</target>\n{}{}      </trans-unit>\n",
                    name("resname", unit),
                    contexts(unit),
                    notes(unit, "        ")
                )
            }
            Format::Xliff2 => {
                let mut codes = Codes::new(Version::V2_1);
                let (source, target) = (codes.seg(&source.seg), codes.seg(&target.seg));
                let mut notes = notes(unit, "        ");
                if !notes.is_empty() {
                    notes = format!("      <notes>\n{notes}      </notes>\n");
                }
                format!(
                    "    <unit id=\"u{number}\"{} xml:space=\"preserve\">\n{}{notes}{}      <segment>\n        \
                     <source>{source}</source>\n        <target>{target}</target>\n      </segment>\n    </unit>\n",
                    name("name", unit),
                    metadata(unit),
                    codes.original_data("      ")
                )
            }
            Format::Po => {
                let notes =
                    unit.notes.iter().flat_map(|note| note.text.lines()).map(|line| format!("# {line}\n"));
                format!(
                    "\n{}msgctxt \"{number}\"\nmsgid {}\nmsgstr {}\n",
                    notes.collect::<String>(),
                    po_string(&to_markup(&source.seg)),
                    po_string(&to_markup(&target.seg))
                )
            }
            Format::Tsv | Format::Csv | Format::Xlsx | Format::Jsonl | Format::Tbx => return None,
        })
    }

    /// What the file ends with.
    #[must_use]
    pub fn end(&self) -> &'static str {
        match self.format {
            Format::Xliff => "    </body>\n  </file>\n</xliff>\n",
            Format::Xliff2 => "  </file>\n</xliff>\n",
            _ => "",
        }
    }
}

/// The unit's identifier as an attribute of that name.
fn name(attribute: &str, unit: &Unit) -> String {
    unit.id.as_ref().map_or(String::new(), |id| format!(" {attribute}=\"{}\"", escape(id)))
}

fn notes(unit: &Unit, indent: &str) -> String {
    unit.notes.iter().fold(String::new(), |mut out, note| {
        let _ = writeln!(out, "{indent}<note>{}</note>", escape(&note.text));
        out
    })
}

/// What is told of a unit: its attributes by their names, and its properties.
fn told(unit: &Unit) -> (Vec<(String, String)>, &[Prop]) {
    (json::attributes(&unit.origin).into_iter().collect(), &unit.props)
}

/// What is told of a unit, in XLIFF 1.2.
fn contexts(unit: &Unit) -> String {
    let (attributes, props) = told(unit);
    let attributes = attributes.into_iter().map(|(name, told)| (format!("x-tmx.{name}"), told));
    let props = props.iter().map(|prop| (value(&prop.kind, &[]), prop.value.clone()));
    let mut out = String::new();
    for (kind, told) in attributes.chain(props) {
        let _ = writeln!(out, "          <context context-type=\"{kind}\">{}</context>", escape(&told));
    }
    if out.is_empty() {
        return out;
    }
    format!("        <context-group purpose=\"x-tmx\">\n{out}        </context-group>\n")
}

/// What is told of a unit, in XLIFF 2.1: its module Metadata.
fn metadata(unit: &Unit) -> String {
    let (attributes, props) = told(unit);
    let attributes = attributes.into_iter().map(|(name, told)| (format!("{ATTRIBUTE}{name}"), told));
    let props = props.iter().map(|prop| (prop.kind.clone(), prop.value.clone()));
    let mut out = String::new();
    for (kind, told) in attributes.chain(props) {
        let _ = writeln!(out, "          <mda:meta type=\"{}\">{}</mda:meta>", escape(&kind), escape(&told));
    }
    if out.is_empty() {
        return out;
    }
    format!(
        "      <mda:metadata>\n        <mda:metaGroup category=\"tmx\">\n{out}        </mda:metaGroup>\n      \
         </mda:metadata>\n"
    )
}

fn po_string(text: &str) -> String {
    let escaped = text
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\t', "\\t")
        .replace('\r', "\\r")
        .replace('\n', "\\n");
    format!("\"{escaped}\"")
}
