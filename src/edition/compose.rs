//! An issue, alone or beside its translation, set as the pages of a book.
//!
//! One article is one XHTML file, so that a reader opens it quickly and a printed page's articles can be linked
//! to; an article of more than [`LARGEST_PAGE`] bytes is cut between blocks. What an edition adds to the text
//! (numbers of notes, marks of sentences, page breaks) carries a class or a role of its own.

use std::collections::BTreeMap;

use minijinja::{Value, context};

use super::article::{Chapter, Set, is_head};
use super::book::{Book, LARGEST_PAGE, Tongue, page_of};
use super::labels::language_name;
use super::metadata::{Metadata, headline, on_one_line};
use super::notes::Notes;
use super::parallel::{Bilingual, Placement, joined};
use super::reading::Ruby;
use super::running_text::{Parallel, Portion, RunningText};
use super::xhtml::set_plain;
use super::{
    Edition, Entry, Kind, Layout, Page, Resource, STYLE_SHEET, Settings, TemplateError, Writing, cover,
};
use crate::issue::{Article, Issue, Role};
use crate::problem::{Problem, Severity, Span};

/// The most bytes of an XHTML file that old reading devices open.
const LARGEST_FILE: usize = 256 << 10;
/// How many characters of an article without a headline stand for it in the contents.
const OPENING: usize = 24;

/// Sets an issue in its own language.
///
/// # Errors
/// If a template cannot be filled in: one that the user changed.
pub fn compose(issue: &Issue, settings: &Settings) -> Result<Edition, TemplateError> {
    Composer::new(issue, None, settings).edition()
}

/// Sets an issue with its translation.
///
/// # Errors
/// If a template cannot be filled in: one that the user changed.
pub fn bilingual(bilingual: &Bilingual<'_>, settings: &Settings) -> Result<Edition, TemplateError> {
    Composer::new(bilingual.source, Some(bilingual), settings).edition()
}

struct Composer<'a> {
    settings: &'a Settings,
    tongue: Tongue<'a>,
    parallel: Option<Parallel<'a>>,
    /// The articles of the book: whether of the translation, and which.
    chapters: Vec<(bool, usize)>,
    book: Book,
}

impl<'a> Composer<'a> {
    fn new(issue: &'a Issue, bilingual: Option<&'a Bilingual<'a>>, settings: &'a Settings) -> Self {
        let parallel = bilingual.map(|bilingual| Parallel {
            bilingual,
            tongue: Tongue::new(bilingual.target, settings.ruby),
            placement: Placement::new(bilingual),
            shown: bilingual.source.images().into_iter().collect(),
        });
        let strays =
            parallel.iter().flat_map(|parallel| &parallel.placement.strays).map(|&article| (true, article));
        let chapters = (0..issue.articles.len()).map(|article| (false, article)).chain(strays).collect();
        Self {
            settings,
            tongue: Tongue::new(issue, settings.ruby),
            parallel,
            chapters,
            book: Book::default(),
        }
    }

    fn vertical(&self) -> bool {
        self.settings.writing == Writing::Vertical
    }

    fn edition(mut self) -> Result<Edition, TemplateError> {
        let target = self.parallel.as_ref().map(|parallel| parallel.bilingual.target);
        let articles = self.chapters.iter().map(|&(stray, article)| match target {
            Some(target) if stray => &target.articles[article],
            _ => &self.tongue.issue.articles[article],
        });
        self.book.notes = Notes::of(articles.enumerate());
        if let Some(parallel) = &self.parallel {
            self.book.translated = parallel.notes();
        }
        let mut pages = Vec::new();
        let mut contents = Vec::new();
        for number in 0..self.chapters.len() {
            self.article(number, &mut pages, &mut contents)?;
        }
        land_links(&mut pages);
        let places = contents.iter().map(|entry: &Entry| &*entry.href);
        let printed = self.book.printed.iter().map(|printed| &*printed.href);
        self.settings.templates.hold_ids(&pages, places.chain(printed))?;
        self.book.contents.printed_pages = !self.book.printed.is_empty();
        let translation = self.parallel.as_ref().map(|parallel| parallel.bilingual.target);
        let metadata = Metadata::new(self.tongue.issue, translation, self.settings, self.book.contents);
        let mut resources = vec![self.style()?];
        let cover = cover::cover(&metadata, &contents, self.tongue.labels, self.settings)?;
        resources.push(cover.image);
        self.book.problems.extend(cover.problem);
        pages.splice(0..0, [cover.page, self.title_page(&metadata)?]);
        pages.push(self.colophon(&metadata)?);
        resources.append(&mut self.book.resources);
        let Book { printed, problems, .. } = self.book;
        Ok(Edition { metadata, pages, resources, contents, printed, problems })
    }

