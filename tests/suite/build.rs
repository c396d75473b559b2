//! The main job as its user runs it: what is written, what is told, and what bad input gets.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::command::{duizhao, told};

const ISSUE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/linjiang-2026-03.zh.md");
const TRANSLATION: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/linjiang-2026-03.en.md");

/// The files of a folder by name.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(path).unwrap()))
        .collect()
}

#[test]
fn every_edition_is_written_and_told() {
    let folder = tempfile::tempdir().unwrap();
    let output = duizhao(folder.path(), &["build", ISSUE, "--translation", TRANSLATION]);
    assert!(output.status.success(), "{}", told(&output));
    assert!(output.stdout.is_empty());
    let files = files(&folder.path().join("dist"));
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "linjiang-2026-03.zh-CN.epub",
            "linjiang-2026-03.zh-CN.md",
            "linjiang-2026-03.zh-CN_en.epub",
            "linjiang-2026-03.zh-CN_en.tmx",
            "linjiang-2026-03.zh-TW.epub",
            "linjiang-2026-03.zh-TW.md",
            "linjiang-2026-03.zh-TW_en.tmx",
        ]
    );
    let told = told(&output);
    for line in ["8 articles", "beads: 1-1", "of low confidence", "places converted", "zh-TW.epub"] {
        assert!(told.contains(line), "{line}: {told}");
    }
    let taiwan = String::from_utf8(files["linjiang-2026-03.zh-TW.md"].clone()).unwrap();
    assert!(taiwan.contains("「慢一點不要緊，要緊的是住在這裡的人還認得它。」"), "{taiwan}");
    // Surnames that other words are written with: 于 范 涂 余 后 郁 丑 stay.
    for name in ["于建國", "范雨桐", "涂阿姨", "余秋萍", "后友根", "郁蘭", "丑小川"] {
        assert!(taiwan.contains(name), "{name}: {taiwan}");
    }
}

#[test]
fn articles_left_out_merged_and_moved_find_their_partners() {
    let translation = fs::read_to_string(TRANSLATION).unwrap();
    let mut articles: Vec<String> = Vec::new();
    for line in translation.lines() {
        if articles.is_empty() || line.starts_with("# ") || line.starts_with("## ") {
            articles.push(String::new());
        }
        articles.last_mut().unwrap().extend([line, "\n"]);
    }
    let (front, articles) = articles.split_first().unwrap();
    let told_of = |articles: &[&str]| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("issue.en.md");
        fs::write(&path, front.clone() + &articles.concat()).unwrap();
        let output = duizhao(folder.path(), &["build", ISSUE, "-t", "issue.en.md"]);
        assert!(output.status.success(), "{}", told(&output));
        let places = |line: &&str| line.contains("no partner") || line.contains("changed places");
        told(&output).lines().filter(places).map(str::to_owned).collect::<Vec<_>>()
    };
    let all: Vec<&str> = articles.iter().map(String::as_str).collect();
    assert_eq!(all.len(), 8);
    assert_eq!(told_of(&all), [""; 0]);
    assert_eq!(
        told_of(&[&all[..2], &all[3..]].concat()),
        ["warning: article 3 has no partner in the translation"]
    );
    let moved = told_of(&[&all[..1], &all[2..], &all[1..2]].concat());
    assert_eq!(moved, ["warning: articles 2 and 3 changed places in the translation"]);
    let (_, body) = all[4].split_once('\n').unwrap();
    assert_eq!(told_of(&[&all[..4], &[body], &all[5..]].concat()), [""; 0]);
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let runs = [(), ()].map(|()| {
        let folder = tempfile::tempdir().unwrap();
        let output =
            duizhao(folder.path(), &["build", ISSUE, "-t", TRANSLATION, "--out", "editions", "--quiet"]);
        assert!(output.status.success());
        assert!(output.stderr.is_empty(), "{}", told(&output));
        files(&folder.path().join("editions"))
    });
    assert_eq!(runs[0].keys().collect::<Vec<_>>(), runs[1].keys().collect::<Vec<_>>());
    for (name, bytes) in &runs[0] {
        assert!(runs[1][name] == *bytes, "{name} differs");
    }
}

