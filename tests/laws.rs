//! What holds for every text, every routine and every way of playing it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Arc;
use std::time::Duration;

use proptest::prelude::*;
use repcue::diagnostic::{Diagnostic, Source, draw};
use repcue::player::{Manner, Volume, player};
use repcue::routine::changes::Changes;
use repcue::routine::edit::set;
use repcue::routine::file::{read_exercise, read_routine};
use repcue::routine::library::Library;
use repcue::routine::lower::{self, Context};
use repcue::routine::written::toml;
use repcue::routine::{Exercise, Routine};
use repcue::score::Score;
use repcue::sound::Sounds;
use repcue::time::{At, Frames};
use repcue::timeline::phrases::Phrases;
use repcue::timeline::{Cue, CueKind, Lengths, Sound, StretchKind, Timeline, compile};

fn lowered(text: &str) -> Result<Routine, Vec<Diagnostic>> {
    let source = Source::new("law.toml", text);
    let (file, mut mistakes) = read_routine(&source);
    let context = Context { library: &Library::new([]), changes: &Changes::default() };
    match lower::routine(&file, &context, mistakes.is_empty()) {
        Ok(routine) if mistakes.is_empty() => Ok(routine),
        Ok(_) => Err(mistakes),
        Err(more) => {
            mistakes.extend(more);
            Err(mistakes)
        }
    }
}

/// A line such as routines are made of, right or wrong.
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

/// A good routine, in words.
fn good() -> impl Strategy<Value = String> {
    let exercise = (
        prop::sample::select(vec![
            "use=\"clam-shell\"",
            "use=\"squat\"",
            "name=\"Own\"\nreps=3",
            "use=\"bird-dog\"",
        ]),
        prop::sample::select(vec!["", "reps=1", "reps=7", "for=\"7.25s\"", "reps=\"open\"", "for=\"21s\""]),
        prop::sample::select(vec!["", "sides=\"each\"", "sides=\"alternate\"", "sides=\"together\""]),
        prop::sample::select(vec![
            "",
            "tempo=\"1-0-1-0\"",
            "tempo=\"0.34-0-0-0\"",
            "hold=\"2.5s\"",
            "start=\"lower\"\npause=\"1s\"",
        ]),
        prop::sample::select(vec![
            "",
            "rest=\"0s\"",
            "ready=\"0s\"",
            "switch=\"0s\"",
            "rest=\"2s\"\nready=\"1s\"",
            "rest=\"ready\"",
        ]),
        1u32..3,
    )
        .prop_map(|(what, reps, sides, tempo, rest, sets)| {
            // A key of `what` that comes again would be an error of TOML.
            let what = if reps.is_empty() { what } else { what.trim_end_matches("\nreps=3") };
            format!("[[block.exercise]]\n{what}\n{reps}\n{sides}\n{tempo}\n{rest}\nsets={sets}\n")
        });
    prop::collection::vec((1u32..3, prop::collection::vec(exercise, 1..4)), 1..3).prop_map(|blocks| {
        blocks
            .into_iter()
            .map(|(rounds, exercises)| format!("[[block]]\nrounds={rounds}\n{}", exercises.concat()))
            .collect()
    })
}

/// The same routine with comments, blank lines, spaces and line ends such as people leave.
fn decorated(text: String) -> impl Strategy<Value = String> {
    let lines = text.lines().count();
    (prop::collection::vec((0usize..4, 0usize..3), lines), any::<bool>()).prop_map(
        move |(choices, windows)| {
            let mut out = String::new();
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
            if windows { out.replace('\n', "\r\n") } else { out }
        },
    )
}

/// A key, a value as it is typed, and what is written for it.
const SETTABLE: [(&str, &str, &str); 8] = [
    ("rest-after", "30s", "\"30s\""),
    ("reps", "12", "12"),
    ("reps", "8-12", "\"8-12\""),
    ("sets", "4", "4"),
    ("sides", "each", "\"each\""),
    ("hold", "3s", "\"3s\""),
    ("tips", "[\"Breathe.\"]", "[\"Breathe.\"]"),
    ("say", "it \"so\"", "'it \"so\"'"),
];

