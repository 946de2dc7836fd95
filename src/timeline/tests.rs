//! Routine text in, timeline as text out.

mod speech;
mod tables;

use super::phrases::Phrases;
use super::*;
use crate::testing::routine;

/// Every sound takes 100 ms, every phrase a second.
struct Plain;

impl Lengths for Plain {
    fn sound(&self, _: Sound) -> Duration {
        Duration::from_millis(100)
    }
    fn speech(&self, _: &str) -> Duration {
        Duration::from_secs(1)
    }
}

fn timeline(text: &str) -> Timeline {
    compile(&routine(text), &Phrases::built_in(), &Plain)
}

/// The intervals, one per line: start, end, kind, name, round, set, side, reps.
fn intervals(text: &str) -> String {
    let line = |s: &Interval| {
        let name = s.exercise.as_ref().map_or("-", |e| &e.name);
        let side = s.side.map_or("-", Side::word);
        let reps = s.reps.map_or("-".to_owned(), |n| n.to_string());
        let (start, end) = (s.start.0.as_secs_f64(), s.end.0.as_secs_f64());
        format!("{start} {end} {} {name} {} {} {side} {reps}", s.kind.word(), s.round, s.set)
    };
    timeline(text).intervals.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The sounds of work, as `second:word`, with the side and the rep if they have one.
fn work(text: &str) -> String {
    let timeline = timeline(text);
    let one = |cue: &Cue| {
        let CueKind::Sound(sound) = cue.kind else { return None };
        let interval = &timeline.intervals[cue.interval];
        let side = cue.side.map_or("", |side| if side == Side::Left { "L" } else { "R" });
        let rep = cue.rep.map_or(String::new(), |rep| rep.to_string());
        let at = (cue.at - interval.start).as_secs_f64();
        (interval.kind == IntervalKind::Work).then(|| format!("{at}:{}{side}{rep}", sound.word()))
    };
    timeline.cues.iter().filter_map(one).collect::<Vec<_>>().join(" ")
}

/// What is spoken before work, one interval per line.
fn announced(text: &str) -> Vec<String> {
    let timeline = timeline(text);
    let said = |n: usize| -> Vec<&str> {
        let cues = timeline.cues.iter().filter(move |cue| cue.interval == n);
        cues.filter_map(|cue| if let CueKind::Say(text) = &cue.kind { Some(&**text) } else { None }).collect()
    };
    (0..timeline.intervals.len())
        .filter(|n| timeline.intervals[*n].kind != IntervalKind::Work)
        .map(|n| said(n).join(" "))
        .collect()
}

#[test]
fn sets_sides_and_rests_follow_each_other() {
    let text = r#"
        ready = "6s"
        rest = "10s"
        rest-after = "12s"
        switch = "7s"
        [[exercise]]
        name = "A"
        reps = 2
        sets = 2
        sides = "each"
        first = "right"
        [[exercise]]
        name = "B"
        for = "5s"
    "#;
    assert_eq!(
        intervals(text),
        "0 6 ready A 1 1 right 2\n6 14 work A 1 1 right 2\n14 21 switch A 1 1 left 2\n21 29 work A 1 1 left 2\n\
         29 39 rest A 1 1 - -\n39 47 work A 1 2 right 2\n47 54 switch A 1 2 left 2\n\
         54 62 work A 1 2 left 2\n62 74 rest A 1 2 - -\n74 79 work B 1 1 - -\n79 80.7 done - 1 1 - -"
    );
}

#[test]
fn rounds_have_their_own_rest_and_the_last_exercise_has_none() {
    let text = r#"
        ready = "0s"
        rest = "5s"
        [[block]]
        rounds = 2
        round-rest = "30s"
        [[block.exercise]]
        name = "A"
        reps = 1
        [[block.exercise]]
        name = "B"
        reps = 1
        [[block]]
        [[block.exercise]]
        name = "C"
        reps = 1
    "#;
    assert_eq!(
        intervals(text),
        "0 4 work A 1 1 - 1\n4 9 rest A 1 1 - -\n9 13 work B 1 1 - 1\n13 43 rest B 1 1 - -\n\
         43 47 work A 2 1 - 1\n47 52 rest A 2 1 - -\n52 56 work B 2 1 - 1\n56 61 rest B 2 1 - -\n\
         61 65 work C 1 1 - 1\n65 66.7 done - 1 1 - -"
    );
}

#[test]
fn every_phase_of_a_rep_has_its_cue() {
    let text = "[[exercise]]\nname=\"A\"\nreps=2\nlift=\"2s\"\nhold=\"3s\"\nlower=\"1.5s\"\npause=\"1s\"";
    assert_eq!(
        work(text),
        "0:go 0:lift1 2:hold1 3:tick1 4:tick1 5:lower1 6.5:rep1 \
         7.5:last2 7.5:lift2 9.5:hold2 10.5:tick2 11.5:tick2 12.5:lower2 14:rep2"
    );
}

#[test]
fn a_rep_that_begins_by_lowering_keeps_the_meaning_of_its_tempo() {
    let text = "[[exercise]]\nname=\"A\"\nreps=2\nstart=\"lower\"\ntempo=\"3-1-2-0\"";
    assert_eq!(
        work(text),
        "0:go 0:lower1 1:tick1 2:tick1 3:pause1 4:lift1 6:last2 6:lower2 8:tick2 9:pause2 10:lift2 12:rep2"
    );
}

#[test]
fn a_phase_of_no_length_has_no_cue() {
    assert_eq!(
        work("[[exercise]]\nname=\"A\"\nreps=1\ncount=\"off\"\ntempo=\"0-0-0-5\""),
        "0:go 0:hold1 1:tick1 2:tick1 3:tick1 4:tick1 5:rep1"
    );
}

#[test]
fn alternating_sides_take_turns_rep_by_rep() {
    let text = "[[exercise]]\nname=\"A\"\nreps=2\nsides=\"alternate\"\nfirst=\"right\"\ntempo=\"1010\"";
    assert_eq!(
        work(text),
        "0:goR 0:liftR1 1:lowerR1 2:liftL1 3:lowerL1 4:liftR2 5:lowerR2 6:lastL2 6:liftL2 7:lowerL2 8:repL2"
            .replace("goR", "go")
    );
}

#[test]
fn half_is_marked_from_six_reps_or_twenty_seconds_of_work_on() {
    let half = |keys: &str| {
        let text = format!("[[exercise]]\nname=\"A\"\n{keys}");
        work(&text).split(' ').find(|cue| cue.contains("half")).map(str::to_owned)
    };
    assert_eq!(half("reps=6"), Some("12:half4".to_owned()));
    assert_eq!(half("reps=7"), Some("16:half5".to_owned()));
    assert_eq!(half("reps=4"), None);
    assert_eq!(half("reps=4\nhold=\"2s\""), None, "four slow breaths have no half");
    assert_eq!(half("for=\"20s\""), Some("10:half".to_owned()));
    assert_eq!(half("for=\"19s\""), None);
    assert_eq!(half("reps=\"open\""), None);
    // The second of two reps is the last one, and is announced as such.
    assert_eq!(half("reps=2\nlift=\"10s\""), None);
    assert_eq!(half("reps=3\nlift=\"10s\""), None);
}

#[test]
fn a_timed_exercise_ticks_and_is_counted_out() {
    assert_eq!(work("[[exercise]]\nname=\"A\"\nfor=\"6s\""), "0:go 1:tick 2:tick 3:count 4:count 5:count");
    assert_eq!(work("[[exercise]]\nname=\"A\"\nfor=\"2s\""), "0:go 1:count");
    assert_eq!(work("[[exercise]]\nname=\"A\"\nfor=\"4.5s\""), "0:go 1:tick 1.5:count 2.5:count 3.5:count");
}

/// The instants of the first `go` and of the last stop, in seconds.
fn go_to_stop(text: &str) -> f64 {
    let timeline = timeline(text);
    let work: Vec<_> =
        timeline.intervals.iter().filter(|interval| interval.kind == IntervalKind::Work).collect();
    (work[work.len() - 1].end - work[0].start).as_secs_f64()
}

#[test]
fn published_programs_last_as_long_as_they_say() {
    let tabata = "rest=\"10s\"\n[[exercise]]\nname=\"Burpees\"\nfor=\"20s\"\nsets=8\n";
    assert!((go_to_stop(tabata) - 230.0).abs() < 1e-9);
    let stations: String =
        (0..30).map(|n| format!("[[exercise]]\nname=\"Station {n}\"\nfor=\"40s\"\n")).collect();
    assert!((go_to_stop(&format!("rest=\"20s\"\n{stations}")) - 1780.0).abs() < 1e-9);
}

#[test]
fn a_long_pause_ends_with_knocks_and_slow_phases_tick() {
    let text = "[[exercise]]\nname=\"A\"\nreps=2\nlift=\"1s\"\nlower=\"4s\"\npause=\"6s\"\ncount=\"off\"";
    assert_eq!(
        work(text),
        "0:go 0:lift1 1:lower1 2:tick1 3:tick1 4:tick1 5:rep1 6:tick1 7:tick1 8:tick1 9:knock1 10:knock1 \
         11:last2 11:lift2 12:lower2 13:tick2 14:tick2 15:tick2 16:rep2"
    );
    let quiet = text.replace("count=", "ticks=\"off\"\ncount=");
    assert!(!work(&quiet).contains("tick"), "{}", work(&quiet));
}

#[test]
fn reps_fill_a_time_and_a_rate_is_exact() {
    let text = "[[exercise]]\nname='A'\nfor='10s'\nphases=['In 3s', 'Out 1s']\n";
    assert_eq!(work(text), "0:go 0:lift1 2:tick1 3:lower1 4:last2 4:lift2 7:lower2 8:rep2");
    let rate = timeline("[[exercise]]\nname='A'\nreps=18\nrate=18\n");
    let length = rate.intervals.iter().find(|interval| interval.kind == IntervalKind::Work).unwrap().length();
    assert_eq!(length, Duration::from_secs(60));
}

#[test]
fn sets_on_the_clock_leave_the_rest() {
    let text = "ready='0s'\n[[block]]\nrounds=2\nevery='20s'\n[[block.exercise]]\nname='A'\nreps=2\n[[block.exercise]]\nname='B'\nfor='open'\nreps=3\n";
    assert_eq!(
        intervals(text),
        "0 8 work A 1 1 - 2\n8 20 rest A 1 1 - -\n20 40 work B 1 1 - -\n40 48 work A 2 1 - 2\n48 60 rest A 2 1 - -\n\
         60 80 work B 2 1 - -\n80 81.7 done - 1 1 - -"
    );
}

#[test]
fn work_at_your_own_pace_repeats_its_last_second() {
    let timeline = timeline("ready='0s'\n[[exercise]]\nname='A'\nfor='open'\nreps=3\n");
    let work = &timeline.intervals[0];
    assert_eq!((work.length(), work.reps), (Duration::from_secs(12), None));
    let (from, to) = work.cycle.unwrap();
    assert_eq!((from, to), (At(Duration::from_secs(11)), work.end));
    assert!(!timeline.cues.iter().any(|cue| cue.interval == 0 && cue.at >= from), "and there it is silent");
}

#[test]
fn rounds_are_played_until_time_is_up() {
    let text = "ready='0s'\n[[block]]\nfor='30s'\nrest='2s'\n[[block.exercise]]\nname='A'\nreps=2\n[[block.exercise]]\nname='B'\nfor='3s'\n";
    // A round is 8 + 2 + 3 + 2 seconds: two are complete, and nothing of the third begins.
    assert_eq!(
        intervals(text),
        "0 8 work A 1 1 - 2\n8 10 rest A 1 1 - -\n10 13 work B 1 1 - -\n13 15 rest B 1 1 - -\n\
         15 23 work A 2 1 - 2\n23 25 rest A 2 1 - -\n25 28 work B 2 1 - -\n28 30 rest B 2 1 - -\n30 33 done - 1 1 - -"
    );
    assert!(
        announced(text).last().unwrap().starts_with("Time. 2 rounds. Well done."),
        "{:?}",
        announced(text)
    );
    let cut = text.replace("30s", "20s");
    let last = intervals(&cut);
    assert!(last.contains("15 20 work A 2 1 - 1"), "{last}");
    assert!(announced(&cut).last().unwrap().starts_with("Time. 1 round. "), "{:?}", announced(&cut));
    let counts = timeline(&cut)
        .cues
        .iter()
        .filter(|cue| cue.interval == 4 && cue.kind == CueKind::Sound(Sound::Count))
        .count();
    assert_eq!(counts, 3, "it is counted out");
}

/// `N` and `P`: from every interval, the turns of the exercises.
#[test]
fn turns_begin_with_what_comes_before_their_first_set() {
    let timeline = timeline(
        "ready='5s'\nrest='20s'\n[[block]]\nrounds=2\n[[block.exercise]]\nname='A'\nreps=2\nsets=2\n[[block.exercise]]\nname='B'\nreps=1\nsides='each'\n",
    );
    // ready A1 rest A2 | rest B switch B | rest A1 rest A2 | rest B switch B | done
    let starts: Vec<usize> = (0..timeline.intervals.len()).map(|n| timeline.turn_start(n)).collect();
    assert_eq!(starts, [0, 0, 0, 0, 4, 4, 4, 4, 8, 8, 8, 8, 12, 12, 12, 12, 16]);
    let next: Vec<usize> = (0..timeline.intervals.len()).map(|n| timeline.next_turn(n)).collect();
    assert_eq!(next, [4, 4, 4, 4, 8, 8, 8, 8, 12, 12, 12, 12, 16, 16, 16, 16, 16]);
    let previous = |interval: usize, seconds: u64| {
        let at = timeline.intervals[interval].start + Duration::from_secs(seconds);
        timeline.previous_turn(interval, at, Duration::from_millis(1_500))
    };
    assert_eq!([previous(5, 0), previous(4, 2), previous(4, 1), previous(0, 1)], [4, 4, 0, 0]);
    let at = timeline.intervals[4].start + Duration::from_millis(1_500);
    assert_eq!(timeline.previous_turn(4, at, Duration::from_millis(1_500)), 4);
    let numbers: Vec<u32> = timeline.intervals.iter().map(|interval| interval.exercise_number).collect();
    assert_eq!(numbers, [1, 1, 1, 1, 1, 2, 2, 2, 2, 1, 1, 1, 1, 2, 2, 2, 0]);
    assert_eq!(timeline.exercise_count, 2);
}

#[test]
fn an_instant_is_in_the_interval_that_has_begun() {
    let timeline = timeline("[[exercise]]\nname='A'\nreps=1\n[[exercise]]\nname='B'\nreps=1\n");
    // Ready, A, rest, B, done.
    for (n, interval) in timeline.intervals.iter().enumerate() {
        let last = At(interval.end.0 - Duration::from_nanos(1));
        assert_eq!([timeline.interval_at(interval.start), timeline.interval_at(last)], [n, n]);
    }
    assert_eq!(timeline.interval_at(timeline.end()), 4, "after the end, the last one");
    assert_eq!([0, 1, 2, 3, 4].map(|n| timeline.next_turn(n)), [2, 2, 4, 4, 4]);
    assert_eq!([0, 1, 2, 3, 4].map(|n| timeline.work_from(n)), [Some(1), Some(1), Some(3), Some(3), None]);
}
