//! What a book says of itself: title, languages, identity, dates, accessibility.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use uuid::Uuid;

use super::labels::Labels;
use super::people::{Person, people};
use super::xhtml::in_xml;
use super::{Settings, Writing};
use crate::issue::{Article, Issue, Masthead, Role};
use crate::lang::{Language, Script};

/// What a book says of itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Metadata {
    /// The book's title.
    pub title: String,
    /// The title in the book's other language.
    pub translated_title: Option<String>,
    /// Its languages as BCP 47 tags with script; the first is the main one.
    pub languages: Vec<String>,
    /// The edition's name.
    pub edition: String,
    /// Its identity: the same for the same issue and edition.
    pub identifier: Uuid,
    /// When it was last changed.
    pub modified: Timestamp,
    /// How lines run.
    pub writing: Writing,
    /// What the front page says.
    pub masthead: Masthead,
    /// Who took part, by role.
    pub people: Vec<Person>,
    /// What made it.
    pub made_with: Vec<String>,
    /// How it can be read: the `schema:` accessibility properties and their values.
    pub accessibility: Vec<(&'static str, &'static str)>,
    /// The same in a sentence.
    pub accessibility_summary: &'static str,
}

/// What of a book bears on how it can be read.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Contents {
    /// Images that show something beside the text.
    pub images: usize,
    /// Those of them that say in words what they show.
    pub described: usize,
    /// Images that may move.
    pub moving: bool,
    /// Printed pages that can be gone to.
    pub printed_pages: bool,
    /// Reading aids over characters.
    pub ruby: bool,
}

/// The tag of a language as an e-book wants it: Chinese always with its script, by which readers choose fonts.
///
/// ```
/// let tag = |text: &str| duizhao::edition::tag(&text.parse().unwrap());
/// assert_eq!(tag("zh-TW"), "zh-Hant-TW");
/// assert_eq!(tag("zh"), "zh-Hans");
/// assert_eq!(tag("en-GB"), "en-GB");
/// ```
#[must_use]
pub fn tag(language: &Language) -> String {
    let script = match language.script() {
        None => return language.to_string(),
        Some(Script::Simplified) => "Hans",
        Some(Script::Traditional) => "Hant",
    };
    let rest = language.as_str().split('-').skip(1).filter(|part| !matches!(*part, "Hans" | "Hant"));
    [language.primary(), script].into_iter().chain(rest).collect::<Vec<_>>().join("-")
}

impl Metadata {
    /// Gathers what is known. `translation` is the issue in the book's other language.
    pub(super) fn new(
        issue: &Issue,
        translation: Option<&Issue>,
        settings: &Settings,
        contents: Contents,
    ) -> Self {
        let labels = Labels::of(&issue.language);
        let languages: Vec<String> =
            [Some(issue), translation].into_iter().flatten().map(|i| tag(&i.language)).collect();
        let edition = if settings.name.is_empty() { languages.join("_") } else { settings.name.clone() };
        let title = title(issue);
        Self {
            translated_title: translation.map(self::title).filter(|translated| *translated != title),
            title,
            identifier: identifier(issue, &edition),
            modified: settings.modified.unwrap_or_else(|| midnight(issue.masthead.date)),
            writing: settings.writing,
            masthead: printable(&issue.masthead),
            people: people(issue),
            made_with: settings.made_with.clone(),
            accessibility: accessibility(contents),
            accessibility_summary: labels.accessible,
            languages,
            edition,
        }
    }

    /// The main language's tag.
    #[must_use]
    pub fn language(&self) -> &str {
        self.languages.first().map_or("und", String::as_str)
    }
}

/// The front page's words with characters that XML has.
fn printable(masthead: &Masthead) -> Masthead {
    let mut masthead = masthead.clone();
    let Masthead {
        publication,
        title,
        number,
        issn,
        isbn,
        description,
        subjects,
        publisher,
        rights,
        source,
        ..
    } = &mut masthead;
    let fields = [publication, title, number, issn, isbn, description, publisher, rights, source];
    for field in fields.into_iter().flatten().chain(subjects) {
        *field = field.chars().map(in_xml).collect();
    }
    masthead
}

