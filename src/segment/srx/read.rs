//! Reading SRX 2.0 files, and cutting by them.
//!
//! The expressions are ICU's, which Java's tools write too; what this crate's engine spells otherwise is spelled
//! anew ([`respelled`]).

use std::cell::Cell;
use std::iter::Peekable;
use std::str::Chars;

use fancy_regex::Regex;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::lang::Language;
use crate::limits::MOST_EXPRESSIONS;
use crate::problem::line_column;

/// How far back, in bytes, the expression before a place is looked for. Rules look at a word or two.
const LOOK_BACK: usize = 400;

/// How far on, in bytes, the expression behind a place is looked for: further than quotation marks and blanks reach. A
/// row of a million dots would be looked through at each of them.
const LOOK_AHEAD: usize = 800;

/// The rules of an SRX file.
#[derive(Debug, Clone)]
pub struct Srx {
    /// Rules by the name that the maps know them by.
    named: Vec<(String, Vec<Rule>)>,
    /// Which languages have which rules, in order.
    maps: Vec<(Regex, String)>,
    /// Whether a language has the rules of every map that fits, or of the first alone.
    cascades: bool,
}

/// One rule. A side that may be anything has no expression.
#[derive(Debug, Clone)]
struct Rule {
    breaks: bool,
    before: Option<Regex>,
    after: Option<Regex>,
}

/// Why a file of rules cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SrxError {
    /// It is not well-formed XML: the line, and what the parser says.
    #[error("line {line}: not well-formed XML: {message}")]
    Xml {
        /// The line, from 1.
        line: usize,
        /// What the parser says.
        message: String,
    },
    /// It holds no rule, or says for no language which rules are its own.
    #[error("it is not an SRX 2.0 file, or has no rules for any language")]
    Empty,
    /// An expression cannot be understood: the line of its rule, and why.
    #[error("line {line}: the expression `{expression}` cannot be used: {message}")]
    Expression {
        /// The line on which the expression ends, from 1.
        line: usize,
        /// The expression as it was written.
        expression: String,
        /// What is wrong with it.
        message: String,
    },
    /// It has more expressions than the rules of all languages need.
    #[error("it has more than {MOST_EXPRESSIONS} expressions; leave out the rules of other languages")]
    TooMany,
    /// A map names rules that are not there.
    #[error("a languagemap names the rules `{name}`, which are not there")]
    Unknown {
        /// The name.
        name: String,
    },
}

impl Srx {
    /// Reads the text of an SRX file.
    ///
    /// # Errors
    /// If it is not well-formed, an expression in it cannot be understood, or it has rules for no language.
    pub fn parse(text: &str) -> Result<Self, SrxError> {
        let mut file = File { xml: Reader::from_str(text), text, expressions: Cell::new(0) };
        let mut srx = Self { named: Vec::new(), maps: Vec::new(), cascades: false };
        loop {
            match file.next()? {
                Event::Start(start) | Event::Empty(start) => match start.local_name().as_ref() {
                    "header" => {
                        srx.cascades = attribute(&start, "cascade").is_some_and(|value| value == "yes");
                    }
                    "languagerule" => {
                        let name = attribute(&start, "languagerulename").unwrap_or_default();
                        srx.named.push((name, Vec::new()));
                    }
                    "rule" => {
                        let rule = file.rule(&start)?;
                        if let Some((_, rules)) = srx.named.last_mut() {
                            rules.push(rule);
                        }
                    }
                    "languagemap" => {
                        let pattern = attribute(&start, "languagepattern").unwrap_or_default();
                        let name = attribute(&start, "languagerulename").unwrap_or_default();
                        let languages = file.expression(&pattern, |pattern| format!("^(?i:{pattern})$"))?;
                        srx.maps.extend(languages.map(|languages| (languages, name)));
                    }
                    _ => {}
                },
                Event::Eof => break,
                _ => {}
            }
        }
        if let Some((_, name)) =
            srx.maps.iter().find(|(_, name)| !srx.named.iter().any(|(known, _)| known == name))
        {
            return Err(SrxError::Unknown { name: name.clone() });
        }
        if srx.maps.is_empty() || srx.named.iter().all(|(_, rules)| rules.is_empty()) {
            return Err(SrxError::Empty);
        }
        Ok(srx)
    }

