//! Any bytes: reading ends, and what was read is written and read again as it was. What can be copied as it stands is
//! what the careful reader makes of it.
#![no_main]

use duizhao_tm::{Header, Reader, Unit, Writer};
use libfuzzer_sys::fuzz_target;

fn write(header: &Header, units: &[Unit]) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new(), header).expect("memory takes the header");
    for unit in units {
        writer.write(unit).expect("memory takes a unit that was read");
    }
    writer.finish().expect("memory takes the end")
}

/// A unit as the careful reader reads it: with a comment in it, it is not written plainly any more.
fn read_carefully(unit: &[u8], header: &Header) -> Unit {
    let file = write(header, &[]);
    let body = file.windows(6).position(|part| part == b"<body>").expect("a memory has a body") + 6;
    let unit = unit.strip_suffix(b"</tu>").expect("a unit has an end");
    let file = [&file[..body], unit, b"<!----></tu>", &file[body..]].concat();
    let mut units = Reader::new(file.as_slice()).expect("what was written is TMX");
    let read = units.next().expect("there is a unit").expect("nothing is wrong with it");
    assert!(units.next().is_none(), "there is one unit, and nothing to tell");
    read
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(mut reader) = Reader::with_limit(bytes, 1 << 16) else { return };
    let mut units = Vec::new();
    while let Some(read) = reader.next() {
        let Ok(unit) = read else { continue };
        if let Some(stands) = reader.as_it_stands() {
            assert_eq!(read_carefully(stands, reader.header()), unit);
        }
        units.push(unit);
    }
    let once = write(reader.header(), &units);
    let again = Reader::new(once.as_slice()).expect("what was written is TMX");
    assert_eq!(again.header(), reader.header());
    let again: Vec<Unit> = again.map(|unit| unit.expect("nothing is wrong with it")).collect();
    assert_eq!(write(reader.header(), &again), once);
});
