//! What epub-builder 0.8 lacks of EPUB 3.3, put into the documents that it wrote.
//!
//! Each amendment is one function, so that it can go when the crate learns it:
//!
//! | document | amendment | reason: the crate |
//! | --- | --- | --- |
//! | package | [`speak`] | gives the root no language |
//! | | [`mend_languages`] | gives languages the ids of authors |
//! | | [`mend_modified`] | asks the clock for the date |
//! | | [`name`] | has no title in a second language |
//! | | [`describe`] | has no call for publisher, day, source, description, ISBN, subjects |
//! | | [`credit`] | knows authors, and no other role |
//! | | [`collect`] | has no series |
//! | | [`tell_accessibility`], [`tell_writing`] | has no metadata of one's own |
//! | | [`tell_vector_graphics`] | has no manifest properties but the cover's |
//! | | [`show_contents`] | leaves the contents out of the spine |
//! | | [`name_guide`] | names places in English |
//! | navigation | [`speak`], [`finish_contents`] | knows titles as plain text in one language |
//! | | [`landmarks`] | lands only on pages of the contents |
//! | | [`page_list`] | has no printed pages |
//! | NCX | [`ncx`] | leaves out identifier, depth, page list, and names it by its contents |
//!
//! The standards: EPUB 3.3 (package document, §5; navigation, §7), EPUB Accessibility 1.1, and the NCX of OPF 2.0.1
//! for old reading systems.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::element::{Document, Element, Node};
use super::labels::Labels;
use super::xhtml::{escape, set_plain};
use super::{Edition, Entry, Kind, Writing};

/// Finishes the package document.
pub(super) fn package(edition: &Edition, text: &str) -> Result<String, quick_xml::Error> {
    let mut document = Document::read(text)?;
    let package = &mut document.root;
    speak(package, edition);
    if let Some(metadata) = package.child_mut("metadata") {
        mend_languages(metadata);
        mend_modified(metadata, edition);
        name(metadata, edition);
        describe(metadata, edition);
        credit(metadata, edition);
        collect(metadata, edition);
        tell_accessibility(metadata, edition);
        tell_writing(metadata, edition);
    }
    if let Some(manifest) = package.child_mut("manifest") {
        tell_vector_graphics(manifest, edition);
    }
    if let Some(spine) = package.child_mut("spine") {
        show_contents(spine, edition);
    }
    if let Some(guide) = package.child_mut("guide") {
        name_guide(guide, edition);
    }
    document.write()
}

/// Finishes the navigation document.
pub(super) fn navigation(edition: &Edition, text: &str) -> Result<String, quick_xml::Error> {
    let mut document = Document::read(text)?;
    let html = &mut document.root;
    let labels = edition.labels();
    html.set("lang", edition.metadata.language());
    speak(html, edition);
    if let Some(head) = html.child_mut("head") {
        head.children.retain(|child| !matches!(child, Node::Element(meta) if meta.name == "meta"));
    }
    if let Some(body) = html.child_mut("body") {
        body.set("class", "contents");
        for nav in body.elements_mut() {
            match nav.attribute("epub:type") {
                Some("toc") => finish_contents(nav, edition),
                Some("landmarks") => *nav = landmarks(edition, labels),
                _ => {}
            }
        }
        if !edition.printed.is_empty() {
            body.children.push(Node::Element(page_list(edition, labels)));
        }
    }
    document.write()
}

