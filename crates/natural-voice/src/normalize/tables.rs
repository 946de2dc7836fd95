//! Units, abbreviations, fractions and symbols, and the words for them.

/// A unit of measurement.
pub(super) struct Unit {
    /// Its spellings after a number.
    pub keys: &'static [&'static str],
    /// The singular, also before a noun ("a twenty kilogram bar").
    pub one: &'static str,
    /// The plural.
    pub many: &'static str,
    /// Whether a full stop may follow: `10 sec. each`.
    pub is_abbreviation: bool,
}

const fn unit(
    keys: &'static [&'static str],
    one: &'static str,
    many: &'static str,
    is_abbreviation: bool,
) -> Unit {
    Unit { keys, one, many, is_abbreviation }
}

/// The units. Spellings of one letter are case-sensitive.
pub(super) const UNITS: &[Unit] = &[
    unit(&["kg", "kgs"], "kilogram", "kilograms", true),
    unit(&["g"], "gram", "grams", false),
    unit(&["lb", "lbs"], "pound", "pounds", true),
    unit(&["oz"], "ounce", "ounces", true),
    unit(&["km", "kms"], "kilometer", "kilometers", true),
    unit(&["m"], "meter", "meters", false),
    unit(&["cm"], "centimeter", "centimeters", true),
    unit(&["mm"], "millimeter", "millimeters", true),
    unit(&["mi"], "mile", "miles", true),
    unit(&["yd", "yds"], "yard", "yards", true),
    unit(&["ft"], "foot", "feet", true),
    unit(&["h", "hr", "hrs"], "hour", "hours", true),
    unit(&["min", "mins"], "minute", "minutes", true),
    unit(&["s", "sec", "secs"], "second", "seconds", true),
    unit(&["ms"], "millisecond", "milliseconds", true),
    unit(&["bpm"], "beat per minute", "beats per minute", true),
    unit(&["rpm"], "turn per minute", "turns per minute", true),
    unit(&["kcal"], "kilocalorie", "kilocalories", true),
    unit(&["cal", "cals"], "calorie", "calories", true),
    unit(&["ml"], "milliliter", "milliliters", true),
    unit(&["mph"], "mile per hour", "miles per hour", true),
    unit(&["kph", "kmh"], "kilometer per hour", "kilometers per hour", true),
    unit(&["°", "º", "deg"], "degree", "degrees", true),
    unit(&["%"], "percent", "percent", false),
    unit(&["k", "K"], "k", "k", false),
    unit(&["wk", "wks"], "week", "weeks", true),
    unit(&["pt"], "point", "point", false),
    unit(&["pts"], "point", "points", true),
];

/// Units whose signs mean something else unless they stand right behind a number: `6 in.`, `10#`, `5'`, `30"`.
pub(super) const INCH: Unit = unit(&[], "inch", "inches", true);
pub(super) const FOOT: Unit = unit(&[], "foot", "feet", false);
pub(super) const POUND: Unit = unit(&[], "pound", "pounds", false);
pub(super) const MINUTE: Unit = unit(&[], "minute", "minutes", false);
pub(super) const SECOND: Unit = unit(&[], "second", "seconds", false);

/// Nouns that a measure before them describes: "an eight foot box", "a ninety degree turn". Behind `"` and `'` they show that
/// inches and feet are meant, not seconds and minutes.
pub(super) const MEASURED: &[&str] = &[
    "angle",
    "ball",
    "band",
    "bands",
    "bar",
    "barbell",
    "bell",
    "bells",
    "bench",
    "block",
    "blocks",
    "box",
    "boxes",
    "db",
    "dbs",
    "dumbbell",
    "dumbbells",
    "hurdle",
    "hurdles",
    "jump",
    "jumps",
    "kb",
    "kbs",
    "kettlebell",
    "kettlebells",
    "pad",
    "plate",
    "plates",
    "platform",
    "roller",
    "rope",
    "rotation",
    "sandbag",
    "step",
    "target",
    "turn",
    "turns",
    "vest",
];

/// Abbreviations and their full forms; of two with the same beginning, the longer one is first. They are not case-sensitive.
pub(super) const ABBREVIATIONS: &[(&str, &str)] = &[
    ("w/o", "without"),
    ("w/", "with"),
    ("approx.", "approximately"),
    ("approx", "approximately"),
    ("e.g.", "for example"),
    ("i.e.", "that is"),
    ("etc.", "et cetera"),
    ("etc", "et cetera"),
    ("incl.", "including"),
    ("excl.", "excluding"),
    ("max.", "maximum"),
    ("alt.", "alternate"),
    ("ea.", "each"),
    ("ea", "each"),
    ("abd.", "abduction"),
    ("ext.", "extension"),
    ("int.", "internal"),
    ("lt.", "left"),
    ("rt.", "right"),
    ("vs.", "versus"),
    ("vs", "versus"),
    ("aka", "also known as"),
    ("a.m.", "A M"),
    ("p.m.", "P M"),
    ("Dr.", "doctor"),
    ("Mr.", "mister"),
    ("Mrs.", "missus"),
];

