//! `duizhao tm` as it is called: what it writes, what it refuses, and that nothing is lost on the way.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use duizhao_tm::{Header, Unit, Variant, Writer};

fn duizhao(folder: &Path, args: &[&str]) -> Output {
    crate::command::duizhao(folder, &[&["tm"], args].concat())
}

fn memory(texts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = Writer::new(vec![], &Header::new("test", "1", "zh-CN".parse().unwrap())).unwrap();
    for (zh, en) in texts {
        let unit = Unit::new(vec![
            Variant::new("zh-CN".parse().unwrap(), *zh),
            Variant::new("en".parse().unwrap(), *en),
        ]);
        writer.write(&unit).unwrap();
    }
    writer.finish().unwrap()
}

/// A folder with the memories `a.tmx` and `b.tmx`.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.tmx"), memory(&[("论坛昨天开幕。", "The forum opened."), ("老街", "")]))
        .unwrap();
    fs::write(
        folder.path().join("b.tmx"),
        memory(&[("共有120户。", "There are 210."), ("老街", "Old street")]),
    )
    .unwrap();
    folder
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn merging_into_a_file_twice_changes_nothing() {
    let folder = folder();
    for _ in 0..2 {
        let done = duizhao(folder.path(), &["merge", "a.tmx", "b.tmx", "-o", "m.tmx", "--format", "json"]);
        assert!(done.status.success(), "{}", stderr(&done));
    }
    let once = fs::read(folder.path().join("m.tmx")).unwrap();
    assert!(duizhao(folder.path(), &["merge", "m.tmx", "b.tmx", "-o", "m.tmx"]).status.success());
    assert_eq!(fs::read(folder.path().join("m.tmx")).unwrap(), once);
    let mut left: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["a.tmx", "b.tmx", "m.tmx"], "no lock and no part is left");
}

#[test]
fn merging_what_another_tool_wrote_twice_changes_nothing() {
    let folder = folder();
    let path = folder.path().join("foreign.tmx");
    // Laid out as no writer here does, and longer than the parts in which it is read.
    let many: Vec<String> = (0..3000).map(|i| format!("第{i}句。")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|zh| (&**zh, "A sentence like any other.")).collect();
    let foreign =
        String::from_utf8(memory(&many)).unwrap().replace("<tuv", "\n\t<tuv").replace("<tu>", "<tu >");
    fs::write(&path, &foreign).unwrap();
    let merged = || {
        let done = duizhao(folder.path(), &["merge", "foreign.tmx", "b.tmx", "-o", "foreign.tmx"]);
        assert!(done.status.success(), "{}", stderr(&done));
        fs::read_to_string(&path).unwrap()
    };
    let once = merged();
    assert_eq!(once.matches("<tu >\n").count(), 3000, "what stands is copied, wherever it stands");
    assert_eq!(merged(), once);
}

#[test]
fn two_memories_in_one_file_are_told_by_who_looks_into_it() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    let two = [fs::read(at("a.tmx")).unwrap(), fs::read(at("b.tmx")).unwrap()].concat();
    fs::write(at("two.tmx"), two).unwrap();
    let line = fs::read_to_string(at("a.tmx")).unwrap().lines().count() + 2;
    // Made, and taken as it is kept.
    for _ in 0..2 {
        let done = duizhao(folder.path(), &["query", "There are 210.", "-m", "two.tmx"]);
        assert!(String::from_utf8(done.stdout.clone()).unwrap().starts_with("100 %   unit 3\n"));
        let wanted =
            format!("two.tmx:{line}: a second <tmx> begins behind the first; its units are read too\n");
        assert_eq!(stderr(&done), wanted);
    }
    assert!(stderr(&duizhao(folder.path(), &["stats", "two.tmx"])).contains("a second <tmx> begins"));
}

#[test]
fn nothing_is_written_over_what_it_is_made_from() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("new.md"), "# 老街\n\n论坛今天开幕。\n").unwrap();
    fs::write(at("words.csv"), "unit,zh-CN,en\n1,一,one\n").unwrap();
    fs::write(at("terms.tsv"), "老街\tOld Lane\n").unwrap();
    let read =
        || ["a.tmx", "b.tmx", "new.md", "words.csv", "terms.tsv"].map(|name| fs::read(at(name)).unwrap());
    let before = read();
    for args in [
        &["check", "a.tmx", "-o", "./a.tmx"][..],
        &["check", "a.tmx", "--terms", "terms.tsv", "-o", "terms.tsv"],
        &["export", "a.tmx", "--to", "csv", "-o", "a.tmx"],
        &["import", "words.csv", "-o", "words.csv"],
        &["clean", "a.tmx", "-o", "x.tmx", "--removed", "a.tmx"],
        &["clean", "a.tmx", "-o", "x.tmx", "--removed", "x.tmx"],
        &["apply", "new.md", "-m", "a.tmx", "-o", "a.tmx"],
        &["apply", "new.md", "-m", "a.tmx", "-o", "new.md"],
        &["apply", "new.md", "-m", "a.tmx", "--report", "new.md", "--format", "csv"],
        &["apply", "new.md", "-m", "a.tmx", "-o", "x.html", "--report", "x.html"],
    ] {
        let done = duizhao(folder.path(), args);
        assert_eq!(done.status.code(), Some(1), "{args:?}");
        assert!(stderr(&done).contains("has that name and would be lost"), "{args:?}: {}", stderr(&done));
        assert!(read() == before && !at("x.tmx").exists() && !at("x.html").exists(), "{args:?}");
    }
}