    /// The rules of a language, in the order in which they decide.
    fn of(&self, language: &Language) -> Vec<&Rule> {
        let fitting = self
            .maps
            .iter()
            .filter(|(languages, _)| languages.is_match(language.as_str()).unwrap_or(false))
            .take(if self.cascades { usize::MAX } else { 1 });
        fitting
            .filter_map(|(_, name)| self.named.iter().find(|(known, _)| known == name))
            .flat_map(|(_, rules)| rules)
            .collect()
    }

    /// A function that tells the byte offsets behind each sentence of a line but the last, in order.
    pub(in crate::segment) fn ends(&self, language: &Language) -> impl Fn(&str) -> Vec<usize> {
        let rules = self.of(language);
        move |line| {
            line.char_indices()
                .map(|(at, _)| at)
                .skip(1)
                .filter(|&at| {
                    // That no sentence ends needs an answer only where a rule says that one does.
                    let ends = rules.iter().position(|rule| rule.breaks && rule.fits(line, at));
                    ends.is_some_and(|end| {
                        !rules[..end].iter().any(|rule| !rule.breaks && rule.fits(line, at))
                    })
                })
                .collect()
        }
    }
}

impl Rule {
    fn fits(&self, line: &str, at: usize) -> bool {
        let (before, behind) = line.split_at(at);
        let from = before.floor_char_boundary(at.saturating_sub(LOOK_BACK));
        let behind = &behind[..behind.floor_char_boundary(LOOK_AHEAD)];
        // An expression that runs out of steps on a strange text does not fit it.
        self.after.as_ref().is_none_or(|after| after.is_match(behind).unwrap_or(false))
            && self.before.as_ref().is_none_or(|expression| {
                expression.find_from_pos(before, from).is_ok_and(|found| found.is_some())
            })
    }
}

/// A file that is being read.
struct File<'a> {
    xml: Reader<&'a [u8]>,
    text: &'a str,
    /// How many expressions were read.
    expressions: Cell<usize>,
}

impl<'a> File<'a> {
    fn line(&self, offset: u64) -> usize {
        let offset = usize::try_from(offset).unwrap_or(usize::MAX).min(self.text.len());
        line_column(self.text, offset).0
    }

    fn next(&mut self) -> Result<Event<'a>, SrxError> {
        self.xml.read_event().map_err(|error| SrxError::Xml {
            line: self.line(self.xml.error_position()),
            message: error.to_string(),
        })
    }

    /// The text of an element up to its end.
    fn content(&mut self) -> Result<String, SrxError> {
        let mut content = String::new();
        loop {
            match self.next()? {
                Event::Text(text) => content.push_str(&text.xml10_content()),
                Event::CData(text) => content.push_str(&text.xml10_content()),
                Event::GeneralRef(name) => {
                    if let Some(text) = quick_xml::escape::resolve_predefined_entity(&name) {
                        content.push_str(text);
                    } else if let Ok(Some(c)) = name.resolve_char_ref() {
                        content.push(c);
                    }
                }
                Event::End(_) | Event::Eof => return Ok(content),
                _ => {}
            }
        }
    }

    fn rule(&mut self, start: &BytesStart<'_>) -> Result<Rule, SrxError> {
        let breaks = attribute(start, "break").is_none_or(|value| value != "no");
        let (mut before, mut after) = (None, None);
        loop {
            match self.next()? {
                Event::Start(part) => {
                    let content = self.content()?;
                    match part.local_name().as_ref() {
                        "beforebreak" => {
                            before =
                                self.expression(&content, |expression| format!("(?:{expression})\\z"))?;
                        }
                        "afterbreak" => {
                            after = self.expression(&content, |expression| format!("\\A(?:{expression})"))?;
                        }
                        _ => {}
                    }
                }
                Event::End(_) | Event::Eof => return Ok(Rule { breaks, before, after }),
                _ => {}
            }
        }
    }

    /// An expression of the file, put into its place by `placed`; none where anything fits.
    fn expression(
        &self,
        expression: &str,
        placed: impl Fn(&str) -> String,
    ) -> Result<Option<Regex>, SrxError> {
        if expression.is_empty() {
            return Ok(None);
        }
        self.expressions.set(self.expressions.get() + 1);
        if self.expressions.get() > MOST_EXPRESSIONS {
            return Err(SrxError::TooMany);
        }
        Regex::new(&placed(&respelled(expression))).map(Some).map_err(|error| SrxError::Expression {
            line: self.line(self.xml.buffer_position()),
            expression: expression.to_owned(),
            message: error.to_string(),
        })
    }
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    start.attributes().flatten().find(|attribute| attribute.key.as_ref() == name).map(|attribute| {
        quick_xml::escape::unescape(&attribute.value).map_or_else(|_| attribute.value.to_string(), Into::into)
    })
}

