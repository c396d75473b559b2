//! Files of one source and one target language, as other tools take them: XLIFF 1.2 and 2.1, and gettext's PO.

use super::Format;
use crate::Language;
use crate::markup::to_markup;
use crate::model::{Header, Unit};

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
                 xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" srcLang=\"{source}\" trgLang=\"{target}\">\n  \
                 <file id=\"f1\" original=\"{name}\">\n"
            ),
            Format::Po => format!(
                "msgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n\
                 \"Content-Transfer-Encoding: 8bit\\n\"\n\"Language: {}\\n\"\n\"X-Source-Language: {source}\\n\"\n",
                target.as_str().replace('-', "_")
            ),
            Format::Tsv | Format::Csv | Format::Xlsx | Format::Jsonl => String::new(),
        }
    }

    /// A unit; none if it lacks one of the languages.
    #[must_use]
    pub fn unit(&mut self, unit: &Unit) -> Option<String> {
        let source = unit.source_variant(&self.header).filter(|variant| variant.language == self.source)?;
        let target = unit.variants.iter().find(|variant| variant.language == self.target)?;
        self.number += 1;
        let (source, target) = (to_markup(&source.seg), to_markup(&target.seg));
        let (s, t) = (escape(&source), escape(&target));
        let number = self.number;
        Some(match self.format {
            Format::Xliff => {
                let notes =
                    unit.notes.iter().map(|note| format!("\n        <note>{}</note>", escape(&note.text)));
                format!(
                    "      <trans-unit id=\"{number}\" xml:space=\"preserve\">\n        <source>{s}</source>\n        \
                     <target>{t}</target>{}\n      </trans-unit>\n",
                    notes.collect::<String>()
                )
            }
            Format::Xliff2 => {
                let notes: Vec<String> =
                    unit.notes.iter().map(|note| format!("<note>{}</note>", escape(&note.text))).collect();
                let notes = if notes.is_empty() {
                    String::new()
                } else {
                    format!("\n      <notes>{}</notes>", notes.concat())
                };
                format!(
                    "    <unit id=\"u{number}\">{notes}\n      <segment>\n        <source \
                     xml:space=\"preserve\">{s}</source>\n        <target xml:space=\"preserve\">{t}</target>\n      \
                     </segment>\n    </unit>\n"
                )
            }
            Format::Po => {
                let notes =
                    unit.notes.iter().flat_map(|note| note.text.lines()).map(|line| format!("# {line}\n"));
                format!(
                    "\n{}msgctxt \"{number}\"\nmsgid {}\nmsgstr {}\n",
                    notes.collect::<String>(),
                    po_string(&source),
                    po_string(&target)
                )
            }
            Format::Tsv | Format::Csv | Format::Xlsx | Format::Jsonl => return None,
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

fn escape(text: &str) -> String {
    quick_xml::escape::escape(&*crate::xml::allowed(text)).into_owned()
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