/// Words that are short for others, and how they are spoken. Those in capitals are short only in capitals.
pub(super) const SHORT: &[(&str, &str)] = &[
    ("wk", "week"),
    ("wks", "weeks"),
    ("abd", "abduction"),
    ("AB", "ab"),
    ("BOSU", "bosu"),
    ("LISS", "liss"),
    ("Lt", "left"),
    ("Rt", "right"),
    ("KB", "kettlebell"),
    ("KBs", "kettlebells"),
    ("DB", "dumbbell"),
    ("DBs", "dumbbells"),
    ("BB", "barbell"),
    ("BW", "body weight"),
    ("SL", "single leg"),
    ("SA", "single arm"),
];

/// Words that are spoken in another way before certain words: the word, the beginning of the next one, and how the first is
/// spoken.
pub(super) const BEFORE: &[(&str, &str, &str)] = &[
    ("IT", "band", "I T"),
    ("SI", "joint", "S I"),
    ("ext", "rot", "external"),
    ("ext", "obl", "external"),
    ("int", "rot", "internal"),
    ("int", "obl", "internal"),
];

/// Words that, with a capital letter, have a Roman numeral behind them, even `I`, `V` and `X`, which are also words or letters.
pub(super) const NUMBERED: &[&str] =
    &["warrior", "virabhadrasana", "teaser", "phase", "level", "part", "type", "stage", "series", "grade"];

/// The Roman numerals up to ten.
pub(super) const ROMAN: [&str; 10] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"];

/// Words that a slash behind a number only separates from it: `10/failure`.
pub(super) const NOT_PER: &[&str] =
    &["failure", "max", "amrap", "open", "rest", "off", "on", "left", "right", "or", "and"];

/// What reps are counted by: `10 reps/side`.
pub(super) const PER: &[&str] = &[
    "side",
    "leg",
    "arm",
    "hand",
    "foot",
    "hip",
    "shoulder",
    "knee",
    "ankle",
    "wrist",
    "way",
    "direction",
    "set",
    "round",
    "rep",
    "exercise",
    "session",
    "minute",
    "min",
    "hour",
    "day",
    "week",
    "wk",
    "month",
];

/// Words after which `2/3` is a position: "set two of three".
pub(super) const COUNTED: &[&str] =
    &["set", "round", "rep", "block", "exercise", "lap", "part", "side", "circuit", "week", "day", "level"];

/// Fractions, as digits and as characters.
pub(super) const FRACTIONS: &[(&str, &str)] = &[
    ("1/2", "one half"),
    ("1/3", "one third"),
    ("2/3", "two thirds"),
    ("1/4", "one quarter"),
    ("3/4", "three quarters"),
    ("½", "one half"),
    ("⅓", "one third"),
    ("⅔", "two thirds"),
    ("¼", "one quarter"),
    ("¾", "three quarters"),
];

/// Symbols that are always spoken.
pub(super) const SYMBOLS: &[(char, &str)] = &[
    ('&', "and"),
    ('+', "plus"),
    ('=', "equals"),
    ('@', "at"),
    ('%', "percent"),
    ('°', "degrees"),
    ('<', "less than"),
    ('>', "more than"),
    ('≤', "at most"),
    ('≥', "at least"),
    ('±', "plus or minus"),
    ('×', "times"),
    ('÷', "divided by"),
    ('→', "to"),
    ('½', "one half"),
    ('⅓', "one third"),
    ('⅔', "two thirds"),
    ('¼', "one quarter"),
    ('¾', "three quarters"),
];

/// Characters that are not spoken: bullets, markup and trade marks.
pub(super) const DROPPED: &str = "*_|~^\\•·#©®™`\u{feff}\u{200b}\u{ad}";

/// The unit with a spelling. Spellings of more than one letter are not case-sensitive (`20 KG`).
pub(super) fn find_unit(word: &str) -> Option<&'static Unit> {
    let same = |key: &str| {
        if key.len() > 1 { key.eq_ignore_ascii_case(word) } else { key == word }
    };
    UNITS.iter().find(|unit| unit.keys.iter().any(|key| same(key)))
}
