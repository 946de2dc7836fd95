use super::*;

const TEXT: &str = "# Mine.\ntitle = \"x\"\n\n[[exercise]]\nuse = \"squat\"\nreps = \"10-12\"   # slowly\n\n# the end\n[[exercise]]\nname = \"Wall sit\"\nfor = \"45s\"";

fn done(text: &str, exercise: &str, key: &str, value: &str) -> Edit {
    set(text, Target::parse(Some(exercise).filter(|word| !word.is_empty())), key, value).unwrap()
}

#[test]
fn only_the_value_is_changed() {
    let edit = done(TEXT, "squat", "reps", "12");
    assert_eq!(edit.text, TEXT.replace("\"10-12\"", "12"));
    assert_eq!(
        (edit.line, edit.before, edit.after),
        (6, vec!["reps = \"10-12\"   # slowly".to_owned()], vec!["reps = 12   # slowly".to_owned()])
    );
    assert_eq!(done(TEXT, "Wall Sit", "for", "1m").text, TEXT.replace("45s", "1m"));
}

#[test]
fn a_key_is_added_after_the_last_one_and_removed() {
    let edit = done(TEXT, "squat", "hold", "3s");
    assert_eq!(edit.text, TEXT.replace("# slowly\n", "# slowly\nhold = \"3s\"\n"));
    assert_eq!((edit.line, edit.before.len(), edit.after), (7, 0, vec!["hold = \"3s\"".to_owned()]));
    assert_eq!(done(&edit.text, "squat", "hold", "").text, TEXT);
    assert_eq!(
        done(TEXT, "wall-sit", "tips", "[\"Breathe.\"]").text,
        format!("{TEXT}\ntips = [\"Breathe.\"]")
    );
    assert_eq!(done(TEXT, "squat", "hold", "").text, TEXT, "the key was added");
}

#[test]
fn line_ends_and_inline_tables_stay() {
    let windows = TEXT.replace('\n', "\r\n");
    let edit = done(&windows, "squat", "hold", "3s");
    assert_eq!(edit.text, windows.replace("# slowly\r\n", "# slowly\r\nhold = \"3s\"\r\n"));
    let inline = "exercise = [{ use = \"squat\" }, { use = \"clam-shell\", reps = 3 }]\n";
    assert_eq!(done(inline, "squat", "reps", "5").text, inline.replace("\"squat\"", "\"squat\", reps = 5"));
    assert_eq!(done(inline, "clam-shell", "reps", "5").text, inline.replace('3', "5"));
}

#[test]
fn a_repeated_exercise_is_numbered() {
    let text =
        "[[block]]\n[[block.exercise]]\nuse = \"squat\"\n[[block]]\n[[block.exercise]]\nuse = \"squat\"\n";
    assert_eq!(set(text, Target::Exercise("squat"), "reps", "3"), Err(EditError::Several(2)));
    assert_eq!(set(text, Target::Exercise("squat:3"), "reps", "3"), Err(EditError::Several(2)));
    assert_eq!(done(text, "squat:2", "reps", "3").text, format!("{text}reps = 3\n"));
    assert_eq!(
        set(text, Target::Exercise("sqat"), "reps", "3"),
        Err(EditError::Unknown(vec!["squat".to_owned(); 2]))
    );
    assert_eq!(set("= [", Target::Exercise("squat"), "reps", "3"), Err(EditError::Broken));
}

const ROUTINE: &str = "\u{feff}#:schema x\r\ntitle = 'x' # a\r\npronounce.RDL = \"a\"\r\n\r\n# the first\r\n[[block]] # h\r\n\r\n[[block.exercise]]\r\nuse=\"squat\"\r\n[[block]]\r\ntitle=\"Cool down\"\r\nrounds = 2\r\n[[block.exercise]]\r\nuse=\"squat\"";

