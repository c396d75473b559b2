//! `duizhao tm import`: another format as a memory, or a reviewed table back into its memory.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use duizhao_tm::exchange::{Entry, Format, Given, Imported, Remark, import, review};
use duizhao_tm::state::{UNFINISHED, Unfinished};
use duizhao_tm::{Date, Header, Language, Prop};

use crate::cli::{Failure, Output, Outputs, files};

use super::export::format;
use super::memory::{Reading, TOLD, Target, Writing, finish, unit_failure};
use super::table::{count, number};

/// Make a memory from a table, lines of JSON, XLIFF, PO or TBX; or take a reviewed table back
#[derive(clap::Args)]
#[command(after_help = "Examples:
  duizhao tm import words.tsv -o words.tmx
  duizhao tm import review.xlsx --review team.tmx -o team.tmx    only texts that were edited change
  duizhao tm import review.xlsx --review team.tmx --date 2026-03-06 -o team.tmx
  duizhao tm import old.po --source zh-CN --target en -o old.tmx")]
pub(crate) struct Args {
    /// The file; `-` is standard input, and `--from` names its format
    file: PathBuf,

    /// tsv, csv, xlsx, jsonl, xliff, po, tbx or glossary (OmegaT); by default told by the name of the file
    #[arg(long, value_parser = format, value_name = "FORMAT")]
    from: Option<Format>,

    /// The memory that the table came from: its units get the texts of their rows
    #[arg(long, value_name = "MEMORY")]
    review: Option<PathBuf>,

    /// Source language, where the file does not name it; by default zh-CN, or what the letters of a table tell
    #[arg(long, value_name = "CODE", value_parser = Language::lenient)]
    source: Option<Language>,

    /// Target language, where the file does not name it; by default en, or what the letters of a table tell
    #[arg(long, value_name = "CODE", value_parser = Language::lenient)]
    target: Option<Language>,

    /// The day of the import, as 2026-03-06: when units without a date were made, and edited ones were changed
    #[arg(long, value_name = "DATE")]
    date: Option<Date>,

    /// What becomes of units that are not finished: without a translation, fuzzy, draft, rejected, to be reviewed
    #[arg(long, value_enum, default_value = "leave-out", value_name = "HOW")]
    unfinished: Unfinishing,

    /// How the summary is written
    #[arg(long, value_enum, default_value = "table")]
    format: super::Format,

    #[command(flatten)]
    writing: Writing,

    #[command(flatten)]
    reading: Reading,
}

/// What becomes of units that are not finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Unfinishing {
    /// They stay out, and are counted
    LeaveOut,
    /// They come in, each with the reason as its property `x-unfinished`
    Mark,
}

pub(crate) fn run(args: &Args, out: &Output) -> Result<(), Failure> {
    let is_memory = args.file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("tmx"));
    if is_memory && args.from.is_none() {
        return Err(Failure::cannot(
            format_args!("{}: it is a memory already, by its name", args.file.display()),
            "`duizhao tm cat` and `duizhao tm merge` take it; if it is something else, name its format with --from",
        ));
    }
    let format = args.from.or_else(|| Format::of(&args.file)).ok_or_else(|| {
        Failure::cannot(
            format_args!("{}: the format is not told", args.file.display()),
            "name it with --from: tsv, csv, xlsx, jsonl, xliff, po, tbx or glossary",
        )
    })?;
    let mut inputs = Outputs::default();
    inputs.reads(&args.file)?;
    if let Some(memory) = &args.review {
        inputs.renews(memory)?;
    }
    let target = args.writing.target(&mut inputs)?;
    let bytes = files::read(&args.file)?;
    let given = Given::default().source(args.source.clone()).target(args.target.clone());
    let file = import(format, &bytes, &given).map_err(|remark| wrong(args, &remark))?;
    let Imported { source, entries: mut rows, remarks } = file;
    tell(args, &remarks, out);
    if let Some(memory) = &args.review {
        return take_back(args, memory, target, rows, out);
    }
    let header = Header::new("duizhao", env!("CARGO_PKG_VERSION"), source);
    let output = args.writing.output.as_deref();
    let mut writer = target.writer(&header)?;
    let mut unfinished: BTreeMap<Unfinished, u64> = BTreeMap::new();
    let mut written = 0;
    for row in &mut rows {
        if let Some(reason) = row.unfinished {
            *unfinished.entry(reason).or_default() += 1;
            if args.unfinished == Unfinishing::LeaveOut {
                continue;
            }
            row.unit.props.push(Prop::new(UNFINISHED, reason.as_str()));
        }
        written += 1;
        row.unit.origin.created = row.unit.origin.created.or(args.date);
        writer.write(&row.unit).map_err(|error| unit_failure(output, error))?;
    }
    finish(writer, output, out)?;
    if args.format == super::Format::Json {
        let summary =
            serde_json::json!({ "written": written, "from": format.as_str(), "unfinished": unfinished });
        return super::report(args.writing.leaves_stdout(), &summary.to_string(), out);
    }
    out.tell(count(written, "unit"));
    if !unfinished.is_empty() {
        let kinds: Vec<String> =
            unfinished.iter().map(|(reason, count)| format!("{} {reason}", number(*count))).collect();
        let kinds = kinds.join(", ");
        out.tell(match args.unfinished {
            Unfinishing::LeaveOut => {
                format!("not finished and left out: {kinds}; --unfinished mark brings them in")
            }
            Unfinishing::Mark => format!("not finished and marked: {kinds}"),
        });
    }
    Ok(())
}

