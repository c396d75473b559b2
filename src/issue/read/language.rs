//! The language of a source: by its name, else by its letters.

use crate::lang::Language;

/// Characters of newspapers whose two forms are both frequent, in pairs: Simplified, Traditional. Only pairs in
/// which neither form is used in the other script.
const PAIRS: &str = "们們这這国國会會对對为為来來时時个個过過发發经經长長实實现現开開问問业業产產动動与與东東电電进進际際报報场場";

/// The language of a text of the given file name.
///
/// A name that says `zh` and no more is made exact by the text: `zh-CN`, or `zh-Hant` for Traditional characters,
/// whose region they do not tell.
pub(super) fn of(name: &str, text: &str) -> Language {
    made_exact(of_name(name), text)
}

/// The language of a text that names its own (`lang="zh-Hans-CN"`), else as [`of`] tells.
pub(super) fn tagged(tag: Option<&str>, name: &str, text: &str) -> Language {
    match tag.and_then(|tag| tag.parse().ok()) {
        Some(language) => made_exact(Some(without_usual_script(language)), text),
        None => of(name, text),
    }
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

/// Chinese in the script that most of the telling characters are of.
fn script(text: &str) -> Option<Language> {
    const ENOUGH: usize = 2000;
    let (mut simplified, mut traditional) = (0usize, 0usize);
    let pairs: Vec<char> = PAIRS.chars().collect();
    for c in text.chars() {
        if let Some(at) = pairs.iter().position(|&p| p == c) {
            if at % 2 == 0 { simplified += 1 } else { traditional += 1 }
        }
        if simplified + traditional > ENOUGH {
            break;
        }
    }
    if traditional > simplified { "zh-Hant" } else { "zh-CN" }.parse().ok()
}
