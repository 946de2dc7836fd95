//! The whole voice. The tests that need it are skipped if it is not installed in the data folder that the environment variable
//! `NATURAL_VOICE_TEST_FOLDER` names.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use natural_voice::install::{self, State};
use natural_voice::release::{OtherVoice, RELEASE};
use natural_voice::{Error, SAMPLE_RATE, Voice};

/// The installed voice's folder. Without one, says that the test is skipped.
fn folder() -> Option<PathBuf> {
    let data = std::env::var_os("NATURAL_VOICE_TEST_FOLDER");
    let folder = data.and_then(|data| install::installed(Path::new(&data)));
    if folder.is_none() {
        let _ = writeln!(std::io::stderr(), "skipped: the natural voice is not installed");
    }
    folder
}

/// The installed voice.
fn voice() -> Option<&'static Voice> {
    static VOICE: OnceLock<Option<Voice>> = OnceLock::new();
    let load = || Some(Voice::load(&folder()?).expect("what was installed is whole"));
    VOICE.get_or_init(load).as_ref()
}

#[test]
fn numbers_and_units_have_the_right_phonemes() {
    let Some(voice) = voice() else { return };
    for (text, expected) in [
        ("12 reps", "twˈɛlv ɹˈɛps"),
        ("21", "twˈɛnti wˈʌn"),
        ("105", "wˈʌn hˈʌndɹəd fˈIv"),
        ("1,250", "wˈʌn θˈWzᵊnd tˈu hˈʌndɹəd fˈɪfti"),
        ("3rd set", "θˈɜɹd sˈɛt"),
        ("2.5 kg", "tˈu pYnt fˈIv kˈɪləɡɹˌæmz"),
        ("8-10 reps", "ˈAt tə tˈɛn ɹˈɛps"),
        ("1:30", "wˈʌn mˈɪnət θˈɜɹTi"),
        ("45°", "fˈɔɹTi fˈIv dəɡɹˈiz"),
        ("80%", "ˈATi pəɹsˈɛnt"),
        ("3x12", "θɹˈi tˈImz twˈɛlv"),
        ("30s", "θˈɜɹTi sˈɛkəndz"),
        ("10 lbs", "tˈɛn pˈWndz"),
        ("5 cm", "fˈIv sˈɛntəmˌiTəɹz"),
        ("A1", "ˈA wˈʌn"),
    ] {
        assert_eq!(voice.phonemes(text).expect("it is transcribed"), expected, "`{text}`");
    }
}

#[test]
fn words_of_training_have_the_right_phonemes() {
    let Some(voice) = voice() else { return };
    for (text, expected) in [
        ("Lunge 10/side", "lˈʌnʤ tˈɛn pɜɹ sˈId"),
        ("Ab roll-out", "ˈæb ɹˈOlˌWt"),
        ("AB crunch", "ˈæb kɹˈʌnʧ"),
        ("IT band", "ˌI tˈi bˈænd"),
        ("SI joint", "ˈɛs ˌI ʤˈYnt"),
        ("Warrior II", "wˈɔɹiəɹ tˈu"),
        ("Tai chi", "tˈI ʧˈi"),
        ("BOSU ball", "bˈOsu bˈɔl"),
        ("LISS", "lˈɪs"),
        ("4pt kneeling", "fˈɔɹ pˈYnt nˈilɪŋ"),
        ("31X1", "θɹˈi wˈʌn ˈɛks wˈʌn"),
        ("Wk 2", "wˈik tˈu"),
        ("KB swing", "kˈɛTᵊlbɛl swˈɪŋ"),
        ("BW squat", "bˈɑdi wˈAt skwˈɑt"),
        ("Moderate effort", "mˈɑdəɹət ˈɛfəɹt"),
        ("Moderate the pace", "mˈɑdəɹˌAt ðə pˈAs"),
        ("Bow and arrow", "bˈO ænd ˈɛɹO"),
        ("Bow to the front", "bˈW tə ðə fɹˈʌnt"),
        ("hip ext.", "hˈɪp ɪkstˈɛnʃᵊn."),
        ("Chaturanga, savasana, planche", "ʧˌʌtəɹˈɑŋɡə, ʃəvˈɑsənə, plˈɑnʃ"),
        ("serratus, abdominis, multifidus", "səɹˈATəs, æbdˈɑmᵻnᵻs, mʌltˈɪfᵻdəs"),
    ] {
        assert_eq!(voice.phonemes(text).expect("it is transcribed"), expected, "`{text}`");
    }
}

