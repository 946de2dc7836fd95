//! The timeline as JSON: a stable format for other programs. A field that does not apply is `null`.

use serde::Serialize;

use crate::printable::pretty_json;
use crate::routine::rep::TimedPhase;
use crate::routine::{Routine, Set, Side};
use crate::time::{At, millis};
use crate::timeline::rounds::TimedRounds;
use crate::timeline::{Cue, CueKind, Interval, IntervalKind, Timeline};

#[derive(Serialize)]
struct TimelineJson<'a> {
    title: &'a str,
    about: Option<&'a str>,
    equipment: Vec<&'a str>,
    warning: Option<&'a str>,
    plan: Option<&'a str>,
    duration_ms: f64,
    timed_rounds: Vec<TimedRoundsJson<'a>>,
    intervals: Vec<IntervalJson<'a>>,
    cues: Vec<CueJson<'a>>,
}

/// Rounds until time is up.
#[derive(Serialize)]
struct TimedRoundsJson<'a> {
    block: Option<&'a str>,
    first_interval: usize,
    last_interval: usize,
    time_ms: f64,
    /// Whether the user sets the pace: then time is up whatever is played.
    own_pace: bool,
}

#[derive(Serialize)]
struct IntervalJson<'a> {
    start_ms: f64,
    end_ms: f64,
    kind: &'a str,
    block: Option<&'a str>,
    round: Option<u32>,
    rounds: Option<u32>,
    exercise: Option<&'a str>,
    name: Option<&'a str>,
    set: Option<u32>,
    sets: Option<u32>,
    side: Option<&'a str>,
    reps: Option<u32>,
    unit: Option<&'a str>,
    load: Option<&'a str>,
    phases: Vec<PhaseJson<'a>>,
    until_ready: bool,
    hold_point_ms: Option<f64>,
    cycle_ms: Option<[f64; 2]>,
    grown_ms: f64,
    count_step: Option<u32>,
}

/// A phase of a rep that has words of its own.
#[derive(Serialize)]
struct PhaseJson<'a> {
    kind: &'a str,
    words: Option<&'a str>,
    length_ms: f64,
}

#[derive(Serialize)]
struct CueJson<'a> {
    at_ms: f64,
    kind: &'a str,
    exercise: Option<&'a str>,
    round: Option<u32>,
    set: Option<u32>,
    side: Option<&'a str>,
    rep: Option<u32>,
    text: Option<&'a str>,
    length_ms: f64,
}

/// Formats the timeline of a routine as JSON, with a trailing line feed.
pub fn to_string(routine: &Routine, timeline: &Timeline) -> String {
    let json = TimelineJson {
        title: &timeline.title,
        about: routine.about.as_deref(),
        equipment: routine.equipment(),
        warning: routine.warning.as_deref(),
        plan: routine.plan.as_deref(),
        duration_ms: (timeline.end() - At::ZERO).as_nanos() as f64 / 1e6,
        timed_rounds: timeline.timed_rounds.iter().map(timed_rounds).collect(),
        intervals: timeline.intervals.iter().map(interval).collect(),
        cues: timeline.cues.iter().map(|c| cue(c, &timeline.intervals[c.interval])).collect(),
    };
    pretty_json(&json) + "\n"
}

fn timed_rounds(rounds: &TimedRounds) -> TimedRoundsJson<'_> {
    TimedRoundsJson {
        block: rounds.block.as_deref(),
        first_interval: rounds.intervals.start,
        last_interval: rounds.intervals.end.saturating_sub(1),
        time_ms: millis(rounds.time),
        own_pace: rounds.own_pace.is_some(),
    }
}

fn interval(interval: &Interval) -> IntervalJson<'_> {
    let exercise = interval.exercise.as_deref();
    let own = interval.own_set().filter(|_| interval.kind != IntervalKind::Rest);
    IntervalJson {
        start_ms: interval.start.millis(),
        end_ms: interval.end.millis(),
        kind: interval.kind.word(),
        block: interval.block.as_deref(),
        round: exercise.map(|_| interval.round),
        rounds: exercise.map(|_| interval.rounds).filter(|rounds| *rounds > 0),
        exercise: exercise.map(|exercise| exercise.id.as_str()),
        name: exercise.map(|exercise| exercise.name.as_str()),
        set: exercise.map(|_| interval.set),
        sets: exercise.map(|exercise| exercise.sets),
        side: interval.side.map(Side::word),
        reps: own.and_then(|set| interval.reps.or(set.work.reps())),
        unit: own.and_then(|_| exercise?.unit.as_deref()),
        load: own.and_then(|set| set.load.as_deref()),
        phases: own.filter(|_| interval.kind == IntervalKind::Work).map_or_else(Vec::new, phases),
        until_ready: interval.waits,
        hold_point_ms: interval.hold_point.map(At::millis),
        cycle_ms: interval.cycle.map(|(from, to)| [from, to].map(At::millis)),
        grown_ms: millis(interval.grown),
        count_step: interval.count_step,
    }
}

/// The phases of a rep, if they have words.
fn phases(set: &Set) -> Vec<PhaseJson<'_>> {
    let phases = set.rep.phases();
    if !phases.iter().any(|phase| phase.words.is_some()) {
        return Vec::new();
    }
    phases.iter().map(phase).collect()
}

fn phase(phase: &TimedPhase) -> PhaseJson<'_> {
    let TimedPhase { phase, length, words } = phase;
    PhaseJson { kind: phase.word(), words: words.as_deref(), length_ms: millis(*length) }
}

fn cue<'a>(cue: &'a Cue, interval: &'a Interval) -> CueJson<'a> {
    let exercise = interval.exercise.as_deref();
    let (kind, text) = match &cue.kind {
        CueKind::Sound(sound) => (sound.word(), None),
        CueKind::Say(text) => ("say", Some(&**text)),
    };
    CueJson {
        at_ms: cue.at.millis(),
        kind,
        exercise: exercise.map(|exercise| exercise.id.as_str()),
        round: exercise.map(|_| interval.round),
        set: exercise.map(|_| interval.set),
        side: cue.side.map(Side::word),
        rep: cue.rep,
        text,
        length_ms: millis(cue.length),
    }
}
