//! Properties that hold for every text, every routine and every way of playing it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Arc;
use std::time::Duration;

use proptest::prelude::*;
use repcue::diagnostic::{Diagnostic, Diagnostics, Source, draw};
use repcue::player::{PlaybackOptions, Volume, player};
use repcue::routine::changes::Changes;
use repcue::routine::edit::{Target, set, targets};
use repcue::routine::file::read_exercise;
use repcue::routine::fit::{Laid, fit};
use repcue::routine::library::Library;
use repcue::routine::phase::Phase;
use repcue::routine::written::toml;
use repcue::routine::{BlockKind, Exercise, Routine};
use repcue::score::Score;
use repcue::sound::Sounds;
use repcue::time::At;
use repcue::timeline::phrases::Phrases;
use repcue::timeline::{Cue, CueKind, IntervalKind, Lengths, Sound, Timeline, compile};

fn lowered(text: &str) -> Result<Routine, Diagnostics> {
    Routine::parse(&Source::new("law.toml", text), &Library::new([]), &Changes::default())
}

/// A typical line of a routine, right or wrong.
fn line() -> impl Strategy<Value = String> {
    let key = prop::sample::select(vec![
        "title",
        "rest",
        "reps",
        "for",
        "sets",
        "sides",
        "tempo",
        "lift",
        "hold",
        "use",
        "name",
        "rounds",
        "round-rest",
        "tips",
        "start",
        "nonsense",
        "block",
        "exercise",
        "block.exercise",
        "rest-after",
    ]);
    let value = prop::sample::select(vec![
        "3",
        "-3",
        "0",
        "1.5",
        "\"3s\"",
        "\"15-20\"",
        "\"20-15\"",
        "\"open\"",
        "\"each\"",
        "\"3-1-2-0\"",
        "true",
        "[\"a\"]",
        "[1, {}]",
        "{ a = 1 }",
        "\"clam-shell\"",
        "\"clamshel\"",
        "\"\"",
        "\"\\u0000\"",
        "1:30",
        "99999999999999999999",
        "nan",
        "inf",
        "\"☃é🏋\"",
        "'''",
        "\"99999h\"",
        "2026-11-22",
        "07:30:00",
    ]);
    prop_oneof![
        8 => (key, value).prop_map(|(key, value)| format!("{key} = {value}")),
        3 => prop::sample::select(vec!["[[block]]", "[[exercise]]", "[[block.exercise]]", "[block]", "[[", "", "# ☃"])
            .prop_map(str::to_owned),
        1 => ".{0,20}",
    ]
}

/// A valid routine, as text.
fn good() -> impl Strategy<Value = String> {
    let exercise = (
        prop::sample::select(vec![
            "use=\"clam-shell\"",
            "use=\"squat\"",
            "name=\"Own\"\nreps=3",
            "use=\"bird-dog\"",
        ]),
        prop::sample::select(vec![
            "",
            "reps=1",
            "reps=7",
            "for=\"17.25s\"",
            "reps=\"open\"",
            "for=\"21s\"",
            "reps=[4, 1, 2]",
            "reps=\"3-5 breaths\"",
            "for=[\"19s\", \"21s\", \"18s\"]",
            "for=\"open\"",
            "for=\"open\"\nreps=[3, 2, 5]",
        ]),
        prop::sample::select(vec![
            "",
            "sides=\"each\"",
            "sides=\"alternate\"",
            "sides=\"together\"",
            "sides=\"left\"\nload=[\"5 kg\", \"6 kg\", \"red band\"]",
        ]),
        prop::sample::select(vec![
            "",
            "tempo=\"1-0-1-0\"",
            "tempo=\"0.34-0-0-0\"",
            "hold=\"2.5s\"",
            "start=\"lower\"\npause=\"1s\"",
            "hold=[\"1-2s\", \"0s\", \"3s\"]",
            "rate=[17, 20, 13.3]",
            "phases=[\"Breathe in 1.5s\", \"Hold 1s\", \"pause: Breathe out 2s\"]",
            "phases=[\"In\", \"Out\", \"lift: Rest\"]\nrate=20.5",
        ]),
        prop::sample::select(vec![
            "",
            "every=\"15m\"",
            "rest=[\"3s\", \"ready\"]",
            "rest=\"0s\"",
            "ready=\"0s\"",
            "switch=\"0s\"",
            "rest=\"2s\"\nready=\"1s\"",
            "rest=\"ready\"",
        ]),
        1u32..3,
    )
        .prop_map(|(what, reps, sides, tempo, rest, sets)| {
            // A key that appears twice would be a TOML error.
            let what = if reps.is_empty() { what } else { what.trim_end_matches("\nreps=3") };
            // What contradicts itself is an error.
            let is_open = reps.contains("open");
            let tempo = if reps.starts_with("for=\"open") { "" } else { tempo };
            let rest = if is_open && rest.starts_with("every") { "" } else { rest };
            let has_list = [reps, sides, tempo, rest].iter().any(|keys| keys.contains("=["));
            let has_list = has_list && !(tempo.contains("=[\"Breathe") || tempo.contains("=[\"In"))
                || [reps, sides, rest].iter().any(|keys| keys.contains("=["));
            if has_list {
                return format!("[[block.exercise]]\n{what}\n{reps}\n{sides}\n{tempo}\n{rest}\n");
            }
            format!("[[block.exercise]]\n{what}\n{reps}\n{sides}\n{tempo}\n{rest}\nsets={sets}\n")
        });
    let top = prop::sample::select(vec!["rounds=1", "rounds=2", "rounds=3\nhold=[\"1s\", \"2s\", \"0s\"]"]);
    prop::collection::vec((top, prop::collection::vec(exercise, 1..4)), 1..3).prop_map(|blocks| {
        blocks
            .into_iter()
            .map(|(top, exercises)| format!("[[block]]\n{top}\n{}", exercises.concat()))
            .collect()
    })
}

