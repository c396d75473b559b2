//! Addresses inside a book.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// An address inside a book, from the place of the file that names it; without `%` escapes.
pub(in crate::issue::read) fn resolved(file: &str, address: &str) -> String {
    let (path, fragment) = match address.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment)),
        None => (address, None),
    };
    let mut parts: Vec<String> = Vec::new();
    if path.is_empty() {
        parts.push(file.to_owned());
    } else {
        let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
        for part in folder.split('/').chain(path.split('/')) {
            match part {
                "" | "." => {}
                ".." => drop(parts.pop()),
                part => parts.push(unescaped(part).into_owned()),
            }
        }
    }
    let mut out = parts.join("/");
    if let Some(fragment) = fragment {
        out.push('#');
        out.push_str(&unescaped(fragment));
    }
    out
}

/// `%E4%B8%AD` as the characters it stands for; as it is where these are no UTF-8.
fn unescaped(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8().unwrap_or(Cow::Borrowed(text))
}
