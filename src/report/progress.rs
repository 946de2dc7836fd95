//! What followed from the history: the exercises that are announced briefly, and the values of their ranges.

use std::time::Duration;

use super::handbook::paragraph;
use crate::routine::duration::written;
use crate::routine::load::LONGEST;
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
/// at the low end again. `None` if it is not there, or nothing is known to be harder.
#[must_use]
pub fn harder(exercise: &Exercise, routine: &str) -> Option<String> {
    exercise.progress.as_ref().filter(|progress| progress.why == Why::Top)?;
    let (routine, id) = (shell::typed(routine)?, shell::typed(&exercise.id)?);
    let set = exercise.set(1, 1);
    // Another load or another hold is another exercise to the history. The load is said with the set, so it says how.
    let (how, value) = match &exercise.harder {
        Some(harder) => {
            let text = harder.trim_end_matches('.');
            // `set` takes a text with commas as a list, one for each set.
            let is_load = text.chars().count() <= LONGEST && !text.contains(',');
            let short = is_load.then_some(text);
            let load = shell::typed(&format!("load={}", short.unwrap_or("harder variation")))?;
            (format!(" {harder}"), load)
        }
        None if matches!(set.work, Work::Reps(_)) => {
            let holds = set.rep.phases().iter().filter(|phase| phase.phase == Phase::Hold);
            let held: Duration = holds.map(|phase| phase.length).sum();
            (String::new(), format!("hold={}", written(held + Duration::from_secs(1))))
        }
        None => return None,
    };
    Some(format!("{}:{how} `repcue set {routine} {id} {value}` begins at the low end again", exercise.name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routine::progress::Progress;
    use crate::testing::routine;

    #[test]
    fn nothing_is_said_without_a_history() {
        assert_eq!(draw(&routine("[[exercise]]\nname='A'\nreps='8-10'\n"), "a", 80), "");
    }

    /// The command that agrees to something harder, for an exercise with these keys at the top of its ranges.
    fn command(keys: &str) -> Option<String> {
        let mut routine = routine(&format!("[[exercise]]\nname='A'\n{keys}"));
        let exercise = &mut routine.blocks[0].exercises[0];
        exercise.progress = Some(Progress { stage: 2, values: "5 reps".to_owned(), why: Why::Top });
        Some(harder(exercise, "mine")?.split('`').nth(1)?.to_owned())
    }

    #[test]
    fn at_the_top_the_next_load_says_how_the_exercise_is_made_harder() {
        let long = "A text that is longer than the sixty characters of a load, which is too long";
        for (keys, wanted) in [
            ("reps='3-5'\nharder='Put a band above your knees.'", Some("'load=Put a band above your knees'")),
            ("for='3-5s'\nharder='Slower.'", Some("'load=Slower'")),
            (&format!("reps='3-5'\nharder='{long}'"), Some("'load=harder variation'")),
            ("reps='3-5'\nharder='Slower, deeper'", Some("'load=harder variation'")),
            ("reps='3-5'", Some("hold=1s")),
            ("reps='3-5'\nhold='2s'", Some("hold=3s")),
            ("for='3-5s'", None),
        ] {
            assert_eq!(command(keys), wanted.map(|value| format!("repcue set mine a {value}")), "{keys}");
        }
    }
}
