//! A part of an index: so many units, and by gram the texts that have it.
//!
//! Parts are made independently of one another, so that memory is bounded and several threads can work. A part is
//! these sections, one behind the other:
//!
//! | section | what it holds |
//! |---|---|
//! | marks | for each block of the directory: its first gram, where it begins, where its postings begin |
//! | directory | by gram, ascending: difference to the one before, how many texts, how many bytes of postings |
//! | postings | by gram: the texts that have it, descending: the last one, then differences less one |
//! | units | by unit: where its markup stands, its length, its first text |
//! | texts | by text: its unit |
//! | lengths | by text: how many tokens it has, 255 for as many or more |
//! | words | every word, between line ends |
//! | markup | the units themselves, where the memory is in another encoding than UTF-8 |
//!
//! A *text* is what one variant says; the texts of a unit follow one another.

use super::blocks::{Blocks, damaged};
use super::content;
use super::fold::Fold;
use super::gram::{Gram, grams};
use super::store::Store;
use super::varint;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::io;
use std::ops::Range;

/// Grams of one block of the directory.
const BLOCK: usize = 128;
/// Bytes of a mark, of a unit, of a text.
const MARK: usize = 16;
const UNIT: usize = 16;
const TEXT: usize = 4;
/// A length that is not told.
pub(super) const LONG: u8 = u8::MAX;

/// Units that are indexed together: their markup, one behind the other.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub(super) markup: Vec<u8>,
    /// Where each unit stands in the file, where in `markup`, and its line.
    pub(super) units: Vec<(u64, Range<usize>, u64)>,
    /// Whether the units can be read again from the file.
    pub(super) in_file: bool,
}

/// How a part lies in the index: how many there are, and how many bytes each section has.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct Layout {
    pub(super) units: u32,
    pub(super) texts: u32,
    marks: u64,
    directory: u64,
    postings: u64,
    words: u64,
    markup: u64,
}

impl Layout {
    fn lengths(&self) -> [u64; 8] {
        let (units, texts) = (u64::from(self.units) * UNIT as u64, u64::from(self.texts) * TEXT as u64);
        let lengths = u64::from(self.texts);
        [self.marks, self.directory, self.postings, units, texts, lengths, self.words, self.markup]
    }

    /// How many bytes the part has.
    pub(super) fn length(&self) -> u64 {
        self.lengths().iter().fold(0, |sum, length| sum.saturating_add(*length))
    }

    fn section(&self, base: u64, section: Section) -> Range<u64> {
        let lengths = self.lengths();
        let start = lengths[..section as usize].iter().fold(base, |sum, length| sum.saturating_add(*length));
        start..start.saturating_add(lengths[section as usize])
    }
}

#[derive(Clone, Copy)]
enum Section {
    Marks,
    Directory,
    Postings,
    Units,
    Texts,
    Lengths,
    Words,
    Markup,
}

/// Grams are well mixed already, or need only this.
#[derive(Default)]
struct Mix(u64);

