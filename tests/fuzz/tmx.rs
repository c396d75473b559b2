//! Any bytes: reading ends, and what was read is written and read again as it was.
#![no_main]

use duizhao_tm::{Reader, Unit, Writer};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(mut reader) = Reader::with_limit(bytes, 1 << 16) else { return };
    let units: Vec<Unit> = reader.by_ref().filter_map(Result::ok).collect();
    let write = |units: &[Unit]| {
        let mut writer = Writer::new(Vec::new(), reader.header()).expect("memory takes the header");
        for unit in units {
            writer.write(unit).expect("memory takes a unit that was read");
        }
        writer.finish().expect("memory takes the end")
    };
    let once = write(&units);
    let again = Reader::new(once.as_slice()).expect("what was written is TMX");
    assert_eq!(again.header(), reader.header());
    let again: Vec<Unit> = again.map(|unit| unit.expect("nothing is wrong with it")).collect();
    assert_eq!(write(&again), once);
});
