//! Examples, keys, files, environment variables and exit statuses, for the help and for the man pages.

use std::fmt::Write;

use clap::Subcommand;
use clap::builder::StyledStr;
use clap::builder::styling::Styles;

use super::Command;

/// A term, and its explanation.
pub type Row = (&'static str, &'static str);

/// The commands of the overview, by group.
const GROUPS: [(&str, &[&str]); 4] = [
    ("Train", &["run", "drill", "timer", "export", "serve"]),
    ("Look", &["list", "show", "check", "history"]),
    ("Make your own", &["new", "edit", "set", "reset", "copy", "rename", "rm"]),
    ("More", &["ctl", "remind", "config", "voice", HELP]),
];

/// clap's own command, which it adds last.
const HELP: &str = "help";

/// The examples of each command that has some; the first entry is for repcue itself.
pub const EXAMPLES: &[(&str, &[Row])] = &[
    (
        "",
        &[
            ("repcue run first-week", "a gentle 11-minute start"),
            ("repcue drill bird-dog --reps 8 --hold 3s", "one exercise"),
            ("repcue show morning", "what comes when, and when you finish"),
            ("repcue run --minutes 15 --shuffle", "the routine played last, in 15 minutes"),
        ],
    ),
    (
        "run",
        &[
            ("repcue run", "the routine played last"),
            ("repcue run morning --level hard", "the high end of every range of reps"),
            ("repcue run circuit --minutes 15 --shuffle", "15 minutes, in random order"),
            ("repcue run lower-back-glutes -x squat", "without an exercise"),
            ("repcue run ./five.toml --voice off", "your own file, without speech"),
            ("repcue run morning --music ~/Music", "with your own music under the cues"),
            ("repcue run --resume", "resume an interrupted session"),
        ],
    ),
    (
        "drill",
        &[
            ("repcue drill clam-shell", "one exercise, as the library has it"),
            ("repcue drill bird-dog -r 8 --hold 3s", "8 reps with longer holds"),
            ("repcue drill squat --for 40s -s 4 --rest 20s", "40 seconds on, 20 seconds off"),
        ],
    ),
    (
        "list",
        &[
            ("repcue list --equipment none --muscle abs -l easy", "easy ones for the abs"),
            ("repcue list --equipment chair,band", "what you can do with these"),
        ],
    ),
    (
        "timer",
        &[
            ("repcue timer 20s/10s x8 \"Push-ups\"", "20 s of work, 10 s of rest, 8 times"),
            ("repcue timer 3m/1m x6 --name Boxing --warn 10s", "six rounds, each with a warning"),
            ("repcue timer 40/20 --of push-ups,plank --rounds 3", "three rounds of two exercises"),
            ("repcue timer 10m", "10 minutes"),
        ],
    ),
    (
        "show",
        &[
            ("repcue show morning", "every interval with its start time"),
            ("repcue show clam-shell", "everything about an exercise"),
            ("repcue show circuit --svg circuit.svg", "the timeline as an image"),
            ("repcue show --json", "for programs"),
        ],
    ),
    (
        "check",
        &[
            ("repcue check", "all files of your own"),
            ("repcue check ./five.toml", "every error, and how to fix it"),
            ("repcue check morning --level hard", "with the options of a session"),
        ],
    ),
    (
        "export",
        &[
            ("repcue export morning -o morning.m4a", "a session for your phone, with chapters"),
            ("repcue export morning -o morning.mp3 --split", "a file for each exercise, for a watch"),
            ("repcue export bird-dog -o calm.wav --voice off", "without speech"),
            ("repcue export morning -o my.m4a --music ~/Music", "with your music"),
        ],
    ),
    (
        "serve",
        &[
            ("repcue serve --lan", "every routine, for your phone; prints a QR code"),
            ("repcue serve morning --lan", "the code opens this routine"),
        ],
    ),
    (
        "history",
        &[
            ("repcue history", "this week, a map of the days, every exercise"),
            ("repcue history clam-shell", "one exercise over time"),
            ("repcue history last", "the last session"),
            ("repcue history --svg days.svg", "the map as an image"),
        ],
    ),
    ("history pain", &[("repcue history pain 3", "after the last session")]),
    (
        "history forget",
        &[
            ("repcue history forget --before 2026-01-01", "everything before this year"),
            ("repcue history forget --all", "everything"),
        ],
    ),
    ("history merge", &[("repcue history merge laptop.jsonl phone.jsonl", "in any order, also twice")]),
    (
        "history export",
        &[
            ("repcue history export --ics sessions.ics", "for a calendar"),
            ("repcue history export --csv sets.csv", "for a spreadsheet"),
            ("repcue history export --fit watch", "for a sport platform"),
        ],
    ),
    (
        "new",
        &[
            ("repcue new evening", "a commented template"),
            ("repcue new my-circuit --from circuit", "a copy of a routine"),
            ("repcue new jump-rope --exercise", "an exercise, for use in any routine"),
        ],
    ),
    ("edit", &[("repcue edit morning", "your own copy of a built-in routine")]),
    (
        "set",
        &[
            ("repcue set morning rest=30s", "a change for the whole routine"),
            ("repcue set morning squat reps=12 hold=", "one exercise: change a key, remove another"),
            ("repcue set circuit block:circuit rounds=2", "a block"),
            ("repcue set morning --undo", "undo the last change"),
        ],
    ),
    ("reset", &[("repcue reset morning", "back to the built-in routine")]),
    ("copy", &[("repcue copy morning evening", "to change without losing the original")]),
    ("rename", &[("repcue rename evening night", "only the name of the file; its title stays")]),
    ("rm", &[("repcue rm evening", "delete your routine"), ("repcue rm evening --undo", "restore it")]),
    (
        "config",
        &[
            ("repcue config", "every setting, and where it comes from"),
            ("repcue config set volume=60 rest=30s", "change settings"),
            ("repcue config edit", "open config.toml in your editor"),
        ],
    ),
    (
        "config set",
        &[
            ("repcue config set volume=60 rest=30s", "change settings"),
            ("repcue config set rest=", "back to the default"),
            ("repcue config set --undo", "undo the last change"),
        ],
    ),
    (
        "ctl",
        &[
            ("repcue ctl toggle", "pause or resume, for a hotkey or a foot pedal"),
            ("repcue ctl status --json --follow", "every change, for programs"),
        ],
    ),
    (
        "remind",
        &[
            ("repcue remind --days mon,wed,fri --at 07:30", "three days a week"),
            ("repcue remind morning --at 7:00", "every day, for a routine"),
            ("repcue remind", "what is set, and when it comes next"),
            ("repcue remind --off", "no reminder any more"),
        ],
    ),
    (
        "voice",
        &[
            ("repcue voice install", "the natural voice (14 MB)"),
            ("repcue voice say \"Lift and hold\"", "try the voice"),
        ],
    ),
    ("voice say", &[("repcue voice say \"Hello\" --voice built-in", "try a voice")]),
];

