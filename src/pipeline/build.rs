//! The main job: from one issue and its translation to every edition.

use super::{
    Aligned, Assets, Conversion, Decisions, Design, EditionName, Editions, Error, Gate, Prepared, Progress,
    Remark, Stage, Variant,
};
use crate::align::Aligner;
use crate::lang::{Language, Script};

/// An issue, its translation, and what is to be made of them.
#[derive(Debug)]
pub struct Build<'a> {
    source: &'a Prepared,
    translation: Option<&'a Prepared>,
    aligner: Aligner,
    decisions: Decisions,
    gate: Gate,
    conversion: Conversion,
    assets: Assets,
    design: Design,
    editions: Vec<EditionName>,
}

/// What was made.
#[derive(Debug)]
pub struct Built<'a> {
    /// Every edition: the issue as clean Markdown in both scripts, a memory for each, books.
    pub files: Vec<OutputFile>,
    /// The issue in the other script.
    pub variant: Variant,
    /// The issue beside its translation, if there is one.
    pub aligned: Option<Aligned<'a>>,
    /// What a person should look at, in the order in which it was found.
    pub remarks: Vec<Remark>,
}

/// A file that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputFile {
    /// Its name, without folders.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl<'a> Build<'a> {
    /// An issue and, if there is one, its translation; nothing special asked for.
    #[must_use]
    pub fn new(source: &'a Prepared, translation: Option<&'a Prepared>, assets: Assets) -> Self {
        Self {
            source,
            translation,
            aligner: Aligner::default(),
            decisions: Decisions::default(),
            gate: Gate::default(),
            conversion: Conversion::default(),
            assets,
            design: Design::default(),
            editions: Vec::new(),
        }
    }

    /// An aligner that knows more than the built-in lexicon.
    #[must_use]
    pub fn aligner(self, aligner: Aligner) -> Self {
        Self { aligner, ..self }
    }

    /// What people decided about pairs of sentences.
    #[must_use]
    pub fn decisions(self, decisions: Decisions) -> Self {
        Self { decisions, ..self }
    }

    /// Which beads are believed.
    #[must_use]
    pub fn gate(self, gate: Gate) -> Self {
        Self { gate, ..self }
    }

    /// How the variants are made.
    #[must_use]
    pub fn conversion(self, conversion: Conversion) -> Self {
        Self { conversion, ..self }
    }

    /// How books are laid out whose names leave it open.
    #[must_use]
    pub fn design(self, design: Design) -> Self {
        Self { design, ..self }
    }

    /// Which books; without any, one for each script and a bilingual one.
    #[must_use]
    pub fn editions(self, editions: Vec<EditionName>) -> Self {
        Self { editions, ..self }
    }

    /// Makes everything.
    ///
    /// # Errors
    /// If the issue is not Chinese, or one of the editions cannot be made.
    pub fn run(self, progress: &dyn Progress) -> Result<Built<'a>, Error> {
        let Self { source, translation, .. } = self;
        let own = source.text();
        let other = other_script(source)?;
        let variant = own.converted(&other, &self.conversion)?;
        let stem = source.stem();
        let mut files = Vec::new();
        let mut add = |name: String, bytes| files.push(OutputFile { name: format!("{stem}.{name}"), bytes });
        for text in [own, &variant] {
            add(format!("{}.md", text.language()), text.markdown().as_bytes().to_vec());
        }
        let mut remarks = Vec::new();
        let aligned = translation.map(|target| {
            progress.begin(Stage::Alignment, 1);
            let aligned =
                Aligned::around(&self.aligner, source, target, &self.decisions).with_gate(self.gate);
            progress.end(Stage::Alignment);
            aligned
        });
        if let (Some(aligned), Some(target)) = (&aligned, translation) {
            remarks.extend(aligned.remarks());
            for text in [own, &variant] {
                let languages = format!("{}_{}", text.language(), target.text().language());
                add(format!("{languages}.tmx"), aligned.memory(text)?);
            }
            if let Some(doubtful) = aligned.doubtful_memory(own)? {
                add("doubtful.tmx".to_owned(), doubtful);
            }
        }
        let names = match self.editions {
            names if names.is_empty() => EditionName::usual(own.language(), &other, translation.is_some()),
            names => names,
        };
        let both = translation.zip(aligned.as_ref().map(Aligned::believed));
        let editions = Editions::new(source, both, &self.assets, &self.conversion);
        let made = editions.design(self.design).variant(&variant).make(&names, progress)?;
        for (name, bytes) in made.books {
            add(format!("{name}.epub"), bytes);
        }
        remarks.extend(made.remarks);
        Ok(Built { files, variant, aligned, remarks })
    }
}

/// The language of the edition in the other script: Taiwan's for a Simplified issue, the Mainland's for others.
fn other_script(source: &Prepared) -> Result<Language, Error> {
    let language = source.text().language();
    let other = match language.script() {
        Some(Script::Simplified) => "zh-TW",
        Some(Script::Traditional) => "zh-CN",
        None => {
            return Err(Error::new(
                format_args!("its language is {language}, not Chinese"),
                "name the Chinese issue first and the other text with --translation; a wrong guess is put right by \
                 a line `language: zh-CN` in the front matter",
            )
            .in_file(source.path()));
        }
    };
    other.parse().map_err(|error| Error::new(error, super::error::REPORT))
}