/// Blanks within a line, as members of a class.
const BLANKS: &str = r" \t\u{A0}\u{1680}\u{180E}\u{2000}-\u{200A}\u{202F}\u{205F}\u{3000}";

/// An expression of ICU or Java as this crate's engine spells it.
fn respelled(expression: &str) -> String {
    let mut out = String::with_capacity(expression.len());
    let mut chars = expression.chars().peekable();
    let mut inside_class = 0usize;
    while let Some(c) = chars.next() {
        match c {
            '\\' => respell_escape(&mut chars, inside_class > 0, &mut out),
            '[' => {
                inside_class += 1;
                out.push(c);
            }
            ']' => {
                inside_class = inside_class.saturating_sub(1);
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}

fn respell_escape(chars: &mut Peekable<Chars<'_>>, inside_class: bool, out: &mut String) {
    match chars.next() {
        // A blank; elsewhere a hexadecimal digit.
        Some('h') if inside_class => out.push_str(BLANKS),
        Some('h') => out.extend(["[", BLANKS, "]"]),
        // The end, before a last line break or not: lines are cut before.
        Some('Z') => out.push_str(r"\z"),
        Some('R') => out.push_str(r"(?:\r\n|[\n\x0B\x0C\r\u{85}\u{2028}\u{2029}])"),
        // All up to \E as it stands.
        Some('Q') => {
            let mut literal = String::new();
            while let Some(c) = chars.next() {
                if c == '\\' && chars.peek() == Some(&'E') {
                    chars.next();
                    break;
                }
                literal.push(c);
            }
            out.push_str(&fancy_regex::escape(&literal));
        }
        // `\p{IsHan}`, `\p{javaUpperCase}` are Java's.
        Some(c @ ('p' | 'P')) if chars.peek() == Some(&'{') => {
            chars.next();
            let name: String = chars.by_ref().take_while(|&c| c != '}').collect();
            let name = match name.as_str() {
                "javaUpperCase" | "Upper" => "Uppercase",
                "javaLowerCase" | "Lower" => "Lowercase",
                "Punct" => "Punctuation",
                "Alpha" => "Alphabetic",
                "Space" => "White_Space",
                name => name.strip_prefix("Is").unwrap_or(name),
            };
            out.extend(["\\", c.encode_utf8(&mut [0; 4]), "{", name, "}"]);
        }
        Some(c) => out.extend(['\\', c]),
        None => out.push('\\'),
    }
}

#[cfg(test)]
mod tests {
    use super::respelled;

    #[test]
    fn what_other_engines_write_is_understood() {
        assert_eq!(respelled(r"\Qe.g.\E\s"), r"e\.g\.\s");
        assert_eq!(respelled(r"\p{IsHan}[\p{Lu}]\Z"), r"\p{Han}[\p{Lu}]\z");
        assert!(respelled(r"\h[\h-]").starts_with("[ \\t"));
        assert_eq!(respelled(r"\u2019\."), r"\u2019\.");
    }
}
