//! `duizhao segment`: a text as sentences.

use std::path::PathBuf;

use duizhao::lang::Language;
use duizhao::segment::{sentences, srx};

use super::{Failure, Output, files};

/// Cut a text into sentences, one a line
#[derive(clap::Args)]
#[command(after_help = "Examples:
  duizhao segment article.txt
  echo 他说：“雨停了。”大家都笑了。 | duizhao segment --language zh-CN
  duizhao segment --srx > duizhao.srx")]
pub(crate) struct Args {
    /// The text; `-` is standard input
    #[arg(default_value = "-")]
    file: PathBuf,

    /// Language of the text, as zh-CN or en; by default told by the text itself
    #[arg(short, long)]
    language: Option<Language>,

    /// Print the rules themselves as SRX 2.0, for a CAT tool that is to cut files the same way
    #[arg(long, conflicts_with_all = ["file", "language"])]
    srx: bool,
}

pub(crate) fn run(args: &Args, out: &Output) -> Result<(), Failure> {
    if args.srx {
        return out.data(srx::rules().as_bytes());
    }
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
