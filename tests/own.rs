//! The user's own routines and exercises: created, changed, undone and edited, through the real program.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "shared/person.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod person;

use std::fs;
#[cfg(unix)]
use std::io::Write;
use std::path::Path;
#[cfg(unix)]
use std::process::{Command, Stdio};

use person::Person;

/// The program's output with another program as the editor.
#[cfg(unix)]
fn edited(person: &Person, editor: &str, name: &str) -> person::Said {
    person.said(person.command(&["edit", name]).env("EDITOR", editor))
}

#[test]
fn a_new_routine_is_valid_and_is_not_overwritten() {
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
    assert_eq!(person.repcue(&["check", "evening-glutes"]).1, "evening-glutes: no errors; 3 exercises\n");
    assert!(person.repcue(&["list"]).1.contains("evening-glutes"));
    let (code, _, told) = person.repcue(&["new", "evening-glutes"]);
    assert_eq!(code, 2);
    assert!(told.contains("`repcue edit evening-glutes` opens it"), "{told}");
    for wrong in ["a/b", "..", "", "x\u{1b}", "NUL", "com1"] {
        assert_eq!(person.repcue(&["new", wrong]).0, 2, "{wrong:?}");
    }
    assert_eq!(person.repcue(&["new", "--", "-rf"]).0, 2);
    assert!(person.repcue(&["new", "Dead Bug"]).2.contains("try `dead-bug`"));
}

#[test]
fn a_routine_created_from_another_does_the_same() {
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
fn a_users_exercise_is_available_to_every_routine_and_drill() {
    let person = Person::new("exercise");
    assert_eq!(person.repcue(&["new", "--exercise", "dead-bug"]).0, 0);
    assert!(person.repcue(&["show", "dead-bug"]).1.starts_with("Dead bug\n"));
    let routine = person.folder.join("routines/x.toml");
    fs::create_dir_all(routine.parent().unwrap()).unwrap();
    fs::write(&routine, "[[exercise]]\nuse = \"dead-bug\"\n").unwrap();
    assert_eq!(person.repcue(&["check", "x"]).1, "x: no errors; 1 exercise\n");
}

#[test]
fn set_changes_a_copy_shows_the_lines_and_undoes() {
    let person = Person::new("set");
    let built_in =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("routines/lower-back-glutes.toml"));
    let built_in = built_in.unwrap();
    let own = "routines/lower-back-glutes.toml";
    let (code, said, _) = person.repcue(&["set", "lower-back-glutes", "clam-shell", "reps=12", "hold=3s"]);
    assert_eq!(code, 0);
    let line = built_in.lines().position(|line| line == "reps = \"15-20\"").unwrap() + 1;
    assert_eq!(
        said,
        format!(
            "Your own copy: OWN/{own}\nOWN/{own}:{line}\n- reps = \"15-20\"\n+ reps = 12\nOWN/{own}:{}\n+ hold = \"3s\"\n",
            line + 1
        )
    );
    let changed = built_in.replace("reps = \"15-20\"\n", "reps = 12\nhold = \"3s\"\n");
    assert_eq!(person.file(own), changed);

    let (code, _, told) = person.repcue(&["set", "lower-back-glutes", "clam-shell", "for=45s"]);
    assert_eq!(code, 2, "`check` would reject it");
    assert!(
        told.contains("either `reps` or `for`, not both") && told.contains("nothing was changed"),
        "{told}"
    );
    assert_eq!(person.file(own), changed);

    assert_eq!(person.repcue(&["set", "lower-back-glutes", "squat", "reps=8"]).0, 0);
    assert_eq!(person.repcue(&["set", "lower-back-glutes", "--undo"]).0, 0);
    assert_eq!(person.file(own), changed);
    let (code, _, told) = person.repcue(&["set", "lower-back-glutes", "--undo"]);
    assert_eq!(
        (code, told.contains("nothing to undo") && told.contains("only the last")),
        (2, true),
        "{told}"
    );

    assert_eq!(person.repcue(&["set", "lower-back-glutes", "squat", "reps=8"]).0, 0);
    fs::write(person.folder.join(own), "# by hand\n").unwrap();
    let (code, _, told) = person.repcue(&["set", "lower-back-glutes", "--undo"]);
    assert_eq!((code, told.contains("has been changed since")), (2, true), "{told}");
    assert_eq!(person.file(own), "# by hand\n");
}

