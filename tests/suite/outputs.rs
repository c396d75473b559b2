//! Where outputs go: links stay links, devices and pipes are written through.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;
use std::thread;

use super::command::{duizhao, told};

const ISSUE: &str = "# 渡口停航一日\n\n昨日大雾，渡口停航一日,旅客改乘汽车。\n";
const MEMORY: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4"><header creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="t" adminlang="en"
 srclang="zh-CN" datatype="plaintext"/><body><tu><tuv xml:lang="zh-CN"><seg>渡口停航。</seg></tuv>
<tuv xml:lang="en"><seg>The ferry stopped.</seg></tuv></tu></body></tmx>
"#;

/// Commands that write one output; what each is called with before `-o`.
const COMMANDS: [&[&str]; 4] = [
    &["read", "issue.md", "--quiet"],
    &["convert", "--to", "zh-TW", "issue.md"],
    &["convert", "-c", "s2t", "issue.md"],
    &["tm", "clean", "memory.tmx", "--quiet"],
];

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("issue.md"), ISSUE).unwrap();
    fs::write(folder.path().join("memory.tmx"), MEMORY).unwrap();
    folder
}

/// What the command writes to a path in the folder; `None` if it says that it cannot.
fn run(folder: &Path, command: &[&str], output: &str) -> Vec<u8> {
    let output = duizhao(folder, &[command, &["-o", output]].concat());
    assert_eq!(output.status.code(), Some(0), "{command:?}: {}", told(&output));
    output.stdout
}

#[test]
fn a_pipe_takes_an_output_as_it_comes() {
    for command in COMMANDS {
        let folder = folder();
        let folder = folder.path();
        let pipe = folder.join("pipe");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        run(folder, command, "file");
        let reader = thread::spawn({
            let pipe = pipe.clone();
            move || fs::read(pipe).unwrap()
        });
        run(folder, command, "pipe");
        assert!(fs::metadata(&pipe).unwrap().file_type().is_fifo(), "{command:?} put a file there");
        assert_eq!(reader.join().unwrap(), fs::read(folder.join("file")).unwrap(), "{command:?}");
        // By a link of our own: one that breaks must not be the machine's.
        symlink("/dev/fd/1", folder.join("stdout")).unwrap();
        let printed = run(folder, command, "stdout");
        assert!(printed.starts_with(&fs::read(folder.join("file")).unwrap()), "{command:?}");
        assert!(fs::symlink_metadata(folder.join("stdout")).unwrap().is_symlink(), "{command:?}");
    }
}

#[test]
fn a_link_stays_a_link_and_a_file_keeps_its_readers() {
    for command in COMMANDS {
        let folder = folder();
        let folder = folder.path();
        fs::create_dir(folder.join("shelf")).unwrap();
        let kept = folder.join("shelf/kept");
        fs::write(&kept, "old").unwrap();
        fs::set_permissions(&kept, PermissionsExt::from_mode(0o640)).unwrap();
        symlink("shelf/kept", folder.join("link")).unwrap();
        run(folder, command, "file");
        run(folder, command, "link");
        assert!(fs::symlink_metadata(folder.join("link")).unwrap().is_symlink(), "{command:?}");
        assert_eq!(fs::read(&kept).unwrap(), fs::read(folder.join("file")).unwrap(), "{command:?}");
        assert_eq!(fs::metadata(&kept).unwrap().permissions().mode() & 0o777, 0o640, "{command:?}");
        assert_eq!(
            fs::read_dir(folder.join("shelf")).unwrap().count(),
            1,
            "{command:?} left something behind"
        );
    }
}

#[test]
fn a_memory_cannot_grow_in_a_pipe() {
    let folder = folder();
    let folder = folder.path();
    fs::write(folder.join("issue.en.md"), "# Ferry stops\n\nThere was fog yesterday.\n").unwrap();
    assert!(Command::new("mkfifo").arg(folder.join("pipe")).status().unwrap().success());
    let output = duizhao(
        folder,
        &["build", "issue.md", "--translation", "issue.en.md", "--out", "dist", "--memory", "pipe"],
    );
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    assert!(
        told(&output).contains("pipe: cannot write it: it is a device or a pipe\n  help: name a file"),
        "{}",
        told(&output)
    );
}