/// A routine to be shortened, as text: blocks of timed exercises with unique names.
fn long() -> impl Strategy<Value = String> {
    let exercise = (5u32..90, 1u32..4, 0u32..40, any::<bool>()).prop_map(|(time, sets, rest, has_setup)| {
        let setup =
            if has_setup { "setup=\"Lie down on your side and bend both knees a little.\"\n" } else { "" };
        format!("for=\"{time}s\"\nsets={sets}\nrest=\"{rest}s\"\n{setup}")
    });
    let block = (any::<bool>(), 1u32..4, prop::collection::vec(exercise, 1..5));
    prop::collection::vec(block, 1..4).prop_map(|blocks| {
        let mut text = String::new();
        for (b, (is_warm_up, rounds, exercises)) in blocks.into_iter().enumerate() {
            let kind = if is_warm_up && b == 0 { "warm-up" } else { "main" };
            text += &format!("[[block]]\ntitle=\"B{b}\"\nkind=\"{kind}\"\nrounds={rounds}\n");
            for (e, exercise) in exercises.iter().enumerate() {
                text += &format!("[[block.exercise]]\nname=\"E{b}{e}\"\n{exercise}");
            }
        }
        text
    })
}

/// How many rounds and sets another routine has of each block and exercise of this one, by name; 0 for missing ones.
fn kept(whole: &Routine, part: &Routine) -> Vec<(u32, Vec<u32>)> {
    let blocks = whole.blocks.iter().map(|block| {
        let left = part.blocks.iter().find(|left| left.title == block.title);
        let sets = block.exercises.iter().map(|exercise| {
            let left = left.and_then(|left| left.exercises.iter().find(|left| left.id == exercise.id));
            left.map_or(0, |left| left.sets)
        });
        (left.map_or(0, |left| left.rounds), sets.collect())
    });
    blocks.collect()
}

/// The routine with these numbers of rounds and sets.
fn keeping(whole: &Routine, kept: &[(u32, Vec<u32>)]) -> Routine {
    let mut routine = whole.clone();
    for (block, (rounds, sets)) in routine.blocks.iter_mut().zip(kept) {
        block.rounds = (*rounds).max(1);
        for (exercise, sets) in block.exercises.iter_mut().zip(sets) {
            exercise.sets = *sets;
        }
        block.exercises.retain(|exercise| exercise.sets > 0);
    }
    routine.blocks.retain(|block| !block.exercises.is_empty());
    routine
}

