//! Styles and lists of a DOCX file: `styles.xml` and `numbering.xml` (ECMA-376, part 1, 17.7 and 17.9).

use std::collections::{BTreeMap, BTreeSet};

use crate::issue::read::elements::Element;
use crate::issue::read::office::facts::{Facts, Raised, kind_of_name};
use crate::issue::read::office::flow::Kind;
use crate::issue::read::office::numbering::{Digits, Numbering};

/// The styles of a document, each with what it takes from those it is based on.
#[derive(Debug, Default)]
pub(super) struct Styles {
    facts: BTreeMap<String, Facts>,
    /// The style of paragraphs that name none.
    pub(super) usual: Facts,
    /// The language of East Asian text, where nothing else is said.
    pub(super) east_asian: Option<String>,
}

#[derive(Default)]
struct Style {
    own: Facts,
    based_on: Option<String>,
    is_default: bool,
}

impl Styles {
    pub(super) fn read(elements: &[Element]) -> Self {
        let mut styles: BTreeMap<String, Style> = BTreeMap::new();
        let mut defaults = Facts::default();
        let mut east_asian = None;
        let mut current: Option<String> = None;
        let mut is_paragraph = false;
        for element in elements {
            match element.name.as_str() {
                "style" => {
                    let id = element.local("styleId").unwrap_or_default().to_owned();
                    is_paragraph = element.local("type") == Some("paragraph");
                    let is_default = is_paragraph && is_on(element.local("default").unwrap_or("0"));
                    styles.insert(id.clone(), Style { is_default, ..Style::default() });
                    current = Some(id);
                }
                "lang" if current.is_none() => {
                    east_asian = element.local("eastAsia").map(str::to_owned);
                }
                _ => {}
            }
            let style = current.as_ref().and_then(|id| styles.get_mut(id));
            match (element.name.as_str(), style) {
                ("name", Some(style)) if is_paragraph => {
                    style.own.kind = style.own.kind.or(element.local("val").and_then(kind_of_name));
                }
                ("basedOn", Some(style)) => style.based_on = element.local("val").map(str::to_owned),
                (_, Some(style)) => property(element, &mut style.own),
                (_, None) => property(element, &mut defaults),
            }
        }
        let usual = styles.iter().find(|(_, style)| style.is_default).map(|(id, _)| id.clone());
        let mut facts = BTreeMap::new();
        for id in styles.keys() {
            let mut found = Facts::default();
            let mut seen = BTreeSet::new();
            let mut at = Some(id);
            while let Some(style) = at.filter(|id| seen.insert(*id)).and_then(|id| styles.get(id)) {
                found = found.over(&style.own);
                at = style.based_on.as_ref();
            }
            facts.insert(id.clone(), found);
        }
        let usual = usual.and_then(|id| facts.get(&id).cloned()).unwrap_or_default().over(&defaults);
        for facts in facts.values_mut() {
            facts.size = facts.size.or(defaults.size);
        }
        Self { facts, usual, east_asian }
    }

    /// The style of a paragraph or of characters by its id. An id that no style has may still be a name.
    pub(super) fn of(&self, id: &str) -> Facts {
        self.facts
            .get(id)
            .cloned()
            .unwrap_or_else(|| Facts { kind: kind_of_name(&spaced(id)), ..self.usual.clone() })
    }
}

/// `Heading1` as `Heading 1`.
fn spaced(id: &str) -> String {
    let stem = id.trim_end_matches(|c: char| c.is_ascii_digit());
    format!("{stem} {}", &id[stem.len()..])
}

/// Whether a switch is on: `w:b` alone, or with `1`, `true` or `on`.
pub(super) fn is_on(value: &str) -> bool {
    !matches!(value, "0" | "false" | "off" | "none")
}

fn property(element: &Element, facts: &mut Facts) {
    set(&element.name, |name| element.local(name).map(str::to_owned), facts);
}

