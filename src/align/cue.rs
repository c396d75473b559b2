//! What a sentence shows before it is understood: how it ends, where quotes open and close, the word it begins
//! with. Translators keep most of it.

use duizhao_tm::numeral::MONTHS;

use crate::words::character::is_pronoun;
use crate::words::{Words, chinese as zh, english as en};

/// The outside of a sentence.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a finding of its own; any may hold with any")]
pub(super) struct Surface {
    /// Ends with a question mark, behind which only closing marks stand.
    pub(super) asks: bool,
    /// Ends with an exclamation mark.
    pub(super) exclaims: bool,
    /// Begins with an opening quote.
    pub(super) opens_quote: bool,
    /// Ends with a closing quote.
    pub(super) closes_quote: bool,
    /// Opening quotes in it.
    pub(super) quotes: u8,
    /// Commas and other weak breaks.
    pub(super) commas: u8,
    /// Strong breaks before its end.
    pub(super) breaks: u8,
    /// Chinese characters, or words.
    pub(super) words: u16,
    /// Begins with a pronoun.
    pub(super) pronoun: bool,
    /// Begins with a conjunction.
    pub(super) conjunction: bool,
    /// Begins with a small letter.
    pub(super) lower: bool,
    /// Which of [`LEADS`] it begins with, one bit each.
    pub(super) leads: u32,
}

/// Follows speech from quote to quote through the sentences of a text.
#[derive(Debug, Default)]
pub(super) struct Speech {
    /// The mark that ends the speech at hand.
    until: Option<char>,
    /// Sentences since it began.
    since: usize,
}

impl Speech {
    /// A speech of more sentences has lost its end.
    const LONGEST: usize = 12;

    /// Bytes of the next sentence that are speech.
    pub(super) fn follow(&mut self, text: &str) -> f32 {
        self.since += 1;
        if self.since > Self::LONGEST {
            self.until = None;
        }
        let mut spoken = 0;
        let mut before = None;
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let next = chars.peek().copied();
            match self.until {
                Some(until) if closes(until, before, c, next) => self.until = None,
                None => {
                    self.until = opens(before, c, next);
                    self.since = 0;
                }
                Some(_) => {}
            }
            if self.until.is_some() {
                spoken += c.len_utf8();
            }
            before = Some(c);
        }
        spoken as f32
    }
}

/// The mark that ends the speech which a mark begins, if it does.
fn opens(before: Option<char>, c: char, next: Option<char>) -> Option<char> {
    let at_start = begins_word(before);
    match c {
        '“' => Some('”'),
        '「' => Some('」'),
        '『' => Some('』'),
        '«' => Some('»'),
        '"' if at_start => Some('"'),
        '‘' | '\'' if at_start && next.is_some_and(|c| !c.is_whitespace()) => Some('’'),
        _ => None,
    }
}

/// Whether a mark ends the speech that lasts until `until`; an apostrophe does not.
fn closes(until: char, before: Option<char>, c: char, next: Option<char>) -> bool {
    if until != '’' {
        return c == until;
    }
    matches!(c, '’' | '\'')
        && before.is_some_and(|c| !c.is_alphanumeric() && !c.is_whitespace())
        && next.is_none_or(|c| !c.is_alphanumeric())
}

/// Whether what follows may begin a word.
fn begins_word(before: Option<char>) -> bool {
    before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '—' | '-' | '['))
}

/// What sentences begin with.
struct Lead {
    english: &'static Words,
    chinese: Option<&'static Words>,
    /// What may stand at the end of a Chinese sentence's first clause instead.
    ends_clause: Option<&'static Words>,
}

impl Lead {
    const fn new(english: &'static Words, chinese: &'static Words) -> Self {
        Self { english, chinese: Some(chinese), ends_clause: None }
    }
}

/// The leads, one bit of [`Surface::leads`] each: connectives, then pronouns.
static LEADS: [Lead; 20] = [
    Lead::new(&en::LEAD_BUT, &zh::LEAD_BUT),
    Lead::new(&en::LEAD_SO, &zh::LEAD_SO),
    Lead::new(&en::LEAD_IF, &zh::LEAD_IF),
    Lead { ends_clause: Some(&zh::CLAUSE_END_WHEN), ..Lead::new(&en::LEAD_WHEN, &zh::LEAD_WHEN) },
    Lead::new(&en::LEAD_THEN, &zh::LEAD_THEN),
    Lead::new(&en::LEAD_BECAUSE, &zh::LEAD_BECAUSE),
    Lead::new(&en::LEAD_AND, &zh::LEAD_AND),
    Lead::new(&en::LEAD_ALTHOUGH, &zh::LEAD_ALTHOUGH),
    Lead { english: &en::LEAD_AFTER, chinese: None, ends_clause: Some(&zh::CLAUSE_END_AFTER) },
    Lead::new(&en::LEAD_SUDDENLY, &zh::LEAD_SUDDENLY),
    Lead::new(&en::LEAD_NOW, &zh::LEAD_NOW),
    Lead::new(&en::LEAD_YES, &zh::LEAD_YES),
    Lead::new(&en::LEAD_NO, &zh::LEAD_NO),
    Lead::new(&en::LEAD_WHAT, &zh::LEAD_WHAT),
    Lead::new(&en::LEAD_HE, &zh::LEAD_HE),
    Lead::new(&en::LEAD_SHE, &zh::LEAD_SHE),
    Lead::new(&en::LEAD_I, &zh::LEAD_I),
    Lead::new(&en::LEAD_YOU, &zh::LEAD_YOU),
    Lead::new(&en::LEAD_THEY, &zh::LEAD_THEY),
    Lead::new(&en::LEAD_WE, &zh::LEAD_WE),
];

