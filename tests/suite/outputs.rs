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

const TRANSLATION: &str =
    "# No ferry for a day\n\nIn yesterday's fog the ferry did not run; travellers took the bus.\n";
/// A picture of one grey point.
const PICTURE: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"><rect width=\"1\" height=\"1\"/></svg>";

/// Everything that commands read, each under a name that some output has, too.
fn desk() -> tempfile::TempDir {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("ferry.zh-CN.md"), ISSUE).unwrap();
    fs::write(at("ferry.en.md"), TRANSLATION).unwrap();
    fs::write(at("ferry.zh-CN_en.tmx"), MEMORY).unwrap();
    fs::write(at("new.tmx"), MEMORY.replace("渡口停航", "渡口复航")).unwrap();
    fs::write(at("terms.tsv"), "渡口\tferry\n").unwrap();
    fs::write(at("words.toml"), "[[term]]\ntext = \"渡口\"\nzh-TW = \"渡口\"\n").unwrap();
    fs::write(at("table.csv"), "unit,zh-CN,en\n1,渡口停航。,The ferry stopped.\n").unwrap();
    fs::write(at("cover.svg"), PICTURE).unwrap();
    fs::create_dir(at("articles")).unwrap();
    fs::write(at("articles/1.md"), ISSUE).unwrap();
    fs::write(at("articles/picture.md"), format!("{ISSUE}\n![雾](fog.svg)\n")).unwrap();
    fs::write(at("articles/fog.svg"), PICTURE).unwrap();
    fs::create_dir(at("other")).unwrap();
    fs::write(at("other/issue.md"), ISSUE).unwrap();
    let made = duizhao(folder.path(), &["segment", "--print-srx"]);
    fs::write(at("rules.srx"), made.stdout).unwrap();
    let made = duizhao(folder.path(), &["epub", "ferry.zh-CN.md", "-q"]);
    assert!(made.status.success(), "{}", told(&made));
    let made = duizhao(folder.path(), &["read", "ferry.zh-CN.md", "--report", "repairs.json", "-q"]);
    assert!(made.status.success(), "{}", told(&made));
    folder
}

/// Every file below a folder, with its bytes.
fn all(folder: &Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.push((path.clone(), Vec::new()));
            files.extend(all(&path));
        } else {
            let bytes = fs::read(&path).unwrap();
            files.push((path, bytes));
        }
    }
    files.sort();
    files
}

