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