/// A name for the issue: its own title; else newspaper and number or day; else the first headline.
fn title(issue: &Issue) -> String {
    let Masthead { publication, title, number, date, .. } = &printable(&issue.masthead);
    let labels = Labels::of(&issue.language);
    let which = title.clone().or_else(|| date.map(|date| labels.date(date))).or_else(|| number.clone());
    match (publication, which) {
        (Some(name), Some(which)) if which.contains(name.as_str()) => which,
        (Some(name), Some(which)) => format!("{}{}{which}", labels.quoted(name), labels.space),
        (Some(name), None) => name.clone(),
        (None, Some(which)) if title.is_some() => which,
        (None, which) => {
            issue.articles.iter().find_map(headline).or(which).unwrap_or_else(|| labels.issue.to_owned())
        }
    }
}

/// An article's headline on one line.
pub(super) fn headline(article: &Article) -> Option<String> {
    let line = on_one_line(&article.first(Role::Headline)?.plain());
    (!line.is_empty()).then_some(line)
}

/// Text without line ends, without blanks that stand for nothing, and without characters that XML does not have.
pub(super) fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().map(in_xml).collect()
}

/// UUID version 5 over what names the issue, and the edition. An issue of which nothing is known is named by
/// its headlines.
fn identifier(issue: &Issue, edition: &str) -> Uuid {
    let Masthead { publication, title, number, date, issn, .. } = &issue.masthead;
    let date = date.map(|date| date.to_string());
    let mut names: Vec<String> = [publication, title, number, &date, issn]
        .into_iter()
        .map(|name| name.clone().unwrap_or_default())
        .collect();
    if names.iter().all(String::is_empty) {
        names.extend(issue.articles.iter().filter_map(headline));
    }
    names.push(edition.to_owned());
    // A separator that stands in no name keeps `ab` + `c` and `a` + `bc` apart.
    Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("duizhao:edition:{}", names.join("\u{1F}")).as_bytes())
}

/// The first moment of a day in UTC. An issue without a date gets the first day that a zip archive can tell,
/// because the package document must name some moment, and a clock would make each build another.
fn midnight(date: Option<Date>) -> Timestamp {
    let days = date.and_then(|date| date.since((jiff::Unit::Day, Date::constant(1970, 1, 1))).ok());
    let hours = days.map_or(ZIP_EPOCH_DAYS, |span| i64::from(span.get_days())) * 24;
    Timestamp::UNIX_EPOCH.checked_add(hours.hours()).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Days from 1970-01-01 to 1980-01-01.
const ZIP_EPOCH_DAYS: i64 = 3652;

/// The accessibility properties of schema.org that are true of the book. No level of WCAG is claimed: nobody
/// has evaluated it.
fn accessibility(contents: Contents) -> Vec<(&'static str, &'static str)> {
    let described = contents.images == contents.described;
    let mut properties = vec![("schema:accessMode", "textual")];
    if contents.images > 0 {
        properties.push(("schema:accessMode", "visual"));
    }
    properties.push(("schema:accessModeSufficient", if described { "textual" } else { "textual,visual" }));
    let features = [
        ("tableOfContents", true),
        ("readingOrder", true),
        ("structuralNavigation", true),
        ("displayTransformability", true),
        ("pageNavigation", contents.printed_pages),
        ("pageBreakMarkers", contents.printed_pages),
        ("alternativeText", contents.images > 0 && described),
        ("rubyAnnotations", contents.ruby),
    ];
    properties.extend(
        features.iter().filter(|(_, has)| *has).map(|(name, _)| ("schema:accessibilityFeature", *name)),
    );
    properties.push(("schema:accessibilityHazard", if contents.moving { "unknown" } else { "none" }));
    properties
}

#[cfg(test)]
mod tests {
    use super::midnight;

    #[test]
    fn dates_become_moments_without_a_clock() {
        assert_eq!(midnight(Some(jiff::civil::date(2024, 11, 23))).to_string(), "2024-11-23T00:00:00Z");
        assert_eq!(midnight(Some(jiff::civil::date(1949, 5, 28))).to_string(), "1949-05-28T00:00:00Z");
        assert_eq!(midnight(None).to_string(), "1980-01-01T00:00:00Z");
    }
}
