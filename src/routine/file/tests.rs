use super::*;

fn titles(text: &str) -> Vec<String> {
    let (_, errors) = read_routine(&Source::new("t.toml", text));
    errors.into_iter().map(|error| error.title).collect()
}

#[test]
fn the_shapes_name_their_keys() {
    assert_eq!(keys_of::<BlockKeys>(), ["title", "kind", "rounds", "round-rest"]);
    assert!(keys_of::<ExerciseKeys>().contains(&"rest-after"));
    assert!(keys_of::<ExerciseKeys>().contains(&"use"));
    assert_eq!(keys_of::<String>(), [""; 0]);
}

#[test]
fn a_valid_file_has_no_errors() {
    let text = "title = \"x\"\nrest = \"20s\"\n[[block]]\nrounds = 2\nhold = \"1s\"\n[[block.exercise]]\nuse = \"squat\"\nreps = 3\n";
    let (file, errors) = read_routine(&Source::new("t.toml", text));
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(file.blocks.len(), 1);
    assert!(file.defaults.rest.is_some());
    assert!(file.blocks[0].defaults.hold.is_some());
    let reps = file.blocks[0].exercises[0].keys.reps.as_ref().unwrap();
    assert_eq!(&text[reps.span.clone()], "3");
}

#[test]
fn every_error_is_reported_in_the_order_of_the_file() {
    let text =
        "titel = 1\n[[block]]\nround = 2\n[[block.exercise]]\nrep = 3\n[[block.exercise]]\nrounds = 3\n";
    assert_eq!(
        titles(text),
        [
            "unknown key `titel` at the top level of a routine",
            "unknown key `round` at the top level of a block",
            "unknown key `rep` in an exercise",
            "unknown key `rounds` in an exercise",
        ]
    );
}

#[test]
fn syntax_errors_do_not_hide_each_other() {
    let found = titles("title = \n[[exercise]]\nreps = 3 4\nnaem = 1\n");
    assert!(found.len() >= 3, "{found:?}");
    assert!(found.iter().any(|title| title.contains("`naem`")), "{found:?}");
}

#[test]
fn wrong_containers_are_named() {
    assert_eq!(
        titles("exercise = 3"),
        ["`exercise` must be a list of tables, each starting with the line `[[exercise]]`"]
    );
    assert_eq!(titles("[exercise]\nreps=3").len(), 1);
    assert_eq!(titles("[[block]]\n[[exercise]]\n").len(), 1);
    assert_eq!(
        titles("use = \"squat\"\n[[exercise]]\nuse = \"squat\""),
        ["`use` is for one exercise, not for the top level of a routine"]
    );
}

#[test]
fn the_rest_of_a_line_with_an_error_is_not_a_key() {
    let found = titles("[[exercise]]\nname = 'a'\nreps = 1\n[");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("invalid TOML"), "{found:?}");
}

#[test]
fn a_megabyte_of_errors_is_read_to_its_end() {
    let many = |line: &dyn Fn(usize) -> String, count| (0..count).map(line).collect::<String>();
    assert_eq!(titles(&many(&|n| format!("k{n}=1\n"), 100_000)).len(), 1_000);
    assert_eq!(titles(&many(&|_| "x\n".to_owned(), 100_000)).len(), 1_000);
    assert_eq!(titles(&many(&|_| "x\n".to_owned(), 300_000)), ["`t.toml` has more than 200000 lines"]);
    let exercises = many(&|_| "[[exercise]]\nname=1\nreps='x'\n".to_owned(), 30_000);
    assert_eq!(titles(&exercises), ["a routine has at most 20000 blocks and exercises"]);
}

#[test]
fn the_limits_are_those_of_the_whole_file() {
    let block = |exercises: usize| {
        format!("[[block]]\n{}", "[[block.exercise]]\nname='A'\nreps=1\n".repeat(exercises))
    };
    // The blocks come first.
    let most = format!("{}{}", block(9_999), block(9_999));
    assert_eq!(titles(&most), [""; 0]);
    let more = format!("{}{}", block(9_999), block(10_000));
    assert_eq!(titles(&more), ["a routine has at most 20000 blocks and exercises"]);
    // One wrong key in each of many tables.
    let wrong = "[[exercise]]\nname='A'\nreps=1\nx=1\n";
    assert_eq!(titles(&wrong.repeat(1_000)).len(), 1_000);
    assert_eq!(titles(&wrong.repeat(1_001)).len(), 1_000);
}

