//! The start: which routine is played without a name, what is printed before it, and how names and lists find things.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "shared/person.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod person;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use person::{Person, Said};

/// A routine of half a second, with everything that a routine can say before it.
const SHORT: &str = "title = \"Short\"\nabout = \"A blink.\"\nwarning = \"Not twice.\"\nplan = \"Daily.\"\n\
                     [[exercise]]\nname = \"Blink\"\nreps = 1\nready = \"0s\"\ntempo = \"0.1-0-0.1-0\"\nequipment = [\"eyes\"]\n";

fn own(person: &Person, name: &str) {
    fs::create_dir_all(person.folder.join("routines")).unwrap();
    fs::write(person.folder.join(format!("routines/{name}.toml")), SHORT).unwrap();
}

/// A session that is stopped as soon as it has printed these words.
fn stopped_at(person: &Person, args: &[&str], words: &str) -> Said {
    let mut session = person.session(args);
    session.wait_for(words);
    session.signal("-TERM");
    session.end()
}

#[test]
fn run_without_a_name_plays_the_gentle_routine_and_later_the_last_one_played() {
    let person = Person::new("last");
    own(&person, "short");
    assert!(person.repcue(&["show"]).1.starts_with("First week\n"));
    let (_, said, told) = stopped_at(&person, &["run"], "Get ready · Pelvic tilt");
    assert!(told.contains("Playing `first-week`"), "{told}");
    assert!(said.contains("Pelvic tilt") && told.contains("warning    Stop any exercise"), "{said}{told}");
    assert!(person.session(&["run", "short"]).end().1.contains("Blink"));
    let (_, said, told) = person.session(&["run"]).end();
    assert!(told.contains("Playing `short`") && said.contains("Blink"), "{told}{said}");
    assert!(person.repcue(&["show"]).1.starts_with("Short\n"));
    // A file is remembered by its path.
    let file = person.folder.join("elsewhere.toml");
    fs::write(&file, SHORT.replace("Blink", "Wink")).unwrap();
    assert!(person.session(&["run", file.to_str().unwrap()]).end().1.contains("Wink"));
    assert!(person.session(&["run"]).end().1.contains("Wink"));
    fs::remove_file(&file).unwrap();
    assert!(person.repcue(&["show"]).1.starts_with("First week\n"), "what is gone is not played");
}

#[test]
fn a_routine_introduces_itself_only_the_first_time() {
    let person = Person::new("preface");
    own(&person, "short");
    let preface =
        "Short\n\n  about      A blink.\n  you need   eyes\n  warning    Not twice.\n  plan       Daily.\n\n";
    let (_, said, told) = person.session(&["run", "short"]).end();
    assert_eq!(told, preface, "{said}");
    let (_, said, told) = person.session(&["run", "short"]).end();
    assert_eq!(told, "");
    assert!(said.lines().any(|line| line.ends_with("You need: eyes.")), "{said}");
    assert!(person.repcue(&["show", "short"]).1.starts_with(preface));
    let json: serde_json::Value =
        serde_json::from_str(&person.repcue(&["show", "short", "--json"]).1).unwrap();
    assert_eq!(
        ["about", "warning", "plan"].map(|key| json[key].as_str().unwrap()),
        ["A blink.", "Not twice.", "Daily."]
    );
    assert_eq!(json["equipment"], serde_json::json!(["eyes"]));
}

#[test]
fn the_list_of_played_routines_is_private_and_only_trusted_if_it_is() {
    let person = Person::new("played");
    own(&person, "short");
    assert_eq!(person.session(&["run", "short"]).end().0, 0);
    let folder = person.folder.join("state/played");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    let files: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(files, ["routines.toml"]);
    assert!(person.file("state/played/routines.toml").ends_with("routines = [\"short\"]\n"));
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o777)).unwrap();
    assert!(person.repcue(&["show"]).1.starts_with("First week\n"));
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).unwrap();
    for broken in ["routines = 3\n", "routines = [\"../../etc/passwd\"]\n", "\u{0}", ""] {
        fs::write(folder.join("routines.toml"), broken).unwrap();
        assert!(person.repcue(&["show"]).1.starts_with("First week\n"), "{broken:?}");
    }
}

#[test]
fn names_are_found_in_any_spelling() {
    let person = Person::new("spelling");
    for (typed, title) in [
        ("First Week", "First week"),
        ("first_week", "First week"),
        ("FIRSTWEEK", "First week"),
        ("Dead Bug", "Dead bug"),
        ("dead_bug", "Dead bug"),
        ("deadbugs", "Dead bug"),
        ("press ups", "Push-up"),
    ] {
        let (code, said, told) = person.repcue(&["show", typed]);
        assert!(code == 0 && said.starts_with(&format!("{title}\n")), "{typed}: {said}{told}");
    }
    let told = person.repcue(&["run", "clamshell"]).2;
    assert!(told.contains("it is an exercise: `repcue drill clam-shell` plays it"), "{told}");
    let told = person.repcue(&["drill", "First Week"]).2;
    assert!(told.contains("`repcue run first-week` plays it"), "{told}");
    let said = person.repcue(&["set", "Lower Back Glutes", "clam-shells", "reps=9"]).1;
    assert!(said.contains("routines/lower-back-glutes.toml"), "{said}");
    assert!(person.repcue(&["reset", "lower_back_glutes", "--yes"]).1.contains("Deleted"));
    let said = person.repcue(&["show", "lower-back-glutes", "--only", "Clamshells,squats"]).1;
    assert!(
        said.contains("Lying clam shell") && said.contains("bar squat") && !said.contains("Donkey"),
        "{said}"
    );
}

#[test]
fn the_list_can_be_filtered() {
    let person = Person::new("filter");
    let all = person.repcue(&["list"]).1;
    for part in ["Routines\n", "Exercises: glutes and hips\n", "Exercises: breathing\n", "Your routines: "] {
        assert!(all.contains(part), "{all}");
    }
    let (code, said, _) =
        person.repcue(&["list", "--equipment", "none", "--muscle", "abs", "--level", "easy"]);
    assert_eq!(code, 0);
    assert!(
        said.contains("  pelvic-tilt ") && !said.contains("  plank ") && !said.contains("Routines"),
        "{said}"
    );
    let said = person.repcue(&["list", "--equipment", "chair"]).1;
    assert!(said.contains("  first-week ") && !said.contains("  lower-back-glutes "), "{said}");
    let (code, _, told) = person.repcue(&["list", "--equipment", "trampoline"]);
    assert!(code == 2 && told.contains("possible values: ") && told.contains("chair, dumbbells, "), "{told}");
    let (code, _, told) = person.repcue(&["list", "--muscle", "feet", "--level", "hard"]);
    assert!(code == 2 && told.contains("leave out one of the filters"), "{told}");
}

/// Every exercise of the library can be played alone, and is checked and shown without a warning.
#[test]
fn every_exercise_is_checked_and_shown_without_warnings() {
    let person = Person::new("exercises");
    for (id, _) in repcue::routine::library::BUILT_IN {
        for command in ["check", "show"] {
            let (code, said, told) = person.repcue(&[command, id]);
            assert_eq!((code, told.as_str()), (0, ""), "{command} {id}: {said}");
        }
    }
}