#[test]
fn a_routine_and_a_block_have_keys_too() {
    let edit = done(ROUTINE, "", "rest", "30s");
    assert_eq!(edit.text, ROUTINE.replace("\"a\"\r\n", "\"a\"\r\nrest = \"30s\"\r\n"));
    assert_eq!(done(&edit.text, "", "rest", "").text, ROUTINE);
    assert_eq!(done(ROUTINE, "", "title", "y").text, ROUTINE.replace("'x'", "\"y\""));
    assert_eq!(
        done(ROUTINE, "block:1", "rounds", "3").text,
        ROUTINE.replace("# h\r\n", "# h\r\nrounds = 3\r\n")
    );
    for block in ["block:Cool down", "block:cool-down", "block:2"] {
        assert_eq!(done(ROUTINE, block, "rounds", "3").text, ROUTINE.replace("rounds = 2", "rounds = 3"));
        let rest = done(ROUTINE, block, "round-rest", "1m").text;
        assert_eq!(rest, ROUTINE.replace("rounds = 2\r\n", "rounds = 2\r\nround-rest = \"1m\"\r\n"));
    }
    let names = vec!["1".to_owned(), "cool-down".to_owned()];
    assert_eq!(set(ROUTINE, Target::Block("main"), "rounds", "3"), Err(EditError::Unknown(names)));
    assert_eq!(targets(ROUTINE), ["squat:1", "squat:2", "block:1", "block:cool-down"]);
    let twice = ROUTINE.replace("[[block]] # h\r\n", "[[block]]\r\ntitle = \"Cool-down\"\r\n");
    assert_eq!(set(&twice, Target::Block("cool-down"), "rounds", "3"), Err(EditError::Several(2)));
    assert_eq!(targets(&twice)[2..], ["block:1", "block:2"]);
}

#[test]
fn the_first_key_of_a_routine_is_inserted_above_the_first_header_and_its_comment() {
    for (before, after) in [
        ("", "[[exercise]]\nuse = \"squat\"\n"),
        ("#:schema x\n# Mine.\n", "[[exercise]]\nuse = \"squat\"\n"),
        ("#:schema x\n\n", "# first\n[[exercise]]\nuse = \"squat\"\n"),
        ("\u{feff}", "[[exercise]]\r\nuse = \"squat\""),
        ("\n  ", "[pronounce]\na = 'b'"),
        ("# nothing else\n", ""),
        ("\u{feff}", ""),
    ] {
        let text = format!("{before}{after}");
        let edit = done(&text, "", "rest", "30s");
        let end = if after.contains('\r') { "\r\n" } else { "\n" };
        let start = before.trim_end_matches(' ').len();
        assert_eq!(edit.text, format!("{}rest = \"30s\"{end}{}", &text[..start], &text[start..]));
        assert_eq!(done(&edit.text, "", "rest", "").text, text);
    }
    assert_eq!(done("# nothing else", "", "rest", "30s").text, "# nothing else\nrest = \"30s\"\n");
}

#[test]
fn a_missing_line_ending_stays_missing() {
    for text in [ROUTINE, TEXT] {
        let edit = done(text, if text == TEXT { "wall-sit" } else { "squat:2" }, "hold", "3s");
        let end = if text == TEXT { "\n" } else { "\r\n" };
        assert_eq!(edit.text, format!("{text}{end}hold = \"3s\""));
        assert_eq!(
            done(&edit.text, if text == TEXT { "wall-sit" } else { "squat:2" }, "hold", "").text,
            text
        );
    }
    assert_eq!(done("rest = \"3s\"", "", "rest", "").text, "");
}

#[test]
fn removing_a_key_from_an_inline_table_removes_a_comma() {
    let braces = |inside: &str| format!("exercise = [{{{inside}}}]\n");
    for (before, key, after) in [
        (" use = \"squat\", reps = 3 ", "reps", " use = \"squat\" "),
        (" reps = 3, use = \"squat\" ", "reps", " use = \"squat\" "),
        ("reps=3 ,use=\"squat\"", "reps", "use=\"squat\""),
        ("\n  reps = 3, # three\n  use = \"squat\",\n", "reps", "\n  use = \"squat\",\n"),
        ("\n  reps = 3, use = \"squat\"\n", "reps", "\n  use = \"squat\"\n"),
    ] {
        assert_eq!(done(&braces(before), "squat", key, "").text, braces(after), "{before}");
    }
    let block = "block = [{ exercise = [{ use = \"squat\" }] }, {}]\n";
    assert_eq!(done(block, "block:1", "rounds", "2").text, block.replace("}] }", "}], rounds = 2 }"));
    assert_eq!(done(block, "block:2", "rounds", "2").text, block.replace("{}", "{ rounds = 2}"));
    assert_eq!(done(block, "", "rest", "2s").text, format!("{block}rest = \"2s\"\n"));
}

