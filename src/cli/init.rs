//! `duizhao init`: a set of templates to change.

use std::path::PathBuf;

use duizhao::edition::BUILT_IN;

use super::{Failure, Output, Outputs};

/// Write the templates of e-books into a folder, to be changed and used with `--templates`
#[derive(clap::Args)]
#[command(
    after_help = "A file that you delete is replaced by the built-in one, so keep only those you change.

Examples:
  duizhao init
  duizhao init house-style
  duizhao epub issue.zh.md --templates house-style"
)]
pub(crate) struct Args {
    /// The folder; made if it is not there
    #[arg(default_value = "templates", value_name = "FOLDER")]
    folder: PathBuf,

    /// Write over templates that are there already
    #[arg(long)]
    force: bool,
}

pub(crate) fn run(args: &Args, out: &Output) -> Result<(), Failure> {
    let taken = BUILT_IN.iter().map(|(name, _)| args.folder.join(name)).find(|path| path.exists());
    if let (Some(path), false) = (taken, args.force) {
        return Err(Failure::cannot(
            format_args!("{} is there already", path.display()),
            "name another folder, or write over it with --force",
        ));
    }
    let mut outputs = Outputs::default();
    for (name, text) in BUILT_IN {
        outputs.add(&args.folder.join(name), text.as_bytes(), "name another folder")?;
    }
    for (path, _) in outputs.finish(out)? {
        out.tell(path.display());
    }
    Ok(())
}
