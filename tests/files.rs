//! Copying, renaming, deleting and checking the user's own files, and changing their settings, through the real program.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "shared/person.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod person;

use std::fs;

use person::{Person, Said};

const BLINK: &str = "# Kept.\ntitle = \"Blink\"\n[[exercise]]\nname = \"Blink\"\nreps = 1\n";

fn own(person: &Person, name: &str, text: &str) {
    let path = person.folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

#[track_caller]
fn done((code, said, told): Said) -> String {
    assert_eq!((code, told.as_str()), (0, ""), "{said}");
    said
}

#[track_caller]
fn refused((code, said, told): Said, words: &str) {
    assert_eq!((code, said.as_str()), (2, ""), "{told}");
    assert!(told.contains(words), "{told}");
}

#[test]
fn a_copy_has_its_own_title_and_the_comments() {
    let person = Person::new("copy");
    own(&person, "routines/blink.toml", BLINK);
    assert_eq!(
        done(person.repcue(&["copy", "Blink", "two-blinks"])),
        "OWN/routines/two-blinks.toml\nEdit it with `repcue edit two-blinks`, delete it with `repcue rm two-blinks`.\n"
    );
    let expected =
        format!("#:schema ../schema/routine.json\n{}", BLINK.replacen("\"Blink\"", "\"Two blinks\"", 1));
    assert_eq!(person.file("routines/two-blinks.toml"), expected);
    // A copy of a copy has one line for the schema.
    done(person.repcue(&["copy", "two-blinks", "three"]));
    assert_eq!(person.file("routines/three.toml").matches("#:schema").count(), 1);
    // An exercise leaves its other names to the original.
    done(person.repcue(&["copy", "clam-shell", "my-clam"]));
    let copy = person.file("exercises/my-clam.toml");
    assert!(copy.contains("name = \"My clam\"\n") && !copy.contains("aliases"), "{copy}");
    assert!(done(person.repcue(&["show", "clam"])).starts_with("Lying clam shell\n"));
    refused(person.repcue(&["copy", "morning", "three"]), "already exists");
    refused(person.repcue(&["copy", "morning", "a/b"]), "invalid name");
    refused(person.repcue(&["copy", "mornin", "x"]), "did you mean `morning`?");
    own(&person, "routines/bad.toml", "title = 3\n");
    refused(person.repcue(&["copy", "bad", "worse"]), "`title` must be");
    assert!(!person.folder.join("routines/worse.toml").exists());
}

#[test]
fn what_was_deleted_is_restored_once() {
    let person = Person::new("rm");
    own(&person, "routines/blink.toml", BLINK);
    assert_eq!(
        done(person.repcue(&["rm", "BLINK"])),
        "Deleted OWN/routines/blink.toml. Undo it with `repcue rm blink --undo`.\n"
    );
    assert!(!person.folder.join("routines/blink.toml").exists());
    refused(person.repcue(&["rm", "blink"]), "you have no routine or exercise named `blink`");
    // Something else may have taken its name.
    own(&person, "routines/blink.toml", "other");
    refused(person.repcue(&["rm", "blink", "--undo"]), "already exists");
    assert_eq!(person.file("routines/blink.toml"), "other");
    fs::remove_file(person.folder.join("routines/blink.toml")).unwrap();
    assert_eq!(done(person.repcue(&["rm", "blink", "--undo"])), "Restored OWN/routines/blink.toml.\n");
    assert_eq!(person.file("routines/blink.toml"), BLINK);
    refused(person.repcue(&["rm", "blink", "--undo"]), "nothing to restore under the name `blink`");
    for (name, words) in [
        ("morning", "`repcue copy morning NEW-NAME` makes one of your own"),
        ("blnk", "did you mean `blink`?"),
        ("../config", "`repcue list` shows those of your own"),
        ("", "you have no routine or exercise named"),
    ] {
        refused(person.repcue(&["rm", name]), words);
        assert_eq!(person.repcue(&["rm", name, "--undo"]).0, 2);
    }
}

#[test]
fn a_deleted_copy_gives_way_to_the_built_in_routine_and_users_of_an_exercise_are_named() {
    let person = Person::new("rm-users");
    done(person.repcue(&["set", "morning", "rest=30s"]));
    let said = done(person.repcue(&["rm", "morning"]));
    assert!(said.ends_with("The built-in `morning` is used again.\n"), "{said}");
    own(&person, "exercises/wink.toml", "name = \"Wink\"\nreps = 1\n");
    own(&person, "routines/winks.toml", "[[exercise]]\nuse = \"wink\"\n");
    own(&person, "routines/others.toml", "[[exercise]]\nuse = \"squat\"\n");
    let (code, _, told) = person.repcue(&["rename", "wink", "blink"]);
    assert_eq!(code, 0);
    assert_eq!(
        told,
        "warning: your routine `winks` uses `wink`\n |\n = help: `repcue edit winks`, and write `use = \"blink\"`\n"
    );
    let (code, _, told) = person.repcue(&["rm", "blink"]);
    assert_eq!((code, told.as_str()), (0, ""), "nothing uses it any more");
}

#[cfg(unix)]
#[test]
fn a_link_is_deleted_and_not_what_it_leads_to() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
    let person = Person::new("rm-link");
    own(&person, "elsewhere.toml", BLINK);
    let elsewhere = person.folder.join("elsewhere.toml");
    fs::set_permissions(&elsewhere, fs::Permissions::from_mode(0o600)).unwrap();
    fs::create_dir_all(person.folder.join("routines")).unwrap();
    let link = person.folder.join("routines/blink.toml");
    symlink(&elsewhere, &link).unwrap();
    done(person.repcue(&["rm", "blink"]));
    assert!(link.symlink_metadata().is_err() && elsewhere.exists());
    done(person.repcue(&["rm", "blink", "--undo"]));
    assert_eq!(fs::read_to_string(&link).unwrap(), BLINK);
    assert_eq!(link.symlink_metadata().unwrap().mode() & 0o777, 0o600, "as private as before");
}

