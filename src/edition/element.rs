//! Small XML documents as trees, for amending them: package document, navigation, NCX.

use quick_xml::events::{BytesText, Event};
use quick_xml::{Reader, Writer};

/// An element.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Element {
    /// Its name with prefix.
    pub name: String,
    /// Its attributes in order, values without escapes.
    pub attributes: Vec<(String, String)>,
    /// What it holds.
    pub children: Vec<Node>,
}

/// What stands in an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    /// An element.
    Element(Element),
    /// Characters, without escapes.
    Text(String),
    /// Markup that is well-formed already.
    Markup(String),
}

/// A document: what stands before its root, and the root.
#[derive(Debug)]
pub(super) struct Document {
    doctype: Option<String>,
    /// The root element.
    pub root: Element,
}

impl Element {
    /// An element with attributes, without content.
    pub(super) fn new(name: &str, attributes: &[(&str, &str)]) -> Self {
        let attributes =
            attributes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Self { name: name.to_owned(), attributes, children: Vec::new() }
    }

    /// The same with characters in it.
    pub(super) fn text(mut self, text: impl Into<String>) -> Self {
        self.children.push(Node::Text(text.into()));
        self
    }

    /// The same with elements in it.
    pub(super) fn with(mut self, children: impl IntoIterator<Item = Element>) -> Self {
        self.children.extend(children.into_iter().map(Node::Element));
        self
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Sets an attribute, in its place if it has one.
    pub(super) fn set(&mut self, name: &str, value: &str) {
        match self.attributes.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => value.clone_into(old),
            None => self.attributes.push((name.to_owned(), value.to_owned())),
        }
    }

    /// The child elements.
    pub(super) fn elements_mut(&mut self) -> impl Iterator<Item = &mut Element> {
        self.children.iter_mut().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            _ => None,
        })
    }

    /// The first child element of a name.
    pub(super) fn child_mut(&mut self, name: &str) -> Option<&mut Element> {
        self.elements_mut().find(|element| element.name == name)
    }

    /// Calls `change` with the element and all elements in it.
    pub(super) fn each(&mut self, change: &mut impl FnMut(&mut Element)) {
        change(self);
        for element in self.elements_mut() {
            element.each(change);
        }
    }

    fn write(&self, writer: &mut Writer<Vec<u8>>, depth: usize) -> std::io::Result<()> {
        // Blanks inside words and links would show.
        let mixed = self.children.iter().any(|child| !matches!(child, Node::Element(_)));
        let line = |writer: &mut Writer<Vec<u8>>, depth: usize| {
            writer.write_event(Event::Text(BytesText::from_escaped(format!("\n{}", "  ".repeat(depth)))))
        };
        let attributes = self.attributes.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let start = writer.create_element(self.name.as_str()).with_attributes(attributes);
        if self.children.is_empty() {
            start.write_empty()?;
            return Ok(());
        }
        start.write_inner_content(|writer| {
            for child in &self.children {
                match child {
                    Node::Element(element) => {
                        if !mixed {
                            line(writer, depth + 1)?;
                        }
                        element.write(writer, depth + 1)?;
                    }
                    Node::Text(text) => writer.write_event(Event::Text(BytesText::new(text)))?,
                    Node::Markup(markup) => {
                        writer.write_event(Event::Text(BytesText::from_escaped(markup)))?;
                    }
                }
            }
            if mixed { Ok(()) } else { line(writer, depth) }
        })?;
        Ok(())
    }
}

impl Document {
    /// Reads a document. Comments, processing instructions and blanks between elements are left out.
    pub(super) fn read(text: &str) -> Result<Self, quick_xml::Error> {
        let mut reader = Reader::from_str(text);
        let mut doctype = None;
        let mut open = vec![Element::default()];
        loop {
            let event = reader.read_event()?;
            let characters = match event {
                Event::Start(ref start) | Event::Empty(ref start) => {
                    let mut element = Element::new(start.name().as_ref(), &[]);
                    for attribute in start.attributes() {
                        let attribute = attribute?;
                        let value =
                            attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0)?.into_owned();
                        element.attributes.push((attribute.key.as_ref().to_owned(), value));
                    }
                    if matches!(event, Event::Empty(_)) {
                        add(&mut open, Node::Element(element));
                    } else {
                        open.push(element);
                    }
                    continue;
                }
                Event::End(_) => {
                    if let Some(element) = open.pop() {
                        add(&mut open, Node::Element(element));
                    }
                    continue;
                }
                Event::Text(text) => text.into_inner().into_owned(),
                Event::CData(text) => text.into_inner().into_owned(),
                Event::GeneralRef(reference) => resolve(&reference)?,
                Event::DocType(text) => {
                    doctype = Some(text.into_inner().into_owned());
                    continue;
                }
                Event::Eof => break,
                Event::Decl(_) | Event::Comment(_) | Event::PI(_) => continue,
            };
            add(&mut open, Node::Text(characters));
        }
        let mut outermost = open.pop().unwrap_or_default();
        outermost.each(&mut |element| {
            let layout = |child: &Node| matches!(child, Node::Text(text) if text.trim().is_empty());
            if element.children.iter().any(|child| matches!(child, Node::Element(_))) {
                element.children.retain(|child| !layout(child));
            }
        });
        let root = outermost.elements_mut().next().map(std::mem::take).unwrap_or_default();
        Ok(Self { doctype, root })
    }

    /// Writes the document, indented.
    pub(super) fn write(&self) -> Result<String, quick_xml::Error> {
        let mut writer = Writer::new(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_vec());
        if let Some(doctype) = &self.doctype {
            writer.write_event(Event::DocType(BytesText::from_escaped(doctype.as_str())))?;
            writer.write_event(Event::Text(BytesText::from_escaped("\n")))?;
        }
        self.root.write(&mut writer, 0)?;
        let mut bytes = writer.into_inner();
        bytes.push(b'\n');
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// Adds a node to the innermost open element; characters join those before them.
fn add(open: &mut [Element], node: Node) {
    let Some(parent) = open.last_mut() else { return };
    match (parent.children.last_mut(), node) {
        (Some(Node::Text(before)), Node::Text(text)) => before.push_str(&text),
        (_, node) => parent.children.push(node),
    }
}

/// The characters of `&amp;` and its like; a name that XML does not define stays as it stands.
fn resolve(reference: &quick_xml::events::BytesRef<'_>) -> Result<String, quick_xml::Error> {
    if let Some(c) = reference.resolve_char_ref()? {
        return Ok(c.to_string());
    }
    let name = reference.xml10_content();
    Ok(quick_xml::escape::resolve_predefined_entity(&name).map_or_else(|| format!("&{name};"), str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::Document;

    #[test]
    fn a_document_written_and_read_again_is_the_same() {
        let text =
            "<?xml version=\"1.0\"?><a x=\"1 &amp; &quot;2&quot;\">\n <b>q &lt; r &#x6C49;</b><c/>\n</a>";
        let document = Document::read(text).unwrap();
        let written = document.write().unwrap();
        assert_eq!(
            written,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a x=\"1 &amp; &quot;2&quot;\">\n  <b>q &lt; r 汉</b>\n  <c/>\n</a>\n"
        );
        assert_eq!(Document::read(&written).unwrap().root, document.root);
    }
}
