//! The language of a source: by its name, else by its letters.

use crate::lang::{Language, is_han};
use crate::problem::{Problem, Severity, Span};

/// The language of a text of the given file name.
///
/// A name that says `zh` and no more is made exact by the text: `zh-CN`, or `zh-Hant` for Traditional characters,
/// whose region they do not tell.
pub(super) fn of(name: &str, text: &str) -> Language {
    made_exact(of_name(name), text)
}

/// The language of a text that names its own (`lang="zh-Hans-CN"`), else as [`of`] tells; reported where the text
/// is plainly in another, as pages of systems are whose makers never set their language.
pub(super) fn tagged(tag: Option<&str>, name: &str, text: &str, problems: &mut Vec<Problem>) -> Language {
    let Some(named) = tag.and_then(|tag| tag.parse::<Language>().ok()) else { return of(name, text) };
    if !is_contradicted(&named, text) {
        return made_exact(Some(without_usual_script(named)), text);
    }
    let language = of(name, text);
    problems.push(Problem {
        severity: Severity::Warning,
        code: "language".into(),
        span: Span::default(),
        message: format!("the file says that it is in `{named}`, but its text is not: read as `{language}`"),
        help: "correct `lang` in the file, or name the language with `--language`".to_owned(),
    });
    language
}

/// Whether a text is in Chinese where another language is named, or has no Chinese where that is named.
fn is_contradicted(named: &Language, text: &str) -> bool {
    /// Fewer letters tell nothing.
    const LEAST: usize = 30;
    // Others that are written with these characters.
    if ["ja", "ko", "vi", "yue", "wuu", "nan", "hak", "lzh"].contains(&named.primary()) {
        return false;
    }
    let mut letters = 0usize;
    let mut han = 0usize;
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        if matches!(c, '\u{3040}'..='\u{30FF}' | '\u{AC00}'..='\u{D7A3}') {
            return false;
        }
        letters += 1;
        han += usize::from(is_han(c));
    }
    letters >= LEAST && if named.is_chinese() { han * 50 < letters } else { han * 10 >= letters * 8 }
}

/// The language of a text whose file says what it may be in: word processors write the language of their own menus
/// over whatever is typed, so that a tag counts only where the text bears it out.
pub(super) fn marked(tags: &[String], name: &str, text: &str) -> Language {
    if let Some(named) = of_name(name) {
        return made_exact(Some(named), text);
    }
    let found = made_exact(None, text);
    let bears_out = |tag: &Language| {
        tag.primary() == found.primary() && (!found.is_chinese() || tag.script() == found.script())
    };
    let tag = tags.iter().filter_map(|tag| tag.trim().parse().ok()).map(without_usual_script).find(bears_out);
    tag.map_or(found, |tag| made_exact(Some(tag), text))
}

/// `zh-CN` for `zh-Hans-CN`: the script that a region writes in anyway goes without saying (RFC 5646, 4.1).
fn without_usual_script(language: Language) -> Language {
    let usual = match language.region() {
        Some("CN" | "SG") => "-Hans",
        Some("TW" | "HK" | "MO") => "-Hant",
        _ => return language,
    };
    language.as_str().replacen(usual, "", 1).parse().unwrap_or(language)
}

fn made_exact(named: Option<Language>, text: &str) -> Language {
    let exact = |language: &Language| {
        !language.is_chinese() || language.region().is_some() || language.as_str().contains("-Han")
    };
    match named {
        Some(language) if exact(&language) => language,
        named => {
            let language = named.unwrap_or_else(|| Language::of_text(text));
            if language.is_chinese() { script(text).unwrap_or(language) } else { language }
        }
    }
}

/// The tag before the ending: `issue.zh-TW.md`, `issue_en.md`.
fn of_name(name: &str) -> Option<Language> {
    let file = name.rsplit(['/', '\\']).next()?;
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let (_, tag) = stem.rsplit_once('.')?;
    let language: Language = tag.parse().ok()?;
    // `issue.v2.md` and `issue.final.md` name no language.
    let known = language.primary().len() == 2 || language.is_chinese();
    (known && tag.split(['-', '_']).all(|part| part.len() <= 4)).then_some(language)
}

/// Chinese in the script that most of the telling characters are of: frequent ones that have two forms, neither of
/// which is used in the other script.
fn script(text: &str) -> Option<Language> {
    // About one character in ten tells: the first columns of a page.
    const ENOUGH: usize = 60;
    let (mut simplified, mut traditional) = (0usize, 0usize);
    for c in text.chars() {
        match c {
            '们' | '这' | '国' | '会' | '对' | '为' | '来' | '时' | '个' | '过' | '发' | '经' | '长'
            | '实' | '现' | '开' | '问' | '业' | '产' | '动' | '与' | '东' | '电' | '进' | '际' | '报'
            | '场' => simplified += 1,
            '們' | '這' | '國' | '會' | '對' | '為' | '來' | '時' | '個' | '過' | '發' | '經' | '長'
            | '實' | '現' | '開' | '問' | '業' | '產' | '動' | '與' | '東' | '電' | '進' | '際' | '報'
            | '場' => traditional += 1,
            _ => continue,
        }
        if simplified + traditional > ENOUGH {
            break;
        }
    }
    if traditional > simplified { "zh-Hant" } else { "zh-CN" }.parse().ok()
}
