//! What the script of a page knows of a session, as JSON: times in milliseconds, and every text as it is shown.

use serde::Serialize;

use crate::digest::sha256_hex;
use crate::display::scene;
use crate::display::view::numbers;
use crate::printable::{json as one_line, visible};
use crate::report::captions::captions;
use crate::routine::{Exercise, Routine, Set, Side, Sides};
use crate::time::{At, clock, millis};
use crate::timeline::{Interval, IntervalKind, Timeline};

/// The digits that tell sessions apart: enough for all that a user ever exports.
const ID_DIGITS: usize = 16;

#[derive(Serialize)]
struct Data<'a> {
    /// The same for the same intervals, so that a place is not resumed in another session.
    id: String,
    title: String,
    summary: String,
    warning: Option<String>,
    length: f64,
    intervals: Vec<IntervalData<'a>>,
    captions: Vec<CaptionData>,
}

/// An interval, and what is shown in it.
#[derive(Serialize)]
struct IntervalData<'a> {
    start: f64,
    end: f64,
    kind: &'static str,
    /// What it is, if it is not work: "Rest".
    label: &'static str,
    /// The exercise of the work that it is or leads to.
    name: String,
    exercise: Option<&'a str>,
    set: u32,
    /// The side of that work.
    side: Option<&'static str>,
    /// The block and the round.
    block: String,
    /// The number of the exercise.
    place: String,
    /// The set, the amount and the load.
    details: String,
    /// What comes after that work.
    next: String,
    /// The index of the interval with which the exercise begins.
    turn: usize,
    /// Whether it waits for the user at `hold`.
    waits: bool,
    /// The instant at which time can be added.
    hold: Option<f64>,
    /// What an open-ended set repeats until the user continues.
    cycle: Option<[f64; 2]>,
    /// The reps of work, if they are cued.
    reps: Option<RepsData>,
}

/// The reps of an interval of work.
#[derive(Serialize)]
struct RepsData {
    /// The number that is shown as the goal; of an open-ended set, as a part of the ring only.
    count: u32,
    /// Whether the user ends the set.
    is_open: bool,
    /// How the reps are distributed over the sides, if they alternate: the first and the second side.
    alternate: Option<[&'static str; 2]>,
    /// The length of a rep.
    length: f64,
    phases: Vec<PhaseData>,
}

#[derive(Serialize)]
struct PhaseData {
    kind: &'static str,
    name: String,
    length: f64,
}

#[derive(Serialize)]
struct CaptionData {
    start: f64,
    end: f64,
    text: String,
}

/// The data of a session, as JSON that is safe within a `script` element.
pub(super) fn json(routine: &Routine, timeline: &Timeline) -> String {
    let intervals: Vec<_> = (0..timeline.intervals.len()).map(|index| interval(timeline, index)).collect();
    let data = Data {
        id: sha256_hex(one_line(&intervals).as_bytes())[..ID_DIGITS].to_owned(),
        title: visible(&timeline.title),
        summary: summary(routine, timeline),
        warning: routine.warning.as_deref().map(visible),
        length: timeline.end().millis(),
        intervals,
        captions: sentences(timeline),
    };
    // `</script>` and `<!--` would be read as markup.
    one_line(&data).replace('<', "\\u003c")
}

/// What to know before the session: the exercises and the equipment.
fn summary(routine: &Routine, timeline: &Timeline) -> String {
    let count = timeline.exercise_count;
    let exercises = if count == 1 { "1 exercise".to_owned() } else { format!("{count} exercises") };
    let equipment = routine.equipment().join(", ");
    visible(&if equipment.is_empty() { exercises } else { format!("{exercises} · {equipment}") })
}

fn interval(timeline: &Timeline, index: usize) -> IntervalData<'_> {
    let own = &timeline.intervals[index];
    let work = timeline.work_from(index).map(|index| (index, &timeline.intervals[index]));
    let shown = work.map_or(own, |(_, work)| work);
    let exercise = shown.exercise.as_deref();
    let is_work = own.kind == IntervalKind::Work;
    let many = timeline.exercise_count > 1;
    IntervalData {
        start: own.start.millis(),
        end: own.end.millis(),
        kind: own.kind.word(),
        label: label(own.kind),
        name: visible(exercise.map_or(&timeline.title, |exercise| &exercise.name)),
        exercise: exercise.map(|exercise| exercise.id.as_str()),
        set: shown.set,
        side: shown.side.map(Side::word),
        block: visible(&block(shown)),
        place: work.filter(|_| many).map_or_else(String::new, |(_, work)| {
            format!("{} of {}", work.exercise_number, timeline.exercise_count)
        }),
        details: visible(&match exercise {
            Some(exercise) if is_work => during(own, exercise),
            Some(_) => before(shown),
            None => String::new(),
        }),
        next: visible(&work.map_or_else(String::new, |(index, _)| scene::next(timeline, index))),
        turn: timeline.turn_start(index),
        waits: own.waits,
        hold: own.hold_point.map(At::millis),
        cycle: own.cycle.map(|(from, to)| [from, to].map(At::millis)),
        reps: own.own_set().filter(|_| is_work).and_then(|set| reps(own, exercise?, set)),
    }
}