#[test]
fn a_number_that_is_too_large_hides_no_other_error() {
    let text = "\
[[exercise]]
use = \"squat\"
sets = 9223372036854775808
ready = 1e400
hold = [inf, 0xffffffffffffffffff]
reps = \"many\"
resst = \"20s\"
";
    let (file, errors) = read_routine(&Source::new("test.toml", text));
    let titles: Vec<&str> = errors.iter().map(|error| error.title.as_str()).collect();
    assert_eq!(
        titles,
        [
            "`sets` contains a number that is too large",
            "`ready` contains a number that is too large",
            "`hold` contains a number that is too large",
            "unknown key `resst` in an exercise",
        ]
    );
    let places = errors.iter().map(|error| &text[error.labels[0].span.clone()]);
    assert_eq!(places.collect::<Vec<_>>(), ["9223372036854775808", "1e400", "0xffffffffffffffffff", "resst"]);
    let keys = &file.blocks[0].exercises[0].keys;
    assert!(keys.sets.is_none() && keys.reps.as_ref().is_some_and(|reps| reps.value.is_err()));
}

/// The help and the changed line for a key, in an exercise, a block or a routine.
fn help(place: &str, line: &str) -> (String, Option<String>) {
    let exercise = "[[block.exercise]]\nname = \"A\"\n";
    let text = match place {
        "routine" => format!("{line}\n[[block]]\n{exercise}"),
        "block" => format!("[[block]]\n{line}\n{exercise}"),
        _ => format!("[[block]]\n{exercise}{line}\n"),
    };
    let (_, errors) = read_routine(&Source::new("t.toml", text.as_str()));
    let [error] = &errors[..] else { panic!("{line}: {errors:?}") };
    let fixed = error.fix.as_ref().map(|(span, new)| {
        let all = [&text[..span.start], new, &text[span.end..]].concat();
        let (_, errors) = read_routine(&Source::new("t.toml", all.as_str()));
        assert!(errors.is_empty(), "{line}: the fix leads to {errors:?}");
        let at = Lines::new(&all).line(Lines::new(&text).number(span.start));
        all[at].to_owned()
    });
    (error.help.join("; "), fixed)
}

#[test]
fn other_words_for_keys_lead_to_them() {
    for (place, line, called, fixed) in [
        ("exercise", "duration = \"30s\"", "`for` here", Some("for = \"30s\"")),
        ("exercise", "time = 30", "`for` here", Some("for = \"30s\"")),
        ("exercise", "seconds = 30", "`for` here", Some("for = \"30s\"")),
        ("exercise", "work = \"20s\"", "`for` here", Some("for = \"20s\"")),
        ("exercise", "repetitions = 12", "`reps` here", Some("reps = 12")),
        ("exercise", "repeat = 3", "`sets` here", Some("sets = 3")),
        ("exercise", "repeat = \"3\"", "`sets` here", Some("sets = 3")),
        ("exercise", "times = 3", "`sets` or `reps` here", None),
        ("exercise", "reps = 9\ntimes = 3", "`sets` here", Some("sets = 3")),
        ("exercise", "repeat = \"3 sets\"", "`sets` here", Some("sets = 3")),
        ("block", "times = 3", "`rounds` here", Some("rounds = 3")),
        ("block", "repetitions = 3", "`rounds` here", Some("rounds = 3")),
        ("routine", "repeat = 3", "`rounds`, and belongs at the top level of a block", None),
        ("exercise", "side = \"each\"", "`sides` here", Some("sides = \"each\"")),
        ("exercise", "left = 12", "`sides` must be one of", None),
        ("exercise", "unilateral = true", "`sides` must be one of", None),
        ("exercise", "order = \"left first\"", "`first` must be one of", None),
        ("exercise", "note = \"slow\"", "`setup` here", Some("setup = \"slow\"")),
        ("exercise", "notes = \"Keep low.\"", "`setup` here", Some("setup = \"Keep low.\"")),
        ("exercise", "cue = \"Squeeze.\"", "`setup` here", Some("setup = \"Squeeze.\"")),
        ("exercise", "cues = [\"Squeeze.\"]", "`tips` here", Some("tips = [\"Squeeze.\"]")),
        ("exercise", "instructions = \"Lie down.\"", "`setup` here", Some("setup = \"Lie down.\"")),
        ("routine", "description = \"Legs.\"", "`about` here", Some("about = \"Legs.\"")),
        ("exercise", "up = 2", "`lift` here", Some("lift = \"2s\"")),
        ("exercise", "exhale = \"4s\"", "`lower` here", Some("lower = \"4s\"")),
        ("exercise", "rest-between-sets = \"30s\"", "`rest` here", Some("rest = \"30s\"")),
        ("exercise", "break = \"none\"", "`rest` here", Some("rest = \"0s\"")),
        ("exercise", "pause-after = \"30s\"", "`rest-after` here", Some("rest-after = \"30s\"")),
        ("exercise", "between-reps = \"1s\"", "`pause` here", Some("pause = \"1s\"")),
        ("exercise", "speed = \"fast\"", "`tempo` must be a tempo", None),
        ("exercise", "bpm = 60", "`rate` here", Some("rate = 60")),
        ("routine", "speed = 0.9", "`voice-speed` here", Some("voice-speed = 0.9")),
        ("block", "type = \"warm-up\"", "`kind` here", Some("kind = \"warm-up\"")),
        ("exercise", "type = \"warm-up\"", "`kind`, and belongs at the top level of a block", None),
        ("exercise", "Rest = \"30s\"", "did you mean `rest`?", Some("rest = \"30s\"")),
        ("exercise", "rest_after = \"30s\"", "did you mean `rest-after`?", Some("rest-after = \"30s\"")),
        ("block", "name = \"Legs\"", "the name of a block is `title`", Some("title = \"Legs\"")),
        ("routine", "name = \"Legs\"", "the name of a routine is `title`", Some("title = \"Legs\"")),
    ] {
        let (help, fix) = help(place, line);
        assert!(help.contains(called), "{line}: {help}");
        assert_eq!(fix.as_deref(), fixed, "{line}");
    }
}