#[test]
fn a_renamed_file_keeps_its_undo() {
    let person = Person::new("rename");
    own(&person, "routines/blink.toml", BLINK);
    done(person.repcue(&["set", "blink", "Blink", "reps=5"]));
    assert_eq!(
        done(person.repcue(&["rename", "blink", "wink"])),
        "OWN/routines/wink.toml\nUndo it with `repcue rename wink blink`.\n"
    );
    assert!(!person.folder.join("routines/blink.toml").exists());
    done(person.repcue(&["set", "wink", "--undo"]));
    assert_eq!(person.file("routines/wink.toml"), BLINK);
    own(&person, "routines/other.toml", BLINK);
    refused(person.repcue(&["rename", "wink", "other"]), "already exists");
    refused(person.repcue(&["rename", "wink", "b d"]), "try `b-d`");
    refused(person.repcue(&["rename", "morning", "evening"]), "`morning` is built in");
    assert_eq!(person.file("routines/wink.toml"), BLINK);
}

#[test]
fn the_routine_played_last_is_found_under_its_new_name() {
    let person = Person::new("rename-played");
    own(
        &person,
        "routines/blink.toml",
        &BLINK.replace("reps = 1", "reps = 1\nready = \"0s\"\ntempo = \"0.1-0-0.1-0\""),
    );
    assert_eq!(person.repcue(&["run", "blink", "--no-sound", "--plain"]).0, 0);
    done(person.repcue(&["rename", "blink", "wink"]));
    assert!(done(person.repcue(&["show"])).starts_with("Blink\n"));
}

#[test]
fn check_without_a_file_checks_all_of_the_users_own() {
    let person = Person::new("check-own");
    let none = "You have no routines or exercises of your own; `repcue new` creates one.\n";
    assert_eq!(done(person.repcue(&["check"])), none);
    own(&person, "routines/blink.toml", BLINK);
    own(&person, "exercises/wink.toml", "name = \"Wink\"\nreps = 1\n");
    assert_eq!(
        done(person.repcue(&["check"])),
        "OWN/routines/blink.toml: no errors; 1 exercise\nOWN/exercises/wink.toml: no errors; 1 exercise\n"
    );
    own(&person, "routines/bad.toml", "title = 3\n[[exercise]]\nname = \"X\"\nreps = 1\n");
    own(&person, "routines/notes.txt", "");
    let (code, said, told) = person.repcue(&["check"]);
    assert_eq!((code, said.lines().count()), (2, 2), "{said}");
    assert!(told.contains("`title` must be") && told.contains("notes.txt` is not used"), "{told}");
}