    fn article(
        &mut self,
        number: usize,
        pages: &mut Vec<Page>,
        contents: &mut Vec<Entry>,
    ) -> Result<(), TemplateError> {
        let (stray, index) = self.chapters[number];
        let tongue = match &self.parallel {
            Some(parallel) if stray => &parallel.tongue,
            _ => &self.tongue,
        };
        let article = &tongue.issue.articles[index];
        let id = format!("a{}", number + 1);
        let file = format!("article-{:04}.xhtml", number + 1);
        let printed_before = self.book.printed.len();
        let next_note = self.book.notes.first(number);
        let mut chapter = Chapter {
            running: RunningText {
                settings: self.settings,
                tongue,
                parallel: self.parallel.as_ref().filter(|_| !stray),
                book: &mut self.book,
                number,
                leaf: tongue.first_leaf[index],
                popups: Vec::new(),
                popup_count: 0,
            },
            next_note,
            has_headline: false,
        };
        let page_break = chapter.first_page(article);
        let blocks = chapter.article(article);
        let title = title_of(article).unwrap_or_else(|| tongue.labels.untitled.to_owned());
        let translation = match &self.parallel {
            Some(parallel) if !stray => translated_title(parallel, article, tongue.first_leaf[index]),
            _ => None,
        };
        let parts = parts(blocks);
        let count = parts.len();
        for (part, blocks) in parts.into_iter().enumerate() {
            let file = if part == 0 {
                file.clone()
            } else {
                format!("article-{:04}-{}.xhtml", number + 1, part + 1)
            };
            let head = blocks.iter().position(|block| !is_head(block.role)).unwrap_or(blocks.len());
            let head = if part == 0 && blocks[..head].iter().any(|block| block.role == Role::Headline) {
                head
            } else {
                0
            };
            let values: Vec<Value> = blocks.iter().map(block_value).collect();
            let popups = blocks.iter().flat_map(|block| &block.portion.popups);
            let popups = popups.map(|note| Value::from_safe_string(note.clone()));
            let id = if part == 0 { id.clone() } else { format!("{id}-{}", part + 1) };
            let xhtml = self.settings.templates.render(
                "article.xhtml",
                context! {
                    lang => tongue.tag.as_str(),
                    vertical => self.vertical(),
                    layout => layout_name(self.parallel.is_some(), self.settings.layout),
                    title => title.as_str(),
                    id => id,
                    part => part + 1,
                    parts => count,
                    page_break => Value::from_safe_string(if part == 0 { page_break.clone() } else { String::new() }),
                    head => values[..head].to_vec(),
                    blocks => values[head..].to_vec(),
                    translations => popups.collect::<Vec<_>>(),
                    translations_label => tongue.labels.translations,
                },
            )?;
            if xhtml.len() > LARGEST_FILE {
                self.book.problems.push(too_large(&file, xhtml.len()));
            }
            pages.push(Page { file, kind: Kind::Article, title: title.clone(), xhtml });
        }
        for printed in &mut self.book.printed[printed_before..] {
            let of_page = format!(" id=\"{}\"", printed.href);
            let holder = pages[pages.len() - count..].iter().find(|page| page.xhtml.contains(&of_page));
            printed.href = format!("{}#{}", holder.map_or(&file, |page| &page.file), printed.href);
        }
        let labels = tongue.labels;
        let page = page_of(article).map(|label| labels.page(&label));
        contents.push(Entry { title, translation, href: format!("{file}#{id}"), page });
        Ok(())
    }

    fn style(&self) -> Result<Resource, TemplateError> {
        let css = self.settings.templates.render(
            "edition.css",
            context! {
                lang => self.tongue.tag.as_str(),
                vertical => self.vertical(),
                layout => layout_name(self.parallel.is_some(), self.settings.layout),
                bilingual => self.parallel.is_some(),
                ruby => self.settings.ruby.map_or("", Ruby::name),
            },
        )?;
        Ok(Resource {
            file: STYLE_SHEET.into(),
            media_type: "text/css",
            bytes: css.into_bytes(),
            cover: false,
        })
    }