#[test]
fn set_reports_invalid_arguments() {
    let person = Person::new("set-wrong");
    for (args, expected) in [
        (&["set", "circuit", "chair-sqat", "reps=3"][..], "did you mean `chair-squat`?"),
        (&["set", "bird-dog-ladder", "bird-dog", "reps=3"], "`bird-dog:1` to `bird-dog:5`"),
        (&["set", "circuit", "chair-squat", "reps"], "expected KEY=VALUE, found `reps`"),
        (&["set", "circuit"], "such as reps=12"),
        (&["set", "circuit", "chair-squat"], "no changes given"),
        (&["set", "circuit", "rset=30s"], "did you mean `rest`?"),
        (&["set", "circuit", "rounds=3"], "`rounds` belongs at the top level of a block"),
        (&["set", "circuit", "block:mian", "rounds=3"], "its blocks are block:"),
        (&["set", "circuit", "block:1", "use=squat"], "`use` is for one exercise"),
        (&["set", "circuit", "exercise=3"], "is a table, not a single value"),
        (&["set", "circuit", "a b=3"], "is not a valid key"),
        (&["set", "squat", "squat", "reps=3"], "it has no exercises"),
        (&["set", "-", "reps=3"], "standard input cannot be changed"),
        (&["set", "circuit", "chair-squat", "resp=3"], "did you mean `reps`?"),
        (&["set", "nothing", "chair-squat", "reps=3"], "no routine named `nothing`"),
    ] {
        let (code, _, told) = person.repcue(args);
        assert!(code == 2 && told.contains(expected), "{args:?}: {told}");
    }
    assert!(!person.folder.join("routines").exists(), "nothing was written");
}

#[test]
fn set_without_an_exercise_changes_the_routine_and_with_a_block_the_block() {
    let person = Person::new("set-routine");
    let (code, said, told) = person.repcue(&["set", "circuit", "rest=45s", "rest-after=40s"]);
    assert_eq!(code, 0, "{told}");
    assert!(said.contains("+ rest = \"45s\"") && said.contains("+ rest-after = \"40s\"\n"), "{said}");
    let (code, said, told) = person.repcue(&["set", "circuit", "block:2", "rounds=2"]);
    assert_eq!((code, said.contains("+ rounds = 2 ")), (0, true), "{said}{told}");
    let own: toml::Table = person.file("routines/circuit.toml").parse().unwrap();
    let built_in: toml::Table =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("routines/circuit.toml"))
            .unwrap()
            .parse()
            .unwrap();
    let mut expected = built_in.clone();
    expected.insert("rest".to_owned(), "45s".into());
    expected.insert("rest-after".to_owned(), "40s".into());
    expected["block"][1].as_table_mut().unwrap().insert("rounds".to_owned(), 2.into());
    assert_eq!(own, expected);
    let title = built_in["block"][1]["title"].as_str().unwrap();
    assert_eq!(person.repcue(&["set", "circuit", &format!("block:{title}"), "rounds=4"]).0, 0);
    assert!(person.file("routines/circuit.toml").contains("rounds = 4 "));

    let (code, said, _) = person.repcue(&["set", "squat", "lower=3s"]);
    assert_eq!(code, 0);
    assert!(said.starts_with("Your own copy: OWN/exercises/squat.toml\n"), "{said}");
    assert_eq!(person.repcue(&["set", "squat", "lower=3s"]).1, "No changes.\n");
}

