//! Routines and exercises of one's own: made, changed, taken back, edited; through the real program.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

struct Person(PathBuf);

/// What a command said: its exit code, standard output, standard error.
type Said = (i32, String, String);

impl Person {
    fn new(name: &str) -> Person {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("own-{name}"));
        let _ = fs::remove_dir_all(&folder);
        Person(folder)
    }

    fn repcue(&self, args: &[&str]) -> Said {
        self.with_editor("false", args)
    }

    fn with_editor(&self, editor: &str, args: &[&str]) -> Said {
        let output = Command::new(env!("CARGO_BIN_EXE_repcue"))
            .args(args)
            .env("REPCUE_CONFIG_DIR", &self.0)
            .env("REPCUE_VOICE", "off")
            .env("EDITOR", editor)
            .env_remove("VISUAL")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| {
            let text = String::from_utf8(bytes).unwrap().replace(&self.0.display().to_string(), "OWN");
            text.replace('\\', "/")
        };
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    fn file(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap()
    }
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
    let routine = person.0.join("routines/x.toml");
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
    fs::write(person.0.join(own), "# by hand\n").unwrap();
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
    assert!(!person.0.join("routines").exists(), "nothing was written");
}

#[cfg(unix)]
#[test]
fn edit_opens_a_copy_and_checks_it() {
    let person = Person::new("edit");
    let (code, said, _) = person.with_editor("true", &["edit", "circuit"]);
    assert_eq!(code, 0);
    assert_eq!(said, "Your own copy: OWN/routines/circuit.toml\nOWN/routines/circuit.toml: no mistakes\n");
    let (code, _, told) = person.with_editor("sed -i.old s/reps/resp/", &["edit", "circuit"]);
    assert_eq!((code, told.contains("did you mean `reps`?")), (2, true), "{told}");
    let (code, _, told) = person.with_editor("/no/such/editor", &["edit", "squat"]);
    assert_eq!((code, told.contains("set EDITOR to yours")), (1, true), "{told}");
    assert!(person.0.join("exercises/squat.toml").exists());
    assert_eq!(person.repcue(&["edit", "circiut"]).0, 2);
}
