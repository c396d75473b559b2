//! Imports go down only: a module may use those of lower layers and itself.

use std::fs;
use std::path::{Path, PathBuf};

/// Modules of the library by layer, the lowest first.
const LAYERS: &[&[&str]] = &[
    &["lang", "problem"],
    &["issue"],
    &["segment", "script"],
    &["align"],
    &["edition"],
    &["memory"],
    &["pipeline"],
];

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|modules| modules.contains(&module))
}

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

#[test]
fn imports_go_down_only() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&source, &mut files);
    let mut wrong = Vec::new();
    let mut seen = 0;
    for file in files {
        let path = file.strip_prefix(&source).unwrap();
        let first = path.components().next().unwrap().as_os_str().to_str().unwrap();
        let module = first.trim_end_matches(".rs");
        if matches!(module, "cli" | "main" | "lib") {
            continue;
        }
        let Some(own) = layer(module) else {
            wrong.push(format!("{module} stands in no layer"));
            continue;
        };
        for (number, line) in fs::read_to_string(&file).unwrap().lines().enumerate() {
            let Some(at) = line.find("crate::") else { continue };
            let used: String =
                line[at + 7..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let Some(theirs) = layer(&used) else { continue };
            seen += 1;
            if used != module && theirs >= own && !line.trim_start().starts_with("//") {
                wrong.push(format!("{}:{}: {module} uses {used}", path.display(), number + 1));
            }
        }
    }
    assert!(seen > 0, "no import was seen: the test reads the wrong place");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_file_says_what_it_is() {
    for folder in ["src", "tm/src", "tests"] {
        let mut files = Vec::new();
        rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut files);
        files.retain(|file| !file.components().any(|part| part.as_os_str() == "target"));
        assert!(!files.is_empty());
        for file in files {
            let text = fs::read_to_string(&file).unwrap();
            assert!(text.starts_with("//!"), "{} has no //! head", file.display());
        }
    }
}