#[test]
fn an_undo_ignores_what_is_beside_it_and_removes_a_copy_without_changes() {
    let person = Person::new("undo");
    let own = person.folder.join("routines/circuit.toml");
    assert_eq!(person.repcue(&["set", "circuit", "chair-squat", "reps=3"]).0, 0);
    let (code, said, told) = person.repcue(&["set", "circuit", "chair-squat", "reps=3", "--undo"]);
    assert_eq!(code, 0, "{told}");
    assert!(said.contains("The built-in `circuit` is used again.") && !own.exists(), "{said}");
    let left = fs::read_dir(person.folder.join("state/undo")).unwrap().count();
    assert_eq!((left, fs::read_dir(own.parent().unwrap()).unwrap().count()), (0, 0));

    // A copy with other changes stays.
    assert_eq!(person.repcue(&["set", "squat", "reps=3"]).0, 0);
    assert_eq!(person.repcue(&["set", "squat", "hold=3s"]).0, 0);
    assert_eq!(person.repcue(&["set", "squat", "--undo"]).1, "Reverted OWN/exercises/squat.toml.\n");
    assert!(person.file("exercises/squat.toml").contains("reps = 3\n"));
}

#[test]
fn undo_by_path_leaves_nothing_beside_the_file() {
    let person = Person::new("undo-path");
    let folder = person.folder.join("work");
    fs::create_dir_all(folder.join("sub")).unwrap();
    let text = "\u{feff}# mine\r\n[[exercise]]\r\nuse = \"squat\"";
    fs::write(folder.join("five.toml"), text).unwrap();
    let set = |folder: &Path, args: &[&str]| {
        let (code, said, told) = person.said(person.command(&[&["set"], args].concat()).current_dir(folder));
        assert_eq!(code, 0, "{told}");
        said
    };
    set(&folder, &["./five.toml", "rest=5s"]);
    let names: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    // The same file by another path.
    assert_eq!(set(&folder.join("sub"), &["../five.toml", "--undo"]), "Reverted ../five.toml.\n");
    assert_eq!(fs::read_to_string(folder.join("five.toml")).unwrap(), text);
}

#[test]
fn reset_shows_what_is_lost_and_deletes_the_copy_only_if_confirmed() {
    let person = Person::new("reset");
    let own = person.folder.join("routines/circuit.toml");
    let (code, said, _) = person.repcue(&["reset", "circuit"]);
    assert_eq!((code, said.contains("you have no copy")), (0, true), "{said}");
    assert_eq!(person.repcue(&["set", "circuit", "chair-squat", "ready=3s"]).0, 0);
    let (code, said, told) = person.repcue(&["reset", "circuit"]);
    assert_eq!((code, own.exists()), (2, true), "{told}");
    assert!(said.contains("OWN/routines/circuit.toml") && said.contains("- ready = \"3s\"\n"), "{said}");
    assert!(told.contains("`--yes`"), "{told}");
    let (code, said, _) = person.repcue(&["reset", "circuit", "--yes"]);
    assert_eq!((code, own.exists()), (0, false));
    assert!(
        said.contains("- ready = \"3s\"\n") && said.contains("The built-in `circuit` is used again."),
        "{said}"
    );
    assert_eq!(person.repcue(&["set", "circuit", "--undo"]).0, 2, "nothing is left of it");

    // A file with errors, which must not be shown unescaped.
    fs::create_dir_all(person.folder.join("exercises")).unwrap();
    fs::write(person.folder.join("exercises/squat.toml"), "name = \"\u{1b}]0;x\u{7}\"\n").unwrap();
    let (code, said, _) = person.repcue(&["reset", "squat", "--yes"]);
    assert_eq!(
        (code, said.contains('\u{1b}'), said.contains("… and ") || said.contains('+')),
        (0, false, true)
    );

    assert_eq!(person.repcue(&["new", "evening"]).0, 0);
    let (code, _, told) = person.repcue(&["reset", "evening", "--yes"]);
    assert!(code == 2 && told.contains("delete the file OWN/routines/evening.toml"), "{told}");
    assert!(person.folder.join("routines/evening.toml").exists());
    let (code, _, told) = person.repcue(&["reset", "circiut", "--yes"]);
    assert!(code == 2 && told.contains("did you mean `circuit`?"), "{told}");
}