/// Takes a property of a paragraph or a run in; `value` gives its attributes by local name.
pub(super) fn set(name: &str, value: impl Fn(&str) -> Option<String>, facts: &mut Facts) {
    let switch = || Some(value("val").is_none_or(|value| is_on(&value)));
    match name {
        "b" => facts.bold = switch(),
        "i" => facts.italic = switch(),
        "strike" | "dstrike" => facts.strike = switch(),
        "em" => facts.dotted = switch(),
        "vanish" => facts.hidden = switch(),
        "vertAlign" => {
            facts.raised = value("val").map(|value| match value.as_str() {
                "superscript" => Raised::Above,
                "subscript" => Raised::Below,
                _ => Raised::On,
            });
        }
        "sz" => facts.size = value("val").and_then(|value| value.parse().ok()).or(facts.size),
        "jc" => facts.centred = value("val").map(|value| value == "center"),
        "outlineLvl" => {
            let level = value("val").and_then(|value| value.parse::<u8>().ok());
            facts.outline = level.map(|level| if level < 9 { level + 1 } else { 0 });
        }
        "numId" => {
            // A number, so that no name is long.
            let list = value("val").filter(|list| list.len() <= 10);
            facts.list = list.map(|list| if list == "0" { String::new() } else { list });
        }
        "ilvl" => facts.list_level = value("val").and_then(|value| value.parse().ok()),
        _ => {}
    }
}

/// The lists of a document.
#[derive(Debug, Default)]
pub(super) struct Lists {
    levels: BTreeMap<String, BTreeMap<usize, Numbering>>,
    /// The definition of each list, and the levels that it counts otherwise.
    lists: BTreeMap<String, (String, BTreeMap<usize, u64>)>,
}

impl Lists {
    pub(super) fn read(elements: &[Element]) -> Self {
        let mut lists = Self::default();
        let (mut definition, mut list, mut level) = (String::new(), None::<String>, 0usize);
        for element in elements {
            let value = || element.local("val").unwrap_or_default();
            match element.name.as_str() {
                "abstractNum" => {
                    element.local("abstractNumId").unwrap_or_default().clone_into(&mut definition);
                    list = None;
                }
                "num" => list = element.local("numId").map(str::to_owned),
                "abstractNumId" => {
                    if let Some(list) = &list {
                        lists.lists.insert(list.clone(), (value().to_owned(), BTreeMap::new()));
                    }
                }
                "lvl" | "lvlOverride" => {
                    level = element.local("ilvl").and_then(|level| level.parse().ok()).unwrap_or(0);
                }
                "startOverride" => {
                    let start = value().parse().unwrap_or(1);
                    if let Some((_, starts)) = list.as_ref().and_then(|list| lists.lists.get_mut(list)) {
                        starts.insert(level, start);
                    }
                }
                name if list.is_none() => {
                    if !matches!(name, "start" | "numFmt" | "lvlText") {
                        continue;
                    }
                    let levels = lists.levels.entry(definition.clone()).or_default();
                    let numbering = levels.entry(level).or_default();
                    match name {
                        "start" => numbering.start = value().parse().unwrap_or(1),
                        "numFmt" => numbering.digits = digits(value()),
                        _ => value().clone_into(&mut numbering.pattern),
                    }
                }
                _ => {}
            }
        }
        lists
    }

    /// The list that counts: lists of one definition count on, unless one begins anew.
    pub(super) fn counter(&self, list: &str) -> String {
        match self.lists.get(list) {
            Some((definition, starts)) if starts.is_empty() => format!("definition {definition}"),
            _ => list.to_owned(),
        }
    }

    pub(super) fn level(&self, list: &str, level: usize) -> Option<Numbering> {
        let (definition, starts) = self.lists.get(list)?;
        let mut numbering = self.levels.get(definition)?.get(&level)?.clone();
        if let Some(start) = starts.get(&level) {
            numbering.start = *start;
        }
        Some(numbering)
    }
}

fn digits(format: &str) -> Digits {
    match format {
        "bullet" => Digits::Bullet,
        "none" => Digits::None,
        "chineseCounting"
        | "chineseCountingThousand"
        | "chineseLegalSimplified"
        | "ideographDigital"
        | "japaneseCounting"
        | "japaneseDigitalTenThousand"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "taiwaneseDigital" => Digits::Chinese,
        "upperRoman" => Digits::UpperRoman,
        "lowerRoman" => Digits::LowerRoman,
        "upperLetter" => Digits::UpperLetter,
        "lowerLetter" => Digits::LowerLetter,
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => Digits::Circled,
        _ => Digits::Decimal,
    }
}

/// Whether a style says of its paragraphs that they are lines of a table of contents.
pub(super) fn is_contents(facts: &Facts) -> bool {
    facts.kind == Some(Kind::Contents)
}
