//! What is wrong with a memory that is read, where, and what became of it.

use std::fmt;
use std::io;

/// One thing that is wrong with a TMX file.
#[derive(Debug)]
pub struct Problem {
    /// The line in the file, from 1.
    pub line: u64,
    /// What became of the place.
    pub effect: Effect,
    /// What is wrong.
    pub cause: Cause,
    /// The skipped part as it stands in the file, where something was skipped that can be shown.
    pub raw: Vec<u8>,
}

/// What became of a place with something wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// It was read in the only sense it can have; the cause says what was changed.
    Repaired,
    /// It is not among the units that were read; reading went on behind it.
    Skipped,
    /// Reading ended here.
    Ended,
}

/// What is wrong.
#[derive(Debug)]
#[non_exhaustive]
pub enum Cause {
    /// The file could not be read.
    Io(io::Error),
    /// There is nothing in the file.
    Empty,
    /// There is no markup at all.
    NotXml,
    /// The root element is not `<tmx>`.
    WrongRoot(String),
    /// A second `<tmx>` begins behind the first.
    SecondRoot,
    /// The file ends before `</tmx>`.
    Truncated,
    /// There is no `<header>`.
    NoHeader,
    /// The header lacks an attribute that it must have; the value stands for it.
    HeaderLacks(&'static str, String),
    /// The encoding that the file names is not known.
    UnknownEncoding(String),
    /// The file is in another encoding than it names: that name, if it names one, and the encoding it is read in.
    OtherEncoding(Option<String>, &'static str),
    /// Bytes that are no text in the file's encoding.
    NotText,
    /// Such bytes in a file of another encoding than UTF-8; U+FFFD stands for them.
    Replaced,
    /// The markup is broken.
    Syntax(String),
    /// The unit is larger than the limit, in bytes.
    TooLarge(usize),
    /// Tags stand inside tags deeper than the limit.
    TooDeep(usize),
    /// A new unit begins, or the body ends, inside a unit.
    UnclosedUnit,
    /// The unit has no variant.
    NoVariant,
    /// A variant has no `<seg>`.
    NoSeg,
    /// A variant has no language.
    NoLanguage,
    /// A language code that is none.
    BadLanguage(String),
    /// An element in a place where the standard does not have it: the element, and the one around it.
    Misplaced(String, &'static str),
    /// An inline element that TMX does not have; it was kept as a code.
    ForeignTag(String),
    /// An inline tag lacks the attribute that it must have: the element, and the attribute.
    TagLacks(&'static str, &'static str),
    /// An attribute that the standard does not have: the element, and the attribute. On a unit or variant it
    /// was kept as a property, elsewhere it was left out.
    UnknownAttribute(&'static str, String),
    /// An attribute with a value it cannot have; kept as a property.
    BadValue(&'static str, String),
    /// A character that XML 1.0 does not allow; left out.
    ControlCharacter(char),
    /// A reference to an entity that is not one of XML's five; kept as it stands.
    UnknownEntity(String),
    /// A bare `&`, taken as it stands.
    BareAmpersand,
    /// Text where only elements can stand.
    StrayText,
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "cannot be read: {error}"),
            Self::Empty => f.write_str("the file is empty"),
            Self::NotXml => f.write_str("this is no XML file"),
            Self::WrongRoot(root) => write!(f, "the root element is <{root}>; a TMX file has <tmx>"),
            Self::SecondRoot => f.write_str("a second <tmx> begins behind the first; its units are read too"),
            Self::Truncated => f.write_str("the file ends before </tmx>: it was cut off"),
            Self::NoHeader => f.write_str("there is no <header>; every language may be the source"),
            Self::HeaderLacks(name, value) => {
                write!(f, "the header has no `{name}`; taken as `{value}`")
            }
            Self::UnknownEncoding(name) => write!(f, "the encoding `{name}` is not known; read as UTF-8"),
            Self::OtherEncoding(Some(named), used) => {
                write!(f, "the file says that it is in {named}, and is read as {used}, which it is")
            }
            Self::OtherEncoding(None, used) => {
                write!(f, "the file names no encoding and is not UTF-8; it is read as {used}")
            }
            Self::Replaced => {
                f.write_str("bytes that are no text in the encoding of the file; they stand as `\u{FFFD}`")
            }
            Self::NotText => f.write_str("bytes that are no UTF-8 text"),
            Self::Syntax(message) => write!(f, "broken markup: {message}"),
            Self::TooLarge(limit) if limit % (1 << 20) == 0 => {
                write!(f, "the unit is larger than {} MB", limit >> 20)
            }
            Self::TooLarge(limit) => write!(f, "the unit is larger than {limit} bytes"),
            Self::TooDeep(limit) => write!(f, "more than {limit} tags inside one another"),
            Self::UnclosedUnit => f.write_str("the unit has no </tu>"),
            Self::NoVariant => f.write_str("the unit has no <tuv>"),
            Self::NoSeg => f.write_str("a <tuv> has no <seg>"),
            Self::NoLanguage => f.write_str("a <tuv> has no xml:lang"),
            Self::BadLanguage(code) => {
                write!(f, "`{code}` is not a language code; one looks like zh-CN, zh-TW or en")
            }
            Self::Misplaced(element, parent) => write!(f, "<{element}> cannot stand in <{parent}>"),
            Self::ForeignTag(element) => write!(f, "<{element}> is not an element of TMX; kept as a code"),
            Self::TagLacks(element, name) => write!(f, "<{element}> has no `{name}`"),
            Self::UnknownAttribute(element @ ("tu" | "tuv"), name) => {
                write!(f, "<{element}> has no attribute `{name}` in TMX; kept as the property `x-{name}`")
            }
            Self::UnknownAttribute(element, name) => {
                write!(f, "<{element}> has no attribute `{name}` in TMX; left out")
            }
            Self::BadValue(name, value) => {
                write!(f, "`{value}` is no value for `{name}`; kept as the property `x-{name}`")
            }
            Self::ControlCharacter(c) => {
                write!(f, "character U+{:04X}, which XML does not allow, left out", *c as u32)
            }
            Self::UnknownEntity(name) => write!(f, "the entity `&{name};` is not known; kept as it stands"),
            Self::BareAmpersand => f.write_str("a bare `&`, taken as it stands; XML wants `&amp;`"),
            Self::StrayText => f.write_str("text where only elements can stand"),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.cause)?;
        match self.effect {
            Effect::Repaired => Ok(()),
            Effect::Skipped => f.write_str("; skipped"),
            Effect::Ended => f.write_str("; reading ended"),
        }
    }
}

impl Problem {
    /// The input cannot be read further.
    pub(crate) fn ended(error: io::Error) -> Self {
        Self { line: 0, effect: Effect::Ended, cause: Cause::Io(error), raw: vec![] }
    }
}

impl std::error::Error for Problem {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.cause {
            Cause::Io(error) => Some(error),
            _ => None,
        }
    }
}