#[cfg(unix)]
#[test]
fn edit_opens_a_copy_and_checks_it() {
    let person = Person::new("edit");
    let (code, said, _) = edited(&person, "true", "circuit");
    assert_eq!(code, 0);
    assert_eq!(said, "Your own copy: OWN/routines/circuit.toml\nOWN/routines/circuit.toml: no errors\n");
    let (code, _, told) = edited(&person, "sed -i.old s/reps/resp/", "circuit");
    assert_eq!((code, told.contains("did you mean `reps`?")), (2, true), "{told}");
    let (code, _, told) = edited(&person, "/no/such/editor", "squat");
    assert_eq!((code, told.contains("set EDITOR to another one")), (1, true), "{told}");
    assert!(person.folder.join("exercises/squat.toml").exists());
    assert_eq!(person.repcue(&["edit", "circiut"]).0, 2);
}

/// A program that acts as an editor and records its arguments.
#[cfg(unix)]
fn editor(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, "#!/bin/sh\nprintf '<%s>' \"$@\"\n").unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

#[cfg(unix)]
#[test]
fn an_editor_is_a_path_with_spaces_or_a_command_with_quotes() {
    let person = Person::new("editors");
    assert_eq!(person.repcue(&["new", "mine"]).0, 0);
    let path = person.folder.join("my  editors/it's ed");
    editor(&path);
    let (path, file) = (path.to_str().unwrap(), "<OWN/routines/mine.toml>");
    for (command, words) in [
        (path.to_owned(), ""),
        (format!("\"{path}\""), ""),
        (format!("\"{path}\" --wait 'two  words'"), "<--wait><two  words>"),
        (format!("{} -w", path.replace(' ', "\\ ").replace('\'', "\\'")), "<-w>"),
    ] {
        let (code, said, told) = edited(&person, &command, "mine");
        assert_eq!(code, 0, "{command}: {told}");
        assert!(said.starts_with(&format!("{words}{file}")), "{command}: {said}");
    }
    let (code, _, told) = edited(&person, "'ed", "mine");
    assert_eq!((code, told.contains("unclosed quote in EDITOR")), (2, true), "{told}");
}

#[cfg(unix)]
#[test]
fn without_a_configured_editor_the_usual_one_is_named_before_it_opens() {
    let person = Person::new("no-editor");
    assert_eq!(person.repcue(&["new", "mine"]).0, 0);
    let programs = person.folder.join("programs");
    let with = |programs: &Path| {
        person.said(person.command(&["edit", "mine"]).env_remove("EDITOR").env("PATH", programs))
    };
    let (code, _, told) = with(&programs);
    assert_eq!(code, 1);
    assert!(told.contains("no editor found") && told.contains("routines/mine.toml`"), "{told}");
    editor(&programs.join("vi"));
    let (code, said, told) = with(&programs);
    assert_eq!(code, 0, "{told}");
    assert!(said.contains("Opening `OWN/routines/mine.toml` in vi; set EDITOR to use another\n"), "{said}");
    editor(&programs.join("nano"));
    let (_, said, _) = with(&programs);
    assert!(said.starts_with("Opening `OWN/routines/mine.toml` in nano; "), "{said}");
    assert!(!said.contains("in vi"), "{said}");
}