/// Commands whose output would be a file that they read or write: the two names, and the option that names another.
const COLLISIONS: &[(&str, [&str; 2], &str)] = &[
    ("epub ferry.zh-CN.epub", ["ferry.zh-CN.epub", "ferry.zh-CN.epub"], "--out"),
    ("epub ferry.zh-CN.epub --out other/..", ["ferry.zh-CN.epub", "ferry.zh-CN.epub"], "--out"),
    (
        "epub ferry.zh-CN.md --cover ferry.zh-CN.epub/OEBPS/cover.svg",
        ["ferry.zh-CN.epub", "is read"],
        "--out",
    ),
    ("build ferry.zh-CN.md -t ferry.en.md --out .", ["ferry.zh-CN.md", "is read"], "--out"),
    (
        "build ferry.zh-CN.md -t ferry.en.md --out . --memory ferry.zh-CN_en.tmx",
        ["ferry.zh-CN.md", "is read"],
        "--out",
    ),
    (
        "build issue.md -t ferry.en.md --memory dist/issue.zh-CN_en.tmx",
        ["dist/issue.zh-CN_en.tmx", "is written too"],
        "--out",
    ),
    ("build issue.md -t ferry.en.md --memory ferry.en.md", ["ferry.en.md", "is read"], "--memory"),
    (
        "build issue.md -t ferry.en.md --memory terms.tsv --lexicon terms.tsv",
        ["terms.tsv", "is read"],
        "--memory",
    ),
    (
        "build issue.md -t ferry.en.md --memory rules.srx --srx rules.srx",
        ["rules.srx", "is read"],
        "--memory",
    ),
    (
        "build issue.md -t ferry.en.md --memory words.toml --terms words.toml",
        ["words.toml", "is read"],
        "--memory",
    ),
    (
        "build issue.md -t ferry.en.md --memory cover.svg --cover cover.svg",
        ["cover.svg", "is read"],
        "--memory",
    ),
    ("read issue.md --report issue.md -o clean.md", ["issue.md", "is read"], "--report"),
    ("read issue.md -o issue.md", ["issue.md", "is read"], "--output"),
    ("read issue.md --report x -o x", ["x", "is written too"], "--output"),
    ("read issue.md --report new/x -o new/x", ["new/x", "is written too"], "--output"),
    ("read issue.md --report x -o X", ["X", "x, which is written too"], "--output"),
    ("read issue.md -o ISSUE.md", ["ISSUE.md", "issue.md, which is read"], "--output"),
    ("read articles --report articles/1.md -o clean.md", ["articles/1.md", "is read"], "another file"),
    ("read articles -o articles/1.md", ["articles/1.md", "is read"], "another file"),
    ("read issue.md --undo repairs.json -o repairs.json", ["repairs.json", "is read"], "--output"),
    ("convert --to zh-TW issue.md -o issue.md", ["issue.md", "is read"], "-o"),
    ("convert -c s2t issue.md -o ./issue.md", ["./issue.md", "issue.md"], "-o"),
    ("convert -c s2t issue.md other/issue.md -o out", ["out/issue.md", "is written too"], "-o"),
    ("convert --to zh-TW issue.md other/issue.md -o out", ["out/issue.md", "is written too"], "-o"),
    ("convert -c s2t issue.md ferry.en.md -o .", ["./issue.md", "issue.md"], "-o"),
    ("convert --to zh-TW --terms words.toml issue.md -o words.toml", ["words.toml", "is read"], "-o"),
    ("tm filter memory.tmx -o memory.tmx", ["memory.tmx", "is read"], "-o"),
    ("tm script memory.tmx -o memory.tmx", ["memory.tmx", "is read"], "-o"),
    ("tm export memory.tmx --to csv -o memory.tmx", ["memory.tmx", "is read"], "-o"),
    ("tm check memory.tmx -o memory.tmx", ["memory.tmx", "is read"], "-o"),
    ("tm check memory.tmx --terms terms.tsv -o terms.tsv", ["terms.tsv", "is read"], "-o"),
    ("tm import table.csv -o table.csv", ["table.csv", "is read"], "-o"),
    ("tm import table.csv --review memory.tmx -o table.csv", ["table.csv", "is read"], "-o"),
    ("tm clean memory.tmx -o x.tmx --removed memory.tmx", ["memory.tmx", "has that name"], "--removed"),
    ("tm clean memory.tmx -o x.tmx --removed x.tmx", ["x.tmx", "is written too"], "--removed"),
    ("tm merge memory.tmx new.tmx -o Memory.tmx", ["Memory.tmx", "memory.tmx"], "-o"),
    ("tm apply issue.md -m memory.tmx -o issue.md", ["issue.md", "is read"], "-o"),
    ("tm apply issue.md -m memory.tmx -o memory.tmx.idx", ["memory.tmx.idx", "is read"], "-o"),
    ("tm apply issue.md -m memory.tmx -o x.html --report x.html", ["x.html", "is written too"], "--report"),
    ("tm apply articles -m memory.tmx -o articles/1.md", ["articles/1.md", "is read"], "another file"),
];

