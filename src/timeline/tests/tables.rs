//! Routines as text, and the whole timeline of each as a table.

use std::fmt::Write as _;

use super::*;
use crate::testing::ByCharacter;

/// Cases, each a routine after `<<`, and after `>>` its timeline. One whose name begins with `silent` has no voice.
const CASES: &str = include_str!("../../../tests/timelines/cases.txt");

/// Seconds, to the millisecond.
fn seconds(length: Duration) -> String {
    let text = format!("{:.3}", length.as_secs_f64());
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// An interval: when it begins and ends, what it is, and everything that is not as usual.
fn interval(interval: &Interval) -> String {
    let mut line =
        format!("{}-{} {}", seconds(interval.start.0), seconds(interval.end.0), interval.kind.word());
    if let Some(exercise) = &interval.exercise {
        write!(line, " {} {}", interval.exercise_number, exercise.name).unwrap();
        write!(line, ", set {} of {}", interval.set, exercise.sets).unwrap();
    }
    if interval.rounds != 1 {
        write!(line, ", round {} of {}", interval.round, interval.rounds).unwrap();
    }
    let extra = [
        interval.block.as_ref().map(|block| format!("in {block}")),
        interval.side.map(|side| side.word().to_owned()),
        interval.reps.map(|reps| format!("{reps} reps")),
        interval.cycle.map(|(from, to)| format!("repeats {}-{}", seconds(from.0), seconds(to.0))),
        interval.hold_point.map(|at| format!("holds at {}", seconds(at.0))),
        interval.waits.then(|| "waits".to_owned()),
        (!interval.grown.is_zero()).then(|| format!("grown {}", seconds(interval.grown))),
        interval.count_step.map(|step| format!("counts each {step}")),
        (!interval.instructions.is_empty()).then(|| format!("shows {:?}", interval.instructions)),
        (!interval.skipped.is_empty()).then(|| format!("after a skip {:?}", interval.skipped)),
    ];
    for word in extra.into_iter().flatten() {
        write!(line, ", {word}").unwrap();
    }
    line
}

/// A cue, at its time in the interval.
fn cue(cue: &Cue, interval: &Interval) -> String {
    let what = match &cue.kind {
        CueKind::Sound(sound) => sound.word().to_owned(),
        CueKind::Say(text) => format!("{text:?}"),
    };
    let side = cue.side.map_or("", |side| if side == Side::Left { " L" } else { " R" });
    let rep = cue.rep.map_or(String::new(), |rep| format!(" {rep}"));
    let at = seconds(cue.at - interval.start);
    format!("{at} {what}{side}{rep}")
}

/// The cues of an interval; ticks second by second are one.
fn cues(all: &[&Cue], own: &Interval) -> Vec<String> {
    let is_tick = |cue: &Cue| cue.kind == CueKind::Sound(Sound::Tick);
    let follows = |one: &&Cue, next: &&Cue| {
        let is_next = next.at - one.at == Duration::from_secs(1);
        is_next && is_tick(one) && is_tick(next) && (one.side, one.rep) == (next.side, next.rep)
    };
    let each = all.chunk_by(follows).map(|run| {
        let last = cue(run[run.len() - 1], own);
        if run.len() == 1 { last } else { format!("{} to {last}", seconds(run[0].at - own.start)) }
    });
    each.collect()
}

/// The whole timeline: each interval, and below it its cues.
fn table(timeline: &Timeline) -> String {
    let mut text = String::new();
    for (n, own) in timeline.intervals.iter().enumerate() {
        writeln!(text, "{}", interval(own)).unwrap();
        let all: Vec<&Cue> = timeline.cues.iter().filter(|cue| cue.interval == n).collect();
        let mut line = String::new();
        for cue in cues(&all, own) {
            if !line.is_empty() && line.len() + cue.len() > 110 {
                writeln!(text, "  {line}").unwrap();
                line.clear();
            }
            line = if line.is_empty() { cue } else { format!("{line} | {cue}") };
        }
        if !line.is_empty() {
            writeln!(text, "  {line}").unwrap();
        }
    }
    if let Some(equipment) = &timeline.equipment {
        writeln!(text, "needs {equipment:?}").unwrap();
    }
    if !timeline.unnamed.is_empty() {
        writeln!(text, "unnamed {:?}", timeline.unnamed).unwrap();
    }
    for rounds in &timeline.timed_rounds {
        let interval = &rounds.intervals;
        let (from, to) = (interval.start, interval.end - 1);
        let name = rounds.block.as_deref().unwrap_or("a block");
        let time = seconds(rounds.time);
        writeln!(text, "{name}: rounds of {} for {time} in intervals {from} to {to}", rounds.exercises)
            .unwrap();
        writeln!(text, "  complete as each begins: {:?}, and then {}", rounds.complete, rounds.planned)
            .unwrap();
        let Some(own_pace) = &rounds.own_pace else { continue };
        for call in &own_pace.calls {
            writeln!(text, "  {} {:?}", seconds(call.after), call.kind).unwrap();
        }
        for told in &own_pace.told {
            let phrases: Vec<&str> = told.phrases.iter().map(|one| one.as_deref().unwrap_or("-")).collect();
            writeln!(text, "  instead of {:?}: {}", told.planned, phrases.join(" / ")).unwrap();
        }
    }
    for (exercise, length) in timeline.exercises() {
        writeln!(text, "{} lasts {}", exercise.name, seconds(length)).unwrap();
    }
    text
}

#[test]
fn every_interval_and_cue_is_where_it_belongs() {
    let mut found = String::new();
    for case in CASES.split("<<\n").skip(1) {
        let given = case.split(">>\n").next().unwrap_or_default();
        let lengths = ByCharacter(if given.starts_with("# silent") { 0 } else { 40 });
        let timeline = compile(&routine(given), &Phrases::built_in(), &lengths);
        write!(found, "<<\n{given}>>\n{}", table(&timeline)).unwrap();
    }
    if std::env::var_os("BLESS").is_some() {
        std::fs::write("tests/timelines/cases.txt", &found).unwrap();
    }
    assert!(found == CASES, "tests/timelines/cases.txt is stale: BLESS=1 writes what is found; see git diff");
}
