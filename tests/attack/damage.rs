//! Good inputs made bad: cut off, bits turned, parts repeated, swapped and left out, signs put in.

use crate::run::{Attack, Class};
use crate::seeds::Seed;

/// How many ways there are to damage an input.
const WAYS: usize = 32;

/// What is put into texts.
const SIGNS: [&[u8]; 12] = [
    b"\0",
    b"\x1b]0;x\x07",
    b"\xff\xfe",
    "\u{202e}".as_bytes(),
    b"<",
    b"&",
    b"\"",
    b"]]>",
    b"*_`[|",
    b"99999999999999999999",
    b"\r",
    b"\xed\xa0\x80",
];

/// Every seed damaged in every way, for every command; the ways in turn, so that the first runs are of all kinds.
pub(crate) fn of(seeds: &[Seed]) -> impl Iterator<Item = Attack> {
    (0..WAYS).flat_map(move |way| {
        seeds.iter().flat_map(move |seed| {
            let bytes = damaged(&seed.bytes, way);
            seed.commands.iter().map(move |command| {
                let mut files = vec![(seed.name.to_owned(), bytes.clone())];
                files.extend(seed.beside.iter().filter(|(name, _)| name != seed.name).cloned());
                Attack {
                    kind: command
                        .split(" {")
                        .next()
                        .unwrap_or(command)
                        .split(' ')
                        .take(2)
                        .collect::<Vec<_>>()
                        .join(" "),
                    name: format!("{} damaged {way}", seed.name),
                    files,
                    arguments: command.split(' ').map(|word| word.replace("{}", seed.name)).collect(),
                    class: Class::Either,
                }
            })
        })
    })
}

/// One way to damage bytes; the first leaves them whole.
fn damaged(bytes: &[u8], way: usize) -> Vec<u8> {
    let mut state = u32::try_from(way * 7919 + bytes.len()).unwrap_or(1);
    let mut place = || {
        // Numerical Recipes, a linear congruential generator.
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % bytes.len().max(1)
    };
    let mut out = bytes.to_vec();
    match way {
        0 => {}
        1 => out.clear(),
        2..=6 => out.truncate(place()),
        7..=11 => (0..way).for_each(|_| out[place()] ^= 1 << (way % 8)),
        12..=23 => {
            let at = place();
            out.splice(at..at, SIGNS[way - 12].iter().copied());
        }
        24 => out = bytes.repeat(300),
        25 => {
            let (a, b) = (place(), place());
            let part = bytes[a.min(b)..a.max(b)].to_vec();
            out.splice(a..a, part.repeat(50));
        }
        26 => out.reverse(),
        27 => out = bytes.iter().filter(|b| **b != b'\n').copied().collect(),
        28 => {
            let (a, b) = (place(), place());
            out.drain(a.min(b)..a.max(b));
        }
        29 => out.splice(0..0, *b"\xef\xbb\xbf").for_each(drop),
        30 => out.iter_mut().filter(|b| **b == b'>').for_each(|b| *b = b'<'),
        _ => {
            let at = place();
            let fill = vec![b' '; 100_000];
            out.splice(at..at, fill);
        }
    }
    out
}