#[test]
fn nothing_is_written_over_what_a_run_reads_or_writes() {
    let folder = desk();
    let folder = folder.path();
    let before = all(folder);
    for (command, names, instead) in COLLISIONS {
        let arguments: Vec<&str> = command.split(' ').collect();
        let output = duizhao(folder, &arguments);
        let told = told(&output);
        assert_eq!(output.status.code(), Some(1), "{command}: {told}");
        let help = told.lines().rfind(|line| line.starts_with("  help: ")).unwrap_or_default();
        assert!(names.iter().all(|name| told.contains(name)) && help.contains(instead), "{command}: {told}");
        assert!(told.contains("would be lost"), "{command}: {told}");
        assert!(all(folder) == before, "{command} changed something");
    }
}

#[test]
fn a_file_is_known_by_all_its_names() {
    let folder = desk();
    let folder = folder.path();
    symlink("issue.md", folder.join("link.md")).unwrap();
    symlink("none.md", folder.join("dangling.md")).unwrap();
    symlink(".", folder.join("here")).unwrap();
    fs::hard_link(folder.join("issue.md"), folder.join("second.md")).unwrap();
    fs::hard_link(folder.join("memory.tmx"), folder.join("second.tmx")).unwrap();
    let before = all_but_links(folder);
    for command in [
        "read issue.md -o link.md",
        "read issue.md -o second.md",
        "read link.md --report second.md",
        "read issue.md -o here/issue.md",
        "read issue.md -o dangling.md --report none.md",
        "convert -c s2t second.md -o link.md",
        "tm filter second.tmx -o memory.tmx",
        "tm export second.tmx --to csv -o here/memory.tmx",
        "build issue.md -t ferry.en.md --memory second.md",
    ] {
        let arguments: Vec<&str> = command.split(' ').collect();
        let output = duizhao(folder, &arguments);
        assert_eq!(output.status.code(), Some(1), "{command}: {}", told(&output));
        assert!(told(&output).contains("would be lost"), "{command}: {}", told(&output));
        assert!(all_but_links(folder) == before, "{command} changed something");
    }
}

/// The same without what links lead to.
fn all_but_links(folder: &Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let files = entries.filter(|entry| entry.file_type().unwrap().is_file());
    let mut files: Vec<_> = files.map(|entry| (entry.path(), fs::read(entry.path()).unwrap())).collect();
    files.sort();
    files
}

#[test]
fn a_book_that_holds_the_images_of_a_text_is_not_written_over() {
    let folder = desk();
    let folder = folder.path();
    fs::rename(folder.join("ferry.zh-CN.epub"), folder.join("fog.zh-CN.epub")).unwrap();
    fs::write(folder.join("fog.md"), format!("{ISSUE}\n![雾](fog.zh-CN.epub/OEBPS/cover.svg)\n")).unwrap();
    let before = fs::read(folder.join("fog.zh-CN.epub")).unwrap();
    let output = duizhao(folder, &["epub", "fog.md"]);
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    assert!(told(&output).contains("fog.zh-CN.epub, which is read"), "{}", told(&output));
    assert!(fs::read(folder.join("fog.zh-CN.epub")).unwrap() == before);
}

#[test]
fn what_is_meant_to_be_replaced_still_is() {
    for command in [
        "tm merge memory.tmx new.tmx -o memory.tmx",
        "tm cat memory.tmx -o memory.tmx",
        "tm clean memory.tmx -o memory.tmx",
        "tm languages memory.tmx --usual -o memory.tmx",
        "tm script memory.tmx --add -o memory.tmx",
        "tm import table.csv --review memory.tmx -o memory.tmx",
        "build issue.md -t ferry.en.md --memory memory.tmx",
        "read issue.md -o /dev/null --report /dev/null",
        "tm cat /dev/null --salvage -o /dev/null",
    ] {
        let folder = desk();
        let arguments: Vec<&str> = command.split(' ').collect();
        let output = duizhao(folder.path(), &arguments);
        let wanted = i32::from(command.contains("cat /dev/null"));
        assert_eq!(output.status.code(), Some(wanted), "{command}: {}", told(&output));
        assert!(!told(&output).contains("would be lost"), "{command}: {}", told(&output));
        assert!(fs::read_to_string(folder.path().join("memory.tmx")).unwrap().contains("停航"), "{command}");
    }
}

