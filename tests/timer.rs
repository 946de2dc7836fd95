//! `repcue timer`: intervals without a file, through the real program.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "shared/person.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod person;

use person::Person;

#[test]
fn a_timer_plays_its_intervals() {
    let person = Person::new("timer");
    let args = ["timer", "1/1", "x2", "Push-ups", "--ready", "1", "--no-sound", "--plain"];
    let (code, said, told) = person.repcue(&args);
    assert_eq!(code, 0, "{told}");
    let of = |words: &str| said.lines().filter(|line| line.contains(words)).count();
    assert_eq!((of("Push-ups"), of("Rest")), (3, 1), "{said}");
    assert!(said.contains("Well done"), "{said}");
    assert!(!person.folder.join("routines").exists(), "nothing is written");
}

#[test]
fn a_saved_timer_is_a_routine_and_is_not_overwritten() {
    let person = Person::new("timer-save");
    let save = |args: &[&str]| person.repcue(&[&["timer"], args, &["--save", "tabata"]].concat());
    let (code, said, told) = save(&["40s/20s", "--of", "Clam Shell,Jump rope", "--rounds", "3"]);
    assert_eq!(
        (code, said.as_str()),
        (
            0,
            "OWN/routines/tabata.toml\nPreview it with `repcue show tabata`, play it with `repcue run tabata`.\n"
        ),
        "{told}"
    );
    assert_eq!(
        person.file("routines/tabata.toml"),
        "#:schema ../schema/routine.json\n\
         title = \"Timer 40s/20s x3\"\nrest = \"20s\"\nrest-after = \"20s\"\n\n\
         [[block]]\nrounds = 3\n\n\
         [[block.exercise]]\nuse = \"clam-shell\"\nfor = \"40s\"\nsets = 1\n\n\
         [[block.exercise]]\nname = \"Jump rope\"\nfor = \"40s\"\nsets = 1\n"
    );
    let (code, said, told) = person.repcue(&["check", "tabata"]);
    assert_eq!((code, said.as_str(), told.as_str()), (0, "tabata: no errors; 2 exercises\n", ""));
    let (code, _, told) = save(&["10m"]);
    assert_eq!((code, told.contains("already exists")), (2, true), "{told}");
    assert!(person.file("routines/tabata.toml").contains("clam-shell"));
    // What would not be saved is refused.
    for option in [&["--ready", "3s"][..], &["--volume", "50"], &["--voice", "off"]] {
        assert_eq!(save(&[&["10m"], option].concat()).0, 2, "{option:?}");
    }
}

#[test]
fn a_timer_that_makes_no_sense_is_refused_with_a_fix() {
    let person = Person::new("timer-errors");
    for (args, words) in [
        (&["x8"][..], "error: the length of the work is missing"),
        (&["20s", "10s"], "help: write the work and the rest as one word, such as `repcue timer 20s/10s x8`"),
        (&["20s/10s", "8"], "help: write `x8` for 8 times"),
        (&["20s", "x8", "--rounds", "3"], "help: leave out `--rounds`"),
        (&["20s", "Box", "--name", "jump"], "help: leave out `--name`"),
        (&["20s", "x100000"], "the routine lasts longer than 24h"),
    ] {
        let (code, said, told) = person.repcue(&[&["timer"], args, &["--no-sound"]].concat());
        assert_eq!((code, said.as_str()), (2, ""), "{args:?}: {told}");
        assert!(told.contains(words), "{args:?}: {told}");
    }
}
