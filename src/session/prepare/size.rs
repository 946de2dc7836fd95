//! Whether a session is small enough to be played: judged on the timeline, with all that is said in it.

use std::time::Duration;

use crate::diagnostic::{Diagnostic, quoted};
use crate::routine::duration::{LONGEST, written};
use crate::routine::spoken::estimated;
use crate::time::{At, clock};
use crate::timeline::Timeline;

/// The most speech of a session, each phrase counted once: it is made before the session starts, and held. Two hours are
/// ten times what the longest built-in routine says, and take 350 MB by the natural voice.
const MOST_SPEECH: Duration = Duration::from_secs(2 * 3600);

/// Refuses a session that is too long, or has too much to say. `phrases` are those that it says, each once.
///
/// The lengths of phrases are estimated from their letters, so that it is the same with every voice and with none.
///
/// # Errors
/// How much it is, and what there is to do.
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

/// The exercise that takes the most time, and how much.
fn longest(timeline: &Timeline) -> Option<(String, Duration)> {
    let longest = timeline.exercises().into_iter().max_by_key(|(_, length)| *length)?;
    Some((longest.0.name.clone(), longest.1))
}
