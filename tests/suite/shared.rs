//! Files that several people use: rights that stay, locks and leftovers of others, runs that are interrupted.
#![cfg(unix)]

use std::fs::{self, File, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::command::{duizhao, told};

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4"><header creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="t" adminlang="en"
 srclang="zh-CN" datatype="plaintext"/><body>"#;

/// A memory of one unit.
fn memory(text: &str) -> String {
    format!(
        "{HEAD}<tu><tuv xml:lang=\"zh-CN\"><seg>{text}</seg></tuv><tuv xml:lang=\"en\"><seg>Ferry.</seg></tuv></tu>\
         </body></tmx>\n"
    )
}

/// Two colleagues who share a group, by number.
const LIN: u32 = 61_001;
const CHEN: u32 = 61_002;
const TEAM: u32 = 62_000;

/// A folder of the first colleague with a memory for the group; `None` where the test cannot be somebody else.
fn desk(folder_mode: u32, file_mode: u32) -> Option<tempfile::TempDir> {
    let folder = tempfile::tempdir().unwrap();
    if folder.path().metadata().unwrap().uid() != 0 {
        return None;
    }
    fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
    fs::write(folder.path().join("new.tmx"), memory("新的")).unwrap();
    let team = folder.path().join("team");
    fs::create_dir(&team).unwrap();
    leave(&team.join("m.tmx"), memory("旧的").as_bytes(), file_mode);
    chown(&team, Some(LIN), Some(TEAM)).unwrap();
    fs::set_permissions(&team, Permissions::from_mode(folder_mode)).unwrap();
    Some(folder)
}

/// A file of the first colleague.
fn leave(path: &Path, bytes: &[u8], mode: u32) {
    fs::write(path, bytes).unwrap();
    chown(path, Some(LIN), Some(TEAM)).unwrap();
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

/// Merges as the second colleague, who has a group of their own and is in `groups` besides.
fn merge(folder: &Path, groups: &str) -> Output {
    Command::new("setpriv")
        .args([&format!("--reuid={CHEN}"), &format!("--regid={CHEN}"), groups])
        .arg(env!("CARGO_BIN_EXE_duizhao"))
        .args(["tm", "merge", "team/m.tmx", "new.tmx", "-o", "team/m.tmx"])
        .current_dir(folder)
        .output()
        .unwrap()
}

fn in_team() -> String {
    format!("--groups={TEAM}")
}

/// Owner, group and mode.
fn rights(path: &Path) -> (u32, u32, u32) {
    let found = fs::metadata(path).unwrap();
    (found.uid(), found.gid(), found.mode() & 0o7777)
}

fn both_are_in(path: &Path) -> bool {
    let text = fs::read_to_string(path).unwrap();
    text.contains("新的") && text.contains("旧的")
}

#[test]
fn a_memory_that_a_colleague_replaces_stays_the_groups() {
    let Some(folder) = desk(0o770, 0o660) else { return };
    let file = folder.path().join("team/m.tmx");
    let output = merge(folder.path(), &in_team());
    assert!(output.status.success(), "{}", told(&output));
    assert_eq!(rights(&file), (CHEN, TEAM, 0o660));
    assert!(both_are_in(&file) && !told(&output).contains("warning"), "{}", told(&output));
    // Who may give files away gives them back to their owner.
    chown(&file, Some(LIN), Some(TEAM)).unwrap();
    let output = duizhao(folder.path(), &["tm", "merge", "team/m.tmx", "new.tmx", "-o", "team/m.tmx"]);
    assert!(output.status.success(), "{}", told(&output));
    assert_eq!(rights(&file), (LIN, TEAM, 0o660));
}

#[test]
fn a_group_that_cannot_be_kept_is_named() {
    let Some(folder) = desk(0o777, 0o666) else { return };
    let file = folder.path().join("team/m.tmx");
    fs::set_permissions(&file, Permissions::from_mode(0o676)).unwrap();
    let output = merge(folder.path(), "--clear-groups");
    assert!(output.status.success() && both_are_in(&file), "{}", told(&output));
    assert!(told(&output).contains(&format!("no longer belongs to group {TEAM}")), "{}", told(&output));
    // The group that it has now may do what everybody may.
    assert_eq!(rights(&file), (CHEN, CHEN, 0o666));
}

#[test]
fn what_one_may_not_write_is_not_replaced() {
    let Some(folder) = desk(0o777, 0o644) else { return };
    let file = folder.path().join("team/m.tmx");
    let output = merge(folder.path(), &in_team());
    assert_eq!(output.status.code(), Some(1));
    assert!(told(&output).contains("you have no right to it"), "{}", told(&output));
    assert_eq!(fs::read_to_string(&file).unwrap(), memory("旧的"));
    assert_eq!(fs::read_dir(folder.path().join("team")).unwrap().count(), 1);
}

#[test]
fn a_private_file_is_private_while_it_is_written_and_so_is_its_index() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("m.tmx");
    fs::write(&file, memory("旧的")).unwrap();
    fs::set_permissions(&file, Permissions::from_mode(0o600)).unwrap();
    let replacement = duizhao_tm::file::Lock::take(&file).unwrap().replace().unwrap();
    assert_eq!(rights(&folder.path().join("m.tmx.part")).2, 0o600);
    drop(replacement);
    assert!(duizhao(folder.path(), &["tm", "query", "旧的", "-m", "m.tmx"]).status.success());
    assert_eq!(rights(&folder.path().join("m.tmx.idx")).2, 0o600);
}

#[test]
fn what_a_colleague_left_stops_nobody_or_is_named() {
    // A lock that may be read is enough; one that may not is named. A part goes unless the folder forbids it.
    let cases = [
        ("m.tmx.lock", 0o770, 0o644, None),
        ("m.tmx.lock", 0o770, 0o600, Some("team/m.tmx: cannot write m.tmx.lock beside it")),
        ("m.tmx.lock", 0o1777, 0o644, None),
        ("m.tmx.part", 0o770, 0o600, None),
        ("m.tmx.part", 0o1777, 0o644, Some("team/m.tmx: cannot write m.tmx.part beside it")),
    ];
    for (left, folder_mode, mode, wrong) in cases {
        let Some(folder) = desk(folder_mode, 0o660) else { return };
        let file = folder.path().join("team/m.tmx");
        if wrong.is_none() {
            // In a folder for all only the owner of a file may replace it.
            chown(&file, Some(CHEN), None).unwrap();
        }
        leave(&folder.path().join("team").join(left), b"", mode);
        let output = merge(folder.path(), &in_team());
        match wrong {
            None => assert!(output.status.success() && both_are_in(&file), "{left}: {}", told(&output)),
            Some(wrong) => {
                assert_eq!(output.status.code(), Some(1), "{left}: {}", told(&output));
                assert!(told(&output).contains(wrong), "{left}: {}", told(&output));
                assert!(told(&output).contains("remove it, or ask its owner"), "{left}: {}", told(&output));
                assert_eq!(fs::read_to_string(&file).unwrap(), memory("旧的"));
            }
        }
    }
}

#[test]
fn a_folder_that_takes_no_files_is_named() {
    let Some(folder) = desk(0o750, 0o660) else { return };
    let output = merge(folder.path(), &in_team());
    assert_eq!(output.status.code(), Some(1));
    assert!(told(&output).contains("the right to write in its folder"), "{}", told(&output));
}

/// What was written aside and not put in its place.
fn leftovers(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let names = names.map(|name| name.to_string_lossy().into_owned());
    names.filter(|name| name.starts_with(".duizhao")).collect()
}

#[test]
fn the_next_run_clears_away_what_a_killed_one_left() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("a.md"), "# 渡口\n\n渡口停航。\n").unwrap();
    fs::write(at("m.tmx"), memory("旧的")).unwrap();
    for command in ["read a.md -o b.md", "convert -c s2t a.md -o b.md", "tm cat m.tmx -o n.tmx", "epub a.md"]
    {
        for name in [".duizhao-1-0", ".duizhao-999999-3"] {
            fs::write(at(name), "half a").unwrap();
        }
        // What somebody is writing, and what only looks like ours.
        fs::write(at(".duizhao-2-0"), "half a").unwrap();
        let held = File::open(at(".duizhao-2-0")).unwrap();
        held.lock().unwrap();
        fs::write(at(".duizhaorc"), "mine").unwrap();
        let arguments: Vec<&str> = command.split(' ').collect();
        let output = duizhao(folder.path(), &arguments);
        assert!(output.status.success(), "{command}: {}", told(&output));
        let mut left = leftovers(folder.path());
        left.sort();
        assert_eq!(left, [".duizhao-2-0", ".duizhaorc"], "{command}");
    }
}

