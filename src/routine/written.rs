//! Writes a routine as TOML that gives the same routine, with every number spelled out.

use std::fmt::Write;
use std::time::Duration;

use toml::Value;

use super::changes::Changes;
use super::duration::written;
use super::library::Library;
use super::lower::{self, Context};
use super::phase::Phase;
use super::{
    Block, BlockKind, Count, CountAt, Exercise, Instructions, Origin, Rep, Routine, Side, Sides, Ticks, Work,
};

/// Formats a routine as TOML. A library exercise is referenced by `use`; its texts are not repeated.
#[must_use]
pub fn toml(routine: &Routine, library: &Library) -> String {
    let mut text = String::new();
    line(&mut text, "title", &quoted(&routine.title));
    if let Some(about) = &routine.about {
        line(&mut text, "about", &quoted(about));
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
    if block.rounds > 1 {
        line(text, "rounds", &block.rounds.to_string());
    }
    if let Some(rest) = block.round_rest {
        line(text, "round-rest", &quoted(&rest.to_string()));
    }
    // One that the exercises have from above is the same for all of them.
    if let Some(exercise) = block.exercises.iter().find(|exercise| exercise.ready_from == Origin::Above) {
        line(text, "ready", &length(exercise.ready));
    }
}

fn keys_of_exercise(text: &mut String, exercise: &Exercise, library: &Library) {
    let known = of_library(&exercise.id, library);
    if known.is_some() {
        line(text, "use", &quoted(&exercise.id));
    }
    if known.as_ref().is_none_or(|known| known.name != exercise.name) {
        line(text, "name", &quoted(&exercise.name));
    }
    let set = exercise.set(1, 1);
    match set.work {
        Work::Reps(reps) => line(text, "reps", &reps.to_string()),
        Work::Open(_) => line(text, "reps", "\"open\""),
        Work::Time(time) => line(text, "for", &length(time)),
    }
    line(text, "sets", &exercise.sets.to_string());
    let sides = match exercise.sides {
        Sides::Together => "together",
        Sides::Each => "each",
        Sides::Alternate => "alternate",
    };
    line(text, "sides", &quoted(sides));
    if exercise.sides != Sides::Together {
        line(text, "first", &quoted(if exercise.first == Side::Left { "left" } else { "right" }));
        line(text, "switch", &length(exercise.switch));
    }
    if !matches!(set.work, Work::Time(_)) {
        keys_of_rep(text, &set.rep);
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
    line(text, "rest", &quoted(&set.rest.to_string()));
    line(text, "rest-after", &quoted(&exercise.rest_after(1).to_string()));
    if exercise.instructions != Instructions::Full {
        line(text, "instructions", &quoted(&exercise.instructions.to_string()));
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

/// Writes the phases of a rep.
fn keys_of_rep(text: &mut String, rep: &Rep) {
    let order = |phases: [Phase; 4]| {
        let places = rep.phases().iter().map(|phase| phases.iter().position(|kind| *kind == phase.phase));
        places.is_sorted_by(|one, next| one < next)
    };
    let start = if order([Phase::Lift, Phase::Hold, Phase::Lower, Phase::Pause]) { "lift" } else { "lower" };
    line(text, "start", &quoted(start));
    for kind in [Phase::Lift, Phase::Hold, Phase::Lower, Phase::Pause] {
        let found = rep.phases().iter().find(|phase| phase.phase == kind);
        line(text, kind.word(), &length(found.map_or(Duration::ZERO, |phase| phase.length)));
    }
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
    let sentences: [(&str, Of<Option<String>>); 3] =
        [("say", |e| &e.say), ("setup", |e| &e.setup), ("harder", |e| &e.harder)];
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
