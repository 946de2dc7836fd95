//! Whether a session is small enough, judged by the timeline with all its speech.

use std::time::Duration;

use crate::diagnostic::{Diagnostic, quoted};
use crate::routine::duration::{LONGEST, written};
use crate::routine::spoken::estimated;
use crate::time::{At, clock};
use crate::timeline::Timeline;

/// The maximum speech of a session, each phrase counted once: it is generated before the session starts and stored in
/// memory. Two hours are ten times the speech of the longest built-in routine, and take 350 MB with the natural voice.
const MOST_SPEECH: Duration = Duration::from_secs(2 * 3600);

/// Refuses a session that is too long, or has too much speech. `phrases` are its distinct phrases.
///
/// The lengths of phrases are estimated from their letters, so the result is the same with every voice and without one.
///
/// # Errors
/// The size, and how to reduce it.
pub fn check(timeline: &Timeline, phrases: &[String]) -> Result<(), Diagnostic> {
    let length = timeline.end() - At::ZERO;
    if length > LONGEST {
        let title = format!("the session lasts {} including speech", clock(length));
        let error = Diagnostic::plain(title)
            .help(format!("a session lasts at most {}", written(LONGEST)))
            .help("reduce `reps`, `for`, `sets`, `rounds`, the rests or the texts");
        return Err(match longest(timeline) {
            Some((name, length)) => {
                error.help(format!("the longest exercise is {}: {}", quoted(&name), clock(length)))
            }
            None => error,
        });
    }
    let speech: Duration = phrases.iter().map(|phrase| estimated(phrase)).sum();
    if speech > MOST_SPEECH {
        let title = format!("the session has {} of speech, each phrase counted once", clock(speech));
        return Err(Diagnostic::plain(title)
            .help(format!("it can have at most {}", written(MOST_SPEECH)))
            .help("shorten `setup`, `tips` and names, or split the routine"));
    }
    Ok(())
}

/// The exercise that takes the most time, and that time.
fn longest(timeline: &Timeline) -> Option<(String, Duration)> {
    let longest = timeline.exercises().into_iter().max_by_key(|(_, length)| *length)?;
    Some((longest.0.name.clone(), longest.1))
}
