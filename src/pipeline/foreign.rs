//! Files that hold text, but not as any reader here takes it: told by their first bytes, with what to do instead.

use super::Error;

/// A kind of file that is no source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Foreign {
    /// What it is.
    what: &'static str,
    /// What to do.
    help: &'static str,
}

const SAVE_AS: &str = "open it in a word processor, save it as .docx, and name that file";
const OLD: Foreign = Foreign { what: "a document of an old word processor (.doc)", help: SAVE_AS };
const LOCKED: Foreign = Foreign {
    what: "a document that is protected by a password",
    help: "open it in its word processor and save a copy without the password",
};
/// What files of compound parts begin with: old documents, and new ones under a password.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
const IMAGE: Foreign =
    Foreign { what: "an image", help: "have its text recognised first (OCR), and name the text" };
const TERMS: Foreign =
    Foreign { what: "a list of terms (TBX)", help: "name it with --lexicon where texts are aligned" };
const MEMORY: &str = "`duizhao tm` works on memories; name the text of an issue here";

/// What files begin with.
const BEGINNINGS: [(&[u8], Foreign); 5] = [
    (
        b"%PDF-",
        Foreign { what: "a PDF", help: "copy or export its text to a plain text file, and name that" },
    ),
    (b"{\\rtf", Foreign { what: "a document in RTF", help: SAVE_AS }),
    (
        b"PK\x03\x04",
        Foreign {
            what: "a document of a word processor, or another ZIP archive",
            help: "save the document as .docx or .odt, and name it with that ending",
        },
    ),
    (b"\x89PNG\r\n", IMAGE),
    (b"\xff\xd8\xff", IMAGE),
];

/// The root elements of XML files.
const ROOTS: [(&str, Foreign); 4] = [
    ("<tmx", Foreign { what: "a translation memory (TMX)", help: MEMORY }),
    (
        "<xliff",
        Foreign { what: "a file for translation (XLIFF)", help: "`duizhao tm import` reads it as a memory" },
    ),
    ("<martif", TERMS),
    ("<tbx", TERMS),
];

impl Foreign {
    /// What a file is, if it is none of the sources that can be read.
    fn of(bytes: &[u8]) -> Option<Self> {
        // UTF-16 has a zero beside each of these letters.
        let head: Vec<u8> = bytes.iter().take(2048).copied().filter(|&byte| byte != 0).collect();
        let head = String::from_utf8_lossy(&head);
        let begins = head.trim_start_matches(['\u{feff}', '\u{fffd}']).trim_start();
        let declared = begins.starts_with("<?xml") || ROOTS.iter().any(|(root, _)| begins.starts_with(root));
        let root = ROOTS.iter().find(|(root, _)| declared && head.contains(root));
        root.map(|(_, foreign)| *foreign).or_else(|| Self::document(bytes))
    }

    /// What a file is, if it holds no plain text.
    fn document(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(COMPOUND) {
            return Some(Self::compound(bytes));
        }
        BEGINNINGS.iter().find(|(beginning, _)| bytes.starts_with(beginning)).map(|(_, foreign)| *foreign)
    }

    /// An old document, or a new one under a password, whose parts are named so.
    fn compound(bytes: &[u8]) -> Self {
        let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        if memchr::memmem::find(bytes, &name).is_some() { LOCKED } else { OLD }
    }

    fn refused(self, name: &str, wanted: &str) -> Error {
        Error::new(format_args!("this is {}, not {wanted}", self.what), self.help).in_file(name)
    }
}

/// Refuses what is not the text of an issue.
pub(super) fn refuse(name: &str, bytes: &[u8]) -> Result<(), Error> {
    Foreign::of(bytes).map_or(Ok(()), |foreign| Err(foreign.refused(name, "the text of an issue")))
}

/// Refuses a document whose name says that it is a new one, and that is not.
pub(super) fn refuse_old(name: &str, bytes: &[u8]) -> Result<(), Error> {
    let document = Foreign::document(bytes).filter(|_| !bytes.starts_with(b"PK"));
    document.map_or(Ok(()), |foreign| Err(foreign.refused(name, "the text of an issue")))
}

/// Refuses a file that holds no text; a text in XML may be of any kind.
///
/// # Errors
/// If the file's first bytes are those of a PDF, an image, an archive or another file without plain text.
pub fn refuse_document(name: &str, bytes: &[u8]) -> Result<(), Error> {
    Foreign::document(bytes).map_or(Ok(()), |foreign| Err(foreign.refused(name, "a text")))
}