#[test]
fn what_is_no_memory_is_told_by_every_command_and_leaves_nothing() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("new.md"), "# 老街\n").unwrap();
    for (name, text, wanted) in [
        ("empty.tmx", &b""[..], "empty.tmx:1: the file is empty"),
        ("text.tmx", b"A text.\n", "text.tmx:1: this is no XML file"),
        ("packed.tmx", b"\x1F\x8B\x08\x00\xFF\xFE\x00", "packed.tmx:1: this is no XML file"),
        ("other.tmx", b"<?xml version=\"1.0\"?>\n<xliff/>", "other.tmx:2: the root element is <xliff>"),
    ] {
        fs::write(at(name), text).unwrap();
        for args in [
            &["cat", name, "-o", "x.tmx"][..],
            &["check", name, "-o", "x.csv", "--format", "csv"],
            &["clean", name, "-o", "x.tmx"],
            &["diff", "a.tmx", name],
            &["export", name, "-o", "x.csv"],
            &["filter", name, "-o", "x.tmx"],
            &["languages", name, "--usual", "-o", "x.tmx"],
            &["merge", "a.tmx", name, "-o", "x.tmx"],
            &["script", name, "-o", "x.tmx"],
            &["split", name, "--by", "language", "--out", "parts"],
            &["stats", name],
            &["query", "老街", "-m", name],
            &["apply", "new.md", "-m", name, "-o", "x.xlf"],
        ] {
            let done = duizhao(folder.path(), args);
            assert_eq!(done.status.code(), Some(1), "{args:?}");
            assert!(stderr(&done).contains(wanted), "{args:?}: {}", stderr(&done));
        }
        fs::remove_file(at(name)).unwrap();
    }
    let mut left: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["a.tmx", "b.tmx", "new.md"]);
}

#[test]
fn one_is_told_as_one() {
    let folder = folder();
    fs::write(folder.path().join("one.tmx"), memory(&[("老街", "Old street")])).unwrap();
    for (args, wanted) in [
        (&["filter", "one.tmx", "-o", "x.tmx"][..], "1 of 1 unit\n"),
        (&["query", "别的", "-m", "one.tmx"], "nothing like it in 1 unit\n"),
        (&["export", "one.tmx", "-o", "x.jsonl"], "1 of 1 unit\n"),
        (&["import", "x.jsonl", "-o", "x.tmx"], "1 unit\n"),
    ] {
        assert_eq!(stderr(&duizhao(folder.path(), args)), wanted, "{args:?}");
    }
}

#[test]
fn a_file_that_was_cut_off_is_refused_and_stays() {
    let folder = folder();
    let path = folder.path().join("a.tmx");
    let whole = fs::read(&path).unwrap();
    fs::write(&path, &whole[..whole.len() - 60]).unwrap();
    let cut = fs::read(&path).unwrap();
    let done = duizhao(folder.path(), &["merge", "a.tmx", "b.tmx", "-o", "a.tmx"]);
    assert_eq!(done.status.code(), Some(1));
    assert!(stderr(&done).contains("a.tmx:"), "{}", stderr(&done));
    assert!(stderr(&done).contains("it was cut off"), "{}", stderr(&done));
    assert_eq!(fs::read(&path).unwrap(), cut);
    let done = duizhao(folder.path(), &["merge", "a.tmx", "b.tmx", "-o", "a.tmx", "--salvage"]);
    assert!(done.status.success(), "{}", stderr(&done));
}

#[test]
fn a_broken_unit_is_told_with_its_line_and_not_lost_from_a_file_that_is_replaced() {
    let folder = folder();
    let path = folder.path().join("a.tmx");
    let broken = String::from_utf8(fs::read(&path).unwrap()).unwrap().replace("开幕。</seg>", "开幕。</sge>");
    fs::write(&path, &broken).unwrap();
    let done = duizhao(folder.path(), &["cat", "a.tmx", "-o", "c.tmx"]);
    assert!(done.status.success(), "{}", stderr(&done));
    assert!(stderr(&done).contains("a.tmx:6: broken markup"), "{}", stderr(&done));
    let done = duizhao(folder.path(), &["cat", "a.tmx", "-o", "a.tmx"]);
    assert_eq!(done.status.code(), Some(1), "{}", stderr(&done));
    assert_eq!(fs::read_to_string(&path).unwrap(), broken);
}

