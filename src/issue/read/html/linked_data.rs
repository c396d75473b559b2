//! What a page says of itself as linked data (JSON-LD 1.1, the vocabulary of schema.org): writer, day, publisher.

use serde_json::Value;

use super::Field;
use crate::problem::Span;

/// Types whose properties are those of a text.
const TEXTS: [&str; 6] =
    ["Article", "NewsArticle", "ReportageNewsArticle", "BlogPosting", "WebPage", "CreativeWork"];

/// Adds the fields of a script that are not known yet. What cannot be read says nothing.
pub(super) fn fields(script: &str, base: usize, fields: &mut Vec<Field>) {
    let Ok(data) = serde_json::from_str::<Value>(script) else { return };
    let is_text = |value: &Value| match &value["@type"] {
        Value::String(name) => TEXTS.contains(&name.as_str()),
        Value::Array(names) => names.iter().filter_map(Value::as_str).any(|name| TEXTS.contains(&name)),
        _ => false,
    };
    let list = match &data {
        Value::Array(list) => list.as_slice(),
        data => data["@graph"].as_array().map_or(std::slice::from_ref(data), Vec::as_slice),
    };
    let Some(text) = list.iter().find(|value| is_text(value)) else { return };
    let found = [
        ("author", name_of(&text["author"])),
        ("date", text["datePublished"].as_str().map(str::to_owned)),
        ("publisher", name_of(&text["publisher"])),
    ];
    for (name, value) in found {
        let value = value.filter(|value| !value.trim().is_empty());
        if let Some(value) = value.filter(|_| fields.iter().all(|field| field.name != name)) {
            fields.push(Field { name: name.to_owned(), value, span: Span { start: base, end: base } });
        }
    }
}

/// The name of a person or a house, or the names of several.
fn name_of(value: &Value) -> Option<String> {
    match value {
        Value::String(name) => Some(name.clone()),
        Value::Object(_) => value["name"].as_str().map(str::to_owned),
        Value::Array(list) => {
            let names: Vec<String> = list.iter().filter_map(name_of).collect();
            (!names.is_empty()).then(|| names.join("、"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::fields;

    #[test]
    fn writer_day_and_publisher_are_found_in_a_graph_too() {
        for script in [
            r#"{"@type": "NewsArticle", "author": {"name": "林小河"}, "datePublished": "2026-03-06T08:00"}"#,
            r#"{"@graph": [{"@type": "WebSite"}, {"@type": ["Article"], "author": ["林小河"], "datePublished": "2026-03-06T08:00"}]}"#,
        ] {
            let mut found = Vec::new();
            fields(script, 0, &mut found);
            let found: Vec<_> =
                found.iter().map(|field| (field.name.as_str(), field.value.as_str())).collect();
            assert_eq!(found, [("author", "林小河"), ("date", "2026-03-06T08:00")]);
        }
        for script in ["", "[", "{}", "[1]", r#"{"@type": "Person", "author": "x"}"#] {
            let mut found = Vec::new();
            fields(script, 0, &mut found);
            assert_eq!(found, []);
        }
    }
}