/// Finishes the NCX.
pub(super) fn ncx(edition: &Edition, text: &str) -> Result<String, quick_xml::Error> {
    let mut document = Document::read(text)?;
    let ncx = &mut document.root;
    speak(ncx, edition);
    let labels = edition.labels();
    let pages = edition.printed.len().to_string();
    if let Some(head) = ncx.child_mut("head") {
        // The crate leaves out the identifier, by which a reading system tells that NCX and package are one.
        let identifier = edition.metadata.identifier.urn().to_string();
        head.children
            .insert(0, Node::Element(Element::new("meta", &[("name", "dtb:uid"), ("content", &identifier)])));
        for meta in head.elements_mut() {
            match meta.attribute("name") {
                Some("dtb:depth") if edition.by_page() => meta.set("content", "2"),
                Some("dtb:totalPageCount") => meta.set("content", &pages),
                _ => {}
            }
        }
    }
    // The crate names the document by its table of contents.
    if let Some(title) = ncx.child_mut("docTitle") {
        *title =
            Element::new("docTitle", &[]).with([Element::new("text", &[]).text(&edition.metadata.title)]);
    }
    if !edition.printed.is_empty() {
        let mut order = 0;
        ncx.each(&mut |element| order += usize::from(element.name == "navPoint"));
        let targets = edition.printed.iter().enumerate().map(|(index, printed)| {
            let spoken = labels.page(&printed.label);
            let number = (index + 1).to_string();
            let play_order = (order + index + 1).to_string();
            let id = format!("pageTarget-{number}");
            Element::new(
                "pageTarget",
                &[("type", "normal"), ("id", &id), ("value", &number), ("playOrder", &play_order)],
            )
            .with([
                Element::new("navLabel", &[]).with([Element::new("text", &[]).text(spoken)]),
                Element::new("content", &[("src", &printed.href)]),
            ])
        });
        let list = Element::new("pageList", &[])
            .with([Element::new("navLabel", &[]).with([Element::new("text", &[]).text(labels.pages)])])
            .with(targets);
        ncx.children.push(Node::Element(list));
    }
    document.write()
}

/// Gives the root its language: without it every check for accessibility fails, and titles are read out in the
/// device's own language.
fn speak(root: &mut Element, edition: &Edition) {
    root.set("xml:lang", edition.metadata.language());
}

/// The crate gives languages the ids of authors; two languages, or a language and an author, then share one.
fn mend_languages(metadata: &mut Element) {
    for language in metadata.elements_mut().filter(|element| element.name == "dc:language") {
        language.attributes.clear();
    }
}

/// The crate takes the date only as a type of a crate that it does not hand on, and asks the clock otherwise.
fn mend_modified(metadata: &mut Element, edition: &Edition) {
    let date = edition.metadata.modified.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    for meta in metadata.elements_mut().filter(|meta| meta.attribute("property") == Some("dcterms:modified"))
    {
        meta.children = vec![Node::Text(date.clone())];
    }
}

/// The title in both languages.
fn name(metadata: &mut Element, edition: &Edition) {
    if let Some(title) = metadata.child_mut("dc:title") {
        title.set("id", "title");
        title.set("xml:lang", edition.metadata.language());
    }
    let main = Element::new("meta", &[("refines", "#title"), ("property", "title-type")]).text("main");
    metadata.children.push(Node::Element(main));
    if let (Some(title), Some(lang)) = (&edition.metadata.translated_title, edition.metadata.languages.get(1))
    {
        let attributes =
            [("refines", "#title"), ("property", "alternate-script"), ("xml:lang", lang.as_str())];
        metadata.children.push(Node::Element(Element::new("meta", &attributes).text(title)));
    }
}

/// What the crate has no call for: publisher, day, source, description, ISBN and subjects.
fn describe(metadata: &mut Element, edition: &Edition) {
    let masthead = &edition.metadata.masthead;
    let date = masthead.date.map(|date| date.to_string());
    let isbn = masthead.isbn.as_deref().and_then(isbn);
    let elements = [
        ("dc:publisher", masthead.publisher.as_deref()),
        ("dc:date", date.as_deref()),
        ("dc:source", masthead.source.as_deref()),
        ("dc:description", masthead.description.as_deref()),
        ("dc:identifier", isbn.as_deref()),
    ];
    let subjects = masthead.subjects.iter().map(|subject| ("dc:subject", Some(subject.as_str())));
    for (name, value) in elements.into_iter().chain(subjects) {
        if let Some(value) = value {
            metadata.children.push(Node::Element(Element::new(name, &[]).text(value)));
        }
    }
    if !edition.printed.is_empty() {
        // Which print edition the page numbers are those of.
        let source = masthead.source.as_deref().unwrap_or(&edition.metadata.title);
        metadata
            .children
            .push(Node::Element(Element::new("meta", &[("property", "pageBreakSource")]).text(source)));
    }
}

/// An ISBN as the name of a book (RFC 8254), without its hyphens; none if it has not as many digits as one.
fn isbn(number: &str) -> Option<String> {
    let digits: String = number.chars().filter(|c| !matches!(c, '-' | ' ')).collect();
    let formed = matches!(digits.len(), 10 | 13) && digits.chars().all(|c| c.is_ascii_digit() || c == 'X');
    formed.then(|| format!("urn:isbn:{digits}"))
}