#[test]
fn what_is_taken_out_is_kept_with_the_reason() {
    let folder = folder();
    let done = duizhao(folder.path(), &["clean", "a.tmx", "-o", "c.tmx"]);
    assert!(done.status.success(), "{}", stderr(&done));
    let removed = fs::read_to_string(folder.path().join("c.removed.tmx")).unwrap();
    assert!(removed.contains(r#"<prop type="x-removed">untranslated</prop>"#), "{removed}");
    assert!(!fs::read_to_string(folder.path().join("c.tmx")).unwrap().contains("老街"));
}

#[test]
fn a_dry_run_writes_nothing() {
    let folder = folder();
    for args in [
        &["merge", "a.tmx", "b.tmx", "-o", "x.tmx", "--dry-run"][..],
        &["clean", "a.tmx", "-o", "x.tmx", "--dry-run"],
        &["filter", "a.tmx", "--language", "en", "-o", "x.tmx", "--dry-run"],
        &["script", "a.tmx", "-o", "x.tmx", "--dry-run"],
        &["languages", "a.tmx", "--usual", "-o", "x.tmx", "--dry-run"],
        &["split", "a.tmx", "--by", "language", "--dry-run"],
    ] {
        let done = duizhao(folder.path(), args);
        assert!(done.status.success(), "{args:?}: {}", stderr(&done));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "{args:?}");
    }
}

#[test]
fn every_report_comes_as_json() {
    let folder = folder();
    for (args, wanted) in [
        (&["merge", "a.tmx", "b.tmx", "-o", "x.tmx"][..], r#"{"other":1,"read":[2,2],"same":0,"written":3}"#),
        (
            &["clean", "a.tmx", "-o", "x.tmx"],
            r#"{"flagged":{},"kept":1,"read":2,"removed":{"untranslated":1},"repaired":{}}"#,
        ),
        (&["cat", "a.tmx", "b.tmx", "-o", "x.tmx"], r#"{"written":4}"#),
        (&["filter", "b.tmx", "--containing", "street", "-o", "x.tmx"], r#"{"read":2,"written":1}"#),
        (&["script", "a.tmx", "-o", "x.tmx"], r#"{"converted":2,"read":2}"#),
        (
            &["languages", "a.tmx", "--map", "en=en-GB", "-o", "x.tmx"],
            r#"[{"becomes":"en-GB","code":"en","variants":2},{"becomes":"zh-CN","code":"zh-CN","variants":2}]"#,
        ),
        (&["split", "a.tmx", "--by", "language"], r#"[{"part":"a.zh-CN_en.tmx","units":2}]"#),
    ] {
        let mut all = args.to_vec();
        all.extend(["--format", "json"]);
        // Dry or not, the report is the same.
        for dry in [true, false] {
            let done = duizhao(folder.path(), &[&all[..], if dry { &["--dry-run"] } else { &[] }].concat());
            assert!(done.status.success(), "{args:?}: {}", stderr(&done));
            let told = [done.stdout, done.stderr].concat();
            assert_eq!(String::from_utf8(told).unwrap().trim_end(), wanted, "{args:?} {dry}");
        }
    }
    let done = duizhao(folder.path(), &["stats", "a.tmx", "--format", "json"]);
    assert!(String::from_utf8(done.stdout).unwrap().contains(r#""units":2"#));
    let done = duizhao(folder.path(), &["diff", "a.tmx", "b.tmx", "--format", "json"]);
    assert!(String::from_utf8(done.stdout).unwrap().starts_with(r#"{"kind":"added""#));
}

#[test]
fn findings_come_in_every_form() {
    let folder = folder();
    for (format, wanted) in [
        (
            "table",
            "1  numbers: only in the source: 120; only in the translation: 210\n    共有120户。\n    There are 210.\n",
        ),
        ("json", r#""kind":"numbers""#),
        (
            "csv",
            "1,numbers,\"only in the source: 120; only in the translation: 210\",\"共有120户。\",\"There are 210.\"\r\n",
        ),
        ("html", "<td>numbers<td>only in the source: 120; only in the translation: 210<td>共有120户。"),
    ] {
        let done = duizhao(folder.path(), &["check", "b.tmx", "--format", format]);
        assert!(done.status.success(), "{}", stderr(&done));
        let report = String::from_utf8(done.stdout).unwrap();
        assert!(report.contains(wanted), "{report}");
    }
    assert_eq!(duizhao(folder.path(), &["check", "b.tmx", "--strict"]).status.code(), Some(1));
}

#[test]
fn the_other_script_is_a_memory_of_its_own() {
    let folder = folder();
    let done = duizhao(folder.path(), &["script", "a.tmx", "-c", "s2twp", "-o", "tw.tmx"]);
    assert!(done.status.success(), "{}", stderr(&done));
    let made = fs::read_to_string(folder.path().join("tw.tmx")).unwrap();
    assert!(made.contains(r#"srclang="zh-TW""#) && made.contains("論壇昨天開幕。"), "{made}");
    assert!(!made.contains(r#"xml:lang="zh-CN""#), "{made}");
}

#[test]
fn a_second_writer_is_turned_away() {
    let folder = folder();
    let path = folder.path().join("m.tmx");
    let lock = duizhao_tm::file::Lock::take(&path).unwrap();
    let done = duizhao(folder.path(), &["merge", "a.tmx", "b.tmx", "-o", "m.tmx"]);
    assert_eq!(done.status.code(), Some(1));
    assert!(stderr(&done).contains("another program is writing it"), "{}", stderr(&done));
    drop(lock);
    assert!(duizhao(folder.path(), &["merge", "a.tmx", "b.tmx", "-o", "m.tmx"]).status.success());
}

#[test]
fn a_reviewed_table_changes_only_what_was_edited() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    for format in ["csv", "tsv"] {
        let sheet = format!("sheet.{format}");
        assert!(duizhao(folder.path(), &["export", "b.tmx", "-o", &sheet]).status.success());
        let edited = fs::read_to_string(at(&sheet)).unwrap().replace("There are 210.", "There are 120.");
        fs::write(at(&sheet), edited).unwrap();
        let done = duizhao(folder.path(), &["import", &sheet, "--review", "b.tmx", "-o", "c.tmx"]);
        assert!(done.status.success(), "{}", stderr(&done));
        let wanted = fs::read_to_string(at("b.tmx")).unwrap().replace("There are 210.", "There are 120.");
        assert_eq!(fs::read_to_string(at("c.tmx")).unwrap(), wanted);
    }
    fs::write(at("sheet.csv"), "unit,zh-CN,en\n9,x,y\n").unwrap();
    let done = duizhao(folder.path(), &["import", "sheet.csv", "--review", "b.tmx", "-o", "c.tmx"]);
    assert!(stderr(&done).contains("it has a unit 9; b.tmx has 2"), "{}", stderr(&done));
}

#[test]
fn what_was_reviewed_is_newer_than_what_was_not() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    assert!(duizhao(folder.path(), &["export", "b.tmx", "-o", "sheet.csv"]).status.success());
    let edited = fs::read_to_string(at("sheet.csv")).unwrap().replace("There are 210.", "There are 120.");
    fs::write(at("sheet.csv"), edited).unwrap();
    let args = ["import", "sheet.csv", "--review", "b.tmx", "--date", "2026-03-06", "-o", "c.tmx"];
    let done = duizhao(folder.path(), &args);
    assert!(done.status.success(), "{}", stderr(&done));
    assert_eq!(
        fs::read_to_string(at("c.tmx")).unwrap().matches("changedate=\"20260306T000000Z\"").count(),
        1
    );
    assert!(duizhao(folder.path(), &["merge", "b.tmx", "c.tmx", "-o", "m.tmx"]).status.success());
    let merged = fs::read_to_string(at("m.tmx")).unwrap();
    assert!(merged.contains("There are 120.") && !merged.contains("There are 210."), "{merged}");
}

#[test]
fn files_of_other_tools_come_back() {
    let folder = folder();
    for name in ["b.jsonl", "b.xlf", "b.po"] {
        assert!(duizhao(folder.path(), &["export", "b.tmx", "-o", name]).status.success());
        assert!(duizhao(folder.path(), &["import", name, "-o", "back.tmx"]).status.success());
        let same = duizhao(folder.path(), &["diff", "b.tmx", "back.tmx"]);
        assert_eq!(stderr(&same), "0 added, 0 changed, 0 removed\n", "{name}");
    }
}

#[test]
fn a_text_is_found_in_either_script() {
    let folder = folder();
    let done = duizhao(folder.path(), &["query", "論壇今天開幕。", "-m", "a.tmx"]);
    let answer = String::from_utf8(done.stdout).unwrap();
    assert!(answer.starts_with(" 85 %   unit 1\n"), "{answer}");
    assert!(answer.contains("论坛{今}[昨]天开幕。"), "{answer}");
    let done = duizhao(folder.path(), &["query", "OPENED", "-m", "a.tmx"]);
    assert!(String::from_utf8(done.stdout).unwrap().starts_with("has it  unit 1\n"));
    let done = duizhao(folder.path(), &["query", "老街", "-m", "a.tmx", "--format", "json"]);
    let answer: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!((&answer["percent"], &answer["texts"]["zh-CN"]), (&100.into(), &"老街".into()));
}

#[test]
fn an_index_is_made_by_itself_and_again_when_it_must_be() {
    let folder = folder();
    let path = folder.path().join("a.tmx");
    let index = folder.path().join("a.tmx.idx");
    let ask = |text: &str| {
        let done = duizhao(folder.path(), &["query", text, "-m", "a.tmx", "--verbose"]);
        assert!(done.status.success(), "{}", stderr(&done));
        (String::from_utf8(done.stdout.clone()).unwrap(), stderr(&done))
    };
    assert!(ask("老街").1.contains("a.tmx.idx: index of 2 units"));
    assert_eq!(ask("老街").1, "");
    // Another state of the memory; an index that was cut, one that is none, one of another memory.
    fs::copy(folder.path().join("b.tmx"), &path).unwrap();
    let (answer, told) = ask("120户");
    assert!(answer.contains("There are 210.") && told.contains("has changed"), "{told}");
    let whole = fs::read(&index).unwrap();
    for broken in [&whole[..whole.len() / 2], b"", b"something else entirely, longer than any foot is...."] {
        fs::write(&index, broken).unwrap();
        let (answer, told) = ask("120户");
        assert!(answer.contains("There are 210.") && told.contains("it is made anew"), "{told}");
        assert_eq!(fs::read(&index).unwrap(), whole);
    }
    fs::write(folder.path().join("c.tmx"), memory(&[("别的", "Other")])).unwrap();
    duizhao(folder.path(), &["query", "别的", "-m", "c.tmx"]);
    fs::copy(folder.path().join("c.tmx.idx"), &index).unwrap();
    assert!(ask("120户").0.contains("There are 210."));
}

#[test]
fn a_query_where_no_index_can_be_kept_answers_and_tells() {
    let folder = folder();
    // What cannot be replaced by a file stands in its place, also for who may write anywhere.
    fs::create_dir(folder.path().join("a.tmx.idx.part")).unwrap();
    let done = duizhao(folder.path(), &["query", "老街", "-m", "a.tmx"]);
    assert!(done.status.success() && !done.stdout.is_empty(), "{}", stderr(&done));
    assert!(stderr(&done).contains("the index is not kept"), "{}", stderr(&done));
    let lock = duizhao_tm::file::Lock::take(&folder.path().join("b.tmx.idx")).unwrap();
    let done = duizhao(folder.path(), &["query", "老街", "-m", "b.tmx"]);
    assert!(done.status.success() && !done.stdout.is_empty(), "{}", stderr(&done));
    assert!(stderr(&done).contains("another program is writing it"), "{}", stderr(&done));
    drop(lock);
    for wrong in ["none.tmx", "../"] {
        assert_eq!(duizhao(folder.path(), &["query", "老街", "-m", wrong]).status.code(), Some(1));
    }
}

#[test]
fn new_documents_are_looked_up_and_counted() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("new.md"), "# 老街\n\n论坛今天开幕。共有120户。\n\n共有120户。\n").unwrap();
    fs::write(at("more.md"), "共有120户。\n").unwrap();
    assert!(duizhao(folder.path(), &["merge", "a.tmx", "b.tmx", "-o", "m.tmx"]).status.success());
    let args = ["apply", "new.md", "more.md", "-m", "m.tmx", "-o", "new.xlf", "--format", "json"];
    let done = duizhao(folder.path(), &args);
    assert!(done.status.success(), "{}", stderr(&done));
    let report: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    let segments = |document: usize| {
        let bands = report[document]["bands"].as_array().unwrap().iter();
        let told = bands.filter(|band| band["count"]["segments"] != 0);
        told.map(|band| format!("{} {}", band["match"].as_str().unwrap(), band["count"]["words"]))
            .collect::<Vec<_>>()
    };
    assert_eq!(segments(0), ["repetition 4", "100 4", "85-94 6", "new 2"]);
    assert_eq!(segments(1), ["cross-file 4"]);
    assert_eq!(report[2]["all"]["segments"], 5);
    let xliff = fs::read_to_string(at("new.xlf")).unwrap();
    assert!(xliff.contains("match-quality=\"85%\"") && xliff.contains(">There are 210.</target>"), "{xliff}");
    for (file, wanted) in
        [("r.csv", "new.md,85-94,1,6,"), ("r.html", "<td>85-94<td>1<td>6"), ("r.txt", "85-94")]
    {
        let args = ["apply", "new.md", "-m", "m.tmx", "-o", "two.xlf", "--xliff", "2.1", "--report", file];
        let done = duizhao(folder.path(), &args);
        assert!(done.status.success(), "{}", stderr(&done));
        assert!(fs::read_to_string(at(file)).unwrap().contains(wanted));
    }
    assert!(fs::read_to_string(at("two.xlf")).unwrap().contains("matchQuality=\"85\""));
    for (args, wanted) in [
        (&["apply", "none.md", "-m", "m.tmx"][..], "none.md: cannot read it"),
        (&["apply", "new.md", "-m", "none.tmx"], "none.tmx: cannot read it"),
        (&["apply", "new.md", "-m", "m.tmx", "--report", "r.doc"], "tells no form"),
        (&["apply", "new.md", "-m", "new.md"], "new.md:1: this is no XML"),
    ] {
        let done = duizhao(folder.path(), args);
        assert_eq!(done.status.code(), Some(1), "{args:?}");
        assert!(stderr(&done).contains(wanted), "{}", stderr(&done));
    }
}

#[test]
fn a_workbook_goes_to_review_and_comes_back() {
    let folder = folder();
    let export = ["export", "b.tmx", "-o", "b.xlsx", "--format", "json"];
    let done = duizhao(folder.path(), &export);
    assert!(done.status.success(), "{}", stderr(&done));
    let summary: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!((&summary["written"], &summary["to"]), (&2.into(), &"xlsx".into()));
    let once = fs::read(folder.path().join("b.xlsx")).unwrap();
    duizhao(folder.path(), &export);
    assert_eq!(fs::read(folder.path().join("b.xlsx")).unwrap(), once, "the same bytes");

    let edited = |from: &str, to: &str| {
        let mut rows = duizhao_tm::exchange::xlsx_rows(&once).unwrap();
        for cell in rows.iter_mut().flatten().filter(|cell| *cell == from) {
            to.clone_into(cell);
        }
        fs::write(folder.path().join("b.xlsx"), duizhao_tm::exchange::xlsx_book(&rows).unwrap()).unwrap();
    };
    let review = ["import", "b.xlsx", "--review", "b.tmx", "-o", "b.tmx", "--format", "json"];
    let summary = |args: &[&str]| -> serde_json::Value {
        let done = duizhao(folder.path(), args);
        assert!(done.status.success(), "{}", stderr(&done));
        serde_json::from_slice(&done.stdout).unwrap()
    };
    edited("Old street", "Old Street");
    let before = fs::read(folder.path().join("b.tmx")).unwrap();
    assert_eq!(summary(&[&review[..], &["--dry-run"]].concat())["changed"], 1);
    assert_eq!(fs::read(folder.path().join("b.tmx")).unwrap(), before);
    assert_eq!(summary(&review)["changed"], 1);
    assert_eq!(summary(&review)["changed"], 0, "the same again changes nothing");
    edited("Old street", "The old street");
    let told = summary(&review);
    assert_eq!((&told["changed"], &told["conflicts"][0]["unit"]), (&0.into(), &2.into()));
    assert!(fs::read_to_string(folder.path().join("b.tmx")).unwrap().contains("Old Street"));

    fs::write(folder.path().join("b.xlsx"), &once[..once.len() / 2]).unwrap();
    let done = duizhao(folder.path(), &review);
    assert_eq!(done.status.code(), Some(1));
    assert!(stderr(&done).contains("b.xlsx: it is not an Excel workbook"), "{}", stderr(&done));
}

#[test]
fn broken_files_of_other_tools_are_told_with_their_line() {
    let folder = folder();
    for (name, text, wanted) in [
        (
            "a.xlf",
            "<xliff version=\"1.2\">\n<file>\n<body><trans-unit><source>x</source></trans-unit></body></file></xliff>",
            "a.xlf:3: the file names no source language",
        ),
        ("b.xlf", "<xliff>\n<file source-language=\"zh\">\n", "b.xlf:3: it ends before </xliff>"),
        ("c.xlf", "<tmx/>", "c.xlf:1: the root element is <tmx>"),
        ("d.jsonl", "{\"variants\":[]}\n{\n", "d.jsonl:2: "),
        ("e.csv", "1,2\n1,2\n", "e.csv:1: the first row names fewer than two languages"),
        ("f.tsv", "zh-CN\ten\n\u{1}", ""),
        ("g.po", "A text.\n", "g.po:1: it is not a PO file"),
        ("h.tmx", "<tmx/>", "h.tmx: it is a memory already"),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
        let done = duizhao(folder.path(), &["import", name, "-o", "x.tmx"]);
        assert_eq!(done.status.code(), Some(i32::from(!wanted.is_empty())), "{name}: {}", stderr(&done));
        assert!(stderr(&done).contains(wanted), "{name}: {}", stderr(&done));
    }
}

/// Writers are killed at any moment; each time the memory is whole, and has what it had.
#[test]
fn a_killed_writer_loses_nothing() {
    let folder = folder();
    let path = folder.path().join("team.tmx");
    let many: Vec<(String, String)> =
        (0..3000).map(|i| (format!("第{i}句。"), format!("Sentence {i}."))).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(zh, en)| (&**zh, &**en)).collect();
    fs::write(&path, memory(&many[..1500])).unwrap();
    fs::write(folder.path().join("more.tmx"), memory(&many)).unwrap();
    let (old, new) = (fs::read(&path).unwrap(), memory(&many));
    let (mut killed_early, mut finished) = (0, 0);
    for round in 0..100u64 {
        fs::write(&path, &old).unwrap();
        let mut writer = Command::new(env!("CARGO_BIN_EXE_duizhao"))
            .current_dir(folder.path())
            .args(["tm", "merge", "team.tmx", "more.tmx", "-o", "team.tmx", "--quiet"])
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        // Steps of a prime number of microseconds, so that no rhythm of the writer's is met again and again.
        std::thread::sleep(std::time::Duration::from_micros(round * 1009));
        writer.kill().unwrap();
        writer.wait().unwrap();
        let left = fs::read(&path).unwrap();
        assert!(left == old || left == new, "round {round}: {} bytes", left.len());
        killed_early += u32::from(left == old);
        finished += u32::from(left == new);
    }
    assert!(killed_early > 0, "no writer was killed in time");
    // What a killed writer left is in nobody's way.
    let done = duizhao(folder.path(), &["merge", "team.tmx", "more.tmx", "-o", "team.tmx"]);
    assert!(done.status.success(), "{} ({finished} finished)", stderr(&done));
    assert_eq!(fs::read(&path).unwrap(), new);
}

/// The memory that a build grows is whole whenever the build is killed, and has what it had.
#[test]
fn a_killed_build_loses_nothing_of_its_memory() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let many: Vec<(String, String)> =
        (0..400).map(|i| (format!("第{i}句。"), format!("Sentence {i}."))).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(zh, en)| (&**zh, &**en)).collect();
    let old = memory(&many);
    fs::write(at("a.zh.md"), "# 老街\n\n雨停了。天晴了。\n").unwrap();
    fs::write(at("a.en.md"), "# The Old Street\n\nThe rain stopped. It was sunny.\n").unwrap();
    let build = || {
        Command::new(env!("CARGO_BIN_EXE_duizhao"))
            .current_dir(folder.path())
            .args([
                "build",
                "a.zh.md",
                "--translation",
                "a.en.md",
                "--memory",
                "team.tmx",
                "--out",
                "out",
                "--quiet",
            ])
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap()
    };
    fs::write(at("team.tmx"), &old).unwrap();
    let begun = std::time::Instant::now();
    assert!(build().wait().unwrap().success());
    let whole = begun.elapsed();
    let new = fs::read(at("team.tmx")).unwrap();
    assert!(new.len() > old.len(), "the issue is in it");
    let mut killed_early = 0;
    for round in 0..100 {
        fs::write(at("team.tmx"), &old).unwrap();
        let mut writer = build();
        std::thread::sleep(whole * round / 90);
        writer.kill().unwrap();
        writer.wait().unwrap();
        let left = fs::read(at("team.tmx")).unwrap();
        assert!(left == old || left == new, "round {round}: {} bytes", left.len());
        killed_early += u32::from(left == old);
    }
    assert!(killed_early > 0, "no build was killed in time");
    assert!(build().wait().unwrap().success());
    assert_eq!(fs::read(at("team.tmx")).unwrap(), new);
}

#[test]
fn terms_come_from_a_glossary_and_go_to_one() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("terms.tmx"), memory(&[("老街", "Old Lane")])).unwrap();
    let done = duizhao(folder.path(), &["export", "terms.tmx", "-o", "terms.tbx"]);
    assert!(stderr(&done).contains("tbx cannot hold properties"), "{}", stderr(&done));
    let args = ["check", "b.tmx", "--terms", "terms.tbx", "--only", "terms", "--format", "csv"];
    let done = duizhao(folder.path(), &args);
    let report = String::from_utf8(done.stdout).unwrap();
    assert!(report.contains("2,terms,\"老街 should be Old Lane\""), "{report}");
    assert!(duizhao(folder.path(), &["import", "terms.tbx", "-o", "back.tmx"]).status.success());
    let same = duizhao(folder.path(), &["diff", "terms.tmx", "back.tmx"]);
    assert_eq!(stderr(&same), "0 added, 0 changed, 0 removed\n");
    fs::write(at("broken.tbx"), "<tbx>\n<text>\n").unwrap();
    let done = duizhao(folder.path(), &["import", "broken.tbx", "-o", "back.tmx"]);
    assert!(stderr(&done).contains("broken.tbx:3: it ends before"), "{}", stderr(&done));
}

#[test]
fn what_is_odd_in_files_of_other_tools_is_told_and_kept() {
    let folder = folder();
    for (name, text, wanted) in [
        ("a.po", "msgid \"x\\q\"\nmsgstr \"y\"\n", "a.po:1: `\\q` is no escape of PO; taken as it stands"),
        (
            "b.xlf",
            "<xliff version=\"1.2\"><file source-language=\"zh-CN\" target-language=\"en\"><body>\n<trans-unit>\
             <source>x</source><target>y</target></trans-unit></body></file></xliff>",
            "b.xlf:2: <trans-unit> has no `id`; XLIFF wants one",
        ),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
        let done = duizhao(folder.path(), &["import", name, "-o", "x.tmx"]);
        assert!(done.status.success() && stderr(&done).contains(wanted), "{name}: {}", stderr(&done));
        assert!(fs::read_to_string(folder.path().join("x.tmx")).unwrap().contains("<seg>y</seg>"), "{name}");
    }
}

#[test]
fn what_is_not_finished_stays_out_of_an_import_or_is_marked() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    let po = "msgid \"\"\nmsgstr \"\"\n\"Language: zh_CN\\n\"\n\n#, fuzzy\nmsgid \"Open all\"\nmsgstr \"打开\"\n\n\
              msgid \"Quit\"\nmsgstr \"\"\n\nmsgid \"Edit\"\nmsgstr \"编辑\"\n";
    fs::write(at("app.po"), po).unwrap();
    let import = |how: &[&str]| {
        let args = [&["import", "app.po", "--source", "en", "-o", "app.tmx"], how].concat();
        let done = duizhao(folder.path(), &args);
        assert!(done.status.success(), "{}", stderr(&done));
        (stderr(&done), fs::read_to_string(at("app.tmx")).unwrap())
    };
    let (told, memory) = import(&[]);
    assert!(told.contains("1 unit\nnot finished and left out: 1 untranslated, 1 fuzzy"), "{told}");
    assert_eq!((memory.matches("<tu>").count(), memory.contains("打开")), (1, false), "{memory}");
    let (told, memory) = import(&["--unfinished", "mark"]);
    assert!(told.contains("3 units\nnot finished and marked: 1 untranslated, 1 fuzzy"), "{told}");
    assert_eq!(memory.matches("<prop type=\"x-unfinished\">").count(), 2, "{memory}");
}

#[test]
fn what_a_merge_replaces_is_kept_where_one_wants_it() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("old.tmx"), memory(&[("老街", "Old Lane"), ("论坛", "Forum")])).unwrap();
    let args = ["merge", "old.tmx", "b.tmx", "--policy", "replace", "-o", "new.tmx", "--replaced", "was.tmx"];
    let done = duizhao(folder.path(), &args);
    assert!(done.status.success(), "{}", stderr(&done));
    let (new, was) = (fs::read_to_string(at("new.tmx")).unwrap(), fs::read_to_string(at("was.tmx")).unwrap());
    assert!(new.contains("Old street") && !new.contains("Old Lane"), "{new}");
    assert_eq!(was.matches("<prop type=\"x-removed\">replaced</prop>").count(), 1, "{was}");
    assert!(was.contains("Old Lane") && !was.contains("Forum"), "{was}");
}

#[test]
fn a_memory_of_which_nothing_can_be_read_is_an_error() {
    let folder = folder();
    let units = "<tu><tuv xml:lang=\"en\"><seg>a < b</seg></tuv></tu>\n<tu><tuv><seg>a</seg></tuv></tu>";
    let file = format!("<tmx version=\"1.4\"><header srclang=\"en\"/><body>\n{units}\n</body></tmx>");
    fs::write(folder.path().join("lost.tmx"), file).unwrap();
    let done = duizhao(folder.path(), &["cat", "lost.tmx", "-o", "x.tmx"]);
    assert_eq!(done.status.code(), Some(1), "{}", stderr(&done));
    assert!(stderr(&done).contains("none of its units can be read"), "{}", stderr(&done));
    assert!(duizhao(folder.path(), &["cat", "lost.tmx", "--salvage", "-o", "x.tmx"]).status.success());
}

#[test]
fn a_glossary_of_which_nothing_occurs_is_reported() {
    let folder = folder();
    let check = |terms: &str| {
        fs::write(folder.path().join("terms.txt"), terms).unwrap();
        let args = ["check", "b.tmx", "--terms", "terms.txt", "--only", "terms"];
        let done = duizhao(folder.path(), &args);
        (String::from_utf8(done.stdout.clone()).unwrap(), stderr(&done))
    };
    assert!(check("Parliament\t议会\n").1.contains("none of its 1 term occurs"));
    // The columns may stand either way round, and any translation is enough.
    assert!(check("Old Lane\t老街\n").0.contains("老街 should be Old Lane"));
    assert_eq!(check("Old Lane; old streets\t老街\n").0, "");
}
