//! The main job as a library: from one issue and its translation to every edition.
//!
//! `cargo run --example build -- issue.zh.md issue.en.md`
#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use duizhao::pipeline::{Assets, Build, Opened, Preparation, Prepared};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let paths = match paths.as_slice() {
        [issue, translation] => [issue.clone(), translation.clone()],
        _ => ["zh", "en"]
            .map(|code| format!("{}/examples/linjiang-2026-03.{code}.md", env!("CARGO_MANIFEST_DIR"))),
    };
    let [issue, translation] = paths.map(|path| prepared(&path));
    let (issue, translation) = (issue?, translation?);

    let built = Build::new(&issue, Some(&translation), Assets::new()?).run(&())?;
    for remark in &built.remarks {
        println!("{remark}");
    }
    let folder = std::env::temp_dir();
    for file in &built.files {
        std::fs::write(folder.join(&file.name), &file.bytes)?;
        println!("{:>8} bytes  {}", file.bytes.len(), folder.join(&file.name).display());
    }
    Ok(())
}

/// A source, read and repaired. What was strange about it is printed.
fn prepared(path: &str) -> Result<Prepared, Box<dyn std::error::Error>> {
    let opened = Opened::file(path, std::fs::read(path)?)?;
    for remark in opened.remarks() {
        println!("{remark}");
    }
    Ok(Preparation::new().prepare(opened)?)
}
