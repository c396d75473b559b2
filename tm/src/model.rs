//! The parts of a memory: header, units, variants, and what is told about them (TMX 1.4b, "Structural elements").
//!
//! The attributes that header, unit and variant share are an [`Origin`]. What a tool wants to say beyond the
//! standard's attributes it says in [`Prop`]s, by custom with a type that begins with `x-`.

use crate::{Date, Language, Seg};

/// What stands at the head of a memory and holds for all of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Header {
    /// The language that units are translated from.
    pub source: Source,
    /// The language of notes and props.
    pub admin_language: Language,
    /// What one unit is.
    pub segtype: Segtype,
    /// Which tool wrote it, when, from what.
    pub origin: Origin,
    /// What the tool tells about the memory.
    pub props: Vec<Prop>,
    /// What people tell about it.
    pub notes: Vec<Note>,
    /// Characters that the original had and its encoding has not.
    pub encodings: Vec<UserEncoding>,
}

/// Which language is the source of a translation.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Source {
    /// Any variant may be (`*all*`).
    All,
    /// The variant in this language.
    One(Language),
}

/// What one unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Segtype {
    /// A part of a document.
    Block,
    /// A paragraph.
    Paragraph,
    /// A sentence.
    Sentence,
    /// A phrase or a term.
    Phrase,
}

/// Where an element comes from, and how often it was used.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Origin {
    /// The encoding before it became Unicode (`o-encoding`).
    pub encoding: Option<String>,
    /// The format of the original: `plaintext`, `html`, `xml` …
    pub datatype: Option<String>,
    /// How often it was used.
    pub usage_count: Option<u64>,
    /// When it was last used.
    pub last_used: Option<Date>,
    /// The tool that made it.
    pub tool: Option<String>,
    /// That tool's version.
    pub tool_version: Option<String>,
    /// When it was made.
    pub created: Option<Date>,
    /// Who made it.
    pub created_by: Option<String>,
    /// When it was last changed.
    pub changed: Option<Date>,
    /// Who last changed it.
    pub changed_by: Option<String>,
    /// The format of the memory before it became TMX (`o-tmf`).
    pub format: Option<String>,
}

/// One translation unit: the same content in several languages.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Unit {
    /// Its identifier. Careful: `OmegaT` 6 takes it for the context in which the translation holds.
    pub id: Option<String>,
    /// The language it was translated from, where it is not the header's.
    pub source: Option<Source>,
    /// What it is, where it is not the header's.
    pub segtype: Option<Segtype>,
    /// Where it comes from.
    pub origin: Origin,
    /// What tools tell about it.
    pub props: Vec<Prop>,
    /// What people tell about it.
    pub notes: Vec<Note>,
    /// The variants, in order: one of each language, by custom.
    pub variants: Vec<Variant>,
}

/// The content of a unit in one language.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Variant {
    /// The language.
    pub language: Language,
    /// Where it comes from.
    pub origin: Origin,
    /// What tools tell about it.
    pub props: Vec<Prop>,
    /// What people tell about it.
    pub notes: Vec<Note>,
    /// What it says.
    pub seg: Seg,
}

/// A property: what a tool tells.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Prop {
    /// What it is about: `x-article`.
    pub kind: String,
    /// The value.
    pub value: String,
    /// The language of the value.
    pub language: Option<Language>,
    /// Its encoding before it became Unicode.
    pub encoding: Option<String>,
}

/// A remark: what a person tells.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Note {
    /// The remark.
    pub text: String,
    /// Its language.
    pub language: Option<Language>,
    /// Its encoding before it became Unicode.
    pub encoding: Option<String>,
}

/// A set of characters of the original's own (`<ude>`).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct UserEncoding {
    /// Its name.
    pub name: String,
    /// The encoding it adds to.
    pub base: Option<String>,
    /// Its characters.
    pub maps: Vec<UserCharacter>,
}

/// One character of a [`UserEncoding`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct UserCharacter {
    /// Its code point, `#xF8FF`.
    pub unicode: String,
    /// Its code in the original.
    pub code: Option<String>,
    /// Its entity name.
    pub entity: Option<String>,
    /// What can stand for it.
    pub substitute: Option<String>,
}

