//! Writes a routine as TOML that gives the same routine, with every number spelled out.

use std::fmt::Write;
use std::time::Duration;

use toml::Value;

use super::changes::Changes;
use super::duration::written;
use super::library::Library;
use super::lower::{self, Context};
use super::phase::Phase;
use super::range::written_rate;
use super::{
    Block, BlockKind, Count, CountAt, Exercise, Instructions, Origin, Rep, Routine, Set, Side, Sides, Ticks,
    Work,
};

/// Formats a routine as TOML. A library exercise is referenced by `use`; its texts are not repeated.
#[must_use]
pub fn toml(routine: &Routine, library: &Library) -> String {
    let mut text = String::new();
    line(&mut text, "title", &quoted(&routine.title));
    if let Some(about) = &routine.about {
        line(&mut text, "about", &quoted(about));
    }
    if let Some(group) = &routine.group {
        line(&mut text, "group", &quoted(group));
    }
    for (key, words) in [("warning", &routine.warning), ("plan", &routine.plan)] {
        if let Some(words) = words {
            line(&mut text, key, &quoted(words));
        }
    }
    if !routine.pronounce.is_empty() {
        let words: Vec<String> = routine
            .pronounce
            .iter()
            .map(|(word, say)| format!("{} = {}", quoted(word), quoted(say)))
            .collect();
        line(&mut text, "pronounce", &format!("{{ {} }}", words.join(", ")));
    }
    if let Some(speed) = routine.voice_speed {
        line(&mut text, "voice-speed", &speed.to_string());
    }
    for block in &routine.blocks {
        text += "\n[[block]]\n";
        keys_of_block(&mut text, block);
        for exercise in &block.exercises {
            text += "[[block.exercise]]\n";
            keys_of_exercise(&mut text, exercise, library);
        }
    }
    text
}

fn keys_of_block(text: &mut String, block: &Block) {
    if let Some(title) = &block.title {
        line(text, "title", &quoted(title));
    }
    match block.kind {
        BlockKind::Main => {}
        BlockKind::WarmUp => line(text, "kind", "\"warm-up\""),
        BlockKind::CoolDown => line(text, "kind", "\"cool-down\""),
    }
    match block.time {
        Some(time) => line(text, "for", &length(time)),
        None if block.rounds > 1 => line(text, "rounds", &block.rounds.to_string()),
        None => {}
    }
    if let Some(rest) = block.round_rest {
        line(text, "round-rest", &quoted(&rest.to_string()));
    }
    // One that the exercises have from above is the same for all of them.
    if let Some(exercise) = block.exercises.iter().find(|exercise| exercise.ready_from == Origin::Above) {
        line(text, "ready", &length(exercise.ready));
    }
    for (key, of) in LISTED {
        let by_round = block.exercises.iter().find_map(|exercise| match values(exercise, of) {
            Values::Rounds(values) if exercise.sets > 1 => Some(values),
            _ => None,
        });
        if let Some(values) = by_round {
            line(text, key, &list(&values));
        }
    }
}

/// A value of a set as TOML; `None` if the set has none.
type OfSet = fn(&Exercise, &Set) -> Option<String>;

/// The keys whose value may be a list.
const LISTED: [(&str, OfSet); 9] = [
    ("reps", |exercise, set| match set.work {
        Work::Reps(reps) | Work::OwnPace { reps: Some(reps), .. } => Some(counted(exercise, reps)),
        _ => None,
    }),
    ("for", |_, set| match set.work {
        Work::Time(time) | Work::Paced { time, .. } => Some(length(time)),
        _ => None,
    }),
    ("load", |_, set| set.load.as_deref().map(quoted)),
    ("rate", |_, set| set.rep.rate().filter(|_| set.work.is_cued()).map(written_rate)),
    ("lift", |_, set| phase(set, Phase::Lift)),
    ("hold", |_, set| phase(set, Phase::Hold)),
    ("lower", |_, set| phase(set, Phase::Lower)),
    ("pause", |_, set| phase(set, Phase::Pause)),
    ("rest", |exercise, set| exercise.every.is_none().then(|| quoted(&set.rest.to_string()))),
];

