//! The compiled dictionaries, used as they lie in the executable: nothing is parsed or copied at start.
//!
//! `compile/mod.rs`, which the build script runs, writes them and says how they are laid out.

/// The tables of one conversion.
pub(super) struct Conversion {
    pub(super) name: &'static str,
    /// Keys of the text.
    pub(super) first: Step,
    /// Keys of what the first step makes of a run; empty if no key is open.
    pub(super) second: Step,
}

/// Keys and what becomes of them.
#[derive(Clone, Copy)]
pub(super) struct Step {
    trie: &'static [u8],
    outputs: &'static [u8],
    middles: &'static [u8],
    origins: &'static [u8],
}

/// Words; the value of a word is what it costs.
pub(super) static WORDS: Step = Step {
    trie: include_bytes!(concat!(env!("OUT_DIR"), "/words.trie")),
    outputs: &[],
    middles: &[],
    origins: &[],
};

const EMPTY: Step = Step { trie: &[], outputs: &[], middles: &[], origins: &[] };

include!(concat!(env!("OUT_DIR"), "/tables.rs"));

static CODES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/codes.bin"));
static PAGES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/pages.bin"));
static POOL: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/pool.bin"));

/// Characters with several counterparts: lines of the character and its values, apart by blanks.
pub(super) static CHOICES: &str = include_str!(concat!(env!("OUT_DIR"), "/choices.bin"));

/// A character's number in the tries; 0 for a character that no dictionary knows.
#[inline]
pub(super) fn code(c: u32) -> u16 {
    let codes = CODES.as_chunks::<2>().0;
    let at = if c < 0x1_0000 {
        c
    } else {
        let page = PAGES.get((c >> 8) as usize - 0x100).copied().unwrap_or(0);
        0x1_0000 + u32::from(page) * 256 + (c & 0xFF)
    };
    codes.get(at as usize).map_or(0, |&bytes| u16::from_le_bytes(bytes))
}

#[expect(clippy::cast_possible_truncation, reason = "the high half is what is left out")]
fn low(bits: u64) -> u32 {
    bits as u32
}

/// A node of a trie.
#[derive(Clone, Copy)]
pub(super) struct Node(u64);

impl Node {
    const NONE: Self = Self(0);

    fn base(self) -> u32 {
        low(self.0) & 0xFF_FFFF
    }

    fn check(self) -> u16 {
        let [a, b, ..] = (self.0 >> 24).to_le_bytes();
        u16::from_le_bytes([a, b])
    }

    /// Whether a key goes on.
    #[inline]
    pub(super) fn goes_on(self) -> bool {
        self.base() != 0
    }

    /// The number of the key that ends here, 0 for none.
    #[inline]
    pub(super) fn value(self) -> u32 {
        low(self.0 >> 40) & 0xF_FFFF
    }

    /// Whether that key is one of runs only: it does not cut the text.
    #[inline]
    pub(super) fn is_run(self) -> bool {
        self.0 >> 60 & 1 == 1
    }
}

impl Step {
    /// The node of a key's first character.
    #[inline]
    pub(super) fn root(self, code: u16) -> Node {
        self.node(u32::from(code), code)
    }

    /// The node that follows another by a character.
    #[inline]
    pub(super) fn child(self, node: Node, code: u16) -> Option<Node> {
        let child = self.node(node.base() ^ u32::from(code), code);
        (child.0 != 0).then_some(child)
    }

    #[inline]
    fn node(self, at: u32, code: u16) -> Node {
        match self.trie.as_chunks::<8>().0.get(at as usize) {
            Some(&bytes) if Node(u64::from_le_bytes(bytes)).check() == code => {
                Node(u64::from_le_bytes(bytes))
            }
            _ => Node::NONE,
        }
    }

    /// What becomes of a key.
    #[inline]
    pub(super) fn output(self, value: u32) -> Output {
        let bytes = self.outputs.as_chunks::<8>().0.get(value as usize);
        Output(bytes.map_or(0, |&bytes| u64::from_le_bytes(bytes)))
    }

    /// What the first step makes of a closed key, where that is not what the conversion makes of it.
    pub(super) fn middle(self, value: u32) -> Option<Text> {
        let middles = self.middles.as_chunks::<12>().0;
        let number = |bytes: &[u8; 12], n: usize| {
            bytes.as_chunks::<4>().0.get(n).map_or(0, |&number| u32::from_le_bytes(number))
        };
        let at = middles.binary_search_by_key(&value, |bytes| number(bytes, 0)).ok()?;
        let bytes = middles.get(at)?;
        Some(Text::Pooled(Pooled { offset: number(bytes, 1) as usize, length: number(bytes, 2) as usize }))
    }

    /// Numbers of the dictionaries that say so, of the first step and of the second; 0 for none.
    pub(super) fn origins(self, value: u32) -> [u8; 2] {
        self.origins.as_chunks::<2>().0.get(value as usize).copied().unwrap_or_default()
    }
}

/// What becomes of a key. Kept in one number, as its bytes are: a processor waits where bytes that were stored
/// one by one are loaded together.
#[derive(Clone, Copy)]
pub(super) struct Output(u64);

/// A text that stands in an [`Output`] or in the pool.
#[derive(Clone, Copy)]
pub(super) enum Text {
    /// The first `length` of the bytes that the number is, little-endian.
    Short { bits: u64, length: usize },
    /// A text in the pool.
    Pooled(Pooled),
}

impl Text {
    /// Adds the text to another.
    #[inline]
    pub(super) fn push_to(self, out: &mut Vec<u8>) {
        match self {
            Self::Short { bits, length } => {
                out.extend_from_slice(bits.to_le_bytes().get(..length).unwrap_or_default());
            }
            Self::Pooled(pooled) => out.extend_from_slice(pooled.bytes()),
        }
    }
}

/// What an [`Output`] says.
#[derive(Clone, Copy)]
pub(super) enum Outcome {
    /// What the conversion makes of the key.
    Closed(Text),
    /// What the first step makes of the key; the second step may reach over its end.
    Open(Text),
    /// An ideographic description character.
    Description,
}

/// A text in the pool.
#[derive(Clone, Copy)]
pub(super) struct Pooled {
    offset: usize,
    length: usize,
}

impl Pooled {
    #[inline]
    pub(super) fn bytes(self) -> &'static [u8] {
        POOL.get(self.offset..self.offset + self.length).unwrap_or_default()
    }

    /// The text and what lies behind it, so that a copy may have a fixed length.
    #[inline]
    pub(super) fn piece<const N: usize>(self) -> Option<(&'static [u8; N], usize)> {
        if self.length > N {
            return None;
        }
        Some((POOL.get(self.offset..)?.first_chunk()?, self.length))
    }
}

impl Output {
    #[inline]
    pub(super) fn outcome(self) -> Outcome {
        let bits = self.0;
        let (length, flags) = ((bits >> 48 & 0xFF) as usize, bits >> 56);
        if flags == 0 {
            return Outcome::Closed(Text::Short { bits, length });
        }
        let text = if flags & 1 == 0 {
            Text::Short { bits, length }
        } else {
            Text::Pooled(Pooled { offset: low(bits) as usize, length })
        };
        match flags >> 1 {
            0 => Outcome::Closed(text),
            1 => Outcome::Open(text),
            _ => Outcome::Description,
        }
    }
}
