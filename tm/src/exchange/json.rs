//! A unit as a line of JSON, with everything that is told about it.

use super::export::{End, Export};
use super::import::{Entry, Imported, decoded};
use super::limits::XlsxError;
use super::{Remark, Row};
use crate::markup::{from_markup, to_markup};
use crate::model::{Note, Prop, Segtype, Unit, Variant};
use crate::{Date, Language};
use std::collections::BTreeMap;

pub(super) const JSONL: Row = Row {
    endings: &["jsonl", "json", "ndjson"],
    loses: None,
    export: |_| Some(Box::new(Lines)),
    import: |bytes, given| {
        let (text, remarks) = decoded(bytes, None);
        let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
        let entry = |(line, text): (usize, &str)| {
            let unit = json_unit(text).map_err(|error| Remark { line, message: error.to_string() })?;
            // It holds everything, also what a memory has that is not finished.
            Ok(Entry { line, ..Entry::new(unit, None) })
        };
        let entries = lines.map(entry).collect::<Result<_, Remark>>()?;
        Ok(Imported { source: given.or_usual()[0].clone(), entries, remarks })
    },
};

/// A line for each unit.
struct Lines;

impl Export for Lines {
    fn begin(&mut self) -> String {
        String::new()
    }

    fn unit(&mut self, _: u64, unit: &Unit) -> Option<String> {
        Some(json_line(unit))
    }

    fn end(&mut self) -> Result<End, XlsxError> {
        Ok(End::default())
    }
}

/// A line that is not a unit in JSON.
#[derive(Debug, thiserror::Error)]
#[error("it is not a unit in JSON: {message}, at character {column}")]
pub struct NotAUnit {
    /// The character, from 1.
    pub column: usize,
    message: String,
}

impl From<serde_json::Error> for NotAUnit {
    fn from(error: serde_json::Error) -> Self {
        let message = error.to_string();
        // The line would be that in the line.
        let message = message.split(" at line ").next().unwrap_or_default().to_owned();
        Self { column: error.column(), message }
    }
}

/// A property: kind and value, and behind them its language and old encoding if it has any.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
enum JsonProp {
    Plain(String, String),
    Full(String, String, Option<String>, Option<String>),
}

/// A note: its text, or with its language and old encoding.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
enum JsonNote {
    Plain(String),
    Full(String, Option<String>, Option<String>),
}

/// A variant as a JSON object has it.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
struct JsonVariant {
    lang: String,
    seg: String,
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    attributes: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    props: Vec<JsonProp>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    notes: Vec<JsonNote>,
}

/// A unit as a JSON object has it.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
struct JsonUnit {
    #[serde(skip_serializing_if = "Option::is_none", default)]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    segtype: Option<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    attributes: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    props: Vec<JsonProp>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    notes: Vec<JsonNote>,
    variants: Vec<JsonVariant>,
}

/// The names of an origin's attributes, with their values.
pub(super) fn attributes(origin: &crate::Origin) -> BTreeMap<String, String> {
    let date = |date: &Option<Date>| date.map(|date| date.to_string());
    [
        ("encoding", origin.encoding.clone()),
        ("datatype", origin.datatype.clone()),
        ("usage-count", origin.usage_count.map(|count| count.to_string())),
        ("last-used", date(&origin.last_used)),
        ("tool", origin.tool.clone()),
        ("tool-version", origin.tool_version.clone()),
        ("created", date(&origin.created)),
        ("created-by", origin.created_by.clone()),
        ("changed", date(&origin.changed)),
        ("changed-by", origin.changed_by.clone()),
        ("format", origin.format.clone()),
    ]
    .into_iter()
    .filter_map(|(name, value)| value.map(|value| (name.to_owned(), value)))
    .collect()
}

/// What these attributes tell.
pub(super) fn origin(mut attributes: BTreeMap<String, String>) -> crate::Origin {
    let mut take = |name: &str| attributes.remove(name);
    crate::Origin {
        encoding: take("encoding"),
        datatype: take("datatype"),
        usage_count: take("usage-count").and_then(|count| count.parse().ok()),
        last_used: take("last-used").and_then(|date| date.parse().ok()),
        tool: take("tool"),
        tool_version: take("tool-version"),
        created: take("created").and_then(|date| date.parse().ok()),
        created_by: take("created-by"),
        changed: take("changed").and_then(|date| date.parse().ok()),
        changed_by: take("changed-by"),
        format: take("format"),
    }
}