#[test]
fn a_run_that_is_asked_to_end_leaves_nothing() {
    // The commands wait for a pipe that nobody writes to, when their outputs are begun.
    let commands = ["read pipe -o new/deep/b.md --report r.json", "convert -c s2t a.md pipe -o new"];
    for (command, signal) in commands.into_iter().zip([15, 1]) {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("a.md"), "# 渡口\n\n渡口停航。\n").unwrap();
        assert!(Command::new("mkfifo").arg(at("pipe")).status().unwrap().success());
        let mut child = Command::new(env!("CARGO_BIN_EXE_duizhao"))
            .args(command.split(' '))
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let begun = Instant::now();
        let made = || {
            [at("new/deep"), at("new")].iter().any(|folder| folder.is_dir() && !leftovers(folder).is_empty())
        };
        while !made() && begun.elapsed() < Duration::from_secs(30) {
            thread::sleep(Duration::from_millis(5));
        }
        assert!(made(), "{command}: nothing was begun");
        let kill = Command::new("kill").args([format!("-{signal}"), child.id().to_string()]).status();
        assert!(kill.unwrap().success());
        assert_eq!(child.wait().unwrap().signal(), Some(signal), "{command}");
        assert!(!at("new").exists() && !at("r.json").exists(), "{command}");
        assert!(leftovers(folder.path()).is_empty(), "{command}");
    }
}
