//! The cover: the user's image, or one drawn from masthead, date, number and first headlines.
//!
//! The drawn cover is an SVG with text in generic font families, so that no font is shipped and the bytes are the
//! same on every machine; the reading system draws the characters. With fonts that the user names it becomes a PNG.

use minijinja::{Value, context};

use super::image::{Format, cover_reservation, objection};
use super::labels::{Labels, language_name};
use super::xhtml::escape_attribute;
use super::{Entry, Kind, Metadata, Page, Resource, Settings, TemplateError, Writing};
use crate::problem::{Problem, Severity, Span};

/// The cover's page and image, and what was found wrong with it.
pub(super) struct Cover {
    pub page: Page,
    pub image: Resource,
    pub problem: Option<Problem>,
}

/// Makes the cover.
pub(super) fn cover(
    metadata: &Metadata,
    contents: &[Entry],
    labels: &'static Labels,
    settings: &Settings,
) -> Result<Cover, TemplateError> {
    let given = settings.cover.as_deref().filter(|bytes| objection(bytes).is_none());
    let mut image = match given.and_then(|bytes| Format::of(bytes).map(|format| (bytes, format))) {
        Some((bytes, format)) => Resource {
            file: format!("cover.{}", format.extension()),
            media_type: format.media_type(),
            bytes: bytes.to_vec(),
            cover: true,
        },
        None => Resource {
            file: "cover.svg".into(),
            media_type: Format::Svg.media_type(),
            bytes: draw(metadata, contents, labels, settings)?.into_bytes(),
            cover: true,
        },
    };
    let problem = rasterise(&mut image, metadata.language(), settings).err();
    // A drawn cover is as good as it can be without a font.
    let problem = problem.or_else(|| given.and_then(|_| for_shops(&image.bytes)));
    let title = escape_attribute(&metadata.title);
    let lang = metadata.language();
    let xhtml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" \
         lang=\"{lang}\" xml:lang=\"{lang}\">\n<head>\n<title>{title}</title>\n\
         <link rel=\"stylesheet\" type=\"text/css\" href=\"stylesheet.css\"/>\n</head>\n\
         <body class=\"cover\" epub:type=\"cover\">\n<img src=\"{}\" alt=\"{title}\" role=\"doc-cover\"/>\n</body>\n</html>\n",
        image.file
    );
    let page = Page { file: "cover.xhtml".into(), kind: Kind::Cover, title: labels.cover.into(), xhtml };
    Ok(Cover { page, image, problem })
}

/// What shops will not like of a cover.
fn for_shops(bytes: &[u8]) -> Option<Problem> {
    let (what, help) = cover_reservation(bytes)?;
    Some(Problem {
        severity: Severity::Warning,
        code: "cover-for-shops".into(),
        span: Span::default(),
        message: format!("the cover {what}"),
        help: help.into(),
    })
}

/// Turns an SVG into a PNG, if there are fonts to do it with; it stays what it is if it cannot be drawn.
fn rasterise(image: &mut Resource, language: &str, settings: &Settings) -> Result<(), Problem> {
    let problem = |message: String, help: &str| Problem {
        severity: Severity::Warning,
        code: "cover-font".into(),
        span: Span::default(),
        message,
        help: help.into(),
    };
    let Some(fonts) = settings.cover_fonts.as_ref().filter(|_| image.media_type == Format::Svg.media_type())
    else {
        return Ok(());
    };
    let raster = fonts.draw(&image.bytes, language).map_err(|error| {
        problem(format!("the cover stays SVG, it cannot be drawn: {error}"), "mend it, or name another")
    })?;
    *image = Resource {
        file: format!("cover.{}", Format::Png.extension()),
        media_type: Format::Png.media_type(),
        bytes: raster.png,
        cover: true,
    };
    if raster.missing.is_empty() {
        return Ok(());
    }
    let missing: String = raster.missing.iter().take(12).collect();
    let message =
        format!("the fonts for the cover have no character for `{missing}`: empty boxes stand there");
    Err(problem(message, "name a font that has them with one more --cover-font"))
}

/// How many Chinese characters of the first headline fit side by side. Latin letters are drawn smaller.
const LINE: usize = 9;

fn draw(
    metadata: &Metadata,
    contents: &[Entry],
    labels: &'static Labels,
    settings: &Settings,
) -> Result<String, TemplateError> {
    let masthead = &metadata.masthead;
    let whole_name = masthead.publication.as_deref().unwrap_or(&metadata.title);
    let lead = contents.iter().map(|entry| entry.title.as_str()).find(|title| *title != whole_name);
    let latin = whole_name.chars().all(is_narrow);
    let lead_lines = lead.map(|lead| lines(lead, if latin { LINE + 3 } else { LINE }, 4)).unwrap_or_default();
    let name =
        lines(whole_name, if latin { 10 } else { 8 }, if masthead.publication.is_some() { 2 } else { 3 });
    let strip = masthead.date.is_some() || masthead.number.is_some();
    // Where the first headline ends in the template, in its units; each of the others takes 46 down to the foot.
    let end =
        128 + name.len() * 74 + usize::from(strip) * 42 + lead_lines.len() * if latin { 52 } else { 68 };
    let room = 700usize.saturating_sub(end) / 46;
    let others: Vec<Value> = contents
        .iter()
        .map(|entry| entry.title.as_str())
        .filter(|title| *title != whole_name && Some(*title) != lead)
        .take(room.min(4))
        .map(|title| Value::from(fit(title, if latin { 23 } else { 19 })))
        .collect();
    settings.templates.render(
        "cover.svg",
        context! {
            lang => metadata.language(),
            vertical => settings.writing == Writing::Vertical,
            title => metadata.title.as_str(),
            latin => latin,
            name => name,
            translation => metadata.translated_title.as_deref(),
            date => masthead.date.map(|date| labels.date(date)),
            number => masthead.number.as_deref(),
            languages => metadata.languages.iter().map(|tag| language_name(tag).to_owned()).collect::<Vec<_>>(),
            publisher => masthead.publisher.as_deref(),
            lead => lead_lines,
            others => others,
        },
    )
}