#[test]
fn what_was_taken_out_before_stays() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let same = |text: &str| MEMORY.replace("The ferry stopped.", "").replace("渡口停航", text);
    let removed = || fs::read_to_string(folder.join("t.removed.tmx")).unwrap();
    let clean = || {
        let output = duizhao(folder, &["tm", "clean", "t.tmx", "-o", "t.tmx"]);
        assert!(output.status.success(), "{}", told(&output));
    };
    fs::write(folder.join("t.tmx"), same("第一次")).unwrap();
    clean();
    assert!(removed().contains("第一次"));
    fs::write(folder.join("t.tmx"), same("第二次")).unwrap();
    clean();
    assert!(removed().contains("第一次") && removed().contains("第二次"), "{}", removed());
    // What is there already is not there twice.
    let once = removed();
    fs::write(folder.join("t.tmx"), same("第一次")).unwrap();
    clean();
    assert_eq!(removed(), once);
    // What cannot be added to is not lost, and nothing else happens.
    fs::write(folder.join("t.removed.tmx"), "notes of my own").unwrap();
    fs::write(folder.join("t.tmx"), same("第三次")).unwrap();
    let output = duizhao(folder, &["tm", "clean", "t.tmx", "-o", "t.tmx"]);
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    assert_eq!(removed(), "notes of my own");
    assert_eq!(fs::read_to_string(folder.join("t.tmx")).unwrap(), same("第三次"));
}

#[test]
fn behind_a_link_that_leads_nowhere_yet_the_file_is_made() {
    for command in COMMANDS {
        let folder = folder();
        let folder = folder.path();
        fs::create_dir(folder.join("shelf")).unwrap();
        symlink("shelf/new", folder.join("first")).unwrap();
        symlink("first", folder.join("second")).unwrap();
        run(folder, command, "file");
        run(folder, command, "second");
        assert_eq!(fs::read(folder.join("shelf/new")).unwrap(), fs::read(folder.join("file")).unwrap());
        for link in ["first", "second"] {
            assert!(fs::symlink_metadata(folder.join(link)).unwrap().is_symlink(), "{command:?}");
        }
        symlink("circle", folder.join("circle")).unwrap();
        let output = duizhao(folder, &[command, &["-o", "circle"]].concat());
        assert_eq!(output.status.code(), Some(1), "{command:?}");
        assert!(fs::symlink_metadata(folder.join("circle")).unwrap().is_symlink(), "{command:?}");
    }
}

#[test]
fn what_was_in_a_file_that_the_shell_appends_to_stays() {
    for command in COMMANDS {
        let folder = folder();
        fs::write(folder.path().join("log"), "before\n").unwrap();
        let shell = "exec \"$0\" \"$@\" -o /dev/stdout >> log";
        let done = Command::new("sh")
            .args(["-c", shell, env!("CARGO_BIN_EXE_duizhao")])
            .args(command)
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert!(done.status.success(), "{command:?}: {}", told(&done));
        let log = fs::read_to_string(folder.path().join("log")).unwrap();
        assert!(log.starts_with("before\n") && log.contains("渡"), "{command:?}: {log}");
    }
}

