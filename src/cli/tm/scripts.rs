//! What memories are told about Chinese scripts: which characters stand in one of them only.

use duizhao::script::{Config, Converter, choices};
use duizhao_tm::Script;

/// The characters that are looked at: those of the Basic Multilingual Plane, which both scripts' tables are about.
const FIRST: u32 = 0x3400;
const LAST: u32 = 0x9FFF;

/// The script of each character that stands in one script only.
pub(crate) struct Scripts(Vec<Option<Script>>);

impl Scripts {
    pub(crate) fn new() -> Self {
        // One to a line, so that no phrase is seen in them.
        let characters: Vec<char> = (FIRST..=LAST).filter_map(char::from_u32).collect();
        let lines: String = characters.iter().flat_map(|&c| [c, '\n']).collect();
        let traditional = Converter::new(Config::S2t).convert(&lines);
        let simplified = Converter::new(Config::T2s).convert(&lines);
        let scripts = characters.iter().zip(traditional.lines().zip(simplified.lines())).map(
            |(&c, (traditional, simplified))| {
                let own = |line: &str| line.chars().eq([c]);
                // What may also stay as it is (后 in 皇后) is at home in both.
                let stays = || choices(c).any(own);
                match (own(traditional), own(simplified)) {
                    (false, true) if !stays() => Some(Script::Simplified),
                    (true, false) => Some(Script::Traditional),
                    _ => None,
                }
            },
        );
        Self(scripts.collect())
    }

    pub(crate) fn of(&self, c: char) -> Option<Script> {
        let at = u32::from(c).checked_sub(FIRST)? as usize;
        self.0.get(at).copied().flatten()
    }
}