/// What an interval is, above the name of the exercise.
fn label(kind: IntervalKind) -> &'static str {
    match kind {
        IntervalKind::Ready => "Get ready",
        IntervalKind::Work => "",
        IntervalKind::Switch => "Switch sides",
        IntervalKind::Rest => "Rest",
        IntervalKind::Done => "Well done",
    }
}

fn block(shown: &Interval) -> String {
    let round = (shown.rounds > 1).then(|| format!("round {} of {}", shown.round, shown.rounds));
    let title = shown.block.as_deref().map(str::to_owned);
    title.into_iter().chain(round).collect::<Vec<_>>().join(" · ")
}

/// The set, the amount and the load of work that comes. Its side is shown elsewhere.
fn before(work: &Interval) -> String {
    let mut words = numbers(work);
    if work.reps.is_none() {
        words.push(clock(work.length()));
    }
    words.retain(|words| !words.ends_with(" side"));
    words.join(" · ")
}

/// The set and the load of work, and the amount if it is not counted.
fn during(work: &Interval, exercise: &Exercise) -> String {
    let mut words = Vec::new();
    if exercise.sets > 1 {
        words.push(format!("set {} of {}", work.set, exercise.sets));
    }
    let set = exercise.set(work.round, work.set);
    if work.reps.is_none() || set.work.is_open() {
        words.push(match set.work.reps() {
            Some(reps) if !set.work.is_open() => exercise.counted(reps),
            _ => exercise.amount(set),
        });
    }
    words.extend(set.load.clone());
    words.join(" · ")
}

fn reps(work: &Interval, exercise: &Exercise, set: &Set) -> Option<RepsData> {
    let first = exercise.first;
    Some(RepsData {
        count: work.reps?,
        is_open: set.work.is_open(),
        alternate: (exercise.sides == Sides::Alternate).then(|| [first, first.other()].map(Side::word)),
        length: millis(set.rep.length()),
        phases: set
            .rep
            .phases()
            .iter()
            .map(|phase| PhaseData {
                kind: phase.phase.word(),
                name: visible(phase.name()),
                length: millis(phase.length),
            })
            .collect(),
    })
}

/// The captions, sentence by sentence, each with its share of the time: a long one would cover the page. Numbers are
/// larger elsewhere.
fn sentences(timeline: &Timeline) -> Vec<CaptionData> {
    let said = captions(timeline).into_iter().filter(|caption| caption.text.contains(char::is_alphabetic));
    said.flat_map(|caption| {
        let (start, end) = (caption.start.millis(), caption.end.millis());
        let parts: Vec<String> = divided(&caption.text);
        let all: usize = parts.iter().map(String::len).sum();
        let mut before = 0;
        let mut caption = |text: String| {
            let at = |letters: usize| start + (end - start) * letters as f64 / all.max(1) as f64;
            let from = before;
            before += text.len();
            CaptionData { start: at(from), end: at(before), text: text.trim().to_owned() }
        };
        parts.into_iter().map(&mut caption).collect::<Vec<_>>()
    })
    .collect()
}

/// A text after each of its sentences.
fn divided(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut ends = false;
    for c in text.chars() {
        if ends && c == ' ' {
            parts.push(String::new());
        }
        ends = matches!(c, '.' | '!' | '?');
        if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    parts
}
