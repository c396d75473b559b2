//! `duizhao tm split`: one memory into several.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use duizhao_tm::{Header, Source, Unit, Writer};

use crate::cli::{Failure, Output, Outputs};

use super::Format;
use super::memory::{self, Reading, Sink, Writing, unit_failure};
use super::table::{Table, number};

/// Split a memory by target language, by a property, or into parts of a size
#[derive(clap::Args)]
#[command(after_help = "Examples:
  duizhao tm split team.tmx --by language          team.zh-CN_en.tmx, team.zh-CN_fr.tmx
  duizhao tm split team.tmx --by prop=x-article
  duizhao tm split team.tmx --by size=1000000000   parts that Trados takes")]
pub(crate) struct Args {
    /// The memory
    file: PathBuf,

    /// `language`: one bilingual memory for each target language; `prop=KIND`: one for each value of a property;
    /// `size=BYTES`: parts of at most so many bytes, about
    #[arg(long, value_parser = by)]
    by: By,

    /// Folder for the parts, made if there is none; by default the memory's own
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,

    /// Write nothing, only tell what would be done
    #[arg(long)]
    dry_run: bool,

    #[command(flatten)]
    reading: Reading,

    /// How the report is written
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

#[derive(Debug, Clone)]
enum By {
    Language,
    Prop(String),
    Size(u64),
}

fn by(text: &str) -> Result<By, String> {
    match text.split_once('=') {
        None if text == "language" => Ok(By::Language),
        Some(("prop", kind)) if !kind.is_empty() => Ok(By::Prop(kind.to_owned())),
        Some(("size", bytes)) => match bytes.parse() {
            Ok(bytes @ 1..) => Ok(By::Size(bytes)),
            _ => Err("write so many bytes as a number, as size=1000000000".to_owned()),
        },
        _ => Err("write language, prop=KIND or size=BYTES".to_owned()),
    }
}

/// The parts that are being written, by the end of their names.
struct Parts<'a> {
    args: &'a Args,
    header: Header,
    files: Outputs,
    open: BTreeMap<String, (PathBuf, Writer<Sink>)>,
    /// The names of values, and all that are taken.
    names: BTreeMap<String, String>,
    taken: BTreeSet<String>,
}

impl Parts<'_> {
    /// The name of the part for a value. Values that differ only in what no file name tells apart have a number.
    fn name(&mut self, value: &str) -> String {
        if let Some(name) = self.names.get(value) {
            return name.clone();
        }
        let plain = file_name(value);
        let numbered = (2..).map(|number| format!("{plain}-{number}"));
        let free = |name: &String| self.taken.insert(name.to_lowercase());
        let name = std::iter::once(plain.clone()).chain(numbered).find(free).unwrap_or(plain);
        self.names.insert(value.to_owned(), name.clone());
        name
    }

    fn write(&mut self, name: &str, unit: &Unit) -> Result<(), Failure> {
        if !self.open.contains_key(name) {
            if self.open.len() == 500 {
                return Err(Failure::cannot(
                    "more than 500 parts",
                    "split by something that has fewer values",
                ));
            }
            let folder = self.args.out.as_deref().or(self.args.file.parent()).unwrap_or(Path::new(""));
            if !self.args.dry_run && self.open.is_empty() {
                self.files.folder(folder)?;
            }
            let stem = self.args.file.file_stem().unwrap_or_default().to_string_lossy();
            let path = folder.join(format!("{stem}.{name}.tmx"));
            let writing = Writing { output: Some(path.clone()), dry_run: self.args.dry_run };
            let target = writing.target_instead(&mut self.files, "name another folder with --out")?;
            self.open.insert(name.to_owned(), (path, target.writer(&self.header)?));
        }
        let Some((path, writer)) = self.open.get_mut(name) else { return Ok(()) };
        writer.write(unit).map_err(|error| unit_failure(Some(path), error))
    }
}

pub(crate) fn run(args: &Args, out: &Output) -> Result<(), Failure> {
    let mut memory = args.reading.open(&args.file, out)?;
    let mut files = Outputs::default();
    files.reads(&args.file)?;
    let mut parts = Parts {
        args,
        files,
        header: memory.header().clone(),
        open: BTreeMap::new(),
        names: BTreeMap::new(),
        taken: BTreeSet::new(),
    };
    let (mut part, mut size) = (1, 0);
    while let Some(unit) = memory.next().transpose()? {
        match &args.by {
            By::Prop(kind) => {
                let name = parts.name(unit.prop(kind).unwrap_or("none"));
                parts.write(&name, &unit)?;
            }
            By::Size(limit) => {
                let bytes = about(&unit);
                if size + bytes > *limit && size > 0 {
                    part += 1;
                    size = 0;
                }
                size += bytes;
                parts.write(&format!("{part:03}"), &unit)?;
            }
            By::Language => {
                let Some(source) = unit.source_variant(&parts.header) else { continue };
                let at = unit.variants.iter().position(|variant| std::ptr::eq(variant, source)).unwrap_or(0);
                for (other, variant) in unit.variants.iter().enumerate().filter(|(other, _)| *other != at) {
                    let name = format!("{}_{}", unit.variants[at].language, variant.language);
                    let mut one = unit.clone();
                    one.source = Some(Source::One(unit.variants[at].language.clone()))
                        .filter(|source| *source != parts.header.source);
                    one.variants = vec![unit.variants[at].clone(), unit.variants[other].clone()];
                    parts.write(&name, &one)?;
                }
            }
        }
    }
    let mut table = Table::new(&["part", "#units"]);
    let (mut list, mut complete) = (Vec::new(), Vec::new());
    for (path, writer) in parts.open.into_values() {
        let (name, units) = (path.display().to_string(), writer.written());
        list.push(serde_json::json!({ "part": name, "units": units }));
        table.row([name, number(units)]);
        complete.push(memory::complete(writer, Some(&path))?);
    }
    parts.files.finish_with(out, || complete.into_iter().try_for_each(|part| part.commit(out)))?;
    match args.format {
        Format::Json => out.data(format!("{}\n", serde_json::json!(list)).as_bytes()),
        Format::Table => out.data(format!("{table}\n").as_bytes()),
    }
}

/// About as many bytes as a unit takes in a file.
fn about(unit: &Unit) -> u64 {
    let texts: usize = unit.variants.iter().map(|variant| variant.seg.plain().len() + 120).sum();
    let told: usize = unit.props.iter().map(|prop| prop.kind.len() + prop.value.len() + 40).sum();
    (texts + told + 200) as u64
}

/// A value as a part of a file name.
fn file_name(value: &str) -> String {
    let fits = |c: char| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '_' };
    value.chars().map(fits).take(60).collect::<String>().trim_matches('.').to_owned()
}
