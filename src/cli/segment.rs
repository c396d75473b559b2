//! `duizhao segment`: a text as sentences.

use std::path::PathBuf;

use duizhao::issue::Source;
use duizhao::lang::Language;
use duizhao::pipeline::{self, refuse_document};
use duizhao::problem::Severity;
use duizhao::segment::srx;

use super::preparation::srx_rules;
use super::{Failure, Output, files};

/// Cut a text into sentences, one a line
#[derive(clap::Args)]
#[command(after_help = "Examples:
  duizhao segment article.txt
  echo 他说：“雨停了。”大家都笑了。 | duizhao segment --language zh-CN
  duizhao segment article.txt --srx rules.srx
  duizhao segment --print-srx > duizhao.srx
  duizhao segment --print-omegat > project/omegat/segmentation.conf")]
pub(crate) struct Args {
    /// The text; `-` is standard input
    #[arg(default_value = "-")]
    file: PathBuf,

    /// Language of the text, as zh-CN or en; by default told by the text itself
    #[arg(short, long)]
    language: Option<Language>,

    /// Cut by the rules of an SRX 2.0 file instead of the built-in ones
    #[arg(long, value_name = "FILE")]
    srx: Option<PathBuf>,

    /// Print the built-in rules as SRX 2.0, for a CAT tool that is to cut files the same way
    #[arg(long, conflicts_with_all = ["file", "language", "srx"])]
    print_srx: bool,

    /// Print the built-in rules for OmegaT, which cannot read SRX: its segmentation.conf, for a project's folder
    /// omegat
    #[arg(long, conflicts_with_all = ["file", "language", "srx", "print_srx"])]
    print_omegat: bool,
}

pub(crate) fn run(args: &Args, out: &Output) -> Result<(), Failure> {
    if args.print_srx {
        return out.data(srx::rules().as_bytes());
    }
    if args.print_omegat {
        return out.data(srx::omegat().as_bytes());
    }
    let rules = args.srx.as_deref().map(srx_rules).transpose()?.unwrap_or_default();
    let bytes = files::read(&args.file)?;
    refuse_document(&args.file.display().to_string(), &bytes)?;
    let (source, problems) = Source::decode(args.file.display().to_string(), &bytes);
    if let Some(error) = problems.iter().find(|problem| problem.severity == Severity::Error) {
        return Err(pipeline::Error::of_problem(&source, error).into());
    }
    for problem in problems {
        let told = format!("{}: {}", args.file.display(), problem.message);
        match problem.severity {
            Severity::Note => out.tell_more(told),
            Severity::Warning | Severity::Error => out.warn(told),
        }
    }
    let text = source.text;
    let language = args.language.clone().unwrap_or_else(|| Language::of_text(&text));
    let mut lines = String::with_capacity(text.len() + text.len() / 64);
    for range in rules.sentences(&text, &language) {
        lines.push_str(&text[range]);
        lines.push('\n');
    }
    out.data(lines.as_bytes())
}
