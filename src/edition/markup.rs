//! Markup while it grows: XHTML, and as values the ids that it gives and the links to ids that it holds.
//!
//! Where an id stands is known when the pages are cut; then each link is told the file that it leads to. Nothing
//! reads markup again to find out.

use std::collections::HashMap;
use std::fmt;

/// A piece of a page.
#[derive(Debug, Clone, Default)]
pub(super) struct Markup {
    xhtml: String,
    /// The ids that it gives to its elements.
    ids: Vec<String>,
    /// Its links to ids: the byte at which the address begins, with `#`, and the id.
    links: Vec<(usize, String)>,
}

/// The files of a book that ids stand in.
pub(super) type Homes<'a> = HashMap<&'a str, &'a str>;

impl Markup {
    pub(super) fn push_str(&mut self, xhtml: &str) {
        self.xhtml.push_str(xhtml);
    }

    pub(super) fn push(&mut self, c: char) {
        self.xhtml.push(c);
    }

    /// In bytes, without the names of files in its links.
    pub(super) fn len(&self) -> usize {
        self.xhtml.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.xhtml.is_empty()
    }

    /// Writes the id of the element whose tag is open; nothing if it has none.
    pub(super) fn id(&mut self, id: &str) {
        if !id.is_empty() {
            self.xhtml.extend([" id=\"", id, "\""]);
            self.ids.push(id.to_owned());
        }
    }

    /// Writes where the link leads whose tag is open: to an id of the book.
    pub(super) fn link(&mut self, id: &str) {
        self.xhtml.push_str(" href=\"");
        self.links.push((self.xhtml.len(), id.to_owned()));
        self.xhtml.extend(["#", id, "\""]);
    }

    pub(super) fn append(&mut self, other: Self) {
        let before = self.xhtml.len();
        self.xhtml.push_str(&other.xhtml);
        self.ids.extend(other.ids);
        self.links.extend(other.links.into_iter().map(|(at, id)| (at + before, id)));
    }

    /// The ids that it gives.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        self.ids.iter().map(String::as_str)
    }

    /// The ids that it links to.
    pub(super) fn linked(&self) -> impl Iterator<Item = &str> {
        self.links.iter().map(|(_, id)| id.as_str())
    }

    /// The XHTML as it stands in a file of the book: links into other files name them.
    pub(super) fn landed(&self, file: &str, homes: &Homes<'_>) -> String {
        let mut out = String::with_capacity(self.xhtml.len());
        let mut written = 0;
        for (at, id) in &self.links {
            if let Some(home) = homes.get(id.as_str()).filter(|home| **home != file) {
                out.push_str(&self.xhtml[written..*at]);
                out.push_str(home);
                written = *at;
            }
        }
        out.push_str(&self.xhtml[written..]);
        out
    }

    /// The XHTML of markup without links.
    pub(super) fn into_string(self) -> String {
        self.xhtml
    }
}

impl fmt::Write for Markup {
    fn write_str(&mut self, xhtml: &str) -> fmt::Result {
        self.xhtml.push_str(xhtml);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Homes, Markup};

    #[test]
    fn links_name_the_files_that_their_ids_stand_in() {
        let mut note = Markup::default();
        note.push_str("<a");
        note.id("back");
        note.link("note");
        note.push_str(">1</a>");
        let mut page = Markup::default();
        page.push_str("<p>");
        page.append(note.clone());
        page.append(note);
        page.push_str("</p>");
        let homes = Homes::from([("note", "b.xhtml"), ("back", "a.xhtml")]);
        let away = "<a id=\"back\" href=\"b.xhtml#note\">1</a>";
        assert_eq!(page.landed("a.xhtml", &homes), format!("<p>{away}{away}</p>"));
        assert!(page.landed("b.xhtml", &homes).contains("href=\"#note\""));
        assert_eq!(page.linked().collect::<Vec<_>>(), ["note", "note"]);
        assert_eq!(page.ids().collect::<Vec<_>>(), ["back", "back"]);
    }
}
