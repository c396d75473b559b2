//! Running text and its translation beside it, in the layout that was asked for.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;

use super::book::{Around, Book, LARGEST_PAGE, Shape, Tongue};
use super::markup::Markup;
use super::metadata::on_one_line;
use super::notes::{Notes, Place};
use super::parallel::{Bilingual, Piece, Placement, Row, joined, window};
use super::xhtml::{self, Cut};
use super::{By, Layout, Links, Settings, Writing};
use crate::issue::{Inline, LeafId, Mark, Text};
use crate::segment::Segments;

/// The translation and its places.
pub(super) struct Parallel<'a> {
    pub bilingual: &'a Bilingual<'a>,
    pub tongue: Tongue<'a>,
    pub placement: Placement<'a>,
    /// The images of the source, which the translation need not show again.
    pub shown: BTreeSet<&'a str>,
}

impl Parallel<'_> {
    /// The notes of the translation, but for articles that are chapters of their own.
    pub(super) fn notes(&self) -> Notes {
        let speaks = self.bilingual.target_segments.segments().iter().map(|segment| segment.leaf).collect();
        let beside = |index: &usize| !self.placement.strays.contains(index);
        let articles = (0..self.tongue.issue.articles.len())
            .filter(beside)
            .map(|index| (index, &self.tongue.issue.articles[index], LeafId(self.tongue.first_leaf[index])));
        Notes::of_translation(articles, &speaks)
    }

    /// What stands beside a leaf of the source, on one line.
    pub(super) fn words_beside(&self, leaf: usize) -> Option<String> {
        let segments = self.bilingual.target_segments;
        let pieces = joined(self.placement.rows.get(leaf)?);
        let words: Vec<String> =
            pieces.iter().map(|piece| on_one_line(&segments.joined(piece.segments.clone()))).collect();
        (!words.is_empty()).then(|| words.join(" "))
    }

    /// The side of the book that a leaf of the translation is.
    fn side(&self, leaf: LeafId) -> Side {
        Side::Target { article: self.bilingual.target_segments.article(leaf) }
    }
}

/// The longest plain text that is set as one paragraph.
const LARGEST_PARAGRAPH: usize = 48 << 10;

/// What sets the running text of an article, leaf after leaf, with its translation.
pub(super) struct RunningText<'c, 'a> {
    pub settings: &'a Settings,
    pub tongue: &'c Tongue<'a>,
    pub parallel: Option<&'c Parallel<'a>>,
    pub book: &'c mut Book,
    /// The article's number in the book, from 0; articles of the translation alone come behind the issue's.
    pub number: usize,
    /// The next leaf.
    pub leaf: usize,
    /// Notes with translations that wait for the portion that calls them to end.
    pub popups: Vec<Markup>,
    /// How many such notes the article has so far.
    pub popup_count: usize,
    /// Whether what is set is a headline.
    pub headline: bool,
}

/// What stands together in one file of the book: markup, and the notes with translations that it calls.
#[derive(Debug, Default)]
pub(super) struct Portion {
    pub markup: Markup,
    pub popups: Vec<Markup>,
}

impl RunningText<'_, '_> {
    pub(super) fn vertical(&self) -> bool {
        self.settings.writing == Writing::Vertical
    }

    /// The longest plain text that is set as one paragraph: what is set of it fits into a file of the book.
    pub(super) fn longest_paragraph(&self) -> usize {
        // A reading takes some twenty times the bytes of its character.
        if self.settings.ruby.is_some() { LARGEST_PARAGRAPH / 16 } else { LARGEST_PARAGRAPH }
    }

    /// Ends a portion: the notes that wait go with it.
    pub(super) fn portion(&mut self, markup: Markup) -> Portion {
        Portion { markup, popups: std::mem::take(&mut self.popups) }
    }

    /// The markup of portions that need not be apart; their notes wait again.
    pub(super) fn together(&mut self, portions: Vec<Portion>) -> Markup {
        let mut markup = Markup::default();
        let mut popups = Vec::new();
        for portion in portions {
            markup.append(portion.markup);
            popups.extend(portion.popups);
        }
        popups.append(&mut self.popups);
        self.popups = popups;
        markup
    }

