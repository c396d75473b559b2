//! The command as its user runs it.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Runs it in a folder.
pub(crate) fn duizhao(folder: &Path, arguments: &[&str]) -> Output {
    duizhao_given(folder, arguments, b"")
}

/// Runs it in a folder, with a text on standard input.
pub(crate) fn duizhao_given(folder: &Path, arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_duizhao"))
        .current_dir(folder)
        .env_remove("SOURCE_DATE_EPOCH")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // Who stops at an error reads no more.
    let _ = stdin.write_all(input);
    drop(stdin);
    child.wait_with_output().unwrap()
}

/// What it told a person.
pub(crate) fn told(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}
