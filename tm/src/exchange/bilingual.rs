//! Files of one source and one target language, as other tools take them: XLIFF 1.2 and 2.1, and gettext's PO.

use super::codes::{Codes, NAMESPACE, escape, value};
use super::export::{End, Export, Survey};
use super::import::{Entry, Given, Imported, decoded, markup};
use super::limits::XlsxError;
use super::xliff::{self, ATTRIBUTE};
use super::{Format, Remark, Row, Translated, Version, json, po};
use crate::Language;
use crate::markup::to_markup;
use crate::model::{Header, Prop, Unit, Variant};
use std::fmt::Write;

pub(super) const XLIFF: Row = Row {
    endings: &["xlf", "xliff", "sdlxliff", "mqxliff", "mxliff"],
    loses: Some(
        "languages beyond the first two, what is told of single variants, languages and encodings of properties and \
         notes, and an `assoc` that is none of p, f and b",
    ),
    export: |memory| File::begin(Format::Xliff, memory),
    import: read,
};

pub(super) const XLIFF2: Row = Row {
    endings: &[],
    loses: Some(
        "languages beyond the first two and their other codes, what is told of single variants, and languages and \
         encodings of properties and notes",
    ),
    export: |memory| File::begin(Format::Xliff2, memory),
    import: read,
};

pub(super) const PO: Row = Row {
    endings: &["po", "pot"],
    loses: Some(
        "languages beyond the first two and their other codes, properties, identifiers, authors and dates; inline tags \
         stand as text",
    ),
    export: |memory| File::begin(Format::Po, memory),
    import: |bytes, given| {
        let (text, remarks) = decoded(bytes, po::charset(bytes).as_deref());
        if !text.contains("msgid") {
            return Err(Remark {
                line: 1,
                message: "it is not a PO file: there is no `msgid` in it".to_owned(),
            });
        }
        let [source, target] = given.or_usual();
        Ok(imported(po::po_units(&text, &source, &target), remarks))
    },
};

fn read(bytes: &[u8], given: &Given) -> Result<Imported, Remark> {
    let (text, remarks) = markup(bytes);
    Ok(imported(xliff::read_xliff(&text, given)?, remarks))
}

fn imported(file: Translated, mut remarks: Vec<Remark>) -> Imported {
    let Translated { source, units, unfinished, remarks: own } = file;
    remarks.extend(own);
    let entries = units.into_iter().enumerate();
    let entries = entries.map(|(at, unit)| Entry::new(unit, unfinished.get(&at).copied())).collect();
    Imported { source, entries, remarks }
}

/// A memory as such a file.
struct File {
    name: String,
    file: Bilingual,
}

impl File {
    fn begin(format: Format, memory: Survey) -> Option<Box<dyn Export>> {
        let (source, target) = memory.pair().cloned()?;
        Some(Box::new(Self {
            name: memory.name,
            file: Bilingual::new(format, memory.header, source, target),
        }))
    }
}

impl Export for File {
    fn begin(&mut self) -> String {
        self.file.begin(&self.name)
    }

    fn unit(&mut self, _: u64, unit: &Unit) -> Option<String> {
        self.file.unit(unit)
    }

    fn end(&mut self) -> Result<End, XlsxError> {
        Ok(End::of(self.file.end()))
    }
}

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
            _ => String::new(),
        }
    }

    /// A unit; none if it lacks one of the languages. A variant in another code of the language (`en-GB` in a file of
    /// `en`) serves.
    #[must_use]
    pub fn unit(&mut self, unit: &Unit) -> Option<String> {
        let source =
            unit.source_variant(&self.header).filter(|variant| self.source.covers(&variant.language))?;
        let others = || unit.variants.iter().filter(|variant| !std::ptr::eq(*variant, source));
        let target = others()
            .find(|variant| variant.language == self.target)
            .or_else(|| others().find(|variant| self.target.covers(&variant.language)))?;
        // XLIFF 1.2 lets an element name its own language.
        let own = |variant: &Variant, of_file: &Language| {
            let code = &variant.language;
            if code == of_file { String::new() } else { format!(" xml:lang=\"{code}\"") }
        };
        let (from, into) = (own(source, &self.source), own(target, &self.target));
        self.number += 1;
        let number = self.number;
        Some(match self.format {
            Format::Xliff => {
                let mut codes = Codes::new(Version::V1_2);
                let (source, target) = (codes.seg(&source.seg), codes.seg(&target.seg));
                format!(
                    "      <trans-unit id=\"{number}\"{} xml:space=\"preserve\">\n        \
                     <source{from}>{source}</source>\n        <target{into}>{target}</target>\n{}{}      </trans-unit>\n",
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
            _ => return None,
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