impl Header {
    /// The header of a new memory of sentences, written by the given tool. What tools tell is in English.
    #[must_use]
    pub fn new(tool: &str, version: &str, source: Language) -> Self {
        Self {
            admin_language: "en".parse().unwrap_or_else(|_| source.clone()),
            source: Source::One(source),
            segtype: Segtype::Sentence,
            origin: Origin {
                datatype: Some("plaintext".to_owned()),
                tool: Some(tool.to_owned()),
                tool_version: Some(version.to_owned()),
                format: Some("tmx".to_owned()),
                ..Origin::default()
            },
            props: vec![],
            notes: vec![],
            encodings: vec![],
        }
    }
}

impl Header {
    /// Whether units mean the same under both headers, whatever they leave to them.
    #[must_use]
    pub fn agrees(&self, other: &Self) -> bool {
        self.source == other.source && self.segtype == other.segtype
    }
}

impl Source {
    /// The language, where it is one.
    #[must_use]
    pub fn language(&self) -> Option<&Language> {
        match self {
            Self::All => None,
            Self::One(language) => Some(language),
        }
    }
}

impl Segtype {
    /// The word for it in TMX.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Block => "block",
            Self::Paragraph => "paragraph",
            Self::Sentence => "sentence",
            Self::Phrase => "phrase",
        }
    }

    /// The type that a word of TMX names.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Block, Self::Paragraph, Self::Sentence, Self::Phrase]
            .into_iter()
            .find(|segtype| segtype.as_str().eq_ignore_ascii_case(name))
    }
}

impl Prop {
    /// A property.
    pub fn new(kind: impl Into<String>, value: impl Into<String>) -> Self {
        Self { kind: kind.into(), value: value.into(), language: None, encoding: None }
    }
}

impl Note {
    /// A remark.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), language: None, encoding: None }
    }
}

impl Variant {
    /// A variant of which only language and text are known.
    pub fn new(language: Language, seg: impl Into<Seg>) -> Self {
        Self { language, origin: Origin::default(), props: vec![], notes: vec![], seg: seg.into() }
    }
}

impl Unit {
    /// A unit of the given variants, source first.
    #[must_use]
    pub fn new(variants: Vec<Variant>) -> Self {
        Self { variants, ..Self::default() }
    }

    /// The value of the unit's first property of a kind.
    #[must_use]
    pub fn prop(&self, kind: &str) -> Option<&str> {
        self.props.iter().find(|prop| prop.kind == kind).map(|prop| prop.value.as_str())
    }

    /// The variant it was translated from: the one in its own source language, else in the header's, else the
    /// first.
    #[must_use]
    pub fn source_variant(&self, header: &Header) -> Option<&Variant> {
        let language = self.source.as_ref().unwrap_or(&header.source).language();
        let wanted = |exact: bool| {
            move |variant: &&Variant| {
                language.is_some_and(|language| {
                    if exact { variant.language == *language } else { variant.language.covers(language) }
                })
            }
        };
        let variants = || self.variants.iter();
        variants().find(wanted(true)).or_else(|| variants().find(wanted(false))).or(self.variants.first())
    }

    /// The last time anything in the unit was made or changed.
    #[must_use]
    pub fn last_touched(&self) -> Option<Date> {
        let dates = |origin: &Origin| origin.changed.max(origin.created);
        self.variants.iter().map(|variant| dates(&variant.origin)).fold(dates(&self.origin), Option::max)
    }
}

impl Unit {
    /// The unit as it means the same under another header: what it took from its own is said in it.
    #[must_use]
    pub fn under(mut self, from: &Header, to: &Header) -> Self {
        if self.source.is_none() && from.source != to.source {
            self.source = Some(from.source.clone());
        }
        if self.segtype.is_none() && from.segtype != to.segtype {
            self.segtype = Some(from.segtype);
        }
        self.source = self.real_source(&to.source);
        self
    }

    /// Whether the unit, by itself or by its header, names a source language that it has.
    pub(crate) fn names_its_source(&self, header: &Header) -> bool {
        match self.source.as_ref().unwrap_or(&header.source) {
            Source::All => true,
            Source::One(language) => self.variants.iter().any(|variant| variant.language == *language),
        }
    }

    /// The source that the unit must name under a header: its own if it has a variant in that very language, else
    /// the language of the variant that serves as one, the first if none does.
    pub(crate) fn real_source(&self, header: &Source) -> Option<Source> {
        let named = self.source.as_ref();
        let Some(language) = named.unwrap_or(header).language() else { return named.cloned() };
        if self.variants.iter().any(|variant| variant.language == *language) {
            return named.cloned();
        }
        let serves = self.variants.iter().find(|variant| variant.language.covers(language));
        serves.or(self.variants.first()).map(|variant| Source::One(variant.language.clone()))
    }
}