    /// Running text in its element, with what the layout puts beside it.
    pub(super) fn text(&mut self, out: &mut Markup, shape: Shape, text: &Text, id: &str, top: bool) {
        let portions = self.portions(shape, text, id, top);
        out.append(self.together(portions));
    }

    /// The same in portions, each short enough for a file of the book as long as its sentences are.
    pub(super) fn portions(&mut self, shape: Shape, text: &Text, id: &str, top: bool) -> Vec<Portion> {
        let mut pieces = vec![Portion::default()];
        let out = &mut pieces[0].markup;
        let leaf = self.leaf;
        self.leaf += 1;
        self.headline = is_heading(shape);
        let rows: &[Row] = self.parallel.map_or(&[], |parallel| &parallel.placement.rows[leaf]);
        let whole = 0..text.plain().len();
        if rows.is_empty() || self.parallel.is_some_and(|parallel| parallel.placement.shared.contains(&leaf))
        {
            if !text.inlines.is_empty() {
                shape.open(out, id, None, "");
                self.write(out, text, &whole, &[], Side::Source);
                shape.close(out);
            }
            return pieces;
        }
        let by_sentence = self.settings.by == By::Sentence && !self.headline;
        let groups: Vec<&[Row]> = if by_sentence && self.settings.layout != Layout::Popup {
            rows.iter().map(std::slice::from_ref).collect()
        } else {
            self.short(rows)
        };
        for (index, group) in groups.into_iter().enumerate() {
            let last = pieces.len() - 1;
            if pieces[last].markup.len() > LARGEST_PAGE / 4 {
                pieces[last].popups = std::mem::take(&mut self.popups);
                pieces.push(Portion::default());
            }
            let id = match (id, pieces.len()) {
                (id, 1) if index == 0 => id.to_owned(),
                (id, part) if !id.is_empty() && pieces[part - 1].markup.is_empty() => format!("{id}-{part}"),
                _ => String::new(),
            };
            let continued = if index == 0 { "" } else { "continued" };
            let last = pieces.len() - 1;
            self.group(&mut pieces[last].markup, shape, text, group, (&id, continued), top);
        }
        if let Some(last) = pieces.last_mut() {
            last.popups = std::mem::take(&mut self.popups);
        }
        pieces
    }

