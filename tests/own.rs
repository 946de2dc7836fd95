//! Routines and exercises of one's own: made, changed, taken back, edited; through the real program.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "shared/person.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod person;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

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
fn what_set_does_not_understand_it_says() {
    let person = Person::new("set-wrong");
    for (args, expected) in [
        (&["set", "circuit", "chair-sqat", "reps=3"][..], "did you mean `chair-squat`?"),
        (&["set", "bird-dog-ladder", "bird-dog", "reps=3"], "`bird-dog:1` to `bird-dog:5`"),
        (&["set", "circuit", "chair-squat", "reps"], "expected KEY=VALUE, found `reps`"),
        (&["set", "circuit"], "such as reps=12"),
        (&["set", "circuit", "chair-squat"], "nothing to change"),
        (&["set", "circuit", "rset=30s"], "did you mean `rest`?"),
        (&["set", "circuit", "rounds=3"], "`rounds` is a key of the top of a block"),
        (&["set", "circuit", "block:mian", "rounds=3"], "its blocks are block:"),
        (&["set", "circuit", "block:1", "use=squat"], "`use` is for one exercise"),
        (&["set", "circuit", "exercise=3"], "is a table, not a value"),
        (&["set", "circuit", "a b=3"], "cannot be a key"),
        (&["set", "squat", "squat", "reps=3"], "it has no exercises"),
        (&["set", "-", "reps=3"], "standard input cannot be changed"),
        (&["set", "circuit", "chair-squat", "resp=3"], "did you mean `reps`?"),
        (&["set", "nothing", "chair-squat", "reps=3"], "there is no routine `nothing`"),
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
fn the_undo_of_a_file_by_path_leaves_nothing_beside_it() {
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
fn reset_says_what_is_lost_and_deletes_the_copy_only_when_it_is_told_to() {
    let person = Person::new("reset");
    let own = person.folder.join("routines/circuit.toml");
    let (code, said, _) = person.repcue(&["reset", "circuit"]);
    assert_eq!((code, said.contains("no copy of yours")), (0, true), "{said}");
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

    // Something that is broken, and would not be shown raw.
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
    assert_eq!(said, "Your own copy: OWN/routines/circuit.toml\nOWN/routines/circuit.toml: no mistakes\n");
    let (code, _, told) = edited(&person, "sed -i.old s/reps/resp/", "circuit");
    assert_eq!((code, told.contains("did you mean `reps`?")), (2, true), "{told}");
    let (code, _, told) = edited(&person, "/no/such/editor", "squat");
    assert_eq!((code, told.contains("set EDITOR to yours")), (1, true), "{told}");
    assert!(person.folder.join("exercises/squat.toml").exists());
    assert_eq!(person.repcue(&["edit", "circiut"]).0, 2);
}

/// What a command says on a terminal to somebody who types this.
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
            return person::skip("there is no `script` to make a terminal with");
        };
        assert!(said.contains("[y/N]"), "{said}");
        assert_eq!((own.exists(), said.contains("Nothing was deleted.")), (is_kept, is_kept), "{said}");
    }
}