pub use crate::controls::keys::KEYS;

/// The exit statuses.
pub const EXIT_STATUS: &[Row] = &[
    ("0", "success; a session that was stopped is a success too"),
    ("1", "something outside repcue failed, such as a device or a disk"),
    ("2", "an error in the command line, a routine or the settings"),
    ("129, 130, 143", "ended by a signal (closed terminal, Ctrl-C, SIGTERM)"),
];

/// The files and folders, where Linux and macOS have them.
pub const FILES: &[Row] = &[
    ("~/.config/repcue/config.toml", "Your settings."),
    ("~/.config/repcue/routines/, exercises/", "Your routines and exercises."),
    ("~/.config/repcue/phrases.toml", "What is said instead of the built-in phrases."),
    ("~/.local/share/repcue/", "The natural voice, and your history: history.jsonl."),
    ("~/.cache/repcue/", "Generated speech; safe to delete."),
    (
        "~/.local/state/repcue/",
        "Resume points of unfinished sessions, the routines played last, and what `repcue set --undo` needs.",
    ),
    ("$XDG_RUNTIME_DIR/repcue/", "The control sockets of running sessions."),
];

/// The environment variables beside those of the settings.
pub const ENVIRONMENT: &[Row] = &[
    (
        "REPCUE_CONFIG_DIR, REPCUE_DATA_DIR, REPCUE_CACHE_DIR, REPCUE_STATE_DIR, REPCUE_RUNTIME_DIR",
        "Folders that replace those of FILES.",
    ),
    ("NO_COLOR", "If it is not empty and `color` is \"auto\", no colours are used."),
    (
        "ACCESSIBLE",
        "If it is not empty, one line per interval is printed instead of progress bars, and help instead of the list of routines.",
    ),
    ("VISUAL, EDITOR", "The editor of `repcue edit`, in this order."),
    ("TZ", "The time zone of the time at which `repcue show` says that a session ends."),
];