#[test]
fn what_stands_in_the_way_is_told_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("empty.zh.md"), "").unwrap();
    fs::write(at("bytes.zh.md"), [0u8, 1, 2, 255, 254, 0, 0, 7]).unwrap();
    fs::write(at("a-file"), "kept").unwrap();
    fs::write(at("wrong.toml"), "[[term]]\ntxt = 1\n").unwrap();
    let cases: [(&[&str], &str); 7] = [
        (&["build", "missing.zh.md"], "missing.zh.md: cannot read it"),
        (&["build", "empty.zh.md"], "empty.zh.md: there is no text in it"),
        (&["build", "bytes.zh.md"], "bytes.zh.md"),
        (&["build", TRANSLATION], "its language is en, not Chinese"),
        (&["build", ISSUE, "-t", "missing.en.md"], "missing.en.md: cannot read it"),
        (&["build", ISSUE, "--out", "a-file"], "a-file: cannot write it"),
        (&["build", ISSUE, "--terms", "wrong.toml"], "wrong.toml"),
    ];
    for (arguments, wanted) in cases {
        let output = duizhao(folder.path(), arguments);
        let told = told(&output);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {told}");
        assert!(told.contains(wanted) && told.contains("help: "), "{arguments:?}: {told}");
        assert!(!at("dist").exists() || files(&at("dist")).is_empty(), "{arguments:?}");
    }
    assert_eq!(fs::read(at("a-file")).unwrap(), b"kept");
}

#[test]
fn a_place_that_is_taken_keeps_what_it_has() {
    let folder = tempfile::tempdir().unwrap();
    let dist = folder.path().join("dist");
    fs::create_dir_all(dist.join("linjiang-2026-03.zh-TW.epub")).unwrap();
    fs::write(dist.join("linjiang-2026-03.zh-CN.md"), "before").unwrap();
    let output = duizhao(folder.path(), &["build", ISSUE, "-t", TRANSLATION]);
    assert_eq!(output.status.code(), Some(1));
    assert!(told(&output).contains("a folder of that name is in the way"));
    assert_eq!(fs::read(dist.join("linjiang-2026-03.zh-CN.md")).unwrap(), b"before");
    assert_eq!(fs::read_dir(&dist).unwrap().count(), 2, "something was left behind");
}

