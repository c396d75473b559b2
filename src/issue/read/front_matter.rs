//! Front matter: what a source says of the issue before its text begins.
//!
//! Between `---` lines it is YAML 1.2 (saphyr-parser), between `+++` lines TOML 1.1 (toml); `issue.toml` has the
//! same fields. A field that this program does not know is kept with its value; a value that is a list or a table
//! is kept in YAML's flow style, `[a, b]`. Aliases are not followed, so that no small text grows large.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use saphyr_parser::{Event, Parser};
use toml::Spanned;
use toml::de::DeTable;

use crate::issue::model::Masthead;
use crate::lang::Language;
use crate::problem::{Problem, Severity, Span};

/// How front matter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Yaml,
    Toml,
}

/// Where front matter stands in a text.
pub(super) struct Place {
    pub(super) format: Format,
    /// The fields, without the lines around them.
    pub(super) fields: Range<usize>,
    /// Where the text of the issue begins.
    pub(super) end: usize,
}

/// A field, in the order in which they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) value: String,
    /// Where it stands in the source, name and value.
    pub(super) span: Span,
}

/// What front matter says.
#[derive(Debug, Default)]
pub(super) struct Matter {
    pub(super) masthead: Masthead,
    pub(super) language: Option<Language>,
}

/// The front matter at the head of a text, if there is any.
pub(super) fn place(text: &str, problems: &mut Vec<Problem>) -> Option<Place> {
    let start = text.len() - text.trim_start_matches(['\n', '\r', ' ']).len();
    let head = &text[start..];
    let (format, fence) = if head.starts_with("---") {
        (Format::Yaml, "---")
    } else if head.starts_with("+++") {
        (Format::Toml, "+++")
    } else {
        return None;
    };
    let first_line = head.lines().next()?;
    let second_line = head.lines().nth(1).unwrap_or_default();
    // `---` alone may be a rule. Fields have names.
    let sign = if format == Format::Yaml { ':' } else { '=' };
    let named = second_line.trim_end() == fence
        || second_line.trim_start().starts_with('#')
        || second_line.trim_start().starts_with('[')
        || second_line.split_once(sign).is_some_and(|(name, _)| {
            let name = name.trim().trim_matches('"');
            !name.is_empty() && !name.contains(char::is_whitespace) && name.chars().count() <= 40
        });
    if first_line.trim_end() != fence || !named {
        return None;
    }
    let from = start + head.find('\n')? + 1;
    let mut at = from;
    for line in text[from..].split_inclusive('\n') {
        let bare = line.trim_end();
        if bare == fence || (format == Format::Yaml && bare == "...") {
            return Some(Place { format, fields: from..at, end: at + line.len() });
        }
        at += line.len();
    }
    problems.push(Problem {
        severity: Severity::Warning,
        code: "unclosed-front-matter".into(),
        span: Span { start, end: start + fence.len() },
        message: format!("front matter begins here and is never closed by another `{fence}`"),
        help: format!("put a line `{fence}` behind its last field; until then it is read as text"),
    });
    None
}

/// The fields of front matter; none, and a problem, where it cannot be read.
pub(super) fn fields(
    format: Format,
    text: &str,
    base: usize,
    problems: &mut Vec<Problem>,
) -> Option<Vec<Field>> {
    let read = match format {
        Format::Yaml => yaml(text),
        Format::Toml => toml(text),
    };
    let placed = |mut fields: Vec<Field>| {
        for Field { span, .. } in &mut fields {
            *span = Span { start: base + span.start, end: base + span.end };
        }
        fields
    };
    read.map(placed)
        .map_err(|(range, message)| {
            problems.push(Problem {
                severity: Severity::Error,
                code: "front-matter".into(),
                span: Span { start: base + range.start, end: base + range.end },
                message: format!("the front matter cannot be read: {message}"),
                help: "mend it; until then it is kept as a block of its own and says nothing of the issue"
                    .to_owned(),
            });
        })
        .ok()
}

type Unreadable = (Range<usize>, String);

