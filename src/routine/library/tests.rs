use std::collections::BTreeSet;

use super::*;
use crate::routine::changes::Changes;
use crate::routine::lower::{self, Context};
use crate::routine::{Exercise, Sides};

/// Every built-in exercise as it is drilled.
fn built_in() -> Vec<Exercise> {
    let library = Library::new([]);
    let context = Context { library: &library, changes: &Changes::default() };
    let drilled =
        |(id, _): &(&str, &str)| lower::drill(id, &context).unwrap().blocks.remove(0).exercises.remove(0);
    BUILT_IN.iter().map(drilled).collect()
}

/// The words in backticks.
fn quoted_words(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

#[test]
fn every_exercise_says_everything() {
    for exercise in built_in() {
        let id = &exercise.id;
        let facts = &exercise.facts;
        assert!(facts.level.is_some() && !exercise.muscles.is_empty(), "{id}");
        // `equipment = []` is written out too: a missing key would be an oversight.
        let text = BUILT_IN.iter().find(|(name, _)| name == id).unwrap().1;
        assert!(text.contains("\nequipment = ["), "{id}");
        let sentences = [&exercise.setup, &exercise.harder, &exercise.easier];
        let sentences = sentences.into_iter().map(|text| text.as_deref().unwrap_or_default());
        let sentences: Vec<&str> = sentences.chain(exercise.tips.iter().map(String::as_str)).collect();
        assert!(!exercise.tips.is_empty(), "{id}");
        for text in sentences {
            assert!(text.starts_with(char::is_uppercase) && text.ends_with('.'), "{id}: {text:?}");
        }
        let setup = exercise.setup.as_deref().unwrap();
        let says_the_side = setup.contains("that is named") || setup.contains("that was named");
        assert_eq!(says_the_side, exercise.sides != Sides::Together, "{id}: {setup}");
    }
}

/// Numbers come from somewhere: a page, a journal, a programme, or from us, which then is said.
#[test]
fn every_exercise_names_the_source_of_its_numbers() {
    let known = [
        "https://",
        "http://",
        "Med Sci Sports Exerc",
        "ACSM's",
        "American Academy",
        "the programme of",
        "our own choice",
    ];
    for exercise in built_in() {
        let sources = &exercise.facts.sources;
        assert!(!sources.is_empty(), "{}", exercise.id);
        for source in sources {
            assert!(known.iter().any(|mark| source.contains(mark)), "{}: {source}", exercise.id);
        }
    }
}

/// Variations name exercises of the library by their id, and options as they are typed.
#[test]
fn harder_and_easier_variations_name_what_there_is() {
    let library = Library::new([]);
    for exercise in built_in() {
        for text in [&exercise.harder, &exercise.easier].into_iter().flatten() {
            for word in quoted_words(text) {
                let is_option = word.starts_with("--");
                let is_other = library.ids().any(|id| id == word) && word != exercise.id;
                assert!(is_option || is_other, "{}: {word}", exercise.id);
            }
        }
    }
}

/// However a name is typed, in the plural too, it means one exercise. No name is given twice.
#[test]
fn names_do_not_collide() {
    let library = Library::new([]);
    let mut ways: HashMap<String, &str> = HashMap::new();
    for entry in library.entries() {
        let names: BTreeSet<String> = [loose(&entry.id), loose(entry.name())].into();
        let aliases: Vec<String> = entry.names().skip(2).map(loose).collect();
        for (n, alias) in aliases.iter().enumerate() {
            assert!(!names.contains(alias) && !aliases[..n].contains(alias), "{}: {alias}", entry.id);
        }
        for way in entry.names().flat_map(ways_to_type) {
            let other = ways.insert(way.clone(), &entry.id);
            assert!(other.is_none_or(|other| other == entry.id), "{way}: {} and {other:?}", entry.id);
            assert_eq!(library.get(&way).map(|found| found.id.as_str()), Some(entry.id.as_str()), "{way}");
        }
    }
}

#[test]
fn an_exercise_is_found_by_what_people_call_it() {
    let library = Library::new([]);
    for (typed, id) in [
        ("Dead Bug", "dead-bug"),
        ("clamshell", "clam-shell"),
        ("squats", "squat"),
        ("press ups", "push-up"),
        ("air squats", "bodyweight-squat"),
        ("Sit to Stand", "chair-squat"),
        ("cat cow", "cat-camel"),
        ("piriformis stretch", "figure-four-stretch"),
        ("kegels", "pelvic-floor-squeeze"),
        ("crunches", "crunch"),
        ("child's pose", "childs-pose"),
    ] {
        assert_eq!(library.get(typed).map(|entry| entry.id.as_str()), Some(id), "{typed}");
    }
    assert!(library.get("…").is_none() && library.get("quat").is_none());
}

#[test]
fn the_users_own_exercise_comes_first() {
    let text = "name = \"My bug\"\naliases = [\"dead bugs\", \"crunch\"]\nreps = 3\n";
    let library = Library::new([("my-bug".to_owned(), Source::new("my-bug.toml", text))]);
    assert_eq!(library.get("Dead Bugs").unwrap().id, "my-bug");
    // An id is exact.
    assert_eq!(library.get("crunch").unwrap().id, "crunch");
}

#[test]
fn all_exercises_are_listed_once_with_their_names() {
    let source = |text: &str| Source::new("own.toml", text);
    let library = Library::new([
        ("squat".to_owned(), source("name='My squat'\nreps=3\n")),
        ("zigzag".to_owned(), source("reps=3\n")),
    ]);
    let all: Vec<(&str, &str)> = library.entries().map(|entry| (entry.id.as_str(), entry.name())).collect();
    let built_in: Vec<&str> = BUILT_IN.iter().map(|(id, _)| *id).collect();
    let ids: Vec<&str> = all.iter().map(|(id, _)| *id).collect();
    assert_eq!(ids[..built_in.len()], built_in, "in their order, even if replaced");
    assert_eq!(&all[built_in.len()..], [("zigzag", "zigzag")]);
    assert!(all.contains(&("squat", "My squat")) && all.contains(&("glute-bridge", "Glute bridge")));
}
