//! DOCX, the format of Word (Office Open XML, ECMA-376), as a source.

mod body;
mod field;
mod styles;

use std::collections::BTreeMap;

use super::{Document, NotADocument, property_fields};
use crate::issue::read::container::{Container, Damage};
use crate::issue::read::elements::{Element, elements};
use crate::issue::read::html::resolved;
use crate::issue::read::office::flow::Flow;
use crate::issue::read::office::numbering::Counters;
use crate::issue::read::office::walk::walk;
use body::{Body, Shared};
use styles::{Lists, Styles};

/// Where a document leads: to another part of the file, or out of it.
struct Relation {
    /// The path in the container, or the address outside of it.
    target: String,
    is_outside: bool,
    /// The last part of the name of what it is: `footnotes`.
    kind: String,
}

/// Whether a container holds a document of Word.
pub(super) fn is_one(container: &Container<'_>) -> bool {
    container.has("word/document.xml")
        || (container.has("[Content_Types].xml") && container.has("word/styles.xml"))
}

/// Reads a document.
pub(super) fn read(container: &mut Container<'_>) -> Result<Document, NotADocument> {
    let package = relations(container, "")?;
    let main = package.values().find(|relation| relation.kind == "officeDocument");
    let main = main.map_or_else(|| "word/document.xml".to_owned(), |relation| relation.target.clone());
    let text = container.text(&main)?.text;
    let known = relations(container, &main)?;
    let styles = Styles::read(&part(container, &known, "styles")?);
    let lists = Lists::read(&part(container, &known, "numbering")?);
    let mut flow = Flow::new();
    let mut shared =
        Shared { styles: &styles, lists: &lists, counters: Counters::default(), languages: BTreeMap::new() };
    walk(&main, &text, &mut Body::new(&mut flow, &mut shared, &known))?;
    drop(text);
    let items = flow.finish();
    for kind in ["footnotes", "endnotes"] {
        let Some(path) = path_of(&known, kind).filter(|path| container.has(path)) else { continue };
        let text = container.text(&path)?.text;
        let relations = relations(container, &path)?;
        walk(&path, &text, &mut Body::new(&mut flow, &mut shared, &relations))?;
        flow.finish();
    }
    for _ in known.values().filter(|relation| matches!(relation.kind.as_str(), "header" | "footer")) {
        flow.leave_out("headers and footers");
    }
    let told = shared.languages.into_iter().max_by_key(|(_, count)| *count).map(|(language, _)| language);
    let languages = [told, styles.east_asian].into_iter().flatten();
    let properties = match package.values().find(|relation| relation.kind == "core-properties") {
        Some(relation) if container.has(&relation.target) => elements(&container.text(&relation.target)?)?,
        _ => Vec::new(),
    };
    let named = properties.iter().find(|element| element.name == "language").map(|element| &element.text);
    let languages = named.map(|tag| tag.trim().to_owned()).into_iter().chain(languages).collect();
    Ok(Document { items, flow, fields: property_fields(&properties, &PROPERTIES), languages })
}

/// What a part leads to, by the names that it uses.
fn relations(container: &mut Container<'_>, part: &str) -> Result<BTreeMap<String, Relation>, Damage> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let path = format!("{folder}{}_rels/{file}.rels", if folder.is_empty() { "" } else { "/" });
    if !container.has(&path) {
        return Ok(BTreeMap::new());
    }
    let found = elements(&container.text(&path)?)?;
    let relation = |element: &Element| {
        let target = element.attribute("Target")?;
        let is_outside = element.attribute("TargetMode") == Some("External");
        let target = match target.strip_prefix('/') {
            _ if is_outside => target.to_owned(),
            Some(path) => resolved("", path),
            None => resolved(part, target),
        };
        let kind = element.attribute("Type").unwrap_or_default();
        let kind = kind.rsplit('/').next().unwrap_or(kind).to_owned();
        Some((element.attribute("Id")?.to_owned(), Relation { target, is_outside, kind }))
    };
    Ok(found.iter().filter_map(relation).collect())
}

fn path_of(relations: &BTreeMap<String, Relation>, kind: &str) -> Option<String> {
    relations.values().find(|relation| relation.kind == kind).map(|relation| relation.target.clone())
}

/// The elements of a part that a document may have.
fn part(
    container: &mut Container<'_>,
    relations: &BTreeMap<String, Relation>,
    kind: &str,
) -> Result<Vec<Element>, Damage> {
    let path = path_of(relations, kind).unwrap_or_else(|| format!("word/{kind}.xml"));
    if container.has(&path) { elements(&container.text(&path)?) } else { Ok(Vec::new()) }
}

/// The properties of a document, and the fields of front matter that they are.
const PROPERTIES: [(&str, &str); 9] = [
    ("title", "title"),
    ("creator", "creator"),
    ("date", "date"),
    ("issued", "date"),
    ("created", "created"),
    ("subject", "subjects"),
    ("description", "description"),
    ("publisher", "publisher"),
    ("rights", "rights"),
];