/// The fields of one YAML mapping; their spans are offsets in the text.
pub(super) fn yaml(text: &str) -> Result<Vec<Field>, Unreadable> {
    let mut events = Parser::new_from_str(text);
    let mut out = Vec::new();
    // The parser counts characters.
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let byte = |chars: usize| bytes.get(chars).copied().unwrap_or(text.len());
    let end = std::cell::Cell::new(0);
    let mut next = || match events.next() {
        None => Ok(None),
        Some(Ok((event, span))) => {
            end.set(byte(span.end.index()));
            Ok(Some((event, byte(span.start.index()))))
        }
        Some(Err(error)) => {
            let at = byte(error.marker().index());
            Err((at..at, error.info().to_owned()))
        }
    };
    loop {
        match next()? {
            Some((Event::MappingStart(..), _)) => break,
            Some((Event::StreamStart | Event::DocumentStart(_) | Event::Nothing, _)) => {}
            Some((Event::StreamEnd | Event::DocumentEnd, _)) | None => return Ok(out),
            Some((_, at)) => return Err((at..at, "it is no list of fields, `name: value`".to_owned())),
        }
    }
    loop {
        let (name, start) = match next()? {
            Some((Event::Scalar(name, ..), at)) => (name.into_owned(), at),
            Some((Event::MappingEnd | Event::StreamEnd, _)) | None => return Ok(out),
            Some((_, at)) => return Err((at..at, "the name of a field is a word".to_owned())),
        };
        let name_end = end.get();
        let mut value = String::new();
        // Containers that are open: whether each is a mapping, and how many parts it has by now.
        let mut open: Vec<(bool, usize)> = Vec::new();
        loop {
            let Some((event, at)) = next()? else { return Ok(out) };
            let closes = matches!(event, Event::SequenceEnd | Event::MappingEnd);
            if let (Some((mapping, parts)), false) = (open.last_mut(), closes) {
                value.push_str(match (*mapping, *parts) {
                    (_, 0) => "",
                    (true, n) if n % 2 == 1 => ": ",
                    _ => ", ",
                });
                *parts += 1;
            }
            match event {
                Event::Scalar(text, ..) if open.is_empty() => value.push_str(&text),
                Event::Scalar(text, ..) => push_flow(&text, &mut value),
                Event::SequenceStart(..) => {
                    value.push('[');
                    open.push((false, 0));
                }
                Event::MappingStart(..) => {
                    value.push('{');
                    open.push((true, 0));
                }
                Event::SequenceEnd | Event::MappingEnd => {
                    value.push(if matches!(event, Event::SequenceEnd) { ']' } else { '}' });
                    open.pop();
                }
                Event::Alias(_) => return Err((at..at, "aliases (`*name`) are not followed".to_owned())),
                _ => {}
            }
            if open.is_empty() {
                break;
            }
        }
        // An empty value has no place of its own, and a block of lines ends where the next field begins.
        let whole = &text[start..end.get().max(name_end)];
        let end = start + whole.trim_end().len();
        out.push(Field { name, value, span: Span { start, end } });
    }
}

/// A value inside a list or table.
pub(super) fn push_flow(text: &str, out: &mut String) {
    let plain = !text.is_empty()
        && text.trim() == text
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '/' | '，' | '。' | '、'))
        && !text.starts_with('-');
    if plain {
        out.push_str(text);
    } else {
        push_quoted(text, out);
    }
}