/// A failure to read the file, where it stands.
fn wrong(args: &Args, remark: &Remark) -> Failure {
    let file = args.file.display();
    let place = if remark.line == 0 { file.to_string() } else { format!("{file}:{}", remark.line) };
    Failure::input(place, remark, "see `duizhao tm import --help`")
}

/// Reports what is strange about the file.
fn tell(args: &Args, remarks: &[Remark], out: &Output) {
    let mut more = 0;
    for (at, remark) in (0..).zip(remarks) {
        if at < TOLD || out.is_verbose() {
            out.warn(format_args!("{}:{}: {remark}", args.file.display(), remark.line));
        } else {
            more += 1;
        }
    }
    if more > 0 {
        let more = number(more);
        out.tell(format_args!(
            "{}: {more} more of the kind; --verbose reports them all",
            args.file.display()
        ));
    }
}

/// Puts reviewed texts into the memory they came from.
fn take_back(
    args: &Args,
    path: &Path,
    target: Target,
    rows: Vec<Entry>,
    out: &Output,
) -> Result<(), Failure> {
    let mut reviewed: BTreeMap<u64, Entry> = BTreeMap::new();
    for row in rows {
        let place = format!("{}:{}", args.file.display(), row.line);
        let unit_number = row.number.ok_or_else(|| {
            Failure::input(
                &place,
                "the row has no number in its column `unit`",
                "keep that column when you edit the table",
            )
        })?;
        if let Some(other) = reviewed.insert(unit_number, row) {
            return Err(Failure::input(
                place,
                format_args!("unit {unit_number} stands in row {} already", other.line),
                "leave one of the two rows",
            ));
        }
    }
    let output = args.writing.output.as_deref();
    let mut memory = args.reading.open(path, out)?;
    let mut writer = target.writer(&memory.header().clone())?;
    let (mut at, mut changed, mut taken_out, mut without_row) = (0, 0, 0, 0);
    let mut conflicts = Vec::new();
    while let Some(mut unit) = memory.next().transpose()? {
        at += 1;
        let mut edited = false;
        let row = reviewed.remove(&at);
        without_row += u64::from(row.is_none());
        if let Some(row) = row {
            let told = review(&mut unit, &row.unit, &row.checks);
            edited = !(told.changed.is_empty() && told.emptied.is_empty());
            if !told.emptied.is_empty() && unit.variants.len() < 2 {
                taken_out += 1;
                continue;
            }
            if edited {
                unit.origin.changed = args.date.or(unit.origin.changed);
            }
            changed += u64::from(edited);
            for language in told.conflicts {
                out.warn(format_args!(
                    "{}:{}: unit {at} has another text in {language} since the table was made; it stays",
                    args.file.display(),
                    row.line
                ));
                conflicts
                    .push(serde_json::json!({ "unit": at, "row": row.line, "language": language.as_str() }));
            }
        }
        let written = if edited { writer.write(&unit) } else { memory.write_unchanged(&unit, &mut writer) };
        written.map_err(|error| unit_failure(output, error))?;
    }
    if let Some(unknown) = reviewed.keys().next() {
        return Err(Failure::input(
            args.file.display(),
            format_args!("it has a unit {unknown}; {} has {at}", path.display()),
            "name the memory that the table was made from",
        ));
    }
    args.reading.may_replace(output, path, memory.skipped())?;
    finish(writer, output, out)?;
    if args.format == super::Format::Json {
        let summary = serde_json::json!({ "units": at,
            "changed": changed,
            "taken_out": taken_out,
            "without_row": without_row,
            "conflicts": conflicts,
        });
        return super::report(args.writing.leaves_stdout(), &summary.to_string(), out);
    }
    out.tell(format_args!("{} of {} changed", number(changed), count(at, "unit")));
    if taken_out > 0 {
        out.tell(format_args!("{} taken out, whose translation was emptied", count(taken_out, "unit")));
    }
    if without_row > 0 {
        out.tell(format_args!(
            "{} without a row stay as they are; to take one out, empty its translation",
            count(without_row, "unit")
        ));
    }
    Ok(())
}
