//! Routines and exercises of one's own: made, changed, taken back, edited; through the real program.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "shared/person.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod person;

use std::fs;
use std::path::Path;

use person::Person;

/// What the program says when the editor is another program.
#[cfg(unix)]
fn edited(person: &Person, editor: &str, name: &str) -> person::Said {
    person.said(person.command(&["edit", name]).env("EDITOR", editor))
}

#[test]
fn a_new_routine_is_a_good_one_and_is_not_written_over() {
    let person = Person::new("new");
    let (code, said, _) = person.repcue(&["new", "evening-glutes"]);
    assert_eq!(code, 0);
    assert!(said.starts_with("OWN/routines/evening-glutes.toml\n"), "{said}");
    let text = person.file("routines/evening-glutes.toml");
    assert!(text.starts_with("#:schema ../schema/routine.json\n"), "{text}");
    assert!(text.contains("title = \"Evening glutes\""));
    for (name, schema) in repcue::schema::all() {
        assert_eq!(person.file(&format!("schema/{name}.json")), schema);
    }
    assert_eq!(person.repcue(&["check", "evening-glutes"]).1, "evening-glutes: no mistakes; 3 exercises\n");
    assert!(person.repcue(&["list"]).1.contains("evening-glutes"));
    let (code, _, told) = person.repcue(&["new", "evening-glutes"]);
    assert_eq!(code, 2);
    assert!(told.contains("`repcue edit evening-glutes` opens it"), "{told}");
    for wrong in ["a/b", "..", "", "x\u{1b}"] {
        assert_eq!(person.repcue(&["new", wrong]).0, 2, "{wrong:?}");
    }
}

#[test]
fn a_routine_made_from_another_does_the_same() {
    let person = Person::new("from");
    let table = |name: &str| -> String {
        let shown = person.repcue(&["show", name]).1;
        // Without the title, and the time of day at which it would end.
        shown.lines().skip(1).filter(|line| !line.contains("ends at")).collect::<Vec<_>>().join("\n")
    };
    for name in ["lower-back-glutes", "morning", "circuit", "bad-day", "bird-dog-ladder", "first-week"] {
        let own = format!("my-{name}");
        assert_eq!(person.repcue(&["new", &own, "--from", name]).0, 0);
        assert_eq!(table(&own), table(name));
    }
}

#[test]
fn an_exercise_of_ones_own_is_in_every_routine_and_drill() {
    let person = Person::new("exercise");
    assert_eq!(person.repcue(&["new", "--exercise", "dead-bug"]).0, 0);
    assert!(person.repcue(&["show", "dead-bug"]).1.starts_with("Dead bug\n"));
    let routine = person.folder.join("routines/x.toml");
    fs::create_dir_all(routine.parent().unwrap()).unwrap();
    fs::write(&routine, "[[exercise]]\nuse = \"dead-bug\"\n").unwrap();
    assert_eq!(person.repcue(&["check", "x"]).1, "x: no mistakes; 1 exercise\n");
}

#[test]
fn set_changes_a_copy_shows_the_lines_and_takes_back() {
    let person = Person::new("set");
    let shipped =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("routines/lower-back-glutes.toml"));
    let shipped = shipped.unwrap();
    let own = "routines/lower-back-glutes.toml";
    let (code, said, _) = person.repcue(&["set", "lower-back-glutes", "clam-shell", "reps=12", "hold=3s"]);
    assert_eq!(code, 0);
    let line = shipped.lines().position(|line| line == "reps = \"15-20\"").unwrap() + 1;
    assert_eq!(
        said,
        format!(
            "Your own copy: OWN/{own}\nOWN/{own}:{line}\n- reps = \"15-20\"\n+ reps = 12\nOWN/{own}:{}\n+ hold = \"3s\"\n",
            line + 1
        )
    );
    let changed = shipped.replace("reps = \"15-20\"\n", "reps = 12\nhold = \"3s\"\n");
    assert_eq!(person.file(own), changed);

    let (code, _, told) = person.repcue(&["set", "lower-back-glutes", "clam-shell", "for=45s"]);
    assert_eq!(code, 2, "what `check` would refuse");
    assert!(
        told.contains("either `reps` or `for`, not both") && told.contains("nothing was changed"),
        "{told}"
    );
    assert_eq!(person.file(own), changed);

    assert_eq!(person.repcue(&["set", "lower-back-glutes", "squat", "reps=8"]).0, 0);
    assert_eq!(person.repcue(&["set", "lower-back-glutes", "--undo"]).0, 0);
    assert_eq!(person.file(own), changed);
    let (code, _, told) = person.repcue(&["set", "lower-back-glutes", "--undo"]);
    assert_eq!((code, told.contains("no change")), (2, true), "{told}");

    assert_eq!(person.repcue(&["set", "lower-back-glutes", "squat", "reps=8"]).0, 0);
    fs::write(person.folder.join(own), "# by hand\n").unwrap();
    let (code, _, told) = person.repcue(&["set", "lower-back-glutes", "--undo"]);
    assert_eq!((code, told.contains("has been changed since")), (2, true), "{told}");
    assert_eq!(person.file(own), "# by hand\n");
}