/// The same routine with comments, blank lines, spaces and line endings as people leave them, with keys of its own
/// above it, and perhaps without a final line ending.
fn decorated(text: String) -> impl Strategy<Value = String> {
    let top = prop::sample::select(vec![
        "",
        "# Mine.\n",
        "#:schema x\n\n# the first block\n",
        "title='it'\n\n",
        "pronounce.RDL=\"a b\"\npronounce.\"x y\"=\"c\"\n",
        "rest=\"3s\" # short\n[pronounce]\nRDL=\"a b\"\n",
        "about=\"\"\"\nMore\nlines\"\"\"\n",
    ]);
    let lines = text.lines().count();
    let choices = prop::collection::vec((0usize..4, 0usize..3), lines);
    (top, choices, any::<[bool; 3]>()).prop_map(move |(top, choices, [windows, mark, ended])| {
        let mut out = top.to_owned();
        for (line, (spaces, comment)) in text.lines().zip(choices) {
            match line.split_once('=') {
                Some((key, value)) => {
                    out += &format!("{key}{0}={0}{value}", " ".repeat(spaces));
                    out += ["", "   # slowly = well", " #"][comment];
                }
                None => out += line,
            }
            out += ["\n", "\n\n", "\n# a note: [[exercise]] \"x\"\n"][comment];
        }
        let out = if ended { out } else { out.trim_end().to_owned() };
        let out = if windows { out.replace('\n', "\r\n") } else { out };
        if mark { format!("\u{feff}{out}") } else { out }
    })
}

/// The same exercises as inline tables, on one line or several.
fn in_braces() -> impl Strategy<Value = String> {
    let keys = prop::sample::subsequence(
        vec!["reps = 3", "hold=\"2s\"", "sides = 'each'", "tips = [\"a, b\", 'c }']"],
        0..4,
    );
    let exercise =
        (prop::sample::select(vec!["use = \"squat\"", "name='Own, {x}'"]), keys, 0usize..5, 0usize..4)
            .prop_map(|(what, keys, place, style)| {
                let mut keys = keys;
                keys.insert(place.min(keys.len()), what);
                match style {
                    0 => format!("{{{}}}", keys.join(",")),
                    1 => format!("{{ {} }}", keys.join(" , ")),
                    2 => format!("{{\n  {}, # the last\n}}", keys.join(", # one\n  ")),
                    _ => format!("{{ {}\n}}", keys.join(",\n")),
                }
            });
    prop::collection::vec(exercise, 1..4)
        .prop_map(|exercises| format!("exercise = [{}]\n", exercises.join(", ")))
}

/// A key, a value as typed, and how it is written.
const SETTABLE: [(&str, &str, &str); 14] = [
    ("reps", "12,10,8", "[12, 10, 8]"),
    ("load", "8 kg, red band", "[\"8 kg\", \"red band\"]"),
    ("rate", "5.5", "5.5"),
    ("rest-after", "30s", "\"30s\""),
    ("reps", "12", "12"),
    ("reps", "8-12", "\"8-12\""),
    ("sets", "4", "4"),
    ("sides", "each", "\"each\""),
    ("hold", "3s", "\"3s\""),
    ("tips", "[\"Breathe.\"]", "[\"Breathe.\"]"),
    ("say", "it \"so\"", "'it \"so\"'"),
    ("rounds", "2", "2"),
    ("title", "90", "\"90\""),
    ("about", "", ""),
];

fn timeline(text: &str) -> Timeline {
    let routine = lowered(text).unwrap_or_else(|errors| panic!("{text}\n{errors}"));
    compile(&routine, &Phrases::built_in(), &Sounds::built_in(48_000))
}

/// A voice that takes the same time for every phrase.
struct Paced(Duration);

impl Lengths for Paced {
    fn sound(&self, _: Sound) -> Duration {
        Duration::from_millis(150)
    }
    fn speech(&self, _: &str) -> Duration {
        self.0
    }
}

