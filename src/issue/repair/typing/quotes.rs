//! Straight quotation marks, paired by direction.

use super::{FAR, Typed};
use crate::issue::line;
use crate::issue::repair::Kind;

impl Typed<'_> {
    /// Whether a place lies in a short quotation or title, where a blank divides two lines of a slogan.
    pub(super) fn is_quoted(&self, at: usize) -> bool {
        let before = &self.plain[self.plain.ceil_char_boundary(at.saturating_sub(3 * FAR))..at];
        let open = before.rfind(['“', '《', '「', '『', '（', '(']);
        let close = before.rfind(['”', '》', '」', '』', '）', ')']);
        open.is_some_and(|open| close.is_none_or(|close| close < open))
    }

    /// Straight quotes in Chinese text, by turns, when the turns come out even.
    pub(super) fn chinese_quotes(&mut self) {
        let apostrophe = |at: usize, c: char| {
            c == '\''
                && self.before(at).is_some_and(|c| c.is_ascii_alphanumeric())
                && self.after(at + 1).is_some_and(|c| c.is_ascii_alphanumeric())
        };
        let inch = |at: usize| self.before(at).is_some_and(|c| c.is_ascii_digit());
        let (mut double, mut single) = (false, false);
        let mut found: Vec<(usize, &'static str)> = Vec::new();
        for (at, c) in self.plain.char_indices() {
            match c {
                '“' => double = true,
                '”' => double = false,
                '‘' => single = true,
                '’' => single = false,
                '"' if !self.is_kept(at) => {
                    if inch(at) && !double {
                        return;
                    }
                    found.push((at, if double { "”" } else { "“" }));
                    double = !double;
                }
                '\'' if apostrophe(at, c) => found.push((at, "’")),
                '\'' if !self.is_kept(at) => {
                    if inch(at) && !single {
                        return;
                    }
                    found.push((at, if single { "’" } else { "‘" }));
                    single = !single;
                }
                _ => {}
            }
        }
        if !double && !single {
            for (at, new) in found {
                self.put(at..at + 1, new, Kind::Quote);
            }
        }
    }

    /// Straight quotes in English text, by what stands beside them.
    pub(super) fn english_quotes(&mut self) {
        let opens = |before: Option<char>| {
            before.is_none_or(|c| c.is_whitespace() || line::is_opener(c) || "—–-/".contains(c))
        };
        let mut found: Vec<(usize, &'static str)> = Vec::new();
        let mut double = false;
        for (at, sign) in self.plain.match_indices(['“', '”', '"', '\'']) {
            if self.is_kept(at) {
                continue;
            }
            let (left, right) = (self.before(at), self.after(at + sign.len()));
            match sign {
                "“" => double = true,
                "”" => double = false,
                "\"" => {
                    // “'meta' reading”: a quotation at the head of another.
                    let opens_both = left == Some('"') && opens(self.before(at - 1)) || left == Some('“');
                    // rock 'n' roll
                    let short = self.plain[at + 1..].starts_with("n' ") || self.plain[..at].ends_with(" 'n");
                    let opening =
                        !short && (opens(left) || opens_both) && right.is_some_and(|c| !c.is_whitespace());
                    // Two signs that disagree: inches, or a quote that was lost.
                    if opening == double {
                        return;
                    }
                    found.push((at, if opening { "“" } else { "”" }));
                    double = opening;
                }
                _ => {
                    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
                    if digit(left) && !right.is_some_and(char::is_alphanumeric) {
                        continue;
                    }
                    // “'meta' reading”: a quotation at the head of another.
                    let opens_both = left == Some('"') && opens(self.before(at - 1)) || left == Some('“');
                    // rock 'n' roll
                    let short = self.plain[at + 1..].starts_with("n' ") || self.plain[..at].ends_with(" 'n");
                    let opening = !short
                        && (opens(left) || opens_both)
                        && right.is_some_and(char::is_alphanumeric)
                        && !digit(right);
                    let closed = opening
                        && self.plain[at + 1..self.plain.floor_char_boundary(at + 1 + 3 * FAR)]
                            .match_indices('\'')
                            .any(|(behind, _)| {
                                let behind = at + 1 + behind;
                                self.before(behind).is_some_and(|c| !c.is_whitespace())
                                    && !self.after(behind + 1).is_some_and(char::is_alphanumeric)
                            });
                    found.push((at, if closed { "‘" } else { "’" }));
                }
            }
        }
        for (at, new) in found {
            self.put(at..at + 1, new, Kind::Quote);
        }
    }
}
