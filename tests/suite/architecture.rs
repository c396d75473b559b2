//! The rooms of ARCHITECTURE.md are those of the code: each file with the first sentence of its head.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::layers::rust_files;

/// Set, the test writes the rooms anew.
const REWRITE: &str = "REWRITE_ARCHITECTURE";

const BEGIN: &str = "## Rooms\n";
const END: &str = "\n## Rules that hold everywhere\n";

/// The first sentence of a file's head, on one line.
fn says(text: &str) -> String {
    let head = text.lines().map_while(|line| line.strip_prefix("//!")).map(str::trim);
    let head: Vec<&str> = head.take_while(|line| !line.is_empty()).collect();
    let head = head.join(" ");
    let end = head.match_indices(". ").map(|(at, _)| at).find(|&at| !head[..at].ends_with("e.g"));
    head[..end.unwrap_or(head.len())].trim_end_matches(['.', ':']).replace('|', "\\|")
}

/// The rooms of the library and of the memory's crate, a section each, with their files.
fn rooms() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut out = String::from(
        "\nMade from the heads of the files: `REWRITE_ARCHITECTURE=1 cargo test --test suite architecture`.\n",
    );
    let folders = |inside: &str| {
        let entries = fs::read_dir(root.join(inside)).unwrap().map(|entry| entry.unwrap());
        let folders = entries.filter(|entry| entry.path().is_dir());
        let mut names: Vec<String> =
            folders.map(|entry| format!("{inside}/{}", entry.file_name().to_str().unwrap())).collect();
        names.sort();
        names
    };
    for room in folders("src").into_iter().chain(["tm/src".to_owned()]) {
        let mut files = Vec::new();
        rust_files(&root.join(&room), &mut files);
        files.sort();
        let face = files.iter().find(|file| {
            let name = file.strip_prefix(root.join(&room)).unwrap();
            name == Path::new("mod.rs") || name == Path::new("lib.rs")
        });
        let face = face.unwrap_or_else(|| panic!("{room} has no mod.rs"));
        let _ = write!(out, "\n### `{room}/`\n\n{}.\n\n", says(&fs::read_to_string(face).unwrap()));
        for file in files.iter().filter(|file| *file != face) {
            let name = file.strip_prefix(root.join(&room)).unwrap().to_str().unwrap().replace('\\', "/");
            let _ = writeln!(out, "- `{name}`: {}", says(&fs::read_to_string(file).unwrap()));
        }
    }
    out
}

#[test]
fn every_file_stands_in_its_room() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md");
    let text = fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(BEGIN).unwrap();
    let (written, after) = rest.split_once(END).unwrap();
    let rooms = rooms();
    if written != rooms && std::env::var_os(REWRITE).is_some() {
        fs::write(path, format!("{before}{BEGIN}{rooms}{END}{after}")).unwrap();
        return;
    }
    assert!(
        written == rooms,
        "the rooms of ARCHITECTURE.md are not those of the code; run `{REWRITE}=1 cargo test --test suite architecture`"
    );
}