fn timeline(text: &str) -> Timeline {
    let routine = lowered(text).unwrap_or_else(|mistakes| panic!("{text}\n{}", draw::plain(&mistakes)));
    compile(&routine, &Phrases::shipped(), &Sounds::shipped(48_000))
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

fn spans_lie_inside(text: &str, mistakes: &[Diagnostic]) -> Result<(), TestCaseError> {
    for mistake in mistakes {
        for label in &mistake.labels {
            prop_assert!(text.get(label.span.clone()).is_some(), "{:?} of {:?}", label.span, mistake.title);
        }
    }
    let drawn = draw::plain(mistakes);
    prop_assert!(drawn.chars().all(|c| c == '\n' || !c.is_control()), "{drawn:?}");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_a_routine_or_mistakes_that_lie_inside_it(lines in prop::collection::vec(line(), 0..12), any in ".{0,60}") {
        for text in [lines.join("\n"), any] {
            if let Err(mistakes) = lowered(&text) {
                prop_assert!(!mistakes.is_empty());
                spans_lie_inside(&text, &mistakes)?;
            }
            let (_, mistakes) = read_exercise(&Source::new("law.toml", text.as_str()));
            spans_lie_inside(&text, &mistakes)?;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn cues_are_in_order_and_inside_their_stretches(text in good()) {
        let timeline = timeline(&text);
        prop_assert_eq!(&timeline, &self::timeline(&text), "the same routine gives the same timeline");
        let mut at = At::ZERO;
        for stretch in &timeline.stretches {
            prop_assert_eq!(stretch.start, at);
            prop_assert!(stretch.end > stretch.start);
            at = stretch.end;
        }
        prop_assert_eq!(at, timeline.end());
        let mut before = (At::ZERO, 0);
        for cue in &timeline.cues {
            prop_assert!((cue.at, cue.stretch) >= before);
            before = (cue.at, cue.stretch);
            let stretch = &timeline.stretches[cue.stretch];
            prop_assert!(cue.at >= stretch.start && cue.at <= stretch.end);
        }
    }

    #[test]
    fn speech_touches_neither_speech_nor_cues_nor_the_end_of_its_stretch(text in good()) {
        let timeline = timeline(&text);
        let is_speech = |cue: &Cue| matches!(cue.kind, CueKind::Say(_));
        // In work, where alone it sounds, speech is softer than a tick.
        let is_tick = |cue: &&Cue| cue.kind == CueKind::Sound(Sound::Tick);
        let mut before = At::ZERO;
        for (n, cue) in timeline.cues.iter().enumerate().filter(|(_, cue)| is_speech(cue)) {
            prop_assert!(cue.at >= before, "two phrases at once in\n{text}");
            before = cue.at + cue.length;
            let stretch = &timeline.stretches[cue.stretch];
            prop_assert!(before <= stretch.end);
            for other in timeline.cues.iter().skip(n + 1).take_while(|other| other.at < before).filter(|other| !is_tick(other)) {
                prop_assert!(false, "{:?} begins in {:?}", other.kind, cue.kind);
            }
            for other in timeline.cues[..n].iter().rev().take(40).filter(|other| !is_speech(other) && !is_tick(other)) {
                prop_assert!(other.at + other.length <= cue.at, "{:?} sounds into {:?}", other.kind, cue.kind);
            }
        }
    }

    #[test]
    fn what_is_said_moves_no_rep(text in good()) {
        // The sounds of each stretch of work, by their time within it.
        let beats = |timeline: &Timeline| -> Vec<_> {
            let sounds = timeline.cues.iter().filter(|cue| matches!(cue.kind, CueKind::Sound(_)));
            sounds
                .filter(|cue| timeline.stretches[cue.stretch].kind == StretchKind::Work)
                .map(|cue| (cue.at - timeline.stretches[cue.stretch].start, cue.kind.clone(), cue.side, cue.rep))
                .collect()
        };
        let routine = lowered(&text).unwrap();
        let phrases = Phrases::shipped();
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
    }

    #[test]
    fn a_value_that_is_set_changes_nothing_else(
        text in good().prop_flat_map(decorated),
        // A name of an exercise, the first of it however often it comes.
        exercise in prop::sample::select(vec!["clam-shell:1", "squat:1", "bird-dog:1", "own:1"]),
        (key, written, meant) in prop::sample::select(SETTABLE.to_vec()),
    ) {
        let Ok(edit) = set(&text, exercise, key, written) else { return Ok(()) };
        if edit.text == text {
            return Ok(());
        }
        let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let lines = |text: &str| text.split_inclusive('\n').map(str::to_owned).collect::<Vec<_>>();
        let (before, mut after) = (lines(&text), lines(&edit.text));
        let changed = edit.line - 1;
        if after.len() > before.len() {
            prop_assert_eq!(after.remove(changed), format!("{key} = {meant}{end}"));
        } else {
            // What stands before the value, and the comment after it, are as they were.
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
        // The new value may contradict another; then it is for `check` to say so.
        let (Some(old), Some(new)) = (exercises(&text), exercises(&edit.text)) else { return Ok(()) };
        prop_assert_eq!(old.len(), new.len());
        prop_assert!(old.iter().zip(&new).filter(|(old, new)| old != new).count() <= 1);
        // A key that was not there is gone again when it is taken out.
        if edit.before.is_empty() {
            prop_assert_eq!(set(&edit.text, exercise, key, "").unwrap().text, text);
        }
    }

    /// Each key of an inline table, wherever it stands: the others stay, and no comma is left over, which TOML 1.0 refuses.
    #[test]
    fn a_key_that_is_taken_out_of_an_inline_table_leaves_the_others(
        keys in prop::sample::subsequence(
            vec![("reps", "3"), ("hold", "'2s, }'"), ("tips", "[ 'a', '}' ]"), ("sets", "2"), ("pause", "\"0s\"")],
            0..=5,
        ).prop_shuffle(),
        place in 0usize..=5,
        (before, equals, comma, end) in (" {0,2}", " ?= ?", " ?, {0,2}", " {0,2}"),
        taken in any::<prop::sample::Index>(),
    ) {
        let mut keys = keys;
        keys.insert(place.min(keys.len()), ("use", "'squat'"));
        let table = |keys: &[(&str, &str)]| {
            let pairs: Vec<String> = keys.iter().map(|(key, value)| format!("{key}{equals}{value}")).collect();
            format!("{{{before}{}{end}}}", pairs.join(&comma))
        };
        let text = |table: &str| format!("exercise = [ {{ use = 'bird-dog' }}, {table} ] # the end\n");
        let index = taken.index(keys.len());
        let edit = set(&text(&table(&keys)), "squat", keys[index].0, "").unwrap();
        keys.remove(index);
        prop_assert_eq!(edit.text, text(&table(&keys)));
    }

    #[test]
    fn every_note_is_on_its_frame(text in good(), rate in prop::sample::select(vec![10u32, 44_100, 48_000])) {
        let timeline = timeline(&text);
        let score = Score::new(&timeline, &Sounds::shipped(rate), rate);
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
        let score = Arc::new(Score::new(&timeline, &Sounds::shipped(rate), rate));
        let tape = |pause: Option<(usize, usize)>| {
            let (mut renderer, transport) = player(&score, Manner { volume: Volume(100), ..Manner::default() });
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
        let score = Arc::new(Score::new(&timeline(&text), &Sounds::shipped(rate), rate));
        let (mut renderer, _) = player(&score, Manner { volume: Volume(100), ..Manner::default() });
        let mut frames = vec![[0.0; 2]; 8_000];
        let mut left = score.end.0.min(60 * 8_000);
        while left > 0 {
            renderer.render(&mut frames);
            prop_assert!(frames.as_flattened().iter().all(|sample| sample.abs() < 1.0));
            left = left.saturating_sub(8_000);
        }
    }
}

/// An hour of beats at 173 a minute: the last is as near to its place as the first.
#[test]
fn an_hour_of_beats_does_not_drift() {
    let text = "ready=\"0s\"\n[[exercise]]\nname=\"Beat\"\nreps=10380\nlift=\"0.173410404s\"\nlower=\"0.173410405s\"\n";
    let timeline = timeline(text);
    assert_eq!(timeline.stretches[0].kind, StretchKind::Work);
    for rate in [44_100u32, 48_000] {
        let score = Score::new(&timeline, &Sounds::shipped(rate), rate);
        let last = score.notes.iter().rev().nth(3).unwrap().frame;
        assert!(last > Frames(u64::from(rate) * 3_599));
        let cue = &timeline.cues[timeline.cues.len() - 1];
        assert!(cue.at.frames(rate) <= score.end);
    }
}
