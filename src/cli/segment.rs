//! `duizhao segment`: a text as sentences.

use std::path::PathBuf;

use duizhao::lang::Language;
use duizhao::segment::sentences;

use super::{Failure, Output, files};

/// Cut a text into sentences, one a line
#[derive(clap::Args)]
#[command(after_help = "Examples:
  duizhao segment article.txt
  echo 他说：“雨停了。”大家都笑了。 | duizhao segment --language zh-CN")]
pub(crate) struct Args {
    /// The text; `-` is standard input
    #[arg(default_value = "-")]
    file: PathBuf,

    /// Language of the text, as zh-CN or en; by default told by the text itself
    #[arg(short, long)]
    language: Option<Language>,
}

pub(crate) fn run(args: &Args, out: &Output) -> Result<(), Failure> {
    let bytes = files::read(&args.file)?;
    let text = String::from_utf8_lossy(&bytes);
    let language = args.language.clone().unwrap_or_else(|| Language::of_text(&text));
    let mut lines = String::with_capacity(text.len() + text.len() / 64);
    for range in sentences(&text, &language) {
        lines.push_str(&text[range]);
        lines.push('\n');
    }
    out.data(lines.as_bytes())
}