#[test]
fn the_same_text_gives_the_same_samples() {
    let Some(voice) = voice() else { return };
    let text = "Lower slowly. Pilatesque!";
    let first = voice.speak(text, 1.0).expect("it is spoken");
    let others: Vec<Vec<f32>> = std::thread::scope(|scope| {
        let speak = || voice.speak(text, 1.0).expect("it is spoken");
        let threads: Vec<_> = (0..2).map(|_| scope.spawn(speak)).collect();
        threads.into_iter().map(|thread| thread.join().expect("it ends")).collect()
    });
    assert!(others.iter().all(|other| *other == first));
}

/// The files of the other voices are not here, so the voice's own network is installed as another one.
#[test]
fn another_voice_shares_the_lexicon() {
    let (Some(folder), Some(voice)) = (folder(), voice()) else { return };
    let file =
        RELEASE.files.iter().find(|file| file.name == "hibari.onnx").expect("it is in the release").clone();
    let other = OtherVoice { name: "heart", file };
    let data = tempfile::tempdir().expect("a folder");
    let network = folder.join("hibari.onnx");
    let stopped = || false;
    install::install_other(data.path(), &other, Some(&network), &|| panic!("there is a file"), &stopped)
        .expect("it is the right file");
    let file = install::other_file(data.path(), &other);
    let speak = |voice: &Voice| voice.speak("Hold for 5 s.", 0.9).expect("it is spoken");
    assert_eq!(speak(&Voice::load_other(&folder, &other, &file).expect("it is whole")), speak(voice));
    std::fs::write(&file, "damaged").expect("the folder is ours");
    let error = Voice::load_other(&folder, &other, &file).err().expect("it is damaged");
    assert!(error.is_damage() && error.to_string().contains("hibari.onnx"), "{error}");
}

#[test]
fn speech_is_speech() {
    let Some(voice) = voice() else { return };
    let samples = voice.speak("Hold for 5 s.", 1.0).expect("it is spoken");
    let seconds = samples.len() as f32 / SAMPLE_RATE as f32;
    assert!((1.0..3.0).contains(&seconds), "{seconds} s");
    let peak = samples.iter().fold(0.0_f32, |peak, sample| peak.max(sample.abs()));
    assert!((0.1..1.0).contains(&peak), "a peak of {peak}");
    let faster = voice.speak("Hold for 5 s.", 1.5).expect("it is spoken").len();
    assert!(faster < samples.len());
}

#[test]
fn odd_texts_are_skipped_or_spoken() {
    let Some(voice) = voice() else { return };
    for text in ["", " ", "...", "💪", "ステップ", "-", "\n\n", "\u{0}"] {
        assert!(voice.speak(text, 1.0).expect("it is skipped").is_empty(), "`{text}`");
    }
    let long = "hipthrust".repeat(20) + " " + &"lift and lower, ".repeat(60);
    assert!(!voice.speak(&long, f32::NAN).expect("it is spoken in chunks").is_empty());
}

#[test]
fn a_missing_folder_is_named() {
    let error = Voice::load(Path::new("/nowhere/voice")).err().expect("it is not there");
    assert!(matches!(error, Error::Read { .. }));
    assert!(error.to_string().contains("nowhere"), "{error}");
}

/// Threads can share one voice.
#[test]
fn the_voice_can_be_shared() {
    fn shared<T: Send + Sync>() {}
    shared::<Voice>();
}

/// Both the files that are loaded at once and the one that is loaded when it is needed.
#[test]
fn a_damaged_voice_does_not_speak() {
    let Some(whole) = folder() else { return };
    let data = tempfile::tempdir().expect("a folder");
    let folder = data.path().join(whole.file_name().expect("it has a name"));
    std::fs::create_dir(&folder).expect("the folder is ours");
    for file in std::fs::read_dir(&whole).expect("it is there").flatten() {
        std::fs::copy(file.path(), folder.join(file.file_name())).expect("the folder is ours");
    }
    assert_eq!(install::state(data.path()), State::Whole);
    // `hipthrustathon` is not in the lexicon.
    let speak = || Voice::load(&folder).and_then(|voice| voice.speak("hipthrustathon", 1.0));
    assert!(!speak().expect("it is whole").is_empty());
    for name in ["hibari.onnx", "oov.onnx", "lexicon.txt", "vocab.json", "oov.json"] {
        let path = folder.join(name);
        let good = std::fs::read(&path).expect("it is there");
        let mut bad = good.clone();
        bad[good.len() / 2] ^= 1;
        for bad in [&bad[..], &good[..good.len() - 1], &[], &[&good[..], b"\n"].concat()] {
            std::fs::write(&path, bad).expect("the folder is ours");
            let error = speak().expect_err("it is damaged");
            assert!(error.is_damage() && error.to_string().contains(name), "{name}: {error}");
            assert_eq!(install::state(data.path()), State::Damaged, "{name}");
        }
        std::fs::write(&path, good).expect("the folder is ours");
    }
    assert_eq!(install::state(data.path()), State::Whole);
}