    /// Rows in runs that are short enough to be set as one paragraph.
    fn short<'r>(&self, rows: &'r [Row]) -> Vec<&'r [Row]> {
        let Some(parallel) = self.parallel else { return vec![rows] };
        let Bilingual { source_segments, target_segments, .. } = parallel.bilingual;
        let bytes = |row: &Row| {
            let translated = row.pieces.iter().map(|piece| window(target_segments, &piece.segments).len());
            window(source_segments, &row.source).len() + translated.sum::<usize>()
        };
        let mut runs = Vec::new();
        let (mut start, mut length) = (0, 0);
        for (index, row) in rows.iter().enumerate() {
            let more = bytes(row);
            if index > start && length + more > self.longest_paragraph() {
                runs.push(&rows[start..index]);
                (start, length) = (index, 0);
            }
            length += more;
        }
        runs.push(&rows[start..]);
        runs
    }

    /// Consecutive rows of a leaf, and their translation.
    fn group(
        &mut self,
        out: &mut Markup,
        shape: Shape,
        text: &Text,
        rows: &[Row],
        (id, more): (&str, &str),
        top: bool,
    ) {
        let Some(parallel) = self.parallel else { return };
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return };
        let run = first.source.start..last.source.end;
        let source = parallel.bilingual.source_segments;
        let bytes = window(source, &run);
        match self.settings.layout {
            Layout::Popup => {
                let cuts = self.popup_cuts(parallel, rows);
                shape.open(out, id, None, more);
                self.write(out, text, &bytes, &cuts, Side::Source);
                shape.close(out);
            }
            layout => {
                let columns = layout == Layout::SideBySide && top;
                if columns {
                    out.push_str("<div class=\"row\"><div class=\"column\">");
                }
                shape.open(out, id, None, more);
                self.sentences(out, text, source, &run, &bytes, Side::Source);
                shape.close(out);
                if columns {
                    out.push_str("</div><div class=\"column\">");
                }
                for piece in joined(rows) {
                    self.translation(out, shape, &piece);
                }
                if columns {
                    out.push_str("</div></div>");
                }
            }
        }
    }

    /// A run of the translation in an element of its own.
    fn translation(&mut self, out: &mut Markup, shape: Shape, piece: &Piece) {
        let Some(parallel) = self.parallel else { return };
        let segments = parallel.bilingual.target_segments;
        let bytes = window(segments, &piece.segments);
        let tag = match shape.tag {
            "span" => "span",
            "div" => "div",
            _ => "p",
        };
        let shape = Shape { tag, class: shape.class };
        let more = if bytes.start > 0 { "translation continued" } else { "translation" };
        let note = self.translated_note(piece);
        let id = note.as_ref().map_or("", |note| &note.id);
        shape.open(out, id, Some(&parallel.tongue.tag), more);
        if let Some(note) = note {
            out.append(note.number);
        }
        let text = parallel.tongue.texts[piece.leaf.0];
        self.sentences(out, text, segments, &piece.segments, &bytes, parallel.side(piece.leaf));
        shape.close(out);
    }

    /// The note of the translation that begins with a run of its sentences.
    fn translated_note(&self, piece: &Piece) -> Option<Place> {
        let parallel = self.parallel?;
        let begins = window(parallel.bilingual.target_segments, &piece.segments).start == 0;
        let note = self.book.translated.at(piece.leaf).filter(|_| begins)?;
        self.book.translated.place(note, parallel.tongue.labels.back, self.vertical())
    }

    /// Sentences with their ids, each linked with its partner.
    fn sentences(
        &mut self,
        out: &mut Markup,
        text: &Text,
        segments: &Segments,
        run: &Range<usize>,
        bytes: &Range<usize>,
        side: Side,
    ) {
        let Some(parallel) = self.parallel else { return };
        let links = xhtml::holds_links(&text.inlines);
        let mut whole = None;
        let mut cuts = Vec::with_capacity(run.len());
        for segment in run.clone() {
            let (letter, link, leads_to) = match side {
                Side::Source => ('s', parallel.placement.of_source(segment), self.tongue.labels.translations),
                Side::Target { .. } => {
                    ('t', parallel.placement.of_target(segment), parallel.tongue.labels.original)
                }
            };
            let mut before = None;
            if let Some(link) = link.filter(|_| self.settings.links != Links::None) {
                let (first, partner) = match side {
                    Side::Source => (link.source, format!("t{}", link.target)),
                    Side::Target { .. } => (link.target, format!("s{}", link.source)),
                };
                match link.number {
                    Some(number) if first == segment => {
                        before = Some(sign("", "", &partner, (leads_to, number)));
                    }
                    None => whole = Some(partner),
                    Some(_) => {}
                }
            }
            cuts.push(Cut {
                range: segments.segments()[segment].range.clone(),
                id: format!("{letter}{segment}"),
                before,
                after: None,
            });
        }
        let whole = whole.filter(|_| !links);
        if let Some(partner) = &whole {
            out.push_str("<a class=\"partner\"");
            out.link(partner);
            out.push('>');
        }
        self.write(out, text, bytes, &cuts, side);
        if whole.is_some() {
            out.push_str("</a>");
        }
    }

    /// Sentences with the marks that open their translation, which is set as notes on the way.
    fn popup_cuts(&mut self, parallel: &Parallel<'_>, rows: &[Row]) -> Vec<Cut> {
        let source = parallel.bilingual.source_segments;
        let mut cuts = Vec::new();
        let mut waiting: Vec<Piece> = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            for piece in &row.pieces {
                match waiting.last_mut() {
                    Some(last) if last.leaf == piece.leaf && last.segments.end == piece.segments.start => {
                        last.segments.end = piece.segments.end;
                    }
                    _ => waiting.push(piece.clone()),
                }
            }
            let due = self.settings.by == By::Sentence || index + 1 == rows.len();
            for segment in row.source.clone() {
                let mut after = None;
                if due && segment + 1 == row.source.end && !waiting.is_empty() {
                    self.popup_count += 1;
                    let number = self.popup_count;
                    let id = format!("{}-{number}", self.number + 1);
                    let role = " epub:type=\"noteref\" role=\"doc-noteref\"";
                    let leads_to = (self.tongue.labels.translations, number);
                    after = Some(sign(role, &format!("r{id}"), &format!("n{id}"), leads_to));
                    let note = self.popup(&id, number, &std::mem::take(&mut waiting));
                    self.popups.push(note);
                }
                let range = source.segments()[segment].range.clone();
                cuts.push(Cut { range, id: format!("s{segment}"), before: None, after });
            }
        }
        cuts
    }

    fn popup(&mut self, id: &str, number: usize, pieces: &[Piece]) -> Markup {
        let mut out = Markup::default();
        let Some(parallel) = self.parallel else { return out };
        let lang = &parallel.tongue.tag;
        let segments = parallel.bilingual.target_segments;
        out.push_str("<aside epub:type=\"footnote\" role=\"doc-footnote\" class=\"popup\"");
        out.id(&format!("n{id}"));
        let _ = write!(out, " lang=\"{lang}\" xml:lang=\"{lang}\">");
        for (index, piece) in pieces.iter().enumerate() {
            let note = self.translated_note(piece);
            out.push_str("<p");
            out.id(note.as_ref().map_or("", |note| &note.id));
            out.push('>');
            if index == 0 {
                let leads_to = (parallel.tongue.labels.back, number);
                out.append(sign(" role=\"doc-backlink\"", "", &format!("r{id}"), leads_to));
            }
            if let Some(note) = note {
                out.append(note.number);
            }
            let cuts: Vec<Cut> = piece
                .segments
                .clone()
                .map(|segment| Cut {
                    range: segments.segments()[segment].range.clone(),
                    id: format!("t{segment}"),
                    before: None,
                    after: None,
                })
                .collect();
            let text = parallel.tongue.texts[piece.leaf.0];
            let side = parallel.side(piece.leaf);
            self.write(&mut out, text, &window(segments, &piece.segments), &cuts, side);
            out.push_str("</p>");
        }
        out.push_str("</aside>");
        out
    }

    pub(super) fn write(
        &mut self,
        out: &mut Markup,
        text: &Text,
        bytes: &Range<usize>,
        cuts: &[Cut],
        side: Side,
    ) {
        let vertical = self.vertical();
        let tongue = match (side, self.parallel) {
            (Side::Target { .. }, Some(parallel)) => &parallel.tongue,
            _ => self.tongue,
        };
        let (readings, language) = (tongue.readings.as_ref(), &tongue.issue.language);
        self.book.contents.ruby |= readings.is_some() || holds_ruby(&text.inlines);
        let translated = match side {
            Side::Source => None,
            Side::Target { article } => Some(article),
        };
        let shown = self.parallel.filter(|_| translated.is_some()).map(|parallel| &parallel.shown);
        let mut around = Around {
            book: self.book,
            settings: self.settings,
            chapter: self.number,
            translated,
            shown,
            readings,
            headline: self.headline && language.is_chinese(),
        };
        xhtml::write(out, text, bytes, cuts, vertical, &mut around);
    }
}

/// A side of a bilingual edition; an edition in one language has the source alone.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Source,
    /// The translation: which of its articles.
    Target {
        article: usize,
    },
}

/// The link of a sentence with its partner, told by name and number. Its sign is drawn by the style sheet: as text it would be copied,
/// searched and read out with the sentence, and `6` before `120户` would be a number of its own.
fn sign(role: &str, id: &str, partner: &str, (leads_to, number): (&str, usize)) -> Markup {
    let mut out = Markup::default();
    let _ = write!(out, "<a class=\"mark\"{role}");
    out.id(id);
    out.link(partner);
    let _ = write!(out, " aria-label=\"{leads_to} {number}\" data-number=\"{number}\"></a>");
    out
}

fn is_heading(shape: Shape) -> bool {
    matches!(shape.tag, "h1" | "h2")
}

fn holds_ruby(inlines: &[Inline]) -> bool {
    inlines.iter().any(|inline| match inline {
        Inline::Marked(mark, inner) => matches!(mark, Mark::Ruby(_)) || holds_ruby(inner),
        _ => false,
    })
}
