//! How sources are repaired, cut and converted, as arguments that several commands share.

use std::path::{Path, PathBuf};

use duizhao::issue::{self, Level};
use duizhao::lang::Language;
use duizhao::pipeline::{Conversion, Gate, Preparation};
use duizhao::script::{Terms, Vocabulary};
use duizhao::segment::Rules;
use duizhao::segment::srx::Srx;

use super::{Failure, files};

/// How sources are repaired, and cut into sentences.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct PreparationArgs {
    /// How much is repaired: none, safe (what can hardly be meant otherwise), all (also what is only likely)
    #[arg(long, value_name = "LEVEL", default_value = "safe")]
    repair: Level,

    /// Cut sentences by the rules of an SRX 2.0 file instead of the built-in ones
    #[arg(long, value_name = "FILE")]
    srx: Option<PathBuf>,
}

impl PreparationArgs {
    /// The files that it names.
    pub(crate) fn files(&self) -> impl Iterator<Item = &Path> {
        self.srx.as_deref().into_iter()
    }

    /// What does it.
    pub(crate) fn preparation(&self) -> Result<Preparation, Failure> {
        let rules = self.srx.as_deref().map(srx_rules).transpose()?.unwrap_or_default();
        Ok(Preparation::new().repair(self.repair).rules(rules))
    }
}

/// The languages of an issue and its translation, where the files say something else or nothing.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct LanguageArgs {
    /// Language of the issue, as zh-TW; by default told by the file and its text
    #[arg(long, value_name = "LANGUAGE")]
    pub(crate) language: Option<Language>,

    /// Language of the translation; by default told by the file and its text
    #[arg(long, value_name = "LANGUAGE", requires = "translation")]
    pub(crate) translation_language: Option<Language>,
}

/// The rules of an SRX file.
pub(crate) fn srx_rules(path: &Path) -> Result<Rules, Failure> {
    let (source, _) = issue::Source::decode(path.display().to_string(), &files::read(path)?);
    Srx::parse(&source.text)
        .map(Rules::Srx)
        .map_err(|error| Failure::input(path.display(), error, "mend the rule, or leave it out"))
}

/// Which beads are believed.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct GateArgs {
    /// How sure a pair of sentences must be, 0 to 1, to count as true; what is less sure goes to ISSUE.doubtful.tmx and
    /// to no memory, and has no links in books
    #[arg(long, value_name = "CONFIDENCE", default_value = "0.6", value_parser = confidence)]
    least: f32,

    /// Where pairs that are less sure go: to a memory apart, or into the memories with a mark
    #[arg(long, value_enum, default_value_t = Doubtful::Apart)]
    doubtful: Doubtful,
}

/// Where doubtful pairs go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Doubtful {
    /// To ISSUE.doubtful.tmx
    Apart,
    /// Into the memories, with the property x-doubtful and a note
    Mark,
}

impl GateArgs {
    /// What does it.
    pub(crate) fn gate(&self) -> Gate {
        Gate::default().least(self.least).marks(self.doubtful == Doubtful::Mark)
    }
}

/// A confidence from 0 to 1.
pub(crate) fn confidence(text: &str) -> Result<f32, String> {
    let value: f32 = text.parse().map_err(|_| "a confidence is a number from 0 to 1".to_owned())?;
    if (0.0..=1.0).contains(&value) {
        Ok(value)
    } else {
        Err("a confidence is a number from 0 to 1".to_owned())
    }
}

/// How the variants of an issue are made.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct ConversionArgs {
    /// Taiwan's own words too (软件 → 軟體), not only its characters
    #[arg(long)]
    vocabulary: bool,

    /// A TOML file of terms with their form in each region; they come before every dictionary
    #[arg(long, value_name = "FILE")]
    terms: Option<PathBuf>,
}

impl ConversionArgs {
    /// The files that it names.
    pub(crate) fn files(&self) -> impl Iterator<Item = &Path> {
        self.terms.as_deref().into_iter()
    }

    /// What does it.
    pub(crate) fn conversion(&self) -> Result<Conversion, Failure> {
        let vocabulary = self.vocabulary.then(Vocabulary::default);
        let terms = self.terms.as_deref().map(terms).transpose()?.unwrap_or_default();
        Ok(Conversion::new().vocabulary(vocabulary).terms(terms))
    }
}

/// The terms of a TOML file.
fn terms(path: &Path) -> Result<Terms, Failure> {
    let text = String::from_utf8(files::read(path)?)
        .map_err(|error| Failure::input(path.display(), error, "save the file as UTF-8"))?;
    Terms::parse(&text)
        .map_err(|error| Failure::input(path.display(), error, "mend the file, then try again"))
}
