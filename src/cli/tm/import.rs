//! `duizhao tm import`: another format as a memory, or a reviewed table back into its memory.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use duizhao_tm::exchange::{
    Checks, Format, Remark, Table, Translated, csv_rows, json_unit, po_units, review, tbx_file, tsv_row,
    xliff_units, xlsx_rows,
};
use duizhao_tm::state::{UNFINISHED, Unfinished};
use duizhao_tm::{Date, Header, Language, Prop, Unit};

use crate::cli::{Failure, Output, Outputs, files};

use super::export::{format, format_of};
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

    /// tsv, csv, xlsx, jsonl, xliff, po or tbx; by default told by the name of the file
    #[arg(long, value_parser = format, value_name = "FORMAT")]
    from: Option<Format>,

    /// The memory that the table came from: its units get the texts of their rows
    #[arg(long, value_name = "MEMORY")]
    review: Option<PathBuf>,

    /// Source language, where the file does not tell it
    #[arg(long, value_name = "CODE", default_value = "zh-CN", value_parser = Language::lenient)]
    source: Language,

    /// Target language, where the file does not tell it
    #[arg(long, value_name = "CODE", default_value = "en", value_parser = Language::lenient)]
    target: Language,

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

/// A unit of the file.
struct Row {
    /// The line or row it stands in, where that is known.
    line: usize,
    /// Its number in the memory it came from.
    number: Option<u64>,
    unit: Unit,
    /// Why it is not finished, if it is not.
    unfinished: Option<Unfinished>,
    checks: Checks,
}

impl Row {
    /// A unit of a format that has neither rows nor numbers.
    fn plain(unit: Unit, unfinished: Option<Unfinished>) -> Self {
        Self { line: 0, number: None, unit, unfinished, checks: vec![] }
    }
}

/// That a unit has no translation, if it has none.
fn untranslated(unit: &Unit) -> Option<Unfinished> {
    let full = unit.variants.iter().filter(|variant| !variant.seg.is_blank()).count();
    (full < 2).then_some(Unfinished::Untranslated)
}

type Rows = Vec<Row>;

pub(crate) fn run(args: &Args, out: &Output) -> Result<(), Failure> {
    let is_memory = args.file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("tmx"));
    if is_memory && args.from.is_none() {
        return Err(Failure::cannot(
            format_args!("{}: it is a memory already, by its name", args.file.display()),
            "`duizhao tm cat` and `duizhao tm merge` take it; if it is something else, name its format with --from",
        ));
    }
    let format = args.from.or_else(|| format_of(&args.file)).ok_or_else(|| {
        Failure::cannot(
            format_args!("{}: the format is not told", args.file.display()),
            "name it with --from: tsv, csv, xlsx, jsonl, xliff, po or tbx",
        )
    })?;
    let mut inputs = Outputs::default();
    inputs.reads(&args.file)?;
    if let Some(memory) = &args.review {
        inputs.renews(memory)?;
    }
    let target = args.writing.target(&mut inputs)?;
    let bytes = files::read(&args.file)?;
    let (source, mut rows) = rows(args, format, &bytes, out)?;
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