/// Who took part, in their order: authors and reporters as creators, all others as contributors. The crate knows authors
/// only.
fn credit(metadata: &mut Element, edition: &Edition) {
    let mut ranks = [0, 0];
    for (index, person) in edition.metadata.people.iter().enumerate() {
        let id = format!("#person-{}", index + 1);
        let refining = |property: &str, value: &str| {
            Node::Element(Element::new("meta", &[("refines", &id), ("property", property)]).text(value))
        };
        let role = |role: &str| {
            let attributes = [("refines", id.as_str()), ("property", "role"), ("scheme", "marc:relators")];
            Node::Element(Element::new("meta", &attributes).text(role))
        };
        let creates = matches!(person.role, "aut" | "rpt");
        let name = if creates { "dc:creator" } else { "dc:contributor" };
        let rank = &mut ranks[usize::from(creates)];
        *rank += 1;
        metadata.children.push(Node::Element(Element::new(name, &[("id", &id[1..])]).text(&person.name)));
        // Who reports a story is its author: shops list no reporters.
        metadata.children.extend((person.role == "rpt").then(|| role("aut")));
        metadata.children.push(role(person.role));
        metadata.children.extend(person.filed_as().map(|name| refining("file-as", &name)));
        metadata.children.push(refining("display-seq", &rank.to_string()));
    }
}

/// The newspaper as a series, and the place in it.
fn collect(metadata: &mut Element, edition: &Edition) {
    let masthead = &edition.metadata.masthead;
    let Some(publication) = &masthead.publication else { return };
    let refining = |property: &str, value: &str| {
        Element::new("meta", &[("refines", "#series"), ("property", property)]).text(value)
    };
    let series =
        Element::new("meta", &[("property", "belongs-to-collection"), ("id", "series")]).text(publication);
    let issn = masthead.issn.as_ref().map(|issn| refining("dcterms:identifier", &format!("urn:issn:{issn}")));
    let position =
        masthead.number.as_deref().and_then(position).map(|place| refining("group-position", &place));
    metadata.children.extend(
        [Some(series), Some(refining("collection-type", "series")), issn, position]
            .into_iter()
            .flatten()
            .map(Node::Element),
    );
}

/// The place in a series as EPUB wants it: numbers with full stops between them. `2024-11` becomes `2024.11`,
/// `总第312期` becomes `312`.
fn position(number: &str) -> Option<String> {
    let runs: Vec<&str> = number.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()).collect();
    (!runs.is_empty()).then(|| runs.join("."))
}

/// What EPUB Accessibility 1.1 asks every book to say.
fn tell_accessibility(metadata: &mut Element, edition: &Edition) {
    let summary = ("schema:accessibilitySummary", edition.metadata.accessibility_summary);
    for (property, value) in edition.metadata.accessibility.iter().copied().chain([summary]) {
        metadata.children.push(Node::Element(Element::new("meta", &[("property", property)]).text(value)));
    }
}

/// Kindle asks the package, not the pages, which way the lines run.
fn tell_writing(metadata: &mut Element, edition: &Edition) {
    if edition.metadata.writing == Writing::Vertical {
        let attributes = [("name", "primary-writing-mode"), ("content", "vertical-rl")];
        metadata.children.push(Node::Element(Element::new("meta", &attributes)));
    }
}

/// A page with an SVG in it must say so; the crate has no manifest properties but the cover's.
fn tell_vector_graphics(manifest: &mut Element, edition: &Edition) {
    let drawn: BTreeSet<&str> = (edition.pages.iter().filter(|page| page.xhtml.contains("<svg")))
        .map(|page| page.file.as_str())
        .collect();
    for item in manifest.elements_mut() {
        if item.attribute("href").is_some_and(|file| drawn.contains(file)) {
            item.set("properties", "svg");
        }
    }
}

/// Puts the contents into the spine behind the title page: the crate leaves them out, and a landmark must not
/// lead out of the spine.
fn show_contents(spine: &mut Element, edition: &Edition) {
    let front =
        edition.pages.iter().take_while(|page| matches!(page.kind, Kind::Cover | Kind::Title)).count();
    let place = front.min(spine.children.len());
    spine.children.insert(place, Node::Element(Element::new("itemref", &[("idref", "nav")])));
}

