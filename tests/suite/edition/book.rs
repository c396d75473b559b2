//! A packed book opened again: what the laws look at.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use duizhao::edition::Edition;
use quick_xml::events::{BytesStart, Event};

/// A book's files by name.
pub(super) struct Book {
    pub files: BTreeMap<String, Vec<u8>>,
}

/// The characters of a page, each with the language it stands in.
pub(super) type Spoken = Vec<(String, String)>;

impl Book {
    pub(super) fn of(edition: &Edition) -> Self {
        let mut archive = zip::ZipArchive::new(Cursor::new(edition.epub().unwrap())).unwrap();
        let mut files = BTreeMap::new();
        for index in 0..archive.len() {
            let mut file = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            assert!(files.insert(file.name().to_owned(), bytes).is_none(), "{} is there twice", file.name());
        }
        Self { files }
    }

    pub(super) fn text(&self, name: &str) -> &str {
        std::str::from_utf8(&self.files[&format!("OEBPS/{name}")]).unwrap()
    }

    /// Every document is well-formed, every id is there once, every link leads to a file and id of the book.
    pub(super) fn hold_together(&self) {
        let mut ids: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        let mut links = Vec::new();
        for (name, bytes) in &self.files {
            if !name.ends_with("html") && !name.ends_with("opf") && !name.ends_with("ncx") {
                continue;
            }
            let short = name.trim_start_matches("OEBPS/");
            let of_page = ids.entry(short).or_default();
            each_element(std::str::from_utf8(bytes).unwrap(), |element| {
                for attribute in element.attributes() {
                    let attribute = attribute.unwrap();
                    let value =
                        attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).unwrap().into_owned();
                    match attribute.key.as_ref() {
                        "id" => {
                            assert!(of_page.insert(value.clone()), "{name}: the id {value} is there twice");
                        }
                        "href" | "src" if !value.contains(':') => links.push((short, value)),
                        _ => {}
                    }
                }
            });
        }
        for (page, link) in links {
            let (file, id) = link.split_once('#').unwrap_or((&link, ""));
            let file = if file.is_empty() { page } else { file };
            assert!(self.files.contains_key(&format!("OEBPS/{file}")), "{page}: {link} leads to no file");
            assert!(id.is_empty() || ids[file].contains(id), "{page}: {link} leads to no id");
        }
    }
}

fn each_element(xml: &str, mut visit: impl FnMut(&BytesStart<'_>)) {
    let forbidden = xml.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t'));
    assert_eq!(forbidden, None, "a character that XML does not have in {xml}");
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut depth = 0;
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error} in {xml}")) {
            Event::Start(element) => {
                depth += 1;
                visit(&element);
            }
            Event::Empty(element) => visit(&element),
            Event::End(_) => depth -= 1,
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
}

/// The text of an edition's articles without what the edition adds to it.
pub(super) fn spoken(edition: &Edition) -> Spoken {
    let mut spoken: Spoken = Vec::new();
    for page in edition.pages.iter().filter(|page| page.kind == duizhao::edition::Kind::Article) {
        let mut reader = quick_xml::Reader::from_str(&page.xhtml);
        let mut open: Vec<(String, bool)> = vec![(String::new(), true)];
        loop {
            let characters = match reader.read_event().unwrap() {
                Event::Start(element) => {
                    let of = |name: &str| {
                        element
                            .try_get_attribute(name)
                            .unwrap()
                            .map(|a| a.value.into_owned())
                            .unwrap_or_default()
                    };
                    let (language, shown) = open.last().unwrap().clone();
                    let added = ["mark", "note-number", "noteref", "missing-image"]
                        .contains(&of("class").as_str())
                        || of("class") == "repeated"
                        || ["head", "rt", "rp", "pre"].contains(&element.name().as_ref());
                    let language = if of("lang").is_empty() { language } else { of("lang") };
                    open.push((language, shown && !added));
                    continue;
                }
                Event::End(_) => {
                    open.pop();
                    continue;
                }
                Event::Text(text) => text.into_inner().into_owned(),
                Event::GeneralRef(reference) => match reference.as_ref() {
                    "amp" => "&".to_owned(),
                    "lt" => "<".to_owned(),
                    "gt" => ">".to_owned(),
                    "quot" => "\"".to_owned(),
                    other => panic!("an entity &{other};"),
                },
                Event::Eof => break,
                _ => continue,
            };
            let (language, shown) = open.last().unwrap();
            if *shown {
                match spoken.last_mut() {
                    Some((last, text)) if last == language => text.push_str(&characters),
                    _ => spoken.push((language.clone(), characters)),
                }
            }
        }
    }
    spoken
}

/// All characters in one language, without blanks.
pub(super) fn in_language(spoken: &Spoken, language: &str) -> String {
    let of_language = spoken.iter().filter(|(of, _)| of == language);
    without_blanks(&of_language.map(|(_, text)| text.as_str()).collect::<String>())
}

pub(super) fn without_blanks(text: &str) -> String {
    text.split_whitespace().collect()
}