/// A text in double quotes, as YAML and JSON read it.
fn push_quoted(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() || c == '\u{feff}' || c == '\u{2028}' || c == '\u{2029}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

fn toml(text: &str) -> Result<Vec<Field>, Unreadable> {
    let table: toml::Table = text
        .parse()
        .map_err(|error: toml::de::Error| (error.span().unwrap_or(0..0), error.message().to_owned()))?;
    let places: BTreeMap<String, Span> = DeTable::parse(text)
        .map(|table| {
            let place = |(name, value): (&Spanned<_>, &Spanned<_>)| {
                let span = Span { start: name.span().start, end: value.span().end };
                (AsRef::<str>::as_ref(name.get_ref()).to_owned(), span)
            };
            table.get_ref().iter().map(place).collect()
        })
        .unwrap_or_default();
    Ok(table
        .into_iter()
        .map(|(name, value)| {
            let span = places.get(name.as_str()).copied().unwrap_or_default();
            let value = match value {
                toml::Value::String(text) => text,
                other => {
                    let mut out = String::new();
                    toml_flow(&other, &mut out);
                    out
                }
            };
            Field { name, value, span }
        })
        .collect())
}

fn toml_flow(value: &toml::Value, out: &mut String) {
    match value {
        toml::Value::String(text) => push_flow(text, out),
        toml::Value::Array(values) => {
            out.push('[');
            for (i, value) in values.iter().enumerate() {
                out.push_str(if i > 0 { ", " } else { "" });
                toml_flow(value, out);
            }
            out.push(']');
        }
        toml::Value::Table(table) => {
            out.push('{');
            for (i, (name, value)) in table.iter().enumerate() {
                out.push_str(if i > 0 { ", " } else { "" });
                push_flow(name, out);
                out.push_str(": ");
                toml_flow(value, out);
            }
            out.push('}');
        }
        toml::Value::Integer(number) => {
            let _ = write!(out, "{number}");
        }
        toml::Value::Float(number) => {
            let _ = write!(out, "{number}");
        }
        toml::Value::Boolean(value) => {
            let _ = write!(out, "{value}");
        }
        toml::Value::Datetime(time) => {
            let _ = write!(out, "{time}");
        }
    }
}

/// The fields that every issue may have, by their English names.
pub(super) const NAMES: [&str; 13] = [
    "publication",
    "title",
    "number",
    "date",
    "language",
    "issn",
    "publisher",
    "rights",
    "source",
    "cover",
    "isbn",
    "description",
    "subjects",
];

/// Whether a field says something of the issue; not whether it names people.
pub(super) fn is_known(name: &str) -> bool {
    if matches!(name.to_lowercase().as_str(), "language" | "lang" | "语言") {
        return true;
    }
    // A day is a value that every other field may have.
    let field = Field { name: name.to_owned(), value: "2026-03-06".to_owned(), span: Span::default() };
    matter(vec![field], &mut Vec::new()).masthead.other.is_empty()
}

/// The field whose name a word is nearly, if there is one.
pub(super) fn nearest(name: &str) -> Option<&'static str> {
    NAMES.into_iter().find(|known| is_near(name, known))
}

/// Whether two names differ in one letter: another, one more, one less, or two that changed places.
pub(super) fn is_near(name: &str, known: &str) -> bool {
    let [name, known] = [name, known].map(|name| name.to_lowercase().chars().collect::<Vec<_>>());
    let alike = name.iter().zip(&known).take_while(|(a, b)| a == b).count();
    let [rest, other] = [&name[alike..], &known[alike..]];
    match (rest, other) {
        ([], []) => true,
        ([_, rest @ ..], other) if *rest == *other => true,
        (rest, [_, other @ ..]) if *rest == *other => true,
        ([_, rest @ ..], [_, other @ ..]) if *rest == *other => true,
        ([a, b, rest @ ..], [c, d, other @ ..]) => a == d && b == c && *rest == *other,
        _ => false,
    }
}