#[test]
fn no_key_of_another_kind_is_suggested() {
    for line in ["video = \"a.mp4\"", "tags = [\"legs\"]", "image = \"a.png\""] {
        let (help, fix) = help("exercise", line);
        assert!(help.starts_with("the keys in an exercise are "), "{line}: {help}");
        assert_eq!(fix, None, "{line}");
    }
}

#[test]
fn a_key_that_is_there_already_is_not_suggested_again() {
    let both = |own: &str| {
        let text = format!("[[exercise]]\nname = \"A\"\n{own}\n");
        let (_, errors) = read_routine(&Source::new("t.toml", text));
        assert_eq!(errors[0].fix, None, "{own}");
        errors[0].help.join("; ")
    };
    assert_eq!(both("for = \"9s\"\ntime = \"30s\""), "this is called `for` here; there is already a `for`");
    assert_eq!(
        both("reps = 9\ntime = \"30s\""),
        "this is called `for` here; it cannot be combined with `reps`"
    );
    assert_eq!(
        both("tempo = \"3120\"\nup = \"3s\""),
        "this is called `lift` here; it cannot be combined with `tempo`"
    );
}

#[test]
fn tables_with_other_names_are_reported_once_and_read() {
    for (text, title, fix) in [
        (
            "[[exercises]]\nresp = 1\n[[exercises]]\n",
            "unknown key `exercises` at the top level of a routine",
            "exercise",
        ),
        (
            "[[block]]\n[[block.exercises]]\nresp = 1\n",
            "unknown key `exercises` at the top level of a block",
            "exercise",
        ),
        (
            "[[blocks]]\n[[blocks.exercise]]\nresp = 1\n",
            "unknown key `blocks` at the top level of a routine",
            "block",
        ),
        ("[[excercise]]\nresp = 1\n", "unknown key `excercise` at the top level of a routine", "exercise"),
        ("[exercises]\nresp = 1\n", "unknown key `exercises` at the top level of a routine", "[[exercise]]"),
        ("exercises = [{ resp = 1 }]\n", "unknown key `exercises` at the top level of a routine", "exercise"),
    ] {
        let (file, errors) = read_routine(&Source::new("t.toml", text));
        let titles: Vec<&str> = errors.iter().map(|error| error.title.as_str()).collect();
        assert_eq!(titles, [title, "unknown key `resp` in an exercise"], "{text}");
        assert_eq!(errors[0].fix.as_ref().map(|(_, new)| new.as_str()), Some(fix), "{text}");
        assert!(!file.blocks[0].exercises.is_empty(), "{text}");
    }
    assert!(!is_exercise("name = \"Legs\"\n[[exercises]]\nname = \"Squat\"\n"));
}

#[test]
fn what_can_be_set_has_its_keys() {
    let has = |target: Option<&str>, key: &str| keys_of_target(Target::parse(target)).contains(&key);
    assert_eq!([has(None, "title"), has(None, "rounds"), has(None, "rest")], [true, false, true]);
    assert_eq!(
        [has(Some("squat"), "use"), has(Some("squat"), "reps"), has(Some("squat"), "title")],
        [true, true, false]
    );
    assert_eq!([has(Some("block:1"), "rounds"), has(Some("block:1"), "use")], [true, false]);
}

#[test]
fn an_exercise_file_has_a_name_and_no_title() {
    for keys in ["reps = 3", "phases = [{ words = 1 }]", "exercises = 3"] {
        assert!(is_exercise(&format!("name = \"Squat\"\n{keys}\n")), "{keys}");
    }
    for text in [
        "reps = 3\n",
        "name = \"Squat\"\ntitle = \"Legs\"\n",
        "name = \"Squat\"\nblock = []\n",
        "name = \"Squat\"\n[[exercise]]\n",
    ] {
        assert!(!is_exercise(text), "{text}");
    }
}