#[test]
fn what_set_does_not_understand_it_says() {
    let person = Person::new("set-wrong");
    for (args, expected) in [
        (&["set", "circuit", "chair-sqat", "reps=3"][..], "did you mean `chair-squat`?"),
        (&["set", "bird-dog-ladder", "bird-dog", "reps=3"], "`bird-dog:1` to `bird-dog:5`"),
        (&["set", "circuit", "chair-squat", "reps"], "such as reps=12"),
        (&["set", "circuit", "chair-squat", "resp=3"], "did you mean `reps`?"),
        (&["set", "nothing", "chair-squat", "reps=3"], "there is no routine `nothing`"),
    ] {
        let (code, _, told) = person.repcue(args);
        assert!(code == 2 && told.contains(expected), "{args:?}: {told}");
    }
    assert!(!person.folder.join("routines").exists(), "nothing was written");
}

#[cfg(unix)]
#[test]
fn edit_opens_a_copy_and_checks_it() {
    let person = Person::new("edit");
    let (code, said, _) = edited(&person, "true", "circuit");
    assert_eq!(code, 0);
    assert_eq!(said, "Your own copy: OWN/routines/circuit.toml\nOWN/routines/circuit.toml: no mistakes\n");
    let (code, _, told) = edited(&person, "sed -i.old s/reps/resp/", "circuit");
    assert_eq!((code, told.contains("did you mean `reps`?")), (2, true), "{told}");
    let (code, _, told) = edited(&person, "/no/such/editor", "squat");
    assert_eq!((code, told.contains("set EDITOR to yours")), (1, true), "{told}");
    assert!(person.folder.join("exercises/squat.toml").exists());
    assert_eq!(person.repcue(&["edit", "circiut"]).0, 2);
}

/// A routine of this person's, as it is for them: a link into another folder, with a mode of its own.
#[cfg(unix)]
#[test]
fn set_changes_the_file_that_a_link_leads_to_and_keeps_its_mode() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    const TEXT: &str = "[[exercise]]\nuse = \"squat\"\nreps = 2\n";
    let person = Person::new("set-link");
    let place = |name: &str| person.folder.join(name);
    for folder in ["routines", "dot"] {
        fs::create_dir_all(place(folder)).unwrap();
    }
    let mode = |name: &str| fs::metadata(place(name)).unwrap().permissions().mode() & 0o777;
    let set_mode =
        |name: &str, mode| fs::set_permissions(place(name), fs::Permissions::from_mode(mode)).unwrap();
    fs::write(place("dot/mine.toml"), TEXT).unwrap();
    set_mode("dot/mine.toml", 0o600);
    fs::hard_link(place("dot/mine.toml"), place("dot/backup.toml")).unwrap();
    symlink("../dot/mine.toml", place("routines/mine.toml")).unwrap();

    let (code, _, told) = person.repcue(&["set", "mine", "squat", "reps=3"]);
    assert_eq!(code, 0, "{told}");
    assert!(place("routines/mine.toml").is_symlink());
    let changed = TEXT.replace('2', "3");
    assert_eq!(
        [person.file("dot/mine.toml"), person.file("dot/backup.toml")],
        [changed.clone(), changed.clone()]
    );
    assert_eq!([mode("dot/mine.toml"), mode("routines/mine.toml.before")], [0o600; 2]);

    set_mode("dot/mine.toml", 0o444);
    for words in [&["set", "mine", "squat", "reps=4"][..], &["set", "mine", "--undo"]] {
        let (code, _, told) = person.repcue(words);
        assert_eq!((code, told.contains("it is read-only")), (2, true), "{told}");
        assert_eq!(person.file("dot/mine.toml"), changed);
    }
    set_mode("dot/mine.toml", 0o640);
    assert_eq!(person.repcue(&["set", "mine", "--undo"]).0, 0);
    assert_eq!((person.file("dot/backup.toml"), mode("dot/mine.toml")), (TEXT.to_owned(), 0o640));
}