    fn title_page(&self, metadata: &Metadata) -> Result<Page, TemplateError> {
        let labels = self.tongue.labels;
        let masthead = &metadata.masthead;
        let set = |text: &str| Value::from_safe_string(self.plain(text));
        let xhtml = self.settings.templates.render(
            "title.xhtml",
            context! {
                lang => self.tongue.tag.as_str(),
                vertical => self.vertical(),
                label => labels.title_page,
                title => metadata.title.as_str(),
                heading => set(&masthead.publication.clone().unwrap_or_else(|| metadata.title.clone())),
                subtitle => match (&masthead.publication, &masthead.title) {
                    (Some(_), Some(title)) => set(title),
                    _ => Value::from(()),
                },
                number => masthead.number.as_deref().map(set),
                date => masthead.date.map(|date| set(&labels.date(date))),
                publisher => masthead.publisher.as_deref().map(set),
                translation => metadata.translated_title.as_ref().map(|title| context! {
                    lang => metadata.languages.get(1).map(String::as_str),
                    title => title.as_str(),
                }),
            },
        )?;
        Ok(Page { file: "title.xhtml".into(), kind: Kind::Title, title: labels.title_page.into(), xhtml })
    }

    fn colophon(&self, metadata: &Metadata) -> Result<Page, TemplateError> {
        let labels = self.tongue.labels;
        let names = &labels.facts;
        let masthead = &metadata.masthead;
        let identifier = metadata.identifier.urn().to_string();
        let date = masthead.date.map(|date| labels.date(date));
        let set = |text: &str| self.plain(text);
        let languages: Vec<String> = metadata.languages.iter().map(|tag| self.language(tag)).collect();
        let made_with = metadata.made_with.join("; ");
        let facts = [
            (names.publication, masthead.publication.as_deref().map(set)),
            (names.number, masthead.number.as_deref().map(set)),
            (names.date, date.as_deref().map(set)),
            (names.publisher, masthead.publisher.as_deref().map(set)),
            (names.issn, masthead.issn.as_deref().map(set)),
            (names.source, masthead.source.as_deref().map(set)),
            (names.rights, masthead.rights.as_deref().map(set)),
            (names.languages, Some(languages.join(" · "))),
            (names.identifier, Some(set(&identifier))),
            (names.made_with, Some(set(&made_with)).filter(|text| !text.is_empty())),
        ];
        let facts: Vec<Value> = facts
            .into_iter()
            .filter_map(|(name, value)| value.map(|value| (name, value)))
            .map(|(name, value)| {
                context! { name => Value::from_safe_string(set(name)), value => Value::from_safe_string(value) }
            })
            .collect();
        let xhtml = self.settings.templates.render(
            "colophon.xhtml",
            context! {
                lang => self.tongue.tag.as_str(),
                vertical => self.vertical(),
                title => labels.colophon,
                facts => facts,
            },
        )?;
        Ok(Page { file: "colophon.xhtml".into(), kind: Kind::Colophon, title: labels.colophon.into(), xhtml })
    }

    /// The name of a language, marked as being in that language.
    fn language(&self, tag: &str) -> String {
        let name = language_name(tag);
        if tag == self.tongue.tag || name == tag {
            return self.plain(name);
        }
        format!("<span lang=\"{tag}\" xml:lang=\"{tag}\">{}</span>", self.plain(name))
    }

    /// Plain text as XHTML in the book's way of writing.
    fn plain(&self, text: &str) -> String {
        set_plain(text, self.vertical())
    }
}

fn block_value(block: &Set) -> Value {
    context! {
        id => block.id.as_str(),
        role => block.role.name(),
        xhtml => Value::from_safe_string(block.portion.xhtml.clone()),
    }
}

fn layout_name(bilingual: bool, layout: Layout) -> &'static str {
    match layout {
        _ if !bilingual => "alone",
        Layout::Interleaved => "interleaved",
        Layout::SideBySide => "side-by-side",
        Layout::Popup => "popup",
    }
}

