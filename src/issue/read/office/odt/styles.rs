//! Styles and lists of an ODT file: `styles.xml`, and the styles that stand before the text in `content.xml`.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::events::Event;

use crate::issue::read::Source;
use crate::issue::read::container::Damage;
use crate::issue::read::elements::{Element, elements};
use crate::issue::read::office::facts::{Facts, Raised, kind_of_name};
use crate::issue::read::office::numbering::{Digits, Numbering};

#[derive(Default)]
struct Style {
    own: Facts,
    parent: Option<String>,
}

/// The styles of a document.
#[derive(Default)]
pub(super) struct Styles {
    /// By family and name.
    named: BTreeMap<(String, String), Style>,
    facts: BTreeMap<(String, String), Facts>,
    defaults: Facts,
    lists: BTreeMap<String, BTreeMap<usize, Numbering>>,
    /// Levels of headings that are numbered.
    outline: BTreeMap<usize, Numbering>,
    /// Tags that the styles name, the language of East Asian text first.
    pub(super) languages: Vec<String>,
}

impl Styles {
    /// Takes in the elements of a document of styles.
    pub(super) fn read(&mut self, elements: &[Element]) {
        let mut current: Option<(String, String)> = None;
        let mut list: Option<String> = None;
        let mut in_outline = false;
        for element in elements {
            let value = |name: &str| element.local(name);
            match element.name.as_str() {
                "style" => {
                    let family = value("family").unwrap_or_default().to_owned();
                    let key = (family, element.attribute("style:name").unwrap_or_default().to_owned());
                    let name = value("display-name").map_or_else(|| spaced(&key.1), str::to_owned);
                    let mut style = Style::default();
                    if key.0 == "paragraph" {
                        style.own.kind = kind_of_name(&name);
                        style.own.outline =
                            value("default-outline-level").and_then(|level| level.parse().ok());
                        style.own.list =
                            value("list-style-name").filter(|name| name.len() <= 200).map(str::to_owned);
                    }
                    style.parent = value("parent-style-name").map(str::to_owned);
                    self.named.insert(key.clone(), style);
                    (current, list, in_outline) = (Some(key), None, false);
                }
                "default-style" => {
                    current = None;
                    list = Some(String::new()).filter(|_| value("family") != Some("paragraph"));
                }
                "list-style" => {
                    current = None;
                    list = element.attribute("style:name").map(str::to_owned);
                    in_outline = false;
                }
                "outline-style" => (current, list, in_outline) = (None, None, true),
                "text-properties" | "paragraph-properties" => {
                    match current.as_ref().and_then(|key| self.named.get_mut(key)) {
                        Some(style) => properties(element, &mut style.own),
                        None if list.is_none() && !in_outline => {
                            properties(element, &mut self.defaults);
                            self.language(element);
                        }
                        None => {}
                    }
                }
                "list-level-style-number"
                | "list-level-style-bullet"
                | "list-level-style-image"
                | "outline-level-style" => {
                    let level = value("level").and_then(|level| level.parse::<usize>().ok()).unwrap_or(1);
                    let level = level.saturating_sub(1);
                    let numbering = numbering(element, level);
                    if in_outline {
                        self.outline.insert(level, numbering);
                    } else if let Some(list) = list.as_ref().filter(|list| !list.is_empty()) {
                        self.lists.entry(list.clone()).or_default().insert(level, numbering);
                    }
                }
                _ => {}
            }
        }
    }

    /// Takes in the styles at the head of a text: everything before its body, where elements are still open.
    pub(super) fn read_automatic(&mut self, head: &str) -> Result<(), Damage> {
        let Some(start) = head.find("<office:automatic-styles") else { return Ok(()) };
        let mut reader = quick_xml::Reader::from_str(&head[start..]);
        // Where the element ends: what follows it is not read.
        let end = loop {
            match reader.read_event() {
                Ok(Event::End(end)) if end.name().as_ref() == "office:automatic-styles" => {
                    break usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
                }
                Ok(Event::Eof) | Err(_) => return Ok(()),
                Ok(_) => {}
            }
        };
        let text = head[start..].get(..end).unwrap_or_default();
        self.read(&elements(&Source::new("content.xml", text))?);
        Ok(())
    }

    fn language(&mut self, element: &Element) {
        for (language, country) in [("language-asian", "country-asian"), ("language", "country")] {
            let Some(language) = element.local(language).filter(|tag| !matches!(*tag, "none" | "zxx")) else {
                continue;
            };
            self.languages.push(match element.local(country) {
                Some(country) if country != "none" => format!("{language}-{country}"),
                _ => language.to_owned(),
            });
        }
    }