fn spans_lie_inside(text: &str, errors: &[Diagnostic]) -> Result<(), TestCaseError> {
    for error in errors {
        for label in &error.labels {
            prop_assert!(text.get(label.span.clone()).is_some(), "{:?} of {:?}", label.span, error.title);
        }
    }
    let drawn = draw::plain(errors);
    prop_assert!(drawn.chars().all(|c| c == '\n' || !c.is_control()), "{drawn:?}");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_a_routine_or_has_errors_with_spans_inside_it(lines in prop::collection::vec(line(), 0..12), any in ".{0,60}") {
        for text in [lines.join("\n"), any] {
            if let Err(errors) = lowered(&text) {
                prop_assert!(!errors.0.is_empty());
                spans_lie_inside(&text, &errors.0)?;
            }
            let (_, errors) = read_exercise(&Source::new("law.toml", text.as_str()));
            spans_lie_inside(&text, &errors)?;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn cues_are_in_order_and_inside_their_intervals(text in good()) {
        let timeline = timeline(&text);
        prop_assert_eq!(&timeline, &self::timeline(&text), "the same routine gives the same timeline");
        let mut at = At::ZERO;
        for interval in &timeline.intervals {
            prop_assert_eq!(interval.start, at);
            prop_assert!(interval.end > interval.start);
            at = interval.end;
        }
        prop_assert_eq!(at, timeline.end());
        let mut before = (At::ZERO, 0);
        for cue in &timeline.cues {
            prop_assert!((cue.at, cue.interval) >= before);
            before = (cue.at, cue.interval);
            let interval = &timeline.intervals[cue.interval];
            prop_assert!(cue.at >= interval.start && cue.at <= interval.end);
        }
    }

    #[test]
    fn speech_touches_neither_speech_nor_cues_nor_the_end_of_its_interval(text in good()) {
        let timeline = timeline(&text);
        // Only the numbers of quick reps are heard over the sounds of the reps.
        let is_covered = |over: &Cue, cue: &Cue| {
            let is_number = matches!(&over.kind, CueKind::Say(text) if text.parse::<u32>().is_ok());
            let of_reps = [Sound::Lift, Sound::Hold, Sound::Lower, Sound::Pause, Sound::Half, Sound::Last];
            // What begins is named over its first reps if there is no silence for it.
            let work = &timeline.intervals[over.interval];
            let is_name = over.rep.is_none() && over.at < work.start + Duration::from_secs(2);
            (is_number || is_name) && matches!(cue.kind, CueKind::Sound(sound) if of_reps.contains(&sound))
        };
        let is_speech = |cue: &Cue| matches!(cue.kind, CueKind::Say(_));
        let mut before = At::ZERO;
        for (n, cue) in timeline.cues.iter().enumerate().filter(|(_, cue)| is_speech(cue)) {
            prop_assert!(cue.at >= before, "two phrases at once in\n{text}");
            before = cue.at + cue.length;
            let interval = &timeline.intervals[cue.interval];
            prop_assert!(before <= interval.end);
            for other in timeline.cues.iter().skip(n + 1).take_while(|other| other.at < before) {
                prop_assert!(is_covered(cue, other), "{:?} begins in {:?}", other.kind, cue.kind);
            }
            for other in timeline.cues[..n].iter().rev().take(40).filter(|other| !is_speech(other)) {
                let is_over = other.at + other.length <= cue.at;
                prop_assert!(is_over || is_covered(cue, other), "{:?} sounds into {:?}", other.kind, cue.kind);
            }
        }
    }

    #[test]
    fn a_rest_ends_with_the_go_and_lasts_as_long_as_it_says(text in good()) {
        let timeline = timeline(&text);
        for pair in timeline.intervals.windows(2) {
            let (rest, next) = (&pair[0], &pair[1]);
            if rest.kind != IntervalKind::Rest {
                continue;
            }
            prop_assert!(next.kind == IntervalKind::Work, "{:?} follows a rest in\n{text}", next.kind);

            let exercise = rest.exercise.as_ref().unwrap();
            let given = if next.exercise.as_ref() == Some(exercise) && next.set > rest.set {
                exercise.set(rest.round, rest.set).rest
            } else {
                exercise.rest_after(rest.round)
            };
            if !rest.waits {
                prop_assert_eq!(rest.length(), given.length() + rest.grown, "in\n{}", &text);
            }
            let says_instructions = !rest.instructions.is_empty();
            prop_assert!(rest.grown.is_zero() || says_instructions, "it grows for nothing in\n{text}");
        }
    }

    #[test]
    fn no_work_begins_unannounced(text in good()) {
        let timeline = timeline(&text);
        for (n, work) in timeline.intervals.iter().enumerate().filter(|(_, interval)| interval.kind == IntervalKind::Work) {
            let says = |cue: &Cue, index: usize| cue.interval == index && matches!(cue.kind, CueKind::Say(_));
            let before = n.checked_sub(1).is_some_and(|before| timeline.cues.iter().any(|cue| says(cue, before)));
            let within = |cue: &Cue| says(cue, n) && cue.at < work.start + Duration::from_secs(10);
            let is_named = before || timeline.cues.iter().any(within);
            prop_assert!(is_named || timeline.unnamed.contains(&n), "interval {n} in\n{text}");
        }
    }

    #[test]
    fn the_sets_are_those_that_are_listed(text in good()) {
        let routine = lowered(&text).unwrap();
        let timeline = compile(&routine, &Phrases::built_in(), &Paced(Duration::ZERO));
        let mut work = timeline.intervals.iter().filter(|interval| interval.kind == IntervalKind::Work);
        for block in &routine.blocks {
            for round in 1..=block.rounds {
                for exercise in &block.exercises {
                    for number in 1..=exercise.sets {
                        let set = exercise.set(round, number);
                        let mut length = Duration::ZERO;
                        for side in exercise.turns(set) {
                            let interval = work.next().unwrap();
                            prop_assert_eq!(interval.own_set(), Some(set));
                            prop_assert_eq!((interval.round, interval.set, interval.side), (round, number, side));
                            length += interval.length();
                        }
                        prop_assert_eq!(length, exercise.work_of_set(set));
                    }
                }
            }
        }
        prop_assert!(work.next().is_none());
    }

    #[test]
    fn each_set_on_the_clock_begins_on_it(text in good()) {
        // Without a voice no rest grows.
        let timeline = compile(&lowered(&text).unwrap(), &Phrases::built_in(), &Paced(Duration::ZERO));
        let begins = |interval: &&repcue::timeline::Interval| {
            // The second side of a set belongs to it.
            let first = interval.exercise.as_ref().map(|exercise| exercise.first);
            interval.kind == IntervalKind::Work && (interval.side.is_none() || interval.side == first)
        };
        let work: Vec<_> = timeline.intervals.iter().filter(begins).collect();
        for pair in work.windows(2) {
            let (one, next) = (pair[0], pair[1]);
            let exercise = one.exercise.as_ref().unwrap();
            if let (Some(every), true) = (exercise.every, one.exercise == next.exercise && next.set == one.set + 1) {
                prop_assert_eq!(next.start - one.start, every, "in\n{}", &text);
            }
        }
    }

    #[test]
    fn the_phases_of_a_rep_come_in_order(text in good()) {
        let timeline = compile(&lowered(&text).unwrap(), &Phrases::built_in(), &Paced(Duration::ZERO));
        for (index, interval) in timeline.intervals.iter().enumerate() {
            let (IntervalKind::Work, Some(set), Some(reps)) = (interval.kind, interval.own_set(), interval.reps) else { continue };
            let exercise = interval.exercise.as_ref().unwrap();
            let sounds: Vec<(At, Sound)> = timeline.cues.iter().filter(|cue| cue.interval == index).filter_map(|cue| match cue.kind {
                CueKind::Sound(sound @ (Sound::Lift | Sound::Hold | Sound::Lower | Sound::Pause)) => Some((cue.at, sound)),
                _ => None,
            }).collect();
            let mut expected = Vec::new();
            for n in 0..reps * exercise.reps_of_a_number() {
                let mut at = interval.start + set.rep.beat().start(n);
                let last = set.rep.phases().len() - 1;
                for (place, phase) in set.rep.phases().iter().enumerate() {
                    let sound = match phase.phase {
                        Phase::Lift => Some(Sound::Lift),
                        Phase::Hold => Some(Sound::Hold),
                        Phase::Lower => Some(Sound::Lower),
                        // A pause at the end has the sound of a complete rep.
                        Phase::Pause => (place != last).then_some(Sound::Pause),
                    };
                    expected.extend(sound.map(|sound| (at, sound)));
                    at = at + phase.length;
                }
            }
            prop_assert_eq!(sounds, expected, "in\n{}", &text);
        }
    }

    #[test]
    fn speech_moves_no_rep(text in good()) {
        // The sounds of each interval of work, by their time in the interval. Ticks make room for phrases.
        let beats = |timeline: &Timeline| -> Vec<_> {
            let sounds = timeline.cues.iter().filter(|cue| matches!(cue.kind, CueKind::Sound(sound) if sound != Sound::Tick));
            sounds
                .filter(|cue| timeline.intervals[cue.interval].kind == IntervalKind::Work)
                .map(|cue| (cue.at - timeline.intervals[cue.interval].start, cue.kind.clone(), cue.side, cue.rep))
                .collect()
        };
        let routine = lowered(&text).unwrap();
        let phrases = Phrases::built_in();
        let slow = compile(&routine, &phrases, &Paced(Duration::from_secs(4)));
        let quick = compile(&routine, &phrases, &Paced(Duration::from_millis(1)));
        prop_assert_eq!(beats(&slow), beats(&quick));
    }

    #[test]
    fn a_routine_that_is_written_out_happens_again(text in good()) {
        let routine = lowered(&text).unwrap();
        let again = toml(&routine, &Library::new([]));
        let (first, second) = (timeline(&text), timeline(&again));
        prop_assert_eq!(&first.cues, &second.cues, "{}", again);
        prop_assert_eq!(first.end(), second.end());
        // What is shown, and not only what is heard.
        let shown = |routine: &Routine| -> Vec<_> {
            let exercises = routine.blocks.iter().flat_map(|block| &block.exercises);
            exercises.map(|exercise| (exercise.name.clone(), exercise.setup.clone(), exercise.tips.clone())).collect()
        };
        prop_assert_eq!(shown(&routine), shown(&lowered(&again).unwrap()), "{}", again);
    }

    #[test]
    fn a_value_that_is_set_changes_nothing_else(
        text in good().prop_flat_map(decorated),
        target in prop::sample::select(vec![
            None, None, Some("block:1"), Some("block:2"), Some("clam-shell:1"), Some("squat:1"), Some("bird-dog:1"),
            Some("own:1"),
        ]),
        (key, written, meant) in prop::sample::select(SETTABLE.to_vec()),
    ) {
        let Ok(edit) = set(&text, Target::parse(target), key, written) else { return Ok(()) };
        if edit.text == text {
            return Ok(());
        }
        let ends = |text: &str| (text.contains("\r\n"), text.matches("\r\n").count() == text.matches('\n').count());
        // A text of a single line has no line ending to follow.
        if text.contains('\n') {
            prop_assert_eq!(ends(&edit.text), ends(&text));
        }
        let whole = |text: &str| text.ends_with('\n');
        prop_assert_eq!(whole(&edit.text), whole(&text), "{:?}", edit.text);
        let lines = |text: &str| {
            text.trim_end_matches("\r\n").trim_end_matches('\n').split('\n')
                .map(|line| line.trim_end_matches('\r').to_owned()).collect::<Vec<_>>()
        };
        let (mut before, mut after) = (lines(&text), lines(&edit.text));
        let changed = edit.line - 1;
        if written.is_empty() {
            // A value of several lines is removed as a whole. A byte order mark before it moves to the next line.
            let kept = &edit.before[edit.before.len() - edit.after.len()..];
            for (new, old) in edit.after.iter().zip(kept) {
                prop_assert_eq!(new.trim_start_matches('\u{feff}'), old);
            }
            before.splice(changed..changed + edit.before.len(), edit.after.iter().cloned());
        } else if after.len() > before.len() {
            let mark = if changed == 0 && text.starts_with('\u{feff}') { "\u{feff}" } else { "" };
            prop_assert_eq!(after.remove(changed), format!("{mark}{key} = {meant}"));
            if !mark.is_empty() {
                before[0] = before[0].trim_start_matches('\u{feff}').to_owned();
            }
        } else {
            // The text before the value and the comment after it are unchanged.
            let [old, new] = [&before, &after].map(|lines| {
                let (head, value) = lines[changed].split_once('=').unwrap();
                let (value, tail) = value.split_once('#').unwrap_or((value, ""));
                let space = &value[..value.len() - value.trim_start().len()];
                (format!("{head}={space}"), value.trim().to_owned(), tail.to_owned())
            });
            prop_assert_eq!((&new.0, new.1.as_str(), &new.2), (&old.0, meant, &old.2));
            after[changed].clone_from(&before[changed]);
        }
        prop_assert_eq!(after, before);
        let exercises = |text: &str| -> Option<Vec<Exercise>> {
            Some(lowered(text).ok()?.blocks.into_iter().flat_map(|block| block.exercises).collect())
        };
        // A key that was added disappears again when it is removed.
        if edit.before.is_empty() {
            prop_assert_eq!(set(&edit.text, Target::parse(target), key, "").unwrap().text, text.as_str());
        }
        // The new value may contradict another one; that is for `check` to report.
        let (Some(old), Some(new)) = (exercises(&text), exercises(&edit.text)) else { return Ok(()) };
        prop_assert_eq!(old.len(), new.len());
        if matches!(Target::parse(target), Target::Exercise(_)) {
            prop_assert!(old.iter().zip(&new).filter(|(old, new)| old != new).count() <= 1);
        }
    }

    #[test]
    fn a_value_that_is_set_in_braces_changes_nothing_else(
        text in in_braces(),
        number in 0usize..3,
        (key, written, meant) in prop::sample::select(SETTABLE.to_vec()),
        remove in any::<bool>(),
    ) {
        let parsed = |text: &str| -> toml::Table { text.parse().unwrap_or_else(|error| panic!("{text}\n{error}")) };
        let targets = targets(&text);
        let target = &targets[number % targets.len()];
        let written = if remove { "" } else { written };
        let edit = set(&text, Target::parse(Some(target)), key, written).unwrap();
        let (mut before, mut after) = (parsed(&text), parsed(&edit.text));
        let value = after["exercise"][number % targets.len()].as_table_mut().unwrap().remove(key);
        let old = before["exercise"][number % targets.len()].as_table_mut().unwrap().remove(key);
        prop_assert_eq!(&after, &before, "{}", edit.text);
        if written.is_empty() {
            prop_assert_eq!(value, None);
        } else {
            prop_assert_eq!(value.unwrap(), parsed(&format!("x = {meant}"))["x"].clone());
        }
        // A comment disappears only with a removed line.
        let gone = text.matches('#').count() - edit.text.matches('#').count();
        prop_assert!(gone <= usize::from(remove && old.is_some()), "{}", edit.text);
        if old.is_none() {
            let again = set(&edit.text, Target::parse(Some(target)), key, "").unwrap();
            prop_assert_eq!(again.text, text);
        }
    }

    #[test]
    fn a_routine_is_fitted_so_that_nothing_more_would_fit(text in long(), most in 1u64..1_200) {
        let whole = lowered(&text).unwrap();
        let most = Duration::from_secs(most);
        let (phrases, sounds) = (Phrases::built_in(), Sounds::built_in(48_000));
        let lay = |routine: &Routine| {
            let timeline = compile(routine, &phrases, &sounds.measure());
            let exercises = timeline.exercises().into_iter().map(|(_, length)| length).collect();
            Laid { length: timeline.end() - At::ZERO, exercises }
        };
        let fitted = fit(&whole, most, &lay);
        let length = lay(&fitted.routine).length;
        prop_assert_eq!(fitted.fits, length <= most);
        prop_assert_eq!(fitted.left_out.is_empty(), fitted.routine == whole);
        let left = kept(&whole, &fitted.routine);
        prop_assert_eq!(&keeping(&whole, &left), &fitted.routine, "nothing else is changed");
        let main = |b: usize| whole.blocks[b].kind == BlockKind::Main;
        for (b, block) in whole.blocks.iter().enumerate().filter(|(b, _)| !main(*b)) {
            prop_assert_eq!(&fitted.routine.blocks[b], block, "a warm-up stays");
        }
        let mains: Vec<usize> = (0..whole.blocks.len()).filter(|b| main(*b)).collect();
        for b in mains.iter().copied() {
            let (rounds, sets) = &left[b];
            // One more round of what remains, one more set of an exercise, or the exercise alone.
            let mut more = Vec::new();
            if *rounds > 0 && *rounds < whole.blocks[b].rounds {
                let mut one = left.clone();
                one[b].0 += 1;
                more.push(one);
            }
            for (e, set) in sets.iter().enumerate() {
                if *set < whole.blocks[b].exercises[e].sets {
                    let mut one = left.clone();
                    one[b].1[e] += 1;
                    more.push(one);
                }
                let mut alone = left.clone();
                for other in mains.iter().copied() {
                    alone[other] = (1, vec![0; left[other].1.len()]);
                }
                alone[b].1[e] = 1;
                let alone = lay(&keeping(&whole, &alone)).length;
                prop_assert!(fitted.fits || alone >= length, "it is as short as it can be");
            }
            for one in more.iter().filter(|_| fitted.fits) {
                let routine = keeping(&whole, one);
                prop_assert!(lay(&routine).length > most, "{one:?} fits too: {left:?} of\n{text}");
            }
        }
    }

    #[test]
    fn every_note_is_on_its_frame(text in good(), rate in prop::sample::select(vec![10u32, 44_100, 48_000])) {
        let timeline = timeline(&text);
        let score = Score::new(&timeline, &Sounds::built_in(rate), rate);
        let mut notes = score.notes.iter();
        for cue in timeline.cues.iter().filter(|cue| matches!(cue.kind, CueKind::Sound(_))) {
            let exact = (cue.at.0.as_nanos() * u128::from(rate) * 2 + 1_000_000_000) / 2_000_000_000;
            prop_assert_eq!(u128::from(notes.next().unwrap().frame.0), exact);
        }
        prop_assert!(notes.next().is_none());
    }

    #[test]
    fn a_pause_leaves_the_tape_equal_but_for_silence(text in good(), at in 0usize..4_000, length in 1usize..50) {
        let rate = 10;
        let timeline = timeline(&text);
        let score = Arc::new(Score::new(&timeline, &Sounds::built_in(rate), rate));
        let tape = |pause: Option<(usize, usize)>| {
            let (mut renderer, transport) = player(&score, PlaybackOptions { volume: Volume(100), ..PlaybackOptions::default() });
            let mut heard = Vec::new();
            let mut frame = [[0.0; 2]];
            let mut asked = 0;
            while !renderer.finished() {
                let paused = pause.is_some_and(|(at, length)| (at..at + length).contains(&asked));
                if paused != transport.is_paused() {
                    transport.toggle_pause();
                }
                renderer.render(&mut frame);
                asked += 1;
                if paused {
                    assert_eq!(frame, [[0.0; 2]]);
                } else {
                    heard.push(frame[0].map(f32::to_bits));
                }
            }
            heard
        };
        let whole = tape(None);
        prop_assert_eq!(whole.len() as u64, score.end.0 + 1);
        let at = at % whole.len();
        prop_assert_eq!(tape(Some((at, length))), whole);
    }

    #[test]
    fn sound_is_never_beyond_full_scale(text in good()) {
        let rate = 8_000;
        let score = Arc::new(Score::new(&timeline(&text), &Sounds::built_in(rate), rate));
        let (mut renderer, _) = player(&score, PlaybackOptions { volume: Volume(100), ..PlaybackOptions::default() });
        let mut frames = vec![[0.0; 2]; 8_000];
        let mut left = score.end.0.min(60 * 8_000);
        while left > 0 {
            renderer.render(&mut frames);
            prop_assert!(frames.as_flattened().iter().all(|sample| sample.abs() < 1.0));
            left = left.saturating_sub(8_000);
        }
    }
}

/// An hour of beats at 173 a minute: each begins on the frame nearest to its instant.
#[test]
fn an_hour_of_beats_does_not_drift() {
    /// In nanoseconds.
    const LIFT: u128 = 173_410_404;
    const REP: u128 = LIFT + 173_410_405;
    let text = "ready=\"0s\"\n[[exercise]]\nname=\"Beat\"\nreps=10380\nlift=\"0.173410404s\"\nlower=\"0.173410405s\"\n";
    let timeline = timeline(text);
    assert_eq!(timeline.intervals[0].kind, IntervalKind::Work);
    for rate in [44_100u32, 48_000] {
        let score = Score::new(&timeline, &Sounds::built_in(rate), rate);
        // Without speech, so that each note is a sound.
        let sounds = timeline.cues.iter().filter_map(|cue| match cue.kind {
            CueKind::Sound(sound) => Some((sound, cue.at)),
            CueKind::Say(_) => None,
        });
        let nearest = |nanos: u128| (nanos * u128::from(rate) * 2 + 1_000_000_000) / 2_000_000_000;
        let (mut lifts, mut lowers) = ((0..10_380).map(|n| REP * n), (0..10_380).map(|n| REP * n + LIFT));
        let mut notes = score.notes.iter();
        for (sound, at) in sounds {
            let expected = match sound {
                Sound::Lift => lifts.next().unwrap(),
                Sound::Lower => lowers.next().unwrap(),
                _ => at.0.as_nanos(),
            };
            assert_eq!(u128::from(notes.next().unwrap().frame.0), nearest(expected), "{sound:?} at {rate}");
        }
        assert_eq!((lifts.next(), lowers.next(), notes.count()), (None, None, 0), "each beat is there");
    }
}
