//! Sentences whose conversion is known, and whether an engine's is right.

use duizhao::script::{Config, Converter, choices};

/// A sentence in Simplified Chinese and what must become of it in Taiwan.
pub(crate) struct Sentence {
    /// As it is given to an engine.
    pub(crate) text: String,
    parts: Vec<Part>,
}

enum Part {
    /// The text that must stand here, with the region's characters and with its vocabulary.
    Mark([String; 2]),
    /// A character in any of its forms.
    Any(char),
}

/// Reads lines such as `散会以[后→後]，[软件→軟件|軟體]…`; the fixture says what they mean.
pub(crate) fn sentences(fixture: &str) -> Vec<Sentence> {
    fixture.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(sentence).collect()
}

fn sentence(line: &str) -> Sentence {
    let (mut text, mut parts) = (String::new(), Vec::new());
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        if c != '[' {
            text.push(c);
            parts.push(Part::Any(c));
            continue;
        }
        let (mark, after) = rest.split_once(']').expect("a mark ends");
        let (before, forms) = mark.split_once('→').expect("a mark has an arrow");
        let (characters, words) = forms.split_once('|').unwrap_or((forms, forms));
        text.push_str(before);
        parts.push(Part::Mark([characters.to_owned(), words.to_owned()]));
        rest = after;
    }
    Sentence { text, parts }
}

impl Sentence {
    /// Whether an engine's answer is right, with the region's characters only or with its vocabulary.
    pub(crate) fn is_right(&self, answer: &str, vocabulary: bool) -> bool {
        let mut rest = answer;
        for part in &self.parts {
            let length = match part {
                Part::Mark(forms) => {
                    let form = &forms[usize::from(vocabulary)];
                    rest.starts_with(form.as_str()).then_some(form.len())
                }
                Part::Any(c) => rest.chars().next().filter(|&answer| is_form(*c, answer)).map(char::len_utf8),
            };
            let Some(length) = length else { return false };
            rest = &rest[length..];
        }
        rest.is_empty()
    }
}

/// Whether a character may become another in Taiwan.
fn is_form(simplified: char, form: char) -> bool {
    let usual = Converter::new(Config::S2t).convert(&simplified.to_string());
    let taiwan = Converter::new(Config::T2tw);
    let is_form = |traditional: &str| taiwan.convert(traditional).chars().eq([form]);
    is_form(&usual) || choices(simplified).any(is_form)
}