/// What cannot be cut: a sentence, a table's row or a list's point of that size.
fn too_large(file: &str, bytes: usize) -> Problem {
    Problem {
        severity: Severity::Warning,
        code: "page-too-large".into(),
        span: Span::default(),
        message: format!(
            "`{file}` has {} KB, more than the 256 KB that old reading devices open",
            bytes >> 10
        ),
        help: "divide its longest sentence, table row or list point".into(),
    }
}

/// Cuts an article that is too long for one file; notes with translations go with the block that calls them.
fn parts(blocks: Vec<Set>) -> Vec<Vec<Set>> {
    let mut parts: Vec<Vec<Set>> = vec![Vec::new()];
    let mut size = 0;
    for block in blocks {
        let Portion { xhtml, popups } = &block.portion;
        let bytes = xhtml.len() + popups.iter().map(String::len).sum::<usize>();
        if size > 0 && size + bytes > LARGEST_PAGE {
            parts.push(Vec::new());
            size = 0;
        }
        size += bytes;
        if let Some(part) = parts.last_mut() {
            part.push(block);
        }
    }
    parts
}

/// The headline, or the opening words.
fn title_of(article: &Article) -> Option<String> {
    headline(article).or_else(|| {
        let mut opening = String::new();
        for block in &article.blocks {
            block.each_text(&mut |_, text| {
                if opening.is_empty() {
                    opening = on_one_line(&text.plain());
                }
            });
        }
        let cut = opening.char_indices().nth(OPENING).map(|(at, _)| at);
        match cut {
            _ if opening.is_empty() => None,
            Some(at) => Some(format!("{}…", &opening[..at])),
            None => Some(opening),
        }
    })
}

/// The headline of an article in the other language: what stands beside its own.
fn translated_title(parallel: &Parallel<'_>, article: &Article, first_leaf: usize) -> Option<String> {
    let mut leaf = first_leaf;
    let mut found = None;
    for block in &article.blocks {
        block.each_text(&mut |_, _| {
            if block.role == Role::Headline && found.is_none() {
                found = Some(leaf);
            }
            leaf += 1;
        });
    }
    let pieces = joined(parallel.placement.rows.get(found?)?);
    let segments = parallel.bilingual.target_segments;
    let words: Vec<String> =
        pieces.iter().map(|piece| on_one_line(&segments.joined(piece.segments.clone()))).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// Makes each link to an id find the file that holds it: an article may have been cut, and a note may stand in
/// another article than its reference.
fn land_links(pages: &mut [Page]) {
    let mut homes: BTreeMap<String, usize> = BTreeMap::new();
    let mut strangers = false;
    for (index, page) in pages.iter().enumerate() {
        if page.xhtml.contains("href=\"#") {
            for id in values(&page.xhtml, " id=\"") {
                homes.insert(id.to_owned(), index);
            }
        }
    }
    // Ids of pages without links matter only if some link leads to one of them.
    for page in &*pages {
        strangers |= values(&page.xhtml, "href=\"#").any(|id| !homes.contains_key(id));
    }
    if strangers {
        for (index, page) in pages.iter().enumerate() {
            for id in values(&page.xhtml, " id=\"") {
                homes.insert(id.to_owned(), index);
            }
        }
    }
    let files: Vec<String> = pages.iter().map(|page| page.file.clone()).collect();
    for (index, page) in pages.iter_mut().enumerate() {
        let away = |id: &str| homes.get(id).filter(|home| **home != index);
        if !values(&page.xhtml, "href=\"#").any(|id| away(id).is_some()) {
            continue;
        }
        let mut out = String::with_capacity(page.xhtml.len() + 256);
        let mut rest = page.xhtml.as_str();
        while let Some(at) = rest.find("href=\"#") {
            let (before, behind) = rest.split_at(at + "href=\"".len());
            out.push_str(before);
            let id = behind[1..].split('"').next().unwrap_or_default();
            if let Some(home) = away(id) {
                out.push_str(&files[*home]);
            }
            rest = behind;
        }
        out.push_str(rest);
        page.xhtml = out;
    }
}

/// The values of an attribute in markup that this crate wrote.
fn values<'a>(xhtml: &'a str, attribute: &'a str) -> impl Iterator<Item = &'a str> {
    xhtml.split(attribute).skip(1).map(|rest| rest.split('"').next().unwrap_or_default())
}