/// An error in the settings fails the commands that obey them, and no others.
#[test]
fn an_error_in_the_config_fails_only_commands_that_play() {
    let person = Person::new("config-error");
    assert_eq!(person.repcue(&["new", "mine"]).0, 0);
    fs::write(person.folder.join("config.toml"), "volume = 200\nrest = \"33s\"\n").unwrap();
    let title = "`volume` must be a whole number from 0 to 100";
    for words in [
        &["list"][..],
        &["show", "squat", "--sets", "2"],
        &["check", "mine"],
        &["config"],
        &["voice", "list"],
        &["new", "another"],
        &["set", "mine", "glute-bridge", "reps=7"],
        &["generate", "completions", "bash"],
    ] {
        let (code, said, told) = person.repcue(words);
        assert_eq!(code, 0, "{words:?}: {told}");
        assert!(
            told.starts_with(&format!("warning: {title}\n")) && told.contains("config.toml:1:10"),
            "{told}"
        );
        assert!(!said.is_empty());
    }
    let (_, said, _) = person.repcue(&["config"]);
    let row = said.lines().find(|row| row.starts_with("rest")).unwrap();
    assert_eq!(
        row.split_whitespace().collect::<Vec<_>>(),
        ["rest", "33s", "config.toml"],
        "the valid values apply"
    );
    let (_, said, _) = person.repcue(&["show", "squat", "--sets", "2"]);
    assert!(said.contains("0:33  rest"), "{said}");
    #[cfg(unix)]
    assert_eq!(edited(&person, "true", "mine").0, 0);
    // Still controllable if the file is changed while it plays.
    let session = person.session(&["run", "mine", "--no-config"]);
    assert_eq!(person.repcue(&["ctl", "pause"]).0, 0);
    assert_eq!(person.repcue(&["ctl", "stop"]).0, 0);
    assert_eq!(session.end().0, 0);
    let wav = person.folder.join("x.wav");
    for words in [
        &["run", "mine", "--no-sound"][..],
        &["run", "--resume"],
        &["drill", "squat", "--no-sound"],
        &["export", "squat", "-o", wav.to_str().unwrap()],
        &["voice", "say", "hello", "-o", wav.to_str().unwrap()],
    ] {
        let (code, _, told) = person.repcue(words);
        assert_eq!(code, 2, "{words:?}: {told}");
        assert!(told.starts_with(&format!("error: {title}\n")), "{told}");
        assert!(told.contains("help: `--no-config` ignores the file"), "{told}");
    }
    let words = ["export", "squat", "--reps", "1", "--no-config", "-o", wav.to_str().unwrap()];
    let (code, _, told) = person.repcue(&words);
    assert_eq!((code, told.as_str()), (0, ""));

    // A variable, which `--no-config` does not ignore.
    let wrong = |words: &[&str]| person.said(person.command(words).env("REPCUE_LEVEL", "extreme"));
    let (code, _, told) = wrong(&["list", "--no-config"]);
    assert_eq!(code, 0);
    assert!(told.starts_with("warning: the environment variable `REPCUE_LEVEL` must be one of"), "{told}");
    let (code, _, told) = wrong(&["run", "mine", "--no-config"]);
    assert_eq!(code, 2);
    assert!(told.contains("remove it with `unset REPCUE_LEVEL`") && !told.contains("--no-config"), "{told}");
}

/// The same for the phrases.
#[test]
fn an_error_in_the_phrases_fails_only_commands_that_play() {
    let person = Person::new("phrases-error");
    assert_eq!(person.repcue(&["new", "mine"]).0, 0);
    fs::write(person.folder.join("phrases.toml"), "go = 1\n").unwrap();
    for words in [&["list"][..], &["show", "mine"], &["check", "mine"]] {
        let (code, said, told) = person.repcue(words);
        assert_eq!((code, said.is_empty()), (0, false), "{words:?}: {told}");
        assert!(told.starts_with("warning: ") && told.contains("phrases.toml:1:"), "{words:?}: {told}");
    }
    let (code, _, told) = person.repcue(&["run", "mine", "--no-sound"]);
    assert_eq!((code, told.starts_with("error: ")), (2, true), "{told}");
}

