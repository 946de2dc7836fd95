//! The whole voice, where it is installed.

use std::io::Write;
use std::path::Path;
use std::sync::OnceLock;

use super::install::State;
use super::{Error, Natural, install, sentences, unsayable};

/// The installed voice, or nothing and a word why the test is skipped.
fn voice() -> Option<&'static Natural> {
    static VOICE: OnceLock<Option<Natural>> = OnceLock::new();
    let voice = VOICE.get_or_init(|| {
        let folder = install::folder(Path::new(&std::env::var_os("REPCUE_TEST_VOICE")?))?;
        Some(Natural::load(&folder).expect("what was installed is whole"))
    });
    if voice.is_none() {
        let _ = writeln!(std::io::stderr(), "skipped: the natural voice is not installed");
    }
    voice.as_ref()
}

#[test]
fn numbers_and_units_are_said_right() {
    let Some(voice) = voice() else { return };
    for (text, said) in [
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
        assert_eq!(voice.phonemes(text).expect("it is read"), said, "`{text}`");
    }
}

#[test]
fn the_same_text_gives_the_same_samples() {
    let Some(voice) = voice() else { return };
    let text = "Lower slowly. Pilatesque!";
    let first = voice.speak(text, 1.0).expect("it is said");
    let others: Vec<Vec<f32>> = std::thread::scope(|scope| {
        let speak = || voice.speak(text, 1.0).expect("it is said");
        let threads: Vec<_> = (0..2).map(|_| scope.spawn(speak)).collect();
        threads.into_iter().map(|thread| thread.join().expect("it ends")).collect()
    });
    assert!(others.iter().all(|other| *other == first));
}

#[test]
fn speech_is_speech() {
    let Some(voice) = voice() else { return };
    let samples = voice.speak("Hold for 5 s.", 1.0).expect("it is said");
    let seconds = samples.len() as f32 / super::SAMPLE_RATE as f32;
    assert!((1.0..3.0).contains(&seconds), "{seconds} s");
    let peak = samples.iter().fold(0.0_f32, |peak, sample| peak.max(sample.abs()));
    assert!((0.1..1.0).contains(&peak), "a peak of {peak}");
    let faster = voice.speak("Hold for 5 s.", 1.5).expect("it is said").len();
    assert!(faster < samples.len());
}

#[test]
fn odd_texts_do_no_harm() {
    let Some(voice) = voice() else { return };
    for text in ["", " ", "...", "💪", "ステップ", "-", "\n\n", "\u{0}"] {
        assert!(voice.speak(text, 1.0).expect("it is passed over").is_empty(), "`{text}`");
    }
    let long = "hipthrust".repeat(20) + " " + &"lift and lower, ".repeat(60);
    assert!(!voice.speak(&long, f32::NAN).expect("it is said in pieces").is_empty());
}

#[test]
fn a_missing_folder_is_named() {
    let error = Natural::load(Path::new("/nowhere/voice")).err().expect("it is not there");
    assert!(matches!(error, Error::Read { .. }));
    assert!(error.to_string().contains("nowhere"), "{error}");
}

#[test]
fn sayable_and_not() {
    assert!(unsayable("Squat w/ 10 kg, A1, 5-10-5: café naïve “ok”™ 3×12 (½) don’t!").is_empty());
    assert_eq!(unsayable("Do ステップ, шаг 💪 and λ-hold"), ["ステップ", "шаг", "💪", "λ-hold"]);
}

#[test]
fn sentences_end_where_they_end() {
    assert_eq!(sentences::split("Lift. Hold! Now? Yes"), ["Lift.", "Hold!", "Now?", "Yes"]);
    assert_eq!(sentences::split("approx. ten (more or less.) Go"), ["approx. ten (more or less.)", "Go"]);
    assert!(sentences::split("  ").is_empty());
}

#[test]
fn long_sentences_come_in_pieces() {
    let pieces = sentences::pieces(&"lˈɪft, ".repeat(200));
    assert!(pieces.iter().all(|piece| piece.chars().count() <= 400 && piece.ends_with(',')));
    assert!(sentences::pieces(&"a".repeat(1000)).iter().all(|piece| piece.len() <= 400));
}

/// Every thread may use one voice.
#[test]
fn the_voice_is_shared() {
    fn shared<T: Send + Sync>() {}
    shared::<Natural>();
}

/// Every file of the voice, loaded at once or when it is needed.
#[test]
fn a_voice_of_which_one_bit_is_damaged_does_not_speak() {
    let Some(whole) =
        std::env::var_os("REPCUE_TEST_VOICE").and_then(|data| install::folder(Path::new(&data)))
    else {
        return;
    };
    let data = tempfile::tempdir().expect("a folder");
    let folder = data.path().join(whole.file_name().expect("it has a name"));
    std::fs::create_dir(&folder).expect("the folder is ours");
    for file in std::fs::read_dir(&whole).expect("it is there").flatten() {
        std::fs::copy(file.path(), folder.join(file.file_name())).expect("the folder is ours");
    }
    assert!(matches!(install::state(data.path()), State::Whole(_)));
    // `hipthrustathon` is in no dictionary.
    let say = || Natural::load(&folder).and_then(|voice| voice.speak("hipthrustathon", 1.0));
    assert!(!say().expect("it is whole").is_empty());
    for name in ["hibari.onnx", "oov.onnx", "lexicon.txt", "vocab.json", "oov.json"] {
        let path = folder.join(name);
        let good = std::fs::read(&path).expect("it is there");
        let mut bad = good.clone();
        bad[good.len() / 2] ^= 1;
        for bad in [&bad[..], &good[..good.len() - 1], &[], &[&good[..], b"\n"].concat()] {
            std::fs::write(&path, bad).expect("the folder is ours");
            let error = say().expect_err("it is damaged");
            assert!(error.is_damage() && error.to_string().contains(name), "{name}: {error}");
            assert!(matches!(install::state(data.path()), State::Damaged), "{name}");
        }
        std::fs::write(&path, good).expect("the folder is ours");
    }
    assert!(matches!(install::state(data.path()), State::Whole(_)));
}
