//! Imports go down only: a module may use those of lower layers and itself, and no files import each other in a circle.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Modules of the library by layer, the lowest first.
const LAYERS: &[&[&str]] = &[
    &["lang", "limits", "problem", "words"],
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

pub(crate) fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
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

/// A crate's files by the modules that they are: `issue::read` is `issue/read/mod.rs`, or `issue/read.rs`.
fn modules(source: &Path) -> BTreeMap<Vec<String>, PathBuf> {
    let mut files = Vec::new();
    rust_files(source, &mut files);
    let module = |file: &Path| -> Vec<String> {
        let inside = file.strip_prefix(source).unwrap().with_extension("");
        let mut parts: Vec<String> = inside.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
        if matches!(parts.last().map(String::as_str), Some("mod" | "lib" | "main")) {
            parts.pop();
        }
        parts
    };
    files.into_iter().map(|file| (module(&file), file)).collect()
}

/// The paths that a file imports, braces written out: `super::a::{b, c::D}` are `super::a::b` and `super::a::c::D`.
fn imports(text: &str) -> Vec<Vec<String>> {
    fn expand(prefix: &[String], tree: &str, paths: &mut Vec<Vec<String>>) {
        let tree = tree.trim();
        let Some(open) = tree.find('{') else {
            let path = tree.split(" as ").next().unwrap().trim();
            let parts = path.split("::").map(|part| part.trim().to_owned());
            paths.push(prefix.iter().cloned().chain(parts).collect());
            return;
        };
        let mut prefix = prefix.to_vec();
        prefix.extend(
            tree[..open].split("::").map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned),
        );
        let inner = &tree[open + 1..tree.rfind('}').unwrap()];
        let (mut depth, mut start) = (0, 0);
        for (at, c) in inner.char_indices().chain([(inner.len(), ',')]) {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    if !inner[start..at].trim().is_empty() {
                        expand(&prefix, &inner[start..at], paths);
                    }
                    start = at + 1;
                }
                _ => {}
            }
        }
    }
    // What only tests import stands behind the file's own code.
    let text = text.split("#[cfg(test)]\nmod ").next().unwrap();
    let mut paths = Vec::new();
    for statement in text.split("\nuse ").skip(1) {
        let tree = statement.split(';').next().unwrap();
        if tree.starts_with("crate::") || tree.starts_with("super::") {
            expand(&[], tree, &mut paths);
        }
    }
    paths
}

/// Which files a crate's files import from. A name that a face re-exports (`pub use bead::Bead`) is imported from where
/// it stands.
fn files_imported(source: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let modules = modules(source);
    let name = |module: &[String]| {
        modules[module].strip_prefix(source).unwrap().to_str().unwrap().replace('\\', "/")
    };
    let mut graph = BTreeMap::new();
    for (module, file) in &modules {
        let mut imported = BTreeSet::new();
        for path in imports(&fs::read_to_string(file).unwrap()) {
            let mut from = module.clone();
            let mut rest = path.as_slice();
            if rest[0] == "crate" {
                from.clear();
                rest = &rest[1..];
            }
            while rest.first().is_some_and(|part| part == "super") {
                from.pop();
                rest = &rest[1..];
            }
            while let Some(part) = rest.first() {
                from.push(part.clone());
                if !modules.contains_key(&from) {
                    from.pop();
                    break;
                }
                rest = &rest[1..];
            }
            if let Some(item) = rest.first()
                && let Some(face) = modules.get(&from)
            {
                let face = fs::read_to_string(face).unwrap();
                let exported =
                    face.split("\npub use ").skip(1).chain(face.split("\npub(crate) use ").skip(1));
                for tree in exported.map(|statement| statement.split(';').next().unwrap()) {
                    let inner = [from.clone(), vec![tree.split("::").next().unwrap().to_owned()]].concat();
                    let words: Vec<&str> = tree.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
                    if words.contains(&item.as_str()) && modules.contains_key(&inner) {
                        from = inner;
                        break;
                    }
                }
            }
            if from != *module && modules.contains_key(&from) {
                imported.insert(name(&from));
            }
        }
        graph.insert(name(module), imported);
    }
    graph
}

/// A circle of a graph, if it has one: each names the next, and the last the first.
fn circle(graph: &BTreeMap<String, BTreeSet<String>>) -> Option<Vec<String>> {
    fn visit<'a>(
        at: &'a str,
        graph: &'a BTreeMap<String, BTreeSet<String>>,
        path: &mut Vec<&'a str>,
        done: &mut BTreeSet<&'a str>,
    ) -> Option<Vec<String>> {
        if let Some(start) = path.iter().position(|&seen| seen == at) {
            return Some(path[start..].iter().map(|&file| file.to_owned()).collect());
        }
        if !done.insert(at) {
            return None;
        }
        path.push(at);
        let found =
            graph.get(at).and_then(|next| next.iter().find_map(|next| visit(next, graph, path, done)));
        path.pop();
        found
    }
    let mut done = BTreeSet::new();
    graph.keys().find_map(|start| visit(start, graph, &mut Vec::new(), &mut done))
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    for source in ["src", "tm/src"] {
        let graph = files_imported(&Path::new(env!("CARGO_MANIFEST_DIR")).join(source));
        let imports: usize = graph.values().map(BTreeSet::len).sum();
        assert!(imports > graph.len(), "{source}: hardly an import was seen: the test reads the wrong place");
        assert_eq!(circle(&graph), None, "{source}");
    }
}

#[test]
fn a_circle_is_found_and_a_diamond_is_none() {
    let graph = |arrows: &[(&str, &str)]| {
        let mut graph: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (from, to) in arrows {
            graph.entry((*from).to_owned()).or_default().insert((*to).to_owned());
        }
        graph
    };
    assert_eq!(circle(&graph(&[("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")])), None);
    let found = circle(&graph(&[("a", "b"), ("b", "c"), ("c", "d"), ("d", "b")])).unwrap();
    assert_eq!(found, ["b", "c", "d"]);
}

#[test]
fn imports_are_read_through_their_braces() {
    let text = "//! head\nuse super::a::{b, c::{D, e::F}};\nuse crate::g as h;\nuse std::fs;\nlet used = 1;\n\
                #[cfg(test)]\nmod tests {\n    use super::z;\n}\n";
    let read: Vec<String> = imports(text).iter().map(|path| path.join("::")).collect();
    assert_eq!(read, ["super::a::b", "super::a::c::D", "super::a::c::e::F", "crate::g"]);
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
