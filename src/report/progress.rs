//! What followed from the history: the exercises that are announced briefly, and the values of their ranges.

use std::time::Duration;

use super::handbook::paragraph;
use crate::routine::duration::written;
use crate::routine::phase::Phase;
use crate::routine::progress::Why;
use crate::routine::{Exercise, Instructions, Routine, Work};
use crate::shell;

/// Labelled paragraphs, at most `columns` wide; empty if nothing followed. `name` is how the user names the routine.
#[must_use]
pub fn draw(routine: &Routine, name: &str, columns: usize) -> String {
    let exercises = || routine.blocks.iter().flat_map(|block| &block.exercises);
    let mut text = String::new();
    let mut brief: Vec<&str> = exercises()
        .filter(|exercise| exercise.learns && exercise.instructions == Instructions::Brief)
        .map(|exercise| exercise.name.as_str())
        .collect();
    brief.dedup();
    if !brief.is_empty() {
        let words = format!("{} (done in three sessions; `--instructions full` says all)", brief.join(", "));
        text += &paragraph("brief", &words, columns);
    }
    for exercise in exercises() {
        let Some(progress) = &exercise.progress else { continue };
        text += &paragraph("progress", &format!("{}, {progress}", exercise.name), columns);
    }
    for line in exercises().filter_map(|exercise| harder(exercise, name)) {
        text += &paragraph("harder", &line, columns);
    }
    if text.is_empty() { text } else { text + "\n" }
}

/// What to do with an exercise that is at the top of its ranges, and the command that agrees to it: the values then begin
/// at the low end again. `None` if it is not there.
#[must_use]
pub fn harder(exercise: &Exercise, routine: &str) -> Option<String> {
    exercise.progress.as_ref().filter(|progress| progress.why == Why::Top)?;
    let (routine, id) = (shell::typed(routine)?, shell::typed(&exercise.id)?);
    // Another hold or another load is another exercise to the history.
    let set = exercise.set(1, 1);
    let held = set.rep.phases().iter().filter(|phase| phase.phase == Phase::Hold).map(|phase| phase.length);
    let value = match set.work {
        Work::Reps(_) => format!("hold={}", written(held.sum::<Duration>() + Duration::from_secs(1))),
        _ => "load=harder".to_owned(),
    };
    let how = exercise.harder.as_ref().map_or_else(String::new, |harder| format!(" {harder}"));
    Some(format!("{}:{how} `repcue set {routine} {id} {value}` begins at the low end again", exercise.name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::routine;

    #[test]
    fn nothing_is_said_without_a_history() {
        assert_eq!(draw(&routine("[[exercise]]\nname='A'\nreps='8-10'\n"), "a", 80), "");
    }
}
