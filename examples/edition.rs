//! Editions as a library: an issue as an e-book in vertical lines for readers in Taiwan.
//!
//! `cargo run --example edition -- issue.zh.md book.epub`

use duizhao::edition::{Settings, Templates, Writing, compose};
use duizhao::issue::{Level, Source, read, repair};
use duizhao::script::{Options, convert};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut paths = std::env::args().skip(1);
    let bundled = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/linjiang-2026-03.zh.md");
    let path = paths.next().unwrap_or_else(|| bundled.to_owned());
    let book = paths.next().unwrap_or_else(|| "book.epub".to_owned());

    let (issue, _) = read(&Source::new(path.as_str(), std::fs::read_to_string(&path)?));
    let (issue, _) = repair(issue, Level::Safe);
    let taiwan = convert(&issue, &Options::new("zh-TW".parse()?))?.issue;
    let mut settings = Settings::new(Templates::with::<String>([])?);
    settings.writing = Writing::Vertical;
    std::fs::write(book, compose(&taiwan, &settings)?.epub()?)?;
    Ok(())
}
