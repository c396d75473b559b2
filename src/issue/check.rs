//! Checking: what looks wrong in a source, each thing with its place, so that a person can look at it.
//!
//! Told are the repairs that would be made, the ones that are too uncertain to be made, and what no repair can
//! mend: marks without their partners, articles without text, pages that an article goes on to and never comes
//! from.

use std::collections::BTreeMap;
use std::ops::Range;

use super::inline::Text;
use super::line;
use super::model::{Article, Block, Body, Issue, Role};
use super::read::Source;
use super::repair::{self, Kind, Level};
use super::source_map::SourceMap;
use crate::problem::{Problem, Severity, Span};
use crate::words::Continuation;

/// What looks wrong in an issue that was read from a source, in the order of the source.
#[must_use]
pub fn check(source: &Source, issue: &Issue) -> Vec<Problem> {
    let mut checker = Checker {
        text: &source.text,
        problems: Vec::new(),
        counts: BTreeMap::new(),
        in_chinese: issue.language.is_chinese(),
    };
    if issue.is_blank() {
        let [message, help] = NO_TEXT;
        checker.tell(Severity::Warning, "no-text", Span::default(), message.to_owned(), help);
    }
    for article in &issue.articles {
        checker.article(article);
        for block in &article.blocks {
            checker.block(block);
        }
        for pair in article.blocks.windows(2) {
            checker.seam(&pair[0], &pair[1]);
        }
    }
    checker.continuations(issue);
    checker.replacements();
    checker.rest();
    checker.problems.sort_by_key(|problem| (problem.span.start, problem.span.end));
    checker.problems
}

/// What is told of a source that [says nothing](Issue::is_blank), and what to do.
pub const NO_TEXT: [&str; 2] = ["there is no text in it", "name the file that holds the issue"];

/// So many places of a kind are listed; who has more does not read them one by one.
const MOST: usize = 20_000;

struct Checker<'a> {
    text: &'a str,
    problems: Vec<Problem>,
    /// How many places of each kind there are.
    counts: BTreeMap<&'static str, usize>,
    /// Whether the issue is in Chinese.
    in_chinese: bool,
}