#[test]
fn a_value_has_the_type_of_its_key() {
    for (key, value, expected) in [
        ("reps", "12", "12"),
        ("reps", "12.5", "12.5"),
        ("sets", "true", "true"),
        ("reps", "10-12", "\"10-12\""),
        ("tempo", "3120", "\"3120\""),
        ("name", "90", "\"90\""),
        ("name", "true", "\"true\""),
        ("name", "07:30:00", "\"07:30:00\""),
        ("name", "'quoted'", "'quoted'"),
        ("name", "'t was", "\"'t was\""),
        ("name", "[x", "\"[x\""),
        ("name", "\"a\" # b", "'\"a\" # b'"),
        ("name", "\"a\"\nreps = 3", "\"\"\"\n\"a\"\nreps = 3\"\"\""),
        ("tips", "[\"a\", 'b']", "[\"a\", 'b']"),
    ] {
        assert_eq!(to_toml(key, value), expected, "{key}={value}");
        let text: toml::Table = format!("{key} = {}", to_toml(key, value)).parse().unwrap();
        assert_eq!(text.len(), 1);
    }
}

#[test]
fn tables_and_lists_over_several_lines_are_refused() {
    let text = "[pronounce]\nRDL = \"x\"\n[[exercise]]\nuse = \"squat\"\n";
    for key in ["pronounce", "exercise", "block"] {
        assert_eq!(set(text, Target::Routine, key, "3"), Err(EditError::NotAValue), "{key}");
        assert_eq!(set(text, Target::Routine, key, ""), Err(EditError::NotAValue), "{key}");
    }
    assert_eq!(set(ROUTINE, Target::Routine, "pronounce", "3"), Err(EditError::NotAValue));
    for key in ["", "a b", "pronounce.RDL", "x\ny", "\"x\""] {
        assert_eq!(set(text, Target::Exercise("squat"), key, "3"), Err(EditError::NotAKey), "{key:?}");
    }
}

/// Whether a part of a schema takes a number, itself or as one of several; parts that are repeated are in `$defs`.
fn is_number(root: &serde_json::Value, one: &serde_json::Value) -> bool {
    if let Some(address) = one["$ref"].as_str() {
        return is_number(root, root.pointer(address.trim_start_matches('#')).unwrap());
    }
    let is_one = one["type"] == "integer" || one["type"] == "number";
    is_one || one["anyOf"].as_array().into_iter().flatten().any(|one| is_number(root, one))
}

/// The list of numeric keys matches the schema.
#[test]
fn the_keys_that_take_numbers_are_those_of_the_schema() {
    let (_, schema) = crate::schema::all().into_iter().next().unwrap();
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    let is_number = |one: &serde_json::Value| is_number(&schema, one);
    let block = &schema["properties"]["block"]["items"]["properties"];
    let exercise = &schema["properties"]["exercise"]["items"]["properties"];
    let mut counted: Vec<&str> = [&schema["properties"], block, exercise]
        .iter()
        .flat_map(|keys| keys.as_object().unwrap())
        .filter(|(key, one)| ![BLOCKS, EXERCISES].contains(&key.as_str()) && is_number(one))
        .map(|(key, _)| key.as_str())
        .collect();
    counted.sort_unstable();
    counted.dedup();
    let mut expected = COUNTED;
    expected.sort_unstable();
    assert_eq!(counted, expected);
}

#[test]
fn a_value_with_commas_is_a_list_if_the_key_can_have_one() {
    let text = "[[exercise]]\nname = \"A\"\nreps = 3\n";
    let line = |key: &str, value: &str| set(text, Target::Exercise("a"), key, value).unwrap().after;
    assert_eq!(line("reps", "12,10,8"), ["reps = [12, 10, 8]"]);
    assert_eq!(line("load", "8 kg, red band"), ["load = [\"8 kg\", \"red band\"]"]);
    assert_eq!(line("rest", "60s,ready"), ["rest = [\"60s\", \"ready\"]"]);
    assert_eq!(line("say", "one, two"), ["say = \"one, two\""]);
    assert_eq!(set(text, Target::Routine, "starts", "2026-01-05").unwrap().after, ["starts = 2026-01-05"]);
}

#[test]
fn what_can_be_named_is_listed() {
    let text = "[[block]]\ntitle='Start'\n[[block.exercise]]\nuse='squat'\n[[block]]\n[[block.exercise]]\nname='Wall sit'\n[[block.exercise]]\nuse='squat'\n";
    assert_eq!(target::ids(text), ["squat", "wall-sit"]);
    assert_eq!(target::targets(text), ["squat:1", "wall-sit", "squat:2", "block:start", "block:2"]);
}