/// The note on all commands.
pub const NOTES: &str = "\
Without a command, repcue lists the routines on a terminal, to choose one.
If no sound device is found, repcue runs silently. It gives training guidance, not medical
advice: stop any exercise that makes pain worse, and ask a professional.";

/// The template of the main help: the commands by group.
#[must_use]
pub fn overview() -> StyledStr {
    let commands = Command::augment_subcommands(clap::Command::new("repcue"));
    let mut text = StyledStr::new();
    let header = *Styles::styled().get_header();
    let literal = *Styles::styled().get_literal();
    // Writing to a string cannot fail.
    let _ = write!(text, "{{about-with-newline}}\n{{usage-heading}} {{usage}}");
    for (title, names) in GROUPS {
        let _ = write!(text, "\n\n{header}{title}:{header:#}");
        for name in names {
            let about = commands.find_subcommand(name).and_then(clap::Command::get_about);
            let about = about.map_or_else(|| "Print the help of a command".to_owned(), ToString::to_string);
            let _ = write!(text, "\n  {literal}{name}{literal:#}{:1$}{about}", "", 8 - name.len());
        }
    }
    let _ = write!(text, "\n\n{header}Options:{header:#}\n{{options}}{{after-help}}");
    text
}

/// The text after the help of a command: its examples. The empty name is repcue itself.
#[must_use]
pub fn help_of(command: &str) -> StyledStr {
    let mut text = StyledStr::new();
    section(&mut text, "Examples", examples(command));
    text
}

/// The text after the long help of a command.
#[must_use]
pub fn long_help_of(command: &str) -> StyledStr {
    let mut text = help_of(command);
    if matches!(command, "run" | "drill" | "timer") {
        section(&mut text, "Keys while playing", KEYS);
    }
    section(&mut text, "Exit status", EXIT_STATUS);
    if command.is_empty() {
        let _ = write!(text, "\n\n{NOTES}");
    }
    text
}

/// The examples of a command.
#[must_use]
pub fn examples(command: &str) -> &'static [Row] {
    EXAMPLES.iter().find(|(of, _)| *of == command).map_or(&[], |(_, rows)| rows)
}

/// Appends a section whose explanations are aligned in one column.
fn section(text: &mut StyledStr, title: &str, rows: &[Row]) {
    let header = *Styles::styled().get_header();
    let literal = *Styles::styled().get_literal();
    let widest = rows.iter().map(|(what, _)| what.chars().count()).max().unwrap_or(0);
    let gap = if text.to_string().is_empty() { "" } else { "\n\n" };
    let _ = write!(text, "{gap}{header}{title}:{header:#}");
    for (what, meaning) in rows {
        let pad = widest - what.chars().count();
        let _ = write!(text, "\n  {literal}{what}{literal:#}{:pad$}  {meaning}", "");
    }
}
