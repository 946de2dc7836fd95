use std::sync::Barrier;

use super::*;
use crate::history::lines::split;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

/// Each with handles of its own, as processes have them.
#[test]
fn eight_writers_at_once_lose_nothing() {
    const EACH: usize = 100;
    let folder = folder();
    let path = folder.path().join("data").join("history.jsonl");
    let start = Barrier::new(8);
    std::thread::scope(|scope| {
        for writer in 0..8 {
            let (path, start) = (&path, &start);
            scope.spawn(move || {
                start.wait();
                for n in 0..EACH {
                    append(path, [format!("{writer}-{n}").as_bytes()]).unwrap();
                }
            });
        }
    });
    let bytes = read(&path).unwrap();
    let lines: std::collections::BTreeSet<&[u8]> = split(&bytes).collect();
    assert_eq!(lines.len(), 8 * EACH);
    assert_eq!(bytes.iter().filter(|byte| **byte == b'\n').count(), 8 * EACH, "no empty lines");
}

#[test]
fn nothing_that_is_added_while_the_file_is_replaced_is_lost() {
    let folder = folder();
    let path = folder.path().join("history.jsonl");
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for n in 0..200 {
                append(&path, [format!("{n}").as_bytes()]).unwrap();
            }
        });
        scope.spawn(|| {
            for _ in 0..50 {
                change(&path, |bytes| (Change::Replace(bytes.to_vec()), ())).unwrap();
            }
        });
    });
    assert_eq!(split(&read(&path).unwrap()).count(), 200);
}

#[test]
fn a_line_that_was_cut_off_is_ended() {
    let folder = folder();
    let path = folder.path().join("history.jsonl");
    std::fs::write(&path, "{\"v\":1,\"ty").unwrap();
    append(&path, [b"one".as_slice(), b"two"]).unwrap();
    append(&path, [b"three".as_slice()]).unwrap();
    assert_eq!(read(&path).unwrap(), b"{\"v\":1,\"ty\none\ntwo\nthree\n");
}

#[cfg(unix)]
#[test]
fn only_the_user_can_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let path = folder.path().join("new").join("history.jsonl");
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    append(&path, [b"one".as_slice()]).unwrap();
    assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
    change(&path, |_| (Change::Replace(b"two\n".to_vec()), ())).unwrap();
    assert_eq!(mode(&path), 0o600, "also after it was replaced");
}

#[test]
fn no_file_is_an_empty_history_and_a_folder_is_an_error() {
    let folder = folder();
    assert_eq!(read(&folder.path().join("none")).unwrap(), b"");
    assert!(read(folder.path()).is_err() && append(folder.path(), [b"x".as_slice()]).is_err());
    assert_eq!(change(&folder.path().join("none"), |bytes| (Change::Nothing, bytes.len())).unwrap(), 0);
    assert!(!folder.path().join("none").exists());
}

#[cfg(unix)]
#[test]
fn a_fifo_does_not_block() {
    let folder = folder();
    let path = folder.path().join("history.jsonl");
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    assert!(append(&path, [b"x".as_slice()]).is_err());
    assert!(read(&path).is_err());
}