/// An unreadable file is not treated as missing.
#[cfg(unix)]
#[test]
fn a_config_that_cannot_be_read_is_reported() {
    use std::os::unix::fs::symlink;
    let person = Person::new("config-unreadable");
    let config = person.folder.join("config.toml");
    let reported = |why: &str| {
        for (words, expected) in [(&["config"][..], 0), (&["drill", "squat", "--no-sound"], 2)] {
            let (code, said, told) = person.repcue(words);
            assert_eq!(code, expected, "{why}: {told}");
            assert!(told.contains("cannot read `OWN/config.toml`: ") && told.contains(why), "{why}: {told}");
            assert!(expected == 2 || said.contains("config.toml (cannot be read)"), "{said}");
        }
    };
    // A leftover of an interrupted test may not be a folder.
    let _ = fs::remove_file(&person.folder);
    fs::create_dir_all(&config).unwrap();
    reported("it is a folder, not a file");
    fs::remove_dir(&config).unwrap();
    symlink("nowhere.toml", &config).unwrap();
    reported("it is a link to a file that does not exist");
    fs::remove_file(&config).unwrap();
    symlink("config.toml", &config).unwrap();
    reported("symbolic links");
    fs::remove_file(&config).unwrap();
    fs::remove_dir_all(&person.folder).unwrap();
    fs::write(&person.folder, "").unwrap();
    reported("its folder is a file");
    fs::remove_file(&person.folder).unwrap();
    symlink("nowhere", &person.folder).unwrap();
    reported("its folder cannot be opened");
    fs::remove_file(&person.folder).unwrap();
    assert!(person.repcue(&["config"]).1.contains("(not created yet)"));
}

#[cfg(unix)]
#[test]
fn a_path_in_the_config_keeps_its_spaces() {
    let person = Person::new("config-spaces");
    let sounds = person.folder.join("snd  x");
    fs::create_dir_all(sounds.join("lift.wav")).unwrap();
    fs::write(person.folder.join("config.toml"), format!("sounds = {:?}\n", sounds.to_str().unwrap()))
        .unwrap();
    let wav = person.folder.join("x.wav");
    let (_, _, told) = person.repcue(&["export", "squat", "--reps", "1", "-o", wav.to_str().unwrap()]);
    assert!(told.contains("`lift.wav` cannot be read"), "the folder is found: {told}");
}

/// The XDG specification says to ignore a relative path in such a variable.
#[cfg(unix)]
#[test]
fn a_relative_xdg_folder_is_ignored() {
    let person = Person::new("xdg");
    fs::create_dir_all(&person.folder).unwrap();
    let mut command = person.command(&["config"]);
    for name in ["CONFIG", "STATE", "CACHE", "DATA", "RUNTIME"] {
        command.env_remove(format!("REPCUE_{name}_DIR"));
    }
    for name in ["CONFIG_HOME", "STATE_HOME", "CACHE_HOME", "DATA_HOME", "RUNTIME_DIR"] {
        command.env(format!("XDG_{name}"), "here");
    }
    command.current_dir(&person.folder);
    let (_, said, _) = person.said(&mut command);
    assert!(said.contains("Config file: OWN/home/.config/repcue/config.toml ("), "{said}");
    let mut play = person.command(&["drill", "squat", "--no-sound", "--plain"]);
    play.env_remove("REPCUE_RUNTIME_DIR")
        .env("XDG_RUNTIME_DIR", "here")
        .env("TMPDIR", person.folder.join("t"));
    fs::create_dir_all(person.folder.join("t")).unwrap();
    let session = person.begin(play.current_dir(&person.folder));
    session.signal("-TERM");
    session.end();
    assert!(!person.folder.join("here").exists());
}