/// What the fields say of the issue.
pub(super) fn matter(fields: Vec<Field>, problems: &mut Vec<Problem>) -> Matter {
    let mut matter = Matter::default();
    let mut serial_number_at = None;
    let mut book_number_at = None;
    for Field { name, value, span } in fields {
        let masthead = &mut matter.masthead;
        let known = match name.to_lowercase().as_str() {
            "publication" | "newspaper" | "magazine" | "报纸" | "刊名" => &mut masthead.publication,
            "title" | "标题" => &mut masthead.title,
            "number" | "issue" | "期号" => &mut masthead.number,
            "issn" => {
                serial_number_at.get_or_insert(span);
                &mut masthead.issn
            }
            "isbn" | "书号" | "書號" => {
                book_number_at.get_or_insert(span);
                &mut masthead.isbn
            }
            "description" | "简介" | "簡介" | "内容简介" | "內容簡介" => {
                &mut masthead.description
            }
            "subjects" | "subject" | "keywords" | "主题" | "主題" | "关键词" | "關鍵詞" => {
                let subjects = list(&value);
                if subjects.is_empty() {
                    masthead.other.push((name, value));
                }
                masthead.subjects.extend(subjects);
                continue;
            }
            "publisher" | "出版者" => &mut masthead.publisher,
            "rights" | "版权" => &mut masthead.rights,
            "source" | "来源" => &mut masthead.source,
            "cover" | "封面" => &mut masthead.cover,
            "language" | "lang" | "语言" => match value.parse() {
                Ok(language) => {
                    matter.language = Some(language);
                    // Kept too, so that front matter that says nothing else is written again.
                    masthead.other.push(("language".to_owned(), value));
                    continue;
                }
                Err(error) => {
                    problems.push(warning(
                        "language",
                        span,
                        error.to_string(),
                        "correct the field `language`",
                    ));
                    masthead.other.push((name, value));
                    continue;
                }
            },
            "date" | "日期" => {
                match date(&value) {
                    Some(date) if masthead.date.is_none() => masthead.date = Some(date),
                    Some(_) => masthead.other.push((name, value)),
                    None => {
                        problems.push(warning(
                            "date",
                            span,
                            format!("`{value}` is no date"),
                            "write the day of publication as 2026-03-06",
                        ));
                        masthead.other.push((name, value));
                    }
                }
                continue;
            }
            _ => {
                masthead.other.push((name, value));
                continue;
            }
        };
        if known.is_none() && !value.is_empty() {
            *known = Some(value);
        } else {
            masthead.other.push((name, value));
        }
    }
    if let Some(number) = matter.masthead.issn.as_deref().filter(|issn| !is_issn(issn)) {
        problems.push(warning(
            "issn",
            serial_number_at.unwrap_or_default(),
            format!("`{number}` is no ISSN: its check digit is wrong or it is not of the form 1234-5679"),
            "correct the field `issn` or leave it out",
        ));
    }
    if let Some(number) = matter.masthead.isbn.as_deref().filter(|isbn| !is_isbn(isbn)) {
        problems.push(warning(
            "isbn",
            book_number_at.unwrap_or_default(),
            format!(
                "`{number}` is not an ISBN: its check digit is wrong or it does not have 13 or 10 digits"
            ),
            "correct the field `isbn` or leave it out",
        ));
    }
    matter
}