    /// Gives each style what it takes from those above it.
    pub(super) fn settle(&mut self) {
        for key in self.named.keys() {
            let mut found = Facts::default();
            let mut seen = BTreeSet::new();
            let mut at = Some(key.clone());
            while let Some(known) = at.filter(|key| seen.insert(key.clone()))
                && let Some(style) = self.named.get(&known)
            {
                found = found.over(&style.own);
                at = style.parent.clone().map(|parent| (known.0, parent));
            }
            if key.0 == "paragraph" {
                found = found.over(&self.defaults);
            }
            self.facts.insert(key.clone(), found);
        }
    }

    pub(super) fn paragraph(&self, name: &str) -> Facts {
        let key = ("paragraph".to_owned(), name.to_owned());
        self.facts.get(&key).unwrap_or(&self.defaults).clone()
    }

    pub(super) fn text(&self, name: &str) -> Facts {
        self.facts.get(&("text".to_owned(), name.to_owned())).cloned().unwrap_or_default()
    }

    pub(super) fn level(&self, list: &str, level: usize) -> Option<Numbering> {
        self.lists.get(list)?.get(&level).cloned()
    }

    pub(super) fn outline(&self, level: usize) -> Option<Numbering> {
        self.outline.get(&level).cloned()
    }
}

/// `Heading_20_1` as `Heading 1`.
fn spaced(name: &str) -> String {
    name.replace("_20_", " ")
}

fn properties(element: &Element, facts: &mut Facts) {
    // Chinese text is set as the properties for East Asian text say; where there are none, as those for Latin.
    let asian = |name: &str| element.local(&format!("{name}-asian")).or_else(|| element.local(name));
    if let Some(weight) = asian("font-weight") {
        facts.bold = Some(weight == "bold" || weight.parse::<u32>().is_ok_and(|weight| weight >= 600));
    }
    if let Some(style) = asian("font-style") {
        facts.italic = Some(style != "normal");
    }
    if let Some(size) = asian("font-size").and_then(|size| size.strip_suffix("pt")?.parse::<f32>().ok()) {
        // Half points: sizes of fonts are small, and nobody sees less.
        let half = (size * 2.0).round().clamp(1.0, 4000.0);
        facts.size = (1..=4000u16).find(|&known| f32::from(known) >= half).map(u32::from);
    }
    if let Some(line) = element.local("text-line-through-style") {
        facts.strike = Some(line != "none");
    }
    if let Some(dots) = element.local("text-emphasize") {
        facts.dotted = Some(dots != "none");
    }
    if let Some(position) = element.local("text-position") {
        let first = position.split_whitespace().next().unwrap_or_default();
        let below = first == "sub" || first.starts_with('-');
        facts.raised = Some(match first {
            "" | "0%" => Raised::On,
            _ if below => Raised::Below,
            _ => Raised::Above,
        });
    }
    if element.local("display") == Some("none") {
        facts.hidden = Some(true);
    }
    if let Some(align) = element.local("text-align") {
        facts.centred = Some(align == "center");
    }
}

fn numbering(element: &Element, level: usize) -> Numbering {
    let digits = match (element.name.as_str(), element.local("num-format")) {
        ("list-level-style-bullet" | "list-level-style-image", _) => Digits::Bullet,
        (_, None | Some("")) => Digits::None,
        (_, Some("I")) => Digits::UpperRoman,
        (_, Some("i")) => Digits::LowerRoman,
        (_, Some("A")) => Digits::UpperLetter,
        (_, Some("a")) => Digits::LowerLetter,
        (_, Some(format)) if format.starts_with(['一', '壹', '壱']) => Digits::Chinese,
        (_, Some(format)) if format.starts_with('①') => Digits::Circled,
        _ => Digits::Decimal,
    };
    let start = element.local("start-value").and_then(|start| start.parse().ok()).unwrap_or(1);
    let before = element.local("num-prefix").unwrap_or_default();
    let after = element.local("num-suffix").unwrap_or_default();
    let pattern = match element.local("num-list-format") {
        Some(format) => listed(format),
        None => format!("{before}%{}{after}", level + 1),
    };
    Numbering { digits, start, pattern }
}

/// `%1%.%2%` of later versions as `%1.%2`.
fn listed(format: &str) -> String {
    let mut out = String::new();
    let mut rest = format;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        let behind = &rest[at + 1..];
        let digits = behind.len() - behind.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        out.push('%');
        out.push_str(&behind[..digits]);
        rest = behind[digits..].strip_prefix('%').unwrap_or(&behind[digits..]);
    }
    out + rest
}