/// The width of a character in tenths of a Chinese one, rather too much: fonts differ.
fn width(c: char) -> usize {
    match c {
        ' ' | '.' | ',' | 'i' | 'l' | '\'' | '’' => 4,
        'A'..='Z' | 'm' | 'w' => 8,
        c if is_narrow(c) => 6,
        _ => 10,
    }
}

fn is_narrow(c: char) -> bool {
    c.is_ascii() || ('\u{A0}'..'\u{2E80}').contains(&c)
}

/// A text cut at a width of so many Chinese characters.
fn fit(text: &str, width: usize) -> String {
    broken(&words(text, width * 10), width * 10, 1).concat()
}

/// A text in lines of at most so many Chinese characters, about as long as one another; Latin words stay whole.
fn lines(text: &str, longest: usize, most: usize) -> Vec<String> {
    let words = words(text, longest * 10);
    let fewest = broken(&words, longest * 10, most).len();
    // The shortest measure that needs no more lines than the longest.
    (length(text).div_ceil(fewest)..longest * 10)
        .step_by(10)
        .map(|measure| broken(&words, measure, most))
        .find(|lines| lines.len() == fewest && !lines.iter().any(|line| line.ends_with('…')))
        .unwrap_or_else(|| broken(&words, longest * 10, most))
}

fn length(text: &str) -> usize {
    text.chars().map(width).sum()
}

/// Words in lines of a measure, in tenths of a Chinese character.
fn broken(words: &[&str], measure: usize, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    let mut filled = 0;
    for word in words {
        let longer = length(word);
        let closes =
            word.starts_with(['，', '。', '、', '；', '：', '？', '！', '」', '』', '”', '’', '》', '）']);
        if filled > 0 && filled + longer > measure && !closes {
            if lines.len() == most {
                if let Some(last) = lines.last_mut() {
                    leave_off(last, measure);
                }
                break;
            }
            lines.push(String::new());
            filled = 0;
        }
        if let Some(last) = lines.last_mut() {
            last.push_str(if filled == 0 { word.trim_start() } else { word });
        }
        filled += longer;
    }
    lines.iter().map(|line| line.trim_end().to_owned()).collect()
}

/// Ends a line with dots for what is left out: within the measure, and not behind a mark.
fn leave_off(line: &mut String, measure: usize) {
    loop {
        line.truncate(line.trim_end_matches(|c: char| !c.is_alphanumeric()).len());
        let dots = line.chars().next_back().map_or(0, |last| if is_narrow(last) { 6 } else { 10 });
        if length(line) + dots <= measure {
            break;
        }
        match line.rfind(' ').filter(|_| line.ends_with(is_narrow)) {
            Some(blank) => line.truncate(blank),
            None => drop(line.pop()),
        }
    }
    line.push('…');
}

/// Latin words with the blank before them, and every other character by itself. What is longer than a line is
/// divided.
fn words(text: &str, longest: usize) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut inside = false;
    for (at, c) in text.char_indices() {
        let narrow = is_narrow(c) && !c.is_whitespace();
        if !(narrow && inside) && at > start && !(narrow && text[start..at].trim().is_empty()) {
            words.push(&text[start..at]);
            start = at;
        }
        inside = narrow;
    }
    words.push(&text[start..]);
    words.into_iter().flat_map(|word| divided(word, longest)).collect()
}

/// A word in pieces of at most a length.
fn divided(word: &str, longest: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut filled) = (0, 0);
    for (at, c) in word.char_indices() {
        if at > start && filled + width(c) > longest {
            pieces.push(&word[start..at]);
            (start, filled) = (at, 0);
        }
        filled += width(c);
    }
    pieces.push(&word[start..]);
    pieces
}

#[cfg(test)]
mod tests {
    use super::{length, lines};

    #[test]
    fn lines_keep_words_whole_and_closing_marks_with_their_text() {
        assert_eq!(lines("一二三四五，六七八九", 6, 3), ["一二三四五，", "六七八九"]);
        assert_eq!(lines("The quick brown fox", 8, 2), ["The quick", "brown fox"]);
    }

    #[test]
    fn what_does_not_fit_is_left_off_within_the_line() {
        assert_eq!(lines("一二三四五六七", 3, 2), ["一二三", "四五…"]);
        assert_eq!(lines("一二三四，五六七八", 5, 1), ["一二三四…"]);
        assert_eq!(lines("The quick brown fox jumps", 9, 1), ["The quick…"]);
        let long = "Donaudampfschifffahrtsgesellschaft";
        assert!(lines(long, 9, 3).iter().all(|line| length(line) <= 90));
        assert_eq!(lines(long, 9, 3).concat(), long);
    }
}
