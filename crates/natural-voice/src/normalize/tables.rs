//! What is written short and how it is said.

/// A unit of measure behind a number.
pub(super) struct Unit {
    /// How it is written.
    pub keys: &'static [&'static str],
    /// How it is said after one of them, and before a noun ("a twenty kilogram bar").
    pub one: &'static str,
    /// How it is said after any other number.
    pub many: &'static str,
    /// True for a shortening that may carry a full stop: `10 sec. each`.
    pub short: bool,
}

const fn unit(keys: &'static [&'static str], one: &'static str, many: &'static str, short: bool) -> Unit {
    Unit { keys, one, many, short }
}

/// Units; of one letter as written, of more letters in any case.
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
];

/// Abbreviations, longest first where one begins another; any case; not before a letter or a digit.
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
    ("vs.", "versus"),
    ("vs", "versus"),
    ("aka", "also known as"),
    ("a.m.", "A M"),
    ("p.m.", "P M"),
    ("Dr.", "doctor"),
    ("Mr.", "mister"),
    ("Mrs.", "missus"),
];

/// Words before which `2/3` says a place: "set two of three".
pub(super) const PLACES: &[&str] =
    &["set", "round", "rep", "block", "exercise", "lap", "part", "side", "circuit", "week", "day", "level"];

/// Fractions, as digits and as signs.
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

/// Signs that are said wherever they stand.
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

/// Signs that say nothing: bullets, markup and trade marks.
pub(super) const DROPPED: &str = "*_|~^\\•·#©®™`\u{feff}\u{200b}\u{ad}";

/// Units of one letter count only as written in the table; longer ones in capitals too (`20 KG`).
pub(super) fn find_unit(word: &str) -> Option<&'static Unit> {
    let same = |key: &str| {
        if key.len() > 1 { key.eq_ignore_ascii_case(word) } else { key == word }
    };
    UNITS.iter().find(|unit| unit.keys.iter().any(|key| same(key)))
}