/// As long as a name can be: what is kept for taking back would have a longer one.
#[test]
fn a_routine_with_a_long_name_is_made_changed_and_taken_back() {
    let person = Person::new("set-long");
    for length in [240, 245, 250] {
        let name = "x".repeat(length);
        for words in [
            &["new", &name, "--from", "circuit"][..],
            &["set", &name, "chair-squat", "hold=3s"],
            &["set", &name, "--undo"],
        ] {
            let (code, _, told) = person.repcue(words);
            assert_eq!(code, 0, "{length}: {words:?}: {told}");
        }
    }
}

/// A folder of sounds is found where its setting says: from the home folder, beside `config.toml`, or from here. A name that
/// is wrong in it shows that it was looked at.
#[test]
fn a_folder_of_sounds_is_found_where_its_setting_says() {
    let person = Person::new("sounds-place");
    for (folder, name) in [("home/mine", "lifts.wav"), ("mine", "holds.ogg"), ("here/mine", "gos.flac")] {
        let folder = person.folder.join(folder);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(name), "").unwrap();
    }
    let told = |config: &str, variable: &str, words: &[&str]| {
        fs::write(person.folder.join("config.toml"), config).unwrap();
        let mut command = person.command(&[&["show", "squat"], words].concat());
        command.current_dir(person.folder.join("here")).env("REPCUE_SOUNDS", variable);
        let (code, _, told) = person.said(&mut command);
        assert_eq!(code, 0, "{told}");
        told
    };
    let (home, beside, here) =
        ("did you mean `lift.wav`?", "did you mean `hold.ogg`?", "did you mean `go.flac`?");
    for (config, variable, words, expected) in [
        ("sounds = '~/mine'", "", &[][..], home),
        ("sounds = 'mine'", "", &[], beside),
        ("sounds = '../mine'", "mine", &[], here),
        ("", "~/mine", &[], home),
        ("sounds = 'nowhere'", "nowhere", &["--sounds", "mine"], here),
        ("", "", &["--sounds=~/mine"], home),
    ] {
        let told = told(config, variable, words);
        assert!(told.contains(expected), "{config} {variable} {words:?}: {told}");
        assert!(told.contains("has none of the twelve sounds"), "{told}");
    }
}

/// A sound of one's own is what is heard, whatever its format.
#[test]
fn a_sound_of_ones_own_is_heard_in_each_format() {
    let person = Person::new("sounds-formats");
    let folder = person.folder.join("sounds");
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: 48_000,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    fs::create_dir_all(&person.folder).unwrap();
    let tone = person.folder.join("tone.wav");
    let mut wav = hound::WavWriter::create(&tone, spec).unwrap();
    for n in 0..24_000 {
        wav.write_sample((9_000.0 * (f64::from(n) * 0.05).sin()) as i16).unwrap();
    }
    wav.finalize().unwrap();
    // A session whose last sound is in a file of this name; without a name, the built-in one.
    let exported = |name: Option<&str>| -> Option<Vec<f64>> {
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let out = person.folder.join("out.wav");
        let words =
            ["export", "clam-shell", "--reps", "1", "--ready", "0s", "-f", "-o", out.to_str().unwrap()];
        let mut words = words.to_vec();
        if let Some(name) = name {
            let mut command = std::process::Command::new("ffmpeg");
            command.args(["-loglevel", "error", "-i"]).arg(&tone).arg(folder.join(name));
            assert!(command.status().ok()?.success(), "{name}");
            words.extend(["--sounds", folder.to_str().unwrap()]);
        }
        let (code, _, told) = person.repcue(&words);
        assert_eq!((code, told.as_str()), (0, ""));
        let mut reader = hound::WavReader::open(&out).unwrap();
        Some(reader.samples::<i16>().map(|sample| f64::from(sample.unwrap())).collect())
    };
    let difference = |one: &[f64], other: &[f64]| {
        one.iter().zip(other).map(|(one, other)| (one - other).powi(2)).sum::<f64>()
    };
    let built_in = exported(None).unwrap();
    let Some(wav) = exported(Some("done.wav")) else { return person::skip("there is no ffmpeg") };
    assert!(difference(&wav, &built_in) > 0.0);
    assert!(exported(Some("Done.FLAC")).unwrap() == wav, "it loses nothing");
    for name in ["done.mp3", "DONE.ogg"] {
        let heard = exported(Some(name)).unwrap();
        assert_eq!(heard.len(), wav.len(), "{name}");
        let off = difference(&heard, &wav) / difference(&wav, &built_in);
        assert!(off < 0.01, "{name}: {off}");
    }
}
