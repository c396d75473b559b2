//! Which units say the same: 128-bit fingerprints of their content.
//!
//! Fingerprints instead of texts keep a pass over a memory within a fixed size for each unit. Among a million
//! units, two that differ get the same one with a chance of one in 10²⁶. They hold within one run of a program.

use crate::Language;
use crate::model::{Header, Unit};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hash, Hasher};
use xxhash_rust::xxh3::xxh3_128;

/// The fingerprint of some content.
pub(crate) type Fingerprint = u128;

/// Fingerprints that were met.
pub(crate) type FingerprintSet = HashSet<Fingerprint, BuildHasherDefault<AsItIs>>;
/// Halves of fingerprints that were met.
pub(crate) type HalfSet = HashSet<u64, BuildHasherDefault<AsItIs>>;
/// Something for each half of a fingerprint.
pub(crate) type HalfMap<V> = HashMap<u64, V, BuildHasherDefault<AsItIs>>;

/// Hashes what is a hash already.
#[derive(Debug, Default)]
pub(crate) struct AsItIs(u64);

impl Hasher for AsItIs {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxhash_rust::xxh3::xxh3_64(bytes);
    }

    fn write_u64(&mut self, half: u64) {
        self.0 = half;
    }

    fn write_u128(&mut self, fingerprint: u128) {
        self.0 = half(fingerprint);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Half a fingerprint: enough to tell a few apart, or to count by.
pub(crate) fn half(fingerprint: Fingerprint) -> u64 {
    #[expect(clippy::cast_possible_truncation, reason = "half of it is wanted")]
    let half = fingerprint as u64;
    half
}

/// Properties of units and variants that say in which context a translation holds: `OmegaT`'s for translations that
/// are bound to a place, memoQ's, Trados's, and that of gettext's `msgctxt`.
const CONTEXT: [&str; 10] = [
    "file",
    "id",
    "path",
    "prev",
    "next",
    "x-context-pre",
    "x-context-post",
    "x-Context",
    "x-ContextContent",
    "x-msgctxt",
];

/// Makes fingerprints; the buffer is kept from one to the next.
#[derive(Debug, Default)]
pub(crate) struct Fingerprints {
    buffer: Vec<u8>,
    ignore_context: bool,
}

/// Takes what [`Hash`] gives as bytes.
impl Hasher for Fingerprints {
    fn write(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    fn finish(&self) -> u64 {
        xxhash_rust::xxh3::xxh3_64(&self.buffer)
    }
}

impl Fingerprints {
    /// As if no unit had a context.
    pub(crate) fn ignore_context(&mut self) {
        self.ignore_context = true;
    }

    /// Takes the context in which a translation holds.
    fn context(&mut self, unit: &Unit) {
        if self.ignore_context {
            return;
        }
        let props = unit.props.iter().chain(unit.variants.iter().flat_map(|variant| &variant.props));
        for prop in props.filter(|prop| CONTEXT.contains(&&*prop.kind)) {
            prop.kind.hash(self);
            prop.value.hash(self);
        }
    }

    /// The fingerprint of anything.
    pub(crate) fn of(&mut self, content: impl Hash) -> Fingerprint {
        self.buffer.clear();
        content.hash(self);
        xxh3_128(&self.buffer)
    }

    /// The same for units that are translated from the same text into the same languages, in the same context.
    pub(crate) fn source(&mut self, unit: &Unit, header: &Header) -> Fingerprint {
        self.buffer.clear();
        if let Some(source) = unit.source_variant(header) {
            source.language.key().hash(self);
            source.seg.hash(self);
            for variant in unit.variants.iter().filter(|variant| !std::ptr::eq(*variant, source)) {
                variant.language.key().hash(self);
            }
        }
        self.context(unit);
        xxh3_128(&self.buffer)
    }

    /// The same for units that say the same in the same languages (by whatever codes) and the same context, whatever
    /// else is told about them.
    pub(crate) fn texts(&mut self, unit: &Unit) -> Fingerprint {
        self.all_texts(unit, Language::key)
    }

    /// The same for units that say the same in the same languages by the same codes: a tool that asks for `zh-CN` may not
    /// find `zh-Hans`.
    pub(crate) fn coded_texts(&mut self, unit: &Unit) -> Fingerprint {
        self.all_texts(unit, |language| language.as_str().into())
    }

    fn all_texts(&mut self, unit: &Unit, code: impl Fn(&Language) -> Cow<'_, str>) -> Fingerprint {
        self.buffer.clear();
        for variant in &unit.variants {
            code(&variant.language).hash(self);
            variant.seg.hash(self);
        }
        self.context(unit);
        xxh3_128(&self.buffer)
    }
}
