//! A trie in double-array form over character codes.
//!
//! All nodes lie in one array. The child of a node by code `c` is at `base ^ c`, and it is that node's child if
//! its check is `c`: no two nodes share a base. The children of the root are at their codes (base 0).
//! See J. Aoe, "An Efficient Digital Search Algorithm by Using a Double-Array Structure" (1989).
//!
//! A node is a little-endian `u64`: base in bits 0–23, check in 24–39, value in 40–59, and the tag in bit 60.
//! Base 0 says that there are no children, value 0 that no key ends here.

use std::collections::BTreeMap;
use std::error::Error;

const BASE_BITS: u32 = 24;
const VALUE_BITS: u32 = 20;

/// One more than the largest code.
const CODES: usize = 1 << 16;

/// What ends at a node.
#[derive(Clone, Copy, Default, PartialEq)]
pub(crate) struct End {
    /// 1 …
    pub(crate) value: u32,
    pub(crate) tag: bool,
}

/// A key as character codes, and what ends there.
pub(crate) type Key = (Vec<u16>, End);

#[derive(Default)]
struct Node {
    children: BTreeMap<u16, usize>,
    end: End,
}

/// Lays out a trie of keys (as character codes) in one array.
pub(crate) fn double_array(keys: &[Key]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut trie = vec![Node::default()];
    for (key, end) in keys {
        let mut at = 0;
        for &code in key {
            let next = trie.len();
            let child = *trie[at].children.entry(code).or_insert(next);
            if child == next {
                trie.push(Node::default());
            }
            at = child;
        }
        trie[at].end = *end;
    }

    // Where each node lies. The widest nodes are placed first, while there is room.
    let mut array = Array::new();
    let mut width = usize::MAX;
    let mut from = 0;
    let mut place = vec![0; trie.len()];
    array.claim(0, &trie[0].children.keys().copied().collect::<Vec<_>>());
    let mut wide: Vec<usize> = (1..trie.len()).filter(|&n| !trie[n].children.is_empty()).collect();
    wide.sort_by_key(|&n| (usize::MAX - trie[n].children.len(), n));
    let mut bases = vec![0; trie.len()];
    for n in wide {
        let codes: Vec<u16> = trie[n].children.keys().copied().collect();
        // A node of the same width as the last found no room before that one's place either, as a rule.
        if codes.len() != width || width == 1 {
            (width, from) = (codes.len(), array.first_free);
        }
        let base = array.find(&codes, from);
        from = base ^ usize::from(codes[0]);
        array.claim(base, &codes);
        bases[n] = base;
    }
    for (n, node) in trie.iter().enumerate() {
        for (&code, &child) in &node.children {
            place[child] = bases[n] ^ usize::from(code);
        }
    }

    let mut out = vec![0_u64; array.end];
    for node in &trie {
        for (&code, &child) in &node.children {
            let end = trie[child].end;
            let base = u64::try_from(bases[child])?;
            if base >> BASE_BITS != 0 || end.value >> VALUE_BITS != 0 {
                return Err("the tables need wider fields".into());
            }
            out[place[child]] = base
                | u64::from(code) << BASE_BITS
                | u64::from(end.value) << (BASE_BITS + 16)
                | u64::from(end.tag) << (BASE_BITS + 16 + VALUE_BITS);
        }
    }
    Ok(out.into_iter().flat_map(u64::to_le_bytes).collect())
}

/// Which slots and bases are taken; both lists are always longer than any code reaches from `end`.
struct Array {
    slots: Vec<bool>,
    bases: Vec<bool>,
    /// No slot before this one is free.
    first_free: usize,
    /// Slots from here on are free.
    end: usize,
}

impl Array {
    fn new() -> Self {
        let mut array = Self { slots: Vec::new(), bases: Vec::new(), first_free: 0, end: 0 };
        array.make_room();
        array.slots[0] = true;
        array.bases[0] = true;
        array
    }

    fn make_room(&mut self) {
        let room = (self.end + 1).next_multiple_of(CODES) + CODES;
        self.slots.resize(room, false);
        self.bases.resize(room, false);
    }

    /// The first base at which all codes find a free slot, the first code's slot being sought from a given one.
    /// The loops are plain: build scripts are not optimised.
    fn find(&self, codes: &[u16], from: usize) -> usize {
        let first = usize::from(codes[0]);
        let mut slot = from;
        loop {
            let base = slot ^ first;
            if !self.slots[slot] && !self.bases[base] {
                let mut fits = true;
                for &code in codes {
                    if self.slots[base ^ usize::from(code)] {
                        fits = false;
                        break;
                    }
                }
                if fits {
                    return base;
                }
            }
            slot += 1;
        }
    }

    fn claim(&mut self, base: usize, codes: &[u16]) {
        self.bases[base] = true;
        for &code in codes {
            let slot = base ^ usize::from(code);
            self.slots[slot] = true;
            self.end = self.end.max(slot + 1);
        }
        while self.slots[self.first_free] {
            self.first_free += 1;
        }
        self.make_room();
    }
}
