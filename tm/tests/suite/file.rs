//! Files that are replaced: where paths lead, and what of the old file the new one keeps.
#![cfg(unix)]

use std::fs;
use std::io::Write;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use duizhao_tm::file::{Aside, Batch, Folders, Lock, Meeting, Place, What, sweep};

fn place(path: &Path) -> Place {
    Place::of(path).unwrap()
}

#[test]
fn every_path_to_a_file_is_one_place() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("a")).unwrap();
    fs::create_dir(at("b")).unwrap();
    fs::write(at("a/old"), "x").unwrap();
    symlink("a", at("here")).unwrap();
    symlink("here/old", at("link")).unwrap();
    symlink("a/new", at("dangling")).unwrap();
    fs::hard_link(at("a/old"), at("b/second")).unwrap();
    for (one, other) in [
        ("a/old", "here/old"),
        ("a/old", "link"),
        ("a/old", "b/../a/./old"),
        ("a/old", "b/second"),
        ("a/new", "here/new"),
        ("a/new", "dangling"),
        ("a/none/new", "here/none/new"),
    ] {
        assert_eq!(place(&at(one)).meets(&place(&at(other))), Some(Meeting::Same), "{one} {other}");
        assert_eq!(place(&at(other)).meets(&place(&at(one))), Some(Meeting::Same), "{one} {other}");
    }
    for (one, other) in [
        ("a/old", "a/OLD"),
        ("a/new", "a/New"),
        ("none/new", "None/NEW"),
        ("a/caf\u{e9}", "a/cafe\u{301}"),
        ("a/\u{3a3}", "a/\u{3c2}"),
    ] {
        assert_eq!(place(&at(one)).meets(&place(&at(other))), Some(Meeting::Spelling), "{one} {other}");
    }
    // Folders that are there are told apart by themselves.
    for (one, other) in [("a/old", "b/old"), ("a/new", "b/new"), ("a/old", "a/new"), ("a/x", "a/x/y")] {
        assert_eq!(place(&at(one)).meets(&place(&at(other))), None, "{one} {other}");
    }
    assert_eq!(place(&at("dangling")).what(), What::Nothing);
    assert_eq!(place(&at("here")).what(), What::Folder);
    let null = place(Path::new("/dev/null"));
    assert!(null.is_stream() && null.meets(&null).is_none());
    symlink("round", at("round")).unwrap();
    assert!(Place::of(&at("round")).is_err());
    assert!(Place::of(&at("a/old/below")).is_err());
}

/// An access list of Linux: the owner, one more user who may read, the group, the mask, the others (`acl(5)`).
fn list_of_users() -> Vec<u8> {
    let entries: [(u16, u16, u32); 5] = [
        (0x01, 6, u32::MAX),
        (0x02, 4, 61_003),
        (0x04, 4, u32::MAX),
        (0x10, 4, u32::MAX),
        (0x20, 0, u32::MAX),
    ];
    let mut list = 2u32.to_le_bytes().to_vec();
    for (tag, rights, id) in entries {
        list.extend(tag.to_le_bytes());
        list.extend(rights.to_le_bytes());
        list.extend(id.to_le_bytes());
    }
    list
}

#[test]
fn attributes_and_lists_of_users_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.tmx");
    let attributes = [("user.origin", b"desk".to_vec()), ("system.posix_acl_access", list_of_users())];
    for (name, value) in attributes {
        fs::write(&path, "old").unwrap();
        if xattr::set(&path, name, &value).is_err() {
            continue; // The disk of this machine keeps none.
        }
        let mut replacement = Lock::take(&path).unwrap().replace().unwrap();
        replacement.write_all(b"new").unwrap();
        assert!(replacement.commit().unwrap().lost.is_nothing());
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(xattr::get(&path, name).unwrap(), Some(value), "{name}");
        fs::remove_file(&path).unwrap();
    }
}

#[test]
fn what_is_not_finished_goes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new/deep/m.tmx");
    let mut folders = Folders::default();
    folders.make(path.parent().unwrap()).unwrap();
    let mut aside = Aside::beside(&place(&path)).unwrap();
    aside.write_all(b"half").unwrap();
    // What is being written is not taken for left.
    sweep(path.parent().unwrap());
    assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    drop(aside);
    drop(folders);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    let mut folders = Folders::default();
    folders.make(path.parent().unwrap()).unwrap();
    let mut aside = Aside::beside(&place(&path)).unwrap();
    aside.write_all(b"whole").unwrap();
    assert_eq!(aside.put().unwrap().size, 5);
    folders.keep();
    assert_eq!(fs::read(&path).unwrap(), b"whole");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    Aside::beside(&place(&path)).unwrap().put().unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn when_one_of_several_cannot_be_put_in_its_place_all_are_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("old"), "old").unwrap();
    let begin = |name: &str| {
        let mut aside = Aside::beside(&place(&at(name))).unwrap();
        aside.write_all(b"new").unwrap();
        aside
    };
    let files = ["old", "free", "taken"].map(begin);
    // A folder came in the way meanwhile.
    fs::create_dir(at("taken")).unwrap();
    let mut batch = Batch::default();
    let outcomes: Vec<bool> = files.into_iter().map(|file| batch.put(file).is_ok()).collect();
    assert_eq!(outcomes, [true, true, false]);
    assert_eq!(fs::read(at("old")).unwrap(), b"new", "it is in its place before the whole is kept");
    drop(batch);
    assert_eq!(fs::read(at("old")).unwrap(), b"old");
    let left = || {
        let mut names: Vec<_> =
            fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(left(), ["old", "taken"]);
    let mut batch = Batch::default();
    for name in ["old", "free"] {
        batch.put(begin(name)).unwrap();
    }
    batch.keep();
    assert_eq!(left(), ["free", "old", "taken"], "what stood there before goes when the new is kept");
    assert_eq!(fs::read(at("old")).unwrap(), b"new");
}
