use super::*;

fn folder(files: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in files {
        fs::write(folder.path().join(name), "").unwrap();
    }
    folder
}

/// The names of the files used, in the order of the sounds, and the warnings.
fn looked(files: &[&str]) -> (Vec<String>, Vec<String>) {
    let folder = folder(files);
    let mut told = Vec::new();
    let found = Folder::look(folder.path(), &mut told);
    let name = |path: &PathBuf| path.file_name().unwrap().to_str().unwrap().to_owned();
    (found.files.iter().flatten().map(name).collect(), told)
}

#[test]
fn names_are_compared_without_case_and_endings_are_four() {
    let (taken, told) = looked(&["Lift.WAV", "hold.flac", "LOWER.Mp3", "tick.ogg"]);
    assert_eq!(taken, ["Lift.WAV", "hold.flac", "tick.ogg", "LOWER.Mp3"]);
    assert_eq!(told, [""; 0]);
}

#[test]
fn wrong_names_are_reported_with_the_right_one_and_other_files_are_ignored() {
    let files = ["README.md", ".hidden.wav", "go.opus", "holds.wav", "lift.wav", "reps.m4a", "whistle.flac"];
    let (taken, told) = looked(&files);
    assert_eq!(taken, ["lift.wav"]);
    let all = "count, go, lift, hold, tick, lower, rep, half, last, switch, rest, done";
    assert_eq!(
        told,
        [
            "`go.opus` is ignored; expected one of `go.wav`, `go.flac`, `go.mp3`, `go.ogg`".to_owned(),
            "`holds.wav` is ignored; did you mean `hold.wav`?".to_owned(),
            "`reps.m4a` is ignored; did you mean `rep.wav`?".to_owned(),
            format!("`whistle.flac` is ignored; the sounds are {all}"),
        ]
    );
}

#[test]
fn two_files_for_one_sound_are_reported() {
    let (taken, told) = looked(&["lift.flac", "lift.wav"]);
    assert_eq!(taken, ["lift.flac"]);
    assert_eq!(told, ["`lift.flac` and `lift.wav` are both for the sound `lift`; using `lift.flac`"]);
}

#[test]
fn a_folder_without_any_sound_is_reported_without_listing_all_its_files() {
    let songs: Vec<String> = (0..40).map(|n| format!("song number {n:02}.mp3")).collect();
    let (taken, told) = looked(&songs.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(taken.is_empty());
    assert!(told[0].contains("has none of the twelve sounds (count, go, lift, hold,"), "{told:?}");
    assert_eq!(told.len(), 1 + MOST_NAMED + 1);
    assert!(told[MOST_NAMED + 1].starts_with("35 more files in "), "{told:?}");
    assert_eq!(looked(&[]).1.len(), 1);
    let mut told = Vec::new();
    Folder::look(Path::new("/no/such/folder"), &mut told);
    assert_eq!(told, ["the sound folder `/no/such/folder` was not found; using the built-in sounds"]);
}

#[test]
fn irregular_and_oversized_files_are_reported() {
    let folder = folder(&["rest.wav"]);
    fs::create_dir(folder.path().join("hold.wav")).unwrap();
    fs::write(folder.path().join("go.wav"), vec![0; LARGEST as usize + 1]).unwrap();
    #[cfg(unix)]
    let _bound = std::os::unix::net::UnixListener::bind(folder.path().join("tick.wav")).unwrap();
    let mut told = Vec::new();
    let found = Folder::look(folder.path(), &mut told);
    for sound in Sound::ALL {
        assert!(found.sound(sound, &mut told).is_none());
    }
    let is_used = "using the built-in sound";
    let mut expected = vec![
        format!("`go.wav` cannot be read: it is larger than 8 MB; {is_used}"),
        format!("`hold.wav` cannot be read: it is a folder, not a file; {is_used}"),
        format!("`rest.wav` is neither a WAV, FLAC, MP3 nor Ogg Vorbis file; {is_used}"),
    ];
    if cfg!(unix) {
        expected.insert(2, format!("`tick.wav` cannot be read: it is a socket, not a file; {is_used}"));
    }
    assert_eq!(told, expected);
}
