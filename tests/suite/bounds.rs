//! Limits of work and of places: what is too much ends in an error, and a text names files of its own folder only.
#![cfg(unix)]

use std::fs;
use std::io::Read;
use std::os::unix::fs::symlink;
use std::path::Path;

use super::command::{duizhao, told};

const PIXEL: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc`\0\0\0\x02\0\x01H\xaf\xa4q\0\0\0\0IEND\xaeB`\x82";

/// The images of the one book in a folder.
fn images(folder: &Path) -> usize {
    let book = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).next().unwrap();
    let mut archive = zip::ZipArchive::new(fs::File::open(book).unwrap()).unwrap();
    let mut found = 0;
    for index in 0..archive.len() {
        let mut bytes = Vec::new();
        archive.by_index(index).unwrap().read_to_end(&mut bytes).unwrap();
        found += usize::from(bytes == PIXEL);
    }
    found
}

#[test]
fn a_text_names_images_of_its_own_folder() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::create_dir_all(at.join("issue/images")).unwrap();
    fs::write(at.join("beside.png"), PIXEL).unwrap();
    fs::write(at.join("issue/images/own.png"), PIXEL).unwrap();
    symlink("../beside.png", at.join("issue/link.png")).unwrap();
    symlink("..", at.join("issue/up")).unwrap();
    let absolute = at.join("beside.png").display().to_string();
    let cases = [
        ("images/own.png", true),
        ("./images/../images/own.png", true),
        ("../beside.png", false),
        ("%2E%2E/beside.png", false),
        (absolute.as_str(), false),
        ("link.png", false),
        ("up/beside.png", false),
    ];
    for (number, (name, own)) in cases.into_iter().enumerate() {
        fs::write(at.join("issue/issue.md"), format!("# 灯\n\n海边的灯亮了。\n\n![灯]({name})\n")).unwrap();
        let out = format!("out{number}");
        let output = duizhao(at, &["epub", "issue/issue.md", "-o", &out]);
        assert_eq!(output.status.code(), Some(0), "{name}: {}", told(&output));
        assert_eq!(images(&at.join(&out)), usize::from(own), "{name}");
        assert_eq!(told(&output).contains("--allow-files"), !own, "{name}: {}", told(&output));
        let allowed = format!("allowed{number}");
        let output = duizhao(at, &["epub", "issue/issue.md", "-o", &allowed, "--allow-files", "."]);
        assert_eq!(output.status.code(), Some(0), "{name}: {}", told(&output));
        assert_eq!(images(&at.join(&allowed)), 1, "{name}");
    }
    fs::write(at.join("issue/issue.md"), "---\ncover: ../beside.png\n---\n\n# 灯\n\n海边的灯亮了。\n")
        .unwrap();
    let output = duizhao(at, &["epub", "issue/issue.md", "-o", "cover"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(told(&output).contains("--allow-files"), "{}", told(&output));
    assert!(!at.join("cover").exists(), "nothing is left");
}

#[test]
fn a_template_has_an_end() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("issue.md"), "# 灯\n\n海边的灯亮了。\n").unwrap();
    fs::create_dir(at.join("t")).unwrap();
    for template in [
        "<svg>{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}</svg>",
        "<svg>{{ '%999999999d'|format(1) }}</svg>",
        "<svg>{{ 'a'|indent(900000000) }}</svg>",
        "<svg>{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}</svg>",
    ] {
        fs::write(at.join("t/cover.svg"), template).unwrap();
        let output = duizhao(at, &["epub", "issue.md", "--templates", "t", "-o", "out"]);
        assert_eq!(output.status.code(), Some(1), "{template}");
        assert!(told(&output).contains("t/cover.svg"), "{}", told(&output));
        assert!(!at.join("out").exists(), "{template}");
    }
}

#[test]
fn a_pipe_that_nobody_writes_into_is_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    assert!(std::process::Command::new("mkfifo").arg(at.join("pipe")).status().unwrap().success());
    let output = duizhao(at, &["read", "pipe"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(told(&output).contains("it is a pipe, and nobody has written into it"), "{}", told(&output));
}

#[test]
fn as_many_files_are_written_as_the_system_lets_be_open() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let texts: Vec<String> = (0..1100).map(|i| format!("{i}.txt")).collect();
    for text in &texts {
        fs::write(at.join(text), "发现").unwrap();
    }
    let arguments: Vec<&str> =
        ["convert", "-c", "s2t", "-o", "out"].into_iter().chain(texts.iter().map(String::as_str)).collect();
    // As most systems begin a program.
    let line = format!("ulimit -S -n 1024; exec {} \"$@\"", env!("CARGO_BIN_EXE_duizhao"));
    let status = std::process::Command::new("sh")
        .args(["-c", &line, "sh"])
        .args(arguments)
        .current_dir(at)
        .status()
        .unwrap();
    assert!(status.success());
    assert_eq!(fs::read_dir(at.join("out")).unwrap().count(), texts.len());
}
