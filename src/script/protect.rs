//! Stretches of text that no conversion may touch: addresses and file names.

use std::ops::Range;

use crate::lang::is_han;

/// Endings of file names that are left alone.
const EXTENSIONS: &[&str] = &[
    "7z", "avi", "bmp", "c", "cfg", "conf", "cpp", "css", "csv", "doc", "docx", "epub", "exe", "gif", "gz",
    "h", "htm", "html", "idml", "indd", "ini", "java", "jpeg", "jpg", "js", "json", "log", "md", "mobi",
    "mp3", "mp4", "odt", "ods", "otf", "pdf", "php", "png", "ppt", "pptx", "psd", "py", "rar", "rb", "rs",
    "rtf", "sh", "sql", "srt", "svg", "tar", "tiff", "tmx", "toml", "ts", "ttf", "txt", "wav", "webp",
    "xhtml", "xliff", "xls", "xlsx", "xlf", "xml", "yaml", "yml", "zip",
];

/// The addresses (of pages and of people) and file names in a text, in order.
pub(super) fn spans(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.match_indices(['.', ':', '@']) {
        if found.last().is_some_and(|last| at < last.end) {
            continue;
        }
        let span = match &text[at..=at] {
            ":" => page(text, at),
            "@" => person(text, at),
            _ => bare_page(text, at).or_else(|| file(text, at)),
        };
        if let Some(span) = span
            && found.last().is_none_or(|last| last.end <= span.start)
        {
            found.push(span);
        }
    }
    found
}

fn is_host(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_')
}

/// Bytes of the characters before a place that pass a test.
fn before(text: &str, at: usize, passes: impl Fn(char) -> bool) -> usize {
    text[..at].chars().rev().take_while(|&c| passes(c)).map(char::len_utf8).sum()
}

/// Bytes of the characters from a place on that pass a test.
fn after(text: &str, at: usize, passes: impl Fn(char) -> bool) -> usize {
    text[at..].chars().take_while(|&c| passes(c)).map(char::len_utf8).sum()
}

/// `https://…`; the colon is given.
fn page(text: &str, colon: usize) -> Option<Range<usize>> {
    let scheme = before(text, colon, |c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    if scheme == 0 {
        return None;
    }
    let rest = &text[colon + 1..];
    if rest.starts_with("//") {
        // Behind a scheme a host may be Chinese itself.
        let host = after(text, colon + 3, |c| is_host(c) || is_han(c) || matches!(c, ':' | '@'));
        return Some(colon - scheme..path_end(text, colon + 3 + host));
    }
    let known = ["mailto", "tel", "urn", "doi"]
        .iter()
        .any(|known| text[colon - scheme..colon].eq_ignore_ascii_case(known));
    (known && rest.starts_with(|c: char| c.is_ascii_graphic()))
        .then(|| colon - scheme..colon + 1 + after(text, colon + 1, |c| c.is_ascii_graphic()))
}

fn host_end(text: &str, at: usize) -> usize {
    at + after(text, at, |c| is_host(c) || matches!(c, ':' | '@'))
}

/// The end of what follows a host: path, query, fragment. Chinese characters may stand in it, Chinese punctuation
/// ends it, and so does a point or comma behind which nothing of it comes.
fn path_end(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    if !rest.starts_with(['/', '?', '#']) {
        return at - before(text, at, |c| matches!(c, '.' | ':'));
    }
    let length = after(text, at, |c| {
        is_han(c)
            || (c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '`' | '\\' | '|' | '^' | '{' | '}'))
    });
    let path = &rest[..length];
    let open = path.matches('(').count();
    let mut end = path.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*']);
    while end.ends_with(')') && end.matches(')').count() > open {
        end = end[..end.len() - 1].trim_end_matches(['.', ',']);
    }
    at + end.len()
}

/// `www.…` or `name.com`; a point is given.
fn bare_page(text: &str, point: usize) -> Option<Range<usize>> {
    let start = point - before(text, point, is_host);
    let end = host_end(text, start);
    let host = text[start..end].trim_end_matches(['.', '-', ':']);
    let top = host.rsplit('.').next()?;
    let known = matches!(
        top.to_ascii_lowercase().as_str(),
        "com"
            | "cn"
            | "org"
            | "net"
            | "edu"
            | "gov"
            | "int"
            | "tw"
            | "hk"
            | "io"
            | "info"
            | "eu"
            | "uk"
            | "jp"
            | "top"
            | "xyz"
    );
    let name = host.split('.').next().is_some_and(|first| !first.is_empty());
    if !host.contains('.') || !name || !(known || host.starts_with("www.")) {
        return None;
    }
    let host_end = start + host.len();
    Some(start..path_end(text, host_end).max(host_end))
}

/// `name@host.com`; the sign is given.
fn person(text: &str, sign: usize) -> Option<Range<usize>> {
    let name = before(text, sign, |c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '%'));
    let host = text[sign + 1..][..after(text, sign + 1, is_host)].trim_end_matches(['.', '-']);
    (name > 0 && host.contains('.')).then_some(sign - name..sign + 1 + host.len())
}

/// `报告.docx`; the point is given. A name with Chinese characters begins at a blank or a sign.
fn file(text: &str, point: usize) -> Option<Range<usize>> {
    let length = after(text, point + 1, |c| c.is_ascii_alphanumeric());
    let extension = text[point + 1..point + 1 + length].to_ascii_lowercase();
    if !EXTENSIONS.contains(&extension.as_str()) {
        return None;
    }
    let is_name = |c: char| {
        c.is_ascii_alphanumeric()
            || is_han(c)
            || matches!(c, '-' | '_' | '.' | '/' | '\\' | '(' | ')' | '~' | '+')
    };
    let name = before(text, point, is_name);
    let ascii = before(text, point, |c| is_name(c) && !is_han(c));
    let chosen = if text[point - name..point].chars().count() <= 24 { name } else { ascii };
    (chosen > 0).then_some(point - chosen..point + 1 + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_names() {
        for (text, expected) in [
            ("见https://a.cn/软件?信息=1。后来", vec!["https://a.cn/软件?信息=1"]),
            ("访问www.example.com了解信息", vec!["www.example.com"]),
            (
                "（http://x.org/a(b)）发给li.ming@news.com.cn,谢谢",
                vec!["http://x.org/a(b)", "li.ming@news.com.cn"],
            ),
            ("打开“软件说明.pdf”和 信息.docx", vec!["软件说明.pdf", "信息.docx"]),
            ("增长4.34万件，约1.5倍。见example.com.", vec!["example.com"]),
            ("见http://软件.中国/下载。后来", vec!["http://软件.中国/下载"]),
            (r"存在C:\软件\说明.txt里", vec![r"\软件\说明.txt"]),
            ("时间:10:30;比例1:2", vec![]),
            ("main.rs 和 U.S. 的", vec!["main.rs"]),
        ] {
            let found: Vec<&str> = spans(text).into_iter().map(|span| &text[span]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