/// The length of a usual phase of a rep that is cued and written by its usual phases.
fn phase(set: &Set, kind: Phase) -> Option<String> {
    let given =
        set.rep.given().find(|phase| phase.phase == kind).map_or(Duration::ZERO, |phase| phase.length);
    (set.work.is_cued() && is_usual(&set.rep)).then(|| length(given))
}

/// The values of a key over the sets of an exercise.
enum Values {
    None,
    /// One for each set, or the same for all.
    Sets(Vec<String>),
    /// One for each round.
    Rounds(Vec<String>),
}

fn values(exercise: &Exercise, of: OfSet) -> Values {
    let all = |sets: &[Set]| sets.iter().filter_map(|set| of(exercise, set)).collect::<Vec<_>>();
    let rounds = (1..).zip(&exercise.rounds).map(|(round, _)| all(exercise.sets_of(round)));
    let rounds: Vec<Vec<String>> = rounds.collect();
    if rounds[0].is_empty() {
        Values::None
    } else if rounds.iter().all(|sets| *sets == rounds[0]) {
        Values::Sets(rounds[0].clone())
    } else {
        Values::Rounds(rounds.iter().map(|sets| sets[0].clone()).collect())
    }
}

fn list(values: &[String]) -> String {
    format!("[{}]", values.join(", "))
}

/// Writes the keys whose values may be lists.
fn keys_of_sets(text: &mut String, exercise: &Exercise) {
    for (key, of) in LISTED {
        match values(exercise, of) {
            Values::Sets(mut values) => {
                if key == "rest" {
                    // Rests are between sets.
                    values.truncate((exercise.sets as usize).saturating_sub(1).max(1));
                }
                if values.iter().all(|value| *value == values[0]) {
                    line(text, key, &values[0]);
                } else {
                    line(text, key, &list(&values));
                }
            }
            // With several sets, the block has them.
            Values::Rounds(values) if exercise.sets == 1 => line(text, key, &list(&values)),
            Values::Rounds(_) | Values::None => {}
        }
    }
}

/// Whether a rep can be written by the lengths of its usual phases.
fn is_usual(rep: &Rep) -> bool {
    let has_words = rep.phases().iter().any(|phase| phase.words.is_some());
    !has_words && (is_in_order(rep, &LIFT_FIRST) || is_in_order(rep, &LOWER_FIRST))
}

const LIFT_FIRST: [Phase; 4] = [Phase::Lift, Phase::Hold, Phase::Lower, Phase::Pause];
const LOWER_FIRST: [Phase; 4] = [Phase::Lower, Phase::Pause, Phase::Lift, Phase::Hold];

fn is_in_order(rep: &Rep, phases: &[Phase; 4]) -> bool {
    let places = rep.phases().iter().map(|phase| phases.iter().position(|kind| *kind == phase.phase));
    places.is_sorted_by(|one, next| one < next)
}

/// A number of reps with its unit, which may have to replace the library's.
fn counted(exercise: &Exercise, reps: u32) -> String {
    exercise.unit.as_ref().map_or_else(|| reps.to_string(), |unit| quoted(&format!("{reps} {unit}")))
}

