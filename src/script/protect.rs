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
            // Behind the last point of a name letters stand, and a row of points is none.
            _ if !text[at + 1..].starts_with(|c: char| c.is_ascii_alphanumeric()) => None,
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

/// Characters of the longest name of a file or a host (255 in file systems, 253 in DNS), and of a host with what stands
/// around it.
const LONGEST_NAME: usize = 255;
const LONGEST_HOST: usize = 512;

/// Bytes of the characters before a place that pass a test; of a name, so that there are not more than it can have.
fn before(text: &str, at: usize, passes: impl Fn(char) -> bool) -> usize {
    text[..at].chars().rev().take(LONGEST_NAME).take_while(|&c| passes(c)).map(char::len_utf8).sum()
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
        return Some(colon - scheme..path_end(text, named_host_end(text, colon + 3)));
    }
    let known = ["mailto", "tel", "urn", "doi"]
        .iter()
        .any(|known| text[colon - scheme..colon].eq_ignore_ascii_case(known));
    (known && rest.starts_with(|c: char| c.is_ascii_graphic()))
        .then(|| colon - scheme..colon + 1 + after(text, colon + 1, |c| c.is_ascii_graphic()))
}

fn host_end(text: &str, at: usize) -> usize {
    let host = text[at..].chars().take(LONGEST_HOST).take_while(|&c| is_host(c) || matches!(c, ':' | '@'));
    at + host.map(char::len_utf8).sum::<usize>()
}

/// The end of a host behind a scheme, which may be Chinese itself: 软件.中国. Behind letters Chinese characters are
/// the running text: x.cn查询.
fn named_host_end(text: &str, at: usize) -> usize {
    const TOPS: &[&str] =
        &["中国", "公司", "网络", "网址", "在线", "中文网", "政务", "公益", "商城", "香港", "台湾"];
    let mut end = at;
    loop {
        let rest = &text[end..];
        let label = if rest.starts_with(is_han) {
            let length = after(text, end, is_han);
            let last = !rest[length..].starts_with('.');
            match TOPS.iter().find(|top| last && end > at && rest.starts_with(**top)) {
                Some(top) => return end + top.len(),
                None => length,
            }
        } else {
            after(text, end, |c| is_host(c) && c != '.' || matches!(c, ':' | '@'))
        };
        end += label;
        if label == 0 || !text[end..].starts_with('.') {
            return end;
        }
        end += 1;
    }
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
    let path = &rest[..address_length(&rest[..length], text[..at].ends_with(is_han))];
    let open = path.matches('(').count();
    let mut end = path.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*']);
    while end.ends_with(')') && end.matches(')').count() > open {
        end = end[..end.len() - 1].trim_end_matches(['.', ',']);
    }
    at + end.len()
}

/// How much of what may be a path is one. Chinese characters belong to it where a sign of an address stands before
/// them (`/wiki/软件`, `?q=软件`) or comes right behind (`/2024年报.html`); behind letters (`/index.html查询`), and right
/// behind the host where nothing follows (`x.cn/查询结果。`), they are the running text.
fn address_length(path: &str, host_is_chinese: bool) -> usize {
    let mut at = 0;
    while let Some(start) = path[at..].find(is_han).map(|found| at + found) {
        let end = path[start..].find(|c| !is_han(c)).map_or(path.len(), |length| start + length);
        let goes_on = path[end..].starts_with(['/', '?', '=', '&', '#', '%', '.', '_', '-'])
            && path[end..].chars().nth(1).is_some_and(|c| c.is_alphanumeric() || c == '/');
        let signed = path[..start].ends_with(['/', '=', '_', '-', '#', '%', '+']);
        if !(goes_on || signed && (start > 1 || host_is_chinese)) {
            return start;
        }
        at = end;
    }
    path.len()
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

/// `报告.docx`; the point is given. A name with Chinese characters begins at a blank, a bracket or a quotation mark;
/// where none stands before it, the words before the point are the running text: 请看附件报告.docx.
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
    let begins = text[..point - name].chars().next_back().is_some_and(|c| {
        c.is_whitespace() || matches!(c, '“' | '‘' | '「' | '『' | '《' | '〈' | '"' | '（' | '【' | '：')
    }) || text[point - name..].starts_with(['/', '\\', '(', '~', '_']);
    let short = text[point - name..point].chars().count() <= 24;
    let chosen = if begins && short { name } else { ascii };
    (name > 0).then_some(point - chosen..point + 1 + length)
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
            ("请登录http://www.a.cn/查询录取结果。", vec!["http://www.a.cn/"]),
            ("打开https://a.cn/news/index.html查看后续报道", vec!["https://a.cn/news/index.html"]),
            ("见https://zh.wiki.org/wiki/软件，后来", vec!["https://zh.wiki.org/wiki/软件"]),
            ("在https://a.cn/s?q=软件搜索", vec!["https://a.cn/s?q=软件搜索"]),
            ("登录https://www.a.cn查询结果", vec!["https://www.a.cn"]),
            ("登录http://软件.中国查询结果", vec!["http://软件.中国"]),
            ("下载http://a.cn/2024年报.html后", vec!["http://a.cn/2024年报.html"]),
            ("详情见附件报名须知.docx，逾期不候", vec![".docx"]),
            ("学习Node.js，然后", vec!["Node.js"]),
            ("附件：报名须知.docx", vec!["报名须知.docx"]),
        ] {
            let found: Vec<&str> = spans(text).into_iter().map(|span| &text[span]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
