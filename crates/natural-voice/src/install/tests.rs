//! Installing, with made-up wheels.

use std::error::Error as _;
use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use flate2::Compression;
use flate2::write::GzEncoder;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::place::FOLDER;
use super::*;
use crate::release::InstalledFile;

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

/// What the two made-up lexicons are merged into: the words are sorted, and the classes of a word too.
const LEXICON: &str = "Bend\ts\ts2\nhold\tg\tg1\nuse\tg\tg2\tADJ=g4\tNOUN=g3\n";

/// Held for writing by a test that starts a process, and for reading by the tests that lock a place: a process that begins has the
/// locks of its parent for a moment.
pub(super) static PROCESSES: RwLock<()> = RwLock::new(());

/// A made-up release, and a data folder.
struct Fixture {
    no_processes: Option<RwLockReadGuard<'static, ()>>,
    folder: tempfile::TempDir,
    wheel: PathBuf,
    hash: String,
    files: Vec<InstalledFile>,
}

impl Fixture {
    fn new() -> Fixture {
        Fixture::without(None)
    }

    /// A small wheel with every member but the named one.
    fn without(missing: Option<&str>) -> Fixture {
        let folder = tempfile::tempdir().expect("a folder");
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let members = COPIED.iter().map(|(name, _)| (*name, format!("content of {name}").into_bytes()));
        let lexicons = [
            (
                LEXICONS[0],
                gzip(r#"{"hold": "g1", "use": {"DEFAULT": "g2", "NOUN": "g3", "VERB": null, "ADJ": "g4"}}"#),
            ),
            (LEXICONS[1], gzip(r#"{"hold": "s1", "Bend": "s2"}"#)),
        ];
        for (name, content) in members.chain(lexicons).filter(|(name, _)| Some(*name) != missing) {
            zip.start_file(name, SimpleFileOptions::default()).expect("memory takes it");
            zip.write_all(&content).expect("memory takes it");
        }
        let bytes = zip.finish().expect("memory takes it").into_inner();
        let wheel = folder.path().join("made-up.whl");
        fs::write(&wheel, &bytes).expect("the folder is ours");
        let content = COPIED.iter().map(|(from, to)| (*to, format!("content of {from}")));
        let file = |(name, content): (&'static str, String)| InstalledFile {
            name,
            bytes: content.len() as u64,
            sha256: sha256(content.as_bytes()).leak(),
        };
        let files = content.chain([(crate::lexicon::FILE, LEXICON.to_owned())]).map(file).collect();
        let no_processes = Some(PROCESSES.read().unwrap_or_else(PoisonError::into_inner));
        Fixture { no_processes, wheel, hash: sha256(&bytes), files, folder }
    }

    /// The same for a test that starts processes.
    fn alone(mut self) -> (Fixture, RwLockWriteGuard<'static, ()>) {
        self.no_processes = None;
        (self, PROCESSES.write().unwrap_or_else(PoisonError::into_inner))
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("new/data")
    }

    fn release(&self) -> Release<'_> {
        Release { wheel_sha256: &self.hash, files: &self.files, ..RELEASE }
    }

    fn install(&self) -> Result<State, Error> {
        self.install_until(&|| false)
    }

    fn install_until(&self, stopped: &dyn Fn() -> bool) -> Result<State, Error> {
        let nothing_to_fetch = || panic!("there is a wheel");
        install_release(&self.release(), &self.data(), Some(&self.wheel), &nothing_to_fetch, stopped)
    }

    fn is_whole(&self) -> bool {
        state_of(&self.release(), &self.data()) == State::Whole
    }

    /// What is in the data folder, without the lock.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.data()).expect("the folder is there");
        let mut names: Vec<String> =
            entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        assert_eq!(names.first().map(String::as_str), Some(".voice.lock"));
        names.split_off(1)
    }

    /// Makes what a killed process has left.
    fn leave(&self, name: &str) {
        let folder = self.data().join(name);
        fs::create_dir_all(&folder).expect("the folder is ours");
        fs::write(folder.join("half a wheel"), "half").expect("the folder is ours");
    }
}

#[test]
fn unpacks_everything_and_sorts_the_lexicon() {
    let fixture = Fixture::new();
    assert_eq!(fixture.install().expect("it installs"), State::Absent);
    assert!(fixture.is_whole());
    assert_eq!(fixture.names(), [FOLDER]);
    let lexicon = fs::read_to_string(fixture.data().join(FOLDER).join("lexicon.txt")).expect("it is there");
    assert_eq!(lexicon, LEXICON);
}

#[test]
fn a_second_time_changes_nothing() {
    let fixture = Fixture::new();
    fixture.install().expect("it installs");
    let marked = fixture.data().join(FOLDER).join("a file of somebody's");
    fs::write(&marked, "as it was").expect("the folder is ours");
    fs::remove_file(&fixture.wheel).expect("the folder is ours");
    assert_eq!(fixture.install().expect("the wheel is not needed"), State::Whole);
    assert_eq!(fs::read_to_string(marked).expect("it is there"), "as it was");
}

#[test]
fn a_voice_that_is_damaged_in_any_file_is_repaired() {
    let fixture = Fixture::new();
    fixture.install().expect("it installs");
    for file in &fixture.files {
        let path = fixture.data().join(FOLDER).join(file.name);
        let good = fs::read(&path).expect("it is there");
        let mut flipped = good.clone();
        flipped[0] ^= 0x80;
        let damages: [&dyn Fn(); 4] = [
            &|| fs::write(&path, &flipped).expect("the folder is ours"),
            &|| fs::write(&path, &good[1..]).expect("the folder is ours"),
            &|| fs::remove_file(&path).expect("the folder is ours"),
            &|| {
                fs::remove_file(&path).expect("the folder is ours");
                fs::create_dir(&path).expect("the folder is ours");
            },
        ];
        for damage in damages {
            damage();
            assert!(!fixture.is_whole(), "{}", file.name);
            assert_eq!(fixture.install().expect("it installs"), State::Damaged);
            assert!(fixture.is_whole());
            assert_eq!(fixture.names(), [FOLDER]);
        }
    }
}

#[test]
fn whatever_is_in_its_place_is_replaced() {
    let fixture = Fixture::new();
    let place = fixture.data().join(FOLDER);
    fs::create_dir_all(&place).expect("the folder is ours");
    fs::write(place.join("hibari.onnx"), "half").expect("the folder is ours");
    assert_eq!(fixture.install().expect("it installs"), State::Damaged);
    fs::remove_dir_all(&place).expect("the folder is ours");
    fs::write(&place, "a file").expect("the folder is ours");
    assert_eq!(fixture.install().expect("it installs"), State::Damaged);
    assert!(fixture.is_whole());
    assert_eq!(fixture.names(), [FOLDER]);
}

#[test]
fn another_file_is_refused() {
    let fixture = Fixture::new();
    let refused = install(&fixture.data(), Some(&fixture.wheel), &|| {}, &|| false);
    let Err(Error::WrongWheel { found, .. }) = &refused else {
        panic!("{refused:?}");
    };
    assert_eq!(*found, fixture.hash);
    assert!(!fixture.data().exists(), "nothing is made");
}

#[test]
fn what_is_not_a_file_is_refused_unread() {
    let fixture = Fixture::new();
    let refused = |wheel: &Path| {
        let error = install(&fixture.data(), Some(wheel), &|| {}, &|| false).expect_err("it is no wheel");
        assert!(error.is_about_given_wheel(), "{error}");
        assert!(error.to_string().contains("cannot read the wheel `"), "{error}");
        error.source().expect("it has a cause").to_string()
    };
    assert_eq!(refused(fixture.folder.path()), "it is not a regular file");
    refused(&fixture.folder.path().join("none"));
    let large = fixture.folder.path().join("large.whl");
    fs::File::create(&large).and_then(|file| file.set_len(MAX_WHEEL_BYTES + 1)).expect("the folder is ours");
    assert_eq!(refused(&large), "it has more than 33554432 bytes");
    #[cfg(unix)]
    {
        assert_eq!(refused(Path::new("/dev/zero")), "it is not a regular file");
        let fifo = fixture.folder.path().join("fifo");
        assert!(std::process::Command::new("mkfifo").arg(&fifo).status().expect("it runs").success());
        assert_eq!(refused(&fifo), "it is not a regular file");
    }
    assert!(!fixture.data().exists(), "nothing is made");
}

#[test]
fn a_wheel_that_lacks_something_leaves_nothing() {
    for missing in COPIED.iter().map(|(name, _)| *name).chain(LEXICONS) {
        let fixture = Fixture::without(Some(missing));
        let refused = fixture.install();
        assert!(matches!(refused, Err(Error::Unpack { .. })), "{missing}: {refused:?}");
        assert!(fixture.names().is_empty() && !fixture.is_whole());
    }
}

#[test]
fn files_that_are_not_the_known_ones_are_not_installed() {
    let mut fixture = Fixture::new();
    fixture.files[0].sha256 = fixture.files[1].sha256;
    let refused = fixture.install();
    assert!(
        matches!(&refused, Err(Error::UnexpectedContents(damage)) if damage.to_string().contains("hibari.onnx")),
        "{refused:?}"
    );
    assert!(fixture.names().is_empty());
}

#[test]
fn an_interrupted_installation_leaves_and_damages_nothing() {
    let fixture = Fixture::new();
    fs::create_dir_all(fixture.data().join(FOLDER)).expect("the folder is ours");
    for checks in 0..COPIED.len() + LEXICONS.len() {
        let left = std::cell::Cell::new(checks);
        let stopped = || left.replace(left.get().saturating_sub(1)) == 0;
        assert!(matches!(fixture.install_until(&stopped), Err(Error::Interrupted)), "after {checks} checks");
        assert_eq!(fixture.names(), [FOLDER], "what was there is there");
    }
}

const LEFTOVERS: [&str; 3] = ["fetch-123", ".hibari-0.2.1-1.123.part", ".hibari-0.2.1-1.123.old.part"];

#[test]
fn what_a_killed_installation_left_goes_with_the_next_and_with_removing() {
    let fixture = Fixture::new();
    let leave = || LEFTOVERS.iter().for_each(|name| fixture.leave(name));
    leave();
    fixture.install().expect("it installs");
    assert_eq!(fixture.names(), [FOLDER]);
    leave();
    assert_eq!(fixture.install().expect("it is there"), State::Whole);
    assert_eq!(fixture.names(), [FOLDER]);
    leave();
    fixture.leave("my own folder");
    assert!(remove(&fixture.data()).expect("it goes"));
    assert_eq!(fixture.names(), ["my own folder"]);
    leave();
    assert!(!remove(&fixture.data()).expect("nothing to do"));
    assert_eq!(fixture.names(), ["my own folder"]);
    assert!(!remove(&fixture.folder.path().join("nowhere")).expect("nothing to do"));
    assert!(!fixture.folder.path().join("nowhere").exists());
}

#[test]
fn while_one_installs_others_neither_install_nor_remove_nor_clean() {
    let fixture = Fixture::new();
    let tried = std::cell::Cell::new(0);
    let stopped = || {
        assert!(matches!(fixture.install(), Err(Error::Busy)));
        assert!(matches!(remove(&fixture.data()), Err(Error::Busy)));
        tried.set(tried.get() + 1);
        false
    };
    assert_eq!(fixture.install_until(&stopped).expect("nothing disturbs it"), State::Absent);
    assert!(tried.get() > 0 && fixture.is_whole());
}

#[cfg(unix)]
#[test]
fn a_fifo_as_the_lock_does_not_hang() {
    let (fixture, _alone) = Fixture::new().alone();
    fs::create_dir_all(fixture.data()).expect("the folder is ours");
    let lock = fixture.data().join(".voice.lock");
    assert!(std::process::Command::new("mkfifo").arg(&lock).status().expect("it runs").success());
    // Whether a FIFO can be locked depends on the system.
    let _ = fixture.install();
}

#[test]
fn an_error_says_what_to_do_next() {
    let error = AttemptError::Run(io::Error::other("no such file"));
    let attempts = vec![Attempt { command: "pip3".to_owned(), error }];
    assert_eq!(
        Error::NotFetched { attempts }.to_string(),
        "could not fetch hibari_tts-0.2.1-py3-none-any.whl; tried:\n  `pip3`: no such file\nyou can download it \
         from the Python package index, PyPI: project `hibari-tts`, version 0.2.1"
    );
}