impl Checker<'_> {
    fn tell(&mut self, severity: Severity, code: &'static str, span: Span, message: String, help: &str) {
        if self.counts_one(code) {
            self.problems.push(Problem { severity, code: code.into(), span, message, help: help.to_owned() });
        }
    }

    /// Whether one more place of a kind is listed.
    fn counts_one(&mut self, code: &'static str) -> bool {
        let count = self.counts.entry(code).or_default();
        *count += 1;
        *count <= MOST
    }

    /// Tells how many places were not listed.
    fn rest(&mut self) {
        for (code, &count) in self.counts.iter().filter(|(_, count)| **count > MOST) {
            let end = self.text.len();
            self.problems.push(Problem {
                severity: Severity::Warning,
                code: (*code).into(),
                span: Span { start: end, end },
                message: format!("{} more places of this kind are not listed", count - MOST),
                help: "correct those that are listed, then check again".to_owned(),
            });
        }
    }

    fn article(&mut self, article: &Article) {
        let Some(first) = article.blocks.first() else { return };
        let has = |roles: &[Role]| article.blocks.iter().any(|block| roles.contains(&block.role));
        let display = [
            Role::Section,
            Role::Kicker,
            Role::Headline,
            Role::Deck,
            Role::Page,
            Role::Dateline,
            Role::Rule,
            Role::Crosshead,
        ];
        let headline = article.blocks.iter().find(|block| block.role == Role::Headline);
        if let Some(headline) = headline {
            if article.blocks.iter().all(|block| display.contains(&block.role)) {
                self.tell(
                    Severity::Warning,
                    "no-text",
                    headline.span,
                    "an article with a headline and no text".to_owned(),
                    "check whether its text was lost, or whether the line is part of another heading",
                );
            }
        } else if has(&[Role::Paragraph]) {
            self.tell(
                Severity::Note,
                "no-headline",
                first.span,
                "text before any headline".to_owned(),
                "put a heading (`# …`) over the article that it belongs to",
            );
        }
    }

    fn block(&mut self, block: &Block) {
        if block.role == Role::Other {
            self.tell(
                Severity::Warning,
                "not-recognised",
                block.span,
                "this was not recognised and is kept as it stands".to_owned(),
                "write it as a paragraph, a list or a quotation",
            );
        }
        if let Body::Text(text) = &block.body
            && text.to_plain().trim_start().starts_with('#')
        {
            self.tell(
                Severity::Warning,
                "heading-sign",
                block.span,
                "a `#` at the head of a line that is no sign of a heading".to_owned(),
                "put a blank after the `#` if the line is a heading, or `\\` before it if it is not",
            );
        }
        block.each_text(&mut |role, text| {
            let places = Places { map: text.source_map(), block: block.span };
            self.typing(role, text, &places);
            self.pairs(text, &places);
        });
    }

    /// What typing repairs would change.
    fn typing(&mut self, role: Role, text: &Text, places: &Places) {
        let plain = text.to_plain();
        let safe = repair::proposals(text, role, Level::Safe, self.in_chinese);
        let mut safe = safe.into_iter().map(|(_, range, _)| range).peekable();
        for (kind, range, new) in repair::proposals(text, role, Level::All, self.in_chinese) {
            // Both lists are in order.
            while safe.next_if(|other| other.start < range.start).is_some() {}
            let certain = safe.peek() == Some(&range);
            let old = &plain[range.clone()];
            let (code, message) = match kind {
                Kind::Width => ("width", format!("`{old}` for `{new}`")),
                Kind::Quote => ("straight-quote", format!("`{old}` for `{new}`")),
                Kind::Ellipsis => ("ellipsis", format!("`{old}` for `{new}`")),
                Kind::Dash => ("dash", format!("`{old}` for `{new}`")),
                Kind::Blank => ("blank", "a blank that does not belong here".to_owned()),
                Kind::Hyphen => ("divided-word", "a word divided at the line's end".to_owned()),
                Kind::Invisible => {
                    let codes: Vec<String> = old.chars().map(|c| format!("U+{:04X}", u32::from(c))).collect();
                    ("invisible", format!("a character that nobody sees: {}", codes.join(" ")))
                }
                Kind::Normalization => {
                    ("normalization", format!("`{old}` is written otherwise in Unicode's form C"))
                }
                // Where a line of a paragraph ends means nothing.
                Kind::LineEnd | Kind::Join | Kind::Continuation => continue,
            };
            if self.counts.get(code).is_some_and(|&count| count >= MOST) {
                self.counts_one(code);
                continue;
            }
            let help = if certain {
                "repaired by every command, unless told `--repair none`"
            } else {
                "repaired with `--repair all`"
            };
            let severity = if certain { Severity::Warning } else { Severity::Note };
            self.tell(severity, code, places.span(&range), message, help);
        }
    }

    /// Brackets and quotation marks without partners.
    fn pairs(&mut self, text: &Text, places: &Places) {
        const PAIRS: &[(char, char)] =
            &[('“', '”'), ('「', '」'), ('『', '』'), ('《', '》'), ('（', '）'), ('【', '】'), ('〔', '〕')];
        let plain = text.to_plain();
        let mut open: Vec<(usize, char)> = Vec::new();
        let mut alone = Vec::new();
        for (at, c) in plain.char_indices() {
            if PAIRS.iter().any(|&(opening, _)| opening == c) {
                open.push((at, c));
            } else if let Some(&(opening, _)) = PAIRS.iter().find(|&&(_, closing)| closing == c) {
                // Further out stands nothing that belongs here.
                let near = open.len().saturating_sub(64);
                match open[near..].iter().rposition(|&(_, o)| o == opening).map(|i| near + i) {
                    Some(i) => {
                        open.remove(i);
                    }
                    None => alone.push((at, c)),
                }
            }
        }
        // A quotation over several paragraphs opens each of them and closes the last.
        open.retain(|&(at, c)| !(at == 0 && matches!(c, '“' | '「')));
        alone.extend(open);
        for (at, c) in alone {
            self.tell(
                Severity::Warning,
                "unpaired",
                places.span(&(at..at + c.len_utf8())),
                format!("`{c}` has no partner in its paragraph"),
                "add the other mark, or join the paragraphs that belong together",
            );
        }
    }

    /// Where one paragraph ends and the next begins.
    fn seam(&mut self, left: &Block, right: &Block) {
        let gap = left.span.end.min(right.span.start);
        let end = self.text[..self.text.floor_char_boundary(gap)].trim_end().len();
        let last = self.text[..end].chars().next_back().map_or(0, char::len_utf8);
        let span = Span { start: end - last, end };
        if repair::joins(left, right, Level::Safe) {
            self.tell(
                Severity::Warning,
                "column-break",
                span,
                "a paragraph ends inside a sentence, and the next goes on with it".to_owned(),
                "joined by every command, unless told `--repair none`",
            );
        } else if repair::joins(left, right, Level::All) {
            self.tell(
                Severity::Note,
                "column-break",
                span,
                "a paragraph ends without a stop; the next may go on with it".to_owned(),
                "join them yourself, or with `--repair all`",
            );
        }
    }

    /// 下转 without 上接 and the other way round.
    fn continuations(&mut self, issue: &Issue) {
        let mut on = Vec::new();
        let mut back = Vec::new();
        for block in issue.articles.iter().flat_map(|article| &article.blocks) {
            let Body::Text(text) = &block.body else { continue };
            if block.role == Role::Continuation {
                match line::continuation(&text.to_plain()) {
                    Some(Continuation::On) => on.push(block.span),
                    Some(Continuation::Back) => back.push(block.span),
                    None => {}
                }
            }
        }
        let (spans, word, other) = if on.len() > back.len() {
            (&on[back.len()..], "on", "back")
        } else {
            (&back[on.len()..], "back", "on")
        };
        for &span in spans {
            self.tell(
                Severity::Note,
                "continuation",
                span,
                format!("a line sends the reader {word}, and none sends him {other}"),
                "the other page may be missing",
            );
        }
    }

    /// Characters that were lost before the text came here.
    fn replacements(&mut self) {
        const MOST: usize = 20;
        for (at, sign) in self.text.match_indices('\u{fffd}').take(MOST) {
            self.tell(
                Severity::Warning,
                "lost-character",
                Span { start: at, end: at + sign.len() },
                "a character was lost here, before the text was read".to_owned(),
                "look it up in print, or convert the original file from its own encoding",
            );
        }
    }
}

/// Where the characters of a running text stand in the source.
struct Places {
    map: SourceMap,
    block: Span,
}

impl Places {
    /// The place of a range of the plain text; of a text that knows none, its block's beginning.
    fn span(&self, range: &Range<usize>) -> Span {
        let start = self.block.start;
        self.map.span(range).unwrap_or(Span { start, end: start })
    }
}