/// Runs that fail for what can be known beforehand, and a word of the reason.
const FAILURES: &[(&str, &str)] = &[
    ("build ferry.zh-CN.md -t ferry.en.md --memory cut.tmx --out dist", "cut.tmx"),
    ("build ferry.zh-CN.md -t ferry.en.md --memory table.csv --out dist", "table.csv"),
    ("build ferry.zh-CN.md -t ferry.en.md --memory articles --out dist", "articles"),
    ("build ferry.zh-CN.md -t ferry.en.md --memory none/m.tmx --out dist", "none/m.tmx"),
    ("build ferry.zh-CN.md -t ferry.en.md -o terms.tsv", "terms.tsv is a file, not a folder"),
    ("build ferry.zh-CN.md -t ferry.en.md -o terms.tsv/dist", "terms.tsv is a file, not a folder"),
    ("build ferry.zh-CN.md -t ferry.en.md -o dist/new --templates other", "other"),
    ("build ferry.zh-CN.md -t ferry.en.md -o dist --edition zh-CN,fr", "fr"),
    ("build ferry.zh-CN.md -t ferry.en.md -o dist --edition bilingual --lexicon none.tbx", "none.tbx"),
    ("epub ferry.zh-CN.md -o dist --templates templates", "templates/"),
    ("epub ferry.zh-CN.md -o dist --cover terms.tsv", "terms.tsv"),
    ("epub ferry.zh-CN.md -o dist --edition zh-CN,en", "en"),
    ("read ferry.zh-CN.md --report new/r.json -o articles", "a folder of that name"),
    ("read ferry.zh-CN.md --report r.json -o /dev/full", "/dev/full"),
    ("read ferry.zh-CN.md -o r.md --report /dev/full", "/dev/full"),
    ("read ferry.zh-CN.md -o terms.tsv/r.md", "terms.tsv is a file, not a folder"),
    ("convert -c s2t issue.md none.md -o out", "none.md"),
    ("convert --to zh-TW issue.md table.csv bytes.md -o out", "bytes.md"),
    ("tm clean memory.tmx -o new.tmx --removed cut.tmx", "cut.tmx"),
    ("tm split cut.tmx --by language --out parts", "cut.tmx"),
    ("tm split memory.tmx --by language --out terms.tsv", "terms.tsv is a file, not a folder"),
    ("tm merge memory.tmx cut.tmx -o m.tmx", "cut.tmx"),
    ("tm cat memory.tmx -o articles", "articles"),
    ("tm apply issue.md -m cut.tmx -o x.xlf --report x.csv", "cut.tmx"),
    ("tm apply issue.md -m memory.tmx -o x.xlf --report articles --format csv", "a folder of that name"),
    ("init terms.tsv", "terms.tsv is a file, not a folder"),
];

#[test]
fn a_run_that_fails_writes_nothing() {
    let folder = desk();
    let folder = folder.path();
    fs::write(folder.join("cut.tmx"), &MEMORY[..MEMORY.len() - 40]).unwrap();
    fs::write(folder.join("bytes.md"), b"\xff\xfe\xfd").unwrap();
    fs::create_dir(folder.join("templates")).unwrap();
    fs::write(folder.join("templates/cover.svg"), "{% if %}").unwrap();
    let before = all(folder);
    for (command, reason) in FAILURES {
        let arguments: Vec<&str> = command.split(' ').collect();
        let output = duizhao(folder, &arguments);
        assert_eq!(output.status.code(), Some(1), "{command}: {}", told(&output));
        assert!(
            told(&output).contains(reason) && told(&output).contains("help: "),
            "{command}: {}",
            told(&output)
        );
        let mut after = all(folder);
        // An index can be thrown away at any time.
        after.retain(|(path, _)| path.extension().is_none_or(|ending| ending != "idx"));
        let names: Vec<_> = after.iter().map(|(path, _)| path).collect();
        assert!(after == before, "{command} changed something: {names:?}");
    }
}

#[test]
fn a_locked_memory_stops_a_build_before_it_begins() {
    let folder = desk();
    let before = all(folder.path());
    let lock = duizhao_tm::file::Lock::take(&folder.path().join("memory.tmx")).unwrap();
    let output =
        duizhao(folder.path(), &["build", "issue.md", "-t", "ferry.en.md", "--memory", "memory.tmx"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(told(&output).contains("another program is writing it"), "{}", told(&output));
    drop(lock);
    assert!(all(folder.path()) == before);
}