/// The parts of a value: of a list in flow style, `[a, "b, c"]`, or of a line with commas between them.
pub(crate) fn list(value: &str) -> Vec<String> {
    let parts: Vec<String> = if value.trim_start().starts_with('[') {
        let scalar = |event| match event {
            Ok((Event::Scalar(text, ..), _)) => Some(text.into_owned()),
            _ => None,
        };
        Parser::new_from_str(value)
            .map_while(|event| event.is_ok().then_some(event))
            .filter_map(scalar)
            .collect()
    } else {
        value.split(['、', '，', ',', ';', '；']).map(str::to_owned).collect()
    };
    parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn warning(code: &'static str, span: Span, message: String, help: &str) -> Problem {
    Problem { severity: Severity::Warning, code: code.into(), span, message, help: help.to_owned() }
}

/// `2026-03-06`, `2026/3/6`, `2026年3月6日`, or any of them with a time of day behind.
fn date(text: &str) -> Option<jiff::civil::Date> {
    let text = text.trim();
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let (year, month, day) = (numbers.next()?, numbers.next()?, numbers.next()?);
    let separated = text.strip_prefix(year)?.starts_with(['-', '/', '.', '年']);
    if year.len() != 4 || !separated {
        return None;
    }
    jiff::civil::Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Whether the check digit of an International Standard Serial Number (ISO 3297) is right.
fn is_issn(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() != 9 || bytes[4] != b'-' {
        return false;
    }
    let digits = bytes.iter().enumerate().filter(|&(i, _)| i != 4).map(|(_, b)| b);
    let mut sum = 0;
    for (weight, &b) in (1..=8u32).rev().zip(digits) {
        sum += weight
            * match b {
                b'0'..=b'9' => u32::from(b - b'0'),
                b'X' | b'x' if weight == 1 => 10,
                _ => return false,
            };
    }
    sum % 11 == 0
}

/// Whether the check digit of an International Standard Book Number (ISO 2108) of 13 or 10 digits is right.
fn is_isbn(text: &str) -> bool {
    let signs: Vec<u8> = text.bytes().filter(|b| !matches!(b, b'-' | b' ')).collect();
    let ten = signs.len() == 10;
    let mut sum = 0;
    for (index, &b) in signs.iter().enumerate() {
        let value = match b {
            b'0'..=b'9' => usize::from(b - b'0'),
            b'X' | b'x' if ten && index == 9 => 10,
            _ => return false,
        };
        sum += value * if ten { 10 - index } else { 1 + index % 2 * 2 };
    }
    match signs.len() {
        10 => sum % 11 == 0,
        13 => sum % 10 == 0,
        _ => false,
    }
}

/// Front matter that says the same, as YAML between `---` lines; empty where there is nothing to say.
pub(crate) fn written(masthead: &Masthead, language: &Language) -> String {
    if *masthead == Masthead::default() {
        return String::new();
    }
    let mut out = String::from("---\n");
    let date = masthead.date.map(|date| date.to_string());
    let mut subjects = String::new();
    for subject in &masthead.subjects {
        subjects.push_str(if subjects.is_empty() { "[" } else { ", " });
        push_flow(subject, &mut subjects);
    }
    subjects.push(']');
    let subjects = Some(subjects).filter(|_| !masthead.subjects.is_empty());
    let known = [
        ("publication", masthead.publication.as_deref()),
        ("title", masthead.title.as_deref()),
        ("number", masthead.number.as_deref()),
        ("date", date.as_deref()),
        ("language", Some(language.as_str())),
        ("issn", masthead.issn.as_deref()),
        ("isbn", masthead.isbn.as_deref()),
        ("description", masthead.description.as_deref()),
        ("subjects", subjects.as_deref()),
        ("publisher", masthead.publisher.as_deref()),
        ("rights", masthead.rights.as_deref()),
        ("source", masthead.source.as_deref()),
        ("cover", masthead.cover.as_deref()),
    ];
    let known = known.into_iter().filter_map(|(name, value)| Some((name, value?)));
    let other = masthead.other.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    for (name, value) in known.chain(other.filter(|(name, _)| *name != "language")) {
        let mut line = String::new();
        push_flow(name, &mut line);
        let head = line.len();
        let _ = write!(line, ": {value}");
        let plain = !value.contains('\n')
            && yaml(&line).is_ok_and(
                |fields| matches!(fields.as_slice(), [field] if field.name == name && field.value == value),
            );
        if !plain {
            line.truncate(head);
            line.push_str(": ");
            push_quoted(value, &mut line);
        }
        out.push_str(&line);
        out.push('\n');
    }
    out.push_str("---\n\n");
    out
}

#[cfg(test)]
mod tests {
    use super::{NAMES, is_known, is_near, nearest};

    #[test]
    fn the_fields_that_are_named_are_known() {
        for name in NAMES.into_iter().chain(["报纸", "Date", "lang"]) {
            assert!(is_known(name), "{name}");
        }
        for name in ["files", "colour", ""] {
            assert!(!is_known(name), "{name}");
        }
    }

    #[test]
    fn a_name_is_near_another_that_differs_in_one_letter() {
        for near in ["title", "titel", "tittle", "tile", "Tytle"] {
            assert_eq!(nearest(near), Some("title"), "{near}");
        }
        assert!(!is_near("tilet", "title") && !is_near("", "title") && nearest("colour").is_none());
    }
}
