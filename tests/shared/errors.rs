//! The likeliest errors in a routine.

/// What somebody did, and the file that it made.
pub const ERRORS: [(&str, &str); 21] = [
    ("A key is misspelt", "[[exercise]]\nuse = \"squat\"\nresp = 10\n"),
    ("A key has an underscore", "[[exercise]]\nuse = \"squat\"\nrest_after = \"20s\"\n"),
    ("A length has no unit", "rest = 20\n[[exercise]]\nuse = \"squat\"\n"),
    ("A length has no quotes", "rest = 20s\n[[exercise]]\nuse = \"squat\"\n"),
    ("A length has a unit that there is not", "[[exercise]]\nuse = \"squat\"\nhold = \"3 secs.\"\n"),
    ("An exercise is misspelt", "[[exercise]]\nuse = \"clamshel\"\n"),
    ("A range is upside down", "[[exercise]]\nuse = \"squat\"\nreps = \"12-10\"\n"),
    ("A range has no quotes", "[[exercise]]\nuse = \"squat\"\nreps = 10-12\n"),
    ("There are no reps at all", "[[exercise]]\nuse = \"squat\"\nreps = 0\n"),
    ("Reps and a time", "[[exercise]]\nuse = \"squat\"\nreps = 10\nfor = \"45s\"\n"),
    ("A tempo and one of its phases", "[[exercise]]\nuse = \"squat\"\ntempo = \"3-1-2-0\"\nhold = \"2s\"\n"),
    ("A tempo has three numbers", "[[exercise]]\nuse = \"squat\"\ntempo = \"3-1-2\"\n"),
    ("The sides are called otherwise", "[[exercise]]\nuse = \"clam-shell\"\nsides = \"both\"\n"),
    ("A word has no quotes", "[[exercise]]\nuse = squat\n"),
    ("A quote is not closed", "[[exercise]]\nuse = \"squat\nreps = 10\n"),
    ("The brackets are single", "[exercise]\nuse = \"squat\"\n"),
    ("A key stands in the wrong place", "[[exercise]]\nuse = \"squat\"\nrounds = 2\n"),
    (
        "Exercises in blocks and outside of them",
        "[[block]]\n[[block.exercise]]\nuse = \"squat\"\n[[exercise]]\nuse = \"bird-dog\"\n",
    ),
    ("A key comes twice", "[[exercise]]\nuse = \"squat\"\nreps = 10\nreps = 12\n"),
    ("One's own exercise says neither how many nor how long", "[[exercise]]\nname = \"Wall sit\"\n"),
    ("A tip is no list", "[[exercise]]\nuse = \"squat\"\ntips = \"Look ahead.\"\n"),
];