fn keys_of_exercise(text: &mut String, exercise: &Exercise, library: &Library) {
    // An exercise with only the name of one in the library has not its instructions.
    let known =
        of_library(&exercise.id, library).filter(|known| known.setup.is_none() || exercise.setup.is_some());
    if known.is_some() {
        line(text, "use", &quoted(&exercise.id));
    }
    if known.as_ref().is_none_or(|known| known.name != exercise.name) {
        line(text, "name", &quoted(&exercise.name));
    }
    match exercise.set(1, 1).work {
        Work::Open(_) => line(text, "reps", "\"open\""),
        Work::OwnPace { .. } => line(text, "for", "\"open\""),
        Work::Reps(_) | Work::Time(_) | Work::Paced { .. } => {}
    }
    line(text, "sets", &exercise.sets.to_string());
    keys_of_sets(text, exercise);
    let sides = match exercise.sides {
        Sides::Together => "together",
        Sides::Each => "each",
        Sides::Alternate => "alternate",
        Sides::Left => "left",
        Sides::Right => "right",
    };
    line(text, "sides", &quoted(sides));
    if matches!(exercise.sides, Sides::Each | Sides::Alternate) {
        line(text, "first", &quoted(if exercise.first == Side::Left { "left" } else { "right" }));
        line(text, "switch", &length(exercise.switch));
    }
    let work = exercise.set(1, 1).work;
    if work.is_cued() {
        keys_of_rep(text, exercise);
        let count = match exercise.count {
            Count::All => "all",
            Count::Fives => "fives",
            Count::Last => "last",
            Count::Off => "off",
        };
        line(text, "count", &quoted(count));
        line(text, "count-at", &quoted(if exercise.count_at == CountAt::End { "end" } else { "top" }));
    }
    if exercise.ready_from == Origin::Exercise {
        line(text, "ready", &length(exercise.ready));
    }
    if let Some(every) = exercise.every {
        line(text, "every", &length(every));
    }
    // Without one, it is that of the last set.
    let follows = (1..)
        .zip(&exercise.rounds)
        .all(|(round, of)| of.rest_after == exercise.set(round, exercise.sets).rest);
    if !follows || (exercise.every.is_none() && exercise.rounds.len() == 1) {
        line(text, "rest-after", &quoted(&exercise.rest_after(1).to_string()));
    }
    if !exercise.learns {
        let instructions = match exercise.instructions {
            Instructions::Full => "full",
            Instructions::Brief => "brief",
            Instructions::Off => "off",
        };
        line(text, "instructions", &quoted(instructions));
    }
    if exercise.ticks != Ticks::Auto {
        line(text, "ticks", &quoted(&exercise.ticks.to_string()));
    }
    if let Some(warn) = &exercise.warn {
        let list: Vec<String> = warn.iter().map(|time| length(*time)).collect();
        let value = if list.is_empty() { quoted("off") } else { format!("[{}]", list.join(", ")) };
        line(text, "warn", &value);
    }
    write_texts(text, exercise, known.as_ref());
}

/// Writes the order of the usual phases of a rep, or phases of its own.
fn keys_of_rep(text: &mut String, exercise: &Exercise) {
    let rep = &exercise.set(1, 1).rep;
    if is_usual(rep) {
        let mut all = exercise.rounds.iter().flat_map(|round| &round.sets);
        let start = if all.all(|set| is_in_order(&set.rep, &LIFT_FIRST)) { "lift" } else { "lower" };
        return line(text, "start", &quoted(start));
    }
    let phases = rep.given().map(|phase| {
        let words = phase.words.as_deref().unwrap_or_default();
        quoted(&format!("{}: {words} {}", phase.phase.word(), written(phase.length)).replace(":  ", ": "))
    });
    line(text, "phases", &list(&phases.collect::<Vec<_>>()));
}

/// The exercise as the library defines it.
fn of_library(id: &str, library: &Library) -> Option<Exercise> {
    library.get(id).filter(|entry| entry.id == id)?;
    let context = Context { library, changes: &Changes::default() };
    let mut routine = lower::drill(id, &context).ok()?;
    routine.blocks.pop()?.exercises.pop()
}

/// Selects a part of an exercise.
type Of<T> = fn(&Exercise) -> &T;

/// Writes the texts of an exercise that differ from the library's.
fn write_texts(text: &mut String, exercise: &Exercise, known: Option<&Exercise>) {
    let sentences: [(&str, Of<Option<String>>); 4] =
        [("say", |e| &e.say), ("setup", |e| &e.setup), ("harder", |e| &e.harder), ("easier", |e| &e.easier)];
    for (key, of) in sentences {
        let own = of(exercise);
        if let Some(words) = own.as_ref().filter(|_| known.is_none_or(|known| of(known) != own)) {
            line(text, key, &quoted(words));
        }
    }
    let lists: [(&str, Of<Vec<String>>); 3] =
        [("tips", |e| &e.tips), ("muscles", |e| &e.muscles), ("equipment", |e| &e.equipment)];
    for (key, of) in lists {
        let own = of(exercise);
        if known.map_or(!own.is_empty(), |known| of(known) != own) {
            let list: Vec<String> = own.iter().map(|item| quoted(item)).collect();
            line(text, key, &format!("[{}]", list.join(", ")));
        }
    }
}

fn line(text: &mut String, key: &str, value: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{key} = {value}");
}

fn quoted(words: &str) -> String {
    Value::from(words).to_string()
}

fn length(length: Duration) -> String {
    quoted(&written(length))
}

#[cfg(test)]
mod tests;