#[test]
fn wrong_usage_is_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [&["build"][..], &["bild"], &["build", ISSUE, "--repair", "much"], &[]] {
        assert_eq!(duizhao(folder.path(), arguments).status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn every_command_has_help_with_examples() {
    let folder = tempfile::tempdir().unwrap();
    let help = duizhao(folder.path(), &["--help"]);
    let help = String::from_utf8(help.stdout).unwrap();
    let commands = help.split("Commands:").nth(1).unwrap().split("Options:").next().unwrap();
    let names: Vec<&str> = commands
        .lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|&name| name != "help")
        .collect();
    assert!(names.len() >= 8, "{names:?}");
    for name in names {
        let output = duizhao(folder.path(), &[name, "--help"]);
        assert!(output.status.success(), "{name}");
        let help = String::from_utf8(output.stdout).unwrap();
        assert!(help.contains("duizhao ") && help.contains("Examples:"), "{name} has no examples:\n{help}");
    }
}

#[test]
fn a_memory_grows_once() {
    let folder = tempfile::tempdir().unwrap();
    let team = folder.path().join("team.tmx");
    let arguments = ["build", ISSUE, "-t", TRANSLATION, "--memory", "team.tmx", "--edition", "zh-CN"];
    let first = duizhao(folder.path(), &arguments);
    assert!(first.status.success(), "{}", told(&first));
    let once = fs::read(&team).unwrap();
    assert!(once.windows(8).filter(|bytes| bytes == b"<tuv xml").count() > 100);
    let second = duizhao(folder.path(), &arguments);
    assert!(second.status.success(), "{}", told(&second));
    assert!(fs::read(&team).unwrap() == once, "building the same issue again changed the memory");
    fs::write(&team, "no memory").unwrap();
    let broken = duizhao(folder.path(), &arguments);
    assert_eq!(broken.status.code(), Some(1));
    assert!(told(&broken).contains("team.tmx"), "{}", told(&broken));
    assert_eq!(fs::read(&team).unwrap(), b"no memory");
}

#[test]
fn books_are_the_same_in_another_folder_time_zone_and_language_of_the_machine() {
    let make = |zone: &str, locale: &str, epoch: Option<&str>| {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_duizhao"));
        command
            .current_dir(folder.path())
            .env_remove("SOURCE_DATE_EPOCH")
            .env("TZ", zone)
            .env("LC_ALL", locale);
        command.envs(epoch.map(|epoch| ("SOURCE_DATE_EPOCH", epoch)));
        let editions = "zh-CN,zh-TW,zh-TW-vertical,zh-HK,en,bilingual";
        let arguments = ["epub", ISSUE, "--translation", TRANSLATION, "--edition", editions, "--kepub"];
        let output = command.args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", told(&output));
        files(folder.path())
    };
    let here = make("UTC", "C", None);
    assert_eq!(here.len(), 12);
    assert!(here == make("Asia/Taipei", "zh_TW.UTF-8", None), "the bytes hang on time zone or locale");
    let dated = make("UTC", "C", Some("1700000000"));
    assert!(dated != here && dated == make("America/Los_Angeles", "en_US.UTF-8", Some("1700000000")));
}

#[test]
fn a_corrected_book_says_when_it_was_changed() {
    let changed = |when: &str| {
        let folder = tempfile::tempdir().unwrap();
        let output = duizhao(folder.path(), &["epub", ISSUE, "-e", "zh-CN", "--modified", when]);
        let book = fs::read_dir(folder.path()).unwrap().next().map(|file| file.unwrap().path());
        (output, book, folder)
    };
    for (when, moment) in
        [("2026-04-01", "2026-04-01T00:00:00Z"), ("2026-04-01T18:30:00+08:00", "2026-04-01T10:30:00Z")]
    {
        let (output, book, _folder) = changed(when);
        assert!(output.status.success(), "{}", told(&output));
        let mut book = zip::ZipArchive::new(fs::File::open(book.unwrap()).unwrap()).unwrap();
        let mut package = String::new();
        std::io::Read::read_to_string(&mut book.by_name("OEBPS/content.opf").unwrap(), &mut package).unwrap();
        assert!(package.contains(&format!("\"dcterms:modified\">{moment}<")), "{package}");
    }
    let (output, book, _folder) = changed("yesterday");
    assert_eq!((output.status.code(), book), (Some(2), None));
    assert!(told(&output).contains("a day as 2026-03-06"), "{}", told(&output));
}

#[test]
fn an_image_that_is_missing_is_told_once_for_all_editions() {
    let folder = tempfile::tempdir().unwrap();
    let pixel = crate::edition::PIXEL;
    fs::write(folder.path().join("a b.png"), pixel).unwrap();
    fs::write(folder.path().join("百分100%.png"), pixel).unwrap();
    let text = "# 橋\n\n![橋](a%20b.png)\n\n![船](<百分100%.png>)\n\n![河](河.png)\n\n完。\n";
    fs::write(folder.path().join("issue.md"), text).unwrap();
    fs::write(folder.path().join("issue.en.md"), "# Bridge\n\nThe end.\n").unwrap();
    let editions = ["epub", "issue.md", "-t", "issue.en.md", "-e"];
    let output = duizhao(folder.path(), &[&editions[..], &["zh-TW,zh-CN"]].concat());
    let told_of_both = told(&output);
    assert_eq!(told_of_both.matches("left out").count(), 1, "{told_of_both}");
    assert!(told_of_both.contains("warning: the image `河.png` is left out"), "{told_of_both}");
    let output = duizhao(folder.path(), &[&editions[..], &["en,zh-TW,zh-CN"]].concat());
    let told_of_two = told(&output);
    assert!(told_of_two.contains("warning: zh-TW, zh-CN: the image `河.png`"), "{told_of_two}");
}

#[test]
fn a_font_for_the_cover_that_is_none_is_told() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("font.ttf"), "no font").unwrap();
    for (font, expected) in
        [("font.ttf", "font.ttf: the file holds no font"), ("none.ttf", "none.ttf: cannot read it")]
    {
        let output = duizhao(folder.path(), &["epub", ISSUE, "--cover-font", font]);
        assert_eq!(output.status.code(), Some(1));
        assert!(told(&output).contains(expected), "{}", told(&output));
        assert_eq!(files(folder.path()).len(), 1);
    }
}

#[test]
fn a_name_that_no_edition_has_lists_those_that_there_are() {
    let folder = tempfile::tempdir().unwrap();
    for (name, wanted) in [
        ("zh-vertikal", "with -vertical for vertical lines"),
        ("zh-TW-vertical_en", "vertical editions hold one language"),
        ("bilingual-vertical", "vertical editions hold one language"),
        ("popup", "there is no edition `popup`"),
    ] {
        let output = duizhao(folder.path(), &["build", ISSUE, "-t", TRANSLATION, "--edition", name]);
        assert_eq!(output.status.code(), Some(2), "{name}: {}", told(&output));
        assert!(told(&output).contains(wanted), "{name}: {}", told(&output));
    }
}
