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
