//! An issue, alone or beside its translation, set as the pages of a book.
//!
//! One article is one XHTML file, so that a reader opens it quickly and a printed page's articles can be linked
//! to; an article of more than [`LARGEST_PAGE`] bytes is cut between blocks. What an edition adds to the text
//! (numbers of notes, marks of sentences, page breaks) carries a class or a role of its own.

use std::collections::HashSet;

use minijinja::{Value, context};

use super::article::{Chapter, Set, is_head};
use super::book::{Book, LARGEST_PAGE, Tongue, page_of};
use super::labels::{Labels, language_name};
use super::markup::{Homes, Markup};
use super::metadata::{Metadata, headline, on_one_line};
use super::notes::Notes;
use super::parallel::{Bilingual, Placement};
use super::reading::Ruby;
use super::running_text::{Parallel, Portion, RunningText};
use super::xhtml::set_plain;
use super::{
    Edition, Entry, Kind, Layout, Page, Printed, Resource, STYLE_SHEET, Settings, TemplateError, Writing,
    cover,
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
///
/// ```
/// use duizhao::edition::{Settings, Templates, Writing, compose};
/// use duizhao::issue::{Source, read};
///
/// let (issue, _) = read(&Source::new("issue.zh-TW.md", "# 渡口\n\n船昨天開了。\n"));
/// let edition = compose(&issue, &Settings::new(Templates::with::<&str>([])?).writing(Writing::Vertical))?;
/// let book: Vec<u8> = edition.epub()?;
/// assert!(book.starts_with(b"PK"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
        let chapters: Vec<Pages> = (0..self.chapters.len()).map(|number| self.chapter(number)).collect();
        let homes = homes(&chapters, &self.book.printed);
        let mut pages = Vec::new();
        let mut contents = Vec::new();
        for chapter in &chapters {
            self.fill(chapter, &homes, &mut pages)?;
            contents.push(chapter.entry());
        }
        for printed in &mut self.book.printed {
            if let Some(file) = homes.get(printed.href.as_str()) {
                printed.href = format!("{file}#{}", printed.href);
            }
        }
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

    /// Sets an article, and cuts it where it is too long for one file.
    fn chapter(&mut self, number: usize) -> Pages {
        let (stray, index) = self.chapters[number];
        let tongue = match &self.parallel {
            Some(parallel) if stray => &parallel.tongue,
            _ => &self.tongue,
        };
        let article = &tongue.issue.articles[index];
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
                headline: false,
            },
            next_note,
            has_headline: false,
        };
        let page_break = chapter.first_page(article);
        let blocks = chapter.article(article);
        let translation = match &self.parallel {
            Some(parallel) if !stray => translated_title(parallel, article, tongue.first_leaf[index]),
            _ => None,
        };
        Pages {
            parts: parts(number + 1, page_break, blocks),
            title: title_of(article).unwrap_or_else(|| tongue.labels.untitled.to_owned()),
            translation,
            page: page_of(article).map(|label| tongue.labels.page(&label)),
            lang: tongue.tag.clone(),
            labels: tongue.labels,
        }
    }

    /// Fills the template in for each page of a chapter.
    fn fill(
        &mut self,
        chapter: &Pages,
        homes: &Homes<'_>,
        pages: &mut Vec<Page>,
    ) -> Result<(), TemplateError> {
        let printed: HashSet<&str> = self.book.printed.iter().map(|printed| printed.href.as_str()).collect();
        let mut too_large = Vec::new();
        for (index, part) in chapter.parts.iter().enumerate() {
            let landed = |markup: &Markup| Value::from_safe_string(markup.landed(&part.file, homes));
            let value = |block: &Set| {
                context! { id => block.id.as_str(), role => block.role.name(), xhtml => landed(&block.portion.markup) }
            };
            let head = part.blocks.iter().position(|block| !is_head(block.role)).unwrap_or(part.blocks.len());
            let has_headline = part.blocks[..head].iter().any(|block| block.role == Role::Headline);
            let (head, blocks) = part.blocks.split_at(if index == 0 && has_headline { head } else { 0 });
            let popups = part.blocks.iter().flat_map(|block| &block.portion.popups);
            // Contents and page list lead to these.
            let led_to = (index == 0).then_some(part.id.as_str()).into_iter();
            let led_to = led_to.chain(part.markups().flat_map(Markup::ids).filter(|id| printed.contains(id)));
            let xhtml = self.settings.templates.article(
                &part.file,
                context! {
                    lang => chapter.lang.as_str(),
                    vertical => self.vertical(),
                    layout => layout_name(self.parallel.is_some(), self.settings.layout),
                    title => chapter.title.as_str(),
                    id => part.id.as_str(),
                    part => index + 1,
                    parts => chapter.parts.len(),
                    page_break => landed(&part.page_break),
                    head => head.iter().map(value).collect::<Vec<_>>(),
                    blocks => blocks.iter().map(value).collect::<Vec<_>>(),
                    translations => popups.map(landed).collect::<Vec<_>>(),
                    translations_label => chapter.labels.translations,
                },
                led_to,
            )?;
            if xhtml.len() > LARGEST_FILE {
                too_large.push(self::too_large(&part.file, xhtml.len()));
            }
            let (file, title) = (part.file.clone(), chapter.title.clone());
            pages.push(Page { file, kind: Kind::Article, title, xhtml });
        }
        self.book.problems.append(&mut too_large);
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
                links => self.settings.links.name(),
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

/// A chapter of the book before its pages are filled in: an article.
struct Pages {
    parts: Vec<Part>,
    title: String,
    /// The headline in the other language.
    translation: Option<String>,
    /// The printed page that it begins on, written out.
    page: Option<String>,
    lang: String,
    labels: &'static Labels,
}

/// What of a chapter stands in one file.
struct Part {
    file: String,
    id: String,
    /// The mark of the printed page that begins with it.
    page_break: Markup,
    blocks: Vec<Set>,
}

impl Pages {
    /// Its place in the contents.
    fn entry(&self) -> Entry {
        let href = self.parts.first().map(|part| format!("{}#{}", part.file, part.id)).unwrap_or_default();
        let Self { title, translation, page, .. } = self;
        Entry { title: title.clone(), translation: translation.clone(), href, page: page.clone() }
    }
}

impl Part {
    /// Part `index` of the chapter with a number, both from 1.
    fn new(chapter: usize, index: usize) -> Self {
        let part = if index > 1 { format!("-{index}") } else { String::new() };
        Self {
            file: format!("article-{chapter:04}{part}.xhtml"),
            id: format!("a{chapter}{part}"),
            page_break: Markup::default(),
            blocks: Vec::new(),
        }
    }

    /// All that is set in it.
    fn markups(&self) -> impl Iterator<Item = &Markup> {
        let portions = self.blocks.iter().map(|block| &block.portion);
        let set = portions.flat_map(|portion| std::iter::once(&portion.markup).chain(&portion.popups));
        std::iter::once(&self.page_break).chain(set)
    }
}

/// Cuts an article where it is too long for one file; notes with translations go with the block that calls them.
fn parts(chapter: usize, page_break: Markup, blocks: Vec<Set>) -> Vec<Part> {
    let mut part = Part { page_break, ..Part::new(chapter, 1) };
    let mut parts = Vec::new();
    let mut size = 0;
    for block in blocks {
        let Portion { markup, popups } = &block.portion;
        let bytes = markup.len() + popups.iter().map(Markup::len).sum::<usize>();
        if size > 0 && size + bytes > LARGEST_PAGE {
            let next = Part::new(chapter, parts.len() + 2);
            parts.push(std::mem::replace(&mut part, next));
            size = 0;
        }
        size += bytes;
        part.blocks.push(block);
    }
    parts.push(part);
    parts
}

/// The files of the ids that links and the page list lead to: an article may have been cut, and a note may stand in
/// another article than its reference.
fn homes<'a>(chapters: &'a [Pages], printed: &[Printed]) -> Homes<'a> {
    let parts = || chapters.iter().flat_map(|chapter| &chapter.parts);
    let mut wanted: HashSet<&str> = printed.iter().map(|printed| printed.href.as_str()).collect();
    for id in parts().flat_map(Part::markups).flat_map(Markup::linked) {
        wanted.insert(id);
    }
    let ids =
        parts().flat_map(|part| part.markups().flat_map(Markup::ids).map(|id| (id, part.file.as_str())));
    ids.filter(|(id, _)| wanted.contains(id)).collect()
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
    parallel.words_beside(found?)
}