fn told(props: &[Prop], notes: &[Note]) -> (Vec<JsonProp>, Vec<JsonNote>) {
    let code = |language: &Option<Language>| language.as_ref().map(ToString::to_string);
    let prop = |prop: &Prop| {
        let (kind, value) = (prop.kind.clone(), prop.value.clone());
        if prop.language.is_none() && prop.encoding.is_none() {
            JsonProp::Plain(kind, value)
        } else {
            JsonProp::Full(kind, value, code(&prop.language), prop.encoding.clone())
        }
    };
    let note = |note: &Note| {
        if note.language.is_none() && note.encoding.is_none() {
            JsonNote::Plain(note.text.clone())
        } else {
            JsonNote::Full(note.text.clone(), code(&note.language), note.encoding.clone())
        }
    };
    (props.iter().map(prop).collect(), notes.iter().map(note).collect())
}

fn language(code: &str) -> Result<Language, serde_json::Error> {
    Language::lenient(code).map_err(serde::de::Error::custom)
}

fn props(told: Vec<JsonProp>) -> Result<Vec<Prop>, serde_json::Error> {
    let prop = |prop| match prop {
        JsonProp::Plain(kind, value) => Ok(Prop::new(kind, value)),
        JsonProp::Full(kind, value, code, encoding) => {
            Ok(Prop { kind, value, language: code.as_deref().map(language).transpose()?, encoding })
        }
    };
    told.into_iter().map(prop).collect()
}

fn notes(told: Vec<JsonNote>) -> Result<Vec<Note>, serde_json::Error> {
    let note = |note| match note {
        JsonNote::Plain(text) => Ok(Note::new(text)),
        JsonNote::Full(text, code, encoding) => {
            Ok(Note { text, language: code.as_deref().map(language).transpose()?, encoding })
        }
    };
    told.into_iter().map(note).collect()
}

/// A unit as a line of JSON.
#[must_use]
pub fn json_line(unit: &Unit) -> String {
    let (unit_props, unit_notes) = told(&unit.props, &unit.notes);
    let json = JsonUnit {
        id: unit.id.clone(),
        source: unit
            .source
            .as_ref()
            .map(|source| source.language().map_or("*all*".into(), ToString::to_string)),
        segtype: unit.segtype.map(|segtype| segtype.as_str().to_owned()),
        attributes: attributes(&unit.origin),
        props: unit_props,
        notes: unit_notes,
        variants: unit
            .variants
            .iter()
            .map(|variant| {
                let (props, notes) = told(&variant.props, &variant.notes);
                let attributes = attributes(&variant.origin);
                let (lang, seg) = (variant.language.to_string(), to_markup(&variant.seg));
                JsonVariant { lang, seg, attributes, props, notes }
            })
            .collect(),
    };
    // Everything in it is text, which JSON always holds.
    serde_json::to_string(&json).unwrap_or_default() + "\n"
}

/// A line of JSON as a unit.
///
/// # Errors
/// If the line is not such an object.
pub fn json_unit(line: &str) -> Result<Unit, NotAUnit> {
    Ok(unit(line)?)
}

fn unit(line: &str) -> Result<Unit, serde_json::Error> {
    let json: JsonUnit = serde_json::from_str(line)?;
    Ok(Unit {
        id: json.id,
        source: match json.source.as_deref() {
            None => None,
            Some("*all*") => Some(crate::Source::All),
            Some(code) => Some(crate::Source::One(language(code)?)),
        },
        segtype: json.segtype.as_deref().and_then(Segtype::from_name),
        origin: origin(json.attributes),
        props: props(json.props)?,
        notes: notes(json.notes)?,
        variants: json
            .variants
            .into_iter()
            .map(|variant| {
                Ok(Variant {
                    language: language(&variant.lang)?,
                    origin: origin(variant.attributes),
                    props: props(variant.props)?,
                    notes: notes(variant.notes)?,
                    seg: from_markup(&variant.seg),
                })
            })
            .collect::<Result<_, serde_json::Error>>()?,
    })
}