#[cfg(unix)]
#[test]
fn the_end_time_is_in_the_time_zone_of_the_environment() {
    if !Path::new("/usr/share/zoneinfo/Asia/Kathmandu").exists() {
        return person::skip("zoneinfo", "there are no time zones here");
    }
    let person = Person::new("zone");
    // Minutes after midnight at which a session of a few minutes ends.
    let ends = |zone: &str| -> i32 {
        let (_, said, _) = person.said(person.command(&["show", "squat"]).env("TZ", zone));
        let (hour, minute) = said.trim_end().rsplit(' ').next().unwrap().split_once(':').unwrap();
        hour.parse::<i32>().unwrap() * 60 + minute.parse::<i32>().unwrap()
    };
    // Time zones without daylight saving time.
    for (zone, minutes) in [
        ("Asia/Kathmandu", 345),
        (":Asia/Kathmandu", 345),
        ("/usr/share/zoneinfo/Asia/Kathmandu", 345),
        ("Africa/Lagos", 60),
        ("<+0330>-3:30", 210),
        ("UTC0", 0),
    ] {
        let begun = ends("UTC");
        let there = ends(zone);
        // The minute can change between the two.
        let apart = (there - begun - minutes).rem_euclid(24 * 60);
        assert!(apart <= 1, "{zone}: {there} and {begun}");
    }
    // Berlin is one hour ahead in winter and two in summer.
    let apart = (ends("Europe/Berlin") - ends("UTC")).rem_euclid(24 * 60);
    assert!((59..=61).contains(&apart) || (119..=121).contains(&apart), "{apart}");
    let same = (ends("CET-1CEST,M3.5.0,M10.5.0/3") - ends("Europe/Berlin")).rem_euclid(24 * 60);
    assert!(same <= 1, "{same}");
}

/// The output of a command on a terminal in which these keys are typed.
#[cfg(unix)]
fn on_a_terminal(person: &Person, line: &str, keys: &str) -> Option<String> {
    let mut command = Command::new("script");
    let repcue = person.command(&[]);
    command.env_clear().envs(repcue.get_envs().filter_map(|(key, value)| Some((key, value?))));
    let line = format!("'{}' {line}", person::BINARY);
    command.args(["-qec", &line, "/dev/null"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut script = command.spawn().ok()?;
    script.stdin.as_mut().unwrap().write_all(keys.as_bytes()).unwrap();
    Some(String::from_utf8(script.wait_with_output().unwrap().stdout).unwrap())
}

#[cfg(unix)]
#[test]
fn reset_asks_on_a_terminal() {
    let person = Person::new("reset-asks");
    let own = person.folder.join("routines/circuit.toml");
    for (answer, is_kept) in [("\r", true), ("n\r", true), ("Yes\r", false)] {
        assert_eq!(person.repcue(&["set", "circuit", "chair-squat", "ready=3s"]).0, 0);
        let Some(said) = on_a_terminal(&person, "reset circuit", answer) else {
            return person::skip("script", "there is no `script` to make a terminal with");
        };
        assert!(said.contains("[y/N]"), "{said}");
        assert_eq!((own.exists(), said.contains("Nothing was deleted.")), (is_kept, is_kept), "{said}");
    }
}

/// A routine that is a link into another folder, with its own mode.
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
    let kept = fs::read_dir(place("state/undo")).unwrap().next().unwrap().unwrap().metadata().unwrap();
    assert_eq!([mode("dot/mine.toml"), kept.permissions().mode() & 0o777], [0o600; 2]);

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

/// The longest possible file name: the stored copy for undo must not have a longer one.
#[test]
fn a_routine_with_a_long_name_is_created_changed_and_reverted() {
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

/// The path of a folder of sounds is relative to the home folder, to `config.toml`, or to the current folder. A wrong
/// file name in it shows that it was read.
#[test]
fn a_folder_of_sounds_is_relative_to_the_file_of_its_setting() {
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
        assert!(told.contains("has none of the sounds"), "{told}");
    }
}

/// The user's own sound is played, in every format.
#[test]
fn a_users_sound_is_played_in_every_format() {
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
    let Some(wav) = exported(Some("done.wav")) else { return person::skip("ffmpeg", "there is no ffmpeg") };
    assert!(difference(&wav, &built_in) > 0.0);
    assert!(exported(Some("Done.FLAC")).unwrap() == wav, "it is lossless");
    for name in ["done.mp3", "DONE.ogg"] {
        let heard = exported(Some(name)).unwrap();
        assert_eq!(heard.len(), wav.len(), "{name}");
        let off = difference(&heard, &wav) / difference(&wav, &built_in);
        assert!(off < 0.01, "{name}: {off}");
    }
}
