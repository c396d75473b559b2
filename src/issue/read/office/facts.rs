//! What styles say, each fact only where it is said: a style takes the others from the one that it is based on.

use std::sync::LazyLock;

use super::flow::{Format, Kind};

/// The facts of a style, a paragraph or a run that reading asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Facts {
    pub(super) bold: Option<bool>,
    pub(super) italic: Option<bool>,
    pub(super) strike: Option<bool>,
    /// Dots or the like at each character, which Chinese has for emphasis.
    pub(super) dotted: Option<bool>,
    pub(super) raised: Option<Raised>,
    pub(super) hidden: Option<bool>,
    /// Half points.
    pub(super) size: Option<u32>,
    pub(super) centred: Option<bool>,
    /// The level of the outline, from 1; 0 for running text.
    pub(super) outline: Option<u8>,
    pub(super) kind: Option<Kind>,
    /// The list that the paragraph is a point of; empty for none.
    pub(super) list: Option<String>,
    /// The level of the point, from 0.
    pub(super) list_level: Option<usize>,
}

/// Where characters stand on their line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Raised {
    On,
    Above,
    Below,
}

impl Facts {
    /// These facts, and those of what they are based on where they say nothing.
    pub(super) fn over(&self, base: &Self) -> Self {
        Self {
            bold: self.bold.or(base.bold),
            italic: self.italic.or(base.italic),
            strike: self.strike.or(base.strike),
            dotted: self.dotted.or(base.dotted),
            raised: self.raised.or(base.raised),
            hidden: self.hidden.or(base.hidden),
            size: self.size.or(base.size),
            centred: self.centred.or(base.centred),
            outline: self.outline.or(base.outline),
            kind: self.kind.or(base.kind),
            list: self.list.clone().or_else(|| base.list.clone()),
            list_level: self.list_level.or(base.list_level),
        }
    }

    /// What a paragraph of these facts is.
    pub(super) fn kind(&self) -> Kind {
        match (self.kind, self.outline) {
            (Some(kind), _) if kind != Kind::Body => kind,
            (_, Some(level)) if level > 0 => Kind::Heading(level),
            _ => Kind::Body,
        }
    }

    /// How a run with these facts is set in a paragraph whose style has those of `paragraph`: what the style says
    /// already is no mark.
    pub(super) fn format(&self, paragraph: &Self, link: Option<usize>) -> Format {
        let set = |own: Option<bool>, style: Option<bool>| own == Some(true) && style != Some(true);
        let run = self.over(paragraph);
        Format {
            strong: set(self.bold, paragraph.bold),
            emphasis: set(self.italic, paragraph.italic) || set(self.dotted, paragraph.dotted),
            strike: set(self.strike, paragraph.strike),
            superscript: self.raised == Some(Raised::Above),
            subscript: self.raised == Some(Raised::Below),
            link,
            bold: run.bold == Some(true),
            size: run.size.unwrap_or(20),
        }
    }
}

/// Rows of a list of names: the text that stands before the first tab, and the one after it.
fn rows(list: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    list.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
}

/// What the name of a paragraph style says; none for names that say nothing.
pub(super) fn kind_of_name(name: &str) -> Option<Kind> {
    static NAMES: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| rows(include_str!("styles.tsv")).collect());
    let name = name.trim().to_lowercase().replace('_', " ");
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let level: Option<u8> = name[stem.len()..].parse().ok().filter(|level| (1..=9).contains(level));
    let stem = stem.trim_end();
    let is = |kind: &str, text: &str| NAMES.contains(&(kind, text));
    match level {
        Some(level) if is("heading", stem) => Some(Kind::Heading(level)),
        Some(_) if is("contents", stem) => Some(Kind::Contents),
        None if is("title", &name) => Some(Kind::Title),
        None if is("subtitle", &name) => Some(Kind::Subtitle),
        None if is("caption", &name) => Some(Kind::Caption),
        None if is("quote", &name) => Some(Kind::Quote),
        None if is("contents", &name) => Some(Kind::Contents),
        _ => None,
    }
}

/// The character of a symbol font's code; none for those that Unicode has no character for.
pub(super) fn symbol(font: &str, code: u32) -> Option<char> {
    static SYMBOLS: LazyLock<Vec<(&str, &str, &str)>> = LazyLock::new(|| {
        let row = |(font, rest): (&'static str, &'static str)| {
            rest.split_once('\t').map(|(code, character)| (font, code, character))
        };
        rows(include_str!("symbols.tsv")).filter_map(row).collect()
    });
    if !(0xE000..=0xF8FF).contains(&code) {
        return char::from_u32(code).filter(|c| !c.is_control());
    }
    let code = format!("{code:04X}");
    let (.., character) =
        SYMBOLS.iter().find(|(known, of, _)| font.eq_ignore_ascii_case(known) && *of == code)?;
    character.chars().next()
}

/// Whether a field of the metadata was filled in by a program: `user`, `Document1`.
pub(super) fn is_made_up(field: &str, value: &str) -> bool {
    let value = value.trim().to_lowercase();
    let stem = value.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    let is_it = |(of, text): (&str, &str)| {
        of == field && (stem == text || (field == "title" && value.starts_with("microsoft word - ")))
    };
    value.is_empty() || rows(include_str!("makers.tsv")).any(is_it)
}
