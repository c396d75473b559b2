//! A unit as a line of JSON, with everything that is told about it.

use crate::markup::{from_markup, to_markup};
use crate::model::{Note, Prop, Unit, Variant};
use crate::{Date, Language};
use std::collections::BTreeMap;

/// A variant as a JSON object has it.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
struct JsonVariant {
    lang: String,
    seg: String,
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    attributes: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    props: Vec<(String, String)>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    notes: Vec<String>,
}

/// A unit as a JSON object has it.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
struct JsonUnit {
    #[serde(skip_serializing_if = "Option::is_none", default)]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    source: Option<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    attributes: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    props: Vec<(String, String)>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    notes: Vec<String>,
    variants: Vec<JsonVariant>,
}

/// The names of an origin's attributes, with their values.
fn attributes(origin: &crate::Origin) -> BTreeMap<String, String> {
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

fn origin(mut attributes: BTreeMap<String, String>) -> crate::Origin {
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

fn told(props: &[Prop], notes: &[Note]) -> (Vec<(String, String)>, Vec<String>) {
    (
        props.iter().map(|prop| (prop.kind.clone(), prop.value.clone())).collect(),
        notes.iter().map(|note| note.text.clone()).collect(),
    )
}

fn props(told: Vec<(String, String)>) -> Vec<Prop> {
    told.into_iter().map(|(kind, value)| Prop::new(kind, value)).collect()
}

/// A unit as a line of JSON.
///
/// # Errors
/// Never, as far as is known: everything in it is text.
pub fn json_line(unit: &Unit) -> Result<String, serde_json::Error> {
    let (unit_props, unit_notes) = told(&unit.props, &unit.notes);
    let json = JsonUnit {
        id: unit.id.clone(),
        source: unit
            .source
            .as_ref()
            .map(|source| source.language().map_or("*all*".into(), ToString::to_string)),
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
    serde_json::to_string(&json).map(|line| line + "\n")
}

/// A line of JSON as a unit.
///
/// # Errors
/// If the line is no such object.
pub fn json_unit(line: &str) -> Result<Unit, serde_json::Error> {
    use serde::de::Error;
    let json: JsonUnit = serde_json::from_str(line)?;
    let language = |code: &str| code.parse::<Language>().map_err(serde_json::Error::custom);
    Ok(Unit {
        id: json.id,
        source: match json.source.as_deref() {
            None => None,
            Some("*all*") => Some(crate::Source::All),
            Some(code) => Some(crate::Source::One(language(code)?)),
        },
        segtype: None,
        origin: origin(json.attributes),
        props: props(json.props),
        notes: json.notes.into_iter().map(Note::new).collect(),
        variants: json
            .variants
            .into_iter()
            .map(|variant| {
                Ok(Variant {
                    language: language(&variant.lang)?,
                    origin: origin(variant.attributes),
                    props: props(variant.props),
                    notes: variant.notes.into_iter().map(Note::new).collect(),
                    seg: from_markup(&variant.seg),
                })
            })
            .collect::<Result<_, serde_json::Error>>()?,
    })
}
