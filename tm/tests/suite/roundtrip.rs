//! Law: what is written is read again as it was, with nothing to tell; and reading takes anything.

use crate::generate;
use duizhao_tm::{Header, Problem, Reader, Unit, Writer};
use proptest::collection::vec;
use proptest::prelude::*;

pub(crate) fn write(header: &Header, units: &[Unit]) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new(), header).expect("a header is written to memory");
    for unit in units {
        writer.write(unit).expect("a unit is written to memory");
    }
    writer.finish().expect("memory takes it")
}

pub(crate) fn read(file: &[u8]) -> Result<(Header, Vec<Unit>, Vec<Problem>), Problem> {
    let mut reader = Reader::new(file)?;
    let (mut units, mut problems) = (vec![], vec![]);
    for next in reader.by_ref() {
        match next {
            Ok(unit) => units.push(unit),
            Err(problem) => problems.push(problem),
        }
    }
    Ok((reader.header().clone(), units, problems))
}

proptest! {
    #[test]
    fn what_is_written_is_read_as_it_was(
        header in generate::header(),
        units in vec(generate::unit(), 0..4),
    ) {
        let file = write(&header, &units);
        let (read_header, read_units, problems) = read(&file).expect("it is TMX");
        prop_assert!(problems.is_empty(), "{problems:?}");
        prop_assert_eq!(read_header, header);
        prop_assert_eq!(read_units, units);
    }

    /// Files that are nearly right: one piece of a good one is cut out, doubled or overwritten.
    #[test]
    fn anything_is_read_to_its_end_and_settles(
        header in generate::header(),
        units in vec(generate::unit(), 0..3),
        (from, length, patch) in (any::<prop::sample::Index>(), 0usize..40, vec(any::<u8>(), 0..6)),
    ) {
        let mut file = write(&header, &units);
        let from = from.index(file.len());
        let to = (from + length).min(file.len());
        file.splice(from..to, patch);
        if let Ok((header, units, _)) = read(&file) {
            let again = write(&header, &units);
            let (second_header, second_units, problems) = read(&again).expect("it is TMX");
            prop_assert!(problems.is_empty(), "{problems:?}");
            prop_assert_eq!(&second_header, &header);
            prop_assert_eq!(second_units.len(), units.len());
            // The writer may have named a source language; from there on nothing changes.
            prop_assert_eq!(write(&second_header, &second_units), again);
        }
    }

    #[test]
    fn any_bytes_are_read_to_their_end(bytes in vec(any::<u8>(), 0..200)) {
        let _ = read(&bytes);
    }
}

/// The file with a comment in each unit: nothing about it, but it is not written plainly any more. It stands behind the
/// end of a tag: within one that is broken it would be no comment.
fn commented(file: &[u8]) -> Vec<u8> {
    let end = b"</tu>";
    let mut out = Vec::new();
    let mut rest = file;
    while let Some(at) = rest.windows(end.len()).position(|part| part == end) {
        out.extend_from_slice(&rest[..at]);
        if rest[..at].trim_ascii_end().ends_with(b">") {
            out.extend_from_slice(b"<!---->");
        }
        out.extend_from_slice(end);
        rest = &rest[at + end.len()..];
    }
    out.extend_from_slice(rest);
    out
}

proptest! {
    /// Most units are read by the plain parser, the others by the careful one, and nobody can tell.
    #[test]
    fn a_comment_changes_nothing(
        header in generate::header(),
        units in vec(generate::unit(), 0..4),
        (from, length, patch) in (any::<prop::sample::Index>(), 0usize..12, "[ -~\n]{0,4}"),
        broken in any::<bool>(),
    ) {
        let mut file = write(&header, &units);
        if broken {
            let from = from.index(file.len());
            let to = (from + length).min(file.len());
            file.splice(from..to, patch.into_bytes());
        }
        if let (Ok((_, plain, problems)), Ok((_, careful, others))) = (read(&file), read(&commented(&file))) {
            prop_assert_eq!(plain, careful);
            let told = |problems: &[Problem]| problems.iter().map(ToString::to_string).collect::<Vec<_>>();
            prop_assert_eq!(told(&problems), told(&others));
        }
    }

    /// What stands can be copied, and copying again gives the same bytes.
    #[test]
    fn what_stands_is_written_by_copying_it(
        header in generate::header(),
        units in vec(generate::unit(), 0..4),
        wide in any::<bool>(),
    ) {
        let mut file = write(&header, &units);
        if wide {
            let text = String::from_utf8(file).expect("UTF-8");
            file = text.replace('\n', "\r\n").into_bytes();
        }
        let mut reader = Reader::new(file.as_slice()).expect("it is TMX");
        let mut writer = Writer::new(Vec::new(), reader.header()).expect("memory takes it");
        let mut stood = 0;
        while let Some(unit) = reader.next() {
            let unit = unit.expect("nothing is wrong with it");
            match reader.as_it_stands() {
                Some(bytes) => {
                    stood += 1;
                    writer.write_as_it_stands(bytes).expect("memory takes it");
                }
                None => writer.write(&unit).expect("memory takes it"),
            }
        }
        let copied = writer.finish().expect("memory takes it");
        let (_, again, problems) = read(&copied).expect("it is TMX");
        prop_assert!(problems.is_empty(), "{problems:?}");
        let (_, wanted, _) = read(&file).expect("it is TMX");
        prop_assert_eq!(again, wanted);
        prop_assert!(stood <= units.len());
    }
}