/// The first of [`LEADS`] that are pronouns; the ones before are connectives.
pub(super) const PRONOUN_LEADS: u32 = 14;

fn is_weak_break(c: char) -> bool {
    matches!(c, '，' | ',' | '；' | ';' | '：' | ':' | '、' | '—')
}

fn is_strong_break(c: char) -> bool {
    matches!(c, '；' | ';' | '：' | ':' | '。' | '？' | '?' | '！' | '!' | '—')
}

fn count(text: &str, counts: impl Fn(char) -> bool) -> u8 {
    u8::try_from(text.chars().filter(|&c| counts(c)).count()).unwrap_or(u8::MAX)
}

/// The outside of a Chinese sentence.
pub(super) fn chinese(text: &str) -> Surface {
    let text = text.trim();
    let core = text.trim_end_matches(['”', '」', '』', '’', '）', ')', '"', '\'', ' ']);
    let last = core.chars().next_back();
    let inner = last.map_or(core, |c| &core[..core.len() - c.len_utf8()]);
    let bare = text.trim_start_matches(['“', '「', '『', '‘', '"', ' ']);
    let clause = bare.split(is_weak_break).next().unwrap_or(bare);
    let short_clause = clause.chars().count() <= 10;
    let leads = (0..).zip(&LEADS).fold(0u32, |leads, (bit, lead)| {
        let holds = lead.chinese.is_some_and(|words| words.start(bare))
            || short_clause && lead.ends_clause.is_some_and(|words| words.end(clause));
        leads | (u32::from(holds) << bit)
    });
    Surface {
        asks: matches!(last, Some('？' | '?')),
        exclaims: matches!(last, Some('！' | '!')),
        opens_quote: text.starts_with(['“', '「', '『']),
        closes_quote: text.ends_with(['”', '」', '』']),
        quotes: count(text, |c| matches!(c, '“' | '「' | '『')),
        commas: count(core, is_weak_break),
        breaks: count(inner, is_strong_break),
        words: u16::try_from(text.chars().filter(|c| c.is_alphanumeric()).count()).unwrap_or(u16::MAX),
        pronoun: bare.starts_with(is_pronoun),
        conjunction: leads & 0xFF != 0,
        lower: false,
        leads,
    }
}

/// The outside of a sentence in a language with an alphabet; the words are those of English.
pub(super) fn alphabetic(text: &str) -> Surface {
    let text = text.trim();
    let core = text.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»', ' ']);
    let last = core.chars().next_back();
    let inner = last.map_or(core, |c| &core[..core.len() - c.len_utf8()]);
    let all: Vec<&str> = text
        .split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’'))
        .map(|word| word.trim_matches(['\'', '’']))
        .filter(|word| !word.is_empty())
        .collect();
    let lead = |at: usize| all.get(at).map(|word| word.to_lowercase().replace('’', "'")).unwrap_or_default();
    let (first, second) = (lead(0), lead(1));
    let leads = (0..).zip(&LEADS).fold(0u32, |leads, (bit, lead)| {
        let holds = lead.english.contains(&first) || lead.english.contains(&second);
        leads | (u32::from(holds) << bit)
    });
    let closes_quote = text.ends_with(['"', '”', '»'])
        || (text.ends_with(['\'', '’'])
            && text.chars().rev().nth(1).is_some_and(|c| matches!(c, '.' | ',' | '?' | '!' | '…' | '—')));
    Surface {
        asks: last == Some('?'),
        exclaims: last == Some('!'),
        opens_quote: text.starts_with(['"', '“', '‘', '\'', '«']),
        closes_quote,
        quotes: opening_quotes(text),
        commas: count(core, is_weak_break),
        breaks: count(inner, is_strong_break),
        words: u16::try_from(all.len()).unwrap_or(u16::MAX),
        pronoun: en::PRONOUN.contains(&first),
        conjunction: en::CONJUNCTION.contains(&first),
        lower: text.chars().next().is_some_and(char::is_lowercase),
        leads,
    }
}

/// Opening quotes of a text; an apostrophe is none.
fn opening_quotes(text: &str) -> u8 {
    let mut before = None;
    let mut found = 0u8;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let at_start = begins_word(before);
        let opens = match c {
            '“' | '«' => true,
            '"' => at_start,
            '‘' | '\'' => at_start && chars.peek().is_some_and(|c| c.is_alphanumeric()),
            _ => false,
        };
        found = found.saturating_add(u8::from(opens));
        before = Some(c);
    }
    found
}

/// Months by their English short forms, as dates have them.
pub(super) fn month(word: &str) -> Option<&'static str> {
    (word.len() >= 3).then(|| MONTHS.iter().find(|month| month.starts_with(word)).copied())?
}