/// The units of a file, and the language they are translated from.
fn rows(args: &Args, format: Format, bytes: &[u8], out: &Output) -> Result<(Language, Rows), Failure> {
    let tell = |remarks: &[Remark]| {
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
                "{}: {more} more of the kind; --verbose tells them all",
                args.file.display()
            ));
        }
    };
    let wrong = |line: usize, message: &dyn std::fmt::Display| {
        Failure::input(
            format_args!("{}:{line}", args.file.display()),
            message,
            "see `duizhao tm import --help`",
        )
    };
    let not_json = |line: usize, error: &serde_json::Error| {
        let (column, error) = (error.column(), error.to_string());
        // The line would be that in the line.
        let error = error.split(" at line ").next().unwrap_or_default();
        wrong(line, &format_args!("it is no unit in JSON: {error}, at character {column}"))
    };
    let translated = |file: Translated| {
        let Translated { source, units, unfinished, remarks } = file;
        tell(&remarks);
        let rows = units.into_iter().enumerate();
        (source, rows.map(|(at, unit)| Row::plain(unit, unfinished.get(&at).copied())).collect::<Rows>())
    };
    let text = || {
        std::str::from_utf8(bytes).map_err(|error| {
            let line = bytes[..error.valid_up_to()].split(|byte| *byte == b'\n').count();
            Failure::input(
                format_args!("{}:{line}", args.file.display()),
                "it is no UTF-8 text",
                "save it as UTF-8",
            )
        })
    };
    match format {
        Format::Tsv | Format::Csv | Format::Xlsx => {
            // A row is let go as soon as it is a unit: a table of cells takes twenty times its text.
            let mut table: Box<dyn Iterator<Item = Vec<String>>> = match format {
                Format::Xlsx => Box::new(
                    xlsx_rows(bytes)
                        .map_err(|error| {
                            Failure::input(
                                args.file.display(),
                                error,
                                "save it as an Excel workbook (.xlsx) or as csv",
                            )
                        })?
                        .into_iter(),
                ),
                Format::Tsv => Box::new(text()?.split_terminator('\n').map(tsv_row)),
                _ => Box::new(csv_rows(text()?)),
            };
            let head = table.next().unwrap_or_default();
            let columns = Table::new(&head).map_err(|error| wrong(1, &error))?;
            let rows: Rows = (2..)
                .zip(table)
                .filter_map(|(line, row)| {
                    let row = row.as_slice();
                    let (number, unit) = columns.unit(row)?;
                    let unfinished = untranslated(&unit);
                    Some(Row { line, number, unit, unfinished, checks: columns.checks(row) })
                })
                .collect();
            let first = rows.first().and_then(|row| row.unit.variants.first());
            Ok((first.map_or(args.source.clone(), |variant| variant.language.clone()), rows))
        }
        Format::Jsonl => {
            let units = text()?.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
            let units: Result<Vec<Unit>, Failure> =
                units.map(|(at, line)| json_unit(line).map_err(|error| not_json(at + 1, &error))).collect();
            // It holds everything, also what a memory has that is not finished.
            Ok((args.source.clone(), units?.into_iter().map(|unit| Row::plain(unit, None)).collect()))
        }
        Format::Xliff | Format::Xliff2 => {
            let file = xliff_units(text()?).map_err(|error| wrong(error.line, &error))?;
            Ok(translated(file))
        }
        Format::Po => {
            let text = text()?;
            if !text.contains("msgid") {
                return Err(wrong(1, &"it is no PO file: there is no `msgid` in it"));
            }
            let file = po_units(text, &args.source, &args.target);
            Ok(translated(file))
        }
        Format::Tbx => {
            let file = tbx_file(text()?).map_err(|error| wrong(error.line, &error))?;
            tell(&file.remarks);
            let rows = file.units().into_iter().map(|unit| {
                let unfinished = untranslated(&unit);
                Row::plain(unit, unfinished)
            });
            Ok((args.source.clone(), rows.collect()))
        }
    }
}

/// Puts reviewed texts into the memory they came from.
fn take_back(args: &Args, path: &Path, target: Target, rows: Rows, out: &Output) -> Result<(), Failure> {
    let mut reviewed: BTreeMap<u64, Row> = BTreeMap::new();
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
    let (mut at, mut changed) = (0, 0);
    let mut conflicts = Vec::new();
    while let Some(mut unit) = memory.next().transpose()? {
        at += 1;
        let mut edited = false;
        if let Some(row) = reviewed.remove(&at) {
            let told = review(&mut unit, &row.unit, &row.checks);
            edited = !told.changed.is_empty();
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
        let summary = serde_json::json!({ "units": at, "changed": changed, "conflicts": conflicts });
        return super::report(args.writing.leaves_stdout(), &summary.to_string(), out);
    }
    out.tell(format_args!("{} of {} changed", number(changed), count(at, "unit")));
    Ok(())
}
