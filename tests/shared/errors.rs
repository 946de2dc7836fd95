//! The most likely errors in a routine.

/// The error, and the file that contains it.
pub const ERRORS: [(&str, &str); 21] = [
    ("Misspelt key", "[[exercise]]\nuse = \"squat\"\nresp = 10\n"),
    ("Key with an underscore", "[[exercise]]\nuse = \"squat\"\nrest_after = \"20s\"\n"),
    ("Duration without a unit", "rest = 20\n[[exercise]]\nuse = \"squat\"\n"),
    ("Duration without quotes", "rest = 20s\n[[exercise]]\nuse = \"squat\"\n"),
    ("Unknown unit", "[[exercise]]\nuse = \"squat\"\nhold = \"3 secs.\"\n"),
    ("Misspelt exercise", "[[exercise]]\nuse = \"clamshel\"\n"),
    ("Reversed range", "[[exercise]]\nuse = \"squat\"\nreps = \"12-10\"\n"),
    ("Range without quotes", "[[exercise]]\nuse = \"squat\"\nreps = 10-12\n"),
    ("`reps = 0`", "[[exercise]]\nuse = \"squat\"\nreps = 0\n"),
    ("Both `reps` and `for`", "[[exercise]]\nuse = \"squat\"\nreps = 10\nfor = \"45s\"\n"),
    (
        "Both `tempo` and one of its phases",
        "[[exercise]]\nuse = \"squat\"\ntempo = \"3-1-2-0\"\nhold = \"2s\"\n",
    ),
    ("Tempo with three numbers", "[[exercise]]\nuse = \"squat\"\ntempo = \"3-1-2\"\n"),
    ("Invalid `sides`", "[[exercise]]\nuse = \"clam-shell\"\nsides = \"both\"\n"),
    ("Word without quotes", "[[exercise]]\nuse = squat\n"),
    ("Unclosed quote", "[[exercise]]\nuse = \"squat\nreps = 10\n"),
    ("Single brackets", "[exercise]\nuse = \"squat\"\n"),
    ("Key in the wrong place", "[[exercise]]\nuse = \"squat\"\nrounds = 2\n"),
    (
        "Exercises both in blocks and outside",
        "[[block]]\n[[block.exercise]]\nuse = \"squat\"\n[[exercise]]\nuse = \"bird-dog\"\n",
    ),
    ("Duplicate key", "[[exercise]]\nuse = \"squat\"\nreps = 10\nreps = 12\n"),
    ("Exercise without `reps` or `for`", "[[exercise]]\nname = \"Wall sit\"\n"),
    ("`tips` must be a list", "[[exercise]]\nuse = \"squat\"\ntips = \"Look ahead.\"\n"),
];
