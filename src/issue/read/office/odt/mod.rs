//! ODT, the format of LibreOffice (OpenDocument 1.3, part 3), as a source.

mod body;
mod styles;

use super::{Document, NotADocument, property_fields};
use crate::issue::read::container::Container;
use crate::issue::read::elements::elements;
use crate::issue::read::office::flow::Flow;
use crate::issue::read::office::walk::walk;
use body::Body;
use styles::Styles;

/// What the file `mimetype` of a text document says; a template's goes on behind it.
const MEDIA_TYPE: &[u8] = b"application/vnd.oasis.opendocument.text";

/// Whether a container holds a text document.
pub(super) fn is_one(container: &mut Container<'_>) -> bool {
    container.has("content.xml")
        && container.has("mimetype")
        && container.file("mimetype").is_ok_and(|kind| kind.starts_with(MEDIA_TYPE))
}

/// Reads a document.
pub(super) fn read(container: &mut Container<'_>) -> Result<Document, NotADocument> {
    let manifest = "META-INF/manifest.xml";
    if container.has(manifest)
        && elements(&container.text(manifest)?)?.iter().any(|element| element.name == "encryption-data")
    {
        return Err(NotADocument::Encrypted);
    }
    let mut styles = Styles::default();
    let mut furniture = 0;
    if container.has("styles.xml") {
        let found = elements(&container.text("styles.xml")?)?;
        furniture = found.iter().filter(|element| matches!(&*element.name, "header" | "footer")).count();
        styles.read(&found);
    }
    let text = container.text("content.xml")?.text;
    // The styles of the text itself stand before it, so that only they are read here.
    let head = text.find("<office:body").map_or("", |end| &text[..end]);
    styles.read_automatic(head)?;
    styles.settle();
    let mut flow = Flow::new();
    walk("content.xml", &text, &mut Body::new(&mut flow, &styles))?;
    let items = flow.finish();
    for _ in 0..furniture {
        flow.leave_out("headers and footers");
    }
    let properties =
        if container.has("meta.xml") { elements(&container.text("meta.xml")?)? } else { Vec::new() };
    let named = properties.iter().find(|element| element.name == "language");
    let named = named.map(|element| element.text.trim().to_owned());
    let languages = named.into_iter().chain(styles.languages.clone()).collect();
    Ok(Document { items, flow, fields: property_fields(&properties, &PROPERTIES), languages })
}

/// The properties of a document, and the fields of front matter that they are. `dc:date` is the day of the last change.
const PROPERTIES: [(&str, &str); 6] = [
    ("title", "title"),
    ("initial-creator", "creator"),
    ("creation-date", "created"),
    ("description", "description"),
    ("publisher", "publisher"),
    ("rights", "rights"),
];