#[test]
fn settings_are_changed_by_their_type_and_undone() {
    let person = Person::new("config-set");
    let set = |values: &[&str]| person.repcue(&[&["config", "set"], values].concat());
    let said = done(set(&["volume=60", "rest=30", "count=last", "plain=true", "device=3"]));
    let lines = "volume = 60\nrest = \"30s\"\ncount = \"last\"\nplain = true\ndevice = \"3\"\n";
    assert_eq!(person.file("config.toml"), format!("#:schema schema/config.json\n{lines}"));
    assert!(
        said.starts_with("OWN/config.toml:2\n+ volume = 60\nOWN/config.toml:3\n+ rest = \"30s\"\n"),
        "{said}"
    );
    assert!(person.file("schema/config.json").contains("\"volume\""));
    assert!(done(person.repcue(&["config"])).contains("volume       60"));
    done(set(&["volume=70", "rest="]));
    let changed =
        format!("#:schema schema/config.json\n{}", lines.replace("60", "70").replace("rest = \"30s\"\n", ""));
    assert_eq!(person.file("config.toml"), changed);
    assert_eq!(done(set(&["volume=70"])), "No changes.\n");
    assert_eq!(done(set(&["--undo"])), "Reverted OWN/config.toml.\n");
    assert!(person.file("config.toml").contains("volume = 60\n"));
    for (value, words) in [
        ("volume=loud", "`volume` must be a whole number from 0 to 100"),
        ("volume=101", "nothing was changed"),
        ("vloume=3", "did you mean `volume`?"),
        ("volume", "expected KEY=VALUE"),
        ("rest=soon", "`rest` must be"),
    ] {
        refused(set(&["level=hard", value]), words);
    }
    assert!(!person.file("config.toml").contains("level"), "all or nothing");
    let mut overridden = person.command(&["config", "set", "volume=20"]);
    let (code, _, told) = person.said(overridden.env("REPCUE_VOLUME", "30"));
    assert_eq!(
        (code, told.as_str()),
        (0, "warning: the environment variable `REPCUE_VOLUME` still overrides `volume`\n")
    );
}

#[test]
fn a_setting_with_an_error_is_fixed_by_setting_it() {
    let person = Person::new("config-fix");
    own(&person, "config.toml", "# Mine.\nvolume = 200\nlevel = \"hrad\"\n");
    let (code, said, told) = person.repcue(&["config", "set", "volume=20"]);
    assert_eq!((code, said.as_str()), (0, "OWN/config.toml:2\n- volume = 200\n+ volume = 20\n"), "{told}");
    assert_eq!(person.file("config.toml"), "# Mine.\nvolume = 20\nlevel = \"hrad\"\n");
    own(&person, "config.toml", "volume = \n");
    let (code, _, told) = person.repcue(&["config", "set", "volume=20"]);
    assert_eq!((code, told.contains("`repcue config edit` opens the file")), (2, true), "{told}");
}

#[cfg(unix)]
#[test]
fn config_edit_opens_every_key_and_checks_the_file() {
    let person = Person::new("config-edit");
    let edited = |editor: &str| person.said(person.command(&["config", "edit"]).env("EDITOR", editor));
    assert_eq!(done(edited("true")), "OWN/config.toml: no errors\n");
    let template = person.file("config.toml");
    for (key, _) in repcue::config::KEYS {
        assert!(template.contains(&format!("\n#{key} = ")), "{key}: {template}");
    }
    // Each line is valid, apart from the two whose default is no value.
    let all: String = template
        .lines()
        .filter(|line| line.contains(" = "))
        .map(|line| format!("{}\n", &line[1..]))
        .collect();
    let source = repcue::diagnostic::Source::new("config.toml", all);
    let (_, errors) = repcue::config::read(Some(&source), &|_| None);
    assert!(errors.is_empty(), "{errors:?}");
    let (code, _, told) = edited("sed -i.old s/#volume.*/volume=200/");
    assert_eq!((code, told.contains("`volume` must be")), (2, true), "{told}");
}
