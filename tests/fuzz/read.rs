//! Any bytes as a source: reading ends, repairs can be taken back and are made once, JSON brings the issue back, and
//! Markdown that was written is read as it was written.
#![no_main]

use duizhao::issue::{Level, Source, check, read, repair, write};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    // The first byte chooses the reader.
    let [kind, bytes @ ..] = bytes else { return };
    let (source, _) = Source::decode("page.zh-CN.md", bytes);
    let (issue, problems) = match kind {
        b'<' => read::html(&source),
        b't' => read::text(&source),
        _ => read(&source),
    };
    let told = problems.into_iter().chain(check(&source, &issue));
    assert!(told.into_iter().all(|problem| problem.span.start <= problem.span.end && problem.span.end <= source.text.len()));
    assert_eq!(read::json(&write::json(&issue)).expect("what was written is an issue"), issue);
    for level in [Level::Safe, Level::All] {
        let (repaired, repairs) = repair(issue.clone(), level);
        let (again, more) = repair(repaired.clone(), level);
        assert!(more.is_empty(), "{level:?}: repaired again: {more:?}");
        assert_eq!(again, repaired);
        let once = write::markdown(&repaired);
        assert_eq!(repair::undo(repaired, &repairs).expect("its own repairs"), issue);
        assert_written_again(&once);
    }
    assert_written_again(&write::markdown(&issue));
    assert!(write::html(&issue).ends_with("</html>\n"));
});

/// What was written is read, and written, as it is.
fn assert_written_again(once: &str) {
    let again = read(&Source::new("page.zh-CN.md", once)).0;
    assert_eq!(write::markdown(&again), once);
}