/// The guide's titles, for the reading systems of EPUB 2.
fn name_guide(guide: &mut Element, edition: &Edition) {
    let labels = edition.labels();
    for reference in guide.elements_mut() {
        let title = match reference.attribute("type") {
            Some("cover") => labels.cover,
            Some("title-page") => labels.title_page,
            Some("toc") => labels.contents,
            Some("colophon") => labels.colophon,
            _ => labels.body,
        };
        reference.set("title", title);
    }
}

/// The table of contents: its role, and headlines in both languages, set as the book is.
fn finish_contents(nav: &mut Element, edition: &Edition) {
    let vertical = edition.metadata.writing == Writing::Vertical;
    nav.set("role", "doc-toc");
    nav.set("aria-labelledby", "toc-title");
    let file = |href: &str| href.split('#').next().unwrap_or_default().to_owned();
    let entries: BTreeMap<String, &Entry> =
        edition.contents.iter().map(|entry| (file(&entry.href), entry)).collect();
    nav.each(&mut |element| {
        if element.name != "a" {
            return;
        }
        let of_page = |entry: &&&Entry| matches!((&entry.page, element.children.first()), (Some(page), Some(Node::Text(text))) if page == text);
        let entry = element.attribute("href").and_then(|href| entries.get(&file(href))).filter(|entry| !of_page(entry));
        let mut markup = String::new();
        match entry {
            Some(entry) => {
                markup.push_str(&set_plain(&entry.title, vertical));
                if let (Some(title), Some(lang)) = (&entry.translation, edition.metadata.languages.get(1)) {
                    let title = escape(title);
                    let _ = write!(markup, " <span class=\"translation\" lang=\"{lang}\" xml:lang=\"{lang}\">{title}</span>");
                }
            }
            None => {
                for child in &element.children {
                    if let Node::Text(text) = child {
                        markup.push_str(&set_plain(text, vertical));
                    }
                }
            }
        }
        element.children = vec![Node::Markup(markup)];
    });
}

/// The places that a reading system has buttons for. The crate names them only for pages that stand in the
/// contents.
fn landmarks(edition: &Edition, labels: &Labels) -> Element {
    let first =
        |kind: Kind| edition.pages.iter().find(|page| page.kind == kind).map(|page| page.file.as_str());
    let places = [
        ("cover", first(Kind::Cover), labels.cover),
        ("titlepage", first(Kind::Title), labels.title_page),
        ("toc", Some("nav.xhtml#toc"), labels.contents),
        ("bodymatter", first(Kind::Article), labels.body),
        ("colophon", first(Kind::Colophon), labels.colophon),
    ];
    let list = places.into_iter().filter_map(|(kind, href, label)| {
        let link = Element::new("a", &[("epub:type", kind), ("href", href?)]).text(label);
        Some(Element::new("li", &[]).with([link]))
    });
    let attributes = [
        ("epub:type", "landmarks"),
        ("id", "landmarks"),
        ("hidden", "hidden"),
        ("aria-label", labels.landmarks),
    ];
    Element::new("nav", &attributes)
        .with([Element::new("h2", &[]).text(labels.landmarks), Element::new("ol", &[]).with(list)])
}

/// The printed pages.
fn page_list(edition: &Edition, labels: &Labels) -> Element {
    let list = edition.printed.iter().map(|printed| {
        let link = Element::new("a", &[("href", &printed.href)]).text(labels.page(&printed.label));
        Element::new("li", &[]).with([link])
    });
    let attributes = [
        ("epub:type", "page-list"),
        ("role", "doc-pagelist"),
        ("id", "page-list"),
        ("hidden", "hidden"),
        ("aria-label", labels.pages),
    ];
    Element::new("nav", &attributes)
        .with([Element::new("h2", &[]).text(labels.pages), Element::new("ol", &[]).with(list)])
}

#[cfg(test)]
mod tests {
    use super::{isbn, position};

    #[test]
    fn an_isbn_names_a_book() {
        assert_eq!(isbn("978-7-301-04815-3").as_deref(), Some("urn:isbn:9787301048153"));
        assert_eq!(isbn("to come"), None);
    }

    #[test]
    fn places_in_a_series_are_numbers() {
        assert_eq!(position("2024-11").as_deref(), Some("2024.11"));
        assert_eq!(position("总第312期").as_deref(), Some("312"));
        assert_eq!(position("创刊号"), None);
    }
}
