//! Phrases on disk: stored, damaged, replaced, and deleted.

use super::*;

/// A cache in a temporary folder, which is deleted with the first value.
fn cache() -> (tempfile::TempDir, Cache) {
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::new(folder.path().join("speech"));
    (folder, cache)
}

fn phrase(level: f32) -> SpeechClip {
    SpeechClip { rate: 24_000, samples: vec![(level * 32_767.0) as i16; 100].into() }
}

/// Sets the modification time of a file to `days` days ago.
fn age(path: &Path, days: u32) {
    let then = SystemTime::now() - NOTED * days;
    fs::File::options().write(true).open(path).unwrap().set_modified(then).unwrap();
}

fn names(cache: &Cache) -> Vec<String> {
    let entries = fs::read_dir(&cache.folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn stored_phrases_are_read_back_bit_for_bit() {
    let (_folder, cache) = cache();
    assert_eq!(cache.get("v", "Go"), None);
    cache.store("v", "Go", &phrase(0.3));
    assert_eq!(cache.get("v", "Go"), Some(phrase(0.3)));
    assert_eq!(cache.get("w", "Go"), None);
    assert_eq!(cache.get("v", "go"), None);
    fs::remove_dir_all(&cache.folder).unwrap();
    assert_eq!(cache.get("v", "Go"), None, "deleting it is safe");
}

#[test]
fn a_phrase_with_any_damaged_bit_is_rejected() {
    let good = to_bytes(&phrase(0.3));
    assert_eq!(from_bytes(&good), Some(phrase(0.3)));
    for bit in 0..good.len() * 8 {
        let mut bad = good.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(from_bytes(&bad), None, "bit {bit}");
    }
    for length in 0..good.len() {
        assert_eq!(from_bytes(&good[..length]), None, "{length} bytes");
        let zeroed = [&good[..length], &vec![0; good.len() - length]].concat();
        assert_eq!(from_bytes(&zeroed), None, "only zeros from byte {length} on");
    }
    assert_eq!(from_bytes(&[&good[..], &[0, 0]].concat()), None);
    assert_eq!(from_bytes(&[0; 16]), None);
}

#[test]
fn a_rate_that_no_voice_has_is_refused_despite_a_valid_checksum() {
    let body = |rate: u32| [&rate.to_le_bytes()[..], &1u32.to_le_bytes(), &[0, 0]].concat();
    for (rate, good) in
        [(0, false), (1, false), (7_999, false), (8_000, true), (192_000, true), (192_001, false)]
    {
        assert_eq!(from_bytes(&with_checksum(&body(rate))).is_some(), good, "{rate}");
    }
    assert_eq!(from_bytes(&with_checksum(&body(u32::MAX))), None);
}

#[test]
fn a_damaged_file_is_generated_again_and_replaced() {
    let (_folder, cache) = cache();
    cache.store("v", "Go", &phrase(0.3));
    let path = cache.path("v", "Go");
    for bad in [&[][..], &[0; 100], b"something else"] {
        fs::write(&path, bad).unwrap();
        assert_eq!(cache.get("v", "Go"), None);
        cache.store("v", "Go", &phrase(0.3));
        assert_eq!(cache.get("v", "Go"), Some(phrase(0.3)));
        assert_eq!(names(&cache).len(), 1, "no unfinished file is left");
    }
}

#[cfg(unix)]
#[test]
fn anything_but_a_regular_file_is_not_a_phrase_and_is_replaced() {
    let (_folder, cache) = cache();
    let path = cache.path("v", "Go");
    fs::create_dir_all(&cache.folder).unwrap();
    let fifo = || assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    let zero = || std::os::unix::fs::symlink("/dev/zero", &path).unwrap();
    for make in [&fifo as &dyn Fn(), &zero] {
        make();
        assert_eq!(cache.get("v", "Go"), None);
        cache.store("v", "Go", &phrase(0.3));
        assert_eq!(cache.get("v", "Go"), Some(phrase(0.3)));
        fs::remove_file(&path).unwrap();
    }
    fs::create_dir(&path).unwrap();
    cache.store("v", "Go", &phrase(0.3));
    assert_eq!(cache.get("v", "Go"), None);
}

#[test]
fn a_phrase_that_is_too_long_is_not_stored() {
    let (_folder, cache) = cache();
    cache.store("v", "Go", &SpeechClip { rate: 8_000, samples: vec![1; LARGEST as usize / 2].into() });
    assert!(!cache.folder.exists());
}

#[test]
fn the_cache_has_a_maximum_size() {
    let (_folder, cache) = cache();
    let cache = Cache { most: 1_000, ..cache };
    for n in 0..20 {
        cache.store("v", &n.to_string(), &phrase(0.1));
    }
    cache.tidy();
    let left = (0..20).filter(|n| cache.get("v", &n.to_string()).is_some()).count();
    assert_eq!(left, 4, "four files of 216 bytes fit");
}

#[test]
fn the_most_recently_used_phrases_stay() {
    let (_folder, cache) = cache();
    let cache = Cache { most: 1_000, ..cache };
    for n in 0..10 {
        cache.store("v", &n.to_string(), &phrase(0.1));
        age(&cache.path("v", &n.to_string()), 20 - n);
    }
    // The oldest one is used every day.
    assert!(cache.get("v", "0").is_some());
    cache.tidy();
    let left: Vec<u32> = (0..10).filter(|n| cache.path("v", &n.to_string()).exists()).collect();
    assert_eq!(left, [0, 7, 8, 9]);
}

#[test]
fn use_is_noted_once_a_day() {
    let (_folder, cache) = cache();
    cache.store("v", "Go", &phrase(0.1));
    let path = cache.path("v", "Go");
    let noted = || fs::metadata(&path).unwrap().modified().unwrap();
    let kept = noted();
    assert!(cache.get("v", "Go").is_some());
    assert_eq!(noted(), kept);
    age(&path, 2);
    let old = noted();
    assert!(cache.get("v", "Go").is_some());
    assert!(noted() > old + NOTED);
}

#[test]
fn only_files_that_repcue_wrote_are_deleted() {
    let (_folder, cache) = cache();
    let cache = Cache { most: 0, ..cache };
    cache.store("v", "Go", &phrase(0.1));
    let mine = cache.path("v", "Go").file_stem().unwrap().to_str().unwrap().to_owned();
    let others = [
        "my recording 1.wav".to_owned(),
        "notes.phrase".to_owned(),
        format!("{}.phrase", mine.to_uppercase().replace(|c: char| c.is_ascii_digit(), "A")),
        format!("{mine}.wav"),
        format!("{mine}.x.unfinished"),
        format!("x{mine}.phrase"),
    ];
    for name in &others {
        fs::write(cache.folder.join(name), [0; 100]).unwrap();
        age(&cache.folder.join(name), 30);
    }
    let folder = format!("{}.phrase", "0".repeat(32));
    fs::create_dir(cache.folder.join(&folder)).unwrap();
    let (new, old) = (format!("{mine}.123.unfinished"), format!("{mine}.124.unfinished"));
    for name in [&new, &old] {
        fs::write(cache.folder.join(name), [0; 10]).unwrap();
    }
    age(&cache.folder.join(&old), 1);
    cache.tidy();
    let mut left: Vec<String> = others.into_iter().chain([folder, new]).collect();
    left.sort();
    assert_eq!(names(&cache), left, "the phrase and the old leftover are gone");
}

#[test]
fn a_folder_that_cannot_be_written_is_not_an_error() {
    let cache = Cache::new(PathBuf::from("/dev/null/nowhere"));
    cache.store("v", "Go", &phrase(0.1));
    cache.tidy();
    assert_eq!(cache.get("v", "Go"), None);
}

proptest::proptest! {
    /// Any content is read safely, and whatever is accepted equals what would have been written.
    #[test]
    fn any_bytes_are_read_without_harm(bytes: Vec<u8>, rate in 7_000..200_000u32, samples: Vec<i16>) {
        let made = [&rate.to_le_bytes()[..], &(samples.len() as u32).to_le_bytes()].concat();
        let made: Vec<u8> = made.into_iter().chain(samples.iter().flat_map(|sample| sample.to_le_bytes())).collect();
        for bytes in [bytes.clone(), with_checksum(&bytes), with_checksum(&made)] {
            if let Some(phrase) = from_bytes(&bytes) {
                proptest::prop_assert_eq!(to_bytes(&phrase), bytes);
            }
        }
        proptest::prop_assert_eq!(from_bytes(&with_checksum(&made)).is_some(), RATES.contains(&rate));
    }
}
