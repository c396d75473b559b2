//! What is too much: the limits of inputs, of what they unpack to, and of the work on them, in one place.
//!
//! Whatever is read may come from anywhere. A file that is damaged, named by mistake or made to harm must end in an
//! error after seconds, and not in a machine without memory. Every limit lies far above what a newspaper has: the
//! issue of a daily is 200 KB of text, a year of it 64 MB. As a rule a run takes 512 MB and four times its input at
//! most.

/// Bytes of a file: more than any book with its images has.
pub const LARGEST_FILE: usize = 512 << 20;

/// Bytes of what comes through a pipe or from a device, whose size nobody knows before.
pub const LARGEST_STREAM: usize = 128 << 20;

/// Bytes of a text: more than a newspaper prints in a year.
pub const LARGEST_TEXT: usize = 64 << 20;

/// Bytes of a line. No paragraph is as long, nor is a page of HTML that was written on one line.
pub const LONGEST_LINE: usize = 16 << 20;

/// Line ends and signs of markup in the texts of one issue. What is made of each (a paragraph, a cell, a mark) takes up
/// to a kilobyte, however short it is.
pub const MOST_SIGNS: usize = 400_000;

/// Bytes of the chapters of a book, unpacked. A packed file may be a thousand times smaller.
pub const LARGEST_BOOK: u64 = 256 << 20;

/// Bytes of an image: shops refuse books with larger ones, and devices run out of memory.
pub const LARGEST_IMAGE: usize = 20 << 20;

/// Dots of an image: unpacked, it takes four bytes for each.
pub const MOST_DOTS: usize = 50_000_000;

/// Steps of a template for one page, and each 64 bytes of what it makes count as one: a page of 10,000 entries takes a
/// tenth of it, and what is made stays below 256 MB.
pub const TEMPLATE_STEPS: u64 = 4_000_000;

/// Dots that are drawn for a cover, over and under each other; a filter counts for as many as it looks at. About
/// 500 times the whole picture, which takes seconds.
pub const COVER_DOTS: f64 = 2e9;

/// Layers of a cover that wait for each other: each holds a picture of 16 MB.
pub const COVER_LAYERS: usize = 16;

/// Characters of a user's term, and of what it becomes. What is longer is a text, not a term, and each place where it
/// may stand would be looked at as often as it is long.
pub const LONGEST_TERM: usize = 500;

/// Expressions of an SRX file: four times those that the rules of all languages in use have. Each takes up to 150 KB once it
/// is compiled.
pub const MOST_EXPRESSIONS: usize = 3_000;

/// Seconds that an encoder may be silent.
pub const ENCODER_SECONDS: u64 = 120;

/// Seconds that a named pipe is waited for which nobody writes into.
pub const PIPE_SECONDS: u64 = 8;

/// How many line ends and signs of markup are in a text: what [`MOST_SIGNS`] counts.
#[must_use]
pub fn signs(text: &[u8]) -> usize {
    text.iter().filter(|&&b| IS_SIGN[usize::from(b)]).count()
}

const IS_SIGN: [bool; 256] = {
    let mut table = [false; 256];
    let signs = b"\n\r<&*_`~[]|\\";
    let mut at = 0;
    while at < signs.len() {
        table[signs[at] as usize] = true;
        at += 1;
    }
    table
};
