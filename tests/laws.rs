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
    fn a_value_that_is_set_changes_nothing_else(text in good(), reps in 1u32..99, n in 0usize..3) {
        // The first exercise, whatever it is called, and however often it comes.
        let exercise = ["clam-shell:1", "squat:1", "bird-dog:1"][n];
        let Ok(edit) = set(&text, exercise, "rest-after", &format!("{reps}s")) else { return Ok(()) };
        let line = format!("rest-after = \"{reps}s\"");
        prop_assert_eq!(&edit.after, std::slice::from_ref(&line));
        let mut lines: Vec<&str> = edit.text.lines().collect();
        prop_assert_eq!(lines.remove(edit.line - 1), &line);
        prop_assert_eq!(lines, text.lines().collect::<Vec<_>>());
        let (before, after) = (lowered(&text).unwrap(), lowered(&edit.text).unwrap());
        let exercises = |routine: &Routine| -> Vec<Exercise> {
            routine.blocks.iter().flat_map(|block| block.exercises.clone()).collect()
        };
        let (before, after) = (exercises(&before), exercises(&after));
        prop_assert_eq!(before.len(), after.len());
        let differ: Vec<_> = before.iter().zip(&after).filter(|(before, after)| before != after).collect();
        prop_assert!(differ.len() <= 1);
        for (before, after) in differ {
            let rest_after = Duration::from_secs(u64::from(reps));
            prop_assert_eq!(&Exercise { rest_after, ..before.clone() }, after);
        }
        // Taken out again, the text is as it was.
        let undone = set(&edit.text, exercise, "rest-after", "").unwrap();
        prop_assert_eq!(undone.text, text);
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
    fn a_pause_leaves_the_tape_equal_but_for_silence(text in good(), at in 0usize..4_000, length in 1usize..300) {
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
                if paused != transport.position().paused {
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