impl Hasher for Mix {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxhash_rust::xxh3::xxh3_64(bytes);
    }

    fn write_u64(&mut self, value: u64) {
        let mixed = value.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ (mixed >> 32);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// One gram while a part is made.
struct Entry {
    gram: Gram,
    texts: u32,
    /// The last text that has it, and one.
    last: u32,
}

/// Makes a part. Also answers with the lines of what turned out to be no unit.
pub(super) fn make(batch: &Batch, fold: Fold<'_>) -> (Layout, Vec<u8>, Vec<u64>) {
    let mut ids: HashMap<Gram, u32, BuildHasherDefault<Mix>> = HashMap::default();
    let mut entries: Vec<Entry> = Vec::new();
    let (mut stream, mut ends): (Vec<u32>, Vec<usize>) = (Vec::new(), Vec::new());
    let (mut units, mut texts, mut lengths) = (Vec::new(), Vec::new(), Vec::new());
    let (mut words, mut markup) = (Vec::new(), Vec::new());
    let (mut wrong, mut word, mut count) = (Vec::new(), String::new(), 0u32);
    for (at, range, line) in &batch.units {
        let bytes = &batch.markup[range.clone()];
        let first = ends.len();
        let is_unit = content::variants(bytes, |_, text| {
            let this = number(ends.len()) + 1;
            let tokens = grams(text, fold, &mut word, |gram, word| {
                let id = *ids.entry(gram).or_insert_with(|| {
                    if let Some(word) = word {
                        words.push(b'\n');
                        words.extend_from_slice(word.as_bytes());
                    }
                    entries.push(Entry { gram, texts: 0, last: 0 });
                    number(entries.len() - 1)
                });
                let entry = &mut entries[id as usize];
                if entry.last != this {
                    entry.last = this;
                    entry.texts += 1;
                    stream.push(id);
                }
            });
            ends.push(stream.len());
            texts.extend_from_slice(&count.to_le_bytes());
            lengths.push(u8::try_from(tokens).unwrap_or(LONG));
        });
        if !is_unit {
            wrong.push(*line);
            continue;
        }
        let at = if batch.in_file { *at } else { markup.len() as u64 };
        units.extend_from_slice(&at.to_le_bytes());
        units.extend_from_slice(&number(bytes.len()).to_le_bytes());
        units.extend_from_slice(&number(first).to_le_bytes());
        if !batch.in_file {
            markup.extend_from_slice(bytes);
        }
        count += 1;
    }
    words.push(b'\n');
    drop(ids);

    // Texts by gram: a counting sort.
    let mut starts: Vec<usize> = Vec::with_capacity(entries.len());
    let mut sum = 0;
    for entry in &entries {
        starts.push(sum);
        sum += entry.texts as usize;
    }
    let mut by_gram = vec![0u32; sum];
    let mut from = 0;
    for (text, end) in ends.iter().enumerate() {
        for id in &stream[from..*end] {
            let place = &mut starts[*id as usize];
            by_gram[*place] = number(text);
            *place += 1;
        }
        from = *end;
    }
    drop(stream);
    // Now `starts` are the ends.
    let mut order: Vec<(Gram, usize, u32)> =
        entries.iter().zip(&starts).map(|(entry, end)| (entry.gram, *end, entry.texts)).collect();
    order.sort_unstable();

    let (mut marks, mut directory, mut postings) = (Vec::new(), Vec::new(), Vec::new());
    let mut before = 0;
    for (at, (gram, end, texts)) in order.into_iter().enumerate() {
        if at % BLOCK == 0 {
            marks.extend_from_slice(&gram.to_le_bytes());
            marks.extend_from_slice(&number(directory.len()).to_le_bytes());
            marks.extend_from_slice(&number(postings.len()).to_le_bytes());
            before = gram;
        }
        let start = postings.len();
        let list = &by_gram[end - texts as usize..end];
        let mut above = None;
        for text in list.iter().rev() {
            let difference = above.map_or(*text, |above: u32| above - text - 1);
            varint::put(&mut postings, u64::from(difference));
            above = Some(*text);
        }
        varint::put(&mut directory, gram - before);
        varint::put(&mut directory, u64::from(texts));
        varint::put(&mut directory, (postings.len() - start) as u64);
        before = gram;
    }
    let layout = Layout {
        units: count,
        texts: number(ends.len()),
        marks: marks.len() as u64,
        directory: directory.len() as u64,
        postings: postings.len() as u64,
        words: words.len() as u64,
        markup: markup.len() as u64,
    };
    let bytes = [marks, directory, postings, units, texts, lengths, words, markup].concat();
    (layout, bytes, wrong)
}

/// A number that a part holds in four bytes.
fn number(value: usize) -> u32 {
    // A batch ends long before.
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// The texts that have a gram, in the index.
#[derive(Debug, Clone, Copy)]
pub(super) struct List {
    pub(super) texts: u64,
    at: u64,
    bytes: usize,
}

/// A part that is looked into.
#[derive(Debug)]
pub(super) struct Shard {
    layout: Layout,
    base: u64,
    /// First gram, place in the directory, place in the postings: by block.
    marks: Vec<(Gram, u32, u32)>,
}

impl Shard {
    /// Opens the part that begins at `base`.
    pub(super) fn open(index: &Blocks, base: u64, layout: Layout) -> io::Result<Self> {
        let bytes = index.part(layout.section(base, Section::Marks))?;
        let marks = bytes
            .chunks_exact(MARK)
            .map(|mark| (u64_at(mark, 0), u32_at(mark, 8), u32_at(mark, 12)))
            .collect();
        Ok(Self { layout, base, marks })
    }

    pub(super) fn units(&self) -> u32 {
        self.layout.units
    }

    pub(super) fn texts(&self) -> u32 {
        self.layout.texts
    }

    /// Calls `take` with every gram of a range that some text has, and its list.
    fn each(
        &self,
        index: &Blocks,
        range: Range<Gram>,
        buffer: &mut Vec<u8>,
        mut take: impl FnMut(Gram, List),
    ) -> io::Result<()> {
        let after = self.marks.partition_point(|&(first, ..)| first <= range.start);
        let directory = self.layout.section(self.base, Section::Directory);
        let postings = self.layout.section(self.base, Section::Postings);
        for block in after.saturating_sub(1)..self.marks.len() {
            let (first, from, list) = self.marks[block];
            if first >= range.end {
                break;
            }
            let to = self.marks.get(block + 1).map_or(self.layout.directory, |next| u64::from(next.1));
            let length = to.checked_sub(u64::from(from)).and_then(|length| usize::try_from(length).ok());
            index.read(directory.start + u64::from(from), length.ok_or_else(damaged)?, buffer)?;
            let (mut rest, mut gram, mut at) = (buffer.as_slice(), first, postings.start + u64::from(list));
            while !rest.is_empty() {
                let mut next = || varint::take(&mut rest).ok_or_else(damaged);
                let (difference, texts, bytes) = (next()?, next()?, next()?);
                gram = gram.wrapping_add(difference);
                if gram >= range.end {
                    break;
                }
                if gram >= range.start {
                    if at.saturating_add(bytes) > postings.end {
                        return Err(damaged());
                    }
                    let bytes = usize::try_from(bytes).map_err(|_| damaged())?;
                    take(gram, List { texts, at, bytes });
                }
                at = at.saturating_add(bytes);
            }
        }
        Ok(())
    }

    /// The list of a gram; none if no text has it.
    pub(super) fn list(&self, index: &Blocks, gram: Gram, buffer: &mut Vec<u8>) -> io::Result<Option<List>> {
        let mut found = None;
        self.each(index, gram..gram.saturating_add(1), buffer, |_, list| found = Some(list))?;
        Ok(found)
    }

    /// The lists of the grams in a range.
    pub(super) fn lists(
        &self,
        index: &Blocks,
        range: Range<Gram>,
        buffer: &mut Vec<u8>,
    ) -> io::Result<Vec<List>> {
        let mut lists = Vec::new();
        self.each(index, range, buffer, |_, list| lists.push(list))?;
        Ok(lists)
    }

    /// Calls `take` with the texts of a list, the last first.
    pub(super) fn texts_of(
        &self,
        index: &Blocks,
        list: List,
        buffer: &mut Vec<u8>,
        mut take: impl FnMut(u32),
    ) -> io::Result<()> {
        index.read(list.at, list.bytes, buffer)?;
        let mut rest = buffer.as_slice();
        let mut above = u64::from(self.layout.texts);
        let mut first = true;
        while !rest.is_empty() {
            let difference = varint::take(&mut rest).ok_or_else(damaged)?;
            let text = if first {
                Some(difference)
            } else {
                above.checked_sub(difference).and_then(|text| text.checked_sub(1))
            };
            first = false;
            above = text.filter(|text| *text < u64::from(self.layout.texts)).ok_or_else(damaged)?;
            #[expect(clippy::cast_possible_truncation, reason = "there are fewer texts than 2^32")]
            take(above as u32);
        }
        Ok(())
    }

    /// How many tokens each text has.
    pub(super) fn lengths(&self, index: &Blocks) -> io::Result<Vec<u8>> {
        index.part(self.layout.section(self.base, Section::Lengths))
    }

    /// Every word, between line ends.
    pub(super) fn words(&self, index: &Blocks) -> io::Result<Vec<u8>> {
        index.part(self.layout.section(self.base, Section::Words))
    }

    /// The unit of a text, in this part.
    pub(super) fn unit_of(&self, index: &Blocks, text: u32, buffer: &mut Vec<u8>) -> io::Result<u32> {
        let texts = self.layout.section(self.base, Section::Texts);
        index.read(texts.start + u64::from(text) * TEXT as u64, TEXT, buffer)?;
        let unit = u32_at(buffer, 0);
        if unit < self.layout.units { Ok(unit) } else { Err(damaged()) }
    }

    /// The first text of a unit, and its markup in `buffer`.
    pub(super) fn markup(
        &self,
        index: &Blocks,
        memory: &Store,
        unit: u32,
        buffer: &mut Vec<u8>,
    ) -> io::Result<u32> {
        let units = self.layout.section(self.base, Section::Units);
        index.read(units.start + u64::from(unit) * UNIT as u64, UNIT, buffer)?;
        let (at, length, first) = (u64_at(buffer, 0), u32_at(buffer, 8), u32_at(buffer, 12));
        let length = usize::try_from(length).map_err(|_| damaged())?;
        if self.layout.markup == 0 {
            memory.read(at, length, buffer)?;
        } else {
            let own = self.layout.section(self.base, Section::Markup);
            index.read(own.start.saturating_add(at), length, buffer)?;
        }
        Ok(first)
    }
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..at + 8).and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_le_bytes)
}
